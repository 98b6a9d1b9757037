// SPDX-License-Identifier: GPL-3.0-or-later
/* Of the first page: open opportunities by phase, and what comes next. */
#include "base/text.h"
#include "model/type.h"
#include "view/due.h"
#include "view/report_internal.h"

#include <stdlib.h>

enum { DATES_MOST = 6, DAYS_AHEAD = 365 };

/* ---- by phase */

struct phase {
    const struct kp_choice *choice; /* NULL: nobody said */
    size_t count;
    struct kp_number value, weighted;
};

static void add_to(struct kp_number *sum, const struct kp_json *cell)
{
    if (cell && cell->kind == KP_JSON_NUMBER && !cell->literal.len)
        kp_number_add(*sum, cell->number, sum);
}

static bool is_open(const struct kp_json *row)
{
    struct kp_str status = kp_json_text(row, "status");
    return !status.len || kp_str_is(status, "open");
}

static size_t fill(struct report_page *page, const struct kp_field *table,
                   const struct kp_field *column, const struct kp_json *rows, struct phase *phases)
{
    size_t count = 0;
    for (size_t i = 0; i < column->choice_count; i++)
        phases[i].choice = &column->choices[i];
    KP_JSON_EACH(row, rows)
    {
        const struct kp_json *whole = kp_calc_row(page->report->calc, table, row);
        const struct kp_choice *choice =
            kp_field_choice(column, kp_json_text(row, column->id.data));
        struct phase *phase =
            &phases[choice ? (size_t)(choice - column->choices) : column->choice_count];
        if (!is_open(row))
            continue;
        count++;
        phase->count++;
        add_to(&phase->value, kp_json_get(whole, "value"));
        add_to(&phase->weighted, kp_json_get(whole, "weighted"));
    }
    return count;
}

static void add_amount(struct report_page *page, struct kp_number number)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_number_show_short(&text, number, page->style->lang);
    kp_html_element(&page->html, "td", kp_buf_str(&text), "class", "num", NULL);
    kp_buf_release(&text);
}

static void add_bar(struct report_page *page, struct kp_number part, struct kp_number whole)
{
    struct kp_buf markup = KP_BUF_INIT;
    double width = kp_number_to_double(whole) > 0
                       ? 100 * kp_number_to_double(part) / kp_number_to_double(whole)
                       : 0;
    kp_html_open(&page->html, "td", NULL);
    kp_buf_addf(
        &markup,
        "<svg class=\"bar\" aria-hidden=\"true\"><rect width=\"%d%%\" height=\"10\"/></svg>",
        width < 0     ? 0
        : width > 100 ? 100
                      : (int)(width + .5));
    kp_html_markup(&page->html, kp_buf_str(&markup));
    kp_html_close(&page->html);
    kp_buf_release(&markup);
}

static void add_phase(struct report_page *page, const struct phase *phase, struct kp_number most)
{
    struct kp_html *html = &page->html;
    if (!phase->count)
        return;
    kp_html_open(html, "tr", NULL);
    kp_html_open(html, "th", "scope", "row", NULL);
    if (phase->choice)
        kp_html_words(html, &phase->choice->label);
    else
        kp_html_texts(html, _("No phase"));
    kp_html_close(html);
    kp_html_open(html, "td", "class", "num", NULL);
    kp_html_textf(html, "%zu", phase->count);
    kp_html_close(html);
    add_amount(page, phase->value);
    add_amount(page, phase->weighted);
    add_bar(page, phase->weighted, most);
    kp_html_close(html);
}

static void add_total(struct report_page *page, const struct phase *phases, size_t count)
{
    struct kp_html *html = &page->html;
    struct phase total = {0};
    for (size_t i = 0; i < count; i++) {
        total.count += phases[i].count;
        kp_number_add(total.value, phases[i].value, &total.value);
        kp_number_add(total.weighted, phases[i].weighted, &total.weighted);
    }
    kp_html_open(html, "tfoot", NULL);
    kp_html_open(html, "tr", NULL);
    kp_html_element(html, "th", kp_str_from(_("Total")), "scope", "row", NULL);
    kp_html_open(html, "td", "class", "num", NULL);
    kp_html_textf(html, "%zu", total.count);
    kp_html_close(html);
    add_amount(page, total.value);
    add_amount(page, total.weighted);
    kp_html_element(html, "td", KP_STR(""), NULL);
    kp_html_close(html);
    kp_html_close(html);
}

/* The heading of a column of the table of opportunities. */
static void add_column(struct report_page *page, const struct kp_field *table, const char *id,
                       const char *class)
{
    const struct kp_field *column = kp_field_column(table, kp_str_from(id));
    kp_html_open(&page->html, "th", "scope", "col", "class", class, NULL);
    if (column)
        kp_html_words(&page->html, &column->label);
    kp_html_close(&page->html);
}

static void add_phases(struct report_page *page, const struct kp_field *table,
                       const struct phase *phases, size_t count)
{
    struct kp_html *html = &page->html;
    struct kp_number most = kp_number_from(0);
    for (size_t i = 0; i < count; i++)
        if (kp_number_compare(phases[i].weighted, most) > 0)
            most = phases[i].weighted;
    kp_html_scroll(html, "pipeline");
    kp_html_open(html, "table", "class", "pipeline", NULL);
    kp_html_open(html, "caption", "class", "hidden", NULL);
    kp_html_texts(html, _("Open opportunities by phase"));
    kp_html_close(html);
    kp_html_open(html, "thead", NULL);
    kp_html_open(html, "tr", NULL);
    add_column(page, table, "phase", NULL);
    kp_html_element(html, "th", kp_str_from(_("Open")), "scope", "col", "class", "num", NULL);
    add_column(page, table, "value", "num");
    add_column(page, table, "weighted", "num");
    kp_html_open(html, "td", NULL);
    kp_html_close(html);
    kp_html_close(html);
    kp_html_close(html);
    kp_html_open(html, "tbody", NULL);
    for (size_t i = 0; i < count; i++)
        add_phase(page, &phases[i], most);
    kp_html_close(html);
    add_total(page, phases, count);
    kp_html_close(html);
    kp_html_close(html);
}

void report_pipeline(struct report_page *page)
{
    const struct kp_json *rows;
    const struct kp_field *table = report_field(page, "opportunities", &rows);
    const struct kp_field *column = table ? kp_field_column(table, KP_STR("phase")) : NULL;
    if (!column || !report_visible(page, column))
        return;
    struct phase *phases = kp_arena_alloc(page->arena, (column->choice_count + 1) * sizeof *phases);
    kp_html_open(&page->html, "h3", "id", "pipeline", NULL);
    kp_html_texts(&page->html, _("Pipeline"));
    if (page->style->currency.len)
        kp_html_textf(&page->html, " (%.*s)", KP_STR_ARG(page->style->currency));
    kp_html_close(&page->html);
    if (fill(page, table, column, rows, phases))
        add_phases(page, table, phases, column->choice_count + 1);
    else
        kp_html_element(&page->html, "p", kp_str_from(_("No open opportunity.")), NULL);
}

/* ---- next dates */

struct ahead {
    struct kp_date date;
    const char *kind;
    struct kp_str text, owner;
};

struct calendar {
    struct report_page *page;
    struct kp_date from;
    struct ahead *items;
    size_t count, cap;
};

static void add_ahead(struct calendar *calendar, struct kp_date date, const char *kind,
                      struct kp_str text, struct kp_str owner)
{
    if (!kp_date_valid(date) || kp_date_compare(date, calendar->from) < 0 ||
        kp_date_to_days(date) - kp_date_to_days(calendar->from) > DAYS_AHEAD ||
        calendar->count == calendar->cap)
        return;
    calendar->items[calendar->count++] = (struct ahead){date, kind, text, owner};
}

/* Every row of a table that has a date in one of its columns. */
static void add_rows(struct calendar *calendar, const char *id, const char *date_column,
                     const char *text_column, const char *kind, bool only_open)
{
    const struct kp_json *rows;
    const struct kp_field *table = report_field(calendar->page, id, &rows);
    const struct kp_field *when = table ? kp_field_column(table, kp_str_from(date_column)) : NULL;
    const struct kp_field *what = table ? kp_field_column(table, kp_str_from(text_column)) : NULL;
    if (!when || !what || !report_visible(calendar->page, when) ||
        !report_visible(calendar->page, what))
        return;
    KP_JSON_EACH(row, rows)
    {
        struct kp_date date;
        if ((only_open && !is_open(row)) ||
            kp_date_read(kp_json_text(row, date_column), &date, NULL))
            continue;
        add_ahead(calendar, date, kind, kp_json_text(row, text_column), kp_json_text(row, "owner"));
    }
}

static int by_date(const void *a, const void *b)
{
    const struct ahead *x = a, *y = b;
    int order = kp_date_compare(x->date, y->date);
    return order ? order : kp_str_compare(x->text, y->text);
}

static size_t rows_of(struct report_page *page, const char *id)
{
    const struct kp_json *rows;
    return report_field(page, id, &rows) ? rows->count : 0;
}

static void gather(struct calendar *calendar)
{
    struct report_page *page = calendar->page;
    const struct kp_due *due = page->report->due;
    calendar->cap = 1 + rows_of(page, "meetings") + rows_of(page, "meetings.internal") +
                    rows_of(page, "actions") + rows_of(page, "opportunities") +
                    rows_of(page, "agreements");
    calendar->items = kp_arena_alloc(page->arena, calendar->cap * sizeof *calendar->items);
    if (due && !page->report->program && page->report->audience < KP_VISIBLE_CUSTOMER)
        add_ahead(calendar, due->due, _("Revision due"), (struct kp_str){NULL, 0},
                  (struct kp_str){NULL, 0});
    add_rows(calendar, "meetings", "next", "purpose", _("Meeting"), false);
    add_rows(calendar, "meetings.internal", "next", "purpose", _("Internal meeting"), false);
    add_rows(calendar, "actions", "due", "what", _("Action"), true);
    add_rows(calendar, "opportunities", "decision_date", "title", _("Decision"), true);
    add_rows(calendar, "agreements", "until", "agreement", _("Agreement ends"), false);
    qsort(calendar->items, calendar->count, sizeof *calendar->items, by_date);
}

static void print_ahead(struct report_page *page, const struct ahead *ahead)
{
    struct kp_html *html = &page->html;
    kp_html_open(html, "li", NULL);
    report_date(page, ahead->date);
    kp_html_open(html, "span", NULL);
    if (ahead->text.len) {
        kp_html_element(html, "span", kp_str_from(ahead->kind), "class", "dim", NULL);
        kp_html_texts(html, " ");
        kp_html_typed(html, html->typed, ahead->text);
    } else {
        kp_html_texts(html, ahead->kind);
    }
    kp_html_close(html);
    kp_html_close(html);
}

void report_dates(struct report_page *page)
{
    struct calendar calendar = {.page = page, .from = page->style->today};
    gather(&calendar);
    if (!calendar.count)
        return;
    kp_html_element(&page->html, "h3", kp_str_from(_("Next dates")), NULL);
    kp_html_open(&page->html, "ul", "class", "plain dated", NULL);
    for (size_t i = 0; i < calendar.count && i < DATES_MOST; i++)
        print_ahead(page, &calendar.items[i]);
    kp_html_close(&page->html);
}
