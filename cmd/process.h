// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_PROCESS_H
#define KAMPLAN_PROCESS_H

/* Running other programs (the pager, git's tidying), without a shell in between unless one is named. */

#include <sys/types.h>

/*
 * Starts argv[0], found in PATH. `input` becomes its standard input (-1: ours), `quiet` sends what it prints
 * nowhere. Returns its process id, or -1 with errno set.
 */
pid_t process_start(const char *const *argv, int input, int quiet);

/* Waits for it; its exit status, or 128 + the signal that ended it. */
int process_wait(pid_t child);

#endif
