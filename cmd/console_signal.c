// SPDX-License-Identifier: GPL-3.0-or-later
/* Signals become something to wait for: a handler notes the signal and writes to a pipe. */

#include "console_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Which are noted; those from `TERMINAL_ONLY` on only where readline has the terminal. */
static const int watched[] = {SIGINT,  SIGTERM, SIGHUP,   SIGQUIT,
                              SIGTSTP, SIGCONT, SIGWINCH, SIGCHLD};
enum { WATCHED = sizeof watched / sizeof *watched, TERMINAL_ONLY = 3 };

static volatile sig_atomic_t noted[WATCHED];
static volatile sig_atomic_t asked_to_end; /* how often, since anybody looked */
static struct sigaction before[WATCHED], before_abort;
static bool taken_over[WATCHED];
static int wake[2] = {-1, -1};
static struct termios found; /* the terminal as it was */
static volatile sig_atomic_t found_valid;

/* Only what POSIX allows in a signal handler. */
static void give_terminal_back(void)
{
    const char *alert = console_current ? console_current->alert : NULL;
    if (alert && write(STDERR_FILENO, alert, strlen(alert)) < 0)
        return;
    if (found_valid)
        tcsetattr(STDIN_FILENO, TCSANOW, &found);
}

static void die(int number)
{
    struct sigaction usual = {.sa_handler = SIG_DFL};
    sigset_t self;
    give_terminal_back();
    sigaction(number, &usual, NULL);
    sigemptyset(&self);
    sigaddset(&self, number);
    sigprocmask(SIG_UNBLOCK, &self, NULL);
    raise(number);
}

static void note(int number)
{
    int saved = errno;
    for (size_t i = 0; i < WATCHED; i++)
        if (watched[i] == number)
            noted[i] = 1;
    /* A program that hangs elsewhere looks at no signal: the third one ends it all the same. */
    if (number == SIGINT || number == SIGTERM || number == SIGHUP || number == SIGQUIT) {
        asked_to_end = asked_to_end + 1;
        if (asked_to_end > 2)
            die(number);
    }
    if (write(wake[1], "", 1) < 0)
        errno = saved; /* full: somebody is woken already */
    errno = saved;
}

static void watch(size_t i)
{
    /* poll returns for a signal all the same; reads and locks elsewhere go on undisturbed. */
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
    sigfillset(&action.sa_mask);
    if (sigaction(watched[i], NULL, &before[i]) || before[i].sa_handler == SIG_IGN)
        return; /* nohup, a shell without job control */
    taken_over[i] = sigaction(watched[i], &action, NULL) == 0;
}

void console_signals_open(bool plain)
{
    if (pipe(wake)) {
        wake[0] = wake[1] = -1;
    }
    for (size_t i = 0; i < 2 && wake[i] >= 0; i++) {
        fcntl(wake[i], F_SETFL, O_NONBLOCK);
        fcntl(wake[i], F_SETFD, FD_CLOEXEC);
    }
    asked_to_end = 0;
    for (size_t i = 0; i < (plain ? TERMINAL_ONLY : WATCHED); i++) {
        noted[i] = 0;
        watch(i);
    }
    if (plain)
        return;
    found_valid = tcgetattr(STDIN_FILENO, &found) == 0;
    struct sigaction abort_action = {.sa_handler = die};
    sigaction(SIGABRT, &abort_action, &before_abort);
}

void console_signals_close(void)
{
    for (size_t i = 0; i < WATCHED; i++) {
        if (taken_over[i])
            sigaction(watched[i], &before[i], NULL);
        taken_over[i] = false;
    }
    if (found_valid)
        sigaction(SIGABRT, &before_abort, NULL);
    found_valid = 0;
    for (size_t i = 0; i < 2; i++) {
        if (wake[i] >= 0)
            close(wake[i]);
        wake[i] = -1;
    }
}

bool console_signal_take(int number)
{
    for (size_t i = 0; i < WATCHED; i++) {
        if (watched[i] != number || !noted[i])
            continue;
        noted[i] = 0;
        asked_to_end = 0;
        return true;
    }
    return false;
}

bool console_signal_ends(void)
{
    for (size_t i = 0; i < WATCHED; i++)
        if (noted[i] && (watched[i] == SIGTERM || watched[i] == SIGHUP || watched[i] == SIGQUIT))
            return true;
    return false;
}

static void set_usual(int number, bool usual)
{
    struct sigaction by_default = {.sa_handler = SIG_DFL};
    for (size_t i = 0; i < WATCHED; i++) {
        if (watched[i] != number || !taken_over[i])
            continue;
        if (usual)
            sigaction(number, &by_default, NULL);
        else
            watch(i);
    }
}

void console_signal_stop(void)
{
    set_usual(SIGTSTP, true);
    raise(SIGTSTP);
    set_usual(SIGTSTP, false);
    console_signal_take(SIGCONT);
}

void console_signals_lend(bool lent)
{
    set_usual(SIGTSTP, lent);
    if (lent)
        return;
    console_signal_take(SIGINT);
    console_signal_take(SIGQUIT);
    console_signal_take(SIGCONT);
    console_signal_take(SIGCHLD);
}

enum console_wake console_wait(int milliseconds, bool input)
{
    char bytes[64];
    struct pollfd fds[] = {{.fd = wake[0], .events = POLLIN},
                           {.fd = input ? STDIN_FILENO : -1, .events = POLLIN}};
    if (poll(fds, 2, milliseconds) < 0)
        return CONSOLE_WAKE_SIGNAL;
    while (fds[0].revents && read(wake[0], bytes, sizeof bytes) > 0)
        continue;
    if (fds[1].revents)
        return CONSOLE_WAKE_INPUT;
    return fds[0].revents ? CONSOLE_WAKE_SIGNAL : CONSOLE_WAKE_TIME;
}
