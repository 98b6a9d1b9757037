// SPDX-License-Identifier: GPL-3.0-or-later
/* What was believed in an earlier cycle, and what came of it. */

#include "base/text.h"
#include "moment.h"
#include "view/forecast.h"

#include <string.h>

static const struct option options[] = {
    {"from", 0, "CYCLE", N_("what was believed then; a year ago when it is left out")},
    {NULL, 0, NULL, NULL},
};

enum { A_YEAR = 2 };

struct review {
    struct app *app;
    struct moment then, now;
    struct kp_forecast_account *accounts;
    size_t count;
    struct kp_forecast_sum sum;
    struct kp_faults faults;
};

static const struct moment_folder *find_folder(const struct moment *moment, struct kp_str slug)
{
    for (size_t i = 0; i < moment->folder_count; i++)
        if (kp_str_equal(moment->folders[i].slug, slug))
            return &moment->folders[i];
    return NULL;
}

static const char *const tables[] = {"opportunities", "kpis"};

static bool is_damaged(const struct account_then *then, const char *table)
{
    struct kp_buf name = KP_BUF_INIT;
    bool damaged = then->plan_lost;
    kp_buf_addf(&name, "%s.json", table);
    for (size_t i = 0; i < then->file_count; i++)
        damaged = damaged ||
                  (!then->files[i].answer && kp_str_equal(then->files[i].name, kp_buf_str(&name)));
    kp_buf_release(&name);
    return damaged;
}

/* What cannot be read on one side is not judged: a row that is not there may well be there. */
static void leave_out_damaged(struct account_then *a, struct account_then *b)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (!is_damaged(a, tables[i]) && !is_damaged(b, tables[i]))
            continue;
        kp_plan_remove(&a->plan, kp_str_from(tables[i]));
        kp_plan_remove(&b->plan, kp_str_from(tables[i]));
    }
}

/* What is kept of the two plans is in the arena. */
static enum kp_status add_account(struct review *review, const struct moment_folder *folder,
                                  bool asked_for)
{
    struct account_then now, then = {.files = NULL};
    const struct moment_folder *old = find_folder(&review->then, folder->slug);
    bool found, found_then = false;
    enum kp_status status =
        account_then_read(&review->now, folder, NULL, NULL, &now, &found, &review->faults);
    if (!status && found && old)
        status =
            account_then_read(&review->then, old, &now, NULL, &then, &found_then, &review->faults);
    if (!status && found_then && (asked_for || !now.account.archived)) {
        struct kp_forecast_account *account = &review->accounts[review->count++];
        *account = (struct kp_forecast_account){
            .slug = now.account.slug,
            .name = now.account.name,
            .cycle = then.last.cycle,
            .date = then.last.date,
        };
        leave_out_damaged(&now, &then);
        kp_forecast_judge(&then.calc, &now.calc, &review->app->arena, &account->forecast);
        kp_forecast_sum_add(&review->sum, &account->forecast.sum);
    }
    account_then_release(&now);
    account_then_release(&then);
    return status;
}

static enum kp_status read_all(struct review *review, const char *slug)
{
    struct app *app = review->app;
    const struct moment *now = &review->now;
    enum kp_status status = KP_OK;
    bool found = false;
    review->accounts =
        kp_arena_alloc(&app->arena, (now->folder_count + 1) * sizeof *review->accounts);
    for (size_t i = 0; i < now->folder_count && !status; i++) {
        if (slug && !kp_str_is(now->folders[i].slug, slug))
            continue;
        found = true;
        status = add_account(review, &now->folders[i], slug != NULL);
    }
    struct account account;
    if (!status && slug && !found) /* it says what there is instead */
        status = account_find(app, kp_str_from(slug), &account);
    return status;
}

static enum kp_status nothing_then(struct review *review, const char *slug)
{
    struct kp_buf cycle = KP_BUF_INIT;
    kp_cycle_print(&cycle, review->then.asked);
    if (slug)
        kp_err_set(&review->app->err, KP_NOT_FOUND,
                   _("%s had no plan in %s; kamplan log %s lists its revisions, and --from takes "
                     "another cycle"),
                   slug, cycle.data, slug);
    else
        kp_err_set(&review->app->err, KP_NOT_FOUND,
                   _("no account had a plan in %s; --from takes another cycle"), cycle.data);
    kp_buf_release(&cycle);
    return KP_NOT_FOUND;
}

static void show(struct review *review, bool one)
{
    struct app *app = review->app;
    struct kp_style style = app_style(app, false);
    struct kp_forecast_page page = {
        .from = review->then.asked,
        .on = review->now.on,
        .accounts = review->accounts,
        .count = review->count,
        .sum = &review->sum,
    };
    if (app->json)
        out_json(app, kp_view_forecast_json(&page, app->currency, &app->arena));
    else if (one)
        kp_view_forecast_account(&page, &style, &app->out);
    else
        kp_view_forecast(&page, &style, &app->out);
}

/* Only opportunities and KPIs are read. */
static bool *needed_fields(struct app *app)
{
    bool *needed = kp_arena_alloc(&app->arena, (app->model.field_count + 1) * sizeof(bool));
    for (size_t i = 0; i < 2; i++) {
        const struct kp_field *field = kp_model_field(&app->model, kp_str_from(tables[i]));
        if (field)
            needed[field->index] = true;
    }
    return needed;
}

static int run(struct app *app, const struct args *args)
{
    struct review review = {.app = app, .faults = KP_FAULTS_INIT};
    const char *from = args_option(app->command, args, "from");
    const char *slug = args->count ? args->words[0] : NULL;
    struct kp_cycle today = kp_cycle_of(app_today(app)), cycle = kp_cycle_add(today, -A_YEAR);
    int status = EXIT_DONE;
    if (slug && strcmp(slug, "program") == 0)
        return app_usage(app, _("the company's own plan has no forecast"));
    if (from && kp_cycle_read(kp_str_from(from), &cycle, &app->err))
        return app_fail(app);
    if (kp_cycle_distance(cycle, today) < 0)
        return app_usage(app, _("--from %s is still to come"), from);
    if (moment_of_cycle(app, cycle, &review.then) ||
        moment_of_day(app, app_today(app), &review.now)) {
        status = app_fail(app);
        goto done;
    }
    review.then.needed = review.now.needed = needed_fields(app);
    if (read_all(&review, slug) || (!review.count && nothing_then(&review, slug))) {
        status = app_fail(app);
        goto done;
    }
    show(&review, slug != NULL);
    if (review.faults.count) { /* the rest is shown; what could not be read is said */
        say_faults(app, &review.faults);
        status = EXIT_FAILED;
    }
done:
    for (size_t i = 0; i < review.count; i++)
        kp_forecast_release(&review.accounts[i].forecast);
    kp_forecast_sum_release(&review.sum);
    kp_faults_release(&review.faults);
    return status;
}

const struct command command_forecast = {
    .name = "forecast",
    .summary = N_("Hold an earlier forecast against what came of it"),
    .usage = "[ACCOUNT]",
    .about =
        N_("Every opportunity that was open then, with its value, chance and day, against what "
           "became of it; every KPI's target against its actual; hit rate, slip, and how chances "
           "came true. Without ACCOUNT: all of them, added up."),
    .options = options,
    .words_max = 1,
    .needs = NEEDS_WORKSPACE,
    .json = true,
    .run = run,
};
