// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "args.h"
#include "base/text.h"

#include <string.h>

static const struct option options[] = {
    {"man", 0, NULL, N_("the man page, for man(1)")},
    {"completion", 0, "SHELL", N_("completion for bash, zsh or fish")},
    {NULL, 0, NULL, NULL},
};

/* "account add" in two words finds the command too. */
static bool names_command(const struct command *command, const struct args *args)
{
    struct kp_buf name = KP_BUF_INIT;
    for (size_t i = 0; i < args->count; i++)
        kp_buf_addf(&name, "%s%s", i ? " " : "", args->words[i]);
    bool same = strcmp(command->name, name.data) == 0;
    kp_buf_release(&name);
    return same;
}

static int run(struct app *app, const struct args *args)
{
    const char *shell = args_option(app->command, args, "completion");
    if (args_option(app->command, args, "man")) {
        help_man(&app->out);
        return EXIT_DONE;
    }
    if (shell && !help_completion(shell, &app->out))
        return app_usage(app, _("--completion is bash, zsh or fish, not \"%s\""), shell);
    if (shell)
        return EXIT_DONE;
    if (!args->count) {
        help_overview(&app->out);
        return EXIT_DONE;
    }
    for (size_t i = 0; commands[i]; i++) {
        if (names_command(commands[i], args)) {
            help_command(commands[i], &app->out);
            return EXIT_DONE;
        }
    }
    return unknown_command(app, args->words[0]);
}

const struct command command_help = {
    .name = "help",
    .summary = N_("Help on the program or one command"),
    .usage = "[COMMAND]",
    .options = options,
    .words_max = 2,
    .run = run,
};
