// SPDX-License-Identifier: GPL-3.0-or-later
#include "json/scan.h"

#include "base/text.h"
#include "base/utf8.h"

#include <string.h>

/* Line and column of byte `to`, from 1; columns in code points. */
static struct kp_place place_of(const struct scan *s, size_t to)
{
    struct kp_place place = {.line = 1, .column = 1};
    for (size_t at = 0; at < to; at++) {
        unsigned char byte = (unsigned char)s->bytes.data[at];
        if (byte == '\n') {
            place.line++;
            place.column = 1;
        } else if ((byte & 0xC0) != 0x80) {
            place.column++;
        }
    }
    return place;
}

unsigned scan_line_of(const struct scan *s, size_t at)
{
    return place_of(s, at).line;
}

enum kp_status scan_fail(struct scan *s, size_t at, const char *format, ...)
{
    struct kp_place place = place_of(s, at);
    struct kp_buf what = KP_BUF_INIT;
    va_list args;
    va_start(args, format);
    kp_buf_addv(&what, format, args);
    va_end(args);
    kp_err_set(s->err, KP_INVALID, _("%s:%u:%u: invalid JSON: %s"), s->file, (unsigned)place.line,
               (unsigned)place.column, what.data);
    kp_buf_release(&what);
    return KP_INVALID;
}

/* Whether the eight bytes at `at` are spaces, as most of a line's indent. */
static bool is_indent(struct kp_str bytes, size_t at)
{
    static const char spaces[] = "        ";
    return bytes.len - at >= sizeof(uint64_t) &&
           memcmp(bytes.data + at, spaces, sizeof(uint64_t)) == 0;
}

void scan_space(struct scan *s)
{
    for (int byte = scan_peek(s, 0); byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
         byte = scan_peek(s, 0)) {
        s->at++;
        if (byte != '\n')
            continue;
        s->line++;
        s->line_at = s->at;
        s->going_on = 0;
        while (is_indent(s->bytes, s->at))
            s->at += sizeof(uint64_t);
    }
}

static bool stands_here(const struct scan *s, const char *text)
{
    struct kp_str rest = kp_str_slice(s->bytes, s->at, s->bytes.len);
    return kp_str_starts(rest, kp_str_from(text));
}

static enum kp_status fail_at_end(struct scan *s)
{
    if (!s->depth)
        return scan_fail(s, s->at, _("the file is empty; expected a value"));
    const struct scan_frame *open = &s->frames[s->depth - 1];
    unsigned line = scan_line_of(s, open->at);
    if (open->node->kind == KP_JSON_OBJECT)
        return scan_fail(s, s->at, _("the file ends here, but the '{' on line %u is not closed"),
                         line);
    return scan_fail(s, s->at, _("the file ends here, but the '[' on line %u is not closed"), line);
}

/* A character that may look harmless, such as a space that is none, but stands outside of text. */
static enum kp_status fail_character(struct scan *s)
{
    size_t at = s->at;
    int32_t code = kp_utf8_next(s->bytes, &at);
    return scan_fail(s, s->at, _("the character U+%04X can stand only in text, in double quotes"),
                     (unsigned)code);
}

static bool merge_mark_stands_here(const struct scan *s)
{
    return stands_here(s, "<<<<<<<") || stands_here(s, "|||||||") || stands_here(s, "=======") ||
           stands_here(s, ">>>>>>>");
}

enum kp_status scan_fail_here(struct scan *s, const char *otherwise)
{
    int byte = scan_peek(s, 0);
    if (byte < 0)
        return fail_at_end(s);
    if (byte == '\0')
        return scan_fail(s, s->at, _("a NUL byte; the file is damaged or is not text"));
    if (stands_here(s, "//") || stands_here(s, "/*") || byte == '#')
        return scan_fail(s, s->at, _("JSON has no comments; remove it"));
    if (byte == '\'')
        return scan_fail(s, s->at, _("text stands in double quotes (\"), not in single ones"));
    if (stands_here(s, "\xe2\x80\x9c") || stands_here(s, "\xe2\x80\x9d") ||
        stands_here(s, "\xe2\x80\x9e"))
        return scan_fail(s, s->at,
                         _("text stands in straight double quotes (\"), not in curly ones"));
    if (merge_mark_stands_here(s))
        return scan_fail(s, s->at,
                         _("two versions of the file stand here side by side; "
                           "keep the lines that are right and remove the marks"));
    if (byte < 0x20 || byte >= 0x7F)
        return fail_character(s);
    return scan_fail(s, s->at, "%s", otherwise);
}

/* Four hex digits behind a \u that begins at `at`; -1 when they are not there. */
static int32_t read_hex(const struct scan *s, size_t at)
{
    int32_t code = 0;
    for (size_t i = at + 2; i < at + 6; i++) {
        int byte = i < s->bytes.len ? (unsigned char)s->bytes.data[i] : -1;
        if (scan_is_digit(byte))
            code = code * 16 + (byte - '0');
        else if (byte >= 'a' && byte <= 'f')
            code = code * 16 + (byte - 'a' + 10);
        else if (byte >= 'A' && byte <= 'F')
            code = code * 16 + (byte - 'A' + 10);
        else
            return -1;
    }
    return code;
}

static enum kp_status read_unicode_escape(struct scan *s, size_t *at, int32_t *code)
{
    int32_t high = read_hex(s, *at);
    if (high < 0)
        return scan_fail(s, *at, _("four hexadecimal digits must follow \\u"));
    if (high == 0)
        return scan_fail(s, *at, _("\\u0000 is not allowed in text; remove it"));
    *code = high;
    if (high < 0xD800 || high > 0xDFFF) {
        *at += 6;
        return KP_OK;
    }
    struct kp_str next = kp_str_slice(s->bytes, *at + 6, 2);
    int32_t low = kp_str_is(next, "\\u") ? read_hex(s, *at + 6) : -1;
    if (high > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
        return scan_fail(s, *at, _("half a character: \\uD800 to \\uDFFF stand only in pairs"));
    *code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    *at += 12;
    return KP_OK;
}

/* Reads the escape whose backslash is at *at, and moves *at behind it. */
static enum kp_status read_escape(struct scan *s, size_t *at, int32_t *code)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    char letter = *at + 1 < s->bytes.len ? s->bytes.data[*at + 1] : '\0';
    if (letter == 'u')
        return read_unicode_escape(s, at, code);
    const char *found = letter ? strchr(letters, letter) : NULL;
    if (!found)
        return scan_fail(s, *at,
                         _("a backslash in text is written \\\\; "
                           "alone it stands only before \" \\ / b f n r t u"));
    *code = meanings[found - letters];
    *at += 2;
    return KP_OK;
}

static enum kp_status fail_control(struct scan *s, size_t at, size_t quote)
{
    unsigned byte = (unsigned char)s->bytes.data[at];
    if (byte == 0)
        return scan_fail(s, at, _("a NUL byte; the file is damaged or is not text"));
    if (byte == '\n' || byte == '\r')
        return scan_fail(s, quote,
                         _("this text does not end on its line; close it with \", "
                           "or write a line break in it as \\n"));
    if (byte == '\t')
        return scan_fail(s, at, _("a tab in text is written \\t"));
    return scan_fail(s, at, _("a control character in text is written \\u%04x"), byte);
}

/*
 * How many of the eight bytes at `at` are plain text at least: ASCII, and neither a control character, a
 * quote nor a backslash. Each test leaves the high bit of the byte set that it is after (and sometimes that of
 * the byte behind, which costs only time). The first byte is the lowest of the word, or it is not told which one it was.
 */
static size_t count_plain(struct kp_str bytes, size_t at)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = UINT64_C(0x8080808080808080);
    uint64_t word;
    if (bytes.len - at < sizeof word)
        return 0;
    memcpy(&word, bytes.data + at, sizeof word);
    uint64_t quote = word ^ ones * '"', backslash = word ^ ones * '\\';
    uint64_t found = word | (word - ones * 0x20) | (quote - ones) | (backslash - ones);
    if (!(found & high))
        return sizeof word;
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? (size_t)__builtin_ctzll(found & high) / 8
                                                     : 0;
}

/* Where plain text that goes on at `at` ends. */
static size_t skip_plain(struct kp_str bytes, size_t at)
{
    size_t plain;
    do {
        plain = count_plain(bytes, at);
        at += plain;
    } while (plain == sizeof(uint64_t));
    while (at < bytes.len && bytes.data[at] >= 0x20 && bytes.data[at] < 0x7F &&
           bytes.data[at] != '"' && bytes.data[at] != '\\')
        at++;
    return at;
}

enum kp_status scan_string(struct scan *s, bool *escaped)
{
    size_t quote = s->at;
    *escaped = false;
    for (size_t at = skip_plain(s->bytes, quote + 1); at < s->bytes.len;
         at = skip_plain(s->bytes, at)) {
        unsigned char byte = (unsigned char)s->bytes.data[at];
        if (byte == '"') {
            s->at = at + 1;
            return KP_OK;
        }
        if (byte < 0x20)
            return fail_control(s, at, quote);
        if (byte != '\\') {
            s->going_on += (byte & 0xC0) == 0x80;
            at++;
            continue;
        }
        int32_t code;
        *escaped = true;
        enum kp_status status = read_escape(s, &at, &code);
        if (status)
            return status;
    }
    return scan_fail(s, quote, _("this text is never closed; a \" is missing"));
}

/* `missing` is translated only when it is said: numbers are many. */
static enum kp_status scan_digits(struct scan *s, const char *missing)
{
    if (!scan_is_digit(scan_peek(s, 0)))
        return scan_fail(s, s->at, "%s", _(missing));
    while (scan_is_digit(scan_peek(s, 0)))
        s->at++;
    return KP_OK;
}

enum kp_status scan_number(struct scan *s)
{
    size_t start = s->at;
    if (scan_peek(s, 0) == '-')
        s->at++;
    if (scan_peek(s, 0) == '0' && scan_is_digit(scan_peek(s, 1)))
        return scan_fail(s, start, _("a number does not begin with 0; remove the zero"));
    enum kp_status status = scan_digits(s, N_("expected a digit behind '-'"));
    if (!status && scan_peek(s, 0) == '.') {
        s->at++;
        status = scan_digits(s, N_("expected a digit behind the decimal point"));
    }
    if (!status && (scan_peek(s, 0) == 'e' || scan_peek(s, 0) == 'E')) {
        s->at++;
        if (scan_peek(s, 0) == '+' || scan_peek(s, 0) == '-')
            s->at++;
        status = scan_digits(s, N_("expected a digit in the exponent"));
    }
    return status;
}

enum kp_status scan_word(struct scan *s)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = strlen(words[i]);
        if (stands_here(s, words[i]) && !scan_is_letter(scan_peek(s, len)) &&
            !scan_is_digit(scan_peek(s, len))) {
            s->at += len;
            return KP_OK;
        }
    }
    return scan_fail(s, s->at,
                     _("expected a value here; text stands in double quotes, "
                       "and the only words without are true, false and null"));
}

enum kp_status scan_encoding(struct scan *s)
{
    size_t bad;
    if (s->bytes.len > KP_JSON_MAX_BYTES)
        return scan_fail(s, 0, _("larger than 64 MiB"));
    if (stands_here(s, "\xef\xbb\xbf"))
        return scan_fail(s, 0,
                         _("the file begins with a byte order mark; save it as UTF-8 without one"));
    if (stands_here(s, "\xff\xfe") || stands_here(s, "\xfe\xff"))
        return scan_fail(s, 0, _("the file is UTF-16; save it as UTF-8"));
    if (!kp_utf8_valid(s->bytes, &bad))
        return scan_fail(s, bad, _("byte 0x%02X is not UTF-8; save the file as UTF-8"),
                         (unsigned)(unsigned char)s->bytes.data[bad]);
    return KP_OK;
}
