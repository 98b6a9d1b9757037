// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/store_internal.h"

#include <stdlib.h>
#include <string.h>

void store_ids_add(struct store_ids *ids, const git_oid *id)
{
    ids->items = kp_grow(ids->items, ids->count, &ids->cap, sizeof *ids->items);
    ids->items[ids->count++] = *id;
}

/* Where `id` is or would be: ids are hashes already. The number of slots is a power of two. */
static size_t *find_slot(const struct store_set *set, const git_oid *id)
{
    size_t at;
    memcpy(&at, id->id, sizeof at);
    for (at &= set->slot_count - 1; set->slots[at]; at = (at + 1) & (set->slot_count - 1))
        if (git_oid_equal(&set->ids.items[set->slots[at] - 1], id))
            break;
    return &set->slots[at];
}

bool store_set_add(struct store_set *set, const git_oid *id, size_t *index)
{
    if (set->ids.count * 2 >= set->slot_count) {
        set->slot_count = set->slot_count ? set->slot_count * 2 : 64;
        free(set->slots);
        set->slots = kp_alloc(set->slot_count * sizeof *set->slots);
        for (size_t i = 0; i < set->ids.count; i++)
            *find_slot(set, &set->ids.items[i]) = i + 1;
    }
    size_t *slot = find_slot(set, id);
    bool fresh = *slot == 0;
    if (fresh) {
        store_ids_add(&set->ids, id);
        *slot = set->ids.count;
    }
    *index = *slot - 1;
    return fresh;
}

bool store_set_find(const struct store_set *set, const git_oid *id, size_t *index)
{
    if (!set->slot_count)
        return false;
    size_t slot = *find_slot(set, id);
    if (slot)
        *index = slot - 1;
    return slot != 0;
}

void store_set_release(struct store_set *set)
{
    free(set->slots);
    free(set->ids.items);
    memset(set, 0, sizeof *set);
}
