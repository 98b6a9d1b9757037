// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_RUN_SESSION_INTERNAL_H
#define KP_RUN_SESSION_INTERNAL_H

/* Shared by the files of this room. The state is what the events make of it, and nothing else. */

#include "model/expr.h"
#include "run/session.h"

/* What the session has done with one field of the model. */
struct entry {
    const struct kp_json *value; /* the working value; NULL: untouched, the plan's stands */
    bool answered;               /* a person kept, changed or dropped it */
    bool skipped;                /* a person passed it over */
    const struct kp_json *said_by;
    enum kp_basis basis;
    struct kp_str draft;
};

struct cursor {
    enum kp_ask ask;
    size_t section, step;
    struct kp_str row; /* CELL: the row's id */
    size_t column;     /* CELL: index among the table's columns */
};

struct section_time {
    int64_t spent_ms, added_ms;
    bool entered;
};

/* Rebuilt from the events by undo; everything in it lives in its arena. */
struct state {
    struct kp_arena arena;
    struct cursor at;
    struct entry *entries; /* by field index */
    struct section_time *sections;
    bool counting; /* time runs for the present section */
    bool paused;
    bool closing;  /* the facilitator said yes to recording */
    int64_t last;  /* time of the last event */
    const struct kp_json *who; /* for the answer that is given now */
    enum kp_basis basis;
    struct kp_json *noted; /* array of note, park, decision and action events */
};

/* What follows from the state; thrown away at every event. */
struct derived {
    struct kp_arena arena;
    bool have_plan, have_calc;
    struct kp_plan plan;
    struct kp_calc calc;
};

struct event_line {
    const struct kp_json *event;
    bool undone;
};

struct kp_session {
    struct kp_arena arena; /* events, header, proposals: as long as the session */
    struct kp_session_setup setup;
    struct kp_session_header header;
    struct state state;
    struct derived derived;
    const struct kp_json **proposals; /* by field index; NULL: none */
    const struct kp_json **proposed_by;
    enum kp_basis *proposed_basis;

    struct event_line *events;
    size_t event_count, event_cap;
    size_t people_known; /* how many of the directory's people the journal can name */

    struct kp_arena feed_arena; /* of the present feed's effects */
    struct kp_effect *effects;
    size_t effect_count, effect_cap;
    int64_t now; /* of the present feed */
};

/* events.c: applying what the journal says. */
struct kp_json *session_event(struct kp_session *s, const char *name);
void session_emit(struct kp_session *s, const struct kp_json *event);
enum kp_status session_apply(struct kp_session *s, const struct kp_json *event, struct kp_err *err);
void session_reset(struct kp_session *s);
bool session_undo(struct kp_session *s); /* false: there is nothing to take back */
const char *session_event_name(const struct kp_json *event);

/* session.c: effects. */
void session_effect(struct kp_session *s, enum kp_effect_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void session_show(struct kp_session *s, enum kp_show show, const struct kp_field *field);
void session_refuse(struct kp_session *s, const struct kp_err *err);
void session_forget_derived(struct kp_session *s);
struct kp_type_context session_context(struct kp_session *s, struct kp_arena *arena);

/* steps.c: where the session stands and where it goes. */
const struct kp_step *session_step(const struct kp_session *s); /* NULL outside the steps */
const struct kp_field *session_field(const struct kp_session *s); /* asked now, or NULL */
struct entry *session_entry(struct kp_session *s, const struct kp_field *field);
bool session_step_asks(const struct kp_step *step);
bool session_step_applies(struct kp_session *s, const struct kp_step *step);
void session_enter(struct kp_session *s, size_t section, size_t step);
void session_advance(struct kp_session *s);
bool session_find_before(struct kp_session *s, size_t *section, size_t *step);
bool session_find_number(struct kp_session *s, struct kp_str number, size_t *section, size_t *step,
                         struct kp_err *err);
void session_number(const struct kp_session *s, size_t section, size_t step, struct kp_buf *out);
bool session_find_field(const struct kp_session *s, const struct kp_field *field, size_t *section,
                        size_t *step);

/* rows.c: tables and lists, one row and one column at a time. */
bool session_has_rows(const struct kp_field *field);
size_t session_column_count(const struct kp_field *field);
const struct kp_field *session_column(const struct kp_field *field, size_t index);
const struct kp_json *session_value(struct kp_session *s, const struct kp_field *field);
const struct kp_json *session_row(struct kp_session *s, const struct kp_field *field,
                                  struct kp_str id, size_t *number);
size_t session_next_column(const struct kp_field *field, size_t column); /* asked ones; count at the end */
void session_feed_rows(struct kp_session *s, struct kp_str text);
void session_feed_cell(struct kp_session *s, struct kp_str text);
const struct kp_json *session_with_cell(struct kp_session *s, struct kp_arena *arena,
                                        const struct kp_field *field, struct kp_str row,
                                        struct kp_str column, const struct kp_json *value);
const struct kp_json *session_without_row(struct kp_session *s, struct kp_arena *arena,
                                          const struct kp_field *field, struct kp_str row);
void session_drop_cell(struct kp_session *s);
void session_back_in_row(struct kp_session *s);
void session_show_understood(struct kp_session *s, const struct kp_field *field,
                             const struct kp_json *value, struct kp_str typed);
enum kp_status session_check_value(struct kp_session *s, const struct kp_field *field,
                                   const struct kp_json *value, struct kp_err *err);
bool session_row_is_empty(const struct kp_json *row);
const struct kp_field *session_row_missing(const struct kp_field *field, const struct kp_json *row);

/* answer.c: what people type for one question. */
void session_feed_text(struct kp_session *s, struct kp_str text);
void session_take_value(struct kp_session *s, const struct kp_field *field,
                        const struct kp_json *value, const struct kp_json *said_by,
                        enum kp_basis basis);
void session_keep(struct kp_session *s, const struct kp_field *field);
void session_begin_closing(struct kp_session *s);
void session_emit_people(struct kp_session *s);
void session_draft(struct kp_session *s, struct kp_str text);
void session_go(struct kp_session *s, size_t section, size_t step);
const struct kp_json *session_base_value(const struct kp_session *s, const struct kp_field *field);

/* commands.c */
void session_feed_command(struct kp_session *s, struct kp_str line);

#endif
