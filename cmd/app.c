// SPDX-License-Identifier: GPL-3.0-or-later
/* What commands share: the workspace, its settings, people, model and scripts. */

#include "app.h"

#include "base/alloc.h"
#include "base/fs.h"
#include "base/text.h"
#include "config.h"
#include "language.h"
#include "store/people_ref.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct kp_date app_today(const struct app *app)
{
    return kp_date_local(kp_clock_now(&app->clock));
}

struct kp_type_context app_context(struct app *app, struct kp_arena *arena)
{
    return (struct kp_type_context){
        .arena = arena,
        .lang = app->lang,
        .today = app_today(app),
        .currency = app->currency,
        .people = &app->people,
        .ids = &app->ids,
    };
}

static bool environment_names_language(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    enum kp_lang ignored;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return kp_lang_read(kp_str_from(value), &ignored) && ignored != KP_LANG_EN;
    }
    return false;
}

void fault_of(struct kp_faults *faults, const char *file, struct kp_err *err)
{
    struct kp_str message = kp_buf_str(&err->text), name = kp_str_from(file);
    struct kp_place place = {.file = name};
    unsigned line = 0, column = 0;
    int used = 0;
    if (kp_str_starts(message, name)) {
        const char *rest = message.data + name.len;
        if (sscanf(rest, ":%9u:%9u: %n", &line, &column, &used) == 2 && used) {
            place.line = line;
            place.column = column;
        } else if (strncmp(rest, ": ", 2) == 0) {
            used = 2;
        } else if (*rest == ' ') { /* "FILE does not exist" */
            used = 1;
        }
        if (used)
            message = kp_str_slice(message, name.len + (size_t)used, message.len);
    }
    kp_faults_add(faults, KP_FAULT_ERROR, place, "%.*s", KP_STR_ARG(message));
    kp_err_clear(err);
}

enum kp_status check_format(const char *file, const struct kp_json *document, struct kp_err *err)
{
    const struct kp_json *format =
        document->kind == KP_JSON_OBJECT ? kp_json_get(document, "format") : NULL;
    const struct kp_json *at = format ? format : document;
    struct kp_place place = kp_json_place(kp_str_from(file), at);
    int64_t whole = 0;
    if (document->kind != KP_JSON_OBJECT)
        return kp_err_set(err, KP_INVALID,
                          _("%s:%u:%u: must be an object {\"format\": 1, …}, not %s"), file,
                          place.line, place.column, kp_json_kind_name(document->kind));
    if (format && format->kind == KP_JSON_NUMBER && !format->literal.len &&
        kp_number_whole(format->number, &whole) && whole > 1)
        return kp_err_set(err, KP_NEWER,
                          _("%s: written by a newer version of kamplan; update the program"), file);
    if (whole != 1)
        return kp_err_set(err, KP_INVALID, _("%s:%u:%u: \"format\" must be 1"), file, place.line,
                          place.column);
    return KP_OK;
}

/* The workspace's language is that of its sessions, unless somebody asks for another. */
static void use_language(struct app *app, const struct kp_json *settings)
{
    enum kp_lang lang;
    if (!app->lang_given && !environment_names_language() &&
        kp_lang_read(kp_json_text(settings, "language"), &lang))
        language_use(app, lang);
}

/* kamplan.json at the newest revision. */
static enum kp_status read_settings(struct app *app)
{
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_rev tip;
    enum kp_status status = kp_revision_tip(app->workspace, &tip, &app->err);
    if (!status)
        status = kp_revision_read(app->workspace, &tip, "kamplan.json", &bytes, &app->err);
    if (!status)
        status = kp_json_read(&app->arena, "kamplan.json", kp_buf_str(&bytes), &app->settings,
                              &app->err);
    kp_buf_release(&bytes);
    if (!status)
        status = check_format("kamplan.json", app->settings, &app->err);
    if (status)
        return status;
    app->company = kp_json_text(app->settings, "company");
    app->currency = kp_json_text(app->settings, "currency");
    app->budget_month = (int)kp_json_whole(app->settings, "budget_month", 9);
    use_language(app, app->settings);
    return KP_OK;
}

enum kp_status app_open_workspace(struct app *app)
{
    const char *start = app->directory ? app->directory : ".";
    const char *fallback = getenv("KAMPLAN_WORKSPACE");
    struct kp_buf root = KP_BUF_INIT;
    if (app->workspace)
        return KP_OK;
    enum kp_status status = kp_workspace_find(start, &root, &app->err);
    if (status == KP_NOT_FOUND && !app->directory && fallback && *fallback) {
        kp_err_clear(&app->err);
        status = kp_workspace_find(fallback, &root, &app->err);
    }
    if (!status)
        status = kp_workspace_open(root.data, &app->workspace, &app->err);
    kp_buf_release(&root);
    return status ? status : read_settings(app);
}

enum kp_status app_read_people(struct app *app)
{
    struct kp_buf bytes = KP_BUF_INIT;
    if (app->have_people)
        return KP_OK;
    app->have_people = true;
    enum kp_status status = kp_people_ref_read(app->workspace, &bytes, &app->err);
    if (!status)
        status = kp_people_read(&app->people, "people.json", kp_buf_str(&bytes), &app->err);
    else if (status == KP_NOT_FOUND) {
        kp_err_clear(&app->err);
        status = KP_OK;
    }
    kp_buf_release(&bytes);
    return status;
}

/* Whether `dir` holds the built-in model. */
static bool has_model(const char *dir)
{
    struct kp_buf path = KP_BUF_INIT;
    kp_fs_join(&path, dir, "model.json");
    bool there = access(path.data, R_OK) == 0;
    kp_buf_release(&path);
    return there;
}

static const char *keep_if_model(struct app *app, struct kp_str dir)
{
    struct kp_str copy = kp_arena_str(&app->arena, dir);
    return has_model(copy.data) ? copy.data : NULL;
}

/* $KAMPLAN_DATA, beside the program, where it was installed, or its source while it lies in its build tree. */
const char *app_data_dir(struct app *app)
{
    const char *given = getenv("KAMPLAN_DATA"), *found;
    char self[4096];
    if (given && *given) {
        if ((found = keep_if_model(app, kp_str_from(given))))
            return found;
        kp_err_set(&app->err, KP_NOT_FOUND, _("there is no model.json in KAMPLAN_DATA (%s)"),
                   given);
        return NULL;
    }
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    if (len > 0) {
        self[len] = '\0';
        *strrchr(self, '/') = '\0';
        found =
            keep_if_model(app, kp_arena_format(&app->arena, "%s/../share/kamplan/sessions", self));
        if (found)
            return found;
        if (strcmp(self, KAMPLAN_BUILD_DIR) == 0 &&
            (found = keep_if_model(app, kp_str_from(KAMPLAN_SOURCE_SESSIONS))))
            return found;
    }
    if ((found = keep_if_model(app, kp_str_from(KAMPLAN_DATADIR "/sessions"))))
        return found;
    kp_err_set(
        &app->err, KP_NOT_FOUND,
        _("the program's scripts are not where they were installed (%s); install it again, or "
          "set KAMPLAN_DATA"),
        KAMPLAN_DATADIR "/sessions");
    return NULL;
}

static const char OWN_MODEL[] = "sessions/model.json";

/* The workspace's own model, as recorded or as somebody is writing it in the work tree: the latter. */
static enum kp_status read_own_model(struct app *app, const struct kp_json **out)
{
    *out = NULL;
    if (!app->workspace)
        return KP_OK;
    struct kp_str path =
        kp_arena_format(&app->arena, "%s/sessions/model.json", kp_workspace_root(app->workspace));
    struct kp_buf bytes = KP_BUF_INIT;
    enum kp_status status = kp_fs_read(path.data, KP_JSON_MAX_BYTES, &bytes, &app->err);
    if (!status)
        status = kp_json_read(&app->arena, OWN_MODEL, kp_buf_str(&bytes), out, &app->err);
    if (status == KP_NOT_FOUND) {
        kp_err_clear(&app->err);
        status = KP_OK;
    }
    kp_buf_release(&bytes);
    return status;
}

enum kp_status app_read_model(struct app *app)
{
    struct kp_model_source *sources = app->model_sources;
    struct kp_faults faults = KP_FAULTS_INIT;
    const char *dir;
    if (app->have_model)
        return KP_OK;
    if (!(dir = app_data_dir(app)))
        return app->err.status;
    struct kp_str path = kp_arena_format(&app->arena, "%s/model.json", dir);
    sources[0].file = path.data;
    enum kp_status status =
        kp_json_read_file(&app->arena, path.data, &sources[0].document, &app->err);
    if (!status)
        status = read_own_model(app, &sources[1].document);
    sources[1].file = OWN_MODEL;
    app->model_source_count = sources[1].document ? 2 : 1;
    if (!status && kp_model_load(&app->model, sources, app->model_source_count, &faults))
        status = kp_faults_first(&faults, &app->err);
    app->have_model = !status;
    kp_faults_release(&faults);
    return status;
}

enum kp_status app_find_field(struct app *app, struct kp_str id, const struct kp_field **out)
{
    *out = kp_model_field_was(&app->model, id);
    if (*out)
        return KP_OK;
    struct kp_str near = kp_model_suggest(&app->model, id);
    if (near.len)
        return kp_err_set(&app->err, KP_NOT_FOUND,
                          _("there is no field \"%.*s\"; did you mean \"%.*s\"?"), KP_STR_ARG(id),
                          KP_STR_ARG(near));
    return kp_err_set(&app->err, KP_NOT_FOUND, _("there is no field \"%.*s\""), KP_STR_ARG(id));
}

/* The ids of the scripts in a directory; none when there is no directory. */
static enum kp_status list_dir(struct app *app, const char *dir, bool own,
                               struct script_entry **all, size_t *count)
{
    const char **names = NULL;
    size_t found = 0;
    enum kp_status status = kp_fs_list(&app->arena, dir, &names, &found, &app->err);
    if (status == KP_NOT_FOUND) {
        kp_err_clear(&app->err);
        return KP_OK;
    }
    if (status)
        return status;
    struct script_entry *grown = kp_arena_alloc(&app->arena, (*count + found + 1) * sizeof *grown);
    if (*count)
        memcpy(grown, *all, *count * sizeof *grown);
    for (size_t i = 0; i < found; i++) {
        struct kp_str name = kp_str_from(names[i]);
        if (!kp_str_ends(name, KP_STR(".json")) || kp_str_is(name, "model.json"))
            continue;
        struct script_entry entry = {
            .id = kp_arena_str(&app->arena, kp_str_slice(name, 0, name.len - 5)).data,
            .file = kp_arena_format(&app->arena, "%s/%s", dir, names[i]).data,
            .own = own,
        };
        size_t at = 0;
        while (at < *count && strcmp(grown[at].id, entry.id) != 0)
            at++;
        grown[at] = entry;
        *count += at == *count;
    }
    *all = grown;
    return KP_OK;
}

static int by_id(const void *a, const void *b)
{
    const struct script_entry *x = a, *y = b;
    return strcmp(x->id, y->id);
}

enum kp_status script_list(struct app *app, struct script_entry **out, size_t *count)
{
    const char *dir = app_data_dir(app);
    *out = NULL;
    *count = 0;
    if (!dir)
        return app->err.status;
    enum kp_status status = list_dir(app, dir, false, out, count);
    if (!status && app->workspace) {
        struct kp_str own =
            kp_arena_format(&app->arena, "%s/sessions", kp_workspace_root(app->workspace));
        status = list_dir(app, own.data, true, out, count);
    }
    if (!status && *count)
        qsort(*out, *count, sizeof **out, by_id);
    return status;
}

static enum kp_status unknown_script(struct app *app, struct kp_str id,
                                     const struct script_entry *all, size_t count)
{
    const char *nearest = NULL;
    size_t best = 6;
    for (size_t i = 0; i < count; i++) {
        size_t distance = kp_str_distance(id, kp_str_from(all[i].id), best);
        if (distance < best || (id.len > 2 && kp_str_starts(kp_str_from(all[i].id), id))) {
            best = distance;
            nearest = all[i].id;
        }
    }
    if (nearest)
        return kp_err_set(&app->err, KP_NOT_FOUND,
                          _("there is no script \"%.*s\"; did you mean \"%s\"?"), KP_STR_ARG(id),
                          nearest);
    return kp_err_set(&app->err, KP_NOT_FOUND,
                      _("there is no script \"%.*s\"; kamplan scripts lists them"), KP_STR_ARG(id));
}

enum kp_status script_open(struct app *app, struct kp_str id, struct kp_script *out)
{
    struct script_entry *all;
    size_t count, at = 0;
    struct kp_faults faults = KP_FAULTS_INIT;
    const struct kp_json *document = NULL;
    enum kp_status status = app_read_model(app);
    if (!status)
        status = script_list(app, &all, &count);
    if (status)
        return status;
    while (at < count && !kp_str_is(id, all[at].id))
        at++;
    if (at == count)
        return unknown_script(app, id, all, count);
    status = kp_json_read_file(&app->arena, all[at].file, &document, &app->err);
    if (!status && kp_script_load(out, &app->model, all[at].file, document, &faults)) {
        say_faults(app, &faults);
        status = kp_err_set(&app->err, KP_INVALID, _("the script \"%.*s\" cannot be used as it is"),
                            KP_STR_ARG(id));
    }
    kp_faults_release(&faults);
    return status;
}

/* The language of a workspace that is not opened: of the file that lies there, if it can be read. */
static void use_language_of(struct app *app, const char *root)
{
    struct kp_str path = kp_arena_format(&app->arena, "%s/kamplan.json", root);
    const struct kp_json *settings = NULL;
    if (!kp_json_read_file(&app->arena, path.data, &settings, NULL))
        use_language(app, settings);
}

void app_open_own_scripts(struct app *app)
{
    const char *fallback = getenv("KAMPLAN_WORKSPACE");
    struct kp_buf root = KP_BUF_INIT;
    enum kp_status status =
        kp_workspace_find(app->directory ? app->directory : ".", &root, &app->err);
    if (status && !app->directory && fallback && *fallback)
        status = kp_workspace_find(fallback, &root, &app->err);
    kp_err_clear(&app->err);
    if (!status) {
        size_t len = root.len;
        kp_buf_adds(&root, "/sessions");
        bool own = kp_fs_is_dir(root.data);
        kp_buf_truncate(&root, len);
        if (!own)
            use_language_of(app, root.data);
        else if (app_open_workspace(app))
            app_fail(app); /* said; the built-in ones are still of use */
    }
    kp_buf_release(&root);
}

/* The title in a script's file, of which no more is read; empty when there is none. */
static struct kp_str read_title(struct app *app, struct kp_str id)
{
    struct script_entry *all;
    size_t count, at = 0;
    const struct kp_json *document = NULL;
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_str text = {"", 0};
    if (script_list(app, &all, &count)) {
        kp_err_clear(&app->err);
        return text;
    }
    while (at < count && !kp_str_is(id, all[at].id))
        at++;
    if (at < count && !kp_fs_read(all[at].file, KP_JSON_MAX_BYTES, &bytes, NULL) &&
        !kp_json_read_top(&app->arena, all[at].file, kp_buf_str(&bytes), "title", &document,
                          NULL)) {
        const struct kp_json *title = kp_json_get(document, "title");
        text = kp_json_text(title, kp_lang_code(app->lang));
        if (!text.len)
            text = kp_json_text(title, "en");
    }
    kp_buf_release(&bytes);
    return text;
}

struct kp_str script_title(struct app *app, struct kp_str id)
{
    struct known *known = &app->known;
    if (!id.len)
        return id;
    for (size_t i = 0; i < known->title_count; i++)
        if (kp_str_equal(known->titles[i].id, id))
            return known->titles[i].text;
    known->titles =
        kp_grow(known->titles, known->title_count, &known->title_cap, sizeof *known->titles);
    struct title *title = &known->titles[known->title_count++];
    title->id = kp_arena_str(&app->arena, id);
    title->text = read_title(app, id);
    return title->text;
}
