// SPDX-License-Identifier: GPL-3.0-or-later
/* The room without a terminal: open rows from earlier, actions, the parking lot, the end. */
#include "room_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- Open rows from earlier */

static void test_review(void **state)
{
    static const struct {
        const char *typed, *refused;
    } bad[] = {
        {"1", "what came of it"}, {"3", "why"},
        {"2", "until when"},      {"2 soonish", "soonish"},
        {"2 1/2 2026", "passed"}, {"1. feb 2026", "passed"},
        {"hello", "1 OUTCOME"},   {"5 x", "1 OUTCOME"},
        {"/drop", "3 REASON"},    {"4 x", "1 OUTCOME"},
        {"1\tx", "1 OUTCOME"},
    };
    static const char *const parts[] = {
        "`reviewed`:[{`field`:`actions`,`row`:`r-aaaaaa`,`text`:`Call`,`became`:`done`,`outcome`:"
        "`They will buy`,`carried`:2},"
        "{`field`:`actions`,`row`:`r-bbbbbb`,`text`:`Write`,`became`:`carried`,`from`:`2026-03-10`,"
        "`to`:`2026-09-14`},"
        "{`field`:`actions`,`row`:`r-dddddd`,`text`:`Meet`,`became`:`dropped`,`outcome`:`No "
        "use`}]"};
    (void)state;
    struct session_fixture f;
    room_begin(&f, room_open_actions);
    f.setup.carried = definition_read(&f.arena, "{`r-aaaaaa`:2}");
    room_begin_again(&f);
    session_type(&f, "");
    session_expect_at(&f, "1.1 actions review 1 of 3");
    assert_int_equal(f.question.carried, 2);
    for (size_t i = 0; i < COUNT(bad); i++) {
        session_type(&f, bad[i].typed);
        session_expect_refused(&f, bad[i].refused);
        session_expect_at(&f, "1.1 actions review 1 of 3");
    }
    session_type(&f, "1 They will buy");
    session_expect_at(&f, "1.1 actions review 2 of 2");
    session_type(&f, "/undo");
    session_expect_at(&f, "1.1 actions review 1 of 3");
    session_type(&f, "1 They will buy");
    session_type(&f, "10/3");
    session_expect_refused(&f, "the date it has");
    session_type(&f, "14/9"); /* a date by itself carries it on */
    session_expect_at(&f, "1.1 actions review 4 of 1");
    session_type(&f, "3 No use");
    session_expect_at(&f, "1.2 goals");
    room_expect_record(&f, parts, COUNT(parts));
    session_type(&f, "/undo");
    session_expect_at(&f, "1.1 actions review 4 of 1");
    session_type(&f, "3 No use");
    session_expect_state(&f, "actions", KP_OUTCOME_CHANGED);
    room_end(&f);
}

static void test_silence_closes_nothing(void **state)
{
    static const char *const parts[] = {"`row`:`r-aaaaaa`,`text`:`Call`,`became`:`open`}",
                                        "`row`:`r-bbbbbb`,`text`:`Write it`,`became`:`edited`}"};
    (void)state;
    struct session_fixture f;
    room_begin(&f, room_open_actions);
    session_lines(&f, "|");
    room_expect_said(&f, "stays open");
    session_expect_at(&f, "1.1 actions review 2 of 2");
    session_type(&f, "4");
    session_expect_at(&f, "1.1 actions/what 2");
    session_lines(&f, "Write it||||");
    session_expect_at(&f, "1.1 actions review 2 of 2"); /* and what became of it? */
    session_lines(&f, "|/action New @Lars 1/4|");
    session_expect_at(&f, "1.2 goals"); /* what is new today is not reviewed */
    room_expect_record(&f, parts, COUNT(parts));
    session_type(&f, "/goto 1.1"); /* what was passed is asked again */
    session_expect_at(&f, "1.1 actions review 1 of 3");
    session_type(&f, "/skip");
    session_expect_at(&f, "1.2 goals");
    room_end(&f);
}

static void test_nothing_is_open(void **state)
{
    (void)state;
    struct session_fixture f;
    room_begin(&f, "{`actions`:[{`id`:`r-cccccc`,`what`:`Old`,`status`:`done`}]}");
    session_type(&f, "");
    session_expect_at(&f, "1.1 actions review 0 of 0");
    session_type(&f, "1 x");
    session_expect_refused(&f, "nothing is open");
    session_type(&f, "");
    session_expect_at(&f, "1.2 goals");
    room_end(&f);
}

static void test_a_review_in_a_batch(void **state)
{
    static const char *const parts[] = {"`row`:`r-aaaaaa`,`text`:`Call`,`became`:`done`",
                                        "`row`:`r-bbbbbb`,`text`:`Write`,`became`:`carried`",
                                        "`row`:`r-dddddd`,`text`:`Meet`,`became`:`removed`"};
    (void)state;
    struct session_fixture f;
    struct kp_faults faults = KP_FAULTS_INIT;
    room_begin(&f, room_open_actions);
    const struct kp_json *answers =
        definition_read(&f.arena, "{`actions`:[{`what`:`Call`,`due`:`2026-02-01`,`status`:`done`},"
                                  "{`what`:`Write`,`due`:`2026-06-01`,`status`:`open`}]}");
    assert_int_equal(kp_session_batch(f.session, "a", answers, f.now, &faults), KP_OK);
    room_expect_record(&f, parts, COUNT(parts));
    kp_faults_release(&faults);
    session_fixture_release(&f);
}

/* ---- Actions that lack something */

static void test_what_is_missing_is_asked(void **state)
{
    (void)state;
    struct session_fixture f;
    room_begin(&f, NULL);
    session_lines(&f, "|");
    session_expect_at(&f, "1.2 goals");
    session_type(&f, "/action Call them");
    session_expect_at(&f, "action owner");
    session_type(&f, "");
    session_expect_refused(&f, "/skip");
    session_type(&f, "/drop");
    session_expect_refused(&f, "no question");
    session_type(&f, "Lars");
    session_expect_at(&f, "action due");
    session_type(&f, "31/2");
    session_expect_refused(&f, "31");
    session_type(&f, "/undo");
    session_expect_at(&f, "action owner");
    session_type(&f, "@Lars om 2 uger"); /* both at once */
    session_expect_at(&f, "1.2 goals");
    session_expect_value(&f, "actions",
                         "[{`id`:`r-??????`,`what`:`Call them`,`owner`:`p-1ars00`,`due`:"
                         "`2026-03-16`,`status`:`open`}]");
    session_lines(&f, "/action Write|/skip");
    session_expect_at(&f, "1.2 goals");
    session_lines(&f, "/action Write @Mette|/goto 3"); /* elsewhere: it is let go */
    session_expect_at(&f, "3.1 actions");
    session_lines(&f, "/action Write|/leave");
    session_resume(&f);
    session_expect_at(&f, "action owner");
    session_back(&f, "");
    session_expect_at(&f, "3.1 actions");
    session_type(&f, "/decision We bid @Mette, Lars");
    const struct kp_json *decision = kp_session_noted(f.session, "decision")->first;
    assert_true(kp_str_is(kp_json_text(decision, "text"), "We bid"));
    assert_int_equal(kp_json_get(decision, "people")->count, 2);
    session_type(&f, "/decision Ask a@b.dk");
    decision = kp_session_noted(f.session, "decision")->last;
    assert_true(kp_str_is(kp_json_text(decision, "text"), "Ask a@b.dk"));
    room_end(&f);
}

/* ---- The parking lot and the end */

static void test_parking_lot(void **state)
{
    static const char *const parts[] = {
        "`parked`:[{`text`:`One`,`became`:`action`,`row`:`r-",
        "{`text`:`Two`,`became`:`question`,`for`:[`p-mette1`]},"
        "{`text`:`Three`,`became`:`note`},{`text`:`Four`,`became`:`dropped`},"
        "{`text`:`Five`,`became`:`open`}]"};
    (void)state;
    struct session_fixture f;
    room_begin(&f, "{`inner`:`x`}");
    session_lines(&f, "||/park One|/park Two|/park Three|/park Four|/park Five|/close");
    session_expect_at(&f, "parked One");
    session_type(&f, "");
    session_expect_refused(&f, "/skip");
    session_type(&f, "5");
    session_expect_refused(&f, "/skip");
    session_type(&f, "1");
    session_expect_at(&f, "action owner");
    session_lines(&f, "Lars|1/4");
    session_expect_at(&f, "parked Two");
    session_type(&f, "/undo");
    session_expect_at(&f, "action due");
    session_type(&f, "1/4");
    session_type(&f, "2");
    session_expect_refused(&f, "for whom");
    session_lines(&f, "2 Mette|3|4");
    session_expect_at(&f, "parked Five");
    session_type(&f, "/undo");
    session_expect_at(&f, "parked Four");
    session_lines(&f, "4|/skip");
    room_expect_said(&f, "stays parked");
    session_expect_at(&f, "close");
    room_expect_record(&f, parts, COUNT(parts));
    session_type(&f, "/park Six"); /* while it is asked */
    session_type(&f, "yes");
    session_expect_at(&f, "parked Six");
    session_lines(&f, "4|no");
    session_expect_at(&f, "1.2 goals");
    room_end(&f);
}

static void test_the_rounds(void **state)
{
    static const char *const parts[] = {
        "`checkin`:[{`person`:`p-1ars00`,`text`:`tired`}]",
        "`last_words`:[{`person`:`p-mette1`,`text`:`good`}]",
        "`worth`:[4,5]",
        "`next_date`:`2026-09-14`",
        "`signoff`:{`by`:`p-1ars00`}",
    };
    (void)state;
    struct session_fixture f;
    room_begin(&f, room_open_actions);
    f.setup.rounds = true;
    room_begin_again(&f);
    session_type(&f, "");
    session_expect_at(&f, "checkin p-mette1");
    session_type(&f, "Lars: tired"); /* it is not his turn, and he has had it */
    session_expect_at(&f, "checkin p-mette1");
    session_type(&f, "");
    session_expect_at(&f, "1.1 actions review 1 of 3");
    session_type(&f, "/undo");
    session_expect_at(&f, "checkin p-mette1");
    session_type(&f, "");
    session_type(&f, "/close");
    session_expect_at(&f, "last word p-mette1");
    session_type(&f, "good");
    session_expect_at(&f, "last word p-1ars00");
    session_type(&f, "/skip");
    session_expect_at(&f, "worth");
    static const char *const bad[] = {"6", "0", "4.5", "five", "4 4 4"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        session_type(&f, bad[i]);
        session_expect_refused(&f, "");
    }
    session_type(&f, "4, 5");
    session_expect_at(&f, "next date");
    session_type(&f, "1/1 2020");
    session_expect_refused(&f, "passed");
    session_type(&f, "14/9");
    session_expect_at(&f, "sign p-1ars00"); /* the sponsor of the plan's team */
    session_type(&f, "perhaps");
    session_expect_refused(&f, "yes or no");
    session_type(&f, "yes");
    session_expect_at(&f, "close");
    room_expect_record(&f, parts, COUNT(parts));
    assert_true(kp_str_is(kp_session_signer(f.session), "p-1ars00"));
    session_lines(&f, "no|/close");
    session_expect_at(&f, "close"); /* nobody is asked twice */
    room_end(&f);
}

/* Who leaves is not waited for; who is alone is not asked. */
static void test_rounds_of_those_who_are_there(void **state)
{
    (void)state;
    struct session_fixture f;
    room_begin(&f, "{`inner`:`x`}");
    f.setup.rounds = true;
    room_begin_again(&f);
    session_type(&f, "");
    session_expect_at(&f, "checkin p-mette1");
    session_type(&f, "/gone Mette");
    session_expect_at(&f, "checkin p-1ars00");
    session_type(&f, "/gone Lars");
    session_expect_at(&f, "1.1 actions review 0 of 0");
    session_type(&f, "/close");
    session_expect_at(&f, "close");
    room_end(&f);
}

/* ---- Journals that were damaged or made by hand */

static void test_lines_that_are_refused(void **state)
{
    static const char *const lines[] = {
        "`e`:`here`",
        "`e`:`here`,`people`:`Lars`",
        "`e`:`here`,`people`:[]",
        "`e`:`late`,`people`:[`p-1ars00`],`until`:-1",
        "`e`:`role`,`people`:[`p-1ars00`],`role`:`king`",
        "`e`:`said`,`turn`:`nobody`",
        "`e`:`said`,`turn`:`last`,`person`:`Lars`",
        "`e`:`review`,`field`:`goals`,`row`:`r-aaaaaa`,`op`:`done`",
        "`e`:`review`,`field`:`actions`,`row`:`x`,`op`:`done`",
        "`e`:`review`,`field`:`actions`,`row`:`r-aaaaaa`,`op`:`burn`",
        "`e`:`review`,`field`:`actions`,`row`:`r-aaaaaa`,`op`:`done`,`cells`:[1]",
        "`e`:`review`,`field`:`actions`,`row`:`r-aaaaaa`,`op`:`done`,`cells`:{`due`:`soon`}",
        "`e`:`review`,`field`:`actions`,`row`:`r-aaaaaa`,`op`:`done`,`cells`:{`nope`:`x`}",
        "`e`:`pend`,`field`:`actions`,`row`:{`what`:`x`}",
        "`e`:`parked`,`point`:-1,`op`:`note`",
        "`e`:`parked`,`point`:0,`op`:`burn`",
        "`e`:`extend`,`choice`:`lots`",
        "`e`:`extend`,`choice`:`more`",
        "`e`:`away`,`section`:9,`ms`:1",
        "`e`:`away`,`section`:0,`ms`:-1",
        "`e`:`usual`,`minutes`:5",
        "`e`:`usual`,`minutes`:[-1]",
        "`e`:`usual`,`minutes`:[`x`]",
        "`e`:`start`",
        "`e`:`pause`,`minutes`:99999",
        "`e`:`worth`,`values`:[6]",
        "`e`:`worth`",
        "`e`:`next_date`,`date`:`soon`",
        "`e`:`sign`,`person`:`p-1ars00`",
    };
    static const char *const harmless[] = {
        "`e`:`said`,`turn`:`last`,`person`:`p-1ars00`",
        "`e`:`review`,`field`:`actions`,`row`:`r-zzzzzz`,`op`:`done`,`cells`:{`status`:`done`}",
        "`e`:`pend`",
        "`e`:`pend`,`field`:`actions`,`row`:{`id`:`r-eeeeee`,`what`:`x`}",
        "`e`:`parked`,`point`:7,`op`:`note`",
        "`e`:`extend`,`choice`:`stop`,`minutes`:0",
        "`e`:`away`,`section`:2,`ms`:600000",
        "`e`:`usual`,`minutes`:[1,2,3,4,5,6]",
        "`e`:`here`,`people`:[`p-n1na00`],`roles`:5",
        "`e`:`sign`,`person`:`p-1ars00`,`yes`:true",
        "`e`:`next`,`section`:true",
        "`e`:`closing`,`rounds`:true",
        "`e`:`gone`,`people`:[`p-1ars00`,`p-mette1`,`p-n1na00`]",
        "`e`:`undo`",
    };
    (void)state;
    struct session_fixture f;
    room_begin(&f, room_open_actions);
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct kp_err err = KP_ERR_INIT;
        struct kp_buf text = KP_BUF_INIT;
        kp_buf_addf(&text, "{`t`:1,%s}\n", lines[i]);
        struct kp_session *session = kp_session_new(&f.setup, &f.header);
        if (!kp_session_replay(session, "j", definition_expand(&f.arena, text.data), &err))
            fail_msg("taken: %s", lines[i]);
        assert_int_equal(strncmp(err.text.data, "j:2: ", 5), 0);
        kp_err_release(&err);
        kp_buf_release(&text);
        kp_session_free(session);
    }
    for (size_t begun = 0; begun < 2; begun++) { /* out of place, they do nothing bad */
        struct kp_err err = KP_ERR_INIT;
        struct kp_buf text = KP_BUF_INIT;
        kp_buf_adds(&text, begun ? "{`t`:1,`e`:`begin`}\n" : "");
        for (size_t i = 0; i < COUNT(harmless); i++)
            kp_buf_addf(&text, "{`t`:%zu,%s}\n", i + 1, harmless[i]);
        struct kp_session *session = kp_session_new(&f.setup, &f.header);
        if (kp_session_replay(session, "j", definition_expand(&f.arena, text.data), &err))
            fail_msg("%s", err.text.data);
        free(session_dump(session, 1000000));
        kp_buf_release(&text);
        kp_session_free(session);
    }
    session_fixture_release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_review),
        cmocka_unit_test(test_silence_closes_nothing),
        cmocka_unit_test(test_nothing_is_open),
        cmocka_unit_test(test_a_review_in_a_batch),
        cmocka_unit_test(test_what_is_missing_is_asked),
        cmocka_unit_test(test_parking_lot),
        cmocka_unit_test(test_the_rounds),
        cmocka_unit_test(test_rounds_of_those_who_are_there),
        cmocka_unit_test(test_lines_that_are_refused),
    };
    return cmocka_run_group_tests_name("room", tests, NULL, NULL);
}
