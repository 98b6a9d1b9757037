// SPDX-License-Identifier: GPL-3.0-or-later
/* Number and text literals, by the lexical rules of CEL's language definition. */
#include "base/text.h"
#include "base/utf8.h"
#include "model/expr_internal.h"

static char at(const struct expr_compiler *c, size_t position)
{
    return position < c->source.len ? c->source.data[position] : '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int hex_digit(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static bool is_word(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t skip_digits(const struct expr_compiler *c, size_t position)
{
    while (is_digit(at(c, position)))
        position++;
    return position;
}

/* Reads hex digits at *position; false when the number is out of range. */
static bool read_hex(const struct expr_compiler *c, size_t *position, struct kp_number *out)
{
    struct kp_number value = kp_number_from(0), sixteen = kp_number_from(16);
    for (int digit; (digit = hex_digit(at(c, *position))) >= 0; (*position)++)
        if (!kp_number_multiply(value, sixteen, &value) ||
            !kp_number_add(value, kp_number_from(digit), &value))
            return false;
    *out = value;
    return true;
}

/* The same for digits, a fraction and an exponent; JSON wants 0 before the dot and no other leading
 * 0. */
static bool read_decimal(const struct expr_compiler *c, size_t *position, struct kp_number *out)
{
    size_t start = *position, end = skip_digits(c, start);
    if (at(c, end) == '.' && is_digit(at(c, end + 1)))
        end = skip_digits(c, end + 1);
    if (at(c, end) == 'e' || at(c, end) == 'E') {
        size_t digits = end + 1 + (at(c, end + 1) == '+' || at(c, end + 1) == '-');
        if (is_digit(at(c, digits)))
            end = skip_digits(c, digits);
    }
    *position = end;
    while (at(c, start) == '0' && is_digit(at(c, start + 1)))
        start++;
    struct kp_buf literal = KP_BUF_INIT;
    if (at(c, start) == '.')
        kp_buf_addc(&literal, '0');
    kp_buf_add(&literal, kp_str_slice(c->source, start, end - start));
    bool ok = kp_number_read(kp_buf_str(&literal), out);
    kp_buf_release(&literal);
    return ok;
}

bool kp_expr_lex_number(struct expr_compiler *c, struct expr_token *token)
{
    size_t end = c->position;
    struct kp_number number = {0, 0};
    bool ok;
    if (at(c, end) == '0' && (at(c, end + 1) == 'x' || at(c, end + 1) == 'X') &&
        hex_digit(at(c, end + 2)) >= 0) {
        end += 2;
        ok = read_hex(c, &end, &number);
    } else {
        ok = read_decimal(c, &end, &number);
    }
    if (!ok) {
        kp_expr_fault(c, c->position, _("this number has too many digits"));
        return false;
    }
    if (at(c, end) == 'u' || at(c, end) == 'U')
        end++;
    if (is_word(at(c, end))) {
        kp_expr_fault(c, end, _("a number ends here; an operator is missing before \"%c\""),
                      at(c, end));
        return false;
    }
    struct kp_json *value = kp_json_new_number(c->arena, number);
    value->linked = true; /* so that nobody fills or links the literal itself */
    token->kind = TOKEN_NUMBER;
    token->value = value;
    token->text = kp_str_slice(c->source, c->position, end - c->position);
    c->position = end;
    return true;
}

/* How a text literal is written. */
struct quoting {
    char quote;
    bool triple, raw;
};

static bool at_quote(const struct expr_compiler *c, size_t position, const struct quoting *q)
{
    if (at(c, position) != q->quote)
        return false;
    return !q->triple || (at(c, position + 1) == q->quote && at(c, position + 2) == q->quote);
}

/* Exactly `count` digits of `base` at *position as one number, or -1. */
static int64_t read_code(const struct expr_compiler *c, size_t *position, size_t count, int base)
{
    int64_t code = 0;
    for (size_t i = 0; i < count; i++) {
        int digit = hex_digit(at(c, *position));
        if (digit < 0 || digit >= base)
            return -1;
        code = code * base + digit;
        (*position)++;
    }
    return code;
}

/* The code point of a numeric escape whose letter or first digit stands at *position, or -1. */
static int64_t read_numeric(const struct expr_compiler *c, size_t *position)
{
    char letter = at(c, *position);
    if (letter >= '0' && letter <= '3')
        return read_code(c, position, 3, 8);
    size_t count = letter == 'x' || letter == 'X' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
    (*position)++;
    return count ? read_code(c, position, count, 16) : -1;
}

/* Appends what the escape behind the backslash at *position stands for. */
static bool read_escape(struct expr_compiler *c, size_t *position, struct kp_buf *out)
{
    static const char letters[] = "abfnrtv\\'\"`?";
    static const char meant[] = "\a\b\f\n\r\t\v\\'\"`?";
    size_t start = (*position)++;
    char letter = at(c, *position);
    struct kp_str known = {letters, sizeof letters - 1};
    size_t found = letter ? kp_str_find(known, letter) : known.len;
    if (found < known.len) {
        kp_buf_addc(out, meant[found]);
        (*position)++;
        return true;
    }
    int64_t code = read_numeric(c, position);
    if (code < 0) {
        kp_expr_fault(c, start, _("unknown escape in a text; write \\\\ for a backslash, or r'…'"));
        return false;
    }
    if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
        kp_expr_fault(c, start, _("this escape is not a character that a text can hold"));
        return false;
    }
    kp_utf8_add(out, (int32_t)code);
    return true;
}

static bool read_text(struct expr_compiler *c, size_t *position, const struct quoting *q,
                      struct kp_buf *out)
{
    size_t start = c->position;
    while (!at_quote(c, *position, q)) {
        char byte = at(c, *position);
        if (*position >= c->source.len || (!q->triple && (byte == '\n' || byte == '\r'))) {
            kp_expr_fault(c, start, _("the text that begins here has no closing %c"), q->quote);
            return false;
        }
        if (byte == '\0') {
            kp_expr_fault(c, *position, _("a control character has no meaning here"));
            return false;
        }
        if (byte == '\\' && !q->raw) {
            if (!read_escape(c, position, out))
                return false;
            continue;
        }
        kp_buf_addc(out, byte);
        (*position)++;
    }
    *position += q->triple ? 3 : 1;
    return true;
}

bool kp_expr_lex_text(struct expr_compiler *c, struct expr_token *token)
{
    size_t position = c->position;
    struct quoting q = {.raw = at(c, position) == 'r' || at(c, position) == 'R'};
    position += q.raw;
    q.quote = at(c, position);
    q.triple = at(c, position + 1) == q.quote && at(c, position + 2) == q.quote;
    position += q.triple ? 3 : 1;

    struct kp_buf text = KP_BUF_INIT;
    bool ok = read_text(c, &position, &q, &text);
    if (ok) {
        struct kp_json *value = kp_json_new_string(c->arena, kp_buf_str(&text));
        value->linked = true;
        token->kind = TOKEN_TEXT;
        token->value = value;
        token->text = kp_str_slice(c->source, c->position, position - c->position);
        c->position = position;
    }
    kp_buf_release(&text);
    return ok;
}
