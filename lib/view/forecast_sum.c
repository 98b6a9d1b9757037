// SPDX-License-Identifier: GPL-3.0-or-later
/* What a forecast adds up to: hits, slips, amounts, and how chances came true. */
#include "base/text.h"
#include "view/forecast_internal.h"
#include "view/plan_internal.h"
#include "view/table.h"

#include <inttypes.h>

enum { BAND = 20 };

void kp_view_amount(struct kp_buf *out, struct kp_number amount, const struct kp_style *style)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_number_show_short(&text, amount, style->lang);
    kp_view_join(out, kp_buf_str(&text));
    kp_buf_release(&text);
}

/* What there is none of is left out. */
__attribute__((format(printf, 3, 4))) static void add_part(struct kp_buf *out, size_t count,
                                                           const char *format, ...)
{
    va_list args;
    if (!count)
        return;
    if (!kp_str_ends(kp_buf_str(out), KP_STR(": ")))
        kp_buf_adds(out, ", ");
    va_start(args, format);
    kp_buf_addv(out, format, args);
    va_end(args);
}

/* "8 opportunities: 2 won, 1 lost, 5 open (3 of them past the day)." */
static void add_counts(const struct kp_forecast_sum *sum, struct kp_buf *out)
{
    const size_t *count = sum->count;
    size_t all = count[KP_OUTCOME_WON] + count[KP_OUTCOME_LOST] + count[KP_OUTCOME_DROPPED] +
                 count[KP_OUTCOME_OPEN];
    kp_buf_addf(out, ngettext("%zu opportunity", "%zu opportunities", all), all);
    kp_buf_adds(out, ": ");
    add_part(out, count[KP_OUTCOME_WON], ngettext("%zu won", "%zu won", count[KP_OUTCOME_WON]),
             count[KP_OUTCOME_WON]);
    add_part(out, count[KP_OUTCOME_LOST], ngettext("%zu lost", "%zu lost", count[KP_OUTCOME_LOST]),
             count[KP_OUTCOME_LOST]);
    add_part(out, count[KP_OUTCOME_DROPPED],
             ngettext("%zu dropped", "%zu dropped", count[KP_OUTCOME_DROPPED]),
             count[KP_OUTCOME_DROPPED]);
    add_part(out, count[KP_OUTCOME_OPEN], ngettext("%zu open", "%zu open", count[KP_OUTCOME_OPEN]),
             count[KP_OUTCOME_OPEN]);
    if (sum->late)
        kp_buf_addf(out, _(" (%zu of them past the day)"), sum->late);
    kp_buf_addc(out, '.');
}

static void add_rates(const struct kp_forecast_sum *sum, struct kp_buf *out)
{
    int64_t percent, days;
    if (kp_forecast_hit_rate(sum, &percent)) {
        struct kp_buf text = KP_BUF_INIT;
        kp_buf_addf(&text, "%" PRId64 "\xc2\xa0%%", percent);
        kp_buf_addf(out, _(" Hit rate %s."), text.data);
        kp_buf_release(&text);
    }
    if (kp_forecast_slip(sum, &days))
        kp_buf_addf(out,
                    ngettext(" Slip %" PRId64 " day (median).", " Slip %" PRId64 " days (median).",
                             (unsigned long)(days < 0 ? -days : days)),
                    days);
}

static void add_amounts(const struct kp_forecast_sum *sum, struct kp_date on,
                        const struct kp_style *style, struct kp_buf *out)
{
    struct kp_buf all = KP_BUF_INIT, due = KP_BUF_INIT, won = KP_BUF_INIT, day = KP_BUF_INIT,
                  fresh = KP_BUF_INIT, date = KP_BUF_INIT;
    int64_t percent;
    kp_view_amount(&all, sum->weighted, style);
    kp_view_amount(&due, sum->weighted_due, style);
    kp_view_amount(&won, sum->won, style);
    kp_view_amount(&fresh, sum->fresh, style);
    kp_date_show(&date, on, style->lang);
    kp_view_join(&day, kp_buf_str(&date));
    if (kp_forecast_won_rate(sum, &percent))
        kp_buf_addf(&won, " (%" PRId64 "\xc2\xa0%%)", percent);
    kp_buf_addf(out, _("Weighted forecast %s, of which %s to be decided by %s. Won: %s."), all.data,
                due.data, day.data, won.data);
    if (sum->fresh_count)
        kp_buf_addf(out, _(" Won and not foreseen: %zu, worth %s."), sum->fresh_count, fresh.data);
    kp_buf_release(&all);
    kp_buf_release(&due);
    kp_buf_release(&won);
    kp_buf_release(&day);
    kp_buf_release(&date);
    kp_buf_release(&fresh);
}

/* "6 KPIs: 2 reached, 1 missed, 3 under way." */
static void add_kpis(const struct kp_forecast_sum *sum, struct kp_buf *out)
{
    const size_t *kpis = sum->kpis;
    size_t all =
        kpis[KP_KPI_REACHED] + kpis[KP_KPI_MISSED] + kpis[KP_KPI_UNDERWAY] + kpis[KP_KPI_UNKNOWN];
    if (!all)
        return;
    kp_buf_addf(out, ngettext("%zu KPI", "%zu KPIs", all), all);
    kp_buf_adds(out, ": ");
    add_part(out, kpis[KP_KPI_REACHED],
             ngettext("%zu reached", "%zu reached", kpis[KP_KPI_REACHED]), kpis[KP_KPI_REACHED]);
    add_part(out, kpis[KP_KPI_MISSED], ngettext("%zu missed", "%zu missed", kpis[KP_KPI_MISSED]),
             kpis[KP_KPI_MISSED]);
    add_part(out, kpis[KP_KPI_UNDERWAY],
             ngettext("%zu under way", "%zu under way", kpis[KP_KPI_UNDERWAY]),
             kpis[KP_KPI_UNDERWAY]);
    add_part(out, kpis[KP_KPI_UNKNOWN],
             ngettext("%zu not measured", "%zu not measured", kpis[KP_KPI_UNKNOWN]),
             kpis[KP_KPI_UNKNOWN]);
    kp_buf_addc(out, '.');
}

/* "61–80 %": 4 opportunities, 2.8 wins expected, 1 came, 2 are still open. */
static void add_bands(const struct kp_forecast_sum *sum, const struct kp_style *style,
                      struct kp_buf *out)
{
    struct kp_table *table = kp_table_new();
    struct kp_buf expected = KP_BUF_INIT;
    kp_table_column(table, kp_str_from(_("Chance given")), false);
    kp_table_column(table, kp_str_from(_("Opportunities")), true);
    kp_table_column(table, kp_str_from(_("Wins expected")), true);
    kp_table_column(table, kp_str_from(_("Won")), true);
    kp_table_column(table, kp_str_from(_("Still open")), true);
    for (size_t i = 0; i < KP_FORECAST_BANDS; i++) {
        const struct kp_forecast_band *band = &sum->bands[i];
        if (!band->count)
            continue;
        kp_buf_clear(&expected);
        kp_number_show(&expected, kp_number_round(band->expected, 1), style->lang, 1);
        kp_table_row(table);
        kp_table_cellf(table, KP_MARK_NONE, "%zu%s%zu\xc2\xa0%%", i ? i * BAND + 1 : 0,
                       kp_style_sign(style, "–", "-"), (i + 1) * BAND);
        kp_table_cellf(table, KP_MARK_NONE, "%zu", band->count);
        kp_table_cell(table, kp_buf_str(&expected), KP_MARK_NONE);
        kp_table_cellf(table, KP_MARK_NONE, "%zu", band->won);
        kp_table_cellf(table, KP_MARK_NONE, "%zu", band->count - band->decided);
    }
    kp_buf_addc(out, '\n');
    kp_table_print(table, style, 1, out);
    kp_table_free(table);
    kp_buf_release(&expected);
}

void kp_view_forecast_sum(const struct kp_forecast_sum *sum, struct kp_date on,
                          const struct kp_style *style, struct kp_buf *out)
{
    struct kp_buf text = KP_BUF_INIT;
    size_t start = out->len;
    bool any = false;
    for (size_t i = 0; i < KP_OUTCOMES; i++)
        any = any || sum->count[i];
    if (any) {
        add_counts(sum, &text);
        add_rates(sum, &text);
        kp_view_lines(style, kp_buf_str(&text), 1, out);
        kp_buf_clear(&text);
    }
    if (any || sum->fresh_count) {
        add_amounts(sum, on, style, &text);
        kp_view_lines(style, kp_buf_str(&text), 1, out);
        kp_buf_clear(&text);
    }
    add_kpis(sum, &text);
    if (text.len)
        kp_view_lines(style, kp_buf_str(&text), 1, out);
    kp_buf_release(&text);
    kp_style_soften(out, start);
    if (any)
        add_bands(sum, style, out);
}
