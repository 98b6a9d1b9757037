// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_PAST_SESSIONS_H
#define KAMPLAN_PAST_SESSIONS_H

/* What the records of earlier sessions tell: who was there, what stayed open, how long it took. */

#include "app.h"

/* What a plan's records tell its next session. Everything lives in app->arena. */
struct past_sessions {
    const struct kp_json *last_time; /* who was there: ids; NULL: nobody was named */
    const struct kp_json *carried;   /* {row id: in how many sessions it stayed open} */
    const struct kp_json *parked;    /* points that became nothing yet, as a header has them */
};
enum kp_status past_sessions_read(struct app *app, struct kp_str slug, const struct kp_rev *rev,
                                  struct past_sessions *out);

/* The newest runs of a script with any account that took time, newest first. */
enum { PAST_RUNS = 3 };
struct past_run {
    struct kp_str session; /* "2026-03-02-account-plan" */
    struct kp_str account;
    struct kp_date date;
    const double *minutes; /* by section of the script; negative: it had no such section */
};
enum kp_status past_runs_read(struct app *app, const struct kp_script *script,
                              const struct kp_rev *rev, struct past_run runs[PAST_RUNS],
                              size_t *count);

/* What each section took lately, in whole minutes (0: not known); NULL without a run. */
const int *past_runs_usual(struct app *app, const struct kp_script *script,
                           const struct past_run *runs, size_t count);

#endif
