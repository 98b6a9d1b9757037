// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * ratio RUNS LABEL COMMAND_A COMMAND_B [WANTED]: runs two shell commands in turn, A B A B …, whole processes,
 * output thrown away, standard input empty; prints the median of each and the median of the ratios A/B pair by
 * pair, so that a machine whose speed drifts does not tell lies. A command that fails ends it. WANTED: the
 * ratio that is wished for, printed beside.
 */

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { MAX_RUNS = 1000 };

static double now_ms(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static double run(char *command)
{
    char shell[] = "sh", flag[] = "-c";
    char *argv[] = {shell, flag, command, NULL};
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    double start = now_ms();
    if (posix_spawnp(&child, "sh", &actions, NULL, argv, environ) != 0 ||
        waitpid(child, &status, 0) < 0)
        exit(1);
    double took = now_ms() - start;
    posix_spawn_file_actions_destroy(&actions);
    if (status != 0) {
        fprintf(stderr, "failed: %s\n", command);
        exit(1);
    }
    return took;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, by_value);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

int main(int argc, char **argv)
{
    static double a[MAX_RUNS], b[MAX_RUNS], ratios[MAX_RUNS];
    int runs = argc == 5 || argc == 6 ? atoi(argv[1]) : 0;
    if (runs < 1 || runs > MAX_RUNS) {
        fprintf(stderr, "usage: ratio RUNS LABEL COMMAND_A COMMAND_B [WANTED]\n");
        return 2;
    }
    run(argv[3]); /* one of each that does not count */
    run(argv[4]);
    for (int i = 0; i < runs; i++) {
        a[i] = run(argv[3]);
        b[i] = run(argv[4]);
        ratios[i] = a[i] / b[i];
    }
    printf("%-44s %8.2f ms %8.2f ms %7.2f  %s\n", argv[2], median(a, runs), median(b, runs),
           median(ratios, runs), argc == 6 ? argv[5] : "");
    return 0;
}
