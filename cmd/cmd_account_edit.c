// SPDX-License-Identifier: GPL-3.0-or-later
/* account edit: what stands on an account's card. */

#include "app.h"
#include "base/text.h"
#include "base/utf8.h"
#include "new_workspace.h"

enum { LOCK_WAIT_MS = 10000 };

/* One thing on the card; the record names no person, who may want to be forgotten. */
static const struct part {
    const char *option, *label, *deed;
    bool person;
} parts[] = {
    {"name", N_("Name"), N_("renamed"), false},
    {"kam", N_("KAM"), N_("another KAM"), true},
    {"sponsor", N_("Sponsor"), N_("another sponsor"), true},
};
enum { PARTS = sizeof parts / sizeof *parts };

static struct kp_str *part_of(struct account *account, size_t i)
{
    struct kp_str *const all[PARTS] = {&account->name, &account->kam, &account->sponsor};
    return all[i];
}

/* An empty text takes a person off the card. */
static enum kp_status set_part(struct app *app, const struct part *part, const char *given,
                               struct kp_str *out)
{
    struct kp_str text = kp_str_trim(kp_str_from(given));
    if (part->person && !text.len) {
        *out = text;
        return KP_OK;
    }
    if (part->person)
        return people_name(app, kp_arena_format(&app->arena, "--%s", part->option).data, given,
                           out);
    enum kp_status status = account_check_name(text, &app->err);
    if (!status)
        *out = kp_utf8_nfc(&app->arena, text);
    return status;
}

/* "ACME A/S: KAM: Mette Holm → Lars Bo" */
static void tell(struct app *app, const struct account *account, const struct part *part,
                 struct kp_str before, struct kp_str after)
{
    struct kp_style style = app_style(app, false);
    struct kp_buf line = KP_BUF_INIT;
    const struct kp_str sides[] = {before, after};
    kp_buf_addf(&line, "%.*s: %s: ", KP_STR_ARG(account->name), _(part->label));
    for (size_t i = 0; i < 2; i++) {
        struct kp_str shown = sides[i];
        if (part->person)
            shown = shown.len ? kp_people_name(&app->people, shown) : kp_str_from(_("nobody"));
        kp_buf_addf(&line, "%s%.*s", i ? kp_style_sign(&style, " → ", " -> ") : "",
                    KP_STR_ARG(shown));
    }
    kp_buf_addc(&line, '\n');
    kp_utf8_add_visible(&app->out, kp_buf_str(&line), true);
    kp_buf_release(&line);
}

/* Reads, changes and records the card under the lock: what somebody else records meanwhile stays. */
static enum kp_status edit(struct app *app, const struct args *args, struct account *account,
                           struct account *before)
{
    const char *deed = NULL;
    size_t changed = 0;
    enum kp_status status = account_find(app, kp_str_from(args->words[0]), account);
    if (!status)
        status = app_read_people(app);
    *before = *account;
    for (size_t i = 0; i < PARTS && !status; i++) {
        const char *given = args_option(app->command, args, parts[i].option);
        if (!given)
            continue;
        status = set_part(app, &parts[i], given, part_of(account, i));
        if (kp_str_equal(*part_of(account, i), *part_of(before, i)))
            continue;
        deed = changed++ ? N_("another card") : parts[i].deed;
    }
    return status || !changed ? status : record_account(app, account, deed);
}

static int run(struct app *app, const struct args *args)
{
    struct account account, before;
    bool any = false, same = true;
    for (size_t i = 0; i < PARTS; i++)
        any = any || args_option(app->command, args, parts[i].option);
    if (kp_str_is(kp_str_from(args->words[0]), "program"))
        return app_usage(app, _("the company's own plan has no card; its name stands in "
                                "kamplan.json"));
    if (!any)
        return app_usage(app, _("say what is to change: --name, --kam or --sponsor"));
    if (kp_workspace_lock(app->workspace, LOCK_WAIT_MS, &app->err))
        return app_fail(app);
    enum kp_status status = edit(app, args, &account, &before);
    kp_workspace_unlock(app->workspace);
    if (status)
        return app_fail(app);
    if (app->json)
        return account_show(app, args);
    for (size_t i = 0; i < PARTS; i++) {
        if (kp_str_equal(*part_of(&account, i), *part_of(&before, i)))
            continue;
        tell(app, &account, &parts[i], *part_of(&before, i), *part_of(&account, i));
        same = false;
    }
    if (same) {
        kp_utf8_add_visible(&app->out, account.name, false);
        kp_buf_addf(&app->out, ": %s\n", _("it is so already"));
    }
    return EXIT_DONE;
}

static const struct option options[] = {
    {"name", 0, "NAME", N_("the customer's name")},
    {"kam", 0, "NAME", N_("the key account manager; \"\" takes the name off")},
    {"sponsor", 0, "NAME", N_("the sponsor in our management; \"\" takes the name off")},
    {NULL, 0, NULL, NULL},
};

const struct command command_account_edit = {
    .name = "account edit",
    .summary = N_("Change an account's card: name, KAM, sponsor"),
    .usage = "ACCOUNT",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .needs = NEEDS_WORKSPACE | NEEDS_IDENTITY,
    .json = true,
    .run = run,
};
