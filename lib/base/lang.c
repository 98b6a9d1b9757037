// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/lang.h"

static const char *const codes[KP_LANG_COUNT] = {"en", "da", "sv"};

const char *kp_lang_code(enum kp_lang lang)
{
    return codes[lang];
}

bool kp_lang_read(struct kp_str code, enum kp_lang *lang)
{
    struct kp_str primary = code;
    for (size_t i = 0; i < code.len; i++) {
        if (code.data[i] == '_' || code.data[i] == '-' || code.data[i] == '.') {
            primary = kp_str_slice(code, 0, i);
            break;
        }
    }
    for (int i = 0; i < KP_LANG_COUNT; i++) {
        if (kp_str_is(primary, codes[i])) {
            *lang = (enum kp_lang)i;
            return true;
        }
    }
    return false;
}

struct kp_str kp_words_get(const struct kp_words *words, enum kp_lang lang)
{
    if (words->in[lang].len)
        return words->in[lang];
    for (int i = 0; i < KP_LANG_COUNT; i++) /* English first, see enum kp_lang */
        if (words->in[i].len)
            return words->in[i];
    return (struct kp_str){"", 0};
}

/* ---- guessing */

enum { HITS_LEAST = 3 };

/* Small words of each language; those that two share do not decide between them. */
static const char *const small_words[KP_LANG_COUNT][24] = {
    [KP_LANG_EN] = {"the", "and",  "of", "to",  "is",   "with", "are", "their", "they", "we", "our",
                    "has", "from", "by", "not", "that", "will", "be",  "this",  "than", NULL},
    [KP_LANG_DA] = {"og",  "af",     "ikke", "fra",    "der", "til",  "ud",    "os", "vores", "hos",
                    "ved", "bliver", "skal", "kunden", "når", "mere", "efter", "på", "år",    NULL},
    [KP_LANG_SV] = {"och", "av",   "inte", "från",   "som", "för", "är",    "oss", "vår", "hos",
                    "vid", "blir", "ska",  "kunden", "när", "mer", "efter", "på",  "år",  NULL},
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* A word that Danish and Swedish share counts for both. */
static void count_word(struct kp_str word, size_t hits[KP_LANG_COUNT])
{
    for (int lang = 0; lang < KP_LANG_COUNT; lang++)
        for (size_t i = 0; small_words[lang][i]; i++)
            hits[lang] +=
                *small_words[lang][i] == *word.data && kp_str_is(word, small_words[lang][i]);
}

bool kp_lang_guess(struct kp_str text, enum kp_lang *lang)
{
    size_t hits[KP_LANG_COUNT] = {0}, best = 0, second = 0;
    for (size_t at = 0; at < text.len;) {
        size_t begin = at;
        while (at < text.len && is_letter(text.data[at]))
            at++;
        if (at > begin)
            count_word(kp_str_slice(text, begin, at - begin), hits);
        else
            at++;
    }
    for (size_t i = 1; i < KP_LANG_COUNT; i++)
        if (hits[i] > hits[best])
            best = i;
    for (size_t i = 0; i < KP_LANG_COUNT; i++)
        if (i != best && hits[i] > second)
            second = hits[i];
    if (hits[best] < HITS_LEAST || hits[best] <= second + second / 2)
        return false;
    *lang = (enum kp_lang)best;
    return true;
}
