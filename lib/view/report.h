// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_REPORT_H
#define KP_VIEW_REPORT_H

/*
 * The report of an account: a summary of one page that a stranger understands in a minute, the plan,
 * what changed in it, and the minutes of the cycle; as an HTML page and as Markdown.
 *
 * The caller gives only what the audience may see: nothing is held back here but fields and columns
 * whose visibility does not allow it.
 */

#include "compare/due.h"
#include "view/minutes.h"
#include "view/plan.h"

/* The plan as a cycle left it. */
struct kp_report_cycle {
    struct kp_cycle cycle;
    struct kp_date date;
    struct kp_calc *calc;
    struct kp_str signed_by; /* a name; empty: not signed off */
};

/* A revision of the plan. */
struct kp_report_past {
    struct kp_date date;
    struct kp_str title; /* of the session; may be empty */
    bool meeting;        /* people met; else an answer was changed in between */
    bool is_signed;
    struct kp_str
        signoff; /* of a signed one: "signed off by Mette Holm, 14 Sep 2025"; may be empty */
};

/* The way to another page of a site. */
struct kp_report_link {
    struct kp_str href, text;
    bool here; /* this very page */
};

struct kp_report {
    struct kp_plan_head head;
    struct kp_str company;      /* whose plan it is: ours */
    struct kp_str kam, sponsor; /* person ids; may be empty */
    bool program;               /* the company's own plan: no customer, no revision rhythm */
    struct kp_calc *calc;
    const struct kp_due *due;             /* of a program its actions only; NULL: none */
    const struct kp_diff_page *changes;   /* since the cycle before; NULL: there was none */
    const struct kp_report_cycle *cycles; /* oldest first, this one last */
    size_t cycle_count;
    const struct kp_report_past *pasts; /* oldest first, up to this one */
    size_t past_count;
    const struct kp_minutes *minutes; /* of the cycle's sessions, oldest first */
    size_t minutes_count;
    enum kp_visibility audience;
    const struct kp_report_link *links; /* of a site; NULL: the page stands alone */
    size_t link_count;
};

void kp_view_report_html(const struct kp_report *report, const struct kp_style *style,
                         struct kp_buf *out);

/* The same as Markdown (CommonMark with tables), without drawings. */
void kp_view_report_markdown(const struct kp_report *report, const struct kp_style *style,
                             struct kp_buf *out);

/* "the team", "the company", "the customer": who a page is for, translated. */
const char *kp_report_for(enum kp_visibility audience);

#endif
