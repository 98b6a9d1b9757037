// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/store_internal.h"

#include <string.h>
#include <time.h>

enum kp_status store_git_begin(struct kp_err *err)
{
    int code = git_libgit2_init();
    if (code < 0)
        return store_git(err, code, _("cannot start the part that keeps revisions"));
    /* A walk is several times faster without it; `doctor` reads everything with its own check. */
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
    /* What is written is read back and compared before it counts: no need to look up each part. */
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 0);
    return KP_OK;
}

void store_git_end(void)
{
    git_libgit2_shutdown();
}

enum kp_status store_repo_open(struct kp_workspace *ws, struct kp_err *err)
{
    git_refdb *refdb = NULL;
    int code = git_repository_open_ext(&ws->repo, ws->root, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);
    if (code == 0) {
        /* References keep the setting that stands while their store is opened, objects ask each
         * time. */
        git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
        code = git_repository_refdb(&refdb, ws->repo);
        git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 0);
        git_refdb_free(refdb);
    }
    if (code == 0)
        code = git_repository_odb(&ws->odb, ws->repo);
    if (code == 0)
        return KP_OK;
    enum kp_status status = store_git(err, code, _("cannot open the workspace in %s"), ws->root);
    store_repo_close(ws);
    return status;
}

void store_repo_close(struct kp_workspace *ws)
{
    git_odb_free(ws->odb);
    git_repository_free(ws->repo);
    ws->odb = NULL;
    ws->repo = NULL;
}

enum kp_status store_rev_id(const struct kp_rev *rev, git_oid *out, struct kp_err *err)
{
    if (!rev || strlen(rev->hex) != GIT_OID_HEXSZ || git_oid_fromstr(out, rev->hex) < 0)
        return kp_err_set(err, KP_INVALID, _("\"%s\" is not a revision"), rev ? rev->hex : "");
    return KP_OK;
}

struct kp_rev store_rev_from(const git_oid *id)
{
    struct kp_rev rev = {{0}};
    if (!git_oid_is_zero(id))
        git_oid_tostr(rev.hex, sizeof rev.hex, id);
    return rev;
}

enum kp_status store_head(struct kp_workspace *ws, struct kp_buf *branch, git_oid *tip,
                          struct kp_err *err)
{
    git_reference *head = NULL;
    memset(tip, 0, sizeof *tip);
    int code = git_reference_lookup(&head, ws->repo, "HEAD");
    if (code < 0)
        return store_git(err, code, _("cannot read which revision of %s is the newest"), ws->root);
    const char *name = git_reference_symbolic_target(head);
    enum kp_status status = KP_OK;
    if (!name) {
        status = kp_err_set(err, KP_REFUSED,
                            _("%s was switched to an old revision with another program; switch it "
                              "back there before going on"),
                            ws->root);
    } else {
        if (branch)
            kp_buf_adds(branch, name);
        status = store_ref_id(ws, name, tip, err);
        if (status == KP_NOT_FOUND)
            status = KP_OK;
    }
    git_reference_free(head);
    return status;
}

enum kp_status store_ref_id(struct kp_workspace *ws, const char *name, git_oid *out,
                            struct kp_err *err)
{
    memset(out, 0, sizeof *out);
    git_error_clear();
    int code = git_reference_name_to_id(out, ws->repo, name);
    if (code == 0)
        return KP_OK;
    memset(out, 0, sizeof *out);
    if (code == GIT_ENOTFOUND)
        return kp_err_set(err, KP_NOT_FOUND, _("%s has no revision yet"), ws->root);
    return store_git(err, code, _("cannot read which revision of %s is the newest"), ws->root);
}

enum kp_status store_commit(struct kp_workspace *ws, const git_oid *id, git_commit **out,
                            struct kp_err *err)
{
    int code = git_commit_lookup(out, ws->repo, id);
    if (code == 0)
        return KP_OK;
    struct kp_rev rev = store_rev_from(id);
    if (code == GIT_ENOTFOUND || code == GIT_EINVALIDSPEC)
        return kp_err_set(
            err, KP_NOT_FOUND,
            _("revision %.10s is missing from the record; fetch it from a colleague's "
              "copy or a backup"),
            rev.hex);
    return store_git(err, code,
                     _("cannot read revision %.10s; `kamplan doctor` says what is wrong"), rev.hex);
}

enum kp_status store_signature(const struct kp_author *author, git_signature **out,
                               struct kp_err *err)
{
    int64_t seconds = author->at / 1000 - (author->at % 1000 < 0);
    time_t at = (time_t)seconds;
    struct tm local = {0};
    localtime_r(&at, &local);
    struct kp_buf email = KP_BUF_INIT;
    kp_buf_addf(&email, "%s@kamplan", author->id);
    int code = git_signature_new(out, author->id, email.data, seconds, (int)(local.tm_gmtoff / 60));
    kp_buf_release(&email);
    if (code < 0)
        return kp_err_set(err, KP_INVALID, _("\"%s\" cannot stand as who made a revision"),
                          author->id);
    return KP_OK;
}
