// SPDX-License-Identifier: GPL-3.0-or-later
/* An answer written in the user's own editor. */

#include "console_internal.h"

#include "base/arena.h"
#include "base/fs.h"
#include "base/text.h"
#include "base/utf8.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { MAX_TEXT = 16 * 1024 * 1024, GRACE_MS = 2000 };

/* The editor may have left copies of its own beside the text: the directory goes with all in it. */
static void remove_dir(const char *dir)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_buf path = KP_BUF_INIT;
    const char **names;
    size_t count = 0;
    if (kp_fs_list(&arena, dir, &names, &count, NULL) == KP_OK) {
        for (size_t i = 0; i < count; i++) {
            kp_buf_clear(&path);
            kp_fs_join(&path, dir, names[i]);
            kp_fs_remove(path.data, NULL);
        }
    }
    rmdir(dir);
    kp_buf_release(&path);
    kp_arena_release(&arena);
}

/* A directory that nobody else can look into. */
static enum kp_status make_dir(struct kp_buf *out, struct kp_err *err)
{
    const char *places[] = {getenv("XDG_RUNTIME_DIR"), getenv("TMPDIR"), "/tmp"};
    int error = ENOENT;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (!places[i] || places[i][0] != '/')
            continue;
        kp_buf_clear(out);
        kp_fs_join(out, places[i], "kamplan-XXXXXX");
        if (mkdtemp(out->data))
            return KP_OK;
        error = errno;
    }
    kp_buf_clear(out);
    return kp_err_system(err, error, _("cannot make a temporary file for the editor"));
}

static enum kp_status start(const char *path, pid_t *pid, struct kp_err *err)
{
    /* sh: "code --wait" is an editor, too. exec: the editor is our child, so that we see it stop. */
    static char script[] = "if [ -n \"${VISUAL-}\" ]; then e=$VISUAL\n"
                           "elif [ -n \"${EDITOR-}\" ]; then e=$EDITOR\n"
                           "else for e in sensible-editor nano vi; do\n"
                           "command -v $e >/dev/null 2>&1 && break; done; fi\n"
                           "eval \"exec env $e \\\"\\$1\\\"\"";
    static char sh[] = "sh", c[] = "-c", name[] = "kamplan";
    char *argv[] = {sh, c, script, name, (char *)(uintptr_t)path, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t usual, none;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO); /* the terminal */
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setsigmask(&attributes, &none);
    int error = posix_spawnp(pid, "sh", &actions, &attributes, argv, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error ? kp_err_system(err, error, _("cannot start an editor")) : KP_OK;
}

/* Its wait status. When the session is to end at once, the editor is told, and then made to. */
static int wait_for(pid_t pid)
{
    int status = 0;
    bool told = false;
    for (;;) {
        pid_t done = waitpid(pid, &status, WNOHANG | WUNTRACED);
        if (done == pid && WIFSTOPPED(status)) { /* Ctrl-Z there: the shell waits for us */
            raise(SIGTSTP);
            kill(pid, SIGCONT);
            continue;
        }
        if (done == pid || (done < 0 && errno != EINTR))
            break;
        enum console_wake wake = console_wait(told ? GRACE_MS : -1, false);
        if (wake == CONSOLE_WAKE_TIME)
            kill(pid, SIGKILL);
        else if (console_signal_ends() && !told) {
            kill(pid, SIGHUP);
            told = true;
        }
    }
    return status;
}

static enum kp_status read_back(const char *path, struct kp_buf *text, struct kp_err *err)
{
    struct kp_buf bytes = KP_BUF_INIT;
    enum kp_status status = kp_fs_read(path, MAX_TEXT, &bytes, err);
    if (status)
        goto done;
    if (!kp_utf8_valid(kp_buf_str(&bytes), NULL) || memchr(bytes.data, '\0', bytes.len)) {
        status =
            kp_err_set(err, KP_INVALID, _("the editor's text is not UTF-8; the line is as it was"));
        goto done;
    }
    kp_buf_clear(text);
    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.data[i] != '\r' || bytes.data[i + 1] != '\n')
            kp_buf_addc(text, bytes.data[i]);
    while (text->len && text->data[text->len - 1] == '\n')
        kp_buf_truncate(text, text->len - 1);
done:
    kp_buf_release(&bytes);
    return status;
}

enum kp_status console_editor_run(struct kp_buf *text, struct kp_err *err)
{
    struct kp_buf dir = KP_BUF_INIT, path = KP_BUF_INIT, bytes = KP_BUF_INIT;
    pid_t pid;
    enum kp_status status = make_dir(&dir, err);
    if (status)
        goto done;
    kp_fs_join(&path, dir.data, "answer.txt");
    kp_buf_add(&bytes, kp_buf_str(text));
    if (bytes.len)
        kp_buf_addc(&bytes, '\n');
    status = kp_fs_replace(path.data, kp_buf_str(&bytes), 0600, false, err);
    if (status)
        goto done;
    console_signals_lend(true);
    int ended = 0;
    status = start(path.data, &pid, err);
    if (!status)
        ended = wait_for(pid);
    console_signals_lend(false);
    if (status)
        goto done;
    if (WIFEXITED(ended) && WEXITSTATUS(ended) == 0)
        status = read_back(path.data, text, err);
    else if (WIFEXITED(ended) && (WEXITSTATUS(ended) == 127 || WEXITSTATUS(ended) == 126))
        status = kp_err_set(err, KP_IO, _("there is no such editor; set EDITOR to one you have"));
    else
        status = kp_err_set(err, KP_IO, _("the editor gave up; the line is as it was"));
done:
    if (dir.len)
        remove_dir(dir.data);
    kp_buf_release(&dir);
    kp_buf_release(&path);
    kp_buf_release(&bytes);
    return status;
}
