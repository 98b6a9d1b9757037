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

#endif
