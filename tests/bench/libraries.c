// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The least that a program of libgit2, readline and cJSON does when it is written in the ordinary way, with the
 * shared libraries of the system: open the repository that is named, make the editor ready, end.
 */
#include <cjson/cJSON.h>
#include <git2.h>
#include <stdio.h>

#include <readline/readline.h>

int main(int argc, char **argv)
{
    git_repository *repository = NULL;
    git_oid tip;
    if (argc != 2 || git_libgit2_init() < 0 || !cJSON_Version())
        return 2;
    rl_readline_name = "libraries";
    rl_initialize();
    if (git_repository_open(&repository, argv[1]) < 0 ||
        git_reference_name_to_id(&tip, repository, "HEAD") < 0)
        return 1;
    git_repository_free(repository);
    git_libgit2_shutdown();
    return 0;
}
