// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static _Noreturn void out_of_memory(void)
{
    static const char text[] = "kamplan: out of memory; everything answered so far is saved\n";
    ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);
    (void)ignored;
    abort();
}

void *kp_alloc(size_t size)
{
    void *data = calloc(1, size ? size : 1);
    if (!data)
        out_of_memory();
    return data;
}

void *kp_realloc_array(void *old, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        out_of_memory();
    size_t bytes = count * size;
    void *data = realloc(old, bytes ? bytes : 1);
    if (!data)
        out_of_memory();
    return data;
}

char *kp_strndup(const char *data, size_t len)
{
    char *copy = kp_realloc_array(NULL, len + 1, 1);
    if (len)
        memcpy(copy, data, len);
    copy[len] = '\0';
    return copy;
}

void *kp_grow(void *items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return items;
    *cap = *cap ? *cap * 2 : 8;
    return kp_realloc_array(items, *cap, size);
}
