// SPDX-License-Identifier: GPL-3.0-or-later
/* The text of a file: HTML and XML without their tags, workbooks cell by cell. */
#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"
#include "view/leak_internal.h"

#include <stdlib.h>
#include <string.h>

void leak_add_piece(struct kp_leak_pieces *pieces, struct kp_str place, struct kp_str text)
{
    pieces->items = kp_grow(pieces->items, pieces->count, &pieces->cap, sizeof *pieces->items);
    pieces->items[pieces->count++] =
        (struct kp_leak_piece){.place = place, .text = kp_arena_str(&pieces->arena, text)};
}

void kp_leak_pieces_release(struct kp_leak_pieces *pieces)
{
    free(pieces->items);
    kp_arena_release(&pieces->arena);
    *pieces = (struct kp_leak_pieces){.arena = KP_ARENA_INIT};
}

/* ---- entities */

static const struct {
    const char *name;
    int32_t code;
} entities[] = {
    {"amp", '&'},     {"lt", '<'},       {"gt", '>'},       {"quot", '"'},      {"apos", '\''},
    {"nbsp", 0xa0},   {"shy", 0xad},     {"aring", 0xe5},   {"Aring", 0xc5},    {"aelig", 0xe6},
    {"AElig", 0xc6},  {"oslash", 0xf8},  {"Oslash", 0xd8},  {"auml", 0xe4},     {"Auml", 0xc4},
    {"ouml", 0xf6},   {"Ouml", 0xd6},    {"uuml", 0xfc},    {"Uuml", 0xdc},     {"eacute", 0xe9},
    {"Eacute", 0xc9}, {"ndash", 0x2013}, {"mdash", 0x2014}, {"hellip", 0x2026}, {"thinsp", 0x2009},
};

/* The character that an entity at `pos` (its &) stands for; *end is behind it. False: it is none. */
static bool read_entity(struct kp_str text, size_t pos, int32_t *code, size_t *end)
{
    char name[12];
    size_t at = pos + 1, len = 0;
    while (at < text.len && len + 1 < sizeof name && text.data[at] != ';')
        name[len++] = text.data[at++];
    name[len] = '\0';
    if (at >= text.len || text.data[at] != ';' || !len)
        return false;
    *end = at + 1;
    if (name[0] == '#') {
        bool hex = name[1] == 'x' || name[1] == 'X';
        char *rest;
        unsigned long value = strtoul(name + (hex ? 2 : 1), &rest, hex ? 16 : 10);
        *code = (int32_t)value;
        return *rest == '\0' && value > 0 && value <= 0x10ffff && (value & ~0x7ffUL) != 0xd800;
    }
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (strcmp(name, entities[i].name) == 0) {
            *code = entities[i].code;
            return true;
        }
    }
    return false;
}

/* Characters that break a word without being seen. */
static bool is_unseen(int32_t code)
{
    return code == 0xad || (code >= 0x200b && code <= 0x200d) || code == 0x2060 || code == 0xfeff;
}

static void add_text(struct kp_str text, struct kp_buf *out)
{
    for (size_t pos = 0; pos < text.len;) {
        size_t start = pos, end = 0;
        int32_t code;
        if (text.data[pos] == '&' && read_entity(text, pos, &code, &end))
            pos = end;
        else
            code = kp_utf8_next(text, &pos);
        if (is_unseen(code))
            continue;
        if (end)
            kp_utf8_add(out, code);
        else
            kp_buf_add(out, kp_str_slice(text, start, pos - start));
    }
}

/* ---- tags */

/* Elements within a line of text: what they cut in two is one word all the same. */
static bool is_inline(struct kp_str name)
{
    static const char *const names[] = {
        "a", "abbr",  "b",    "bdi",    "bdo", "del", "em", "i",   "ins", "mark", "q",
        "s", "small", "span", "strong", "sub", "sup", "u",  "wbr", "r",   "t",    "rPr"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (kp_str_is(name, names[i]))
            return true;
    return false;
}

static struct kp_str tag_name(struct kp_str tag)
{
    size_t start = tag.len && tag.data[0] == '/' ? 1 : 0, end = start;
    while (end < tag.len && !strchr(" \t\r\n/>", tag.data[end]))
        end++;
    return kp_str_slice(tag, start, end - start);
}

/* The values of a tag's attributes are read aloud, shown on hovering, or at least there. */
static void add_attributes(struct kp_str tag, struct kp_buf *out)
{
    char quote = '\0';
    size_t start = 0;
    for (size_t i = 0; i < tag.len; i++) {
        char c = tag.data[i];
        if (c == '\n' && !quote)
            kp_buf_addc(out, '\n');
        if (!quote && (c == '"' || c == '\'')) {
            quote = c;
            start = i + 1;
        } else if (quote && c == quote) {
            kp_buf_addc(out, '|');
            add_text(kp_str_slice(tag, start, i - start), out);
            kp_buf_addc(out, '|');
            quote = '\0';
        }
    }
}

/* Where the tag that begins at `pos` ends: its >, none within quotes. */
static size_t tag_end(struct kp_str text, size_t pos)
{
    char quote = '\0';
    for (; pos < text.len; pos++) {
        char c = text.data[pos];
        if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? '\0' : c;
        else if (!quote && c == '>')
            return pos;
    }
    return text.len;
}

/* A remark or the like is text, too. */
static size_t remark_end(struct kp_str text, size_t pos)
{
    struct kp_str rest = kp_str_slice(text, pos, text.len);
    return pos + kp_str_find_str(rest, KP_STR("-->"));
}

void leak_strip(struct kp_str markup, bool attributes, struct kp_buf *out)
{
    for (size_t pos = 0; pos < markup.len;) {
        struct kp_str rest = kp_str_slice(markup, pos, markup.len);
        size_t text = kp_str_find(rest, '<');
        add_text(kp_str_slice(rest, 0, text), out);
        pos += text;
        if (pos >= markup.len)
            break;
        if (kp_str_starts(kp_str_slice(markup, pos, 4), KP_STR("<!--"))) {
            size_t end = remark_end(markup, pos);
            kp_buf_addc(out, '|');
            add_text(kp_str_slice(markup, pos + 4, end - pos - 4), out);
            kp_buf_addc(out, '|');
            pos = end + 3;
            continue;
        }
        size_t end = tag_end(markup, pos);
        struct kp_str tag = kp_str_slice(markup, pos + 1, end - pos - 1);
        if (!is_inline(tag_name(tag)))
            kp_buf_addc(out, '|');
        if (attributes)
            add_attributes(tag, out);
        pos = end + 1;
    }
}

/* ---- what kind of file it is */

static bool has_html(struct kp_str bytes)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_str top = kp_utf8_fold(&arena, kp_str_slice(bytes, 0, 1024));
    bool found = kp_str_find_str(top, KP_STR("<html")) < top.len ||
                 kp_str_find_str(top, KP_STR("<!doctype html")) < top.len ||
                 kp_str_find_str(top, KP_STR("<svg")) < top.len;
    kp_arena_release(&arena);
    return found;
}

enum kp_status kp_leak_read(struct kp_str bytes, struct kp_leak_pieces *pieces, struct kp_err *err)
{
    struct kp_buf text = KP_BUF_INIT;
    *pieces = (struct kp_leak_pieces){.arena = KP_ARENA_INIT};
    if (kp_str_starts(bytes, KP_STR("PK\003\004")))
        return leak_read_workbook(bytes, pieces, err);
    if (kp_str_starts(bytes, KP_STR("%PDF")))
        return kp_err_set(
            err, KP_INVALID,
            _("a PDF cannot be looked into; check the page that it was printed from"));
    if (!kp_utf8_valid(bytes, NULL))
        return kp_err_set(
            err, KP_INVALID,
            _("this is not UTF-8 text, HTML or an xlsx workbook, and cannot be looked "
              "into"));
    if (has_html(bytes))
        leak_strip(bytes, true, &text);
    else
        add_text(bytes, &text);
    leak_add_piece(pieces, (struct kp_str){"", 0}, kp_buf_str(&text));
    kp_buf_release(&text);
    return KP_OK;
}
