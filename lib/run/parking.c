// SPDX-License-Identifier: GPL-3.0-or-later
/* The parking lot: each point becomes an action, a question, a note, or is dropped. */

#include "base/text.h"
#include "run/session_internal.h"

/* Points of earlier sessions come first, as if they were parked at the beginning. */
void session_reset_parking(struct kp_session *s)
{
    struct kp_arena *arena = &s->state.arena;
    static const char *const members[] = {"text", "people", "from"};
    KP_JSON_EACH(point, s->header.parked)
    {
        struct kp_json *noted = kp_json_new_object(arena);
        kp_json_set_string(arena, noted, "e", KP_STR("park"));
        for (size_t i = 0; i < sizeof members / sizeof *members; i++)
            if (kp_json_get(point, members[i]))
                kp_json_set(arena, noted, members[i], kp_json_get(point, members[i]));
        kp_json_append(arena, s->state.noted, noted);
    }
}

const struct kp_json *session_point(const struct kp_session *s, size_t index)
{
    size_t at = 0;
    KP_JSON_EACH(noted, s->state.noted)
    {
        if (kp_str_is(kp_json_text(noted, "e"), "park") && at++ == index)
            return noted;
    }
    return NULL;
}

/* What became of a point: an event `parked`, or the `action` that it became; NULL: nothing yet. */
static const struct kp_json *outcome_of(const struct kp_session *s, size_t index)
{
    const struct kp_json *found = NULL;
    KP_JSON_EACH(event, s->state.parked)
    {
        if (kp_json_whole(event, "point", -1) == (int64_t)index)
            found = event;
    }
    return found;
}

/* What was parked in another meeting is nothing for a guest of this one: it stays where it is. */
static bool may_ask(struct kp_session *s, size_t index)
{
    return !kp_session_has_guest(s) || !kp_json_get(session_point(s, index), "from");
}

bool session_find_parked(struct kp_session *s, size_t *index)
{
    for (*index = 0; session_point(s, *index); (*index)++)
        if (!outcome_of(s, *index) && may_ask(s, *index))
            return true;
    return false;
}

/* What is in the lot, earlier points too. */
void session_list_parked(struct kp_session *s)
{
    struct kp_buf text = KP_BUF_INIT;
    const struct kp_json *point;
    for (size_t i = 0; (point = session_point(s, i)); i++)
        if (!outcome_of(s, i) && may_ask(s, i))
            kp_buf_addf(&text, "%s- %.*s", text.len ? "\n" : "",
                        KP_STR_ARG(kp_json_text(point, "text")));
    if (text.len)
        session_effect(s, KP_EFFECT_NOTICE, "%s", text.data);
    else
        session_effect(s, KP_EFFECT_REFUSED, _("nothing is parked; /park TEXT parks a point"));
    kp_buf_release(&text);
}

static struct kp_json *parked_event(struct kp_session *s, const char *op)
{
    struct kp_json *event = session_event(s, "parked");
    kp_json_set_whole(&s->feed_arena, event, "point", (int64_t)s->state.at.column);
    kp_json_set_string(&s->feed_arena, event, "op", kp_str_from(op));
    return event;
}

static void emit(struct kp_session *s, const struct kp_json *event)
{
    session_emit(s, event);
    session_went_on_closing(s);
}

static void feed_question(struct kp_session *s, struct kp_str names)
{
    const struct kp_json *people, *roles;
    struct kp_err err = KP_ERR_INIT;
    struct kp_type_context context = session_context(s, &s->feed_arena);
    if (!names.len) {
        session_effect(s, KP_EFFECT_REFUSED, _("a question for whom? 2 NAME"));
    } else if (kp_attendees_read(&context, names, &people, &roles, &err)) {
        session_refuse(s, &err);
    } else {
        struct kp_json *event = parked_event(s, "question");
        session_emit_people(s);
        kp_json_set(&s->feed_arena, event, "people", people);
        emit(s, event);
    }
    kp_err_release(&err);
}

/* "1 Send offer @Lars 14/9", "2 Mette", "3", "4" */
void session_feed_parked(struct kp_session *s, struct kp_str text)
{
    struct kp_str rest = kp_str_trim(kp_str_slice(text, 1, text.len));
    char choice = text.len && (text.len == 1 || text.data[1] == ' ') ? text.data[0] : 0;
    struct kp_str point = kp_json_text(session_point(s, s->state.at.column), "text");
    switch (choice) {
    case '1': session_begin_action(s, rest, point, (int64_t)s->state.at.column); return;
    case '2': feed_question(s, rest); return;
    case '3': emit(s, parked_event(s, "note")); return;
    case '4': emit(s, parked_event(s, "drop")); return;
    default: break;
    }
    session_effect(s, KP_EFFECT_REFUSED,
                   _("1 @who date makes it an action, 2 NAME a question, 3 a note, 4 drops it; "
                     "/skip leaves it where it is"));
}

void session_skip_parked(struct kp_session *s)
{
    emit(s, parked_event(s, "leave"));
    session_effect(s, KP_EFFECT_NOTICE, "%s", _("it stays parked"));
}

void session_apply_parked(struct kp_session *s, const struct kp_json *event)
{
    kp_json_append(&s->state.arena, s->state.parked, event);
    if (s->state.at.ask == KP_ASK_PARKED)
        session_next_stage(s);
}

SESSION_CHECK(parked)
{
    (void)s;
    static const char *const ops[] = {"question", "note", "drop", "leave"};
    struct kp_str op = kp_json_text(event, "op");
    if (kp_json_whole(event, "point", -1) < 0)
        return kp_err_set(err, KP_INVALID, _("it is about no point of the parking lot"));
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        if (kp_str_is(op, ops[i]))
            return session_check_people(kp_json_get(event, "people"), err);
    return kp_err_set(err, KP_INVALID, _("it is about no point of the parking lot"));
}

/* [{"text","people","from","became","for","row"}]; `from`: the earlier session that parked it */
void session_record_parking(struct kp_session *s, struct kp_json *record)
{
    struct kp_arena *arena = &s->arena;
    struct kp_json *list = kp_json_new_array(arena);
    const struct kp_json *point;
    for (size_t i = 0; (point = session_point(s, i)); i++) {
        const struct kp_json *outcome = outcome_of(s, i);
        struct kp_json *item = kp_json_new_object(arena);
        struct kp_str op = kp_json_text(outcome, "op");
        bool action = outcome && kp_str_is(kp_json_text(outcome, "e"), "action");
        kp_json_set(arena, item, "text", kp_json_get(point, "text"));
        if (kp_json_get(point, "people"))
            kp_json_set(arena, item, "people", kp_json_get(point, "people"));
        if (kp_json_get(point, "from"))
            kp_json_set(arena, item, "from", kp_json_get(point, "from"));
        kp_json_set_string(arena, item, "became",
                           action                               ? KP_STR("action")
                           : !outcome || kp_str_is(op, "leave") ? KP_STR("open")
                           : kp_str_is(op, "drop")              ? KP_STR("dropped")
                                                                : op);
        if (kp_json_get(outcome, "people"))
            kp_json_set(arena, item, "for", kp_json_get(outcome, "people"));
        if (action)
            kp_json_set(arena, item, "row", kp_json_get(kp_json_get(outcome, "row"), "id"));
        kp_json_append(arena, list, item);
    }
    if (list->count)
        kp_json_set(arena, record, "parked", list);
}
