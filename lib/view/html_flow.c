// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/html_flow.h"

/* A newline is a break. */
static void add_lines(struct kp_html *html, struct kp_str text)
{
    kp_html_text(html, kp_str_split(&text, '\n'));
    while (text.data) {
        kp_html_void(html, "br", NULL);
        kp_html_text(html, kp_str_split(&text, '\n'));
    }
}

static void add_piece(struct kp_html *html, const char *name, const char *class,
                      const struct kp_flow_piece *piece)
{
    const char *lang = piece->typed ? html->typed : NULL;
    if (name || lang)
        kp_html_open(html, name ? name : "span", "class", class, "lang", lang, NULL);
    add_lines(html, piece->text);
    if (name || lang)
        kp_html_close(html);
}

void kp_html_flow(struct kp_html *html, const struct kp_flow *flow)
{
    for (const struct kp_flow_piece *piece = flow->first; piece; piece = piece->next) {
        switch (piece->mark) {
        case KP_MARK_REMOVED: add_piece(html, "del", NULL, piece); break;
        case KP_MARK_NEW: add_piece(html, "ins", NULL, piece); break;
        case KP_MARK_DIM: add_piece(html, "span", "dim", piece); break;
        case KP_MARK_TITLE: add_piece(html, "strong", NULL, piece); break;
        case KP_MARK_WARN:
        case KP_MARK_ALERT: add_piece(html, "strong", "alert", piece); break;
        case KP_MARK_CHANGED:
        case KP_MARK_ACCENT:
        case KP_MARK_NONE: add_piece(html, NULL, NULL, piece); break;
        }
    }
}
