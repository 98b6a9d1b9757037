// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/import.h"

#include "base/text.h"
#include "base/utf8.h"
#include "view/table.h"

enum { FIRST_ROWS = 3, SHOWN_FAULTS_WIDTH = 200, INDENT = 1 };

static void add_line(struct kp_buf *out, const struct kp_style *style, enum kp_mark mark,
                     struct kp_str text)
{
    struct kp_buf lines = KP_BUF_INIT, visible = KP_BUF_INIT;
    kp_utf8_add_visible(&visible, text, true);
    kp_utf8_add_wrapped(&lines, kp_buf_str(&visible), kp_style_columns(style) - INDENT, "  ");
    struct kp_str rest = kp_buf_str(&lines);
    while (rest.data) {
        kp_buf_adds(out, " ");
        kp_style_add(out, style, mark, kp_str_split(&rest, '\n'));
        kp_buf_addc(out, '\n');
    }
    kp_buf_release(&visible);
    kp_buf_release(&lines);
}

static const char *separator_words(char separator)
{
    switch (separator) {
    case ';': return _("semicolons");
    case '\t': return _("tabs");
    case ',': return _("commas");
    default: return _("its own separator");
    }
}

static void add_head(const struct kp_import_view *view, const struct kp_style *style,
                     struct kp_buf *out)
{
    const struct kp_import *import = view->import;
    const char *dot = kp_style_sign(style, " · ", ", ");
    struct kp_buf line = KP_BUF_INIT;
    kp_buf_add(&line, view->file);
    add_line(out, style, KP_MARK_TITLE, kp_buf_str(&line));
    kp_buf_clear(&line);
    if (import->sheet.data)
        kp_buf_addf(&line, _("sheet %.*s"), KP_STR_ARG(import->sheet));
    else
        kp_buf_addf(&line, "%s%s%s", kp_encoding_name(import->encoding), dot,
                    separator_words(import->separator));
    kp_buf_adds(&line, dot);
    kp_buf_addf(&line, ngettext("%zu row", "%zu rows", import->row_count), import->row_count);
    if (import->header_line > 1)
        kp_buf_addf(&line, _("%stitles on line %zu"), dot, import->header_line);
    add_line(out, style, KP_MARK_DIM, kp_buf_str(&line));
    kp_buf_release(&line);
}

/* ---- the columns */

static const char *way(const struct kp_import_column *column)
{
    if (!column->column || column->decimal == KP_DECIMAL_NONE || column->numbers == column->filled)
        return "";
    return column->decimal == KP_DECIMAL_COMMA ? "1.234,50" : "1,234.50";
}

/* What is to be known about a column, in words. */
static void add_remarks(const struct kp_import *import, const struct kp_import_column *column,
                        struct kp_buf *out)
{
    const char *between = "";
    if (column->how == KP_IMPORT_LEFT && column->near) {
        kp_buf_addf(out, _("meant as %.*s? --map \"%.*s=%.*s\""), KP_STR_ARG(column->near->id),
                    KP_STR_ARG(column->title), KP_STR_ARG(column->near->id));
        between = "; ";
    }
    if (column->worked_out) {
        kp_buf_addf(out, "%s%s", between, _("the plan works it out"));
        between = "; ";
    }
    if (column->how == KP_IMPORT_ROW) {
        kp_buf_addf(out, "%s%s", between, _("rows are known by it"));
        between = "; ";
    }
    if (column->how == KP_IMPORT_ACCOUNT && import->others) {
        kp_buf_addf(out,
                    ngettext("%zu row of another account is left out",
                             "%zu rows of other accounts are left out", import->others),
                    import->others);
        between = "; ";
    }
    if (column->how == KP_IMPORT_KEPT) {
        kp_buf_addf(out, "%s%s", between, _("kept beside the plan's own columns"));
        between = "; ";
    }
    if (!column->column)
        return;
    if (column->mixed) {
        kp_buf_addf(out, "%s%s", between, _("mixed formats: decimal commas and decimal points"));
        between = "; ";
    }
    if (column->power) {
        kp_buf_addf(out, "%s%s", between,
                    column->power == 3 ? _("in thousands") : _("in millions"));
        between = "; ";
    }
    if (column->turned) {
        kp_buf_addf(out, "%s%s", between, _("negative in the file, taken as a cost"));
        between = "; ";
    }
    if (column->rounded) {
        kp_buf_addf(out, "%s", between);
        kp_buf_addf(out,
                    ngettext("%zu amount rounded to two decimals",
                             "%zu amounts rounded to two decimals", column->rounded),
                    column->rounded);
        between = "; ";
    }
    if (!column->filled)
        kp_buf_addf(out, "%s%s", between, _("empty"));
}

static void add_columns(const struct kp_import_view *view, const struct kp_style *style,
                        struct kp_buf *out)
{
    const struct kp_import *import = view->import;
    struct kp_table *table = kp_table_new();
    struct kp_buf text = KP_BUF_INIT;
    kp_table_column(table, kp_str_from(_("In the file")), false);
    kp_table_column(table, kp_str_from(_("Taken as")), false);
    kp_table_column(table, kp_str_from(_("Numbers")), false);
    kp_table_column(table, KP_STR(""), false);
    for (size_t i = 0; i < import->column_count; i++) {
        const struct kp_import_column *column = &import->columns[i];
        bool left = column->how == KP_IMPORT_LEFT;
        if (!column->title.len && left)
            continue;
        kp_table_row(table);
        kp_table_cell(table, column->title, left ? KP_MARK_DIM : KP_MARK_NONE);
        kp_table_cell(table,
                      column->column ? kp_words_get(&column->column->label, style->lang)
                      : left         ? kp_str_from(kp_style_sign(style, "–", "-"))
                      : column->how == KP_IMPORT_ACCOUNT ? kp_str_from(_("Account"))
                                                         : column->member,
                      left ? KP_MARK_DIM : KP_MARK_NEW);
        kp_table_cell(table, kp_str_from(way(column)), KP_MARK_DIM);
        kp_buf_clear(&text);
        add_remarks(import, column, &text);
        kp_table_cell(table, kp_buf_str(&text),
                      column->mixed || column->near ? KP_MARK_WARN : KP_MARK_DIM);
    }
    kp_table_print(table, style, INDENT, out);
    kp_table_free(table);
    kp_buf_release(&text);
}

/* Columns of the plan that the file does not have. */
static void add_missing(const struct kp_import_view *view, const struct kp_style *style,
                        struct kp_buf *out)
{
    const struct kp_import *import = view->import;
    struct kp_buf line = KP_BUF_INIT;
    const char *between = "";
    kp_buf_addf(&line, "%s ", _("Not in the file:"));
    for (size_t i = 0; i < import->table->column_count; i++) {
        const struct kp_field *column = &import->table->columns[i];
        if (column->calc || kp_import_of(import, column))
            continue;
        kp_buf_addf(&line, "%s%.*s", between,
                    KP_STR_ARG(kp_words_get(&column->label, style->lang)));
        between = ", ";
    }
    if (*between)
        add_line(out, style, KP_MARK_DIM, kp_buf_str(&line));
    kp_buf_release(&line);
}

/* ---- rows and sums */

/* Amounts with both decimals, or none. */
static void show_number(const struct kp_field *column, struct kp_number number,
                        const struct kp_style *style, struct kp_buf *out)
{
    bool cents = column->type->kind == KP_TYPE_MONEY && number.scale > 0;
    kp_number_show(out, number, style->lang, cents ? 2 : -1);
}

static void add_row(const struct kp_import_view *view, const struct kp_import_row *row,
                    const struct kp_style *style, struct kp_table *table)
{
    const struct kp_import *import = view->import;
    struct kp_buf text = KP_BUF_INIT;
    struct kp_number number;
    kp_table_row(table);
    kp_table_cellf(table, KP_MARK_DIM, "%u", (unsigned)row->line);
    for (size_t i = 0; i < import->column_count; i++) {
        const struct kp_import_column *column = &import->columns[i];
        if (!column->column)
            continue;
        kp_buf_clear(&text);
        bool counts = column->decimal != KP_DECIMAL_NONE;
        if (counts && kp_import_number(import, row, column, &number))
            show_number(column->column, number, style, &text);
        else if (!counts)
            kp_utf8_add_visible(&text, kp_import_cell(import, row, column), false);
        kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    }
    kp_buf_release(&text);
}

static bool has_sum(const struct kp_import_column *column)
{
    return column->column && column->decimal != KP_DECIMAL_NONE &&
           column->column->type->kind != KP_TYPE_PERCENT;
}

/* The sum of a column of money or numbers over the rows that are not bad; false: it has none. */
static bool sum_of(const struct kp_import *import, const struct kp_import_column *column,
                   struct kp_number *sum)
{
    struct kp_number number;
    *sum = kp_number_from(0);
    if (!has_sum(column))
        return false;
    kp_int128 whole = 0; /* in hundredths: adding them needs no care for decimals */
    for (size_t i = 0; i < import->row_count; i++) {
        if (import->rows[i].bad || !kp_import_number(import, &import->rows[i], column, &number))
            continue;
        if (number.scale > 2 && !kp_number_add(*sum, number, sum))
            return false;
        if (number.scale <= 2)
            whole += number.digits * (number.scale == 2 ? 1 : number.scale == 1 ? 10 : 100);
    }
    struct kp_number hundredths = {whole, 0};
    return kp_number_divide(hundredths, kp_number_from(100), &hundredths) &&
           kp_number_add(*sum, hundredths, sum);
}

static bool has_sums(const struct kp_import *import)
{
    for (size_t i = 0; i < import->column_count; i++)
        if (has_sum(&import->columns[i]))
            return true;
    return false;
}

static void add_sums(const struct kp_import *import, const struct kp_style *style,
                     struct kp_table *table)
{
    struct kp_buf text = KP_BUF_INIT;
    struct kp_number sum;
    kp_table_rule(table);
    kp_table_row(table);
    kp_table_cell(table, kp_str_from(_("Sum")), KP_MARK_TITLE);
    for (size_t i = 0; i < import->column_count; i++) {
        if (!import->columns[i].column)
            continue;
        kp_buf_clear(&text);
        if (sum_of(import, &import->columns[i], &sum))
            show_number(import->columns[i].column, sum, style, &text);
        kp_table_cell(table, kp_buf_str(&text), KP_MARK_TITLE);
    }
    kp_buf_release(&text);
}

static void add_rows(const struct kp_import_view *view, const struct kp_style *style,
                     struct kp_buf *out)
{
    const struct kp_import *import = view->import;
    struct kp_table *table = kp_table_new();
    size_t shown = 0;
    kp_table_column(table, kp_str_from(_("Line")), true);
    for (size_t i = 0; i < import->column_count; i++)
        if (import->columns[i].column)
            kp_table_column(table, kp_words_get(&import->columns[i].column->label, style->lang),
                            import->columns[i].decimal != KP_DECIMAL_NONE);
    for (size_t i = 0; i < import->row_count && shown < FIRST_ROWS; i++) {
        if (import->rows[i].bad)
            continue;
        add_row(view, &import->rows[i], style, table);
        shown++;
    }
    if (has_sums(import))
        add_sums(import, style, table);
    kp_table_print(table, style, INDENT, out);
    kp_table_free(table);
}

/* ---- what it changes */

static void add_change(const struct kp_import_view *view, const struct kp_style *style,
                       struct kp_buf *out)
{
    const struct kp_import_change *change = view->change;
    const char *dot = kp_style_sign(style, " · ", ", ");
    struct kp_buf line = KP_BUF_INIT;
    kp_buf_addf(&line, _("new: %zu"), change->fresh);
    if (view->before.len) {
        kp_buf_adds(&line, dot);
        kp_buf_addf(&line, _("changed: %zu"), change->changed);
        kp_buf_adds(&line, dot);
        kp_buf_addf(&line, _("as they were: %zu"), change->same);
        kp_buf_adds(&line, dot);
        kp_buf_addf(&line, _("gone: %zu"), change->gone);
        kp_buf_addf(&line, _(" (since %.*s)"), KP_STR_ARG(view->before));
    }
    add_line(out, style, KP_MARK_TITLE, kp_buf_str(&line));
    kp_buf_release(&line);
}

void kp_view_import(const struct kp_import_view *view, const struct kp_style *style,
                    struct kp_buf *out)
{
    size_t start = out->len;
    add_head(view, style, out);
    kp_buf_addc(out, '\n');
    add_columns(view, style, out);
    add_missing(view, style, out);
    if (view->import->bad < view->import->row_count) {
        kp_buf_addc(out, '\n');
        add_rows(view, style, out);
    }
    kp_buf_addc(out, '\n');
    add_change(view, style, out);
    kp_style_soften(out, start);
}

void kp_view_import_faults(const struct kp_import_view *view, size_t most,
                           const struct kp_style *style, struct kp_buf *out)
{
    const struct kp_import *import = view->import;
    struct kp_buf line = KP_BUF_INIT;
    if (!import->fault_count)
        return;
    kp_buf_addf(&line, ngettext("%zu bad row:", "%zu bad rows:", import->bad), import->bad);
    add_line(out, style, KP_MARK_ALERT, kp_buf_str(&line));
    for (size_t i = 0; i < import->fault_count && i < most; i++) {
        kp_buf_clear(&line);
        kp_buf_add(&line, view->file);
        kp_import_add_place(import, &import->faults[i], &line);
        kp_buf_addf(&line, ": %.*s",
                    KP_STR_ARG(kp_utf8_fit(import->faults[i].message, SHOWN_FAULTS_WIDTH)));
        add_line(out, style, KP_MARK_NONE, kp_buf_str(&line));
    }
    if (import->fault_count > most) {
        kp_buf_clear(&line);
        kp_buf_addf(&line, ngettext("… and %zu more", "… and %zu more", import->fault_count - most),
                    import->fault_count - most);
        add_line(out, style, KP_MARK_DIM, kp_buf_str(&line));
    }
    kp_buf_release(&line);
}

/* ---- JSON */

static struct kp_json *column_json(const struct kp_import_column *column, struct kp_arena *arena)
{
    static const char *const how[] = {"left", "name",    "other-name", "mapped",
                                      "row",  "account", "kept"};
    struct kp_json *object = kp_json_new_object(arena);
    kp_json_set_string(arena, object, "title", column->title);
    kp_json_set_string(arena, object, "how", kp_str_from(how[column->how]));
    if (column->column)
        kp_json_set_string(arena, object, "column", column->column->id);
    if (column->near)
        kp_json_set_string(arena, object, "near", column->near->id);
    if (column->decimal != KP_DECIMAL_NONE) {
        kp_json_set_string(arena, object, "decimal",
                           kp_str_from(column->decimal == KP_DECIMAL_COMMA ? "," : "."));
        kp_json_set_bool(arena, object, "assumed", column->assumed);
        kp_json_set_bool(arena, object, "mixed", column->mixed);
        kp_json_set_bool(arena, object, "turned", column->turned);
        kp_json_set_whole(arena, object, "power", column->power);
        kp_json_set_whole(arena, object, "rounded", (int64_t)column->rounded);
    }
    return object;
}

void kp_view_import_json(const struct kp_import_view *view, struct kp_arena *arena,
                         struct kp_json *document)
{
    const struct kp_import *import = view->import;
    struct kp_json *columns = kp_json_new_array(arena), *faults = kp_json_new_array(arena),
                   *sums = kp_json_new_object(arena);
    struct kp_number sum;
    kp_json_set_string(arena, document, "file", view->file);
    if (import->sheet.data) {
        kp_json_set_string(arena, document, "sheet", import->sheet);
    } else {
        kp_json_set_string(arena, document, "encoding",
                           kp_str_from(kp_encoding_name(import->encoding)));
        kp_json_set_string(arena, document, "separator", (struct kp_str){&import->separator, 1});
    }
    kp_json_set_whole(arena, document, "rows", (int64_t)import->row_count);
    kp_json_set_whole(arena, document, "bad", (int64_t)import->bad);
    if (import->others)
        kp_json_set_whole(arena, document, "others", (int64_t)import->others);
    for (size_t i = 0; i < import->column_count; i++) {
        const struct kp_import_column *column = &import->columns[i];
        kp_json_append(arena, columns, column_json(column, arena));
        if (sum_of(import, column, &sum))
            kp_json_set(arena, sums, column->column->id.data, kp_json_new_number(arena, sum));
    }
    kp_json_set(arena, document, "columns", columns);
    kp_json_set(arena, document, "sums", sums);
    for (size_t i = 0; i < import->fault_count; i++) {
        struct kp_json *fault = kp_json_new_object(arena);
        kp_json_set_whole(arena, fault, "line", (int64_t)import->faults[i].line);
        if (import->sheet.data && import->faults[i].column != SIZE_MAX) {
            struct kp_buf cell = KP_BUF_INIT;
            kp_workbook_add_cell_name(&cell, import->faults[i].column, import->faults[i].line);
            kp_json_set_string(arena, fault, "cell", kp_buf_str(&cell));
            kp_buf_release(&cell);
        }
        kp_json_set_string(arena, fault, "message", import->faults[i].message);
        kp_json_append(arena, faults, fault);
    }
    kp_json_set(arena, document, "faults", faults);
    kp_json_set_whole(arena, document, "new", (int64_t)view->change->fresh);
    kp_json_set_whole(arena, document, "changed", (int64_t)view->change->changed);
    kp_json_set_whole(arena, document, "same", (int64_t)view->change->same);
    kp_json_set_whole(arena, document, "gone", (int64_t)view->change->gone);
}
