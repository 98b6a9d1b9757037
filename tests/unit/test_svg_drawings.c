// SPDX-License-Identifier: GPL-3.0-or-later
/* Every drawing of one plan, against the files of tests/view/drawings: open them in a browser. */
#include "definitions.h"
#include "drawing_fixture.h"
#include "view/svg_charts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct kp_matrix matrix_of(const struct drawing_scene *scene, const char *today,
                                  const char *wanted)
{
    return (struct kp_matrix){
        .field = drawing_field(scene, today),
        .today = {drawing_value(scene, today), {2026, 1}},
        .wanted = {drawing_value(scene, wanted), {0, 0}},
    };
}

static void test_both_matrices_with_their_paths(void **state)
{
    struct drawing_scene scene;
    struct kp_buf out = KP_BUF_INIT;
    (void)state;
    drawing_scene_init(&scene);
    struct kp_matrix_place earlier[] = {
        {definition_read(&scene.arena, "{`x`:2,`y`:2}"), {2024, 2}},
        {definition_read(&scene.arena, "{`x`:3,`y`:2}"), {2025, 1}},
        {definition_read(&scene.arena, "{`x`:3,`y`:4}"), {2025, 2}},
    };
    struct kp_matrix matrix =
        matrix_of(&scene, "position.relationship", "position.relationship.wanted");
    matrix.earlier = earlier;
    matrix.earlier_count = 3;
    assert_true(kp_svg_matrix(&matrix, &scene.style, "relationship", &out));
    drawing_compare_svg("relationship.svg", kp_buf_str(&out));
    kp_buf_clear(&out);

    /* Nothing before, and both in one place. */
    matrix = matrix_of(&scene, "position.partnership", "position.partnership");
    assert_true(kp_svg_matrix(&matrix, &scene.style, "partnership", &out));
    drawing_compare_svg("partnership.svg", kp_buf_str(&out));
    kp_buf_release(&out);
    drawing_scene_release(&scene);
}

static void test_the_contact_map(void **state)
{
    struct drawing_scene scene;
    struct kp_contact_map map;
    struct kp_buf out = KP_BUF_INIT;
    (void)state;
    drawing_scene_init(&scene);
    assert_true(kp_contact_map_read(&map, &scene.calc));
    assert_true(kp_svg_contact_map(&map, &scene.style, "contacts", &out));
    drawing_compare_svg("contacts.svg", kp_buf_str(&out));
    kp_buf_clear(&out);
    drawing_put(&scene, "contacts",
                "[{`id`:`r-1`,`ours`:`p-<b>`,`theirs`:`p-y`,`strength`:2},"
                "{`id`:`r-2`,`ours`:`p-<b>`,`theirs`:`p-z`,`strength`:3}]");
    drawing_put(&scene, "stakeholders",
                "[{`id`:`r-3`,`person`:`p-y`,`title`:`<script>alert(1)</script> and much more`,"
                "`level`:`management`},{`id`:`r-4`,`person`:`p-w`,`influence`:5}]");
    assert_true(kp_contact_map_read(&map, &scene.calc));
    assert_true(kp_svg_contact_map(&map, &scene.style, "bowtie", &out));
    drawing_compare_svg("contacts-bowtie.svg", kp_buf_str(&out));
    kp_buf_release(&out);
    drawing_scene_release(&scene);
}

static void test_the_white_space(void **state)
{
    struct drawing_scene scene;
    struct kp_buf out = KP_BUF_INIT;
    (void)state;
    drawing_scene_init(&scene);
    assert_true(kp_svg_grid(&scene.calc, drawing_field(&scene, "whitespace"),
                            drawing_value(&scene, "whitespace"), &scene.style, "white", &out));
    drawing_compare_svg("whitespace.svg", kp_buf_str(&out));
    assert_false(kp_svg_grid(&scene.calc, drawing_field(&scene, "risks"),
                             drawing_value(&scene, "risks"), &scene.style, "white", &out));
    kp_buf_release(&out);
    drawing_scene_release(&scene);
}

static void test_tables_by_two_scales(void **state)
{
    struct drawing_scene scene;
    struct kp_buf out = KP_BUF_INIT, rows = KP_BUF_INIT;
    (void)state;
    drawing_scene_init(&scene);
    assert_true(kp_svg_steps(&scene.calc, drawing_field(&scene, "risks"),
                             drawing_value(&scene, "risks"), &scene.style, "risks", &out));
    drawing_compare_svg("risks.svg", kp_buf_str(&out));
    kp_buf_clear(&out);
    const struct kp_field *field = drawing_field(&scene, "stakeholders");
    assert_true(kp_svg_steps(&scene.calc, field, drawing_value(&scene, "stakeholders"),
                             &scene.style, "people", &out));
    drawing_compare_svg("stakeholders.svg", kp_buf_str(&out));
    kp_buf_clear(&out);

    /* Three hundred: every one of them has its number and its name. */
    for (size_t i = 0; i < 300; i++)
        kp_buf_addf(&rows, "%s{`id`:`r-%zu`,`person`:`p-%zu`,`influence`:%zu,`stance`:%d}",
                    i ? "," : "[", i, i, i % 5 + 1, (int)(i % 3) - 1);
    kp_buf_adds(&rows, ",{`id`:`r-x`,`person`:`p-x`}]");
    drawing_put(&scene, "stakeholders", rows.data);
    assert_true(kp_svg_steps(&scene.calc, field, drawing_value(&scene, "stakeholders"),
                             &scene.style, "many", &out));
    assert_non_null(strstr(out.data, ">300</text>"));
    assert_non_null(strstr(out.data, ">p-299</text>"));
    assert_non_null(strstr(out.data, ": 1</text>")); /* one is not drawn */
    drawing_put(&scene, "stakeholders", "[{`id`:`r-x`,`person`:`p-x`,`influence`:4}]");
    assert_false(kp_svg_steps(&scene.calc, field, drawing_value(&scene, "stakeholders"),
                              &scene.style, "none", &out));
    kp_buf_release(&rows);
    kp_buf_release(&out);
    drawing_scene_release(&scene);
}

static void test_opportunities_by_value_and_probability(void **state)
{
    struct drawing_scene scene;
    struct kp_buf out = KP_BUF_INIT, rows = KP_BUF_INIT;
    (void)state;
    drawing_scene_init(&scene);
    const struct kp_field *field = drawing_field(&scene, "opportunities");
    assert_true(kp_svg_opportunities(&scene.calc, field, kp_calc_value(&scene.calc, field),
                                     &scene.style, "opportunities", &out));
    drawing_compare_svg("opportunities.svg", kp_buf_str(&out));
    kp_buf_clear(&out);

    /* Sixty in a few places; those without figures are counted. */
    for (size_t i = 0; i < 60; i++)
        kp_buf_addf(&rows,
                    "%s{`id`:`r-%zu`,`title`:`Number %zu <b>`,`value`:%zu,`probability`:%zu}",
                    i ? "," : "[", i, i, (i % 4 + 1) * 100000, i % 5 * 20 + 10);
    kp_buf_adds(&rows, ",{`id`:`r-x`,`title`:`x`,`value`:1e30,`probability`:5},"
                       "{`id`:`r-y`,`title`:`y`,`value`:5}]");
    drawing_put(&scene, "opportunities", rows.data);
    assert_true(kp_svg_opportunities(&scene.calc, field, kp_calc_value(&scene.calc, field),
                                     &scene.style, "many", &out));
    drawing_compare_svg("opportunities-60.svg", kp_buf_str(&out));
    kp_buf_release(&rows);
    kp_buf_release(&out);
    drawing_scene_release(&scene);
}

static void test_kpis_over_the_cycles(void **state)
{
    struct drawing_scene scene;
    struct kp_buf out = KP_BUF_INIT;
    size_t count;
    (void)state;
    drawing_scene_init(&scene);
    const struct kp_json *now = drawing_value(&scene, "kpis");
    struct kp_str first = kp_json_text(now->first, "id"), last = kp_json_text(now->last, "id");
    struct kp_buf before = KP_BUF_INIT;
    kp_buf_addf(&before, "[{`id`:`%s`,`actual`:13.1},{`id`:`%s`,`actual`:2},{`id`:`r-gone`}]",
                first.data, last.data);
    struct kp_trend_rows cycles[] = {
        {{2024, 2}, definition_read(&scene.arena, "[]")},
        {{2025, 1}, definition_read(&scene.arena, before.data)},
        {{2025, 2}, NULL},
        {{2026, 1}, now},
    };
    const struct kp_trend *trends = kp_trends_read(&scene.arena, cycles, 4, &count);
    assert_int_equal(count, now->count);
    assert_true(trends[0].points[1].known && !trends[0].points[0].known);
    assert_true(kp_svg_trends(trends, count, KP_STR("KPI'er"), &scene.style, "kpis", &out));
    drawing_compare_svg("kpis.svg", kp_buf_str(&out));
    trends = kp_trends_read(&scene.arena, cycles, 1, &count);
    assert_false(kp_svg_trends(trends, count, KP_STR("x"), &scene.style, "kpis", &out));
    kp_buf_release(&before);
    kp_buf_release(&out);
    drawing_scene_release(&scene);
}

static void test_a_radar(void **state)
{
    static const struct kp_radar_axis axes[] = {
        {KP_STR_INIT("Skarpt kundefokus"), 3, 4, 2},
        {KP_STR_INIT("Strategisk forankring"), 2, 4, 2},
        {KP_STR_INIT("Ledelsens opbakning"), 4, 5, 3},
        {KP_STR_INIT("Tværfunktionelle teams"), 2, 3, 1},
        {KP_STR_INIT("Strukturer og værktøjer"), 3, 4, 3},
        {KP_STR_INIT("Kompetencer"), 3, 3, 3},
        {KP_STR_INIT("Indsigt af data"), 1, 3, 1},
        {KP_STR_INIT("Personlig relation og tillid"), 5, 5, 4},
        {KP_STR_INIT("Måling og læring"), 2, 4, 0},
    };
    struct kp_buf out = KP_BUF_INIT;
    (void)state;
    struct kp_radar radar = {.title = KP_STR("Modenhed"),
                             .now = KP_STR("2026H1"),
                             .before = KP_STR("2025H2"),
                             .axes = axes,
                             .count = 9,
                             .least = 1,
                             .most = 5};
    assert_true(kp_svg_radar(&radar, "radar", &out));
    drawing_compare_svg("radar.svg", kp_buf_str(&out));
    radar.count = 2;
    assert_false(kp_svg_radar(&radar, "radar", &out));
    kp_buf_release(&out);
}

static void test_a_timeline(void **state)
{
    static const struct kp_timeline_point points[] = {
        {{2024, 8, 27}, KP_TIMELINE_SESSION, false, KP_STR_INIT("Udviklingsworkshop"), 12},
        {{2024, 9, 10}, KP_TIMELINE_SESSION, true, KP_STR_INIT("Kundeplan"), 31},
        {{2024, 11, 2}, KP_TIMELINE_EDIT, false, KP_STR_INIT("x"), 1},
        {{2025, 2, 25}, KP_TIMELINE_SESSION, true, KP_STR_INIT("Revision af <planen>"), 20},
        {{2025, 2, 27}, KP_TIMELINE_EDIT, true, KP_STR_INIT("x"), 1},
        {{0, 0, 0}, KP_TIMELINE_SESSION, true, KP_STR_INIT("no date"), 20},
        {{2026, 2, 24}, KP_TIMELINE_SESSION, false, KP_STR_INIT("Revision"), 0},
    };
    struct kp_style style = {.lang = KP_LANG_DA};
    struct kp_buf out = KP_BUF_INIT;
    (void)state;
    assert_false(kp_svg_timeline(points, 0, KP_STR("Forløb"), &style, "time", &out));
    assert_true(kp_svg_timeline(points, 7, KP_STR("Forløb"), &style, "time", &out));
    drawing_compare_svg("timeline.svg", kp_buf_str(&out));
    kp_buf_release(&out);
}

static void test_concentration_and_bars(void **state)
{
    static const struct kp_bar rows[] = {
        {KP_STR_INIT("A store og gode"), KP_STR_INIT("12 kunder"), 48.5, 12.1,
         KP_STR_INIT("48,5 mio."), KP_STR_INIT("12,1 mio.")},
        {KP_STR_INIT("B"), KP_STR_INIT("40 kunder"), 20, 3, KP_STR_INIT("20 mio."),
         KP_STR_INIT("3 mio.")},
        {KP_STR_INIT("C dem, der koster"), KP_STR_INIT("348 kunder"), 9, -1.5,
         KP_STR_INIT("9 mio."), KP_STR_INIT("−1,5 mio.")},
    };
    double shares[21];
    struct kp_buf out = KP_BUF_INIT;
    (void)state;
    for (int i = 0; i <= 20; i++) /* falls off evenly: 5 % of the customers have 1 − 0.95² */
        shares[i] = 1 - (1 - i / 20.0) * (1 - i / 20.0);
    assert_true(kp_svg_curve(shares, 20, KP_STR("Koncentration"), "curve", &out));
    drawing_compare_svg("curve.svg", kp_buf_str(&out));
    kp_buf_clear(&out);
    shares[20] = 0;
    assert_false(kp_svg_curve(shares, 20, KP_STR("x"), "curve", &out));

    struct kp_bars bars = {.title = KP_STR("Grupper"),
                           .value = KP_STR("omsætning"),
                           .second = KP_STR("DB"),
                           .bars = rows,
                           .count = 3};
    assert_true(kp_svg_bars(&bars, "bars", &out));
    drawing_compare_svg("bars.svg", kp_buf_str(&out));
    kp_buf_clear(&out);
    bars.count = 0;
    assert_false(kp_svg_bars(&bars, "bars", &out));
    kp_buf_release(&out);
}

/*
 * Ten customers of 55, 5, 5 … 5: the first tenth has 55 of 100. One group takes those from 50 on, the others
 * are in none; the contribution is the revenue less the direct cost.
 */
static void test_customer_accounts(void **state)
{
    struct drawing_scene scene;
    struct kp_customers customers;
    struct kp_buf out = KP_BUF_INIT;
    (void)state;
    drawing_scene_init(&scene);
    kp_customers_init(&customers, drawing_field(&scene, "customers"));
    assert_false(kp_svg_customers_curve(&customers, "none", &out));
    assert_false(kp_svg_customers_groups(&customers, &scene.style, "none", &out));
    for (int i = 0; i < 10; i++) {
        struct kp_str number = kp_arena_format(&scene.arena, "%d", 1000 + i);
        int64_t *amounts = kp_customers_add(&customers, number, number);
        amounts[KP_FIGURE_REVENUE] = (i ? 5 : 55) * 100;
        amounts[KP_FIGURE_COST] = (i ? 6 : 30) * 100;
    }
    kp_customers_place(&customers,
                       definition_read(&scene.arena, "[{`id`:`r-1`,`name`:`A <b>`,`revenue`:50}]"),
                       NULL);
    assert_true(kp_svg_customers_curve(&customers, "spread", &out));
    assert_non_null(strstr(out.data, "10 % → 55 %"));
    kp_buf_clear(&out);
    assert_true(kp_svg_customers_groups(&customers, &scene.style, "groups", &out));
    drawing_compare_svg("customer-groups.svg", kp_buf_str(&out));
    kp_customers_release(&customers);
    kp_buf_release(&out);
    drawing_scene_release(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_matrices_with_their_paths),
        cmocka_unit_test(test_the_contact_map),
        cmocka_unit_test(test_the_white_space),
        cmocka_unit_test(test_tables_by_two_scales),
        cmocka_unit_test(test_kpis_over_the_cycles),
        cmocka_unit_test(test_a_radar),
        cmocka_unit_test(test_a_timeline),
        cmocka_unit_test(test_concentration_and_bars),
        cmocka_unit_test(test_customer_accounts),
        cmocka_unit_test(test_opportunities_by_value_and_probability),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
