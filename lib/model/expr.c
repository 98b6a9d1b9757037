// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/expr.h"

#include "base/text.h"
#include "base/utf8.h"
#include "model/expr_internal.h"

#include <stdarg.h>

/* How many characters stand before the byte `offset`. */
static uint32_t characters_before(struct kp_str source, size_t offset)
{
    uint32_t count = 0;
    for (size_t i = 0; i < offset && i < source.len; i++)
        count += ((unsigned char)source.data[i] & 0xc0) != 0x80;
    return count;
}

void kp_expr_fault(struct expr_compiler *c, size_t offset, const char *format, ...)
{
    if (c->reported++ >= EXPR_MAX_FAULTS)
        return;
    struct kp_place place = c->place;
    if (place.line) /* exact for a source without escapes */
        place.column += characters_before(c->source, offset);
    struct kp_buf text = KP_BUF_INIT;
    va_list args;
    va_start(args, format);
    kp_buf_addv(&text, format, args);
    va_end(args);
    kp_faults_add(c->faults, KP_FAULT_ERROR, place, "%s", text.data);
    kp_buf_release(&text);
}

/* Whether the source may be looked at at all. */
static bool is_readable(struct expr_compiler *c)
{
    size_t bad;
    if (c->source.len > EXPR_MAX_SOURCE)
        kp_expr_fault(c, 0, _("an expression has at most %d bytes"), EXPR_MAX_SOURCE);
    else if (!kp_utf8_valid(c->source, &bad))
        kp_expr_fault(c, bad, _("this is not valid UTF-8"));
    else
        return true;
    return false;
}

static struct expr_node *compile(struct expr_compiler *c, enum kp_expr_kind expected)
{
    struct expr_node *root = is_readable(c) ? kp_expr_parse(c) : NULL;
    if (!root)
        return NULL;
    size_t errors = c->faults->errors;
    const struct expr_type *given = kp_expr_check(c, root);
    if (c->faults->errors > errors || expected == KP_EXPR_ANY)
        return root;
    if (given->kind == KP_EXPR_NULL || !kp_expr_fits(c, root, &kp_expr_types[expected]))
        kp_expr_fault(c, root->start, _("this must give %s, but gives %s"),
                      kp_expr_type_words(&kp_expr_types[expected]), kp_expr_type_words(given));
    return root;
}

enum kp_status kp_expr_compile(struct kp_arena *arena, struct kp_str source,
                               const struct kp_expr_scope *scope, struct kp_place place,
                               enum kp_expr_kind expected, const struct kp_expr **out,
                               struct kp_faults *faults)
{
    struct expr_compiler c = {
        .arena = arena,
        .source = source.len <= EXPR_MAX_SOURCE ? kp_arena_str(arena, source) : source,
        .scope = scope,
        .place = place,
        .faults = faults,
    };
    size_t errors = faults->errors;
    const struct expr_node *root = compile(&c, expected);
    *out = NULL;
    if (!root || faults->errors > errors)
        return KP_INVALID;
    struct kp_expr *expr = kp_arena_alloc(arena, sizeof *expr);
    expr->source = c.source;
    expr->root = root;
    *out = expr;
    return KP_OK;
}

enum kp_expr_kind kp_expr_result(const struct kp_expr *expr)
{
    return expr->root->type->kind;
}

struct kp_str kp_expr_source(const struct kp_expr *expr)
{
    return expr->source;
}

static void visit_node(const struct expr_node *node,
                       void (*visit)(void *context, const struct kp_field *field, bool previous),
                       void *context)
{
    if (node->field)
        visit(context, node->field, node->previous);
    for (size_t i = 0; i < node->count; i++)
        visit_node(node->args[i], visit, context);
}

void kp_expr_visit(const struct kp_expr *expr,
                   void (*visit)(void *context, const struct kp_field *field, bool previous),
                   void *context)
{
    visit_node(expr->root, visit, context);
}

const struct kp_json *kp_expr_eval(const struct kp_expr *expr, const struct kp_expr_env *env)
{
    struct expr_run run = {.env = env, .steps = EXPR_MAX_STEPS};
    const struct kp_json *value = kp_expr_run(&run, expr->root);
    kp_expr_patterns_release(&run);
    return run.spent ? &kp_json_null : value;
}
