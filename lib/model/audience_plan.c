// SPDX-License-Identifier: GPL-3.0-or-later
/* What of a plan's values an audience reads. */
#include "base/alloc.h"
#include "base/id.h"
#include "model/audience_internal.h"
#include "model/type.h"

#include <stdlib.h>

/* One reduction. */
struct reduction {
    struct kp_audience *audience;
    struct kp_calc *whole;
    struct kp_reduced *out;
    struct kp_arena *arena;
    struct kp_held *held;
    size_t count, cap;
    bool *seen; /* by column of the table at hand: that it is held back has been listed */
};

/* Where a value stands. */
struct spot {
    const struct kp_field *field, *column; /* of the whole model */
    struct kp_str row;
    size_t number;
};

static bool for_customer(const struct reduction *r)
{
    return r->audience->visibility == KP_VISIBLE_CUSTOMER;
}

static void hold(struct reduction *r, enum kp_held_reason reason, const struct spot *spot,
                 struct kp_str who)
{
    r->held = kp_grow(r->held, r->count, &r->cap, sizeof *r->held);
    r->held[r->count++] = (struct kp_held){
        .reason = reason,
        .field = spot->field,
        .id = spot->field ? spot->field->id : (struct kp_str){"", 0},
        .column = spot->column,
        .row = spot->row,
        .number = spot->number,
        .who = who,
    };
}

/* ---- single values: the value, or NULL when nothing of it may be read */

static const struct kp_json *read_text(struct reduction *r, const struct spot *spot,
                                       const struct kp_json *value, struct kp_str text)
{
    struct kp_str who;
    if (kp_audience_may_read(r->audience, text, &who))
        return value;
    hold(r, KP_HELD_NAME, spot, who);
    return NULL;
}

static bool read_person(struct reduction *r, const struct spot *spot, struct kp_str id)
{
    if (kp_audience_knows(r->audience, id))
        return true;
    hold(r, KP_HELD_PERSON, spot, kp_people_name(r->audience->directory, id));
    return false;
}

static const struct kp_json *read_people(struct reduction *r, const struct spot *spot,
                                         const struct kp_json *value)
{
    struct kp_json *known = kp_json_new_array(r->arena);
    KP_JSON_EACH(id, value)
    {
        if (read_person(r, spot, id->text))
            kp_json_append(r->arena, known, id);
    }
    return known->count == value->count ? value : known->count ? known : NULL;
}

static const struct kp_json *read_list(struct reduction *r, const struct spot *of,
                                       const struct kp_json *value)
{
    struct kp_json *items = kp_json_new_array(r->arena);
    size_t number = 0;
    KP_JSON_EACH(item, value)
    {
        struct kp_str text = kp_json_text(item, "text");
        struct spot spot = *of;
        spot.row = kp_json_text(item, "id");
        spot.number = ++number;
        if (for_customer(r) && !read_text(r, &spot, item, text))
            continue;
        struct kp_json *read = kp_json_new_object(r->arena);
        kp_json_set_string(r->arena, read, "id", spot.row);
        kp_json_set_string(r->arena, read, "text", text);
        kp_json_append(r->arena, items, read);
    }
    return items->count ? items : NULL;
}

/* A value of any type but table. */
static const struct kp_json *read_value(struct reduction *r, const struct spot *spot,
                                        const struct kp_json *value)
{
    const struct kp_field *field = spot->column ? spot->column : spot->field;
    if (kp_json_is_null(value))
        return NULL;
    if (field->type->check(field, value, NULL)) {
        hold(r, KP_HELD_TYPE, spot, (struct kp_str){"", 0});
        return NULL;
    }
    if (field->type->kind == KP_TYPE_LIST)
        return read_list(r, spot, value);
    if (!for_customer(r))
        return value;
    switch (field->type->kind) {
    case KP_TYPE_TEXT:
    case KP_TYPE_NOTE: return read_text(r, spot, value, value->text);
    case KP_TYPE_PERSON: return read_person(r, spot, value->text) ? value : NULL;
    case KP_TYPE_PEOPLE: return read_people(r, spot, value);
    default: return value;
    }
}

/* ---- tables */

/* A column that is held back is listed once, by the first row that has a value in it. */
static void hold_column(struct reduction *r, const struct kp_field *column)
{
    struct spot spot = {.field = column->table, .column = column};
    if (!r->seen[column->index])
        hold(r, (enum kp_held_reason)(kp_audience_held(r->audience, column) - 1), &spot,
             (struct kp_str){"", 0});
    r->seen[column->index] = true;
}

static bool has_unknown(const struct kp_field *table, const struct kp_json *row)
{
    KP_JSON_EACH(member, row)
    {
        if (!kp_str_is(member->name, "id") && !kp_field_column(table, member->name))
            return true;
    }
    return false;
}

/* What is left of a row, without (`stored`) and with (`filled`) what is worked out; false: nothing. */
static bool read_row(struct reduction *r, const struct kp_field *table, const struct kp_json *row,
                     size_t number, struct kp_json *stored, struct kp_json *filled)
{
    struct spot spot = {.field = table, .row = kp_json_text(row, "id"), .number = number};
    if (row->kind != KP_JSON_OBJECT || !kp_id_valid(spot.row, 'r')) {
        spot.row = (struct kp_str){"", 0};
        hold(r, KP_HELD_TYPE, &spot, spot.row);
        return false;
    }
    bool any = false;
    kp_json_set_string(r->arena, stored, "id", spot.row);
    kp_json_set_string(r->arena, filled, "id", spot.row);
    if (has_unknown(table, row))
        hold(r, KP_HELD_UNKNOWN, &spot, (struct kp_str){"", 0});
    for (size_t i = 0; i < table->column_count; i++) {
        const struct kp_field *column = spot.column = &table->columns[i];
        const struct kp_json *cell = kp_json_get_str(row, column->id);
        if (kp_json_is_null(cell))
            continue;
        if (kp_audience_held(r->audience, column)) {
            hold_column(r, column);
            continue;
        }
        cell = read_value(r, &spot, cell);
        if (!cell)
            continue;
        any = true;
        if (!column->calc)
            kp_json_set(r->arena, stored, column->id.data, cell);
        kp_json_set(r->arena, filled, column->id.data, cell);
    }
    return any;
}

/* The rows as stored, or NULL; *filled has them with what is worked out. */
static const struct kp_json *read_table(struct reduction *r, const struct kp_field *table,
                                        const struct kp_json *rows, const struct kp_json **filled)
{
    struct kp_json *all_stored = kp_json_new_array(r->arena);
    struct kp_json *all_filled = kp_json_new_array(r->arena);
    size_t number = 0;
    *filled = all_filled;
    if (kp_json_is_null(rows))
        return NULL;
    if (rows->kind != KP_JSON_ARRAY) {
        hold(r, KP_HELD_TYPE, &(struct spot){.field = table}, (struct kp_str){"", 0});
        return NULL;
    }
    r->seen = kp_arena_alloc(r->arena, table->column_count * sizeof *r->seen + 1);
    KP_JSON_EACH(row, rows)
    {
        struct kp_json *stored = kp_json_new_object(r->arena);
        struct kp_json *whole = kp_json_new_object(r->arena);
        if (!read_row(r, table, row, ++number, stored, whole))
            continue;
        kp_json_append(r->arena, all_stored, stored);
        kp_json_append(r->arena, all_filled, whole);
    }
    return all_stored->count ? all_stored : NULL;
}

/* ---- answers */

static void put_answer(struct reduction *r, const struct kp_field *field,
                       const struct kp_answer *answer, const struct kp_json *value)
{
    struct kp_answer read = *answer;
    read.field = field->id;
    read.value = value;
    read.document = NULL;
    if (for_customer(r)) {
        read.said_by = NULL;
        read.session = (struct kp_str){"", 0};
        if (read.basis != KP_BASIS_CUSTOMER)
            read.basis = KP_BASIS_NONE;
    }
    kp_plan_put(&r->out->plan, &read);
}

static void reduce_field(struct reduction *r, const struct kp_field *field, size_t index)
{
    const struct kp_json *value = kp_calc_value(r->whole, field), *stored, *filled;
    const struct kp_answer *answer = kp_plan_get(r->whole->plan, field->id);
    struct spot spot = {.field = field};
    r->out->calc.kept[0][index] = &kp_json_null;
    if (field->type->kind == KP_TYPE_TABLE) {
        stored = read_table(r, field, value, &filled);
    } else {
        stored = filled = read_value(r, &spot, value);
    }
    if (!stored)
        return;
    r->out->calc.kept[0][index] = filled;
    if (!field->calc && answer)
        put_answer(r, field, answer, stored);
}

static void hold_field(struct reduction *r, const struct kp_field *field, unsigned char held)
{
    if (!kp_json_is_null(kp_calc_value(r->whole, field)))
        hold(r, (enum kp_held_reason)(held - 1), &(struct spot){.field = field},
             (struct kp_str){"", 0});
}

static void hold_unknown(struct reduction *r)
{
    const struct kp_plan *plan = r->whole->plan;
    for (size_t i = 0; i < plan->count; i++) {
        const struct kp_answer *answer = &plan->answers[i];
        if (kp_model_field(r->audience->whole, answer->field) || kp_json_is_null(answer->value))
            continue;
        hold(r, KP_HELD_UNKNOWN, &(struct spot){0}, (struct kp_str){"", 0});
        r->held[r->count - 1].id = answer->field;
    }
}

void kp_audience_reduce(struct kp_audience *audience, struct kp_calc *whole, struct kp_reduced *out)
{
    struct reduction r = {.audience = audience, .whole = whole, .out = out, .arena = whole->arena};
    *out = (struct kp_reduced){0};
    if (audience->visibility == KP_VISIBLE_TEAM) {
        kp_plan_copy(&out->plan, whole->plan);
        out->calc = *whole;
        out->calc.plan = &out->plan;
        return;
    }
    kp_audience_meet(audience, whole->plan);
    kp_plan_init(&out->plan, whole->arena);
    kp_calc_init(&out->calc, &audience->model, &out->plan, NULL, whole->today, whole->arena);
    out->calc.final = true;
    size_t next = 0;
    for (size_t i = 0; i < audience->whole->field_count; i++) {
        const struct kp_field *field = &audience->whole->fields[i];
        unsigned char held = kp_audience_held(audience, field);
        if (next < audience->model.field_count && audience->from[next] == field)
            reduce_field(&r, field, next++);
        else
            hold_field(&r, field, held ? held : 1 + KP_HELD_VISIBILITY);
    }
    hold_unknown(&r);
    struct kp_held *held = kp_arena_alloc(r.arena, (r.count + 1) * sizeof *held);
    for (size_t i = 0; i < r.count; i++)
        held[i] = r.held[i];
    out->held = held;
    out->held_count = r.count;
    free(r.held);
}

void kp_reduced_release(struct kp_reduced *reduced)
{
    kp_plan_release(&reduced->plan);
}
