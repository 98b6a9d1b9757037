// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The order of merged rows. Rows that both sides have are ordered pair by pair, as three-way
 * merges go: a pair stands as in the side that turned it round, else as it stood. If these pairs
 * fit into one order, that is it; if they run in a circle, the moves contradict each other.
 * All other rows follow the row that they follow in the side that has them.
 */
#include "compare/merge_internal.h"

#include <stdlib.h>

/* A row that is in the result, and where each version has it. */
struct spot {
    struct kp_kept kept;
    size_t base, ours, theirs;
    size_t rank; /* among the rows that both have: how many stand before it */
};

static bool is_common(const struct spot *spot)
{
    return spot->ours != KP_NOWHERE && spot->theirs != KP_NOWHERE;
}

static int compare(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int by_ours(const void *a, const void *b)
{
    const struct spot *const *left = a, *const *right = b;
    return compare((*left)->ours, (*right)->ours);
}

static int by_rank(const void *a, const void *b)
{
    const struct spot *const *left = a, *const *right = b;
    return compare((*left)->rank, (*right)->rank);
}

/* How the common rows, sorted by ours, stand in the others. */
struct agreement {
    bool base, theirs; /* in the same order as ours */
    bool base_theirs;  /* the other two in the same order */
};

static int by_base(const void *a, const void *b)
{
    const struct spot *const *left = a, *const *right = b;
    return compare((*left)->base, (*right)->base);
}

static struct agreement agree(struct spot **common, size_t count)
{
    struct agreement all = {true, true, true};
    for (size_t i = 0; i < count; i++)
        if (common[i]->base == KP_NOWHERE) /* both added it: no order of old */
            all.base = all.base_theirs = false;
    if (all.base) {
        qsort(common, count, sizeof(struct spot *), by_base);
        for (size_t i = 1; i < count; i++)
            all.base_theirs = all.base_theirs && common[i - 1]->theirs < common[i]->theirs;
    }
    qsort(common, count, sizeof(struct spot *), by_ours);
    for (size_t i = 1; i < count; i++) {
        all.base = all.base && common[i - 1]->base < common[i]->base;
        all.theirs = all.theirs && common[i - 1]->theirs < common[i]->theirs;
    }
    return all;
}

/* Whether `a`, which is before `b` in ours, is so in the result; *against: there is no telling. */
static bool stays_before(const struct spot *a, const struct spot *b, bool *against)
{
    bool theirs = a->theirs < b->theirs;
    if (theirs)
        return true;
    if (a->base == KP_NOWHERE || b->base == KP_NOWHERE) {
        *against = true;
        return true;
    }
    return a->base > b->base; /* ours turned it round, and theirs did not; else theirs did */
}

/* Ranks by pairs; false: they run in a circle. */
static bool rank_by_pairs(struct spot **common, size_t count, struct kp_arena *arena)
{
    bool against = false;
    for (size_t i = 0; i < count; i++)
        common[i]->rank = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            common[stays_before(common[i], common[j], &against) ? j : i]->rank++;
    /* Pairs fit into one order exactly when no two rows have as many before them. */
    bool *taken = kp_arena_alloc(arena, count + 1);
    for (size_t i = 0; i < count && !against; i++) {
        against = taken[common[i]->rank];
        taken[common[i]->rank] = true;
    }
    return !against;
}

/* Brings the common rows, sorted by ours, into their order; false: ours' for want of another. */
static bool order_common(struct spot **common, size_t count, struct kp_arena *arena)
{
    struct agreement all = agree(common, count);
    bool fits = true;
    for (size_t i = 0; i < count; i++)
        common[i]->rank = all.base ? common[i]->theirs : i;
    if (!all.theirs && !all.base && !all.base_theirs)
        fits = rank_by_pairs(common, count, arena);
    for (size_t i = 0; i < count && !fits; i++)
        common[i]->rank = i;
    qsort(common, count, sizeof(struct spot *), by_rank);
    return fits;
}

/* ---- the rows of one side only */

/* What follows a common row (the first: the beginning) in one side: `count` spots from `first`. */
struct group {
    size_t first, count;
};

struct followers {
    struct spot **spots; /* in the side's order */
    size_t count;
    struct group *groups; /* by place among the common rows, from 1 */
};

/* `by_place`: the kept rows of this side in its order. `position`: of a common row, from 1. */
static void follow(struct followers *side, struct spot **by_place, size_t count,
                   const size_t *position, const struct spot *first)
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_common(by_place[i])) {
            at = position[by_place[i] - first];
            continue;
        }
        if (side->groups[at].count++ == 0)
            side->groups[at].first = side->count;
        side->spots[side->count++] = by_place[i];
    }
}

static void add_group(struct spot ***out, const struct followers *side, size_t at)
{
    for (size_t i = 0; i < side->groups[at].count; i++)
        *(*out)++ = side->spots[side->groups[at].first + i];
}

/* Both sides' followers of one row: the group that begins with the smaller id is first. */
static void add_followers(struct spot ***out, const struct followers *ours,
                          const struct followers *theirs, size_t at)
{
    bool swap = ours->groups[at].count && theirs->groups[at].count &&
                kp_str_compare(ours->spots[ours->groups[at].first]->kept.id,
                               theirs->spots[theirs->groups[at].first]->kept.id) > 0;
    add_group(out, swap ? theirs : ours, at);
    add_group(out, swap ? ours : theirs, at);
}

/* The kept rows of a side in its order; `index` is by the side's places. */
static size_t in_order(const struct kp_side *side, struct spot *spots, size_t count, bool ours,
                       struct kp_arena *arena, struct spot ***out)
{
    struct spot **by_place = kp_arena_alloc(arena, (side->count + 1) * sizeof(struct spot *));
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        size_t place = ours ? spots[i].ours : spots[i].theirs;
        if (place != KP_NOWHERE)
            by_place[place] = &spots[i];
    }
    for (size_t i = 0; i < side->count; i++)
        if (by_place[i])
            by_place[found++] = by_place[i];
    *out = by_place;
    return found;
}

static struct followers followers_of(const struct kp_side *side, struct spot *spots, size_t count,
                                     bool ours, const size_t *position, size_t groups,
                                     struct kp_arena *arena)
{
    struct spot **by_place;
    size_t placed = in_order(side, spots, count, ours, arena, &by_place);
    struct followers followers = {
        .spots = kp_arena_alloc(arena, (placed + 1) * sizeof(struct spot *)),
        .groups = kp_arena_alloc(arena, groups * sizeof(struct group)),
    };
    follow(&followers, by_place, placed, position, spots);
    return followers;
}

bool kp_merge_order(const struct kp_side *base, const struct kp_side *ours,
                    const struct kp_side *theirs, struct kp_kept *kept, size_t count,
                    struct kp_arena *arena)
{
    struct spot *spots = kp_arena_alloc(arena, (count + 1) * sizeof *spots);
    struct spot **common = kp_arena_alloc(arena, (count + 1) * sizeof(struct spot *));
    struct spot **order = kp_arena_alloc(arena, (count + 1) * sizeof(struct spot *));
    size_t *position = kp_arena_alloc(arena, (count + 1) * sizeof *position);
    size_t common_count = 0;
    for (size_t i = 0; i < count; i++) {
        spots[i] = (struct spot){.kept = kept[i],
                                 .base = kp_side_find(base, kept[i].id),
                                 .ours = kp_side_find(ours, kept[i].id),
                                 .theirs = kp_side_find(theirs, kept[i].id)};
        if (is_common(&spots[i]))
            common[common_count++] = &spots[i];
    }
    bool fits = order_common(common, common_count, arena);
    for (size_t i = 0; i < common_count; i++)
        position[common[i] - spots] = i + 1;
    struct followers of_ours =
        followers_of(ours, spots, count, true, position, common_count + 1, arena);
    struct followers of_theirs =
        followers_of(theirs, spots, count, false, position, common_count + 1, arena);
    struct spot **end = order;
    add_followers(&end, &of_ours, &of_theirs, 0);
    for (size_t i = 0; i < common_count; i++) {
        *end++ = common[i];
        add_followers(&end, &of_ours, &of_theirs, i + 1);
    }
    for (size_t i = 0; i < count; i++)
        kept[i] = order[i]->kept;
    return !fits;
}
