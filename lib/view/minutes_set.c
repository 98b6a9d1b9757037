// SPDX-License-Identifier: GPL-3.0-or-later
/* Minutes as text, and as Markdown. */
#include "base/text.h"
#include "view/markdown.h"
#include "view/minutes_internal.h"

enum { READABLE = 90 };

static struct minutes_page begin(const struct kp_minutes *minutes, const struct kp_style *style,
                                 struct kp_arena *arena)
{
    struct minutes_page page = {.minutes = minutes};
    page.words = (struct kp_diff_words){
        .arena = arena, .calc = minutes->page.calc, .style = style, .marks = true};
    return page;
}

static void set_line(const struct minutes_line *line, const struct kp_style *style,
                     struct kp_buf *out)
{
    size_t columns = kp_style_columns(style), indent = 1;
    columns = columns > READABLE ? READABLE : columns;
    if (line->kind == MINUTES_HEADING)
        kp_buf_addc(out, '\n');
    if (line->kind == MINUTES_ITEM)
        indent = 3 + 2 * line->depth;
    if (columns < indent + 20)
        columns = indent + 20;
    kp_buf_add_repeat(out, " ", line->kind == MINUTES_ITEM ? indent - 2 : indent);
    if (line->kind == MINUTES_ITEM)
        kp_buf_addf(out, "%s ", kp_style_sign(style, "•", "-"));
    kp_flow_print(&line->flow, style, columns, indent, indent, 0, out);
    kp_buf_addc(out, '\n');
}

void kp_view_minutes(const struct kp_minutes *minutes, const struct kp_style *style,
                     struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct minutes_page page = begin(minutes, style, &arena);
    size_t start = out->len;
    page.words.marks = style->colour;
    minutes_collect(&page);
    for (const struct minutes_line *line = page.first; line; line = line->next)
        set_line(line, style, out);
    kp_style_soften(out, start);
    kp_arena_release(&arena);
}

/* A sign at the beginning of a line is a sign, not a list in the list. */
static void add_item(const struct kp_flow *flow, struct kp_buf *out)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_markdown_add_flow(flow, &text);
    struct kp_str rest = kp_buf_str(&text);
    bool is_plus = kp_str_starts(rest, KP_STR("+ ")), is_minus = kp_str_starts(rest, KP_STR("- "));
    if (is_plus || is_minus) {
        kp_buf_adds(out, is_plus ? "**+**" : "−");
        rest = kp_str_slice(rest, 1, rest.len);
    }
    kp_buf_add(out, rest);
    kp_buf_release(&text);
}

static void add_heading(const struct minutes_line *line, size_t level, struct kp_buf *out)
{
    kp_buf_add_repeat(out, "#", level);
    kp_buf_addc(out, ' ');
    kp_markdown_add_flow(&line->flow, out);
    kp_buf_adds(out, "\n\n");
}

void kp_view_minutes_markdown(const struct kp_minutes *minutes, const struct kp_style *style,
                              struct kp_buf *out)
{
    kp_view_minutes_section(minutes, style, 1, out);
}

void kp_view_minutes_section(const struct kp_minutes *minutes, const struct kp_style *style,
                             size_t level, struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_style plain = *style;
    plain.colour = plain.ascii = false;
    struct minutes_page page = begin(minutes, &plain, &arena);
    size_t start = out->len;
    minutes_collect(&page);
    for (const struct minutes_line *line = page.first; line; line = line->next) {
        switch (line->kind) {
        case MINUTES_TITLE: add_heading(line, level, out); break;
        case MINUTES_HEADING:
            kp_buf_addc(out, '\n');
            add_heading(line, level + 1, out);
            break;
        case MINUTES_TEXT:
            kp_markdown_add_flow(&line->flow, out);
            kp_buf_adds(out, "  \n");
            break;
        case MINUTES_ITEM:
            kp_buf_add_repeat(out, "  ", line->depth);
            kp_buf_adds(out, "- ");
            add_item(&line->flow, out);
            kp_buf_addc(out, '\n');
            break;
        }
    }
    kp_style_soften(out, start);
    kp_arena_release(&arena);
}
