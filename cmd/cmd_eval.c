// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "model/expr.h"

static const struct kp_json *nothing_known(void *context, const struct kp_field *field,
                                           bool previous)
{
    (void)context, (void)field, (void)previous;
    return &kp_json_null;
}

static int print(struct app *app, const struct kp_json *value)
{
    if (app->json) {
        struct kp_json *document = kp_json_new_object(&app->arena);
        kp_json_set(&app->arena, document, "value", value);
        kp_json_set_bool(&app->arena, document, "known", !kp_json_is_null(value));
        out_json(app, document);
    } else if (kp_json_is_null(value)) {
        kp_buf_adds(&app->out, "unknown\n");
    } else {
        kp_json_write(&app->out, value);
    }
    return EXIT_DONE;
}

/* On a plan: names have that plan's values. */
static int eval_on_plan(struct app *app, const struct kp_expr *expr, const char *word)
{
    struct plan_at at;
    struct kp_str slug, name;
    int status;
    split_account(word, &slug, &name);
    if (plan_at_read(app, slug, name, &at)) {
        status = app_fail(app);
    } else {
        status = print(app, kp_calc_eval(&at.calc, expr, NULL));
        say_faults(app, &at.faults);
        if (at.faults.errors) /* worked out without what could not be read */
            status = EXIT_FAILED;
    }
    plan_at_release(&at);
    return status;
}

static int run(struct app *app, const struct args *args)
{
    struct kp_faults faults = KP_FAULTS_INIT;
    const struct kp_expr *expr = NULL;
    struct kp_str source = kp_str_from(args->words[0]);
    bool on_plan = args->count > 1;
    if ((on_plan && app_open_workspace(app)) || app_read_model(app))
        return app_fail(app);
    const struct kp_expr_scope scope = {.model = &app->model};
    const struct kp_place place = {.file = KP_STR("expression"), .line = 1, .column = 1};
    int status;
    if (kp_expr_compile(&app->arena, source, &scope, place, KP_EXPR_ANY, &expr, &faults)) {
        say_faults(app, &faults);
        status = EXIT_FAILED;
    } else if (on_plan) {
        status = eval_on_plan(app, expr, args->words[1]);
    } else {
        const struct kp_expr_env env = {
            .value = nothing_known, .today = app_today(app), .arena = &app->arena};
        status = print(app, kp_expr_eval(expr, &env));
    }
    kp_faults_release(&faults);
    return status;
}

const struct command command_eval = {
    .name = "eval",
    .summary = N_("Try an expression, on a plan if one is named"),
    .usage = "EXPR [ACCOUNT[@REV]]",
    .about = N_("For who writes scripts: prints the value as JSON, or unknown. On an earlier "
                "revision today() is that revision's day."),
    .words_min = 1,
    .words_max = 2,
    .json = true,
    .run = run,
};
