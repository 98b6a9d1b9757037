// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "hold_session.h"

static const struct option options[] = {
    {"cycle", 0, "CYCLE", N_("the half-year it belongs to (2026H1), when it is not today's")},
    {"facilitator", 0, "NAME", N_("who enters it")},
    {NULL, 0, NULL, NULL},
};

/* A session of one question. */
static enum kp_status make_script(struct app *app, const struct kp_field *field,
                                  struct kp_script *out)
{
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_buf text = KP_BUF_INIT;
    const struct kp_json *document = NULL;
    kp_buf_addf(&text,
                "{\"format\": 1, \"id\": \"edit\", \"version\": 1, \"scope\": \"%s\","
                " \"title\": {\"en\": \"Edit\", \"da\": \"Ændring\", \"sv\": \"Ändring\"},"
                " \"sections\": [{\"id\": \"edit\", \"minutes\": 1,"
                " \"title\": {\"en\": \"Edit\", \"da\": \"Ændring\", \"sv\": \"Ändring\"},"
                " \"steps\": [{\"type\": \"ask\", \"field\": \"%.*s\"}]}]}",
                field->scope == KP_SCOPE_PROGRAM ? "program" : "account", KP_STR_ARG(field->id));
    enum kp_status status =
        kp_json_read(&app->arena, "edit", kp_buf_str(&text), &document, &app->err);
    if (!status && kp_script_load(out, &app->model, "edit", document, &faults))
        status = kp_faults_first(&faults, &app->err);
    kp_faults_release(&faults);
    kp_buf_release(&text);
    return status;
}

/* A field that people answer. */
static enum kp_status find_field(struct app *app, struct kp_str id, const struct kp_field **out)
{
    enum kp_status status = app_find_field(app, id, out);
    if (!status && (*out)->calc)
        status = kp_err_set(&app->err, KP_INVALID, _("\"%.*s\" is worked out from other answers"),
                            KP_STR_ARG(id));
    return status;
}

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
        find_field(app, field_id, &field) || make_script(app, field, &script))
        return app_fail(app);
    bool program = kp_str_is(account, "program");
    int status;
    if (program != (field->scope == KP_SCOPE_PROGRAM))
        status = app_usage(app,
                           program ? _("\"%.*s\" belongs to an account's plan")
                                   : _("\"%.*s\" belongs to the company's own plan (program)"),
                           KP_STR_ARG(field_id));
    else
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
