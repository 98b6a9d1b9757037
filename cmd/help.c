// SPDX-License-Identifier: GPL-3.0-or-later
/* Help, the man page and completion, all made of the command table. */

#include "app.h"
#include "base/text.h"
#include "base/utf8.h"
#include "config.h"

#include <ctype.h>
#include <string.h>

enum { HELP_WIDTH = 80, NAME_WIDTH = 18 };

static void add_wrapped(struct kp_buf *out, const char *text, size_t indent)
{
    struct kp_buf spaces = KP_BUF_INIT;
    kp_buf_add_repeat(&spaces, " ", indent);
    kp_utf8_add_wrapped(out, kp_str_from(text), HELP_WIDTH, spaces.data);
    kp_buf_addc(out, '\n');
    kp_buf_release(&spaces);
}

static void add_pair(struct kp_buf *out, const char *left, const char *right)
{
    struct kp_buf line = KP_BUF_INIT;
    size_t width = kp_utf8_width(kp_str_from(left));
    kp_buf_addf(&line, "  %s", left);
    kp_buf_add_repeat(&line, " ", width + 2 < NAME_WIDTH ? NAME_WIDTH - width : 2);
    kp_buf_adds(&line, right);
    add_wrapped(out, line.data, NAME_WIDTH + 2);
    kp_buf_release(&line);
}

void help_overview(struct kp_buf *out)
{
    kp_buf_addf(out, "kamplan %s – %s\n\n", KAMPLAN_VERSION,
                _("hold account planning sessions, and keep every plan's history"));
    kp_buf_addf(out, "%s\n  kamplan %s\n\n", _("Usage:"), _("COMMAND [OPTIONS] [ARGUMENTS]"));
    kp_buf_addf(out, "%s\n", _("Commands:"));
    for (size_t i = 0; commands[i]; i++)
        add_pair(out, commands[i]->name, _(commands[i]->summary));
    kp_buf_addf(out, "\n%s\n  kamplan demo\n  kamplan -C kamplan-demo run account-plan nordfjord\n",
                _("To try it:"));
    kp_buf_addf(out, "\n%s\n", _("kamplan COMMAND --help tells more about one of them."));
}

static void option_left(const struct option *option, struct kp_buf *out)
{
    if (option->letter)
        kp_buf_addf(out, "-%c", option->letter);
    if (option->letter && option->name)
        kp_buf_adds(out, ", ");
    if (option->name)
        kp_buf_addf(out, "--%s", option->name);
    if (option->value)
        kp_buf_addf(out, " %s", option->value);
}

static bool is_end(const struct option *option)
{
    return (!option->name && !option->letter) || (option->name && !*option->name);
}

/* Whether an option is one of this command's; of the common ones --json is not everywhere. */
static bool is_for(const struct option *option, const struct command *command)
{
    return !command || command->json || !option->name || strcmp(option->name, "json") != 0;
}

static void add_options(struct kp_buf *out, const struct option *options,
                        const struct command *command)
{
    struct kp_buf left = KP_BUF_INIT;
    for (size_t i = 0; options && !is_end(&options[i]); i++) {
        if (!is_for(&options[i], command))
            continue;
        kp_buf_clear(&left);
        option_left(&options[i], &left);
        add_pair(out, left.data, _(options[i].help));
    }
    kp_buf_release(&left);
}

static void synopsis(const struct command *command, struct kp_buf *out)
{
    kp_buf_addf(out, "kamplan %s", command->name);
    if (*command->usage)
        kp_buf_addf(out, " %s", command->usage);
    struct kp_buf left = KP_BUF_INIT;
    for (size_t i = 0; command->options && command->options[i].name; i++) {
        kp_buf_clear(&left);
        option_left(&command->options[i], &left);
        kp_buf_addf(out, " [%s]", left.data);
    }
    kp_buf_release(&left);
}

void help_command(const struct command *command, struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT;
    kp_buf_adds(&line, "  ");
    synopsis(command, &line);
    kp_buf_addf(out, "%s\n\n%s\n", _(command->summary), _("Usage:"));
    add_wrapped(out, line.data, 6);
    if (command->about) {
        kp_buf_addc(out, '\n');
        add_wrapped(out, _(command->about), 0);
    }
    if (command->options) {
        kp_buf_addf(out, "\n%s\n", _("Options:"));
        add_options(out, command->options, command);
    }
    kp_buf_addf(out, "\n%s\n", _("Everywhere:"));
    add_options(out, common_options, command);
    kp_buf_release(&line);
}

/* Text for roff: backslashes and leading dots are made harmless, hyphens stay hyphens. */
static void add_roff(struct kp_buf *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        kp_buf_adds(out, "\\&");
    for (; *text; text++) {
        if (*text == '\\')
            kp_buf_adds(out, "\\e");
        else if (*text == '-')
            kp_buf_adds(out, "\\-");
        else
            kp_buf_addc(out, *text);
    }
}

static void man_options(struct kp_buf *out, const struct option *options)
{
    struct kp_buf left = KP_BUF_INIT;
    for (size_t i = 0; options && !is_end(&options[i]); i++) {
        kp_buf_clear(&left);
        option_left(&options[i], &left);
        kp_buf_adds(out, ".TP\n.B ");
        add_roff(out, left.data);
        kp_buf_addc(out, '\n');
        add_roff(out, _(options[i].help));
        kp_buf_addc(out, '\n');
    }
    kp_buf_release(&left);
}

static void man_command(struct kp_buf *out, const struct command *command)
{
    struct kp_buf line = KP_BUF_INIT;
    kp_buf_addf(&line, "kamplan %s%s%s", command->name, *command->usage ? " " : "", command->usage);
    kp_buf_adds(out, ".SS ");
    add_roff(out, line.data);
    kp_buf_addc(out, '\n');
    add_roff(out, _(command->summary));
    kp_buf_adds(out, ".\n");
    if (command->about) {
        add_roff(out, _(command->about));
        kp_buf_addc(out, '\n');
    }
    man_options(out, command->options);
    kp_buf_release(&line);
}

void help_man(struct kp_buf *out)
{
    kp_buf_addf(out, ".TH KAMPLAN 1 \"\" \"kamplan %s\"\n", KAMPLAN_VERSION);
    kp_buf_addf(out, ".SH NAME\nkamplan \\- ");
    add_roff(out, _("hold account planning sessions, and keep every plan's history"));
    kp_buf_adds(out, "\n.SH SYNOPSIS\n.B kamplan\n.I COMMAND\n[options] [arguments]\n");
    kp_buf_adds(out, ".SH COMMANDS\n");
    for (size_t i = 0; commands[i]; i++)
        man_command(out, commands[i]);
    kp_buf_adds(out, ".SH OPTIONS\n");
    man_options(out, common_options);
    kp_buf_adds(out, ".SH EXIT STATUS\n");
    add_roff(out, _("0: done; 1: it did not work; 2: wrong usage; 130: interrupted, the session "
                    "is kept."));
    kp_buf_adds(out, "\n.SH ENVIRONMENT\n.TP\n.B KAMPLAN_WORKSPACE\n");
    add_roff(out, _("the workspace, where the present directory is in none"));
    kp_buf_adds(out, "\n.TP\n.B KAMPLAN_DATA\n");
    add_roff(out,
             _("the directory of the built-in scripts, where they are not in their usual place"));
    kp_buf_adds(out, "\n.TP\n.B NO_COLOR, PAGER, EDITOR, LANG, TZ\n");
    add_roff(out, _("as in other programs"));
    kp_buf_addc(out, '\n');
}

/* First words of all commands, each once, and second words of those that have two. */
static void each_word(struct kp_buf *out, const char *family, const char *separator)
{
    const char *last = "";
    size_t last_len = 0;
    for (size_t i = 0; commands[i]; i++) {
        const char *name = commands[i]->name;
        size_t len = strcspn(name, " ");
        if (family) {
            size_t family_len = strlen(family);
            if (strncmp(name, family, family_len) == 0 && name[family_len] == ' ')
                kp_buf_addf(out, "%s%s", name + family_len + 1, separator);
        } else if (len != last_len || strncmp(name, last, len) != 0) {
            kp_buf_addf(out, "%.*s%s", (int)len, name, separator);
        }
        last = name;
        last_len = len;
    }
}

static void each_option(struct kp_buf *out, const struct option *options,
                        const struct command *command)
{
    for (size_t i = 0; options && !is_end(&options[i]); i++)
        if (options[i].name && is_for(&options[i], command))
            kp_buf_addf(out, "--%s ", options[i].name);
}

/* Inside single quotes of fish. */
static void add_fish(struct kp_buf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\'' || *text == '\\')
            kp_buf_addc(out, '\\');
        kp_buf_addc(out, *text);
    }
}

static void bash_completion(struct kp_buf *out)
{
    kp_buf_adds(out, "# bash completion for kamplan\n"
                     "_kamplan()\n{\n"
                     "    local cur=${COMP_WORDS[COMP_CWORD]} list=\"\"\n"
                     "    case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n");
    for (size_t i = 0; commands[i]; i++) {
        const char *name = commands[i]->name;
        kp_buf_addf(out, "    \"%s%s) list=\"", name, strchr(name, ' ') ? "\"" : " \"*");
        each_option(out, commands[i]->options, commands[i]);
        each_option(out, common_options, commands[i]);
        kp_buf_adds(out, "\" ;;\n");
    }
    kp_buf_adds(out, "    esac\n    if [[ $COMP_CWORD -eq 1 ]]; then\n        list=\"");
    each_word(out, NULL, " ");
    kp_buf_adds(out, "\"\n    elif [[ $COMP_CWORD -eq 2 && ${COMP_WORDS[1]} == account ]]; then\n"
                     "        list=\"");
    each_word(out, "account", " ");
    kp_buf_adds(out, "\"\n    elif [[ $cur != -* ]]; then\n"
                     "        case ${COMP_WORDS[1]} in\n"
                     "        run|scripts) list=$(kamplan scripts --complete 2>/dev/null) ;;\n"
                     "        esac\n"
                     "        list=\"$list $(kamplan account list --complete 2>/dev/null)\"\n"
                     "    fi\n"
                     "    COMPREPLY=($(compgen -W \"$list\" -- \"$cur\"))\n"
                     "}\ncomplete -o default -F _kamplan kamplan\n");
}

static void zsh_completion(struct kp_buf *out)
{
    kp_buf_adds(out, "#compdef kamplan\nautoload -U +X bashcompinit && bashcompinit\n");
    bash_completion(out);
}

static void fish_completion(struct kp_buf *out)
{
    kp_buf_adds(out, "# fish completion for kamplan\ncomplete -c kamplan -f\n");
    for (size_t i = 0; commands[i]; i++) {
        const char *name = commands[i]->name;
        int len = (int)strcspn(name, " ");
        if (name[len])
            kp_buf_addf(out, "complete -c kamplan -n '__fish_seen_subcommand_from %.*s' -a %s -d '",
                        len, name, name + len + 1);
        else
            kp_buf_addf(out, "complete -c kamplan -n __fish_use_subcommand -a %s -d '", name);
        add_fish(out, _(commands[i]->summary));
        kp_buf_adds(out, "'\n");
        const struct option *options = commands[i]->options;
        for (size_t j = 0; options && options[j].name; j++) {
            kp_buf_addf(out,
                        "complete -c kamplan -n '__fish_seen_subcommand_from %.*s' -l %s%s -d '",
                        len, name, options[j].name, options[j].value ? " -r" : "");
            add_fish(out, _(options[j].help));
            kp_buf_adds(out, "'\n");
        }
    }
    kp_buf_adds(out, "complete -c kamplan -n '__fish_seen_subcommand_from run scripts' "
                     "-a '(kamplan scripts --complete 2>/dev/null)'\n"
                     "complete -c kamplan -n '__fish_seen_subcommand_from run show log edit "
                     "restore history blame sign diff' "
                     "-a '(kamplan account list --complete 2>/dev/null)'\n");
}

bool help_completion(const char *shell, struct kp_buf *out)
{
    if (strcmp(shell, "bash") == 0)
        bash_completion(out);
    else if (strcmp(shell, "zsh") == 0)
        zsh_completion(out);
    else if (strcmp(shell, "fish") == 0)
        fish_completion(out);
    else
        return false;
    return true;
}
