// SPDX-License-Identifier: GPL-3.0-or-later
/* Maturity by dimension: what it comes to in the built-in model, and its drawing. */
#include "view/maturity.h"

#include "base/utf8.h"
#include "definitions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_plan plan, previous;
    struct kp_calc calc;
    struct kp_maturity maturity;
    struct kp_style style;
    struct kp_buf out;
};

static const char *const dimensions[] = {"focus", "anchoring",  "leadership",
                                         "teams", "structures", "competences",
                                         "data",  "relations",  "learning"};

static void put(struct fixture *f, struct kp_plan *plan, const char *field, const char *suffix,
                const char *value)
{
    struct kp_answer answer = {
        .field = kp_arena_format(&f->arena, "%s%s", field, suffix),
        .value = definition_read(&f->arena, value),
    };
    assert_non_null(kp_model_field(&f->model, answer.field));
    kp_plan_put(plan, &answer);
}

/* A digit for each dimension; '-' where nothing was said. */
static void put_all(struct fixture *f, struct kp_plan *plan, const char *suffix, const char *digits)
{
    for (size_t i = 0; digits[i]; i++) {
        char field[64], value[2] = {digits[i], '\0'};
        snprintf(field, sizeof field, "maturity.%s", dimensions[i]);
        if (digits[i] != '-')
            put(f, plan, field, suffix, value);
    }
}

static void begin(struct fixture *f)
{
    *f = (struct fixture){.arena = KP_ARENA_INIT, .out = KP_BUF_INIT};
    f->style = (struct kp_style){.width = 72, .lang = KP_LANG_EN};
    definition_built_in(&f->model, &f->arena);
    kp_plan_init(&f->plan, &f->arena);
    kp_plan_init(&f->previous, &f->arena);
}

static void start(struct fixture *f)
{
    kp_calc_init(&f->calc, &f->model, &f->plan, &f->previous, (struct kp_date){2026, 3, 2},
                 &f->arena);
}

static bool read(struct fixture *f)
{
    start(f);
    return kp_maturity_read(&f->calc, kp_model_field(&f->model, KP_STR("maturity")), NULL,
                            f->style.lang, &f->maturity);
}

static void end(struct fixture *f)
{
    kp_buf_release(&f->out);
    kp_plan_release(&f->plan);
    kp_plan_release(&f->previous);
    kp_model_release(&f->model);
    kp_arena_release(&f->arena);
}

static void check_field(struct fixture *f, const char *field, const char *json)
{
    const struct kp_field *known = kp_model_field(&f->model, kp_str_from(field));
    assert_non_null(known);
    const struct kp_json *expected = definition_read(&f->arena, json);
    const struct kp_json *value = kp_calc_value(&f->calc, known);
    struct kp_buf text = KP_BUF_INIT;
    kp_json_write_line(&text, value);
    if (!kp_json_equal(value, expected))
        fail_msg("%s is %s, not %s", field, text.data, json);
    kp_buf_release(&text);
}

/*
 * Scores 3 2 2 3 2 3 1 4 2, targets 4 3 4 4 4 4 3 4 3: the gaps are 1 1 2 1 2 1 2 0 1, so that
 * leadership, structures and data are the widest, in that order. The average is 22 / 9 = 2.44…; the
 * targets' 33 / 9 = 3.66…. Before, 2 2 2 - 3 - - - 2 gave 11 / 5 = 2.2.
 */
static void put_example(struct fixture *f)
{
    put_all(f, &f->plan, "", "322323142");
    put_all(f, &f->plan, ".target", "434444343");
    put_all(f, &f->previous, "", "222-3---2");
    put(f, &f->plan, "maturity.priorities", "", "[`data`,`structures`]");
    put(f, &f->plan, "maturity.data", ".evidence", "`The old sheet`");
}

static void test_what_it_comes_to(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    put_example(&f);
    assert_true(read(&f));
    const struct kp_maturity *m = &f.maturity;
    assert_int_equal(m->count, 9);
    assert_int_equal(m->least, 1);
    assert_int_equal(m->most, 5);
    check_field(&f, "maturity.average", "2.4");
    check_field(&f, "maturity.largest", "[`leadership`,`structures`,`data`]");
    assert_true(kp_number_to_double(m->average) == 2.4);
    assert_true(kp_number_to_double(m->average_target) == 3.7);
    assert_true(kp_number_to_double(m->average_before) == 2.2);
    const struct kp_maturity_dimension *focus = &m->dimensions[0], *data = &m->dimensions[6];
    assert_true(kp_number_equal(focus->step, kp_number_from(1)));
    assert_int_equal(focus->rank, 4); /* behind the three that share the first place */
    assert_false(focus->chosen);
    assert_false(data->has_before || data->has_step);
    assert_int_equal(data->rank, 1);
    assert_true(data->chosen);
    assert_true(kp_str_is(data->evidence, "The old sheet"));
    assert_true(kp_str_is(data->label, "Data-driven insight"));
    assert_int_equal(m->dimensions[7].rank, 0); /* reached */

    const struct kp_maturity_dimension *order[9];
    static const char *const by_gap[] = {"structures", "data",  "leadership",  "focus",
                                         "anchoring",  "teams", "competences", "learning"};
    assert_int_equal(kp_maturity_by_gap(m, order), 8);
    for (size_t i = 0; i < 8; i++)
        assert_true(kp_str_is(order[i]->id, by_gap[i]));
    end(&f);
}

/* With a tie on the third place all that share it are named, and the room has to choose. */
static void test_ties_and_what_is_missing(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    assert_false(read(&f));
    check_field(&f, "maturity", "null");
    check_field(&f, "maturity.average", "null");
    check_field(&f, "maturity.largest", "null");
    put_all(&f, &f.plan, "", "1111---5-");
    put_all(&f, &f.plan, ".target", "5322-4-4-");
    assert_true(read(&f));
    assert_int_equal(f.maturity.count, 6); /* competences have a target only */
    check_field(&f, "maturity.largest", "[`focus`,`anchoring`,`leadership`,`teams`]");
    check_field(&f, "maturity.average", "1.8"); /* (1 + 1 + 1 + 1 + 5) / 5 */
    assert_false(f.maturity.has_before);
    assert_int_equal(f.maturity.dimensions[5].rank, 0); /* above its target */
    end(&f);
}

static void check_drawing(struct fixture *f, const char *expected)
{
    const struct kp_maturity_page page = {
        .maturity = &f->maturity, .cycle = {2026, 1}, .before = {2025, 2}};
    kp_buf_clear(&f->out);
    assert_true(kp_view_maturity(&page, &f->style, 1, &f->out));
    if (strcmp(f->out.data, expected) != 0) { /* whole: cmocka cuts long texts */
        fprintf(stderr, "drawn:\n%sexpected:\n%s", f->out.data, expected);
        fail();
    }
}

static void test_drawn(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    put_example(&f);
    assert_true(read(&f));
    check_drawing(&f, "   Sharp customer focus         ███████┃████···◇····  3 → 4  ▲ 1\n"
                      "   Strategic anchoring          ████████···◇········  2 → 3\n"
                      "   Leadership support           ████████·······◇····  2 → 4\n"
                      "   Cross-functional teams       ████████████···◇····  3 → 4\n"
                      " ▸ Structures and tools         ████████···┃···◇····  2 → 4  ▼ 1\n"
                      "   Competences                  ████████████···◇····  3 → 4\n"
                      " ▸ Data-driven insight          ████·······◇········  1 → 3\n"
                      "   Personal relation and trust  ███████████████◆····  4\n"
                      "   Measurement and learning     ████████···◇········  2 → 3\n"
                      "                                   1   2   3   4   5\n"
                      "   █ 2026H1 · ◇ target · ┃ 2025H2 · ▸ taken on now\n"
                      "   Average 2.4 → 3.7 · last cycle 2.2\n"
                      "   Widest gaps: Structures and tools (2), Data-driven insight (2),\n"
                      "   Leadership support (2)\n");
    end(&f);
}

static void test_drawn_in_ascii_and_narrow(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    put_example(&f);
    assert_true(read(&f));
    f.style.ascii = true;
    check_drawing(&f, "   Sharp customer focus         #######|####...T....  3 -> 4 +1\n"
                      "   Strategic anchoring          ########...T........  2 -> 3\n"
                      "   Leadership support           ########.......T....  2 -> 4\n"
                      "   Cross-functional teams       ############...T....  3 -> 4\n"
                      " > Structures and tools         ########...|...T....  2 -> 4 -1\n"
                      "   Competences                  ############...T....  3 -> 4\n"
                      " > Data-driven insight          ####.......T........  1 -> 3\n"
                      "   Personal relation and trust  ###############T....  4\n"
                      "   Measurement and learning     ########...T........  2 -> 3\n"
                      "                                   1   2   3   4   5\n"
                      "   # 2026H1, T target, | 2025H2, > taken on now\n"
                      "   Average 2.4 -> 3.7, last cycle 2.2\n"
                      "   Widest gaps: Structures and tools (2), Data-driven insight (2),\n"
                      "   Leadership support (2)\n");
    f.style.width = 34;
    check_drawing(&f, "   Sharp customer focus\n"
                      "   #####|###..T...  3 -> 4 +1\n"
                      "   Strategic anchoring\n"
                      "   ######..T......  2 -> 3\n"
                      "   Leadership support\n"
                      "   ######.....T...  2 -> 4\n"
                      "   Cross-functional teams\n"
                      "   #########..T...  3 -> 4\n"
                      " > Structures and tools\n"
                      "   ######..|..T...  2 -> 4 -1\n"
                      "   Competences\n"
                      "   #########..T...  3 -> 4\n"
                      " > Data-driven insight\n"
                      "   ###.....T......  1 -> 3\n"
                      "   Personal relation and trust\n"
                      "   ###########T...  4\n"
                      "   Measurement and learning\n"
                      "   ######..T......  2 -> 3\n"
                      "     1  2  3  4  5\n"
                      "   # 2026H1, T target, | 2025H2,\n"
                      "   > taken on now\n"
                      "   Average 2.4 -> 3.7, last cycle\n"
                      "   2.2\n"
                      "   Widest gaps: Structures and\n"
                      "   tools (2), Data-driven\n"
                      "   insight (2), Leadership\n"
                      "   support (2)\n");
    end(&f);
}

/* No page is too narrow, no line too long. */
static void test_any_width(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    put_example(&f);
    assert_true(read(&f));
    const struct kp_maturity_page page = {.maturity = &f.maturity};
    for (f.style.width = 1; f.style.width < 140; f.style.width++) {
        kp_buf_clear(&f.out);
        bool drawn = kp_view_maturity(&page, &f.style, 1, &f.out);
        assert_true(drawn || f.style.width < 30);
        assert_true(drawn || !f.out.len);
        struct kp_str rest = kp_buf_str(&f.out);
        while (rest.len) {
            struct kp_str line = kp_str_split(&rest, '\n');
            assert_true(f.style.width < 40 || kp_utf8_width(line) <= f.style.width);
        }
    }
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_it_comes_to),
        cmocka_unit_test(test_ties_and_what_is_missing),
        cmocka_unit_test(test_drawn),
        cmocka_unit_test(test_drawn_in_ascii_and_narrow),
        cmocka_unit_test(test_any_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
