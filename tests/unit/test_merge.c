// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include "compare/merge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char model_text[] =
    "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],`fields`:["
    "{`id`:`text`,`type`:`text`,`group`:`g`,`label`:~},"
    "{`id`:`people`,`type`:`people`,`group`:`g`,`label`:~},"
    "{`id`:`list`,`type`:`list`,`group`:`g`,`label`:~},"
    "{`id`:`table`,`type`:`table`,`group`:`g`,`label`:~,`key`:`a`,`columns`:["
    "{`id`:`a`,`type`:`text`,`label`:~},{`id`:`b`,`type`:`number`,`label`:~},"
    "{`id`:`c`,`type`:`text`,`label`:~}]},"
    "{`id`:`atomic`,`type`:`table`,`group`:`g`,`label`:~,`merge`:`atomic`,`columns`:["
    "{`id`:`a`,`type`:`text`,`label`:~}]}]}";

/* ---- one merge at a time */

static const char *kind_name(enum kp_conflict_kind kind)
{
    switch (kind) {
    case KP_CONFLICT_VALUE: return "value";
    case KP_CONFLICT_DELETE: return "delete";
    case KP_CONFLICT_ORDER: return "order";
    case KP_CONFLICT_KEY: return "key";
    }
    return "?";
}

/* The value, and behind it each conflict as " | kind row/column base ours theirs"; ` for ". */
static void describe(const struct kp_merge *merge, struct kp_buf *out)
{
    kp_json_write_line(out, merge->value);
    for (size_t i = 0; i < merge->conflict_count; i++) {
        const struct kp_conflict *conflict = &merge->conflicts[i];
        kp_buf_addf(out, " | %s", kind_name(conflict->kind));
        if (conflict->row.len)
            kp_buf_addf(out, " %.*s", KP_STR_ARG(conflict->row));
        if (conflict->column)
            kp_buf_addf(out, "/%s", conflict->column->id.data);
        if (conflict->kind == KP_CONFLICT_KEY)
            continue;
        const struct kp_json *values[] = {conflict->base, conflict->ours, conflict->theirs};
        for (int j = 0; j < 3; j++) {
            kp_buf_addc(out, ' ');
            kp_json_write_line(out, values[j]);
        }
    }
    for (size_t i = 0; i < out->len; i++)
        if (out->data[i] == '"')
            out->data[i] = '`';
}

static void test_examples(void **state)
{
    static const struct {
        const char *field, *base, *ours, *theirs, *expected;
    } cases[] = {
        /* one value */
        {"text", "null", "`a`", "null", "`a`"},
        {"text", "`a`", "`a`", "`b`", "`b`"},
        {"text", "`a`", "`b`", "`b`", "`b`"},
        {"text", "`a`", "`b`", "`c`", "`b` | value `a` `b` `c`"},
        {"text", "null", "`b`", "`c`", "`b` | value null `b` `c`"},
        {"text", "`a`", "null", "`a`", "null"},
        {"text", "`a`", "null", "`c`", "`c` | delete `a` null `c`"},
        {"text", "`a`", "`c`", "null", "`c` | delete `a` `c` null"},
        {"people", "[`p-1`]", "[`p-1`,`p-2`]", "[`p-1`,`p-3`]",
         "[`p-1`,`p-2`] | value [`p-1`] [`p-1`,`p-2`] [`p-1`,`p-3`]"},
        {"atomic", "[{`id`:`1`,`a`:`x`}]", "[{`id`:`1`,`a`:`y`}]",
         "[{`id`:`1`,`a`:`x`},{`id`:`2`}]",
         "[{`id`:`1`,`a`:`y`}] | value [{`id`:`1`,`a`:`x`}] [{`id`:`1`,`a`:`y`}] "
         "[{`id`:`1`,`a`:`x`},{`id`:`2`}]"},
        /* cells */
        {"table", "[{`id`:`1`,`a`:`x`,`b`:1}]", "[{`id`:`1`,`a`:`y`,`b`:1}]",
         "[{`id`:`1`,`a`:`x`,`b`:2}]", "[{`id`:`1`,`a`:`y`,`b`:2}]"},
        {"table", "[{`id`:`1`,`b`:1}]", "[{`id`:`1`,`b`:2}]", "[{`id`:`1`,`b`:3,`c`:`n`}]",
         "[{`id`:`1`,`b`:2,`c`:`n`}] | value 1/b 1 2 3"},
        {"table", "[{`id`:`1`,`b`:1}]", "[{`id`:`1`}]", "[{`id`:`1`,`b`:1,`c`:`n`}]",
         "[{`id`:`1`,`c`:`n`}]"},
        {"table", "[{`id`:`1`,`b`:1}]", "[{`id`:`1`}]", "[{`id`:`1`,`b`:3}]",
         "[{`id`:`1`}] | value 1/b 1 null 3"},
        {"table", "[{`id`:`1`,`z`:1}]", "[{`id`:`1`,`z`:1,`a`:`x`}]", "[{`id`:`1`,`z`:2}]",
         "[{`id`:`1`,`a`:`x`,`z`:2}]"},
        {"table", "[{`id`:`1`,`z`:1}]", "[{`id`:`1`,`z`:3,`a`:`x`}]", "[{`id`:`1`,`z`:2}]",
         "[{`id`:`1`,`a`:`x`,`z`:3}] | value 1 {`id`:`1`,`z`:1} {`id`:`1`,`z`:3,`a`:`x`} "
         "{`id`:`1`,`z`:2}"},
        /* rows */
        {"table", "null", "[{`id`:`2`,`a`:`x`}]", "[{`id`:`1`,`a`:`y`}]",
         "[{`id`:`1`,`a`:`y`},{`id`:`2`,`a`:`x`}]"},
        {"table", "[{`id`:`1`},{`id`:`2`}]", "[{`id`:`1`}]", "[{`id`:`1`},{`id`:`2`},{`id`:`3`}]",
         "[{`id`:`1`},{`id`:`3`}]"},
        {"table", "[{`id`:`1`,`b`:1},{`id`:`2`}]", "[{`id`:`2`}]", "[{`id`:`1`,`b`:2},{`id`:`2`}]",
         "[{`id`:`1`,`b`:2},{`id`:`2`}] | delete 1 {`id`:`1`,`b`:1} null {`id`:`1`,`b`:2}"},
        {"table", "[{`id`:`1`,`b`:1}]", "[]", "[{`id`:`1`,`b`:1},{`id`:`2`}]", "[{`id`:`2`}]"},
        {"table", "[{`id`:`1`}]", "null", "[{`id`:`1`},{`id`:`2`}]",
         "[{`id`:`1`},{`id`:`2`}] | delete [{`id`:`1`}] null [{`id`:`1`},{`id`:`2`}]"},
        {"table", "[]", "[{`id`:`1`,`a`:`Nordic Cold`}]", "[{`id`:`2`,`a`:`nordic  COLD`}]",
         "[{`id`:`1`,`a`:`Nordic Cold`},{`id`:`2`,`a`:`nordic  COLD`}] | key 1/a"},
        {"table", "[{`id`:`1`,`a`:`x`}]", "[{`id`:`1`,`a`:`y`}]",
         "[{`id`:`1`,`a`:`x`},{`id`:`2`,`a`:`y`}]",
         "[{`id`:`1`,`a`:`y`},{`id`:`2`,`a`:`y`}] | key 1/a"},
        {"table", "[]", "[{`id`:`1`,`b`:1}]", "[{`id`:`1`,`c`:`n`}]", "[{`id`:`1`,`b`:1,`c`:`n`}]"},
        {"table", "[]", "[{`id`:`2`,`b`:1},{`id`:`1`,`b`:1}]",
         "[{`id`:`1`,`b`:2},{`id`:`2`,`b`:2}]",
         "[{`id`:`2`,`b`:1},{`id`:`1`,`b`:1}] | value 1/b null 1 2 | value 2/b null 1 2 | "
         "order [] [`2`,`1`] [`1`,`2`]"},
        /* lists */
        {"list", "[{`id`:`1`,`text`:`a`}]", "[{`id`:`1`,`text`:`b`}]",
         "[{`id`:`1`,`text`:`a`},{`id`:`2`,`text`:`c`}]",
         "[{`id`:`1`,`text`:`b`},{`id`:`2`,`text`:`c`}]"},
        {"list", "[{`id`:`1`,`text`:`a`}]", "[{`id`:`1`,`text`:`b`}]", "[{`id`:`1`,`text`:`c`}]",
         "[{`id`:`1`,`text`:`b`}] | value 1 {`id`:`1`,`text`:`a`} {`id`:`1`,`text`:`b`} "
         "{`id`:`1`,`text`:`c`}"},
        {"list", "[]", "[{`id`:`1`,`text`:`Price`}]", "[{`id`:`2`,`text`:`price`}]",
         "[{`id`:`1`,`text`:`Price`},{`id`:`2`,`text`:`price`}] | key 1"},
        /* order: one moves, the other edits; both move other rows; they move one row apart */
        {"table", "[{`id`:`1`},{`id`:`2`},{`id`:`3`}]", "[{`id`:`3`},{`id`:`1`},{`id`:`2`}]",
         "[{`id`:`1`},{`id`:`2`,`b`:1},{`id`:`3`}]", "[{`id`:`3`},{`id`:`1`},{`id`:`2`,`b`:1}]"},
        {"table", "[{`id`:`1`},{`id`:`2`},{`id`:`3`},{`id`:`4`}]",
         "[{`id`:`2`},{`id`:`1`},{`id`:`3`},{`id`:`4`}]",
         "[{`id`:`1`},{`id`:`2`},{`id`:`4`},{`id`:`3`}]",
         "[{`id`:`2`},{`id`:`1`},{`id`:`4`},{`id`:`3`}]"},
        {"table", "[{`id`:`1`},{`id`:`2`},{`id`:`3`}]", "[{`id`:`1`},{`id`:`3`},{`id`:`2`}]",
         "[{`id`:`2`},{`id`:`1`},{`id`:`3`}]",
         "[{`id`:`1`},{`id`:`3`},{`id`:`2`}] | order [`1`,`2`,`3`] [`1`,`3`,`2`] [`2`,`1`,`3`]"},
        {"table", "[{`id`:`1`},{`id`:`2`}]", "[{`id`:`1`},{`id`:`5`},{`id`:`6`},{`id`:`2`}]",
         "[{`id`:`1`},{`id`:`4`},{`id`:`9`},{`id`:`2`},{`id`:`3`}]",
         "[{`id`:`1`},{`id`:`4`},{`id`:`9`},{`id`:`5`},{`id`:`6`},{`id`:`2`},{`id`:`3`}]"},
        {"table", "[{`id`:`1`},{`id`:`2`}]", "[{`id`:`2`},{`id`:`7`},{`id`:`1`}]",
         "[{`id`:`1`},{`id`:`8`},{`id`:`2`}]", "[{`id`:`2`},{`id`:`7`},{`id`:`1`},{`id`:`8`}]"},
        /* what is no list of rows with ids is one value */
        {"table", "[]", "[{`a`:1}]", "[{`id`:`1`}]", "[{`a`:1}] | value [] [{`a`:1}] [{`id`:`1`}]"},
        {"table", "[]", "[{`id`:`1`},{`id`:`1`}]", "[{`id`:`2`}]",
         "[{`id`:`1`},{`id`:`1`}] | value [] [{`id`:`1`},{`id`:`1`}] [{`id`:`2`}]"},
        {"table", "`x`", "[{`id`:`1`}]", "[{`id`:`2`}]",
         "[{`id`:`1`}] | value `x` [{`id`:`1`}] [{`id`:`2`}]"},
    };
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    (void)state;
    definition_model(&model, &arena, model_text);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kp_merge merge;
        struct kp_buf out = KP_BUF_INIT;
        kp_merge_value(kp_model_field(&model, kp_str_from(cases[i].field)),
                       definition_read(&arena, cases[i].base),
                       definition_read(&arena, cases[i].ours),
                       definition_read(&arena, cases[i].theirs), &arena, &merge);
        describe(&merge, &out);
        if (strcmp(out.data, cases[i].expected) != 0)
            fail_msg("%s %s %s:\n%s, not\n%s", cases[i].base, cases[i].ours, cases[i].theirs,
                     out.data, cases[i].expected);
        kp_buf_release(&out);
    }
    struct kp_merge merge;
    kp_merge_value(NULL, NULL, NULL, NULL, &arena, &merge);
    assert_true(kp_json_is_null(merge.value));
    assert_int_equal(merge.conflict_count, 0);
    kp_model_release(&model);
    kp_arena_release(&arena);
}

static void test_settle(void **state)
{
    static const struct {
        const char *base, *ours, *theirs, *take_theirs, *take_ours;
    } cases[] = {
        {"[{`id`:`1`,`b`:1}]", "[{`id`:`1`,`b`:2}]", "[{`id`:`1`,`b`:3,`c`:`n`}]",
         "[{`id`:`1`,`b`:3,`c`:`n`}]", "[{`id`:`1`,`b`:2,`c`:`n`}]"},
        {"[{`id`:`1`,`b`:1}]", "[{`id`:`1`,`b`:2}]", "[{`id`:`1`,`a`:`x`}]", "[{`id`:`1`,`a`:`x`}]",
         "[{`id`:`1`,`a`:`x`,`b`:2}]"},
        {"[{`id`:`1`}]", "[]", "[{`id`:`1`,`b`:3}]", "[{`id`:`1`,`b`:3}]", "[]"},
        {"[{`id`:`1`}]", "[{`id`:`1`,`b`:3}]", "[]", "[]", "[{`id`:`1`,`b`:3}]"},
        {"[{`id`:`1`}]", "[{`id`:`1`,`b`:3}]", "null", "null", "[{`id`:`1`,`b`:3}]"},
        {"[{`id`:`1`}]", "null", "[{`id`:`1`,`b`:3}]", "[{`id`:`1`,`b`:3}]", "null"},
        {"[]", "[{`id`:`1`,`a`:`x`}]", "[{`id`:`2`,`a`:`x`}]",
         "[{`id`:`1`,`a`:`x`},{`id`:`2`,`a`:`x`}]", "[{`id`:`1`,`a`:`x`},{`id`:`2`,`a`:`x`}]"},
        {"[{`id`:`1`},{`id`:`2`},{`id`:`3`}]", "[{`id`:`1`},{`id`:`3`},{`id`:`2`},{`id`:`9`}]",
         "[{`id`:`0`},{`id`:`2`},{`id`:`1`},{`id`:`3`}]",
         "[{`id`:`0`},{`id`:`2`},{`id`:`9`},{`id`:`1`},{`id`:`3`}]",
         "[{`id`:`0`},{`id`:`1`},{`id`:`3`},{`id`:`2`},{`id`:`9`}]"},
    };
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    (void)state;
    definition_model(&model, &arena, model_text);
    const struct kp_field *table = kp_model_field(&model, KP_STR("table"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kp_merge merge;
        kp_merge_value(table, definition_read(&arena, cases[i].base),
                       definition_read(&arena, cases[i].ours),
                       definition_read(&arena, cases[i].theirs), &arena, &merge);
        assert_int_equal(merge.conflict_count, 1);
        const struct kp_conflict *conflict = &merge.conflicts[0];
        const struct kp_json *taken = kp_merge_take_theirs(table, merge.value, conflict, &arena);
        struct kp_buf out = KP_BUF_INIT, wanted = KP_BUF_INIT;
        for (int ours = 0; ours < 2; ours++) {
            if (ours) /* a person may change their mind */
                taken = kp_merge_take_ours(table, taken, conflict, &arena);
            kp_buf_clear(&out);
            kp_buf_clear(&wanted);
            kp_json_write_line(&out, taken);
            kp_json_write_line(
                &wanted, definition_read(&arena, ours ? cases[i].take_ours : cases[i].take_theirs));
            assert_string_equal(out.data, wanted.data);
        }
        kp_buf_release(&out);
        kp_buf_release(&wanted);
    }
    kp_model_release(&model);
    kp_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_settle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
