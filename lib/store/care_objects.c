// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/care_internal.h"

#include <stdlib.h>
#include <string.h>

/* Everything that the references name, each object once, read and compared with its id. */
struct tour {
    struct care *care;
    struct store_set seen;
    char **paths; /* of seen.ids: where it was met first; what a finding is called */
    size_t path_count, path_cap;
    bool shallow;
};

static void visit(struct tour *tour, const git_oid *id, const char *path)
{
    size_t index;
    if (!store_set_add(&tour->seen, id, &index))
        return;
    tour->paths = kp_grow(tour->paths, tour->path_count, &tour->path_cap, sizeof *tour->paths);
    tour->paths[tour->path_count++] = kp_strndup(path, strlen(path));
}

static void visit_tree(struct tour *tour, git_odb_object *object, const char *path)
{
    const char *from = git_odb_object_data(object), *to = from + git_odb_object_size(object);
    struct kp_str name;
    struct store_entry entry;
    struct kp_buf below = KP_BUF_INIT;
    while (store_tree_next(&from, to, &name, &entry)) {
        if (entry.mode == 0160000u)
            continue; /* another repository's, not part of this record */
        kp_buf_clear(&below);
        kp_buf_addf(&below, "%s%s%.*s", path, *path ? "/" : "", KP_STR_ARG(name));
        visit(tour, &entry.id, below.data);
    }
    kp_buf_release(&below);
}

/* Headers of a commit ("tree", "parent") or a tag ("object"), up to the first empty line. */
static void visit_headers(struct tour *tour, git_odb_object *object)
{
    struct kp_str rest = {git_odb_object_data(object), git_odb_object_size(object)};
    while (rest.data) {
        git_oid id;
        struct kp_str line = kp_str_split(&rest, '\n');
        struct kp_str key = kp_str_split(&line, ' ');
        if (!key.len)
            break;
        bool parent = kp_str_is(key, "parent");
        if (!(parent || kp_str_is(key, "tree") || kp_str_is(key, "object")) ||
            line.len < GIT_OID_HEXSZ || git_oid_fromstrn(&id, line.data, GIT_OID_HEXSZ) < 0)
            continue;
        if (parent && tour->shallow && !git_odb_exists(tour->care->ws->odb, &id))
            continue; /* a copy that goes back only so far */
        visit(tour, &id, "");
    }
}

static void damaged(struct tour *tour, const git_oid *id, const char *path)
{
    char hex[GIT_OID_HEXSZ + 1];
    git_oid_tostr(hex, sizeof hex, id);
    care_add(tour->care, KP_CARE_DAMAGED, *path ? path : hex, false);
}

static void check(struct tour *tour, size_t index)
{
    git_odb_object *object = NULL;
    git_oid id = tour->seen.ids.items[index], found;
    const char *path = tour->paths[index];
    if (git_odb_read(&object, tour->care->ws->odb, &id) < 0 ||
        git_odb_hash(&found, git_odb_object_data(object), git_odb_object_size(object),
                     git_odb_object_type(object)) < 0 ||
        !git_oid_equal(&found, &id))
        damaged(tour, &id, path);
    else if (git_odb_object_type(object) == GIT_OBJECT_TREE)
        visit_tree(tour, object, path);
    else if (git_odb_object_type(object) != GIT_OBJECT_BLOB)
        visit_headers(tour, object);
    git_odb_object_free(object);
}

enum kp_status care_objects(struct care *care, struct kp_err *err)
{
    struct tour tour = {.care = care, .shallow = git_repository_is_shallow(care->ws->repo) == 1};
    git_reference_iterator *references = NULL;
    git_reference *reference = NULL;
    enum kp_status status = KP_OK;
    int code = git_reference_iterator_new(&references, care->ws->repo);
    while (code == 0 && (code = git_reference_next(&reference, references)) == 0) {
        const git_oid *id = git_reference_target(reference);
        if (id)
            visit(&tour, id, "");
        git_reference_free(reference);
    }
    if (code < 0 && code != GIT_ITEROVER)
        status = store_git(err, code, _("cannot read the record of %s"), care->ws->root);
    git_reference_iterator_free(references);
    if (!git_oid_is_zero(&care->tip))
        visit(&tour, &care->tip, "");
    for (size_t i = 0; i < tour.seen.ids.count && status == KP_OK; i++)
        check(&tour, i);
    for (size_t i = 0; i < tour.path_count; i++)
        free(tour.paths[i]);
    free(tour.paths);
    store_set_release(&tour.seen);
    return status;
}
