// SPDX-License-Identifier: GPL-3.0-or-later
/* Sessions on a terminal: left in the middle, by will or by force, and taken up again. */

#include "session.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* One answer and half of another. */
static struct pty *begin_half(struct session *session)
{
    struct pty *pty = session_begin(session);
    session_answer(session, "Triple it\r", "[20:00] 1.2 Motto>");
    session_answer(session, "half a motto", "[20:00] 1.2 Motto> half a motto");
    return pty;
}

/* Takes it up: the same question, with what was typed on the line. */
static struct pty *resume(struct session *session, const char *draft)
{
    struct kp_buf row = KP_BUF_INIT;
    struct pty *pty = session_start(session, "run trial acme", (struct pty_setup){.rows = 30});
    pty_expect(pty, "There is an unfinished session");
    pty_expect_row(pty, "[1]>");
    pty_type(pty, "\r");
    kp_buf_addf(&row, "[20:00] 1.2 Motto>%s%s", *draft ? " " : "", draft);
    pty_expect_row(pty, row.data);
    pty_expect_row(pty, " What do they live by?");
    kp_buf_release(&row);
    return pty;
}

/* What was answered before is there; the session is recorded, once. */
static void close_it(struct session *session)
{
    struct pty *pty = session->pty;
    pty_type(pty, "\025/close\r");
    pty_expect(pty, "What will be recorded");
    pty_expect(pty, "Double the export share → Triple it");
    pty_type(pty, "yes\r");
    pty_expect(pty, "Recorded: 1 changed");
    assert_int_equal(pty_wait(pty), 0);
    assert_true(pty_is_restored(pty));
    session_recorded(session, "trial.goals", "\"Triple it\"");
    assert_int_equal(session_revisions(session), 1);
    assert_string_equal(
        session_shell(session, "ls .git/kamplan/journal; git status --porcelain -uno"), "");
}

static void test_interrupt(void **state)
{
    struct session *session = *state;
    struct pty *pty = begin_half(session);
    pty_type(pty, "\003");
    pty_expect_bytes(pty, "Ctrl-C again leaves");
    pty_expect_row(pty, "[20:00] 1.2 Motto>");
    session_answer(session, "another", "[20:00] 1.2 Motto> another");
    pty_type(pty, "\003"); /* takes off the line what is there, no more */
    pty_expect_bytes(pty, "Ctrl-C again leaves");
    pty_expect_row(pty, "[20:00] 1.2 Motto>");
    pty_type(pty, "\003");
    assert_int_equal(pty_wait(pty), 130);
    pty_expect(pty, "The session waits. kamplan run trial acme goes on with it.");
    assert_true(pty_is_restored(pty));
    resume(session, "");
    close_it(session);
}

static void test_end_of_input(void **state)
{
    struct session *session = *state;
    struct pty *pty = begin_half(session);
    pty_type(pty, "\025\004");
    assert_int_equal(pty_wait(pty), 0);
    pty_expect(pty, "The session waits. kamplan run trial acme goes on with it.");
    assert_true(pty_is_restored(pty));
    resume(session, "");
    close_it(session);
}

/* Nothing was said: nothing waits. */
static void test_left_at_once(void **state)
{
    struct session *session = *state;
    static const char *const keys[] = {"\004", "\003", "/leave\r"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct pty *pty = session_start(session, "run trial acme", (struct pty_setup){0});
        pty_expect(pty, "Enter starts");
        pty_expect_row(pty, ">");
        pty_type(pty, keys[i]);
        if (i == 1) {
            pty_expect(pty, "Ctrl-C again leaves");
            pty_type(pty, keys[i]);
        }
        assert_int_equal(pty_wait(pty), i == 1 ? 130 : 0);
        assert_true(pty_is_restored(pty));
        assert_null(strstr(pty_screen(pty), "The session waits"));
        assert_string_equal(session_shell(session, "ls -A .git/kamplan/journal 2>/dev/null; true"),
                            "");
    }
}

static void test_resume_or_not(void **state)
{
    struct session *session = *state;
    struct pty *pty = begin_half(session);
    pty_type(pty, "\025/leave\r");
    assert_int_equal(pty_wait(pty), 0);
    pty = session_start(session, "run trial acme", (struct pty_setup){0});
    pty_expect_row(pty, "[1]>");
    pty_type(pty, "4\r");
    pty_expect(pty, "a number from 1 to 3");
    pty_type(pty, "3\r");
    assert_int_equal(pty_wait(pty), 0);
    pty = session_start(session, "run trial acme", (struct pty_setup){.rows = 30});
    pty_expect_row(pty, "[1]>");
    pty_type(pty, "2\r");
    pty_expect(pty, "The unfinished session is gone.");
    pty_expect(pty, "Enter starts");
    pty_type(pty, "\r");
    pty_expect_row(pty, "   Double the export share");
}

/* The program is told to go: the terminal is given back, and what was typed is kept. */
static void test_signals(void **state)
{
    static const int numbers[] = {SIGTERM, SIGHUP};
    struct session *session = *state;
    struct pty *pty = begin_half(session);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        assert_true(pty_is_raw(pty));
        pty_signal(pty, numbers[i]);
        assert_int_equal(pty_wait(pty), 130);
        assert_true(pty_is_restored(pty));
        pty = resume(session, "half a motto");
    }
    close_it(session);
}

/* The window is closed. */
static void test_hang_up(void **state)
{
    struct session *session = *state;
    struct pty *pty = begin_half(session);
    pty_hang_up(pty);
    assert_int_equal(pty_wait(pty), 130);
    resume(session, "half a motto");
    close_it(session);
}

static void test_suspend(void **state)
{
    struct session *session = *state;
    struct pty *pty =
        session_begin_with(session, (struct pty_setup){.rows = 30, .job_control = true});
    pty_type(pty, "half a goal");
    pty_expect_row(pty, "[20:00] 1.1 Goals> half a goal");
    pty_type(pty, "\032");
    pty_expect(pty, "[stopped]");
    assert_true(pty_is_restored(pty));
    pty_continue(pty);
    pty_expect_bytes(pty, "[stopped]");
    pty_expect_bytes(pty, "half a goal");
    pty_type(pty, "!");
    pty_expect_row(pty, "[20:00] 1.1 Goals> half a goal!");
    session_answer(session, "\r", "[20:00] 1.2 Motto>");
    pty_type(pty, "\004");
    assert_int_equal(pty_wait(pty), 0);
    assert_true(pty_is_restored(pty));
}

/* Two at once: the second is told who is there, and changes nothing. */
static void test_two(void **state)
{
    struct session *session = *state;
    struct pty *first = begin_half(session);
    session->pty = NULL;
    struct pty *second = session_start(session, "run trial acme", (struct pty_setup){0});
    assert_int_equal(pty_wait(second), 1);
    pty_expect(second, "Trial session has been open on acme since ");
    assert_true(pty_is_restored(second));
    second = session_start(session, "run account-plan acme", (struct pty_setup){0});
    assert_int_equal(pty_wait(second), 1);
    session_drop(session);
    session->pty = first;
    session_answer(session, "\r", "[20:00] 1.3 Worth>");
    pty_type(first, "\004");
    assert_int_equal(pty_wait(first), 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, session_setup, session_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_interrupt),     TEST(test_end_of_input), TEST(test_left_at_once),
        TEST(test_resume_or_not), TEST(test_signals),      TEST(test_hang_up),
        TEST(test_suspend),       TEST(test_two),
    };
    return cmocka_run_group_tests(tests, session_group_setup, session_group_teardown);
}
