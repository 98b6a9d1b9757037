// SPDX-License-Identifier: GPL-3.0-or-later
/* The portfolio, its groups and how the revenue is spread. */
#include "view/customers.h"

#include "base/text.h"
#include "base/utf8.h"
#include "view/customers_internal.h"
#include "view/plan_internal.h"

#include <string.h>

enum {
    EIGHTHS = 8,
    BAR_LEAST = 4,
    BAR_MOST = 20,
    WIDE = 110,
    CURVE_MOST = 50,
    CURVE_LEAST = 20,
    CURVE_ROWS = 8
};

/* ---- parts of lines */

void kp_customers_add_money(const struct kp_style *style, kp_int128 amount, bool currency,
                            struct kp_buf *out)
{
    struct kp_number rounded = kp_number_round(kp_customers_money(amount), 0);
    if (currency)
        kp_view_money_short(rounded, style, out);
    else
        kp_number_show_short(out, rounded, style->lang);
}

void kp_customers_add_ratio(const struct kp_style *style, struct kp_number percent,
                            struct kp_buf *out)
{
    kp_number_show(out, percent, style->lang, 1);
    kp_buf_adds(out, "\xc2\xa0%");
}

void kp_customers_add_percent(const struct kp_style *style, kp_int128 part, kp_int128 whole,
                              struct kp_buf *out)
{
    struct kp_number percent;
    if (kp_customers_percent(part, whole, 1, &percent))
        kp_customers_add_ratio(style, percent, out);
}

void kp_customers_add_bar(const struct kp_style *style, double share, size_t width,
                          struct kp_buf *out)
{
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    if (share <= 0)
        return;
    if (share > 1)
        share = 1;
    size_t filled = (size_t)(share * (double)(width * EIGHTHS) + 0.5);
    if (style->ascii) {
        kp_buf_add_repeat(out, "#", (filled + EIGHTHS / 2) / EIGHTHS);
        return;
    }
    kp_buf_add_repeat(out, "█", filled / EIGHTHS);
    kp_buf_adds(out, eighths[filled % EIGHTHS]);
}

struct kp_str kp_customers_group_name(const struct kp_customers *customers, uint32_t group)
{
    struct kp_str name = customers->groups[group].name;
    return name.len ? name : kp_str_from(_("in no group"));
}

bool kp_customers_group_shown(const struct kp_customers *customers, uint32_t group)
{
    return customers->groups[group].name.len || customers->groups[group].sum.count;
}

void kp_customers_line(const struct kp_customers_page *page, enum kp_mark mark, const char *text)
{
    struct kp_buf lines = KP_BUF_INIT, safe = KP_BUF_INIT;
    size_t columns = kp_style_columns(page->style);
    kp_utf8_add_visible(&safe, kp_str_from(text), true);
    kp_utf8_add_wrapped(&lines, kp_buf_str(&safe),
                        columns > page->indent + CURVE_LEAST ? columns - page->indent : CURVE_LEAST,
                        "");
    struct kp_str rest = kp_buf_str(&lines);
    while (rest.data) {
        kp_buf_add_repeat(page->out, " ", page->indent);
        kp_style_add(page->out, page->style, mark, kp_str_split(&rest, '\n'));
        kp_buf_addc(page->out, '\n');
    }
    kp_buf_release(&lines);
    kp_buf_release(&safe);
}

/* ---- the portfolio */

static void add_since(const struct kp_customers_page *page, struct kp_buf *line)
{
    const struct kp_customer_sum *now = &page->view->now->portfolio;
    const struct kp_customer_sum *before = &page->view->before->portfolio;
    const char *arrow = kp_style_sign(page->style, " → ", " -> ");
    kp_cycle_print(line, page->view->before_cycle);
    kp_buf_adds(line, ": ");
    bool in_front = page->style->lang == KP_LANG_EN;
    kp_customers_add_money(page->style, before->contribution, in_front, line);
    kp_buf_adds(line, arrow);
    kp_customers_add_money(page->style, now->contribution, !in_front, line);
    kp_buf_adds(line, ", ");
    kp_customers_add_percent(page->style, before->contribution, before->figures[KP_FIGURE_REVENUE],
                             line);
    kp_buf_adds(line, arrow);
    kp_customers_add_percent(page->style, now->contribution, now->figures[KP_FIGURE_REVENUE], line);
}

static void add_head(const struct kp_customers_page *page)
{
    const struct kp_customers *now = page->view->now;
    const struct kp_customer_sum *sum = &now->portfolio;
    const char *dot = kp_style_sign(page->style, " · ", ", ");
    struct kp_buf line = KP_BUF_INIT;
    kp_buf_addf(&line, ngettext("%zu customer", "%zu customers", now->count), now->count);
    kp_buf_addf(&line, "%s%s ", dot, _("revenue"));
    kp_customers_add_money(page->style, sum->figures[KP_FIGURE_REVENUE], true, &line);
    kp_buf_addf(&line, "%s%s ", dot, _("contribution"));
    kp_customers_add_money(page->style, sum->contribution, false, &line);
    kp_buf_addf(&line, "%s%s ", dot, _("ratio"));
    kp_customers_add_percent(page->style, sum->contribution, sum->figures[KP_FIGURE_REVENUE],
                             &line);
    kp_customers_line(page, KP_MARK_TITLE, line.data);
    if (page->view->before) {
        kp_buf_clear(&line);
        kp_buf_addf(&line, "%s ", _("contribution and ratio since"));
        add_since(page, &line);
        kp_customers_line(page, KP_MARK_DIM, line.data);
    }
    kp_buf_release(&line);
}

static void add_notices(const struct kp_customers_page *page)
{
    const struct kp_customers *now = page->view->now;
    struct kp_buf line = KP_BUF_INIT;
    if (now->without_revenue) {
        kp_buf_addf(&line,
                    ngettext("%zu customer has no revenue, and so no ratio",
                             "%zu customers have no revenue, and so no ratio",
                             now->without_revenue),
                    now->without_revenue);
        kp_customers_line(page, KP_MARK_WARN, line.data);
    }
    kp_buf_clear(&line);
    if (now->negative) {
        kp_buf_addf(&line,
                    ngettext("%zu customer costs more than it leaves",
                             "%zu customers cost more than they leave", now->negative),
                    now->negative);
        kp_customers_line(page, KP_MARK_WARN, line.data);
    }
    kp_buf_release(&line);
}

/* ---- groups */

static double share_of(kp_int128 part, kp_int128 whole)
{
    return whole > 0 ? (double)part / (double)whole : 0;
}

/* "3.5 m" in the narrow, "DKK 3,500,000" never: the heading names the currency. */
static void money_cell(const struct kp_customers_page *page, struct kp_table *table,
                       kp_int128 amount, enum kp_mark mark)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_customers_add_money(page->style, amount, false, &text);
    kp_table_cell(table, kp_buf_str(&text), amount < 0 ? KP_MARK_ALERT : mark);
    kp_buf_release(&text);
}

static void percent_cell(const struct kp_customers_page *page, struct kp_table *table,
                         kp_int128 part, kp_int128 whole, enum kp_mark mark)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_customers_add_percent(page->style, part, whole, &text);
    kp_table_cell(table, kp_buf_str(&text), part < 0 ? KP_MARK_ALERT : mark);
    kp_buf_release(&text);
}

static void group_row(const struct kp_customers_page *page, struct kp_table *table,
                      struct kp_str name, const struct kp_customer_sum *sum, size_t bar,
                      kp_int128 largest, enum kp_mark mark)
{
    const struct kp_customer_sum *all = &page->view->now->portfolio;
    kp_int128 revenue = sum->figures[KP_FIGURE_REVENUE];
    struct kp_buf text = KP_BUF_INIT;
    kp_table_row(table);
    kp_table_cell(table, name, mark);
    kp_table_cellf(table, mark, "%zu", sum->count);
    money_cell(page, table, revenue, mark);
    percent_cell(page, table, revenue, all->figures[KP_FIGURE_REVENUE], mark);
    money_cell(page, table, sum->contribution, mark);
    percent_cell(page, table, sum->contribution, revenue, mark);
    if (bar) {
        kp_customers_add_bar(page->style, share_of(revenue, largest), bar, &text);
        kp_table_cell(table, kp_buf_str(&text), KP_MARK_ACCENT);
        kp_buf_clear(&text);
        kp_customers_add_bar(page->style, share_of(sum->contribution, largest), bar, &text);
        kp_table_cell(table, kp_buf_str(&text), KP_MARK_NEW);
    }
    kp_buf_release(&text);
}

static void add_currency(struct kp_buf *label, const char *text, const struct kp_style *style)
{
    kp_buf_clear(label);
    kp_buf_adds(label, text);
    if (style->currency.len)
        kp_buf_addf(label, " (%.*s)", KP_STR_ARG(style->currency));
}

/* Wide enough for bars beside the figures; 0: they are left out. */
static size_t bar_columns(const struct kp_style *style)
{
    size_t columns = kp_style_columns(style);
    if (style->width && columns < 80)
        return 0;
    return columns >= WIDE ? BAR_MOST : BAR_LEAST * 2;
}

static void add_groups(const struct kp_customers_page *page)
{
    const struct kp_customers *now = page->view->now;
    struct kp_table *table = kp_table_new();
    struct kp_buf label = KP_BUF_INIT;
    size_t bar = bar_columns(page->style);
    kp_int128 largest = 0;
    for (size_t i = 0; i <= now->group_count; i++)
        if (now->groups[i].sum.figures[KP_FIGURE_REVENUE] > largest)
            largest = now->groups[i].sum.figures[KP_FIGURE_REVENUE];
    kp_table_column(table, kp_str_from(_("Customer group")), false);
    kp_table_column(table, kp_str_from(_("Customers")), true);
    add_currency(&label, _("Revenue"), page->style);
    kp_table_column(table, kp_buf_str(&label), true);
    kp_table_column(table, kp_str_from(_("Share")), true);
    kp_table_column(table, kp_str_from(_("Contribution")), true);
    kp_table_column(table, kp_str_from(_("Ratio")), true);
    if (bar) {
        kp_table_column(table, kp_str_from(_("Revenue")), false);
        kp_table_column(table, kp_str_from(_("leaves")), false);
    }
    for (uint32_t i = 0; i <= now->group_count; i++)
        if (kp_customers_group_shown(now, i))
            group_row(page, table, kp_customers_group_name(now, i), &now->groups[i].sum, bar,
                      largest, now->groups[i].good ? KP_MARK_TITLE : KP_MARK_NONE);
    kp_table_rule(table);
    group_row(page, table, kp_str_from(_("The whole portfolio")), &now->portfolio, 0, largest,
              KP_MARK_TITLE);
    kp_table_print(table, page->style, page->indent, page->out);
    kp_table_free(table);
    if (now->moved) {
        kp_buf_clear(&label);
        kp_buf_addf(&label,
                    ngettext("%zu customer was moved by hand", "%zu customers were moved by hand",
                             now->moved),
                    now->moved);
        kp_customers_line(page, KP_MARK_DIM, label.data);
    }
    if (now->lost_moves) {
        kp_buf_clear(&label);
        kp_buf_addf(&label,
                    ngettext("%zu move by hand names a customer or group that is not there",
                             "%zu moves by hand name a customer or group that is not there",
                             now->lost_moves),
                    now->lost_moves);
        kp_customers_line(page, KP_MARK_WARN, label.data);
    }
    kp_buf_release(&label);
}

/* ---- concentration */

static void add_top(const struct kp_customers_page *page, int percent)
{
    const struct kp_customers *now = page->view->now;
    size_t count;
    kp_int128 sum = kp_customers_top(now, percent, &count);
    struct kp_buf share = KP_BUF_INIT, line = KP_BUF_INIT;
    kp_customers_add_percent(page->style, sum, now->portfolio.figures[KP_FIGURE_REVENUE], &share);
    kp_buf_addf(&line,
                ngettext("The largest %d %% (%zu customer) bring %s of the revenue",
                         "The largest %d %% (%zu customers) bring %s of the revenue", count),
                percent, count, share.data);
    kp_customers_line(page, KP_MARK_NONE, line.data);
    kp_buf_release(&share);
    kp_buf_release(&line);
}

/* One row of the drawing: how much of it lies below the curve, column by column. */
static void curve_row(const struct kp_customers_page *page, const double *curve, size_t columns,
                      size_t row, struct kp_buf *line)
{
    static const char *const levels[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    for (size_t i = 1; i <= columns; i++) {
        double height = curve[i] * CURVE_ROWS - (double)row;
        if (height < 0)
            height = 0;
        if (height > 1)
            height = 1;
        if (page->style->ascii)
            kp_buf_adds(line, height >= 0.5 ? "#" : " ");
        else
            kp_buf_adds(line, levels[(size_t)(height * EIGHTHS + 0.5)]);
    }
}

static void add_curve(const struct kp_customers_page *page)
{
    const struct kp_customers *now = page->view->now;
    double curve[CURVE_MOST + 1];
    size_t room = kp_style_columns(page->style), columns = CURVE_MOST;
    struct kp_buf line = KP_BUF_INIT;
    kp_customers_line(page, KP_MARK_TITLE, _("How the revenue is spread"));
    if (room < page->indent + columns + 12)
        columns = room > page->indent + CURVE_LEAST + 12 ? room - page->indent - 12 : CURVE_LEAST;
    kp_customers_curve(now, columns, curve);
    for (size_t row = CURVE_ROWS; row-- > 0;) {
        const char *label = row + 1 == CURVE_ROWS       ? "100 %"
                            : row + 1 == CURVE_ROWS / 2 ? " 50 %"
                                                        : "     ";
        kp_buf_clear(&line);
        kp_buf_addf(&line, "%s%s", label, kp_style_sign(page->style, " │", " |"));
        curve_row(page, curve, columns, row, &line);
        while (line.len && line.data[line.len - 1] == ' ')
            kp_buf_truncate(&line, line.len - 1);
        kp_buf_add_repeat(page->out, " ", page->indent);
        kp_buf_add(page->out, kp_buf_str(&line));
        kp_buf_addc(page->out, '\n');
    }
    kp_buf_clear(&line);
    kp_buf_addf(&line, "%s", kp_style_sign(page->style, "  0 % └", "  0 % +"));
    kp_buf_add_repeat(&line, kp_style_sign(page->style, "─", "-"), columns);
    kp_buf_add_repeat(page->out, " ", page->indent);
    kp_buf_add(page->out, kp_buf_str(&line));
    kp_buf_addc(page->out, '\n');
    kp_buf_clear(&line);
    kp_buf_add_repeat(&line, " ", 7);
    kp_buf_addf(&line, "%s", _("customers, the largest first"));
    kp_customers_line(page, KP_MARK_DIM, line.data);
    add_top(page, 5);
    add_top(page, 10);
    kp_buf_release(&line);
}

/* ---- all of it */

void kp_view_customers(const struct kp_customers_view *view, unsigned parts,
                       const struct kp_style *style, size_t indent, struct kp_buf *out)
{
    static const struct {
        unsigned part;
        void (*add)(const struct kp_customers_page *page);
    } all[] = {
        {KP_CUSTOMERS_HEAD, add_head},
        {KP_CUSTOMERS_NOTICES, add_notices},
        {KP_CUSTOMERS_GROUPS, add_groups},
        {KP_CUSTOMERS_MOVES, kp_customers_moved},
        {KP_CUSTOMERS_CURVE, add_curve},
        {KP_CUSTOMERS_DRIVERS, kp_customers_drivers},
        {KP_CUSTOMERS_PROFILE, kp_customers_profiles},
        {KP_CUSTOMERS_LISTS, kp_customers_lists},
    };
    size_t start = out->len;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct kp_buf text = KP_BUF_INIT;
        const struct kp_customers_page page = {view, style, indent, &text,
                                               (parts & KP_CUSTOMERS_SHORT) != 0};
        if (parts & all[i].part)
            all[i].add(&page);
        if (text.len && out->len > start)
            kp_buf_addc(out, '\n');
        kp_buf_add(out, kp_buf_str(&text));
        kp_buf_release(&text);
    }
}

bool kp_view_customers_of(struct kp_calc *calc, const struct kp_json *value,
                          const struct kp_json *groups, unsigned parts,
                          const struct kp_style *style, size_t indent, struct kp_buf *out)
{
    struct kp_customers now, before;
    struct kp_customers_view view = {.now = &now};
    const struct kp_answer *drivers = kp_plan_get(calc->plan, KP_STR("drivers"));
    if (!kp_customers_of(calc, value, groups, &now))
        return false;
    if (kp_customers_before(calc, &before, &view.before_cycle))
        view.before = &before;
    view.drivers = drivers && !drivers->inactive ? drivers->value : NULL;
    kp_view_customers(&view, parts, style, indent, out);
    if (view.before)
        kp_customers_release(&before);
    kp_customers_release(&now);
    return true;
}
