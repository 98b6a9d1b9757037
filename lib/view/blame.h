// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_BLAME_H
#define KP_VIEW_BLAME_H

/* Since when each answer says what it says, as text and as the document of `blame --json`. */

#include "compare/blame.h"
#include "view/plan.h"

/* A revision that answers took their values in. */
struct kp_blame_revision {
    struct kp_str id;
    struct kp_date date;
    struct kp_cycle cycle;
    struct kp_str title; /* of its session, in the reader's language; may be empty */
};

struct kp_blame_sheet {
    struct kp_blame *blame;
    const struct kp_blame_revision *revisions; /* by kp_blame_item.revision */
    struct kp_calc *calc;                      /* of the plan */
    const struct kp_plan_head *head;
    bool stale_first; /* what nobody has looked at for longest on top; else the model's order */
};

void kp_view_blame(const struct kp_blame_sheet *sheet, const struct kp_style *style,
                   struct kp_buf *out);

struct kp_json *kp_view_blame_json(const struct kp_blame_sheet *sheet, enum kp_lang lang,
                                   const struct kp_people *people, struct kp_arena *arena);

#endif
