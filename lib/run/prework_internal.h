// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_RUN_PREWORK_INTERNAL_H
#define KP_RUN_PREWORK_INTERNAL_H

#include "model/script.h"

/* Whether a step can be answered alone. */
bool prework_step_asks(const struct kp_step *step);

#endif
