// SPDX-License-Identifier: GPL-3.0-or-later
/* The room without a terminal: the running order, its clock, and breaks. */
#include "room_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- The clock */

static void agenda(struct session_fixture *f, int minute, struct kp_agenda_item *items)
{
    kp_session_agenda(f->session, SESSION_BEGINS + minute * ROOM_MINUTE, items);
}

#define ENDS(item)    ((int)(((item).ends - SESSION_BEGINS) / ROOM_MINUTE))
#define PLANNED(item) ((int)(((item).planned_end - SESSION_BEGINS) / ROOM_MINUTE))

static void test_running_order(void **state)
{
    (void)state;
    struct session_fixture f;
    struct kp_agenda_item items[3];
    room_begin(&f, "{`inner`:`x`}");
    agenda(&f, 5, items); /* as if it began now */
    assert_int_equal(ENDS(items[2]), 65);
    assert_int_equal(items[0].state, KP_AGENDA_AHEAD);
    setenv("TZ", "UTC", 1);
    session_type(&f, "/start 9:00");
    room_type_at(&f, 15, ""); /* a quarter late */
    agenda(&f, 20, items);
    assert_int_equal(PLANNED(items[0]), 10);
    assert_int_equal(PLANNED(items[2]), 60);
    assert_int_equal(ENDS(items[0]), 25);
    assert_int_equal(ENDS(items[2]), 75);
    agenda(&f, 30, items); /* five minutes over, and on it goes */
    assert_int_equal(ENDS(items[0]), 30);
    assert_int_equal(ENDS(items[2]), 80);
    room_type_at(&f, 30, "/next");
    agenda(&f, 30, items);
    assert_int_equal(items[0].state, KP_AGENDA_DONE);
    assert_int_equal(items[0].ends, 0);
    assert_int_equal(items[1].state, KP_AGENDA_NOW);
    assert_int_equal(ENDS(items[1]), 50);
    room_type_at(&f, 31, "/next");
    session_expect_at(&f, "3.1 actions");
    room_type_at(&f, 32,
                 "/goto 2"); /* and back: what is left of it comes, and the third after it */
    agenda(&f, 32, items);
    assert_int_equal(items[2].state, KP_AGENDA_AHEAD);
    assert_int_equal(ENDS(items[2]), 32 + 19 + 29);
    session_type(&f, "/goto");
    session_expect_at(&f, "3.1 actions");
    room_type_at(&f, 40, "/next");
    session_expect_at(&f, "end");
    session_type(&f, "/next");
    session_expect_refused(&f, "no section");
    session_type(&f, "/start half past");
    session_expect_refused(&f, "/start 9:00");
    room_end(&f);
}

static void test_a_section_passed_over(void **state)
{
    (void)state;
    struct session_fixture f;
    struct kp_agenda_item items[3];
    struct kp_agenda_clock clock;
    room_begin(&f, "{`inner`:`x`}");
    room_type_at(&f, 0, "");
    room_type_at(&f, 10, "/goto 3");
    agenda(&f, 10, items);
    assert_int_equal(items[1].state, KP_AGENDA_PASSED);
    assert_int_equal(ENDS(items[2]), 40);
    kp_session_clock(f.session, SESSION_BEGINS + 10 * ROOM_MINUTE, &clock);
    assert_int_equal(clock.behind_ms / ROOM_MINUTE, -20);
    room_end(&f);
}

static int64_t spent(struct session_fixture *f, size_t section, int minute)
{
    int64_t planned_ms, spent_ms;
    kp_session_section_time(f->session, section, SESSION_BEGINS + minute * ROOM_MINUTE, &planned_ms,
                            &spent_ms);
    return spent_ms / ROOM_MINUTE;
}

/* From the parking lot to the record the room sits in the last section that it came to. */
static void test_the_end_takes_time(void **state)
{
    (void)state;
    struct session_fixture f;
    struct kp_agenda_clock clock;
    room_begin(&f, "{`inner`:`x`}");
    room_type_at(&f, 0, "");
    room_type_at(&f, 5, "/next");
    room_type_at(&f, 10, "/close");
    room_type_at(&f, 14, "no");
    assert_int_equal(spent(&f, 1, 15), 10); /* the break is one of its steps */
    room_type_at(&f, 20, "/goto 3");
    room_type_at(&f, 30, "/next");
    session_expect_at(&f, "end");
    assert_int_equal(spent(&f, 2, 34), 14);
    kp_session_clock(f.session, SESSION_BEGINS + 70 * ROOM_MINUTE, &clock);
    assert_false(clock.running); /* nothing is counted down there */
    assert_int_equal(clock.behind_ms / ROOM_MINUTE, 10);
    room_type_at(&f, 34, "/close");
    session_away(&f, "");
    f.now += 60 * ROOM_MINUTE; /* nobody is there */
    session_resume(&f);
    room_type_at(&f, 98, "/park x");
    assert_int_equal(spent(&f, 2, 101), 20);
    room_end(&f);
}

static void test_more_time(void **state)
{
    static const char *const parts[] = {"`extended`:[{`choice`:`more`,`minutes`:6,`hands`:[4,2,1]},"
                                        "{`choice`:`stop`,`minutes`:0,`hands`:[1,0,1]}]"};
    (void)state;
    struct session_fixture f;
    room_begin(&f, "{`inner`:`x`}");
    room_type_at(&f, 0, "");
    room_tick_at(&f, 9);
    assert_int_equal(f.effects.count, 0);
    room_tick_at(&f, 10);
    assert_int_equal(room_bells(&f), 1);
    room_expect_said(&f, "/extend more (5 min)");
    room_tick_at(&f, 11); /* once */
    assert_int_equal(f.effects.count, 0);
    room_type_at(&f, 11, "/extend 4 2 1"); /* from now on, not from a minute ago */
    room_expect_said(&f, "5 min from now: this section has +6 minutes");
    for (int minute = 12; minute < 16; minute++)
        room_tick_at(&f, minute);
    assert_int_equal(f.effects.count, 0);
    room_type_at(&f, 16, "/note x"); /* also where nothing ticks: with what is typed next */
    assert_int_equal(room_bells(&f), 1);
    static const char *const bad[] = {"/extend",        "/extend 4",     "/extend 1 2 3 4",
                                      "/extend 0 0 0",  "/extend x y z", "/extend -1 2 3",
                                      "/extend 100 1 1"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        session_type(&f, bad[i]);
        session_expect_refused(&f, "/extend 4 2 1");
    }
    session_type(&f, "/extend 1 0 1"); /* as many hands: the shorter */
    session_expect_at(&f, "break");
    room_expect_record(&f, parts, COUNT(parts));
    session_type(&f, "/undo");
    session_expect_at(&f, "1.1 actions review 0 of 0");
    session_lines(&f, "/bell|/time +5");
    room_tick_at(&f, 40);
    assert_int_equal(room_bells(&f), 0);
    room_end(&f);
}

/* Who was to be there by then is asked for once, and not when they are there. */
static void test_who_is_expected(void **state)
{
    (void)state;
    struct session_fixture f;
    room_begin(&f, "{`inner`:`x`}");
    setenv("TZ", "UTC", 1);
    session_lines(&f, "/late Nina Ny 9:05|/late Lars Bo 9:07|");
    room_tick_at(&f, 4);
    assert_int_equal(f.effects.count, 0);
    room_tick_at(&f, 5);
    room_expect_said(&f, "was to be here by now: /here Nina Ny");
    room_tick_at(&f, 6);
    assert_int_equal(f.effects.count, 0);
    session_lines(&f, "/here Lars Bo");
    room_tick_at(&f, 7);
    assert_int_equal(f.effects.count, 0);
    room_end(&f);
}

static void test_breaks(void **state)
{
    (void)state;
    struct session_fixture f;
    struct kp_agenda_clock clock;
    room_begin(&f, "{`inner`:`x`}");
    room_type_at(&f, 0, "");
    room_type_at(&f, 1, "/next");
    session_expect_at(&f, "break");
    kp_session_clock(f.session, SESSION_BEGINS + 3 * ROOM_MINUTE, &clock);
    assert_true(clock.on_break);
    assert_int_equal(clock.break_left_ms / ROOM_MINUTE, 3);
    room_tick_at(&f, 5);
    assert_int_equal(f.effects.count, 0);
    room_tick_at(&f, 6);
    assert_int_equal(room_bells(&f), 1);
    room_tick_at(&f, 7);
    assert_int_equal(room_bells(&f), 0);
    room_type_at(&f, 8, "");
    session_expect_at(&f, "2.1 team");
    room_type_at(&f, 9, "/break 10");
    kp_session_clock(f.session, SESSION_BEGINS + 12 * ROOM_MINUTE, &clock);
    assert_true(clock.on_break && clock.paused && !clock.running);
    assert_int_equal(clock.break_left_ms / ROOM_MINUTE, 7);
    room_type_at(&f, 12, ""); /* going on early: nothing is confirmed by it */
    session_expect_at(&f, "2.1 team");
    assert_false(f.question.answered);
    kp_session_clock(f.session, SESSION_BEGINS + 13 * ROOM_MINUTE, &clock);
    assert_true(clock.running && !clock.on_break);
    assert_int_equal(clock.behind_ms / ROOM_MINUTE, 3 - 9); /* the first took one minute */
    session_type(&f, "/break");
    session_expect_refused(&f, "/break 10");
    session_type(&f, "/break -5");
    session_expect_refused(&f, "/break 10");
    room_end(&f);
}

static void test_a_long_silence(void **state)
{
    (void)state;
    struct session_fixture f;
    int64_t planned, spent;
    room_begin(&f, "{`inner`:`x`}");
    session_type(&f, "/away");
    session_expect_refused(&f, "no time has passed");
    room_type_at(&f, 0, "");
    room_type_at(&f, 29, "/note talking");
    assert_null(strstr(session_said(&f, KP_EFFECT_NOTICE), "pause"));
    room_type_at(&f, 89,
                 "/note lunch was good"); /* nothing ticks: the computer slept, or nobody typed */
    room_expect_said(&f, "60 min");
    room_type_at(&f, 89, "/away");
    kp_session_section_time(f.session, 0, f.now, &planned, &spent);
    assert_int_equal((spent + 5000) / ROOM_MINUTE, 29);
    session_type(&f, "/away");
    session_expect_refused(&f, "no time has passed");
    session_type(&f, "/undo");
    kp_session_section_time(f.session, 0, f.now, &planned, &spent);
    assert_int_equal((spent + 5000) / ROOM_MINUTE, 89);
    room_tick_at(&f, 90);
    room_tick_at(&f, 95); /* the lid was shut for five minutes */
    room_expect_said(&f, "5 min");
    room_tick_at(&f, 96);
    room_type_at(&f, 50, "/note an hour less"); /* set back */
    room_expect_said(&f, "set back");
    room_end(&f);
}

/* The prompt ticks on, and nothing that has passed is lost, nor counted twice. */
static void test_set_back(void **state)
{
    (void)state;
    struct session_fixture f;
    struct kp_agenda_clock clock;
    room_begin(&f, NULL);
    room_type_at(&f, 60, "");
    room_tick_at(&f, 65);
    room_tick_at(&f, 5);
    room_expect_said(&f, "set back by 60 min");
    kp_session_clock(f.session, f.now, &clock);
    assert_int_equal(clock.left_ms, clock.planned_ms - 5 * ROOM_MINUTE);
    room_tick_at(&f, 6);
    assert_int_equal(f.effects.count, 0);
    kp_session_clock(f.session, f.now, &clock);
    assert_int_equal(clock.left_ms, clock.planned_ms - 6 * ROOM_MINUTE);
    room_type_at(&f, 7, "/note an hour less");
    kp_session_clock(f.session, f.now + ROOM_MINUTE, &clock);
    assert_int_equal(clock.left_ms, clock.planned_ms - 8 * ROOM_MINUTE);
    room_type_at(&f, 8, "/break 10");
    room_tick_at(&f, 10);
    room_tick_at(&f, 9);
    kp_session_clock(f.session, f.now, &clock);
    assert_int_equal(clock.break_left_ms, 8 * ROOM_MINUTE);
    assert_int_equal(clock.behind_ms, 2 * ROOM_MINUTE);
    room_type_at(&f, 9, "/note still");
    kp_session_clock(f.session, f.now, &clock);
    assert_int_equal(clock.break_left_ms, 8 * ROOM_MINUTE);
    session_away(&f, "");
    session_resume(&f); /* the journal has it, too */
    kp_session_clock(f.session, f.now, &clock);
    assert_int_equal(clock.left_ms, clock.planned_ms - 8 * ROOM_MINUTE);
    assert_int_equal((clock.break_left_ms + 5000) / ROOM_MINUTE, 8);
    room_end(&f);
}

static void test_what_it_took(void **state)
{
    static const int usual[] = {15, 0, 45};
    (void)state;
    struct session_fixture f;
    struct kp_agenda_item items[3];
    room_begin(&f, NULL);
    session_type(&f, "/usual");
    session_expect_refused(&f, "not been run");
    f.setup.usual = usual;
    room_begin_again(&f);
    session_type(&f, "/usual");
    agenda(&f, 0, items);
    assert_int_equal(items[0].planned_ms / ROOM_MINUTE, 15);
    assert_int_equal(items[1].planned_ms / ROOM_MINUTE, 20);
    assert_int_equal(ENDS(items[2]), 80);
    room_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_running_order),
        cmocka_unit_test(test_the_end_takes_time),
        cmocka_unit_test(test_a_section_passed_over),
        cmocka_unit_test(test_who_is_expected),
        cmocka_unit_test(test_more_time),
        cmocka_unit_test(test_breaks),
        cmocka_unit_test(test_a_long_silence),
        cmocka_unit_test(test_set_back),
        cmocka_unit_test(test_what_it_took),
    };
    return cmocka_run_group_tests_name("agenda", tests, NULL, NULL);
}
