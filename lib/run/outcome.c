// SPDX-License-Identifier: GPL-3.0-or-later
/* What a session amounts to: the plan it would make, its outcomes, its last checks. */

#include "base/text.h"
#include "run/session_internal.h"

#include <stdlib.h>

void session_forget_derived(struct kp_session *s)
{
    if (s->derived.have_plan)
        kp_plan_release(&s->derived.plan);
    kp_arena_release(&s->derived.arena);
    s->derived = (struct derived){.arena = KP_ARENA_INIT};
}

static bool is_changed(struct kp_session *s, const struct kp_field *field)
{
    return !kp_json_equal(session_value(s, field), session_base_value(s, field));
}

/* The answer that the session gives for a field, without the session's name. */
static struct kp_answer make_answer(struct kp_session *s, const struct kp_field *field)
{
    const struct entry *entry = session_entry(s, field);
    const struct kp_answer *base = kp_plan_get(s->setup.base, field->id);
    struct kp_answer answer = {.field = field->id};
    bool changed = is_changed(s, field);
    if (base)
        answer.document = base->document;
    answer.value = session_value(s, field);
    answer.cycle = s->header.cycle;
    answer.state = !base || !base->value ? KP_ANSWER_NEW
                   : changed             ? KP_ANSWER_CHANGED
                                         : KP_ANSWER_CONFIRMED;
    /* What was kept is still said by whom it was said by, unless somebody says it anew. */
    answer.said_by = entry->said_by ? entry->said_by : base && !changed ? base->said_by : NULL;
    answer.basis = entry->basis != KP_BASIS_NONE ? entry->basis
                   : base && !changed            ? base->basis
                                                 : KP_BASIS_NONE;
    return answer;
}

static bool is_touched(struct kp_session *s, const struct kp_field *field)
{
    const struct entry *entry = session_entry(s, field);
    return entry->answered || (entry->value && is_changed(s, field));
}

const struct kp_plan *kp_session_plan(struct kp_session *s)
{
    struct derived *derived = &s->derived;
    if (derived->have_plan)
        return &derived->plan;
    kp_plan_init(&derived->plan, &derived->arena);
    kp_plan_copy(&derived->plan, s->setup.base);
    derived->plan.arena = &derived->arena;
    derived->have_plan = true;
    for (size_t i = 0; i < s->setup.model->field_count; i++) {
        const struct kp_field *field = &s->setup.model->fields[i];
        if (!is_touched(s, field))
            continue;
        struct kp_answer answer = make_answer(s, field);
        if (kp_json_is_null(answer.value))
            kp_plan_remove(&derived->plan, field->id);
        else
            kp_plan_put(&derived->plan, &answer);
    }
    return &derived->plan;
}

struct kp_calc *kp_session_calc(struct kp_session *s)
{
    struct derived *derived = &s->derived;
    if (!derived->have_calc) {
        kp_calc_init(&derived->calc, s->setup.model, kp_session_plan(s), s->setup.previous,
                     s->header.date, &derived->arena);
        derived->have_calc = true;
    }
    return &derived->calc;
}

static enum kp_outcome_state outcome_state(struct kp_session *s, const struct kp_field *field)
{
    const struct entry *entry = session_entry(s, field);
    bool was = !kp_json_is_null(session_base_value(s, field));
    bool is = !kp_json_is_null(session_value(s, field));
    if (!is_touched(s, field))
        return entry->skipped ? KP_OUTCOME_SKIPPED : KP_OUTCOME_OPEN;
    if (!is)
        return was ? KP_OUTCOME_DROPPED : KP_OUTCOME_SKIPPED;
    if (!was)
        return KP_OUTCOME_NEW;
    return is_changed(s, field) ? KP_OUTCOME_CHANGED : KP_OUTCOME_CONFIRMED;
}

static struct kp_outcome make_outcome(struct kp_session *s, const struct kp_field *field)
{
    const struct entry *entry = session_entry(s, field);
    struct kp_outcome outcome = {
        .field = field,
        .state = outcome_state(s, field),
        .value = &kp_json_null,
        .before = kp_plan_get(s->setup.base, field->id),
        .said_by = entry->said_by,
        .basis = entry->basis,
    };
    if (outcome.state <= KP_OUTCOME_CONFIRMED)
        outcome.value = session_value(s, field);
    return outcome;
}

const struct kp_outcome *kp_session_outcomes(struct kp_session *s, size_t *count)
{
    const struct kp_script *script = s->setup.script;
    struct kp_arena *arena = &s->derived.arena;
    size_t fields = s->setup.model->field_count;
    struct kp_outcome *all = kp_arena_alloc(arena, (fields + 1) * sizeof *all);
    bool *listed = kp_arena_alloc(arena, fields + 1);
    struct kp_buf number = KP_BUF_INIT;

    *count = 0;
    for (size_t i = 0; i < script->section_count; i++) {
        for (size_t j = 0; j < script->sections[i].step_count; j++) {
            const struct kp_step *step = &script->sections[i].steps[j];
            if (!session_step_asks(step) || !session_step_applies(s, step))
                continue;
            kp_buf_clear(&number);
            session_number(s, i, j, &number);
            all[*count] = make_outcome(s, step->field);
            all[*count].number = kp_arena_str(arena, kp_buf_str(&number));
            (*count)++;
            listed[step->field->index] = true;
        }
    }
    kp_buf_release(&number);
    for (size_t i = 0; i < fields; i++)
        if (!listed[i] && is_touched(s, &s->setup.model->fields[i]))
            all[(*count)++] = make_outcome(s, &s->setup.model->fields[i]);
    return all;
}

/* Whether a field's question does not apply now; a field the script does not ask keeps what it has. */
static bool is_inactive(struct kp_session *s, const struct kp_field *field, bool otherwise)
{
    size_t section, step;
    if (!session_find_field(s, field, &section, &step))
        return otherwise;
    return !session_step_applies(s, &s->setup.script->sections[section].steps[step]);
}

const struct kp_answer *kp_session_answers(struct kp_session *s, struct kp_str session_name,
                                           size_t *count)
{
    const struct kp_model *model = s->setup.model;
    struct kp_answer *all =
        kp_arena_alloc(&s->derived.arena, (model->field_count + 1) * sizeof *all);
    *count = 0;
    for (size_t i = 0; i < model->field_count; i++) {
        const struct kp_field *field = &model->fields[i];
        const struct kp_answer *base = kp_plan_get(s->setup.base, field->id);
        bool was_inactive = base && base->inactive;
        bool inactive = is_inactive(s, field, was_inactive);
        struct kp_answer answer;
        if (is_touched(s, field)) {
            answer = make_answer(s, field);
            answer.session = session_name;
            if (kp_json_is_null(answer.value)) {
                if (!base)
                    continue;
                answer.value = NULL;
            }
        } else if (base && inactive != was_inactive) {
            answer = *base;
        } else {
            continue;
        }
        answer.inactive = inactive;
        all[(*count)++] = answer;
    }
    return all;
}

static void check_step(struct kp_session *s, const struct kp_step *step, size_t i, size_t j,
                       struct kp_faults *faults)
{
    const struct kp_field *field = step->field;
    const struct kp_json *value = session_value(s, field);
    struct kp_place place = {.file = field->id};
    struct kp_str label = kp_words_get(&field->label, s->setup.lang);
    struct kp_buf number = KP_BUF_INIT;

    session_number(s, i, j, &number);
    if (step->required && kp_json_is_null(value))
        kp_faults_add(faults, KP_FAULT_ERROR, place, _("%s %.*s needs an answer: /goto %s"),
                      number.data, KP_STR_ARG(label), number.data);
    size_t row_number = 0;
    if (session_has_rows(field) && is_touched(s, field))
        KP_JSON_EACH(row, value)
        {
            const struct kp_field *missing = session_row_missing(field, row);
            row_number++;
            if (missing)
                kp_faults_add(faults, KP_FAULT_ERROR, place,
                              _("%s %.*s: row %zu has no \"%.*s\": /goto %s"), number.data,
                              KP_STR_ARG(label), row_number,
                              KP_STR_ARG(kp_words_get(&missing->label, s->setup.lang)),
                              number.data);
        }
    kp_buf_release(&number);
}

enum kp_status kp_session_check(struct kp_session *s, struct kp_faults *faults)
{
    const struct kp_script *script = s->setup.script;
    for (size_t i = 0; i < script->section_count; i++)
        for (size_t j = 0; j < script->sections[i].step_count; j++) {
            const struct kp_step *step = &script->sections[i].steps[j];
            if (session_step_asks(step) && session_step_applies(s, step))
                check_step(s, step, i, j, faults);
        }
    return faults->errors ? KP_INVALID : KP_OK;
}
