// SPDX-License-Identifier: GPL-3.0-or-later
/* The least program that asks for lines: readline, and nothing else. */

#include <stdio.h>
#include <stdlib.h>

#include <readline/readline.h>

int main(void)
{
    char *line;
    rl_readline_name = "bare";
    while ((line = readline("501> ")))
        free(line);
    return 0;
}
