// SPDX-License-Identifier: GPL-3.0-or-later
/* A report as one HTML page: its frame, and what its parts have in common. */
#include "base/text.h"
#include "base/utf8.h"
#include "model/type.h"
#include "view/report_internal.h"
#include "view/typed.h"

enum { REVISION_DIGITS = 7, LONG_WORD = 36 /* bytes */ };

const char *kp_report_for(enum kp_visibility audience)
{
    switch (audience) {
    case KP_VISIBLE_TEAM: return _("for the team");
    case KP_VISIBLE_COMPANY: return _("for the company");
    case KP_VISIBLE_CUSTOMER: return _("for the customer");
    }
    return "";
}

bool report_visible(const struct report_page *page, const struct kp_field *field)
{
    return field->visibility >= page->report->audience;
}

const struct kp_field *report_field(const struct report_page *page, const char *id,
                                    const struct kp_json **value)
{
    const struct kp_field *field = kp_model_field(page->report->calc->model, kp_str_from(id));
    if (!field || !report_visible(page, field))
        return NULL;
    const struct kp_json *found = kp_calc_value(page->report->calc, field);
    if (kp_json_is_null(found) || (found->kind == KP_JSON_ARRAY && !found->count))
        return NULL;
    if (value)
        *value = found;
    return field;
}

const struct kp_json *report_before(const struct report_page *page, const struct kp_field *field)
{
    const struct kp_report *report = page->report;
    if (report->cycle_count < 2)
        return &kp_json_null;
    return kp_calc_value(report->cycles[report->cycle_count - 2].calc, field);
}

/* Pennies behind thousands are for books: a page says amounts of that size without. */
static bool without_pennies(const struct kp_field *field, const struct kp_json *value,
                            struct kp_json *whole)
{
    enum { PENNIES_MOST = 1000 };
    if (!value || value->kind != KP_JSON_NUMBER || value->literal.len ||
        field->type->kind != KP_TYPE_MONEY)
        return false;
    struct kp_number size =
        kp_number_sign(value->number) < 0 ? kp_number_negate(value->number) : value->number;
    if (kp_number_compare(size, kp_number_from(PENNIES_MOST)) < 0)
        return false;
    *whole = (struct kp_json){.kind = KP_JSON_NUMBER, .number = kp_number_round(value->number, 0)};
    return true;
}

void report_inline(const struct report_page *page, const struct kp_field *field,
                   const struct kp_json *value, enum kp_shape shape, struct kp_buf *out)
{
    struct kp_json whole;
    size_t start = out->len;
    kp_view_inline(page->report->calc, field,
                   without_pennies(field, value, &whole) ? &whole : value, page->style, shape, out);
    if (!value || value->kind != KP_JSON_NUMBER || kp_number_sign(value->number) >= 0)
        return;
    struct kp_str text = kp_arena_str(page->arena, kp_str_slice(kp_buf_str(out), start, out->len));
    size_t sign = kp_str_find(text, '-');
    kp_buf_truncate(out, start + sign);
    if (sign < text.len)
        kp_buf_addf(out, "−%.*s", KP_STR_ARG(kp_str_slice(text, sign + 1, text.len)));
}

/* An address of the web, or hostile: on paper it would push the columns beside it off the sheet. */
static bool has_long_word(struct kp_str text)
{
    size_t from = 0;
    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && text.data[i] != ' ' && text.data[i] != '\n')
            continue;
        if (i - from > LONG_WORD)
            return true;
        from = i + 1;
    }
    return false;
}

void report_text(struct report_page *page, struct kp_str text)
{
    if (has_long_word(text))
        kp_html_element(&page->html, "span", text, "class", "long", NULL);
    else
        kp_html_text(&page->html, text);
}

void report_value(struct report_page *page, const struct kp_field *field,
                  const struct kp_json *value, enum kp_shape shape)
{
    struct kp_buf text = KP_BUF_INIT;
    report_inline(page, field, value, shape, &text);
    report_text(page, kp_buf_str(&text));
    kp_buf_release(&text);
}

const char *report_typed(const struct report_page *page, const struct kp_field *field)
{
    enum kp_type_kind kind = field->type->kind;
    return kind == KP_TYPE_TEXT || kind == KP_TYPE_NOTE ? page->html.typed : NULL;
}

void report_date(struct report_page *page, struct kp_date date)
{
    struct kp_buf shown = KP_BUF_INIT, iso = KP_BUF_INIT;
    kp_date_show(&shown, date, page->style->lang);
    kp_date_print(&iso, date);
    if (kp_date_valid(date))
        kp_html_element(&page->html, "time", kp_buf_str(&shown), "datetime", iso.data, NULL);
    kp_buf_release(&shown);
    kp_buf_release(&iso);
}

struct kp_str report_name(const struct report_page *page, struct kp_str id)
{
    return page->style->people ? kp_people_name(page->style->people, id) : id;
}

/* "2026H1 · revision f4e71a3 · 24 Feb 2026 · for the team" */
static void add_face(const struct report_page *page, struct kp_buf *out)
{
    const struct kp_plan_head *head = &page->report->head;
    kp_cycle_print(out, head->cycle);
    kp_buf_adds(out, out->len ? " · " : "");
    kp_date_show(out, head->date, page->style->lang);
    if (head->revision.len) {
        struct kp_str digits = kp_str_slice(head->revision, 0, REVISION_DIGITS);
        kp_buf_adds(out, " · ");
        kp_buf_addf(out, _("revision %.*s"), KP_STR_ARG(digits));
    }
    kp_buf_addf(out, " · %s", kp_report_for(page->report->audience));
}

void kp_view_report_html(const struct kp_report *report, const struct kp_style *style,
                         struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_buf face = KP_BUF_INIT;
    struct kp_style plain = *style;
    plain.colour = plain.ascii = false;
    plain.width = 0;
    plain.audience = report->audience;
    struct report_page page = {
        .report = report, .style = &plain, .html = kp_html_new(out, style->lang), .arena = &arena};
    page.html.typed = kp_view_typed(report->calc->plan, style->lang);
    add_face(&page, &face);
    const struct kp_html_page dress = {.title = report->head.name.len ? report->head.name
                                                                      : report->head.account,
                                       .face = kp_buf_str(&face)};
    kp_html_page_begin(&page.html, &dress);
    report_summary(&page);
    report_plan(&page);
    report_changes(&page);
    report_minutes(&page);
    report_timeline(&page);
    kp_html_page_end(&page.html);
    kp_buf_release(&face);
    kp_arena_release(&arena);
}
