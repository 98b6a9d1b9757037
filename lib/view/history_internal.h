// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_HISTORY_INTERNAL_H
#define KP_VIEW_HISTORY_INTERNAL_H

/* Shared by history.c, which sets the page, and history_chart.c. Not for anybody else. */

#include "view/history.h"

/* What the history is about: a column, or the field. */
const struct kp_field *history_field(const struct kp_history *history);

/* What a bar goes from and to: a scale's ends, else from 0, or from below it, to the largest. */
struct history_range {
    double low, high;
    bool drawn;
};

struct history_range history_range_of(const struct kp_history *history);

/* Appends a value's bar, or its place on a line; nothing where it is no number of the range. */
void history_add_chart(const struct kp_history *history, const struct kp_style *style,
                       const struct history_range *range, const struct kp_json *value,
                       struct kp_buf *out);

#endif
