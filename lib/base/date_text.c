// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/date.h"

#include "base/date_words.h"
#include "base/text.h"
#include "base/utf8.h"

#include <string.h>

enum { MONTHS = 12, DAYS_PER_WEEK = 7, FRIDAY = 5, SUNDAY = 7, LONGEST = 100 };

struct reader {
    struct kp_str text;
    struct kp_date today;
    enum kp_lang lang;
    struct kp_err *err;

    struct kp_date_word words[KP_DATE_MOST_WORDS];
    size_t count;
    int weekday;  /* named before the date, or 0 */
    bool in_week; /* the result stands for its week: the weekday chooses the day */
};

/* Something that comes back every year. */
struct yearly {
    enum { DAY_OF_MONTH, END_OF_MONTH, END_OF_QUARTER, DAY_OF_WEEK } what;
    int number; /* of the month, the quarter or the week */
    int day;    /* of the month or the week */
};

const char *kp_date_month_word(int month, enum kp_lang lang)
{
    return kp_month_short[lang][month - 1];
}

void kp_date_show(struct kp_buf *out, struct kp_date date, enum kp_lang lang)
{
    if (!kp_date_valid(date))
        return;
    kp_buf_add_uint(out, (unsigned long)date.day, 1);
    kp_buf_adds(out, lang == KP_LANG_DA ? ". " : " ");
    kp_buf_adds(out, kp_month_short[lang][date.month - 1]);
    kp_buf_addc(out, ' ');
    kp_buf_add_uint(out, (unsigned long)date.year, 1);
}

/* Messages. */

static enum kp_status not_a_date(struct reader *in)
{
    struct kp_buf quoted = KP_BUF_INIT, shown = KP_BUF_INIT, iso = KP_BUF_INIT;
    struct kp_date example = kp_date_valid(in->today) ? in->today : (struct kp_date){2026, 9, 14};
    kp_utf8_add_quote(&quoted, in->text);
    kp_date_show(&shown, example, in->lang);
    kp_date_print(&iso, example);
    if (in->text.len == 0)
        kp_err_set(in->err, KP_INVALID, _("there is no date here; write one such as %s or %s"),
                   shown.data, iso.data);
    else
        kp_err_set(in->err, KP_INVALID, _("\"%s\" is not a date; write one such as %s or %s"),
                   quoted.data, shown.data, iso.data);
    kp_buf_release(&quoted);
    kp_buf_release(&shown);
    kp_buf_release(&iso);
    return KP_INVALID;
}

/* The day is not in the month; `year` 0 when none was given. */
static enum kp_status no_such_day(struct reader *in, int year, int month, int day)
{
    struct kp_buf wrong = KP_BUF_INIT, shown = KP_BUF_INIT, iso = KP_BUF_INIT;
    kp_buf_addf(&wrong, in->lang == KP_LANG_DA ? "%d. %s" : "%d %s", day,
                kp_month_names[in->lang][month - 1]);
    if (year)
        kp_buf_addf(&wrong, " %d", year);
    struct kp_date last = kp_date_month_end(year ? year : in->today.year, month);
    if (!year && kp_date_compare(last, kp_date_add_days(in->today, -30)) < 0) /* as in resolve */
        last = kp_date_month_end(in->today.year + 1, month);
    kp_date_show(&shown, last, in->lang);
    kp_date_print(&iso, last);
    kp_err_set(in->err, KP_INVALID, _("%s does not exist; write a date such as %s or %s"),
               wrong.data, shown.data, iso.data);
    kp_buf_release(&wrong);
    kp_buf_release(&shown);
    kp_buf_release(&iso);
    return KP_INVALID;
}

static enum kp_status day_missing(struct reader *in)
{
    struct kp_buf quoted = KP_BUF_INIT;
    kp_utf8_add_quote(&quoted, in->text);
    kp_err_set(in->err, KP_INVALID,
               _("\"%s\" says which month but not which day; write the day too, or \"end of\" "
                 "before the month"),
               quoted.data);
    kp_buf_release(&quoted);
    return KP_INVALID;
}

static enum kp_status other_weekday(struct reader *in, struct kp_date date)
{
    struct kp_buf shown = KP_BUF_INIT;
    const char *const *names = kp_weekday_names[in->lang];
    kp_date_show(&shown, date, in->lang);
    kp_err_set(in->err, KP_INVALID,
               _("%s is a %s, not a %s; leave the weekday out or write another day"), shown.data,
               names[kp_date_weekday(date) - 1], names[in->weekday - 1]);
    kp_buf_release(&shown);
    return KP_INVALID;
}

static struct kp_date monday_of(struct kp_date date)
{
    return kp_date_add_days(date, 1 - kp_date_weekday(date));
}

/* The day in `year`, or no date where that year has none (29 February, week 53). */
static struct kp_date in_year(struct yearly yearly, int year)
{
    const struct kp_date none = {0, 0, 0};
    struct kp_date january = {year, 1, 4}; /* always in week 1, ISO 8601 */
    if (!kp_date_valid(january))
        return none;
    struct kp_date monday;
    switch (yearly.what) {
    case END_OF_MONTH: return kp_date_month_end(year, yearly.number);
    case END_OF_QUARTER: return kp_date_month_end(year, yearly.number * 3);
    case DAY_OF_WEEK:
        monday = kp_date_add_days(monday_of(january), (yearly.number - 1) * DAYS_PER_WEEK);
        if (kp_date_add_days(monday, 3).year !=
            year) /* a week belongs to the year of its Thursday */
            return none;
        return kp_date_add_days(monday, yearly.day - 1);
    case DAY_OF_MONTH: break;
    }
    struct kp_date date = {year, yearly.number, yearly.day};
    return kp_date_valid(date) ? date : none;
}

/* In the given year, or (0) the nearest ahead of today unless it is less than 31 days back. */
static struct kp_date resolve(const struct reader *in, struct yearly yearly, int year)
{
    if (year)
        return in_year(yearly, year);
    struct kp_date earliest = kp_date_add_days(in->today, -30), date = {0, 0, 0};
    for (int i = -1; i <= 8; i++) { /* 29 February can be eight years away */
        date = in_year(yearly, in->today.year + i);
        if (kp_date_valid(date) && kp_date_compare(date, earliest) >= 0)
            return date;
    }
    return date;
}

/* A year of four digits, or of two in this century; -1 for another number. */
static int year_of(struct kp_date_word number)
{
    if (number.digits == 4 && number.value > 0)
        return number.value;
    return number.digits == 2 ? 2000 + number.value : -1;
}

/* Day, month and year (0: none given) as a date. */
static enum kp_status calendar_day(struct reader *in, struct kp_date_word day, int month, int year,
                                   struct kp_date *out)
{
    if (day.digits > 2 || year < 0)
        return not_a_date(in);
    if (month > MONTHS && day.value >= 1 && day.value <= MONTHS && month <= 31)
        return kp_err_set(in->err, KP_INVALID,
                          _("there is no month %d; the day comes before the month, as in %d/%d"),
                          month, month, day.value);
    if (month < 1 || month > MONTHS)
        return not_a_date(in);
    *out = resolve(in, (struct yearly){DAY_OF_MONTH, month, day.value}, year);
    return kp_date_valid(*out) ? KP_OK : no_such_day(in, year, month, day.value);
}

static enum kp_status read_numbers(struct reader *in, const struct kp_date_word *t,
                                   struct kp_date *out)
{
    if (in->count == 2)
        return t[1].digits > 2 ? not_a_date(in) : calendar_day(in, t[0], t[1].value, 0, out);
    if (t[1].digits > 2)
        return not_a_date(in);
    if (t[0].digits == 4)
        return calendar_day(in, t[2], t[1].value, year_of(t[0]), out);
    return calendar_day(in, t[0], t[1].value, year_of(t[2]), out);
}

static enum kp_status read_day_month(struct reader *in, const struct kp_date_word *t,
                                     struct kp_date *out)
{
    if (in->count == 2)
        return t[0].digits == 4 ? day_missing(in) : calendar_day(in, t[0], t[1].value, 0, out);
    if (t[0].digits == 4)
        return calendar_day(in, t[2], t[1].value, year_of(t[0]), out);
    return calendar_day(in, t[0], t[1].value, year_of(t[2]), out);
}

static enum kp_status read_month_day(struct reader *in, const struct kp_date_word *t,
                                     struct kp_date *out)
{
    if (in->count == 1 || t[1].digits == 4)
        return day_missing(in);
    return calendar_day(in, t[1], t[0].value, in->count == 3 ? year_of(t[2]) : 0, out);
}

static enum kp_status read_end_of_month(struct reader *in, const struct kp_date_word *t,
                                        struct kp_date *out)
{
    int year = in->count == 3 ? year_of(t[2]) : 0;
    if (year < 0)
        return not_a_date(in);
    *out = resolve(in, (struct yearly){END_OF_MONTH, t[1].value, 0}, year);
    return KP_OK;
}

/* Week 34, quarter 3. */
static enum kp_status read_part_of_year(struct reader *in, int unit, struct kp_date_word number,
                                        int year, struct kp_date *out)
{
    if (year < 0 || number.digits > 2)
        return not_a_date(in);
    if (unit == KP_UNIT_QUARTER && number.value >= 1 && number.value <= 4) {
        *out = resolve(in, (struct yearly){END_OF_QUARTER, number.value, 0}, year);
        return KP_OK;
    }
    if (unit != KP_UNIT_WEEK || number.value < 1)
        return not_a_date(in);
    *out = resolve(in, (struct yearly){DAY_OF_WEEK, number.value, FRIDAY}, year);
    in->in_week = true;
    if (kp_date_valid(*out))
        return KP_OK;
    return kp_err_set(in->err, KP_INVALID,
                      _("there is no week %d then; a year has 52 weeks, a few have 53"),
                      number.value);
}

static enum kp_status read_unit_number(struct reader *in, const struct kp_date_word *t,
                                       struct kp_date *out)
{
    return read_part_of_year(in, t[0].value, t[1], in->count == 3 ? year_of(t[2]) : 0, out);
}

static enum kp_status read_end_of_unit_number(struct reader *in, const struct kp_date_word *t,
                                              struct kp_date *out)
{
    return read_part_of_year(in, t[1].value, t[2], in->count == 4 ? year_of(t[3]) : 0, out);
}

/* 3. kvartal (2026), 2026 W34. */
static enum kp_status read_number_unit(struct reader *in, const struct kp_date_word *t,
                                       struct kp_date *out)
{
    if (in->count == 3 && t[0].digits == 4)
        return read_part_of_year(in, t[1].value, t[2], year_of(t[0]), out);
    if (t[1].value != KP_UNIT_QUARTER) /* "2 weeks" */
        return not_a_date(in);
    return read_part_of_year(in, t[1].value, t[0], in->count == 3 ? year_of(t[2]) : 0, out);
}

static enum kp_status read_offset(struct reader *in, const struct kp_date_word *t,
                                  struct kp_date *out)
{
    *out = kp_date_add_days(in->today, t[0].value);
    return KP_OK;
}

/* "i dag", once the i is left out. */
static enum kp_status read_day(struct reader *in, const struct kp_date_word *t, struct kp_date *out)
{
    if (t[0].value != KP_UNIT_DAY)
        return not_a_date(in);
    *out = in->today;
    return KP_OK;
}

/* "day after tomorrow", "day before yesterday". */
static enum kp_status read_day_beyond(struct reader *in, const struct kp_date_word *t,
                                      struct kp_date *out)
{
    if (t[0].value != KP_UNIT_DAY || t[1].value * t[2].value <= 0)
        return not_a_date(in);
    *out = kp_date_add_days(in->today, t[1].value + t[2].value);
    return KP_OK;
}

static struct kp_date move(struct kp_date date, int count, int unit)
{
    static const int days[] = {[KP_UNIT_DAY] = 1, [KP_UNIT_WEEK] = 7, [KP_UNIT_FORTNIGHT] = 14};
    static const int months[] = {
        [KP_UNIT_MONTH] = 1, [KP_UNIT_QUARTER] = 3, [KP_UNIT_QUARTERS] = 3, [KP_UNIT_YEAR] = 12};
    if (unit <= KP_UNIT_FORTNIGHT)
        return kp_date_add_days(date, (int64_t)count * days[unit]);
    return kp_date_add_months(date, count * months[unit]);
}

static enum kp_status read_ahead(struct reader *in, const struct kp_date_word *t,
                                 struct kp_date *out)
{
    *out = move(in->today, t[1].value, t[2].value);
    return KP_OK;
}

static enum kp_status read_ago(struct reader *in, const struct kp_date_word *t, struct kp_date *out)
{
    size_t first = t[0].kind == KP_WORD_FOR;
    *out = move(in->today, -t[first].value, t[first + 1].value);
    return KP_OK;
}

/* The Friday of this (Sunday when that is past), next or last week; else the last day. */
static enum kp_status which_unit(struct reader *in, int which, int unit, struct kp_date *out)
{
    struct kp_date day = move(in->today, which, unit);
    switch (unit) {
    case KP_UNIT_WEEK:
        *out = kp_date_add_days(monday_of(day), FRIDAY - 1);
        if (which == 0 && kp_date_compare(*out, in->today) < 0)
            *out = kp_date_add_days(*out, SUNDAY - FRIDAY); /* what is left of it */
        in->in_week = true;
        return KP_OK;
    case KP_UNIT_MONTH: *out = kp_date_month_end(day.year, day.month); return KP_OK;
    case KP_UNIT_QUARTER: *out = kp_date_month_end(day.year, (day.month + 2) / 3 * 3); return KP_OK;
    case KP_UNIT_YEAR: *out = kp_date_month_end(day.year, MONTHS); return KP_OK;
    default: return not_a_date(in);
    }
}

static enum kp_status read_which_unit(struct reader *in, const struct kp_date_word *t,
                                      struct kp_date *out)
{
    size_t first = t[0].kind == KP_WORD_ENDING;
    return which_unit(in, t[first].value, t[first + 1].value, out);
}

static enum kp_status read_end_of_unit(struct reader *in, const struct kp_date_word *t,
                                       struct kp_date *out)
{
    return which_unit(in, 0, t[1].value, out);
}

/* A weekday alone is the next such day after today. */
static enum kp_status read_weekday(struct reader *in, const struct kp_date_word *t,
                                   struct kp_date *out)
{
    int ahead = (t[0].value - kp_date_weekday(in->today) + DAYS_PER_WEEK - 1) % DAYS_PER_WEEK + 1;
    *out = kp_date_add_days(in->today, ahead);
    return KP_OK;
}

/* "This Friday" is the next one, "next Friday" that of next week, "last Friday" the latest before
 * today. */
static enum kp_status read_which_weekday(struct reader *in, const struct kp_date_word *t,
                                         struct kp_date *out)
{
    read_weekday(in, &t[1], out);
    if (t[0].value > 0)
        *out = kp_date_add_days(monday_of(in->today), DAYS_PER_WEEK + t[1].value - 1);
    else if (t[0].value < 0)
        *out = kp_date_add_days(*out, kp_date_weekday(in->today) == t[1].value ? -14 : -7);
    return KP_OK;
}

static const struct {
    const char *row; /* see enum kp_date_word_kind */
    enum kp_status (*read)(struct reader *in, const struct kp_date_word *t, struct kp_date *out);
} patterns[] = {
    {"nn", read_numbers},
    {"nnn", read_numbers},
    {"nm", read_day_month},
    {"nmn", read_day_month},
    {"m", read_month_day},
    {"mn", read_month_day},
    {"mnn", read_month_day},
    {"em", read_end_of_month},
    {"emn", read_end_of_month},
    {"un", read_unit_number},
    {"unn", read_unit_number},
    {"nu", read_number_unit},
    {"nun", read_number_unit},
    {"eun", read_end_of_unit_number},
    {"eunn", read_end_of_unit_number},
    {"o", read_offset},
    {"u", read_day},
    {"uto", read_day_beyond},
    {"inu", read_ahead},
    {"icu", read_ahead},
    {"nua", read_ago},
    {"cua", read_ago},
    {"fnua", read_ago},
    {"fcua", read_ago},
    {"ru", read_which_unit},
    {"eru", read_which_unit},
    {"eu", read_end_of_unit},
    {"w", read_weekday},
    {"rw", read_which_weekday},
};

static enum kp_status read_row(struct reader *in, struct kp_date *out)
{
    const struct kp_date_word *first = in->words;
    if (in->count > 1 && first->kind == KP_WORD_WEEKDAY) {
        in->weekday = first->value;
        first++;
        in->count--;
    }
    char row[KP_DATE_MOST_WORDS + 1] = {0};
    for (size_t i = 0; i < in->count; i++)
        row[i] = (char)first[i].kind;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        if (strcmp(patterns[i].row, row) == 0)
            return patterns[i].read(in, first, out);
    return not_a_date(in);
}

static enum kp_status read_date(struct reader *in, struct kp_date *out)
{
    bool ok = in->text.len <= LONGEST && kp_date_words_read(in->text, in->words, &in->count);
    if (!ok || !kp_date_valid(in->today))
        return not_a_date(in);
    struct kp_date date = {0, 0, 0};
    enum kp_status status = read_row(in, &date);
    if (status != KP_OK)
        return status;
    if (in->weekday && in->in_week)
        date = kp_date_add_days(monday_of(date), in->weekday - 1);
    if (!kp_date_valid(date)) /* beyond the year 9999 */
        return not_a_date(in);
    if (in->weekday && kp_date_weekday(date) != in->weekday)
        return other_weekday(in, date);
    *out = date;
    return KP_OK;
}

enum kp_status kp_date_parse(struct kp_str text, enum kp_lang lang, struct kp_date today,
                             struct kp_date *out, struct kp_err *err)
{
    struct reader in = {.text = kp_str_trim(text), .today = today, .lang = lang, .err = err};
    return read_date(&in, out);
}
