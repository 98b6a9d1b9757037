// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/number.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/utf8.h"

#include <string.h>

enum { LONGEST = 128, MOST_GROUPS = 48, GROUP = 3 };

/* Two examples that are written as people write in the language; the same in both. */
static const char *const examples[KP_LANG_COUNT][2] = {
    [KP_LANG_EN] = {"1,250,000.50", "1.25 m"},
    [KP_LANG_DA] = {"1.250.000,50", "1,25 mio."},
    [KP_LANG_SV] = {"1 250 000,50", "1,25 mn"},
};

/* Words for powers of ten, the longer before its own beginning; a full stop may follow each. */
static const struct scale_word {
    const char *word;
    int exponent;
    bool english_only; /* a billion is 10^9 in English and 10^12 in Danish and Swedish */
} scale_words[] = {
    {"thousands", 3, false},  {"thousand", 3, false}, {"tusinde", 3, false},
    {"tusind", 3, false},     {"tusen", 3, false},    {"tus", 3, false},
    {"k", 3, false},          {"t", 3, false},        {"millioner", 6, false},
    {"millions", 6, false},   {"million", 6, false},  {"miljoner", 6, false},
    {"miljon", 6, false},     {"mill", 6, false},     {"milj", 6, false},
    {"mio", 6, false},        {"mln", 6, false},      {"mn", 6, false},
    {"milliarder", 9, false}, {"milliard", 9, false}, {"miljarder", 9, false},
    {"miljard", 9, false},    {"mia", 9, false},      {"mrd", 9, false},
    {"mdr", 9, false},        {"md", 9, false},       {"m", 6, false},
    {"billions", 9, true},    {"billion", 9, true},   {"bn", 9, false},
    {"b", 9, true},
};

/* Other ways to write a currency: a plan in DKK is answered with "kr.". */
static const struct {
    const char *code, *word;
} currency_words[] = {
    {"eur", "€"}, {"eur", "euro"}, {"eur", "euros"}, {"usd", "$"}, {"usd", "us$"},
    {"gbp", "£"}, {"€", "eur"},    {"$", "usd"},     {"£", "gbp"},
};

static const char *const krone_codes[] = {"dkk", "sek", "nok", "isk", "kr", NULL};
static const char *const krone_words[] = {"kr",     "krone", "kroner", "krona", "kronor",
                                          "kronur", ",-",    ":-",     NULL};

static const char *const percent_words[] = {"%", "percent", "per cent", "procent", "pct", NULL};

struct reader {
    struct kp_arena arena;
    struct kp_str text;   /* trimmed */
    struct kp_str suffix; /* folded, without a full stop at its end */
    enum kp_lang lang;
    const char *const *example;
    struct kp_err *err;

    struct kp_str before, behind; /* what stands around the digits, folded */
    struct kp_buf digits;         /* all of them, without separators */
    size_t lengths[MOST_GROUPS];  /* of the groups they stand in */
    char separators[MOST_GROUPS]; /* separators[i] stands before group i: one of . , ' and space */
    size_t groups;
    size_t decimals; /* how many of the digits stand behind the decimal point */
    bool negative;
    int exponent; /* from a word such as mio. */
};

/* `s` as a message quotes it. */
static const char *quote(struct reader *in, struct kp_str s)
{
    struct kp_buf shown = KP_BUF_INIT;
    kp_utf8_add_quote(&shown, s);
    const char *copy = kp_arena_str(&in->arena, kp_buf_str(&shown)).data;
    kp_buf_release(&shown);
    return copy;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* The length in bytes of the separator at `at`, or 0; *kind is one of . , ' and space. */
static size_t separator_at(struct kp_str s, size_t at, char *kind)
{
    static const struct {
        struct kp_str bytes;
        char kind;
    } separators[] = {
        {KP_STR_INIT("."), '.'},
        {KP_STR_INIT(","), ','},
        {KP_STR_INIT("'"), '\''},
        {KP_STR_INIT("\xe2\x80\x99"), '\''}, /* U+2019 */
        {KP_STR_INIT(" "), ' '},
        {KP_STR_INIT("\xc2\xa0"), ' '},     /* U+00A0, no-break space */
        {KP_STR_INIT("\xe2\x80\x87"), ' '}, /* U+2007, figure space */
        {KP_STR_INIT("\xe2\x80\x89"), ' '}, /* U+2009, thin space */
        {KP_STR_INIT("\xe2\x80\xaf"), ' '}, /* U+202F, narrow no-break space */
    };
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        if (kp_str_starts(kp_str_slice(s, at, s.len), separators[i].bytes)) {
            *kind = separators[i].kind;
            return separators[i].bytes.len;
        }
    }
    return 0;
}

/* Where the number begins: its first digit, or the point before it (",5" but not "kr.5"). */
static size_t find_start(struct kp_str s)
{
    size_t at = 0;
    while (at < s.len && !is_digit(s.data[at]))
        at++;
    bool has_point = at > 0 && at < s.len && (s.data[at - 1] == '.' || s.data[at - 1] == ',');
    if (has_point && (at == 1 || strchr(" +-", s.data[at - 2])))
        at--;
    return at;
}

/* Takes digits and the single separators between them; returns where they end. */
static size_t scan_digits(struct reader *in, size_t at)
{
    struct kp_str s = in->text;
    in->groups = 1;
    for (;;) {
        size_t *length = &in->lengths[in->groups - 1];
        for (; at < s.len && is_digit(s.data[at]); at++, ++*length)
            kp_buf_addc(&in->digits, s.data[at]);
        char kind;
        size_t n = separator_at(s, at, &kind);
        if (n == 0 || at + n >= s.len || !is_digit(s.data[at + n]) || in->groups == MOST_GROUPS)
            return at;
        in->separators[in->groups++] = kind;
        at += n;
    }
}

/* Whether the first `count` groups are a number grouped in threes. */
static bool fits_threes(const struct reader *in, size_t count)
{
    if (in->lengths[0] < 1 || in->lengths[0] > GROUP || in->digits.data[0] == '0')
        return false;
    for (size_t i = 1; i < count; i++)
        if (in->lengths[i] != GROUP || in->separators[i] != in->separators[1])
            return false;
    return true;
}

/* Decides which separator is the decimal point, if any; false when no reading fits. */
static bool place_point(struct reader *in)
{
    size_t last = in->groups - 1;
    if (last == 0)
        return true;
    char mark = in->separators[last];
    bool may_be_point = mark == '.' || mark == ',';
    bool only = last == 1, grouped = fits_threes(in, in->groups);
    bool is_point;
    if (only)
        is_point = may_be_point && (mark == (in->lang == KP_LANG_EN ? '.' : ',') || !grouped);
    else
        is_point = may_be_point && mark != in->separators[1] && fits_threes(in, last);
    if (is_point)
        in->decimals = in->lengths[last];
    return is_point || grouped;
}

static bool is_one_of(struct kp_str s, const char *const *words)
{
    for (; *words; words++)
        if (kp_str_is(s, *words))
            return true;
    return false;
}

static struct kp_str without_stop(struct kp_str s)
{
    s = kp_str_trim(s);
    return s.len > 1 && s.data[s.len - 1] == '.' ? kp_str_slice(s, 0, s.len - 1) : s;
}

/* Whether `s` names the unit that the number is in; nothing at all does. */
static bool is_unit(const struct reader *in, struct kp_str s)
{
    struct kp_str unit = in->suffix;
    s = without_stop(s);
    if (s.len == 0 || kp_str_equal(s, unit))
        return true;
    if (is_one_of(s, percent_words))
        return unit.len == 0 || is_one_of(unit, percent_words);
    if (is_one_of(s, krone_words))
        return unit.len == 0 || is_one_of(unit, krone_codes);
    for (size_t i = 0; i < sizeof currency_words / sizeof *currency_words; i++)
        if (kp_str_is(unit, currency_words[i].code) && kp_str_is(s, currency_words[i].word))
            return true;
    return false;
}

/* Takes the words on one side of the digits: a unit, or a power of ten and a unit. */
static bool take_words(struct reader *in, struct kp_str words)
{
    if (is_unit(in, words))
        return true;
    for (size_t i = 0; i < sizeof scale_words / sizeof *scale_words; i++) {
        struct kp_str word = kp_str_from(scale_words[i].word);
        if (!kp_str_starts(words, word) || (scale_words[i].english_only && in->lang != KP_LANG_EN))
            continue;
        struct kp_str rest = kp_str_slice(words, word.len, words.len);
        if (kp_str_starts(rest, KP_STR(".")))
            rest = kp_str_slice(rest, 1, rest.len);
        if (!is_unit(in, rest))
            continue;
        bool is_first = in->exponent == 0;
        in->exponent = scale_words[i].exponent;
        return is_first; /* "k 5 k" has one too many */
    }
    return false;
}

/* Takes one sign off either end of what stands before the digits. */
static void take_sign(struct reader *in)
{
    static const struct kp_str signs[] = {
        KP_STR_INIT("-"),
        KP_STR_INIT("\xe2\x88\x92"), /* U+2212, minus */
        KP_STR_INIT("\xe2\x80\x93"), /* U+2013, en dash */
        KP_STR_INIT("+"),
    };
    enum { COUNT = sizeof signs / sizeof *signs, PLUS = COUNT - 1 };
    for (size_t i = 0; i < COUNT; i++) {
        size_t len = signs[i].len;
        if (kp_str_starts(in->before, signs[i]))
            in->before = kp_str_slice(in->before, len, in->before.len);
        else if (kp_str_ends(in->before, signs[i]))
            in->before = kp_str_slice(in->before, 0, in->before.len - len);
        else
            continue;
        in->negative = i != PLUS;
        in->before = kp_str_trim(in->before);
        return;
    }
}

static enum kp_status not_understood(struct reader *in, struct kp_str words)
{
    bool is_billion = in->lang != KP_LANG_EN && kp_str_starts(words, KP_STR("billion"));
    if (is_billion)
        return kp_err_set(in->err, KP_INVALID,
                          _("a billion is a thousand million to some and a million million to "
                            "others; write mia. or md. for a thousand million"));
    return kp_err_set(in->err, KP_INVALID,
                      _("\"%s\" beside the number is not understood; write one such as %s or %s"),
                      quote(in, words), in->example[0], in->example[1]);
}

/* The number from digits, decimals, sign and exponent. */
static enum kp_status assemble(struct reader *in, struct kp_number *out)
{
    struct kp_buf literal = KP_BUF_INIT;
    struct kp_str digits = kp_buf_str(&in->digits);
    size_t whole = digits.len - in->decimals, zeros = 0;
    while (zeros < whole && digits.data[zeros] == '0')
        zeros++; /* a literal has no leading zeros */
    kp_buf_addf(&literal, "%s%s%.*s", in->negative ? "-" : "", zeros == whole ? "0" : "",
                KP_STR_ARG(kp_str_slice(digits, zeros, whole - zeros)));
    if (in->decimals)
        kp_buf_addf(&literal, ".%.*s", KP_STR_ARG(kp_str_slice(digits, whole, in->decimals)));
    kp_buf_addf(&literal, "e%d", in->exponent);
    bool ok = kp_number_read(kp_buf_str(&literal), out);
    kp_buf_release(&literal);
    if (ok)
        return KP_OK;
    if (whole - zeros + (size_t)in->exponent > 20)
        return kp_err_set(in->err, KP_INVALID,
                          _("\"%s\" is too large; a number has at most 20 digits before its "
                            "decimals"),
                          quote(in, in->text));
    return kp_err_set(in->err, KP_INVALID,
                      _("\"%s\" has too many decimals; leave out all but the first few"),
                      quote(in, in->text));
}

static enum kp_status read_number(struct reader *in, struct kp_number *out)
{
    if (in->text.len == 0)
        return kp_err_set(in->err, KP_INVALID,
                          _("there is no number here; write one such as %s or %s"), in->example[0],
                          in->example[1]);
    if (in->text.len > LONGEST || !kp_utf8_valid(in->text, NULL))
        return kp_err_set(in->err, KP_INVALID,
                          _("this cannot be a number; write one such as %s or %s"), in->example[0],
                          in->example[1]);
    size_t start = find_start(in->text);
    if (start == in->text.len)
        return kp_err_set(in->err, KP_INVALID,
                          _("\"%s\" is not a number; write one such as %s or %s"),
                          quote(in, in->text), in->example[0], in->example[1]);
    size_t end = scan_digits(in, start);
    in->before = kp_utf8_fold(&in->arena, kp_str_slice(in->text, 0, start));
    in->behind = kp_utf8_fold(&in->arena, kp_str_slice(in->text, end, in->text.len));
    take_sign(in);
    if (!take_words(in, in->before))
        return not_understood(in, in->before);
    if (!take_words(in, in->behind))
        return not_understood(in, in->behind);
    if (!place_point(in))
        return kp_err_set(in->err, KP_INVALID,
                          _("the digits of \"%s\" can be read in more than one way; write a "
                            "number such as %s or %s"),
                          quote(in, in->text), in->example[0], in->example[1]);
    return assemble(in, out);
}

enum kp_status kp_number_parse(struct kp_str text, enum kp_lang lang, struct kp_str suffix,
                               struct kp_number *out, struct kp_err *err)
{
    struct reader in = {.text = kp_str_trim(text),
                        .lang = lang,
                        .example = examples[lang],
                        .digits = KP_BUF_INIT,
                        .err = err};
    in.suffix = without_stop(kp_utf8_fold(&in.arena, suffix));
    enum kp_status status = read_number(&in, out);
    kp_buf_release(&in.digits);
    kp_arena_release(&in.arena);
    return status;
}

void kp_number_show(struct kp_buf *out, struct kp_number a, enum kp_lang lang, int decimals)
{
    static const char *const group_marks[KP_LANG_COUNT] = {
        [KP_LANG_EN] = ",", [KP_LANG_DA] = ".", [KP_LANG_SV] = "\xc2\xa0"};
    struct kp_buf plain = KP_BUF_INIT;
    kp_number_print(&plain, decimals < 0 ? a : kp_number_round(a, decimals));
    struct kp_str fraction = kp_buf_str(&plain);
    struct kp_str whole = kp_str_split(&fraction, '.');
    if (kp_str_starts(whole, KP_STR("-"))) {
        kp_buf_addc(out, '-');
        whole = kp_str_slice(whole, 1, whole.len);
    }
    for (size_t i = 0; i < whole.len; i++) {
        if (i > 0 && (whole.len - i) % GROUP == 0)
            kp_buf_adds(out, group_marks[lang]);
        kp_buf_addc(out, whole.data[i]);
    }
    if (fraction.len || decimals > 0)
        kp_buf_addc(out, lang == KP_LANG_EN ? '.' : ',');
    kp_buf_add(out, fraction);
    for (size_t shown = fraction.len; decimals > 0 && shown < (size_t)decimals; shown++)
        kp_buf_addc(out, '0');
    kp_buf_release(&plain);
}

void kp_number_show_short(struct kp_buf *out, struct kp_number a, enum kp_lang lang)
{
    static const struct {
        int64_t unit;
        const char *word[KP_LANG_COUNT];
    } steps[] = {
        {1000000, {[KP_LANG_EN] = "m", [KP_LANG_DA] = "mio.", [KP_LANG_SV] = "mn"}},
        {1000000000, {[KP_LANG_EN] = "bn", [KP_LANG_DA] = "mia.", [KP_LANG_SV] = "md"}},
    };
    enum { STEPS = sizeof steps / sizeof *steps, SHORT_ENOUGH = 10000 };
    struct kp_number size = kp_number_sign(a) < 0 ? kp_number_negate(a) : a;
    bool small = kp_number_compare(kp_number_round(size, 0), kp_number_from(SHORT_ENOUGH)) < 0;
    struct kp_number whole = kp_number_round(size, small ? 2 : -2);
    if (kp_number_compare(whole, kp_number_from(steps[0].unit)) < 0) {
        kp_number_show(out, kp_number_sign(a) < 0 ? kp_number_negate(whole) : whole, lang, -1);
        return;
    }
    for (size_t i = 0; i < STEPS; i++) {
        struct kp_number part;
        kp_number_divide(a, kp_number_from(steps[i].unit), &part); /* towards 0: always in range */
        part = kp_number_round(part, 1);
        size = kp_number_sign(part) < 0 ? kp_number_negate(part) : part;
        if (i + 1 < STEPS && kp_number_compare(size, kp_number_from(1000)) >= 0)
            continue; /* also when 999.96 m has become 1,000.0 m */
        kp_number_show(out, part, lang, -1);
        kp_buf_addf(out, " %s", steps[i].word[lang]);
        return;
    }
}
