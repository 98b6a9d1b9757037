// SPDX-License-Identifier: GPL-3.0-or-later
/* The value of a tree. Every node costs a step, so that nothing runs for long. */
#include "model/expr_internal.h"

const struct kp_json kp_expr_true = {.kind = KP_JSON_BOOL, .boolean = true, .linked = true};
const struct kp_json kp_expr_false = {.kind = KP_JSON_BOOL, .linked = true};

static const struct kp_json *const unknown = &kp_json_null;

bool kp_expr_spend(struct expr_run *run, size_t steps)
{
    if (steps > run->steps) {
        run->steps = 0;
        run->spent = true;
        return false;
    }
    run->steps -= steps;
    return true;
}

const struct kp_json *kp_expr_bool(bool value)
{
    return value ? &kp_expr_true : &kp_expr_false;
}

const struct kp_json *kp_expr_number(struct expr_run *run, struct kp_number value)
{
    return kp_json_new_number(run->env->arena, value);
}

bool kp_expr_is_true(const struct kp_json *value)
{
    return value->kind == KP_JSON_BOOL && value->boolean;
}

bool kp_expr_is_false(const struct kp_json *value)
{
    return value->kind == KP_JSON_BOOL && !value->boolean;
}

bool kp_expr_is_number(const struct kp_json *value)
{
    return value->kind == KP_JSON_NUMBER && !value->literal.len;
}

static const struct kp_json *equal_lists(struct expr_run *run, const struct kp_json *a,
                                         const struct kp_json *b)
{
    if (a->count != b->count)
        return &kp_expr_false;
    const struct kp_json *result = &kp_expr_true, *right = kp_json_first(b);
    KP_JSON_EACH(left, a)
    {
        const struct kp_json *equal = kp_expr_equal(run, left, right);
        if (kp_expr_is_false(equal))
            return equal;
        if (kp_json_is_null(equal))
            result = unknown;
        right = right->next;
    }
    return result;
}

const struct kp_json *kp_expr_equal(struct expr_run *run, const struct kp_json *a,
                                    const struct kp_json *b)
{
    size_t bytes = a->text.len < b->text.len ? a->text.len : b->text.len;
    if (!kp_expr_spend(run, 1 + a->count + bytes / EXPR_BYTES_PER_STEP))
        return unknown;
    if (kp_json_is_null(a) || kp_json_is_null(b))
        return unknown;
    if (a->kind == KP_JSON_ARRAY && b->kind == KP_JSON_ARRAY)
        return equal_lists(run, a, b);
    return kp_expr_bool(kp_json_equal(a, b));
}

bool kp_expr_order(struct expr_run *run, const struct kp_json *a, const struct kp_json *b,
                   int *order)
{
    size_t bytes = a->text.len < b->text.len ? a->text.len : b->text.len;
    if (a->kind != b->kind || !kp_expr_spend(run, 1 + bytes / EXPR_BYTES_PER_STEP))
        return false;
    switch (a->kind) {
    case KP_JSON_BOOL: *order = (int)a->boolean - (int)b->boolean; return true;
    case KP_JSON_NUMBER:
        *order = kp_number_compare(a->number, b->number);
        return kp_expr_is_number(a) && kp_expr_is_number(b);
    case KP_JSON_STRING: /* the order of UTF-8's bytes is that of the code points */
        *order = kp_str_compare(a->text, b->text);
        return true;
    default: return false;
    }
}

static const struct kp_json *run_and(struct expr_run *run, const struct expr_node *node, bool or)
{
    const struct kp_json *left = kp_expr_run(run, node->args[0]);
    if (or ? kp_expr_is_true(left) : kp_expr_is_false(left))
        return left;
    const struct kp_json *right = kp_expr_run(run, node->args[1]);
    if (or ? kp_expr_is_true(right) : kp_expr_is_false(right))
        return right;
    return left->kind == KP_JSON_BOOL && right->kind == KP_JSON_BOOL ? right : unknown;
}

static const struct kp_json *run_arithmetic(struct expr_run *run, enum expr_token_kind op,
                                            const struct kp_json *a, const struct kp_json *b)
{
    struct kp_number result;
    bool ok = false;
    if (!kp_expr_is_number(a) || !kp_expr_is_number(b))
        return unknown;
    switch (op) {
    case TOKEN_PLUS: ok = kp_number_add(a->number, b->number, &result); break;
    case TOKEN_MINUS: ok = kp_number_subtract(a->number, b->number, &result); break;
    case TOKEN_TIMES: ok = kp_number_multiply(a->number, b->number, &result); break;
    case TOKEN_DIVIDE: ok = kp_number_divide(a->number, b->number, &result); break;
    default: ok = kp_number_remainder(a->number, b->number, &result); break;
    }
    return ok ? kp_expr_number(run, result) : unknown;
}

static const struct kp_json *run_plus(struct expr_run *run, const struct kp_json *a,
                                      const struct kp_json *b)
{
    if (a->kind == KP_JSON_STRING && b->kind == KP_JSON_STRING)
        return kp_expr_text_join(run, a, b);
    if (a->kind == KP_JSON_ARRAY && b->kind == KP_JSON_ARRAY)
        return kp_expr_list_join(run, a, b);
    return run_arithmetic(run, TOKEN_PLUS, a, b);
}

static bool is_null_literal(const struct expr_node *node)
{
    return node->kind == NODE_LITERAL && kp_json_is_null(node->value);
}

/* == and !=. Beside the literal null they ask whether the other side is unknown. */
static const struct kp_json *run_equal(struct expr_run *run, const struct expr_node *node,
                                       const struct kp_json *a, const struct kp_json *b)
{
    bool negate = node->op == TOKEN_UNEQUAL;
    if (is_null_literal(node->args[0]) || is_null_literal(node->args[1]))
        return kp_expr_bool((kp_json_is_null(a) && kp_json_is_null(b)) != negate);
    const struct kp_json *equal = kp_expr_equal(run, a, b);
    return equal->kind == KP_JSON_BOOL ? kp_expr_bool(equal->boolean != negate) : unknown;
}

static const struct kp_json *run_order(struct expr_run *run, enum expr_token_kind op,
                                       const struct kp_json *a, const struct kp_json *b)
{
    int order;
    if (!kp_expr_order(run, a, b, &order))
        return unknown;
    switch (op) {
    case TOKEN_LESS: return kp_expr_bool(order < 0);
    case TOKEN_LESS_EQUAL: return kp_expr_bool(order <= 0);
    case TOKEN_GREATER: return kp_expr_bool(order > 0);
    default: return kp_expr_bool(order >= 0);
    }
}

static const struct kp_json *run_binary(struct expr_run *run, const struct expr_node *node)
{
    if (node->op == TOKEN_AND || node->op == TOKEN_OR)
        return run_and(run, node, node->op == TOKEN_OR);
    const struct kp_json *a = kp_expr_run(run, node->args[0]), *b = kp_expr_run(run, node->args[1]);
    switch (node->op) {
    case TOKEN_EQUAL:
    case TOKEN_UNEQUAL: return run_equal(run, node, a, b);
    case TOKEN_LESS:
    case TOKEN_LESS_EQUAL:
    case TOKEN_GREATER:
    case TOKEN_GREATER_EQUAL: return run_order(run, node->op, a, b);
    case TOKEN_IN: return kp_expr_list_in(run, a, b);
    case TOKEN_PLUS: return run_plus(run, a, b);
    default: return run_arithmetic(run, node->op, a, b);
    }
}

static const struct kp_json *run_unary(struct expr_run *run, const struct expr_node *node)
{
    const struct kp_json *value = kp_expr_run(run, node->args[0]);
    if (node->op == TOKEN_NOT)
        return value->kind == KP_JSON_BOOL ? kp_expr_bool(!value->boolean) : unknown;
    return kp_expr_is_number(value) ? kp_expr_number(run, kp_number_negate(value->number))
                                    : unknown;
}

static const struct kp_json *run_choose(struct expr_run *run, const struct expr_node *node)
{
    const struct kp_json *condition = kp_expr_run(run, node->args[0]);
    if (condition->kind != KP_JSON_BOOL)
        return unknown;
    return kp_expr_run(run, node->args[condition->boolean ? 1 : 2]);
}

static const struct kp_json *run_list(struct expr_run *run, const struct expr_node *node)
{
    struct kp_json *list = kp_json_new_array(run->env->arena);
    for (size_t i = 0; i < node->count; i++)
        if (!kp_expr_append(run, list, kp_expr_run(run, node->args[i])))
            return unknown;
    return list;
}

static const struct kp_json *run_index(struct expr_run *run, const struct expr_node *node)
{
    const struct kp_json *list = kp_expr_run(run, node->args[0]);
    const struct kp_json *index = kp_expr_run(run, node->args[1]);
    int64_t whole;
    if (list->kind != KP_JSON_ARRAY || !kp_expr_is_number(index) ||
        !kp_number_whole(index->number, &whole) || whole < 0 || (size_t)whole >= list->count)
        return unknown;
    if (!kp_expr_spend(run, (size_t)whole))
        return unknown;
    const struct kp_json *item = list->first;
    while (whole--)
        item = item->next;
    return item;
}

static const struct kp_json *member(const struct kp_json *object, struct kp_str name)
{
    const struct kp_json *value = kp_json_get_str(object, name);
    return value ? value : unknown;
}

const struct kp_json *kp_expr_run(struct expr_run *run, const struct expr_node *node)
{
    if (!kp_expr_spend(run, 1))
        return unknown;
    switch (node->kind) {
    case NODE_LITERAL: return node->value;
    case NODE_LIST: return run_list(run, node);
    case NODE_FIELD:
        return run->env->value ? run->env->value(run->env->context, node->field, node->previous)
                               : unknown;
    case NODE_COLUMN: return member(run->env->row, node->field->id);
    case NODE_VARIABLE: return run->slots[node->slot];
    case NODE_SELECT: return member(kp_expr_run(run, node->args[0]), node->name);
    case NODE_INDEX: return run_index(run, node);
    case NODE_UNARY: return run_unary(run, node);
    case NODE_BINARY: return run_binary(run, node);
    case NODE_CHOOSE: return run_choose(run, node);
    case NODE_CALL: return node->function->eval(run, node);
    default: return unknown;
    }
}
