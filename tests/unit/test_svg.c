// SPDX-License-Identifier: GPL-3.0-or-later
/* What drawings are made of: escaping, lengths, widths, and the matrix. */
#include "view/svg.h"

#include "definitions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_lengths_have_a_point_in_any_locale(void **state)
{
    static const struct {
        double value;
        const char *text;
    } rows[] = {{0, "0"},       {12, "12"},      {1.25, "1.3"}, {-0.04, "0"},
                {-3.5, "-3.5"}, {359.96, "360"}, {0.1, "0.1"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kp_buf out = KP_BUF_INIT;
        kp_svg_length(&out, rows[i].value);
        assert_string_equal(out.data, rows[i].text);
        kp_buf_release(&out);
    }
}

static void test_text_cannot_leave_its_place(void **state)
{
    struct kp_buf out = KP_BUF_INIT;
    (void)state;
    kp_svg_escape(&out, KP_STR("</title><script>alert('1')</script> & \"x\"\n\xe2\x80\xae"
                               "evil\x01"));
    assert_string_equal(out.data,
                        "&lt;/title&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; "
                        "&quot;x&quot; &lt;U+202E&gt;evil&lt;U+0001&gt;");
    kp_buf_release(&out);
}

static void test_long_text_is_cut_where_the_room_ends(void **state)
{
    struct kp_svg svg;
    (void)state;
    kp_svg_begin(&svg, "x");
    kp_svg_text(&svg, 1, 2, KP_SVG_SMALL, KP_SVG_END, KP_STR("Purchasing"), 0);
    kp_svg_text(&svg, 1, 2, KP_SVG_TEXT, KP_SVG_START, KP_STR("A director of many things"), 60);
    assert_string_equal(svg.body.data, "\n<text x=\"1\" y=\"2\" class=\"t s e\">Purchasing</text>"
                                       "\n<text x=\"1\" y=\"2\" class=\"t\">A direc…</text>");
    kp_buf_clear(&svg.body);
    assert_true(kp_svg_wrapped(&svg, 0, 10, KP_SVG_TEXT, KP_SVG_MIDDLE,
                               KP_STR("Technology and R&D of the north"), 90, 2) == 40);
    assert_string_equal(svg.body.data,
                        "\n<text x=\"0\" y=\"10\" class=\"t m\">Technology</text>"
                        "\n<text x=\"0\" y=\"25\" class=\"t m\">and R&amp;D of…</text>");
    kp_buf_release(&svg.body);
}

static void test_an_arrow_of_no_length_is_none(void **state)
{
    struct kp_svg svg;
    (void)state;
    kp_svg_begin(&svg, "x");
    kp_svg_arrow(&svg, 3, 3, 3, 3, "line");
    assert_int_equal(svg.body.len, 0);
    kp_buf_release(&svg.body);
}

static const char model_text[] =
    "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],`scales`:{`s`:["
    "{`value`:1,`label`:~},{`value`:2,`label`:~},{`value`:3,`label`:~}]},`fields`:["
    "{`id`:`place`,`type`:`position`,`group`:`g`,`label`:{`en`:`Where <we> stand`,`da`:`Where <we> "
    "stand`,`sv`:`Where <we> stand`},"
    "`x`:{`label`:{`en`:`Weight`,`da`:`Weight`,`sv`:`Weight`},`scale`:`s`},"
    "`y`:{`label`:{`en`:`Risk`,`da`:`Risk`,`sv`:`Risk`},`scale`:`s`},`quadrants`:["
    "{`id`:`a`,`label`:{`en`:`Low`,`da`:`Low`,`sv`:`Low`},`x`:[1,2],`y`:[1,1]},"
    "{`id`:`b`,`label`:{`en`:`Friend`,`da`:`Friend`,`sv`:`Friend`},`x`:[3,3],`y`:[1,1]},"
    "{`id`:`c`,`label`:{`en`:`Mid`,`da`:`Mid`,`sv`:`Mid`},`x`:[1,2],`y`:[2,3]},"
    "{`id`:`d`,`label`:{`en`:`Top`,`da`:`Top`,`sv`:`Top`},`x`:[3,3],`y`:[2,3]}]}]}";

static size_t times(struct kp_str text, const char *word)
{
    struct kp_str rest = text, part = kp_str_from(word);
    size_t count = 0;
    for (size_t at; (at = kp_str_find_str(rest, part)) < rest.len; count++)
        rest = kp_str_slice(rest, at + part.len, rest.len);
    return count;
}

static void test_a_matrix_says_in_words_what_it_shows(void **state)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    struct kp_style style = {.lang = KP_LANG_EN};
    struct kp_buf out = KP_BUF_INIT;
    (void)state;
    definition_model(&model, &arena, model_text);
    struct kp_matrix_place earlier[] = {
        {definition_read(&arena, "{`x`:1,`y`:1}"), {2024, 2}},
        {definition_read(&arena, "{`x`:2,`y`:1}"), {2025, 1}},
    };
    struct kp_matrix matrix = {.field = kp_model_field(&model, KP_STR("place"))};
    assert_false(kp_svg_matrix(&matrix, &style, "m", &out));
    matrix.earlier = earlier;
    matrix.earlier_count = 2;
    matrix.today = (struct kp_matrix_place){definition_read(&arena, "{`x`:2,`y`:2}"), {2026, 1}};
    matrix.wanted.value = definition_read(&arena, "{`x`:9,`y`:3}"); /* beyond the scale: left out */
    assert_true(kp_svg_matrix(&matrix, &style, "m", &out));
    struct kp_str drawn = kp_buf_str(&out);
    assert_true(kp_str_starts(drawn, KP_STR("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"d\" "
                                            "viewBox=\"0 0 360 ")));
    assert_int_equal(times(drawn, "<title id=\"m-t\">Where &lt;we&gt; stand</title>"), 1);
    assert_int_equal(times(drawn, "<desc id=\"m-d\">2024H2: Low (1, 1); 2025H1: Low (2, 1); today "
                                  "(2026H1): Mid (2, 2)</desc>"),
                     1);
    assert_int_equal(times(drawn, "class=\"line w2 paper\""), 0); /* nothing wanted */
    assert_int_equal(times(drawn, "<polygon"), 2);                /* two steps of the way */
    kp_buf_release(&out);
    kp_model_release(&model);
    kp_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lengths_have_a_point_in_any_locale),
        cmocka_unit_test(test_text_cannot_leave_its_place),
        cmocka_unit_test(test_long_text_is_cut_where_the_room_ends),
        cmocka_unit_test(test_an_arrow_of_no_length_is_none),
        cmocka_unit_test(test_a_matrix_says_in_words_what_it_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
