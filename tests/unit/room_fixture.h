// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef TESTS_ROOM_FIXTURE_H
#define TESTS_ROOM_FIXTURE_H

/* A room without a terminal: what the tests of people, of the clock and of the rest share. */

#include "session_fixture.h"

#define ROOM_MINUTE INT64_C(60000)

/* Three sections of 10, 20 and 30 minutes, with a review, a question for the team alone, a break. */
extern const char room_model[], room_script[];

/* A plan of these: three actions that are open, one that is done. */
extern const char room_open_actions[];

void room_begin(struct session_fixture *f, const char *base);
void room_begin_again(struct session_fixture *f); /* the same session, held with something else */

/* Releases it; the journal must give the session back. */
void room_end(struct session_fixture *f);

/* The next line is fed, a line is typed, a second passes: so many minutes from the beginning. */
void room_at_minute(struct session_fixture *f, int minute);
void room_type_at(struct session_fixture *f, int minute, const char *text);
void room_tick_at(struct session_fixture *f, int minute);

size_t room_bells(const struct session_fixture *f); /* of the last line */

/* Fails unless the record has all of these; unless a notice of the last line has this in it. */
void room_expect_record(struct session_fixture *f, const char *const *parts, size_t count);
void room_expect_said(const struct session_fixture *f, const char *part);

#endif
