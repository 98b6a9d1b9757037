// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_CONSOLE_H
#define KAMPLAN_CONSOLE_H

/*
 * Where a session's lines come from: a terminal with line editing (readline), or plain lines
 * (a pipe, TERM=dumb, --plain). What is shown goes to standard error in both; standard output
 * is for results.
 */

#include "base/buf.h"

#include <stdbool.h>

struct console;

enum console_end {
    CONSOLE_LINE,      /* a line was entered (perhaps empty) */
    CONSOLE_BACK,      /* Shift-Tab: the question before; the line is what was typed so far */
    CONSOLE_INTERRUPT, /* Ctrl-C: the line is what was typed so far; the arrow up brings it back */
    CONSOLE_END,       /* Ctrl-D on an empty line, end of the input */
    /* SIGTERM, SIGHUP, SIGQUIT, a closed terminal: leave at once; the line is what was typed so far
     */
    CONSOLE_STOP,
};

/* One question, as the console needs it. Callbacks get `context`. */
struct console_prompt {
    void *context;
    /* Appends the prompt, without newline at its end (only its last line is kept up to date);
     * `seconds` between calls while somebody types. Colour codes are ordinary SGR sequences; the
     * console brackets them for readline. */
    void (*prompt)(void *context, struct kp_buf *out);
    /* Called each second while somebody types, before the prompt is asked for; may write to the
     * console, and ring. Never where lines are plain. May be NULL. */
    void (*tick)(void *context);
    /* Called at most once a second, when what is typed so far has changed; `line` is valid UTF-8.
     * Not of what is hidden, nor where lines are plain. May be NULL. */
    void (*typed)(void *context, struct kp_str line);
    struct kp_str draft;   /* on the line at the start; may be empty */
    struct kp_str present; /* Tab on an empty line puts this there for editing; may be empty */
    bool several_lines; /* Alt-Enter (and a pasted line break) is a new line in the answer; else a
                           pasted break is a space */
    /*
     * Candidates for completing `word`: what stands before the cursor since the last comma or the
     * line's start; in a line that begins with a slash, also since the command and since an @.
     * `before` is the line up to the word. Calls `add` for each; may be NULL.
     */
    void (*complete)(void *context, struct kp_str before, struct kp_str word,
                     void (*add)(void *adding, const char *candidate), void *adding);
    /* Whether an entered line is not for the room (which may look at a projector): it is taken off
     * the screen. May be NULL. */
    bool (*is_private)(struct kp_str line);
    /* Votes and scores: digits and lone letters show as stars (behind a name and its colon, all of
     * it), and the line goes off the screen when it is entered, and into no history. Plain on a
     * terminal: nothing of it shows. */
    bool hidden;
    bool wipe; /* an entered line goes off the screen unless it is a command: it is listed above */
    /* Called when the width of the terminal has changed (also since the question before); may
     * write to the console; may be NULL. */
    void (*resized)(void *context);
};

/*
 * `plain`: lines as they come; of a prompt only the text is used, without its colours. So it is
 * too where standard input or error is no terminal, or TERM says that it is dumb. Else the
 * terminal is taken until console_close (or exit): nothing is echoed between two questions, and
 * what is typed ahead answers the next. Signals are noted and end the next console_read; the
 * third one that nobody asks about ends the process. One console at a time.
 */
struct console *console_open(bool plain);
void console_close(struct console *console);

/*
 * Asks once. `line` (cleared first) is valid UTF-8; bytes that are not become U+FFFD and are
 * refused further on, as control characters are: nothing is dropped in silence.
 */
enum console_end console_read(struct console *console, const struct console_prompt *prompt,
                              struct kp_buf *line);

/* Writes text for the room (standard error), whole; above the line while one is being read. */
void console_write(struct console *console, struct kp_str text);

/* Takes everything off the screen, and what has left it at the top; nothing where lines are plain. */
void console_clear(struct console *console);

/* Rings the terminal's bell; does nothing where lines are plain. */
void console_ring(struct console *console);

/*
 * Shows a text until the next key is pressed, then takes it off the screen again (facilitator's
 * notes on a projector). Plain: shows it and goes on.
 */
void console_show_briefly(struct console *console, struct kp_str text);

/* Whether lines are plain: what stands on the line at the start is not shown then. */
bool console_is_plain(const struct console *console);

/* Rows of the window; 0 where lines are plain. */
size_t console_rows(const struct console *console);

/* Columns of the terminal; 80 when it is none. */
size_t console_columns(const struct console *console);

#endif
