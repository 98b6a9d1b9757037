// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "diff.h"
#include "view/diff_html.h"

#include <string.h>

static const struct option options[] = {
    {"all", 0, NULL, N_("everything in whole, what was confirmed as well")},
    {"format", 0, "FORM", N_("text, md, html or json")},
    {"exit-code", 0, NULL, N_("exit with 1 when an answer differs")},
    {"all-accounts", 0, NULL, N_("every account: a summary, then a page each")},
    {NULL, 0, NULL, NULL},
};

static bool read_wish(struct app *app, const struct args *args, struct diff_wish *wish)
{
    static const char *const forms[] = {"text", "md", "html", "json"};
    const char *form = args_option(app->command, args, "format");
    *wish = (struct diff_wish){.form = app->json ? DIFF_JSON : DIFF_TEXT};
    wish->all = args_option(app->command, args, "all");
    wish->exit_code = args_option(app->command, args, "exit-code");
    if (!form)
        return true;
    for (int i = 0; i < 4; i++)
        if (strcmp(form, forms[i]) == 0) {
            wish->form = i;
            app->json = app->json || i == DIFF_JSON;
            return true;
        }
    app_usage(app, _("--format is text, md, html or json, not \"%s\""), form);
    return false;
}

static bool differs(const struct kp_diff *diff)
{
    return diff->counts[KP_DIFF_NEW] || diff->counts[KP_DIFF_CHANGED] ||
           diff->counts[KP_DIFF_REMOVED];
}

static void print(struct app *app, struct diff_pair *pair, const struct diff_wish *wish)
{
    struct kp_style style = app_style(app, false);
    struct kp_diff_page page = diff_page_of(pair);
    style.today = pair->sides[1].calc.today;
    page.all = wish->all;
    page.lines = app_lines() && app_lines() < DIFF_PAGE ? DIFF_PAGE : app_lines();
    if (wish->form == DIFF_JSON)
        out_json(app, diff_json_of(app, pair));
    else if (wish->form == DIFF_MD)
        kp_view_diff_markdown(&page, &style, &app->out);
    else if (wish->form == DIFF_HTML)
        kp_view_diff_html(&page, &style, &app->out);
    else
        kp_view_diff(&page, &style, &app->out);
}

static int diff_one(struct app *app, struct kp_str slug, struct diff_range *range,
                    const struct diff_wish *wish)
{
    struct account account;
    struct pasts pasts;
    struct diff_at from, to;
    struct diff_pair pair;
    if (account_find(app, slug, &account) || app_read_people(app) || app_read_model(app) ||
        pasts_read(app, account.slug, &pasts) ||
        diff_find(app, account.slug, &pasts, range, &from, &to))
        return app_fail(app);
    int status = EXIT_DONE;
    if (diff_pair_read(app, &account, &pasts, &from, &to, &pair)) {
        status = app_fail(app);
    } else {
        print(app, &pair, wish);
        if (wish->exit_code && differs(&pair.diff))
            status = EXIT_FAILED;
        if (pair.faults.count) { /* the rest is shown; what could not be read is said */
            say_faults(app, &pair.faults);
            status = EXIT_FAILED;
        }
    }
    diff_pair_release(&pair);
    return status;
}

static int run(struct app *app, const struct args *args)
{
    struct diff_wish wish;
    struct diff_range range;
    bool several = args_option(app->command, args, "all-accounts");
    size_t at = several ? 0 : 1;
    if (!read_wish(app, args, &wish))
        return EXIT_WRONG_USAGE;
    if (several && args->count > 1)
        return app_usage(app, _("--all-accounts takes no account"));
    if (!several && args->count == 0)
        return app_usage(app, _("say which account, or --all-accounts"));
    const char *text = args->count > at ? args->words[at] : "";
    if (!diff_range_read(kp_str_from(text), &range))
        return app_usage(app,
                         _("\"%s\" does not say from which revision to which; such as "
                           "2025H2..2026H1"),
                         text);
    return several ? diff_accounts(app, &range, &wish)
                   : diff_one(app, kp_str_from(args->words[0]), &range, &wish);
}

const struct command command_diff = {
    .name = "diff",
    .summary = N_("Show what changed in a plan, in its own words"),
    .usage = "ACCOUNT [REV[..REV]] | --all-accounts [REV[..REV]]",
    .about =
        N_("REV is a cycle (2025H2), a date (2025-09-14), a revision as log prints it, or ~N "
           "(N revisions back). With none: since the last signed-off plan, else since the "
           "cycle before. With one: from it to the newest. On a terminal long lists are folded "
           "so that the page can be taken in; --all shows everything."),
    .options = options,
    .words_max = 2,
    .needs = NEEDS_WORKSPACE,
    .json = true,
    .run = run,
};
