// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_HTML_H
#define KP_VIEW_HTML_H

/*
 * A writer of HTML that nothing gets past unescaped: text and the values of attributes are data and
 * are escaped here, names of elements and attributes are literals of the program. Elements are closed
 * in the order in which they were opened, so that no page can be left in pieces.
 *
 * Control characters, bidirectional overrides and the like are shown as <U+XXXX>, as on a terminal.
 */

#include "base/buf.h"
#include "base/lang.h"

enum { KP_HTML_DEPTH = 64 };

struct kp_html {
    struct kp_buf *out;
    enum kp_lang lang; /* of the page */
    const char
        *typed; /* the language that people wrote in, where it is not the page's; else NULL */
    const char *open[KP_HTML_DEPTH];
    size_t depth;
    size_t count; /* for ids that are given once */
};

struct kp_html kp_html_new(struct kp_buf *out, enum kp_lang lang);

/*
 * Opens an element. Behind the name: attributes as pairs of strings, a NULL at the end. An attribute
 * whose value is NULL is left out; one whose value is "" stands without a value.
 */
void kp_html_open(struct kp_html *html, const char *name, ...) __attribute__((sentinel));

/* Closes the element that was opened last. */
void kp_html_close(struct kp_html *html);

/* Closes elements until `depth` of them are open. */
void kp_html_close_to(struct kp_html *html, size_t depth);

/* An element that has no content: br, col, meta. */
void kp_html_void(struct kp_html *html, const char *name, ...) __attribute__((sentinel));

/* Text. A newline stays a newline, which HTML takes for a space. */
void kp_html_text(struct kp_html *html, struct kp_str text);
void kp_html_texts(struct kp_html *html, const char *text);
void kp_html_textf(struct kp_html *html, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Text that people typed, marked with their language where it is not the page's. */
void kp_html_typed(struct kp_html *html, const char *lang, struct kp_str text);

/* An element of one text. */
void kp_html_element(struct kp_html *html, const char *name, struct kp_str text, ...)
    __attribute__((sentinel));

/* The text in the page's language; one that has to be in another is marked with its own. */
void kp_html_words(struct kp_html *html, const struct kp_words *words);

/*
 * Text that people typed, several lines, as the Markdown that they may have written: paragraphs, lists,
 * emphasis, links to the web and to mail addresses. Headings become bold lines: the page's own order
 * of headings stands. HTML in it is shown, never taken for HTML; a line break is one.
 */
void kp_html_markdown(struct kp_html *html, struct kp_str text);

/* Markup of the program's own making, such as a drawing. Never anything that was read or typed. */
void kp_html_markup(struct kp_html *html, struct kp_str markup);

/* Appends text with &, <, >, " and ' escaped, safe between tags and between quotes. */
void kp_html_escape(struct kp_buf *out, struct kp_str text);

/* The same of text that is visible already (see kp_utf8_add_visible). */
void kp_html_escape_signs(struct kp_buf *out, struct kp_str text);

/* Appends text as a CSS string with its quotes, for a <style>: nothing in it can end the string. */
void kp_html_css_string(struct kp_buf *out, struct kp_str text);

#endif
