// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the session record has of ideas, votes and ratings. Who gave an idea stands there only where
 * that was said; whose score is whose only where the room chose named scores (else lowest first,
 * so that the order tells nothing).
 */

#include "run/scores.h"

static void set_text(struct kp_arena *arena, struct kp_json *object, const char *name,
                     struct kp_str text)
{
    if (text.len)
        kp_json_set_string(arena, object, name, text);
}

/* The rows that an idea or group became, in whichever tables. */
static void add_rows(struct kp_session *s, struct kp_json *record, struct kp_str id)
{
    struct kp_arena *arena = &s->arena;
    struct kp_json *rows = kp_json_new_array(arena);
    for (const struct promoted *p = s->state.activities->promoted; p; p = p->next) {
        if (!kp_str_equal(p->idea, id) || session_promoted(s, id, p->field) != p)
            continue;
        struct kp_json *row = kp_json_new_object(arena);
        kp_json_set_string(arena, row, "field", p->field->id);
        kp_json_set_string(arena, row, "row", p->row);
        kp_json_append(arena, rows, row);
    }
    if (rows->count)
        kp_json_set(arena, record, "became", rows);
}

static const struct kp_json *idea_record(struct kp_session *s, const struct idea *idea)
{
    struct kp_arena *arena = &s->arena;
    struct kp_json *record = kp_json_new_object(arena);
    kp_json_set_string(arena, record, "id", idea->id);
    kp_json_set_whole(arena, record, "number", (int64_t)idea->number);
    kp_json_set_string(arena, record, "text", idea->text);
    if (idea->by)
        kp_json_set(arena, record, "by", idea->by);
    set_text(arena, record, "group", idea->heading);
    set_text(arena, record, "split_from", idea->from);
    if (idea->into)
        kp_json_set_string(arena, record, "merged_into", idea->into->id);
    if (idea->removed)
        kp_json_set_bool(arena, record, "removed", true);
    add_rows(s, record, idea->id);
    return record;
}

static const struct kp_json *round_record(struct kp_session *s, const struct round *round)
{
    struct kp_arena *arena = &s->arena;
    struct kp_json *record = kp_json_new_object(arena);
    struct kp_json *ideas = kp_json_new_array(arena), *groups = kp_json_new_array(arena);
    if (!round->count)
        return NULL;
    kp_json_set_string(arena, record, "round", round->step->id);
    for (size_t i = 0; i < round->count; i++)
        kp_json_append(arena, ideas, idea_record(s, round->ideas[i]));
    kp_json_set(arena, record, "ideas", ideas);
    for (size_t i = 0; i < round->group_count; i++) {
        const struct idea_group *group = &round->groups[i];
        if (!session_group_stands(round, group))
            continue;
        struct kp_json *entry = kp_json_new_object(arena);
        kp_json_set_string(arena, entry, "id", group->id);
        kp_json_set_string(arena, entry, "heading", group->text);
        add_rows(s, entry, group->id);
        kp_json_append(arena, groups, entry);
    }
    if (groups->count)
        kp_json_set(arena, record, "groups", groups);
    return record;
}

static const struct kp_json *voting_record(struct kp_session *s, const struct voting *voting)
{
    struct kp_arena *arena = &s->arena;
    struct kp_json *record = kp_json_new_object(arena), *votes = kp_json_new_array(arena);
    if (!voting->count || !voting->revealed) /* what was never revealed stays so */
        return NULL;
    kp_json_set_string(arena, record, "vote", voting->step->on);
    kp_json_set_whole(arena, record, "dots", voting->step->dots);
    for (size_t i = 0; i < voting->count; i++) {
        struct kp_json *vote = kp_json_new_object(arena);
        set_text(arena, vote, "person", voting->ballots[i].person);
        kp_json_set(arena, vote, "on", voting->ballots[i].dots);
        kp_json_append(arena, votes, vote);
    }
    kp_json_set(arena, record, "votes", votes);
    if (voting->recounts)
        kp_json_set_whole(arena, record, "recounts", voting->recounts);
    return record;
}

static const struct kp_json *rating_record(struct kp_session *s, const struct kp_field *field)
{
    struct kp_arena *arena = &s->arena;
    const struct rating *rating = session_rating(s, field);
    struct kp_json *record = kp_json_new_object(arena), *scores = kp_json_new_array(arena);
    struct kp_rating view;
    if (!rating)
        return NULL;
    kp_session_rating(s, field, &view);
    if ((!view.revealed || !view.count) && !rating->evidence.len && !rating->dissent.len)
        return NULL;
    kp_json_set_string(arena, record, "rating", field->id);
    for (size_t i = 0; view.revealed && i < view.count; i++) {
        struct kp_json *score = kp_json_new_object(arena);
        set_text(arena, score, "person", view.scores[i].person);
        kp_json_set(arena, score, "score", view.scores[i].value);
        kp_json_append(arena, scores, score);
    }
    if (scores->count) {
        kp_json_set(arena, record, "scores", scores);
        kp_json_set(arena, record, "mean", kp_json_new_number(arena, view.mean));
        kp_json_set(arena, record, "deviation", kp_json_new_number(arena, view.deviation));
        if (view.wide)
            kp_json_set_bool(arena, record, "wide", true);
    }
    if (rating->recounts)
        kp_json_set_whole(arena, record, "recounts", rating->recounts);
    set_text(arena, record, "evidence", rating->evidence);
    set_text(arena, record, "dissent", rating->dissent);
    if (rating->dissenters)
        kp_json_set(arena, record, "dissent_by", rating->dissenters);
    return record;
}

const struct kp_json *session_step_record(struct kp_session *s, size_t section, size_t step)
{
    const struct kp_step *of = &s->setup.script->sections[section].steps[step];
    switch (of->kind) {
    case KP_STEP_IDEAS: return round_record(s, session_round(s, of->id));
    case KP_STEP_VOTE: return voting_record(s, session_voting(s, section, step));
    case KP_STEP_RATE: return rating_record(s, of->field);
    case KP_STEP_SCORE: return session_scores_record(s, of);
    default: return NULL;
    }
}
