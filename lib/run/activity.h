// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_RUN_ACTIVITY_H
#define KP_RUN_ACTIVITY_H

/*
 * What the room may see of an idea round, a vote, the ideas that become rows, and a rating. Votes
 * and scores are in the state as soon as they are typed; these functions keep them back until they
 * are revealed. All views are valid until the next feed.
 */

#include "run/session.h"

struct kp_idea {
    struct kp_str id;
    struct kp_str mark; /* what is typed for it: "7"; of a group "A" */
    struct kp_str text;
    const struct kp_json *by;    /* list of people's ids; NULL: nobody's name */
    struct kp_str heading;       /* of its group; empty: none */
    struct kp_str group;         /* its letter */
    const struct kp_json *parts; /* of a group: the marks of its ideas, a list of texts */
    size_t number;               /* of a group 0 */

    size_t dots;    /* 0 before they are revealed */
    size_t place;   /* 1 has most dots; those that are equal have the same; 0: no dot */
    bool tied;      /* another has as many dots, which are not 0 */
    bool chosen;    /* promote: Enter takes it */
    bool undecided; /* promote: tied across the cut; the room says which goes on */
    size_t row;     /* promote: the number of the row it became; 0: none */
};

struct kp_round {
    const struct kp_step *step;
    const struct kp_idea *ideas; /* those that stand, by number, those of a group together */
    size_t count;
    size_t given; /* how many numbers were given */
};

/* The round that the present step is about (ideas, vote, promote); false: it is about none. */
bool kp_session_round(struct kp_session *session, struct kp_round *out);

struct kp_voting {
    int dots, each; /* each person's; the most on one idea, 0: any */
    bool revealed;
    const struct kp_json *voted, *waiting; /* people's ids, in the order of attendance */
    size_t ballots, recounts;
    /* Ideas and groups that can be voted on: by number; revealed: by dots, most first. */
    const struct kp_idea *ideas;
    size_t count;
};

/* The vote that the session stands at; false: it stands at none. */
bool kp_session_voting(struct kp_session *session, struct kp_voting *out);

struct kp_promotion {
    size_t most; /* rows the step asks for; 0: any number */
    bool voted;  /* there was a vote; else the ideas stand by number, and none is chosen */
    size_t chosen, undecided, promoted;
    const struct kp_idea *ideas; /* by dots, most first */
    size_t count;
};

/* The ideas that may become rows, where the session stands at that; false: it does not. */
bool kp_session_promotion(struct kp_session *session, struct kp_promotion *out);

struct kp_score {
    struct kp_str person; /* empty, unless the room chose named scores */
    const struct kp_json *value;
};

/*
 * A rating. Mean and deviation are of the scores as they are, each person counting once; the
 * deviation is that of the whole room (the root of the mean square distance from the mean), not an
 * estimate for others.
 *
 * A spread is wide, and a reason to talk first, where lowest and highest lie far apart:
 *   scale    half of the scale, two steps at least; or they are its ends
 *   percent  25 points
 *   number   half of what min and max allow; where the field has none, half of the mean
 * The more people score, the further apart their ends lie on everything. Of more than four scores it
 * is wide where the ends lie one and a half times as far apart; or where the deviation is half as
 * much, which is that of two halves of the room that lie so far apart.
 */
struct kp_rating {
    bool revealed, named;
    const struct kp_json *scored, *waiting; /* people's ids, in the order of attendance */
    size_t count, recounts;
    /* What follows is told only when it is revealed. */
    const struct kp_score *scores; /* lowest first */
    struct kp_number mean;         /* two decimals */
    struct kp_number deviation;    /* two decimals */
    struct kp_number lowest, highest;
    bool wide, unanimous;
    struct kp_str evidence, dissent; /* as they were given; may be empty */
};

/* What is known of the scores of one row on another. */
struct kp_scored {
    size_t count;                     /* of scores; 0: nothing that follows is set but `agreed` */
    const struct kp_score *scores;    /* lowest first */
    struct kp_number mean, deviation; /* two decimals, as a rating's */
    struct kp_number lowest, highest;
    bool wide;
    const struct kp_json *agreed; /* what the room came to after talking; NULL: the mean */
};

/* A rate with rows: everybody scores every row of one table on every row of another. */
struct kp_scoring {
    const struct kp_step *step;
    const struct kp_json *rows, *by; /* lists; may be empty */
    bool revealed, named, begun;
    bool written;  /* people wrote theirs before the meeting: /take */
    bool prepared; /* scores wait that were written before the meeting: Enter takes them */
    struct kp_str person, row; /* whose line comes next, for which row (ids); empty: nobody's */
    size_t left;               /* rows that this person has to score yet */
    const struct kp_json *scored, *waiting; /* people who are through, and who are not */
    size_t recounts;
    const struct kp_scored *cells; /* row by row; NULL before they are revealed */
};

/* The scoring that the session stands at; false: it stands at none. */
bool kp_session_scoring(struct kp_session *session, struct kp_scoring *out);

/* The rating of a field; false: nobody has scored it, and the session does not stand there. */
bool kp_session_rating(struct kp_session *session, const struct kp_field *field,
                       struct kp_rating *out);

#endif
