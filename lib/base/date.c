// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/date.h"

#include "base/text.h"
#include "base/utf8.h"

#include <time.h>

enum { FIRST_YEAR = 1, LAST_YEAR = 9999, MONTHS = 12, DAYS_PER_WEEK = 7 };

static const struct kp_date no_date = {0, 0, 0};

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[MONTHS] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool kp_date_valid(struct kp_date date)
{
    return date.year >= FIRST_YEAR && date.year <= LAST_YEAR && date.month >= 1 &&
           date.month <= MONTHS && date.day >= 1 &&
           date.day <= days_in_month(date.year, date.month);
}

int kp_date_compare(struct kp_date a, struct kp_date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

/*
 * Both conversions count eras of 400 years (146,097 days) that begin on 1 March, so that
 * the leap day is the last of a year. Method: H. Hinnant, "chrono-compatible low-level
 * date algorithms". Years are never negative here, which keeps the divisions simple.
 */
enum { DAYS_PER_ERA = 146097, DAYS_BEFORE_1970 = 719468 };

int64_t kp_date_to_days(struct kp_date date)
{
    int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    int64_t era = year / 400, year_of_era = year % 400;
    int64_t day_of_year = (153 * ((date.month + 9) % MONTHS) + 2) / 5 + date.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - DAYS_BEFORE_1970;
}

struct kp_date kp_date_from_days(int64_t days)
{
    const int64_t first = -719162, last = 2932896; /* 0001-01-01 and 9999-12-31 */
    if (days < first || days > last)
        return no_date;
    int64_t shifted = days + DAYS_BEFORE_1970;
    int64_t era = shifted / DAYS_PER_ERA, day_of_era = shifted % DAYS_PER_ERA;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153; /* 0 is March */
    int64_t day = day_of_year - (153 * month + 2) / 5 + 1;
    int64_t calendar_month = month < 10 ? month + 3 : month - 9;
    int64_t year = era * 400 + year_of_era + (calendar_month <= 2);
    return (struct kp_date){(int)year, (int)calendar_month, (int)day};
}

struct kp_date kp_date_add_days(struct kp_date date, int64_t days)
{
    const int64_t more_than_all = 4000000;
    if (!kp_date_valid(date) || days > more_than_all || days < -more_than_all)
        return no_date;
    return kp_date_from_days(kp_date_to_days(date) + days);
}

struct kp_date kp_date_month_end(int year, int month)
{
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > MONTHS)
        return no_date;
    return (struct kp_date){year, month, days_in_month(year, month)};
}

struct kp_date kp_date_add_months(struct kp_date date, int months)
{
    if (!kp_date_valid(date))
        return no_date;
    int64_t count = (int64_t)date.year * MONTHS + date.month - 1 + months;
    if (count < FIRST_YEAR * MONTHS || count >= (LAST_YEAR + 1) * MONTHS)
        return no_date;
    struct kp_date end = kp_date_month_end((int)(count / MONTHS), (int)(count % MONTHS) + 1);
    if (date.day < end.day)
        end.day = date.day;
    return end;
}

int kp_date_weekday(struct kp_date date)
{
    int64_t since_monday = (kp_date_to_days(date) + 3) % DAYS_PER_WEEK; /* 1970-01-01: a Thursday */
    if (since_monday < 0)
        since_monday += DAYS_PER_WEEK;
    return (int)since_monday + 1;
}

struct kp_date kp_date_local(int64_t millis)
{
    time_t seconds = (time_t)(millis / 1000 - (millis % 1000 < 0));
    struct tm local;
    tzset(); /* localtime_r need not look at the time zone by itself */
    if (!localtime_r(&seconds, &local))
        return no_date;
    struct kp_date date = {local.tm_year + 1900, local.tm_mon + 1, local.tm_mday};
    return kp_date_valid(date) ? date : no_date;
}

static bool local_time(int64_t millis, struct tm *out)
{
    time_t seconds = (time_t)(millis / 1000 - (millis % 1000 < 0));
    tzset();
    return localtime_r(&seconds, out) != NULL;
}

void kp_time_of_day_show(struct kp_buf *out, int64_t millis)
{
    struct tm local;
    if (local_time(millis, &local))
        kp_buf_addf(out, "%d:%02d", local.tm_hour, local.tm_min);
}

bool kp_time_of_day_read(struct kp_str text, int64_t near, int64_t *out)
{
    int part[2] = {0, 0};
    size_t digits = 0, parts = 0;
    struct tm local;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if ((c == ':' || c == '.') && digits && !parts) {
            parts = 1;
            digits = 0;
        } else if (c >= '0' && c <= '9' && digits < (parts ? 2 : 4)) {
            part[parts] = part[parts] * 10 + (c - '0');
            digits++;
        } else {
            return false;
        }
    }
    if (!parts && digits > 2) { /* 0930 */
        part[1] = part[0] % 100;
        part[0] /= 100;
    }
    if (!digits || (parts && digits != 2) || part[0] > 23 || part[1] > 59 ||
        !local_time(near, &local))
        return false;
    local.tm_hour = part[0];
    local.tm_min = part[1];
    local.tm_sec = 0;
    local.tm_isdst = -1;
    *out = (int64_t)mktime(&local) * 1000;
    return true;
}

/* The value of exactly `count` digits at `at`, or -1. */
static int digits_at(struct kp_str s, size_t at, size_t count)
{
    int value = 0;
    for (size_t i = at; i < at + count; i++) {
        if (s.data[i] < '0' || s.data[i] > '9')
            return -1;
        value = value * 10 + (s.data[i] - '0');
    }
    return value;
}

enum kp_status kp_date_read(struct kp_str iso, struct kp_date *out, struct kp_err *err)
{
    struct kp_date date = no_date;
    if (iso.len == 10 && iso.data[4] == '-' && iso.data[7] == '-')
        date = (struct kp_date){digits_at(iso, 0, 4), digits_at(iso, 5, 2), digits_at(iso, 8, 2)};
    if (kp_date_valid(date)) {
        *out = date;
        return KP_OK;
    }
    bool is_form = date.year >= FIRST_YEAR && date.month >= 1 && date.day >= 1;
    struct kp_buf quoted = KP_BUF_INIT;
    kp_utf8_add_quote(&quoted, iso);
    if (is_form)
        kp_err_set(err, KP_INVALID, _("the date %s does not exist; write one such as 2026-03-02"),
                   quoted.data);
    else
        kp_err_set(err, KP_INVALID, _("\"%s\" is not a date; write one such as 2026-03-02"),
                   quoted.data);
    kp_buf_release(&quoted);
    return KP_INVALID;
}

void kp_date_print(struct kp_buf *out, struct kp_date date)
{
    kp_buf_add_uint(out, (unsigned long)date.year, 4);
    kp_buf_addc(out, '-');
    kp_buf_add_uint(out, (unsigned long)date.month, 2);
    kp_buf_addc(out, '-');
    kp_buf_add_uint(out, (unsigned long)date.day, 2);
}

struct kp_cycle kp_cycle_of(struct kp_date date)
{
    if (!kp_date_valid(date))
        return (struct kp_cycle){0, 0};
    return (struct kp_cycle){date.year, date.month <= 6 ? 1 : 2};
}

enum kp_status kp_cycle_read(struct kp_str text, struct kp_cycle *out, struct kp_err *err)
{
    bool is_form = text.len == 6 && (text.data[4] == 'H' || text.data[4] == 'h') &&
                   (text.data[5] == '1' || text.data[5] == '2');
    int year = is_form ? digits_at(text, 0, 4) : -1;
    if (year < FIRST_YEAR) {
        struct kp_buf quoted = KP_BUF_INIT;
        kp_utf8_add_quote(&quoted, text);
        kp_err_set(err, KP_INVALID,
                   _("\"%s\" is not a half-year; write 2026H1 for January to June 2026 or 2026H2 "
                     "for July to December"),
                   quoted.data);
        kp_buf_release(&quoted);
        return KP_INVALID;
    }
    *out = (struct kp_cycle){year, text.data[5] - '0'};
    return KP_OK;
}

void kp_cycle_print(struct kp_buf *out, struct kp_cycle cycle)
{
    if (!cycle.year)
        return;
    kp_buf_add_uint(out, (unsigned long)cycle.year, 4);
    kp_buf_addc(out, 'H');
    kp_buf_add_uint(out, (unsigned long)cycle.half, 1);
}

int kp_cycle_distance(struct kp_cycle a, struct kp_cycle b)
{
    return (b.year - a.year) * 2 + b.half - a.half;
}

struct kp_cycle kp_cycle_add(struct kp_cycle cycle, int halves)
{
    int64_t count = (int64_t)cycle.year * 2 + cycle.half - 1 + halves;
    if (cycle.year < FIRST_YEAR || count < FIRST_YEAR * 2 || count > LAST_YEAR * 2 + 1)
        return (struct kp_cycle){0, 0};
    return (struct kp_cycle){(int)(count / 2), (int)(count % 2) + 1};
}
