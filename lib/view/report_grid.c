// SPDX-License-Identifier: GPL-3.0-or-later
/* A table of view grid, set as one: units down, offerings across. */
#include "base/text.h"
#include "model/type.h"
#include "view/grid_internal.h"
#include "view/report_internal.h"

/* Wider ones are lists on a page. */
enum { COLUMNS_MOST = 8 };

static void add_label(struct report_page *page, const struct kp_grid_axis *axis, size_t at,
                      const char *scope)
{
    kp_html_open(&page->html, "th", "scope", scope, "lang", report_typed(page, axis->column), NULL);
    report_value(page, axis->column, axis->values[at], KP_SHAPE_FULL);
    kp_html_close(&page->html);
}

/* What its other columns say in words. */
static void add_remarks(struct report_page *page, const struct kp_grid *grid,
                        const struct kp_json *row)
{
    for (size_t i = 0; i < grid->field->column_count; i++) {
        const struct kp_field *column = &grid->field->columns[i];
        const struct kp_json *value = kp_json_get_str(row, column->id);
        if (column->type->kind != KP_TYPE_TEXT || column == grid->down.column ||
            column == grid->across.column || kp_json_is_null(value) ||
            !report_visible(page, column))
            continue;
        kp_html_void(&page->html, "br", NULL);
        kp_html_open(&page->html, "small", "lang", report_typed(page, column), NULL);
        report_value(page, column, value, KP_SHAPE_CELL);
        kp_html_close(&page->html);
    }
}

static void add_cell(struct report_page *page, const struct kp_grid *grid,
                     const struct kp_grid_cell *cell)
{
    struct kp_html *html = &page->html;
    kp_html_open(html, "td", NULL);
    if (cell->rows) {
        report_value(page, grid->cell, cell->state, KP_SHAPE_CELL);
        if (cell->has_amount && report_visible(page, grid->amount)) {
            struct kp_buf text = KP_BUF_INIT;
            kp_number_show_short(&text, cell->amount, page->style->lang);
            kp_html_texts(html, " ");
            kp_html_element(html, "strong", kp_buf_str(&text), NULL);
            kp_buf_release(&text);
        }
        KP_JSON_EACH(row, cell->rows)
        {
            add_remarks(page, grid, row);
        }
    }
    kp_html_close(html);
}

static bool is_readable(const struct report_page *page, const struct kp_grid *grid)
{
    return report_visible(page, grid->down.column) && report_visible(page, grid->across.column) &&
           report_visible(page, grid->cell);
}

bool report_grid(struct report_page *page, const struct kp_field *field, const struct kp_json *rows,
                 const char *label)
{
    struct kp_html *html = &page->html;
    struct kp_grid grid;
    size_t depth = html->depth;
    if (!kp_grid_read(&grid, page->report->calc, field, rows) || grid.rest->count ||
        grid.across.count > COLUMNS_MOST || !is_readable(page, &grid))
        return false;
    kp_html_scroll(html, label);
    kp_html_open(html, "table", "class", "grid", NULL);
    kp_html_open(html, "caption", "class", "hidden", NULL);
    kp_html_words(html, &field->label);
    kp_html_close(html);
    kp_html_open(html, "thead", NULL);
    kp_html_open(html, "tr", NULL);
    kp_html_open(html, "th", "scope", "col", NULL);
    kp_html_words(html, &grid.down.column->label);
    kp_html_close(html);
    for (size_t i = 0; i < grid.across.count; i++)
        add_label(page, &grid.across, i, "col");
    kp_html_close(html);
    kp_html_close(html);
    kp_html_open(html, "tbody", NULL);
    for (size_t down = 0; down < grid.down.count; down++) {
        kp_html_open(html, "tr", NULL);
        add_label(page, &grid.down, down, "row");
        for (size_t across = 0; across < grid.across.count; across++)
            add_cell(page, &grid, &grid.cells[down * grid.across.count + across]);
        kp_html_close(html);
    }
    kp_html_close_to(html, depth);
    return true;
}
