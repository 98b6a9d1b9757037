// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include "compare/questions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A model and a script of it. */
struct snapshot {
    struct kp_model model;
    struct kp_script script;
};

static void load(struct snapshot *snapshot, struct kp_arena *arena, const char *fields,
                 const char *steps)
{
    struct kp_str model = kp_arena_format(
        arena, "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],`fields`:[%s]}", fields);
    struct kp_str script = kp_arena_format(
        arena,
        "{`format`:1,`id`:`s`,`version`:1,`scope`:`account`,`title`:~,`about`:~,"
        "`sections`:[{`id`:`one`,`title`:~,`minutes`:10,`steps`:[{`type`:`say`,`text`:~}%s]}]}",
        steps);
    struct kp_faults faults = KP_FAULTS_INIT;
    definition_model(&snapshot->model, arena, model.data);
    if (kp_script_load(&snapshot->script, &snapshot->model, "s.json",
                       definition_read(arena, script.data), &faults))
        fail_msg("%s", definition_faults(&faults));
    kp_faults_release(&faults);
}

static void release(struct snapshot *snapshot)
{
    kp_script_release(&snapshot->script);
    kp_model_release(&snapshot->model);
}

static void describe(const struct kp_question_change *changes, size_t count, struct kp_buf *out)
{
    static const char *const kinds[] = {"added", "retired", "reworded", "retyped"};
    for (size_t i = 0; i < count; i++) {
        const struct kp_question_change *change = &changes[i];
        kp_buf_addf(out, "%s%s %.*s: %.*s -> %.*s", i ? "; " : "", kinds[change->kind],
                    KP_STR_ARG(change->field), KP_STR_ARG(change->old_text),
                    KP_STR_ARG(change->new_text));
        assert_true(!change->before == (change->kind == KP_QUESTION_ADDED));
        assert_true(!change->after == (change->kind == KP_QUESTION_RETIRED));
    }
}

#define TEXT(id, more) "{`id`:`" id "`,`type`:`text`,`group`:`g`,`label`:~" more "}"
#define ASK(id, more)  ",{`type`:`ask`,`field`:`" id "`" more "}"
#define SAYS(text)     ",`prompt`:{`en`:`" text "`,`da`:`da " text "`,`sv`:`sv " text "`}"
#define SCALE(id, word)                                                                            \
    "{`id`:`" id "`,`type`:`scale`,`group`:`g`,`label`:~,`scale`:[{`value`:1,`label`:~},"          \
    "{`value`:2,`label`:{`en`:`" word "`,`da`:`x`,`sv`:`x`}}]}"
#define COLUMN(id)     "{`id`:`" id "`,`type`:`text`,`label`:~}"
#define TABLE(columns) "{`id`:`t`,`type`:`table`,`group`:`g`,`label`:~,`columns`:[" columns "]}"
#define CHOICE(id, second)                                                                         \
    "{`id`:`" id "`,`type`:`choice`,`group`:`g`,`label`:~,`choices`:[{`id`:`one`,`label`:~},"      \
    "{`id`:`" second "`,`label`:~}]}"

static void test_changes(void **state)
{
    static const struct {
        const char *fields_before, *steps_before, *fields_after, *steps_after, *expected;
    } cases[] = {
        {TEXT("a", ""), ASK("a", ""), TEXT("a", ""), ASK("a", ""), ""},
        {TEXT("a", ""), ASK("a", SAYS("Why")), TEXT("a", ""), ASK("a", SAYS("What for")),
         "reworded a: Why -> What for"},
        /* Without a prompt, the label asks. */
        {TEXT("a", ""), ASK("a", SAYS("Why")), TEXT("a", ""), ASK("a", ""), "reworded a: Why -> e"},
        {TEXT("a", "") "," TEXT("b", ""), ASK("a", "") ASK("b", ""),
         TEXT("c", "") "," TEXT("b", ""), ASK("c", "") ASK("b", ""),
         "added c:  -> e; retired a: e -> "},
        /* The field is there still, but nobody asks. */
        {TEXT("a", "") "," TEXT("b", ""), ASK("a", "") ASK("b", ""),
         TEXT("a", "") "," TEXT("b", ""), ASK("b", ""), "retired a: e -> "},
        /* An id of its own again */
        {TEXT("old", ""), ASK("old", SAYS("Why")), TEXT("new", ",`was`:[`old`]"),
         ASK("new", SAYS("Why")), ""},
        {TEXT("old", ""), ASK("old", SAYS("Why")), TEXT("new", ",`was`:[`older`,`old`]"),
         ASK("new", SAYS("Whence")), "reworded new: Why -> Whence"},
        /* What it is asked as */
        {TEXT("a", ""), ASK("a", ""), "{`id`:`a`,`type`:`note`,`group`:`g`,`label`:~}",
         ASK("a", ""), "retyped a: e -> e"},
        {"{`id`:`a`,`type`:`number`,`group`:`g`,`label`:~}", ASK("a", SAYS("How many")),
         "{`id`:`a`,`type`:`number`,`group`:`g`,`label`:~,`unit`:~}", ASK("a", SAYS("How long")),
         "reworded a: How many -> How long; retyped a: How many -> How long"},
        {SCALE("a", "good"), ASK("a", ""), SCALE("a", "good"), ASK("a", ""), ""},
        {SCALE("a", "good"), ASK("a", ""), SCALE("a", "splendid"), ASK("a", ""),
         "retyped a: e -> e"},
        {CHOICE("a", "two"), ASK("a", ""), CHOICE("a", "three"), ASK("a", ""), "retyped a: e -> e"},
        {TABLE(COLUMN("x") "," COLUMN("y")), ASK("t", ""), TABLE(COLUMN("y") "," COLUMN("x")),
         ASK("t", ""), ""},
        {TABLE(COLUMN("x")), ASK("t", ""), TABLE(COLUMN("x") "," COLUMN("y")), ASK("t", ""),
         "retyped t: e -> e"},
        {TABLE(COLUMN("x")), ASK("t", ""), TABLE("{`id`:`x`,`type`:`date`,`label`:~}"),
         ASK("t", ""), "retyped t: e -> e"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kp_arena arena = KP_ARENA_INIT;
        struct snapshot before, after;
        struct kp_buf out = KP_BUF_INIT;
        size_t count;
        load(&before, &arena, cases[i].fields_before, cases[i].steps_before);
        load(&after, &arena, cases[i].fields_after, cases[i].steps_after);
        const struct kp_question_change *changes =
            kp_questions_compare(&before.script, &after.script, KP_LANG_EN, &arena, &count);
        describe(changes, count, &out);
        if (strcmp(out.data, cases[i].expected) != 0)
            fail_msg("case %zu: %s, not %s", i, out.data, cases[i].expected);
        kp_buf_release(&out);
        release(&before);
        release(&after);
        kp_arena_release(&arena);
    }
}

/* A question that reads differently in Danish reads the same in English. */
static void test_language(void **state)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct snapshot before, after;
    size_t count;
    (void)state;
    load(&before, &arena, TEXT("a", ""),
         ASK("a", ",`prompt`:{`en`:`Why`,`da`:`Hvorfor`,`sv`:`Varför`}"));
    load(&after, &arena, TEXT("a", ""),
         ASK("a", ",`prompt`:{`en`:`Why`,`da`:`Hvorfor dog`,`sv`:`Varför`}"));
    kp_questions_compare(&before.script, &after.script, KP_LANG_EN, &arena, &count);
    assert_int_equal(count, 0);
    const struct kp_question_change *changes =
        kp_questions_compare(&before.script, &after.script, KP_LANG_DA, &arena, &count);
    assert_int_equal(count, 1);
    assert_true(kp_str_is(changes[0].new_text, "Hvorfor dog"));
    release(&before);
    release(&after);
    kp_arena_release(&arena);
}

/* Two scripts of our own: every difference once, and none with itself. */
static void test_built_in(void **state)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    struct kp_script plan, workshop;
    size_t count, back;
    (void)state;
    definition_built_in(&model, &arena);
    definition_built_in_script(&plan, &model, &arena, "account-plan");
    definition_built_in_script(&workshop, &model, &arena, "account-development-workshop");
    kp_questions_compare(&plan, &plan, KP_LANG_EN, &arena, &count);
    assert_int_equal(count, 0);
    kp_questions_compare(&plan, &workshop, KP_LANG_DA, &arena, &count);
    kp_questions_compare(&workshop, &plan, KP_LANG_DA, &arena, &back);
    assert_true(count > 0);
    assert_int_equal(count, back);
    kp_script_release(&plan);
    kp_script_release(&workshop);
    kp_model_release(&model);
    kp_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_language),
        cmocka_unit_test(test_built_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
