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
