// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plan.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

void kp_plan_init(struct kp_plan *plan, struct kp_arena *arena)
{
    *plan = (struct kp_plan){.arena = arena};
}

void kp_plan_release(struct kp_plan *plan)
{
    if (!plan)
        return;
    free(plan->answers);
    *plan = (struct kp_plan){.arena = plan->arena};
}

/* Where the field's answer is, or would be; whether it is there. */
static bool find(const struct kp_plan *plan, struct kp_str field, size_t *at)
{
    size_t low = 0, high = plan->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = kp_str_compare(plan->answers[middle].field, field);
        if (order == 0) {
            *at = middle;
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *at = low;
    return false;
}

const struct kp_answer *kp_plan_get(const struct kp_plan *plan, struct kp_str field)
{
    size_t at;
    return find(plan, field, &at) ? &plan->answers[at] : NULL;
}

bool kp_plan_walk_next(struct kp_plan_walk *walk, const struct kp_answer **before,
                       const struct kp_answer **after)
{
    const struct kp_answer *old =
        walk->i < walk->before->count ? &walk->before->answers[walk->i] : NULL;
    const struct kp_answer *now =
        walk->j < walk->after->count ? &walk->after->answers[walk->j] : NULL;
    if (!old && !now)
        return false;
    int order = !old ? 1 : !now ? -1 : kp_str_compare(old->field, now->field);
    *before = order <= 0 ? old : NULL;
    *after = order >= 0 ? now : NULL;
    walk->i += *before != NULL;
    walk->j += *after != NULL;
    return true;
}

void kp_plan_put(struct kp_plan *plan, const struct kp_answer *answer)
{
    struct kp_answer copy = *answer; /* it may stand in this very plan */
    size_t at;
    if (!find(plan, copy.field, &at)) {
        plan->answers = kp_grow(plan->answers, plan->count, &plan->cap, sizeof *plan->answers);
        memmove(plan->answers + at + 1, plan->answers + at,
                (plan->count - at) * sizeof *plan->answers);
        plan->count++;
    }
    plan->answers[at] = copy;
}

void kp_plan_remove(struct kp_plan *plan, struct kp_str field)
{
    size_t at;
    if (!find(plan, field, &at))
        return;
    plan->count--;
    memmove(plan->answers + at, plan->answers + at + 1, (plan->count - at) * sizeof *plan->answers);
}

void kp_plan_copy(struct kp_plan *to, const struct kp_plan *from)
{
    kp_plan_init(to, from->arena);
    if (!from->count)
        return;
    to->answers = kp_realloc_array(NULL, from->count, sizeof *to->answers);
    memcpy(to->answers, from->answers, from->count * sizeof *to->answers);
    to->count = from->count;
    to->cap = from->count;
}

void kp_plan_rename_fields(struct kp_plan *plan, const struct kp_model *model)
{
    for (size_t i = 0; i < model->field_count; i++) {
        const struct kp_field *field = &model->fields[i];
        for (size_t j = 0; j < field->was_count; j++) {
            const struct kp_answer *old = kp_plan_get(plan, field->was[j]);
            if (!old || kp_plan_get(plan, field->id) || kp_model_field(model, field->was[j]))
                continue;
            struct kp_answer renamed = *old;
            kp_plan_remove(plan, field->was[j]);
            renamed.field = field->id;
            kp_plan_put(plan, &renamed);
        }
    }
}
