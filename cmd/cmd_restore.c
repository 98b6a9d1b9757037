// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "base/utf8.h"
#include "one_question.h"
#include "row_find.h"
#include "sitting.h"
#include "view/plan.h"
#include "view/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct option options[] = {
    {"yes", 0, NULL, N_("do not ask")},
    {"cycle", 0, "CYCLE", N_("the half-year it belongs to (2026H1), when it is not today's")},
    {"facilitator", 0, "NAME", N_("who brings it back")},
    {NULL, 0, NULL, NULL},
};

#define TITLE "{\"en\": \"Restored\", \"da\": \"Hentet tilbage\", \"sv\": \"Återställt\"}"

struct restoring {
    struct app *app;
    struct account account;
    const struct kp_field *field;
    struct kp_str wanted; /* the row that was named; empty: the whole answer */
    struct row_name row;
    struct kp_rev rev;
    struct kp_date date; /* of that revision */
    struct kp_plan then;
    struct sitting sitting;
    const struct kp_json *value; /* the answer as it will be */
};

/* ---- the value */

static const struct kp_json *value_of(const struct kp_plan *plan, const struct kp_field *field)
{
    const struct kp_answer *answer = kp_plan_get(plan, field->id);
    return answer && answer->value ? answer->value : &kp_json_null;
}

static const struct kp_json *row_of(const struct kp_json *rows, struct kp_str id)
{
    KP_JSON_EACH(row, rows->kind == KP_JSON_ARRAY ? rows : NULL)
    if (kp_str_equal(kp_json_text(row, "id"), id))
        return row;
    return NULL;
}

/* The row that the other one stood right behind then, or one before that, which still stands; NULL: none. */
static const struct kp_json *row_before(const struct kp_json *then, const struct kp_json *now,
                                        struct kp_str id)
{
    const struct kp_json *before = NULL;
    KP_JSON_EACH(row, then)
    {
        struct kp_str other = kp_json_text(row, "id");
        if (kp_str_equal(other, id))
            break;
        const struct kp_json *stands = row_of(now, other);
        before = stands ? stands : before;
    }
    return before;
}

/* The rows as they are now, with one of them as it was then: in its place, or where it stood. */
static const struct kp_json *with_row(struct kp_arena *arena, const struct kp_json *then,
                                      const struct kp_json *now, struct kp_str id)
{
    const struct kp_json *row = row_of(then, id), *present = row_of(now, id);
    const struct kp_json *behind = present ? NULL : row_before(then, now, id);
    struct kp_json *rows = kp_json_new_array(arena);
    if (!present && !behind)
        kp_json_append(arena, rows, row);
    KP_JSON_EACH(other, now->kind == KP_JSON_ARRAY ? now : NULL)
    {
        kp_json_append(arena, rows, other == present ? row : other);
        if (other == behind)
            kp_json_append(arena, rows, row);
    }
    return rows;
}

/* The row among those of then; one that is named as it is today is found by its id. */
static enum kp_status find_row(struct restoring *restoring)
{
    struct app *app = restoring->app;
    const struct kp_json *then = value_of(&restoring->then, restoring->field);
    const struct kp_json *now = value_of(&restoring->sitting.base, restoring->field);
    struct row_names names;
    row_names_init(&names, app, restoring->field);
    row_names_add(&names, then, true);
    row_names_add(&names, now, false);
    enum kp_status status = row_names_find(&names, restoring->wanted, &restoring->row);
    if (!status && !row_of(then, restoring->row.id)) {
        struct kp_buf date = KP_BUF_INIT;
        kp_date_show(&date, restoring->date, app->lang);
        status = kp_err_set(&app->err, KP_NOT_FOUND, _("\"%.*s\" was not there on %s, in %.7s"),
                            KP_STR_ARG(restoring->row.name), date.data, restoring->rev.hex);
        kp_buf_release(&date);
    }
    return status;
}

static enum kp_status find_value(struct restoring *restoring)
{
    struct app *app = restoring->app;
    const struct kp_field *field = restoring->field;
    const struct kp_json *then = value_of(&restoring->then, field);
    const struct kp_json *now = value_of(&restoring->sitting.base, field);
    enum kp_status status = KP_OK;
    if (kp_json_is_null(then)) {
        struct kp_buf date = KP_BUF_INIT;
        kp_date_show(&date, restoring->date, app->lang);
        status = kp_err_set(&app->err, KP_NOT_FOUND, _("%.*s had no answer on %s, in %.7s"),
                            KP_STR_ARG(field->id), date.data, restoring->rev.hex);
        kp_buf_release(&date);
        return status;
    }
    restoring->value = then;
    if (!restoring->wanted.len)
        return KP_OK;
    if (field->type->kind != KP_TYPE_TABLE && field->type->kind != KP_TYPE_LIST)
        return kp_err_set(&app->err, KP_INVALID, _("%.*s has no rows"), KP_STR_ARG(field->id));
    status = find_row(restoring);
    if (!status)
        restoring->value = with_row(&app->arena, then, now, restoring->row.id);
    return status;
}

/* ---- showing and asking */

/* One value on a line, "–" where there is none. */
static void add_shown(struct app *app, const struct kp_field *field, const struct kp_json *value,
                      struct kp_buf *out)
{
    struct kp_type_context context = app_context(app, &app->arena);
    if (kp_json_is_null(value))
        kp_buf_adds(out, app->plain ? "-" : "–");
    else
        field->type->show(field, value, &context, out);
}

static void add_pair(struct restoring *restoring, struct kp_table *table,
                     const struct kp_field *field, const struct kp_json *now,
                     const struct kp_json *then)
{
    struct app *app = restoring->app;
    struct kp_buf text = KP_BUF_INIT;
    if (!now)
        now = &kp_json_null;
    if (!then)
        then = &kp_json_null;
    if (kp_json_equal(now, then))
        return;
    kp_table_row(table);
    kp_table_cell(table, kp_words_get(&field->label, app->lang), KP_MARK_DIM);
    add_shown(app, field, now, &text);
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_REMOVED);
    kp_buf_clear(&text);
    add_shown(app, field, then, &text);
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_NEW);
    kp_buf_release(&text);
}

/* What stands now and what comes back, on standard error: the question is about it. */
static void show_change(struct restoring *restoring)
{
    struct app *app = restoring->app;
    const struct kp_field *field = restoring->field;
    struct kp_style style = app_style(app, true);
    struct kp_table *table = kp_table_new();
    struct kp_buf text = KP_BUF_INIT;
    kp_table_column(table, KP_STR(""), false);
    kp_table_column(table, kp_str_from(_("Now")), false);
    kp_date_show(&text, restoring->date, app->lang);
    kp_table_column(table, kp_buf_str(&text), false);
    const struct kp_json *now = value_of(&restoring->sitting.base, field);
    const struct kp_json *then = restoring->value;
    if (restoring->row.id.len && field->column_count) {
        now = row_of(now, restoring->row.id);
        then = row_of(then, restoring->row.id);
        for (size_t i = 0; i < field->column_count; i++)
            if (!field->columns[i].calc)
                add_pair(restoring, table, &field->columns[i],
                         kp_json_get_str(now, field->columns[i].id),
                         kp_json_get_str(then, field->columns[i].id));
    } else {
        add_pair(restoring, table, field, now, then);
    }
    kp_buf_clear(&text);
    kp_table_print(table, &style, 1, &text);
    kp_table_free(table);
    if (restoring->row.name.len) {
        struct kp_buf name = KP_BUF_INIT;
        kp_utf8_add_visible(&name, restoring->row.name, false);
        app_say(app, "%s", name.data);
        kp_buf_release(&name);
    }
    fputs(text.data, stderr);
    kp_buf_release(&text);
}

/* ---- recording */

/* People who were forgotten since are named no more. */
static const struct kp_json *known_people(struct app *app, const struct kp_json *ids)
{
    struct kp_json *known = kp_json_new_array(&app->arena);
    KP_JSON_EACH(id, ids)
    if (id->kind == KP_JSON_STRING && kp_people_by_id(&app->people, id->text))
        kp_json_append(&app->arena, known, id);
    return known->count ? known : NULL;
}

/* As prepared answers are: the value, with who said it then, and how sure it was. */
static const struct kp_json *answers_of(struct restoring *restoring)
{
    struct app *app = restoring->app;
    struct kp_arena *arena = &app->arena;
    const struct kp_answer *then = kp_plan_get(&restoring->then, restoring->field->id);
    const struct kp_json *said_by = known_people(app, then->said_by);
    struct kp_json *document = kp_json_new_object(arena), *answer = kp_json_new_object(arena);
    kp_json_set(arena, answer, "value", restoring->value);
    if (said_by)
        kp_json_set(arena, answer, "said_by", said_by);
    if (then->basis)
        kp_json_set_string(arena, answer, "basis", kp_str_from(kp_basis_name(then->basis)));
    kp_json_set(arena, document, kp_arena_str(arena, restoring->field->id).data, answer);
    return document;
}

static int record(struct restoring *restoring)
{
    struct kp_arena *arena = &restoring->app->arena;
    struct kp_str file = kp_arena_format(arena, "%.7s", restoring->rev.hex);
    restoring->sitting.trailers = kp_arena_format(arena, "Restored-from: %s\n", restoring->rev.hex);
    return sitting_batch(&restoring->sitting, file.data, answers_of(restoring));
}

static int restore(struct restoring *restoring, bool yes)
{
    struct app *app = restoring->app;
    if (find_value(restoring))
        return app_fail(app);
    if (kp_json_equal(restoring->value, value_of(&restoring->sitting.base, restoring->field))) {
        app_say(app, _("That is what stands now; there is nothing to bring back."));
        return EXIT_DONE;
    }
    if (!yes) {
        if (!isatty(STDIN_FILENO))
            return app_usage(app, _("nobody can be asked here: --yes brings it back"));
        show_change(restoring);
        if (!app_confirm(app, _("Bring it back? [y/N] "))) {
            app_say(app, _("Nothing was changed."));
            return EXIT_FAILED;
        }
    }
    return record(restoring);
}

/* The plan as it was; a damaged answer there is a fault only when it is the one that is wanted. */
static enum kp_status read_then(struct restoring *restoring)
{
    struct app *app = restoring->app;
    struct kp_faults faults = KP_FAULTS_INIT;
    enum kp_status status =
        plan_read(app, restoring->account.slug, &restoring->rev, &restoring->then, &faults);
    if (!status && faults.errors && !kp_plan_get(&restoring->then, restoring->field->id))
        status = kp_faults_first(&faults, &app->err);
    kp_faults_release(&faults);
    return status;
}

static enum kp_status prepare(struct restoring *restoring, const struct args *args)
{
    struct app *app = restoring->app;
    struct kp_str rest = kp_str_from(args->words[1]);
    struct kp_str id = kp_str_split(&rest, '/'), name = kp_str_from(args->words[2]);
    struct account_state state;
    enum kp_status status = app_read_people(app);
    if (!status)
        status = app_read_model(app);
    if (!status)
        status = account_find(app, kp_str_from(args->words[0]), &restoring->account);
    if (!status)
        status = one_question_field(app, id, &restoring->field);
    if (!status)
        status = find_revision(app, restoring->account.slug, name, &restoring->rev);
    if (!status)
        status = account_state_read(app, restoring->account.slug, &restoring->rev, &state);
    if (!status && !state.rev.hex[0])
        status = kp_err_set(&app->err, KP_NOT_FOUND,
                            _("there was no plan of %.*s yet in the revision %.*s"),
                            KP_STR_ARG(restoring->account.slug), KP_STR_ARG(name));
    if (!status)
        status = read_then(restoring);
    restoring->wanted = rest;
    if (!status) {
        restoring->rev = state.rev;
        restoring->date = state.date;
    }
    return status;
}

static int run(struct app *app, const struct args *args)
{
    struct restoring restoring = {.app = app};
    const struct sitting_options given = {
        .cycle = args_option(app->command, args, "cycle"),
        .facilitator = args_option(app->command, args, "facilitator"),
    };
    struct kp_script script = {0};
    kp_plan_init(&restoring.then, &app->arena);
    int status = prepare(&restoring, args) ? app_fail(app) : 0;
    if (!status)
        status =
            one_question(app, "restore", TITLE, restoring.field, restoring.account.slug, &script);
    if (!status &&
        sitting_begin(app, restoring.account.slug, &script, &given, &restoring.sitting)) {
        status = app_fail(app);
    } else if (!status) {
        status = restore(&restoring, args_option(app->command, args, "yes") != NULL);
        sitting_end(&restoring.sitting);
    }
    kp_script_release(&script);
    kp_plan_release(&restoring.then);
    return status;
}

const struct command command_restore = {
    .name = "restore",
    .summary = N_("Bring an earlier answer back, as a new revision"),
    .usage = "ACCOUNT FIELD[/ROW] REV",
    .about =
        N_("REV is a revision as for show. With ROW only that row comes back, also one that was "
           "removed since; the others stay as they are. What stands now and what comes back are "
           "shown before anything is recorded."),
    .options = options,
    .words_min = 3,
    .words_max = 3,
    .needs = NEEDS_WORKSPACE | NEEDS_IDENTITY | NEEDS_TERMINAL,
    .json = true,
    .run = run,
};
