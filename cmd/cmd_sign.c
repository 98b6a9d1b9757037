// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "base/utf8.h"
#include "signed.h"

static const struct option options[] = {
    {"by", 0, "NAME", N_("who stands for the plan")},
    {"role", 0, "ROLE", N_("as what: sponsor, sales director …")},
    {"comment", 0, "TEXT", N_("a word on it")},
    {"cycle", 0, "CYCLE", N_("the half-year (2026H1), when it is not that of the last revision")},
    {"again", 0, NULL, N_("also where the cycle has been signed off before")},
    {NULL, 0, NULL, NULL},
};

enum { TEXT_MOST = 1000 };

/* One line of visible text, as it is kept; NULL is none. */
static enum kp_status read_text(struct app *app, const char *option, const char *text,
                                struct kp_str *out)
{
    struct kp_str given = kp_str_trim(kp_str_from(text));
    *out = (struct kp_str){"", 0};
    if (!kp_utf8_valid(given, NULL) || kp_utf8_has_hidden(given) || given.len > TEXT_MOST ||
        kp_str_find(given, '\n') < given.len)
        return kp_err_set(&app->err, KP_INVALID,
                          _("--%s is one line of visible text of at most %d bytes"), option,
                          TEXT_MOST);
    *out = kp_utf8_nfc(&app->arena, given);
    return KP_OK;
}

/* The cycle that was named, or that of the newest revision. */
static enum kp_status find_cycle(struct app *app, struct kp_str account, const char *named,
                                 struct kp_cycle *out)
{
    struct account_state state;
    if (named)
        return kp_cycle_read(kp_str_from(named), out, &app->err);
    enum kp_status status = account_state_read(app, account, NULL, &state);
    if (!status && !state.rev.hex[0])
        status =
            kp_err_set(&app->err, KP_NOT_FOUND, _("%.*s has no revision yet"), KP_STR_ARG(account));
    *out = state.cycle;
    return status;
}

static void print(struct app *app, const struct account *account, const struct kp_signoff *signoff)
{
    const struct signed_plan plan = {.there = true, .signoff = *signoff};
    struct kp_buf text = KP_BUF_INIT;
    if (app->json) {
        struct kp_json *document = kp_json_new_object(&app->arena);
        kp_json_set_string(&app->arena, document, "account", account->slug);
        kp_json_set_string(&app->arena, document, "cycle", signoff->cycle);
        kp_json_set(&app->arena, document, "signed", signed_plan_json(app, &plan));
        kp_json_set(&app->arena, document, "by", person_json(app, signoff->by));
        out_json(app, document);
        return;
    }
    kp_buf_addf(&text, "%.*s · %.*s · %.7s · ", KP_STR_ARG(account->name),
                KP_STR_ARG(signoff->cycle), signoff->rev.hex);
    signed_plan_text(app, &plan, &text);
    kp_utf8_add_visible(&app->out, kp_buf_str(&text), false);
    kp_buf_addc(&app->out, '\n');
    kp_buf_release(&text);
}

static int run(struct app *app, const struct args *args)
{
    const char *by = args_option(app->command, args, "by");
    bool again = args_option(app->command, args, "again") != NULL;
    struct account account;
    struct kp_signoff signoff = {.at = kp_clock_now(&app->clock)};
    struct kp_cycle cycle;
    if (!by)
        return app_usage(app, _("--by NAME is needed: who stands for the plan"));
    if (account_find(app, kp_str_from(args->words[0]), &account) ||
        read_text(app, "role", args_option(app->command, args, "role"), &signoff.role) ||
        read_text(app, "comment", args_option(app->command, args, "comment"), &signoff.comment) ||
        find_cycle(app, account.slug, args_option(app->command, args, "cycle"), &cycle) ||
        sign_plan(app, account.slug, cycle, by, again, &signoff))
        return app_fail(app);
    print(app, &account, &signoff);
    return EXIT_DONE;
}

const struct command command_sign = {
    .name = "sign",
    .summary = N_("Sign off the plan of a cycle"),
    .usage = "ACCOUNT",
    .about = N_("Says that somebody stands for the plan as the cycle's last revision has it. A "
                "cycle that was signed off before "
                "is signed off again with --again; the earlier one stays in the log. Where git is "
                "set up to sign, "
                "it is signed with the key as well."),
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .needs = NEEDS_WORKSPACE | NEEDS_IDENTITY,
    .json = true,
    .run = run,
};
