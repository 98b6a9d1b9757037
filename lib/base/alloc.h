// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_ALLOC_H
#define KP_BASE_ALLOC_H

/*
 * Memory. These never return NULL: when the system has none left they say so on
 * standard error and abort. That is safe here by design: every answer is on disk
 * before the next question appears, so a dead process costs nothing but a restart,
 * while thousands of untestable error branches would cost readability.
 */

#include <stddef.h>

/* `size` bytes of zeroed memory; release with free(). Size 0 gives a unique pointer. */
void *kp_alloc(size_t size);

/* Grows or shrinks `old` (may be NULL) to count × size bytes; new bytes are not zeroed. */
void *kp_realloc_array(void *old, size_t count, size_t size);

/* A NUL-terminated copy of `len` bytes; release with free(). */
char *kp_strndup(const char *data, size_t len);

/*
 * Makes room for one more element in a growing array: `items` and `*cap` as the
 * caller keeps them, `count` elements in use. Returns the array, moved if need be.
 */
void *kp_grow(void *items, size_t count, size_t *cap, size_t size);

#endif
