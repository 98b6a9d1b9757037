// SPDX-License-Identifier: GPL-3.0-or-later
/* What of a plan is drawn, in front of the table that it is drawn from. */
#include "model/type.h"
#include "view/contact_map.h"
#include "view/report_internal.h"
#include "view/svg.h"

#include <stdio.h>

static bool draw_contacts(struct report_page *page, const char *id, struct kp_buf *out)
{
    struct kp_contact_map map;
    return kp_contact_map_read(&map, page->report->calc) &&
           kp_svg_contact_map(&map, page->style, id, out);
}

/* Drawings side by side, where there is room. */
struct drawings {
    struct report_page *page;
    bool open;
};

static void add_drawing(struct drawings *drawings, struct kp_str drawing)
{
    struct kp_html *html = &drawings->page->html;
    if (!drawing.len)
        return;
    if (!drawings->open)
        kp_html_open(html, "div", "class", "split", NULL);
    drawings->open = true;
    kp_html_open(html, "figure", NULL);
    kp_html_markup(html, drawing);
    kp_html_close(html);
}

void report_drawings(struct report_page *page, const struct kp_field *field)
{
    struct drawings drawings = {.page = page};
    struct kp_buf drawing = KP_BUF_INIT;
    char id[24];
    snprintf(id, sizeof id, "d%zu", ++page->html.count);
    if (kp_str_is(field->id, "stakeholders") && draw_contacts(page, id, &drawing))
        add_drawing(&drawings, kp_buf_str(&drawing));
    if (drawings.open)
        kp_html_close(&page->html);
    kp_buf_release(&drawing);
}
