// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_RUN_SESSION_INTERNAL_H
#define KP_RUN_SESSION_INTERNAL_H

/*
 * Shared by the files of this room. A line that is typed (answer, row_entry, commands, action)
 * becomes events; an event is looked at by `event_check` before anything believes it, changes the
 * state in `apply`, and is kept and taken back by `journal`. What follows from the state is worked
 * out in `derived`; `steps` and `rows` know the script's and the tables' order.
 */

#include "model/expr.h"
#include "run/session.h"

/* What was typed at one place and not entered. */
struct draft {
    const struct kp_field *field;
    struct kp_str row, column; /* of a cell; else empty */
    struct kp_str text;
    struct draft *next;
};

/* What the session has done with one field of the model. */
struct entry {
    /* The working value; NULL: untouched, the plan's stands. A table or list that is worked on row
     * by row stands in `rows` instead. */
    const struct kp_json *value;
    const struct kp_json **rows; /* NULL: not worked on row by row */
    size_t row_count, row_cap;
    bool answered; /* a person kept, changed or dropped it */
    bool skipped;  /* a person passed it over */
    const struct kp_json *said_by;
    enum kp_basis basis;
};

struct cursor {
    enum kp_ask ask;
    size_t section, step;
    struct kp_str row; /* CELL: the row's id */
    size_t column;     /* CELL: index among the table's columns */
    bool walking;      /* CELL: from row to row, through what they lack */
};

struct section_time {
    int64_t spent_ms, added_ms;
    int usual; /* minutes, in place of the script's; 0: none */
    bool entered;
    struct kp_json *extended; /* array of `extend` events; NULL: none */
};

/* Somebody who is, was or will be in the room. */
struct presence {
    struct kp_str person;
    bool has_role; /* somebody said so; else the plan's team tells */
    enum kp_role role;
    bool here, was_here;
    int64_t came, left, until;
    struct presence *next;
};

struct activities; /* ideas.h */
struct brought;    /* brought.c */

/* Rebuilt from the events by undo; everything in it lives in its arena, or in the events. */
struct state {
    struct kp_arena arena;
    struct cursor at, before_close; /* where it stood when it was asked whether to record */
    struct cursor before_action;    /* where it stood when an action lacked something */
    struct {
        size_t section, step;
    } furthest;            /* how far the agenda has come */
    struct entry *entries; /* by field index */
    struct section_time *sections;
    struct draft *drafts;
    bool counting; /* time runs for the present section; at the end for the last one */
    bool paused;
    bool closing;              /* the facilitator said yes to recording */
    int64_t last;              /* time of the last event */
    int64_t begun, starts;     /* when it began, and when it was to begin; 0: not said */
    int64_t paused_ms;         /* in all */
    int64_t pause_ends;        /* of a break; 0: until somebody goes on */
    const struct kp_json *who; /* for the answer that is given now */
    enum kp_basis basis;
    const struct kp_json *prework; /* events, one for each person; NULL: none */
    struct brought *brought;       /* rows of a file; NULL: none came */
    struct kp_json *noted;         /* array of note, park, decision and action events */
    struct presence *people;
    struct kp_json *present;       /* their ids; NULL: not listed since somebody came or left */
    struct kp_json *said;          /* array of `said` events */
    struct kp_json *parked;        /* array of what became of parked points */
    struct kp_json *reviewed;      /* array of `review` events of the present step */
    const struct kp_json *pending; /* the `pend` event that waits; NULL: none */
    bool rounds, last_said;        /* a round is held at the end; it was */
    const struct kp_json *worth, *next_date, *sign; /* NULL: not asked yet */
    struct activities *activities;
};

/* What follows from the state; thrown away at every event. */
struct derived {
    struct kp_arena arena;
    bool have_plan;
    struct kp_plan plan;
    struct kp_calc calc;
    const struct kp_json *
        *rows; /* by field index: the working rows as a list; NULL: none asked yet */
};

struct event_kind;

struct event_line {
    const struct kp_json *event;
    const struct event_kind *kind;
    bool undone;
};

/* What was prepared for one field. */
struct proposal {
    const struct kp_json *value; /* NULL: nothing */
    const struct kp_json *said_by;
    enum kp_basis basis;
    const struct kp_json *scores; /* of people, for a rate with rows (scores.h); NULL: none */
};

struct kp_session {
    struct kp_arena arena; /* events, header, proposals: as long as the session */
    struct kp_session_setup setup;
    struct kp_session_header header;
    struct state state;
    struct derived derived;
    struct proposal *proposals; /* by field index */

    struct event_line *events;
    size_t event_count, event_cap;
    size_t *undoable; /* indexes of the events that can be taken back, oldest first */
    size_t undoable_count, undoable_cap;
    const struct kp_json *speaker; /* of the present line ("Lars: …"): a list; NULL: nobody named */
    size_t people_known;           /* how many of the directory's people the journal can name */

    struct kp_arena feed_arena; /* of the present feed: what is read and made of it, its effects */
    struct kp_effect *effects;
    size_t effect_count, effect_cap;
    int64_t now; /* of the present feed */

    /* What the room was told about the clock; forgotten when the program ends. */
    int64_t *offered; /* by section: the box for which more time was offered */
    int64_t rung;     /* the end of the break for which the bell rang */
    int64_t expected; /* the latest time at which the room was told that somebody should be here */
    int64_t seen;     /* time of the last feed */
    int64_t lost_ms;  /* by so much the clock was set back ... */
    size_t lost_behind; /* ... since there were so many events */
    int64_t gap_ms;     /* a silence that may have been a pause */
    size_t gap_section;
    bool ticking;   /* the caller feeds ticks */
    bool read_back; /* what it came to was shown */
    bool bell_off;
};

/* apply.c: what an event does. */
struct event_kind {
    const char *name;
    bool undoable;
    bool aside;   /* the question and what stands there are as they were */
    bool answers; /* it is about the question that its field belongs to */
    /* Whether the event is whole; NULL: it has nothing but its name. Knows the script, not the state. */
    enum kp_status (*check)(const struct kp_session *s, const struct kp_json *event,
                            struct kp_err *err);
    /* Never fails: an event that no longer fits (an earlier one was taken back) does nothing. */
    void (*apply)(struct kp_session *s, const struct kp_json *event); /* NULL: undo */
};
const struct event_kind *session_event_kind(const struct kp_json *event); /* NULL: unknown */
void session_apply(struct kp_session *s, const struct event_line *line);
void session_reset(struct kp_session *s);
const struct kp_field *session_event_field(const struct kp_session *s, const struct kp_json *event);

/* event_check.c: whether an event is whole, so that applying it need not ask. */
enum kp_status session_check_event(const struct kp_session *s, const struct kp_json *event,
                                   struct kp_err *err);
bool session_time_valid(int64_t at);
bool session_name_valid(struct kp_str name); /* of a person */
#define SESSION_CHECK(name)                                                                        \
    enum kp_status session_check_##name(const struct kp_session *s, const struct kp_json *event,   \
                                        struct kp_err *err)
/* The rows that an event begins with, and who says so. */
enum kp_status session_check_rows(const struct kp_field *field, const struct kp_json *event,
                                  struct kp_err *err);
enum kp_status session_check_marks(const struct kp_json *event, struct kp_err *err);
enum kp_status session_check_people(const struct kp_json *people, struct kp_err *err);
SESSION_CHECK(answer);
SESSION_CHECK(field);
SESSION_CHECK(row_line);
SESSION_CHECK(cell);
SESSION_CHECK(column);
SESSION_CHECK(go);
SESSION_CHECK(draft);
SESSION_CHECK(who);
SESSION_CHECK(basis);
SESSION_CHECK(person);
SESSION_CHECK(noted);
SESSION_CHECK(action);
SESSION_CHECK(time);
SESSION_CHECK(closing);
SESSION_CHECK(prework);

/* journal.c: events made, kept, taken back and read again. */
struct kp_json *session_event(struct kp_session *s, const char *name); /* in the feed's arena */
/*
 * Applies a copy of the event and hands its line to the journal. false: it does not fit; the room
 * was told. Values of the state that the event was made of are gone afterwards.
 */
bool session_emit(struct kp_session *s, const struct kp_json *event);
const struct kp_json *session_undo(struct kp_session *s); /* what was taken back; NULL: nothing */

/* session.c: effects. */
void session_begin_feed(struct kp_session *s, int64_t at);
void session_effect(struct kp_session *s, enum kp_effect_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void session_show(struct kp_session *s, enum kp_show show, const struct kp_field *field);
void session_refuse(struct kp_session *s, const struct kp_err *err);
struct kp_type_context session_context(const struct kp_session *s, struct kp_arena *arena);

/* steps.c: where the session stands and where it goes. */
const struct kp_step *session_step(const struct kp_session *s);   /* NULL outside the steps */
const struct kp_field *session_field(const struct kp_session *s); /* asked now, or NULL */
struct entry *session_entry(const struct kp_session *s, const struct kp_field *field);
bool session_step_asks(const struct kp_step *step);
bool session_step_is_numbered(const struct kp_step *step); /* it asks, or is an activity */
bool session_find_step(const struct kp_session *s, const struct kp_step *wanted, size_t *section,
                       size_t *step);
bool session_step_applies(struct kp_session *s, const struct kp_step *step);
void session_enter(struct kp_session *s, size_t section, size_t step);
void session_advance(struct kp_session *s);
void session_next_section(struct kp_session *s);
bool session_in_steps(const struct kp_session *s);
void session_end(struct kp_session *s);
bool session_find_before(struct kp_session *s, size_t *section, size_t *step);
bool session_find_number(struct kp_session *s, struct kp_str number, size_t *section, size_t *step,
                         struct kp_err *err);
void session_number(const struct kp_session *s, size_t section, size_t step, struct kp_buf *out);
/* The step that asks a field, else that makes rows of it of ideas, or takes it as evidence. */
bool session_find_place(const struct kp_session *s, const struct kp_field *field, size_t *section,
                        size_t *step);
bool session_find_field(const struct kp_session *s, const struct kp_field *field, size_t *section,
                        size_t *step);

/* apply_rows.c */
void session_apply_row(struct kp_session *s, const struct kp_json *event);
void session_apply_cell(struct kp_session *s, const struct kp_json *event);
void session_apply_column(struct kp_session *s, const struct kp_json *event);
void session_add_speaker(struct kp_session *s, struct entry *entry, const struct kp_json *event);

/* apply.c: for the events of activities */
void session_take_marks(struct entry *entry, const struct kp_json *event);
void session_set_answer(struct kp_session *s, const struct kp_field *field,
                        const struct kp_json *value);
void session_take_rows(struct kp_session *s, const struct kp_field *field,
                       const struct kp_json *event);
/* The answer to a field, taken as it is, without an event. */
void session_put(struct kp_session *s, const struct kp_field *field, const struct kp_json *value);
void session_forget_draft(struct kp_session *s, const struct kp_field *field, struct kp_str row,
                          struct kp_str column);

/* rows.c: the columns and rows of tables and lists. */
bool session_has_rows(const struct kp_field *field);
size_t session_column_count(const struct kp_field *field);
const struct kp_field *session_column(const struct kp_field *field, size_t index);
size_t session_next_column(const struct kp_field *field,
                           size_t column); /* asked ones; count at the end */
bool session_column_needed(const struct kp_field *field, const struct kp_field *column);
bool session_are_rows(const struct kp_json *value); /* objects with ids; null is no rows */
const struct kp_json *session_row_of(const struct kp_json *rows, struct kp_str id, size_t *number);
bool session_row_is_empty(const struct kp_json *row);
const struct kp_field *session_row_missing(const struct kp_field *field, const struct kp_json *row);
struct kp_json *session_row_with(struct kp_arena *arena, const struct kp_json *row,
                                 const struct kp_field *column, const struct kp_json *value);
enum kp_status session_check_row(struct kp_session *s, const struct kp_field *field,
                                 const struct kp_json *before, const struct kp_json *after,
                                 const struct kp_field *given, struct kp_err *err);
/* The working rows of an entry, for apply. */
void session_open_rows(struct kp_session *s, const struct kp_field *field);
const struct kp_json **session_find_row(const struct entry *entry, struct kp_str id); /* or NULL */
void session_add_row(struct kp_session *s, struct entry *entry, const struct kp_json *row);
void session_remove_row(struct entry *entry, struct kp_str id);
void session_leave_row(struct kp_session *s); /* out of a cell; a row without a word goes with it */

/* row_entry.c: what people type for a table or list. */
void session_feed_rows(struct kp_session *s, struct kp_str text);
void session_feed_cell(struct kp_session *s, struct kp_str text);
void session_end_rows(struct kp_session *s);
void session_advise(struct kp_session *s, const struct kp_field *field,
                    const struct kp_json *value);
struct kp_str session_new_row(struct kp_session *s, const struct kp_json *rows);
const struct kp_json *session_rows_here(struct kp_session *s, const struct kp_field *field);
void session_begin_with_proposal(struct kp_session *s, const struct kp_field *field,
                                 struct kp_json *event);
void session_drop_cell(struct kp_session *s);
void session_back_in_row(struct kp_session *s);

/* answer.c: what people type for one question. */
void session_feed_text(struct kp_session *s, struct kp_str text);
void session_take_value(struct kp_session *s, const struct kp_field *field,
                        const struct kp_json *value, const struct kp_json *said_by,
                        enum kp_basis basis);
void session_take_proposal(struct kp_session *s, const struct kp_field *field);
void session_keep(struct kp_session *s, const struct kp_field *field);
void session_skip(struct kp_session *s, const struct kp_field *field);
void session_begin_closing(struct kp_session *s);
bool session_read_yes_no(struct kp_session *s, struct kp_str text, bool *yes);
void session_emit_people(struct kp_session *s);
void session_draft(struct kp_session *s, struct kp_str text);
void session_leave(struct kp_session *s);
void session_go(struct kp_session *s, size_t section, size_t step);
void session_show_understood(struct kp_session *s, const struct kp_field *field,
                             const struct kp_json *value, struct kp_str typed);
enum kp_status session_check_value(struct kp_session *s, const struct kp_field *field,
                                   const struct kp_json *value, struct kp_err *err);
void session_add_marks(struct kp_session *s, struct kp_json *event, const struct kp_json *said_by,
                       enum kp_basis basis);

/* prework.c */
void session_apply_prework(struct kp_session *s, const struct kp_json *event);
/*
 * What was brought for a question: `member` is "field", "rate" or "ideas", `id` whose. Items have
 * "value", "text" or "texts", and "who" where names are shown. NULL: nothing.
 */
const struct kp_json *session_prework(struct kp_session *s, const char *member, struct kp_str id,
                                      struct kp_arena *arena);
void session_take_prework(struct kp_session *s, struct kp_str args);

/* brought.c: rows of a file */
void session_apply_import(struct kp_session *s, const struct kp_json *event);
bool session_waits_brought(const struct kp_session *s); /* at the present question */
void session_feed_brought(struct kp_session *s, struct kp_str text);
void session_leave_brought(struct kp_session *s);
void session_feed_import(struct kp_session *s, struct kp_str path);
SESSION_CHECK(import);

/* outcome.c: a table that is reviewed and asked counts where it is asked. */
bool session_is_asked_elsewhere(const struct kp_session *s, const struct kp_step *step);

/* derived.c: what the state amounts to. */
void session_forget_derived(struct kp_session *s);
const struct kp_json *session_base_value(const struct kp_session *s, const struct kp_field *field);
const struct kp_json *session_value(struct kp_session *s, const struct kp_field *field);
/* What was prepared and still waits; its value is NULL when nothing does. */
struct proposal session_proposal(struct kp_session *s, const struct kp_field *field);
bool session_is_changed(struct kp_session *s, const struct kp_field *field);
bool session_is_touched(struct kp_session *s, const struct kp_field *field);
const struct draft *session_draft_here(const struct kp_session *s);

/* roles.c: "sponsor", as events have it; and as people write it, in any of the three languages. */
bool session_read_role(struct kp_str name, enum kp_role *out);
bool session_read_role_word(struct kp_arena *arena, struct kp_str text, enum kp_role *out);

/* attendance.c: who is in the room. */
void session_reset_people(struct kp_session *s);
const struct kp_json *session_present(struct kp_session *s); /* list of ids, until an undo */
bool session_is_here(const struct kp_session *s, struct kp_str person);
/*
 * "Lars: what he said" becomes what he said, and *person (a list of one id) where the name before
 * the colon is one of those present, and of one only. A colon in any other text is just that.
 */
struct kp_str session_split_speaker(struct kp_session *s, struct kp_str text,
                                    const struct kp_json **person);
void session_take_people(struct kp_session *s, const struct kp_json *people); /* they are here */
void session_watch_door(struct kp_session *s); /* whoever should have come by now */
void session_feed_here(struct kp_session *s, struct kp_str args);
void session_feed_guest(struct kp_session *s, struct kp_str args);
void session_feed_late(struct kp_session *s, struct kp_str args);
void session_feed_gone(struct kp_session *s, struct kp_str args);
void session_feed_role(struct kp_session *s, struct kp_str args);
void session_apply_here(struct kp_session *s, const struct kp_json *event);
void session_apply_late(struct kp_session *s, const struct kp_json *event);
void session_apply_gone(struct kp_session *s, const struct kp_json *event);
void session_apply_role(struct kp_session *s, const struct kp_json *event);
SESSION_CHECK(attendance);

/* agenda.c: the running order and its clock. */
bool session_read_time(struct kp_session *s, struct kp_str text, int64_t *at);
void session_watch_clock(struct kp_session *s, const struct kp_event *event); /* before a feed */
int64_t session_box_ms(const struct kp_session *s, size_t section); /* without added time */
bool session_in_section(struct kp_session *s);                      /* false: the room was told */
void session_offer_more_time(struct kp_session *s);                 /* more_time.c */
void session_watch_boxes(struct kp_session *s);                     /* and behind it */
/* The event; with how much time has passed since the last one, where its own time does not tell. */
const struct kp_json *session_with_passed(struct kp_session *s, const struct kp_json *event);
void session_feed_time(struct kp_session *s, struct kp_str args);
void session_feed_pause(struct kp_session *s);
void session_feed_break(struct kp_session *s, struct kp_str args);
void session_feed_start(struct kp_session *s, struct kp_str args);
void session_feed_next(struct kp_session *s);
void session_feed_extend(struct kp_session *s, struct kp_str args);
void session_feed_away(struct kp_session *s);
void session_feed_usual(struct kp_session *s);
void session_apply_time(struct kp_session *s, const struct kp_json *event);
void session_apply_pause(struct kp_session *s, const struct kp_json *event);
void session_apply_start(struct kp_session *s, const struct kp_json *event);
void session_apply_extend(struct kp_session *s, const struct kp_json *event);
void session_apply_away(struct kp_session *s, const struct kp_json *event);
void session_apply_usual(struct kp_session *s, const struct kp_json *event);
SESSION_CHECK(pause);
SESSION_CHECK(start);
SESSION_CHECK(extend);
SESSION_CHECK(away);
SESSION_CHECK(usual);

/* rounds.c: a line from everybody in turn. */
bool session_begin_round(struct kp_session *s, enum kp_ask ask); /* false: nobody is left to ask */
void session_go_round(struct kp_session *s); /* on, where whose turn it is has left the room */
void session_feed_round(struct kp_session *s, struct kp_str text);
void session_skip_round(struct kp_session *s);
void session_apply_said(struct kp_session *s, const struct kp_json *event);
void session_record_round(struct kp_session *s, struct kp_json *record, const char *round,
                          const char *name);
SESSION_CHECK(said);

/* review.c: open rows from earlier. */
void session_begin_review(struct kp_session *s);
size_t session_review_left(struct kp_session *s);
int session_carried(const struct kp_session *s, struct kp_str row);
void session_feed_review(struct kp_session *s, struct kp_str text);
void session_apply_review(struct kp_session *s, const struct kp_json *event);
void session_record_review(struct kp_session *s, const struct kp_step *step, struct kp_json *list);
SESSION_CHECK(review);
void session_take_rows(struct kp_session *s, const struct kp_field *field,
                       const struct kp_json *event);
void session_set_cell(struct kp_session *s, const struct kp_field *field, struct kp_str row,
                      struct kp_str column, const struct kp_json *value);
void session_edit_row(struct kp_session *s, const struct kp_field *field, struct kp_str row);

/* parking.c */
void session_reset_parking(struct kp_session *s); /* to the points of earlier sessions */
const struct kp_json *session_point(const struct kp_session *s, size_t index); /* or NULL */
/* The first undecided one that the room may see. */
bool session_find_parked(struct kp_session *s, size_t *index);
void session_feed_parked(struct kp_session *s, struct kp_str text);
void session_list_parked(struct kp_session *s);
void session_skip_parked(struct kp_session *s);
void session_apply_parked(struct kp_session *s, const struct kp_json *event);
void session_record_parking(struct kp_session *s, struct kp_json *record);
SESSION_CHECK(parked);

/* ending.c: from the parking lot to the record. */
bool session_is_closing(const struct kp_session *s);
void session_next_stage(struct kp_session *s);
void session_went_on_closing(struct kp_session *s);
void session_feed_worth(struct kp_session *s, struct kp_str text);
void session_feed_next_date(struct kp_session *s, struct kp_str text);
void session_feed_sign(struct kp_session *s, struct kp_str text);
void session_skip_stage(struct kp_session *s);
void session_apply_worth(struct kp_session *s, const struct kp_json *event);
void session_apply_next_date(struct kp_session *s, const struct kp_json *event);
void session_apply_sign(struct kp_session *s, const struct kp_json *event);
void session_record_ending(struct kp_session *s, struct kp_json *record);
SESSION_CHECK(worth);
SESSION_CHECK(next_date);
SESSION_CHECK(sign);

/* commands.c, action.c */
void session_feed_command(struct kp_session *s, struct kp_str line);
void session_feed_action(struct kp_session *s, struct kp_str args);
/* `usual`: what is to be done, where the line does not say; `point`: of the parking lot, or -1. */
void session_begin_action(struct kp_session *s, struct kp_str args, struct kp_str usual,
                          int64_t point);
/*
 * "TEXT @who DATE", typed for the first cell of a row of the actions that is new (`id`: the empty row
 * that is open; empty: none is); false: it is not read so.
 */
bool session_feed_action_row(struct kp_session *s, const struct kp_field *field, struct kp_str id,
                             struct kp_str text);
const struct kp_field *session_action_column(const struct kp_session *s); /* that is asked for */
void session_feed_missing(struct kp_session *s, struct kp_str text);
void session_leave_action(struct kp_session *s);
void session_end_action(struct kp_session *s);
void session_apply_pend(struct kp_session *s, const struct kp_json *event);
SESSION_CHECK(pend);

#endif
