// SPDX-License-Identifier: GPL-3.0-or-later
/* Plans for other programs: JSON, CSV by table, a workbook. */

#include "audience.h"
#include "base/fs.h"
#include "base/text.h"
#include "signed.h"
#include "view/sheet.h"

#include <string.h>

static const struct option options[] = {
    {"format", 0, "FORMAT", N_("json, csv or xlsx; else as the file's name ends")},
    {"output", 'o', "FILE", N_("write it to a file; csv of everything: to a folder")},
    {"field", 0, "FIELD", N_("csv: the rows of one table or list")},
    {"audience", 0, "WHO", N_("team, company or customer: what is for fewer eyes is left out")},
    {NULL, 0, NULL, NULL},
};

enum format { FORMAT_JSON, FORMAT_CSV, FORMAT_XLSX };

static const char *const formats[] = {"json", "csv", "xlsx"};

/* One account's plan, as its audience reads it. */
struct copy {
    struct plan_at at, before;
    bool has_before;
    struct kp_audience audience;
    struct kp_reduced reduced;
    struct kp_buf signoff;
};

struct exporting {
    struct app *app;
    enum format format;
    const char *output, *field;
    enum kp_visibility audience;
    struct copy **copies;
    struct kp_sheet_plan *plans;
    size_t count;
    bool many;   /* accounts */
    bool faulty; /* something could not be read; the rest is written */
};

/* ---- what is asked for */

static bool read_format(struct exporting *e, const char *given)
{
    const char *end = e->output ? strrchr(e->output, '.') : NULL;
    const char *name = given ? given : end ? end + 1 : "";
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(name, formats[i]) != 0)
            continue;
        e->format = (enum format)i;
        return true;
    }
    return false;
}

/* 0, or the exit status of a usage error. */
static int read_options(struct exporting *e, const struct args *args)
{
    struct app *app = e->app;
    const char *format = args_option(app->command, args, "format");
    const char *field = args_option(app->command, args, "field");
    e->output = args_option(app->command, args, "output");
    if (!read_format(e, format))
        return app_usage(app,
                         format ? _("--format is json, csv or xlsx, not \"%s\"")
                                : _("say --format json, csv or xlsx"),
                         format);
    if (!audience_option(app, args, &e->audience))
        return EXIT_WRONG_USAGE;
    if (field && e->format != FORMAT_CSV)
        return app_usage(app, _("--field goes with --format csv"));
    if (e->format == FORMAT_XLSX && !e->output)
        return app_usage(app, _("a workbook is written to a file: -o FILE.xlsx"));
    if (e->format == FORMAT_CSV && !field && !e->output)
        return app_usage(app, _("csv of everything is written to a folder: -o FOLDER; of one "
                                "table: --field opportunities"));
    return EXIT_DONE;
}

/* ---- plans */

/* Whom the cycle before knew as the customer's is not taken for ours, here as in a report. */
static enum kp_status meet_before(struct exporting *e, struct copy *copy)
{
    struct app *app = e->app;
    struct kp_rev rev = {""};
    enum kp_status status = KP_OK;
    if (e->audience != KP_VISIBLE_TEAM && copy->at.rev.hex[0])
        status = find_revision_before(app, copy->at.account.slug, copy->at.cycle, &rev);
    if (status || !rev.hex[0])
        return status;
    copy->has_before = true;
    status = plan_at_read(app, copy->at.account.slug, kp_str_from(rev.hex), &copy->before);
    if (!status)
        kp_audience_meet(&copy->audience, &copy->before.plan);
    return status;
}

static enum kp_status add_plan(struct exporting *e, struct kp_str slug, struct kp_str revision)
{
    struct app *app = e->app;
    struct copy *copy = kp_arena_alloc(&app->arena, sizeof *copy);
    struct signed_plan signoff;
    e->copies[e->count] = copy;
    copy->signoff = (struct kp_buf)KP_BUF_INIT;
    copy->has_before = false;
    enum kp_status status = plan_at_read(app, slug, revision, &copy->at);
    e->count++;
    if (!status)
        status =
            signed_plan_read(app, copy->at.account.slug, &copy->at.rev, copy->at.cycle, &signoff);
    if (status)
        return status;
    audience_of(app, &copy->at.account, e->audience, &copy->audience);
    status = meet_before(e, copy);
    if (status)
        return status;
    kp_audience_reduce(&copy->audience, &copy->at.calc, &copy->reduced);
    const char *before = e->audience == KP_VISIBLE_CUSTOMER ? NULL : "";
    if (signoff.there && before)
        signed_plan_text(app, &signoff, &copy->signoff);
    e->plans[e->count - 1] = (struct kp_sheet_plan){
        .head =
            {
                .account = copy->at.account.slug,
                .name = copy->at.account.name,
                .revision = kp_str_from(copy->at.rev.hex),
                .cycle = copy->at.cycle,
                .date = copy->at.date,
                .signoff = kp_buf_str(&copy->signoff),
                .signed_json = before ? signed_plan_json(app, &signoff) : NULL,
            },
        .calc = &copy->reduced.calc,
        .people = copy->audience.people,
    };
    if (copy->at.faults.count)
        say_faults(app, &copy->at.faults);
    e->faulty = e->faulty || copy->at.faults.count;
    audience_say_held(app, e->many ? copy->at.account.slug : (struct kp_str){NULL, 0},
                      &copy->reduced);
    return KP_OK;
}

/* The accounts that are named, or all that are not archived. */
static enum kp_status read_plans(struct exporting *e, const struct args *args)
{
    struct app *app = e->app;
    struct account *accounts = NULL;
    size_t count = args->count;
    struct kp_faults faults = KP_FAULTS_INIT;
    enum kp_status status = app_read_people(app);
    if (!status)
        status = app_read_model(app);
    if (!status && !args->count)
        status = account_list(app, &accounts, &count, &faults);
    kp_faults_release(&faults);
    e->copies = kp_arena_alloc(&app->arena, (count + 1) * sizeof *e->copies);
    e->plans = kp_arena_alloc(&app->arena, (count + 1) * sizeof *e->plans);
    e->many = count > 1;
    for (size_t i = 0; i < count && !status; i++) {
        struct kp_str slug, revision = {NULL, 0};
        if (args->count)
            split_account(args->words[i], &slug, &revision);
        else
            slug = accounts[i].slug;
        if (args->count || !accounts[i].archived)
            status = add_plan(e, slug, revision);
    }
    if (!status && !e->count)
        status = kp_err_set(&app->err, KP_NOT_FOUND,
                            _("there is no account yet: kamplan account add acme --name \"ACME "
                              "A/S\""));
    return status;
}

static void release(struct exporting *e)
{
    for (size_t i = 0; i < e->count; i++) {
        kp_reduced_release(&e->copies[i]->reduced);
        kp_audience_release(&e->copies[i]->audience);
        kp_buf_release(&e->copies[i]->signoff);
        plan_at_release(&e->copies[i]->at);
        if (e->copies[i]->has_before)
            plan_at_release(&e->copies[i]->before);
    }
}

/* ---- writing */

/* A file that was made, so that nobody but its maker can read it. */
static enum kp_status write_file(struct exporting *e, const char *path, struct kp_str bytes)
{
    enum kp_status status = kp_fs_replace(path, bytes, 0600, false, &e->app->err);
    if (!status)
        app_say(e->app, "%s", path);
    return status;
}

/* What stands in app->out goes to the file, where there is one. */
static enum kp_status deliver(struct exporting *e)
{
    struct app *app = e->app;
    if (!e->output)
        return KP_OK;
    enum kp_status status = write_file(e, e->output, kp_buf_str(&app->out));
    kp_buf_clear(&app->out);
    return status;
}

/* One plan as `show --json` has it; several as {"accounts": […]}. */
static enum kp_status write_json(struct exporting *e)
{
    struct app *app = e->app;
    struct kp_json *all = kp_json_new_array(&app->arena), *document = NULL;
    for (size_t i = 0; i < e->count; i++) {
        document = kp_view_plan_json(e->plans[i].calc, &e->plans[i].head, NULL, e->plans[i].people,
                                     &app->arena);
        kp_json_append(&app->arena, all, document);
    }
    if (e->count != 1) {
        document = kp_json_new_object(&app->arena);
        kp_json_set(&app->arena, document, "accounts", all);
    }
    out_json(app, document);
    return deliver(e);
}

static enum kp_status write_csv(struct exporting *e, const struct kp_sheets *sheets)
{
    struct app *app = e->app;
    if (e->field) {
        kp_sheet_csv(&sheets->items[0], app->lang, e->output != NULL, &app->out);
        return deliver(e);
    }
    enum kp_status status = kp_fs_make_dirs(e->output, 0700, &app->err);
    for (size_t i = 0; i < sheets->count && !status; i++) {
        struct kp_buf path = KP_BUF_INIT, text = KP_BUF_INIT;
        kp_fs_join(&path, e->output, sheets->items[i].id.data);
        kp_buf_adds(&path, ".csv");
        kp_sheet_csv(&sheets->items[i], app->lang, true, &text);
        status = write_file(e, path.data, kp_buf_str(&text));
        kp_buf_release(&path);
        kp_buf_release(&text);
    }
    return status;
}

struct workbook {
    const struct kp_sheets *sheets;
    size_t cut;
};

static enum kp_status write_workbook(void *context, const char *temporary, struct kp_err *err)
{
    struct workbook *workbook = context;
    return kp_sheets_xlsx(workbook->sheets, temporary, &workbook->cut, err);
}

static enum kp_status write_xlsx(struct exporting *e, const struct kp_sheets *sheets)
{
    struct app *app = e->app;
    struct workbook workbook = {.sheets = sheets};
    enum kp_status status =
        kp_fs_replace_by(e->output, 0600, false, write_workbook, &workbook, &app->err);
    if (status)
        return status;
    if (workbook.cut)
        app_say(app,
                ngettext("%zu text is longer than a cell holds and was cut",
                         "%zu texts are longer than a cell holds and were cut",
                         (unsigned long)workbook.cut),
                workbook.cut);
    app_say(app, "%s", e->output);
    return KP_OK;
}

static enum kp_status write_copy(struct exporting *e)
{
    struct app *app = e->app;
    struct kp_sheets sheets = {
        .plans = e->plans,
        .plan_count = e->count,
        .audience = e->audience,
        .lang = app->lang,
        .currency = app->currency,
        .company = app->company,
        .today = app_today(app),
    };
    if (e->format == FORMAT_JSON)
        return write_json(e);
    enum kp_status status = kp_sheets_make(&sheets, e->field, &app->arena, &app->err);
    if (status)
        return status;
    return e->format == FORMAT_CSV ? write_csv(e, &sheets) : write_xlsx(e, &sheets);
}

static int run(struct app *app, const struct args *args)
{
    struct exporting e = {.app = app};
    const char *field = args_option(app->command, args, "field");
    const struct kp_field *found;
    int status = read_options(&e, args);
    if (status)
        return status;
    if (field && (app_read_model(app) || app_find_field(app, kp_str_from(field), &found)))
        return app_fail(app);
    if (field)
        e.field = found->id.data;
    if (read_plans(&e, args) || write_copy(&e))
        status = app_fail(app);
    else if (e.faulty)
        status = EXIT_FAILED;
    release(&e);
    return status;
}

const struct command command_export = {
    .name = "export",
    .summary = N_("Plans for other programs: JSON, CSV, a workbook"),
    .usage = "[ACCOUNT[@REV]…]",
    .about =
        N_("Without ACCOUNT, of all accounts. json: as show --json; several accounts as "
           "{\"accounts\": […]}. csv: one table (--field), or a folder with a file for each; in "
           "Danish and Swedish with semicolons and decimal commas, as spreadsheets there "
           "expect it. xlsx: a workbook with a sheet for each table. Rows carry their id, "
           "by which import finds them again. What begins like a formula gets an apostrophe "
           "in front in csv; a workbook has no formulas."),
    .options = options,
    .words_max = 1000,
    .needs = NEEDS_WORKSPACE,
    .run = run,
};
