// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/history_internal.h"

#include <stdlib.h>
#include <string.h>

/*
 * Walks back from a revision as `git log -- path` does: a revision counts when its entry at the path
 * differs from its parent's; where two lines came together, only a line that has the same entry is
 * followed, if there is one. Newest first, and a revision never before one that builds on it.
 *
 * The paths of plans are answered by the index (history.c) where it can; this walk is for all others, and
 * what the index is measured by.
 *
 * Along one line each revision is given as soon as it is read, so that the newest few cost little.
 * Where several lines run side by side, reading runs ahead by what their makers' clocks may differ.
 */
#define CLOCKS_DIFFER_S 86400

struct node {
    git_commit *commit; /* until it has been given */
    int64_t time;
    struct store_entry entry;
    size_t *parents; /* those that are followed */
    size_t parent_count;
    size_t children; /* that were read and not given yet */
    bool queued, read, given, counts, missing;
};

/* The last answer for each part of the path: neighbours mostly share their directories. */
struct level {
    struct kp_str part;
    git_oid tree;
    struct store_entry entry;
    bool known;
};

struct heap {
    size_t *items;
    size_t count, cap;
};

struct walk {
    struct kp_workspace *ws;
    bool all, shallow;
    struct level *levels;
    size_t level_count, level_cap;
    struct store_set ids; /* index for index the ids of nodes */
    struct node *nodes;
    size_t count, cap;
    struct heap waiting; /* to be read */
    struct heap ready;   /* read, and nothing known builds on it; asked again when it is taken */
    size_t pending;      /* read and not given */
};

/* Newer first; of the same second, the one that was met first. */
static bool before(const struct walk *walk, size_t a, size_t b)
{
    int64_t x = walk->nodes[a].time, y = walk->nodes[b].time;
    return x != y ? x > y : a < b;
}

static void heap_push(const struct walk *walk, struct heap *heap, size_t node)
{
    heap->items = kp_grow(heap->items, heap->count, &heap->cap, sizeof *heap->items);
    size_t at = heap->count++;
    for (; at > 0 && before(walk, node, heap->items[(at - 1) / 2]); at = (at - 1) / 2)
        heap->items[at] = heap->items[(at - 1) / 2];
    heap->items[at] = node;
}

static size_t heap_pop(const struct walk *walk, struct heap *heap)
{
    size_t top = heap->items[0], last = heap->items[--heap->count], at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= heap->count)
            break;
        if (child + 1 < heap->count && before(walk, heap->items[child + 1], heap->items[child]))
            child++;
        if (!before(walk, heap->items[child], last))
            break;
        heap->items[at] = heap->items[child];
        at = child;
    }
    heap->items[at] = last;
    return top;
}

static void split_path(struct walk *walk, const char *path)
{
    struct kp_str rest = kp_str_from(path);
    walk->all = rest.len == 0;
    while (rest.len) {
        walk->levels =
            kp_grow(walk->levels, walk->level_count, &walk->level_cap, sizeof *walk->levels);
        struct level *level = &walk->levels[walk->level_count++];
        memset(level, 0, sizeof *level);
        level->part = kp_str_split(&rest, '/');
    }
}

static enum kp_status look_up(struct walk *walk, const git_oid *root, struct store_entry *out,
                              struct kp_err *err)
{
    *out = (struct store_entry){true, STORE_MODE_DIR, *root};
    for (size_t i = 0; i < walk->level_count && out->found; i++) {
        struct level *level = &walk->levels[i];
        if (out->mode != STORE_MODE_DIR) {
            memset(out, 0, sizeof *out);
            break;
        }
        if (!level->known || !git_oid_equal(&level->tree, &out->id)) {
            level->known = false;
            enum kp_status status = store_tree_entry(walk->ws, &out->id, level->part.data,
                                                     level->part.len, &level->entry, err);
            if (status)
                return status;
            level->tree = out->id;
            level->known = true;
        }
        *out = level->entry;
    }
    return KP_OK;
}

/* The node of a revision, made when it is met for the first time. */
static enum kp_status get_node(struct walk *walk, const git_oid *id, size_t *out,
                               struct kp_err *err)
{
    if (!store_set_add(&walk->ids, id, out))
        return walk->nodes[*out].missing ? KP_NOT_FOUND : KP_OK;
    struct node node = {0};
    enum kp_status status = store_commit(walk->ws, id, &node.commit, err);
    node.missing = status != KP_OK;
    if (status == KP_OK) {
        node.time = store_time_clamp(git_commit_time(node.commit));
        if (!walk->all)
            status = look_up(walk, git_commit_tree_id(node.commit), &node.entry, err);
    }
    walk->nodes = kp_grow(walk->nodes, walk->count, &walk->cap, sizeof *walk->nodes);
    walk->nodes[walk->count++] = node;
    return status;
}

static bool same_entry(const struct store_entry *a, const struct store_entry *b)
{
    return a->found == b->found &&
           (!a->found || (a->mode == b->mode && git_oid_equal(&a->id, &b->id)));
}

/* Finds out whether a revision counts and which of its parents are followed, and lets those wait.
 */
static enum kp_status expand(struct walk *walk, size_t index, struct kp_err *err)
{
    git_commit *commit = walk->nodes[index].commit;
    unsigned total = git_commit_parentcount(commit);
    size_t *parents = kp_alloc((total + 1) * sizeof *parents);
    size_t count = 0;
    bool counts = true;
    for (unsigned i = 0; i < total; i++) {
        size_t parent;
        enum kp_status status = get_node(walk, git_commit_parent_id(commit, i), &parent, err);
        if (status == KP_NOT_FOUND && walk->shallow)
            continue; /* a copy that goes back only so far */
        if (status) {
            free(parents);
            if (status == KP_NOT_FOUND)
                return kp_err_set(err, KP_IO,
                                  _("an older revision is missing; `kamplan doctor` says more"));
            return status;
        }
        if (!walk->all && counts &&
            same_entry(&walk->nodes[index].entry, &walk->nodes[parent].entry)) {
            counts = false;
            count = 0;
            parents[count++] = parent;
        } else if (counts) {
            parents[count++] = parent;
        }
    }
    struct node *node = &walk->nodes[index];
    if (!count && !walk->all)
        counts = node->entry.found;
    node->counts = counts;
    node->parents = parents;
    node->parent_count = count;
    for (size_t i = 0; i < count; i++) {
        if (walk->nodes[parents[i]].queued)
            continue;
        walk->nodes[parents[i]].queued = true;
        heap_push(walk, &walk->waiting, parents[i]);
    }
    return KP_OK;
}

struct giving {
    enum kp_status (*each)(void *context, const struct kp_rev_info *info, bool *stop,
                           struct kp_err *err);
    void *context;
    bool stop;
};

static struct kp_rev_info info_of(const git_commit *commit)
{
    const git_signature *author = git_commit_author(commit);
    return (struct kp_rev_info){
        .rev = store_rev_from(git_commit_id(commit)),
        .author = kp_str_from(author->name),
        .at = store_time_clamp(author->when.time) * 1000,
        .offset_minutes = author->when.offset,
        .message = kp_str_from(git_commit_message(commit)),
    };
}

static enum kp_status give(struct walk *walk, size_t index, struct giving *giving,
                           struct kp_err *err)
{
    enum kp_status status = KP_OK;
    git_commit *commit = walk->nodes[index].commit;
    walk->nodes[index].commit = NULL;
    if (walk->nodes[index].counts) {
        struct kp_rev_info info = info_of(commit);
        status = giving->each(giving->context, &info, &giving->stop, err);
    }
    git_commit_free(commit);
    return status;
}

static enum kp_status read_next(struct walk *walk, struct kp_err *err)
{
    size_t index = heap_pop(walk, &walk->waiting);
    enum kp_status status = expand(walk, index, err);
    struct node *node = &walk->nodes[index];
    node->read = true;
    walk->pending++;
    for (size_t i = 0; i < node->parent_count; i++)
        walk->nodes[node->parents[i]].children++;
    if (!node->children)
        heap_push(walk, &walk->ready, index);
    return status;
}

static enum kp_status give_next(struct walk *walk, struct giving *giving, struct kp_err *err)
{
    size_t index = heap_pop(walk, &walk->ready);
    struct node *node = &walk->nodes[index];
    if (node->children || node->given)
        return KP_OK; /* one that builds on it was read later */
    node->given = true;
    walk->pending--;
    enum kp_status status = give(walk, index, giving, err);
    for (size_t i = 0; i < node->parent_count; i++) {
        struct node *parent = &walk->nodes[node->parents[i]];
        if (--parent->children == 0 && parent->read && !parent->given)
            heap_push(walk, &walk->ready, node->parents[i]);
    }
    return status;
}

/* Whether the first that is ready could still turn out to have one that builds on it. */
static bool must_read_on(const struct walk *walk)
{
    if (!walk->waiting.count)
        return false;
    if (!walk->ready.count)
        return true;
    const struct node *ready = &walk->nodes[walk->ready.items[0]];
    const struct node *waiting = &walk->nodes[walk->waiting.items[0]];
    bool one_line = walk->pending == 1 && walk->waiting.count == 1 && ready->parent_count == 1 &&
                    ready->parents[0] == walk->waiting.items[0];
    return !one_line && waiting->time >= ready->time - CLOCKS_DIFFER_S;
}

enum kp_status
store_walk_slowly(struct kp_workspace *ws, const struct kp_rev *from, const char *path,
                  enum kp_status (*each)(void *context, const struct kp_rev_info *info, bool *stop,
                                         struct kp_err *err),
                  void *context, struct kp_err *err)
{
    struct walk walk = {.ws = ws, .shallow = git_repository_is_shallow(ws->repo) == 1};
    struct giving giving = {each, context, false};
    struct kp_rev start;
    git_oid id;
    size_t index;
    enum kp_status status = from ? KP_OK : kp_revision_tip(ws, &start, err);
    if (status == KP_OK)
        status = store_rev_id(from ? from : &start, &id, err);
    if (status)
        return status;
    split_path(&walk, path);
    status = get_node(&walk, &id, &index, err);
    if (status == KP_OK) {
        walk.nodes[index].queued = true;
        heap_push(&walk, &walk.waiting, index);
    }
    while (status == KP_OK && !giving.stop && (walk.waiting.count || walk.ready.count)) {
        if (must_read_on(&walk))
            status = read_next(&walk, err);
        else
            status = give_next(&walk, &giving, err);
    }
    for (size_t i = 0; i < walk.count; i++) {
        git_commit_free(walk.nodes[i].commit);
        free(walk.nodes[i].parents);
    }
    free(walk.nodes);
    store_set_release(&walk.ids);
    free(walk.levels);
    free(walk.waiting.items);
    free(walk.ready.items);
    return status;
}

struct found {
    struct kp_workspace *ws;
    enum kp_status (*each)(void *context, const struct kp_rev_info *info, bool *stop,
                           struct kp_err *err);
    void *context;
};

static enum kp_status give_found(void *context, const struct history_found *entry, bool *stop,
                                 struct kp_err *err)
{
    struct found *found = context;
    git_commit *commit = NULL;
    enum kp_status status = store_commit(found->ws, &entry->node->id, &commit, err);
    if (status == KP_OK) {
        struct kp_rev_info info = info_of(commit);
        status = found->each(found->context, &info, stop, err);
    }
    git_commit_free(commit);
    return status;
}

enum kp_status
kp_revision_walk(struct kp_workspace *ws, const struct kp_rev *from, const char *path,
                 enum kp_status (*each)(void *context, const struct kp_rev_info *info, bool *stop,
                                        struct kp_err *err),
                 void *context, struct kp_err *err)
{
    struct found found = {ws, each, context};
    size_t dir_len;
    const char *below;
    bool given = false;
    enum kp_status status = KP_OK;
    if (store_plan_path(path, &dir_len, &below)) {
        char *dir = kp_strndup(path, dir_len);
        status = store_history_each(ws, from, dir, below, &given, give_found, &found, err);
        free(dir);
    }
    return given ? status : store_walk_slowly(ws, from, path, each, context, err);
}

enum kp_status kp_revision_info(struct kp_workspace *ws, const struct kp_rev *rev,
                                enum kp_status (*each)(void *context,
                                                       const struct kp_rev_info *info,
                                                       struct kp_err *err),
                                void *context, struct kp_err *err)
{
    git_oid id;
    git_commit *commit = NULL;
    enum kp_status status = store_rev_id(rev, &id, err);
    if (status == KP_OK)
        status = store_commit(ws, &id, &commit, err);
    if (status == KP_OK) {
        struct kp_rev_info info = info_of(commit);
        status = each(context, &info, err);
    }
    git_commit_free(commit);
    return status;
}
