// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/people_ref.h"

#include "store/store_internal.h"

#define PEOPLE_REF  "refs/kamplan/people"
#define PEOPLE_FILE "people.json"

enum kp_status kp_people_ref_read(struct kp_workspace *ws, struct kp_buf *out, struct kp_err *err)
{
    git_oid id;
    kp_buf_clear(out);
    enum kp_status status = store_ref_id(ws, PEOPLE_REF, &id, err);
    if (status == KP_NOT_FOUND)
        return kp_err_set(err, status, _("the workspace has no people directory yet"));
    if (status)
        return status;
    struct kp_rev rev = store_rev_from(&id);
    return kp_revision_read(ws, &rev, PEOPLE_FILE, out, err);
}

static enum kp_status write_directory(struct kp_workspace *ws, struct kp_str bytes,
                                      const struct kp_author *author, struct kp_err *err)
{
    struct store_writer writer = {0};
    struct store_file file = {.path = PEOPLE_FILE, .bytes = bytes};
    git_oid old, tip, tree, commit;
    bool stands = false;
    enum kp_status status = store_head(ws, NULL, &tip, err);
    if (status == KP_OK)
        status = store_ref_id(ws, PEOPLE_REF, &old, err);
    if (status == KP_NOT_FOUND)
        status = KP_OK;
    if (status == KP_OK)
        status = store_mark_begin(ws, &tip, err);
    if (status)
        return status;
    status = store_writer_begin(&writer, ws, err);
    if (status == KP_OK)
        status = store_write_blob(&writer, bytes, &file.new_id, err);
    if (status == KP_OK)
        status = store_write_tree(&writer, NULL, &file, 1, &tree, err);
    /* Never a parent: what a person is called must not live on in its history. */
    if (status == KP_OK)
        status = store_write_commit(&writer, &tree, NULL, "people", author, &commit, err);
    if (status == KP_OK)
        status = store_publish(&writer, PEOPLE_REF, &old, &commit, "people", &stands, err);
    store_writer_end(&writer);
    store_mark_end(ws);
    return status;
}

enum kp_status kp_people_ref_write(struct kp_workspace *ws, struct kp_str bytes,
                                   const struct kp_author *author, struct kp_err *err)
{
    enum kp_status status = kp_workspace_lock(ws, STORE_WAIT_MS, err);
    if (status)
        return status;
    for (int waited = 0, pause = 5;; waited += pause, pause = pause < 100 ? pause * 2 : 100) {
        sigset_t signals;
        store_signals_block(&signals);
        status = write_directory(ws, bytes, author, err);
        store_signals_restore(&signals);
        if (status != KP_BUSY || waited >= STORE_WAIT_OTHERS_MS)
            break;
        store_sleep(pause);
    }
    kp_workspace_unlock(ws);
    return status;
}
