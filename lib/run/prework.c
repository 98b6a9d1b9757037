// SPDX-License-Identifier: GPL-3.0-or-later
/* Pre-work in a session: laid before it, shown at its question, taken. */

#include "run/prework.h"

#include "base/text.h"
#include "run/scores.h"

/* ---- Whether the event is whole */

static enum kp_status check_texts(const struct kp_json *texts, struct kp_err *err)
{
    if (!texts || texts->kind != KP_JSON_ARRAY)
        return kp_err_set(err, KP_INVALID, _("pre-work without texts"));
    KP_JSON_EACH(text, texts)
    {
        if (text->kind != KP_JSON_STRING)
            return kp_err_set(err, KP_INVALID, _("pre-work with an idea that is no text"));
    }
    return KP_OK;
}

static enum kp_status check_item(const struct kp_session *s, const struct kp_json *item,
                                 struct kp_err *err)
{
    if (kp_json_text(item, "ideas").len)
        return check_texts(kp_json_get(item, "texts"), err);
    if (session_scores_field(s, kp_model_field(s->setup.model, kp_json_text(item, "scores"))))
        return check_texts(kp_json_get(item, "texts"), err);
    const struct kp_json *value = kp_json_get(item, "value");
    struct kp_str id = kp_json_text(item, kp_json_get(item, "rate") ? "rate" : "field");
    const struct kp_field *field = kp_model_field(s->setup.model, id);
    if (!field || field->calc)
        return kp_err_set(err, KP_INVALID, _("pre-work for a question this session does not know"));
    if (!value)
        return kp_json_text(item, "text").len
                   ? KP_OK
                   : kp_err_set(err, KP_INVALID, _("pre-work without a value"));
    if (session_has_rows(field) && !session_are_rows(value))
        return kp_err_set(err, KP_INVALID, _("its rows are no rows"));
    return session_has_rows(field) ? KP_OK : field->type->check(field, value, err);
}

SESSION_CHECK(prework)
{
    const struct kp_json *items = kp_json_get(event, "items");
    if (!kp_id_valid(kp_json_text(event, "who"), 'p'))
        return kp_err_set(err, KP_INVALID, _("it names a person without an id"));
    if (!items || items->kind != KP_JSON_ARRAY)
        return kp_err_set(err, KP_INVALID, _("\"%s\" is missing, or is no list"), "items");
    KP_JSON_EACH(item, items)
    {
        enum kp_status status = check_item(s, item, err);
        if (status)
            return status;
    }
    return KP_OK;
}

/* ---- What it does */

/* What somebody brought later stands for what he brought before. */
void session_apply_prework(struct kp_session *s, const struct kp_json *event)
{
    struct kp_json *kept = kp_json_new_array(&s->state.arena);
    KP_JSON_EACH(before, s->state.prework)
    {
        if (!kp_str_equal(kp_json_text(before, "who"), kp_json_text(event, "who")))
            kp_json_append(&s->state.arena, kept, before);
    }
    kp_json_append(&s->state.arena, kept, event);
    s->state.prework = kept;
}

static const struct kp_json *brought_by(const struct kp_session *s, struct kp_str who)
{
    KP_JSON_EACH(event, s->state.prework)
    {
        if (kp_str_equal(kp_json_text(event, "who"), who))
            return event;
    }
    return NULL;
}

struct kp_effects kp_session_bring(struct kp_session *s, struct kp_str who,
                                   const struct kp_json *items, bool anonymous, int64_t at)
{
    const struct kp_json *before = brought_by(s, who);
    session_begin_feed(s, at);
    bool same = before && kp_json_equal(kp_json_get(before, "items"), items) &&
                (kp_json_get(before, "anonymous") != NULL) == anonymous;
    if (!same && items->count) {
        struct kp_json *event = session_event(s, "prework");
        kp_json_set_string(&s->feed_arena, event, "who", who);
        if (anonymous)
            kp_json_set_bool(&s->feed_arena, event, "anonymous", true);
        kp_json_set(&s->feed_arena, event, "items", items);
        session_emit_people(s);
        session_emit(s, event);
    }
    return (struct kp_effects){s->effects, s->effect_count};
}

/* ---- At its question */

/* Without names their order would tell who is who: by what they wrote, then. */
static void place(struct kp_json *found[], size_t count, struct kp_json *item, bool sorted)
{
    size_t at = count;
    struct kp_buf mine = KP_BUF_INIT, other = KP_BUF_INIT;
    kp_json_write_line(&mine, item);
    for (; sorted && at > 0; at--) {
        kp_buf_clear(&other);
        kp_json_write_line(&other, found[at - 1]);
        if (kp_str_compare(kp_buf_str(&mine), kp_buf_str(&other)) >= 0)
            break;
        found[at] = found[at - 1];
    }
    found[at] = item;
    kp_buf_release(&mine);
    kp_buf_release(&other);
}

const struct kp_json *session_prework(struct kp_session *s, const char *member, struct kp_str id,
                                      struct kp_arena *arena)
{
    size_t most = s->state.prework ? s->state.prework->count : 0, count = 0;
    struct kp_json **found = kp_arena_alloc(arena, (most + 1) * sizeof *found);
    bool anonymous = false;
    KP_JSON_EACH(event, s->state.prework)
    {
        anonymous = anonymous || kp_json_get(event, "anonymous");
    }
    KP_JSON_EACH(event, s->state.prework)
    {
        KP_JSON_EACH(item, kp_json_get(event, "items"))
        {
            if (!kp_str_equal(kp_json_text(item, member), id))
                continue;
            struct kp_json *shown = kp_json_new_object(arena);
            const char *what = kp_json_get(item, "value")   ? "value"
                               : kp_json_get(item, "texts") ? "texts"
                                                            : "text";
            kp_json_set(arena, shown, what, kp_json_get(item, what));
            if (!anonymous)
                kp_json_set_string(arena, shown, "who", kp_json_text(event, "who"));
            place(found, count, shown, anonymous);
            count++;
            break; /* a question stands once in a file */
        }
    }
    struct kp_json *list = kp_json_new_array(arena);
    for (size_t i = 0; i < count; i++)
        kp_json_append(arena, list, found[i]);
    return count ? list : NULL;
}

static const struct kp_json *numbered(const struct kp_json *list, struct kp_str text)
{
    struct kp_number number;
    int64_t wanted, at = 0;
    if (!kp_number_read(text, &number) || !kp_number_whole(number, &wanted))
        return NULL;
    KP_JSON_EACH(item, list)
    {
        if (++at == wanted)
            return item;
    }
    return NULL;
}

static const struct kp_json *said_by(struct kp_session *s, const struct kp_json *item)
{
    struct kp_str who = kp_json_text(item, "who");
    if (!who.len)
        return NULL;
    struct kp_json *list = kp_json_new_array(&s->feed_arena);
    kp_json_append(&s->feed_arena, list, kp_json_new_string(&s->feed_arena, who));
    return list;
}

/* The rows that stand, and behind them those that were brought (of all, or of one). */
static const struct kp_json *with_rows(struct kp_session *s, const struct kp_field *field,
                                       const struct kp_json *list, const struct kp_json *only)
{
    struct kp_json *rows = kp_json_new_array(&s->feed_arena);
    size_t number;
    KP_JSON_EACH(row, session_value(s, field))
    {
        kp_json_append(&s->feed_arena, rows, row);
    }
    KP_JSON_EACH(item, list)
    {
        if (only && item != only)
            continue;
        KP_JSON_EACH(row, kp_json_get(item, "value"))
        {
            if (!session_row_of(rows, kp_json_text(row, "id"), &number))
                kp_json_append(&s->feed_arena, rows, row);
        }
    }
    return rows;
}

static void take_rows(struct kp_session *s, const struct kp_field *field,
                      const struct kp_json *list, const struct kp_json *only)
{
    const struct kp_json *rows = with_rows(s, field, list, only);
    if (!rows->count) {
        session_effect(s, KP_EFFECT_REFUSED,
                       _("it does not fit the question as it was written; type it as it fits"));
        return;
    }
    struct kp_json *event = session_event(s, "row");
    kp_json_set_string(&s->feed_arena, event, "field", field->id);
    kp_json_set_string(&s->feed_arena, event, "row", kp_json_text(rows->last, "id"));
    kp_json_set_string(&s->feed_arena, event, "op", KP_STR("end"));
    kp_json_set(&s->feed_arena, event, "rows", rows);
    session_add_marks(s, event, only ? said_by(s, only) : NULL, KP_BASIS_NONE);
    session_emit(s, event);
}

static void take_value(struct kp_session *s, const struct kp_field *field,
                       const struct kp_json *item)
{
    const struct kp_json *value = kp_json_get(item, "value");
    struct kp_err err = KP_ERR_INIT;
    if (session_check_value(s, field, value, &err))
        session_refuse(s, &err);
    else if (s->state.at.ask == KP_ASK_EVIDENCE)
        session_take_evidence(s, value, said_by(s, item), KP_BASIS_NONE);
    else
        session_take_value(s, field, value, said_by(s, item), KP_BASIS_NONE);
    kp_err_release(&err);
}

void session_take_prework(struct kp_session *s, struct kp_str args)
{
    const struct kp_field *field = session_answered_here(s);
    enum kp_ask ask = s->state.at.ask;
    bool one = ask == KP_ASK_VALUE || ask == KP_ASK_EVIDENCE;
    const struct kp_json *list =
        field ? session_prework(s, "field", field->id, &s->feed_arena) : NULL;
    const struct kp_json *item = numbered(list, args);
    if (ask == KP_ASK_IDEAS || ask == KP_ASK_RATE || ask == KP_ASK_SCORES) {
        if (!(ask == KP_ASK_IDEAS  ? session_take_ideas(s)
              : ask == KP_ASK_RATE ? session_take_scores(s)
                                   : session_take_written_scores(s)))
            session_effect(s, KP_EFFECT_REFUSED, _("nothing prepared is left to take here"));
        return;
    }
    if (!list || (!one && ask != KP_ASK_ROWS))
        session_effect(s, KP_EFFECT_REFUSED, _("nobody prepared anything for this question"));
    else if (args.len && !item)
        session_effect(s, KP_EFFECT_REFUSED, _("there are numbers 1 to %zu"), list->count);
    else if (item && !kp_json_get(item, "value"))
        session_effect(s, KP_EFFECT_REFUSED,
                       _("it does not fit the question as it was written; type it as it fits"));
    else if (ask == KP_ASK_ROWS)
        take_rows(s, field, list, item);
    else if (!item)
        session_effect(s, KP_EFFECT_REFUSED, _("say whose: %s"), "/take 1");
    else
        take_value(s, field, item);
}
