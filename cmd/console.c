// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_internal.h"

#include "base/alloc.h"
#include "base/utf8.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct console *console_current;

void console_add_valid(struct kp_buf *out, struct kp_str text)
{
    size_t bad;
    while (!kp_utf8_valid(text, &bad)) {
        kp_buf_add(out, kp_str_slice(text, 0, bad));
        kp_utf8_add(out, 0xFFFD);
        text = kp_str_slice(text, bad + 1, text.len);
    }
    kp_buf_add(out, text);
}

size_t console_escape_length(struct kp_str text)
{
    if (text.len < 3 || text.data[0] != '\033' || text.data[1] != '[')
        return 0;
    for (size_t i = 2; i < text.len; i++)
        if (text.data[i] >= '@' && text.data[i] <= '~')
            return i + 1;
    return 0;
}

bool console_fill(struct console *console)
{
    struct kp_buf *input = &console->input;
    if (console->taken) {
        memmove(input->data, input->data + console->taken, input->len - console->taken);
        kp_buf_truncate(input, input->len - console->taken);
        console->scanned -= console->scanned < console->taken ? console->scanned : console->taken;
        console->taken = 0;
    }
    enum { CHUNK = 65536 };
    char *room = kp_buf_reserve(input, CHUNK);
    ssize_t count = read(STDIN_FILENO, room, CHUNK);
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        count = 0;
    else if (count <= 0)
        console->input_ended = true;
    if (count > 0)
        input->len += (size_t)count;
    input->data[input->len] = '\0';
    return !console->input_ended;
}

void console_write_raw(struct kp_str text)
{
    while (text.len) {
        ssize_t count = write(STDERR_FILENO, text.data, text.len);
        if (count > 0) {
            text = kp_str_slice(text, (size_t)count, text.len);
        } else if (count < 0 && errno == EAGAIN) {
            struct pollfd room = {.fd = STDERR_FILENO, .events = POLLOUT};
            poll(&room, 1, -1);
        } else if (count == 0 || errno != EINTR) {
            return; /* nobody is there to be told; SIGHUP or the end of the input follows */
        }
    }
}

struct console *console_open(bool plain)
{
    const char *term = getenv("TERM");
    struct console *console = kp_alloc(sizeof *console);
    bool terminal = isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
    *console = (struct console){.input = KP_BUF_INIT,
                                .shown = KP_BUF_INIT,
                                .pasted = KP_BUF_INIT,
                                .told = KP_BUF_INIT,
                                .plain = plain || !terminal || !term || !*term ||
                                         strcmp(term, "dumb") == 0};
    console_current = console;
    console_signals_open(console->plain);
    if (!console->plain)
        console_readline_open(console);
    return console;
}

void console_close(struct console *console)
{
    if (!console)
        return;
    if (!console->plain)
        console_readline_close(console);
    console_signals_close();
    console_current = NULL;
    kp_buf_release(&console->input);
    kp_buf_release(&console->shown);
    kp_buf_release(&console->pasted);
    kp_buf_release(&console->told);
    free(console);
}

enum console_end console_read(struct console *console, const struct console_prompt *prompt,
                              struct kp_buf *line)
{
    kp_buf_clear(line);
    return console->plain ? console_plain_read(console, prompt, line)
                          : console_readline_read(console, prompt, line);
}

void console_write(struct console *console, struct kp_str text)
{
    bool reading = console->asked && !console->finished;
    if (!text.len)
        return;
    if (reading)
        console_readline_hide();
    console_write_raw(text);
    if (reading) {
        if (text.data[text.len - 1] != '\n')
            console_write_raw(KP_STR("\n"));
        console_readline_unhide();
    }
}

void console_clear(struct console *console)
{
    if (!console->plain)
        console_write_raw(KP_STR("\033[H\033[2J\033[3J"));
}

void console_ring(struct console *console)
{
    if (!console->plain)
        console_write_raw(KP_STR("\a"));
}

bool console_is_plain(const struct console *console)
{
    return console->plain;
}

size_t console_rows(const struct console *console)
{
    struct winsize size = {0};
    return !console->plain && ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

size_t console_columns(const struct console *console)
{
    struct winsize size = {0};
    (void)console;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
}
