// SPDX-License-Identifier: GPL-3.0-or-later
/* The program: its commands, and what happens around each of them. */

#include "app.h"
#include "args.h"
#include "base/text.h"
#include "config.h"
#include "held.h"
#include "language.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const struct command command_init, command_demo, command_account_add, command_account_list,
    command_account_show, command_account_edit, command_account_rename, command_account_archive,
    command_scripts, command_minutes, command_prework, command_scripts_copy, command_board,
    command_run, command_edit, command_log, command_show, command_check, command_schema,
    command_eval, command_doctor, command_help;
extern const struct command command_diff, command_history, command_blame, command_restore,
    command_sign, command_due, command_portfolio, command_forecast, command_report, command_export,
    command_import;

/* clang-format off */
const struct command *const commands[] = {
    &command_init,
    &command_demo,
    &command_account_add,
    &command_account_list,
    &command_account_show,
    &command_account_edit,
    &command_account_rename,
    &command_account_archive,
    &command_scripts_copy,
    &command_scripts,
    &command_prework,
    &command_run,
    &command_board,
    &command_minutes,
    &command_edit,
    &command_restore,
    &command_import,
    &command_log,
    &command_show,
    &command_diff,
    &command_history,
    &command_blame,
    &command_sign,
    &command_due,
    &command_portfolio,
    &command_forecast,
    &command_report,
    &command_export,
    &command_check,
    &command_schema,
    &command_eval,
    &command_doctor,
    &command_help,
    NULL,
};
/* clang-format on */

const struct option common_options[] = {
    {NULL, 'C', "DIR", N_("work in this directory")},
    {"json", 0, NULL, N_("one JSON document on standard output")},
    {"color", 0, "WHEN", N_("auto, always or never (NO_COLOR is honoured)")},
    {"lang", 0, "LANGUAGE", N_("da, sv or en")},
    {"plain", 0, NULL, N_("no redrawing, no colour, ASCII frames")},
    {"no-pager", 0, NULL, N_("do not page long output")},
    {"help", 'h', NULL, N_("help on the program or a command")},
    {"version", 0, NULL, N_("the program's version")},
    {"", 0, NULL, NULL},
};

/* For tests: a clock that stands still (or is moved by a file: @FILE), ids that repeat, how many work. */
static bool set_injected(struct app *app)
{
    const char *now = getenv("KAMPLAN_NOW"), *seed = getenv("KAMPLAN_ID_SEED");
    const char *processes = getenv("KAMPLAN_PROCESSES");
    app->processes = processes ? strtoul(processes, NULL, 10) : 0;
    app->clock = kp_clock_system();
    app->ids = seed ? kp_ids_seeded(kp_str_from(seed)) : kp_ids_random();
    if (!now || (*now == '@' ? !kp_clock_of_file(&app->clock, now + 1, &app->err)
                             : !kp_clock_fixed(&app->clock, kp_str_from(now), &app->err)))
        return true;
    kp_err_prefix(&app->err, "KAMPLAN_NOW");
    return false;
}

static void release(struct app *app)
{
    kp_workspace_close(app->workspace);
    kp_model_release(&app->model);
    kp_people_release(&app->people);
    kp_buf_release(&app->out);
    known_release(&app->known);
    held_forget(app);
    kp_err_release(&app->err);
    kp_arena_release(&app->arena);
}

static int run(struct app *app, int argc, char **argv)
{
    struct args args;
    int status;
    app->command = args_read(app, argc, argv, &args, &status);
    if (!app->command)
        return status;
    if (!set_injected(app))
        return app_fail(app);
    if ((app->command->needs & NEEDS_WORKSPACE) && app_open_workspace(app))
        return app_fail(app);
    return out_finish(app, app->command->run(app, &args));
}

int main(int argc, char **argv)
{
    struct app app = {.out = KP_BUF_INIT, .err = KP_ERR_INIT, .people = KP_PEOPLE_INIT};
    signal(SIGPIPE, SIG_IGN); /* a pager that is left early is no fault */
    language_start(&app);
    int status = run(&app, argc, argv);
    release(&app);
    return status;
}
