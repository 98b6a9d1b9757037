// SPDX-License-Identifier: GPL-3.0-or-later
/* What is due, account by account. */

#include "base/fs.h"
#include "base/text.h"
#include "base/utf8.h"
#include "moment.h"
#include "view/due.h"

#include <stdlib.h>
#include <string.h>

static const struct option options[] = {
    {"on", 0, "DATE", N_("as of another day, past or to come")},
    {"ics", 0, "FILE", N_("write a calendar instead; - is standard output")},
    {"exit-code", 0, NULL, N_("exit with 1 when a revision or an action is overdue")},
    {NULL, 0, NULL, NULL},
};

struct listing {
    struct app *app;
    struct moment moment;
    struct kp_due_account *accounts;
    size_t count;
    struct kp_faults faults;
};

static void find_signoff(const struct listing *listing, struct kp_due_account *account)
{
    struct kp_buf name = KP_BUF_INIT;
    const struct moment *moment = &listing->moment;
    kp_buf_addf(&name, "%.*s/", KP_STR_ARG(account->slug));
    kp_cycle_print(&name, account->due.last.cycle);
    for (size_t i = 0; i < moment->signoff_count; i++) {
        const struct kp_signoff *signoff = &moment->signoffs[i];
        struct kp_date date = kp_date_local(signoff->at);
        if (strcmp(signoff->name, name.data) == 0 && kp_date_compare(date, moment->on) <= 0) {
            account->signed_on = date;
            account->signed_by = signoff->by;
        }
    }
    kp_buf_release(&name);
}

/* Only what is wanted of a plan is kept: what it says is in the arena. */
static enum kp_status add_account(struct listing *listing, const struct moment_folder *folder,
                                  bool asked_for)
{
    struct app *app = listing->app;
    struct account_then then;
    bool found;
    enum kp_status status =
        account_then_read(&listing->moment, folder, NULL, NULL, &then, &found, &listing->faults);
    if (!status && found && (asked_for || !then.account.archived)) {
        struct kp_due_account *account = &listing->accounts[listing->count++];
        *account = (struct kp_due_account){.slug = then.account.slug, .name = then.account.name};
        kp_due_plan(&then.calc, &then.last, then.since, app->budget_month, &app->arena,
                    &account->due);
        find_signoff(listing, account);
    }
    account_then_release(&then);
    return status;
}

static int by_urgency(const void *a, const void *b)
{
    const struct kp_due_account *x = a, *y = b;
    int order = kp_due_compare(&x->due, &y->due);
    return order ? order : kp_str_compare(x->slug, y->slug);
}

static enum kp_status read_all(struct listing *listing, const char *slug)
{
    struct app *app = listing->app;
    const struct moment *moment = &listing->moment;
    enum kp_status status = KP_OK;
    bool found = false;
    listing->accounts =
        kp_arena_alloc(&app->arena, (moment->folder_count + 1) * sizeof *listing->accounts);
    for (size_t i = 0; i < moment->folder_count && !status; i++) {
        if (slug && !kp_str_is(moment->folders[i].slug, slug))
            continue;
        found = true;
        status = add_account(listing, &moment->folders[i], slug != NULL);
    }
    if (!status && slug && !found) { /* it says what there is instead */
        struct account account;
        status = account_find(app, kp_str_from(slug), &account);
        if (!status)
            status = kp_err_set(&app->err, KP_NOT_FOUND,
                                _("%s had no plan then; kamplan log %s lists its revisions"), slug,
                                slug);
    }
    if (listing->count)
        qsort(listing->accounts, listing->count, sizeof *listing->accounts, by_urgency);
    return status;
}

/* To a file, or standard output; says how many entries it has. */
static enum kp_status write_calendar(struct app *app, const struct kp_due_list *list,
                                     const char *file)
{
    struct kp_buf bytes = KP_BUF_INIT, text = KP_BUF_INIT;
    struct kp_style style = app_style(app, false);
    enum kp_status status = KP_OK;
    size_t count =
        kp_view_due_ics(list, app->budget_month, &style, kp_clock_now(&app->clock), &bytes);
    if (strcmp(file, "-") == 0) {
        kp_buf_add(&app->out, kp_buf_str(&bytes));
    } else {
        status = kp_fs_replace(file, kp_buf_str(&bytes), 0666, false, &app->err);
        kp_buf_addf(&text, ngettext("%zu entry in %s", "%zu entries in %s", count), count, file);
        if (!status)
            app_say(app, "%s", text.data);
    }
    kp_buf_release(&bytes);
    kp_buf_release(&text);
    return status;
}

static enum kp_status show(struct listing *listing, const struct args *args)
{
    struct app *app = listing->app;
    const char *file = args_option(app->command, args, "ics");
    struct kp_due_list list = {
        .on = listing->moment.on,
        .cycle = listing->moment.cycle,
        .due = kp_due_date(listing->moment.cycle, app->budget_month),
        .accounts = listing->accounts,
        .count = listing->count,
        .company = app->company,
    };
    struct kp_style style = app_style(app, false);
    style.today = list.on;
    if (file)
        return write_calendar(app, &list, file);
    if (app->json)
        out_json(app, kp_view_due_json(&list, &app->people, &app->arena));
    else if (args->count)
        kp_view_due_account(&listing->accounts[0], &style, &app->out);
    else if (list.count)
        kp_view_due(&list, &style, &app->out);
    else
        app_say(app, _("There is no account yet: kamplan account add acme --name \"ACME A/S\""));
    return KP_OK;
}

static int run(struct app *app, const struct args *args)
{
    struct listing listing = {.app = app, .faults = KP_FAULTS_INIT};
    const char *on = args_option(app->command, args, "on");
    const char *slug = args->count ? args->words[0] : NULL;
    struct kp_date day = app_today(app);
    int status = EXIT_DONE;
    if (slug && strcmp(slug, "program") == 0)
        return app_usage(app, _("the company's own plan has no half-yearly revision"));
    if (on && kp_date_parse(kp_str_from(on), app->lang, day, &day, &app->err))
        return app_fail(app);
    if (moment_of_day(app, day, &listing.moment) ||
        kp_signoff_list(app->workspace, NULL, &app->arena, &listing.moment.signoffs,
                        &listing.moment.signoff_count, &app->err) ||
        read_all(&listing, slug) || show(&listing, args)) {
        status = app_fail(app);
    } else if (listing.faults.count) { /* the rest is shown; what could not be read is said */
        say_faults(app, &listing.faults);
        status = EXIT_FAILED;
    }
    if (args_option(app->command, args, "exit-code"))
        for (size_t i = 0; i < listing.count; i++)
            if (kp_due_is_overdue(&listing.accounts[i].due))
                status = EXIT_FAILED;
    kp_faults_release(&listing.faults);
    return status;
}

const struct command command_due = {
    .name = "due",
    .summary = N_("List what is due: revisions, actions, meetings"),
    .usage = "[ACCOUNT]",
    .about =
        N_("A plan is revised twice a year: by the end of the month before the budget is made, "
           "and six months from then. The most urgent account stands first. Answers are counted "
           "that nobody has looked at for one, two, and three or more cycles."),
    .options = options,
    .words_max = 1,
    .needs = NEEDS_WORKSPACE,
    .json = true,
    .run = run,
};
