// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_COMPARE_CUSTOMERS_H
#define KP_COMPARE_CUSTOMERS_H

/*
 * Customer accounts: what each customer leaves when the cost of serving it is drawn off, the groups
 * that the figures make, and how the revenue is spread. After A. Duus's booklet on customer accounts as
 * a basis for selling (seed 004): contribution (DB) = revenue − direct cost − cost drivers, ratio (DG) =
 * contribution in % of revenue; groups by size of revenue and contribution or ratio.
 *
 * Money is whole hundredths of the currency (øre, cents), so that sums are exact and those of the
 * groups make that of the portfolio. Nothing depends on the order of the rows.
 */

#include "model/plan.h"

#include <stdint.h>

#define KP_CUSTOMERS_MOST_FIGURES 24

/* Figures are by index: revenue, direct cost, then every other column of money that is not calculated. */
enum { KP_FIGURE_REVENUE, KP_FIGURE_COST, KP_FIGURE_DRIVERS };

struct kp_customer {
    struct kp_str number, name; /* views of the plan, or of what was added */
    int64_t contribution;
    uint32_t group;       /* index of its group */
    uint32_t own;         /* where the figures alone would place it */
    struct kp_str reason; /* moved by hand: why; data NULL: it was not */
};

/* Sums over customers: the portfolio, or a group. */
struct kp_customer_sum {
    size_t count;
    kp_int128 figures[KP_CUSTOMERS_MOST_FIGURES], contribution;
};

struct kp_customer_group {
    struct kp_str name, strategy; /* name empty: what no group takes */
    bool has_revenue, has_contribution, has_ratio, good;
    int64_t revenue, contribution; /* from */
    struct kp_number ratio;        /* from, in % */
    struct kp_customer_sum sum;
};

struct kp_customers {
    const struct kp_field
        *figures[KP_CUSTOMERS_MOST_FIGURES]; /* columns; NULL: the table lacks it */
    size_t figure_count;
    const struct kp_field *number, *name;
    struct kp_customer *items;
    int64_t *amounts; /* figure_count of each customer */
    size_t count, cap;
    struct kp_customer_group
        *groups;        /* in their order; behind the last stands that without a name */
    size_t group_count; /* of those with a name; 0: there are none */
    struct kp_customer_sum portfolio;
    size_t without_revenue, negative; /* customers with revenue ≤ 0, with contribution < 0 */
    size_t moved;                     /* by hand, to a group that there is */
    size_t lost_moves;                /* moves of customers or to groups that there are not */
    uint32_t *by_number, *by_revenue; /* indexes; from the largest */
};

/* For a table of view `customers`; no customers yet. Release it. */
void kp_customers_init(struct kp_customers *customers, const struct kp_field *table);
void kp_customers_release(struct kp_customers *customers);

/* Adds a customer with no amounts; returns its figure_count amounts, to be filled before the next one. */
int64_t *kp_customers_add(struct kp_customers *customers, struct kp_str number, struct kp_str name);

/* Room for so many customers in all: they are many, and doubling takes twice as much. */
void kp_customers_reserve(struct kp_customers *customers, size_t count);

/* An amount in hundredths; what is beyond 10^16 is no amount: 0. */
int64_t kp_customers_amount(struct kp_number number);

/* Adds the rows of the table. */
void kp_customers_read(struct kp_customers *customers, const struct kp_json *rows);

/*
 * Places everybody and adds up. A customer belongs to the first group whose thresholds it reaches, all of
 * them: a threshold belongs to the group that it opens (from ≤ value). Without revenue there is no
 * ratio, and none is reached. `moved` (rows of groups.moved) goes before the thresholds. Either may be NULL.
 * May be called again.
 */
void kp_customers_place(struct kp_customers *customers, const struct kp_json *groups,
                        const struct kp_json *moved);

const int64_t *kp_customer_amounts(const struct kp_customers *customers, size_t index);

/*
 * A plan's customers, placed: those of its table of view `customers` (with `value` instead of the answer, where
 * that is not NULL), by its tables `groups` (`groups_value` instead) and `groups.moved`. false: it has no
 * customers; nothing needs to be released then. The _before one is of the cycle before.
 */
bool kp_customers_of(const struct kp_calc *calc, const struct kp_json *value,
                     const struct kp_json *groups_value, struct kp_customers *out);
bool kp_customers_before(const struct kp_calc *calc, struct kp_customers *out,
                         struct kp_cycle *cycle);

/* By number, as it is written but for case; NULL when there is none. */
const struct kp_customer *kp_customers_find(const struct kp_customers *customers,
                                            struct kp_str number);

/* part in % of whole, at most `decimals`, half away from zero; false: whole ≤ 0. */
bool kp_customers_percent(kp_int128 part, kp_int128 whole, int decimals, struct kp_number *out);

/* An amount as a number of the currency. */
struct kp_number kp_customers_money(kp_int128 amount);

/*
 * The revenue of the largest `percent` % of the customers (rounded up to whole ones, as the field customers.top5 does),
 * and how many that are.
 */
kp_int128 kp_customers_top(const struct kp_customers *customers, int percent, size_t *count);

/* Share of the revenue (0–1) of the first i of `points` equal parts of the customers; out has points + 1. */
void kp_customers_curve(const struct kp_customers *customers, size_t points, double *out);

/* The middle one of a group's customers, figure by figure: what is typical. */
struct kp_customer_profile {
    size_t count;
    int64_t revenue, contribution;
    bool has_ratio;
    struct kp_number ratio;                             /* median of those with revenue */
    struct kp_number shares[KP_CUSTOMERS_MOST_FIGURES]; /* median % of revenue, by figure */
};
void kp_customers_profile(const struct kp_customers *customers, uint32_t group,
                          struct kp_customer_profile *out);

/* What one point (1 % of revenue) of any driver is worth in a year: the money it would leave. */
kp_int128 kp_customers_point(const struct kp_customer_sum *sum);

/* What became of each customer since another time. */
struct kp_customer_moves {
    size_t stayed, moved, fresh, gone;
    size_t *
        from_to; /* (from group_count + 1) × (to group_count + 1), those with a group at both times */
    struct kp_moved {
        uint32_t before, after; /* indexes of customers */
    } * items;                  /* that moved: the largest revenue first */
};

/* Groups are known by their names: a group that was renamed is another one. Release it. */
void kp_customers_compare(const struct kp_customers *before, const struct kp_customers *after,
                          struct kp_customer_moves *out);
void kp_customer_moves_release(struct kp_customer_moves *moves);

#endif
