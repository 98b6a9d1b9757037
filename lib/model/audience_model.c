// SPDX-License-Identifier: GPL-3.0-or-later
/* What of the model an audience reads. */
#include "model/audience_internal.h"
#include "model/expr.h"
#include "model/type.h"

#include <stdlib.h>

static size_t node_of(const struct kp_audience *audience, const struct kp_field *field)
{
    const struct kp_field *owner = field->table ? field->table : field;
    return audience->base[owner->index] + (field->table ? field->index + 1 : 0);
}

unsigned char kp_audience_held(const struct kp_audience *audience, const struct kp_field *field)
{
    return audience->held ? audience->held[node_of(audience, field)] : AUDIENCE_SHOWN;
}

/* ---- what the customer never reads, whatever the model says */

static bool is_or_below(struct kp_str id, struct kp_str name)
{
    return kp_str_starts(id, name) && (id.len == name.len || id.data[name.len] == '.');
}

static bool is_about_people(const struct kp_field *field)
{
    static const struct kp_str names[] = {KP_STR_INIT("stakeholders"), KP_STR_INIT("contacts")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (is_or_below(field->id, names[i]))
            return true;
        for (size_t j = 0; j < field->was_count; j++)
            if (is_or_below(field->was[j], names[i]))
                return true;
    }
    return field->view == KP_VIEW_CONTACTS;
}

static bool is_stance(const struct kp_field *field)
{
    for (size_t i = 0; i < field->was_count; i++)
        if (kp_str_is(field->was[i], "stance"))
            return true;
    return kp_str_is(field->id, "stance");
}

bool kp_audience_is_theirs(const struct kp_field *column)
{
    if (column->type->kind != KP_TYPE_PERSON && column->type->kind != KP_TYPE_PEOPLE)
        return false;
    for (size_t i = 0; i < column->was_count; i++)
        if (kp_str_is(column->was[i], "theirs"))
            return true;
    return kp_str_is(column->id, "theirs") ||
           (column->table && is_about_people(column->table) && kp_str_is(column->id, "person"));
}

static unsigned char rule_for(const struct kp_audience *audience, const struct kp_field *field)
{
    if (field->visibility < audience->visibility)
        return 1 + KP_HELD_VISIBILITY;
    if (audience->visibility == KP_VISIBLE_CUSTOMER &&
        ((!field->table && is_about_people(field)) || is_stance(field)))
        return 1 + KP_HELD_VISIBILITY;
    if (audience->visibility == KP_VISIBLE_CUSTOMER && kp_audience_is_theirs(field))
        return 1 + KP_HELD_PERSON;
    return AUDIENCE_SHOWN;
}

/* ---- calculations */

struct inputs {
    const struct kp_audience *audience;
    const struct kp_field *table; /* whose columns are named one by one */
    bool hidden;
};

/* Expressions do not say which columns they read of another table's rows: any of them may be one. */
static void look_at_input(void *context, const struct kp_field *field, bool previous)
{
    struct inputs *inputs = context;
    (void)previous;
    inputs->hidden = inputs->hidden || kp_audience_held(inputs->audience, field);
    for (size_t i = 0; i < field->column_count; i++)
        inputs->hidden = inputs->hidden || kp_audience_held(inputs->audience, &field->columns[i]);
}

static bool is_given_away(const struct kp_audience *audience, const struct kp_field *field)
{
    struct inputs inputs = {.audience = audience};
    if (!field->calc)
        return false;
    kp_expr_visit(field->calc, look_at_input, &inputs);
    return inputs.hidden;
}

/* Holds back what is worked out of something held back; true when that was anything. */
static bool hold_calculated(struct kp_audience *audience, const struct kp_field *field)
{
    unsigned char *held = &audience->held[node_of(audience, field)];
    if (*held || !is_given_away(audience, field))
        return false;
    *held = 1 + KP_HELD_CALCULATED;
    return true;
}

static void apply_rules(struct kp_audience *audience)
{
    const struct kp_model *whole = audience->whole;
    bool again = true;
    for (size_t i = 0; i < whole->field_count; i++) {
        const struct kp_field *field = &whole->fields[i];
        audience->held[node_of(audience, field)] = rule_for(audience, field);
        for (size_t j = 0; j < field->column_count; j++)
            audience->held[node_of(audience, &field->columns[j])] =
                rule_for(audience, &field->columns[j]);
    }
    while (again) {
        again = false;
        for (size_t i = 0; i < whole->field_count; i++) {
            const struct kp_field *field = &whole->fields[i];
            again = hold_calculated(audience, field) || again;
            for (size_t j = 0; j < field->column_count; j++)
                again = hold_calculated(audience, &field->columns[j]) || again;
        }
    }
}

/* ---- the model that is left */

static bool has_column(const struct kp_field *table, struct kp_str id)
{
    return kp_field_column(table, id) != NULL;
}

/* What a table says of columns that are not there any more. */
static void mend_table(struct kp_audience *audience, struct kp_field *table)
{
    struct kp_str *totals =
        kp_arena_alloc(&audience->arena, (table->total_count + 1) * sizeof *totals);
    size_t count = 0;
    for (size_t i = 0; i < table->total_count; i++)
        if (has_column(table, table->totals[i]))
            totals[count++] = table->totals[i];
    table->totals = totals;
    table->total_count = count;
    if (!has_column(table, table->key))
        table->key = (struct kp_str){"", 0};
    if (table->view == KP_VIEW_GRID &&
        !(has_column(table, table->axis_rows) && has_column(table, table->axis_columns) &&
          has_column(table, table->axis_cell)))
        table->view = KP_VIEW_PLAIN;
}

static void reduce_columns(struct kp_audience *audience, const struct kp_field *whole,
                           struct kp_field *out)
{
    struct kp_field *columns =
        kp_arena_alloc(&audience->arena, (whole->column_count + 1) * sizeof *columns);
    size_t count = 0;
    for (size_t i = 0; i < whole->column_count; i++) {
        if (kp_audience_held(audience, &whole->columns[i]))
            continue;
        columns[count] = whole->columns[i];
        columns[count].index = count;
        columns[count].table = out;
        columns[count].check = NULL;
        columns[count].definition = NULL;
        count++;
    }
    out->columns = columns;
    out->column_count = count;
    mend_table(audience, out);
}

static int by_id(const void *a, const void *b)
{
    const struct kp_field *const *left = a, *const *right = b;
    return kp_str_compare((*left)->id, (*right)->id);
}

void kp_audience_reduce_model(struct kp_audience *audience)
{
    const struct kp_model *whole = audience->whole;
    size_t nodes = 0, count = 0, places = whole->field_count + 1;
    audience->base = kp_arena_alloc(&audience->arena, places * sizeof *audience->base);
    for (size_t i = 0; i < whole->field_count; i++) {
        audience->base[i] = nodes;
        nodes += 1 + whole->fields[i].column_count;
    }
    audience->held = kp_arena_alloc(&audience->arena, nodes + 1);
    apply_rules(audience);
    struct kp_field *fields = kp_arena_alloc(&audience->arena, places * sizeof *fields);
    audience->from = kp_arena_alloc(&audience->arena, places * sizeof *audience->from);
    const struct kp_field **sorted = kp_arena_alloc(&audience->arena, places * sizeof *sorted);
    for (size_t i = 0; i < whole->field_count; i++) {
        const struct kp_field *field = &whole->fields[i];
        if (kp_audience_held(audience, field))
            continue;
        fields[count] = *field;
        fields[count].index = count;
        fields[count].check = NULL;
        fields[count].definition = NULL;
        if (field->type->kind == KP_TYPE_TABLE) {
            reduce_columns(audience, field, &fields[count]);
            if (!fields[count].column_count)
                continue;
        }
        audience->from[count] = field;
        sorted[count] = &fields[count];
        count++;
    }
    if (count)
        qsort(sorted, count, sizeof *sorted, by_id);
    audience->model = (struct kp_model){
        .groups = whole->groups,
        .group_count = whole->group_count,
        .fields = fields,
        .field_count = count,
        .by_id = sorted,
    };
}
