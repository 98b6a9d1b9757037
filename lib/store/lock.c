// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/fs.h"
#include "store/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

void store_sleep(int ms)
{
    struct timespec pause = {ms / 1000, (long)(ms % 1000) * 1000000L};
    nanosleep(&pause, NULL);
}

void store_signals_block(sigset_t *old)
{
    static const int at_once[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
    sigset_t all;
    sigfillset(&all);
    for (size_t i = 0; i < sizeof at_once / sizeof *at_once; i++)
        sigdelset(&all, at_once[i]);
    pthread_sigmask(SIG_BLOCK, &all, old);
}

void store_signals_restore(const sigset_t *old)
{
    pthread_sigmask(SIG_SETMASK, old, NULL);
}

bool store_dir_make(const char *path)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

/* Opens .git/kamplan/lock for later; 0 or -1. */
static int open_lock(struct kp_workspace *ws)
{
    if (ws->lock_fd >= 0)
        return 0;
    if (!store_dir_make(ws->private))
        return -1;
    char *path = store_join(ws->private, "lock");
    ws->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    free(path);
    return ws->lock_fd < 0 ? -1 : 0;
}

bool store_lock_try(struct kp_workspace *ws)
{
    if (ws->lock_depth > 0)
        return true;
    return open_lock(ws) == 0 && flock(ws->lock_fd, LOCK_EX | LOCK_NB) == 0;
}

/* flock, trying again until `*left` milliseconds are used up; -1 with errno. */
static int lock_within(int fd, int *left)
{
    int pause = 1;
    while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        if (errno == EINTR)
            continue;
        if (errno != EWOULDBLOCK || *left <= 0)
            return -1;
        store_sleep(pause);
        *left -= pause;
        if (pause < 4)
            pause *= 2;
    }
    return 0;
}

/*
 * Whoever waits for the lock waits at the door, one at a time: so the one who had it last cannot
 * have it again before somebody who waits. The door is the directory's own lock; where it has none,
 * luck decides.
 */
static int lock_in_turn(struct kp_workspace *ws, int wait_ms)
{
    int left = wait_ms;
    int door = open(ws->private, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int result = 0;
    if (door >= 0 && lock_within(door, &left) < 0 && errno == EWOULDBLOCK)
        result = -1;
    if (result == 0)
        result = lock_within(ws->lock_fd, &left);
    int error = errno;
    if (door >= 0)
        close(door);
    errno = error;
    return result;
}

enum kp_status kp_workspace_lock(struct kp_workspace *ws, int wait_ms, struct kp_err *err)
{
    if (ws->lock_depth > 0) {
        ws->lock_depth++;
        return KP_OK;
    }
    if (open_lock(ws) < 0)
        return store_system(err, errno, _("cannot write in the workspace %s"), ws->root);
    if (lock_in_turn(ws, wait_ms) < 0) {
        if (errno != EWOULDBLOCK)
            return store_system(err, errno, _("cannot lock the workspace %s"), ws->root);
        return kp_err_set(err, KP_BUSY,
                          _("somebody else is writing in the workspace %s just now; try again in a "
                            "moment"),
                          ws->root);
    }
    ws->lock_depth = 1;
    store_heal(ws);
    return KP_OK;
}

void kp_workspace_unlock(struct kp_workspace *ws)
{
    if (ws->lock_depth > 0 && --ws->lock_depth == 0)
        flock(ws->lock_fd, LOCK_UN);
}

/* --- an account held for a session --- */

struct kp_hold {
    int fd;
    char *path;
};

/* Opens and locks the file, and is sure that it is still the one with this name. -1 with errno. */
static int lock_named(const char *path)
{
    for (;;) {
        struct stat mine, there;
        int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd < 0)
            return -1;
        if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
            int error = errno;
            close(fd);
            errno = error;
            return -1;
        }
        if (fstat(fd, &mine) == 0 && lstat(path, &there) == 0 && mine.st_ino == there.st_ino &&
            mine.st_dev == there.st_dev)
            return fd;
        close(fd); /* its holder removed it in between */
    }
}

static enum kp_status held_by(const char *path, const char *account, struct kp_err *err)
{
    struct kp_buf text = KP_BUF_INIT;
    struct stat st;
    char since[32] = "";
    if (kp_fs_read(path, 4096, &text, NULL) != KP_OK)
        kp_buf_clear(&text);
    if (text.len && lstat(path, &st) == 0) {
        struct tm local = {0};
        localtime_r(&st.st_mtime, &local);
        strftime(since, sizeof since, "%Y-%m-%d %H:%M", &local);
    }
    struct kp_str rest = kp_buf_str(&text);
    struct kp_str who = kp_str_split(&rest, '\n');
    struct kp_str process = kp_str_split(&rest, '\n');
    enum kp_status status;
    if (who.len && *since)
        status = kp_err_set(err, KP_BUSY,
                            _("%.*s has been open on %s since %s (process %.*s); leave or close it "
                              "there first"),
                            KP_STR_ARG(who), account, since, KP_STR_ARG(process));
    else
        status = kp_err_set(err, KP_BUSY, _("somebody else has a session open on %s"), account);
    kp_buf_release(&text);
    return status;
}

enum kp_status kp_account_hold(struct kp_workspace *ws, const char *account, const char *who,
                               struct kp_hold **out, struct kp_err *err)
{
    enum kp_status status = KP_OK;
    struct kp_buf text = KP_BUF_INIT;
    if (!store_slug_valid(account))
        return kp_err_set(err, KP_REFUSED, _("\"%.200s\" is not an account"), account);
    char *dir = store_join(ws->private, "held");
    char *path = store_join(dir, account);
    int fd = -1;
    if (store_dir_make(ws->private) && store_dir_make(dir))
        fd = lock_named(path);
    if (fd < 0) {
        status = errno == EWOULDBLOCK
                     ? held_by(path, account, err)
                     : store_system(err, errno, _("cannot hold %s for a session"), account);
        goto done;
    }
    /* The text only helps the second one; the hold stands without it, on a full disk too. */
    for (const char *c = who; *c; c++)
        kp_buf_addc(&text, *c == '\n' ? ' ' : *c);
    kp_buf_addf(&text, "\n%ld\n", (long)getpid());
    if (ftruncate(fd, 0) == 0)
        kp_fs_write_all(fd, text.data, text.len);
    *out = kp_alloc(sizeof **out);
    (*out)->fd = fd;
    (*out)->path = path;
    path = NULL;
done:
    kp_buf_release(&text);
    free(path);
    free(dir);
    return status;
}

void kp_account_release(struct kp_hold *hold)
{
    if (!hold)
        return;
    unlink(hold->path);
    close(hold->fd);
    free(hold->path);
    free(hold);
}
