// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_ARCHIVE_H
#define KP_BASE_ARCHIVE_H

/*
 * Members of a zip archive in memory, such as a workbook is. libzip reads it; only this room knows it,
 * and only a program that opens an archive loads it. An archive may be anybody's: what it unpacks to has a limit.
 */

#include "base/err.h"

#include <stdbool.h>

struct kp_archive;

/*
 * Opens an archive whose bytes stay the caller's, and must outlive it. KP_INVALID: it is damaged or cut
 * short; KP_IO: libzip is not on this computer. Of all its members together no more than `most` bytes are unpacked.
 */
enum kp_status kp_archive_open(struct kp_str bytes, size_t most, struct kp_archive **out,
                               struct kp_err *err);
void kp_archive_close(struct kp_archive *archive);

size_t kp_archive_count(const struct kp_archive *archive);

/* As it stands in the archive: it may be no UTF-8, or a path that leads anywhere. */
struct kp_str kp_archive_name(const struct kp_archive *archive, size_t index);

/* The member of exactly this name; false: there is none. */
bool kp_archive_find(const struct kp_archive *archive, struct kp_str name, size_t *index);

/*
 * Unpacks a member piece by piece; a status other than KP_OK of `take` stops and is returned. KP_INVALID: it
 * is damaged, has a password, or is too large.
 */
enum kp_status kp_archive_each(struct kp_archive *archive, size_t index,
                               enum kp_status (*take)(void *context, struct kp_str piece,
                                                      struct kp_err *err),
                               void *context, struct kp_err *err);

/* The whole member in place of what was in `out`. */
enum kp_status kp_archive_read(struct kp_archive *archive, size_t index, struct kp_buf *out,
                               struct kp_err *err);

#endif
