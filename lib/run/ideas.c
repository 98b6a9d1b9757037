// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rounds of ideas as state. Numbers are never given again, so that what the room says ("number
 * seven") means the same for the whole round; what is merged or removed leaves a gap.
 */

#include "run/ideas.h"

#include <string.h>

/* ---- Finding */

bool session_is_activity(const struct kp_step *step)
{
    return step->kind == KP_STEP_IDEAS || step->kind == KP_STEP_VOTE ||
           step->kind == KP_STEP_PROMOTE;
}

struct round *session_round(const struct kp_session *s, struct kp_str id)
{
    struct activities *all = s->state.activities;
    for (size_t i = 0; i < all->round_count; i++)
        if (kp_str_equal(all->rounds[i].step->id, id))
            return &all->rounds[i];
    return NULL;
}

struct round *session_round_here(const struct kp_session *s)
{
    const struct kp_step *step = session_step(s);
    if (!step || !session_is_activity(step))
        return NULL;
    return session_round(s, step->kind == KP_STEP_IDEAS ? step->id : step->on);
}

struct idea *session_idea(const struct round *round, struct kp_str id)
{
    for (size_t i = round->count; i-- > 0;) /* mostly it is a late one */
        if (kp_str_equal(round->ideas[i]->id, id))
            return round->ideas[i];
    return NULL;
}

struct idea_group *session_group(struct round *round, struct kp_str id)
{
    for (size_t i = 0; i < round->group_count; i++)
        if (kp_str_equal(round->groups[i].id, id))
            return &round->groups[i];
    return NULL;
}

struct idea *session_idea_stands(struct idea *idea)
{
    while (idea && idea->into)
        idea = idea->into;
    return idea && !idea->removed ? idea : NULL;
}

bool session_group_stands(const struct round *round, const struct idea_group *group)
{
    for (size_t i = 0; i < round->count; i++) {
        const struct idea *idea = round->ideas[i];
        if (!idea->removed && !idea->into && kp_str_equal(idea->heading, group->id))
            return true;
    }
    return false;
}

static bool lists(const struct kp_json *people, struct kp_str person)
{
    KP_JSON_EACH(id, people)
    {
        if (kp_str_equal(id->text, person))
            return true;
    }
    return false;
}

const struct kp_json *session_idea_by(struct kp_arena *arena, const struct round *round,
                                      const struct idea *idea)
{
    struct kp_json *all = kp_json_new_array(arena);
    bool joined = false;
    KP_JSON_EACH(id, idea->by)
    {
        kp_json_append(arena, all, id);
    }
    for (size_t i = 0; i < round->count; i++) {
        struct idea *part = round->ideas[i];
        if (!part->into || part->removed || session_idea_stands(part) != idea)
            continue;
        joined = true;
        KP_JSON_EACH(id, part->by)
        {
            if (!lists(all, id->text))
                kp_json_append(arena, all, id);
        }
    }
    if (!joined)
        return idea->by;
    return all->count ? all : NULL;
}

/* ---- Where the session stands in an activity */

enum kp_ask session_activity_ask(struct kp_session *s, const struct kp_step *step)
{
    const struct round *round;
    const struct rating *rating;
    switch (step->kind) {
    case KP_STEP_IDEAS:
        round = session_round(s, step->id);
        return step->silent && !round->begun && !round->count ? KP_ASK_WRITE : KP_ASK_IDEAS;
    case KP_STEP_VOTE: return KP_ASK_VOTE;
    case KP_STEP_PROMOTE: return KP_ASK_PROMOTE;
    case KP_STEP_RATE: /* one person alone has nothing to reveal */
        rating = session_rating(s, step->field);
        return (rating && rating->revealed) || session_present(s)->count == 1 ? KP_ASK_VALUE
                                                                              : KP_ASK_RATE;
    default: return KP_ASK_SAY;
    }
}

bool session_next_phase(struct kp_session *s)
{
    struct cursor *at = &s->state.at;
    switch (at->ask) {
    case KP_ASK_WRITE:
        session_round_here(s)->begun = true;
        at->ask = KP_ASK_IDEAS;
        s->state.activities->step_ms = 0;
        return true;
    case KP_ASK_EVIDENCE: {
        const struct rating *rating = session_rating(s, session_field(s));
        if (rating && rating->count && !session_rating_is_unanimous(rating))
            at->ask = KP_ASK_DISSENT;
        else
            session_advance(s);
        return true;
    }
    case KP_ASK_RATE: at->ask = KP_ASK_VALUE; return true; /* nobody scores */
    case KP_ASK_DISSENT:
    case KP_ASK_IDEAS:
    case KP_ASK_IDEA:
    case KP_ASK_VOTE:
    case KP_ASK_PROMOTE: session_advance(s); return true;
    default: return false;
    }
}

bool session_back_in_activity(struct kp_session *s)
{
    enum kp_ask ask = s->state.at.ask;
    if (ask == KP_ASK_IDEA) {
        struct kp_json *event = session_event(s, "idea");
        kp_json_set_string(&s->feed_arena, event, "round", session_round_here(s)->step->id);
        kp_json_set_string(&s->feed_arena, event, "op", KP_STR("end"));
        session_emit(s, event);
        return true;
    }
    if (ask == KP_ASK_EVIDENCE || ask == KP_ASK_DISSENT) {
        session_go(s, s->state.at.section, s->state.at.step);
        return true;
    }
    return false;
}

bool session_activity_of(const struct kp_session *s, const struct kp_json *event, size_t *section,
                         size_t *step)
{
    const struct kp_script *script = s->setup.script;
    const struct kp_field *field = session_event_field(s, event);
    struct kp_str id = kp_json_text(event, "round");
    bool vote = kp_str_is(kp_json_text(event, "e"), "vote") ||
                (!field && (kp_str_is(kp_json_text(event, "e"), "reveal") ||
                            kp_str_is(kp_json_text(event, "e"), "recount")));
    if (vote) {
        *section = (size_t)kp_json_whole(event, "section", 0);
        *step = (size_t)kp_json_whole(event, "step", 0);
        return true;
    }
    if (!id.len)
        return false;
    if (!field) {
        const struct round *round = session_round(s, id);
        return round && session_find_step(s, round->step, section, step);
    }
    for (*section = 0; *section < script->section_count; (*section)++) {
        const struct kp_section *in = &script->sections[*section];
        for (*step = 0; *step < in->step_count; (*step)++)
            if (in->steps[*step].kind == KP_STEP_PROMOTE && in->steps[*step].field == field &&
                kp_str_equal(in->steps[*step].on, id))
                return true;
    }
    return false;
}

/* ---- What the events do */

static struct round *round_of(const struct kp_session *s, const struct kp_json *event)
{
    return session_round(s, kp_json_text(event, "round"));
}

static bool at_round(const struct kp_session *s, const struct round *round)
{
    const struct kp_step *step = session_step(s);
    return step == round->step;
}

static void add_idea(struct kp_session *s, struct round *round, const struct kp_json *given,
                     struct kp_str from)
{
    struct kp_arena *arena = &s->state.arena;
    struct kp_str id = kp_json_text(given, "idea");
    if (round->count == SESSION_MOST_IDEAS || session_idea(round, id))
        return;
    if (round->count == round->cap) {
        size_t cap = round->cap ? round->cap * 2 : 16;
        struct idea **ideas = kp_arena_alloc(arena, cap * sizeof(struct idea *));
        if (round->count)
            memcpy(ideas, round->ideas, round->count * sizeof(struct idea *));
        round->ideas = ideas;
        round->cap = cap;
    }
    struct idea *idea = kp_arena_alloc(arena, sizeof *idea);
    *idea = (struct idea){
        .id = id,
        .text = kp_json_text(given, "text"),
        .by = kp_json_get(given, "by"),
        .number = round->count + 1,
        .from = from,
    };
    round->ideas[round->count++] = idea;
}

void session_apply_idea(struct kp_session *s, const struct kp_json *event)
{
    struct round *round = round_of(s, event);
    struct kp_str op = kp_json_text(event, "op"), text = kp_json_text(event, "text");
    struct idea *idea = session_idea(round, kp_json_text(event, "idea"));
    const struct kp_json *by = kp_json_get(event, "by");
    bool here = at_round(s, round);

    s->state.paused = false;
    round->begun = true;
    if (here)
        s->state.at.ask = KP_ASK_IDEAS;
    KP_JSON_EACH(given, kp_json_get(event, "ideas"))
    {
        add_idea(s, round, given, (struct kp_str){"", 0});
    }
    if (!idea)
        return;
    if (kp_str_is(op, "remove"))
        idea->removed = true;
    if (kp_str_is(op, "reword")) {
        idea->text = text;
        idea->by = by ? by : idea->by;
    }
    if (kp_str_is(op, "edit") && here && session_idea_stands(idea) == idea) {
        s->state.at.ask = KP_ASK_IDEA;
        s->state.at.row = idea->id;
    }
}

/* Into its parts: the first is the idea itself. Without parts: what was merged into it stands again. */
void session_apply_split(struct kp_session *s, const struct kp_json *event)
{
    struct round *round = round_of(s, event);
    struct idea *idea = session_idea(round, kp_json_text(event, "idea"));
    const struct kp_json *parts = kp_json_get(event, "parts");
    if (!idea)
        return;
    for (size_t i = 0; !parts && i < round->count; i++)
        if (round->ideas[i]->into == idea)
            round->ideas[i]->into = NULL;
    if (!parts)
        return;
    size_t before = round->count;
    idea->text = kp_json_text(event, "text");
    KP_JSON_EACH(part, parts)
    {
        add_idea(s, round, part, idea->id);
    }
    for (size_t i = before; i < round->count; i++) {
        round->ideas[i]->by = idea->by;
        round->ideas[i]->heading = idea->heading;
    }
}

void session_apply_merge(struct kp_session *s, const struct kp_json *event)
{
    struct round *round = round_of(s, event);
    struct idea *idea = session_idea_stands(session_idea(round, kp_json_text(event, "idea")));
    struct kp_str text = kp_json_text(event, "text");
    if (!idea)
        return;
    KP_JSON_EACH(id, kp_json_get(event, "with"))
    {
        struct idea *other = session_idea_stands(session_idea(round, id->text));
        if (other && other != idea)
            other->into = idea;
    }
    if (text.len)
        idea->text = text;
}

void session_apply_group(struct kp_session *s, const struct kp_json *event)
{
    struct round *round = round_of(s, event);
    struct kp_str id = kp_json_text(event, "group");
    struct idea_group *group = session_group(round, id);
    if (!group) {
        if (round->group_count == SESSION_MOST_GROUPS)
            return;
        group = &round->groups[round->group_count];
        *group = (struct idea_group){.id = id, .letter = (char)('A' + round->group_count)};
        round->group_count++;
    }
    if (kp_json_text(event, "text").len)
        group->text = kp_json_text(event, "text");
    KP_JSON_EACH(member, kp_json_get(event, "ideas"))
    {
        struct idea *idea = session_idea_stands(session_idea(round, member->text));
        if (idea)
            idea->heading = id;
    }
}

void session_apply_ungroup(struct kp_session *s, const struct kp_json *event)
{
    struct round *round = round_of(s, event);
    KP_JSON_EACH(member, kp_json_get(event, "ideas"))
    {
        struct idea *idea = session_idea_stands(session_idea(round, member->text));
        if (idea)
            idea->heading = (struct kp_str){"", 0};
    }
}

/* ---- The beginning */

static void begin_step(struct activities *all, const struct kp_step *step, size_t section,
                       size_t index)
{
    if (step->kind == KP_STEP_IDEAS)
        all->rounds[all->round_count++].step = step;
    if (step->kind == KP_STEP_VOTE)
        all->votings[all->voting_count++] =
            (struct voting){.step = step, .section = section, .index = index};
}

void session_reset_activities(struct kp_session *s)
{
    const struct kp_script *script = s->setup.script;
    struct kp_arena *arena = &s->state.arena;
    struct activities *all = kp_arena_alloc(arena, sizeof *all);
    size_t rounds = 0, votings = 0;
    for (size_t i = 0; i < script->section_count; i++) {
        for (size_t j = 0; j < script->sections[i].step_count; j++) {
            rounds += script->sections[i].steps[j].kind == KP_STEP_IDEAS;
            votings += script->sections[i].steps[j].kind == KP_STEP_VOTE;
        }
    }
    all->rounds = kp_arena_alloc(arena, rounds * sizeof *all->rounds);
    all->votings = kp_arena_alloc(arena, votings * sizeof *all->votings);
    all->ratings = kp_arena_alloc(arena, s->setup.model->field_count * sizeof *all->ratings);
    all->gradings = kp_arena_alloc(arena, s->setup.model->field_count * sizeof *all->gradings);
    for (size_t i = 0; i < script->section_count; i++)
        for (size_t j = 0; j < script->sections[i].step_count; j++)
            begin_step(all, &script->sections[i].steps[j], i, j);
    s->state.activities = all;
}
