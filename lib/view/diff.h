// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_DIFF_H
#define KP_VIEW_DIFF_H

/* What changed in a plan between two revisions, for people: on a terminal, and as Markdown. */

#include "compare/diff.h"
#include "compare/questions.h"
#include "view/style.h"

/* One end of what is compared. */
struct kp_diff_end {
    bool none;              /* there was no plan yet */
    struct kp_str revision; /* its id */
    bool by_id;             /* the cycle does not tell which one it is: the id is shown too */
    struct kp_cycle cycle;
    struct kp_date date;
    struct kp_str signed_by; /* a name; empty: not signed off */
    struct kp_date signed_on;
};

struct kp_diff_page {
    struct kp_str account, name; /* its slug, and "ACME A/S" */
    struct kp_diff_end from, to;
    struct kp_calc *calc; /* of the later plan */
    const struct kp_diff *diff;
    const struct kp_question_change *questions;
    size_t question_count;
    bool all;     /* everything in whole, what was confirmed as well */
    size_t lines; /* text: long lists are folded until it has so many; 0: within reason */
};

/*
 * Appends the page as text: who and when, how many, the changes by the model's groups, and what
 * nobody has looked at. `style->width` 0 is a pipe: set for 80 columns.
 */
void kp_view_diff(const struct kp_diff_page *page, const struct kp_style *style,
                  struct kp_buf *out);

/* The same as Markdown (CommonMark, with <del> and <ins> around words); nothing is folded. */
void kp_view_diff_markdown(const struct kp_diff_page *page, const struct kp_style *style,
                           struct kp_buf *out);

/* The same inside a document: below a heading of that level, 1 to 5. */
void kp_view_diff_section(const struct kp_diff_page *page, const struct kp_style *style,
                          struct kp_str title, size_t level, struct kp_buf *out);

/* One account of several. */
struct kp_diff_line {
    struct kp_str account, name;
    bool fresh; /* it had no plan at the earlier end */
    size_t counts[KP_DIFF_KINDS];
    const struct kp_json *before, *after; /* of `kp_view_diff_figure` */
};

/* The figure that accounts are put side by side with: the weighted pipeline; NULL when the model has none. */
const struct kp_field *kp_view_diff_figure(const struct kp_model *model);

/* Appends a table of accounts, a line each; `figure` may be NULL. */
void kp_view_diff_lines(const struct kp_diff_line *lines, size_t count,
                        const struct kp_field *figure, struct kp_calc *calc,
                        const struct kp_style *style, struct kp_buf *out);
void kp_view_diff_lines_markdown(const struct kp_diff_line *lines, size_t count,
                                 const struct kp_field *figure, struct kp_calc *calc,
                                 const struct kp_style *style, struct kp_buf *out);

#endif
