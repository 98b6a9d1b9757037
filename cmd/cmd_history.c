// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "row_find.h"
#include "versions.h"
#include "view/history.h"

static bool has_rows(const struct kp_field *field)
{
    return field->type->kind == KP_TYPE_TABLE || field->type->kind == KP_TYPE_LIST;
}

/* ---- what was asked for */

struct question {
    struct app *app;
    struct account account;
    struct kp_rev from;
    const struct kp_field *field;
    struct kp_str rest; /* behind the field: ROW or ROW/COLUMN; empty: the whole field */
    struct versions versions;
    struct kp_history history;
};

/* A field of the model, or one that no model knows but the record does. */
static enum kp_status find_field(struct question *question, struct kp_str id)
{
    struct app *app = question->app;
    struct versions found;
    enum kp_status status = app_find_field(app, id, &question->field);
    if (status != KP_NOT_FOUND || !id.len)
        return status;
    const struct kp_field *unknown = unknown_field(app, id);
    struct kp_err why = app->err; /* kept: it suggests what may have been meant */
    app->err = (struct kp_err)KP_ERR_INIT;
    if (!versions_read(app, question->account.slug, unknown, &question->from, &found) &&
        found.count)
        question->field = unknown;
    versions_release(&found);
    kp_err_release(question->field ? &why : &app->err);
    if (!question->field)
        app->err = why;
    return question->field ? KP_OK : status;
}

/* The names that rows have had, the present ones first. */
static void name_rows(const struct question *question, struct row_names *names)
{
    const struct versions *versions = &question->versions;
    row_names_init(names, question->app, question->field);
    for (size_t i = 0; i < versions->count; i++)
        row_names_add(names, versions->items[i]->there ? versions->items[i]->answer.value : NULL,
                      i == 0);
}

static const struct kp_field *find_column(struct app *app, const struct kp_field *table,
                                          struct kp_str name)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const struct kp_field *column = &table->columns[i];
        if (kp_str_equal(column->id, name) ||
            kp_str_equal(kp_words_get(&column->label, app->lang), name))
            return column;
    }
    return NULL;
}

/* ROW, or ROW/COLUMN where that is no row; a row's name may have a slash in it. */
static enum kp_status find_row(struct question *question)
{
    struct app *app = question->app;
    struct kp_str rest = question->rest;
    struct row_names names;
    struct row_name row;
    size_t slash = rest.len;
    if (!has_rows(question->field))
        return kp_err_set(&app->err, KP_INVALID, _("%.*s has no rows"),
                          KP_STR_ARG(question->field->id));
    name_rows(question, &names);
    while (slash > 0 && rest.data[slash - 1] != '/')
        slash--;
    enum kp_status status = row_names_find(&names, rest, &row);
    if (status == KP_NOT_FOUND && slash > 1) {
        const struct kp_field *column =
            find_column(app, question->field, kp_str_slice(rest, slash, rest.len));
        if (column) {
            kp_err_clear(&app->err);
            status = row_names_find(&names, kp_str_slice(rest, 0, slash - 1), &row);
            question->history.column = column;
        }
    }
    if (status)
        return status;
    question->history.row = row.id;
    question->history.row_name = row.name;
    return KP_OK;
}

/* ---- the answer */

struct naming {
    struct app *app;
    struct kp_str title;
};

static enum kp_status take_title(void *context, const struct kp_rev_info *info, struct kp_err *err)
{
    struct naming *naming = context;
    (void)err;
    naming->title = kp_arena_str(&naming->app->arena, revision_title(naming->app, info));
    return KP_OK;
}

static enum kp_status make_points(struct question *question)
{
    struct app *app = question->app;
    struct kp_history *history = &question->history;
    const struct versions *versions = &question->versions;
    enum kp_status status = KP_OK;
    history->points = kp_arena_alloc(&app->arena, (versions->count + 1) * sizeof *history->points);
    history->count = versions->count;
    for (size_t i = 0; i < versions->count && !status; i++) {
        struct version *version = versions->items[i];
        struct naming naming = {.app = app};
        status = kp_revision_info(app->workspace, &version->rev, take_title, &naming, &app->err);
        history->points[i] = (struct kp_history_point){
            .revision = kp_str_from(version->rev.hex),
            .date = version->date,
            .cycle = version->cycle,
            .title = naming.title,
            .answer = version->there ? &version->answer : NULL,
            .damage = version->damage,
            .calc = &version->calc,
        };
    }
    if (!status)
        kp_history_derive(history, &app->arena);
    return status;
}

static int print(struct question *question)
{
    struct app *app = question->app;
    int status = EXIT_DONE;
    if (app->json) {
        out_json(app,
                 kp_view_history_json(&question->history, app->lang, &app->people, &app->arena));
    } else {
        struct kp_style style = app_style(app, false);
        if (!kp_view_history(&question->history, &style, &app->out))
            app_say(app, _("%.*s has never had an answer to %.*s."),
                    KP_STR_ARG(question->account.slug), KP_STR_ARG(question->field->id));
    }
    if (is_cut_copy(app))
        app_say(app,
                _("This copy holds only the newest revisions; what was before them is not in it."));
    for (size_t i = 0; i < question->versions.count; i++) {
        const struct version *version = question->versions.items[i];
        if (!version->damage.len)
            continue;
        app_say(app, "%.7s %.*s", version->rev.hex, KP_STR_ARG(version->damage));
        status = EXIT_FAILED; /* the rest is shown */
    }
    return status;
}

static int run(struct app *app, const struct args *args)
{
    struct question question = {.app = app};
    struct kp_str slug, name, rest = kp_str_from(args->words[1]);
    struct kp_str id = kp_str_split(&rest, '/');
    int status;
    split_account(args->words[0], &slug, &name);
    question.rest = rest;
    if (app_read_people(app) || app_read_model(app) || account_find(app, slug, &question.account) ||
        find_revision(app, slug, name, &question.from) || find_field(&question, id) ||
        versions_read(app, question.account.slug, question.field, &question.from,
                      &question.versions)) {
        status = app_fail(app);
        goto done;
    }
    question.history.account = question.account.slug;
    question.history.name = question.account.name;
    question.history.field = question.field;
    if ((rest.len && find_row(&question)) || make_points(&question))
        status = app_fail(app);
    else
        status = print(&question);
done:
    versions_release(&question.versions);
    return status;
}

const struct command command_history = {
    .name = "history",
    .summary = N_("Show what an answer was through time, and who said so"),
    .usage = "ACCOUNT[@REV] FIELD[/ROW[/COLUMN]]",
    .about =
        N_("Newest first. ROW is a row's id, its name or the beginning of one of its words, or its "
           "number: kamplan history acme stakeholders/Smith shows when who said what about Smith. "
           "Calculated fields are worked out as on the day of each revision."),
    .words_min = 2,
    .words_max = 2,
    .needs = NEEDS_WORKSPACE,
    .json = true,
    .run = run,
};
