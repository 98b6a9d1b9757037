// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_COMPARE_MERGE_INTERNAL_H
#define KP_COMPARE_MERGE_INTERNAL_H

/* What the files of the merge share. Not for anybody else. */

#include "base/buf.h"
#include "compare/merge.h"

#include <stdint.h>

/* Conflicts as they are found. */
struct kp_merge_work {
    const struct kp_field *field;
    struct kp_arena *arena;
    struct kp_conflict *conflicts; /* grown with kp_grow; the caller frees it */
    size_t count, cap;
};

void kp_merge_conflict(struct kp_merge_work *work, enum kp_conflict_kind kind,
                       const struct kp_field *column, struct kp_str row, const struct kp_json *base,
                       const struct kp_json *ours, const struct kp_json *theirs);

/* One version of a list of rows. */
struct kp_side {
    const struct kp_json **rows; /* in their order */
    size_t *sorted;              /* places in `rows`, by id */
    size_t count;
};

#define KP_NOWHERE SIZE_MAX

/* false: it is no array of objects that have each an id of their own. null is an empty list. */
bool kp_side_read(struct kp_side *side, const struct kp_json *value, struct kp_arena *arena);

struct kp_str kp_side_id(const struct kp_side *side, size_t at);

/* Where the row of that id stands, or KP_NOWHERE. */
size_t kp_side_find(const struct kp_side *side, struct kp_str id);

/* The row of that id, or NULL. */
const struct kp_json *kp_side_row(const struct kp_side *side, struct kp_str id);

/* The merged array of rows. */
const struct kp_json *kp_merge_rows(struct kp_merge_work *work, const struct kp_side *base,
                                    const struct kp_side *ours, const struct kp_side *theirs);

/* A row that is in the result, as it is to be there. */
struct kp_kept {
    struct kp_str id;
    const struct kp_json *row;
};

/*
 * Brings what is kept (`kept`, sorted by id) into order, in place. true: the sides moved rows
 * against each other, and the order is ours'.
 */
bool kp_merge_order(const struct kp_side *base, const struct kp_side *ours,
                    const struct kp_side *theirs, struct kp_kept *kept, size_t count,
                    struct kp_arena *arena);

/* NULL and null as the static null. */
const struct kp_json *kp_merge_null(const struct kp_json *value);

#endif
