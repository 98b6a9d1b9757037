// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef TESTS_PTY_PROBE_H
#define TESTS_PTY_PROBE_H

/* The program console_probe on a terminal: what the test_console* programs share. */

#include "driver.h"

/* One test's: a directory of its own, and the program. */
struct probe {
    struct kp_buf dir, answers; /* answers: the file that the program writes */
    struct pty *pty;
};

/* For cmocka_unit_test_setup_teardown. */
int probe_setup(void **state);
int probe_teardown(void **state);

/* Starts console_probe; `words` as it takes them, separated by "\n"; `environment` as in pty_setup.
 */
struct pty *probe_start(struct probe *probe, const char *words, const char *const *environment);
/* The same under the small shell. */
struct pty *probe_start_job(struct probe *probe, const char *words);
struct pty *probe_start_sized(struct probe *probe, const char *words, int rows, int columns);

/* Fails unless the answers so far are exactly these lines. */
void probe_answers(struct probe *probe, const char *lines);

/* Writes an executable file into the directory; its path (to be freed). */
char *probe_script(struct probe *probe, const char *name, const char *text);

#endif
