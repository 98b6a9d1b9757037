// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows joined on their ids, cells on their columns. */
#include "base/utf8.h"
#include "compare/merge_internal.h"
#include "model/type.h"

#include <stdlib.h>

/* ---- one version */

struct kp_str kp_side_id(const struct kp_side *side, size_t at)
{
    return kp_json_text(side->rows[at], "id");
}

/* A row on its way into the order of the ids. */
struct placed {
    struct kp_str id;
    size_t at;
};

static int by_id(const void *a, const void *b)
{
    const struct placed *left = a, *right = b;
    return kp_str_compare(left->id, right->id);
}

bool kp_side_read(struct kp_side *side, const struct kp_json *value, struct kp_arena *arena)
{
    *side = (struct kp_side){NULL, NULL, 0};
    if (kp_json_is_null(value))
        return true;
    if (value->kind != KP_JSON_ARRAY)
        return false;
    side->rows = kp_arena_alloc(arena, (value->count + 1) * sizeof(const struct kp_json *));
    side->sorted = kp_arena_alloc(arena, (value->count + 1) * sizeof *side->sorted);
    struct placed *placed = kp_arena_alloc(arena, (value->count + 1) * sizeof *placed);
    KP_JSON_EACH(row, value)
    {
        struct kp_str id = kp_json_text(row, "id");
        if (row->kind != KP_JSON_OBJECT || id.len == 0)
            return false;
        placed[side->count] = (struct placed){id, side->count};
        side->rows[side->count++] = row;
    }
    qsort(placed, side->count, sizeof *placed, by_id);
    for (size_t i = 0; i < side->count; i++) {
        if (i && kp_str_equal(placed[i].id, placed[i - 1].id))
            return false;
        side->sorted[i] = placed[i].at;
    }
    return true;
}

size_t kp_side_find(const struct kp_side *side, struct kp_str id)
{
    size_t low = 0, high = side->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = kp_str_compare(kp_side_id(side, side->sorted[middle]), id);
        if (order == 0)
            return side->sorted[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return KP_NOWHERE;
}

const struct kp_json *kp_side_row(const struct kp_side *side, struct kp_str id)
{
    size_t at = kp_side_find(side, id);
    return at == KP_NOWHERE ? NULL : side->rows[at];
}

/* ---- cells */

/* The three versions of a row; `base` is NULL when both sides added it. */
struct versions {
    const struct kp_json *base, *ours, *theirs;
    struct kp_str id;
    bool clash; /* members that are no columns were changed differently */
};

/* A cell of the merged row, or null. */
static const struct kp_json *merge_cell(struct kp_merge_work *work, struct versions *row,
                                        struct kp_str name, const struct kp_field *column)
{
    const struct kp_json *base = kp_merge_null(kp_json_get_str(row->base, name));
    const struct kp_json *ours = kp_merge_null(kp_json_get_str(row->ours, name));
    const struct kp_json *theirs = kp_merge_null(kp_json_get_str(row->theirs, name));
    if (kp_json_equal(ours, theirs) || kp_json_equal(base, theirs))
        return ours;
    if (kp_json_equal(base, ours))
        return theirs;
    if (column)
        kp_merge_conflict(work, KP_CONFLICT_VALUE, column, row->id, base, ours, theirs);
    else
        row->clash = true;
    return ours;
}

static int by_name(const void *a, const void *b)
{
    const struct kp_json *const *left = a, *const *right = b;
    return kp_str_compare((*left)->name, (*right)->name);
}

/* The members that no column is for, each once, in an order that no side decides. */
static size_t other_members(const struct kp_merge_work *work, const struct versions *row,
                            const struct kp_json ***out)
{
    const struct kp_json *from[] = {row->base, row->ours, row->theirs};
    size_t most = 1, count = 0, different = 0;
    for (size_t i = 0; i < 3; i++)
        most += from[i] ? from[i]->count : 0;
    const struct kp_json **members =
        kp_arena_alloc(work->arena, most * sizeof(const struct kp_json *));
    for (size_t i = 0; i < 3; i++) {
        KP_JSON_EACH(member, from[i])
        {
            if (!kp_str_is(member->name, "id") && !kp_field_column(work->field, member->name))
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

static void set_cell(struct kp_merge_work *work, struct kp_json *merged, struct kp_str name,
                     const struct kp_json *cell)
{
    if (!kp_json_is_null(cell))
        kp_json_set(work->arena, merged, kp_arena_str(work->arena, name).data,
                    kp_json_copy(work->arena, cell));
}

static const struct kp_json *merge_cells(struct kp_merge_work *work, struct versions *row)
{
    struct kp_json *merged = kp_json_new_object(work->arena);
    const struct kp_json **others;
    kp_json_set_string(work->arena, merged, "id", row->id);
    for (size_t i = 0; i < work->field->column_count; i++) {
        const struct kp_field *column = &work->field->columns[i];
        set_cell(work, merged, column->id, merge_cell(work, row, column->id, column));
    }
    size_t count = other_members(work, row, &others);
    for (size_t i = 0; i < count; i++)
        set_cell(work, merged, others[i]->name, merge_cell(work, row, others[i]->name, NULL));
    if (row->clash)
        kp_merge_conflict(work, KP_CONFLICT_VALUE, NULL, row->id, row->base, row->ours,
                          row->theirs);
    return merged;
}

/* ---- rows */

/* The row as it is to be in the result; NULL: not at all. */
static const struct kp_json *merge_row(struct kp_merge_work *work, struct versions row)
{
    bool removed = row.base && (!row.ours || !row.theirs);
    if (!row.base && !row.theirs)
        return row.ours;
    if (!row.base && !row.ours)
        return row.theirs;
    if (!removed && (kp_json_equal(row.ours, row.theirs) || kp_json_equal(row.base, row.theirs)))
        return row.ours;
    if (!removed && kp_json_equal(row.base, row.ours))
        return row.theirs;
    if (!removed && work->field->type->kind == KP_TYPE_TABLE)
        return merge_cells(work, &row);
    if (!removed) {
        kp_merge_conflict(work, KP_CONFLICT_VALUE, NULL, row.id, row.base, row.ours, row.theirs);
        return row.ours;
    }
    const struct kp_json *left = row.ours ? row.ours : row.theirs;
    if (!left || kp_json_equal(row.base, left))
        return NULL;
    kp_merge_conflict(work, KP_CONFLICT_DELETE, NULL, row.id, row.base, row.ours, row.theirs);
    return left;
}

struct join {
    struct kp_merge_work *work;
    const struct kp_side *base, *ours, *theirs;
    struct kp_kept *kept;
    size_t count;
};

static void join_row(struct join *join, struct kp_str id)
{
    struct versions row = {.base = kp_side_row(join->base, id),
                           .ours = kp_side_row(join->ours, id),
                           .theirs = kp_side_row(join->theirs, id),
                           .id = id};
    const struct kp_json *merged = merge_row(join->work, row);
    if (merged)
        join->kept[join->count++] = (struct kp_kept){id, merged};
}

static int kept_by_id(const void *a, const void *b)
{
    const struct kp_kept *left = a, *right = b;
    return kp_str_compare(left->id, right->id);
}

/* Base rows in their order, then what was added by id: so conflicts come in the same order. */
static void join_rows(struct join *join)
{
    for (size_t i = 0; i < join->base->count; i++)
        join_row(join, kp_side_id(join->base, i));
    for (size_t i = 0; i < join->ours->count; i++) {
        struct kp_str id = kp_side_id(join->ours, join->ours->sorted[i]);
        if (kp_side_find(join->base, id) == KP_NOWHERE)
            join_row(join, id);
    }
    for (size_t i = 0; i < join->theirs->count; i++) {
        struct kp_str id = kp_side_id(join->theirs, i);
        if (kp_side_find(join->base, id) == KP_NOWHERE &&
            kp_side_find(join->ours, id) == KP_NOWHERE)
            join_row(join, id);
    }
    qsort(join->kept, join->count, sizeof *join->kept, kept_by_id);
}

/* ---- natural keys */

struct keyed {
    struct kp_str key;
    const struct kp_json *row;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *left = a, *right = b;
    int order = kp_str_compare(left->key, right->key);
    return order ? order
                 : kp_str_compare(kp_json_text(left->row, "id"), kp_json_text(right->row, "id"));
}

/* What a row goes by, folded; empty when it has no name. */
static struct kp_str key_of(const struct kp_merge_work *work, const struct kp_json *row)
{
    bool table = work->field->type->kind == KP_TYPE_TABLE;
    struct kp_str name = table ? work->field->key : KP_STR("text"), none = {NULL, 0};
    const struct kp_json *cell = name.len ? kp_json_get_str(row, name) : NULL;
    if (!cell || kp_json_is_null(cell))
        return none;
    if (cell->kind == KP_JSON_STRING)
        return kp_utf8_fold(work->arena, cell->text);
    struct kp_buf line = KP_BUF_INIT;
    kp_json_write_line(&line, cell);
    struct kp_str copy = kp_arena_str(work->arena, kp_buf_str(&line));
    kp_buf_release(&line);
    return copy;
}

/* The rows to which this side gave their key: new ones, and those renamed. */
static struct keyed *new_keys(const struct join *join, const struct kp_side *side, size_t *count)
{
    struct keyed *keys = kp_arena_alloc(join->work->arena, (side->count + 1) * sizeof *keys);
    *count = 0;
    for (size_t i = 0; i < side->count; i++) {
        struct kp_str key = key_of(join->work, side->rows[i]);
        const struct kp_json *before = kp_side_row(join->base, kp_side_id(side, i));
        if (key.len && (!before || !kp_str_equal(key, key_of(join->work, before))))
            keys[(*count)++] = (struct keyed){key, side->rows[i]};
    }
    qsort(keys, *count, sizeof *keys, by_key);
    return keys;
}

static bool is_kept(const struct join *join, struct kp_str id)
{
    struct kp_kept wanted = {id, NULL};
    return bsearch(&wanted, join->kept, join->count, sizeof *join->kept, kept_by_id);
}

/* Two rows, one from each side, that now go by the same name: most likely the same thing. */
static void flag_keys(struct join *join)
{
    size_t our_count, their_count, first = 0;
    struct keyed *ours = new_keys(join, join->ours, &our_count);
    struct keyed *theirs = new_keys(join, join->theirs, &their_count);
    for (size_t i = 0; i < our_count; i++) {
        while (first < their_count && kp_str_compare(theirs[first].key, ours[i].key) < 0)
            first++;
        if (first == their_count || !kp_str_equal(theirs[first].key, ours[i].key))
            continue;
        struct kp_str a = kp_json_text(ours[i].row, "id");
        struct kp_str b = kp_json_text(theirs[first].row, "id");
        /* One pair for each name is enough to make somebody look. */
        bool said = i && kp_str_equal(ours[i - 1].key, ours[i].key);
        if (said || kp_str_equal(a, b) || !is_kept(join, a) || !is_kept(join, b))
            continue;
        kp_merge_conflict(join->work, KP_CONFLICT_KEY,
                          kp_field_column(join->work->field, join->work->field->key),
                          kp_str_compare(a, b) < 0 ? a : b, NULL, ours[i].row, theirs[first].row);
    }
}

/* ---- the whole */

static const struct kp_json *ids_of(const struct kp_side *side, struct kp_arena *arena)
{
    struct kp_json *ids = kp_json_new_array(arena);
    for (size_t i = 0; i < side->count; i++)
        kp_json_append(arena, ids, kp_json_new_string(arena, kp_side_id(side, i)));
    return ids;
}

const struct kp_json *kp_merge_rows(struct kp_merge_work *work, const struct kp_side *base,
                                    const struct kp_side *ours, const struct kp_side *theirs)
{
    struct join join = {.work = work, .base = base, .ours = ours, .theirs = theirs};
    size_t most = base->count + ours->count + theirs->count + 1;
    join.kept = kp_arena_alloc(work->arena, most * sizeof *join.kept);
    join_rows(&join);
    flag_keys(&join);
    if (kp_merge_order(base, ours, theirs, join.kept, join.count, work->arena))
        kp_merge_conflict(work, KP_CONFLICT_ORDER, NULL, (struct kp_str){NULL, 0},
                          ids_of(base, work->arena), ids_of(ours, work->arena),
                          ids_of(theirs, work->arena));
    struct kp_json *rows = kp_json_new_array(work->arena);
    for (size_t i = 0; i < join.count; i++)
        kp_json_append(work->arena, rows, kp_json_copy(work->arena, join.kept[i].row));
    return rows;
}
