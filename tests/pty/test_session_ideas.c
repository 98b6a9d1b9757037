// SPDX-License-Identifier: GPL-3.0-or-later
/* A round of ideas on a terminal: four people, in Danish, from the silence to the opportunities. */

#include "session.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct pty *begin(struct session *session)
{
    session_shell(session, "cd .. && rm -rf ws && KAMPLAN_ID_SEED=demo $K demo ws");
    struct pty *pty =
        session_start(session,
                      "run account-development-workshop-90 nordfjord --lang da --cycle 2026H2 "
                      "--attendees Mette,Lars,Ida,Per",
                      (struct pty_setup){.rows = 50, .columns = 100});
    pty_expect(pty, "Enter begynder");
    pty_expect_row(pty, ">");
    pty_type(pty, "\r");
    pty_expect(pty, "Tjek ind: Mette Holm");
    pty_type(pty, "/skip\r");
    pty_expect(pty, "1.1 ");
    pty_type(pty, "/goto 4\r");
    pty_expect(pty, "Alle skriver hver for sig og i stilhed i 5 minutter");
    pty_expect_row(pty, "[05:00] 4.1 i stilhed>");
    pty_type(pty, "for tidligt\r");
    pty_expect(pty, "alle skriver i stilhed");
    pty_type(pty, "\025\r");
    pty_expect(pty, "4.1 idé 1>");
    return pty;
}

static void test_round(void **state)
{
    struct session *session = *state;
    struct pty *pty = begin(session);
    pty_type(pty, "La\tFast tekniker om natten\r"); /* the name is completed */
    pty_expect_row(pty, "   1  Fast tekniker om natten · Lars Bo");
    pty_expect_gone(pty, "> Lars Bo:"); /* the list says it: the line itself is gone */
    pty_type(pty, "Kurser til nattevagten\r");
    pty_expect_row(pty, "   2  Kurser til nattevagten");
    pty_type(pty, "Ida: Kursus for nattevagten\r");
    pty_expect(pty, "3 ligner 2: Kurser til nattevagten; /merge 2 3 lægger dem sammen");
    pty_type(pty, "/merge 2 3\r");
    pty_expect_row(pty, "   2  Kurser til nattevagten · Ida Friis");
    pty_type(pty, "Per: Ét prisblad; ét nummer at ringe til\r");
    pty_expect_row(pty, "   4  Ét prisblad; ét nummer at ringe til · Per Dahl");
    pty_type(pty, "/split 4\r");
    pty_expect_row(pty, "   5  ét nummer at ringe til · Per Dahl");
    pty_type(pty, "/group 1 2 som \"Nat\"\r");
    pty_expect_row(pty, "   A  Nat");
    pty_expect_row(pty, "      1  Fast tekniker om natten · Lars Bo");

    /* Killed in the middle: nothing is lost. */
    session_drop(session);
    pty = session_start(session, "run account-development-workshop-90 nordfjord --lang da",
                        (struct pty_setup){.rows = 50, .columns = 100});
    pty_expect_row(pty, "[1]>");
    pty_type(pty, "\r");
    pty_expect_row(pty, "      2  Kurser til nattevagten · Ida Friis");
    pty_expect(pty, "4.1 idé 6>");
    pty_type(pty, "\r");

    /* Hidden: neither what is typed nor what was refused shows a number. */
    pty_expect(pty, "4.2 Mette Holm>");
    pty_type(pty, "1 4 4");
    pty_expect(pty, "4.2 Mette Holm> * * *\n");
    pty_type(pty, "\r");
    pty_expect(pty, "det er 3 prikker; hver har 2 prikker");
    pty_expect(pty, "4.2 Mette Holm>\n"); /* nobody mends what nobody sees */
    pty_type(pty, "1 4\r");
    pty_expect(pty, "Mette Holm har stemt");
    pty_expect(pty, "4.2 Lars Bo>");
    pty_type(pty, "Per: 4 3\r");
    pty_expect(pty,
               "en prik er sat på en idé, der ikke længere står for sig selv (3 er en del af 2)");
    pty_expect(pty, "4.2 Lars Bo> Per:\n");
    pty_type(pty, " 4 1\r");
    pty_expect(pty, "Per Dahl har stemt");
    pty_type(pty, "\033[Aa 4"); /* no vote is in the history */
    pty_expect(pty, "4.2 Lars Bo> * *\n");
    pty_type(pty, "\r");
    pty_expect(pty, "4.2 Ida Friis>");
    pty_expect_gone(pty, "●");
    pty_type(pty, "5\r");
    pty_expect_row(pty, "    1  ●●●   3    4  Ét prisblad · Per Dahl");
    pty_expect_row(pty, "    2  ●●    2    1  Fast tekniker om natten · Lars Bo");
    pty_expect_row(pty, "    3= ●     1    5  ét nummer at ringe til · Per Dahl");
    pty_expect_row(pty, "    3= ●     1    A  Nat (1, 2)");
    pty_expect(pty, "Ingen prikker: 2");
    pty_type(pty, "\r");
    pty_expect(pty, "4.3 Idéer>");
    pty_type(pty, "\r"); /* those with dots are kept */
    pty_expect(pty, "→ række");
    pty_type(pty, "\r");

    /* The third place is tied: the room chooses. */
    pty_expect(pty, "5.1 Muligheder>");
    pty_type(pty, "\r");
    pty_expect(pty, "5, A har lige mange prikker");
    pty_type(pty, "4 A\r");
    pty_expect(pty, "5.1 Muligheder 10 · Tema>");
    pty_type(pty, "vin\t\r");
    pty_expect(pty, "10 · Værdi>");
    pty_type(pty, "1,2 mio\r");
    pty_expect(pty, "10 · Sandsynlighed>");
    pty_type(pty, "40\r");
    pty_expect(pty, "10 · Ejer>");
    pty_type(pty, "Per D\t\r");
    pty_expect(pty, "10 · Næste skridt>");
    pty_type(pty, "Vise et udkast\r");
    pty_expect(pty, "5.1 Muligheder 11 · Tema>");
    pty_type(pty, "/back\r/back\r");
    pty_expect(pty, "→ række 11");
    pty_type(pty, "/close\r");
    pty_expect(pty, "Én sætning: Mette Holm");
    pty_type(pty, "/skip\r");
    pty_expect(pty, "Var det vores tid værd?");
    pty_type(pty, "\r");
    pty_expect(pty, "Hvornår mødes vi igen?");
    pty_type(pty, "\r");
    pty_expect(pty, "Det bliver gemt");
    pty_expect(pty, "ja eller nej");
    pty_type(pty, "ja\r");
    assert_int_equal(pty_wait(pty), 0);
    assert_true(pty_is_restored(pty));
    pty_expect_never(pty, "1 4 4");
    session_shell(session, "$K show nordfjord opportunities --lang da");
    assert_non_null(strstr(session->printed.data, "Ét prisblad"));
    session_shell(session,
                  "cat accounts/nordfjord/sessions/*-account-development-workshop-90.json");
    assert_non_null(strstr(session->printed.data, "\"became\""));
    assert_non_null(strstr(session->printed.data, "\"merged_into\""));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, session_setup, session_teardown)
    const struct CMUnitTest tests[] = {TEST(test_round)};
    return cmocka_run_group_tests(tests, session_group_setup, session_group_teardown);
}
