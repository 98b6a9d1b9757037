// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_AUDIENCE_INTERNAL_H
#define KP_MODEL_AUDIENCE_INTERNAL_H

/* What the files of model/audience.h share. Not for anybody else. */

#include "model/audience.h"

#define AUDIENCE_SHOWN 0

/* Why the audience does not read a field or column of the whole model; AUDIENCE_SHOWN: it does. */
unsigned char kp_audience_held(const struct kp_audience *audience, const struct kp_field *field);

/* Whether a person column or field holds the customer's people. */
bool kp_audience_is_theirs(const struct kp_field *column);

/* audience_model.c: fills held and model. */
void kp_audience_reduce_model(struct kp_audience *audience);

#endif
