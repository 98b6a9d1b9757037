// SPDX-License-Identifier: GPL-3.0-or-later
/* What a session comes to: its outcomes, the answers to record, and the last checks. */

#include "base/text.h"
#include "run/session_internal.h"

static enum kp_outcome_state outcome_state(struct kp_session *s, const struct kp_field *field)
{
    bool was = !kp_json_is_null(session_base_value(s, field));
    bool is = !kp_json_is_null(session_value(s, field));
    if (!session_is_touched(s, field))
        return session_entry(s, field)->skipped ? KP_OUTCOME_SKIPPED : KP_OUTCOME_OPEN;
    if (!is)
        return was ? KP_OUTCOME_DROPPED : KP_OUTCOME_SKIPPED;
    if (!was)
        return KP_OUTCOME_NEW;
    return session_is_changed(s, field) ? KP_OUTCOME_CHANGED : KP_OUTCOME_CONFIRMED;
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

static struct kp_str number_of(const struct kp_session *s, size_t section, size_t step,
                               struct kp_arena *arena)
{
    struct kp_buf number = KP_BUF_INIT;
    session_number(s, section, step, &number);
    struct kp_str copy = kp_arena_str(arena, kp_buf_str(&number));
    kp_buf_release(&number);
    return copy;
}

/* A table that is reviewed and asked counts where it is asked. */
bool session_is_asked_elsewhere(const struct kp_session *s, const struct kp_step *step)
{
    size_t section, j;
    return step->kind == KP_STEP_REVIEW && session_find_field(s, step->field, &section, &j) &&
           &s->setup.script->sections[section].steps[j] != step;
}

const struct kp_outcome *kp_session_outcomes(struct kp_session *s, size_t *count)
{
    const struct kp_script *script = s->setup.script;
    struct kp_arena *arena = &s->derived.arena;
    size_t fields = s->setup.model->field_count;
    struct kp_outcome *all = kp_arena_alloc(arena, (fields + 1) * sizeof *all);
    bool *listed = kp_arena_alloc(arena, fields + 1);

    *count = 0;
    for (size_t i = 0; i < script->section_count; i++) {
        for (size_t j = 0; j < script->sections[i].step_count; j++) {
            const struct kp_step *step = &script->sections[i].steps[j];
            if (!session_step_asks(step) || !session_step_applies(s, step) ||
                listed[step->field->index] || session_is_asked_elsewhere(s, step))
                continue;
            struct kp_str number = number_of(s, i, j, arena);
            const struct kp_field *asked[] = {step->field, step->evidence};
            for (size_t k = 0; k < 2; k++) {
                if (!asked[k] || listed[asked[k]->index] || !kp_session_may_show(s, asked[k]))
                    continue;
                all[*count] = make_outcome(s, asked[k]);
                all[(*count)++].number = number;
                listed[asked[k]->index] = true;
            }
        }
    }
    for (size_t i = 0; i < fields; i++)
        if (!listed[i] && session_is_touched(s, &s->setup.model->fields[i]))
            all[(*count)++] = make_outcome(s, &s->setup.model->fields[i]);
    return all;
}

/* Whether the session has something to record about a field; then what. */
static bool to_record(struct kp_session *s, const struct kp_field *field,
                      struct kp_str session_name, struct kp_answer *out)
{
    const struct kp_answer *base = kp_plan_get(s->setup.base, field->id);
    const struct kp_answer *present = kp_plan_get(kp_session_plan(s), field->id);
    bool touched = session_is_touched(s, field);
    if (!present) {
        *out = (struct kp_answer){.field = field->id};
        if (base && base->document)
            out->document = base->document;
        out->cycle = s->header.cycle;
        out->session = session_name;
        return touched && base;
    }
    *out = *present;
    if (touched)
        out->session = session_name;
    return touched || (base && base->inactive != present->inactive);
}

const struct kp_answer *kp_session_answers(struct kp_session *s, struct kp_str session_name,
                                           size_t *count)
{
    const struct kp_model *model = s->setup.model;
    struct kp_answer *all =
        kp_arena_alloc(&s->derived.arena, (model->field_count + 1) * sizeof *all);
    *count = 0;
    for (size_t i = 0; i < model->field_count; i++)
        *count += to_record(s, &model->fields[i], session_name, &all[*count]);
    return all;
}

/* ---- The last checks */

static void add_fault(struct kp_session *s, const struct kp_field *field, struct kp_str number,
                      const char *message, struct kp_faults *faults)
{
    struct kp_place place = {.file = field->id};
    kp_faults_add(faults, KP_FAULT_ERROR, place, "%.*s %.*s: %s: /goto %.*s", KP_STR_ARG(number),
                  KP_STR_ARG(kp_words_get(&field->label, s->setup.lang)), message,
                  KP_STR_ARG(number));
}

/*
 * What was kept is as it was: only what the session itself has changed is held to its checks, which
 * another answer may have broken since. Rows must be whole in any table that was looked at.
 */
static void check_step(struct kp_session *s, const struct kp_step *step, struct kp_str number,
                       struct kp_faults *faults)
{
    const struct kp_field *field = step->field;
    const struct kp_json *value = session_value(s, field);
    struct kp_err err = KP_ERR_INIT;
    if (step->required && kp_json_is_null(value))
        add_fault(s, field, number, _("needs an answer"), faults);
    else if (session_is_changed(s, field) && session_check_value(s, field, value, &err))
        add_fault(s, field, number, err.text.data, faults);
    kp_err_release(&err);
}

enum kp_status kp_session_check(struct kp_session *s, struct kp_faults *faults)
{
    const struct kp_script *script = s->setup.script;
    for (size_t i = 0; i < script->section_count; i++) {
        for (size_t j = 0; j < script->sections[i].step_count; j++) {
            const struct kp_step *step = &script->sections[i].steps[j];
            bool rows = session_step_asks(step) || step->kind == KP_STEP_PROMOTE;
            if (rows && session_step_applies(s, step) && !session_is_asked_elsewhere(s, step))
                check_step(s, step, number_of(s, i, j, &s->feed_arena), faults);
        }
    }
    return faults->errors ? KP_INVALID : KP_OK;
}
