// SPDX-License-Identifier: GPL-3.0-or-later
/* Rounds of ideas, votes on them, and the ideas that become rows. */
#include "session_fixture.h"

#include "run/activity.h"
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

static const char script[] =
    "{`format`:1,`id`:`s`,`version`:1,`title`:~,`sections`:["
    "{`id`:`first`,`title`:~,`minutes`:30,`steps`:["
    "{`type`:`ideas`,`id`:`round`,`prompt`:~,`minutes`:8,`silent`:true},"
    "{`type`:`vote`,`on`:`round`,`dots`:3,`each`:2},"
    "{`type`:`promote`,`from`:`round`,`into`:`deals`,`as`:`title`,`most`:2,"
    "`ask`:[`value`,`chance`]},"
    "{`type`:`ask`,`field`:`goals`}]}]}";

static void begin(struct session_fixture *f)
{
    session_fixture_init(f, session_model, script, NULL);
    session_type(f, "");
}

/* In the round, with these ideas. */
static void begin_with(struct session_fixture *f, const char *ideas)
{
    begin(f);
    session_type(f, "");
    if (*ideas)
        session_lines(f, ideas);
}

static const struct kp_idea *idea(struct session_fixture *f, const char *mark)
{
    struct kp_round round;
    assert_true(kp_session_round(f->session, &round));
    for (size_t i = 0; i < round.count; i++)
        if (kp_str_is(round.ideas[i].mark, mark))
            return &round.ideas[i];
    return NULL;
}

static void expect_text(struct session_fixture *f, const char *mark, const char *text)
{
    const struct kp_idea *found = idea(f, mark);
    if (!found)
        fail_msg("there is no idea %s", mark);
    if (!kp_str_is(found->text, text))
        fail_msg("idea %s is \"%.*s\", not \"%s\"", mark, KP_STR_ARG(found->text), text);
}

/* "p-mette1,p-1ars00" */
static void expect_by(struct session_fixture *f, const char *mark, const char *people)
{
    struct kp_buf list = KP_BUF_INIT;
    KP_JSON_EACH(id, idea(f, mark)->by)
    kp_buf_addf(&list, "%s%.*s", list.len ? "," : "", KP_STR_ARG(id->text));
    assert_string_equal(list.data ? list.data : "", people);
    kp_buf_release(&list);
}

/* Taken back, all is as it was; and the journal gives the session. */
static void expect_undo(struct session_fixture *f, const char *line)
{
    int64_t later = f->now + 3600000;
    char *before = session_dump(f->session, later);
    session_type(f, line);
    session_expect_taken(f);
    char *between = session_dump(f->session, later);
    assert_string_not_equal(before, between);
    session_expect_replays(f);
    session_type(f, "/undo");
    char *after = session_dump(f->session, later);
    assert_string_equal(before, after);
    session_expect_replays(f);
    free(before);
    free(between);
    free(after);
}

/* ---- Writing and the round */

static void test_silence_first(void **state)
{
    (void)state;
    struct session_fixture f;
    struct kp_agenda_clock clock;
    begin(&f);
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
    begin_with(&f, "Night courses|Lars: Sensors on the store|mette h: One price list|"
                   "+ Service: what is not a name|Mette Holm: //etc|3 new machines");
    expect_text(&f, "1", "Night courses");
    expect_by(&f, "1", "");
    expect_text(&f, "2", "Sensors on the store");
    expect_by(&f, "2", "p-1ars00");
    expect_by(&f, "3", "p-mette1");
    expect_text(&f, "4", "Service: what is not a name");
    expect_by(&f, "4", "");
    expect_text(&f, "6", "3 new machines");
    session_lines(&f, "/who Lars|A third|Mette: Mine");
    expect_by(&f, "7", "p-1ars00");
    expect_by(&f, "8", "p-mette1");
    session_type(&f, "Lars: pasted\n\nas two lines");
    expect_by(&f, "9", "p-1ars00");
    expect_text(&f, "10", "as two lines");
    session_expect_replays(&f);
    expect_undo(&f, "Once more");
    expect_undo(&f, "pasted\nlines"); /* one line, one undo */
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
    begin_with(&f, "One|Two");
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
    begin_with(&f, "One|Two|Three");
    session_type(&f, "2");
    session_expect_at(&f, "idea");
    assert_int_equal(f.question.idea_number, 2);
    assert_true(kp_str_is(f.question.draft, "Two"));
    session_type(&f, "Lars: Two, better");
    session_expect_at(&f, "ideas");
    expect_text(&f, "2", "Two, better");
    expect_by(&f, "2", "p-1ars00");
    session_lines(&f, "2||/edit 3|/back");
    session_expect_at(&f, "ideas");
    session_lines(&f, "/edit 3 The third");
    expect_text(&f, "3", "The third");
    expect_undo(&f, "/edit 1 The first");
    expect_undo(&f, "-1");
    session_type(&f, "-1");
    assert_non_null(strstr(session_said(&f, KP_EFFECT_NOTICE), "/undo"));
    assert_null(idea(&f, "1"));
    session_type(&f, "1");
    session_expect_refused(&f, "was removed");
    session_type(&f, "Four");
    expect_text(&f, "4", "Four"); /* numbers are not given again */
    session_fixture_release(&f);
}

static void test_merging_and_splitting(void **state)
{
    (void)state;
    struct session_fixture f;
    begin_with(&f, "Lars: One|Mette: Two|Three|Lars: Four");
    expect_undo(&f, "/merge 1 2");
    session_type(&f, "/merge 1 2 4");
    expect_text(&f, "1", "One");
    expect_by(&f, "1", "p-1ars00,p-mette1");
    assert_null(idea(&f, "2"));
    session_type(&f, "2");
    session_expect_refused(&f, "idea 2 is part of 1 now");
    session_type(&f, "/merge 3 2");
    session_expect_refused(&f, "use 1");
    session_type(&f, "/merge 3 1 as \"All of it\"");
    expect_text(&f, "3", "All of it");
    expect_by(&f, "3", "p-1ars00,p-mette1");
    expect_undo(&f, "/split 3");
    session_type(&f, "/split 3");
    expect_text(&f, "1", "One");
    assert_null(idea(&f, "2")); /* it is part of 1 */
    session_type(&f, "/split 1");
    expect_text(&f, "2", "Two");
    expect_by(&f, "1", "p-1ars00");
    expect_undo(&f, "/split 2 Two a / Two b; Two c");
    session_type(&f, "/split 2 Two a / Two b; Two c");
    expect_text(&f, "2", "Two a");
    expect_text(&f, "5", "Two b");
    expect_text(&f, "6", "Two c");
    expect_by(&f, "6", "p-mette1");
    session_type(&f, "Ideas / with a bar");
    session_type(&f, "/split 7");
    expect_text(&f, "7", "Ideas");
    expect_text(&f, "8", "with a bar");
    session_fixture_release(&f);
}

static void test_grouping(void **state)
{
    (void)state;
    struct session_fixture f;
    begin_with(&f, "One|Two|Three|Four|Five");
    expect_undo(&f, "/group 1 3 as \"Service\"");
    session_type(&f, "/group 1 3 as \"Service\"");
    assert_true(kp_str_is(idea(&f, "3")->group, "A"));
    assert_true(kp_str_is(idea(&f, "3")->heading, "Service"));
    session_type(&f, "/group 2,4 som Pris");
    assert_true(kp_str_is(idea(&f, "4")->group, "B"));
    session_type(&f, "/group 4 SERVICE"); /* another group's, and without "as" */
    assert_true(kp_str_is(idea(&f, "4")->group, "A"));
    struct kp_round round;
    assert_true(kp_session_round(f.session, &round));
    assert_true(kp_str_is(round.ideas[1].mark, "3")); /* a group stands together */
    assert_true(kp_str_is(round.ideas[2].mark, "4"));
    assert_true(kp_str_is(round.ideas[3].mark, "2"));
    expect_undo(&f, "/ungroup A");
    session_lines(&f, "/ungroup 1");
    assert_int_equal(idea(&f, "1")->group.len, 0);
    session_lines(&f, "/ungroup service");
    assert_int_equal(idea(&f, "3")->group.len, 0);
    session_fixture_release(&f);
}

static void test_similar_is_pointed_out(void **state)
{
    (void)state;
    struct session_fixture f;
    begin_with(&f, "Courses for the night shift|A price list for everybody");
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
    begin(&f);
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
    expect_undo(&f, "/take");
    session_type(&f, "/take");
    expect_text(&f, "2", "Two lists");
    expect_by(&f, "2", "p-1ars00");
    assert_null(idea(&f, "3"));
    assert_null(f.question.prework);
    session_type(&f, "/take");
    session_expect_refused(&f, "nothing prepared is left");
    session_fixture_release(&f);
}

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
    begin_with(&f, "One|Two|Three|Four|");
    session_expect_at(&f, "vote");
    assert_true(f.question.hidden);
    assert_true(kp_str_is(f.question.person, "p-mette1"));
    session_type(&f, "");
    session_expect_refused(&f, "Mette Holm has not voted");
    expect_undo(&f, "1 1 4");
    session_type(&f, "1 1 4");
    assert_string_equal(session_said(&f, KP_EFFECT_NOTICE), "Mette Holm has voted");
    assert_true(kp_str_is(f.question.person, "p-1ars00"));
    assert_false(voting(&f).revealed);
    assert_int_equal(voting(&f).ideas[0].dots, 0);
    session_type(&f, "Mette: 1 4"); /* changed her mind */
    assert_non_null(strstr(session_said(&f, KP_EFFECT_NOTICE), "changed"));
    assert_int_equal(voting(&f).ballots, 1);
    expect_undo(&f, "4 4 2");
    session_type(&f, "lars: 4,4,2");
    assert_true(voting(&f).revealed);
    assert_false(f.question.hidden);
    expect_rank(&f, 0, "4", 3, 1, false);
    expect_rank(&f, 1, "1", 1, 2, true);
    expect_rank(&f, 2, "2", 1, 2, true);
    expect_rank(&f, 3, "3", 0, 0, false);
    session_type(&f, "1");
    session_expect_refused(&f, "/recount");
    expect_undo(&f, "/recount");
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
    begin_with(&f, "One|Two|Three|Four|Five|Six|/group 1 2 as Both|/merge 4 5|-6|");
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
    begin_with(&f, "One|Two|Three|/group 1 2 as Both|");
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
    begin_with(&f, "One|Two|");
    session_lines(&f, "Lars: 2");
    expect_undo(&f, "/reveal");
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
static void test_votes_without_names(void **state)
{
    (void)state;
    struct session_fixture f;
    session_fixture_init(&f, session_model, script, NULL);
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
    begin_with(&f, "Lars: One|Two|Three|");
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
    begin_with(&f, "One|Two|Three|Four|");
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
    begin_with(&f, "One|Two||/skip");
    session_expect_at(&f, "promote");
    session_type(&f, "");
    session_expect_at(&f, "1.4 goals");
    session_lines(&f, "/goto 1.3|0");
    session_expect_at(&f, "1.4 goals");
    session_lines(&f, "/goto 1.3|2"); /* without a vote, by number */
    session_expect_at(&f, "1.3 deals/value 1");
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
    begin_with(&f, "Lars: One|Two|Three|/merge 1 2|/split 3 Three / Four|/group 3 4 as Both|-4|");
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

/* ---- Journals that were not made by a session */

static void expect_no_journal(const char *line, const char *why)
{
    struct session_fixture f;
    struct kp_err err = KP_ERR_INIT;
    struct kp_buf text = KP_BUF_INIT;
    session_fixture_init(&f, session_model, script, NULL);
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
        cmocka_unit_test(test_ideas_are_brought),
        cmocka_unit_test(test_similar_is_pointed_out),
        cmocka_unit_test(test_texts_that_are_similar),
        cmocka_unit_test(test_votes_are_hidden_until_all_have_voted),
        cmocka_unit_test(test_no_vote),
        cmocka_unit_test(test_groups_are_voted_on_by_letter),
        cmocka_unit_test(test_votes_are_closed),
        cmocka_unit_test(test_votes_without_names),
        cmocka_unit_test(test_best_ideas_become_rows),
        cmocka_unit_test(test_a_tie_is_the_rooms),
        cmocka_unit_test(test_nothing_is_promoted),
        cmocka_unit_test(test_record),
        cmocka_unit_test(test_broken_journals),
    };
    return cmocka_run_group_tests_name("ideas", tests, NULL, NULL);
}
