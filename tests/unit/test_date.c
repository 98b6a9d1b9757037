// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct kp_date today = {2026, 11, 22}; /* a Sunday in ISO week 47 */

static void assert_date(struct kp_date date, const char *expected, const char *what)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_date_print(&text, date);
    if (strcmp(text.data, expected) != 0)
        fail_msg("%s: expected %s, got %s", what, expected, text.data);
    kp_buf_release(&text);
}

static void test_calendar(void **state)
{
    (void)state;
    static const struct {
        struct kp_date date;
        int64_t days;
        int weekday;
    } cases[] = {
        {{1970, 1, 1}, 0, 4},         {{1969, 12, 31}, -1, 3},   {{1, 1, 1}, -719162, 1},
        {{9999, 12, 31}, 2932896, 5}, {{2000, 2, 29}, 11016, 2}, {{2026, 11, 22}, 20779, 7},
        {{1900, 3, 1}, -25508, 4},    {{2100, 2, 28}, 47540, 7}, {{1582, 10, 15}, -141427, 5},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_true(kp_date_to_days(cases[i].date) == cases[i].days);
        assert_int_equal(kp_date_compare(kp_date_from_days(cases[i].days), cases[i].date), 0);
        assert_int_equal(kp_date_weekday(cases[i].date), cases[i].weekday);
    }
    assert_false(kp_date_valid(kp_date_from_days(-719163)));
    assert_false(kp_date_valid(kp_date_from_days(2932897)));
    assert_false(kp_date_valid(kp_date_from_days(INT64_MIN)));
    assert_false(kp_date_valid(kp_date_from_days(INT64_MAX)));
}

/* Every day of ten thousand years, against a calendar that counts. */
static void test_every_day(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t days = -719162;
    int weekday = 1;
    for (int year = 1; year <= 9999; year++) {
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; month++) {
            int length = lengths[month - 1] + (month == 2 && leap);
            for (int day = 1; day <= length; day++, days++) {
                struct kp_date date = {year, month, day}, back = kp_date_from_days(days);
                if (kp_date_to_days(date) != days || kp_date_compare(back, date) != 0 ||
                    !kp_date_valid(date) || kp_date_weekday(date) != weekday)
                    fail_msg("%d-%d-%d", year, month, day);
                weekday = weekday % 7 + 1;
            }
            assert_false(kp_date_valid((struct kp_date){year, month, length + 1}));
            assert_int_equal(kp_date_month_end(year, month).day, length);
        }
    }
    assert_true(days == 2932897);
}

static void test_invalid(void **state)
{
    (void)state;
    static const struct kp_date bad[] = {
        {0, 0, 0},     {0, 1, 1},     {10000, 1, 1}, {2026, 0, 1},  {2026, 13, 1}, {2026, 1, 0},
        {2026, 1, 32}, {2026, 2, 29}, {2100, 2, 29}, {1900, 2, 29}, {2026, 4, 31}, {-5, 1, 1},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_false(kp_date_valid(bad[i]));
        assert_false(kp_date_valid(kp_date_add_days(bad[i], 1)));
        assert_false(kp_date_valid(kp_date_add_months(bad[i], 1)));
        assert_int_equal(kp_cycle_of(bad[i]).year, 0);
    }
    assert_true(kp_date_valid((struct kp_date){2000, 2, 29}));
    assert_false(kp_date_valid(kp_date_month_end(2026, 13)));
    assert_false(kp_date_valid(kp_date_month_end(0, 1)));
}

static void test_add(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        char unit;
        int count;
        const char *to; /* NULL: no date */
    } cases[] = {
        {"2026-01-31", 'm', 1, "2026-02-28"},   {"2028-01-31", 'm', 1, "2028-02-29"},
        {"2026-01-31", 'm', 12, "2027-01-31"},  {"2026-03-31", 'm', -1, "2026-02-28"},
        {"2026-03-15", 'm', -3, "2025-12-15"},  {"2026-12-15", 'm', 1, "2027-01-15"},
        {"2028-02-29", 'm', 12, "2029-02-28"},  {"2026-05-05", 'm', 0, "2026-05-05"},
        {"9999-12-01", 'm', 1, NULL},           {"0001-01-01", 'm', -1, NULL},
        {"2026-05-05", 'm', INT32_MAX, NULL},   {"2026-05-05", 'm', INT32_MIN, NULL},
        {"2026-12-31", 'd', 1, "2027-01-01"},   {"2026-03-01", 'd', -1, "2026-02-28"},
        {"2026-03-01", 'd', 365, "2027-03-01"}, {"9999-12-31", 'd', 1, NULL},
        {"0001-01-01", 'd', -1, NULL},          {"2026-03-01", 'd', INT32_MAX, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_date from;
        assert_int_equal(kp_date_read(kp_str_from(cases[i].from), &from, NULL), KP_OK);
        struct kp_date to = cases[i].unit == 'm' ? kp_date_add_months(from, cases[i].count)
                                                 : kp_date_add_days(from, cases[i].count);
        assert_int_equal(kp_date_valid(to), cases[i].to != NULL);
        if (cases[i].to)
            assert_date(to, cases[i].to, cases[i].from);
    }
    assert_false(kp_date_valid(kp_date_add_days(today, INT64_MAX)));
    assert_false(kp_date_valid(kp_date_add_days(today, INT64_MIN)));
}

static void test_local(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        int64_t millis;
        const char *date;
    } cases[] = {
        {"UTC", 0, "1970-01-01"},
        {"UTC", -1, "1969-12-31"},
        {"UTC", 86399999, "1970-01-01"},
        {"UTC", 86400000, "1970-01-02"},
        {"CET-1CEST,M3.5.0,M10.5.0/3", INT64_C(1772402400000), "2026-03-01"}, /* 22:00 UTC */
        {"CET-1CEST,M3.5.0,M10.5.0/3", INT64_C(1772406000000), "2026-03-02"}, /* 23:00 UTC */
        {"CET-1CEST,M3.5.0,M10.5.0/3", INT64_C(1785535200000),
         "2026-08-01"}, /* 22:00 UTC, summer */
        {"EST5", INT64_C(1772406000000), "2026-03-01"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        setenv("TZ", cases[i].zone, 1);
        assert_date(kp_date_local(cases[i].millis), cases[i].date, cases[i].zone);
    }
    assert_false(kp_date_valid(kp_date_local(INT64_MAX)));
    assert_false(kp_date_valid(kp_date_local(INT64_MIN)));
    setenv("TZ", "UTC", 1);
}

static void test_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *has; /* NULL: good; else words of the message */
    } cases[] = {
        {"2026-03-02", NULL},
        {"0001-01-01", NULL},
        {"9999-12-31", NULL},
        {"2028-02-29", NULL},
        {"2026-02-29", "does not exist"},
        {"2026-13-01", "does not exist"},
        {"2026-04-31", "does not exist"},
        {"2026-00-01", "is not a date"},
        {"0000-01-01", "is not a date"},
        {"2026-3-2", "is not a date"},
        {"2026-03-2", "is not a date"},
        {"26-03-02", "is not a date"},
        {"2026/03/02", "is not a date"},
        {"2026-03-02 ", "is not a date"},
        {" 2026-03-02", "is not a date"},
        {"2026-03-0a", "is not a date"},
        {"2026-+3-02", "is not a date"},
        {"02-03-2026", "is not a date"},
        {"", "is not a date"},
        {"today", "is not a date"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_err err = KP_ERR_INIT;
        struct kp_date date = {7, 7, 7};
        enum kp_status status = kp_date_read(kp_str_from(cases[i].text), &date, &err);
        assert_int_equal(status, cases[i].has ? KP_INVALID : KP_OK);
        if (cases[i].has && (!strstr(err.text.data, cases[i].has) || date.year != 7))
            fail_msg("%s: %s", cases[i].text, err.text.data);
        if (!cases[i].has)
            assert_date(date, cases[i].text, cases[i].text);
        kp_err_release(&err);
    }
}

/* Every hundredth day or so reads back as it was printed. */
static void test_round_trip(void **state)
{
    (void)state;
    struct kp_buf text = KP_BUF_INIT;
    for (int64_t days = -719162; days <= 2932896; days += 97) {
        struct kp_date date = kp_date_from_days(days), again;
        kp_buf_clear(&text);
        kp_date_print(&text, date);
        assert_int_equal(kp_date_read(kp_buf_str(&text), &again, NULL), KP_OK);
        assert_int_equal(kp_date_compare(date, again), 0);
    }
    kp_buf_release(&text);
}

static void test_cycles(void **state)
{
    (void)state;
    static const struct {
        struct kp_date date;
        const char *cycle;
    } dates[] = {
        {{2026, 1, 1}, "2026H1"},   {{2026, 6, 30}, "2026H1"}, {{2026, 7, 1}, "2026H2"},
        {{2026, 12, 31}, "2026H2"}, {{1, 1, 1}, "0001H1"},     {{9999, 12, 31}, "9999H2"},
    };
    struct kp_buf text = KP_BUF_INIT;
    for (size_t i = 0; i < COUNT(dates); i++) {
        struct kp_cycle cycle = kp_cycle_of(dates[i].date), again;
        kp_buf_clear(&text);
        kp_cycle_print(&text, cycle);
        assert_string_equal(text.data, dates[i].cycle);
        assert_int_equal(kp_cycle_read(kp_buf_str(&text), &again, NULL), KP_OK);
        assert_int_equal(kp_cycle_distance(cycle, again), 0);
    }
    kp_buf_clear(&text);
    kp_cycle_print(&text, (struct kp_cycle){0, 0});
    assert_string_equal(text.data, "");
    kp_buf_release(&text);

    static const char *const bad[] = {"",     "2026",    "2026H",  "2026H3", "2026H0", "2026-H1",
                                      "26H1", "2026H1 ", "2026Q1", "0000H1", "-026H1", "H12026"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct kp_err err = KP_ERR_INIT;
        struct kp_cycle cycle = {7, 1};
        assert_int_equal(kp_cycle_read(kp_str_from(bad[i]), &cycle, &err), KP_INVALID);
        assert_non_null(strstr(err.text.data, "2026H1 for January to June"));
        assert_int_equal(cycle.year, 7);
        kp_err_release(&err);
    }
    struct kp_cycle cycle;
    assert_int_equal(kp_cycle_read(KP_STR("2026h2"), &cycle, NULL), KP_OK);
    for (int n = -100; n <= 100; n++)
        assert_int_equal(kp_cycle_distance(cycle, kp_cycle_add(cycle, n)), n);
    assert_int_equal(kp_cycle_add(cycle, 1).year, 2027);
    assert_int_equal(kp_cycle_add(cycle, 1).half, 1);
    assert_int_equal(kp_cycle_add((struct kp_cycle){1, 1}, -1).year, 0);
    assert_int_equal(kp_cycle_add((struct kp_cycle){9999, 2}, 1).year, 0);
    assert_int_equal(kp_cycle_add((struct kp_cycle){0, 0}, 1).year, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calendar),   cmocka_unit_test(test_every_day),
        cmocka_unit_test(test_invalid),    cmocka_unit_test(test_add),
        cmocka_unit_test(test_local),      cmocka_unit_test(test_read),
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_cycles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
