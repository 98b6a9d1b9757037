// SPDX-License-Identifier: GPL-3.0-or-later
/* What the state amounts to: values, and the plan as it would be if the session closed now. */

#include "run/ideas.h"

void session_forget_derived(struct kp_session *s)
{
    if (s->derived.have_plan)
        kp_plan_release(&s->derived.plan);
    kp_arena_release(&s->derived.arena);
    s->derived = (struct derived){.arena = KP_ARENA_INIT};
}

const struct kp_json *session_base_value(const struct kp_session *s, const struct kp_field *field)
{
    const struct kp_answer *answer = kp_plan_get(s->setup.base, field->id);
    return answer && answer->value ? answer->value : &kp_json_null;
}

/* The working rows as a list; without a row there is no answer. */
static const struct kp_json *listed(struct kp_session *s, const struct kp_field *field)
{
    const struct entry *entry = session_entry(s, field);
    struct derived *derived = &s->derived;
    if (!entry->row_count)
        return &kp_json_null;
    if (!derived->rows)
        derived->rows =
            kp_arena_alloc(&derived->arena, s->setup.model->field_count * sizeof *derived->rows);
    if (!derived->rows[field->index]) {
        struct kp_json *rows = kp_json_new_array(&derived->arena);
        for (size_t i = 0; i < entry->row_count; i++)
            kp_json_append(&derived->arena, rows, entry->rows[i]);
        derived->rows[field->index] = rows;
    }
    return derived->rows[field->index];
}

const struct kp_json *session_value(struct kp_session *s, const struct kp_field *field)
{
    const struct entry *entry = session_entry(s, field);
    if (entry->rows)
        return listed(s, field);
    return entry->value ? entry->value : session_base_value(s, field);
}

struct proposal session_proposal(const struct kp_session *s, const struct kp_field *field)
{
    const struct entry *entry = session_entry(s, field);
    if (entry->answered || entry->value || entry->rows)
        return (struct proposal){0};
    if (!s->proposals[field->index].value)
        return (struct proposal){.value = session_agreed_score(s, field)};
    return s->proposals[field->index];
}

bool session_is_changed(struct kp_session *s, const struct kp_field *field)
{
    const struct entry *entry = session_entry(s, field);
    return (entry->rows || entry->value) &&
           !kp_json_equal(session_value(s, field), session_base_value(s, field));
}

bool session_is_touched(struct kp_session *s, const struct kp_field *field)
{
    return session_entry(s, field)->answered || session_is_changed(s, field);
}

const struct draft *session_draft_here(const struct kp_session *s)
{
    const struct kp_field *field = session_field(s);
    const struct cursor *at = &s->state.at;
    struct kp_str row = {NULL, 0}, column = session_words_of(at->ask);
    if (field && at->ask == KP_ASK_CELL) {
        row = at->row;
        column = session_column(field, at->column)->id;
    }
    for (const struct draft *draft = s->state.drafts; draft; draft = draft->next)
        if (draft->field == field && kp_str_equal(draft->row, row) &&
            kp_str_equal(draft->column, column))
            return draft;
    return NULL;
}

/* The answer that the session gives for a field, without the session's name. */
static struct kp_answer make_answer(struct kp_session *s, const struct kp_field *field)
{
    const struct entry *entry = session_entry(s, field);
    const struct kp_answer *base = kp_plan_get(s->setup.base, field->id);
    struct kp_answer answer = {.field = field->id};
    bool changed = session_is_changed(s, field);
    if (base)
        answer.document = base->document;
    answer.value = session_value(s, field);
    answer.cycle = s->header.cycle;
    answer.state = kp_json_is_null(session_base_value(s, field)) ? KP_ANSWER_NEW
                   : changed                                     ? KP_ANSWER_CHANGED
                                                                 : KP_ANSWER_CONFIRMED;
    /* What was kept is still said by whom it was said by, unless somebody says it anew. */
    answer.said_by = entry->said_by ? entry->said_by : base && !changed ? base->said_by : NULL;
    answer.basis = entry->basis != KP_BASIS_NONE ? entry->basis
                   : base && !changed            ? base->basis
                                                 : KP_BASIS_NONE;
    return answer;
}

static void put_answers(struct kp_session *s, struct kp_plan *plan)
{
    for (size_t i = 0; i < s->setup.model->field_count; i++) {
        const struct kp_field *field = &s->setup.model->fields[i];
        if (!session_is_touched(s, field))
            continue;
        struct kp_answer answer = make_answer(s, field);
        if (kp_json_is_null(answer.value))
            kp_plan_remove(plan, field->id);
        else
            kp_plan_put(plan, &answer);
    }
}

static void begin_calc(struct kp_session *s)
{
    struct derived *derived = &s->derived;
    kp_calc_init(&derived->calc, s->setup.model, &derived->plan, s->setup.previous, s->header.date,
                 &derived->arena);
    derived->calc.previous_answer = s->setup.previous_answer;
    derived->calc.context = s->setup.previous_context;
}

/* Brings one answer's `inactive` in line with its question's condition; whether it had to. */
static bool settle_step(struct kp_session *s, const struct kp_step *step, bool *settled)
{
    struct derived *derived = &s->derived;
    if (!step->when || !session_step_asks(step) || step->kind == KP_STEP_REVIEW ||
        settled[step->field->index])
        return false;
    const struct kp_answer *present = kp_plan_get(&derived->plan, step->field->id);
    if (!present || present->inactive == !kp_calc_holds(&derived->calc, step->when))
        return false;
    struct kp_answer answer = *present;
    answer.inactive = !answer.inactive;
    kp_plan_put(&derived->plan, &answer);
    settled[step->field->index] = true;
    begin_calc(s);
    return true;
}

/*
 * An answer whose question does not apply is out of calculations, which may close further
 * questions. Each answer turns once at most: conditions that contradict each other come to an end.
 */
static void settle_inactive(struct kp_session *s)
{
    const struct kp_script *script = s->setup.script;
    bool *settled = kp_arena_alloc(&s->derived.arena, s->setup.model->field_count);
    bool again = true;
    while (again) {
        again = false;
        for (size_t i = 0; i < script->section_count; i++)
            for (size_t j = 0; j < script->sections[i].step_count; j++)
                again = settle_step(s, &script->sections[i].steps[j], settled) || again;
    }
}

static void derive(struct kp_session *s)
{
    struct derived *derived = &s->derived;
    if (derived->have_plan)
        return;
    kp_plan_copy(&derived->plan, s->setup.base);
    derived->plan.arena = &derived->arena;
    derived->have_plan = true;
    put_answers(s, &derived->plan);
    begin_calc(s);
    settle_inactive(s);
}

const struct kp_plan *kp_session_plan(struct kp_session *s)
{
    derive(s);
    return &s->derived.plan;
}

struct kp_calc *kp_session_calc(struct kp_session *s)
{
    derive(s);
    return &s->derived.calc;
}
