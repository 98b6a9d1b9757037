// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include "model/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char whole_answer[] = "{\n"
                                   "  \"format\": 1,\n"
                                   "  \"value\": [\n"
                                   "    {\n"
                                   "      \"id\": \"r-8w2m4c\",\n"
                                   "      \"what\": \"Service contract Baltic\",\n"
                                   "      \"value\": 1800000,\n"
                                   "      \"later\": [\n"
                                   "        1\n"
                                   "      ]\n"
                                   "    }\n"
                                   "  ],\n"
                                   "  \"state\": \"changed\",\n"
                                   "  \"cycle\": \"2026H1\",\n"
                                   "  \"session\": \"2026-03-02-account-plan\",\n"
                                   "  \"said_by\": [\n"
                                   "    \"p-k3f9q2\"\n"
                                   "  ],\n"
                                   "  \"basis\": \"fact\",\n"
                                   "  \"inactive\": true,\n"
                                   "  \"of a later version\": {\n"
                                   "    \"a\": null\n"
                                   "  }\n"
                                   "}\n";

static const char model_text[] =
    "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],`fields`:["
    "{`id`:`rows`,`type`:`table`,`group`:`g`,`label`:~,`was`:[`old.rows`,`older`],`columns`:["
    "{`id`:`what`,`type`:`text`,`label`:~},{`id`:`value`,`type`:`money`,`label`:~}]},"
    "{`id`:`goals`,`type`:`text`,`group`:`g`,`label`:~,`was`:[`aims`]}]}";

/* A second file whose field goes by an id that a field of the first still has. */
static const char second_text[] =
    "{`format`:1,`fields`:["
    "{`id`:`copy`,`type`:`text`,`group`:`g`,`label`:~,`was`:[`goals`]}]}";

static void test_answer_is_read_and_written(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    struct kp_answer answer;
    struct kp_err err = KP_ERR_INIT;
    struct kp_buf out = KP_BUF_INIT;
    definition_model(&model, &arena, model_text);
    assert_int_equal(
        kp_answer_read(&arena, "f", KP_STR("rows"), kp_str_from(whole_answer), &answer, &err),
        KP_OK);
    assert_true(kp_str_is(answer.field, "rows"));
    assert_int_equal(answer.value->count, 1);
    assert_int_equal(answer.state, KP_ANSWER_CHANGED);
    assert_int_equal(answer.cycle.year, 2026);
    assert_int_equal(answer.cycle.half, 1);
    assert_true(kp_str_is(answer.session, "2026-03-02-account-plan"));
    assert_int_equal(answer.said_by->count, 1);
    assert_int_equal(answer.basis, KP_BASIS_FACT);
    assert_true(answer.inactive);

    kp_answer_write(&answer, kp_model_field(&model, KP_STR("rows")), &out);
    assert_string_equal(out.data, whole_answer);
    kp_buf_clear(&out);
    kp_answer_write(&answer, NULL, &out);
    assert_string_equal(out.data, whole_answer);

    const struct kp_json *json = kp_answer_json(&answer, NULL, &arena);
    assert_null(kp_json_get(json, "format"));
    assert_string_equal(json->first->name.data, "value");
    assert_non_null(kp_json_get(json, "of a later version"));
    kp_buf_release(&out);
    kp_model_release(&model);
    kp_arena_release(&arena);
}

/* Members come in one order whatever order they were read in, and columns in the model's. */
static void test_answer_is_put_in_order(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    struct kp_answer answer;
    struct kp_err err = KP_ERR_INIT;
    struct kp_buf out = KP_BUF_INIT;
    definition_model(&model, &arena, model_text);
    struct kp_str text = definition_expand(
        &arena, "{`x`:1,`session`:`2026-03-02-a`,`cycle`:`2025H2`,`said_by`:[],`state`:`new`,"
                "`value`:[{`later`:1,`value`:2.50,`what`:`w`,`id`:`r-8w2m4c`}],`format`:1.0}");
    assert_int_equal(kp_answer_read(&arena, "f", KP_STR("rows"), text, &answer, &err), KP_OK);
    kp_answer_write(&answer, kp_model_field(&model, KP_STR("rows")), &out);
    const struct kp_json *document = NULL;
    assert_int_equal(kp_json_read(&arena, "f", kp_buf_str(&out), &document, &err), KP_OK);
    kp_buf_clear(&out);
    kp_json_write_line(&out, document);
    assert_string_equal(out.data, "{\"format\":1,\"value\":[{\"id\":\"r-8w2m4c\",\"what\":\"w\","
                                  "\"value\":2.5,\"later\":1}],\"state\":\"new\","
                                  "\"cycle\":\"2025H2\",\"session\":\"2026-03-02-a\",\"x\":1}");
    kp_buf_release(&out);
    kp_model_release(&model);
    kp_arena_release(&arena);
}

static void test_answer_without_value(void **state)
{
    (void)state;
    struct kp_answer answer = {
        .field = KP_STR("goals"),
        .state = KP_ANSWER_NEW,
        .cycle = {2026, 2},
        .session = KP_STR("2026-09-01-a"),
    };
    struct kp_buf out = KP_BUF_INIT;
    kp_answer_write(&answer, NULL, &out);
    assert_string_equal(out.data, "{\n  \"format\": 1,\n  \"value\": null,\n  \"state\": \"new\",\n"
                                  "  \"cycle\": \"2026H2\",\n  \"session\": \"2026-09-01-a\"\n}\n");
    kp_buf_release(&out);
}

static void test_faults_of_answers(void **state)
{
    (void)state;
#define REST "`cycle`:`2026H1`,`session`:`2026-03-02-a`}"
    static const struct {
        const char *text, *error;
        enum kp_status status;
    } table[] = {
        {"", "f:1:1: invalid JSON: the file is empty; expected a value", KP_INVALID},
        {"[]", "f:1:1: an answer's file holds an object, not a list", KP_INVALID},
        {"{`value`:1}", "f:1:1: \"format\" is missing", KP_INVALID},
        {"{`format`:0}", "f:1:11: \"format\" must be 1", KP_INVALID},
        {"{`format`:1.5}", "f:1:11: \"format\" must be 1", KP_INVALID},
        {"{`format`:`1`}", "f:1:11: \"format\" must be a number, not a string", KP_INVALID},
        {"{`format`:2,`strange`:1}", "f: written by a newer version of kamplan; update the program",
         KP_NEWER},
        {"{`format`:1,`state`:`new`," REST, "f:1:1: \"value\" is missing", KP_INVALID},
        {"{`format`:1,`value`:1," REST, "f:1:1: \"state\" is missing", KP_INVALID},
        {"{`format`:1,`value`:1,`state`:`old`," REST,
         "f:1:31: \"old\" is no state; it is new, changed or confirmed", KP_INVALID},
        {"{`format`:1,`value`:1,`state`:`new`,`session`:`2026-03-02-a`}",
         "f:1:1: \"cycle\" is missing", KP_INVALID},
        {"{`format`:1,`value`:1,`state`:`new`,\n`cycle`:`2026H3`,`session`:`2026-03-02-a`}",
         "f:2:9: \"2026H3\" is no cycle; it is written like 2026H1", KP_INVALID},
        {"{`format`:1,`value`:1,`state`:`new`,`cycle`:20261}",
         "f:1:45: \"cycle\" must be a string, not a number", KP_INVALID},
        {"{`format`:1,`value`:1,`state`:`new`,`cycle`:`2026H1`}", "f:1:1: \"session\" is missing",
         KP_INVALID},
        {"{`format`:1,`value`:1,`state`:`new`,`cycle`:`2026H1`,\n`session`:`2026-02-31-a`}",
         "f:2:11: \"2026-02-31-a\" is no session; it is a date and a script, like "
         "2026-03-02-account-plan",
         KP_INVALID},
        {"{`format`:1,`value`:1,`state`:`new`,`cycle`:`2026H1`,\n`session`:`2026-02-28-../a`}",
         "f:2:11: \"2026-02-28-../a\" is no session; it is a date and a script, like "
         "2026-03-02-account-plan",
         KP_INVALID},
        {"{`format`:1,`value`:1,`state`:`new`,`said_by`:`p-k3f9q2`," REST,
         "f:1:47: \"said_by\" must be a list, not a string", KP_INVALID},
        {"{`format`:1,`value`:1,`state`:`new`,`said_by`:[`Mette`]," REST,
         "f:1:48: \"Mette\" is no person's id; it is written like p-k3f9q2", KP_INVALID},
        {"{`format`:1,`value`:1,`state`:`new`,`said_by`:[7]," REST,
         "f:1:48: \"said_by\" lists people's ids, not a number", KP_INVALID},
        {"{`format`:1,`value`:1,`state`:`new`,`basis`:`guess`," REST,
         "f:1:45: \"guess\" is no basis; it is fact, assumed or customer", KP_INVALID},
        {"{`format`:1,`value`:1,`state`:`new`,`basis`:``," REST,
         "f:1:45: \"\" is no basis; it is fact, assumed or customer", KP_INVALID},
        {"{`format`:1,`value`:1,`state`:`new`,`inactive`:1," REST,
         "f:1:48: \"inactive\" must be true or false, not a number", KP_INVALID},
        {"{`format`:1,`value`:1,`state`:`\\u001b[2J`," REST,
         "f:1:31: \"<U+001B>[2J\" is no state; it is new, changed or confirmed", KP_INVALID},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct kp_arena arena = KP_ARENA_INIT;
        struct kp_err err = KP_ERR_INIT;
        struct kp_answer answer;
        struct kp_str text = definition_expand(&arena, table[i].text);
        enum kp_status status = kp_answer_read(&arena, "f", KP_STR("a"), text, &answer, &err);
        assert_string_equal(err.text.data, table[i].error);
        assert_int_equal(status, table[i].status);
        assert_int_equal(err.status, table[i].status);
        kp_err_release(&err);
        kp_arena_release(&arena);
    }
#undef REST
}

static void test_names(void **state)
{
    (void)state;
    enum kp_basis basis = KP_BASIS_NONE;
    assert_string_equal(kp_answer_state_name(KP_ANSWER_CONFIRMED), "confirmed");
    assert_string_equal(kp_basis_name(KP_BASIS_NONE), "");
    assert_string_equal(kp_basis_name(KP_BASIS_ASSUMED), "assumed");
    assert_true(kp_basis_read(KP_STR("customer"), &basis));
    assert_int_equal(basis, KP_BASIS_CUSTOMER);
    assert_false(kp_basis_read(KP_STR(""), &basis));
    assert_int_equal(basis, KP_BASIS_CUSTOMER);
}

static void put(struct kp_plan *plan, const char *field, int64_t value)
{
    struct kp_answer answer = {
        .field = kp_str_from(field),
        .value = kp_json_new_whole(plan->arena, value),
        .cycle = {2026, 1},
    };
    kp_plan_put(plan, &answer);
}

static int64_t value_of(const struct kp_plan *plan, const char *field)
{
    const struct kp_answer *answer = kp_plan_get(plan, kp_str_from(field));
    int64_t whole = -1;
    if (answer)
        kp_number_whole(answer->value->number, &whole);
    return whole;
}

static void test_plan(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_plan plan, copy;
    kp_plan_init(&plan, &arena);
    assert_null(kp_plan_get(&plan, KP_STR("a")));
    kp_plan_remove(&plan, KP_STR("a"));
    static const char *const ids[] = {"m", "c", "x", "a", "d", "z", "b", "c.d", "c"};
    for (size_t i = 0; i < COUNT(ids); i++)
        put(&plan, ids[i], (int64_t)i);
    assert_int_equal(plan.count, COUNT(ids) - 1);
    for (size_t i = 1; i < plan.count; i++)
        assert_true(kp_str_compare(plan.answers[i - 1].field, plan.answers[i].field) < 0);
    assert_int_equal(value_of(&plan, "c"), 8);
    assert_int_equal(value_of(&plan, "c.d"), 7);

    kp_plan_copy(&copy, &plan);
    put(&copy, "a", 100);
    kp_plan_remove(&copy, KP_STR("z"));
    put(&copy, "new", 5);
    assert_int_equal(value_of(&plan, "a"), 3);
    assert_int_equal(value_of(&plan, "z"), 5);
    assert_null(kp_plan_get(&plan, KP_STR("new")));
    assert_int_equal(value_of(&copy, "a"), 100);
    assert_null(kp_plan_get(&copy, KP_STR("z")));
    kp_plan_put(&copy, &copy.answers[0]); /* an answer of the plan itself */
    kp_plan_release(&copy);
    kp_plan_release(&plan);
    kp_plan_release(NULL);
    kp_plan_copy(&copy, &plan);
    assert_int_equal(copy.count, 0);
    kp_plan_release(&copy);
    kp_arena_release(&arena);
}

static void test_renamed_fields(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    struct kp_plan plan;
    definition_model(&model, &arena, model_text);
    kp_plan_init(&plan, &arena);
    put(&plan, "older", 1);
    put(&plan, "old.rows", 2);
    put(&plan, "aims", 3);
    put(&plan, "goals", 4);
    put(&plan, "unknown", 5);
    kp_plan_rename_fields(&plan, &model);
    assert_int_equal(value_of(&plan, "rows"), 2); /* the latest of the earlier ids */
    assert_null(kp_plan_get(&plan, KP_STR("old.rows")));
    assert_int_equal(value_of(&plan, "older"), 1); /* nothing is dropped */
    assert_int_equal(value_of(&plan, "goals"), 4);
    assert_int_equal(value_of(&plan, "aims"), 3);
    assert_int_equal(value_of(&plan, "unknown"), 5);
    kp_plan_release(&plan);
    kp_model_release(&model);
    kp_arena_release(&arena);
}

static void test_an_id_in_use_is_not_renamed(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_model model;
    struct kp_plan plan;
    const struct kp_model_source sources[] = {{"first", definition_read(&arena, model_text)},
                                              {"second", definition_read(&arena, second_text)}};
    assert_int_equal(kp_model_load(&model, sources, 2, &faults), KP_OK);
    kp_plan_init(&plan, &arena);
    put(&plan, "goals", 4);
    kp_plan_rename_fields(&plan, &model);
    assert_int_equal(value_of(&plan, "goals"), 4);
    assert_null(kp_plan_get(&plan, KP_STR("copy")));
    kp_plan_release(&plan);
    kp_model_release(&model);
    kp_faults_release(&faults);
    kp_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answer_is_read_and_written),
        cmocka_unit_test(test_answer_is_put_in_order),
        cmocka_unit_test(test_answer_without_value),
        cmocka_unit_test(test_faults_of_answers),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_plan),
        cmocka_unit_test(test_renamed_fields),
        cmocka_unit_test(test_an_id_in_use_is_not_renamed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
