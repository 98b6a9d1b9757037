// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_HELD_H
#define KAMPLAN_HELD_H

/* A session that was held, as the record has it: for its minutes. */

#include "audience.h"
#include "diff.h"
#include "view/minutes.h"

struct held {
    struct app *app;
    struct account account;
    struct kp_str name; /* 2026-03-02-account-plan */
    struct kp_rev rev;
    const struct kp_json *record;
    const struct kp_script *script; /* of its snapshot, kept by the app; NULL: not to be had */
    struct diff_pair pair;          /* the plan just before it, and as it was recorded */
    bool without_changes; /* of what changed only that is compared which minutes tell in any case */

    bool copied; /* for an audience: what it may read of that pair, and what changed in it */
    struct kp_audience audience;
    struct kp_reduced reduced[2];
    struct kp_diff diff;
};

/*
 * Finds and reads a session: `wanted` is its name or the beginning of it, or a cycle; empty: the newest.
 * `held` is initialised here; release it in any case.
 */
enum kp_status held_read(struct app *app, const struct account *account, struct kp_str wanted,
                         struct held *held);

/*
 * The sessions of a cycle that were recorded by the revision at `place`, oldest first, in app->arena, for
 * minutes without changes. Release each of them.
 */
enum kp_status held_of_cycle(struct app *app, const struct account *account,
                             const struct pasts *pasts, size_t place, struct held **out,
                             size_t *count);

void held_release(struct held *held);

/* Frees the snapshots that were read: at the end of the program. */
void held_forget(struct app *app);

/* What minutes are made of, once it has been read; to be called once. */
struct kp_minutes held_minutes(struct held *held, enum kp_visibility audience);

#endif
