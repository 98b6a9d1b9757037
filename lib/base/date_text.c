// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/date.h"

#include "base/text.h"
#include "base/utf8.h"

#include <string.h>

enum { MONTHS = 12, DAYS_PER_WEEK = 7, FRIDAY = 5, LONGEST = 100, MOST_TOKENS = 8, SHOWN_COLUMNS = 40 };

static const char *const month_names[KP_LANG_COUNT][MONTHS] = {
    [KP_LANG_EN] = {"January", "February", "March", "April", "May", "June", "July", "August",
                    "September", "October", "November", "December"},
    [KP_LANG_DA] = {"januar", "februar", "marts", "april", "maj", "juni", "juli", "august",
                    "september", "oktober", "november", "december"},
    [KP_LANG_SV] = {"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti",
                    "september", "oktober", "november", "december"},
};

static const char *const short_months[KP_LANG_COUNT][MONTHS] = {
    [KP_LANG_EN] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                    "Dec"},
    [KP_LANG_DA] = {"jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.",
                    "nov.", "dec."},
    [KP_LANG_SV] = {"jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov",
                    "dec"},
};

static const char *const weekday_names[KP_LANG_COUNT][DAYS_PER_WEEK] = {
    [KP_LANG_EN] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
    [KP_LANG_DA] = {"mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"},
    [KP_LANG_SV] = {"måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"},
};

/*
 * A date is read as a short row of tokens, each with a letter for its kind, and the row
 * of letters is looked up in a table of patterns: "in 2 weeks" is "inu".
 */
enum kind {
    NUMBER = 'n',
    MONTH = 'm',
    WEEKDAY = 'w',
    UNIT = 'u',    /* week */
    OFFSET = 'o',  /* tomorrow */
    COUNT = 'c',   /* two */
    WHICH = 'r',   /* next */
    ENDING = 'e',  /* end */
    AHEAD = 'i',   /* in */
    AGO = 'a',     /* ago */
    FOR = 'f',     /* for 2 uger siden */
    BEYOND = 't',  /* after, in "day after tomorrow" */
    FILLER = '.',  /* the, of: left out of the row */
    UNKNOWN = '?',
};

enum unit { DAY, WEEK, FORTNIGHT, MONTH_UNIT, QUARTER, YEAR };

/* All languages together, written without accents: å and ä as a, ø and ö as o, æ as ae. */
static const struct {
    const char *words; /* separated by spaces */
    enum kind kind;
    int value;
} vocabulary[] = {
    {"today idag", OFFSET, 0},
    {"tomorrow imorgen morgen imorgon morgon", OFFSET, 1},
    {"overmorgen iovermorgen overmorgon iovermorgon", OFFSET, 2},
    {"yesterday igar gar", OFFSET, -1},
    {"forgars iforgars forrgar iforrgar", OFFSET, -2},
    {"day days dag dage dagar dagen", UNIT, DAY},
    {"week weeks wk w uge uger ugen u vecka veckor veckan v", UNIT, WEEK},
    {"fortnight", UNIT, FORTNIGHT},
    {"month months maned maneder maneden manad manader manaden md mdr", UNIT, MONTH_UNIT},
    {"quarter quarters q kvartal kvartaler kvartalet kv", UNIT, QUARTER},
    {"year years ar aret", UNIT, YEAR},
    {"a an one en et ett", COUNT, 1},
    {"two to tva", COUNT, 2},
    {"three tre", COUNT, 3},
    {"four fire fyra", COUNT, 4},
    {"five fem", COUNT, 5},
    {"six seks sex", COUNT, 6},
    {"seven syv sju", COUNT, 7},
    {"eight otte atta", COUNT, 8},
    {"nine ni nio", COUNT, 9},
    {"ten ti tio", COUNT, 10},
    {"eleven elleve elva", COUNT, 11},
    {"twelve tolv", COUNT, 12},
    {"next naeste nasta coming kommende kommande", WHICH, 1},
    {"this denne denna dette detta", WHICH, 0},
    {"last sidste forrige sista forra", WHICH, -1},
    {"end ultimo udgangen slutningen slutet utgangen", ENDING, 0},
    {"in om", AHEAD, 0},
    {"ago siden sedan", AGO, 0},
    {"for", FOR, 0},
    {"after", BEYOND, 1},
    {"before", BEYOND, -1},
    {"the of on den d af av pa i", FILLER, 0},
};

struct token {
    enum kind kind;
    int value;
    int digits; /* of a number */
};

struct reader {
    struct kp_str text;
    struct kp_date today;
    enum kp_lang lang;
    struct kp_err *err;

    struct token tokens[MOST_TOKENS];
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

void kp_date_show(struct kp_buf *out, struct kp_date date, enum kp_lang lang)
{
    if (!kp_date_valid(date))
        return;
    kp_buf_addf(out, lang == KP_LANG_DA ? "%d. %s %d" : "%d %s %d", date.day,
                short_months[lang][date.month - 1], date.year);
}

/* Messages. */

static enum kp_status not_a_date(struct reader *in)
{
    struct kp_buf quoted = KP_BUF_INIT, shown = KP_BUF_INIT, iso = KP_BUF_INIT;
    struct kp_date example = kp_date_valid(in->today) ? in->today : (struct kp_date){2026, 9, 14};
    kp_utf8_add_visible(&quoted, kp_utf8_fit(in->text, SHOWN_COLUMNS), false);
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
                month_names[in->lang][month - 1]);
    if (year)
        kp_buf_addf(&wrong, " %d", year);
    struct kp_date last = kp_date_month_end(year ? year : in->today.year, month);
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
    return kp_err_set(in->err, KP_INVALID,
                      _("\"%.*s\" says which month but not which day; write the day too, or "
                        "\"end of\" the month"),
                      KP_STR_ARG(in->text));
}

static enum kp_status other_weekday(struct reader *in, struct kp_date date)
{
    struct kp_buf shown = KP_BUF_INIT;
    const char *const *names = weekday_names[in->lang];
    kp_date_show(&shown, date, in->lang);
    kp_err_set(in->err, KP_INVALID,
               _("%s is a %s, not a %s; leave the weekday out or write another day"), shown.data,
               names[kp_date_weekday(date) - 1], names[in->weekday - 1]);
    kp_buf_release(&shown);
    return KP_INVALID;
}

/* Words to tokens. */

/* Appends `s` in lower case without the accents of the three languages; '?' for other letters. */
static void add_plain(struct kp_buf *out, struct kp_str s)
{
    for (size_t pos = 0; pos < s.len;) {
        int32_t code = kp_utf8_next(s, &pos);
        if (code >= 'A' && code <= 'Z')
            code += 'a' - 'A';
        if (code == 0xE5 || code == 0xE4)
            kp_buf_addc(out, 'a');
        else if (code == 0xF8 || code == 0xF6)
            kp_buf_addc(out, 'o');
        else if (code == 0xE6)
            kp_buf_adds(out, "ae");
        else
            kp_buf_addc(out, code < 0x80 ? (char)code : '?');
    }
}

/* From 1, or 0: which of `count` names begins with `word`, which has three letters or more. */
static int find_name(const char *const *names, int count, struct kp_str word)
{
    int found = 0;
    for (int i = 0; i < count && !found && word.len >= 3; i++) {
        struct kp_buf plain = KP_BUF_INIT;
        add_plain(&plain, kp_str_from(names[i]));
        if (kp_str_starts(kp_buf_str(&plain), word))
            found = i + 1;
        kp_buf_release(&plain);
    }
    return found;
}

static struct token token_of(struct kp_str word)
{
    for (size_t i = 0; i < sizeof vocabulary / sizeof *vocabulary; i++) {
        struct kp_str rest = kp_str_from(vocabulary[i].words);
        while (rest.len)
            if (kp_str_equal(kp_str_split(&rest, ' '), word))
                return (struct token){vocabulary[i].kind, vocabulary[i].value, 0};
    }
    for (int lang = 0; lang < KP_LANG_COUNT; lang++) {
        int month = find_name(month_names[lang], MONTHS, word);
        if (month)
            return (struct token){MONTH, month, 0};
        int weekday = find_name(weekday_names[lang], DAYS_PER_WEEK, word);
        if (weekday)
            return (struct token){WEEKDAY, weekday, 0};
    }
    return (struct token){UNKNOWN, 0, 0};
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* Takes a number with the ordinal ending glued to it: 14, 14th, 14:e. False: too many digits. */
static bool take_number(struct kp_str *rest, struct token *token)
{
    *token = (struct token){NUMBER, 0, 0};
    size_t at = 0;
    for (; at < rest->len && is_digit(rest->data[at]); at++) {
        if (++token->digits > 4)
            return false;
        token->value = token->value * 10 + (rest->data[at] - '0');
    }
    *rest = kp_str_slice(*rest, at, rest->len);
    static const char *const endings[] = {"st", "nd", "rd", "th", ":e", ":a"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t len = strlen(endings[i]);
        bool is_whole_word = rest->len == len || (rest->len > len && !is_letter(rest->data[len]));
        if (is_whole_word && kp_str_starts(*rest, kp_str_from(endings[i])))
            *rest = kp_str_slice(*rest, len, rest->len);
    }
    return true;
}

/* A mark between two tokens: . / - and a comma before a space. */
static bool is_mark(struct kp_str rest)
{
    if (rest.data[0] == ',')
        return rest.len == 1 || rest.data[1] == ' ';
    return strchr("./-", rest.data[0]) != NULL;
}

/* Cuts plain text into tokens; false when there is something that no date has. */
static bool tokenize(struct reader *in, struct kp_str rest)
{
    bool after_mark = true; /* as at the beginning: another mark would be one too many */
    char mark = '\0';
    while (rest.len) {
        struct token token = {FILLER, 0, 0};
        if (is_digit(rest.data[0])) {
            if (!take_number(&rest, &token))
                return false;
            after_mark = false;
        } else if (is_letter(rest.data[0])) {
            size_t len = 0;
            while (len < rest.len && is_letter(rest.data[len]))
                len++;
            token = token_of(kp_str_slice(rest, 0, len));
            rest = kp_str_slice(rest, len, rest.len);
            after_mark = false;
        } else if (rest.data[0] == ' ') {
            rest = kp_str_slice(rest, 1, rest.len);
        } else if (!after_mark && is_mark(rest)) {
            mark = rest.data[0];
            rest = kp_str_slice(rest, 1, rest.len);
            after_mark = true;
        } else {
            return false;
        }
        if (token.kind == UNKNOWN || in->count == MOST_TOKENS)
            return false;
        if (token.kind != FILLER)
            in->tokens[in->count++] = token;
    }
    return in->count > 0 && !(after_mark && (mark == '/' || mark == '-'));
}

/* Dates from tokens. */

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
    case END_OF_MONTH:
        return kp_date_month_end(year, yearly.number);
    case END_OF_QUARTER:
        return kp_date_month_end(year, yearly.number * 3);
    case DAY_OF_WEEK:
        monday = kp_date_add_days(monday_of(january), (yearly.number - 1) * DAYS_PER_WEEK);
        if (kp_date_add_days(monday, 3).year != year) /* a week belongs to the year of its Thursday */
            return none;
        return kp_date_add_days(monday, yearly.day - 1);
    case DAY_OF_MONTH:
        break;
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
static int year_of(struct token token)
{
    if (token.digits == 4 && token.value > 0)
        return token.value;
    return token.digits == 2 ? 2000 + token.value : -1;
}

/* Day, month and year (0: none given) as a date. */
static enum kp_status calendar_day(struct reader *in, struct token day, int month, int year,
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

static enum kp_status read_numbers(struct reader *in, const struct token *t, struct kp_date *out)
{
    if (in->count == 2)
        return t[1].digits > 2 ? not_a_date(in) : calendar_day(in, t[0], t[1].value, 0, out);
    if (t[1].digits > 2)
        return not_a_date(in);
    if (t[0].digits == 4)
        return calendar_day(in, t[2], t[1].value, year_of(t[0]), out);
    return calendar_day(in, t[0], t[1].value, year_of(t[2]), out);
}

static enum kp_status read_day_month(struct reader *in, const struct token *t, struct kp_date *out)
{
    if (in->count == 2)
        return t[0].digits == 4 ? day_missing(in) : calendar_day(in, t[0], t[1].value, 0, out);
    if (t[0].digits == 4)
        return calendar_day(in, t[2], t[1].value, year_of(t[0]), out);
    return calendar_day(in, t[0], t[1].value, year_of(t[2]), out);
}

static enum kp_status read_month_day(struct reader *in, const struct token *t, struct kp_date *out)
{
    if (in->count == 1 || t[1].digits == 4)
        return day_missing(in);
    return calendar_day(in, t[1], t[0].value, in->count == 3 ? year_of(t[2]) : 0, out);
}

static enum kp_status read_end_of_month(struct reader *in, const struct token *t,
                                        struct kp_date *out)
{
    int year = in->count == 3 ? year_of(t[2]) : 0;
    if (year < 0)
        return not_a_date(in);
    *out = resolve(in, (struct yearly){END_OF_MONTH, t[1].value, 0}, year);
    return KP_OK;
}

/* Week 34, quarter 3. */
static enum kp_status read_part_of_year(struct reader *in, int unit, struct token number, int year,
                                        struct kp_date *out)
{
    if (year < 0 || number.digits > 2)
        return not_a_date(in);
    if (unit == QUARTER && number.value >= 1 && number.value <= 4) {
        *out = resolve(in, (struct yearly){END_OF_QUARTER, number.value, 0}, year);
        return KP_OK;
    }
    if (unit != WEEK || number.value < 1)
        return not_a_date(in);
    *out = resolve(in, (struct yearly){DAY_OF_WEEK, number.value, FRIDAY}, year);
    in->in_week = true;
    if (kp_date_valid(*out))
        return KP_OK;
    return kp_err_set(in->err, KP_INVALID,
                      _("there is no week %d then; a year has 52 weeks, a few have 53"),
                      number.value);
}

static enum kp_status read_unit_number(struct reader *in, const struct token *t,
                                       struct kp_date *out)
{
    return read_part_of_year(in, t[0].value, t[1], in->count == 3 ? year_of(t[2]) : 0, out);
}

static enum kp_status read_end_of_unit_number(struct reader *in, const struct token *t,
                                              struct kp_date *out)
{
    return read_part_of_year(in, t[1].value, t[2], in->count == 4 ? year_of(t[3]) : 0, out);
}

/* 3. kvartal (2026), 2026 W34. */
static enum kp_status read_number_unit(struct reader *in, const struct token *t,
                                       struct kp_date *out)
{
    if (in->count == 3 && t[0].digits == 4)
        return read_part_of_year(in, t[1].value, t[2], year_of(t[0]), out);
    return read_part_of_year(in, t[1].value, t[0], in->count == 3 ? year_of(t[2]) : 0, out);
}

static enum kp_status read_offset(struct reader *in, const struct token *t, struct kp_date *out)
{
    *out = kp_date_add_days(in->today, t[0].value);
    return KP_OK;
}

/* "i dag", once the i is left out. */
static enum kp_status read_day(struct reader *in, const struct token *t, struct kp_date *out)
{
    if (t[0].value != DAY)
        return not_a_date(in);
    *out = in->today;
    return KP_OK;
}

/* "day after tomorrow", "day before yesterday". */
static enum kp_status read_day_beyond(struct reader *in, const struct token *t, struct kp_date *out)
{
    if (t[0].value != DAY || t[1].value * t[2].value <= 0)
        return not_a_date(in);
    *out = kp_date_add_days(in->today, t[1].value + t[2].value);
    return KP_OK;
}

static struct kp_date move(struct kp_date date, int count, int unit)
{
    static const int days[] = {[DAY] = 1, [WEEK] = 7, [FORTNIGHT] = 14};
    static const int months[] = {[MONTH_UNIT] = 1, [QUARTER] = 3, [YEAR] = 12};
    if (unit <= FORTNIGHT)
        return kp_date_add_days(date, (int64_t)count * days[unit]);
    return kp_date_add_months(date, count * months[unit]);
}

static enum kp_status read_ahead(struct reader *in, const struct token *t, struct kp_date *out)
{
    *out = move(in->today, t[1].value, t[2].value);
    return KP_OK;
}

static enum kp_status read_ago(struct reader *in, const struct token *t, struct kp_date *out)
{
    size_t first = t[0].kind == FOR;
    *out = move(in->today, -t[first].value, t[first + 1].value);
    return KP_OK;
}

/* This, next or last week (its Friday), month, quarter, year (the last day). */
static enum kp_status which_unit(struct reader *in, int which, int unit, struct kp_date *out)
{
    struct kp_date day = move(in->today, which, unit);
    switch (unit) {
    case WEEK:
        *out = kp_date_add_days(monday_of(day), FRIDAY - 1);
        in->in_week = true;
        return KP_OK;
    case MONTH_UNIT:
        *out = kp_date_month_end(day.year, day.month);
        return KP_OK;
    case QUARTER:
        *out = kp_date_month_end(day.year, (day.month + 2) / 3 * 3);
        return KP_OK;
    case YEAR:
        *out = kp_date_month_end(day.year, MONTHS);
        return KP_OK;
    default:
        return not_a_date(in);
    }
}

static enum kp_status read_which_unit(struct reader *in, const struct token *t, struct kp_date *out)
{
    size_t first = t[0].kind == ENDING;
    return which_unit(in, t[first].value, t[first + 1].value, out);
}

static enum kp_status read_end_of_unit(struct reader *in, const struct token *t,
                                       struct kp_date *out)
{
    return which_unit(in, 0, t[1].value, out);
}

/* A weekday alone is the next such day after today. */
static enum kp_status read_weekday(struct reader *in, const struct token *t, struct kp_date *out)
{
    int ahead = (t[0].value - kp_date_weekday(in->today) + DAYS_PER_WEEK - 1) % DAYS_PER_WEEK + 1;
    *out = kp_date_add_days(in->today, ahead);
    return KP_OK;
}

/* "This Friday" is the next one, "next Friday" that of next week, "last Friday" the latest before today. */
static enum kp_status read_which_weekday(struct reader *in, const struct token *t,
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
    const char *row; /* see enum kind */
    enum kp_status (*read)(struct reader *in, const struct token *t, struct kp_date *out);
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
    const struct token *first = in->tokens;
    if (in->count > 1 && first->kind == WEEKDAY) {
        in->weekday = first->value;
        first++;
        in->count--;
    }
    char row[MOST_TOKENS + 1] = {0};
    for (size_t i = 0; i < in->count; i++)
        row[i] = (char)first[i].kind;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        if (strcmp(patterns[i].row, row) == 0)
            return patterns[i].read(in, first, out);
    return not_a_date(in);
}

static enum kp_status read_date(struct reader *in, struct kp_str plain, struct kp_date *out)
{
    if (!kp_date_valid(in->today) || !tokenize(in, plain))
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
    if (in.text.len > LONGEST || !kp_utf8_valid(in.text, NULL))
        return not_a_date(&in);
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_buf plain = KP_BUF_INIT;
    add_plain(&plain, kp_utf8_fold(&arena, in.text));
    enum kp_status status = read_date(&in, kp_buf_str(&plain), out);
    kp_buf_release(&plain);
    kp_arena_release(&arena);
    return status;
}
