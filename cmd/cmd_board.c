// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A second screen, for the projector: it reads the journal of the session that runs elsewhere, and
 * never writes. Nothing of it is missed when it dies.
 */

#include "app.h"
#include "base/fs.h"
#include "base/text.h"
#include "board.h"
#include "console_internal.h"

#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#define OTHER_SCREEN "\033[?1049h\033[?25l"
#define USUAL_SCREEN "\033[?25h\033[?1049l"

enum { LOOK_EVERY_MS = 200 };

static const struct option options[] = {
    {"once", 0, NULL, N_("show how it stands now, and end")},
    {NULL, 0, NULL, NULL},
};

struct board {
    struct app *app;
    struct kp_str account; /* empty: of any */
    struct sitting sitting;
    bool watching;    /* `sitting` is there */
    const char *path; /* its journal */
    struct stat seen; /* the journal when it was last read */
    struct kp_buf shown;
};

static void stop_watching(struct board *board)
{
    if (board->watching)
        sitting_end(&board->sitting);
    board->watching = false;
}

static bool is_seen(const struct board *board, const struct stat *now)
{
    return board->seen.st_size == now->st_size && board->seen.st_ino == now->st_ino &&
           board->seen.st_mtim.tv_sec == now->st_mtim.tv_sec &&
           board->seen.st_mtim.tv_nsec == now->st_mtim.tv_nsec;
}

/* The session that something was said in last. */
static bool find_newest(struct board *board, struct kp_journal_entry *out)
{
    struct kp_journal_entry *all;
    size_t count;
    bool found = false;
    if (kp_journal_list(board->app->workspace, &board->app->arena, &all, &count, NULL))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (board->account.len && !kp_str_is(board->account, all[i].account))
            continue;
        if (!found || all[i].modified > out->modified)
            *out = all[i];
        found = true;
    }
    return found;
}

/* Brings the board up to the journal; KP_OK also when there is none. */
static enum kp_status look(struct board *board)
{
    struct kp_journal_entry newest;
    struct stat now;
    if (board->watching && !stat(board->path, &now)) {
        if (is_seen(board, &now))
            return KP_OK;
        board->seen = now;
        return sitting_follow(&board->sitting, board->path);
    }
    stop_watching(board);
    if (!find_newest(board, &newest) || stat(newest.path, &now))
        return KP_OK;
    board->seen = now;
    board->path = newest.path;
    enum kp_status status = sitting_watch(board->app, &newest, &board->sitting);
    board->watching = !status;
    return status;
}

static void draw(struct board *board, size_t rows, struct kp_buf *out)
{
    struct kp_style style = app_style(board->app, false);
    if (board->watching)
        board_session(&board->sitting, &style, kp_clock_now(&board->app->clock), rows, out);
    else
        board_waiting(&style, out);
}

static void put(struct kp_str text)
{
    kp_fs_write_all(STDOUT_FILENO, text.data, text.len);
}

/* Only what differs is sent: each line in its place, and the rest of the screen cleared. */
static void redraw(struct board *board, bool whole)
{
    struct winsize size = {0};
    struct kp_buf frame = KP_BUF_INIT, out = KP_BUF_INIT;
    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
    draw(board, size.ws_row ? size.ws_row : 24, &frame);
    struct kp_str now = kp_buf_str(&frame), before = kp_buf_str(&board->shown);
    for (size_t row = 1; now.len || before.len; row++) {
        struct kp_str line = kp_str_split(&now, '\n'), old = kp_str_split(&before, '\n');
        if (whole || !kp_str_equal(line, old))
            kp_buf_addf(&out, "\033[%zuH%.*s\033[K", row, KP_STR_ARG(line));
    }
    if (whole)
        kp_buf_adds(&out, "\033[J");
    put(kp_buf_str(&out));
    kp_buf_clear(&board->shown);
    kp_buf_add(&board->shown, kp_buf_str(&frame));
    kp_buf_release(&frame);
    kp_buf_release(&out);
}

/* Whether somebody pressed q, or Ctrl-D. */
static bool is_over(void)
{
    char keys[16];
    ssize_t got = read(STDIN_FILENO, keys, sizeof keys);
    for (ssize_t i = 0; i < got; i++)
        if (keys[i] == 'q' || keys[i] == 'Q' || keys[i] == 4)
            return true;
    return got == 0;
}

static int follow(struct board *board)
{
    struct termios usual, keys;
    bool terminal = !tcgetattr(STDIN_FILENO, &usual), whole = true;
    int status = EXIT_DONE;
    if (terminal) {
        keys = usual;
        keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
        tcsetattr(STDIN_FILENO, TCSANOW, &keys);
    }
    console_signals_open(false);
    put(KP_STR(OTHER_SCREEN));
    for (;;) {
        if (look(board)) {
            status = EXIT_FAILED;
            break;
        }
        redraw(board, whole);
        enum console_wake woken = console_wait(LOOK_EVERY_MS, terminal);
        if (console_signal_ends() || console_signal_take(SIGINT))
            break;
        if (woken == CONSOLE_WAKE_INPUT && is_over())
            break;
        if (console_signal_take(SIGTSTP)) {
            put(KP_STR(USUAL_SCREEN));
            console_signal_stop();
            put(KP_STR(OTHER_SCREEN));
        }
        whole = woken == CONSOLE_WAKE_SIGNAL;
    }
    put(KP_STR(USUAL_SCREEN));
    console_signals_close();
    if (terminal)
        tcsetattr(STDIN_FILENO, TCSANOW, &usual);
    return status == EXIT_DONE ? status : app_fail(board->app);
}

static int run(struct app *app, const struct args *args)
{
    struct board board = {.app = app, .shown = KP_BUF_INIT};
    struct account known;
    int status = EXIT_DONE;
    bool once = args_option(app->command, args, "once") != NULL;
    if (args->count) {
        board.account = kp_str_from(args->words[0]);
        if (account_find(app, board.account, &known))
            return app_fail(app);
    }
    if (app_read_people(app))
        return app_fail(app);
    if (!once && !app->plain && isatty(STDOUT_FILENO))
        status = follow(&board);
    else if (look(&board))
        status = app_fail(app);
    else
        draw(&board, 0, &app->out);
    stop_watching(&board);
    kp_buf_release(&board.shown);
    return status;
}

const struct command command_board = {
    .name = "board",
    .summary = N_("Follow the session that runs, on a second screen"),
    .usage = "[ACCOUNT]",
    .about =
        N_("For the projector, in a terminal of its own: the question that is asked, what the "
           "room has answered, the clock and the agenda. Never a note, never a vote before all "
           "have voted. q ends it; the session does not notice."),
    .options = options,
    .words_max = 1,
    .needs = NEEDS_WORKSPACE | NEEDS_TERMINAL,
    .run = run,
};
