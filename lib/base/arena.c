// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/arena.h"

#include "base/alloc.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct kp_arena_block {
    struct kp_arena_block *older;
    size_t used, size;
    alignas(max_align_t) char data[];
};

enum { SMALLEST_BLOCK = 4096, LARGEST_BLOCK = 256 * 1024 };

static struct kp_arena_block *add_block(struct kp_arena *arena, size_t need)
{
    size_t size = arena->newest ? arena->newest->size * 2 : SMALLEST_BLOCK;
    if (size > LARGEST_BLOCK)
        size = LARGEST_BLOCK;
    if (size < need)
        size = need;
    struct kp_arena_block *block = kp_realloc_array(NULL, sizeof *block + size, 1);
    *block = (struct kp_arena_block){.older = arena->newest, .size = size};
    arena->newest = block;
    return block;
}

/* As kp_arena_alloc, but not zeroed. */
static void *take(struct kp_arena *arena, size_t size)
{
    size_t unit = alignof(max_align_t);
    size_t need = (size + unit - 1) / unit * unit;
    struct kp_arena_block *block = arena->newest;
    if (!block || block->size - block->used < need)
        block = add_block(arena, need);
    void *data = block->data + block->used;
    block->used += need;
    return data;
}

/* Only what is asked for is zeroed: most blocks are never filled. */
void *kp_arena_alloc(struct kp_arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
}

struct kp_str kp_arena_str(struct kp_arena *arena, struct kp_str s)
{
    char *copy = take(arena, s.len + 1);
    if (s.len)
        memcpy(copy, s.data, s.len);
    copy[s.len] = '\0';
    return (struct kp_str){copy, s.len};
}

struct kp_str kp_arena_format(struct kp_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = take(arena, (size_t)(len > 0 ? len : 0) + 1);
    *text = '\0';
    if (len > 0)
        vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return (struct kp_str){text, (size_t)(len > 0 ? len : 0)};
}

void kp_arena_release(struct kp_arena *arena)
{
    while (arena->newest) {
        struct kp_arena_block *older = arena->newest->older;
        free(arena->newest);
        arena->newest = older;
    }
}
