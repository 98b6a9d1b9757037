// SPDX-License-Identifier: GPL-3.0-or-later
/* The plan by section: every answer with its age, its basis, and who said it. */
#include "base/text.h"
#include "base/utf8.h"
#include "model/type.h"
#include "view/report_internal.h"

static void add_separator(struct kp_html *html, bool *any)
{
    if (*any)
        kp_html_texts(html, " · ");
    *any = true;
}

/* What nobody has looked at for more than a cycle stands out. */
static void add_age(struct report_page *page, struct kp_cycle looked_at, int age, bool *any)
{
    struct kp_buf cycle = KP_BUF_INIT;
    kp_cycle_print(&cycle, looked_at);
    add_separator(&page->html, any);
    kp_html_open(&page->html, "span", "class", age > 1 ? "old" : NULL, NULL);
    if (age == 1)
        kp_html_textf(&page->html, _("not looked at since %s"), cycle.data);
    else
        kp_html_textf(&page->html,
                      ngettext("not looked at since %s (%d cycle)",
                               "not looked at since %s (%d cycles)", (unsigned long)age),
                      cycle.data, age);
    kp_html_close(&page->html);
    kp_buf_release(&cycle);
}

static void add_people(struct report_page *page, const struct kp_json *ids, bool *any)
{
    const char *between = NULL;
    KP_JSON_EACH(id, ids)
    {
        if (id->kind != KP_JSON_STRING)
            continue;
        if (between)
            kp_html_texts(&page->html, between);
        else
            add_separator(&page->html, any);
        kp_html_text(&page->html, report_name(page, id->text));
        between = ", ";
    }
}

void report_origin(struct report_page *page, const struct kp_answer *answer, const char *element)
{
    struct kp_html *html = &page->html;
    struct kp_cycle now = page->report->head.cycle;
    bool any = false;
    if (!answer)
        return;
    int age = now.year && answer->cycle.year ? kp_cycle_distance(answer->cycle, now) : 0;
    kp_html_open(html, element, "class", "origin", NULL);
    if (age < 1) {
        struct kp_buf cycle = KP_BUF_INIT;
        kp_cycle_print(&cycle, answer->cycle);
        any = cycle.len > 0;
        kp_html_text(html, kp_buf_str(&cycle));
        kp_buf_release(&cycle);
    }
    add_people(page, answer->said_by, &any);
    if (*kp_view_basis(answer->basis)) {
        add_separator(html, &any);
        kp_html_texts(html, kp_view_basis(answer->basis));
    }
    if (age > 0)
        add_age(page, answer->cycle, age, &any);
    kp_html_close(html);
}

/* ---- one answer */

static void add_heading(struct report_page *page, const struct kp_field *field,
                        const struct kp_answer *answer)
{
    kp_html_open(&page->html, "h4", NULL);
    kp_html_words(&page->html, &field->label);
    kp_html_close(&page->html);
    report_origin(page, answer, "p");
}

void report_note(struct report_page *page, struct kp_str text)
{
    if (page->html.typed)
        kp_html_open(&page->html, "div", "lang", page->html.typed, NULL);
    kp_html_markdown(&page->html, text);
    if (page->html.typed)
        kp_html_close(&page->html);
}

static void add_list(struct report_page *page, const struct kp_json *items)
{
    kp_html_open(&page->html, "ul", "lang", page->html.typed, NULL);
    KP_JSON_EACH(item, items)
    {
        const struct kp_json *words =
            item->kind == KP_JSON_OBJECT ? kp_json_get(item, "text") : item;
        if (words && words->kind == KP_JSON_STRING)
            kp_html_element(&page->html, "li", words->text, NULL);
    }
    kp_html_close(&page->html);
}

/* Whether it is set below its label, not beside it. */
static bool is_block(const struct kp_field *field)
{
    enum kp_type_kind kind = field->type->kind;
    return kind == KP_TYPE_NOTE || kind == KP_TYPE_LIST || kind == KP_TYPE_TABLE;
}

static void add_fact(struct report_page *page, const struct kp_field *field,
                     const struct kp_json *value, const struct kp_answer *answer)
{
    struct kp_html *html = &page->html;
    kp_html_open(html, "div", NULL);
    kp_html_open(html, "dt", NULL);
    kp_html_words(html, &field->label);
    kp_html_close(html);
    kp_html_open(html, "dd", "lang", report_typed(page, field), NULL);
    report_value(page, field, value, KP_SHAPE_FULL);
    kp_html_close(html);
    if (field->calc)
        kp_html_element(html, "dd", kp_str_from(_("calculated")), "class", "origin", NULL);
    else
        report_origin(page, answer, "dd");
    kp_html_close(html);
}

static void add_block(struct report_page *page, const struct kp_field *field,
                      const struct kp_json *value, const struct kp_answer *answer)
{
    if (field->type->kind == KP_TYPE_TABLE && value->kind == KP_JSON_ARRAY) {
        if (!report_scores(page, field, answer))
            report_table(page, field, value, answer);
        return;
    }
    kp_html_open(&page->html, "div", "class", "answer", NULL);
    add_heading(page, field, answer);
    if (field->type->kind == KP_TYPE_LIST && value->kind == KP_JSON_ARRAY)
        add_list(page, value);
    else if (value->kind == KP_JSON_STRING)
        report_note(page, value->text);
    kp_html_close(&page->html);
}

/* ---- all of them */

struct section {
    struct report_page *page;
    const struct kp_str *group;
    size_t depth;
    bool facts; /* a list of them is open */
};

static void close_facts(struct section *section)
{
    if (section->facts)
        kp_html_close(&section->page->html);
    section->facts = false;
}

static void open_section(struct section *section, struct kp_str group, struct kp_str title)
{
    struct kp_html *html = &section->page->html;
    const struct kp_group *known = kp_model_group(section->page->report->calc->model, group);
    close_facts(section);
    kp_html_close_to(html, section->depth);
    struct kp_str id = kp_arena_format(section->page->arena, "g-%.*s", KP_STR_ARG(group));
    kp_html_open(html, "section", "id", known ? id.data : NULL, NULL);
    kp_html_open(html, "h3", NULL);
    if (known)
        kp_html_words(html, &known->label);
    else
        kp_html_text(html, title);
    kp_html_close(html);
}

static void add_field(struct section *section, const struct kp_field *field)
{
    struct report_page *page = section->page;
    const struct kp_json *value = kp_calc_value(page->report->calc, field);
    const struct kp_answer *answer = kp_plan_get(page->report->calc->plan, field->id);
    if (is_block(field)) {
        close_facts(section);
        add_block(page, field, value, answer);
        return;
    }
    if (!section->facts)
        kp_html_open(&page->html, "dl", "class", "facts", NULL);
    section->facts = true;
    add_fact(page, field, value, answer);
}

/* An answer whose field no model knows any more: its value as it is. */
static void add_unknown(struct report_page *page, const struct kp_answer *answer)
{
    struct kp_buf raw = KP_BUF_INIT;
    if (answer->value->kind == KP_JSON_STRING)
        kp_buf_add(&raw, answer->value->text);
    else
        kp_json_write(&raw, answer->value);
    kp_html_open(&page->html, "div", "class", "answer", NULL);
    kp_html_element(&page->html, "h4", answer->field, NULL);
    report_origin(page, answer, "p");
    kp_html_element(&page->html, "pre", kp_str_trim(kp_buf_str(&raw)), NULL);
    kp_html_close(&page->html);
    kp_buf_release(&raw);
}

static void add_unknown_ones(struct section *section)
{
    const struct kp_report *report = section->page->report;
    const struct kp_plan *plan = report->calc->plan;
    bool any = false;
    for (size_t i = 0; i < plan->count && report->audience == KP_VISIBLE_TEAM; i++) {
        const struct kp_answer *answer = &plan->answers[i];
        if (kp_model_field(report->calc->model, answer->field) || answer->inactive ||
            kp_json_is_null(answer->value))
            continue;
        if (!any)
            open_section(section, (struct kp_str){NULL, 0}, kp_str_from(_("No longer asked")));
        any = true;
        add_unknown(section->page, answer);
    }
}

/* Whether a field has something to show. */
static bool is_shown(const struct report_page *page, const struct kp_field *field)
{
    const struct kp_json *value = kp_calc_value(page->report->calc, field);
    return report_visible(page, field) && !kp_json_is_null(value) &&
           (value->kind != KP_JSON_ARRAY || value->count);
}

/* Targets and evidence of the dimensions of a radar are columns of its table: once is enough. */
static bool is_column(const struct report_page *page, const struct kp_field *field)
{
    const struct kp_model *model = page->report->calc->model;
    if (!kp_str_ends(field->id, KP_STR(".target")) && !kp_str_ends(field->id, KP_STR(".evidence")))
        return false;
    for (size_t i = 0; i < model->field_count; i++) {
        const struct kp_field *table = &model->fields[i];
        if (table->view == KP_VIEW_RADAR && table->calc && kp_str_starts(field->id, table->id) &&
            field->id.data[table->id.len] == '.' && is_shown(page, table))
            return true;
    }
    return false;
}

bool report_has_group(const struct report_page *page, struct kp_str group)
{
    const struct kp_model *model = page->report->calc->model;
    for (size_t i = 0; i < model->field_count; i++)
        if (kp_str_equal(model->fields[i].group, group) && is_shown(page, &model->fields[i]))
            return true;
    return false;
}

void report_plan(struct report_page *page)
{
    const struct kp_model *model = page->report->calc->model;
    struct kp_html *html = &page->html;
    kp_html_open(html, "section", "id", "plan", NULL);
    kp_html_element(html, "h2", kp_str_from(_("The plan")), NULL);
    struct section section = {.page = page, .depth = html->depth};
    for (size_t i = 0; i < model->field_count; i++) {
        const struct kp_field *field = &model->fields[i];
        if (!is_shown(page, field) || is_column(page, field))
            continue;
        if (!section.group || !kp_str_equal(*section.group, field->group))
            open_section(&section, field->group, field->group);
        section.group = &field->group;
        add_field(&section, field);
    }
    close_facts(&section);
    add_unknown_ones(&section);
    if (html->depth == section.depth)
        kp_html_element(html, "p", kp_str_from(_("Nothing has been answered yet.")), NULL);
    kp_html_close_to(html, section.depth - 1);
}
