// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char directory[] = "{\n"
                                "  \"format\": 1,\n"
                                "  \"people\": {\n"
                                "    \"p-1ars00\": {\n"
                                "      \"name\": \"Lars Bo\"\n"
                                "    },\n"
                                "    \"p-mette1\": {\n"
                                "      \"name\": \"Mette Holm\",\n"
                                "      \"pronoun\": \"she\"\n"
                                "    }\n"
                                "  }\n"
                                "}\n";

static void a_directory_is_read_and_written(void **state)
{
    (void)state;
    struct kp_people people = KP_PEOPLE_INIT;
    struct kp_buf out = KP_BUF_INIT;
    assert_int_equal(kp_people_read(&people, "people.json", kp_str_from(directory), NULL), KP_OK);
    assert_int_equal(people.count, 2);
    assert_true(kp_str_is(kp_people_name(&people, KP_STR("p-mette1")), "Mette Holm"));
    assert_true(kp_str_is(kp_people_name(&people, KP_STR("p-zzzzzz")), "p-zzzzzz"));
    assert_null(kp_people_by_id(&people, KP_STR("p-zzzzzz")));
    kp_people_write(&people, &out);
    assert_string_equal(out.data, directory);
    kp_buf_release(&out);
    kp_people_release(&people);
}

/* Order of arrival does not show in the file, and a later file's name wins. */
static void the_file_is_in_order_of_ids(void **state)
{
    (void)state;
    struct kp_people people = KP_PEOPLE_INIT;
    struct kp_buf out = KP_BUF_INIT;
    kp_people_put(&people, KP_STR("p-mette1"), KP_STR("M. Holm"));
    kp_people_put(&people, KP_STR("p-mette1"), KP_STR("Not she"));
    assert_true(kp_str_is(kp_people_name(&people, KP_STR("p-mette1")), "M. Holm"));
    assert_int_equal(kp_people_read(&people, "people.json", kp_str_from(directory), NULL), KP_OK);
    assert_int_equal(people.count, 2);
    kp_people_write(&people, &out);
    assert_string_equal(out.data, directory);
    kp_buf_release(&out);
    kp_people_release(&people);
}

static void an_empty_directory_is_one_too(void **state)
{
    (void)state;
    struct kp_people people = KP_PEOPLE_INIT;
    struct kp_buf out = KP_BUF_INIT;
    kp_people_write(&people, &out);
    assert_string_equal(out.data, "{\n  \"format\": 1,\n  \"people\": {}\n}\n");
    assert_int_equal(kp_people_read(&people, "f", kp_buf_str(&out), NULL), KP_OK);
    assert_int_equal(people.count, 0);
    kp_buf_release(&out);
    kp_people_release(&people);
}

static void faulty_directories_change_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum kp_status status;
        const char *message;
    } faulty[] = {
        {"{", KP_INVALID, "people.json:1:2: invalid JSON"},
        {"[]", KP_INVALID, "people.json: not a people directory"},
        {"{\"format\":2,\"people\":{}}", KP_NEWER, "people.json: written by a newer version"},
        {"{\"people\":{}}", KP_INVALID, "not a people directory"},
        {"{\"format\":1,\"people\":[]}", KP_INVALID, "not a people directory"},
        {"{\"format\":1,\"people\":{\"p-mette1\":{\"name\":\"A B\"},\"mette\":{\"name\":\"C\"}}}",
         KP_INVALID, "people.json:1:57: \"mette\" is no person's id"},
        {"{\"format\":1,\"people\":{\"p-mette1\":{}}}", KP_INVALID, "p-mette1 has no name"},
        {"{\"format\":1,\"people\":{\"p-mette1\":{\"name\":5}}}", KP_INVALID,
         "p-mette1 has no name"},
        {"{\"format\":1,\"people\":{\"p-mette1\":{\"name\":\" \"}}}", KP_INVALID, "has no name"},
        {"{\"format\":1,\"people\":{\"p-mette1\":\"x\"}}", KP_INVALID, "has no name"},
    };
    for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++) {
        struct kp_people people = KP_PEOPLE_INIT;
        struct kp_err err = KP_ERR_INIT;
        assert_int_equal(kp_people_read(&people, "people.json", kp_str_from(faulty[i].text), &err),
                         faulty[i].status);
        if (!strstr(err.text.data, faulty[i].message))
            fail_msg("%s: %s", faulty[i].text, err.text.data);
        assert_int_equal(people.count, 0);
        kp_err_release(&err);
        kp_people_release(&people);
    }
}

static void fill(struct kp_people *people)
{
    static const char *const names[] = {"Per",       "Per Dahl",         "Åse Öberg",
                                        "Ida Friis", "Ida Holm-Nielsen", "Bo Ida"};
    char id[] = "p-00000a";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        id[7] = (char)('a' + i);
        kp_people_put(people, kp_str_from(id), kp_str_from(names[i]));
    }
}

static void people_are_found_by_their_names(void **state)
{
    (void)state;
    static const struct {
        const char *text, *found; /* last letters of the ids */
    } cases[] = {
        {"per", "a"},     {"PER D", "b"},     {"pe", "ab"}, {"ida", "def"}, {"Ida  Friis", "d"},
        {"nielsen", "e"}, {"holm", "e"},      {"åse", "c"}, {"ÖB", "c"},    {"a\xcc\x8ase", "c"},
        {"rg", ""},       {"ida friisx", ""}, {"", ""},     {" ", ""},      {"b", "f"},
        {"Bo Ida", "f"},
    };
    struct kp_people people = KP_PEOPLE_INIT;
    fill(&people);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct kp_person *found[8];
        char letters[9] = "";
        size_t count = kp_people_match(&people, kp_str_from(cases[i].text), found, 8);
        for (size_t j = 0; j < count; j++)
            letters[j] = found[j]->id.data[7];
        if (strcmp(letters, cases[i].found) != 0)
            fail_msg("\"%s\" finds %s instead of %s", cases[i].text, letters, cases[i].found);
    }
    const struct kp_person *one[1];
    assert_int_equal(kp_people_match(&people, KP_STR("ida"), one, 1), 3);
    assert_true(kp_str_is(one[0]->id, "p-00000d"));
    assert_int_equal(kp_people_match(NULL, KP_STR("ida"), one, 1), 0);
    kp_people_release(&people);
}

static void a_name_stands_once(void **state)
{
    (void)state;
    struct kp_people people = KP_PEOPLE_INIT;
    struct kp_ids ids = kp_ids_seeded(KP_STR("people"));
    const struct kp_person *person;
    assert_int_equal(kp_people_add(&people, &ids, KP_STR("  A\xcc\x8ase Ny "), &person, NULL),
                     KP_OK);
    assert_true(kp_str_is(person->name, "Åse Ny"));
    assert_true(kp_id_valid(person->id, 'p'));
    assert_int_equal(kp_people_add(&people, &ids, KP_STR("ÅSE  NY"), &person, NULL), KP_OK);
    assert_int_equal(people.count, 1);
    /* Beginning alike is not being the same. */
    assert_int_equal(kp_people_add(&people, &ids, KP_STR("Åse"), &person, NULL), KP_OK);
    assert_int_equal(people.count, 2);
    kp_people_release(&people);
}

static void odd_names_are_refused(void **state)
{
    (void)state;
    char long_name[202];
    memset(long_name, 'x', sizeof long_name);
    const struct {
        struct kp_str name;
        const char *message;
    } odd[] = {
        {KP_STR(""), "a name is needed"},       {KP_STR(" \t "), "a name is needed"},
        {{long_name, 201}, "at most 200"},      {KP_STR("Eve\x1b[2J"), "does not show"},
        {KP_STR("Eve\nAdam"), "does not show"}, {KP_STR("Eve\xe2\x80\xae"), "does not show"},
        {KP_STR("Eve\0"), "does not show"},     {KP_STR("Eve\xff"), "not UTF-8"},
    };
    struct kp_people people = KP_PEOPLE_INIT;
    struct kp_ids ids = kp_ids_seeded(KP_STR("people"));
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        const struct kp_person *person;
        struct kp_err err = KP_ERR_INIT;
        assert_int_equal(kp_people_add(&people, &ids, odd[i].name, &person, &err), KP_INVALID);
        if (!strstr(err.text.data, odd[i].message))
            fail_msg("name %zu: %s", i, err.text.data);
        kp_err_release(&err);
    }
    assert_int_equal(people.count, 0);
    kp_people_release(&people);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_directory_is_read_and_written),
        cmocka_unit_test(the_file_is_in_order_of_ids),
        cmocka_unit_test(an_empty_directory_is_one_too),
        cmocka_unit_test(faulty_directories_change_nothing),
        cmocka_unit_test(people_are_found_by_their_names),
        cmocka_unit_test(a_name_stands_once),
        cmocka_unit_test(odd_names_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
