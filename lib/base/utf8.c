// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum {
    REPLACEMENT = 0xFFFD,
    ZERO_WIDTH_JOINER = 0x200D,
    TEXT_STYLE = 0xFE0E,  /* variation selector 15 */
    EMOJI_STYLE = 0xFE0F, /* variation selector 16 */
};

/* The code point at `pos` (which is inside `s`) and its length in bytes; 0 for a broken byte. */
static size_t decode(struct kp_str s, size_t pos, int32_t *code)
{
    unsigned char first = (unsigned char)s.data[pos];
    if (first < 0x80) {
        *code = first;
        return 1;
    }
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.data + pos,
                                          (utf8proc_ssize_t)(s.len - pos), code);
    return n > 0 ? (size_t)n : 0;
}

/* 8 where the next eight bytes are all ASCII, else 0. */
static size_t ascii_run(struct kp_str s, size_t pos)
{
    uint64_t bytes;
    if (s.len - pos < sizeof bytes)
        return 0;
    memcpy(&bytes, s.data + pos, sizeof bytes);
    return bytes & UINT64_C(0x8080808080808080) ? 0 : sizeof bytes;
}

bool kp_utf8_valid(struct kp_str s, size_t *bad)
{
    for (size_t pos = 0; pos < s.len;) {
        int32_t code;
        size_t n = ascii_run(s, pos); /* most text */
        if (n == 0)
            n = decode(s, pos, &code);
        if (n == 0) {
            if (bad)
                *bad = pos;
            return false;
        }
        pos += n;
    }
    return true;
}

int32_t kp_utf8_next(struct kp_str s, size_t *pos)
{
    int32_t code;
    size_t n = decode(s, *pos, &code);
    *pos += n ? n : 1;
    return n ? code : REPLACEMENT;
}

void kp_utf8_add(struct kp_buf *buf, int32_t code)
{
    utf8proc_uint8_t bytes[4];
    if (!utf8proc_codepoint_valid(code))
        code = REPLACEMENT;
    utf8proc_ssize_t n = utf8proc_encode_char(code, bytes);
    kp_buf_add(buf, (struct kp_str){(const char *)bytes, (size_t)n});
}

static bool is_printable_ascii(char byte)
{
    return byte >= ' ' && byte <= '~';
}

/* U+00C0 to U+02FF: letters in one column, that nothing but a mark behind them joins. */
static bool leads_letter(char byte)
{
    return (unsigned char)byte >= 0xc3 && (unsigned char)byte <= 0xcb;
}

/* The bytes of a character of most text, which needs no tables; 0: look closer. */
static size_t plain_length(struct kp_str s, size_t pos)
{
    if (is_printable_ascii(s.data[pos]))
        return 1;
    return leads_letter(s.data[pos]) && pos + 1 < s.len && (s.data[pos + 1] & 0xC0) == 0x80 ? 2 : 0;
}

/* Behind the character at `pos`, where it is one of most text and a cluster of its own; else `pos`. */
static size_t plain_end(struct kp_str s, size_t pos)
{
    size_t end = pos + plain_length(s, pos);
    bool stands_alone =
        end == s.len || (unsigned char)s.data[end] < 0x80 || leads_letter(s.data[end]);
    return stands_alone ? end : pos;
}

size_t kp_utf8_grapheme_end(struct kp_str s, size_t pos)
{
    if (pos >= s.len)
        return s.len;
    size_t end = plain_end(s, pos);
    if (end > pos)
        return end;
    utf8proc_int32_t state = 0;
    int32_t last = kp_utf8_next(s, &pos);
    while (pos < s.len) {
        size_t behind = pos;
        int32_t code = kp_utf8_next(s, &behind);
        if (utf8proc_grapheme_break_stateful(last, code, &state))
            break;
        last = code;
        pos = behind;
    }
    return pos;
}

static bool is_pictograph(int32_t code)
{
    return utf8proc_get_property(code)->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

/* The later parts of a Hangul syllable stand inside its first part's columns. */
static bool is_later_jamo(int32_t code)
{
    return (code >= 0x1160 && code <= 0x11FF) || (code >= 0xD7B0 && code <= 0xD7FB);
}

/*
 * Columns of one grapheme cluster: what its code points take together, but two for an
 * emoji however many code points it is made of.
 */
static size_t cluster_width(struct kp_str cluster)
{
    size_t width = 0, pos = 0;
    bool emoji = false;
    while (pos < cluster.len) {
        bool first = pos == 0;
        int32_t code = kp_utf8_next(cluster, &pos);
        int columns = is_later_jamo(code) ? 0 : utf8proc_charwidth(code);
        width += columns > 0 ? (size_t)columns : 0;
        emoji = emoji || code == EMOJI_STYLE || (first && columns == 2 && is_pictograph(code));
    }
    return emoji && width ? 2 : width;
}

/* The grapheme cluster at *pos, which moves behind it. */
static struct kp_str next_cluster(struct kp_str s, size_t *pos)
{
    size_t start = *pos;
    *pos = kp_utf8_grapheme_end(s, start);
    return kp_str_slice(s, start, *pos - start);
}

size_t kp_utf8_next_width(struct kp_str s, size_t *pos)
{
    size_t end = plain_end(s, *pos);
    if (end == *pos)
        return cluster_width(next_cluster(s, pos));
    *pos = end;
    return 1;
}

size_t kp_utf8_width(struct kp_str s)
{
    size_t width = 0;
    for (size_t pos = 0; pos < s.len;)
        width += kp_utf8_next_width(s, &pos);
    return width;
}

struct kp_str kp_utf8_fit(struct kp_str s, size_t columns)
{
    size_t width = 0, fits = 0;
    for (size_t pos = 0; pos < s.len;) {
        width += kp_utf8_next_width(s, &pos);
        if (width > columns)
            break;
        fits = pos;
    }
    return kp_str_slice(s, 0, fits);
}

void kp_utf8_add_cell(struct kp_buf *buf, struct kp_str s, size_t columns, bool ascii)
{
    if (columns == 0)
        return;
    struct kp_str shown = kp_utf8_fit(s, columns);
    size_t width = 0;
    if (shown.len < s.len) {
        shown = kp_utf8_fit(s, columns - 1);
        width = 1;
    }
    kp_buf_add(buf, shown);
    if (width)
        kp_buf_adds(buf, ascii ? "~" : "…");
    kp_buf_add_repeat(buf, " ", columns - width - kp_utf8_width(shown));
}

static bool is_variation_selector(int32_t code)
{
    return (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0100 && code <= 0xE01EF);
}

static bool is_skin_tone(int32_t code)
{
    return code >= 0x1F3FB && code <= 0x1F3FF;
}

/* Marks of the category "format" that do have a shape: the Arabic number signs and their kin. */
static bool is_drawn_format(int32_t code)
{
    return (code >= 0x600 && code <= 0x605) || code == 0x6DD || code == 0x70F || code == 0x890 ||
           code == 0x891 || code == 0x8E2 || code == 0x110BD || code == 0x110CD;
}

/* Letters and marks that take part in no text of ours and leave no trace on the screen. */
static bool is_blank_filler(int32_t code)
{
    return code == 0x34F || code == 0x115F || code == 0x1160 || code == 0x17B4 || code == 0x17B5 ||
           code == 0x3164 || code == 0xFFA0;
}

static bool is_invisible(int32_t code)
{
    if (code < 0x80)
        return (code < 0x20 && code != '\n' && code != '\t') || code == 0x7F;
    if (is_blank_filler(code))
        return true;
    switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return true;
    case UTF8PROC_CATEGORY_CF: return !is_drawn_format(code);
    default: /* the block of tags is hidden whether or not a code point is assigned */
        return code >= 0xE0000 && code <= 0xE0FFF && !is_variation_selector(code);
    }
}

/*
 * Whether `code` must be shown as <U+XXXX>, where `before` stands in front of it (0 at the
 * beginning, or when that is itself hidden) and `after` behind it. A joiner is text
 * between two emoji, a variation selector behind one visible character, a carriage
 * return before a newline.
 */
static bool is_hidden(int32_t before, int32_t code, int32_t after)
{
    if (code == '\r' && after == '\n')
        return false;
    if (code == ZERO_WIDTH_JOINER) {
        bool emoji_before = is_pictograph(before) || before == EMOJI_STYLE || is_skin_tone(before);
        return !emoji_before || !is_pictograph(after);
    }
    if (is_variation_selector(code))
        return before <= ' ' || is_variation_selector(before);
    return is_invisible(code);
}

/* Through the characters of a text that most text is not made of, each with its neighbours. */
struct walk {
    struct kp_str text;
    size_t start, pos; /* of the character, and behind it */
    int32_t code;
    bool hidden;
    bool follows; /* directly on the one before */
};

/* Behind the characters of most text from `pos` on. */
static size_t plain_text_end(struct kp_str s, size_t pos)
{
    size_t length = 1;
    for (; length && pos < s.len; pos += length)
        length = plain_length(s, pos);
    return pos;
}

static bool step(struct walk *walk)
{
    struct kp_str text = walk->text;
    size_t start = plain_text_end(text, walk->pos);
    int32_t before = walk->hidden ? 0 : walk->code;
    if (start == text.len)
        return false;
    walk->follows = start == walk->pos;
    if (!walk->follows) {
        size_t last = start - 1;
        last -= (text.data[last] & 0xC0) == 0x80; /* of a letter of two bytes */
        before = kp_utf8_next(text, &last);
    }
    walk->start = walk->pos = start;
    walk->code = kp_utf8_next(text, &walk->pos);
    size_t ahead = walk->pos;
    int32_t after = ahead < text.len ? kp_utf8_next(text, &ahead) : 0;
    walk->hidden = is_hidden(before, walk->code, after);
    return true;
}

static bool goes_as_it_is(const struct walk *walk, bool newlines)
{
    bool is_break = walk->code == '\n' || walk->code == '\t';
    return !walk->hidden && walk->code != '\r' && walk->code != REPLACEMENT &&
           (newlines || !is_break);
}

bool kp_utf8_is_visible(struct kp_str s, bool newlines)
{
    struct walk walk = {.text = s};
    while (step(&walk))
        if (!goes_as_it_is(&walk, newlines))
            return false;
    return true;
}

void kp_utf8_add_visible(struct kp_buf *buf, struct kp_str s, bool newlines)
{
    struct walk walk = {.text = s};
    size_t copied = 0; /* what stands behind it goes out as it is */
    bool in_break = false;
    while (step(&walk)) {
        in_break = in_break && walk.follows;
        bool is_break = walk.code == '\n' || walk.code == '\t';
        if (!goes_as_it_is(&walk, newlines)) {
            kp_buf_add(buf, kp_str_slice(s, copied, walk.start - copied));
            copied = walk.pos;
            if (walk.hidden)
                kp_buf_addf(buf, "<U+%04X>", (unsigned)walk.code);
            else if (walk.code == REPLACEMENT)
                kp_utf8_add(buf, REPLACEMENT);
            else if (is_break && !in_break)
                kp_buf_addc(buf, ' ');
        }
        in_break = is_break || (in_break && walk.code == '\r' && !walk.hidden);
    }
    kp_buf_add(buf, kp_str_slice(s, copied, s.len));
}

void kp_utf8_add_quote(struct kp_buf *buf, struct kp_str s)
{
    enum { COLUMNS = 40, ENOUGH_BYTES = 1000 };
    struct kp_buf visible = KP_BUF_INIT;
    kp_utf8_add_visible(&visible, kp_str_slice(s, 0, ENOUGH_BYTES), false);
    struct kp_str whole = kp_buf_str(&visible), shown = kp_utf8_fit(whole, COLUMNS);
    bool is_cut = shown.len < whole.len || s.len > ENOUGH_BYTES;
    kp_buf_add(buf, is_cut ? kp_utf8_fit(whole, COLUMNS - 1) : whole);
    if (is_cut)
        kp_buf_adds(buf, "…");
    kp_buf_release(&visible);
}

bool kp_utf8_has_hidden(struct kp_str s)
{
    struct walk walk = {.text = s};
    while (step(&walk))
        if (walk.hidden)
            return true;
    return false;
}

/* Whether all is below U+0300, where every text is its own normal form C: no byte from 0xCC on. */
static bool is_composed(struct kp_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.data[i] >= 0xCC)
            return false;
    return true;
}

/* `s` mapped by utf8proc; a copy of `s` when it is not valid UTF-8. */
static struct kp_str map(struct kp_arena *arena, struct kp_str s, utf8proc_option_t options)
{
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t len =
        utf8proc_map((const utf8proc_uint8_t *)s.data, (utf8proc_ssize_t)s.len, &mapped, options);
    if (len < 0)
        return kp_arena_str(arena, s);
    struct kp_str result = kp_arena_str(arena, (struct kp_str){(const char *)mapped, (size_t)len});
    free(mapped);
    return result;
}

struct kp_str kp_utf8_nfc(struct kp_arena *arena, struct kp_str s)
{
    if (is_composed(s))
        return kp_arena_str(arena, s);
    return map(arena, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

bool kp_utf8_is_space(int32_t code)
{
    if (code < 0x80)
        return code == ' ' || (code >= '\t' && code <= '\r');
    utf8proc_category_t category = utf8proc_category(code);
    return code == 0x85 || category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP;
}

static bool is_ascii(struct kp_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.data[i] >= 0x80)
            return false;
    return true;
}

/* NFKC case folding; of ASCII it leaves nothing but small letters to make. */
static struct kp_str fold_case(struct kp_arena *arena, struct kp_str s)
{
    if (!is_ascii(s))
        return map(arena, s,
                   UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                       UTF8PROC_IGNORE);
    char *folded = kp_arena_alloc(arena, s.len + 1);
    for (size_t i = 0; i < s.len; i++)
        folded[i] = (char)(s.data[i] >= 'A' && s.data[i] <= 'Z' ? s.data[i] | 0x20 : s.data[i]);
    return (struct kp_str){folded, s.len};
}

/* White space runs become one space, those at the ends none. */
static struct kp_str squeeze(struct kp_arena *arena, struct kp_str folded)
{
    struct kp_buf out = KP_BUF_INIT;
    bool space = false;
    for (size_t pos = 0; pos < folded.len;) {
        size_t start = pos;
        if (kp_utf8_is_space(kp_utf8_next(folded, &pos))) {
            space = out.len > 0;
            continue;
        }
        if (space)
            kp_buf_addc(&out, ' ');
        space = false;
        kp_buf_add(&out, kp_str_slice(folded, start, pos - start));
    }
    struct kp_str result = kp_arena_str(arena, kp_buf_str(&out));
    kp_buf_release(&out);
    return result;
}

struct kp_str kp_utf8_fold(struct kp_arena *arena, struct kp_str s)
{
    return squeeze(arena, fold_case(arena, s));
}

struct kp_str kp_utf8_bare(struct kp_arena *arena, struct kp_str s)
{
    if (is_ascii(s))
        return kp_utf8_fold(arena, s);
    return squeeze(arena, map(arena, s,
                              UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                  UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STRIPMARK));
}

/* Where the next line is being filled. */
struct wrap {
    struct kp_buf *buf;
    const char *indent;
    size_t columns, indent_width;
    size_t used;   /* columns of this line that are taken, with its indent */
    bool fresh;    /* nothing but the indent is on this line, and that not yet written */
    bool is_first; /* the first line has no indent */
};

static void break_line(struct wrap *wrap)
{
    kp_buf_addc(wrap->buf, '\n');
    wrap->is_first = false;
    wrap->fresh = true;
    wrap->used = wrap->indent_width;
}

/* Writes text that is known to fit, or of which a first part must go here in any case. */
static void put(struct wrap *wrap, struct kp_str text, size_t width)
{
    if (wrap->fresh && !wrap->is_first)
        kp_buf_adds(wrap->buf, wrap->indent);
    wrap->fresh = false;
    kp_buf_add(wrap->buf, text);
    wrap->used += width;
}

/* A word longer than a line is cut between graphemes. */
static void put_word(struct wrap *wrap, struct kp_str spaces, struct kp_str word)
{
    size_t width = kp_utf8_width(word);
    if (wrap->used + spaces.len + width <= wrap->columns) {
        if (spaces.len)
            put(wrap, spaces, spaces.len);
    } else if (!wrap->fresh) {
        break_line(wrap);
    }
    if (wrap->used + width <= wrap->columns) {
        put(wrap, word, width);
        return;
    }
    for (size_t pos = 0; pos < word.len;) {
        struct kp_str cluster = next_cluster(word, &pos);
        size_t taken = cluster_width(cluster);
        if (!wrap->fresh && taken && wrap->used + taken > wrap->columns)
            break_line(wrap);
        put(wrap, cluster, taken);
    }
}

void kp_utf8_add_wrapped(struct kp_buf *buf, struct kp_str s, size_t columns, const char *indent)
{
    struct wrap wrap = {.buf = buf,
                        .indent = indent,
                        .columns = columns,
                        .indent_width = kp_utf8_width(kp_str_from(indent)),
                        .fresh = true,
                        .is_first = true};
    bool more_lines = s.len > 0;
    while (more_lines) {
        struct kp_str line = kp_str_split(&s, '\n');
        more_lines = s.data != NULL;
        while (line.len) {
            size_t spaces = 0;
            while (spaces < line.len && line.data[spaces] == ' ')
                spaces++;
            struct kp_str gap = kp_str_slice(line, 0, spaces);
            line = kp_str_slice(line, spaces, line.len);
            struct kp_str word = kp_str_slice(line, 0, kp_str_find(line, ' '));
            line = kp_str_slice(line, word.len, line.len);
            if (word.len)
                put_word(&wrap, gap, word);
        }
        if (more_lines)
            break_line(&wrap);
    }
}
