// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_NAMES_H
#define KP_MODEL_NAMES_H

/*
 * Whether a text names somebody. For copies that go to people who must not read who was spoken of: it
 * rather finds one name too many than one too few.
 *
 * Names and texts are compared word by word, without case, accents and the ways to write them (Å and Aa,
 * Ø, Ö and Oe are alike), with a genitive's s or without. A text names Mette Kirstine Holm by
 * - her first and her last name, next to each other or with initials, capitalised words or a "von" between
 *   them, also turned round ("Holm, Mette"), or both as one word ("metteholm@…");
 * - her last name alone, in whatever case;
 * - her first or a middle name alone, with a capital.
 * A word of one or two letters, or one that is an everyday word too (Berg, Holm, Mark, May), alone names
 * somebody only with a capital where no sentence begins, or when it is all the text there is.
 */

#include "model/people.h"

struct kp_name_word; /* of somebody's name */

struct kp_names {
    struct kp_arena arena;
    struct kp_name {
        struct kp_str text; /* as given */
        bool open;
    } * items;
    size_t count, cap;
    struct kp_name_word *words; /* of all of them */
    size_t word_count, word_cap;
    bool sorted;
    struct kp_str *passed; /* words that name nobody on their own */
    size_t pass_count, pass_cap;
};

/* clang-format off */
#define KP_NAMES_INIT {KP_ARENA_INIT, NULL, 0, 0, NULL, 0, 0, false, NULL, 0, 0}
/* clang-format on */

/* Adds a person's name; copied. One without a word is nobody's. */
void kp_names_add(struct kp_names *names, struct kp_str name);

/* Adds the name of somebody who may be named: "Ole Winther" is then not taken for another Ole. */
void kp_names_add_open(struct kp_names *names, struct kp_str name);

/* Everybody of a directory. */
void kp_names_add_people(struct kp_names *names, const struct kp_people *people);

/* Words of `text` (what a company is called) name nobody when they stand alone: Hansen in "Hansen & Co". */
void kp_names_pass(struct kp_names *names, struct kp_str text);

/* A name that was found. */
struct kp_name_hit {
    struct kp_str name; /* as it was added */
    size_t at, len;     /* the bytes of the text that name it */
};

/* The first name in `text`; false when there is none. */
bool kp_names_find(struct kp_names *names, struct kp_str text, struct kp_name_hit *out);

/* Every name in `text`, in order; none within another. */
void kp_names_find_all(struct kp_names *names, struct kp_str text,
                       void (*found)(void *context, const struct kp_name_hit *hit), void *context);

void kp_names_release(struct kp_names *names);

/* Whether a word (folded, without accents) is an everyday one in Danish, Swedish or English. */
bool kp_names_everyday(struct kp_str word);

#endif
