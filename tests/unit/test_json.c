// SPDX-License-Identifier: GPL-3.0-or-later
#include "json/json.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Reads from memory of exactly that size, so that a byte too far is found out. */
static enum kp_status read_bytes(struct kp_arena *arena, struct kp_str text,
                                 const struct kp_json **out, struct kp_err *err)
{
    char *exact = malloc(text.len ? text.len : 1);
    assert_non_null(exact);
    if (text.len)
        memcpy(exact, text.data, text.len);
    enum kp_status status = kp_json_read(arena, "f", (struct kp_str){exact, text.len}, out, err);
    free(exact);
    return status;
}

static const struct kp_json *must_read(struct kp_arena *arena, const char *text)
{
    struct kp_err err = KP_ERR_INIT;
    const struct kp_json *value = NULL;
    if (read_bytes(arena, kp_str_from(text), &value, &err))
        fail_msg("%s", err.text.data);
    return value;
}

static void check_written(const struct kp_json *value, const char *expected)
{
    struct kp_buf line = KP_BUF_INIT;
    kp_json_write_line(&line, value);
    assert_string_equal(line.data, expected);
    kp_buf_release(&line);
}

/* The corpus in tests/json has a file for each message; here stand the places. */
static void test_errors_say_where(void **state)
{
    (void)state;
    static const struct {
        const char *text, *error;
    } table[] = {
        {"", "f:1:1: invalid JSON: the file is empty; expected a value"},
        {"\n\n  ", "f:3:3: invalid JSON: the file is empty; expected a value"},
        {"[1 2]", "f:1:4: invalid JSON: expected ',' or ']' here"},
        {"{\n  \"a\": 1\n  \"b\": 2\n}", "f:3:3: invalid JSON: expected ',' or '}' here"},
        {"{\r\n  \"a\": x\r\n}",
         "f:2:8: invalid JSON: expected a value here; text stands in double "
         "quotes, and the only words without are true, false and null"},
        {"[\"æøå\" x]", "f:1:8: invalid JSON: expected ',' or ']' here"},
        {"[\"😀\", \"日本\", x]",
         "f:1:13: invalid JSON: expected a value here; text stands in "
         "double quotes, and the only words without are true, false and null"},
        {"[\"å\", \"\xe5\"]",
         "f:1:8: invalid JSON: byte 0xE5 is not UTF-8; save the file as UTF-8"},
        {"{\"a\": 1,\n \"b\": 2,\n \"\\u0061\": 3}",
         "f:3:2: invalid JSON: member \"a\" stands twice; the first is on line 1"},
        {"{\n\"x\": {\"a\": 1, \"a\": 2,\n\"x\": 1}}",
         "f:2:15: invalid JSON: member \"a\" stands twice; the first is on line 2"},
        {"{\"e\\u001b[2Jx\": 1,\n\"e\\u001b[2Jx\": 2}",
         "f:2:1: invalid JSON: member \"e<U+001B>[2Jx\" stands twice; the first is on line 1"},
        {"{\n  \"a\": [\n    1,\n",
         "f:4:1: invalid JSON: the file ends here, but the '[' on line 2 "
         "is not closed"},
        {"{\n  \"a\": [\n    1\n  }\n", "f:4:3: invalid JSON: expected ']' here: the '[' on line 2 "
                                        "is still open"},
        {"[\n  1,\n  2,\n]", "f:3:4: invalid JSON: nothing follows this comma; remove it"},
        {"[\n  \"text,\n  1\n]", "f:2:3: invalid JSON: this text does not end on its line; close "
                                 "it with \", or write a line break in it as \\n"},
        {"[\"a\\u0000\"]", "f:1:4: invalid JSON: \\u0000 is not allowed in text; remove it"},
        {"\xef\xbb\xbf{}", "f:1:1: invalid JSON: the file begins with a byte order mark; save it "
                           "as UTF-8 without one"},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct kp_arena arena = KP_ARENA_INIT;
        struct kp_err err = KP_ERR_INIT;
        const struct kp_json *value = NULL;
        assert_int_equal(read_bytes(&arena, kp_str_from(table[i].text), &value, &err), KP_INVALID);
        assert_int_equal(err.status, KP_INVALID);
        assert_string_equal(err.text.data, table[i].error);
        assert_null(value);
        assert_int_equal(read_bytes(&arena, kp_str_from(table[i].text), &value, NULL), KP_INVALID);
        kp_err_release(&err);
        kp_arena_release(&arena);
    }
}

static void test_values_know_their_place(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    const struct kp_json *value =
        must_read(&arena, " {\"å\": [1,\n\t{\"b\" :\r\n  true}], \"c\":null}");
    const struct kp_json *list = kp_json_get(value, "å"), *object = list->first->next;
    const struct {
        const struct kp_json *value;
        uint32_t line, column;
    } table[] = {
        {value, 1, 2},  {list, 1, 8},          {list->first, 1, 9},
        {object, 2, 2}, {object->first, 3, 3}, {kp_json_get(value, "c"), 3, 15},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct kp_place place = kp_json_place(KP_STR("f"), table[i].value);
        assert_true(kp_str_is(place.file, "f"));
        assert_int_equal(place.line, table[i].line);
        assert_int_equal(place.column, table[i].column);
    }
    assert_int_equal(kp_json_place(KP_STR("f"), NULL).line, 0);
    assert_int_equal(kp_json_place(KP_STR("f"), kp_json_new_array(&arena)).line, 0);
    kp_arena_release(&arena);
}

static void test_top_of_an_object(void **state)
{
    (void)state;
    static const struct {
        const char *text, *line; /* NULL: a fault */
    } table[] = {
        {"{\"id\": 1, \"title\": {\"en\": \"T\"}, \"rest\": broken",
         "{\"id\":1,\"title\":{\"en\":\"T\"}}"},
        {"{\"a\": {\"title\": 1, \"b\": 2}, \"title\": 3, \"c\": 4}",
         "{\"a\":{\"title\":1,\"b\":2},\"title\":3}"},
        {"{\"id\": 1, \"c\": 4}", "{\"id\":1,\"c\":4}"},
        {"[\"title\", 2]", "[\"title\",2]"},
        {"{\"id\": broken, \"title\": 1}", NULL},
        {"{\"title\": \"T\" \"rest\"", NULL},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct kp_arena arena = KP_ARENA_INIT;
        const struct kp_json *value = NULL;
        enum kp_status status =
            kp_json_read_top(&arena, "f", kp_str_from(table[i].text), "title", &value, NULL);
        assert_int_equal(status, table[i].line ? KP_OK : KP_INVALID);
        if (table[i].line)
            check_written(value, table[i].line);
        kp_arena_release(&arena);
    }
}

/* What is read on the left is written as on the right. */
static void test_canonical_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *line;
    } table[] = {
        {" null ", "null"},
        {"[true,false , null]", "[true,false,null]"},
        {"{ }", "{}"},
        {"[ ]", "[]"},
        {"{\"b\": 1, \"a\": {\"B\": 2}}", "{\"b\":1,\"a\":{\"B\":2}}"},
        {"[-0, 0.0, 0e5, -0.0e-3, 0.00000000000000000000]", "[0,0,0,0,0]"},
        {"[1.50, 1e3, 2.5E-1, 100e-2, 1.0]", "[1.5,1000,0.25,1,1]"},
        {"[9007199254740991, 9007199254740993, 0.1]", "[9007199254740991,9007199254740993,0.1]"},
        {"99999999999999999999", "99999999999999999999"},
        {"0.1234567890123456", "0.1234567890123456"},
        {"[1e999, -1E+400]", "[1e999,-1E+400]"},
        {"123456789012345678901234567890", "123456789012345678901234567890"},
        {"0.123456789012345678901234567890", "0.123456789012345678901234567890"},
        {"1.500000000000000000000000000000000000000000000000000000000000000000000", "1.5"},
        {"[11111111111111111111111111111111111111111111111111111111111111111,2]",
         "[11111111111111111111111111111111111111111111111111111111111111111,2]"},
        {"\"\\u00e6\\u00F8\\ud83d\\ude00\\/\"", "\"æø😀/\""},
        {"\"\\u0008\\u000c\\u000a\\u000d\\u0009\\u0022\\u005c\"", "\"\\b\\f\\n\\r\\t\\\"\\\\\""},
        {"\"\\u0001\\u001F\\u007f\\u0080\\u2028\"", "\"\\u0001\\u001f\x7f\xc2\x80\xe2\x80\xa8\""},
        {"{\"\\u0061\\n\": 1}", "{\"a\\n\":1}"},
        {"\"\"", "\"\""},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct kp_arena arena = KP_ARENA_INIT;
        check_written(must_read(&arena, table[i].text), table[i].line);
        kp_arena_release(&arena);
    }
}

static void test_canonical_file(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_buf out = KP_BUF_INIT;
    kp_json_write(&out, must_read(&arena, "{\"format\":1,\"value\":[{\"id\":\"r-1\",\"n\":1.50},"
                                          "[],{},[1,[2]]],\"empty\":{},\"last\":null}"));
    assert_string_equal(out.data, "{\n"
                                  "  \"format\": 1,\n"
                                  "  \"value\": [\n"
                                  "    {\n"
                                  "      \"id\": \"r-1\",\n"
                                  "      \"n\": 1.5\n"
                                  "    },\n"
                                  "    [],\n"
                                  "    {},\n"
                                  "    [\n"
                                  "      1,\n"
                                  "      [\n"
                                  "        2\n"
                                  "      ]\n"
                                  "    ]\n"
                                  "  ],\n"
                                  "  \"empty\": {},\n"
                                  "  \"last\": null\n"
                                  "}\n");
    kp_buf_clear(&out);
    kp_json_write(&out, NULL);
    assert_string_equal(out.data, "null\n");
    kp_buf_clear(&out);
    kp_json_write_string(&out, KP_STR("\"å\x1b\n"));
    assert_string_equal(out.data, "\"\\\"å\\u001b\\n\"");
    kp_buf_release(&out);
    kp_arena_release(&arena);
}

static void test_numbers_are_exact(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    const struct kp_json *list =
        must_read(&arena, "[9007199254740993, 0.1, 1e999, 0.00000000000000001]");
    const struct kp_json *item = list->first;
    assert_true(kp_number_equal(item->number, kp_number_from(9007199254740993)));
    assert_int_equal(item->literal.len, 0);
    item = item->next;
    assert_true(item->number.digits == 1 && item->number.scale == 1);
    item = item->next;
    assert_true(kp_str_is(item->literal, "1e999"));
    item = item->next;
    assert_true(kp_str_is(item->literal, "0.00000000000000001"));
    kp_arena_release(&arena);
}

static void test_look_up(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    const struct kp_json *value = must_read(
        &arena,
        "{\"s\": \"text\", \"S\": \"TEXT\", \"n\": 12, \"f\": 1.5, \"big\": 1e999, \"z\": null}");
    assert_true(kp_str_is(kp_json_text(value, "s"), "text"));
    assert_true(kp_str_is(kp_json_text(value, "S"), "TEXT"));
    assert_int_equal(kp_json_text(value, "n").len, 0);
    assert_int_equal(kp_json_text(value, "missing").len, 0);
    assert_int_equal(kp_json_text(NULL, "s").len, 0);
    assert_int_equal(kp_json_whole(value, "n", -1), 12);
    assert_int_equal(kp_json_whole(value, "f", -1), -1);
    assert_int_equal(kp_json_whole(value, "big", -1), -1);
    assert_int_equal(kp_json_whole(value, "s", -1), -1);
    assert_int_equal(kp_json_whole(value, "missing", -1), -1);
    assert_null(kp_json_get(value, "N"));
    assert_null(kp_json_get(kp_json_get(value, "s"), "s"));
    assert_true(kp_json_is_null(kp_json_get(value, "z")));
    assert_true(kp_json_is_null(kp_json_get(value, "missing")));
    assert_false(kp_json_is_null(value));
    assert_int_equal(value->count, 6);
    assert_string_equal(kp_json_kind_name(KP_JSON_ARRAY), "a list");
    kp_arena_release(&arena);
}

static void test_building(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_json *object = kp_json_new_object(&arena), *list = kp_json_new_array(&arena);
    char name[] = "title";
    kp_json_set_string(&arena, object, name, KP_STR("one"));
    memset(name, 'x', sizeof name - 1); /* names are copied */
    kp_json_set(&arena, object, "list", list);
    kp_json_set_whole(&arena, object, "n", INT64_MIN);
    kp_json_set_bool(&arena, object, "yes", true);
    kp_json_set(&arena, object, "none", NULL);
    kp_json_append(&arena, list, kp_json_new_whole(&arena, 1)); /* filled after it was set */
    kp_json_append(&arena, list, &kp_json_null);
    kp_json_append(&arena, list, kp_json_get(object, "title"));
    check_written(object, "{\"title\":\"one\",\"list\":[1,null,\"one\"],"
                          "\"n\":-9223372036854775808,\"yes\":true,\"none\":null}");
    assert_null(list->last->name.data);
    assert_int_equal(list->count, 3);

    /* Replaced where they stand: first, middle and last. */
    kp_json_set_whole(&arena, object, "title", 1);
    kp_json_set_whole(&arena, object, "list", 2);
    kp_json_set_whole(&arena, object, "none", 3);
    kp_json_set_whole(&arena, object, "new", 4);
    check_written(object, "{\"title\":1,\"list\":2,\"n\":-9223372036854775808,\"yes\":true,"
                          "\"none\":3,\"new\":4}");
    assert_int_equal(object->count, 6);
    assert_ptr_equal(kp_json_get(object, "new"), object->last);

    /* A number is copied whole, and one that has taken the place of a list is no list any more. */
    kp_json_add(&arena, object, KP_STR("added"), kp_json_get(object, "n"));
    check_written(kp_json_copy(&arena, object),
                  "{\"title\":1,\"list\":2,\"n\":-9223372036854775808,\"yes\":true,"
                  "\"none\":3,\"new\":4,\"added\":-9223372036854775808}");
    assert_null(kp_json_first(kp_json_get(object, "list")));
    assert_null(kp_json_first(NULL));
    kp_arena_release(&arena);
}

/* A node that somebody has seen is never changed by being used again. */
static void test_shared_nodes_stay_as_they_are(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    const struct kp_json *read = must_read(&arena, "{\"a\": [1, 2], \"b\": 3}");
    struct kp_json *list = kp_json_new_array(&arena), *object = kp_json_new_object(&arena);
    kp_json_append(&arena, list, read);
    kp_json_append(&arena, list, kp_json_get(read, "a"));
    kp_json_append(&arena, list, kp_json_get(read, "a"));
    kp_json_append(&arena, list, &kp_json_null);
    kp_json_append(&arena, list, &kp_json_null);
    kp_json_set(&arena, object, "renamed", kp_json_get(read, "a"));
    kp_json_set(&arena, object, "list", list);
    kp_json_set(&arena, object, "again", list);
    check_written(read, "{\"a\":[1,2],\"b\":3}");
    check_written(list, "[{\"a\":[1,2],\"b\":3},[1,2],[1,2],null,null]");
    check_written(object,
                  "{\"renamed\":[1,2],\"list\":[{\"a\":[1,2],\"b\":3},[1,2],[1,2],null,null],"
                  "\"again\":[{\"a\":[1,2],\"b\":3},[1,2],[1,2],null,null]}");
    assert_null(kp_json_null.next);
    kp_arena_release(&arena);
}

static void test_equal(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool equal;
    } table[] = {
        {"1", "1.0", true},
        {"1", "2", false},
        {"1", "\"1\"", false},
        {"0", "false", false},
        {"null", "0", false},
        {"null", "null", true},
        {"true", "false", false},
        {"\"a\"", "\"\\u0061\"", true},
        {"[1, 2]", "[2, 1]", false},
        {"[1, 2]", "[1, 2]", true},
        {"[1]", "[1, 1]", false},
        {"[]", "{}", false},
        {"{\"a\": 1, \"b\": [2]}", "{\"b\": [2], \"a\": 1}", true},
        {"{\"a\": 1, \"b\": 2}", "{\"b\": 1, \"a\": 2}", false},
        {"{\"a\": 1}", "{\"b\": 1}", false},
        {"{\"a\": 1}", "{\"a\": 1, \"b\": null}", false},
        {"1e999", "1e999", true},
        {"1e999", "2e999", false},
        {"1e999", "0", false},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct kp_arena arena = KP_ARENA_INIT;
        const struct kp_json *a = must_read(&arena, table[i].a), *b = must_read(&arena, table[i].b);
        assert_int_equal(kp_json_equal(a, b), table[i].equal);
        assert_int_equal(kp_json_equal(b, a), table[i].equal);
        kp_arena_release(&arena);
    }
    assert_true(kp_json_equal(NULL, &kp_json_null));
    assert_true(kp_json_equal(NULL, NULL));
}

static void test_copy_outlives_the_original(void **state)
{
    (void)state;
    struct kp_arena from = KP_ARENA_INIT, to = KP_ARENA_INIT;
    const struct kp_json *read =
        must_read(&from, "{\"x\": {\"a\": [1, \"b\", 1e999, true, null]}}");
    struct kp_json *copy = kp_json_copy(&to, kp_json_get(read, "x"));
    kp_arena_release(&from);
    assert_null(copy->name.data);
    assert_int_equal(copy->line, 1);
    kp_json_set_whole(&to, copy, "more", 1);
    check_written(copy, "{\"a\":[1,\"b\",1e999,true,null],\"more\":1}");
    check_written(kp_json_copy(&to, NULL), "null");
    kp_arena_release(&to);
}

/* A small generator, seeded, for trees of every kind (xorshift64*). */
static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return *seed * 2685821657736338717u;
}

static struct kp_str random_text(struct kp_arena *arena, uint64_t *seed)
{
    static const char *const parts[] = {
        "a",  "B",    " ",    "\"",   "\\",       "/",
        "\n", "\x01", "\x1f", "\x7f", "\xc3\xa6", "\xf0\x9f\x98\x80",
        "\t", "\b",   "\f",   "\r",   "\\u0000",  "\xe2\x80\xa8"};
    struct kp_buf text = KP_BUF_INIT;
    for (uint64_t left = next_random(seed) % 6; left; left--)
        kp_buf_adds(&text, parts[next_random(seed) % COUNT(parts)]);
    struct kp_str copy = kp_arena_str(arena, kp_buf_str(&text));
    kp_buf_release(&text);
    return copy;
}

static struct kp_number random_number(struct kp_arena *arena, uint64_t *seed)
{
    struct kp_number number;
    struct kp_str literal = kp_arena_format(arena, "%" PRId64 "e-%d",
                                            (int64_t)next_random(seed) >> next_random(seed) % 64,
                                            (int)(next_random(seed) % (KP_NUMBER_MAX_SCALE + 1)));
    assert_true(kp_number_read(literal, &number));
    return number;
}

static struct kp_json *random_tree(struct kp_arena *arena, uint64_t *seed, int depth)
{
    uint64_t kind = next_random(seed) % (depth ? 6 : 4), left = next_random(seed) % 5;
    struct kp_json *tree;
    switch (kind) {
    case KP_JSON_NULL: return kp_json_new_null(arena);
    case KP_JSON_BOOL: return kp_json_new_bool(arena, left & 1);
    case KP_JSON_NUMBER: return kp_json_new_number(arena, random_number(arena, seed));
    case KP_JSON_STRING: return kp_json_new_string(arena, random_text(arena, seed));
    case KP_JSON_ARRAY:
        tree = kp_json_new_array(arena);
        for (; left; left--)
            kp_json_append(arena, tree, random_tree(arena, seed, depth - 1));
        return tree;
    default:
        tree = kp_json_new_object(arena);
        for (; left; left--)
            kp_json_set(arena, tree, random_text(arena, seed).data,
                        random_tree(arena, seed, depth - 1));
        return tree;
    }
}

static void test_round_trip(void **state)
{
    (void)state;
    uint64_t seed = 20260302;
    for (int i = 0; i < 2000; i++) {
        struct kp_arena arena = KP_ARENA_INIT;
        struct kp_buf pretty = KP_BUF_INIT, line = KP_BUF_INIT, again = KP_BUF_INIT;
        const struct kp_json *tree = random_tree(&arena, &seed, 5);
        kp_json_write(&pretty, tree);
        kp_json_write_line(&line, tree);
        assert_true(kp_json_equal(must_read(&arena, pretty.data), tree));
        assert_true(kp_json_equal(must_read(&arena, line.data), tree));
        assert_true(kp_json_equal(kp_json_copy(&arena, tree), tree));
        kp_json_write(&again, must_read(&arena, line.data));
        assert_string_equal(again.data, pretty.data);
        assert_null(strchr(line.data, '\n'));
        kp_buf_release(&pretty);
        kp_buf_release(&line);
        kp_buf_release(&again);
        kp_arena_release(&arena);
    }
}

/* Sizes at which anything quadratic would not come to an end. */
static void test_many_values(void **state)
{
    (void)state;
    enum { MANY = 50000 };
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_buf list = KP_BUF_INIT, object = KP_BUF_INIT, backwards = KP_BUF_INIT;
    kp_buf_addc(&list, '[');
    for (int i = 0; i < MANY; i++) {
        kp_buf_addf(&list, "%s{\"id\":%d}", i ? ",\n" : "", i);
        kp_buf_addf(&object, "%c\"n%d\":1", i ? ',' : '{', i);
        kp_buf_addf(&backwards, "%c\"n%d\":1", i ? ',' : '{', MANY - 1 - i);
    }
    kp_buf_addc(&list, ']');
    const struct kp_json *value = must_read(&arena, list.data);
    assert_int_equal(value->count, MANY);
    assert_int_equal(value->last->line, MANY);

    kp_buf_addc(&backwards, '}');
    size_t len = object.len;
    kp_buf_addc(&object, '}');
    assert_true(kp_json_equal(must_read(&arena, object.data), must_read(&arena, backwards.data)));
    kp_buf_truncate(&object, len);
    kp_buf_adds(&object, ",\n\"n22222\":2}");
    struct kp_err err = KP_ERR_INIT;
    assert_int_equal(read_bytes(&arena, kp_buf_str(&object), &value, &err), KP_INVALID);
    assert_string_equal(err.text.data, "f:2:1: invalid JSON: member \"n22222\" stands twice; "
                                       "the first is on line 1");
    kp_err_release(&err);
    kp_buf_release(&list);
    kp_buf_release(&object);
    kp_buf_release(&backwards);
    kp_arena_release(&arena);
}

static void test_size_limit(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_err err = KP_ERR_INIT;
    struct kp_buf text = KP_BUF_INIT;
    const struct kp_json *value = NULL;
    memset(kp_buf_reserve(&text, KP_JSON_MAX_BYTES + 1), ' ', KP_JSON_MAX_BYTES + 1);
    text.len = KP_JSON_MAX_BYTES + 1;
    text.data[0] = '1';
    assert_int_equal(kp_json_read(&arena, "f", kp_buf_str(&text), &value, &err), KP_INVALID);
    assert_string_equal(err.text.data, "f:1:1: invalid JSON: larger than 64 MiB");
    text.len--;
    assert_int_equal(kp_json_read(&arena, "f", kp_buf_str(&text), &value, &err), KP_OK);
    assert_int_equal(value->kind, KP_JSON_NUMBER);
    kp_err_release(&err);
    kp_buf_release(&text);
    kp_arena_release(&arena);
}

static void test_read_file(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_err err = KP_ERR_INIT;
    const struct kp_json *value = NULL;
    const char *path = KAMPLAN_SOURCE_DIR "/tests/json/y_object_nested.json";
    assert_int_equal(kp_json_read_file(&arena, path, &value, &err), KP_OK);
    check_written(value, "{\"a\":{\"b\":{\"c\":{}}}}");
    path = KAMPLAN_SOURCE_DIR "/tests/json/n_array_no_comma.json";
    assert_int_equal(kp_json_read_file(&arena, path, &value, &err), KP_INVALID);
    assert_string_equal(err.text.data, KAMPLAN_SOURCE_DIR "/tests/json/n_array_no_comma.json:1:4: "
                                                          "invalid JSON: expected ',' or ']' here");
    path = KAMPLAN_SOURCE_DIR "/tests/json/missing.json";
    assert_int_equal(kp_json_read_file(&arena, path, &value, &err), KP_NOT_FOUND);
    assert_non_null(strstr(err.text.data, path));
    kp_err_release(&err);
    kp_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_errors_say_where),
        cmocka_unit_test(test_values_know_their_place),
        cmocka_unit_test(test_top_of_an_object),
        cmocka_unit_test(test_canonical_line),
        cmocka_unit_test(test_canonical_file),
        cmocka_unit_test(test_numbers_are_exact),
        cmocka_unit_test(test_look_up),
        cmocka_unit_test(test_building),
        cmocka_unit_test(test_shared_nodes_stay_as_they_are),
        cmocka_unit_test(test_equal),
        cmocka_unit_test(test_copy_outlives_the_original),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_many_values),
        cmocka_unit_test(test_size_limit),
        cmocka_unit_test(test_read_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
