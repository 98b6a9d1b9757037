// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_ID_H
#define KP_BASE_ID_H

/*
 * Short random identifiers such as r-8w2m4c: a letter, a dash, six of the 32 characters
 * 0-9 a-z without i, l, o, u (Crockford's base 32, lower case). A seeded source repeats.
 */

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct kp_ids {
    bool seeded;
    uint64_t state; /* of the seeded generator (SplitMix64) */
};

struct kp_ids kp_ids_random(void);
struct kp_ids kp_ids_seeded(struct kp_str seed);

#define KP_ID_SIZE 9 /* "r-8w2m4c" and NUL */

/* Writes a new id beginning with `letter` into `out`. */
void kp_id_make(struct kp_ids *ids, char letter, char out[KP_ID_SIZE]);

/* The id that always belongs to `text`: the same text gives the same id. */
void kp_id_of(struct kp_str text, char letter, char out[KP_ID_SIZE]);

/* Whether `s` has the form of an id with this letter. */
bool kp_id_valid(struct kp_str s, char letter);

/* SHA-256 of `bytes` as 64 lower-case hex digits and NUL (FIPS 180-4; libmd). */
void kp_sha256_hex(struct kp_str bytes, char out[65]);

#endif
