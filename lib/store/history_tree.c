// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/history_internal.h"

#include <stdlib.h>
#include <string.h>

/* Folders deeper than this are compared as a whole; nobody's answers lie there. */
#define DEEPEST 64

/* Trees that are kept while many revisions are compared: what is new in one is old in the next. */
#define TREES       4096
#define TREES_BYTES ((size_t)32 << 20)

struct store_trees {
    git_odb_object *slots[TREES];
    size_t bytes;
};

static void forget(struct store_trees *trees)
{
    for (size_t i = 0; i < TREES; i++) {
        git_odb_object_free(trees->slots[i]);
        trees->slots[i] = NULL;
    }
    trees->bytes = 0;
}

void store_trees_begin(struct kp_workspace *ws)
{
    ws->trees = kp_alloc(sizeof *ws->trees);
}

void store_trees_end(struct kp_workspace *ws)
{
    forget(ws->trees);
    free(ws->trees);
    ws->trees = NULL;
}

static int read_tree(struct kp_workspace *ws, const git_oid *id, git_odb_object **out)
{
    if (!ws->trees)
        return git_odb_read(out, ws->odb, id);
    git_odb_object **slot = &ws->trees->slots[(id->id[0] << 8 | id->id[1]) % TREES];
    if (!*slot || !git_oid_equal(git_odb_object_id(*slot), id)) {
        git_odb_object *object;
        int code = git_odb_read(&object, ws->odb, id);
        if (code < 0)
            return code;
        if (ws->trees->bytes > TREES_BYTES)
            forget(ws->trees);
        if (*slot)
            ws->trees->bytes -= git_odb_object_size(*slot);
        git_odb_object_free(*slot);
        *slot = object;
        ws->trees->bytes += git_odb_object_size(object);
    }
    return git_odb_object_dup(out, *slot);
}

enum kp_status store_tree_bytes(struct kp_workspace *ws, const struct store_entry *tree,
                                git_odb_object **out, struct kp_str *bytes, struct kp_err *err)
{
    *out = NULL;
    *bytes = (struct kp_str){0};
    if (!tree->found || tree->mode != STORE_MODE_DIR)
        return KP_OK;
    git_error_clear();
    int code = read_tree(ws, &tree->id, out);
    if (code < 0) {
        struct kp_rev id = store_rev_from(&tree->id);
        return store_git(
            err, code, _("a part of the record (%.10s) cannot be read; `kamplan doctor` says more"),
            id.hex);
    }
    if (git_odb_object_type(*out) == GIT_OBJECT_TREE)
        *bytes = (struct kp_str){git_odb_object_data(*out), git_odb_object_size(*out)};
    return KP_OK;
}

bool store_entry_same(const struct store_entry *a, const struct store_entry *b)
{
    return a->found == b->found &&
           (!a->found || (a->mode == b->mode && git_oid_equal(&a->id, &b->id)));
}

struct cursor {
    const char *at, *end;
    struct kp_str name;
    struct store_entry entry; /* not found at the end */
};

static void advance(struct cursor *cursor)
{
    if (!store_tree_next(&cursor->at, cursor->end, &cursor->name, &cursor->entry))
        memset(&cursor->entry, 0, sizeof cursor->entry);
}

/* The order of a tree: a folder's name as if it ended in a slash. The end is behind everything. */
static int order(const struct cursor *a, const struct cursor *b)
{
    if (!a->entry.found || !b->entry.found)
        return (int)b->entry.found - (int)a->entry.found;
    size_t len = a->name.len < b->name.len ? a->name.len : b->name.len;
    int by_bytes = memcmp(a->name.data, b->name.data, len);
    if (by_bytes)
        return by_bytes;
    /* Names are not terminated by NUL here, but in the tree a NUL stands behind each. */
    unsigned char x = (unsigned char)a->name.data[len], y = (unsigned char)b->name.data[len];
    if (!x && a->entry.mode == STORE_MODE_DIR)
        x = '/';
    if (!y && b->entry.mode == STORE_MODE_DIR)
        y = '/';
    return (x > y) - (x < y);
}

static int by_name(const void *a, const void *b)
{
    const struct store_tree_change *x = a, *y = b;
    return kp_str_compare(x->name, y->name);
}

/* A file that became a folder of the same name stands at two places of a tree. */
static void join_same_names(struct store_tree_diff *diff)
{
    size_t kept = 0;
    if (!diff->count)
        return;
    qsort(diff->items, diff->count, sizeof *diff->items, by_name);
    for (size_t i = 1; i < diff->count; i++) {
        struct store_tree_change *last = &diff->items[kept], *next = &diff->items[i];
        if (!kp_str_equal(last->name, next->name))
            diff->items[++kept] = *next;
        else if (next->new.found)
            last->new = next->new;
        else
            last->old = next->old;
    }
    diff->count = kept + 1;
}

void store_tree_diff(struct store_tree_diff *diff, struct kp_str old, struct kp_str new)
{
    diff->count = 0;
    struct cursor a = {.at = old.data, .end = old.data + old.len};
    struct cursor b = {.at = new.data, .end = new.data + new.len};
    advance(&a);
    advance(&b);
    while (a.entry.found || b.entry.found) {
        int which = order(&a, &b);
        if (which != 0 || !store_entry_same(&a.entry, &b.entry)) {
            diff->items = kp_grow(diff->items, diff->count, &diff->cap, sizeof *diff->items);
            struct store_tree_change *change = &diff->items[diff->count++];
            memset(change, 0, sizeof *change);
            change->name = which > 0 ? b.name : a.name;
            if (which <= 0)
                change->old = a.entry;
            if (which >= 0)
                change->new = b.entry;
        }
        if (which <= 0)
            advance(&a);
        if (which >= 0)
            advance(&b);
    }
    join_same_names(diff);
}

static void add_file(struct store_plan_files *files, const char *path, size_t len,
                     const struct store_entry *entry)
{
    files->items = kp_grow(files->items, files->count, &files->cap, sizeof *files->items);
    struct store_plan_file *file = &files->items[files->count++];
    memset(file, 0, sizeof *file);
    file->path = files->names.len;
    kp_buf_add(&files->names, (struct kp_str){path, len});
    kp_buf_addc(&files->names, '\0');
    file->there = entry->found && store_mode_is_file(entry->mode);
    if (file->there)
        file->id = entry->id;
}

static enum kp_status compare(struct kp_workspace *ws, const struct store_entry *old,
                              const struct store_entry *new, struct kp_buf *path, int depth,
                              struct store_plan_files *out, struct kp_err *err)
{
    git_odb_object *old_object = NULL, *new_object = NULL;
    struct kp_str old_bytes, new_bytes = {0};
    struct store_tree_diff diff = {0};
    size_t base = path->len;
    enum kp_status status = store_tree_bytes(ws, old, &old_object, &old_bytes, err);
    if (status == KP_OK)
        status = store_tree_bytes(ws, new, &new_object, &new_bytes, err);
    if (status == KP_OK)
        store_tree_diff(&diff, old_bytes, new_bytes);
    for (size_t i = 0; i < diff.count && status == KP_OK; i++) {
        const struct store_tree_change *change = &diff.items[i];
        bool was_dir = change->old.found && change->old.mode == STORE_MODE_DIR;
        bool is_dir = change->new.found && change->new.mode == STORE_MODE_DIR;
        bool inside = (was_dir || is_dir) && depth < DEEPEST;
        kp_buf_add(path, change->name);
        if (!inside || (change->old.found && !was_dir) || (change->new.found && !is_dir))
            add_file(out, path->data, path->len, &change->new);
        if (inside) {
            kp_buf_addc(path, '/');
            status = compare(ws, &change->old, &change->new, path, depth + 1, out, err);
        }
        kp_buf_truncate(path, base);
    }
    free(diff.items);
    git_odb_object_free(old_object);
    git_odb_object_free(new_object);
    return status;
}

static int by_path(const void *a, const void *b)
{
    const struct kp_rev_file *x = a, *y = b;
    return strcmp(x->path, y->path);
}

enum kp_status store_plan_compare(struct kp_workspace *ws, const struct store_entry *old,
                                  const struct store_entry *new, struct store_plan_files *out,
                                  struct kp_err *err)
{
    struct kp_buf path = KP_BUF_INIT;
    out->count = 0;
    kp_buf_clear(&out->names);
    enum kp_status status = KP_OK;
    if (!store_entry_same(old, new))
        status = compare(ws, old, new, &path, 0, out, err);
    kp_buf_release(&path);
    return status;
}

struct kp_rev_file *store_plan_files_list(const struct store_plan_files *files)
{
    struct kp_rev_file *list = kp_alloc((files->count + 1) * sizeof *list);
    for (size_t i = 0; i < files->count; i++) {
        list[i].path = files->names.data + files->items[i].path;
        if (files->items[i].there)
            git_oid_tostr(list[i].id, sizeof list[i].id, &files->items[i].id);
    }
    if (files->count)
        qsort(list, files->count, sizeof *list, by_path);
    return list;
}

void store_plan_files_release(struct store_plan_files *files)
{
    free(files->items);
    kp_buf_release(&files->names);
    files->items = NULL;
    files->count = files->cap = 0;
}
