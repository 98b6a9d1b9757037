// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Two texts (the input, cut at its first NUL): the spans must make up both of them again, and be cut
 * between grapheme clusters.
 */
#include "base/utf8.h"
#include "compare/diff.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* Moves *pos over `part`, cluster by cluster; whether one ends where the part does. */
static bool is_whole(struct kp_str text, size_t *pos, struct kp_str part)
{
    size_t end = *pos + part.len;
    must(end <= text.len && kp_str_equal(kp_str_slice(text, *pos, part.len), part));
    while (*pos < end)
        *pos = kp_utf8_grapheme_end(text, *pos);
    return *pos == end;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kp_str all = {(const char *)data, size};
    size_t cut = kp_str_find(all, '\0'), at_before = 0, at_after = 0, count;
    struct kp_str before = kp_str_slice(all, 0, cut), after = kp_str_slice(all, cut + 1, size);
    struct kp_arena arena = KP_ARENA_INIT;
    const struct kp_span *spans = kp_diff_words(before, after, &arena, &count);
    for (size_t i = 0; i < count; i++) {
        must(spans[i].text.len > 0 && (i == 0 || spans[i].kind != spans[i - 1].kind));
        if (spans[i].kind != KP_SPAN_ADDED)
            must(is_whole(before, &at_before, spans[i].text));
        if (spans[i].kind != KP_SPAN_REMOVED)
            must(is_whole(after, &at_after, spans[i].text));
    }
    must(at_before == before.len && at_after == after.len);
    kp_arena_release(&arena);
    return 0;
}
