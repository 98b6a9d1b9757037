// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_BOARD_H
#define KAMPLAN_BOARD_H

/* What the second screen shows. */

#include "sitting.h"

/*
 * Appends a frame of at most `rows` lines (0: as many as it takes): the account and the time, the
 * question with what the room sees of it, the agenda. Where it is too high, lines in its middle go.
 */
void board_session(struct sitting *sitting, const struct kp_style *style, int64_t now, size_t rows,
                   struct kp_buf *out);

/* No session runs. */
void board_waiting(const struct kp_style *style, struct kp_buf *out);

#endif
