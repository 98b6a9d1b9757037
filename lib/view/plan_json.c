// SPDX-License-Identifier: GPL-3.0-or-later
/* The document of `show --json`, as formats.md has it. */
#include "compare/contacts.h"
#include "model/type.h"
#include "view/json_parts.h"
#include "view/selection.h"

/* ---- answers */

static struct kp_json *answer_json(struct kp_calc *calc, const struct kp_field *field,
                                   const struct kp_answer *answer, struct kp_arena *arena)
{
    struct kp_json *object = kp_answer_json(answer, field, arena);
    if (!field || answer->inactive || field->type->kind != KP_TYPE_TABLE)
        return object;
    const struct kp_json *stored = kp_json_get(object, "value");
    if (kp_json_is_null(stored) || stored->kind != KP_JSON_ARRAY)
        return object;
    struct kp_json *rows = kp_json_new_array(arena);
    KP_JSON_EACH(row, stored)
    {
        kp_json_append(arena, rows, kp_view_row_json(field, kp_calc_row(calc, field, row), arena));
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

struct kp_json *kp_view_plan_json(struct kp_calc *calc, const struct kp_plan_head *head,
                                  const struct kp_field *only, const struct kp_people *people,
                                  struct kp_arena *arena)
{
    struct kp_json *document = kp_json_new_object(arena);
    struct kp_contact_map map;
    struct kp_selection selection;
    kp_json_set_string(arena, document, "account", head->account);
    kp_json_set_string(arena, document, "name", head->name);
    kp_view_head_json(document, head, arena);
    struct kp_json *answers = answers_json(calc, only, arena);
    kp_json_set(arena, document, "answers", answers);
    if (only && only->view == KP_VIEW_CONTACTS && kp_contact_map_read(&map, calc))
        kp_json_set(arena, document, "contact_map", kp_contact_map_json(&map, arena));
    if ((!only || kp_selection_has(only->id)) && kp_selection_make(calc, arena, &selection))
        kp_json_set(arena, document, "selection", kp_view_selection_json(&selection, arena));
    kp_json_set(arena, document, "people", kp_view_people_json(people, document, arena));
    return document;
}
