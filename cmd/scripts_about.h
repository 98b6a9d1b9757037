// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_SCRIPTS_ABOUT_H
#define KAMPLAN_SCRIPTS_ABOUT_H

#include "app.h"

/*
 * Appends what somebody reads to learn a method: what it is for, where it comes from, and section by section the
 * facilitator's notes, the questions with their help, and the words of every scale.
 */
void script_about(struct app *app, const struct kp_script *script, struct kp_buf *out);

#endif
