// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "hold_session.h"
#include "import.h"
#include "import_rows.h"
#include "one_question.h"
#include "sitting.h"
#include "view/customers.h"
#include "view/import.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What the session of an import is called in the record. */
#define TITLE "{\"en\": \"Import\", \"da\": \"Import\", \"sv\": \"Import\"}"

enum { SHOWN_FAULTS = 20 };

static const struct option options[] = {
    {"yes", 0, NULL, N_("record it without asking")},
    {"sheet", 0, "NAME", N_("the sheet of a workbook, where several fit")},
    {"map", 0, "\"A=B,…\"",
     N_("column A of the file is the plan's column B; \"A=\" leaves it out")},
    {"skip-bad", 0, NULL, N_("leave bad rows out and take the others")},
    {"keep", 0, NULL, N_("keep columns that the plan has no place for beside its own")},
    {"add", 0, NULL, N_("rows that the file does not have stay as they are")},
    {"replace", 0, NULL, N_("rows that the file does not have go")},
    {"cycle", 0, "CYCLE", N_("the half-year it belongs to (2026H1), when it is not today's")},
    {"facilitator", 0, "NAME", N_("who brings it in")},
    {NULL, 0, NULL, NULL},
};

struct importing {
    struct app *app;
    const struct args *args;
    const struct kp_field *field;
    const char *path;
    struct kp_import_options how;
    struct sitting *sitting;
    struct kp_import import;
    struct kp_import_change change;
    struct kp_import_view view;
    bool applied;
    struct recorded recorded;
    bool is_recorded;
};

static const char *given(const struct importing *importing, const char *name)
{
    return args_option(importing->app->command, importing->args, name);
}

static enum kp_status find_table(struct app *app, const char *id, const struct kp_field **out)
{
    enum kp_status status = one_question_field(app, kp_str_from(id), out);
    if (!status && (*out)->type->kind != KP_TYPE_TABLE)
        status =
            kp_err_set(&app->err, KP_INVALID, _("\"%s\" is no table; rows go into a table"), id);
    return status;
}

/* ---- what would change */

static const struct kp_answer *present(const struct importing *importing)
{
    return kp_plan_get(&importing->sitting->base, importing->field->id);
}

/* The whole new value; where nothing stands yet it is made only to be recorded, for it is large. */
static void apply(struct importing *importing)
{
    const struct kp_answer *answer = present(importing);
    if (importing->applied)
        return;
    importing->applied = true;
    kp_import_apply(&importing->import, answer ? answer->value : NULL, &importing->how,
                    &importing->app->arena, &importing->change);
}

static void look(struct importing *importing)
{
    struct app *app = importing->app;
    const struct kp_answer *answer = present(importing);
    struct kp_buf cycle = KP_BUF_INIT;
    importing->view = (struct kp_import_view){.import = &importing->import,
                                              .change = &importing->change,
                                              .file = kp_str_from(importing->path),
                                              .keep = importing->how.keep};
    if (answer && answer->value) {
        kp_cycle_print(&cycle, answer->cycle);
        importing->view.before = kp_arena_str(&app->arena, kp_buf_str(&cycle));
        apply(importing);
    } else {
        importing->change.fresh = importing->import.row_count - importing->import.bad;
    }
    kp_buf_release(&cycle);
}

/* Customers as the file has them, in the plan's groups. */
static void gather_customers(const struct importing *importing, struct kp_customers *out)
{
    const struct kp_import *import = &importing->import;
    const struct kp_field *table = importing->field;
    const struct kp_import_column *columns[KP_CUSTOMERS_MOST_FIGURES];
    const struct kp_plan *plan = &importing->sitting->base;
    const struct kp_answer *groups = kp_plan_get(plan, KP_STR("groups"));
    const struct kp_answer *moved = kp_plan_get(plan, KP_STR("groups.moved"));
    kp_customers_init(out, table);
    kp_customers_reserve(out, import->row_count - import->bad);
    for (size_t i = 0; i < out->figure_count; i++)
        columns[i] = kp_import_of(import, out->figures[i]);
    const struct kp_import_column *number = kp_import_of(import, out->number),
                                  *name = kp_import_of(import, out->name);
    for (size_t i = 0; i < import->row_count; i++) {
        const struct kp_import_row *row = &import->rows[i];
        struct kp_number amount;
        if (row->bad)
            continue;
        int64_t *amounts = kp_customers_add(out, kp_import_cell(import, row, number),
                                            kp_import_cell(import, row, name));
        for (size_t f = 0; f < out->figure_count; f++)
            if (kp_import_number(import, row, columns[f], &amount))
                amounts[f] = kp_customers_amount(amount);
    }
    kp_customers_place(out, groups ? groups->value : NULL, moved ? moved->value : NULL);
}

/* The new figures beside those that stand; false: they are no customers. Release both. */
static bool compare_customers(struct importing *importing, struct kp_customers_view *view,
                              struct kp_customers *now, struct kp_customers *before)
{
    struct kp_calc calc;
    const struct kp_answer *answer = present(importing);
    *view = (struct kp_customers_view){.now = now};
    *before = (struct kp_customers){.count = 0};
    if (importing->field->view != KP_VIEW_CUSTOMERS ||
        importing->import.bad == importing->import.row_count)
        return false;
    gather_customers(importing, now);
    kp_calc_init(&calc, &importing->app->model, &importing->sitting->base, NULL,
                 importing->sitting->header.date, &importing->app->arena);
    if (answer && kp_customers_of(&calc, NULL, NULL, before)) {
        view->before = before;
        view->before_cycle = answer->cycle;
    }
    return true;
}

/* What they come to, and who would be in another group than now. */
static void add_customers(struct importing *importing, const struct kp_style *style,
                          struct kp_buf *out)
{
    struct kp_customers now, before;
    struct kp_customers_view view;
    if (!compare_customers(importing, &view, &now, &before))
        return;
    unsigned parts = KP_CUSTOMERS_HEAD | KP_CUSTOMERS_NOTICES;
    if (now.group_count)
        parts |= KP_CUSTOMERS_GROUPS | KP_CUSTOMERS_MOVES;
    kp_buf_addc(out, '\n');
    kp_view_customers(&view, parts, style, 1, out);
    kp_customers_release(&before);
    kp_customers_release(&now);
}

/* On standard error: the question is about it. */
static void show(struct importing *importing)
{
    struct app *app = importing->app;
    struct kp_style style = app_style(app, true);
    struct kp_buf text = KP_BUF_INIT;
    kp_view_import(&importing->view, &style, &text);
    add_customers(importing, &style, &text);
    if (importing->import.fault_count)
        kp_buf_addc(&text, '\n');
    kp_view_import_faults(&importing->view, SHOWN_FAULTS, &style, &text);
    fputs(text.data, stderr);
    kp_buf_release(&text);
}

/* ---- asking and recording */

/* Why nothing is recorded; NULL: it may be, where somebody says so. */
static const char *hindrance(const struct importing *importing)
{
    if (importing->import.bad == importing->import.row_count)
        return _("no row of the file can be taken; nothing was recorded");
    if (importing->import.bad && !importing->how.skip_bad)
        return _("nothing was recorded; mend the rows, or leave them out with --skip-bad");
    if (given(importing, "yes"))
        return NULL;
    if (importing->app->json || !isatty(STDIN_FILENO))
        return _("nothing was recorded: nobody can be asked here; --yes records it");
    return NULL;
}

static enum kp_status put_and_record(struct importing *importing)
{
    struct app *app = importing->app;
    struct sitting *sitting = importing->sitting;
    apply(importing);
    enum kp_status status =
        kp_session_put(sitting->session, importing->field, importing->change.value,
                       kp_clock_now(&app->clock), &app->err);
    if (!status)
        status = sitting_record(sitting, NULL, &importing->recorded);
    importing->is_recorded = !status;
    return status;
}

static int record(struct importing *importing)
{
    struct app *app = importing->app;
    if (put_and_record(importing))
        return app_fail(app);
    if (!app->json)
        sitting_tell(importing->sitting, &importing->recorded);
    return EXIT_DONE;
}

static void write_json(struct importing *importing)
{
    struct app *app = importing->app;
    struct kp_customers now, before;
    struct kp_customers_view view;
    struct kp_json *document = kp_json_new_object(&app->arena);
    kp_json_set_string(&app->arena, document, "account", importing->sitting->account.slug);
    kp_json_set_string(&app->arena, document, "field", importing->field->id);
    kp_view_import_json(&importing->view, &app->arena, document);
    if (compare_customers(importing, &view, &now, &before)) {
        kp_json_set(&app->arena, document, "customers", kp_view_customers_json(&view, &app->arena));
        kp_customers_release(&before);
        kp_customers_release(&now);
    }
    if (importing->is_recorded)
        kp_json_set(&app->arena, document, "recorded",
                    sitting_recorded_json(importing->sitting, &importing->recorded));
    out_json(app, document);
}

/* Reads the file and shows what was understood; *why_not: nothing can be recorded. */
static enum kp_status read_and_show(struct importing *importing, const char **why_not)
{
    struct app *app = importing->app;
    enum kp_status status = import_rows_read(app, importing->field, importing->path,
                                             &importing->how, &importing->import);
    if (status)
        return status;
    look(importing);
    if (!app->json)
        show(importing);
    *why_not = hindrance(importing);
    if (*why_not)
        app_say(app, "kamplan: %s", *why_not);
    return KP_OK;
}

static int import_at_once(struct importing *importing)
{
    struct app *app = importing->app;
    int status = EXIT_FAILED;
    const char *why_not;
    if (read_and_show(importing, &why_not))
        return app_fail(app);
    if (!why_not)
        status = record(importing);
    if (app->json)
        write_json(importing);
    return status;
}

/* ---- with people: they take or leave what differs */

/* What nobody goes through: many rows, or none that differs. */
static int ask_at_once(struct importing *importing, struct console *console)
{
    const char *const answers[] = {_("record it"), _("leave it")};
    if (conduct_choose(importing->app, console, _("Record it?"), answers, 2, 1) == 0)
        return record(importing);
    app_say(importing->app, "kamplan: %s", _("Nothing was recorded."));
    return EXIT_FAILED;
}

static int begin(void *context, struct sitting *sitting, struct console *console,
                 const struct conduct_options *usual)
{
    struct importing *importing = context;
    struct app *app = importing->app;
    struct conduct_options conducted = *usual;
    const struct kp_import_change *change = &importing->change;
    const struct kp_answer *answer;
    const char *why_not;
    importing->sitting = sitting;
    if (read_and_show(importing, &why_not))
        return app_fail(app);
    if (why_not)
        return EXIT_FAILED;
    size_t differing = change->fresh + change->changed + change->gone;
    if (!differing || differing > IMPORT_MOST_PROPOSED)
        return ask_at_once(importing, console);
    apply(importing);
    answer = present(importing);
    kp_import_differences(answer ? answer->value : NULL, change->value, &app->arena,
                          &conducted.rows, &conducted.gone);
    conducted.rows_file = importing->path;
    return conduct(sitting, console, &conducted);
}

/* ---- without anybody to ask */

static enum kp_status refuse_first(struct importing *importing)
{
    const struct kp_import_fault *fault = &importing->import.faults[0];
    struct kp_buf place = KP_BUF_INIT;
    kp_import_add_place(&importing->import, fault, &place);
    enum kp_status status = kp_err_set(&importing->app->err, KP_INVALID, "%s%s: %.*s",
                                       importing->path, place.data, KP_STR_ARG(fault->message));
    kp_buf_release(&place);
    return status;
}

enum kp_status import_file(struct app *app, const char *field, const char *path,
                           struct kp_str account, const struct sitting_options *how)
{
    struct sitting sitting;
    struct importing importing = {.app = app, .path = path, .sitting = &sitting};
    struct kp_script script = {0};
    enum kp_status status = app_read_model(app);
    if (!status)
        status = find_table(app, field, &importing.field);
    if (!status && one_question(app, "import", TITLE, importing.field, account, &script))
        status = KP_INVALID;
    if (!status)
        status = sitting_begin(app, account, &script, how, &sitting);
    if (!status) {
        status = import_rows_read(app, importing.field, path, &importing.how, &importing.import);
        if (!status && importing.import.bad)
            status = refuse_first(&importing);
        if (!status)
            status = put_and_record(&importing);
        kp_import_release(&importing.import);
        sitting_end(&sitting);
    }
    kp_script_release(&script);
    return status;
}

/* ---- the command */

static int run(struct app *app, const struct args *args)
{
    struct importing importing = {.app = app, .args = args, .path = args->words[1]};
    const struct hold_options hold = {
        .sitting = {.cycle = given(&importing, "cycle"),
                    .facilitator = given(&importing, "facilitator")},
        .conduct = {.brief = true},
        .begin = begin,
        .context = &importing,
    };
    struct kp_str account = kp_str_from(args->count > 2 ? args->words[2] : "program");
    struct kp_script script = {0};
    struct sitting sitting;
    struct account known;
    if (given(&importing, "add") && given(&importing, "replace"))
        return app_usage(app, _("--add and --replace do not go together"));
    if (app_read_people(app) || app_read_model(app) || account_find(app, account, &known) ||
        find_table(app, args->words[0], &importing.field))
        return app_fail(app);
    importing.how = (struct kp_import_options){
        .account = account,
        .map = given(&importing, "map"),
        .sheet = given(&importing, "sheet"),
        .keep = given(&importing, "keep") != NULL,
        .skip_bad = given(&importing, "skip-bad") != NULL,
        .only_update = given(&importing, "add") ||
                       (import_rows_stay(importing.field) && !given(&importing, "replace")),
    };
    bool at_once = given(&importing, "yes") || app->json || !isatty(STDIN_FILENO);
    int status = one_question(app, "import", TITLE, importing.field, account, &script);
    if (!status && !at_once) {
        status = hold_session(app, &script, account, &hold);
    } else if (!status && sitting_begin(app, account, &script, &hold.sitting, &sitting)) {
        status = app_fail(app);
    } else if (!status) {
        importing.sitting = &sitting;
        status = import_at_once(&importing);
        sitting_end(&sitting);
    }
    kp_import_release(&importing.import);
    kp_script_release(&script);
    return status;
}

const struct command command_import = {
    .name = "import",
    .summary = N_("Read a workbook or CSV file into a table of a plan"),
    .usage = "FIELD FILE [ACCOUNT]",
    .about = N_(
        "The company's own plan (program) unless an account is named. FILE is a CSV file or a "
        "workbook (xlsx), of which the sheet is read that has the table's name or its titles. "
        "Columns are known by their names, whatever the separator, the encoding and the way "
        "numbers are written. What was understood is shown, and then every row that differs: take "
        "all, go through them one by one, or leave them. Rows that were there are known again by "
        "the table's key."),
    .options = options,
    .words_min = 2,
    .words_max = 3,
    .needs = NEEDS_WORKSPACE | NEEDS_IDENTITY | NEEDS_TERMINAL,
    .json = true,
    .run = run,
};
