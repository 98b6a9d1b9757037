// SPDX-License-Identifier: GPL-3.0-or-later
/* The document of `show --json`, as formats.md has it. */
#include "model/type.h"
#include "view/plan.h"

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
    if (!value || !crowd->found)
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

/* ---- answers */

static struct kp_json *answer_json(struct kp_calc *calc, const struct kp_field *field,
                                   const struct kp_answer *answer, struct kp_arena *arena)
{
    struct kp_json *object = kp_answer_json(answer, field, arena);
    if (!field || answer->inactive || field->type->kind != KP_TYPE_TABLE)
        return object;
    const struct kp_json *stored = kp_json_get(object, "value"), *row;
    if (kp_json_is_null(stored) || stored->kind != KP_JSON_ARRAY)
        return object;
    struct kp_json *rows = kp_json_new_array(arena);
    for (row = stored->first; row; row = row->next) {
        const struct kp_json *filled = kp_calc_row(calc, field, row);
        struct kp_json *ordered = kp_json_new_object(arena);
        if (filled->kind != KP_JSON_OBJECT) {
            kp_json_append(arena, rows, kp_json_copy(arena, filled));
            continue;
        }
        /* The order of the columns, with what is worked out in its place. */
        if (kp_json_get(filled, "id"))
            kp_json_set(arena, ordered, "id", kp_json_copy(arena, kp_json_get(filled, "id")));
        for (size_t i = 0; i < field->column_count; i++) {
            const struct kp_json *cell = kp_json_get_str(filled, field->columns[i].id);
            if (cell)
                kp_json_set(arena, ordered, field->columns[i].id.data, kp_json_copy(arena, cell));
        }
        KP_JSON_EACH(member, filled)
        {
            if (!kp_json_get_str(ordered, member->name))
                kp_json_set(arena, ordered, member->name.data, kp_json_copy(arena, member));
        }
        kp_json_append(arena, rows, ordered);
    }
    kp_json_set(arena, object, "value", rows);
    return object;
}

static struct kp_json *calculated_json(const struct kp_json *value, struct kp_arena *arena)
{
    struct kp_json *object = kp_json_new_object(arena);
    kp_json_set(arena, object, "value", kp_json_copy(arena, value));
    kp_json_set_bool(arena, object, "calculated", true);
    return object;
}

static void add_answer(struct kp_calc *calc, const struct kp_field *field, struct kp_json *answers,
                       struct kp_arena *arena)
{
    const struct kp_answer *answer = kp_plan_get(calc->plan, field->id);
    const struct kp_json *value = kp_calc_value(calc, field);
    if (field->calc && !kp_json_is_null(value))
        kp_json_set(arena, answers, field->id.data, calculated_json(value, arena));
    else if (!field->calc && answer)
        kp_json_set(arena, answers, field->id.data, answer_json(calc, field, answer, arena));
}

static struct kp_json *answers_json(struct kp_calc *calc, const struct kp_field *only,
                                    struct kp_arena *arena)
{
    struct kp_json *answers = kp_json_new_object(arena);
    if (only) {
        add_answer(calc, only, answers, arena);
        return answers;
    }
    for (size_t i = 0; i < calc->model->field_count; i++)
        add_answer(calc, &calc->model->fields[i], answers, arena);
    for (size_t i = 0; i < calc->plan->count; i++) {
        const struct kp_answer *answer = &calc->plan->answers[i];
        if (!kp_model_field(calc->model, answer->field))
            kp_json_set(arena, answers, kp_arena_str(arena, answer->field).data,
                        answer_json(calc, NULL, answer, arena));
    }
    return answers;
}

static struct kp_json *signed_json(struct kp_str by, struct kp_arena *arena)
{
    if (by.len == 0)
        return kp_json_new_null(arena);
    struct kp_json *object = kp_json_new_object(arena);
    kp_json_set_string(arena, object, "by", by);
    return object;
}

/* A text, or null where there is none: nothing has been recorded yet. */
static void set_known(struct kp_json *object, const char *name, struct kp_str text,
                      struct kp_arena *arena)
{
    kp_json_set(arena, object, name,
                text.len ? kp_json_new_string(arena, text) : kp_json_new_null(arena));
}

static void add_revision(struct kp_json *document, const struct kp_plan_head *head,
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
}

struct kp_json *kp_view_plan_json(struct kp_calc *calc, const struct kp_plan_head *head,
                                  const struct kp_field *only, const struct kp_people *people,
                                  struct kp_arena *arena)
{
    struct kp_json *document = kp_json_new_object(arena);
    struct crowd crowd = {.people = people, .arena = arena};
    kp_json_set_string(arena, document, "account", head->account);
    kp_json_set_string(arena, document, "name", head->name);
    add_revision(document, head, arena);
    kp_json_set(arena, document, "signed", signed_json(head->signed_by, arena));
    struct kp_json *answers = answers_json(calc, only, arena);
    kp_json_set(arena, document, "answers", answers);
    if (people && people->count)
        crowd.found = kp_arena_alloc(arena, people->count * sizeof *crowd.found);
    look_for_people(&crowd, answers);
    kp_json_set(arena, document, "people", people_json(&crowd));
    return document;
}
