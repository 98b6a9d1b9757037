// SPDX-License-Identifier: GPL-3.0-or-later
/* What is typed in a round of ideas: ideas, one a line, and what is done with them by number. */

#include "base/id.h"
#include "base/text.h"
#include "base/utf8.h"
#include "run/ideas.h"
#include "run/similar.h"

struct kp_json *session_round_event(struct kp_session *s, const char *name,
                                    const struct round *round)
{
    struct kp_json *event = session_event(s, name);
    kp_json_set_string(&s->feed_arena, event, "round", round->step->id);
    return event;
}

static struct kp_json *idea_event(struct kp_session *s, const struct round *round, const char *op,
                                  const struct idea *idea)
{
    struct kp_json *event = session_round_event(s, "idea", round);
    kp_json_set_string(&s->feed_arena, event, "op", kp_str_from(op));
    if (idea)
        kp_json_set_string(&s->feed_arena, event, "idea", idea->id);
    return event;
}

struct kp_str session_new_idea_id(struct kp_session *s, struct round *round, char letter)
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

struct round *session_need_round(struct kp_session *s)
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
        kp_json_set_string(&s->feed_arena, idea, "idea", session_new_idea_id(s, round, 'i'));
        status = read_line(s, round, line, idea, &err);
        kp_json_append(&s->feed_arena, ideas, idea);
    }
    if (!status &&
        (ideas->count > SESSION_MOST_AT_ONCE || before + ideas->count > SESSION_MOST_IDEAS))
        status = kp_err_set(&err, KP_INVALID,
                            _("at most %d ideas fit in a round, and %d lines at a time"),
                            SESSION_MOST_IDEAS, SESSION_MOST_AT_ONCE);
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

struct idea *session_take_idea(struct kp_session *s, struct round *round, struct kp_str *args,
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
    struct round *round = session_need_round(s);
    const struct idea *idea = round ? session_take_idea(s, round, &args, _("/edit 3 TEXT")) : NULL;
    if (idea && args.len)
        reword(s, round, idea, args);
    else if (idea)
        session_emit(s, idea_event(s, round, "edit", idea));
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
                kp_json_set_string(arena, idea, "idea", session_new_idea_id(s, round, 'i'));
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
