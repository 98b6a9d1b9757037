// SPDX-License-Identifier: GPL-3.0-or-later
/* The document of `forecast --json`; what is not known is left out. */
#include "view/forecast.h"
#include "view/set_parts.h"

static const char *const outcomes[KP_OUTCOMES] = {"won", "lost", "dropped", "open"};
static const char *const kpi_outcomes[KP_KPI_OUTCOMES] = {"reached", "missed", "underway",
                                                          "unknown"};
enum { BAND = 20 };

static void set_known(struct kp_arena *arena, struct kp_json *object, const char *name,
                      const struct kp_json *value)
{
    if (!kp_json_is_null(value))
        kp_json_set(arena, object, name, value);
}

static void set_number(struct kp_arena *arena, struct kp_json *object, const char *name,
                       struct kp_number number)
{
    kp_json_set(arena, object, name, kp_json_new_number(arena, number));
}

static void set_count(struct kp_arena *arena, struct kp_json *object, const char *name,
                      size_t count)
{
    kp_json_set_whole(arena, object, name, (int64_t)count);
}

static struct kp_json *item_json(const struct kp_forecast_item *item, struct kp_arena *arena)
{
    struct kp_json *object = kp_json_new_object(arena), *expected = kp_json_new_object(arena),
                   *now = kp_json_new_object(arena);
    kp_json_set_string(arena, object, "id", item->id);
    kp_json_set_string(arena, object, "title", item->title);
    kp_json_set_string(arena, object, "outcome", kp_str_from(outcomes[item->outcome]));
    set_known(arena, expected, "value", item->value);
    set_known(arena, expected, "probability", item->probability);
    set_known(arena, expected, "weighted", item->weighted);
    kp_view_set_date(arena, expected, "decision_date", item->decision);
    kp_json_set(arena, object, "expected", expected);
    set_known(arena, now, "value", item->now);
    kp_view_set_date(arena, now, "decision_date", item->decided);
    if (item->reason.len)
        kp_json_set_string(arena, now, "reason", item->reason);
    kp_json_set(arena, object, "now", now);
    if (item->slip_known)
        kp_json_set_whole(arena, object, "slip_days", item->slip);
    kp_json_set_bool(arena, object, "late", item->late);
    kp_json_set_bool(arena, object, "gone", item->gone);
    return object;
}

static struct kp_json *kpi_json(const struct kp_forecast_kpi *kpi, struct kp_arena *arena)
{
    struct kp_json *object = kp_json_new_object(arena);
    kp_json_set_string(arena, object, "id", kpi->id);
    kp_json_set_string(arena, object, "kpi", kpi->kpi);
    if (kpi->unit.len)
        kp_json_set_string(arena, object, "unit", kpi->unit);
    kp_json_set_string(arena, object, "outcome", kp_str_from(kpi_outcomes[kpi->outcome]));
    set_known(arena, object, "baseline", kpi->baseline);
    set_known(arena, object, "target", kpi->target);
    set_known(arena, object, "target_now", kpi->target_now);
    kp_view_set_date(arena, object, "by", kpi->by);
    set_known(arena, object, "actual", kpi->actual);
    if (kpi->way_known)
        kp_json_set_whole(arena, object, "way", kpi->way);
    return object;
}

static struct kp_json *bands_json(const struct kp_forecast_sum *sum, struct kp_arena *arena)
{
    struct kp_json *bands = kp_json_new_array(arena);
    for (size_t i = 0; i < KP_FORECAST_BANDS; i++) {
        const struct kp_forecast_band *band = &sum->bands[i];
        struct kp_json *object = kp_json_new_object(arena);
        kp_json_append(arena, bands, object);
        set_count(arena, object, "from", i ? i * BAND + 1 : 0);
        set_count(arena, object, "to", (i + 1) * BAND);
        set_count(arena, object, "count", band->count);
        set_number(arena, object, "expected", band->expected);
        set_count(arena, object, "won", band->won);
        set_count(arena, object, "open", band->count - band->decided);
    }
    return bands;
}

static struct kp_json *sum_json(const struct kp_forecast_sum *sum, struct kp_arena *arena)
{
    struct kp_json *object = kp_json_new_object(arena), *kpis = kp_json_new_object(arena),
                   *fresh = kp_json_new_object(arena);
    int64_t number;
    for (size_t i = 0; i < KP_OUTCOMES; i++)
        set_count(arena, object, outcomes[i], sum->count[i]);
    set_count(arena, object, "late", sum->late);
    if (kp_forecast_hit_rate(sum, &number))
        kp_json_set_whole(arena, object, "hit_rate", number);
    if (kp_forecast_slip(sum, &number))
        kp_json_set_whole(arena, object, "slip_days", number);
    set_number(arena, object, "value", sum->value);
    set_number(arena, object, "weighted", sum->weighted);
    set_number(arena, object, "weighted_due", sum->weighted_due);
    set_number(arena, object, "won_value", sum->won);
    if (kp_forecast_won_rate(sum, &number))
        kp_json_set_whole(arena, object, "won_rate", number);
    set_count(arena, fresh, "count", sum->fresh_count);
    set_number(arena, fresh, "value", sum->fresh);
    kp_json_set(arena, object, "unforeseen", fresh);
    kp_json_set(arena, object, "bands", bands_json(sum, arena));
    for (size_t i = 0; i < KP_KPI_OUTCOMES; i++)
        set_count(arena, kpis, kpi_outcomes[i], sum->kpis[i]);
    kp_json_set(arena, object, "kpis", kpis);
    return object;
}

static struct kp_json *account_json(const struct kp_forecast_account *account,
                                    struct kp_arena *arena)
{
    const struct kp_forecast *forecast = &account->forecast;
    struct kp_json *object = kp_json_new_object(arena), *items = kp_json_new_array(arena),
                   *kpis = kp_json_new_array(arena);
    kp_json_set_string(arena, object, "account", account->slug);
    kp_json_set_string(arena, object, "name", account->name);
    kp_view_set_cycle(arena, object, "cycle", account->cycle);
    kp_view_set_date(arena, object, "date", account->date);
    for (size_t i = 0; i < forecast->count; i++)
        kp_json_append(arena, items, item_json(&forecast->items[i], arena));
    kp_json_set(arena, object, "opportunities", items);
    for (size_t i = 0; i < forecast->kpi_count; i++)
        kp_json_append(arena, kpis, kpi_json(&forecast->kpis[i], arena));
    kp_json_set(arena, object, "kpis", kpis);
    kp_json_set(arena, object, "sum", sum_json(&forecast->sum, arena));
    return object;
}

struct kp_json *kp_view_forecast_json(const struct kp_forecast_page *page, struct kp_str currency,
                                      struct kp_arena *arena)
{
    struct kp_json *document = kp_json_new_object(arena), *accounts = kp_json_new_array(arena);
    kp_view_set_cycle(arena, document, "from", page->from);
    kp_view_set_date(arena, document, "on", page->on);
    if (currency.len)
        kp_json_set_string(arena, document, "currency", currency);
    for (size_t i = 0; i < page->count; i++)
        kp_json_append(arena, accounts, account_json(&page->accounts[i], arena));
    kp_json_set(arena, document, "accounts", accounts);
    kp_json_set(arena, document, "sum", sum_json(page->sum, arena));
    return document;
}
