// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "view/plan.h"

struct shown {
    struct account account;
    struct kp_plan plan, previous;
    struct kp_calc calc;
    struct kp_plan_head head;
    struct kp_date today; /* of a revision that was named: its day */
    struct kp_faults faults;
};

static enum kp_status read_all(struct app *app, const char *word, struct shown *shown)
{
    struct kp_str slug, name;
    struct kp_rev rev;
    struct account_state state;
    split_account(word, &slug, &name);
    enum kp_status status = account_find(app, slug, &shown->account);
    if (!status)
        status = app_read_people(app);
    if (!status)
        status = app_read_model(app);
    if (!status)
        status = find_revision(app, slug, name, &rev);
    if (!status)
        status = account_state_read(app, slug, &rev, &state);
    if (!status)
        status = plan_read(app, slug, &rev, &shown->plan, &shown->faults);
    if (!status)
        status = plan_read_before(app, slug, state.cycle, &shown->previous);
    if (status)
        return status;
    shown->head = (struct kp_plan_head){
        .account = shown->account.slug,
        .name = shown->account.name,
        .revision = kp_arena_str(&app->arena, kp_str_from(state.rev.hex)),
        .cycle = state.cycle,
        .date = state.date,
    };
    shown->today = name.len ? state.date : app_today(app);
    kp_calc_init(&shown->calc, &app->model, &shown->plan, &shown->previous, shown->today,
                 &app->arena);
    return KP_OK;
}

static int run(struct app *app, const struct args *args)
{
    struct shown shown = {.faults = KP_FAULTS_INIT};
    const struct kp_field *field = NULL;
    int status = EXIT_DONE;
    if (read_all(app, args->words[0], &shown) ||
        (args->count > 1 && app_find_field(app, kp_str_from(args->words[1]), &field))) {
        status = app_fail(app);
        goto done;
    }
    if (app->json) {
        out_json(app,
                 kp_view_plan_json(&shown.calc, &shown.head, field, &app->people, &app->arena));
    } else {
        struct kp_style style = app_style(app, false);
        style.today = shown.today;
        kp_view_plan(&shown.calc, &shown.head, field, &style, &app->out);
    }
    if (shown.faults.count) { /* the rest is shown; what could not be read is said */
        say_faults(app, &shown.faults);
        status = EXIT_FAILED;
    }
done:
    kp_plan_release(&shown.plan);
    kp_plan_release(&shown.previous);
    kp_faults_release(&shown.faults);
    return status;
}

const struct command command_show = {
    .name = "show",
    .summary = N_("Show a plan, or one field of it"),
    .usage = "ACCOUNT[@REV] [FIELD]",
    .about = N_("REV is a cycle (2025H2), a date (2025-09-14), a revision as log prints it, or ~N "
                "(N revisions back). A plan of an earlier revision is worked out as on its day."),
    .words_min = 1,
    .words_max = 2,
    .needs = NEEDS_WORKSPACE,
    .json = true,
    .run = run,
};
