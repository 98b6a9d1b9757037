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

/* git_oid_tostr goes by way of printf: folders have many entries, of which few are wanted. */
static void write_hex(char *out, const unsigned char *id)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < GIT_OID_RAWSZ; i++) {
        *out++ = digits[id[i] >> 4];
        *out++ = digits[id[i] & 15];
    }
    *out = '\0';
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
        write_hex(entry.id, found.id.id);
        status = each(context, &entry, err);
    }
    git_odb_object_free(object);
    return status;
}
