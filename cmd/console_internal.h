// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_CONSOLE_INTERNAL_H
#define KAMPLAN_CONSOLE_INTERNAL_H

/*
 * What the parts of the console share. readline, signal handlers and atexit know no context, so
 * there is one console at a time, and console_current is it.
 */

#include "base/err.h"
#include "console.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether the terminal tells pasted text from typed. */
#define CONSOLE_PASTE_ON  "\033[?2004h"
#define CONSOLE_PASTE_OFF "\033[?2004l"

struct console {
    bool plain;
    struct kp_buf input; /* read from standard input; the bytes before `taken` are used up */
    size_t taken;
    size_t scanned; /* plain: no line break stands before this */
    bool input_ended;

    /* On a terminal. */
    size_t columns;    /* when last looked at */
    const char *alert; /* to be sent if the process dies; NULL: nothing */
    /* While a line is being read. */
    const struct console_prompt *asked; /* NULL: none is */
    bool finished;
    enum console_end end;
    struct kp_buf *line;
    struct kp_buf shown; /* the prompt's last line, as it stands on the screen */
    bool editor_wanted;  /* Ctrl-X Ctrl-E */
    bool wiped;          /* the line that was entered goes off the screen */
    bool pasting;        /* between the brackets of a paste */
    struct kp_buf pasted;
    struct kp_buf told; /* the line, as `typed` was told of it last */
};

extern struct console *console_current;

/* console.c */

/* Appends `text` as valid UTF-8: each byte that is not becomes U+FFFD. */
void console_add_valid(struct kp_buf *out, struct kp_str text);
/* The length of the escape sequence (ESC [ … letter) at the start of `text`; 0: there is none. */
size_t console_escape_length(struct kp_str text);
/* Reads what there is on standard input; false at its end, or when it cannot be read. */
bool console_fill(struct console *console);
/* Standard error, through interruptions and a full buffer. */
void console_write_raw(struct kp_str text);

/* console_signal.c: a signal is noted and wakes console_wait. */

void console_signals_open(bool plain);
void console_signals_close(void);
/* Whether the signal came since the last call; forgets it. */
bool console_signal_take(int number);
/* Whether a signal that ends the session is waiting; it goes on waiting. */
bool console_signal_ends(void);
/* Stops the process as Ctrl-Z does; returns when it is continued. */
void console_signal_stop(void);
/* While another program has the terminal: Ctrl-C and Ctrl-Z are for that program. */
void console_signals_lend(bool lent);

enum console_wake { CONSOLE_WAKE_INPUT, CONSOLE_WAKE_SIGNAL, CONSOLE_WAKE_TIME };
/* Until standard input can be read (that comes first), a signal has come, or the time is over (-1:
 * never). */
enum console_wake console_wait(int milliseconds, bool input);

/* console_plain.c */

enum console_end console_plain_read(struct console *console, const struct console_prompt *prompt,
                                    struct kp_buf *line);

/* console_readline.c */

void console_readline_open(struct console *console);
void console_readline_close(struct console *console);
enum console_end console_readline_read(struct console *console, const struct console_prompt *prompt,
                                       struct kp_buf *line);
/* Takes the terminal (no echo, keys as they come), or gives it back as it was. */
void console_readline_raw(struct console *console, bool raw);
/* Takes the prompt and the line off the screen, and puts them there again. */
void console_readline_hide(void);
void console_readline_unhide(void);
/* Ends the reading from within a key's function. */
void console_readline_finish(struct console *console, enum console_end end);

/* console_resize.c: after SIGWINCH, while a line is being read. */

void console_resize(struct console *console);

/* console_keys.c */

void console_keys_bind(void);
/* Takes bytes of a bracketed paste from the input; puts the text on the line when it is whole. */
void console_keys_paste(struct console *console);
/* The same for a paste that is cut off. */
void console_keys_end_paste(struct console *console);

/* console_editor.c */

/*
 * Hands `text` to $VISUAL or $EDITOR. KP_INVALID, KP_IO: `text` is as it was, and the message
 * is for the room.
 */
enum kp_status console_editor_run(struct kp_buf *text, struct kp_err *err);

#endif
