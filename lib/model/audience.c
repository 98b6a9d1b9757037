// SPDX-License-Identifier: GPL-3.0-or-later
/* Who reads, and who is whose. */
#include "base/alloc.h"
#include "base/id.h"
#include "model/audience_internal.h"
#include "model/type.h"

#include <stdlib.h>

/* ---- sets of ids */

struct kp_id_set {
    struct kp_str *items; /* sorted */
    size_t count, cap;
};

static size_t place_in(const struct kp_id_set *set, struct kp_str id, bool *there)
{
    size_t low = 0, high = set->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = kp_str_compare(set->items[middle], id);
        if (order == 0) {
            *there = true;
            return middle;
        }
        *(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
    }
    *there = false;
    return low;
}

static void put_id(struct kp_audience *audience, struct kp_id_set *set, struct kp_str id)
{
    bool there;
    size_t at = place_in(set, id, &there);
    if (there)
        return;
    set->items = kp_grow(set->items, set->count, &set->cap, sizeof *set->items);
    for (size_t i = set->count++; i > at; i--)
        set->items[i] = set->items[i - 1];
    set->items[at] = kp_arena_str(&audience->arena, id);
}

static bool has_id(const struct kp_id_set *set, struct kp_str id)
{
    bool there;
    place_in(set, id, &there);
    return there;
}

/* ---- the audience */

/* Puts the names that the customer may read into `known`. */
static void know_people(struct kp_audience *audience)
{
    kp_people_release(&audience->known);
    for (size_t i = 0; audience->directory && i < audience->directory->count; i++) {
        const struct kp_person *person = &audience->directory->items[i];
        if (kp_audience_knows(audience, person->id))
            kp_people_put(&audience->known, person->id, person->name);
    }
}

void kp_audience_init(struct kp_audience *audience, enum kp_visibility visibility,
                      const struct kp_model *model, struct kp_people *people,
                      const struct kp_audience_card *card)
{
    *audience = (struct kp_audience){
        .visibility = visibility,
        .whole = model,
        .people = people,
        .arena = KP_ARENA_INIT,
        .names = KP_NAMES_INIT,
        .ours = kp_alloc(sizeof(struct kp_id_set)),
        .theirs = kp_alloc(sizeof(struct kp_id_set)),
        .directory = people,
        .known = KP_PEOPLE_INIT,
    };
    if (visibility == KP_VISIBLE_TEAM) {
        audience->model = *model;
        return;
    }
    kp_audience_reduce_model(audience);
    if (visibility != KP_VISIBLE_CUSTOMER)
        return;
    kp_names_add_people(&audience->names, people);
    kp_names_pass(&audience->names, card->name);
    kp_names_pass(&audience->names, card->company);
    if (card->kam.len)
        put_id(audience, audience->ours, card->kam);
    if (card->sponsor.len)
        put_id(audience, audience->ours, card->sponsor);
    audience->people = &audience->known;
    know_people(audience);
}

void kp_audience_release(struct kp_audience *audience)
{
    if (!audience->ours)
        return;
    free(audience->ours->items);
    free(audience->theirs->items);
    free(audience->ours);
    free(audience->theirs);
    kp_names_release(&audience->names);
    kp_people_release(&audience->known);
    kp_arena_release(&audience->arena);
    *audience = (struct kp_audience){0};
}

/* ---- who is whose */

static bool is_ours(const struct kp_field *column)
{
    const struct kp_field *table = column->table;
    if (kp_str_is(column->id, "ours"))
        return true;
    return table && ((kp_str_is(table->id, "team") && kp_str_is(column->id, "person")) ||
                     (kp_str_is(table->id, "stakeholders") && kp_str_is(column->id, "owner")));
}

/* A name where an id should be was typed into the file; it is somebody's all the same. */
static void meet_value(struct kp_audience *audience, struct kp_id_set *set,
                       const struct kp_json *value)
{
    if (!value)
        return;
    if (value->kind == KP_JSON_STRING && !kp_id_valid(value->text, 'p'))
        kp_names_add(&audience->names, value->text);
    else if (value->kind == KP_JSON_STRING && set)
        put_id(audience, set, value->text);
    KP_JSON_EACH(item, value)
    {
        meet_value(audience, set, item);
    }
}

static void meet_column(struct kp_audience *audience, const struct kp_field *column,
                        const struct kp_json *value)
{
    if (column->type->kind != KP_TYPE_PERSON && column->type->kind != KP_TYPE_PEOPLE)
        return;
    struct kp_id_set *set = kp_audience_is_theirs(column) ? audience->theirs
                            : is_ours(column)             ? audience->ours
                                                          : NULL;
    meet_value(audience, set, value);
}

void kp_audience_meet(struct kp_audience *audience, const struct kp_plan *plan)
{
    if (audience->visibility != KP_VISIBLE_CUSTOMER)
        return;
    for (size_t i = 0; i < audience->whole->field_count; i++) {
        const struct kp_field *field = &audience->whole->fields[i];
        const struct kp_answer *answer = kp_plan_get(plan, field->id);
        if (!answer || !answer->value)
            continue;
        meet_column(audience, field, answer->value);
        for (size_t j = 0; j < field->column_count; j++) {
            KP_JSON_EACH(row, answer->value)
            {
                meet_column(audience, &field->columns[j],
                            kp_json_get_str(row, field->columns[j].id));
            }
        }
    }
    know_people(audience);
}

bool kp_audience_knows(const struct kp_audience *audience, struct kp_str person)
{
    if (audience->visibility != KP_VISIBLE_CUSTOMER)
        return true;
    return has_id(audience->ours, person) && !has_id(audience->theirs, person);
}

bool kp_audience_may_read(struct kp_audience *audience, struct kp_str text, struct kp_str *who)
{
    struct kp_name_hit hit;
    if (audience->visibility != KP_VISIBLE_CUSTOMER || !kp_names_find(&audience->names, text, &hit))
        return true;
    if (who)
        *who = hit.name;
    return false;
}

static const char *const visibilities[] = {"team", "company", "customer"};

const char *kp_visibility_name(enum kp_visibility visibility)
{
    return visibilities[visibility];
}

bool kp_visibility_read(struct kp_str text, enum kp_visibility *out)
{
    for (size_t i = 0; i < sizeof visibilities / sizeof *visibilities; i++) {
        if (!kp_str_is(text, visibilities[i]))
            continue;
        *out = (enum kp_visibility)i;
        return true;
    }
    return false;
}
