// SPDX-License-Identifier: GPL-3.0-or-later
/* The first page: what somebody who has a minute must know of the account. */
#include "base/text.h"
#include "model/type.h"
#include "view/due.h"
#include "view/movement.h"
#include "view/report_internal.h"

enum { REVISION_DIGITS = 7, OVERDUE_MOST = 4, FIGURES = 5 };

/* ---- who */

static void add_pair(struct report_page *page, const char *label, struct kp_str value)
{
    struct kp_html *html = &page->html;
    if (!value.len)
        return;
    kp_html_open(html, "div", NULL);
    kp_html_element(html, "dt", kp_str_from(label), NULL);
    kp_html_element(html, "dd", value, NULL);
    kp_html_close(html);
}

static void add_field_pair(struct report_page *page, const char *id)
{
    const struct kp_json *value;
    const struct kp_field *field = report_field(page, id, &value);
    struct kp_html *html = &page->html;
    if (!field)
        return;
    kp_html_open(html, "div", NULL);
    kp_html_open(html, "dt", NULL);
    kp_html_words(html, &field->label);
    kp_html_close(html);
    kp_html_open(html, "dd", "lang", report_typed(page, field), NULL);
    report_value(page, field, value, KP_SHAPE_FULL);
    kp_html_close(html);
    kp_html_close(html);
}

/* "Sundfrost A/S · Account plan · 2026H1 · 24 Feb 2026 · revision f4e71a3", and who it is for. */
static void add_eyebrow(struct report_page *page)
{
    const struct kp_report *report = page->report;
    const struct kp_plan_head *head = &report->head;
    struct kp_html *html = &page->html;
    struct kp_buf cycle = KP_BUF_INIT;
    kp_cycle_print(&cycle, head->cycle);
    kp_html_open(html, "p", "class", "eyebrow", NULL);
    kp_html_open(html, "span", NULL);
    if (!report->program && report->company.len)
        kp_html_textf(html, "%.*s · ", KP_STR_ARG(report->company));
    kp_html_texts(html, report->program ? _("Key account programme") : _("Account plan"));
    kp_html_texts(html, " · ");
    kp_html_element(html, "strong", kp_buf_str(&cycle), NULL);
    kp_html_texts(html, " · ");
    report_date(page, head->date);
    if (head->revision.len) {
        struct kp_str digits = kp_str_slice(head->revision, 0, REVISION_DIGITS);
        kp_html_texts(html, " · ");
        kp_html_textf(html, _("revision %.*s"), KP_STR_ARG(digits));
    }
    kp_html_close(html);
    kp_html_element(html, "strong", kp_str_from(kp_report_for(report->audience)), NULL);
    kp_html_close(html);
    kp_buf_release(&cycle);
}

/* Where else there is to go in a site. */
static void add_links(struct report_page *page)
{
    const struct kp_report *report = page->report;
    struct kp_html *html = &page->html;
    if (!report->link_count)
        return;
    kp_html_open(html, "nav", "class", "contents", "aria-label", _("Cycles"), NULL);
    kp_html_open(html, "ul", NULL);
    for (size_t i = 0; i < report->link_count; i++) {
        const struct kp_report_link *link = &report->links[i];
        kp_html_open(html, "li", NULL);
        kp_html_element(html, "a", link->text, "href", link->href.data, "aria-current",
                        link->here ? "page" : NULL, NULL);
        kp_html_close(html);
    }
    kp_html_close(html);
    kp_html_close(html);
}

/* Who stands for it; where nobody does yet, for which cycle somebody did last. */
static void add_signoff(struct report_page *page)
{
    const struct kp_report *report = page->report;
    struct kp_html *html = &page->html;
    if (report->head.signoff.len) {
        kp_html_element(html, "p", report->head.signoff, "class", "signoff", NULL);
        return;
    }
    for (size_t i = report->cycle_count; i-- > 0 && report->audience < KP_VISIBLE_CUSTOMER;) {
        const struct kp_report_cycle *cycle = &report->cycles[i];
        struct kp_buf name = KP_BUF_INIT;
        if (!cycle->signed_by.len)
            continue;
        kp_cycle_print(&name, cycle->cycle);
        kp_html_open(html, "p", "class", "signoff", NULL);
        kp_html_textf(html, _("not signed off yet · last signed off: %s, %.*s"), name.data,
                      KP_STR_ARG(cycle->signed_by));
        kp_html_close(html);
        kp_buf_release(&name);
        return;
    }
}

static void add_head(struct report_page *page)
{
    const struct kp_report *report = page->report;
    struct kp_html *html = &page->html;
    kp_html_open(html, "header", NULL);
    add_links(page);
    add_eyebrow(page);
    kp_html_element(html, "h1", report->head.name.len ? report->head.name : report->head.account,
                    NULL);
    kp_html_open(html, "dl", "class", "who", NULL);
    if (report->kam.len)
        add_pair(page, _("KAM"), report_name(page, report->kam));
    if (report->sponsor.len)
        add_pair(page, _("Sponsor"), report_name(page, report->sponsor));
    add_field_pair(page, "account.phase");
    add_field_pair(page, "account.theme");
    add_field_pair(page, "relevance");
    add_field_pair(page, "transformation.phase");
    kp_html_close(html);
    add_signoff(page);
    kp_html_close(html);
}

/* ---- the goal */

static void add_note(struct report_page *page, const char *id)
{
    const struct kp_json *value;
    const struct kp_field *field = report_field(page, id, &value);
    struct kp_html *html = &page->html;
    if (!field || value->kind != KP_JSON_STRING)
        return;
    kp_html_open(html, "div", NULL);
    kp_html_open(html, "h3", NULL);
    kp_html_words(html, &field->label);
    kp_html_close(html);
    report_note(page, value->text);
    kp_html_close(html);
}

/* ---- figures */

static void add_step_words(struct report_page *page, const struct kp_field *field,
                           const struct kp_json *value)
{
    int64_t step;
    if (value->kind != KP_JSON_NUMBER || !kp_number_whole(value->number, &step))
        return;
    const struct kp_scale_step *found = kp_scale_at(&field->scale, step);
    if (!found)
        return;
    kp_html_open(&page->html, "small", NULL);
    kp_html_words(&page->html, &found->label);
    kp_html_close(&page->html);
}

static void add_movement(struct report_page *page, const struct kp_field *field,
                         const struct kp_json *value)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_view_movement(field, report_before(page, field), value, page->style, true, &text);
    if (text.len)
        kp_html_element(&page->html, "small", kp_buf_str(&text), NULL);
    kp_buf_release(&text);
}

/* "DKK", smaller than the amount that it stands at. */
static void add_currency(struct report_page *page, const char *before, const char *behind)
{
    if (!page->style->currency.len)
        return;
    kp_html_texts(&page->html, before);
    kp_html_element(&page->html, "span", page->style->currency, "class", "unit", NULL);
    kp_html_texts(&page->html, behind);
}

/* "15,2 mio." stays on one line. */
static void add_tight(struct report_page *page, const struct kp_field *field,
                      const struct kp_json *value)
{
    struct kp_buf text = KP_BUF_INIT, joined = KP_BUF_INIT;
    report_inline(page, field, value, KP_SHAPE_TIGHT, &text);
    kp_view_join(&joined, kp_buf_str(&text));
    kp_html_text(&page->html, kp_buf_str(&joined));
    kp_buf_release(&text);
    kp_buf_release(&joined);
}

static void add_figure(struct report_page *page, const char *id)
{
    const struct kp_json *value;
    const struct kp_field *field = report_field(page, id, &value);
    struct kp_html *html = &page->html;
    if (!field)
        return;
    bool money = field->type->kind == KP_TYPE_MONEY;
    bool scale = field->type->kind == KP_TYPE_SCALE;
    bool in_front = page->style->lang == KP_LANG_EN;
    kp_html_open(html, "div", NULL);
    kp_html_open(html, "dt", NULL);
    kp_html_words(html, &field->label);
    kp_html_close(html);
    kp_html_open(html, "dd", NULL);
    if (money && in_front)
        add_currency(page, "", " ");
    add_tight(page, field, value);
    if (money && !in_front)
        add_currency(page, " ", "");
    if (scale && field->scale.count) {
        kp_html_textf(html, " / %d", field->scale.steps[field->scale.count - 1].value);
        add_step_words(page, field, value);
    } else {
        add_movement(page, field, value);
    }
    kp_html_close(html);
    kp_html_close(html);
}

/* What the movement beside the figures is measured against. */
static void add_since(struct report_page *page)
{
    const struct kp_report *report = page->report;
    struct kp_buf cycle = KP_BUF_INIT;
    if (report->cycle_count < 2)
        return;
    kp_cycle_print(&cycle, report->cycles[report->cycle_count - 2].cycle);
    kp_html_open(&page->html, "p", "class", "origin", NULL);
    kp_html_textf(&page->html, _("▲ ▼ since %s"), cycle.data);
    kp_html_close(&page->html);
    kp_buf_release(&cycle);
}

static void add_figures(struct report_page *page)
{
    static const char *const account[] = {"revenue", "contribution.ratio", "wallet.share",
                                          "pipeline.weighted", "health"};
    static const char *const program[] = {"customers.revenue", "customers.ratio", "customers.top10",
                                          "maturity.average", "habits.kept"};
    const char *const *ids = page->report->program ? program : account;
    struct kp_html *html = &page->html;
    bool any = false;
    for (size_t i = 0; i < FIGURES; i++)
        any = any || report_field(page, ids[i], NULL);
    if (!any)
        return;
    kp_html_open(html, "dl", "class", "figures", NULL);
    for (size_t i = 0; i < FIGURES; i++)
        add_figure(page, ids[i]);
    kp_html_close(html);
    add_since(page);
}

/* ---- what waits */

static void add_overdue(struct report_page *page)
{
    const struct kp_due *due = page->report->due;
    struct kp_html *html = &page->html;
    if (!due || !report_field(page, "actions", NULL))
        return;
    kp_html_element(html, "h3", kp_str_from(_("Overdue actions")), NULL);
    if (!due->overdue) {
        kp_html_element(html, "p", kp_str_from(_("None.")), NULL);
        return;
    }
    kp_html_open(html, "ul", "class", "plain dated", NULL);
    for (size_t i = 0; i < due->overdue && i < OVERDUE_MOST; i++) {
        const struct kp_due_action *action = &due->actions[i];
        kp_html_open(html, "li", NULL);
        kp_html_open(html, "span", "class", "alert", NULL);
        report_date(page, action->due);
        kp_html_close(html);
        kp_html_open(html, "span", NULL);
        kp_html_typed(html, html->typed, action->what);
        if (action->owner.len) {
            kp_html_texts(html, " ");
            kp_html_element(html, "span", report_name(page, action->owner), "class", "dim", NULL);
        }
        kp_html_close(html);
        kp_html_close(html);
    }
    kp_html_close(html);
    if (due->overdue > OVERDUE_MOST) {
        size_t rest = due->overdue - OVERDUE_MOST;
        kp_html_open(html, "p", "class", "dim", NULL);
        kp_html_textf(html, ngettext("and %zu more", "and %zu more", rest), rest);
        kp_html_close(html);
    }
}

/* ---- the way to the rest */

static void add_link(struct kp_html *html, const char *where, struct kp_str text)
{
    kp_html_open(html, "li", NULL);
    kp_html_element(html, "a", text, "href", where, NULL);
    kp_html_close(html);
}

static void add_contents(struct report_page *page)
{
    const struct kp_model *model = page->report->calc->model;
    struct kp_html *html = &page->html;
    bool any = page->report->changes || page->report->minutes_count;
    for (size_t i = 0; i < model->group_count; i++)
        any = any || report_has_group(page, model->groups[i].id);
    if (!any)
        return;
    kp_html_open(html, "nav", "class", "contents", "aria-label", _("Contents"), NULL);
    kp_html_open(html, "ul", NULL);
    for (size_t i = 0; i < model->group_count; i++) {
        struct kp_str where =
            kp_arena_format(page->arena, "#g-%.*s", KP_STR_ARG(model->groups[i].id));
        if (report_has_group(page, model->groups[i].id))
            add_link(html, where.data, kp_words_get(&model->groups[i].label, page->style->lang));
    }
    if (page->report->changes)
        add_link(html, "#changes", kp_str_from(_("What changed")));
    if (page->report->minutes_count)
        add_link(html, "#minutes", kp_str_from(_("Minutes of the sessions")));
    kp_html_close(html);
    kp_html_close(html);
}

/* ---- the parts in their places */

/* A part that is not there where nothing comes of it. */
static void add_part(struct report_page *page, const char *class,
                     void (*fill)(struct report_page *page))
{
    struct kp_html *html = &page->html;
    size_t before = html->out->len;
    kp_html_open(html, "div", "class", class, NULL);
    size_t empty = html->out->len;
    fill(page);
    bool any = html->out->len > empty;
    kp_html_close(html);
    if (!any)
        kp_buf_truncate(html->out, before);
}

static void fill_goal(struct report_page *page)
{
    add_note(page, "transformation.vision");
    add_note(page,
             report_field(page, "plan.objective", NULL) ? "plan.objective" : "customer.goals");
    add_note(page, "account.summary");
}

static void fill_work(struct report_page *page)
{
    report_pipeline(page);
    add_overdue(page);
}

static void fill_above(struct report_page *page)
{
    add_part(page, NULL, fill_goal);
    add_part(page, NULL, report_highlights);
}

static void fill_below(struct report_page *page)
{
    add_part(page, NULL, fill_work);
    add_part(page, NULL, report_dates);
}

void report_summary(struct report_page *page)
{
    struct kp_html *html = &page->html;
    size_t depth = html->depth;
    kp_html_open(html, "section", "class", "summary", "aria-labelledby", "summary", NULL);
    add_head(page);
    kp_html_element(html, "h2", kp_str_from(_("Summary")), "id", "summary", "class", "hidden",
                    NULL);
    add_figures(page);
    add_part(page, "split", fill_above);
    report_positions(page);
    if (page->report->program)
        report_program_drawings(page);
    add_part(page, "split", fill_below);
    kp_html_close_to(html, depth);
    add_contents(page);
}
