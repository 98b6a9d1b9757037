// SPDX-License-Identifier: GPL-3.0-or-later
/* Signals, the window's size, the editor, private notes, and terminals that can do less. */

#include "probe.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/fs.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_interrupt(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start(probe, "", NULL);
    pty_expect(pty, "q0>");
    pty_type(pty, "half");
    pty_expect(pty, "q0> half");
    pty_type(pty, "\003");
    pty_expect_row(pty, "q1>");
    pty_type(pty, "\033[A"); /* nothing that was typed is lost */
    pty_expect_row(pty, "q1> half");
    pty_type(pty, "\025then\r");
    pty_expect_row(pty, "q2>");
    pty_type(pty, "\004");
    assert_int_equal(pty_wait(pty), 0);
    probe_answers(probe, "interrupt|half|\nline|then|\nend||\n");
    assert_true(pty_is_restored(pty));
}

/* Within a search, and within a key that is half pressed. */
static void test_interrupt_within(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start(probe, "", NULL);
    pty_expect(pty, "q0>");
    pty_type(pty, "first\r");
    pty_expect(pty, "q1>");
    pty_type(pty, "\022fi");
    pty_expect(pty, "`fi'");
    pty_type(pty, "\003");
    pty_expect_row(pty, "q2>");
    pty_type(pty, "a\033[");
    pty_expect(pty, "q2> a");
    pty_type(pty, "\003");
    pty_expect_row(pty, "q3>");
    pty_type(pty, "\033[200~never closed");
    pty_type(pty, "\003");
    pty_expect_row(pty, "q4>");
    pty_type(pty, "x\r");
    pty_expect_row(pty, "q5>");
    probe_answers(probe, "line|first|\ninterrupt|first|\ninterrupt|a|\n"
                         "interrupt|never closed|\nline|x|\n");
}

static void test_stop(void **state)
{
    static const int numbers[] = {SIGTERM, SIGHUP, SIGQUIT};
    struct probe *probe = *state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct pty *pty = probe_start(probe, "several", NULL);
        pty_expect(pty, "q0>");
        pty_type(pty, "half an\033\ranswer");
        pty_expect(pty, "answer");
        assert_true(pty_is_raw(pty));
        pty_signal(pty, numbers[i]);
        assert_int_equal(pty_wait(pty), 3);
        probe_answers(probe, "stop|half an\\x0aanswer|\n");
        assert_true(pty_is_restored(pty));
        pty_free(pty);
        probe->pty = NULL;
    }
}

static void test_hang_up(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start(probe, "", NULL);
    pty_expect(pty, "q0>");
    pty_type(pty, "half");
    pty_expect(pty, "q0> half");
    pty_hang_up(pty);
    assert_int_equal(pty_wait(pty), 3);
    probe_answers(probe, "stop|half|\n");
}

static void test_suspend(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start_job(probe, "several\npresent=two\ncount=2");
    pty_expect(pty, "q0>");
    pty_type(pty, "one\033\rtwo\002");
    pty_expect_row(pty, "two");
    for (int round = 1; round <= 2; round++) {
        pty_type(pty, "\032");
        pty_expect(pty, round == 1 ? "two[stopped]" : "twx[stopped]");
        assert_true(pty_is_restored(pty));
        pty_continue(pty);
        pty_expect_bytes(pty, "[stopped]");
        pty_expect_bytes(pty, "q0> ");
        pty_expect_bytes(pty, "tw");
        if (round == 1)
            pty_type(pty, "x\004");
        else
            pty_type(pty, "!\r");
        pty_expect(pty, round == 1 ? "twx" : "q1>");
    }
    assert_true(pty_is_raw(pty));
    pty_type(pty, "\t\r");
    assert_int_equal(pty_wait(pty), 0);
    probe_answers(probe, "line|one\\x0atwx!|\nline|two|\n");
    assert_true(pty_is_restored(pty));
}

/* SIGSTOP cannot be seen coming: the shell finds the terminal raw, and we find it as the shell left
 * it. */
static void test_stopped_unseen(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start_job(probe, "count=1");
    pty_expect(pty, "q0>");
    pty_type(pty, "half");
    pty_expect(pty, "q0> half");
    pty_signal(pty, SIGSTOP);
    pty_expect(pty, "[stopped]");
    pty_continue(pty);
    pty_expect_row(pty, "q0> half");
    pty_type(pty, "!\r");
    assert_int_equal(pty_wait(pty), 0);
    probe_answers(probe, "line|half!|\n");
    assert_true(pty_is_restored(pty));
}

/* No shell is there that could continue it: it does not stop. */
static void test_suspend_alone(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start(probe, "count=1", NULL);
    pty_expect(pty, "q0>");
    pty_type(pty, "half\032");
    pty_type(pty, "!\r");
    assert_int_equal(pty_wait(pty), 0);
    probe_answers(probe, "line|half!|\n");
}

static void test_resize(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start_sized(probe, "several\nsay\ncount=1", 10, 40);
    pty_expect(pty, "q0>");
    pty_type(pty, "0123456789012345678901234567890");
    pty_expect_row(pty, "q0> 0123456789012345678901234567890");
    pty_resize(pty, 8, 60);
    pty_expect_row(pty, "(60) q0> 0123456789012345678901234567890");
    pty_resize(pty, 8, 30);
    pty_expect_row(pty, "(30) q0> 012345678901234567890");
    pty_expect_row(pty, "1234567890");
    pty_expect_row(pty, "another width");
    pty_type(pty, "!\r");
    assert_int_equal(pty_wait(pty), 0);
    probe_answers(probe, "line|0123456789012345678901234567890!|\n");
}

/* Terminals break the rows anew: what is taken away begins where the prompt stands then. */
static void test_resize_of_rows(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start_sized(probe, "count=1", 10, 40);
    pty_expect(pty, "q0>");
    for (int i = 0; i < 9; i++)
        pty_type(pty, "0123456789");
    pty_expect_row(pty, "67890123456789"); /* 94 columns: three rows */
    pty_resize(pty, 10, 30);
    pty_expect_bytes(pty, "\r\033[3A\033[J");
    pty_expect_row(pty, "123456789");
    pty_resize(pty, 10, 100);
    pty_expect_bytes(pty, "\r\033[J");
    pty_type(pty, "!\r");
    assert_int_equal(pty_wait(pty), 0);
}

static void expect_editor(struct probe *probe, const char *words, const char *script,
                          const char *keys, const char *message, const char *answers)
{
    struct kp_buf variable = KP_BUF_INIT, runtime = KP_BUF_INIT;
    struct kp_arena arena = KP_ARENA_INIT;
    char *editor = probe_script(probe, "editor", script);
    const char **names;
    size_t count = 0;
    kp_buf_addf(&variable, "EDITOR='%s' --wait", editor);
    kp_buf_addf(&runtime, "XDG_RUNTIME_DIR=%s", probe->dir.data);
    struct pty *pty = probe_start(
        probe, words, (const char *const[]){"VISUAL", variable.data, runtime.data, NULL});
    pty_expect(pty, "q0>");
    pty_type(pty, keys);
    pty_type(pty, "\030\005");
    pty_expect(pty, message);
    pty_type(pty, "!\r");
    assert_int_equal(pty_wait(pty), 0);
    probe_answers(probe, answers);
    assert_true(pty_is_restored(pty));
    kp_fs_list(&arena, probe->dir.data, &names, &count, NULL);
    for (size_t i = 0; i < count; i++)
        assert_false(kp_str_starts(kp_str_from(names[i]), KP_STR("kamplan-")));
    pty_free(pty);
    probe->pty = NULL;
    free(editor);
    kp_buf_release(&variable);
    kp_buf_release(&runtime);
    kp_arena_release(&arena);
}

static void test_editor(void **state)
{
    struct probe *probe = *state;
    /* It has the terminal as a program expects it, and its file is nobody else's. */
    expect_editor(probe, "several\ncount=1",
                  "#!/bin/sh\n[ \"$1\" = --wait ] || exit 9\n"
                  "stty -a <&2 | grep -q ' icanon' || exit 8\n"
                  "[ \"$(ls -l \"$2\" | cut -c1-10)\" = -rw------- ] || exit 7\n"
                  "cp \"$2\" \"$2~\"\nprintf 'two\\r\\nthree\\n' >>\"$2\"\n",
                  "one", "three", "line|one\\x0atwo\\x0athree!|\n");
    expect_editor(probe, "count=1", "#!/bin/sh\nprintf 'a\\nb\\n' >\"$2\"\n", "", "q0> a b",
                  "line|a b!|\n");
    expect_editor(probe, "count=1", "#!/bin/sh\nprintf 'a\\377\\n' >\"$2\"\n", "kept",
                  "the editor's text is not UTF-8", "line|kept!|\n");
    expect_editor(probe, "count=1", "#!/bin/sh\necho lost >\"$2\"\nexit 1\n", "kept",
                  "the editor gave up", "line|kept!|\n");
    expect_editor(probe, "count=1", "#!/bin/sh\nrm \"$2\"\n", "kept", "answer.txt",
                  "line|kept!|\n");
    expect_editor(probe, "count=1", "#!/nonexistent\n", "kept", "there is no such editor",
                  "line|kept!|\n");
}

/* Ctrl-Z in the editor stops both, as a shell's user expects. */
static void test_editor_stopped(void **state)
{
    struct probe *probe = *state;
    char *editor =
        probe_script(probe, "editor", "#!/bin/sh\necho editing\nread -r x\necho $x >\"$1\"\n");
    setenv("VISUAL", editor, 1);
    struct pty *pty = probe_start_job(probe, "count=1");
    unsetenv("VISUAL");
    pty_expect(pty, "q0>");
    pty_type(pty, "kept\030\005");
    pty_expect(pty, "editing");
    assert_true(pty_is_restored(pty));
    pty_type(pty, "\032");
    pty_expect(pty, "[stopped]");
    assert_true(pty_is_restored(pty));
    pty_continue(pty);
    pty_type(pty, "new\r");
    pty_expect_row(pty, "q0> new");
    pty_type(pty, "\r");
    assert_int_equal(pty_wait(pty), 0);
    probe_answers(probe, "line|new|\n");
    free(editor);
}

/* An editor that stops only itself: nobody else would let it go on. */
static void test_editor_stops_itself(void **state)
{
    struct probe *probe = *state;
    char *editor = probe_script(probe, "editor", "#!/bin/sh\nkill -STOP $$\necho new >\"$1\"\n");
    setenv("VISUAL", editor, 1);
    struct pty *pty = probe_start_job(probe, "count=1");
    unsetenv("VISUAL");
    pty_expect(pty, "q0>");
    pty_type(pty, "kept\030\005");
    pty_expect(pty, "[stopped]");
    pty_continue(pty);
    pty_expect_row(pty, "q0> new");
    pty_type(pty, "\r");
    assert_int_equal(pty_wait(pty), 0);
    probe_answers(probe, "line|new|\n");
    free(editor);
}

/* Ctrl-C in the editor is for the editor. */
static void test_editor_keys(void **state)
{
    struct probe *probe = *state;
    struct kp_buf variable = KP_BUF_INIT;
    char *editor = probe_script(probe, "editor",
                                "#!/bin/sh\ntrap 'echo trapped; exit 0' INT\n"
                                "echo editing\nwhile read -r x; do echo got $x; done\n");
    kp_buf_addf(&variable, "VISUAL=%s", editor);
    struct pty *pty = probe_start(probe, "count=2", (const char *const[]){variable.data, NULL});
    pty_expect(pty, "q0>");
    pty_type(pty, "kept\030\005");
    pty_expect(pty, "editing");
    pty_type(pty, "hello\r");
    pty_expect(pty, "got hello");
    pty_type(pty, "\003");
    pty_expect(pty, "trapped");
    pty_expect_row(pty, "q0> kept");
    pty_type(pty, "\r");
    pty_expect(pty, "q1>");
    pty_type(pty, "more\030\005");
    pty_expect_bytes(pty, "q1>");
    pty_expect_bytes(pty, "editing");
    pty_signal(pty, SIGTERM);
    assert_int_equal(pty_wait(pty), 3);
    probe_answers(probe, "line|kept|\nstop|more|\n");
    assert_true(pty_is_restored(pty));
    free(editor);
    kp_buf_release(&variable);
}

static void test_brief(void **state)
{
    static const char *const keys[] = {"x", "\033[Z", "\033OP", "\r",
                                       "ø", "\033x",  "\003",   "\033[200~pasted\rtext\033[201~"};
    struct probe *probe = *state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct pty *pty = probe_start(probe, "brief=push for a price\ncount=1", NULL);
        pty_expect(pty, "push for a price");
        assert_null(strstr(pty_screen(pty), "ready"));
        pty_type(pty, keys[i]);
        pty_expect(pty, "q0>");
        pty_type(pty, "own\r");
        assert_int_equal(pty_wait(pty), 0);
        probe_answers(probe, "line|own|\n");
        assert_null(strstr(pty_screen(pty), "price"));
        assert_null(strstr(pty_scrollback(pty), "price"));
        assert_int_equal(pty_find_row(pty, "ready"), 0);
        assert_int_equal(pty_find_row(pty, "q0> own"), 1);
        assert_true(pty_is_restored(pty));
        pty_free(pty);
        probe->pty = NULL;
    }
}

static void test_brief_pages(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start_sized(probe,
                                        "count=1\nbrief=page one is so long that it takes three "
                                        "rows of this, page two as well",
                                        5, 20);
    pty_expect_row(pty, "wo as well");
    assert_int_equal(pty_find_row(pty, "Any key takes this"), 4);
    pty_resize(pty, 4, 70);
    pty_expect(pty, "this, page two as well");
    pty_type(pty, " ");
    pty_expect(pty, "q0>");
    assert_null(strstr(pty_screen(pty), "page"));
    assert_null(strstr(pty_scrollback(pty), "page"));
    pty_free(pty);
    /* A part for each key where nothing fits. */
    pty = probe_start_sized(probe, "count=1\nbrief=first and the second", 2, 12);
    pty_expect_row(pty, "first and th");
    pty_type(pty, " ");
    pty_expect_row(pty, "e second");
    pty_type(pty, " ");
    pty_expect(pty, "q0>");
    pty_type(pty, "\r");
    assert_int_equal(pty_wait(pty), 0);
    probe_answers(probe, "line||\n");
}

static void test_brief_signals(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start(probe, "brief=push for a price\ndraft=kept", NULL);
    pty_expect(pty, "push for a price");
    pty_signal(pty, SIGTERM);
    assert_int_equal(pty_wait(pty), 3);
    assert_null(strstr(pty_screen(pty), "price"));
    probe_answers(probe, "stop|kept|\n");
    pty_free(pty);
    pty = probe_start_job(probe, "brief=push for a price\ncount=1");
    pty_expect(pty, "push for a price");
    pty_type(pty, "\032");
    pty_expect(pty, "[stopped]");
    assert_null(strstr(pty_screen(pty), "price"));
    assert_true(pty_is_restored(pty));
    pty_continue(pty);
    pty_expect(pty, "push for a price");
    pty_type(pty, "\r");
    pty_expect_gone(pty, "push for a price");
    pty_type(pty, "\r");
    assert_int_equal(pty_wait(pty), 0);
    assert_true(pty_is_restored(pty));
}

/* A terminal that cannot move its cursor, and --plain: the terminal's own line editing. */
static void test_plain(void **state)
{
    static const char *const words[] = {"above\ntick\nbrief=notes\nseveral\ncount=6",
                                        "plain\nabove\ntick\nbrief=notes\nseveral\ncount=6"};
    static const char *const dumb[] = {"TERM=dumb", NULL}, *const none[] = {"TERM", NULL};
    const char *const *const environments[] = {dumb, NULL, none};
    struct probe *probe = *state;
    for (size_t i = 0; i < sizeof environments / sizeof *environments; i++) {
        struct pty *pty = probe_start(probe, words[i == 1], environments[i]);
        pty_expect_row(pty, "[0] q0>");
        assert_true(pty_find_row(pty, "notes") >= 0);
        pty_type(pty, "rødgrød\r");
        pty_expect_row(pty, "[1] q1>");
        pty_type(pty, "\003");
        pty_expect_row(pty, "[2] q2>");
        pty_type(pty, "\t\033[Z\r");
        pty_expect_row(pty, "[3] q3>");
        pty_type(pty, "\004");
        assert_int_equal(pty_wait(pty), 0);
        probe_answers(probe, "line|rødgrød|\ninterrupt||\nline|\\x09\\x1b[Z|\nend||\n");
        assert_true(pty_is_restored(pty));
        pty_free(pty);
        probe->pty = NULL;
    }
}

static void test_abort(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start(probe, "", NULL);
    pty_expect(pty, "q0>");
    assert_true(pty_is_raw(pty));
    pty_signal(pty, SIGABRT);
    assert_int_equal(pty_wait(pty), 128 + SIGABRT);
    assert_true(pty_is_restored(pty));
}

static void test_exit(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start(probe, "exit", NULL);
    pty_expect(pty, "q0>");
    pty_type(pty, "\r");
    assert_int_equal(pty_wait(pty), 5);
    assert_true(pty_is_restored(pty));
}

/* A program that looks at no signal can be left all the same. */
static void test_third_interrupt(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start(probe, "hang", NULL);
    pty_expect(pty, "q0>");
    pty_type(pty, "\r");
    pty_expect(pty, "hanging 0");
    pty_type(pty, "\003");
    pty_expect(pty, "hanging 1");
    pty_type(pty, "\003");
    pty_expect(pty, "hanging 2");
    pty_type(pty, "\003");
    assert_int_equal(pty_wait(pty), 128 + SIGINT);
    assert_true(pty_is_restored(pty));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, probe_setup, probe_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_interrupt),      TEST(test_interrupt_within),
        TEST(test_stop),           TEST(test_hang_up),
        TEST(test_suspend),        TEST(test_stopped_unseen),
        TEST(test_suspend_alone),  TEST(test_resize),
        TEST(test_resize_of_rows), TEST(test_editor),
        TEST(test_editor_keys),    TEST(test_brief),
        TEST(test_brief_pages),    TEST(test_brief_signals),
        TEST(test_plain),          TEST(test_abort),
        TEST(test_exit),           TEST(test_third_interrupt),
        TEST(test_editor_stopped), TEST(test_editor_stops_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
