// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * keystroke KEYS LABEL COMMAND_A COMMAND_B [WANTED]: runs both commands, each on a terminal of its
 * own, types a key into the one and into the other, A B A B …, and waits each time for the key to
 * be shown: medians, and the median of the ratios pair by pair. Both have to come to a prompt with
 * "501" in it; a program that asks "[1]>" before is answered with Enter.
 */

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __APPLE__
#include <util.h>
#else
#include <pty.h>
#endif

enum { MOST_KEYS = 10000, LINE = 30, PATIENCE_MS = 20000, QUIET_MS = 150 };

/* A key that no control sequence has in it. */
#define KEY "="

struct program {
    const char *command;
    int terminal;
    pid_t pid;
    char seen[1 << 16]; /* the last of what it has sent */
    size_t length;
};

static double now_us(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e6 + (double)at.tv_nsec / 1e3;
}

static void give_up(const struct program *program, const char *why)
{
    fprintf(stderr, "%s: %s\n%.*s\n", program->command, why, (int)program->length, program->seen);
    exit(1);
}

static void start(struct program *program, const char *command)
{
    struct winsize size = {.ws_row = 50, .ws_col = 100};
    program->command = command;
    program->pid = forkpty(&program->terminal, NULL, NULL, &size);
    if (program->pid < 0)
        give_up(program, "no terminal");
    if (program->pid == 0) {
        setenv("TERM", "xterm-256color", 1);
        setenv("INPUTRC", "/dev/null", 1);
        execlp("sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
}

/* Takes what comes within so many milliseconds; false when nothing does. */
static bool take(struct program *program, int milliseconds)
{
    struct pollfd fd = {.fd = program->terminal, .events = POLLIN};
    if (program->length > sizeof program->seen / 2)
        program->length = 0;
    if (poll(&fd, 1, milliseconds) <= 0)
        return false;
    ssize_t count = read(program->terminal, program->seen + program->length,
                         sizeof program->seen - 1 - program->length);
    if (count <= 0)
        give_up(program, "it has ended");
    program->length += (size_t)count;
    program->seen[program->length] = '\0';
    return true;
}

static void forget(struct program *program)
{
    program->length = 0;
    program->seen[0] = '\0';
}

static void type(struct program *program, const char *keys)
{
    if (write(program->terminal, keys, strlen(keys)) < 0)
        give_up(program, "it takes no keys");
}

static void wait_for_prompt(struct program *program)
{
    double end = now_us() + PATIENCE_MS * 1e3;
    while (!strstr(program->seen, "501")) {
        if (strstr(program->seen, "[1]> ")) {
            forget(program);
            type(program, "\r");
        }
        if (now_us() > end)
            give_up(program, "it comes to no prompt");
        take(program, 100);
    }
    while (take(program, QUIET_MS))
        continue;
}

/* Microseconds until the key is shown. */
static double press(struct program *program)
{
    forget(program);
    double start_us = now_us();
    type(program, KEY);
    while (!strstr(program->seen, KEY))
        if (!take(program, PATIENCE_MS))
            give_up(program, "the key is not shown");
    return now_us() - start_us;
}

static void empty_line(struct program *program)
{
    type(program, "\025");
    while (take(program, QUIET_MS))
        continue;
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

static void end(struct program *program)
{
    kill(program->pid, SIGKILL);
    waitpid(program->pid, NULL, 0);
    close(program->terminal);
}

int main(int argc, char **argv)
{
    static double a[MOST_KEYS], b[MOST_KEYS], ratios[MOST_KEYS];
    static struct program ours, bare;
    int keys = argc == 5 || argc == 6 ? atoi(argv[1]) : 0;
    if (keys < 1 || keys > MOST_KEYS) {
        fprintf(stderr, "usage: keystroke KEYS LABEL COMMAND_A COMMAND_B [WANTED]\n");
        return 2;
    }
    start(&ours, argv[3]);
    start(&bare, argv[4]);
    wait_for_prompt(&ours);
    wait_for_prompt(&bare);
    for (int i = 0; i < keys; i++) {
        if (i % LINE == LINE - 1) {
            empty_line(&ours);
            empty_line(&bare);
        }
        a[i] = press(&ours);
        b[i] = press(&bare);
        ratios[i] = a[i] / b[i];
    }
    end(&ours);
    end(&bare);
    printf("%-44s %8.1f us %8.1f us %7.2f  %s\n", argv[2], median(a, keys), median(b, keys),
           median(ratios, keys), argc == 6 ? argv[5] : "");
    return 0;
}
