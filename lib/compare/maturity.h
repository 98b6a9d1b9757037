// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_COMPARE_MATURITY_H
#define KP_COMPARE_MATURITY_H

/*
 * Maturity by dimension: where we stand, where we want to be, where we stood in the cycle before, and
 * what lies between. Read from a table with "view": "radar": its key names the dimension, its
 * columns `score` and `target` say how far (columns of type scale or number), `evidence`, where it has
 * one, what that rests on. Source of the method: the maturity scorecard of seed 001: the score is
 * worth nothing by itself, the gap to what is wanted is.
 */

#include "model/plan.h"

struct kp_maturity_dimension {
    struct kp_str id;       /* the key's value: a choice's id, or a text */
    struct kp_str label;    /* in the language asked for */
    struct kp_str evidence; /* may be empty */
    bool has_score, has_target, has_before;
    struct kp_number score, target; /* where the flag above is set */
    struct kp_number before;        /* the score in the cycle before */
    bool has_gap;
    struct kp_number gap; /* target − score; 0 or less: reached */
    bool has_step;
    struct kp_number step; /* score − before: what the last cycle has moved */
    size_t rank;           /* 1: the widest gap; equal gaps have the same; 0: no gap, or unknown */
    bool chosen;           /* the team has taken it as one of those to close now */
};

struct kp_maturity {
    struct kp_maturity_dimension *dimensions; /* in the table's order */
    size_t count;
    int least, most; /* of the scale: 1 and 5 */
    bool has_before; /* some dimension has one */
    bool has_average, has_average_before, has_average_target;
    struct kp_number average, average_before,
        average_target; /* of those that are known, one decimal */
};

/* How many gaps are enough to work on at a time. */
#define KP_MATURITY_GAPS 3

/* Whether a field is one that this can be read from. */
bool kp_maturity_is(const struct kp_field *field);

/*
 * Reads `table` as `calc` has it, with the cycle before where `calc` knows one. `chosen`: the field of
 * type choices that names the gaps that were taken; NULL: by the table's id and ".priorities", where there
 * is one. Everything lives in the calc's arena. Returns false when the table has no row.
 */
bool kp_maturity_read(struct kp_calc *calc, const struct kp_field *table,
                      const struct kp_field *chosen, enum kp_lang lang, struct kp_maturity *out);

/* The dimensions with a gap, the widest first; of equal ones that come first that were chosen, then as in the table. Returns
 * how many. `order` has room for `maturity->count`. */
size_t kp_maturity_by_gap(const struct kp_maturity *maturity,
                          const struct kp_maturity_dimension **order);

#endif
