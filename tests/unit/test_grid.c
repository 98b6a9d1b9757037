// SPDX-License-Identifier: GPL-3.0-or-later
/* The white space on a terminal: in words, by signs where words do not fit, else place by place. */
#include "base/utf8.h"
#include "definitions.h"
#include "drawing_fixture.h"
#include "view/grid_internal.h"
#include "view/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_sums_are_of_what_is_not_ours_yet(void **state)
{
    struct drawing_scene scene;
    struct kp_grid grid;
    (void)state;
    drawing_scene_init(&scene);
    drawing_put(&scene, "whitespace",
                "[{`id`:`r-1`,`unit`:`North`,`offering`:`Service`,`status`:`us`,`potential`:100},"
                "{`id`:`r-2`,`unit`:`North`,`offering`:`Parts`,`status`:`none`,`potential`:20.5},"
                "{`id`:`r-3`,`unit`:`South`,`offering`:`Parts`,`status`:`unknown`,`potential`:3},"
                "{`id`:`r-4`,`unit`:`South`,`offering`:`Parts`,`status`:`competitor`,"
                "`potential`:4},{`id`:`r-5`,`unit`:`South`,`status`:`none`,`potential`:900}]");
    assert_true(kp_grid_read(&grid, &scene.calc, drawing_field(&scene, "whitespace"),
                             drawing_value(&scene, "whitespace")));
    /* North 20.5; South 3 + 4 in one place; what has no offering has no place. */
    assert_true(kp_number_to_double(grid.down.sums[0]) == 20.5);
    assert_true(kp_number_to_double(grid.down.sums[1]) == 7);
    assert_true(kp_number_to_double(grid.across.sums[0]) == 0);
    assert_true(kp_number_to_double(grid.across.sums[1]) == 27.5);
    assert_true(kp_number_to_double(grid.total) == 27.5);
    assert_int_equal(grid.cells[3].rows->count, 2);
    assert_int_equal(grid.rest->count, 1);
    drawing_scene_release(&scene);
}

static void draw(struct drawing_scene *scene, size_t width, bool ascii, struct kp_buf *out)
{
    scene->style.width = width;
    scene->style.ascii = ascii;
    kp_buf_clear(out);
    kp_view_value(&scene->calc, drawing_field(scene, "whitespace"),
                  drawing_value(scene, "whitespace"), &scene->style, 1, out);
    struct kp_str rest = kp_buf_str(out);
    while (rest.data)
        if (kp_utf8_width(kp_str_split(&rest, '\n')) > width)
            fail_msg("too wide at %zu:\n%s", width, out->data);
}

static void test_signs_where_words_do_not_fit(void **state)
{
    struct drawing_scene scene;
    struct kp_buf out = KP_BUF_INIT;
    (void)state;
    drawing_scene_init(&scene);
    for (size_t width = 30; width < 140; width += 7)
        draw(&scene, width, width % 2, &out);
    drawing_put(&scene, "whitespace",
                "[{`id`:`r-1`,`unit`:`Nord`,`offering`:`Service`,`status`:`us`},"
                "{`id`:`r-2`,`unit`:`Nord`,`offering`:`Dele`,`status`:`internal`,"
                "`potential`:1200000},"
                "{`id`:`r-3`,`unit`:`Syd`,`offering`:`Dele`,`status`:`unknown`,`potential`:300000},"
                "{`id`:`r-4`,`unit`:`Syd`,`offering`:`Service`,`status`:`competitor`}]");
    draw(&scene, 42, false, &out);
    drawing_compare("whitespace-42.txt", kp_buf_str(&out));
    draw(&scene, 42, true, &out);
    drawing_compare("whitespace-42-plain.txt", kp_buf_str(&out));
    kp_buf_release(&out);
    drawing_scene_release(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sums_are_of_what_is_not_ours_yet),
        cmocka_unit_test(test_signs_where_words_do_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
