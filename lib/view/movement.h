// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_MOVEMENT_H
#define KP_VIEW_MOVEMENT_H

/* How a number has moved, in few characters. */

#include "model/field.h"
#include "view/style.h"

/*
 * Appends "▲ 12 %" for amounts, "▼ 3.2" for other numbers; nothing where one is unknown or nothing
 * moved. An amount that was nothing or has grown beyond measure: by how much.
 */
void kp_view_movement(const struct kp_field *field, const struct kp_json *before,
                      const struct kp_json *after, const struct kp_style *style,
                      struct kp_buf *out);

#endif
