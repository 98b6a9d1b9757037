// SPDX-License-Identifier: GPL-3.0-or-later
/* Finding the parts of a workbook in its archive (ECMA-376 part 2: open packaging). */
#include "base/workbook.h"

#include "base/alloc.h"
#include "base/text.h"
#include "base/workbook_internal.h"

#include <stdlib.h>

#define UNPACKED_MOST ((size_t)512 * 1024 * 1024)

#define OLE KP_STR("\xd0\xcf\x11\xe0")

bool kp_workbook_is(struct kp_str bytes)
{
    return kp_str_starts(bytes, KP_STR("PK\003\004")) || kp_str_starts(bytes, OLE);
}

void kp_workbook_add_cell_name(struct kp_buf *out, size_t column, size_t line)
{
    char letters[8];
    size_t count = 0;
    for (column++; column && count < sizeof letters; column = (column - 1) / 26)
        letters[count++] = (char)('A' + (column - 1) % 26);
    while (count)
        kp_buf_addc(out, letters[--count]);
    kp_buf_addf(out, "%zu", line);
}

/* ---- what refers to what */

struct relations {
    struct kp_arena *arena;
    struct kp_str base; /* the directory that targets are told from: "xl" */
    struct relation {
        struct kp_str id, type, target; /* type: the last word of it */
    } * items;
    size_t count, cap;
};

/* A path from the archive's root, without . and ..; false: it leads out of the archive. */
static bool resolve(struct kp_arena *arena, struct kp_str base, struct kp_str target,
                    struct kp_str *out)
{
    struct kp_buf path = KP_BUF_INIT;
    bool inside = true;
    if (!kp_str_starts(target, KP_STR("/")))
        kp_buf_add(&path, base);
    while (target.data && inside) {
        struct kp_str part = kp_str_split(&target, '/');
        if (!part.len || kp_str_is(part, "."))
            continue;
        if (kp_str_is(part, "..")) {
            size_t end = path.len;
            inside = end > 0;
            while (end && path.data[end - 1] != '/')
                end--;
            kp_buf_truncate(&path, end ? end - 1 : 0);
            continue;
        }
        if (path.len)
            kp_buf_addc(&path, '/');
        kp_buf_add(&path, part);
    }
    *out = kp_arena_str(arena, kp_buf_str(&path));
    kp_buf_release(&path);
    return inside;
}

static struct kp_str last_word(struct kp_str uri)
{
    size_t at = uri.len;
    while (at && uri.data[at - 1] != '/')
        at--;
    return kp_str_slice(uri, at, uri.len);
}

static enum kp_status relation_begins(void *context, struct kp_str name, const char **attributes,
                                      struct kp_err *err)
{
    struct relations *relations = context;
    struct kp_str target;
    if (!kp_str_is(name, "Relationship") ||
        kp_str_is(kp_xml_attribute(attributes, "TargetMode"), "External"))
        return KP_OK;
    if (!resolve(relations->arena, relations->base, kp_xml_attribute(attributes, "Target"),
                 &target))
        return kp_err_set(err, KP_INVALID, _("a part of it lies outside of it"));
    relations->items =
        kp_grow(relations->items, relations->count, &relations->cap, sizeof *relations->items);
    relations->items[relations->count++] = (struct relation){
        .id = kp_arena_str(relations->arena, kp_xml_attribute(attributes, "Id")),
        .type = kp_arena_str(relations->arena, last_word(kp_xml_attribute(attributes, "Type"))),
        .target = target,
    };
    return KP_OK;
}

static enum kp_status nothing_ends(void *context, struct kp_str name, struct kp_err *err)
{
    (void)context, (void)name, (void)err;
    return KP_OK;
}

static void no_text(void *context, struct kp_str text)
{
    (void)context, (void)text;
}

/* What the part at `path` refers to: written beside it, in _rels. */
static enum kp_status read_relations(struct kp_workbook *w, struct kp_str path,
                                     struct relations *out, struct kp_err *err)
{
    static const struct kp_xml_reader reader = {relation_begins, nothing_ends, no_text};
    struct kp_str name = last_word(path);
    size_t member, dir = path.len - name.len;
    *out = (struct relations){.arena = &w->arena, .base = kp_str_slice(path, 0, dir ? dir - 1 : 0)};
    struct kp_str rels =
        kp_arena_format(&w->arena, "%.*s_rels/%.*s.rels", (int)dir, path.data, KP_STR_ARG(name));
    if (!kp_archive_find(w->archive, rels, &member))
        return KP_OK;
    return workbook_read_xml(w->archive, member, (struct kp_str){"", 0}, &reader, out, err);
}

static bool find_relation(const struct kp_workbook *w, const struct relations *relations,
                          const char *type, struct kp_str id, struct kp_str *path, size_t *member)
{
    for (size_t i = 0; i < relations->count; i++) {
        const struct relation *relation = &relations->items[i];
        if (!kp_str_is(relation->type, type) || (id.len && !kp_str_equal(id, relation->id)) ||
            !kp_archive_find(w->archive, relation->target, member))
            continue;
        *path = relation->target;
        return true;
    }
    return false;
}

/* ---- the list of sheets */

struct listing {
    struct kp_workbook *w;
    const struct relations *relations;
};

static enum kp_status book_begins(void *context, struct kp_str name, const char **attributes,
                                  struct kp_err *err)
{
    struct listing *listing = context;
    struct kp_workbook *w = listing->w;
    struct kp_str path;
    size_t member;
    (void)err;
    if (kp_str_is(name, "workbookPr")) {
        struct kp_str from = kp_xml_attribute(attributes, "date1904");
        w->from_1904 = kp_str_is(from, "1") || kp_str_is(from, "true");
    }
    struct kp_str id = kp_xml_attribute(attributes, "id");
    if (!kp_str_is(name, "sheet") || !id.len ||
        !find_relation(w, listing->relations, "worksheet", id, &path, &member))
        return KP_OK; /* a chart has a sheet too */
    struct kp_str state = kp_xml_attribute(attributes, "state");
    w->sheets = kp_grow(w->sheets, w->sheet_count, &w->sheet_cap, sizeof *w->sheets);
    w->members = kp_grow(w->members, w->sheet_count, &w->member_cap, sizeof *w->members);
    w->members[w->sheet_count] = member;
    w->sheets[w->sheet_count++] =
        (struct kp_workbook_sheet){kp_arena_str(&w->arena, kp_xml_attribute(attributes, "name")),
                                   state.len && !kp_str_is(state, "visible")};
    return KP_OK;
}

/* ---- what it is instead */

static enum kp_status refuse_ole(struct kp_str bytes, struct kp_err *err)
{
    static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    if (kp_str_find_str(bytes, (struct kp_str){encrypted, sizeof encrypted}) < bytes.len)
        return kp_err_set(err, KP_INVALID, _("this workbook has a password; save it without one"));
    return kp_err_set(err, KP_INVALID,
                      _("this is an old Excel workbook (xls); open it in the spreadsheet and save "
                        "it as xlsx or CSV (UTF-8)"));
}

static enum kp_status refuse_other(struct kp_workbook *w, struct kp_err *err)
{
    size_t member;
    const char *what = _("an archive of another kind");
    if (kp_archive_find(w->archive, KP_STR("xl/workbook.bin"), &member))
        what = _("a binary Excel workbook (xlsb)");
    else if (kp_archive_find(w->archive, KP_STR("mimetype"), &member) &&
             kp_archive_find(w->archive, KP_STR("content.xml"), &member))
        what = _("an OpenDocument file (ods)");
    else if (kp_archive_find(w->archive, KP_STR("word/document.xml"), &member))
        what = _("a Word document");
    return kp_err_set(
        err, KP_INVALID,
        _("this is %s; open it in the spreadsheet and save it as xlsx or CSV (UTF-8)"), what);
}

/* ---- */

static enum kp_status read_book(struct kp_workbook *w, struct kp_str path, size_t book,
                                struct kp_err *err)
{
    static const struct kp_xml_reader reader = {book_begins, nothing_ends, no_text};
    struct relations relations;
    struct listing listing = {w, &relations};
    const struct kp_str none = {"", 0};
    size_t member;
    enum kp_status status = read_relations(w, path, &relations, err);
    if (!status)
        status = workbook_read_xml(w->archive, book, none, &reader, &listing, err);
    if (!status && find_relation(w, &relations, "styles", none, &path, &member))
        status = workbook_read_styles(w, w->archive, member, none, err);
    if (!status && find_relation(w, &relations, "sharedStrings", none, &path, &member))
        status = workbook_read_shared(w, w->archive, member, none, err);
    free(relations.items);
    if (!status && !w->sheet_count)
        status = kp_err_set(err, KP_INVALID, _("the workbook has no sheet with cells"));
    return status;
}

enum kp_status kp_workbook_open(struct kp_str bytes, struct kp_workbook **out, struct kp_err *err)
{
    struct kp_workbook *w = kp_alloc(sizeof *w);
    struct relations relations;
    struct kp_str path;
    size_t member;
    *w = (struct kp_workbook){.shared = KP_BUF_INIT};
    *out = w;
    if (kp_str_starts(bytes, OLE))
        return refuse_ole(bytes, err);
    enum kp_status status = kp_archive_open(bytes, UNPACKED_MOST, &w->archive, err);
    if (status)
        return status;
    status = read_relations(w, (struct kp_str){"", 0}, &relations, err);
    if (!status) {
        bool found = find_relation(w, &relations, "officeDocument", (struct kp_str){"", 0}, &path,
                                   &member) &&
                     kp_str_ends(path, KP_STR(".xml")) && !kp_str_starts(path, KP_STR("word/"));
        if (!found) {
            path = KP_STR("xl/workbook.xml");
            found = kp_archive_find(w->archive, path, &member);
        }
        status = found ? read_book(w, path, member, err) : refuse_other(w, err);
    }
    free(relations.items);
    return status;
}

void kp_workbook_close(struct kp_workbook *w)
{
    if (!w)
        return;
    kp_archive_close(w->archive);
    kp_buf_release(&w->shared);
    kp_arena_release(&w->arena);
    free(w->sheets);
    free(w->members);
    free(w->shared_ends);
    free(w->formats);
    free(w);
}

const struct kp_workbook_sheet *kp_workbook_sheets(const struct kp_workbook *w, size_t *count)
{
    *count = w->sheet_count;
    return w->sheets;
}

enum kp_status kp_workbook_each(struct kp_workbook *w, size_t sheet,
                                enum kp_status (*each)(void *context,
                                                       const struct kp_sheet_row *row,
                                                       struct kp_err *err),
                                void *context, struct kp_err *err)
{
    w->given = 0;
    return workbook_read_sheet(w, w->archive, w->members[sheet], (struct kp_str){"", 0}, each,
                               context, err);
}
