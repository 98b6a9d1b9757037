// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/names.h"

#include "base/alloc.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
    BETWEEN_MOST = 3, /* words between a first and a last name */
    SHORT_MOST = 2,   /* letters of a word that alone is no name in small letters */
    LOOSE_LEAST = 5,  /* letters from which accents and spellings are overlooked */
    JOINED_LEAST = 6, /* letters of two names written as one word */
};

enum role { FIRST, MIDDLE, LAST, JOINED };

struct kp_name_word {
    struct kp_str bare, folded;
    size_t person;
    enum role role;
    size_t place, of; /* the word's place among so many of the name */
    bool common;      /* alone it is no name in small letters */
};

/* A word of a text. */
struct token {
    size_t at, end;
    struct kp_str bare, folded;
    bool capital, starts; /* a sentence begins here */
    bool number, initial;
};

struct tokens {
    struct kp_arena arena;
    struct kp_str text;
    struct token *items;
    size_t count, cap;
};

/* ---- words */

/* Å and Aa, Æ, Ä and Ae, Ø, Ö and Oe, Ü and Ue become one letter. In place. */
static struct kp_str one_spelling(struct kp_arena *arena, struct kp_str word)
{
    struct kp_str bare = kp_utf8_bare(arena, word);
    struct kp_buf out = KP_BUF_INIT;
    for (size_t pos = 0; pos < bare.len;) {
        size_t start = pos;
        int32_t code = kp_utf8_next(bare, &pos);
        char before = out.len ? out.data[out.len - 1] : '\0';
        if (code == 0xf8) /* ø */
            kp_buf_addc(&out, 'o');
        else if (code == 0xe6) /* æ */
            kp_buf_addc(&out, 'a');
        else if ((code == 'a' && before == 'a') ||
                 (code == 'e' && (before == 'a' || before == 'o' || before == 'u')))
            continue;
        else
            kp_buf_add(&out, kp_str_slice(bare, start, pos - start));
    }
    struct kp_str result = kp_arena_str(arena, kp_buf_str(&out));
    kp_buf_release(&out);
    return result;
}

static size_t letters_of(struct kp_str word)
{
    size_t count = 0;
    for (size_t pos = 0; pos < word.len; count++)
        kp_utf8_next(word, &pos);
    return count;
}

/* Signs within what the base room takes for one word. */
static size_t sign_at(struct kp_str text, size_t pos)
{
    if (strchr("'_.,", text.data[pos]) && text.data[pos])
        return 1;
    return kp_str_starts(kp_str_slice(text, pos, 3), KP_STR("\xe2\x80\x99")) ? 3 : 0;
}

static bool ends_sentence(struct kp_str between)
{
    for (size_t i = 0; i < between.len; i++)
        if (strchr(".!?:\n\r\t|", between.data[i]))
            return true;
    return kp_str_find_str(between, KP_STR("•")) < between.len;
}

static bool is_title(struct kp_str word)
{
    static const char *const titles[] = {"hr",  "herr", "fru", "frk",  "mr",  "mrs",
                                         "ms",  "dr",   "dir", "prof", "ing", "adv",
                                         "att", "attn", "cc",  "by",   "af",  "av"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (kp_str_is(word, titles[i]))
            return true;
    return false;
}

static void add_token(struct tokens *tokens, size_t at, size_t end)
{
    struct kp_str word = kp_str_slice(tokens->text, at, end - at);
    const struct token *before = tokens->count ? &tokens->items[tokens->count - 1] : NULL;
    size_t behind = before ? before->end : 0;
    struct token token = {.at = at, .end = end, .folded = kp_utf8_fold(&tokens->arena, word)};
    size_t first = 0, rest = 0;
    kp_utf8_next(word, &first);
    kp_utf8_next(token.folded, &rest);
    token.capital =
        !kp_str_equal(kp_str_slice(word, 0, first), kp_str_slice(token.folded, 0, rest));
    token.number = word.data[0] >= '0' && word.data[0] <= '9';
    token.bare = one_spelling(&tokens->arena, word);
    token.initial = letters_of(token.folded) == 1 && token.capital;
    token.starts = before ? (ends_sentence(kp_str_slice(tokens->text, behind, at - behind)) &&
                             !before->initial && !is_title(before->folded))
                          : true;
    tokens->items = kp_grow(tokens->items, tokens->count, &tokens->cap, sizeof *tokens->items);
    tokens->items[tokens->count++] = token;
}

static void tokenise(struct tokens *tokens, struct kp_str text)
{
    *tokens = (struct tokens){.arena = KP_ARENA_INIT, .text = text};
    for (size_t pos = 0; pos < text.len;) {
        size_t start = pos;
        if (kp_utf8_next_part(text, &pos) != KP_UTF8_WORD)
            continue;
        for (size_t at = start; at < pos;) {
            size_t sign = sign_at(text, at);
            if (sign && at > start)
                add_token(tokens, start, at);
            at += sign ? sign : 1;
            start = sign ? at : start;
        }
        if (start < pos)
            add_token(tokens, start, pos);
    }
}

static void release_tokens(struct tokens *tokens)
{
    free(tokens->items);
    kp_arena_release(&tokens->arena);
}

/* ---- the names to look for */

static void add_word(struct kp_names *names, const struct kp_name_word *word)
{
    names->words = kp_grow(names->words, names->word_count, &names->word_cap, sizeof *word);
    names->words[names->word_count++] = *word;
    names->sorted = false;
}

static void add_joined(struct kp_names *names, struct kp_str first, struct kp_str last)
{
    struct kp_str both =
        kp_arena_format(&names->arena, "%.*s%.*s", KP_STR_ARG(first), KP_STR_ARG(last));
    if (letters_of(both) >= JOINED_LEAST)
        add_word(names, &(struct kp_name_word){.bare = one_spelling(&names->arena, both),
                                               .folded = both,
                                               .person = names->count,
                                               .role = JOINED,
                                               .of = 1});
}

static void add_name(struct kp_names *names, struct kp_str name, bool open)
{
    struct tokens tokens;
    tokenise(&tokens, name);
    size_t count = tokens.count;
    for (size_t i = 0; i < count; i++) {
        const struct token *token = &tokens.items[i];
        add_word(names, &(struct kp_name_word){
                            .bare = kp_arena_str(&names->arena, token->bare),
                            .folded = kp_arena_str(&names->arena, token->folded),
                            .person = names->count,
                            .role = i + 1 == count ? LAST
                                    : i            ? MIDDLE
                                                   : FIRST,
                            .place = i,
                            .of = count,
                            .common = letters_of(token->folded) <= SHORT_MOST ||
                                      kp_names_everyday(token->bare),
                        });
    }
    if (count > 1) {
        add_joined(names, tokens.items[0].folded, tokens.items[count - 1].folded);
        add_joined(names, tokens.items[count - 1].folded, tokens.items[0].folded);
    }
    if (count) {
        names->items = kp_grow(names->items, names->count, &names->cap, sizeof *names->items);
        names->items[names->count++] =
            (struct kp_name){.text = kp_arena_str(&names->arena, name), .open = open};
    }
    release_tokens(&tokens);
}

void kp_names_add(struct kp_names *names, struct kp_str name)
{
    add_name(names, name, false);
}

void kp_names_add_open(struct kp_names *names, struct kp_str name)
{
    add_name(names, name, true);
}

void kp_names_add_people(struct kp_names *names, const struct kp_people *people)
{
    for (size_t i = 0; people && i < people->count; i++)
        kp_names_add(names, people->items[i].name);
}

void kp_names_pass(struct kp_names *names, struct kp_str text)
{
    struct tokens tokens;
    tokenise(&tokens, text);
    for (size_t i = 0; i < tokens.count; i++) {
        names->passed =
            kp_grow(names->passed, names->pass_count, &names->pass_cap, sizeof *names->passed);
        names->passed[names->pass_count++] = kp_arena_str(&names->arena, tokens.items[i].folded);
    }
    release_tokens(&tokens);
}

void kp_names_release(struct kp_names *names)
{
    free(names->items);
    free(names->words);
    free(names->passed);
    kp_arena_release(&names->arena);
    *names = (struct kp_names)KP_NAMES_INIT;
}

/* ---- finding */

static int by_word(const void *a, const void *b)
{
    const struct kp_name_word *left = a, *right = b;
    int order = kp_str_compare(left->bare, right->bare);
    return order ? order : (left->person > right->person) - (left->person < right->person);
}

static size_t first_word(const struct kp_names *names, struct kp_str bare)
{
    size_t low = 0, high = names->word_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (kp_str_compare(names->words[middle].bare, bare) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct kp_str without_s(struct kp_str word)
{
    return kp_str_ends(word, KP_STR("s")) ? kp_str_slice(word, 0, word.len - 1) : word;
}

/* Whether the token is the word; spellings count as alike in longer words only. */
static bool is_word(const struct token *token, const struct kp_name_word *word)
{
    if (kp_str_equal(token->folded, word->folded) ||
        kp_str_equal(without_s(token->folded), word->folded))
        return true;
    return letters_of(word->bare) >= LOOSE_LEAST &&
           (kp_str_equal(token->bare, word->bare) ||
            kp_str_equal(without_s(token->bare), word->bare));
}

/* Another word of the same person's name that the token is. */
static const struct kp_name_word *word_of(const struct kp_names *names, const struct token *token,
                                          const struct kp_name_word *like, enum role role)
{
    for (int cut = 0; cut < 2; cut++) {
        struct kp_str bare = cut ? without_s(token->bare) : token->bare;
        for (size_t i = first_word(names, bare); i < names->word_count; i++) {
            const struct kp_name_word *word = &names->words[i];
            if (!kp_str_equal(word->bare, bare))
                break;
            if (word->person == like->person && word->role == role && is_word(token, word))
                return word;
        }
    }
    return NULL;
}

static bool may_stand_between(const struct token *token)
{
    static const char *const particles[] = {"von", "van", "de", "der", "den",
                                            "af",  "av",  "la", "le"};
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
        if (kp_str_is(token->folded, particles[i]))
            return true;
    return token->capital && !token->number;
}

/* Whether token `i` ends, or turned round begins, the name that `word` is of; *from and *to are its tokens. */
static bool is_full_name(const struct kp_names *names, const struct tokens *tokens, size_t i,
                         const struct kp_name_word *word, size_t *from)
{
    if (word->of < 2 || word->role == MIDDLE)
        return false;
    enum role other = word->role == LAST ? FIRST : LAST;
    size_t most = word->role == LAST ? BETWEEN_MOST : 0;
    for (size_t back = 1; back <= most + 1 && back <= i; back++) {
        const struct token *token = &tokens->items[i - back];
        if (word_of(names, token, word, other)) {
            *from = i - back;
            return true;
        }
        if (!may_stand_between(token))
            return false;
    }
    return false;
}

static bool is_passed(const struct kp_names *names, const struct token *token)
{
    for (size_t i = 0; i < names->pass_count; i++)
        if (kp_str_equal(names->passed[i], token->folded) ||
            kp_str_equal(names->passed[i], without_s(token->folded)))
            return true;
    return false;
}

static bool is_alone_name(const struct kp_names *names, const struct tokens *tokens, size_t i,
                          const struct kp_name_word *word)
{
    const struct token *token = &tokens->items[i];
    bool near_number = (i > 0 && tokens->items[i - 1].number) ||
                       (i + 1 < tokens->count && tokens->items[i + 1].number);
    if (names->items[word->person].open || is_passed(names, token))
        return false;
    if (word->common)
        return token->capital && !near_number && (!token->starts || tokens->count == 1);
    return word->role == LAST || token->capital;
}

/* `whole`: first and last name together. */
static bool find_at(const struct kp_names *names, const struct tokens *tokens, size_t i, bool whole,
                    struct kp_name_hit *out, bool *open)
{
    const struct token *token = &tokens->items[i];
    for (int cut = 0; cut < 2; cut++) {
        struct kp_str bare = cut ? without_s(token->bare) : token->bare;
        if (cut && bare.len == token->bare.len)
            break;
        for (size_t j = first_word(names, bare); j < names->word_count; j++) {
            const struct kp_name_word *word = &names->words[j];
            size_t from = i;
            if (!kp_str_equal(word->bare, bare))
                break;
            if (!is_word(token, word))
                continue;
            if (word->role != JOINED && !is_full_name(names, tokens, i, word, &from) &&
                (whole || !is_alone_name(names, tokens, i, word)))
                continue;
            *out = (struct kp_name_hit){.name = names->items[word->person].text,
                                        .at = tokens->items[from].at,
                                        .len = token->end - tokens->items[from].at};
            *open = names->items[word->person].open;
            return true;
        }
    }
    return false;
}

/* The first name at or behind token *i, which moves behind it. */
static bool find_next(const struct kp_names *names, const struct tokens *tokens, size_t *i,
                      struct kp_name_hit *out)
{
    for (; *i < tokens->count; (*i)++) {
        struct kp_name_hit full;
        bool open = false, found = find_at(names, tokens, *i, false, out, &open), full_open;
        /* "Lars Bo" is told rather than any Lars. */
        for (size_t j = *i + 1; j < tokens->count && j <= *i + 1 + BETWEEN_MOST; j++) {
            if (!find_at(names, tokens, j, true, &full, &full_open) ||
                full.at != tokens->items[*i].at)
                continue;
            found = true;
            *out = full;
            open = full_open;
        }
        if (!found)
            continue;
        while (*i + 1 < tokens->count && tokens->items[*i + 1].at < out->at + out->len)
            (*i)++;
        if (open)
            continue;
        (*i)++;
        return true;
    }
    return false;
}

static void sort(struct kp_names *names)
{
    if (!names->sorted && names->word_count)
        qsort(names->words, names->word_count, sizeof *names->words, by_word);
    names->sorted = true;
}

bool kp_names_find(struct kp_names *names, struct kp_str text, struct kp_name_hit *out)
{
    struct tokens tokens;
    size_t i = 0;
    if (!names->word_count)
        return false;
    sort(names);
    tokenise(&tokens, text);
    bool found = find_next(names, &tokens, &i, out);
    release_tokens(&tokens);
    return found;
}

void kp_names_find_all(struct kp_names *names, struct kp_str text,
                       void (*found)(void *context, const struct kp_name_hit *hit), void *context)
{
    struct tokens tokens;
    struct kp_name_hit hit;
    size_t i = 0;
    if (!names->word_count)
        return;
    sort(names);
    tokenise(&tokens, text);
    while (find_next(names, &tokens, &i, &hit))
        found(context, &hit);
    release_tokens(&tokens);
}
