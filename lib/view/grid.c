// SPDX-License-Identifier: GPL-3.0-or-later
/* A table of view `grid`, drawn as units × offerings: who delivers what, and what it may be worth.
 */
#include "base/text.h"
#include "base/utf8.h"
#include "model/type.h"
#include "view/plan_internal.h"
#include "view/table.h"

enum { ROWS_MOST = 200, COLUMNS_MOST = 24 };

/* The different values of one axis, in the order in which they first appear. */
struct axis {
    const struct kp_field *column;
    const struct kp_json **values;
    size_t count;
};

static size_t find(const struct axis *axis, const struct kp_json *value)
{
    size_t at = 0;
    while (at < axis->count && !kp_json_equal(axis->values[at], value))
        at++;
    return at;
}

/* false: there are more than `most`. */
static bool fill_axis(struct axis *axis, const struct kp_json *rows, size_t most,
                      struct kp_arena *arena)
{
    axis->values = kp_arena_alloc(arena, most * sizeof(const struct kp_json *));
    KP_JSON_EACH(row, rows)
    {
        const struct kp_json *value = kp_json_get_str(row, axis->column->id);
        if (kp_json_is_null(value) || find(axis, value) < axis->count)
            continue;
        if (axis->count == most)
            return false;
        axis->values[axis->count++] = value;
    }
    return true;
}

struct grid {
    struct kp_calc *calc;
    const struct kp_field *field, *cell, *amount;
    const struct kp_style *style;
    struct axis down, across;
    struct kp_json *rest; /* rows that have no place in it */
};

static const struct kp_field *amount_of(const struct kp_field *field)
{
    for (size_t i = 0; i < field->column_count; i++)
        if (field->columns[i].type->kind == KP_TYPE_MONEY)
            return &field->columns[i];
    return NULL;
}

static bool prepare(struct grid *grid, const struct kp_json *rows)
{
    struct kp_arena *arena = grid->calc->arena;
    const struct kp_field *field = grid->field;
    grid->down.column = kp_field_column(field, field->axis_rows);
    grid->across.column = kp_field_column(field, field->axis_columns);
    grid->cell = kp_field_column(field, field->axis_cell);
    grid->amount = amount_of(field);
    if (!grid->down.column || !grid->across.column || !grid->cell ||
        !fill_axis(&grid->down, rows, ROWS_MOST, arena) ||
        !fill_axis(&grid->across, rows, COLUMNS_MOST, arena))
        return false;
    grid->rest = kp_json_new_array(arena);
    KP_JSON_EACH(row, rows)
    {
        if (kp_json_is_null(kp_json_get_str(row, grid->down.column->id)) ||
            kp_json_is_null(kp_json_get_str(row, grid->across.column->id)))
            kp_json_append(arena, grid->rest, row);
    }
    return grid->rest->count < rows->count;
}

/* "Competitor 1.2 m": what stands in one field of the grid. */
static void add_content(const struct grid *grid, const struct kp_json *row, struct kp_buf *out)
{
    const struct kp_json *amount =
        grid->amount ? kp_json_get_str(row, grid->amount->id) : &kp_json_null;
    kp_view_inline(grid->calc, grid->cell, kp_json_get_str(row, grid->cell->id), grid->style,
                   KP_SHAPE_TIGHT, out);
    if (kp_json_is_null(amount))
        return;
    kp_buf_adds(out, out->len ? " " : "");
    kp_view_inline(grid->calc, grid->amount, amount, grid->style, KP_SHAPE_TIGHT, out);
}

static struct kp_buf *fields_of(const struct grid *grid, const struct kp_json *rows)
{
    size_t count = grid->down.count * grid->across.count;
    struct kp_buf *fields = kp_arena_alloc(grid->calc->arena, count * sizeof *fields);
    for (size_t i = 0; i < count; i++)
        fields[i] = (struct kp_buf)KP_BUF_INIT;
    KP_JSON_EACH(row, rows)
    {
        size_t down = find(&grid->down, kp_json_get_str(row, grid->down.column->id));
        size_t across = find(&grid->across, kp_json_get_str(row, grid->across.column->id));
        if (down == grid->down.count || across == grid->across.count)
            continue;
        struct kp_buf *field = &fields[down * grid->across.count + across];
        kp_buf_adds(field, field->len ? "; " : "");
        add_content(grid, row, field);
    }
    return fields;
}

static void add_label(const struct grid *grid, const struct axis *axis, size_t at,
                      struct kp_table *table, bool heading)
{
    struct kp_buf label = KP_BUF_INIT;
    kp_view_inline(grid->calc, axis->column, axis->values[at], grid->style, KP_SHAPE_FULL, &label);
    if (heading)
        kp_table_column(table, kp_buf_str(&label), false);
    else
        kp_table_cell(table, kp_buf_str(&label), KP_MARK_NONE);
    kp_buf_release(&label);
}

/* `empty`: what stands in a field that no row is for. */
static struct kp_table *build(const struct grid *grid, const struct kp_buf *fields,
                              struct kp_str empty)
{
    struct kp_table *table = kp_table_new();
    kp_table_column(table, kp_words_get(&grid->down.column->label, grid->style->lang), false);
    for (size_t i = 0; i < grid->across.count; i++)
        add_label(grid, &grid->across, i, table, true);
    for (size_t down = 0; down < grid->down.count; down++) {
        kp_table_row(table);
        add_label(grid, &grid->down, down, table, false);
        for (size_t across = 0; across < grid->across.count; across++) {
            const struct kp_buf *field = &fields[down * grid->across.count + across];
            kp_table_cell(table, field->len ? kp_buf_str(field) : empty,
                          field->len ? KP_MARK_NONE : KP_MARK_DIM);
        }
    }
    return table;
}

static void print_grid(const struct grid *grid, const struct kp_json *rows, size_t indent,
                       struct kp_buf *out)
{
    struct kp_buf *fields = fields_of(grid, rows);
    struct kp_table *table = build(grid, fields, kp_str_from(kp_style_sign(grid->style, "·", ".")));
    if (kp_table_fits(table, grid->style, indent)) {
        kp_table_print(table, grid->style, indent, out);
    } else {
        kp_table_free(table);
        table = build(grid, fields, KP_STR(""));
        kp_table_print_blocks(table, grid->style, indent, out);
    }
    kp_table_free(table);
    for (size_t i = 0; i < grid->down.count * grid->across.count; i++)
        kp_buf_release(&fields[i]);
}

/* What the other columns say, by the place in the grid that it belongs to. */
static void print_remarks(const struct grid *grid, const struct kp_json *rows, size_t indent,
                          struct kp_buf *out)
{
    const struct kp_field *field = grid->field;
    struct kp_buf line = KP_BUF_INIT;
    KP_JSON_EACH(row, rows)
    {
        const struct kp_json *down = kp_json_get_str(row, grid->down.column->id);
        const struct kp_json *across = kp_json_get_str(row, grid->across.column->id);
        for (size_t i = 0; i < field->column_count; i++) {
            const struct kp_field *column = &field->columns[i];
            const struct kp_json *value = kp_json_get_str(row, column->id);
            if (kp_json_is_null(value) || kp_json_is_null(down) || kp_json_is_null(across) ||
                column == grid->down.column || column == grid->across.column ||
                column == grid->cell || column == grid->amount ||
                column->visibility < grid->style->audience)
                continue;
            kp_buf_clear(&line);
            kp_buf_adds(&line, "- ");
            kp_view_inline(grid->calc, grid->down.column, down, grid->style, KP_SHAPE_FULL, &line);
            kp_buf_adds(&line, ", ");
            kp_view_inline(grid->calc, grid->across.column, across, grid->style, KP_SHAPE_FULL,
                           &line);
            kp_buf_adds(&line, ": ");
            kp_view_inline(grid->calc, column, value, grid->style, KP_SHAPE_FULL, &line);
            kp_view_lines(grid->style, kp_buf_str(&line), indent, out);
        }
    }
    kp_buf_release(&line);
}

bool kp_view_grid(struct kp_calc *calc, const struct kp_field *field, const struct kp_json *rows,
                  const struct kp_style *style, size_t indent, bool whole, struct kp_buf *out)
{
    struct grid grid = {.calc = calc, .field = field, .style = style};
    if (field->view != KP_VIEW_GRID || !prepare(&grid, rows))
        return false;
    print_grid(&grid, rows, indent, out);
    if (whole) {
        kp_buf_addc(out, '\n');
        kp_view_table(calc, field, rows, style, indent, false, true, out);
        return true;
    }
    size_t before = out->len;
    kp_buf_addc(out, '\n');
    size_t start = out->len;
    print_remarks(&grid, rows, indent, out);
    if (out->len == start)
        kp_buf_truncate(out, before);
    if (grid.rest->count) {
        kp_buf_addc(out, '\n');
        kp_view_table(calc, field, grid.rest, style, indent, false, false, out);
    }
    return true;
}
