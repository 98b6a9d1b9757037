// SPDX-License-Identifier: GPL-3.0-or-later
/* What people typed, read as Markdown by libcmark and written by our own writer. */
#include "view/html.h"

#include <cmark.h>
#include <stdio.h>
#include <string.h>

/* Deeper than anybody reads; what lies deeper is shown, only not as what it is. */
enum { DEPTH_MOST = 24 };

struct paper {
    struct kp_html *html;
    size_t base; /* elements that were open before */
};

static bool is_safe_address(struct kp_str url)
{
    return kp_str_starts(url, KP_STR("https://")) || kp_str_starts(url, KP_STR("http://")) ||
           kp_str_starts(url, KP_STR("mailto:"));
}

/* What a node becomes; NULL: nothing that is opened. */
static const char *element_of(cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE: return "blockquote";
    case CMARK_NODE_LIST: return cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? "ol" : "ul";
    case CMARK_NODE_ITEM: return "li";
    case CMARK_NODE_HEADING: return "p";
    case CMARK_NODE_EMPH: return "em";
    case CMARK_NODE_STRONG: return "strong";
    case CMARK_NODE_LINK:
        return is_safe_address(kp_str_from(cmark_node_get_url(node))) ? "a" : NULL;
    case CMARK_NODE_PARAGRAPH: {
        cmark_node *list = cmark_node_parent(cmark_node_parent(node));
        bool tight =
            list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list);
        return tight ? NULL : "p";
    }
    default: return NULL;
    }
}

static void enter(struct paper *paper, cmark_node *node)
{
    struct kp_html *html = paper->html;
    const char *name = element_of(node);
    if (!name || html->depth - paper->base >= DEPTH_MOST || html->depth + 2 >= KP_HTML_DEPTH)
        return;
    if (strcmp(name, "a") == 0) {
        kp_html_open(html, name, "href", cmark_node_get_url(node), "rel", "noreferrer", NULL);
    } else if (strcmp(name, "ol") == 0) {
        char start[16] = "";
        snprintf(start, sizeof start, "%d", cmark_node_get_list_start(node));
        kp_html_open(html, name, "start", strcmp(start, "1") == 0 ? NULL : start, NULL);
    } else {
        kp_html_open(html, name, NULL);
    }
    if (cmark_node_get_type(node) == CMARK_NODE_HEADING)
        kp_html_open(html, "strong", NULL);
    cmark_node_set_user_data(node, html); /* it was opened */
}

static bool is_paragraph(cmark_node *node)
{
    return node && cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH;
}

static void leave(struct paper *paper, cmark_node *node)
{
    if (cmark_node_get_user_data(node)) {
        if (cmark_node_get_type(node) == CMARK_NODE_HEADING)
            kp_html_close(paper->html);
        kp_html_close(paper->html);
    } else if (is_paragraph(node) && is_paragraph(cmark_node_next(node))) {
        kp_html_texts(paper->html, " ");
    }
}

/* A node that has a text of its own, or stands for a sign. */
static void add_leaf(struct paper *paper, cmark_node *node)
{
    struct kp_html *html = paper->html;
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK: kp_html_void(html, "br", NULL); break;
    case CMARK_NODE_CODE:
        kp_html_element(html, "code", kp_str_from(cmark_node_get_literal(node)), NULL);
        break;
    case CMARK_NODE_CODE_BLOCK:
        kp_html_element(html, "pre", kp_str_from(cmark_node_get_literal(node)), NULL);
        break;
    case CMARK_NODE_HTML_BLOCK:
        kp_html_element(html, "p", kp_str_from(cmark_node_get_literal(node)), NULL);
        break;
    case CMARK_NODE_THEMATIC_BREAK: kp_html_element(html, "p", KP_STR("⁂"), NULL); break;
    case CMARK_NODE_TEXT:
    case CMARK_NODE_HTML_INLINE: kp_html_texts(html, cmark_node_get_literal(node)); break;
    default: break;
    }
}

void kp_html_markdown(struct kp_html *html, struct kp_str text)
{
    struct paper paper = {.html = html, .base = html->depth};
    cmark_node *document =
        cmark_parse_document(text.data ? text.data : "", text.len, CMARK_OPT_DEFAULT);
    cmark_iter *iter = cmark_iter_new(document);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_EXIT)
            leave(&paper, node);
        else if (cmark_node_first_child(node) || element_of(node))
            enter(&paper, node);
        else
            add_leaf(&paper, node);
    }
    kp_html_close_to(html, paper.base);
    cmark_iter_free(iter);
    cmark_node_free(document);
}
