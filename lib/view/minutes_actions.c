// SPDX-License-Identifier: GPL-3.0-or-later
/* Who does what from now on, and what became of what was open before. */

#include "base/text.h"
#include "view/minutes_internal.h"

static void add_value(const struct minutes_page *page, const struct kp_field *table,
                      const char *column, const struct kp_json *row, struct kp_flow *flow)
{
    const struct kp_field *field = table ? kp_field_column(table, kp_str_from(column)) : NULL;
    const struct kp_json *value = kp_json_get(row, column);
    if (!field || kp_json_is_null(value))
        return;
    kp_flow_add(flow, KP_MARK_NONE, kp_str_from(kp_diff_dot(&page->words)));
    kp_diff_add_value(&page->words, field, value, true, KP_MARK_NONE, flow);
}

static void add_row(struct minutes_page *page, const struct kp_field *table,
                    const struct kp_json *row)
{
    struct kp_flow *flow = minutes_line(page, MINUTES_ITEM, 0);
    kp_diff_add_row_name(&page->words, table, row, KP_MARK_NONE, flow);
    add_value(page, table, "owner", row, flow);
    add_value(page, table, "due", row, flow);
}

const struct kp_field *kp_minutes_promises(const struct kp_model *model)
{
    return kp_model_field(model, KP_STR("actions"));
}

const struct kp_field *minutes_actions(const struct minutes_page *page)
{
    return kp_minutes_promises(page->words.calc->model);
}

/* Rows that the session added, be it by /action, in a review or at the table itself. */
void minutes_promises(struct minutes_page *page)
{
    const struct kp_field *actions = minutes_actions(page);
    if (!actions || !minutes_visible(page, actions))
        return;
    minutes_heading(page, _("Who does what"));
    for (size_t i = 0; i < page->minutes->page.diff->count; i++) {
        const struct kp_diff_item *item = &page->minutes->page.diff->items[i];
        if (item->field != actions)
            continue;
        for (size_t j = 0; j < item->row_count; j++)
            if (item->rows[j].kind == KP_DIFF_NEW)
                add_row(page, actions, item->rows[j].after);
        if (item->kind == KP_DIFF_NEW && !item->by_rows) {
            KP_JSON_EACH(row, item->after)
            {
                add_row(page, actions, row);
            }
        }
    }
}

const char *minutes_became(struct kp_str became)
{
    static const struct {
        const char *id, *words;
    } all[] = {{"done", N_("done")},
               {"carried", N_("carried on")},
               {"dropped", N_("dropped")},
               {"open", N_("still open")},
               {"edited", N_("changed")},
               {"action", N_("became an action")},
               {"question", N_("a question")},
               {"note", N_("noted")},
               {"removed", N_("removed")},
               {"closed", N_("closed")},
               {"not looked at", N_("not looked at")}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (kp_str_is(became, all[i].id))
            return _(all[i].words);
    return NULL;
}

static void add_dated(const struct minutes_page *page, const struct kp_json *item,
                      const char *member, struct kp_flow *flow)
{
    struct kp_date date;
    struct kp_buf text = KP_BUF_INIT;
    if (kp_date_read(kp_json_text(item, member), &date, NULL))
        return;
    kp_date_show(&text, date, page->words.style->lang);
    kp_flow_addf(flow, KP_MARK_NONE, "%s%s", kp_diff_arrow(&page->words), text.data);
    kp_buf_release(&text);
}

/* A row goes by its name, which may be for fewer eyes than the table. */
static bool may_read_reviewed(const struct minutes_page *page, const struct kp_field *field,
                              const struct kp_json *item)
{
    return minutes_visible(page, field) &&
           (minutes_for_team(page) || field->key.len || field->type->kind == KP_TYPE_LIST) &&
           minutes_may_read(page, kp_json_text(item, "text"));
}

/* What came of a row is a cell of it, and said to nobody who does not read that column. */
static bool may_read_outcome(const struct minutes_page *page, const struct kp_field *field,
                             struct kp_str outcome)
{
    return outcome.len && (minutes_for_team(page) || kp_field_column(field, KP_STR("outcome"))) &&
           minutes_may_read(page, outcome);
}

static bool is_passed(const struct kp_json *item)
{
    return kp_str_is(kp_json_text(item, "became"), "not looked at");
}

/* What nobody got to stands on one line. */
static void add_passed(struct minutes_page *page, const struct kp_json *reviewed)
{
    struct kp_flow *flow = NULL;
    KP_JSON_EACH(item, reviewed)
    {
        const struct kp_field *field =
            kp_model_field(page->words.calc->model, kp_json_text(item, "field"));
        if (!is_passed(item) || !may_read_reviewed(page, field, item))
            continue;
        if (flow)
            kp_flow_add(flow, KP_MARK_NONE, kp_str_from(kp_diff_dot(&page->words)));
        if (!flow) {
            flow = minutes_line(page, MINUTES_ITEM, 0);
            kp_flow_addf(flow, KP_MARK_TITLE, "%s: ", _("not looked at"));
        }
        kp_flow_add_typed(flow, KP_MARK_NONE, minutes_safe(page, kp_json_text(item, "text")));
    }
}

/* In a report a session that was about something else has nothing to say of what was open. */
void minutes_reviewed(struct minutes_page *page)
{
    const struct kp_json *reviewed = kp_json_get(page->minutes->record, "reviewed");
    bool any = false;
    KP_JSON_EACH(item, reviewed)
    {
        any = any || !is_passed(item);
    }
    if (!any && page->minutes->without_changes)
        return;
    minutes_heading(page, _("What became of what was open"));
    KP_JSON_EACH(item, reviewed)
    {
        const struct kp_field *field =
            kp_model_field(page->words.calc->model, kp_json_text(item, "field"));
        const char *became = minutes_became(kp_json_text(item, "became"));
        struct kp_str outcome = kp_json_text(item, "outcome");
        if (is_passed(item) || !may_read_reviewed(page, field, item))
            continue;
        struct kp_flow *flow = minutes_line(page, MINUTES_ITEM, 0);
        kp_flow_add_typed(flow, KP_MARK_NONE, minutes_safe(page, kp_json_text(item, "text")));
        if (became)
            kp_flow_addf(flow, KP_MARK_TITLE, ": %s", became);
        add_dated(page, item, "to", flow);
        int64_t carried = kp_json_whole(item, "carried", 0);
        if (carried > 0)
            kp_flow_addf(
                flow, KP_MARK_DIM,
                ngettext(" (carried on %d time)", " (carried on %d times)", (unsigned long)carried),
                (int)carried);
        if (may_read_outcome(page, field, outcome)) {
            kp_flow_add(flow, KP_MARK_NONE, kp_str_from(kp_diff_dot(&page->words)));
            kp_flow_add_typed(flow, KP_MARK_NONE, minutes_safe(page, outcome));
        }
    }
    add_passed(page, reviewed);
}
