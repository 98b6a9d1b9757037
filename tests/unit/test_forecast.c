// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include "compare/forecast.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Two plans of one account: as of 25 February 2025, and as of 2 March 2026. */
struct scene {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_plan was, is;
    struct kp_forecast forecast;
};

static const struct kp_date then_day = {2025, 2, 25}, now_day = {2026, 3, 2};

static void scene_init(struct scene *scene)
{
    *scene = (struct scene){.arena = KP_ARENA_INIT};
    definition_built_in(&scene->model, &scene->arena);
    kp_plan_init(&scene->was, &scene->arena);
    kp_plan_init(&scene->is, &scene->arena);
}

static void put(struct scene *scene, struct kp_plan *plan, const char *field, const char *value)
{
    struct kp_answer answer = {.field = kp_str_from(field),
                               .value = definition_read(&scene->arena, value)};
    kp_plan_put(plan, &answer);
}

static void judge(struct scene *scene)
{
    struct kp_calc then, now;
    kp_calc_init(&then, &scene->model, &scene->was, NULL, then_day, &scene->arena);
    kp_calc_init(&now, &scene->model, &scene->is, NULL, now_day, &scene->arena);
    kp_forecast_judge(&then, &now, &scene->arena, &scene->forecast);
}

static void scene_release(struct scene *scene)
{
    kp_forecast_release(&scene->forecast);
    kp_plan_release(&scene->was);
    kp_plan_release(&scene->is);
    kp_model_release(&scene->model);
    kp_arena_release(&scene->arena);
}

static const struct kp_forecast_item *item(const struct scene *scene, const char *id)
{
    for (size_t i = 0; i < scene->forecast.count; i++)
        if (kp_str_is(scene->forecast.items[i].id, id))
            return &scene->forecast.items[i];
    fail_msg("%s is not judged", id);
    return NULL;
}

static void assert_number(struct kp_number number, const char *expected)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_number_print(&text, number);
    assert_string_equal(text.data, expected);
    kp_buf_release(&text);
}

/*
 * Eight opportunities then, of which two were decided already:
 *   id    value  chance  weighted  decision     now                                      slip
 *   r-a    1000    80 %       800  2025-04-30   won 1200 on 2025-05-10                   10 days
 *   r-b     500    60 %       300  2025-06-30   lost, the day as it was                   0
 *   r-c    2000    50 %      1000  2025-10-31   open, moved to 2026-06-30               242
 *   r-d     300    20 %        60  2025-12-31   open, not moved: late                    61
 *   r-e     400    10 %        40  2025-09-30   dropped                                   –
 *   r-f     100    40 %        40  2025-09-30   not there any more                        –
 *   r-g  nobody said  –         –  2026-12-31   open, as it was                           –
 *   r-h     700   100 %       700  nobody said  won 700, nobody said when                 –
 * r-x was won and r-y dropped then: neither is a forecast.
 * r-z was not there, and is won for 50; r-x counts neither as expected nor as unforeseen.
 */
static void fill_opportunities(struct scene *scene)
{
    put(scene, &scene->was, "opportunities",
        "[{`id`:`r-a`,`title`:`A`,`value`:1000,`probability`:80,`decision_date`:`2025-04-30`},"
        "{`id`:`r-b`,`title`:`B`,`value`:500,`probability`:60,`decision_date`:`2025-06-30`,"
        "`status`:`open`},"
        "{`id`:`r-c`,`title`:`C`,`value`:2000,`probability`:50,`decision_date`:`2025-10-31`},"
        "{`id`:`r-d`,`title`:`D`,`value`:300,`probability`:20,`decision_date`:`2025-12-31`},"
        "{`id`:`r-e`,`title`:`E`,`value`:400,`probability`:10,`decision_date`:`2025-09-30`},"
        "{`id`:`r-f`,`title`:`F`,`value`:100,`probability`:40,`decision_date`:`2025-09-30`},"
        "{`id`:`r-g`,`title`:`G`,`decision_date`:`2026-12-31`},"
        "{`id`:`r-h`,`title`:`H`,`value`:700,`probability`:100},"
        "{`id`:`r-x`,`title`:`X`,`value`:900,`probability`:100,`status`:`won`},"
        "{`id`:`r-y`,`title`:`Y`,`value`:900,`probability`:10,`status`:`dropped`}]");
    put(scene, &scene->is, "opportunities",
        "[{`id`:`r-x`,`title`:`X`,`value`:900,`status`:`won`},"
        "{`id`:`r-z`,`title`:`Z`,`value`:50,`status`:`won`},"
        "{`id`:`r-h`,`title`:`H`,`value`:700,`status`:`won`},"
        "{`id`:`r-g`,`title`:`G`,`decision_date`:`2026-12-31`},"
        "{`id`:`r-e`,`title`:`E`,`value`:400,`decision_date`:`2025-09-30`,`status`:`dropped`},"
        "{`id`:`r-d`,`title`:`D`,`value`:300,`decision_date`:`2025-12-31`,`status`:`open`},"
        "{`id`:`r-c`,`title`:`C`,`value`:2500,`decision_date`:`2026-06-30`,`status`:`open`},"
        "{`id`:`r-b`,`title`:`B`,`value`:500,`decision_date`:`2025-06-30`,`status`:`lost`,"
        "`reason`:`price`},"
        "{`id`:`r-a`,`title`:`A two`,`value`:1200,`decision_date`:`2025-05-10`,`status`:`won`}]");
}

static void verdicts(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        enum kp_outcome outcome;
        bool late, slip_known;
        int64_t slip;
    } cases[] = {
        {"r-a", KP_OUTCOME_WON, false, true, 10},
        {"r-b", KP_OUTCOME_LOST, false, true, 0},
        /* 31 Oct 2025 to 30 Jun 2026: 30 + 31 + 31 + 28 + 31 + 30 + 31 + 30 */
        {"r-c", KP_OUTCOME_OPEN, true, true, 242},
        {"r-d", KP_OUTCOME_OPEN, true, true, 61}, /* until today: 31 + 28 + 2 */
        {"r-e", KP_OUTCOME_DROPPED, false, false, 0},
        {"r-f", KP_OUTCOME_DROPPED, false, false, 0},
        {"r-g", KP_OUTCOME_OPEN, false, false, 0},
        {"r-h", KP_OUTCOME_WON, false, false, 0},
    };
    struct scene scene;
    scene_init(&scene);
    fill_opportunities(&scene);
    judge(&scene);
    assert_int_equal(scene.forecast.count, 8);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct kp_forecast_item *it = item(&scene, cases[i].id);
        if (it->outcome != cases[i].outcome || it->late != cases[i].late ||
            it->slip_known != cases[i].slip_known || it->slip != cases[i].slip)
            fail_msg("%s: outcome %d, late %d, slip %d %lld", cases[i].id, it->outcome, it->late,
                     it->slip_known, (long long)it->slip);
    }
    assert_string_equal(item(&scene, "r-a")->title.data, "A two"); /* joined by id */
    assert_string_equal(item(&scene, "r-b")->reason.data, "price");
    assert_true(item(&scene, "r-f")->gone);
    assert_string_equal(item(&scene, "r-f")->title.data, "F");
    assert_false(item(&scene, "r-e")->gone);
    /* The largest weight first; what nobody weighted last. */
    const char *order[] = {"r-c", "r-a", "r-h", "r-b", "r-d", "r-e", "r-f", "r-g"};
    for (size_t i = 0; i < 8; i++)
        assert_string_equal(scene.forecast.items[i].id.data, order[i]);
    scene_release(&scene);
}

static void sums(void **state)
{
    (void)state;
    struct scene scene;
    int64_t number;
    scene_init(&scene);
    fill_opportunities(&scene);
    judge(&scene);
    const struct kp_forecast_sum *sum = &scene.forecast.sum;
    assert_int_equal(sum->count[KP_OUTCOME_WON], 2);
    assert_int_equal(sum->count[KP_OUTCOME_LOST], 1);
    assert_int_equal(sum->count[KP_OUTCOME_DROPPED], 2);
    assert_int_equal(sum->count[KP_OUTCOME_OPEN], 3);
    assert_int_equal(sum->late, 2);
    assert_number(sum->value, "5000");        /* 1000 + 500 + 2000 + 300 + 400 + 100 + 700 */
    assert_number(sum->weighted, "2940");     /* 800 + 300 + 1000 + 60 + 40 + 40 + 700 */
    assert_number(sum->weighted_due, "2240"); /* without r-h, which had no day, and r-g */
    assert_number(sum->won, "1900");          /* 1200 + 700 */
    assert_int_equal(sum->fresh_count, 1);
    assert_number(sum->fresh, "50");
    /* Decided are a, b, e, f, h; won are a and h: 2 of 5. */
    assert_true(kp_forecast_hit_rate(sum, &number));
    assert_int_equal(number, 40);
    /* 0, 10, 61, 242: (10 + 61) / 2 = 35.5, away from zero. */
    assert_true(kp_forecast_slip(sum, &number));
    assert_int_equal(number, 36);
    /* 1900 * 100 / 2240 = 84.8 */
    assert_true(kp_forecast_won_rate(sum, &number));
    assert_int_equal(number, 85);
    scene_release(&scene);
}

static void calibration(void **state)
{
    (void)state;
    /* 0–20: d 20 %, e 10 %; 21–40: f; 41–60: b 60 %, c 50 %; 61–80: a; 81–100: h. g has none. */
    static const struct {
        size_t count, decided, won;
        const char *expected;
    } bands[KP_FORECAST_BANDS] = {
        {2, 1, 0, "0.3"}, {1, 1, 0, "0.4"}, {2, 1, 0, "1.1"}, {1, 1, 1, "0.8"}, {1, 1, 1, "1"},
    };
    struct scene scene;
    scene_init(&scene);
    fill_opportunities(&scene);
    judge(&scene);
    for (size_t i = 0; i < KP_FORECAST_BANDS; i++) {
        const struct kp_forecast_band *band = &scene.forecast.sum.bands[i];
        assert_int_equal(band->count, bands[i].count);
        assert_int_equal(band->decided, bands[i].decided);
        assert_int_equal(band->won, bands[i].won);
        assert_number(band->expected, bands[i].expected);
    }
    scene_release(&scene);
}

/* Two accounts are judged together as if their opportunities stood in one plan. */
static void over_all(void **state)
{
    (void)state;
    struct scene scene;
    struct kp_forecast_sum all = {.late = 0};
    int64_t number;
    scene_init(&scene);
    fill_opportunities(&scene);
    judge(&scene);
    kp_forecast_sum_add(&all, &scene.forecast.sum);
    kp_forecast_sum_add(&all, &scene.forecast.sum);
    assert_int_equal(all.count[KP_OUTCOME_OPEN], 6);
    assert_number(all.weighted, "5880");
    assert_number(all.won, "3800");
    assert_number(all.bands[2].expected, "2.2");
    assert_int_equal(all.slip_count, 8);
    assert_true(kp_forecast_hit_rate(&all, &number));
    assert_int_equal(number, 40);
    kp_forecast_sum_release(&all);
    scene_release(&scene);
}

static void nothing_to_judge(void **state)
{
    (void)state;
    struct scene scene;
    int64_t number;
    scene_init(&scene);
    put(&scene, &scene.is, "opportunities", "[{`id`:`r-a`,`title`:`A`,`value`:1}]");
    judge(&scene);
    assert_int_equal(scene.forecast.count, 0);
    assert_false(kp_forecast_hit_rate(&scene.forecast.sum, &number));
    assert_false(kp_forecast_slip(&scene.forecast.sum, &number));
    assert_false(kp_forecast_won_rate(&scene.forecast.sum, &number));
    scene_release(&scene);
}

static void median(void **state)
{
    (void)state;
    static const struct {
        int64_t slips[4];
        size_t count;
        int64_t median;
    } cases[] = {
        {{7}, 1, 7},
        {{9, 1, 5}, 3, 5},
        {{1, 2}, 2, 2},    /* 1.5 */
        {{-1, -2}, 2, -2}, /* -1.5 */
        {{-1, 2}, 2, 1},   /* 0.5 */
        {{4, -10, 0, 2}, 4, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t slips[4], days;
        memcpy(slips, cases[i].slips, sizeof slips);
        const struct kp_forecast_sum sum = {.slips = slips, .slip_count = cases[i].count};
        assert_true(kp_forecast_slip(&sum, &days));
        assert_int_equal(days, cases[i].median);
        assert_memory_equal(slips, cases[i].slips, sizeof slips);
    }
}

/*
 * As of 2 March 2026:
 *   k-a  10 → 20 by 2025-12-31, actual 20: reached
 *   k-b  10 → 20 by 2025-12-31, actual 15: missed, half of the way
 *   k-c  10 → 20 by 2026-12-31, actual 15: under way
 *   k-d  8 → 2 (less is better) by 2025-06-30, actual 1.5: reached
 *   k-e  8 → 2 by 2025-06-30, actual 9: missed, (9 − 8) / (2 − 8) = −16.7 % of the way
 *   k-f  never measured; k-g without a target then; k-h not there any more
 *   k-i  no baseline, target 5, actual 5: reached, and nobody knows the way
 *   k-j  no day, actual below: under way; its target is 30 now
 */
static void kpis(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        enum kp_kpi_outcome outcome;
        bool way_known;
        int64_t way;
    } cases[] = {
        {"k-a", KP_KPI_REACHED, true, 100}, {"k-b", KP_KPI_MISSED, true, 50},
        {"k-c", KP_KPI_UNDERWAY, true, 50}, {"k-d", KP_KPI_REACHED, true, 108},
        {"k-e", KP_KPI_MISSED, true, -17},  {"k-f", KP_KPI_UNKNOWN, false, 0},
        {"k-g", KP_KPI_UNKNOWN, false, 0},  {"k-h", KP_KPI_UNKNOWN, false, 0},
        {"k-i", KP_KPI_REACHED, false, 0},  {"k-j", KP_KPI_UNDERWAY, true, 10},
    };
    struct scene scene;
    scene_init(&scene);
    put(&scene, &scene.was, "kpis",
        "[{`id`:`k-a`,`kpi`:`A`,`baseline`:10,`target`:20,`by`:`2025-12-31`},"
        "{`id`:`k-b`,`kpi`:`B`,`baseline`:10,`target`:20,`by`:`2025-12-31`},"
        "{`id`:`k-c`,`kpi`:`C`,`baseline`:10,`target`:20,`by`:`2026-12-31`},"
        "{`id`:`k-d`,`kpi`:`D`,`baseline`:8,`target`:2,`by`:`2025-06-30`},"
        "{`id`:`k-e`,`kpi`:`E`,`baseline`:8,`target`:2,`by`:`2025-06-30`},"
        "{`id`:`k-f`,`kpi`:`F`,`baseline`:8,`target`:2,`by`:`2025-06-30`},"
        "{`id`:`k-g`,`kpi`:`G`,`baseline`:8},"
        "{`id`:`k-h`,`kpi`:`H`,`baseline`:8,`target`:9},"
        "{`id`:`k-i`,`kpi`:`I`,`target`:5},"
        "{`id`:`k-j`,`kpi`:`J`,`baseline`:0,`target`:20}]");
    put(&scene, &scene.is, "kpis",
        "[{`id`:`k-a`,`kpi`:`A`,`baseline`:10,`target`:20,`actual`:20},"
        "{`id`:`k-b`,`kpi`:`B`,`baseline`:10,`target`:20,`actual`:15},"
        "{`id`:`k-c`,`kpi`:`C`,`baseline`:10,`target`:20,`actual`:15},"
        "{`id`:`k-d`,`kpi`:`D`,`baseline`:8,`target`:2,`actual`:1.5},"
        "{`id`:`k-e`,`kpi`:`E`,`baseline`:8,`target`:2,`actual`:9},"
        "{`id`:`k-f`,`kpi`:`F`,`baseline`:8,`target`:2},"
        "{`id`:`k-g`,`kpi`:`G`,`baseline`:8,`target`:9,`actual`:9},"
        "{`id`:`k-i`,`kpi`:`I`,`target`:5,`actual`:5},"
        "{`id`:`k-j`,`kpi`:`J`,`baseline`:0,`target`:30,`actual`:2}]");
    judge(&scene);
    assert_int_equal(scene.forecast.kpi_count, sizeof cases / sizeof *cases);
    for (size_t i = 0; i < scene.forecast.kpi_count; i++) {
        const struct kp_forecast_kpi *kpi = &scene.forecast.kpis[i];
        assert_string_equal(kpi->id.data, cases[i].id);
        if (kpi->outcome != cases[i].outcome || kpi->way_known != cases[i].way_known ||
            kpi->way != cases[i].way)
            fail_msg("%s: outcome %d, way %d %lld", cases[i].id, kpi->outcome, kpi->way_known,
                     (long long)kpi->way);
    }
    assert_true(kp_json_is_null(scene.forecast.kpis[0].target_now));
    assert_number(scene.forecast.kpis[9].target_now->number, "30");
    assert_int_equal(scene.forecast.sum.kpis[KP_KPI_REACHED], 3);
    assert_int_equal(scene.forecast.sum.kpis[KP_KPI_MISSED], 2);
    assert_int_equal(scene.forecast.sum.kpis[KP_KPI_UNDERWAY], 2);
    assert_int_equal(scene.forecast.sum.kpis[KP_KPI_UNKNOWN], 3);
    scene_release(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verdicts),
        cmocka_unit_test(sums),
        cmocka_unit_test(calibration),
        cmocka_unit_test(over_all),
        cmocka_unit_test(nothing_to_judge),
        cmocka_unit_test(median),
        cmocka_unit_test(kpis),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
