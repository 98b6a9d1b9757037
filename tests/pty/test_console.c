// SPDX-License-Identifier: GPL-3.0-or-later
/* Editing a line on a terminal. */

#include "probe.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PASTE(text) "\033[200~" text "\033[201~"

/* Keys at one question, and what comes of them. */
struct line {
    const char *name;
    const char *words; /* of the probe */
    const char *keys;
    const char *answers;
};

static const struct line lines[] = {
    {"Enter confirms", "", "\r", "line||\n"},
    {"typing", "", "Double the share\r", "line|Double the share|\n"},
    {"Tab edits the present value", "present=by 2026", "\t\b7\r", "line|by 2027|\n"},
    {"Tab edits wide letters", "present=rødgrød 🙂", "\t\b\bå\r", "line|rødgrødå|\n"},
    {"Tab twice does no harm", "present=by 2026", "\t\t\r", "line|by 2026|\n"},
    {"Tab behind typed text completes", "present=by 2026", "La\t\r", "line|Lars Bo|\n"},
    {"the draft is on the line", "draft=half ty", "ped\r", "line|half typed|\n"},
    {"back keeps the text", "", "half ty\033[Z", "back|half ty|\n"},
    {"back keeps it whole with the cursor inside", "", "half\001\033[Z", "back|half|\n"},
    {"back on an empty line", "", "\033[Z", "back||\n"},
    {"new line", "several", "one\033\rtwo\033\nthree\r", "line|one\\x0atwo\\x0athree|\n"},
    {"no new line", "", "one\033\rtwo\r", "line|onetwo|\n"},
    {"pasted lines", "several", PASTE("one\rtwo\r\nthree\n\nfour") "!\r",
     "line|one\\x0atwo\\x0athree\\x0a\\x0afour!|\n"},
    {"pasted lines on one", "", PASTE("one\rtwo\r\nthree\n\nfour\n") "!\r",
     "line|one two three four!|\n"},
    {"pasted twice", "", PASTE("one") " " PASTE("two") "\r", "line|one two|\n"},
    {"pasted in the middle", "", "ad\002" PASTE("b\nc") "\r", "line|ab cd|\n"},
    {"pasted Tab, Ctrl-A, escapes are text", "", PASTE("a\tb\001c\033[Zd") "\r",
     "line|a\\x09b\\x01c\\x1b[Zd|\n"},
    {"pasted bytes that are not UTF-8", "", PASTE("a\xff\xc3z") "\r", "line|a��z|\n"},
    {"nothing pasted", "", PASTE("") "\r", "line||\n"},
    {"typed bytes that are not UTF-8", "", "a\xff z\r", "line|a� z|\n"},
    {"a line break by Ctrl-V", "", "a\026\nb\r", "line|a b|\n"},
    {"completes to the common beginning", "", "Met\tS\t\r", "line|Mette Skov|\n"},
    {"completes behind a comma", "", "Lars Bo, Å\t\r", "line|Lars Bo, Åse Ørsted|\n"},
    {"completes before the cursor", "", "La!\002\t\r", "line|Lars Bo!|\n"},
    {"completes commands", "", "/hi\t\r", "line|/history|\n"},
    {"nothing to complete", "", "zz\t\r", "line|zz|\n"},
    {"no file names", "", "/et\t\033?\033*\033\033\r", "line|/et|\n"},
    {"Ctrl-D ends", "", "\004", "end||\n"},
    {"Ctrl-D deletes where there is text", "", "ab\001\004\r", "line|b|\n"},
    {"kill and yank", "", "one two\027\025\031\r", "line|one two|\n"},
    {"typed ahead", "", "one\rtwo\r\033[Z", "line|one|\nline|two|\nback||\n"},
    {"function keys", "", "a\033OP\033OS\033[15~\033[24~\033[[A\033[2~\033[5~\033[6~b\r",
     "line|ab|\n"},
    {"keys with others held down", "", "a\033[1;5A\033[1;2P\033[15;5~\033[27;5;9~\033O5Ab\r",
     "line|ab|\n"},
    {"the mouse, the focus", "", "a\033[<0;10;10M\033[I\033[Ob\r", "line|ab|\n"},
    {"Home, End, arrows, Delete", "",
     "bcx\033[Ha\033[Fd\033[D\033[D\033[3~\033OHx\033OF\033OD\033OC\033[1~y\033[4~z\r",
     "line|yxabcdz|\n"},
    {"earlier lines", "", "one\rtwo\r\033[A\033[A\r", "line|one|\nline|two|\nline|one|\n"},
    {"arrows within the text", "several", "one\033\rtwo\033\rthree\033[A\033[AX\033[BY\r",
     "line|oneX\\x0atwoY\\x0athree|\n"},
    {"an earlier answer of several lines", "several", "one\033\rtwo\r\033[AX\r",
     "line|one\\x0atwo|\nline|one\\x0atwoX|\n"},
};

/* How many questions the answers are to. */
static int count_lines(const char *text)
{
    int count = 0;
    for (; *text; text++)
        count += *text == '\n';
    return count;
}

static void test_lines(void **state)
{
    struct probe *probe = *state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct kp_buf words = KP_BUF_INIT;
        int count = count_lines(lines[i].answers);
        kp_buf_addf(&words, "count=%d\n%s", count, lines[i].words);
        struct pty *pty = probe_start(probe, words.data, NULL);
        pty_expect(pty, "q0>");
        pty_type(pty, lines[i].keys);
        if (pty_wait(pty) != 0)
            fail_msg("%s: exit", lines[i].name);
        print_message("%s\n", lines[i].name);
        probe_answers(probe, lines[i].answers);
        assert_true(pty_is_restored(pty));
        pty_free(pty);
        probe->pty = NULL;
        kp_buf_release(&words);
    }
}

static void test_layout(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start(probe, "above\nseveral\npresent=Öst 🙂", NULL);
    int row, column;
    pty_expect_row(pty, "q0>");
    assert_int_equal(pty_find_row(pty, "above"), 1);
    pty_type(pty, "\t");
    pty_expect_row(pty, "q0> Öst 🙂");
    pty_cursor(pty, &row, &column);
    assert_int_equal(row, 2);
    assert_int_equal(column, 4 + 6);
    pty_type(pty, "\033\rand more");
    pty_expect_row(pty, "and more");
    pty_type(pty, "\r");
    pty_expect_row(pty, "q1>");
    assert_int_equal(pty_find_row(pty, "q0> Öst 🙂"), 2);
    assert_int_equal(pty_find_row(pty, "and more"), 3);
    assert_int_equal(pty_find_row(pty, "q1>"), 5);
    pty_type(pty, "typed\033[Z");
    pty_expect_row(pty, "q2>");
    assert_int_equal(pty_find_row(pty, "q1> typed"), 5);
}

static void test_candidates(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start(probe, "", NULL);
    pty_expect(pty, "q0>");
    pty_type(pty, "Met\t");
    pty_expect_row(pty, "q0> Mette");
    pty_type(pty, "\t");
    pty_expect_row(pty, "Mette Holm  Mette Skov");
    pty_expect_row(pty, "q0> Mette");
    pty_type(pty, "H\t\r");
    pty_expect_row(pty, "q1>");
    probe_answers(probe, "line|Mette Holm|\n");
    pty_type(pty, "\t");
    pty_expect(pty, "/history");
    pty_expect(pty, "Åse Ørsted");
}

static void test_long_paste(void **state)
{
    struct probe *probe = *state;
    struct kp_buf text = KP_BUF_INIT, answer = KP_BUF_INIT;
    struct pty *pty = probe_start(probe, "several\ntick\ncount=1", NULL);
    pty_expect(pty, "q0>");
    kp_buf_adds(&text, "\033[200~");
    kp_buf_adds(&answer, "line|");
    for (int i = 0; i < 5000; i++) {
        kp_buf_addf(&text, "line %d: blåbærgrød\n", i);
        kp_buf_addf(&answer, "line %d: blåbærgrød\\x0a", i);
    }
    kp_buf_adds(&text, "\033[201~end");
    kp_buf_adds(&answer, "end|\n");
    assert_true(text.len > 100000);
    pty_send(pty, kp_buf_str(&text));
    pty_expect(pty, "end");
    pty_type(pty, "\r");
    assert_int_equal(pty_wait(pty), 0);
    probe_answers(probe, answer.data);
    kp_buf_release(&text);
    kp_buf_release(&answer);
}

/* The same without brackets: a terminal that does not mark what is pasted. */
static void test_long_typed(void **state)
{
    struct probe *probe = *state;
    struct kp_buf text = KP_BUF_INIT, answer = KP_BUF_INIT;
    struct pty *pty = probe_start(probe, "count=1", NULL);
    pty_expect(pty, "q0>");
    kp_buf_add_repeat(&text, "smørrebrød ", 2000);
    kp_buf_addf(&answer, "line|%s|\n", text.data);
    kp_buf_addc(&text, '\r');
    pty_send(pty, kp_buf_str(&text));
    assert_int_equal(pty_wait(pty), 0);
    probe_answers(probe, answer.data);
    kp_buf_release(&text);
    kp_buf_release(&answer);
}

static void test_tick(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start(probe, "tick\nwide\nabove\npresent=Ålborg 量", NULL);
    int row, column;
    pty_expect_row(pty, "量🙂 [0] q0>");
    pty_type(pty, "\t");
    pty_expect_row(pty, "量🙂 [1] q0> Ålborg 量");
    pty_type(pty, "\001s");
    pty_expect_row(pty, "量🙂 [2] q0> sÅlborg 量");
    pty_cursor(pty, &row, &column);
    assert_int_equal(row, 2);
    assert_int_equal(column, 14);
    pty_type(pty, "ø");
    pty_expect_row(pty, "量🙂 [3] q0> søÅlborg 量");
    assert_int_equal(pty_find_row(pty, "above"), 1);
    assert_int_equal(pty_find_row(pty, "量🙂 [3] q0> søÅlborg 量"), 2);
    pty_type(pty, "\022"); /* readline's own prompt, while searching */
    pty_expect(pty, "reverse-i-search");
    pty_type(pty, "\007!\r");
    pty_expect(pty, "q1>");
    probe_answers(probe, "line|sø!Ålborg 量|\n");
}

static void test_tick_on_several_rows(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start_sized(probe, "tick", 6, 20);
    pty_expect_row(pty, "[0] q0>");
    pty_type(pty, "a line that is longer than it");
    pty_expect(pty, "longer than it");
    pty_expect_row(pty, "[1] q0> a line that");
    pty_expect_row(pty, "[2] q0> a line that");
    pty_type(pty, "!");
    pty_expect_row(pty, "is longer than it!");
    pty_expect_row(pty, "[3] q0> a line that");
    assert_int_equal(pty_find_row(pty, "[3] q0> a line that"), 1);
    assert_string_equal(pty_scrollback(pty), "");
}

/* The prompt grows and shrinks: what stands behind it moves along. */
static void test_tick_of_other_width(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start_sized(probe, "tick\nsway\nfrom=98\ndraft=pølse 量 af", 6, 30);
    int row, column;
    pty_type(pty, "\002");
    pty_expect_row(pty, "[98] q0> pølse 量 af");
    pty_expect_row(pty, "[99] longer q0> pølse 量 af");
    pty_expect_row(pty, "[100] q0> pølse 量 af");
    pty_expect_row(pty, "[101] longer q0> pølse 量 af");
    pty_cursor(pty, &row, &column);
    assert_int_equal(row, 1);
    assert_int_equal(column, 16 + 11);
    pty_type(pty, "\005 grisen");
    pty_expect_row(pty, "[102] q0> pølse 量 af grisen");
    pty_expect_row(pty, "[103] longer q0> pølse 量 af g");
    pty_expect_row(pty, "risen");
    pty_expect_row(pty, "[104] q0> pølse 量 af grisen");
    pty_expect_gone(pty, "\nrisen");
}

/* Higher than the screen: the prompt is out of reach and stays as it is. */
static void test_tick_out_of_reach(void **state)
{
    struct probe *probe = *state;
    struct pty *pty = probe_start_sized(probe, "tick\nseveral\ncount=1", 5, 20);
    pty_expect_row(pty, "[0] q0>");
    pty_type(pty, "a\033\rb\033\rc\033\rd\033\re\033\rf");
    pty_expect_row(pty, "f");
    pty_expect_row(pty, "b");
    pty_type(pty, "\r");
    pty_expect(pty, "bye");
    assert_int_equal(pty_wait(pty), 0);
    probe_answers(probe, "line|a\\x0ab\\x0ac\\x0ad\\x0ae\\x0af|\n");
}

static void test_locale_c(void **state)
{
    struct probe *probe = *state;
    static const char *const environments[][4] = {
        {"LC_ALL=C", NULL},
        {"LC_ALL", "LANG=C", "LC_CTYPE=POSIX", NULL},
        {"LC_ALL", "LANG", "LC_CTYPE", NULL},
        {"LC_ALL=da_DK.ISO-8859-1", NULL},
    };
    for (size_t i = 0; i < sizeof environments / sizeof *environments; i++) {
        struct pty *pty = probe_start(probe, "count=1\npresent=æøå", environments[i]);
        pty_expect(pty, "q0>");
        pty_type(pty, "\tÆ\b\bé量\r");
        pty_expect(pty, "bye");
        assert_int_equal(pty_wait(pty), 0);
        assert_true(pty_find_row(pty, "q0> æøé量") >= 0);
        probe_answers(probe, "line|æøé量|\n");
        pty_free(pty);
        probe->pty = NULL;
    }
}

static void test_inputrc(void **state)
{
    struct probe *probe = *state;
    struct kp_buf variable = KP_BUF_INIT;
    char *file = probe_script(probe, "inputrc",
                              "$if kamplan\n\"\\C-t\": \"from inputrc\"\n$endif\n"
                              "TAB: self-insert\n\"\\e[Z\": menu-complete\n");
    kp_buf_addf(&variable, "INPUTRC=%s", file);
    struct pty *pty =
        probe_start(probe, "present=ours\ncount=2", (const char *const[]){variable.data, NULL});
    pty_expect(pty, "q0>");
    pty_type(pty, "\t \024\r\033[Z");
    assert_int_equal(pty_wait(pty), 0);
    probe_answers(probe, "line|ours from inputrc|\nback||\n");
    free(file);
    kp_buf_release(&variable);
}

/* vi's keys: ESC is a key of its own there, and ours work in the insertion mode. */
static void test_vi_mode(void **state)
{
    struct probe *probe = *state;
    struct kp_buf variable = KP_BUF_INIT;
    char *file = probe_script(probe, "inputrc", "set editing-mode vi\n");
    kp_buf_addf(&variable, "INPUTRC=%s", file);
    struct pty *pty = probe_start(probe, "several\npresent=ours\ncount=3",
                                  (const char *const[]){variable.data, NULL});
    pty_expect(pty, "q0>");
    pty_type(pty, "\tx");
    pty_expect(pty, "q0> oursx");
    pty_type(pty, "\033");
    pty_expect_bytes(pty, "\b"); /* the cursor goes one back */
    pty_type(pty, "xi" PASTE("1\n2") "\033[Zlast\r" PASTE("\r") "\r");
    assert_int_equal(pty_wait(pty), 0);
    probe_answers(probe, "back|our1\\x0a2s|\nline|last|\nline|\\x0a|\n");
    free(file);
    kp_buf_release(&variable);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, probe_setup, probe_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_lines),
        TEST(test_layout),
        TEST(test_candidates),
        TEST(test_long_paste),
        TEST(test_long_typed),
        TEST(test_tick),
        TEST(test_tick_on_several_rows),
        TEST(test_tick_of_other_width),
        TEST(test_tick_out_of_reach),
        TEST(test_locale_c),
        TEST(test_inputrc),
        TEST(test_vi_mode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
