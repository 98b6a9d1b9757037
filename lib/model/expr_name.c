// SPDX-License-Identifier: GPL-3.0-or-later
/* What a dotted name stands for: a macro's variable, a column of the row, a field; then members. */
#include "base/text.h"
#include "model/expr_internal.h"

enum { LONGEST_ID = 8 }; /* of a field, in parts between dots */

static const struct expr_type *const any = &kp_expr_types[KP_EXPR_ANY];

static const struct expr_type *texts_of(struct expr_compiler *c, const struct kp_field *field,
                                        bool list)
{
    struct expr_type *text = kp_arena_alloc(c->arena, sizeof *text);
    text->kind = KP_EXPR_TEXT;
    text->of = field->choice_count ? field : NULL;
    return list ? kp_expr_list_of(c, text) : text;
}

const struct expr_type *kp_expr_type_of_field(struct expr_compiler *c, const struct kp_field *field)
{
    if (!field->type)
        return any;
    switch (field->type->kind) {
    case KP_TYPE_NUMBER:
    case KP_TYPE_MONEY:
    case KP_TYPE_PERCENT:
    case KP_TYPE_SCALE: return &kp_expr_types[KP_EXPR_NUMBER];
    case KP_TYPE_DATE: return &kp_expr_types[KP_EXPR_DATE];
    case KP_TYPE_YESNO: return &kp_expr_types[KP_EXPR_BOOL];
    case KP_TYPE_POSITION: return &kp_expr_types[KP_EXPR_POSITION];
    case KP_TYPE_CHOICES:
    case KP_TYPE_PEOPLE: return texts_of(c, field, true);
    case KP_TYPE_LIST:
    case KP_TYPE_TABLE: {
        struct expr_type *row = kp_arena_alloc(c->arena, sizeof *row);
        row->kind = KP_EXPR_ROW;
        row->of = field;
        return kp_expr_list_of(c, row);
    }
    default: return texts_of(c, field, false);
    }
}

static bool is_list_field(const struct kp_field *field)
{
    return field->type && field->type->kind == KP_TYPE_LIST;
}

/* The type of a member; NULL when there is none of that name. */
static const struct expr_type *member_type(struct expr_compiler *c, const struct expr_type *of,
                                           struct kp_str name)
{
    if (of->kind == KP_EXPR_ANY)
        return any;
    if (of->kind == KP_EXPR_POSITION && (kp_str_is(name, "x") || kp_str_is(name, "y")))
        return &kp_expr_types[KP_EXPR_NUMBER];
    if (of->kind != KP_EXPR_ROW || !of->of)
        return NULL;
    const struct kp_field *column = kp_field_column(of->of, name);
    if (column)
        return kp_expr_type_of_field(c, column);
    if (kp_str_is(name, "id") || (is_list_field(of->of) && kp_str_is(name, "text")))
        return &kp_expr_types[KP_EXPR_TEXT];
    return NULL;
}

/* The nearer of two candidates for "did you mean". */
struct near {
    struct kp_str id;
    size_t limit; /* only what is nearer than this */
};

static void consider(struct near *near, struct kp_str name, struct kp_str candidate)
{
    size_t distance = kp_str_distance(name, candidate, near->limit);
    if (distance >= near->limit)
        return;
    near->limit = distance;
    near->id = candidate;
}

static struct kp_str nearest_column(const struct kp_field *table, struct kp_str name)
{
    struct near near = {{NULL, 0}, name.len < 4 ? 2 : 3};
    for (size_t i = 0; table && i < table->column_count; i++)
        consider(&near, name, table->columns[i].id);
    return near.id;
}

static void report_member(struct expr_compiler *c, const struct expr_node *node,
                          const struct expr_type *of)
{
    struct kp_str near = {NULL, 0};
    if (of->kind == KP_EXPR_LIST) {
        kp_expr_fault(
            c, node->offset,
            _("\"%.*s\" is asked of a list; look at its items with exists, all, filter or map"),
            KP_STR_ARG(node->name));
        return;
    }
    if (of->kind == KP_EXPR_ROW && of->of) {
        near = nearest_column(of->of, node->name);
        if (near.len)
            kp_expr_fault(c, node->offset, _("%.*s has no column \"%.*s\"; did you mean \"%.*s\"?"),
                          KP_STR_ARG(of->of->id), KP_STR_ARG(node->name), KP_STR_ARG(near));
        else
            kp_expr_fault(c, node->offset, _("%.*s has no column \"%.*s\""), KP_STR_ARG(of->of->id),
                          KP_STR_ARG(node->name));
        return;
    }
    kp_expr_fault(c, node->offset, _("%s has no member \"%.*s\""), kp_expr_type_words(of),
                  KP_STR_ARG(node->name));
}

static const struct expr_type *check_member(struct expr_compiler *c, struct expr_node *node)
{
    const struct expr_type *of = node->args[0]->type, *type = member_type(c, of, node->name);
    if (!type)
        report_member(c, node, of);
    node->type = type ? type : any;
    return node->type;
}

/* A dotted name: parts[0] is the NAME, each other the SELECT on the one before. */
struct path {
    struct expr_node **parts;
    size_t count;
};

/* False when `node` is something else, such as a member of a call. */
static bool find_path(struct expr_compiler *c, struct expr_node *node, struct path *path)
{
    path->count = 1;
    for (struct expr_node *at = node; at->kind != NODE_NAME; at = at->args[0]) {
        if (at->kind != NODE_SELECT)
            return false;
        path->count++;
    }
    path->parts = kp_arena_alloc(c->arena, path->count * sizeof(struct expr_node *));
    for (size_t i = path->count; i-- > 0; node = i ? node->args[0] : node)
        path->parts[i] = node;
    return true;
}

/* The first `count` parts with dots between them. */
static struct kp_str dotted(struct expr_compiler *c, const struct path *path, size_t count)
{
    struct kp_buf text = KP_BUF_INIT;
    for (size_t i = 0; i < count; i++) {
        if (i)
            kp_buf_addc(&text, '.');
        kp_buf_add(&text, path->parts[i]->name);
    }
    struct kp_str copy = kp_arena_str(c->arena, kp_buf_str(&text));
    kp_buf_release(&text);
    return copy;
}

/* The field with the longest id at the beginning of the path; *used is how many parts it takes. */
static const struct kp_field *find_field(struct expr_compiler *c, const struct path *path,
                                         size_t *used)
{
    if (!c->scope->model)
        return NULL;
    *used = path->count < LONGEST_ID ? path->count : LONGEST_ID;
    for (; *used; (*used)--) {
        const struct kp_field *field = kp_model_field(c->scope->model, dotted(c, path, *used));
        if (field)
            return field;
    }
    return NULL;
}

static void report_unknown(struct expr_compiler *c, const struct path *path)
{
    struct expr_node *first = path->parts[0];
    if (c->reported >= EXPR_MAX_FAULTS)
        return;
    struct kp_str name = dotted(c, path, path->count < LONGEST_ID ? path->count : LONGEST_ID);
    struct near near = {nearest_column(c->scope->table, first->name), 3};
    for (const struct expr_variable *v = c->variables; v && !near.id.len; v = v->outer)
        consider(&near, first->name, v->name);
    if (!near.id.len && c->scope->model)
        near.id = kp_model_suggest(c->scope->model, name);
    const char *what = c->scope->table ? _("no field or column") : _("no field");
    if (near.id.len)
        kp_expr_fault(c, first->offset, _("%s is named \"%.*s\"; did you mean \"%.*s\"?"), what,
                      KP_STR_ARG(name), KP_STR_ARG(near.id));
    else
        kp_expr_fault(c, first->offset, _("%s is named \"%.*s\""), what, KP_STR_ARG(name));
}

static const struct expr_type *become(struct expr_node *node, enum expr_node_kind kind,
                                      const struct kp_field *field, const struct expr_type *type)
{
    node->kind = kind;
    node->field = field;
    node->count = 0;
    node->type = type;
    return type;
}

/* Resolves the beginning of the path; returns how many parts it took, 0 after a fault. */
static size_t resolve(struct expr_compiler *c, const struct path *path)
{
    struct expr_node *first = path->parts[0];
    for (const struct expr_variable *v = c->variables; v; v = v->outer) {
        if (!kp_str_equal(v->name, first->name))
            continue;
        become(first, NODE_VARIABLE, NULL, v->type);
        first->slot = v->slot;
        return 1;
    }
    size_t used = 0;
    const struct kp_field *field = find_field(c, path, &used);
    const struct kp_field *column =
        c->scope->table ? kp_field_column(c->scope->table, first->name) : NULL;
    if (column) {
        const struct expr_type *type = kp_expr_type_of_field(c, column);
        /* "team.lead" is the field of that name even where a column is named team. */
        if (!field || used == 1 || member_type(c, type, path->parts[1]->name)) {
            become(first, NODE_COLUMN, column, type);
            return 1;
        }
    }
    if (field) {
        become(path->parts[used - 1], NODE_FIELD, field, kp_expr_type_of_field(c, field));
        return used;
    }
    report_unknown(c, path);
    return 0;
}

/*
 * A member that the field before it does not have may be a misspelt part of a longer id:
 * "position.wnated" for "position.wanted". Whether that is what was meant, and said.
 */
static bool report_longer_id(struct expr_compiler *c, const struct path *path, size_t used)
{
    if (path->parts[used - 1]->kind != NODE_FIELD || used == path->count ||
        member_type(c, path->parts[used - 1]->type, path->parts[used]->name))
        return false;
    struct kp_str field = dotted(c, path, used), name = dotted(c, path, used + 1);
    struct kp_str near = kp_model_suggest(c->scope->model, name);
    if (near.len <= field.len || !kp_str_starts(near, field) || near.data[field.len] != '.')
        return false;
    kp_expr_fault(c, path->parts[0]->offset,
                  _("no field is named \"%.*s\"; did you mean \"%.*s\"?"), KP_STR_ARG(name),
                  KP_STR_ARG(near));
    return true;
}

static const struct expr_type *check_path(struct expr_compiler *c, const struct path *path)
{
    size_t used = resolve(c, path);
    if (used && report_longer_id(c, path, used))
        return any;
    const struct expr_type *type = used ? path->parts[used - 1]->type : any;
    for (size_t i = used; used && i < path->count; i++)
        type = check_member(c, path->parts[i]);
    return type;
}

const struct expr_type *kp_expr_check_name(struct expr_compiler *c, struct expr_node *node)
{
    struct path path = {&node, 1};
    return check_path(c, &path);
}

const struct expr_type *kp_expr_check_select(struct expr_compiler *c, struct expr_node *node)
{
    struct path path;
    if (find_path(c, node, &path))
        return check_path(c, &path);
    kp_expr_check(c, node->args[0]);
    return check_member(c, node);
}
