// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_STORE_INTERNAL_H
#define KP_STORE_INTERNAL_H

/* What the files of this room share; nobody else includes it. Names begin with store_. */

#include "base/alloc.h"
#include "base/text.h"
#include "store/revision.h"
#include "store/workspace.h"

#include <git2.h>
#include <signal.h>
#include <sys/stat.h>

/* Larger files are nobody's answers; they are treated as edited by hand, and not read. */
#define STORE_FILE_MAX       ((size_t)64 << 20)
/* How long a write waits for other processes of this program, and for other programs' locks. */
#define STORE_WAIT_MS        10000
#define STORE_WAIT_OTHERS_MS 4000
/* A lock file that is older than this is nobody's any more. */
#define STORE_STALE_S        60

struct store_history;
struct store_trees;

struct kp_workspace {
    char *root;     /* absolute */
    char *git_dir;  /* root/.git */
    char *private;  /* root/.git/kamplan */
    int root_fd;    /* every file of the work tree is reached through it */
    int lock_fd;    /* -1 until it is needed */
    int lock_depth; /* nested kp_workspace_lock calls */
    bool git_begun;
    git_repository *repo;
    git_odb *odb;
    /* A record whose files could not be brought to the work tree yet: what they were before it. */
    bool behind;
    git_oid behind_base;
    struct store_history *history; /* NULL until it is asked for */
    struct store_trees *trees;     /* only while that grows */
};

/* --- errors (errors.c) --- */

/* As kp_err_system, with what would help where we know it. */
enum kp_status store_system(struct kp_err *err, int error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for a libgit2 call that returned `code`: KP_BUSY when something is locked or moved, else
 * KP_IO. */
enum kp_status store_git(struct kp_err *err, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* --- paths (path.c) --- */

/* KP_REFUSED unless `path` may be recorded: relative, UTF-8, nothing in it that any system takes
 * for .git. */
enum kp_status store_path_check(const char *path, struct kp_err *err);
/* Whether `name` is an account's slug. */
bool store_slug_valid(const char *name);
/* Whether `name` may stand in a journal's file name behind the account. */
bool store_session_id_valid(const char *name);
/* A new string `a/b`; free() it. */
char *store_join(const char *a, const char *b);

/* --- libgit2 and ids (git.c) --- */

enum kp_status store_git_begin(struct kp_err *err);
void store_git_end(void);
/* Opens ws->repo with its references synced and its objects not (they are synced together). */
enum kp_status store_repo_open(struct kp_workspace *ws, struct kp_err *err);
void store_repo_close(struct kp_workspace *ws);
enum kp_status store_rev_id(const struct kp_rev *rev, git_oid *out, struct kp_err *err);
struct kp_rev store_rev_from(const git_oid *id);
/* The branch that HEAD names (appended) and its commit; zero id while it has none. KP_REFUSED when
 * detached. */
enum kp_status store_head(struct kp_workspace *ws, struct kp_buf *branch, git_oid *tip,
                          struct kp_err *err);
enum kp_status store_ref_id(struct kp_workspace *ws, const char *name, git_oid *out,
                            struct kp_err *err);
enum kp_status store_commit(struct kp_workspace *ws, const git_oid *id, git_commit **out,
                            struct kp_err *err);
/* A commit may claim any 64-bit second; ours end with the year 9999. */
static inline int64_t store_time_clamp(int64_t seconds)
{
    const int64_t last = INT64_C(253402300799);
    return seconds > last ? last : seconds < -last ? -last : seconds;
}
enum kp_status store_signature(const struct kp_author *author, git_signature **out,
                               struct kp_err *err);

/* --- ids (ids.c) --- */

struct store_ids {
    git_oid *items;
    size_t count, cap;
};
void store_ids_add(struct store_ids *ids, const git_oid *id);

/* Ids, each once, in the order in which they came. */
struct store_set {
    struct store_ids ids;
    size_t *slots; /* index + 1 */
    size_t slot_count;
};
/* *index is where it is in set->ids; true when it was not there before. */
bool store_set_add(struct store_set *set, const git_oid *id, size_t *index);
/* The same without adding it: false when it is not there. */
bool store_set_find(const struct store_set *set, const git_oid *id, size_t *index);
void store_set_release(struct store_set *set);

/* --- trees (tree.c) --- */

struct store_entry {
    bool found;
    unsigned mode; /* as in the tree: 0100644, 0120000 (link), 040000 (directory) */
    git_oid id;
};

#define STORE_MODE_DIR 0040000u
static inline bool store_mode_is_file(unsigned mode)
{
    return (mode & 0170000u) == 0100000u;
}

/*
 * A tree's bytes are "mode SP name NUL id[20]" again and again: the entry at *at, which moves
 * behind it. false at the end, or when they are broken.
 */
bool store_tree_next(const char **at, const char *end, struct kp_str *name,
                     struct store_entry *out);
/* The entry `name` (len bytes) of a tree, read from its raw bytes: no parsing of its other entries.
 */
enum kp_status store_tree_entry(struct kp_workspace *ws, const git_oid *tree, const char *name,
                                size_t len, struct store_entry *out, struct kp_err *err);
/* The entry at a path below `tree`; "" is the tree itself. Not found when a directory is missing or
 * is a file or link. */
enum kp_status store_tree_path(struct kp_workspace *ws, const git_oid *tree, const char *path,
                               struct store_entry *out, struct kp_err *err);

/* --- a file that a revision changes (worktree.c) --- */

struct store_file {
    const char *path;
    git_oid old_id;    /* what is recorded so far; zero: nothing */
    git_oid new_id;    /* what is recorded now; zero: removed */
    git_oid old_index; /* what the index may hold and we may replace; mostly old_id */
    struct kp_str bytes;
    char temp[24];  /* name under .git/kamplan/new; "" none */
    bool staged;    /* somebody put something else into the index: all of it stays */
    bool left;      /* somebody edited the file in the work tree: it stays */
    bool put;       /* the work tree holds new_id now */
    struct stat st; /* of the file in the work tree, when put */
};

enum store_look_kind { STORE_ABSENT, STORE_FILE, STORE_OTHER };
struct store_look {
    enum store_look_kind kind;
    git_oid id; /* STORE_FILE: of its content; zero when it could not be read or is too large */
    struct stat st;
};

/* What stands at a path of the work tree; links are never followed, in any part of it. */
void store_look(struct kp_workspace *ws, const char *path, struct store_look *out);
/* Writes the new bytes beside the record, ready to be renamed, and makes the directories they go
 * to. */
enum kp_status store_files_prepare(struct kp_workspace *ws, struct store_file *files, size_t count,
                                   struct kp_err *err);
/* Renames them to their places, or removes what is to go; a file that is neither old nor new is
 * left. */
enum kp_status store_files_bring(struct kp_workspace *ws, struct store_file *files, size_t count,
                                 struct kp_err *err);
/* Empties .git/kamplan/new. */
void store_files_clear(struct kp_workspace *ws);
/* After a record that did not happen: the empty folders that were made for it go. */
void store_files_undo(struct kp_workspace *ws, const struct store_file *files, size_t count);
bool store_dir_make(const char *path); /* mode 0700; true when it is there */

/* --- the index (index.c) --- */

struct store_index {
    git_index *index;
    char *lock; /* .git/index.lock, held since store_index_begin; NULL: not held */
    char *copy;
};

/* Takes .git/index.lock as git does, and a copy of the index to work on. KP_BUSY when it is taken.
 */
enum kp_status store_index_begin(struct kp_workspace *ws, struct store_index *index,
                                 struct kp_err *err);
/* Marks the files of which the index holds neither old_index nor new_id: staged and left. */
void store_index_check(const struct store_index *index, struct store_file *files, size_t count);
/* Brings the entries of the files that are not staged to new_id, and puts the index in its place.
 */
enum kp_status store_index_write(struct kp_workspace *ws, struct store_index *index,
                                 const struct store_file *files, size_t count, struct kp_err *err);
void store_index_end(struct store_index *index);

/* --- the lock's other half (heal.c) --- */

/* Says on disk that a record begins on top of `base` (zero: none), so that a later process knows
 * what this one left behind. */
enum kp_status store_mark_begin(struct kp_workspace *ws, const git_oid *base, struct kp_err *err);
void store_mark_end(struct kp_workspace *ws);
bool store_mark_there(const struct kp_workspace *ws);
/* With the lock held: clears what a dead process left behind and finishes what it had begun. */
void store_heal(struct kp_workspace *ws);
/* Work tree and index of `files`, all of it: what nobody edited or staged becomes as it is
 * recorded. */
enum kp_status store_files_settle(struct kp_workspace *ws, struct store_file *files, size_t count,
                                  struct kp_err *err);
/* The files that differ between two commits, as store_file with bytes in `arena`. */
enum kp_status store_diff_files(struct kp_workspace *ws, const git_oid *from, const git_oid *to,
                                struct kp_arena *arena, struct store_file **out, size_t *count,
                                struct kp_err *err);
/* Calls `each` for lock files of git that exist: absolute path and stat. */
void store_locks_each(const struct kp_workspace *ws,
                      void (*each)(void *context, const char *path, const struct stat *st),
                      void *context);
/* The same for temporary files below .git. */
void store_temps_each(const struct kp_workspace *ws,
                      void (*each)(void *context, const char *path, const struct stat *st),
                      void *context);

/* --- the lock (lock.c) --- */

/* Takes the flock if it is free. false: somebody holds it, or the disk cannot be written. */
bool store_lock_try(struct kp_workspace *ws);
void store_sleep(int ms);
/* Blocks every signal that can wait; store_signals_restore puts the mask back. */
void store_signals_block(sigset_t *old);
void store_signals_restore(const sigset_t *old);

/* --- to disk (sync.c) --- */

int store_fsync(int fd);
int store_fdatasync(int fd);
/* Puts the objects (and all they need) on disk. `sync_fd` is any file of that disk, opened before
 * they were written. */
enum kp_status store_objects_sync(struct kp_workspace *ws, int sync_fd, const struct store_ids *ids,
                                  struct kp_err *err);
/* Reads each object back and compares it with its id: libgit2 reports success on a full disk. */
enum kp_status store_objects_verify(struct kp_workspace *ws, const struct store_ids *ids,
                                    struct kp_err *err);

/* --- publishing (publish.c) --- */

struct store_writer {
    struct kp_workspace *ws;
    struct store_ids ids;
    int sync_fd;
};
enum kp_status store_writer_begin(struct store_writer *writer, struct kp_workspace *ws,
                                  struct kp_err *err);
void store_writer_end(struct store_writer *writer);
enum kp_status store_write_blob(struct store_writer *writer, struct kp_str bytes, git_oid *out,
                                struct kp_err *err);
/* `base` (NULL: nothing) with the changes of `files`, which are sorted by path. */
enum kp_status store_write_tree(struct store_writer *writer, const git_oid *base,
                                const struct store_file *files, size_t count, git_oid *out,
                                struct kp_err *err);
enum kp_status store_write_commit(struct store_writer *writer, const git_oid *tree,
                                  const git_oid *parent, const char *message,
                                  const struct kp_author *author, git_oid *out, struct kp_err *err);
/*
 * Objects to disk, read back, then the reference from `old` (zero: none) to `commit`, read back.
 * KP_BUSY when it moved or is locked: nothing happened. *stands says whether the reference names
 * `commit` now, whatever is returned.
 */
enum kp_status store_publish(struct store_writer *writer, const char *reference, const git_oid *old,
                             const git_oid *commit, const char *log_message, bool *stands,
                             struct kp_err *err);

/* A handle with nothing open; `root` is absolute. */
struct kp_workspace *store_new(const char *root);
/* Opens the files and the record; KP_REFUSED with the reason when it is one that we do not work on.
 */
enum kp_status store_open(struct kp_workspace *ws, struct kp_err *err);
/* KP_REFUSED while a merge or the like is under way. */
enum kp_status store_state_check(struct kp_workspace *ws, struct kp_err *err);

#endif
