// SPDX-License-Identifier: GPL-3.0-or-later
/* Building a table, and how wide its columns are. */
#include "view/table.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "view/table_internal.h"

#include <stdlib.h>

enum {
    GAP = 2,         /* columns between two cells */
    LEAST = 6,       /* no text column gets narrower */
    WORD_MOST = 20,  /* a word longer than this may be cut */
    PIPE_MOST = 100, /* a cell in a pipe: hundreds of lines padded to one long note help nobody */
    LINES_MOST = 3,
};

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

struct kp_table *kp_table_new(void)
{
    return kp_alloc(sizeof(struct kp_table));
}

void kp_table_free(struct kp_table *table)
{
    if (!table)
        return;
    kp_arena_release(&table->arena);
    free(table->columns);
    free(table->cells);
    free(table->rows);
    free(table);
}

void kp_table_whole(struct kp_table *table)
{
    table->whole = true;
}

void kp_table_continue(struct kp_table *table, bool labels)
{
    table->continued = !labels;
    table->row_count = table->cell_count = 0;
}

static struct kp_str visible(struct kp_table *table, struct kp_str text)
{
    struct kp_buf shown = KP_BUF_INIT;
    kp_utf8_add_visible(&shown, text, false);
    struct kp_str copy = kp_arena_str(&table->arena, kp_str_trim(kp_buf_str(&shown)));
    kp_buf_release(&shown);
    return copy;
}

static void measure(struct kp_table_column *column, struct kp_str text, size_t width)
{
    if (width > column->natural)
        column->natural = width;
    while (text.len) {
        size_t word = kp_utf8_width(kp_str_split(&text, ' '));
        if (word > column->word)
            column->word = word;
    }
}

void kp_table_column(struct kp_table *table, struct kp_str label, bool right)
{
    table->columns =
        kp_grow(table->columns, table->column_count, &table->column_cap, sizeof *table->columns);
    struct kp_table_column *column = &table->columns[table->column_count++];
    *column = (struct kp_table_column){.label = visible(table, label), .right = right};
    measure(column, column->label, kp_utf8_width(column->label));
    column->label_word = column->word;
}

void kp_table_row(struct kp_table *table)
{
    table->rows = kp_grow(table->rows, table->row_count, &table->row_cap, sizeof *table->rows);
    table->rows[table->row_count++] =
        (struct kp_table_row){.first = table->cell_count, .rule = table->rule_next};
    table->rule_next = false;
}

void kp_table_rule(struct kp_table *table)
{
    table->rule_next = true;
}

void kp_table_cell(struct kp_table *table, struct kp_str text, enum kp_mark mark)
{
    struct kp_table_row *row = table->row_count ? &table->rows[table->row_count - 1] : NULL;
    if (!row || row->count == table->column_count)
        return;
    table->cells = kp_grow(table->cells, table->cell_count, &table->cell_cap, sizeof *table->cells);
    struct kp_table_cell *cell = &table->cells[table->cell_count++];
    *cell = (struct kp_table_cell){.text = visible(table, text), .mark = mark};
    cell->width = kp_utf8_width(cell->text);
    struct kp_table_column *column = &table->columns[row->count++];
    measure(column, cell->text, cell->width);
    column->cells = larger(column->cells, cell->width);
}

void kp_table_cellf(struct kp_table *table, enum kp_mark mark, const char *format, ...)
{
    struct kp_buf text = KP_BUF_INIT;
    va_list args;
    va_start(args, format);
    kp_buf_addv(&text, format, args);
    va_end(args);
    kp_table_cell(table, kp_buf_str(&text), mark);
    kp_buf_release(&text);
}

const struct kp_table_cell *kp_table_at(const struct kp_table *table,
                                        const struct kp_table_row *row, size_t column)
{
    static const struct kp_table_cell none = {.text = KP_STR_INIT("")};
    return column < row->count ? &table->cells[row->first + column] : &none;
}

/* ---- widths */

/* Numbers stand whole, and a text column holds its longest word unless that is very long. */
static size_t least_of(const struct kp_table_column *column)
{
    if (column->right)
        return larger(column->cells, column->label_word);
    return smaller(column->natural, larger(LEAST, smaller(column->word, WORD_MOST)));
}

/*
 * The sum of all widths when no text column is wider than `most`, unless it must be. Numbers get
 * what they need: more would only give their labels room.
 */
static size_t capped(const struct kp_table *table, size_t most, size_t *widths)
{
    size_t sum = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct kp_table_column *column = &table->columns[i];
        widths[i] = least_of(column);
        if (!column->right)
            widths[i] = larger(widths[i], smaller(column->natural, most));
        sum += widths[i];
    }
    return sum;
}

/* What is left over goes to the columns that were squeezed, text first, evenly. */
static void spread(const struct kp_table *table, size_t rest, size_t *widths)
{
    for (int numbers = 0; numbers < 2; numbers++) {
        for (bool any = true; any && rest;) {
            any = false;
            for (size_t i = 0; i < table->column_count && rest; i++) {
                const struct kp_table_column *column = &table->columns[i];
                if (column->right != numbers || widths[i] >= column->natural)
                    continue;
                widths[i]++;
                rest--;
                any = true;
            }
        }
    }
}

bool kp_table_layout(const struct kp_table *table, const struct kp_style *style, size_t indent,
                     size_t *widths)
{
    if (table->column_count == 0)
        return true;
    if (style->width == 0) {
        for (size_t i = 0; i < table->column_count; i++)
            widths[i] =
                larger(least_of(&table->columns[i]), smaller(table->columns[i].natural, PIPE_MOST));
        return true;
    }
    size_t taken = indent + GAP * (table->column_count - 1);
    size_t room = style->width > taken ? style->width - taken : 0;
    if (capped(table, 0, widths) > room)
        return false;
    size_t low = 0, high = room; /* the largest cap that fits stands between them */
    while (low < high) {
        size_t middle = high - (high - low) / 2;
        if (capped(table, middle, widths) <= room)
            low = middle;
        else
            high = middle - 1;
    }
    spread(table, room - capped(table, low, widths), widths);
    return true;
}

size_t kp_table_lead(const struct kp_table *table)
{
    size_t i = 0;
    while (i < table->column_count && (table->columns[i].right || !table->columns[i].label.len))
        i++;
    return i;
}

void kp_table_break(const struct kp_table_cell *cell, size_t width, bool hang, struct kp_buf *out)
{
    kp_buf_clear(out);
    if (cell->width <= width)
        kp_buf_add(out, cell->text);
    else
        kp_utf8_add_wrapped(out, cell->text, width, hang ? " " : "");
}

static bool is_cut(const struct kp_table *table, const struct kp_table_row *row,
                   const size_t *widths, struct kp_buf *lines)
{
    for (size_t i = 0; i < row->count; i++) {
        const struct kp_table_cell *cell = kp_table_at(table, row, i);
        if (cell->width <= widths[i])
            continue;
        if (cell->width > widths[i] * LINES_MOST)
            return true;
        kp_table_break(cell, widths[i], i == kp_table_lead(table), lines);
        size_t breaks = 0;
        for (size_t at = 0; at < lines->len; at++)
            breaks += lines->data[at] == '\n';
        if (breaks >= LINES_MOST)
            return true;
    }
    return false;
}

bool kp_table_fits(const struct kp_table *table, const struct kp_style *style, size_t indent)
{
    size_t *widths = kp_alloc((table->column_count + 1) * sizeof *widths);
    struct kp_buf lines = KP_BUF_INIT;
    bool fits = kp_table_layout(table, style, indent, widths);
    size_t cut = 0;
    for (size_t i = 0; i < table->row_count && fits && style->width; i++)
        cut += is_cut(table, &table->rows[i], widths, &lines);
    kp_buf_release(&lines);
    free(widths);
    return fits && cut * 4 <= table->row_count;
}
