// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include "model/schema.h"
#include "model/type.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct kp_json *make(const char *name, const struct kp_model *model, struct kp_arena *arena)
{
    struct kp_err err = KP_ERR_INIT;
    struct kp_json *schema = NULL;
    if (kp_schema_make(name, model, arena, &schema, &err))
        fail_msg("%s", err.text.data);
    return schema;
}

/* What a path of member names leads to. */
static const struct kp_json *at(const struct kp_json *object, const char *path)
{
    struct kp_str rest = kp_str_from(path);
    while (rest.data) {
        struct kp_str name = kp_str_split(&rest, '/');
        object = kp_json_get_str(object, name);
        if (!object)
            fail_msg("no %.*s in %s", KP_STR_ARG(name), path);
    }
    return object;
}

/* Every reference leads somewhere, and every needed member is described. */
static void check_parts(const struct kp_json *root, const struct kp_json *part)
{
    struct kp_str to = kp_json_text(part, "$ref");
    if (to.len) {
        assert_true(kp_str_starts(to, KP_STR("#/$defs/")));
        assert_non_null(kp_json_get_str(kp_json_get(root, "$defs"),
                                        kp_str_slice(to, strlen("#/$defs/"), to.len)));
    }
    const struct kp_json *properties = kp_json_get(part, "properties");
    const struct kp_json *required = kp_json_get(part, "required");
    if (required && properties && required->kind == KP_JSON_ARRAY)
        KP_JSON_EACH(name, required)
        {
            assert_non_null(kp_json_get_str(properties, name->text));
        }
    if (part->kind == KP_JSON_OBJECT || part->kind == KP_JSON_ARRAY)
        KP_JSON_EACH(child, part)
        {
            check_parts(root, child);
        }
}

static void test_every_schema(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    definition_built_in(&model, &arena);
    for (size_t i = 0; kp_schema_names[i]; i++) {
        for (int exact = 0; exact < 2; exact++) {
            const struct kp_json *schema = make(kp_schema_names[i], exact ? &model : NULL, &arena);
            char id[100];
            snprintf(id, sizeof id, "urn:kamplan:schema:%s:1", kp_schema_names[i]);
            assert_true(kp_str_is(kp_json_text(schema, "$id"), id));
            assert_true(kp_str_is(kp_json_text(schema, "$schema"),
                                  "https://json-schema.org/draft/2020-12/schema"));
            assert_true(kp_json_text(schema, "title").len > 0);
            check_parts(schema, schema);
        }
    }
    kp_model_release(&model);
    kp_arena_release(&arena);
}

static void test_unknown_name(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_err err = KP_ERR_INIT;
    struct kp_json *schema = NULL;
    assert_int_equal(kp_schema_make("modle", NULL, &arena, &schema, &err), KP_NOT_FOUND);
    assert_non_null(
        strstr(err.text.data, "there is no schema \"modle\"; there are: model, script"));
    kp_err_release(&err);
    kp_arena_release(&arena);
}

static void test_types(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    const struct kp_json *names = at(make("model", NULL, &arena), "$defs/type/enum");
    assert_int_equal(names->count, kp_type_count);
    size_t i = 0;
    KP_JSON_EACH(name, names)
    assert_true(kp_str_is(name->text, kp_types[i++].name));
    kp_arena_release(&arena);
}

/* The fault for an unknown member lists those that the loader knows: the schema must know the same.
 */
static void check_members(const struct kp_json *properties, const struct kp_faults *faults)
{
    static const char before[] = "what may stand here is: ";
    for (size_t i = 0; i < faults->count; i++) {
        const char *list = strstr(faults->items[i].message.data, before);
        if (!list)
            continue;
        size_t known = 0;
        struct kp_str rest = kp_str_from(list + strlen(before));
        for (; rest.data; known++) {
            struct kp_str name = kp_str_trim(kp_str_split(&rest, ','));
            if (!kp_json_get_str(properties, name))
                fail_msg("the schema lacks %.*s", KP_STR_ARG(name));
        }
        /* A snapshot is a vocabulary with a script in it; the published schema is of model.json. */
        assert_int_equal(known, properties->count);
        return;
    }
    fail_msg("no fault lists the members");
}

static void test_same_members_as_the_loader(void **state)
{
    (void)state;
#define FIELDS "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],`fields`:["
#define STEPS                                                                                      \
    "{`format`:1,`id`:`s`,`version`:1,`title`:~,`sections`:[{`id`:`a`,`title`:~,`minutes`:1,`"     \
    "steps`:["
    static const struct {
        const char *schema, *properties, *text;
    } table[] = {
        {"model", "$defs/field/properties", FIELDS "{`-`:1}]}"},
        {"model", "$defs/column/properties",
         FIELDS "{`id`:`a`,`type`:`table`,`group`:`g`,`label`:~,`columns`:[{`-`:1}]}]}"},
        {"script", "properties", "{`-`:1}"},
        {"script", "$defs/section/properties", "{`sections`:[{`-`:1}]}"},
        {"script", "$defs/say/properties", STEPS "{`type`:`say`,`-`:1}]}]}"},
        {"script", "$defs/ask/properties", STEPS "{`type`:`ask`,`-`:1}]}]}"},
        {"script", "$defs/review/properties", STEPS "{`type`:`review`,`-`:1}]}]}"},
        {"script", "$defs/ideas/properties", STEPS "{`type`:`ideas`,`-`:1}]}]}"},
        {"script", "$defs/vote/properties", STEPS "{`type`:`vote`,`-`:1}]}]}"},
        {"script", "$defs/promote/properties", STEPS "{`type`:`promote`,`-`:1}]}]}"},
        {"script", "$defs/rate/properties", STEPS "{`type`:`rate`,`-`:1}]}]}"},
        {"script", "$defs/break/properties", STEPS "{`type`:`break`,`-`:1}]}]}"},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct kp_arena arena = KP_ARENA_INIT;
        struct kp_faults faults = KP_FAULTS_INIT;
        struct kp_model model;
        struct kp_script script;
        const struct kp_json *document = definition_read(&arena, table[i].text);
        const struct kp_json *schema = make(table[i].schema, NULL, &arena);
        if (strcmp(table[i].schema, "model") == 0) {
            struct kp_model_source source = {"f", document};
            kp_model_load(&model, &source, 1, &faults);
        } else {
            definition_model(&model, &arena, "{`format`:1}");
            kp_script_load(&script, &model, "f", document, &faults);
            kp_script_release(&script);
        }
        check_members(at(schema, table[i].properties), &faults);
        kp_model_release(&model);
        kp_faults_release(&faults);
        kp_arena_release(&arena);
    }
}

static bool lists(const struct kp_json *array, const char *text)
{
    KP_JSON_EACH(item, array)
    if (kp_str_is(item->text, text))
        return true;
    return false;
}

static void test_exact_forms(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    definition_built_in(&model, &arena);
    const struct kp_json *script = make("script", &model, &arena);
    assert_true(lists(at(script, "$defs/asked/enum"), "customer.goals"));
    assert_false(lists(at(script, "$defs/asked/enum"), "pipeline.count")); /* calculated */
    assert_true(lists(at(script, "$defs/table/enum"), "opportunities"));
    assert_false(lists(at(script, "$defs/table/enum"), "customer.goals"));
    assert_null(kp_json_get(at(make("script", NULL, &arena), "$defs/asked"), "enum"));

    const struct kp_json *answers =
        at(make("plan", &model, &arena), "properties/answers/properties");
    assert_int_equal(answers->count, model.field_count);
    assert_true(kp_str_is(kp_json_text(at(answers, "opportunities"), "$ref"), "#/$defs/answer"));
    assert_true(
        kp_str_is(kp_json_text(at(answers, "pipeline.count"), "$ref"), "#/$defs/calculated"));
    assert_true(kp_str_is(
        kp_json_text(at(answers, "opportunities/properties/value/anyOf")->first, "type"), "array"));
    kp_model_release(&model);
    kp_arena_release(&arena);
}

/* A vocabulary without fields of a kind cannot list them: an empty list would allow nothing. */
static void test_small_model(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    definition_model(&model, &arena, "{`format`:1}");
    assert_null(kp_json_get(at(make("script", &model, &arena), "$defs/asked"), "enum"));
    kp_model_release(&model);
    kp_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_schema), cmocka_unit_test(test_unknown_name),
        cmocka_unit_test(test_types),        cmocka_unit_test(test_same_members_as_the_loader),
        cmocka_unit_test(test_exact_forms),  cmocka_unit_test(test_small_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
