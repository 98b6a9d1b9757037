// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/define.h"
#include "model/field.h"

const struct kp_field *kp_model_field(const struct kp_model *model, struct kp_str id)
{
    size_t low = 0, high = id.len ? model->field_count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = kp_str_compare(model->by_id[middle]->id, id);
        if (order == 0)
            return model->by_id[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct kp_field *kp_model_field_was(const struct kp_model *model, struct kp_str id)
{
    const struct kp_field *field = kp_model_field(model, id);
    for (size_t i = 0; !field && i < model->field_count; i++)
        for (size_t j = 0; j < model->fields[i].was_count; j++)
            if (kp_str_equal(model->fields[i].was[j], id))
                return &model->fields[i];
    return field;
}

const struct kp_field *kp_field_column(const struct kp_field *table, struct kp_str id)
{
    for (size_t i = 0; id.len && i < table->column_count; i++)
        if (kp_str_equal(table->columns[i].id, id))
            return &table->columns[i];
    return NULL;
}

struct kp_str kp_field_name_column(const struct kp_field *field)
{
    if (field->key.len)
        return field->key;
    return field->column_count ? field->columns[0].id : KP_STR("text");
}

const struct kp_group *kp_model_group(const struct kp_model *model, struct kp_str id)
{
    for (size_t i = 0; i < model->group_count; i++)
        if (kp_str_equal(model->groups[i].id, id))
            return &model->groups[i];
    return NULL;
}

const struct kp_choice *kp_field_choice(const struct kp_field *field, struct kp_str id)
{
    for (size_t i = 0; i < field->choice_count; i++)
        if (kp_str_equal(field->choices[i].id, id))
            return &field->choices[i];
    return NULL;
}

const struct kp_scale_step *kp_scale_at(const struct kp_scale *scale, int64_t value)
{
    for (size_t i = 0; i < scale->count; i++)
        if (scale->steps[i].value == value)
            return &scale->steps[i];
    return NULL;
}

const struct kp_quadrant *kp_field_quadrant(const struct kp_field *field, int64_t x, int64_t y)
{
    for (size_t i = 0; i < field->quadrant_count; i++) {
        const struct kp_quadrant *q = &field->quadrants[i];
        if (x >= q->x_min && x <= q->x_max && y >= q->y_min && y <= q->y_max)
            return q;
    }
    return NULL;
}

struct kp_str kp_model_suggest(const struct kp_model *model, struct kp_str id)
{
    struct kp_str nearest = {"", 0};
    size_t least = SIZE_MAX, distance;
    for (size_t i = 0; i < model->field_count; i++) {
        if (kp_define_near(id, model->fields[i].id, &distance) && distance < least) {
            least = distance;
            nearest = model->fields[i].id;
        }
    }
    return nearest;
}
