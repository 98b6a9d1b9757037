// SPDX-License-Identifier: GPL-3.0-or-later
/* The types of operators, and what fits where. */
#include "base/text.h"
#include "model/expr_internal.h"

const struct expr_type kp_expr_types[] = {
    [KP_EXPR_ANY] = {KP_EXPR_ANY, NULL, NULL},
    [KP_EXPR_BOOL] = {KP_EXPR_BOOL, NULL, NULL},
    [KP_EXPR_NUMBER] = {KP_EXPR_NUMBER, NULL, NULL},
    [KP_EXPR_TEXT] = {KP_EXPR_TEXT, NULL, NULL},
    [KP_EXPR_DATE] = {KP_EXPR_DATE, NULL, NULL},
    [KP_EXPR_LIST] = {KP_EXPR_LIST, &kp_expr_types[KP_EXPR_ANY], NULL},
    [KP_EXPR_ROW] = {KP_EXPR_ROW, NULL, NULL},
    [KP_EXPR_POSITION] = {KP_EXPR_POSITION, NULL, NULL},
    [KP_EXPR_NULL] = {KP_EXPR_NULL, NULL, NULL},
};

static const struct expr_type *const any = &kp_expr_types[KP_EXPR_ANY];
static const struct expr_type *const truth = &kp_expr_types[KP_EXPR_BOOL];
static const struct expr_type *const number = &kp_expr_types[KP_EXPR_NUMBER];

static const char *kind_words(enum kp_expr_kind kind)
{
    switch (kind) {
    case KP_EXPR_BOOL: return _("a yes or no");
    case KP_EXPR_NUMBER: return _("a number");
    case KP_EXPR_TEXT: return _("a text");
    case KP_EXPR_DATE: return _("a date");
    case KP_EXPR_LIST: return _("a list");
    case KP_EXPR_ROW: return _("a row");
    case KP_EXPR_POSITION: return _("a position");
    case KP_EXPR_NULL: return _("null");
    default: return _("anything");
    }
}

const char *kp_expr_type_words(const struct expr_type *type)
{
    if (type->kind != KP_EXPR_LIST)
        return kind_words(type->kind);
    switch (type->element->kind) {
    case KP_EXPR_NUMBER: return _("a list of numbers");
    case KP_EXPR_TEXT: return _("a list of texts");
    case KP_EXPR_DATE: return _("a list of dates");
    case KP_EXPR_ROW: return _("a list of rows");
    default: return _("a list");
    }
}

const struct expr_type *kp_expr_list_of(struct expr_compiler *c, const struct expr_type *element)
{
    if (element->kind == KP_EXPR_ANY)
        return &kp_expr_types[KP_EXPR_LIST];
    struct expr_type *list = kp_arena_alloc(c->arena, sizeof *list);
    list->kind = KP_EXPR_LIST;
    list->element = element;
    return list;
}

/* Whether values of the two can be equal. */
static bool comparable(const struct expr_type *a, const struct expr_type *b)
{
    while (a->kind == KP_EXPR_LIST && b->kind == KP_EXPR_LIST) {
        a = a->element;
        b = b->element;
    }
    return a->kind == b->kind || a->kind == KP_EXPR_ANY || b->kind == KP_EXPR_ANY ||
           a->kind == KP_EXPR_NULL || b->kind == KP_EXPR_NULL;
}

/* The id nearest to `id` among a field's choices, or the empty view. */
static struct kp_str nearest_choice(const struct kp_field *field, struct kp_str id)
{
    struct kp_str best = {NULL, 0};
    size_t limit = 3;
    for (size_t i = 0; i < field->choice_count; i++) {
        size_t distance = kp_str_distance(id, field->choices[i].id, limit);
        if (distance < limit) {
            limit = distance;
            best = field->choices[i].id;
        }
    }
    return best;
}

static void report_choice(struct expr_compiler *c, const struct expr_node *node,
                          const struct kp_field *field)
{
    struct kp_str id = node->value->text, near = nearest_choice(field, id);
    if (near.len) {
        kp_expr_fault(c, node->offset,
                      _("\"%.*s\" is not one of the choices of %.*s; did you mean \"%.*s\"?"),
                      KP_STR_ARG(id), KP_STR_ARG(field->id), KP_STR_ARG(near));
        return;
    }
    struct kp_buf ids = KP_BUF_INIT;
    for (size_t i = 0; i < field->choice_count; i++)
        kp_buf_addf(&ids, "%s%.*s", i ? ", " : "", KP_STR_ARG(field->choices[i].id));
    kp_expr_fault(c, node->offset, _("\"%.*s\" is not one of the choices of %.*s: %s"),
                  KP_STR_ARG(id), KP_STR_ARG(field->id), ids.data);
    kp_buf_release(&ids);
}

/* A text literal where a date or a choice belongs; a wrong one is reported and counts as fitting.
 */
static bool literal_fits(struct expr_compiler *c, const struct expr_node *node,
                         const struct expr_type *wanted)
{
    struct kp_date date;
    if (wanted->kind == KP_EXPR_DATE) {
        if (kp_date_read(node->value->text, &date, NULL) != KP_OK)
            kp_expr_fault(c, node->offset, _("\"%.*s\" is not a date; write it as 2026-03-02"),
                          KP_STR_ARG(node->value->text));
        return true;
    }
    if (wanted->kind == KP_EXPR_TEXT && wanted->of &&
        !kp_field_choice(wanted->of, node->value->text))
        report_choice(c, node, wanted->of);
    return wanted->kind == KP_EXPR_TEXT;
}

bool kp_expr_fits(struct expr_compiler *c, struct expr_node *node, const struct expr_type *wanted)
{
    if (wanted->kind == KP_EXPR_ANY || wanted->kind == KP_EXPR_NULL)
        return true;
    if (node->kind == NODE_CHOOSE)
        return kp_expr_fits(c, node->args[1], wanted) && kp_expr_fits(c, node->args[2], wanted);
    if (node->kind == NODE_LIST && wanted->kind == KP_EXPR_LIST) {
        for (size_t i = 0; i < node->count; i++)
            if (!kp_expr_fits(c, node->args[i], wanted->element))
                return false;
        return true;
    }
    if (node->kind == NODE_LITERAL && node->value->kind == KP_JSON_STRING)
        return literal_fits(c, node, wanted);
    return comparable(node->type, wanted);
}

/* Whether the node is written out: literals, lists of them, and choices between them. */
static bool is_constant(const struct expr_node *node)
{
    if (node->kind == NODE_LITERAL)
        return true;
    if (node->kind != NODE_LIST && node->kind != NODE_CHOOSE)
        return false;
    for (size_t i = node->kind == NODE_CHOOSE ? 1 : 0; i < node->count; i++)
        if (!is_constant(node->args[i]))
            return false;
    return true;
}

/* Whether one of the two fits the other. */
static bool fit_each_other(struct expr_compiler *c, struct expr_node *a, struct expr_node *b)
{
    return is_constant(a) && !is_constant(b) ? kp_expr_fits(c, a, b->type)
                                             : kp_expr_fits(c, b, a->type);
}

static bool is_kind(const struct expr_node *node, enum kp_expr_kind kind)
{
    return node->type->kind == kind || node->type->kind == KP_EXPR_ANY;
}

static const struct expr_type *report_pair(struct expr_compiler *c, const struct expr_node *node)
{
    kp_expr_fault(c, node->offset, _("%.*s does not work between %s and %s"),
                  KP_STR_ARG(node->name), kp_expr_type_words(node->args[0]->type),
                  kp_expr_type_words(node->args[1]->type));
    return any;
}

/* Each operand that is surely not of this kind is reported. */
static void need_operands(struct expr_compiler *c, const struct expr_node *node,
                          enum kp_expr_kind kind, const char *op)
{
    for (size_t i = 0; i < node->count; i++)
        if (!is_kind(node->args[i], kind))
            kp_expr_fault(c, node->args[i]->start, _("%s takes %s, not %s"), op,
                          kp_expr_type_words(&kp_expr_types[kind]),
                          kp_expr_type_words(node->args[i]->type));
}

static const struct expr_type *check_equal(struct expr_compiler *c, struct expr_node *node)
{
    if (!fit_each_other(c, node->args[0], node->args[1]))
        report_pair(c, node);
    return truth;
}

static bool is_ordered(enum kp_expr_kind kind)
{
    return kind == KP_EXPR_NUMBER || kind == KP_EXPR_TEXT || kind == KP_EXPR_DATE ||
           kind == KP_EXPR_BOOL || kind == KP_EXPR_ANY;
}

static const struct expr_type *check_order(struct expr_compiler *c, struct expr_node *node)
{
    if (!is_ordered(node->args[0]->type->kind) || !is_ordered(node->args[1]->type->kind) ||
        !fit_each_other(c, node->args[0], node->args[1]))
        report_pair(c, node);
    return truth;
}

static const struct expr_type *check_in(struct expr_compiler *c, struct expr_node *node)
{
    struct expr_node *item = node->args[0], *list = node->args[1];
    if (!is_kind(list, KP_EXPR_LIST)) {
        kp_expr_fault(c, list->start, _("behind in stands a list such as ['a', 'b'], not %s"),
                      kp_expr_type_words(list->type));
        return truth;
    }
    if (list->type->kind == KP_EXPR_ANY)
        return truth;
    bool fits = true;
    if (list->kind == NODE_LIST && !is_constant(item))
        for (size_t i = 0; fits && i < list->count; i++)
            fits = kp_expr_fits(c, list->args[i], item->type);
    else
        fits = kp_expr_fits(c, item, list->type->element);
    if (!fits)
        kp_expr_fault(c, node->offset, _("the list has no items that %s could be equal to"),
                      kp_expr_type_words(item->type));
    return truth;
}

/* The type of either of two values; ANY when they have little in common. */
static const struct expr_type *common_type(struct expr_compiler *c, const struct expr_type *a,
                                           const struct expr_type *b)
{
    if (a == b || b->kind == KP_EXPR_NULL)
        return a;
    if (a->kind == KP_EXPR_NULL)
        return b;
    if (a->kind != b->kind)
        return any;
    if (a->kind == KP_EXPR_LIST) {
        const struct expr_type *element = common_type(c, a->element, b->element);
        return element == a->element ? a : kp_expr_list_of(c, element);
    }
    if (a->of == b->of)
        return a;
    return a->kind == KP_EXPR_ROW ? any : &kp_expr_types[a->kind];
}

static const struct expr_type *check_plus(struct expr_compiler *c, struct expr_node *node)
{
    const struct expr_type *a = node->args[0]->type, *b = node->args[1]->type;
    const struct expr_type *known = a->kind == KP_EXPR_ANY ? b : a;
    if (a->kind == KP_EXPR_DATE || b->kind == KP_EXPR_DATE) {
        kp_expr_fault(c, node->offset,
                      _("dates cannot be added; days(a, b) counts from one to another"));
        return any;
    }
    if (a->kind != b->kind && a->kind != KP_EXPR_ANY && b->kind != KP_EXPR_ANY)
        return report_pair(c, node);
    switch (known->kind) {
    case KP_EXPR_ANY: return any;
    case KP_EXPR_NUMBER:
    case KP_EXPR_TEXT: return &kp_expr_types[known->kind];
    case KP_EXPR_LIST:
        return a->kind == b->kind ? common_type(c, a, b) : &kp_expr_types[known->kind];
    default: return report_pair(c, node);
    }
}

static const struct expr_type *check_arithmetic(struct expr_compiler *c, struct expr_node *node)
{
    if (node->args[0]->type->kind == KP_EXPR_DATE && node->args[1]->type->kind == KP_EXPR_DATE)
        kp_expr_fault(c, node->offset, _("days(a, b) counts the days from one date to another"));
    else if (!is_kind(node->args[0], KP_EXPR_NUMBER) || !is_kind(node->args[1], KP_EXPR_NUMBER))
        report_pair(c, node);
    return number;
}

static const struct expr_type *check_binary(struct expr_compiler *c, struct expr_node *node)
{
    switch (node->op) {
    case TOKEN_AND: need_operands(c, node, KP_EXPR_BOOL, "&&"); return truth;
    case TOKEN_OR: need_operands(c, node, KP_EXPR_BOOL, "||"); return truth;
    case TOKEN_EQUAL:
    case TOKEN_UNEQUAL: return check_equal(c, node);
    case TOKEN_IN: return check_in(c, node);
    case TOKEN_PLUS: return check_plus(c, node);
    case TOKEN_MINUS:
    case TOKEN_TIMES:
    case TOKEN_DIVIDE:
    case TOKEN_REMAINDER: return check_arithmetic(c, node);
    default: return check_order(c, node);
    }
}

static const struct expr_type *check_unary(struct expr_compiler *c, struct expr_node *node)
{
    bool minus = node->op == TOKEN_MINUS;
    enum kp_expr_kind kind = minus ? KP_EXPR_NUMBER : KP_EXPR_BOOL;
    need_operands(c, node, kind, minus ? "-" : "!");
    return &kp_expr_types[kind];
}

static const struct expr_type *check_choose(struct expr_compiler *c, struct expr_node *node)
{
    struct expr_node *yes = node->args[1], *no = node->args[2];
    if (!is_kind(node->args[0], KP_EXPR_BOOL))
        kp_expr_fault(c, node->args[0]->start, _("before ? stands a condition, not %s"),
                      kp_expr_type_words(node->args[0]->type));
    if (comparable(yes->type, no->type))
        return common_type(c, yes->type, no->type);
    if (no->type->kind == KP_EXPR_DATE && is_constant(yes) && kp_expr_fits(c, yes, no->type))
        return no->type;
    if (yes->type->kind == KP_EXPR_DATE && is_constant(no) && kp_expr_fits(c, no, yes->type))
        return yes->type;
    kp_expr_fault(c, node->offset, _("? gives %s or %s; both must be of one kind"),
                  kp_expr_type_words(yes->type), kp_expr_type_words(no->type));
    return any;
}

static const struct expr_type *check_list(struct expr_compiler *c, struct expr_node *node)
{
    const struct expr_type *element = node->count ? node->args[0]->type : any;
    for (size_t i = 1; i < node->count; i++)
        element = common_type(c, element, node->args[i]->type);
    return kp_expr_list_of(c, element);
}

static const struct expr_type *check_index(struct expr_compiler *c, struct expr_node *node)
{
    if (!is_kind(node->args[1], KP_EXPR_NUMBER))
        kp_expr_fault(c, node->args[1]->start,
                      _("between [ and ] stands a number, 0 for the first"));
    if (is_kind(node->args[0], KP_EXPR_LIST))
        return node->args[0]->type->kind == KP_EXPR_LIST ? node->args[0]->type->element : any;
    kp_expr_fault(c, node->offset, _("only lists have items to take by number, not %s"),
                  kp_expr_type_words(node->args[0]->type));
    return any;
}

static const struct expr_type *check_literal(const struct expr_node *node)
{
    switch (node->value->kind) {
    case KP_JSON_BOOL: return truth;
    case KP_JSON_NUMBER: return number;
    case KP_JSON_STRING: return &kp_expr_types[KP_EXPR_TEXT];
    default: return &kp_expr_types[KP_EXPR_NULL];
    }
}

static const struct expr_type *check(struct expr_compiler *c, struct expr_node *node)
{
    switch (node->kind) { /* these look at what is below them by themselves */
    case NODE_NAME: return kp_expr_check_name(c, node);
    case NODE_SELECT: return kp_expr_check_select(c, node);
    case NODE_CALL: return kp_expr_check_call(c, node);
    default: break;
    }
    for (size_t i = 0; i < node->count; i++)
        kp_expr_check(c, node->args[i]);
    switch (node->kind) {
    case NODE_LITERAL: return check_literal(node);
    case NODE_LIST: return check_list(c, node);
    case NODE_INDEX: return check_index(c, node);
    case NODE_UNARY: return check_unary(c, node);
    case NODE_BINARY: return check_binary(c, node);
    case NODE_CHOOSE: return check_choose(c, node);
    default: return any;
    }
}

const struct expr_type *kp_expr_check(struct expr_compiler *c, struct expr_node *node)
{
    if (!node->checked) { /* again and again below each other would take for ever */
        node->checked = true;
        node->type = check(c, node);
    }
    return node->type;
}
