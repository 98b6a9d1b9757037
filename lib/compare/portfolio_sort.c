// SPDX-License-Identifier: GPL-3.0-or-later
/* The order of accounts in a portfolio. */
#include "base/utf8.h"
#include "compare/portfolio.h"
#include "model/type.h"

#include <string.h>

struct order {
    const struct kp_portfolio_column *column;
    size_t index;
    bool descending;
    struct kp_arena arena; /* for folded texts */
};

static int64_t choice_place(const struct kp_field *field, const struct kp_json *value)
{
    for (size_t i = 0; i < field->choice_count; i++)
        if (kp_str_equal(field->choices[i].id, value->text))
            return (int64_t)i;
    return (int64_t)field->choice_count;
}

/* What a value counts for, where it is not a text; false: it is one. */
static bool rank_of(const struct kp_portfolio_column *column, const struct kp_json *value,
                    struct kp_number *out)
{
    if (value->kind == KP_JSON_NUMBER)
        *out = value->number;
    else if (value->kind == KP_JSON_BOOL)
        *out = kp_number_from(value->boolean);
    else if (value->kind == KP_JSON_OBJECT)
        *out = kp_number_from(kp_json_whole(value, "x", 0) + kp_json_whole(value, "y", 0));
    else if (value->kind == KP_JSON_STRING && column->field && column->field->choice_count)
        *out = kp_number_from(choice_place(column->field, value));
    else
        return false;
    return true;
}

static int compare_known(struct order *order, const struct kp_json *a, const struct kp_json *b)
{
    struct kp_number x, y;
    bool ranked = rank_of(order->column, a, &x);
    if (ranked != rank_of(order->column, b, &y))
        return ranked ? -1 : 1;
    if (ranked)
        return kp_number_compare(x, y);
    if (a->kind != KP_JSON_STRING || b->kind != KP_JSON_STRING)
        return 0;
    int folded =
        kp_str_compare(kp_utf8_fold(&order->arena, a->text), kp_utf8_fold(&order->arena, b->text));
    return folded ? folded : kp_str_compare(a->text, b->text);
}

/* Whether `a` belongs before `b`; of equal ones, the smaller short name. */
static bool is_before(struct order *order, const struct kp_portfolio_row *a,
                      const struct kp_portfolio_row *b)
{
    const struct kp_json *x = a->values[order->index], *y = b->values[order->index];
    bool no_x = kp_json_is_null(x), no_y = kp_json_is_null(y);
    if (no_x != no_y)
        return no_y;
    int compared = no_x ? 0 : compare_known(order, x, y);
    if (compared)
        return order->descending ? compared > 0 : compared < 0;
    return kp_str_compare(a->slug, b->slug) < 0;
}

/* Merges two runs that are in order, rows[0..middle) and rows[middle..count). */
static void merge(struct order *order, const struct kp_portfolio_row *rows, size_t middle,
                  size_t count, struct kp_portfolio_row *out)
{
    size_t left = 0, right = middle;
    for (size_t i = 0; i < count; i++) {
        bool take_right =
            left == middle || (right < count && is_before(order, &rows[right], &rows[left]));
        out[i] = rows[take_right ? right++ : left++];
    }
}

/* qsort has no room for what the order needs to know. */
static void sort(struct order *order, struct kp_portfolio_row *rows, size_t count,
                 struct kp_portfolio_row *spare)
{
    if (count < 2)
        return;
    sort(order, rows, count / 2, spare);
    sort(order, rows + count / 2, count - count / 2, spare);
    merge(order, rows, count / 2, count, spare);
    memcpy(rows, spare, count * sizeof *rows);
}

void kp_portfolio_sort(struct kp_portfolio *portfolio, size_t column, bool descending)
{
    struct order order = {&portfolio->columns[column], column, descending, KP_ARENA_INIT};
    struct kp_portfolio_row *spare =
        kp_arena_alloc(&order.arena, (portfolio->row_count + 1) * sizeof *spare);
    sort(&order, portfolio->rows, portfolio->row_count, spare);
    kp_arena_release(&order.arena);
}
