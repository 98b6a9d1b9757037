// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void test_parse(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t at;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1970-01-01T00:00:00.001Z", 1},
        {"1970-01-01T00:00:00.0009Z", 0},
        {"1970-01-01T00:00:00.123456789Z", 123},
        {"1970-01-01T00:00:00.5Z", 500},
        {"1969-12-31T23:59:59Z", -1000},
        {"1969-12-31T23:59:59.999Z", -1},
        {"2026-03-02T09:00:00Z", INT64_C(1772442000000)},
        {"2026-03-02t09:00:00z", INT64_C(1772442000000)},
        {"2026-03-02 09:00:00Z", INT64_C(1772442000000)},
        {"2026-03-02T10:00:00+01:00", INT64_C(1772442000000)},
        {"2026-03-02T04:00:00-05:00", INT64_C(1772442000000)},
        {"2026-03-02T14:45:00+05:45", INT64_C(1772442000000)},
        {"2026-03-02T09:00:00-00:00", INT64_C(1772442000000)},
        {"2026-03-02T09:00:00+00:00", INT64_C(1772442000000)},
        {"2016-12-31T23:59:60Z", INT64_C(1483228800000)}, /* a leap second */
        {"2000-02-29T23:59:59Z", INT64_C(951868799000)},
        {"0001-01-01T00:00:00Z", INT64_C(-62135596800000)},
        {"9999-12-31T23:59:59Z", INT64_C(253402300799000)},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_err err = KP_ERR_INIT;
        int64_t at = 7;
        if (kp_time_parse(kp_str_from(cases[i].text), &at, &err))
            fail_msg("%s", err.text.data);
        if (at != cases[i].at)
            fail_msg("%s: %lld", cases[i].text, (long long)at);
        kp_err_release(&err);
    }
}

static void test_parse_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        "now",
        "2026-03-02",
        "2026-03-02T09:00:00",
        "2026-03-02T09:00Z",
        "2026-03-02T9:00:00Z",
        "2026-03-02T24:00:00Z",
        "2026-03-02T09:60:00Z",
        "2026-03-02T09:00:61Z",
        "2026-03-02T09:00:00.Z",
        "2026-03-02T09:00:00,5Z",
        "2026-03-02T09:00:00ZZ",
        "2026-03-02T09:00:00Z ",
        " 2026-03-02T09:00:00Z",
        "2026-03-02T09:00:00+1:00",
        "2026-03-02T09:00:00+0100",
        "2026-03-02T09:00:00+24:00",
        "2026-03-02T09:00:00+01:60",
        "2026-03-02T09:00:00+01",
        "2026-03-02X09:00:00Z",
        "2026-02-30T09:00:00Z",
        "2026-3-2T09:00:00Z",
        "02-03-2026T09:00:00Z",
        "2026-03-02T-9:00:00Z",
        "2026-03-02T09:00:0",
        "2026-03-02T09:00:00.5",
        "1772442000",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_err err = KP_ERR_INIT;
        int64_t at = 7;
        size_t len = strlen(cases[i]);
        char *exact = malloc(len ? len : 1); /* a byte too far is found out */
        assert_non_null(exact);
        memcpy(exact, cases[i], len);
        if (kp_time_parse((struct kp_str){exact, len}, &at, &err) != KP_INVALID)
            fail_msg("%s is read", cases[i]);
        assert_true(at == 7);
        assert_non_null(
            strstr(err.text.data, "is not a time; write one such as 2026-03-02T09:00:00Z"));
        kp_err_release(&err);
        free(exact);
    }
}

static void test_format(void **state)
{
    (void)state;
    static const struct {
        int64_t at;
        const char *text;
    } cases[] = {
        {0, "1970-01-01T00:00:00Z"},
        {999, "1970-01-01T00:00:00Z"},
        {-1, "1969-12-31T23:59:59Z"},
        {-1000, "1969-12-31T23:59:59Z"},
        {-1001, "1969-12-31T23:59:58Z"},
        {INT64_C(1772442000000), "2026-03-02T09:00:00Z"},
        {INT64_C(1772442000000) - 1, "2026-03-02T08:59:59Z"},
        {INT64_C(253402300799999), "9999-12-31T23:59:59Z"},
    };
    struct kp_buf text = KP_BUF_INIT;
    for (size_t i = 0; i < COUNT(cases); i++) {
        kp_buf_clear(&text);
        kp_time_format(&text, cases[i].at);
        assert_string_equal(text.data, cases[i].text);
    }
    for (int64_t at = INT64_C(-60000000000000); at < INT64_C(250000000000000);
         at += INT64_C(77777777777000)) {
        int64_t again;
        kp_buf_clear(&text);
        kp_time_format(&text, at);
        assert_int_equal(kp_time_parse(kp_buf_str(&text), &again, NULL), KP_OK);
        assert_true(again == at);
    }
    kp_buf_release(&text);
}

static void test_clocks(void **state)
{
    (void)state;
    struct kp_clock clock = kp_clock_system();
    int64_t now = kp_clock_now(&clock), seconds = (int64_t)time(NULL);
    assert_true(now / 1000 >= seconds - 1 && now / 1000 <= seconds + 1);
    int64_t first = kp_clock_steady(&clock), second = kp_clock_steady(&clock);
    assert_true(second >= first);

    assert_int_equal(kp_clock_fixed(&clock, KP_STR("soon"), NULL), KP_INVALID);
    assert_false(clock.fixed);
    assert_int_equal(kp_clock_fixed(&clock, KP_STR("2026-03-02T10:00:00+01:00"), NULL), KP_OK);
    assert_true(kp_clock_now(&clock) == INT64_C(1772442000000));
    assert_true(kp_clock_steady(&clock) == INT64_C(1772442000000));
}

/* The clock of a file: read anew each time; what is no time, or not there, is the time before. */
static void test_clock_of_a_file(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t at;
    } cases[] = {
        {"2026-03-02T09:00:01Z", INT64_C(1772442001000)},
        {"", INT64_C(1772442000000)},
        {"2026-03-02T09", INT64_C(1772442000000)},
        {"  2026-03-02T11:00:00+01:00\n", INT64_C(1772445600000)},
        {"2025-03-02T09:00:00Z\n", INT64_C(1740906000000)}, /* it may be set back */
    };
    char name[] = "/tmp/clock-XXXXXX";
    struct kp_clock clock = kp_clock_system();
    struct kp_err err = KP_ERR_INIT;
    assert_int_equal(kp_clock_of_file(&clock, "/nowhere/clock", &err), KP_NOT_FOUND);
    int fd = mkstemp(name);
    assert_true(fd >= 0);
    assert_int_equal(kp_clock_of_file(&clock, name, &err), KP_INVALID);
    assert_non_null(strstr(err.text.data, "is not a time"));
    assert_false(clock.fixed); /* as it was */
    assert_int_equal(pwrite(fd, "2026-03-02T09:00:00Z\n", 21, 0), 21);
    assert_int_equal(kp_clock_of_file(&clock, name, &err), KP_OK);
    for (size_t i = 0; i < COUNT(cases); i++) {
        ssize_t length = (ssize_t)strlen(cases[i].text);
        assert_int_equal(ftruncate(fd, 0), 0);
        assert_int_equal(pwrite(fd, cases[i].text, (size_t)length, 0), length);
        assert_true(kp_clock_now(&clock) == cases[i].at);
        assert_true(kp_clock_steady(&clock) == cases[i].at);
    }
    close(fd);
    unlink(name);
    assert_true(kp_clock_now(&clock) == INT64_C(1772442000000));
    kp_err_release(&err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),           cmocka_unit_test(test_parse_refused),
        cmocka_unit_test(test_format),          cmocka_unit_test(test_clocks),
        cmocka_unit_test(test_clock_of_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
