// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_DIFF_INTERNAL_H
#define KP_VIEW_DIFF_INTERNAL_H

/*
 * What the files that show differences share. Not for anybody else.
 *
 * A page is made in two steps: what is different becomes lines of words (struct kp_diff_note), and
 * these are set as text or written as Markdown.
 */

#include "model/type.h"
#include "view/diff.h"
#include "view/flow.h"

/* How much is told of one answer. */
struct kp_diff_depth {
    size_t rows;  /* of a table; SIZE_MAX: all */
    size_t lines; /* of a text; 0: as many as it takes */
    bool whole;   /* nothing is left out */
};

/* What making words needs. */
struct kp_diff_words {
    struct kp_arena *arena; /* of the page */
    struct kp_calc *calc;
    const struct kp_style *style;
    bool marks; /* what was taken out and put in are told apart by marks, not by brackets */
};

/* ---- diff_value.c: values on one line */

/* Appends a value; `brief`: in a row of others, without what its neighbours make clear. */
void kp_diff_add_value(const struct kp_diff_words *words, const struct kp_field *field,
                       const struct kp_json *value, bool brief, enum kp_mark mark,
                       struct kp_flow *flow);

/*
 * Appends "DKK 12.4 m → 14.1 m   ▲ 13.7 %" and the like; not for texts. `brief`: without by how
 * much, but for directions and days.
 */
void kp_diff_add_change(const struct kp_diff_words *words, const struct kp_field *field,
                        const struct kp_json *before, const struct kp_json *after, bool brief,
                        bool whole, struct kp_flow *flow);

const char *kp_diff_arrow(const struct kp_diff_words *words); /* " → " */
const char *kp_diff_dot(const struct kp_diff_words *words);   /* " · " */

/* The label of a field or column in the style's language, safe; `lower`: as inside a sentence. */
struct kp_str kp_diff_label(const struct kp_diff_words *words, const struct kp_field *field,
                            bool lower);

/* Appends the figure of an account, before and after. */
void kp_diff_add_figure(const struct kp_diff_words *words, const struct kp_field *figure,
                        const struct kp_diff_line *line, struct kp_flow *flow);

/* ---- diff_text.c: texts */

/*
 * Appends what changed in a text, word by word. What stayed is left out but for some words
 * around the changes unless `whole`. false: it was rewritten. For what people typed, and for the words of
 * a question.
 */
bool kp_diff_add_text(const struct kp_diff_words *words, struct kp_str before, struct kp_str after,
                      bool whole, struct kp_flow *flow);
bool kp_diff_add_wording(const struct kp_diff_words *words, struct kp_str before,
                         struct kp_str after, struct kp_flow *flow);

/* Text as typed, made safe; newlines become spaces unless `whole`. */
struct kp_str kp_diff_safe(const struct kp_diff_words *words, struct kp_str text, bool whole);

/* Any value without its field: text as typed, anything else as JSON. */
void kp_diff_add_any(const struct kp_diff_words *words, const struct kp_json *value, bool whole,
                     struct kp_flow *flow);

/* ---- diff_rows.c: rows of tables, items of lists */

/* A line of the page, or several below each other. */
struct kp_diff_note {
    char sign; /* '~' '+' '-' '=' ' ' */
    struct kp_str label;
    bool typed; /* the label: a row goes by what people called it */
    struct kp_flow value;
    struct kp_flow old;    /* of a rewritten text: what stood there; `value` is what stands now */
    struct kp_flow origin; /* who said it, on what basis */
    struct kp_flow basis;  /* the same without who, where the basis is another now */
    struct kp_diff_note *rows;
    size_t row_count;
    size_t hidden; /* rows that were folded away */
    bool firm;     /* the value is a figure or the like: not cut for the sake of who said it */
    size_t lines;  /* that the value may take; 0: as many as it takes */
};

/* The rows of a table or list that changed, as far as `depth` goes; sets rows and hidden. */
void kp_diff_note_rows(const struct kp_diff_words *words, const struct kp_diff_item *item,
                       const struct kp_diff_depth *depth, struct kp_diff_note *note);

/* diff_ranking.c: of scores that changed, what they did to the ranking; sets rows. false: it is not
 * about scores, or nothing can be said. */
bool kp_diff_note_ranking(const struct kp_diff_words *words, const struct kp_diff *diff,
                          const struct kp_diff_item *item, struct kp_diff_note *note);

/* The same of weights that changed where no score did: appended to the rows. */
void kp_diff_add_ranking(const struct kp_diff_words *words, const struct kp_diff *diff,
                         const struct kp_diff_item *item, struct kp_diff_note *note);

/* Appends how many rows were added, changed and removed: "+1 ~7". */
void kp_diff_add_row_counts(const struct kp_diff_item *item, struct kp_flow *flow);

/* Appends the names of the rows that changed, behind how many were added, changed and removed. */
void kp_diff_add_row_names(const struct kp_diff_words *words, const struct kp_diff_item *item,
                           struct kp_flow *flow);

/* ---- diff_cells.c: what one row says */

/* Columns by how much they tell; those of one rank as they stand. */
enum kp_diff_rank {
    KP_DIFF_R_CHOICE,
    KP_DIFF_R_MONEY,
    KP_DIFF_R_PERCENT,
    KP_DIFF_R_SCALE,
    KP_DIFF_R_NUMBER,
    KP_DIFF_R_PERSON,
    KP_DIFF_R_DATE,
    KP_DIFF_R_TEXT,
    KP_DIFF_RANKS
};

enum kp_diff_rank kp_diff_rank_of(const struct kp_field *column);

/* What a row is called; never empty. */
struct kp_str kp_diff_row_name(const struct kp_diff_words *words, const struct kp_field *table,
                               const struct kp_json *row);

/* Whether people typed it: not where it is a person or one of the model's choices. */
bool kp_diff_row_is_typed(const struct kp_field *table);

/* Appends it. */
void kp_diff_add_row_name(const struct kp_diff_words *words, const struct kp_field *table,
                          const struct kp_json *row, enum kp_mark mark, struct kp_flow *flow);

/* The sign of how it ended between the two: won '+', lost or dropped '-', done '~'; 0: it did not. */
char kp_diff_row_ending(const struct kp_diff_row *row, const struct kp_field *table);

/* Appends what changed in a row, and a whole row that came or went. */
void kp_diff_add_cells(const struct kp_diff_words *words, const struct kp_field *table,
                       const struct kp_diff_row *row, bool whole, struct kp_flow *flow);
void kp_diff_add_row(const struct kp_diff_words *words, const struct kp_field *table,
                     const struct kp_json *row, bool removed, bool whole, struct kp_flow *flow);
void kp_diff_add_moved(const struct kp_diff_words *words, const struct kp_diff_row *row,
                       struct kp_flow *flow);

/* ---- diff_note.c: answers */

/* What an item says, calculated values that follow from it as well. */
void kp_diff_note_item(const struct kp_diff_words *words, const struct kp_diff_page *page,
                       const struct kp_diff_item *item, const struct kp_diff_depth *depth,
                       struct kp_diff_note *note);

/* Whether a calculated item is told on the line of a table. */
bool kp_diff_is_fact(const struct kp_diff_page *page, const struct kp_diff_item *item);

/* Whether it belongs among what changed: neither confirmed nor passed over, and no fact. */
bool kp_diff_is_told(const struct kp_diff_page *page, const struct kp_diff_item *item);

/* Whether a calculated item is a change itself (of the cycle before), which the page shows anyway. */
bool kp_diff_is_change(const struct kp_diff_item *item);

/* How much a table matters among others: a larger number comes first. */
int kp_diff_weight(const struct kp_diff_page *page, const struct kp_diff_item *item);

/* What became of a question. */
void kp_diff_note_question(const struct kp_diff_words *words,
                           const struct kp_question_change *change, struct kp_diff_note *note);

/* An answer that nobody looked at ("since 2024H2 (3 cycles)"), or that was confirmed. */
void kp_diff_note_same(const struct kp_diff_words *words, const struct kp_diff_page *page,
                       const struct kp_diff_item *item, struct kp_diff_note *note);

/* What a group of answers is called; empty: what no model knows any more. */
struct kp_str kp_diff_group_words(const struct kp_diff_words *words, struct kp_str group);

/* "since 2024H2 (3 cycles)". */
struct kp_str kp_diff_since_words(const struct kp_diff_words *words, struct kp_cycle since,
                                  struct kp_cycle now);

/* "2025H2 (signed off 14 Sep 2025, Mette Holm)". */
struct kp_str kp_diff_end_words(const struct kp_diff_words *words, const struct kp_diff_end *end);

/* A revision compared with itself. */
bool kp_diff_same_ends(const struct kp_diff_page *page);

/* What a page without changes says. */
const char *kp_diff_nothing_words(const struct kp_diff_page *page);

/* "12 changed · 3 new · 41 confirmed · 6 not looked at". */
struct kp_str kp_diff_counts_words(const struct kp_diff_words *words, const size_t *counts);

/* ---- diff_set.c: notes set as text */

/* Columns. */
enum {
    KP_DIFF_INDENT = 2, /* of answers */
    KP_DIFF_ROW = 4,    /* of rows */
    KP_DIFF_SIGN = 2,   /* a sign and a space */
    KP_DIFF_GAP = 2,    /* behind labels */
};

/* Where things stand on the page. */
struct kp_diff_setter {
    const struct kp_diff_page *page;
    struct kp_diff_words words;
    const struct kp_style *style;
    size_t columns, text_columns;
    size_t value_at; /* the column that values begin at */
    size_t labels;   /* columns of labels; 0: the page is too narrow to put values beside them */
};

/* Label and value, beside each other where there is room; `must`: who said it is not left out. */
void kp_diff_set_line(const struct kp_diff_setter *set, const struct kp_diff_note *note, bool must,
                      struct kp_buf *out);

/* The rows of a note, and how many there are more. */
void kp_diff_set_rows(const struct kp_diff_setter *set, const struct kp_diff_note *note, bool whole,
                      struct kp_buf *out);

/* A narrow page has no room for a value on one line. */
void kp_diff_widen(const struct kp_diff_setter *set, struct kp_diff_note *note);

void kp_diff_add_sign(const struct kp_diff_setter *set, char sign, size_t indent,
                      struct kp_buf *out);

#endif
