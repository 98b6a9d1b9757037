// SPDX-License-Identifier: GPL-3.0-or-later
/* Lines from a pipe or a file, prompts to a terminal. */

#include "probe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Runs a shell script in which `ask` is the probe; its exit status. */
static int run(struct probe *probe, const char *script)
{
    struct kp_buf text = KP_BUF_INIT, place = KP_BUF_INIT;
    kp_buf_addf(&text, "ask() { '%s' '%s' \"$@\"; }\n%s", CONSOLE_PROBE, probe->answers.data,
                script);
    kp_buf_addf(&place, "PLACE=%s", probe->dir.data);
    pty_free(probe->pty);
    probe->pty = pty_start(&(struct pty_setup){
        .argv = (const char *const[]){"/bin/sh", "-c", text.data, NULL},
        .environment = (const char *const[]){place.data, NULL},
    });
    int status = pty_wait(probe->pty);
    kp_buf_release(&text);
    kp_buf_release(&place);
    return status;
}

static void test_input(void **state)
{
    static const struct {
        const char *script, *answers;
    } cases[] = {
        {"ask </dev/null", "end||\n"},
        {"ask <&-", "end||\n"},
        {"printf 'one\\n\\ntwo\\n' | ask", "line|one|\nline||\nline|two|\nend||\n"},
        {"printf 'one\\nlast' | ask", "line|one|\nline|last|\nend||\n"},
        {"printf 'one\\r\\n\\r\\na\\rb\\r\\n' | ask", "line|one|\nline||\nline|a\\x0db|\nend||\n"},
        {"printf 'a\\0b\\n\\0' | ask", "line|a\\x00b|\nline|\\x00|\nend||\n"},
        {"printf 'r\\303\\270d\\n\\303\\n\\377\\376x\\355\\240\\200\\n' | ask",
         "line|rød|\nline|�|\nline|��x���|\nend||\n"},
        {"printf 'a\\tb\\033[31m\\n' | ask", "line|a\\x09b\\x1b[31m|\nend||\n"},
        {"{ printf 'sl'; sleep 0.05; printf 'ow\\nly'; } | ask", "line|slow|\nline|ly|\nend||\n"},
        {"printf 'one\\ntwo\\n' >$PLACE/in; ask count=1 <$PLACE/in", "line|one|\n"},
        {"printf 'one\\n' | ask several tick present=x draft=y", "line|one|\nend||\n"},
    };
    struct probe *probe = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        print_message("%s\n", cases[i].script);
        assert_int_equal(run(probe, cases[i].script), 0);
        probe_answers(probe, cases[i].answers);
        assert_true(pty_is_restored(probe->pty));
    }
}

static void test_transcript(void **state)
{
    struct probe *probe = *state;
    assert_int_equal(run(probe, "printf 'one\\ntwo\\n' | ask above tick brief=notes"), 0);
    assert_non_null(strstr(pty_screen(probe->pty), "ready\nnotes\nabove\n[0] q0>\nabove\n[1] q1>\n"
                                                   "above\n[2] q2>\nbye\n"));
    assert_int_equal(run(probe, "printf 'one\\n' | ask tick above 2>$PLACE/shown; cat -v "
                                "$PLACE/shown"),
                     0);
    assert_non_null(strstr(pty_screen(probe->pty), "ready\nabove\n[0] q0>\nabove\n[1] q1>\nbye\n"));
}

static void test_long_line(void **state)
{
    struct probe *probe = *state;
    assert_int_equal(run(probe, "{ head -c 10485760 /dev/zero | tr '\\0' x; echo; echo after; } "
                                "| ask && wc -c <$PLACE/answers && tail -c 20 $PLACE/answers"),
                     0);
    assert_non_null(strstr(pty_screen(probe->pty), "10485785\n"));
    assert_non_null(strstr(pty_screen(probe->pty), "line|after|\nend||\n"));
}

static void test_signals(void **state)
{
    static const char *const names[] = {"TERM", "HUP", "INT"};
    static const char *const answers[] = {"stop||\n", "stop||\n", "interrupt||\nline|on|\nend||\n"};
    static const int statuses[] = {3, 3, 0};
    struct probe *probe = *state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct kp_buf script = KP_BUF_INIT;
        /* A shell starts what is in the background with SIGINT ignored; set -m does not. */
        kp_buf_addf(&script,
                    "set -m; rm -f $PLACE/fifo; mkfifo $PLACE/fifo; : >$PLACE/shown\n"
                    "'%s' '%s' <$PLACE/fifo 2>$PLACE/shown & p=$!; exec 3>$PLACE/fifo\n"
                    "until grep -q q0 $PLACE/shown; do :; done; kill -%s $p\n"
                    "until grep -q '|' $PLACE/answers; do :; done\n"
                    "{ echo on >&3; } 2>/dev/null; exec 3>&-; wait $p",
                    CONSOLE_PROBE, probe->answers.data, names[i]);
        assert_int_equal(run(probe, script.data), statuses[i]);
        probe_answers(probe, answers[i]);
        kp_buf_release(&script);
    }
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, probe_setup, probe_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_input),
        TEST(test_transcript),
        TEST(test_long_line),
        TEST(test_signals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
