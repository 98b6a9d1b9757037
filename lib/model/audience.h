// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_AUDIENCE_H
#define KP_MODEL_AUDIENCE_H

/*
 * What of a plan an audience may read. Every writer for an audience is given the reduced plan and nothing
 * else: what is held back is not in it, nor in the model that comes with it. What is not plainly allowed is
 * held back.
 *
 * The team reads everything. The company and the customer read
 * - fields and columns whose visibility allows it, and none that no model knows;
 * - values that are what their field's type says (a file edited by hand may hold anything);
 * - calculated values of which everything that they are worked out of may be read, whole tables of it, as
 *   the whole plan gives them: a total never tells what it was summed of.
 * The customer moreover never reads
 * - stakeholders and contacts, whatever the model says, nor their stance, nor "theirs" columns;
 * - who a person is that is not known to be one of ours: of the team, an account's KAM or sponsor, in an
 *   "ours" column, or a stakeholder's owner; and nobody who is a stakeholder or in a "theirs" column;
 * - texts, items and cells that name somebody of the directory (model/names.h);
 * - who said something, on what basis (unless the customer confirmed it), and in which session.
 */

#include "model/names.h"
#include "model/plan.h"

enum kp_held_reason {
    KP_HELD_VISIBILITY, /* the field or column is for fewer eyes */
    KP_HELD_CALCULATED, /* worked out of something that is held back */
    KP_HELD_UNKNOWN,    /* no model knows the field or the members of its rows */
    KP_HELD_TYPE,       /* not what the field's type says */
    KP_HELD_PERSON,     /* the customer's people, or a person who is not known to be ours */
    KP_HELD_NAME,       /* names somebody */
};

/* Something that was held back and that the plan has a value of. */
struct kp_held {
    enum kp_held_reason reason;
    const struct kp_field *field;  /* of the whole model; NULL: unknown */
    struct kp_str id;              /* the field's */
    const struct kp_field *column; /* NULL: the field as a whole, or an item of a list */
    struct kp_str row;             /* its id; empty: of all rows, or no table */
    size_t number;                 /* of the row or item, from 1; 0: of all, or none */
    struct kp_str who;             /* NAME, PERSON: the name where it is known */
};

/* The account's card, for knowing who is ours and what is called so. Any of it may be empty. */
struct kp_audience_card {
    struct kp_str name, company; /* the account's, our own */
    struct kp_str kam, sponsor;  /* ids */
};

struct kp_id_set;

/* Who reads, and what they may read. */
struct kp_audience {
    enum kp_visibility visibility;
    const struct kp_model *whole;
    struct kp_model model;    /* what is left of it; of the team, the whole */
    struct kp_people *people; /* those whose names may be read; of team and company, all of them */
    struct kp_arena arena;
    struct kp_names names;
    struct kp_id_set *ours, *theirs;
    unsigned char *held; /* by field and column: 0 shown, else 1 + enum kp_held_reason */
    size_t *base;        /* the first of them of a field: its own, then its columns' */
    const struct kp_people *directory; /* everybody */
    struct kp_people known;            /* `people` of the customer */
    const struct kp_field **from;      /* the whole model's field of a field of `model` */
};

/*
 * `model` and `people` (may be NULL) must outlive it. Call kp_audience_meet for every plan that will be
 * reduced, or compared with, before the first kp_audience_reduce.
 */
void kp_audience_init(struct kp_audience *audience, enum kp_visibility visibility,
                      const struct kp_model *model, struct kp_people *people,
                      const struct kp_audience_card *card);
void kp_audience_release(struct kp_audience *audience);

/* Learns from a plan of the account who is whose. */
void kp_audience_meet(struct kp_audience *audience, const struct kp_plan *plan);

/* What is left of a plan; its calc and model are what writers use. */
struct kp_reduced {
    struct kp_plan plan;        /* answers, without the members that no version knows */
    struct kp_calc calc;        /* of audience->model; everything is worked out already */
    const struct kp_held *held; /* in the model's order, then rows */
    size_t held_count;
};

/*
 * Reduces the plan of `whole` (a calc of audience->whole). Values are shared with it, new ones live in its
 * arena; `whole` and the audience must outlive *out, which stays where it is: its calc refers to it.
 */
void kp_audience_reduce(struct kp_audience *audience, struct kp_calc *whole,
                        struct kp_reduced *out);
void kp_reduced_release(struct kp_reduced *reduced);

/* Whether the audience may read who this person is; everybody but the customer may. */
bool kp_audience_knows(const struct kp_audience *audience, struct kp_str person);

/*
 * Whether the audience may read a text that stands in no field (a decision, a comment): only the customer's
 * names count. *who (may be NULL) is who it names.
 */
bool kp_audience_may_read(struct kp_audience *audience, struct kp_str text, struct kp_str *who);

/* "team", "company", "customer". */
const char *kp_visibility_name(enum kp_visibility visibility);
bool kp_visibility_read(struct kp_str text, enum kp_visibility *out);

#endif
