// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_STORE_CARE_H
#define KP_STORE_CARE_H

/* What can be wrong between the record and the disk, and mending it: the store's part of `doctor`. */

#include "store/revision.h"

enum kp_care_kind {
    KP_CARE_STALE_LOCK, /* a lock file that a killed process left behind */
    KP_CARE_EDITED,     /* a recorded file was changed by hand in the work tree or the index */
    KP_CARE_MISSING,    /* a recorded file is not in the work tree */
    KP_CARE_BEHIND,     /* the work tree holds an older revision's bytes of it */
    KP_CARE_NOT_A_FILE, /* a symbolic link or something else stands in its place */
    KP_CARE_DAMAGED,    /* an object of the record cannot be read or does not match its id */
    KP_CARE_TEMPORARY,  /* a temporary file of ours that was left behind */
};

struct kp_care_finding {
    enum kp_care_kind kind;
    const char
        *path;     /* relative to the root; an object without a path (KP_CARE_DAMAGED) by its id */
    bool mendable; /* without losing anything anybody wrote */
};

/* Calls `each` for every finding. `deep` also reads and verifies every object of the record. */
enum kp_status kp_care_examine(struct kp_workspace *workspace, bool deep,
                               enum kp_status (*each)(void *context,
                                                      const struct kp_care_finding *finding,
                                                      struct kp_err *err),
                               void *context, struct kp_err *err);

/*
 * Mends one finding that is mendable: removes the lock or temporary file, writes the recorded bytes, or makes
 * a damaged .git/index anew (the old one is kept beside it). Looks again before it does; KP_OK when the
 * fault is gone already, KP_REFUSED when mending would lose something by now.
 */
enum kp_status kp_care_mend(struct kp_workspace *workspace, const struct kp_care_finding *finding,
                            struct kp_err *err);

#endif
