// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare/forecast.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { HUNDRED = 100, BAND = 20 };

static const struct kp_json *rows_of(struct kp_calc *calc, const char *table)
{
    const struct kp_field *field = kp_model_field(calc->model, kp_str_from(table));
    const struct kp_json *rows = field ? kp_calc_value(calc, field) : NULL;
    return rows && rows->kind == KP_JSON_ARRAY ? rows : NULL;
}

static const struct kp_json *row_by_id(const struct kp_json *rows, struct kp_str id)
{
    KP_JSON_EACH(row, rows)
    if (id.len && kp_str_equal(kp_json_text(row, "id"), id))
        return row;
    return NULL;
}

/* A number that can be counted with; else null. */
static const struct kp_json *number_of(const struct kp_json *row, const char *name)
{
    const struct kp_json *value = kp_json_get(row, name);
    bool good = value && value->kind == KP_JSON_NUMBER && !value->literal.len;
    return good ? value : &kp_json_null;
}

static struct kp_date date_of(const struct kp_json *row, const char *name)
{
    struct kp_date date = {0, 0, 0};
    if (kp_date_read(kp_json_text(row, name), &date, NULL))
        date = (struct kp_date){0, 0, 0};
    return date;
}

static int64_t days_between(struct kp_date from, struct kp_date to)
{
    return kp_date_to_days(to) - kp_date_to_days(from);
}

/* Sums stay as they are where they would leave the range of numbers. */
static void add(struct kp_number *to, struct kp_number number)
{
    kp_number_add(*to, number, to);
}

static void add_json(struct kp_number *to, const struct kp_json *value)
{
    if (!kp_json_is_null(value))
        add(to, value->number);
}

static bool percent_of(struct kp_number part, struct kp_number whole, int64_t *percent)
{
    struct kp_number ratio;
    if (kp_number_sign(whole) == 0 || !kp_number_multiply(part, kp_number_from(HUNDRED), &ratio) ||
        !kp_number_divide(ratio, whole, &ratio))
        return false;
    return kp_number_whole(kp_number_round(ratio, 0), percent);
}

/* ---- opportunities */

static enum kp_outcome outcome_of(const struct kp_json *row)
{
    struct kp_str status = kp_json_text(row, "status");
    if (!row || kp_str_is(status, "dropped"))
        return KP_OUTCOME_DROPPED;
    if (kp_str_is(status, "won"))
        return KP_OUTCOME_WON;
    return kp_str_is(status, "lost") ? KP_OUTCOME_LOST : KP_OUTCOME_OPEN;
}

/* How far the decision has moved, as far as that can be told by now. */
static void find_slip(struct kp_forecast_item *item, struct kp_date on)
{
    bool known = item->decision.year && item->decided.year;
    bool passed = item->decision.year && kp_date_compare(item->decision, on) < 0;
    if (item->outcome == KP_OUTCOME_DROPPED || !item->decision.year)
        return;
    if (item->outcome != KP_OUTCOME_OPEN) {
        item->slip_known = known;
        item->slip = known ? days_between(item->decision, item->decided) : 0;
        return;
    }
    item->late = passed;
    struct kp_date until = known ? item->decided : item->decision;
    if (passed && kp_date_compare(until, on) < 0)
        until = on;
    item->slip = days_between(item->decision, until);
    item->slip_known = passed || item->slip != 0;
}

static void judge_item(const struct kp_json *was, const struct kp_json *is, struct kp_date on,
                       struct kp_arena *arena, struct kp_forecast_item *item)
{
    struct kp_number weighted;
    *item = (struct kp_forecast_item){
        .id = kp_json_text(was, "id"),
        .title = kp_json_text(is ? is : was, "title"),
        .reason = kp_json_text(is, "reason"),
        .outcome = outcome_of(is),
        .gone = !is,
        .value = number_of(was, "value"),
        .now = number_of(is, "value"),
        .probability = number_of(was, "probability"),
        .weighted = &kp_json_null,
        .decision = date_of(was, "decision_date"),
        .decided = date_of(is, "decision_date"),
    };
    if (!kp_json_is_null(item->value) && !kp_json_is_null(item->probability) &&
        kp_number_multiply(item->value->number, item->probability->number, &weighted) &&
        kp_number_divide(weighted, kp_number_from(HUNDRED), &weighted))
        item->weighted = kp_json_new_number(arena, kp_number_round(weighted, 2));
    find_slip(item, on);
}

/* 0–20 %: 0, 21–40 %: 1 … 81–100 %: 4. */
static size_t band_of(struct kp_number percent)
{
    size_t band = 0;
    while (band + 1 < KP_FORECAST_BANDS &&
           kp_number_compare(percent, kp_number_from((int64_t)(band + 1) * BAND)) > 0)
        band++;
    return band;
}

static void count_slip(struct kp_forecast_sum *sum, int64_t days)
{
    sum->slips = kp_grow(sum->slips, sum->slip_count, &sum->slip_cap, sizeof *sum->slips);
    sum->slips[sum->slip_count++] = days;
}

static void count_item(struct kp_forecast_sum *sum, const struct kp_forecast_item *item,
                       struct kp_date on)
{
    sum->count[item->outcome]++;
    sum->late += item->late;
    add_json(&sum->value, item->value);
    add_json(&sum->weighted, item->weighted);
    if (item->decision.year && kp_date_compare(item->decision, on) <= 0)
        add_json(&sum->weighted_due, item->weighted);
    if (item->outcome == KP_OUTCOME_WON)
        add_json(&sum->won, item->now);
    if (item->slip_known)
        count_slip(sum, item->slip);
    if (kp_json_is_null(item->probability))
        return;
    struct kp_forecast_band *band = &sum->bands[band_of(item->probability->number)];
    struct kp_number chance;
    band->count++;
    band->decided += item->outcome != KP_OUTCOME_OPEN;
    band->won += item->outcome == KP_OUTCOME_WON;
    if (kp_number_divide(item->probability->number, kp_number_from(HUNDRED), &chance))
        add(&band->expected, chance);
}

/* Null is behind everything that is known. */
static int compare_values(const struct kp_json *a, const struct kp_json *b)
{
    bool no_a = kp_json_is_null(a), no_b = kp_json_is_null(b);
    return no_a || no_b ? no_a - no_b : kp_number_compare(b->number, a->number);
}

static int by_weight(const void *a, const void *b)
{
    const struct kp_forecast_item *x = a, *y = b;
    int order = compare_values(x->weighted, y->weighted);
    if (!order)
        order = compare_values(x->value, y->value);
    return order ? order : kp_str_compare(x->id, y->id);
}

static void judge_opportunities(struct kp_calc *then, struct kp_calc *now, struct kp_arena *arena,
                                struct kp_forecast *out)
{
    const struct kp_json *were = rows_of(then, "opportunities");
    const struct kp_json *are = rows_of(now, "opportunities");
    struct kp_forecast_item *items =
        kp_arena_alloc(arena, ((were ? were->count : 0) + 1) * sizeof *items);
    KP_JSON_EACH(was, were)
    {
        if (outcome_of(was) != KP_OUTCOME_OPEN)
            continue;
        struct kp_forecast_item *item = &items[out->count++];
        judge_item(was, row_by_id(are, kp_json_text(was, "id")), now->today, arena, item);
        count_item(&out->sum, item, now->today);
    }
    KP_JSON_EACH(is, are)
    {
        if (outcome_of(is) != KP_OUTCOME_WON || row_by_id(were, kp_json_text(is, "id")))
            continue;
        out->sum.fresh_count++;
        add_json(&out->sum.fresh, number_of(is, "value"));
    }
    if (out->count)
        qsort(items, out->count, sizeof *items, by_weight);
    out->items = items;
}

/* ---- KPIs */

/* Smaller is better where the target is below the baseline. */
static bool is_reached(const struct kp_forecast_kpi *kpi)
{
    bool down = !kp_json_is_null(kpi->baseline) &&
                kp_number_compare(kpi->target->number, kpi->baseline->number) < 0;
    int order = kp_number_compare(kpi->actual->number, kpi->target->number);
    return down ? order <= 0 : order >= 0;
}

static void find_way(struct kp_forecast_kpi *kpi)
{
    struct kp_number part, whole;
    kpi->way_known = !kp_json_is_null(kpi->baseline) &&
                     kp_number_subtract(kpi->actual->number, kpi->baseline->number, &part) &&
                     kp_number_subtract(kpi->target->number, kpi->baseline->number, &whole) &&
                     percent_of(part, whole, &kpi->way);
}

static void judge_kpi(const struct kp_json *was, const struct kp_json *is, struct kp_date on,
                      struct kp_forecast_kpi *kpi)
{
    *kpi = (struct kp_forecast_kpi){
        .id = kp_json_text(was, "id"),
        .kpi = kp_json_text(is ? is : was, "kpi"),
        .unit = kp_json_text(is ? is : was, "unit"),
        .outcome = KP_KPI_UNKNOWN,
        .baseline = number_of(was, "baseline"),
        .target = number_of(was, "target"),
        .actual = number_of(is, "actual"),
        .target_now = number_of(is, "target"),
        .by = date_of(was, "by"),
    };
    if (kp_json_equal(kpi->target, kpi->target_now))
        kpi->target_now = &kp_json_null;
    if (kp_json_is_null(kpi->target) || kp_json_is_null(kpi->actual))
        return;
    find_way(kpi);
    if (is_reached(kpi))
        kpi->outcome = KP_KPI_REACHED;
    else if (kpi->by.year && kp_date_compare(kpi->by, on) < 0)
        kpi->outcome = KP_KPI_MISSED;
    else
        kpi->outcome = KP_KPI_UNDERWAY;
}

static void judge_kpis(struct kp_calc *then, struct kp_calc *now, struct kp_arena *arena,
                       struct kp_forecast *out)
{
    const struct kp_json *were = rows_of(then, "kpis"), *are = rows_of(now, "kpis");
    struct kp_forecast_kpi *kpis =
        kp_arena_alloc(arena, ((were ? were->count : 0) + 1) * sizeof *kpis);
    KP_JSON_EACH(was, were)
    {
        struct kp_forecast_kpi *kpi = &kpis[out->kpi_count++];
        judge_kpi(was, row_by_id(are, kp_json_text(was, "id")), now->today, kpi);
        out->sum.kpis[kpi->outcome]++;
    }
    out->kpis = kpis;
}

void kp_forecast_judge(struct kp_calc *then, struct kp_calc *now, struct kp_arena *arena,
                       struct kp_forecast *out)
{
    *out = (struct kp_forecast){.from = then->today, .on = now->today};
    judge_opportunities(then, now, arena, out);
    judge_kpis(then, now, arena, out);
}

void kp_forecast_release(struct kp_forecast *forecast)
{
    if (forecast)
        kp_forecast_sum_release(&forecast->sum);
}

/* ---- sums */

void kp_forecast_sum_add(struct kp_forecast_sum *to, const struct kp_forecast_sum *from)
{
    for (size_t i = 0; i < KP_OUTCOMES; i++)
        to->count[i] += from->count[i];
    for (size_t i = 0; i < KP_KPI_OUTCOMES; i++)
        to->kpis[i] += from->kpis[i];
    to->late += from->late;
    add(&to->value, from->value);
    add(&to->weighted, from->weighted);
    add(&to->weighted_due, from->weighted_due);
    add(&to->won, from->won);
    to->fresh_count += from->fresh_count;
    add(&to->fresh, from->fresh);
    for (size_t i = 0; i < KP_FORECAST_BANDS; i++) {
        to->bands[i].count += from->bands[i].count;
        to->bands[i].decided += from->bands[i].decided;
        to->bands[i].won += from->bands[i].won;
        add(&to->bands[i].expected, from->bands[i].expected);
    }
    for (size_t i = 0; i < from->slip_count; i++)
        count_slip(to, from->slips[i]);
}

void kp_forecast_sum_release(struct kp_forecast_sum *sum)
{
    if (!sum)
        return;
    free(sum->slips);
    *sum = (struct kp_forecast_sum){.slips = NULL};
}

bool kp_forecast_hit_rate(const struct kp_forecast_sum *sum, int64_t *percent)
{
    size_t won = sum->count[KP_OUTCOME_WON];
    size_t decided = won + sum->count[KP_OUTCOME_LOST] + sum->count[KP_OUTCOME_DROPPED];
    return percent_of(kp_number_from((int64_t)won), kp_number_from((int64_t)decided), percent);
}

static int by_size(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

bool kp_forecast_slip(const struct kp_forecast_sum *sum, int64_t *days)
{
    size_t count = sum->slip_count;
    if (!count)
        return false;
    int64_t *sorted = kp_alloc(count * sizeof *sorted);
    memcpy(sorted, sum->slips, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_size);
    int64_t twice = sorted[(count - 1) / 2] + sorted[count / 2];
    *days = (twice + twice % 2) / 2; /* the remainder has the sign of `twice` */
    free(sorted);
    return true;
}

bool kp_forecast_won_rate(const struct kp_forecast_sum *sum, int64_t *percent)
{
    return percent_of(sum->won, sum->weighted_due, percent);
}
