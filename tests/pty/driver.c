// SPDX-License-Identifier: GPL-3.0-or-later
#include "driver.h"

#include "base/alloc.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#ifdef __APPLE__
#include <util.h>
#else
#include <pty.h>
#endif
#ifndef __APPLE__
#include <utmp.h>
#endif

#include <cmocka.h>
#include <vterm.h>

enum { DEADLINE_MS = 30000 };

struct pty {
    int master, slave, shell; /* the shell's ear, or -1 */
    pid_t pid;
    bool ended;
    int status;
    int rows, columns;
    struct termios found;
    VTerm *vterm;
    VTermScreen *screen;
    struct kp_buf text, scrollback, sent;
    size_t seen; /* of `sent`, by pty_expect_bytes */
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- The screen ------------------------------------------------------------------------- */

static void add_cells(struct kp_buf *out, const VTermScreenCell *cells, int columns)
{
    size_t end = out->len;
    for (int i = 0; i<columns; i += cells[i].width> 1 ? cells[i].width : 1) {
        if (!cells[i].chars[0] || cells[i].chars[0] == UINT32_MAX) {
            kp_buf_addc(out, ' ');
            continue;
        }
        for (size_t c = 0; c < VTERM_MAX_CHARS_PER_CELL && cells[i].chars[c]; c++)
            kp_utf8_add(out, (int32_t)cells[i].chars[c]);
        if (cells[i].chars[0] != ' ')
            end = out->len;
    }
    kp_buf_truncate(out, end);
    kp_buf_addc(out, '\n');
}

static int push_line(int columns, const VTermScreenCell *cells, void *user)
{
    struct pty *pty = user;
    add_cells(&pty->scrollback, cells, columns);
    return 1;
}

const char *pty_screen(struct pty *pty)
{
    VTermScreenCell *cells = kp_alloc((size_t)pty->columns * sizeof *cells);
    kp_buf_clear(&pty->text);
    for (int row = 0; row < pty->rows; row++) {
        for (int column = 0; column < pty->columns; column++)
            vterm_screen_get_cell(pty->screen, (VTermPos){row, column}, &cells[column]);
        add_cells(&pty->text, cells, pty->columns);
    }
    free(cells);
    return pty->text.data;
}

const char *pty_sent(struct pty *pty)
{
    return pty->sent.data ? pty->sent.data : "";
}

const char *pty_scrollback(struct pty *pty)
{
    return pty->scrollback.data;
}

void pty_cursor(struct pty *pty, int *row, int *column)
{
    VTermPos at;
    vterm_state_get_cursorpos(vterm_obtain_state(pty->vterm), &at);
    *row = at.row;
    *column = at.col;
}

int pty_find_row(struct pty *pty, const char *text)
{
    struct kp_str rest = kp_str_from(pty_screen(pty));
    for (int row = 0; rest.data && row < pty->rows; row++)
        if (kp_str_is(kp_str_split(&rest, '\n'), text))
            return row;
    return -1;
}

static void open_screen(struct pty *pty)
{
    static const VTermScreenCallbacks callbacks = {.sb_pushline = push_line};
    pty->vterm = vterm_new(pty->rows, pty->columns);
    vterm_set_utf8(pty->vterm, 1);
    pty->screen = vterm_obtain_screen(pty->vterm);
    vterm_screen_set_callbacks(pty->screen, &callbacks, pty);
    vterm_screen_enable_altscreen(pty->screen, 1);
    vterm_screen_reset(pty->screen, 1);
}

/* --- The program ------------------------------------------------------------------------ */

static void set_environment(const char *const *environment)
{
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("INPUTRC", "/dev/null", 1);
    for (; environment && *environment; environment++) {
        const char *equals = strchr(*environment, '=');
        if (equals) {
            char *name = kp_strndup(*environment, (size_t)(equals - *environment));
            setenv(name, equals + 1, 1);
            free(name);
        } else {
            unsetenv(*environment);
        }
    }
}

static void execute(const char *const *argv)
{
    execv(argv[0], (char *const *)(uintptr_t)argv);
    fprintf(stderr, "%s: %s\r\n", argv[0], strerror(errno));
    _exit(127);
}

/* What a shell does for its foreground job; one byte at `ear` is "fg". */
static int run_job(const char *const *argv, int ear)
{
    int status;
    char byte;
    pid_t job = fork();
    if (job <= 0) {
        setpgid(0, 0);
        signal(SIGTTOU, SIG_IGN);
        tcsetpgrp(STDIN_FILENO, getpid());
        signal(SIGTTOU, SIG_DFL);
        execute(argv);
    }
    setpgid(job, job);
    signal(SIGTTOU, SIG_IGN);
    while (waitpid(job, &status, WUNTRACED) == job && WIFSTOPPED(status)) {
        tcsetpgrp(STDIN_FILENO, getpgrp());
        if (write(STDERR_FILENO, "[stopped]\n", 10) < 0 || read(ear, &byte, 1) != 1)
            return 126;
        tcsetpgrp(STDIN_FILENO, job);
        kill(-job, SIGCONT);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct pty *pty_start(const struct pty_setup *setup)
{
    struct pty *pty = kp_alloc(sizeof *pty);
    int ear[2] = {-1, -1};
    *pty = (struct pty){.text = KP_BUF_INIT,
                        .scrollback = KP_BUF_INIT,
                        .sent = KP_BUF_INIT,
                        .rows = setup->rows ? setup->rows : 24,
                        .columns = setup->columns ? setup->columns : 80};
    struct winsize size = {.ws_row = (unsigned short)pty->rows,
                           .ws_col = (unsigned short)pty->columns};
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(openpty(&pty->master, &pty->slave, NULL, NULL, &size), 0);
    assert_int_equal(tcgetattr(pty->slave, &pty->found), 0);
    if (setup->job_control)
        assert_int_equal(pipe(ear), 0);
    fflush(NULL);
    pty->pid = fork();
    assert_true(pty->pid >= 0);
    if (pty->pid == 0) {
        close(pty->master);
        signal(SIGPIPE, SIG_DFL);
        if (login_tty(pty->slave))
            _exit(127);
        set_environment(setup->environment);
        if (!setup->job_control)
            execute(setup->argv);
        close(ear[1]);
        fcntl(ear[0], F_SETFD, FD_CLOEXEC);
        _exit(run_job(setup->argv, ear[0]));
    }
    if (ear[0] >= 0)
        close(ear[0]);
    pty->shell = ear[1];
    fcntl(pty->master, F_SETFL, O_NONBLOCK);
    fcntl(pty->master, F_SETFD, FD_CLOEXEC);
    fcntl(pty->slave, F_SETFD, FD_CLOEXEC);
    open_screen(pty);
    return pty;
}

void pty_free(struct pty *pty)
{
    if (!pty)
        return;
    pty_hang_up(pty);
    if (!pty->ended) {
        kill(pty->pid, SIGKILL);
        waitpid(pty->pid, NULL, 0);
    }
    close(pty->slave);
    if (pty->shell >= 0)
        close(pty->shell);
    vterm_free(pty->vterm);
    kp_buf_release(&pty->text);
    kp_buf_release(&pty->scrollback);
    kp_buf_release(&pty->sent);
    free(pty);
}

/* Takes what the program has sent, waiting for it so long; false when nothing came. */
static bool pump(struct pty *pty, int milliseconds)
{
    static char bytes[65536];
    struct pollfd fd = {.fd = pty->master, .events = POLLIN};
    if (pty->master < 0 || poll(&fd, 1, milliseconds) <= 0)
        return false;
    ssize_t count = read(pty->master, bytes, sizeof bytes);
    if (count <= 0)
        return false;
    vterm_input_write(pty->vterm, bytes, (size_t)count);
    kp_buf_add(&pty->sent, (struct kp_str){bytes, (size_t)count});
    return true;
}

__attribute__((format(printf, 2, 3))) static void give_up(struct pty *pty, const char *format, ...)
{
    struct kp_buf why = KP_BUF_INIT;
    va_list args;
    va_start(args, format);
    kp_buf_addv(&why, format, args);
    va_end(args);
    fprintf(stderr, "%s\n--- screen\n%s--- scrollback\n%s---\n", why.data, pty_screen(pty),
            pty->scrollback.data);
    kp_buf_release(&why);
    fail();
}

/* --- Keys ------------------------------------------------------------------------------- */

void pty_send(struct pty *pty, struct kp_str bytes)
{
    int64_t deadline = now_ms() + DEADLINE_MS;
    while (bytes.len) {
        struct pollfd fd = {.fd = pty->master, .events = POLLIN | POLLOUT};
        poll(&fd, 1, 1000);
        if (fd.revents & POLLIN)
            pump(pty, 0); /* a program that cannot print does not read, either */
        if (fd.revents & POLLOUT) {
            ssize_t count = write(pty->master, bytes.data, bytes.len);
            if (count > 0)
                bytes = kp_str_slice(bytes, (size_t)count, bytes.len);
        }
        if (now_ms() > deadline)
            give_up(pty, "the program takes no more keys");
    }
}

void pty_type(struct pty *pty, const char *keys)
{
    pty_send(pty, kp_str_from(keys));
}

void pty_resize(struct pty *pty, int rows, int columns)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    while (pump(pty, 0))
        continue;
    pty->rows = rows;
    pty->columns = columns;
    vterm_set_size(pty->vterm, rows, columns);
    ioctl(pty->master, TIOCSWINSZ, &size);
}

void pty_signal(struct pty *pty, int number)
{
    pid_t group = tcgetpgrp(pty->master);
    kill(group > 1 ? -group : pty->pid, number);
}

void pty_continue(struct pty *pty)
{
    assert_int_equal(write(pty->shell, "", 1), 1);
}

void pty_hang_up(struct pty *pty)
{
    if (pty->master >= 0)
        close(pty->master);
    pty->master = -1;
}

/* --- What there is to see --------------------------------------------------------------- */

enum want { WANT_TEXT, WANT_GONE, WANT_ROW, WANT_BYTES };

static bool seen(struct pty *pty, enum want want, const char *text)
{
    switch (want) {
    case WANT_TEXT: return strstr(pty_screen(pty), text) != NULL;
    case WANT_GONE: return strstr(pty_screen(pty), text) == NULL;
    case WANT_ROW: return pty_find_row(pty, text) >= 0;
    case WANT_BYTES: break;
    }
    struct kp_str rest = kp_str_slice(kp_buf_str(&pty->sent), pty->seen, pty->sent.len);
    size_t at = kp_str_find_str(rest, kp_str_from(text));
    if (at == rest.len)
        return false;
    pty->seen += at + strlen(text);
    return true;
}

static void expect(struct pty *pty, enum want want, const char *text)
{
    static const char *const words[] = {"not on the screen", "still on the screen",
                                        "no such row on the screen", "not sent"};
    int64_t deadline = now_ms() + DEADLINE_MS;
    while (!seen(pty, want, text)) {
        int64_t left = deadline - now_ms();
        if (left <= 0)
            give_up(pty, "%s: %s", words[want], text);
        pump(pty, (int)(left < 100 ? left : 100));
    }
}

void pty_expect(struct pty *pty, const char *text)
{
    expect(pty, WANT_TEXT, text);
}

void pty_expect_gone(struct pty *pty, const char *text)
{
    expect(pty, WANT_GONE, text);
}

void pty_expect_row(struct pty *pty, const char *text)
{
    expect(pty, WANT_ROW, text);
}

void pty_expect_bytes(struct pty *pty, const char *bytes)
{
    expect(pty, WANT_BYTES, bytes);
}

void pty_expect_never(struct pty *pty, const char *bytes)
{
    struct kp_str sent = kp_buf_str(&pty->sent);
    if (kp_str_find_str(sent, kp_str_from(bytes)) < sent.len)
        give_up(pty, "sent: %s", bytes);
}

int pty_wait(struct pty *pty)
{
    int64_t deadline = now_ms() + DEADLINE_MS;
    while (!pty->ended) {
        pid_t done = waitpid(pty->pid, &pty->status, WNOHANG);
        pty->ended = done == pty->pid;
        if (now_ms() > deadline)
            give_up(pty, "the program does not end");
        struct timespec moment = {.tv_nsec = 5000000};
        if (!pty->ended && !pump(pty, 20) && pty->master < 0)
            nanosleep(&moment, NULL); /* nothing is left to wait on */
    }
    while (pump(pty, 0))
        continue;
    return WIFEXITED(pty->status) ? WEXITSTATUS(pty->status) : 128 + WTERMSIG(pty->status);
}

bool pty_is_restored(struct pty *pty)
{
    struct termios is;
    struct kp_str on = KP_STR("\033[?2004h"), rest = kp_buf_str(&pty->sent);
    if (tcgetattr(pty->slave, &is))
        return false;
    for (size_t at; (at = kp_str_find_str(rest, on)) < rest.len;)
        rest = kp_str_slice(rest, at + on.len, rest.len);
    bool marked =
        rest.len < pty->sent.len && kp_str_find_str(rest, KP_STR("\033[?2004l")) == rest.len;
    return !marked && is.c_iflag == pty->found.c_iflag && is.c_oflag == pty->found.c_oflag &&
           is.c_cflag == pty->found.c_cflag && is.c_lflag == pty->found.c_lflag &&
           memcmp(is.c_cc, pty->found.c_cc, sizeof is.c_cc) == 0;
}

bool pty_is_raw(struct pty *pty)
{
    struct termios is;
    return tcgetattr(pty->slave, &is) == 0 && !(is.c_lflag & (ICANON | ECHO));
}
