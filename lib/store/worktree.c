// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/fs.h"
#include "store/store_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * A descriptor of the directory that `path` is in, one part at a time so that no link is ever
 * followed; *name is its last part. -1 with errno: ENOENT it is missing, ENOTDIR or ELOOP
 * something else stands there. `make` makes what is missing.
 */
static int open_parent(struct kp_workspace *ws, const char *path, bool make, const char **name)
{
    char part[NAME_MAX + 1];
    int dir = dup(ws->root_fd);
    while (dir >= 0) {
        size_t len = strcspn(path, "/");
        if (path[len] == '\0')
            break;
        if (len > NAME_MAX) {
            close(dir);
            errno = ENAMETOOLONG;
            return -1;
        }
        memcpy(part, path, len);
        part[len] = '\0';
        const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
        int below = openat(dir, part, flags);
        if (below < 0 && errno == ENOENT && make &&
            (mkdirat(dir, part, 0777) == 0 || errno == EEXIST))
            below = openat(dir, part, flags);
        int error = errno;
        close(dir);
        errno = error;
        dir = below;
        path += len + 1;
    }
    *name = path;
    return dir;
}

/* The id that the content of an open file has or would have in the record. */
static bool hash_file(int fd, size_t size, git_oid *out)
{
    char *bytes = kp_alloc(size + 1);
    size_t have = 0;
    ssize_t got = 1;
    while (have <= size && (got = read(fd, bytes + have, size + 1 - have)) > 0)
        have += (size_t)got;
    bool good = got == 0 && have == size && git_odb_hash(out, bytes, size, GIT_OBJECT_BLOB) == 0;
    free(bytes);
    return good;
}

static void look_at(int dir, const char *name, struct store_look *out)
{
    memset(out, 0, sizeof *out);
    if (fstatat(dir, name, &out->st, AT_SYMLINK_NOFOLLOW) < 0) {
        out->kind = errno == ENOENT ? STORE_ABSENT : STORE_OTHER;
        return;
    }
    out->kind = STORE_OTHER;
    if (!S_ISREG(out->st.st_mode))
        return;
    out->kind = STORE_FILE;
    if ((uint64_t)out->st.st_size > STORE_FILE_MAX)
        return;
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return;
    if (fstat(fd, &out->st) < 0 || !S_ISREG(out->st.st_mode) ||
        !hash_file(fd, (size_t)out->st.st_size, &out->id))
        memset(&out->id, 0, sizeof out->id);
    close(fd);
}

void store_look(struct kp_workspace *ws, const char *path, struct store_look *out)
{
    const char *name;
    memset(out, 0, sizeof *out);
    int dir = open_parent(ws, path, false, &name);
    if (dir < 0) {
        out->kind = errno == ENOENT ? STORE_ABSENT : STORE_OTHER;
        return;
    }
    look_at(dir, name, out);
    close(dir);
}

static int open_new(struct kp_workspace *ws)
{
    char *path = store_join(ws->private, "new");
    int dir = -1;
    if (store_dir_make(ws->private) && store_dir_make(path))
        dir = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    free(path);
    return dir;
}

static int write_temp(int dir, const char *name, struct kp_str bytes)
{
    int fd = openat(dir, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0)
        return -1;
    int result = kp_fs_write_all(fd, bytes.data, bytes.len) < 0 ? -1 : 0;
    int error = errno;
    if (close(fd) < 0 && result == 0)
        return -1;
    errno = error;
    return result;
}

enum kp_status store_files_prepare(struct kp_workspace *ws, struct store_file *files, size_t count,
                                   struct kp_err *err)
{
    int dir = open_new(ws);
    if (dir < 0)
        return store_system(err, errno, _("cannot write in %s"), ws->private);
    enum kp_status status = KP_OK;
    for (size_t i = 0; i < count && status == KP_OK; i++) {
        struct store_file *file = &files[i];
        const char *name;
        if (git_oid_is_zero(&file->new_id))
            continue;
        int parent = open_parent(ws, file->path, true, &name);
        if (parent >= 0) {
            close(parent);
        } else if (errno == ENOTDIR || errno == ELOOP) {
            file->left = true; /* somebody's link or file: it is not followed and not replaced */
            continue;
        } else {
            status = store_system(err, errno, _("cannot make a folder for %s"), file->path);
            break;
        }
        snprintf(file->temp, sizeof file->temp, "%zu", i);
        if (write_temp(dir, file->temp, file->bytes) < 0)
            status = store_system(err, errno, _("cannot write %s"), file->path);
    }
    close(dir);
    return status;
}

/* Folders that the removed file was the last one of. */
static void remove_empty_parents(struct kp_workspace *ws, const char *path)
{
    char *dir = kp_strndup(path, strlen(path));
    for (char *slash = strrchr(dir, '/'); slash; slash = strrchr(dir, '/')) {
        const char *name;
        *slash = '\0';
        int parent = open_parent(ws, dir, false, &name);
        int result = parent < 0 ? -1 : unlinkat(parent, name, AT_REMOVEDIR);
        if (parent >= 0)
            close(parent);
        if (result < 0)
            break;
    }
    free(dir);
}

static int bring(struct kp_workspace *ws, int from, struct store_file *file)
{
    const char *name;
    struct store_look look;
    bool removal = git_oid_is_zero(&file->new_id);
    int result = 0;
    int dir = open_parent(ws, file->path, false, &name);
    if (dir < 0) {
        file->left = !(removal && errno == ENOENT);
        file->put = !file->left;
        return 0;
    }
    look_at(dir, name, &look);
    bool absent = look.kind == STORE_ABSENT;
    bool is_new =
        removal ? absent : look.kind == STORE_FILE && git_oid_equal(&look.id, &file->new_id);
    bool is_old = git_oid_is_zero(&file->old_id)
                      ? absent
                      : look.kind == STORE_FILE && git_oid_equal(&look.id, &file->old_id);
    if (!is_new && !is_old) {
        file->left = true;
    } else if (!is_new && removal) {
        result = unlinkat(dir, name, 0);
    } else if (!is_new) {
        result = renameat(from, file->temp, dir, name);
        if (result == 0)
            file->temp[0] = '\0';
    }
    if (result == 0 && !file->left) {
        file->put = true;
        if (!removal)
            result = fstatat(dir, name, &file->st, AT_SYMLINK_NOFOLLOW);
    }
    int error = errno;
    close(dir);
    errno = error;
    return result;
}

enum kp_status store_files_bring(struct kp_workspace *ws, struct store_file *files, size_t count,
                                 struct kp_err *err)
{
    enum kp_status status = KP_OK;
    int from = open_new(ws);
    if (from < 0)
        return store_system(err, errno, _("cannot write in %s"), ws->private);
    for (size_t i = 0; i < count; i++)
        if (!files[i].left && bring(ws, from, &files[i]) < 0)
            status = store_system(err, errno, _("cannot write %s"), files[i].path);
    close(from);
    /* When all have come: one may have come to where another went. */
    for (size_t i = 0; i < count; i++)
        if (files[i].put && git_oid_is_zero(&files[i].new_id))
            remove_empty_parents(ws, files[i].path);
    return status;
}

void store_files_clear(struct kp_workspace *ws)
{
    char *path = store_join(ws->private, "new");
    DIR *dir = opendir(path);
    struct dirent *entry;
    while (dir && (entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir)
        closedir(dir);
    rmdir(path);
    free(path);
}

void store_files_undo(struct kp_workspace *ws, const struct store_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!git_oid_is_zero(&files[i].new_id))
            remove_empty_parents(ws, files[i].path);
}
