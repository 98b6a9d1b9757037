// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_PREWORK_FILES_H
#define KAMPLAN_PREWORK_FILES_H

/* Pre-work that came back, from a file or all the files of a directory. */

#include "app.h"

/* What one person wrote. */
struct brought {
    struct kp_str who; /* person id */
    const char *file;
    const struct kp_json *items; /* as kp_session_bring takes them */
};

/*
 * Reads one file, or the *.md and *.txt files of a directory, as pre-work for this script and account.
 * Everything that does not fit is told on standard error; a file that is no pre-work, is for
 * something else, or the second one of a person is an error: KP_INVALID, everything has been said.
 */
enum kp_status prework_read(struct app *app, const char *path, const struct kp_script *script,
                            struct kp_str account, struct brought **out, size_t *count);

#endif
