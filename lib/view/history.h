// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_HISTORY_H
#define KP_VIEW_HISTORY_H

/* One field, row or cell through time: what it was, since when, and who said so. */

#include "compare/diff.h"
#include "view/plan.h"

enum kp_history_kind {
    KP_HISTORY_NEW,
    KP_HISTORY_CHANGED,
    KP_HISTORY_CONFIRMED, /* somebody saw the value and kept it */
    KP_HISTORY_KEPT,      /* written again, with the same value */
    KP_HISTORY_REMOVED,
    KP_HISTORY_DAMAGED,
};

struct kp_history_point {
    struct kp_str revision; /* its id */
    struct kp_date date;
    struct kp_cycle cycle;
    struct kp_str title;            /* of the session, in the reader's language; may be empty */
    const struct kp_answer *answer; /* as that revision left it; NULL: none (see `damage`) */
    struct kp_str damage;           /* why it cannot be read */
    struct kp_calc *calc;           /* of the plan it stands in */

    /* kp_history_derive fills in the rest. */
    enum kp_history_kind kind;
    const struct kp_json *value, *before; /* of the field, row or cell; null: none */
    const struct kp_diff_row *rows;       /* of a whole table or list: rows that differ */
    size_t row_count;
    const struct kp_diff_row *row; /* of one row: what differs in it; NULL: nothing */
    bool shown;                    /* it has something to say of what was asked for */
};

struct kp_history {
    struct kp_str account, name; /* "acme", "ACME A/S" */
    const struct kp_field *field;
    struct kp_str row, row_name;     /* empty: the whole field */
    const struct kp_field *column;   /* NULL: the whole row */
    struct kp_history_point *points; /* newest first */
    size_t count;
};

/* Works out what each point changed against the one before it in time. */
void kp_history_derive(struct kp_history *history, struct kp_arena *arena);

/* "new", "changed", "confirmed" …: as in --json. */
const char *kp_history_kind_name(enum kp_history_kind kind);

/*
 * Appends it as text, newest first. Numbers and scales stand in a table with a bar beside each; texts, tables
 * and rows as blocks. false: nothing was ever recorded, and nothing is appended.
 */
bool kp_view_history(const struct kp_history *history, const struct kp_style *style,
                     struct kp_buf *out);

/* The document of `history --json` (kamplan schema history). */
struct kp_json *kp_view_history_json(const struct kp_history *history, enum kp_lang lang,
                                     const struct kp_people *people, struct kp_arena *arena);

#endif
