// SPDX-License-Identifier: GPL-3.0-or-later
/* The room without a terminal: who is in it, as what, and who said what. */
#include "room_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- Who is here */

static void test_names_before_the_beginning(void **state)
{
    (void)state;
    struct session_fixture f;
    room_begin(&f, NULL);
    f.header.attendees = NULL;
    f.setup.last_time = definition_read(&f.arena, "[`p-mette1`,`p-1ars00`]");
    room_begin_again(&f);
    session_type(&f, "2"); /* nobody is in the team: a name of one digit is none */
    session_expect_refused(&f, "2");
    session_type(&f, "1");
    session_expect_taken(&f);
    size_t count;
    const struct kp_attendee *people = kp_session_people(f.session, &count);
    assert_int_equal(count, 2);
    assert_true(people[0].here && people[1].here);
    session_type(&f, "Per Dahl"); /* they are named: what is typed now is something else */
    session_expect_refused(&f, "/here");
    session_type(&f, "/undo");
    session_type(&f, "Mette, Per Dahl (gæst)");
    people = kp_session_people(f.session, &count);
    assert_int_equal(count, 2);
    assert_int_equal(people[0].role, KP_ROLE_FACILITATOR);
    assert_int_equal(people[1].role, KP_ROLE_GUEST);
    assert_true(kp_session_has_guest(f.session));
    session_type(&f, "/here Lars (boss)");
    session_expect_refused(&f, "no role");
    room_end(&f);
}

static void test_late_and_gone(void **state)
{
    static const char *const parts[] = {
        "`attendees`:[`p-mette1`,`p-1ars00`]",
        "{`person`:`p-1ars00`,`came`:`2026-03-02T09:20:00Z`,`left`:`2026-03-02T09:30:00Z`}"};
    (void)state;
    struct session_fixture f;
    room_begin(&f, NULL);
    setenv("TZ", "UTC", 1);
    session_type(&f, "/late Lars 9:15");
    size_t count;
    const struct kp_attendee *people = kp_session_people(f.session, &count);
    assert_false(people[1].here || people[1].was_here);
    assert_int_equal(people[1].until, SESSION_BEGINS + 15 * ROOM_MINUTE);
    room_type_at(&f, 5, "");
    session_type(&f, "/gone Lars");
    session_expect_refused(&f, "is not here");
    room_type_at(&f, 20, "/here Lars");
    room_expect_said(&f, "here: Mette Holm, Lars Bo");
    room_type_at(&f, 30, "/gone lars");
    room_expect_said(&f, "here: Mette Holm");
    room_expect_record(&f, parts, COUNT(parts));
    room_type_at(&f, 31, "/late");
    session_expect_refused(&f, "/late NAME");
    session_type(&f, "/role Mette king");
    session_expect_refused(&f, "/role NAME");
    session_type(&f, "/role Mette sponsor");
    people = kp_session_people(f.session, &count);
    assert_int_equal(people[0].role, KP_ROLE_SPONSOR);
    session_lines(&f, "/undo|/undo");
    people = kp_session_people(f.session, &count);
    assert_int_equal(people[0].role, KP_ROLE_FACILITATOR);
    assert_true(people[1].here && !people[1].left);
    room_end(&f);
}

/* A name before a colon, and everything that only looks like it. */
static void test_who_said_it(void **state)
{
    static const struct {
        const char *typed, *value, *by;
    } cases[] = {
        {"Lars: more export", "`more export`", "p-1ars00"},
        {"lars bo: less", "`less`", "p-1ars00"},
        {"METTE: x", "`x`", "p-mette1"},
        {"Note: Lars says so", "`Note: Lars says so`", NULL},
        {"Per: not here", "`Per: not here`", NULL},
        {"Lars:more", "`Lars:more`", NULL},
        {"Lars:", "`Lars:`", NULL},
        {": x", "`: x`", NULL},
        {"at 9:30 Lars: x", "`at 9:30 Lars: x`", NULL},
        {"Bo: x", "`Bo: x`", NULL}, /* a family name alone is nobody */
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct session_fixture f;
        room_begin(&f, NULL);
        session_lines(&f, "|");
        session_goto(&f, "goals");
        session_type(&f, cases[i].typed);
        session_expect_taken(&f);
        session_expect_value(&f, "goals", cases[i].value);
        const struct kp_json *by = session_outcome(&f, "goals").said_by;
        if (cases[i].by)
            assert_true(by && by->count == 1 && kp_str_is(by->first->text, cases[i].by));
        else
            assert_null(by);
        session_type(&f, "/undo"); /* one line, one undo */
        session_expect_state(&f, "goals", KP_OUTCOME_OPEN);
        room_end(&f);
    }
}

static void test_rows_are_said_by_all_who_had_a_part(void **state)
{
    (void)state;
    struct session_fixture f;
    room_begin(&f, "{`inner`:`x`}");
    session_lines(&f, "|");
    session_goto(&f, "actions");
    session_lines(&f, "Lars: Call them|Mette: Lars||||Mette: Write||||");
    const struct kp_json *by = session_outcome(&f, "actions").said_by;
    assert_int_equal(by->count, 2);
    room_end(&f);
}

static void test_a_guest(void **state)
{
    (void)state;
    struct session_fixture f;
    room_begin(&f, "{`goals`:`x`,`inner`:`secret`,`team`:[{`id`:`r-tttttt`,`worry`:`secret`}]}");
    session_lines(&f, "||");
    session_expect_at(&f, "1.3 inner");
    session_type(&f, "/guest Karin Kunde");
    session_expect_at(&f, "break"); /* it does not stay on the screen */
    assert_false(kp_session_may_show(f.session, kp_model_field(&f.model, KP_STR("inner"))));
    session_type(&f, "/goto 1.3");
    session_expect_refused(&f, "kept aside");
    session_type(&f, "/show inner");
    session_expect_refused(&f, "kept aside");
    session_type(&f, "/history inner");
    session_expect_refused(&f, "kept aside");
    session_type(&f, "/back");
    session_expect_at(&f, "1.2 goals");
    size_t count;
    const struct kp_outcome *outcomes = kp_session_outcomes(f.session, &count);
    for (size_t i = 0; i < count; i++)
        assert_false(kp_str_is(outcomes[i].field->id, "inner"));
    session_goto(&f, "team");
    session_lines(&f, "+|Lars"); /* from the person to the role, past what worries us */
    session_expect_at(&f, "2.1 team/role 2");
    session_type(&f, "/gone Karin");
    session_goto(&f, "inner");
    session_expect_at(&f, "1.3 inner");
    session_type(&f, "/undo");
    session_type(&f, "/goto 1.3");
    session_expect_refused(&f, "kept aside");
    room_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_before_the_beginning),
        cmocka_unit_test(test_late_and_gone),
        cmocka_unit_test(test_who_said_it),
        cmocka_unit_test(test_rows_are_said_by_all_who_had_a_part),
        cmocka_unit_test(test_a_guest),
    };
    return cmocka_run_group_tests_name("attendance", tests, NULL, NULL);
}
