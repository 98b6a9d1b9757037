// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_HELD_H
#define KP_VIEW_HELD_H

/* What was held back from an audience, for whoever sends the copy; never for the copy itself. */

#include "model/audience.h"
#include "view/style.h"

/*
 * Appends how much is for fewer eyes, and a line for each other reason with what it was: "held back, names
 * somebody: Needs now 2 (Lars Bo); …". Those may be put differently, and sent. Nothing when all is there.
 */
void kp_view_held(const struct kp_held *held, size_t count, const struct kp_style *style,
                  struct kp_buf *out);

#endif
