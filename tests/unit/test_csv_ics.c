// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/arena.h"
#include "base/utf8.h"
#include "view/csv.h"
#include "view/ics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- CSV */

static void cells(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cell;
    } cases[] = {
        {"plain", "plain"},
        {"", ""},
        {"Nordfjord A/S", "Nordfjord A/S"},
        {"a,b", "\"a,b\""},
        {"say \"no\"", "\"say \"\"no\"\"\""},
        {"two\nlines", "\"two\nlines\""},
        {"a\rb", "\"a\rb\""},
        {"æøå ☃", "æøå ☃"},
        /* What a spreadsheet would run. */
        {"=1+2", "'=1+2"},
        {"+45 12", "'+45 12"},
        {"-2", "'-2"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""},
        {"\t=1", "'\t=1"},
        {"\r=1", "\"'\r=1\""},
        {"\n=1", "\"'\n=1\""},
        {"  =1", "'  =1"},
        {"\xc2\xa0=1", "'\xc2\xa0=1"},
        {"＝1", "'＝1"},
        {"＋1", "'＋1"},
        {"－1", "'－1"},
        {"＠x", "'＠x"},
        {"−1", "'−1"},
        {"a=b", "a=b"},
        {"x-y", "x-y"},
    };
    struct kp_buf out = KP_BUF_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kp_csv csv = {.out = &out};
        kp_buf_clear(&out);
        kp_csv_text(&csv, kp_str_from(cases[i].text));
        assert_string_equal(out.data, cases[i].cell);
    }
    kp_buf_release(&out);
}

static void rows(void **state)
{
    (void)state;
    struct kp_buf out = KP_BUF_INIT;
    struct kp_csv csv = {.out = &out};
    struct kp_number number;
    assert_true(kp_number_read(KP_STR("-1250000.5"), &number));
    kp_csv_text(&csv, KP_STR("a"));
    kp_csv_empty(&csv);
    kp_csv_number(&csv, number); /* a number is one, also below zero */
    kp_csv_end_row(&csv);
    kp_csv_empty(&csv);
    kp_csv_empty(&csv);
    kp_csv_text(&csv, KP_STR(""));
    kp_csv_end_row(&csv);
    assert_string_equal(out.data, "a,,-1250000.5\r\n,,\r\n");
    kp_buf_release(&out);
}

/* ---- calendars */

/* Every line ends in CR LF, has at most 75 octets, and is whole UTF-8. */
static void check_lines(struct kp_str text)
{
    struct kp_str rest = text;
    assert_true(kp_str_ends(text, KP_STR("\r\n")));
    rest.len -= 1; /* the last one */
    while (rest.data) {
        struct kp_str line = kp_str_split(&rest, '\n');
        assert_true(kp_str_ends(line, KP_STR("\r")));
        line.len--;
        assert_true(line.len <= 75);
        assert_true(kp_utf8_valid(line, NULL));
        assert_true(kp_str_find(line, '\r') == line.len);
    }
}

/* As a reader unfolds it: CR LF and one space go. */
static char *unfold(struct kp_str text)
{
    struct kp_buf out = KP_BUF_INIT;
    for (size_t i = 0; i < text.len; i++) {
        if (kp_str_starts(kp_str_slice(text, i, 3), KP_STR("\r\n ")))
            i += 2;
        else
            kp_buf_addc(&out, text.data[i]);
    }
    return kp_buf_detach(&out);
}

static void whole_calendar(void **state)
{
    (void)state;
    struct kp_buf out = KP_BUF_INIT;
    struct kp_ics_event event = {
        .uid = KP_STR("action-r-1-acme@kamplan"),
        .day = {2026, 12, 31},
        .summary = KP_STR("Send; the offer, \\ today"),
        .description = KP_STR("ACME A/S\nLars Bo"),
        .alarm_days = 1,
    };
    kp_ics_begin(&out, KP_STR("kamplan"));
    kp_ics_event(&out, &event, INT64_C(1772442000000)); /* 2026-03-02T09:00:00Z */
    kp_ics_end(&out);
    assert_string_equal(out.data, "BEGIN:VCALENDAR\r\n"
                                  "VERSION:2.0\r\n"
                                  "PRODID:-//kamplan//kamplan//EN\r\n"
                                  "CALSCALE:GREGORIAN\r\n"
                                  "METHOD:PUBLISH\r\n"
                                  "X-WR-CALNAME:kamplan\r\n"
                                  "BEGIN:VEVENT\r\n"
                                  "UID:action-r-1-acme@kamplan\r\n"
                                  "DTSTAMP:20260302T090000Z\r\n"
                                  "DTSTART;VALUE=DATE:20261231\r\n"
                                  "DTEND;VALUE=DATE:20270101\r\n"
                                  "SUMMARY:Send\\; the offer\\, \\\\ today\r\n"
                                  "DESCRIPTION:ACME A/S\\nLars Bo\r\n"
                                  "TRANSP:TRANSPARENT\r\n"
                                  "BEGIN:VALARM\r\n"
                                  "ACTION:DISPLAY\r\n"
                                  "DESCRIPTION:Send\\; the offer\\, \\\\ today\r\n"
                                  "TRIGGER:-PT15H\r\n" /* nine in the morning of the day before */
                                  "END:VALARM\r\n"
                                  "END:VEVENT\r\n"
                                  "END:VCALENDAR\r\n");
    check_lines(kp_buf_str(&out));
    kp_buf_release(&out);
}

/* Texts of every length, of characters of one to four bytes: nothing is cut, nothing is lost. */
static void folding(void **state)
{
    (void)state;
    static const char *const characters[] = {"a", "ø", "€", "😀"};
    for (size_t kind = 0; kind < 4; kind++) {
        for (size_t length = 0; length < 200; length++) {
            struct kp_buf text = KP_BUF_INIT, out = KP_BUF_INIT, expected = KP_BUF_INIT;
            kp_buf_add_repeat(&text, characters[kind], length);
            struct kp_ics_event event = {.uid = KP_STR("u"),
                                         .day = {2026, 1, 1},
                                         .summary = kp_buf_str(&text),
                                         .alarm_days = -1};
            kp_ics_event(&out, &event, 0);
            check_lines(kp_buf_str(&out));
            char *whole = unfold(kp_buf_str(&out));
            kp_buf_addf(&expected, "\r\nSUMMARY:%s\r\n", text.data);
            assert_non_null(strstr(whole, expected.data));
            assert_null(strstr(whole, "VALARM"));
            kp_buf_release(&text);
            kp_buf_release(&out);
            kp_buf_release(&expected);
            free(whole);
        }
    }
}

/* Control characters cannot end a line, broken bytes are no UTF-8: neither gets out. */
static void hostile_texts(void **state)
{
    (void)state;
    struct kp_buf out = KP_BUF_INIT;
    struct kp_ics_event event = {.uid = KP_STR("u"),
                                 .day = {2026, 1, 1},
                                 .summary = KP_STR("a\r\nEND:VEVENT\r\n\x1b[1m\t\x7f\xff b"),
                                 .alarm_days = 0};
    kp_ics_event(&out, &event, 0);
    check_lines(kp_buf_str(&out));
    assert_non_null(strstr(out.data, "SUMMARY:a\\nEND:VEVENT\\n[1m \xef\xbf\xbd b\r\n"));
    assert_non_null(strstr(out.data, "TRIGGER:PT9H\r\n")); /* on the morning itself */
    kp_buf_clear(&out);
    event.day = (struct kp_date){0, 0, 0};
    kp_ics_event(&out, &event, 0);
    assert_int_equal(out.len, 0);
    kp_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells),          cmocka_unit_test(rows),
        cmocka_unit_test(whole_calendar), cmocka_unit_test(folding),
        cmocka_unit_test(hostile_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
