// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "base/utf8.h"
#include "new_workspace.h"
#include "signed.h"

#include <string.h>

static const struct option options[] = {
    {"by", 0, "NAME", N_("who stands for the plan")},
    {"role", 0, "ROLE", N_("as what: sponsor, sales director …")},
    {"comment", 0, "TEXT", N_("a word on it")},
    {"cycle", 0, "CYCLE", N_("the half-year (2026H1), when it is not that of the last revision")},
    {"again", 0, NULL, N_("also where the cycle has been signed off before")},
    {NULL, 0, NULL, NULL},
};

enum { LOCK_WAIT_MS = 10000, TEXT_MOST = 1000, LABELS_MOST = 6 };

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

/* An empty plan is nothing to stand for. */
static enum kp_status check_plan(struct app *app, struct kp_str account, const struct kp_rev *rev)
{
    struct kp_plan plan;
    struct kp_faults faults = KP_FAULTS_INIT;
    enum kp_status status = plan_read(app, account, rev, &plan, &faults);
    if (!status && faults.errors) /* nor one that is not whole */
        status = kp_faults_first(&faults, &app->err);
    else if (!status && !plan.count)
        status = kp_err_set(&app->err, KP_NOT_FOUND,
                            _("the plan of %.*s has no answers yet: there is nothing to sign off"),
                            KP_STR_ARG(account));
    kp_plan_release(&plan);
    kp_faults_release(&faults);
    return status;
}

/* "Stakeholders, Goals …": the answers that changed. */
static void add_labels(struct app *app, const struct signed_plan *plan, struct kp_buf *out)
{
    for (size_t i = 0; i < plan->changed && i < LABELS_MOST; i++) {
        const struct kp_field *field = kp_model_field_was(&app->model, plan->fields[i]);
        kp_buf_adds(out, i ? ", " : "");
        kp_buf_add(out, field ? kp_words_get(&field->label, app->lang) : plan->fields[i]);
    }
    kp_buf_adds(out, plan->changed > LABELS_MOST ? ", …" : "");
}

/* Says that the cycle has a sign-off, and what became of the plan since; always KP_EXISTS. */
static enum kp_status refuse_again(struct app *app, struct kp_str account,
                                   const struct signed_plan *before)
{
    struct kp_buf text = KP_BUF_INIT, labels = KP_BUF_INIT;
    signed_plan_text(app, before, &text);
    add_labels(app, before, &labels);
    if (before->changed)
        kp_err_set(&app->err, KP_EXISTS,
                   _("%.*s is %s: %s; kamplan diff %.*s %.7s shows it, --again signs it off as "
                     "it is now"),
                   KP_STR_ARG(account), text.data, labels.data, KP_STR_ARG(account),
                   before->signoff.rev.hex);
    else
        kp_err_set(&app->err, KP_EXISTS,
                   _("%.*s is %s; nothing has changed since (--again signs it off all the same)"),
                   KP_STR_ARG(account), text.data);
    kp_buf_release(&text);
    kp_buf_release(&labels);
    return KP_EXISTS;
}

/*
 * Whether it may be signed off, and by whom: somebody new goes into the directory first. All of it as
 * nobody else changes the directory meanwhile.
 */
static enum kp_status prepare(struct app *app, struct kp_str account, struct kp_cycle cycle,
                              const char *by, bool again, struct kp_signoff *signoff)
{
    struct signed_plan before;
    enum kp_status status = kp_workspace_lock(app->workspace, LOCK_WAIT_MS, &app->err);
    if (status)
        return status;
    status = app_read_people(app);
    if (!status)
        status = app_read_model(app);
    if (!status)
        status = signed_plan_read(app, account, &signoff->rev, cycle, &before);
    if (!status && before.there && !again)
        status = refuse_again(app, account, &before);
    if (!status)
        status = people_name(app, "--by", by, &signoff->by);
    kp_workspace_unlock(app->workspace);
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
    struct kp_buf text = KP_BUF_INIT;
    if (!by)
        return app_usage(app, _("--by NAME is needed: who stands for the plan"));
    if (account_find(app, kp_str_from(args->words[0]), &account) ||
        read_text(app, "role", args_option(app->command, args, "role"), &signoff.role) ||
        read_text(app, "comment", args_option(app->command, args, "comment"), &signoff.comment) ||
        find_cycle(app, account.slug, args_option(app->command, args, "cycle"), &cycle) ||
        find_revision_of(app, account.slug, cycle, &signoff.rev) ||
        check_plan(app, account.slug, &signoff.rev) ||
        prepare(app, account.slug, cycle, by, again, &signoff))
        return app_fail(app);
    kp_cycle_print(&text, cycle);
    signoff.cycle = kp_arena_str(&app->arena, kp_buf_str(&text));
    kp_buf_release(&text);
    if (kp_signoff_record(app->workspace, account.slug.data, &signoff, again, &app->err))
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
