// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_ONE_QUESTION_H
#define KAMPLAN_ONE_QUESTION_H

/* The session of a single question, which a change between sessions is recorded as. */

#include "app.h"
#include "model/script.h"

/* A field that people answer: app_find_field, and KP_INVALID for one that is worked out. */
enum kp_status one_question_field(struct app *app, struct kp_str id, const struct kp_field **out);

/*
 * A script with one section and one step that asks `field` in the plan of `account` ("program": the company's own).
 * `id` names it in the record, `title` is JSON: {"en": …, "da": …, "sv": …}. Returns 0, or the exit status after
 * the message: the field belongs to the other kind of plan. Release the script with kp_script_release either way.
 */
int one_question(struct app *app, const char *id, const char *title, const struct kp_field *field,
                 struct kp_str account, struct kp_script *out);

#endif
