// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef TESTS_SESSION_FIXTURE_H
#define TESTS_SESSION_FIXTURE_H

/*
 * A session without a terminal: lines go in, the journal is kept in memory, and everything that can
 * be seen of the session is one text that two sessions can be compared by.
 */

#include "definitions.h"
#include "run/session.h"

struct session_fixture {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_script script;
    struct kp_plan base, previous;
    struct kp_people people;
    struct kp_ids ids;
    struct kp_session_setup setup;
    struct kp_session_header header;
    struct kp_session *session;
    struct kp_buf journal;       /* all lines but the first */
    int64_t now;                 /* milliseconds; each line that is fed takes a second */
    struct kp_effects effects;   /* of the last line */
    struct kp_question question; /* behind the last line */
};

/* 2 March 2026, 09:00 UTC, when every session begins. */
#define SESSION_BEGINS INT64_C(1772442000000)

/* The model and the script that most tests are held with, written short (definitions.h). */
extern const char session_model[], session_script[];

/*
 * A session on a plan of {"field": value}; `base` NULL: an empty one. The people are Mette Holm
 * (p-mette1) and Lars Bo (p-1ars00). It stands before its first question.
 */
void session_fixture_init(struct session_fixture *f, const char *model, const char *script,
                          const char *base);
/* The same with a built-in script, and with the rounds of several people. */
void session_fixture_built_in(struct session_fixture *f, const char *script, const char *base,
                              enum kp_lang lang);
void session_fixture_release(struct session_fixture *f);

/* Feeds a line, Shift-Tab with a draft, leaving with a draft, or that the session goes on. */
void session_type(struct session_fixture *f, const char *text);
void session_back(struct session_fixture *f, const char *draft);
void session_away(struct session_fixture *f, const char *draft);
void session_resume(struct session_fixture *f);
void session_feed(struct session_fixture *f, enum kp_event_kind kind, struct kp_str text);

/* Types lines of a text, separated by '|'; an empty one is Enter. */
void session_lines(struct session_fixture *f, const char *lines);

/* Goes to a field's question. */
void session_goto(struct session_fixture *f, const char *field);

/* The effect of that kind among the last ones, or NULL. */
const char *session_said(const struct session_fixture *f, enum kp_effect_kind kind);

/* Fails unless the last line was refused with `part` in the message (or not refused at all). */
void session_expect_refused(const struct session_fixture *f, const char *part);
void session_expect_taken(const struct session_fixture *f);

/* Fails unless this is asked: "2.1 goals", "3.2 opportunities/value 2" (a cell of row 2), "end", … */
void session_expect_at(struct session_fixture *f, const char *where);

/* Fails unless the field is worth this (JSON, ` for "; ? any byte). */
void session_expect_value(struct session_fixture *f, const char *field, const char *json);
void session_expect_state(struct session_fixture *f, const char *field,
                          enum kp_outcome_state state);

/* The outcome of a field; fails when there is none. */
struct kp_outcome session_outcome(struct session_fixture *f, const char *field);

/* All that can be seen of the session at `now`, in words; to be freed. */
char *session_dump(struct kp_session *session, int64_t now);

/* A session of its own with the journal's first `lines` lines (or all: SIZE_MAX); *people is its
 * directory. Fails when the journal is refused. */
struct kp_session *session_replayed(const struct session_fixture *f, size_t lines,
                                    struct kp_people *people);

/*
 * Types a line that is taken, and takes it back: all must be as it was before, and the journal must
 * give the session back each time.
 */
void session_expect_undo(struct session_fixture *f, const char *line);

/* Whether /undo takes back an event of this name. */
bool session_is_undoable(struct kp_str name);

/* The same, for a journal that may be refused: *session (NULL: refused) and *people are released by
 * the caller. */
enum kp_status session_try_replay(const struct session_fixture *f, size_t lines,
                                  struct kp_people *people, struct kp_session **session,
                                  struct kp_err *err);

/* Fails unless the journal gives this very session back. */
void session_expect_replays(const struct session_fixture *f);

#endif
