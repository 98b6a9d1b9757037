// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include "compare/portfolio.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { ACCOUNTS = 4, COLUMNS = 9 };

static const char *const column_ids[COLUMNS] = {
    "account", "revenue",       "contribution.ratio", "pipeline.weighted",
    "health",  "account.phase", "wallet.share",       "position.relationship",
    "name",
};

/* Four accounts, each now and before. */
struct scene {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_plan now[ACCOUNTS], before[ACCOUNTS];
    struct kp_calc calc[ACCOUNTS], old[ACCOUNTS];
    struct kp_portfolio_column columns[COLUMNS];
    struct kp_portfolio_row rows[ACCOUNTS];
    struct kp_portfolio portfolio;
};

static void put(struct scene *scene, struct kp_plan *plan, const char *field, const char *value)
{
    struct kp_answer answer = {.field = kp_str_from(field),
                               .value = definition_read(&scene->arena, value)};
    kp_plan_put(plan, &answer);
}

/*
 *            revenue       contribution   wallet   health  phase      position  weighted pipeline
 *   a   now  1000 (800)     300 (200)     2000      4 (3)   plan       4, 4      1000 × 50 % = 500
 *   b   now  3000 (4000)    600 (600)     –         2 (2)   strategy   2, 2      –
 *   c   now  500, new        –            1000      –       review     –         200 × 10 % = 20
 *   d   nothing is known
 */
static void scene_init(struct scene *scene)
{
    static const char *const slugs[ACCOUNTS] = {"a", "b", "c", "d"};
    static const char *const names[ACCOUNTS] = {"Ærø Havn", "alfa", "Beta", "alfa"};
    struct kp_err err = KP_ERR_INIT;
    *scene = (struct scene){.arena = KP_ARENA_INIT};
    definition_built_in(&scene->model, &scene->arena);
    for (size_t i = 0; i < ACCOUNTS; i++) {
        kp_plan_init(&scene->now[i], &scene->arena);
        kp_plan_init(&scene->before[i], &scene->arena);
    }
    struct kp_plan *a = &scene->now[0], *b = &scene->now[1], *c = &scene->now[2];
    put(scene, a, "revenue", "1000");
    put(scene, a, "contribution", "300");
    put(scene, a, "wallet", "2000");
    put(scene, a, "health", "4");
    put(scene, a, "account.phase", "`plan`");
    put(scene, a, "position.relationship", "{`x`:4,`y`:4}");
    put(scene, a, "opportunities",
        "[{`id`:`r-a`,`title`:`A`,`value`:1000,`probability`:50},"
        "{`id`:`r-b`,`title`:`B`,`value`:9000,`probability`:100,`status`:`won`}]");
    put(scene, &scene->before[0], "revenue", "800");
    put(scene, &scene->before[0], "contribution", "200");
    put(scene, &scene->before[0], "health", "3");
    put(scene, b, "revenue", "3000");
    put(scene, b, "contribution", "600");
    put(scene, b, "health", "2");
    put(scene, b, "account.phase", "`strategy`");
    put(scene, b, "position.relationship", "{`x`:2,`y`:2}");
    put(scene, &scene->before[1], "revenue", "4000");
    put(scene, &scene->before[1], "contribution", "600");
    put(scene, &scene->before[1], "health", "2");
    put(scene, c, "revenue", "500");
    put(scene, c, "wallet", "1000");
    put(scene, c, "account.phase", "`review`");
    put(scene, c, "opportunities", "[{`id`:`r-a`,`title`:`A`,`value`:200,`probability`:10}]");
    const struct kp_date day = {2026, 3, 2};
    for (size_t i = 0; i < COLUMNS; i++)
        if (kp_portfolio_find(&scene->model, kp_str_from(column_ids[i]), &scene->columns[i], &err))
            fail_msg("%s", err.text.data);
    for (size_t i = 0; i < ACCOUNTS; i++) {
        kp_calc_init(&scene->calc[i], &scene->model, &scene->now[i], &scene->before[i], day,
                     &scene->arena);
        kp_calc_init(&scene->old[i], &scene->model, &scene->before[i], NULL, day, &scene->arena);
        scene->rows[i] = (struct kp_portfolio_row){
            .slug = kp_str_from(slugs[i]),
            .name = kp_str_from(names[i]),
            .now = &scene->calc[i],
            .before = i < 2 ? &scene->old[i] : NULL,
        };
    }
    scene->portfolio = (struct kp_portfolio){.columns = scene->columns,
                                             .column_count = COLUMNS,
                                             .rows = scene->rows,
                                             .row_count = ACCOUNTS};
    kp_portfolio_fill(&scene->portfolio, &scene->arena);
}

static void scene_release(struct scene *scene)
{
    for (size_t i = 0; i < ACCOUNTS; i++) {
        kp_plan_release(&scene->now[i]);
        kp_plan_release(&scene->before[i]);
    }
    kp_model_release(&scene->model);
    kp_arena_release(&scene->arena);
}

static size_t column(const char *id)
{
    size_t i = 0;
    while (strcmp(column_ids[i], id) != 0)
        i++;
    return i;
}

static void assert_value(const struct kp_json *value, const char *expected)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_json_write_line(&text, value);
    assert_string_equal(text.data, expected);
    kp_buf_release(&text);
}

static void values(void **state)
{
    (void)state;
    struct scene scene;
    scene_init(&scene);
    const struct kp_portfolio_row *a = &scene.rows[0], *c = &scene.rows[2], *d = &scene.rows[3];
    assert_value(a->values[column("account")], "\"a\"");
    assert_value(a->values[column("revenue")], "1000");
    assert_value(a->old[column("revenue")], "800");
    assert_value(a->values[column("contribution.ratio")], "30");
    assert_value(a->old[column("contribution.ratio")], "25");
    assert_value(a->values[column("pipeline.weighted")], "500"); /* not what is won */
    assert_value(a->values[column("wallet.share")], "50");
    assert_value(c->values[column("contribution.ratio")], "null");
    assert_value(c->old[column("revenue")], "null");
    assert_value(d->values[column("revenue")], "null");
    scene_release(&scene);
}

static void assert_total(const struct scene *scene, const char *id, const char *value,
                         const char *from, const char *to)
{
    const struct kp_portfolio_total *total = &scene->portfolio.totals[column(id)];
    assert_value(total->value, value);
    assert_value(total->moved_from, from);
    assert_value(total->moved_to, to);
}

static void totals(void **state)
{
    (void)state;
    struct scene scene;
    scene_init(&scene);
    /* 1000 + 3000 + 500; movement of a and b only: 800 + 4000 to 1000 + 3000. */
    assert_total(&scene, "revenue", "4500", "4800", "4000");
    /* c has a revenue but no contribution: (300 + 600) / (1000 + 3000) = 22.5 %, not 900 / 4500;
     * before: 800 / 4800 = 16.7 %. */
    assert_total(&scene, "contribution.ratio", "22.5", "16.7", "22.5");
    assert_total(&scene, "pipeline.weighted", "520", "null", "null");
    /* a and c: 1500 / 3000; no wallet was known before. */
    assert_total(&scene, "wallet.share", "50", "null", "null");
    /* Steps of a scale and phases do not add up. */
    assert_total(&scene, "health", "null", "null", "null");
    assert_total(&scene, "account.phase", "null", "null", "null");
    scene_release(&scene);
}

static void order(void **state)
{
    (void)state;
    static const struct {
        const char *column;
        bool descending;
        const char *slugs;
    } cases[] = {
        {"revenue", true, "bacd"}, /* what is unknown stands last both ways */
        {"revenue", false, "cabd"},
        {"account.phase", false, "bacd"}, /* strategy, plan, review */
        {"account.phase", true, "cabd"},
        {"position.relationship", true, "abcd"},
        {"position.relationship", false, "bacd"},
        {"name", false, "bdca"}, /* in any case; of the same name, by short name */
        {"account", true, "dcba"},
        {"health", true, "abcd"},
    };
    struct scene scene;
    scene_init(&scene);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char slugs[ACCOUNTS + 1] = "";
        kp_portfolio_sort(&scene.portfolio, column(cases[i].column), cases[i].descending);
        for (size_t j = 0; j < ACCOUNTS; j++)
            slugs[j] = scene.rows[j].slug.data[0];
        assert_string_equal(slugs, cases[i].slugs);
    }
    scene_release(&scene);
}

static void finding_columns(void **state)
{
    (void)state;
    static const struct {
        const char *id, *message;
    } cases[] = {
        {"revenu", "did you mean \"revenue\"?"},    {"duee", "did you mean \"due\"?"},
        {"xyzzy", "there is no column \"xyzzy\""},  {"opportunities", "no room in a column"},
        {"account.summary", "no room in a column"}, {"maturity", "no room in a column"},
    };
    struct scene scene;
    scene_init(&scene);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kp_err err = KP_ERR_INIT;
        struct kp_portfolio_column found;
        if (kp_str_is(kp_str_from(cases[i].id), "maturity") &&
            !kp_model_field(&scene.model, KP_STR("maturity")))
            continue;
        assert_int_not_equal(
            kp_portfolio_find(&scene.model, kp_str_from(cases[i].id), &found, &err), KP_OK);
        if (!strstr(err.text.data, cases[i].message))
            fail_msg("%s: %s", cases[i].id, err.text.data);
        kp_err_release(&err);
    }
    for (size_t i = 0; kp_portfolio_usual[i]; i++) {
        struct kp_portfolio_column found;
        assert_int_equal(
            kp_portfolio_find(&scene.model, kp_str_from(kp_portfolio_usual[i]), &found, NULL),
            KP_OK);
    }
    scene_release(&scene);
}

/* Exactly the stored fields that the columns are worked out of, and the actions. */
static void needs(void **state)
{
    (void)state;
    static const char *const needed_ids[] = {
        "account.phase",         "actions", "contribution", "health", "opportunities",
        "position.relationship", "revenue", "wallet"};
    struct scene scene;
    scene_init(&scene);
    bool *needed = kp_arena_alloc(&scene.arena, scene.model.field_count * sizeof *needed);
    kp_portfolio_needs(&scene.model, scene.columns, COLUMNS, needed);
    for (size_t i = 0; i < scene.model.field_count; i++) {
        bool expected = false;
        for (size_t j = 0; j < sizeof needed_ids / sizeof *needed_ids; j++)
            expected = expected || kp_str_is(scene.model.fields[i].id, needed_ids[j]);
        if (needed[i] != expected)
            fail_msg("%s: %d", scene.model.fields[i].id.data, needed[i]);
    }
    scene_release(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values), cmocka_unit_test(totals),          cmocka_unit_test(order),
        cmocka_unit_test(needs),  cmocka_unit_test(finding_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
