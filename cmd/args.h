// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_ARGS_H
#define KAMPLAN_ARGS_H

/* Reading the command line: common options anywhere, then a command and its own. */

#include "app.h"

/*
 * Finds the command in argv and reads the options. Fills app's common settings and *args (in
 * app->arena). NULL with a message printed: *status is the exit status then (0 after --help and
 * --version).
 */
const struct command *args_read(struct app *app, int argc, char **argv, struct args *args,
                                int *status);

/* Says that there is no such command, and which may have been meant; returns EXIT_WRONG_USAGE. */
int unknown_command(struct app *app, const char *word);

#endif
