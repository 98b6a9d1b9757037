// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_HOLD_SESSION_H
#define KAMPLAN_HOLD_SESSION_H

/* Holding a session with people, from run, edit and import. */

#include "conduct.h"

struct hold_options {
    struct sitting_options sitting;
    struct conduct_options conduct;
    const struct kp_json *answers; /* prepared; NULL: none */
    const char *file;              /* where they come from */
    const char *prework;           /* a directory or file of what people wrote; NULL: none */
    /* Holds a session that begins, in place of `conduct`; NULL: nothing is to be done before. Returns the exit status. */
    int (*begin)(void *context, struct sitting *sitting, struct console *console,
                 const struct conduct_options *options);
    void *context;
};

/* Goes on with an unfinished session of this script (after asking), or begins one. Returns the exit status. */
int hold_session(struct app *app, struct kp_script *script, struct kp_str account,
                 const struct hold_options *options);

/*
 * What goes on with the session of a journal, behind "kamplan": "run account-plan acme", "edit acme
 * actions". `header` is the journal's first line.
 */
void add_resuming(const struct kp_json *header, const char *account, struct kp_buf *out);

/* The newest unfinished session of this script (of an edit or import: either of this field) on this account. */
enum kp_status find_unfinished(struct app *app, const struct kp_script *script,
                               struct kp_str account, struct kp_journal_entry *out, bool *found);

/* Throws it away, unless somebody holds it. Returns the exit status. */
int discard_unfinished(struct app *app, const struct kp_journal_entry *entry);

#endif
