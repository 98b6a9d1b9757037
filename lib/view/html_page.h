// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_HTML_PAGE_H
#define KP_VIEW_HTML_PAGE_H

/*
 * The dress of every page: one file that needs nothing from anywhere and runs nothing, for light and
 * dark screens, narrow ones, and A4.
 */

#include "view/html.h"

struct kp_html_page {
    struct kp_str title; /* of the window, and of the running foot on paper */
    struct kp_str face;  /* stands beside it on paper: audience, revision, date */
    bool wide;           /* on paper: across */
};

/* Opens the page up to its main part, in which the caller goes on. */
void kp_html_page_begin(struct kp_html *html, const struct kp_html_page *page);

/* Closes everything. */
void kp_html_page_end(struct kp_html *html);

/*
 * A box around something that may be wider than the page: it scrolls by itself, by keyboard too.
 * `label`: the id of its heading. Close it with kp_html_close.
 */
void kp_html_scroll(struct kp_html *html, const char *label);

/* The stylesheet, in html_style.c. */
extern const char kp_html_stylesheet[];

#endif
