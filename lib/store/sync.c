// SPDX-License-Identifier: GPL-3.0-or-later
#ifdef __linux__
#define _GNU_SOURCE /* syncfs */
#endif
#include "store/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif

int store_fsync(int fd)
{
#ifdef F_FULLFSYNC
    if (fcntl(fd, F_FULLFSYNC) == 0)
        return 0;
#endif
    return fsync(fd);
}

int store_fdatasync(int fd)
{
#ifdef __APPLE__
    return store_fsync(fd);
#else
    return fdatasync(fd);
#endif
}

/* One sync of the whole disk instead of one for each object: 0, or -1 where it cannot be had. */
static int sync_all(int fd)
{
#ifdef __linux__
    /* A file system in a user's process is told nothing by syncfs. */
    const long fuse = 0x65735546;
    struct statfs fs;
    if (fstatfs(fd, &fs) == 0 && (long)fs.f_type == fuse) {
        errno = ENOSYS;
        return -1;
    }
    return syncfs(fd);
#else
    (void)fd;
    errno = ENOSYS;
    return -1;
#endif
}

/* An object that is not a file of its own was on disk before we came: 0. */
static int sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? 0 : -1;
    int result = store_fsync(fd);
    int error = errno;
    close(fd);
    errno = error;
    return result;
}

static int sync_each(const struct kp_workspace *ws, const struct store_ids *ids)
{
    struct kp_buf path = KP_BUF_INIT;
    int result = 0;
    for (size_t i = 0; i < ids->count && result == 0; i++) {
        char hex[GIT_OID_HEXSZ + 1];
        git_oid_tostr(hex, sizeof hex, &ids->items[i]);
        kp_buf_clear(&path);
        kp_buf_addf(&path, "%s/objects/%.2s", ws->git_dir, hex);
        size_t dir = path.len;
        kp_buf_addf(&path, "/%s", hex + 2);
        result = sync_path(path.data, 0);
        kp_buf_truncate(&path, dir);
        if (result == 0)
            result = sync_path(path.data, O_DIRECTORY);
    }
    kp_buf_clear(&path);
    kp_buf_addf(&path, "%s/objects", ws->git_dir);
    if (result == 0)
        result = sync_path(path.data, O_DIRECTORY);
    kp_buf_release(&path);
    return result;
}

enum kp_status store_objects_sync(struct kp_workspace *ws, int sync_fd, const struct store_ids *ids,
                                  struct kp_err *err)
{
    int result = sync_all(sync_fd);
    if (result < 0 && (errno == ENOSYS || errno == EINVAL || errno == EOPNOTSUPP))
        result = sync_each(ws, ids);
    if (result < 0)
        return store_system(err, errno, _("cannot put the revision on disk"));
    return KP_OK;
}

enum kp_status store_objects_verify(struct kp_workspace *ws, const struct store_ids *ids,
                                    struct kp_err *err)
{
    for (size_t i = 0; i < ids->count; i++) {
        git_odb_object *object = NULL;
        git_oid found;
        git_error_clear();
        int code = git_odb_read(&object, ws->odb, &ids->items[i]);
        if (code == 0)
            code = git_odb_hash(&found, git_odb_object_data(object), git_odb_object_size(object),
                                git_odb_object_type(object));
        bool same = code == 0 && git_oid_equal(&found, &ids->items[i]);
        git_odb_object_free(object);
        if (!same)
            return kp_err_set(err, KP_IO,
                              _("cannot record the revision: what was written cannot be read back "
                                "(is the disk full?)"));
    }
    return KP_OK;
}
