// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_JSON_PARTS_H
#define KP_VIEW_JSON_PARTS_H

/* Parts that the --json documents of plans have in common. Not for anybody else. */

#include "view/plan.h"

/* The people who appear in what is written, by id: {"p-…": {"name": …}}. `people` may be NULL. */
struct kp_json *kp_view_people_json(const struct kp_people *people, const struct kp_json *written,
                                    struct kp_arena *arena);

/* Sets "revision", "cycle", "date" and "signed" of a document; null: nothing has been recorded. */
void kp_view_head_json(struct kp_json *document, const struct kp_plan_head *head,
                       struct kp_arena *arena);

/* A row, with what is worked out, in the order of the columns; other members behind. */
struct kp_json *kp_view_row_json(const struct kp_field *field, const struct kp_json *row,
                                 struct kp_arena *arena);

#endif
