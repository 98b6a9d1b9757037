// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_STORE_REVISION_H
#define KP_STORE_REVISION_H

/* Revisions: making them, reading files of them, walking back through them. */

#include "store/workspace.h"

struct kp_rev {
    char hex[41]; /* 40 hex digits and NUL; "" is no revision */
};

/* The newest revision of the workspace. */
enum kp_status kp_revision_tip(struct kp_workspace *workspace, struct kp_rev *out,
                               struct kp_err *err);

/*
 * Records `changes` as one revision on top of the newest one and brings the same files, and no
 * others, to the work tree and its index. Takes the workspace's lock itself. Durable when it returns KP_OK:
 * the reference was read back and the objects looked up. A file that somebody edited or staged by hand is recorded
 * over only in the history: his copy in the work tree stays (each such path is given to `kept`, which may be NULL),
 * and so does what he staged; an entry of the index that nobody staged becomes the new one all the same, or his next
 * commit would take the revision back. When the disk has no room for that last step, the revision stands, KP_OK is
 * returned, and whoever opens or locks the workspace next finishes it.
 * Changes that leave everything as it is make no revision: *out is then the tip. KP_BUSY after some seconds
 * when another program holds git's own locks; KP_REFUSED for a bad path or a link in its place.
 * Signals are blocked meanwhile. On an error nothing is half-done: either the revision stands or it does not exist.
 *
 * `expected`: when not NULL and not the tip any more, returns KP_CONFLICT and records nothing (read
 * again, fold again, retry).
 */
enum kp_status kp_revision_record(struct kp_workspace *workspace, const struct kp_rev *expected,
                                  const struct kp_change *changes, size_t count,
                                  const char *message, const struct kp_author *author,
                                  void (*kept)(void *context, const char *path), void *context,
                                  struct kp_rev *out, struct kp_err *err);

/* A file of a revision into `out` (cleared first); KP_NOT_FOUND when it has none of that path, KP_REFUSED for a link. */
enum kp_status kp_revision_read(struct kp_workspace *workspace, const struct kp_rev *rev,
                                const char *path, struct kp_buf *out, struct kp_err *err);

/*
 * Calls `each` for every entry of a directory of a revision in byte order; a status other than KP_OK stops and is returned.
 * Symbolic links and other special entries are reported with kind KP_ENTRY_OTHER and never followed.
 * KP_OK with no call when there is no such directory. `bytes` (files only, when `contents`) is valid during the call.
 */
enum kp_entry_kind { KP_ENTRY_FILE, KP_ENTRY_DIR, KP_ENTRY_OTHER };
struct kp_entry {
    const char *name; /* without the directory */
    enum kp_entry_kind kind;
    struct kp_str bytes;
    char id[41]; /* of its content: equal ids, equal bytes */
};
enum kp_status kp_revision_each(struct kp_workspace *workspace, const struct kp_rev *rev,
                                const char *dir, bool contents,
                                enum kp_status (*each)(void *context, const struct kp_entry *entry,
                                                       struct kp_err *err),
                                void *context, struct kp_err *err);

/*
 * The entries of the directory with an id that a kp_entry named, without their contents, in the
 * record's own order (by byte, a directory as if its name ended in a slash).
 */
enum kp_status kp_folder_each(struct kp_workspace *workspace, const char *id,
                              enum kp_status (*each)(void *context, const struct kp_entry *entry,
                                                     struct kp_err *err),
                              void *context, struct kp_err *err);

/* One revision as it was recorded. Strings are valid during the call that gives it. */
struct kp_rev_info {
    struct kp_rev rev;
    struct kp_str author;  /* the id it was made under */
    int64_t at;            /* milliseconds since 1970 */
    int offset_minutes;    /* of the zone it was made in */
    struct kp_str message; /* as recorded: subject, blank line, text, trailers */
};

enum kp_status kp_revision_info(struct kp_workspace *workspace, const struct kp_rev *rev,
                                enum kp_status (*each)(void *context,
                                                       const struct kp_rev_info *info,
                                                       struct kp_err *err),
                                void *context, struct kp_err *err);

/*
 * The revisions that changed `path` (a file or directory; "" all), newest first, from `from`
 * (NULL: the tip). `each` returns KP_OK to go on; *stop set by it ends the walk.
 */
enum kp_status
kp_revision_walk(struct kp_workspace *workspace, const struct kp_rev *from, const char *path,
                 enum kp_status (*each)(void *context, const struct kp_rev_info *info, bool *stop,
                                        struct kp_err *err),
                 void *context, struct kp_err *err);

/* The value of a trailer line "Key: value" of a message, or the empty view. */
struct kp_str kp_message_trailer(struct kp_str message, const char *key);

/* A revision by the beginning of its id (4+ hex digits); KP_INVALID when several begin so. */
enum kp_status kp_revision_by_prefix(struct kp_workspace *workspace, struct kp_str prefix,
                                     struct kp_rev *out, struct kp_err *err);

#endif
