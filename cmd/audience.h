// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_AUDIENCE_H
#define KAMPLAN_AUDIENCE_H

/* Copies for an audience: the option, and the plan that it leaves. */

#include "app.h"
#include "model/audience.h"

/* What `--audience` says; the team without it. False: a usage error has been printed. */
bool audience_option(struct app *app, const struct args *args, enum kp_visibility *out);

/* Starts an audience of an account's plans; release it with kp_audience_release. */
void audience_of(struct app *app, const struct account *account, enum kp_visibility visibility,
                 struct kp_audience *out);

/* Says on standard error what was held back; `account` (may be empty) goes in front. */
void audience_say_held(struct app *app, struct kp_str account, const struct kp_reduced *reduced);

#endif
