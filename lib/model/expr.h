// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_EXPR_H
#define KP_MODEL_EXPR_H

/*
 * Expressions of models and scripts (`when`, `check`, `calc`, `open`): a subset of CEL,
 * the Common Expression Language (github.com/google/cel-spec), with one exact number type,
 * and with `unknown` (JSON null) for what has not been answered. What is an error in CEL
 * when it is evaluated (division by zero, overflow, no such item) is unknown here. Names and
 * types are checked when the expression is compiled.
 *
 * Grammar: literals (numbers, 'text' "text" r'text' '''text''' with CEL's escapes, true false
 * null), [lists], dotted names, a.b, a[i], ! - && || == != < <= > >= in + - * / % ?:, // remarks;
 *   has(x)  size(x)  x.size()
 *   x.exists(v, p)  x.exists_one(v, p)  x.all(v, p)  x.filter(v, p)  x.map(v, e)
 *   list.sum()  list.min()  list.max()  list.largest(n): the n largest numbers, from the largest
 *   text.contains(t)  text.startsWith(t)  text.endsWith(t)  text.matches(POSIX extended)
 *   prev(field)  today()  days(a, b) = b − a in days  round(x, n)
 * + also joins texts and lists. Texts are ordered by code point.
 *
 * Names: a macro's variable, else (inside a row) a column, else the field with the longest
 * id that begins the dotted name; what follows it are members: columns and `id` of rows, `text`
 * and `id` of a list's items, x and y of a position.
 *
 * Unknown: an operator or function with an unknown operand is unknown, with these exceptions.
 *   false && unknown = false, true || unknown = true, in either order.
 *   c ? a : b looks at one branch only; unknown when c is.
 *   has(x) is whether x is known. x == null and x != null, with the literal null, ask the same.
 *   exists and all absorb it as || and && do; exists_one needs every item, but for two that hold.
 *   filter drops an item whose condition is unknown; map keeps unknown results; size counts them.
 *   sum, min, max and largest leave unknown items out. n is rounded up to a whole number. The sum of an empty list is 0, of a list with
 *   unknown items only unknown; min and max of no known item are unknown.
 *   x in list is true when found; else unknown when an item of the list is.
 *   Lists are equal or not as far as their known items decide it, else unknown.
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
    const struct kp_model *model; /* may be NULL: no fields */
    const struct kp_field *table; /* may be NULL: not inside a row */
};

/*
 * Compiles `source`, whose first character stands at `place` (of a JSON string: one behind its
 * quote). `expected` is what it must give (KP_EXPR_ANY: anything); a condition is
 * KP_EXPR_BOOL. Faults (syntax, unknown names with a suggestion, types, texts that are no
 * choice of the field, or no date, that they are compared with) go to `faults` with their
 * column; *out is then NULL. Nested at most 64 deep, at most 64 KiB long. Fields' own `calc`
 * need not be compiled yet: only their types are looked at.
 */
enum kp_status kp_expr_compile(struct kp_arena *arena, struct kp_str source,
                               const struct kp_expr_scope *scope, struct kp_place place,
                               enum kp_expr_kind expected, const struct kp_expr **out,
                               struct kp_faults *faults);

/*
 * What a calculation must give to be a value of this field; of a table, the list of its rows' keys. KP_EXPR_NULL:
 * it cannot be calculated.
 */
enum kp_expr_kind kp_expr_kind_of(const struct kp_field *field);

/* What it gives, as known statically. */
enum kp_expr_kind kp_expr_result(const struct kp_expr *expr);

/* Its text as written. */
struct kp_str kp_expr_source(const struct kp_expr *expr);

/*
 * Calls `visit` for every field (and column of its own row) that the expression refers to, once
 * or more; `previous` for prev(). Columns that it reads of other rows are not named: their
 * table is.
 */
void kp_expr_visit(const struct kp_expr *expr,
                   void (*visit)(void *context, const struct kp_field *field, bool previous),
                   void *context);

struct kp_expr_env {
    /* The value of a field now, or in the cycle before; never NULL, &kp_json_null when unknown. */
    const struct kp_json *(*value)(void *context, const struct kp_field *field, bool previous);
    void *context;
    const struct kp_json *row; /* inside a row: its values, calculated ones too; else NULL */
    struct kp_date today;
    struct kp_arena *arena; /* for results */
};

/*
 * Evaluates; never NULL, &kp_json_null when unknown. Dates are strings 2026-03-02. Bounded: after
 * a million steps (a node, an item or 16 bytes of text each), or when a text grows over 1 MiB or
 * a list over 100,000 items, the result is unknown; so is a match in a text over 64 KiB. A match
 * costs the length of the text times that of the pattern.
 * The result may share nodes with the plan and with the expression: both must outlive it.
 */
const struct kp_json *kp_expr_eval(const struct kp_expr *expr, const struct kp_expr_env *env);

#endif
