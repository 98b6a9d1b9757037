// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare/blame.h"

#include "model/type.h"

static bool has_rows(const struct kp_json *value)
{
    return value && value->kind == KP_JSON_ARRAY;
}

static const struct kp_json *row_of(const struct kp_json *rows, struct kp_str id)
{
    KP_JSON_EACH(row, has_rows(rows) ? rows : NULL)
    if (row->kind == KP_JSON_OBJECT && kp_str_equal(kp_json_text(row, "id"), id))
        return row;
    return NULL;
}

static size_t count_items(const struct kp_plan *plan, bool rows)
{
    size_t count = plan->count;
    for (size_t i = 0; i < plan->count && rows; i++)
        if (has_rows(plan->answers[i].value))
            count += plan->answers[i].value->count;
    return count;
}

/* What two people wrote differently may be the same answer. */
static const struct kp_json *canonical(const struct kp_field *field, const struct kp_json *value,
                                       struct kp_arena *arena)
{
    return field && !kp_json_is_null(value) ? kp_value_canonical(field, value, arena) : value;
}

static void add_item(struct kp_blame *blame, const struct kp_answer *answer,
                     const struct kp_field *known, struct kp_str row, const struct kp_json *value)
{
    blame->items[blame->count++] = (struct kp_blame_item){
        .field = answer->field, .row = row, .value = value, .now = answer, .known = known};
}

void kp_blame_init(struct kp_blame *blame, const struct kp_plan *now, const struct kp_model *model,
                   bool rows, struct kp_arena *arena)
{
    *blame = (struct kp_blame){
        .arena = arena,
        .items = kp_arena_alloc(arena, (count_items(now, rows) + 1) * sizeof *blame->items)};
    for (size_t i = 0; i < now->count; i++) {
        const struct kp_answer *answer = &now->answers[i];
        const struct kp_field *field = model ? kp_model_field(model, answer->field) : NULL;
        if (kp_json_is_null(answer->value))
            continue;
        const struct kp_json *value = canonical(field, answer->value, arena);
        add_item(blame, answer, field, (struct kp_str){"", 0}, value);
        KP_JSON_EACH(row, rows && has_rows(value) ? value : NULL)
        if (kp_json_text(row, "id").len)
            add_item(blame, answer, field, kp_json_text(row, "id"), row);
    }
}

/* The first item of a field; the items are in the order of the fields' ids. */
static size_t first_of(const struct kp_blame *blame, struct kp_str field)
{
    size_t low = 0, high = blame->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (kp_str_compare(blame->items[middle].field, field) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool kp_blame_wants(const struct kp_blame *blame, struct kp_str field)
{
    for (size_t i = field.len ? first_of(blame, field) : 0; i < blame->count; i++) {
        if (field.len && !kp_str_equal(blame->items[i].field, field))
            break;
        if (!blame->items[i].closed)
            return true;
    }
    return false;
}

void kp_blame_version(struct kp_blame *blame, struct kp_str field, size_t revision,
                      const struct kp_answer *answer)
{
    size_t first = first_of(blame, field);
    const struct kp_json *value = answer ? answer->value : NULL;
    if (first < blame->count)
        value = canonical(blame->items[first].known, value, blame->arena);
    for (size_t i = first; i < blame->count; i++) {
        struct kp_blame_item *item = &blame->items[i];
        if (!kp_str_equal(item->field, field))
            break;
        if (item->closed)
            continue;
        const struct kp_json *was = item->row.len ? row_of(value, item->row) : value;
        if (kp_json_is_null(was) || !kp_json_equal(was, item->value)) {
            item->closed = true;
            continue;
        }
        item->traced = true;
        item->revision = revision;
        item->taken = *answer;
    }
}
