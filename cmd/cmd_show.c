// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "show_customers.h"
#include "show_drawing.h"
#include "signed.h"
#include "view/plan.h"

static const struct option options[] = {
    {"all", 0, NULL, N_("every customer, where only what they come to is shown")},
    {NULL, 0, NULL, NULL},
};

static int run(struct app *app, const struct args *args)
{
    struct plan_at shown;
    struct kp_str slug, name;
    const struct kp_field *field = NULL;
    struct signed_plan signoff;
    struct kp_buf signoff_text = KP_BUF_INIT;
    int status = EXIT_DONE;
    split_account(args->words[0], &slug, &name);
    if (plan_at_read(app, slug, name, &shown) ||
        (args->count > 1 && app_find_field(app, kp_str_from(args->words[1]), &field)) ||
        signed_plan_read(app, shown.account.slug, &shown.rev, shown.cycle, &signoff)) {
        status = app_fail(app);
        goto done;
    }
    if (signoff.there)
        signed_plan_text(app, &signoff, &signoff_text);
    struct kp_plan_head head = {
        .account = shown.account.slug,
        .name = shown.account.name,
        .revision = kp_str_from(shown.rev.hex),
        .cycle = shown.cycle,
        .date = shown.date,
        .signoff = kp_buf_str(&signoff_text),
        .signed_json = signed_plan_json(app, &signoff),
    };
    if (app->json) {
        struct kp_json *document =
            kp_view_plan_json(&shown.calc, &head, field, &app->people, &app->arena);
        show_customers_json(app, &shown, field, document);
        out_json(app, document);
    } else {
        struct kp_style style = app_style(app, false);
        style.today = shown.today;
        kp_view_plan(&shown.calc, &head, field, &style, &app->out);
        if (field && show_drawing(app, &shown, field, &style, &app->out))
            status = app_fail(app);
        if (args_option(app->command, args, "all"))
            show_customers_rows(&shown, field, &style, &app->out);
    }
    if (shown.faults.count) { /* the rest is shown; what could not be read is said */
        say_faults(app, &shown.faults);
        status = EXIT_FAILED;
    }
done:
    kp_buf_release(&signoff_text);
    plan_at_release(&shown);
    return status;
}

const struct command command_show = {
    .name = "show",
    .summary = N_("Show a plan, or one field of it"),
    .usage = "ACCOUNT[@REV] [FIELD]",
    .about = N_("REV is a cycle (2025H2), a date (2025-09-14), a revision as log prints it, or ~N "
                "(N revisions back). A plan of an earlier revision is worked out as on its day."),
    .options = options,
    .words_min = 1,
    .words_max = 2,
    .needs = NEEDS_WORKSPACE,
    .json = true,
    .run = run,
};
