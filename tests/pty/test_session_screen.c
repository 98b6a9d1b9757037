// SPDX-License-Identifier: GPL-3.0-or-later
/* Sessions on a terminal: what is seen while the clock ticks, the window changes, or the terminal
 * can do little. */

#include "session.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct pty *begin_in(struct session *session, const char *const *environment)
{
    return session_begin_with(session, (struct pty_setup){.rows = 30, .environment = environment});
}

static void test_resize(void **state)
{
    struct session *session = *state;
    struct pty *pty = session_begin(session);
    session_answer(session, "\r", "[20:00] 1.2 Motto>");
    session_answer(session, "a motto that is long enough to break",
                   "[20:00] 1.2 Motto> a motto that is long enough to break");
    pty_resize(pty, 30, 40);
    pty_expect_row(pty, "[20:00] 1.2 Motto> a motto that is long");
    pty_resize(pty, 20, 100);
    pty_expect_row(pty, "[20:00] 1.2 Motto> a motto that is long enough to break");
    session_answer(session, "!\r", "[20:00] 1.3 Worth>");
    pty_type(pty, "/back\r");
    pty_expect_row(pty, "   a motto that is long enough to break!");
}

/* In a narrow window words are not broken, and a title is worth more than its minutes. */
static void test_narrow(void **state)
{
    struct session *session = *state;
    struct pty *pty = session_begin_with(session, (struct pty_setup){.rows = 60, .columns = 40});
    pty_expect_row(pty, "   Double the export share");
    pty_type(pty, "/help\r");
    pty_expect(pty, "/close");
    pty_expect_row(pty, "[20:00] 1.1 Goals>");
    pty_type(pty, "/goto 2\r");
    pty_expect(pty, "1 Oct 2025");
    pty_expect_row(pty, "── 2/2 The second part ─────── 10 min ──");
    pty_expect_row(pty, "[10:00] 2.1 Jobs>");
    pty_type(pty, "/review\r");
    pty_expect(pty, "1.5 Owner: ");
    pty_expect_bytes(pty, "2.1 Jobs");
    pty_type(pty, "/leave\r");
    assert_int_equal(pty_wait(pty), 0);
    pty = session_start(
        session, "run account-plan acme",
        (struct pty_setup){.rows = 60,
                           .columns = 40,
                           .environment = (const char *const[]){"KAMPLAN_ID_SEED=2", NULL}});
    pty_expect(pty, "Enter starts");
    pty_expect_row(pty, "   1  Our team                   20 min");
    pty_expect_row(pty, "   8  White space and opportu…   35 min");
    pty_type(pty, "/goto 8\r");
    pty_expect_row(pty, "── 8/15 White space and opportunities ──");
}

/* Until the prompt's time is another. */
static void expect_tick(struct pty *pty)
{
    char shown[16] = "";
    const char *at = strrchr(pty_screen(pty), '[');
    if (at && sscanf(at, "%15[^]]", shown) == 1)
        pty_expect_gone(pty, shown);
}

/* The prompt's time goes on under the fingers, and no key is lost. */
static void test_clock(void **state)
{
    static const char *const parts[] = {"every key that is typed ", "while the clock ",
                                        "goes on is æøå"};
    struct session *session = *state;
    struct pty *pty = begin_in(session, (const char *const[]){"KAMPLAN_NOW", NULL});
    for (size_t i = 0; i < 3; i++) {
        pty_type(pty, parts[i]);
        expect_tick(pty);
    }
    pty_expect(pty, "] 1.1 Goals> every key that is typed while the clock goes on is æøå\n");
    pty_type(pty, "\002\002\002");
    expect_tick(pty);
    pty_type(pty, "really ");
    expect_tick(pty);
    pty_expect(pty, "] 1.1 Goals> every key that is typed while the clock goes on is really æøå\n");
    pty_type(pty, "\r");
    pty_expect(pty, "] 1.2 Motto>\n");
    pty_type(pty, "/back\r");
    pty_expect_row(pty, "   every key that is typed while the clock goes on is really æøå");
}

static void test_locale_c(void **state)
{
    static const char *const environments[][4] = {
        {"LC_ALL=C", NULL}, {"LC_ALL", "LANG=C", NULL}, {"LC_ALL", "LANG", NULL}};
    struct session *session = *state;
    for (size_t i = 0; i < sizeof environments / sizeof *environments; i++) {
        struct pty *pty =
            session_start(session, "run trial acme --lang da",
                          (struct pty_setup){.rows = 30, .environment = environments[i]});
        if (i == 0)
            pty_expect(pty, "Første del");
        else
            pty_expect_row(pty, "[1]>");
        pty_type(pty, "\r");
        pty_expect_row(pty, "[20:00] 1.1 Mål>");
        session_answer(session, "Blåbærgrød på Ærø", "[20:00] 1.1 Mål> Blåbærgrød på Ærø");
        session_answer(session, "\r", "[20:00] 1.2 Motto>");
        pty_type(pty, "/back\r");
        pty_expect_row(pty, "   Blåbærgrød på Ærø");
        pty_type(pty, "\004");
        assert_int_equal(pty_wait(pty), 0);
    }
}

/* All of a session, from the first question to the record, without a single escape sequence. */
static void test_plain(void **state)
{
    static const char *const words[] = {"run trial acme", "--plain run trial acme"};
    static const char *const environments[][3] = {{"TERM=dumb", "KAMPLAN_ID_SEED=1", NULL},
                                                  {"KAMPLAN_ID_SEED=2", NULL}};
    struct session *session = *state;
    for (size_t i = 0; i < 2; i++) {
        struct pty *pty = session_start(
            session, words[i], (struct pty_setup){.rows = 60, .environment = environments[i]});
        pty_expect(pty, "Enter starts");
        pty_type(pty, "\r");
        pty_expect_row(
            pty,
            "-- 1/2 The first part -------------------------------------- 20 min - on time --");
        pty_expect_row(pty, i ? " 2026H1" : " 2025H2, Lars Bo, fact");
        pty_type(pty, "Blåbærgrød\r");
        pty_expect_row(pty, "[20:00] 1.2 Motto>");
        pty_type(pty, "\r\r\r\r");
        pty_expect_row(pty, "[10:00] 2.1 Jobs>");
        pty_type(pty, "\r/close\ryes\r");
        pty_expect(pty, "Recorded: ");
        assert_int_equal(pty_wait(pty), 0);
        assert_true(pty_is_restored(pty));
        pty_expect_never(pty, "\033");
        assert_int_equal(session_revisions(session), (int)i + 1);
    }
    session_recorded(session, "trial.goals", "\"Blåbærgrød\"");
}

/* No colours: nothing that sets them is sent, but the line is edited as ever. */
static void test_no_color(void **state)
{
    static const char *const colours[] = {"\033[3", "\033[9", "\033[1m", "\033[2m", "\033[0m"};
    struct session *session = *state;
    struct pty *pty = begin_in(session, (const char *const[]){"NO_COLOR=1", NULL});
    pty_type(pty, "Trible\b\b\b\bple\r");
    pty_expect(pty, "1.2 Motto>");
    pty_type(pty, "\004");
    assert_int_equal(pty_wait(pty), 0);
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
        pty_expect_never(pty, colours[i]);
}

/* They stand on the projector for as long as the next key takes, and nowhere afterwards. */
static void test_notes(void **state)
{
    struct session *session = *state;
    struct pty *pty = session_begin(session);
    pty_type(pty, "/note the CFO looks tired");
    pty_expect(pty, "/note the CFO looks tired");
    pty_type(pty, "\r");
    pty_expect_gone(pty, "the CFO"); /* typed in view, but it does not stay there */
    pty_expect_row(pty, " noted");
    pty_expect_row(pty, "[20:00] 1.1 Goals>");
    assert_int_equal(pty_find_row(pty, " noted") + 1, pty_find_row(pty, "[20:00] 1.1 Goals>"));
    pty_type(pty, "/note a long one that takes more than one row of the screen, the CFO again\r");
    pty_expect_bytes(pty, "again");
    pty_expect_gone(pty, "CFO");
    pty_expect_row(pty, "[20:00] 1.1 Goals>");
    for (int round = 0; round < 2; round++) {
        pty_type(pty, "/notes\r");
        pty_expect_row(pty, " Push for a price: they can pay more.");
        pty_expect_row(pty, " the CFO looks tired");
        pty_type(pty, " ");
        pty_expect_gone(pty, "Push for a price");
        pty_expect_row(pty, "[20:00] 1.1 Goals>");
        assert_null(strstr(pty_screen(pty), "CFO"));
    }
    session_answer(session, "typed\r", "[20:00] 1.2 Motto>"); /* the key itself is no answer */
    pty_type(pty, "/back\r");
    pty_expect_row(pty, "   typed");
    assert_null(strstr(pty_scrollback(pty), "Push for a price"));
    assert_null(strstr(pty_scrollback(pty), "CFO"));
}

/* An answer that somebody made by hand: nothing in it reaches the terminal as it is. */
static void test_hostile(void **state)
{
    struct session *session = *state;
    session_shell(
        session,
        "sed 's/Never late/a\\\\u001b]0;owned\\\\u0007b\\\\u001b[2Jc\\\\u202Ed\\\\u009be/' "
        "accounts/acme/plan/trial.motto.json >x && "
        "sed 's/Double the export share/one\\\\ntwo\\\\u001b[31m/' "
        "accounts/acme/plan/trial.goals.json >y && "
        "mv x accounts/acme/plan/trial.motto.json && "
        "mv y accounts/acme/plan/trial.goals.json && "
        "sed 's/Call Åse/Call\\\\u001bc/' accounts/acme/plan/trial.jobs.json >x && "
        "mv x accounts/acme/plan/trial.jobs.json && "
        "git -c user.name=a -c user.email=a@b commit -qam 'by hand' && git log -1 --stat");
    struct pty *pty = session_begin(session);
    pty_expect_row(pty, "   one");
    pty_type(pty, "\t");
    pty_expect_row(pty, "two<U+001B>[31m"); /* on the line */
    pty_type(pty, "\025\r");
    pty_expect_row(pty, "[20:00] 1.2 Motto>");
    pty_type(pty, "\t");
    pty_expect_bytes(pty, "1.2 Motto");
    pty_type(pty, "\025/goto 2\r");
    pty_expect(pty, "Send the offer");
    pty_type(pty, "/show\r/review\r/history trial.motto\r/leave\r");
    assert_int_equal(pty_wait(pty), 0);
    pty_expect_never(pty, "\033]0;");
    pty_expect_never(pty, "\033[2Jc");
    pty_expect_never(pty, "\033[31m");
    pty_expect_never(pty, "\033c");
    pty_expect_never(pty, "\342\200\256");
    pty_expect_never(pty, "\302\233");
    pty_expect_never(pty, "\a");
}

/* Of a table that is longer than the window only what a line changed is shown again. */
static void test_long_table(void **state)
{
    struct session *session = *state;
    struct pty *pty = session_begin_with(session, (struct pty_setup){.rows = 14});
    pty_type(pty, "/goto 2\r");
    pty_expect_row(pty, "[10:00] 2.1 Jobs>");
    for (int i = 3; i <= 9; i++) {
        struct kp_buf row = KP_BUF_INIT;
        kp_buf_addf(&row, "Job number %d\r\r\r", i);
        pty_type(pty, row.data);
        kp_buf_clear(&row);
        kp_buf_addf(&row, " %d  Job number %d", i, i);
        pty_expect_row(pty, row.data);
        kp_buf_release(&row);
    }
    pty_type(pty, "5\rAnother five\r/back\r/back\r");
    pty_expect_row(pty, " 5  Another five");
    pty_expect_row(pty, " The other rows are as they were; /show trial.jobs shows them all.");
    assert_int_equal(pty_find_row(pty, " 6  Job number 6"), -1);
    pty_type(pty, "/show trial.jobs\r");
    pty_expect(pty, "Job number 6");
    pty_type(pty, "/goto 1.1\r/goto 2.1\r"); /* come back to, it is shown whole */
    pty_expect_row(pty, " 6  Job number 6");
    pty_expect_row(pty, "[10:00] 2.1 Jobs>");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, session_setup, session_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_resize),   TEST(test_narrow),  TEST(test_clock),
        TEST(test_locale_c), TEST(test_plain),   TEST(test_no_color),
        TEST(test_notes),    TEST(test_hostile), TEST(test_long_table),
    };
    return cmocka_run_group_tests(tests, session_group_setup, session_group_teardown);
}
