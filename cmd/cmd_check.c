// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/fs.h"
#include "base/text.h"

/* One file that is checked: the model, or a script against it. */
struct checking {
    struct app *app;
    struct kp_model model;
    bool model_loaded;
    struct kp_json *files; /* for --json */
    size_t errors, warnings;
};

static void report(struct checking *checking, const char *file, struct kp_faults *faults)
{
    kp_faults_sort(faults);
    struct kp_arena *arena = &checking->app->arena;
    struct kp_json *object = kp_json_new_object(arena), *list = kp_json_new_array(arena);
    for (size_t i = 0; i < faults->count; i++) {
        const struct kp_fault *fault = &faults->items[i];
        struct kp_json *entry = kp_json_new_object(arena);
        bool error = fault->severity == KP_FAULT_ERROR;
        checking->errors += error;
        checking->warnings += !error;
        kp_json_set_whole(arena, entry, "line", fault->place.line);
        kp_json_set_whole(arena, entry, "column", fault->place.column);
        kp_json_set_string(arena, entry, "severity", error ? KP_STR("error") : KP_STR("warning"));
        kp_json_set_string(arena, entry, "message", fault->message);
        kp_json_append(arena, list, entry);
    }
    kp_json_set_string(arena, object, "file", kp_str_from(file));
    kp_json_set(arena, object, "faults", list);
    kp_json_append(arena, checking->files, object);
    if (!checking->app->json)
        say_faults(checking->app, faults);
}

/* A file that is no JSON is one fault, whose message names the place itself. */
static const struct kp_json *read_document(struct checking *checking, const char *file,
                                           struct kp_faults *faults)
{
    const struct kp_json *document = NULL;
    struct app *app = checking->app;
    if (!kp_json_read_file(&app->arena, file, &document, &app->err))
        return document;
    fault_of(faults, file, &app->err);
    return NULL;
}

static bool is_model(const char *file)
{
    struct kp_str name = kp_str_from(file);
    return kp_str_is(name, "model.json") || kp_str_ends(name, KP_STR("/model.json"));
}

/* Loads the built-in model, with `own` (may be NULL) on top; its faults are reported under that file. */
static void check_model(struct checking *checking, const char *own)
{
    struct app *app = checking->app;
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_model_source sources[2] = {{NULL, NULL}, {own, NULL}};
    const char *dir = app_data_dir(app);
    if (!dir) {
        checking->errors++;
        app_fail(app);
        return;
    }
    sources[0].file = kp_arena_format(&app->arena, "%s/model.json", dir).data;
    sources[0].document = read_document(checking, sources[0].file, &faults);
    if (own)
        sources[1].document = read_document(checking, own, &faults);
    if (!faults.errors && !kp_model_load(&checking->model, sources, own ? 2 : 1, &faults))
        checking->model_loaded = true;
    report(checking, own ? own : sources[0].file, &faults);
    kp_faults_release(&faults);
}

static void check_script(struct checking *checking, const char *file)
{
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_script script = {0};
    const struct kp_json *document = read_document(checking, file, &faults);
    if (document && checking->model_loaded)
        kp_script_load(&script, &checking->model, file, document, &faults);
    report(checking, file, &faults);
    kp_script_release(&script);
    kp_faults_release(&faults);
}

/* The workspace's own model, if there is a workspace with one. */
static const char *own_model(struct app *app)
{
    if (!app->workspace)
        return NULL;
    struct kp_str path =
        kp_arena_format(&app->arena, "%s/sessions/model.json", kp_workspace_root(app->workspace));
    return kp_fs_exists(path.data) ? path.data : NULL;
}

static int run(struct app *app, const struct args *args)
{
    struct checking checking = {.app = app, .files = kp_json_new_array(&app->arena)};
    const char *model = NULL;
    app_open_own_scripts(app);
    for (size_t i = 0; i < args->count; i++)
        if (is_model(args->words[i]))
            model = args->words[i];
    check_model(&checking, model ? model : own_model(app));
    if (args->count) {
        for (size_t i = 0; i < args->count; i++)
            if (!is_model(args->words[i]))
                check_script(&checking, args->words[i]);
    } else {
        struct script_entry *all;
        size_t count;
        if (script_list(app, &all, &count))
            return app_fail(app);
        for (size_t i = 0; i < count; i++)
            check_script(&checking, all[i].file);
    }
    if (app->json) {
        struct kp_json *document = kp_json_new_object(&app->arena);
        kp_json_set(&app->arena, document, "files", checking.files);
        kp_json_set_whole(&app->arena, document, "errors", (int64_t)checking.errors);
        kp_json_set_whole(&app->arena, document, "warnings", (int64_t)checking.warnings);
        out_json(app, document);
    } else {
        kp_buf_addf(&app->out, _("files: %zu · faults: %zu · warnings: %zu\n"),
                    checking.files->count, checking.errors, checking.warnings);
    }
    kp_model_release(&checking.model);
    return checking.errors ? EXIT_FAILED : EXIT_DONE;
}

const struct command command_check = {
    .name = "check",
    .summary = N_("Check scripts and the model: every fault with its place"),
    .usage = "[FILE...]",
    .about = N_("Without FILE: the built-in model and scripts, and the workspace's own."),
    .words_max = 1000,
    .json = true,
    .run = run,
};
