// SPDX-License-Identifier: GPL-3.0-or-later
/* Lines as they come: a pipe, a file, a terminal that cannot move its cursor. */

#include "console_internal.h"

#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static void show_prompt(const struct console_prompt *prompt)
{
    struct kp_buf text = KP_BUF_INIT, bare = KP_BUF_INIT;
    prompt->prompt(prompt->context, &text);
    for (size_t i = 0; i < text.len;) {
        size_t escape = console_escape_length(kp_str_slice(kp_buf_str(&text), i, text.len));
        if (!escape)
            kp_buf_addc(&bare, text.data[i]);
        i += escape ? escape : 1;
    }
    console_write_raw(kp_buf_str(&bare));
    kp_buf_release(&text);
    kp_buf_release(&bare);
}

/* Whether there is a whole line, or a last one without its end; `*len` is its length. */
static bool find_line(struct console *console, size_t *len)
{
    const struct kp_buf *input = &console->input;
    size_t from = console->scanned > console->taken ? console->scanned : console->taken;
    const char *end = memchr(input->data + from, '\n', input->len - from);
    console->scanned = end ? (size_t)(end - input->data) : input->len;
    *len = console->scanned - console->taken;
    return end || (console->input_ended && *len);
}

static void take_line(struct console *console, size_t len, struct kp_buf *line)
{
    struct kp_str text = kp_str_slice(kp_buf_str(&console->input), console->taken, len);
    if (text.len && text.data[text.len - 1] == '\r')
        text.len--;
    console_add_valid(line, text);
    console->taken += len;
    if (console->taken < console->input.len)
        console->taken++; /* the line break */
}

static enum console_end read_line(struct console *console, struct kp_buf *line)
{
    size_t len;
    for (;;) {
        if (console_signal_take(SIGTERM) || console_signal_take(SIGHUP)) {
            take_line(console, console->input.len - console->taken, line);
            return CONSOLE_STOP;
        }
        if (console_signal_take(SIGINT)) {
            take_line(console, console->input.len - console->taken, line);
            return CONSOLE_INTERRUPT;
        }
        if (find_line(console, &len)) {
            take_line(console, len, line);
            return CONSOLE_LINE;
        }
        if (console->input_ended)
            return CONSOLE_END;
        if (console_wait(-1, true) == CONSOLE_WAKE_INPUT)
            console_fill(console);
    }
}

/* A terminal without line editing shows what is typed by itself. */
static void show_typed(const struct termios *usual, bool shown)
{
    struct termios settings = *usual;
    if (!shown)
        settings.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &settings);
}

enum console_end console_plain_read(struct console *console, const struct console_prompt *prompt,
                                    struct kp_buf *line)
{
    bool terminal = isatty(STDIN_FILENO);
    show_prompt(prompt);
    struct termios usual;
    bool hides = terminal && prompt->hidden && tcgetattr(STDIN_FILENO, &usual) == 0;
    if (hides)
        show_typed(&usual, false);
    enum console_end end = read_line(console, line);
    if (hides)
        show_typed(&usual, true);
    if (end == CONSOLE_END && terminal)
        console->input_ended = false; /* Ctrl-D at one question is not the end of the next */
    /* A terminal shows the typed Enter itself. */
    if (end != CONSOLE_LINE || !terminal || hides)
        console_write_raw(KP_STR("\n"));
    return end;
}
