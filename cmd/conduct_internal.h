// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_CONDUCT_INTERNAL_H
#define KAMPLAN_CONDUCT_INTERNAL_H

/* The loop between the room and the machine, for conduct*.c only. */

#include "conduct.h"
#include "half_line.h"
#include "screen.h"

struct conductor {
    struct app *app;
    struct sitting *sitting;
    struct console *console;
    const struct conduct_options *options;
    struct screen screen;
    struct kp_question question;
    bool asked;          /* the question is on the screen */
    struct kp_buf draft; /* what stands on the line when the question is asked again */
    bool refused;        /* the last line was no answer */
    struct half_line half;
    bool reviewed;      /* of an import: what will be recorded was shown */
    bool ended;         /* ... and the rows were said to stand because all were decided */
    struct kp_buf file; /* that is to be read for a table, when the present feed is over */
    const struct kp_field *table;
    bool done;
    int status;
};

int64_t conduct_now(const struct conductor *c);
void conduct_say(struct conductor *c, enum kp_mark mark, struct kp_str text);
void conduct_fail(struct conductor *c); /* says the app's error, and forgets it */

/* Feeds the session, and does what it says; `typed` stays on the line where it was refused. */
void conduct_feed(struct conductor *c, enum kp_event_kind kind, struct kp_str text);
void conduct_perform(struct conductor *c, const struct kp_effect *effect, struct kp_str typed);

/* conduct_brief.c */
/* A session in which somebody takes or leaves the rows of a file, and nothing else. */
bool conduct_is_import(const struct conductor *c);
/* The file that /import named (c->file, c->table): its rows wait at the question, or the room hears why not. */
void conduct_read_rows(struct conductor *c);
/* Does what nobody is asked about in a session of one question; false: somebody is asked now. */
bool conduct_pass_by(struct conductor *c);

#endif
