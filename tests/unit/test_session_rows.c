// SPDX-License-Identifier: GPL-3.0-or-later
/* Tables and lists: row by row, cell by cell. */
#include "session_fixture.h"
#include "session_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char two_deals[] =
    "{`deals`:[{`id`:`r-aaaaaa`,`title`:`Baltic`,`value`:100,`owner`:`p-1ars00`},"
    "{`id`:`r-bbbbbb`,`title`:`Sensors`,`value`:200,`owner`:`p-mette1`,`later`:true}]}";

static void begin(struct session_fixture *f, const char *base, const char *field)
{
    session_fixture_init(f, session_model, session_script, base);
    session_type(f, "");
    session_goto(f, field);
}

static void test_a_row_column_by_column(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, NULL, "deals");
    session_type(&f, "2");
    session_expect_refused(&f, "no row yet");
    session_type(&f, "+");
    session_expect_at(&f, "3.1 deals/title 1");
    assert_true(f.question.required);
    session_type(&f, "");
    session_expect_refused(&f, "needed in every row");
    session_lines(&f, "Baltic|1,8 mio|40 %");
    session_expect_at(&f, "3.1 deals/lost 1"); /* the calculated column is not asked */
    assert_false(f.question.required);
    session_lines(&f, "|/skip|Lars");
    session_expect_at(&f, "3.1 deals");
    session_expect_value(&f, "deals",
                         "[{`id`:`r-??????`,`title`:`Baltic`,`value`:1800000,`chance`:40,"
                         "`owner`:`p-1ars00`}]");
    session_type(&f, "");
    session_expect_at(&f, "3.2 loose");
    session_expect_state(&f, "deals", KP_OUTCOME_NEW);
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_first_words_begin_a_row(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, NULL, "deals");
    session_type(&f, "Service contract");
    session_expect_at(&f, "3.1 deals/value 1");
    session_type(&f, "/back");
    session_expect_at(&f, "3.1 deals/title 1");
    session_type(&f, "/back");
    session_expect_at(&f, "3.1 deals");
    session_type(&f, "+ Another"); /* with a plus it is the same */
    session_expect_at(&f, "3.1 deals/value 2");
    /* One line, one undo: the row and its first cell. */
    session_type(&f, "/undo");
    session_expect_at(&f, "3.1 deals");
    session_expect_value(&f, "deals", "[{`id`:`r-??????`,`title`:`Service contract`}]");
    session_type(&f, "");
    session_expect_refused(&f, "row 1 has no \"Owner\"");
    session_type(&f, "/keep");
    session_expect_refused(&f, "row 1 has no \"Owner\"");
    session_goto(&f, "goals");
    session_lines(&f, "Grow");
    session_type(&f, "/close");
    session_expect_refused(&f, "3.1 e: row 1 has no \"Owner\"");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* A year begins a row where years stand; the number of a row that is there is still that row's. */
static void test_a_number_begins_a_row(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, NULL, "loose");
    session_type(&f, "2025");
    session_expect_at(&f, "3.2 loose/what 1");
    session_lines(&f, "A good year|2026||");
    session_expect_value(&f, "loose",
                         "[{`id`:`r-??????`,`year`:2025,`what`:`A good year`},"
                         "{`id`:`r-??????`,`year`:2026}]");
    session_goto(&f, "loose");
    session_type(&f, "2");
    session_expect_at(&f, "3.2 loose/year 2");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_edit_and_remove(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, two_deals, "deals");
    session_type(&f, "3");
    session_expect_refused(&f, "the rows are 1 to 2");
    session_type(&f, "2");
    session_expect_at(&f, "3.1 deals/title 2");
    assert_true(kp_str_is(f.question.value->text, "Sensors"));
    session_lines(&f, "|250");
    session_type(&f, "/drop");
    session_expect_refused(&f, "nothing to drop");
    session_lines(&f, "/back|/drop|/back|/back");
    session_type(&f, "/drop");
    session_expect_refused(&f, "needed in every row");
    session_lines(&f, "/back");
    session_expect_value(&f, "deals",
                         "[{`id`:`r-aaaaaa`,`title`:`Baltic`,`value`:100,`owner`:`p-1ars00`},"
                         "{`id`:`r-bbbbbb`,`title`:`Sensors`,`owner`:`p-mette1`,`later`:true}]");
    session_lines(&f, "- 1");
    assert_non_null(strstr(session_said(&f, KP_EFFECT_NOTICE), "row 1 is removed"));
    session_lines(&f, "|/undo|/undo|");
    session_expect_value(&f, "deals",
                         "[{`id`:`r-aaaaaa`,`title`:`Baltic`,`value`:100,`owner`:`p-1ars00`},"
                         "{`id`:`r-bbbbbb`,`title`:`Sensors`,`owner`:`p-mette1`,`later`:true}]");
    session_expect_state(&f, "deals", KP_OUTCOME_CHANGED);
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_kept_rows_are_confirmed(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, two_deals, "deals");
    session_lines(&f, "1|||||||");
    session_expect_state(&f, "deals", KP_OUTCOME_CONFIRMED);
    session_goto(&f, "deals");
    session_lines(&f, "1||101|/undo|100|||||"); /* the same again is no change */
    session_expect_state(&f, "deals", KP_OUTCOME_CONFIRMED);
    session_goto(&f, "deals");
    session_lines(&f, "-1|-1|");
    session_expect_state(&f, "deals", KP_OUTCOME_DROPPED); /* no row, no answer */
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_checks_of_cells(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, two_deals, "deals");
    session_lines(&f, "1|");
    session_type(&f, "-5");
    session_expect_refused(&f, "not below 0");
    session_expect_at(&f, "3.1 deals/value 1");
    session_type(&f, "many");
    session_expect_refused(&f, "many");
    session_lines(&f, "5||yes|||");
    /* A rule of the table advises: the session goes on. */
    assert_non_null(strstr(session_said(&f, KP_EFFECT_NOTICE), "give the reason"));
    session_expect_at(&f, "3.2 loose");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_an_empty_row_leaves_nothing(void **state)
{
    static const char *const ways[] = {"+|/back", "+|/goto 3.3", "+|/skip||", "+|/goto 3.2|+||"};
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct session_fixture f;
        begin(&f, "{`goals`:`x`}", "loose");
        session_lines(&f, ways[i]);
        session_expect_value(&f, "loose", "null");
        assert_int_not_equal(session_outcome(&f, "loose").state, KP_OUTCOME_NEW);
        session_expect_replays(&f);
        session_fixture_release(&f);
    }
}

static void test_half_typed_cells(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, NULL, "deals");
    session_lines(&f, "Baltic|100");
    session_back(&f, "4");
    session_expect_at(&f, "3.1 deals/value 1");
    assert_int_equal(f.question.draft.len, 0); /* that was of another cell */
    session_back(&f, "20");
    session_type(&f, "");
    assert_true(kp_str_is(f.question.draft, "20"));
    session_type(&f, "200");
    session_expect_at(&f, "3.1 deals/chance 1");
    assert_true(kp_str_is(f.question.draft, "4"));
    session_away(&f, "45");
    session_expect_replays(&f);
    session_resume(&f);
    assert_true(kp_str_is(f.question.draft, "45"));
    session_type(&f, "/goto 1.1");
    session_goto(&f, "deals");
    assert_int_equal(f.question.draft.len, 0);
    session_lines(&f, "1||");
    assert_true(kp_str_is(f.question.draft, "45")); /* still there, whatever came between */
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_lists(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, "{`list`:[{`id`:`r-aaaaaa`,`text`:`one`,`later`:1}]}", "list");
    session_lines(&f, "two|+ 3|-1|2");
    session_expect_at(&f, "1.3 list/text 2");
    session_lines(&f, "three|");
    session_expect_value(&f, "list",
                         "[{`id`:`r-??????`,`text`:`two`},"
                         "{`id`:`r-??????`,`text`:`three`}]");
    session_goto(&f, "list");
    session_type(&f, "four\n\n  five  \nsix"); /* pasted: an item a line, one entry */
    session_expect_taken(&f);
    assert_int_equal(session_outcome(&f, "list").value->count, 5);
    session_type(&f, "/undo");
    assert_int_equal(session_outcome(&f, "list").value->count, 2);
    session_type(&f, "seven\nei\x01ght");
    session_expect_refused(&f, "control character");
    session_type(&f, "2026"); /* a number is a row's; with a plus it is an item */
    session_expect_refused(&f, "no row 2026");
    session_lines(&f, "+2026|");
    assert_int_equal(session_outcome(&f, "list").value->count, 3);
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_back_passes_calculated_columns(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, two_deals, "deals");
    session_lines(&f, "1||");
    session_expect_at(&f, "3.1 deals/chance 1");
    session_type(&f, "/back");
    session_expect_at(&f, "3.1 deals/value 1");
    session_lines(&f, "/back|/back");
    session_expect_at(&f, "3.1 deals");
    session_back(&f, "");
    session_expect_at(&f, "2.9 place");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* Taking back a row that was gone back and forth in once made a journal that no longer replayed. */
static void test_undo_after_moving_in_the_row(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, NULL, "deals");
    session_lines(&f, "+|Baltic|100|/back|/back|/undo|/undo|/undo");
    session_expect_at(&f, "3.1 deals");
    session_expect_value(&f, "deals", "null");
    session_type(&f, "/undo");
    session_expect_refused(&f, "nothing to take back");
    session_lines(&f, "Another|/goto 1.1|/undo");
    session_expect_at(&f, "3.1 deals");
    session_expect_value(&f, "deals", "null");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_actions_from_one_line(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, "{`actions`:[{`id`:`r-aaaaaa`,`what`:`Old`}]}", "goals");
    session_type(&f, "/action Call bo@acme.dk about the offer @Lars Bo 14. sep");
    session_expect_taken(&f);
    assert_string_equal(session_said(&f, KP_EFFECT_NOTICE),
                        "Call bo@acme.dk about the offer · Lars Bo · 14 Sep 2026");
    session_expect_at(&f, "1.1 goals");
    session_expect_value(&f, "actions",
                         "[{`id`:`r-aaaaaa`,`what`:`Old`},{`id`:`r-??????`,"
                         "`what`:`Call bo@acme.dk about the offer`,`owner`:`p-1ars00`,"
                         "`due`:`2026-09-14`,`status`:`open`}]");
    session_type(&f, "/undo"); /* and stays at the question that is asked */
    session_expect_at(&f, "1.1 goals");
    session_expect_state(&f, "actions", KP_OUTCOME_OPEN);
    session_type(&f, "/action a\x01 @Lars 1/4");
    session_expect_refused(&f, "");
    session_type(&f, "/action Ring @Nina Ny om 2 uger");
    assert_non_null(strstr(f.journal.data, "Nina Ny"));
    session_type(&f, "/action Ring @Lars 31 feb");
    session_expect_refused(&f, "does not exist");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* Where the actions are asked, a row is read as /action reads it; everything else as in any table. */
static void test_rows_read_as_actions(void **state)
{
    static const struct {
        const char *typed, *at, *value;
    } cases[] = {
        {"Meet the factory manager @Lars 14/9", "3.3 actions",
         "[{`id`:`r-??????`,`what`:`Meet the factory manager`,`owner`:`p-1ars00`,"
         "`due`:`2026-09-14`,`status`:`open`}]"},
        {"+ Meet @Lars 14/9", "3.3 actions",
         "[{`id`:`r-??????`,`what`:`Meet`,`owner`:`p-1ars00`,`due`:`2026-09-14`,`status`:`open`}]"},
        {"+|Meet @Lars 14/9", "3.3 actions",
         "[{`id`:`r-??????`,`what`:`Meet`,`owner`:`p-1ars00`,`due`:`2026-09-14`,`status`:`open`}]"},
        {"Meet @Lars|14/9", "3.3 actions",
         "[{`id`:`r-??????`,`what`:`Meet`,`owner`:`p-1ars00`,`due`:`2026-09-14`,`status`:`open`}]"},
        {"+|Meet @Lars|14/9", "3.3 actions",
         "[{`id`:`r-??????`,`what`:`Meet`,`owner`:`p-1ars00`,`due`:`2026-09-14`,`status`:`open`}]"},
        {"Meet @Lars", "action due", "null"},
        {"+|Meet @Lars|/skip", "3.3 actions/what 1", NULL},
        {"Mail bo@acme.dk", "3.3 actions/owner 1", "[{`id`:`r-??????`,`what`:`Mail bo@acme.dk`}]"},
        {"@Lars 14/9", "3.3 actions/owner 1", "[{`id`:`r-??????`,`what`:`@Lars 14/9`}]"},
        {"Meet @", "3.3 actions/owner 1", "[{`id`:`r-??????`,`what`:`Meet @`}]"},
        {"+|Meet|/back|Meet @Lars 14/9", "3.3 actions/owner 1",
         "[{`id`:`r-??????`,`what`:`Meet @Lars 14/9`}]"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct session_fixture f;
        begin(&f, NULL, "actions");
        session_lines(&f, cases[i].typed);
        session_expect_at(&f, cases[i].at);
        if (cases[i].value)
            session_expect_value(&f, "actions", cases[i].value);
        session_expect_replays(&f);
        session_fixture_release(&f);
    }
}

static void test_a_row_read_as_an_action(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, NULL, "actions");
    session_type(&f, "Meet @Lars 31/2");
    session_expect_refused(&f, "does not exist");
    session_type(&f, "Meet @Lars 14/9");
    assert_string_equal(session_said(&f, KP_EFFECT_NOTICE), "Meet · Lars Bo · 14 Sep 2026");
    session_type(&f, "/undo"); /* one line, one undo */
    session_expect_value(&f, "actions", "null");
    session_lines(&f, "Meet @Lars 14/9|");
    session_expect_state(&f, "actions", KP_OUTCOME_NEW);
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* "2 owner: Lars": one cell of a row, without going through the others. */
static void test_one_cell(void **state)
{
    static const char base[] = "{`deals`:[{`id`:`r-aaaaaa`,`title`:`Old`,`owner`:`p-1ars00`},"
                               "{`id`:`r-bbbbbb`,`title`:`New`,`owner`:`p-1ars00`}]}";
    static const struct {
        const char *typed, *refused, *deals;
    } cases[] = {
        {"2 Owner: Mette", NULL,
         "[{`id`:`r-aaaaaa`,`title`:`Old`,`owner`:`p-1ars00`},"
         "{`id`:`r-bbbbbb`,`title`:`New`,`owner`:`p-mette1`}]"},
        {"1 own: Mette", NULL,
         "[{`id`:`r-aaaaaa`,`title`:`Old`,`owner`:`p-mette1`},"
         "{`id`:`r-bbbbbb`,`title`:`New`,`owner`:`p-1ars00`}]"},
        {"2 title:Half of it", NULL,
         "[{`id`:`r-aaaaaa`,`title`:`Old`,`owner`:`p-1ars00`},"
         "{`id`:`r-bbbbbb`,`title`:`Half of it`,`owner`:`p-1ars00`}]"},
        {"3 owner: Mette", "there is no row 3", NULL},
        {"2 owner: x", "nobody", NULL},
        /* a row that begins with a number */
        {"2 owner Mette", NULL,
         "[{`id`:`r-aaaaaa`,`title`:`Old`,`owner`:`p-1ars00`},"
         "{`id`:`r-bbbbbb`,`title`:`New`,`owner`:`p-1ars00`},"
         "{`id`:`r-??????`,`title`:`2 owner Mette`}]"},
        {"2 ow: Mette", NULL,
         "[{`id`:`r-aaaaaa`,`title`:`Old`,`owner`:`p-1ars00`},"
         "{`id`:`r-bbbbbb`,`title`:`New`,`owner`:`p-1ars00`},"
         "{`id`:`r-??????`,`title`:`2 ow: Mette`}]"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct session_fixture f;
        begin(&f, base, "deals");
        if (cases[i].refused) {
            session_type(&f, cases[i].typed);
            session_expect_refused(&f, cases[i].refused);
        } else {
            session_expect_undo(&f, cases[i].typed);
            session_type(&f, cases[i].typed);
            session_expect_value(&f, "deals", cases[i].deals);
        }
        session_expect_replays(&f);
        session_fixture_release(&f);
    }
}

static void test_actions_in_other_languages(void **state)
{
    static const char *const lines[] = {"/action Ring til kunden @Mette Holm om 2 uger",
                                        "/action Ring kunden @Mette Holm om 2 veckor",
                                        "/action Call the customer @Mette in 2 weeks"};
    static const enum kp_lang langs[] = {KP_LANG_DA, KP_LANG_SV, KP_LANG_EN};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct session_fixture f;
        session_fixture_built_in(&f, "account-plan", NULL, langs[i]);
        session_lines(&f, "|");
        session_type(&f, lines[i]);
        session_expect_taken(&f);
        assert_non_null(strstr(f.journal.data, "\"due\":\"2026-03-16\""));
        session_expect_replays(&f);
        session_fixture_release(&f);
    }
}

/* Rows that the script offers: those that are missing, each asked for what it lacks. */
static const char offering[] =
    SESSION_SCRIPT_HEAD "{`id`:`one`,`title`:~,`minutes`:5,`steps`:["
                        "{`type`:`ask`,`field`:`goals`,`propose`:`number > 3 ? 'Grow' : null`},"
                        "{`type`:`ask`,`field`:`deals`,`propose`:`['Baltic', 'Sensors', 'Spares']`,"
                        "`ask`:[`value`,`lost`]},"
                        "{`type`:`ask`,`field`:`themes`,`propose`:`['keep']`},"
                        "{`type`:`ask`,`field`:`often`,`propose`:`9`}]}]}";

static void test_offered_rows(void **state)
{
    (void)state;
    struct session_fixture f;
    session_fixture_init(&f, session_model, offering,
                         "{`number`:4,`deals`:[{`id`:`r-bbbbbb`,`title`:`Sensors`,`lost`:false,"
                         "`owner`:`p-mette1`}]}");
    session_type(&f, "");
    session_expect_at(&f, "1.1 goals");
    assert_true(kp_str_is(f.question.proposal->text, "Grow"));
    session_type(&f, "");
    session_expect_value(&f, "goals", "`Grow`");
    session_expect_at(&f, "1.2 deals");
    assert_int_equal(f.question.proposal->count, 3); /* what stands comes first */
    assert_true(kp_str_is(kp_json_text(f.question.proposal->last, "title"), "Spares"));
    session_type(&f, "");
    session_expect_at(&f, "1.2 deals/value 1"); /* also of what stood there before */
    session_type(&f, "100");
    session_expect_at(&f, "1.2 deals/value 2");
    session_type(&f, "");
    session_expect_at(&f, "1.2 deals/lost 2");
    session_type(&f, "/back");
    session_expect_at(&f, "1.2 deals/value 2");
    session_lines(&f, "|nej|Lars"); /* and what every row needs */
    session_expect_at(&f, "1.2 deals/value 3");
    session_type(&f, "/back");
    session_expect_at(&f, "1.2 deals/title 3");
    session_type(&f, "/back"); /* out of the row: from here on as in any table */
    session_expect_at(&f, "1.2 deals");
    session_type(&f, "3");
    session_expect_at(&f, "1.2 deals/title 3");
    session_lines(&f, "||20|||Lars");
    session_expect_at(&f, "1.2 deals");
    session_expect_replays(&f);
    session_type(&f, "");
    session_expect_value(&f, "deals",
                         "[{`id`:`r-bbbbbb`,`title`:`Sensors`,`value`:100,`lost`:false,"
                         "`owner`:`p-mette1`},"
                         "{`id`:`r-??????`,`title`:`Baltic`,`lost`:false,`owner`:`p-1ars00`},"
                         "{`id`:`r-??????`,`title`:`Spares`,`chance`:20,`owner`:`p-1ars00`}]");
    session_expect_at(&f, "1.3 themes");
    session_type(&f, "");
    session_expect_value(&f, "themes", "[`keep`]");
    session_expect_at(&f, "1.4 often");
    assert_null(f.question.proposal); /* 9 is no step of the scale */
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* What stands is not talked over, and what the walk did is taken back in one piece. */
static void test_nothing_more_to_offer(void **state)
{
    (void)state;
    struct session_fixture f;
    session_fixture_init(&f, session_model, offering,
                         "{`number`:4,`goals`:`Hold`,`themes`:[`win`],"
                         "`deals`:[{`id`:`r-aaaaaa`,`title`:`Baltic`,`owner`:`p-mette1`},"
                         "{`id`:`r-bbbbbb`,`title`:`Sensors`,`owner`:`p-mette1`}]}");
    session_type(&f, "");
    assert_null(f.question.proposal);
    session_type(&f, "");
    session_expect_at(&f, "1.2 deals");
    session_type(&f, "");
    session_expect_at(&f, "1.2 deals/value 1");
    session_type(&f, "/undo");
    session_expect_at(&f, "1.2 deals");
    assert_int_equal(f.question.proposal->count, 3);
    session_type(&f, "/keep");
    session_expect_at(&f, "1.3 themes");
    assert_null(f.question.proposal);
    session_expect_state(&f, "deals", KP_OUTCOME_CONFIRMED);
    session_expect_replays(&f);
    session_fixture_release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_offered_rows),
        cmocka_unit_test(test_nothing_more_to_offer),
        cmocka_unit_test(test_a_row_column_by_column),
        cmocka_unit_test(test_first_words_begin_a_row),
        cmocka_unit_test(test_a_number_begins_a_row),
        cmocka_unit_test(test_edit_and_remove),
        cmocka_unit_test(test_kept_rows_are_confirmed),
        cmocka_unit_test(test_checks_of_cells),
        cmocka_unit_test(test_an_empty_row_leaves_nothing),
        cmocka_unit_test(test_half_typed_cells),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_back_passes_calculated_columns),
        cmocka_unit_test(test_undo_after_moving_in_the_row),
        cmocka_unit_test(test_actions_from_one_line),
        cmocka_unit_test(test_one_cell),
        cmocka_unit_test(test_rows_read_as_actions),
        cmocka_unit_test(test_a_row_read_as_an_action),
        cmocka_unit_test(test_actions_in_other_languages),
    };
    return cmocka_run_group_tests_name("session_rows", tests, NULL, NULL);
}
