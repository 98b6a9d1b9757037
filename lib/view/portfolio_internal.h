// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_PORTFOLIO_INTERNAL_H
#define KP_VIEW_PORTFOLIO_INTERNAL_H

/* What the files that show portfolios share. Not for anybody else. */

#include "view/html.h"
#include "view/portfolio.h"

struct kp_str kp_portfolio_label(const struct kp_portfolio_column *column, enum kp_lang lang);

/* Appends what stands in a cell, without movement. */
enum kp_mark kp_portfolio_cell(const struct kp_portfolio_page *page,
                               const struct kp_portfolio_row *row, size_t index,
                               const struct kp_style *style, struct kp_buf *out);

/* A page that is being written. */
struct portfolio_paper {
    const struct kp_portfolio_page *page;
    const struct kp_style *style;
    struct kp_html html;
    struct kp_arena *arena;
};

/* ---- portfolio_html.c */

/* Opens a section with a table in its box up to the table's head; close it with kp_html_close_to. */
void portfolio_table(struct portfolio_paper *paper, const char *id, const char *title,
                     const char *caption);
void portfolio_head(struct portfolio_paper *paper, struct kp_str title, bool number);
void portfolio_date(struct portfolio_paper *paper, struct kp_date date);

/* ---- portfolio_html_parts.c */
void portfolio_matrices(struct portfolio_paper *paper);
void portfolio_calendar(struct portfolio_paper *paper);
void portfolio_stale(struct portfolio_paper *paper);
void portfolio_outcome(struct portfolio_paper *paper);

#endif
