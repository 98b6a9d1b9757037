// SPDX-License-Identifier: GPL-3.0-or-later
/* The rows of a worksheet, as its XML comes. */
#include "base/alloc.h"
#include "base/text.h"
#include "base/workbook_internal.h"

#include <stdlib.h>

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_YESNO, CELL_ERROR, CELL_DAY };

struct reading {
    struct kp_workbook *w;
    enum kp_status (*each)(void *context, const struct kp_sheet_row *row, struct kp_err *err);
    void *context;
    size_t line;
    size_t column; /* of the present cell, from 0 */
    enum cell_type type;
    size_t style;
    bool in_row, in_cell, in_text;
    int spoken;
    struct kp_buf raw;  /* what the present cell's elements say */
    struct kp_buf text; /* of the row's cells, a NUL behind each */
    struct placed {
        size_t start, len;
    } places[KP_WORKBOOK_COLUMNS];
    struct kp_str cells[KP_WORKBOOK_COLUMNS];
    unsigned char kinds[KP_WORKBOOK_COLUMNS];
    size_t count; /* cells of the row, up to the last that has something in it */
};

/* "C7" is column 2; SIZE_MAX: it says none. */
static size_t column_of(struct kp_str name)
{
    size_t column = 0, i = 0;
    for (; i < name.len && i < 4 && (name.data[i] | 0x20) >= 'a' && (name.data[i] | 0x20) <= 'z';
         i++)
        column = column * 26 + (size_t)((name.data[i] | 0x20) - 'a' + 1);
    return i ? column - 1 : SIZE_MAX;
}

static size_t whole_of(struct kp_str text)
{
    size_t value = 0;
    for (size_t i = 0; i < text.len && text.data[i] >= '0' && text.data[i] <= '9'; i++)
        value = value > SIZE_MAX / 100 ? value : value * 10 + (size_t)(text.data[i] - '0');
    return value;
}

static enum cell_type type_of(struct kp_str name)
{
    return kp_str_is(name, "s")                                     ? CELL_SHARED
           : kp_str_is(name, "str") || kp_str_is(name, "inlineStr") ? CELL_TEXT
           : kp_str_is(name, "b")                                   ? CELL_YESNO
           : kp_str_is(name, "e")                                   ? CELL_ERROR
           : kp_str_is(name, "d")                                   ? CELL_DAY
                                                                    : CELL_NUMBER;
}

/* ---- cells */

/* 2026-03-02T00:00:00Z: the day, and the time where it says one. */
static void add_day(struct kp_buf *out, struct kp_str iso)
{
    struct kp_str time = kp_str_slice(iso, 11, 5);
    kp_buf_add(out, kp_str_slice(iso, 0, 10));
    if (time.len && !kp_str_is(time, "00:00"))
        kp_buf_addf(out, " %.*s", KP_STR_ARG(time));
}

static void add_shared(struct reading *r, struct kp_str number)
{
    const struct kp_workbook *w = r->w;
    size_t index = whole_of(number);
    if (!number.len || index >= w->shared_count)
        return;
    size_t start = index ? w->shared_ends[index - 1] : 0;
    kp_buf_add(&r->text,
               kp_str_slice(kp_buf_str(&w->shared), start, w->shared_ends[index] - start));
}

static void add_value(struct reading *r, unsigned char *kind)
{
    struct kp_str raw = kp_buf_str(&r->raw);
    struct workbook_format format = {LOOK_NUMBER, 0};
    *kind = r->type == CELL_ERROR ? KP_CELL_ERROR : KP_CELL_TEXT;
    if (r->type != CELL_TEXT)
        raw = kp_str_trim(raw);
    switch (r->type) {
    case CELL_SHARED: add_shared(r, raw); break;
    case CELL_TEXT:
    case CELL_ERROR: workbook_add_text(&r->text, raw); break;
    case CELL_DAY: add_day(&r->text, raw); break;
    case CELL_YESNO:
        kp_buf_adds(&r->text, !raw.len ? "" : kp_str_is(raw, "0") ? "no" : "yes");
        break;
    case CELL_NUMBER:
        if (r->style < r->w->format_count)
            format = r->w->formats[r->style];
        if (!workbook_add_number(&r->text, raw, format, r->w->from_1904))
            workbook_add_text(&r->text, raw);
        else if (format.look == LOOK_NUMBER || format.look == LOOK_PERCENT)
            *kind = KP_CELL_NUMBER;
    }
}

static enum kp_status end_cell(struct reading *r, struct kp_err *err)
{
    unsigned char kind;
    size_t start = r->text.len;
    r->in_cell = false;
    if (r->column >= KP_WORKBOOK_COLUMNS || !r->in_row)
        return KP_OK;
    add_value(r, &kind);
    size_t len = r->text.len - start;
    r->w->given += len;
    if (workbook_check_size(r->raw.len, r->w->given, err))
        return KP_INVALID;
    if (!len)
        return KP_OK;
    kp_buf_addc(&r->text, '\0');
    while (r->count <= r->column) {
        r->places[r->count] = (struct placed){0, 0};
        r->kinds[r->count++] = KP_CELL_TEXT;
    }
    r->places[r->column] = (struct placed){start, len};
    r->kinds[r->column] = kind;
    return KP_OK;
}

static void begin_cell(struct reading *r, const char **attributes)
{
    struct kp_str style = kp_xml_attribute(attributes, "s");
    size_t column = column_of(kp_xml_attribute(attributes, "r"));
    r->column = column == SIZE_MAX ? r->column + 1 : column;
    r->type = type_of(kp_xml_attribute(attributes, "t"));
    r->style = style.len ? whole_of(style) : 0;
    r->in_cell = true;
    kp_buf_clear(&r->raw);
}

/* ---- rows */

static enum kp_status begin_row(struct reading *r, const char **attributes, struct kp_err *err)
{
    struct kp_str number = kp_xml_attribute(attributes, "r");
    size_t line = number.len ? whole_of(number) : r->line + 1;
    if (line <= r->line || line > KP_WORKBOOK_ROWS)
        return kp_err_set(err, KP_INVALID, _("row %zu is followed by row %zu"), r->line, line);
    r->line = line;
    r->column = SIZE_MAX;
    r->count = 0;
    r->in_row = true;
    kp_buf_clear(&r->text);
    return KP_OK;
}

static enum kp_status end_row(struct reading *r, struct kp_err *err)
{
    r->in_row = false;
    if (!r->count)
        return KP_OK;
    for (size_t i = 0; i < r->count; i++)
        r->cells[i] = r->places[i].len
                          ? (struct kp_str){r->text.data + r->places[i].start, r->places[i].len}
                          : (struct kp_str){"", 0};
    const struct kp_sheet_row row = {r->line, r->cells, r->count, r->kinds};
    return r->each(r->context, &row, err);
}

static enum kp_status element_begins(void *context, struct kp_str name, const char **attributes,
                                     struct kp_err *err)
{
    struct reading *r = context;
    r->spoken += kp_str_is(name, "rPh");
    r->in_text = r->in_cell && !r->spoken && (kp_str_is(name, "v") || kp_str_is(name, "t"));
    if (kp_str_is(name, "row"))
        return begin_row(r, attributes, err);
    if (kp_str_is(name, "c") && r->in_row)
        begin_cell(r, attributes);
    return KP_OK;
}

static enum kp_status element_ends(void *context, struct kp_str name, struct kp_err *err)
{
    struct reading *r = context;
    r->spoken -= kp_str_is(name, "rPh");
    r->in_text = false;
    if (kp_str_is(name, "row") && r->in_row)
        return end_row(r, err);
    return kp_str_is(name, "c") && r->in_cell ? end_cell(r, err) : KP_OK;
}

static void element_text(void *context, struct kp_str text)
{
    struct reading *r = context;
    if (r->in_text && r->raw.len <= WORKBOOK_CELL_MOST)
        kp_buf_add(&r->raw, text);
}

enum kp_status workbook_read_sheet(
    struct kp_workbook *w, struct kp_archive *archive, size_t member, struct kp_str text,
    enum kp_status (*each)(void *context, const struct kp_sheet_row *row, struct kp_err *err),
    void *context, struct kp_err *err)
{
    static const struct kp_xml_reader reader = {element_begins, element_ends, element_text};
    struct reading *r = kp_alloc(sizeof *r);
    *r = (struct reading){
        .w = w, .each = each, .context = context, .raw = KP_BUF_INIT, .text = KP_BUF_INIT};
    enum kp_status status = workbook_read_xml(archive, member, text, &reader, r, err);
    kp_buf_release(&r->raw);
    kp_buf_release(&r->text);
    free(r);
    return status;
}
