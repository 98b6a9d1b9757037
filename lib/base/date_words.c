// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/date_words.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <string.h>

enum { MONTHS = 12, DAYS_PER_WEEK = 7 };

const char *const kp_month_names[KP_LANG_COUNT][MONTHS] = {
    [KP_LANG_EN] = {"January", "February", "March", "April", "May", "June", "July", "August",
                    "September", "October", "November", "December"},
    [KP_LANG_DA] = {"januar", "februar", "marts", "april", "maj", "juni", "juli", "august",
                    "september", "oktober", "november", "december"},
    [KP_LANG_SV] = {"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti",
                    "september", "oktober", "november", "december"},
};

const char *const kp_month_short[KP_LANG_COUNT][MONTHS] = {
    [KP_LANG_EN] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                    "Dec"},
    [KP_LANG_DA] = {"jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.",
                    "nov.", "dec."},
    [KP_LANG_SV] = {"jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov",
                    "dec"},
};

const char *const kp_weekday_names[KP_LANG_COUNT][DAYS_PER_WEEK] = {
    [KP_LANG_EN] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
    [KP_LANG_DA] = {"mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"},
    [KP_LANG_SV] = {"måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"},
};

/* All languages together, written without accents: å and ä as a, ø and ö as o, æ as ae. */
static const struct {
    const char *words; /* separated by spaces */
    enum kp_date_word_kind kind;
    int value;
} vocabulary[] = {
    {"today idag", KP_WORD_OFFSET, 0},
    {"tomorrow imorgen morgen imorgon morgon", KP_WORD_OFFSET, 1},
    {"overmorgen iovermorgen overmorgon iovermorgon", KP_WORD_OFFSET, 2},
    {"yesterday igar gar", KP_WORD_OFFSET, -1},
    {"forgars iforgars forrgar iforrgar", KP_WORD_OFFSET, -2},
    {"day days dag dage dagar dagen", KP_WORD_UNIT, KP_UNIT_DAY},
    {"week weeks wk w uge uger ugen u vecka veckor veckan v", KP_WORD_UNIT, KP_UNIT_WEEK},
    {"fortnight", KP_WORD_UNIT, KP_UNIT_FORTNIGHT},
    {"month months maned maneder maneden manad manader manaden md mdr", KP_WORD_UNIT,
     KP_UNIT_MONTH},
    {"quarter q kvartal kvartalet kv", KP_WORD_UNIT, KP_UNIT_QUARTER},
    {"quarters kvartaler", KP_WORD_UNIT, KP_UNIT_QUARTERS},
    {"year years ar aret", KP_WORD_UNIT, KP_UNIT_YEAR},
    {"a an one en et ett", KP_WORD_COUNT, 1},
    {"two to tva", KP_WORD_COUNT, 2},
    {"three tre", KP_WORD_COUNT, 3},
    {"four fire fyra", KP_WORD_COUNT, 4},
    {"five fem", KP_WORD_COUNT, 5},
    {"six seks sex", KP_WORD_COUNT, 6},
    {"seven syv sju", KP_WORD_COUNT, 7},
    {"eight otte atta", KP_WORD_COUNT, 8},
    {"nine ni nio", KP_WORD_COUNT, 9},
    {"ten ti tio", KP_WORD_COUNT, 10},
    {"eleven elleve elva", KP_WORD_COUNT, 11},
    {"twelve tolv", KP_WORD_COUNT, 12},
    {"next naeste nasta coming kommende kommande", KP_WORD_WHICH, 1},
    {"this denne denna dette detta", KP_WORD_WHICH, 0},
    {"last sidste forrige sista forra", KP_WORD_WHICH, -1},
    {"end ultimo udgangen slutningen slutet utgangen", KP_WORD_ENDING, 0},
    {"in om", KP_WORD_AHEAD, 0},
    {"ago siden sedan", KP_WORD_AGO, 0},
    {"for", KP_WORD_FOR, 0},
    {"after", KP_WORD_BEYOND, 1},
    {"before", KP_WORD_BEYOND, -1},
    {"the of on den d af av pa i", KP_WORD_FILLER, 0},
};

/* Appends `s` in lower case without the accents of the three languages; '?' for other letters. */
static void add_plain(struct kp_buf *out, struct kp_str s)
{
    for (size_t pos = 0; pos < s.len;) {
        int32_t code = kp_utf8_next(s, &pos);
        if (code >= 'A' && code <= 'Z')
            code += 'a' - 'A';
        if (code == 0xE5 || code == 0xE4)
            kp_buf_addc(out, 'a');
        else if (code == 0xF8 || code == 0xF6)
            kp_buf_addc(out, 'o');
        else if (code == 0xE6)
            kp_buf_adds(out, "ae");
        else
            kp_buf_addc(out, code < 0x80 ? (char)code : '?');
    }
}

/* From 1, or 0: which of `count` names begins with `word`, which has three letters or more. */
static int find_name(const char *const *names, int count, struct kp_str word)
{
    int found = 0;
    for (int i = 0; i < count && !found && word.len >= 3; i++) {
        struct kp_buf plain = KP_BUF_INIT;
        add_plain(&plain, kp_str_from(names[i]));
        if (kp_str_starts(kp_buf_str(&plain), word))
            found = i + 1;
        kp_buf_release(&plain);
    }
    return found;
}

static struct kp_date_word find_word(struct kp_str word)
{
    for (size_t i = 0; i < sizeof vocabulary / sizeof *vocabulary; i++) {
        struct kp_str rest = kp_str_from(vocabulary[i].words);
        while (rest.len)
            if (kp_str_equal(kp_str_split(&rest, ' '), word))
                return (struct kp_date_word){vocabulary[i].kind, vocabulary[i].value, 0};
    }
    for (int lang = 0; lang < KP_LANG_COUNT; lang++) {
        int month = find_name(kp_month_names[lang], MONTHS, word);
        if (month)
            return (struct kp_date_word){KP_WORD_MONTH, month, 0};
        int weekday = find_name(kp_weekday_names[lang], DAYS_PER_WEEK, word);
        if (weekday)
            return (struct kp_date_word){KP_WORD_WEEKDAY, weekday, 0};
    }
    return (struct kp_date_word){KP_WORD_UNKNOWN, 0, 0};
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* Takes a number with the ordinal ending glued to it: 14, 14th, 14:e. False: too many digits. */
static bool take_number(struct kp_str *rest, struct kp_date_word *number)
{
    *number = (struct kp_date_word){KP_WORD_NUMBER, 0, 0};
    size_t at = 0;
    for (; at < rest->len && is_digit(rest->data[at]); at++) {
        if (++number->digits > 4)
            return false;
        number->value = number->value * 10 + (rest->data[at] - '0');
    }
    *rest = kp_str_slice(*rest, at, rest->len);
    static const char *const endings[] = {"st", "nd", "rd", "th", ":e", ":a"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t len = strlen(endings[i]);
        bool is_whole_word = rest->len == len || (rest->len > len && !is_letter(rest->data[len]));
        if (is_whole_word && kp_str_starts(*rest, kp_str_from(endings[i])))
            *rest = kp_str_slice(*rest, len, rest->len);
    }
    return true;
}

/*
 * A mark between two words: . / - glued to what stands before it or with a space on both
 * sides (so that -2 is no 2), and a comma before a space.
 */
static bool is_mark(struct kp_str rest, bool after_space)
{
    bool before_space = rest.len == 1 || rest.data[1] == ' ';
    if (rest.data[0] == ',')
        return before_space;
    return strchr("./-", rest.data[0]) && (before_space || !after_space);
}

/* Takes the next number or word off *rest, or a space or mark as a filler. */
static bool take(struct kp_str *rest, bool *after_mark, struct kp_date_word *word)
{
    size_t len = 0;
    *word = (struct kp_date_word){KP_WORD_FILLER, 0, 0};
    if (is_digit(rest->data[0])) {
        *after_mark = false;
        return take_number(rest, word);
    }
    while (len < rest->len && is_letter(rest->data[len]))
        len++;
    if (len) {
        *after_mark = false;
        *word = find_word(kp_str_slice(*rest, 0, len));
    } else if (rest->data[0] != ' ') {
        if (*after_mark || !is_mark(*rest, rest->data[-1] == ' ')) /* a word stands before */
            return false;
        *after_mark = true;
    }
    *rest = kp_str_slice(*rest, len ? len : 1, rest->len);
    return word->kind != KP_WORD_UNKNOWN;
}

static bool take_all(struct kp_str rest, struct kp_date_word *words, size_t *count)
{
    bool after_mark = true; /* as at the beginning: another mark would be one too many */
    bool ends_open = kp_str_ends(rest, KP_STR("/")) || kp_str_ends(rest, KP_STR("-"));
    while (rest.len) {
        struct kp_date_word word;
        if (!take(&rest, &after_mark, &word))
            return false;
        if (word.kind == KP_WORD_FILLER)
            continue;
        if (*count == KP_DATE_MOST_WORDS)
            return false;
        words[(*count)++] = word;
    }
    return *count > 0 && !ends_open;
}

bool kp_date_words_read(struct kp_str text, struct kp_date_word words[KP_DATE_MOST_WORDS],
                        size_t *count)
{
    *count = 0;
    if (!kp_utf8_valid(text, NULL))
        return false;
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_buf plain = KP_BUF_INIT;
    add_plain(&plain, kp_utf8_fold(&arena, text));
    bool ok = take_all(kp_buf_str(&plain), words, count);
    kp_buf_release(&plain);
    kp_arena_release(&arena);
    return ok;
}
