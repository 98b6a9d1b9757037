// SPDX-License-Identifier: GPL-3.0-or-later
/* Every drawing of one plan, against the files of tests/view/drawings: open them in a browser. */
#include "definitions.h"
#include "drawing_fixture.h"
#include "view/svg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_matrices_with_their_paths),
        cmocka_unit_test(test_the_contact_map),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
