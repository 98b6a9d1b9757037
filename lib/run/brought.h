// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_RUN_BROUGHT_H
#define KP_RUN_BROUGHT_H

/*
 * Rows that a file has otherwise than the plan: laid before the session as proposals, at the question of
 * their table (KP_ASK_BROUGHT). The room takes them all, goes through them one by one, or leaves them; nothing of
 * them is in the plan that nobody took. What is not decided when the session closes is left.
 */

#include "run/session.h"

struct kp_brought_row {
    struct kp_str id;
    const struct kp_json *row;    /* as it would be; NULL: it would go */
    const struct kp_json *before; /* as it is; NULL: it is new */
};

/* What waits at the present question. */
struct kp_brought {
    struct kp_str file;
    size_t changed, fresh, gone;
    size_t number,
        count; /* of the row that is asked about, from 1; and how many there were in the beginning */
    bool walking;               /* one by one */
    struct kp_brought_row here; /* walking: the row that is asked about */
};

/* Fills `out`, valid until the next feed; false: nothing waits there. */
bool kp_session_brought(struct kp_session *session, struct kp_brought *out);

/* One of those that wait, from 0 to changed + fresh + gone - 1. */
struct kp_brought_row kp_session_brought_row(struct kp_session *session, size_t index);

/* Whether a changed row has another value in this column, which the room may see. */
bool kp_session_brought_differs(struct kp_session *session, const struct kp_brought_row *row,
                                const struct kp_field *column);

/*
 * Lays rows of `file` before the session, as an event of the journal; those that waited there before are left.
 * `rows` are canonical and whole, new ones among them; `gone` is a list of ids. People whom they name go into
 * the journal before. The session stands at the table's question, or comes there later.
 */
struct kp_effects kp_session_bring_rows(struct kp_session *session, const struct kp_field *field,
                                        const struct kp_json *rows, const struct kp_json *gone,
                                        struct kp_str file, int64_t at);

#endif
