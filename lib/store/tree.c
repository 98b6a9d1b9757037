// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/store_internal.h"

#include <limits.h>
#include <string.h>

bool store_tree_next(const char **at, const char *end, struct kp_str *name, struct store_entry *out)
{
    const char *p = *at;
    unsigned mode = 0;
    while (p < end && *p >= '0' && *p <= '7')
        mode = mode * 8 + (unsigned)(*p++ - '0');
    if (p >= end || *p != ' ')
        return false;
    const char *start = ++p;
    p = memchr(p, '\0', (size_t)(end - p));
    if (!p || end - p < 1 + GIT_OID_RAWSZ)
        return false;
    *name = (struct kp_str){start, (size_t)(p - start)};
    out->found = true;
    out->mode = mode;
    git_oid_fromraw(&out->id, (const unsigned char *)p + 1);
    *at = p + 1 + GIT_OID_RAWSZ;
    return true;
}

static enum kp_status damaged(const git_oid *id, int code, struct kp_err *err)
{
    char hex[GIT_OID_HEXSZ + 1];
    git_oid_tostr(hex, sizeof hex, id);
    return store_git(err, code,
                     _("a part of the record (%.10s) cannot be read; `kamplan doctor` says more"),
                     hex);
}

enum kp_status store_tree_entry(struct kp_workspace *ws, const git_oid *tree, const char *name,
                                size_t len, struct store_entry *out, struct kp_err *err)
{
    git_odb_object *object = NULL;
    struct kp_str found;
    memset(out, 0, sizeof *out);
    git_error_clear();
    int code = git_odb_read(&object, ws->odb, tree);
    if (code < 0)
        return damaged(tree, code, err);
    if (git_odb_object_type(object) == GIT_OBJECT_TREE) {
        const char *at = git_odb_object_data(object);
        const char *end = at + git_odb_object_size(object);
        while (store_tree_next(&at, end, &found, out)) {
            if (found.len == len && memcmp(found.data, name, len) == 0)
                goto done;
        }
    }
    memset(out, 0, sizeof *out);
done:
    git_odb_object_free(object);
    return KP_OK;
}

enum kp_status store_tree_path(struct kp_workspace *ws, const git_oid *tree, const char *path,
                               struct store_entry *out, struct kp_err *err)
{
    struct kp_str rest = kp_str_from(path);
    *out = (struct store_entry){true, STORE_MODE_DIR, *tree};
    if (!rest.len)
        return KP_OK;
    while (rest.data) {
        if (out->mode != STORE_MODE_DIR) {
            memset(out, 0, sizeof *out);
            return KP_OK;
        }
        git_oid dir = out->id;
        struct kp_str part = kp_str_split(&rest, '/');
        enum kp_status status = store_tree_entry(ws, &dir, part.data, part.len, out, err);
        if (status || !out->found)
            return status;
    }
    return KP_OK;
}

static enum kp_status in_the_way(const char *path, size_t len, struct kp_err *err)
{
    return kp_err_set(err, KP_REFUSED,
                      _("%.*s: a link or something else stands where a file of the record belongs"),
                      (int)len, path);
}

/* The new tree of the directory that is the first `depth` bytes of every path in files[0..count).
 */
static enum kp_status build(struct store_writer *writer, const git_oid *base, size_t depth,
                            const struct store_file *files, size_t count, git_oid *out, bool *empty,
                            struct kp_err *err)
{
    git_tree *tree = NULL;
    git_treebuilder *builder = NULL;
    enum kp_status status = KP_OK;
    char name[NAME_MAX + 1]; /* store_path_check sees to it that each part fits */
    size_t used = 0;
    int code = base ? git_tree_lookup(&tree, writer->ws->repo, base) : 0;
    if (code == 0)
        code = git_treebuilder_new(&builder, writer->ws->repo, tree);
    for (size_t i = 0; i < count && code == 0 && status == KP_OK; i += used) {
        const char *start = files[i].path + depth;
        size_t len = strcspn(start, "/");
        bool leaf = start[len] == '\0';
        memcpy(name, start, len);
        name[len] = '\0';
        /* Paths below one directory stand together, for they are sorted. */
        used = 1;
        while (!leaf && i + used < count && !strncmp(files[i + used].path + depth, start, len + 1))
            used++;
        const git_tree_entry *entry = git_treebuilder_get(builder, name);
        unsigned mode = entry ? (unsigned)git_tree_entry_filemode(entry) : 0;
        if (entry && (leaf ? !store_mode_is_file(mode) : mode != STORE_MODE_DIR)) {
            status = in_the_way(files[i].path, depth + len, err);
        } else if (leaf) {
            if (!git_oid_is_zero(&files[i].new_id))
                code = git_treebuilder_insert(NULL, builder, name, &files[i].new_id,
                                              GIT_FILEMODE_BLOB);
            else if (entry)
                code = git_treebuilder_remove(builder, name);
        } else {
            git_oid below, old = {{0}};
            bool gone = false;
            if (entry)
                old = *git_tree_entry_id(entry);
            status = build(writer, entry ? &old : NULL, depth + len + 1, files + i, used, &below,
                           &gone, err);
            if (status == KP_OK && !gone)
                code = git_treebuilder_insert(NULL, builder, name, &below, GIT_FILEMODE_TREE);
            else if (status == KP_OK && entry)
                code = git_treebuilder_remove(builder, name);
        }
    }
    if (code == 0 && status == KP_OK) {
        *empty = git_treebuilder_entrycount(builder) == 0;
        if (!*empty || depth == 0) {
            code = git_treebuilder_write(out, builder);
            if (code == 0)
                store_ids_add(&writer->ids, out);
        }
    }
    if (code < 0)
        status = store_git(err, code, _("cannot record the revision"));
    git_treebuilder_free(builder);
    git_tree_free(tree);
    return status;
}

enum kp_status store_write_tree(struct store_writer *writer, const git_oid *base,
                                const struct store_file *files, size_t count, git_oid *out,
                                struct kp_err *err)
{
    bool empty = false;
    return build(writer, base, 0, files, count, out, &empty, err);
}
