// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_DIFF_HTML_H
#define KP_VIEW_DIFF_HTML_H

/* What changed in a plan, and the minutes of a session, as parts of an HTML page, and a page of its own. */

#include "view/html.h"
#include "view/minutes.h"

/* Appends from when to when, how many, and every change by section; headings are `heading` ("h3"). */
void kp_html_diff(struct kp_html *html, const struct kp_diff_page *page,
                  const struct kp_style *style, const char *heading);

/* Appends the minutes: their title is a `heading` ("h3"), the rest of them one of `below`. */
void kp_html_minutes(struct kp_html *html, const struct kp_minutes *minutes,
                     const struct kp_style *style, const char *heading, const char *below);

/* Appends a whole page. */
void kp_view_diff_html(const struct kp_diff_page *page, const struct kp_style *style,
                       struct kp_buf *out);

/* Several accounts: what kp_view_diff_section_html appends of each comes to stand below a table of them. */
void kp_view_diff_section_html(const struct kp_diff_page *page, const struct kp_style *style,
                               struct kp_buf *sections);
void kp_view_diff_lines_html(const struct kp_diff_line *lines, size_t count,
                             const struct kp_field *figure, struct kp_calc *calc,
                             const struct kp_style *style, struct kp_str sections,
                             struct kp_buf *out);

#endif
