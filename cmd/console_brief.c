// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Text for one key's time: on the terminal's other screen, which has no scrollback. Where a
 * terminal has only one, the text is wiped line by line, since clearing the whole may push it into
 * the scrollback.
 */

#include "console_internal.h"

#include "base/text.h"
#include "base/utf8.h"

#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define OTHER_SCREEN "\033[?1049h"
#define USUAL_SCREEN "\033[?1049l"

enum { ESCAPE_MS = 50 }; /* what follows an ESC later than this is another key */

static void wipe(size_t rows)
{
    struct kp_buf out = KP_BUF_INIT;
    for (size_t i = rows; i > 0; i--)
        kp_buf_addf(&out, "\033[%zuH\033[2K", i);
    console_write_raw(kp_buf_str(&out));
    kp_buf_release(&out);
}

/* How many rows of the screen a line takes. */
static size_t height(struct kp_str line, size_t columns)
{
    struct kp_buf bare = KP_BUF_INIT;
    for (size_t i = 0; i < line.len;) {
        size_t escape = console_escape_length(kp_str_slice(line, i, line.len));
        if (!escape)
            kp_buf_addc(&bare, line.data[i]);
        i += escape ? escape : 1;
    }
    size_t width = kp_utf8_width(kp_buf_str(&bare));
    kp_buf_release(&bare);
    return width ? (width + columns - 1) / columns : 1;
}

/* As many whole lines as fit above the last row, or what fits of the first; never nothing. */
static struct kp_str fit(struct kp_str text, size_t rows, size_t columns)
{
    struct kp_str rest = text;
    size_t used = 0, len = 0;
    while (rest.data && rest.len) {
        struct kp_str line = kp_str_split(&rest, '\n');
        used += height(line, columns);
        if (used >= rows && len)
            break;
        len = rest.data ? (size_t)(rest.data - text.data) : text.len;
        size_t part = kp_utf8_fit(line, (rows > 1 ? rows - 1 : 1) * columns).len;
        if (used >= rows && part && part < line.len)
            return kp_str_slice(text, 0, part);
    }
    return kp_str_slice(text, 0, len);
}

static bool more_input(struct console *console)
{
    if (console->taken == console->input.len && console_wait(ESCAPE_MS, true) == CONSOLE_WAKE_INPUT)
        console_fill(console);
    return console->taken < console->input.len;
}

static unsigned char take(struct console *console)
{
    return (unsigned char)console->input.data[console->taken++];
}

/* Takes the rest of a bracketed paste away. */
static void drop_paste(struct console *console)
{
    static const char end[] = "\033[201~";
    size_t matched = 0;
    while (matched < sizeof end - 1 && more_input(console)) {
        char byte = (char)take(console);
        matched = byte == end[matched] ? matched + 1 : byte == end[0];
    }
}

/* A key may be several bytes. */
static void drop_key(struct console *console)
{
    unsigned char byte = take(console);
    for (int more = byte < 0xC2 ? 0 : byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3; more > 0; more--)
        if (more_input(console))
            take(console);
    if (byte != '\033' || !more_input(console))
        return;
    byte = take(console);
    if (byte == 'O' && more_input(console))
        take(console);
    if (byte != '[')
        return;
    struct kp_buf sequence = KP_BUF_INIT;
    while (more_input(console)) {
        byte = take(console);
        kp_buf_addc(&sequence, (char)byte);
        if (byte >= '@' && byte <= '~')
            break;
    }
    if (kp_str_is(kp_buf_str(&sequence), "200~"))
        drop_paste(console);
    kp_buf_release(&sequence);
}

enum after { KEY_PRESSED, SHOW_AGAIN, LEAVE };

static enum after wait_for_key(struct console *console)
{
    while (console->taken == console->input.len) {
        if (console_signal_ends() || console->input_ended)
            return LEAVE; /* the next console_read says so */
        if (console_signal_take(SIGINT))
            return LEAVE;
        if (console_signal_take(SIGTSTP)) {
            console_write_raw(KP_STR(USUAL_SCREEN));
            console_readline_raw(console, false);
            console_signal_stop();
            console_readline_raw(console, true);
            return SHOW_AGAIN;
        }
        if (console_signal_take(SIGCONT) || console_signal_take(SIGWINCH))
            return SHOW_AGAIN;
        if (console_wait(-1, true) == CONSOLE_WAKE_INPUT)
            console_fill(console);
    }
    drop_key(console);
    return KEY_PRESSED;
}

void console_show_briefly(struct console *console, struct kp_str text)
{
    struct kp_str rest = text;
    struct kp_buf out = KP_BUF_INIT;
    if (console->plain) {
        console_write(console, text);
        if (text.len && text.data[text.len - 1] != '\n')
            console_write(console, KP_STR("\n"));
        return;
    }
    const char *alert = console->alert;
    console->alert = CONSOLE_PASTE_OFF USUAL_SCREEN;
    console_write_raw(KP_STR(OTHER_SCREEN));
    while (rest.len) {
        struct winsize size = {0};
        ioctl(STDERR_FILENO, TIOCGWINSZ, &size);
        size_t rows = size.ws_row ? size.ws_row : 24;
        size_t columns = console_columns(console);
        struct kp_str page = fit(rest, rows, columns);
        wipe(rows);
        kp_buf_clear(&out);
        kp_buf_add(&out, page);
        if (page.data[page.len - 1] != '\n')
            kp_buf_addc(&out, '\n');
        struct kp_str hint = kp_utf8_fit(kp_str_from(_("Any key takes this away")), columns - 1);
        kp_buf_addf(&out, "\033[2m%.*s\033[0m", KP_STR_ARG(hint));
        console_write_raw(kp_buf_str(&out));
        enum after after = wait_for_key(console);
        wipe(rows);
        if (after == LEAVE)
            break;
        if (after == KEY_PRESSED)
            rest = kp_str_slice(rest, page.len, rest.len);
        else
            console_write_raw(KP_STR(OTHER_SCREEN));
    }
    console_write_raw(KP_STR(USUAL_SCREEN));
    console->alert = alert;
    kp_buf_release(&out);
}
