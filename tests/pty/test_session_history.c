// SPDX-License-Identifier: GPL-3.0-or-later
/* What a plan was, on a terminal: long lists go through a pager, and restore asks before it does. */

#include "session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_restore_asks(void **state)
{
    struct session *session = *state;
    session_shell(session, "echo 'Triple it' | KAMPLAN_ID_SEED=later $K edit acme trial.goals");
    struct pty *pty =
        session_start(session, "restore acme trial.goals 2025H2", (struct pty_setup){0});
    pty_expect(pty, "Double the export share");
    pty_expect(pty, "Triple it");
    pty_expect_row(pty, "Bring it back? [y/N]");
    pty_type(pty, "n\r");
    pty_expect_row(pty, "Nothing was changed.");
    assert_int_equal(pty_wait(pty), 1);
    session_recorded(session, "trial.goals", "\"Triple it\"");
    session_drop(session);

    pty =
        session_start(session, "restore acme trial.goals 2025H2 --lang da", (struct pty_setup){0});
    pty_expect_row(pty, "Hent det tilbage? [j/N]");
    pty_type(pty, "ja\r");
    pty_expect(pty, "Gemt: 1 ændret");
    assert_int_equal(pty_wait(pty), 0);
    session_recorded(session, "trial.goals", "\"Double the export share\"");
    session_drop(session);

    pty = session_start(session, "restore acme trial.goals ~0", (struct pty_setup){0});
    pty_expect_row(pty, "That is what stands now; there is nothing to bring back.");
    assert_int_equal(pty_wait(pty), 0);
}

/* The log on a terminal of four rows, which it fills. */
static struct pty *show_log(struct session *session, const char *words, const char *pager,
                            const char *colour)
{
    const char *environment[] = {pager, colour, NULL};
    return session_start(session, words,
                         (struct pty_setup){.environment = environment, .rows = 4, .columns = 100});
}

static void test_long_output_is_paged(void **state)
{
    struct session *session = *state;
    struct pty *pty = show_log(session, "log", "PAGER=sed s/^/P:/", "NO_COLOR");
    assert_int_equal(pty_wait(pty), 0);
    pty_expect_bytes(pty, "P:\033[2mRevision");
    session_drop(session);

    pty = show_log(session, "log", "PAGER=sed s/^/P:/", "NO_COLOR=1");
    assert_int_equal(pty_wait(pty), 0);
    pty_expect_bytes(pty, "P:Revision");
    session_drop(session);

    /* A pager that ends before everything was read, and one that does not exist. */
    pty = show_log(session, "log", "PAGER=sed q", "NO_COLOR=1");
    assert_int_equal(pty_wait(pty), 0);
    pty_expect_bytes(pty, "Revision");
    session_drop(session);
    pty = show_log(session, "log", "PAGER=kamplan-no-such-pager", "NO_COLOR=1");
    assert_int_equal(pty_wait(pty), 0);
    pty_expect_bytes(pty, "A new workspace");
    session_drop(session);

    /* Who asked for plain text gets it as it is. */
    static const char *const plain[] = {"log --plain", "log --no-pager"};
    for (size_t i = 0; i < 2; i++) {
        pty = show_log(session, plain[i], "PAGER=sed s/^/P:/", "NO_COLOR=1");
        assert_int_equal(pty_wait(pty), 0);
        pty_expect_bytes(pty, "A new workspace");
        pty_expect_never(pty, "P:");
        session_drop(session);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_restore_asks, session_setup, session_teardown),
        cmocka_unit_test_setup_teardown(test_long_output_is_paged, session_setup, session_teardown),
    };
    return cmocka_run_group_tests(tests, session_group_setup, session_group_teardown);
}
