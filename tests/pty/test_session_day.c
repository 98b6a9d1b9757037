// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A day in the room: the three-hour workshop in Danish with six people, from the names at the door
 * to the minutes, under a clock that the test moves. What was written before the meeting, an
 * overrun, scores that lie apart, a break, a power cut in the middle, a vote, somebody who comes
 * late and somebody who leaves early.
 */

#include "session.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The account's plan is half a year old; the workshop is the built-in one, with a rating. */
static void prepare(struct session *session)
{
    session_shell(
        session,
        "cd .. && rm -rf ws && D=$GIVEN/../day && export KAMPLAN_NOW=2025-09-02T09:00:00Z && "
        "$K init ws --language da --currency DKK && cd ws && "
        "$K account add acme --name 'ACME A/S' --kam 'Lars Bo' --sponsor 'Karen Lund' && "
        "KAMPLAN_ID_SEED=before $K run account-plan acme --batch --answers $D/before.json "
        "--facilitator 'Mette Holm' --attendees 'Mette Holm, Lars Bo' && "
        "$K scripts copy account-development-workshop day && "
        "sed -i '/\"id\": \"our-position\"/,/\"steps\": \\[/s/\"steps\": \\[/&{\"type\": \"rate\", "
        "\"field\": \"health\", \"evidence\": \"health.why\"},/' sessions/day.json && "
        "$K check && git rev-list --count HEAD >../before");
    session_clock(session, "08:00");
    session_shell(
        session,
        "$K prework day acme --for 'Ida Friis, Per Dahl' -o ../back && cd ../back && "
        "sed -i '/^\\[#customer.goals\\]/a Fordoble eksportandelen inden 2027' ida-friis.md && "
        "sed -i '/^\\[#ideas growth-ideas\\]/a Følere i kølelageret' ida-friis.md && "
        "sed -i '/^\\[#customer.goals\\]/a Halvt så mange stop' per-dahl.md && "
        "sed -i '/^\\[#needs.now\\]/a - Færre stop på linje 2' per-dahl.md && "
        "sed -i '/^\\[#rate health\\]/a 1' per-dahl.md");
}

static const struct moment beginning[] = {
    {"08:55", NULL, "Hvem er her?"},
    {NULL,
     "Mette Holm (facilitator), Lars Bo (kam), Karen Lund (sponsor), Ida Friis, Per Dahl, "
     "Søren Bæk\r",
     "6 personer · 3 t. 00 min"},
    {NULL, "/late Søren 9:50\r", "Kommer senere: Søren Bæk 9:50"},
    {NULL, "/start 9:00\r", "slutter 12:00, planlagt 12:00"},
    {"09:05", "\r", "[15:00] tjek ind>\n"},
    {NULL, "Nysgerrig\r", "Tjek ind: Lars Bo"},
    {NULL, "\r", "Tjek ind: Karen Lund"},
    {NULL, "Har en time mere end sidst\r", "Tjek ind: Ida Friis"},
    {NULL, "\r", "Tjek ind: Per Dahl"},
    {"09:08", "\r", "── 1/9 Siden sidst "},
    {NULL, NULL, " 15 min · 5 min bagud ──"},
};

/* What was promised, and the customer: the section takes longer than it has. */
static const struct moment customer[] = {
    {NULL, "\r", "[12:00] 1.1 Handlinger>\n"},
    {NULL, "1 Underskrevet i januar\r", "2 tilbage"},
    {NULL, "2 om 3 uger\r", "1 tilbage"},
    {NULL, "3 Kunden ser priserne på nettet\r", "[12:00] 1.2 Leverancer>\n"},
    {"09:15", "/skip\r", "   2  Per Dahl\n      Halvt så mange stop"},
    {NULL, "/customer\r", "2.1 Mål (bekræftet af kunden)>\n"},
    {"09:25", "/take 1\r", "[15:00] 2.2 Strategi>\n"},
    {NULL, "/who Ida\r", "2.2 Strategi (Ida Friis)>\n"},
    {NULL, "Bygge fryselager i Vejle\r", "[15:00] 2.3 Tendenser>\n"},
    {NULL, "Emballage skal kunne genbruges\r", "2.3 Tendenser 1 · Betyder for dem>\n"},
    {NULL, "Nye linjer inden 2028\r", "1 · For os>\n"},
    {NULL, "\r", "1 · Hvornår>\n"},
    {NULL, "\r", "[15:00] 2.3 Tendenser>\n"},
    {NULL, "\r", "[15:00] 2.4 Behov nu>\n"},
    {NULL, "/take 1\r", "  1  Færre stop på linje 2"},
    {NULL, "\r", "[15:00] 2.5 Kommende behov>\n"},
    {NULL, "Lars: Nogen, der tager telefonen om natten\r", "sagt af Lars Bo"},
    {NULL, "/park Hvem betaler for pilotanlægget?\r", "noteret"},
    {"09:41", NULL, "tiden til dette afsnit er gået. Hvor længe vil I?"},
    {NULL, NULL, "[+01:00] 2.5 Kommende behov>\n"},
    {NULL, "/extend 4 1 0\r", "10 min. fra nu: dette afsnit har +11 minutter"},
    {NULL, "/decision Vi byder på alle tre fabrikker @Karen, Lars\r",
     "[10:00] 2.5 Kommende behov>\n"},
};

/* Søren has come; the scores lie apart, and the lowest and the highest speak first. */
static const struct moment position[] = {
    {"09:48", "\r", "── 3/9 Vores position "},
    {NULL, NULL, " 15 min · 8 min bagud ──"},
    {"09:51", "/here Søren\r", "Per Dahl, Søren\n Bæk"},
    {NULL, "/named\r", "den laveste og"},
    {NULL, "4 4 3 5 - 7", "3.1 Kundens temperatur · Mette Holm> * * * * * *\n"},
    {NULL, "\r", "det er ingen vurdering: et tal fra 1 til 5"},
    {NULL, "4 4 3 5 - 1\r", "Gennemsnit 3,4 · 1–5 · standardafvigelse 1,36 · 5 vurderinger"},
    {NULL, NULL, "I ligger langt fra hinanden: tal sammen først."},
    {NULL, NULL, "Lavest: Søren Bæk · højest: Ida Friis"},
    {"09:58", "3\r", "3.1 Kundens temperatur · belæg>\n"},
    {NULL, "To klager i januar\r", "3.1 Kundens temperatur · anderledes>\n"},
    {NULL, "Karen: mig siger de noget andet\r", "[05:00] 3.2 Relation>\n"},
    {NULL, "2 3\r", "[05:00] 3.3 Ønsket relation>\n"},
    {NULL, "3 4\r", "[05:00] 3.4 Partnerskab>\n"},
    {NULL, "/skip\r", "[05:00] 3.5 Konkurrenter>\n"},
    {"10:03", "/next\r", "[20:00] 4.1 Interessenter>\n"},
    {NULL, "/skip\r", "4.2 Andre indsigter>\n"},
    {NULL, "Ida: Den nye driftschef vil have tal\r", "  1  Den nye driftschef vil have tal"},
    {"10:20", "\r", "── 5/9 Hvide pletter "},
};

/* The break is over before its time. */
static const struct moment rest[] = {
    {NULL, "Vejle\r", "5.1 Hvide pletter 1 · Ydelse>\n"},
    {NULL, "Fryselager\r", "1 · Hvem leverer>\n"},
    {NULL, "ingen\r", "1 · Årligt potentiale>\n"},
    {NULL, "400.000\r", "1 · Bemærkning>\n"},
    {NULL, "\r", "[35:00] 5.1 Hvide pletter>\n"},
    {"10:35", "\r", "Pause, 15 minutter, til kl. 10:50."},
    {"10:41", NULL, "[pause 09:00] >\n"},
    {"10:45", "\r", "[08:00] 6.1 i stilhed>\n"},
    {"10:53", NULL, "[00:00] 6.1 i stilhed>\n"},
    {NULL, "\r", "6.1 idé 1>\n"},
};

static const struct moment ideas[] = {
    {NULL, "/take\r", "   1  Følere i kølelageret · Ida Friis"},
    {NULL, "Lars: Fast tekniker om natten\r", "   2  Fast tekniker om natten · Lars Bo"},
    {NULL, "Mette: Kurser til nattevagten\r", "   3  Kurser til nattevagten · Mette Holm"},
    {NULL, "Per: Kursus for nattevagten\r", "4 ligner 3"},
    {NULL, "/merge 3 4\r", "   3  Kurser til nattevagten · Mette Holm, Per Dahl"},
    {NULL, "Karen: Ét prisblad; ét nummer at ringe til\r", "6.1 idé 6>\n"},
    {NULL, "/split 5\r", "   6  ét nummer at ringe til · Karen Lund"},
};

static const struct moment resumed[] = {
    {NULL, "\r", "   6  ét nummer at ringe til · Karen Lund"},
    {NULL, NULL, "6.1 idé 7>\n"},
    {NULL, "Søren: Reservedele i Vejle\r", "   7  Reservedele i Vejle · Søren Bæk"},
    {NULL, "/group 2 3 som \"Nat\"\r", "   A  Nat"},
    {"11:00", "\r", "6.2 Mette Holm>\n"},
};

/* Nobody sees a dot before all have voted. */
static const struct moment voting[] = {
    {NULL, "1 1 1\r", "højst 2 prikker fra samme person på samme idé"},
    {NULL, "1 1 A\r", "6.2 Lars Bo>\n"},
    {NULL, "A A 7\r", "6.2 Karen Lund>\n"},
    {NULL, "Per: 7 7 1\r", "Per Dahl har stemt"},
    {NULL, "5 7\r", "6.2 Ida Friis>\n"},
    {NULL, "1 1 6\r", "6.2 Søren Bæk>\n"},
    {NULL, "1 7 7\r", "    1= ●●●●●●   6    1  Følere i kølelageret · Ida Friis"},
    {NULL, NULL, "    1= ●●●●●●   6    7  Reservedele i Vejle · Søren Bæk"},
    {NULL, NULL, "    3  ●●●      3    A  Nat (2, 3)"},
    {NULL, "\r", "6.3 Idéer>\n"},
    {NULL, "\r", "→ række"},
    {"11:10", "\r", "[25:00] 7.1 Muligheder>\n"},
};

/* Two of the ideas become opportunities; then Ida has to leave. */
static const struct moment choosing[] = {
    {NULL, "1 A\r", "7.1 Muligheder 1 · Tema>\n"},
    {NULL, "vin\r", "1 · Værdi>\n"},
    {NULL, "1,2 mio\r", "1 · Sandsynlighed>\n"},
    {NULL, "40\r", "1 · Ejer>\n"},
    {NULL, "Ida\r", "1 · Næste skridt>\n"},
    {NULL, "Aftale en demo\r", "7.1 Muligheder 2 · Tema>\n"},
    {NULL, "udv\r", "2 · Værdi>\n"},
    {NULL, "600.000\r", "2 · Sandsynlighed>\n"},
    {NULL, "60 %\r", "2 · Ejer>\n"},
    {NULL, "Lars\r", "2 · Næste skridt>\n"},
    {NULL, "Regne på to vagter\r", "[25:00] 7.1 Muligheder>\n"},
    {"11:20", "/gone Ida\r", "til stede: Mette Holm, Lars Bo, Karen Lund, Per Dahl, Søren Bæk"},
    {"11:30", "\r", "7.2 Muligheder>\n"},
    {NULL, "\r", "[10:00] 8.1 Hovedtema>\n"},
};

static const struct moment actions[] = {
    {NULL, "udvid\r", "bordet rundt"},
    {NULL, "/action Regne på to vagter @Lars om 2 uger\r", "Lars Bo · 16. mar. 2026"},
    {NULL, "/action Vise kunden prisbladet @Per\r", "Hvornår senest?"},
    {NULL, "om 1 uge\r", "Per Dahl · 9. mar. 2026"},
    {NULL, "\r", "8.2 Handlinger>\n"},
    {"11:42", "\r", "[10:00] 9.1 Fase>\n"},
    {NULL, "eks\r", "Så lukker vi"},
    {NULL, "\r", "Der er spurgt om alt."},
};

/* What was parked, a sentence from each, and the sponsor's word. */
static const struct moment ending[] = {
    {NULL, "/close\r", "Parkeret: Hvem betaler for pilotanlægget?"},
    {NULL, "1 @Karen om 1 måned\r", "── Oplæsning "},
    {NULL, NULL, "Én sætning: Mette Holm"},
    {NULL, "Godt, at vi nåede det hele\r", "Én sætning: Lars Bo"},
    {NULL, "/skip\r", "det værd, 1-5>\n"},
    {NULL, "5 4 4 5 3 5\r", "6 tal, men der er 5 personer"},
    {NULL, "\0255 4 4 5 3\r", "næste gang>\n"},
    {NULL, "om 6 måneder\r", "Karen Lund, står du inde for planen?"},
    {NULL, "ja\r", "Gem det? ja eller nej"},
    {"11:50", "ja\r", "Gemt: "},
};

/* What the minutes leave out is in the record. */
static void expect_record(struct session *session)
{
    static const char *const parts[] = {
        "\"came\":\"2026-03-02T09:51:00Z\"",
        "\"left\":\"2026-03-02T11:20:00Z\"",
        "\"extended\":[{\"choice\":\"more\",\"minutes\":11,\"hands\":[4,1,0]}]",
        "\"mean\":3.4,\"deviation\":1.36,\"wide\":true",
        "\"number\":4,\"text\":\"Kursus for nattevagten\",\"by\":[\"p-",
        "\"merged_into\":\"i-",
        "\"split_from\":\"i-",
        "\"field\":\"opportunities\",\"row\":\"r-",
        "\"became\":\"carried\",\"from\":\"2025-11-01\",\"to\":\"2026-03-23\"",
        "\"worth\":[5,4,4,5,3],\"next_date\":\"2026-09-02\",\"signoff\":{\"by\":\"p-",
    };
    session_shell(session, "tr -d '\\n' <accounts/acme/sessions/2026-03-02-day.json | "
                           "sed 's/  *\\([]\"{}[0-9t]\\)/\\1/g'");
    for (size_t i = 0; i < COUNT(parts); i++)
        if (!strstr(session->printed.data, parts[i]))
            fail_msg("no %s in %s", parts[i], session->printed.data);
}

static void test_a_day(void **state)
{
    static const struct pty_setup setup = {.rows = 50, .columns = 100};
    struct session *session = *state;
    struct kp_buf run = KP_BUF_INIT;
    prepare(session);
    session_clock(session, "08:55");
    kp_buf_addf(&run, "run day acme --lang da --prework %s/back", session->dir.data);
    session_start(session, run.data, setup);
    kp_buf_release(&run);
    session_go_through(session, beginning, COUNT(beginning));
    session_go_through(session, customer, COUNT(customer));
    session_go_through(session, position, COUNT(position));
    session_go_through(session, rest, COUNT(rest));
    session_go_through(session, ideas, COUNT(ideas));
    pty_signal(session->pty, SIGKILL);
    assert_int_equal(pty_wait(session->pty), 128 + SIGKILL);
    session_clock(session, "10:56");
    setenv("KAMPLAN_ID_SEED", "after", 1); /* ids are never the same again */
    session_start(session, "run day acme --lang da", setup);
    setenv("KAMPLAN_ID_SEED", "now", 1);
    pty_expect_row(session->pty, "[1]>");
    session_go_through(session, resumed, COUNT(resumed));
    session_go_through(session, voting, COUNT(voting));
    session_go_through(session, choosing, COUNT(choosing));
    session_go_through(session, actions, COUNT(actions));
    session_go_through(session, ending, COUNT(ending));
    assert_int_equal(pty_wait(session->pty), 0);
    assert_true(pty_is_restored(session->pty));

    assert_string_equal(session_shell(session,
                                      "echo $(($(git rev-list --count HEAD) - $(cat ../before)))"
                                      " $(git tag); git status --porcelain accounts snapshots; "
                                      "git fsck --strict --no-dangling --no-progress 2>&1"),
                        "1 acme/2026H1\n");
    session_shell(session,
                  "$K minutes acme >../minutes; diff -u $GIVEN/../day/minutes.txt "
                  "../minutes && $K minutes acme --lang da --no-pager | diff - ../minutes");
    expect_record(session);
    session_shell(session, "$K scripts day");
    assert_non_null(strstr(session->printed.data, "2. mar. 2026"));
    session_start(session, "run day acme --lang da", setup); /* the next one may plan with it */
    pty_expect(session->pty, "De seneste gange tog det 162 min, ikke 180. /usual planlægger med");
    pty_type(session->pty, "\004");
    assert_int_equal(pty_wait(session->pty), 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, session_setup, session_teardown)
    const struct CMUnitTest tests[] = {TEST(test_a_day)};
    return cmocka_run_group_tests(tests, session_group_setup, session_group_teardown);
}
