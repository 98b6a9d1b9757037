// SPDX-License-Identifier: GPL-3.0-or-later
/* What the room may see of ideas, votes and ratings: hidden until they are revealed. */

#include "base/text.h"
#include "run/scores.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- Ideas and groups */

static struct kp_str mark_of(struct kp_arena *arena, const struct idea *idea)
{
    return kp_arena_format(arena, "%zu", idea->number);
}

static void view_idea(struct kp_session *s, struct round *round, const struct idea *idea,
                      struct kp_idea *out)
{
    struct kp_arena *arena = &s->derived.arena;
    const struct idea_group *group = session_group(round, idea->heading);
    *out = (struct kp_idea){
        .id = idea->id,
        .mark = mark_of(arena, idea),
        .text = idea->text,
        .by = session_idea_by(arena, round, idea),
        .heading = group ? group->text : (struct kp_str){"", 0},
        .group = group ? session_idea_letter(group) : (struct kp_str){"", 0},
        .number = idea->number,
    };
}

static void view_group(struct kp_session *s, const struct round *round,
                       const struct idea_group *group, struct kp_idea *out)
{
    struct kp_arena *arena = &s->derived.arena;
    struct kp_json *parts = kp_json_new_array(arena);
    for (size_t i = 0; i < round->count; i++) {
        const struct idea *idea = round->ideas[i];
        if (!idea->removed && !idea->into && kp_str_equal(idea->heading, group->id))
            kp_json_append(arena, parts, kp_json_new_string(arena, mark_of(arena, idea)));
    }
    *out = (struct kp_idea){
        .id = group->id,
        .mark = session_idea_letter(group),
        .text = group->text,
        .parts = parts,
    };
}

/* All that stand; `groups`: these too, behind the ideas. */
static struct kp_idea *view_all(struct kp_session *s, struct round *round, bool groups,
                                size_t *count)
{
    struct kp_idea *all =
        kp_arena_alloc(&s->derived.arena, (round->count + round->group_count + 1) * sizeof *all);
    *count = 0;
    for (size_t i = 0; i < round->count; i++)
        if (session_idea_stands(round->ideas[i]) == round->ideas[i])
            view_idea(s, round, round->ideas[i], &all[(*count)++]);
    for (size_t i = 0; groups && i < round->group_count; i++)
        if (session_group_stands(round, &round->groups[i]))
            view_group(s, round, &round->groups[i], &all[(*count)++]);
    return all;
}

/* Ideas of one group stand together, where the first of them stands. */
static void gather_groups(struct kp_arena *arena, struct kp_idea *ideas, size_t count)
{
    struct kp_idea *sorted = kp_arena_alloc(arena, (count + 1) * sizeof *sorted);
    bool *taken = kp_arena_alloc(arena, count + 1);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i; j < count; j++) {
            if (taken[j] || (j != i && (!ideas[i].heading.len ||
                                        !kp_str_equal(ideas[i].heading, ideas[j].heading))))
                continue;
            if (j == i || ideas[i].heading.len) {
                taken[j] = true;
                sorted[at++] = ideas[j];
            }
            if (!ideas[i].heading.len)
                break;
        }
    }
    for (size_t i = 0; i < at; i++)
        ideas[i] = sorted[i];
}

bool kp_session_round(struct kp_session *s, struct kp_round *out)
{
    struct round *round = session_round_here(s);
    if (!round)
        return false;
    struct kp_idea *ideas = view_all(s, round, false, &out->count);
    gather_groups(&s->derived.arena, ideas, out->count);
    out->step = round->step;
    out->ideas = ideas;
    out->given = round->count;
    return true;
}

/* ---- Votes */

static int by_dots(const void *a, const void *b)
{
    const struct kp_idea *first = a, *second = b;
    if (first->dots != second->dots)
        return first->dots > second->dots ? -1 : 1;
    if (first->number != second->number) /* groups, which have none, stand behind the ideas */
        return !first->number ? 1 : !second->number ? -1 : first->number < second->number ? -1 : 1;
    return first->mark.data[0] - second->mark.data[0];
}

static void rank(const struct round *round, const struct voting *voting, struct kp_idea *ideas,
                 size_t count)
{
    for (size_t i = 0; i < count; i++)
        ideas[i].dots = session_dots(round, voting, ideas[i].id);
    if (count)
        qsort(ideas, count, sizeof *ideas, by_dots);
    for (size_t i = 0; i < count && ideas[i].dots; i++) {
        bool same = i && ideas[i - 1].dots == ideas[i].dots;
        ideas[i].place = same ? ideas[i - 1].place : i + 1;
        ideas[i].tied = same || (i + 1 < count && ideas[i + 1].dots == ideas[i].dots);
    }
}

bool kp_session_voting(struct kp_session *s, struct kp_voting *out)
{
    const struct voting *voting = session_voting_here(s);
    struct round *round = session_round_here(s);
    struct kp_arena *arena = &s->derived.arena;
    if (!voting)
        return false;
    struct kp_json *voted = kp_json_new_array(arena), *waiting = kp_json_new_array(arena);
    KP_JSON_EACH(id, session_present(s))
    {
        kp_json_append(arena, session_has_voted(voting, id->text) ? voted : waiting, id);
    }
    *out = (struct kp_voting){
        .dots = voting->step->dots,
        .each = voting->step->each,
        .revealed = voting->revealed,
        .voted = voted,
        .waiting = waiting,
        .ballots = voting->count,
        .recounts = (size_t)voting->recounts,
    };
    struct kp_idea *ideas = view_all(s, round, true, &out->count);
    if (voting->revealed)
        rank(round, voting, ideas, out->count);
    out->ideas = ideas;
    return true;
}

/* ---- What may become rows */

/* The first `most` of those with dots, or those above a tie that does not fit. */
static void choose(struct kp_idea *ideas, struct kp_promotion *out)
{
    size_t dotted = 0;
    while (dotted < out->count && ideas[dotted].dots)
        dotted++;
    size_t fit = out->most && out->most < dotted ? out->most : dotted;
    bool tie = fit < dotted && fit && ideas[fit].dots == ideas[fit - 1].dots;
    for (size_t i = 0; i < dotted; i++) {
        ideas[i].undecided = tie && ideas[i].dots == ideas[fit].dots;
        ideas[i].chosen = i < fit && !ideas[i].undecided;
        out->undecided += ideas[i].undecided;
        out->chosen += ideas[i].chosen;
    }
}

bool kp_session_promotion(struct kp_session *s, struct kp_promotion *out)
{
    const struct kp_step *step = session_step(s);
    struct round *round = session_round_here(s);
    if (!step || step->kind != KP_STEP_PROMOTE)
        return false;
    const struct voting *voting = session_voting_on(s, round);
    *out = (struct kp_promotion){.most = (size_t)step->most, .voted = voting != NULL};
    struct kp_idea *ideas = view_all(s, round, true, &out->count);
    if (voting)
        rank(round, voting, ideas, out->count);
    for (size_t i = 0; i < out->count; i++) {
        const struct promoted *row = session_promoted(s, ideas[i].id, step->field);
        if (!row)
            continue;
        session_row_of(session_value(s, step->field), row->row, &ideas[i].row);
        out->promoted++;
    }
    if (voting && !out->promoted)
        choose(ideas, out);
    out->ideas = ideas;
    return true;
}

/* ---- Ratings */

/* With two decimals; scores are far from what a number cannot hold. */
static struct kp_number rounded(double value)
{
    char text[64];
    struct kp_number number = kp_number_from(0);
    snprintf(text, sizeof text, "%.2f", value);
    if (!kp_number_read(kp_str_from(text), &number))
        number = kp_number_from(0);
    return number;
}

static int by_value(const void *a, const void *b)
{
    const struct kp_score *first = a, *second = b;
    return kp_number_compare(first->value->number, second->value->number);
}

/* How far apart two people may be who agree all the same. */
static double far_apart(const struct kp_field *field, double mean)
{
    switch (field->type->kind) {
    case KP_TYPE_SCALE: {
        const struct kp_scale *scale = &field->scale;
        double span = fabs((double)scale->steps[scale->count - 1].value - scale->steps[0].value);
        return fmin(span, fmax(2, span / 2));
    }
    case KP_TYPE_PERCENT: return 25;
    default: break;
    }
    if (field->has_min && field->has_max)
        return (kp_number_to_double(field->max) - kp_number_to_double(field->min)) / 2;
    return fabs(mean) / 2;
}

bool session_is_wide(const struct kp_field *field, const struct spread *spread)
{
    double far = far_apart(field, spread->mean), range = spread->highest - spread->lowest;
    if (range <= 0)
        return false;
    if (spread->count <= SESSION_FEW_SCORES)
        return range >= far;
    return range >= far * 1.5 || spread->deviation >= far / 2;
}

static void measure(const struct kp_field *field, struct kp_rating *out)
{
    const struct kp_score *scores = out->scores;
    size_t count = out->count;
    struct kp_number sum = kp_number_from(0), mean;
    double squares = 0, average;
    bool exact = true;
    if (!count)
        return;
    out->lowest = scores[0].value->number;
    out->highest = scores[count - 1].value->number;
    average = 0;
    for (size_t i = 0; i < count; i++) {
        exact = exact && kp_number_add(sum, scores[i].value->number, &sum);
        average += kp_number_to_double(scores[i].value->number) / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        double distance = kp_number_to_double(scores[i].value->number) - average;
        squares += distance * distance;
    }
    exact = exact && kp_number_divide(sum, kp_number_from((int64_t)count), &mean);
    out->mean = exact ? kp_number_round(mean, 2) : rounded(average);
    const struct spread spread = {.count = count,
                                  .lowest = kp_number_to_double(out->lowest),
                                  .highest = kp_number_to_double(out->highest),
                                  .mean = average,
                                  .deviation = sqrt(squares / (double)count)};
    out->deviation = rounded(spread.deviation);
    out->unanimous = kp_number_equal(out->lowest, out->highest);
    out->wide = session_is_wide(field, &spread);
}

static void list_scores(struct kp_session *s, const struct rating *rating, struct kp_rating *out)
{
    struct kp_score *scores =
        kp_arena_alloc(&s->derived.arena, (rating->count + 1) * sizeof *scores);
    for (size_t i = 0; i < rating->count; i++)
        if (!kp_json_is_null(rating->scores[i].value))
            scores[out->count++] =
                (struct kp_score){rating->named ? rating->scores[i].person : (struct kp_str){"", 0},
                                  rating->scores[i].value};
    if (out->count)
        qsort(scores, out->count, sizeof *scores, by_value);
    if (out->revealed)
        out->scores = scores;
}

bool kp_session_rating(struct kp_session *s, const struct kp_field *field, struct kp_rating *out)
{
    const struct rating *rating = session_rating(s, field);
    const struct kp_step *step = session_step(s);
    struct kp_arena *arena = &s->derived.arena;
    bool here = step && step->kind == KP_STEP_RATE && step->field == field;
    *out = (struct kp_rating){.named = s->state.activities->named};
    if (!rating && !here)
        return false;
    struct kp_json *scored = kp_json_new_array(arena), *waiting = kp_json_new_array(arena);
    KP_JSON_EACH(id, session_present(s))
    {
        bool has = false;
        for (size_t i = 0; rating && i < rating->count; i++)
            has = has || kp_str_equal(rating->scores[i].person, id->text);
        kp_json_append(arena, has ? scored : waiting, id);
    }
    out->scored = scored;
    out->waiting = waiting;
    if (!rating)
        return true;
    out->revealed = rating->revealed;
    if (rating->count)
        out->named = rating->named;
    out->recounts = (size_t)rating->recounts;
    out->evidence = rating->evidence;
    out->dissent = rating->dissent;
    list_scores(s, rating, out);
    if (out->revealed)
        measure(field, out);
    return true;
}

/* ---- What is asked */

static void fill_evidence(struct kp_session *s, struct kp_question *out)
{
    const struct kp_step *step = out->step;
    const struct rating *rating = session_rating(s, step->field);
    const struct draft *draft = session_draft_here(s);
    bool dissent = out->ask == KP_ASK_DISSENT;
    struct kp_str text = {"", 0};
    out->field = session_answered_here(s); /* the rest is as of any other question */
    if (out->field)
        out->help = kp_words_get(&out->field->help, s->setup.lang);
    out->several_lines = true;
    if (draft)
        out->draft = draft->text;
    if (rating)
        text = dissent ? rating->dissent : rating->evidence;
    if (text.len)
        out->value = kp_json_new_string(&s->derived.arena, text);
}

void session_fill_activity(struct kp_session *s, struct kp_question *out)
{
    const struct round *round = session_round_here(s);
    switch (out->ask) {
    case KP_ASK_IDEAS:
        out->several_lines = true;
        out->idea_number = round->count + 1;
        if (s->state.prework && session_brought_ideas(s, &s->derived.arena, false)->count)
            out->prework = session_prework(s, "ideas", round->step->id, &s->derived.arena);
        break;
    case KP_ASK_IDEA: {
        const struct idea *idea = session_idea(round, s->state.at.row);
        out->idea_number = idea->number;
        out->draft = idea->text;
        out->value = kp_json_new_string(&s->derived.arena, idea->text);
        break;
    }
    case KP_ASK_VOTE:
        out->hidden = !session_voting_here(s)->revealed;
        if (out->hidden)
            out->person = session_next_voter(s, session_voting_here(s));
        break;
    case KP_ASK_RATE:
        out->hidden = true;
        out->person = session_next_rater(s, session_rating(s, out->step->field));
        break;
    case KP_ASK_SCORES: {
        struct kp_str row;
        out->hidden = true;
        session_next_grade(s, out->step, &out->person, &row);
        out->row = session_row_of(session_scored(s, out->step), row, &out->row_number);
        break;
    }
    case KP_ASK_EVIDENCE:
    case KP_ASK_DISSENT: fill_evidence(s, out); break;
    default: break;
    }
}
