// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_COMPARE_MERGE_H
#define KP_COMPARE_MERGE_H

/*
 * Three-way merge of one answer's value (formats.md, "Three-way merge of plans"): tables and lists
 * are joined on row id, then column; other types, and fields marked atomic, are one value. Pure.
 *
 * Laws: merge(b,x,x) = x; merge(b,b,x) = x; merge(b,x,b) = x; every changed value is in the result
 * or in a conflict; swapping the sides swaps `ours` and `theirs` and nothing else (so where there
 * is no conflict, the result has the same bytes either way).
 *
 * The order of rows: two rows stand as the side that changed their order has them. Rows that one
 * side added stand behind the row that they were added behind; where both added some in the same
 * place, those of the smaller id come first. Moves that contradict each other are a conflict.
 */

#include "model/plan.h"

enum kp_conflict_kind {
    KP_CONFLICT_VALUE,  /* both changed the same value differently */
    KP_CONFLICT_DELETE, /* one edited the row (or value), the other removed it */
    KP_CONFLICT_ORDER,  /* both moved rows, against each other; the result has ours' order */
    KP_CONFLICT_KEY,    /* both made a row of the same natural key: both are kept, this says so */
};

/*
 * `base`, `ours` and `theirs` are cells where `column` is set, else whole rows (KEY: the two
 * rows, which have ids of their own), the whole value where `row` is empty, or (ORDER) arrays of
 * row ids. null where there is none.
 */
struct kp_conflict {
    enum kp_conflict_kind kind;
    const struct kp_field *column; /* of a cell; NULL: the whole row or value */
    struct kp_str row;             /* row id (KEY: the smaller one); empty: the whole value */
    const struct kp_json *base, *ours, *theirs;
};

struct kp_merge {
    const struct kp_json *value; /* where there is a conflict: ours (an edited row or value wins
                                    over its removal) */
    const struct kp_conflict *conflicts; /* by row, then column */
    size_t conflict_count;
};

/*
 * Values may be NULL or null (no answer), and of any form: what is no list of rows with ids is one
 * value. Everything new of the result lives in `arena`; it shares nodes with what was given.
 */
void kp_merge_value(const struct kp_field *field, const struct kp_json *base,
                    const struct kp_json *ours, const struct kp_json *theirs,
                    struct kp_arena *arena, struct kp_merge *out);

/*
 * The merged value with a conflict settled for one side: its cell, row or value, or none where it
 * removed it; its order of rows. A KEY conflict leaves it as it is. Conflicts of the same merge may
 * be settled one after the other, in any order.
 */
const struct kp_json *kp_merge_take_theirs(const struct kp_field *field,
                                           const struct kp_json *merged,
                                           const struct kp_conflict *conflict,
                                           struct kp_arena *arena);
const struct kp_json *kp_merge_take_ours(const struct kp_field *field, const struct kp_json *merged,
                                         const struct kp_conflict *conflict,
                                         struct kp_arena *arena);

#endif
