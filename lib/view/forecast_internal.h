// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_FORECAST_INTERNAL_H
#define KP_VIEW_FORECAST_INTERNAL_H

/* What the files that show forecasts share. Not for anybody else. */

#include "view/forecast.h"

/* Appends an amount in its short form, kept on one line. */
void kp_view_amount(struct kp_buf *out, struct kp_number amount, const struct kp_style *style);

/* Appends lines that tell what opportunities and KPIs add up to, and how chances came true. */
void kp_view_forecast_sum(const struct kp_forecast_sum *sum, struct kp_date on,
                          const struct kp_style *style, struct kp_buf *out);

#endif
