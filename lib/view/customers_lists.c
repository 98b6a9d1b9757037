// SPDX-License-Identifier: GPL-3.0-or-later
/* Cost drivers, the typical customer, the customers to talk about, and who moved. */
#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"
#include "model/type.h"
#include "view/customers_internal.h"

#include <stdlib.h>

enum { BRIEF = 5, LARGEST = 10, WORST = 10, MOVED = 10, MOST_GROUPS = 8 };

static struct kp_str label_of(const struct kp_customers_page *page, size_t figure)
{
    const struct kp_field *column = page->view->now->figures[figure];
    return column ? kp_words_get(&column->label, page->style->lang) : KP_STR("");
}

static void cell(struct kp_table *table, struct kp_buf *text, enum kp_mark mark)
{
    kp_table_cell(table, kp_buf_str(text), mark);
    kp_buf_clear(text);
}

/* ---- cost drivers */

static bool is_used(const struct kp_customers *customers, size_t figure)
{
    return customers->portfolio.figures[figure] != 0;
}

static void group_columns(const struct kp_customers_page *page, struct kp_table *table)
{
    const struct kp_customers *now = page->view->now;
    for (uint32_t i = 0; i <= now->group_count && i < MOST_GROUPS; i++)
        if (now->group_count && kp_customers_group_shown(now, i))
            kp_table_column(table, kp_customers_group_name(now, i), true);
}

/* Its share of the revenue; how it stood before, where it moved by half a point and more. */
static void share_cell(const struct kp_customers_page *page, struct kp_table *table, size_t figure,
                       const struct kp_customer_sum *sum)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_customers_add_percent(page->style, sum->figures[figure], sum->figures[KP_FIGURE_REVENUE],
                             &text);
    cell(table, &text, KP_MARK_NONE);
    kp_buf_release(&text);
}

static void driver_row(const struct kp_customers_page *page, struct kp_table *table, size_t figure)
{
    const struct kp_customers *now = page->view->now;
    struct kp_buf text = KP_BUF_INIT;
    kp_table_row(table);
    kp_table_cell(table, label_of(page, figure), KP_MARK_NONE);
    kp_customers_add_money(page->style, now->portfolio.figures[figure], false, &text);
    cell(table, &text, KP_MARK_DIM);
    share_cell(page, table, figure, &now->portfolio);
    for (uint32_t i = 0; i <= now->group_count && i < MOST_GROUPS; i++)
        if (now->group_count && kp_customers_group_shown(now, i))
            share_cell(page, table, figure, &now->groups[i].sum);
    if (page->view->before) {
        const struct kp_customer_sum *before = &page->view->before->portfolio;
        kp_customers_add_percent(page->style, before->figures[figure],
                                 before->figures[KP_FIGURE_REVENUE], &text);
        cell(table, &text, KP_MARK_DIM);
    }
    kp_buf_release(&text);
}

static void point_row(const struct kp_customers_page *page, struct kp_table *table)
{
    const struct kp_customers *now = page->view->now;
    struct kp_buf text = KP_BUF_INIT;
    kp_table_rule(table);
    kp_table_row(table);
    kp_table_cell(table, kp_str_from(_("One point is worth")), KP_MARK_TITLE);
    kp_table_cell(table, KP_STR(""), KP_MARK_NONE);
    kp_customers_add_money(page->style, kp_customers_point(&now->portfolio), false, &text);
    cell(table, &text, KP_MARK_TITLE);
    for (uint32_t i = 0; i <= now->group_count && i < MOST_GROUPS; i++) {
        if (!now->group_count || !kp_customers_group_shown(now, i))
            continue;
        kp_customers_add_money(page->style, kp_customers_point(&now->groups[i].sum), false, &text);
        cell(table, &text, KP_MARK_TITLE);
    }
    kp_buf_release(&text);
}

/* The customers that a row of `drivers` is about, summed; false: there are none of that name. */
static bool sum_where(const struct kp_customers *now, const struct kp_json *row,
                      struct kp_customer_sum *sum)
{
    struct kp_str where = kp_json_text(row, "where"), which = kp_json_text(row, "which");
    if (kp_str_is(where, "portfolio")) {
        *sum = now->portfolio;
        return true;
    }
    if (kp_str_is(where, "group")) {
        struct kp_arena scratch = KP_ARENA_INIT;
        size_t i = 0;
        while (i < now->group_count && !kp_str_equal(kp_utf8_fold(&scratch, now->groups[i].name),
                                                     kp_utf8_fold(&scratch, which)))
            i++;
        kp_arena_release(&scratch);
        if (i < now->group_count)
            *sum = now->groups[i].sum;
        return i < now->group_count;
    }
    const struct kp_customer *customer = kp_customers_find(now, which);
    if (!customer)
        return false;
    const int64_t *amounts = kp_customer_amounts(now, (size_t)(customer - now->items));
    *sum = (struct kp_customer_sum){.count = 1, .contribution = customer->contribution};
    for (size_t f = 0; f < now->figure_count; f++)
        sum->figures[f] = amounts[f];
    return true;
}

static size_t figure_of(const struct kp_customers *now, struct kp_str id)
{
    size_t figure = 0;
    while (figure < now->figure_count &&
           !(now->figures[figure] && kp_str_equal(now->figures[figure]->id, id)))
        figure++;
    return figure;
}

/* What a goal would leave: the share it takes off, of the revenue it is about. */
static void add_worth(const struct kp_customers_page *page, const struct kp_json *row,
                      const struct kp_customer_sum *sum, size_t figure, struct kp_buf *out)
{
    const struct kp_json *goal = kp_json_get(row, "goal");
    struct kp_number money, wanted;
    if (!goal || goal->kind != KP_JSON_NUMBER || goal->literal.len ||
        !kp_number_multiply(goal->number, kp_customers_money(sum->figures[KP_FIGURE_REVENUE]),
                            &wanted) ||
        !kp_number_divide(wanted, kp_number_from(100), &wanted) ||
        !kp_number_subtract(kp_customers_money(sum->figures[figure]), wanted, &money))
        return;
    kp_number_show_short(out, kp_number_round(money, 0), page->style->lang);
}

static void goal_row(const struct kp_customers_page *page, struct kp_table *table,
                     const struct kp_json *row)
{
    const struct kp_customers *now = page->view->now;
    struct kp_str id = kp_json_text(row, "driver"), which = kp_json_text(row, "which");
    size_t figure = figure_of(now, id);
    struct kp_customer_sum sum;
    struct kp_buf text = KP_BUF_INIT;
    bool there = figure < now->figure_count && sum_where(now, row, &sum);
    const struct kp_json *goal = kp_json_get(row, "goal");
    kp_table_row(table);
    kp_table_cell(table, figure < now->figure_count ? label_of(page, figure) : id, KP_MARK_NONE);
    kp_table_cell(table, which.len ? which : kp_str_from(_("The whole portfolio")), KP_MARK_NONE);
    if (there)
        kp_customers_add_percent(page->style, sum.figures[figure], sum.figures[KP_FIGURE_REVENUE],
                                 &text);
    else
        kp_buf_adds(&text, _("not there"));
    cell(table, &text, there ? KP_MARK_NONE : KP_MARK_WARN);
    if (goal && goal->kind == KP_JSON_NUMBER)
        kp_customers_add_ratio(page->style, goal->number, &text);
    cell(table, &text, KP_MARK_NONE);
    if (there)
        add_worth(page, row, &sum, figure, &text);
    cell(table, &text, KP_MARK_NEW);
    kp_buf_release(&text);
}

static void add_goals(const struct kp_customers_page *page)
{
    struct kp_table *table = kp_table_new();
    kp_table_column(table, kp_str_from(_("To move")), false);
    kp_table_column(table, kp_str_from(_("Where")), false);
    kp_table_column(table, kp_str_from(_("Now")), true);
    kp_table_column(table, kp_str_from(_("Goal")), true);
    kp_table_column(table, kp_str_from(_("A year is worth")), true);
    KP_JSON_EACH(row, page->view->drivers)
    goal_row(page, table, row);
    kp_buf_addc(page->out, '\n');
    kp_table_print(table, page->style, page->indent, page->out);
    kp_table_free(table);
}

void kp_customers_drivers(const struct kp_customers_page *page)
{
    const struct kp_customers *now = page->view->now;
    struct kp_table *table = kp_table_new();
    struct kp_buf label = KP_BUF_INIT;
    kp_customers_line(page, KP_MARK_TITLE, _("Cost drivers as a share of revenue"));
    kp_buf_addf(&label, "%.*s", KP_STR_ARG(page->style->currency));
    kp_table_column(table, KP_STR(""), false);
    kp_table_column(table, kp_buf_str(&label), true);
    kp_table_column(table, kp_str_from(_("All")), true);
    group_columns(page, table);
    if (page->view->before) {
        kp_buf_clear(&label);
        kp_cycle_print(&label, page->view->before_cycle);
        kp_table_column(table, kp_buf_str(&label), true);
    }
    for (size_t f = KP_FIGURE_COST; f < now->figure_count; f++)
        if (is_used(now, f))
            driver_row(page, table, f);
    point_row(page, table);
    kp_table_print(table, page->style, page->indent, page->out);
    kp_table_free(table);
    kp_buf_release(&label);
    if (page->view->drivers && page->view->drivers->count)
        add_goals(page);
}

/* ---- the typical customer */

static void profile_column(struct kp_table *table, const struct kp_customers *now, uint32_t group)
{
    struct kp_buf label = KP_BUF_INIT;
    struct kp_str name = kp_customers_group_name(now, group);
    kp_buf_addf(&label, "%s%.*s", now->groups[group].good ? "* " : "", KP_STR_ARG(name));
    kp_table_column(table, kp_buf_str(&label), true);
    kp_buf_release(&label);
}

void kp_customers_profiles(const struct kp_customers_page *page)
{
    const struct kp_customers *now = page->view->now;
    struct kp_customer_profile profiles[MOST_GROUPS];
    uint32_t groups[MOST_GROUPS];
    size_t count = 0;
    struct kp_buf text = KP_BUF_INIT;
    for (uint32_t i = 0; i < now->group_count && count < MOST_GROUPS; i++) {
        if (!now->groups[i].sum.count)
            continue;
        groups[count] = i;
        kp_customers_profile(now, i, &profiles[count++]);
    }
    if (!count)
        return;
    struct kp_table *table = kp_table_new();
    kp_customers_line(page, KP_MARK_TITLE,
                      _("The customer in the middle of each group (* the good customer)"));
    kp_table_column(table, KP_STR(""), false);
    for (size_t i = 0; i < count; i++)
        profile_column(table, now, groups[i]);
    for (size_t f = 0; f < now->figure_count + 2; f++) {
        bool share = f >= KP_FIGURE_COST && f < now->figure_count;
        if (share && !is_used(now, f))
            continue;
        kp_table_row(table);
        if (f == now->figure_count)
            kp_buf_adds(&text, _("Contribution"));
        else if (f > now->figure_count)
            kp_buf_adds(&text, _("Ratio"));
        else
            kp_buf_add(&text, label_of(page, f));
        cell(table, &text, KP_MARK_NONE);
        for (size_t i = 0; i < count; i++) {
            const struct kp_customer_profile *profile = &profiles[i];
            if (share)
                kp_customers_add_ratio(page->style, profile->shares[f], &text);
            else if (f > now->figure_count && profile->has_ratio)
                kp_customers_add_ratio(page->style, profile->ratio, &text);
            else if (f <= now->figure_count)
                kp_customers_add_money(
                    page->style, f == KP_FIGURE_REVENUE ? profile->revenue : profile->contribution,
                    false, &text);
            cell(table, &text, now->groups[groups[i]].good ? KP_MARK_TITLE : KP_MARK_NONE);
        }
    }
    kp_table_print(table, page->style, page->indent, page->out);
    kp_table_free(table);
    kp_buf_release(&text);
}

/* ---- customers to talk about */

static void list_columns(const struct kp_customers_page *page, struct kp_table *table, bool reasons)
{
    const struct kp_customers *now = page->view->now;
    kp_table_column(table, kp_str_from(_("Number")), false);
    kp_table_column(table, kp_str_from(_("Name")), false);
    kp_table_column(table, kp_str_from(_("Revenue")), true);
    kp_table_column(table, kp_str_from(_("Contribution")), true);
    kp_table_column(table, kp_str_from(_("Ratio")), true);
    if (now->group_count)
        kp_table_column(table, kp_str_from(_("Customer group")), false);
    if (reasons)
        kp_table_column(table, kp_str_from(_("Why")), false);
}

static void list_row(const struct kp_customers_page *page, struct kp_table *table, size_t index,
                     bool reasons)
{
    const struct kp_customers *now = page->view->now;
    const struct kp_customer *customer = &now->items[index];
    int64_t revenue = kp_customer_amounts(now, index)[KP_FIGURE_REVENUE];
    struct kp_buf text = KP_BUF_INIT;
    kp_table_row(table);
    kp_table_cell(table, customer->number, KP_MARK_NONE);
    kp_table_cell(table, customer->name, KP_MARK_NONE);
    kp_customers_add_money(page->style, revenue, false, &text);
    cell(table, &text, KP_MARK_NONE);
    kp_customers_add_money(page->style, customer->contribution, false, &text);
    cell(table, &text, customer->contribution < 0 ? KP_MARK_ALERT : KP_MARK_NONE);
    kp_customers_add_percent(page->style, customer->contribution, revenue, &text);
    cell(table, &text, KP_MARK_NONE);
    if (now->group_count) {
        kp_buf_add(&text, kp_customers_group_name(now, customer->group));
        cell(table, &text, KP_MARK_NONE);
    }
    if (reasons)
        kp_table_cell(table, customer->reason, KP_MARK_NONE);
    kp_buf_release(&text);
}

static void add_list(const struct kp_customers_page *page, const char *title,
                     const uint32_t *indexes, size_t count, size_t of, bool reasons)
{
    struct kp_table *table = kp_table_new();
    struct kp_buf text = KP_BUF_INIT;
    if (!count) {
        kp_table_free(table);
        return;
    }
    if (page->out->len)
        kp_buf_addc(page->out, '\n');
    kp_customers_line(page, KP_MARK_TITLE, title);
    list_columns(page, table, reasons);
    for (size_t i = 0; i < count; i++)
        list_row(page, table, indexes[i], reasons);
    kp_table_print(table, page->style, page->indent, page->out);
    kp_table_free(table);
    if (of > count) {
        kp_buf_addf(&text, ngettext("… and %zu more", "… and %zu more", of - count), of - count);
        kp_customers_line(page, KP_MARK_DIM, text.data);
    }
    kp_buf_release(&text);
}

struct by_contribution {
    int64_t contribution;
    uint32_t index;
};

static int worst_first(const void *a, const void *b)
{
    const struct by_contribution *left = a, *right = b;
    if (left->contribution != right->contribution)
        return left->contribution < right->contribution ? -1 : 1;
    return (left->index > right->index) - (left->index < right->index);
}

static void add_negative(const struct kp_customers_page *page)
{
    const struct kp_customers *now = page->view->now;
    struct by_contribution *all = kp_realloc_array(NULL, now->negative + 1, sizeof *all);
    uint32_t indexes[WORST];
    size_t count = 0;
    for (size_t i = 0; i < now->count; i++) {
        uint32_t at = now->by_revenue[i]; /* not the order of the rows */
        if (now->items[at].contribution < 0)
            all[count++] = (struct by_contribution){now->items[at].contribution, at};
    }
    if (count > 1)
        qsort(all, count, sizeof *all, worst_first);
    size_t most = page->brief ? BRIEF : WORST;
    for (size_t i = 0; i < count && i < most; i++)
        indexes[i] = all[i].index;
    add_list(page, _("They cost more than they leave"), indexes, count < most ? count : most, count,
             false);
    free(all);
}

static void add_moved_by_hand(const struct kp_customers_page *page)
{
    const struct kp_customers *now = page->view->now;
    uint32_t indexes[MOVED];
    size_t count = 0;
    for (size_t i = 0; i < now->count && count < MOVED; i++)
        if (now->items[now->by_revenue[i]].reason.data)
            indexes[count++] = now->by_revenue[i];
    add_list(page, _("Moved by hand"), indexes, count, now->moved, true);
}

void kp_customers_lists(const struct kp_customers_page *page)
{
    const struct kp_customers *now = page->view->now;
    struct kp_buf text = KP_BUF_INIT;
    size_t most = page->brief ? BRIEF : LARGEST;
    add_list(page, _("The largest"), now->by_revenue, now->count < most ? now->count : most, 0,
             false);
    add_negative(page);
    if (!page->brief)
        add_moved_by_hand(page);
    if (now->without_revenue) {
        kp_buf_addc(page->out, '\n');
        kp_buf_addf(&text,
                    ngettext("%zu customer has no revenue, and so no ratio",
                             "%zu customers have no revenue, and so no ratio",
                             now->without_revenue),
                    now->without_revenue);
        kp_customers_line(page, KP_MARK_DIM, text.data);
    }
    kp_buf_release(&text);
}

void kp_view_customers_rows(const struct kp_customers_view *view, const struct kp_style *style,
                            size_t indent, struct kp_buf *out)
{
    const struct kp_customers_page page = {view, style, indent, out, false};
    struct kp_table *table = kp_table_new();
    list_columns(&page, table, false);
    for (size_t i = 0; i < view->now->count; i++)
        list_row(&page, table, view->now->by_revenue[i], false);
    kp_table_print(table, style, indent, out);
    kp_table_free(table);
}

/* ---- who moved */

static void moved_row(const struct kp_customers_page *page, struct kp_table *table,
                      const struct kp_moved *moved)
{
    const struct kp_customers *now = page->view->now, *before = page->view->before;
    const struct kp_customer *customer = &now->items[moved->after];
    int64_t revenue = kp_customer_amounts(now, moved->after)[KP_FIGURE_REVENUE];
    struct kp_buf text = KP_BUF_INIT;
    kp_table_row(table);
    kp_table_cell(table, customer->number, KP_MARK_NONE);
    kp_table_cell(table, customer->name, KP_MARK_NONE);
    kp_customers_add_money(page->style, revenue, false, &text);
    cell(table, &text, KP_MARK_NONE);
    kp_buf_add(&text, kp_customers_group_name(before, before->items[moved->before].group));
    kp_buf_adds(&text, kp_style_sign(page->style, " → ", " -> "));
    kp_buf_add(&text, kp_customers_group_name(now, customer->group));
    cell(table, &text, KP_MARK_CHANGED);
    kp_buf_release(&text);
}

void kp_customers_moved(const struct kp_customers_page *page)
{
    struct kp_customer_moves moves;
    const char *dot = kp_style_sign(page->style, " · ", ", ");
    struct kp_buf text = KP_BUF_INIT;
    if (!page->view->before || !page->view->now->group_count)
        return;
    kp_customers_compare(page->view->before, page->view->now, &moves);
    kp_buf_addf(&text, "%s ", _("Since"));
    kp_cycle_print(&text, page->view->before_cycle);
    kp_buf_addf(&text, _(": %zu moved%s%zu stayed%s%zu new%s%zu gone"), moves.moved, dot,
                moves.stayed, dot, moves.fresh, dot, moves.gone);
    kp_customers_line(page, KP_MARK_TITLE, text.data);
    if (moves.moved) {
        struct kp_table *table = kp_table_new();
        kp_table_column(table, kp_str_from(_("Number")), false);
        kp_table_column(table, kp_str_from(_("Name")), false);
        kp_table_column(table, kp_str_from(_("Revenue")), true);
        kp_table_column(table, kp_str_from(_("Moved")), false);
        for (size_t i = 0; i < moves.moved && i < MOVED; i++)
            moved_row(page, table, &moves.items[i]);
        kp_table_print(table, page->style, page->indent, page->out);
        kp_table_free(table);
    }
    if (moves.moved > MOVED) {
        kp_buf_clear(&text);
        kp_buf_addf(&text, ngettext("… and %zu more", "… and %zu more", moves.moved - MOVED),
                    moves.moved - MOVED);
        kp_customers_line(page, KP_MARK_DIM, text.data);
    }
    kp_customer_moves_release(&moves);
    kp_buf_release(&text);
}
