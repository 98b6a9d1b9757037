// SPDX-License-Identifier: GPL-3.0-or-later
/* What was believed, and what came of it, as text. */
#include "view/forecast.h"

#include "base/text.h"
#include "base/utf8.h"
#include "view/forecast_internal.h"
#include "view/plan_internal.h"
#include "view/table.h"

#include <inttypes.h>

static void add_date(struct kp_buf *out, struct kp_date date, const struct kp_style *style)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_date_show(&text, date, style->lang);
    kp_view_join(out, kp_buf_str(&text));
    kp_buf_release(&text);
}

static void add_date_cell(struct kp_table *table, struct kp_date date, const struct kp_style *style)
{
    struct kp_buf text = KP_BUF_INIT;
    add_date(&text, date, style);
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    kp_buf_release(&text);
}

static void add_amount_cell(struct kp_table *table, const struct kp_json *amount,
                            const struct kp_style *style)
{
    struct kp_buf text = KP_BUF_INIT;
    if (!kp_json_is_null(amount))
        kp_view_amount(&text, amount->number, style);
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    kp_buf_release(&text);
}

/* "ACME A/S", then "Believed in 2025H1 (25 Feb 2025), and what had come of it by 2 Mar 2026". */
static void add_heading(struct kp_str name, struct kp_cycle cycle, struct kp_date date,
                        struct kp_date on, const struct kp_style *style, struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT, then = KP_BUF_INIT, now = KP_BUF_INIT, safe = KP_BUF_INIT;
    if (name.len) {
        kp_utf8_add_visible(&safe, name, false);
        kp_buf_addc(out, ' ');
        kp_style_add(out, style, KP_MARK_TITLE, kp_buf_str(&safe));
        kp_buf_addc(out, '\n');
    }
    kp_cycle_print(&then, cycle);
    if (date.year) {
        kp_buf_adds(&then, " (");
        add_date(&then, date, style);
        kp_buf_addc(&then, ')');
    }
    add_date(&now, on, style);
    kp_buf_addf(&line, _("Believed in %s, and what had come of it by %s"), then.data, now.data);
    if (style->currency.len) {
        kp_buf_adds(&line, kp_style_sign(style, " · ", ", "));
        kp_buf_addf(&line, _("amounts in %.*s"), KP_STR_ARG(style->currency));
    }
    size_t start = out->len;
    kp_view_lines(style, kp_buf_str(&line), 1, out);
    kp_style_soften(out, start);
    kp_buf_addc(out, '\n');
    kp_buf_release(&line);
    kp_buf_release(&then);
    kp_buf_release(&now);
    kp_buf_release(&safe);
}

/* ---- opportunities */

static enum kp_mark mark_of(const struct kp_forecast_item *item)
{
    static const enum kp_mark marks[KP_OUTCOMES] = {KP_MARK_NEW, KP_MARK_REMOVED, KP_MARK_DIM,
                                                    KP_MARK_NONE};
    return item->late ? KP_MARK_WARN : marks[item->outcome];
}

/* ", 92 days later", ", on the day"; nothing when it is not known. */
static void add_slip(struct kp_buf *out, const struct kp_forecast_item *item)
{
    struct kp_buf text = KP_BUF_INIT;
    unsigned long days = (unsigned long)(item->slip < 0 ? -item->slip : item->slip);
    if (item->slip_known && item->slip > 0)
        kp_buf_addf(&text, ngettext("%lu day later", "%lu days later", days), days);
    else if (item->slip_known && item->slip < 0)
        kp_buf_addf(&text, ngettext("%lu day earlier", "%lu days earlier", days), days);
    else if (item->slip_known && item->outcome != KP_OUTCOME_OPEN)
        kp_buf_adds(&text, _("on the day"));
    if (text.len)
        kp_buf_adds(out, ", ");
    kp_view_join(out, kp_buf_str(&text));
    kp_buf_release(&text);
}

static const char *word_of(const struct kp_forecast_item *item)
{
    switch (item->outcome) {
    case KP_OUTCOME_WON: return _("won");
    case KP_OUTCOME_LOST: return _("lost");
    case KP_OUTCOME_DROPPED: return item->gone ? _("not in the plan any more") : _("dropped");
    case KP_OUTCOME_OPEN: break;
    }
    return item->late ? _("still open") : _("open");
}

static void add_item(struct kp_table *table, const struct kp_forecast_item *item,
                     const struct kp_style *style)
{
    bool has_value = item->outcome == KP_OUTCOME_WON || item->outcome == KP_OUTCOME_OPEN;
    struct kp_buf text = KP_BUF_INIT;
    kp_table_row(table);
    kp_table_cell(table, item->title, KP_MARK_NONE);
    add_amount_cell(table, item->value, style);
    if (!kp_json_is_null(item->probability)) {
        kp_number_show(&text, item->probability->number, style->lang, -1);
        kp_buf_adds(&text, "\xc2\xa0%");
    }
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    add_date_cell(table, item->decision, style);
    kp_buf_clear(&text);
    kp_buf_adds(&text, word_of(item));
    if (has_value && !kp_json_is_null(item->now)) {
        kp_buf_addc(&text, ' ');
        kp_view_amount(&text, item->now->number, style);
    }
    add_slip(&text, item);
    kp_table_cell(table, kp_buf_str(&text), mark_of(item));
    kp_buf_release(&text);
}

static void add_items(const struct kp_forecast *forecast, const struct kp_style *style,
                      struct kp_buf *out)
{
    struct kp_table *table = kp_table_new();
    kp_table_column(table, kp_str_from(_("Opportunity")), false);
    kp_table_column(table, kp_str_from(_("Expected")), true);
    kp_table_column(table, kp_str_from(_("Chance")), true);
    kp_table_column(table, kp_str_from(_("Decision")), false);
    kp_table_column(table, kp_str_from(_("What came")), false);
    for (size_t i = 0; i < forecast->count; i++)
        add_item(table, &forecast->items[i], style);
    kp_table_print(table, style, 1, out);
    if (forecast->count)
        kp_buf_addc(out, '\n');
    kp_table_free(table);
}

/* ---- KPIs */

static void add_number(struct kp_buf *out, const struct kp_json *number,
                       const struct kp_style *style)
{
    if (!kp_json_is_null(number))
        kp_number_show(out, number->number, style->lang, -1);
}

/* "15.2, under way, 50 % of the way" */
static void add_kpi_verdict(struct kp_table *table, const struct kp_forecast_kpi *kpi,
                            const struct kp_style *style)
{
    static const enum kp_mark marks[KP_KPI_OUTCOMES] = {KP_MARK_NEW, KP_MARK_REMOVED, KP_MARK_NONE,
                                                        KP_MARK_DIM};
    const char *const words[KP_KPI_OUTCOMES] = {_("reached"), _("missed"), _("under way"),
                                                _("not measured")};
    struct kp_buf text = KP_BUF_INIT, number = KP_BUF_INIT;
    add_number(&text, kpi->actual, style);
    kp_buf_addf(&text, "%s%s", text.len ? ", " : "", words[kpi->outcome]);
    if (kpi->way_known && kpi->outcome != KP_KPI_REACHED) {
        kp_buf_addf(&number, "%" PRId64 "\xc2\xa0%%", kpi->way);
        kp_buf_addf(&text, _(", %s of the way"), number.data);
    }
    if (!kp_json_is_null(kpi->target_now)) {
        kp_buf_clear(&number);
        add_number(&number, kpi->target_now, style);
        kp_buf_addf(&text, _(" (target now %s)"), number.data);
    }
    kp_table_cell(table, kp_buf_str(&text), marks[kpi->outcome]);
    kp_buf_release(&text);
    kp_buf_release(&number);
}

static void add_kpis(const struct kp_forecast *forecast, const struct kp_style *style,
                     struct kp_buf *out)
{
    struct kp_table *table = kp_table_new();
    struct kp_buf text = KP_BUF_INIT;
    kp_table_column(table, kp_str_from(_("KPI")), false);
    kp_table_column(table, kp_str_from(_("Target")), true);
    kp_table_column(table, kp_str_from(_("By")), false);
    kp_table_column(table, kp_str_from(_("What came")), false);
    for (size_t i = 0; i < forecast->kpi_count; i++) {
        const struct kp_forecast_kpi *kpi = &forecast->kpis[i];
        kp_table_row(table);
        kp_buf_clear(&text);
        kp_buf_add(&text, kpi->kpi);
        if (kpi->unit.len) {
            kp_buf_adds(&text, " (");
            kp_view_join(&text, kpi->unit);
            kp_buf_addc(&text, ')');
        }
        kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
        kp_buf_clear(&text);
        add_number(&text, kpi->target, style);
        kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
        add_date_cell(table, kpi->by, style);
        add_kpi_verdict(table, kpi, style);
    }
    kp_table_print(table, style, 1, out);
    if (forecast->kpi_count)
        kp_buf_addc(out, '\n');
    kp_table_free(table);
    kp_buf_release(&text);
}

void kp_view_forecast_account(const struct kp_forecast_page *page, const struct kp_style *style,
                              struct kp_buf *out)
{
    const struct kp_forecast_account *account = &page->accounts[0];
    const struct kp_forecast *forecast = &account->forecast;
    add_heading(account->name, account->cycle.year ? account->cycle : page->from, account->date,
                page->on, style, out);
    if (!forecast->count && !forecast->kpi_count)
        kp_view_lines(style, kp_str_from(_("There are neither opportunities nor KPIs to judge.")),
                      1, out);
    add_items(forecast, style, out);
    add_kpis(forecast, style, out);
    kp_view_forecast_sum(&forecast->sum, page->on, style, out);
}

/* ---- all accounts */

static void add_sum_row(struct kp_table *table, struct kp_str name, enum kp_mark mark,
                        const struct kp_forecast_sum *sum, const struct kp_style *style)
{
    struct kp_buf text = KP_BUF_INIT;
    int64_t number;
    size_t kpis = 0;
    kp_table_row(table);
    kp_table_cell(table, name, mark);
    for (size_t i = 0; i < KP_OUTCOMES; i++)
        kp_table_cellf(table, KP_MARK_NONE, "%zu", sum->count[i]);
    if (kp_forecast_hit_rate(sum, &number))
        kp_buf_addf(&text, "%" PRId64 "\xc2\xa0%%", number);
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    kp_buf_clear(&text);
    if (kp_forecast_slip(sum, &number))
        kp_buf_addf(&text, "%" PRId64, number);
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    kp_buf_clear(&text);
    kp_view_amount(&text, sum->weighted_due, style);
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    kp_buf_clear(&text);
    kp_view_amount(&text, sum->won, style);
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    for (size_t i = 0; i < KP_KPI_OUTCOMES; i++)
        kpis += sum->kpis[i];
    kp_table_cellf(table, KP_MARK_NONE, "%zu/%zu", sum->kpis[KP_KPI_REACHED], kpis);
    kp_buf_release(&text);
}

void kp_view_forecast(const struct kp_forecast_page *page, const struct kp_style *style,
                      struct kp_buf *out)
{
    struct kp_table *table = kp_table_new();
    kp_table_column(table, kp_str_from(_("Account")), false);
    kp_table_column(table, kp_str_from(_("Won")), true);
    kp_table_column(table, kp_str_from(_("Lost")), true);
    kp_table_column(table, kp_str_from(_("Dropped")), true);
    kp_table_column(table, kp_str_from(_("Open")), true);
    kp_table_column(table, kp_str_from(_("Hit rate")), true);
    kp_table_column(table, kp_str_from(_("Days late")), true);
    kp_table_column(table, kp_str_from(_("Forecast by now")), true);
    kp_table_column(table, kp_str_from(_("Won value")), true);
    kp_table_column(table, kp_str_from(_("KPIs met")), true);
    for (size_t i = 0; i < page->count; i++)
        add_sum_row(table, page->accounts[i].slug, KP_MARK_ACCENT, &page->accounts[i].forecast.sum,
                    style);
    if (page->count > 1) {
        kp_table_rule(table);
        add_sum_row(table, kp_str_from(_("Total")), KP_MARK_TITLE, page->sum, style);
    }
    add_heading((struct kp_str){"", 0}, page->from, (struct kp_date){0, 0, 0}, page->on, style,
                out);
    kp_table_print(table, style, 1, out);
    kp_buf_addc(out, '\n');
    kp_view_forecast_sum(page->sum, page->on, style, out);
    kp_table_free(table);
}
