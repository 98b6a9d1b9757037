// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/history.h"

#include "store/history_internal.h"

#include <stdlib.h>
#include <string.h>

struct giving {
    struct kp_workspace *ws;
    const char *dir;
    enum kp_status (*each)(void *context, const struct kp_history_entry *entry, bool *stop,
                           struct kp_err *err);
    void *context;
};

static bool cycle_valid(struct kp_str cycle)
{
    if (cycle.len != 6 || cycle.data[4] != 'H' || (cycle.data[5] != '1' && cycle.data[5] != '2'))
        return false;
    for (size_t i = 0; i < 4; i++)
        if (cycle.data[i] < '0' || cycle.data[i] > '9')
            return false;
    return true;
}

static enum kp_status give(void *context, const struct kp_rev_info *info, bool *stop,
                           struct kp_err *err)
{
    struct giving *giving = context;
    struct kp_history_entry entry = {
        .rev = info->rev, .at = info->at, .offset_minutes = info->offset_minutes};
    struct store_plan_files files = {.names = KP_BUF_INIT};
    struct store_entry old = {0}, new = {0};
    git_commit *commit = NULL, *parent = NULL;
    git_oid id;
    struct kp_str cycle = kp_message_trailer(info->message, "Cycle");
    if (cycle_valid(cycle))
        memcpy(entry.cycle.text, cycle.data, cycle.len);
    enum kp_status status = store_rev_id(&info->rev, &id, err);
    if (status == KP_OK)
        status = store_commit(giving->ws, &id, &commit, err);
    if (status == KP_OK)
        status = store_tree_path(giving->ws, git_commit_tree_id(commit), giving->dir, &new, err);
    if (status == KP_OK && git_commit_parentcount(commit) &&
        store_commit(giving->ws, git_commit_parent_id(commit, 0), &parent, NULL) == KP_OK)
        status = store_tree_path(giving->ws, git_commit_tree_id(parent), giving->dir, &old, err);
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
    char *path = file ? store_join(dir, file) : kp_strndup(dir, strlen(dir));
    enum kp_status status = kp_revision_walk(ws, from, path, give, &giving, err);
    free(path);
    return status;
}

enum kp_status kp_revision_at(struct kp_workspace *ws, int64_t at, struct kp_rev *out,
                              struct kp_err *err)
{
    struct kp_rev tip;
    git_oid id;
    memset(out, 0, sizeof *out);
    enum kp_status status = kp_revision_tip(ws, &tip, err);
    if (status == KP_OK)
        status = store_rev_id(&tip, &id, err);
    while (status == KP_OK && !out->hex[0]) {
        git_commit *commit = NULL;
        status = store_commit(ws, &id, &commit, err);
        if (status == KP_NOT_FOUND && git_repository_is_shallow(ws->repo) == 1)
            return KP_OK;
        if (status)
            break;
        bool more = git_commit_parentcount(commit) > 0;
        if (store_time_clamp(git_commit_author(commit)->when.time) * 1000 <= at)
            *out = store_rev_from(&id);
        else if (more)
            id = *git_commit_parent_id(commit, 0);
        git_commit_free(commit);
        if (!more)
            break;
    }
    return status;
}
