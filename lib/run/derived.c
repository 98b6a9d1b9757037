// SPDX-License-Identifier: GPL-3.0-or-later
/* What the state amounts to: values, and the plan as it would be if the session closed now. */

#include "run/scores.h"

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

static bool has_key(const struct kp_json *rows, struct kp_str key, const struct kp_json *value)
{
    KP_JSON_EACH(row, rows)
    {
        if (kp_json_equal(kp_json_get_str(row, key), value))
            return true;
    }
    return false;
}

/* The rows that stand, and behind them one for each key that none of them has. */
static const struct kp_json *proposed_rows(struct kp_session *s, const struct kp_field *table,
                                           const struct kp_json *keys)
{
    const struct kp_json *present = session_base_value(s, table);
    const struct kp_field *key = kp_field_column(table, table->key);
    struct kp_arena *arena = &s->feed_arena;
    struct kp_json *rows = kp_json_new_array(arena);
    if (!session_are_rows(present))
        return NULL;
    KP_JSON_EACH(row, present)
    {
        kp_json_append(arena, rows, row);
    }
    KP_JSON_EACH(item, keys)
    {
        if (kp_json_is_null(item) || key->type->check(key, item, NULL) ||
            has_key(rows, key->id, item))
            continue;
        kp_json_append(arena, rows, kp_calc_keyed_row(arena, table, kp_json_copy(arena, item)));
    }
    return rows->count > present->count ? rows : NULL;
}

/* What the step itself offers, worked out of what stands by now; in the feed's arena. */
static const struct kp_json *proposed(struct kp_session *s, const struct kp_field *field)
{
    const struct kp_step *step = session_step(s);
    if (!step || step->kind != KP_STEP_ASK || step->field != field || !step->propose)
        return NULL;
    const struct kp_json *value = kp_calc_eval(kp_session_calc(s), step->propose, NULL);
    if (kp_json_is_null(value))
        return NULL;
    if (session_has_rows(field))
        return proposed_rows(s, field, value);
    bool stands = !kp_json_is_null(session_base_value(s, field));
    return stands || field->type->check(field, value, NULL) ? NULL
                                                            : kp_json_copy(&s->feed_arena, value);
}

struct proposal session_proposal(struct kp_session *s, const struct kp_field *field)
{
    const struct entry *entry = session_entry(s, field);
    if (entry->answered || entry->value || entry->rows)
        return (struct proposal){0};
    struct proposal proposal = s->proposals[field->index];
    if (!proposal.value)
        proposal.value = session_agreed_score(s, field);
    if (!proposal.value)
        proposal.value = session_offered_rows(s, field);
    if (!proposal.value)
        proposal.value = proposed(s, field);
    return proposal;
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
