// SPDX-License-Identifier: GPL-3.0-or-later
/* The session on paper: the journal's first line, and the record of a closed session. */

#include "base/clock.h"
#include "base/text.h"
#include "run/session_internal.h"

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

static void set_person(struct kp_arena *arena, struct kp_json *names, const struct kp_people *people,
                       struct kp_str id)
{
    const struct kp_person *person = kp_people_by_id(people, id);
    if (person)
        kp_json_set_string(arena, names, id.data, person->name);
}

void kp_session_header_write(struct kp_buf *out, const struct kp_session_header *header,
                             const struct kp_people *people, struct kp_str snapshot_bytes)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_json *line = kp_json_new_object(&arena);
    struct kp_json *names = kp_json_new_object(&arena);
    struct kp_buf date = KP_BUF_INIT;
    const struct kp_json *snapshot = NULL;

    kp_date_print(&date, header->date);
    kp_json_set_whole(&arena, line, "format", 1);
    kp_json_set_string(&arena, line, "id", header->id);
    kp_json_set_string(&arena, line, "account", header->account);
    set_cycle(&arena, line, header->cycle);
    kp_json_set_string(&arena, line, "date", kp_buf_str(&date));
    kp_json_set_whole(&arena, line, "started", header->started);
    kp_json_set_string(&arena, line, "base", header->base);
    kp_json_set_string(&arena, line, "facilitator", header->facilitator);
    set_person(&arena, names, people, header->facilitator);
    if (header->attendees) {
        kp_json_set(&arena, line, "attendees", header->attendees);
        KP_JSON_EACH(id, header->attendees)
            set_person(&arena, names, people, id->text);
    }
    kp_json_set(&arena, line, "people", names);
    kp_json_set_string(&arena, line, "snapshot", header->snapshot);
    if (!kp_json_read(&arena, "snapshot", snapshot_bytes, &snapshot, NULL))
        kp_json_set(&arena, line, "held_with", snapshot);
    kp_json_write_line(out, line);
    kp_buf_release(&date);
    kp_arena_release(&arena);
}

enum kp_status kp_session_header_read(struct kp_arena *arena, const char *file, struct kp_str line,
                                      struct kp_session_header *out,
                                      const struct kp_json **snapshot_document,
                                      struct kp_people *people, struct kp_err *err)
{
    const struct kp_json *header = NULL;
    if (kp_json_read(arena, file, line, &header, err))
        return err ? err->status : KP_INVALID;
    if (kp_json_whole(header, "format", 0) > 1)
        return kp_err_set(err, KP_NEWER,
                          _("%s: this session was begun with a newer version of kamplan; update the "
                            "program to go on with it"),
                          file);
    *out = (struct kp_session_header){
        .id = kp_json_text(header, "id"),
        .account = kp_json_text(header, "account"),
        .base = kp_json_text(header, "base"),
        .snapshot = kp_json_text(header, "snapshot"),
        .started = kp_json_whole(header, "started", 0),
        .facilitator = kp_json_text(header, "facilitator"),
        .attendees = kp_json_get(header, "attendees"),
    };
    *snapshot_document = kp_json_get(header, "held_with");
    if (!kp_id_valid(out->id, 's') || !out->account.len || !*snapshot_document ||
        kp_cycle_read(kp_json_text(header, "cycle"), &out->cycle, NULL) ||
        kp_date_read(kp_json_text(header, "date"), &out->date, NULL))
        return kp_err_set(err, KP_INVALID, _("%s: this is not a session of kamplan"), file);
    KP_JSON_EACH(person, kp_json_get(header, "people"))
        if (kp_id_valid(person->name, 'p') && person->kind == KP_JSON_STRING)
            kp_people_put(people, person->name, person->text);
    return KP_OK;
}

static const char *outcome_name(enum kp_outcome_state state)
{
    static const char *const names[] = {
        [KP_OUTCOME_NEW] = "new",         [KP_OUTCOME_CHANGED] = "changed",
        [KP_OUTCOME_CONFIRMED] = "confirmed", [KP_OUTCOME_DROPPED] = "dropped",
        [KP_OUTCOME_SKIPPED] = "skipped", [KP_OUTCOME_OPEN] = "not reached",
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

static struct kp_json *section_record(struct kp_session *s, size_t index, int64_t closed,
                                      const struct kp_outcome *outcomes, size_t count)
{
    struct kp_arena *arena = &s->arena;
    const struct kp_section *section = &s->setup.script->sections[index];
    struct kp_json *record = kp_json_new_object(arena);
    struct kp_json *asked = kp_json_new_array(arena);
    int64_t planned, spent;

    kp_session_section_time(s, index, closed, &planned, &spent);
    kp_json_set_string(arena, record, "id", section->id);
    kp_json_set_whole(arena, record, "planned_minutes", section->minutes);
    kp_json_set(arena, record, "actual_minutes", minutes(arena, spent));
    for (size_t i = 0; i < section->step_count; i++) {
        const struct kp_step *step = &section->steps[i];
        const struct kp_outcome *outcome =
            session_step_asks(step) ? outcome_of(outcomes, count, step->field) : NULL;
        if (!outcome)
            continue;
        struct kp_json *entry = kp_json_new_object(arena);
        kp_json_set_string(arena, entry, "number", outcome->number);
        kp_json_set_string(arena, entry, "field", step->field->id);
        kp_json_set_string(arena, entry, "state", kp_str_from(outcome_name(outcome->state)));
        kp_json_append(arena, asked, entry);
    }
    kp_json_set(arena, record, "asked", asked);
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
        bool private_note = kp_str_is(kp_json_text(noted, "e"), "note") && !keep;
        if (!kp_str_is(kp_json_text(noted, "e"), event) || private_note)
            continue;
        struct kp_json *item = kp_json_new_object(arena);
        KP_JSON_EACH(member, noted)
            if (!kp_str_is(member->name, "e") && !kp_str_is(member->name, "t") &&
                !kp_str_is(member->name, "keep"))
                kp_json_set(arena, item, member->name.data, member);
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
    if (header->attendees)
        kp_json_set(arena, record, "attendees", header->attendees);
    for (size_t i = 0; i < s->setup.script->section_count; i++)
        kp_json_append(arena, sections, section_record(s, i, closed, outcomes, count));
    kp_json_set(arena, record, "sections", sections);
    add_noted(s, record, "park", "parked");
    add_noted(s, record, "decision", "decisions");
    add_noted(s, record, "action", "actions");
    add_noted(s, record, "note", "notes");
    return record;
}
