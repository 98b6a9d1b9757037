// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/markdown.h"

#include <string.h>

/* Every character that Markdown (or the HTML in it) may take for its own; a newline is a break. */
void kp_markdown_add(struct kp_str text, struct kp_buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c == '\n') {
            kp_buf_adds(out, "<br>");
            continue;
        }
        if (c == '<' || c == '>' || c == '&') {
            kp_buf_adds(out, c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;");
            continue;
        }
        /* Signs of lists do nothing here: no text stands at the beginning of a line. */
        bool is_address = c == ':' && i + 1 < text.len && text.data[i + 1] == '/';
        if (is_address || (c && strchr("\\`*_[]#|~@", c)))
            kp_buf_addc(out, '\\');
        kp_buf_addc(out, c);
    }
}

/*
 * Words between tags, which mean the same wherever they stand: Markdown's own signs are not seen between a
 * word and a comma.
 */
static void add_tagged(const char *tag, struct kp_str text, struct kp_buf *out)
{
    kp_buf_addf(out, "<%s>", tag);
    kp_markdown_add(text, out);
    kp_buf_addf(out, "</%s>", tag);
}

void kp_markdown_add_flow(const struct kp_flow *flow, struct kp_buf *out)
{
    for (const struct kp_flow_piece *piece = flow->first; piece; piece = piece->next) {
        if (piece->mark == KP_MARK_REMOVED)
            add_tagged("del", piece->text, out);
        else if (piece->mark == KP_MARK_NEW)
            add_tagged("ins", piece->text, out);
        else
            kp_markdown_add(piece->text, out);
    }
}
