// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/care.h"

#include "store/care_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * The file system's own clock: the lock's time is set to now and read back. INT64_MIN when that
 * cannot be done; then nothing counts as old.
 */
static int64_t disk_now(const struct kp_workspace *ws)
{
    struct stat st;
    if (ws->lock_fd < 0 || futimens(ws->lock_fd, NULL) < 0 || fstat(ws->lock_fd, &st) < 0)
        return INT64_MIN;
    return (int64_t)st.st_mtime;
}

void care_add(struct care *care, enum kp_care_kind kind, const char *path, bool mendable)
{
    care->found = kp_grow(care->found, care->count, &care->cap, sizeof *care->found);
    care->found[care->count++] = (struct kp_care_finding){
        kind, kp_arena_str(&care->arena, kp_str_from(path)).data, mendable};
}

static void add_lock(void *context, const char *path, const struct stat *st)
{
    struct care *care = context;
    bool old = care->now != INT64_MIN && care->now - (int64_t)st->st_mtime > STORE_STALE_S;
    care_add(care, KP_CARE_STALE_LOCK, path + strlen(care->ws->root) + 1, old);
}

static void add_temp(void *context, const char *path, const struct stat *st)
{
    struct care *care = context;
    bool old = care->now != INT64_MIN && care->now - (int64_t)st->st_mtime > STORE_STALE_S;
    if (old || (care->locked && strstr(path, "/kamplan/new/")))
        care_add(care, KP_CARE_TEMPORARY, path + strlen(care->ws->root) + 1, true);
}

static enum kp_status examine(struct care *care, bool deep, struct kp_err *err)
{
    store_locks_each(care->ws, add_lock, care);
    store_temps_each(care->ws, add_temp, care);
    enum kp_status status = care_files(care, err);
    if (status == KP_OK && deep)
        status = care_objects(care, err);
    return status;
}

/* The lock, so that nobody's write is taken for a fault; without it where the disk is read-only. */
static enum kp_status begin(struct care *care, struct kp_workspace *ws, struct kp_err *err)
{
    memset(care, 0, sizeof *care);
    care->ws = ws;
    enum kp_status status = kp_workspace_lock(ws, STORE_WAIT_MS, err);
    care->locked = status == KP_OK;
    care->now = care->locked ? disk_now(ws) : INT64_MIN;
    return status == KP_IO ? KP_OK : status;
}

static void end(struct care *care)
{
    if (care->locked)
        kp_workspace_unlock(care->ws);
    git_index_free(care->index);
    free(care->found);
    kp_arena_release(&care->arena);
}

enum kp_status kp_care_examine(struct kp_workspace *ws, bool deep,
                               enum kp_status (*each)(void *context,
                                                      const struct kp_care_finding *finding,
                                                      struct kp_err *err),
                               void *context, struct kp_err *err)
{
    struct care care;
    enum kp_status status = begin(&care, ws, err);
    if (status == KP_OK)
        status = examine(&care, deep, err);
    /* Collected first: `each` may mend what it is given. */
    for (size_t i = 0; i < care.count && status == KP_OK; i++)
        status = each(context, &care.found[i], err);
    end(&care);
    return status;
}

/* --- mending --- */

static enum kp_status remove_found(struct kp_workspace *ws, const char *path, struct kp_err *err)
{
    char *full = store_join(ws->root, path);
    enum kp_status status = KP_OK;
    if (unlink(full) < 0 && errno != ENOENT)
        status = store_system(err, errno, _("cannot remove %s"), path);
    free(full);
    return status;
}

/* Looked at again: what was found may have changed since. */
static enum kp_status examine_one(struct care *care, const struct kp_care_finding *finding,
                                  struct kp_err *err)
{
    switch (finding->kind) {
    case KP_CARE_STALE_LOCK: store_locks_each(care->ws, add_lock, care); return KP_OK;
    case KP_CARE_TEMPORARY: store_temps_each(care->ws, add_temp, care); return KP_OK;
    default: return care_file(care, finding->path, err);
    }
}

static enum kp_status mend_found(struct care *care, const struct kp_care_finding *finding,
                                 struct kp_err *err)
{
    switch (finding->kind) {
    case KP_CARE_STALE_LOCK:
    case KP_CARE_TEMPORARY: return remove_found(care->ws, finding->path, err);
    case KP_CARE_DAMAGED: return care_mend_index(care, err);
    default: return care_mend_file(care, finding->path, err);
    }
}

enum kp_status kp_care_mend(struct kp_workspace *ws, const struct kp_care_finding *finding,
                            struct kp_err *err)
{
    struct care care;
    enum kp_status status = begin(&care, ws, err);
    if (status == KP_OK && !care.locked)
        status = kp_err_set(err, KP_IO, _("cannot write in the workspace %s"), ws->root);
    if (status == KP_OK && finding->mendable)
        status = examine_one(&care, finding, err);
    const struct kp_care_finding *now = finding->mendable ? NULL : finding;
    for (size_t i = 0; i < care.count; i++)
        if (strcmp(care.found[i].path, finding->path) == 0)
            now = &care.found[i];
    if (status == KP_OK && now && !now->mendable)
        status =
            kp_err_set(err, KP_REFUSED, _("%s cannot be mended without losing what somebody wrote"),
                       finding->path);
    else if (status == KP_OK && now)
        status = mend_found(&care, now, err);
    end(&care);
    return status;
}
