// SPDX-License-Identifier: GPL-3.0-or-later
/* The contact map on a terminal, wide, in ASCII, narrow, and with more people than can be drawn. */
#include "view/contact_map.h"

#include "base/utf8.h"
#include "drawing_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void draw(struct drawing_scene *scene, size_t width, bool ascii, const char *golden)
{
    struct kp_contact_map map;
    struct kp_buf out = KP_BUF_INIT;
    scene->style.width = width;
    scene->style.ascii = ascii;
    assert_true(kp_contact_map_read(&map, &scene->calc));
    kp_view_contact_map(&map, &scene->style, 1, &out);
    struct kp_str rest = kp_buf_str(&out);
    while (rest.data) {
        struct kp_str line = kp_str_split(&rest, '\n');
        if (kp_utf8_width(line) > width)
            fail_msg("too wide: %.*s", KP_STR_ARG(line));
    }
    if (golden)
        drawing_compare(golden, kp_buf_str(&out));
    kp_buf_release(&out);
}

static void test_the_map_is_drawn_at_any_width(void **state)
{
    struct drawing_scene scene;
    (void)state;
    drawing_scene_init(&scene);
    draw(&scene, 100, false, "contacts-100.txt");
    draw(&scene, 72, true, "contacts-72-plain.txt");
    draw(&scene, 40, false, "contacts-40.txt");
    for (size_t width = 26; width < 130; width += 3)
        draw(&scene, width, false, NULL);
    drawing_scene_release(&scene);
}

/* Three hundred of theirs, most of whom nobody knows. */
static void test_three_hundred_people_are_a_list(void **state)
{
    struct drawing_scene scene;
    struct kp_buf rows = KP_BUF_INIT;
    (void)state;
    drawing_scene_init(&scene);
    for (size_t i = 0; i < 300; i++)
        kp_buf_addf(&rows, "%s{`id`:`r-%zu`,`person`:`p-%zu`,`level`:`%s`,`influence`:%zu%s}",
                    i ? "," : "[", i, i, i % 2 ? "management" : "operational", i % 5 + 1,
                    i % 7 ? "" : ",`owner`:`p-x`,`strength`:1,`wanted`:2");
    kp_buf_adds(&rows, "]");
    drawing_put(&scene, "stakeholders", rows.data);
    draw(&scene, 80, false, NULL);
    kp_buf_release(&rows);
    drawing_scene_release(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_map_is_drawn_at_any_width),
        cmocka_unit_test(test_three_hundred_people_are_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
