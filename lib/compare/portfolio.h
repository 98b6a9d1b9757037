// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_COMPARE_PORTFOLIO_H
#define KP_COMPARE_PORTFOLIO_H

/*
 * All accounts side by side: which columns there are, what they need to be read, values now and in
 * the cycle before, movement, sums, order. Pure; everything lives in the arena that is given.
 */

#include "compare/due.h"

enum kp_portfolio_kind {
    KP_PORTFOLIO_FIELD,   /* a field of the model */
    KP_PORTFOLIO_ACCOUNT, /* the short name */
    KP_PORTFOLIO_NAME,
    KP_PORTFOLIO_KAM,  /* a person */
    KP_PORTFOLIO_LAST, /* when a session was held last */
    KP_PORTFOLIO_DUE,  /* when the next revision is due */
};

struct kp_portfolio_column {
    struct kp_str id; /* the field's, or account, name, kam, last, due */
    enum kp_portfolio_kind kind;
    const struct kp_field *field; /* of a KP_PORTFOLIO_FIELD */
};

/* The columns of a portfolio when nobody asks for others, first to last; ends with NULL. */
extern const char *const kp_portfolio_usual[];

/*
 * A column by its id: one of the above, or an account's field whose value fits into a cell (no
 * table, list or note). KP_NOT_FOUND suggests the nearest.
 */
enum kp_status kp_portfolio_find(const struct kp_model *model, struct kp_str id,
                                 struct kp_portfolio_column *out, struct kp_err *err);

/*
 * Marks in `needed` (as many as the model has fields) every stored field that the values of these
 * columns are worked out of, and the actions, which tell what is overdue.
 */
void kp_portfolio_needs(const struct kp_model *model, const struct kp_portfolio_column *columns,
                        size_t count, bool *needed);

struct kp_portfolio_row {
    struct kp_str slug, name, kam; /* kam: a person's id, may be empty */
    struct kp_str revision;        /* the plan's; may be empty */
    struct kp_due due;
    struct kp_date signed_on;     /* the cycle of the last session; no date: not signed off */
    struct kp_calc *now, *before; /* before: NULL when there was no plan then */
    size_t fault_count;           /* answers that could not be read */
    const struct kp_json **values, **old; /* by column, null: unknown; kp_portfolio_fill */
};

/* A column's sum over all accounts, or what its formula gives on the sums of what it is made of; null:
 * none. `moved`: the same over those accounts only of which both states are known. */
struct kp_portfolio_total {
    const struct kp_json *value, *moved_from, *moved_to;
};

struct kp_portfolio {
    const struct kp_portfolio_column *columns;
    size_t column_count;
    struct kp_portfolio_row *rows;
    size_t row_count;
    struct kp_portfolio_total *totals; /* by column */
};

/* Works out `values` and `old` of every row, and the totals. */
void kp_portfolio_fill(struct kp_portfolio *portfolio, struct kp_arena *arena);

/*
 * Orders the rows by a column; what is unknown stands last either way. Choices go by the order in
 * which the model has them, positions by the sum of their steps, texts by how they are spelt.
 */
void kp_portfolio_sort(struct kp_portfolio *portfolio, size_t column, bool descending);

/* Whether a column is of numbers: the largest first is what people expect. */
bool kp_portfolio_is_number(const struct kp_portfolio_column *column);

#endif
