// SPDX-License-Identifier: GPL-3.0-or-later
/* The functions: how each is called, and what it takes and gives. */
#include "base/text.h"
#include "model/expr_internal.h"

static const struct expr_type *const any = &kp_expr_types[KP_EXPR_ANY];
static const struct expr_type *const truth = &kp_expr_types[KP_EXPR_BOOL];
static const struct expr_type *const number = &kp_expr_types[KP_EXPR_NUMBER];

/* Checks an argument and that it is of a kind; a text literal may stand for a date. */
static const struct expr_type *need(struct expr_compiler *c, struct expr_node *call, size_t index,
                                    enum kp_expr_kind kind)
{
    struct expr_node *arg = call->args[index];
    kp_expr_check(c, arg);
    bool fits = arg->type->kind == kind || arg->type->kind == KP_EXPR_ANY;
    if (!fits && kind == KP_EXPR_DATE)
        fits =
            kp_expr_fits(c, arg, &kp_expr_types[KP_EXPR_DATE]) && arg->type->kind != KP_EXPR_NULL;
    if (!fits)
        kp_expr_fault(c, arg->start, _("%.*s takes %s here, not %s"), KP_STR_ARG(call->name),
                      kp_expr_type_words(&kp_expr_types[kind]), kp_expr_type_words(arg->type));
    return arg->type;
}

/* The items' type of the list before the dot. */
static const struct expr_type *need_list(struct expr_compiler *c, struct expr_node *call)
{
    const struct expr_type *list = need(c, call, 0, KP_EXPR_LIST);
    return list->kind == KP_EXPR_LIST ? list->element : any;
}

static const struct expr_type *check_size(struct expr_compiler *c, struct expr_node *call)
{
    const struct expr_type *type = kp_expr_check(c, call->args[0]);
    if (type->kind != KP_EXPR_LIST && type->kind != KP_EXPR_TEXT && type->kind != KP_EXPR_ANY)
        kp_expr_fault(c, call->args[0]->start, _("size takes a list or a text, not %s"),
                      kp_expr_type_words(type));
    return number;
}

/* x.macro(v, body): checks the body with v as an item of x. */
static const struct expr_type *check_body(struct expr_compiler *c, struct expr_node *call)
{
    const struct expr_type *item = need_list(c, call);
    struct expr_node *name = call->args[1];
    if (name->kind != NODE_NAME) {
        kp_expr_fault(c, name->start, _("%.*s takes a name for each item first, such as x"),
                      KP_STR_ARG(call->name));
        return any;
    }
    struct expr_variable variable = {
        .name = name->name,
        .type = item,
        .outer = c->variables,
        .slot = c->variables ? c->variables->slot + 1 : 0,
    };
    name->slot = variable.slot;
    name->type = item;
    c->variables = &variable;
    const struct expr_type *type = kp_expr_check(c, call->args[2]);
    c->variables = variable.outer;
    return type;
}

static void need_condition(struct expr_compiler *c, const struct expr_node *call,
                           const struct expr_type *body)
{
    if (body->kind != KP_EXPR_BOOL && body->kind != KP_EXPR_ANY)
        kp_expr_fault(c, call->args[2]->start, _("%.*s takes a condition here, not %s"),
                      KP_STR_ARG(call->name), kp_expr_type_words(body));
}

static const struct expr_type *check_condition(struct expr_compiler *c, struct expr_node *call)
{
    need_condition(c, call, check_body(c, call));
    return truth;
}

static const struct expr_type *check_filter(struct expr_compiler *c, struct expr_node *call)
{
    need_condition(c, call, check_body(c, call));
    const struct expr_type *list = call->args[0]->type;
    return list->kind == KP_EXPR_LIST ? list : &kp_expr_types[KP_EXPR_LIST];
}

static const struct expr_type *check_map(struct expr_compiler *c, struct expr_node *call)
{
    return kp_expr_list_of(c, check_body(c, call));
}

static const struct expr_type *check_sum(struct expr_compiler *c, struct expr_node *call)
{
    enum kp_expr_kind kind = need_list(c, call)->kind;
    if (kind != KP_EXPR_NUMBER && kind != KP_EXPR_ANY && kind != KP_EXPR_NULL)
        kp_expr_fault(c, call->offset,
                      _("sum takes a list of numbers; map gives one: x.map(i, i.value)"));
    return number;
}

static const struct expr_type *check_extreme(struct expr_compiler *c, struct expr_node *call)
{
    const struct expr_type *item = need_list(c, call);
    switch (item->kind) {
    case KP_EXPR_NUMBER:
    case KP_EXPR_TEXT:
    case KP_EXPR_DATE: return item;
    case KP_EXPR_ANY:
    case KP_EXPR_NULL: return any;
    default:
        kp_expr_fault(c, call->offset, _("%.*s takes a list of numbers, texts or dates"),
                      KP_STR_ARG(call->name));
        return any;
    }
}

static const struct expr_type *check_largest(struct expr_compiler *c, struct expr_node *call)
{
    enum kp_expr_kind kind = need_list(c, call)->kind;
    if (kind != KP_EXPR_NUMBER && kind != KP_EXPR_ANY && kind != KP_EXPR_NULL)
        kp_expr_fault(c, call->offset,
                      _("largest takes a list of numbers; map gives one: x.map(i, i.value)"));
    need(c, call, 1, KP_EXPR_NUMBER);
    return kp_expr_list_of(c, number);
}

static const struct expr_type *check_texts(struct expr_compiler *c, struct expr_node *call)
{
    need(c, call, 0, KP_EXPR_TEXT);
    need(c, call, 1, KP_EXPR_TEXT);
    return truth;
}

static const struct expr_type *check_contains(struct expr_compiler *c, struct expr_node *call)
{
    if (kp_expr_check(c, call->args[0])->kind != KP_EXPR_LIST)
        return check_texts(c, call);
    kp_expr_check(c, call->args[1]);
    kp_expr_fault(c, call->offset, _("for lists write: item in list"));
    return truth;
}

static const struct expr_type *check_matches(struct expr_compiler *c, struct expr_node *call)
{
    check_texts(c, call);
    const struct expr_node *pattern = call->args[1];
    if (pattern->kind != NODE_LITERAL || pattern->value->kind != KP_JSON_STRING)
        return truth;
    struct kp_err err = KP_ERR_INIT;
    if (kp_expr_pattern_check(pattern->value->text, &err) != KP_OK)
        kp_expr_fault(c, pattern->start, "%s", err.text.data);
    kp_err_release(&err);
    return truth;
}

static const struct expr_type *check_has(struct expr_compiler *c, struct expr_node *call)
{
    struct expr_node *arg = call->args[0];
    kp_expr_check(c, arg);
    bool prev = arg->kind == NODE_CALL && kp_str_is(arg->name, "prev");
    if (arg->kind == NODE_FIELD || arg->kind == NODE_COLUMN || arg->kind == NODE_VARIABLE ||
        arg->kind == NODE_NAME || arg->kind == NODE_SELECT || arg->kind == NODE_INDEX || prev)
        return truth;
    kp_expr_fault(c, arg->start, _("has takes the name of a field or a column"));
    return truth;
}

static const struct expr_type *check_prev(struct expr_compiler *c, struct expr_node *call)
{
    size_t errors = c->faults->errors;
    const struct expr_type *type = kp_expr_check(c, call->args[0]);
    struct expr_node *root = call->args[0];
    while (root->kind == NODE_SELECT)
        root = root->args[0];
    if (root->kind == NODE_FIELD)
        root->previous = true;
    else if (c->faults->errors == errors)
        kp_expr_fault(c, call->args[0]->start,
                      _("prev takes the name of a field: a whole answer of the cycle before"));
    return type;
}

static const struct expr_type *check_today(struct expr_compiler *c, struct expr_node *call)
{
    (void)c;
    (void)call;
    return &kp_expr_types[KP_EXPR_DATE];
}

static const struct expr_type *check_days(struct expr_compiler *c, struct expr_node *call)
{
    need(c, call, 0, KP_EXPR_DATE);
    need(c, call, 1, KP_EXPR_DATE);
    return number;
}

static const struct expr_type *check_round(struct expr_compiler *c, struct expr_node *call)
{
    need(c, call, 0, KP_EXPR_NUMBER);
    need(c, call, 1, KP_EXPR_NUMBER);
    return number;
}

static const struct expr_function functions[] = {
    /* name, how it is written, f(x), x.f(), arguments with x */
    {"size", "size(x)", true, true, 1, check_size, kp_expr_run_size},
    {"exists", "list.exists(x, condition)", false, true, 3, check_condition, kp_expr_run_exists},
    {"exists_one", "list.exists_one(x, condition)", false, true, 3, check_condition,
     kp_expr_run_exists_one},
    {"all", "list.all(x, condition)", false, true, 3, check_condition, kp_expr_run_all},
    {"filter", "list.filter(x, condition)", false, true, 3, check_filter, kp_expr_run_filter},
    {"map", "list.map(x, value)", false, true, 3, check_map, kp_expr_run_map},
    {"sum", "list.sum()", false, true, 1, check_sum, kp_expr_run_sum},
    {"min", "list.min()", false, true, 1, check_extreme, kp_expr_run_min},
    {"max", "list.max()", false, true, 1, check_extreme, kp_expr_run_max},
    {"largest", "list.largest(count)", false, true, 2, check_largest, kp_expr_run_largest},
    {"contains", "text.contains('part')", false, true, 2, check_contains, kp_expr_run_contains},
    {"startsWith", "text.startsWith('part')", false, true, 2, check_texts, kp_expr_run_starts},
    {"endsWith", "text.endsWith('part')", false, true, 2, check_texts, kp_expr_run_ends},
    {"matches", "text.matches('pattern')", false, true, 2, check_matches, kp_expr_run_matches},
    {"has", "has(name)", true, false, 1, check_has, kp_expr_run_has},
    {"prev", "prev(field)", true, false, 1, check_prev, kp_expr_run_prev},
    {"today", "today()", true, false, 0, check_today, kp_expr_run_today},
    {"days", "days(from, to)", true, false, 2, check_days, kp_expr_run_days},
    {"round", "round(number, decimals)", true, false, 2, check_round, kp_expr_run_round},
};

enum { FUNCTION_COUNT = sizeof functions / sizeof *functions };

static const struct expr_function *find_function(struct kp_str name)
{
    for (size_t i = 0; i < FUNCTION_COUNT; i++)
        if (kp_str_is(name, functions[i].name))
            return &functions[i];
    return NULL;
}

static void report_function(struct expr_compiler *c, const struct expr_node *call)
{
    const char *near = NULL;
    size_t limit = 3;
    for (size_t i = 0; i < FUNCTION_COUNT; i++) {
        size_t distance = kp_str_distance(call->name, kp_str_from(functions[i].name), limit);
        if (distance < limit) {
            limit = distance;
            near = functions[i].name;
        }
    }
    if (near)
        kp_expr_fault(c, call->offset, _("there is no function \"%.*s\"; did you mean \"%s\"?"),
                      KP_STR_ARG(call->name), near);
    else
        kp_expr_fault(c, call->offset, _("there is no function \"%.*s\""), KP_STR_ARG(call->name));
}

const struct expr_type *kp_expr_check_call(struct expr_compiler *c, struct expr_node *node)
{
    node->function = find_function(node->name);
    if (!node->function) {
        report_function(c, node);
        return any;
    }
    bool allowed = node->method ? node->function->method : node->function->global;
    if (allowed && node->count == node->function->args)
        return node->function->check(c, node);
    kp_expr_fault(c, node->offset, _("%s is written %s"), node->function->name,
                  node->function->usage);
    return any;
}
