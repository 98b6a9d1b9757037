// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare/diff.h"

#include "compare/diff_internal.h"
#include "model/type.h"

struct work {
    struct kp_calc *before, *after;
    struct kp_arena *arena;
    struct kp_diff_item *items;
    size_t count;
    size_t *counts;
};

static bool has_rows(const struct kp_field *field)
{
    return field && (field->type->kind == KP_TYPE_TABLE || field->type->kind == KP_TYPE_LIST);
}

static bool has_calculated(const struct kp_field *field)
{
    for (size_t i = 0; i < field->column_count; i++)
        if (field->columns[i].calc)
            return true;
    return false;
}

static const struct kp_json *value_of(const struct kp_answer *answer)
{
    return answer && answer->value ? answer->value : &kp_json_null;
}

static const struct kp_json *live_value(const struct kp_answer *answer)
{
    return answer && !answer->inactive ? value_of(answer) : &kp_json_null;
}

/* In canonical form: what two people wrote differently may be the same answer. */
static const struct kp_json *canonical(const struct kp_field *field, const struct kp_json *value,
                                       struct kp_arena *arena)
{
    return field && !kp_json_is_null(value) ? kp_value_canonical(field, value, arena) : value;
}

/* As `show` has it: a canonical value with what is worked out. */
static const struct kp_json *shown(struct kp_calc *calc, const struct kp_field *field,
                                   const struct kp_answer *answer, const struct kp_json *value,
                                   struct kp_arena *arena)
{
    if (!field || value->kind != KP_JSON_ARRAY || field->type->kind != KP_TYPE_TABLE ||
        !has_calculated(field))
        return value;
    if (value == answer->value)
        return kp_calc_value(calc, field);
    struct kp_json *rows = kp_json_new_array(arena);
    KP_JSON_EACH(row, value)
    {
        kp_json_append(arena, rows, kp_calc_row(calc, field, row));
    }
    return rows;
}

static bool looked_at(const struct kp_answer *old, const struct kp_answer *now)
{
    return old != now &&
           (old->state != now->state || kp_cycle_distance(old->cycle, now->cycle) != 0 ||
            !kp_str_equal(old->session, now->session) || old->basis != now->basis ||
            !kp_json_equal(old->said_by, now->said_by));
}

static bool other_basis(const struct kp_answer *old, const struct kp_answer *now)
{
    return old->basis != KP_BASIS_NONE && now->basis != KP_BASIS_NONE && old->basis != now->basis;
}

static void add_item(struct work *work, const struct kp_diff_item *item)
{
    work->items[work->count++] = *item;
    if (!item->calculated)
        work->counts[item->kind]++;
}

/* Sets the values of an item and what is different in them. `both` have one that applies. */
static void compare_values(struct work *work, struct kp_diff_item *item, bool both)
{
    const struct kp_json *before = value_of(item->old), *after = value_of(item->now);
    bool rows = has_rows(item->field), calculated = rows && has_calculated(item->field);
    bool equal = kp_json_equal(before, after), rows_differ = false;
    item->before = item->after = after;
    item->value_changed = !equal;
    if (both && equal && !calculated)
        return;
    before = canonical(item->field, before, work->arena);
    after = canonical(item->field, after, work->arena);
    item->value_changed = !equal && !kp_json_equal(before, after);
    item->before = item->after = &kp_json_null;
    if (!kp_json_is_null(live_value(item->old)))
        item->before = shown(work->before, item->field, item->old, before, work->arena);
    if (!kp_json_is_null(live_value(item->now)))
        item->after = shown(work->after, item->field, item->now, after, work->arena);
    if (rows && !kp_json_equal(item->before, item->after) &&
        kp_diff_rows(item, item->before, item->after, work->arena, &rows_differ) && both)
        item->value_changed = rows_differ;
}

/* Two answers of which the one that is there, or both, have a value that applies. */
static void compare_live(struct work *work, struct kp_diff_item *item)
{
    const struct kp_answer *old = item->old, *now = item->now;
    bool is_new = kp_json_is_null(live_value(old));
    bool both = !is_new && !kp_json_is_null(live_value(now));
    compare_values(work, item, both);
    item->basis_changed = both && other_basis(old, now);
    if (!both)
        item->kind = is_new ? KP_DIFF_NEW : KP_DIFF_REMOVED;
    else if (item->value_changed || item->basis_changed)
        item->kind = KP_DIFF_CHANGED;
    else
        item->kind = looked_at(old, now) ? KP_DIFF_CONFIRMED : KP_DIFF_UNSEEN;
    add_item(work, item);
}

static void compare_answers(struct work *work, const struct kp_field *field, struct kp_str id,
                            const struct kp_answer *old, const struct kp_answer *now)
{
    struct kp_diff_item item = {.field = field, .id = id, .old = old, .now = now};
    if (!kp_json_is_null(live_value(old)) || !kp_json_is_null(live_value(now)))
        compare_live(work, &item);
}

static void compare_calculated(struct work *work, const struct kp_field *field)
{
    struct kp_diff_item item = {.field = field, .id = field->id, .calculated = true};
    bool stored;
    item.before = kp_calc_value(work->before, field);
    item.after = kp_calc_value(work->after, field);
    if (kp_json_equal(item.before, item.after))
        return;
    item.value_changed = true;
    item.kind = kp_json_is_null(item.before)  ? KP_DIFF_NEW
                : kp_json_is_null(item.after) ? KP_DIFF_REMOVED
                                              : KP_DIFF_CHANGED;
    if (has_rows(field))
        kp_diff_rows(&item, item.before, item.after, work->arena, &stored);
    add_item(work, &item);
}

/* Both are sorted by field: what neither side's model knows is joined on the way. */
static void compare_unknown(struct work *work)
{
    struct kp_plan_walk walk = {work->before->plan, work->after->plan, 0, 0};
    const struct kp_answer *old, *now;
    while (kp_plan_walk_next(&walk, &old, &now)) {
        struct kp_str id = now ? now->field : old->field;
        if (!kp_model_field(work->after->model, id))
            compare_answers(work, NULL, id, old, now);
    }
}

static void compare_field(struct work *work, const struct kp_field *field)
{
    if (field->calc)
        compare_calculated(work, field);
    else
        compare_answers(work, field, field->id, kp_plan_get(work->before->plan, field->id),
                        kp_plan_get(work->after->plan, field->id));
}

bool kp_diff_field(struct kp_calc *before, struct kp_calc *after, const struct kp_field *field,
                   struct kp_arena *arena, struct kp_diff_item *out)
{
    size_t counts[KP_DIFF_KINDS] = {0};
    struct work work = {
        .before = before, .after = after, .arena = arena, .items = out, .counts = counts};
    compare_field(&work, field);
    return work.count > 0;
}

void kp_diff_plans(struct kp_calc *before, struct kp_calc *after, struct kp_arena *arena,
                   struct kp_diff *out)
{
    const struct kp_model *model = after->model;
    size_t most = model->field_count + before->plan->count + after->plan->count + 1;
    *out = (struct kp_diff){0};
    struct work work = {.before = before,
                        .after = after,
                        .arena = arena,
                        .items = kp_arena_alloc(arena, most * sizeof *work.items),
                        .counts = out->counts};
    for (size_t i = 0; i < model->field_count; i++)
        compare_field(&work, &model->fields[i]);
    compare_unknown(&work);
    out->items = work.items;
    out->count = work.count;
}

/* ---- numbers */

static bool is_number(const struct kp_json *value)
{
    return value && value->kind == KP_JSON_NUMBER && value->literal.len == 0;
}

static bool percent_of(struct kp_number by, struct kp_number whole, struct kp_number *out)
{
    const struct kp_number hundred = kp_number_from(100);
    if (kp_number_sign(whole) < 0)
        whole = kp_number_negate(whole);
    /* The product first: it is exact. */
    if (!(kp_number_multiply(by, hundred, out) && kp_number_divide(*out, whole, out)) &&
        !(kp_number_divide(by, whole, out) && kp_number_multiply(*out, hundred, out)))
        return false;
    *out = kp_number_round(*out, 1);
    return true;
}

bool kp_diff_number(const struct kp_json *before, const struct kp_json *after,
                    struct kp_diff_delta *out)
{
    *out = (struct kp_diff_delta){.percent_known = false};
    if (!is_number(before) || !is_number(after) ||
        !kp_number_subtract(after->number, before->number, &out->by))
        return false;
    out->percent_known = percent_of(out->by, before->number, &out->percent);
    return true;
}
