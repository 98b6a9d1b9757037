// SPDX-License-Identifier: GPL-3.0-or-later
/* What is typed in a round of ideas: ideas, one a line, and what is done with them by number. */

#include "base/id.h"
#include "base/text.h"
#include "base/utf8.h"
#include "run/ideas.h"
#include "run/similar.h"

enum { MOST_AT_ONCE = 100 };

static struct kp_json *round_event(struct kp_session *s, const char *name,
                                   const struct round *round)
{
    struct kp_json *event = session_event(s, name);
    kp_json_set_string(&s->feed_arena, event, "round", round->step->id);
    return event;
}

static struct kp_json *idea_event(struct kp_session *s, const struct round *round, const char *op,
                                  const struct idea *idea)
{
    struct kp_json *event = round_event(s, "idea", round);
    kp_json_set_string(&s->feed_arena, event, "op", kp_str_from(op));
    if (idea)
        kp_json_set_string(&s->feed_arena, event, "idea", idea->id);
    return event;
}

static struct kp_str new_id(struct kp_session *s, struct round *round, char letter)
{
    char id[KP_ID_SIZE];
    do
        kp_id_make(s->setup.ids, letter, id);
    while (session_idea(round, kp_str_from(id)) || session_group(round, kp_str_from(id)));
    return kp_arena_str(&s->feed_arena, kp_str_from(id));
}

static struct kp_json *people_of(struct kp_session *s, struct kp_str person)
{
    struct kp_json *people = kp_json_new_array(&s->feed_arena);
    kp_json_append(&s->feed_arena, people, kp_json_new_string(&s->feed_arena, person));
    return people;
}

/* The session stands in a round; else the room is told where one is. */
static struct round *need_round(struct kp_session *s)
{
    const struct kp_step *step = session_step(s);
    if (step && step->kind == KP_STEP_IDEAS && s->state.at.ask != KP_ASK_WRITE)
        return session_round_here(s);
    const struct round *round = session_round_here(s);
    size_t section, index;
    struct kp_buf number = KP_BUF_INIT;
    if (round && round->step != step && session_find_step(s, round->step, &section, &index))
        session_number(s, section, index, &number);
    if (number.len)
        session_effect(s, KP_EFFECT_REFUSED,
                       _("that is for the round of ideas; /goto %s goes back to it"), number.data);
    else
        session_effect(s, KP_EFFECT_REFUSED, _("that is for a round of ideas"));
    kp_buf_release(&number);
    return NULL;
}

/* ---- One idea a line */

/* "Lars: text", or the text alone: then /who says whose it is, else nobody's name stands there. */
static enum kp_status read_line(struct kp_session *s, const struct round *round, struct kp_str line,
                                struct kp_json *idea, struct kp_err *err)
{
    struct kp_str person, rest, text;
    (void)round;
    enum kp_status status = session_read_giver(s, line, &person, &rest, err);
    if (!status)
        status = session_read_idea(s, rest, &text, err);
    if (status)
        return status;
    kp_json_set_string(&s->feed_arena, idea, "text", text);
    if (person.len)
        kp_json_set(&s->feed_arena, idea, "by", people_of(s, person));
    else if (s->state.who)
        kp_json_set(&s->feed_arena, idea, "by", s->state.who);
    return KP_OK;
}

/* "3 says nearly that: …; /merge 3 7 puts them together" */
static void point_out_similar(struct kp_session *s, const struct round *round, size_t from)
{
    for (size_t i = from; i < round->count; i++) {
        const struct idea *idea = round->ideas[i];
        for (size_t j = 0; j < i; j++) {
            const struct idea *other = round->ideas[j];
            if (other->removed || other->into ||
                !kp_texts_are_similar(&s->feed_arena, other->text, idea->text))
                continue;
            session_effect(s, KP_EFFECT_NOTICE,
                           _("%zu is like %zu: %.*s; /merge %zu %zu puts them together"),
                           idea->number, other->number, KP_STR_ARG(kp_utf8_fit(other->text, 60)),
                           other->number, idea->number);
            break;
        }
    }
}

/* Shows the new ideas below those that stand there already. */
static void show_new(struct kp_session *s, size_t from)
{
    s->effects[s->effect_count - 1].aside = true; /* the journal's line */
    session_show(s, KP_SHOW_IDEAS, NULL);
    s->effects[s->effect_count - 1].number = from + 1;
}

static void add_ideas(struct kp_session *s, struct round *round, struct kp_str text)
{
    struct kp_json *ideas = kp_json_new_array(&s->feed_arena);
    struct kp_err err = KP_ERR_INIT;
    enum kp_status status = KP_OK;
    size_t before = round->count;
    while (!status && text.data) {
        struct kp_str line = kp_str_trim(kp_str_split(&text, '\n'));
        if (!line.len)
            continue;
        struct kp_json *idea = kp_json_new_object(&s->feed_arena);
        kp_json_set_string(&s->feed_arena, idea, "idea", new_id(s, round, 'i'));
        status = read_line(s, round, line, idea, &err);
        kp_json_append(&s->feed_arena, ideas, idea);
    }
    if (!status && (ideas->count > MOST_AT_ONCE || before + ideas->count > SESSION_MOST_IDEAS))
        status = kp_err_set(&err, KP_INVALID,
                            _("at most %d ideas fit in a round, and %d lines at a time"),
                            SESSION_MOST_IDEAS, MOST_AT_ONCE);
    if (status) {
        session_refuse(s, &err);
    } else {
        struct kp_json *event = idea_event(s, round, "add", NULL);
        kp_json_set(&s->feed_arena, event, "ideas", ideas);
        if (session_emit(s, event)) {
            round = session_round_here(s);
            show_new(s, before);
            point_out_similar(s, round, before);
        }
    }
    kp_err_release(&err);
}

static void change_idea(struct kp_session *s, struct round *round, size_t number, bool remove)
{
    struct kp_err err = KP_ERR_INIT;
    const struct idea *idea = session_idea_numbered(s, round, number, &err);
    if (!idea)
        session_refuse(s, &err);
    else if (session_emit(s, idea_event(s, round, remove ? "remove" : "edit", idea)) && remove)
        session_effect(s, KP_EFFECT_NOTICE, _("idea %zu is removed; /undo brings it back"), number);
    kp_err_release(&err);
}

void session_feed_ideas(struct kp_session *s, struct kp_str text)
{
    struct round *round = session_round_here(s);
    bool remove = kp_str_starts(text, KP_STR("-"));
    size_t number;
    if (!text.len)
        session_emit(s, session_event(s, "next"));
    else if (session_read_whole(kp_str_trim(kp_str_slice(text, remove, text.len)), &number))
        change_idea(s, round, number, remove);
    else if (text.data[0] == '+')
        add_ideas(s, round, kp_str_trim(kp_str_slice(text, 1, text.len)));
    else
        add_ideas(s, round, text);
}

/* ---- Another text */

static void reword(struct kp_session *s, struct round *round, const struct idea *idea,
                   struct kp_str text)
{
    struct kp_json *event = idea_event(s, round, "reword", idea);
    struct kp_err err = KP_ERR_INIT;
    struct kp_str person, rest, read;
    if (session_read_giver(s, text, &person, &rest, &err) ||
        session_read_idea(s, rest, &read, &err)) {
        session_refuse(s, &err);
    } else {
        kp_json_set_string(&s->feed_arena, event, "text", read);
        if (person.len)
            kp_json_set(&s->feed_arena, event, "by", people_of(s, person));
        session_emit(s, event);
    }
    kp_err_release(&err);
}

void session_feed_idea(struct kp_session *s, struct kp_str text)
{
    struct round *round = session_round_here(s);
    const struct idea *idea = session_idea(round, s->state.at.row);
    if (!text.len || kp_str_equal(text, idea->text))
        session_emit(s, idea_event(s, round, "end", NULL));
    else
        reword(s, round, idea, text);
}

/* The idea that a command begins with; NULL: it was refused. */
static struct idea *take_idea(struct kp_session *s, struct round *round, struct kp_str *args,
                              const char *usage)
{
    struct kp_err err = KP_ERR_INIT;
    struct idea *idea = NULL;
    size_t number;
    if (!session_read_whole(session_next_word(args), &number)) {
        session_effect(s, KP_EFFECT_REFUSED, _("write %s"), usage);
        return NULL;
    }
    idea = session_idea_numbered(s, round, number, &err);
    if (!idea)
        session_refuse(s, &err);
    *args = kp_str_trim(*args);
    kp_err_release(&err);
    return idea;
}

void session_feed_edit(struct kp_session *s, struct kp_str args)
{
    struct round *round = need_round(s);
    const struct idea *idea = round ? take_idea(s, round, &args, _("/edit 3 TEXT")) : NULL;
    if (idea && args.len)
        reword(s, round, idea, args);
    else if (idea)
        session_emit(s, idea_event(s, round, "edit", idea));
}

/* ---- Apart and together */

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
            kp_json_set_string(&s->feed_arena, one, "idea", new_id(s, round, 'i'));
            kp_json_set_string(&s->feed_arena, one, "text", read);
            kp_json_append(&s->feed_arena, parts, one);
        }
        first = false;
    }
    if (!parts->count)
        return kp_err_set(err, KP_INVALID, _("write its parts: /split 3 ONE / ANOTHER"));
    if (round->count + parts->count > SESSION_MOST_IDEAS || parts->count >= MOST_AT_ONCE)
        return kp_err_set(err, KP_INVALID,
                          _("at most %d ideas fit in a round, and %d lines at a time"),
                          SESSION_MOST_IDEAS, MOST_AT_ONCE);
    kp_json_set(&s->feed_arena, event, "parts", parts);
    return KP_OK;
}

void session_feed_split(struct kp_session *s, struct kp_str args)
{
    struct round *round = need_round(s);
    struct idea *idea = round ? take_idea(s, round, &args, _("/split 3 ONE / ANOTHER")) : NULL;
    struct kp_err err = KP_ERR_INIT;
    if (!idea)
        return;
    size_t number = idea->number;
    struct kp_json *event = round_event(s, "split", round);
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
    struct round *round = need_round(s);
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
    struct kp_json *event = round_event(s, "merge", round);
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
    return new_id(s, round, 'g');
}

void session_feed_group(struct kp_session *s, struct kp_str args)
{
    struct round *round = need_round(s);
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
    struct kp_json *event = round_event(s, "group", round);
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
    struct round *round = need_round(s);
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
    struct kp_json *event = round_event(s, "ungroup", round);
    kp_json_set(&s->feed_arena, event, "ideas", ids);
    session_emit(s, event);
}

/* ---- Written before the meeting */

static bool stands_there(struct kp_session *s, const struct round *round, struct kp_str text,
                         struct kp_arena *arena)
{
    struct kp_str folded = kp_utf8_fold(arena, text);
    (void)s;
    for (size_t i = 0; i < round->count; i++)
        if (kp_str_equal(kp_utf8_fold(arena, round->ideas[i]->text), folded))
            return true;
    return false;
}

const struct kp_json *session_brought_ideas(struct kp_session *s, struct kp_arena *arena, bool ids)
{
    struct round *round = session_round_here(s);
    struct kp_json *ideas = kp_json_new_array(arena);
    KP_JSON_EACH(item, session_prework(s, "ideas", round->step->id, arena))
    {
        struct kp_str who = kp_json_text(item, "who"), read;
        KP_JSON_EACH(text, kp_json_get(item, "texts"))
        {
            if (session_read_idea(s, text->text, &read, NULL) ||
                stands_there(s, round, read, arena))
                continue;
            struct kp_json *idea = kp_json_new_object(arena);
            if (ids)
                kp_json_set_string(arena, idea, "idea", new_id(s, round, 'i'));
            kp_json_set_string(arena, idea, "text", read);
            if (who.len)
                kp_json_set(arena, idea, "by", people_of(s, who));
            kp_json_append(arena, ideas, idea);
        }
    }
    return ideas;
}

bool session_take_ideas(struct kp_session *s)
{
    struct round *round = session_round_here(s);
    const struct kp_json *ideas = session_brought_ideas(s, &s->feed_arena, true);
    size_t before = round->count;
    if (!ideas->count || before + ideas->count > SESSION_MOST_IDEAS)
        return false;
    struct kp_json *event = idea_event(s, round, "add", NULL);
    kp_json_set(&s->feed_arena, event, "ideas", ideas);
    if (session_emit(s, event)) {
        show_new(s, before);
        point_out_similar(s, session_round_here(s), before);
    }
    return true;
}
