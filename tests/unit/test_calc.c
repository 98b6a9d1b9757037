// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include "base/id.h"
#include "model/expr.h"
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

static const char model_text[] =
    "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],`fields`:["
    "{`id`:`a`,`type`:`number`,`group`:`g`,`label`:~,`check`:`a < b || a < double`},"
    "{`id`:`b`,`type`:`number`,`group`:`g`,`label`:~,`check`:`b > prev(b)`,"
    "`message`:{`en`:`more than before`,`da`:`mere end før`,`sv`:`mer än förut`}},"
    "{`id`:`double`,`type`:`number`,`calc`:`b * 2`,`group`:`g`,`label`:~},"
    "{`id`:`growth`,`type`:`number`,`calc`:`b - prev(b)`,`group`:`g`,`label`:~},"
    "{`id`:`growth.growth`,`type`:`number`,`calc`:`growth - prev(growth)`,`group`:`g`,`label`:~},"
    "{`id`:`third`,`type`:`money`,`calc`:`b / 3`,`group`:`g`,`label`:~},"
    "{`id`:`mood`,`type`:`choice`,`calc`:`b > 5 ? 'good' : 'bad'`,`choices`:"
    "[{`id`:`good`,`label`:~}],`group`:`g`,`label`:~},"
    "{`id`:`day`,`type`:`date`,`calc`:`today()`,`group`:`g`,`label`:~},"
    "{`id`:`rows`,`type`:`table`,`key`:`what`,`group`:`g`,`label`:~,"
    "`check`:`!has(value) || value < b * 1000`,`columns`:["
    "{`id`:`what`,`type`:`text`,`label`:~},"
    "{`id`:`twice`,`type`:`number`,`calc`:`weighted * 2`,`label`:~},"
    "{`id`:`weighted`,`type`:`number`,`calc`:`value * percent / 100`,`label`:~},"
    "{`id`:`known`,`type`:`yesno`,`calc`:`has(weighted)`,`label`:~},"
    "{`id`:`value`,`type`:`number`,`label`:{`en`:`Value`,`da`:`Værdi`,`sv`:`Värde`},"
    "`check`:`value >= 0`},"
    "{`id`:`percent`,`type`:`percent`,`label`:~}]},"
    "{`id`:`team`,`type`:`table`,`group`:`g`,`label`:~,`check`:`size(team) > 1`,`columns`:["
    "{`id`:`who`,`type`:`text`,`label`:~}]},"
    "{`id`:`total`,`type`:`number`,`calc`:`rows.map(r, r.weighted).sum()`,`group`:`g`,"
    "`label`:~},"
    "{`id`:`sums`,`type`:`table`,`key`:`of`,`group`:`g`,`label`:~,"
    "`calc`:`(b > 1 ? ['b','a','b'] : []) + ['none', null]`,`columns`:["
    "{`id`:`of`,`type`:`choice`,`choices`:[{`id`:`a`,`label`:~},{`id`:`b`,`label`:~}],`label`:~},"
    "{`id`:`now`,`type`:`number`,`calc`:`of == 'a' ? a : b`,`label`:~},"
    "{`id`:`more`,`type`:`number`,`calc`:`now - (of == 'a' ? prev(a) : prev(b))`,`label`:~}]},"
    "{`id`:`sums.of`,`type`:`number`,`calc`:`sums.map(s, s.now).sum()`,`group`:`g`,`label`:~}]}";

struct fixture {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_plan plan, previous;
    struct kp_calc calc;
};

static void put(struct fixture *f, struct kp_plan *plan, const char *field, const char *value)
{
    struct kp_answer answer = {.field = kp_str_from(field),
                               .value = definition_read(&f->arena, value)};
    kp_plan_put(plan, &answer);
}

static void begin(struct fixture *f)
{
    f->arena = (struct kp_arena)KP_ARENA_INIT;
    definition_model(&f->model, &f->arena, model_text);
    kp_plan_init(&f->plan, &f->arena);
    kp_plan_init(&f->previous, &f->arena);
}

static void start(struct fixture *f, bool with_previous)
{
    kp_calc_init(&f->calc, &f->model, &f->plan, with_previous ? &f->previous : NULL,
                 (struct kp_date){2026, 3, 2}, &f->arena);
}

static void end(struct fixture *f)
{
    kp_plan_release(&f->plan);
    kp_plan_release(&f->previous);
    kp_model_release(&f->model);
    kp_arena_release(&f->arena);
}

static const struct kp_field *field(const struct fixture *f, const char *id)
{
    const struct kp_field *found = kp_model_field(&f->model, kp_str_from(id));
    assert_non_null(found);
    return found;
}

static void check_json(const struct kp_json *value, const char *expected)
{
    struct kp_buf line = KP_BUF_INIT;
    kp_json_write_line(&line, value);
    assert_string_equal(line.data, expected);
    kp_buf_release(&line);
}

static void check_value(struct fixture *f, const char *id, const char *expected)
{
    check_json(kp_calc_value(&f->calc, field(f, id)), expected);
}

static void test_stored_and_calculated(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    put(&f, &f.plan, "a", "7");
    put(&f, &f.plan, "b", "10");
    put(&f, &f.previous, "b", "4");
    start(&f, true);
    check_value(&f, "a", "7");
    check_value(&f, "double", "20");
    check_value(&f, "growth", "6");
    check_value(&f, "growth.growth", "null"); /* two cycles back is not known */
    check_value(&f, "third", "3.33");         /* money */
    check_value(&f, "mood", "\"good\"");
    check_value(&f, "day", "\"2026-03-02\"");
    check_value(&f, "rows", "null");
    check_value(&f, "total", "null");
    check_value(&f, "double", "20");

    start(&f, false);
    check_value(&f, "growth", "null");
    put(&f, &f.plan, "b", "1");
    start(&f, true);
    check_value(&f, "mood", "null"); /* 'bad' is no choice of the field */
    end(&f);
}

static void test_inactive_is_unknown(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    struct kp_answer answer = {
        .field = KP_STR("b"), .value = definition_read(&f.arena, "10"), .inactive = true};
    kp_plan_put(&f.plan, &answer);
    start(&f, true);
    check_value(&f, "b", "null");
    check_value(&f, "double", "null");
    end(&f);
}

/* A calculated column comes after those that it builds on, wherever they stand. */
static void test_rows(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    put(&f, &f.plan, "rows",
        "[{`id`:`r-000001`,`what`:`x`,`value`:200,`percent`:40,`twice`:9},"
        "{`id`:`r-000002`,`what`:`y`,`value`:5}]");
    start(&f, true);
    check_value(&f, "rows",
                "[{\"id\":\"r-000001\",\"what\":\"x\",\"value\":200,\"percent\":40,"
                "\"weighted\":80,\"twice\":160,\"known\":true},"
                "{\"id\":\"r-000002\",\"what\":\"y\",\"value\":5,\"known\":false}]");
    check_value(&f, "total", "80"); /* a sum is of what is known */
    check_json(kp_calc_row(&f.calc, field(&f, "rows"),
                           definition_read(&f.arena, "{`value`:10,`percent`:50}")),
               "{\"value\":10,\"percent\":50,\"weighted\":5,\"twice\":10,\"known\":true}");
    check_json(kp_calc_row(&f.calc, field(&f, "rows"), NULL), "null");

    put(&f, &f.plan, "rows", "[{`id`:`r-000001`,`value`:200,`percent`:40}]");
    start(&f, true);
    check_value(&f, "total", "80");
    put(&f, &f.plan, "rows", "`no table`"); /* a file that somebody broke */
    start(&f, true);
    check_value(&f, "rows", "\"no table\"");
    end(&f);
}

static void test_conditions(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool holds;
    } table[] = {
        {"a > 5", true},   {"a > 10", false},         {"b > 10", false},
        {"has(b)", false}, {"b > 10 || a > 5", true}, {"!(b > 10)", false},
    };
    struct fixture f;
    begin(&f);
    put(&f, &f.plan, "a", "7");
    start(&f, true);
    assert_true(kp_calc_holds(&f.calc, NULL));
    for (size_t i = 0; i < COUNT(table); i++) {
        struct kp_faults faults = KP_FAULTS_INIT;
        struct kp_expr_scope scope = {&f.model, NULL};
        const struct kp_expr *expr = NULL;
        assert_int_equal(kp_expr_compile(&f.arena, kp_str_from(table[i].text), &scope,
                                         (struct kp_place){.line = 0}, KP_EXPR_BOOL, &expr,
                                         &faults),
                         KP_OK);
        assert_int_equal(kp_calc_holds(&f.calc, expr), table[i].holds);
        kp_faults_release(&faults);
    }
    end(&f);
}

static void test_checks(void **state)
{
    (void)state;
    static const struct {
        const char *field, *value, *error; /* NULL: it passes */
        enum kp_lang lang;
    } table[] = {
        {"a", "null", NULL, KP_LANG_EN},
        {"a", "19", NULL, KP_LANG_EN},
        {"a", "20", "this does not fulfil: a < b || a < double", KP_LANG_EN},
        {"b", "5", NULL, KP_LANG_EN},
        {"b", "4", "more than before", KP_LANG_EN},
        {"b", "4", "mere end før", KP_LANG_DA},
        {"day", "`2026-01-01`", NULL, KP_LANG_EN},
        {"rows", "[]", NULL, KP_LANG_EN},
        {"rows", "[{`value`:1},{`what`:`x`}]", NULL, KP_LANG_EN},
        {"rows", "[{`value`:1},{`value`:-1}]", "row 2: Value: this does not fulfil: value >= 0",
         KP_LANG_EN},
        {"rows", "[{`what`:`Baltic`,`value`:-1}]",
         "row 1 (Baltic): Værdi: this does not fulfil: value >= 0", KP_LANG_DA},
        {"rows", "[{`what`:`\\u001bx`,`value`:10000}]",
         "row 1 (<U+001B>x): this does not fulfil: !has(value) || value < b * 1000", KP_LANG_EN},
        {"team", "[{`who`:`x`}]", "this does not fulfil: size(team) > 1", KP_LANG_EN},
        {"team", "[]", "this does not fulfil: size(team) > 1", KP_LANG_EN},
        {"team", "[{`who`:`x`},{`who`:`y`}]", NULL, KP_LANG_EN},
    };
    struct fixture f;
    begin(&f);
    put(&f, &f.plan, "b", "10");
    put(&f, &f.previous, "b", "4");
    start(&f, true);
    check_value(&f, "double", "20");
    for (size_t i = 0; i < COUNT(table); i++) {
        struct kp_err err = KP_ERR_INIT;
        const struct kp_json *value = definition_read(&f.arena, table[i].value);
        enum kp_status status =
            kp_calc_check(&f.calc, field(&f, table[i].field), value, table[i].lang, &err);
        assert_string_equal(err.text.data, table[i].error ? table[i].error : "");
        assert_int_equal(status, table[i].error ? KP_INVALID : KP_OK);
        assert_int_equal(
            kp_calc_check(&f.calc, field(&f, table[i].field), value, table[i].lang, NULL), status);
        kp_err_release(&err);
    }
    check_value(&f, "b", "10"); /* what was tried is not kept */
    check_value(&f, "double", "20");
    end(&f);
}

/* Nothing of the built-in model fails on an empty plan, nor is anything known of it. */
static void test_built_in_model_on_nothing(void **state)
{
    (void)state;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    struct kp_plan plan;
    struct kp_calc calc;
    definition_built_in(&model, &arena);
    kp_plan_init(&plan, &arena);
    kp_calc_init(&calc, &model, &plan, NULL, (struct kp_date){2026, 3, 2}, &arena);
    for (size_t i = 0; i < model.field_count; i++)
        assert_true(kp_json_is_null(kp_calc_value(&calc, &model.fields[i])));
    kp_plan_release(&plan);
    kp_model_release(&model);
    kp_arena_release(&arena);
}

/* The list's items become rows: in its order, once each, and only what is a key. */
static void test_worked_out_table(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    put(&f, &f.plan, "a", "3");
    put(&f, &f.previous, "a", "1");
    put(&f, &f.previous, "b", "4");
    start(&f, true);
    check_value(&f, "sums", "null"); /* b is unknown: so is the list */
    put(&f, &f.plan, "b", "5");
    start(&f, true);
    check_value(&f, "sums.of", "8");
    const struct kp_field *sums = kp_model_field(&f.model, KP_STR("sums"));
    const struct kp_json *rows = kp_calc_value(&f.calc, sums),
                         *before = kp_calc_before(&f.calc, sums);
    assert_int_equal(rows->count, 2);
    assert_true(kp_str_is(kp_json_text(rows->first, "of"), "b"));
    assert_int_equal(kp_json_whole(rows->first, "now", 0), 5);
    assert_int_equal(kp_json_whole(rows->first, "more", 0), 1);
    assert_int_equal(kp_json_whole(rows->last, "more", 0), 2);
    /* The same key is the same row in every cycle. */
    assert_int_equal(before->count, 2);
    assert_int_equal(kp_json_whole(before->first, "now", 0), 4);
    assert_true(kp_id_valid(kp_json_text(rows->first, "id"), 'r'));
    assert_true(kp_str_equal(kp_json_text(rows->first, "id"), kp_json_text(before->first, "id")));
    assert_false(kp_str_equal(kp_json_text(rows->first, "id"), kp_json_text(rows->last, "id")));
    put(&f, &f.plan, "b", "1");
    start(&f, false);
    check_value(&f, "sums", "null"); /* no row, no answer */
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_out_table),
        cmocka_unit_test(test_stored_and_calculated),
        cmocka_unit_test(test_inactive_is_unknown),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_checks),
        cmocka_unit_test(test_built_in_model_on_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
