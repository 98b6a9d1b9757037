// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/similar.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { LETTERS_OF_A_WORD = 4, MAX_LETTERS = 2000, MAX_WORDS = 200 };

/* A text as letters and digits; other characters part its words. */
struct letters {
    int32_t *codes; /* words with one space around each */
    size_t count;
    size_t starts[MAX_WORDS],
        lengths[MAX_WORDS]; /* of words that are long enough to mean something */
    size_t words;
};

static bool is_letter(int32_t code)
{
    return code >= 0x80 ? code != 0xA0 && (code < 0x2000 || code > 0x206F) && code != 0xB7 &&
                              code != 0xAB && code != 0xBB
                        : (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9');
}

static void end_word(struct letters *out, size_t start)
{
    size_t length = out->count - start;
    if (length >= LETTERS_OF_A_WORD && out->words < MAX_WORDS) {
        out->starts[out->words] = start;
        out->lengths[out->words++] = length;
    }
    if (length)
        out->codes[out->count++] = ' ';
}

static void read_letters(struct kp_arena *arena, struct kp_str text, struct letters *out)
{
    struct kp_str folded = kp_utf8_fold(arena, text);
    size_t pos = 0, start = 1;
    out->codes = kp_arena_alloc(arena, (folded.len + 3) * sizeof *out->codes);
    out->words = 0;
    out->count = 0;
    out->codes[out->count++] = ' ';
    while (pos < folded.len && out->count < MAX_LETTERS) {
        int32_t code = kp_utf8_next(folded, &pos);
        if (is_letter(code)) {
            out->codes[out->count++] = code;
        } else {
            end_word(out, start);
            start = out->count;
        }
    }
    end_word(out, start);
}

static bool same_word(const int32_t *a, size_t a_length, const int32_t *b, size_t b_length)
{
    size_t shorter = a_length < b_length ? a_length : b_length;
    size_t longer = a_length < b_length ? b_length : a_length, same = 0;
    while (same < shorter && a[same] == b[same])
        same++;
    return same >= LETTERS_OF_A_WORD && (same * 10 >= longer * 7 || same == shorter);
}

static bool words_are_shared(const struct letters *a, const struct letters *b)
{
    const struct letters *less = a->words <= b->words ? a : b, *more = less == a ? b : a;
    bool taken[MAX_WORDS] = {false};
    size_t shared = 0;
    for (size_t i = 0; i < less->words; i++) {
        for (size_t j = 0; j < more->words; j++) {
            if (taken[j] || !same_word(less->codes + less->starts[i], less->lengths[i],
                                       more->codes + more->starts[j], more->lengths[j]))
                continue;
            taken[j] = true;
            shared++;
            break;
        }
    }
    return shared >= 2 && shared * 3 >= less->words * 2 && shared * 3 >= more->words;
}

static int compare_trigrams(const void *a, const void *b)
{
    return memcmp(a, b, 3 * sizeof(int32_t));
}

/* Each run of three letters, sorted. */
static int32_t (*trigrams(struct kp_arena *arena, const struct letters *text, size_t *count))[3]
{
    *count = text->count < 3 ? 0 : text->count - 2;
    int32_t(*all)[3] = kp_arena_alloc(arena, (*count + 1) * sizeof *all);
    for (size_t i = 0; i < *count; i++)
        memcpy(all[i], text->codes + i, sizeof *all);
    qsort(all, *count, sizeof *all, compare_trigrams);
    return all;
}

static bool trigrams_overlap(struct kp_arena *arena, const struct letters *a,
                             const struct letters *b)
{
    size_t a_count, b_count, i = 0, j = 0, shared = 0;
    int32_t(*ours)[3] = trigrams(arena, a, &a_count);
    int32_t(*theirs)[3] = trigrams(arena, b, &b_count);
    while (i < a_count && j < b_count) {
        int order = compare_trigrams(ours[i], theirs[j]);
        shared += order == 0;
        i += order <= 0;
        j += order >= 0;
    }
    return shared && shared * 2 * 10 >= (a_count + b_count) * 6;
}

bool kp_texts_are_similar(struct kp_arena *scratch, struct kp_str a, struct kp_str b)
{
    struct letters *ours = kp_arena_alloc(scratch, sizeof *ours);
    struct letters *theirs = kp_arena_alloc(scratch, sizeof *theirs);
    read_letters(scratch, a, ours);
    read_letters(scratch, b, theirs);
    return words_are_shared(ours, theirs) || trigrams_overlap(scratch, ours, theirs);
}
