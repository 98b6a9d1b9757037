// SPDX-License-Identifier: GPL-3.0-or-later
/* A plan as a page to send: HTML or Markdown. */

#include "audience.h"
#include "base/fs.h"
#include "base/text.h"
#include "leak_check.h"
#include "report_read.h"
#include "site.h"

#include <string.h>

static const struct option options[] = {
    {"output", 'o', "FILE", N_("write it to a file")},
    {"format", 0, "FORMAT", N_("html or md (Markdown)")},
    {"audience", 0, "WHO", N_("team, company or customer: what is for fewer eyes is left out")},
    {"check-leak", 0, "FILE", N_("look into a finished file for what a customer should not read")},
    {"all", 0, NULL, N_("a site of all accounts and their cycles, into the directory of -o")},
    {NULL, 0, NULL, NULL},
};

/* To the file, which stays as it was when that fails, or to standard output. */
static enum kp_status deliver(struct app *app, const char *file)
{
    if (!file)
        return KP_OK;
    enum kp_status status = kp_fs_replace(file, kp_buf_str(&app->out), 0600, false, &app->err);
    kp_buf_clear(&app->out);
    if (!status)
        app_say(app, "%s", file);
    return status;
}

/* Every account there is: the pages of others are nothing for a customer. */
static int run_all(struct app *app, const struct args *args, const char *format,
                   enum kp_visibility audience)
{
    const char *directory = args_option(app->command, args, "output");
    if (args->count)
        return app_usage(app, _("--all takes no account"));
    if (format && strcmp(format, "html") != 0)
        return app_usage(app, _("--all makes HTML pages, not \"%s\""), format);
    if (!directory)
        return app_usage(app, _("say with -o in which directory the site is to stand"));
    if (audience == KP_VISIBLE_CUSTOMER)
        return app_usage(app, _("a site of all accounts is nothing for a customer; "
                                "kamplan report ACCOUNT --audience customer makes a page"));
    return site_write(app, directory, audience);
}

static int run(struct app *app, const struct args *args)
{
    const char *format = args_option(app->command, args, "format");
    const char *suspect = args_option(app->command, args, "check-leak");
    enum kp_visibility audience = KP_VISIBLE_TEAM;
    struct kp_str slug, name;
    struct report_parts parts;
    int status = EXIT_DONE;
    bool markdown = format && strcmp(format, "md") == 0;
    if (format && !markdown && strcmp(format, "html") != 0)
        return app_usage(app, _("--format is html or md, not \"%s\""), format);
    if (!audience_option(app, args, &audience))
        return EXIT_WRONG_USAGE;
    if (suspect)
        return leak_check(app, suspect, args->count ? args->words[0] : NULL);
    if (args_option(app->command, args, "all"))
        return run_all(app, args, format, audience);
    if (!args->count)
        return app_usage(app, _("say which account, or --all"));
    split_account(args->words[0], &slug, &name);
    if (report_read(app, slug, name, NULL, audience, &parts)) {
        status = app_fail(app);
        goto done;
    }
    struct kp_style style = app_style(app, false);
    style.today = parts.report.calc->today;
    style.people = parts.people;
    if (markdown)
        kp_view_report_markdown(&parts.report, &style, &app->out);
    else
        kp_view_report_html(&parts.report, &style, &app->out);
    if (parts.reduced)
        audience_say_held(app, parts.account.slug, &parts.reduced[parts.report.cycle_count - 1]);
    if (deliver(app, args_option(app->command, args, "output")))
        status = app_fail(app);
    if (parts.pair.faults.count) { /* the rest is shown; what could not be read is said */
        say_faults(app, &parts.pair.faults);
        status = EXIT_FAILED;
    }
done:
    report_release(&parts);
    return status;
}

const struct command command_report = {
    .name = "report",
    .summary = N_("Write a plan as a page to read, print and send"),
    .usage = "ACCOUNT[@REV] | --all -o DIR",
    .about = N_("One HTML file that needs no network: a summary of one page, the plan, what "
                "changed since the cycle before, and the minutes. Print it from a browser for a "
                "PDF. For the company or the customer only what they may see. --all makes a small "
                "site for an intranet; run again, it writes only the pages that have changed."),
    .options = options,
    .words_max = 1,
    .needs = NEEDS_WORKSPACE,
    .run = run,
};
