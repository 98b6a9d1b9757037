// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_DIFF_H
#define KAMPLAN_DIFF_H

/*
 * What `diff` reads: the revisions of a plan, the two that are compared, and the questions of the
 * sessions they came from.
 */

#include "app.h"
#include "compare/diff.h"
#include "compare/questions.h"
#include "signed.h"
#include "view/diff.h"

/* Lines: what a low window cannot hold is a page to scroll through, and so is one of several accounts. */
enum { DIFF_PAGE = 40 };

/* One revision of a plan. */
struct past {
    struct kp_rev rev;
    struct kp_cycle cycle;
    struct kp_date date;
};

/* The revisions of one plan, newest first, and its sign-offs; in app->arena. */
struct pasts {
    struct past *items;
    size_t count;
    struct kp_signoff *signoffs;
    size_t signoff_count;
};

/* An end of what is compared: a revision of the plan, by its place in `pasts`; none: before all of them. */
struct diff_at {
    size_t place;
    bool none;
    bool newest; /* worked out as of today */
    bool by_id;  /* named by id or ~N: its cycle alone does not tell which one it is */
};

/* "A..B", "A..", "..B", "A" or nothing. */
struct diff_range {
    struct kp_str from, to; /* empty: not said */
};

/* false: more than one "..". */
bool diff_range_read(struct kp_str text, struct diff_range *out);

/* The revisions of a plan and its sign-offs. */
enum kp_status pasts_read(struct app *app, struct kp_str slug, struct pasts *out);

/*
 * Finds both ends: without `from` the last signed-off plan before `to`, else that of the cycle before;
 * without `to` the newest. Ends that stand the other way about are turned round (in
 * `range` too), and it is said.
 */
enum kp_status diff_find(struct app *app, struct kp_str slug, const struct pasts *pasts,
                         struct diff_range *range, struct diff_at *from, struct diff_at *to);

/* One of the two plans. */
struct diff_side {
    struct app *app;
    struct kp_str slug;
    const struct pasts *pasts;
    size_t place;
    struct kp_plan plan;
    struct plan_before before; /* of the cycle before */
    struct kp_calc calc;
    struct kp_diff_end end;
    struct signed_plan signoff; /* there: this very revision is signed off */
};

/* Two plans of an account that were compared; everything but the plans lives in app->arena. */
struct diff_pair {
    struct account account;
    struct diff_side sides[2]; /* earlier, later */
    struct kp_faults faults;   /* answers that could not be read: compared on neither side */
    struct kp_diff diff;
    const struct kp_question_change *questions;
    size_t question_count;
    struct diff_snapshots *snapshots; /* what the questions stand in */
};

/* Reads both plans and compares them. `pair` is initialised here; release it in any case. */
enum kp_status diff_pair_read(struct app *app, const struct account *account,
                              const struct pasts *pasts, const struct diff_at *from,
                              const struct diff_at *to, struct diff_pair *pair);

/* The same without comparing anything. */
enum kp_status diff_pair_sides(struct app *app, const struct account *account,
                               const struct pasts *pasts, const struct diff_at *from,
                               const struct diff_at *to, struct diff_pair *pair);
void diff_pair_release(struct diff_pair *pair);

/* What became of the questions; a snapshot that is missing or damaged is said, and left out. */
enum kp_status diff_questions_read(struct app *app, struct diff_pair *pair, const struct past *from,
                                   const struct past *to);
void diff_snapshots_free(struct diff_snapshots *snapshots);

/* The page of a pair, for the view. */
struct kp_diff_page diff_page_of(struct diff_pair *pair);

/* Its document. */
struct kp_json *diff_json_of(struct app *app, struct diff_pair *pair);

/* `diff --all-accounts`. */
struct diff_wish {
    enum { DIFF_TEXT, DIFF_MD, DIFF_HTML, DIFF_JSON } form;
    bool all, exit_code;
};
int diff_accounts(struct app *app, const struct diff_range *range, const struct diff_wish *wish);

#endif
