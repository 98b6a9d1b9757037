// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_IMPORT_ROWS_H
#define KAMPLAN_IMPORT_ROWS_H

/* Rows of a file for a table, from the command line and within a session. */

#include "app.h"
#include "model/import.h"

/* More rows than this are taken all at once, or not at all: nobody goes through them. */
enum { IMPORT_MOST_PROPOSED = 1000 };

/* Reads a file, named `path` in messages, against a table. Release `out` also after an error. */
enum kp_status import_rows_read(struct app *app, const struct kp_field *table, const char *path,
                                const struct kp_import_options *how, struct kp_import *out);

/* Where nobody said: whether rows that the file does not have stay in this table. */
bool import_rows_stay(const struct kp_field *table);

#endif
