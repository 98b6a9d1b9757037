// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/fs.h"
#include "base/text.h"
#include "held.h"
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
    struct held held = {.pair = {.faults = KP_FAULTS_INIT}};
    struct account account;
    struct kp_str wanted = args->count > 1 ? kp_str_from(args->words[1]) : KP_STR("");
    enum kp_visibility audience = KP_VISIBLE_TEAM;
    int status = EXIT_DONE;
    if (format && strcmp(format, "text") != 0 && strcmp(format, "md") != 0)
        return app_usage(app, _("--format is text or md, not \"%s\""), format);
    if (!audience_option(app, args, &audience))
        return EXIT_WRONG_USAGE;
    if (app_read_people(app) || app_read_model(app) ||
        account_find(app, kp_str_from(args->words[0]), &account) ||
        held_read(app, &account, wanted, &held)) {
        status = app_fail(app);
        goto done;
    }
    const struct kp_minutes minutes = held_minutes(&held, audience);
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
    if (held.copied)
        audience_say_held(app, KP_STR(""), &held.reduced[1]);
    if (held.pair.faults.count) {
        say_faults(app, &held.pair.faults);
        status = EXIT_FAILED;
    }
done:
    held_release(&held);
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
