// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/flow.h"

#include "base/utf8.h"

#include <stdarg.h>

enum { LEAST = 8 }; /* columns: a page can be too narrow for any setting */

struct kp_flow kp_flow_new(struct kp_arena *arena)
{
    return (struct kp_flow){.arena = arena};
}

bool kp_flow_empty(const struct kp_flow *flow)
{
    return flow->first == NULL;
}

static void add_piece(struct kp_flow *flow, enum kp_mark mark, bool typed, struct kp_str text)
{
    if (text.len == 0)
        return;
    struct kp_flow_piece *piece = kp_arena_alloc(flow->arena, sizeof *piece);
    piece->mark = mark;
    piece->typed = typed;
    piece->text = kp_arena_str(flow->arena, text);
    if (flow->last)
        flow->last->next = piece;
    else
        flow->first = piece;
    flow->last = piece;
}

void kp_flow_add(struct kp_flow *flow, enum kp_mark mark, struct kp_str text)
{
    add_piece(flow, mark, false, text);
}

void kp_flow_add_typed(struct kp_flow *flow, enum kp_mark mark, struct kp_str text)
{
    add_piece(flow, mark, true, text);
}

void kp_flow_addf(struct kp_flow *flow, enum kp_mark mark, const char *format, ...)
{
    struct kp_buf text = KP_BUF_INIT;
    va_list args;
    va_start(args, format);
    kp_buf_addv(&text, format, args);
    va_end(args);
    kp_flow_add(flow, mark, kp_buf_str(&text));
    kp_buf_release(&text);
}

void kp_flow_join(struct kp_flow *flow, const struct kp_flow *other)
{
    for (const struct kp_flow_piece *piece = other->first; piece; piece = piece->next)
        add_piece(flow, piece->mark, piece->typed, piece->text);
}

static void add_plain(const struct kp_flow *flow, struct kp_buf *out)
{
    for (const struct kp_flow_piece *piece = flow->first; piece; piece = piece->next)
        kp_buf_add(out, piece->text);
}

size_t kp_flow_width(const struct kp_flow *flow)
{
    struct kp_buf plain = KP_BUF_INIT;
    add_plain(flow, &plain);
    size_t width = kp_utf8_width(kp_buf_str(&plain));
    kp_buf_release(&plain);
    return width;
}

/* A text on its way into lines, however long its words are. */
struct setting {
    struct kp_str text;
    size_t word;                       /* where the word that was looked at last ends */
    const struct kp_flow_piece *piece; /* the one that the line before ended in */
    size_t start;                      /* where that one begins */
};

/* The end of the word at `at`, with the spaces before it. */
static size_t word_end(struct setting *setting, size_t at)
{
    struct kp_str text = setting->text;
    if (at < setting->word)
        return setting->word; /* its rest: it is not looked for again for every line of it */
    while (at < text.len && text.data[at] == ' ')
        at++;
    while (at < text.len && text.data[at] != ' ' && text.data[at] != '\n')
        at++;
    return setting->word = at;
}

/*
 * Where the line that begins at `from` ends, at most `room` columns wide; *next is where the one
 * after it begins.
 */
static size_t line_end(struct setting *setting, size_t from, size_t room, size_t *next)
{
    struct kp_str text = setting->text;
    size_t end = from, width = 0, at = from;
    while (at < text.len && text.data[at] != '\n') {
        size_t word = word_end(setting, at);
        struct kp_str more = kp_str_slice(text, at, word - at);
        if (kp_utf8_fit(more, room - width).len < more.len)
            break;
        width += kp_utf8_width(more);
        at = end = word;
    }
    if (at < text.len && text.data[at] == '\n') {
        *next = at + 1;
        return end;
    }
    if (end == from && at < text.len) /* a word wider than the line */
        end = from + kp_utf8_fit(kp_str_slice(text, from, text.len), room).len;
    if (end == from && at < text.len)
        end = kp_utf8_grapheme_end(text, from);
    *next = end;
    while (*next < text.len && text.data[*next] == ' ')
        (*next)++;
    return end;
}

/* Without the sign of what would have come next. */
static size_t without_sign(struct kp_str text, size_t from, size_t to)
{
    static const char *const signs[] = {" ·", " →", " ->", ",", " (", "(", ":"};
    struct kp_str line = kp_str_slice(text, from, to - from);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (kp_str_ends(line, kp_str_from(signs[i])))
            return to - kp_str_from(signs[i]).len;
    return to;
}

/* The bytes from `from` to `to` of the whole text, each piece in its mark; `from` never goes back. */
static void add_range(struct setting *setting, const struct kp_style *style, size_t from, size_t to,
                      struct kp_buf *out)
{
    while (setting->piece) {
        const struct kp_flow_piece *piece = setting->piece;
        size_t start = setting->start, end = start + piece->text.len;
        if (end > from && start < to) {
            size_t first = from > start ? from - start : 0;
            size_t last = to < end ? to - start : piece->text.len;
            kp_style_add(out, style, piece->mark, kp_str_slice(piece->text, first, last - first));
        }
        if (end >= to)
            break;
        setting->piece = piece->next;
        setting->start = end;
    }
}

size_t kp_flow_print(const struct kp_flow *flow, const struct kp_style *style, size_t columns,
                     size_t at, size_t indent, size_t most, struct kp_buf *out)
{
    struct kp_buf plain = KP_BUF_INIT;
    add_plain(flow, &plain);
    struct kp_str text = kp_buf_str(&plain);
    struct setting setting = {.text = text, .piece = flow->first};
    size_t from = 0, used = at;
    for (size_t line = 1; from < text.len; line++) {
        size_t room = columns > at + LEAST ? columns - at : LEAST, next;
        size_t end = line_end(&setting, from, room, &next);
        bool cut = most && line == most && next < text.len;
        if (cut && kp_utf8_width(kp_str_slice(text, from, end - from)) >= room) {
            struct kp_str fits = kp_utf8_fit(kp_str_slice(text, from, end - from), room - 1);
            end = from + fits.len;
        }
        if (cut)
            end = without_sign(text, from, end);
        add_range(&setting, style, from, end, out);
        used = at + kp_utf8_width(kp_str_slice(text, from, end - from));
        if (cut) {
            kp_style_add(out, style, KP_MARK_DIM, kp_str_from(kp_style_sign(style, "…", "~")));
            used++;
            break;
        }
        from = next;
        if (from >= text.len)
            break;
        kp_buf_addc(out, '\n');
        kp_buf_add_repeat(out, " ", indent);
        at = indent;
    }
    kp_buf_release(&plain);
    return used;
}
