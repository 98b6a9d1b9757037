// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/json_parts.h"

#include "model/type.h"

#include <stdlib.h>

/* The people who appear in what is written, by id. */
struct crowd {
    const struct kp_people *people;
    const struct kp_person **found;
    size_t count;
    struct kp_arena *arena;
};

static void meet(struct crowd *crowd, struct kp_str id)
{
    const struct kp_person *person = kp_people_by_id(crowd->people, id);
    for (size_t i = 0; i < crowd->count && person; i++)
        if (crowd->found[i] == person)
            person = NULL;
    if (person)
        crowd->found[crowd->count++] = person;
}

/* A string of the form of an id is one: names stand nowhere but in the directory. */
static void look_for_people(struct crowd *crowd, const struct kp_json *value)
{
    if (!value)
        return;
    if (value->kind == KP_JSON_STRING && kp_id_valid(value->text, 'p'))
        meet(crowd, value->text);
    KP_JSON_EACH(child, value)
    {
        look_for_people(crowd, child);
    }
}

static int by_id(const void *a, const void *b)
{
    const struct kp_person *const *left = a, *const *right = b;
    return kp_str_compare((*left)->id, (*right)->id);
}

static struct kp_json *people_json(struct crowd *crowd)
{
    struct kp_json *people = kp_json_new_object(crowd->arena);
    if (crowd->count)
        qsort(crowd->found, crowd->count, sizeof *crowd->found, by_id);
    for (size_t i = 0; i < crowd->count; i++) {
        struct kp_json *person = kp_json_new_object(crowd->arena);
        kp_json_set_string(crowd->arena, person, "name", crowd->found[i]->name);
        kp_json_set(crowd->arena, people, crowd->found[i]->id.data, person);
    }
    return people;
}

struct kp_json *kp_view_people_json(const struct kp_people *people, const struct kp_json *written,
                                    struct kp_arena *arena)
{
    struct crowd crowd = {.people = people, .arena = arena};
    if (people && people->count) {
        crowd.found = kp_arena_alloc(arena, people->count * sizeof *crowd.found);
        look_for_people(&crowd, written);
    }
    return people_json(&crowd);
}

/* ---- the revision */

/* A text, or null where there is none: nothing has been recorded yet. */
static void set_known(struct kp_json *object, const char *name, struct kp_str text,
                      struct kp_arena *arena)
{
    kp_json_set(arena, object, name,
                text.len ? kp_json_new_string(arena, text) : kp_json_new_null(arena));
}

void kp_view_head_json(struct kp_json *document, const struct kp_plan_head *head,
                       struct kp_arena *arena)
{
    struct kp_buf text = KP_BUF_INIT;
    set_known(document, "revision", head->revision, arena);
    if (head->revision.len)
        kp_cycle_print(&text, head->cycle);
    set_known(document, "cycle", kp_buf_str(&text), arena);
    kp_buf_clear(&text);
    if (head->revision.len && kp_date_valid(head->date))
        kp_date_print(&text, head->date);
    set_known(document, "date", kp_buf_str(&text), arena);
    kp_buf_release(&text);
    kp_json_set(arena, document, "signed", head->signed_json);
}

/* ---- rows */

struct kp_json *kp_view_row_json(const struct kp_field *field, const struct kp_json *row,
                                 struct kp_arena *arena)
{
    if (row->kind != KP_JSON_OBJECT)
        return kp_json_copy(arena, row);
    struct kp_json *ordered = kp_json_new_object(arena);
    if (kp_json_get(row, "id"))
        kp_json_set(arena, ordered, "id", kp_json_copy(arena, kp_json_get(row, "id")));
    for (size_t i = 0; i < field->column_count; i++) {
        const struct kp_json *cell = kp_json_get_str(row, field->columns[i].id);
        if (cell)
            kp_json_set(arena, ordered, field->columns[i].id.data, kp_json_copy(arena, cell));
    }
    KP_JSON_EACH(member, row)
    {
        if (!kp_json_get_str(ordered, member->name))
            kp_json_set(arena, ordered, member->name.data, kp_json_copy(arena, member));
    }
    return ordered;
}
