// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/store_internal.h"

#include <stdlib.h>
#include <string.h>

struct record {
    struct kp_workspace *ws;
    const struct kp_rev *expected;
    const struct kp_change **changes; /* sorted by path */
    size_t change_count;
    const char *message;
    const struct kp_author *author;
    struct store_file *files; /* those that really change something */
    size_t count;
};

static int by_path(const void *a, const void *b)
{
    const struct kp_change *const *x = a, *const *y = b;
    return strcmp((*x)->path, (*y)->path);
}

static enum kp_status sort_changes(struct record *record, const struct kp_change *changes,
                                   size_t count, struct kp_err *err)
{
    record->changes = kp_alloc((count + 1) * sizeof *record->changes);
    record->files = kp_alloc((count + 1) * sizeof *record->files);
    record->change_count = count;
    for (size_t i = 0; i < count; i++) {
        enum kp_status status = store_path_check(changes[i].path, err);
        if (status)
            return status;
        record->changes[i] = &changes[i];
    }
    qsort(record->changes, count, sizeof *record->changes, by_path);
    for (size_t i = 1; i < count; i++)
        if (by_path(&record->changes[i - 1], &record->changes[i]) == 0)
            return kp_err_set(err, KP_INVALID, _("%s is changed twice in one revision"),
                              record->changes[i]->path);
    return KP_OK;
}

/* Which of the changes change anything, compared with the newest revision's tree (NULL: none). */
static enum kp_status find_changed(struct record *record, const git_oid *tree, struct kp_err *err)
{
    struct kp_workspace *ws = record->ws;
    record->count = 0;
    for (size_t i = 0; i < record->change_count; i++) {
        const struct kp_change *change = record->changes[i];
        struct store_file *file = &record->files[record->count];
        struct store_entry entry = {0};
        memset(file, 0, sizeof *file);
        file->path = change->path;
        file->bytes = change->bytes;
        if (tree) {
            enum kp_status status = store_tree_path(ws, tree, change->path, &entry, err);
            if (status)
                return status;
        }
        if (entry.found && !store_mode_is_file(entry.mode))
            return kp_err_set(err, KP_REFUSED,
                              _("%s: a link or something else stands where a file of the record "
                                "belongs"),
                              change->path);
        if (entry.found)
            file->old_id = file->old_index = entry.id;
        if (!change->remove &&
            git_odb_hash(&file->new_id, change->bytes.data ? change->bytes.data : "",
                         change->bytes.len, GIT_OBJECT_BLOB) < 0)
            return kp_err_set(err, KP_IO, _("cannot record %s"), change->path);
        if (!git_oid_equal(&file->old_id, &file->new_id))
            record->count++;
    }
    return KP_OK;
}

static enum kp_status write_objects(struct record *record, struct store_writer *writer,
                                    const git_oid *tip, const git_oid *tree, git_oid *commit,
                                    struct kp_err *err)
{
    enum kp_status status = KP_OK;
    git_oid id, new_tree;
    for (size_t i = 0; i < record->count && status == KP_OK; i++)
        if (!git_oid_is_zero(&record->files[i].new_id))
            status = store_write_blob(writer, record->files[i].bytes, &id, err);
    if (status == KP_OK)
        status = store_write_tree(writer, tree, record->files, record->count, &new_tree, err);
    if (status == KP_OK)
        status = store_write_commit(writer, &new_tree, git_oid_is_zero(tip) ? NULL : tip,
                                    record->message, record->author, commit, err);
    return status;
}

/* The revision stands whatever happens here; what fails is done by the next one who takes the lock.
 */
static void bring_files(struct record *record, struct store_index *index, const git_oid *tip)
{
    struct kp_workspace *ws = record->ws;
    enum kp_status status = store_files_bring(ws, record->files, record->count, NULL);
    if (status == KP_OK)
        status = store_index_write(ws, index, record->files, record->count, NULL);
    if (status && !ws->behind) {
        ws->behind = true;
        ws->behind_base = *tip;
    }
}

/* One try; KP_BUSY when another program was in the way and nothing happened. */
static enum kp_status attempt(struct record *record, git_oid *out, bool *stands, struct kp_err *err)
{
    struct kp_workspace *ws = record->ws;
    struct kp_buf branch = KP_BUF_INIT;
    struct store_index index = {0};
    struct store_writer writer = {0};
    git_commit *commit = NULL;
    git_oid tip = {{0}}, expected = {{0}}, new_id;
    bool marked = false;
    *stands = false;
    record->count = 0;
    enum kp_status status = store_state_check(ws, err);
    if (status == KP_OK)
        status = store_head(ws, &branch, &tip, err);
    if (status == KP_OK && record->expected && record->expected->hex[0])
        status = store_rev_id(record->expected, &expected, err);
    if (status)
        goto done;
    if (record->expected && !git_oid_equal(&expected, &tip)) {
        status = kp_err_set(err, KP_CONFLICT, _("somebody recorded another revision meanwhile"));
        goto done;
    }
    bool born = !git_oid_is_zero(&tip);
    if (born)
        status = store_commit(ws, &tip, &commit, err);
    const git_oid *tree = commit ? git_commit_tree_id(commit) : NULL;
    if (status == KP_OK)
        status = find_changed(record, tree, err);
    if (status == KP_OK && !record->count && !born)
        status = kp_err_set(err, KP_INVALID, _("there is nothing to record"));
    if (status || !record->count) {
        *out = tip;
        goto done;
    }
    status = store_mark_begin(ws, &tip, err);
    if (status)
        goto done;
    marked = true;
    status = store_index_begin(ws, &index, err);
    if (status)
        goto done;
    store_index_check(&index, record->files, record->count);
    status = store_writer_begin(&writer, ws, err);
    if (status == KP_OK)
        status = store_files_prepare(ws, record->files, record->count, err);
    if (status == KP_OK)
        status = write_objects(record, &writer, &tip, tree, &new_id, err);
    if (status == KP_OK)
        status = store_publish(&writer, branch.data, &tip, &new_id, record->message, stands, err);
    if (*stands) {
        *out = new_id;
        bring_files(record, &index, &tip);
    }
done:
    store_writer_end(&writer);
    store_index_end(&index);
    if (marked) {
        store_files_clear(ws);
        if (!*stands)
            store_files_undo(ws, record->files, record->count);
        store_mark_end(ws);
    }
    git_commit_free(commit);
    kp_buf_release(&branch);
    return status;
}

enum kp_status kp_revision_record(struct kp_workspace *ws, const struct kp_rev *expected,
                                  const struct kp_change *changes, size_t count,
                                  const char *message, const struct kp_author *author,
                                  void (*kept)(void *context, const char *path), void *context,
                                  struct kp_rev *out, struct kp_err *err)
{
    struct record record = {.ws = ws, .expected = expected, .message = message, .author = author};
    git_oid id = {{0}};
    bool stands = false;
    enum kp_status status = sort_changes(&record, changes, count, err);
    if (status == KP_OK)
        status = kp_workspace_lock(ws, STORE_WAIT_MS, err);
    if (status)
        goto done;
    for (int waited = 0, pause = 5;; waited += pause, pause = pause < 100 ? pause * 2 : 100) {
        sigset_t signals;
        store_signals_block(&signals);
        status = attempt(&record, &id, &stands, err);
        store_signals_restore(&signals);
        if (status != KP_BUSY || waited >= STORE_WAIT_OTHERS_MS)
            break;
        store_sleep(pause);
    }
    kp_workspace_unlock(ws);
    *out = store_rev_from(&id);
    for (size_t i = 0; stands && kept && i < record.count; i++)
        if (record.files[i].left)
            kept(context, record.files[i].path);
done:
    free(record.changes);
    free(record.files);
    return status;
}
