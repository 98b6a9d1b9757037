// SPDX-License-Identifier: GPL-3.0-or-later
/* Sessions on a terminal: how a question is answered. */

#include "session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PASTE(text) "\033[200~" text "\033[201~"
#define BACK        "\033[Z"
#define ALT_ENTER   "\033\r"

/* The old value stands in view with where it comes from; Enter, typing, Tab and /drop. */
static void test_old_values(void **state)
{
    struct session *session = *state;
    struct pty *pty = session_begin(session);
    pty_expect_row(pty, " What do they want to reach?");
    pty_expect_row(pty, " 2025H2 · Lars Bo · fact");
    pty_expect_row(pty, "   Double the export share");
    session_answer(session, "\r", "[20:00] 1.2 Motto>"); /* kept */
    pty_expect_row(pty, " 2025H2 · Mette Holm · confirmed by the customer");
    pty_type(pty, "\t");
    pty_expect_row(pty, "[20:00] 1.2 Motto> Never late");
    session_answer(session, "r\r", "[20:00] 1.3 Worth>"); /* edited */
    session_answer(session, "1,25 mio\r", "[20:00] 1.4 Road>");
    pty_expect(pty, "1,250,000"); /* what was understood */
    session_answer(session, "sea\r", "[20:00] 1.5 Owner>");
    session_answer(session, "\r", "[10:00] 2.1 Jobs>"); /* passed over */
    session_answer(session, "/drop\r", ">");
    pty_expect(pty, "Everything has been asked.");
    pty_type(pty, "/close\r");
    pty_expect(pty, "What will be recorded");
    pty_type(pty, "yes\r");
    pty_expect(pty, "Recorded: ");
    assert_int_equal(pty_wait(pty), 0);
    assert_true(pty_is_restored(pty));
    session_recorded(session, "trial.goals", "\"state\": \"confirmed\"");
    session_recorded(session, "trial.motto", "\"Never later\"");
    session_recorded(session, "trial.worth", "1250000");
    session_recorded(session, "trial.road", "\"sea\"");
    assert_string_equal(session_shell(session, "git ls-tree HEAD accounts/acme/plan/trial.jobs.json"
                                               "; git status --porcelain -uno"),
                        "");
    assert_int_equal(session_revisions(session), 1);
}

/* What does not do stays on the line, with the reason above. */
static void test_refused(void **state)
{
    struct session *session = *state;
    struct pty *pty = session_begin(session);
    pty_type(pty, "/goto 1.3\r");
    pty_expect(pty, "1.3 Worth>");
    pty_type(pty, "a lot\r");
    pty_expect(pty, "is not a number");
    pty_expect_row(pty, "[20:00] 1.3 Worth> a lot");
    pty_type(pty, "\025"
                  "12\r");
    pty_expect_row(pty, " Less than a thousand is not worth the talk.");
    pty_expect_row(pty, "[20:00] 1.3 Worth> 12");
    pty_type(pty, "000\r"); /* behind what stands there */
    pty_expect(pty, "1.4 Road>");
    pty_type(pty, "tunnel\r");
    pty_expect_row(pty, "[20:00] 1.4 Road> tunnel");
    pty_type(pty, "\025/gtoo\r");
    pty_expect_row(pty, "[20:00] 1.4 Road> /gtoo");
    pty_type(pty, "\025"
                  "2\r");
    pty_expect(pty, "1.5 Owner>");
    pty_type(pty, "/goto 1.3\r");
    pty_expect_row(pty, "   DKK 12,000");
}

/* Shift-Tab and /back: the text that was typed waits where it was typed. */
static void test_back(void **state)
{
    struct session *session = *state;
    struct pty *pty = session_begin(session);
    session_answer(session, "\r", "[20:00] 1.2 Motto>");
    session_answer(session, "half a mot", "[20:00] 1.2 Motto> half a mot");
    session_answer(session, BACK, "[20:00] 1.1 Goals>");
    session_answer(session, "another goal", "[20:00] 1.1 Goals> another goal");
    pty_type(pty, "\025\r");
    pty_expect_bytes(pty, "1.2 Motto"); /* there are three of them */
    pty_expect_gone(pty, "another goal");
    pty_type(pty, "to");
    pty_expect_row(pty, "[20:00] 1.2 Motto> half a motto");
    session_answer(session, "\r", "[20:00] 1.3 Worth>");
    pty_type(pty, "/back\r");
    pty_expect(pty, "Answered in this session");
    pty_expect_row(pty, "   half a motto");
}

static void test_several_lines(void **state)
{
    struct session *session = *state;
    struct pty *pty = session_begin(session);
    pty_type(pty, "one" ALT_ENTER "two");
    pty_expect_row(pty, "two");
    session_answer(session, "\r", "[20:00] 1.2 Motto>");
    pty_type(pty, BACK);
    pty_expect_row(pty, "   one");
    pty_expect_row(pty, "   two");
    session_answer(session, PASTE("first\r\nsecond\nthird") "\r", "[20:00] 1.2 Motto>");
    session_answer(session, PASTE("early\nand late\n"), "[20:00] 1.2 Motto> early and late");
    session_answer(session, "\r", "[20:00] 1.3 Worth>");
    pty_type(pty, "/close\r");
    pty_expect(pty, "What will be recorded");
    pty_type(pty, "yes\r");
    assert_int_equal(pty_wait(pty), 0);
    session_recorded(session, "trial.goals", "\"first\\nsecond\\nthird\"");
    session_recorded(session, "trial.motto", "\"early and late\"");
}

static void test_long_paste(void **state)
{
    struct session *session = *state;
    struct kp_buf text = KP_BUF_INIT;
    struct pty *pty = session_begin(session);
    kp_buf_adds(&text, "\033[200~");
    for (int i = 0; text.len < 65536; i++)
        kp_buf_addf(&text, "line %d: rødgrød med fløde 🙂\n", i);
    kp_buf_adds(&text, "the end\033[201~");
    pty_send(pty, kp_buf_str(&text));
    pty_expect(pty, "the end"); /* it is higher than the screen */
    session_answer(session, "\r", "[20:00] 1.2 Motto>");
    pty_type(pty, "/close\r");
    pty_expect(pty, "What will be recorded");
    pty_type(pty, "yes\r");
    assert_int_equal(pty_wait(pty), 0);
    session_recorded(session, "trial.goals", "line 1000: rødgrød med fløde 🙂\\n");
    session_recorded(session, "trial.goals", "the end\"");
    kp_buf_release(&text);
}

static void test_completion(void **state)
{
    struct session *session = *state;
    struct pty *pty = session_begin(session);
    pty_type(pty, "/ag\t");
    pty_expect(pty, "1.1 Goals> /agenda");
    pty_type(pty, "\r");
    pty_expect(pty, "Planned");
    pty_type(pty, "/who Me\t");
    pty_expect(pty, "1.1 Goals> /who Mette Holm");
    session_answer(session, ", La\t", "[20:00] 1.1 Goals> /who Mette Holm, Lars Bo");
    session_answer(session, "\r", "[20:00] 1.1 Goals (Mette Holm, Lars Bo)>");
    session_answer(session, "/action Call @me\t",
                   "[20:00] 1.1 Goals (Mette Holm, Lars Bo)> /action Call @Mette Holm");
    session_answer(session, "\025/show trial.j\t",
                   "[20:00] 1.1 Goals (Mette Holm, Lars Bo)> /show trial.jobs");
    pty_type(pty, "\025");
    pty_type(pty, "/goto 1.4\r");
    pty_expect_row(pty, "    3  Railway");
    pty_type(pty, "ra\t");
    pty_expect(pty, "1.4 Road> Railway");
    pty_type(pty, "\r");
    pty_expect(pty, "1.5 Owner>");
    pty_type(pty, "la\t");
    pty_expect(pty, "1.5 Owner> Lars Bo");
    pty_type(pty, "\r");
    pty_expect(pty, "2.1 Jobs>");
    pty_type(pty, "/goto 1.5\r");
    pty_expect_row(pty, "   Lars Bo");
}

/* Who says it and how sure it is stands in the prompt, or above it where that leaves no room. */
static void test_marks(void **state)
{
    struct session *session = *state;
    struct pty *pty = session_begin(session);
    session_answer(session, "/assumed\r", "[20:00] 1.1 Goals (assumed)>");
    session_answer(session, "/customer\r", "[20:00] 1.1 Goals (confirmed by the customer)>");
    pty_type(pty, "/who Mette, Lars Bo\r");
    pty_expect_row(pty, " Mette Holm, Lars Bo · confirmed by the customer");
    pty_expect_row(pty, "[20:00] 1.1 Goals>");
    session_answer(session, "Triple it\r", "[20:00] 1.2 Motto>");
    pty_type(pty, "/back\r");
    pty_expect(pty, "Answered in this session");
    pty_type(pty, "/close\ryes\r");
    assert_int_equal(pty_wait(pty), 0);
    session_recorded(session, "trial.goals", "\"customer\"");
    session_shell(session, "$K show acme trial.goals");
    assert_non_null(
        strstr(session->printed.data, "2026H1 · Mette Holm, Lars Bo · confirmed by the customer"));
}

/* Characters of two columns, and of several code points. */
static void test_wide(void **state)
{
    struct session *session = *state;
    struct pty *pty = session_begin(session);
    session_answer(session, "\r", "[20:00] 1.2 Motto>");
    session_answer(session, "量🙂 é æøå", "[20:00] 1.2 Motto> 量🙂 é æøå");
    pty_type(pty, "\b\b\bÅ");
    pty_expect_row(pty, "[20:00] 1.2 Motto> 量🙂 é Å");
    session_answer(session, "\r", "[20:00] 1.3 Worth>");
    pty_type(pty, BACK);
    pty_expect_row(pty, "   量🙂 é Å");
    pty_type(pty, "\t");
    pty_expect_row(pty, "[20:00] 1.2 Motto> 量🙂 é Å");
}

/* All rows stay in view while one is added, changed, taken out. */
static void test_table(void **state)
{
    struct session *session = *state;
    struct pty *pty = session_begin(session);
    pty_type(pty, "/goto 2\r");
    pty_expect_row(pty, " 1  Send the offer  Mette Holm  1 Oct 2025");
    pty_expect_row(pty, " 2  Call Åse        Lars Bo");
    session_answer(session, "+\r", "[10:00] 2.1 Jobs 3 · What>");
    session_answer(session, "Visit the site\r", "[10:00] 2.1 Jobs 3 · Who>");
    session_answer(session, "Lar\t", "[10:00] 2.1 Jobs 3 · Who> Lars Bo");
    session_answer(session, "\r", "[10:00] 2.1 Jobs 3 · Due>");
    pty_type(pty, "14/3\r");
    pty_expect_row(pty, " 3  Visit the site  Lars Bo     14 Mar 2026");
    pty_expect_row(pty, " 1  Send the offer  Mette Holm  1 Oct 2025");
    session_answer(session, "2\r", "[10:00] 2.1 Jobs 2 · What>");
    pty_expect_row(pty, "   Call Åse");
    session_answer(session, "\t", "[10:00] 2.1 Jobs 2 · What> Call Åse");
    session_answer(session, " now\r", "[10:00] 2.1 Jobs 2 · Who>");
    session_answer(session, "\r", "[10:00] 2.1 Jobs 2 · Due>");
    pty_type(pty, "\r");
    pty_expect_row(pty, " 2  Call Åse now    Lars Bo");
    pty_expect_row(pty, "[10:00] 2.1 Jobs>");
    pty_type(pty, "-1\r");
    pty_expect_row(pty, " 1  Call Åse now    Lars Bo");
    pty_expect_row(pty, " 2  Visit the site  Lars Bo  14 Mar 2026");
    pty_type(pty, "7\r");
    pty_expect_row(pty, "[10:00] 2.1 Jobs> 7");
    pty_type(pty, "\025\r");
    pty_expect(pty, "Everything has been asked.");
    pty_type(pty, "/close\r");
    pty_expect(pty, "What will be recorded");
    pty_type(pty, "yes\r");
    assert_int_equal(pty_wait(pty), 0);
    assert_string_equal(
        session_shell(session, "$K show acme trial.jobs | sed -n 's/^ *//;/ Lars /p'"),
        "Call Åse now    Lars Bo\nVisit the site  Lars Bo  14 Mar 2026\n");
}

/* Ctrl-X Ctrl-E: the present answer, or what is on the line, in an editor. */
static void test_editor(void **state)
{
    struct session *session = *state;
    session_shell(session, "printf '#!/bin/sh\\necho and more >>\"$1\"\\n' >../editor; "
                           "chmod +x ../editor");
    struct kp_buf editor = KP_BUF_INIT;
    kp_buf_addf(&editor, "EDITOR=%s/editor", session->dir.data);
    struct pty *pty = session_begin_with(
        session, (struct pty_setup){.environment = (const char *const[]){editor.data, NULL}});
    pty_type(pty, "Half a goal\030\005");
    pty_expect_row(pty, "and more");
    session_answer(session, "\r", "[20:00] 1.2 Motto>");
    pty_type(pty, BACK);
    pty_expect_row(pty, "   Half a goal");
    pty_expect_row(pty, "   and more");
    kp_buf_release(&editor);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, session_setup, session_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_old_values), TEST(test_refused),    TEST(test_back),  TEST(test_several_lines),
        TEST(test_long_paste), TEST(test_completion), TEST(test_marks), TEST(test_wide),
        TEST(test_table),      TEST(test_editor),
    };
    return cmocka_run_group_tests(tests, session_group_setup, session_group_teardown);
}
