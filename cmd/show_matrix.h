// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_SHOW_MATRIX_H
#define KAMPLAN_SHOW_MATRIX_H

#include "app.h"

/*
 * Appends a position drawn in its matrix, with the one that is wanted and the places of earlier cycles.
 * `field` may be the position or its ".wanted"; nothing is appended for any other field.
 */
enum kp_status show_matrix(struct app *app, struct plan_at *at, const struct kp_field *field,
                           const struct kp_style *style, struct kp_buf *out);

#endif
