// SPDX-License-Identifier: GPL-3.0-or-later
/* A table of view `grid`, drawn as units × offerings: who delivers what, and what it may be worth.
 */
#include "base/text.h"
#include "base/utf8.h"
#include "model/type.h"
#include "view/grid_internal.h"
#include "view/plan_internal.h"
#include "view/table.h"

struct grid {
    struct kp_grid data;
    struct kp_calc *calc;
    const struct kp_style *style;
};

/* How what stands in a field is said. */
enum way { IN_WORDS, BY_SIGN };

static const struct kp_choice *choice_at(const struct grid *grid, size_t at)
{
    return &grid->data.cell->choices[at];
}

/* Signs for choices by their place in the list; that nobody knows has its own. */
static const char *sign_of(const struct grid *grid, size_t at)
{
    static const char *const drawn[] = {"●", "▲", "■", "○"}, *const ascii[] = {"*", "^", "#", "o"};
    if (kp_str_is(choice_at(grid, at)->id, "unknown"))
        return "?";
    return kp_style_sign(grid->style, drawn[at], ascii[at]);
}

static bool has_signs(const struct grid *grid)
{
    size_t count = grid->data.cell->choice_count;
    return count && (count <= 4 || (count == 5 && kp_str_is(choice_at(grid, 4)->id, "unknown")));
}

static void add_amount(const struct grid *grid, struct kp_number amount, struct kp_buf *out)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_number_show_short(&text, amount, grid->style->lang);
    if (out->len && !kp_str_ends(kp_buf_str(out), KP_STR("\xc2\xa0")))
        kp_buf_addc(out, ' ');
    kp_view_join(out, kp_buf_str(&text));
    kp_buf_release(&text);
}

/* "A competitor 1.2 m": what one row says. */
static void add_row(const struct grid *grid, const struct kp_json *row, enum way way,
                    struct kp_buf *out)
{
    const struct kp_field *column = grid->data.cell, *amount = grid->data.amount;
    const struct kp_json *state = kp_json_get_str(row, column->id);
    const struct kp_json *worth = amount ? kp_json_get_str(row, amount->id) : NULL;
    struct kp_buf text = KP_BUF_INIT;
    for (size_t i = 0; way == BY_SIGN && state && i < column->choice_count; i++)
        if (state->kind == KP_JSON_STRING && kp_str_equal(state->text, choice_at(grid, i)->id))
            kp_buf_adds(&text, sign_of(grid, i));
    if (text.len == 0)
        kp_view_inline(grid->calc, column, state, grid->style, KP_SHAPE_TIGHT, &text);
    if (worth && worth->kind == KP_JSON_NUMBER && !worth->literal.len) {
        if (way == BY_SIGN && text.len) /* a sign stays with its amount */
            kp_buf_adds(&text, "\xc2\xa0");
        add_amount(grid, worth->number, &text);
    }
    kp_buf_adds(out, out->len && text.len ? "; " : "");
    kp_buf_add(out, kp_buf_str(&text));
    kp_buf_release(&text);
}

/* What stands in one field of the grid. */
static void add_content(const struct grid *grid, const struct kp_grid_cell *cell, enum way way,
                        struct kp_buf *out)
{
    KP_JSON_EACH(row, cell->rows)
    {
        add_row(grid, row, way, out);
    }
}

static void add_label(const struct grid *grid, const struct kp_grid_axis *axis, size_t at,
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

/* A sum; nothing where it is 0. */
static void add_sum(const struct grid *grid, struct kp_number sum, struct kp_table *table)
{
    struct kp_buf text = KP_BUF_INIT;
    if (kp_number_sign(sum))
        add_amount(grid, sum, &text);
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_TITLE);
    kp_buf_release(&text);
}

static void add_sums(const struct grid *grid, struct kp_table *table)
{
    kp_table_rule(table);
    kp_table_row(table);
    kp_table_cell(table, kp_str_from(_("Potential")), KP_MARK_TITLE);
    for (size_t i = 0; i < grid->data.across.count; i++)
        add_sum(grid, grid->data.across.sums[i], table);
    add_sum(grid, grid->data.total, table);
}

/* `empty`: what stands in a field that no row is for. */
static struct kp_table *build(const struct grid *grid, enum way way, struct kp_str empty)
{
    const struct kp_grid *data = &grid->data;
    struct kp_table *table = kp_table_new();
    kp_table_column(table, kp_words_get(&data->down.column->label, grid->style->lang), false);
    for (size_t i = 0; i < data->across.count; i++)
        add_label(grid, &data->across, i, table, true);
    if (data->has_sums)
        kp_table_column(table, kp_str_from(_("Potential")), true);
    for (size_t down = 0; down < data->down.count; down++) {
        kp_table_row(table);
        add_label(grid, &data->down, down, table, false);
        for (size_t across = 0; across < data->across.count; across++) {
            const struct kp_grid_cell *cell = &data->cells[down * data->across.count + across];
            struct kp_buf text = KP_BUF_INIT;
            if (cell->rows)
                add_content(grid, cell, way, &text);
            kp_table_cell(table, text.len ? kp_buf_str(&text) : empty,
                          text.len ? KP_MARK_NONE : KP_MARK_DIM);
            kp_buf_release(&text);
        }
        if (data->has_sums)
            add_sum(grid, data->down.sums[down], table);
    }
    if (data->has_sums)
        add_sums(grid, table);
    return table;
}

/* What the signs stand for, below the grid. */
static void print_signs(const struct grid *grid, size_t indent, struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT, part = KP_BUF_INIT;
    for (size_t i = 0; i < grid->data.cell->choice_count; i++) {
        kp_buf_clear(&part);
        kp_utf8_add_visible(&part, kp_words_get(&choice_at(grid, i)->label, grid->style->lang),
                            false);
        kp_buf_addf(&line, "%s%s\xc2\xa0", i ? "   " : "", sign_of(grid, i));
        kp_view_join(&line, kp_buf_str(&part));
    }
    kp_buf_addc(out, '\n');
    kp_view_lines(grid->style, kp_buf_str(&line), indent, out);
    kp_buf_release(&line);
    kp_buf_release(&part);
}

/* In words where there is room, else by signs, else place by place. */
static void print_grid(const struct grid *grid, size_t indent, struct kp_buf *out)
{
    struct kp_str dot = kp_str_from(kp_style_sign(grid->style, "·", "."));
    struct kp_table *table = build(grid, IN_WORDS, dot);
    bool fits = kp_table_fits(table, grid->style, indent), signs = false;
    if (!fits && has_signs(grid)) {
        kp_table_free(table);
        table = build(grid, BY_SIGN, dot);
        fits = signs = kp_table_fits(table, grid->style, indent);
    }
    if (fits) {
        kp_table_print(table, grid->style, indent, out);
    } else {
        kp_table_free(table);
        table = build(grid, IN_WORDS, KP_STR(""));
        kp_table_print_blocks(table, grid->style, indent, out);
    }
    kp_table_free(table);
    if (signs)
        print_signs(grid, indent, out);
}

/* What the other columns say, by the place in the grid that it belongs to. */
static void print_remarks(const struct grid *grid, const struct kp_json *rows, size_t indent,
                          struct kp_buf *out)
{
    const struct kp_field *field = grid->data.field;
    struct kp_buf line = KP_BUF_INIT;
    KP_JSON_EACH(row, rows)
    {
        const struct kp_json *down = kp_json_get_str(row, grid->data.down.column->id);
        const struct kp_json *across = kp_json_get_str(row, grid->data.across.column->id);
        for (size_t i = 0; i < field->column_count; i++) {
            const struct kp_field *column = &field->columns[i];
            const struct kp_json *value = kp_json_get_str(row, column->id);
            if (kp_json_is_null(value) || kp_json_is_null(down) || kp_json_is_null(across) ||
                column == grid->data.down.column || column == grid->data.across.column ||
                column == grid->data.cell || column == grid->data.amount ||
                column->visibility < grid->style->audience)
                continue;
            kp_buf_clear(&line);
            kp_buf_adds(&line, "- ");
            kp_view_inline(grid->calc, grid->data.down.column, down, grid->style, KP_SHAPE_FULL,
                           &line);
            kp_buf_adds(&line, ", ");
            kp_view_inline(grid->calc, grid->data.across.column, across, grid->style, KP_SHAPE_FULL,
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
    struct grid grid = {.calc = calc, .style = style};
    if (!kp_grid_read(&grid.data, calc, field, rows))
        return false;
    print_grid(&grid, indent, out);
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
    if (grid.data.rest->count) {
        kp_buf_addc(out, '\n');
        kp_view_table(calc, field, grid.data.rest, style, indent, false, false, out);
    }
    return true;
}
