// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum kp_status store_writer_begin(struct store_writer *writer, struct kp_workspace *ws,
                                  struct kp_err *err)
{
    memset(writer, 0, sizeof *writer);
    writer->ws = ws;
    /* Opened before anything is written: syncfs reports the write errors since then. */
    char *path = store_join(ws->git_dir, "objects");
    writer->sync_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int error = errno;
    free(path);
    if (writer->sync_fd < 0)
        return store_system(err, error, _("cannot record the revision"));
    return KP_OK;
}

void store_writer_end(struct store_writer *writer)
{
    if (writer->ws && writer->sync_fd >= 0)
        close(writer->sync_fd);
    free(writer->ids.items);
    memset(writer, 0, sizeof *writer);
}

enum kp_status store_write_blob(struct store_writer *writer, struct kp_str bytes, git_oid *out,
                                struct kp_err *err)
{
    git_error_clear();
    int code = git_odb_write(out, writer->ws->odb, bytes.data ? bytes.data : "", bytes.len,
                             GIT_OBJECT_BLOB);
    if (code < 0)
        return store_git(err, code, _("cannot record the revision"));
    store_ids_add(&writer->ids, out);
    return KP_OK;
}

enum kp_status store_write_commit(struct store_writer *writer, const git_oid *tree_id,
                                  const git_oid *parent_id, const char *message,
                                  const struct kp_author *author, git_oid *out, struct kp_err *err)
{
    git_signature *signature = NULL;
    git_tree *tree = NULL;
    git_commit *parent = NULL;
    struct kp_buf text = KP_BUF_INIT;
    enum kp_status status = store_signature(author, &signature, err);
    if (status == KP_OK && parent_id)
        status = store_commit(writer->ws, parent_id, &parent, err);
    if (status)
        goto done;
    kp_buf_adds(&text, message);
    if (!text.len || text.data[text.len - 1] != '\n')
        kp_buf_addc(&text, '\n');
    git_error_clear();
    int code = git_tree_lookup(&tree, writer->ws->repo, tree_id);
    if (code == 0) {
        const git_commit *parents[1] = {parent};
        code = git_commit_create(out, writer->ws->repo, NULL, signature, signature, NULL, text.data,
                                 tree, parent ? 1 : 0, parents);
    }
    if (code < 0)
        status = store_git(err, code, _("cannot record the revision"));
    else
        store_ids_add(&writer->ids, out);
    /* The same name for the log of references. */
    git_repository_set_ident(writer->ws->repo, signature->name, signature->email);
done:
    kp_buf_release(&text);
    git_commit_free(parent);
    git_tree_free(tree);
    git_signature_free(signature);
    return status;
}

/*
 * libgit2 links its lock to the reference and then removes it, and does not look whether that worked. A lock
 * that is the same file as the reference is that one, and nobody else's.
 */
static void remove_own_lock(const struct kp_workspace *ws, const char *reference)
{
    struct kp_buf lock = KP_BUF_INIT;
    struct stat a, b;
    char *path = store_join(ws->git_dir, reference);
    kp_buf_addf(&lock, "%s.lock", path);
    if (lstat(lock.data, &a) == 0 && lstat(path, &b) == 0 && a.st_ino == b.st_ino &&
        a.st_dev == b.st_dev)
        unlink(lock.data);
    kp_buf_release(&lock);
    free(path);
}

/* Whether the reference's directory, or the nearest that there is above it, may be written in. */
static bool may_write(const struct kp_workspace *ws, const char *reference)
{
    char *path = store_join(ws->git_dir, reference);
    size_t least = strlen(ws->git_dir);
    int result = -1;
    do {
        *strrchr(path, '/') = '\0';
        result = access(path, W_OK | X_OK);
    } while (result < 0 && errno == ENOENT && strlen(path) > least);
    free(path);
    return result == 0;
}

/* libgit2 says "locked" also when it may not write there. (A lock may be gone when we look for it.) */
static enum kp_status moved_or_locked(struct kp_workspace *ws, const char *reference, int code,
                                      int error, struct kp_err *err)
{
    if (code == GIT_ELOCKED && !may_write(ws, reference))
        return store_system(err, errno, _("cannot record the revision"));
    if (code == GIT_ELOCKED || code == GIT_EMODIFIED || code == GIT_EEXISTS)
        return kp_err_set(
            err, KP_BUSY,
            _("another program is using the record of %s; if none is, `kamplan doctor "
              "--fix` clears what it left behind"),
            ws->root);
    errno = error;
    return store_git(err, code, _("cannot record the revision"));
}

enum kp_status store_publish(struct store_writer *writer, const char *reference, const git_oid *old,
                             const git_oid *commit, const char *log_message, bool *stands,
                             struct kp_err *err)
{
    struct kp_workspace *ws = writer->ws;
    git_reference *ref = NULL;
    git_oid now;
    struct kp_buf subject = KP_BUF_INIT;
    *stands = false;
    enum kp_status status = store_objects_sync(ws, writer->sync_fd, &writer->ids, err);
    if (status == KP_OK)
        status = store_objects_verify(ws, &writer->ids, err);
    if (status)
        return status;
    kp_buf_add(&subject, (struct kp_str){log_message, strcspn(log_message, "\n")});
    git_error_clear();
    errno = 0;
    int code =
        git_reference_create_matching(&ref, ws->repo, reference, commit, 1, old, subject.data);
    int error = errno;
    kp_buf_release(&subject);
    git_reference_free(ref);
    remove_own_lock(ws, reference);
    if (code < 0)
        status = moved_or_locked(ws, reference, code, error, err);
    /* An error may come after the reference moved, and success without it: only reading says. */
    *stands = store_ref_id(ws, reference, &now, NULL) == KP_OK && git_oid_equal(&now, commit);
    if (!*stands && code == 0)
        return kp_err_set(err, KP_IO,
                          _("cannot record the revision: it is not there when it is read back"));
    if (*stands && code < 0) {
        status = store_objects_sync(ws, writer->sync_fd, &writer->ids, err);
        if (status)
            kp_err_prefix(err, _("the revision is recorded, but not safely on disk"));
    }
    return status;
}
