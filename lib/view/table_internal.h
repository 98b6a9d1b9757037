// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_TABLE_INTERNAL_H
#define KP_VIEW_TABLE_INTERNAL_H

/* What the files of tables share. Not for anybody else. */

#include "view/table.h"

struct kp_table_cell {
    struct kp_str text; /* safe for a terminal */
    size_t width;
    enum kp_mark mark;
};

struct kp_table_column {
    struct kp_str label;
    bool right;
    size_t natural; /* as wide as its widest cell, or its label */
    size_t cells;   /* as wide as its widest cell */
    size_t word;    /* as wide as the longest word in it, or in its label */
    size_t label_word;
};

struct kp_table_row {
    size_t first; /* of its cells */
    size_t count;
    bool rule; /* a line above it */
};

struct kp_table {
    struct kp_arena arena;
    struct kp_table_column *columns;
    size_t column_count, column_cap;
    struct kp_table_cell *cells;
    size_t cell_count, cell_cap;
    struct kp_table_row *rows;
    size_t row_count, row_cap;
    bool rule_next, whole;
    bool continued; /* the labels have been printed */
};

/* The cell of a row in a column; an empty one where the row has none. */
const struct kp_table_cell *kp_table_at(const struct kp_table *table,
                                        const struct kp_table_row *row, size_t column);

/*
 * How wide each column is to be on that page (`widths` has room for all). false: the page is too
 * narrow for a table.
 */
bool kp_table_layout(const struct kp_table *table, const struct kp_style *style, size_t indent,
                     size_t *widths);

/* The column that rows go by: the first with a label that is not aligned right. */
size_t kp_table_lead(const struct kp_table *table);

/*
 * A cell broken into lines of at most `width`, joined by newlines, in `out` (cleared first).
 * `hang`: all but the first begin with a space, so that the next row stands out.
 */
void kp_table_break(const struct kp_table_cell *cell, size_t width, bool hang, struct kp_buf *out);

#endif
