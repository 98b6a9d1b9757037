// SPDX-License-Identifier: GPL-3.0-or-later
/* A session question by question: what Enter, a text and the commands do. */
#include "session_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void begin(struct session_fixture *f, const char *base)
{
    session_fixture_init(f, session_model, session_script, base);
}

static void test_goes_through_the_script(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, NULL);
    session_expect_at(&f, "start");
    assert_null(f.question.step);
    session_type(&f, "");
    session_expect_at(&f, "say");
    assert_true(kp_str_is(f.question.prompt, "Welcome"));
    session_type(&f, "");
    session_expect_at(&f, "1.1 goals");
    assert_true(kp_str_is(f.question.prompt, "What goals?"));
    assert_true(f.question.required);
    session_type(&f, "Grow");
    session_expect_at(&f, "1.2 story");
    assert_true(kp_str_is(f.question.prompt, "e")); /* the field's label serves */
    assert_true(f.question.several_lines);
    for (size_t i = 0; i < 7; i++)
        session_type(&f, "");
    session_expect_at(&f, "2.1 sure");
    assert_int_equal(f.question.section_number, 2);
    session_type(&f, "");
    session_expect_at(&f, "break"); /* the two that depend on it do not apply */
    session_lines(&f, "|||||");
    session_expect_at(&f, "2.9 place");
    session_lines(&f, "||");
    session_expect_at(&f, "3.3 actions");
    session_type(&f, "");
    session_expect_at(&f, "end");
    session_type(&f, "");
    session_expect_at(&f, "close");
    session_type(&f, "ja");
    assert_non_null(session_said(&f, KP_EFFECT_CLOSE));
    session_expect_state(&f, "goals", KP_OUTCOME_NEW);
    session_expect_state(&f, "story", KP_OUTCOME_SKIPPED);
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* Every kind: what is typed, what it becomes, and what is refused. */
static void test_every_kind_is_read(void **state)
{
    static const struct {
        const char *field, *typed, *value, *bad, *why;
    } cases[] = {
        {"goals", "  Grow  ", "`Grow`", "a\x1b[2Jb", ""},
        {"story", "One\nTwo", "`One\\nTwo`", "a\x01", ""},
        {"number", "12,5", "12.5", "101", ""},
        {"revenue", "1,25 mio", "1250000", "much", ""},
        {"share", "40 %", "40", "x", ""},
        {"when", "14/9", "`2026-09-14`", "31 feb", ""},
        {"sure", "yes", "true", "perhaps", ""},
        {"theme", "2", "`keep`", "loose", ""},
        {"themes", "win, keep", "[`win`,`keep`]", "win, tie", ""},
        {"often", "often", "2", "3", ""},
        {"kam", "Lars", "`p-1ars00`", "", ""},
        {"team", "Mette Holm, Lars Bo", "[`p-mette1`,`p-1ars00`]", "", ""},
        {"place", "1, 2", "{`x`:1,`y`:2}", "9, 9", ""},
        {"goals", "//etc", "`/etc`", "/etcetera", "//"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct session_fixture f;
        begin(&f, NULL);
        session_type(&f, "");
        session_goto(&f, cases[i].field);
        if (*cases[i].bad) {
            char *before = session_dump(f.session, f.now);
            session_type(&f, cases[i].bad);
            session_expect_refused(&f, cases[i].why);
            char *after = session_dump(f.session, f.now - 1000);
            assert_string_equal(after, before);
            free(before);
            free(after);
        }
        session_type(&f, cases[i].typed);
        session_expect_taken(&f);
        session_expect_value(&f, cases[i].field, cases[i].value);
        session_expect_state(&f, cases[i].field, KP_OUTCOME_NEW);
        session_expect_replays(&f);
        session_fixture_release(&f);
    }
}

static void test_what_was_understood_is_said(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, NULL);
    session_type(&f, "");
    session_goto(&f, "when");
    session_type(&f, "in 2 weeks");
    assert_string_equal(session_said(&f, KP_EFFECT_NOTICE), "16 Mar 2026");
    session_goto(&f, "theme");
    session_type(&f, "1");
    assert_string_equal(session_said(&f, KP_EFFECT_NOTICE), "Win");
    session_goto(&f, "goals");
    session_type(&f, "Grow");
    assert_null(session_said(&f, KP_EFFECT_NOTICE));
    session_fixture_release(&f);
}

static void test_enter_keeps_what_stands(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, "{`goals`:`Old`,`number`:5,`theme`:`win`}");
    session_lines(&f, "||");
    session_expect_at(&f, "1.2 story");
    session_expect_state(&f, "goals", KP_OUTCOME_CONFIRMED);
    session_goto(&f, "number");
    assert_false(f.question.answered);
    assert_int_equal(f.question.old->basis, KP_BASIS_FACT);
    session_type(&f, "5");
    session_expect_state(&f, "number", KP_OUTCOME_CONFIRMED); /* typing the same is no change */
    session_goto(&f, "number");
    assert_true(f.question.answered);
    session_type(&f, "6");
    session_expect_state(&f, "number", KP_OUTCOME_CHANGED);
    session_goto(&f, "theme");
    session_type(&f, "/keep");
    session_expect_state(&f, "theme", KP_OUTCOME_CONFIRMED);
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_drop_and_skip(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, "{`story`:`Old`,`number`:5,`list`:[{`id`:`r-aaaaaa`,`text`:`x`},"
              "{`id`:`r-bbbbbb`,`text`:`y`}]}");
    session_type(&f, "");
    session_type(&f, "/drop");
    session_expect_refused(&f, "no question");
    session_goto(&f, "goals");
    session_type(&f, "/drop");
    session_expect_refused(&f, "no answer to drop");
    session_goto(&f, "story");
    session_type(&f, "/drop");
    assert_non_null(strstr(session_said(&f, KP_EFFECT_NOTICE), "/undo"));
    session_expect_state(&f, "story", KP_OUTCOME_DROPPED);
    session_expect_at(&f, "1.3 list");
    session_type(&f, "/drop");
    assert_non_null(strstr(session_said(&f, KP_EFFECT_NOTICE), "2 rows"));
    session_expect_state(&f, "list", KP_OUTCOME_DROPPED);
    session_expect_at(&f, "1.4 number");
    session_type(&f, "/skip");
    session_expect_state(&f, "number", KP_OUTCOME_SKIPPED);
    session_expect_at(&f, "1.5 revenue");
    session_type(&f, "/undo");
    session_expect_state(&f, "number", KP_OUTCOME_OPEN);
    session_type(&f, "/undo");
    session_expect_at(&f, "1.3 list");
    session_expect_state(&f, "list", KP_OUTCOME_OPEN);
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_back_keeps_the_draft(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, NULL);
    session_back(&f, "nowhere");
    session_expect_at(&f, "start");
    session_lines(&f, "||Grow");
    session_expect_at(&f, "1.2 story");
    session_back(&f, "half a sto");
    session_expect_at(&f, "1.1 goals");
    assert_int_equal(f.question.draft.len, 0);
    session_back(&f, "");
    session_expect_at(&f, "1.1 goals"); /* the first one */
    session_type(&f, "/back");
    session_expect_refused(&f, "first question");
    session_type(&f, "");
    session_expect_at(&f, "1.2 story");
    assert_true(kp_str_is(f.question.draft, "half a sto"));
    session_away(&f, "half a story");
    assert_non_null(session_said(&f, KP_EFFECT_LEAVE));
    session_expect_replays(&f);
    session_resume(&f);
    assert_true(kp_str_is(f.question.draft, "half a story"));
    session_type(&f, "A story");
    session_goto(&f, "story");
    assert_int_equal(f.question.draft.len, 0); /* used up */
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_goto(void **state)
{
    static const struct {
        const char *typed, *at, *refused;
    } cases[] = {
        {"/goto 2", "2.1 sure", NULL},
        {"/goto 3.2", "3.2 loose", NULL},
        {"/goto 1", "say", NULL},
        {"/g 1.1", "1.1 goals", NULL},
        {"/goto", "3.2 loose", NULL}, /* as far as the room had come */
        {"/goto x", NULL, "3.2"},
        {"/goto 0", NULL, "1 to 3"},
        {"/goto 4", NULL, "1 to 3"},
        {"/goto 1.9", NULL, "8 questions"},
        {"/goto 2.2", NULL, "does not apply"},
        {"/goto 1.2.3", NULL, "3.2"},
        {"/goto -1", NULL, "3.2"},
        {"/goto 99999", NULL, "3.2"},
    };
    (void)state;
    struct session_fixture f;
    begin(&f, NULL);
    for (size_t i = 0; i < COUNT(cases); i++) {
        session_type(&f, cases[i].typed);
        if (cases[i].refused)
            session_expect_refused(&f, cases[i].refused);
        else
            session_expect_at(&f, cases[i].at);
    }
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_commands_are_found(void **state)
{
    static const struct {
        const char *typed, *refused;
    } cases[] = {
        {"/", "there is no command /;"},
        {"/udno", "did you mean /undo"},
        {"/close!", "no command /close!"},
        {"/no", "no command /no"},
        {"/xyzzy", "/help lists them"},
        {"/show gaols", "did you mean \"goals\""},
        {"/show xyzzyx", "in the plan"},
        {"/history", "no question"},
        {"/time", "/time +5"},
        {"/time 0", "/time +5"},
        {"/time 601", "/time +5"},
        {"/time 1.5", "/time +5"},
        {"/time 5", "no section"},
        {"/note", "behind the command"},
        {"/park a\x01", "do not show"},
        {"/who Lars", "no question"},
        {"/fact", "no question"},
        {"/undo", "nothing to take back"},
        {"/action @Lars 1/4", "@who DATE"},
        {"/action Call @Lars 31/2", "31 February does not exist"},
    };
    static const struct {
        const char *typed;
        enum kp_show show;
        const char *field;
    } shows[] = {
        {"/help", KP_SHOW_HELP, NULL},
        {"/ag", KP_SHOW_AGENDA, NULL},
        {"/review", KP_SHOW_REVIEW, NULL},
        {"/why", KP_SHOW_WHY, NULL},
        {"/notes", KP_SHOW_NOTES, NULL},
        {"/show", KP_SHOW_FIELD, NULL},
        {"/show deals", KP_SHOW_FIELD, "deals"},
        {"/show former", KP_SHOW_FIELD, "other"},
        {"/history deals", KP_SHOW_HISTORY, "deals"},
    };
    (void)state;
    struct session_fixture f;
    begin(&f, NULL);
    for (size_t i = 0; i < COUNT(cases); i++) {
        session_type(&f, cases[i].typed);
        session_expect_refused(&f, cases[i].refused);
    }
    for (size_t i = 0; i < COUNT(shows); i++) {
        session_type(&f, shows[i].typed);
        assert_int_equal(f.effects.count, 1);
        assert_int_equal(f.effects.items[0].kind, KP_EFFECT_SHOW);
        assert_int_equal(f.effects.items[0].show, shows[i].show);
        if (shows[i].field)
            assert_true(kp_str_is(f.effects.items[0].field->id, shows[i].field));
        else
            assert_null(f.effects.items[0].field);
    }
    session_goto(&f, "goals");
    session_type(&f, "/history");
    assert_true(kp_str_is(f.effects.items[0].field->id, "goals"));
    for (const struct kp_session_command *c = kp_session_commands; c->name; c++)
        assert_true(strncmp(c->usage, "/", 1) == 0 && strstr(c->usage, c->name) == c->usage + 1);
    session_fixture_release(&f);
}

static void test_who_and_how_sure(void **state)
{
    (void)state;
    struct session_fixture f;
    size_t count;
    begin(&f, "{`story`:`Old`}");
    session_type(&f, "");
    session_goto(&f, "goals");
    session_type(&f, "/who");
    session_expect_refused(&f, "/who NAME");
    session_lines(&f, "/who Lars|/assumed|Grow");
    struct kp_outcome goals = session_outcome(&f, "goals");
    assert_true(kp_str_is(goals.said_by->first->text, "p-1ars00"));
    assert_int_equal(goals.basis, KP_BASIS_ASSUMED);
    assert_null(f.question.who); /* of the next question nothing is known */
    assert_int_equal(f.question.basis, KP_BASIS_NONE);

    session_lines(&f, "/customer|");
    const struct kp_answer *answers = kp_session_answers(f.session, KP_STR("2026-03-02-s"), &count);
    assert_int_equal(count, 2);
    assert_int_equal(answers[1].basis, KP_BASIS_CUSTOMER); /* kept, and confirmed by the customer */
    assert_int_equal(answers[1].state, KP_ANSWER_CONFIRMED);

    session_goto(&f, "goals");
    session_type(&f, "Shrink"); /* another value was not said by Lars */
    goals = session_outcome(&f, "goals");
    assert_null(goals.said_by);
    assert_int_equal(goals.basis, KP_BASIS_NONE);
    session_goto(&f, "goals");
    session_lines(&f, "/who Nina Ny, Lars Bo|/fact|/undo|");
    goals = session_outcome(&f, "goals");
    assert_int_equal(goals.said_by->count, 2);
    assert_int_equal(goals.basis, KP_BASIS_NONE);
    assert_non_null(strstr(f.journal.data, "\"name\":\"Nina Ny\""));
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* People who are new stand in the journal before the line that names them. */
static void test_new_people(void **state)
{
    (void)state;
    struct session_fixture f;
    struct kp_people people;
    begin(&f, NULL);
    session_type(&f, "");
    session_goto(&f, "team");
    session_type(&f, "Nina Ny, Lars Bo, Ole Otto");
    assert_int_equal(f.effects.count, 5);
    assert_string_equal(f.effects.items[1].text.data, "Nina Ny is new here");
    assert_non_null(strstr(f.effects.items[2].text.data, "\"person\""));
    assert_true(f.effects.items[2].aside);
    assert_non_null(strstr(f.effects.items[4].text.data, "\"answer\""));
    kp_session_free(session_replayed(&f, SIZE_MAX, &people));
    assert_int_equal(people.count, 4);
    assert_true(kp_str_is(people.items[3].name, "Ole Otto"));
    kp_people_release(&people);
    session_fixture_release(&f);
}

static void test_checks_hold(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, NULL);
    session_type(&f, "");
    session_goto(&f, "cost");
    session_lines(&f, "100"); /* unknown revenue: cannot tell */
    session_goto(&f, "revenue");
    session_lines(&f, "50");
    session_goto(&f, "cost");
    session_type(&f, "51");
    session_expect_refused(&f, "too dear");
    session_goto(&f, "goals");
    session_lines(&f, "Grow");
    session_type(&f, "/close"); /* another answer has broken it since */
    session_expect_refused(&f, "1.6 e: too dear");
    session_expect_refused(&f, "/goto 1.6 goes there");
    session_goto(&f, "cost");
    session_lines(&f, "50|/close");
    session_expect_at(&f, "close");
    session_fixture_release(&f);
}

static void test_closing(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, NULL);
    session_lines(&f, "|");
    session_type(&f, "/close");
    session_expect_refused(&f, "1.1 Goals: needs an answer");
    session_expect_at(&f, "1.1 goals");
    session_lines(&f, "Grow|/close");
    assert_int_equal(f.effects.items[1].show, KP_SHOW_CLOSING);
    session_expect_at(&f, "close");
    session_type(&f, "");
    session_expect_refused(&f, "yes records");
    session_type(&f, "well");
    session_expect_refused(&f, "yes records");
    session_type(&f, "nej");
    session_expect_at(&f, "1.2 story"); /* back where it stood */
    session_lines(&f, "/close|/goto 1.4");
    session_expect_at(&f, "1.4 number");
    session_lines(&f, "/close|yes");
    assert_non_null(session_said(&f, KP_EFFECT_CLOSE));
    session_expect_replays(&f);

    session_resume(&f); /* the program died before it was recorded */
    assert_non_null(session_said(&f, KP_EFFECT_CLOSE));
    session_lines(&f, "/goto 1.4");
    session_resume(&f); /* somebody went on answering instead */
    assert_null(session_said(&f, KP_EFFECT_CLOSE));
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_text_where_nothing_is_asked(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, "{`goals`:`x`}");
    session_type(&f, "hello");
    session_expect_refused(&f, "Enter begins");
    session_type(&f, "");
    session_type(&f, "hello");
    session_expect_refused(&f, "nothing is asked here");
    session_type(&f, "/skip");
    session_expect_at(&f, "1.1 goals");
    while (f.question.ask != KP_ASK_END)
        session_type(&f, "");
    session_type(&f, "and one more thing");
    session_expect_refused(&f, "everything has been asked");
    session_back(&f, "");
    session_expect_at(&f, "3.3 actions");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_conditions_open_and_close(void **state)
{
    (void)state;
    struct session_fixture f;
    size_t count;
    begin(&f, "{`why`:`Because`,`further`:`More`}");
    session_type(&f, "");
    session_goto(&f, "sure");
    session_type(&f, "yes");
    session_expect_at(&f, "2.2 why");
    session_lines(&f, "|");
    session_expect_at(&f, "break");
    session_goto(&f, "sure");
    session_type(&f, "no");
    session_expect_at(&f, "break"); /* what depends on what does not apply does not apply either */
    session_type(&f, "/goto 2.2");
    session_expect_refused(&f, "does not apply");

    const struct kp_answer *answers = kp_session_answers(f.session, KP_STR("2026-03-02-s"), &count);
    size_t inactive = 0;
    for (size_t i = 0; i < count; i++)
        inactive += answers[i].inactive;
    assert_int_equal(inactive, 2);
    assert_int_equal(count, 3);
    session_type(&f, "/undo");
    session_expect_at(&f, "2.1 sure");
    answers = kp_session_answers(f.session, KP_STR("2026-03-02-s"), &count);
    for (size_t i = 0; i < count; i++)
        assert_false(answers[i].inactive);
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* An answer that was inactive is in calculations again once its question applies. */
static void test_inactive_comes_back(void **state)
{
    (void)state;
    struct session_fixture f;
    size_t count;
    begin(&f, "{`sure`:false,`why`:`Because`}");
    struct kp_answer why = *kp_plan_get(&f.base, KP_STR("why"));
    why.inactive = true;
    kp_plan_put(&f.base, &why);
    session_type(&f, "");
    session_goto(&f, "sure");
    session_lines(&f, "yes|/skip");
    session_expect_at(&f, "2.3 further");
    const struct kp_answer *answers = kp_session_answers(f.session, KP_STR("2026-03-02-s"), &count);
    assert_int_equal(count, 2);
    assert_true(kp_str_is(answers[1].field, "why"));
    assert_false(answers[1].inactive);
    assert_true(kp_str_is(answers[1].session, "2025-09-01-s")); /* nobody looked at it */
    session_fixture_release(&f);
}

/* What no journal could hold does not get into one. */
static void test_bytes_that_are_no_text(void **state)
{
    static const struct kp_str bytes[] = {KP_STR_INIT("a\xff"), KP_STR_INIT("a\0b"),
                                          KP_STR_INIT("\xed\xa0\x80")};
    (void)state;
    for (size_t i = 0; i < COUNT(bytes); i++) {
        struct session_fixture f;
        begin(&f, NULL);
        session_lines(&f, "|");
        session_feed(&f, KP_EVENT_TEXT, bytes[i]);
        session_expect_refused(&f, i == 1 ? "NUL" : "UTF-8");
        session_feed(&f, KP_EVENT_BACK, bytes[i]);
        session_feed(&f, KP_EVENT_LEAVE, bytes[i]);
        assert_int_equal(f.question.draft.len, 0);
        session_expect_replays(&f);
        session_fixture_release(&f);
    }
}

/* Stored values that do not fit their field are shown, kept or dropped, and harm nothing. */
static void test_a_plan_edited_by_hand(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, "{`goals`:[1,2],`number`:`x`,`deals`:`none`,`list`:[`a`,`b`],`loose`:[{`year`:1}],"
              "`sure`:{},`team`:[1],`place`:[],`actions`:[{`id`:`r-aaaaaa`},{`id`:`r-aaaaaa`}]}");
    session_type(&f, "");
    while (f.question.ask != KP_ASK_END) {
        free(session_dump(f.session, f.now));
        session_type(&f, "/skip");
    }
    session_goto(&f, "goals");
    session_type(&f, "");
    session_expect_state(&f, "goals", KP_OUTCOME_CONFIRMED);
    session_goto(&f, "list");
    session_type(&f, "+ c");
    session_expect_refused(&f, "not made of rows");
    session_type(&f, "1");
    session_expect_refused(&f, "not made of rows");
    session_type(&f, "");
    session_expect_state(&f, "list", KP_OUTCOME_CONFIRMED);
    session_goto(&f, "deals");
    session_lines(&f, "/drop");
    session_goto(&f, "deals");
    session_lines(&f, "+ New|/back|/back");
    session_expect_value(&f, "deals", "[{`id`:`r-??????`,`title`:`New`}]");
    session_goto(&f, "loose");
    session_lines(&f, "|-1|-1|");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_goes_through_the_script),
        cmocka_unit_test(test_every_kind_is_read),
        cmocka_unit_test(test_what_was_understood_is_said),
        cmocka_unit_test(test_enter_keeps_what_stands),
        cmocka_unit_test(test_drop_and_skip),
        cmocka_unit_test(test_back_keeps_the_draft),
        cmocka_unit_test(test_goto),
        cmocka_unit_test(test_commands_are_found),
        cmocka_unit_test(test_who_and_how_sure),
        cmocka_unit_test(test_new_people),
        cmocka_unit_test(test_checks_hold),
        cmocka_unit_test(test_closing),
        cmocka_unit_test(test_text_where_nothing_is_asked),
        cmocka_unit_test(test_conditions_open_and_close),
        cmocka_unit_test(test_inactive_comes_back),
        cmocka_unit_test(test_bytes_that_are_no_text),
        cmocka_unit_test(test_a_plan_edited_by_hand),
    };
    return cmocka_run_group_tests_name("session_ask", tests, NULL, NULL);
}
