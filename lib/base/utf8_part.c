// SPDX-License-Identifier: GPL-3.0-or-later
/* Words, signs and white space. */
#include "base/utf8.h"

#include <utf8proc.h>

enum kind { SPACE, LETTER, DIGIT, ALONE, SIGN };

/* Scripts that put no spaces between words: every cluster counts for itself. */
static bool is_unspaced(int32_t code)
{
    static const struct {
        int32_t first, last;
    } ranges[] = {
        {0xE00, 0xEFF},     /* Thai, Lao */
        {0x1000, 0x109F},   /* Myanmar */
        {0x1780, 0x17FF},   /* Khmer */
        {0x2E80, 0xA4CF},   /* Han, kana, Bopomofo, Yi */
        {0xF900, 0xFAFF},   /* Han, compatibility */
        {0x20000, 0x3FFFF}, /* Han, extensions */
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

/* ASCII, most of most text. */
static const unsigned char ascii_kinds[128] = {
#define L LETTER
#define D DIGIT
#define S SPACE
#define X SIGN
    /* clang-format off */
    X, X, X, X, X, X, X, X, X, S, S, S, S, S, X, X,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    S, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    D, D, D, D, D, D, D, D, D, D, X, X, X, X, X, X,
    X, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, X, X, X, X, L,
    X, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, X, X, X, X, X,
/* clang-format on */
#undef L
#undef D
#undef S
#undef X
};

static enum kind kind_of(int32_t code)
{
    if (code < 0x80)
        return ascii_kinds[code];
    if (code >= 0xC0 && code < 0x250)
        return code == 0xD7 || code == 0xF7 ? SIGN : LETTER; /* × and ÷ */
    if (kp_utf8_is_space(code))
        return SPACE;
    switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC: return is_unspaced(code) ? ALONE : LETTER;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: return DIGIT;
    default: return SIGN;
    }
}

static bool is_in_word(enum kind kind)
{
    return kind == LETTER || kind == DIGIT;
}

/* The cluster at `pos`, and where it ends. A space with a mark on it is no space. */
static enum kind cluster_at(struct kp_str s, size_t pos, size_t *end)
{
    unsigned char first = (unsigned char)s.data[pos];
    if (first < 0x80 && first != '\r' && pos + 1 < s.len && (unsigned char)s.data[pos + 1] < 0x80) {
        *end = pos + 1;
        return ascii_kinds[first];
    }
    *end = kp_utf8_grapheme_end(s, pos);
    if (*end == pos + 1)
        return first < 0x80 ? ascii_kinds[first] : SIGN;
    enum kind kind = kind_of(kp_utf8_next(s, &pos));
    while (kind == SPACE && pos < *end)
        if (kind_of(kp_utf8_next(s, &pos)) != SPACE)
            kind = SIGN;
    return kind;
}

/* Signs that belong to the word around them: don't, 1.250,50. */
static bool is_joint(struct kp_str s, size_t pos, enum kind before, enum kind after)
{
    int32_t code = kp_utf8_next(s, &pos);
    if (before == DIGIT && after == DIGIT)
        return code == '.' || code == ',';
    return before == LETTER && after == LETTER && (code == '\'' || code == 0x2019);
}

/* Moves *pos over ASCII letters and digits that are clusters of their own. */
static void skip_ascii_word(struct kp_str s, size_t *pos, enum kind *last)
{
    const unsigned char *bytes = (const unsigned char *)s.data;
    size_t at = *pos;
    while (at + 1 < s.len && bytes[at] < 0x80 && bytes[at + 1] < 0x80 &&
           is_in_word(ascii_kinds[bytes[at]]))
        at++;
    if (at > *pos)
        *last = ascii_kinds[bytes[at - 1]];
    *pos = at;
}

enum kp_utf8_part kp_utf8_next_part(struct kp_str s, size_t *pos)
{
    size_t end = s.len, ahead;
    enum kind first = *pos < s.len ? cluster_at(s, *pos, &end) : SPACE, last = first;
    *pos = end;
    while (*pos < s.len && first != SIGN && first != ALONE) {
        if (first != SPACE)
            skip_ascii_word(s, pos, &last);
        enum kind kind = cluster_at(s, *pos, &end);
        if (first == SPACE ? kind == SPACE : is_in_word(kind)) {
            last = kind;
            *pos = end;
            continue;
        }
        if (kind != SIGN || end >= s.len || !is_in_word(last))
            break;
        enum kind next = cluster_at(s, end, &ahead);
        if (!is_joint(s, *pos, last, next))
            break;
        last = next;
        *pos = ahead;
    }
    return first == SPACE ? KP_UTF8_SPACE : first == SIGN ? KP_UTF8_SIGN : KP_UTF8_WORD;
}
