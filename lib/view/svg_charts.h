// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_SVG_CHARTS_H
#define KP_VIEW_SVG_CHARTS_H

/*
 * Drawings of figures, wherever they come from. As those of view/svg.h: false, and nothing
 * appended, where there is nothing to draw. Texts are plain and stay the caller's.
 */

#include "compare/customers.h"
#include "compare/maturity.h"
#include "view/svg.h"

/* ---- KPIs over the cycles: a small chart for each */

struct kp_trend_point {
    struct kp_cycle cycle;
    struct kp_number value;
    bool known;
};

struct kp_trend {
    struct kp_str label, unit; /* unit may be empty */
    bool has_baseline, has_target;
    struct kp_number baseline, target;
    const struct kp_trend_point *points; /* oldest first, the same cycles in every trend */
    size_t count;
};

/* The value of the field `kpis` as a cycle left it; rows NULL: no plan then. */
struct kp_trend_rows {
    struct kp_cycle cycle;
    const struct kp_json *rows;
};

/*
 * The KPIs of the newest cycle through all of them (oldest first), by their rows' ids. Baseline and
 * target are the newest ones. Everything lives in `arena`, texts in the rows.
 */
const struct kp_trend *kp_trends_read(struct kp_arena *arena, const struct kp_trend_rows *cycles,
                                      size_t count, size_t *trends);

bool kp_svg_trends(const struct kp_trend *trends, size_t count, struct kp_str title,
                   const struct kp_style *style, const char *id, struct kp_buf *out);

/* ---- a radar: one axis for each dimension, with the target and the time before */

struct kp_radar_axis {
    struct kp_str label;
    double value, target, before; /* below `least`: not known */
};

struct kp_radar {
    struct kp_str title, now, before; /* what the two are called: "2026H1"; may be empty */
    const struct kp_radar_axis *axes; /* three or more */
    size_t count;
    int least, most; /* of the scale */
};

bool kp_svg_radar(const struct kp_radar *radar, const char *id, struct kp_buf *out);

/* The maturity of the company as a radar. */
bool kp_svg_maturity(const struct kp_maturity *maturity, struct kp_str title, struct kp_cycle cycle,
                     struct kp_cycle before, const char *id, struct kp_buf *out);

/* ---- a plan's revisions and sign-offs in time */

enum kp_timeline_kind { KP_TIMELINE_SESSION, KP_TIMELINE_EDIT };

struct kp_timeline_point {
    struct kp_date date;
    enum kp_timeline_kind kind;
    bool is_signed;     /* that revision was signed off */
    struct kp_str text; /* "Account plan"; of an edit it is not shown */
    size_t changes;     /* answers; 0: not said */
};

/* Oldest first. */
bool kp_svg_timeline(const struct kp_timeline_point *points, size_t count, struct kp_str title,
                     const struct kp_style *style, const char *id, struct kp_buf *out);

/* ---- how few customers make how much of the revenue */

/* Cumulated shares from 0 to 1 of `points` equal parts, largest first: shares[0] is 0, shares[points] 1. */
bool kp_svg_curve(const double *shares, size_t points, struct kp_str title, const char *id,
                  struct kp_buf *out);

/* ---- bars: a line for each, a second figure hatched below */

struct kp_bar {
    struct kp_str label, note; /* note: small, behind the label; may be empty */
    double value, second;      /* bars are drawn from 0, negative ones to the left */
    struct kp_str value_text, second_text;
};

struct kp_bars {
    struct kp_str title, value, second; /* what the figures are; second empty: there is none */
    bool own_scale; /* the second is no part of the first, such as a percentage */
    const struct kp_bar *bars;
    size_t count;
};

bool kp_svg_bars(const struct kp_bars *bars, const char *id, struct kp_buf *out);

/* ---- both of customer accounts that have been placed */

bool kp_svg_customers_curve(const struct kp_customers *customers, const char *id,
                            struct kp_buf *out);

/* Revenue and contribution of each group. */
bool kp_svg_customers_groups(const struct kp_customers *customers, const struct kp_style *style,
                             const char *id, struct kp_buf *out);

#endif
