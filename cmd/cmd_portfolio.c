// SPDX-License-Identifier: GPL-3.0-or-later
/* All accounts side by side. */

#include "base/text.h"
#include "overview.h"

#include <string.h>

static const struct option options[] = {
    {"on", 0, "DATE|CYCLE", N_("as of a day, or each account's plan of a cycle")},
    {"sort", 0, "COLUMN[:asc|:desc]", N_("by another column than revenue")},
    {"columns", 0, "A,B,…", N_("these columns: account, name, kam, last, due, and ids of fields")},
    {"format", 0, "FORMAT", N_("text, csv or html")},
    {NULL, 0, NULL, NULL},
};

static void show(struct overview *overview, bool csv, bool html)
{
    struct app *app = overview->app;
    struct kp_portfolio_page page = overview_page(overview);
    struct kp_style style = app_style(app, false);
    style.today = page.on;
    if (app->json)
        out_json(app, kp_view_portfolio_json(&page, &app->people, app->lang, app->currency,
                                             &app->arena));
    else if (csv)
        kp_view_portfolio_csv(&page, &app->people, &app->out);
    else if (html)
        kp_view_portfolio_html(&page, app->company, &style, &app->out);
    else if (overview->portfolio.row_count)
        kp_view_portfolio(&page, &style, &app->out);
    else
        app_say(app, _("There is no account yet: kamplan account add acme --name \"ACME A/S\""));
}

static int run(struct app *app, const struct args *args)
{
    const char *format = args_option(app->command, args, "format");
    bool csv = format && strcmp(format, "csv") == 0;
    bool html = format && strcmp(format, "html") == 0;
    int status = EXIT_DONE;
    if (format && !csv && !html && strcmp(format, "text") != 0)
        return app_usage(app, _("--format is text, csv or html, not \"%s\""), format);
    if ((csv || html) && app->json)
        return app_usage(app, _("--json and --format %s do not go together"), format);
    struct overview overview;
    /* The page tells of every answer how old it is. */
    if (overview_read(app, args_option(app->command, args, "on"),
                      args_option(app->command, args, "columns"),
                      args_option(app->command, args, "sort"), html, &overview)) {
        status = app_fail(app);
        goto done;
    }
    show(&overview, csv, html);
    if (overview.faults.count) {
        say_faults(app, &overview.faults);
        status = EXIT_FAILED;
    }
done:
    overview_release(&overview);
    return status;
}

const struct command command_portfolio = {
    .name = "portfolio",
    .summary = N_("All accounts side by side, and how they have moved"),
    .usage = "",
    .about = N_("Figures, positions and what is due of every account that is not archived, with "
                "totals, and the movement since the cycle before. Of a cycle, each account's "
                "signed-off plan counts, else its last revision by then. A rate's total is worked "
                "out of the sums of its amounts."),
    .options = options,
    .needs = NEEDS_WORKSPACE,
    .json = true,
    .run = run,
};
