// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_STORE_HISTORY_INTERNAL_H
#define KP_STORE_HISTORY_INTERNAL_H

/* What the files of the history of plans share. */

#include "store/history.h"
#include "store/store_internal.h"

/* --- comparing trees (history_tree.c) --- */

bool store_entry_same(const struct store_entry *a, const struct store_entry *b);

/* The raw bytes of a tree; none when the entry is missing or no folder. Free `*out`. */
enum kp_status store_tree_bytes(struct kp_workspace *ws, const struct store_entry *tree,
                                git_odb_object **out, struct kp_str *bytes, struct kp_err *err);

/* Between these two, trees that were read are remembered. */
void store_trees_begin(struct kp_workspace *ws);
void store_trees_end(struct kp_workspace *ws);

struct store_tree_change {
    struct kp_str name; /* in the bytes that were compared */
    struct store_entry old, new;
};
struct store_tree_diff {
    struct store_tree_change *items; /* by name; free() it */
    size_t count, cap;
};
/* The entries that differ between two trees' raw bytes; replaces what was in `diff`. */
void store_tree_diff(struct store_tree_diff *diff, struct kp_str old, struct kp_str new);

struct store_plan_file {
    size_t path; /* where it begins in names; NUL behind it */
    bool there;  /* a file; else it is gone, or a link or the like stands there */
    git_oid id;
};
struct store_plan_files {
    struct store_plan_file *items;
    size_t count, cap;
    struct kp_buf names; /* KP_BUF_INIT before the first use */
};
/* The files that differ between two states of a plan's directory; replaces what was in `out`. */
enum kp_status store_plan_compare(struct kp_workspace *ws, const struct store_entry *old,
                                  const struct store_entry *new, struct store_plan_files *out,
                                  struct kp_err *err);
/* The same for the outside, by path; paths live in `files`; free() it. */
struct kp_rev_file *store_plan_files_list(const struct store_plan_files *files);
void store_plan_files_release(struct store_plan_files *files);

/* --- the index's file (history_file.c) --- */

/* A record of the file: where it stands, and what it must be. Offset 0: none. */
struct history_ref {
    uint64_t sum, offset;
    uint32_t len;
};

struct history_top {
    struct history_ref state;
    git_oid tip;     /* the revision that the state is complete for */
    uint64_t bounds; /* of what it was made from: see history_index.c */
};

struct history_file {
    int fd;                /* -1: there is none */
    uint64_t number;       /* of the slot that was read; 0: none */
    uint64_t stamp;        /* and of the state in it */
    uint64_t end;          /* where `pending` will stand */
    struct kp_buf pending; /* records that are not in the file yet, and may never be */
    struct history_top top;
    bool anew; /* what is in the file counts for nothing */
};

uint64_t store_sum(uint64_t seed, const void *data, size_t len);

/* Never fails: without a file, or with a damaged one, it is empty. */
void store_history_file_open(struct history_file *file, const char *path);
void store_history_file_close(struct history_file *file);
/* Empty, and the next save replaces what is there. */
void store_history_file_restart(struct history_file *file);
/* Whether somebody saved since it was opened. */
bool store_history_file_moved(const struct history_file *file, const char *path);
struct history_ref store_history_file_add(struct history_file *file, struct kp_str record);
/* false: damaged. */
bool store_history_file_read(const struct history_file *file, const struct history_ref *ref,
                             struct kp_buf *out);
/* What is pending to the file, unless somebody else writes or wrote there, or it cannot be had. */
void store_history_file_save(struct history_file *file, const char *path,
                             const struct history_top *top);

void store_put_u32(struct kp_buf *out, uint32_t value);
void store_put_u64(struct kp_buf *out, uint64_t value);
void store_put_id(struct kp_buf *out, const git_oid *id);
void store_put_text(struct kp_buf *out, struct kp_str text);
void store_put_ref(struct kp_buf *out, const struct history_ref *ref);

/* Reading past the end gives zeros and sets `bad`. */
struct history_reader {
    struct kp_str rest;
    bool bad;
};
uint32_t store_take_u32(struct history_reader *in);
uint64_t store_take_u64(struct history_reader *in);
void store_take_id(struct history_reader *in, git_oid *out);
struct kp_str store_take_text(struct history_reader *in);
void store_take_ref(struct history_reader *in, struct history_ref *out);

/* --- the index (history_index.c, history_grow.c) --- */

/* A state of a plan and the revision that made it. Later ones refer to it. */
struct history_node {
    git_oid id;
    int64_t time, at; /* seconds: when it was put in the record, when it was made */
    int32_t offset;
    char cycle[8];
    struct store_entry state; /* the plan's directory */
    uint32_t parent_count;    /* at least 1 */
    struct history_reader parents;
};
/* One of the states that a node came from, read one after the other from node->parents. */
struct history_parent {
    struct history_ref ref; /* offset 0: before the plan was there */
    bool same;              /* the directory is as it was there */
    uint32_t file_count;
    struct history_reader files;
};
struct history_change {
    struct kp_str path;
    bool there;
    git_oid id;
};
bool store_node_read(struct kp_str record, struct history_node *out);
bool store_node_parent(struct history_node *node, struct history_parent *out);
bool store_node_file(struct history_parent *parent, struct history_change *out);

struct history_plan {
    char *dir;
    struct history_ref head; /* at the revision `at` of the index */
    struct history_ref base; /* in the base of the state that was saved last */
};

/* A revision made this plan's state `node`. */
struct history_touch {
    uint32_t plan;
    struct history_ref node;
};

/* A revision: its parents and touches stand in the arrays of those, from *_first on. */
struct history_commit {
    int64_t at;
    size_t parent_first, touch_first;
    uint32_t parent_count, touch_count;
};

#define HISTORY_NONE SIZE_MAX /* before the first revision */

struct store_history {
    char *path;
    struct history_file file;
    uint64_t bounds;
    struct history_plan *plans;
    size_t plan_count, plan_cap;
    struct history_ref base;
    size_t base_count;
    struct history_ref last_chunk;
    size_t saved; /* revisions in the file */
    size_t at;    /* which revision's heads the plans have */
    git_oid at_id;

    /* Only when it is needed: every revision, parents first. */
    bool table;
    struct store_set ids;
    struct store_set dirs; /* index for index the plans, by the hash of their dir */
    struct history_commit *commits;
    size_t commit_count, commit_cap;
    size_t *parents;
    size_t parent_count, parent_cap;
    struct history_touch *touches;
    size_t touch_count, touch_cap;
    struct history_ref *chunks;
    size_t chunk_count, chunk_cap;
    struct kp_buf scratch;
};

/* Opens the index; never fails: it may be empty. */
struct store_history *store_history_open(struct kp_workspace *ws);
void store_history_free(struct store_history *history);
/* Forgets everything, and what is in the file. */
void store_history_restart(struct store_history *history);
/* All revisions into memory; false: damaged. */
bool store_history_load(struct store_history *history);
/* The plans' heads as of `at`, a revision in the table. false: damaged. */
bool store_history_move(struct store_history *history, size_t at);
size_t store_history_parent(const struct store_history *history, size_t commit);
/* The plan of a directory, made when it is met for the first time. Needs the table. */
size_t store_history_plan(struct store_history *history, struct kp_str dir);
/* The head of a plan as of a revision; offset 0: it was not there. false: damaged. */
bool store_history_head(struct store_history *history, const git_oid *from, const char *dir,
                        struct history_ref *out);
/* The same by numbers; needs the table. */
struct history_ref store_history_head_at(const struct store_history *history, size_t commit,
                                         size_t plan);
/* To the file, complete for the revision `tip`. */
void store_history_save(struct store_history *history, size_t tip);

/*
 * Meets `target` and all that it builds on. KP_INVALID without a message: the index is damaged. Needs the
 * table.
 */
enum kp_status store_history_grow(struct store_history *history, struct kp_workspace *ws,
                                  const git_oid *target, struct kp_err *err);

/* The trailer "Cycle:" of a message, "" when it is none. */
void store_message_cycle(struct kp_str message, char out[8]);

/* --- the walks (history.c, walk.c) --- */

/*
 * Calls `each` for the revisions that changed the plan or the file of it, newest first. *given says
 * whether the index could answer; when not, nothing was called, and the slow walk must.
 */
struct history_found {
    const struct history_node *node;
    struct history_parent parent; /* what it is compared with: the first */
};
enum kp_status store_history_each(struct kp_workspace *ws, const struct kp_rev *from,
                                  const char *dir, const char *file, bool *given,
                                  enum kp_status (*each)(void *context,
                                                         const struct history_found *found,
                                                         bool *stop, struct kp_err *err),
                                  void *context, struct kp_err *err);
/* kp_revision_walk without the index. */
enum kp_status
store_walk_slowly(struct kp_workspace *ws, const struct kp_rev *from, const char *path,
                  enum kp_status (*each)(void *context, const struct kp_rev_info *info, bool *stop,
                                         struct kp_err *err),
                  void *context, struct kp_err *err);
/* Splits a path into a plan's directory and what is below it; false when it is in no plan. */
bool store_plan_path(const char *path, size_t *dir_len, const char **below);

#endif
