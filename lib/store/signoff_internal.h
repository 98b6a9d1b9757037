// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_STORE_SIGNOFF_INTERNAL_H
#define KP_STORE_SIGNOFF_INTERNAL_H

/* Signatures under sign-offs, by git's own program (signoff_seal.c). */

#include "store/signoff.h"
#include "store/store_internal.h"

/* Whether git is set up to sign: tag.gpgSign, or where that is not said, user.signingkey. */
bool store_seal_wanted(struct kp_workspace *ws);

/* The message without the signature that git put behind it. */
struct kp_str store_seal_cut(struct kp_str message, bool *sealed);

/*
 * A signed annotated tag `name` on `rev`: its raw content into `out`. Nothing is put into the
 * workspace's record.
 */
enum kp_status store_seal_make(struct kp_workspace *ws, const char *name, const struct kp_rev *rev,
                               const char *message, const struct kp_author *author,
                               struct kp_buf *out, struct kp_err *err);

#endif
