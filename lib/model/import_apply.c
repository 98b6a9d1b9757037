// SPDX-License-Identifier: GPL-3.0-or-later
/* The table as it would be with the rows of the file. */
#include "base/alloc.h"
#include "base/utf8.h"
#include "model/import_internal.h"
#include "model/type_internal.h"

#include <stdlib.h>

/* A row of the table as it is. */
struct old_row {
    struct kp_str key;
    const struct kp_json *row;
    const struct kp_json *successor; /* NULL: the file does not have it */
    size_t place;
    bool named; /* the file has its id */
};

struct applying {
    struct kp_import *import;
    const struct kp_import_options *options;
    struct kp_type_context context;
    struct kp_arena scratch; /* keys */
    const struct kp_field *key;
    const struct kp_import_column **taken; /* by column of the table; NULL: not in the file */
    struct old_row *old;                   /* by key */
    struct old_row **in_order;
    struct old_row **by_id;
    const struct kp_import_column *row_id; /* of the file; NULL: it has no ids */
    size_t old_count;
    struct kp_row_index *ids;
    struct kp_json **fresh; /* rows that are new, as they came */
    struct kp_import_change *out;
};

static struct kp_str key_of(struct applying *a, const struct kp_json *cell)
{
    if (kp_json_is_null(cell))
        return (struct kp_str){"", 0};
    if (cell->kind == KP_JSON_STRING)
        return kp_utf8_fold(&a->scratch, cell->text);
    struct kp_buf line = KP_BUF_INIT;
    kp_json_write_line(&line, cell);
    struct kp_str key = kp_arena_str(&a->scratch, kp_buf_str(&line));
    kp_buf_release(&line);
    return key;
}

static int by_key(const void *a, const void *b)
{
    const struct old_row *left = a, *right = b;
    int order = kp_str_compare(left->key, right->key);
    return order ? order : (left->place > right->place) - (left->place < right->place);
}

static int compare_ids(const void *a, const void *b)
{
    const struct old_row *const *left = a, *const *right = b;
    return kp_str_compare(kp_json_text((*left)->row, "id"), kp_json_text((*right)->row, "id"));
}

static void gather_old(struct applying *a, const struct kp_json *old)
{
    size_t count = old && old->kind == KP_JSON_ARRAY ? old->count : 0;
    a->old = kp_realloc_array(NULL, count + 1, sizeof *a->old);
    a->in_order = kp_realloc_array(NULL, count + 1, sizeof(struct old_row *));
    a->by_id = kp_arena_alloc(&a->scratch, (count + 1) * sizeof(struct old_row *));
    KP_JSON_EACH(row, count ? old : NULL)
    {
        struct kp_str key = key_of(a, kp_json_get_str(row, a->key->id));
        a->old[a->old_count] = (struct old_row){key, row, NULL, a->old_count, false};
        a->old_count++;
    }
    if (a->old_count > 1)
        qsort(a->old, a->old_count, sizeof *a->old, by_key);
    for (size_t i = 0; i < a->old_count; i++)
        a->in_order[a->old[i].place] = a->by_id[i] = &a->old[i];
    if (a->old_count > 1)
        qsort(a->by_id, a->old_count, sizeof(struct old_row *), compare_ids);
}

/* The old row whose id a row of the file has, that no other had; NULL: none. */
static struct old_row *find_by_id(struct applying *a, const struct kp_import_row *row)
{
    struct kp_str id = a->row_id ? kp_import_cell(a->import, row, a->row_id) : KP_STR("");
    size_t low = 0, high = id.len ? a->old_count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = kp_str_compare(kp_json_text(a->by_id[middle]->row, "id"), id);
        if (order == 0)
            return a->by_id[middle]->successor ? NULL : a->by_id[middle];
        *(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
    }
    return NULL;
}

static void find_ids(struct applying *a)
{
    for (size_t i = 0; i < a->import->column_count; i++)
        if (a->import->columns[i].how == KP_IMPORT_ROW)
            a->row_id = &a->import->columns[i];
    for (size_t i = 0; i < a->import->row_count; i++) {
        struct old_row *old = a->import->rows[i].bad ? NULL : find_by_id(a, &a->import->rows[i]);
        if (old)
            old->named = true;
    }
}

/* The first old row of that key that has no successor yet. */
static struct old_row *find_old(struct applying *a, struct kp_str key)
{
    size_t low = 0, high = a->old_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (kp_str_compare(a->old[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; key.len && low < a->old_count && kp_str_equal(a->old[low].key, key); low++)
        if (!a->old[low].successor && !a->old[low].named)
            return &a->old[low];
    return NULL;
}

/* NULL: the cell is empty. */
static const struct kp_json *value_of(struct applying *a, const struct kp_import_row *row,
                                      const struct kp_import_column *column)
{
    struct kp_number number;
    const struct kp_json *value = NULL;
    if (kp_import_is_number(column->column))
        return kp_import_number(a->import, row, column, &number)
                   ? kp_json_new_number(a->context.arena, number)
                   : NULL;
    struct kp_str cell = kp_import_cell(a->import, row, column);
    if (!cell.len || column->column->type->parse(column->column, cell, &a->context, &value, NULL) ||
        kp_json_is_null(value))
        return NULL;
    return value;
}

static bool is_kept_name(const struct applying *a, struct kp_str name)
{
    for (size_t i = 0; i < a->import->column_count; i++)
        if (a->import->columns[i].how == KP_IMPORT_KEPT &&
            kp_str_equal(a->import->columns[i].member, name))
            return true;
    return false;
}

/* Columns of the file that are none of the plan's, and what stood beside them. */
static void add_others(struct applying *a, const struct kp_import_row *row,
                       const struct kp_json *old, struct kp_json *out)
{
    struct kp_arena *arena = a->context.arena;
    KP_JSON_EACH(member, old)
    if (!kp_str_is(member->name, "id") && !kp_field_column(a->import->table, member->name) &&
        !is_kept_name(a, member->name))
        kp_json_set(arena, out, kp_arena_str(arena, member->name).data, member);
    for (size_t i = 0; i < a->import->column_count; i++) {
        const struct kp_import_column *column = &a->import->columns[i];
        struct kp_str cell = kp_import_cell(a->import, row, column);
        if (column->how == KP_IMPORT_KEPT && cell.len)
            kp_json_set_string(arena, out, column->member.data, kp_utf8_nfc(&a->scratch, cell));
    }
}

static void add_row(struct applying *a, const struct kp_import_row *row)
{
    struct kp_arena *arena = a->context.arena;
    const struct kp_field *table = a->import->table;
    bool figures = table->view == KP_VIEW_CUSTOMERS;
    struct kp_json *cells = kp_json_new_object(arena);
    const struct kp_json *key = value_of(a, row, a->taken[a->key->index]);
    struct old_row *old = find_by_id(a, row);
    if (!old)
        old = find_old(a, key_of(a, key));
    struct kp_str id =
        old ? kp_json_text(old->row, "id") : kp_row_index_new(a->ids, a->context.ids);
    kp_json_add(arena, cells, KP_STR("id"), kp_json_new_string(arena, id));
    for (size_t i = 0; i < table->column_count; i++) {
        const struct kp_field *column = &table->columns[i];
        const struct kp_json *value = NULL;
        if (column == a->key)
            value = key;
        else if (a->taken[i])
            value = value_of(a, row, a->taken[i]);
        else if (old && !(figures && column->type->kind == KP_TYPE_MONEY))
            value = kp_json_get_str(old->row, column->id);
        if (value && !column->calc)
            kp_json_add(arena, cells, column->id, value);
    }
    add_others(a, row, old ? old->row : NULL, cells);
    if (!old) {
        a->fresh[a->out->fresh++] = cells;
        return;
    }
    old->successor = cells;
    if (kp_json_equal(old->row, cells))
        a->out->same++;
    else
        a->out->changed++;
}

/* The index is for ids only. */
static struct kp_str no_key(const struct kp_field *field, const struct kp_json *row,
                            struct kp_arena *arena)
{
    (void)field;
    (void)row;
    (void)arena;
    return (struct kp_str){"", 0};
}

void kp_import_apply(struct kp_import *import, const struct kp_json *old,
                     const struct kp_import_options *options, struct kp_arena *arena,
                     struct kp_import_change *out)
{
    const struct kp_field *table = import->table;
    struct applying a = {
        .import = import, .options = options, .context = import->context, .out = out};
    struct kp_json *rows = kp_json_new_array(arena);
    *out = (struct kp_import_change){.value = rows};
    a.context.arena = arena;
    a.key = kp_field_column(table, kp_field_name_column(table));
    a.taken = kp_arena_alloc(&a.scratch, table->column_count * sizeof(struct kp_import_column *));
    for (size_t i = 0; i < table->column_count; i++)
        a.taken[i] = kp_import_of(import, &table->columns[i]);
    a.ids = kp_row_index_make(&a.scratch, old, table, no_key);
    a.fresh = kp_realloc_array(NULL, import->row_count + 1, sizeof(struct kp_json *));
    gather_old(&a, old);
    find_ids(&a);
    for (size_t i = 0; i < import->row_count; i++)
        if (!import->rows[i].bad)
            add_row(&a, &import->rows[i]);
    for (size_t i = 0; i < a.old_count; i++) {
        if (a.in_order[i]->successor) {
            kp_json_append(arena, rows, a.in_order[i]->successor);
        } else if (options->only_update) {
            out->same++;
            kp_json_append(arena, rows, a.in_order[i]->row);
        } else {
            out->gone++;
        }
    }
    for (size_t i = 0; i < out->fresh; i++)
        kp_json_append(arena, rows, a.fresh[i]);
    free(a.fresh);
    free(a.old);
    free(a.in_order);
    kp_arena_release(&a.scratch);
}

/* The new value has what stays in the order in which it was, and behind it what is new. */
void kp_import_differences(const struct kp_json *old, const struct kp_json *value,
                           struct kp_arena *arena, const struct kp_json **rows,
                           const struct kp_json **gone)
{
    struct kp_json *differing = kp_json_new_array(arena), *without = kp_json_new_array(arena);
    const struct kp_json *was = kp_json_first(old);
    KP_JSON_EACH(row, value)
    {
        struct kp_str id = kp_json_text(row, "id");
        for (; was && !kp_str_equal(kp_json_text(was, "id"), id); was = was->next)
            kp_json_append(arena, without, kp_json_new_string(arena, kp_json_text(was, "id")));
        if (!was || !kp_json_equal(was, row))
            kp_json_append(arena, differing, row);
        was = was ? was->next : NULL;
    }
    for (; was; was = was->next)
        kp_json_append(arena, without, kp_json_new_string(arena, kp_json_text(was, "id")));
    *rows = differing;
    *gone = without;
}
