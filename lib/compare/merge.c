// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare/merge.h"

#include "base/alloc.h"
#include "compare/merge_internal.h"
#include "model/type.h"

#include <stdlib.h>
#include <string.h>

const struct kp_json *kp_merge_null(const struct kp_json *value)
{
    return value ? value : &kp_json_null;
}

void kp_merge_conflict(struct kp_merge_work *work, enum kp_conflict_kind kind,
                       const struct kp_field *column, struct kp_str row, const struct kp_json *base,
                       const struct kp_json *ours, const struct kp_json *theirs)
{
    work->conflicts = kp_grow(work->conflicts, work->count, &work->cap, sizeof *work->conflicts);
    work->conflicts[work->count++] = (struct kp_conflict){
        .kind = kind,
        .column = column,
        .row = row,
        .base = kp_merge_null(base),
        .ours = kp_merge_null(ours),
        .theirs = kp_merge_null(theirs),
    };
}

static bool has_rows(const struct kp_field *field)
{
    return field && !field->atomic &&
           (field->type->kind == KP_TYPE_TABLE || field->type->kind == KP_TYPE_LIST);
}

/* The value as a whole, when both changed it. */
static const struct kp_json *merge_whole(struct kp_merge_work *work, const struct kp_json *base,
                                         const struct kp_json *ours, const struct kp_json *theirs)
{
    struct kp_str whole = {NULL, 0};
    bool removed = kp_json_is_null(ours) || kp_json_is_null(theirs);
    kp_merge_conflict(work, removed ? KP_CONFLICT_DELETE : KP_CONFLICT_VALUE, NULL, whole, base,
                      ours, theirs);
    return kp_json_is_null(ours) ? theirs : ours;
}

static const struct kp_json *merge_changed(struct kp_merge_work *work, const struct kp_json *base,
                                           const struct kp_json *ours, const struct kp_json *theirs)
{
    struct kp_side sides[3];
    bool removed = kp_json_is_null(ours) || kp_json_is_null(theirs);
    if (has_rows(work->field) && !removed && kp_side_read(&sides[0], base, work->arena) &&
        kp_side_read(&sides[1], ours, work->arena) && kp_side_read(&sides[2], theirs, work->arena))
        return kp_merge_rows(work, &sides[0], &sides[1], &sides[2]);
    return merge_whole(work, base, ours, theirs);
}

void kp_merge_value(const struct kp_field *field, const struct kp_json *base,
                    const struct kp_json *ours, const struct kp_json *theirs,
                    struct kp_arena *arena, struct kp_merge *out)
{
    struct kp_merge_work work = {.field = field, .arena = arena};
    base = kp_merge_null(base);
    ours = kp_merge_null(ours);
    theirs = kp_merge_null(theirs);
    if (kp_json_equal(ours, theirs) || kp_json_equal(base, theirs))
        out->value = ours;
    else if (kp_json_equal(base, ours))
        out->value = theirs;
    else
        out->value = merge_changed(&work, base, ours, theirs);
    struct kp_conflict *conflicts = kp_arena_alloc(arena, (work.count + 1) * sizeof *conflicts);
    if (work.count)
        memcpy(conflicts, work.conflicts, work.count * sizeof *conflicts);
    out->conflicts = conflicts;
    out->conflict_count = work.count;
    free(work.conflicts);
}

/* ---- settling */

static void append_copy(struct kp_arena *arena, struct kp_json *rows, const struct kp_json *row)
{
    kp_json_append(arena, rows, kp_json_copy(arena, row));
}

/* A row with one cell replaced, its members in the order of the columns. */
static const struct kp_json *with_cell(const struct kp_field *field, const struct kp_json *row,
                                       const struct kp_field *column, const struct kp_json *cell,
                                       struct kp_arena *arena)
{
    struct kp_json *changed = kp_json_new_object(arena);
    const struct kp_json *id = kp_json_get(row, "id");
    if (id)
        kp_json_set(arena, changed, "id", kp_json_copy(arena, id));
    for (size_t i = 0; i < field->column_count; i++) {
        const struct kp_field *each = &field->columns[i];
        const struct kp_json *old = each == column ? cell : kp_json_get_str(row, each->id);
        if (!kp_json_is_null(old))
            kp_json_set(arena, changed, each->id.data, kp_json_copy(arena, old));
    }
    KP_JSON_EACH(member, row)
    {
        if (member != id && !kp_field_column(field, member->name))
            kp_json_set(arena, changed, member->name.data, kp_json_copy(arena, member));
    }
    return changed;
}

/* Whether a row of that id is there. */
static bool has_row(const struct kp_json *rows, struct kp_str id)
{
    KP_JSON_EACH(row, rows)
    {
        if (kp_str_equal(kp_json_text(row, "id"), id))
            return true;
    }
    return false;
}

static const struct kp_json *settle_row(const struct kp_field *field, const struct kp_json *merged,
                                        const struct kp_conflict *conflict,
                                        const struct kp_json *taken, struct kp_arena *arena)
{
    struct kp_json *rows = kp_json_new_array(arena);
    KP_JSON_EACH(row, merged)
    {
        if (!kp_str_equal(kp_json_text(row, "id"), conflict->row))
            append_copy(arena, rows, row);
        else if (conflict->column)
            append_copy(arena, rows, with_cell(field, row, conflict->column, taken, arena));
        else if (!kp_json_is_null(taken))
            append_copy(arena, rows, taken);
    }
    /* Settled the other way before, and now changed again. */
    if (!conflict->column && !kp_json_is_null(taken) && !has_row(merged, conflict->row))
        append_copy(arena, rows, taken);
    return rows;
}

/*
 * The rows that `ids` names, in that order, each followed by those behind it that `ids` does not
 * name.
 */
static const struct kp_json *settle_order(const struct kp_json *merged, const struct kp_json *ids,
                                          struct kp_arena *arena)
{
    struct kp_side side, named;
    struct kp_json *objects = kp_json_new_array(arena), *rows = kp_json_new_array(arena);
    KP_JSON_EACH(id, ids)
    {
        struct kp_json *object = kp_json_new_object(arena);
        kp_json_set_string(arena, object, "id", id->text);
        kp_json_append(arena, objects, object);
    }
    if (!kp_side_read(&side, merged, arena) || !kp_side_read(&named, objects, arena))
        return merged;
    for (size_t at = 0;
         at < side.count && kp_side_find(&named, kp_side_id(&side, at)) == KP_NOWHERE; at++)
        append_copy(arena, rows, side.rows[at]);
    for (size_t i = 0; i < named.count; i++) {
        size_t at = kp_side_find(&side, kp_side_id(&named, i));
        if (at == KP_NOWHERE)
            continue;
        do
            append_copy(arena, rows, side.rows[at++]);
        while (at < side.count && kp_side_find(&named, kp_side_id(&side, at)) == KP_NOWHERE);
    }
    return rows;
}

static const struct kp_json *settle(const struct kp_field *field, const struct kp_json *merged,
                                    const struct kp_conflict *conflict, const struct kp_json *taken,
                                    struct kp_arena *arena)
{
    merged = kp_merge_null(merged);
    switch (conflict->kind) {
    case KP_CONFLICT_KEY: return merged;
    case KP_CONFLICT_ORDER: return settle_order(merged, taken, arena);
    case KP_CONFLICT_VALUE:
    case KP_CONFLICT_DELETE: break;
    }
    return conflict->row.len ? settle_row(field, merged, conflict, taken, arena) : taken;
}

const struct kp_json *kp_merge_take_theirs(const struct kp_field *field,
                                           const struct kp_json *merged,
                                           const struct kp_conflict *conflict,
                                           struct kp_arena *arena)
{
    return settle(field, merged, conflict, conflict->theirs, arena);
}

const struct kp_json *kp_merge_take_ours(const struct kp_field *field, const struct kp_json *merged,
                                         const struct kp_conflict *conflict, struct kp_arena *arena)
{
    return settle(field, merged, conflict, conflict->ours, arena);
}
