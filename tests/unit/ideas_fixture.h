// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef TESTS_IDEAS_FIXTURE_H
#define TESTS_IDEAS_FIXTURE_H

/* Rounds of ideas without a terminal: what the tests of ideas and of votes share. */

#include "run/activity.h"
#include "session_fixture.h"

/* A round in silence, a vote with three dots (two at most on one idea), and the best two become rows. */
extern const char ideas_script[];

/* At the silence; behind it, with these ideas (lines, separated by '|'). */
void ideas_begin(struct session_fixture *f);
void ideas_begin_with(struct session_fixture *f, const char *ideas);

/* What stands for this mark ("7", "A") in the round, or NULL. */
const struct kp_idea *ideas_find(struct session_fixture *f, const char *mark);
void ideas_expect_text(struct session_fixture *f, const char *mark, const char *text);

/* Fails unless these gave the idea: "p-mette1,p-1ars00". */
void ideas_expect_by(struct session_fixture *f, const char *mark, const char *people);

#endif
