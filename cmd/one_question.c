// SPDX-License-Identifier: GPL-3.0-or-later
#include "one_question.h"

#include "base/text.h"

enum kp_status one_question_field(struct app *app, struct kp_str id, const struct kp_field **out)
{
    enum kp_status status = app_find_field(app, id, out);
    if (!status && (*out)->calc)
        status = kp_err_set(&app->err, KP_INVALID, _("\"%.*s\" is worked out from other answers"),
                            KP_STR_ARG(id));
    return status;
}

static enum kp_status make(struct app *app, const char *id, const char *title,
                           const struct kp_field *field, const char *scope, struct kp_script *out)
{
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_buf text = KP_BUF_INIT;
    const struct kp_json *document = NULL;
    kp_buf_addf(&text,
                "{\"format\": 1, \"id\": \"%s\", \"version\": 1, \"scope\": \"%s\", \"title\": %s,"
                " \"sections\": [{\"id\": \"%s\", \"minutes\": 1, \"title\": %s,"
                " \"steps\": [{\"type\": \"ask\", \"field\": \"%.*s\"}]}]}",
                id, scope, title, id, title, KP_STR_ARG(field->id));
    enum kp_status status = kp_json_read(&app->arena, id, kp_buf_str(&text), &document, &app->err);
    if (!status && kp_script_load(out, &app->model, id, document, &faults))
        status = kp_faults_first(&faults, &app->err);
    kp_faults_release(&faults);
    kp_buf_release(&text);
    return status;
}

int one_question(struct app *app, const char *id, const char *title, const struct kp_field *field,
                 struct kp_str account, struct kp_script *out)
{
    bool program = kp_str_is(account, "program");
    if (!kp_scope_covers(field->scope, program ? KP_SCOPE_PROGRAM : KP_SCOPE_ACCOUNT))
        return app_usage(app,
                         program ? _("\"%.*s\" belongs to an account's plan")
                                 : _("\"%.*s\" belongs to the company's own plan (program)"),
                         KP_STR_ARG(field->id));
    return make(app, id, title, field, program ? "program" : "account", out) ? app_fail(app) : 0;
}
