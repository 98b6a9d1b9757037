// SPDX-License-Identifier: GPL-3.0-or-later
/* Tables of a report. */
#include "base/text.h"
#include "base/utf8.h"
#include "model/type.h"
#include "view/report_internal.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * Characters. A sheet of A4 holds about WIDTH of them in a line of a table; texts are broken beyond
 * TEXT_MOST, and count as so wide.
 */
enum { WIDTH = 118, TEXT_MOST = 26, GAP = 3, SHORT = 8, ROWS_MOST = 80, ROWS_SHOWN = 30 };

struct column {
    const struct kp_field *field;
    struct kp_str *cells; /* what stands in it, by row */
    size_t width;         /* it wants */
    bool more; /* stands below the row, with its label: there is no room beside the others */
};

struct sheet {
    struct report_page *page;
    const struct kp_field *field;
    const struct kp_json *rows; /* worked out */
    struct column *columns;
    size_t count;
    size_t name; /* the column that a row goes by */
};

static bool is_text(const struct kp_field *column)
{
    enum kp_type_kind kind = column->type->kind;
    return kind == KP_TYPE_TEXT || kind == KP_TYPE_NOTE || kind == KP_TYPE_CHOICES ||
           kind == KP_TYPE_PEOPLE;
}

/* ---- how wide it is */

static size_t longest_word(struct kp_str text)
{
    size_t most = 0;
    while (text.data) {
        size_t width = kp_utf8_width(kp_str_split(&text, ' '));
        most = width > most ? width : most;
    }
    return most;
}

/* Writes its cells, and sees how wide they are. */
static void write_cells(const struct sheet *sheet, struct column *column)
{
    const struct kp_style *style = sheet->page->style;
    struct kp_arena *arena = sheet->page->arena;
    struct kp_buf text = KP_BUF_INIT;
    size_t most = longest_word(kp_words_get(&column->field->label, style->lang)), at = 0;
    column->cells = kp_arena_alloc(arena, sheet->rows->count * sizeof *column->cells);
    KP_JSON_EACH(row, sheet->rows)
    {
        kp_buf_clear(&text);
        report_inline(sheet->page, column->field, kp_json_get_str(row, column->field->id),
                      KP_SHAPE_CELL, &text);
        column->cells[at] = kp_arena_str(arena, kp_buf_str(&text));
        size_t width = kp_utf8_width(column->cells[at++]);
        if (width > TEXT_MOST && column->field->type->kind != KP_TYPE_MONEY)
            width = TEXT_MOST;
        most = width > most ? width : most;
    }
    column->width = most + GAP;
    kp_buf_release(&text);
}

static size_t total_width(const struct sheet *sheet)
{
    size_t width = 0;
    for (size_t i = 0; i < sheet->count; i++)
        width += sheet->columns[i].more ? 0 : sheet->columns[i].width;
    return width;
}

/* The column that gives most room when it is set below: the widest text, else the last one. */
static struct column *dispensable(const struct sheet *sheet)
{
    struct column *found = NULL;
    for (size_t i = 0; i < sheet->count; i++) {
        struct column *column = &sheet->columns[i];
        if (i != sheet->name && !column->more && is_text(column->field) &&
            !kp_str_is(column->field->id, "name") && (!found || column->width >= found->width))
            found = column;
    }
    for (size_t i = sheet->count; i-- > 0 && !found;)
        if (i != sheet->name && !sheet->columns[i].more)
            found = &sheet->columns[i];
    return found;
}

static bool has_any(const struct kp_json *rows, struct kp_str id)
{
    KP_JSON_EACH(row, rows)
    {
        if (!kp_json_is_null(kp_json_get_str(row, id)))
            return true;
    }
    return false;
}

static void prepare(struct sheet *sheet)
{
    const struct kp_field *field = sheet->field;
    struct kp_str name = kp_field_name_column(field);
    sheet->columns =
        kp_arena_alloc(sheet->page->arena, (field->column_count + 1) * sizeof *sheet->columns);
    for (size_t i = 0; i < field->column_count; i++) {
        const struct kp_field *column = &field->columns[i];
        bool is_name = kp_str_equal(column->id, name);
        if (!report_visible(sheet->page, column) || (!is_name && !has_any(sheet->rows, column->id)))
            continue;
        if (is_name)
            sheet->name = sheet->count;
        sheet->columns[sheet->count++] = (struct column){.field = column};
    }
}

static void fit(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++)
        write_cells(sheet, &sheet->columns[i]);
    while (total_width(sheet) > WIDTH) {
        struct column *column = dispensable(sheet);
        if (!column)
            break;
        column->more = true;
    }
}

/* ---- cells */

static size_t shown_count(const struct sheet *sheet)
{
    size_t count = 0;
    for (size_t i = 0; i < sheet->count; i++)
        count += !sheet->columns[i].more;
    return count;
}

static const char *class_of(const struct kp_field *column)
{
    if (kp_type_is_figure(column->type->kind))
        return "num";
    return column->type->kind == KP_TYPE_DATE ? "nowrap" : NULL;
}

/* Names that fit are not broken. */
static void add_cell(const struct sheet *sheet, const struct column *column, size_t at,
                     const struct kp_json *value)
{
    if (column->field->type->kind == KP_TYPE_NOTE && value && value->kind == KP_JSON_STRING)
        kp_html_markdown(&sheet->page->html, value->text);
    else
        report_text(sheet->page, column->cells[at]);
}

static void add_head(const struct sheet *sheet)
{
    struct kp_html *html = &sheet->page->html;
    const struct kp_style *style = sheet->page->style;
    kp_html_open(html, "thead", NULL);
    kp_html_open(html, "tr", NULL);
    for (size_t i = 0; i < sheet->count; i++) {
        const struct kp_field *column = sheet->columns[i].field;
        if (sheet->columns[i].more)
            continue;
        const char *class =
            i != sheet->name && kp_type_is_figure(column->type->kind) ? "num" : NULL;
        kp_html_open(html, "th", "scope", "col", "class", class, NULL);
        kp_html_words(html, &column->label);
        if (column->type->kind == KP_TYPE_MONEY && style->currency.len)
            kp_html_textf(html, " (%.*s)", KP_STR_ARG(style->currency));
        kp_html_close(html);
    }
    kp_html_close(html);
    kp_html_close(html);
}

static void add_more(const struct sheet *sheet, const struct kp_json *row)
{
    struct kp_html *html = &sheet->page->html;
    size_t depth = html->depth;
    char span[24];
    for (size_t i = 0; i < sheet->count; i++) {
        const struct kp_field *column = sheet->columns[i].field;
        const struct kp_json *value = kp_json_get_str(row, column->id);
        if (!sheet->columns[i].more || kp_json_is_null(value))
            continue;
        if (html->depth == depth) {
            snprintf(span, sizeof span, "%zu", shown_count(sheet));
            kp_html_open(html, "tr", "class", "more", NULL);
            kp_html_open(html, "td", "colspan", span, NULL);
            kp_html_open(html, "dl", NULL);
        }
        kp_html_open(html, "div", NULL);
        kp_html_open(html, "dt", NULL);
        kp_html_words(html, &column->label);
        kp_html_close(html);
        kp_html_open(html, "dd", "lang", report_typed(sheet->page, column), NULL);
        report_value(sheet->page, column, value, KP_SHAPE_FULL);
        kp_html_close(html);
        kp_html_close(html);
    }
    kp_html_close_to(html, depth);
}

static void add_row(const struct sheet *sheet, const struct kp_json *row, size_t at)
{
    struct kp_html *html = &sheet->page->html;
    kp_html_open(html, "tr", NULL);
    for (size_t i = 0; i < sheet->count; i++) {
        const struct kp_field *column = sheet->columns[i].field;
        const struct kp_json *value = kp_json_get_str(row, column->id);
        if (sheet->columns[i].more)
            continue;
        /* A heading says something, and on one line. */
        if (i == sheet->name && !kp_json_is_null(value) && column->type->kind != KP_TYPE_NOTE)
            kp_html_open(html, "th", "scope", "row", "lang", report_typed(sheet->page, column),
                         NULL);
        else
            kp_html_open(html, "td", "class", class_of(column), "lang",
                         report_typed(sheet->page, column), NULL);
        add_cell(sheet, &sheet->columns[i], at, value);
        kp_html_close(html);
    }
    kp_html_close(html);
    add_more(sheet, row);
}

static bool has_total(const struct kp_field *field, const struct kp_field *column)
{
    for (size_t i = 0; i < field->total_count; i++)
        if (kp_str_equal(field->totals[i], column->id))
            return true;
    return false;
}

/* The sum of the cells that are known; null when none is. */
static const struct kp_json *sum_of(const struct sheet *sheet, const struct kp_field *column)
{
    struct kp_number sum = kp_number_from(0);
    bool any = false;
    KP_JSON_EACH(row, sheet->rows)
    {
        const struct kp_json *cell = kp_json_get_str(row, column->id);
        if (kp_json_is_null(cell) || cell->kind != KP_JSON_NUMBER || cell->literal.len)
            continue;
        if (!kp_number_add(sum, cell->number, &sum))
            return &kp_json_null;
        any = true;
    }
    return any ? kp_json_new_number(sheet->page->arena, sum) : &kp_json_null;
}

static void add_totals(const struct sheet *sheet)
{
    struct kp_html *html = &sheet->page->html;
    bool any = false;
    for (size_t i = 0; i < sheet->count; i++)
        any = any || (!sheet->columns[i].more && has_total(sheet->field, sheet->columns[i].field));
    if (!any || sheet->rows->count < 2)
        return;
    kp_html_open(html, "tfoot", NULL);
    kp_html_open(html, "tr", NULL);
    bool first = true;
    for (size_t i = 0; i < sheet->count; i++) {
        const struct kp_field *column = sheet->columns[i].field;
        if (sheet->columns[i].more)
            continue;
        if (first && !has_total(sheet->field, column)) {
            kp_html_element(html, "th", kp_str_from(_("Total")), "scope", "row", NULL);
        } else {
            kp_html_open(html, "td", "class", class_of(column), NULL);
            if (has_total(sheet->field, column))
                report_value(sheet->page, column, sum_of(sheet, column), KP_SHAPE_CELL);
            kp_html_close(html);
        }
        first = false;
    }
    kp_html_close(html);
    kp_html_close(html);
}

static bool is_open(const struct kp_json *row)
{
    struct kp_str status = kp_json_text(row, "status");
    return !status.len || kp_str_is(status, "open");
}

const struct kp_json *report_open_first(struct report_page *page, const struct kp_field *field,
                                        const struct kp_json *rows)
{
    const struct kp_field *status = kp_field_column(field, KP_STR("status"));
    if (!status || !kp_field_choice(status, KP_STR("open")) || rows->kind != KP_JSON_ARRAY)
        return rows;
    struct kp_json *sorted = kp_json_new_array(page->arena);
    for (int closed = 0; closed <= 1; closed++) {
        KP_JSON_EACH(row, rows)
        {
            if (is_open(row) != closed)
                kp_json_append(page->arena, sorted, row);
        }
    }
    return sorted;
}

const struct kp_json *report_worked_out(struct report_page *page, const struct kp_field *field,
                                        const struct kp_json *rows)
{
    struct kp_json *filled = kp_json_new_array(page->arena);
    KP_JSON_EACH(row, rows)
    {
        kp_json_append(page->arena, filled, kp_calc_row(page->report->calc, field, row));
    }
    return filled;
}

/* ---- very long ones: what is largest stands for the rest */

struct sized {
    const struct kp_json *row;
    struct kp_number size;
    size_t place;
};

static int by_size(const void *a, const void *b)
{
    const struct sized *x = a, *y = b;
    int order = kp_number_compare(y->size, x->size);
    return order ? order : x->place < y->place ? -1 : 1;
}

static const struct kp_field *amount_of(const struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->field->column_count; i++)
        if (sheet->field->columns[i].type->kind == KP_TYPE_MONEY &&
            report_visible(sheet->page, &sheet->field->columns[i]))
            return &sheet->field->columns[i];
    return NULL;
}

/* All rows, or of very many the largest by their first amount; without one, the first. */
const struct kp_json *report_largest(struct report_page *page, const struct kp_json *rows,
                                     const struct kp_field *amount, size_t most)
{
    struct sized *sized = kp_arena_alloc(page->arena, (rows->count + 1) * sizeof *sized);
    struct kp_json *few = kp_json_new_array(page->arena);
    size_t count = 0;
    KP_JSON_EACH(row, rows)
    {
        const struct kp_json *cell = amount ? kp_json_get_str(row, amount->id) : NULL;
        sized[count] = (struct sized){.row = row, .place = count};
        if (cell && cell->kind == KP_JSON_NUMBER && !cell->literal.len)
            sized[count].size = cell->number;
        count++;
    }
    qsort(sized, count, sizeof *sized, by_size);
    for (size_t i = 0; i < count && i < most; i++)
        kp_json_append(page->arena, few, sized[i].row);
    return few;
}

static void say_largest(const struct sheet *sheet, size_t count)
{
    struct kp_html *html = &sheet->page->html;
    if (sheet->rows->count == count)
        return;
    kp_html_open(html, "p", "class", "origin", NULL);
    kp_html_textf(html,
                  amount_of(sheet) ? _("The %zu largest of %zu; kamplan export has all of them")
                                   : _("The first %zu of %zu; kamplan export has all of them"),
                  sheet->rows->count, count);
    kp_html_close(html);
}

void report_table(struct report_page *page, const struct kp_field *field,
                  const struct kp_json *rows, const struct kp_answer *answer)
{
    struct kp_html *html = &page->html;
    struct sheet sheet = {.page = page, .field = field};
    rows = report_open_first(page, field, rows);
    sheet.rows = report_worked_out(page, field, rows);
    if (sheet.rows->count > ROWS_MOST)
        sheet.rows = report_largest(page, sheet.rows, amount_of(&sheet), ROWS_SHOWN);
    char id[24];
    size_t at = 0;
    prepare(&sheet);
    if (!sheet.count)
        return;
    snprintf(id, sizeof id, "t%zu", ++html->count);
    kp_html_open(html, "div", "class", rows->count <= SHORT ? "answer short" : "answer", NULL);
    kp_html_open(html, "h4", "id", id, NULL);
    kp_html_words(html, &field->label);
    kp_html_close(html);
    report_origin(page, answer, "p");
    report_drawings(page, field);
    if (report_grid(page, field, rows, id)) {
        kp_html_close(html);
        return;
    }
    fit(&sheet);
    say_largest(&sheet, rows->count);
    kp_html_scroll(html, id);
    kp_html_open(html, "table", NULL);
    kp_html_open(html, "caption", "class", "hidden", NULL);
    kp_html_words(html, &field->label);
    kp_html_close(html);
    add_head(&sheet);
    kp_html_open(html, "tbody", NULL);
    KP_JSON_EACH(row, sheet.rows)
    {
        add_row(&sheet, row, at++);
    }
    kp_html_close(html);
    if (sheet.rows->count == rows->count)
        add_totals(&sheet);
    kp_html_close(html);
    kp_html_close(html);
    kp_html_close(html);
}
