// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_PORTFOLIO_H
#define KP_VIEW_PORTFOLIO_H

/* All accounts side by side: as a table or blocks, as the document of `portfolio --json`, as CSV. */

#include "compare/portfolio.h"
#include "view/style.h"

struct kp_portfolio_page {
    const struct kp_portfolio *portfolio;
    size_t shown; /* so many of its columns; one that is only sorted by stands behind them */
    bool chosen;  /* somebody asked for these columns: none is left out for lack of room */
    struct kp_date on;
    struct kp_cycle cycle;  /* that `on` lies in, or that was asked for */
    struct kp_cycle before; /* movement is since then; no cycle: none is shown */
    bool linked;            /* HTML: every account has a page of its own, SLUG/index.html */
    bool program;           /* and so has the company's own plan, program/index.html */
};

/*
 * Appends a table with totals. Where the page is too narrow for all columns, those that matter less
 * are left out and named; on a very narrow one the accounts are set as blocks, with everything.
 */
void kp_view_portfolio(const struct kp_portfolio_page *page, const struct kp_style *style,
                       struct kp_buf *out);

/*
 * The same as an HTML page: moreover the accounts in their matrices, the calendar of what is due, what
 * nobody has looked at, and what came of what was believed in `before`. Rows need their whole plans.
 */
void kp_view_portfolio_html(const struct kp_portfolio_page *page, struct kp_str company,
                            const struct kp_style *style, struct kp_buf *out);

/* The same as a list of links alone, for who may not see figures side by side. */
void kp_view_portfolio_list_html(const struct kp_portfolio_page *page, struct kp_str company,
                                 enum kp_visibility audience, const struct kp_style *style,
                                 struct kp_buf *out);

struct kp_json *kp_view_portfolio_json(const struct kp_portfolio_page *page,
                                       const struct kp_people *people, enum kp_lang lang,
                                       struct kp_str currency, struct kp_arena *arena);

/* A heading of column ids, then a row for each account: values as they are stored, of a position the
 * quadrant's id. */
void kp_view_portfolio_csv(const struct kp_portfolio_page *page, const struct kp_people *people,
                           struct kp_buf *out);

/* The quadrant in which a position lies; NULL when the value is none. */
const struct kp_quadrant *kp_view_quadrant(const struct kp_field *field,
                                           const struct kp_json *value);

#endif
