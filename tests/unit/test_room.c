// SPDX-License-Identifier: GPL-3.0-or-later
/* The room without a terminal: who is in it, its clock, open rows, the parking lot, the end. */
#include "session_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define MINUTE       INT64_C(60000)

static const char room_model[] =
    "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],`fields`:["
    "{`id`:`goals`,`type`:`text`,`group`:`g`,`label`:~,`visibility`:`customer`},"
    "{`id`:`inner`,`type`:`text`,`group`:`g`,`label`:~},"
    "{`id`:`team`,`type`:`table`,`group`:`g`,`label`:~,`visibility`:`customer`,`columns`:["
    "{`id`:`person`,`type`:`person`,`label`:~},"
    "{`id`:`worry`,`type`:`text`,`label`:~,`visibility`:`team`},"
    "{`id`:`role`,`type`:`choice`,`label`:~,`choices`:[{`id`:`kam`,`label`:~},"
    "{`id`:`sponsor`,`label`:{`en`:`s`,`da`:`s`,`sv`:`s`}}]}]},"
    "{`id`:`actions`,`type`:`table`,`group`:`g`,`label`:~,`key`:`what`,`visibility`:`company`,"
    "`columns`:[{`id`:`what`,`type`:`text`,`label`:~,`required`:true},"
    "{`id`:`owner`,`type`:`person`,`label`:~},{`id`:`due`,`type`:`date`,`label`:~},"
    "{`id`:`status`,`type`:`choice`,`label`:~,`choices`:[{`id`:`open`,`label`:~},"
    "{`id`:`done`,`label`:{`en`:`d`,`da`:`d`,`sv`:`d`}},"
    "{`id`:`dropped`,`label`:{`en`:`x`,`da`:`x`,`sv`:`x`}}]},"
    "{`id`:`outcome`,`type`:`text`,`label`:~}]}]}";

static const char room_script[] =
    "{`format`:1,`id`:`s`,`version`:1,`title`:~,`about`:~,`sections`:["
    "{`id`:`first`,`title`:~,`minutes`:10,`steps`:["
    "{`type`:`review`,`field`:`actions`,`open`:`status == 'open'`},"
    "{`type`:`ask`,`field`:`goals`},{`type`:`ask`,`field`:`inner`,`required`:true}]},"
    "{`id`:`second`,`title`:~,`minutes`:20,`steps`:["
    "{`type`:`break`,`minutes`:5},{`type`:`ask`,`field`:`team`}]},"
    "{`id`:`third`,`title`:~,`minutes`:30,`steps`:[{`type`:`ask`,`field`:`actions`}]}]}";

/* Three that are open, one that is done. */
static const char open_actions[] =
    "{`inner`:`x`,`team`:[{`id`:`r-tttttt`,`person`:`p-1ars00`,`role`:`sponsor`}],`actions`:["
    "{`id`:`r-aaaaaa`,`what`:`Call`,`owner`:`p-1ars00`,`due`:`2026-02-01`,`status`:`open`},"
    "{`id`:`r-bbbbbb`,`what`:`Write`,`owner`:`p-mette1`,`due`:`2026-03-10`,`status`:`open`},"
    "{`id`:`r-cccccc`,`what`:`Old`,`due`:`2025-12-01`,`status`:`done`},"
    "{`id`:`r-dddddd`,`what`:`Meet`,`due`:`2026-03-20`,`status`:`open`}]}";

static void begin(struct session_fixture *f, const char *base)
{
    session_fixture_init(f, room_model, room_script, base);
}

/* The same session, held with something else. */
static void begin_again(struct session_fixture *f)
{
    kp_session_free(f->session);
    f->session = kp_session_new(&f->setup, &f->header);
    kp_session_question(f->session, &f->question);
}

static void end(struct session_fixture *f)
{
    session_expect_replays(f);
    session_fixture_release(f);
}

static void at_minute(struct session_fixture *f, int minute)
{
    f->now = SESSION_BEGINS + minute * MINUTE - 1000;
}

static void type_at(struct session_fixture *f, int minute, const char *text)
{
    at_minute(f, minute);
    session_type(f, text);
}

static void tick_at(struct session_fixture *f, int minute)
{
    at_minute(f, minute);
    session_feed(f, KP_EVENT_TICK, (struct kp_str){"", 0});
}

static size_t bells(const struct session_fixture *f)
{
    size_t count = 0;
    for (size_t i = 0; i < f->effects.count; i++)
        count += f->effects.items[i].kind == KP_EFFECT_BELL;
    return count;
}

/* Fails unless the record has all of these. */
static void expect_record(struct session_fixture *f, const char *const *parts, size_t count)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_json_write_line(&text, kp_session_record(f->session, KP_STR("2026-03-02-s"), f->now));
    for (size_t i = 0; i < count; i++) {
        struct kp_str part = definition_expand(&f->arena, parts[i]);
        if (kp_str_find_str(kp_buf_str(&text), part) == text.len)
            fail_msg("no %s in %s", part.data, text.data);
    }
    kp_buf_release(&text);
}

static void expect_said(const struct session_fixture *f, const char *part)
{
    for (size_t i = 0; i < f->effects.count; i++)
        if (f->effects.items[i].kind == KP_EFFECT_NOTICE &&
            strstr(f->effects.items[i].text.data, part))
            return;
    fail_msg("nobody says \"%s\" but \"%s\"", part, session_said(f, KP_EFFECT_NOTICE));
}

/* ---- Who is here */

static void test_names_before_the_beginning(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, NULL);
    f.header.attendees = NULL;
    f.setup.last_time = definition_read(&f.arena, "[`p-mette1`,`p-1ars00`]");
    begin_again(&f);
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
    end(&f);
}

static void test_late_and_gone(void **state)
{
    static const char *const parts[] = {
        "`attendees`:[`p-mette1`,`p-1ars00`]",
        "{`person`:`p-1ars00`,`came`:`2026-03-02T09:20:00Z`,`left`:`2026-03-02T09:30:00Z`}"};
    (void)state;
    struct session_fixture f;
    begin(&f, NULL);
    setenv("TZ", "UTC", 1);
    session_type(&f, "/late Lars 9:15");
    size_t count;
    const struct kp_attendee *people = kp_session_people(f.session, &count);
    assert_false(people[1].here || people[1].was_here);
    assert_int_equal(people[1].until, SESSION_BEGINS + 15 * MINUTE);
    type_at(&f, 5, "");
    session_type(&f, "/gone Lars");
    session_expect_refused(&f, "is not here");
    type_at(&f, 20, "/here Lars");
    expect_said(&f, "here: Mette Holm, Lars Bo");
    type_at(&f, 30, "/gone lars");
    expect_said(&f, "here: Mette Holm");
    expect_record(&f, parts, COUNT(parts));
    type_at(&f, 31, "/late");
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
    end(&f);
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
        begin(&f, NULL);
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
        end(&f);
    }
}

static void test_rows_are_said_by_all_who_had_a_part(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, "{`inner`:`x`}");
    session_lines(&f, "|");
    session_goto(&f, "actions");
    session_lines(&f, "Lars: Call them|Mette: Lars||||Mette: Write||||");
    const struct kp_json *by = session_outcome(&f, "actions").said_by;
    assert_int_equal(by->count, 2);
    end(&f);
}

static void test_a_guest(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, "{`goals`:`x`,`inner`:`secret`,`team`:[{`id`:`r-tttttt`,`worry`:`secret`}]}");
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
    end(&f);
}

/* ---- The clock */

static void agenda(struct session_fixture *f, int minute, struct kp_agenda_item *items)
{
    kp_session_agenda(f->session, SESSION_BEGINS + minute * MINUTE, items);
}

#define ENDS(item)    ((int)(((item).ends - SESSION_BEGINS) / MINUTE))
#define PLANNED(item) ((int)(((item).planned_end - SESSION_BEGINS) / MINUTE))

static void test_running_order(void **state)
{
    (void)state;
    struct session_fixture f;
    struct kp_agenda_item items[3];
    begin(&f, "{`inner`:`x`}");
    agenda(&f, 5, items); /* as if it began now */
    assert_int_equal(ENDS(items[2]), 65);
    assert_int_equal(items[0].state, KP_AGENDA_AHEAD);
    setenv("TZ", "UTC", 1);
    session_type(&f, "/start 9:00");
    type_at(&f, 15, ""); /* a quarter late */
    agenda(&f, 20, items);
    assert_int_equal(PLANNED(items[0]), 10);
    assert_int_equal(PLANNED(items[2]), 60);
    assert_int_equal(ENDS(items[0]), 25);
    assert_int_equal(ENDS(items[2]), 75);
    agenda(&f, 30, items); /* five minutes over, and on it goes */
    assert_int_equal(ENDS(items[0]), 30);
    assert_int_equal(ENDS(items[2]), 80);
    type_at(&f, 30, "/next");
    agenda(&f, 30, items);
    assert_int_equal(items[0].state, KP_AGENDA_DONE);
    assert_int_equal(items[0].ends, 0);
    assert_int_equal(items[1].state, KP_AGENDA_NOW);
    assert_int_equal(ENDS(items[1]), 50);
    type_at(&f, 31, "/next");
    session_expect_at(&f, "3.1 actions");
    type_at(&f, 32, "/goto 2"); /* and back: what is left of it comes, and the third after it */
    agenda(&f, 32, items);
    assert_int_equal(items[2].state, KP_AGENDA_AHEAD);
    assert_int_equal(ENDS(items[2]), 32 + 19 + 29);
    session_type(&f, "/goto");
    session_expect_at(&f, "3.1 actions");
    type_at(&f, 40, "/next");
    session_expect_at(&f, "end");
    session_type(&f, "/next");
    session_expect_refused(&f, "no section");
    session_type(&f, "/start half past");
    session_expect_refused(&f, "/start 9:00");
    end(&f);
}

static void test_a_section_passed_over(void **state)
{
    (void)state;
    struct session_fixture f;
    struct kp_agenda_item items[3];
    struct kp_agenda_clock clock;
    begin(&f, "{`inner`:`x`}");
    type_at(&f, 0, "");
    type_at(&f, 10, "/goto 3");
    agenda(&f, 10, items);
    assert_int_equal(items[1].state, KP_AGENDA_PASSED);
    assert_int_equal(ENDS(items[2]), 40);
    kp_session_clock(f.session, SESSION_BEGINS + 10 * MINUTE, &clock);
    assert_int_equal(clock.behind_ms / MINUTE, -20);
    end(&f);
}

static void test_more_time(void **state)
{
    static const char *const parts[] = {"`extended`:[{`choice`:`more`,`minutes`:5,`hands`:[4,2,1]},"
                                        "{`choice`:`stop`,`minutes`:0,`hands`:[1,0,1]}]"};
    (void)state;
    struct session_fixture f;
    begin(&f, "{`inner`:`x`}");
    type_at(&f, 0, "");
    tick_at(&f, 9);
    assert_int_equal(f.effects.count, 0);
    tick_at(&f, 10);
    assert_int_equal(bells(&f), 1);
    expect_said(&f, "/extend more (5 min)");
    tick_at(&f, 11); /* once */
    assert_int_equal(f.effects.count, 0);
    type_at(&f, 11, "/extend 4 2 1");
    tick_at(&f, 12);
    assert_int_equal(f.effects.count, 0);
    type_at(&f, 16, "/note x"); /* also where nothing ticks: with what is typed next */
    assert_int_equal(bells(&f), 1);
    static const char *const bad[] = {"/extend",        "/extend 4",     "/extend 1 2 3 4",
                                      "/extend 0 0 0",  "/extend x y z", "/extend -1 2 3",
                                      "/extend 100 1 1"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        session_type(&f, bad[i]);
        session_expect_refused(&f, "/extend 4 2 1");
    }
    session_type(&f, "/extend 1 0 1"); /* as many hands: the shorter */
    session_expect_at(&f, "break");
    expect_record(&f, parts, COUNT(parts));
    session_type(&f, "/undo");
    session_expect_at(&f, "1.1 actions review 0 of 0");
    session_lines(&f, "/bell|/time +5");
    tick_at(&f, 40);
    assert_int_equal(bells(&f), 0);
    end(&f);
}

static void test_breaks(void **state)
{
    (void)state;
    struct session_fixture f;
    struct kp_agenda_clock clock;
    begin(&f, "{`inner`:`x`}");
    type_at(&f, 0, "");
    type_at(&f, 1, "/next");
    session_expect_at(&f, "break");
    kp_session_clock(f.session, SESSION_BEGINS + 3 * MINUTE, &clock);
    assert_true(clock.on_break);
    assert_int_equal(clock.break_left_ms / MINUTE, 3);
    tick_at(&f, 5);
    assert_int_equal(f.effects.count, 0);
    tick_at(&f, 6);
    assert_int_equal(bells(&f), 1);
    tick_at(&f, 7);
    assert_int_equal(bells(&f), 0);
    type_at(&f, 8, "");
    session_expect_at(&f, "2.1 team");
    type_at(&f, 9, "/break 10");
    kp_session_clock(f.session, SESSION_BEGINS + 12 * MINUTE, &clock);
    assert_true(clock.on_break && clock.paused && !clock.running);
    assert_int_equal(clock.break_left_ms / MINUTE, 7);
    type_at(&f, 12, ""); /* going on early: nothing is confirmed by it */
    session_expect_at(&f, "2.1 team");
    assert_false(f.question.answered);
    kp_session_clock(f.session, SESSION_BEGINS + 13 * MINUTE, &clock);
    assert_true(clock.running && !clock.on_break);
    assert_int_equal(clock.behind_ms / MINUTE, 3 - 9); /* the first took one minute */
    session_type(&f, "/break");
    session_expect_refused(&f, "/break 10");
    session_type(&f, "/break -5");
    session_expect_refused(&f, "/break 10");
    end(&f);
}

static void test_a_long_silence(void **state)
{
    (void)state;
    struct session_fixture f;
    int64_t planned, spent;
    begin(&f, "{`inner`:`x`}");
    session_type(&f, "/away");
    session_expect_refused(&f, "no time has passed");
    type_at(&f, 0, "");
    type_at(&f, 29, "/note talking");
    assert_null(strstr(session_said(&f, KP_EFFECT_NOTICE), "pause"));
    type_at(&f, 89,
            "/note lunch was good"); /* nothing ticks: the computer slept, or nobody typed */
    expect_said(&f, "60 min");
    type_at(&f, 89, "/away");
    kp_session_section_time(f.session, 0, f.now, &planned, &spent);
    assert_int_equal((spent + 5000) / MINUTE, 29);
    session_type(&f, "/away");
    session_expect_refused(&f, "no time has passed");
    session_type(&f, "/undo");
    kp_session_section_time(f.session, 0, f.now, &planned, &spent);
    assert_int_equal((spent + 5000) / MINUTE, 89);
    tick_at(&f, 90);
    tick_at(&f, 95); /* the lid was shut for five minutes */
    expect_said(&f, "5 min");
    tick_at(&f, 96);
    type_at(&f, 50, "/note an hour less"); /* set back */
    expect_said(&f, "set back");
    end(&f);
}

static void test_what_it_took(void **state)
{
    static const int usual[] = {15, 0, 45};
    (void)state;
    struct session_fixture f;
    struct kp_agenda_item items[3];
    begin(&f, NULL);
    session_type(&f, "/usual");
    session_expect_refused(&f, "not been run");
    f.setup.usual = usual;
    begin_again(&f);
    session_type(&f, "/usual");
    agenda(&f, 0, items);
    assert_int_equal(items[0].planned_ms / MINUTE, 15);
    assert_int_equal(items[1].planned_ms / MINUTE, 20);
    assert_int_equal(ENDS(items[2]), 80);
    end(&f);
}

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
    begin(&f, open_actions);
    f.setup.carried = definition_read(&f.arena, "{`r-aaaaaa`:2}");
    begin_again(&f);
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
    expect_record(&f, parts, COUNT(parts));
    session_type(&f, "/undo");
    session_expect_at(&f, "1.1 actions review 4 of 1");
    session_type(&f, "3 No use");
    session_expect_state(&f, "actions", KP_OUTCOME_CHANGED);
    end(&f);
}

static void test_silence_closes_nothing(void **state)
{
    static const char *const parts[] = {"`row`:`r-aaaaaa`,`text`:`Call`,`became`:`open`}",
                                        "`row`:`r-bbbbbb`,`text`:`Write it`,`became`:`edited`}"};
    (void)state;
    struct session_fixture f;
    begin(&f, open_actions);
    session_lines(&f, "|");
    expect_said(&f, "stays open");
    session_expect_at(&f, "1.1 actions review 2 of 2");
    session_type(&f, "4");
    session_expect_at(&f, "1.1 actions/what 2");
    session_lines(&f, "Write it||||");
    session_expect_at(&f, "1.1 actions review 2 of 2"); /* and what became of it? */
    session_lines(&f, "|/action New @Lars 1/4|");
    session_expect_at(&f, "1.2 goals"); /* what is new today is not reviewed */
    expect_record(&f, parts, COUNT(parts));
    session_type(&f, "/goto 1.1"); /* what was passed is asked again */
    session_expect_at(&f, "1.1 actions review 1 of 3");
    session_type(&f, "/skip");
    session_expect_at(&f, "1.2 goals");
    end(&f);
}

static void test_nothing_is_open(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, "{`actions`:[{`id`:`r-cccccc`,`what`:`Old`,`status`:`done`}]}");
    session_type(&f, "");
    session_expect_at(&f, "1.1 actions review 0 of 0");
    session_type(&f, "1 x");
    session_expect_refused(&f, "nothing is open");
    session_type(&f, "");
    session_expect_at(&f, "1.2 goals");
    end(&f);
}

static void test_a_review_in_a_batch(void **state)
{
    static const char *const parts[] = {"`row`:`r-aaaaaa`,`text`:`Call`,`became`:`done`",
                                        "`row`:`r-bbbbbb`,`text`:`Write`,`became`:`carried`",
                                        "`row`:`r-dddddd`,`text`:`Meet`,`became`:`removed`"};
    (void)state;
    struct session_fixture f;
    struct kp_faults faults = KP_FAULTS_INIT;
    begin(&f, open_actions);
    const struct kp_json *answers =
        definition_read(&f.arena, "{`actions`:[{`what`:`Call`,`due`:`2026-02-01`,`status`:`done`},"
                                  "{`what`:`Write`,`due`:`2026-06-01`,`status`:`open`}]}");
    assert_int_equal(kp_session_batch(f.session, "a", answers, f.now, &faults), KP_OK);
    expect_record(&f, parts, COUNT(parts));
    kp_faults_release(&faults);
    session_fixture_release(&f);
}

/* ---- Actions that lack something */

static void test_what_is_missing_is_asked(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, NULL);
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
    end(&f);
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
    begin(&f, "{`inner`:`x`}");
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
    expect_said(&f, "stays parked");
    session_expect_at(&f, "close");
    expect_record(&f, parts, COUNT(parts));
    session_type(&f, "/park Six"); /* while it is asked */
    session_type(&f, "yes");
    session_expect_at(&f, "parked Six");
    session_lines(&f, "4|no");
    session_expect_at(&f, "1.2 goals");
    end(&f);
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
    begin(&f, open_actions);
    f.setup.rounds = true;
    begin_again(&f);
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
    expect_record(&f, parts, COUNT(parts));
    assert_true(kp_str_is(kp_session_signer(f.session), "p-1ars00"));
    session_lines(&f, "no|/close");
    session_expect_at(&f, "close"); /* nobody is asked twice */
    end(&f);
}

/* Who leaves is not waited for; who is alone is not asked. */
static void test_rounds_of_those_who_are_there(void **state)
{
    (void)state;
    struct session_fixture f;
    begin(&f, "{`inner`:`x`}");
    f.setup.rounds = true;
    begin_again(&f);
    session_type(&f, "");
    session_expect_at(&f, "checkin p-mette1");
    session_type(&f, "/gone Mette");
    session_expect_at(&f, "checkin p-1ars00");
    session_type(&f, "/gone Lars");
    session_expect_at(&f, "1.1 actions review 0 of 0");
    session_type(&f, "/close");
    session_expect_at(&f, "close");
    end(&f);
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
    begin(&f, open_actions);
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
        cmocka_unit_test(test_names_before_the_beginning),
        cmocka_unit_test(test_late_and_gone),
        cmocka_unit_test(test_who_said_it),
        cmocka_unit_test(test_rows_are_said_by_all_who_had_a_part),
        cmocka_unit_test(test_a_guest),
        cmocka_unit_test(test_running_order),
        cmocka_unit_test(test_a_section_passed_over),
        cmocka_unit_test(test_more_time),
        cmocka_unit_test(test_breaks),
        cmocka_unit_test(test_a_long_silence),
        cmocka_unit_test(test_what_it_took),
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
