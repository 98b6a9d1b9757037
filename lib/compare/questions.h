// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_COMPARE_QUESTIONS_H
#define KP_COMPARE_QUESTIONS_H

/* What became of a script's questions between two snapshots of it. Pure. */

#include "model/script.h"

enum kp_question_kind {
    KP_QUESTION_ADDED,    /* only the later one asks it */
    KP_QUESTION_RETIRED,  /* only the earlier one asks it */
    KP_QUESTION_REWORDED, /* its prompt (or label, where it has none) reads differently */
    KP_QUESTION_RETYPED,  /* answers are of another type, unit, scale, choices or columns */
};

struct kp_question_change {
    enum kp_question_kind kind;
    struct kp_str field;                   /* its id in the later one (RETIRED: the earlier) */
    const struct kp_field *before, *after; /* of the two snapshots' models; NULL: not asked */
    struct kp_str old_text, new_text;      /* the question in `lang` */
};

/*
 * Compares the scripts of two snapshots that were loaded (kp_snapshot_load). Fields are joined by id,
 * and by `was` of the later one. A question may be both reworded and retyped: then there are two. In
 * the later script's order, retired ones last. `arena` holds the result, which shares texts with both.
 */
const struct kp_question_change *kp_questions_compare(const struct kp_script *before,
                                                      const struct kp_script *after,
                                                      enum kp_lang lang, struct kp_arena *arena,
                                                      size_t *count);

#endif
