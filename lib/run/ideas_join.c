// SPDX-License-Identifier: GPL-3.0-or-later
/* Ideas apart and together: one becomes several, several become one, some stand under a heading. */

#include "base/text.h"
#include "base/utf8.h"
#include "run/ideas.h"

/* The parts of a text: at " / " or ";". */
static struct kp_str next_part(struct kp_str *rest)
{
    size_t slash = kp_str_find_str(*rest, KP_STR(" / ")), semicolon = kp_str_find(*rest, ';');
    size_t end = slash < semicolon ? slash : semicolon;
    size_t behind = end + (slash < semicolon ? 3 : 1);
    struct kp_str part = kp_str_trim(kp_str_slice(*rest, 0, end));
    *rest = kp_str_slice(*rest, behind < rest->len ? behind : rest->len, rest->len);
    return part;
}

static bool is_joined(const struct round *round, const struct idea *idea)
{
    for (size_t i = 0; i < round->count; i++)
        if (round->ideas[i]->into == idea)
            return true;
    return false;
}

static enum kp_status read_parts(struct kp_session *s, struct round *round, struct kp_str text,
                                 struct kp_json *event, struct kp_err *err)
{
    struct kp_json *parts = kp_json_new_array(&s->feed_arena);
    struct kp_str read;
    bool first = true;
    while (text.len) {
        struct kp_str part = next_part(&text);
        if (!part.len)
            continue;
        enum kp_status status = session_read_idea(s, part, &read, err);
        if (status)
            return status;
        struct kp_json *one = kp_json_new_object(&s->feed_arena);
        if (first) {
            kp_json_set_string(&s->feed_arena, event, "text", read);
        } else {
            kp_json_set_string(&s->feed_arena, one, "idea", session_new_idea_id(s, round, 'i'));
            kp_json_set_string(&s->feed_arena, one, "text", read);
            kp_json_append(&s->feed_arena, parts, one);
        }
        first = false;
    }
    if (!parts->count)
        return kp_err_set(err, KP_INVALID, _("write its parts: /split 3 ONE / ANOTHER"));
    if (round->count + parts->count > SESSION_MOST_IDEAS || parts->count >= SESSION_MOST_AT_ONCE)
        return kp_err_set(err, KP_INVALID,
                          _("at most %d ideas fit in a round, and %d lines at a time"),
                          SESSION_MOST_IDEAS, SESSION_MOST_AT_ONCE);
    kp_json_set(&s->feed_arena, event, "parts", parts);
    return KP_OK;
}

void session_feed_split(struct kp_session *s, struct kp_str args)
{
    struct round *round = session_need_round(s);
    struct idea *idea =
        round ? session_take_idea(s, round, &args, _("/split 3 ONE / ANOTHER")) : NULL;
    struct kp_err err = KP_ERR_INIT;
    if (!idea)
        return;
    size_t number = idea->number;
    struct kp_json *event = session_round_event(s, "split", round);
    kp_json_set_string(&s->feed_arena, event, "idea", idea->id);
    if (!args.len && is_joined(round, idea)) {
        if (session_emit(s, event))
            session_effect(s, KP_EFFECT_NOTICE, _("what was merged into %zu stands again"), number);
    } else if (read_parts(s, round, args.len ? args : idea->text, event, &err)) {
        session_refuse(s, &err);
    } else {
        session_emit(s, event);
    }
    kp_err_release(&err);
}

static bool is_as(struct kp_str word)
{
    return kp_str_is(word, "as") || kp_str_is(word, "som");
}

/* A text that may stand in quotation marks. */
static struct kp_str unquoted(struct kp_str text)
{
    static const struct {
        const char *open, *close;
    } marks[] = {{"\"", "\""}, {"“", "”"}, {"”", "”"}, {"»", "«"}, {"«", "»"}};
    text = kp_str_trim(text);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        struct kp_str open = kp_str_from(marks[i].open), close = kp_str_from(marks[i].close);
        if (text.len > open.len + close.len && kp_str_starts(text, open) &&
            kp_str_ends(text, close))
            return kp_str_trim(kp_str_slice(text, open.len, text.len - open.len - close.len));
    }
    return text;
}

static bool is_listed(const struct kp_json *ids, struct kp_str id)
{
    KP_JSON_EACH(item, ids)
    {
        if (kp_str_equal(item->text, id))
            return true;
    }
    return false;
}

/*
 * "2 5 9 as TEXT": ids of ideas, and the text behind "as" (or where words begin that are no
 * numbers). false: it was refused.
 */
static bool read_numbers(struct kp_session *s, struct round *round, struct kp_str args,
                         struct kp_json *ids, struct kp_str *text)
{
    struct kp_err err = KP_ERR_INIT;
    bool good = true;
    size_t number;
    *text = (struct kp_str){"", 0};
    while (good && args.len) {
        struct kp_str before = args, word = session_next_word(&args);
        if (!word.len)
            break;
        if (is_as(word) || !session_read_whole(word, &number)) {
            *text = unquoted(is_as(word) ? args : before);
            break;
        }
        const struct idea *idea = session_idea_numbered(s, round, number, &err);
        good = idea != NULL;
        if (good && !is_listed(ids, idea->id))
            kp_json_append(&s->feed_arena, ids, kp_json_new_string(&s->feed_arena, idea->id));
    }
    if (good && text->len)
        good = !session_read_idea(s, *text, text, &err);
    if (!good)
        session_refuse(s, &err);
    kp_err_release(&err);
    return good;
}

void session_feed_merge(struct kp_session *s, struct kp_str args)
{
    struct round *round = session_need_round(s);
    struct kp_json *ids = kp_json_new_array(&s->feed_arena), *with;
    struct kp_str text;
    if (!round || !read_numbers(s, round, args, ids, &text))
        return;
    if (ids->count < 2) {
        session_effect(s, KP_EFFECT_REFUSED,
                       ids->count
                           ? _("an idea is not merged with itself; write two numbers: /merge 3 7")
                           : _("write two numbers or more: /merge 3 7, or /merge 3 7 as TEXT"));
        return;
    }
    struct kp_json *event = session_round_event(s, "merge", round);
    size_t number = session_idea(round, ids->first->text)->number;
    with = kp_json_new_array(&s->feed_arena);
    for (const struct kp_json *id = ids->first->next; id; id = id->next)
        kp_json_append(&s->feed_arena, with, id);
    kp_json_set_string(&s->feed_arena, event, "idea", ids->first->text);
    kp_json_set(&s->feed_arena, event, "with", with);
    if (text.len)
        kp_json_set_string(&s->feed_arena, event, "text", text);
    if (session_emit(s, event))
        session_effect(s, KP_EFFECT_NOTICE,
                       _("together they are %zu; /edit %zu TEXT words it anew, /split %zu takes "
                         "them apart"),
                       number, number, number);
}

/* A group of that heading, or a new one; its id. */
static struct kp_str group_for(struct kp_session *s, struct round *round, struct kp_str heading)
{
    struct kp_str folded = kp_utf8_fold(&s->feed_arena, heading);
    for (size_t i = 0; i < round->group_count; i++)
        if (kp_str_equal(kp_utf8_fold(&s->feed_arena, round->groups[i].text), folded))
            return round->groups[i].id;
    return session_new_idea_id(s, round, 'g');
}

void session_feed_group(struct kp_session *s, struct kp_str args)
{
    struct round *round = session_need_round(s);
    struct kp_json *ids = kp_json_new_array(&s->feed_arena);
    struct kp_str text, group;
    if (!round || !read_numbers(s, round, args, ids, &text))
        return;
    if (!ids->count || !text.len) {
        session_effect(s, KP_EFFECT_REFUSED,
                       _("write the numbers and a heading: /group 2 5 9 as Service"));
        return;
    }
    group = group_for(s, round, text);
    if (!session_group(round, group) && round->group_count == SESSION_MOST_GROUPS) {
        session_effect(s, KP_EFFECT_REFUSED,
                       _("there are %d groups already; put it into one of "
                         "them"),
                       SESSION_MOST_GROUPS);
        return;
    }
    struct kp_json *event = session_round_event(s, "group", round);
    kp_json_set_string(&s->feed_arena, event, "group", group);
    kp_json_set_string(&s->feed_arena, event, "text", text);
    kp_json_set(&s->feed_arena, event, "ideas", ids);
    session_emit(s, event);
}

/* The ideas of the group that a letter or a heading names. */
static bool list_group(struct kp_session *s, struct round *round, struct kp_str name,
                       struct kp_json *ids)
{
    struct kp_str folded = kp_utf8_fold(&s->feed_arena, unquoted(name));
    for (size_t i = 0; i < round->group_count; i++) {
        struct idea_group *group = &round->groups[i];
        char letter = (char)(group->letter - 'A' + 'a');
        if (!kp_str_equal(kp_utf8_fold(&s->feed_arena, group->text), folded) &&
            !(folded.len == 1 && folded.data[0] == letter))
            continue;
        for (size_t j = 0; j < round->count; j++)
            if (kp_str_equal(round->ideas[j]->heading, group->id) && !round->ideas[j]->into &&
                !round->ideas[j]->removed)
                kp_json_append(&s->feed_arena, ids,
                               kp_json_new_string(&s->feed_arena, round->ideas[j]->id));
    }
    return ids->count > 0;
}

void session_feed_ungroup(struct kp_session *s, struct kp_str args)
{
    struct round *round = session_need_round(s);
    struct kp_json *ids = kp_json_new_array(&s->feed_arena);
    struct kp_str text;
    if (!round || !read_numbers(s, round, args, ids, &text))
        return;
    if (!ids->count && !(text.len && list_group(s, round, text, ids))) {
        session_effect(s, KP_EFFECT_REFUSED,
                       _("write the numbers that leave their group, or its letter or heading: "
                         "/ungroup 2 5, /ungroup A"));
        return;
    }
    struct kp_json *event = session_round_event(s, "ungroup", round);
    kp_json_set(&s->feed_arena, event, "ideas", ids);
    session_emit(s, event);
}
