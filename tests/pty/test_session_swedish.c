// SPDX-License-Identifier: GPL-3.0-or-later
/* Sessions in Swedish on a terminal: å, ä and ö are typed and mended, dates and amounts read. */

#include "session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void begin(struct session *session, const char *words)
{
    session_shell(session, "cd .. && rm -rf ws && KAMPLAN_ID_SEED=demo $K demo ws");
    session_start(session, words, (struct pty_setup){.rows = 50, .columns = 90});
}

static void test_workshop(void **state)
{
    static const struct moment moments[] = {
        {NULL, NULL, "1 tim 30 min · senast hållet 2 sep 2025"},
        {NULL, "Åsa Öberg, Per Ek\r", "Närvarande: Åsa Öberg, Per Ek"},
        {NULL, "\r", "Incheckning: Åsa Öberg"},
        {NULL, "Få men nöjda\r", "Incheckning: Per Ek"},
        {NULL, "\r", "] 1.1 Åtgärder>"},
        {NULL, "2 31/2\r", "31"}, /* there is no such day */
        {NULL, "\0252 14 sep\r", "3 kvar"},
        {NULL, "/goto 2.1\r", "] 2.1 Mål>"},
        {NULL, "Fårö\b\b\bärjor på räls", "] 2.1 Mål> Färjor på räls"},
        {NULL, "\r", "] 2.2 Behov nu>"},
        {NULL, "Kyla när älven fryser\r", " 4  Kyla när älven fryser"},
        {NULL, "-4\r", "rad 4 är borttagen; /undo hämtar tillbaka den"},
        {NULL, "/undo\r", "] 2.2 Behov nu>"},
        {NULL, "/goto 6.2\r", "Vad ska göras nu, av vem och när?"},
        {NULL, "Ring Örjan om räkorna @Per Ek om 2 veckor\r",
         "Ring Örjan om räkorna · Per Ek · 16 mars 2026"},
        {NULL, "Möt Åsa @Åsa Öberg\r", "När senast?"},
        {NULL, "fredag\r", "Möt Åsa · Åsa Öberg · 6 mars 2026"},
        {NULL, "/close\r", "- Åsa Öberg: Möt Åsa · 6 mars 2026"},
    };
    struct session *session = *state;
    begin(session, "run account-development-workshop-90 lindakra --lang sv --cycle 2026H2");
    session_go_through(session, moments, COUNT(moments));
}

static void test_amounts(void **state)
{
    static const struct moment moments[] = {
        {NULL, NULL, "Möjligheter>"},
        {NULL, "+\r", "Möjligheter 8 · Möjlighet>"},
        {NULL, "Räkor på Åland\r", "· Enhet>"},
        {NULL, "/back\r/back\r", " 8  Räkor på Åland"},
        {NULL, "8 värde: mycket\r", "\"mycket\" är inget tal"},
        {NULL, "\0258 värde: 1,25 mnkr\r", "1\u00a0250\u00a0000\u00a0DKK"},
        {NULL, "8 sannolikhet: 35 %\r", "437 500 DKK"},
        {NULL, "8 ägare: Åsa B\r", "Åsa Bergquist"},
        {NULL, "8 avgörs: 14 sep\r", "14 sep 2026"},
        {NULL, "\r", "Sparat: 1"},
    };
    struct session *session = *state;
    begin(session, "edit lindakra opportunities --lang sv");
    session_go_through(session, moments, COUNT(moments));
    assert_int_equal(pty_wait(session->pty), 0);
    session_shell(session, "cat accounts/lindakra/plan/opportunities.json");
    assert_non_null(strstr(session->printed.data, "\"title\": \"Räkor på Åland\""));
    assert_non_null(strstr(session->printed.data, "\"value\": 1250000"));
    assert_non_null(strstr(session->printed.data, "\"decision_date\": \"2026-09-14\""));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, session_setup, session_teardown)
    const struct CMUnitTest tests[] = {TEST(test_workshop), TEST(test_amounts)};
    return cmocka_run_group_tests(tests, session_group_setup, session_group_teardown);
}
