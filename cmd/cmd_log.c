// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "signed.h"
#include "view/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option options[] = {
    {"number", 'n', "N", N_("so many revisions at most")},
    {NULL, 0, NULL, NULL},
};

/* So many rows are laid out at a time: the first ones are read while the others are looked up. */
enum { FIRST_BATCH = 60, BATCH = 500 };

struct log {
    struct app *app;
    struct kp_style style;
    int64_t left; /* how many more */
    struct kp_table *table;
    size_t batch, in_batch;
    struct kp_json *array;
    bool all_accounts, unread;
    struct kp_signoff *signoffs; /* by revision */
    size_t signoff_count;
    bool sealed; /* some carry a signature: then one without is told */
};

/* ---- sign-offs */

static int by_revision(const void *a, const void *b)
{
    const struct kp_signoff *x = a, *y = b;
    int order = strcmp(x->rev.hex, y->rev.hex);
    return order ? order : x->at == y->at ? x->replaced - y->replaced : x->at > y->at ? -1 : 1;
}

static enum kp_status read_signoffs(struct log *log, const char *slug)
{
    struct app *app = log->app;
    enum kp_status status = kp_signoff_list(app->workspace, slug, &app->arena, &log->signoffs,
                                            &log->signoff_count, &app->err);
    if (status || !log->signoff_count)
        return status;
    qsort(log->signoffs, log->signoff_count, sizeof *log->signoffs, by_revision);
    for (size_t i = 0; i < log->signoff_count; i++)
        log->sealed = log->sealed || log->signoffs[i].sealed;
    return KP_OK;
}

/* The first sign-off of a revision; those behind it are of the same one while they have its id. */
static size_t first_signoff(const struct log *log, const struct kp_rev *rev)
{
    size_t low = 0, high = log->signoff_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(log->signoffs[middle].rev.hex, rev->hex) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_of(const struct log *log, size_t at, const struct kp_rev *rev)
{
    return at < log->signoff_count && strcmp(log->signoffs[at].rev.hex, rev->hex) == 0;
}

/* "acme/2026H1": the account's short name. */
static struct kp_str account_of(const struct kp_signoff *signoff)
{
    struct kp_str name = kp_str_from(signoff->name);
    return kp_str_slice(name, 0, kp_str_find(name, '/'));
}

/* Answers that the cycle's last revision has otherwise; of one that counts. */
static size_t changed_since(struct log *log, const struct kp_signoff *signoff)
{
    struct app *app = log->app;
    struct kp_cycle cycle;
    struct kp_rev last;
    size_t changed = 0;
    if (signoff->replaced || kp_cycle_read(signoff->cycle, &cycle, NULL) ||
        find_revision_of(app, account_of(signoff), cycle, &last) ||
        count_changed(app, account_of(signoff), &signoff->rev, &last, &changed, NULL))
        kp_err_clear(&app->err); /* of a revision that is not on this line any more */
    return changed;
}

static const char *const seal_names[] = {"none", "good", "bad", "unknown"};

static enum kp_seal seal_of(struct log *log, const struct kp_signoff *signoff)
{
    return signoff->sealed ? kp_signoff_seal(log->app->workspace, signoff) : KP_SEAL_NONE;
}

static struct kp_json *signoff_json(struct log *log, const struct kp_signoff *signoff)
{
    struct kp_arena *arena = &log->app->arena;
    struct kp_json *object = kp_json_new_object(arena);
    struct kp_buf date = KP_BUF_INIT;
    if (signoff->by.len)
        kp_json_set(arena, object, "by", person_json(log->app, signoff->by));
    if (signoff->role.len)
        kp_json_set_string(arena, object, "role", signoff->role);
    if (signoff->comment.len)
        kp_json_set_string(arena, object, "comment", signoff->comment);
    kp_date_print(&date, kp_date_local(signoff->at));
    kp_json_set_string(arena, object, "date", kp_buf_str(&date));
    kp_json_set_string(arena, object, "cycle", signoff->cycle);
    kp_json_set_string(arena, object, "signature", kp_str_from(seal_names[seal_of(log, signoff)]));
    if (!signoff->replaced)
        kp_json_set_whole(arena, object, "changed_since", (int64_t)changed_since(log, signoff));
    kp_buf_release(&date);
    return object;
}

static void add_signoffs_json(struct log *log, const struct kp_rev *rev, struct kp_json *object)
{
    struct kp_arena *arena = &log->app->arena;
    struct kp_json *replaced = kp_json_new_array(arena);
    for (size_t at = first_signoff(log, rev); is_of(log, at, rev); at++) {
        const struct kp_signoff *signoff = &log->signoffs[at];
        if (signoff->replaced)
            kp_json_append(arena, replaced, signoff_json(log, signoff));
        else
            kp_json_set(arena, object, "signed", signoff_json(log, signoff));
    }
    if (replaced->count)
        kp_json_set(arena, object, "signed_replaced", replaced);
}

static void add_seal(struct log *log, const struct kp_signoff *signoff, struct kp_buf *out,
                     enum kp_mark *mark)
{
    switch (seal_of(log, signoff)) {
    case KP_SEAL_GOOD: kp_buf_adds(out, _(" · good signature")); break;
    case KP_SEAL_UNKNOWN:
        kp_buf_adds(out, _(" · the signature cannot be checked here"));
        *mark = KP_MARK_CHANGED;
        break;
    case KP_SEAL_BAD:
        kp_buf_adds(out, _(" · BAD SIGNATURE"));
        *mark = KP_MARK_ALERT;
        break;
    case KP_SEAL_NONE:
        if (log->sealed)
            kp_buf_adds(out, _(" · no signature"));
        break;
    }
}

/* "✓ signed off (CSO) · good signature · 3 answers changed since", and the comment. */
static enum kp_mark write_signoff(struct log *log, const struct kp_signoff *signoff,
                                  struct kp_buf *out)
{
    enum kp_mark mark = signoff->replaced ? KP_MARK_DIM : KP_MARK_NEW;
    size_t changed = changed_since(log, signoff);
    kp_buf_addf(out, "%s %s", kp_style_sign(&log->style, "✓", "*"), _("signed off"));
    if (signoff->role.len)
        kp_buf_addf(out, " (%.*s)", KP_STR_ARG(signoff->role));
    if (signoff->replaced)
        kp_buf_adds(out, _(" · signed off again later"));
    add_seal(log, signoff, out, &mark);
    if (changed) {
        kp_buf_adds(out, " · ");
        kp_buf_addf(out, ngettext("%zu answer changed since", "%zu answers changed since", changed),
                    changed);
        mark = mark == KP_MARK_NEW ? KP_MARK_CHANGED : mark;
    }
    if (signoff->comment.len)
        kp_buf_addf(out, ": %.*s", KP_STR_ARG(signoff->comment));
    return mark;
}

/* A date, which no line breaks where there is room for that. */
static void add_date(struct log *log, int64_t at, enum kp_mark mark)
{
    struct kp_buf date = KP_BUF_INIT, text = KP_BUF_INIT;
    kp_date_show(&date, kp_date_local(at), log->app->lang);
    for (struct kp_str rest = kp_buf_str(&date); rest.data;) {
        kp_buf_add(&text, kp_str_split(&rest, ' '));
        kp_buf_adds(&text, !rest.data ? "" : log->all_accounts ? " " : "\xc2\xa0");
    }
    kp_table_cell(log->table, kp_buf_str(&text), mark);
    kp_buf_release(&date);
    kp_buf_release(&text);
}

/* A sign-off is a line of its own above the revision that it is about. */
static void add_signoff_row(struct log *log, const struct kp_signoff *signoff)
{
    struct app *app = log->app;
    struct kp_buf text = KP_BUF_INIT;
    kp_table_row(log->table);
    kp_table_cell(log->table, KP_STR(""), KP_MARK_NONE);
    add_date(log, signoff->at, KP_MARK_DIM);
    kp_table_cell(log->table, signoff->cycle, KP_MARK_DIM);
    if (log->all_accounts)
        kp_table_cell(log->table, account_of(signoff), KP_MARK_DIM);
    enum kp_mark mark = write_signoff(log, signoff, &text);
    kp_table_cell(log->table, kp_buf_str(&text), mark);
    bool known = kp_people_by_id(&app->people, signoff->by);
    kp_table_cell(log->table, known ? kp_people_name(&app->people, signoff->by) : KP_STR(""), mark);
    kp_buf_release(&text);
}

/* ---- revisions */

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

static void add_json(struct log *log, const struct kp_rev_info *info, struct counts counts)
{
    struct kp_arena *arena = &log->app->arena;
    struct kp_json *object = kp_json_new_object(arena);
    static const struct {
        const char *member, *trailer;
    } trailers[] = {{"cycle", "Cycle"},
                    {"account", "Account"},
                    {"session", "Session"},
                    {"script", "Script"},
                    {"restored_from", "Restored-from"}};
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
    kp_json_set(arena, object, "who", person_json(log->app, info->author));
    if (counts.known) {
        kp_json_set_whole(arena, object, "changed", counts.changed);
        kp_json_set_whole(arena, object, "new", counts.fresh);
        kp_json_set_whole(arena, object, "confirmed", counts.confirmed);
    }
    kp_json_set_string(arena, object, "summary", subject_of(info->message));
    add_signoffs_json(log, &info->rev, object);
    kp_json_append(arena, log->array, object);
}

static void add_row(struct log *log, const struct kp_rev_info *info, struct counts counts)
{
    struct app *app = log->app;
    bool known = kp_people_by_id(&app->people, info->author);
    for (size_t at = first_signoff(log, &info->rev); is_of(log, at, &info->rev); at++)
        add_signoff_row(log, &log->signoffs[at]);
    kp_table_row(log->table);
    kp_table_cellf(log->table, KP_MARK_ACCENT, "%.7s", info->rev.hex);
    add_date(log, info->at, KP_MARK_NONE);
    kp_table_cell(log->table, kp_message_trailer(info->message, "Cycle"), KP_MARK_NONE);
    if (log->all_accounts)
        kp_table_cell(log->table, kp_message_trailer(info->message, "Account"), KP_MARK_NONE);
    kp_table_cell(log->table, revision_title(app, info), KP_MARK_NONE);
    kp_table_cell(log->table, known ? kp_people_name(&app->people, info->author) : KP_STR(""),
                  KP_MARK_NONE);
    if (counts.known) {
        kp_table_cellf(log->table, counts.changed ? KP_MARK_CHANGED : KP_MARK_DIM, "%u",
                       counts.changed);
        kp_table_cellf(log->table, counts.fresh ? KP_MARK_NEW : KP_MARK_DIM, "%u", counts.fresh);
        kp_table_cellf(log->table, KP_MARK_DIM, "%u", counts.confirmed);
    }
}

/* Shows the rows there are; false when nobody reads any further. */
static bool show_batch(struct log *log)
{
    kp_table_print(log->table, &log->style, 0, &log->app->out);
    kp_table_continue(log->table, false);
    log->batch = BATCH;
    log->in_batch = 0;
    return out_flush(log->app);
}

static enum kp_status add_revision(void *context, const struct kp_rev_info *info,
                                   struct kp_err *err)
{
    struct log *log = context;
    struct counts counts = read_counts(info->message);
    (void)err;
    if (log->app->json) {
        add_json(log, info, counts);
    } else {
        add_row(log, info, counts);
        if (++log->in_batch == log->batch)
            log->unread = !show_batch(log);
    }
    log->left--;
    return KP_OK;
}

static enum kp_status each_of_all(void *context, const struct kp_rev_info *info, bool *stop,
                                  struct kp_err *err)
{
    struct log *log = context;
    enum kp_status status = add_revision(log, info, err);
    *stop = log->left == 0 || log->unread;
    return status;
}

static enum kp_status each_of_account(void *context, const struct kp_history_entry *entry,
                                      bool *stop, struct kp_err *err)
{
    struct log *log = context;
    enum kp_status status =
        kp_revision_info(log->app->workspace, &entry->rev, add_revision, log, err);
    *stop = log->left == 0 || log->unread;
    return status;
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

static enum kp_status walk(struct log *log, const struct account *account)
{
    struct app *app = log->app;
    enum kp_status status = read_signoffs(log, account ? account->slug.data : NULL);
    if (status)
        return status;
    if (account)
        return kp_history_walk(app->workspace, NULL, account_dir(app, account->slug), NULL,
                               each_of_account, log, &app->err);
    return kp_revision_walk(app->workspace, NULL, "", each_of_all, log, &app->err);
}

static int run(struct app *app, const struct args *args)
{
    const char *number = args_option(app->command, args, "number");
    struct log log = {.app = app,
                      .left = INT64_MAX,
                      .batch = FIRST_BATCH,
                      .style = app_style(app, false),
                      .all_accounts = !args->count};
    struct kp_number limit;
    struct account account;
    if (number && (!kp_number_read(kp_str_from(number), &limit) ||
                   !kp_number_whole(limit, &log.left) || log.left < 1))
        return app_usage(app, _("-n is a number from 1 on, not \"%s\""), number);
    if (app_read_people(app) ||
        (args->count && account_find(app, kp_str_from(args->words[0]), &account)))
        return app_fail(app);
    log.array = kp_json_new_array(&app->arena);
    log.table = new_table(log.all_accounts);
    int64_t wanted = log.left;
    enum kp_status status = walk(&log, args->count ? &account : NULL);
    kp_table_print(log.table, &log.style, 0, &app->out);
    kp_table_free(log.table);
    if (status) /* what was read until then is shown */
        return app_fail(app);
    if (app->json) {
        struct kp_json *document = kp_json_new_object(&app->arena);
        kp_json_set(&app->arena, document, "revisions", log.array);
        out_json(app, document);
    } else if (log.left > 0 && !log.unread && is_cut_copy(app)) {
        app_say(app,
                _("This copy holds only the newest revisions; what was before them is not in it."));
    } else if (log.left == wanted) {
        app_say(app, _("There is no revision of %.*s yet."), KP_STR_ARG(account.slug));
    }
    return EXIT_DONE;
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
