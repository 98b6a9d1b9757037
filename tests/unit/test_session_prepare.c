// SPDX-License-Identifier: GPL-3.0-or-later
/* Answers prepared before the meeting: offered one by one, or taken as the whole session. */
#include "session_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char old_plan[] =
    "{`goals`:`Old`,`number`:5,`theme`:`win`,"
    "`deals`:[{`id`:`r-aaaaaa`,`title`:`Baltic`,`value`:100,`owner`:`p-1ars00`}]}";

/* The faults of preparing, or of a batch, one a line. */
static char *faults_of(struct session_fixture *f, const char *answers, bool batch)
{
    struct kp_faults faults = KP_FAULTS_INIT;
    const struct kp_json *document = definition_read(&f->arena, answers);
    enum kp_status status = batch ? kp_session_batch(f->session, "f", document, f->now, &faults)
                                  : kp_session_prepare(f->session, "f", document, &faults);
    assert_int_equal(status, faults.errors ? KP_INVALID : KP_OK);
    char *text = definition_faults(&faults);
    kp_faults_release(&faults);
    kp_session_question(f->session, &f->question);
    return text;
}

static void prepare(struct session_fixture *f, const char *base, const char *answers)
{
    session_fixture_init(f, session_model, session_script, base);
    char *faults = faults_of(f, answers, false);
    assert_string_equal(faults, "");
    free(faults);
    session_type(f, "");
}

static void test_prepared_answers_are_offered(void **state)
{
    (void)state;
    struct session_fixture f;
    prepare(&f, old_plan,
            "{`goals`:{`value`:`New`,`said_by`:`Nina Ny`,`basis`:`assumed`},`number`:7,"
            "`theme`:null,`team`:[`Lars Bo`,`Mette Holm`],`place`:{`x`:1,`y`:2}}");
    session_type(&f, "");
    assert_true(kp_str_is(f.question.proposal->text, "New"));
    assert_true(kp_str_is(f.question.value->text, "Old"));
    session_type(&f, ""); /* Enter takes it */
    struct kp_outcome goals = session_outcome(&f, "goals");
    assert_int_equal(goals.state, KP_OUTCOME_CHANGED);
    assert_int_equal(goals.basis, KP_BASIS_ASSUMED);
    assert_int_equal(goals.said_by->count, 1);
    assert_non_null(strstr(f.journal.data, "Nina Ny"));
    session_goto(&f, "goals");
    assert_null(f.question.proposal); /* once */
    session_goto(&f, "number");
    session_type(&f, "/keep"); /* what stands, not what was prepared */
    session_expect_state(&f, "number", KP_OUTCOME_CONFIRMED);
    session_goto(&f, "theme");
    assert_null(f.question.proposal); /* nobody is offered to drop something */
    session_goto(&f, "team");
    session_type(&f, "Lars Bo"); /* typed instead */
    session_expect_value(&f, "team", "[`p-1ars00`]");
    session_lines(&f, "|");
    session_expect_value(&f, "place", "{`x`:1,`y`:2}");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_a_prepared_answer_must_fit(void **state)
{
    (void)state;
    struct session_fixture f;
    prepare(&f, "{`revenue`:100}",
            "{`cost`:200,`deals`:[{`title`:`x`,`value`:-1,`owner`:`Lars Bo`}]}");
    session_goto(&f, "cost");
    session_type(&f, "");
    session_expect_refused(&f, "what was prepared does not fit: too dear");
    assert_non_null(f.question.proposal);
    session_type(&f, "90");
    session_expect_taken(&f);
    session_goto(&f, "deals");
    session_type(&f, "");
    session_expect_refused(&f, "does not fit: row 1: e: not below 0");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static const char prepared_deals[] =
    "{`deals`:{`value`:[{`id`:`r-aaaaaa`,`title`:`Baltic`,`value`:150,`owner`:`Lars Bo`},"
    "{`title`:`Sensors`,`owner`:`Mette Holm`}],`said_by`:`Mette Holm`}}";

static void test_prepared_rows_are_taken(void **state)
{
    (void)state;
    struct session_fixture f;
    prepare(&f, old_plan, prepared_deals);
    session_goto(&f, "deals");
    assert_int_equal(f.question.proposal->count, 2);
    assert_int_equal(f.question.value->count, 1);
    session_type(&f, "");
    session_expect_value(&f, "deals",
                         "[{`id`:`r-aaaaaa`,`title`:`Baltic`,`value`:150,`owner`:`p-1ars00`},"
                         "{`id`:`r-??????`,`title`:`Sensors`,`owner`:`p-mette1`}]");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* Editing begins with the prepared rows; one undo gives both back. */
static void test_prepared_rows_are_edited(void **state)
{
    (void)state;
    struct session_fixture f;
    prepare(&f, old_plan, prepared_deals);
    session_goto(&f, "deals");
    session_type(&f, "3");
    session_expect_refused(&f, "the rows are 1 to 2");
    session_type(&f, "-1");
    assert_non_null(strstr(session_said(&f, KP_EFFECT_NOTICE), "prepared rows"));
    assert_null(f.question.proposal);
    session_expect_value(&f, "deals", "[{`id`:`r-??????`,`title`:`Sensors`,`owner`:`p-mette1`}]");
    session_expect_replays(&f);
    session_type(&f, "/undo");
    assert_int_equal(f.question.proposal->count, 2);
    assert_int_equal(f.question.value->count, 1);
    session_lines(&f, "2||5 000|/goto 3.1|");
    struct kp_outcome deals = session_outcome(&f, "deals");
    assert_int_equal(deals.value->count, 2);
    assert_true(kp_str_is(deals.said_by->first->text, "p-mette1")); /* whose rows they are */
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_an_action_beside_prepared_ones(void **state)
{
    (void)state;
    struct session_fixture f;
    prepare(&f, NULL, "{`actions`:[{`what`:`Prepared`}]}");
    session_type(&f, "/action Typed @Lars 1/4");
    assert_int_equal(session_outcome(&f, "actions").value->count, 2); /* neither is lost */
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* All faults, by field and place, not the first. */
static void test_every_fault_of_a_file(void **state)
{
    static const struct {
        const char *answers, *faults;
    } cases[] = {
        {"[1]", "1:1: prepared answers are an object {\"field\": value, …}, not a list"},
        {"{`gaols`:1}", "1:10: gaols: there is no such field here; did you mean \"goals\"?"},
        {"{`goals`:{`x`:1}}",
         "1:10: goals: \"x\" has no meaning here; there are value, said_by and basis"},
        {"{`goals`:{`basis`:`fact`}}", "1:10: goals: it has no \"value\""},
        {"{`goals`:{`value`:`x`,`basis`:`hope`}}",
         "1:10: goals: \"basis\" is fact, assumed or customer"},
        {"{`other`:`x`}", "1:10: other: this session does not ask it"},
        {"{`total`:5}", "1:10: total: this session does not ask it"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (int batch = 0; batch < 2; batch++) {
            struct session_fixture f;
            session_fixture_init(&f, session_model, session_script, "{`goals`:`x`}");
            char *faults = faults_of(&f, cases[i].answers, batch);
            assert_string_equal(faults, cases[i].faults);
            free(faults);
            session_fixture_release(&f);
        }
    }
    struct session_fixture f;
    session_fixture_init(&f, session_model, session_script, NULL);
    char *faults = faults_of(&f,
                             "{\n`number`:`many`,\n`when`:`31 feb`,\n`deals`:[{`value`:`x`}],\n"
                             "`theme`:`lose`,\n`xyzzy`:1,\n`kam`:5}",
                             true);
    size_t lines = 1;
    for (const char *at = faults; *at; at++)
        lines += *at == '\n';
    assert_int_equal(lines, 7);
    assert_non_null(strstr(faults, "2:10: number: "));
    assert_non_null(strstr(faults, "3:8: when: "));
    assert_non_null(strstr(faults, "4:9: deals: row 1"));
    assert_non_null(strstr(faults, "5:9: theme: "));
    assert_non_null(strstr(faults, "6:9: xyzzy: there is no such field here"));
    assert_non_null(strstr(faults, "7:7: kam: "));
    assert_non_null(strstr(faults, "goals: it needs an answer"));
    free(faults);
    session_fixture_release(&f);
}

static void test_a_whole_session(void **state)
{
    (void)state;
    struct session_fixture f;
    session_fixture_init(&f, session_model, session_script,
                         "{`goals`:`Old`,`number`:5,`theme`:`win`,`story`:`kept`,"
                         "`deals`:[{`id`:`r-aaaaaa`,`title`:`Baltic`,`owner`:`p-1ars00`}]}");
    char *faults = faults_of(&f,
                             "{`goals`:`Old`,`number`:6,`theme`:null,`sure`:true,`why`:`Because`,"
                             "`list`:[`a`,`b`],`cost`:5,`revenue`:10,"
                             "`deals`:[{`title`:`Baltic`,`value`:`1,8 mio`,`owner`:`Lars Bo`},"
                             "{`title`:`New`,`owner`:`Nina Ny`}]}",
                             true);
    assert_string_equal(faults, "");
    free(faults);
    session_expect_at(&f, "close");
    session_expect_state(&f, "goals", KP_OUTCOME_CONFIRMED); /* equal: confirmed */
    session_expect_state(&f, "number", KP_OUTCOME_CHANGED);
    session_expect_state(&f, "theme", KP_OUTCOME_DROPPED); /* null: dropped */
    session_expect_state(&f, "story", KP_OUTCOME_SKIPPED); /* not looked at */
    session_expect_state(&f, "why", KP_OUTCOME_NEW);
    session_expect_value(&f, "deals",
                         "[{`id`:`r-aaaaaa`,`title`:`Baltic`,`value`:1800000,`owner`:`p-1ars00`},"
                         "{`id`:`r-??????`,`title`:`New`,`owner`:`p-??????`}]");
    session_fixture_release(&f);
}

static void test_conditions_and_checks_in_a_batch(void **state)
{
    static const struct {
        const char *answers, *faults;
    } cases[] = {
        {"{`goals`:`x`,`sure`:false,`why`:`y`}",
         "1:33: why: its question does not apply, because of another answer"},
        {"{`goals`:`x`,`why`:`y`}",
         "1:20: why: its question does not apply, because of another answer"},
        {"{`goals`:`x`,`sure`:true,`why`:`y`,`further`:`z`}", ""},
        {"{`goals`:`x`,`cost`:11,`revenue`:10}", "1:21: cost: too dear"},
        {"{`revenue`:10,`cost`:11,`goals`:`x`}", "1:22: cost: too dear"},
        {"{`goals`:`x`,`deals`:[{`title`:`a`,`value`:-1,`owner`:`Lars Bo`}]}",
         "1:22: deals: row 1: e: not below 0"},
        {"{`goals`:`x`,`deals`:[{`title`:`a`}]}", "1:22: deals: row 1 \"a\", owner: is missing"},
        {"{`goals`:null}", "0:0: goals: it needs an answer"},
        {"{}", "0:0: goals: it needs an answer"},
        {"{`goals`:`x`,`list`:[]}", ""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct session_fixture f;
        session_fixture_init(&f, session_model, session_script, NULL);
        char *faults = faults_of(&f, cases[i].answers, true);
        assert_string_equal(faults, cases[i].faults);
        free(faults);
        session_fixture_release(&f);
    }
}

/* A dropped answer may close its own question ("ask while there is one"); that is no fault. */
static void test_dropping_what_keeps_its_question(void **state)
{
    (void)state;
    struct session_fixture f;
    session_fixture_built_in(&f, "plan-revision", "{`position.relationship`:{`x`:1,`y`:2}}",
                             KP_LANG_EN);
    struct kp_faults faults = KP_FAULTS_INIT;
    kp_session_batch(f.session, "f", definition_read(&f.arena, "{`position.relationship`:null}"),
                     f.now, &faults);
    for (size_t i = 0; i < faults.count; i++)
        assert_null(strstr(faults.items[i].message.data, "position.relationship"));
    kp_faults_release(&faults);
    session_fixture_release(&f);
}

static void test_earlier_names(void **state)
{
    (void)state;
    struct session_fixture f;
    static const char script[] =
        "{`format`:1,`id`:`s`,`version`:1,`title`:~,`about`:~,`sections`:[{`id`:`a`,`title`:~,"
        "`minutes`:1,`steps`:[{`type`:`ask`,`field`:`other`}]}]}";
    session_fixture_init(&f, session_model, script, NULL);
    char *faults = faults_of(&f, "{`former`:`x`}", true);
    assert_string_equal(faults, "");
    free(faults);
    session_expect_value(&f, "other", "`x`");
    session_fixture_release(&f);
    session_fixture_init(&f, session_model, script, NULL);
    faults = faults_of(&f, "{`former`:`x`,`other`:`y`}", true);
    assert_string_equal(faults, "1:23: other: it stands here twice, under an earlier name too");
    free(faults);
    session_fixture_release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_prepared_answers_are_offered),
        cmocka_unit_test(test_a_prepared_answer_must_fit),
        cmocka_unit_test(test_prepared_rows_are_taken),
        cmocka_unit_test(test_prepared_rows_are_edited),
        cmocka_unit_test(test_an_action_beside_prepared_ones),
        cmocka_unit_test(test_every_fault_of_a_file),
        cmocka_unit_test(test_a_whole_session),
        cmocka_unit_test(test_conditions_and_checks_in_a_batch),
        cmocka_unit_test(test_dropping_what_keeps_its_question),
        cmocka_unit_test(test_earlier_names),
    };
    return cmocka_run_group_tests_name("session_prepare", tests, NULL, NULL);
}
