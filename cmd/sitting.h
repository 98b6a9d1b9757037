// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_SITTING_H
#define KAMPLAN_SITTING_H

/*
 * A session being held: the machine (run/) with what it needs from the workspace, its journal,
 * and the fold into the plan when it closes. Interactive or not, `run`, `edit` and `demo` go
 * through here.
 */

#include "app.h"
#include "past_sessions.h"
#include "run/session.h"
#include "store/journal.h"

struct sitting {
    struct app *app;
    struct account account;
    struct kp_model
        own_model; /* of a resumed session: the present model with its snapshot on top */
    const struct kp_model *model; /* own_model, or the app's */
    struct kp_script script;
    struct kp_plan base;
    struct plan_before before;
    struct past_sessions past;
    const int *usual; /* what the script's sections took lately; NULL: not run here before */
    const struct kp_json *team; /* who is in the plan's team: ids; NULL: nobody */
    bool rounds;
    struct kp_session_header header;
    struct kp_buf
        snapshot; /* bytes; empty until they are needed: the first question does not wait for them */
    struct kp_session *session;
    struct kp_journal *journal; /* NULL until the first line */
    struct kp_hold *hold;
    bool rehearsal;
    struct kp_str trailers; /* more lines for the end of the revision's message; mostly empty */
};

struct sitting_options {
    const char *cycle, *date, *facilitator, *attendees; /* NULL: the usual */
    bool rehearse; /* nothing is written, and nothing recorded; `account` may then be empty */
    bool
        rounds; /* several people: a check-in and a round at the end; and the last runs are looked at */
};

/*
 * A new session on the newest revision. `script` is taken over. Holds the account, unless it is a
 * rehearsal.
 */
enum kp_status sitting_begin(struct app *app, struct kp_str account, struct kp_script *script,
                             const struct sitting_options *options, struct sitting *out);

/* An unfinished session goes on where it was. *torn: its last line was cut off by a crash. */
enum kp_status sitting_resume(struct app *app, const struct kp_journal_entry *entry,
                              struct sitting *out, bool *torn);

/*
 * Looks on while another program holds the session: its journal is read, and nothing is held or
 * mended. sitting_follow reads it again when it has grown; sitting_end ends the looking on.
 */
enum kp_status sitting_watch(struct app *app, const struct kp_journal_entry *entry,
                             struct sitting *out);
enum kp_status sitting_follow(struct sitting *sitting, const char *path);

void sitting_end(struct sitting *sitting);

/* Takes the snapshot of what the session is held with, unless that was done. */
void sitting_take_snapshot(struct sitting *sitting);

/* Makes a journal line safe, creating the journal at the first. May be called again after an error. */
enum kp_status sitting_write(struct sitting *sitting, struct kp_str line);

/* The journal goes; the session is as if it had not begun. */
enum kp_status sitting_forget(struct sitting *sitting);

/* What was recorded. */
struct recorded {
    struct kp_rev rev;
    struct kp_str session_name;
    size_t changed, fresh, confirmed, dropped;
    bool before; /* it had been recorded already, just before a crash */
};

/* Somebody else recorded another value meanwhile. */
struct fold_conflict {
    const struct kp_field *field;
    const struct kp_field *column; /* of a cell; NULL: the whole answer */
    const struct kp_json
        *row; /* of a cell or a whole row, as one of the two has it; NULL: the whole answer */
    const struct kp_json *base, *mine, *theirs;
    const struct kp_answer *their_answer;
};

/* Asks the room which of the two stands. */
enum settled { SETTLED_MINE, SETTLED_THEIRS, SETTLED_NEITHER };
struct settler {
    enum settled (*settle)(void *context, const struct fold_conflict *conflict);
    void *context;
};

/*
 * Folds the session onto the newest revision and records it, once: a session that was recorded before a
 * crash is recognised. Then the journal goes. Without a `settler`, or where it settles
 * for neither, a conflict fails with KP_CONFLICT and nothing is recorded.
 */
enum kp_status sitting_record(struct sitting *sitting, const struct settler *settler,
                              struct recorded *out);

/* Says on stdout what was recorded: a line, or with --json the document of `run --json`. */
void sitting_tell(struct sitting *sitting, const struct recorded *recorded);
struct kp_json *sitting_recorded_json(struct sitting *sitting, const struct recorded *recorded);

/*
 * The whole session from prepared answers: checked, recorded, and said (text or JSON); every fault is listed,
 * and nothing is recorded then. Returns the exit status.
 */
int sitting_batch(struct sitting *sitting, const char *file, const struct kp_json *answers);

#endif
