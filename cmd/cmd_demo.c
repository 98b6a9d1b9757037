// SPDX-License-Identifier: GPL-3.0-or-later
/* The demo workspace: recorded by the program itself from prepared sessions, under the clock of their day. */

#include "app.h"
#include "base/text.h"
#include "base/utf8.h"
#include "import.h"
#include "new_workspace.h"
#include "signed.h"
#include "sitting.h"

/*
 * demo.json: {"company","language","currency","budget_month","begun": RFC 3339,
 *  "accounts": [{"slug","name","kam","sponsor"}],
 *  "sessions": [{"at": RFC 3339, "language", "account", "script", "facilitator", "attendees": "A, B",
 *                "answers": "file.json"}]} — answers beside it. Instead of script and answers a session may have
 *  "import": the field that the CSV file "rows" goes into, or "sign_off": the cycle that "by" stands for
 *  as "role", with a "comment".
 */
static enum kp_status read_demo(struct app *app, const char **dir, const struct kp_json **out)
{
    const char *data = app_data_dir(app);
    if (!data)
        return app->err.status;
    *dir = kp_arena_format(&app->arena, "%s/demo", data).data;
    struct kp_str path = kp_arena_format(&app->arena, "%s/demo.json", *dir);
    return kp_json_read_file(&app->arena, path.data, out, &app->err);
}

static const char *text_or_null(const struct kp_json *object, const char *name)
{
    struct kp_str text = kp_json_text(object, name);
    return text.len ? text.data : NULL;
}

static enum kp_status make_workspace(struct app *app, const char *dir, const struct kp_json *demo)
{
    struct new_workspace workspace = new_workspace_usual(app);
    workspace.company = kp_json_text(demo, "company").data;
    workspace.currency = kp_json_text(demo, "currency").data;
    workspace.budget_month = (int)kp_json_whole(demo, "budget_month", 9);
    kp_lang_read(kp_json_text(demo, "language"), &workspace.lang);
    enum kp_status status = new_workspace_make(app, dir, &workspace);
    KP_JSON_EACH(account, kp_json_get(demo, "accounts"))
    {
        if (status)
            return status;
        status =
            new_account(app, kp_json_text(account, "slug").data, kp_json_text(account, "name").data,
                        text_or_null(account, "kam"), text_or_null(account, "sponsor"));
    }
    return status;
}

static enum kp_status import_rows(struct app *app, const char *dir, const struct kp_json *session,
                                  const struct sitting_options *options)
{
    struct kp_str file =
        kp_arena_format(&app->arena, "%s/%.*s", dir, KP_STR_ARG(kp_json_text(session, "rows")));
    return import_file(app, kp_json_text(session, "import").data, file.data,
                       kp_json_text(session, "account"), options);
}

static enum kp_status sign_off(struct app *app, const struct kp_json *session)
{
    struct kp_signoff signoff = {
        .at = kp_clock_now(&app->clock),
        .role = kp_json_text(session, "role"),
        .comment = kp_json_text(session, "comment"),
    };
    struct kp_cycle cycle;
    enum kp_status status = kp_cycle_read(kp_json_text(session, "sign_off"), &cycle, &app->err);
    if (status)
        return status;
    return sign_plan(app, kp_json_text(session, "account"), cycle, text_or_null(session, "by"),
                     false, &signoff);
}

/* Plays one prepared session as `run --batch` would. */
static enum kp_status play(struct app *app, const char *dir, const struct kp_json *session)
{
    const struct sitting_options options = {
        .facilitator = text_or_null(session, "facilitator"),
        .attendees = text_or_null(session, "attendees"),
    };
    struct kp_str file =
        kp_arena_format(&app->arena, "%s/%.*s", dir, KP_STR_ARG(kp_json_text(session, "answers")));
    struct kp_script script = {0};
    struct sitting sitting;
    struct recorded recorded;
    struct kp_faults faults = KP_FAULTS_INIT;
    const struct kp_json *answers = NULL;

    enum kp_status status = kp_clock_fixed(&app->clock, kp_json_text(session, "at"), &app->err);
    kp_lang_read(kp_json_text(session, "language"), &app->lang);
    if (!status && text_or_null(session, "import"))
        return import_rows(app, dir, session, &options);
    if (!status && text_or_null(session, "sign_off"))
        return sign_off(app, session);
    if (!status)
        status = kp_json_read_file(&app->arena, file.data, &answers, &app->err);
    if (!status)
        status = script_open(app, kp_json_text(session, "script"), &script);
    if (!status)
        status = sitting_begin(app, kp_json_text(session, "account"), &script, &options, &sitting);
    if (status)
        goto done;
    if (kp_session_batch(sitting.session, file.data, answers, kp_clock_now(&app->clock), &faults)) {
        say_faults(app, &faults);
        status = kp_err_set(&app->err, KP_INVALID, _("the demo's answers do not fit the scripts"));
    } else {
        status = sitting_record(&sitting, NULL, &recorded);
    }
    sitting_end(&sitting);
done:
    kp_script_release(&script);
    kp_faults_release(&faults);
    return status;
}

static enum kp_status play_all(struct app *app, const char *dir, const struct kp_json *demo)
{
    /* The company's sessions have ids of their own: the accounts' stay, whatever it holds more. */
    struct kp_ids other = kp_ids_seeded(KP_STR("demo program"));
    enum kp_lang lang = app->lang;
    enum kp_status status = KP_OK;
    KP_JSON_EACH(session, kp_json_get(demo, "sessions"))
    {
        bool company = kp_str_is(kp_json_text(session, "account"), "program");
        struct kp_ids ids = app->ids;
        if (company)
            app->ids = other;
        if (!status)
            status = play(app, dir, session);
        if (company) {
            other = app->ids;
            app->ids = ids;
        }
    }
    app->lang = lang;
    return status;
}

static void say_next(struct app *app, const struct kp_json *demo)
{
    struct kp_buf text = KP_BUF_INIT;
    const char *root = kp_workspace_root(app->workspace);
    const struct kp_json *accounts = kp_json_get(demo, "accounts");
    struct kp_str slug = kp_json_text(kp_json_first(accounts), "slug");
    kp_buf_addf(&text, _("The demo is ready in %s. Try:\n"), root);
    kp_buf_addf(&text,
                "  cd %s\n  kamplan log %.*s\n  kamplan show %.*s\n"
                "  kamplan run account-development-workshop %.*s\n",
                root, KP_STR_ARG(slug), KP_STR_ARG(slug), KP_STR_ARG(slug));
    kp_utf8_add_visible(&app->out, kp_buf_str(&text), true);
    kp_buf_release(&text);
}

static int run(struct app *app, const struct args *args)
{
    const char *dir = args->count ? args->words[0] : "kamplan-demo", *source;
    const struct kp_json *demo = NULL;
    struct kp_str where = place_of(app, dir);
    const struct kp_clock clock = app->clock;
    if (read_demo(app, &source, &demo) ||
        kp_clock_fixed(&app->clock, kp_json_text(demo, "begun"), &app->err))
        return app_fail(app);
    app->ids = kp_ids_seeded(KP_STR("demo")); /* everybody's demo is the same */
    if (make_workspace(app, where.data, demo) || play_all(app, source, demo))
        return app_fail(app);
    app->clock = clock;
    say_next(app, demo);
    return EXIT_DONE;
}

const struct command command_demo = {
    .name = "demo",
    .summary = N_("Make a workspace with three accounts and four cycles, to try everything on"),
    .usage = "[DIR]",
    .words_max = 1,
    .needs = NEEDS_IDENTITY,
    .run = run,
};
