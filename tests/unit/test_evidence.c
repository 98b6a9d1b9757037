// SPDX-License-Identifier: GPL-3.0-or-later
/* What a rating rests on: an answer like any other, said, prepared, brought, kept and dropped. */
#include "ratings_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void prepare(struct session_fixture *f, const char *answers, bool batch)
{
    struct kp_faults faults = KP_FAULTS_INIT;
    const struct kp_json *document = definition_read(&f->arena, answers);
    if (batch)
        kp_session_batch(f->session, "f", document, f->now, &faults);
    else
        kp_session_prepare(f->session, "f", document, &faults);
    char *text = definition_faults(&faults);
    assert_string_equal(text, "");
    free(text);
    kp_faults_release(&faults);
    kp_session_question(f->session, &f->question);
}

/* The evidence is an answer like any other: somebody says it, it is more or less sure, it goes. */
static void test_evidence_is_an_answer(void **state)
{
    (void)state;
    struct session_fixture f;
    ratings_begin(&f, "{`focus`:2,`why`:`As in spring`}");
    session_lines(&f, "4 4 4 4|/who Per Dahl|4");
    ratings_expect_ask(&f, KP_ASK_EVIDENCE);
    assert_null(f.question.who); /* that was said of the value */
    assert_true(kp_str_is(f.question.old->value->text, "As in spring"));
    assert_true(kp_str_is(f.question.field->id, "why"));
    session_expect_undo(&f, "/drop");
    session_lines(&f, "/drop");
    ratings_expect_ask(&f, KP_ASK_EVIDENCE);
    session_expect_state(&f, "why", KP_OUTCOME_DROPPED);
    session_expect_state(&f, "focus", KP_OUTCOME_CHANGED); /* not that one */
    session_lines(&f, "/undo|/assumed");
    session_expect_undo(&f, "Lars: two sites asked");
    session_lines(&f, "Lars: two sites asked");
    struct kp_outcome why = session_outcome(&f, "why");
    assert_true(kp_str_is(why.number, "1.1"));
    assert_true(kp_str_is(why.value->text, "two sites asked"));
    assert_true(kp_str_is(why.said_by->first->text, "p-1ars00"));
    assert_int_equal(why.basis, KP_BASIS_ASSUMED);
    session_expect_replays(&f);
    session_lines(&f, "/goto 1.1|/keep|/keep");
    session_expect_at(&f, "1.2 chance");
    assert_true(kp_str_is(session_outcome(&f, "why").said_by->first->text, "p-1ars00"));
    session_fixture_release(&f);
}

/* What is no longer rated rests on nothing. */
static void test_no_value_no_evidence(void **state)
{
    (void)state;
    struct session_fixture f;
    ratings_begin(&f, "{`focus`:2}");
    session_lines(&f, "4 4 3 4|/drop");
    session_expect_at(&f, "1.2 chance");
    session_fixture_release(&f);
}

/* A guest is not asked for what is the team's own. */
static void test_evidence_beside_a_guest(void **state)
{
    (void)state;
    struct session_fixture f;
    session_fixture_built_in(&f, "plan-revision", NULL, KP_LANG_EN);
    session_lines(&f, "/here Mette Holm, Lars Bo|/guest Anna Berg|");
    session_goto(&f, "health");
    session_lines(&f, "4 3 4|4");
    ratings_expect_ask(&f, KP_ASK_DISSENT);
    session_lines(&f, "/gone Anna Berg");
    session_goto(&f, "health");
    session_lines(&f, "");
    ratings_expect_ask(&f, KP_ASK_EVIDENCE);
    session_fixture_release(&f);
}

static void test_evidence_is_prepared(void **state)
{
    static const char answers[] =
        "{`focus`:4,`why`:{`value`:`Two sites`,`said_by`:`Lars Bo`,`basis`:`fact`}}";
    (void)state;
    struct session_fixture f;
    session_fixture_init(&f, ratings_model, ratings_script, "{`focus`:2,`why`:`As in spring`}");
    prepare(&f, answers, false);
    session_lines(&f, "|4 4|");
    ratings_expect_ask(&f, KP_ASK_EVIDENCE);
    assert_true(kp_str_is(f.question.proposal->text, "Two sites"));
    session_expect_undo(&f, "/keep");
    session_lines(&f, "");
    session_expect_value(&f, "why", "`Two sites`");
    assert_int_equal(session_outcome(&f, "why").basis, KP_BASIS_FACT);
    session_fixture_release(&f);
    for (int people = 0; people < 4; people += 3) {
        ratings_begin(&f, "{`focus`:2,`why`:`As in spring`}");
        kp_session_free(f.session);
        f.header.attendees = people ? f.header.attendees : NULL;
        f.session = kp_session_new(&f.setup, &f.header);
        prepare(&f, answers, true);
        ratings_expect_ask(&f, KP_ASK_CLOSE);
        session_expect_state(&f, "focus", KP_OUTCOME_CHANGED);
        session_expect_state(&f, "why", KP_OUTCOME_CHANGED);
        session_expect_state(&f, "chance", KP_OUTCOME_SKIPPED);
        session_fixture_release(&f);
    }
    session_fixture_init(&f, ratings_model, ratings_script,
                         NULL); /* of a value that nobody prepared */
    prepare(&f, "{`why`:`Two sites`}", true);
    session_expect_state(&f, "focus", KP_OUTCOME_SKIPPED);
    session_expect_state(&f, "why", KP_OUTCOME_NEW);
    session_fixture_release(&f);
}

/* What somebody wrote about it before the meeting is shown there, and taken. */
static void test_evidence_is_brought(void **state)
{
    (void)state;
    struct session_fixture f;
    ratings_begin(&f, NULL);
    ratings_bring(&f, "p-1ars00", "[{`field`:`why`,`value`:`Two sites asked`}]", false);
    session_lines(&f, "4 4 4 4|");
    ratings_expect_ask(&f, KP_ASK_EVIDENCE);
    assert_int_equal(f.question.prework->count, 1);
    session_type(&f, "/take 2");
    session_expect_refused(&f, "there are numbers 1 to 1");
    session_expect_undo(&f, "/take 1");
    session_lines(&f, "/take 1");
    session_expect_at(&f, "1.2 chance");
    session_expect_value(&f, "why", "`Two sites asked`");
    assert_true(kp_str_is(session_outcome(&f, "why").said_by->first->text, "p-1ars00"));
    session_fixture_release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_evidence_is_an_answer),   cmocka_unit_test(test_no_value_no_evidence),
        cmocka_unit_test(test_evidence_beside_a_guest), cmocka_unit_test(test_evidence_is_prepared),
        cmocka_unit_test(test_evidence_is_brought),
    };
    return cmocka_run_group_tests_name("evidence", tests, NULL, NULL);
}
