// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef BENCH_WORKSPACE_VALUES_H
#define BENCH_WORKSPACE_VALUES_H

/* Values that could have been said in a session, for any field; the same seeds give the same value. */

#include "model/field.h"
#include "model/people.h"

/* Mixes what something depends on; the finaliser of SplitMix64. */
uint64_t mix(uint64_t a, uint64_t b, uint64_t c, uint64_t d);

struct kp_str make_phrase(struct kp_arena *arena, uint64_t seed);
struct kp_json *make_id(struct kp_arena *arena, char letter, uint64_t seed);
struct kp_json *make_strings(struct kp_arena *arena, struct kp_str one);
struct kp_str person(const struct kp_people *people, uint64_t seed);

/*
 * The value of a field after `version` changes: a change rewrites one of a note's sentences, about every third
 * cell of one row of a table, and every fifth adds a row.
 */
struct kp_json *make_value(struct kp_arena *arena, const struct kp_people *people,
                           const struct kp_field *field, uint64_t seed, unsigned version);

#endif
