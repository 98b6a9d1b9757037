// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_DATE_H
#define KP_BASE_DATE_H

/* Calendar dates (proleptic Gregorian, years 1–9999) and half-yearly cycles. Plain values. */

#include "base/buf.h"
#include "base/err.h"
#include "base/lang.h"

#include <stdbool.h>
#include <stdint.h>

struct kp_date {
    int year, month, day; /* month 1–12, day 1–31; {0,0,0} is no date */
};

bool kp_date_valid(struct kp_date date);
int kp_date_compare(struct kp_date a, struct kp_date b);

/* Days since 1970-01-01 (of a valid date), and back (no date beyond the years 1–9999). */
int64_t kp_date_to_days(struct kp_date date);
struct kp_date kp_date_from_days(int64_t days);

/* These give no date where the years end. */
struct kp_date kp_date_add_days(struct kp_date date, int64_t days);
/* The same day `months` later (negative: earlier), or the last of a month that lacks it. */
struct kp_date kp_date_add_months(struct kp_date date, int months);
struct kp_date kp_date_month_end(int year, int month);
int kp_date_weekday(struct kp_date date); /* 1 Monday … 7 Sunday */

/* The time of day in the process's time zone, 10:45. */
void kp_time_of_day_show(struct kp_buf *out, int64_t millis);
/* Reads 9, 9:30, 9.30 or 0930 as a time of the local day that `near` is in; false: it is none. */
bool kp_time_of_day_read(struct kp_str text, int64_t near, int64_t *out);

/* The date of a time (milliseconds since 1970) in the process's time zone. */
struct kp_date kp_date_local(int64_t millis);

/* Exactly 2026-03-02; KP_INVALID for another form or a day that does not exist. */
enum kp_status kp_date_read(struct kp_str iso, struct kp_date *out, struct kp_err *err);
void kp_date_print(struct kp_buf *out, struct kp_date date); /* 2026-03-02 */

/*
 * Reads a date as people write it, with `today` for what is left out:
 *   2026-03-02  2/3  14/9  14/9 2026  14.9.  14.09.26  14. sep  14 september 2026  sep 14 (en)
 *   today/i dag/idag, tomorrow/i morgen/imorgon, in 2 weeks / om 2 uger / om 2 veckor (days,
 *   weeks, months, years), 2 weeks ago / for 2 uger siden / för 2 veckor sedan,
 *   weekday names (the next such day; "next Friday": that of next week; "last Friday"),
 *   week 34 / uge 34 / vecka 34 and next week (its Friday; ISO 8601 weeks), a weekday with them,
 *   end of June / udgangen af juni / slutet av juni, end of the month, next month (the last day),
 *   Q3 / 3. kvartal (the last day).
 * Day comes before month in every language. Without a year: the date nearest ahead of
 * today, unless it is less than 31 days back; a year of two digits is in this century. The words of
 * all three languages are read in any case, with or without accents; months and weekdays
 * may be cut to three letters. A weekday before a date must be the right one. KP_INVALID says what
 * is wrong (31 Feb) and how to write it; *out is then left alone.
 */
enum kp_status kp_date_parse(struct kp_str text, enum kp_lang lang, struct kp_date today,
                             struct kp_date *out, struct kp_err *err);

/* Appends "14 Sep 2026" / "14. sep. 2026" / "14 sep 2026"; nothing for no date. */
void kp_date_show(struct kp_buf *out, struct kp_date date, enum kp_lang lang);

/* The short word for a month, 1 to 12: "Sep", "sep.", "sep". */
const char *kp_date_month_word(int month, enum kp_lang lang);

/* A cycle: half a year, 1 (January–June) or 2 (July–December). {0,0}: none. */
struct kp_cycle {
    int year, half;
};

struct kp_cycle kp_cycle_of(struct kp_date date);
/* Reads and appends 2026H1 (2026h1 is read too; nothing is appended for none). */
enum kp_status kp_cycle_read(struct kp_str text, struct kp_cycle *out, struct kp_err *err);
void kp_cycle_print(struct kp_buf *out, struct kp_cycle cycle);
/* How many half-years from `a` to `b`; negative when b is earlier. */
int kp_cycle_distance(struct kp_cycle a, struct kp_cycle b);
struct kp_cycle kp_cycle_add(struct kp_cycle cycle, int halves);

#endif
