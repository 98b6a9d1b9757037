// SPDX-License-Identifier: GPL-3.0-or-later
#include "args.h"

#include "base/text.h"
#include "config.h"
#include "language.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    struct app *app;
    int argc;
    char **argv;
    int at;
    const struct command *command;
    const char **options; /* of the command */
    const char **words;
    size_t count;
    bool help;
};

const char *args_option(const struct command *command, const struct args *args, const char *name)
{
    for (size_t i = 0; command->options && command->options[i].name; i++)
        if (strcmp(command->options[i].name, name) == 0)
            return args->options[i];
    return NULL;
}

/* How many words of argv name this command: 0 when they do not. */
static size_t names(const struct command *command, int argc, char **argv)
{
    const char *space = strchr(command->name, ' ');
    if (!space)
        return strcmp(argv[0], command->name) == 0;
    size_t first = (size_t)(space - command->name);
    bool both = argc > 1 && strlen(argv[0]) == first &&
                strncmp(argv[0], command->name, first) == 0 && strcmp(argv[1], space + 1) == 0;
    return both ? 2 : 0;
}

/* The command, or family of commands, whose name is nearest; empty when none is near. */
static struct kp_str nearest_command(const char *word)
{
    struct kp_str nearest = {"", 0};
    size_t best = 3;
    for (size_t i = 0; commands[i]; i++) {
        struct kp_str name = kp_str_from(commands[i]->name);
        struct kp_str first = kp_str_slice(name, 0, kp_str_find(name, ' '));
        size_t distance = kp_str_distance(kp_str_from(word), first, best);
        if (distance < best) {
            best = distance;
            nearest = first;
        }
    }
    return nearest;
}

/* "account" alone, or with an unknown second word: says what there is. */
static bool is_family(const char *word, struct kp_buf *members)
{
    size_t len = strlen(word);
    for (size_t i = 0; commands[i]; i++)
        if (strncmp(commands[i]->name, word, len) == 0 && commands[i]->name[len] == ' ')
            kp_buf_addf(members, "%s%s", members->len ? ", " : "", commands[i]->name + len + 1);
    return members->len > 0;
}

int unknown_command(struct app *app, const char *word)
{
    struct kp_buf members = KP_BUF_INIT;
    struct kp_str near = nearest_command(word);
    if (is_family(word, &members))
        app_say(app, _("kamplan %s: say which: %s"), word, members.data);
    else if (near.len)
        app_say(app, _("there is no command \"%s\"; did you mean \"%.*s\"?"), word,
                KP_STR_ARG(near));
    else
        app_say(app, _("there is no command \"%s\"; kamplan help lists them"), word);
    kp_buf_release(&members);
    return EXIT_WRONG_USAGE;
}

/* Index of the option that `text` ("--name", "--name=value", "-x") means in `table`, or -1. */
static int find_option(const struct option *table, const char *text, bool common)
{
    size_t len = strcspn(text, "=");
    for (int i = 0; table; i++) {
        const struct option *option = &table[i];
        bool last = common ? option->name && !*option->name : !option->name;
        if (last)
            break;
        if (option->letter && text[0] == '-' && text[1] == option->letter && !text[2])
            return i;
        if (option->name && len > 2 && strncmp(text, "--", 2) == 0 &&
            strlen(option->name) == len - 2 && strncmp(text + 2, option->name, len - 2) == 0)
            return i;
    }
    return -1;
}

/* The option's value: behind '=', or the next word. NULL with a message when it has none. */
static const char *option_value(struct reading *r, const struct option *option, const char *text)
{
    const char *equals = strncmp(text, "--", 2) == 0 ? strchr(text, '=') : NULL;
    if (!option->value) {
        if (!equals)
            return "";
        app_say(r->app, _("%.*s takes no value"), (int)(equals - text), text);
        return NULL;
    }
    if (equals)
        return equals + 1;
    if (r->at + 1 < r->argc)
        return r->argv[++r->at];
    app_say(r->app, _("%s needs a value: %s %s"), text, text, option->value);
    return NULL;
}

static bool read_colour(struct app *app, const char *value)
{
    static const char *const words[] = {"auto", "always", "never"};
    for (int i = 0; i < 3; i++)
        if (strcmp(value, words[i]) == 0) {
            app->colour = (enum colour)i;
            return true;
        }
    app_say(app, _("--color is auto, always or never, not \"%s\""), value);
    return false;
}

static bool read_language(struct app *app, const char *value)
{
    enum kp_lang lang;
    if (!kp_lang_read(kp_str_from(value), &lang)) {
        app_say(app, _("--lang is da, sv or en, not \"%s\""), value);
        return false;
    }
    app->lang_given = true;
    language_use(app, lang);
    return true;
}

/* Takes a common option; false after a message. */
static bool take_common(struct reading *r, const struct option *option, const char *value)
{
    struct app *app = r->app;
    const char *name = option->name ? option->name : "";
    if (option->letter == 'C')
        app->directory = value;
    else if (strcmp(name, "json") == 0)
        app->json = true;
    else if (strcmp(name, "color") == 0)
        return read_colour(app, value);
    else if (strcmp(name, "lang") == 0)
        return read_language(app, value);
    else if (strcmp(name, "plain") == 0)
        app->plain = true;
    else if (strcmp(name, "no-pager") == 0)
        app->no_pager = true;
    else
        r->help = true; /* --version is seen to before */
    return true;
}

/* The option of a table whose name is nearest to `name`, if it is nearer than *best. */
static void find_nearest(const struct option *table, struct kp_str name, size_t *best,
                         const struct option **nearest)
{
    for (size_t i = 0; table && (table[i].name ? *table[i].name != '\0' : table[i].letter); i++) {
        size_t distance = kp_str_distance(name, kp_str_from(table[i].name), *best);
        if (table[i].name && distance < *best) {
            *best = distance;
            *nearest = &table[i];
        }
    }
}

static int unknown_option(struct reading *r, const char *text)
{
    const struct option *near = NULL;
    struct kp_str option = kp_str_from(text);
    size_t best = 3;
    if (kp_str_starts(option, KP_STR("--"))) {
        option = kp_str_slice(option, 2, option.len);
        find_nearest(r->command ? r->command->options : NULL, option, &best, &near);
        find_nearest(common_options, option, &best, &near);
    }
    const char *name = r->command ? r->command->name : "";
    const char *gap = r->command ? " " : "";
    if (near)
        app_say(r->app, _("kamplan%s%s: there is no option %s; did you mean --%s?"), gap, name,
                text, near->name);
    else
        app_say(r->app, _("kamplan%s%s: there is no option %s; --help lists them"), gap, name,
                text);
    return EXIT_WRONG_USAGE;
}

static void start_command(struct reading *r, const struct command *command)
{
    size_t count = 0;
    while (command->options && command->options[count].name)
        count++;
    r->command = command;
    r->options = kp_arena_alloc(&r->app->arena, (count + 1) * sizeof *r->options);
}

static int read_option(struct reading *r, const char *text)
{
    int own = r->command ? find_option(r->command->options, text, false) : -1;
    int common = own < 0 ? find_option(common_options, text, true) : -1;
    if (own < 0 && common < 0)
        return unknown_option(r, text);
    const struct option *option = own >= 0 ? &r->command->options[own] : &common_options[common];
    const char *value = option_value(r, option, text);
    if (!value)
        return EXIT_WRONG_USAGE;
    if (own >= 0)
        r->options[own] = value;
    else if (!take_common(r, option, value))
        return EXIT_WRONG_USAGE;
    return EXIT_DONE;
}

static int read_word(struct reading *r, char **argv)
{
    if (r->command) {
        r->words[r->count++] = argv[r->at];
        return EXIT_DONE;
    }
    for (size_t i = 0; commands[i]; i++) {
        size_t used = names(commands[i], r->argc - r->at, argv + r->at);
        if (used) {
            start_command(r, commands[i]);
            r->at += (int)used - 1;
            return EXIT_DONE;
        }
    }
    return unknown_command(r->app, argv[r->at]);
}

static int check_count(struct reading *r)
{
    const struct command *command = r->command;
    r->app->command = command;
    if (r->app->json && !command->json)
        return app_usage(r->app, _("--json is not for this command"));
    if (r->count >= command->words_min && r->count <= command->words_max)
        return EXIT_DONE;
    if (r->count > command->words_max)
        return app_usage(r->app, _("\"%s\" is one argument too many"),
                         r->words[command->words_max]);
    return app_usage(r->app, _("something is missing"));
}

static void print_help(struct reading *r)
{
    struct kp_buf text = KP_BUF_INIT;
    if (r->command)
        help_command(r->command, &text);
    else
        help_overview(&text);
    fputs(text.data, stdout);
    kp_buf_release(&text);
}

const struct command *args_read(struct app *app, int argc, char **argv, struct args *args,
                                int *status)
{
    struct reading r = {.app = app, .argc = argc, .argv = argv};
    bool options_end = false;
    r.words = kp_arena_alloc(&app->arena, (size_t)argc * sizeof *r.words + 1);
    *status = EXIT_DONE;
    for (r.at = 1; r.at < argc && !*status; r.at++) {
        char *text = argv[r.at];
        if (!options_end && strcmp(text, "--") == 0)
            options_end = true;
        else if (!options_end && strcmp(text, "--version") == 0) {
            printf("kamplan %s\n", KAMPLAN_VERSION);
            return NULL;
        } else if (!options_end && text[0] == '-' && text[1] && !strchr("0123456789", text[1]))
            *status = read_option(&r, text);
        else
            *status = read_word(&r, argv);
    }
    if (*status)
        return NULL;
    if (r.help || !r.command) {
        print_help(&r);
        *status = r.help ? EXIT_DONE : EXIT_WRONG_USAGE;
        return NULL;
    }
    *status = check_count(&r);
    *args = (struct args){.options = r.options, .words = r.words, .count = r.count};
    return *status ? NULL : r.command;
}
