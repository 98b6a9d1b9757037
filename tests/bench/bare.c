// SPDX-License-Identifier: GPL-3.0-or-later
/* The least a program of these libraries can do: link them, open the repository that is named, end. */

#include "store/workspace.h"

#include <readline/readline.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    struct kp_err err = KP_ERR_INIT;
    struct kp_workspace *workspace = NULL;
    if (argc != 2)
        return 2;
    rl_readline_name = "bare";
    if (kp_workspace_open(argv[1], &workspace, &err)) {
        fprintf(stderr, "%s\n", err.text.data);
        kp_err_release(&err);
        return 1;
    }
    kp_workspace_close(workspace);
    return 0;
}
