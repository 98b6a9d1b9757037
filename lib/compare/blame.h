// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_COMPARE_BLAME_H
#define KP_COMPARE_BLAME_H

/*
 * Since when a plan says what it says: for each answer, or each row of it, the revision in which
 * it last took its present value. By value, not by line: a revision that confirmed it, moved the row
 * or wrote the same number differently is passed over. Pure; versions are given newest first, as far
 * back as somebody still wants them.
 */

#include "model/plan.h"

struct kp_blame_item {
    struct kp_str field;
    struct kp_str row;            /* its id; empty: the whole answer */
    const struct kp_json *value;  /* of the answer, or the row as it is stored */
    const struct kp_answer *now;  /* the answer as it stands */
    const struct kp_field *known; /* its field; NULL: no model knows it */
    bool traced;                  /* false: no version had that value (it is not recorded) */
    size_t revision;              /* the caller's number of the revision it took its value in */
    struct kp_answer taken;       /* the answer as that revision left it: who said it, its basis */
    bool closed;                  /* the version before was another */
};

struct kp_blame {
    struct kp_arena *arena;
    struct kp_blame_item
        *items; /* by field id; a whole answer before its rows, which are in their order */
    size_t count;
};

/*
 * What a plan says: its answers, and with `rows` the rows of their tables and lists as well (those that
 * have an id). `model` may be NULL. Plan, model and arena must live as long as the blame.
 */
void kp_blame_init(struct kp_blame *blame, const struct kp_plan *now, const struct kp_model *model,
                   bool rows, struct kp_arena *arena);

/* Whether something of that field is still being traced; `field` empty: of any. */
bool kp_blame_wants(const struct kp_blame *blame, struct kp_str field);

/*
 * A field's answer as a revision left it, newest first; NULL: the revision took it away, or it
 * cannot be read. Its strings and values must live as long as the blame.
 */
void kp_blame_version(struct kp_blame *blame, struct kp_str field, size_t revision,
                      const struct kp_answer *answer);

#endif
