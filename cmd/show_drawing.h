// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_SHOW_DRAWING_H
#define KAMPLAN_SHOW_DRAWING_H

/* What stands under a field that is shown alone: the drawing of what it is about. */

#include "app.h"

/*
 * Appends a position's matrix with its path, the contact map under the fields that it is made of, our
 * sales role beside the customer's way of buying; nothing for other fields.
 */
enum kp_status show_drawing(struct app *app, struct plan_at *at, const struct kp_field *field,
                            const struct kp_style *style, struct kp_buf *out);

#endif
