// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_COMMAND_H
#define KAMPLAN_COMMAND_H

/*
 * A command is one descriptor in its own file and one line in main.c's table. Help, the man
 * page, completion and the README's synopsis are made of it.
 */

#include "base/err.h"

#include <stdbool.h>

struct app;

/* Exit statuses of the program. */
enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_WRONG_USAGE = 2, EXIT_INTERRUPTED = 130 };

struct option {
    const char *name;  /* without "--" */
    char letter;       /* 0: none */
    const char *value; /* "FILE"; NULL: a flag */
    const char *help;  /* N_() */
};

enum needs {
    NEEDS_NOTHING = 0,
    NEEDS_WORKSPACE = 1, /* opened before run is called */
    NEEDS_IDENTITY = 2,  /* makes revisions */
    NEEDS_TERMINAL = 4,  /* is at its best on one */
};

/* What was given on the command line, by the command's own table. */
struct args {
    const char *const
        *options;             /* by option index: its value ("" for a flag), NULL when not given */
    const char *const *words; /* the arguments that are no options */
    size_t count;
};

struct command {
    const char *name;             /* "show", "account add" */
    const char *summary;          /* N_("…"), one line */
    const char *usage;            /* what stands behind the name: "ACCOUNT[@REV] [FIELD]" */
    const char *about;            /* N_(), a paragraph; may be NULL */
    const struct option *options; /* ends with a NULL name; may be NULL */
    size_t words_min, words_max;  /* how many arguments */
    unsigned needs;
    bool json; /* --json gives a document */
    int (*run)(struct app *app, const struct args *args);
};

/* All commands, NULL-terminated (main.c). */
extern const struct command *const commands[];

/* The options every command takes (main.c); ends with a NULL name. */
extern const struct option common_options[];

/* The value of an option, or NULL when it was not given. */
const char *args_option(const struct command *command, const struct args *args, const char *name);

/* help.c: texts made of the table. */
void help_overview(struct kp_buf *out);
void help_command(const struct command *command, struct kp_buf *out);
void help_man(struct kp_buf *out);
bool help_completion(const char *shell, struct kp_buf *out); /* false: no such shell */

#endif
