// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/fs.h"
#include "base/text.h"
#include "diff.h"
#include "store/history.h"
#include "view/mail.h"
#include "view/minutes.h"

#include <string.h>

static const struct option options[] = {
    {"format", 0, "FORMAT", N_("text or md (Markdown)")},
    {"audience", 0, "WHO", N_("team, company or customer: what is for fewer eyes is left out")},
    {"output", 'o', "FILE", N_("write it to a file")},
    {"mail", 0, "FILE", N_("write a mail that is ready to be sent (.eml)")},
    {NULL, 0, NULL, NULL},
};

/* A session of a plan, as the record has it. */
struct held {
    struct app *app;
    struct account account;
    struct kp_str wanted; /* a session's name or its beginning; empty: the newest */
    struct kp_str name;   /* of the one that was found */
    struct kp_rev rev;
    const struct kp_json *record;
    struct kp_script script;
    struct kp_model model; /* of its snapshot */
    bool loaded;
};

/* "sessions/2026-03-02-account-plan.json" → "2026-03-02-account-plan" */
static bool session_of(const char *path, struct kp_str *name)
{
    struct kp_str text = kp_str_from(path), dir = KP_STR("sessions/"), end = KP_STR(".json");
    if (!kp_str_starts(text, dir) || !kp_str_ends(text, end))
        return false;
    *name = kp_str_slice(text, dir.len, text.len - dir.len - end.len);
    return true;
}

/* A change between sessions has a record too, but nobody met. */
static bool is_meeting(struct kp_str name)
{
    return name.len > 11 && !kp_str_starts(kp_str_slice(name, 11, name.len), KP_STR("edit")) &&
           !kp_str_starts(kp_str_slice(name, 11, name.len), KP_STR("restore"));
}

static bool is_wanted(const struct held *held, struct kp_str name)
{
    if (!held->wanted.len)
        return is_meeting(name);
    return kp_str_equal(name, held->wanted) ||
           (kp_str_starts(name, held->wanted) && is_meeting(name));
}

static enum kp_status each(void *context, const struct kp_history_entry *entry, bool *stop,
                           struct kp_err *err)
{
    struct held *held = context;
    (void)err;
    for (size_t i = 0; i < entry->file_count && !*stop; i++) {
        struct kp_str name;
        if (!session_of(entry->files[i].path, &name) || !entry->files[i].id[0])
            continue;
        bool by_cycle = held->wanted.len && kp_str_is(held->wanted, entry->cycle.text);
        if (!(by_cycle ? is_meeting(name) : is_wanted(held, name)))
            continue;
        held->name = kp_arena_str(&held->app->arena, name);
        held->rev = entry->rev;
        *stop = true;
    }
    return KP_OK;
}

static enum kp_status find_session(struct held *held)
{
    struct app *app = held->app;
    enum kp_status status = kp_history_walk(
        app->workspace, NULL, account_dir(app, held->account.slug), NULL, each, held, &app->err);
    if (status || held->name.len)
        return status;
    if (!held->wanted.len)
        return kp_err_set(&app->err, KP_NOT_FOUND, _("no session was held with %.*s yet"),
                          KP_STR_ARG(held->account.name));
    return kp_err_set(&app->err, KP_NOT_FOUND,
                      _("%.*s has no session \"%.*s\"; name it by its day (2026-03-02), its cycle "
                        "or its name: kamplan log %.*s lists them"),
                      KP_STR_ARG(held->account.name), KP_STR_ARG(held->wanted),
                      KP_STR_ARG(held->account.slug));
}

static enum kp_status read_document(struct held *held, const char *path, const struct kp_json **out)
{
    struct app *app = held->app;
    struct kp_buf bytes = KP_BUF_INIT;
    enum kp_status status = kp_revision_read(app->workspace, &held->rev, path, &bytes, &app->err);
    if (!status)
        status = kp_json_read(&app->arena, path, kp_buf_str(&bytes), out, &app->err);
    if (!status)
        status = check_format(path, *out, &app->err);
    kp_buf_release(&bytes);
    return status;
}

/* The script as it was; without it the minutes have ids for titles. */
static void read_snapshot(struct held *held)
{
    struct app *app = held->app;
    struct kp_faults faults = KP_FAULTS_INIT;
    const struct kp_json *document = NULL;
    struct kp_str name = kp_json_text(held->record, "snapshot");
    const char *path = kp_arena_format(&app->arena, "snapshots/%.*s.json", KP_STR_ARG(name)).data;
    if (!name.len || read_document(held, path, &document)) {
        app_say(app,
                _("%.*s: the questions of that session are missing; the minutes name them by "
                  "their ids (%s)"),
                KP_STR_ARG(held->name), name.len ? app->err.text.data : "snapshot");
        kp_err_clear(&app->err);
        return;
    }
    held->loaded = true;
    if (kp_snapshot_load(&held->model, &held->script, app->model_sources, app->model_source_count,
                         path, document, &faults)) {
        say_faults(app, &faults);
        kp_script_release(&held->script);
        held->script = (struct kp_script){0};
    }
    kp_faults_release(&faults);
}

static enum kp_status read_held(struct held *held)
{
    struct app *app = held->app;
    enum kp_status status = find_session(held);
    if (status)
        return status;
    const char *path = kp_arena_format(&app->arena, "%s/sessions/%.*s.json",
                                       account_dir(app, held->account.slug), KP_STR_ARG(held->name))
                           .data;
    status = read_document(held, path, &held->record);
    if (!status)
        read_snapshot(held);
    return status;
}

/* The plan just before the session, and as it was recorded. */
static enum kp_status compare(struct held *held, struct pasts *pasts, struct diff_pair *pair)
{
    struct app *app = held->app;
    enum kp_status status = pasts_read(app, held->account.slug, pasts);
    if (status)
        return status;
    size_t place = 0;
    while (place < pasts->count && strcmp(pasts->items[place].rev.hex, held->rev.hex) != 0)
        place++;
    if (place == pasts->count)
        return kp_err_set(&app->err, KP_NOT_FOUND, _("the revision of that session is missing"));
    struct diff_at to = {.place = place, .newest = place == 0};
    struct diff_at from = {.place = place + 1, .none = place + 1 == pasts->count};
    return diff_pair_read(app, &held->account, pasts, &from, &to, pair);
}

static bool read_audience(const char *given, enum kp_visibility *out)
{
    static const char *const names[] = {"team", "company", "customer"};
    for (size_t i = 0; given && i < sizeof names / sizeof *names; i++) {
        if (strcmp(given, names[i]) != 0)
            continue;
        *out = (enum kp_visibility)i;
        return true;
    }
    return !given;
}

static enum kp_status write_mail(struct app *app, const struct kp_minutes *minutes,
                                 const char *file)
{
    struct kp_buf subject = KP_BUF_INIT, text = KP_BUF_INIT, mail = KP_BUF_INIT;
    struct kp_style style = app_style(app, false);
    style.colour = false;
    style.width = 76;
    kp_view_minutes_title(minutes, &style, &subject);
    kp_view_minutes(minutes, &style, &text);
    kp_view_mail(kp_buf_str(&subject), kp_buf_str(&text), kp_clock_now(&app->clock), &mail);
    enum kp_status status = kp_fs_replace(file, kp_buf_str(&mail), 0600, false, &app->err);
    kp_buf_release(&subject);
    kp_buf_release(&text);
    kp_buf_release(&mail);
    return status;
}

static int run(struct app *app, const struct args *args)
{
    const char *format = args_option(app->command, args, "format");
    const char *output = args_option(app->command, args, "output");
    const char *mail = args_option(app->command, args, "mail");
    struct held held = {.app = app};
    struct pasts pasts = {0};
    struct diff_pair pair = {.faults = KP_FAULTS_INIT};
    enum kp_visibility audience = KP_VISIBLE_TEAM;
    int status = EXIT_DONE;
    if (format && strcmp(format, "text") != 0 && strcmp(format, "md") != 0)
        return app_usage(app, _("--format is text or md, not \"%s\""), format);
    if (!read_audience(args_option(app->command, args, "audience"), &audience))
        return app_usage(app, _("--audience is team, company or customer"));
    if (args->count > 1)
        held.wanted = kp_str_from(args->words[1]);
    if (app_read_people(app) || app_read_model(app) ||
        account_find(app, kp_str_from(args->words[0]), &held.account) || read_held(&held) ||
        compare(&held, &pasts, &pair)) {
        status = app_fail(app);
        goto done;
    }
    const struct kp_minutes minutes = {
        .record = held.record,
        .script = held.script.section_count ? &held.script : NULL,
        .page = diff_page_of(&pair),
        .audience = audience,
    };
    struct kp_style style = app_style(app, false);
    if (output)
        style.colour = false;
    if (mail) {
        if (write_mail(app, &minutes, mail))
            status = app_fail(app);
        else
            app_say(app, "%s", mail);
    } else if (format && strcmp(format, "md") == 0) {
        kp_view_minutes_markdown(&minutes, &style, &app->out);
    } else {
        kp_view_minutes(&minutes, &style, &app->out);
    }
    if (output && !mail) {
        if (kp_fs_replace(output, kp_buf_str(&app->out), 0600, false, &app->err))
            status = app_fail(app);
        kp_buf_clear(&app->out);
    }
    if (pair.faults.count) {
        say_faults(app, &pair.faults);
        status = EXIT_FAILED;
    }
done:
    diff_pair_release(&pair);
    if (held.loaded) {
        kp_script_release(&held.script);
        kp_model_release(&held.model);
    }
    return status;
}

const struct command command_minutes = {
    .name = "minutes",
    .summary = N_("Write the minutes of a session"),
    .usage = "ACCOUNT [SESSION]",
    .about = N_("SESSION is its day (2026-03-02), its cycle or its name; without it, the last one. "
                "Who was there, what was decided, who does what, what changed in the plan, ideas "
                "with their votes, and how it ended. For the company or the customer only what "
                "they may see."),
    .options = options,
    .words_min = 1,
    .words_max = 2,
    .needs = NEEDS_WORKSPACE,
    .run = run,
};
