// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_FORECAST_H
#define KP_VIEW_FORECAST_H

/* What was believed, and what came of it: as text, and as the document of `forecast --json`. */

#include "compare/forecast.h"
#include "view/style.h"

struct kp_forecast_account {
    struct kp_str slug, name;
    struct kp_cycle cycle; /* of the last session of the plan that is held to account */
    struct kp_date date;   /* its day */
    struct kp_forecast forecast;
};

struct kp_forecast_page {
    struct kp_cycle from; /* that was asked for */
    struct kp_date on;
    const struct kp_forecast_account *accounts;
    size_t count;
    const struct kp_forecast_sum *sum; /* over all of them */
};

/* Appends every opportunity and KPI of one account with its verdict, and what they add up to. */
void kp_view_forecast_account(const struct kp_forecast_page *page, const struct kp_style *style,
                              struct kp_buf *out);

/* Appends a line for each account, and what they add up to. */
void kp_view_forecast(const struct kp_forecast_page *page, const struct kp_style *style,
                      struct kp_buf *out);

struct kp_json *kp_view_forecast_json(const struct kp_forecast_page *page, struct kp_str currency,
                                      struct kp_arena *arena);

#endif
