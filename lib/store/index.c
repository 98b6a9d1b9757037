// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/fs.h"
#include "store/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INDEX_MAX ((size_t)2 << 30)

/*
 * The index is changed as git changes it: whoever made .git/index.lock may replace it. We hold that
 * lock from before the reference moves, so that nobody can commit the old index on top of a new
 * revision.
 */
enum kp_status store_index_begin(struct kp_workspace *ws, struct store_index *index,
                                 struct kp_err *err)
{
    struct kp_buf bytes = KP_BUF_INIT;
    memset(index, 0, sizeof *index);
    char *path = store_join(ws->git_dir, "index");
    char *lock = store_join(ws->git_dir, "index.lock");
    char *dir = store_join(ws->private, "new");
    enum kp_status status;
    int fd = open(lock, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) {
        status = errno != EEXIST
                     ? store_system(err, errno, _("cannot write in %s"), ws->git_dir)
                     : kp_err_set(err, KP_BUSY,
                                  _("another program is working on the files of %s; if none is, "
                                    "`kamplan doctor --fix` clears what it left behind"),
                                  ws->root);
        goto done;
    }
    close(fd);
    index->lock = lock;
    lock = NULL;
    index->copy = store_join(dir, "index");
    status = kp_fs_read(path, INDEX_MAX, &bytes, err);
    bool there = status == KP_OK;
    if (status == KP_NOT_FOUND)
        status = KP_OK;
    if (status == KP_OK && !store_dir_make(dir))
        status = store_system(err, errno, _("cannot write in %s"), ws->private);
    else if (status == KP_OK && there)
        status = kp_fs_replace(index->copy, kp_buf_str(&bytes), 0600, false, err);
    if (status == KP_OK) {
        int code = git_index_open(&index->index, index->copy);
        if (code < 0)
            status = store_git(
                err, code,
                _("cannot read the list of files, %s; `kamplan doctor --fix` makes it anew"), path);
    }
    if (status)
        store_index_end(index);
done:
    kp_buf_release(&bytes);
    free(lock);
    free(path);
    free(dir);
    return status;
}

static bool is_id(const git_index_entry *entry, const git_oid *id)
{
    if (!entry)
        return git_oid_is_zero(id);
    return store_mode_is_file(entry->mode) && git_oid_equal(&entry->id, id);
}

/* Whether entries of the index stand where a new entry `path` needs a directory, or below it. */
static bool collides(git_index *index, const char *path)
{
    bool found = false;
    struct kp_buf part = KP_BUF_INIT;
    for (const char *slash = strchr(path, '/'); slash && !found; slash = strchr(slash + 1, '/')) {
        kp_buf_clear(&part);
        kp_buf_add(&part, (struct kp_str){path, (size_t)(slash - path)});
        found = git_index_get_bypath(index, part.data, 0) != NULL;
    }
    kp_buf_clear(&part);
    kp_buf_addf(&part, "%s/", path);
    found = found || git_index_find_prefix(NULL, index, part.data) == 0;
    kp_buf_release(&part);
    return found;
}

void store_index_check(const struct store_index *index, struct store_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct store_file *file = &files[i];
        const git_index_entry *entry = git_index_get_bypath(index->index, file->path, 0);
        bool conflict = false;
        for (int stage = 1; stage <= 3; stage++)
            conflict = conflict || git_index_get_bypath(index->index, file->path, stage);
        if (conflict || !(is_id(entry, &file->old_index) || is_id(entry, &file->new_id)) ||
            (!entry && collides(index->index, file->path)))
            file->staged = file->left = true;
    }
}

static int set_entry(git_index *index, const struct store_file *file)
{
    git_index_entry entry = {0};
    const struct stat *st = &file->st;
    entry.path = file->path;
    entry.mode = GIT_FILEMODE_BLOB;
    entry.id = file->new_id;
    /* Without a stat git reads the file and sees for itself that somebody edited it. */
    if (file->put) {
        entry.ctime.seconds = (int32_t)st->st_ctime;
        entry.mtime.seconds = (int32_t)st->st_mtime;
#ifdef __APPLE__
        entry.ctime.nanoseconds = (uint32_t)st->st_ctimespec.tv_nsec;
        entry.mtime.nanoseconds = (uint32_t)st->st_mtimespec.tv_nsec;
#else
        entry.ctime.nanoseconds = (uint32_t)st->st_ctim.tv_nsec;
        entry.mtime.nanoseconds = (uint32_t)st->st_mtim.tv_nsec;
#endif
        entry.dev = (uint32_t)st->st_dev;
        entry.ino = (uint32_t)st->st_ino;
        entry.uid = (uint32_t)st->st_uid;
        entry.gid = (uint32_t)st->st_gid;
        entry.file_size = (uint32_t)st->st_size;
    }
    return git_index_add(index, &entry);
}

enum kp_status store_index_write(struct kp_workspace *ws, struct store_index *index,
                                 const struct store_file *files, size_t count, struct kp_err *err)
{
    int code = 0;
    bool changed = false;
    for (size_t i = 0; i < count && code == 0; i++) {
        const struct store_file *file = &files[i];
        if (file->staged || !(file->put || file->left))
            continue;
        changed = true;
        if (!git_oid_is_zero(&file->new_id))
            code = set_entry(index->index, file);
        else if (git_index_get_bypath(index->index, file->path, 0))
            code = git_index_remove(index->index, file->path, 0);
    }
    if (!changed)
        return KP_OK;
    git_error_clear();
    if (code == 0)
        code = git_index_write(index->index);
    if (code < 0)
        return store_git(err, code, _("cannot write the list of files of %s"), ws->root);
    char *path = store_join(ws->git_dir, "index");
    enum kp_status status = KP_OK;
    if (rename(index->copy, index->lock) < 0 || rename(index->lock, path) < 0) {
        status = store_system(err, errno, _("cannot write %s"), path);
    } else {
        free(index->lock);
        index->lock = NULL;
    }
    free(path);
    return status;
}

void store_index_end(struct store_index *index)
{
    git_index_free(index->index);
    if (index->copy)
        unlink(index->copy);
    if (index->lock)
        unlink(index->lock);
    free(index->copy);
    free(index->lock);
    memset(index, 0, sizeof *index);
}
