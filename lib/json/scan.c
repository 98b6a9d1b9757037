// SPDX-License-Identifier: GPL-3.0-or-later
#include "json/scan.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/utf8.h"
#include "json/json.h"

#include <stdlib.h>
#include <string.h>

struct frame {
    bool object;
    size_t at;         /* of its bracket */
    size_t first_name; /* index of its first member in `names` */
};

struct name {
    struct kp_str text; /* decoded: "a" and "\u0061" are one name */
    size_t at;
};

struct scan {
    const char *file;
    struct kp_str bytes;
    size_t at;
    struct frame frames[KP_JSON_MAX_DEPTH];
    size_t depth;
    struct name *names; /* of all objects that are open, innermost last */
    size_t name_count, name_cap;
    struct kp_arena decoded; /* names that were written with escapes */
    struct kp_json_spots *spots;
    struct kp_err *err;
};

void kp_json_cursor_move(struct kp_json_cursor *cursor, struct kp_str bytes, size_t to)
{
    for (; cursor->at < to; cursor->at++) {
        unsigned char byte = (unsigned char)bytes.data[cursor->at];
        if (byte == '\n') {
            cursor->line++;
            cursor->column = 1;
        } else if ((byte & 0xC0) != 0x80) {
            cursor->column++;
        }
    }
}

static uint32_t line_of(const struct scan *s, size_t at)
{
    struct kp_json_cursor cursor = KP_JSON_CURSOR_INIT;
    kp_json_cursor_move(&cursor, s->bytes, at);
    return cursor.line;
}

__attribute__((format(printf, 3, 4))) static enum kp_status fail(struct scan *s, size_t at,
                                                                 const char *format, ...)
{
    struct kp_json_cursor cursor = KP_JSON_CURSOR_INIT;
    kp_json_cursor_move(&cursor, s->bytes, at);
    struct kp_buf what = KP_BUF_INIT;
    va_list args;
    va_start(args, format);
    kp_buf_addv(&what, format, args);
    va_end(args);
    kp_err_set(s->err, KP_INVALID, _("%s:%u:%u: invalid JSON: %s"), s->file, (unsigned)cursor.line,
               (unsigned)cursor.column, what.data);
    kp_buf_release(&what);
    return KP_INVALID;
}

/* The byte `ahead` of the current one, or -1 behind the end. */
static int peek(const struct scan *s, size_t ahead)
{
    return ahead < s->bytes.len - s->at ? (unsigned char)s->bytes.data[s->at + ahead] : -1;
}

static bool is_digit(int byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(int byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static void skip_space(struct scan *s)
{
    for (int byte = peek(s, 0); byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
         byte = peek(s, 0))
        s->at++;
}

static bool stands_here(const struct scan *s, const char *text)
{
    struct kp_str rest = kp_str_slice(s->bytes, s->at, s->bytes.len);
    return kp_str_starts(rest, kp_str_from(text));
}

static enum kp_status fail_at_end(struct scan *s)
{
    if (!s->depth)
        return fail(s, s->at, _("the file is empty; expected a value"));
    const struct frame *open = &s->frames[s->depth - 1];
    uint32_t line = line_of(s, open->at);
    if (open->object)
        return fail(s, s->at, _("the file ends here, but the '{' on line %u is not closed"),
                    (unsigned)line);
    return fail(s, s->at, _("the file ends here, but the '[' on line %u is not closed"),
                (unsigned)line);
}

/* A character that may look harmless, such as a space that is none, but stands outside of text. */
static enum kp_status fail_character(struct scan *s)
{
    size_t at = s->at;
    int32_t code = kp_utf8_next(s->bytes, &at);
    return fail(s, s->at, _("the character U+%04X can stand only in text, in double quotes"),
                (unsigned)code);
}

static bool merge_mark_stands_here(const struct scan *s)
{
    return stands_here(s, "<<<<<<<") || stands_here(s, "|||||||") || stands_here(s, "=======") ||
           stands_here(s, ">>>>>>>");
}

/* Faults that may stand wherever something else was expected, or `otherwise`. */
static enum kp_status fail_here(struct scan *s, const char *otherwise)
{
    int byte = peek(s, 0);
    if (byte < 0)
        return fail_at_end(s);
    if (byte == '\0')
        return fail(s, s->at, _("a NUL byte; the file is damaged or is not text"));
    if (stands_here(s, "//") || stands_here(s, "/*") || byte == '#')
        return fail(s, s->at, _("JSON has no comments; remove it"));
    if (byte == '\'')
        return fail(s, s->at, _("text stands in double quotes (\"), not in single ones"));
    if (stands_here(s, "\xe2\x80\x9c") || stands_here(s, "\xe2\x80\x9d") ||
        stands_here(s, "\xe2\x80\x9e"))
        return fail(s, s->at, _("text stands in straight double quotes (\"), not in curly ones"));
    if (merge_mark_stands_here(s))
        return fail(s, s->at,
                    _("two versions of the file stand here side by side; "
                      "keep the lines that are right and remove the marks"));
    if (byte < 0x20 || byte >= 0x7F)
        return fail_character(s);
    return fail(s, s->at, "%s", otherwise);
}

/* Four hex digits behind a \u that begins at `at`; -1 when they are not there. */
static int32_t read_hex(const struct scan *s, size_t at)
{
    int32_t code = 0;
    for (size_t i = at + 2; i < at + 6; i++) {
        int byte = i < s->bytes.len ? (unsigned char)s->bytes.data[i] : -1;
        if (is_digit(byte))
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
        return fail(s, *at, _("four hexadecimal digits must follow \\u"));
    if (high == 0)
        return fail(s, *at, _("\\u0000 is not allowed in text; remove it"));
    *code = high;
    if (high < 0xD800 || high > 0xDFFF) {
        *at += 6;
        return KP_OK;
    }
    struct kp_str next = kp_str_slice(s->bytes, *at + 6, 2);
    int32_t low = kp_str_is(next, "\\u") ? read_hex(s, *at + 6) : -1;
    if (high > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
        return fail(s, *at, _("half a character: \\uD800 to \\uDFFF stand only in pairs"));
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
        return fail(s, *at,
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
        return fail(s, at, _("a NUL byte; the file is damaged or is not text"));
    if (byte == '\n' || byte == '\r')
        return fail(s, quote,
                    _("this text does not end on its line; close it with \", "
                      "or write a line break in it as \\n"));
    if (byte == '\t')
        return fail(s, at, _("a tab in text is written \\t"));
    return fail(s, at, _("a control character in text is written \\u%04x"), byte);
}

/* Moves behind the string whose opening quote is here; *escaped: a backslash was in it. */
static enum kp_status scan_string(struct scan *s, bool *escaped)
{
    size_t quote = s->at;
    *escaped = false;
    for (size_t at = quote + 1; at < s->bytes.len;) {
        unsigned char byte = (unsigned char)s->bytes.data[at];
        if (byte == '"') {
            s->at = at + 1;
            return KP_OK;
        }
        if (byte < 0x20)
            return fail_control(s, at, quote);
        if (byte != '\\') {
            at++;
            continue;
        }
        int32_t code;
        *escaped = true;
        enum kp_status status = read_escape(s, &at, &code);
        if (status)
            return status;
    }
    return fail(s, quote, _("this text is never closed; a \" is missing"));
}

/* The text of a string that scan_string has passed, its quotes at `start` and before `end`. */
static struct kp_str decode(struct scan *s, size_t start, size_t end)
{
    struct kp_buf text = KP_BUF_INIT;
    for (size_t at = start + 1; at < end - 1;) {
        int32_t code;
        if (s->bytes.data[at] != '\\')
            kp_buf_addc(&text, s->bytes.data[at++]);
        else if (read_escape(s, &at, &code) == KP_OK)
            kp_utf8_add(&text, code);
    }
    struct kp_str copy = kp_arena_str(&s->decoded, kp_buf_str(&text));
    kp_buf_release(&text);
    return copy;
}

/* `missing` is translated only when it is said: numbers are many. */
static enum kp_status scan_digits(struct scan *s, const char *missing)
{
    if (!is_digit(peek(s, 0)))
        return fail(s, s->at, "%s", _(missing));
    while (is_digit(peek(s, 0)))
        s->at++;
    return KP_OK;
}

static enum kp_status scan_number(struct scan *s)
{
    size_t start = s->at;
    if (peek(s, 0) == '-')
        s->at++;
    if (peek(s, 0) == '0' && is_digit(peek(s, 1)))
        return fail(s, start, _("a number does not begin with 0; remove the zero"));
    enum kp_status status = scan_digits(s, N_("expected a digit behind '-'"));
    if (!status && peek(s, 0) == '.') {
        s->at++;
        status = scan_digits(s, N_("expected a digit behind the decimal point"));
    }
    if (!status && (peek(s, 0) == 'e' || peek(s, 0) == 'E')) {
        s->at++;
        if (peek(s, 0) == '+' || peek(s, 0) == '-')
            s->at++;
        status = scan_digits(s, N_("expected a digit in the exponent"));
    }
    if (!status && s->at - start > KP_JSON_CJSON_DIGITS)
        s->spots->long_numbers = true;
    return status;
}

static enum kp_status scan_word(struct scan *s)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = strlen(words[i]);
        if (stands_here(s, words[i]) && !is_letter(peek(s, len)) && !is_digit(peek(s, len))) {
            s->at += len;
            return KP_OK;
        }
    }
    return fail(s, s->at,
                _("expected a value here; text stands in double quotes, "
                  "and the only words without are true, false and null"));
}

/* A member's name and its colon. */
static enum kp_status scan_name(struct scan *s)
{
    skip_space(s);
    if (is_letter(peek(s, 0)))
        return fail(s, s->at, _("the name of a member stands in double quotes"));
    if (peek(s, 0) != '"')
        return fail_here(s, _("expected the name of a member in double quotes here"));
    size_t start = s->at;
    bool escaped;
    enum kp_status status = scan_string(s, &escaped);
    if (status)
        return status;
    s->names = kp_grow(s->names, s->name_count, &s->name_cap, sizeof *s->names);
    s->names[s->name_count++] = (struct name){
        escaped ? decode(s, start, s->at) : kp_str_slice(s->bytes, start + 1, s->at - start - 2),
        start,
    };
    skip_space(s);
    if (peek(s, 0) != ':')
        return fail_here(s, _("expected ':' here, between a member's name and its value"));
    s->at++;
    return KP_OK;
}

/* At an opening bracket. *open: something stands in it, and its first value comes next. */
static enum kp_status scan_open(struct scan *s, bool *open)
{
    if (s->depth == KP_JSON_MAX_DEPTH)
        return fail(s, s->at, _("more than %d levels of lists and objects in each other"),
                    KP_JSON_MAX_DEPTH);
    bool object = peek(s, 0) == '{';
    s->frames[s->depth++] = (struct frame){object, s->at, s->name_count};
    s->at++;
    skip_space(s);
    *open = peek(s, 0) != (object ? '}' : ']');
    return *open && object ? scan_name(s) : KP_OK;
}

static enum kp_status scan_value(struct scan *s, bool *open)
{
    skip_space(s);
    *open = false;
    int byte = peek(s, 0);
    struct kp_json_spots *spots = s->spots;
    spots->items = kp_grow(spots->items, spots->count, &spots->cap, sizeof *spots->items);
    struct kp_json_spot *spot = &spots->items[spots->count++];
    *spot = (struct kp_json_spot){(uint32_t)s->at, 0};

    enum kp_status status;
    bool escaped;
    if (byte == '{' || byte == '[')
        return scan_open(s, open);
    if (byte == '"')
        status = scan_string(s, &escaped);
    else if (byte == '-' || is_digit(byte))
        status = scan_number(s);
    else if (is_letter(byte))
        status = scan_word(s);
    else if (byte == '+' || byte == '.')
        status = fail(s, s->at, _("a number begins with a digit or '-'"));
    else
        status = fail_here(s, _("expected a value here"));
    spot->len = (uint32_t)(s->at - spot->at);
    return status;
}

static int compare_names(const void *a, const void *b)
{
    const struct name *left = a, *right = b;
    int order = kp_str_compare(left->text, right->text);
    return order ? order : (left->at > right->at) - (left->at < right->at);
}

/* The members of the innermost object are complete: no two of them may have one name. */
static enum kp_status check_names(struct scan *s, size_t first)
{
    size_t count = s->name_count - first, again = 0;
    s->name_count = first;
    if (count < 2)
        return KP_OK;
    struct name *names = s->names + first;
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 1; i < count; i++)
        if (kp_str_equal(names[i - 1].text, names[i].text) &&
            (!again || names[i].at < names[again].at))
            again = i;
    if (!again)
        return KP_OK;
    struct kp_buf shown = KP_BUF_INIT;
    kp_utf8_add_visible(&shown, kp_utf8_fit(names[again].text, 60), false);
    fail(s, names[again].at, _("member \"%s\" stands twice; the first is on line %u"), shown.data,
         (unsigned)line_of(s, names[again - 1].at));
    kp_buf_release(&shown);
    return KP_INVALID;
}

static enum kp_status fail_between(struct scan *s)
{
    const struct frame *frame = &s->frames[s->depth - 1];
    int byte = peek(s, 0);
    uint32_t line = line_of(s, frame->at);
    if (byte == ']' && frame->object)
        return fail(s, s->at, _("expected '}' here: the '{' on line %u is still open"),
                    (unsigned)line);
    if (byte == '}' && !frame->object)
        return fail(s, s->at, _("expected ']' here: the '[' on line %u is still open"),
                    (unsigned)line);
    return fail_here(s,
                     frame->object ? _("expected ',' or '}' here") : _("expected ',' or ']' here"));
}

/* Behind a comma: the next value must come, in an object after its name. */
static enum kp_status scan_next(struct scan *s)
{
    size_t comma = s->at++;
    skip_space(s);
    int byte = peek(s, 0);
    if (byte == ']' || byte == '}')
        return fail(s, comma, _("nothing follows this comma; remove it"));
    return s->frames[s->depth - 1].object ? scan_name(s) : KP_OK;
}

/* Behind a value, or in an empty list or object: closes what ends here. *more: a value comes next.
 */
static enum kp_status scan_between(struct scan *s, bool *more)
{
    *more = false;
    while (s->depth) {
        const struct frame *frame = &s->frames[s->depth - 1];
        skip_space(s);
        int byte = peek(s, 0);
        if (byte == ',') {
            *more = true;
            return scan_next(s);
        }
        if (byte != (frame->object ? '}' : ']'))
            return fail_between(s);
        s->at++;
        s->depth--;
        enum kp_status status = check_names(s, frame->first_name);
        if (status)
            return status;
    }
    return KP_OK;
}

static enum kp_status scan_document(struct scan *s)
{
    bool more = true;
    while (more) {
        bool open;
        enum kp_status status = scan_value(s, &open);
        if (!status && !open)
            status = scan_between(s, &more);
        if (status)
            return status;
    }
    skip_space(s);
    if (s->at < s->bytes.len)
        return fail_here(s, _("the document ends before this; remove what follows"));
    return KP_OK;
}

static enum kp_status check_encoding(struct scan *s)
{
    size_t bad;
    if (s->bytes.len > KP_JSON_MAX_BYTES)
        return fail(s, 0, _("larger than 64 MiB"));
    if (stands_here(s, "\xef\xbb\xbf"))
        return fail(s, 0,
                    _("the file begins with a byte order mark; save it as UTF-8 without one"));
    if (stands_here(s, "\xff\xfe") || stands_here(s, "\xfe\xff"))
        return fail(s, 0, _("the file is UTF-16; save it as UTF-8"));
    if (!kp_utf8_valid(s->bytes, &bad))
        return fail(s, bad, _("byte 0x%02X is not UTF-8; save the file as UTF-8"),
                    (unsigned)(unsigned char)s->bytes.data[bad]);
    return KP_OK;
}

enum kp_status kp_json_scan(const char *file, struct kp_str bytes, struct kp_json_spots *spots,
                            struct kp_err *err)
{
    struct scan s = {.file = file, .bytes = bytes, .spots = spots, .err = err};
    enum kp_status status = check_encoding(&s);
    if (!status)
        status = scan_document(&s);
    free(s.names);
    kp_arena_release(&s.decoded);
    return status;
}
