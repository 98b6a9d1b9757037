// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_CUSTOMERS_H
#define KP_VIEW_CUSTOMERS_H

/* What customer accounts come to, drawn on a terminal, and as a JSON document. */

#include "compare/customers.h"
#include "view/style.h"

struct kp_customers_view {
    const struct kp_customers *now;
    const struct kp_customers *before; /* of the cycle before; NULL: there are none */
    struct kp_cycle before_cycle;
    const struct kp_json *drivers; /* rows of the table of drivers to move; may be NULL */
};

/* The parts, each set under a title of its own, with a blank line between them. */
enum kp_customers_part {
    KP_CUSTOMERS_HEAD = 1, /* how many, revenue, contribution, ratio, and since the cycle before */
    KP_CUSTOMERS_GROUPS = 2,   /* groups side by side with bars: what bubbles would show */
    KP_CUSTOMERS_CURVE = 4,    /* how the revenue is spread over the customers */
    KP_CUSTOMERS_DRIVERS = 8,  /* cost drivers in % of revenue, by group; what a point is worth */
    KP_CUSTOMERS_PROFILE = 16, /* the typical good customer beside the typical one of each group */
    KP_CUSTOMERS_LISTS = 32, /* the largest, those of negative contribution, those moved by hand */
    KP_CUSTOMERS_MOVES = 64, /* who moved between groups since the cycle before */
    KP_CUSTOMERS_ALL = 127,
    KP_CUSTOMERS_SHORT = 256,   /* lists of five, for a page that has other things on it */
    KP_CUSTOMERS_NOTICES = 128, /* how many are without revenue, or cost more than they leave */
};

void kp_view_customers(const struct kp_customers_view *view, unsigned parts,
                       const struct kp_style *style, size_t indent, struct kp_buf *out);

/* Every customer on a line of a table, the largest first. */
void kp_view_customers_rows(const struct kp_customers_view *view, const struct kp_style *style,
                            size_t indent, struct kp_buf *out);

/*
 * The same of a plan; false, and nothing appended, when it has no customers. `value` and `groups` (may be NULL) stand in
 * for the answers of these tables.
 */
bool kp_view_customers_of(struct kp_calc *calc, const struct kp_json *value,
                          const struct kp_json *groups, unsigned parts,
                          const struct kp_style *style, size_t indent, struct kp_buf *out);

/* What `show program customers --json` says beside the rows: sums, groups, concentration, drivers, moves. */
struct kp_json *kp_view_customers_json(const struct kp_customers_view *view,
                                       struct kp_arena *arena);

#endif
