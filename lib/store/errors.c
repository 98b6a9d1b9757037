// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/store_internal.h"

#include <errno.h>
#include <string.h>

static const char *words(int error)
{
    switch (error) {
    case ENOSPC: return _("the disk is full; free some space and try again");
    case EDQUOT: return _("your share of the disk is used up; free some space and try again");
    case EROFS: return _("the disk is read-only");
    case EACCES:
    case EPERM: return _("you are not allowed to; ask whoever owns the folder");
    default: return strerror(error);
    }
}

__attribute__((format(printf, 3, 0))) static enum kp_status
compose(struct kp_err *err, enum kp_status status, const char *format, va_list args,
        const char *reason)
{
    if (err) {
        struct kp_buf text = KP_BUF_INIT; /* composed first: the arguments may be the old text */
        kp_buf_addv(&text, format, args);
        kp_buf_addf(&text, ": %s", reason);
        kp_err_set(err, status, "%s", text.data);
        kp_buf_release(&text);
    }
    return status;
}

enum kp_status store_system(struct kp_err *err, int error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    enum kp_status status = compose(err, KP_IO, format, args, words(error));
    va_end(args);
    return status;
}

/* libgit2 ends its messages with the system's words; where we know better ones, they are ours. */
static const char *git_reason(int error)
{
    static const int known[] = {ENOSPC, EDQUOT, EROFS, EACCES, EPERM};
    const git_error *last = git_error_last();
    if (!last || !last->message || !*last->message)
        return words(error ? error : EIO);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strstr(last->message, strerror(known[i])))
            return words(known[i]);
    return last->message;
}

enum kp_status store_git(struct kp_err *err, int code, const char *format, ...)
{
    int error = errno; /* of the call that failed, for the one that leaves no message */
    bool busy = code == GIT_ELOCKED || code == GIT_EMODIFIED;
    va_list args;
    va_start(args, format);
    enum kp_status status = compose(err, busy ? KP_BUSY : KP_IO, format, args, git_reason(error));
    va_end(args);
    return status;
}
