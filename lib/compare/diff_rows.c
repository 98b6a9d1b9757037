// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows joined on their ids, cells on their columns; which rows moved; what columns sum up to. */
#include "compare/diff_internal.h"
#include "compare/merge_internal.h"
#include "model/type.h"

#include <stdlib.h>

/* ---- cells */

static int by_name(const void *a, const void *b)
{
    const struct kp_json *const *left = a, *const *right = b;
    return kp_str_compare((*left)->name, (*right)->name);
}

static bool is_other(const struct kp_field *field, const struct kp_json *member)
{
    return !kp_str_is(member->name, "id") && !kp_field_column(field, member->name);
}

/* The members of both rows that no column is for, each once, by name. */
static size_t other_members(const struct kp_field *field, const struct kp_json *before,
                            const struct kp_json *after, struct kp_arena *arena,
                            const struct kp_json ***out)
{
    const struct kp_json *rows[] = {before, after};
    size_t most = 0, count = 0, different = 0;
    for (int i = 0; i < 2; i++)
        KP_JSON_EACH(member, rows[i])
    most += is_other(field, member);
    if (most == 0)
        return 0;
    const struct kp_json **members = kp_arena_alloc(arena, most * sizeof(const struct kp_json *));
    for (int i = 0; i < 2; i++) {
        KP_JSON_EACH(member, rows[i])
        {
            if (is_other(field, member))
                members[count++] = member;
        }
    }
    qsort(members, count, sizeof *members, by_name);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || !kp_str_equal(members[i]->name, members[i - 1]->name))
            members[different++] = members[i];
    *out = members;
    return different;
}

struct cells {
    struct kp_diff_cell *items;
    size_t count;
    bool stored; /* one of them is not worked out */
};

static void compare_cell(struct cells *cells, const struct kp_field *column, struct kp_str id,
                         const struct kp_json *before, const struct kp_json *after)
{
    before = kp_merge_null(before);
    after = kp_merge_null(after);
    if (kp_json_equal(before, after))
        return;
    cells->items[cells->count++] =
        (struct kp_diff_cell){.column = column, .id = id, .before = before, .after = after};
    cells->stored = cells->stored || !column || !column->calc;
}

static struct cells compare_cells(const struct kp_field *field, const struct kp_json *before,
                                  const struct kp_json *after, struct kp_arena *arena)
{
    struct cells cells = {0};
    const struct kp_json **others = NULL;
    if (kp_json_equal(before, after))
        return cells;
    size_t other_count = other_members(field, before, after, arena, &others);
    cells.items =
        kp_arena_alloc(arena, (field->column_count + other_count + 1) * sizeof *cells.items);
    for (size_t i = 0; i < field->column_count; i++) {
        struct kp_str id = field->columns[i].id;
        compare_cell(&cells, &field->columns[i], id, kp_json_get_str(before, id),
                     kp_json_get_str(after, id));
    }
    for (size_t i = 0; i < other_count; i++)
        compare_cell(&cells, NULL, others[i]->name, kp_json_get_str(before, others[i]->name),
                     kp_json_get_str(after, others[i]->name));
    return cells;
}

/* ---- order */

/* Where the rows of one side stand in the other, or KP_NOWHERE. */
struct join {
    const struct kp_field *field;
    struct kp_arena *arena;
    struct kp_side before, after;
    size_t *to;   /* by place before */
    size_t *from; /* by place after */
    bool *stays;  /* by place before: both have it, and it did not move */
    struct kp_diff_row *rows;
    size_t count;
    bool stored;
};

static void join_places(struct join *join)
{
    const struct kp_side *before = &join->before, *after = &join->after;
    join->to = kp_arena_alloc(join->arena, (before->count + 1) * sizeof *join->to);
    join->from = kp_arena_alloc(join->arena, (after->count + 1) * sizeof *join->from);
    for (size_t i = 0; i < after->count; i++)
        join->from[i] = KP_NOWHERE;
    for (size_t i = 0; i < before->count; i++) {
        join->to[i] = kp_side_find(after, kp_side_id(before, i));
        if (join->to[i] != KP_NOWHERE)
            join->from[join->to[i]] = i;
    }
}

/* The common rows of a side, in its order. */
static size_t *common_rows(const size_t *elsewhere, size_t count, struct kp_arena *arena,
                           size_t *found)
{
    size_t *common = kp_arena_alloc(arena, (count + 1) * sizeof *common);
    *found = 0;
    for (size_t i = 0; i < count; i++)
        if (elsewhere[i] != KP_NOWHERE)
            common[(*found)++] = i;
    return common;
}

/* Marks a longest increasing subsequence of values[0 … count), all different. */
static void mark_longest(const size_t *values, size_t count, bool *marks, struct kp_arena *arena)
{
    size_t *tails = kp_arena_alloc(arena, (count + 1) * sizeof *tails); /* by length − 1 */
    size_t *before = kp_arena_alloc(arena, (count + 1) * sizeof *before);
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t low = 0, high = longest;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (values[tails[middle]] < values[i])
                low = middle + 1;
            else
                high = middle;
        }
        before[i] = low ? tails[low - 1] : KP_NOWHERE;
        tails[low] = i;
        if (low == longest)
            longest++;
    }
    for (size_t i = longest ? tails[longest - 1] : KP_NOWHERE; i != KP_NOWHERE; i = before[i])
        marks[i] = true;
}

/*
 * Which rows stay: as many as can. Of several ways to say it, both directions of a diff find the
 * same one, for the side whose ids come first is always the one that is walked.
 */
static void find_moves(struct join *join)
{
    size_t count, i = 0;
    size_t *old = common_rows(join->to, join->before.count, join->arena, &count);
    size_t *new = common_rows(join->from, join->after.count, join->arena, &count);
    join->stays = kp_arena_alloc(join->arena, join->before.count + 1);
    while (i < count && join->to[old[i]] == new[i])
        i++;
    bool forward = i == count || kp_str_compare(kp_side_id(&join->before, old[i]),
                                                kp_side_id(&join->after, new[i])) < 0;
    size_t *values = kp_arena_alloc(join->arena, (count + 1) * sizeof *values);
    bool *marks = kp_arena_alloc(join->arena, count + 1);
    for (i = 0; i < count; i++)
        values[i] = forward ? join->to[old[i]] : join->from[new[i]];
    mark_longest(values, count, marks, join->arena);
    for (i = 0; i < count; i++)
        join->stays[forward ? old[i] : join->from[new[i]]] = marks[i];
}

/* ---- rows */

static void add_lone(struct join *join, const struct kp_side *side, size_t at, bool is_new)
{
    join->stored = true;
    join->rows[join->count++] = (struct kp_diff_row){
        .id = kp_side_id(side, at),
        .kind = is_new ? KP_DIFF_NEW : KP_DIFF_REMOVED,
        .from = is_new ? 0 : at,
        .to = is_new ? at : 0,
        .before = is_new ? NULL : side->rows[at],
        .after = is_new ? side->rows[at] : NULL,
    };
}

static void add_common(struct join *join, size_t from, size_t to)
{
    const struct kp_json *before = join->before.rows[from], *after = join->after.rows[to];
    struct cells cells = compare_cells(join->field, before, after, join->arena);
    bool moved = !join->stays[from];
    if (!cells.count && !moved)
        return;
    join->stored = join->stored || moved || cells.stored;
    join->rows[join->count++] = (struct kp_diff_row){
        .id = kp_side_id(&join->after, to),
        .kind = KP_DIFF_CHANGED,
        .moved = moved,
        .from = from,
        .to = to,
        .before = before,
        .after = after,
        .cells = cells.items,
        .cell_count = cells.count,
    };
}

/* Between two rows that stay: what was taken out there, then what stands there now. */
static void walk_rows(struct join *join)
{
    size_t i = 0, j = 0;
    while (i < join->before.count || j < join->after.count) {
        for (; i < join->before.count && !join->stays[i]; i++)
            if (join->to[i] == KP_NOWHERE)
                add_lone(join, &join->before, i, false);
        for (; j < join->after.count; j++) {
            if (join->from[j] == KP_NOWHERE)
                add_lone(join, &join->after, j, true);
            else if (!join->stays[join->from[j]])
                add_common(join, join->from[j], j);
            else
                break;
        }
        if (i < join->before.count && j < join->after.count)
            add_common(join, i++, j++);
    }
}

/* ---- totals */

struct sum {
    struct kp_number number;
    bool known; /* of some row */
    bool lost;  /* too large */
};

/* The columns that the table names in `totals`, each summed up over the cells that are known. */
static struct sum *sums_of(const struct join *join, const struct kp_side *side)
{
    const struct kp_field *field = join->field;
    struct sum *sums = kp_arena_alloc(join->arena, (field->total_count + 1) * sizeof *sums);
    for (size_t i = 0; i < side->count; i++) {
        for (size_t j = 0; j < field->total_count; j++) {
            const struct kp_json *cell = kp_json_get_str(side->rows[i], field->totals[j]);
            if (!cell || cell->kind != KP_JSON_NUMBER || cell->literal.len)
                continue;
            sums[j].known = true;
            if (!kp_number_add(sums[j].number, cell->number, &sums[j].number))
                sums[j].lost = true;
        }
    }
    return sums;
}

static const struct kp_json *value_of(const struct sum *sum, struct kp_arena *arena)
{
    return sum->known && !sum->lost ? kp_json_new_number(arena, sum->number) : &kp_json_null;
}

static void compare_totals(const struct join *join, struct kp_diff_item *item)
{
    const struct kp_field *field = join->field;
    struct kp_diff_total *totals =
        kp_arena_alloc(join->arena, (field->total_count + 1) * sizeof *totals);
    const struct sum *old = sums_of(join, &join->before), *now = sums_of(join, &join->after);
    for (size_t i = 0; i < field->total_count; i++) {
        const struct kp_field *column = kp_field_column(field, field->totals[i]);
        const struct kp_json *before = value_of(&old[i], join->arena);
        const struct kp_json *after = value_of(&now[i], join->arena);
        if (column && !kp_json_equal(before, after))
            totals[item->total_count++] = (struct kp_diff_total){column, before, after};
    }
    item->totals = totals;
}

bool kp_diff_rows(struct kp_diff_item *item, const struct kp_json *before,
                  const struct kp_json *after, struct kp_arena *arena, bool *stored)
{
    struct join join = {.field = item->field, .arena = arena};
    if (!kp_side_read(&join.before, before, arena) || !kp_side_read(&join.after, after, arena))
        return false;
    join.rows =
        kp_arena_alloc(arena, (join.before.count + join.after.count + 1) * sizeof *join.rows);
    join_places(&join);
    find_moves(&join);
    walk_rows(&join);
    item->by_rows = true;
    item->rows = join.rows;
    item->row_count = join.count;
    compare_totals(&join, item);
    *stored = join.stored;
    return true;
}
