// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "base/utf8.h"
#include "language.h"
#include "new_workspace.h"

#include <string.h>

static const struct option options[] = {
    {"company", 0, "NAME", N_("the company's name")},
    {"language", 0, "LANGUAGE", N_("language of the sessions: da, sv or en")},
    {"currency", 0, "CODE", N_("currency of amounts, such as DKK")},
    {"budget-month", 0, "MONTH", N_("the month the budget work begins, 1–12 (9)")},
    {NULL, 0, NULL, NULL},
};

static int read_settings(struct app *app, const struct args *args, struct new_workspace *workspace)
{
    const char *company = args_option(app->command, args, "company");
    const char *language = args_option(app->command, args, "language");
    const char *currency = args_option(app->command, args, "currency");
    const char *month = args_option(app->command, args, "budget-month");
    struct kp_number number;
    int64_t whole;

    *workspace = new_workspace_usual(app);
    if (company &&
        (!*company || strlen(company) > 200 || kp_utf8_has_hidden(kp_str_from(company)) ||
         !kp_utf8_valid(kp_str_from(company), NULL)))
        return app_usage(app, _("--company is one line of visible text, at most 200 bytes"));
    if (company)
        workspace->company = company;
    if (language && !kp_lang_read(kp_str_from(language), &workspace->lang))
        return app_usage(app, _("--language is da, sv or en, not \"%s\""), language);
    if (currency && (strlen(currency) != 3 || strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3))
        return app_usage(app, _("--currency is three capital letters such as DKK, SEK or EUR"));
    workspace->currency = currency                        ? currency
                          : workspace->lang == KP_LANG_SV ? "SEK"
                          : workspace->lang == KP_LANG_DA ? "DKK"
                                                          : "EUR";
    if (month) {
        if (!kp_number_read(kp_str_from(month), &number) || !kp_number_whole(number, &whole) ||
            whole < 1 || whole > 12)
            return app_usage(app, _("--budget-month is a number from 1 to 12"));
        workspace->budget_month = (int)whole;
    }
    return EXIT_DONE;
}

static int run(struct app *app, const struct args *args)
{
    struct new_workspace workspace;
    int status = read_settings(app, args, &workspace);
    struct kp_str dir = place_of(app, args->count ? args->words[0] : ".");
    if (status)
        return status;
    if (new_workspace_make(app, dir.data, &workspace))
        return app_fail(app);
    struct kp_buf text = KP_BUF_INIT;
    kp_buf_addf(&text, _("The workspace is ready in %s.\n"), kp_workspace_root(app->workspace));
    kp_buf_addf(&text, _("Next: kamplan account add acme --name \"ACME A/S\"\n"));
    kp_utf8_add_visible(&app->out, kp_buf_str(&text), true);
    kp_buf_release(&text);
    return EXIT_DONE;
}

const struct command command_init = {
    .name = "init",
    .summary = N_("Make a workspace: a directory that keeps all plans"),
    .usage = "[DIR]",
    .options = options,
    .words_max = 1,
    .needs = NEEDS_IDENTITY,
    .run = run,
};
