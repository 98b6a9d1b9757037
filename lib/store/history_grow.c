// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/date.h"
#include "store/history_internal.h"

#include <stdlib.h>
#include <string.h>

/* A revision that is met for the first time. */
struct fresh {
    git_oid id, tree;
    int64_t time, at;
    int32_t offset;
    char cycle[8];
    struct store_ids parents; /* those that there are */
    size_t next;              /* the parent to be looked at */
};

/* A plan's directory that a revision changed against its first parent. */
struct changed {
    size_t plan;
    struct store_entry old, new;
};

struct growing {
    struct store_history *history;
    struct kp_workspace *ws;
    bool shallow;
    struct fresh *stack;
    size_t depth, cap;
    struct changed *changed;
    size_t changed_count, changed_cap;
    struct store_tree_diff roots, accounts;
    struct store_plan_files files;
    struct kp_buf record, list, old_node;
    size_t last; /* the revision that was read last, and its tree */
    git_oid last_tree;
};

/* --- meeting revisions, parents first --- */

void store_message_cycle(struct kp_str message, char out[8])
{
    struct kp_str text = kp_message_trailer(message, "Cycle");
    struct kp_cycle cycle;
    memset(out, 0, 8);
    if (text.len == 6 && kp_cycle_read(text, &cycle, NULL) == KP_OK) {
        memcpy(out, text.data, text.len);
        out[4] = 'H'; /* somebody may have written it by hand */
    }
}

static enum kp_status missing(struct kp_err *err)
{
    return kp_err_set(err, KP_IO, _("an older revision is missing; `kamplan doctor` says more"));
}

static enum kp_status push(struct growing *growing, const git_oid *id, struct kp_err *err)
{
    git_commit *commit = NULL;
    enum kp_status status = store_commit(growing->ws, id, &commit, err);
    if (status)
        return status;
    growing->stack = kp_grow(growing->stack, growing->depth, &growing->cap, sizeof *growing->stack);
    struct fresh *fresh = &growing->stack[growing->depth++];
    const git_signature *author = git_commit_author(commit);
    memset(fresh, 0, sizeof *fresh);
    fresh->id = *id;
    fresh->tree = *git_commit_tree_id(commit);
    fresh->time = store_time_clamp(git_commit_time(commit));
    fresh->at = store_time_clamp(author->when.time);
    fresh->offset = author->when.offset;
    const char *message = git_commit_message(commit);
    store_message_cycle(kp_str_from(message), fresh->cycle);
    for (unsigned i = 0; i < git_commit_parentcount(commit); i++)
        store_ids_add(&fresh->parents, git_commit_parent_id(commit, i));
    git_commit_free(commit);
    return KP_OK;
}

/* A parent that a shallow copy has not is none. */
static void drop_parent(struct fresh *fresh)
{
    fresh->next--;
    fresh->parents.count--;
    memmove(&fresh->parents.items[fresh->next], &fresh->parents.items[fresh->next + 1],
            (fresh->parents.count - fresh->next) * sizeof *fresh->parents.items);
}

/* --- what a revision changed --- */

static enum kp_status tree_of(struct growing *growing, size_t commit, struct store_entry *out,
                              struct kp_err *err)
{
    *out = (struct store_entry){.found = false};
    if (commit == HISTORY_NONE)
        return KP_OK;
    *out = (struct store_entry){true, STORE_MODE_DIR, growing->last_tree};
    if (commit == growing->last)
        return KP_OK;
    git_commit *object = NULL;
    enum kp_status status =
        store_commit(growing->ws, &growing->history->ids.ids.items[commit], &object, err);
    if (status == KP_OK)
        out->id = *git_commit_tree_id(object);
    git_commit_free(object);
    return status;
}

static void add_changed(struct growing *growing, struct kp_str dir, const struct store_entry *old,
                        const struct store_entry *new)
{
    size_t plan = store_history_plan(growing->history, dir);
    growing->changed = kp_grow(growing->changed, growing->changed_count, &growing->changed_cap,
                               sizeof *growing->changed);
    growing->changed[growing->changed_count++] = (struct changed){plan, *old, *new};
}

static enum kp_status diff_trees(struct kp_workspace *ws, const struct store_entry *old,
                                 const struct store_entry *new, git_odb_object *objects[2],
                                 struct store_tree_diff *out, struct kp_err *err)
{
    struct kp_str old_bytes, new_bytes;
    objects[1] = NULL;
    enum kp_status status = store_tree_bytes(ws, old, &objects[0], &old_bytes, err);
    if (status == KP_OK)
        status = store_tree_bytes(ws, new, &objects[1], &new_bytes, err);
    if (status == KP_OK)
        store_tree_diff(out, old_bytes, new_bytes);
    return status;
}

static enum kp_status diff_accounts(struct growing *growing, const struct store_entry *old,
                                    const struct store_entry *new, struct kp_err *err)
{
    git_odb_object *objects[2] = {NULL, NULL};
    struct kp_buf dir = KP_BUF_INIT;
    enum kp_status status = diff_trees(growing->ws, old, new, objects, &growing->accounts, err);
    for (size_t i = 0; i < growing->accounts.count && status == KP_OK; i++) {
        const struct store_tree_change *change = &growing->accounts.items[i];
        kp_buf_clear(&dir);
        kp_buf_adds(&dir, "accounts/");
        kp_buf_add(&dir, change->name);
        add_changed(growing, kp_buf_str(&dir), &change->old, &change->new);
    }
    kp_buf_release(&dir);
    git_odb_object_free(objects[0]);
    git_odb_object_free(objects[1]);
    return status;
}

static enum kp_status find_changed(struct growing *growing, size_t parent, const git_oid *tree,
                                   struct kp_err *err)
{
    git_odb_object *objects[2] = {NULL, NULL};
    struct store_entry old, new = {true, STORE_MODE_DIR, *tree};
    growing->changed_count = 0;
    enum kp_status status = tree_of(growing, parent, &old, err);
    if (status == KP_OK && !store_entry_same(&old, &new))
        status = diff_trees(growing->ws, &old, &new, objects, &growing->roots, err);
    else
        growing->roots.count = 0;
    for (size_t i = 0; i < growing->roots.count && status == KP_OK; i++) {
        const struct store_tree_change *change = &growing->roots.items[i];
        if (kp_str_is(change->name, "program"))
            add_changed(growing, change->name, &change->old, &change->new);
        else if (kp_str_is(change->name, "accounts"))
            status = diff_accounts(growing, &change->old, &change->new, err);
    }
    git_odb_object_free(objects[0]);
    git_odb_object_free(objects[1]);
    return status;
}

/* --- nodes --- */

/* The state that a head stands for. KP_INVALID without a message: damaged. */
static enum kp_status state_of(struct growing *growing, const struct history_ref *head,
                               struct store_entry *out)
{
    struct history_node node;
    memset(out, 0, sizeof *out);
    if (!head->offset)
        return KP_OK;
    if (!store_history_file_read(&growing->history->file, head, &growing->old_node) ||
        !store_node_read(kp_buf_str(&growing->old_node), &node))
        return KP_INVALID;
    *out = node.state;
    return KP_OK;
}

static enum kp_status put_parent(struct growing *growing, const struct history_ref *head,
                                 const struct store_entry *old, const struct store_entry *new,
                                 struct kp_err *err)
{
    struct kp_buf *list = &growing->list;
    enum kp_status status = store_plan_compare(growing->ws, old, new, &growing->files, err);
    if (status)
        return status;
    kp_buf_clear(list);
    for (size_t i = 0; i < growing->files.count; i++) {
        const struct store_plan_file *file = &growing->files.items[i];
        store_put_text(list, kp_str_from(growing->files.names.data + file->path));
        store_put_u32(list, file->there);
        if (file->there)
            store_put_id(list, &file->id);
    }
    store_put_ref(&growing->record, head);
    store_put_u32(&growing->record, store_entry_same(old, new));
    store_put_u32(&growing->record, (uint32_t)growing->files.count);
    store_put_text(&growing->record, kp_buf_str(list));
    return KP_OK;
}

static bool same_head(const struct history_ref *a, const struct history_ref *b)
{
    return a->offset == b->offset;
}

/* A node for `plan`, whose heads in the parents are heads[0..count); it becomes its head. */
static enum kp_status put_node(struct growing *growing, const struct fresh *fresh, size_t plan,
                               const struct store_entry *new, const struct history_ref *heads,
                               size_t count, struct kp_err *err)
{
    struct store_history *history = growing->history;
    struct kp_buf *out = &growing->record;
    enum kp_status status = KP_OK;
    uint32_t different = 0;
    kp_buf_clear(out);
    store_put_id(out, &fresh->id);
    store_put_u64(out, (uint64_t)fresh->time);
    store_put_u64(out, (uint64_t)fresh->at);
    store_put_u32(out, (uint32_t)fresh->offset);
    store_put_text(out, kp_str_from(fresh->cycle));
    store_put_u32(out, new->found ? new->mode : 0);
    store_put_id(out, &new->id);
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1)
            store_put_u32(out, different);
        for (size_t i = 0; i < count && status == KP_OK; i++) {
            struct store_entry old;
            size_t k = 0;
            while (k < i && !same_head(&heads[k], &heads[i]))
                k++;
            if (k < i)
                continue; /* the same line of this plan */
            if (pass == 0) {
                different++;
                continue;
            }
            status = state_of(growing, &heads[i], &old);
            if (status == KP_OK)
                status = put_parent(growing, &heads[i], &old, new, err);
        }
    }
    if (status)
        return status;
    struct history_ref node = store_history_file_add(&history->file, kp_buf_str(out));
    history->plans[plan].head = node;
    history->touches = kp_grow(history->touches, history->touch_count, &history->touch_cap,
                               sizeof *history->touches);
    history->touches[history->touch_count++] = (struct history_touch){(uint32_t)plan, node};
    return KP_OK;
}

static enum kp_status put_nodes(struct growing *growing, const struct fresh *fresh,
                                const size_t *parents, size_t count, struct kp_err *err)
{
    struct store_history *history = growing->history;
    size_t first = count ? parents[0] : HISTORY_NONE;
    if (!store_history_move(history, first))
        return KP_INVALID;
    /*
     * Where a plan is as in the first parent git follows that one, for the plan and for each file of it:
     * there is nothing to be said about the others.
     */
    enum kp_status status = find_changed(growing, first, &fresh->tree, err);
    struct history_ref *heads = kp_alloc((count + 1) * sizeof *heads);
    for (size_t i = 0; i < growing->changed_count && status == KP_OK; i++) {
        const struct changed *changed = &growing->changed[i];
        heads[0] = history->plans[changed->plan].head;
        for (size_t k = 1; k < count; k++)
            heads[k] = store_history_head_at(history, parents[k], changed->plan);
        status =
            put_node(growing, fresh, changed->plan, &changed->new, heads, count ? count : 1, err);
    }
    free(heads);
    return status;
}

static enum kp_status meet(struct growing *growing, const struct fresh *fresh, struct kp_err *err)
{
    struct store_history *history = growing->history;
    size_t count = fresh->parents.count, seq;
    size_t *parents = kp_alloc((count + 1) * sizeof *parents);
    size_t touch_first = history->touch_count;
    for (size_t i = 0; i < count; i++)
        store_set_find(&history->ids, &fresh->parents.items[i], &parents[i]);
    enum kp_status status = put_nodes(growing, fresh, parents, count, err);
    if (status) {
        free(parents);
        return status;
    }
    history->commits = kp_grow(history->commits, history->commit_count, &history->commit_cap,
                               sizeof *history->commits);
    history->commits[history->commit_count++] = (struct history_commit){
        .at = fresh->at,
        .parent_first = history->parent_count,
        .parent_count = (uint32_t)count,
        .touch_first = touch_first,
        .touch_count = (uint32_t)(history->touch_count - touch_first),
    };
    for (size_t i = 0; i < count; i++) {
        history->parents = kp_grow(history->parents, history->parent_count, &history->parent_cap,
                                   sizeof *history->parents);
        history->parents[history->parent_count++] = parents[i];
    }
    store_set_add(&history->ids, &fresh->id, &seq);
    history->at = growing->last = seq;
    history->at_id = fresh->id;
    growing->last_tree = fresh->tree;
    free(parents);
    return KP_OK;
}

static enum kp_status grow(struct growing *growing, const git_oid *target, struct kp_err *err)
{
    size_t seq;
    enum kp_status status = push(growing, target, err);
    while (status == KP_OK && growing->depth) {
        struct fresh *top = &growing->stack[growing->depth - 1];
        if (top->next < top->parents.count) {
            git_oid parent = top->parents.items[top->next++];
            if (store_set_find(&growing->history->ids, &parent, &seq))
                continue;
            status = push(growing, &parent, err);
            if (status == KP_NOT_FOUND && growing->shallow) {
                drop_parent(top);
                status = KP_OK;
            } else if (status == KP_NOT_FOUND) {
                status = missing(err);
            }
            continue;
        }
        status = meet(growing, top, err);
        free(top->parents.items);
        growing->depth--;
    }
    return status;
}

enum kp_status store_history_grow(struct store_history *history, struct kp_workspace *ws,
                                  const git_oid *target, struct kp_err *err)
{
    struct growing growing = {
        .history = history,
        .ws = ws,
        .shallow = git_repository_is_shallow(ws->repo) == 1,
        .files.names = KP_BUF_INIT,
        .record = KP_BUF_INIT,
        .list = KP_BUF_INIT,
        .old_node = KP_BUF_INIT,
        .last = HISTORY_NONE,
    };
    store_trees_begin(ws);
    enum kp_status status = grow(&growing, target, err);
    store_trees_end(ws);
    while (growing.depth)
        free(growing.stack[--growing.depth].parents.items);
    free(growing.stack);
    free(growing.changed);
    free(growing.roots.items);
    free(growing.accounts.items);
    store_plan_files_release(&growing.files);
    kp_buf_release(&growing.record);
    kp_buf_release(&growing.list);
    kp_buf_release(&growing.old_node);
    return status;
}
