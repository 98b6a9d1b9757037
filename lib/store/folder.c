// SPDX-License-Identifier: GPL-3.0-or-later
/* A directory of the record by its own id: no way down to it, no parsing, no sorting. */
#include "store/store_internal.h"

#include <string.h>

static enum kp_entry_kind kind_of(unsigned mode)
{
    if (mode == STORE_MODE_DIR)
        return KP_ENTRY_DIR;
    return store_mode_is_file(mode) ? KP_ENTRY_FILE : KP_ENTRY_OTHER;
}

enum kp_status kp_folder_each(struct kp_workspace *ws, const char *id,
                              enum kp_status (*each)(void *context, const struct kp_entry *entry,
                                                     struct kp_err *err),
                              void *context, struct kp_err *err)
{
    git_odb_object *object = NULL;
    struct store_entry found;
    struct kp_str name;
    git_oid tree;
    enum kp_status status = KP_OK;
    git_error_clear();
    int code = git_oid_fromstr(&tree, id);
    if (code == 0)
        code = git_odb_read(&object, ws->odb, &tree);
    if (code < 0)
        return store_git(err, code,
                         _("a part of the record (%.10s) cannot be read; `kamplan doctor` says "
                           "more"),
                         id);
    const char *at = git_odb_object_data(object), *end = at + git_odb_object_size(object);
    if (git_odb_object_type(object) != GIT_OBJECT_TREE)
        end = at;
    while (status == KP_OK && store_tree_next(&at, end, &name, &found)) {
        /* A name ends with the NUL that stands before its id. */
        struct kp_entry entry = {.name = name.data, .kind = kind_of(found.mode)};
        git_oid_tostr(entry.id, sizeof entry.id, &found.id);
        status = each(context, &entry, err);
    }
    git_odb_object_free(object);
    return status;
}
