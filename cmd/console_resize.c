// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The window has another width. Most terminals break the lines on the screen anew; readline believes
 * that only the last row has changed, and leaves pieces of a line of several rows behind. So the
 * prompt and the line are taken off the screen from where they begin now, and drawn again.
 */

#include "console_internal.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

/* xterm and screen cut lines off, or leave them as they were broken. */
static bool breaks_anew(void)
{
    const char *term = getenv("TERM");
    bool screen = term && strncmp(term, "screen", strlen("screen")) == 0 && !getenv("TMUX");
    return !getenv("XTERM_VERSION") && !screen;
}

/* The prompt's last line, without what takes no room. */
static void add_bare(struct kp_str prompt, struct kp_buf *out)
{
    bool ignored = false;
    for (size_t i = 0; i < prompt.len; i++) {
        if (prompt.data[i] == RL_PROMPT_START_IGNORE || prompt.data[i] == RL_PROMPT_END_IGNORE)
            ignored = prompt.data[i] == RL_PROMPT_START_IGNORE;
        else if (!ignored)
            kp_buf_addc(out, prompt.data[i]);
    }
}

/* How many rows below the prompt the cursor is, in a window so wide. */
static size_t cursor_row(const struct console *console, size_t columns)
{
    struct kp_buf text = KP_BUF_INIT;
    size_t row = 0;
    add_bare(kp_buf_str(&console->shown), &text);
    kp_buf_add(&text, (struct kp_str){rl_line_buffer, (size_t)rl_point});
    struct kp_str rest = kp_buf_str(&text);
    while (rest.data && kp_str_find(rest, '\n') < rest.len) {
        size_t width = kp_utf8_width(kp_str_split(&rest, '\n'));
        row += 1 + (width ? (width - 1) / columns : 0);
    }
    row += kp_utf8_width(rest) / columns;
    kp_buf_release(&text);
    return row;
}

void console_resize(struct console *console)
{
    size_t columns = console_columns(console);
    int rows, before;
    if (columns == console->columns || !columns || !breaks_anew()) {
        rl_resize_terminal();
    } else {
        rl_reset_screen_size();
        rl_get_screen_size(&rows, &before);
        size_t up = cursor_row(console, columns);
        if (rows > 0 && up >= (size_t)rows) /* the rest has left the screen */
            up = (size_t)rows - 1;
        struct kp_buf clear = KP_BUF_INIT;
        kp_buf_addc(&clear, '\r');
        if (up)
            kp_buf_addf(&clear, "\033[%zuA", up);
        kp_buf_adds(&clear, "\033[J");
        console_write_raw(kp_buf_str(&clear));
        kp_buf_release(&clear);
        rl_on_new_line();
        console_readline_unhide();
    }
    bool other = columns != console->columns;
    console->columns = columns;
    if (other && console->asked->resized)
        console->asked->resized(console->asked->context);
}
