// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/fs.h"
#include "store/history_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static bool is_there(const char *dir, const char *name)
{
    char *path = store_join(dir, name);
    bool there = kp_fs_exists(path);
    free(path);
    return there;
}

enum kp_status kp_workspace_find(const char *start, struct kp_buf *root, struct kp_err *err)
{
    struct stat first, here;
    char *stray = NULL; /* a kamplan.json without a record beside it */
    char *dir = realpath(start, NULL);
    /* What may not be entered is not empty: nobody shall be told that there is no workspace. */
    if (!dir || stat(dir, &first) < 0 || (S_ISDIR(first.st_mode) && access(dir, X_OK) < 0)) {
        int error = errno;
        free(dir);
        return store_system(err, error, _("cannot look for a workspace in %s"), start);
    }
    enum kp_status status = KP_NOT_FOUND;
    for (;;) {
        bool config = is_there(dir, "kamplan.json"), record = is_there(dir, ".git");
        /* Somebody may have deleted kamplan.json: our own folder says it, too. */
        if (record && (config || is_there(dir, ".git/kamplan"))) {
            kp_buf_adds(root, dir);
            status = KP_OK;
            break;
        }
        if (config && !stray)
            stray = kp_strndup(dir, strlen(dir));
        char *slash = strrchr(dir, '/');
        if (!slash || dir[1] == '\0')
            break;
        slash[slash == dir ? 1 : 0] = '\0';
        if (stat(dir, &here) < 0 || here.st_dev != first.st_dev)
            break;
    }
    if (status && stray)
        kp_err_set(err, status,
                   _("%s has a kamplan.json but no record of revisions; `kamplan init %s` makes a "
                     "workspace of it"),
                   stray, stray);
    else if (status)
        kp_err_set(err, status,
                   _("there is no workspace in %s or above it; `kamplan init` makes one, `kamplan "
                     "demo` one to try everything on"),
                   start);
    free(stray);
    free(dir);
    return status;
}

struct kp_workspace *store_new(const char *root)
{
    struct kp_workspace *ws = kp_alloc(sizeof *ws);
    ws->root = kp_strndup(root, strlen(root));
    ws->git_dir = store_join(root, ".git");
    ws->private = store_join(ws->git_dir, "kamplan");
    ws->root_fd = ws->lock_fd = -1;
    return ws;
}

enum kp_status store_state_check(struct kp_workspace *ws, struct kp_err *err)
{
    const char *what;
    switch (git_repository_state(ws->repo)) {
    case GIT_REPOSITORY_STATE_NONE: return KP_OK;
    case GIT_REPOSITORY_STATE_MERGE: what = _("bringing two people's work together"); break;
    case GIT_REPOSITORY_STATE_REVERT:
    case GIT_REPOSITORY_STATE_REVERT_SEQUENCE: what = _("taking back a revision"); break;
    case GIT_REPOSITORY_STATE_BISECT: what = _("searching through old revisions"); break;
    default: what = _("applying revisions again"); break;
    }
    return kp_err_set(
        err, KP_REFUSED,
        _("%s is in the middle of something begun with another program: %s; finish or "
          "abort it there first"),
        ws->root, what);
}

/* Asked before libgit2 is: it only says that it does not know the extension. */
static bool has_sha256(const struct kp_workspace *ws)
{
    struct kp_buf text = KP_BUF_INIT;
    git_config *config = NULL;
    git_buf format = GIT_BUF_INIT;
    char *path = store_join(ws->git_dir, "config");
    bool found = kp_fs_read(path, (size_t)1 << 20, &text, NULL) == KP_OK &&
                 strstr(text.data, "sha256") && git_config_open_ondisk(&config, path) == 0 &&
                 git_config_get_string_buf(&format, config, "extensions.objectformat") == 0 &&
                 strcasecmp(format.ptr, "sha256") == 0;
    free(path);
    git_buf_dispose(&format);
    git_config_free(config);
    kp_buf_release(&text);
    return found;
}

/* Why the record cannot be opened at all, found out by other ways than by opening it. */
static enum kp_status explain(struct kp_workspace *ws, struct kp_err *err)
{
    struct stat st;
    /* libgit2 says "not found", or that the exception somebody could have made is not there. */
    const git_error *last = git_error_last();
    bool asked = last && last->message && strstr(last->message, "safe.directory");
    if (asked || (stat(ws->git_dir, &st) == 0 && st.st_uid != geteuid()))
        return kp_err_set(err, KP_REFUSED,
                          _("the workspace %s belongs to another user of this computer; work as "
                            "that user, or on a copy of your own"),
                          ws->root);
    if (access(ws->git_dir, R_OK | X_OK) < 0)
        return store_system(err, errno, _("cannot read %s"), ws->git_dir);
    return KP_OK;
}

static enum kp_status open_record(struct kp_workspace *ws, struct kp_err *err)
{
    if (has_sha256(ws))
        return kp_err_set(err, KP_REFUSED,
                          _("the record of %s is kept in a format that this program cannot read "
                            "(SHA-256); make a workspace with `kamplan init` in a new folder"),
                          ws->root);
    enum kp_status status = store_repo_open(ws, err);
    if (status) {
        enum kp_status why = explain(ws, err);
        return why ? why : status;
    }
    if (git_repository_is_bare(ws->repo))
        return kp_err_set(
            err, KP_REFUSED,
            _("%s holds a record only and no files to work on; make a working copy of "
              "it and open that"),
            ws->root);
    char *files = realpath(git_repository_workdir(ws->repo), NULL);
    char *root = realpath(ws->root, NULL);
    bool same = files && root && strcmp(files, root) == 0;
    free(files);
    free(root);
    if (!same)
        return kp_err_set(err, KP_REFUSED,
                          _("the record in %s belongs to files in another folder; open that one"),
                          ws->root);
    return store_state_check(ws, err);
}

enum kp_status store_open(struct kp_workspace *ws, struct kp_err *err)
{
    struct stat st;
    if (lstat(ws->git_dir, &st) < 0) {
        if (errno != ENOENT)
            return store_system(err, errno, _("cannot read %s"), ws->root);
        if (is_there(ws->root, "HEAD") && is_there(ws->root, "objects"))
            return kp_err_set(err, KP_REFUSED,
                              _("%s holds a record only and no files to work on; make a working "
                                "copy of it and open that"),
                              ws->root);
        return kp_err_set(err, KP_NOT_FOUND,
                          _("there is no workspace in %s; `kamplan init` makes one"), ws->root);
    }
    if (!S_ISDIR(st.st_mode))
        return kp_err_set(err, KP_REFUSED,
                          _("%s has its record in another folder; open the workspace that it is a "
                            "part of"),
                          ws->root);
    ws->root_fd = open(ws->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (ws->root_fd < 0)
        return store_system(err, errno, _("cannot read %s"), ws->root);
    enum kp_status status = store_git_begin(err);
    if (status)
        return status;
    ws->git_begun = true;
    return open_record(ws, err);
}

enum kp_status kp_workspace_open(const char *root, struct kp_workspace **out, struct kp_err *err)
{
    git_oid tip;
    *out = NULL;
    char *path = realpath(root, NULL);
    if (!path)
        return store_system(err, errno, _("cannot open the workspace %s"), root);
    struct kp_workspace *ws = store_new(path);
    free(path);
    enum kp_status status = store_open(ws, err);
    /* Somebody died while writing, unless the lock is held: then he is at it. */
    if (status == KP_OK && store_mark_there(ws) && store_lock_try(ws)) {
        ws->lock_depth = 1;
        store_heal(ws);
        kp_workspace_unlock(ws);
    }
    if (status == KP_OK)
        status = store_head(ws, NULL, &tip, err);
    if (status == KP_OK && git_oid_is_zero(&tip))
        status = kp_err_set(err, KP_NOT_FOUND,
                            _("%s has no revision yet; `kamplan init %s` makes the first one"),
                            ws->root, ws->root);
    if (status)
        kp_workspace_close(ws);
    else
        *out = ws;
    return status;
}

void kp_workspace_close(struct kp_workspace *ws)
{
    if (!ws)
        return;
    store_history_free(ws->history);
    store_repo_close(ws);
    if (ws->git_begun)
        store_git_end();
    if (ws->root_fd >= 0)
        close(ws->root_fd);
    if (ws->lock_fd >= 0)
        close(ws->lock_fd);
    free(ws->root);
    free(ws->git_dir);
    free(ws->private);
    free(ws);
}

const char *kp_workspace_root(const struct kp_workspace *ws)
{
    return ws->root;
}

const char *kp_workspace_private(const struct kp_workspace *ws)
{
    store_dir_make(ws->private);
    return ws->private;
}
