// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/journal.h"

#include "base/fs.h"
#include "store/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define JOURNAL_MAX ((size_t)256 << 20)
#define ENDING      ".jsonl"
#define HALF_MAX    ((size_t)4 << 20)
#define HALF_ENDING ".line"

struct kp_journal {
    int fd;
    char *path;
    off_t size; /* what is known to be on disk */
    struct kp_buf line;
};

struct place {
    char *dir, *name, *path;
};

static void place_release(struct place *place)
{
    free(place->dir);
    free(place->name);
    free(place->path);
}

static enum kp_status find_place(struct kp_workspace *ws, const char *account,
                                 const char *session_id, struct place *place, struct kp_err *err)
{
    struct kp_buf name = KP_BUF_INIT;
    memset(place, 0, sizeof *place);
    if (!store_slug_valid(account) || !store_session_id_valid(session_id))
        return kp_err_set(err, KP_REFUSED, _("\"%.200s\" on \"%.200s\" cannot be a session"),
                          session_id, account);
    kp_buf_addf(&name, "%s.%s" ENDING, account, session_id);
    place->name = kp_buf_detach(&name);
    place->dir = store_join(ws->private, "journal");
    place->path = store_join(place->dir, place->name);
    return KP_OK;
}

static struct kp_journal *new_journal(int fd, const char *path, off_t size)
{
    struct kp_journal *journal = kp_alloc(sizeof *journal);
    journal->fd = fd;
    journal->path = kp_strndup(path, strlen(path));
    journal->size = size;
    journal->line = (struct kp_buf)KP_BUF_INIT;
    return journal;
}

static int sync_dir(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int result = store_fsync(fd);
    int error = errno;
    close(fd);
    errno = error;
    return result;
}

/* The journal's directory, itself safely on disk when we had to make it. */
static int make_dir(struct kp_workspace *ws, const char *dir)
{
    if (mkdir(ws->private, 0700) == 0) {
        if (sync_dir(ws->git_dir) < 0)
            return -1;
    } else if (errno != EEXIST) {
        return -1;
    }
    if (mkdir(dir, 0700) == 0)
        return sync_dir(ws->private);
    return errno == EEXIST ? 0 : -1;
}

/* Gives `temp` its name unless there is such a file. */
static int name_it(const char *temp, const char *path)
{
    struct stat st;
    if (link(temp, path) == 0)
        return unlink(temp);
    if (errno == EEXIST)
        return -1;
    /* A disk without hard links; the account is held, so nobody makes it in between. */
    if (lstat(path, &st) == 0) {
        errno = EEXIST;
        return -1;
    }
    return rename(temp, path);
}

static int write_first(int fd, struct kp_str line)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_buf_add(&text, line);
    kp_buf_addc(&text, '\n');
    int result = kp_fs_write_all(fd, text.data, text.len) < 0 ? -1 : store_fsync(fd);
    int error = errno;
    kp_buf_release(&text);
    errno = error;
    return result;
}

static enum kp_status check_line(struct kp_str line, struct kp_err *err)
{
    if (!line.len || memchr(line.data, '\n', line.len) || memchr(line.data, '\0', line.len))
        return kp_err_set(err, KP_INVALID, _("a journal's line must be one line"));
    return KP_OK;
}

enum kp_status kp_journal_create(struct kp_workspace *ws, const char *account,
                                 const char *session_id, struct kp_str first_line,
                                 struct kp_journal **out, struct kp_err *err)
{
    struct place place;
    char *temp = NULL;
    int fd = -1;
    bool named = false;
    *out = NULL;
    enum kp_status status = find_place(ws, account, session_id, &place, err);
    if (status == KP_OK)
        status = check_line(first_line, err);
    if (status)
        goto done;
    struct kp_buf name = KP_BUF_INIT;
    kp_buf_addf(&name, "%s/.%s.%ld.tmp", place.dir, place.name, (long)getpid());
    temp = kp_buf_detach(&name);
    if (make_dir(ws, place.dir) == 0) {
        unlink(temp);
        fd = open(temp, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
    }
    named = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && write_first(fd, first_line) == 0 &&
            name_it(temp, place.path) == 0;
    if (named && sync_dir(place.dir) == 0) {
        *out = new_journal(fd, place.path, (off_t)first_line.len + 1);
        fd = -1;
        goto done;
    }
    if (errno == EEXIST)
        status = kp_err_set(err, KP_EXISTS, _("the session %s is open already"), session_id);
    else
        status = store_system(err, errno, _("cannot begin the session's journal %s"), place.path);
done:
    if (fd >= 0) {
        close(fd);
        unlink(temp);
        if (named)
            unlink(place.path);
    }
    free(temp);
    place_release(&place);
    return status;
}

/* Back to what is on disk; false when not even that works (the next append tries again). */
static bool cut_back(struct kp_journal *journal)
{
    if (ftruncate(journal->fd, journal->size) < 0)
        return false;
    store_fdatasync(journal->fd);
    return true;
}

enum kp_status kp_journal_append(struct kp_journal *journal, struct kp_str line, struct kp_err *err)
{
    struct stat st;
    enum kp_status status = check_line(line, err);
    if (status)
        return status;
    if (fstat(journal->fd, &st) < 0)
        return store_system(err, errno, _("cannot write in %s"), journal->path);
    if (!st.st_nlink || st.st_size < journal->size)
        return kp_err_set(
            err, KP_CONFLICT,
            _("%s was removed or cut by another program; the answers on the screen are "
              "not safe any more"),
            journal->path);
    /* A rest of a line that failed before, and could not be cut off then. */
    if (st.st_size > journal->size && !cut_back(journal))
        return store_system(err, errno, _("cannot write in %s"), journal->path);
    kp_buf_clear(&journal->line);
    kp_buf_add(&journal->line, line);
    kp_buf_addc(&journal->line, '\n');
    if (kp_fs_write_all(journal->fd, journal->line.data, journal->line.len) < 0 ||
        store_fdatasync(journal->fd) < 0) {
        int error = errno;
        cut_back(journal);
        return store_system(err, error, _("the answer could not be made safe in %s"),
                            journal->path);
    }
    journal->size += (off_t)journal->line.len;
    return KP_OK;
}

void kp_journal_close(struct kp_journal *journal)
{
    if (!journal)
        return;
    close(journal->fd);
    kp_buf_release(&journal->line);
    free(journal->path);
    free(journal);
}

enum kp_status kp_journal_list(struct kp_workspace *ws, struct kp_arena *arena,
                               struct kp_journal_entry **out, size_t *count, struct kp_err *err)
{
    const char **names = NULL;
    size_t found = 0;
    *out = NULL;
    *count = 0;
    char *dir = store_join(ws->private, "journal");
    enum kp_status status = kp_fs_list(arena, dir, &names, &found, err);
    if (status == KP_NOT_FOUND) {
        if (err)
            kp_err_clear(err);
        status = KP_OK;
    }
    *out = kp_arena_alloc(arena, (found + 1) * sizeof **out);
    for (size_t i = 0; i < found && status == KP_OK; i++) {
        struct kp_str rest = kp_str_from(names[i]);
        struct stat st;
        if (!kp_str_ends(rest, KP_STR(ENDING)))
            continue;
        rest.len -= strlen(ENDING);
        struct kp_journal_entry entry = {
            .account = kp_arena_str(arena, kp_str_split(&rest, '.')).data,
            .session_id = kp_arena_str(arena, rest).data,
            .path = kp_arena_format(arena, "%s/%s", dir, names[i]).data,
        };
        /* Links and names that are not ours were not made by a session. */
        if (!store_slug_valid(entry.account) || !store_session_id_valid(entry.session_id) ||
            lstat(entry.path, &st) < 0 || !S_ISREG(st.st_mode))
            continue;
        entry.modified = (int64_t)st.st_mtime * 1000;
        (*out)[(*count)++] = entry;
    }
    free(dir);
    return status;
}

/* Leaves whole lines in `lines`; the length of the rest is returned. */
static size_t drop_torn(struct kp_buf *lines)
{
    size_t len = lines->len;
    while (len > 0 && lines->data[len - 1] != '\n')
        len--;
    size_t rest = lines->len - len;
    kp_buf_truncate(lines, len);
    return rest;
}

enum kp_status kp_journal_read(const char *path, struct kp_buf *lines, bool *torn,
                               struct kp_err *err)
{
    *torn = false;
    enum kp_status status = kp_fs_read(path, JOURNAL_MAX, lines, err);
    if (status == KP_OK)
        *torn = drop_torn(lines) > 0;
    return status;
}

enum kp_status kp_journal_resume(struct kp_workspace *ws, const char *account,
                                 const char *session_id, struct kp_journal **out,
                                 struct kp_buf *lines, bool *torn, struct kp_err *err)
{
    struct place place;
    int fd = -1;
    *out = NULL;
    *torn = false;
    kp_buf_clear(lines);
    enum kp_status status = find_place(ws, account, session_id, &place, err);
    if (status)
        goto done;
    fd = open(place.path, O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        int error = errno;
        if (error == ENOENT)
            status = kp_err_set(err, KP_NOT_FOUND, _("there is no open session %s"), session_id);
        else if (error == ELOOP)
            status = kp_err_set(err, KP_REFUSED, _("%s is a link"), place.path);
        else
            status = store_system(err, error, _("cannot go on with %s"), place.path);
        goto done;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        status = errno == EWOULDBLOCK
                     ? kp_err_set(err, KP_BUSY, _("the session %s is open elsewhere"), session_id)
                     : store_system(err, errno, _("cannot go on with %s"), place.path);
        goto done;
    }
    status = kp_fs_read(place.path, JOURNAL_MAX, lines, err);
    if (status)
        goto done;
    *torn = drop_torn(lines) > 0;
    if (*torn && (ftruncate(fd, (off_t)lines->len) < 0 || store_fdatasync(fd) < 0)) {
        status = store_system(err, errno, _("cannot go on with %s"), place.path);
        goto done;
    }
    *out = new_journal(fd, place.path, (off_t)lines->len);
    fd = -1;
done:
    if (fd >= 0)
        close(fd);
    place_release(&place);
    return status;
}

/* The place of what is half typed; NULL, and why, when there is none. */
static char *find_line(struct kp_workspace *ws, const char *account, const char *session_id,
                       struct kp_err *err)
{
    struct place place;
    struct kp_buf path = KP_BUF_INIT;
    if (find_place(ws, account, session_id, &place, err) == KP_OK)
        kp_buf_addf(&path, "%s/%s.%s" HALF_ENDING, place.dir, account, session_id);
    place_release(&place);
    return path.len ? kp_buf_detach(&path) : NULL;
}

enum kp_status kp_journal_line_write(struct kp_workspace *ws, const char *account,
                                     const char *session_id, struct kp_str bytes,
                                     struct kp_err *err)
{
    char *path = find_line(ws, account, session_id, err);
    if (!path)
        return KP_REFUSED;
    enum kp_status status = bytes.len && bytes.len <= HALF_MAX
                                ? kp_fs_replace(path, bytes, 0600, false, err)
                                : kp_fs_remove(path, err);
    free(path);
    return status;
}

enum kp_status kp_journal_line_read(struct kp_workspace *ws, const char *account,
                                    const char *session_id, struct kp_buf *out, struct kp_err *err)
{
    char *path = find_line(ws, account, session_id, err);
    if (!path)
        return KP_REFUSED;
    enum kp_status status = kp_fs_read(path, HALF_MAX, out, err);
    free(path);
    return status;
}

enum kp_status kp_journal_remove(struct kp_workspace *ws, const char *account,
                                 const char *session_id, struct kp_err *err)
{
    struct place place;
    enum kp_status status = find_place(ws, account, session_id, &place, err);
    if (status == KP_OK) {
        kp_journal_line_write(ws, account, session_id, (struct kp_str){"", 0}, NULL);
        bool gone = unlink(place.path) == 0 || errno == ENOENT;
        if (!gone || (sync_dir(place.dir) < 0 && errno != ENOENT))
            status = store_system(err, errno, _("cannot remove the journal %s"), place.path);
    }
    place_release(&place);
    return status;
}
