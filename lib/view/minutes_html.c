// SPDX-License-Identifier: GPL-3.0-or-later
/* Minutes as a part of an HTML page. */
#include "view/diff_html.h"
#include "view/html_flow.h"
#include "view/minutes_internal.h"

struct paper {
    struct kp_html *html;
    size_t base;  /* elements that were open before */
    size_t lists; /* so many lists are open, each but the last within an item */
};

static void close_lists(struct paper *paper)
{
    kp_html_close_to(paper->html, paper->base);
    paper->lists = 0;
}

/* An item of a list within lists; it stays open for a list inside it. */
static void open_item(struct paper *paper, size_t depth)
{
    struct kp_html *html = paper->html;
    if (depth > paper->lists)
        depth = paper->lists;
    while (paper->lists > depth + 1) { /* the item and the list in it */
        kp_html_close(html);
        kp_html_close(html);
        paper->lists--;
    }
    if (paper->lists == depth + 1) {
        kp_html_close(html);
    } else {
        kp_html_open(html, "ul", NULL);
        paper->lists++;
    }
    kp_html_open(html, "li", NULL);
}

static void add_line(struct paper *paper, const struct minutes_line *line, const char *heading,
                     const char *below)
{
    const char *name = "p";
    if (line->kind == MINUTES_ITEM) {
        open_item(paper, line->depth);
        kp_html_flow(paper->html, &line->flow);
        return;
    }
    if (line->kind == MINUTES_TITLE)
        name = heading;
    else if (line->kind == MINUTES_HEADING)
        name = below;
    close_lists(paper);
    kp_html_open(paper->html, name, NULL);
    kp_html_flow(paper->html, &line->flow);
    kp_html_close(paper->html);
}

void kp_html_minutes(struct kp_html *html, const struct kp_minutes *minutes,
                     const struct kp_style *style, const char *heading, const char *below)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_style plain = *style;
    struct minutes_page page = {.minutes = minutes};
    plain.colour = plain.ascii = false;
    page.words = (struct kp_diff_words){
        .arena = &arena, .calc = minutes->page.calc, .style = &plain, .marks = true};
    minutes_collect(&page);
    kp_html_open(html, "article", "class", "minutes", NULL);
    struct paper paper = {.html = html, .base = html->depth};
    for (const struct minutes_line *line = page.first; line; line = line->next)
        add_line(&paper, line, heading, below);
    close_lists(&paper);
    kp_html_close(html);
    kp_arena_release(&arena);
}
