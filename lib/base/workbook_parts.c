// SPDX-License-Identifier: GPL-3.0-or-later
/* What stands beside the sheets of a workbook: texts that cells share, and how numbers are shown. */
#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/workbook_internal.h"

#include <stdlib.h>

/* ---- XML */

static enum kp_status feed_piece(void *context, struct kp_str piece, struct kp_err *err)
{
    return kp_xml_feed(context, piece, false, err);
}

enum kp_status workbook_read_xml(struct kp_archive *archive, size_t member, struct kp_str text,
                                 const struct kp_xml_reader *reader, void *context,
                                 struct kp_err *err)
{
    struct kp_xml *xml = kp_xml_new(reader, context);
    if (!xml)
        return kp_err_set(err, KP_IO, _("cannot look into a workbook: %s"), "libexpat");
    enum kp_status status = archive ? kp_archive_each(archive, member, feed_piece, xml, err)
                                    : kp_xml_feed(xml, text, false, err);
    if (!status)
        status = kp_xml_feed(xml, (struct kp_str){"", 0}, true, err);
    kp_xml_free(xml);
    return status;
}

/* ---- texts */

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* The character of "_x000D_" at the start of `text`; -1: there is none. */
static int32_t escaped(struct kp_str text)
{
    int32_t code = 0;
    if (text.len < 7 || text.data[1] != 'x' || text.data[6] != '_')
        return -1;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_digit(text.data[i]);
        if (digit < 0)
            return -1;
        code = code * 16 + digit;
    }
    return code >= 0xd800 && code < 0xe000 ? -1 : code;
}

void workbook_add_text(struct kp_buf *out, struct kp_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        int32_t code = text.data[i] == '_' ? escaped(kp_str_slice(text, i, 7)) : -1;
        if (code < 0)
            kp_buf_addc(out, text.data[i]);
        else if (code >= 0x20 || code == '\t' || code == '\n')
            kp_utf8_add(out, code); /* other controls are dropped, a carriage return too */
        if (code >= 0)
            i += 6;
    }
}

enum kp_status workbook_check_size(size_t cell, size_t all, struct kp_err *err)
{
    if (cell <= WORKBOOK_CELL_MOST && all <= WORKBOOK_TEXT_MOST)
        return KP_OK;
    return kp_err_set(err, KP_INVALID, _("the workbook is too large to be looked into"));
}

/* ---- shared texts: <si><t>…</t></si>, or <si><r><t>…</t></r>…</si>; <rPh> is how they are spoken */

struct sharing {
    struct kp_workbook *w;
    struct kp_buf text;
    bool in_text;
    int spoken;
};

static enum kp_status shared_begins(void *context, struct kp_str name, const char **attributes,
                                    struct kp_err *err)
{
    struct sharing *sharing = context;
    (void)attributes, (void)err;
    if (kp_str_is(name, "si"))
        kp_buf_clear(&sharing->text);
    sharing->spoken += kp_str_is(name, "rPh");
    sharing->in_text = kp_str_is(name, "t") && !sharing->spoken;
    return KP_OK;
}

static enum kp_status shared_ends(void *context, struct kp_str name, struct kp_err *err)
{
    struct sharing *sharing = context;
    struct kp_workbook *w = sharing->w;
    sharing->spoken -= kp_str_is(name, "rPh");
    sharing->in_text = false;
    if (workbook_check_size(sharing->text.len, w->shared.len + sharing->text.len, err))
        return KP_INVALID;
    if (kp_str_is(name, "si")) {
        workbook_add_text(&w->shared, kp_buf_str(&sharing->text));
        w->shared_ends =
            kp_grow(w->shared_ends, w->shared_count, &w->shared_cap, sizeof *w->shared_ends);
        w->shared_ends[w->shared_count++] = w->shared.len;
    }
    return KP_OK;
}

static void shared_text(void *context, struct kp_str text)
{
    struct sharing *sharing = context;
    if (sharing->in_text && sharing->text.len <= WORKBOOK_CELL_MOST)
        kp_buf_add(&sharing->text, text);
}

enum kp_status workbook_read_shared(struct kp_workbook *w, struct kp_archive *archive,
                                    size_t member, struct kp_str text, struct kp_err *err)
{
    static const struct kp_xml_reader reader = {shared_begins, shared_ends, shared_text};
    struct sharing sharing = {.w = w, .text = KP_BUF_INIT};
    enum kp_status status = workbook_read_xml(archive, member, text, &reader, &sharing, err);
    kp_buf_release(&sharing.text);
    return status;
}

/* ---- styles */

enum { MOST_FORMATS = 4096 };

struct styling {
    struct kp_workbook *w;
    bool in_cells; /* within <cellXfs> */
    struct own {
        unsigned id;
        struct workbook_format format;
    } * own; /* formats that the workbook defines */
    size_t own_count, own_cap;
};

static unsigned whole_of(struct kp_str text)
{
    unsigned value = 0;
    for (size_t i = 0; i < text.len && text.data[i] >= '0' && text.data[i] <= '9'; i++)
        value = value > 100000 ? value : value * 10 + (unsigned)(text.data[i] - '0');
    return value;
}

static struct workbook_format find_format(const struct styling *styling, unsigned id)
{
    for (size_t i = 0; i < styling->own_count; i++)
        if (styling->own[i].id == id)
            return styling->own[i].format;
    return workbook_format_of(id);
}

static enum kp_status style_begins(void *context, struct kp_str name, const char **attributes,
                                   struct kp_err *err)
{
    struct styling *styling = context;
    struct kp_workbook *w = styling->w;
    unsigned id = whole_of(kp_xml_attribute(attributes, "numFmtId"));
    (void)err;
    if (kp_str_is(name, "cellXfs")) {
        styling->in_cells = true;
    } else if (kp_str_is(name, "numFmt") && styling->own_count < MOST_FORMATS) {
        styling->own =
            kp_grow(styling->own, styling->own_count, &styling->own_cap, sizeof *styling->own);
        styling->own[styling->own_count++] =
            (struct own){id, workbook_format_read(kp_xml_attribute(attributes, "formatCode"))};
    } else if (kp_str_is(name, "xf") && styling->in_cells && w->format_count < 65536) {
        w->formats = kp_grow(w->formats, w->format_count, &w->format_cap, sizeof *w->formats);
        w->formats[w->format_count++] = find_format(styling, id);
    }
    return KP_OK;
}

static enum kp_status style_ends(void *context, struct kp_str name, struct kp_err *err)
{
    struct styling *styling = context;
    (void)err;
    if (kp_str_is(name, "cellXfs"))
        styling->in_cells = false;
    return KP_OK;
}

static void style_text(void *context, struct kp_str text)
{
    (void)context, (void)text;
}

enum kp_status workbook_read_styles(struct kp_workbook *w, struct kp_archive *archive,
                                    size_t member, struct kp_str text, struct kp_err *err)
{
    static const struct kp_xml_reader reader = {style_begins, style_ends, style_text};
    struct styling styling = {.w = w};
    enum kp_status status = workbook_read_xml(archive, member, text, &reader, &styling, err);
    free(styling.own);
    return status;
}
