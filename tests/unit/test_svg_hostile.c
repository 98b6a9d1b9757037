// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Drawings of plans that nobody would write: markup, overrides of the writing direction, endless
 * words, values of other kinds, numbers at the edge. Whatever it is, one whole element comes out, with no
 * element or attribute in it that is not ours.
 */
#include "base/utf8.h"
#include "definitions.h"
#include "drawing_fixture.h"
#include "random.h"
#include "view/svg_charts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || (c >= '0' && c <= '9');
}

/* Only these elements, each closed in its place, attributes of our names, text without < and stray &. */
static void assert_ours(const char *what, struct kp_str svg)
{
    static const char elements[] =
        " svg title desc text tspan line rect circle polygon polyline path g ";
    static const char attributes[] = " xmlns class viewBox role aria-labelledby aria-describedby "
                                     "id x y x1 y1 x2 y2 width height "
                                     "cx cy r rx points d transform ";
    char open[8][12];
    size_t depth = 0, at = 0;
    struct kp_buf word = KP_BUF_INIT;
    assert_true(kp_utf8_valid(svg, NULL));
    while (at < svg.len) {
        if (svg.data[at] != '<') {
            unsigned char c = (unsigned char)svg.data[at];
            if (c < ' ' && c != '\n')
                fail_msg("%s: a control character", what);
            at++;
            continue;
        }
        bool closing = svg.data[++at] == '/';
        at += closing;
        kp_buf_clear(&word);
        kp_buf_addc(&word, ' ');
        while (is_name(svg.data[at]))
            kp_buf_addc(&word, svg.data[at++]);
        kp_buf_addc(&word, ' ');
        if (!strstr(elements, word.data))
            fail_msg("%s: element%s", what, word.data);
        if (closing) {
            assert_true(depth > 0);
            assert_string_equal(open[--depth], word.data);
            assert_true(svg.data[at++] == '>');
            continue;
        }
        assert_true(depth < 8 && word.len < sizeof open[0]);
        strcpy(open[depth++], word.data);
        while (svg.data[at] == ' ') {
            at++;
            kp_buf_clear(&word);
            kp_buf_addc(&word, ' ');
            while (is_name(svg.data[at]))
                kp_buf_addc(&word, svg.data[at++]);
            kp_buf_addc(&word, ' ');
            if (!strstr(attributes, word.data))
                fail_msg("%s: attribute%s", what, word.data);
            assert_memory_equal(svg.data + at, "=\"", 2);
            for (at += 2; svg.data[at] != '"'; at++)
                assert_false(svg.data[at] == '<' || svg.data[at] == '>');
            at++;
        }
        if (svg.data[at] == '/') {
            depth--;
            at++;
        }
        assert_true(svg.data[at++] == '>');
    }
    assert_int_equal(depth, 0);
    for (const char *number = svg.data; (number = strstr(number, "nan")); number += 3)
        fail_msg("%s: not a number", what);
    kp_buf_release(&word);
}

static void check(const char *what, bool drawn, struct kp_buf *out)
{
    assert_true(drawn == (out->len > 0));
    assert_ours(what, kp_buf_str(out));
    kp_buf_clear(out);
}

/* Everything that is drawn from a plan. */
static void draw_all(struct drawing_scene *scene)
{
    struct kp_calc *calc = &scene->calc;
    struct kp_style *style = &scene->style;
    struct kp_buf out = KP_BUF_INIT;
    struct kp_contact_map map;
    static const char *const grids[] = {"whitespace"}, *const steps[] = {"stakeholders", "risks"};
    if (kp_contact_map_read(&map, calc)) {
        check("contacts", kp_svg_contact_map(&map, style, "i", &out), &out);
        kp_view_contact_map(&map, style, 1, &out);
        assert_true(kp_utf8_valid(kp_buf_str(&out), NULL));
        kp_buf_clear(&out);
    }
    for (size_t i = 0; i < 1; i++) {
        const struct kp_field *field = drawing_field(scene, grids[i]);
        check(grids[i], kp_svg_grid(calc, field, kp_calc_value(calc, field), style, "i", &out),
              &out);
    }
    for (size_t i = 0; i < 2; i++) {
        const struct kp_field *field = drawing_field(scene, steps[i]);
        check(steps[i], kp_svg_steps(calc, field, kp_calc_value(calc, field), style, "i", &out),
              &out);
    }
    const struct kp_field *field = drawing_field(scene, "opportunities");
    check("opportunities",
          kp_svg_opportunities(calc, field, kp_calc_value(calc, field), style, "i", &out), &out);
    struct kp_matrix matrix = {.field = drawing_field(scene, "position.relationship")};
    matrix.today.value = drawing_value(scene, "position.relationship");
    matrix.wanted.value = drawing_value(scene, "position.partnership");
    check("matrix", kp_svg_matrix(&matrix, style, "i", &out), &out);
    struct kp_trend_rows cycles[] = {{{2025, 2}, drawing_value(scene, "stakeholders")},
                                     {{2026, 1}, drawing_value(scene, "kpis")}};
    size_t count;
    const struct kp_trend *trends = kp_trends_read(&scene->arena, cycles, 2, &count);
    check("kpis", kp_svg_trends(trends, count, KP_STR("\"><script>"), style, "i", &out), &out);
    kp_buf_release(&out);
}

#define HOSTILE "</text></svg><script>alert(1)</script>&amp;\\u202etfel\\u2066 ' onload=x"

static void test_markup_stays_text(void **state)
{
    struct drawing_scene scene;
    (void)state;
    drawing_scene_init(&scene);
    kp_people_put(&scene.people, KP_STR("p-evil"), KP_STR("<b onclick='x'>\xe2\x80\xae]]>"));
    drawing_put(&scene, "stakeholders",
                "[{`id`:`r-1`,`person`:`p-evil`,`title`:`" HOSTILE "`,`unit`:`" HOSTILE "`,"
                "`level`:`" HOSTILE "`,`influence`:5,`stance`:2,`owner`:`p-evil`}]");
    drawing_put(&scene, "contacts", "[{`id`:`r-1`,`ours`:`p-evil`,`theirs`:`p-<i>`}]");
    drawing_put(&scene, "contacts.model", "`" HOSTILE "`");
    drawing_put(&scene, "whitespace",
                "[{`id`:`r-1`,`unit`:`" HOSTILE "`,`offering`:`" HOSTILE "`,`status`:`" HOSTILE
                "`,`potential`:1}]");
    drawing_put(&scene, "risks", "[{`id`:`r-1`,`risk`:`" HOSTILE "`,`likelihood`:1,`impact`:5}]");
    drawing_put(&scene, "opportunities",
                "[{`id`:`r-1`,`title`:`" HOSTILE "`,`value`:1,`probability`:5,`status`:`<`}]");
    drawing_put(&scene, "kpis",
                "[{`id`:`r-1`,`kpi`:`" HOSTILE "`,`unit`:`" HOSTILE "`,`actual`:1}]");
    draw_all(&scene);
    drawing_scene_release(&scene);
}

static void test_numbers_at_the_edge(void **state)
{
    struct drawing_scene scene;
    (void)state;
    drawing_scene_init(&scene);
    drawing_put(&scene, "opportunities",
                "[{`id`:`r-1`,`title`:`a`,`value`:99999999999999999999,`probability`:100},"
                "{`id`:`r-2`,`title`:`b`,`value`:0,`probability`:0},"
                "{`id`:`r-3`,`title`:`c`,`value`:-5,`probability`:50},"
                "{`id`:`r-4`,`title`:`d`,`value`:0.0000000000000001,`probability`:101}]");
    drawing_put(&scene, "whitespace",
                "[{`id`:`r-1`,`unit`:`a`,`offering`:`x`,`potential`:99999999999999999999},"
                "{`id`:`r-2`,`unit`:`a`,`offering`:`y`,`potential`:99999999999999999999},"
                "{`id`:`r-3`,`unit`:`b`,`offering`:`y`,`potential`:-1},"
                "{`id`:`r-4`,`unit`:`b`,`offering`:`y`,`potential`:1e400}]");
    drawing_put(&scene, "kpis",
                "[{`id`:`r-1`,`kpi`:`a`,`baseline`:-99999999999999999999,`target`:0,"
                "`actual`:99999999999999999999},{`id`:`r-2`,`kpi`:`b`,`actual`:0.0000000001}]");
    drawing_put(&scene, "position.relationship", "{`x`:99999999,`y`:-3}");
    draw_all(&scene);
    drawing_put(&scene, "opportunities", "[{`id`:`r-2`,`title`:`b`,`value`:0,`probability`:0}]");
    draw_all(&scene);
    drawing_scene_release(&scene);
}

/* A value of any kind where another one belongs. */
static const char *odd_value(struct random *random)
{
    static const char *const values[] = {
        "null",  "7",      "-2.5", "`p-a`",       "`management`", "`us`",
        "true",  "[]",     "{}",   "[1,[2]]",     "{`x`:1}",      "`aaaaaaaaaaaaaaaaaaaaaaaaaaa`",
        "1e300", "`open`", "5",    "`<&>\\u00e9`"};
    return values[random_below(random, (unsigned)(sizeof values / sizeof *values))];
}

static void test_rows_of_odd_values(void **state)
{
    static const char *const tables[] = {"team",  "stakeholders",  "contacts", "whitespace",
                                         "risks", "opportunities", "kpis"};
    struct random random = {17};
    (void)state;
    for (int round = 0; round < 60; round++) {
        struct drawing_scene scene;
        drawing_scene_init(&scene);
        for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
            struct kp_buf rows = KP_BUF_INIT;
            const struct kp_field *field = drawing_field(&scene, tables[t]);
            size_t count = random_below(&random, 9);
            kp_buf_adds(&rows, "[");
            for (size_t i = 0; i < count; i++) {
                kp_buf_addf(&rows, "%s{`id`:`r-%zu`", i ? "," : "", i);
                for (size_t c = 0; c < field->column_count; c++)
                    if (!field->columns[c].calc && random_below(&random, 4))
                        kp_buf_addf(&rows, ",`%s`:%s", field->columns[c].id.data,
                                    odd_value(&random));
                kp_buf_adds(&rows, "}");
            }
            kp_buf_adds(&rows, "]");
            drawing_put(&scene, tables[t], rows.data);
            kp_buf_release(&rows);
        }
        drawing_put(&scene, "position.relationship", odd_value(&random));
        draw_all(&scene);
        drawing_scene_release(&scene);
    }
}

/* A megabyte of one word, and many columns. */
static void test_endless_text_and_many_columns(void **state)
{
    struct drawing_scene scene;
    struct kp_buf rows = KP_BUF_INIT;
    (void)state;
    drawing_scene_init(&scene);
    kp_buf_adds(&rows, "[{`id`:`r-1`,`likelihood`:2,`impact`:2,`risk`:`");
    kp_buf_add_repeat(&rows, "wø", 300000);
    kp_buf_adds(&rows, "`}]");
    drawing_put(&scene, "risks", rows.data);
    kp_buf_clear(&rows);
    for (size_t i = 0; i < 20; i++)
        kp_buf_addf(&rows, "%s{`id`:`r-%zu`,`unit`:`u`,`offering`:`Offering %zu`,`potential`:%zu}",
                    i ? "," : "[", i, i, i);
    kp_buf_adds(&rows, "]");
    drawing_put(&scene, "whitespace", rows.data);
    draw_all(&scene);
    kp_buf_release(&rows);
    drawing_scene_release(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_markup_stays_text),
        cmocka_unit_test(test_numbers_at_the_edge),
        cmocka_unit_test(test_rows_of_odd_values),
        cmocka_unit_test(test_endless_text_and_many_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
