// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_COMPARE_DUE_H
#define KP_COMPARE_DUE_H

/*
 * What is due at an account on a day: the half-yearly revision of its plan, answers that nobody has
 * looked at, actions, meetings. Pure; results live in the arena that is given and share values
 * with the plan.
 *
 * The rhythm: a plan is revised before next year's budget work and six months later, so that one
 * due date falls in each cycle. The revision of a cycle is a session held in it; an answer that was
 * changed between sessions is none.
 */

#include "model/plan.h"

/* The due date in a cycle: the last day of the month before `budget_month`, or six months from it. */
struct kp_date kp_due_date(struct kp_cycle cycle, int budget_month);

/* A session that was held; no cycle: none. */
struct kp_due_session {
    struct kp_cycle cycle;
    struct kp_date date;
    struct kp_str name; /* 2026-02-24-plan-revision */
};

/* Whether that is the name of a session, and not of an answer changed between sessions. */
bool kp_due_is_session(struct kp_str name);

/* The newest session that the plan's own answers name; no cycle when they name none. */
struct kp_due_session kp_due_session_of(const struct kp_plan *plan);

/*
 * When the next revision is due: in the cycle behind the one in which the last session was held;
 * without any, the first due date from `since` on, the day on which the plan began.
 */
struct kp_date kp_due_next(const struct kp_due_session *last, struct kp_date since,
                           int budget_month);

struct kp_due_action {
    struct kp_str id, what, owner; /* owner: a person's id, may be empty */
    struct kp_date due;            /* may be no date */
};

struct kp_due_meeting {
    struct kp_str id, purpose;
    struct kp_date date;
    bool internal;
};

#define KP_DUE_AGES 3

struct kp_due {
    struct kp_date on;
    struct kp_cycle cycle; /* that `on` lies in */
    struct kp_due_session last;
    bool revised;       /* in `cycle` */
    struct kp_date due; /* when the next revision is */
    int64_t days;       /* from `on` until then; negative: overdue */

    size_t answers;             /* that there are, and apply */
    size_t unseen[KP_DUE_AGES]; /* those of them not looked at for 1, 2, and 3 or more cycles */

    const struct kp_due_action *actions; /* open ones: by date, those without a date last */
    size_t action_count;
    size_t overdue;                        /* the first so many of them */
    const struct kp_due_meeting *meetings; /* from `on` on, by date */
    size_t meeting_count;
};

/* Works it out as of calc->today. `last` as above; `since` matters only where it has no cycle. */
void kp_due_plan(struct kp_calc *calc, const struct kp_due_session *last, struct kp_date since,
                 int budget_month, struct kp_arena *arena, struct kp_due *out);

/* Whether anything is overdue: the revision, or an action. */
bool kp_due_is_overdue(const struct kp_due *due);

/* The more urgent first (negative: a): by due date, then the oldest overdue action, then how many
 * there are. 0: equally urgent. */
int kp_due_compare(const struct kp_due *a, const struct kp_due *b);

#endif
