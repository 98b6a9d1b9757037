// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/id.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static int by_text(const void *a, const void *b)
{
    return memcmp(a, b, KP_ID_SIZE);
}

/* Makes many ids; each must be valid, and at most a few alike (32^6 of them are possible). */
static void check_many(struct kp_ids ids)
{
    enum { MANY = 5000 };
    char(*made)[KP_ID_SIZE] = calloc(MANY, sizeof *made);
    int seen[256] = {0};
    assert_non_null(made);
    for (int i = 0; i < MANY; i++) {
        kp_id_make(&ids, 'r', made[i]);
        assert_true(kp_id_valid(kp_str_from(made[i]), 'r'));
        for (int j = 2; j < 8; j++)
            seen[(unsigned char)made[i][j]]++;
    }
    qsort(made, MANY, sizeof *made, by_text);
    int same = 0;
    for (int i = 1; i < MANY; i++)
        same += memcmp(made[i - 1], made[i], KP_ID_SIZE) == 0;
    assert_true(same <= 2); /* 0.01 expected */
    for (const char *c = "0123456789abcdefghjkmnpqrstvwxyz"; *c; c++)
        assert_true(seen[(unsigned char)*c] > 700 &&
                    seen[(unsigned char)*c] < 1200); /* 937 expected */
    free(made);
}

static void test_make(void **state)
{
    (void)state;
    check_many(kp_ids_random());
    check_many(kp_ids_seeded(KP_STR("abc")));
}

static void test_seeded(void **state)
{
    (void)state;
    struct kp_ids a = kp_ids_seeded(KP_STR("abc")), same = kp_ids_seeded(KP_STR("abc"));
    struct kp_ids other = kp_ids_seeded(KP_STR("abd")),
                  none = kp_ids_seeded((struct kp_str){NULL, 0});
    char first[KP_ID_SIZE], again[KP_ID_SIZE], different[KP_ID_SIZE], empty[KP_ID_SIZE];
    for (int i = 0; i < 100; i++) {
        kp_id_make(&a, 'p', first);
        kp_id_make(&same, 'p', again);
        kp_id_make(&other, 'p', different);
        kp_id_make(&none, 'p', empty);
        assert_string_equal(first, again);
        assert_string_not_equal(first, different);
        assert_string_not_equal(first, empty);
    }
    struct kp_ids fixed = kp_ids_seeded(KP_STR("abc")); /* golden files depend on these */
    kp_id_make(&fixed, 'r', first);
    assert_string_equal(first, "r-30pker");
    struct kp_ids x = kp_ids_random(), y = kp_ids_random();
    kp_id_make(&x, 'r', first);
    kp_id_make(&y, 'r', again);
    assert_string_not_equal(first, again);
}

static void test_valid(void **state)
{
    (void)state;
    static const char *const good[] = {"r-8w2m4c", "r-000000", "r-zzzzzz",
                                       "r-abcdef", "r-ghjkmn", "r-pqrstv"};
    static const char *const bad[] = {
        "",         "r",        "r-",       "r-8w2m4",        "r-8w2m4cc", "p-8w2m4c",
        "r_8w2m4c", "r-8w2m4C", "r-8w2m4i", "r-8w2m4l",       "r-8w2m4o",  "r-8w2m4u",
        "r-8w2m4 ", "R-8w2m4c", "r-8w2m-c", "r-8w2m\xc3\xa5", "8w2m4crr"};
    for (size_t i = 0; i < COUNT(good); i++)
        assert_true(kp_id_valid(kp_str_from(good[i]), 'r'));
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(kp_id_valid(kp_str_from(bad[i]), 'r'));
    assert_false(kp_id_valid((struct kp_str){"r-8w2m4\0", 8}, 'r'));
    assert_false(kp_id_valid((struct kp_str){NULL, 0}, 'r'));
    assert_true(kp_id_valid((struct kp_str){"r-8w2m4cXX", 8}, 'r'));
}

/* The examples of FIPS 180-4 and the empty text. */
static void test_sha256(void **state)
{
    (void)state;
    static const struct {
        const char *text, *hex;
    } cases[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    char hex[65];
    for (size_t i = 0; i < COUNT(cases); i++) {
        kp_sha256_hex(kp_str_from(cases[i].text), hex);
        assert_string_equal(hex, cases[i].hex);
    }
    kp_sha256_hex((struct kp_str){NULL, 0}, hex);
    assert_string_equal(hex, cases[0].hex);
    char *million = malloc(1000000);
    assert_non_null(million);
    memset(million, 'a', 1000000);
    kp_sha256_hex((struct kp_str){million, 1000000}, hex);
    assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(million);
}

static void test_of_a_text(void **state)
{
    (void)state;
    char one[KP_ID_SIZE], same[KP_ID_SIZE], other[KP_ID_SIZE];
    kp_id_of(KP_STR("maturity\n\"focus\""), 'r', one);
    kp_id_of(KP_STR("maturity\n\"focus\""), 'r', same);
    kp_id_of(KP_STR("maturity\n\"teams\""), 'r', other);
    assert_true(kp_id_valid(kp_str_from(one), 'r'));
    assert_string_equal(one, same);
    assert_string_not_equal(one, other);
    assert_string_equal(one, "r-qcw6pm"); /* stands in plans: it must stay */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_of_a_text), cmocka_unit_test(test_make),
        cmocka_unit_test(test_seeded),    cmocka_unit_test(test_valid),
        cmocka_unit_test(test_sha256),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
