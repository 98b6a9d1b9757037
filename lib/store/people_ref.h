// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_STORE_PEOPLE_REF_H
#define KP_STORE_PEOPLE_REF_H

/* The people directory's bytes: people.json in the one parentless commit of refs/kamplan/people. */

#include "store/workspace.h"

/* Into `out` (cleared first); KP_NOT_FOUND while there is no directory. */
enum kp_status kp_people_ref_read(struct kp_workspace *workspace, struct kp_buf *out,
                                  struct kp_err *err);

/* Replaces the directory by a new parentless commit, durably. Take the workspace's lock around read–change–write. */
enum kp_status kp_people_ref_write(struct kp_workspace *workspace, struct kp_str bytes,
                                   const struct kp_author *author, struct kp_err *err);

#endif
