// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/html.h"

#include "base/utf8.h"

#include <assert.h>
#include <string.h>

struct kp_html kp_html_new(struct kp_buf *out, enum kp_lang lang)
{
    return (struct kp_html){.out = out, .lang = lang};
}

/* ---- escaping */

static const char *entity_of(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

void kp_html_escape_signs(struct kp_buf *out, struct kp_str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *entity = entity_of(text.data[i]);
        if (!entity)
            continue;
        kp_buf_add(out, kp_str_slice(text, from, i - from));
        kp_buf_adds(out, entity);
        from = i + 1;
    }
    kp_buf_add(out, kp_str_slice(text, from, text.len));
}

/* Whether it goes into a page as it is: printable ASCII and newlines without signs of the markup. */
static bool is_plain(struct kp_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if ((c < ' ' && c != '\n') || c >= 0x7f || entity_of(text.data[i]))
            return false;
    }
    return true;
}

void kp_html_escape(struct kp_buf *out, struct kp_str text)
{
    struct kp_buf visible = KP_BUF_INIT;
    if (is_plain(text)) {
        kp_buf_add(out, text);
        return;
    }
    if (kp_utf8_is_visible(text, true)) {
        kp_html_escape_signs(out, text);
        return;
    }
    kp_utf8_add_visible(&visible, text, true);
    kp_html_escape_signs(out, kp_buf_str(&visible));
    kp_buf_release(&visible);
}

void kp_html_css_string(struct kp_buf *out, struct kp_str text)
{
    struct kp_buf visible = KP_BUF_INIT;
    kp_utf8_add_visible(&visible, text, false);
    kp_buf_addc(out, '"');
    for (size_t i = 0; i < visible.len; i++) {
        char c = visible.data[i];
        if (c == '"' || c == '\\' || c == '<' || c == '\n')
            kp_buf_addf(out, "\\%x ", (unsigned)c); /* the space belongs to it */
        else
            kp_buf_addc(out, c);
    }
    kp_buf_addc(out, '"');
    kp_buf_release(&visible);
}

/* ---- elements */

/* All others begin a line of the file: for who reads it, and for who compares two of them. */
static bool stays_on_line(const char *name)
{
    static const char *const names[] = {"td",  "span",  "th", "dd",   "strong", "br",  "a",   "ins",
                                        "del", "small", "em", "time", "code",   "pre", "html"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (*names[i] == *name && strcmp(names[i], name) == 0)
            return true;
    return false;
}

static void begin(struct kp_html *html, const char *name, va_list attributes)
{
    const char *attribute;
    if (html->out->len && !stays_on_line(name))
        kp_buf_addc(html->out, '\n');
    kp_buf_addc(html->out, '<');
    kp_buf_adds(html->out, name);
    while ((attribute = va_arg(attributes, const char *))) {
        const char *value = va_arg(attributes, const char *);
        if (!value)
            continue;
        kp_buf_addc(html->out, ' ');
        kp_buf_adds(html->out, attribute);
        if (!*value)
            continue;
        kp_buf_adds(html->out, "=\"");
        kp_html_escape(html->out, kp_str_from(value));
        kp_buf_addc(html->out, '"');
    }
    kp_buf_addc(html->out, '>');
}

static void push(struct kp_html *html, const char *name)
{
    assert(html->depth < KP_HTML_DEPTH);
    html->open[html->depth++] = name;
}

void kp_html_open(struct kp_html *html, const char *name, ...)
{
    va_list attributes;
    va_start(attributes, name);
    begin(html, name, attributes);
    va_end(attributes);
    push(html, name);
}

void kp_html_close(struct kp_html *html)
{
    assert(html->depth > 0);
    kp_buf_adds(html->out, "</");
    kp_buf_adds(html->out, html->open[--html->depth]);
    kp_buf_addc(html->out, '>');
}

void kp_html_close_to(struct kp_html *html, size_t depth)
{
    while (html->depth > depth)
        kp_html_close(html);
}

void kp_html_void(struct kp_html *html, const char *name, ...)
{
    va_list attributes;
    va_start(attributes, name);
    begin(html, name, attributes);
    va_end(attributes);
}

void kp_html_element(struct kp_html *html, const char *name, struct kp_str text, ...)
{
    va_list attributes;
    va_start(attributes, text);
    begin(html, name, attributes);
    va_end(attributes);
    push(html, name);
    kp_html_text(html, text);
    kp_html_close(html);
}

/* ---- text */

void kp_html_text(struct kp_html *html, struct kp_str text)
{
    kp_html_escape(html->out, text);
}

void kp_html_typed(struct kp_html *html, const char *lang, struct kp_str text)
{
    if (lang && text.len)
        kp_html_element(html, "span", text, "lang", lang, NULL);
    else
        kp_html_text(html, text);
}

void kp_html_texts(struct kp_html *html, const char *text)
{
    kp_html_escape(html->out, kp_str_from(text));
}

void kp_html_textf(struct kp_html *html, const char *format, ...)
{
    struct kp_buf text = KP_BUF_INIT;
    va_list args;
    va_start(args, format);
    kp_buf_addv(&text, format, args);
    va_end(args);
    kp_html_escape(html->out, kp_buf_str(&text));
    kp_buf_release(&text);
}

void kp_html_words(struct kp_html *html, const struct kp_words *words)
{
    struct kp_str text = kp_words_get(words, html->lang);
    int lang = (int)html->lang;
    for (int i = 0; !words->in[html->lang].len && i < KP_LANG_COUNT; i++)
        if (words->in[i].len && words->in[i].data == text.data)
            lang = i;
    if (lang == (int)html->lang)
        kp_html_text(html, text);
    else
        kp_html_element(html, "span", text, "lang", kp_lang_code((enum kp_lang)lang), NULL);
}

void kp_html_markup(struct kp_html *html, struct kp_str markup)
{
    kp_buf_add(html->out, markup);
}
