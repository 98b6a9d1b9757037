// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_VERSIONS_H
#define KAMPLAN_VERSIONS_H

/* What a field was through time, read out of the record. */

#include "app.h"

/* A field as one revision left it. */
struct version {
    struct kp_rev rev;
    struct kp_date date;
    struct kp_cycle cycle;   /* of the revision */
    bool there;              /* false: it has no answer in this revision, or one that is damaged */
    struct kp_answer answer; /* of a calculated field: only its value */
    struct kp_str damage;    /* why it cannot be read; empty: it can */
    struct kp_plan plan;     /* what the value needs to be worked out and shown */
    struct plan_before before;
    struct kp_calc calc;
};

struct versions {
    struct version **items; /* newest first; in app->arena */
    size_t count, cap;
};

/*
 * The versions of a field from a revision back (NULL: the newest): one for each revision that wrote its
 * answer or took it away, or, of a calculated field, in which it came to another value. `id` is the
 * field's, also where no model knows it any more: then `field` is what stands in for it.
 */
enum kp_status versions_read(struct app *app, struct kp_str account, const struct kp_field *field,
                             const struct kp_rev *from, struct versions *out);
void versions_release(struct versions *versions);

/*
 * The answer of a field as a revision left it, which changed some of its files: *there false when it has none.
 * A damaged one is KP_INVALID (or KP_NEWER), with a message that says so.
 */
enum kp_status version_answer(struct app *app, struct kp_str account, const struct kp_field *field,
                              const struct kp_history_entry *entry, struct kp_answer *out,
                              bool *there, struct kp_err *err);

/* The id in the name of an answer's file, "plan/revenue.json"; empty for another file. */
struct kp_str answer_id(const char *path);

/* Whether a file of a plan ("plan/revenue.json") is the field's, under its present id or an earlier one. */
bool is_file_of(const struct kp_field *field, const char *path);

/* A field that no model knows (any more): its values are shown as they are. */
const struct kp_field *unknown_field(struct app *app, struct kp_str id);

#endif
