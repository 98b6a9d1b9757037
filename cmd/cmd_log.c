// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "view/table.h"

#include <stdio.h>

static const struct option options[] = {
    {"number", 'n', "N", N_("so many revisions at most")},
    {NULL, 0, NULL, NULL},
};

struct log {
    struct app *app;
    int64_t left; /* how many more */
    struct kp_table *table;
    struct kp_json *array;
    bool all_accounts;
};

/* What a revision's message says of itself; the words of other programs' revisions count as nothing. */
struct counts {
    unsigned changed, fresh, confirmed;
    bool known;
};

static struct counts read_counts(struct kp_str message)
{
    struct counts counts = {0};
    struct kp_str rest = message;
    while (rest.data) {
        struct kp_str line = kp_str_split(&rest, '\n');
        char text[128];
        snprintf(text, sizeof text, "%.*s", KP_STR_ARG(line));
        if (sscanf(text, "%9u answers changed, %9u new, %9u confirmed", &counts.changed,
                   &counts.fresh, &counts.confirmed) == 3) {
            counts.known = true;
            break;
        }
    }
    return counts;
}

static struct kp_str subject_of(struct kp_str message)
{
    return kp_str_slice(message, 0, kp_str_find(message, '\n'));
}

/* What the program itself records beside sessions. */
static const char *const deeds[] = {N_("new account"), N_("renamed"), N_("archived"),
                                    N_("taken out of the archive"), N_("A new workspace")};

/* In the reader's language: the script's title, or what was done; else the revision's own first line. */
static struct kp_str title_of(struct app *app, const struct kp_rev_info *info)
{
    struct kp_str script = kp_message_trailer(info->message, "Script");
    struct kp_str account = kp_message_trailer(info->message, "Account");
    struct kp_str id = kp_str_slice(script, 0, kp_str_find(script, '@'));
    struct kp_str title = kp_str_is(id, "edit") ? kp_str_from(_("Edit")) : script_title(app, id);
    struct kp_str subject = subject_of(info->message);
    if (title.len)
        return title;
    if (account.len && kp_str_starts(subject, account))
        subject = kp_str_trim(kp_str_slice(subject, account.len + 1, subject.len));
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        if (kp_str_is(subject, deeds[i]))
            return kp_str_from(_(deeds[i]));
    return subject;
}

static void add_json(struct log *log, const struct kp_rev_info *info, struct counts counts)
{
    struct kp_arena *arena = &log->app->arena;
    struct kp_json *object = kp_json_new_object(arena), *who = kp_json_new_object(arena);
    static const struct {
        const char *member, *trailer;
    } trailers[] = {
        {"cycle", "Cycle"}, {"account", "Account"}, {"session", "Session"}, {"script", "Script"}};
    struct kp_buf date = KP_BUF_INIT;
    kp_json_set_string(arena, object, "id", kp_str_from(info->rev.hex));
    kp_time_format(&date, info->at);
    kp_json_set_string(arena, object, "date", kp_buf_str(&date));
    kp_buf_release(&date);
    for (size_t i = 0; i < sizeof trailers / sizeof *trailers; i++) {
        struct kp_str value = kp_message_trailer(info->message, trailers[i].trailer);
        if (value.len)
            kp_json_set_string(arena, object, trailers[i].member, value);
    }
    kp_json_set_string(arena, who, "id", info->author);
    if (kp_people_by_id(&log->app->people, info->author))
        kp_json_set_string(arena, who, "name", kp_people_name(&log->app->people, info->author));
    kp_json_set(arena, object, "who", who);
    if (counts.known) {
        kp_json_set_whole(arena, object, "changed", counts.changed);
        kp_json_set_whole(arena, object, "new", counts.fresh);
        kp_json_set_whole(arena, object, "confirmed", counts.confirmed);
    }
    kp_json_set_string(arena, object, "summary", subject_of(info->message));
    kp_json_append(arena, log->array, object);
}

static void add_row(struct log *log, const struct kp_rev_info *info, struct counts counts)
{
    struct app *app = log->app;
    struct kp_buf date = KP_BUF_INIT;
    bool known = kp_people_by_id(&app->people, info->author);
    kp_date_show(&date, kp_date_local(info->at), app->lang);
    kp_table_row(log->table);
    kp_table_cellf(log->table, KP_MARK_ACCENT, "%.7s", info->rev.hex);
    kp_table_cell(log->table, kp_buf_str(&date), KP_MARK_NONE);
    kp_table_cell(log->table, kp_message_trailer(info->message, "Cycle"), KP_MARK_NONE);
    if (log->all_accounts)
        kp_table_cell(log->table, kp_message_trailer(info->message, "Account"), KP_MARK_NONE);
    kp_table_cell(log->table, title_of(app, info), KP_MARK_NONE);
    kp_table_cell(log->table,
                  known ? kp_people_name(&app->people, info->author) : (struct kp_str){"", 0},
                  KP_MARK_NONE);
    if (counts.known) {
        kp_table_cellf(log->table, counts.changed ? KP_MARK_CHANGED : KP_MARK_DIM, "%u",
                       counts.changed);
        kp_table_cellf(log->table, counts.fresh ? KP_MARK_NEW : KP_MARK_DIM, "%u", counts.fresh);
        kp_table_cellf(log->table, KP_MARK_DIM, "%u", counts.confirmed);
    }
    kp_buf_release(&date);
}

static enum kp_status each(void *context, const struct kp_rev_info *info, bool *stop,
                           struct kp_err *err)
{
    struct log *log = context;
    struct counts counts = read_counts(info->message);
    (void)err;
    if (log->left <= 0) {
        *stop = true;
        return KP_OK;
    }
    if (log->app->json)
        add_json(log, info, counts);
    else
        add_row(log, info, counts);
    *stop = --log->left == 0;
    return KP_OK;
}

static struct kp_table *new_table(bool all_accounts)
{
    struct kp_table *table = kp_table_new();
    kp_table_column(table, kp_str_from(_("Revision")), false);
    kp_table_column(table, kp_str_from(_("Date")), false);
    kp_table_column(table, kp_str_from(_("Cycle")), false);
    if (all_accounts)
        kp_table_column(table, kp_str_from(_("Account")), false);
    kp_table_column(table, kp_str_from(_("Session")), false);
    kp_table_column(table, kp_str_from(_("Who")), false);
    kp_table_column(table, kp_str_from(_("Changed")), true);
    kp_table_column(table, kp_str_from(_("New")), true);
    kp_table_column(table, kp_str_from(_("Confirmed")), true);
    return table;
}

static int run(struct app *app, const struct args *args)
{
    const char *number = args_option(app->command, args, "number");
    struct log log = {.app = app, .left = INT64_MAX, .all_accounts = !args->count};
    const char *path = "";
    struct kp_number limit;
    struct account account;
    if (number && (!kp_number_read(kp_str_from(number), &limit) ||
                   !kp_number_whole(limit, &log.left) || log.left < 1))
        return app_usage(app, _("-n is a number from 1 on, not \"%s\""), number);
    if (app_read_people(app) ||
        (args->count && account_find(app, kp_str_from(args->words[0]), &account)))
        return app_fail(app);
    if (args->count)
        path = account_dir(app, account.slug);
    log.array = kp_json_new_array(&app->arena);
    log.table = new_table(log.all_accounts);
    int status = EXIT_DONE;
    if (kp_revision_walk(app->workspace, NULL, path, each, &log, &app->err)) {
        status = app_fail(app);
    } else if (app->json) {
        struct kp_json *document = kp_json_new_object(&app->arena);
        kp_json_set(&app->arena, document, "revisions", log.array);
        out_json(app, document);
    } else {
        struct kp_style style = app_style(app, false);
        kp_table_print(log.table, &style, 0, &app->out);
    }
    kp_table_free(log.table);
    return status;
}

const struct command command_log = {
    .name = "log",
    .summary = N_("List the revisions, newest first"),
    .usage = "[ACCOUNT]",
    .options = options,
    .words_max = 1,
    .needs = NEEDS_WORKSPACE,
    .json = true,
    .run = run,
};
