// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_FS_H
#define KP_BASE_FS_H

/* Files. Every error names the path. Symbolic links are not followed for the last part of a path.
 */

#include "base/err.h"

#include <stdbool.h>
#include <sys/types.h>

/*
 * Reads a whole regular file of at most `max` bytes into `out` (cleared first).
 * KP_NOT_FOUND when it does not exist; KP_REFUSED for a symbolic link, a directory, a
 * device; KP_INVALID when it is larger than `max`; KP_IO else.
 */
enum kp_status kp_fs_read(const char *path, size_t max, struct kp_buf *out, struct kp_err *err);

/*
 * Replaces a file by way of a temporary one in the same directory and rename(2), so that
 * a reader sees the old bytes or the new ones. `sync`: on disk when it returns. On an
 * error the old file stands and the temporary one is gone (or the new file stands, and only
 * that it is on disk could not be made sure). `mode` is for the new file, less the umask.
 */
enum kp_status kp_fs_replace(const char *path, struct kp_str bytes, mode_t mode, bool sync,
                             struct kp_err *err);

/*
 * The same of a file that `write` makes at the path it is given, next to `path`; an error of its own
 * should name `path`.
 */
enum kp_status kp_fs_replace_by(const char *path, mode_t mode, bool sync,
                                enum kp_status (*write)(void *context, const char *temporary,
                                                        struct kp_err *err),
                                void *context, struct kp_err *err);

/* Makes a directory and its parents; KP_OK when it is there. */
enum kp_status kp_fs_make_dirs(const char *path, mode_t mode, struct kp_err *err);

/* Puts the entries of a directory on disk (fsync). */
enum kp_status kp_fs_sync_dir(const char *path, struct kp_err *err);

/* Removes a file; KP_OK when it was not there. */
enum kp_status kp_fs_remove(const char *path, struct kp_err *err);

bool kp_fs_is_dir(const char *path);
bool kp_fs_exists(const char *path); /* a symbolic link counts, also a broken one */

/* write(2) until all is written, through interruptions; -1 with errno set on an error. */
ssize_t kp_fs_write_all(int fd, const char *data, size_t len);

/*
 * The names in a directory, without "." and "..", sorted by byte. NUL-terminated in the
 * arena; *names has *count entries. KP_NOT_FOUND when there is no such directory.
 */
struct kp_arena;
enum kp_status kp_fs_list(struct kp_arena *arena, const char *path, const char ***names,
                          size_t *count, struct kp_err *err);

/* Appends "dir/name" (one slash between). */
void kp_fs_join(struct kp_buf *out, const char *dir, const char *name);

#endif
