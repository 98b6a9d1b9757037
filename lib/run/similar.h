// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_RUN_SIMILAR_H
#define KP_RUN_SIMILAR_H

/* Whether two short texts probably say the same, so that a room can look at both at once. */

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>

/*
 * Compares `a` and `b` folded (case, accents of compatibility, white space), without punctuation.
 * They are alike when
 *   - most of their words are shared, of the shorter text's words of four letters and more at least
 *     two, and two thirds of them: two words are the same when one begins with the other, or
 *     they share a beginning of at least four letters that is 70 % of the longer (Danish and
 *     Swedish endings); or
 *   - their letter trigrams overlap by 60 % (Dice), which catches slips of the pen and compounds.
 * A hint for people, who decide; it never says that a text is like an empty one.
 */
bool kp_texts_are_similar(struct kp_arena *scratch, struct kp_str a, struct kp_str b);

#endif
