// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define FAMILY  "\U0001F468\u200D\U0001F469\u200D\U0001F467"
#define CODER   "\U0001F469\U0001F3FD\u200D\U0001F4BB" /* with a skin tone */
#define HEART   "\u2764\uFE0F"
#define DENMARK "\U0001F1E9\U0001F1F0"

static void test_valid(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int bad; /* -1: valid */
    } cases[] = {
        {"", -1},
        {"plan", -1},
        {"pl\xc3\xa5n", -1},
        {"\xe2\x82\xac", -1},
        {"\xf0\x9f\x98\x80", -1},
        {"\xf4\x8f\xbf\xbf", -1}, /* U+10FFFF */
        {"\xee\x80\x80", -1},     /* U+E000 */
        {"\xed\x9f\xbf", -1},     /* U+D7FF */
        {"\xef\xbf\xbf", -1},     /* U+FFFF */
        {"\x80", 0},              /* continuation alone */
        {"a\xc3", 1},             /* cut off */
        {"a\xe2\x82", 1},
        {"a\xf0\x9f\x98", 1},
        {"\xc3(", 0},
        {"\xe2\x28\xa1", 0},
        {"\xc0\x80", 0}, /* overlong NUL */
        {"\xc1\xbf", 0},
        {"\xe0\x80\xaf", 0}, /* overlong / */
        {"\xe0\x9f\xbf", 0},
        {"\xf0\x80\x80\xaf", 0},
        {"\xf0\x8f\xbf\xbf", 0},
        {"\xed\xa0\x80", 0}, /* surrogate */
        {"ab\xed\xbf\xbf", 2},
        {"\xf4\x90\x80\x80", 0}, /* above U+10FFFF */
        {"\xf5\x80\x80\x80", 0},
        {"\xf8\x88\x80\x80\x80", 0},
        {"\xfe", 0},
        {"\xff", 0},
        {"\xc3\xa5\xe9", 2}, /* Latin-1 é behind å */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t len = strlen(cases[i].text), bad = 99;
        char *exact = malloc(len ? len : 1); /* a byte too far is found out */
        assert_non_null(exact);
        memcpy(exact, cases[i].text, len);
        struct kp_str s = {exact, len};
        assert_int_equal(kp_utf8_valid(s, &bad), cases[i].bad < 0);
        if (cases[i].bad >= 0)
            assert_int_equal(bad, cases[i].bad);
        assert_int_equal(kp_utf8_valid(s, NULL), cases[i].bad < 0);
        size_t pos = 0, steps = 0;
        while (pos < len) {
            kp_utf8_next(s, &pos);
            steps++;
        }
        assert_true(pos == len && steps <= len);
        free(exact);
    }
    assert_true(kp_utf8_valid((struct kp_str){NULL, 0}, NULL));
    assert_true(kp_utf8_valid((struct kp_str){"a\0b", 3}, NULL));
}

/* Every code point is written and read back; a surrogate becomes U+FFFD. */
static void test_every_code_point(void **state)
{
    (void)state;
    struct kp_buf buf = KP_BUF_INIT;
    for (int32_t code = 0; code <= 0x10FFFF; code++) {
        bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
        kp_buf_clear(&buf);
        kp_utf8_add(&buf, code);
        size_t pos = 0;
        if (!kp_utf8_valid(kp_buf_str(&buf), NULL) ||
            kp_utf8_next(kp_buf_str(&buf), &pos) != (is_surrogate ? 0xFFFD : code) ||
            pos != buf.len)
            fail_msg("U+%04X", (unsigned)code);
    }
    kp_buf_clear(&buf);
    kp_utf8_add(&buf, -1);
    kp_utf8_add(&buf, 0x110000);
    assert_string_equal(buf.data, "\uFFFD\uFFFD");
    kp_buf_release(&buf);
}

static void test_next_broken(void **state)
{
    (void)state;
    struct kp_str s = KP_STR("a\xff\xc3\xa5\xe2\x82");
    static const int32_t codes[] = {'a', 0xFFFD, 0xE5, 0xFFFD, 0xFFFD};
    size_t pos = 0;
    for (size_t i = 0; i < COUNT(codes); i++)
        assert_int_equal(kp_utf8_next(s, &pos), codes[i]);
    assert_int_equal(pos, s.len);
}

static void test_width(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t width, graphemes;
    } cases[] = {
        {"", 0, 0},
        {"plan", 4, 4},
        {"blåbær", 6, 6},
        {"a\u030Ar", 2, 2}, /* å from two code points */
        {"\u0301", 0, 1},   /* a mark alone */
        {"a\u0301\u0302\u0303b", 2, 2},
        {"漢字", 4, 2},
        {"カタカナ", 8, 4},
        {"ｶﾅ", 2, 2}, /* half width */
        {"한글", 4, 2},
        {"\u1112\u1161\u11ab", 2, 1}, /* 한 from jamo */
        {"\U0001F600", 2, 1},
        {FAMILY, 2, 1},
        {CODER, 2, 1},
        {"\U0001F44D\U0001F3FF", 2, 1},
        {HEART, 2, 1},
        {"\u2764", 1, 1}, /* text style */
        {DENMARK, 2, 1},
        {DENMARK DENMARK, 4, 2},
        {"1\uFE0F\u20E3", 2, 1}, /* keycap */
        {"€", 1, 1},
        {"…", 1, 1},
        {"·", 1, 1},
        {"─│┌", 3, 3},
        {"█▓░", 3, 3},
        {"\r\n", 0, 1},
        {"a\tb", 2, 3},
        {"\u00A0", 1, 1},
        {"\u200B", 0, 1},
        {"น้ำ", 2, 1}, /* Thai, with a vowel that takes its own column */
        {"a\xff"
         "b",
         3, 3}, /* a broken byte is shown as one sign */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_str s = kp_str_from(cases[i].text);
        size_t graphemes = 0;
        for (size_t pos = 0; pos < s.len; graphemes++) {
            size_t end = kp_utf8_grapheme_end(s, pos);
            assert_true(end > pos && end <= s.len);
            pos = end;
        }
        if (kp_utf8_width(s) != cases[i].width || graphemes != cases[i].graphemes)
            fail_msg("%s: width %zu, graphemes %zu", cases[i].text, kp_utf8_width(s), graphemes);
    }
    assert_int_equal(kp_utf8_grapheme_end(KP_STR("ab"), 2), 2);
    assert_int_equal(kp_utf8_grapheme_end(KP_STR("ab"), 9), 2);
}

static void test_fit(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t columns;
        const char *fits;
        const char *cell, *ascii_cell;
    } cases[] = {
        {"plan", 10, "plan", "plan      ", "plan      "},
        {"plan", 4, "plan", "plan", "plan"},
        {"plan", 3, "pla", "pl…", "pl~"},
        {"plan", 1, "p", "…", "~"},
        {"plan", 0, "", "", ""},
        {"", 3, "", "   ", "   "},
        {"漢字", 4, "漢字", "漢字", "漢字"},
        {"漢字", 3, "漢", "漢…", "漢~"},
        {"漢字字", 4, "漢字", "漢… ", "漢~ "}, /* half of a wide sign is left blank */
        {"漢字", 2, "漢", "… ", "~ "},
        {"a\u030Ab\u030A", 1, "a\u030A", "…", "~"},
        {"a\u030Ab\u030Ac", 2, "a\u030Ab\u030A", "a\u030A…", "a\u030A~"},
        {FAMILY "x", 2, FAMILY, "… ", "~ "},
        {FAMILY "x", 3, FAMILY "x", FAMILY "x", FAMILY "x"},
        {FAMILY "xy", 3, FAMILY "x", FAMILY "…", FAMILY "~"},
        {FAMILY "x", 1, "", "…", "~"},
        {"blåbærgrød", 8, "blåbærgr", "blåbærg…", "blåbærg~"},
    };
    struct kp_buf cell = KP_BUF_INIT;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_str s = kp_str_from(cases[i].text);
        struct kp_str fits = kp_utf8_fit(s, cases[i].columns);
        if (!kp_str_is(fits, cases[i].fits))
            fail_msg("%s in %zu: %.*s", cases[i].text, cases[i].columns, KP_STR_ARG(fits));
        kp_buf_clear(&cell);
        kp_utf8_add_cell(&cell, s, cases[i].columns, false);
        assert_string_equal(cell.data, cases[i].cell);
        assert_int_equal(kp_utf8_width(kp_buf_str(&cell)), cases[i].columns);
        kp_buf_clear(&cell);
        kp_utf8_add_cell(&cell, s, cases[i].columns, true);
        assert_string_equal(cell.data, cases[i].ascii_cell);
    }
    kp_buf_release(&cell);
}

static void test_visible(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown; /* NULL: as it is */
    } cases[] = {
        {"", NULL},
        {"plan", NULL},
        {"blåbær €100 漢字", NULL},
        {"a\u030A", NULL},
        {FAMILY, NULL},
        {CODER, NULL},
        {HEART, NULL},
        {"\u2764\uFE0F\u200D\U0001F525", NULL}, /* heart on fire */
        {DENMARK, NULL},
        {"1\uFE0F\u20E3", NULL},
        {"\u00A0x", NULL},
        {"<U+001B>", NULL}, /* written so by somebody */
        {"\x1b[31m", "<U+001B>[31m"},
        {"\x1b]0;title\x07", "<U+001B>]0;title<U+0007>"},
        {"\xc2\x9b"
         "31m",
         "<U+009B>31m"}, /* C1: CSI in one */
        {"a\x7f", "a<U+007F>"},
        {"a\bb", "a<U+0008>b"},
        {"\r", "<U+000D>"},
        {"x\ry", "x<U+000D>y"},
        {"\f", "<U+000C>"},
        {"\u202Eevil", "<U+202E>evil"},
        {"\u202A\u202B\u202C\u202D", "<U+202A><U+202B><U+202C><U+202D>"},
        {"\u2066\u2067\u2068\u2069", "<U+2066><U+2067><U+2068><U+2069>"},
        {"\u200E\u200F\u061C", "<U+200E><U+200F><U+061C>"},
        {"a\u200Bb", "a<U+200B>b"},
        {"a\u200Cb", "a<U+200C>b"},
        {"a\u200Db", "a<U+200D>b"},
        {"\U0001F468\u200Db", "\U0001F468<U+200D>b"},
        {"b\u200D\U0001F468", "b<U+200D>\U0001F468"},
        {"\U0001F468\u200D", "\U0001F468<U+200D>"},
        {"\u2060\uFEFF", "<U+2060><U+FEFF>"},
        {"\u2028\u2029", "<U+2028><U+2029>"},
        {"\u00AD", "<U+00AD>"},
        {"\u180E", "<U+180E>"},
        {"\u2062", "<U+2062>"},
        {"\uFFF9", "<U+FFF9>"},
        {"\u3164", "<U+3164>"},
        {"\u115F", "<U+115F>"},
        {"\u034F", "<U+034F>"},
        {"\U000E0001\U000E0041\U000E007F", "<U+E0001><U+E0041><U+E007F>"},
        {"\U000E0002", "<U+E0002>"}, /* not assigned, in the same block */
        {"\uFE0F", "<U+FE0F>"},      /* nothing before it */
        {"a\uFE0F\uFE0E", "a\uFE0F<U+FE0E>"},
        {"a\uFE00\uFE01\uFE02", "a\uFE00<U+FE01><U+FE02>"},
        {"\U000E0100", "<U+E0100>"},
        {"漢\U000E0100", NULL}, /* a variant of the sign */
        {"\u0600\u06DD", NULL}, /* Arabic number sign: has a shape */
        {"\xff", "\uFFFD"},
        {"a\nb\tc", NULL},
        {"a\r\nb", "a\nb"},
    };
    struct kp_buf out = KP_BUF_INIT;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_str s = kp_str_from(cases[i].text);
        kp_buf_clear(&out);
        kp_utf8_add_visible(&out, s, true);
        assert_string_equal(out.data, cases[i].shown ? cases[i].shown : cases[i].text);
        bool hidden = cases[i].shown && strstr(cases[i].shown, "<U+");
        if (kp_utf8_has_hidden(s) != hidden)
            fail_msg("%s", out.data);
    }
    static const struct {
        const char *text, *shown;
    } lines[] = {
        {"a\nb", "a b"},  {"a\n\n\tb", "a b"}, {"a\r\nb", "a b"},      {"a\r\n\r\nb", "a b"},
        {"a  b", "a  b"}, {"\n", " "},         {"a\rb", "a<U+000D>b"}, {"a\n \nb", "a   b"},
    };
    for (size_t i = 0; i < COUNT(lines); i++) {
        kp_buf_clear(&out);
        kp_utf8_add_visible(&out, kp_str_from(lines[i].text), false);
        assert_string_equal(out.data, lines[i].shown);
    }
    kp_buf_clear(&out);
    kp_utf8_add_visible(&out, (struct kp_str){"a\0b", 3}, true);
    assert_string_equal(out.data, "a<U+0000>b");
    kp_buf_release(&out);
}

/* No control character of any kind comes through, whatever its neighbours are. */
static void test_visible_every_code_point(void **state)
{
    (void)state;
    struct kp_buf in = KP_BUF_INIT, out = KP_BUF_INIT;
    for (int32_t code = 0; code <= 0x10FFFF; code++) {
        bool control =
            (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7F && code < 0xA0);
        bool direction = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
                         code == 0x200E || code == 0x200F || code == 0x61C;
        bool tag = code >= 0xE0000 && code <= 0xE007F;
        kp_buf_clear(&in);
        kp_buf_clear(&out);
        kp_utf8_add(&in, 'a');
        kp_utf8_add(&in, code);
        kp_utf8_add(&in, 'b');
        kp_utf8_add_visible(&out, kp_buf_str(&in), true);
        bool shown = strstr(out.data, "<U+") != NULL;
        if (((control || direction || tag) && !shown) ||
            shown != kp_utf8_has_hidden(kp_buf_str(&in)))
            fail_msg("U+%04X", (unsigned)code);
    }
    kp_buf_release(&in);
    kp_buf_release(&out);
}

static void test_quote(void **state)
{
    (void)state;
    struct kp_buf out = KP_BUF_INIT;
    kp_utf8_add_quote(&out, KP_STR("short\nand \x1b"));
    assert_string_equal(out.data, "short and <U+001B>");
    kp_buf_clear(&out);
    kp_utf8_add_quote(&out, KP_STR("1234567890123456789012345678901234567890"));
    assert_string_equal(out.data, "1234567890123456789012345678901234567890");
    kp_buf_clear(&out);
    kp_utf8_add_quote(&out, KP_STR("12345678901234567890123456789012345678901"));
    assert_string_equal(out.data, "123456789012345678901234567890123456789…");
    struct kp_buf long_one = KP_BUF_INIT;
    kp_buf_add_repeat(&long_one, "a\u0301\u0302", 100000);
    kp_buf_clear(&out);
    kp_utf8_add_quote(&out, kp_buf_str(&long_one));
    assert_true(out.len < 1000 && kp_utf8_width(kp_buf_str(&out)) == 40);
    kp_buf_clear(&long_one);
    kp_buf_add_repeat(&long_one, "\u0301", 100000); /* takes no columns at all */
    kp_buf_clear(&out);
    kp_utf8_add_quote(&out, kp_buf_str(&long_one));
    assert_true(out.len <= 1010 && kp_utf8_valid(kp_buf_str(&out), NULL));
    kp_buf_release(&long_one);
    kp_buf_release(&out);
}

static void test_normal_forms(void **state)
{
    (void)state;
    static const struct {
        const char *text, *nfc, *folded;
    } cases[] = {
        {"", "", ""},
        {"Plan", "Plan", "plan"},
        {"a\u030A", "å", "å"},
        {"A\u030A", "Å", "å"},
        {"\u212B", "Å", "å"}, /* Ångström sign */
        {"o\u0308", "ö", "ö"},
        {"ÆØÅ", "ÆØÅ", "æøå"},
        {"e\u0323\u0302", "ệ", "ệ"},
        {"ﬁn", "ﬁn", "fin"},
        {"Straße", "Straße", "strasse"},
        {"１２", "１２", "12"},
        {"½", "½", "1⁄2"},
        {"m²", "m²", "m2"},
        {"  two  words ", "  two  words ", "two words"},
        {"a\u00A0b\u2009c", "a\u00A0b\u2009c", "a b c"},
        {"a\n\tb", "a\n\tb", "a b"},
        {" \u3000 ", " \u3000 ", ""},
        {"a\u200Bb", "a\u200Bb", "ab"},
        {"\u1112\u1161\u11ab", "한", "한"},
        {"Α", "Α", "α"},
        {"bad\xff", "bad\xff", "bad\xff"},
    };
    struct kp_arena arena = KP_ARENA_INIT;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_str s = kp_str_from(cases[i].text);
        struct kp_str nfc = kp_utf8_nfc(&arena, s), folded = kp_utf8_fold(&arena, s);
        assert_string_equal(nfc.data, cases[i].nfc);
        assert_string_equal(folded.data, cases[i].folded);
        assert_true(kp_str_equal(kp_utf8_nfc(&arena, nfc), nfc));
        assert_true(kp_str_equal(kp_utf8_fold(&arena, folded), folded));
        assert_true(nfc.data[nfc.len] == '\0' && folded.data[folded.len] == '\0');
    }
    assert_true(
        kp_str_equal(kp_utf8_fold(&arena, KP_STR("ΑΣ")), kp_utf8_fold(&arena, KP_STR("ας"))));
    assert_int_equal(kp_utf8_nfc(&arena, (struct kp_str){NULL, 0}).len, 0);
    assert_int_equal(kp_utf8_fold(&arena, (struct kp_str){NULL, 0}).len, 0);
    assert_int_equal(kp_utf8_nfc(&arena, (struct kp_str){"\xc3\xa5\0x", 4}).len, 4);
    kp_arena_release(&arena);
}

static void test_wrapped(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t columns;
        const char *indent, *wrapped;
    } cases[] = {
        {"", 10, "", ""},
        {"one two three", 20, "", "one two three"},
        {"one two three", 13, "", "one two three"},
        {"one two three", 12, "", "one two\nthree"},
        {"one two three", 7, "", "one two\nthree"},
        {"one two three", 6, "", "one\ntwo\nthree"},
        {"one two three", 9, "  ", "one two\n  three"},
        {"one two three four", 9, "  ", "one two\n  three\n  four"},
        {"one  two", 20, "", "one  two"},
        {"one   two", 5, "", "one\ntwo"},
        {"  one two", 20, "", "  one two"},
        {"one two ", 20, "", "one two"},
        {"abcdefghij", 4, "", "abcd\nefgh\nij"},
        {"abcdefghij", 4, "> ", "abcd\n> ef\n> gh\n> ij"},
        {"xy abcdefghij", 4, "", "xy\nabcd\nefgh\nij"},
        {"one\ntwo", 20, "  ", "one\n  two"},
        {"one\n\ntwo", 20, "  ", "one\n\n  two"},
        {"one\n", 20, "  ", "one\n"},
        {"\none", 20, "  ", "\n  one"},
        {"漢字漢字", 4, "", "漢字\n漢字"},
        {"漢字漢字", 3, "", "漢\n字\n漢\n字"},
        {"漢字", 1, "", "漢\n字"}, /* nothing fits: one to a line */
        {"ab", 0, "", "a\nb"},
        {"ab cd", 2, "      ", "ab\n      c\n      d"}, /* the indent alone is too wide */
        {"blåbær på fjällen", 9, "", "blåbær på\nfjällen"},
        {"10\u00A0000 kr", 6, "", "10\u00A0000\nkr"},
        {"a\u0301b\u0301c\u0301", 2, "", "a\u0301b\u0301\nc\u0301"},
        {FAMILY FAMILY, 3, "", FAMILY "\n" FAMILY},
    };
    struct kp_buf out = KP_BUF_INIT;
    for (size_t i = 0; i < COUNT(cases); i++) {
        kp_buf_clear(&out);
        kp_utf8_add_wrapped(&out, kp_str_from(cases[i].text), cases[i].columns, cases[i].indent);
        if (strcmp(out.data, cases[i].wrapped) != 0)
            fail_msg("\"%s\" in %zu:\n%s", cases[i].text, cases[i].columns, out.data);
    }
    kp_buf_release(&out);
}

/* Whatever the bytes: no line is too long, no character is lost, nothing is cut inside a grapheme.
 */
static void test_wrapped_noise(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a",  "bb",   " ",      " ",  "å",
                                         "漢", FAMILY, "\u0301", "\n", "\xff"};
    uint64_t random = 7;
    for (int i = 0; i < 20000; i++) {
        struct kp_buf text = KP_BUF_INIT, out = KP_BUF_INIT;
        size_t columns = 2 + (size_t)i % 12;
        for (int j = 0; j < 20; j++) {
            random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            kp_buf_adds(&text, pieces[(random >> 33) % COUNT(pieces)]);
        }
        kp_utf8_add_wrapped(&out, kp_buf_str(&text), columns, "");
        struct kp_str rest = kp_buf_str(&out);
        while (rest.data) {
            struct kp_str line = kp_str_split(&rest, '\n');
            while (kp_str_ends(line, KP_STR(" "))) /* spaces before a mark may hang over */
                line.len--;
            if (kp_utf8_width(line) > columns)
                fail_msg("%zu columns: %.*s", columns, KP_STR_ARG(line));
        }
        size_t in_letters = 0, out_letters = 0;
        for (size_t j = 0; j < text.len; j++)
            in_letters += text.data[j] != ' ' && text.data[j] != '\n';
        for (size_t j = 0; j < out.len; j++)
            out_letters += out.data[j] != ' ' && out.data[j] != '\n';
        assert_int_equal(in_letters, out_letters);
        kp_buf_release(&text);
        kp_buf_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid),
        cmocka_unit_test(test_every_code_point),
        cmocka_unit_test(test_next_broken),
        cmocka_unit_test(test_width),
        cmocka_unit_test(test_fit),
        cmocka_unit_test(test_visible),
        cmocka_unit_test(test_visible_every_code_point),
        cmocka_unit_test(test_quote),
        cmocka_unit_test(test_normal_forms),
        cmocka_unit_test(test_wrapped),
        cmocka_unit_test(test_wrapped_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
