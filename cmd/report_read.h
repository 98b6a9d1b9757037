// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_REPORT_READ_H
#define KAMPLAN_REPORT_READ_H

/* What a report is made of: a plan at a revision, the plans of earlier cycles, what changed. */

#include "audience.h"
#include "held.h"
#include "view/report.h"

/* Everything lives in app->arena but what report_release frees. It stays where it was read to. */
struct report_parts {
    struct app *app;
    struct account account;
    struct kp_audience audience; /* of any but the team */
    struct kp_reduced *reduced;  /* by cycle, as report.cycles; NULL: the team reads everything */
    struct kp_people *people;    /* whose names may be read */
    struct pasts pasts;
    struct diff_at at;     /* the revision it is of */
    struct diff_pair pair; /* of the plan before and this one */
    struct kp_diff diff;   /* of what the audience may read */
    struct kp_diff_page changes;
    struct diff_side *earlier; /* plans of the cycles before those two, oldest first */
    size_t earlier_count;
    struct kp_report_past *story;
    struct kp_report_cycle *cycles;
    struct kp_due due;
    struct held *held; /* the sessions of the cycle */
    size_t held_count;
    struct kp_buf signoff;
    struct kp_report report;
};

/*
 * `name` as for find_revision; `pasts`: the revisions of the account where they are known, else NULL. `parts`
 * is initialised here; release it in any case.
 */
enum kp_status report_read(struct app *app, struct kp_str slug, struct kp_str name,
                           const struct pasts *pasts, enum kp_visibility audience,
                           struct report_parts *parts);
void report_release(struct report_parts *parts);

#endif
