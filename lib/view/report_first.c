// SPDX-License-Identifier: GPL-3.0-or-later
/* A plan's first half-year, where there is nothing yet that could have changed: what it has begun with. */
#include "base/text.h"
#include "model/type.h"
#include "view/diff_internal.h"
#include "view/report_internal.h"

enum { NAMES_MOST = 3 };

static bool has_value(const struct report_page *page, const struct kp_field *field)
{
    const struct kp_json *value = kp_calc_value(page->report->calc, field);
    return !kp_json_is_null(value) && (value->kind != KP_JSON_ARRAY || value->count);
}

static size_t count_answered(const struct report_page *page)
{
    const struct kp_model *model = page->report->calc->model;
    size_t count = 0;
    for (size_t i = 0; i < model->field_count; i++) {
        const struct kp_field *field = &model->fields[i];
        count += !field->calc && report_visible(page, field) && has_value(page, field);
    }
    return count;
}

/* ---- what was asked and has no answer */

struct open_questions {
    const struct kp_field **fields;
    size_t count;
};

static void add_open(const struct report_page *page, struct open_questions *open, struct kp_str id)
{
    const struct kp_field *field = kp_model_field(page->report->calc->model, id);
    if (!field || field->calc || !report_visible(page, field) || has_value(page, field))
        return;
    for (size_t i = 0; i < open->count; i++)
        if (open->fields[i] == field)
            return;
    open->fields[open->count++] = field;
}

static struct open_questions find_open(const struct report_page *page)
{
    const struct kp_report *report = page->report;
    size_t most = report->calc->model->field_count;
    struct open_questions open = {kp_arena_alloc(page->arena, (most + 1) * sizeof *open.fields), 0};
    for (size_t i = 0; i < report->minutes_count; i++) {
        KP_JSON_EACH(section, kp_json_get(report->minutes[i].record, "sections"))
        {
            KP_JSON_EACH(asked, kp_json_get(section, "asked"))
            {
                add_open(page, &open, kp_json_text(asked, "field"));
            }
        }
    }
    return open;
}

/* "48 questions answered · 3 still open: Risks, Budget, Partners" */
static void add_questions(struct report_page *page)
{
    struct kp_html *html = &page->html;
    size_t answered = count_answered(page);
    struct open_questions open = find_open(page);
    kp_html_open(html, "li", NULL);
    kp_html_open(html, "strong", NULL);
    kp_html_textf(html, ngettext("%zu question answered", "%zu questions answered", answered),
                  answered);
    kp_html_close(html);
    if (open.count) {
        kp_html_texts(html, " · ");
        kp_html_textf(html, ngettext("%zu still open", "%zu still open", open.count), open.count);
    }
    for (size_t i = 0; i < open.count && i < NAMES_MOST; i++) {
        kp_html_texts(html, i ? ", " : ": ");
        kp_html_words(html, &open.fields[i]->label);
    }
    kp_html_texts(html, open.count > NAMES_MOST ? " …" : "");
    kp_html_close(html);
}

/* ---- the rows that weigh most */

/* "Opportunities A · B · C · and 2 more", the largest by `column` first. */
static void add_rows(struct report_page *page, const char *id, const char *column)
{
    const struct kp_json *rows;
    const struct kp_field *field = report_field(page, id, &rows);
    const struct kp_field *weight = field ? kp_field_column(field, kp_str_from(column)) : NULL;
    struct kp_html *html = &page->html;
    const struct kp_diff_words words = {
        .arena = page->arena, .calc = page->report->calc, .style = page->style};
    if (!field || rows->kind != KP_JSON_ARRAY)
        return;
    size_t count = rows->count;
    const struct kp_json *largest =
        report_largest(page, report_worked_out(page, field, rows),
                       weight && report_visible(page, weight) ? weight : NULL, NAMES_MOST);
    bool first = true;
    kp_html_open(html, "li", NULL);
    kp_html_open(html, "strong", NULL);
    kp_html_words(html, &field->label);
    kp_html_close(html);
    KP_JSON_EACH(row, largest)
    {
        kp_html_texts(html, first ? " " : " · ");
        kp_html_typed(html, html->typed, kp_diff_row_name(&words, field, row));
        first = false;
    }
    if (count > NAMES_MOST) {
        kp_html_texts(html, " · ");
        kp_html_textf(html, ngettext("and %zu more", "and %zu more", count - NAMES_MOST),
                      count - NAMES_MOST);
    }
    kp_html_close(html);
}

void report_first(struct report_page *page)
{
    static const struct {
        const char *id, *column;
    } tables[] = {
        {"opportunities", "value"},
        {"stakeholders", "influence"},
        {"agreements", "value"},
        {"risks", "severity"},
    };
    if (!count_answered(page))
        return;
    kp_html_element(&page->html, "h3", kp_str_from(_("First half-year")), NULL);
    kp_html_open(&page->html, "ul", "class", "plain", NULL);
    add_questions(page);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        add_rows(page, tables[i].id, tables[i].column);
    kp_html_close(&page->html);
}
