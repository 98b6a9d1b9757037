// SPDX-License-Identifier: GPL-3.0-or-later
/* Ideas with their votes, and ratings, as a session's record has them. */
#include "base/alloc.h"
#include "base/text.h"
#include "view/minutes_internal.h"

#include <stdlib.h>

/* Something that could be voted on, with what it got. */
struct ranked {
    const struct kp_json *idea;
    size_t dots, order;
};

/* The vote on a round, of the same section or a later one. */
static const struct kp_json *vote_on(const struct minutes_page *page, struct kp_str round)
{
    const struct kp_json *found = NULL;
    KP_JSON_EACH(section, kp_json_get(page->minutes->record, "sections"))
    {
        KP_JSON_EACH(activity, kp_json_get(section, "activities"))
        {
            if (kp_str_equal(kp_json_text(activity, "vote"), round))
                found = activity;
        }
    }
    return round.len ? found : NULL;
}

static size_t dots_for(const struct kp_json *vote, struct kp_str id)
{
    size_t dots = 0;
    KP_JSON_EACH(ballot, kp_json_get(vote, "votes"))
    {
        KP_JSON_EACH(dot, kp_json_get(ballot, "on"))
        {
            dots += dot->kind == KP_JSON_STRING && kp_str_equal(dot->text, id);
        }
    }
    return dots;
}

static int by_dots(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->dots != y->dots)
        return x->dots < y->dots ? 1 : -1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static void add_dots(size_t dots, struct kp_flow *flow)
{
    if (dots)
        kp_flow_addf(flow, KP_MARK_ACCENT,
                     ngettext(" · %zu dot", " · %zu dots", (unsigned long)dots), dots);
}

/* What an idea became: the tables that it has a row in. */
static void add_became(const struct minutes_page *page, const struct kp_json *idea,
                       struct kp_flow *flow)
{
    const char *before = kp_diff_arrow(&page->words);
    KP_JSON_EACH(row, kp_json_get(idea, "became"))
    {
        const struct kp_field *field =
            kp_model_field(page->words.calc->model, kp_json_text(row, "field"));
        kp_flow_add(flow, KP_MARK_NONE, kp_str_from(before));
        kp_flow_add(flow, KP_MARK_TITLE,
                    field ? kp_diff_label(&page->words, field, false)
                          : minutes_safe(page, kp_json_text(row, "field")));
        before = ", ";
    }
}

/* Who gave it, and those whose ideas were merged into it: once each. */
static const struct kp_json *givers(const struct minutes_page *page, const struct kp_json *round,
                                    const struct kp_json *idea)
{
    struct kp_arena *arena = page->words.arena;
    struct kp_json *people = kp_json_new_array(arena);
    KP_JSON_EACH(other, kp_json_get(round, "ideas"))
    {
        if (other != idea &&
            !kp_str_equal(kp_json_text(other, "merged_into"), kp_json_text(idea, "id")))
            continue;
        KP_JSON_EACH(id, kp_json_get(other, "by"))
        {
            bool known = id->kind != KP_JSON_STRING;
            KP_JSON_EACH(earlier, people)
            {
                known = known || kp_str_equal(earlier->text, id->text);
            }
            if (!known)
                kp_json_append(arena, people, kp_json_new_string(arena, id->text));
        }
    }
    return people;
}

static void add_people(const struct minutes_page *page, const struct kp_json *people,
                       struct kp_flow *flow)
{
    if (!people || !people->count)
        return;
    kp_flow_add(flow, KP_MARK_DIM, KP_STR(" ("));
    minutes_names(page, people, flow);
    kp_flow_add(flow, KP_MARK_DIM, KP_STR(")"));
}

static void add_idea(struct minutes_page *page, const struct kp_json *round,
                     const struct ranked *ranked, size_t depth)
{
    const struct kp_json *idea = ranked->idea;
    struct kp_str heading = kp_json_text(idea, "heading");
    struct kp_flow *flow = minutes_line(page, MINUTES_ITEM, depth);
    kp_flow_add_typed(flow, heading.len ? KP_MARK_TITLE : KP_MARK_NONE,
                      minutes_safe(page, heading.len ? heading : kp_json_text(idea, "text")));
    if (!heading.len)
        add_people(page, givers(page, round, idea), flow);
    add_dots(ranked->dots, flow);
    add_became(page, idea, flow);
}

static bool is_gone(const struct kp_json *idea)
{
    return kp_json_get(idea, "removed") || kp_json_get(idea, "merged_into");
}

/* The ideas of a group, or what belongs to none and the groups: the most dots first. */
static void add_ranked(struct minutes_page *page, const struct kp_json *round,
                       const struct kp_json *vote, struct kp_str group, size_t depth)
{
    const struct kp_json *ideas = kp_json_get(round, "ideas");
    const struct kp_json *groups = group.len ? NULL : kp_json_get(round, "groups");
    size_t most = (ideas ? ideas->count : 0) + (groups ? groups->count : 0), count = 0;
    struct ranked *ranked = kp_arena_alloc(page->words.arena, (most + 1) * sizeof *ranked);
    KP_JSON_EACH(heading, groups)
    {
        ranked[count] =
            (struct ranked){heading, dots_for(vote, kp_json_text(heading, "id")), count};
        count++;
    }
    KP_JSON_EACH(idea, ideas)
    {
        if (is_gone(idea) || !kp_str_equal(kp_json_text(idea, "group"), group))
            continue;
        ranked[count] = (struct ranked){idea, dots_for(vote, kp_json_text(idea, "id")), count};
        count++;
    }
    qsort(ranked, count, sizeof *ranked, by_dots);
    for (size_t i = 0; i < count; i++) {
        add_idea(page, round, &ranked[i], depth);
        if (kp_json_text(ranked[i].idea, "heading").len)
            add_ranked(page, round, vote, kp_json_text(ranked[i].idea, "id"), depth + 1);
    }
}

static void add_round(struct minutes_page *page, const struct kp_json *round)
{
    const struct kp_json *vote = vote_on(page, kp_json_text(round, "round"));
    kp_flow_add(minutes_line(page, MINUTES_ITEM, 1), KP_MARK_TITLE, kp_str_from(_("Ideas")));
    add_ranked(page, round, vote, (struct kp_str){"", 0}, 2);
}

static void add_marked(struct minutes_page *page, const char *words, struct kp_str text,
                       const struct kp_json *people)
{
    if (!text.len)
        return;
    struct kp_flow *flow = minutes_line(page, MINUTES_ITEM, 2);
    kp_flow_addf(flow, KP_MARK_DIM, "%s ", words);
    kp_flow_add_typed(flow, KP_MARK_NONE, minutes_safe(page, text));
    add_people(page, people, flow);
}

/* "Focus: mean 3.2 (2, 3, 3, 5), far apart" */
static void add_rating(struct minutes_page *page, const struct kp_json *rating)
{
    const struct kp_field *field =
        kp_model_field(page->words.calc->model, kp_json_text(rating, "rating"));
    const struct kp_json *mean = kp_json_get(rating, "mean");
    const struct kp_field number = {.type = kp_type_by_name(KP_STR("number"))};
    struct kp_flow *flow = minutes_line(page, MINUTES_ITEM, 1);
    bool any = false;
    kp_flow_add(flow, KP_MARK_TITLE,
                field ? kp_diff_label(&page->words, field, false)
                      : minutes_safe(page, kp_json_text(rating, "rating")));
    if (mean && mean->kind == KP_JSON_NUMBER) {
        const struct kp_json *rounded =
            kp_json_new_number(page->words.arena, kp_number_round(mean->number, 1));
        kp_flow_addf(flow, KP_MARK_NONE, ": %s ", _("mean"));
        kp_diff_add_value(&page->words, &number, rounded, true, KP_MARK_NONE, flow);
    }
    KP_JSON_EACH(given, kp_json_get(rating, "scores"))
    {
        struct kp_str person = kp_json_text(given, "person");
        kp_flow_add(flow, KP_MARK_DIM, any ? KP_STR(", ") : KP_STR(" ("));
        if (person.len) {
            kp_flow_add(flow, KP_MARK_DIM, minutes_name(page, person));
            kp_flow_add(flow, KP_MARK_DIM, KP_STR(" "));
        }
        kp_diff_add_value(&page->words, &number, kp_json_get(given, "score"), true, KP_MARK_DIM,
                          flow);
        any = true;
    }
    kp_flow_add(flow, KP_MARK_DIM, any ? KP_STR(")") : KP_STR(""));
    if (kp_json_get(rating, "wide"))
        kp_flow_addf(flow, KP_MARK_WARN, ", %s", _("far apart"));
    add_marked(page, _("Evidence:"), kp_json_text(rating, "evidence"), NULL);
    add_marked(page, _("Dissent:"), kp_json_text(rating, "dissent"),
               kp_json_get(rating, "dissent_by"));
}

void minutes_activities(struct minutes_page *page, const struct kp_json *section)
{
    KP_JSON_EACH(activity, kp_json_get(section, "activities"))
    {
        if (kp_json_get(activity, "round"))
            add_round(page, activity);
        else if (kp_json_get(activity, "rating"))
            add_rating(page, activity);
        else if (kp_json_get(activity, "scoring"))
            minutes_scoring(page, activity);
    }
}
