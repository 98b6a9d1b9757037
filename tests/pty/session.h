// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef TESTS_PTY_SESSION_H
#define TESTS_PTY_SESSION_H

/*
 * Whole sessions of kamplan on a terminal: what the test_session* programs share.
 *
 * Every test has a workspace of its own in which the script `trial` (pty/session/) was held with
 * the account ACME on 14 September 2025. It is 2 March 2026, 9 o'clock in UTC.
 */

#include "driver.h"

struct session {
    struct kp_buf dir; /* the test's own, and HOME; the workspace is DIR/ws */
    struct kp_buf printed;
    struct pty *pty;
};

/* For cmocka_run_group_tests: makes the workspace that the tests get a copy of. */
int session_group_setup(void **state);
int session_group_teardown(void **state);

/* For cmocka_unit_test_setup_teardown. */
int session_setup(void **state);
int session_teardown(void **state);

/* kamplan with these words (separated by spaces) behind `-C WORKSPACE`; of `setup`, argv is not
 * looked at. */
struct pty *session_start(struct session *session, const char *words, struct pty_setup setup);

/* The trial session with ACME, on a terminal of 30 rows and 80 columns, up to its first question.
 */
struct pty *session_begin(struct session *session);
struct pty *session_begin_with(struct session *session, struct pty_setup setup);

/*
 * From here on the program (the one that runs, if it was started behind the first call, and those
 * to come) sees this time of 2 March 2026: "09:05", UTC. It looks with every line and every second.
 */
void session_clock(struct session *session, const char *time);

/* What people do and see, one after the other: at `clock` (NULL: no time has passed) `keys` are
 * typed (NULL: none), then `seen` stands on the screen. */
struct moment {
    const char *clock, *keys, *seen;
};
void session_go_through(struct session *session, const struct moment *moments, size_t count);

/* Ends the program that runs, so that another can be started. */
void session_drop(struct session *session);

/* What a shell prints (both outputs) when it runs this in the workspace, with $K the program;
 * valid until the next call. It must succeed. */
const char *session_shell(struct session *session, const char *script);

/* Whether a question that stands at the same place as `prompt` comes up: types `keys`, then waits
 * for the row `prompt`. */
void session_answer(struct session *session, const char *keys, const char *prompt);

/* Fails unless the plan's answer, as it is recorded, has this text in it. */
void session_recorded(struct session *session, const char *field, const char *text);

/* How many revisions there are behind those that the test began with. */
int session_revisions(struct session *session);

#endif
