// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "base/utf8.h"
#include "hold_session.h"
#include "store/care.h"
#include "store/journal.h"

#include <string.h>

static const struct option options[] = {
    {"fix", 0, NULL, N_("mend what can be mended without losing anything")},
    {"quick", 0, NULL, N_("do not read every revision of every file")},
    {NULL, 0, NULL, NULL},
};

struct doctor {
    struct app *app;
    bool fix;
    struct kp_json *findings;
    size_t open; /* findings that are not mended */
};

static void find(struct doctor *doctor, const char *kind, const char *path, const char *message,
                 bool mendable, bool mended)
{
    struct app *app = doctor->app;
    struct kp_json *finding = kp_json_new_object(&app->arena);
    kp_json_set_string(&app->arena, finding, "kind", kp_str_from(kind));
    kp_json_set_string(&app->arena, finding, "path", kp_str_from(path));
    kp_json_set_string(&app->arena, finding, "message", kp_str_from(message));
    kp_json_set_bool(&app->arena, finding, "mendable", mendable);
    kp_json_set_bool(&app->arena, finding, "mended", mended);
    kp_json_append(&app->arena, doctor->findings, finding);
    doctor->open += !mended;
    if (app->json)
        return;
    struct kp_buf line = KP_BUF_INIT;
    struct kp_style style = app_style(app, false);
    kp_style_add(&line, &style, mended ? KP_MARK_NEW : KP_MARK_WARN,
                 kp_str_from(mended     ? _("mended")
                             : mendable ? _("can be mended")
                                        : _("look at it")));
    kp_buf_adds(&line, "  ");
    if (!kp_str_starts(kp_str_from(message), kp_str_from(path))) /* it names its place itself */
        kp_buf_addf(&line, "%s: ", path);
    kp_utf8_add_visible(&line, kp_str_from(message), true);
    kp_buf_addc(&line, '\n');
    kp_buf_add(&app->out, kp_buf_str(&line));
    kp_buf_release(&line);
}

/* ---- Between the record and the disk ---- */

struct care_word {
    enum kp_care_kind kind;
    const char *name, *message;
    const char *otherwise; /* where it is (not) mendable, against what is usual; NULL: the same */
    bool usual;
};

static const struct care_word care_words[] = {
    {KP_CARE_STALE_LOCK, "stale-lock", N_("a lock that a program left behind when it died"),
     N_("another program may be at work here; a lock that is ten minutes old can be mended"), true},
    {KP_CARE_EDITED, "edited",
     N_("changed by hand; the plan goes by what is recorded. Answer it in a session, or put the "
        "file back"),
     NULL, false},
    {KP_CARE_MISSING, "missing", N_("recorded, but not in the directory"), NULL, false},
    {KP_CARE_BEHIND, "behind", N_("an older revision of it stands in the directory"), NULL, false},
    {KP_CARE_NOT_A_FILE, "not-a-file",
     N_("something that is no ordinary file stands in its place; move it away"), NULL, false},
    {KP_CARE_DAMAGED, "damaged",
     N_("cannot be read back as it was recorded; fetch it from a colleague's copy or a backup"),
     N_("cannot be read; it can be made anew"), false},
    {KP_CARE_TEMPORARY, "temporary", N_("a temporary file that was left behind"), NULL, false},
};

static const char *words_of(const struct care_word *word, const struct kp_care_finding *finding)
{
    bool other = word->otherwise && finding->mendable != word->usual;
    return other ? _(word->otherwise) : _(word->message);
}

static enum kp_status each_care(void *context, const struct kp_care_finding *finding,
                                struct kp_err *err)
{
    struct doctor *doctor = context;
    bool mended = false;
    if (doctor->fix && finding->mendable) {
        if (kp_care_mend(doctor->app->workspace, finding, err))
            return err->status;
        mended = true;
    }
    for (size_t i = 0; i < sizeof care_words / sizeof *care_words; i++)
        if (care_words[i].kind == finding->kind)
            find(doctor, care_words[i].name, finding->path, words_of(&care_words[i], finding),
                 finding->mendable, mended);
    return KP_OK;
}

/* ---- Sessions that wait ---- */

static enum kp_status each_journal(struct doctor *doctor, const struct kp_journal_entry *entry)
{
    struct app *app = doctor->app;
    const char *path = entry->path;
    size_t root = strlen(kp_workspace_root(app->workspace));
    if (strncmp(path, kp_workspace_root(app->workspace), root) == 0 && path[root] == '/')
        path += root + 1;
    struct kp_buf lines = KP_BUF_INIT, text = KP_BUF_INIT;
    const struct kp_json *header = NULL;
    bool torn = false;
    enum kp_status status = kp_journal_read(entry->path, &lines, &torn, &app->err);
    if (!status) {
        struct kp_str rest = kp_buf_str(&lines);
        struct kp_str first = kp_str_split(&rest, '\n');
        status = kp_json_read(&app->arena, path, first, &header, &app->err);
        if (!status)
            status = check_format(path, header, &app->err);
    }
    if (status) {
        find(doctor, "journal-unreadable", path, app->err.text.data, false, false);
        kp_err_clear(&app->err);
        status = KP_OK;
    } else {
        struct kp_buf command = KP_BUF_INIT;
        add_resuming(header, entry->account, &command);
        kp_buf_addf(&text, _("an unfinished session; kamplan %s goes on with it"), command.data);
        kp_buf_release(&command);
        if (torn)
            kp_buf_adds(&text, _(" (its last entry was cut off)"));
        find(doctor, "unfinished-session", path, text.data, false, false);
    }
    kp_buf_release(&lines);
    kp_buf_release(&text);
    return status;
}

static enum kp_status examine_journals(struct doctor *doctor)
{
    struct app *app = doctor->app;
    struct kp_journal_entry *all;
    size_t count;
    enum kp_status status = kp_journal_list(app->workspace, &app->arena, &all, &count, &app->err);
    for (size_t i = 0; !status && i < count; i++)
        status = each_journal(doctor, &all[i]);
    return status;
}

/* ---- Answers that do not read, or do not fit their field ---- */

static void examine_answer(struct doctor *doctor, const char *dir, const struct kp_answer *answer)
{
    struct app *app = doctor->app;
    const struct kp_field *field = kp_model_field_was(&app->model, answer->field);
    struct kp_err err = KP_ERR_INIT;
    struct kp_str path =
        kp_arena_format(&app->arena, "%s/plan/%.*s.json", dir, KP_STR_ARG(answer->field));
    if (!app->have_model)
        return; /* said already */
    if (!field)
        find(doctor, "unknown-field", path.data,
             _("no field of that name is known; it is kept as it is"), false, false);
    else if (field->type->check(field, answer->value, &err))
        find(doctor, "misfit", path.data, err.text.data, false, false);
    kp_err_release(&err);
}

/* What cannot be read, with its place in the file. */
static void find_faults(struct doctor *doctor, const struct kp_faults *faults)
{
    struct kp_buf text = KP_BUF_INIT;
    for (size_t i = 0; i < faults->count; i++) {
        struct kp_str file = kp_arena_str(&doctor->app->arena, faults->items[i].place.file);
        kp_buf_clear(&text);
        kp_fault_print(&faults->items[i], &text);
        find(doctor, "unreadable", file.data, text.data, false, false);
    }
    kp_buf_release(&text);
}

/* The same of the app's error, which is cleared. */
static void find_error(struct doctor *doctor, const char *file)
{
    find(doctor, "unreadable", file, doctor->app->err.text.data, false, false);
    kp_err_clear(&doctor->app->err);
}

struct documents {
    struct doctor *doctor;
    const char *dir;
};

static enum kp_status each_document(void *context, const struct kp_entry *entry, struct kp_err *err)
{
    struct documents *documents = context;
    struct app *app = documents->doctor->app;
    const struct kp_json *document = NULL;
    (void)err;
    if (entry->kind != KP_ENTRY_FILE || !kp_str_ends(kp_str_from(entry->name), KP_STR(".json")))
        return KP_OK;
    struct kp_str file = kp_arena_format(&app->arena, "%s/%s", documents->dir, entry->name);
    if (kp_json_read(&app->arena, file.data, entry->bytes, &document, &app->err) ||
        check_format(file.data, document, &app->err))
        find_error(documents->doctor, file.data);
    return KP_OK;
}

/* Records of sessions, and what they were held with: no command reads all of them, so nobody would notice. */
static enum kp_status examine_documents(struct doctor *doctor, const char *dir)
{
    struct app *app = doctor->app;
    struct documents documents = {doctor, dir};
    struct kp_rev tip;
    enum kp_status status = kp_revision_tip(app->workspace, &tip, &app->err);
    if (!status)
        status =
            kp_revision_each(app->workspace, &tip, dir, true, each_document, &documents, &app->err);
    return status;
}

static enum kp_status examine_plan(struct doctor *doctor, struct kp_str account)
{
    struct app *app = doctor->app;
    struct kp_plan plan;
    struct kp_rev tip;
    struct kp_faults faults = KP_FAULTS_INIT;
    enum kp_status status = kp_revision_tip(app->workspace, &tip, &app->err);
    if (!status)
        status = plan_read(app, account, &tip, &plan, &faults);
    if (status)
        return status;
    find_faults(doctor, &faults);
    for (size_t i = 0; i < plan.count; i++)
        examine_answer(doctor, account_dir(app, account), &plan.answers[i]);
    kp_plan_release(&plan);
    kp_faults_release(&faults);
    return examine_documents(
        doctor, kp_arena_format(&app->arena, "%s/sessions", account_dir(app, account)).data);
}

static enum kp_status examine_plans(struct doctor *doctor)
{
    struct app *app = doctor->app;
    struct account *all;
    size_t count;
    struct kp_faults faults = KP_FAULTS_INIT;
    if (app_read_people(app))
        find_error(doctor, "people.json");
    if (app_read_model(app))
        find_error(doctor, "sessions/model.json");
    enum kp_status status = account_list(app, &all, &count, &faults);
    find_faults(doctor, &faults);
    for (size_t i = 0; !status && i < count; i++)
        if (examine_plan(doctor, all[i].slug)) /* the others can be read, perhaps */
            find_error(doctor, account_dir(app, all[i].slug));
    if (!status && examine_plan(doctor, KP_STR("program")))
        find_error(doctor, "program");
    if (!status && examine_documents(doctor, "snapshots"))
        find_error(doctor, "snapshots");
    kp_faults_release(&faults);
    return status;
}

static int run(struct app *app, const struct args *args)
{
    struct doctor doctor = {
        .app = app,
        .fix = args_option(app->command, args, "fix") != NULL,
        .findings = kp_json_new_array(&app->arena),
    };
    bool deep = !args_option(app->command, args, "quick");
    enum kp_status status = kp_care_examine(app->workspace, deep, each_care, &doctor, &app->err);
    if (!status)
        status = examine_journals(&doctor);
    if (!status)
        status = examine_plans(&doctor);
    if (status)
        return app_fail(app);
    if (app->json) {
        struct kp_json *document = kp_json_new_object(&app->arena);
        kp_json_set(&app->arena, document, "findings", doctor.findings);
        out_json(app, document);
    } else if (!doctor.findings->count) {
        kp_buf_adds(&app->out, _("All is well.\n"));
    }
    return doctor.open ? EXIT_FAILED : EXIT_DONE;
}

const struct command command_doctor = {
    .name = "doctor",
    .summary = N_("Find what is wrong with the workspace, and mend it"),
    .usage = "",
    .options = options,
    .needs = NEEDS_WORKSPACE,
    .json = true,
    .run = run,
};
