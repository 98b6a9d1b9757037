// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows that everybody scored, as a session's record has them: where the room was far apart. */
#include "base/text.h"
#include "view/minutes_internal.h"

static void add_number(struct minutes_page *page, const struct kp_json *number, enum kp_mark mark,
                       struct kp_flow *flow)
{
    const struct kp_field field = {.type = kp_type_of(KP_TYPE_NUMBER)};
    kp_diff_add_value(&page->words, &field, number, true, mark, flow);
}

/* "Corvane × Effort: mean 3 (1, 5), far apart → 4" */
static void add_cell(struct minutes_page *page, const struct kp_json *cell)
{
    const struct kp_json *mean = kp_json_get(cell, "mean"), *agreed = kp_json_get(cell, "agreed");
    struct kp_flow *flow = minutes_line(page, MINUTES_ITEM, 2);
    bool any = false;
    kp_flow_add(flow, KP_MARK_NONE, minutes_safe(page, kp_json_text(cell, "row")));
    kp_flow_add(flow, KP_MARK_NONE, kp_str_from(kp_style_sign(page->words.style, " × ", " x ")));
    kp_flow_add(flow, KP_MARK_NONE, minutes_safe(page, kp_json_text(cell, "by")));
    if (!kp_json_is_null(mean)) {
        kp_flow_addf(flow, KP_MARK_NONE, ": %s ", _("mean"));
        add_number(page, mean, KP_MARK_NONE, flow);
    }
    KP_JSON_EACH(given, kp_json_get(cell, "scores"))
    {
        struct kp_str person = kp_json_text(given, "person");
        kp_flow_add(flow, KP_MARK_DIM, any ? KP_STR(", ") : KP_STR(" ("));
        if (person.len) {
            kp_flow_add(flow, KP_MARK_DIM, minutes_name(page, person));
            kp_flow_add(flow, KP_MARK_DIM, KP_STR(" "));
        }
        add_number(page, kp_json_get(given, "score"), KP_MARK_DIM, flow);
        any = true;
    }
    kp_flow_add(flow, KP_MARK_DIM, any ? KP_STR(")") : KP_STR(""));
    if (kp_json_get(cell, "wide"))
        kp_flow_addf(flow, KP_MARK_WARN, ", %s", _("far apart"));
    if (!kp_json_is_null(agreed)) {
        kp_flow_add(flow, KP_MARK_NONE, kp_str_from(kp_diff_arrow(&page->words)));
        add_number(page, agreed, KP_MARK_NONE, flow);
    }
}

void minutes_scoring(struct minutes_page *page, const struct kp_json *scoring)
{
    const struct kp_field *field =
        kp_model_field(page->words.calc->model, kp_json_text(scoring, "scoring"));
    size_t scores = 0, most = 0;
    if (field && !minutes_visible(page, field))
        return;
    KP_JSON_EACH(cell, kp_json_get(scoring, "cells"))
    {
        const struct kp_json *given = kp_json_get(cell, "scores");
        scores += given ? given->count : 0;
        most = given && given->count > most ? given->count : most;
    }
    struct kp_flow *flow = minutes_line(page, MINUTES_ITEM, 1);
    kp_flow_add(flow, KP_MARK_TITLE,
                field ? kp_diff_label(&page->words, field, false)
                      : minutes_safe(page, kp_json_text(scoring, "scoring")));
    kp_flow_addf(flow, KP_MARK_NONE, ": ");
    kp_flow_addf(flow, KP_MARK_NONE, ngettext("%lu score", "%lu scores", (unsigned long)scores),
                 (unsigned long)scores);
    kp_flow_add(flow, KP_MARK_NONE, KP_STR(", "));
    kp_flow_addf(flow, KP_MARK_NONE, ngettext("%zu person", "%zu people", (unsigned long)most),
                 most);
    KP_JSON_EACH(cell, kp_json_get(scoring, "cells"))
    {
        if (kp_json_get(cell, "wide") || kp_json_get(cell, "agreed"))
            add_cell(page, cell);
    }
}
