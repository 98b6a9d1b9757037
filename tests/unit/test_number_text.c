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

#define NBSP   "\xc2\xa0"
#define THIN   "\xe2\x80\x89"
#define NARROW "\xe2\x80\xaf"
#define MINUS  "\xe2\x88\x92"

static const enum kp_lang all[] = {KP_LANG_EN, KP_LANG_DA, KP_LANG_SV};

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

/* What people write. */

struct written {
    const char *text, *value; /* NULL: refused */
};

static void check_written(const struct written *cases, size_t count, enum kp_lang lang,
                          const char *suffix)
{
    for (size_t i = 0; i < count; i++) {
        struct kp_err err = KP_ERR_INIT;
        struct kp_number value = {77, 0};
        enum kp_status status =
            kp_number_parse(kp_str_from(cases[i].text), lang, kp_str_from(suffix), &value, &err);
        if ((status == KP_OK) != (cases[i].value != NULL))
            fail_msg("%s \"%s\" (%s): %s", kp_lang_code(lang), cases[i].text, suffix,
                     status ? err.text.data : "is read");
        if (status == KP_OK) {
            char what[200];
            snprintf(what, sizeof what, "%s \"%s\" (%s)", kp_lang_code(lang), cases[i].text,
                     suffix);
            assert_number(value, cases[i].value, what);
        } else {
            assert_int_equal(status, KP_INVALID);
            assert_true(err.text.len > 20 && value.digits == 77);
        }
        kp_err_release(&err);
    }
}

static void test_written_danish(void **state)
{
    (void)state;
    static const struct written cases[] = {
        {"0", "0"},
        {"7", "7"},
        {"007", "7"},
        {"1250", "1250"},
        {"1.250", "1250"},
        {"1,250", "1.25"},
        {"1.250,50", "1250.5"},
        {"1.250.000", "1250000"},
        {"1.250.000,50", "1250000.5"},
        {"1 250 000,50", "1250000.5"},
        {"1" NBSP "250" NBSP "000", "1250000"},
        {"1" THIN "250", "1250"},
        {"1" NARROW "250" NARROW "000,5", "1250000.5"},
        {"1'250'000", "1250000"},
        {"1\xe2\x80\x99"
         "250",
         "1250"},
        {"1.5", "1.5"},
        {"1.55", "1.55"},
        {"0.250", "0.25"},
        {"1250.500", "1250.5"},
        {"12.3456", "12.3456"},
        {",5", "0.5"},
        {".5", "0.5"},
        {"1,250,000", "1250000"},
        {"1,250.50", "1250.5"},
        {"1,25 mio", "1250000"},
        {"1,25 mio.", "1250000"},
        {"1,25mio", "1250000"},
        {"1,25 MIO. KR.", "1250000"},
        {"1,25 mio. DKK", "1250000"},
        {"1.250 mio.", "1250000000"},
        {"3 mia.", "3000000000"},
        {"3 mia. kr.", "3000000000"},
        {"3 mdr.", "3000000000"},
        {"3 milliarder", "3000000000"},
        {"2 millioner kroner", "2000000"},
        {"1 million", "1000000"},
        {"20 t.", "20000"},
        {"20 t.kr.", "20000"},
        {"20 tkr", "20000"},
        {"20 tkr.", "20000"},
        {"20 TDKK", "20000"},
        {"tkr. 20", "20000"},
        {"20 tusind", "20000"},
        {"20 tusinde kroner", "20000"},
        {"20k", "20000"},
        {"5 mkr", "5000000"},
        {"5 m", "5000000"},
        {"kr. 5", "5"},
        {"kr 1.250,00", "1250"},
        {"kr.500", "500"},
        {"DKK 500", "500"},
        {"dkk500", "500"},
        {"500,-", "500"},
        {"1.500,-", "1500"},
        {"500 kr", "500"},
        {"500kr.", "500"},
        {"-5", "-5"},
        {MINUS "5", "-5"},
        {"- 5", "-5"},
        {"+5", "5"},
        {"-1.250,5 kr.", "-1250.5"},
        {"kr. -5", "-5"},
        {"-kr. 5", "-5"},
        {"  42  ", "42"},
        {NBSP "42" NBSP, "42"},
        {"99999999999999999999", "99999999999999999999"},
        {"", NULL},
        {"   ", NULL},
        {"mange", NULL},
        {"kr.", NULL},
        {"1.25.000", NULL},
        {"1.2500.000", NULL},
        {"1 25", NULL},
        {"1  250", NULL},
        {"1.250 000", NULL},
        {"1.250,000.5", NULL},
        {"1,2,3", NULL},
        {"0.250.000", NULL},
        {"--5", NULL},
        {"+-5", NULL},
        {"5-", NULL},
        {"5-10", NULL},
        {"5 til 10", NULL},
        {"1e3", NULL},
        {"1e999", NULL},
        {"NaN", NULL},
        {"0x10", NULL},
        {"1/2", NULL},
        {"½", NULL},
        {"1½", NULL},
        {"5²", NULL},
        {"5 k k", NULL},
        {"tkr 5 mio", NULL},
        {"5 mio 3", NULL},
        {"5 SEK", NULL},
        {"5 EUR", NULL},
        {"5 €", NULL},
        {"40 %", NULL}, /* a share is not an amount */
        {"3 billioner", NULL},
        {"3 billion", NULL},
        {"3 bn", "3000000000"},
        {"3 b", NULL},
        {"5 kg", NULL},
        {"5 x", NULL},
        {"5.", NULL},
        {"5,", NULL},
        {"１２", NULL},
        {"100000000000000000000", NULL},
        {"1000000000000 mia", NULL},
        {"0,12345678901234567", NULL},
        {"1\n2", NULL},
        {"\xff"
         "5",
         NULL},
    };
    check_written(cases, COUNT(cases), KP_LANG_DA, "DKK");
}

static void test_written_swedish(void **state)
{
    (void)state;
    static const struct written cases[] = {
        {"0", "0"},
        {"1250", "1250"},
        {"1 250", "1250"},
        {"1" NBSP "250", "1250"},
        {"1 250 000,50", "1250000.5"},
        {"1.250.000,50", "1250000.5"},
        {"1.250", "1250"},
        {"1,250", "1.25"},
        {"1.5", "1.5"},
        {"1,2 mn", "1200000"},
        {"1,2 mn kr", "1200000"},
        {"1,2 mnkr", "1200000"},
        {"1,2 mnkr.", "1200000"},
        {"1,2 MSEK", "1200000"},
        {"1,2 mkr", "1200000"},
        {"1,2 Mkr", "1200000"},
        {"1,2 milj.", "1200000"},
        {"1,2 milj. kr", "1200000"},
        {"1,2 miljoner", "1200000"},
        {"1 miljon kronor", "1000000"},
        {"2 miljarder kronor", "2000000000"},
        {"2 miljard", "2000000000"},
        {"2 md", "2000000000"},
        {"2 mdr", "2000000000"},
        {"2 mdkr", "2000000000"},
        {"2 mdkr.", "2000000000"},
        {"2 mdr kr", "2000000000"},
        {"2 mrd", "2000000000"},
        {"20 tkr", "20000"},
        {"20 TSEK", "20000"},
        {"20 kSEK", "20000"},
        {"20 kkr", "20000"},
        {"20 tusen", "20000"},
        {"20 tusen kr", "20000"},
        {"20 tus.", "20000"},
        {"kr 500", "500"},
        {"500:-", "500"},
        {"500 kr", "500"},
        {"1 500:-", "1500"},
        {"SEK 500", "500"},
        {"500 SEK", "500"},
        {"1 krona", "1"},
        {"-500 kr", "-500"},
        {MINUS "1 250,5", "-1250.5"},
        {"1 25", NULL},
        {"2 biljoner", NULL},
        {"2 billion", NULL},
        {"500 DKK", NULL},
        {"femhundra", NULL},
        {"500 kr i månaden", NULL},
        {"ca 500", NULL},
        {"500?", NULL},
        {"1 2 3", NULL},
    };
    check_written(cases, COUNT(cases), KP_LANG_SV, "SEK");
}

static void test_written_english(void **state)
{
    (void)state;
    static const struct written cases[] = {
        {"0", "0"},
        {"1250", "1250"},
        {"1,250", "1250"},
        {"1.250", "1.25"},
        {"1,5", "1.5"},
        {"1,25", "1.25"},
        {"0,250", "0.25"},
        {"1,250,000.50", "1250000.5"},
        {"1 250 000.50", "1250000.5"},
        {"1'250.5", "1250.5"},
        {"1.250.000", "1250000"},
        {"1.250,50", "1250.5"},
        {"1.25 m", "1250000"},
        {"1.25m", "1250000"},
        {"1.25M", "1250000"},
        {"1.25 mn", "1250000"},
        {"1.25 million", "1250000"},
        {"1.25 Million euros", "1250000"},
        {"2 millions", "2000000"},
        {"3 bn", "3000000000"},
        {"3bn", "3000000000"},
        {"3 billion", "3000000000"},
        {"3 billions", "3000000000"},
        {"3b", "3000000000"},
        {"20 k", "20000"},
        {"20K", "20000"},
        {"20 thousand", "20000"},
        {"20 thousands", "20000"},
        {"20 mio.", "20000000"},
        {"€20", "20"},
        {"€ 20", "20"},
        {"20 €", "20"},
        {"€20m", "20000000"},
        {"EUR 20", "20"},
        {"20 eur", "20"},
        {"20 euro", "20"},
        {"MEUR 20", "20000000"},
        {"20 mEUR", "20000000"},
        {"-€20", "-20"},
        {"€-20", "-20"},
        {"-20.5", "-20.5"},
        {".5", "0.5"},
        {"-.5", "-0.5"},
        {"-,5", "-0.5"},
        {"$20", NULL},
        {"20 kr", NULL},
        {"20 tkr", NULL},
        {"20%", NULL},
        {"1,25,000", NULL},
        {"1,2500", "1.25"},
        {"20 dollars", NULL},
        {"twenty", NULL},
        {"(20)", NULL},
        {"20 m 5 k", NULL},
        {"1.2.3", NULL},
        {"1..5", NULL},
        {"€€20", NULL},
        {"20e", NULL},
        {"inf", NULL},
    };
    check_written(cases, COUNT(cases), KP_LANG_EN, "EUR");
}

static void test_written_units(void **state)
{
    (void)state;
    static const struct written none[] = {
        {"40", "40"},      {"40%", "40"},        {"40 %", "40"},      {"% 40", "40"},
        {"40 pct.", "40"}, {"40 procent", "40"}, {"20 tkr", "20000"}, {"5 mkr.", "5000000"},
        {"5 kr", "5"},     {"5 EUR", NULL},      {"5 m", "5000000"},
    };
    static const struct written percent[] = {
        {"40", "40"},          {"40%", "40"},   {"40 percent", "40"}, {"40" NBSP "%", "40"},
        {"40 per cent", "40"}, {"40 kr", NULL}, {"12,5 %", "12.5"},   {"%", NULL},
    };
    static const struct written metres[] = {
        {"5", "5"}, {"5 m", "5"}, {"5M", "5"}, {"5 mio m", "5000000"}};
    static const struct written tonnes[] = {
        {"20 t", "20"}, {"20 t.", "20"}, {"20 tt", "20000"}, {"20 k", "20000"}};
    static const struct written areas[] = {
        {"5 m²", "5"}, {"5 M2", "5"}, {"m² 5", "5"}, {"m2 5", NULL}, {"5 m³", NULL}};
    static const struct written pieces[] = {{"5 stk.", "5"}, {"5 stk", "5"}, {"5 STK./år", NULL}};
    static const struct written years[] = {{"5 år", "5"}, {"5 ÅR", "5"}, {"5 a\xcc\x8ar", "5"}};
    check_written(none, COUNT(none), KP_LANG_DA, "");
    check_written(percent, COUNT(percent), KP_LANG_DA, "%");
    check_written(metres, COUNT(metres), KP_LANG_EN, "m");
    check_written(tonnes, COUNT(tonnes), KP_LANG_EN, "t");
    check_written(areas, COUNT(areas), KP_LANG_SV, "m²");
    check_written(pieces, COUNT(pieces), KP_LANG_DA, "stk.");
    check_written(years, COUNT(years), KP_LANG_SV, "år");
}

static void test_messages(void **state)
{
    (void)state;
    static const struct {
        enum kp_lang lang;
        const char *text, *has;
    } cases[] = {
        {KP_LANG_DA, "mange",
         "\"mange\" is not a number; write one such as 1.250.000,50 or 1,25 mio."},
        {KP_LANG_SV, "mange", "write one such as 1 250 000,50 or 1,25 mn"},
        {KP_LANG_EN, "", "there is no number here; write one such as 1,250,000.50 or 1.25 m"},
        {KP_LANG_EN, "5 apples", "\"apples\" beside the number is not understood"},
        {KP_LANG_DA, "1.25.000", "\"1.25.000\" can be read in more than one way"},
        {KP_LANG_DA, "3 billioner", "write mia. or md."},
        {KP_LANG_EN, "5 \x1b[31mred", "<U+001B>"},
        {KP_LANG_EN, "1000000000000000000000000", "too large"},
        {KP_LANG_EN, "0.00000000000000000001", "too many decimals"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_err err = KP_ERR_INIT;
        struct kp_number value;
        assert_int_equal(
            kp_number_parse(kp_str_from(cases[i].text), cases[i].lang, KP_STR("DKK"), &value, &err),
            KP_INVALID);
        if (!strstr(err.text.data, cases[i].has))
            fail_msg("%s: %s", cases[i].text, err.text.data);
        kp_err_release(&err);
    }
}

static void test_show(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        int decimals;
        const char *shown[KP_LANG_COUNT];
    } cases[] = {
        {"0", -1, {"0", "0", "0"}},
        {"5", -1, {"5", "5", "5"}},
        {"-5", -1, {"-5", "-5", "-5"}},
        {"999", -1, {"999", "999", "999"}},
        {"1000", -1, {"1,000", "1.000", "1" NBSP "000"}},
        {"-1000", -1, {"-1,000", "-1.000", "-1" NBSP "000"}},
        {"1250000.5", -1, {"1,250,000.5", "1.250.000,5", "1" NBSP "250" NBSP "000,5"}},
        {"1250000.5", 2, {"1,250,000.50", "1.250.000,50", "1" NBSP "250" NBSP "000,50"}},
        {"1250000.5", 0, {"1,250,001", "1.250.001", "1" NBSP "250" NBSP "001"}},
        {"0.125", -1, {"0.125", "0,125", "0,125"}},
        {"0.125", 2, {"0.13", "0,13", "0,13"}},
        {"-0.004", 2, {"0.00", "0,00", "0,00"}},
        {"3", 1, {"3.0", "3,0", "3,0"}},
        {"123456", -1, {"123,456", "123.456", "123" NBSP "456"}},
        {"0.0000000000000001",
         -1,
         {"0.0000000000000001", "0,0000000000000001", "0,0000000000000001"}},
    };
    struct kp_buf out = KP_BUF_INIT;
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (size_t j = 0; j < COUNT(all); j++) {
            kp_buf_clear(&out);
            kp_number_show(&out, number(cases[i].value), all[j], cases[i].decimals);
            assert_string_equal(out.data, cases[i].shown[all[j]]);
        }
    }
    kp_buf_release(&out);
}

static void test_show_short(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        const char *shown[KP_LANG_COUNT];
    } cases[] = {
        {"0", {"0", "0", "0"}},
        {"0.125", {"0.13", "0,13", "0,13"}},
        {"950", {"950", "950", "950"}},
        {"9999", {"9,999", "9.999", "9" NBSP "999"}},
        {"9999.6", {"10,000", "10.000", "10" NBSP "000"}},
        {"10000", {"10,000", "10.000", "10" NBSP "000"}},
        {"12345", {"12,300", "12.300", "12" NBSP "300"}},
        {"-12345.67", {"-12,300", "-12.300", "-12" NBSP "300"}},
        {"950000", {"950,000", "950.000", "950" NBSP "000"}},
        {"999940", {"999,900", "999.900", "999" NBSP "900"}},
        {"999960", {"1 m", "1 mio.", "1 mn"}},
        {"1800000", {"1.8 m", "1,8 mio.", "1,8 mn"}},
        {"-1800000", {"-1.8 m", "-1,8 mio.", "-1,8 mn"}},
        {"12400000", {"12.4 m", "12,4 mio.", "12,4 mn"}},
        {"999960000", {"1 bn", "1 mia.", "1 md"}},
        {"2000000000", {"2 bn", "2 mia.", "2 md"}},
        {"99999999999999999999",
         {"100,000,000,000 bn", "100.000.000.000 mia.", "100" NBSP "000" NBSP "000" NBSP "000 md"}},
    };
    struct kp_buf out = KP_BUF_INIT;
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (size_t j = 0; j < COUNT(all); j++) {
            kp_buf_clear(&out);
            kp_number_show_short(&out, number(cases[i].value), all[j]);
            assert_string_equal(out.data, cases[i].shown[all[j]]);
        }
    }
    kp_buf_release(&out);
}

static void test_round_trips(void **state)
{
    (void)state;
    struct kp_buf text = KP_BUF_INIT;
    for (int i = 0; i < 10000; i++) {
        struct kp_number value = random_number(20, 16), again;
        for (size_t j = 0; j < COUNT(all); j++) {
            kp_buf_clear(&text);
            kp_number_show(&text, value, all[j], -1);
            if (i % 3 == 0)
                kp_buf_adds(&text, " DKK");
            struct kp_err err = KP_ERR_INIT;
            if (kp_number_parse(kp_buf_str(&text), all[j], KP_STR("DKK"), &again, &err))
                fail_msg("%s: %s", text.data, err.text.data);
            if (!kp_number_equal(value, again))
                fail_msg("%s reads back as another number", text.data);
        }
    }
    kp_buf_release(&text);
}

/* Whatever the bytes: an answer or a message, never a fault. */
static void test_noise(void **state)
{
    (void)state;
    static const char alphabet[] = "0123456789.,' -+%kKmMtbn\xc2\xa0\xe2\x88\x92\xff$e:";
    for (int i = 0; i < 50000; i++) {
        char *bytes = malloc(12);
        assert_non_null(bytes);
        size_t len = next_random() % 12;
        for (size_t j = 0; j < len; j++)
            bytes[j] = alphabet[next_random() % (sizeof alphabet - 1)];
        struct kp_number value;
        struct kp_err err = KP_ERR_INIT;
        enum kp_status status = kp_number_parse((struct kp_str){bytes, len}, all[next_random() % 3],
                                                KP_STR("kr"), &value, &err);
        assert_true(status == KP_OK || (status == KP_INVALID && err.text.len > 0));
        kp_err_release(&err);
        free(bytes);
    }
}

/* A megabyte of digits is refused at once, and the message does not repeat it. */
static void test_long(void **state)
{
    (void)state;
    enum { MILLION = 1 << 20 };
    char *text = malloc(MILLION);
    assert_non_null(text);
    struct kp_number value;
    memset(text, '9', MILLION);
    struct kp_err err = KP_ERR_INIT;
    for (size_t i = 0; i < COUNT(all); i++)
        assert_int_equal(
            kp_number_parse((struct kp_str){text, MILLION}, all[i], KP_STR("DKK"), &value, &err),
            KP_INVALID);
    assert_true(err.text.len < 200);
    kp_err_release(&err);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_written_danish),  cmocka_unit_test(test_written_swedish),
        cmocka_unit_test(test_written_english), cmocka_unit_test(test_written_units),
        cmocka_unit_test(test_messages),        cmocka_unit_test(test_show),
        cmocka_unit_test(test_show_short),      cmocka_unit_test(test_round_trips),
        cmocka_unit_test(test_noise),           cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
