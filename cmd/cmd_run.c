// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "base/utf8.h"
#include "conduct.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct option options[] = {
    {"cycle", 0, "CYCLE", N_("the half-year it belongs to (2026H1), when it is not the date's")},
    {"date", 0, "DATE", N_("the day it is held, when it is not today")},
    {"facilitator", 0, "NAME", N_("who leads it")},
    {"attendees", 0, "\"A, B\"", N_("who is in the room")},
    {"answers", 0, "FILE", N_("answers prepared before the meeting, as JSON")},
    {"batch", 0, NULL, N_("the answers are the whole session: check them, record them")},
    {"notes", 0, NULL, N_("show the facilitator's notes all the time")},
    {"discard", 0, NULL, N_("throw an unfinished session of this script away")},
    {NULL, 0, NULL, NULL},
};

/* An unfinished session of this script on this account, newest first. */
static enum kp_status find_unfinished(struct app *app, struct kp_str script, struct kp_str account,
                                      struct kp_journal_entry *out, bool *found)
{
    struct kp_journal_entry *all;
    size_t count;
    *found = false;
    enum kp_status status =
        kp_journal_list(app->workspace, &app->arena, &all, &count, &app->err);
    for (size_t i = 0; !status && i < count; i++) {
        struct kp_buf lines = KP_BUF_INIT;
        const struct kp_json *header = NULL;
        bool torn;
        if (!kp_str_is(account, all[i].account))
            continue;
        if (!kp_journal_read(all[i].path, &lines, &torn, NULL)) {
            struct kp_str rest = kp_buf_str(&lines);
            struct kp_str first = kp_str_split(&rest, '\n');
            kp_json_read(&app->arena, all[i].path, first, &header, NULL);
        }
        const struct kp_json *held = kp_json_get(kp_json_get(header, "held_with"), "script");
        bool mine = kp_str_equal(kp_json_text(held, "id"), script);
        if (mine && (!*found || all[i].modified > out->modified)) {
            *out = all[i];
            *found = true;
        }
        kp_buf_release(&lines);
    }
    return status;
}

static int discard(struct app *app, const struct kp_journal_entry *entry)
{
    struct kp_hold *hold = NULL; /* a session that somebody holds right now is not thrown away */
    if (kp_account_hold(app->workspace, entry->account, _("an unfinished session"), &hold,
                        &app->err))
        return app_fail(app);
    enum kp_status status =
        kp_journal_remove(app->workspace, entry->account, entry->session_id, &app->err);
    kp_account_release(hold);
    if (status)
        return app_fail(app);
    app_say(app, _("The unfinished session is gone."));
    return EXIT_DONE;
}

static enum kp_status read_answers(struct app *app, const char *file, const struct kp_json **out)
{
    struct kp_buf bytes = KP_BUF_INIT;
    enum kp_status status;
    if (strcmp(file, "-") != 0)
        return kp_json_read_file(&app->arena, file, out, &app->err);
    char chunk[65536];
    ssize_t got;
    while ((got = read(STDIN_FILENO, chunk, sizeof chunk)) > 0 &&
           bytes.len <= KP_JSON_MAX_BYTES)
        kp_buf_add(&bytes, (struct kp_str){chunk, (size_t)got});
    status = kp_json_read(&app->arena, "-", kp_buf_str(&bytes), out, &app->err);
    kp_buf_release(&bytes);
    return status;
}

static int run_batch(struct sitting *sitting, const char *file, const struct kp_json *answers)
{
    struct app *app = sitting->app;
    struct kp_faults faults = KP_FAULTS_INIT;
    struct recorded recorded;
    int status = EXIT_FAILED;
    if (kp_session_batch(sitting->session, file, answers, kp_clock_now(&app->clock), &faults)) {
        say_faults(app, &faults);
        app_say(app, _("kamplan: nothing was recorded"));
    } else if (sitting_record(sitting, NULL, &recorded)) {
        status = app_fail(app);
    } else {
        status = EXIT_DONE;
        if (app->json)
            out_json(app, recorded_json(sitting, &recorded));
        else
            recorded_text(sitting, &recorded, &app->out);
    }
    kp_faults_release(&faults);
    return status;
}

static bool is_plain(const struct app *app)
{
    const char *term = getenv("TERM");
    return app->plain || !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO) || !term ||
           strcmp(term, "dumb") == 0;
}

/* Goes on with an unfinished session, begins anew, or neither: asked where somebody can answer. */
enum choice { CHOICE_RESUME, CHOICE_DISCARD, CHOICE_NEITHER };

static enum choice ask_resume(struct app *app, struct console *console,
                              const struct kp_journal_entry *entry)
{
    struct kp_buf question = KP_BUF_INIT;
    kp_buf_adds(&question, _("There is an unfinished session from "));
    kp_date_show(&question, kp_date_local(entry->modified), app->lang);
    kp_buf_adds(&question, ".");
    const char *const answers[] = {_("go on with it"), _("throw it away and begin anew"),
                                   _("leave it, do nothing")};
    int chosen = isatty(STDIN_FILENO)
                     ? conduct_choose(app, console, question.data, answers, 3, 0)
                     : 0;
    kp_buf_release(&question);
    return chosen < 0 ? CHOICE_NEITHER : (enum choice)chosen;
}

static int hold(struct app *app, struct sitting *sitting, struct console *console,
                const struct args *args, const struct kp_json *answers)
{
    const struct conduct_options conduct_options = {
        .notes = args_option(app->command, args, "notes") != NULL,
    };
    struct kp_faults faults = KP_FAULTS_INIT;
    int status;
    if (answers && kp_session_prepare(sitting->session, args_option(app->command, args, "answers"),
                                      answers, &faults)) {
        say_faults(app, &faults);
        status = EXIT_FAILED;
    } else {
        status = conduct(sitting, console, &conduct_options);
    }
    kp_faults_release(&faults);
    return status;
}

static int begin(struct app *app, struct kp_script *script, struct kp_str account,
                 const struct args *args, struct sitting *sitting)
{
    const struct sitting_options sitting_options = {
        .cycle = args_option(app->command, args, "cycle"),
        .date = args_option(app->command, args, "date"),
        .facilitator = args_option(app->command, args, "facilitator"),
        .attendees = args_option(app->command, args, "attendees"),
    };
    return sitting_begin(app, account, script, &sitting_options, sitting) ? app_fail(app)
                                                                         : EXIT_DONE;
}

static int run_interactive(struct app *app, struct kp_script *script, struct kp_str account,
                           const struct args *args, const struct kp_json *answers)
{
    struct kp_journal_entry unfinished;
    struct sitting sitting;
    bool found, torn = false;
    int status = EXIT_DONE;
    if (find_unfinished(app, script->id, account, &unfinished, &found))
        return app_fail(app);
    struct console *console = console_open(is_plain(app));
    enum choice choice = found ? ask_resume(app, console, &unfinished) : CHOICE_DISCARD;
    if (found && choice == CHOICE_DISCARD)
        status = discard(app, &unfinished);
    if (status == EXIT_DONE && choice == CHOICE_RESUME) {
        if (sitting_resume(app, &unfinished, &sitting, &torn))
            status = app_fail(app);
        else if (torn)
            app_say(app, _("The last entry was cut off when the program died; please look at it again."));
    } else if (status == EXIT_DONE && choice == CHOICE_DISCARD) {
        status = begin(app, script, account, args, &sitting);
    }
    if (status == EXIT_DONE && choice != CHOICE_NEITHER) {
        status = hold(app, &sitting, console, args, answers);
        sitting_end(&sitting);
    }
    console_close(console);
    return status;
}

static int run_discard(struct app *app, struct kp_str script, struct kp_str account)
{
    struct kp_journal_entry unfinished;
    bool found;
    if (find_unfinished(app, script, account, &unfinished, &found))
        return app_fail(app);
    if (found)
        return discard(app, &unfinished);
    app_say(app, _("There is no unfinished session."));
    return EXIT_DONE;
}

/* The account that is meant: named, or the company's own plan for a script about that. */
static int find_account(struct app *app, const struct kp_script *script, const struct args *args,
                        struct kp_str *account)
{
    if (args->count > 1)
        *account = kp_str_from(args->words[1]);
    else if (script->scope == KP_SCOPE_PROGRAM)
        *account = KP_STR("program");
    else
        return app_usage(app, _("say which account the session is about"));
    bool program = kp_str_is(*account, "program");
    if (program == (script->scope == KP_SCOPE_PROGRAM))
        return EXIT_DONE;
    return app_usage(app, program ? _("this session is about one account, not the company")
                                  : _("this session is about the company: leave the account out"));
}

static int run(struct app *app, const struct args *args)
{
    const char *file = args_option(app->command, args, "answers");
    bool batch = args_option(app->command, args, "batch") != NULL;
    struct kp_script script = {0};
    const struct kp_json *answers = NULL;
    struct kp_str account;
    struct sitting sitting;

    if (batch && !file)
        return app_usage(app, _("--batch needs --answers FILE"));
    if (script_open(app, kp_str_from(args->words[0]), &script))
        return app_fail(app);
    int status = find_account(app, &script, args, &account);
    struct account known;
    if (!status && account_find(app, account, &known))
        status = app_fail(app);
    if (!status && file && read_answers(app, file, &answers))
        status = app_fail(app);
    if (status)
        goto done;
    if (args_option(app->command, args, "discard")) {
        status = run_discard(app, script.id, account);
    } else if (batch) {
        status = begin(app, &script, account, args, &sitting);
        if (!status) {
            status = run_batch(&sitting, file, answers);
            sitting_end(&sitting);
        }
    } else {
        status = run_interactive(app, &script, account, args, answers);
    }
done:
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
