// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/style.h"

#include "base/utf8.h"

enum { COLUMNS_OF_A_PIPE = 80, RULE_LEAST = 2 };

static const char *code_of(enum kp_mark mark)
{
    switch (mark) {
    case KP_MARK_TITLE: return "1";
    case KP_MARK_DIM: return "2";
    case KP_MARK_NEW: return "32";
    case KP_MARK_CHANGED: return "33";
    case KP_MARK_REMOVED: return "31";
    case KP_MARK_WARN: return "1;33";
    case KP_MARK_ALERT: return "1;31";
    case KP_MARK_ACCENT: return "36";
    case KP_MARK_NONE: break;
    }
    return NULL;
}

void kp_style_add(struct kp_buf *out, const struct kp_style *style, enum kp_mark mark,
                  struct kp_str text)
{
    const char *code = style->colour && text.len ? code_of(mark) : NULL;
    if (code)
        kp_buf_addf(out, "\033[%sm", code);
    kp_buf_add(out, text);
    if (code)
        kp_buf_adds(out, "\033[0m");
}

void kp_style_addf(struct kp_buf *out, const struct kp_style *style, enum kp_mark mark,
                   const char *format, ...)
{
    struct kp_buf text = KP_BUF_INIT;
    va_list args;
    va_start(args, format);
    kp_buf_addv(&text, format, args);
    va_end(args);
    kp_style_add(out, style, mark, kp_buf_str(&text));
    kp_buf_release(&text);
}

const char *kp_style_sign(const struct kp_style *style, const char *sign, const char *ascii)
{
    return style->ascii ? ascii : sign;
}

size_t kp_style_columns(const struct kp_style *style)
{
    return style->width ? style->width : COLUMNS_OF_A_PIPE;
}

void kp_style_soften(struct kp_buf *out, size_t start)
{
    size_t to = start;
    for (size_t from = start; from < out->len; from++) {
        bool is_hard = out->data[from] == '\xc2' && out->data[from + 1] == '\xa0';
        out->data[to++] = is_hard ? ' ' : out->data[from];
        from += is_hard;
    }
    kp_buf_truncate(out, to);
}

static void add_dashes(struct kp_buf *out, const struct kp_style *style, size_t count)
{
    struct kp_buf dashes = KP_BUF_INIT;
    kp_buf_add_repeat(&dashes, kp_style_sign(style, "─", "-"), count);
    kp_style_add(out, style, KP_MARK_DIM, kp_buf_str(&dashes));
    kp_buf_release(&dashes);
}

void kp_style_rule(struct kp_buf *out, const struct kp_style *style, struct kp_str left,
                   struct kp_str right)
{
    struct kp_buf title = KP_BUF_INIT, note = KP_BUF_INIT;
    size_t columns = kp_style_columns(style);
    kp_utf8_add_visible(&title, left, false);
    kp_utf8_add_visible(&note, right, false);
    /* "── " before the title, a space behind each text, "──" at the end. */
    size_t note_width = note.len ? kp_utf8_width(kp_buf_str(&note)) + 2 + RULE_LEAST : 0;
    if (title.len)
        note_width += RULE_LEAST + 2;
    size_t room = columns > note_width + RULE_LEAST ? columns - note_width - RULE_LEAST : 1;
    size_t title_width = kp_utf8_width(kp_buf_str(&title));
    if (title_width > room) {
        struct kp_buf cut = KP_BUF_INIT;
        kp_utf8_add_cell(&cut, kp_buf_str(&title), room, style->ascii);
        kp_buf_release(&title);
        title = cut;
        title_width = room;
    }
    if (title.len) {
        add_dashes(out, style, RULE_LEAST);
        kp_buf_addc(out, ' ');
        kp_style_add(out, style, KP_MARK_TITLE, kp_buf_str(&title));
        kp_buf_addc(out, ' ');
    }
    size_t used = note_width + title_width;
    add_dashes(out, style, columns > used + RULE_LEAST ? columns - used : RULE_LEAST);
    if (note.len) {
        kp_buf_addc(out, ' ');
        kp_style_add(out, style, KP_MARK_DIM, kp_buf_str(&note));
        kp_buf_addc(out, ' ');
        add_dashes(out, style, RULE_LEAST);
    }
    kp_buf_addc(out, '\n');
    kp_buf_release(&title);
    kp_buf_release(&note);
}
