// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_LEAK_INTERNAL_H
#define KP_VIEW_LEAK_INTERNAL_H

/* What the files of view/leak.h share. Not for anybody else. */

#include "view/leak.h"

/* `place` must live as long as the pieces; the text is copied. */
void leak_add_piece(struct kp_leak_pieces *pieces, struct kp_str place, struct kp_str text);

/*
 * Appends the text of HTML or XML: as many newlines as it has, a | where an element begins or ends that is
 * not part of a line, entities as what they stand for.
 */
void leak_strip(struct kp_str markup, bool attributes, struct kp_buf *out);

struct kp_secret {
    const struct kp_field *field, *column;
    struct kp_str *words; /* folded; of a number none */
    size_t count;
    bool proper; /* one word, and a name of something: only with a capital */
    struct kp_number number;
    bool passed;
};

/* A word of a text. */
struct leak_word {
    size_t at, end;
    struct kp_str folded;
    bool capital;
};

struct leak_words {
    struct kp_arena arena;
    struct leak_word *items;
    size_t count, cap;
};

/* leak.c: the words of a text; to be released. */
void leak_split_words(struct kp_str text, struct leak_words *out);
void leak_release_words(struct leak_words *words);

/* leak_workbook.c */
enum kp_status leak_read_workbook(struct kp_str bytes, struct kp_leak_pieces *pieces,
                                  struct kp_err *err);

#endif
