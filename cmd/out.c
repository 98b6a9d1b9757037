// SPDX-License-Identifier: GPL-3.0-or-later
/* What the program prints: results to standard output (through a pager), the rest to standard error. */

#include "app.h"
#include "base/fs.h"
#include "base/text.h"
#include "base/utf8.h"
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static void say(struct app *app, struct kp_str text)
{
    struct kp_buf line = KP_BUF_INIT;
    kp_utf8_add_visible(&line, text, true);
    kp_buf_addc(&line, '\n');
    if (app->said)
        kp_buf_add(app->said, kp_buf_str(&line));
    else
        kp_fs_write_all(STDERR_FILENO, line.data, line.len);
    kp_buf_release(&line);
}

void app_say(struct app *app, const char *format, ...)
{
    struct kp_buf text = KP_BUF_INIT;
    va_list args;
    va_start(args, format);
    kp_buf_addv(&text, format, args);
    va_end(args);
    say(app, kp_buf_str(&text));
    kp_buf_release(&text);
}

bool app_confirm(struct app *app, const char *question)
{
    char line[64];
    fputs(question, stderr);
    fflush(stderr);
    if (!fgets(line, sizeof line, stdin))
        return false;
    struct kp_str answer = kp_utf8_fold(&app->arena, kp_str_trim(kp_str_from(line)));
    /* TRANSLATORS: what may be typed for yes, with a comma behind each. */
    for (struct kp_str rest = kp_str_from(_("y,yes,")); rest.len;)
        if (kp_str_equal(kp_str_split(&rest, ','), answer) && answer.len)
            return true;
    return false;
}

int app_fail(struct app *app)
{
    app_say(app, "kamplan: %s", app->err.text.data);
    kp_err_clear(&app->err);
    return EXIT_FAILED;
}

int app_usage(struct app *app, const char *format, ...)
{
    struct kp_buf text = KP_BUF_INIT;
    va_list args;
    va_start(args, format);
    kp_buf_addv(&text, format, args);
    va_end(args);
    const struct command *command = app->command;
    app_say(app, "kamplan %s: %s", command->name, text.data);
    app_say(app, _("usage: kamplan %s%s%s (kamplan %s --help tells more)"), command->name,
            *command->usage ? " " : "", command->usage, command->name);
    kp_buf_release(&text);
    return EXIT_WRONG_USAGE;
}

void say_faults(struct app *app, const struct kp_faults *faults)
{
    struct kp_buf line = KP_BUF_INIT;
    for (size_t i = 0; i < faults->count; i++) {
        const struct kp_fault *fault = &faults->items[i];
        kp_buf_clear(&line);
        kp_fault_print(fault, &line);
        if (fault->severity == KP_FAULT_WARNING)
            app_say(app, _("%s (warning)"), line.data);
        else
            say(app, kp_buf_str(&line));
    }
    kp_buf_release(&line);
}

void out_json(struct app *app, const struct kp_json *document)
{
    kp_json_write(&app->out, document);
}

void out_text(struct app *app, struct kp_str text)
{
    kp_buf_add(&app->out, text);
}

static bool colour_wanted(const struct app *app, int fd)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    if (app->colour != COLOUR_AUTO)
        return app->colour == COLOUR_ALWAYS;
    if (app->plain || (no_color && *no_color) || !term || strcmp(term, "dumb") == 0)
        return false;
    return isatty(fd);
}

/* Columns of the terminal on `fd`, else COLUMNS where it is set by hand, else 0. */
static size_t width_of(int fd)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    if (isatty(fd) && ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    long width = columns ? strtol(columns, NULL, 10) : 0;
    return width > 0 ? (size_t)width : 0;
}

size_t app_lines(void)
{
    struct winsize size;
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        return 0;
    return size.ws_row;
}

struct kp_style app_style(struct app *app, bool to_stderr)
{
    int fd = to_stderr ? STDERR_FILENO : STDOUT_FILENO;
    const char *term = getenv("TERM");
    return (struct kp_style){
        .colour = colour_wanted(app, fd),
        .ascii = app->plain || (isatty(fd) && term && strcmp(term, "dumb") == 0),
        .width = width_of(fd),
        .lang = app->lang,
        .currency = app->currency,
        .people = &app->people,
        .today = app_today(app),
    };
}

static size_t count_lines(struct kp_str text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text.len; i++)
        lines += text.data[i] == '\n';
    return lines;
}

/* Whether long output goes through a pager here. */
static bool may_page(const struct app *app)
{
    const char *pager = getenv("PAGER");
    return !app->no_pager && !app->plain && !app->json && isatty(STDOUT_FILENO) &&
           !(pager && strcmp(pager, "cat") == 0);
}

/* Whether what there is fills the screen. */
static bool fills_screen(const struct app *app)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0)
        return false;
    return count_lines(kp_buf_str(&app->out)) >= size.ws_row;
}

/* Starts $PAGER (less -FRX); false when there is none. */
static bool start_pager(struct app *app)
{
    const char *pager = getenv("PAGER");
    const char *const argv[] = {"sh", "-c", pager && *pager ? pager : "less", NULL};
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    fcntl(ends[1], F_SETFD, FD_CLOEXEC); /* or the pager would wait for itself */
    setenv("LESS", "FRX", 0);
    setenv("LESSCHARSET", "utf-8", 0);
    pid_t child = process_start(argv, ends[0], 0);
    close(ends[0]);
    if (child < 0) {
        close(ends[1]);
        return false;
    }
    app->pager = child;
    app->pager_fd = ends[1];
    signal(SIGINT, SIG_IGN); /* Ctrl-C is the pager's: it must not be left alone on the terminal */
    return true;
}

/* Writes what has not been shown yet; false when it could not, or nobody reads any further. */
static bool show_rest(struct app *app, int fd)
{
    size_t from = app->shown;
    app->shown = app->out.len;
    if (!app->unread && kp_fs_write_all(fd, app->out.data + from, app->out.len - from) < 0)
        app->unread = errno;
    return !app->unread;
}

/* Lets the pager finish. One that does not exist has shown nothing: all of it is still to be shown. */
static void finish_pager(struct app *app)
{
    close(app->pager_fd);
    if (process_wait(app->pager) == 127) {
        app->shown = 0;
        app->unread = 0;
        app->no_pager = true;
    }
    app->pager = 0;
    signal(SIGINT, SIG_DFL);
}

bool out_flush(struct app *app)
{
    if (app->json) /* a document is whole */
        return true;
    if (!app->pager && !app->unread && may_page(app)) {
        if (!fills_screen(app))
            return true;
        app->no_pager = !start_pager(app);
    }
    if (app->pager && !show_rest(app, app->pager_fd))
        finish_pager(app);
    return app->pager || show_rest(app, STDOUT_FILENO);
}

int out_finish(struct app *app, int status)
{
    if (!app->shown && may_page(app) && fills_screen(app))
        start_pager(app);
    if (app->pager) {
        show_rest(app, app->pager_fd);
        finish_pager(app);
    }
    if (app->shown < app->out.len)
        show_rest(app, STDOUT_FILENO);
    if (!app->unread || app->unread == EPIPE) /* the reader had enough */
        return status;
    app_say(app, _("kamplan: the output could not be written: %s"), strerror(app->unread));
    return EXIT_FAILED;
}
