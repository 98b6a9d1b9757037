// SPDX-License-Identifier: GPL-3.0-or-later
/* Tokens to a tree, by recursive descent; CEL's precedence. The first fault ends it. */
#include "base/text.h"
#include "model/expr_internal.h"

#include <string.h>

static struct expr_node *parse_expr(struct expr_compiler *c);

static struct expr_node *new_node(struct expr_compiler *c, enum expr_node_kind kind, size_t offset)
{
    struct expr_node *node = kp_arena_alloc(c->arena, sizeof *node);
    node->kind = kind;
    node->offset = node->start = offset;
    node->depth = 1;
    node->type = &kp_expr_types[KP_EXPR_ANY];
    return node;
}

/* Gives the node its parts; NULL, with a fault, when the tree becomes too deep. */
static struct expr_node *with_args(struct expr_compiler *c, struct expr_node *node,
                                   struct expr_node *const *args, size_t count)
{
    node->args = kp_arena_alloc(c->arena, count * sizeof(struct expr_node *));
    node->count = count;
    for (size_t i = 0; i < count; i++) {
        node->args[i] = args[i];
        if (args[i]->depth >= node->depth)
            node->depth = args[i]->depth + 1;
        if (args[i]->start < node->start)
            node->start = args[i]->start;
    }
    if (node->depth <= EXPR_MAX_DEPTH)
        return node;
    kp_expr_fault(c, node->offset, _("this expression is too long; make it several fields"));
    return NULL;
}

static struct expr_node *unexpected(struct expr_compiler *c)
{
    if (c->token.kind == TOKEN_END)
        kp_expr_fault(c, c->source.len, _("the expression ends too early"));
    else if (c->token.kind != TOKEN_BROKEN)
        kp_expr_fault(c, c->token.offset, _("did not expect %.*s here"), KP_STR_ARG(c->token.text));
    return NULL;
}

static bool take(struct expr_compiler *c, enum expr_token_kind kind)
{
    if (c->token.kind != kind)
        return false;
    kp_expr_lex(c);
    return true;
}

static bool need(struct expr_compiler *c, enum expr_token_kind kind, const char *text)
{
    if (take(c, kind))
        return true;
    if (c->token.kind == TOKEN_END)
        kp_expr_fault(c, c->source.len, _("the expression ends too early; %s is missing"), text);
    else if (c->token.kind != TOKEN_BROKEN)
        kp_expr_fault(c, c->token.offset, _("expected %s, not %.*s"), text,
                      KP_STR_ARG(c->token.text));
    return false;
}

/* One level deeper; the caller goes up again by c->nesting--. */
static bool enter(struct expr_compiler *c)
{
    if (++c->nesting <= EXPR_MAX_NESTING)
        return true;
    kp_expr_fault(c, c->token.offset, _("this expression is nested more than %d deep"),
                  EXPR_MAX_NESTING);
    return false;
}

struct nodes {
    struct expr_node *first, **items;
    size_t count, cap;
};

static void add(struct expr_compiler *c, struct nodes *list, struct expr_node *node)
{
    if (list->count == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 4;
        struct expr_node **items = kp_arena_alloc(c->arena, cap * sizeof(struct expr_node *));
        if (list->count)
            memcpy(items, list->items, list->count * sizeof(struct expr_node *));
        list->items = items;
        list->cap = cap;
    }
    list->items[list->count++] = node;
}

/* Expressions between commas up to and with the closing token. */
static bool parse_items(struct expr_compiler *c, enum expr_token_kind close, const char *text,
                        struct nodes *list)
{
    bool comma_may_end = close == TOKEN_BRACKET_END;
    if (take(c, close))
        return true;
    for (;;) {
        struct expr_node *item = parse_expr(c);
        if (!item)
            return false;
        add(c, list, item);
        if (!take(c, TOKEN_COMMA))
            return need(c, close, text);
        if (comma_may_end && take(c, close))
            return true;
    }
}

static struct expr_node *parse_call(struct expr_compiler *c, struct expr_token name,
                                    struct expr_node *before)
{
    struct nodes args = {0};
    if (before)
        add(c, &args, before);
    if (!parse_items(c, TOKEN_CLOSE, ")", &args))
        return NULL;
    struct expr_node *node = new_node(c, NODE_CALL, name.offset);
    node->name = name.text;
    node->method = before != NULL;
    return with_args(c, node, args.items, args.count);
}

static struct expr_node *parse_literal(struct expr_compiler *c, const struct kp_json *value)
{
    struct expr_node *node = new_node(c, NODE_LITERAL, c->token.offset);
    node->value = value;
    kp_expr_lex(c);
    return node;
}

static struct expr_node *parse_name(struct expr_compiler *c)
{
    struct expr_token name = c->token;
    if (kp_str_is(name.text, "true"))
        return parse_literal(c, &kp_expr_true);
    if (kp_str_is(name.text, "false"))
        return parse_literal(c, &kp_expr_false);
    if (kp_str_is(name.text, "null"))
        return parse_literal(c, &kp_json_null);
    kp_expr_lex(c);
    if (take(c, TOKEN_OPEN))
        return parse_call(c, name, NULL);
    struct expr_node *node = new_node(c, NODE_NAME, name.offset);
    node->name = name.text;
    return node;
}

static struct expr_node *parse_list(struct expr_compiler *c)
{
    struct expr_node *node = new_node(c, NODE_LIST, c->token.offset);
    struct nodes items = {0};
    kp_expr_lex(c);
    if (!parse_items(c, TOKEN_BRACKET_END, "]", &items))
        return NULL;
    return with_args(c, node, items.items, items.count);
}

static struct expr_node *parse_primary(struct expr_compiler *c)
{
    switch (c->token.kind) {
    case TOKEN_NUMBER:
    case TOKEN_TEXT: return parse_literal(c, c->token.value);
    case TOKEN_NAME: return parse_name(c);
    case TOKEN_BRACKET: return parse_list(c);
    case TOKEN_OPEN: {
        kp_expr_lex(c);
        struct expr_node *inner = parse_expr(c);
        return inner && need(c, TOKEN_CLOSE, ")") ? inner : NULL;
    }
    default: return unexpected(c);
    }
}

static struct expr_node *parse_member(struct expr_compiler *c, struct expr_node *before)
{
    struct expr_token name = c->token;
    if (name.kind != TOKEN_NAME) {
        need(c, TOKEN_NAME, _("a name"));
        return NULL;
    }
    kp_expr_lex(c);
    if (take(c, TOKEN_OPEN))
        return parse_call(c, name, before);
    struct expr_node *node = new_node(c, NODE_SELECT, name.offset);
    node->name = name.text;
    return with_args(c, node, &before, 1);
}

static struct expr_node *parse_index(struct expr_compiler *c, struct expr_node *list, size_t offset)
{
    struct expr_node *index = parse_expr(c);
    if (!index || !need(c, TOKEN_BRACKET_END, "]"))
        return NULL;
    struct expr_node *args[] = {list, index};
    return with_args(c, new_node(c, NODE_INDEX, offset), args, 2);
}

static struct expr_node *parse_postfix(struct expr_compiler *c)
{
    struct expr_node *node = parse_primary(c);
    while (node) {
        size_t offset = c->token.offset;
        if (take(c, TOKEN_DOT))
            node = parse_member(c, node);
        else if (take(c, TOKEN_BRACKET))
            node = parse_index(c, node, offset);
        else
            break;
    }
    return node;
}

static struct expr_node *parse_unary(struct expr_compiler *c)
{
    struct expr_token token = c->token;
    if (token.kind != TOKEN_NOT && token.kind != TOKEN_MINUS)
        return parse_postfix(c);
    if (!enter(c))
        return NULL;
    kp_expr_lex(c);
    struct expr_node *operand = parse_unary(c);
    c->nesting--;
    if (!operand)
        return NULL;
    struct expr_node *node = new_node(c, NODE_UNARY, token.offset);
    node->op = token.kind;
    return with_args(c, node, &operand, 1);
}

/* How tightly a binary operator binds; 0 for what is none. */
static int precedence(enum expr_token_kind kind)
{
    switch (kind) {
    case TOKEN_OR: return 1;
    case TOKEN_AND: return 2;
    case TOKEN_EQUAL:
    case TOKEN_UNEQUAL:
    case TOKEN_LESS:
    case TOKEN_LESS_EQUAL:
    case TOKEN_GREATER:
    case TOKEN_GREATER_EQUAL:
    case TOKEN_IN: return 3;
    case TOKEN_PLUS:
    case TOKEN_MINUS: return 4;
    case TOKEN_TIMES:
    case TOKEN_DIVIDE:
    case TOKEN_REMAINDER: return 5;
    default: return 0;
    }
}

/* Operators that bind at least as tightly as `least`, from left to right. */
static struct expr_node *parse_binary(struct expr_compiler *c, int least)
{
    struct expr_node *left = parse_unary(c);
    while (left && precedence(c->token.kind) >= least) {
        struct expr_token token = c->token;
        kp_expr_lex(c);
        struct expr_node *right = parse_binary(c, precedence(token.kind) + 1);
        if (!right)
            return NULL;
        struct expr_node *args[] = {left, right};
        left = new_node(c, NODE_BINARY, token.offset);
        left->op = token.kind;
        left->name = token.text;
        left = with_args(c, left, args, 2);
    }
    return left;
}

static struct expr_node *parse_choose(struct expr_compiler *c, struct expr_node *condition,
                                      size_t offset)
{
    struct expr_node *yes = parse_binary(c, 1);
    if (!yes || !need(c, TOKEN_COLON, ":"))
        return NULL;
    struct expr_node *no = parse_expr(c);
    if (!no)
        return NULL;
    struct expr_node *args[] = {condition, yes, no};
    return with_args(c, new_node(c, NODE_CHOOSE, offset), args, 3);
}

static struct expr_node *parse_expr(struct expr_compiler *c)
{
    struct expr_node *node = NULL;
    if (enter(c)) {
        node = parse_binary(c, 1);
        size_t offset = c->token.offset;
        if (node && take(c, TOKEN_QUESTION))
            node = parse_choose(c, node, offset);
    }
    c->nesting--;
    return node;
}

struct expr_node *kp_expr_parse(struct expr_compiler *c)
{
    kp_expr_lex(c);
    if (c->token.kind == TOKEN_END) {
        kp_expr_fault(c, 0, _("the expression is empty"));
        return NULL;
    }
    struct expr_node *node = parse_expr(c);
    if (!node)
        return NULL;
    if (c->token.kind == TOKEN_END)
        return node;
    return unexpected(c);
}
