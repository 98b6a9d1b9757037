// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Candidates scored by four people in Danish, on a terminal: nobody sees a score before all are in,
 * not even after the program was killed; then the spread, what the room came to, and the ranking.
 */

#include "session.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define RUN "run account-selection --lang da --cycle 2026H2"

static struct pty *start(struct session *session, const char *words)
{
    return session_start(session, words, (struct pty_setup){.rows = 60, .columns = 110});
}

static struct pty *begin(struct session *session)
{
    session_shell(session, "cd .. && rm -rf ws && KAMPLAN_ID_SEED=demo $K demo ws");
    struct pty *pty = start(session, RUN " --attendees Birgitte,Mette,Jonas,Thomas");
    pty_expect(pty, "Enter begynder");
    pty_expect_row(pty, ">");
    pty_type(pty, "\r");
    pty_expect(pty, "Tjek ind: Birgitte Lang");
    pty_type(pty, "/skip\r");
    pty_expect(pty, "I dag afgør vi");
    pty_type(pty, "/goto 4.1\r");
    pty_expect(pty, "4.1 Birgitte Lang · Nordfjord Fødevarer A/S 1/10>");
    return pty;
}

static void test_silence(void **state)
{
    struct session *session = *state;
    struct pty *pty = begin(session);
    pty_expect(pty, "5 en lille indsats flytter det");
    pty_type(pty, "5 4 5 4 3 4 5");
    pty_expect(pty, "1/10> * * * * * * *");
    pty_type(pty, "\r");
    pty_expect(pty, "4.1 Birgitte Lang · Lindåkra Partihandel AB 2/10>");
    pty_type(pty, "4 4\r");
    pty_expect(pty, "det er 2 point; en række skal have 7");
    pty_type(pty, "\0254454344\r");
    pty_expect(pty, "3/10>");
    pty_signal(pty, SIGKILL);
    assert_int_equal(pty_wait(pty), 128 + SIGKILL);
    pty_expect_never(pty, "5 4 5 4 3 4 5");
    session_drop(session);

    /* What was in is in. */
    pty = start(session, RUN);
    pty_expect(pty, "[1]>");
    pty_type(pty, "\r");
    pty_expect(pty, "4.1 Birgitte Lang · Corvane Life Science Log… 3/10>");
    pty_type(pty, "3553235 4344444 3434334 4533424 5232233 2443223 1334543 2223235\r");
    pty_expect(pty, "Birgitte Lang har vurderet");
    pty_expect(pty, "4.1 Mette Holm · Nordfjord Fødevarer A/S 1/10>");
    pty_type(pty,
             "5454345 4444444 3543345 4344444 3433334 4543324 5232233 2443223 1334543 222323-\r");
    pty_expect(pty, "4.1 Jonas Lindqvist · Nordfjord Fødevarer A/S 1/10>");
    pty_type(pty, "/undo\r");
    pty_expect(pty, "4.1 Mette Holm · Nordfjord Fødevarer A/S 1/10>");
    pty_type(pty,
             "5454345 4444444 3543345 4344444 3433334 4543324 5232233 2443223 1334543 222323-\r");
    pty_expect(pty, "4.1 Jonas Lindqvist · Nordfjord Fødevarer A/S 1/10>");
    pty_type(pty,
             "5454345 4444444 2543345 4344444 3433334 4543324 5232233 2443223 1334543 222323-\r");
    pty_expect(pty, "4.1 Thomas Rye · Nordfjord Fødevarer A/S 1/10>");
    pty_expect_gone(pty, "tal sammen først");
    pty_type(pty,
             "5454345 4444444 5543345 4344444 3433334 4543324 5232233 2443223 1334543 222323-\r");

    /* Corvane's revenue: 3, 3, 2 and 5; the mean is 3.25, and the room comes to 4. */
    pty_expect(pty, "I ligger langt fra hinanden: tal sammen først.");
    pty_expect(pty, "3.1  Corvane Life Science Logistics B.V. · Aktuel omsætning (2, 3, 3, 5)");
    pty_expect(pty, "4.1 point>");
    pty_type(pty, "3.1 4\r");
    pty_expect(pty, "(2, 3, 3, 5) → 4");
    pty_type(pty, "\r");
    pty_expect(pty, "Pause, 10 minutter");
    pty_type(pty, "\r");
    pty_expect(pty, "snit: 6");
    pty_expect(pty, "Hvilken vægt ville ændre listen?");
    pty_expect(pty, "5.1 Valget>");
    pty_type(pty, "\r");
    pty_expect(pty, "5.2 Hvem der står bag>");
    pty_type(pty, "/close\r");
    pty_expect(pty, "Ranglisten");
    pty_expect(pty, "Én sætning: Birgitte Lang");
    pty_type(pty, "/skip\r");
    pty_expect(pty, "Var det vores tid værd?");
    pty_type(pty, "\r");
    pty_expect(pty, "Hvornår mødes vi igen?");
    pty_type(pty, "\r");
    pty_expect(pty, "ja eller nej");
    pty_type(pty, "ja\r");
    assert_int_equal(pty_wait(pty), 0);
    pty_expect_never(pty, "5454345");
    session_shell(session, "cat program/sessions/2026-03-02-account-selection.json");
    assert_non_null(strstr(session->printed.data, "\"scoring\": \"selection.scores\""));
    assert_non_null(strstr(session->printed.data, "\"agreed\": 4"));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, session_setup, session_teardown)
    const struct CMUnitTest tests[] = {TEST(test_silence)};
    return cmocka_run_group_tests(tests, session_group_setup, session_group_teardown);
}
