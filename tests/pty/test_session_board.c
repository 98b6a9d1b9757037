// SPDX-License-Identifier: GPL-3.0-or-later
/* The second screen: it follows the session on another terminal, shows nothing private, and the
 * session does not notice whether it is there. */

#include "session.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The room at its first question, and the board beside it. */
struct both {
    struct session *session;
    struct pty *room, *board;
};

static struct both begin(void **state, const char *words)
{
    struct both both = {.session = *state};
    both.room = session_begin(both.session);
    pty_type(both.room, "\r"); /* from here on there is a journal */
    pty_expect_row(both.room, "[20:00] 1.2 Motto>");
    both.session->pty = NULL;
    both.board = session_start(both.session, words, (struct pty_setup){.rows = 20, .columns = 60});
    both.session->pty = both.room;
    return both;
}

static void test_it_follows_the_room(void **state)
{
    struct both both = begin(state, "board acme");
    pty_expect_row(both.board, " What do they live by?");
    pty_expect(both.board, "── ACME A/S");
    pty_expect(both.board, "09:00");
    pty_expect(both.board, "20:00");
    pty_type(both.room, "/note a secret of ours\r");
    pty_type(both.room, "/park a point for all\r");
    pty_type(both.room, "half typed");
    pty_expect_row(both.room, "[20:00] 1.2 Motto> half typed");
    pty_type(both.room, "\025/goto 1.1\r");
    pty_expect(both.board, "Double the export share");
    pty_expect_gone(both.board, " What do they live by?");
    pty_resize(both.board, 12, 40);
    pty_expect(both.board, "Double the export share");
    pty_expect_never(both.board, "secret");
    pty_expect_never(both.board, "half typed");
    pty_expect_never(both.board, "Enter");
    pty_type(both.board, "xq");
    assert_int_equal(pty_wait(both.board), 0);
    assert_true(pty_is_restored(both.board));
    pty_free(both.board);
}

static void test_it_waits_for_a_session_and_outlives_it(void **state)
{
    struct both both = {.session = *state};
    both.board = session_start(both.session, "board", (struct pty_setup){.rows = 20});
    pty_expect(both.board, "No session runs.");
    both.session->pty = NULL;
    both.room = session_begin(both.session);
    pty_type(both.room, "Triple it\r");
    pty_expect_row(both.board, " What do they live by?");
    pty_expect_row(both.room, "[20:00] 1.2 Motto>");
    pty_type(both.room, "/close\r");
    pty_expect(both.room, "What will be recorded");
    pty_type(both.room, "yes\r");
    assert_int_equal(pty_wait(both.room), 0);
    pty_expect(both.board, "No session runs.");
    pty_type(both.board, "\003");
    assert_int_equal(pty_wait(both.board), 0);
    assert_true(pty_is_restored(both.board));
    pty_free(both.board);
    session_recorded(both.session, "trial.goals", "\"Triple it\"");
}

static void test_the_room_does_not_notice_its_death(void **state)
{
    struct both both = begin(state, "board");
    pty_expect_row(both.board, " What do they live by?");
    pty_signal(both.board, SIGKILL);
    assert_int_equal(pty_wait(both.board), 128 + SIGKILL);
    pty_free(both.board);
    session_answer(both.session, "Honesty\r", "[20:00] 1.3 Worth>");
    pty_type(both.room, "/close\r");
    pty_expect(both.room, "What will be recorded");
    pty_type(both.room, "yes\r");
    pty_expect(both.room, "Recorded:");
    assert_int_equal(pty_wait(both.room), 0);
}

static void test_no_account(void **state)
{
    struct session *session = *state;
    struct pty *pty = session_start(session, "board acne", (struct pty_setup){.rows = 20});
    pty_expect(pty, "there is no account \"acne\"; did you mean \"acme\"?");
    assert_int_equal(pty_wait(pty), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, session_setup, session_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_it_follows_the_room),
        TEST(test_it_waits_for_a_session_and_outlives_it),
        TEST(test_the_room_does_not_notice_its_death),
        TEST(test_no_account),
    };
    return cmocka_run_group_tests(tests, session_group_setup, session_group_teardown);
}
