// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/history.h"
#include "store/store_internal.h"

#include <stdlib.h>
#include <string.h>

enum kp_status kp_revision_tip(struct kp_workspace *ws, struct kp_rev *out, struct kp_err *err)
{
    git_oid tip;
    enum kp_status status = store_head(ws, NULL, &tip, err);
    *out = store_rev_from(&tip);
    if (status == KP_OK && git_oid_is_zero(&tip))
        status = kp_err_set(err, KP_NOT_FOUND, _("%s has no revision yet"), ws->root);
    return status;
}

/* The entry at `path` of a revision. */
static enum kp_status find(struct kp_workspace *ws, const struct kp_rev *rev, const char *path,
                           struct store_entry *out, struct kp_err *err)
{
    git_oid id;
    git_commit *commit = NULL;
    enum kp_status status = store_rev_id(rev, &id, err);
    if (status == KP_OK)
        status = store_commit(ws, &id, &commit, err);
    if (status == KP_OK)
        status = store_tree_path(ws, git_commit_tree_id(commit), path, out, err);
    git_commit_free(commit);
    return status;
}

static enum kp_status read_object(struct kp_workspace *ws, const git_oid *id, git_odb_object **out,
                                  struct kp_err *err)
{
    char hex[GIT_OID_HEXSZ + 1];
    git_error_clear();
    int code = git_odb_read(out, ws->odb, id);
    if (code == 0)
        return KP_OK;
    git_oid_tostr(hex, sizeof hex, id);
    return store_git(err, code,
                     _("a part of the record (%.10s) cannot be read; `kamplan doctor` says more"),
                     hex);
}

static struct kp_str object_bytes(git_odb_object *object)
{
    return (struct kp_str){git_odb_object_data(object), git_odb_object_size(object)};
}

enum kp_status kp_revision_read(struct kp_workspace *ws, const struct kp_rev *rev, const char *path,
                                struct kp_buf *out, struct kp_err *err)
{
    struct store_entry entry;
    git_odb_object *object = NULL;
    kp_buf_clear(out);
    enum kp_status status = find(ws, rev, path, &entry, err);
    if (status)
        return status;
    if (!entry.found)
        return kp_err_set(err, KP_NOT_FOUND, _("revision %.10s has no %s"), rev->hex, path);
    if (!store_mode_is_file(entry.mode))
        return kp_err_set(err, KP_REFUSED, _("%s is not a file but a link or a folder"), path);
    status = read_object(ws, &entry.id, &object, err);
    if (status == KP_OK)
        kp_buf_add(out, object_bytes(object));
    git_odb_object_free(object);
    return status;
}

enum kp_status kp_revision_content(struct kp_workspace *ws, const char *id, struct kp_buf *out,
                                   struct kp_err *err)
{
    git_oid oid;
    git_odb_object *object = NULL;
    kp_buf_clear(out);
    if (strlen(id) != GIT_OID_HEXSZ || git_oid_fromstr(&oid, id) < 0)
        return kp_err_set(err, KP_INVALID, _("\"%s\" is not the id of a content"), id);
    enum kp_status status = read_object(ws, &oid, &object, err);
    if (status == KP_OK)
        kp_buf_add(out, object_bytes(object));
    git_odb_object_free(object);
    return status;
}

static int by_name(const void *a, const void *b)
{
    const git_tree_entry *const *x = a, *const *y = b;
    return strcmp(git_tree_entry_name(*x), git_tree_entry_name(*y));
}

static enum kp_status give(struct kp_workspace *ws, const git_tree_entry *found, bool contents,
                           enum kp_status (*each)(void *context, const struct kp_entry *entry,
                                                  struct kp_err *err),
                           void *context, struct kp_err *err)
{
    git_odb_object *object = NULL;
    struct kp_entry entry = {.name = git_tree_entry_name(found), .kind = KP_ENTRY_OTHER};
    unsigned mode = (unsigned)git_tree_entry_filemode(found);
    enum kp_status status = KP_OK;
    git_oid_tostr(entry.id, sizeof entry.id, git_tree_entry_id(found));
    if (mode == STORE_MODE_DIR)
        entry.kind = KP_ENTRY_DIR;
    else if (store_mode_is_file(mode))
        entry.kind = KP_ENTRY_FILE;
    if (contents && entry.kind == KP_ENTRY_FILE) {
        status = read_object(ws, git_tree_entry_id(found), &object, err);
        if (status == KP_OK)
            entry.bytes = object_bytes(object);
    }
    if (status == KP_OK)
        status = each(context, &entry, err);
    git_odb_object_free(object);
    return status;
}

enum kp_status kp_revision_each(struct kp_workspace *ws, const struct kp_rev *rev, const char *dir,
                                bool contents,
                                enum kp_status (*each)(void *context, const struct kp_entry *entry,
                                                       struct kp_err *err),
                                void *context, struct kp_err *err)
{
    struct store_entry entry;
    git_tree *tree = NULL;
    enum kp_status status = find(ws, rev, dir, &entry, err);
    if (status || !entry.found)
        return status;
    if (entry.mode != STORE_MODE_DIR)
        return kp_err_set(err, KP_REFUSED, _("%s is not a folder but a link or a file"), dir);
    git_error_clear();
    int code = git_tree_lookup(&tree, ws->repo, &entry.id);
    if (code < 0)
        return store_git(err, code, _("%s cannot be read; `kamplan doctor` says more"), dir);
    size_t count = git_tree_entrycount(tree);
    const git_tree_entry **entries = kp_alloc((count + 1) * sizeof *entries);
    for (size_t i = 0; i < count; i++)
        entries[i] = git_tree_entry_byindex(tree, i);
    /* A tree sorts a directory as if its name ended in a slash. */
    qsort(entries, count, sizeof *entries, by_name);
    for (size_t i = 0; i < count && status == KP_OK; i++)
        status = give(ws, entries[i], contents, each, context, err);
    free(entries);
    git_tree_free(tree);
    return status;
}

struct kp_str kp_message_trailer(struct kp_str message, const char *key)
{
    /* Trailers are the last paragraph. */
    struct kp_str value = {0}, rest = message, wanted = kp_str_from(key);
    bool in_subject = true;
    while (rest.data) {
        struct kp_str line = kp_str_split(&rest, '\n');
        if (!line.len) {
            if (kp_str_trim(rest).len)
                value = (struct kp_str){0};
            in_subject = false;
            continue;
        }
        if (!in_subject && line.len > wanted.len && kp_str_starts(line, wanted) &&
            line.data[wanted.len] == ':')
            value = kp_str_trim(kp_str_slice(line, wanted.len + 1, line.len));
    }
    return value;
}

/* --- finding one by the beginning of its id --- */

enum { LISTED_MOST = 5, LISTED_DIGITS = 12 };

struct search {
    struct kp_str prefix;
    size_t found;
    struct kp_rev rev;
    struct kp_buf list; /* the first of them, for who has to choose */
};

static enum kp_status compare(void *context, const struct kp_rev_info *info, bool *stop,
                              struct kp_err *err)
{
    struct search *search = context;
    (void)err;
    if (kp_str_starts(kp_str_from(info->rev.hex), search->prefix)) {
        search->rev = info->rev;
        kp_buf_addf(&search->list, "%s%.*s", search->found ? ", " : "", LISTED_DIGITS,
                    info->rev.hex);
        *stop = ++search->found == LISTED_MOST;
    }
    return KP_OK;
}

enum kp_status kp_revision_by_prefix(struct kp_workspace *ws, struct kp_str prefix,
                                     struct kp_rev *out, struct kp_err *err)
{
    char lower[GIT_OID_HEXSZ + 1] = "";
    git_oid id;
    git_object *object = NULL;
    enum kp_status status = KP_OK;
    for (size_t i = 0; i < prefix.len && i < GIT_OID_HEXSZ; i++)
        lower[i] =
            (char)(prefix.data[i] | (prefix.data[i] >= 'A' && prefix.data[i] <= 'F' ? 32 : 0));
    if (prefix.len < 4 || prefix.len > GIT_OID_HEXSZ ||
        strspn(lower, "0123456789abcdef") != prefix.len)
        return kp_err_set(err, KP_INVALID,
                          _("\"%.*s\" is not the beginning of a revision's id: 4 or more of the "
                            "characters 0-9 and a-f, as `kamplan log` prints them"),
                          KP_STR_ARG(prefix));
    struct search search = {.prefix = {lower, prefix.len}, .list = KP_BUF_INIT};
    git_oid_fromstrn(&id, lower, prefix.len);
    git_error_clear();
    int code = git_object_lookup_prefix(&object, ws->repo, &id, prefix.len, GIT_OBJECT_ANY);
    if (code == 0 && git_object_type(object) == GIT_OBJECT_COMMIT) {
        *out = store_rev_from(git_object_id(object));
    } else if (code == 0 || code == GIT_ENOTFOUND) {
        status = KP_NOT_FOUND;
    } else if (code == GIT_EAMBIGUOUS) {
        /* Of everything in the record only revisions count. */
        status = kp_revision_walk(ws, NULL, "", compare, &search, err);
        if (status == KP_OK && search.found > 1)
            status = kp_err_set(err, KP_INVALID,
                                _("several revisions begin with %s: %s; give more of it"), lower,
                                search.list.data);
        else if (status == KP_OK && !search.found)
            status = KP_NOT_FOUND;
        else
            *out = search.rev;
    } else {
        status = store_git(err, code, _("cannot look for revision %s"), lower);
    }
    if (status == KP_NOT_FOUND)
        kp_err_set(err, status, _("there is no revision %s"), lower);
    kp_buf_release(&search.list);
    git_object_free(object);
    return status;
}
