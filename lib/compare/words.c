// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Two texts word by word. The words that stay are a longest common subsequence, found as E. W. Myers
 * does ("An O(ND) difference algorithm and its variations", 1986, from both ends at once), with a
 * limit on the work. What stays but says little between two changes is then given up, so that
 * a changed sentence reads as one change (after N. Fraser's "semantic clean-up").
 */
#include "compare/diff.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "compare/words.h"

#include <stdlib.h>
#include <string.h>

static struct kp_str word_at(const struct kp_wording *text, size_t at)
{
    const struct kp_word *word = &text->words[at];
    return (struct kp_str){text->bytes.data + word->start, word->end - word->start};
}

static size_t characters(struct kp_str word)
{
    size_t count = 0;
    for (size_t i = 0; i < word.len; i++)
        count += ((unsigned char)word.data[i] & 0xC0) != 0x80;
    return count;
}

static void read_words(struct kp_wording *text, struct kp_str bytes, struct kp_arena *arena)
{
    size_t cap = 0;
    struct kp_word *words = NULL;
    *text = (struct kp_wording){.bytes = bytes};
    for (size_t pos = 0; pos < bytes.len;) {
        size_t start = pos;
        if (kp_utf8_next_part(bytes, &pos) == KP_UTF8_SPACE)
            continue;
        words = kp_grow(words, text->count, &cap, sizeof *words);
        words[text->count++] = (struct kp_word){start, pos};
    }
    text->words = kp_arena_alloc(arena, (text->count + 1) * sizeof *words);
    if (text->count)
        memcpy(text->words, words, text->count * sizeof *words);
    free(words);
    text->ids = kp_arena_alloc(arena, (text->count + 1) * sizeof *text->ids);
    text->changed = kp_arena_alloc(arena, text->count + 1);
    text->weights = kp_arena_alloc(arena, (text->count + 1) * sizeof *text->weights);
    for (size_t i = 0; i < text->count; i++)
        text->weights[i + 1] = text->weights[i] + characters(word_at(text, i));
}

static size_t weight(const struct kp_wording *text, size_t first, size_t end)
{
    return text->weights[end] - text->weights[first];
}

/* The words that have been met, by hash. */
struct met {
    const char *word;
    uint32_t len, hash;
    uint32_t id;   /* from 1; 0: nobody is here */
    uint32_t olds; /* how often it stands in the earlier text, and is not matched yet */
};

struct names {
    struct met *table;
    size_t mask; /* its size − 1, a power of two */
    uint32_t count;
};

static uint32_t hash_of(struct kp_str word)
{
    uint64_t hash = 0xcbf29ce484222325u; /* FNV-1a */
    for (size_t i = 0; i < word.len; i++)
        hash = (hash ^ (unsigned char)word.data[i]) * 0x100000001b3u;
    return (uint32_t)(hash ^ (hash >> 32));
}

/*
 * The entry of a word. One that is not found in so many steps is taken for another word: that costs
 * a match, and who makes up words to slow us down has no more from it.
 */
static struct met *meet(struct names *names, struct kp_str word)
{
    enum { STEPS = 256 };
    uint32_t hash = hash_of(word);
    struct met *met = NULL;
    for (size_t i = 0; i < STEPS; i++) {
        met = &names->table[(hash + i) & names->mask];
        if (met->id && met->hash == hash && met->len == word.len &&
            memcmp(met->word, word.data, word.len) == 0)
            return met;
        if (!met->id)
            break;
    }
    *met = (struct met){word.data, (uint32_t)word.len, hash, ++names->count, 0};
    return met;
}

/* Gives equal words equal ids; returns the characters of words that both texts have, as often as both. */
static size_t name_words(struct kp_wording *before, struct kp_wording *after,
                         struct kp_arena *arena)
{
    struct names names = {.mask = 63};
    size_t shared = 0;
    while (names.mask < 2 * (before->count + after->count))
        names.mask = 2 * names.mask + 1;
    names.table = kp_arena_alloc(arena, (names.mask + 1) * sizeof *names.table);
    for (size_t i = 0; i < before->count; i++) {
        struct met *met = meet(&names, word_at(before, i));
        before->ids[i] = met->id;
        met->olds++;
    }
    for (size_t i = 0; i < after->count; i++) {
        struct met *met = meet(&names, word_at(after, i));
        after->ids[i] = met->id;
        if (met->olds)
            shared += weight(after, i, i + 1);
        met->olds -= met->olds > 0;
    }
    return shared;
}

/* ---- changes */

/* Words, and the bytes around them, of both texts that stand against each other. */
struct change {
    struct kp_word before, after;    /* bytes */
    size_t before_first, before_end; /* words */
    size_t after_first, after_end;
};

struct changes {
    const struct kp_wording *before, *after;
    struct change *items; /* grown with kp_grow; whoever compares frees it */
    size_t count, cap;
};

/* Does without the white space that both have at the beginning or end of a change. */
static void trim(const struct changes *changes, struct change *change)
{
    const struct kp_wording *texts[] = {changes->before, changes->after};
    struct kp_word *parts[] = {&change->before, &change->after};
    size_t firsts[] = {change->before_first, change->after_first};
    size_t ends[] = {change->before_end, change->after_end};
    struct kp_str lead[2], tail[2];
    for (int i = 0; i < 2; i++) {
        size_t end = firsts[i] < ends[i] ? texts[i]->words[firsts[i]].start : parts[i]->end;
        lead[i] = kp_str_slice(texts[i]->bytes, parts[i]->start, end - parts[i]->start);
    }
    if (kp_str_equal(lead[0], lead[1]))
        for (int i = 0; i < 2; i++)
            parts[i]->start += lead[i].len;
    for (int i = 0; i < 2; i++) {
        size_t start = firsts[i] < ends[i] ? texts[i]->words[ends[i] - 1].end : parts[i]->start;
        tail[i] = kp_str_slice(texts[i]->bytes, start, parts[i]->end - start);
    }
    if (kp_str_equal(tail[0], tail[1]))
        for (int i = 0; i < 2; i++)
            parts[i]->end -= tail[i].len;
}

/* The most characters of words that it takes out or puts in. */
static size_t size_of(const struct changes *changes, const struct change *change)
{
    size_t before = weight(changes->before, change->before_first, change->before_end);
    size_t after = weight(changes->after, change->after_first, change->after_end);
    return before > after ? before : after;
}

/* The characters of words that a change replaces by others. */
static size_t replaced_by(const struct changes *changes, const struct change *change)
{
    size_t before = weight(changes->before, change->before_first, change->before_end);
    size_t after = weight(changes->after, change->after_first, change->after_end);
    return before < after ? before : after;
}

/* A word or two beside so much that was written anew are there by chance. */
enum { CHANCE_WORDS = 2, CHANCE_SHARE = 5 };

/* Whether what stays between two changes says so little that both read better as one. */
static bool says_little(const struct changes *changes, const struct change *one,
                        const struct change *two)
{
    size_t between = weight(changes->before, one->before_end, two->before_first);
    if (between <= size_of(changes, one) && between <= size_of(changes, two))
        return true;
    size_t left = replaced_by(changes, one), right = replaced_by(changes, two);
    return two->before_first - one->before_end <= CHANCE_WORDS &&
           between * CHANCE_SHARE <= (left > right ? left : right);
}

/* Adds a change, and to it those before it as long as little stays between them. */
static void add_change(struct changes *changes, struct change change)
{
    trim(changes, &change);
    if (change.before.start == change.before.end && change.after.start == change.after.end)
        return;
    while (changes->count) {
        const struct change *last = &changes->items[changes->count - 1];
        if (!says_little(changes, last, &change))
            break;
        change.before.start = last->before.start;
        change.after.start = last->after.start;
        change.before_first = last->before_first;
        change.after_first = last->after_first;
        changes->count--;
    }
    changes->items = kp_grow(changes->items, changes->count, &changes->cap, sizeof *changes->items);
    changes->items[changes->count++] = change;
}

/* From the words that changed to changes, with the white space that goes with them. */
static void find_changes(struct changes *changes)
{
    const struct kp_wording *before = changes->before, *after = changes->after;
    struct change change = {.before = {0, 0}};
    for (size_t i = 0, j = 0;; i++, j++) {
        change.before_first = i;
        change.after_first = j;
        while (i < before->count && before->changed[i])
            i++;
        while (j < after->count && after->changed[j])
            j++;
        bool ends = i == before->count || j == after->count;
        change.before_end = ends ? before->count : i;
        change.after_end = ends ? after->count : j;
        change.before.end = ends ? before->bytes.len : before->words[i].start;
        change.after.end = ends ? after->bytes.len : after->words[j].start;
        add_change(changes, change);
        if (ends)
            break;
        change.before.start = before->words[i].end;
        change.after.start = after->words[j].end;
    }
}

/* ---- what is read */

/* More than people write: not looked into. */
enum { TEXT_MOST = 8 * 1024 * 1024 };

/* So many characters in one piece stay in any case: a sentence that was kept is worth seeing. */
enum { WORTH_SEEING = 80 };

static bool shares_little(size_t shared, const struct kp_wording *before,
                          const struct kp_wording *after)
{
    size_t olds = weight(before, 0, before->count), news = weight(after, 0, after->count);
    return shared < (olds < news ? olds : news) / 3;
}

/* Whether too little of a text is left to read it as the same text with changes. */
static bool is_rewritten(const struct changes *changes)
{
    size_t kept = 0, at = 0;
    for (size_t i = 0; i <= changes->count; i++) {
        bool last = i == changes->count;
        size_t end = last ? changes->before->count : changes->items[i].before_first;
        size_t piece = weight(changes->before, at, end);
        if (piece >= WORTH_SEEING)
            return false;
        kept += piece;
        at = last ? end : changes->items[i].before_end;
    }
    return shares_little(kept, changes->before, changes->after);
}

struct spans {
    struct kp_span *items;
    size_t count;
};

static void add_span(struct spans *spans, enum kp_span_kind kind, struct kp_str bytes, size_t start,
                     size_t end)
{
    if (start < end)
        spans->items[spans->count++] =
            (struct kp_span){kind, kp_str_slice(bytes, start, end - start)};
}

static void add_replaced(struct spans *spans, struct kp_str before, struct kp_str after)
{
    add_span(spans, KP_SPAN_REMOVED, before, 0, before.len);
    add_span(spans, KP_SPAN_ADDED, after, 0, after.len);
}

static void add_spans(struct spans *spans, const struct changes *changes)
{
    struct kp_str before = changes->before->bytes, after = changes->after->bytes;
    size_t at = 0;
    for (size_t i = 0; i < changes->count; i++) {
        const struct change *change = &changes->items[i];
        add_span(spans, KP_SPAN_SAME, before, at, change->before.start);
        add_span(spans, KP_SPAN_REMOVED, before, change->before.start, change->before.end);
        add_span(spans, KP_SPAN_ADDED, after, change->after.start, change->after.end);
        at = change->before.end;
    }
    add_span(spans, KP_SPAN_SAME, before, at, before.len);
}

static void compare(struct spans *spans, struct kp_str before, struct kp_str after,
                    struct kp_arena *scratch, struct kp_arena *arena)
{
    struct kp_wording old, new;
    read_words(&old, before, scratch);
    read_words(&new, after, scratch);
    if (shares_little(name_words(&old, &new, scratch), &old, &new)) {
        add_replaced(spans, before, after);
        return;
    }
    kp_words_compare(&old, &new, scratch);
    kp_words_slide(&old, &new);
    kp_words_slide(&new, &old);
    struct changes changes = {.before = &old, .after = &new};
    find_changes(&changes);
    if (is_rewritten(&changes)) {
        add_replaced(spans, before, after);
    } else {
        spans->items = kp_arena_alloc(arena, (changes.count * 3 + 1) * sizeof *spans->items);
        add_spans(spans, &changes);
    }
    free(changes.items);
}

const struct kp_span *kp_diff_words(struct kp_str before, struct kp_str after,
                                    struct kp_arena *arena, size_t *count)
{
    struct spans spans = {.items = kp_arena_alloc(arena, 2 * sizeof *spans.items)};
    if (kp_str_equal(before, after)) {
        add_span(&spans, KP_SPAN_SAME, before, 0, before.len);
    } else if (before.len > TEXT_MOST || after.len > TEXT_MOST) {
        add_replaced(&spans, before, after);
    } else {
        struct kp_arena scratch = KP_ARENA_INIT;
        compare(&spans, before, after, &scratch, arena);
        kp_arena_release(&scratch);
    }
    *count = spans.count;
    return spans.items;
}
