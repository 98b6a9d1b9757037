// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare/customers.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "model/type.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 64, RATIO_DECIMALS = 6 };
static const int64_t most_amount = INT64_C(10000000000000000); /* 10^16 hundredths */

void kp_customers_init(struct kp_customers *customers, const struct kp_field *table)
{
    *customers = (struct kp_customers){.figure_count = KP_FIGURE_DRIVERS};
    customers->number = kp_field_column(table, table->key);
    customers->name = kp_field_column(table, KP_STR("name"));
    customers->figures[KP_FIGURE_REVENUE] = kp_field_column(table, KP_STR("revenue"));
    customers->figures[KP_FIGURE_COST] = kp_field_column(table, KP_STR("cost"));
    for (size_t i = 0; i < table->column_count; i++) {
        const struct kp_field *column = &table->columns[i];
        if (column->type->kind == KP_TYPE_MONEY && !column->calc &&
            column != customers->figures[KP_FIGURE_REVENUE] &&
            column != customers->figures[KP_FIGURE_COST] &&
            customers->figure_count < KP_CUSTOMERS_MOST_FIGURES)
            customers->figures[customers->figure_count++] = column;
    }
}

void kp_customers_release(struct kp_customers *customers)
{
    free(customers->items);
    free(customers->amounts);
    free(customers->groups);
    free(customers->by_number);
    free(customers->by_revenue);
    *customers = (struct kp_customers){.count = 0};
}

int64_t kp_customers_amount(struct kp_number number)
{
    struct kp_number rounded = kp_number_round(number, 2);
    kp_int128 amount = rounded.digits;
    for (int scale = rounded.scale; scale < 2; scale++)
        amount *= 10;
    return amount > most_amount || amount < -most_amount ? 0 : (int64_t)amount;
}

void kp_customers_reserve(struct kp_customers *customers, size_t count)
{
    if (count <= customers->cap)
        return;
    customers->cap = count;
    customers->items = kp_realloc_array(customers->items, count, sizeof *customers->items);
    customers->amounts = kp_realloc_array(customers->amounts, count * customers->figure_count,
                                          sizeof *customers->amounts);
}

int64_t *kp_customers_add(struct kp_customers *customers, struct kp_str number, struct kp_str name)
{
    size_t width = customers->figure_count;
    if (customers->count == customers->cap)
        kp_customers_reserve(customers, customers->cap ? customers->cap * 2 : FIRST_CAP);
    size_t at = customers->count++;
    customers->items[at] = (struct kp_customer){.number = number, .name = name};
    memset(&customers->amounts[at * width], 0, width * sizeof *customers->amounts);
    return &customers->amounts[at * width];
}

const int64_t *kp_customer_amounts(const struct kp_customers *customers, size_t index)
{
    return &customers->amounts[index * customers->figure_count];
}

static int64_t amount_of(const struct kp_json *cell)
{
    if (!cell || cell->kind != KP_JSON_NUMBER || cell->literal.len)
        return 0;
    return kp_customers_amount(cell->number);
}

void kp_customers_read(struct kp_customers *customers, const struct kp_json *rows)
{
    if (rows && rows->kind == KP_JSON_ARRAY)
        kp_customers_reserve(customers, rows->count);
    KP_JSON_EACH(row, rows && rows->kind == KP_JSON_ARRAY ? rows : NULL)
    {
        struct kp_str number = {"", 0}, name = {"", 0};
        int64_t amounts[KP_CUSTOMERS_MOST_FIGURES] = {0};
        KP_JSON_EACH(cell, row)
        {
            if (cell->kind == KP_JSON_STRING) {
                if (customers->number && kp_str_equal(cell->name, customers->number->id))
                    number = cell->text;
                else if (customers->name && kp_str_equal(cell->name, customers->name->id))
                    name = cell->text;
                continue;
            }
            for (size_t i = 0; i < customers->figure_count; i++)
                if (customers->figures[i] && kp_str_equal(cell->name, customers->figures[i]->id))
                    amounts[i] = amount_of(cell);
        }
        memcpy(kp_customers_add(customers, number, name), amounts,
               customers->figure_count * sizeof *amounts);
    }
}

/* ---- orders */

/* As people compare numbers of customers: without regard to case. */
static int compare_numbers(struct kp_str a, struct kp_str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < len; i++) {
        unsigned char left = (unsigned char)a.data[i], right = (unsigned char)b.data[i];
        left = left >= 'A' && left <= 'Z' ? left | 0x20 : left;
        right = right >= 'A' && right <= 'Z' ? right | 0x20 : right;
        if (left != right)
            return left < right ? -1 : 1;
    }
    return (a.len > b.len) - (a.len < b.len);
}

struct entry {
    struct kp_str number;
    int64_t revenue;
    uint32_t index;
};

static int by_number(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    int order = compare_numbers(left->number, right->number);
    return order ? order : (left->index > right->index) - (left->index < right->index);
}

static int by_revenue(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    if (left->revenue != right->revenue)
        return left->revenue > right->revenue ? -1 : 1;
    return by_number(a, b);
}

static uint32_t *sorted(const struct kp_customers *customers,
                        int (*order)(const void *, const void *))
{
    struct entry *entries = kp_realloc_array(NULL, customers->count + 1, sizeof *entries);
    uint32_t *indexes = kp_realloc_array(NULL, customers->count + 1, sizeof *indexes);
    for (size_t i = 0; i < customers->count; i++)
        entries[i] =
            (struct entry){customers->items[i].number,
                           kp_customer_amounts(customers, i)[KP_FIGURE_REVENUE], (uint32_t)i};
    bool in_order = true;
    for (size_t i = 1; i < customers->count && in_order; i++)
        in_order = order(&entries[i - 1], &entries[i]) < 0;
    if (!in_order)
        qsort(entries, customers->count, sizeof *entries, order);
    for (size_t i = 0; i < customers->count; i++)
        indexes[i] = entries[i].index;
    free(entries);
    return indexes;
}

const struct kp_customer *kp_customers_find(const struct kp_customers *customers,
                                            struct kp_str number)
{
    size_t low = 0, high = customers->by_number ? customers->count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct kp_customer *item = &customers->items[customers->by_number[middle]];
        int order = compare_numbers(item->number, number);
        if (order == 0)
            return item;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* ---- groups */

static bool read_limit(const struct kp_json *row, const char *name, int64_t *out)
{
    const struct kp_json *cell = kp_json_get(row, name);
    *out = amount_of(cell);
    return !kp_json_is_null(cell);
}

static void read_groups(struct kp_customers *customers, const struct kp_json *rows)
{
    size_t count = rows && rows->kind == KP_JSON_ARRAY ? rows->count : 0;
    free(customers->groups);
    customers->groups = kp_realloc_array(NULL, count + 1, sizeof *customers->groups);
    customers->group_count = 0;
    KP_JSON_EACH(row, count ? rows : NULL)
    {
        struct kp_customer_group group = {.name = kp_json_text(row, "name"),
                                          .strategy = kp_json_text(row, "strategy")};
        const struct kp_json *ratio = kp_json_get(row, "ratio"), *good = kp_json_get(row, "good");
        group.has_revenue = read_limit(row, "revenue", &group.revenue);
        group.has_contribution = read_limit(row, "contribution", &group.contribution);
        group.has_ratio = ratio && ratio->kind == KP_JSON_NUMBER && !ratio->literal.len;
        if (group.has_ratio)
            group.ratio = kp_number_round(ratio->number, RATIO_DECIMALS);
        group.good = good && good->kind == KP_JSON_BOOL && good->boolean;
        customers->groups[customers->group_count++] = group;
    }
    customers->groups[customers->group_count] = (struct kp_customer_group){.name = {"", 0}};
}

/* contribution / revenue × 100 ≥ the threshold, without dividing. */
static bool reaches_ratio(int64_t contribution, int64_t revenue, struct kp_number from)
{
    kp_int128 left = (kp_int128)contribution * 100;
    if (revenue <= 0)
        return false;
    for (int i = 0; i < from.scale; i++)
        left *= 10;
    return left >= from.digits * revenue;
}

static uint32_t find_group(const struct kp_customers *customers, int64_t revenue,
                           int64_t contribution)
{
    for (size_t i = 0; i < customers->group_count; i++) {
        const struct kp_customer_group *group = &customers->groups[i];
        if ((!group->has_revenue || revenue >= group->revenue) &&
            (!group->has_contribution || contribution >= group->contribution) &&
            (!group->has_ratio || reaches_ratio(contribution, revenue, group->ratio)))
            return (uint32_t)i;
    }
    return (uint32_t)customers->group_count;
}

static bool same_name(struct kp_arena *scratch, struct kp_str a, struct kp_str b)
{
    return kp_str_equal(a, b) || kp_str_equal(kp_utf8_fold(scratch, a), kp_utf8_fold(scratch, b));
}

/* Those that the team placed elsewhere. */
static void move_by_hand(struct kp_customers *customers, const struct kp_json *moved)
{
    struct kp_arena scratch = KP_ARENA_INIT;
    customers->moved = customers->lost_moves = 0;
    KP_JSON_EACH(row, moved && moved->kind == KP_JSON_ARRAY ? moved : NULL)
    {
        const struct kp_customer *found =
            kp_customers_find(customers, kp_json_text(row, "customer"));
        struct kp_str group = kp_json_text(row, "group"), reason = kp_json_text(row, "reason");
        size_t to = 0;
        while (to < customers->group_count &&
               !same_name(&scratch, customers->groups[to].name, group))
            to++;
        if (!found || to == customers->group_count) {
            customers->lost_moves++;
            continue;
        }
        struct kp_customer *customer = &customers->items[found - customers->items];
        customers->moved += !customer->reason.data;
        customer->group = (uint32_t)to;
        customer->reason = reason.data ? reason : KP_STR("");
    }
    kp_arena_release(&scratch);
}

static void add_to(struct kp_customer_sum *sum, const int64_t *amounts, size_t figures,
                   int64_t contribution)
{
    sum->count++;
    for (size_t i = 0; i < figures; i++)
        sum->figures[i] += amounts[i];
    sum->contribution += contribution;
}

void kp_customers_place(struct kp_customers *customers, const struct kp_json *groups,
                        const struct kp_json *moved)
{
    read_groups(customers, groups);
    customers->portfolio = (struct kp_customer_sum){.count = 0};
    customers->without_revenue = customers->negative = 0;
    for (size_t i = 0; i < customers->count; i++) {
        struct kp_customer *customer = &customers->items[i];
        const int64_t *amounts = kp_customer_amounts(customers, i);
        customer->contribution = amounts[KP_FIGURE_REVENUE];
        for (size_t f = KP_FIGURE_COST; f < customers->figure_count; f++)
            customer->contribution -= amounts[f];
        customer->own = customer->group =
            find_group(customers, amounts[KP_FIGURE_REVENUE], customer->contribution);
        customer->reason = (struct kp_str){NULL, 0};
        customers->without_revenue += amounts[KP_FIGURE_REVENUE] <= 0;
        customers->negative += customer->contribution < 0;
    }
    free(customers->by_number);
    free(customers->by_revenue);
    customers->by_number = sorted(customers, by_number);
    customers->by_revenue = sorted(customers, by_revenue);
    move_by_hand(customers, moved);
    for (size_t i = 0; i < customers->count; i++) {
        const struct kp_customer *customer = &customers->items[i];
        const int64_t *amounts = kp_customer_amounts(customers, i);
        add_to(&customers->portfolio, amounts, customers->figure_count, customer->contribution);
        add_to(&customers->groups[customer->group].sum, amounts, customers->figure_count,
               customer->contribution);
    }
}
