// SPDX-License-Identifier: GPL-3.0-or-later
/* A position drawn in its matrix. */
#include "view/matrix.h"

#include "definitions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char model_text[] =
    "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],`scales`:{`s`:["
    "{`value`:1,`label`:~},{`value`:2,`label`:~},{`value`:3,`label`:~}]},`fields`:["
    "{`id`:`place`,`type`:`position`,`group`:`g`,`label`:~,"
    "`x`:{`label`:{`en`:`Weight`,`da`:`Vægt`,`sv`:`Vikt`},`scale`:`s`},"
    "`y`:{`label`:{`en`:`Risk`,`da`:`Risiko`,`sv`:`Risk`},`scale`:`s`},`quadrants`:["
    "{`id`:`a`,`label`:{`en`:`Low`,`da`:`Lav`,`sv`:`Låg`},`x`:[1,2],`y`:[1,1]},"
    "{`id`:`b`,`label`:{`en`:`Friend`,`da`:`Ven`,`sv`:`Vän`},`x`:[3,3],`y`:[1,1]},"
    "{`id`:`c`,`label`:{`en`:`Mid`,`da`:`Midt`,`sv`:`Mitt`},`x`:[1,2],`y`:[2,3]},"
    "{`id`:`d`,`label`:{`en`:`Top`,`da`:`Top`,`sv`:`Topp`},`x`:[3,3],`y`:[2,3]}]}]}";

struct drawn {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_matrix matrix;
    struct kp_matrix_place earlier[12];
    struct kp_style style;
    struct kp_buf out;
};

static void begin(struct drawn *d)
{
    *d = (struct drawn){.arena = KP_ARENA_INIT, .out = KP_BUF_INIT};
    definition_model(&d->model, &d->arena, model_text);
    d->matrix.field = kp_model_field(&d->model, KP_STR("place"));
    d->matrix.earlier = d->earlier;
    d->style = (struct kp_style){.width = 40};
}

static void end(struct drawn *d)
{
    kp_buf_release(&d->out);
    kp_model_release(&d->model);
    kp_arena_release(&d->arena);
}

static struct kp_matrix_place place(struct drawn *d, const char *value, int year)
{
    return (struct kp_matrix_place){definition_read(&d->arena, value),
                                    year ? (struct kp_cycle){year, 1} : (struct kp_cycle){0}};
}

static void test_today_wanted_and_the_way(void **state)
{
    (void)state;
    struct drawn d;
    begin(&d);
    d.earlier[0] = place(&d, "{`x`:1,`y`:1}", 2024);
    d.earlier[1] = place(&d, "{`x`:2,`y`:1}", 2025);
    d.matrix.earlier_count = 2;
    d.matrix.today = place(&d, "{`x`:2,`y`:2}", 2026);
    d.matrix.wanted = place(&d, "{`x`:3,`y`:3}", 0);
    assert_true(kp_view_matrix(&d.matrix, &d.style, 1, &d.out));
    assert_string_equal(d.out.data, "     ↑ Risk\n"
                                    "     │  Mid                 ┊ Top\n"
                                    "   3 │                      ┊    ○\n"
                                    "     │                      ┊\n"
                                    "   2 │                ●     ┊\n"
                                    "     │┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄\n"
                                    "     │  Low                 ┊ Friend\n"
                                    "   1 │     1          2     ┊\n"
                                    "     └─────────────────────────────────\n"
                                    "           1          2          3\n"
                                    "      Weight →\n"
                                    "      1 2024H1 Low   2 2025H1 Low\n"
                                    "      ● 2026H1 Mid   ○ wanted Top\n");
    end(&d);
}

static void test_one_place_for_all_in_ascii(void **state)
{
    (void)state;
    struct drawn d;
    begin(&d);
    d.style.ascii = true;
    d.style.lang = KP_LANG_DA;
    d.earlier[0] = place(&d, "{`x`:3,`y`:1}", 2025);
    d.matrix.earlier_count = 1;
    d.matrix.today = d.earlier[0];
    d.matrix.wanted = place(&d, "{`x`:3,`y`:1}", 0);
    assert_true(kp_view_matrix(&d.matrix, &d.style, 0, &d.out));
    assert_non_null(strstr(d.out.data, ":    1*o\n"));
    assert_non_null(strstr(d.out.data, "^ Risiko\n"));
    assert_non_null(strstr(d.out.data, "V\xc3\xa6gt ->\n"));
    for (const char *at = d.out.data; *at; at++) /* the frame is ASCII; the words need not be */
        assert_true((unsigned char)*at < 0x80 || strncmp(at, "\xc3\xa6", 2) == 0 || *at == '\xa6');
    end(&d);
}

static void test_values_of_no_place_are_left_out(void **state)
{
    static const char *const odd[] = {
        "null", "7", "`x`", "{`x`:1}", "{`x`:`1`,`y`:1}", "{`x`:9,`y`:1}", "{`x`:1.5,`y`:1}"};
    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        struct drawn d;
        begin(&d);
        d.matrix.today = place(&d, odd[i], 2026);
        assert_true(kp_view_matrix(&d.matrix, &d.style, 1, &d.out));
        assert_null(strstr(strstr(d.out.data, "3 │"), "●  "));
        end(&d);
    }
}

static void test_too_narrow(void **state)
{
    (void)state;
    struct drawn d;
    begin(&d);
    d.style.width = 16;
    assert_false(kp_view_matrix(&d.matrix, &d.style, 1, &d.out));
    assert_int_equal(d.out.len, 0);
    d.style.width = 19;
    assert_true(kp_view_matrix(&d.matrix, &d.style, 1, &d.out));
    end(&d);
}

/* More cycles than there are figures: the newest nine. */
static void test_a_long_way(void **state)
{
    (void)state;
    struct drawn d;
    begin(&d);
    for (int i = 0; i < 12; i++)
        d.earlier[i] = place(&d, i % 2 ? "{`x`:1,`y`:1}" : "{`x`:3,`y`:3}", 2001 + i);
    d.matrix.earlier_count = 12;
    assert_true(kp_view_matrix(&d.matrix, &d.style, 1, &d.out));
    assert_null(strstr(d.out.data, "2003H1"));
    assert_non_null(strstr(d.out.data, "1 2004H1"));
    assert_non_null(strstr(d.out.data, "9 2012H1"));
    end(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_today_wanted_and_the_way),
        cmocka_unit_test(test_one_place_for_all_in_ascii),
        cmocka_unit_test(test_values_of_no_place_are_left_out),
        cmocka_unit_test(test_too_narrow),
        cmocka_unit_test(test_a_long_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
