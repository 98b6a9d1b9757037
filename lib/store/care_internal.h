// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_STORE_CARE_INTERNAL_H
#define KP_STORE_CARE_INTERNAL_H

/* What the files of care share; names begin with care_. */

#include "store/care.h"
#include "store/store_internal.h"

struct care {
    struct kp_workspace *ws;
    struct kp_arena arena;
    struct kp_care_finding *found;
    size_t count, cap;
    bool locked;
    int64_t now;      /* by the file system's clock; INT64_MIN unknown */
    git_oid tip;      /* zero: no revision */
    git_oid tree;     /* of the tip */
    git_index *index; /* NULL when it cannot be read */
};

void care_add(struct care *care, enum kp_care_kind kind, const char *path, bool mendable);

/* Compares our files of the tip, the work tree and the index (care_files.c). */
enum kp_status care_files(struct care *care, struct kp_err *err);
enum kp_status care_file(struct care *care, const char *path, struct kp_err *err);
enum kp_status care_mend_file(struct care *care, const char *path, struct kp_err *err);
/* Makes an index that cannot be read anew from the tip; the old one is kept beside it. */
enum kp_status care_mend_index(struct care *care, struct kp_err *err);

/* Reads and verifies everything that the references name (care_objects.c). */
enum kp_status care_objects(struct care *care, struct kp_err *err);

#endif
