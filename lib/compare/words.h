// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_COMPARE_WORDS_H
#define KP_COMPARE_WORDS_H

/* What the files of the comparison of texts share. Not for anybody else. */

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* A part of a text, in bytes. */
struct kp_word {
    size_t start, end;
};

/* A text as its words and signs; white space stands between them. */
struct kp_wording {
    struct kp_str bytes;
    struct kp_word *words;
    size_t count;
    uint32_t *ids;   /* equal words have equal ids, in both texts */
    size_t *weights; /* weights[i]: characters of the words before i */
    bool *changed;   /* not among those that stay; all false at first */
};

/*
 * Marks what is not in a longest common subsequence; where finding it would be too much work, in
 * a long one. Work and memory are bounded: at most some ten million steps.
 */
void kp_words_compare(struct kp_wording *before, struct kp_wording *after,
                      struct kp_arena *scratch);

/*
 * Where words were put into (or taken out of) a text and it might as well have been some words
 * earlier or later, moves them so that they begin where a line or sentence does.
 */
void kp_words_slide(struct kp_wording *text, const struct kp_wording *other);

#endif
