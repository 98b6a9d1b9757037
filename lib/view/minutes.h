// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_MINUTES_H
#define KP_VIEW_MINUTES_H

/* The minutes of a session, from its record and from what it changed in the plan. */

#include "model/audience.h"
#include "model/script.h"
#include "view/diff.h"

struct kp_minutes {
    const struct kp_json *record; /* accounts/…/sessions/….json */
    const struct kp_script
        *script;                /* it was held with; NULL: not to be had, ids stand for titles */
    struct kp_diff_page page;   /* from the plan before the session to the plan it recorded */
    struct kp_audience *reader; /* who reads `page`, which is reduced then; NULL: the team */
    bool without_changes; /* in a report: whose plan it is, and what changed, is told beside them */
};

/*
 * The table whose new rows are told of in any case: without_changes nothing else of page.diff is looked at.
 * NULL: the model has none.
 */
const struct kp_field *kp_minutes_promises(const struct kp_model *model);

/*
 * Appends the minutes: who was there, what was decided, who does what, what changed in the plan by
 * section, ideas with their votes, ratings, the parking lot, how it ended, and the time it took.
 *
 * For an audience, `page` must be of plans that kp_audience_reduce left. What people said in the room without
 * a field (decisions, ideas, scores, notes, rounds) is the team's, and the customer reads of nobody
 * who is not known to be ours.
 */
void kp_view_minutes(const struct kp_minutes *minutes, const struct kp_style *style,
                     struct kp_buf *out);

/* The same as Markdown. */
void kp_view_minutes_markdown(const struct kp_minutes *minutes, const struct kp_style *style,
                              struct kp_buf *out);

/* The same inside a document: below a heading of that level, 1 to 5. */
void kp_view_minutes_section(const struct kp_minutes *minutes, const struct kp_style *style,
                             size_t level, struct kp_buf *out);

/* "Minutes: Account plan, ACME A/S, 2 Mar 2026": a subject for a mail. */
void kp_view_minutes_title(const struct kp_minutes *minutes, const struct kp_style *style,
                           struct kp_buf *out);

#endif
