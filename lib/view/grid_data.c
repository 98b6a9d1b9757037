// SPDX-License-Identifier: GPL-3.0-or-later
/* A table made into a grid: its axes, what stands in each place, and the sums. */
#include "model/type.h"
#include "view/grid_internal.h"

size_t kp_grid_find(const struct kp_grid_axis *axis, const struct kp_json *value)
{
    size_t at = 0;
    while (at < axis->count && !kp_json_equal(axis->values[at], value))
        at++;
    return at;
}

/* false: there are more than `most`. */
static bool fill_axis(struct kp_grid_axis *axis, const struct kp_json *rows, size_t most,
                      struct kp_arena *arena)
{
    axis->values = kp_arena_alloc(arena, most * sizeof(const struct kp_json *));
    axis->sums = kp_arena_alloc(arena, most * sizeof *axis->sums);
    KP_JSON_EACH(row, rows)
    {
        const struct kp_json *value = kp_json_get_str(row, axis->column->id);
        if (kp_json_is_null(value) || kp_grid_find(axis, value) < axis->count)
            continue;
        if (axis->count == most)
            return false;
        axis->values[axis->count++] = value;
    }
    return true;
}

static const struct kp_field *amount_of(const struct kp_field *field)
{
    for (size_t i = 0; i < field->column_count; i++)
        if (field->columns[i].type->kind == KP_TYPE_MONEY)
            return &field->columns[i];
    return NULL;
}

static void add_to(struct kp_number *sum, struct kp_number amount)
{
    kp_number_add(*sum, amount, sum); /* one beyond all range is left out */
}

static bool is_ours(const struct kp_json *state)
{
    return state && state->kind == KP_JSON_STRING && kp_str_is(state->text, "us");
}

static void add_row(struct kp_grid *grid, size_t down, size_t across, const struct kp_json *row,
                    struct kp_arena *arena)
{
    struct kp_grid_cell *cell = &grid->cells[down * grid->across.count + across];
    const struct kp_json *state = kp_json_get_str(row, grid->cell->id);
    const struct kp_json *amount = grid->amount ? kp_json_get_str(row, grid->amount->id) : NULL;
    if (!cell->rows) {
        cell->rows = kp_json_new_array(arena);
        cell->state = state ? state : &kp_json_null;
    }
    kp_json_append(arena, cell->rows, row);
    if (!amount || amount->kind != KP_JSON_NUMBER || amount->literal.len)
        return;
    add_to(&cell->amount, amount->number);
    cell->has_amount = true;
    if (is_ours(state))
        return;
    add_to(&grid->down.sums[down], amount->number);
    add_to(&grid->across.sums[across], amount->number);
    add_to(&grid->total, amount->number);
    grid->has_sums = true;
}

bool kp_grid_read(struct kp_grid *grid, const struct kp_calc *calc, const struct kp_field *field,
                  const struct kp_json *rows)
{
    struct kp_arena *arena = calc->arena;
    *grid = (struct kp_grid){.field = field};
    if (field->view != KP_VIEW_GRID || !rows || rows->kind != KP_JSON_ARRAY)
        return false;
    grid->down.column = kp_field_column(field, field->axis_rows);
    grid->across.column = kp_field_column(field, field->axis_columns);
    grid->cell = kp_field_column(field, field->axis_cell);
    grid->amount = amount_of(field);
    if (!grid->down.column || !grid->across.column || !grid->cell ||
        !fill_axis(&grid->down, rows, KP_GRID_ROWS_MOST, arena) ||
        !fill_axis(&grid->across, rows, KP_GRID_COLUMNS_MOST, arena))
        return false;
    size_t count = grid->down.count * grid->across.count;
    grid->cells = kp_arena_alloc(arena, (count + 1) * sizeof *grid->cells);
    grid->rest = kp_json_new_array(arena);
    KP_JSON_EACH(row, rows)
    {
        size_t down = kp_grid_find(&grid->down, kp_json_get_str(row, grid->down.column->id));
        size_t across = kp_grid_find(&grid->across, kp_json_get_str(row, grid->across.column->id));
        if (down < grid->down.count && across < grid->across.count)
            add_row(grid, down, across, row, arena);
        else
            kp_json_append(arena, grid->rest, row);
    }
    return grid->rest->count < rows->count;
}
