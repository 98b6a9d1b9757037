// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_LEAK_CHECK_H
#define KAMPLAN_LEAK_CHECK_H

/* `report --check-leak`: what a customer should not read, in a finished file. */

#include "app.h"

/*
 * Looks into `file` (HTML, Markdown, CSV, xlsx, text) for what the plan of `account` (as on the command line:
 * "acme", "acme@2025H2"; NULL: every account's newest plan) holds back from a customer, and lists it on
 * standard output with its place. Returns the exit status: 1 when something was found.
 */
int leak_check(struct app *app, const char *file, const char *account);

#endif
