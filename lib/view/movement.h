// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_MOVEMENT_H
#define KP_VIEW_MOVEMENT_H

/* How a number has moved, in few characters. */

#include "model/field.h"
#include "view/style.h"

/*
 * Appends "▲ 12 %" for amounts, "▼ 3.2" for other numbers; nothing where one is unknown or nothing
 * moved. An amount that was nothing or has grown beyond measure: by how much. `whole`: where there is
 * room, "▲ 11.8 %" and "▼ 3.2 points".
 */
void kp_view_movement(const struct kp_field *field, const struct kp_json *before,
                      const struct kp_json *after, const struct kp_style *style, bool whole,
                      struct kp_buf *out);

/* Appends what a difference of percentages is counted in: " points". */
void kp_view_points(struct kp_number number, struct kp_buf *out);

#endif
