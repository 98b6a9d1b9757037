// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_TABLE_H
#define KP_VIEW_TABLE_H

/*
 * Tables of text on a terminal: columns as wide as their cells, squeezed where the page is too
 * narrow (the widest first, never below 6), numbers on the right. Cells are data: they are made safe for
 * a terminal here. A table that is squeezed too much (a column under its least) is set as blocks,
 * one "label: value" a line.
 */

#include "view/style.h"

struct kp_table;

struct kp_table *kp_table_new(void);
void kp_table_free(struct kp_table *table);

/* Columns first, then rows. `right`: aligned right. */
void kp_table_column(struct kp_table *table, struct kp_str label, bool right);
void kp_table_row(struct kp_table *table);                      /* begins a row */
void kp_table_cell(struct kp_table *table, struct kp_str text, enum kp_mark mark);
void kp_table_cellf(struct kp_table *table, enum kp_mark mark, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void kp_table_rule(struct kp_table *table);                     /* a line above the next row (totals) */

/* Appends the table, every line behind `indent` spaces. Without rows nothing is appended. */
void kp_table_print(const struct kp_table *table, const struct kp_style *style, size_t indent,
                    struct kp_buf *out);

#endif
