// SPDX-License-Identifier: GPL-3.0-or-later
/* What was worked on and what changed, section by section. */
#include "base/text.h"
#include "view/minutes_internal.h"

static const struct kp_diff_depth everything = {SIZE_MAX, 0, true};

static const struct kp_diff_item *find_item(const struct minutes_page *page, struct kp_str field)
{
    const struct kp_diff *diff = page->minutes->page.diff;
    for (size_t i = 0; i < diff->count; i++)
        if (kp_str_equal(diff->items[i].id, field))
            return &diff->items[i];
    return NULL;
}

static struct kp_str label_of(const struct minutes_page *page, struct kp_str id)
{
    const struct kp_field *field = kp_model_field(page->words.calc->model, id);
    return field ? kp_diff_label(&page->words, field, false) : minutes_safe(page, id);
}

static void add_note(struct minutes_page *page, const struct kp_diff_note *note, size_t depth)
{
    struct kp_flow *flow = minutes_line(page, MINUTES_ITEM, depth);
    if (note->sign == '+' || note->sign == '-')
        kp_flow_addf(flow, note->sign == '+' ? KP_MARK_ACCENT : KP_MARK_DIM, "%s ",
                     note->sign == '+' ? "+" : kp_style_sign(page->words.style, "−", "-"));
    if (note->typed)
        kp_flow_add_typed(flow, depth > 1 ? KP_MARK_NONE : KP_MARK_TITLE, note->label);
    else
        kp_flow_add(flow, depth > 1 ? KP_MARK_NONE : KP_MARK_TITLE, note->label);
    if (!kp_flow_empty(&note->old)) {
        kp_flow_add(flow, KP_MARK_NONE, KP_STR(": "));
        kp_flow_join(flow, &note->old);
        kp_flow_add(flow, KP_MARK_NONE, kp_str_from(kp_diff_arrow(&page->words)));
        kp_flow_join(flow, &note->value);
    } else if (!kp_flow_empty(&note->value)) {
        kp_flow_add(flow, KP_MARK_NONE, note->label.len ? KP_STR(": ") : KP_STR(""));
        kp_flow_join(flow, &note->value);
    }
    if (minutes_for_team(page) && !kp_flow_empty(&note->origin)) {
        kp_flow_add(flow, KP_MARK_DIM, KP_STR(" ("));
        kp_flow_join(flow, &note->origin);
        kp_flow_add(flow, KP_MARK_DIM, KP_STR(")"));
    }
    for (size_t i = 0; i < note->row_count; i++)
        add_note(page, &note->rows[i], depth + 1);
}

static void add_change(struct minutes_page *page, struct kp_str field)
{
    const struct kp_diff_item *item = find_item(page, field);
    struct kp_diff_note note;
    if (!item || item->kind == KP_DIFF_CONFIRMED || item->kind == KP_DIFF_UNSEEN)
        return;
    kp_diff_note_item(&page->words, &page->minutes->page, item, &everything, &note);
    add_note(page, &note, 1);
}

static void add_listed(struct minutes_page *page, const struct kp_json *asked, const char *state,
                       const char *words)
{
    struct kp_flow *flow = NULL;
    KP_JSON_EACH(entry, asked)
    {
        struct kp_str id = kp_json_text(entry, "field");
        if (!kp_str_is(kp_json_text(entry, "state"), state) ||
            !minutes_visible(page, kp_model_field(page->words.calc->model, id)))
            continue;
        if (!flow)
            kp_flow_addf(flow = minutes_line(page, MINUTES_ITEM, 1), KP_MARK_DIM, "%s ", words);
        else
            kp_flow_add(flow, KP_MARK_NONE, KP_STR(", "));
        kp_flow_add(flow, KP_MARK_NONE, label_of(page, id));
    }
}

static const struct kp_section *section_of(const struct minutes_page *page,
                                           const struct kp_json *section)
{
    const struct kp_script *script = page->minutes->script;
    for (size_t i = 0; script && i < script->section_count; i++)
        if (kp_str_equal(script->sections[i].id, kp_json_text(section, "id")))
            return &script->sections[i];
    return NULL;
}

struct kp_str minutes_section_title(const struct minutes_page *page, const struct kp_json *section)
{
    const struct kp_section *found = section_of(page, section);
    return minutes_safe(page, found ? kp_words_get(&found->title, page->words.style->lang)
                                    : kp_json_text(section, "id"));
}

static bool is_change(const struct kp_json *entry)
{
    struct kp_str state = kp_json_text(entry, "state");
    return kp_str_is(state, "new") || kp_str_is(state, "changed") || kp_str_is(state, "dropped");
}

static bool is_asked(const struct minutes_page *page, struct kp_str field)
{
    KP_JSON_EACH(section, kp_json_get(page->minutes->record, "sections"))
    {
        KP_JSON_EACH(entry, kp_json_get(section, "asked"))
        {
            if (kp_str_equal(kp_json_text(entry, "field"), field))
                return true;
        }
    }
    return false;
}

/* Rows that ideas became, where more was asked of them than the idea itself tells. */
static void add_promoted(struct minutes_page *page, const struct kp_json *record)
{
    const struct kp_section *section = section_of(page, record);
    for (size_t i = 0; section && i < section->step_count; i++) {
        const struct kp_step *step = &section->steps[i];
        if (step->kind != KP_STEP_PROMOTE || !step->missing_count)
            continue;
        const struct kp_field *field = kp_model_field(page->words.calc->model, step->field->id);
        if (field && minutes_visible(page, field) && !is_asked(page, field->id))
            add_change(page, field->id);
    }
}

void minutes_sections(struct minutes_page *page)
{
    const struct kp_field *actions = minutes_actions(page);
    minutes_heading(page, _("What was worked on"));
    KP_JSON_EACH(section, kp_json_get(page->minutes->record, "sections"))
    {
        const struct kp_json *asked = kp_json_get(section, "asked");
        page->section = minutes_section_title(page, section);
        KP_JSON_EACH(entry, asked)
        {
            struct kp_str id = kp_json_text(entry, "field");
            const struct kp_field *field = kp_model_field(page->words.calc->model, id);
            if (is_change(entry) && minutes_visible(page, field) && (!field || field != actions))
                add_change(page, id);
        }
        if (minutes_for_team(page))
            minutes_activities(page, section);
        add_promoted(page, section);
        add_listed(page, asked, "confirmed", _("Confirmed:"));
        add_listed(page, asked, "skipped", _("Passed over:"));
    }
    page->section = (struct kp_str){NULL, 0};
}
