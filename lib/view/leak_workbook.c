// SPDX-License-Identifier: GPL-3.0-or-later
/* The texts and numbers of an xlsx workbook (ECMA-376). */
#include "base/alloc.h"
#include "base/archive.h"
#include "base/text.h"
#include "base/utf8.h"
#include "view/leak_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BYTES_MOST ((size_t)256 * 1024 * 1024) /* unpacked, all together */

struct workbook {
    struct kp_leak_pieces *pieces;
    struct kp_archive *archive;
    struct shared {
        struct kp_str text;
        bool used;
    } * shared; /* texts that cells refer to by number */
    size_t shared_count, shared_cap;
    struct kp_str *names; /* of sheets, in their order */
    size_t name_count, name_cap;
};

/* ---- members */

static enum kp_status read_member(struct workbook *w, size_t index, struct kp_buf *out,
                                  struct kp_err *err)
{
    enum kp_status status = kp_archive_read(w->archive, index, out, err);
    if (!status && !kp_utf8_valid(kp_buf_str(out), NULL))
        kp_buf_clear(out); /* a picture, a font */
    return status;
}

/* ---- XML, as far as it is needed */

/* The next element `name` in *rest: its attributes in *tag, what is in it in *body. */
static bool next_element(struct kp_str *rest, const char *name, struct kp_str *tag,
                         struct kp_str *body)
{
    char open[32], shut[32];
    snprintf(open, sizeof open, "<%s", name);
    snprintf(shut, sizeof shut, "</%s>", name);
    for (;;) {
        size_t at = kp_str_find_str(*rest, kp_str_from(open));
        if (at >= rest->len)
            return false;
        *rest = kp_str_slice(*rest, at + strlen(open), rest->len);
        if (!rest->len || !strchr(" \t\r\n/>", rest->data[0]))
            continue; /* the beginning of a longer name */
        size_t end = kp_str_find(*rest, '>');
        *tag = kp_str_slice(*rest, 0, end);
        *rest = kp_str_slice(*rest, end + 1, rest->len);
        *body = (struct kp_str){"", 0};
        if (kp_str_ends(*tag, KP_STR("/")))
            return true;
        size_t close = kp_str_find_str(*rest, kp_str_from(shut));
        *body = kp_str_slice(*rest, 0, close);
        *rest = kp_str_slice(*rest, close, rest->len);
        return true;
    }
}

static struct kp_str attribute(struct kp_str tag, const char *name)
{
    char start[32];
    snprintf(start, sizeof start, " %s=\"", name);
    size_t at = kp_str_find_str(tag, kp_str_from(start));
    if (at >= tag.len)
        return (struct kp_str){"", 0};
    struct kp_str value = kp_str_slice(tag, at + strlen(start), tag.len);
    return kp_str_slice(value, 0, kp_str_find(value, '"'));
}

static struct kp_str plain(struct workbook *w, struct kp_str markup)
{
    struct kp_buf text = KP_BUF_INIT;
    leak_strip(markup, false, &text);
    struct kp_str result = kp_arena_str(&w->pieces->arena, kp_buf_str(&text));
    kp_buf_release(&text);
    return result;
}

/* ---- cells */

static void read_shared(struct workbook *w, struct kp_str xml)
{
    struct kp_str tag, body;
    while (next_element(&xml, "si", &tag, &body)) {
        w->shared = kp_grow(w->shared, w->shared_count, &w->shared_cap, sizeof *w->shared);
        w->shared[w->shared_count++] = (struct shared){.text = plain(w, body)};
    }
}

static void read_names(struct workbook *w, struct kp_str xml)
{
    struct kp_str tag, body;
    while (next_element(&xml, "sheet", &tag, &body)) {
        w->names = kp_grow(w->names, w->name_count, &w->name_cap, sizeof *w->names);
        w->names[w->name_count++] = plain(w, attribute(tag, "name"));
    }
}

static void read_sheet(struct workbook *w, struct kp_str sheet, struct kp_str xml)
{
    struct kp_str tag, body, all = xml;
    while (next_element(&xml, "c", &tag, &body)) {
        struct kp_str text = plain(w, body);
        if (kp_str_is(attribute(tag, "t"), "s")) {
            size_t index = (size_t)strtoul(text.data + strspn(text.data, "|"), NULL, 10);
            text = (struct kp_str){"", 0};
            if (index < w->shared_count) {
                text = w->shared[index].text;
                w->shared[index].used = true;
            }
        }
        if (!text.len)
            continue;
        struct kp_str place = kp_arena_format(&w->pieces->arena, "%.*s!%.*s", KP_STR_ARG(sheet),
                                              KP_STR_ARG(attribute(tag, "r")));
        leak_add_piece(w->pieces, place, text);
    }
    /* Headings and footers of the print, notes of checks: what stands behind the cells. */
    size_t behind = kp_str_find_str(all, KP_STR("</sheetData>"));
    struct kp_buf rest = KP_BUF_INIT;
    leak_strip(kp_str_slice(all, behind, all.len), true, &rest);
    leak_add_piece(w->pieces, sheet, kp_buf_str(&rest));
    kp_buf_release(&rest);
}

/* "xl/worksheets/sheet3.xml" is the third; else its own name will do. */
static struct kp_str sheet_of(struct workbook *w, struct kp_str member)
{
    size_t number = (size_t)strtoul(member.data + strcspn(member.data, "0123456789"), NULL, 10);
    return number > 0 && number <= w->name_count ? w->names[number - 1]
                                                 : kp_arena_str(&w->pieces->arena, member);
}

static enum kp_status read_one(struct workbook *w, const char *name,
                               void (*read)(struct workbook *w, struct kp_str xml),
                               struct kp_err *err)
{
    struct kp_buf xml = KP_BUF_INIT;
    size_t index;
    bool found = kp_archive_find(w->archive, kp_str_from(name), &index);
    enum kp_status status = found ? read_member(w, index, &xml, err) : KP_OK;
    if (!status)
        read(w, kp_buf_str(&xml));
    kp_buf_release(&xml);
    return status;
}

static enum kp_status read_members(struct workbook *w, struct kp_err *err)
{
    enum kp_status status = read_one(w, "xl/sharedStrings.xml", read_shared, err);
    if (!status)
        status = read_one(w, "xl/workbook.xml", read_names, err);
    size_t count = kp_archive_count(w->archive);
    struct kp_buf xml = KP_BUF_INIT, text = KP_BUF_INIT;
    for (size_t i = 0; i < count && !status; i++) {
        struct kp_str name = kp_archive_name(w->archive, i);
        if (!name.len || kp_str_is(name, "xl/sharedStrings.xml") ||
            kp_str_is(name, "xl/styles.xml") || kp_str_starts(name, KP_STR("xl/theme/")))
            continue;
        status = read_member(w, i, &xml, err);
        if (status)
            break;
        if (kp_str_starts(name, KP_STR("xl/worksheets/sheet"))) {
            read_sheet(w, sheet_of(w, name), kp_buf_str(&xml));
            continue;
        }
        kp_buf_clear(&text);
        leak_strip(kp_buf_str(&xml), true, &text);
        leak_add_piece(w->pieces, kp_arena_str(&w->pieces->arena, name), kp_buf_str(&text));
    }
    /* A text that no cell shows any more is in the file all the same. */
    for (size_t i = 0; i < w->shared_count; i++)
        if (!w->shared[i].used)
            leak_add_piece(w->pieces, KP_STR("xl/sharedStrings.xml"), w->shared[i].text);
    kp_buf_release(&xml);
    kp_buf_release(&text);
    return status;
}

enum kp_status leak_read_workbook(struct kp_str bytes, struct kp_leak_pieces *pieces,
                                  struct kp_err *err)
{
    struct workbook w = {.pieces = pieces};
    enum kp_status status = kp_archive_open(bytes, BYTES_MOST, &w.archive, err);
    if (!status)
        status = read_members(&w, err);
    if (!status && !w.name_count)
        status = kp_err_set(err, KP_INVALID, _("this is no xlsx workbook"));
    kp_archive_close(w.archive);
    free(w.shared);
    free(w.names);
    return status;
}
