// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef TESTS_PTY_DRIVER_H
#define TESTS_PTY_DRIVER_H

/*
 * A program on a terminal of its own, driven as a person would: keys go in, and what stands on
 * the screen (libvterm) is looked at. Nothing sleeps: every wait is for something to be seen, with
 * a deadline; past it, and on every other fault, the screen is printed and the cmocka test fails.
 */

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct pty;

struct pty_setup {
    const char *const *argv; /* ends with NULL; argv[0] is the program's path */
    /* NAME=VALUE, or NAME to unset it, ends with NULL; on top of this process's
     * environment with TERM=xterm-256color, LC_ALL=C.UTF-8, INPUTRC=/dev/null. May be NULL. */
    const char *const *environment;
    int rows, columns; /* 0: 24, 80 */
    /* Under a small shell that has job control: prints "[stopped]" when the program stops. */
    bool job_control;
};

struct pty *pty_start(const struct pty_setup *setup);

/* Ends the program if it runs still. */
void pty_free(struct pty *pty);

/* Keys, as the bytes that they send. */
void pty_type(struct pty *pty, const char *keys);
void pty_send(struct pty *pty, struct kp_str bytes);

/* Until `text` stands on the screen, or no longer does. A row's trailing spaces do not count. */
void pty_expect(struct pty *pty, const char *text);
void pty_expect_gone(struct pty *pty, const char *text);
/* Until a whole row of the screen is `text`. */
void pty_expect_row(struct pty *pty, const char *text);
/* Until the program has sent these bytes since the start (or since the last call that found some).
 */
void pty_expect_bytes(struct pty *pty, const char *bytes);

/* Fails if the program has ever sent these bytes. */
void pty_expect_never(struct pty *pty, const char *bytes);

/* All that the program has sent and was taken so far. Valid until the next call. */
const char *pty_sent(struct pty *pty);
/* What stands on the screen now: rows, each with a newline. Valid until the next call. */
const char *pty_screen(struct pty *pty);
/* What has left the screen at the top. */
const char *pty_scrollback(struct pty *pty);
void pty_cursor(struct pty *pty, int *row, int *column);
/* The number (from 0) of the first row that is `text`, or -1. */
int pty_find_row(struct pty *pty, const char *text);

void pty_resize(struct pty *pty, int rows, int columns);
void pty_signal(struct pty *pty, int number); /* to the program in the foreground */
void pty_continue(struct pty *pty);           /* the small shell: fg */
void pty_hang_up(struct pty *pty);            /* closes the terminal */

/* Waits for the end: the exit status, or 128 + the signal's number. */
int pty_wait(struct pty *pty);

/* Whether the terminal's settings are those of the start, and pasted text is no longer marked. */
bool pty_is_restored(struct pty *pty);

/* Whether the program has the terminal: keys come as they are typed, without echo. */
bool pty_is_raw(struct pty *pty);

#endif
