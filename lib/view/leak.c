// SPDX-License-Identifier: GPL-3.0-or-later
/* Where in a file there is what must not be. */
#include "base/alloc.h"
#include "base/utf8.h"
#include "view/leak_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- words */

void leak_split_words(struct kp_str text, struct leak_words *out)
{
    *out = (struct leak_words){.arena = KP_ARENA_INIT};
    for (size_t pos = 0; pos < text.len;) {
        size_t start = pos, first = 0, rest = 0;
        if (kp_utf8_next_part(text, &pos) != KP_UTF8_WORD)
            continue;
        size_t stop = pos;
        while (start < stop && text.data[start] == '_') /* Markdown's */
            start++;
        while (stop > start && text.data[stop - 1] == '_')
            stop--;
        if (start == stop)
            continue;
        struct kp_str raw = kp_str_slice(text, start, stop - start);
        struct leak_word word = {
            .at = start, .end = stop, .folded = kp_utf8_fold(&out->arena, raw)};
        kp_utf8_next(raw, &first);
        kp_utf8_next(word.folded, &rest);
        word.capital =
            !kp_str_equal(kp_str_slice(raw, 0, first), kp_str_slice(word.folded, 0, rest));
        out->items = kp_grow(out->items, out->count, &out->cap, sizeof *out->items);
        out->items[out->count++] = word;
    }
}

void leak_release_words(struct leak_words *words)
{
    free(words->items);
    kp_arena_release(&words->arena);
}

/* ---- finding */

static int by_words(const void *a, const void *b)
{
    const struct kp_secret *left = a, *right = b;
    if (!left->count || !right->count)
        return left->count || right->count ? (left->count ? 1 : -1)
                                           : kp_number_compare(left->number, right->number);
    return kp_str_compare(left->words[0], right->words[0]);
}

static void sort(struct kp_secrets *secrets)
{
    if (!secrets->sorted && secrets->count)
        qsort(secrets->items, secrets->count, sizeof *secrets->items, by_words);
    secrets->sorted = true;
}

/* The first secret not before `key`. */
static size_t place_of(const struct kp_secrets *secrets, const struct kp_secret *key)
{
    size_t low = 0, high = secrets->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_words(&secrets->items[middle], key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool says(const struct leak_words *words, size_t at, const struct kp_secret *secret)
{
    if (secret->count > words->count - at || (secret->proper && !words->items[at].capital))
        return false;
    for (size_t i = 0; i < secret->count; i++)
        if (!kp_str_equal(words->items[at + i].folded, secret->words[i]))
            return false;
    return true;
}

/* Something found, as it is told to whoever asked. */
struct search {
    struct kp_secrets *secrets;
    struct kp_str text;
    void (*found)(void *context, struct kp_secret *secret, size_t at, size_t end);
    void *context;
};

static void search_number(struct search *s, struct kp_number number, size_t at, size_t end)
{
    struct kp_secret key = {.number = number};
    for (size_t i = place_of(s->secrets, &key);
         i < s->secrets->count && by_words(&s->secrets->items[i], &key) == 0; i++)
        if (!s->secrets->items[i].passed)
            s->found(s->context, &s->secrets->items[i], at, end);
}

/* The bytes of a space or sign that groups digits, at `pos`; 0: none. */
static size_t group_sign(struct kp_str text, size_t pos)
{
    static const char *const signs[] = {"\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89", " ", ".", ",",
                                        "'"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t len = strlen(signs[i]);
        if (kp_str_starts(kp_str_slice(text, pos, len), kp_str_from(signs[i])) &&
            pos + len < text.len && text.data[pos + len] >= '0' && text.data[pos + len] <= '9')
            return len;
    }
    return 0;
}

enum { DIGITS_MOST = 36 };

/* Digits as they stand in a text, with the signs between them. */
struct digits {
    char all[DIGITS_MOST + 1];
    size_t count;
    size_t last; /* digits behind the last sign */
    size_t signs;
    char sign;   /* the last of them */
    bool alike;  /* the last is as the one before: no decimals behind it */
    bool threes; /* between the signs there are always three */
    size_t at, end;
};

static bool is_digit(struct kp_str text, size_t pos)
{
    return pos < text.len && text.data[pos] >= '0' && text.data[pos] <= '9';
}

/* What begins at `at`, a digit. */
static struct digits read_digits(struct kp_str text, size_t at)
{
    struct digits d = {.threes = true, .at = at};
    size_t len = 0;
    for (size_t pos = at; is_digit(text, pos) || (len = group_sign(text, pos)); pos += len) {
        if (is_digit(text, pos)) {
            if (d.count < DIGITS_MOST)
                d.all[d.count++] = text.data[pos];
            d.last++;
            len = 1;
        } else {
            d.threes = d.threes && (d.signs ? d.last == 3 : d.last <= 3);
            d.alike = d.signs > 0 && d.sign == text.data[pos + len - 1];
            d.sign = text.data[pos + len - 1];
            d.signs++;
            d.last = 0;
        }
        d.end = pos + len;
    }
    return d;
}

static void search_literal(struct search *s, const struct digits *d, const char *digits)
{
    struct kp_number number;
    while (digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9')
        digits++;
    if (kp_number_read(kp_str_from(digits), &number))
        search_number(s, number, d->at, d->end);
}

/* Digits are read as a whole number in groups, and with decimals behind the last sign. */
static void search_numbers(struct search *s)
{
    for (size_t pos = 0; pos < s->text.len; pos++) {
        char split[DIGITS_MOST + 2];
        if (!is_digit(s->text, pos))
            continue;
        struct digits d = read_digits(s->text, pos);
        pos = d.end;
        if (!d.signs || (d.threes && d.last == 3))
            search_literal(s, &d, d.all);
        if (!d.signs || d.alike || (d.signs > 1 && !d.threes) || d.last >= d.count)
            continue;
        snprintf(split, sizeof split, "%.*s.%s", (int)(d.count - d.last), d.all,
                 d.all + d.count - d.last);
        search_literal(s, &d, split);
    }
}

static void search_text(struct search *s)
{
    struct leak_words words;
    sort(s->secrets);
    leak_split_words(s->text, &words);
    for (size_t i = 0; i < words.count; i++) {
        struct kp_secret key = {.words = &words.items[i].folded, .count = 1};
        for (size_t j = place_of(s->secrets, &key);
             j < s->secrets->count && by_words(&s->secrets->items[j], &key) == 0; j++) {
            struct kp_secret *secret = &s->secrets->items[j];
            if (!secret->passed && says(&words, i, secret))
                s->found(s->context, secret, words.items[i].at,
                         words.items[i + secret->count - 1].end);
        }
    }
    leak_release_words(&words);
    search_numbers(s);
}

static void pass(void *context, struct kp_secret *secret, size_t at, size_t end)
{
    (void)context;
    (void)at;
    (void)end;
    secret->passed = true;
}

void kp_secrets_pass(struct kp_secrets *secrets, struct kp_str text)
{
    search_text(&(struct search){.secrets = secrets, .text = text, .found = pass});
}

/* ---- a file */

struct listing {
    struct kp_arena *arena;
    const struct kp_leak_piece *piece;
    struct kp_leak *items;
    size_t count, cap;
    size_t from;   /* of this piece */
    size_t *lines; /* where its lines end */
    size_t line_count, line_cap;
};

static void find_lines(struct listing *l)
{
    struct kp_str text = l->piece->text;
    l->line_count = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] != '\n')
            continue;
        l->lines = kp_grow(l->lines, l->line_count, &l->line_cap, sizeof *l->lines);
        l->lines[l->line_count++] = i;
    }
}

static size_t line_of(const struct listing *l, size_t at)
{
    size_t low = 0, high = l->line_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (l->lines[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low + 1;
}

/* Whether a place was told of just before. */
static bool is_told(const struct listing *l, const struct kp_leak *leak)
{
    enum { BACK_MOST = 100 };
    size_t least = l->count > l->from + BACK_MOST ? l->count - BACK_MOST : l->from;
    for (size_t i = l->count; i-- > least;)
        if (l->items[i].line == leak->line && l->items[i].field == leak->field &&
            l->items[i].column == leak->column && kp_str_equal(l->items[i].found, leak->found))
            return true;
    return false;
}

static void add_leak(struct listing *l, struct kp_leak leak, size_t at, size_t end)
{
    struct kp_str text = l->piece->text;
    leak.place = l->piece->place;
    leak.found = kp_str_slice(text, at, end - at);
    if (!leak.place.len)
        leak.line = line_of(l, at);
    if (is_told(l, &leak))
        return;
    leak.found = kp_arena_str(l->arena, leak.found);
    l->items = kp_grow(l->items, l->count, &l->cap, sizeof *l->items);
    l->items[l->count++] = leak;
}

static void add_found(void *context, struct kp_secret *secret, size_t at, size_t end)
{
    add_leak(
        context,
        (struct kp_leak){.kind = KP_LEAK_VALUE, .field = secret->field, .column = secret->column},
        at, end);
}

static void add_name(void *context, const struct kp_name_hit *hit)
{
    add_leak(context, (struct kp_leak){.kind = KP_LEAK_NAME, .name = hit->name}, hit->at,
             hit->at + hit->len);
}

static int by_line(const void *a, const void *b)
{
    const struct kp_leak *left = a, *right = b;
    return (left->line > right->line) - (left->line < right->line);
}

void kp_leak_find(struct kp_secrets *secrets, const struct kp_leak_pieces *pieces,
                  struct kp_arena *arena, struct kp_leak **out, size_t *count)
{
    struct listing l = {.arena = arena};
    for (size_t i = 0; i < pieces->count; i++) {
        l.piece = &pieces->items[i];
        l.from = l.count;
        find_lines(&l);
        kp_names_find_all(&secrets->names, l.piece->text, add_name, &l);
        search_text(&(struct search){
            .secrets = secrets, .text = l.piece->text, .found = add_found, .context = &l});
        if (l.count > l.from)
            qsort(l.items + l.from, l.count - l.from, sizeof *l.items, by_line);
    }
    *out = kp_arena_alloc(arena, (l.count + 1) * sizeof **out);
    if (l.count)
        memcpy(*out, l.items, l.count * sizeof **out);
    *count = l.count;
    free(l.items);
    free(l.lines);
}
