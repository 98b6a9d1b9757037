// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_NEW_WORKSPACE_H
#define KAMPLAN_NEW_WORKSPACE_H

/* Making a workspace, for init and demo. */

#include "app.h"

struct new_workspace {
    const char *company, *currency;
    enum kp_lang lang;
    int budget_month; /* 1–12 */
};

struct new_workspace new_workspace_usual(const struct app *app);

/* The directory that somebody named, as seen from -C; in the arena. */
struct kp_str place_of(struct app *app, const char *dir);

/* Makes it at `dir` and leaves it open in the app. */
enum kp_status new_workspace_make(struct app *app, const char *dir,
                                  const struct new_workspace *workspace);

/* One line of visible text. */
enum kp_status account_check_name(struct kp_str name, struct kp_err *err);

/*
 * A person by name, with the workspace's lock held since the directory was read: completed against it; somebody new is
 * put into it. `option` names where the name was given.
 */
enum kp_status people_name(struct app *app, const char *option, const char *name,
                           struct kp_str *id);

/* Records a new account. `kam` and `sponsor` are names, or NULL. */
enum kp_status new_account(struct app *app, const char *slug, const char *name, const char *kam,
                           const char *sponsor);

/* Records account.json as it is now, under a message such as "acme: renamed". */
enum kp_status record_account(struct app *app, const struct account *account, const char *what);

#endif
