// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const enum kp_lang all[] = {KP_LANG_EN, KP_LANG_DA, KP_LANG_SV};

static const struct kp_date today = {2026, 11, 22}; /* a Sunday in ISO week 47 */

static void assert_date(struct kp_date date, const char *expected, const char *what)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_date_print(&text, date);
    if (strcmp(text.data, expected) != 0)
        fail_msg("%s: expected %s, got %s", what, expected, text.data);
    kp_buf_release(&text);
}

/* What people write: with `today` the 22nd of November 2026, in every language. */

struct written {
    const char *text, *date; /* NULL: refused */
};

static void check_written(const struct written *cases, size_t count, struct kp_date now)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < COUNT(all); j++) {
            struct kp_err err = KP_ERR_INIT;
            struct kp_date date = {7, 7, 7};
            enum kp_status status =
                kp_date_parse(kp_str_from(cases[i].text), all[j], now, &date, &err);
            if ((status == KP_OK) != (cases[i].date != NULL))
                fail_msg("\"%s\": %s", cases[i].text, status ? err.text.data : "is read");
            if (status == KP_OK)
                assert_date(date, cases[i].date, cases[i].text);
            else
                assert_true(status == KP_INVALID && err.text.len > 20 && date.year == 7);
            kp_err_release(&err);
        }
    }
}

static void test_written_numbers(void **state)
{
    (void)state;
    static const struct written cases[] = {
        {"2026-03-02", "2026-03-02"},
        {"2026-3-2", "2026-03-02"},
        {"2026/03/02", "2026-03-02"},
        {"2026.03.02", "2026-03-02"},
        {"2026 03 02", "2026-03-02"},
        {"2/3", "2027-03-02"},
        {"02/03", "2027-03-02"},
        {"14/9", "2027-09-14"},
        {"14/9 2026", "2026-09-14"},
        {"14/9-2026", "2026-09-14"},
        {"14/9-26", "2026-09-14"},
        {"14/9/26", "2026-09-14"},
        {"14/9/2026", "2026-09-14"},
        {"14.9.", "2027-09-14"},
        {"14.9", "2027-09-14"},
        {"14.09.26", "2026-09-14"},
        {"14. 9. 2026", "2026-09-14"},
        {"14-9-2026", "2026-09-14"},
        {"14 9 2026", "2026-09-14"},
        {"d. 14/9", "2027-09-14"},
        {"den 14/9 2026", "2026-09-14"},
        {"  14/9  ", "2027-09-14"},
        {"22/11", "2026-11-22"},
        {"23/11", "2026-11-23"},
        {"21/11", "2026-11-21"}, /* yesterday */
        {"23/10", "2026-10-23"}, /* 30 days back */
        {"22/10", "2027-10-22"}, /* 31 days back */
        {"31/12", "2026-12-31"},
        {"1/1", "2027-01-01"},
        {"29/2", "2028-02-29"}, /* the next there is */
        {"29/2 2028", "2028-02-29"},
        {"29.2.2026", NULL},
        {"31/4", NULL},
        {"0/4", NULL},
        {"32/1", NULL},
        {"9/14", NULL},
        {"9/14/2026", NULL},
        {"14/0", NULL},
        {"14", NULL},
        {"2026", NULL},
        {"14/9 0", NULL},
        {"14/9 026", NULL},
        {"14/9 20266", NULL},
        {"14/9/", NULL},
        {"/14/9", NULL},
        {"-14/9", NULL},
        {"14//9", NULL},
        {"14/-9", NULL},
        {"14..9", NULL},
        {"14,9", NULL},
        {"1.5,2", NULL},
        {"14/9 2026 12", NULL},
        {"14:30", NULL},
        {"14/9 kl. 14", NULL},
        {"140926", NULL},
        {"2026-03", NULL},
        {"2026-02-30", NULL},
        {"2026-14-09", NULL},
        {"99999999999999999999/9", NULL},
        {"١٤/٩", NULL},
        {"½/9", NULL},
        {"", NULL},
        {"  ", NULL},
        {".", NULL},
        {"-", NULL},
        {"\xff", NULL},
        {"14\x1b/9", NULL},
    };
    check_written(cases, COUNT(cases), today);
}

static void test_written_months(void **state)
{
    (void)state;
    static const struct written cases[] = {
        {"14. sep", "2027-09-14"},
        {"14. sep.", "2027-09-14"},
        {"14 sep", "2027-09-14"},
        {"14sep", "2027-09-14"},
        {"14 September 2026", "2026-09-14"},
        {"14. september 2026", "2026-09-14"},
        {"den 14. september 2026", "2026-09-14"},
        {"den 14:e september 2026", "2026-09-14"},
        {"1:a maj", "2027-05-01"},
        {"14-sep-2026", "2026-09-14"},
        {"2026 sep 14", "2026-09-14"},
        {"sep 14", "2027-09-14"},
        {"Sep 14, 2026", "2026-09-14"},
        {"September 14th, 2026", "2026-09-14"},
        {"14th of September", "2027-09-14"},
        {"the 1st of May 2027", "2027-05-01"},
        {"2nd June", "2027-06-02"},
        {"3rd march 28", "2028-03-03"},
        {"1 jan", "2027-01-01"},
        {"1 januar", "2027-01-01"},
        {"1 januari", "2027-01-01"},
        {"1 january", "2027-01-01"},
        {"1 februar", "2027-02-01"},
        {"1 februari", "2027-02-01"},
        {"1 mar", "2027-03-01"},
        {"1 marts", "2027-03-01"},
        {"1 mars", "2027-03-01"},
        {"1 march", "2027-03-01"},
        {"1 april", "2027-04-01"},
        {"1 maj", "2027-05-01"},
        {"1 may", "2027-05-01"},
        {"1 juni", "2027-06-01"},
        {"1 june", "2027-06-01"},
        {"1 jul", "2027-07-01"},
        {"1 juli", "2027-07-01"},
        {"1 july", "2027-07-01"},
        {"1 aug", "2027-08-01"},
        {"1 augusti", "2027-08-01"},
        {"1 sept", "2027-09-01"},
        {"1 okt", "2027-10-01"},
        {"1 oktober", "2027-10-01"},
        {"1 oct", "2027-10-01"},
        {"1 NOV", "2026-11-01"},
        {"1 DEC", "2026-12-01"},
        {"Monday 14 September 2026", "2026-09-14"},
        {"mandag den 14. september 2026", "2026-09-14"},
        {"måndag 14 september 2026", "2026-09-14"},
        {"man. 14/9 2026", "2026-09-14"},
        {"Mon, 14 Sep 2026", "2026-09-14"},
        {"tirsdag 14/9 2026", NULL}, /* a Monday */
        {"31 feb", NULL},
        {"30. februar 2026", NULL},
        {"29 feb 2026", NULL},
        {"31. april", NULL},
        {"september", NULL},
        {"september 2026", NULL},
        {"2026 september", NULL},
        {"14 se", NULL},
        {"14 septembre", NULL},
        {"14 septemberx", NULL},
        {"14 foo", NULL},
        {"14 14 september", NULL},
        {"sep sep 14", NULL},
        {"14 sep 2026 sep", NULL},
    };
    check_written(cases, COUNT(cases), today);
}

static void test_written_relative(void **state)
{
    (void)state;
    static const struct written cases[] = {
        {"today", "2026-11-22"},
        {"TODAY", "2026-11-22"},
        {"i dag", "2026-11-22"},
        {"idag", "2026-11-22"},
        {"I dag.", "2026-11-22"},
        {"tomorrow", "2026-11-23"},
        {"i morgen", "2026-11-23"},
        {"i morgon", "2026-11-23"},
        {"imorgon", "2026-11-23"},
        {"i overmorgen", "2026-11-24"},
        {"i övermorgon", "2026-11-24"},
        {"the day after tomorrow", "2026-11-24"},
        {"day before yesterday", "2026-11-20"},
        {"yesterday", "2026-11-21"},
        {"i går", "2026-11-21"},
        {"igår", "2026-11-21"},
        {"i forgårs", "2026-11-20"},
        {"i förrgår", "2026-11-20"},
        {"in 2 weeks", "2026-12-06"},
        {"om 2 uger", "2026-12-06"},
        {"om 2 veckor", "2026-12-06"},
        {"om to uger", "2026-12-06"},
        {"om två veckor", "2026-12-06"},
        {"in two weeks", "2026-12-06"},
        {"in a week", "2026-11-29"},
        {"om en uge", "2026-11-29"},
        {"om en vecka", "2026-11-29"},
        {"in a fortnight", "2026-12-06"},
        {"in 10 days", "2026-12-02"},
        {"om 14 dage", "2026-12-06"},
        {"om 14 dagar", "2026-12-06"},
        {"in 3 months", "2027-02-22"},
        {"om 3 måneder", "2027-02-22"},
        {"om 3 månader", "2027-02-22"},
        {"om 3 maneder", "2027-02-22"}, /* a keyboard without å */
        {"om 3 mdr.", "2027-02-22"},
        {"om et kvartal", "2027-02-22"},
        {"in a year", "2027-11-22"},
        {"om et år", "2027-11-22"},
        {"om ett år", "2027-11-22"},
        {"om 2 år", "2028-11-22"},
        {"2 weeks ago", "2026-11-08"},
        {"for 2 uger siden", "2026-11-08"},
        {"för 2 veckor sedan", "2026-11-08"},
        {"a month ago", "2026-10-22"},
        {"for en måned siden", "2026-10-22"},
        {"in 9999 years", NULL},
        {"in weeks", NULL},
        {"2 weeks", NULL},
        {"2 uger", NULL},
        {"in 2 quarters", "2027-05-22"},
        {"2 quarters", NULL},
        {"om 2 kvartaler", "2027-05-22"},
        {"in 2", NULL},
        {"in 2 apples", NULL},
        {"om om 2 uger", NULL},
        {"in 2.5 weeks", NULL},
        {"in -2 weeks", NULL},
        {"next", NULL},
        {"snart", NULL},
        {"asap", NULL},
        {"week", NULL},
        {"day after yesterday", NULL},
        {"next day", NULL},
    };
    check_written(cases, COUNT(cases), today);
}

static void test_written_weeks(void **state)
{
    (void)state;
    static const struct written cases[] = {
        {"week 34", "2027-08-27"},
        {"uge 34", "2027-08-27"},
        {"vecka 34", "2027-08-27"},
        {"v. 34", "2027-08-27"},
        {"v34", "2027-08-27"},
        {"W34", "2027-08-27"},
        {"u. 34", "2027-08-27"},
        {"i uge 34", "2027-08-27"},
        {"week 34 2026", "2026-08-21"},
        {"uge 34, 2026", "2026-08-21"},
        {"2026-W34", "2026-08-21"},
        {"week 47", "2026-11-20"},
        {"week 48", "2026-11-27"},
        {"week 43", "2026-10-23"},
        {"week 42", "2027-10-22"},
        {"week 53", "2027-01-01"}, /* 2026 has one, and its Friday is in 2027 */
        {"week 1", "2027-01-08"},
        {"week 1 2026", "2026-01-02"},
        {"week 53 2027", NULL},
        {"week 54", NULL},
        {"week 0", NULL},
        {"monday week 34", "2027-08-23"},
        {"mandag i uge 34", "2027-08-23"},
        {"torsdag uge 34 2026", "2026-08-20"},
        {"söndag vecka 34", "2027-08-29"},
        {"next week", "2026-11-27"},
        {"næste uge", "2026-11-27"},
        {"nästa vecka", "2026-11-27"},
        {"i næste uge", "2026-11-27"},
        {"this week", "2026-11-22"},
        {"denne uge", "2026-11-22"},
        {"last week", "2026-11-13"},
        {"sidste uge", "2026-11-13"},
        {"förra veckan", "2026-11-13"},
        {"tuesday next week", "2026-11-24"},
        {"tirsdag i næste uge", "2026-11-24"},
        {"tisdag nästa vecka", "2026-11-24"},
        {"monday", "2026-11-23"},
        {"mandag", "2026-11-23"},
        {"måndag", "2026-11-23"},
        {"på måndag", "2026-11-23"},
        {"on Tuesday", "2026-11-24"},
        {"tirsdag", "2026-11-24"},
        {"tisdag", "2026-11-24"},
        {"ons", "2026-11-25"},
        {"wed.", "2026-11-25"},
        {"thursday", "2026-11-26"},
        {"torsdag", "2026-11-26"},
        {"fre", "2026-11-27"},
        {"friday", "2026-11-27"},
        {"lørdag", "2026-11-28"},
        {"lördag", "2026-11-28"},
        {"lordag", "2026-11-28"},
        {"LØRDAG", "2026-11-28"},
        {"sunday", "2026-11-29"}, /* today is one */
        {"søndag", "2026-11-29"},
        {"son", "2026-11-29"},
        {"this friday", "2026-11-27"},
        {"next friday", "2026-11-27"},
        {"last friday", "2026-11-20"},
        {"last sunday", "2026-11-15"},
        {"sidste fredag", "2026-11-20"},
    };
    check_written(cases, COUNT(cases), today);
    static const struct written on_tuesday[] = {
        {"friday", "2026-11-27"},          {"next friday", "2026-12-04"},
        {"this friday", "2026-11-27"},     {"last friday", "2026-11-20"},
        {"tuesday", "2026-12-01"},         {"this week", "2026-11-27"},
        {"end of the week", "2026-11-27"}, {"last tuesday", "2026-11-17"},
        {"next tuesday", "2026-12-01"},    {"nästa fredag", "2026-12-04"},
        {"monday", "2026-11-30"},
    };
    check_written(on_tuesday, COUNT(on_tuesday), (struct kp_date){2026, 11, 24});
}

static void test_written_ends(void **state)
{
    (void)state;
    static const struct written cases[] = {
        {"end of June", "2027-06-30"},
        {"end of june 2028", "2028-06-30"},
        {"the end of June", "2027-06-30"},
        {"udgangen af juni", "2027-06-30"},
        {"slutningen af juni", "2027-06-30"},
        {"ultimo juni", "2027-06-30"},
        {"i slutet av juni", "2027-06-30"},
        {"slutet av juni", "2027-06-30"},
        {"utgången av juni", "2027-06-30"},
        {"end of feb", "2027-02-28"},
        {"end of feb 2028", "2028-02-29"},
        {"end of october", "2026-10-31"}, /* 22 days back */
        {"end of november", "2026-11-30"},
        {"end of the month", "2026-11-30"},
        {"udgangen af måneden", "2026-11-30"},
        {"slutet av månaden", "2026-11-30"},
        {"end of next month", "2026-12-31"},
        {"end of the year", "2026-12-31"},
        {"udgangen af året", "2026-12-31"},
        {"i slutet av året", "2026-12-31"},
        {"end of the week", "2026-11-22"},
        {"next month", "2026-12-31"},
        {"næste måned", "2026-12-31"},
        {"nästa månad", "2026-12-31"},
        {"this month", "2026-11-30"},
        {"last month", "2026-10-31"},
        {"next year", "2027-12-31"},
        {"this quarter", "2026-12-31"},
        {"next quarter", "2027-03-31"},
        {"Q1", "2027-03-31"},
        {"q3 2026", "2026-09-30"},
        {"end of Q2", "2027-06-30"},
        {"end of Q2 2028", "2028-06-30"},
        {"end of week 34", "2027-08-27"},
        {"3. kvartal", "2027-09-30"},
        {"3. kvartal 2026", "2026-09-30"},
        {"kvartal 4", "2026-12-31"},
        {"Q4", "2026-12-31"},
        {"Q5", NULL},
        {"Q0", NULL},
        {"end", NULL},
        {"end of", NULL},
        {"end of 2026", NULL},
        {"end of june june", NULL},
        {"end of june 026", NULL},
        {"end of tomorrow", NULL},
    };
    check_written(cases, COUNT(cases), today);
}

/* Around the turn of a year the nearest date may be in the year that has just ended. */
static void test_written_new_year(void **state)
{
    (void)state;
    static const struct written cases[] = {
        {"20/12", "2026-12-20"},        {"6/12", "2026-12-06"},
        {"5/12", "2027-12-05"},         {"1/1", "2027-01-01"},
        {"5/1", "2027-01-05"},          {"end of december", "2026-12-31"},
        {"end of month", "2027-01-31"}, {"week 52", "2026-12-25"},
        {"week 1", "2027-01-08"},       {"Q4", "2026-12-31"},
        {"last month", "2026-12-31"},
    };
    check_written(cases, COUNT(cases), (struct kp_date){2027, 1, 5});
    static const struct written at_the_end[] = {
        {"1/1", NULL},
        {"31/12", "9999-12-31"},
        {"tomorrow", NULL},
        {"next week", NULL},
        {"in 1 month", NULL},
        {"today", "9999-12-31"},
        {"1/1 2026", "2026-01-01"},
    };
    check_written(at_the_end, COUNT(at_the_end), (struct kp_date){9999, 12, 31});
    static const struct written at_the_beginning[] = {
        {"1/1", "0001-01-01"},
        {"yesterday", NULL},
        {"last week", NULL},
        {"31/12", "0001-12-31"},
    };
    check_written(at_the_beginning, COUNT(at_the_beginning), (struct kp_date){1, 1, 1});
    static const struct written no_today[] = {{"tomorrow", NULL}, {"14/9", NULL}};
    check_written(no_today, COUNT(no_today), (struct kp_date){0, 0, 0});
}

static void test_messages(void **state)
{
    (void)state;
    static const struct {
        enum kp_lang lang;
        const char *text, *has;
    } cases[] = {
        {KP_LANG_EN, "31 feb 2026",
         "31 February 2026 does not exist; write a date such as 28 Feb 2026 or 2026-02-28"},
        {KP_LANG_EN, "31/2", "31 February does not exist; write a date such as 28 Feb 2027"},
        {KP_LANG_DA, "31/4 2027",
         "31. april 2027 does not exist; write a date such as 30. apr. 2027"},
        {KP_LANG_SV, "32/8", "32 augusti does not exist; write a date such as 31 aug 2027"},
        {KP_LANG_EN, "9/14", "there is no month 14; the day comes before the month, as in 14/9"},
        {KP_LANG_EN, "soon", "\"soon\" is not a date; write one such as 22 Nov 2026 or 2026-11-22"},
        {KP_LANG_DA, "snart", "write one such as 22. nov. 2026 or 2026-11-22"},
        {KP_LANG_EN, "", "there is no date here; write one such as 22 Nov 2026"},
        {KP_LANG_EN, "September 2026", "which month but not which day"},
        {KP_LANG_EN, "Tuesday 14/9 2026", "14 Sep 2026 is a Monday, not a Tuesday"},
        {KP_LANG_DA, "lørdag 14/9 2026", "14. sep. 2026 is a mandag, not a lørdag"},
        {KP_LANG_EN, "week 53 2027", "there is no week 53"},
        {KP_LANG_EN, "\x1b[2Jsoon", "<U+001B>"},
        {KP_LANG_EN,
         "this is not a date at all but a very long sentence that somebody wrote in the wrong "
         "place "
         "and it goes on and on",
         "\xe2\x80\xa6\" is not a date"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_err err = KP_ERR_INIT;
        struct kp_date date;
        assert_int_equal(
            kp_date_parse(kp_str_from(cases[i].text), cases[i].lang, today, &date, &err),
            KP_INVALID);
        if (!strstr(err.text.data, cases[i].has))
            fail_msg("%s: %s", cases[i].text, err.text.data);
        kp_err_release(&err);
    }
    assert_int_equal(kp_date_parse(KP_STR("x"), KP_LANG_EN, today, &(struct kp_date){0}, NULL),
                     KP_INVALID);
}

static void test_show(void **state)
{
    (void)state;
    static const struct {
        struct kp_date date;
        const char *shown[KP_LANG_COUNT];
    } cases[] = {
        {{2026, 1, 1}, {"1 Jan 2026", "1. jan. 2026", "1 jan 2026"}},
        {{2026, 2, 28}, {"28 Feb 2026", "28. feb. 2026", "28 feb 2026"}},
        {{2026, 3, 2}, {"2 Mar 2026", "2. mar. 2026", "2 mars 2026"}},
        {{2026, 4, 3}, {"3 Apr 2026", "3. apr. 2026", "3 apr 2026"}},
        {{2026, 5, 4}, {"4 May 2026", "4. maj 2026", "4 maj 2026"}},
        {{2026, 6, 5}, {"5 Jun 2026", "5. jun. 2026", "5 juni 2026"}},
        {{2026, 7, 6}, {"6 Jul 2026", "6. jul. 2026", "6 juli 2026"}},
        {{2026, 8, 7}, {"7 Aug 2026", "7. aug. 2026", "7 aug 2026"}},
        {{2026, 9, 14}, {"14 Sep 2026", "14. sep. 2026", "14 sep 2026"}},
        {{2026, 10, 9}, {"9 Oct 2026", "9. okt. 2026", "9 okt 2026"}},
        {{2026, 11, 10}, {"10 Nov 2026", "10. nov. 2026", "10 nov 2026"}},
        {{2026, 12, 31}, {"31 Dec 2026", "31. dec. 2026", "31 dec 2026"}},
        {{0, 0, 0}, {"", "", ""}},
        {{2026, 13, 1}, {"", "", ""}},
    };
    struct kp_buf out = KP_BUF_INIT;
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (size_t j = 0; j < COUNT(all); j++) {
            kp_buf_clear(&out);
            kp_date_show(&out, cases[i].date, all[j]);
            assert_string_equal(out.data, cases[i].shown[all[j]]);
        }
    }
    kp_buf_release(&out);
}

static void test_round_trips(void **state)
{
    (void)state;
    struct kp_buf text = KP_BUF_INIT;
    for (int64_t days = kp_date_to_days((struct kp_date){1000, 1, 1}); days <= 2932896;
         days += 97) {
        struct kp_date date = kp_date_from_days(days), again;
        enum kp_lang lang = all[days & 1 ? 0 : 1 + (days & 2) / 2];
        kp_buf_clear(&text);
        kp_date_show(&text, date, lang);
        struct kp_err err = KP_ERR_INIT;
        if (kp_date_parse(kp_buf_str(&text), lang, today, &again, &err) ||
            kp_date_compare(date, again) != 0)
            fail_msg("%s: %s", text.data, err.text.data);
    }
    kp_buf_release(&text);
}

static void test_noise(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "14",   "9",   "2026", "0",   ".",   "/",   "-",   " ",      ",",
        "sep",  "uge", "next", "i",   "om",  "end", "of",  "fredag", "\xc3",
        "\xa5", ":e",  "th",   "dag", "two", "q",   "ago", "\n",     "(",
    };
    uint64_t random = 1;
    for (int i = 0; i < 50000; i++) {
        struct kp_buf text = KP_BUF_INIT;
        for (int j = 0; j < 6; j++) {
            random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            kp_buf_adds(&text, pieces[(random >> 33) % COUNT(pieces)]);
        }
        struct kp_date date;
        struct kp_err err = KP_ERR_INIT;
        enum kp_status status = kp_date_parse(kp_buf_str(&text), all[i % 3], today, &date, &err);
        assert_true(status == KP_OK ? kp_date_valid(date) : err.text.len > 0);
        kp_err_release(&err);
        kp_buf_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_written_numbers),  cmocka_unit_test(test_written_months),
        cmocka_unit_test(test_written_relative), cmocka_unit_test(test_written_weeks),
        cmocka_unit_test(test_written_ends),     cmocka_unit_test(test_written_new_year),
        cmocka_unit_test(test_messages),         cmocka_unit_test(test_show),
        cmocka_unit_test(test_round_trips),      cmocka_unit_test(test_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
