// SPDX-License-Identifier: GPL-3.0-or-later
/* Writing a table: as lines of cells, or as blocks where the page is too narrow for that. */
#include "base/alloc.h"
#include "base/utf8.h"
#include "view/table_internal.h"

#include <stdlib.h>

enum {
    GAP = 2,
    LINES_MOST = 3,
    LABEL_MOST = 18,   /* a longer label stands over its value in a block */
    BESIDE_LEAST = 16, /* room for a value beside its label */
    SLOT_LEAST = 36,   /* room for a label and a short value */
    SLOTS_MOST = 3,
};

/* A line that is being written: spaces are kept back until something follows them. */
struct line {
    struct kp_buf *out;
    const struct kp_style *style;
    size_t spaces;
};

static void skip(struct line *line, size_t columns)
{
    line->spaces += columns;
}

static void put(struct line *line, enum kp_mark mark, struct kp_str text)
{
    if (text.len == 0)
        return;
    kp_buf_add_repeat(line->out, " ", line->spaces);
    line->spaces = 0;
    kp_style_add(line->out, line->style, mark, text);
}

static void end(struct line *line)
{
    kp_buf_addc(line->out, '\n');
    line->spaces = 0;
}

/* One part of a cell, padded to its column. */
static void put_part(struct line *line, const struct kp_table_column *column, size_t width,
                     enum kp_mark mark, struct kp_str text)
{
    size_t used = kp_utf8_width(text), pad = width > used ? width - used : 0;
    skip(line, column->right ? pad : 0);
    put(line, mark, text);
    skip(line, column->right ? 0 : pad);
}

/* The lines of a row's cells that are still to be written. */
struct rows_lines {
    struct kp_buf *bufs;  /* by column */
    struct kp_str *rests; /* by column; data NULL: nothing left */
};

/* The last line that there is room for, with a sign that more was there. */
static struct kp_str cut_line(const struct kp_style *style, struct kp_str line, size_t width,
                              struct kp_buf *buf)
{
    kp_buf_clear(buf);
    struct kp_str fit = kp_utf8_fit(line, width > 1 ? width - 1 : 1);
    while (fit.len && fit.data[fit.len - 1] == ' ')
        fit.len--;
    kp_buf_addf(buf, "%.*s%s", KP_STR_ARG(fit), kp_style_sign(style, "…", "~"));
    return kp_buf_str(buf);
}

static void print_lines(const struct kp_table *table, const struct kp_table_row *row,
                        const struct kp_style *style, size_t indent, const size_t *widths,
                        struct rows_lines *lines, struct kp_buf *out)
{
    size_t most = table->whole || style->width == 0 ? 0 : LINES_MOST;
    struct kp_buf cut = KP_BUF_INIT;
    bool more = true;
    for (size_t number = 1; more && (most == 0 || number <= most); number++) {
        struct line line = {.out = out, .style = style, .spaces = indent};
        more = false;
        for (size_t i = 0; i < table->column_count; i++) {
            struct kp_str part = {"", 0};
            if (lines->rests[i].data)
                part = kp_str_split(&lines->rests[i], '\n');
            if (lines->rests[i].data && number == most)
                part = cut_line(style, part, widths[i], &cut);
            more = more || lines->rests[i].data;
            enum kp_mark mark = row ? kp_table_at(table, row, i)->mark : KP_MARK_DIM;
            put_part(&line, &table->columns[i], widths[i], mark, part);
            skip(&line, GAP);
        }
        end(&line);
    }
    kp_buf_release(&cut);
}

/* A row; NULL: the labels. */
static void print_row(const struct kp_table *table, const struct kp_table_row *row,
                      const struct kp_style *style, size_t indent, const size_t *widths,
                      struct rows_lines *lines, struct kp_buf *out)
{
    for (size_t i = 0; i < table->column_count; i++) {
        struct kp_str label = table->columns[i].label;
        struct kp_table_cell head = {.text = label, .width = kp_utf8_width(label)};
        kp_table_break(row ? kp_table_at(table, row, i) : &head, widths[i],
                       row && i == kp_table_lead(table), &lines->bufs[i]);
        lines->rests[i] = kp_buf_str(&lines->bufs[i]);
    }
    print_lines(table, row, style, indent, widths, lines, out);
}

static void print_rule(const struct kp_table *table, const struct kp_style *style, size_t indent,
                       const size_t *widths, struct kp_buf *out)
{
    struct line line = {.out = out, .style = style, .spaces = indent};
    struct kp_buf dashes = KP_BUF_INIT;
    for (size_t i = 0; i < table->column_count; i++) {
        kp_buf_clear(&dashes);
        kp_buf_add_repeat(&dashes, kp_style_sign(style, "─", "-"), widths[i]);
        put(&line, KP_MARK_DIM, kp_buf_str(&dashes));
        skip(&line, GAP);
    }
    end(&line);
    kp_buf_release(&dashes);
}

/* Columns may go without labels: pairs of a name and what it is. */
static bool has_labels(const struct kp_table *table)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].label.len)
            return true;
    return false;
}

static void print_table(const struct kp_table *table, const struct kp_style *style, size_t indent,
                        const size_t *widths, struct kp_buf *out)
{
    struct rows_lines lines = {
        .bufs = kp_alloc(table->column_count * sizeof *lines.bufs),
        .rests = kp_alloc(table->column_count * sizeof *lines.rests),
    };
    for (size_t i = 0; i < table->column_count; i++)
        lines.bufs[i] = (struct kp_buf)KP_BUF_INIT;
    if (has_labels(table) && !table->continued) {
        print_row(table, NULL, style, indent, widths, &lines, out);
        print_rule(table, style, indent, widths, out);
    }
    for (size_t i = 0; i < table->row_count; i++) {
        if (table->rows[i].rule)
            print_rule(table, style, indent, widths, out);
        print_row(table, &table->rows[i], style, indent, widths, &lines, out);
    }
    for (size_t i = 0; i < table->column_count; i++)
        kp_buf_release(&lines.bufs[i]);
    free(lines.bufs);
    free(lines.rests);
}

/* ---- blocks */

/* Text that is broken over lines of the page from column `at` on; the first line is begun. */
static void put_wrapped(struct line *line, const struct kp_table_cell *cell, size_t at)
{
    size_t columns = kp_style_columns(line->style);
    struct kp_buf lines = KP_BUF_INIT;
    kp_table_break(cell, columns > at + LABEL_MOST / 2 ? columns - at : LABEL_MOST / 2, false,
                   &lines);
    struct kp_str rest = kp_buf_str(&lines);
    while (rest.data) {
        put(line, cell->mark, kp_str_split(&rest, '\n'));
        end(line);
        skip(line, at);
    }
    line->spaces = 0;
    kp_buf_release(&lines);
}

/* The columns without a label and the first with one, as the heading; returns the column behind. */
static size_t print_heading(const struct kp_table *table, const struct kp_table_row *row,
                            const struct kp_style *style, size_t indent, struct kp_buf *out)
{
    struct line line = {.out = out, .style = style, .spaces = indent};
    size_t i = 0, at = indent;
    for (; i < table->column_count && table->columns[i].label.len == 0; i++) {
        const struct kp_table_cell *cell = kp_table_at(table, row, i);
        put_part(&line, &table->columns[i], table->columns[i].natural, cell->mark, cell->text);
        skip(&line, GAP);
        at += table->columns[i].natural + GAP;
    }
    if (i < table->column_count && kp_table_at(table, row, i)->text.len) {
        struct kp_table_cell cell = *kp_table_at(table, row, i);
        if (cell.mark == KP_MARK_NONE)
            cell.mark = KP_MARK_TITLE;
        put_wrapped(&line, &cell, at);
    } else if (i) {
        end(&line);
    }
    return i + 1;
}

static size_t label_width(const struct kp_table *table)
{
    size_t widest = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        size_t width = kp_utf8_width(table->columns[i].label);
        if (width > widest && width <= LABEL_MOST)
            widest = width;
    }
    return widest;
}

/* How a block is laid out: labels and short values beside each other, as many as have room. */
struct block {
    size_t indent, labels;
    size_t slots, slot; /* how many, and how wide each is */
};

static struct block block_of(const struct kp_table *table, const struct kp_style *style,
                             size_t indent)
{
    struct block block = {.indent = indent + GAP, .labels = label_width(table), .slots = 1};
    size_t columns = kp_style_columns(style);
    size_t room = columns > block.indent ? columns - block.indent : 0;
    while (block.slots < SLOTS_MOST && room / (block.slots + 1) >= SLOT_LEAST)
        block.slots++;
    block.slot = room / block.slots;
    return block;
}

static size_t longest_word(struct kp_str text)
{
    size_t longest = 0;
    while (text.len) {
        size_t width = kp_utf8_width(kp_str_split(&text, ' '));
        longest = width > longest ? width : longest;
    }
    return longest;
}

/* A label and its value on lines of their own. */
static void print_wide(const struct block *block, const struct kp_style *style, struct kp_str label,
                       const struct kp_table_cell *cell, struct kp_buf *out)
{
    struct line line = {.out = out, .style = style, .spaces = block->indent};
    size_t at = block->indent + block->labels + GAP, width = kp_utf8_width(label);
    put(&line, KP_MARK_DIM, label);
    size_t columns = kp_style_columns(style), room = columns > at ? columns - at : 0;
    bool broken = longest_word(cell->text) > room; /* below the label it may stand whole */
    if (width <= block->labels && room >= BESIDE_LEAST && !broken) {
        skip(&line, block->labels - width + GAP);
        put_wrapped(&line, cell, at);
        return;
    }
    end(&line);
    skip(&line, block->indent + GAP);
    put_wrapped(&line, cell, block->indent + GAP);
}

static void print_block(const struct kp_table *table, const struct kp_table_row *row,
                        const struct kp_style *style, size_t indent, struct kp_buf *out)
{
    struct block block = block_of(table, style, indent);
    struct line line = {.out = out, .style = style};
    size_t used = 0;
    for (size_t i = print_heading(table, row, style, indent, out); i < table->column_count; i++) {
        const struct kp_table_cell *cell = kp_table_at(table, row, i);
        struct kp_str label = table->columns[i].label;
        size_t width = kp_utf8_width(label), needed = block.labels + GAP + cell->width + GAP;
        if (cell->text.len == 0)
            continue;
        bool is_short = width <= block.labels && needed <= block.slot && block.slots > 1;
        if (used && (!is_short || used == block.slots)) {
            end(&line);
            used = 0;
        }
        if (!is_short) {
            print_wide(&block, style, label, cell, out);
            continue;
        }
        if (used++ == 0)
            skip(&line, block.indent);
        put(&line, KP_MARK_DIM, label);
        skip(&line, block.labels - width + GAP);
        put(&line, cell->mark, cell->text);
        skip(&line, block.slot - block.labels - GAP - cell->width);
    }
    if (used)
        end(&line);
}

void kp_table_print_blocks(const struct kp_table *table, const struct kp_style *style,
                           size_t indent, struct kp_buf *out)
{
    size_t start = out->len;
    for (size_t i = 0; i < table->row_count; i++) {
        if (i || table->continued)
            kp_buf_addc(out, '\n');
        print_block(table, &table->rows[i], style, indent, out);
    }
    kp_style_soften(out, start);
}

void kp_table_print(const struct kp_table *table, const struct kp_style *style, size_t indent,
                    struct kp_buf *out)
{
    if (table->row_count == 0 || table->column_count == 0)
        return;
    size_t *widths = kp_alloc(table->column_count * sizeof *widths), start = out->len;
    if (kp_table_layout(table, style, indent, widths))
        print_table(table, style, indent, widths, out);
    else
        kp_table_print_blocks(table, style, indent, out);
    kp_style_soften(out, start);
    free(widths);
}
