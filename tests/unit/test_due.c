// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include "compare/due.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* ---- the rhythm */

static void assert_date(struct kp_date date, const char *expected)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_date_print(&text, date);
    assert_string_equal(text.data, expected);
    kp_buf_release(&text);
}

static void due_dates(void **state)
{
    (void)state;
    static const struct {
        struct kp_cycle cycle;
        int budget_month;
        const char *date;
    } cases[] = {
        /* A budget in September: the end of August, and of February. */
        {{2026, 1}, 9, "2026-02-28"},
        {{2026, 2}, 9, "2026-08-31"},
        {{2028, 1}, 9, "2028-02-29"}, /* a leap year */
        /* In January: the end of December before it, and of June. */
        {{2026, 1}, 1, "2026-06-30"},
        {{2026, 2}, 1, "2026-12-31"},
        /* In July: the end of June, and of December. */
        {{2026, 1}, 7, "2026-06-30"},
        {{2026, 2}, 7, "2026-12-31"},
        {{2026, 1}, 2, "2026-01-31"},
        {{2026, 2}, 2, "2026-07-31"},
        {{2026, 1}, 12, "2026-05-31"},
        {{2026, 2}, 12, "2026-11-30"},
        {{2026, 1}, 0, "2026-02-28"}, /* no month: as in September */
        {{2026, 1}, 13, "2026-02-28"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_date(kp_due_date(cases[i].cycle, cases[i].budget_month), cases[i].date);
}

/* One falls in each half-year, whatever the month. */
static void one_due_date_a_cycle(void **state)
{
    (void)state;
    for (int month = 1; month <= 12; month++) {
        for (int half = 1; half <= 2; half++) {
            struct kp_cycle cycle = {2026, half};
            struct kp_date date = kp_due_date(cycle, month);
            assert_true(kp_date_valid(date));
            assert_int_equal(kp_cycle_distance(kp_cycle_of(date), cycle), 0);
            /* Its day is the last of its month. */
            assert_int_equal(kp_date_add_days(date, 1).day, 1);
        }
    }
}

static void names_of_sessions(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool is_session;
    } cases[] = {
        {"2026-02-24-plan-revision", true},
        {"2026-02-24-plan-revision-2", true},
        {"2026-02-24-account-development-workshop-90", true},
        {"2026-02-24-edit", false},
        {"2026-02-24-edit-12", false},
        {"2026-02-24-editors", true},
        {"2026-02-31-plan-revision", false}, /* no such day */
        {"2026-02-24", false},
        {"2026-02-24-", false},
        {"plan-revision", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(kp_due_is_session(kp_str_from(cases[i].name)), cases[i].is_session);
}

static void next_revision(void **state)
{
    (void)state;
    struct kp_due_session none = {.cycle = {0, 0}};
    struct kp_due_session held = {.cycle = {2025, 2}, .date = {2025, 9, 16}};
    /* In the cycle behind the last one, even when that was held after its due date. */
    assert_date(kp_due_next(&held, (struct kp_date){2020, 1, 1}, 9), "2026-02-28");
    held.cycle = (struct kp_cycle){2026, 1};
    assert_date(kp_due_next(&held, (struct kp_date){2020, 1, 1}, 9), "2026-08-31");
    /* Never held: the first due date since the plan began, that very day included. */
    assert_date(kp_due_next(&none, (struct kp_date){2026, 2, 27}, 9), "2026-02-28");
    assert_date(kp_due_next(&none, (struct kp_date){2026, 2, 28}, 9), "2026-02-28");
    assert_date(kp_due_next(&none, (struct kp_date){2026, 3, 1}, 9), "2026-08-31");
    assert_date(kp_due_next(&none, (struct kp_date){2026, 9, 1}, 9), "2027-02-28");
}

/* ---- a plan */

struct scene {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_plan plan;
    struct kp_calc calc;
    struct kp_due due;
};

static void scene_init(struct scene *scene)
{
    *scene = (struct scene){.arena = KP_ARENA_INIT};
    definition_built_in(&scene->model, &scene->arena);
    kp_plan_init(&scene->plan, &scene->arena);
}

static void put(struct scene *scene, const char *field, const char *value, struct kp_cycle cycle,
                const char *session)
{
    struct kp_answer answer = {.field = kp_str_from(field),
                               .value = definition_read(&scene->arena, value),
                               .cycle = cycle,
                               .session = kp_str_from(session)};
    kp_plan_put(&scene->plan, &answer);
}

static void work_out(struct scene *scene, struct kp_date on)
{
    struct kp_due_session last = kp_due_session_of(&scene->plan);
    kp_calc_init(&scene->calc, &scene->model, &scene->plan, NULL, on, &scene->arena);
    kp_due_plan(&scene->calc, &last, (struct kp_date){2025, 1, 1}, 9, &scene->arena, &scene->due);
}

static void scene_release(struct scene *scene)
{
    kp_plan_release(&scene->plan);
    kp_model_release(&scene->model);
    kp_arena_release(&scene->arena);
}

static const struct kp_cycle h24 = {2024, 1}, h242 = {2024, 2}, h25 = {2025, 1}, h252 = {2025, 2},
                             h26 = {2026, 1};

static void ages(void **state)
{
    (void)state;
    struct scene scene;
    scene_init(&scene);
    /* On 2 March 2026, in 2026H1: */
    put(&scene, "revenue", "1", h26, "2026-02-24-plan-revision");            /* looked at */
    put(&scene, "wallet", "1", h252, "2025-09-01-plan-revision");            /* 1 cycle */
    put(&scene, "contribution", "1", h25, "2025-02-01-account-plan");        /* 2 */
    put(&scene, "customer.goals", "`g`", h242, "2024-09-01-account-plan");   /* 3 */
    put(&scene, "customer.strategy", "`s`", h24, "2024-03-01-account-plan"); /* 4: 3 or more */
    /* Neither what was dropped nor what does not apply counts. */
    put(&scene, "health.why", "null", h24, "2024-03-01-account-plan");
    struct kp_answer inactive = {.field = KP_STR("team.gap"),
                                 .value = definition_read(&scene.arena, "`x`"),
                                 .cycle = h24,
                                 .session = KP_STR("2024-03-01-account-plan"),
                                 .inactive = true};
    kp_plan_put(&scene.plan, &inactive);
    work_out(&scene, (struct kp_date){2026, 3, 2});
    assert_int_equal(scene.due.answers, 5);
    assert_int_equal(scene.due.unseen[0], 1);
    assert_int_equal(scene.due.unseen[1], 1);
    assert_int_equal(scene.due.unseen[2], 2);
    assert_true(scene.due.revised);
    assert_date(scene.due.due, "2026-08-31");
    assert_int_equal(scene.due.days, 182); /* 29 + 30 + 31 + 30 + 31 + 31 */
    assert_false(kp_due_is_overdue(&scene.due));
    /* Six months on, everything is a cycle older, and the revision three days late. */
    work_out(&scene, (struct kp_date){2026, 9, 3});
    assert_int_equal(scene.due.unseen[0], 1);
    assert_int_equal(scene.due.unseen[1], 1);
    assert_int_equal(scene.due.unseen[2], 3);
    assert_false(scene.due.revised);
    assert_int_equal(scene.due.days, -3);
    assert_true(kp_due_is_overdue(&scene.due));
    scene_release(&scene);
}

/* An answer changed between sessions is no revision, however new. */
static void edits(void **state)
{
    (void)state;
    struct scene scene;
    scene_init(&scene);
    put(&scene, "revenue", "1", h26, "2026-02-24-edit");
    put(&scene, "wallet", "1", h252, "2025-09-01-plan-revision");
    work_out(&scene, (struct kp_date){2026, 3, 2});
    assert_false(scene.due.revised);
    assert_string_equal(scene.due.last.name.data, "2025-09-01-plan-revision");
    assert_date(scene.due.due, "2026-02-28");
    assert_int_equal(scene.due.days, -2);
    scene_release(&scene);
}

/* A missed due date stays due: the revision was due a year ago. */
static void missed(void **state)
{
    (void)state;
    struct scene scene;
    scene_init(&scene);
    put(&scene, "revenue", "1", h242, "2024-09-01-plan-revision");
    work_out(&scene, (struct kp_date){2026, 2, 28});
    assert_date(scene.due.due, "2025-02-28");
    assert_int_equal(scene.due.days, -365);
    scene_release(&scene);
}

static void actions(void **state)
{
    (void)state;
    struct scene scene;
    scene_init(&scene);
    put(&scene, "actions",
        "[{`id`:`r-a`,`what`:`later`,`due`:`2026-04-01`,`status`:`open`},"
        "{`id`:`r-b`,`what`:`no day`},"
        "{`id`:`r-c`,`what`:`late`,`due`:`2026-03-01`},"
        "{`id`:`r-d`,`what`:`later still`,`due`:`2026-01-15`,`status`:`open`,`owner`:`p-1ars00`},"
        "{`id`:`r-e`,`what`:`done`,`due`:`2025-01-01`,`status`:`done`},"
        "{`id`:`r-f`,`what`:`dropped`,`due`:`2025-01-01`,`status`:`dropped`},"
        "{`id`:`r-g`,`what`:`today`,`due`:`2026-03-02`}]",
        h26, "2026-02-24-plan-revision");
    work_out(&scene, (struct kp_date){2026, 3, 2});
    /* d and c are overdue; g is due today and is not yet; b has no day and stands last. */
    const char *order[] = {"r-d", "r-c", "r-g", "r-a", "r-b"};
    assert_int_equal(scene.due.action_count, 5);
    assert_int_equal(scene.due.overdue, 2);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(scene.due.actions[i].id.data, order[i]);
    assert_string_equal(scene.due.actions[0].owner.data, "p-1ars00");
    assert_true(kp_due_is_overdue(&scene.due));
    scene_release(&scene);
}

static void meetings(void **state)
{
    (void)state;
    struct scene scene;
    scene_init(&scene);
    put(&scene, "meetings",
        "[{`id`:`r-a`,`purpose`:`past`,`next`:`2026-03-01`},"
        "{`id`:`r-b`,`purpose`:`far`,`next`:`2026-06-01`},"
        "{`id`:`r-c`,`purpose`:`no day`}]",
        h26, "2026-02-24-plan-revision");
    put(&scene, "meetings.internal", "[{`id`:`r-d`,`purpose`:`ours`,`next`:`2026-03-02`}]", h26,
        "2026-02-24-plan-revision");
    work_out(&scene, (struct kp_date){2026, 3, 2});
    assert_int_equal(scene.due.meeting_count, 2);
    assert_string_equal(scene.due.meetings[0].id.data, "r-d"); /* today counts */
    assert_true(scene.due.meetings[0].internal);
    assert_string_equal(scene.due.meetings[1].id.data, "r-b");
    assert_false(scene.due.meetings[1].internal);
    scene_release(&scene);
}

/* Answers of the wrong form are no rows: nothing is said of them here. */
static void odd_values(void **state)
{
    (void)state;
    struct scene scene;
    scene_init(&scene);
    put(&scene, "actions", "`a text`", h26, "2026-02-24-plan-revision");
    put(&scene, "meetings", "[1,null,{`next`:`soon`},{`next`:7}]", h26, "x");
    work_out(&scene, (struct kp_date){2026, 3, 2});
    assert_int_equal(scene.due.action_count, 0);
    assert_int_equal(scene.due.meeting_count, 0);
    scene_release(&scene);
}

static void nothing_yet(void **state)
{
    (void)state;
    struct scene scene;
    scene_init(&scene);
    work_out(&scene, (struct kp_date){2025, 1, 5});
    assert_false(scene.due.revised);
    assert_int_equal(scene.due.last.cycle.year, 0);
    assert_date(scene.due.due, "2025-02-28"); /* since 1 January 2025 */
    scene_release(&scene);
}

static void urgency(void **state)
{
    (void)state;
    const struct kp_due_action old = {.due = {2026, 1, 1}}, new = {.due = {2026, 2, 1}};
    const struct kp_due late = {.due = {2026, 2, 28}}, soon = {.due = {2026, 8, 31}},
                        oldest = {.due = {2026, 8, 31}, .actions = &old, .overdue = 1},
                        newest = {.due = {2026, 8, 31}, .actions = &new, .overdue = 1},
                        many = {.due = {2026, 8, 31}, .actions = &new, .overdue = 4};
    const struct kp_due *order[] = {&late, &oldest, &many, &newest, &soon};
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++) {
            int compared = kp_due_compare(order[i], order[j]);
            assert_int_equal((compared > 0) - (compared < 0), (i > j) - (i < j));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(due_dates),
        cmocka_unit_test(one_due_date_a_cycle),
        cmocka_unit_test(names_of_sessions),
        cmocka_unit_test(next_revision),
        cmocka_unit_test(ages),
        cmocka_unit_test(edits),
        cmocka_unit_test(missed),
        cmocka_unit_test(actions),
        cmocka_unit_test(meetings),
        cmocka_unit_test(odd_values),
        cmocka_unit_test(nothing_yet),
        cmocka_unit_test(urgency),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
