// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_APP_H
#define KAMPLAN_APP_H

/*
 * What every command has at hand: the workspace and what is read from it, the clock, ids,
 * language, and how to print. Things are read when they are first asked for and kept until
 * the program ends.
 */

#include "base/clock.h"
#include "base/id.h"
#include "base/lang.h"
#include "command.h"
#include "known.h"
#include "model/plan.h"
#include "model/script.h"
#include "model/type.h"
#include "store/history.h"
#include "view/style.h"
#include "json/json.h"

#include <sys/types.h>

enum colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

struct app {
    const struct command *command;
    const char *directory; /* -C; NULL: here */
    bool json, plain, no_pager, lang_given;
    enum colour colour;
    enum kp_lang lang;
    struct kp_clock clock;
    struct kp_ids ids;
    struct kp_arena arena; /* as long as the program */

    struct kp_workspace *workspace; /* NULL until app_open_workspace */
    const struct kp_json *settings; /* kamplan.json */
    struct kp_str currency, company;
    int budget_month;
    bool have_people;
    struct kp_people people;
    bool have_model;
    struct kp_model_source model_sources[2]; /* built-in, the workspace's own */
    size_t model_source_count;
    struct kp_model model;

    struct known known;               /* of plans, as they are asked for */
    struct kept_snapshot **snapshots; /* of sessions, as they are asked for (held.c) */
    size_t snapshot_count, snapshot_cap;

    struct kp_buf out; /* results, written at the end or by out_flush (or to the pager) */
    size_t shown;      /* bytes of it that have been written */
    int unread;        /* errno of the write that failed: EPIPE when the reader had enough */
    pid_t pager;       /* 0: none was started */
    int pager_fd;
    struct kp_buf *said; /* takes what app_say would write to standard error; NULL: it does */
    size_t processes;    /* for work that several can do; 0: as many as there are processors */
    struct kp_err err;   /* of the command */
};

/* Prints the message of app->err (and clears it); returns the exit status that fits it. */
int app_fail(struct app *app);

/* Sets a usage error ("kamplan show: …") and a hint at the help; returns EXIT_WRONG_USAGE. */
int app_usage(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A line on standard error: what was done, a warning. Control characters in it are made visible. */
void app_say(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Asks on standard error ("Record it? [y/N] "); true only for a yes in the person's language. */
bool app_confirm(struct app *app, const char *question);

/* Opens the workspace (found from -C, KAMPLAN_WORKSPACE or here) and reads its settings. */
enum kp_status app_open_workspace(struct app *app);

/* Where the built-in scripts are; NULL and app->err when they are nowhere. */
const char *app_data_dir(struct app *app);

/* The people directory, and the model (built-in, and the workspace's on top when one is open). */
enum kp_status app_read_people(struct app *app);
enum kp_status app_read_model(struct app *app);

/* A field of the model that has been read, by its id or an earlier one; an unknown one suggests the nearest. */
enum kp_status app_find_field(struct app *app, struct kp_str id, const struct kp_field **out);

/* Today, in the process's time zone. */
struct kp_date app_today(const struct app *app);

/* How text for standard output (`to_stderr` false) or the room is to look. */
struct kp_style app_style(struct app *app, bool to_stderr);

/* Lines of the terminal that results go to; 0 when they go elsewhere. */
size_t app_lines(void);
struct kp_type_context app_context(struct app *app, struct kp_arena *arena);

/* An account: a slug of the workspace, or "program". */
struct account {
    struct kp_str slug;
    struct kp_str name;         /* "ACME A/S"; of the program: the company */
    struct kp_str kam, sponsor; /* person ids; may be empty */
    bool archived;
    const struct kp_json *document; /* account.json; NULL for the program */
};

/* Whether a slug has the right form; KP_INVALID says what one looks like. */
enum kp_status account_check_slug(struct kp_str slug, struct kp_err *err);

/* "accounts/acme" or "program", in the arena. */
const char *account_dir(struct app *app, struct kp_str slug);

/* Finds an account at the newest revision; an unknown one suggests the nearest. */
enum kp_status account_find(struct app *app, struct kp_str slug, struct account *out);

/* Fills *out of account.json's bytes. */
enum kp_status account_read(struct app *app, struct kp_str slug, struct kp_str bytes,
                            struct account *out);

/*
 * All accounts at the newest revision, by slug. Without the program. One whose account.json cannot be
 * read is a fault, and listed under its slug.
 */
enum kp_status account_list(struct app *app, struct account **out, size_t *count,
                            struct kp_faults *faults);

/* The canonical bytes of account.json. */
struct kp_json *account_json(struct app *app, const struct account *account);

/* Shows the card of the account that the first word names; returns the exit status. */
int account_show(struct app *app, const struct args *args);

/* "acme@2025H2" → slug and revision text (empty: newest). */
void split_account(const char *text, struct kp_str *slug, struct kp_str *revision);

/*
 * A revision named by people: empty (the newest), a cycle (its signed-off plan, else its last
 * revision), a date (the last revision at that day's end here), an id (4+ hex digits), ~N. Looks at the
 * revisions that changed the account's plan; the message says what there is instead.
 */
enum kp_status find_revision(struct app *app, struct kp_str account, struct kp_str name,
                             struct kp_rev *out);

/* The last revision of a cycle, signed off or not; KP_NOT_FOUND names the cycles there are. */
enum kp_status find_revision_of(struct app *app, struct kp_str account, struct kp_cycle cycle,
                                struct kp_rev *out);

/* The newest revision of an earlier cycle; "" when there is none. */
enum kp_status find_revision_before(struct app *app, struct kp_str account, struct kp_cycle cycle,
                                    struct kp_rev *out);

/* Whether the workspace is a copy that does not go back to its first revision. */
bool is_cut_copy(struct app *app);

/* What a revision says of its cycle; else the cycle of its day. */
struct kp_cycle history_cycle(const struct kp_history_entry *entry);

/*
 * A revision in the reader's language: the title of its session's script, or what was done; else its own
 * first line. `script` is a name such as "account-plan@1".
 */
struct kp_str revision_title(struct app *app, const struct kp_rev_info *info);
struct kp_str session_title(struct app *app, struct kp_str script);

/* {"id", "name"}; without a name where nobody of that id is known. */
struct kp_json *person_json(struct app *app, struct kp_str id);

/*
 * Reads the plan of an account at a revision. Answers that cannot be read are listed in
 * `faults` and left out. `plan` is initialised here; release it.
 */
enum kp_status plan_read(struct app *app, struct kp_str account, const struct kp_rev *rev,
                         struct kp_plan *plan, struct kp_faults *faults);

/* The newest revision that touched the account, and its cycle and date. rev->hex is "" when there is none. */
struct account_state {
    struct kp_rev rev;
    struct kp_cycle cycle;
    struct kp_date date;
};
enum kp_status account_state_read(struct app *app, struct kp_str account, const struct kp_rev *from,
                                  struct account_state *out);

/* How many revisions touched the account. */
enum kp_status account_count_revisions(struct app *app, struct kp_str account, size_t *out);

/*
 * The plan at the end of the cycle before, for prev(): only the answers that it asks for are read, which
 * are few, and kept. plan_before_answer is what a kp_calc calls, with the plan_before as its context; what
 * cannot be read counts as no answer.
 */
struct plan_before {
    struct app *app;
    struct kp_str account;
    bool sought;
    struct kp_cycle cycle; /* that of the plan itself */
    struct kp_rev rev;     /* once sought; "" when there was no plan yet */
    struct kp_plan plan;   /* what has been asked for */
};
void plan_before_init(struct plan_before *before, struct app *app, struct kp_str account,
                      struct kp_cycle cycle);
const struct kp_answer *plan_before_answer(void *context, const struct kp_field *field);
void plan_before_release(struct plan_before *before);

/*
 * A plan as commands speak of it: of one account, at a revision that people named, ready to be worked
 * out. Everything lives in app->arena; plan_at_release frees the rest. It stays where it was read to:
 * `calc` refers to it.
 */
struct plan_at {
    struct account account;
    struct kp_rev
        rev; /* the newest revision that changed the plan by then; "" when there is none */
    struct kp_cycle cycle; /* of that revision */
    struct kp_date date;   /* its day */
    struct kp_date
        today; /* the newest plan is worked out as of today, an earlier one as of its day */
    struct kp_plan plan;
    struct plan_before before;
    struct kp_calc calc;
    struct kp_faults faults; /* answers that could not be read; the rest is there */
};

/* `slug` must exist; `name` as for find_revision. Reads people and model as well. */
enum kp_status plan_at_read(struct app *app, struct kp_str slug, struct kp_str name,
                            struct plan_at *out);
void plan_at_release(struct plan_at *at);

/* All scripts there are: the workspace's replace built-in ones by id. */
struct script_entry {
    const char *id;   /* file name without .json */
    const char *file; /* for messages */
    bool own;         /* the workspace's */
};
enum kp_status script_list(struct app *app, struct script_entry **out, size_t *count);

/*
 * For commands that need no workspace: when the present directory is in one that has scripts or a model of
 * its own, they count too. Costs nothing elsewhere.
 */
void app_open_own_scripts(struct app *app);

/* The title of a script in the program's language; empty when there is no such script. */
struct kp_str script_title(struct app *app, struct kp_str id);

/* Loads a script by id (an unknown one suggests the nearest); faults are printed, the status says so. */
enum kp_status script_open(struct app *app, struct kp_str id, struct kp_script *out);

/*
 * Output: results to standard output, through the pager where it is a terminal that they fill. out_flush
 * shows what there is so far, so that long lists are read while they are made; it leaves app->out as it
 * is, and returns false when nobody reads any further. out_finish shows the rest.
 */
bool out_flush(struct app *app);
int out_finish(struct app *app, int status);
void out_json(struct app *app, const struct kp_json *document); /* canonical, to app->out */
void out_text(struct app *app, struct kp_str text);             /* made safe by the view */

/*
 * Takes what `err` says of `file` as a fault with its place: a message of the form
 * `file:line:column: …` does not name the file twice.
 */
void fault_of(struct kp_faults *faults, const char *file, struct kp_err *err);

/*
 * Whether a document of ours is an object of a format that this version knows; what is wrong with
 * it otherwise.
 */
enum kp_status check_format(const char *file, const struct kp_json *document, struct kp_err *err);

/* Prints every fault to standard error, one a line. */
void say_faults(struct app *app, const struct kp_faults *faults);

#endif
