// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_DIFF_JSON_H
#define KP_VIEW_DIFF_JSON_H

/* The document of `diff --json` (kamplan schema diff). */

#include "compare/diff.h"
#include "compare/questions.h"
#include "view/plan.h"

/* Two states of one plan, and what was found between them. */
struct kp_diff_sheet {
    const struct kp_diff *diff;
    struct kp_calc *before, *after; /* those that were compared */
    const struct kp_plan_head *from, *to;
    const struct kp_question_change *questions;
    size_t question_count;
};

/*
 * One plan's diff. Applied to the earlier plan's document (kp_view_plan_json) it gives the later one,
 * but for the people's names; null and a member that is not there are the same in it. `people` may
 * be NULL: who appears in it is named where they are known. Strings are copied into `arena`.
 *
 * {"account", "name",
 *  "from", "to": {"revision","cycle","date","signed"},
 *  "counts": {"new","changed","removed","confirmed","unseen"},
 *  "items": [{"field","label","type","group","kind","calculated",
 *     "before","after"            the value, where it is not told by rows
 *     "rows": [{"id","kind","name","moved","from","to","before"|"after"|"cells":[{"column","label","before","after"}]}],
 *     "totals": [{"column","label","before","after"}],
 *     "delta": {"by","percent"}   of numbers
 *     "words": [["same"|"removed"|"added", text] …]   of texts
 *     "old", "new": {"state","cycle","session","said_by","basis","inactive" …}  where they differ
 *     "since","cycles"}           of an answer that nobody looked at
 *  ],
 *  "aside": [{"field","before","after"}]   answers that are not compared, for they do not apply or
 *                                           say nothing: as stored, where they differ
 *  "questions": [{"kind","field","before","after"}],
 *  "people": {"p-…": {"name"}}}
 */
struct kp_json *kp_view_diff_json(const struct kp_diff_sheet *sheet, enum kp_lang lang,
                                  const struct kp_people *people, struct kp_arena *arena);

#endif
