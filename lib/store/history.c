// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/history.h"

#include "store/history_internal.h"

#include <stdlib.h>
#include <string.h>

/* --- the index, complete for a revision --- */

/* KP_INVALID without a message: damaged. */
static enum kp_status extend(struct kp_workspace *ws, const git_oid *to, bool save,
                             struct kp_err *err)
{
    struct store_history *history = ws->history;
    size_t commit;
    if (!store_history_load(history))
        return KP_INVALID;
    enum kp_status status = KP_OK;
    if (!store_set_find(&history->ids, to, &commit))
        status = store_history_grow(history, ws, to, err);
    if (status == KP_OK && save && !git_oid_equal(&history->file.top.tip, to) &&
        store_set_find(&history->ids, to, &commit) && store_dir_make(ws->private))
        store_history_save(history, commit);
    return status;
}

/* Opens the index, or opens it again when somebody saved it since, and brings it up to `tip`. */
static enum kp_status bring_to(struct kp_workspace *ws, const git_oid *tip, struct kp_err *err)
{
    if (!ws->history)
        ws->history = store_history_open(ws);
    struct store_history *history = ws->history;
    if (git_oid_equal(&history->at_id, tip))
        return KP_OK;
    if (store_history_file_moved(&history->file, history->path)) {
        store_history_free(history);
        history = ws->history = store_history_open(ws);
        if (git_oid_equal(&history->at_id, tip))
            return KP_OK;
    }
    return extend(ws, tip, true, err);
}

static enum kp_status bring_to_from(struct kp_workspace *ws, const struct kp_rev *from,
                                    git_oid *out, struct kp_err *err)
{
    git_oid tip;
    size_t commit;
    enum kp_status status = store_head(ws, NULL, &tip, err);
    *out = tip;
    if (status == KP_OK && from)
        status = store_rev_id(from, out, err);
    if (status)
        return status;
    struct store_history *history = ws->history;
    if (history && (git_oid_equal(&history->at_id, out) ||
                    (history->table && store_set_find(&history->ids, out, &commit))))
        return KP_OK;
    if (!git_oid_is_zero(&tip))
        status = bring_to(ws, &tip, err);
    if (status == KP_OK && from && !git_oid_equal(&tip, out))
        status = extend(ws, out, false, err);
    return status;
}

/*
 * Runs `ask` on the index when that is complete for `from`; once more from nothing when it turns out to be
 * damaged. Not KP_OK: the index has no answer, and who asked must find it without.
 */
static enum kp_status ask_index(struct kp_workspace *ws, const struct kp_rev *from,
                                bool (*ask)(void *context, struct store_history *history,
                                            const git_oid *from),
                                void *context)
{
    enum kp_status status = KP_INVALID;
    for (int attempt = 0; attempt < 2 && status == KP_INVALID; attempt++) {
        git_oid id;
        if (attempt)
            store_history_restart(ws->history);
        status = bring_to_from(ws, from, &id, NULL);
        if (status == KP_OK && !ask(context, ws->history, &id))
            status = KP_INVALID;
        if (!ws->history)
            break;
    }
    /* What failed half-way is begun again from the file. */
    if (status && ws->history) {
        store_history_free(ws->history);
        ws->history = NULL;
    }
    return status;
}

/* --- leaving out what git log leaves out --- */

struct item {
    char *record; /* what node reads */
    struct history_node node;
    struct history_parent shown; /* the state that it is compared with */
    size_t *followed;
    size_t followed_count, children;
    bool counts;
};

struct line {
    const char *dir, *file;
    struct store_set refs; /* index for index the items */
    struct history_ref *places;
    struct item *items;
    size_t count, cap, place_cap;
    size_t *order; /* of the items */
};

static size_t add_item(struct line *line, const struct history_ref *ref)
{
    git_oid key;
    size_t index;
    /* The sum first: that is what is spread evenly. */
    memcpy(key.id, &ref->sum, 8);
    memcpy(key.id + 8, &ref->offset, 8);
    memcpy(key.id + 16, &ref->len, 4);
    if (!store_set_add(&line->refs, &key, &index))
        return index;
    line->places = kp_grow(line->places, line->count, &line->place_cap, sizeof *line->places);
    line->items = kp_grow(line->items, line->count, &line->cap, sizeof *line->items);
    memset(&line->items[line->count], 0, sizeof *line->items);
    line->places[line->count++] = *ref;
    return index;
}

/* Whether what is asked for is as it was in that parent. */
static bool same_as(const struct history_parent *parent, const char *file)
{
    struct history_parent copy = *parent;
    struct history_change change;
    if (!file)
        return parent->same;
    struct kp_str wanted = kp_str_from(file);
    while (store_node_file(&copy, &change))
        if (kp_str_starts(change.path, wanted) &&
            (change.path.len == wanted.len || change.path.data[wanted.len] == '/'))
            return false;
    return true;
}

/* As in walk.c: of several parents only one that is the same is followed, if there is one. */
static bool expand(struct line *line, struct store_history *history, size_t index)
{
    struct kp_buf record = KP_BUF_INIT;
    struct history_node node;
    struct history_parent parent;
    if (!store_history_file_read(&history->file, &line->places[index], &record) ||
        !store_node_read(kp_buf_str(&record), &node)) {
        kp_buf_release(&record);
        return false;
    }
    bool counts = true, good = true;
    struct history_ref *refs = kp_alloc(node.parent_count * sizeof *refs);
    size_t count = 0;
    struct history_node parents = node;
    for (uint32_t i = 0; i < node.parent_count && counts && good; i++) {
        good = store_node_parent(&parents, &parent);
        if (good && same_as(&parent, line->file)) {
            counts = false;
            count = 0;
        }
        if (good && parent.ref.offset)
            refs[count++] = parent.ref;
    }
    size_t *followed = kp_alloc((count + 1) * sizeof *followed);
    for (size_t i = 0; i < count; i++)
        followed[i] = add_item(line, &refs[i]);
    free(refs);
    struct item *item = &line->items[index];
    item->node = node;
    item->counts = counts;
    item->followed = followed;
    item->followed_count = count;
    item->record = kp_buf_detach(&record);
    parents = node;
    return good && store_node_parent(&parents, &item->shown);
}

static bool newer(const struct line *line, size_t a, size_t b)
{
    int64_t x = line->items[a].node.time, y = line->items[b].node.time;
    return x != y ? x > y : a < b;
}

/* Newest first, and none before one that builds on it. */
static void sort(struct line *line)
{
    size_t *ready = kp_alloc((line->count + 1) * sizeof *ready), waiting = 0, given = 0;
    line->order = kp_alloc((line->count + 1) * sizeof *line->order);
    for (size_t i = 0; i < line->count; i++)
        for (size_t k = 0; k < line->items[i].followed_count; k++)
            line->items[line->items[i].followed[k]].children++;
    if (line->count)
        ready[waiting++] = 0;
    while (waiting) {
        size_t index = ready[--waiting];
        line->order[given++] = index;
        for (size_t k = 0; k < line->items[index].followed_count; k++) {
            size_t parent = line->items[index].followed[k], at = waiting;
            if (--line->items[parent].children)
                continue;
            /* As many are ready as lines run side by side: few. The newest stands last. */
            for (; at > 0 && newer(line, ready[at - 1], parent); at--)
                ready[at] = ready[at - 1];
            ready[at] = parent;
            waiting++;
        }
    }
    free(ready);
}

static void line_release(struct line *line)
{
    for (size_t i = 0; i < line->count; i++) {
        free(line->items[i].record);
        free(line->items[i].followed);
    }
    free(line->items);
    free(line->places);
    free(line->order);
    store_set_release(&line->refs);
    memset(line, 0, sizeof *line);
}

static bool find_line(void *context, struct store_history *history, const git_oid *from)
{
    struct line *line = context;
    struct history_ref head;
    struct line fresh = {.dir = line->dir, .file = line->file};
    line_release(line);
    *line = fresh;
    if (!store_history_head(history, from, line->dir, &head))
        return false;
    if (head.offset)
        add_item(line, &head);
    for (size_t i = 0; i < line->count; i++)
        if (!expand(line, history, i))
            return false;
    sort(line);
    return true;
}

bool store_plan_path(const char *path, size_t *dir_len, const char **below)
{
    size_t len = 0;
    if (strncmp(path, "accounts/", 9) == 0)
        len = 9 + strcspn(path + 9, "/");
    else if (strcspn(path, "/") == 7 && strncmp(path, "program", 7) == 0)
        len = 7;
    if (!len || path[len - 1] == '/' || strstr(path, "//") || path[strlen(path) - 1] == '/')
        return false;
    *dir_len = len;
    *below = path[len] ? path + len + 1 : NULL;
    return true;
}

enum kp_status store_history_each(struct kp_workspace *ws, const struct kp_rev *from,
                                  const char *dir, const char *file, bool *given,
                                  enum kp_status (*each)(void *context,
                                                         const struct history_found *found,
                                                         bool *stop, struct kp_err *err),
                                  void *context, struct kp_err *err)
{
    struct line line = {.dir = dir, .file = file};
    bool stop = false;
    enum kp_status status = ask_index(ws, from, find_line, &line);
    *given = status == KP_OK;
    for (size_t i = 0; i < line.count && status == KP_OK && !stop; i++) {
        struct item *item = &line.items[line.order[i]];
        struct history_found found = {&item->node, item->shown};
        if (item->counts)
            status = each(context, &found, &stop, err);
    }
    line_release(&line);
    return status;
}

/* --- a revision of a plan --- */

struct giving {
    struct kp_workspace *ws;
    const char *dir;
    enum kp_status (*each)(void *context, const struct kp_history_entry *entry, bool *stop,
                           struct kp_err *err);
    void *context;
};

static enum kp_status give(void *context, const struct history_found *found, bool *stop,
                           struct kp_err *err)
{
    struct giving *giving = context;
    const struct history_node *node = found->node;
    struct history_parent parent = found->parent;
    struct history_change change;
    size_t count = 0;
    struct kp_rev_file *files = kp_alloc((parent.file_count + 1) * sizeof *files);
    struct kp_buf names = KP_BUF_INIT;
    size_t *starts = kp_alloc((parent.file_count + 1) * sizeof *starts);
    while (count < parent.file_count && store_node_file(&parent, &change)) {
        starts[count] = names.len;
        kp_buf_add(&names, change.path);
        kp_buf_addc(&names, '\0');
        if (change.there)
            git_oid_tostr(files[count].id, sizeof files[count].id, &change.id);
        count++;
    }
    for (size_t i = 0; i < count; i++)
        files[i].path = names.data + starts[i];
    struct kp_history_entry entry = {
        .rev = store_rev_from(&node->id),
        .at = node->at * 1000,
        .offset_minutes = node->offset,
        .files = files,
        .file_count = count,
    };
    memcpy(entry.cycle.text, node->cycle, sizeof entry.cycle.text);
    enum kp_status status = giving->each(giving->context, &entry, stop, err);
    kp_buf_release(&names);
    free(starts);
    free(files);
    return status;
}

/* The same without the index: the trees of each revision that the slow walk finds. */
static enum kp_status give_slowly(void *context, const struct kp_rev_info *info, bool *stop,
                                  struct kp_err *err)
{
    struct giving *giving = context;
    struct kp_history_entry entry = {
        .rev = info->rev, .at = info->at, .offset_minutes = info->offset_minutes};
    struct store_plan_files files = {.names = KP_BUF_INIT};
    struct store_entry old = {0}, new = {0};
    git_commit *commit = NULL, *parent = NULL;
    git_oid id;
    store_message_cycle(info->message, entry.cycle.text);
    enum kp_status status = store_rev_id(&info->rev, &id, err);
    if (status == KP_OK)
        status = store_commit(giving->ws, &id, &commit, err);
    if (status == KP_OK)
        status = store_tree_path(giving->ws, git_commit_tree_id(commit), giving->dir, &new, err);
    for (unsigned i = 0; status == KP_OK && !parent && i < git_commit_parentcount(commit); i++)
        if (store_commit(giving->ws, git_commit_parent_id(commit, i), &parent, NULL) == KP_OK)
            status =
                store_tree_path(giving->ws, git_commit_tree_id(parent), giving->dir, &old, err);
    if (status == KP_OK)
        status = store_plan_compare(giving->ws, &old, &new, &files, err);
    if (status == KP_OK) {
        struct kp_rev_file *list = store_plan_files_list(&files);
        entry.files = list;
        entry.file_count = files.count;
        status = giving->each(giving->context, &entry, stop, err);
        free(list);
    }
    store_plan_files_release(&files);
    git_commit_free(parent);
    git_commit_free(commit);
    return status;
}

enum kp_status kp_history_walk(struct kp_workspace *ws, const struct kp_rev *from, const char *dir,
                               const char *file,
                               enum kp_status (*each)(void *context,
                                                      const struct kp_history_entry *entry,
                                                      bool *stop, struct kp_err *err),
                               void *context, struct kp_err *err)
{
    struct giving giving = {ws, dir, each, context};
    size_t len;
    const char *below;
    bool given = false;
    char *path = file ? store_join(dir, file) : kp_strndup(dir, strlen(dir));
    enum kp_status status = KP_OK;
    if (store_plan_path(path, &len, &below) && len == strlen(dir))
        status = store_history_each(ws, from, dir, file, &given, give, &giving, err);
    if (!given)
        status = store_walk_slowly(ws, from, path, give_slowly, &giving, err);
    free(path);
    return status;
}

/* --- the revision of a time --- */

struct when {
    int64_t at;
    struct kp_rev found;
};

static bool find_when(void *context, struct store_history *history, const git_oid *from)
{
    struct when *when = context;
    size_t commit;
    if (!store_history_load(history) || !store_set_find(&history->ids, from, &commit))
        return false;
    for (; commit != HISTORY_NONE; commit = store_history_parent(history, commit)) {
        if (history->commits[commit].at * 1000 <= when->at) {
            when->found = store_rev_from(&history->ids.ids.items[commit]);
            break;
        }
    }
    return true;
}

static enum kp_status find_when_slowly(struct kp_workspace *ws, struct when *when,
                                       struct kp_err *err)
{
    git_oid id;
    enum kp_status status = store_head(ws, NULL, &id, err);
    bool more = !git_oid_is_zero(&id);
    while (status == KP_OK && more && !when->found.hex[0]) {
        git_commit *commit = NULL;
        status = store_commit(ws, &id, &commit, err);
        if (status == KP_NOT_FOUND && git_repository_is_shallow(ws->repo) == 1)
            return KP_OK;
        if (status)
            break;
        more = git_commit_parentcount(commit) > 0;
        if (store_time_clamp(git_commit_author(commit)->when.time) * 1000 <= when->at)
            when->found = store_rev_from(&id);
        else if (more)
            id = *git_commit_parent_id(commit, 0);
        git_commit_free(commit);
    }
    return status;
}

enum kp_status kp_revision_at(struct kp_workspace *ws, int64_t at, struct kp_rev *out,
                              struct kp_err *err)
{
    struct when when = {.at = at};
    enum kp_status status = KP_OK;
    if (ask_index(ws, NULL, find_when, &when) != KP_OK)
        status = find_when_slowly(ws, &when, err);
    *out = when.found;
    return status;
}

bool kp_history_is_cut(struct kp_workspace *ws)
{
    return git_repository_is_shallow(ws->repo) == 1;
}
