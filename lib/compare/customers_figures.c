// SPDX-License-Identifier: GPL-3.0-or-later
/* What the accounts say: shares, concentration, the typical customer of a group, who moved. */
#include "compare/customers.h"

#include "base/alloc.h"

#include <stdlib.h>

enum { SHARE_DECIMALS = 1 };

struct kp_number kp_customers_money(kp_int128 amount)
{
    struct kp_number number = {amount, 2};
    while (number.scale && number.digits % 10 == 0) {
        number.digits /= 10;
        number.scale--;
    }
    return number;
}

bool kp_customers_percent(kp_int128 part, kp_int128 whole, int decimals, struct kp_number *out)
{
    if (whole <= 0)
        return false;
    kp_int128 above = part * 100;
    for (int i = 0; i < decimals; i++)
        above *= 10;
    kp_int128 digits = above / whole, rest = above % whole;
    if (rest < 0 ? -rest * 2 >= whole : rest * 2 >= whole)
        digits += above < 0 ? -1 : 1;
    *out = (struct kp_number){digits, decimals};
    while (out->scale && out->digits % 10 == 0) {
        out->digits /= 10;
        out->scale--;
    }
    return true;
}

kp_int128 kp_customers_top(const struct kp_customers *customers, int percent, size_t *count)
{
    kp_int128 sum = 0;
    *count = (customers->count * (size_t)percent + 99) / 100;
    for (size_t i = 0; i < *count; i++)
        sum += kp_customer_amounts(customers, customers->by_revenue[i])[KP_FIGURE_REVENUE];
    return sum;
}

void kp_customers_curve(const struct kp_customers *customers, size_t points, double *out)
{
    double whole = (double)customers->portfolio.figures[KP_FIGURE_REVENUE];
    kp_int128 sum = 0;
    size_t at = 0;
    for (size_t i = 0; i <= points; i++) {
        size_t until = points ? customers->count * i / points : 0;
        for (; at < until; at++)
            sum += kp_customer_amounts(customers, customers->by_revenue[at])[KP_FIGURE_REVENUE];
        out[i] = whole > 0 ? (double)sum / whole : 0;
    }
}

/* ---- the typical customer */

static int by_amount(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

static int64_t median(int64_t *values, size_t count)
{
    if (!count)
        return 0;
    qsort(values, count, sizeof *values, by_amount);
    if (count % 2)
        return values[count / 2];
    return values[count / 2 - 1] + (values[count / 2] - values[count / 2 - 1]) / 2;
}

/* In thousandths of a percent, so that medians can be taken of whole numbers. */
enum { FINE_DECIMALS = 3 };

static bool fine_share(int64_t part, int64_t revenue, int64_t *out)
{
    struct kp_number share;
    if (!kp_customers_percent(part, revenue, FINE_DECIMALS, &share))
        return false;
    kp_int128 digits = share.digits;
    for (int i = share.scale; i < FINE_DECIMALS; i++)
        digits *= 10;
    *out = digits > INT64_MAX ? INT64_MAX : digits < INT64_MIN ? INT64_MIN : (int64_t)digits;
    return true;
}

static struct kp_number from_fine(int64_t share)
{
    struct kp_number number = {share, FINE_DECIMALS};
    return kp_number_round(number, SHARE_DECIMALS);
}

void kp_customers_profile(const struct kp_customers *customers, uint32_t group,
                          struct kp_customer_profile *out)
{
    int64_t *values = kp_realloc_array(NULL, customers->count + 1, sizeof *values);
    size_t figures = customers->figure_count;
    *out = (struct kp_customer_profile){.count = 0};
    /* figure 0 is revenue; beyond the figures stand contribution and ratio */
    for (size_t f = 0; f < figures + 2; f++) {
        size_t count = 0;
        for (size_t i = 0; i < customers->count; i++) {
            const struct kp_customer *customer = &customers->items[i];
            const int64_t *amounts = kp_customer_amounts(customers, i);
            int64_t revenue = amounts[KP_FIGURE_REVENUE];
            if (customer->group != group)
                continue;
            if (f == KP_FIGURE_REVENUE)
                values[count++] = revenue;
            else if (f == figures)
                values[count++] = customer->contribution;
            else
                count += fine_share(f > figures ? customer->contribution : amounts[f], revenue,
                                    &values[count]);
        }
        int64_t middle = median(values, count);
        if (f == KP_FIGURE_REVENUE) {
            out->count = count;
            out->revenue = middle;
        } else if (f == figures) {
            out->contribution = middle;
        } else if (f > figures) {
            out->has_ratio = count > 0;
            out->ratio = from_fine(middle);
        } else {
            out->shares[f] = from_fine(middle);
        }
    }
    free(values);
}

kp_int128 kp_customers_point(const struct kp_customer_sum *sum)
{
    kp_int128 revenue = sum->figures[KP_FIGURE_REVENUE];
    return (revenue + (revenue < 0 ? -50 : 50)) / 100;
}

/* ---- since another time */

void kp_customers_compare(const struct kp_customers *before, const struct kp_customers *after,
                          struct kp_customer_moves *out)
{
    size_t width = after->group_count + 1, met = 0;
    *out = (struct kp_customer_moves){
        .from_to = kp_alloc((before->group_count + 1) * width * sizeof *out->from_to)};
    out->items = kp_realloc_array(NULL, after->count + 1, sizeof *out->items);
    for (size_t i = 0; i < after->count; i++) {
        const struct kp_customer *customer = &after->items[after->by_revenue[i]];
        const struct kp_customer *was = kp_customers_find(before, customer->number);
        if (!was) {
            out->fresh++;
            continue;
        }
        met++;
        out->from_to[was->group * width + customer->group]++;
        if (kp_str_equal(before->groups[was->group].name, after->groups[customer->group].name)) {
            out->stayed++;
            continue;
        }
        out->items[out->moved++] =
            (struct kp_moved){(uint32_t)(was - before->items), after->by_revenue[i]};
    }
    out->gone = before->count - met;
}

void kp_customer_moves_release(struct kp_customer_moves *moves)
{
    free(moves->from_to);
    free(moves->items);
    *moves = (struct kp_customer_moves){.stayed = 0};
}
