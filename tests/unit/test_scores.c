// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows that everybody scores: hidden, line by line; means and spread; what the room came to. */
#include "session_fixture.h"

#include "run/activity.h"
#include "run/prework.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char base[] =
    "{`criteria`:[{`id`:`r-ca0000`,`criterion`:`Revenue`,`weight`:50},"
    "{`id`:`r-cb0000`,`criterion`:`Growth`,`weight`:30},"
    "{`id`:`r-cc0000`,`criterion`:`Effort`,`weight`:20}],"
    "`candidates`:[{`id`:`r-nrd000`,`name`:`Nordfjord`},{`id`:`r-ndak00`,`name`:`Lindakra`}],"
    "`selection.cut`:1}";

/* Mette and Lars are there, and nobody has scored. */
static void begin(struct session_fixture *f, const char *plan, const char *people)
{
    session_fixture_built_in(f, "account-selection", plan, KP_LANG_EN);
    kp_session_free(f->session);
    f->setup.rounds = false;
    f->header.attendees = people ? definition_read(&f->arena, people) : NULL;
    f->session = kp_session_new(&f->setup, &f->header);
    session_type(f, "");
    session_goto(f, "selection.scores");
}

static const char two[] = "[`p-mette1`,`p-1ars00`]";

static struct kp_scoring scoring(struct session_fixture *f)
{
    struct kp_scoring out;
    assert_true(kp_session_scoring(f->session, &out));
    return out;
}

static void expect_next(struct session_fixture *f, const char *person, const char *row)
{
    struct kp_scoring now = scoring(f);
    assert_string_equal(now.person.len ? now.person.data : "", person);
    assert_string_equal(now.row.len ? now.row.data : "", row);
}

static void expect_number(struct kp_number number, const char *text)
{
    struct kp_buf out = KP_BUF_INIT;
    kp_number_print(&out, number);
    assert_string_equal(out.data, text);
    kp_buf_release(&out);
}

/*
 * Nordfjord: Revenue 5 and 2 (mean 3.5, deviation 1.5, three steps apart), Growth 4 and 4, Effort of
 * Lars alone; Lindakra: 1 2 3 and 2 2 4.
 */
static void test_line_by_line(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, base, two);
    assert_int_equal(f.question.ask, KP_ASK_SCORES);
    assert_true(f.question.hidden);
    expect_next(&f, "p-mette1", "r-nrd000");
    session_type(&f, "");
    session_expect_refused(&f, "Nordfjord waits for 3 scores");
    session_expect_undo(&f, "5 4 -");
    session_type(&f, "5 4 -");
    expect_next(&f, "p-mette1", "r-ndak00");
    assert_null(scoring(&f).cells);
    session_type(&f, "123"); /* as one word */
    expect_next(&f, "p-1ars00", "r-nrd000");
    session_expect_undo(&f, "2,4,3; 2,2,4"); /* all that are left at once: it is revealed */
    session_type(&f, "2 4 3 / 2 2 4");
    assert_int_equal(f.question.ask, KP_ASK_SCORED);
    assert_false(f.question.hidden);
    struct kp_scoring now = scoring(&f);
    assert_int_equal(now.cells[0].count, 2);
    expect_number(now.cells[0].mean, "3.5");
    expect_number(now.cells[0].deviation, "1.5");
    assert_true(now.cells[0].wide);
    assert_int_equal(now.cells[0].scores[0].person.len, 0); /* nobody chose names */
    assert_false(now.cells[1].wide);
    assert_int_equal(now.cells[2].count, 1);
    expect_number(now.cells[5].mean, "3.5");
    session_expect_undo(&f, "1.1 4");
    session_type(&f, "1.1 4");
    session_type(&f, "");
    session_expect_at(&f, "break");
    session_expect_value(
        &f, "selection.scores",
        "[{`id`:`r-??????`,`candidate`:`Nordfjord`,`criterion`:`Revenue`,`score`:4,`lowest`:2,"
        "`highest`:5,`people`:2},"
        "{`id`:`r-??????`,`candidate`:`Nordfjord`,`criterion`:`Growth`,`score`:4,`lowest`:4,"
        "`highest`:4,`people`:2},"
        "{`id`:`r-??????`,`candidate`:`Nordfjord`,`criterion`:`Effort`,`score`:3,`lowest`:3,"
        "`highest`:3,`people`:1},"
        "{`id`:`r-??????`,`candidate`:`Lindakra`,`criterion`:`Revenue`,`score`:1.5,`lowest`:1,"
        "`highest`:2,`people`:2},"
        "{`id`:`r-??????`,`candidate`:`Lindakra`,`criterion`:`Growth`,`score`:2,`lowest`:2,"
        "`highest`:2,`people`:2},"
        "{`id`:`r-??????`,`candidate`:`Lindakra`,`criterion`:`Effort`,`score`:3.5,`lowest`:3,"
        "`highest`:4,`people`:2}]");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* What does not do is refused in words, without what was typed: the room reads along. */
static void test_refused(void **state)
{
    static const struct {
        const char *typed, *said;
    } cases[] = {
        {"5 4", "that is 2 scores; a row takes 3"},
        {"6 4 3", "a score is no such"},
        {"5.5 4 3", "a score is no such"},
        {"5 4 3 2", "that is 4 scores"},
        {"Ole: 5 4 3", "\"Ole\" is nobody here, and no row"},
        {"9: 5 4 3", "\"9\" is nobody here, and no row"},
        {"lots", "a score is no such"},
    };
    (void)state;
    struct session_fixture f;
    begin(&f, base, two);
    for (size_t i = 0; i < COUNT(cases); i++) {
        session_type(&f, cases[i].typed);
        session_expect_refused(&f, cases[i].said);
        expect_next(&f, "p-mette1", "r-nrd000");
    }
    session_lines(&f, "Lars, lindakra: 1 1 1|2: 2 2 2|Lars: 3 3 3");
    expect_next(&f, "p-mette1", "r-nrd000");
    session_type(&f, "Lars: 3 3 3");
    session_expect_refused(&f, "all rows are scored by that person");
    session_type(&f, "Lars, 1: 4 4 4"); /* a later line counts */
    session_expect_taken(&f);
    session_type(&f, "1 1 1");
    expect_number(scoring(&f).cells[0].mean, "2.5");
    session_type(&f, "3.1 4");
    session_expect_refused(&f, "3.2 4: row 3, criterion 2");
    session_type(&f, "1.1 9");
    session_expect_refused(&f, "must be from 1 to 5");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* /named before the first: lowest and highest are told, and the record says who. */
static void test_names(void **state)
{
    (void)state;
    for (int named = 0; named < 2; named++) {
        struct session_fixture f;
        struct kp_buf record = KP_BUF_INIT;
        begin(&f, base, two);
        if (named)
            session_type(&f, "/named");
        session_lines(&f, "5 4 3 1 2 3|2 4 3 2 2 4|");
        kp_json_write_line(&record, kp_session_record(f.session, KP_STR("2026-03-02-s"), f.now));
        bool told = strstr(record.data, "{\"person\":\"p-1ars00\",\"score\":2}") != NULL;
        assert_int_equal(told, named);
        assert_non_null(strstr(record.data, "\"scoring\":\"selection.scores\""));
        assert_non_null(strstr(record.data, "\"mean\":3.5,\"deviation\":1.5,\"wide\":true"));
        kp_buf_release(&record);
        session_fixture_release(&f);
    }
}

/* One rater, nobody by name, nobody at all: each is fine. */
static void test_few(void **state)
{
    static const struct {
        const char *people, *lines, *rows;
    } cases[] = {
        {"[`p-mette1`]", "5 4 3|1 1 1|",
         "[{`id`:`r-??????`,`candidate`:`Nordfjord`,`criterion`:`Revenue`,`score`:5,`lowest`:5,"
         "`highest`:5,`people`:1}"},
        {NULL, "5 4 3 - - -|",
         "[{`id`:`r-??????`,`candidate`:`Nordfjord`,`criterion`:`Revenue`,`score`:5,`lowest`:5,"
         "`highest`:5,`people`:1}"},
        {"[`p-mette1`,`p-1ars00`]", "- |-|-|-|", "null"},
        {"[`p-mette1`,`p-1ars00`]", "/skip", "null"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct session_fixture f;
        struct kp_buf value = KP_BUF_INIT;
        begin(&f, base, cases[i].people);
        session_lines(&f, cases[i].lines);
        session_expect_at(&f, "break");
        struct kp_outcome outcome = session_outcome(&f, "selection.scores");
        kp_json_write_line(&value, outcome.value);
        if (!strcmp(cases[i].rows, "null"))
            assert_string_equal(value.data, "null");
        else
            assert_int_equal(outcome.state, KP_OUTCOME_NEW);
        session_expect_replays(&f);
        kp_buf_release(&value);
        session_fixture_release(&f);
    }
}

/* Revealed before all have scored; scored once more; somebody leaves. */
static void test_early(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, base, two);
    session_type(&f, "/reveal");
    session_expect_refused(&f, "nobody has scored yet");
    session_lines(&f, "5 4 3|/reveal");
    assert_int_equal(f.question.ask, KP_ASK_SCORED);
    assert_int_equal(scoring(&f).cells[3].count, 0);
    session_expect_undo(&f, "/recount");
    session_type(&f, "/recount");
    assert_int_equal(f.question.ask, KP_ASK_SCORES);
    expect_next(&f, "p-mette1", "r-nrd000");
    session_lines(&f, "1 1 1 2 2 2|/gone Lars|");
    assert_int_equal(f.question.ask, KP_ASK_SCORED);
    session_type(&f, "");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* What nobody scores this time stays; the same again is confirmed, under the same ids. */
static void test_next_cycle(void **state)
{
    static const char scores[] =
        "[{`id`:`r-s00001`,`candidate`:`Nordfjord`,`criterion`:`Revenue`,`score`:5,`lowest`:5,"
        "`highest`:5,`people`:2},{`id`:`r-s00002`,`candidate`:`lindakra`,`criterion`:`Growth`,"
        "`score`:2.5,`lowest`:2,`highest`:3,`people`:2}]";
    char plan[1200];
    (void)state;
    struct session_fixture f;
    snprintf(plan, sizeof plan, "%.*s,`selection.scores`:%s}", (int)strlen(base) - 1, base, scores);
    begin(&f, plan, two);
    session_lines(&f, "5 - -|- - -|5 - -|- - -|");
    session_expect_state(&f, "selection.scores", KP_OUTCOME_CONFIRMED);
    session_goto(&f, "selection.scores");
    session_lines(&f, "/recount|4 - -|- - -|5 - -|- 3 -|");
    session_expect_value(
        &f, "selection.scores",
        "[{`id`:`r-s00001`,`candidate`:`Nordfjord`,`criterion`:`Revenue`,`score`:4.5,`lowest`:4,"
        "`highest`:5,`people`:2},{`id`:`r-s00002`,`candidate`:`Lindakra`,`criterion`:`Growth`,"
        "`score`:3,`lowest`:3,`highest`:3,`people`:1}]");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* The ranking is offered: above the cut chosen; below it as it was, but who was chosen is next. */
static void test_choice(void **state)
{
    char plan[1200];
    (void)state;
    struct session_fixture f;
    snprintf(plan, sizeof plan,
             "%.*s,`selection.choice`:[{`id`:`r-nrd000`,`candidate`:`Nordfjord`,`decision`:`key`,"
             "`served`:`Mette`}]}",
             (int)strlen(base) - 1, base);
    begin(&f, plan, two);
    session_lines(&f, "1 1 1 5 5 5|1 1 1 5 5 5||");
    session_expect_at(&f, "5.1 selection.choice");
    session_expect_undo(&f, "");
    session_type(&f, "");
    session_expect_value(&f, "selection.choice",
                         "[{`id`:`r-ndak00`,`candidate`:`Lindakra`,`decision`:`key`},"
                         "{`id`:`r-nrd000`,`candidate`:`Nordfjord`,`decision`:`next`,"
                         "`served`:`Mette`}]");
    session_expect_replays(&f);
    session_fixture_release(&f);
}

/* Equals across the cut have no decision until the room says one. */
static void test_equals(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, base, two);
    session_lines(&f, "3 3 3 3 3 3|3 3 3 3 3 3||");
    session_type(&f, "");
    session_expect_refused(&f, "row 1 has no \"Decision\"");
    session_fixture_release(&f);
}

/* The three starting lists come in the language of the session; whoever takes them has the same ids. */
static void test_offers(void **state)
{
    static const struct {
        const char *set;
        enum kp_lang lang;
        size_t count;
        const char *first;
    } cases[] = {
        {"eight", KP_LANG_EN, 8, "Revenue today"},
        {"five", KP_LANG_DA, 5, "Potentiel årlig værdi"},
        {"three", KP_LANG_SV, 3, "Omsättning, befintlig eller potentiell"},
        {"own", KP_LANG_EN, 0, NULL},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct session_fixture f;
        char plan[64];
        snprintf(plan, sizeof plan, "{`criteria.set`:`%s`}", cases[i].set);
        session_fixture_built_in(&f, "account-selection", plan, cases[i].lang);
        session_type(&f, "");
        session_goto(&f, "criteria");
        if (!cases[i].count) {
            assert_null(f.question.proposal);
        } else {
            assert_int_equal(f.question.proposal->count, cases[i].count);
            assert_string_equal(kp_json_text(f.question.proposal->first, "criterion").data,
                                cases[i].first);
            session_expect_undo(&f, "");
        }
        session_fixture_release(&f);
    }
}

/* Lines that people wrote before the meeting, read from their files and taken. */
static void test_written(void **state)
{
    static const char file[] = "[#kamplan 1]\n[#script account-selection@1]\n[#account program]\n"
                               "[#for Lars Bo]\n[#scores selection.scores]\n> 1 Revenue\n"
                               "Nordfjord: 5 4 -\nLindakra: 123\nBrodal: 1 1 1\nCorvane:\n[#end]\n";
    (void)state;
    struct session_fixture f;
    struct kp_prework read;
    struct kp_faults faults = KP_FAULTS_INIT;
    begin(&f, base, two);
    struct kp_type_context context = {.arena = &f.arena, .people = &f.people, .ids = &f.ids};
    assert_int_equal(kp_prework_read("lars.md", KP_STR(file), KP_STR("program"), &f.script,
                                     &context, &read, &faults),
                     KP_OK);
    assert_int_equal(read.items->first->count, 2);
    session_type(&f, "/take");
    session_expect_refused(&f, "nothing prepared is left to take here");
    struct kp_effects effects =
        kp_session_bring(f.session, KP_STR("p-1ars00"), read.items, false, f.now);
    for (size_t i = 0; i < effects.count; i++)
        if (effects.items[i].kind == KP_EFFECT_JOURNAL)
            kp_buf_addf(&f.journal, "%.*s\n", KP_STR_ARG(effects.items[i].text));
    assert_true(scoring(&f).written);
    session_expect_undo(&f, "/take");
    session_type(&f, "/take");
    assert_string_equal(session_said(&f, KP_EFFECT_NOTICE),
                        "Lars Bo: 1 line does not fit and is left out");
    assert_false(scoring(&f).written);
    expect_next(&f, "p-mette1", "r-nrd000");
    session_type(&f, "1 1 1 1 1 1");
    expect_number(scoring(&f).cells[0].mean, "3");
    assert_int_equal(scoring(&f).cells[2].count, 1);
    session_expect_replays(&f);
    kp_faults_release(&faults);
    session_fixture_release(&f);
}

/* Nothing to score: said, and Enter goes on. */
static void test_nothing(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, NULL, two);
    session_type(&f, "5 4 3");
    session_expect_refused(&f, "there is nothing to score");
    session_type(&f, "");
    session_expect_taken(&f);
    session_fixture_release(&f);
}

/* Lines of a journal that nobody wrote. */
static void test_bad_journal(void **state)
{
    static const char *const lines[] = {
        "{`t`:1772442009000,`e`:`grade`,`field`:`criteria`,`lines`:[]}",
        "{`t`:1772442009000,`e`:`grade`,`field`:`selection.scores`}",
        "{`t`:1772442009000,`e`:`grade`,`field`:`selection.scores`,`lines`:[{`row`:`x`}]}",
        "{`t`:1772442009000,`e`:`grade`,`field`:`selection.scores`,`lines`:[{`row`:`r-nrd000`,"
        "`values`:{`r-ca0000`:7}}]}",
        "{`t`:1772442009000,`e`:`grade`,`field`:`selection.scores`,`lines`:[{`row`:`r-nrd000`,"
        "`values`:{`x`:3}}]}",
        "{`t`:1772442009000,`e`:`grade`,`field`:`selection.scores`,`person`:`Lars`,`lines`:[]}",
        "{`t`:1772442009000,`e`:`agree`,`field`:`selection.scores`,`row`:`r-nrd000`,"
        "`by`:`r-ca0000`,`value`:9}",
        "{`t`:1772442009000,`e`:`agree`,`field`:`selection.scores`,`row`:`r-nrd000`,"
        "`by`:`r-ca0000`}",
        "{`t`:1772442009000,`e`:`score`,`field`:`selection.scores`,`scores`:[]}",
    };
    (void)state;
    struct session_fixture f;
    begin(&f, base, two);
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct kp_session *session = kp_session_new(&f.setup, &f.header);
        struct kp_err err = KP_ERR_INIT;
        struct kp_buf line = KP_BUF_INIT;
        kp_buf_addf(&line, "%.*s\n", KP_STR_ARG(definition_expand(&f.arena, lines[i])));
        if (kp_session_replay(session, "j", kp_buf_str(&line), &err) != KP_INVALID)
            fail_msg("taken: %s", lines[i]);
        kp_buf_release(&line);
        kp_err_release(&err);
        kp_session_free(session);
    }
    session_fixture_release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line_by_line), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_names),        cmocka_unit_test(test_few),
        cmocka_unit_test(test_early),        cmocka_unit_test(test_next_cycle),
        cmocka_unit_test(test_choice),       cmocka_unit_test(test_equals),
        cmocka_unit_test(test_offers),       cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_bad_journal),  cmocka_unit_test(test_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
