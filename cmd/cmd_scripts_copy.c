// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/fs.h"
#include "base/text.h"

/* A script's id is a file name without .json, as a slug is. */
static enum kp_status check_new(struct app *app, const struct script_entry *all, size_t count,
                                struct kp_str id)
{
    if (kp_str_is(id, "model"))
        return kp_err_set(&app->err, KP_INVALID,
                          _("\"model\" is the name of the fields' file; choose another"));
    if (account_check_slug(id, NULL))
        return kp_err_set(&app->err, KP_INVALID,
                          _("\"%.*s\" cannot be a script's name; use a–z, 0–9 and -"),
                          KP_STR_ARG(id));
    for (size_t i = 0; i < count; i++)
        if (kp_str_is(id, all[i].id))
            return kp_err_set(&app->err, KP_EXISTS, _("there is a script \"%.*s\" already (%s)"),
                              KP_STR_ARG(id), all[i].file);
    return KP_OK;
}

/* The same script under its new name, counting its versions anew. */
static enum kp_status write_copy(struct app *app, const char *from, struct kp_str id,
                                 const char *path)
{
    const struct kp_json *document = NULL;
    struct kp_buf bytes = KP_BUF_INIT;
    enum kp_status status = kp_json_read_file(&app->arena, from, &document, &app->err);
    if (!status) {
        struct kp_json *copy = kp_json_copy(&app->arena, document);
        kp_json_set_string(&app->arena, copy, "id", id);
        kp_json_set_whole(&app->arena, copy, "version", 1);
        kp_json_write(&bytes, copy);
        status = kp_fs_replace(path, kp_buf_str(&bytes), 0666, false, &app->err);
    }
    kp_buf_release(&bytes);
    return status;
}

static int run(struct app *app, const struct args *args)
{
    struct kp_script script = {0};
    struct script_entry *all;
    size_t count, at = 0;
    struct kp_str id = kp_str_from(args->words[1]);
    const char *root = kp_workspace_root(app->workspace);
    if (script_open(app, kp_str_from(args->words[0]), &script) || script_list(app, &all, &count) ||
        check_new(app, all, count, id)) {
        kp_script_release(&script);
        return app_fail(app);
    }
    while (!kp_str_is(script.id, all[at].id))
        at++;
    kp_script_release(&script);
    const char *dir = kp_arena_format(&app->arena, "%s/sessions", root).data;
    const char *path = kp_arena_format(&app->arena, "%s/%.*s.json", dir, KP_STR_ARG(id)).data;
    if (kp_fs_make_dirs(dir, 0777, &app->err) || write_copy(app, all[at].file, id, path))
        return app_fail(app);
    app_say(app,
            _("%s is yours to change. kamplan check tells what is wrong with it, and where; "
              "kamplan run --rehearse %.*s walks through it."),
            path, KP_STR_ARG(id));
    return EXIT_DONE;
}

const struct command command_scripts_copy = {
    .name = "scripts copy",
    .summary = N_("Take a script as the beginning of one of your own"),
    .usage = "SCRIPT NEW",
    .about =
        N_("The copy stands in the workspace's directory sessions/, under its new name, and is "
           "yours to change in any editor. kamplan schema script prints the JSON Schema with "
           "which an editor completes what you type; kamplan check names every fault with its "
           "line."),
    .words_min = 2,
    .words_max = 2,
    .needs = NEEDS_WORKSPACE,
    .run = run,
};
