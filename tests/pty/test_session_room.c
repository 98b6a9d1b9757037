// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The room under a clock that the test moves: time that runs out under the fingers, breaks, people
 * who come and go, a guest of the customer, a narrow window, and the board beside it all.
 */

#include "session.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array)                 (sizeof(array) / sizeof *(array))
#define GO_THROUGH(session, moments) session_go_through(session, moments, COUNT(moments))

/* At nine: an evening with Mette and Lars up to the agenda. */
static struct pty *begin(struct session *session, const char *words, struct pty_setup setup)
{
    struct kp_buf run = KP_BUF_INIT;
    session_shell(session, "cp $GIVEN/../room/evening.json sessions && "
                           "echo '{\"competitors\": [{\"competitor\": \"Facilis\"}], "
                           "\"customer.goals\": \"Double the export\"}' >../before.json && "
                           "KAMPLAN_NOW=2025-09-20T09:00:00Z $K run evening acme --batch "
                           "--answers ../before.json");
    session_clock(session, "09:00");
    kp_buf_addf(&run, "run evening acme %s", words);
    session_start(session, run.data, setup);
    pty_expect_row(session->pty, ">");
    kp_buf_release(&run);
    return session->pty;
}

static size_t count_bells(struct pty *pty)
{
    size_t count = 0;
    for (const char *at = pty_sent(pty); (at = strchr(at, '\a')); at++)
        count++;
    return count;
}

/* What is typed is on the line whatever the clock has to say, and the bell rings once. */
static void test_time_runs_out_under_the_fingers(void **state)
{
    static const struct moment moments[] = {
        {NULL, "\r", "Check-in: Mette Holm"},
        {NULL, "/skip\r", "[20:00] 1.1 Goals>\n"},
        {NULL, "Tre", "[20:00] 1.1 Goals> Tre\n"},
        {"09:17", NULL, "[03:00] 1.1 Goals> Tre\n"},
        {NULL, "bble\b\b\b\b", "[03:00] 1.1 Goals> Tre\n"},
        {"09:20", "bl", "[00:00] 1.1 Goals> Trebl\n"},
        {NULL, NULL, "/extend stop; or count hands: /extend 4 2 1"},
        {"09:22", "e the", "[+02:00] 1.1 Goals> Treble the\n"},
        {NULL, " export\002\002", "[+02:00] 1.1 Goals> Treble the export\n"},
        {"09:23", NULL, "[+03:00] 1.1 Goals> Treble the export\n"},
        {NULL, "\r", "[+03:00] 1.2 Competitors>\n"},
        {NULL, "/extend 2 0 0\r", "[10:00] 1.2 Competitors>\n"},
    };
    struct session *session = *state;
    struct pty *pty = begin(session, "--attendees Mette,Lars", (struct pty_setup){.rows = 40});
    GO_THROUGH(session, moments);
    assert_int_equal(count_bells(pty), 1);
    pty_type(pty, "half of it");
    pty_expect(pty, "> half of it\n");
    size_t before = strlen(pty_sent(pty));
    session_clock(session, "09:24");
    pty_expect(pty, "[09:00] 1.2 Competitors> half of it\n");
    assert_true(strlen(pty_sent(pty)) - before < 150); /* the clock's figures, not the screen */
    pty_expect_never(pty, "\033[2J");
    pty_type(pty, "\025/goto 1.1\r");
    pty_expect_row(pty, "   Treble the export");
}

/* Some rooms want no bell. */
static void test_no_bell(void **state)
{
    static const struct moment moments[] = {
        {NULL, "\r/skip\r", "[20:00] 1.1 Goals>\n"},
        {"09:21", NULL, "the time for this section is up"},
        {NULL, NULL, "[+01:00] 1.1 Goals>\n"},
    };
    struct session *session = *state;
    struct pty *pty =
        begin(session, "--attendees Mette,Lars --no-bell", (struct pty_setup){.rows = 40});
    GO_THROUGH(session, moments);
    pty_expect_never(pty, "\a");
}

/* A break counts down, is over early if the room wants, and rings when it is over. */
static void test_breaks(void **state)
{
    static const struct moment moments[] = {
        {NULL, "\r", "Check-in: Mette Holm"},
        {NULL, "/skip\r", "[20:00] 1.1 Goals>\n"},
        {"09:05", "/break 10\r", "a break until 9:15; Enter goes on"},
        {NULL, NULL, "[break 10:00] 1.1 Goals>\n"},
        {"09:09", NULL, "[break 06:00] 1.1 Goals>\n"},
        {"09:11", "\r", "[15:00] 1.1 Goals>\n"}, /* early: six minutes are won back */
        {NULL, "/agenda\r", "It is 9:11 · 6 min behind · ends 9:56, planned 9:50"},
        {NULL, "/break 5\r", "[break 05:00] 1.1 Goals>\n"},
        {"09:17", NULL, "the break is over; Enter goes on"},
        {NULL, "Half", "[break +01:00] 1.1 Goals> Half\n"},
        {"09:18", NULL, "[break +02:00] 1.1 Goals> Half\n"},
        {NULL, "\025\r", "[15:00] 1.1 Goals>\n"},
        {NULL, "/agenda\r", "It is 9:18 · 13 min behind · ends 10:03, planned 9:50"},
        {NULL, "/break x\r", "write /break 10"},
        {NULL, "\025/bell\r", "the bell"},
        {"09:40", NULL, "the time for this section is up"},
    };
    struct session *session = *state;
    struct pty *pty = begin(session, "--attendees Mette,Lars", (struct pty_setup){.rows = 60});
    GO_THROUGH(session, moments);
    assert_int_equal(count_bells(pty), 1); /* of the second break; then the bell was turned off */
}

/* The day begins late, one comes later still, and one has to leave: nobody waits for them. */
static void test_people_come_and_go(void **state)
{
    static const struct moment moments[] = {
        {"09:10", "/start 9:00\r", "It is 9:10 · ends 10:00, planned 9:50"},
        {NULL, "/late Lars 9:30\r", "Come later: Lars Bo 9:30"},
        {NULL, "\r", "[20:00] 1.1 Goals>\n"}, /* one person makes no round */
        {"09:14", "/agenda\r", "It is 9:14 · 10 min behind · ends 10:00, planned 9:50"},
        {"09:35", "/here Lars, Ida Friis\r", "here: Mette Holm, Lars Bo, Ida Friis"},
        {NULL, "/goto 2\r", "[02:00] 2.1 in silence>\n"},
        {"09:36", "\r", "2.1 idea 1>\n"},
        {NULL, "Ida: A night shift\r", "   1  A night shift · Ida Friis"},
        {NULL, "Trucks\r", "   2  Trucks"},
        {NULL, "\r", "Still to vote: Mette Holm, Lars Bo, Ida Friis"},
        {NULL, "Ida: 1 1\r", "Ida Friis has voted"},
        {"09:38", "/gone Ida\r", "here: Mette Holm, Lars Bo"},
        {NULL, "2 2\r", "2.2 Lars Bo>\n"},
        {"09:39", "/gone Lars\r", "    1= ●●   2    1  A night shift · Ida Friis"},
        {NULL, "/agenda\r", "min behind · ends 10:"},
        {NULL, "/gone Lars\r", "Lars Bo is not here"},
    };
    struct session *session = *state;
    begin(session, "--attendees Mette,Lars", (struct pty_setup){.rows = 60});
    GO_THROUGH(session, moments);
    session_go_through(session,
                       (const struct moment[]){
                           {NULL, "\025/close\r", "What will be recorded"},
                           {NULL, "yes\r", "Recorded: "},
                       },
                       2);
    assert_int_equal(pty_wait(session->pty), 0);
    assert_non_null(strstr(session_shell(session, "$K minutes acme"),
                           "Present: Mette Holm, Lars Bo (came 09:35, left 09:39), Ida Friis (came "
                           "09:35,\n left 09:38)"));
}

/* Neither on the screen nor above it. */
static void expect_unseen(struct pty *pty, const char *text)
{
    assert_null(strstr(pty_screen(pty), text));
    assert_null(strstr(pty_scrollback(pty), text));
}

/* With a guest of the customer in the room, what is the team's own is not on the screen. */
static void test_a_guest(void **state)
{
    static const struct moment before[] = {
        {NULL, "\r", "Check-in: Mette Holm"},
        {NULL, "/skip\r", "[20:00] 1.1 Goals>\n"},
        {NULL, "\r", "[20:00] 1.2 Competitors>\n"},
        {NULL, NULL, "Facilis"},
    };
    static const struct moment typed[] = {
        {NULL, "+ Secretum\r", "1.2 Competitors 2 · Kind>\n"},
    };
    static const struct moment with_guest[] = {
        {NULL, "/guest Anna Lund\r", "the plan's inner part is kept aside"},
        {NULL, NULL, "[20:00] 1.3 Summary>\n"}, /* the question was not for her */
        {NULL, "/show\r", "Double the export"},
        {NULL, "/show competitors\r", "1.3 Summary> /show competitors\n"},
        {NULL, "\025/history competitors\r", "1.3 Summary> /history competitors\n"},
        {NULL, "\025/review\r", "1.3 Summary>\n"},
        {NULL, "/back\r", "[20:00] 1.1 Goals>\n"},
        {NULL, "\r", "[20:00] 1.3 Summary>\n"},
        {NULL, "All is well\r", "[02:00] 2.1 in silence>\n"},
    };
    static const struct moment gone[] = {
        {NULL, "/gone Anna\r", "the whole plan is shown again"},
        {NULL, "/show competitors\r", "Secretum"},
    };
    struct session *session = *state;
    struct pty *pty = begin(session, "--attendees Mette,Lars", (struct pty_setup){.rows = 24});
    GO_THROUGH(session, before);
    session->pty = NULL; /* the board is started beside it */
    struct pty *board = session_start(session, "board acme", (struct pty_setup){.rows = 24});
    session->pty = pty;
    pty_expect(board, "Facilis");
    GO_THROUGH(session, typed);
    GO_THROUGH(session, with_guest);
    expect_unseen(pty, "Facilis");
    expect_unseen(pty, "Secretum");
    expect_unseen(pty, "Competitors");
    pty_expect(board, "What could we do?");
    assert_null(strstr(pty_screen(board), "Facilis"));
    pty_free(board);
    GO_THROUGH(session, gone);
}

/* A guest who was named at the door sees none of it from the beginning. */
static void test_a_guest_from_the_beginning(void **state)
{
    static const struct moment moments[] = {
        {NULL, "Mette, Lars, Anna Lund (guest)\r", "Anna Lund (the customer's guest)"},
        {NULL, "\r", "Check-in: Mette Holm"},
        {NULL, "/skip\r", "[20:00] 1.1 Goals>\n"},
        {NULL, "\r", "[20:00] 1.3 Summary>\n"},
        {NULL, "/goto 1.2\r", "1.3 Summary>"},
        {NULL, "\025/show competitors\r", "1.3 Summary> /show competitors\n"},
        {NULL, "\025/show\r", "Double the export"},
    };
    struct session *session = *state;
    struct pty *pty = begin(session, "", (struct pty_setup){.rows = 40});
    GO_THROUGH(session, moments);
    pty_expect_never(pty, "Facilis");
}

/* Ideas, dots, scores and the agenda where there is little room, in Danish. */
static void test_forty_columns(void **state)
{
    static const struct moment moments[] = {
        {NULL, "\r", "Tjek ind: Mette Holm"},
        {NULL, "/skip\r", "[20:00] 1.1 Mål>\n"},
        {NULL, "/agenda\r", " Klokken er 9:00 · slutter 9:50,\n planlagt 9:50\n"},
        {NULL, "/goto 2\r", "── 2/3 Idéer ──"},
        {NULL, "\r", "[20:00] 2.1 idé 1>\n"},
        {NULL, "Lars: En tekniker, der bliver der hele natten\r",
         "   1  En tekniker, der bliver der hele\n      natten · Lars Bo\n"},
        {NULL, "Ét prisblad\r", "   2  Ét prisblad\n"},
        {NULL, "/group 1 2 som Service\r", "   A  Service\n"},
        {NULL, "\r", "2.2 Mette Holm>\n"},
        {NULL, "1 A\r", "2.2 Lars Bo>\n"},
        {NULL, "A A\r", "    1  ●●●   3    A  Service (1, 2)\n"},
        {NULL, "\r", "2.3 Muligheder>\n"},
        {NULL, "\r", "Muligheder 1 · Værdi>\n"},
        {"09:30", "1,2 mio\r", "2.3 Muligheder>\n"},
        {NULL, "\r", "[10:00] 3.1 Mette Holm>\n"},
        {NULL, "1 5\r", " Gennemsnit 3 · 1–5 · standardafvigelse\n 2 · 2 vurderinger\n"},
        {NULL, NULL, "■ 1"},
        {NULL, "/break 5\r", "[pause 05:00] 3.1 Kundens temperatur>\n"},
    };
    struct session *session = *state;
    begin(session, "--attendees Mette,Lars --lang da",
          (struct pty_setup){.rows = 40, .columns = 40});
    GO_THROUGH(session, moments);
}

/* What is hidden in the room, or private, is never on the board. */
static void test_the_board_beside_it(void **state)
{
    struct session *session = *state;
    struct pty *room = begin(session, "--attendees Mette,Lars", (struct pty_setup){.rows = 40});
    static const struct moment first[] = {
        {NULL, "\r", "Check-in: Mette Holm"},      {NULL, "/skip\r", "[20:00] 1.1 Goals>\n"},
        {NULL, "/note a private word\r", "noted"}, {NULL, "/notes\r", "They may leave us."},
        {NULL, " ", "[20:00] 1.1 Goals>\n"},
    };
    static const struct moment round[] = {
        {NULL, "/goto 2\r", "[02:00] 2.1 in silence>\n"},
        {NULL, "\r", "2.1 idea 1>\n"},
        {NULL, "Lars: A night shift\r", "   1  A night shift · Lars Bo"},
        {NULL, "Trucks\r", "   2  Trucks"},
        {NULL, "\r", "2.2 Mette Holm>\n"},
        {NULL, "2 2\r", "2.2 Lars Bo>\n"},
    };
    static const struct moment scores[] = {
        {NULL, "\r", "2.3 Opportunities>\n"},
        {NULL, "0\r", "3.1 Customer health · Mette Holm>\n"},
        {NULL, "1\r", "3.1 Customer health · Lars Bo>\n"},
    };
    GO_THROUGH(session, first);
    session->pty = NULL;
    struct pty *board = session_start(session, "board", (struct pty_setup){.rows = 30});
    session->pty = room;
    pty_expect(board, "Double the export");
    GO_THROUGH(session, round);
    pty_expect(board, "1  A night shift");
    pty_expect(board, "Have voted: Mette Holm");
    assert_null(strstr(pty_screen(board), "●"));
    pty_type(room, "1 2\r");
    pty_expect(board, "●●●   3    2  Trucks");
    GO_THROUGH(session, scores);
    pty_expect(board, "Customer health");
    pty_expect_gone(board, "●");
    assert_null(strstr(pty_screen(board), "■"));
    pty_type(room, "5\r");
    pty_expect(board, "Mean 3 · 1–5");
    session_clock(session, "09:13");
    pty_expect(board, "09:13");
    pty_expect_never(board, "private word");
    pty_expect_never(board, "They may leave us");
    pty_type(board, "q");
    assert_int_equal(pty_wait(board), 0);
    pty_free(board);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, session_setup, session_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_time_runs_out_under_the_fingers),
        TEST(test_no_bell),
        TEST(test_breaks),
        TEST(test_people_come_and_go),
        TEST(test_a_guest),
        TEST(test_a_guest_from_the_beginning),
        TEST(test_forty_columns),
        TEST(test_the_board_beside_it),
    };
    return cmocka_run_group_tests(tests, session_group_setup, session_group_teardown);
}
