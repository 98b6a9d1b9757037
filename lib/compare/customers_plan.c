// SPDX-License-Identifier: GPL-3.0-or-later
/* The customers of a plan, now and in the cycle before. */
#include "compare/customers.h"
#include "model/type.h"

static const struct kp_field *customers_field(const struct kp_model *model)
{
    for (size_t i = 0; i < model->field_count; i++)
        if (model->fields[i].view == KP_VIEW_CUSTOMERS &&
            model->fields[i].type->kind == KP_TYPE_TABLE && model->fields[i].key.len)
            return &model->fields[i];
    return NULL;
}

/* An answer of the plan or of the one before, without working anything out: rows are many. */
static const struct kp_answer *answer_of(const struct kp_calc *calc, const struct kp_field *field,
                                         bool before)
{
    const struct kp_answer *answer = NULL;
    if (!field)
        return NULL;
    if (!before)
        answer = kp_plan_get(calc->plan, field->id);
    else if (calc->previous)
        answer = kp_plan_get(calc->previous, field->id);
    else if (calc->previous_answer)
        answer = calc->previous_answer(calc->context, field);
    return answer && answer->value && !answer->inactive ? answer : NULL;
}

static const struct kp_json *rows_of(const struct kp_calc *calc, const char *id, bool before)
{
    const struct kp_field *field = kp_model_field(calc->model, kp_str_from(id));
    const struct kp_answer *answer = answer_of(calc, field, before);
    return answer ? answer->value : NULL;
}

bool kp_customers_of(const struct kp_calc *calc, const struct kp_json *value,
                     const struct kp_json *groups_value, struct kp_customers *out)
{
    const struct kp_field *field = customers_field(calc->model);
    const struct kp_answer *answer = answer_of(calc, field, false);
    const struct kp_json *rows = value ? value : answer ? answer->value : NULL;
    if (!field || kp_json_is_null(rows) || !rows->count)
        return false;
    kp_customers_init(out, field);
    kp_customers_read(out, rows);
    kp_customers_place(out, groups_value ? groups_value : rows_of(calc, "groups", false),
                       rows_of(calc, "groups.moved", false));
    return true;
}

bool kp_customers_before(const struct kp_calc *calc, struct kp_customers *out,
                         struct kp_cycle *cycle)
{
    const struct kp_field *field = customers_field(calc->model);
    const struct kp_answer *answer = answer_of(calc, field, true);
    const struct kp_answer *now = answer_of(calc, field, false);
    if (!answer || answer->value->kind != KP_JSON_ARRAY || !answer->value->count)
        return false;
    if (now && kp_str_equal(now->session, answer->session)) /* nothing was read in since */
        return false;
    kp_customers_init(out, field);
    kp_customers_read(out, answer->value);
    kp_customers_place(out, rows_of(calc, "groups", true), rows_of(calc, "groups.moved", true));
    *cycle = answer->cycle;
    return true;
}
