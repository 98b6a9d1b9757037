// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Dots on ideas. Nobody's dots are told before all have given theirs: messages about a line that was
 * refused do not repeat what it said.
 *
 * A group is voted on as a whole by its letter, beside its ideas; its dots are its own, and are not
 * added to those of its ideas.
 */

#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"
#include "run/scores.h"

#include <string.h>

struct voting *session_voting(const struct kp_session *s, size_t section, size_t index)
{
    struct activities *all = s->state.activities;
    for (size_t i = 0; i < all->voting_count; i++)
        if (all->votings[i].section == section && all->votings[i].index == index)
            return &all->votings[i];
    return NULL;
}

struct voting *session_voting_here(const struct kp_session *s)
{
    const struct kp_step *step = session_step(s);
    return step && step->kind == KP_STEP_VOTE
               ? session_voting(s, s->state.at.section, s->state.at.step)
               : NULL;
}

struct voting *session_voting_on(const struct kp_session *s, const struct round *round)
{
    const struct cursor *at = &s->state.at;
    struct activities *all = s->state.activities;
    for (size_t i = all->voting_count; i-- > 0;) {
        struct voting *voting = &all->votings[i];
        bool before = voting->section < at->section ||
                      (voting->section == at->section && voting->index < at->step);
        if (before && voting->revealed && voting->count &&
            kp_str_equal(voting->step->on, round->step->id))
            return voting;
    }
    return NULL;
}

size_t session_dots(const struct round *round, const struct voting *voting, struct kp_str id)
{
    size_t dots = 0;
    for (size_t i = 0; i < voting->count; i++) {
        KP_JSON_EACH(dot, voting->ballots[i].dots)
        {
            const struct idea *idea = kp_str_starts(dot->text, KP_STR("i"))
                                          ? session_idea_stands(session_idea(round, dot->text))
                                          : NULL;
            dots += kp_str_equal(idea ? idea->id : dot->text, id);
        }
    }
    return dots;
}

static struct ballot *ballot_of(const struct voting *voting, struct kp_str person)
{
    for (size_t i = 0; person.len && i < voting->count; i++)
        if (kp_str_equal(voting->ballots[i].person, person))
            return &voting->ballots[i];
    return NULL;
}

bool session_has_voted(const struct voting *voting, struct kp_str person)
{
    return ballot_of(voting, person) != NULL;
}

struct kp_str session_next_voter(struct kp_session *s, const struct voting *voting)
{
    KP_JSON_EACH(id, session_present(s))
    {
        if (!session_has_voted(voting, id->text))
            return id->text;
    }
    return (struct kp_str){"", 0};
}

/* ---- What the events do */

static void add_ballot(struct kp_session *s, struct voting *voting, struct kp_str person,
                       const struct kp_json *dots)
{
    struct ballot *ballot = ballot_of(voting, person);
    if (!ballot && voting->count == voting->cap) {
        size_t cap = voting->cap ? voting->cap * 2 : 16;
        struct ballot *ballots = kp_arena_alloc(&s->state.arena, cap * sizeof *ballots);
        if (voting->count)
            memcpy(ballots, voting->ballots, voting->count * sizeof *ballots);
        voting->ballots = ballots;
        voting->cap = cap;
    }
    if (!ballot)
        ballot = &voting->ballots[voting->count++];
    *ballot = (struct ballot){person, dots};
}

static struct voting *voting_of(const struct kp_session *s, const struct kp_json *event)
{
    return session_voting(s, (size_t)kp_json_whole(event, "section", 0),
                          (size_t)kp_json_whole(event, "step", 0));
}

void session_apply_vote(struct kp_session *s, const struct kp_json *event)
{
    struct voting *voting = voting_of(s, event);
    if (voting->revealed)
        return;
    s->state.paused = false;
    add_ballot(s, voting, kp_json_text(event, "person"), kp_json_get(event, "dots"));
    voting->revealed = session_present(s)->count && !session_next_voter(s, voting).len;
}

static void reveal_rating(struct kp_session *s, const struct kp_field *field, struct rating *rating)
{
    rating->revealed = true;
    if (session_field(s) == field && s->state.at.ask == KP_ASK_RATE)
        s->state.at.ask = KP_ASK_VALUE;
}

void session_reveal_complete(struct kp_session *s)
{
    struct voting *voting = session_voting_here(s);
    const struct kp_field *field = session_field(s);
    struct rating *rating = field ? session_rating(s, field) : NULL;
    if (!session_present(s)->count)
        return;
    if (voting && voting->count && !session_next_voter(s, voting).len)
        voting->revealed = true;
    if (rating && s->state.at.ask == KP_ASK_RATE && rating->count &&
        !session_next_rater(s, rating).len)
        reveal_rating(s, field, rating);
}

void session_apply_reveal(struct kp_session *s, const struct kp_json *event)
{
    const struct kp_field *field = session_event_field(s, event);
    if (!field) {
        voting_of(s, event)->revealed = true;
        return;
    }
    if (session_grading(s, field)) {
        session_reveal_scores(s, field);
        return;
    }
    struct rating *rating = session_rating(s, field);
    if (!rating || !rating->count)
        return;
    reveal_rating(s, field, rating);
}

void session_apply_recount(struct kp_session *s, const struct kp_json *event)
{
    const struct kp_field *field = session_event_field(s, event);
    if (!field) {
        struct voting *voting = voting_of(s, event);
        voting->count = 0;
        voting->revealed = false;
        voting->recounts++;
        return;
    }
    if (session_grading(s, field)) {
        session_recount_scores(s, field);
        return;
    }
    struct rating *rating = session_rating(s, field);
    if (!rating)
        return;
    rating->count = 0;
    rating->revealed = false;
    rating->named = s->state.activities->named;
    rating->recounts++;
    if (session_field(s) == field)
        s->state.at.ask = KP_ASK_RATE;
}

/* ---- What is typed */

static struct kp_json *vote_event(struct kp_session *s, const char *name)
{
    struct kp_json *event = session_event(s, name);
    kp_json_set_whole(&s->feed_arena, event, "section", (int64_t)s->state.at.section);
    kp_json_set_whole(&s->feed_arena, event, "step", (int64_t)s->state.at.step);
    return event;
}

/* The ideas that cannot be voted on, all of them: which of them somebody voted for is not told. */
static enum kp_status refuse_gone(const struct round *round, struct kp_err *err)
{
    struct kp_buf gone = KP_BUF_INIT;
    enum { SHOWN = 12 };
    size_t shown = 0;
    for (size_t i = 0; i < round->count && shown < SHOWN; i++) {
        struct idea *idea = round->ideas[i], *stands = session_idea_stands(idea);
        if (stands == idea)
            continue;
        kp_buf_adds(&gone, gone.len ? ", " : "");
        if (stands)
            kp_buf_addf(&gone, _("%zu is part of %zu"), idea->number, stands->number);
        else
            kp_buf_addf(&gone, _("%zu was removed"), idea->number);
        shown++;
    }
    kp_err_set(err, KP_INVALID,
               _("a dot is on an idea that no longer stands by itself (%s); give it to another"),
               gone.data);
    kp_buf_release(&gone);
    return KP_INVALID;
}

/* The idea or group that a word of the line means. */
static enum kp_status read_dot(struct round *round, struct kp_str word, struct kp_str *id,
                               struct kp_err *err)
{
    size_t number;
    if (session_read_whole(word, &number)) {
        if (number < 1 || number > round->count)
            return kp_err_set(err, KP_INVALID,
                              _("there is no idea of that number; the ideas are "
                                "1 to %zu"),
                              round->count);
        struct idea *idea = round->ideas[number - 1];
        *id = idea->id;
        return session_idea_stands(idea) == idea ? KP_OK : refuse_gone(round, err);
    }
    for (size_t i = 0; word.len == 1 && i < round->group_count; i++) {
        char upper = word.data[0] >= 'a' ? (char)(word.data[0] - 'a' + 'A') : word.data[0];
        if (round->groups[i].letter != upper || !session_group_stands(round, &round->groups[i]))
            continue;
        *id = round->groups[i].id;
        return KP_OK;
    }
    return kp_err_set(err, KP_INVALID,
                      round->group_count
                          ? _("dots are numbers of ideas or letters of groups: 1 1 A; 0 gives none")
                          : _("dots are numbers of ideas: 1 1 4; 0 gives none"));
}

static size_t times(const struct kp_json *dots, struct kp_str id)
{
    size_t count = 0;
    KP_JSON_EACH(dot, dots)
    {
        count += kp_str_equal(dot->text, id);
    }
    return count;
}

static enum kp_status read_dots(struct kp_session *s, struct round *round,
                                const struct kp_step *step, struct kp_str text,
                                struct kp_json *dots, struct kp_err *err)
{
    struct kp_str word, id;
    if (kp_str_is(text, "0") || kp_str_is(text, "-"))
        return KP_OK;
    while ((word = session_next_word(&text)).len) {
        enum kp_status status = read_dot(round, word, &id, err);
        if (status)
            return status;
        kp_json_append(&s->feed_arena, dots, kp_json_new_string(&s->feed_arena, id));
        if (step->each && times(dots, id) > (size_t)step->each)
            return kp_err_set(err, KP_INVALID,
                              ngettext("at most %d dot of one person on one idea",
                                       "at most %d dots of one person on one idea",
                                       (unsigned long)step->each),
                              step->each);
    }
    if (dots->count > (size_t)step->dots)
        return kp_err_set(err, KP_INVALID,
                          ngettext("that is %zu dots; everybody has %d dot",
                                   "that is %zu dots; everybody has %d dots",
                                   (unsigned long)step->dots),
                          dots->count, step->dots);
    if (!dots->count)
        return kp_err_set(err, KP_INVALID, _("write the numbers that get a dot; 0 gives none"));
    return KP_OK;
}

/* Whose dots they are, and what stands behind the name; without a name it is who is asked. */
static enum kp_status read_voter(struct kp_session *s, struct kp_str text, struct kp_str asked,
                                 struct kp_str *person, struct kp_str *rest, struct kp_err *err)
{
    size_t colon = kp_str_find(text, ':');
    *person = asked;
    *rest = text;
    if (colon == text.len)
        return KP_OK;
    *rest = kp_str_trim(kp_str_slice(text, colon + 1, text.len));
    return session_find_present(s, kp_str_trim(kp_str_slice(text, 0, colon)), person, err);
}

/* That somebody has voted, not for what. */
static void tell_voted(struct kp_session *s, const struct voting *voting, struct kp_str person,
                       size_t given, bool again)
{
    struct kp_str name = kp_people_name(s->setup.people, person);
    size_t left = (size_t)voting->step->dots - given;
    if (again)
        session_effect(s, KP_EFFECT_NOTICE, _("the dots of %.*s are changed"), KP_STR_ARG(name));
    else if (person.len)
        session_effect(s, KP_EFFECT_NOTICE, _("%.*s has voted"), KP_STR_ARG(name));
    else
        session_effect(s, KP_EFFECT_NOTICE,
                       ngettext("%zu ballot so far; Enter reveals them",
                                "%zu ballots so far; Enter reveals them", voting->count),
                       voting->count);
    if (left && !voting->revealed)
        session_effect(s, KP_EFFECT_NOTICE,
                       ngettext("%zu dot was not used; the name and all dots again change that",
                                "%zu dots were not used; the name and all dots again change that",
                                left),
                       left);
}

static void take_vote(struct kp_session *s, struct kp_str text)
{
    struct voting *voting = session_voting_here(s);
    struct kp_json *dots = kp_json_new_array(&s->feed_arena);
    struct kp_str person, rest, asked = session_next_voter(s, voting);
    struct kp_err err = KP_ERR_INIT;
    if (read_voter(s, text, asked, &person, &rest, &err) ||
        read_dots(s, session_round_here(s), voting->step, rest, dots, &err)) {
        session_refuse(s, &err);
    } else {
        struct kp_json *event = vote_event(s, "vote");
        bool again = session_has_voted(voting, person);
        if (person.len)
            kp_json_set_string(&s->feed_arena, event, "person", person);
        kp_json_set(&s->feed_arena, event, "dots", dots);
        if (session_emit(s, event)) {
            s->effects[s->effect_count - 1].aside = !voting->revealed;
            tell_voted(s, voting, person, dots->count, again);
        }
    }
    kp_err_release(&err);
}

void session_feed_vote(struct kp_session *s, struct kp_str text)
{
    struct voting *voting = session_voting_here(s);
    struct kp_str waiting = session_next_voter(s, voting);
    if (voting->revealed && !text.len)
        session_emit(s, session_event(s, "next"));
    else if (voting->revealed)
        session_effect(s, KP_EFFECT_REFUSED,
                       _("the vote is closed: Enter goes on, /recount begins it again"));
    else if (text.len)
        take_vote(s, text);
    else if (!session_round_here(s)->count)
        session_emit(s, session_event(s, "next")); /* there is nothing to vote on */
    else if (waiting.len)
        session_effect(s, KP_EFFECT_REFUSED,
                       _("%.*s has not voted: write the numbers that get a dot (0 gives none), or "
                         "NAME: 1 4 for somebody else; /reveal closes the vote, /skip passes on"),
                       KP_STR_ARG(kp_people_name(s->setup.people, waiting)));
    else
        session_feed_reveal(s);
}

void session_feed_reveal(struct kp_session *s)
{
    const struct voting *voting = session_voting_here(s);
    const struct kp_field *field = session_field(s);
    const struct rating *rating = field ? session_rating(s, field) : NULL;
    const struct grading *grading = session_grading(s, field);
    bool scores = s->state.at.ask == KP_ASK_SCORES;
    bool rates = s->state.at.ask == KP_ASK_RATE || scores;
    if (!voting && !rates) {
        session_effect(s, KP_EFFECT_REFUSED, _("there is nothing to reveal here"));
    } else if (voting && voting->revealed) {
        session_effect(s, KP_EFFECT_REFUSED,
                       _("the vote is closed: Enter goes on, /recount begins it again"));
    } else if (voting   ? !voting->count
               : scores ? !grading || !grading->count
                        : !rating || !rating->count) {
        session_effect(s, KP_EFFECT_REFUSED,
                       voting ? _("nobody has voted yet; /skip passes on")
                              : _("nobody has scored yet; /skip passes on"));
    } else if (voting) {
        session_emit(s, vote_event(s, "reveal"));
    } else {
        struct kp_json *event = session_event(s, "reveal");
        kp_json_set_string(&s->feed_arena, event, "field", field->id);
        session_emit(s, event);
    }
}

void session_feed_recount(struct kp_session *s)
{
    const struct voting *voting = session_voting_here(s);
    const struct kp_step *step = session_step(s);
    const struct rating *rating =
        step && step->kind == KP_STEP_RATE ? session_rating(s, step->field) : NULL;
    const struct grading *grading = step ? session_grading(s, step->field) : NULL;
    if (voting && voting->count) {
        session_emit(s, vote_event(s, "recount"));
    } else if ((rating && rating->count) || (grading && grading->count)) {
        struct kp_json *event = session_event(s, "recount");
        kp_json_set_string(&s->feed_arena, event, "field", step->field->id);
        session_emit(s, event);
    } else {
        session_effect(s, KP_EFFECT_REFUSED, _("nothing has been counted here"));
    }
}
