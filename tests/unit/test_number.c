// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static uint64_t random_state = 20260302;

static uint64_t next_random(void) /* splitmix64 with a fixed beginning */
{
    uint64_t z = random_state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static struct kp_number number(const char *literal)
{
    struct kp_number value;
    if (!kp_number_read(kp_str_from(literal), &value))
        fail_msg("%s is not read", literal);
    return value;
}

/* A number of 1 to `digits` digits with up to `decimals` of them behind the point. */
static struct kp_number random_number(int digits, int decimals)
{
    struct kp_buf text = KP_BUF_INIT;
    if (next_random() % 2)
        kp_buf_addc(&text, '-');
    int whole = (int)(next_random() % (uint64_t)digits) + 1;
    for (int i = 0; i < whole; i++)
        kp_buf_addc(&text, (char)('0' + (i == 0 && whole > 1 ? 1 + next_random() % 9
                                                             : next_random() % 10)));
    int behind = decimals ? (int)(next_random() % (uint64_t)(decimals + 1)) : 0;
    for (int i = 0; i < behind; i++) {
        if (i == 0)
            kp_buf_addc(&text, '.');
        kp_buf_addc(&text, (char)('0' + next_random() % 10));
    }
    struct kp_number value = number(text.data);
    kp_buf_release(&text);
    return value;
}

static void assert_number(struct kp_number value, const char *expected, const char *what)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_number_print(&text, value);
    if (strcmp(text.data, expected) != 0)
        fail_msg("%s: expected %s, got %s", what, expected, text.data);
    kp_buf_release(&text);
}

static void test_read(void **state)
{
    (void)state;
    static const struct {
        const char *literal, *printed; /* NULL: refused */
    } cases[] = {
        {"0", "0"},
        {"-0", "0"},
        {"0.0", "0"},
        {"-0.000", "0"},
        {"0e5", "0"},
        {"0e999999999999999999999", "0"},
        {"1", "1"},
        {"-1.50", "-1.5"},
        {"2e3", "2000"},
        {"2E+3", "2000"},
        {"2.5e1", "25"},
        {"2500e-2", "25"},
        {"1e-16", "0.0000000000000001"},
        {"1.0000000000000000", "1"},
        {"0.1", "0.1"},
        {"100", "100"},
        {"100.00", "100"},
        {"1.000", "1"},
        {"9007199254740993", "9007199254740993"},
        {"99999999999999999999", "99999999999999999999"},
        {"-99999999999999999999.9999999999999999", "-99999999999999999999.9999999999999999"},
        {"0.00000000000000010000000000", "0.0000000000000001"},
        {"1e19", "10000000000000000000"},
        {"10e18", "10000000000000000000"},
        {"0.00001e24", "10000000000000000000"},
        {"100000000000000000000", NULL},
        {"1e20", NULL},
        {"1e999", NULL},
        {"-1e999999999999999999999999", NULL},
        {"1e-17", NULL},
        {"1e-999999999999999999999999", NULL},
        {"0.12345678901234567", NULL},
        {"NaN", NULL},
        {"nan", NULL},
        {"Infinity", NULL},
        {"-Infinity", NULL},
        {"", NULL},
        {"-", NULL},
        {"+1", NULL},
        {"01", NULL},
        {"-01", NULL},
        {".5", NULL},
        {"5.", NULL},
        {"1.e5", NULL},
        {"1e", NULL},
        {"1e+", NULL},
        {"0x10", NULL},
        {"1 ", NULL},
        {" 1", NULL},
        {"1,5", NULL},
        {"1_000", NULL},
        {"--1", NULL},
        {"1e5.5", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_number value = {77, 0};
        bool ok = kp_number_read(kp_str_from(cases[i].literal), &value);
        if (ok != (cases[i].printed != NULL))
            fail_msg("\"%s\" is %s", cases[i].literal, ok ? "read" : "refused");
        if (ok)
            assert_number(value, cases[i].printed, cases[i].literal);
        else
            assert_true(value.digits == 77); /* left alone */
    }
    struct kp_number value;
    assert_false(kp_number_read((struct kp_str){NULL, 0}, &value));
    assert_false(kp_number_read((struct kp_str){"1\0", 2}, &value));
    assert_true(kp_number_read((struct kp_str){"123", 2}, &value));
    assert_number(value, "12", "a part of a text");
}

static void test_read_long(void **state)
{
    (void)state;
    enum { MILLION = 1 << 20 };
    char *text = malloc(MILLION);
    assert_non_null(text);
    struct kp_number value;
    memset(text, '9', MILLION);
    assert_false(kp_number_read((struct kp_str){text, MILLION}, &value));
    memset(text, '0', MILLION);
    assert_false(kp_number_read((struct kp_str){text, MILLION}, &value));
    text[1] = '.'; /* 0.000… is 0, however long */
    assert_true(kp_number_read((struct kp_str){text, MILLION}, &value));
    assert_number(value, "0", "many zeros");
    text[0] = '7';
    assert_true(kp_number_read((struct kp_str){text, MILLION}, &value));
    assert_number(value, "7", "seven and many zeros");
    free(text);
}

static void test_arithmetic(void **state)
{
    (void)state;
    static const struct {
        const char *a;
        char op;
        const char *b, *result; /* NULL: refused */
    } cases[] = {
        {"0.1", '+', "0.2", "0.3"},
        {"1", '+', "-1", "0"},
        {"1.25", '+', "1.75", "3"},
        {"-0.5", '+', "0.25", "-0.25"},
        {"99999999999999999999", '+', "0.9999999999999999",
         "99999999999999999999.9999999999999999"},
        {"99999999999999999999", '+', "1", NULL},
        {"-99999999999999999999", '-', "1", NULL},
        {"1", '-', "0.9", "0.1"},
        {"1000000", '-', "0.01", "999999.99"},
        {"1800000", '*', "0.4", "720000"},
        {"0.1", '*', "0.1", "0.01"},
        {"-3", '*', "7", "-21"},
        {"-3", '*', "-7", "21"},
        {"0", '*', "99999999999999999999", "0"},
        {"10000000000", '*', "10000000000", NULL},
        {"9999999999", '*', "10000000000", "99999999990000000000"},
        {"0.0000000000000001", '*', "0.5", "0.0000000000000001"}, /* half is rounded away from 0 */
        {"0.0000000000000001", '*', "-0.5", "-0.0000000000000001"},
        {"0.0000000000000001", '*', "0.4999999999999999", "0"},
        {"0.0000000000000001", '*', "0.0000000000000001", "0"},
        {"99999999999999999999.9999999999999999", '*', "0.9999999999999999",
         "99999999999999989999.9999999999999999"},
        {"99999999999999999999.9999999999999999", '*', "1.0000000000000001", NULL},
        {"99999999999999999999.9999999999999999", '*', "99999999999999999999.9999999999999999",
         NULL},
        {"1.0000000000000001", '*', "1.0000000000000001", "1.0000000000000002"},
        {"1", '/', "3", "0.3333333333333333"},
        {"2", '/', "3", "0.6666666666666667"},
        {"-2", '/', "3", "-0.6666666666666667"},
        {"1", '/', "8", "0.125"},
        {"1", '/', "0", NULL},
        {"0", '/', "5", "0"},
        {"10", '/', "4", "2.5"},
        {"1.5", '/', "0.5", "3"},
        {"1", '/', "20000000000000000", "0.0000000000000001"}, /* 0.5e-16 */
        {"1", '/', "20000000000000001", "0"},
        {"99999999999999999999", '/', "0.1", NULL},
        {"99999999999999999999", '/', "1", "99999999999999999999"},
        {"1", '/', "99999999999999999999.9999999999999999", "0"},
        {"99999999999999999999.9999999999999999", '/', "99999999999999999999.9999999999999999",
         "1"},
        {"0.0000000000000001", '/', "0.0000000000000003", "0.3333333333333333"},
        {"7", '%', "3", "1"},
        {"-7", '%', "3", "-1"},
        {"7", '%', "-3", "1"},
        {"5.5", '%', "2", "1.5"},
        {"1", '%', "0.3", "0.1"},
        {"6", '%', "3", "0"},
        {"1", '%', "0", NULL},
        {"0.3", '%', "0.1", "0"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_number a = number(cases[i].a), b = number(cases[i].b), result = {77, 0};
        bool ok = false;
        switch (cases[i].op) {
        case '+': ok = kp_number_add(a, b, &result); break;
        case '-': ok = kp_number_subtract(a, b, &result); break;
        case '*': ok = kp_number_multiply(a, b, &result); break;
        case '/': ok = kp_number_divide(a, b, &result); break;
        case '%': ok = kp_number_remainder(a, b, &result); break;
        }
        char what[128];
        snprintf(what, sizeof what, "%s %c %s", cases[i].a, cases[i].op, cases[i].b);
        if (ok != (cases[i].result != NULL))
            fail_msg("%s is %s", what, ok ? "in range" : "refused");
        if (ok)
            assert_number(result, cases[i].result, what);
        else
            assert_true(result.digits == 77);
    }
}

static void test_laws(void **state)
{
    (void)state;
    const struct kp_number zero = {0, 0}, one = {1, 0};
    for (int i = 0; i < 20000; i++) {
        struct kp_number a = random_number(19, 16), b = random_number(19, 16), c, d = zero;
        assert_true(kp_number_add(a, b, &c) && kp_number_subtract(c, b, &d));
        assert_true(kp_number_equal(d, a));
        assert_true(kp_number_add(b, a, &d) && kp_number_equal(c, d));
        assert_true(kp_number_subtract(a, a, &d) && kp_number_equal(d, zero));
        assert_true(kp_number_multiply(a, one, &d) && kp_number_equal(d, a));
        assert_true(kp_number_equal(kp_number_negate(kp_number_negate(a)), a));
        assert_int_equal(kp_number_compare(a, b), -kp_number_compare(b, a));
        assert_int_equal(kp_number_compare(a, b) == 0, kp_number_equal(a, b));
        bool ab = kp_number_multiply(a, b, &c), ba = kp_number_multiply(b, a, &d);
        assert_true(ab == ba && (!ab || kp_number_equal(c, d)));
        if (kp_number_sign(b) && kp_number_remainder(a, b, &c)) {
            struct kp_number size_b = kp_number_sign(b) < 0 ? kp_number_negate(b) : b;
            struct kp_number size_c = kp_number_sign(c) < 0 ? kp_number_negate(c) : c;
            assert_true(kp_number_compare(size_c, size_b) < 0);
            assert_true(kp_number_sign(c) == 0 || kp_number_sign(c) == kp_number_sign(a));
        }
        struct kp_number e = random_number(6, 4), f = random_number(6, 4);
        if (kp_number_sign(f)) { /* a product of few decimals divides back exactly */
            assert_true(kp_number_multiply(e, f, &c) && kp_number_divide(c, f, &d));
            assert_true(kp_number_equal(d, e));
        }
    }
}

static void test_compare(void **state)
{
    (void)state;
    static const char *const ascending[] = {
        "-99999999999999999999.9999999999999999",
        "-1000",
        "-1.5",
        "-1.4999999999999999",
        "-1",
        "-0.0000000000000001",
        "0",
        "0.0000000000000001",
        "0.1",
        "0.11",
        "1",
        "1.5",
        "2",
        "10",
        "99999999999999999999",
        "99999999999999999999.9999999999999999",
    };
    for (size_t i = 0; i < COUNT(ascending); i++)
        for (size_t j = 0; j < COUNT(ascending); j++)
            assert_int_equal(kp_number_compare(number(ascending[i]), number(ascending[j])),
                             (i > j) - (i < j));
    assert_int_equal(kp_number_sign(number("-0.1")), -1);
    assert_int_equal(kp_number_sign(number("0")), 0);
    assert_int_equal(kp_number_sign(number("0.1")), 1);
}

static void test_round(void **state)
{
    (void)state;
    static const struct {
        const char *a;
        int decimals;
        const char *result;
    } cases[] = {
        {"1.25", 1, "1.3"},
        {"-1.25", 1, "-1.3"},
        {"1.24", 1, "1.2"},
        {"0.5", 0, "1"},
        {"-0.5", 0, "-1"},
        {"0.4999999999999999", 0, "0"},
        {"2.5", 0, "3"},
        {"1.005", 2, "1.01"},
        {"1234", -2, "1200"},
        {"1250", -2, "1300"},
        {"-1250", -2, "-1300"},
        {"49", -2, "0"},
        {"50", -2, "100"},
        {"1.5", 16, "1.5"},
        {"1.5", 40, "1.5"},
        {"999.95", 1, "1000"},
        {"99999999999999999999.9", 0, "99999999999999999999"}, /* would leave the range */
        {"99999999999999999999", -1, "99999999999999999990"},
        {"99999999999999999999", -20, "0"},
        {"99999999999999999999", -21, "0"},
        {"99999999999999999999", -1000, "0"},
        {"0.0000000000000001", -20, "0"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_number(kp_number_round(number(cases[i].a), cases[i].decimals), cases[i].result,
                      cases[i].a);
}

static void test_whole(void **state)
{
    (void)state;
    int64_t whole = 5;
    assert_true(kp_number_whole(kp_number_from(INT64_MIN), &whole));
    assert_true(whole == INT64_MIN);
    assert_true(kp_number_whole(kp_number_from(INT64_MAX), &whole));
    assert_true(whole == INT64_MAX);
    assert_true(kp_number_whole(number("40.0"), &whole) && whole == 40);
    assert_false(kp_number_whole(number("40.5"), &whole));
    assert_false(kp_number_whole(number("9223372036854775808"), &whole));
    assert_true(whole == 40);
    assert_true(kp_number_to_double(number("-1.5")) == -1.5);
    assert_true(kp_number_to_double(number("0.1")) == 0.1);
}

static void test_round_trip(void **state)
{
    (void)state;
    struct kp_buf text = KP_BUF_INIT;
    for (int i = 0; i < 10000; i++) {
        struct kp_number value = random_number(20, 16), again;
        kp_buf_clear(&text);
        kp_number_print(&text, value);
        assert_true(kp_number_read(kp_buf_str(&text), &again));
        assert_true(kp_number_equal(value, again));
    }
    kp_buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),       cmocka_unit_test(test_read_long),
        cmocka_unit_test(test_arithmetic), cmocka_unit_test(test_laws),
        cmocka_unit_test(test_compare),    cmocka_unit_test(test_round),
        cmocka_unit_test(test_whole),      cmocka_unit_test(test_round_trip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
