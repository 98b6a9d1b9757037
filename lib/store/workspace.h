// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_STORE_WORKSPACE_H
#define KP_STORE_WORKSPACE_H

/*
 * A workspace: a directory with kamplan.json whose history this program keeps (a git
 * repository, SHA-1, one work tree). This room knows paths and bytes, not questions.
 * One handle per thread. Messages never use git's words.
 */

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

struct kp_workspace;

/*
 * Looks for kamplan.json beside a .git from `start` (a directory) upwards, not crossing into
 * directories of another file system; appends the root. Needs no libgit2. KP_NOT_FOUND says how
 * to make a workspace.
 */
enum kp_status kp_workspace_find(const char *start, struct kp_buf *root, struct kp_err *err);

/*
 * Opens the workspace at `root`: refuses (with what would help) a directory that is no repository,
 * another owner's, a bare one, SHA-256 objects, a detached head, a merge or rebase under way.
 * Clears locks that a killed process left behind when our own lock proves them stale. An unborn
 * branch is repaired only by kp_workspace_init.
 */
enum kp_status kp_workspace_open(const char *root, struct kp_workspace **out, struct kp_err *err);
void kp_workspace_close(struct kp_workspace *workspace);

const char *kp_workspace_root(const struct kp_workspace *workspace);

/* The directory for this program's own files that are never recorded: .git/kamplan (made when needed, mode 0700). */
const char *kp_workspace_private(const struct kp_workspace *workspace);

/* A file of a revision to be made. */
struct kp_change {
    const char
        *path; /* relative to the root, '/' between, checked: no "..", no ".git", no empty part */
    struct kp_str bytes; /* the new content */
    bool remove;         /* instead: the file goes */
};

/* Who makes a revision, and when. */
struct kp_author {
    const char *id; /* a person's id p-…, or "kamplan" when nobody is named; never a name */
    int64_t at;     /* milliseconds since 1970; the zone is the process's */
};

/*
 * Makes a workspace at `dir` (made when missing; may hold files already, which are left alone, but not a
 * workspace: KP_EXISTS) with its first revision of `changes`. Uses an existing repository when there is one
 * at `dir` itself.
 */
enum kp_status kp_workspace_init(const char *dir, const struct kp_change *changes, size_t count,
                                 const struct kp_author *author, struct kp_workspace **out,
                                 struct kp_err *err);

/*
 * The lock held around every write, across processes (flock on .git/kamplan/lock); waits up to
 * `wait_ms`, then KP_BUSY. Calls nest.
 */
enum kp_status kp_workspace_lock(struct kp_workspace *workspace, int wait_ms, struct kp_err *err);
void kp_workspace_unlock(struct kp_workspace *workspace);

/*
 * Holds an account for a session: at most one process at a time. `who` is shown to the second one,
 * who gets KP_BUSY with a message that names it and since when. Released by kp_account_release or the process's end.
 */
struct kp_hold;
enum kp_status kp_account_hold(struct kp_workspace *workspace, const char *account, const char *who,
                               struct kp_hold **out, struct kp_err *err);
void kp_account_release(struct kp_hold *hold);

#endif
