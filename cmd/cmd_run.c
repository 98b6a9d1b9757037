// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "hold_session.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct option options[] = {
    {"cycle", 0, "CYCLE", N_("the half-year it belongs to (2026H1), when it is not the date's")},
    {"date", 0, "DATE", N_("the day it is held, when it is not today")},
    {"facilitator", 0, "NAME", N_("who leads it")},
    {"attendees", 0, "\"A, B\"", N_("who is in the room")},
    {"answers", 0, "FILE", N_("answers prepared before the meeting, as JSON")},
    {"prework", 0, "DIR", N_("what people wrote before the meeting: a directory, or one file")},
    {"anonymous", 0, NULL, N_("show that without names")},
    {"batch", 0, NULL, N_("the answers are the whole session: check them, record them")},
    {"no-bell", 0, NULL, N_("no bell when a section's time is up")},
    {"notes", 0, NULL, N_("show the facilitator's notes all the time")},
    {"rehearse", 0, NULL, N_("walk through it; nothing is recorded, and no account is needed")},
    {"discard", 0, NULL, N_("throw an unfinished session of this script away")},
    {NULL, 0, NULL, NULL},
};

static enum kp_status read_answers(struct app *app, const char *file, const struct kp_json **out)
{
    struct kp_buf bytes = KP_BUF_INIT;
    enum kp_status status;
    if (strcmp(file, "-") != 0)
        return kp_json_read_file(&app->arena, file, out, &app->err);
    char chunk[65536];
    ssize_t got;
    while ((got = read(STDIN_FILENO, chunk, sizeof chunk)) > 0 && bytes.len <= KP_JSON_MAX_BYTES)
        kp_buf_add(&bytes, (struct kp_str){chunk, (size_t)got});
    status = kp_json_read(&app->arena, "-", kp_buf_str(&bytes), out, &app->err);
    kp_buf_release(&bytes);
    return status;
}

static int run_discard(struct app *app, const struct kp_script *script, struct kp_str account)
{
    struct kp_journal_entry unfinished;
    bool found;
    if (find_unfinished(app, script, account, &unfinished, &found))
        return app_fail(app);
    if (found)
        return discard_unfinished(app, &unfinished);
    app_say(app, _("There is no unfinished session."));
    return EXIT_DONE;
}

/* The account that is meant: named, or the company's own plan for a script about that. */
static int find_account(struct app *app, const struct kp_script *script, const struct args *args,
                        struct kp_str *account)
{
    if (args->count > 1)
        *account = kp_str_from(args->words[1]);
    else if (args_option(app->command, args, "rehearse"))
        *account = (struct kp_str){"", 0};
    else if (script->scope == KP_SCOPE_PROGRAM)
        *account = KP_STR("program");
    else
        return app_usage(app, _("say which account the session is about"));
    bool program = kp_str_is(*account, "program");
    if (!account->len || program == (script->scope == KP_SCOPE_PROGRAM))
        return EXIT_DONE;
    return app_usage(app, program ? _("this session is about one account, not the company")
                                  : _("this session is about the company: leave the account out"));
}

static void read_hold_options(struct app *app, const struct args *args, struct hold_options *out)
{
    *out = (struct hold_options){
        .sitting = {.cycle = args_option(app->command, args, "cycle"),
                    .date = args_option(app->command, args, "date"),
                    .facilitator = args_option(app->command, args, "facilitator"),
                    .attendees = args_option(app->command, args, "attendees"),
                    .rehearse = args_option(app->command, args, "rehearse") != NULL},
        .conduct = {.silent = args_option(app->command, args, "no-bell") != NULL,
                    .notes = args_option(app->command, args, "notes") != NULL,
                    .anonymous = args_option(app->command, args, "anonymous") != NULL},
        .file = args_option(app->command, args, "answers"),
        .prework = args_option(app->command, args, "prework"),
    };
}

static int run_as_batch(struct app *app, struct kp_script *script, struct kp_str account,
                        const struct hold_options *given)
{
    struct sitting sitting;
    if (sitting_begin(app, account, script, &given->sitting, &sitting))
        return app_fail(app);
    int status = sitting_batch(&sitting, given->file, given->answers);
    sitting_end(&sitting);
    return status;
}

static int run(struct app *app, const struct args *args)
{
    bool batch = args_option(app->command, args, "batch") != NULL;
    struct kp_script script = {0};
    struct hold_options given;
    struct account known;
    struct kp_str account;

    read_hold_options(app, args, &given);
    if (batch && !given.file)
        return app_usage(app, _("--batch needs --answers FILE"));
    if (given.sitting.rehearse && (batch || args_option(app->command, args, "discard")))
        return app_usage(app, _("--rehearse goes with neither --batch nor --discard"));
    if (script_open(app, kp_str_from(args->words[0]), &script))
        return app_fail(app);
    int status = find_account(app, &script, args, &account);
    if (!status && ((account.len && account_find(app, account, &known)) ||
                    (given.file && read_answers(app, given.file, &given.answers))))
        status = app_fail(app);
    if (!status && args_option(app->command, args, "discard"))
        status = run_discard(app, &script, account);
    else if (!status && batch)
        status = run_as_batch(app, &script, account, &given);
    else if (!status)
        status = hold_session(app, &script, account, &given);
    kp_script_release(&script);
    return status;
}

const struct command command_run = {
    .name = "run",
    .summary = N_("Hold a session with the room, question by question"),
    .usage = "SCRIPT [ACCOUNT]",
    .about = N_("Every answer is safe the moment it is given. A session that was left or cut off "
                "waits, and run offers to go on with it. Enter keeps the answer that stands; "
                "/help lists what else can be typed. Where the input is no terminal, the same "
                "questions are answered line by line."),
    .options = options,
    .words_min = 1,
    .words_max = 2,
    .needs = NEEDS_WORKSPACE | NEEDS_IDENTITY | NEEDS_TERMINAL,
    .json = true,
    .run = run,
};
