// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_IMPORT_H
#define KAMPLAN_IMPORT_H

#include "sitting.h"

/*
 * Reads a CSV file into a table of a plan and records it, with nobody to ask: a bad row is an error, and
 * nothing is recorded then.
 */
enum kp_status import_file(struct app *app, const char *field, const char *path,
                           struct kp_str account, const struct sitting_options *options);

#endif
