// SPDX-License-Identifier: GPL-3.0-or-later
/* The identity of rows and items: which new row is which old one. */
#include "model/type_internal.h"

#include <stdint.h>
#include <stdlib.h>

struct entry {
    struct kp_str id, key;
    const struct kp_json *row; /* of the old value; NULL: an id of the new value only */
    size_t place;
    bool taken;
};

struct kp_row_index {
    struct kp_arena *arena;
    struct entry **slots; /* by id, open addressing; a power of two, at most half full */
    size_t slot_count, used;
    struct entry **by_key; /* the old rows that have a key, sorted by it, then by place */
    size_t key_count;
};

static uint64_t hash(struct kp_str id)
{
    uint64_t value = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < id.len; i++)
        value = (value ^ (unsigned char)id.data[i]) * 1099511628211u;
    return value ^ (value >> 32);
}

static struct entry **slot_of(const struct kp_row_index *index, struct kp_str id)
{
    size_t at = (size_t)hash(id) & (index->slot_count - 1);
    while (index->slots[at] && !kp_str_equal(index->slots[at]->id, id))
        at = (at + 1) & (index->slot_count - 1);
    return &index->slots[at];
}

static void grow(struct kp_row_index *index)
{
    struct entry **old = index->slots;
    size_t count = index->slot_count;
    index->slot_count = count ? count * 2 : 64;
    index->slots = kp_arena_alloc(index->arena, index->slot_count * sizeof *index->slots);
    for (size_t i = 0; i < count; i++)
        if (old[i])
            *slot_of(index, old[i]->id) = old[i];
}

/* The entry of that id, made when there is none. */
static struct entry *entry_of(struct kp_row_index *index, struct kp_str id)
{
    if ((index->used + 1) * 2 > index->slot_count)
        grow(index);
    struct entry **slot = slot_of(index, id);
    if (!*slot) {
        *slot = kp_arena_alloc(index->arena, sizeof **slot);
        (*slot)->id = kp_arena_str(index->arena, id);
        index->used++;
    }
    return *slot;
}

static int compare_keys(const struct entry *a, const struct entry *b)
{
    int order = kp_str_compare(a->key, b->key);
    return order ? order : (a->place > b->place) - (a->place < b->place);
}

static int by_key(const void *a, const void *b)
{
    const struct entry *const *left = a, *const *right = b;
    return compare_keys(*left, *right);
}

struct kp_row_index *
kp_row_index_make(struct kp_arena *arena, const struct kp_json *old, const struct kp_field *field,
                  struct kp_str (*key)(const struct kp_field *field, const struct kp_json *row,
                                       struct kp_arena *arena))
{
    struct kp_row_index *index = kp_arena_alloc(arena, sizeof *index);
    index->arena = arena;
    grow(index);
    if (!old || old->kind != KP_JSON_ARRAY)
        return index;
    index->by_key = kp_arena_alloc(arena, (old->count + 1) * sizeof *index->by_key);
    size_t place = 0;
    KP_JSON_EACH(row, old)
    {
        struct kp_str id = kp_json_text(row, "id");
        if (row->kind != KP_JSON_OBJECT || id.len == 0 || kp_row_index_row(index, id))
            continue;
        struct entry *entry = entry_of(index, id);
        entry->row = row;
        entry->key = key(field, row, arena);
        entry->place = place++;
        if (entry->key.len)
            index->by_key[index->key_count++] = entry;
    }
    qsort(index->by_key, index->key_count, sizeof *index->by_key, by_key);
    return index;
}

bool kp_row_index_claim(struct kp_row_index *index, struct kp_str id)
{
    struct entry *entry = entry_of(index, id);
    bool free = !entry->taken;
    entry->taken = true;
    return free;
}

const struct kp_json *kp_row_index_row(const struct kp_row_index *index, struct kp_str id)
{
    const struct entry *entry = *slot_of(index, id);
    return entry ? entry->row : NULL;
}

struct kp_str kp_row_index_find(struct kp_row_index *index, struct kp_str key)
{
    size_t low = 0, high = index->key_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (kp_str_compare(index->by_key[middle]->key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < index->key_count && kp_str_equal(index->by_key[low]->key, key); low++) {
        struct entry *entry = index->by_key[low];
        if (entry->taken)
            continue;
        entry->taken = true;
        return entry->id;
    }
    return (struct kp_str){NULL, 0};
}

struct kp_str kp_row_index_new(struct kp_row_index *index, struct kp_ids *ids)
{
    char id[KP_ID_SIZE];
    do
        kp_id_make(ids, 'r', id);
    while (*slot_of(index, kp_str_from(id)));
    struct entry *entry = entry_of(index, kp_str_from(id));
    entry->taken = true;
    return entry->id;
}

static enum kp_status check_row(const struct kp_json *row, struct kp_row_index *seen,
                                struct kp_err *err)
{
    if (row->kind != KP_JSON_OBJECT)
        return kp_type_wrong_kind(_("an object such as {\"id\": \"r-8w2m4c\", …}"), row, err);
    struct kp_str id = kp_json_text(row, "id");
    if (!kp_id_valid(id, 'r'))
        return kp_err_set(err, KP_INVALID, _("needs an \"id\" such as \"r-8w2m4c\""));
    if (!kp_row_index_claim(seen, id))
        return kp_err_set(err, KP_INVALID, _("the id %s is that of another row too"), id.data);
    return KP_OK;
}

enum kp_status kp_rows_check(const struct kp_json *value, struct kp_err *err)
{
    if (value->kind != KP_JSON_ARRAY)
        return kp_type_wrong_kind(_("a list"), value, err);
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_row_index *seen = kp_row_index_make(&arena, NULL, NULL, NULL);
    enum kp_status status = KP_OK;
    size_t place = 0;
    KP_JSON_EACH(row, value)
    {
        place++;
        status = check_row(row, seen, err);
        if (!status)
            continue;
        kp_err_prefix(err, _("row %zu"), place);
        break;
    }
    kp_arena_release(&arena);
    return status;
}
