// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_HALF_LINE_H
#define KAMPLAN_HALF_LINE_H

/*
 * What stands half typed on the line, kept beside the journal: what was being typed is there again
 * after a dead battery, too. It never gets in the way: what cannot be written or read is left.
 */

#include "sitting.h"

struct half_line {
    struct sitting *sitting;
    struct kp_buf kept; /* what the file holds; empty: there is none */
    size_t events;      /* ... and how long the journal was then */
};

void half_line_init(struct half_line *half, struct sitting *sitting);
void half_line_release(struct half_line *half);

/* What is on the line now; empty: nothing is. Costs nothing when that is kept already. */
void half_line_keep(struct half_line *half, struct kp_str line);

/* The journal has grown while the same line stands: what is kept belongs to it still. */
void half_line_follow(struct half_line *half);

/* Of a session that was taken up, and not fed yet: see kp_session_half_line_read. In the app's arena. */
enum kp_half_line half_line_find(struct half_line *half, struct kp_str *line);

#endif
