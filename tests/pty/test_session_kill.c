// SPDX-License-Identifier: GPL-3.0-or-later
/* Sessions on a terminal that are killed while somebody types: what stood half typed is kept. */

#include "session.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define KEPT ".git/kamplan/journal/*.line"

/* Up to the second question, where half an answer is typed and a second has passed. */
static struct pty *begin_half(struct session *session)
{
    session_clock(session, "09:00");
    struct pty *pty = session_begin(session);
    session_answer(session, "Triple it\r", "[20:00] 1.2 Motto>");
    session_answer(session, "half å motto", "[20:00] 1.2 Motto> half å motto");
    session_clock(session, "09:01");
    pty_expect_row(pty, "[19:00] 1.2 Motto> half å motto");
    return pty;
}

static void kill_it(struct session *session)
{
    pty_signal(session->pty, SIGKILL);
    assert_int_equal(pty_wait(session->pty), 128 + SIGKILL);
}

static struct pty *resume(struct session *session, const char *options)
{
    struct kp_buf words = KP_BUF_INIT;
    kp_buf_addf(&words, "run trial acme%s", options);
    struct pty *pty = session_start(session, words.data, (struct pty_setup){.rows = 30});
    pty_expect(pty, "There is an unfinished session");
    pty_expect_row(pty, "[1]>");
    pty_type(pty, "\r");
    kp_buf_release(&words);
    return pty;
}

/* Nothing is left of it when the session is recorded. */
static void close_it(struct session *session)
{
    struct pty *pty = session->pty;
    pty_type(pty, "\025/close\r");
    pty_expect(pty, "What will be recorded");
    pty_type(pty, "yes\r");
    pty_expect(pty, "Recorded: 1 changed");
    assert_int_equal(pty_wait(pty), 0);
    session_recorded(session, "trial.goals", "\"Triple it\"");
    assert_string_equal(
        session_shell(session, "ls -A .git/kamplan/journal; git status --porcelain -uno"), "");
}

static void test_kept(void **state)
{
    struct session *session = *state;
    struct pty *pty = begin_half(session);
    assert_string_equal(session_shell(session, "stat -c %a .git/kamplan/journal/*"), "600\n600\n");
    kill_it(session);
    pty = resume(session, "");
    pty_expect_row(pty, " What was being typed is on the line again.");
    pty_expect_row(pty, "[20:00] 1.2 Motto> half å motto");
    kill_it(session); /* and again, before anybody has touched a key */
    pty = resume(session, "");
    pty_expect_row(pty, "[20:00] 1.2 Motto> half å motto");
    session_answer(session, "!\r", "[20:00] 1.3 Worth>");
    assert_string_equal(session_shell(session, "ls " KEPT " 2>/dev/null; true"), "");
    session_answer(session, "/back\r", "[20:00] 1.2 Motto>");
    pty_expect_row(pty, "   half å motto!");
    session_answer(session, "/undo\r", "[20:00] 1.2 Motto>");
    close_it(session);
}

/* What was taken off the line, or entered, does not come back. */
static void test_not_kept(void **state)
{
    struct session *session = *state;
    struct pty *pty = begin_half(session);
    session_answer(session, "\025", "[19:00] 1.2 Motto>");
    session_clock(session, "09:02");
    pty_expect_row(pty, "[18:00] 1.2 Motto>");
    kill_it(session);
    assert_string_equal(session_shell(session, "ls " KEPT " 2>/dev/null; true"), "");
    pty = resume(session, "");
    pty_expect_row(pty, "[20:00] 1.2 Motto>");
    session_answer(session, "half", "[20:00] 1.2 Motto> half");
    session_clock(session, "09:03");
    pty_expect_row(pty, "[19:00] 1.2 Motto> half");
    pty_type(pty, "\003");
    pty_expect_bytes(pty, "Ctrl-C again leaves");
    assert_string_equal(session_shell(session, "ls " KEPT " 2>/dev/null; true"), "");
    close_it(session);
}

/* A line that was refused stands there to be mended. */
static void test_refused(void **state)
{
    struct session *session = *state;
    begin_half(session);
    session_answer(session, "\025/goto 1.3\r", "[19:00] 1.3 Worth>");
    session_answer(session, "much\r", "[19:00] 1.3 Worth> much");
    assert_non_null(strstr(session_shell(session, "cat " KEPT), "\"much\""));
    kill_it(session);
    pty_expect_row(resume(session, ""), "[19:00] 1.3 Worth> much");
    close_it(session);
}

/* Where lines are plain, nothing can be put on the line. */
static void test_plain(void **state)
{
    struct session *session = *state;
    struct pty *pty = begin_half(session);
    kill_it(session);
    pty = session_start(session, "run trial acme --plain", (struct pty_setup){.rows = 30});
    pty_expect(pty, "[1]");
    pty_type(pty, "\r");
    pty_expect_row(pty, " What stood on the line, and was not entered: half å motto");
    pty_type(pty, "/leave\r");
    assert_int_equal(pty_wait(pty), 0);
}

/* In a round there is no answer to keep it with; it waits with the session all the same. */
static void test_in_a_round(void **state)
{
    static const int numbers[] = {SIGTERM, SIGKILL};
    struct session *session = *state;
    session_clock(session, "09:00");
    struct pty *pty = session_start(session, "run trial acme --attendees Mette,Lars",
                                    (struct pty_setup){.rows = 30});
    pty_expect_row(pty, ">");
    pty_type(pty, "\r");
    pty_expect(pty, "Check-in: Mette Holm");
    session_answer(session, "half a line", "[20:00] check-in> half a line");
    for (size_t i = 0; i < 2; i++) {
        session_clock(session, i ? "09:03" : "09:01");
        pty_expect_row(session->pty,
                       i ? "[18:00] check-in> half a line" : "[19:00] check-in> half a line");
        pty_signal(session->pty, numbers[i]);
        assert_int_equal(pty_wait(session->pty), i ? 128 + SIGKILL : 130);
        session_clock(session, i ? "09:04" : "09:02");
        pty_expect(resume(session, ""), "] check-in> half a line\n");
    }
    session_answer(session, "\025\r", "[19:00] check-in>");
}

/* Whatever the file has become, the session goes on as the journal has it. */
static void test_damaged(void **state)
{
    struct session *session = *state;
    static const struct {
        const char *script, *seen;
    } kept[] = {
        {": > $f", "[20:00] 1.2 Motto>"},
        {"head -c 20 $f > x; cat x > $f", "[20:00] 1.2 Motto>"},
        {"head -c 9000000 /dev/zero > $f", "[20:00] 1.2 Motto>"},
        {"rm $f; ln -s /etc/passwd $f", "[20:00] 1.2 Motto>"},
        {"rm $f; mkdir $f", "[20:00] 1.2 Motto>"},
        {"rmdir $f; echo '{\"format\":1,\"events\":1,\"text\":\"old\"}' > $f",
         "[20:00] 1.2 Motto>"},
        {"echo '{\"format\":2,\"events\":9,\"text\":\"newer\"}' > $f", "[20:00] 1.2 Motto>"},
        {"echo '{\"format\":1,\"events\":\"9\",\"text\":7}' > $f", "[20:00] 1.2 Motto>"},
        {"n=$(wc -l < $j); printf '{\"format\":1,\"events\":%s,\"text\":\"a\\\\u001b[2Jb\\\\nc\"}' "
         "$((n - 1)) > $f",
         "[20:00] 1.2 Motto> a^[[2Jb"},
    };
    begin_half(session);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        struct kp_buf script = KP_BUF_INIT;
        kill_it(session);
        kp_buf_addf(&script, "j=$(echo .git/kamplan/journal/*.jsonl); f=${j%%.jsonl}.line; %s",
                    kept[i].script);
        session_shell(session, script.data);
        kp_buf_release(&script);
        struct pty *pty = resume(session, "");
        pty_expect(pty, "What do they live by?");
        pty_expect_row(pty, kept[i].seen);
        pty_expect_never(pty, "\033[2Jb");
    }
    close_it(session);
}

/* The end of the journal was lost: what stood on the line at a later question is told. */
static void test_later_question(void **state)
{
    struct session *session = *state;
    begin_half(session);
    kill_it(session);
    session_shell(session, "j=$(echo .git/kamplan/journal/*.jsonl); sed -i '$d' $j");
    struct pty *pty = resume(session, "");
    pty_expect_row(pty, " What stood on the line, and was not entered: half å motto");
    pty_expect_row(pty, "[20:00] 1.1 Goals>");
    session_answer(session, "Triple it\r", "[20:00] 1.2 Motto>");
    close_it(session);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, session_setup, session_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_kept),  TEST(test_not_kept), TEST(test_refused),        TEST(test_in_a_round),
        TEST(test_plain), TEST(test_damaged),  TEST(test_later_question),
    };
    return cmocka_run_group_tests(tests, session_group_setup, session_group_teardown);
}
