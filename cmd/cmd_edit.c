// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "hold_session.h"
#include "one_question.h"

static const struct option options[] = {
    {"cycle", 0, "CYCLE", N_("the half-year it belongs to (2026H1), when it is not today's")},
    {"facilitator", 0, "NAME", N_("who enters it")},
    {NULL, 0, NULL, NULL},
};

#define TITLE "{\"en\": \"Edit\", \"da\": \"Ændring\", \"sv\": \"Ändring\"}"

static int run(struct app *app, const struct args *args)
{
    struct kp_str rest = kp_str_from(args->words[1]);
    struct kp_str field_id = kp_str_split(&rest, '/'), account = kp_str_from(args->words[0]);
    const struct kp_field *field;
    struct kp_script script = {0};
    struct account known;
    struct hold_options given = {
        .sitting = {.cycle = args_option(app->command, args, "cycle"),
                    .facilitator = args_option(app->command, args, "facilitator")},
        .conduct = {.brief = true, .row = rest},
    };
    if (app_read_model(app) || account_find(app, account, &known) ||
        one_question_field(app, field_id, &field))
        return app_fail(app);
    int status = one_question(app, "edit", TITLE, field, account, &script);
    if (!status)
        status = hold_session(app, &script, account, &given);
    kp_script_release(&script);
    return status;
}

const struct command command_edit = {
    .name = "edit",
    .summary = N_("Change one answer between sessions"),
    .usage = "ACCOUNT FIELD[/ROW]",
    .about = N_("Asked as in a session and recorded as a revision of its own. ROW is a row's id, "
                "its number, or what stands in its first column."),
    .options = options,
    .words_min = 2,
    .words_max = 2,
    .needs = NEEDS_WORKSPACE | NEEDS_IDENTITY | NEEDS_TERMINAL,
    .json = true,
    .run = run,
};
