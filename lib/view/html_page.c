// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/html_page.h"

#include "base/text.h"
#include "view/svg.h"

/* Nothing is loaded and nothing is run, whatever may have found its way into the page. */
static const char policy[] = "default-src 'none'; style-src 'unsafe-inline'";

/* What stands at the foot of every sheet of paper. */
static void add_sheet(struct kp_html *html, const struct kp_html_page *page)
{
    struct kp_buf *out = html->out;
    kp_buf_adds(out, page->wide ? "@page{size:A4 landscape}\n@media screen{main{max-width:84rem}}\n"
                                : "");
    kp_buf_adds(out, "@page{@bottom-left{content:");
    kp_html_css_string(out, page->title);
    if (page->face.len) {
        kp_buf_adds(out, " \" · \" ");
        kp_html_css_string(out, page->face);
    }
    kp_buf_adds(out, "}}\n");
}

void kp_html_page_begin(struct kp_html *html, const struct kp_html_page *page)
{
    kp_buf_adds(html->out, "<!DOCTYPE html>\n");
    kp_html_open(html, "html", "lang", kp_lang_code(html->lang), NULL);
    kp_html_open(html, "head", NULL);
    kp_html_void(html, "meta", "charset", "utf-8", NULL);
    kp_html_void(html, "meta", "http-equiv", "Content-Security-Policy", "content", policy, NULL);
    kp_html_void(html, "meta", "name", "viewport", "content", "width=device-width, initial-scale=1",
                 NULL);
    kp_html_void(html, "meta", "name", "robots", "content", "noindex", NULL);
    kp_html_element(html, "title", page->title, NULL);
    kp_html_open(html, "style", NULL);
    kp_html_markup(html, kp_str_from(kp_html_stylesheet));
    kp_svg_rules(html->out);
    add_sheet(html, page);
    kp_html_close(html);
    kp_html_close(html);
    kp_html_open(html, "body", NULL);
    kp_html_element(html, "a", kp_str_from(_("Skip to the content")), "class", "skip", "href",
                    "#main", NULL);
    kp_html_open(html, "main", "id", "main", NULL);
}

void kp_html_page_end(struct kp_html *html)
{
    kp_html_close_to(html, 0);
    kp_buf_addc(html->out, '\n');
}

void kp_html_scroll(struct kp_html *html, const char *label)
{
    kp_html_open(html, "div", "class", "scroll", "role", "region", "tabindex", "0",
                 "aria-labelledby", label, NULL);
}
