// SPDX-License-Identifier: GPL-3.0-or-later
/* The events of a journal, and what each does to the state. */

#include "base/alloc.h"
#include "base/text.h"
#include "run/session_internal.h"

#include <stdlib.h>
#include <string.h>

struct event_kind {
    const char *name;
    bool undoable;
    bool aside; /* the question and what stands there are as they were */
    enum kp_status (*apply)(struct kp_session *s, const struct kp_json *event, struct kp_err *err);
};

static enum kp_status unknown_field(const struct kp_json *event, struct kp_err *err)
{
    return kp_err_set(err, KP_INVALID, _("it is about a question this session does not know: %.*s"),
                      KP_STR_ARG(kp_json_text(event, "field")));
}

static const struct kp_field *event_field(struct kp_session *s, const struct kp_json *event)
{
    return kp_model_field(s->setup.model, kp_json_text(event, "field"));
}

/* Who said it and how sure it is, as the event has them. */
static void take_marks(struct entry *entry, const struct kp_json *event)
{
    const struct kp_json *said_by = kp_json_get(event, "said_by");
    if (said_by)
        entry->said_by = said_by;
    kp_basis_read(kp_json_text(event, "basis"), &entry->basis);
}

/* The question is settled: its draft is used up, and the session goes on if it stood there. */
static void settle(struct kp_session *s, const struct kp_field *field)
{
    struct entry *entry = session_entry(s, field);
    entry->draft = (struct kp_str){NULL, 0};
    entry->skipped = false;
    s->state.paused = false;
    if (session_field(s) == field)
        session_advance(s);
}

static enum kp_status apply_begin(struct kp_session *s, const struct kp_json *event,
                                  struct kp_err *err)
{
    (void)event, (void)err;
    if (s->state.at.ask == KP_ASK_START)
        session_advance(s);
    return KP_OK;
}

static enum kp_status apply_next(struct kp_session *s, const struct kp_json *event,
                                 struct kp_err *err)
{
    (void)event, (void)err;
    s->state.paused = false;
    if (s->state.at.ask == KP_ASK_SAY || s->state.at.ask == KP_ASK_BREAK)
        session_advance(s);
    return KP_OK;
}

static enum kp_status apply_answer(struct kp_session *s, const struct kp_json *event,
                                   struct kp_err *err)
{
    const struct kp_field *field = event_field(s, event);
    if (!field)
        return unknown_field(event, err);
    struct entry *entry = session_entry(s, field);
    const struct kp_json *value = kp_json_get(event, "value");
    entry->value = value ? value : &kp_json_null;
    entry->answered = true;
    take_marks(entry, event);
    settle(s, field);
    return KP_OK;
}

static enum kp_status apply_keep(struct kp_session *s, const struct kp_json *event,
                                 struct kp_err *err)
{
    const struct kp_field *field = event_field(s, event);
    if (!field)
        return unknown_field(event, err);
    struct entry *entry = session_entry(s, field);
    entry->answered = true;
    take_marks(entry, event);
    settle(s, field);
    return KP_OK;
}

static enum kp_status apply_skip(struct kp_session *s, const struct kp_json *event,
                                 struct kp_err *err)
{
    const struct kp_field *field = event_field(s, event);
    if (!field)
        return unknown_field(event, err);
    struct entry *entry = session_entry(s, field);
    if (session_field(s) == field)
        session_advance(s);
    entry->skipped = !entry->answered;
    return KP_OK;
}

static enum kp_status apply_row(struct kp_session *s, const struct kp_json *event,
                                struct kp_err *err)
{
    const struct kp_field *field = event_field(s, event);
    if (!field || !session_has_rows(field))
        return unknown_field(event, err);
    struct kp_str op = kp_json_text(event, "op");
    struct kp_str row = kp_json_text(event, "row");
    struct entry *entry = session_entry(s, field);
    struct cursor *at = &s->state.at;
    bool here = session_field(s) == field;

    s->state.paused = false;
    entry->draft = (struct kp_str){NULL, 0};
    if (kp_str_is(op, "add"))
        entry->value = session_with_cell(s, &s->state.arena, field, row, (struct kp_str){NULL, 0}, NULL);
    if (kp_str_is(op, "remove"))
        entry->value = session_without_row(s, &s->state.arena, field, row);
    if (here && (kp_str_is(op, "add") || kp_str_is(op, "edit"))) {
        at->ask = KP_ASK_CELL;
        at->row = row;
        at->column = session_next_column(field, 0);
    } else if (here) { /* remove, end */
        at->ask = KP_ASK_ROWS;
    }
    return KP_OK;
}

static enum kp_status apply_cell(struct kp_session *s, const struct kp_json *event,
                                 struct kp_err *err)
{
    const struct kp_field *field = event_field(s, event);
    if (!field || !session_has_rows(field))
        return unknown_field(event, err);
    struct entry *entry = session_entry(s, field);
    struct cursor *at = &s->state.at;
    if (kp_json_get(event, "value")) /* without a value the cell stays as it is */
        entry->value =
            session_with_cell(s, &s->state.arena, field, kp_json_text(event, "row"),
                              kp_json_text(event, "column"), kp_json_get(event, "value"));
    entry->draft = (struct kp_str){NULL, 0};
    s->state.paused = false;
    if (session_field(s) == field && at->ask == KP_ASK_CELL) {
        at->column = session_next_column(field, at->column + 1);
        if (at->column == session_column_count(field))
            at->ask = KP_ASK_ROWS;
    }
    return KP_OK;
}

/* Back to the column before, within a row. */
static enum kp_status apply_column(struct kp_session *s, const struct kp_json *event,
                                   struct kp_err *err)
{
    const struct kp_field *field = session_field(s);
    int64_t column = kp_json_whole(event, "column", -1);
    if (!field || s->state.at.ask != KP_ASK_CELL || column < 0 ||
        (size_t)column >= session_column_count(field))
        return kp_err_set(err, KP_INVALID, _("it goes to a column that is not there"));
    s->state.at.column = (size_t)column;
    return KP_OK;
}

static enum kp_status apply_go(struct kp_session *s, const struct kp_json *event,
                               struct kp_err *err)
{
    int64_t section = kp_json_whole(event, "section", -1), step = kp_json_whole(event, "step", -1);
    const struct kp_script *script = s->setup.script;
    if (section < 0 || step < 0 || (size_t)section >= script->section_count ||
        (size_t)step >= script->sections[section].step_count)
        return kp_err_set(err, KP_INVALID, _("it goes to a question that is not there"));
    session_enter(s, (size_t)section, (size_t)step);
    return KP_OK;
}

static enum kp_status apply_draft(struct kp_session *s, const struct kp_json *event,
                                  struct kp_err *err)
{
    const struct kp_field *field = event_field(s, event);
    if (!field)
        return unknown_field(event, err);
    session_entry(s, field)->draft = kp_json_text(event, "text");
    return KP_OK;
}

static enum kp_status apply_who(struct kp_session *s, const struct kp_json *event,
                                struct kp_err *err)
{
    (void)err;
    s->state.who = kp_json_get(event, "people");
    return KP_OK;
}

static enum kp_status apply_basis(struct kp_session *s, const struct kp_json *event,
                                  struct kp_err *err)
{
    if (!kp_basis_read(kp_json_text(event, "basis"), &s->state.basis))
        return kp_err_set(err, KP_INVALID, _("it names no known basis"));
    return KP_OK;
}

static enum kp_status apply_person(struct kp_session *s, const struct kp_json *event,
                                   struct kp_err *err)
{
    struct kp_str id = kp_json_text(event, "id");
    if (!kp_id_valid(id, 'p'))
        return kp_err_set(err, KP_INVALID, _("it names a person without an id"));
    kp_people_put(s->setup.people, id, kp_json_text(event, "name"));
    return KP_OK;
}

static enum kp_status apply_noted(struct kp_session *s, const struct kp_json *event,
                                  struct kp_err *err)
{
    (void)err;
    kp_json_append(&s->state.arena, s->state.noted, event);
    return KP_OK;
}

/* An action from one line: a row at the end of its table, and a line in the session's list. */
static enum kp_status apply_action(struct kp_session *s, const struct kp_json *event,
                                   struct kp_err *err)
{
    const struct kp_field *field = event_field(s, event);
    if (!field || !session_has_rows(field))
        return unknown_field(event, err);
    struct kp_json *rows = kp_json_new_array(&s->state.arena);
    KP_JSON_EACH(row, session_value(s, field))
        kp_json_append(&s->state.arena, rows, row);
    kp_json_append(&s->state.arena, rows, kp_json_get(event, "row"));
    session_entry(s, field)->value = rows;
    return apply_noted(s, event, err);
}

static enum kp_status apply_time(struct kp_session *s, const struct kp_json *event,
                                 struct kp_err *err)
{
    (void)err;
    if (session_step(s))
        s->state.sections[s->state.at.section].added_ms +=
            kp_json_whole(event, "minutes", 0) * 60000;
    return KP_OK;
}

static enum kp_status apply_pause(struct kp_session *s, const struct kp_json *event,
                                  struct kp_err *err)
{
    (void)event, (void)err;
    s->state.paused = !s->state.paused;
    return KP_OK;
}

static enum kp_status apply_leave(struct kp_session *s, const struct kp_json *event,
                                  struct kp_err *err)
{
    (void)event, (void)err;
    s->state.counting = false;
    return KP_OK;
}

static enum kp_status apply_resume(struct kp_session *s, const struct kp_json *event,
                                   struct kp_err *err)
{
    (void)event, (void)err;
    s->state.counting = session_step(s) != NULL;
    return KP_OK;
}

static enum kp_status apply_closing(struct kp_session *s, const struct kp_json *event,
                                    struct kp_err *err)
{
    (void)err;
    struct kp_str answer = kp_json_text(event, "answer");
    s->state.closing = kp_str_is(answer, "yes");
    s->state.at.ask = kp_str_is(answer, "no") ? KP_ASK_END : KP_ASK_CLOSE;
    s->state.counting = false;
    return KP_OK;
}

static const struct event_kind event_kinds[] = {
    {"begin", false, false, apply_begin},     {"next", false, false, apply_next},
    {"answer", true, false, apply_answer},    {"keep", true, false, apply_keep},
    {"skip", true, false, apply_skip},        {"row", true, false, apply_row},
    {"cell", true, false, apply_cell},        {"column", false, false, apply_column},
    {"go", false, false, apply_go},           {"draft", false, true, apply_draft},
    {"who", true, true, apply_who},          {"basis", true, true, apply_basis},
    {"person", false, true, apply_person},   {"note", true, true, apply_noted},
    {"park", true, true, apply_noted},       {"decision", true, true, apply_noted},
    {"action", true, false, apply_action},    {"time", true, true, apply_time},
    {"pause", false, true, apply_pause},     {"leave", false, true, apply_leave},
    {"resume", false, false, apply_resume},   {"closing", false, false, apply_closing},
};

static const struct event_kind *kind_of(const struct kp_json *event)
{
    struct kp_str name = kp_json_text(event, "e");
    for (size_t i = 0; i < sizeof event_kinds / sizeof *event_kinds; i++)
        if (kp_str_is(name, event_kinds[i].name))
            return &event_kinds[i];
    return NULL;
}

const char *session_event_name(const struct kp_json *event)
{
    const struct event_kind *kind = kind_of(event);
    return kind ? kind->name : "";
}

/* Time since the last event belongs to the section the session stood in; a clock set back counts nothing. */
static void count_time(struct kp_session *s, const struct kp_json *event)
{
    struct state *state = &s->state;
    int64_t at = kp_json_whole(event, "t", state->last);
    bool away = strcmp(session_event_name(event), "resume") == 0;
    if (state->counting && !state->paused && !away && at > state->last)
        state->sections[state->at.section].spent_ms += at - state->last;
    state->last = at;
}

static enum kp_status apply_to_state(struct kp_session *s, const struct kp_json *event,
                                     struct kp_err *err)
{
    const struct event_kind *kind = kind_of(event);
    if (!kind)
        return kp_err_set(err, KP_NEWER, _("it says \"%.*s\", which this version does not know"),
                          KP_STR_ARG(kp_json_text(event, "e")));
    count_time(s, event);
    enum kp_status status = kind->apply(s, event, err);
    session_forget_derived(s);
    return status;
}

void session_reset(struct kp_session *s)
{
    struct state *state = &s->state;
    kp_arena_release(&state->arena);
    *state = (struct state){.arena = KP_ARENA_INIT};
    state->entries =
        kp_arena_alloc(&state->arena, s->setup.model->field_count * sizeof *state->entries);
    state->sections =
        kp_arena_alloc(&state->arena, s->setup.script->section_count * sizeof *state->sections);
    state->noted = kp_json_new_array(&state->arena);
    state->at.ask = KP_ASK_START;
    state->last = s->header.started;
    session_forget_derived(s);
}

static bool take_back_last(struct kp_session *s)
{
    for (size_t i = s->event_count; i-- > 0;) {
        const struct event_kind *kind = kind_of(s->events[i].event);
        if (!s->events[i].undone && kind && kind->undoable) {
            s->events[i].undone = true;
            return true;
        }
    }
    return false;
}

static void remember(struct kp_session *s, const struct kp_json *event)
{
    s->events = kp_grow(s->events, s->event_count, &s->event_cap, sizeof *s->events);
    s->events[s->event_count++] = (struct event_line){.event = event};
}

static bool is_undo(const struct kp_json *event)
{
    return kp_str_is(kp_json_text(event, "e"), "undo");
}

/* The state as the events that were not taken back make it; *failed is the one that does not fit. */
static enum kp_status rebuild(struct kp_session *s, size_t *failed, struct kp_err *err)
{
    session_reset(s);
    for (size_t i = 0; i < s->event_count; i++) {
        const struct kp_json *event = s->events[i].event;
        *failed = i;
        if (s->events[i].undone || is_undo(event))
            continue;
        if (apply_to_state(s, event, err))
            return err ? err->status : KP_INVALID;
    }
    return KP_OK;
}

enum kp_status session_apply(struct kp_session *s, const struct kp_json *event, struct kp_err *err)
{
    size_t failed;
    remember(s, event);
    if (!is_undo(event))
        return apply_to_state(s, event, err);
    take_back_last(s);
    return rebuild(s, &failed, err);
}

bool session_undo(struct kp_session *s)
{
    const struct kp_json *last = NULL;
    for (size_t i = s->event_count; i-- > 0 && !last;) {
        const struct event_kind *kind = kind_of(s->events[i].event);
        if (!s->events[i].undone && kind && kind->undoable)
            last = s->events[i].event;
    }
    if (!last)
        return false;
    session_emit(s, session_event(s, "undo"));

    /* Where the session has moved elsewhere since, it goes to the question that is open again. */
    const struct kp_field *field = event_field(s, last);
    size_t section, step;
    if (field && session_field(s) != field && session_find_field(s, field, &section, &step))
        session_go(s, section, step);
    return true;
}

struct kp_json *session_event(struct kp_session *s, const char *name)
{
    struct kp_json *event = kp_json_new_object(&s->arena);
    kp_json_set_whole(&s->arena, event, "t", s->now);
    kp_json_set_string(&s->arena, event, "e", kp_str_from(name));
    return event;
}

void session_emit(struct kp_session *s, const struct kp_json *event)
{
    struct kp_buf line = KP_BUF_INIT;
    kp_json_write_line(&line, event);
    const struct event_kind *kind = kind_of(event);
    session_effect(s, KP_EFFECT_JOURNAL, "%s", line.data);
    s->effects[s->effect_count - 1].aside = kind && kind->aside;
    kp_buf_release(&line);
    session_apply(s, event, NULL); /* made by this program a moment ago: it fits */
}

/*
 * Taking journal lines in one go: events that a later undo takes back are found first, so
 * that a journal with many of them is applied once and not once an undo.
 */
enum kp_status kp_session_replay(struct kp_session *session, const char *file, struct kp_str lines,
                                 struct kp_err *err)
{
    size_t number = 1;
    while (lines.len) {
        struct kp_str line = kp_str_split(&lines, '\n');
        const struct kp_json *event = NULL;
        number++;
        if (kp_json_read(&session->arena, file, line, &event, err))
            return kp_err_prefix(err, _("line %zu of the unfinished session"), number);
        bool undo = is_undo(event);
        if (!undo && !kind_of(event))
            return kp_err_set(err, KP_NEWER,
                              _("%s:%zu: it says \"%.*s\", which this version does not know; update "
                                "kamplan to go on with this session"),
                              file, number, KP_STR_ARG(kp_json_text(event, "e")));
        if (undo)
            take_back_last(session);
        remember(session, event);
    }
    size_t failed;
    if (rebuild(session, &failed, err))
        return kp_err_prefix(err, "%s:%zu", file, failed + 2);
    session->people_known = session->setup.people->count;
    return KP_OK;
}
