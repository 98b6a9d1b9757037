// SPDX-License-Identifier: GPL-3.0-or-later
/* What of a plan is drawn, in front of the table that it is drawn from. */
#include "base/text.h"
#include "model/type.h"
#include "view/contact_map.h"
#include "view/report_internal.h"
#include "view/selection.h"
#include "view/svg_charts.h"

#include <stdio.h>

/* Drawings side by side, where there is room. */
struct drawings {
    struct report_page *page;
    struct kp_buf drawing; /* that is being made */
    struct kp_str caption; /* above it; may be empty: the heading says it */
    char id[24];
    bool open;
};

static struct drawings begin(struct report_page *page)
{
    struct drawings drawings = {.page = page, .drawing = KP_BUF_INIT};
    snprintf(drawings.id, sizeof drawings.id, "d%zu", ++page->html.count);
    return drawings;
}

/* Takes what was drawn, if anything was. */
static void take(struct drawings *drawings)
{
    struct kp_html *html = &drawings->page->html;
    if (!drawings->drawing.len)
        return;
    if (!drawings->open)
        kp_html_open(html, "div", "class", "drawings", NULL);
    drawings->open = true;
    kp_html_open(html, "figure", NULL);
    if (drawings->caption.len)
        kp_html_element(html, "figcaption", drawings->caption, NULL);
    kp_html_markup(html, kp_buf_str(&drawings->drawing));
    kp_html_close(html);
    kp_buf_clear(&drawings->drawing);
    snprintf(drawings->id, sizeof drawings->id, "d%zu", ++html->count);
}

static void end(struct drawings *drawings)
{
    take(drawings);
    if (drawings->open)
        kp_html_close(&drawings->page->html);
    kp_buf_release(&drawings->drawing);
}

static void draw_contacts(struct drawings *drawings)
{
    struct kp_contact_map map;
    if (kp_contact_map_read(&map, drawings->page->report->calc))
        kp_svg_contact_map(&map, drawings->page->style, drawings->id, &drawings->drawing);
    take(drawings);
}

/* The KPIs over all cycles. */
static void draw_trends(struct drawings *drawings, const struct kp_field *field)
{
    struct report_page *page = drawings->page;
    const struct kp_report *report = page->report;
    struct kp_trend_rows *cycles =
        kp_arena_alloc(page->arena, (report->cycle_count + 1) * sizeof *cycles);
    for (size_t i = 0; i < report->cycle_count; i++) {
        const struct kp_json *rows = kp_calc_value(report->cycles[i].calc, field);
        cycles[i].cycle = report->cycles[i].cycle;
        cycles[i].rows = rows->kind == KP_JSON_ARRAY ? rows : NULL;
    }
    size_t count;
    const struct kp_trend *trends =
        kp_trends_read(page->arena, cycles, report->cycle_count, &count);
    kp_svg_trends(trends, count, kp_words_get(&field->label, page->style->lang), page->style,
                  drawings->id, &drawings->drawing);
    take(drawings);
}

static void draw_maturity(struct drawings *drawings, const struct kp_field *field)
{
    const struct kp_report *report = drawings->page->report;
    const enum kp_lang lang = drawings->page->style->lang;
    struct kp_maturity maturity;
    struct kp_cycle before = {0, 0};
    if (report->cycle_count > 1)
        before = report->cycles[report->cycle_count - 2].cycle;
    if (kp_maturity_read(report->calc, field, NULL, lang, &maturity))
        kp_svg_maturity(&maturity, kp_words_get(&field->label, lang), report->head.cycle, before,
                        drawings->id, &drawings->drawing);
    take(drawings);
}

/* How the revenue is spread, in front of the customers; what the groups come to, in front of these. */
static void draw_customers(struct drawings *drawings, bool groups)
{
    struct kp_customers customers;
    if (!kp_customers_of(drawings->page->report->calc, NULL, NULL, &customers))
        return;
    if (groups)
        kp_svg_customers_groups(&customers, drawings->page->style, drawings->id,
                                &drawings->drawing);
    else
        kp_svg_customers_curve(&customers, drawings->id, &drawings->drawing);
    kp_customers_release(&customers);
    take(drawings);
}

static void draw_ranking(struct drawings *drawings)
{
    struct kp_selection selection;
    struct report_page *page = drawings->page;
    if (kp_selection_make(page->report->calc, page->arena, &selection))
        kp_svg_ranking(&selection, page->style, drawings->id, &drawings->drawing);
    take(drawings);
}

/* A grid of numbers says no more drawn than set. */
static bool is_of_choices(const struct kp_field *field)
{
    const struct kp_field *cell = kp_field_column(field, field->axis_cell);
    return cell && cell->type->kind == KP_TYPE_CHOICE;
}

void report_drawings(struct report_page *page, const struct kp_field *field)
{
    struct drawings drawings = begin(page);
    struct kp_calc *calc = page->report->calc;
    const struct kp_json *rows = kp_calc_value(calc, field);
    const struct kp_style *style = page->style;
    if (kp_str_is(field->id, "stakeholders"))
        draw_contacts(&drawings);
    if (kp_str_is(field->id, "candidates"))
        draw_ranking(&drawings);
    if (kp_str_is(field->id, "opportunities"))
        kp_svg_opportunities(calc, field, report_open_first(page, field, rows), style, drawings.id,
                             &drawings.drawing);
    else if (kp_str_is(field->id, "kpis"))
        draw_trends(&drawings, field);
    else if (field->view == KP_VIEW_GRID && is_of_choices(field))
        kp_svg_grid(calc, field, rows, style, drawings.id, &drawings.drawing);
    else if (field->view == KP_VIEW_MATRIX)
        kp_svg_steps(calc, field, rows, style, drawings.id, &drawings.drawing);
    else if (field->view == KP_VIEW_RADAR && kp_maturity_is(field))
        draw_maturity(&drawings, field);
    else if (field->view == KP_VIEW_CUSTOMERS || field->view == KP_VIEW_GROUPS)
        draw_customers(&drawings, field->view == KP_VIEW_GROUPS);
    end(&drawings);
}

void report_program_drawings(struct report_page *page)
{
    struct drawings drawings = begin(page);
    const struct kp_field *maturity = report_field(page, "maturity", NULL);
    if (maturity && kp_maturity_is(maturity)) {
        drawings.caption = kp_words_get(&maturity->label, page->style->lang);
        draw_maturity(&drawings, maturity);
    }
    drawings.caption = kp_str_from(_("How the revenue is spread"));
    draw_customers(&drawings, false);
    end(&drawings);
}

/* ---- the plan's revisions in time */

/* What the numbers of the drawing stand for: the sessions, oldest first. */
static void list_sessions(struct report_page *page)
{
    const struct kp_report *report = page->report;
    struct kp_html *html = &page->html;
    kp_html_open(html, "ol", "class", "times", NULL);
    for (size_t i = 0; i < report->past_count; i++) {
        const struct kp_report_past *past = &report->pasts[i];
        if (!past->meeting || !kp_date_valid(past->date))
            continue;
        kp_html_open(html, "li", NULL);
        report_date(page, past->date);
        kp_html_texts(html, " ");
        kp_html_text(html, past->title);
        if (past->is_signed && past->signoff.len) {
            kp_html_texts(html, " ");
            kp_html_element(html, "small", past->signoff, NULL);
        }
        kp_html_close(html);
    }
    kp_html_close(html);
}

void report_timeline(struct report_page *page)
{
    const struct kp_report *report = page->report;
    struct kp_html *html = &page->html;
    struct kp_buf drawing = KP_BUF_INIT;
    enum { BESIDE_MOST = 16 };
    char id[24];
    if (report->past_count < 2)
        return;
    struct kp_timeline_point *points =
        kp_arena_alloc(page->arena, report->past_count * sizeof *points);
    for (size_t i = 0; i < report->past_count; i++) {
        const struct kp_report_past *past = &report->pasts[i];
        points[i] = (struct kp_timeline_point){
            .date = past->date,
            .kind = past->meeting ? KP_TIMELINE_SESSION : KP_TIMELINE_EDIT,
            .is_signed = past->is_signed,
            .text = past->title,
        };
    }
    snprintf(id, sizeof id, "d%zu", ++html->count);
    if (kp_svg_timeline(points, report->past_count, kp_str_from(_("The plan through time")),
                        page->style, id, &drawing)) {
        kp_html_open(html, "section", "id", "time", NULL);
        kp_html_element(html, "h2", kp_str_from(_("The plan through time")), NULL);
        bool beside = report->past_count <= BESIDE_MOST; /* else the list takes the whole width */
        kp_html_open(html, "div", "class", beside ? "split" : "long", NULL);
        kp_html_open(html, "figure", NULL);
        kp_html_markup(html, kp_buf_str(&drawing));
        kp_html_close(html);
        list_sessions(page);
        kp_html_close(html);
        kp_html_close(html);
    }
    kp_buf_release(&drawing);
}
