// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_COMPARE_FORECAST_H
#define KP_COMPARE_FORECAST_H

/*
 * A forecast that is held to account: what a plan of an earlier cycle expected of its opportunities
 * and KPIs, against what has come of them. Rows are joined on their ids, so that a new title or a
 * moved row changes nothing. Pure; everything lives in the arena that is given and shares values
 * with the two plans.
 *
 * Only opportunities that were open then are judged. One without a status is open. A forecast is
 * what was said then: a value or a probability that was corrected since does not count.
 */

#include "model/plan.h"

enum kp_outcome {
    KP_OUTCOME_WON,
    KP_OUTCOME_LOST,
    KP_OUTCOME_DROPPED, /* given up, or not in the plan any more */
    KP_OUTCOME_OPEN,
};
#define KP_OUTCOMES 4

/* An opportunity that was open then. */
struct kp_forecast_item {
    struct kp_str id, title, reason; /* as they are now; a row that is gone: as they were */
    enum kp_outcome outcome;
    bool gone; /* not in the plan any more */
    bool late; /* open, and the day it was expected to be decided has passed */
    const struct kp_json *value, *now; /* expected, and now; null: unknown */
    const struct kp_json *probability; /* expected, percent */
    const struct kp_json *weighted;    /* value × probability then; null: unknown */
    struct kp_date decision, decided;  /* expected then, and now; may be no date */
    bool slip_known;                   /* both dates are known, or it is late */
    int64_t slip; /* days from the one to the other, negative: earlier; of one that is open and not
                     moved beyond `on`, until `on` at least */
};

enum kp_kpi_outcome {
    KP_KPI_REACHED,
    KP_KPI_MISSED,   /* its day has passed */
    KP_KPI_UNDERWAY, /* its day has not come, or it has none */
    KP_KPI_UNKNOWN,  /* nobody measured it, or there was no target, or it is gone */
};
#define KP_KPI_OUTCOMES 4

struct kp_forecast_kpi {
    struct kp_str id, kpi, unit;
    enum kp_kpi_outcome outcome;
    const struct kp_json *baseline, *target,
        *actual;                      /* the first two as they were then; null: unknown */
    const struct kp_json *target_now; /* where it is another; else null */
    struct kp_date by;                /* as it was then */
    bool way_known;
    int64_t way; /* percent of the way from baseline to target that is covered */
};

/* How often what was given so much of a chance has come: 0–20, 21–40 … 81–100 percent. */
#define KP_FORECAST_BANDS 5
struct kp_forecast_band {
    size_t count, decided, won;
    struct kp_number expected; /* the sum of their probabilities, in wins: 60 % and 80 % are 1.4 */
};

/* Counts that add up over accounts. */
struct kp_forecast_sum {
    size_t count[KP_OUTCOMES];
    size_t kpis[KP_KPI_OUTCOMES];
    size_t late;
    struct kp_number value;        /* expected of all of them, where known */
    struct kp_number weighted;     /* value × probability of all of them */
    struct kp_number weighted_due; /* of those that were to be decided by `on` */
    struct kp_number won;          /* what the won ones are worth now */
    size_t fresh_count;            /* that nobody expected: not in the plan then, and won since */
    struct kp_number fresh;        /* what they are worth */
    struct kp_forecast_band bands[KP_FORECAST_BANDS];
    int64_t *slips; /* of those whose slip is known, in no order; owned */
    size_t slip_count, slip_cap;
};

struct kp_forecast {
    struct kp_date from, on;
    const struct kp_forecast_item
        *items; /* by what was expected of them, weighted, largest first */
    size_t count;
    const struct kp_forecast_kpi *kpis; /* in the order of the plan then */
    size_t kpi_count;
    struct kp_forecast_sum sum;
};

/* `then` is worked out as of its day, `now` as of the day on which it is judged. Release it. */
void kp_forecast_judge(struct kp_calc *then, struct kp_calc *now, struct kp_arena *arena,
                       struct kp_forecast *out);
void kp_forecast_release(struct kp_forecast *forecast);

/* Adds one account's counts to those of several (all zero at first). */
void kp_forecast_sum_add(struct kp_forecast_sum *to, const struct kp_forecast_sum *from);
void kp_forecast_sum_release(struct kp_forecast_sum *sum);

/* How many of those that are decided were won, in whole percent; false when none is decided. */
bool kp_forecast_hit_rate(const struct kp_forecast_sum *sum, int64_t *percent);

/* The median slip in days (of an even number the mean of the two in the middle, rounded half away
 * from zero); false when no slip is known. */
bool kp_forecast_slip(const struct kp_forecast_sum *sum, int64_t *days);

/* Won value in whole percent of what was forecast to be decided by then; false when that was nothing. */
bool kp_forecast_won_rate(const struct kp_forecast_sum *sum, int64_t *percent);

#endif
