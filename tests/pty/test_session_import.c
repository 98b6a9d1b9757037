// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows of a file on a terminal: shown, gone through, killed in the middle, taken up again, read back. */

#include "session.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct pty *import(struct session *session, const char *options)
{
    struct kp_buf words = KP_BUF_INIT;
    kp_buf_addf(&words, "import trial.jobs %s/jobs.csv acme%s", session->dir.data, options);
    struct pty *pty = session_start(session, words.data, (struct pty_setup){.rows = 50});
    kp_buf_release(&words);
    return pty;
}

/* Two rows are changed, one is new; the way that salespeople write dates. */
static void write_file(struct session *session)
{
    session_shell(session, "printf 'What;Who;Due\\nSend the offer;Lars Bo;1/11/2025\\n"
                           "Call Åse;Lars Bo;3/3/2026\\nVisit;Per Dahl;\\n' >../jobs.csv");
}

static struct pty *begin(struct session *session)
{
    write_file(session);
    struct pty *pty = import(session, " --facilitator=Mette");
    pty_expect(pty, "2 changed rows · 1 new row");
    pty_expect_row(pty, " +  Visit           Who Per Dahl");
    pty_expect_row(pty, "Jobs>");
    return pty;
}

static void test_one_by_one(void **state)
{
    struct session *session = *state;
    struct pty *pty = begin(session);
    pty_type(pty, "\r");
    pty_expect_row(pty, " 1/3 · Send the offer");
    pty_expect_row(pty, " 1  Who  Mette Holm  Lars Bo");
    pty_expect_row(pty, " 2  Due  1 Oct 2025  1 Nov 2025");
    pty_type(pty, "3\r");
    pty_expect(pty, "Enter takes the row, 1 or 1 2 only those cells");
    pty_type(pty, "\0252\r");
    pty_expect_row(pty, " 2/3 · Call Åse");
    pty_signal(pty, SIGKILL);
    assert_int_equal(pty_wait(pty), 128 + SIGKILL);

    /* What was decided is there; the file need not be. */
    session_shell(session, "rm ../jobs.csv");
    pty = import(session, "");
    pty_expect(pty, "There is an unfinished session");
    pty_type(pty, "\r");
    pty_expect_row(pty, " 2/3 · Call Åse");
    pty_type(pty, "-\r");
    pty_expect_row(pty, " 3/3 · Visit: new");
    pty_type(pty, "/undo\r");
    pty_expect_row(pty, " 2/3 · Call Åse");
    pty_type(pty, "/who Lars Bo\r");
    pty_expect_row(pty, "Jobs (Lars Bo)>");
    pty_type(pty, "all\r");
    pty_expect(pty, "What will be recorded");
    pty_type(pty, "/undo\r"); /* what was decided last, not only that the rows stand */
    pty_expect_row(pty, " 2/3 · Call Åse");
    pty_type(pty, "/who Lars Bo\r");
    pty_expect_row(pty, "Jobs (Lars Bo)>");
    pty_type(pty, "all\r");
    pty_expect(pty, "2 rows → 3 rows");
    pty_expect(pty, "Record it? yes or no");
    pty_type(pty, "yes\r");
    pty_expect(pty, "Recorded: 1 changed, 0 new, 0 confirmed");
    assert_int_equal(pty_wait(pty), 0);
    session_recorded(session, "trial.jobs", "\"2025-11-01\"");
    session_recorded(session, "trial.jobs", "\"2026-03-03\"");
    session_recorded(session, "trial.jobs", "\"Visit\"");
    assert_string_equal(session_shell(session, "$K show acme trial.jobs --json | "
                                               "jq -r '.answers[\"trial.jobs\"].value[0].who as $w "
                                               "| .people[$w].name'"),
                        "Mette Holm\n");
    assert_int_equal(session_revisions(session), 1);
    assert_string_equal(session_shell(session, "ls -A .git/kamplan/journal"), "");
}

/* Nothing is taken: nothing is recorded, and no journal stays. */
static void test_none(void **state)
{
    struct session *session = *state;
    struct pty *pty = begin(session);
    pty_type(pty, "none\r");
    pty_expect(pty, "Nothing was answered, and nothing is recorded.");
    assert_int_equal(pty_wait(pty), 0);
    assert_int_equal(session_revisions(session), 0);
    assert_string_equal(session_shell(session, "ls -A .git/kamplan/journal"), "");
}

/* No at the end goes back to the rows; Ctrl-D lets them wait for `edit`. */
static void test_second_thoughts(void **state)
{
    struct session *session = *state;
    struct pty *pty = begin(session);
    pty_type(pty, "all\r");
    pty_expect(pty, "Record it? yes or no");
    pty_type(pty, "no\r");
    pty_expect(pty, "Everything has been asked.");
    pty_type(pty, "/goto 1.1\r");
    pty_expect_row(pty, " 3  Visit           Per Dahl");
    pty_type(pty, "-3\r");
    pty_expect(pty, "row 3 is removed");
    pty_type(pty, "\004");
    pty_expect(pty, "kamplan edit acme trial.jobs goes on with it.");
    assert_int_equal(pty_wait(pty), 0);
    pty = session_start(session, "edit acme trial.jobs", (struct pty_setup){.rows = 50});
    pty_expect(pty, "There is an unfinished session");
    pty_type(pty, "\r");
    pty_expect(pty, "Record it? yes or no");
    pty_type(pty, "yes\r");
    pty_expect(pty, "Recorded: 1 changed");
    assert_int_equal(pty_wait(pty), 0);
    assert_string_equal(session_shell(session, "$K show acme trial.jobs --json | "
                                               "jq '.answers[\"trial.jobs\"].value | length'"),
                        "2\n");
}

/* Where every row stands as it is in the file, or with many rows, it is asked once. */
static void test_at_once(void **state)
{
    struct session *session = *state;
    write_file(session);
    session_shell(session, "(echo What; seq 1 1500) >../jobs.csv");
    struct pty *pty = import(session, "");
    pty_expect(pty, "new: 1500");
    pty_expect_row(pty, "  1  record it");
    pty_type(pty, "\r"); /* the safe answer */
    pty_expect(pty, "Nothing was recorded.");
    assert_int_equal(pty_wait(pty), 1);
    pty = import(session, "");
    pty_expect_row(pty, "  1  record it");
    pty_type(pty, "1\r");
    pty_expect(pty, "Recorded: 1 changed");
    assert_int_equal(pty_wait(pty), 0);
    assert_int_equal(session_revisions(session), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, session_setup, session_teardown)
    const struct CMUnitTest tests[] = {TEST(test_one_by_one), TEST(test_none),
                                       TEST(test_second_thoughts), TEST(test_at_once)};
    return cmocka_run_group_tests(tests, session_group_setup, session_group_teardown);
}
