// SPDX-License-Identifier: GPL-3.0-or-later
/* Rounds of ideas: writing, the round, editing, merging, grouping. */
#include "ideas_fixture.h"

#include "run/prework.h"
#include "run/similar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- Writing and the round */

static void test_silence_first(void **state)
{
    (void)state;
    struct session_fixture f;
    struct kp_agenda_clock clock;
    ideas_begin(&f);
    session_expect_at(&f, "write");
    kp_session_clock(f.session, f.now + 60000, &clock);
    assert_int_equal(clock.step_planned_ms, 8 * 60000);
    assert_int_equal(clock.step_left_ms, 7 * 60000);
    assert_int_equal(clock.left_ms, 29 * 60000);
    session_type(&f, "Too early");
    session_expect_refused(&f, "in silence");
    session_type(&f, "");
    session_expect_at(&f, "ideas");
    assert_true(kp_str_is(f.question.number, "1.1"));
    assert_int_equal(f.question.idea_number, 1);
    kp_session_clock(f.session, f.now, &clock);
    assert_int_equal(clock.step_planned_ms, 0);
    session_type(&f, "/back"); /* the first question */
    session_lines(&f, "One|");
    session_expect_at(&f, "vote");
    session_type(&f, "/back");
    session_expect_at(&f, "ideas"); /* there is no silence twice */
    session_fixture_release(&f);
}

static void test_ideas_are_given(void **state)
{
    (void)state;
    struct session_fixture f;
    ideas_begin_with(&f, "Night courses|Lars: Sensors on the store|mette h: One price list|"
                         "+ Service: what is not a name|Mette Holm: //etc|3 new machines");
    ideas_expect_text(&f, "1", "Night courses");
    ideas_expect_by(&f, "1", "");
    ideas_expect_text(&f, "2", "Sensors on the store");
    ideas_expect_by(&f, "2", "p-1ars00");
    ideas_expect_by(&f, "3", "p-mette1");
    ideas_expect_text(&f, "4", "Service: what is not a name");
    ideas_expect_by(&f, "4", "");
    ideas_expect_text(&f, "6", "3 new machines");
    session_lines(&f, "/who Lars|A third|Mette: Mine");
    ideas_expect_by(&f, "7", "p-1ars00");
    ideas_expect_by(&f, "8", "p-mette1");
    session_type(&f, "Lars: pasted\n\nas two lines");
    ideas_expect_by(&f, "9", "p-1ars00");
    ideas_expect_text(&f, "10", "as two lines");
    session_expect_replays(&f);
    session_expect_undo(&f, "Once more");
    session_expect_undo(&f, "pasted\nlines"); /* one line, one undo */
    session_fixture_release(&f);
}

static void test_no_idea(void **state)
{
    static const struct {
        const char *typed, *why;
    } cases[] = {
        {"Lars:", "needs a text"},
        {"a\x01", "cannot be kept"},
        {"9", "the ideas are 1 to 2"},
        {"-0", "the ideas are 1 to 2"},
        {"/merge 1", "not merged with itself"},
        {"/merge 1 1", "not merged with itself"},
        {"/merge", "two numbers"},
        {"/merge 1 9", "the ideas are 1 to 2"},
        {"/group 1", "a heading"},
        {"/group as Service", "the numbers"},
        {"/split 1", "its parts"},
        {"/split x", "/split 3"},
        {"/edit", "/edit 3"},
        {"/edit 7 x", "the ideas are 1 to 2"},
        {"/ungroup Z", "leave their group"},
        {"/ungroup", "leave their group"},
        {"/reveal", "nothing to reveal"},
        {"/recount", "nothing has been counted"},
    };
    (void)state;
    struct session_fixture f;
    ideas_begin_with(&f, "One|Two");
    for (size_t i = 0; i < COUNT(cases); i++) {
        session_type(&f, cases[i].typed);
        session_expect_refused(&f, cases[i].why);
    }
    session_goto(&f, "goals");
    session_type(&f, "/merge 1 2");
    session_expect_refused(&f, "for a round of ideas");
    session_lines(&f, "/goto 1.2");
    session_type(&f, "/merge 1 2");
    session_expect_refused(&f, "/goto 1.1");
    session_fixture_release(&f);
}

static void test_editing(void **state)
{
    (void)state;
    struct session_fixture f;
    ideas_begin_with(&f, "One|Two|Three");
    session_type(&f, "2");
    session_expect_at(&f, "idea");
    assert_int_equal(f.question.idea_number, 2);
    assert_true(kp_str_is(f.question.draft, "Two"));
    session_type(&f, "Lars: Two, better");
    session_expect_at(&f, "ideas");
    ideas_expect_text(&f, "2", "Two, better");
    ideas_expect_by(&f, "2", "p-1ars00");
    session_lines(&f, "2||/edit 3|/back");
    session_expect_at(&f, "ideas");
    session_lines(&f, "/edit 3 The third");
    ideas_expect_text(&f, "3", "The third");
    session_expect_undo(&f, "/edit 1 The first");
    session_expect_undo(&f, "-1");
    session_type(&f, "-1");
    assert_non_null(strstr(session_said(&f, KP_EFFECT_NOTICE), "/undo"));
    assert_null(ideas_find(&f, "1"));
    session_type(&f, "1");
    session_expect_refused(&f, "was removed");
    session_type(&f, "Four");
    ideas_expect_text(&f, "4", "Four"); /* numbers are not given again */
    session_fixture_release(&f);
}

static void test_merging_and_splitting(void **state)
{
    (void)state;
    struct session_fixture f;
    ideas_begin_with(&f, "Lars: One|Mette: Two|Three|Lars: Four");
    session_expect_undo(&f, "/merge 1 2");
    session_type(&f, "/merge 1 2 4");
    ideas_expect_text(&f, "1", "One");
    ideas_expect_by(&f, "1", "p-1ars00,p-mette1");
    assert_null(ideas_find(&f, "2"));
    session_type(&f, "2");
    session_expect_refused(&f, "idea 2 is part of 1 now");
    session_type(&f, "/merge 3 2");
    session_expect_refused(&f, "use 1");
    session_type(&f, "/merge 3 1 as \"All of it\"");
    ideas_expect_text(&f, "3", "All of it");
    ideas_expect_by(&f, "3", "p-1ars00,p-mette1");
    session_expect_undo(&f, "/split 3");
    session_type(&f, "/split 3");
    ideas_expect_text(&f, "1", "One");
    assert_null(ideas_find(&f, "2")); /* it is part of 1 */
    session_type(&f, "/split 1");
    ideas_expect_text(&f, "2", "Two");
    ideas_expect_by(&f, "1", "p-1ars00");
    session_expect_undo(&f, "/split 2 Two a / Two b; Two c");
    session_type(&f, "/split 2 Two a / Two b; Two c");
    ideas_expect_text(&f, "2", "Two a");
    ideas_expect_text(&f, "5", "Two b");
    ideas_expect_text(&f, "6", "Two c");
    ideas_expect_by(&f, "6", "p-mette1");
    session_type(&f, "Ideas / with a bar");
    session_type(&f, "/split 7");
    ideas_expect_text(&f, "7", "Ideas");
    ideas_expect_text(&f, "8", "with a bar");
    session_fixture_release(&f);
}

static void test_grouping(void **state)
{
    (void)state;
    struct session_fixture f;
    ideas_begin_with(&f, "One|Two|Three|Four|Five");
    session_expect_undo(&f, "/group 1 3 as \"Service\"");
    session_type(&f, "/group 1 3 as \"Service\"");
    assert_true(kp_str_is(ideas_find(&f, "3")->group, "A"));
    assert_true(kp_str_is(ideas_find(&f, "3")->heading, "Service"));
    session_type(&f, "/group 2,4 som Pris");
    assert_true(kp_str_is(ideas_find(&f, "4")->group, "B"));
    session_type(&f, "/group 4 SERVICE"); /* another group's, and without "as" */
    assert_true(kp_str_is(ideas_find(&f, "4")->group, "A"));
    struct kp_round round;
    assert_true(kp_session_round(f.session, &round));
    assert_true(kp_str_is(round.ideas[1].mark, "3")); /* a group stands together */
    assert_true(kp_str_is(round.ideas[2].mark, "4"));
    assert_true(kp_str_is(round.ideas[3].mark, "2"));
    session_expect_undo(&f, "/ungroup A");
    session_lines(&f, "/ungroup 1");
    assert_int_equal(ideas_find(&f, "1")->group.len, 0);
    session_lines(&f, "/ungroup service");
    assert_int_equal(ideas_find(&f, "3")->group.len, 0);
    session_fixture_release(&f);
}

static void test_similar_is_pointed_out(void **state)
{
    (void)state;
    struct session_fixture f;
    ideas_begin_with(&f, "Courses for the night shift|A price list for everybody");
    session_type(&f, "Night shift courses");
    assert_non_null(strstr(session_said(&f, KP_EFFECT_NOTICE), "/merge 1 3"));
    session_type(&f, "Sensors on the cold store");
    assert_null(session_said(&f, KP_EFFECT_NOTICE));
    session_fixture_release(&f);
}

static void test_texts_that_are_similar(void **state)
{
    static const struct {
        const char *a, *b;
        bool similar;
    } cases[] = {
        {"Kurser til nattevagten", "Kursus for nattevagten", true},
        {"Serviceaftale i Baltikum", "serviceaftaler i hele Baltikum", true},
        {"Givare i kyllagret som larmar", "Larmande givare i kyllager", true},
        {"Sensors on the cold store", "Sensors in the cold stores", true},
        {"Spare-part portal", "sparepart portal", true},
        {"Portal", "portal", true},
        {"Service", "Service", true},
        {"Fast pris på reservedele", "Hurtigere levering af reservedele", false},
        {"Service contract Baltic", "Service at night", false},
        {"Et fælles møde", "Et nyt lager", false},
        {"a", "b", false},
        {"", "", false},
        {"!!!", "???", false},
        {"", "Service", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kp_arena arena = KP_ARENA_INIT;
        bool one = kp_texts_are_similar(&arena, kp_str_from(cases[i].a), kp_str_from(cases[i].b));
        bool other = kp_texts_are_similar(&arena, kp_str_from(cases[i].b), kp_str_from(cases[i].a));
        if (one != cases[i].similar || other != one)
            fail_msg("\"%s\" and \"%s\": %d, %d", cases[i].a, cases[i].b, one, other);
        kp_arena_release(&arena);
    }
}

/* What was written before the meeting goes on the list once, with its names. */
static void test_ideas_are_brought(void **state)
{
    (void)state;
    struct session_fixture f;
    ideas_begin(&f);
    f.effects = kp_session_bring(
        f.session, KP_STR("p-1ars00"),
        definition_read(&f.arena, "[{`ideas`:`round`,`texts`:[`One list`,`Two lists`]}]"), false,
        f.now);
    assert_int_equal(f.effects.items[0].kind, KP_EFFECT_JOURNAL);
    kp_buf_add(&f.journal, f.effects.items[0].text);
    kp_buf_addc(&f.journal, '\n');
    session_type(&f, "");
    assert_non_null(f.question.prework);
    session_type(&f, "one LIST");
    session_expect_undo(&f, "/take");
    session_type(&f, "/take");
    ideas_expect_text(&f, "2", "Two lists");
    ideas_expect_by(&f, "2", "p-1ars00");
    assert_null(ideas_find(&f, "3"));
    assert_null(f.question.prework);
    session_type(&f, "/take");
    session_expect_refused(&f, "nothing prepared is left");
    session_fixture_release(&f);
}

/* ---- Journals that were not made by a session */

static void expect_no_journal(const char *line, const char *why)
{
    struct session_fixture f;
    struct kp_err err = KP_ERR_INIT;
    struct kp_buf text = KP_BUF_INIT;
    session_fixture_init(&f, session_model, ideas_script, NULL);
    for (; *line; line++)
        kp_buf_addc(&text, *line == '`' ? '"' : *line);
    kp_buf_addc(&text, '\n');
    if (!kp_session_replay(f.session, "j", kp_buf_str(&text), &err))
        fail_msg("taken: %s", text.data);
    if (!strstr(err.text.data, why))
        fail_msg("%s: %s", text.data, err.text.data);
    kp_err_release(&err);
    kp_buf_release(&text);
    session_fixture_release(&f);
}

static void test_broken_journals(void **state)
{
    static const struct {
        const char *line, *why;
    } cases[] = {
        {"{`t`:1,`e`:`idea`,`round`:`x`,`op`:`add`,`ideas`:[]}", "has not"},
        {"{`t`:1,`e`:`idea`,`round`:`round`,`op`:`add`}", "\"ideas\" is missing"},
        {"{`t`:1,`e`:`idea`,`round`:`round`,`op`:`add`,`ideas`:[{`idea`:`x`,`text`:`a`}]}", "id"},
        {"{`t`:1,`e`:`idea`,`round`:`round`,`op`:`add`,`ideas`:[{`idea`:`i-aaaaaa`}]}", "no text"},
        {"{`t`:1,`e`:`idea`,`round`:`round`,`op`:`add`,`ideas`:[{`idea`:`i-aaaaaa`,`text`:`a`,"
         "`by`:[1]}]}",
         "person without an id"},
        {"{`t`:1,`e`:`idea`,`round`:`round`,`op`:`fly`,`idea`:`i-aaaaaa`}", "nothing known"},
        {"{`t`:1,`e`:`merge`,`round`:`round`,`idea`:`i-aaaaaa`,`with`:`x`}", "no list"},
        {"{`t`:1,`e`:`group`,`round`:`round`,`group`:`i-aaaaaa`,`text`:`a`,`ideas`:[]}", "id"},
        {"{`t`:1,`e`:`vote`,`section`:0,`step`:0,`dots`:[]}", "vote that is not there"},
        {"{`t`:1,`e`:`vote`,`section`:0,`step`:1,`dots`:[`i-aaaaaa`,`i-bbbbbb`,`i-cccccc`,"
         "`i-dddddd`]}",
         "more dots"},
        {"{`t`:1,`e`:`vote`,`section`:0,`step`:1,`dots`:[`i-aaaaaa`,`i-aaaaaa`,`i-aaaaaa`]}",
         "more dots"},
        {"{`t`:1,`e`:`vote`,`section`:0,`step`:1,`person`:`Mette`,`dots`:[]}", "without an id"},
        {"{`t`:1,`e`:`promote`,`round`:`round`,`field`:`loose`,`ideas`:[]}", "does not make"},
        {"{`t`:1,`e`:`promote`,`round`:`round`,`field`:`deals`,`ideas`:[{`idea`:`i-aaaaaa`}]}",
         "no row"},
        {"{`t`:1,`e`:`promote`,`round`:`round`,`field`:`deals`,`ideas`:[{`idea`:`i-aaaaaa`,`row`:{"
         "`id`:`r-aaaaaa`,`value`:`x`}}]}",
         ""},
        {"{`t`:1,`e`:`score`,`field`:`often`,`scores`:[]}", "does not rate"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        expect_no_journal(cases[i].line, cases[i].why);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_silence_first),
        cmocka_unit_test(test_ideas_are_given),
        cmocka_unit_test(test_no_idea),
        cmocka_unit_test(test_editing),
        cmocka_unit_test(test_merging_and_splitting),
        cmocka_unit_test(test_grouping),
        cmocka_unit_test(test_similar_is_pointed_out),
        cmocka_unit_test(test_texts_that_are_similar),
        cmocka_unit_test(test_ideas_are_brought),
        cmocka_unit_test(test_broken_journals),
    };
    return cmocka_run_group_tests_name("ideas", tests, NULL, NULL);
}
