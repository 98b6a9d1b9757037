// SPDX-License-Identifier: GPL-3.0-or-later
/* Votes on ideas, the ideas that become rows, and what is recorded of both. */
#include "ideas_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- Votes */

static struct kp_voting voting(struct session_fixture *f)
{
    struct kp_voting out;
    assert_true(kp_session_voting(f->session, &out));
    return out;
}

static void expect_rank(struct session_fixture *f, size_t at, const char *mark, size_t dots,
                        size_t place, bool tied)
{
    struct kp_voting v = voting(f);
    assert_true(kp_str_is(v.ideas[at].mark, mark));
    assert_int_equal(v.ideas[at].dots, dots);
    assert_int_equal(v.ideas[at].place, place);
    assert_int_equal(v.ideas[at].tied, tied);
}

static void test_votes_are_hidden_until_all_have_voted(void **state)
{
    (void)state;
    struct session_fixture f;
    ideas_begin_with(&f, "One|Two|Three|Four|");
    session_expect_at(&f, "vote");
    assert_true(f.question.hidden);
    assert_true(kp_str_is(f.question.person, "p-mette1"));
    session_type(&f, "");
    session_expect_refused(&f, "Mette Holm has not voted");
    session_expect_undo(&f, "1 1 4");
    session_type(&f, "1 1 4");
    assert_string_equal(session_said(&f, KP_EFFECT_NOTICE), "Mette Holm has voted");
    assert_true(kp_str_is(f.question.person, "p-1ars00"));
    assert_false(voting(&f).revealed);
    assert_int_equal(voting(&f).ideas[0].dots, 0);
    session_type(&f, "Mette: 1 4"); /* changed her mind */
    assert_non_null(strstr(session_said(&f, KP_EFFECT_NOTICE), "changed"));
    assert_int_equal(voting(&f).ballots, 1);
    session_expect_undo(&f, "4 4 2");
    session_type(&f, "lars: 4,4,2");
    assert_true(voting(&f).revealed);
    assert_false(f.question.hidden);
    expect_rank(&f, 0, "4", 3, 1, false);
    expect_rank(&f, 1, "1", 1, 2, true);
    expect_rank(&f, 2, "2", 1, 2, true);
    expect_rank(&f, 3, "3", 0, 0, false);
    session_type(&f, "1");
    session_expect_refused(&f, "/recount");
    session_expect_undo(&f, "/recount");
    session_type(&f, "/recount");
    assert_false(voting(&f).revealed);
    assert_int_equal(voting(&f).ballots, 0);
    session_lines(&f, "2 2 1|0");
    assert_true(voting(&f).revealed);
    expect_rank(&f, 0, "2", 2, 1, false);
    session_type(&f, "");
    session_expect_at(&f, "promote");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_no_vote(void **state)
{
    static const struct {
        const char *typed, *why, *never;
    } cases[] = {
        {"1 2 3 4", "everybody has 3 dots", NULL},
        {"1 1 1", "at most 2 dots", NULL},
        {"99", "the ideas are 1 to 6", "99"},
        {"5", "5 is part of 4, 6 was removed",
         NULL}, /* all such: whose dot is on which is not told */
        {"6", "5 is part of 4, 6 was removed", NULL},
        {"Per Dahl: 1", "Per Dahl is not here; here are: Mette Holm, Lars Bo", NULL},
        {"Ole: 1", "nobody here is called \"Ole\"", NULL},
        {"Mette:", "write the numbers", NULL},
        {"x", "dots are numbers", NULL},
        {"B", "dots are numbers of ideas or letters of groups", NULL},
        {"1.5", "dots are numbers", "1.5"},
        {"-1", "dots are numbers", NULL},
    };
    (void)state;
    struct session_fixture f;
    ideas_begin_with(&f, "One|Two|Three|Four|Five|Six|/group 1 2 as Both|/merge 4 5|-6|");
    kp_people_put(&f.people, KP_STR("p-perda1"), KP_STR("Per Dahl"));
    for (size_t i = 0; i < COUNT(cases); i++) {
        session_type(&f, cases[i].typed);
        session_expect_refused(&f, cases[i].why);
        if (cases[i].never)
            assert_null(strstr(session_said(&f, KP_EFFECT_REFUSED), cases[i].never));
    }
    session_type(&f, "/reveal");
    session_expect_refused(&f, "nobody has voted yet");
    session_fixture_release(&f);
}

static void test_groups_are_voted_on_by_letter(void **state)
{
    (void)state;
    struct session_fixture f;
    ideas_begin_with(&f, "One|Two|Three|/group 1 2 as Both|");
    session_lines(&f, "A a 1|A 3");
    expect_rank(&f, 0, "A", 3, 1, false);
    expect_rank(&f, 1, "1", 1, 2, true);
    expect_rank(&f, 2, "3", 1, 2, true);
    assert_int_equal(voting(&f).ideas[0].parts->count, 2);
    session_fixture_release(&f);
}

static void test_votes_are_closed(void **state)
{
    (void)state;
    struct session_fixture f;
    ideas_begin_with(&f, "One|Two|");
    session_lines(&f, "Lars: 2");
    session_expect_undo(&f, "/reveal");
    session_type(&f, "/reveal");
    assert_true(voting(&f).revealed);
    assert_int_equal(voting(&f).waiting->count, 1);
    /* Merged behind the vote: the dots go along. */
    session_lines(&f, "/goto 1.1|/merge 1 2|");
    expect_rank(&f, 0, "1", 1, 1, false);
    session_lines(&f, "/back|-1|");
    assert_int_equal(voting(&f).count, 0);
    session_fixture_release(&f);
}

/* Nobody's name is known: slips of paper. */
/* Who has left is not waited for; what they gave before counts. */
static void test_votes_of_those_who_left(void **state)
{
    (void)state;
    struct session_fixture f;
    ideas_begin_with(&f, "One|Two|");
    session_lines(&f, "/here Ida Friis|Ida: 1 1|Mette: 2");
    assert_false(voting(&f).revealed);
    session_expect_undo(&f, "/gone Ida");
    session_type(&f, "/gone Ida");
    assert_false(voting(&f).revealed);
    session_type(&f, "/gone Lars");
    assert_true(voting(&f).revealed);
    expect_rank(&f, 0, "1", 2, 1, false);
    session_expect_replays(&f);
    session_lines(&f, "/undo|/late Lars 10:00");
    assert_true(voting(&f).revealed);
    session_fixture_release(&f);
}

static void test_votes_without_names(void **state)
{
    (void)state;
    struct session_fixture f;
    session_fixture_init(&f, session_model, ideas_script, NULL);
    kp_session_free(f.session);
    f.header.attendees = NULL;
    f.session = kp_session_new(&f.setup, &f.header);
    session_lines(&f, "||One|Two||1 1|2|1");
    assert_int_equal(voting(&f).ballots, 3);
    assert_false(voting(&f).revealed);
    session_type(&f, "Mette: 1");
    session_expect_refused(&f, "without a name");
    session_type(&f, "");
    assert_true(voting(&f).revealed);
    expect_rank(&f, 0, "1", 3, 1, false);
    session_fixture_release(&f);
}

/* ---- What becomes of them */

static void test_best_ideas_become_rows(void **state)
{
    (void)state;
    struct session_fixture f;
    ideas_begin_with(&f, "Lars: One|Two|Three|");
    session_lines(&f, "1 1 2|1 2 3|");
    session_expect_at(&f, "promote");
    struct kp_promotion promotion;
    assert_true(kp_session_promotion(f.session, &promotion));
    assert_int_equal(promotion.chosen, 2);
    assert_int_equal(promotion.undecided, 0);
    session_type(&f, "");
    session_expect_at(&f,
                      "1.3 deals/value 1"); /* what is missing: value, chance, the needed owner */
    session_type(&f, "/undo");
    session_expect_at(&f, "promote");
    session_type(&f, "");
    session_type(&f, "much");
    session_expect_refused(&f, "");
    session_lines(&f, "1.8 m|40");
    session_expect_at(&f, "1.3 deals/owner 1");
    session_type(&f, "");
    session_expect_refused(&f, "needed in every row");
    session_type(&f, "Lars");
    session_expect_at(&f, "1.3 deals/value 2");
    session_type(&f, "/undo");
    session_expect_at(&f, "1.3 deals/owner 1");
    session_lines(&f, "Lars|||Mette");
    session_expect_at(&f, "promote");
    assert_true(kp_session_promotion(f.session, &promotion));
    assert_int_equal(promotion.promoted, 2);
    assert_int_equal(promotion.ideas[0].row, 1);
    session_expect_value(&f, "deals",
                         "[{`id`:`r-??????`,`title`:`One`,`value`:1800000,`chance`:40,`owner`:`p-"
                         "1ars00`},{`id`:`r-??????`,`title`:`Two`,`owner`:`p-mette1`}]");
    session_type(&f, "1");
    session_expect_refused(&f, "idea 1 is row 1 already");
    session_type(&f, "3");
    assert_non_null(strstr(session_said(&f, KP_EFFECT_NOTICE), "more than 2"));
    session_expect_at(&f, "1.3 deals/value 3");
    session_type(&f, "/close");
    session_expect_refused(&f, "row 3");
    session_lines(&f, "||Lars|");
    session_expect_at(&f, "1.4 goals");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

static void test_a_tie_is_the_rooms(void **state)
{
    (void)state;
    struct session_fixture f;
    struct kp_promotion promotion;
    ideas_begin_with(&f, "One|Two|Three|Four|");
    session_lines(&f, "1 2 3|1 2 3|");
    session_type(&f, "");
    session_expect_refused(&f, "1, 2, 3 have as many dots");
    session_type(&f, "/goto 1.2");
    session_lines(&f, "/recount|1 1 2|1 3|");
    assert_true(kp_session_promotion(f.session, &promotion));
    assert_int_equal(promotion.chosen, 1);
    assert_int_equal(promotion.undecided, 2);
    session_type(&f, "");
    session_expect_refused(&f,
                           "2, 3 have as many dots, and not all fit: write all that go on, such "
                           "as 1 2");
    session_type(&f, "9");
    session_expect_refused(&f, "the ideas are 1 to 4");
    session_type(&f, "x");
    session_expect_refused(&f, "write the numbers");
    session_type(&f, "1 3");
    session_expect_at(&f, "1.3 deals/value 1");
    session_lines(&f, "/back");
    session_expect_at(&f, "1.3 deals/title 1");
    session_lines(&f, "/back");
    session_expect_at(&f, "promote");
    assert_true(kp_session_promotion(f.session, &promotion));
    assert_int_equal(promotion.promoted, 2);
    session_fixture_release(&f);
}

static void test_nothing_is_promoted(void **state)
{
    (void)state;
    struct session_fixture f;
    ideas_begin_with(&f, "One|Two||/skip");
    session_expect_at(&f, "promote");
    session_type(&f, "");
    session_expect_at(&f, "1.4 goals");
    session_lines(&f, "/goto 1.3|0");
    session_expect_at(&f, "1.4 goals");
    session_lines(&f, "/goto 1.3|2"); /* without a vote, by number */
    session_expect_at(&f, "1.3 deals/value 1");
    session_fixture_release(&f);
}

/* The table is looked through afterwards: each row is still the one that its idea became. */
static void test_the_trace_outlives_the_table(void **state)
{
    static const char looked_through[] =
        "{`format`:1,`id`:`s`,`version`:1,`title`:~,`sections`:["
        "{`id`:`first`,`title`:~,`minutes`:30,`steps`:["
        "{`type`:`ideas`,`id`:`round`,`prompt`:~},"
        "{`type`:`promote`,`from`:`round`,`into`:`deals`,`as`:`title`},"
        "{`type`:`ask`,`field`:`deals`}]}]}";
    (void)state;
    struct session_fixture f;
    struct kp_promotion promotion;
    session_fixture_init(&f, session_model, looked_through, NULL);
    session_lines(&f, "|One|Two||2|Lars||");
    session_expect_at(&f, "end");
    const struct kp_json *record = kp_session_record(f.session, KP_STR("2026-03-02-s"), f.now);
    const struct kp_json *round =
        kp_json_get(kp_json_get(record, "sections")->first, "activities")->first;
    assert_non_null(kp_json_get(kp_json_get(round, "ideas")->last, "became"));
    session_type(&f, "/goto 1.2");
    assert_true(kp_session_promotion(f.session, &promotion));
    assert_int_equal(promotion.promoted, 1);
    session_type(&f, "2");
    session_expect_refused(&f, "idea 2 is row 1 already");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* ---- The record */

static const struct kp_json *activity(struct session_fixture *f, size_t index)
{
    const struct kp_json *record = kp_session_record(f->session, KP_STR("2026-03-02-s"), f->now);
    const struct kp_json *item = kp_json_get(kp_json_get(record, "sections")->first, "activities");
    item = item ? item->first : NULL;
    while (index-- && item)
        item = item->next;
    return item;
}

static void expect_json(const struct kp_json *value, const char *expected)
{
    struct kp_buf line = KP_BUF_INIT;
    size_t at = 0;
    kp_json_write_line(&line, value);
    for (; expected[at] && line.data[at]; at++)
        if (expected[at] != '?' && (expected[at] == '`' ? '"' : expected[at]) != line.data[at])
            break;
    if (expected[at] || line.data[at])
        fail_msg("%s\nis not\n%s", line.data, expected);
    kp_buf_release(&line);
}

static void test_record(void **state)
{
    (void)state;
    struct session_fixture f;
    ideas_begin_with(&f,
                     "Lars: One|Two|Three|/merge 1 2|/split 3 Three / Four|/group 3 4 as Both|-4|");
    session_lines(&f, "1 A|1 3||1|||Lars|");
    expect_json(
        activity(&f, 0),
        "{`round`:`round`,`ideas`:["
        "{`id`:`i-??????`,`number`:1,`text`:`One`,`by`:[`p-1ars00`],`became`:[{`field`:`deals`,"
        "`row`:`r-??????`}]},"
        "{`id`:`i-??????`,`number`:2,`text`:`Two`,`merged_into`:`i-??????`},"
        "{`id`:`i-??????`,`number`:3,`text`:`Three`,`group`:`g-??????`},"
        "{`id`:`i-??????`,`number`:4,`text`:`Four`,`group`:`g-??????`,`split_from`:`i-??????`,"
        "`removed`:true}],"
        "`groups`:[{`id`:`g-??????`,`heading`:`Both`}]}");
    expect_json(activity(&f, 1), "{`vote`:`round`,`dots`:3,`votes`:["
                                 "{`person`:`p-mette1`,`on`:[`i-??????`,`g-??????`]},"
                                 "{`person`:`p-1ars00`,`on`:[`i-??????`,`i-??????`]}]}");
    session_lines(&f, "/goto 1.2|/recount|1");
    assert_null(activity(&f, 1)); /* what was not revealed is not recorded */
    session_fixture_release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_votes_are_hidden_until_all_have_voted),
        cmocka_unit_test(test_no_vote),
        cmocka_unit_test(test_groups_are_voted_on_by_letter),
        cmocka_unit_test(test_votes_are_closed),
        cmocka_unit_test(test_votes_of_those_who_left),
        cmocka_unit_test(test_votes_without_names),
        cmocka_unit_test(test_best_ideas_become_rows),
        cmocka_unit_test(test_a_tie_is_the_rooms),
        cmocka_unit_test(test_nothing_is_promoted),
        cmocka_unit_test(test_the_trace_outlives_the_table),
        cmocka_unit_test(test_record),
    };
    return cmocka_run_group_tests_name("votes", tests, NULL, NULL);
}
