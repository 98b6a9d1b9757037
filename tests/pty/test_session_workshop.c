// SPDX-License-Identifier: GPL-3.0-or-later
/* Sessions on a terminal: the workshop in Danish from its agenda to its record, and disks that
 * say no. */

#include "session.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Ninety minutes with a customer whose plan is four cycles old. */
static void test_workshop(void **state)
{
    struct session *session = *state;
    session_shell(session, "cd .. && rm -rf ws && KAMPLAN_ID_SEED=demo $K demo ws && "
                           "git -C ws rev-list --count HEAD >before");
    struct pty *pty = session_start(session,
                                    "run account-development-workshop-90 nordfjord --lang da "
                                    "--cycle 2026H2 --attendees Ida,Lars",
                                    (struct pty_setup){.rows = 50, .columns = 100});
    pty_expect(pty, "Enter begynder");
    pty_expect(pty, "2 personer · 1 t. 30 min");
    pty_expect_row(pty, ">");
    pty_type(pty, "\r");
    pty_expect(pty, "Tjek ind: Ida Friis");
    pty_type(pty, "Nysgerrig\r");
    pty_expect(pty, "Tjek ind: Lars Bo");
    pty_type(pty, "\r");
    pty_expect(pty, " 1.1 Handlinger>");
    pty_expect(pty, "6 tilbage");
    pty_expect(pty, "flyttet 1 gang");
    pty_type(pty, "1\r"); /* not without a word */
    pty_expect(pty, "hvad kom der ud af det?");
    pty_type(pty, "\0251 Weekenden koster 40.000\r");
    pty_expect(pty, "5 tilbage");
    pty_type(pty, "2 om 2 uger\r");
    pty_expect(pty, "4 tilbage");
    pty_type(pty, "3 Kunden vil ikke\r");
    pty_expect(pty, "3 tilbage");
    pty_type(pty, "\r");
    pty_expect(pty, "den står stadig åben");
    pty_expect(pty, "2 tilbage");
    pty_type(pty, "/skip\r");
    pty_expect(pty, " 2.1 Mål>\n");
    pty_type(pty, "/action Spørg Søren om Ærø @Ida F\r"); /* and when? */
    pty_expect(pty, "Hvornår senest?");
    pty_type(pty, "om 2 uger\r");
    pty_expect(pty, "16. mar. 2026");
    pty_expect(pty, " 2.1 Mål>\n");
    pty_type(pty, "/kunde\r"); /* the commands are English */
    pty_expect(pty, "der er ingen kommando");
    pty_type(pty, "\025/customer\r");
    pty_expect(pty, "2.1 Mål (bekræftet af kunden)>\n");
    pty_type(pty, "Færre stop i nattevagten\033\rog ét prisblad\r");
    pty_expect(pty, " 2.2 Behov nu>\n");
    pty_type(pty, "/back\r");
    pty_expect(pty, "Besvaret i dette møde");
    pty_expect_row(pty, "   og ét prisblad");
    pty_type(pty, "\r");
    pty_expect_bytes(pty, "2.2 Behov nu");
    pty_type(pty, "/agenda\r");
    pty_expect(pty, "Planlagt");
    pty_type(pty, "/goto 6\r");
    pty_expect(pty, "6.1 Hovedtema>\n");
    pty_type(pty, "\r");
    pty_expect(pty, "bordet rundt");
    pty_type(pty, "\r");
    pty_expect(pty, "6.2 Handlinger>\n");
    pty_type(pty, "\r");
    pty_expect(pty, "6.3 Fase>\n");
    pty_type(pty, "/decision Kun nat og weekend @Ida, Lars\r");
    pty_expect(pty, "noteret");
    pty_type(pty, "/park Fragt til Færøerne\r");
    pty_expect(pty, "noteret");
    pty_type(pty, "/close\r");
    pty_expect(pty, "Parkeret: Fragt til Færøerne");
    pty_type(pty, "2 Nanna\r");
    pty_expect(pty, "Kun nat og weekend (Ida Friis, Lars Bo)");
    pty_expect(pty, "Ida Friis: Spørg Søren om Ærø");
    pty_expect(pty, "Eksporten skal op fra 45 til"); /* what was, cut short */
    pty_expect(pty, "→ Færre stop");
    pty_expect(pty, "Én sætning: Ida Friis");
    pty_type(pty, "Det var godt at se, hvad der blev gjort\r");
    pty_expect(pty, "Én sætning: Lars Bo");
    pty_type(pty, "\r");
    pty_expect(pty, "Var det vores tid værd?");
    pty_type(pty, "5 5 5\r");
    pty_expect(pty, "3 tal, men der er 2 personer");
    pty_type(pty, "\0255 4\r");
    pty_expect(pty, "Hvornår mødes vi igen?");
    pty_type(pty, "om 6 måneder\r");
    pty_expect(pty, "ja eller nej");
    pty_type(pty, "ja\r");
    pty_expect(pty,
               "Nordfjord Fødevarer A/S · Account development workshop på 90 minutter · 2026H2");
    assert_int_equal(pty_wait(pty), 0);
    assert_true(pty_is_restored(pty));
    assert_string_equal(
        session_shell(session, "echo $(($(git rev-list --count HEAD) - $(cat ../before))); "
                               "git status --porcelain; git fsck --strict --no-dangling 2>&1"),
        "1\n");
    session_shell(session, "$K show nordfjord customer.goals --lang da");
    assert_non_null(strstr(session->printed.data, "Færre stop i nattevagten"));
    assert_non_null(strstr(session->printed.data, "bekræftet af kunden"));
    session_shell(session, "$K show nordfjord actions --lang da");
    assert_non_null(strstr(session->printed.data, "Spørg Søren om Ærø"));
    session_shell(session,
                  "cat accounts/nordfjord/sessions/*-account-development-workshop-90.json");
    assert_non_null(strstr(session->printed.data, "Fragt til Færøerne"));
}

/* A plan is revised: what is kept unseen is told apart from what was confirmed. */
static void test_revision(void **state)
{
    struct session *session = *state;
    struct pty *pty =
        session_start(session, "run plan-revision acme", (struct pty_setup){.rows = 40});
    pty_expect(pty, "Enter starts");
    pty_type(pty, "/goto 3.3\r");
    pty_expect_row(pty, "[25:00] 3.3 Goals>");
    session_answer(session, "Twice the export\r", "[25:00] 3.4 Strategy>");
    session_answer(session, "By rail\r", "[25:00] 3.5 Organisation>");
    pty_type(pty, "/close\r");
    pty_expect(pty, "What will be recorded");
    pty_type(pty, "yes\r");
    pty_expect(pty, "Recorded: 0 changed, 2 new");
    assert_int_equal(pty_wait(pty), 0);
    session_shell(session, "git rev-parse HEAD");
    setenv("KAMPLAN_NOW", "2026-09-02T09:00:00Z", 1);
    setenv("KAMPLAN_ID_SEED", "later", 1);
    pty = session_start(session, "run plan-revision acme", (struct pty_setup){.rows = 40});
    setenv("KAMPLAN_NOW", "2026-03-02T09:00:00Z", 1);
    setenv("KAMPLAN_ID_SEED", "now", 1);
    pty_expect(pty, "Enter starts");
    pty_expect(pty, "last held 2 Mar 2026 (2026H1)");
    pty_type(pty, "/goto 3.3\r");
    pty_expect_row(pty, "   Twice the export");
    pty_expect_row(pty, " 2026H1");
    session_answer(session, "\r", "[25:00] 3.4 Strategy>"); /* confirmed */
    pty_expect_row(pty, "   By rail");
    pty_type(pty, "\t and by sea\r");
    pty_expect_row(pty, "[25:00] 3.5 Organisation>");
    pty_type(pty, "/close\r");
    pty_expect(pty, "By rail → By rail and by sea");
    pty_type(pty, "yes\r");
    pty_expect(pty, "Recorded: 1 changed, 0 new, 1 confirmed");
    assert_int_equal(pty_wait(pty), 0);
    assert_int_equal(session_revisions(session), 2);
}

/* With the library that lets what is written below `where` fail while DIR/full is there. */
static struct pty *begin_on_disk(struct session *session, const char *where)
{
    static const char library[] = KAMPLAN_BUILD_DIR "/tests/libkill_at.so";
    struct kp_buf preload = KP_BUF_INIT, under = KP_BUF_INIT, full = KP_BUF_INIT;
    if (access(library, R_OK))
        return NULL;
    kp_buf_addf(&preload, "LD_PRELOAD=%s", library);
    kp_buf_addf(&under, "KILL_UNDER=%s/%s", session->dir.data, where);
    kp_buf_addf(&full, "FAIL_WHILE=%s/full", session->dir.data);
    struct pty *pty = session_begin_with(
        session,
        (struct pty_setup){.rows = 40,
                           .environment = (const char *const[]){
                               preload.data, under.data, full.data,
                               "ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0", NULL}});
    kp_buf_release(&preload);
    kp_buf_release(&under);
    kp_buf_release(&full);
    return pty;
}

/* The disk is full during an answer: the room is told, nobody goes on, and it can be tried again. */
static void test_full_disk(void **state)
{
    struct session *session = *state;
    struct pty *pty = begin_on_disk(session, "ws");
    if (!pty)
        skip();
    session_answer(session, "Triple it\r", "[20:00] 1.2 Motto>");
    session_shell(session, "touch ../full");
    pty_type(pty, "Never, ever late\r");
    pty_expect(pty, "This was not saved.");
    pty_expect(pty, "full");
    pty_expect_row(pty, "[1]>");
    assert_null(strstr(pty_screen(pty), "1.3 Worth"));
    pty_type(pty, "\r"); /* it is still full */
    pty_expect_bytes(pty, "This was not saved.");
    pty_expect_bytes(pty, "This was not saved.");
    pty_expect_row(pty, "[1]>");
    pty_expect(pty, "Never, ever late");
    session_shell(session, "rm ../full");
    pty_type(pty, "1\r");
    pty_expect_row(pty, "[20:00] 1.3 Worth>");
    session_shell(session, "touch ../full");
    pty_type(pty, "5000\r");
    pty_expect_bytes(pty, "This was not saved.");
    pty_expect_bytes(pty, "[1]> ");
    pty_type(pty, "2\r"); /* leave without it */
    assert_int_equal(pty_wait(pty), 1);
    assert_true(pty_is_restored(pty));
    session_shell(session, "rm ../full");
    pty = session_start(session, "run trial acme", (struct pty_setup){.rows = 40});
    pty_expect_row(pty, "[1]>");
    pty_type(pty, "\r");
    pty_expect_row(pty, "[20:00] 1.3 Worth>");
    pty_type(pty, "/close\r");
    pty_expect(pty, "Never late → Never, ever late");
    pty_expect(pty, "Double the export share → Triple it");
    pty_type(pty, "yes\r");
    assert_int_equal(pty_wait(pty), 0);
    assert_int_equal(session_revisions(session), 1);
}

/* The disk is full when the session closes: it stays open, and closes when there is room. */
static void test_full_disk_at_close(void **state)
{
    struct session *session = *state;
    struct pty *pty = begin_on_disk(session, "ws/.git/objects");
    if (!pty)
        skip();
    session_answer(session, "Triple it\r", "[20:00] 1.2 Motto>");
    pty_type(pty, "/close\r");
    pty_expect(pty, "Record it?");
    session_shell(session, "touch ../full");
    pty_type(pty, "yes\r");
    pty_expect(pty, "/close tries again.");
    session_shell(session, "rm ../full");
    pty_type(pty, "/close\r");
    pty_expect_bytes(pty, "Record it?");
    pty_type(pty, "yes\r");
    pty_expect(pty, "Recorded: 1 changed");
    assert_int_equal(pty_wait(pty), 0);
    assert_int_equal(session_revisions(session), 1);
    session_recorded(session, "trial.goals", "\"Triple it\"");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, session_setup, session_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_workshop),
        TEST(test_revision),
        TEST(test_full_disk),
        TEST(test_full_disk_at_close),
    };
    return cmocka_run_group_tests(tests, session_group_setup, session_group_teardown);
}
