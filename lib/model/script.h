// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_SCRIPT_H
#define KP_MODEL_SCRIPT_H

/*
 * Session scripts (sessions/<id>.json): sections with time boxes, each a row of steps.
 * Immutable once loaded; everything lives in the script's arena.
 */

#include "model/field.h"

enum kp_step_kind {
    KP_STEP_SAY,     /* a text for the room */
    KP_STEP_ASK,     /* one field */
    KP_STEP_REVIEW,  /* the open rows of a table, one by one */
    KP_STEP_IDEAS,   /* a round of ideas */
    KP_STEP_VOTE,    /* dots on a round of ideas */
    KP_STEP_PROMOTE, /* the best ideas become rows */
    KP_STEP_RATE,    /* each person's score, then the agreed one */
    KP_STEP_BREAK,
    KP_STEP_SCORE, /* a rate with rows: each person scores the rows of one table on those of another */
};

/* The fields that a ranking is worked out of, where the model has them (compare/selection.h); ends
 * with NULL. */
extern const char *const kp_ranking_fields[];

/* Rows to begin with, where the plan has none: [{column: value, or a text in every language}]. */
struct kp_offer {
    const struct kp_expr *when; /* NULL: always */
    const struct kp_json *rows;
};

struct kp_step {
    enum kp_step_kind kind;
    const struct kp_field *field; /* ask, review, rate, score; promote: the table of `into` */
    struct kp_words prompt, help; /* empty: the field's label and help serve */
    struct kp_words text;         /* say */
    const struct kp_field
        *shown;    /* say: what stands of it is shown below the text; NULL: nothing */
    bool required; /* ask: the session does not close without an answer */
    /*
     * ask: what is offered where nothing stands yet; of a table the keys of rows that are offered
     * beside those that stand. NULL: nothing.
     */
    const struct kp_expr *propose;
    const struct kp_expr *when; /* NULL: always */
    const struct kp_expr *open; /* review: which rows are open */
    int minutes;                /* break, ideas; 0: not said */
    bool silent;                /* ideas */
    struct kp_str id;           /* ideas */
    struct kp_str on;           /* vote: the round; promote: `from` */
    struct kp_str as;           /* promote: the column that takes the idea's text */
    int dots, most;             /* vote; promote */
    int each;                   /* vote: the most dots of a person on one idea; 0: any */
    /*
     * Columns that each new row is asked for beside the required ones, in the table's order. promote: rows of
     * ideas; ask: rows that were offered, when they are taken.
     */
    const struct kp_field *const *missing;
    size_t missing_count;
    /* promote: columns that take who gave it, its group's heading, its dots; may be NULL */
    const struct kp_field *who, *group, *votes;
    const struct kp_field
        *evidence; /* rate: the text or note that takes the evidence; may be NULL */
    /* score: the tables whose rows are scored, and what on. `field` is a grid (its axes name the
     * columns for both and for the mean); people score on the scale of its column `lowest`. */
    const struct kp_field *rows, *by;
    bool ranking;                  /* ask: candidates by their points, those above the cut chosen */
    const struct kp_offer *offers; /* ask: the first whose condition holds */
    size_t offer_count;
    struct kp_place place;
};

struct kp_section {
    struct kp_str id;
    struct kp_words title,
        notes; /* notes are the facilitator's: never on the room's screen unasked */
    int minutes;
    const struct kp_step *steps;
    size_t step_count;
};

struct kp_script {
    struct kp_arena arena;
    struct kp_str id;
    int version;
    enum kp_scope scope;
    struct kp_words title, about;
    const struct kp_str *sources;
    size_t source_count;
    int people_min, people_max; /* 0: not said */
    const struct kp_section *sections;
    size_t section_count;
    const struct kp_json *document; /* as written, for snapshots */
};

/*
 * Builds a script of a document that has been read (`file` names it in messages; the tree must
 * live as long as the script). Every fault is listed: unknown members, types and fields with a
 * suggestion, fields of the wrong scope, calculated fields that are asked, a field asked twice, steps with one id, votes on
 * no round, more dots on one idea than there are, bad conditions; a missing language is a warning. The id must be the file's name without .json when
 * `file` ends in .json.
 */
enum kp_status kp_script_load(struct kp_script *script, const struct kp_model *model,
                              const char *file, const struct kp_json *document,
                              struct kp_faults *faults);

void kp_script_release(struct kp_script *script);

/* Sum of the sections' minutes. */
int kp_script_minutes(const struct kp_script *script);

/* The number of steps that ask (ask, review, rate). */
size_t kp_script_questions(const struct kp_script *script);

/* "ask", "say" … */
const char *kp_step_kind_name(enum kp_step_kind kind);

/*
 * The exact script + fields a session is held with, as the canonical bytes of a snapshot
 * file: {"format":1,"script":{…},"groups":[…],"scales":{…},"fields":[…]}; fields are those the script asks and those they
 * are worked out from. A snapshot is itself a model file plus a script: kp_snapshot_load reads it back.
 */
void kp_snapshot_write(const struct kp_script *script, const struct kp_model *model,
                       struct kp_buf *out);

/* <script-id>-<first 12 hex digits of the bytes' SHA-256>, the snapshot's name without directory and .json. */
void kp_snapshot_name(const struct kp_script *script, struct kp_str bytes, struct kp_buf *out);

/*
 * Reads a snapshot back into a model and a script; `document` must live as long as they. The
 * fields of the snapshot replace those of `under` (the present model's files; `count` may be 0), so that what a
 * session touches beside its questions is known as well. Where the two no longer fit together
 * the snapshot stands alone: a session can be finished whatever has become of the fields since.
 */
enum kp_status kp_snapshot_load(struct kp_model *model, struct kp_script *script,
                                const struct kp_model_source *under, size_t count, const char *file,
                                const struct kp_json *document, struct kp_faults *faults);

#endif
