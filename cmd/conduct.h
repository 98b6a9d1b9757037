// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_CONDUCT_H
#define KAMPLAN_CONDUCT_H

/* Holding a session with people: question by question, until it is left or recorded. */

#include "console.h"
#include "prework_files.h"
#include "sitting.h"

struct conduct_options {
    bool silent; /* no bell (--no-bell) */
    bool notes;  /* the facilitator's notes stand in view (--notes) */
    bool
        brief; /* one question between sessions: no agenda before it, recorded when it is answered */
    const struct brought *prework; /* what people wrote before the meeting */
    size_t prework_count;
    bool anonymous;    /* ... without their names */
    struct kp_str row; /* brief: the row to begin with: its id, number or key; empty: none */
    /* brief: rows of a file that are laid before the session, as kp_session_bring_rows has them */
    const struct kp_json *rows, *gone;
    const char *rows_file;
};

/* Returns the exit status of the program. */
int conduct(struct sitting *sitting, struct console *console,
            const struct conduct_options *options);

/* A question with a few answers, asked outside a session: 0 … count - 1, or -1 when left. */
int conduct_choose(struct app *app, struct console *console, const char *question,
                   const char *const *answers, int count, int usual);

/* A settler for sitting_record: asks the room which side stands. Its context is a struct asking. */
struct asking {
    struct app *app;
    struct console *console;
};
enum settled conduct_settle(void *context, const struct fold_conflict *conflict);

#endif
