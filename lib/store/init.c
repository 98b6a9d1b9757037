// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/fs.h"
#include "store/store_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whether all that makes a record is there; less is left by a set-up that died in the middle. */
static bool is_complete(const struct kp_workspace *ws)
{
    static const char *const parts[] = {"HEAD", "objects", "refs", "config"};
    bool complete = true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char *path = store_join(ws->git_dir, parts[i]);
        complete = complete && kp_fs_exists(path);
        free(path);
    }
    return complete;
}

/* libgit2 tries in the work tree what the disk can do; if it was killed there, its trial files
 * stand. */
static void remove_trials(const struct kp_workspace *ws)
{
    DIR *dir = opendir(ws->root);
    struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        const char *name = entry->d_name;
        struct stat st;
        if (strncmp(name, "_git2_", 6) == 0 && strlen(name) == 22 &&
            strspn(name + 6, "0123456789abcdef") == 16 &&
            fstatat(dirfd(dir), name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
            (S_ISLNK(st.st_mode) || (S_ISREG(st.st_mode) && st.st_size == 0)))
            unlinkat(dirfd(dir), name, 0);
    }
    if (dir)
        closedir(dir);
}

static enum kp_status create_record(struct kp_workspace *ws, struct kp_err *err)
{
    git_repository *repo = NULL;
    git_repository_init_options options;
    git_oid none = {{0}};
    enum kp_status status = store_git_begin(err);
    if (status)
        return status;
    status = store_mark_begin(ws, &none, err);
    if (status == KP_OK) {
        git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
        options.flags = GIT_REPOSITORY_INIT_NO_DOTGIT_DIR;
        options.mode = GIT_REPOSITORY_INIT_SHARED_UMASK;
        options.workdir_path = ws->root;
        options.initial_head = "main";
        git_error_clear();
        int code = git_repository_init_ext(&repo, ws->git_dir, &options);
        if (code < 0)
            status = store_git(err, code, _("cannot make a workspace in %s"), ws->root);
        git_repository_free(repo);
    }
    store_git_end();
    return status;
}

/* Whether the folder is itself a record: a workspace in it would be two in one. */
static bool is_bare(const struct kp_workspace *ws)
{
    char *head = store_join(ws->root, "HEAD"), *objects = store_join(ws->root, "objects");
    bool bare = kp_fs_exists(head) && kp_fs_is_dir(objects);
    free(head);
    free(objects);
    return bare;
}

static enum kp_status make_dirs(struct kp_workspace *ws, struct kp_err *err)
{
    struct stat st;
    if (!kp_fs_exists(ws->git_dir) && is_bare(ws))
        return kp_err_set(
            err, KP_REFUSED,
            _("%s holds a record only and no files to work on; make a working copy of "
              "it and open that"),
            ws->root);
    if (mkdir(ws->git_dir, 0777) < 0 && errno != EEXIST)
        return store_system(err, errno, _("cannot make a workspace in %s"), ws->root);
    if (lstat(ws->git_dir, &st) == 0 && !S_ISDIR(st.st_mode))
        return kp_err_set(
            err, KP_REFUSED,
            _("%s has its record in another folder; make the workspace in a folder of "
              "its own"),
            ws->root);
    if (!store_dir_make(ws->private))
        return store_system(err, errno, _("cannot make a workspace in %s"), ws->root);
    return KP_OK;
}

static enum kp_status is_new(struct kp_workspace *ws, struct kp_err *err)
{
    git_oid tip;
    git_commit *commit = NULL;
    struct store_entry entry = {0};
    enum kp_status status = store_head(ws, NULL, &tip, err);
    if (status || git_oid_is_zero(&tip))
        return status;
    status = store_commit(ws, &tip, &commit, err);
    if (status == KP_OK)
        status = store_tree_path(ws, git_commit_tree_id(commit), "kamplan.json", &entry, err);
    git_commit_free(commit);
    if (status == KP_OK && entry.found)
        return kp_err_set(err, KP_EXISTS, _("%s is a workspace already"), ws->root);
    return status;
}

/* All of it under the workspace's own lock: of several who try at once one makes it. */
static enum kp_status init_locked(struct kp_workspace *ws, const struct kp_change *changes,
                                  size_t count, const struct kp_author *author, struct kp_err *err)
{
    struct kp_rev rev;
    enum kp_status status = KP_OK;
    if (!is_complete(ws)) {
        if (store_mark_there(ws))
            remove_trials(ws);
        status = create_record(ws, err);
    }
    if (status == KP_OK)
        status = store_open(ws, err);
    if (status)
        return status;
    store_heal(ws);
    status = is_new(ws, err);
    if (status == KP_OK)
        status = kp_revision_record(ws, NULL, changes, count, "A new workspace", author, NULL, NULL,
                                    &rev, err);
    return status;
}

enum kp_status kp_workspace_init(const char *dir, const struct kp_change *changes, size_t count,
                                 const struct kp_author *author, struct kp_workspace **out,
                                 struct kp_err *err)
{
    enum kp_status status = KP_OK;
    *out = NULL;
    for (size_t i = 0; i < count && status == KP_OK; i++)
        status = store_path_check(changes[i].path, err);
    if (status == KP_OK)
        status = kp_fs_make_dirs(dir, 0777, err);
    if (status)
        return status;
    char *root = realpath(dir, NULL);
    if (!root)
        return store_system(err, errno, _("cannot make a workspace in %s"), dir);
    struct kp_workspace *ws = store_new(root);
    free(root);
    status = make_dirs(ws, err);
    if (status == KP_OK)
        status = kp_workspace_lock(ws, STORE_WAIT_MS, err);
    if (status == KP_OK) {
        status = init_locked(ws, changes, count, author, err);
        kp_workspace_unlock(ws);
    }
    if (status)
        kp_workspace_close(ws);
    else
        *out = ws;
    return status;
}
