// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef TESTS_RANDOM_H
#define TESTS_RANDOM_H

/* Chance that repeats, and plans made by it. */

#include "model/plan.h"

struct random {
    uint64_t state; /* SplitMix64 */
};

/* 0 … bound − 1. */
unsigned random_below(struct random *random, unsigned bound);

/* A model with a field of every type, tables and lists, calculated fields, columns and totals: as
 * definition_model takes it. */
extern const char random_model[];

/*
 * Answers to some of the fields, and to some that no model knows; now and then of a form that does
 * not fit the field. Everything lives in the plan's arena.
 */
void random_plan_fill(struct kp_plan *plan, const struct kp_model *model, struct random *random);

/*
 * Changes some answers: edits (rows are edited, added, removed, moved), confirmations, other people
 * or bases, answers dropped, out of use and back.
 */
void random_plan_change(struct kp_plan *plan, const struct kp_model *model, struct random *random);

#endif
