// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_COMPARE_SELECTION_H
#define KP_COMPARE_SELECTION_H

/*
 * Choosing key accounts: what criteria, weights and scores come to. A candidate's points are the
 * mean of its scores, each counting by its criterion's weight; a score that nobody gave does not
 * count, neither for nor against. Everything is compared exactly, on the scores as the plan has
 * them, and nothing depends on the order of rows. Pure; lives in the arena that is given and shares
 * values with the plan.
 *
 * Fields: `criteria` (criterion, weight), `candidates` (name, account), `selection.scores`
 * (candidate, criterion, score, lowest, highest, people), `selection.cut`, `selection.choice`
 * (candidate, decision). Names are joined as people type them: case and spaces do not count.
 */

#include "model/plan.h"

/* The number of key accounts that are served well to begin with. */
enum { KP_SELECTION_FEW = 5, KP_SELECTION_MANY = 15 };

/*
 * A spread of that many steps of the five is wide: a reason to talk. Of more than four people some two
 * lie that far apart on nearly everything: there it is one step more.
 */
enum { KP_SELECTION_WIDE = 2, KP_SELECTION_FEW_PEOPLE = 4 };

struct kp_selection_criterion {
    struct kp_str id, name;
    const struct kp_json *low, *high; /* what its ends mean; null: not said */
    bool has_weight;
    struct kp_number weight; /* as given; where no criterion has one that is not 0: 1 each */
    struct kp_number share;  /* of all weights, in percent */
    /*
     * The smallest change of this weight alone, the others as they are, that changes who is above the
     * cut: from `weight` to `turns_at`, where `in` reaches `out`. false: no weight of it would.
     */
    bool turns;
    struct kp_number turns_at;
    size_t in, out; /* candidates */
};

struct kp_selection_cell {
    bool scored;
    struct kp_number score;
    bool has_spread;
    struct kp_number lowest, highest;
    bool wide;
    int64_t people; /* who gave one; 0: not said */
};

enum kp_selection_side {
    KP_SELECTION_ABOVE,
    KP_SELECTION_UNDECIDED, /* as many points as others, and not all of them fit above the cut */
    KP_SELECTION_BELOW,
    KP_SELECTION_UNRANKED, /* without a score */
};

struct kp_selection_candidate {
    struct kp_str id, name;
    struct kp_str account;                 /* may be empty */
    const struct kp_selection_cell *cells; /* by criterion */
    size_t missing;                        /* criteria that count and have no score */
    size_t wide;                           /* cells with a wide spread */
    bool ranked;
    struct kp_number points; /* 1 to 5 */
    size_t place;            /* 1 has most points; equals have the same; 0: not ranked */
    bool tied;
    enum kp_selection_side side; /* without a cut every ranked one is above */
    struct kp_str decision;      /* "key", "next", "standard"; empty: none */
};

struct kp_selection {
    const struct kp_selection_criterion *criteria; /* in the order of the table */
    size_t criterion_count;
    const struct kp_selection_candidate *candidates; /* most points first, equals by name */
    size_t candidate_count, ranked;
    struct kp_number weight_sum; /* as given */
    bool no_weights;             /* none, or all 0: all count the same */
    size_t cut;                  /* 0: not said */
    size_t undecided;
    bool tested;          /* the weights were tested (`turns`): there is somebody on each side */
    size_t left_out;      /* of that: ranked candidates whose scores are not whole */
    size_t missing;       /* scores that are missing, of all ranked candidates */
    size_t chosen;        /* decided to be key accounts */
    size_t strays;        /* scores of no candidate or criterion that stands there */
    int64_t fewest, most; /* people who scored a cell; 0: not said */
};

/* Whether a field is one of those above; whether it is the one of the scores. */
bool kp_selection_has(struct kp_str field);
bool kp_selection_scores(struct kp_str field);

/* The values of those fields; null where there is none. */
struct kp_selection_values {
    const struct kp_json *criteria, *candidates, *scores, *cut, *choice;
};

/* false: there are no candidates, or no criteria. */
bool kp_selection_of(const struct kp_selection_values *values, struct kp_arena *arena,
                     struct kp_selection *out);

/* The same of a plan. false: the plan has no candidates or no criteria, or the model not these fields. */
bool kp_selection_make(struct kp_calc *calc, struct kp_arena *arena, struct kp_selection *out);

#endif
