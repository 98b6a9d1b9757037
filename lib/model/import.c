// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/import.h"

#include "base/alloc.h"
#include "base/id.h"
#include "base/text.h"
#include "base/utf8.h"
#include "model/import_internal.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_COLUMNS = 2000 };

/* ---- what is read */

const struct kp_import_column *kp_import_of(const struct kp_import *import,
                                            const struct kp_field *column)
{
    for (size_t i = 0; column && i < import->column_count; i++)
        if (import->columns[i].column == column)
            return &import->columns[i];
    return NULL;
}

/* Of view/csv.c: an apostrophe, perhaps several, before = + - @. */
static bool is_guarded(struct kp_str cell)
{
    size_t at = 0;
    while (at < cell.len && (cell.data[at] == '\'' || cell.data[at] == ' '))
        at++;
    return cell.len && cell.data[0] == '\'' && at < cell.len && strchr("=+-@", cell.data[at]);
}

/* Systems write the time of day behind a date: 2026-03-02 14:30, 2026-03-02T00:00:00. */
static struct kp_str day_of(struct kp_str cell)
{
    bool has_time = cell.len >= 16 && cell.data[4] == '-' && cell.data[7] == '-' &&
                    (cell.data[10] == ' ' || cell.data[10] == 'T') && cell.data[13] == ':';
    return has_time ? kp_str_slice(cell, 0, 10) : cell;
}

struct kp_str kp_import_cell(const struct kp_import *import, const struct kp_import_row *row,
                             const struct kp_import_column *column)
{
    if (!column || column->how == KP_IMPORT_LEFT)
        return (struct kp_str){"", 0};
    const uint32_t *start = &import->starts[row->first + column->slot];
    struct kp_str cell = {import->text.data + start[0], start[1] - start[0] - 1};
    if (column->column && column->column->type->kind == KP_TYPE_DATE)
        return day_of(cell);
    return !import->kinds && is_guarded(cell) ? kp_str_slice(cell, 1, cell.len) : cell;
}

enum kp_cell_kind kp_import_kind(const struct kp_import *import, const struct kp_import_row *row,
                                 const struct kp_import_column *column)
{
    return import->kinds ? (enum kp_cell_kind)import->kinds[row->first + column->slot]
                         : KP_CELL_TEXT;
}

bool kp_import_number(const struct kp_import *import, const struct kp_import_row *row,
                      const struct kp_import_column *column, struct kp_number *out)
{
    struct kp_import_amount amount;
    if (!column || kp_import_read_number(import, row, column, &amount, NULL) != KP_TEXT_NUMBER)
        return false;
    *out = amount.number;
    return true;
}

void kp_import_fault(struct kp_import *import, struct kp_import_row *row,
                     const struct kp_import_column *column, const char *format, ...)
{
    struct kp_buf text = KP_BUF_INIT;
    va_list args;
    va_start(args, format);
    kp_buf_addv(&text, format, args);
    va_end(args);
    import->faults =
        kp_grow(import->faults, import->fault_count, &import->fault_cap, sizeof *import->faults);
    import->faults[import->fault_count++] = (struct kp_import_fault){
        .line = row->line,
        .column = column ? (size_t)(column - import->columns) : SIZE_MAX,
        .message = kp_arena_str(&import->arena, kp_buf_str(&text)),
    };
    import->bad += !row->bad;
    row->bad = true;
    kp_buf_release(&text);
}

void kp_import_add_place(const struct kp_import *import, const struct kp_import_fault *fault,
                         struct kp_buf *out)
{
    struct kp_buf cell = KP_BUF_INIT;
    if (!import->sheet.data) {
        kp_buf_addf(out, ":%zu", fault->line);
    } else if (fault->column == SIZE_MAX) {
        kp_buf_addf(out, _(": sheet %.*s, row %zu"), KP_STR_ARG(import->sheet), fault->line);
    } else {
        kp_workbook_add_cell_name(&cell, fault->column, fault->line);
        kp_buf_addf(out, _(": sheet %.*s, cell %s"), KP_STR_ARG(import->sheet), cell.data);
    }
    kp_buf_release(&cell);
}

/* ---- rows */

struct reading {
    struct kp_import *import;
    const struct kp_import_options *options;
    size_t sought; /* rows that were no header */
    bool found;
    struct kp_err why; /* of the first that might have been one */
};

static enum kp_status take_header(struct reading *reading, const struct kp_sheet_row *row,
                                  struct kp_err *err)
{
    struct kp_import *import = reading->import;
    struct kp_err why = KP_ERR_INIT;
    size_t filled = 0;
    for (size_t i = 0; i < row->count; i++)
        filled += row->cells[i].len > 0;
    if (row->count > MAX_COLUMNS)
        return kp_err_set(err, KP_INVALID, _("line %zu has more than %d columns"), row->line,
                          MAX_COLUMNS);
    enum kp_status status = kp_import_match(import, row->cells, row->count, reading->options, &why);
    if (!status) {
        reading->found = true;
        import->header_line = row->line;
    } else if (status != KP_NOT_FOUND) {
        kp_err_set(err, status, "%s", why.text.data);
    } else {
        status = KP_OK;
        if (!reading->why.status && (filled > 1 || reading->sought + 1 == KP_IMPORT_HEADER_WITHIN))
            kp_err_set(&reading->why, KP_INVALID, "%s", why.text.data);
        else if (!reading->sought)
            kp_err_set(&reading->why, KP_OK, "%s", why.text.data);
        if (++reading->sought == KP_IMPORT_HEADER_WITHIN)
            status = kp_err_set(err, KP_INVALID, "%s", reading->why.text.data);
    }
    kp_err_release(&why);
    return status;
}

static void add_start(struct kp_import *import)
{
    import->starts =
        kp_grow(import->starts, import->start_count, &import->start_cap, sizeof *import->starts);
    import->starts[import->start_count++] = (uint32_t)import->text.len;
}

/* What the cell is that was added last. */
static void take_kind(struct kp_import *import, struct kp_import_row *row,
                      struct kp_import_column *column, unsigned char kind)
{
    while (import->kind_cap < import->start_cap)
        import->kinds = kp_grow(import->kinds, import->kind_cap, &import->kind_cap, 1);
    import->kinds[import->start_count - 1] = kind;
    column->numbers += kind == KP_CELL_NUMBER;
    if (kind == KP_CELL_ERROR)
        kp_import_fault(import, row, column, _("%.*s: \"%s\" is an error of the spreadsheet"),
                        KP_STR_ARG(column->title),
                        import->text.data + import->starts[import->start_count - 1]);
}

static bool is_empty(const struct kp_sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i].len)
            return false;
    return true;
}

/* Export writes whose row it is first. */
static bool is_of_another(const struct kp_import *import, const struct kp_import_options *options,
                          const struct kp_sheet_row *row)
{
    if (!import->column_count || import->columns[0].how != KP_IMPORT_ACCOUNT || !row->count)
        return false;
    struct kp_str whose = kp_str_trim(row->cells[0]);
    return options->account.len && whose.len && !kp_str_equal(whose, options->account);
}

static enum kp_status take_row(void *context, const struct kp_sheet_row *row, struct kp_err *err)
{
    struct reading *reading = context;
    struct kp_import *import = reading->import;
    if (!reading->found)
        return take_header(reading, row, err);
    if (is_empty(row))
        return KP_OK;
    if (is_of_another(import, reading->options, row)) {
        import->others++;
        return KP_OK;
    }
    import->rows = kp_grow(import->rows, import->row_count, &import->row_cap, sizeof *import->rows);
    struct kp_import_row *taken = &import->rows[import->row_count++];
    *taken = (struct kp_import_row){(uint32_t)import->start_count, (uint32_t)row->line, false};
    for (size_t i = 0; i < import->column_count; i++) {
        struct kp_import_column *column = &import->columns[i];
        if (column->how == KP_IMPORT_LEFT)
            continue;
        add_start(import);
        if (i < row->count) {
            struct kp_str cell = kp_str_trim(row->cells[i]);
            column->filled += cell.len > 0;
            kp_buf_add(&import->text, cell);
        }
        kp_buf_addc(&import->text, '\0');
        if (row->kinds)
            take_kind(import, taken, column, i < row->count ? row->kinds[i] : KP_CELL_TEXT);
    }
    if (row->kinds) /* nothing is shifted there by a text that has the separator in it */
        return KP_OK;
    size_t filled = row->count;
    while (filled > import->column_count && !row->cells[filled - 1].len)
        filled--;
    if (filled != import->column_count &&
        (filled > import->column_count || row->count < filled || row->count < import->column_count))
        kp_import_fault(import, taken, NULL,
                        _("has %zu cells where the first row has %zu; a text with the separator in "
                          "it stands in quotes"),
                        filled, import->column_count);
    return KP_OK;
}

static enum kp_status read_text(struct kp_import *import, struct kp_buf *bytes,
                                struct reading *reading, struct kp_err *err)
{
    size_t skip;
    if (kp_sheet_decode(bytes, &import->encoding, err))
        return KP_INVALID;
    struct kp_str text = kp_buf_str(bytes);
    import->separator = kp_sheet_separator(text, &skip);
    return kp_sheet_each(kp_str_slice(text, skip, text.len), import->separator, skip ? 2 : 1,
                         take_row, reading, err);
}

static enum kp_status read_workbook(struct kp_import *import, struct kp_str bytes,
                                    struct reading *reading, struct kp_err *err)
{
    struct kp_workbook *workbook;
    size_t sheet, count;
    enum kp_status status = kp_workbook_open(bytes, &workbook, err);
    if (!status)
        status = kp_import_find_sheet(import, workbook, reading->options, &sheet, err);
    if (!status) {
        import->sheet =
            kp_arena_str(&import->arena, kp_workbook_sheets(workbook, &count)[sheet].name);
        status = kp_workbook_each(workbook, sheet, take_row, reading, err);
        if (status)
            kp_err_prefix(err, _("sheet %.*s"), KP_STR_ARG(import->sheet));
    }
    kp_workbook_close(workbook);
    return status;
}

static enum kp_status read_rows(struct kp_import *import, struct kp_buf *bytes,
                                const struct kp_import_options *options, struct kp_err *err)
{
    struct reading reading = {.import = import, .options = options, .why = KP_ERR_INIT};
    enum kp_status status = kp_workbook_is(kp_buf_str(bytes))
                                ? read_workbook(import, kp_buf_str(bytes), &reading, err)
                                : read_text(import, bytes, &reading, err);
    if (!status && !reading.found)
        status = kp_err_set(err, KP_INVALID, "%s",
                            reading.why.text.len ? reading.why.text.data : _("the file is empty"));
    if (!status && !import->row_count && import->others)
        status = kp_err_set(err, KP_INVALID, _("all its rows are of other accounts than %.*s"),
                            KP_STR_ARG(options->account));
    else if (!status && !import->row_count)
        status =
            kp_err_set(err, KP_INVALID, _("there is only the row of titles, and nothing below it"));
    add_start(import);
    kp_err_release(&reading.why);
    return status;
}

/* ---- checking */

/* A text that nothing can be wrong with: most are, and there are many. */
static bool is_plain(const struct kp_field *field, struct kp_str cell)
{
    if (field->type->kind != KP_TYPE_TEXT || field->has_min || field->has_max || cell.len > 200)
        return false;
    bool plain = true;
    for (size_t i = 0; i < cell.len; i++)
        plain &= cell.data[i] >= ' ' && cell.data[i] <= '~';
    return plain;
}

static void check_cell(struct kp_import *import, struct kp_import_row *row,
                       struct kp_import_column *column, struct kp_type_context *context)
{
    struct kp_err err = KP_ERR_INIT;
    const struct kp_field *field = column->column;
    struct kp_str cell = kp_import_cell(import, row, column);
    const char *title = column->title.data;
    if (kp_import_is_number(field)) {
        struct kp_import_amount amount;
        enum kp_import_text kind = kp_import_read_number(import, row, column, &amount, &err);
        if (kind == KP_TEXT_BAD)
            kp_import_fault(import, row, column, "%s: %s", title, err.text.data);
        else if (kind == KP_TEXT_EMPTY && field->required)
            kp_import_fault(import, row, column, _("%s is missing"), title);
        else if (kind == KP_TEXT_NUMBER && (field->has_min || field->has_max) &&
                 field->type->check(field, kp_json_new_number(context->arena, amount.number), &err))
            kp_import_fault(import, row, column, "%s: %s", title, err.text.data);
        column->rounded += kind == KP_TEXT_NUMBER && amount.rounded;
    } else if (!cell.len) {
        if (field->required || kp_str_equal(field->id, import->table->key))
            kp_import_fault(import, row, column, _("%s is missing"), title);
    } else if (!is_plain(field, cell)) {
        const struct kp_json *value;
        if (field->type->parse(field, cell, context, &value, &err))
            kp_import_fault(import, row, column, "%s: %s", title, err.text.data);
    }
    kp_err_release(&err);
}

static void check_rows(struct kp_import *import)
{
    struct kp_arena scratch = KP_ARENA_INIT;
    struct kp_type_context context = import->context;
    context.arena = &scratch;
    for (size_t i = 0; i < import->row_count; i++) {
        if (import->rows[i].bad)
            continue;
        for (size_t c = 0; c < import->column_count; c++)
            if (import->columns[c].column)
                check_cell(import, &import->rows[i], &import->columns[c], &context);
        if (i % 256 == 255)
            kp_arena_release(&scratch);
    }
    kp_arena_release(&scratch);
}

struct keyed {
    struct kp_str key;
    struct kp_str id; /* empty: the file does not say which row it was */
    struct kp_import_row *row;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *left = a, *right = b;
    int order = kp_str_compare(left->key, right->key);
    if (!order)
        order = kp_str_compare(left->id, right->id);
    return order ? order : (left->row > right->row) - (left->row < right->row);
}

static int by_line(const void *a, const void *b)
{
    const struct kp_import_fault *left = a, *right = b;
    return (left->line > right->line) - (left->line < right->line);
}

static const struct kp_import_column *id_column(const struct kp_import *import)
{
    for (size_t i = 0; i < import->column_count; i++)
        if (import->columns[i].how == KP_IMPORT_ROW)
            return &import->columns[i];
    return NULL;
}

/* By key, and those of one key by id. */
static size_t gather_keys(struct kp_import *import, const struct kp_import_column *key,
                          struct kp_arena *scratch, struct keyed *out)
{
    const struct kp_import_column *ids = id_column(import);
    size_t count = 0;
    bool in_order = true; /* as a list of the books mostly is */
    for (size_t i = 0; i < import->row_count; i++) {
        struct kp_str cell = kp_import_cell(import, &import->rows[i], key);
        struct kp_str id = kp_import_cell(import, &import->rows[i], ids);
        if (!cell.len || import->rows[i].bad)
            continue;
        if (!kp_id_valid(id, 'r'))
            id = (struct kp_str){"", 0};
        out[count] = (struct keyed){kp_utf8_fold(scratch, cell), id, &import->rows[i]};
        in_order = in_order && (!count || by_key(&out[count - 1], &out[count]) < 0);
        count++;
    }
    if (!in_order)
        qsort(out, count, sizeof *out, by_key);
    return count;
}

/* The other row that may be meant by the one at `i`, of those of its key from `first` to `end`; NULL: none. */
static const struct keyed *rival(const struct keyed *keys, size_t first, size_t end, size_t i)
{
    if (i + 1 < end && (!keys[i].id.len || kp_str_equal(keys[i].id, keys[i + 1].id)))
        return &keys[i + 1];
    if (i > first && kp_str_equal(keys[i].id, keys[i - 1].id))
        return &keys[i - 1];
    return i > first && !keys[first].id.len ? &keys[first] : NULL;
}

/*
 * Two rows of one key: nobody can tell which of them is right, so both are bad, unless each says by its id
 * which row of the table it is.
 */
static void check_keys(struct kp_import *import)
{
    const struct kp_field *column = kp_field_column(import->table, import->table->key);
    const struct kp_import_column *key = kp_import_of(import, column);
    struct kp_arena scratch = KP_ARENA_INIT;
    if (!key)
        return;
    struct keyed *keys = kp_realloc_array(NULL, import->row_count, sizeof *keys);
    size_t count = gather_keys(import, key, &scratch, keys), end;
    for (size_t first = 0; first < count; first = end) {
        for (end = first + 1; end < count && kp_str_equal(keys[end].key, keys[first].key);)
            end++;
        for (size_t i = first; i < end; i++) {
            const struct keyed *other = rival(keys, first, end, i);
            if (other)
                kp_import_fault(
                    import, keys[i].row, key, _("%.*s %.*s stands on line %u too"),
                    KP_STR_ARG(key->title),
                    KP_STR_ARG(kp_utf8_fit(kp_import_cell(import, keys[i].row, key), 40)),
                    (unsigned)other->row->line);
        }
    }
    free(keys);
    kp_arena_release(&scratch);
}

enum kp_status kp_import_read(struct kp_import *out, const struct kp_field *table,
                              struct kp_buf *bytes, const struct kp_import_options *options,
                              const struct kp_type_context *context, struct kp_err *err)
{
    *out = (struct kp_import){.table = table, .context = *context, .text = KP_BUF_INIT};
    enum kp_status status = read_rows(out, bytes, options, err);
    kp_buf_release(bytes);
    if (status)
        return status;
    kp_import_find_decimals(out);
    check_rows(out);
    check_keys(out);
    if (out->fault_count > 1)
        qsort(out->faults, out->fault_count, sizeof *out->faults, by_line);
    return KP_OK;
}

void kp_import_release(struct kp_import *import)
{
    kp_buf_release(&import->text);
    free(import->starts);
    free(import->kinds);
    free(import->rows);
    free(import->faults);
    kp_arena_release(&import->arena);
    *import = (struct kp_import){.text = KP_BUF_INIT};
}
