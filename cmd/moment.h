// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_MOMENT_H
#define KAMPLAN_MOMENT_H

/*
 * All accounts as they were at one time: now, at the end of a day, or in a cycle (each account's
 * signed-off plan of it, else its last revision by then). Accounts are read one by one, and of each
 * only the answers that are needed.
 */

#include "app.h"
#include "compare/due.h"
#include "store/signoff.h"

struct moment {
    struct app *app;
    struct kp_cycle asked; /* by cycle; none: by day */
    struct kp_date on;     /* the day as of which plans are worked out */
    struct kp_cycle cycle; /* that day's, or the one that was asked for */
    struct kp_rev rev;     /* by day: of the whole workspace */
    bool values_only;      /* answers only: neither names nor sessions are asked for */
    const bool *needed;    /* by the model's fields: which answers to read; NULL: all */
    struct moment_folder {
        struct kp_str slug;
        char id[41];
    } * folders; /* of the accounts, by name */
    size_t folder_count, folder_cap;
    struct kp_signoff *signoffs;
    size_t signoff_count;
};

/*
 * What people name: NULL or empty now, a date, or a cycle. A day to come is the newest state, worked
 * out as of that day. KP_NOT_FOUND when there was nothing yet. Reads people and model as well.
 */
enum kp_status moment_read(struct app *app, const char *name, struct moment *out);

/* The same by a cycle, and by a day. */
enum kp_status moment_of_cycle(struct app *app, struct kp_cycle cycle, struct moment *out);
enum kp_status moment_of_day(struct app *app, struct kp_date day, struct moment *out);

/* One account then. */
struct account_then {
    struct account account;
    struct kp_rev rev; /* by cycle: its own; by day: the workspace's */
    struct kp_plan plan;
    char plan_id[41]; /* of all its answers: the same id, the same plan; "" none */
    bool plan_lost;   /* its folder cannot be read: what is not in the plan may be there */
    struct kp_due_session last;
    struct kp_date since; /* of its first revision; only where no session was held */
    struct then_file {
        struct kp_str name;
        char id[41];
        const struct kp_answer *answer; /* NULL: it could not be read */
    } * files;                          /* the answers that were needed */
    size_t file_count, file_cap;
    struct kp_calc calc;
};

/*
 * Reads an account of moment->folders. *found is false when it was not there then. Answers that
 * cannot be read are listed in `faults` and left out. `like` (may be NULL): the same account at
 * another time; what is the same is not read again. `previous` (may be NULL): for prev(), must
 * outlive *out. Release with account_then_release, also after an error.
 */
enum kp_status account_then_read(const struct moment *moment, const struct moment_folder *folder,
                                 const struct account_then *like, const struct kp_plan *previous,
                                 struct account_then *out, bool *found, struct kp_faults *faults);
void account_then_release(struct account_then *then);

#endif
