// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_EXPR_H
#define KP_MODEL_EXPR_H

/*
 * Expressions of models and scripts (`when`, `check`, `calc`, `open`): a subset of CEL,
 * the Common Expression Language (github.com/google/cel-spec), with one exact number type,
 * and with `unknown` (JSON null) for what has not been answered: it spreads through
 * operators, and && and || absorb it as CEL's absorb errors. What is an error in CEL (division by zero,
 * overflow) is unknown here. Names and types are checked when the expression is compiled.
 *
 * Grammar: literals (numbers, 'text' "text" with CEL escapes, true false null), [lists],
 * names of fields and columns (dotted), a.b, a[i], ! - && || == != < <= > >= in + - * / % ?: ,
 * has(x), size(x), x.size(), x.exists(v, p), x.exists_one(v,p), x.all(v, p), x.filter(v, p), x.map(v, e),
 * list.sum() list.min() list.max(), text.contains(t) startsWith endsWith matches(POSIX extended),
 * prev(field), today(), days(a, b) = b − a in days, round(x, n).
 */

#include "base/date.h"
#include "model/field.h"

struct kp_expr; /* immutable, in the arena it was compiled into */

/* What a value is, statically. A row knows its table. */
enum kp_expr_kind {
    KP_EXPR_ANY, /* known only when it is evaluated */
    KP_EXPR_BOOL,
    KP_EXPR_NUMBER,
    KP_EXPR_TEXT,
    KP_EXPR_DATE,
    KP_EXPR_LIST,
    KP_EXPR_ROW,      /* of a table, or an item of a list field */
    KP_EXPR_POSITION, /* members x, y */
    KP_EXPR_NULL,
};

/* What names may be used: a model's fields, and inside a row its columns first. */
struct kp_expr_scope {
    const struct kp_model *model;  /* may be NULL: no fields */
    const struct kp_field *table;  /* may be NULL: not inside a row */
};

/*
 * Compiles `source`, which stands at `place`. `expected` is what it must give (KP_EXPR_ANY: anything);
 * a condition is KP_EXPR_BOOL. Faults (syntax, unknown names with a suggestion, types) go to `faults` with their column.
 * Nested at most 64 deep, at most 64 KiB long. Fields' own `calc` need not be compiled yet: only
 * their types are looked at.
 */
enum kp_status kp_expr_compile(struct kp_arena *arena, struct kp_str source,
                               const struct kp_expr_scope *scope, struct kp_place place,
                               enum kp_expr_kind expected, const struct kp_expr **out,
                               struct kp_faults *faults);

/* What it gives, as known statically. */
enum kp_expr_kind kp_expr_result(const struct kp_expr *expr);

/* Its text as written. */
struct kp_str kp_expr_source(const struct kp_expr *expr);

/* Calls `visit` for every field (and column of its own row) that the expression refers to; `previous` for prev(). */
void kp_expr_visit(const struct kp_expr *expr,
                   void (*visit)(void *context, const struct kp_field *field, bool previous),
                   void *context);

struct kp_expr_env {
    /* The value of a field of the plan now, or in the cycle before; never NULL, &kp_json_null when unknown. */
    const struct kp_json *(*value)(void *context, const struct kp_field *field, bool previous);
    void *context;
    const struct kp_json *row; /* inside a row: its values, calculated ones too; else NULL */
    struct kp_date today;
    struct kp_arena *arena; /* for results */
};

/*
 * Evaluates; never NULL, &kp_json_null when unknown. Bounded: after a million steps the result is
 * unknown. Dates are strings 2026-03-02.
 */
const struct kp_json *kp_expr_eval(const struct kp_expr *expr, const struct kp_expr_env *env);

#endif
