// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_TABLE_H
#define KP_VIEW_TABLE_H

/*
 * Tables of text on a terminal: columns as wide as their cells, numbers on the right. Where the
 * page is too narrow the widest text columns are squeezed first and their cells broken over up to
 * three lines; numbers are never broken. Where that is not enough the rows are set as blocks: the
 * first cell as a heading, then one line for each label and value. Cells are data: they are made
 * safe for a terminal here.
 */

#include "view/style.h"

struct kp_table;

struct kp_table *kp_table_new(void);
void kp_table_free(struct kp_table *table);

/*
 * Columns first, then rows. `right`: aligned right, never broken. A column without a label stands
 * before the heading of a block; where none has one, there is no line of labels.
 */
void kp_table_column(struct kp_table *table, struct kp_str label, bool right);
void kp_table_row(struct kp_table *table); /* begins a row; missing cells are empty */
void kp_table_cell(struct kp_table *table, struct kp_str text, enum kp_mark mark);
void kp_table_cellf(struct kp_table *table, enum kp_mark mark, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void kp_table_rule(struct kp_table *table); /* a line above the next row (totals) */

/* Cells are broken over as many lines as they need, and never cut. */
void kp_table_whole(struct kp_table *table);

/* Whether it can stand as a table on that page, with hardly any cell cut short. */
bool kp_table_fits(const struct kp_table *table, const struct kp_style *style, size_t indent);

/* Appends the table, every line behind `indent` spaces. Without rows nothing is appended. */
void kp_table_print(const struct kp_table *table, const struct kp_style *style, size_t indent,
                    struct kp_buf *out);

/*
 * Forgets the rows, for more of the same: columns stay at least as wide as they were. `labels`: the next
 * ones begin with the line of labels again.
 */
void kp_table_continue(struct kp_table *table, bool labels);

/* The same as blocks, however wide the page is. */
void kp_table_print_blocks(const struct kp_table *table, const struct kp_style *style,
                           size_t indent, struct kp_buf *out);

#endif
