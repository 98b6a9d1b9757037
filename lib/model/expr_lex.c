// SPDX-License-Identifier: GPL-3.0-or-later
/* Characters to tokens. */
#include "base/text.h"
#include "base/utf8.h"
#include "model/expr_internal.h"

static const struct {
    const char *text;
    enum expr_token_kind kind;
} punctuation[] = {
    /* the longer ones first */
    {"&&", TOKEN_AND},      {"||", TOKEN_OR},         {"==", TOKEN_EQUAL},
    {"!=", TOKEN_UNEQUAL},  {"<=", TOKEN_LESS_EQUAL}, {">=", TOKEN_GREATER_EQUAL},
    {"<", TOKEN_LESS},      {">", TOKEN_GREATER},     {"!", TOKEN_NOT},
    {"(", TOKEN_OPEN},      {")", TOKEN_CLOSE},       {"[", TOKEN_BRACKET},
    {",", TOKEN_COMMA},     {"]", TOKEN_BRACKET_END}, {".", TOKEN_DOT},
    {"?", TOKEN_QUESTION},  {":", TOKEN_COLON},       {"+", TOKEN_PLUS},
    {"-", TOKEN_MINUS},     {"*", TOKEN_TIMES},       {"/", TOKEN_DIVIDE},
    {"%", TOKEN_REMAINDER},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static char peek(const struct expr_compiler *c, size_t ahead)
{
    return c->position + ahead < c->source.len ? c->source.data[c->position + ahead] : '\0';
}

static void skip_space(struct expr_compiler *c)
{
    while (c->position < c->source.len) {
        char byte = peek(c, 0);
        if (byte == ' ' || (byte >= '\t' && byte <= '\r'))
            c->position++;
        else if (byte == '/' && peek(c, 1) == '/')
            while (c->position < c->source.len && peek(c, 0) != '\n')
                c->position++;
        else
            break;
    }
}

/* Whether a text literal begins here, perhaps with r or R before its quote. */
static bool at_text(const struct expr_compiler *c)
{
    size_t quote = peek(c, 0) == 'r' || peek(c, 0) == 'R' ? 1 : 0;
    return peek(c, quote) == '\'' || peek(c, quote) == '"';
}

static bool lex_name(struct expr_compiler *c, struct expr_token *token)
{
    size_t end = c->position;
    while (end < c->source.len &&
           (is_name_start(c->source.data[end]) || is_digit(c->source.data[end])))
        end++;
    token->text = kp_str_slice(c->source, c->position, end - c->position);
    token->kind = kp_str_is(token->text, "in") ? TOKEN_IN : TOKEN_NAME;
    c->position = end;
    bool quote = peek(c, 0) == '\'' || peek(c, 0) == '"';
    if (quote && token->text.len <= 2 && kp_str_find(token->text, 'b') < token->text.len) {
        kp_expr_fault(c, token->offset,
                      _("bytes are not supported; write the text without \"%.*s\""),
                      KP_STR_ARG(token->text));
        return false;
    }
    return true;
}

static bool lex_punctuation(struct expr_compiler *c, struct expr_token *token)
{
    struct kp_str rest = kp_str_slice(c->source, c->position, c->source.len);
    for (size_t i = 0; i < sizeof punctuation / sizeof *punctuation; i++) {
        struct kp_str text = kp_str_from(punctuation[i].text);
        if (!kp_str_starts(rest, text))
            continue;
        token->kind = punctuation[i].kind;
        token->text = kp_str_slice(rest, 0, text.len);
        c->position += text.len;
        return true;
    }
    return false;
}

static bool report_character(struct expr_compiler *c)
{
    size_t start = c->position, end = start;
    int32_t code = kp_utf8_next(c->source, &end);
    struct kp_str text = kp_str_slice(c->source, start, end - start);
    if (code == '=')
        kp_expr_fault(c, start, _("a single = has no meaning; compare with =="));
    else if (code == '&' || code == '|')
        kp_expr_fault(c, start, _("a single %.*s has no meaning; write it twice"),
                      KP_STR_ARG(text));
    else if (code == '{' || code == '}')
        kp_expr_fault(c, start, _("maps are not supported; lists are written [a, b]"));
    else if (code == 0x2018 || code == 0x2019 || code == 0x201c || code == 0x201d || code == 0x201e)
        kp_expr_fault(c, start, _("%.*s does not begin a text; use ' or \""), KP_STR_ARG(text));
    else if (code < 0x20 || code == 0x7f)
        kp_expr_fault(c, start, _("a control character has no meaning here"));
    else if (kp_utf8_has_hidden(text))
        kp_expr_fault(c, start, _("the invisible character U+%04X has no meaning here; remove it"),
                      (unsigned)code);
    else
        kp_expr_fault(c, start, _("%.*s has no meaning here"), KP_STR_ARG(text));
    return false;
}

static bool lex(struct expr_compiler *c, struct expr_token *token)
{
    if (c->position >= c->source.len) {
        token->kind = TOKEN_END;
        return true;
    }
    char byte = peek(c, 0);
    if (is_digit(byte) || (byte == '.' && is_digit(peek(c, 1))))
        return kp_expr_lex_number(c, token);
    if (at_text(c))
        return kp_expr_lex_text(c, token);
    if (is_name_start(byte))
        return lex_name(c, token);
    return lex_punctuation(c, token) || report_character(c);
}

void kp_expr_lex(struct expr_compiler *c)
{
    if (c->token.kind == TOKEN_BROKEN)
        return;
    skip_space(c);
    struct expr_token token = {.kind = TOKEN_BROKEN, .offset = c->position};
    if (!lex(c, &token))
        token.kind = TOKEN_BROKEN;
    c->token = token;
}
