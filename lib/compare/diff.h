// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_COMPARE_DIFF_H
#define KP_COMPARE_DIFF_H

/*
 * What is different between two states of a plan, in the plan's own terms: fields by id (earlier
 * ids are followed by kp_plan_rename_fields before), rows by id, cells by column; calculated values,
 * calculated columns and totals as well. Pure; everything lives in the arena that is given and
 * shares values with the two plans.
 */

#include "model/plan.h"

enum kp_diff_kind {
    KP_DIFF_NEW,       /* only the later plan has it */
    KP_DIFF_CHANGED,   /* both have it, and it is not the same */
    KP_DIFF_REMOVED,   /* only the earlier plan has it */
    KP_DIFF_CONFIRMED, /* the same, and somebody looked at it in between (answers only) */
    KP_DIFF_UNSEEN,    /* the same, and nobody did (answers only) */
};
#define KP_DIFF_KINDS 5

struct kp_diff_cell {
    const struct kp_field *column;        /* NULL: a member the model does not know */
    struct kp_str id;                     /* the column's */
    const struct kp_json *before, *after; /* null: empty there */
};

struct kp_diff_row {
    struct kp_str id;
    enum kp_diff_kind kind; /* NEW, CHANGED, REMOVED; CHANGED without cells: it only moved */
    bool moved;             /* stands elsewhere among the rows that both have */
    size_t from, to;        /* its place, from 0; only where `before`, `after` is not NULL */
    const struct kp_json *before,
        *after;                       /* the whole row, calculated columns filled in; NULL: none */
    const struct kp_diff_cell *cells; /* of a CHANGED row: those that differ, calculated ones
                                             too, in the columns' order */
    size_t cell_count;
};

/* The sum of a column that the table names in `totals`, where it differs. */
struct kp_diff_total {
    const struct kp_field *column;
    const struct kp_json *before, *after; /* null: unknown */
};

/* One field. */
struct kp_diff_item {
    const struct kp_field *field; /* NULL: unknown to the model; its values are shown as they are */
    struct kp_str id;
    enum kp_diff_kind kind;
    bool calculated; /* worked out: NEW, CHANGED or REMOVED only, and not counted */
    const struct kp_json *before, *after; /* null: no answer (or one that does not apply) */
    const struct kp_answer *old, *now;    /* as stored; NULL: none */
    bool basis_changed;                   /* both have one to speak of, and it is another */
    bool value_changed;                   /* what was said is another; false: only its basis, or
                                             whether it applies, or what is worked out, did */
    /*
     * `rows` tells what changed in the value: those that differ, in the order of the later plan, the
     * removed ones where they stood. All of them when the table is NEW or REMOVED. A CONFIRMED or
     * UNSEEN table has some as well where cells are worked out from something else that changed.
     */
    bool by_rows;
    const struct kp_diff_row *rows;
    size_t row_count;
    const struct kp_diff_total *totals;
    size_t total_count;
};

struct kp_diff {
    const struct kp_diff_item *items; /* by the model's order, unknown fields last by id */
    size_t count;
    size_t counts[KP_DIFF_KINDS]; /* of answers, calculated ones left out */
};

/*
 * Compares two plans of one account. Both calcs are of the same model. An answer that is inactive on
 * both sides is left out; on one side, it is as if that side had none. A basis that changed
 * makes an answer CHANGED.
 */
void kp_diff_plans(struct kp_calc *before, struct kp_calc *after, struct kp_arena *arena,
                   struct kp_diff *out);

/* One field alone, as kp_diff_plans has it. False where that would leave it out. */
bool kp_diff_field(struct kp_calc *before, struct kp_calc *after, const struct kp_field *field,
                   struct kp_arena *arena, struct kp_diff_item *out);

/* A number's change: after − before, and in percent of |before| (known: false when before is 0). */
struct kp_diff_delta {
    struct kp_number by;
    bool percent_known;
    struct kp_number percent; /* one decimal */
};
bool kp_diff_number(const struct kp_json *before, const struct kp_json *after,
                    struct kp_diff_delta *out);

/*
 * Words: what was taken out of and put into a text. Neighbouring spans differ in kind; the texts of
 * SAME and REMOVED spans in their order are `before`, of SAME and ADDED ones `after`. Cut between words,
 * never within a grapheme. Texts that share little are one REMOVED and one ADDED span: a rewritten
 * sentence is read as two, not as confetti.
 */
enum kp_span_kind { KP_SPAN_SAME, KP_SPAN_REMOVED, KP_SPAN_ADDED };
struct kp_span {
    enum kp_span_kind kind;
    struct kp_str text; /* a view into before or after */
};
const struct kp_span *kp_diff_words(struct kp_str before, struct kp_str after,
                                    struct kp_arena *arena, size_t *count);

#endif
