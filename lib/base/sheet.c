// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/sheet.h"

#include "base/alloc.h"
#include "base/text.h"

#include <csv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- the separator */

enum { SEPARATORS = 3, LOOKED_AT = 20 };
static const char separators[SEPARATORS] = {';', ',', '\t'};

/* How many separators each of the first rows has, outside quotes. */
struct sample {
    size_t counts[LOOKED_AT][SEPARATORS];
    size_t rows;
};

static void take_sample(struct kp_str text, struct sample *sample)
{
    bool quoted = false, empty = true;
    *sample = (struct sample){.rows = 0};
    for (size_t i = 0; i < text.len && sample->rows < LOOKED_AT; i++) {
        char c = text.data[i];
        if (c == '"')
            quoted = !quoted;
        if (quoted)
            continue;
        if (c == '\n' || c == '\r') {
            sample->rows += !empty;
            empty = true;
            continue;
        }
        empty = false;
        for (int s = 0; s < SEPARATORS; s++)
            sample->counts[sample->rows][s] += c == separators[s];
    }
    if (!empty && sample->rows < LOOKED_AT)
        sample->rows++;
}

/* The largest number of rows that have equally many, and how many that is. */
static size_t agreement(const struct sample *sample, int separator, size_t *columns)
{
    size_t best = 0;
    *columns = 0;
    for (size_t i = 0; i < sample->rows; i++) {
        size_t wanted = sample->counts[i][separator], same = 0;
        if (!wanted)
            continue;
        for (size_t j = 0; j < sample->rows; j++)
            same += sample->counts[j][separator] == wanted;
        if (same > best || (same == best && wanted > *columns)) {
            best = same;
            *columns = wanted;
        }
    }
    return best;
}

char kp_sheet_separator(struct kp_str text, size_t *skip)
{
    struct sample sample;
    size_t most = 0, widest = 0;
    char found = ',';
    *skip = 0;
    if (text.len >= 5 && memcmp(text.data, "sep=", 4) == 0) {
        size_t end = kp_str_find(text, '\n');
        *skip = end < text.len ? end + 1 : end;
        return text.data[4];
    }
    take_sample(text, &sample);
    for (int s = 0; s < SEPARATORS; s++) {
        size_t columns, rows = agreement(&sample, s, &columns);
        if (rows < most || (rows == most && columns <= widest))
            continue;
        most = rows;
        widest = columns;
        found = separators[s];
    }
    return found;
}

/* ---- rows */

struct reader {
    enum kp_status (*each)(void *context, const struct kp_sheet_row *row, struct kp_err *err);
    void *context;
    struct kp_err *err;
    enum kp_status status;
    struct kp_buf text; /* of the present row's cells, a NUL behind each */
    size_t *ends;       /* behind each cell's text */
    size_t count, cap;
    struct kp_str *cells;
    size_t cell_cap;
    size_t line; /* the row's first */
    bool row_ended;
};

static void cell_ends(void *data, size_t len, void *context)
{
    struct reader *reader = context;
    kp_buf_add(&reader->text, (struct kp_str){data, len});
    reader->ends = kp_grow(reader->ends, reader->count, &reader->cap, sizeof *reader->ends);
    reader->ends[reader->count++] = reader->text.len;
    kp_buf_addc(&reader->text, '\0');
}

static void row_ends(int terminator, void *context)
{
    struct reader *reader = context;
    (void)terminator;
    reader->row_ended = true;
    if (!reader->status) {
        if (reader->cell_cap < reader->cap) {
            reader->cell_cap = reader->cap;
            reader->cells = kp_realloc_array(reader->cells, reader->cap, sizeof *reader->cells);
        }
        size_t start = 0;
        for (size_t i = 0; i < reader->count; i++) {
            reader->cells[i] = (struct kp_str){reader->text.data + start, reader->ends[i] - start};
            start = reader->ends[i] + 1;
        }
        const struct kp_sheet_row row = {reader->line, reader->cells, reader->count, NULL};
        reader->status = reader->each(reader->context, &row, reader->err);
    }
    reader->count = 0;
    kp_buf_clear(&reader->text);
}

static bool is_blank(struct kp_str line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.data[i] != ' ' && line.data[i] != '\t' && line.data[i] != '\r' &&
            line.data[i] != '\n')
            return false;
    return true;
}

/* Line by line, so that every row's place is known; a row may have several. */
static enum kp_status read_lines(struct csv_parser *parser, struct reader *reader,
                                 struct kp_str text, size_t first_line)
{
    char line_end = kp_str_find(text, '\n') < text.len ? '\n' : '\r';
    bool within = false;
    for (size_t line = first_line; text.len && !reader->status; line++) {
        size_t end = kp_str_find(text, line_end);
        struct kp_str here = kp_str_slice(text, 0, end < text.len ? end + 1 : end);
        text = kp_str_slice(text, here.len, text.len);
        if (!within && is_blank(here))
            continue;
        if (!within)
            reader->line = line;
        reader->row_ended = false;
        if (csv_parse(parser, here.data, here.len, cell_ends, row_ends, reader) != here.len)
            abort(); /* without strict mode only memory could fail */
        if (!text.len && !reader->row_ended && (!here.len || here.data[here.len - 1] != line_end))
            csv_parse(parser, "\n", 1, cell_ends, row_ends, reader);
        within = !reader->row_ended;
    }
    if (reader->status || !within)
        return reader->status;
    return kp_err_set(
        reader->err, KP_INVALID,
        _("the quote in the row that begins on line %zu is never closed; see to it that "
          "a quote within a text is written twice"),
        reader->line);
}

enum kp_status kp_sheet_each(struct kp_str text, char separator, size_t first_line,
                             enum kp_status (*each)(void *context, const struct kp_sheet_row *row,
                                                    struct kp_err *err),
                             void *context, struct kp_err *err)
{
    struct csv_parser parser;
    struct reader reader = {.each = each, .context = context, .err = err, .text = KP_BUF_INIT};
    if (csv_init(&parser, 0))
        abort();
    csv_set_delim(&parser, (unsigned char)separator);
    csv_set_blk_size(&parser, 4096);
    enum kp_status status = read_lines(&parser, &reader, text, first_line);
    csv_free(&parser);
    kp_buf_release(&reader.text);
    free(reader.ends);
    free(reader.cells);
    return status;
}
