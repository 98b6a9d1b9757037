// SPDX-License-Identifier: GPL-3.0-or-later
/* Where a session stands among its script's steps, and where it goes next. */

#include "base/text.h"
#include "run/scores.h"

bool session_in_steps(const struct kp_session *s)
{
    switch (s->state.at.ask) {
    case KP_ASK_START:
    case KP_ASK_CHECKIN:
    case KP_ASK_ACTION:
    case KP_ASK_END: return false;
    default: return !session_is_closing(s);
    }
}

const struct kp_step *session_step(const struct kp_session *s)
{
    if (!session_in_steps(s))
        return NULL;
    return &s->setup.script->sections[s->state.at.section].steps[s->state.at.step];
}

bool session_step_asks(const struct kp_step *step)
{
    return step->kind == KP_STEP_ASK || step->kind == KP_STEP_REVIEW ||
           step->kind == KP_STEP_RATE || step->kind == KP_STEP_SCORE;
}

bool session_step_is_numbered(const struct kp_step *step)
{
    return session_step_asks(step) || session_is_activity(step);
}

/* A row that an idea became is asked for as in its table. */
const struct kp_field *session_field(const struct kp_session *s)
{
    const struct kp_step *step = session_step(s);
    bool in_row = step && step->kind == KP_STEP_PROMOTE && s->state.at.ask == KP_ASK_CELL;
    return step && (session_step_asks(step) || in_row) ? step->field : NULL;
}

struct entry *session_entry(const struct kp_session *s, const struct kp_field *field)
{
    return &s->state.entries[field->index];
}

bool session_step_applies(struct kp_session *s, const struct kp_step *step)
{
    if (step->field && !kp_session_may_show(s, step->field))
        return false;
    return !step->when || kp_calc_holds(kp_session_calc(s), step->when);
}

static enum kp_ask ask_of(struct kp_session *s, const struct kp_step *step)
{
    if (step->kind == KP_STEP_BREAK)
        return KP_ASK_BREAK;
    if (session_is_activity(step) || step->kind == KP_STEP_RATE)
        return session_activity_ask(s, step);
    if (step->kind == KP_STEP_SCORE)
        return session_score_ask(s, step);
    if (!session_step_asks(step))
        return KP_ASK_SAY;
    return session_has_rows(step->field) ? KP_ASK_ROWS : KP_ASK_VALUE;
}

void session_enter(struct kp_session *s, size_t section, size_t step)
{
    struct state *state = &s->state;
    session_leave_row(s);
    state->at = (struct cursor){
        .ask = ask_of(s, &s->setup.script->sections[section].steps[step]),
        .section = section,
        .step = step,
    };
    state->sections[section].entered = true;
    state->activities->step_ms = 0;
    state->counting = true;
    state->closing = false;
    state->pending = NULL;
    if (section > state->furthest.section ||
        (section == state->furthest.section && step > state->furthest.step)) {
        state->furthest.section = section;
        state->furthest.step = step;
    }
    state->who = NULL;
    state->basis = KP_BASIS_NONE;
    if (session_step(s)->kind == KP_STEP_REVIEW)
        session_begin_review(s);
}

/* What is left to do, from the parking lot to the record, takes time of the last section. */
void session_end(struct kp_session *s)
{
    session_leave_row(s);
    s->state.at.ask = KP_ASK_END;
    s->state.who = NULL;
    s->state.basis = KP_BASIS_NONE;
}

/* The first applicable step from (section, step) on; false at the end. */
static bool find_from(struct kp_session *s, size_t *section, size_t *step)
{
    const struct kp_script *script = s->setup.script;
    for (; *section < script->section_count; (*section)++, *step = 0)
        for (; *step < script->sections[*section].step_count; (*step)++)
            if (session_step_applies(s, &script->sections[*section].steps[*step]))
                return true;
    return false;
}

void session_advance(struct kp_session *s)
{
    struct cursor *at = &s->state.at;
    session_leave_row(s);
    size_t section = at->ask == KP_ASK_START ? 0 : at->section;
    size_t step = at->ask == KP_ASK_START ? 0 : at->step + 1;
    session_forget_derived(s); /* what was just answered may open or close questions */
    if (find_from(s, &section, &step))
        session_enter(s, section, step);
    else
        session_end(s);
}

/* Past the rest of the present section. */
void session_next_section(struct kp_session *s)
{
    size_t section = s->state.at.section + 1, step = 0;
    session_leave_row(s);
    session_forget_derived(s);
    if (find_from(s, &section, &step))
        session_enter(s, section, step);
    else
        session_end(s);
}

bool session_find_before(struct kp_session *s, size_t *section, size_t *step)
{
    const struct kp_script *script = s->setup.script;
    bool outside = !session_in_steps(s);
    if (s->state.at.ask == KP_ASK_START || s->state.at.ask == KP_ASK_CHECKIN)
        return false;
    size_t i = outside ? script->section_count : s->state.at.section + 1;
    while (i-- > 0) {
        size_t j = script->sections[i].step_count;
        if (!outside && i == s->state.at.section)
            j = s->state.at.step;
        while (j-- > 0) {
            const struct kp_step *candidate = &script->sections[i].steps[j];
            if (session_step_is_numbered(candidate) && session_step_applies(s, candidate)) {
                *section = i;
                *step = j;
                return true;
            }
        }
    }
    return false;
}

void session_number(const struct kp_session *s, size_t section, size_t step, struct kp_buf *out)
{
    const struct kp_section *in = &s->setup.script->sections[section];
    size_t number = 0;
    for (size_t i = 0; i <= step; i++)
        number += session_step_is_numbered(&in->steps[i]);
    if (session_step_is_numbered(&in->steps[step]))
        kp_buf_addf(out, "%zu.%zu", section + 1, number);
}

static bool read_number(struct kp_str text, size_t *out)
{
    if (!text.len || text.len > 4)
        return false;
    *out = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        *out = *out * 10 + (size_t)(text.data[i] - '0');
    }
    return true;
}

bool session_find_number(struct kp_session *s, struct kp_str number, size_t *section, size_t *step,
                         struct kp_err *err)
{
    const struct kp_script *script = s->setup.script;
    struct kp_str rest = kp_str_trim(number);
    struct kp_str first = kp_str_split(&rest, '.');
    size_t wanted_section, wanted = 0;
    if (!read_number(first, &wanted_section) || (rest.data && !read_number(rest, &wanted))) {
        kp_err_set(err, KP_INVALID,
                   _("write the number of a section or a question, such as 3 or 3.2"));
        return false;
    }
    if (wanted_section < 1 || wanted_section > script->section_count) {
        kp_err_set(err, KP_NOT_FOUND, _("there are sections 1 to %zu"), script->section_count);
        return false;
    }
    *section = wanted_section - 1;
    const struct kp_section *in = &script->sections[*section];
    size_t asked = 0;
    for (*step = 0; *step < in->step_count; (*step)++) {
        const struct kp_step *candidate = &in->steps[*step];
        asked += session_step_is_numbered(candidate);
        if (wanted ? (session_step_is_numbered(candidate) && asked == wanted)
                   : session_step_applies(s, candidate))
            break;
    }
    if (*step == in->step_count) {
        kp_err_set(err, KP_NOT_FOUND, _("section %zu has %zu questions"), wanted_section, asked);
        return false;
    }
    if (!session_step_applies(s, &in->steps[*step]) && in->steps[*step].field &&
        !kp_session_may_show(s, in->steps[*step].field)) {
        kp_err_set(err, KP_NOT_FOUND, _("question %zu.%zu is kept aside while a guest is here"),
                   wanted_section, wanted);
        return false;
    }
    if (!session_step_applies(s, &in->steps[*step])) {
        kp_err_set(err, KP_NOT_FOUND,
                   _("question %zu.%zu does not apply at present; it depends on an earlier answer"),
                   wanted_section, wanted);
        return false;
    }
    return true;
}

bool session_find_step(const struct kp_session *s, const struct kp_step *wanted, size_t *section,
                       size_t *step)
{
    const struct kp_script *script = s->setup.script;
    for (*section = 0; *section < script->section_count; (*section)++)
        for (*step = 0; *step < script->sections[*section].step_count; (*step)++)
            if (&script->sections[*section].steps[*step] == wanted)
                return true;
    return false;
}

/* The step that asks a field; of a table that is only reviewed, the review. */
bool session_find_field(const struct kp_session *s, const struct kp_field *field, size_t *section,
                        size_t *step)
{
    const struct kp_script *script = s->setup.script;
    bool found = false;
    for (size_t i = 0; i < script->section_count; i++) {
        for (size_t j = 0; j < script->sections[i].step_count; j++) {
            const struct kp_step *candidate = &script->sections[i].steps[j];
            bool review = candidate->kind == KP_STEP_REVIEW;
            if (!session_step_asks(candidate) || candidate->field != field || (found && review))
                continue;
            *section = i;
            *step = j;
            found = true;
            if (!review)
                return true;
        }
    }
    return found;
}

bool session_find_place(const struct kp_session *s, const struct kp_field *field, size_t *section,
                        size_t *step)
{
    const struct kp_script *script = s->setup.script;
    if (session_find_field(s, field, section, step))
        return true;
    for (*section = 0; *section < script->section_count; (*section)++) {
        const struct kp_section *in = &script->sections[*section];
        for (*step = 0; *step < in->step_count; (*step)++) {
            const struct kp_step *candidate = &in->steps[*step];
            bool promoted = candidate->kind == KP_STEP_PROMOTE && candidate->field == field;
            if (promoted || candidate->evidence == field)
                return true;
        }
    }
    return false;
}
