// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A line from a terminal. readline's callback interface: one loop waits for keys, signals and the
 * next second, and readline never waits itself. Between two questions the terminal stays as it
 * is, so that what is typed ahead is not echoed into the room.
 */

#include "console_internal.h"

#include "base/alloc.h"
#include "base/utf8.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

enum { REMEMBERED_LINES = 500 };

static FILE *screen; /* standard error with a buffer: readline writes byte by byte */
static bool is_raw, bracketed_paste;

/* --- The terminal ----------------------------------------------------------------------- */

void console_readline_raw(struct console *console, bool raw)
{
    if (raw == is_raw)
        return;
    is_raw = raw;
    if (raw) {
        struct termios settings;
        rl_prep_terminal(1);
        /* Ctrl-C is not to lose what was typed just before it. */
        if (tcgetattr(STDIN_FILENO, &settings) == 0) {
            settings.c_lflag |= NOFLSH;
            tcsetattr(STDIN_FILENO, TCSADRAIN, &settings);
        }
    } else {
        rl_deprep_terminal();
    }
    if (bracketed_paste)
        fputs(raw ? CONSOLE_PASTE_ON : CONSOLE_PASTE_OFF, screen);
    fflush(screen);
    console->alert = raw && bracketed_paste ? CONSOLE_PASTE_OFF : raw ? "" : NULL;
}

static void leave_terminal(int meta)
{
    (void)meta;
}

static void leave_terminal_as_well(void)
{
}

static void at_exit(void)
{
    if (console_current && !console_current->plain)
        console_readline_raw(console_current, false);
}

/* A byte for readline. It asks only where the loop has one; but some of its commands want a second
 * key. */
static int next_byte(FILE *stream)
{
    struct console *console = console_current;
    (void)stream;
    while (console->taken == console->input.len) {
        if (console_signal_ends() || console->input_ended)
            return EOF;
        if (console_wait(-1, true) == CONSOLE_WAKE_INPUT)
            console_fill(console);
    }
    return (unsigned char)console->input.data[console->taken++];
}

static int has_byte(void)
{
    return console_current->taken < console_current->input.len;
}

static char **no_completion(const char *text, int start, int end)
{
    (void)text, (void)start, (void)end;
    rl_attempted_completion_over = 1; /* no file names */
    return NULL;
}

/* Where what stands at `from` ends: at the next comma or semicolon, or with the line. */
static int end_of_part(int from)
{
    while (from < rl_end && rl_line_buffer[from] != ',' && rl_line_buffer[from] != ';')
        from++;
    return from;
}

/*
 * Votes and scores are not for the room, be they numbers, a step's words or "-": all that is typed
 * shows as stars, but a command and a name with its colon. Each star takes the place of one byte,
 * so that readline's positions hold; only what it draws is changed.
 */
static void display_hidden(void)
{
    char *typed = kp_strndup(rl_line_buffer, (size_t)rl_end);
    for (int from = 0; from < rl_end && typed[0] != '/'; from = end_of_part(from) + 1) {
        struct kp_str part = {typed + from, (size_t)(end_of_part(from) - from)};
        size_t colon = kp_str_find(part, ':');
        for (size_t i = colon < part.len ? colon + 1 : 0; i < part.len; i++)
            if ((unsigned char)part.data[i] > ' ')
                rl_line_buffer[from + (int)i] = '*';
    }
    rl_redisplay();
    memcpy(rl_line_buffer, typed, (size_t)rl_end);
    free(typed);
}

/* readline takes the character set from the environment, not from what the program has chosen. */
static void pass_on_locale(void)
{
    const char *all = getenv("LC_ALL"), *chosen = setlocale(LC_CTYPE, NULL);
    if (chosen && strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
        setenv(all && *all ? "LC_ALL" : "LC_CTYPE", chosen, 1);
}

void console_readline_open(struct console *console)
{
    static bool once;
    int copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    screen = copy < 0 ? NULL : fdopen(copy, "w");
    if (!screen) {
        console->plain = true;
        return;
    }
    setvbuf(screen, NULL, _IOFBF, BUFSIZ);
    pass_on_locale();
    rl_readline_name = "kamplan";
    rl_instream = stdin;
    rl_outstream = screen;
    rl_catch_signals = rl_catch_sigwinch = rl_change_environment = 0;
    rl_getc_function = next_byte;
    rl_input_available_hook = has_byte;
    rl_prep_term_function = leave_terminal;
    rl_deprep_term_function = leave_terminal_as_well;
    rl_attempted_completion_function = no_completion;
    using_history();
    stifle_history(REMEMBERED_LINES);
    rl_initialize();
    const char *wanted = rl_variable_value("enable-bracketed-paste");
    bracketed_paste = !wanted || strcmp(wanted, "off") != 0;
    rl_variable_bind("enable-bracketed-paste", "off"); /* the loop does it: see console_keys.c */
    console_keys_bind();
    console->columns = console_columns(console);
    if (!once)
        atexit(at_exit);
    once = true;
    console_readline_raw(console, true);
}

void console_readline_close(struct console *console)
{
    if (!screen)
        return;
    console_readline_raw(console, false);
    rl_outstream = stderr;
    fclose(screen);
    screen = NULL;
    clear_history();
}

/* --- The prompt ------------------------------------------------------------------------- */

/* The prompt's last line goes to `last`, with colour codes marked as taking no room; what stands
 * above it to `above`. */
static void make_prompt(const struct console *console, struct kp_buf *above, struct kp_buf *last)
{
    struct kp_buf text = KP_BUF_INIT;
    console->asked->prompt(console->asked->context, &text);
    size_t start = text.len;
    while (start && text.data[start - 1] != '\n')
        start--;
    kp_buf_add(above, kp_str_slice(kp_buf_str(&text), 0, start));
    for (size_t i = start; i < text.len;) {
        struct kp_str rest = kp_str_slice(kp_buf_str(&text), i, text.len);
        size_t escape = console_escape_length(rest);
        if (escape)
            kp_buf_addf(last, "%c%.*s%c", RL_PROMPT_START_IGNORE, (int)escape, rest.data,
                        RL_PROMPT_END_IGNORE);
        else
            kp_buf_addc(last, text.data[i]);
        i += escape ? escape : 1;
    }
    kp_buf_release(&text);
}

/* Whether prompt and line are higher than the screen: their beginning is out of reach then. */
static bool fills_screen(const struct console *console)
{
    int rows, columns;
    rl_get_screen_size(&rows, &columns);
    if (rows < 1 || columns < 1)
        return false;
    size_t used = 1 + console->shown.len / (size_t)columns;
    struct kp_str rest = kp_str_from(rl_line_buffer);
    while (rest.data && used < (size_t)rows)
        used += 1 + kp_utf8_width(kp_str_split(&rest, '\n')) / (size_t)columns;
    return used >= (size_t)rows;
}

static void refresh_prompt(struct console *console)
{
    struct kp_buf above = KP_BUF_INIT, last = KP_BUF_INIT;
    /* There the prompt is readline's own. */
    if (RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_NUMERICARG))
        return;
    make_prompt(console, &above, &last);
    if (!kp_str_equal(kp_buf_str(&last), kp_buf_str(&console->shown)) && !fills_screen(console)) {
        kp_buf_clear(&console->shown);
        kp_buf_add(&console->shown, kp_buf_str(&last));
        /* Whole and anew: among colour codes rl_redisplay() puts what has changed in wrong places. */
        rl_clear_visible_line();
        rl_set_prompt(last.data);
        rl_forced_update_display();
        fflush(screen);
    }
    kp_buf_release(&above);
    kp_buf_release(&last);
}

void console_readline_hide(void)
{
    rl_clear_visible_line();
    fflush(screen);
}

void console_readline_unhide(void)
{
    rl_forced_update_display();
    fflush(screen);
}

/* --- One line --------------------------------------------------------------------------- */

static void set_line(struct console *console, const char *text)
{
    kp_buf_clear(console->line);
    console_add_valid(console->line, kp_str_from(text));
    /* An earlier line or Ctrl-V may have brought a line break in where none belongs. */
    for (size_t i = 0; i < console->line->len && !console->asked->several_lines; i++)
        if (console->line->data[i] == '\n')
            console->line->data[i] = ' ';
}

static void remember(const char *text)
{
    HIST_ENTRY *newest = history_length ? history_get(history_base + history_length - 1) : NULL;
    if (*text && !(newest && strcmp(newest->line, text) == 0))
        add_history(text);
}

/* readline calls this for Enter, and with NULL for Ctrl-D on an empty line. */
static void take_line(char *text)
{
    struct console *console = console_current;
    console->finished = true;
    console->end = text ? CONSOLE_LINE : CONSOLE_END;
    if (text) {
        set_line(console, text);
        remember(text);
    } else {
        rl_crlf();
    }
    rl_callback_handler_remove();
    fflush(screen);
    free(text);
}

void console_readline_finish(struct console *console, enum console_end end)
{
    console->finished = true;
    console->end = end;
}

/* After console_readline_finish, from outside readline. */
static void leave_line(struct console *console)
{
    rl_callback_sigcleanup();
    console_keys_end_paste(console);
    set_line(console, rl_line_buffer);
    if (console->end == CONSOLE_INTERRUPT && !console->asked->hidden)
        remember(rl_line_buffer);
    rl_point = rl_end;
    rl_redisplay_function();
    rl_crlf();
    rl_callback_handler_remove();
    fflush(screen);
}

/* After console_readline_finish: the line is entered, and no longer on the screen. */
static void wipe_line(struct console *console)
{
    rl_callback_sigcleanup();
    set_line(console, rl_line_buffer);
    if (!console->asked->hidden)
        remember(rl_line_buffer);
    rl_clear_visible_line();
    rl_callback_handler_remove();
    fflush(screen);
}

static int put_draft(void)
{
    struct kp_str draft = console_current->asked->draft;
    char *text = kp_strndup(draft.data ? draft.data : "", draft.len);
    rl_insert_text(text);
    free(text);
    return 0;
}

static void begin_line(struct console *console)
{
    struct kp_buf above = KP_BUF_INIT;
    console_readline_raw(console, true);
    rl_reset_screen_size(); /* it may have changed since the last line */
    console_signal_take(SIGWINCH);
    if (console_columns(console) != console->columns && console->asked->resized)
        console->asked->resized(console->asked->context);
    console->columns = console_columns(console);
    kp_buf_clear(&console->shown);
    make_prompt(console, &above, &console->shown);
    console_write_raw(kp_buf_str(&above));
    kp_buf_release(&above);
    rl_startup_hook = put_draft;
    /* Only then: with another function than its own readline does not set the terminal up. */
    rl_redisplay_function = console->asked->hidden ? display_hidden : rl_redisplay;
    rl_callback_handler_install(console->shown.data, take_line);
    rl_startup_hook = NULL;
}

/* Ctrl-Z: the shell gets its terminal as it was. */
static void stop(struct console *console)
{
    int point = rl_point;
    rl_point = rl_end;
    rl_redisplay_function();
    rl_point = point;
    console_readline_raw(console, false);
    console_signal_stop();
    console_readline_raw(console, true);
    console_readline_unhide();
}

static void heed_signals(struct console *console)
{
    if (console_signal_ends()) {
        console_readline_finish(console, CONSOLE_STOP);
        console_signal_take(SIGTERM);
        console_signal_take(SIGHUP);
        console_signal_take(SIGQUIT);
    } else if (console_signal_take(SIGINT)) {
        console_readline_finish(console, CONSOLE_INTERRUPT);
    } else if (console_signal_take(SIGTSTP)) {
        stop(console);
    } else if (console_signal_take(SIGCONT)) { /* after a stop that nobody announced */
        console_readline_raw(console, false);
        console_readline_raw(console, true);
        console_readline_unhide();
    } else if (console_signal_take(SIGWINCH)) {
        console_resize(console);
        refresh_prompt(console);
    }
}

static void edit_elsewhere(struct console *console)
{
    struct kp_buf text = KP_BUF_INIT;
    struct kp_err err = KP_ERR_INIT;
    console->editor_wanted = false;
    set_line(console, rl_line_buffer);
    kp_buf_add(&text, kp_buf_str(console->line));
    console_readline_hide();
    console_readline_raw(console, false);
    enum kp_status status = console_editor_run(&text, &err);
    console_readline_raw(console, true);
    if (status == KP_OK) {
        for (size_t i = 0; i < text.len && !console->asked->several_lines; i++)
            if (text.data[i] == '\n')
                text.data[i] = ' ';
        rl_replace_line(text.data, 0);
        rl_point = rl_end;
    } else {
        kp_buf_addc(&err.text, '\n');
        console_write_raw(kp_buf_str(&err.text));
    }
    rl_reset_screen_size();
    console_readline_unhide();
    kp_buf_release(&text);
    kp_err_release(&err);
}

/* Of a clock that nobody sets: the prompt ticks on when the time of day changes. */
static int to_next_second(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1000 - (int)(now.tv_nsec / 1000000);
}

static int64_t second(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec;
}

/* Keys first: what was typed before a signal belongs to the line. */
static void work(struct console *console)
{
    if (console_wait(0, true) == CONSOLE_WAKE_INPUT)
        console_fill(console);
    while (!console->finished && console->taken < console->input.len) {
        if (console->pasting)
            console_keys_paste(console);
        else
            rl_callback_read_char();
        if (console->editor_wanted)
            edit_elsewhere(console);
    }
    if (!console->finished)
        heed_signals(console);
    if (!console->finished && console->input_ended)
        console_readline_finish(console, CONSOLE_STOP); /* the terminal is gone */
}

/* What is typed so far is told when it is another than the last time. */
static void tell_typed(struct console *console)
{
    const struct console_prompt *prompt = console->asked;
    struct kp_str line = {rl_line_buffer, (size_t)rl_end};
    if (!prompt->typed || prompt->hidden || kp_str_equal(line, kp_buf_str(&console->told)))
        return;
    kp_buf_clear(&console->told);
    kp_buf_add(&console->told, line);
    struct kp_buf text = KP_BUF_INIT;
    console_add_valid(&text, line);
    prompt->typed(prompt->context, kp_buf_str(&text));
    kp_buf_release(&text);
}

enum console_end console_readline_read(struct console *console, const struct console_prompt *prompt,
                                       struct kp_buf *line)
{
    console->asked = prompt;
    console->line = line;
    console->finished = console->editor_wanted = console->pasting = console->wiped = false;
    kp_buf_clear(&console->pasted);
    kp_buf_clear(&console->told);
    kp_buf_add(&console->told, prompt->draft);
    begin_line(console);
    int64_t refreshed = second();
    for (;;) {
        work(console);
        if (console->finished)
            break;
        console_wait(to_next_second(), true);
        if (second() != refreshed) {
            refreshed = second();
            if (prompt->tick)
                prompt->tick(prompt->context);
            tell_typed(console);
            refresh_prompt(console);
        }
    }
    if (console->wiped)
        wipe_line(console);
    else if (console->end != CONSOLE_LINE && console->end != CONSOLE_END)
        leave_line(console);
    console->asked = NULL;
    return console->end;
}
