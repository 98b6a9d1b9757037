// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_KNOWN_H
#define KAMPLAN_KNOWN_H

/*
 * What was read of plans and may be asked for again. All of it lives in app->arena: who empties that
 * puts another one in the place of app->known first.
 */

#include "base/err.h"
#include "model/plan.h"
#include "store/revision.h"

struct app;

struct known {
    struct title {
        struct kp_str id, text;
    } * titles; /* of scripts */
    size_t title_count, title_cap;
    struct known_answer {
        char id[41]; /* of its content; "": an empty place */
        struct kp_answer answer;
    } * answers; /* an answer that two plans share is read once */
    size_t answer_count, answer_cap;
    struct known_plan {
        struct kp_rev rev;
        struct kp_plan plan;
    } * plans; /* of one account, whole and undamaged */
    size_t plan_count, plan_cap;
    struct kp_str plans_of;
};

void known_release(struct known *known);

/* The answer in a file of `dir`, which is read unless its content is known. `err` as of kp_answer_read. */
enum kp_status known_answer(struct app *app, const char *dir, const struct kp_entry *entry,
                            struct kp_answer *out, struct kp_err *err);

/* A plan that was kept; NULL when there is none. It stays until that of another account is kept. */
const struct kp_plan *known_plan(const struct app *app, struct kp_str account,
                                 const struct kp_rev *rev);

/* Keeps a copy; those of another account are forgotten. */
void known_plan_keep(struct app *app, struct kp_str account, const struct kp_rev *rev,
                     const struct kp_plan *plan);

#endif
