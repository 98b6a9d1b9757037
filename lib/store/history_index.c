// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/fs.h"
#include "store/history_internal.h"

#include <stdlib.h>
#include <string.h>

/*
 * The index is, for every plan, the revisions that changed its directory against their first parent
 * (nodes), each with the nodes it came from and the files that differ from them. What git log would leave
 * out is left out when a question is asked, for it depends on the question.
 *
 * A plan's head as of a revision is the nearest node of it along the line of first parents: so the heads
 * can be moved from one revision to another by taking back and doing again what lies between. Every
 * revision is known in the order in which they were met, parents first; these stand in chunks in the
 * file and are read only when a question is not about the newest revision.
 */
#define CHUNK 64

/* --- nodes --- */

bool store_node_read(struct kp_str record, struct history_node *out)
{
    struct history_reader in = {record, false};
    memset(out, 0, sizeof *out);
    store_take_id(&in, &out->id);
    out->time = (int64_t)store_take_u64(&in);
    out->at = (int64_t)store_take_u64(&in);
    out->offset = (int32_t)store_take_u32(&in);
    struct kp_str cycle = store_take_text(&in);
    if (cycle.len < sizeof out->cycle)
        memcpy(out->cycle, cycle.data, cycle.len);
    out->state.mode = store_take_u32(&in);
    out->state.found = out->state.mode != 0;
    store_take_id(&in, &out->state.id);
    out->parent_count = store_take_u32(&in);
    out->parents = in;
    return !in.bad && out->parent_count > 0;
}

bool store_node_parent(struct history_node *node, struct history_parent *out)
{
    struct history_reader *in = &node->parents;
    store_take_ref(in, &out->ref);
    out->same = store_take_u32(in) != 0;
    out->file_count = store_take_u32(in);
    out->files = (struct history_reader){store_take_text(in), false};
    return !in->bad;
}

bool store_node_file(struct history_parent *parent, struct history_change *out)
{
    struct history_reader *in = &parent->files;
    if (!in->rest.len)
        return false;
    out->path = store_take_text(in);
    out->there = store_take_u32(in) != 0;
    if (out->there)
        store_take_id(in, &out->id);
    return !in->bad;
}

/* --- opening --- */

static void forget(struct store_history *history)
{
    for (size_t i = 0; i < history->plan_count; i++)
        free(history->plans[i].dir);
    history->plan_count = history->base_count = history->saved = 0;
    history->commit_count = history->parent_count = history->touch_count = 0;
    history->chunk_count = 0;
    store_set_release(&history->ids);
    store_set_release(&history->dirs);
    memset(&history->base, 0, sizeof history->base);
    memset(&history->last_chunk, 0, sizeof history->last_chunk);
    memset(&history->at_id, 0, sizeof history->at_id);
    history->at = HISTORY_NONE;
    history->table = false;
}

void store_history_restart(struct store_history *history)
{
    forget(history);
    store_history_file_restart(&history->file);
}

static struct history_plan *add_plan(struct store_history *history, struct kp_str dir)
{
    history->plans =
        kp_grow(history->plans, history->plan_count, &history->plan_cap, sizeof *history->plans);
    struct history_plan *plan = &history->plans[history->plan_count++];
    memset(plan, 0, sizeof *plan);
    plan->dir = kp_strndup(dir.data, dir.len);
    return plan;
}

static bool load_base(struct store_history *history)
{
    if (!history->base.offset)
        return true;
    if (!store_history_file_read(&history->file, &history->base, &history->scratch))
        return false;
    struct history_reader in = {kp_buf_str(&history->scratch), false};
    while (in.rest.len && !in.bad) {
        struct kp_str dir = store_take_text(&in);
        struct history_ref head;
        store_take_ref(&in, &head);
        if (in.bad)
            break;
        struct history_plan *plan = add_plan(history, dir);
        plan->head = plan->base = head;
    }
    history->base_count = history->plan_count;
    return !in.bad;
}

static bool load_state(struct store_history *history)
{
    struct kp_buf state = KP_BUF_INIT;
    bool good = store_history_file_read(&history->file, &history->file.top.state, &state);
    struct history_reader in = {kp_buf_str(&state), false};
    history->saved = store_take_u32(&in);
    store_take_ref(&in, &history->last_chunk);
    history->at = store_take_u32(&in);
    history->at_id = history->file.top.tip;
    store_take_ref(&in, &history->base);
    good = good && !in.bad && history->at < history->saved && load_base(history);
    while (good && in.rest.len) {
        uint32_t number = store_take_u32(&in);
        struct kp_str dir = store_take_text(&in);
        struct history_ref head;
        store_take_ref(&in, &head);
        good = !in.bad && number <= history->plan_count;
        if (good && number == history->plan_count)
            add_plan(history, dir);
        if (good)
            history->plans[number].head = head;
    }
    kp_buf_release(&state);
    return good;
}

/* What cuts a history short changes what its revisions are: where a copy begins. */
static uint64_t bounds_of(const struct kp_workspace *ws)
{
    static const char *const names[] = {"shallow", "info/grafts"};
    struct kp_buf text = KP_BUF_INIT;
    uint64_t sum = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = store_join(ws->git_dir, names[i]);
        if (kp_fs_read(path, STORE_FILE_MAX, &text, NULL) == KP_OK && text.len)
            sum = store_sum(sum + i, text.data, text.len);
        free(path);
    }
    kp_buf_release(&text);
    return sum;
}

struct store_history *store_history_open(struct kp_workspace *ws)
{
    struct store_history *history = kp_alloc(sizeof *history);
    history->path = store_join(ws->private, "history");
    history->scratch = (struct kp_buf)KP_BUF_INIT;
    history->bounds = bounds_of(ws);
    history->at = HISTORY_NONE;
    store_history_file_open(&history->file, history->path);
    if (history->file.number &&
        (history->file.top.bounds != history->bounds || !load_state(history)))
        store_history_restart(history);
    return history;
}

void store_history_free(struct store_history *history)
{
    if (!history)
        return;
    forget(history);
    store_history_file_close(&history->file);
    free(history->path);
    free(history->plans);
    free(history->commits);
    free(history->parents);
    free(history->touches);
    free(history->chunks);
    kp_buf_release(&history->scratch);
    free(history);
}

/* --- every revision --- */

/* What follows in the record is for a revision with this id; false when it makes no sense. */
static bool take_commit(struct store_history *history, struct history_reader *in)
{
    git_oid id;
    size_t seq;
    store_take_id(in, &id);
    history->commits = kp_grow(history->commits, history->commit_count, &history->commit_cap,
                               sizeof *history->commits);
    struct history_commit *commit = &history->commits[history->commit_count];
    commit->at = (int64_t)store_take_u64(in);
    commit->parent_count = store_take_u32(in);
    commit->parent_first = history->parent_count;
    for (uint32_t i = 0; i < commit->parent_count && !in->bad; i++) {
        history->parents = kp_grow(history->parents, history->parent_count, &history->parent_cap,
                                   sizeof *history->parents);
        size_t parent = store_take_u32(in);
        history->parents[history->parent_count++] = parent;
        in->bad = in->bad || parent >= history->commit_count;
    }
    commit->touch_count = store_take_u32(in);
    commit->touch_first = history->touch_count;
    for (uint32_t i = 0; i < commit->touch_count && !in->bad; i++) {
        history->touches = kp_grow(history->touches, history->touch_count, &history->touch_cap,
                                   sizeof *history->touches);
        struct history_touch *touch = &history->touches[history->touch_count++];
        touch->plan = store_take_u32(in);
        store_take_ref(in, &touch->node);
        in->bad = in->bad || touch->plan >= history->plan_count;
    }
    return !in->bad && store_set_add(&history->ids, &id, &seq) && seq == history->commit_count++;
}

static void dir_hash(struct kp_str dir, git_oid *out)
{
    git_odb_hash(out, dir.data, dir.len, GIT_OBJECT_BLOB);
}

bool store_history_load(struct store_history *history)
{
    size_t chunks = (history->saved + CHUNK - 1) / CHUNK, at;
    struct kp_buf *texts = kp_alloc((chunks + 1) * sizeof *texts);
    struct history_ref ref = history->last_chunk;
    bool good = true;
    if (history->table) {
        free(texts);
        return true;
    }
    for (size_t i = 0; i <= chunks; i++)
        texts[i] = (struct kp_buf)KP_BUF_INIT;
    history->chunk_count = 0;
    for (size_t i = 0; i < chunks; i++)
        history->chunks = kp_grow(history->chunks, history->chunk_count++, &history->chunk_cap,
                                  sizeof *history->chunks);
    /* Each names the one before it. */
    for (size_t i = chunks; i-- > 0 && good;) {
        history->chunks[i] = ref;
        good = store_history_file_read(&history->file, &ref, &texts[i]);
        struct history_reader in = {kp_buf_str(&texts[i]), false};
        store_take_ref(&in, &ref);
    }
    for (size_t i = 0; i < chunks && good; i++) {
        struct history_reader in = {kp_buf_str(&texts[i]), false};
        store_take_ref(&in, &ref);
        while (good && in.rest.len)
            good = take_commit(history, &in);
    }
    good = good && history->commit_count == history->saved;
    if (good && history->at != HISTORY_NONE)
        good = git_oid_equal(&history->ids.ids.items[history->at], &history->at_id);
    for (size_t i = 0; i < history->plan_count && good; i++) {
        git_oid hash;
        dir_hash(kp_str_from(history->plans[i].dir), &hash);
        good = store_set_add(&history->dirs, &hash, &at) && at == i;
    }
    for (size_t i = 0; i < chunks; i++)
        kp_buf_release(&texts[i]);
    free(texts);
    history->table = good;
    return good;
}

size_t store_history_plan(struct store_history *history, struct kp_str dir)
{
    git_oid hash;
    size_t number;
    dir_hash(dir, &hash);
    if (store_set_add(&history->dirs, &hash, &number))
        add_plan(history, dir);
    return number;
}

size_t store_history_parent(const struct store_history *history, size_t commit)
{
    const struct history_commit *it = &history->commits[commit];
    return it->parent_count ? history->parents[it->parent_first] : HISTORY_NONE;
}

/* --- heads --- */

/* Taking back is done by reading; when there is more of it, the heads are found anew. */
#define MOST_TAKEN_BACK 16

/* Takes back what a revision did to the heads. */
static bool undo(struct store_history *history, size_t commit)
{
    const struct history_commit *it = &history->commits[commit];
    for (uint32_t i = 0; i < it->touch_count; i++) {
        const struct history_touch *touch = &history->touches[it->touch_first + i];
        struct history_node node;
        struct history_parent parent;
        if (!store_history_file_read(&history->file, &touch->node, &history->scratch) ||
            !store_node_read(kp_buf_str(&history->scratch), &node) ||
            !store_node_parent(&node, &parent))
            return false;
        history->plans[touch->plan].head = parent.ref;
    }
    return true;
}

static void redo(struct store_history *history, size_t commit)
{
    const struct history_commit *it = &history->commits[commit];
    for (uint32_t i = 0; i < it->touch_count; i++) {
        const struct history_touch *touch = &history->touches[it->touch_first + i];
        history->plans[touch->plan].head = touch->node;
    }
}

/* Where the lines of first parents of two revisions meet; false when that is far from `a`. */
static bool find_meeting(const struct store_history *history, size_t a, size_t b, size_t *out)
{
    size_t taken_back = 0;
    while (a != b) {
        if (a == HISTORY_NONE || (b != HISTORY_NONE && b > a)) {
            b = store_history_parent(history, b);
            continue;
        }
        taken_back += history->commits[a].touch_count;
        if (taken_back > MOST_TAKEN_BACK)
            return false;
        a = store_history_parent(history, a);
    }
    *out = a;
    return true;
}

bool store_history_move(struct store_history *history, size_t target)
{
    size_t *path = NULL, count = 0, cap = 0, meeting = HISTORY_NONE;
    bool good = true;
    if (target == history->at)
        return true;
    if (find_meeting(history, history->at, target, &meeting)) {
        for (size_t a = history->at; a != meeting && good; a = store_history_parent(history, a))
            good = undo(history, a);
    } else {
        for (size_t i = 0; i < history->plan_count; i++)
            memset(&history->plans[i].head, 0, sizeof history->plans[i].head);
    }
    for (size_t b = target; b != meeting; b = store_history_parent(history, b)) {
        path = kp_grow(path, count, &cap, sizeof *path);
        path[count++] = b;
    }
    while (good && count)
        redo(history, path[--count]);
    free(path);
    history->at = target;
    memset(&history->at_id, 0, sizeof history->at_id);
    if (target != HISTORY_NONE)
        history->at_id = history->ids.ids.items[target];
    return good;
}

struct history_ref store_history_head_at(const struct store_history *history, size_t commit,
                                         size_t plan)
{
    for (; commit != HISTORY_NONE; commit = store_history_parent(history, commit)) {
        const struct history_commit *it = &history->commits[commit];
        for (uint32_t i = 0; i < it->touch_count; i++)
            if (history->touches[it->touch_first + i].plan == plan)
                return history->touches[it->touch_first + i].node;
    }
    return (struct history_ref){0};
}

bool store_history_head(struct store_history *history, const git_oid *from, const char *dir,
                        struct history_ref *out)
{
    size_t plan = 0, commit;
    memset(out, 0, sizeof *out);
    while (plan < history->plan_count && strcmp(history->plans[plan].dir, dir) != 0)
        plan++;
    if (plan == history->plan_count)
        return true;
    if (git_oid_equal(from, &history->at_id)) {
        *out = history->plans[plan].head;
        return true;
    }
    if (!store_history_load(history) || !store_set_find(&history->ids, from, &commit))
        return false;
    *out = store_history_head_at(history, commit, plan);
    return true;
}

/* --- saving --- */

static void put_commit(const struct store_history *history, size_t commit, struct kp_buf *out)
{
    const struct history_commit *it = &history->commits[commit];
    store_put_id(out, &history->ids.ids.items[commit]);
    store_put_u64(out, (uint64_t)it->at);
    store_put_u32(out, it->parent_count);
    for (uint32_t i = 0; i < it->parent_count; i++)
        store_put_u32(out, (uint32_t)history->parents[it->parent_first + i]);
    store_put_u32(out, it->touch_count);
    for (uint32_t i = 0; i < it->touch_count; i++) {
        store_put_u32(out, history->touches[it->touch_first + i].plan);
        store_put_ref(out, &history->touches[it->touch_first + i].node);
    }
}

/* The last chunk is written again until it is full. */
static void save_commits(struct store_history *history)
{
    struct kp_buf record = KP_BUF_INIT;
    size_t first = history->saved / CHUNK;
    for (size_t i = first; i * CHUNK < history->commit_count; i++) {
        static const struct history_ref none;
        kp_buf_clear(&record);
        store_put_ref(&record, i ? &history->chunks[i - 1] : &none);
        for (size_t k = i * CHUNK; k < (i + 1) * CHUNK && k < history->commit_count; k++)
            put_commit(history, k, &record);
        if (i == history->chunk_count)
            history->chunks = kp_grow(history->chunks, history->chunk_count++, &history->chunk_cap,
                                      sizeof *history->chunks);
        history->chunks[i] = store_history_file_add(&history->file, kp_buf_str(&record));
        history->last_chunk = history->chunks[i];
    }
    history->saved = history->commit_count;
    kp_buf_release(&record);
}

static bool same_ref(const struct history_ref *a, const struct history_ref *b)
{
    return a->offset == b->offset && a->sum == b->sum && a->len == b->len;
}

/* All heads anew when many have changed since they were last written. */
static void save_base(struct store_history *history)
{
    size_t changed = history->plan_count - history->base_count;
    for (size_t i = 0; i < history->base_count; i++)
        changed += !same_ref(&history->plans[i].head, &history->plans[i].base);
    if (history->base.offset && changed <= 16 + history->base_count / 16)
        return;
    struct kp_buf record = KP_BUF_INIT;
    for (size_t i = 0; i < history->plan_count; i++) {
        store_put_text(&record, kp_str_from(history->plans[i].dir));
        store_put_ref(&record, &history->plans[i].head);
        history->plans[i].base = history->plans[i].head;
    }
    history->base = store_history_file_add(&history->file, kp_buf_str(&record));
    history->base_count = history->plan_count;
    kp_buf_release(&record);
}

void store_history_save(struct store_history *history, size_t tip)
{
    struct kp_buf record = KP_BUF_INIT;
    if (!store_history_move(history, tip) || history->commit_count > UINT32_MAX)
        return;
    save_commits(history);
    save_base(history);
    store_put_u32(&record, (uint32_t)history->saved);
    store_put_ref(&record, &history->last_chunk);
    store_put_u32(&record, (uint32_t)tip);
    store_put_ref(&record, &history->base);
    for (size_t i = 0; i < history->plan_count; i++) {
        const struct history_plan *plan = &history->plans[i];
        if (i < history->base_count && same_ref(&plan->head, &plan->base))
            continue;
        store_put_u32(&record, (uint32_t)i);
        store_put_text(&record, kp_str_from(plan->dir));
        store_put_ref(&record, &plan->head);
    }
    struct history_top top = {.tip = history->at_id, .bounds = history->bounds};
    top.state = store_history_file_add(&history->file, kp_buf_str(&record));
    store_history_file_save(&history->file, history->path, &top);
    kp_buf_release(&record);
}
