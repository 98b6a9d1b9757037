// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_DATE_WORDS_H
#define KP_BASE_DATE_WORDS_H

/* The words of dates in three languages, and text cut into them. For date_text.c only. */

#include "base/lang.h"

#include <stdbool.h>

enum { KP_DATE_MOST_WORDS = 8 };

extern const char *const kp_month_names[KP_LANG_COUNT][12];
extern const char *const kp_month_short[KP_LANG_COUNT][12];
extern const char *const kp_weekday_names[KP_LANG_COUNT][7]; /* from Monday */

/*
 * A date is read as a short row of words, each with a letter for its kind, and the row
 * of letters is looked up in a table of patterns: "in 2 weeks" is "inu".
 */
enum kp_date_word_kind {
    KP_WORD_NUMBER = 'n',
    KP_WORD_MONTH = 'm',
    KP_WORD_WEEKDAY = 'w',
    KP_WORD_UNIT = 'u',   /* week */
    KP_WORD_OFFSET = 'o', /* tomorrow */
    KP_WORD_COUNT = 'c',  /* two */
    KP_WORD_WHICH = 'r',  /* next */
    KP_WORD_ENDING = 'e', /* end */
    KP_WORD_AHEAD = 'i',  /* in */
    KP_WORD_AGO = 'a',    /* ago */
    KP_WORD_FOR = 'f',    /* for 2 uger siden */
    KP_WORD_BEYOND = 't', /* after, in "day after tomorrow" */
    KP_WORD_FILLER = '.', /* the, of: left out of the row */
    KP_WORD_UNKNOWN = '?',
};

enum kp_date_unit {
    KP_UNIT_DAY,
    KP_UNIT_WEEK,
    KP_UNIT_FORTNIGHT,
    KP_UNIT_MONTH,
    KP_UNIT_QUARTER,
    KP_UNIT_QUARTERS, /* "2 quarters" is a time, "2. kvartal" a part of the year */
    KP_UNIT_YEAR,
};

struct kp_date_word {
    enum kp_date_word_kind kind;
    int value;  /* the month, the weekday, the unit, the days of an offset, the number … */
    int digits; /* of a number */
};

/*
 * Cuts `text` into words and leaves out the fillers. False when it is not valid UTF-8, has
 * something that no date has, or more than KP_DATE_MOST_WORDS words.
 */
bool kp_date_words_read(struct kp_str text, struct kp_date_word words[KP_DATE_MOST_WORDS],
                        size_t *count);

#endif
