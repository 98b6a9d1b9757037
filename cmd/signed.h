// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_SIGNED_H
#define KAMPLAN_SIGNED_H

/* Sign-offs as commands speak of them: who stood for a plan, and what became of it since. */

#include "app.h"
#include "store/signoff.h"

/* How a plan at a revision stands to the sign-off of its cycle. */
struct signed_plan {
    bool there; /* the revision is the one that was signed off, or builds on it */
    struct kp_signoff signoff;
    size_t changed;              /* answers that are not any more what was signed off */
    const struct kp_str *fields; /* their ids */
};

/* `rev` "" or of no cycle: not there. */
enum kp_status signed_plan_read(struct app *app, struct kp_str account, const struct kp_rev *rev,
                                struct kp_cycle cycle, struct signed_plan *out);

/*
 * How many answers of a plan differ between two revisions: value, basis, or whether they apply. `fields` (may be
 * NULL) gets their ids, in app->arena.
 */
enum kp_status count_changed(struct app *app, struct kp_str account, const struct kp_rev *from,
                             const struct kp_rev *to, size_t *out, const struct kp_str **fields);

/* "Mette Holm (CSO)"; where nobody is named, says so. Not safe for a terminal yet. */
void signoff_who(struct app *app, const struct kp_signoff *signoff, struct kp_buf *out);

/* "signed off by Mette Holm (CSO), 14 Sep 2025 · 3 answers changed since" */
void signed_plan_text(struct app *app, const struct signed_plan *plan, struct kp_buf *out);

/* {"by", "role", "comment", "date", "changed_since"}; null where it is not signed off. */
struct kp_json *signed_plan_json(struct app *app, const struct signed_plan *plan);

/*
 * Signs off the plan as the cycle's last revision has it. `signoff`: at, role, comment; it is given the rest.
 * `by`: a name as a person types it. KP_EXISTS where the cycle has a sign-off and not `again`.
 */
enum kp_status sign_plan(struct app *app, struct kp_str account, struct kp_cycle cycle,
                         const char *by, bool again, struct kp_signoff *signoff);

#endif
