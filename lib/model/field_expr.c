// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "model/expr.h"
#include "model/field_read.h"
#include "model/type.h"

/* So many calculations may build on each other: evaluation nests as deep. */
enum { MAX_CHAIN = 20 };

enum { ON_PATH = -1 };

struct compiler {
    struct kp_model *model;
    struct kp_faults *faults;
};

enum kp_expr_kind kp_expr_kind_of(const struct kp_field *field)
{
    switch (field->type->kind) {
    case KP_TYPE_NUMBER:
    case KP_TYPE_MONEY:
    case KP_TYPE_PERCENT:
    case KP_TYPE_SCALE: return KP_EXPR_NUMBER;
    case KP_TYPE_TEXT:
    case KP_TYPE_NOTE:
    case KP_TYPE_CHOICE:
    case KP_TYPE_PERSON: return KP_EXPR_TEXT;
    case KP_TYPE_DATE: return KP_EXPR_DATE;
    case KP_TYPE_YESNO: return KP_EXPR_BOOL;
    case KP_TYPE_CHOICES:
    case KP_TYPE_PEOPLE:
    case KP_TYPE_TABLE: return KP_EXPR_LIST; /* of the keys of its rows */
    case KP_TYPE_LIST:
    case KP_TYPE_POSITION: break;
    }
    return KP_EXPR_NULL;
}

struct scope_check {
    const struct kp_field *owner;
    const struct kp_field *other; /* a field of the other scope */
};

static void look_at_scope(void *context, const struct kp_field *field, bool previous)
{
    struct scope_check *check = context;
    (void)previous;
    if (!field->table && !kp_scope_covers(field->scope, check->owner->scope))
        check->other = field;
}

/* The plan of an account has no answers of the company, and the other way about. */
static void check_scope(struct compiler *c, const struct kp_field *field,
                        const struct kp_expr *expr, struct kp_place place)
{
    struct scope_check check = {field, NULL};
    kp_expr_visit(expr, look_at_scope, &check);
    if (!check.other)
        return;
    kp_faults_add(c->faults, KP_FAULT_ERROR, place,
                  check.other->scope == KP_SCOPE_PROGRAM
                      ? _("\"%.*s\" is an answer of the company, not of an account; it is not "
                          "known here")
                      : _("\"%.*s\" is an answer of an account, not of the company; it is not "
                          "known here"),
                  KP_STR_ARG(check.other->id));
}

static const struct kp_expr *compile(struct compiler *c, const struct kp_field *field,
                                     const char *member, const struct kp_field *table,
                                     enum kp_expr_kind expected)
{
    const struct kp_json *source = kp_json_get(field->definition, member);
    const struct kp_expr *expr = NULL;
    if (!source || source->kind != KP_JSON_STRING)
        return NULL;
    struct kp_expr_scope scope = {c->model, table};
    struct kp_place place = kp_define_source_place(field->place.file, source);
    if (kp_expr_compile(&c->model->arena, source->text, &scope, place, expected, &expr, c->faults))
        return NULL;
    check_scope(c, field, expr, place);
    return expr;
}

static void compile_field(struct compiler *c, struct kp_field *field)
{
    const struct kp_field *table = field->type->kind == KP_TYPE_TABLE ? field : field->table;
    field->check = compile(c, field, "check", table, KP_EXPR_BOOL);
    const struct kp_json *calc = kp_json_get(field->definition, "calc");
    enum kp_expr_kind expected = kp_expr_kind_of(field);
    if (calc && expected == KP_EXPR_NULL)
        kp_faults_add(c->faults, KP_FAULT_ERROR, kp_json_place(field->place.file, calc),
                      _("type \"%s\" cannot be worked out; only its columns or other fields can"),
                      field->type->name);
    else
        field->calc = compile(c, field, "calc", field->table, expected);
}

/* Of a table that is worked out everything is: each key makes a row, and nobody is asked for the rest. */
static void check_worked_out(struct compiler *c, const struct kp_field *table)
{
    const struct kp_json *calc = kp_json_get(table->definition, "calc");
    if (!table->calc)
        return;
    if (!table->key.len)
        kp_faults_add(c->faults, KP_FAULT_ERROR, kp_json_place(table->place.file, calc),
                      _("a table that is worked out needs a \"key\": the column that takes each "
                        "item of the list"));
    for (size_t i = 0; table->key.len && i < table->column_count; i++) {
        const struct kp_field *column = &table->columns[i];
        if (!column->calc && !kp_str_equal(column->id, table->key))
            kp_faults_add(c->faults, KP_FAULT_ERROR, column->place,
                          _("the table is worked out, so nobody is asked for its column \"%.*s\"; "
                            "give it a \"calc\""),
                          KP_STR_ARG(column->id));
    }
}

struct circles {
    const struct kp_model *model;
    struct kp_faults *faults;
    const size_t *base; /* the first node of each field: itself, then its columns */
    int *height;        /* by node: how many build on each other below it; 0: not known yet */
    const struct kp_field *path[MAX_CHAIN];
    size_t depth;
    bool deep; /* told once */
};

struct step {
    struct circles *circles;
    int highest;
};

static int walk(struct circles *c, const struct kp_field *field);

static void add_name(struct kp_buf *out, const struct kp_field *field)
{
    if (field->table)
        kp_buf_addf(out, "%.*s.", KP_STR_ARG(field->table->id));
    kp_buf_add(out, field->id);
}

static struct kp_place calc_place(const struct kp_field *field)
{
    const struct kp_json *calc = kp_json_get(field->definition, "calc");
    return calc ? kp_json_place(field->place.file, calc) : field->place;
}

/* `field` is on the path already: what stands from there on is the circle. */
static void report_circle(struct circles *c, const struct kp_field *field)
{
    struct kp_buf text = KP_BUF_INIT;
    const struct kp_field *at = NULL;
    size_t start = c->depth;
    while (start > 0 && c->path[start - 1] != field)
        start--;
    for (size_t i = start ? start - 1 : 0; i < c->depth; i++) {
        if (!at && c->path[i]->calc)
            at = c->path[i];
        add_name(&text, c->path[i]);
        kp_buf_adds(&text, " → ");
    }
    add_name(&text, field);
    kp_faults_add(c->faults, KP_FAULT_ERROR, calc_place(at ? at : field),
                  _("this calculation goes in a circle: %s"), text.data);
    kp_buf_release(&text);
}

static void report_depth(struct circles *c, const struct kp_field *field)
{
    if (c->deep)
        return;
    c->deep = true;
    struct kp_buf name = KP_BUF_INIT;
    add_name(&name, field);
    kp_faults_add(c->faults, KP_FAULT_ERROR, calc_place(field),
                  _("more than %d calculations build on each other below \"%s\""), MAX_CHAIN,
                  name.data);
    kp_buf_release(&name);
}

static void walk_reference(void *context, const struct kp_field *field, bool previous)
{
    struct step *step = context;
    if (previous) /* another plan's value: no circle */
        return;
    int height = walk(step->circles, field);
    if (height > step->highest)
        step->highest = height;
}

/* Returns the height of `field`; bounded, because the path is. */
static int walk(struct circles *c, const struct kp_field *field)
{
    const struct kp_field *owner = field->table ? field->table : field;
    int *height = &c->height[c->base[owner->index] + (field->table ? field->index + 1 : 0)];
    if (*height > 0)
        return *height;
    if (*height == ON_PATH) {
        report_circle(c, field);
        return 0;
    }
    if (c->depth == MAX_CHAIN) {
        report_depth(c, c->path[0]);
        return 0;
    }
    struct step step = {c, 0};
    *height = ON_PATH;
    c->path[c->depth++] = field;
    if (field->calc)
        kp_expr_visit(field->calc, walk_reference, &step);
    for (size_t i = 0; i < field->column_count;
         i++) /* a table's value has its calculated columns */
        if (field->columns[i].calc)
            walk_reference(&step, &field->columns[i], false);
    c->depth--;
    *height = step.highest + 1;
    if (*height > MAX_CHAIN) {
        report_depth(c, field);
        *height = 1;
    }
    return *height;
}

/* Faults for calculations that need themselves, or build on each other too deeply. */
static void find_circles(const struct kp_model *model, struct kp_faults *faults)
{
    struct kp_arena arena = KP_ARENA_INIT;
    size_t nodes = 0;
    size_t *base = kp_arena_alloc(&arena, model->field_count * sizeof *base);
    for (size_t i = 0; i < model->field_count; i++) {
        base[i] = nodes;
        nodes += 1 + model->fields[i].column_count;
    }
    struct circles c = {.model = model, .faults = faults, .base = base};
    c.height = kp_arena_alloc(&arena, nodes * sizeof *c.height);
    for (size_t i = 0; i < model->field_count; i++)
        if (model->fields[i].calc || model->fields[i].column_count)
            walk(&c, &model->fields[i]);
    kp_arena_release(&arena);
}

/* A name of unknown type would only lead to faults that follow from that. */
static bool all_typed(const struct kp_model *model)
{
    for (size_t i = 0; i < model->field_count; i++) {
        if (!model->fields[i].type)
            return false;
        for (size_t j = 0; j < model->fields[i].column_count; j++)
            if (!model->fields[i].columns[j].type)
                return false;
    }
    return true;
}

void kp_field_compile(struct kp_model *model, struct kp_field *fields,
                      struct kp_field *const *columns, struct kp_faults *faults)
{
    struct compiler c = {model, faults};
    if (!all_typed(model))
        return;
    for (size_t i = 0; i < model->field_count; i++) {
        compile_field(&c, &fields[i]);
        for (size_t j = 0; columns[i] && j < fields[i].column_count; j++)
            compile_field(&c, &columns[i][j]);
        if (fields[i].type->kind == KP_TYPE_TABLE)
            check_worked_out(&c, &fields[i]);
    }
    find_circles(model, faults);
}
