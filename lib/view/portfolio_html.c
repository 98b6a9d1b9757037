// SPDX-License-Identifier: GPL-3.0-or-later
/* All accounts side by side, as an HTML page. */
#include "base/text.h"
#include "view/due.h"
#include "view/html_page.h"
#include "view/movement.h"
#include "view/plan_internal.h"
#include "view/portfolio_internal.h"
#include "view/report.h"

/* Columns that the page tells in another way, or that others are worked out of. */
static const char *const told_elsewhere[] = {
    "account",      "account.theme", "position.relationship", "position.partnership",
    "contribution", "pipeline.value"};

static bool is_there(const struct portfolio_paper *paper, size_t index)
{
    const struct kp_portfolio_page *page = paper->page;
    for (size_t i = 0; i < sizeof told_elsewhere / sizeof *told_elsewhere && !page->chosen; i++)
        if (kp_str_is(page->portfolio->columns[index].id, told_elsewhere[i]))
            return false;
    return index < page->shown;
}

/* ---- parts of pages */

void portfolio_table(struct portfolio_paper *paper, const char *id, const char *title,
                     const char *caption)
{
    struct kp_html *html = &paper->html;
    kp_html_open(html, "section", NULL);
    kp_html_element(html, "h2", kp_str_from(title), "id", id, NULL);
    if (caption)
        kp_html_element(html, "p", kp_str_from(caption), "class", "origin", NULL);
    kp_html_scroll(html, id);
    kp_html_open(html, "table", NULL);
    kp_html_element(html, "caption", kp_str_from(title), "class", "hidden", NULL);
    kp_html_open(html, "thead", NULL);
    kp_html_open(html, "tr", NULL);
}

void portfolio_head(struct portfolio_paper *paper, struct kp_str title, bool number)
{
    kp_html_element(&paper->html, "th", title, "scope", "col", "class", number ? "num" : NULL,
                    NULL);
}

void portfolio_date(struct portfolio_paper *paper, struct kp_date date)
{
    struct kp_buf shown = KP_BUF_INIT, iso = KP_BUF_INIT;
    kp_date_show(&shown, date, paper->style->lang);
    kp_date_print(&iso, date);
    kp_html_element(&paper->html, "time", kp_buf_str(&shown), "datetime", iso.data, NULL);
    kp_buf_release(&shown);
    kp_buf_release(&iso);
}

/* ---- the accounts */

static bool is_number(const struct kp_portfolio_column *column)
{
    return kp_portfolio_is_number(column);
}

static void add_moved(struct portfolio_paper *paper, const struct kp_portfolio_column *column,
                      const struct kp_json *before, const struct kp_json *after)
{
    struct kp_buf text = KP_BUF_INIT;
    if (is_number(column) && !kp_str_is(column->id, "actions.overdue"))
        kp_view_movement(column->field, before, after, paper->style, true, &text);
    if (text.len) {
        kp_html_void(&paper->html, "br", NULL);
        kp_html_element(&paper->html, "small", kp_buf_str(&text), NULL);
    }
    kp_buf_release(&text);
}

static const char *class_of(const struct kp_portfolio_column *column, enum kp_mark mark)
{
    if (is_number(column))
        return mark == KP_MARK_ALERT ? "num alert" : "num";
    return mark == KP_MARK_ALERT ? "alert" : NULL;
}

/* Its name, which leads to its page where it has one. */
static void add_name(struct portfolio_paper *paper, struct kp_str slug, struct kp_str name)
{
    struct kp_str where = kp_arena_format(paper->arena, "%.*s/index.html", KP_STR_ARG(slug));
    if (paper->page->linked)
        kp_html_element(&paper->html, "a", name, "href", where.data, NULL);
    else
        kp_html_text(&paper->html, name);
}

/* Below the day of the last session: somebody stands for what came of it. */
static void add_signed(struct portfolio_paper *paper)
{
    kp_html_void(&paper->html, "br", NULL);
    kp_html_element(&paper->html, "small", kp_str_from(_("signed off")), NULL);
}

static void add_row(struct portfolio_paper *paper, const struct kp_portfolio_row *row)
{
    struct kp_html *html = &paper->html;
    struct kp_buf text = KP_BUF_INIT;
    kp_html_open(html, "tr", NULL);
    for (size_t i = 0; i < paper->page->shown; i++) {
        const struct kp_portfolio_column *column = &paper->page->portfolio->columns[i];
        if (!is_there(paper, i))
            continue;
        kp_buf_clear(&text);
        enum kp_mark mark = kp_portfolio_cell(paper->page, row, i, paper->style, &text);
        if (column->kind == KP_PORTFOLIO_NAME)
            kp_html_open(html, "th", "scope", "row", NULL);
        else
            kp_html_open(html, "td", "class", class_of(column, mark), NULL);
        if (column->kind == KP_PORTFOLIO_NAME)
            add_name(paper, row->slug, kp_buf_str(&text));
        else
            kp_html_text(html, kp_buf_str(&text));
        add_moved(paper, column, row->old[i], row->values[i]);
        if (column->kind == KP_PORTFOLIO_LAST && kp_date_valid(row->signed_on))
            add_signed(paper);
        kp_html_close(html);
    }
    kp_html_close(html);
    kp_buf_release(&text);
}

static void add_totals(struct portfolio_paper *paper)
{
    const struct kp_portfolio *portfolio = paper->page->portfolio;
    struct kp_html *html = &paper->html;
    bool first = true;
    if (portfolio->row_count < 2)
        return;
    kp_html_open(html, "tfoot", NULL);
    kp_html_open(html, "tr", NULL);
    for (size_t i = 0; i < paper->page->shown; i++) {
        const struct kp_portfolio_column *column = &portfolio->columns[i];
        const struct kp_portfolio_total *total = &portfolio->totals[i];
        struct kp_buf text = KP_BUF_INIT;
        if (!is_there(paper, i))
            continue;
        if (first && !column->field) {
            kp_html_open(html, "th", "scope", "row", NULL);
            kp_html_textf(html, _("Total (%zu)"), portfolio->row_count);
        } else {
            kp_html_open(html, "td", "class", class_of(column, KP_MARK_NONE), NULL);
        }
        if (column->field && !kp_json_is_null(total->value)) {
            kp_view_inline(portfolio->rows[0].now, column->field, total->value, paper->style,
                           KP_SHAPE_TIGHT, &text);
            kp_html_text(html, kp_buf_str(&text));
            add_moved(paper, column, total->moved_from, total->moved_to);
        }
        kp_html_close(html);
        kp_buf_release(&text);
        first = false;
    }
    kp_html_close(html);
    kp_html_close(html);
}

static void add_accounts(struct portfolio_paper *paper)
{
    const struct kp_portfolio *portfolio = paper->page->portfolio;
    struct kp_html *html = &paper->html;
    size_t depth = html->depth;
    struct kp_buf since = KP_BUF_INIT, note = KP_BUF_INIT;
    if (paper->page->before.year) {
        kp_cycle_print(&since, paper->page->before);
        kp_buf_addf(&note, _("▲ ▼ since %s"), since.data);
    }
    if (paper->style->currency.len) {
        kp_buf_adds(&note, note.len ? " · " : "");
        kp_buf_addf(&note, _("amounts in %.*s"), KP_STR_ARG(paper->style->currency));
    }
    portfolio_table(paper, "accounts", _("Accounts"), note.data);
    for (size_t i = 0; i < paper->page->shown; i++)
        if (is_there(paper, i))
            portfolio_head(paper, kp_portfolio_label(&portfolio->columns[i], paper->style->lang),
                           is_number(&portfolio->columns[i]));
    kp_html_close(html);
    kp_html_close(html);
    kp_html_open(html, "tbody", NULL);
    for (size_t i = 0; i < portfolio->row_count; i++)
        add_row(paper, &portfolio->rows[i]);
    kp_html_close(html);
    add_totals(paper);
    kp_html_close_to(html, depth);
    kp_buf_release(&since);
    kp_buf_release(&note);
}

/* ---- the page */

static void begin_page(struct portfolio_paper *paper, struct kp_str company,
                       enum kp_visibility audience)
{
    const struct kp_portfolio_page *page = paper->page;
    struct kp_html *html = &paper->html;
    struct kp_buf face = KP_BUF_INIT, cycle = KP_BUF_INIT;
    kp_cycle_print(&cycle, page->cycle);
    kp_buf_addf(&face, "%s · ", cycle.data);
    kp_date_show(&face, page->on, paper->style->lang);
    kp_buf_addf(&face, " · %s", kp_report_for(audience));
    const struct kp_html_page dress = {
        .title = kp_str_from(_("Portfolio")), .face = kp_buf_str(&face), .wide = true};
    kp_html_page_begin(html, &dress);
    kp_html_open(html, "header", NULL);
    kp_html_open(html, "p", "class", "eyebrow", NULL);
    kp_html_open(html, "span", NULL);
    if (company.len)
        kp_html_textf(html, "%.*s · ", KP_STR_ARG(company));
    kp_html_element(html, "strong", kp_buf_str(&cycle), NULL);
    kp_html_texts(html, " · ");
    portfolio_date(paper, page->on);
    kp_html_close(html);
    kp_html_element(html, "strong", kp_str_from(kp_report_for(audience)), NULL);
    kp_html_close(html);
    kp_html_element(html, "h1", kp_str_from(_("Portfolio")), NULL);
    if (page->program) {
        kp_html_open(html, "p", NULL);
        kp_html_element(html, "a", kp_str_from(_("Key account programme")), "href",
                        "program/index.html", NULL);
        kp_html_close(html);
    }
    kp_html_close(html);
    kp_buf_release(&face);
    kp_buf_release(&cycle);
}

static struct portfolio_paper new_paper(const struct kp_portfolio_page *page,
                                        struct kp_style *style, struct kp_arena *arena,
                                        struct kp_buf *out)
{
    style->colour = style->ascii = false;
    style->width = 0;
    return (struct portfolio_paper){
        .page = page, .style = style, .html = kp_html_new(out, style->lang), .arena = arena};
}

void kp_view_portfolio_html(const struct kp_portfolio_page *page, struct kp_str company,
                            const struct kp_style *style, struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_style plain = *style;
    struct portfolio_paper paper = new_paper(page, &plain, &arena, out);
    begin_page(&paper, company, KP_VISIBLE_TEAM);
    add_accounts(&paper);
    portfolio_matrices(&paper);
    portfolio_calendar(&paper);
    portfolio_stale(&paper);
    portfolio_outcome(&paper);
    kp_html_page_end(&paper.html);
    kp_arena_release(&arena);
}

void kp_view_portfolio_list_html(const struct kp_portfolio_page *page, struct kp_str company,
                                 enum kp_visibility audience, const struct kp_style *style,
                                 struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_style plain = *style;
    struct portfolio_paper paper = new_paper(page, &plain, &arena, out);
    struct kp_html *html = &paper.html;
    begin_page(&paper, company, audience);
    kp_html_element(html, "h2", kp_str_from(_("Accounts")), NULL);
    kp_html_open(html, "ul", NULL);
    for (size_t i = 0; i < page->portfolio->row_count; i++) {
        const struct kp_portfolio_row *row = &page->portfolio->rows[i];
        kp_html_open(html, "li", NULL);
        add_name(&paper, row->slug, row->name);
        kp_html_close(html);
    }
    kp_html_page_end(html);
    kp_arena_release(&arena);
}
