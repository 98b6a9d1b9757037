// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_STORE_SIGNOFF_H
#define KP_STORE_SIGNOFF_H

/*
 * Sign-offs: a plan and cycle that a person stood for, as an annotated tag on the exact revision.
 * refs/tags/<slug>/<cycle> is the one that counts; earlier ones of the same cycle stay as
 * refs/tags/<slug>/<cycle>-1, -2 … in the order in which they were given.
 */

#include "store/revision.h"

enum kp_seal {
    KP_SEAL_NONE,    /* nobody's key was asked for */
    KP_SEAL_GOOD,    /* signed with a key that is known here */
    KP_SEAL_BAD,     /* the text is not what was signed */
    KP_SEAL_UNKNOWN, /* signed with a key that is not known here, or it cannot be looked at */
};

struct kp_signoff {
    char name[80];         /* "acme/2026H1"; with its number when a later one replaced it */
    struct kp_rev rev;     /* the revision that was signed off */
    struct kp_str cycle;   /* "2026H1" */
    bool replaced;         /* by a later one of the same cycle */
    int64_t at;            /* milliseconds since 1970 */
    struct kp_str by;      /* person id */
    struct kp_str role;    /* may be empty */
    struct kp_str comment; /* may be empty */
    bool sealed;           /* carries a signature; kp_signoff_seal looks at it */
};

/*
 * Every sign-off of a plan (its slug, or "program"), newest cycle first, the replaced ones behind
 * the one that counts; strings live in `arena`. A tag of that name that is not ours (light, made by
 * hand) is given with an empty `by`; one whose revision is missing is a fault of the record and left
 * out. `slug` NULL: of all plans.
 */
enum kp_status kp_signoff_list(struct kp_workspace *workspace, const char *slug,
                               struct kp_arena *arena, struct kp_signoff **out, size_t *count,
                               struct kp_err *err);

/*
 * Signs off. `signoff`: rev, cycle, at, by, role, comment. KP_EXISTS when the cycle has one and
 * not `again`. Where git is set up to sign tags (tag.gpgSign, or user.signingkey), git's own program signs it, and KP_IO with what
 * it said when it could not. Durable and read back when it returns KP_OK, like a revision.
 */
enum kp_status kp_signoff_record(struct kp_workspace *workspace, const char *slug,
                                 const struct kp_signoff *signoff, bool again, struct kp_err *err);

/* Looks at the signature of one that is sealed, with git's own program. */
enum kp_seal kp_signoff_seal(struct kp_workspace *workspace, const struct kp_signoff *signoff);

#endif
