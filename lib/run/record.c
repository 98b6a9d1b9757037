// SPDX-License-Identifier: GPL-3.0-or-later
/* The record of a closed session. */

#include "base/clock.h"
#include "base/text.h"
#include "run/ideas.h"

static void set_cycle(struct kp_arena *arena, struct kp_json *object, struct kp_cycle cycle)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_cycle_print(&text, cycle);
    kp_json_set_string(arena, object, "cycle", kp_buf_str(&text));
    kp_buf_release(&text);
}

static void set_time(struct kp_arena *arena, struct kp_json *object, const char *name, int64_t at)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_time_format(&text, at);
    kp_json_set_string(arena, object, name, kp_buf_str(&text));
    kp_buf_release(&text);
}

static const char *outcome_name(enum kp_outcome_state state)
{
    static const char *const names[] = {
        [KP_OUTCOME_NEW] = "new",
        [KP_OUTCOME_CHANGED] = "changed",
        [KP_OUTCOME_CONFIRMED] = "confirmed",
        [KP_OUTCOME_DROPPED] = "dropped",
        [KP_OUTCOME_SKIPPED] = "skipped",
        [KP_OUTCOME_OPEN] = "not reached",
    };
    return names[state];
}

/* Milliseconds as minutes with at most one decimal. */
static struct kp_json *minutes(struct kp_arena *arena, int64_t ms)
{
    struct kp_number value;
    if (!kp_number_divide(kp_number_from(ms), kp_number_from(60000), &value))
        value = kp_number_from(0);
    return kp_json_new_number(arena, kp_number_round(value, 1));
}

static const struct kp_outcome *outcome_of(const struct kp_outcome *all, size_t count,
                                           const struct kp_field *field)
{
    for (size_t i = 0; i < count; i++)
        if (all[i].field == field)
            return &all[i];
    return NULL;
}

/* What the room chose when the time was up: [{"choice","minutes","hands"}]. */
static struct kp_json *extensions(struct kp_session *s, const struct kp_json *events)
{
    static const char *const members[] = {"choice", "minutes", "hands"};
    struct kp_json *list = kp_json_new_array(&s->arena);
    KP_JSON_EACH(event, events)
    {
        struct kp_json *item = kp_json_new_object(&s->arena);
        for (size_t i = 0; i < sizeof members / sizeof *members; i++)
            if (kp_json_get(event, members[i]))
                kp_json_set(&s->arena, item, members[i], kp_json_get(event, members[i]));
        kp_json_append(&s->arena, list, item);
    }
    return list;
}

/*
 * Who was there: ids, as ever; and for whom there is more to say, [{"person","role","came","left",
 * "absent"}].
 */
static void add_people(struct kp_session *s, struct kp_json *record)
{
    struct kp_arena *arena = &s->arena;
    struct kp_json *ids = kp_json_new_array(arena), *details = kp_json_new_array(arena);
    size_t count;
    const struct kp_attendee *people = kp_session_people(s, &count);
    for (size_t i = 0; i < count; i++) {
        const struct kp_attendee *who = &people[i];
        struct kp_json *item = kp_json_new_object(arena);
        kp_json_set_string(arena, item, "person", who->person);
        if (who->role != KP_ROLE_MEMBER)
            kp_json_set_string(arena, item, "role", kp_str_from(kp_role_name(who->role)));
        if (who->came)
            set_time(arena, item, "came", who->came);
        if (who->left)
            set_time(arena, item, "left", who->left);
        if (!who->was_here)
            kp_json_set_bool(arena, item, "absent", true);
        else
            kp_json_append(arena, ids, kp_json_new_string(arena, who->person));
        if (item->count > 1)
            kp_json_append(arena, details, item);
    }
    if (ids->count)
        kp_json_set(arena, record, "attendees", ids);
    if (details->count)
        kp_json_set(arena, record, "attendance", details);
}

static void add_reviews(struct kp_session *s, struct kp_json *record)
{
    const struct kp_script *script = s->setup.script;
    struct kp_json *list = kp_json_new_array(&s->arena);
    for (size_t i = 0; i < script->section_count; i++)
        for (size_t j = 0; j < script->sections[i].step_count; j++)
            if (script->sections[i].steps[j].kind == KP_STEP_REVIEW)
                session_record_review(s, &script->sections[i].steps[j], list);
    if (list->count)
        kp_json_set(&s->arena, record, "reviewed", list);
}

/* Rows that are looked through, or would have been, are told among those that were reviewed. */
static bool is_only_reviewed(struct kp_session *s, const struct kp_step *step)
{
    return step->kind == KP_STEP_REVIEW &&
           (session_is_asked_elsewhere(s, step) || !session_step_applies(s, step));
}

static void add_asked(struct kp_session *s, struct kp_json *asked, struct kp_str number,
                      const struct kp_outcome *outcome)
{
    struct kp_json *entry = kp_json_new_object(&s->arena);
    if (!outcome)
        return;
    kp_json_set_string(&s->arena, entry, "number", number);
    kp_json_set_string(&s->arena, entry, "field", outcome->field->id);
    kp_json_set_string(&s->arena, entry, "state", kp_str_from(outcome_name(outcome->state)));
    kp_json_append(&s->arena, asked, entry);
}

static struct kp_json *section_record(struct kp_session *s, size_t index, int64_t closed,
                                      const struct kp_outcome *outcomes, size_t count)
{
    struct kp_arena *arena = &s->arena;
    const struct kp_section *section = &s->setup.script->sections[index];
    struct kp_json *record = kp_json_new_object(arena);
    struct kp_json *asked = kp_json_new_array(arena), *held = kp_json_new_array(arena);
    int64_t planned, spent;

    kp_session_section_time(s, index, closed, &planned, &spent);
    kp_json_set_string(arena, record, "id", section->id);
    kp_json_set(arena, record, "planned_minutes",
                minutes(arena, planned - s->state.sections[index].added_ms));
    kp_json_set(arena, record, "actual_minutes", minutes(arena, spent));
    for (size_t i = 0; i < section->step_count; i++) {
        const struct kp_step *step = &section->steps[i];
        const struct kp_json *activity = session_step_record(s, index, i);
        if (activity)
            kp_json_append(arena, held, activity);
        struct kp_buf number = KP_BUF_INIT;
        session_number(s, index, i, &number);
        if (session_step_asks(step) && !is_only_reviewed(s, step))
            add_asked(s, asked, kp_buf_str(&number), outcome_of(outcomes, count, step->field));
        if (step->evidence)
            add_asked(s, asked, kp_buf_str(&number), outcome_of(outcomes, count, step->evidence));
        kp_buf_release(&number);
    }
    kp_json_set(arena, record, "asked", asked);
    if (held->count)
        kp_json_set(arena, record, "activities", held);
    if (s->state.sections[index].extended)
        kp_json_set(arena, record, "extended", extensions(s, s->state.sections[index].extended));
    return record;
}

/* What was noted in the room, without the machine's own members. */
static void add_noted(struct kp_session *s, struct kp_json *record, const char *event,
                      const char *name)
{
    struct kp_arena *arena = &s->arena;
    struct kp_json *list = kp_json_new_array(arena);
    KP_JSON_EACH(noted, s->state.noted)
    {
        const struct kp_json *keep = kp_json_get(noted, "keep");
        bool kept = keep && keep->kind == KP_JSON_BOOL && keep->boolean;
        bool private = kp_str_is(kp_json_text(noted, "e"), "note") && !kept;
        if (!kp_str_is(kp_json_text(noted, "e"), event) || private)
            continue;
        struct kp_json *item = kp_json_new_object(arena);
        KP_JSON_EACH(member, noted)
        {
            if (!kp_str_is(member->name, "e") && !kp_str_is(member->name, "t") &&
                !kp_str_is(member->name, "keep") && !kp_str_is(member->name, "rows") &&
                !kp_str_is(member->name, "point") && !kp_str_is(member->name, "said_by") &&
                !kp_str_is(member->name, "basis"))
                kp_json_set(arena, item, member->name.data, member);
        }
        kp_json_append(arena, list, item);
    }
    if (list->count)
        kp_json_set(arena, record, name, list);
}

const struct kp_json *kp_session_record(struct kp_session *s, struct kp_str session_name,
                                        int64_t closed)
{
    struct kp_arena *arena = &s->arena;
    const struct kp_session_header *header = &s->header;
    struct kp_json *record = kp_json_new_object(arena);
    struct kp_json *sections = kp_json_new_array(arena);
    size_t count;
    const struct kp_outcome *outcomes = kp_session_outcomes(s, &count);

    kp_json_set_whole(arena, record, "format", 1);
    kp_json_set_string(arena, record, "id", header->id);
    kp_json_set_string(arena, record, "session", session_name);
    kp_json_set_string(arena, record, "script", s->setup.script->id);
    kp_json_set_whole(arena, record, "version", s->setup.script->version);
    kp_json_set_string(arena, record, "snapshot", header->snapshot);
    kp_json_set_string(arena, record, "account", header->account);
    set_cycle(arena, record, header->cycle);
    set_time(arena, record, "started", header->started);
    set_time(arena, record, "closed", closed);
    kp_json_set_string(arena, record, "language", kp_str_from(kp_lang_code(s->setup.lang)));
    if (header->facilitator.len)
        kp_json_set_string(arena, record, "facilitator", header->facilitator);
    add_people(s, record);
    session_record_round(s, record, "checkin", "checkin");
    for (size_t i = 0; i < s->setup.script->section_count; i++)
        kp_json_append(arena, sections, section_record(s, i, closed, outcomes, count));
    kp_json_set(arena, record, "sections", sections);
    add_reviews(s, record);
    session_record_parking(s, record);
    add_noted(s, record, "decision", "decisions");
    add_noted(s, record, "action", "actions");
    add_noted(s, record, "note", "notes");
    session_record_ending(s, record);
    return record;
}
