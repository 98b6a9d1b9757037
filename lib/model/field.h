// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_FIELD_H
#define KP_MODEL_FIELD_H

/*
 * The vocabulary of the plan: groups of fields, each with a type, labels and rules
 * (sessions/model.json, and a workspace's own on top of it). Scripts, reports and diffs
 * refer to it. A model is immutable once loaded; everything lives in its arena.
 */

#include "base/fault.h"
#include "base/lang.h"
#include "json/json.h"

struct kp_type;
struct kp_expr;

enum kp_visibility { KP_VISIBLE_TEAM, KP_VISIBLE_COMPANY, KP_VISIBLE_CUSTOMER };
/* Whose plan: an account's, the company's, or (a field) either. */
enum kp_scope { KP_SCOPE_ACCOUNT, KP_SCOPE_PROGRAM, KP_SCOPE_BOTH };

/* Whether what has scope `scope` is there wherever what has scope `wanted` is. */
static inline bool kp_scope_covers(enum kp_scope scope, enum kp_scope wanted)
{
    return scope == KP_SCOPE_BOTH || scope == wanted;
}

enum kp_view {
    KP_VIEW_PLAIN,
    KP_VIEW_GRID,
    KP_VIEW_RADAR,
    KP_VIEW_MATRIX,
    KP_VIEW_CONTACTS,
    KP_VIEW_CUSTOMERS, /* customer accounts: see compare/customers.h */
    KP_VIEW_GROUPS,
    KP_VIEW_DRIVERS,
    KP_VIEW_PROFILE,
};

struct kp_choice {
    struct kp_str id;
    struct kp_words label, help;
};

/* One step of a scale; every step has words. */
struct kp_scale_step {
    int value;
    struct kp_words label, help;
};

struct kp_scale {
    struct kp_words label;             /* of an axis; empty for a plain scale */
    const struct kp_scale_step *steps; /* ascending by value, without gaps */
    size_t count;
};

/* A named area of a position; ranges are inclusive. */
struct kp_quadrant {
    struct kp_str id;
    struct kp_words label, help;
    int x_min, x_max, y_min, y_max;
};

struct kp_field {
    struct kp_str id; /* of a column: the column's id */
    const struct kp_type *type;
    struct kp_str group; /* a group's id; empty in columns */
    enum kp_scope scope;
    struct kp_words label, help, unit;
    enum kp_visibility visibility;
    bool required;            /* of a column: a row is not whole without it */
    const struct kp_str *aka; /* of a column: what files that are read in also call it */
    size_t aka_count;
    bool atomic; /* merged as one value, never cell by cell */

    const struct kp_choice *choices; /* choice, choices */
    size_t choice_count;
    struct kp_scale scale; /* scale */
    struct kp_scale x, y;  /* position */
    const struct kp_quadrant *quadrants;
    size_t quadrant_count;

    const struct kp_field *columns; /* table */
    size_t column_count;
    struct kp_str key;           /* table: the column that names a row; may be empty */
    const struct kp_str *totals; /* table: columns shown with their sum */
    size_t total_count;

    bool has_min,
        has_max; /* number, money, percent, date is not ranged; text and note: length in graphemes */
    struct kp_number min, max;
    const struct kp_expr *check; /* a condition that a good answer fulfils; NULL: none */
    struct kp_words message;     /* said when `check` is false; may be empty */
    /* Worked out, never asked nor stored; NULL: none. Of a table it gives the list of its rows' keys. */
    const struct kp_expr *calc;

    enum kp_view view;
    struct kp_str axis_rows, axis_columns, axis_cell; /* view grid: three columns */
    const struct kp_str *was;                         /* earlier ids */
    size_t was_count;

    const struct kp_field *table;     /* of a column: the table it belongs to; else NULL */
    const struct kp_json *definition; /* as written, for snapshots */
    struct kp_place place;
    size_t index; /* in its model's or table's array */
};

struct kp_group {
    struct kp_str id;
    struct kp_words label;
};

struct kp_model {
    struct kp_arena arena;
    const struct kp_group *groups;
    size_t group_count;
    const struct kp_field *fields; /* grouped, in the order of the groups, then of the file */
    size_t field_count;
    const struct kp_json *scales;  /* the shared scales as written; may be NULL */
    const struct kp_field **by_id; /* sorted by id, for kp_model_field */
};

/* A model file that has been read; `file` is its name in messages. The tree must live as long as the model. */
struct kp_model_source {
    const char *file;
    const struct kp_json *document;
};

/*
 * Builds a model of one or more files: a field or group of a later file replaces that of
 * the same id in an earlier one, else is added. Every fault is listed (unknown members
 * and types with a suggestion, missing words, bad expressions, circles of calculations with
 * the circle …); a missing Danish or Swedish text is a warning. Returns KP_INVALID when there is
 * an error; the model is then empty but may be released. What takes an earlier file's field's place
 * keeps its type, and its columns theirs: an id means the same for ever.
 */
enum kp_status kp_model_load(struct kp_model *model, const struct kp_model_source *sources,
                             size_t count, struct kp_faults *faults);

/* The same where the last file tells of another time, in which a field may have had another type. */
enum kp_status kp_model_load_past(struct kp_model *model, const struct kp_model_source *sources,
                                  size_t count, struct kp_faults *faults);

void kp_model_release(struct kp_model *model);

/* By id; NULL when there is none. kp_model_field_was also finds it by an earlier id. */
const struct kp_field *kp_model_field(const struct kp_model *model, struct kp_str id);
const struct kp_field *kp_model_field_was(const struct kp_model *model, struct kp_str id);

const struct kp_field *kp_field_column(const struct kp_field *table, struct kp_str id);

/* The id of the column that a row goes by: the key, else the first one; of a list "text". */
struct kp_str kp_field_name_column(const struct kp_field *field);

const struct kp_group *kp_model_group(const struct kp_model *model, struct kp_str id);
const struct kp_choice *kp_field_choice(const struct kp_field *field, struct kp_str id);
const struct kp_scale_step *kp_scale_at(const struct kp_scale *scale, int64_t value);
const struct kp_quadrant *kp_field_quadrant(const struct kp_field *field, int64_t x, int64_t y);

/* The id nearest to `id` among the model's fields, for "did you mean"; empty when none is near. */
struct kp_str kp_model_suggest(const struct kp_model *model, struct kp_str id);

#endif
