// SPDX-License-Identifier: GPL-3.0-or-later
/* account add, list, show, rename, archive */

#include "app.h"
#include "base/text.h"
#include "base/utf8.h"
#include "new_workspace.h"
#include "signed.h"
#include "view/table.h"

/* What an account's card and line in the list say of its plan. */
struct state {
    struct account_state newest;
    size_t revisions;
};

static enum kp_status read_state(struct app *app, struct kp_str slug, struct state *out)
{
    enum kp_status status = account_state_read(app, slug, NULL, &out->newest);
    return status ? status : account_count_revisions(app, slug, &out->revisions);
}

static void add_state(struct app *app, struct kp_json *object, const struct state *state)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_json_set_whole(&app->arena, object, "revisions", (int64_t)state->revisions);
    if (state->revisions) {
        kp_cycle_print(&text, state->newest.cycle);
        kp_json_set_string(&app->arena, object, "last_cycle", kp_buf_str(&text));
        kp_buf_clear(&text);
        kp_date_print(&text, state->newest.date);
        kp_json_set_string(&app->arena, object, "last_date", kp_buf_str(&text));
    }
    kp_buf_release(&text);
}

static void add_person(struct app *app, struct kp_json *object, const char *name, struct kp_str id)
{
    struct kp_json *person = kp_json_new_object(&app->arena);
    if (!id.len)
        return;
    kp_json_set_string(&app->arena, person, "id", id);
    kp_json_set_string(&app->arena, person, "name", kp_people_name(&app->people, id));
    kp_json_set(&app->arena, object, name, person);
}

static struct kp_json *to_json(struct app *app, const struct account *account,
                               const struct state *state)
{
    struct kp_json *object = kp_json_new_object(&app->arena);
    kp_json_set_string(&app->arena, object, "slug", account->slug);
    kp_json_set_string(&app->arena, object, "name", account->name);
    add_person(app, object, "kam", account->kam);
    add_person(app, object, "sponsor", account->sponsor);
    kp_json_set_bool(&app->arena, object, "archived", account->archived);
    add_state(app, object, state);
    return object;
}

static void add_row(struct app *app, struct kp_table *table, const struct account *account,
                    const struct state *state)
{
    struct kp_buf text = KP_BUF_INIT;
    enum kp_mark mark = account->archived ? KP_MARK_DIM : KP_MARK_NONE;
    kp_table_row(table);
    kp_table_cell(table, account->slug, account->archived ? KP_MARK_DIM : KP_MARK_ACCENT);
    kp_table_cell(table, account->name, mark);
    kp_table_cell(
        table, account->kam.len ? kp_people_name(&app->people, account->kam) : account->kam, mark);
    kp_table_cellf(table, mark, "%zu", state->revisions);
    if (state->revisions) {
        kp_cycle_print(&text, state->newest.cycle);
        kp_buf_adds(&text, " · ");
        kp_date_show(&text, state->newest.date, app->lang);
    }
    if (account->archived)
        kp_buf_addf(&text, "%s%s", text.len ? " · " : "", _("archived"));
    kp_table_cell(table, kp_buf_str(&text), mark);
    kp_buf_release(&text);
}

static int list(struct app *app, const struct args *args)
{
    struct account *all;
    size_t count;
    bool bare = args_option(app->command, args, "complete") != NULL;
    struct kp_faults faults = KP_FAULTS_INIT;
    if (account_list(app, &all, &count, &faults) || app_read_people(app)) {
        kp_faults_release(&faults);
        return app_fail(app);
    }
    say_faults(app, &faults);
    struct kp_json *array = kp_json_new_array(&app->arena);
    struct kp_table *table = kp_table_new();
    kp_table_column(table, kp_str_from(_("Account")), false);
    kp_table_column(table, kp_str_from(_("Name")), false);
    kp_table_column(table, kp_str_from(_("KAM")), false);
    kp_table_column(table, kp_str_from(_("Revisions")), true);
    kp_table_column(table, kp_str_from(_("Last")), false);
    int status = EXIT_DONE;
    for (size_t i = 0; i < count && !status; i++) {
        struct state state = {0};
        if (bare) {
            kp_buf_addf(&app->out, "%.*s\n", KP_STR_ARG(all[i].slug));
            continue;
        }
        if (read_state(app, all[i].slug, &state))
            status = app_fail(app);
        kp_json_append(&app->arena, array, to_json(app, &all[i], &state));
        add_row(app, table, &all[i], &state);
    }
    if (!status && app->json) {
        struct kp_json *document = kp_json_new_object(&app->arena);
        kp_json_set(&app->arena, document, "accounts", array);
        out_json(app, document);
    } else if (!status && !bare) {
        struct kp_style style = app_style(app, false);
        if (!count)
            app_say(app,
                    _("There is no account yet: kamplan account add acme --name \"ACME A/S\""));
        kp_table_print(table, &style, 0, &app->out);
    }
    if (!status && faults.errors) /* the others are listed */
        status = EXIT_FAILED;
    kp_table_free(table);
    kp_faults_release(&faults);
    return status;
}

int account_show(struct app *app, const struct args *args)
{
    struct account account;
    struct state state;
    struct signed_plan signoff;
    if (account_find(app, kp_str_from(args->words[0]), &account) || app_read_people(app) ||
        read_state(app, account.slug, &state) ||
        signed_plan_read(app, account.slug, &state.newest.rev, state.newest.cycle, &signoff))
        return app_fail(app);
    if (app->json) {
        struct kp_json *document = to_json(app, &account, &state);
        if (signoff.there)
            kp_json_set(&app->arena, document, "signed", signed_plan_json(app, &signoff));
        out_json(app, document);
        return EXIT_DONE;
    }
    struct kp_style style = app_style(app, false);
    struct kp_table *table = kp_table_new();
    struct kp_buf text = KP_BUF_INIT;
    const struct {
        const char *label;
        struct kp_str value;
    } rows[] = {
        {_("Account"), account.slug},
        {_("Name"), account.name},
        {_("KAM"), account.kam.len ? kp_people_name(&app->people, account.kam) : account.kam},
        {_("Sponsor"),
         account.sponsor.len ? kp_people_name(&app->people, account.sponsor) : account.sponsor}};
    kp_table_column(table, (struct kp_str){"", 0}, false);
    kp_table_column(table, (struct kp_str){"", 0}, false);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kp_table_row(table);
        kp_table_cell(table, kp_str_from(rows[i].label), KP_MARK_DIM);
        kp_table_cell(table, rows[i].value, KP_MARK_NONE);
    }
    if (state.revisions) {
        kp_cycle_print(&text, state.newest.cycle);
        kp_buf_adds(&text, " · ");
        kp_date_show(&text, state.newest.date, app->lang);
        kp_buf_addf(&text, " · %.7s", state.newest.rev.hex);
    }
    kp_table_row(table);
    kp_table_cell(table, kp_str_from(_("Revisions")), KP_MARK_DIM);
    kp_table_cellf(table, KP_MARK_NONE, "%zu%s%s", state.revisions, text.len ? " · " : "",
                   text.data);
    if (signoff.there) {
        kp_buf_clear(&text);
        signed_plan_text(app, &signoff, &text);
        kp_table_row(table);
        kp_table_cell(table, kp_str_from(_("Signed off")), KP_MARK_DIM);
        kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    }
    kp_table_print(table, &style, 0, &app->out);
    kp_table_free(table);
    kp_buf_release(&text);
    return EXIT_DONE;
}

static int add(struct app *app, const struct args *args)
{
    const char *name = args_option(app->command, args, "name");
    if (!name)
        return app_usage(app, _("--name NAME is needed"));
    if (new_account(app, args->words[0], name, args_option(app->command, args, "kam"),
                    args_option(app->command, args, "sponsor")))
        return app_fail(app);
    if (app->json)
        return account_show(app, args);
    struct kp_buf line = KP_BUF_INIT;
    kp_buf_addf(&line, _("%s is there. Next: kamplan run account-plan %s\n"), name, args->words[0]);
    kp_utf8_add_visible(&app->out, kp_buf_str(&line), true);
    kp_buf_release(&line);
    return EXIT_DONE;
}

/* An account whose card may be changed; else the exit status that fits. */
static int find_to_change(struct app *app, const struct args *args, struct account *account)
{
    if (account_find(app, kp_str_from(args->words[0]), account))
        return app_fail(app);
    if (!account->document)
        return app_usage(app, _("the company's own plan cannot be renamed or archived"));
    return EXIT_DONE;
}

/* `what` is N_(): the record has it in English, the screen in the reader's language. */
static int put_on_record(struct app *app, const struct args *args, const struct account *account,
                         const char *what)
{
    bool same = kp_json_equal(account_json(app, account), account->document);
    if (!same && record_account(app, account, what))
        return app_fail(app);
    if (app->json)
        return account_show(app, args);
    kp_utf8_add_visible(&app->out, account->name, false);
    kp_buf_addf(&app->out, ": %s\n", same ? _("it is so already") : _(what));
    return EXIT_DONE;
}

static int rename_account(struct app *app, const struct args *args)
{
    const char *name = args_option(app->command, args, "name");
    struct account account;
    if (!name)
        return app_usage(app, _("--name NAME is needed"));
    int status = find_to_change(app, args, &account);
    if (status)
        return status;
    if (account_check_name(kp_str_from(name), &app->err))
        return app_fail(app);
    account.name = kp_utf8_nfc(&app->arena, kp_str_trim(kp_str_from(name)));
    return put_on_record(app, args, &account, N_("renamed"));
}

static int archive(struct app *app, const struct args *args)
{
    bool undo = args_option(app->command, args, "undo") != NULL;
    struct account account;
    int status = find_to_change(app, args, &account);
    if (status)
        return status;
    account.archived = !undo;
    return put_on_record(app, args, &account,
                         undo ? N_("taken out of the archive") : N_("archived"));
}

static const struct option add_options[] = {
    {"name", 0, "NAME", N_("the customer's name")},
    {"kam", 0, "NAME", N_("the key account manager")},
    {"sponsor", 0, "NAME", N_("the sponsor in our management")},
    {NULL, 0, NULL, NULL},
};
static const struct option name_options[] = {
    {"name", 0, "NAME", N_("the customer's name")},
    {NULL, 0, NULL, NULL},
};
static const struct option archive_options[] = {
    {"undo", 0, NULL, N_("take it out of the archive again")},
    {NULL, 0, NULL, NULL},
};
static const struct option list_options[] = {
    {"complete", 0, NULL, N_("the short names only, one a line")},
    {NULL, 0, NULL, NULL},
};

const struct command command_account_add = {
    .name = "account add",
    .summary = N_("Add an account"),
    .usage = "ACCOUNT",
    .options = add_options,
    .words_min = 1,
    .words_max = 1,
    .needs = NEEDS_WORKSPACE | NEEDS_IDENTITY,
    .json = true,
    .run = add,
};
const struct command command_account_list = {
    .name = "account list",
    .summary = N_("List the accounts"),
    .usage = "",
    .options = list_options,
    .needs = NEEDS_WORKSPACE,
    .json = true,
    .run = list,
};
const struct command command_account_show = {
    .name = "account show",
    .summary = N_("Show one account's card"),
    .usage = "ACCOUNT",
    .words_min = 1,
    .words_max = 1,
    .needs = NEEDS_WORKSPACE,
    .json = true,
    .run = account_show,
};
const struct command command_account_rename = {
    .name = "account rename",
    .summary = N_("Give an account another name"),
    .usage = "ACCOUNT",
    .options = name_options,
    .words_min = 1,
    .words_max = 1,
    .needs = NEEDS_WORKSPACE | NEEDS_IDENTITY,
    .json = true,
    .run = rename_account,
};
const struct command command_account_archive = {
    .name = "account archive",
    .summary = N_("Put an account aside; nothing is lost"),
    .usage = "ACCOUNT",
    .options = archive_options,
    .words_min = 1,
    .words_max = 1,
    .needs = NEEDS_WORKSPACE | NEEDS_IDENTITY,
    .json = true,
    .run = archive,
};
