// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_PLAN_INTERNAL_H
#define KP_VIEW_PLAN_INTERNAL_H

/* What the files that show plans share. Not for anybody else. */

#include "view/plan.h"

/* How much room a value has. */
enum kp_shape {
    KP_SHAPE_FULL, /* "DKK 1,800,000", "4 – Hardly anything happens against their will" */
    KP_SHAPE_CELL, /* in a table whose heading says the currency: "1,800,000", "4" */
    KP_SHAPE_TIGHT /* the same where that is too wide: "1.8 m" */
};

/* Appends a value on one line (a note: its lines), safe for a terminal; nothing for unknown. */
void kp_view_inline(struct kp_calc *calc, const struct kp_field *field, const struct kp_json *value,
                    const struct kp_style *style, enum kp_shape shape, struct kp_buf *out);

/* "DKK 1.8 m", "1,8 mio. DKK": an amount in few characters with its currency, where there is one. */
void kp_view_money_short(struct kp_number amount, const struct kp_style *style, struct kp_buf *out);

/*
 * Appends text that is safe for a terminal, broken into lines behind `indent` spaces, with a
 * newline at the end. The lines of a Markdown list hang behind their sign.
 */
void kp_view_lines(const struct kp_style *style, struct kp_str text, size_t indent,
                   struct kp_buf *out);

/* kp_view_value; `whole`: nothing is left out, cells are not cut. */
void kp_view_block(struct kp_calc *calc, const struct kp_field *field, const struct kp_json *value,
                   const struct kp_style *style, size_t indent, bool whole, struct kp_buf *out);

/* Rows as a table, or as blocks where the page is too narrow; `numbered`: 1, 2, 3 in front. */
void kp_view_table(struct kp_calc *calc, const struct kp_field *field, const struct kp_json *rows,
                   const struct kp_style *style, size_t indent, bool numbered, bool whole,
                   struct kp_buf *out);

/* A table of view `grid`: false, and nothing appended, when it is none or too large to be drawn. */
bool kp_view_grid(struct kp_calc *calc, const struct kp_field *field, const struct kp_json *rows,
                  const struct kp_style *style, size_t indent, bool whole, struct kp_buf *out);

/* Appends text with spaces that no line breaks at. */
void kp_view_join(struct kp_buf *out, struct kp_str text);

/* Columns that text is set in: a line much longer than that is hard to read. */
size_t kp_view_text_columns(const struct kp_style *style);

/* Whether that is an array with something in it. */
bool kp_view_has_rows(const struct kp_json *value);

#endif
