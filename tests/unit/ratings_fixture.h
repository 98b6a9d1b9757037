// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef TESTS_RATINGS_FIXTURE_H
#define TESTS_RATINGS_FIXTURE_H

/* A rating on a scale with its evidence in the field `why`, of a percentage, of a number. */

#include "session_fixture.h"

extern const char ratings_model[], ratings_script[];

/* Mette, Lars, Ida and Per are there. */
void ratings_begin(struct session_fixture *f, const char *base);

/* What somebody wrote before the meeting. */
void ratings_bring(struct session_fixture *f, const char *who, const char *items, bool anonymous);

void ratings_expect_ask(const struct session_fixture *f, enum kp_ask ask);

#endif
