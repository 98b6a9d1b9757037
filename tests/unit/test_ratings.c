// SPDX-License-Identifier: GPL-3.0-or-later
/* Ratings: everybody's score, hidden; what they come to; the agreed value, evidence, dissent. */
#include "ratings_fixture.h"

#include "run/activity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct kp_rating rating(struct session_fixture *f, const char *field)
{
    struct kp_rating out;
    assert_true(kp_session_rating(f->session, kp_model_field(&f->model, kp_str_from(field)), &out));
    return out;
}

static void expect_number(struct kp_number number, const char *text)
{
    struct kp_buf out = KP_BUF_INIT;
    kp_number_print(&out, number);
    assert_string_equal(out.data, text);
    kp_buf_release(&out);
}

static void test_one_after_the_other(void **state)
{
    (void)state;
    struct session_fixture f;
    ratings_begin(&f, NULL);
    ratings_expect_ask(&f, KP_ASK_RATE);
    assert_true(f.question.hidden);
    assert_true(kp_str_is(f.question.person, "p-mette1"));
    session_type(&f, "");
    session_expect_refused(&f, "Mette Holm has not scored");
    session_expect_undo(&f, "3");
    session_lines(&f, "3|4|lars: 2");
    assert_true(kp_str_is(f.question.person, "p-1da000"));
    assert_false(rating(&f, "focus").revealed);
    assert_null(rating(&f, "focus").scores);
    assert_false(rating(&f, "focus").wide);
    session_lines(&f, "-"); /* Ida cannot tell */
    session_expect_undo(&f, "5");
    session_type(&f, "5");
    ratings_expect_ask(&f, KP_ASK_VALUE);
    assert_false(f.question.hidden);
    struct kp_rating r = rating(&f, "focus");
    assert_true(r.revealed);
    assert_int_equal(r.count, 3); /* 2, 3, 5: mean 10/3, deviation √(14/9) */
    expect_number(r.mean, "3.33");
    expect_number(r.deviation, "1.25");
    expect_number(r.lowest, "2");
    expect_number(r.highest, "5");
    assert_true(r.wide);
    assert_int_equal(r.scores[0].person.len, 0); /* nobody chose names */
    assert_null(f.question.proposal);
    session_expect_undo(&f, "3");
    session_type(&f, "3");
    ratings_expect_ask(&f, KP_ASK_EVIDENCE);
    session_type(&f, "Two complaints\nsince Christmas");
    ratings_expect_ask(&f, KP_ASK_DISSENT);
    session_expect_undo(&f, "Per: too low");
    session_type(&f, "Per: too low");
    session_expect_at(&f, "1.2 chance");
    session_expect_value(&f, "focus", "3");
    session_expect_value(&f, "why", "`Two complaints\\nsince Christmas`");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* What was typed for all at once, and what it comes to; figures worked out by hand. */
static void test_all_at_once(void **state)
{
    static const struct {
        const char *field, *typed, *mean, *deviation;
        bool wide, unanimous;
    } cases[] = {
        {"focus", "4 3 5 2", "3.5", "1.12", true, false},   /* √(5/4) */
        {"focus", "4 3 4 4", "3.75", "0.43", false, false}, /* √(3/16) */
        {"focus", "3, 3, 3, 3", "3", "0", false, true},
        {"focus", "1 3 2 2", "2", "0.71", true, false}, /* two steps of four: half */
        {"focus", "2 - - 3", "2.5", "0.5", false, false},
        {"chance", "40 % 50 60% 64", "53.5", "9.31", false, false}, /* √(347/4) */
        {"chance", "40 50 60 65", "53.75", "9.6", true, false},     /* 25 points */
        {"chance", "40.5 40,5 40.5 40.5", "40.5", "0", false, true},
        {"grade", "10 11 12 13", "11.5", "1.12", false, false},
        {"grade", "2 4 6 8", "5", "2.24", true, false}, /* 6 is more than half of 5 */
        {"grade", "Per 4, Lars: 3; mette 2, Ida 3", "3", "0.71", true, false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct session_fixture f;
        ratings_begin(&f, NULL);
        session_goto(&f, cases[i].field);
        session_type(&f, cases[i].typed);
        session_expect_taken(&f);
        struct kp_rating r = rating(&f, cases[i].field);
        assert_true(r.revealed);
        expect_number(r.mean, cases[i].mean);
        expect_number(r.deviation, cases[i].deviation);
        if (r.wide != cases[i].wide || r.unanimous != cases[i].unanimous)
            fail_msg("%s: wide %d, unanimous %d", cases[i].typed, r.wide, r.unanimous);
        session_expect_replays(&f);
        session_fixture_release(&f);
    }
}

/* Of many people some two are far apart on nearly everything: then it takes more. */
static void test_many_people(void **state)
{
    static const struct {
        const char *field, *typed;
        bool wide;
    } cases[] = {
        {"focus", "2 3 3 3 3 3 4", false}, /* two steps of four, and nobody else */
        {"focus", "2 4 4 4 4", false},
        {"focus", "2 2 2 4 4 4", true}, /* two halves of the room */
        {"focus", "1 3 3 3 3 4", true}, /* three steps */
        {"chance", "40 50 50 50 50 65", false},
        {"chance", "40 40 40 65 65 65", true},
        {"chance", "30 50 50 50 50 68", true},
        {"grade", "8 10 10 10 10 14", false}, /* 6 of a mean of 10: half would be 5 */
        {"grade", "5 5 5 15 15 15", true},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct session_fixture f;
        ratings_begin(&f, NULL);
        kp_session_free(f.session);
        f.header.attendees = NULL;
        f.session = kp_session_new(&f.setup, &f.header);
        session_type(&f, "");
        session_goto(&f, cases[i].field);
        session_lines(&f, cases[i].typed);
        session_type(&f, "");
        struct kp_rating r = rating(&f, cases[i].field);
        assert_true(r.revealed);
        if (r.wide != cases[i].wide)
            fail_msg("%s: wide %d", cases[i].typed, r.wide);
        session_fixture_release(&f);
    }
}

static void test_no_score(void **state)
{
    static const struct {
        const char *field, *typed, *why;
    } cases[] = {
        {"focus", "6", "a score is no such"},
        {"focus", "4 3", "2 scores for 4 people"},
        {"focus", "4 3 2 1 5", "5 scores for 4 people"},
        {"focus", "Ole: 4", "Ole Holt is not here; here are: Mette Holm, Lars Bo"},
        {"focus", "Ole Holt 4", "Ole Holt is not here"},
        {"focus", "Hans: 4", "nobody here is called \"Hans\""},
        {"focus", "Lars: 4, Lars: 3", "Lars Bo stands there twice"},
        {"focus", "Lars:", "a score is no such"},
        {"focus", "x", "before each score"},
        {"chance", "101", "a score is no such"},
        {"focus", "/reveal", "nobody has scored yet"},
        {"focus", "/recount", "nothing has been counted"},
    };
    (void)state;
    struct session_fixture f;
    ratings_begin(&f, NULL);
    for (size_t i = 0; i < COUNT(cases); i++) {
        session_goto(&f, cases[i].field);
        session_type(&f, cases[i].typed);
        session_expect_refused(&f, cases[i].why);
    }
    session_fixture_release(&f);
}

/* Where all say the same Enter takes it, and nobody is asked who sees it otherwise. */
static void test_unanimous(void **state)
{
    (void)state;
    struct session_fixture f;
    ratings_begin(&f, "{`focus`:2}");
    session_type(&f, "4 4 - 4");
    assert_true(f.question.proposal && f.question.proposal->kind == KP_JSON_NUMBER);
    session_lines(&f, "|");
    session_expect_value(&f, "focus", "4");
    session_expect_at(&f, "1.2 chance");
    ratings_expect_ask(&f, KP_ASK_RATE);
    session_fixture_release(&f);
}

static void test_names_are_chosen_before(void **state)
{
    (void)state;
    struct session_fixture f;
    ratings_begin(&f, NULL);
    session_type(&f, "4");
    session_type(&f, "/named");
    session_expect_refused(&f, "without names");
    session_lines(&f, "/recount");
    session_expect_undo(&f, "/named");
    session_lines(&f, "/named|4 3 5 2");
    struct kp_rating r = rating(&f, "focus");
    assert_true(r.named);
    assert_true(kp_str_is(r.scores[0].person, "p-per000"));
    assert_true(kp_str_is(r.scores[3].person, "p-1da000"));
    session_lines(&f, "3|||4 3 5 2"); /* the next one is with names too */
    session_fixture_release(&f);
}

/* Who has left is not waited for; what they gave before counts. */
static void test_scores_of_those_who_left(void **state)
{
    (void)state;
    struct session_fixture f;
    ratings_begin(&f, NULL);
    session_lines(&f, "4|Ida: 2|Per: 3");
    assert_false(rating(&f, "focus").revealed);
    session_type(&f, "/gone Lars, Ida");
    struct kp_rating seen = rating(&f, "focus");
    assert_true(seen.revealed);
    assert_int_equal(seen.count, 3);
    ratings_expect_ask(&f, KP_ASK_VALUE);
    session_expect_replays(&f);
    session_type(&f, "/undo");
    ratings_expect_ask(&f, KP_ASK_RATE);
    session_fixture_release(&f);
}

static void test_some_are_missing(void **state)
{
    (void)state;
    struct session_fixture f;
    ratings_begin(&f, "{`focus`:2,`why`:`As in spring`}");
    session_lines(&f, "3|5");
    session_expect_undo(&f, "/reveal");
    session_type(&f, "/reveal");
    ratings_expect_ask(&f, KP_ASK_VALUE);
    assert_int_equal(rating(&f, "focus").waiting->count, 2);
    session_type(&f, ""); /* the plan's value was seen, and stays */
    session_expect_state(&f, "focus", KP_OUTCOME_CONFIRMED);
    ratings_expect_ask(&f, KP_ASK_EVIDENCE);
    session_type(&f, ""); /* so was the evidence */
    session_expect_state(&f, "why", KP_OUTCOME_CONFIRMED);
    ratings_expect_ask(&f, KP_ASK_DISSENT);
    session_back(&f, "half a dissent");
    ratings_expect_ask(&f, KP_ASK_VALUE);
    assert_int_equal(f.question.draft.len, 0);
    session_lines(&f, "|");
    ratings_expect_ask(&f, KP_ASK_DISSENT);
    assert_true(kp_str_is(f.question.draft, "half a dissent"));
    session_type(&f, "/skip");
    session_expect_at(&f, "1.2 chance");
    session_lines(&f, "/goto 1.1|/recount");
    ratings_expect_ask(&f, KP_ASK_RATE);
    session_away(&f, "4 3"); /* what is half typed there does not wait */
    session_resume(&f);
    assert_int_equal(f.question.draft.len, 0);
    session_lines(&f, "/skip");
    session_fixture_release(&f);
}

/* One person alone has nothing to reveal; where nobody is named scores have no names. */
static void test_few_people(void **state)
{
    (void)state;
    struct session_fixture f;
    ratings_begin(&f, NULL);
    kp_session_free(f.session);
    f.header.attendees = definition_read(&f.arena, "[`p-mette1`]");
    f.session = kp_session_new(&f.setup, &f.header);
    session_type(&f, "");
    ratings_expect_ask(&f, KP_ASK_VALUE);
    session_lines(&f, "4|Seen it|");
    session_expect_value(&f, "focus", "4");
    kp_session_free(f.session);
    f.header.attendees = NULL;
    f.session = kp_session_new(&f.setup, &f.header);
    session_lines(&f, "|4 3 5|2");
    assert_int_equal(rating(&f, "focus").count, 0 + 4);
    session_type(&f, "");
    ratings_expect_ask(&f, KP_ASK_VALUE);
    expect_number(rating(&f, "focus").mean, "3.5");
    session_lines(&f, "4|||");
    ratings_expect_ask(&f, KP_ASK_VALUE); /* Enter goes straight to the value */
    session_fixture_release(&f);
}

/* Scores from before the meeting, of those who are here; without names they are told to nobody. */
static void test_scores_are_brought(void **state)
{
    (void)state;
    struct session_fixture f;
    ratings_begin(&f, NULL);
    ratings_bring(&f, "p-1ars00", "[{`rate`:`focus`,`value`:2}]", true);
    ratings_bring(&f, "p-away00", "[{`rate`:`focus`,`value`:5}]", true);
    ratings_bring(&f, "p-per000", "[{`rate`:`focus`,`text`:`three, I think`}]", true);
    assert_non_null(f.question.prework);
    session_lines(&f, "/named");
    session_type(&f, "/take");
    session_expect_refused(&f, "nothing prepared is left");
    session_lines(&f, "/named");
    session_expect_undo(&f, "/take");
    session_lines(&f, "/take");
    assert_int_equal(rating(&f, "focus").scored->count, 1);
    session_lines(&f, "4|4|4");
    assert_true(rating(&f, "focus").revealed);
    session_fixture_release(&f);
}

static void expect_record(struct session_fixture *f, const char *expected)
{
    const struct kp_json *record = kp_session_record(f->session, KP_STR("2026-03-02-s"), f->now);
    const struct kp_json *held = kp_json_get(kp_json_get(record, "sections")->first, "activities");
    struct kp_buf line = KP_BUF_INIT;
    size_t at = 0;
    kp_json_write_line(&line, held);
    for (; expected[at] && line.data[at]; at++)
        if ((expected[at] == '`' ? '"' : expected[at]) != line.data[at])
            break;
    if (expected[at] || line.data[at])
        fail_msg("%s\nis not\n%s", line.data, expected);
    kp_buf_release(&line);
}

static void test_record(void **state)
{
    (void)state;
    struct session_fixture f;
    ratings_begin(&f, NULL);
    session_lines(&f, "4 3 5 2|4|Two sites asked|Per: too early");
    /* Nobody chose names: lowest first, so that the order tells nothing. */
    expect_record(&f, "[{`rating`:`focus`,`scores`:[{`score`:2},{`score`:3},{`score`:4},{`score`:5}"
                      "],`mean`:3.5,`deviation`:1.12,`wide`:true,`evidence`:`Two sites asked`,"
                      "`dissent`:`too early`,`dissent_by`:[`p-per000`]}]");
    session_lines(&f, "/goto 1.1|/recount|/named|4 - 5 4");
    session_lines(&f, "/goto 1.2|50"); /* not revealed: not recorded */
    expect_record(&f,
                  "[{`rating`:`focus`,`scores`:[{`person`:`p-mette1`,`score`:4},{`person`:`p-per000"
                  "`,`score`:4},{`person`:`p-1da000`,`score`:5}],`mean`:4.33,`deviation`:0.47,"
                  "`recounts`:1,`evidence`:`Two sites asked`,`dissent`:`too early`,`dissent_by`:["
                  "`p-per000`]}]");
    session_fixture_release(&f);
}

static void test_broken_journals(void **state)
{
    static const struct {
        const char *line, *why;
    } cases[] = {
        {"{`t`:1,`e`:`score`,`field`:`why`,`scores`:[]}", "does not rate"},
        {"{`t`:1,`e`:`score`,`field`:`focus`}", "no list"},
        {"{`t`:1,`e`:`score`,`field`:`focus`,`scores`:[{`value`:9}]}", ""},
        {"{`t`:1,`e`:`score`,`field`:`focus`,`scores`:[{`person`:`x`,`value`:1}]}",
         "without an id"},
        {"{`t`:1,`e`:`score`,`field`:`focus`,`scores`:[{}]}", "missing"},
        {"{`t`:1,`e`:`reveal`,`field`:`why`}", "does not rate"},
        {"{`t`:1,`e`:`reveal`}", "not there"},
        {"{`t`:1,`e`:`evidence`,`field`:`focus`,`text`:1}", "no text"},
        {"{`t`:1,`e`:`evidence`,`field`:`focus`,`basis`:`hope`}", "fact, assumed or customer"},
        {"{`t`:1,`e`:`evidence`,`field`:`focus`,`said_by`:[`x`]}", "without an id"},
        {"{`t`:1,`e`:`dissent`,`field`:`focus`}", "no text"},
        {"{`t`:1,`e`:`dissent`,`field`:`focus`,`text`:`a`,`people`:[`x`]}", "without an id"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct session_fixture f;
        struct kp_err err = KP_ERR_INIT;
        struct kp_buf text = KP_BUF_INIT;
        session_fixture_init(&f, ratings_model, ratings_script, NULL);
        for (const char *c = cases[i].line; *c; c++)
            kp_buf_addc(&text, *c == '`' ? '"' : *c);
        if (!kp_session_replay(f.session, "j", kp_buf_str(&text), &err))
            fail_msg("taken: %s", text.data);
        if (!strstr(err.text.data, cases[i].why))
            fail_msg("%s: %s", text.data, err.text.data);
        kp_err_release(&err);
        kp_buf_release(&text);
        session_fixture_release(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_after_the_other),
        cmocka_unit_test(test_all_at_once),
        cmocka_unit_test(test_no_score),
        cmocka_unit_test(test_unanimous),
        cmocka_unit_test(test_names_are_chosen_before),
        cmocka_unit_test(test_scores_of_those_who_left),
        cmocka_unit_test(test_some_are_missing),
        cmocka_unit_test(test_many_people),
        cmocka_unit_test(test_few_people),
        cmocka_unit_test(test_scores_are_brought),
        cmocka_unit_test(test_record),
        cmocka_unit_test(test_broken_journals),
    };
    return cmocka_run_group_tests_name("ratings", tests, NULL, NULL);
}
