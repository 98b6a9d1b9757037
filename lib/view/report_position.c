// SPDX-License-Identifier: GPL-3.0-or-later
/* Positions drawn, with the way that the account has come. */
#include "base/text.h"
#include "model/type.h"
#include "view/report_internal.h"
#include "view/svg.h"

#include <stdio.h>

static const struct kp_json *place_in(const struct kp_calc *calc, const struct kp_field *field)
{
    const struct kp_answer *answer = kp_plan_get(calc->plan, field->id);
    return answer && !answer->inactive && !kp_json_is_null(answer->value) ? answer->value : NULL;
}

/* The places of earlier cycles, oldest first, where it moved. */
static size_t gather(const struct report_page *page, const struct kp_field *field,
                     const struct kp_json *today, struct kp_matrix_place *places)
{
    const struct kp_report *report = page->report;
    size_t count = 0;
    for (size_t i = 0; i + 1 < report->cycle_count; i++) {
        const struct kp_json *value = place_in(report->cycles[i].calc, field);
        if (value && (!count || !kp_json_equal(places[count - 1].value, value)))
            places[count++] = (struct kp_matrix_place){value, report->cycles[i].cycle};
    }
    while (count && kp_json_equal(places[count - 1].value, today))
        count--;
    return count;
}

const struct kp_field *report_wanted(const struct report_page *page, const struct kp_field *field)
{
    struct kp_str id = kp_arena_format(page->arena, "%.*s.wanted", KP_STR_ARG(field->id));
    const struct kp_field *wanted = kp_model_field(page->report->calc->model, id);
    return wanted && wanted->type->kind == KP_TYPE_POSITION && report_visible(page, wanted) ? wanted
                                                                                            : NULL;
}

bool report_position(struct report_page *page, const struct kp_field *field)
{
    const struct kp_report *report = page->report;
    const struct kp_field *wanted = report_wanted(page, field);
    struct kp_buf drawing = KP_BUF_INIT;
    char id[24];
    struct kp_matrix_place *earlier =
        kp_arena_alloc(page->arena, (report->cycle_count + 1) * sizeof *earlier);
    struct kp_matrix matrix = {.field = field, .earlier = earlier};
    matrix.today = (struct kp_matrix_place){place_in(report->calc, field), report->head.cycle};
    if (wanted)
        matrix.wanted.value = place_in(report->calc, wanted);
    matrix.earlier_count = gather(page, field, matrix.today.value, earlier);
    snprintf(id, sizeof id, "d%zu", ++page->html.count);
    bool drawn = kp_svg_matrix(&matrix, page->style, id, &drawing);
    if (drawn) {
        kp_html_open(&page->html, "figure", NULL);
        kp_html_markup(&page->html, kp_buf_str(&drawing));
        kp_html_close(&page->html);
    }
    kp_buf_release(&drawing);
    return drawn;
}

void report_positions(struct report_page *page)
{
    static const char *const ids[] = {"position.relationship", "position.partnership"};
    const struct kp_field *fields[2];
    size_t count = 0;
    for (size_t i = 0; i < 2; i++) {
        const struct kp_field *field = report_field(page, ids[i], NULL);
        if (field && field->type->kind == KP_TYPE_POSITION)
            fields[count++] = field;
    }
    if (!count)
        return;
    kp_html_open(&page->html, "div", "class", "split", NULL);
    for (size_t i = 0; i < count; i++) {
        kp_html_open(&page->html, "div", NULL);
        kp_html_open(&page->html, "h3", NULL);
        kp_html_words(&page->html, &fields[i]->label);
        kp_html_close(&page->html);
        report_position(page, fields[i]);
        kp_html_close(&page->html);
    }
    kp_html_close(&page->html);
}
