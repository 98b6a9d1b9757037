// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/fs.h"
#include "store/store_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * .git/kamplan/writing stands while a record is made, which is while its maker holds the flock.
 * Whoever gets the flock and finds it knows that the maker died; git's lock files that were made in
 * its time are the maker's, and nobody waits for them. It says when it began and on top of which
 * revision, so that files which the dead process did not bring to the work tree can be brought.
 */
#define MARK         "writing"
/* How long after its last sign a dead process may still have made locks. */
#define MARK_SECONDS 60

struct mark {
    int64_t from, until; /* seconds since 1970, by the file system's clock */
    bool has_base;
    git_oid base;
};

bool store_mark_there(const struct kp_workspace *ws)
{
    struct stat st;
    char *path = store_join(ws->private, MARK);
    bool there = lstat(path, &st) == 0;
    free(path);
    return there;
}

enum kp_status store_mark_begin(struct kp_workspace *ws, const git_oid *base, struct kp_err *err)
{
    char text[80], hex[GIT_OID_HEXSZ + 1];
    struct stat st;
    char *path = store_join(ws->private, MARK);
    char *fresh = store_join(ws->private, MARK ".new");
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool good = fd >= 0 && fstat(fd, &st) == 0;
    if (good) {
        /* What an earlier record could not bring to the work tree stays to be done. */
        git_oid_tostr(hex, sizeof hex, ws->behind ? &ws->behind_base : base);
        int len = snprintf(text, sizeof text, "%lld %s\n", (long long)st.st_mtime, hex);
        good = kp_fs_write_all(fd, text, (size_t)len) >= 0 && rename(fresh, path) == 0;
    }
    int error = errno;
    if (fd >= 0)
        close(fd);
    if (!good)
        unlink(fresh);
    free(fresh);
    free(path);
    if (!good)
        return store_system(err, error, _("cannot write in the workspace %s"), ws->root);
    return KP_OK;
}

void store_mark_end(struct kp_workspace *ws)
{
    char *path = store_join(ws->private, MARK);
    if (!ws->behind)
        unlink(path);
    free(path);
}

static bool read_mark(struct kp_workspace *ws, struct mark *mark)
{
    struct kp_buf text = KP_BUF_INIT;
    struct stat st;
    long long since = 0;
    char *path = store_join(ws->private, MARK);
    bool there = lstat(path, &st) == 0;
    memset(mark, 0, sizeof *mark);
    if (there) {
        mark->from = (int64_t)st.st_mtime;
        mark->until = (int64_t)st.st_mtime + MARK_SECONDS;
        /* After a power cut it may be empty: then it still proves what its time says. */
        char *rest = NULL;
        if (kp_fs_read(path, 2 * (size_t)GIT_OID_HEXSZ, &text, NULL) == KP_OK)
            since = strtoll(text.data, &rest, 10);
        if (rest && strlen(rest) == GIT_OID_HEXSZ + 2 && *rest == ' ') {
            mark->from = since;
            mark->has_base = git_oid_fromstrn(&mark->base, rest + 1, GIT_OID_HEXSZ) == 0;
        }
    }
    kp_buf_release(&text);
    free(path);
    return there;
}

static void each_below(const char *dir, const char *ending, int depth,
                       void (*each)(void *context, const char *path, const struct stat *st),
                       void *context)
{
    DIR *handle = opendir(dir);
    struct dirent *entry;
    while (handle && (entry = readdir(handle))) {
        struct stat st;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char *path = store_join(dir, entry->d_name);
        if (lstat(path, &st) == 0) {
            if (S_ISDIR(st.st_mode) && depth > 0)
                each_below(path, ending, depth - 1, each, context);
            else if (S_ISREG(st.st_mode) &&
                     kp_str_ends(kp_str_from(entry->d_name), kp_str_from(ending)))
                each(context, path, &st);
        }
        free(path);
    }
    if (handle)
        closedir(handle);
}

void store_locks_each(const struct kp_workspace *ws,
                      void (*each)(void *context, const char *path, const struct stat *st),
                      void *context)
{
    each_below(ws->git_dir, ".lock", 0, each, context);
    char *refs = store_join(ws->git_dir, "refs");
    each_below(refs, ".lock", 8, each, context);
    free(refs);
}

struct temps {
    void (*each)(void *context, const char *path, const struct stat *st);
    void *context;
};

static void only_temp(void *context, const char *path, const struct stat *st)
{
    const struct temps *temps = context;
    const char *name = strrchr(path, '/') + 1;
    if (strncmp(name, "tmp_", 4) == 0 || kp_str_ends(kp_str_from(name), KP_STR(".tmp")))
        temps->each(temps->context, path, st);
}

void store_temps_each(const struct kp_workspace *ws,
                      void (*each)(void *context, const char *path, const struct stat *st),
                      void *context)
{
    static const char *const places[] = {"objects", "objects/pack", "kamplan/journal"};
    struct temps temps = {each, context};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char *dir = store_join(ws->git_dir, places[i]);
        each_below(dir, "", 0, only_temp, &temps);
        free(dir);
    }
    char *fresh = store_join(ws->private, "new");
    each_below(fresh, "", 0, each, context);
    free(fresh);
}

static void remove_of_mark(void *context, const char *path, const struct stat *st)
{
    const struct mark *mark = context;
    const char *name = strrchr(path, '/') + 1;
    /* tmp_obj_… are git's own; ours are libgit2's. A journal that begins is not this lock's
     * business. */
    if ((strncmp(name, "tmp_", 4) == 0 && strncmp(name, "tmp_object_git2_", 16) != 0) ||
        kp_str_ends(kp_str_from(name), KP_STR(".tmp")))
        return;
    if ((int64_t)st->st_mtime >= mark->from && (int64_t)st->st_mtime <= mark->until)
        unlink(path);
}

enum kp_status store_diff_files(struct kp_workspace *ws, const git_oid *from, const git_oid *to,
                                struct kp_arena *arena, struct store_file **out, size_t *count,
                                struct kp_err *err)
{
    git_commit *commits[2] = {NULL, NULL};
    git_tree *trees[2] = {NULL, NULL};
    git_diff *diff = NULL;
    enum kp_status status = KP_OK;
    const git_oid *ids[2] = {from, to};
    int code = 0;
    *count = 0;
    for (int i = 0; i < 2 && status == KP_OK && code == 0; i++) {
        if (git_oid_is_zero(ids[i]))
            continue;
        status = store_commit(ws, ids[i], &commits[i], err);
        if (status == KP_OK)
            code = git_commit_tree(&trees[i], commits[i]);
    }
    if (status == KP_OK && code == 0)
        code = git_diff_tree_to_tree(&diff, ws->repo, trees[0], trees[1], NULL);
    size_t deltas = diff ? git_diff_num_deltas(diff) : 0;
    *out = kp_arena_alloc(arena, (deltas + 1) * sizeof **out);
    for (size_t i = 0; i < deltas && code == 0; i++) {
        const git_diff_delta *delta = git_diff_get_delta(diff, i);
        bool added = delta->status == GIT_DELTA_ADDED, gone = delta->status == GIT_DELTA_DELETED;
        if ((!added && !store_mode_is_file(delta->old_file.mode)) ||
            (!gone && !store_mode_is_file(delta->new_file.mode)))
            continue;
        struct store_file *file = &(*out)[(*count)++];
        file->path = kp_arena_str(arena, kp_str_from(delta->new_file.path)).data;
        if (!added)
            file->old_id = file->old_index = delta->old_file.id;
        if (!gone) {
            git_blob *blob = NULL;
            file->new_id = delta->new_file.id;
            code = git_blob_lookup(&blob, ws->repo, &file->new_id);
            if (code == 0)
                file->bytes = kp_arena_str(
                    arena, (struct kp_str){git_blob_rawcontent(blob), git_blob_rawsize(blob)});
            git_blob_free(blob);
        }
    }
    if (code < 0)
        status = store_git(err, code, _("cannot read the record of %s"), ws->root);
    git_diff_free(diff);
    for (int i = 0; i < 2; i++) {
        git_tree_free(trees[i]);
        git_commit_free(commits[i]);
    }
    return status;
}

enum kp_status store_files_settle(struct kp_workspace *ws, struct store_file *files, size_t count,
                                  struct kp_err *err)
{
    struct store_index index = {0};
    enum kp_status status = store_index_begin(ws, &index, err);
    if (status)
        return status;
    store_index_check(&index, files, count);
    status = store_files_prepare(ws, files, count, err);
    if (status == KP_OK)
        status = store_files_bring(ws, files, count, err);
    if (status == KP_OK)
        status = store_index_write(ws, &index, files, count, err);
    store_index_end(&index);
    store_files_clear(ws);
    return status;
}

/* Files of the tip that still are as they were in `base` are brought. */
static enum kp_status catch_up(struct kp_workspace *ws, const git_oid *base)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct store_file *files = NULL;
    size_t count = 0;
    git_oid tip;
    enum kp_status status = store_head(ws, NULL, &tip, NULL);
    if (status == KP_OK && !git_oid_equal(&tip, base)) {
        status = store_diff_files(ws, base, &tip, &arena, &files, &count, NULL);
        if (status == KP_OK)
            status = store_files_settle(ws, files, count, NULL);
    }
    kp_arena_release(&arena);
    return status;
}

void store_heal(struct kp_workspace *ws)
{
    struct mark mark;
    sigset_t signals;
    if (!read_mark(ws, &mark))
        return;
    store_signals_block(&signals);
    store_locks_each(ws, remove_of_mark, &mark);
    store_temps_each(ws, remove_of_mark, &mark);
    store_files_clear(ws);
    if (ws->repo) {
        enum kp_status status = KP_OK;
        ws->behind = mark.has_base;
        ws->behind_base = mark.base;
        /* Marked anew: should this process die as well, its own locks are known by its own time. */
        if (mark.has_base)
            status = store_mark_begin(ws, &mark.base, NULL);
        if (mark.has_base && status == KP_OK)
            status = catch_up(ws, &mark.base);
        /* What can never be done is left to `doctor`, what may work later is tried again. */
        ws->behind = status == KP_IO || status == KP_BUSY;
        store_mark_end(ws);
    }
    store_signals_restore(&signals);
}
