// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/alloc.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/lang.h"
#include "base/str.h"

#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void test_alloc(void **state)
{
    (void)state;
    unsigned char *bytes = kp_alloc(100);
    for (int i = 0; i < 100; i++)
        assert_int_equal(bytes[i], 0);
    free(bytes);
    void *a = kp_alloc(0), *b = kp_alloc(0);
    assert_true(a && b && a != b);
    free(a);
    free(b);
    char *copy = kp_strndup("plans", 4);
    assert_string_equal(copy, "plan");
    free(copy);
    copy = kp_strndup(NULL, 0);
    assert_string_equal(copy, "");
    free(copy);

    int *items = NULL;
    size_t count = 0, cap = 0;
    for (int i = 0; i < 1000; i++) {
        items = kp_grow(items, count, &cap, sizeof *items);
        assert_true(cap > count);
        items[count++] = i;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
    free(items);
}

static void test_buf(void **state)
{
    (void)state;
    struct kp_buf buf = KP_BUF_INIT;
    assert_string_equal(buf.data, "");
    kp_buf_add(&buf, (struct kp_str){NULL, 0});
    kp_buf_adds(&buf, NULL);
    kp_buf_adds(&buf, "");
    kp_buf_addf(&buf, "%s", "");
    kp_buf_clear(&buf);
    kp_buf_truncate(&buf, 0);
    assert_true(buf.cap == 0 && buf.len == 0); /* nothing is allocated for nothing */
    kp_buf_release(&buf);

    kp_buf_adds(&buf, "plan");
    kp_buf_addc(&buf, ' ');
    kp_buf_add(&buf, KP_STR("for"));
    kp_buf_addf(&buf, " %s %d", "ACME", 2026);
    kp_buf_add_repeat(&buf, "-=", 3);
    kp_buf_addc(&buf, '\0');
    kp_buf_addc(&buf, '.');
    assert_int_equal(buf.len, 26);
    assert_memory_equal(buf.data, "plan for ACME 2026-=-=-=\0.", 26);
    kp_buf_truncate(&buf, 0);
    kp_buf_add_uint(&buf, ULONG_MAX, 1);
    kp_buf_addf(&buf, "=%lu", ULONG_MAX);
    assert_memory_equal(buf.data, &buf.data[buf.len / 2 + 1], buf.len / 2);
    kp_buf_truncate(&buf, 0);
    kp_buf_add_uint(&buf, 2026, 4);
    kp_buf_add_uint(&buf, 7, 2);
    kp_buf_add_uint(&buf, 0, 1);
    kp_buf_add_uint(&buf, 0, 0);
    assert_string_equal(buf.data, "2026070");
    kp_buf_clear(&buf);
    kp_buf_adds(&buf, "plan for ACME");
    kp_buf_truncate(&buf, 8);
    assert_string_equal(buf.data, "plan for");
    assert_true(kp_str_is(kp_buf_str(&buf), "plan for"));
    size_t cap = buf.cap;
    kp_buf_clear(&buf);
    assert_true(buf.len == 0 && buf.cap == cap && buf.data[0] == '\0');

    char *room = kp_buf_reserve(&buf, 1000);
    memset(room, 'x', 1000);
    buf.len += 1000;
    buf.data[buf.len] = '\0';
    assert_int_equal(strlen(buf.data), 1000);
    char *text = kp_buf_detach(&buf);
    assert_true(strlen(text) == 1000 && buf.len == 0 && buf.cap == 0);
    assert_string_equal(buf.data, "");
    free(text);
    text = kp_buf_detach(&buf); /* of an empty one too */
    assert_string_equal(text, "");
    free(text);

    for (int i = 0; i < 5000; i++)
        kp_buf_addf(&buf, "%04d", i);
    assert_int_equal(buf.len, 20000);
    assert_memory_equal(buf.data + 4 * 4321, "4321", 4);
    kp_buf_release(&buf);
    kp_buf_release(&buf);
    assert_string_equal(buf.data, "");
}

static void test_str_compare(void **state)
{
    (void)state;
    static const char *const ascending[] = {"", "A", "B", "a", "aa", "ab", "b", "\xc3\xa5"};
    for (size_t i = 0; i < COUNT(ascending); i++) {
        for (size_t j = 0; j < COUNT(ascending); j++) {
            struct kp_str a = kp_str_from(ascending[i]), b = kp_str_from(ascending[j]);
            int order = kp_str_compare(a, b);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
            assert_int_equal(kp_str_equal(a, b), i == j);
            assert_int_equal(kp_str_is(a, ascending[j]), i == j);
        }
    }
    struct kp_str null = {NULL, 0};
    assert_true(kp_str_equal(null, KP_STR("")) && kp_str_is(null, "") && kp_str_is(null, NULL));
    assert_int_equal(kp_str_compare(null, KP_STR("")), 0);
    assert_int_equal(kp_str_from(NULL).len, 0);
    assert_false(kp_str_equal((struct kp_str){"a\0b", 3}, (struct kp_str){"a\0c", 3}));
}

static void test_str_parts(void **state)
{
    (void)state;
    struct kp_str s = KP_STR("account-plan");
    assert_true(kp_str_starts(s, KP_STR("account")) && kp_str_starts(s, KP_STR("")));
    assert_true(kp_str_ends(s, KP_STR("plan")) && kp_str_ends(s, s));
    assert_false(kp_str_starts(s, KP_STR("account-plans")) || kp_str_starts(s, KP_STR("plan")));
    assert_false(kp_str_ends(s, KP_STR("account")) || kp_str_ends(KP_STR(""), s));
    assert_true(kp_str_is(kp_str_slice(s, 8, 99), "plan"));
    assert_true(kp_str_is(kp_str_slice(s, 0, 7), "account"));
    assert_true(kp_str_is(kp_str_slice(s, 12, 1), "") && kp_str_is(kp_str_slice(s, 99, 1), ""));
    assert_true(kp_str_is(kp_str_slice(s, 8, SIZE_MAX), "plan"));
    assert_int_equal(kp_str_slice((struct kp_str){NULL, 0}, 3, 3).len, 0);

    assert_int_equal(kp_str_find(s, '-'), 7);
    assert_int_equal(kp_str_find(s, 'x'), s.len);
    assert_int_equal(kp_str_find((struct kp_str){NULL, 0}, 'x'), 0);
    assert_int_equal(kp_str_find_str(s, KP_STR("nt-p")), 5);
    assert_int_equal(kp_str_find_str(s, KP_STR("plan")), 8);
    assert_int_equal(kp_str_find_str(s, KP_STR("plans")), s.len);
    assert_int_equal(kp_str_find_str(s, KP_STR("")), 0);
    assert_int_equal(kp_str_find_str(KP_STR("a"), s), 1);

    static const char *const trimmed[][2] = {
        {"", ""},
        {" ", ""},
        {"a", "a"},
        {"  a b\t\r\n", "a b"},
        {"\xc2\xa0"
         "a\xc2\xa0 ",
         "a"},
        {"\v\fa", "a"},
        {"\xc3\xa0", "\xc3\xa0"}, /* its last byte is also that of U+00A0 */
        {" \xc2", "\xc2"},
    };
    for (size_t i = 0; i < COUNT(trimmed); i++)
        assert_true(kp_str_is(kp_str_trim(kp_str_from(trimmed[i][0])), trimmed[i][1]));
}

static void test_str_split(void **state)
{
    (void)state;
    static const struct {
        const char *text, *parts; /* each behind a bar */
    } cases[] = {
        {"a/b/c", "|a|b|c"}, {"a", "|a"}, {"/", "||"}, {"a//b/", "|a||b|"}, {"", "|"},
    };
    struct kp_buf parts = KP_BUF_INIT;
    for (size_t i = 0; i < COUNT(cases); i++) {
        kp_buf_clear(&parts);
        struct kp_str rest = kp_str_from(cases[i].text);
        while (rest.data) {
            struct kp_str part = kp_str_split(&rest, '/');
            kp_buf_addf(&parts, "|%.*s", KP_STR_ARG(part));
        }
        assert_string_equal(parts.data, cases[i].parts);
    }
    kp_buf_release(&parts);
}

static void test_str_distance(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        size_t distance;
    } cases[] = {
        {"", "", 0},
        {"status", "status", 0},
        {"status", "staus", 1},
        {"status", "statuss", 1},
        {"status", "stetus", 1},
        {"status", "sttaus", 1},
        {"kitten", "sitting", 3},
        {"ca", "abc", 3}, /* 2 without the restriction of optimal string alignment */
        {"", "abc", 3},
        {"abc", "", 3},
        {"ab", "ba", 1},
        {"abcd", "badc", 2},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_str a = kp_str_from(cases[i].a), b = kp_str_from(cases[i].b);
        assert_int_equal(kp_str_distance(a, b, 10), cases[i].distance);
        assert_int_equal(kp_str_distance(b, a, 10), cases[i].distance);
        if (cases[i].distance > 1)
            assert_int_equal(kp_str_distance(a, b, 1), 2);
    }
    char long_word[65];
    memset(long_word, 'a', sizeof long_word);
    struct kp_str just = {long_word, 64}, more = {long_word, 65};
    assert_int_equal(kp_str_distance(just, just, 2), 0);
    assert_int_equal(kp_str_distance(more, more, 2), 3); /* too long to look at */
    assert_int_equal(kp_str_distance(just, KP_STR(""), 100), 64);
}

static void test_arena(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    kp_arena_release(&arena);
    unsigned char *made[500];
    for (size_t i = 0; i < COUNT(made); i++) {
        made[i] = kp_arena_alloc(&arena, i);
        assert_int_equal((uintptr_t)made[i] % alignof(max_align_t), 0);
        for (size_t j = 0; j < i; j++)
            assert_int_equal(made[i][j], 0);
        memset(made[i], (int)i & 255, i);
    }
    for (size_t i = 0; i < COUNT(made); i++) /* none stands in another's place */
        for (size_t j = 0; j < i; j++)
            assert_int_equal(made[i][j], i & 255);
    char *big = kp_arena_alloc(&arena, 10 << 20);
    memset(big, 'x', 10 << 20);
    struct kp_str small = kp_arena_str(&arena, (struct kp_str){"plans", 4});
    assert_string_equal(small.data, "plan");
    assert_int_equal(small.len, 4);
    struct kp_str empty = kp_arena_str(&arena, (struct kp_str){NULL, 0});
    assert_true(empty.data && empty.len == 0 && empty.data[0] == '\0');
    struct kp_str text = kp_arena_format(&arena, "%s-%03d", "r", 7);
    assert_string_equal(text.data, "r-007");
    assert_int_equal(text.len, 5);
    assert_int_equal(kp_arena_format(&arena, "%s", "").len, 0);
    kp_arena_release(&arena);
    assert_null(arena.newest);
    assert_string_equal(kp_arena_str(&arena, KP_STR("again")).data, "again");
    kp_arena_release(&arena);
}

static void test_err(void **state)
{
    (void)state;
    struct kp_err err = KP_ERR_INIT;
    assert_int_equal(kp_err_set(&err, KP_NOT_FOUND, "no account %s", "acme"), KP_NOT_FOUND);
    assert_int_equal(err.status, KP_NOT_FOUND);
    assert_string_equal(err.text.data, "no account acme");
    assert_int_equal(kp_err_prefix(&err, "%s:%d", "a.json", 3), KP_NOT_FOUND);
    assert_string_equal(err.text.data, "a.json:3: no account acme");
    kp_err_set(&err, KP_INVALID, "again: %s", err.text.data); /* the old text as an argument */
    assert_string_equal(err.text.data, "again: a.json:3: no account acme");
    assert_int_equal(kp_err_system(&err, ENOSPC, "cannot write %s", "x"), KP_IO);
    assert_true(kp_str_starts(kp_buf_str(&err.text), KP_STR("cannot write x: ")));
    assert_non_null(strstr(err.text.data, strerror(ENOSPC)));
    kp_err_clear(&err);
    assert_true(err.status == KP_OK && err.text.len == 0);
    kp_err_release(&err);
    assert_string_equal(err.text.data, "");
    assert_int_equal(kp_err_set(NULL, KP_BUSY, "nobody listens"), KP_BUSY);
    assert_int_equal(kp_err_system(NULL, ENOSPC, "nobody listens"), KP_IO);
}

static void test_faults(void **state)
{
    (void)state;
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_err err = KP_ERR_INIT;
    struct kp_buf text = KP_BUF_INIT;
    char name[] = "model.json";
    struct kp_place whole = {kp_str_from(name), 0, 0}, exact = {kp_str_from(name), 12, 7};
    assert_int_equal(kp_faults_first(&faults, &err), KP_OK);
    assert_int_equal(kp_faults_add(&faults, KP_FAULT_WARNING, whole, "no %s text", "Swedish"),
                     KP_OK);
    assert_int_equal(kp_faults_first(&faults, &err), KP_OK);
    assert_int_equal(kp_faults_add(&faults, KP_FAULT_ERROR, exact, "no field \"%s\"", "goal"),
                     KP_INVALID);
    for (int i = 0; i < 100; i++)
        kp_faults_add(&faults, KP_FAULT_ERROR, exact, "fault %d", i);
    memset(name, 'x', 5); /* the place has been copied */
    assert_true(faults.count == 102 && faults.errors == 101);
    kp_fault_print(&faults.items[0], &text);
    assert_string_equal(text.data, "model.json: no Swedish text");
    kp_buf_clear(&text);
    kp_fault_print(&faults.items[101], &text);
    assert_string_equal(text.data, "model.json:12:7: fault 99");
    assert_int_equal(kp_faults_first(&faults, &err), KP_INVALID);
    assert_string_equal(err.text.data, "model.json:12:7: no field \"goal\"");
    assert_int_equal(kp_faults_first(&faults, NULL), KP_INVALID);
    kp_buf_release(&text);
    kp_err_release(&err);
    kp_faults_release(&faults);
    assert_true(faults.count == 0 && faults.errors == 0 && !faults.items);
    kp_faults_release(&faults);
}

static void test_lang(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        int lang; /* -1: not ours */
    } cases[] = {
        {"en", KP_LANG_EN},
        {"da", KP_LANG_DA},
        {"sv", KP_LANG_SV},
        {"da_DK.UTF-8", KP_LANG_DA},
        {"sv-SE", KP_LANG_SV},
        {"en.UTF-8", KP_LANG_EN},
        {"en_GB", KP_LANG_EN},
        {"", -1},
        {"C", -1},
        {"C.UTF-8", -1},
        {"POSIX", -1},
        {"de_DE", -1},
        {"dan", -1},
        {"d", -1},
        {"_da", -1},
        {"no", -1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum kp_lang lang = KP_LANG_SV;
        bool ok = kp_lang_read(kp_str_from(cases[i].code), &lang);
        assert_int_equal(ok, cases[i].lang >= 0);
        assert_int_equal(lang, ok ? cases[i].lang : KP_LANG_SV);
    }
    for (int i = 0; i < KP_LANG_COUNT; i++) {
        enum kp_lang lang;
        assert_true(kp_lang_read(kp_str_from(kp_lang_code((enum kp_lang)i)), &lang));
        assert_int_equal(lang, i);
    }
    struct kp_words words = {{KP_STR("plan"), KP_STR("planen"), {NULL, 0}}};
    assert_true(kp_str_is(kp_words_get(&words, KP_LANG_DA), "planen"));
    assert_true(kp_str_is(kp_words_get(&words, KP_LANG_SV), "plan"));
    words.in[KP_LANG_EN].len = 0;
    assert_true(kp_str_is(kp_words_get(&words, KP_LANG_SV), "planen"));
    words.in[KP_LANG_DA].len = 0;
    assert_true(kp_str_is(kp_words_get(&words, KP_LANG_SV), ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alloc),       cmocka_unit_test(test_buf),
        cmocka_unit_test(test_str_compare), cmocka_unit_test(test_str_parts),
        cmocka_unit_test(test_str_split),   cmocka_unit_test(test_str_distance),
        cmocka_unit_test(test_arena),       cmocka_unit_test(test_err),
        cmocka_unit_test(test_faults),      cmocka_unit_test(test_lang),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
