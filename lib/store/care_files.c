// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/care_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What this program keeps there; a person's own notes beside it are the person's business. */
static bool is_ours(const char *path)
{
    static const char *const places[] = {"accounts/", "program/", "sessions/", "snapshots/"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (strncmp(path, places[i], strlen(places[i])) == 0)
            return true;
    return strcmp(path, "kamplan.json") == 0 || strcmp(path, ".gitattributes") == 0;
}

/* --- earlier states of one path --- */

struct past {
    struct care *care;
    const char *path;
    const git_oid *wanted; /* zero: that it did not exist */
    bool found;
};

static enum kp_status was_so(void *context, const struct kp_rev_info *info, bool *stop,
                             struct kp_err *err)
{
    struct past *past = context;
    struct store_entry entry = {0};
    git_commit *commit = NULL;
    git_oid id;
    enum kp_status status = store_rev_id(&info->rev, &id, err);
    if (status == KP_OK)
        status = store_commit(past->care->ws, &id, &commit, err);
    if (status == KP_OK)
        status =
            store_tree_path(past->care->ws, git_commit_tree_id(commit), past->path, &entry, err);
    git_commit_free(commit);
    if (status == KP_OK)
        past->found = *stop = git_oid_equal(&entry.id, past->wanted);
    return status;
}

/* Whether the path has had exactly this content in a revision. */
static bool was_recorded(struct care *care, const char *path, const git_oid *id)
{
    struct past past = {care, path, id, false};
    if (git_oid_is_zero(id))
        return true; /* before it was first recorded it was not there */
    return kp_revision_walk(care->ws, NULL, path, was_so, &past, NULL) == KP_OK && past.found;
}

/* --- one path, in its three places --- */

struct places {
    struct store_entry tip;
    struct store_look look;
    git_oid index;  /* zero: not in it */
    bool index_odd; /* in conflict, or a link */
};

static void look_around(struct care *care, const char *path, struct places *out)
{
    const git_index_entry *entry = git_index_get_bypath(care->index, path, 0);
    memset(&out->index, 0, sizeof out->index);
    out->index_odd = entry && !store_mode_is_file(entry->mode);
    for (int stage = 1; stage <= 3; stage++)
        out->index_odd = out->index_odd || git_index_get_bypath(care->index, path, stage);
    if (entry)
        out->index = entry->id;
    store_look(care->ws, path, &out->look);
}

/* The work tree's and the index's state are each as recorded now, as recorded before, or somebody's
 * own. */
static void judge(struct care *care, const char *path, const struct places *at)
{
    const git_oid *tip = &at->tip.id;
    bool absent = at->look.kind == STORE_ABSENT;
    bool file_good = git_oid_equal(&at->look.id, tip), index_good = git_oid_equal(&at->index, tip);
    if (at->look.kind == STORE_OTHER) {
        care_add(care, KP_CARE_NOT_A_FILE, path, false);
        return;
    }
    if (file_good && index_good && !at->index_odd)
        return;
    bool unread = at->look.kind == STORE_FILE && git_oid_is_zero(&at->look.id);
    bool file_known = file_good || (!unread && was_recorded(care, path, &at->look.id));
    bool index_known = !at->index_odd && (index_good || was_recorded(care, path, &at->index));
    if (absent && at->tip.found && index_good)
        care_add(care, KP_CARE_MISSING, path, true);
    else if (file_known && index_known)
        care_add(care, KP_CARE_BEHIND, path, true);
    else
        care_add(care, absent && at->tip.found ? KP_CARE_MISSING : KP_CARE_EDITED, path, false);
}

static enum kp_status check_tree(struct care *care, const git_oid *tree, struct kp_buf *path,
                                 int depth, struct kp_err *err)
{
    struct kp_str name;
    struct places at = {0};
    git_odb_object *object = NULL;
    size_t len = path->len;
    enum kp_status status = KP_OK;
    if (git_odb_read(&object, care->ws->odb, tree) < 0 || depth > 64 ||
        git_odb_object_type(object) != GIT_OBJECT_TREE) {
        git_odb_object_free(object);
        care_add(care, KP_CARE_DAMAGED, len ? path->data : "kamplan.json", false);
        return KP_OK;
    }
    const char *from = git_odb_object_data(object), *to = from + git_odb_object_size(object);
    while (status == KP_OK && store_tree_next(&from, to, &name, &at.tip)) {
        kp_buf_truncate(path, len);
        kp_buf_addf(path, "%s%.*s", len ? "/" : "", KP_STR_ARG(name));
        if (at.tip.mode == STORE_MODE_DIR) {
            kp_buf_addc(path, '/');
            bool ours = is_ours(path->data);
            kp_buf_truncate(path, path->len - 1);
            if (ours)
                status = check_tree(care, &at.tip.id, path, depth + 1, err);
        } else if (is_ours(path->data) && !store_mode_is_file(at.tip.mode)) {
            care_add(care, KP_CARE_NOT_A_FILE, path->data, false);
        } else if (is_ours(path->data)) {
            look_around(care, path->data, &at);
            judge(care, path->data, &at);
        }
    }
    kp_buf_truncate(path, len);
    git_odb_object_free(object);
    return status;
}

/* What the index has and the tip has not: put there by somebody, or removed by a revision. */
static enum kp_status check_index(struct care *care, struct kp_err *err)
{
    enum kp_status status = KP_OK;
    for (size_t i = 0; i < git_index_entrycount(care->index) && status == KP_OK; i++) {
        const git_index_entry *entry = git_index_get_byindex(care->index, i);
        struct places at = {0};
        if (!is_ours(entry->path) || git_index_entry_stage(entry) > 0)
            continue;
        status = store_tree_path(care->ws, &care->tree, entry->path, &at.tip, err);
        if (status || at.tip.found)
            continue;
        look_around(care, entry->path, &at);
        judge(care, entry->path, &at);
    }
    return status;
}

static enum kp_status find_tip(struct care *care, struct kp_err *err)
{
    git_commit *commit = NULL;
    enum kp_status status = store_head(care->ws, NULL, &care->tip, err);
    if (status || git_oid_is_zero(&care->tip))
        return status;
    status = store_commit(care->ws, &care->tip, &commit, err);
    if (status == KP_OK)
        care->tree = *git_commit_tree_id(commit);
    git_commit_free(commit);
    return status;
}

/* Opens what the three places are compared in; false when that is itself the finding, or nothing is
 * recorded. */
static bool open_places(struct care *care)
{
    if (find_tip(care, NULL)) {
        care_add(care, KP_CARE_DAMAGED, "kamplan.json", false);
        return false;
    }
    if (git_oid_is_zero(&care->tip))
        return false;
    char *index = store_join(care->ws->git_dir, "index");
    if (git_index_open(&care->index, index) < 0) {
        care->index = NULL;
        care_add(care, KP_CARE_DAMAGED, ".git/index", true);
    }
    free(index);
    return care->index != NULL;
}

enum kp_status care_files(struct care *care, struct kp_err *err)
{
    struct kp_buf path = KP_BUF_INIT;
    enum kp_status status = KP_OK;
    if (open_places(care)) {
        status = check_tree(care, &care->tree, &path, 0, err);
        if (status == KP_OK)
            status = check_index(care, err);
    }
    kp_buf_release(&path);
    return status;
}

enum kp_status care_file(struct care *care, const char *path, struct kp_err *err)
{
    struct places at = {0};
    if (!open_places(care))
        return KP_OK;
    enum kp_status status = store_tree_path(care->ws, &care->tree, path, &at.tip, err);
    if (status == KP_OK) {
        look_around(care, path, &at);
        judge(care, path, &at);
    }
    return status;
}

enum kp_status care_mend_file(struct care *care, const char *path, struct kp_err *err)
{
    struct places at = {0};
    struct store_file file = {.path = path};
    git_odb_object *object = NULL;
    enum kp_status status = store_tree_path(care->ws, &care->tree, path, &at.tip, err);
    if (status)
        return status;
    look_around(care, path, &at);
    file.old_id = at.look.id;
    file.old_index = at.index;
    file.new_id = at.tip.id;
    if (at.tip.found && git_odb_read(&object, care->ws->odb, &at.tip.id) < 0)
        return kp_err_set(err, KP_IO, _("the record of %s cannot be read"), path);
    if (object)
        file.bytes = (struct kp_str){git_odb_object_data(object), git_odb_object_size(object)};
    status = store_mark_begin(care->ws, &care->tip, err);
    if (status == KP_OK) {
        status = store_files_settle(care->ws, &file, 1, err);
        store_mark_end(care->ws);
    }
    git_odb_object_free(object);
    if (status == KP_OK && !file.put)
        status =
            kp_err_set(err, KP_REFUSED, _("%s was changed meanwhile; it stays as it is"), path);
    return status;
}

enum kp_status care_mend_index(struct care *care, struct kp_err *err)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct store_file *files = NULL;
    struct store_index index = {0};
    size_t count = 0;
    git_oid none = {{0}};
    char *path = store_join(care->ws->git_dir, "index");
    char *aside = store_join(care->ws->git_dir, "index.damaged");
    enum kp_status status = KP_OK;
    if (rename(path, aside) < 0)
        status = store_system(err, errno, _("cannot move %s away"), path);
    if (status == KP_OK)
        status = store_diff_files(care->ws, &none, &care->tip, &arena, &files, &count, err);
    if (status == KP_OK)
        status = store_index_begin(care->ws, &index, err);
    if (status == KP_OK) {
        for (size_t i = 0; i < count; i++)
            files[i].left = true; /* the work tree stays; git looks at each file for itself */
        status = store_index_write(care->ws, &index, files, count, err);
    }
    store_index_end(&index);
    store_files_clear(care->ws);
    kp_arena_release(&arena);
    free(aside);
    free(path);
    return status;
}
