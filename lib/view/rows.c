// SPDX-License-Identifier: GPL-3.0-or-later
/* The rows of a table field: as a table with totals, as blocks, or as a grid. */
#include "base/text.h"
#include "base/utf8.h"
#include "model/type.h"
#include "view/plan_internal.h"
#include "view/table.h"

#include <string.h>

enum { NAME_MOST = 18 };

/* The columns that have something in some row: an empty column is only noise. */
static const struct kp_field **used_columns(const struct kp_field *field,
                                            const struct kp_json *rows, enum kp_visibility audience,
                                            struct kp_arena *arena, size_t *count)
{
    const struct kp_field **used =
        kp_arena_alloc(arena, (field->column_count + 1) * sizeof(const struct kp_field *));
    *count = 0;
    for (size_t i = 0; i < field->column_count; i++) {
        const struct kp_field *column = &field->columns[i];
        if (column->visibility < audience)
            continue;
        bool has_any = kp_str_equal(column->id, field->key);
        KP_JSON_EACH(row, rows)
        {
            has_any = has_any || !kp_json_is_null(kp_json_get_str(row, column->id));
        }
        if (has_any)
            used[(*count)++] = column;
    }
    if (*count == 0 && field->column_count)
        used[(*count)++] = &field->columns[0];
    return used;
}

static const struct kp_json *worked_out(struct kp_calc *calc, const struct kp_field *field,
                                        const struct kp_json *rows)
{
    struct kp_json *filled = kp_json_new_array(calc->arena);
    KP_JSON_EACH(row, rows)
    {
        kp_json_append(calc->arena, filled, kp_calc_row(calc, field, row));
    }
    return filled;
}

/* "Value (DKK)" over cells that leave the currency out, "= Weighted" over what is worked out. */
static void add_column(struct kp_table *table, const struct kp_field *column,
                       const struct kp_style *style, enum kp_shape shape)
{
    struct kp_buf label = KP_BUF_INIT;
    if (column->calc)
        kp_buf_adds(&label, "=\xc2\xa0"); /* they stay together */
    kp_buf_add(&label, kp_words_get(&column->label, style->lang));
    if (column->type->kind == KP_TYPE_MONEY && shape != KP_SHAPE_FULL && style->currency.len)
        kp_buf_addf(&label, " (%.*s)", KP_STR_ARG(style->currency));
    kp_table_column(table, kp_buf_str(&label),
                    kp_type_is_figure(column->type->kind) && shape != KP_SHAPE_FULL);
    kp_buf_release(&label);
}

/* Dates are not broken over lines, nor names of a length that columns have room for. */
static bool stays_whole(const struct kp_field *column, struct kp_str text)
{
    return column->type->kind == KP_TYPE_DATE ||
           (column->type->kind == KP_TYPE_PERSON && kp_utf8_width(text) <= NAME_MOST);
}

static void add_cell(struct kp_table *table, struct kp_calc *calc, const struct kp_field *column,
                     const struct kp_json *value, const struct kp_style *style, enum kp_shape shape,
                     enum kp_mark mark)
{
    struct kp_buf text = KP_BUF_INIT, whole = KP_BUF_INIT;
    kp_view_inline(calc, column, value, style, shape, &text);
    if (stays_whole(column, kp_buf_str(&text)))
        kp_view_join(&whole, kp_buf_str(&text));
    kp_table_cell(table, kp_buf_str(whole.len ? &whole : &text), mark);
    kp_buf_release(&text);
    kp_buf_release(&whole);
}

static bool has_total(const struct kp_field *field, const struct kp_field *column)
{
    for (size_t i = 0; i < field->total_count; i++)
        if (kp_str_equal(field->totals[i], column->id))
            return true;
    return false;
}

/* The sum of the cells that are known; null when none is. */
static const struct kp_json *sum_of(const struct kp_json *rows, const struct kp_field *column,
                                    struct kp_arena *arena)
{
    struct kp_number sum = kp_number_from(0);
    bool any = false;
    KP_JSON_EACH(row, rows)
    {
        const struct kp_json *cell = kp_json_get_str(row, column->id);
        if (kp_json_is_null(cell) || cell->kind != KP_JSON_NUMBER || cell->literal.len)
            continue;
        if (!kp_number_add(sum, cell->number, &sum))
            return &kp_json_null;
        any = true;
    }
    return any ? kp_json_new_number(arena, sum) : &kp_json_null;
}

struct rows_view {
    struct kp_calc *calc;
    const struct kp_field *field;
    const struct kp_json *rows;
    const struct kp_field **columns;
    size_t count;
    const struct kp_style *style;
    bool numbered, whole;
};

static void add_totals(struct kp_table *table, const struct rows_view *view, enum kp_shape shape)
{
    bool any = false;
    for (size_t i = 0; i < view->count; i++)
        any = any || has_total(view->field, view->columns[i]);
    if (!any || view->rows->count < 2)
        return;
    kp_table_rule(table);
    kp_table_row(table);
    if (view->numbered)
        kp_table_cell(table, KP_STR(""), KP_MARK_NONE);
    for (size_t i = 0; i < view->count; i++) {
        const struct kp_field *column = view->columns[i];
        if (has_total(view->field, column))
            add_cell(table, view->calc, column, sum_of(view->rows, column, view->calc->arena),
                     view->style, shape, shape == KP_SHAPE_FULL ? KP_MARK_NONE : KP_MARK_TITLE);
        else
            kp_table_cell(table, i == 0 ? kp_str_from(_("Total")) : KP_STR(""), KP_MARK_TITLE);
    }
}

static struct kp_table *build(const struct rows_view *view, enum kp_shape shape)
{
    struct kp_table *table = kp_table_new();
    size_t number = 0;
    if (view->numbered)
        kp_table_column(table, KP_STR(""), true);
    for (size_t i = 0; i < view->count; i++)
        add_column(table, view->columns[i], view->style, shape);
    KP_JSON_EACH(row, view->rows)
    {
        kp_table_row(table);
        if (view->numbered)
            kp_table_cellf(table, KP_MARK_ACCENT, "%zu", ++number);
        for (size_t i = 0; i < view->count; i++)
            add_cell(table, view->calc, view->columns[i],
                     kp_json_get_str(row, view->columns[i]->id), view->style, shape, KP_MARK_NONE);
    }
    add_totals(table, view, shape);
    if (view->whole)
        kp_table_whole(table);
    return table;
}

/* A block has its row's name as its heading. */
static void lead_with_key(struct rows_view *view)
{
    size_t at = 0;
    while (at < view->count && !kp_str_equal(view->columns[at]->id, view->field->key))
        at++;
    if (at == view->count)
        return;
    const struct kp_field *key = view->columns[at];
    memmove(view->columns + 1, view->columns, at * sizeof(const struct kp_field *));
    view->columns[0] = key;
}

void kp_view_table(struct kp_calc *calc, const struct kp_field *field, const struct kp_json *rows,
                   const struct kp_style *style, size_t indent, bool numbered, bool whole,
                   struct kp_buf *out)
{
    static const enum kp_shape shapes[] = {KP_SHAPE_CELL, KP_SHAPE_TIGHT};
    struct rows_view view = {.calc = calc,
                             .field = field,
                             .rows = worked_out(calc, field, rows),
                             .style = style,
                             .numbered = numbered,
                             .whole = whole};
    view.columns = used_columns(field, view.rows, style->audience, calc->arena, &view.count);
    struct kp_table *table;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        table = build(&view, shapes[i]);
        bool fits = kp_table_fits(table, style, indent);
        if (fits)
            kp_table_print(table, style, indent, out);
        kp_table_free(table);
        if (fits)
            return;
    }
    lead_with_key(&view);
    table = build(&view, KP_SHAPE_FULL);
    kp_table_print_blocks(table, style, indent, out);
    kp_table_free(table);
}
