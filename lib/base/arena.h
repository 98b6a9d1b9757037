// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_ARENA_H
#define KP_BASE_ARENA_H

/*
 * An arena: many small allocations that live and die together, such as a loaded
 * document. Nothing is freed singly. Zero-initialise (KP_ARENA_INIT) before use.
 */

#include "base/str.h"

#include <stddef.h>

struct kp_arena_block;

struct kp_arena {
    struct kp_arena_block *newest;
};

/* clang-format off */
#define KP_ARENA_INIT {NULL}
/* clang-format on */

/* `size` zeroed bytes, aligned for any type, alive until the arena is released. */
void *kp_arena_alloc(struct kp_arena *arena, size_t size);

/* A NUL-terminated copy of `s` in the arena. */
struct kp_str kp_arena_str(struct kp_arena *arena, struct kp_str s);

/* Formatted text, as sprintf, in the arena. */
struct kp_str kp_arena_format(struct kp_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Frees everything; the arena may be used again. */
void kp_arena_release(struct kp_arena *arena);

#endif
