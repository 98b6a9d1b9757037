// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_GRID_INTERNAL_H
#define KP_VIEW_GRID_INTERNAL_H

/* A table of view `grid` as units × offerings, for the terminal and for SVG. */

#include "model/plan.h"

enum { KP_GRID_ROWS_MOST = 200, KP_GRID_COLUMNS_MOST = 24 };

/* The different values of one axis, in the order in which they first appear. */
struct kp_grid_axis {
    const struct kp_field *column;
    const struct kp_json **values;
    struct kp_number *sums; /* of the amounts that are counted */
    size_t count;
};

/* A place of the grid. Mostly one row of the table is about it; the amounts of several are added up. */
struct kp_grid_cell {
    struct kp_json *rows;        /* NULL: none */
    const struct kp_json *state; /* of the first row; may be null */
    struct kp_number amount;
    bool has_amount;
};

struct kp_grid {
    const struct kp_field *field, *cell;
    const struct kp_field *amount; /* the first column of money; NULL: there is none */
    struct kp_grid_axis down, across;
    struct kp_grid_cell *cells; /* row by row */
    struct kp_number total;
    bool has_sums;
    struct kp_json *rest; /* rows that have no place in it */
};

/*
 * false when the table is none of that view, has no rows for it, or too many. What is ours already
 * (state "us") is no white space: its amount is shown and not counted in the sums.
 */
bool kp_grid_read(struct kp_grid *grid, const struct kp_calc *calc, const struct kp_field *field,
                  const struct kp_json *rows);

/* Where a value stands on an axis; its count when it does not. */
size_t kp_grid_find(const struct kp_grid_axis *axis, const struct kp_json *value);

#endif
