// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_PLAN_H
#define KP_MODEL_PLAN_H

/* A plan: the answers of one account (or of the company) at one revision. */

#include "base/date.h"
#include "model/field.h"

enum kp_answer_state { KP_ANSWER_NEW, KP_ANSWER_CHANGED, KP_ANSWER_CONFIRMED };
enum kp_basis { KP_BASIS_NONE, KP_BASIS_FACT, KP_BASIS_ASSUMED, KP_BASIS_CUSTOMER };

struct kp_answer {
    struct kp_str field;         /* its id */
    const struct kp_json *value; /* canonical; NULL or null: dropped */
    enum kp_answer_state state;
    struct kp_cycle cycle;         /* in which somebody last looked at it */
    struct kp_str session;         /* 2026-03-02-account-development-workshop */
    const struct kp_json *said_by; /* array of person ids, or NULL */
    enum kp_basis basis;
    bool inactive; /* its question does not apply at present */
    const struct kp_json
        *document; /* as read: members this version does not know are kept; may be NULL */
};

/*
 * Reads an answer file (strict JSON, "format" ≤ 1, members of the right kinds, a session and cycle of the
 * right form). `field` is the id from the file's name. KP_NEWER for a newer format. The value's fit to the model
 * is kp_type.check's business, not this function's.
 */
enum kp_status kp_answer_read(struct kp_arena *arena, const char *file, struct kp_str field,
                              struct kp_str bytes, struct kp_answer *out, struct kp_err *err);

/* Appends the file in canonical form; `field` (may be NULL) gives the order of rows' members. */
void kp_answer_write(const struct kp_answer *answer, const struct kp_field *field,
                     struct kp_buf *out);

/* The answer as an object of `show --json`: the members of the file without "format". */
struct kp_json *kp_answer_json(const struct kp_answer *answer, const struct kp_field *field,
                               struct kp_arena *arena);

/* "new", "changed", "confirmed"; "fact", "assumed", "customer", "" . */
const char *kp_answer_state_name(enum kp_answer_state state);
const char *kp_basis_name(enum kp_basis basis);
bool kp_basis_read(struct kp_str text, enum kp_basis *basis);

struct kp_plan {
    struct kp_arena *arena;    /* not owned: where answers and values live */
    struct kp_answer *answers; /* sorted by field id; owned */
    size_t count, cap;
};

void kp_plan_init(struct kp_plan *plan, struct kp_arena *arena);
void kp_plan_release(struct kp_plan *plan);

/* NULL when the field has no answer. Valid until the plan changes. */
const struct kp_answer *kp_plan_get(const struct kp_plan *plan, struct kp_str field);

/* Adds or replaces the answer of answer->field; strings and values are not copied. */
void kp_plan_put(struct kp_plan *plan, const struct kp_answer *answer);
void kp_plan_remove(struct kp_plan *plan, struct kp_str field);

/* Two plans, field by field in the order of their ids: begin with {before, after, 0, 0}. */
struct kp_plan_walk {
    const struct kp_plan *before, *after;
    size_t i, j;
};

/* The next field that either plan answers; NULL where one of them does not. False at the end. */
bool kp_plan_walk_next(struct kp_plan_walk *walk, const struct kp_answer **before,
                       const struct kp_answer **after);

/* A plan of the same answers (values shared) that can be changed on its own. */
void kp_plan_copy(struct kp_plan *to, const struct kp_plan *from);

/*
 * Brings answers of earlier field ids (`was`) under their present id, where that has no answer
 * of its own and no field has the earlier id now.
 */
void kp_plan_rename_fields(struct kp_plan *plan, const struct kp_model *model);

/*
 * Working out: what a plan's fields are worth, stored or calculated. Results are kept, so
 * make a new one when the plan has changed.
 */
struct kp_calc {
    const struct kp_model *model;
    const struct kp_plan *plan;
    const struct kp_plan *previous; /* the cycle before, for prev(); may be NULL */
    struct kp_date today;
    struct kp_arena *arena;         /* for results */
    const struct kp_json **kept[2]; /* results by field index: now, previous */
    /* Where that is NULL: gives one answer of it (NULL: it had none); called once for a field. May be NULL. */
    const struct kp_answer *(*previous_answer)(void *context, const struct kp_field *field);
    void *context;
    bool final; /* `kept` has everything, and nothing is evaluated (model/audience.h) */
    const struct kp_json *row_hint; /* of a final calc: where the row asked for last was found */
};

/* `arena` must outlive the calc, which needs no release of its own. */
void kp_calc_init(struct kp_calc *calc, const struct kp_model *model, const struct kp_plan *plan,
                  const struct kp_plan *previous, struct kp_date today, struct kp_arena *arena);

/*
 * The value of a field: its answer's (null when there is none, or it is inactive), or what
 * its `calc` gives. Rows of tables have their calculated columns filled in (left out where unknown). Never NULL.
 */
const struct kp_json *kp_calc_value(struct kp_calc *calc, const struct kp_field *field);

/* The same in the cycle before; null where that is not known. */
const struct kp_json *kp_calc_before(struct kp_calc *calc, const struct kp_field *field);

/* A new row of a table with nothing but its key, under an id that is always the same for that key. */
struct kp_json *kp_calc_keyed_row(struct kp_arena *arena, const struct kp_field *table,
                                  const struct kp_json *key);

/* A row as given (an object that may not be stored yet), with its calculated columns filled in. */
const struct kp_json *kp_calc_row(struct kp_calc *calc, const struct kp_field *table,
                                  const struct kp_json *row);

/* Evaluates an expression on the plan; `row` (of `kp_calc_row`) where it stands inside a table, else NULL. */
const struct kp_json *kp_calc_eval(struct kp_calc *calc, const struct kp_expr *expr,
                                   const struct kp_json *row);

/* Whether a condition holds; NULL holds always, unknown counts as false (a hidden question). */
bool kp_calc_holds(struct kp_calc *calc, const struct kp_expr *condition);

/*
 * The field's `check`, and its columns' for every row, on a value that is not in the plan yet: KP_INVALID
 * with the model's own message in `lang` when one is false (unknown passes).
 */
enum kp_status kp_calc_check(struct kp_calc *calc, const struct kp_field *field,
                             const struct kp_json *value, enum kp_lang lang, struct kp_err *err);

#endif
