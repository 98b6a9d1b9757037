// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_LANG_H
#define KP_BASE_LANG_H

/* The three languages of the program, equal in rank. */

#include "base/str.h"

enum kp_lang { KP_LANG_EN, KP_LANG_DA, KP_LANG_SV };
#define KP_LANG_COUNT 3

/* "en", "da", "sv". */
const char *kp_lang_code(enum kp_lang lang);

/*
 * Reads a language code or locale name ("da", "da_DK.UTF-8", "sv-SE"). Returns false
 * for any other language and leaves *lang alone.
 */
bool kp_lang_read(struct kp_str code, enum kp_lang *lang);

/*
 * Which of the three languages a text is written in, by the small words of each. false (and *lang alone) where there are too few of them, or they do not agree.
 */
bool kp_lang_guess(struct kp_str text, enum kp_lang *lang);

/* A text in up to three languages; a missing one has len 0. Bytes belong to an arena. */
struct kp_words {
    struct kp_str in[KP_LANG_COUNT];
};

/* The text in `lang`, else in English, else in any language; may be empty. */
struct kp_str kp_words_get(const struct kp_words *words, enum kp_lang lang);

#endif
