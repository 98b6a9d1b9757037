// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include "compare/diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char model_text[] =
    "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],`fields`:["
    "{`id`:`text`,`type`:`text`,`group`:`g`,`label`:~},"
    "{`id`:`number`,`type`:`number`,`group`:`g`,`label`:~},"
    "{`id`:`list`,`type`:`list`,`group`:`g`,`label`:~},"
    "{`id`:`table`,`type`:`table`,`group`:`g`,`label`:~,`key`:`a`,`totals`:[`b`,`d`],`columns`:["
    "{`id`:`a`,`type`:`text`,`label`:~},{`id`:`b`,`type`:`number`,`label`:~},"
    "{`id`:`d`,`type`:`number`,`calc`:`b * number`,`label`:~}]},"
    "{`id`:`twice`,`type`:`number`,`calc`:`number * 2`,`group`:`g`,`label`:~}]}";

struct fixture {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_plan plans[2];
    struct kp_diff diff;
};

static void begin(struct fixture *f)
{
    *f = (struct fixture){.arena = KP_ARENA_INIT};
    definition_model(&f->model, &f->arena, model_text);
    for (int i = 0; i < 2; i++)
        kp_plan_init(&f->plans[i], &f->arena);
}

static void end(struct fixture *f)
{
    for (int i = 0; i < 2; i++)
        kp_plan_release(&f->plans[i]);
    kp_model_release(&f->model);
    kp_arena_release(&f->arena);
}

/* An answer file short: {"value":…} and what differs from what every answer has. */
static void put(struct fixture *f, struct kp_plan *plan, const char *field, const char *text)
{
    const struct kp_json *json = definition_read(&f->arena, text);
    struct kp_answer answer = {.field = kp_str_from(field),
                               .value = kp_json_get(json, "value"),
                               .state = KP_ANSWER_NEW,
                               .cycle = {2025, 2},
                               .session = KP_STR("2025-09-14-plan")};
    kp_basis_read(kp_json_text(json, "basis"), &answer.basis);
    kp_cycle_read(kp_json_text(json, "cycle"), &answer.cycle, NULL);
    answer.said_by = kp_json_get(json, "said_by");
    answer.inactive = kp_json_get(json, "inactive") != NULL;
    kp_plan_put(plan, &answer);
}

static void compare(struct fixture *f)
{
    struct kp_calc calcs[2];
    for (int i = 0; i < 2; i++)
        kp_calc_init(&calcs[i], &f->model, &f->plans[i], NULL, (struct kp_date){2026, 3, 2},
                     &f->arena);
    kp_diff_plans(&calcs[0], &calcs[1], &f->arena, &f->diff);
}

static void add_value(struct kp_buf *out, const struct kp_json *value)
{
    if (value)
        kp_json_write_line(out, value);
    else
        kp_buf_addc(out, '-');
}

static const char signs[] = {'+', '~', '-', '=', '.'};

static void add_row(struct kp_buf *out, const struct kp_diff_row *row)
{
    kp_buf_addf(out, " %c%.*s", signs[row->kind], KP_STR_ARG(row->id));
    if (row->before)
        kp_buf_addf(out, " %zu", row->from);
    if (row->after)
        kp_buf_addf(out, ">%zu", row->to);
    if (row->moved)
        kp_buf_adds(out, " moved");
    for (size_t i = 0; i < row->cell_count; i++) {
        const struct kp_diff_cell *cell = &row->cells[i];
        kp_buf_addf(out, " %s%.*s:", cell->column ? "" : "?", KP_STR_ARG(cell->id));
        add_value(out, cell->before);
        kp_buf_addc(out, '>');
        add_value(out, cell->after);
    }
}

static void add_item(struct kp_buf *out, const struct kp_diff_item *item)
{
    kp_buf_addf(out, "%c%.*s%s%s%s", signs[item->kind], KP_STR_ARG(item->id),
                item->calculated ? " calculated" : "", item->basis_changed ? " basis" : "",
                item->value_changed ? "" : " same");
    if (!item->by_rows && !kp_json_equal(item->before, item->after)) {
        kp_buf_addc(out, ' ');
        add_value(out, item->before);
        kp_buf_addc(out, '>');
        add_value(out, item->after);
    }
    for (size_t i = 0; i < item->row_count; i++)
        add_row(out, &item->rows[i]);
    for (size_t i = 0; i < item->total_count; i++) {
        kp_buf_addf(out, " sum %s:", item->totals[i].column->id.data);
        add_value(out, item->totals[i].before);
        kp_buf_addc(out, '>');
        add_value(out, item->totals[i].after);
    }
}

static char *described(const struct kp_diff *diff)
{
    struct kp_buf out = KP_BUF_INIT;
    for (size_t i = 0; i < diff->count; i++) {
        if (i)
            kp_buf_adds(&out, " | ");
        add_item(&out, &diff->items[i]);
    }
    for (size_t i = 0; i < out.len; i++)
        if (out.data[i] == '"')
            out.data[i] = '`';
    return kp_buf_detach(&out);
}

static void test_answers(void **state)
{
    static const struct {
        const char *field, *before, *after, *expected;
    } cases[] = {
        {"text", NULL, "{`value`:`a`}", "+text null>`a`"},
        {"text", "{`value`:`a`}", NULL, "-text `a`>null"},
        {"text", "{`value`:`a`}", "{`value`:`b`}", "~text `a`>`b`"},
        {"text", "{`value`:`a`}", "{`value`:null}", "-text `a`>null"},
        {"text", "{`value`:null}", "{`value`:null,`cycle`:`2026H1`}", ""},
        {"text", "{`value`:`a`}", "{`value`:`a`}", ".text same"},
        {"text", "{`value`:`a`}", "{`value`:`a`,`cycle`:`2026H1`}", "=text same"},
        {"text", "{`value`:`a`}", "{`value`:`a`,`said_by`:[`p-abcdea`]}", "=text same"},
        /* The same text, typed another way */
        {"text", "{`value`:`\\u00e5`}", "{`value`:`a\\u030a `}", ".text same"},
        {"text", "{`value`:`a`,`basis`:`assumed`}", "{`value`:`a`,`basis`:`customer`}",
         "~text basis same"},
        {"text", "{`value`:`a`,`basis`:`assumed`}", "{`value`:`b`,`basis`:`fact`}",
         "~text basis `a`>`b`"},
        {"text", "{`value`:`a`}", "{`value`:`a`,`basis`:`fact`}", "=text same"},
        /* What does not apply is as good as not there. */
        {"text", "{`value`:`a`,`inactive`:true}", "{`value`:`b`,`inactive`:true}", ""},
        {"text", "{`value`:`a`,`inactive`:true}", "{`value`:`a`}", "+text same null>`a`"},
        {"text", "{`value`:`a`}", "{`value`:`b`,`inactive`:true}", "-text `a`>null"},
        {"number", "{`value`:2}", "{`value`:3}", "~number 2>3 | ~twice calculated 4>6"},
        {"number", NULL, "{`value`:3}", "+number null>3 | +twice calculated null>6"},
        {"gone", "{`value`:{`x`:1}}", "{`value`:{`x`:2}}", "~gone {`x`:1}>{`x`:2}"},
        {"gone", NULL, "{`value`:[]}", "+gone null>[]"},
        /* Values of no form that the field knows */
        {"number", "{`value`:`much`}", "{`value`:[1]}", "~number `much`>[1]"},
        {"table", "{`value`:`x`}", "{`value`:[{`id`:`r`}]}", "~table `x`>[{`id`:`r`}]"},
        {"table", "{`value`:[{`a`:`x`}]}", "{`value`:[{`a`:`y`}]}",
         "~table [{`a`:`x`}]>[{`a`:`y`}]"},
        {"table", "{`value`:[{`id`:`r`}]}", "{`value`:[{`id`:`r`},{`id`:`r`}]}",
         "~table [{`id`:`r`}]>[{`id`:`r`},{`id`:`r`}]"},
        {"list", "{`value`:[`x`]}", "{`value`:[null]}", "~list [`x`]>[null]"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture f;
        begin(&f);
        if (cases[i].before)
            put(&f, &f.plans[0], cases[i].field, cases[i].before);
        if (cases[i].after)
            put(&f, &f.plans[1], cases[i].field, cases[i].after);
        compare(&f);
        char *out = described(&f.diff);
        if (strcmp(out, cases[i].expected) != 0)
            fail_msg("case %zu: %s, not %s", i, out, cases[i].expected);
        free(out);
        end(&f);
    }
}

static void test_rows(void **state)
{
    static const struct {
        const char *field, *before, *after, *expected;
    } cases[] = {
        {"table", "[{`id`:`1`,`a`:`x`}]", "[{`id`:`1`,`a`:`y`}]", "~table ~1 0>0 a:`x`>`y`"},
        {"table", "[{`id`:`1`,`a`:`x`}]", "[{`id`:`1`}]", "~table ~1 0>0 a:`x`>null"},
        {"table", "[{`id`:`1`,`a`:`x`}]", "[{`id`:`1`,`a`:`x`},{`id`:`2`,`b`:3}]",
         "~table +2>1 sum b:null>3"},
        {"table", "[{`id`:`1`,`b`:2},{`id`:`2`,`b`:3}]", "[{`id`:`2`,`b`:3}]",
         "~table -1 0 sum b:5>3"},
        {"table", "null", "[{`id`:`1`,`a`:`x`},{`id`:`2`}]", "+table +1>0 +2>1"},
        {"table", "[{`id`:`1`}]", "null", "-table -1 0"},
        {"table", "[{`id`:`1`}]", "[]", "~table -1 0"},
        /* Members that no column is for, by name; an empty cell is none. */
        {"table", "[{`id`:`1`,`z`:1,`y`:1}]", "[{`y`:2,`id`:`1`,`x`:null,`a`:`n`}]",
         "~table ~1 0>0 a:null>`n` ?y:1>2 ?z:1>null"},
        {"table", "[{`id`:`1`,`a`:null}]", "[{`id`:`1`}]", ".table same"},
        {"table", "[{`id`:`1`,`a`:`x`,`b`:1}]", "[{`b`:1,`a`:`x`,`id`:`1`}]", ".table same"},
        /* Moves: as few rows as can be; what was removed stands where it stood. */
        {"table", "[{`id`:`1`},{`id`:`2`},{`id`:`3`}]", "[{`id`:`3`},{`id`:`1`},{`id`:`2`}]",
         "~table ~3 2>0 moved"},
        {"table", "[{`id`:`1`},{`id`:`2`},{`id`:`3`}]", "[{`id`:`2`},{`id`:`3`},{`id`:`1`}]",
         "~table ~1 0>2 moved"},
        {"table", "[{`id`:`1`},{`id`:`2`},{`id`:`3`},{`id`:`4`}]",
         "[{`id`:`4`,`a`:`x`},{`id`:`1`},{`id`:`5`},{`id`:`3`}]",
         "~table ~4 3>0 moved a:null>`x` -2 1 +5>2"},
        {"list", "[{`id`:`1`,`text`:`a`},{`id`:`2`,`text`:`b`}]",
         "[{`id`:`1`,`text`:`c`},{`id`:`3`,`text`:`b`}]", "~list ~1 0>0 ?text:`a`>`c` -2 1 +3>1"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture f;
        const char *values[] = {cases[i].before, cases[i].after};
        begin(&f);
        for (int j = 0; j < 2; j++)
            put(&f, &f.plans[j], cases[i].field,
                kp_arena_format(&f.arena, "{`value`:%s}", values[j]).data);
        compare(&f);
        char *out = described(&f.diff);
        if (strcmp(out, cases[i].expected) != 0)
            fail_msg("case %zu: %s, not %s", i, out, cases[i].expected);
        free(out);
        end(&f);
    }
}

/* Cells that are worked out from another answer changed; nobody changed the table. */
static void test_worked_out(void **state)
{
    struct fixture f;
    (void)state;
    begin(&f);
    for (int i = 0; i < 2; i++)
        put(&f, &f.plans[i], "table", "{`value`:[{`id`:`1`,`b`:2},{`id`:`2`,`b`:0}]}");
    put(&f, &f.plans[0], "number", "{`value`:10}");
    put(&f, &f.plans[1], "number", "{`value`:20}");
    compare(&f);
    char *out = described(&f.diff);
    assert_string_equal(out, "~number 10>20 | .table same ~1 0>0 d:20>40 sum d:20>40 | "
                             "~twice calculated 20>40");
    assert_int_equal(f.diff.counts[KP_DIFF_CHANGED], 1);
    assert_int_equal(f.diff.counts[KP_DIFF_UNSEEN], 1);
    free(out);
    end(&f);
}

static void test_order_of_items(void **state)
{
    struct fixture f;
    (void)state;
    begin(&f);
    put(&f, &f.plans[0], "zebra", "{`value`:1}");
    put(&f, &f.plans[1], "aside", "{`value`:1}");
    put(&f, &f.plans[1], "zebra", "{`value`:2}");
    put(&f, &f.plans[0], "list", "{`value`:[]}");
    put(&f, &f.plans[1], "text", "{`value`:`a`}");
    compare(&f);
    char *out = described(&f.diff);
    assert_string_equal(out, "+text null>`a` | -list | +aside null>1 | ~zebra 1>2");
    assert_int_equal(f.diff.counts[KP_DIFF_NEW], 2);
    assert_int_equal(f.diff.counts[KP_DIFF_REMOVED], 1);
    assert_int_equal(f.diff.counts[KP_DIFF_CHANGED], 1);
    free(out);
    end(&f);
}

static void test_number(void **state)
{
    static const struct {
        const char *before, *after, *by, *percent;
    } cases[] = {
        {"3200000", "5900000", "2700000", "84.4"},
        {"12.4", "14.1", "1.7", "13.7"},
        {"0", "5", "5", NULL},
        {"-10", "-5", "5", "50"},
        {"-10", "-15", "-5", "-50"},
        {"3", "1", "-2", "-66.7"},
        {"1", "1", "0", "0"},
        {"99999999999999999999", "-99999999999999999999", NULL, NULL},
        {"10000000000000000000", "20000000000000000000", "10000000000000000000", "100"},
        {"1e999", "1", NULL, NULL},
        {"`1`", "2", NULL, NULL},
        {"null", "2", NULL, NULL},
    };
    struct kp_arena arena = KP_ARENA_INIT;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kp_diff_delta delta;
        struct kp_buf by = KP_BUF_INIT, percent = KP_BUF_INIT;
        bool known = kp_diff_number(definition_read(&arena, cases[i].before),
                                    definition_read(&arena, cases[i].after), &delta);
        assert_true(known == (cases[i].by != NULL));
        if (known) {
            kp_number_print(&by, delta.by);
            assert_string_equal(by.data, cases[i].by);
            assert_true(delta.percent_known == (cases[i].percent != NULL));
        }
        if (known && delta.percent_known) {
            kp_number_print(&percent, delta.percent);
            assert_string_equal(percent.data, cases[i].percent);
        }
        kp_buf_release(&by);
        kp_buf_release(&percent);
    }
    kp_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),    cmocka_unit_test(test_rows),
        cmocka_unit_test(test_worked_out), cmocka_unit_test(test_order_of_items),
        cmocka_unit_test(test_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
