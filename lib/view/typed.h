// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_TYPED_H
#define KP_VIEW_TYPED_H

/* What people typed is in their language, whichever the reader has chosen. */

#include "model/plan.h"

/*
 * The code of the language that the answers of a plan are written in, by their small words. NULL where it
 * is the page's, or where nobody can tell.
 */
const char *kp_view_typed(const struct kp_plan *plan, enum kp_lang page);

#endif
