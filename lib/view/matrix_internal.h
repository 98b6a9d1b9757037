// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_MATRIX_INTERNAL_H
#define KP_VIEW_MATRIX_INTERNAL_H

/* What the matrix of the terminal and that of SVG share. */

#include "view/matrix.h"

enum { KP_MATRIX_STEPS_MOST = 9 };

/* Whether a position's value has whole numbers for both axes. */
bool kp_matrix_at(const struct kp_json *value, int64_t *x, int64_t *y);

/* The first of the earlier places that is shown, the newest few, as 1, 2, 3 … */
size_t kp_matrix_first_earlier(const struct kp_matrix *matrix);

#endif
