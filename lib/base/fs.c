// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/fs.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int open_again(const char *path, int flags, mode_t mode)
{
    int fd;
    do
        fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, mode);
    while (fd < 0 && errno == EINTR);
    return fd;
}

static int fsync_again(int fd)
{
    int result;
    do
        result = fsync(fd);
    while (result < 0 && errno == EINTR);
    return result;
}

static enum kp_status not_regular(struct kp_err *err, const char *path)
{
    return kp_err_set(err, KP_REFUSED,
                      _("%s is not a plain file; a link or a device is not read in its place"),
                      path);
}

static enum kp_status cannot_open(struct kp_err *err, const char *path, int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR: return kp_err_set(err, KP_NOT_FOUND, _("%s does not exist"), path);
    case ELOOP:
    case ENXIO: /* a socket */ return not_regular(err, path);
    default: return kp_err_system(err, error, _("cannot open %s"), path);
    }
}

static enum kp_status read_all(int fd, const char *path, size_t max, struct kp_buf *out,
                               struct kp_err *err)
{
    enum { CHUNK = 64 * 1024 };
    for (;;) {
        ssize_t n = read(fd, kp_buf_reserve(out, CHUNK), CHUNK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return kp_err_system(err, errno, _("cannot read %s"), path);
        out->len += (size_t)n;
        out->data[out->len] = '\0';
        if (out->len > max)
            return kp_err_set(err, KP_INVALID, _("%s is larger than the limit of %zu bytes"), path,
                              max);
        if (n == 0)
            return KP_OK;
    }
}

enum kp_status kp_fs_read(const char *path, size_t max, struct kp_buf *out, struct kp_err *err)
{
    kp_buf_clear(out);
    int fd = open_again(path, O_RDONLY | O_NONBLOCK, 0); /* a FIFO must not make us wait */
    if (fd < 0)
        return cannot_open(err, path, errno);
    enum kp_status status;
    struct stat info;
    if (fstat(fd, &info) != 0)
        status = kp_err_system(err, errno, _("cannot read %s"), path);
    else if (!S_ISREG(info.st_mode))
        status = not_regular(err, path);
    else
        status = read_all(fd, path, max, out, err);
    close(fd);
    if (status != KP_OK)
        kp_buf_clear(out);
    return status;
}

ssize_t kp_fs_write_all(int fd, const char *data, size_t len)
{
    size_t done = 0;
    while (done < len) {
        ssize_t n = write(fd, data + done, len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        done += (size_t)n;
    }
    return (ssize_t)done;
}

static struct kp_str parent_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return KP_STR(".");
    return slash == path ? KP_STR("/") : (struct kp_str){path, (size_t)(slash - path)};
}

/* ".NAME.tmp-PID" beside `path`; a very long name is cut so that the whole still fits. */
static void temporary_name(struct kp_buf *out, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    kp_buf_add(out, (struct kp_str){path, (size_t)(name - path)});
    kp_buf_addf(out, ".%.200s.tmp-%ld", name, (long)getpid());
}

static int open_temporary(const char *path, mode_t mode)
{
    int flags = O_WRONLY | O_CREAT | O_EXCL;
    int fd = open_again(path, flags, mode);
    if (fd < 0 && errno == EEXIST && unlink(path) == 0) /* left by a dead process with our number */
        fd = open_again(path, flags, mode);
    return fd;
}

/* Writes and closes; false with errno set when something did not work. */
static bool write_and_close(int fd, struct kp_str bytes, bool sync)
{
    bool ok = kp_fs_write_all(fd, bytes.data, bytes.len) >= 0 && (!sync || fsync_again(fd) == 0);
    int error = errno;
    if (close(fd) != 0 && ok && errno != EINTR)
        return false;
    errno = error;
    return ok;
}

enum kp_status kp_fs_replace(const char *path, struct kp_str bytes, mode_t mode, bool sync,
                             struct kp_err *err)
{
    struct kp_buf temporary = KP_BUF_INIT, dir = KP_BUF_INIT;
    enum kp_status status = KP_OK;
    temporary_name(&temporary, path);
    int fd = open_temporary(temporary.data, mode);
    if (fd < 0) {
        status = kp_err_system(err, errno, _("cannot write %s"), path);
        goto done;
    }
    if (!write_and_close(fd, bytes, sync) || rename(temporary.data, path) != 0) {
        status = kp_err_system(err, errno, _("cannot write %s"), path);
        unlink(temporary.data);
        goto done;
    }
    if (sync) {
        kp_buf_add(&dir, parent_of(path));
        status = kp_fs_sync_dir(dir.data, err);
    }
done:
    kp_buf_release(&temporary);
    kp_buf_release(&dir);
    return status;
}

static enum kp_status sync_file(const char *path, bool sync, struct kp_err *err)
{
    int fd = open_again(path, O_RDONLY, 0);
    int error = fd < 0 || (sync && fsync_again(fd) != 0) ? errno : 0;
    if (fd >= 0)
        close(fd);
    return error ? kp_err_system(err, error, _("cannot write %s"), path) : KP_OK;
}

enum kp_status kp_fs_replace_by(const char *path, mode_t mode, bool sync,
                                enum kp_status (*write)(void *context, const char *temporary,
                                                        struct kp_err *err),
                                void *context, struct kp_err *err)
{
    struct kp_buf temporary = KP_BUF_INIT, dir = KP_BUF_INIT;
    enum kp_status status = KP_OK;
    temporary_name(&temporary, path);
    int fd = open_temporary(temporary.data, mode);
    if (fd < 0 || close(fd) != 0) {
        status = kp_err_system(err, errno, _("cannot write %s"), path);
        goto done;
    }
    status = write(context, temporary.data, err);
    if (!status)
        status = sync_file(temporary.data, sync, err);
    if (!status && rename(temporary.data, path) != 0)
        status = kp_err_system(err, errno, _("cannot write %s"), path);
    if (status) {
        unlink(temporary.data);
    } else if (sync) {
        kp_buf_add(&dir, parent_of(path));
        status = kp_fs_sync_dir(dir.data, err);
    }
done:
    kp_buf_release(&temporary);
    kp_buf_release(&dir);
    return status;
}

/* Makes the directory whose path is in `path`, parents first; errno as mkdir(2). */
static int make_dirs(struct kp_buf *path, mode_t mode)
{
    if (mkdir(path->data, mode) == 0)
        return 0;
    if (errno == EEXIST && kp_fs_is_dir(path->data))
        return 0;
    if (errno != ENOENT || strchr(path->data, '/') == NULL)
        return -1;
    struct kp_str parent = parent_of(path->data);
    if (parent.len >= path->len)
        return -1;
    struct kp_buf above = KP_BUF_INIT;
    kp_buf_add(&above, parent);
    int result = make_dirs(&above, mode);
    int error = errno;
    kp_buf_release(&above);
    errno = error;
    if (result != 0)
        return -1;
    return mkdir(path->data, mode) == 0 || errno == EEXIST ? 0 : -1;
}

enum kp_status kp_fs_make_dirs(const char *path, mode_t mode, struct kp_err *err)
{
    struct kp_buf copy = KP_BUF_INIT;
    kp_buf_adds(&copy, path);
    while (copy.len > 1 && copy.data[copy.len - 1] == '/')
        kp_buf_truncate(&copy, copy.len - 1);
    enum kp_status status = KP_OK;
    if (make_dirs(&copy, mode) != 0)
        status = kp_err_system(err, errno, _("cannot make the directory %s"), path);
    kp_buf_release(&copy);
    return status;
}

enum kp_status kp_fs_sync_dir(const char *path, struct kp_err *err)
{
    int fd = open_again(path, O_RDONLY | O_DIRECTORY, 0);
    if (fd < 0)
        return kp_err_system(err, errno, _("cannot open the directory %s"), path);
    enum kp_status status = KP_OK;
    if (fsync_again(fd) != 0 && errno != EINVAL) /* EINVAL: this file system has no such thing */
        status = kp_err_system(err, errno, _("cannot bring the directory %s to disk"), path);
    close(fd);
    return status;
}

enum kp_status kp_fs_remove(const char *path, struct kp_err *err)
{
    if (unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR)
        return KP_OK;
    return kp_err_system(err, errno, _("cannot remove %s"), path);
}

bool kp_fs_is_dir(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

bool kp_fs_exists(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_dot(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Puts the names into the arena and a growing array that the caller frees; false with errno. */
static bool collect_names(struct kp_arena *arena, DIR *dir, const char ***found, size_t *count)
{
    size_t cap = 0;
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(dir);
        if (!entry)
            return errno == 0;
        if (is_dot(entry->d_name))
            continue;
        *found = kp_grow(*found, *count, &cap, sizeof **found);
        (*found)[(*count)++] = kp_arena_str(arena, kp_str_from(entry->d_name)).data;
    }
}

enum kp_status kp_fs_list(struct kp_arena *arena, const char *path, const char ***names,
                          size_t *count, struct kp_err *err)
{
    *names = NULL;
    *count = 0;
    int fd = open_again(path, O_RDONLY | O_DIRECTORY, 0);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP))
        return kp_err_set(err, KP_NOT_FOUND, _("there is no directory %s"), path);
    if (fd < 0)
        return kp_err_system(err, errno, _("cannot open the directory %s"), path);
    DIR *dir = fdopendir(fd);
    if (!dir) {
        enum kp_status status = kp_err_system(err, errno, _("cannot read the directory %s"), path);
        close(fd);
        return status;
    }
    const char **found = NULL;
    size_t n = 0;
    enum kp_status status = KP_OK;
    if (!collect_names(arena, dir, &found, &n)) {
        status = kp_err_system(err, errno, _("cannot read the directory %s"), path);
    } else if (n) {
        qsort(found, n, sizeof *found, by_bytes);
        *names = kp_arena_alloc(arena, n * sizeof **names);
        memcpy(*names, found, n * sizeof **names);
        *count = n;
    }
    free(found);
    closedir(dir);
    return status;
}

void kp_fs_join(struct kp_buf *out, const char *dir, const char *name)
{
    size_t len = strlen(dir);
    kp_buf_adds(out, dir);
    if (len && dir[len - 1] != '/')
        kp_buf_addc(out, '/');
    kp_buf_adds(out, name);
}
