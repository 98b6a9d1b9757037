// SPDX-License-Identifier: GPL-3.0-or-later
/* Behind the agreed value of a rating: what it rests on, and who disagrees. */

#include "run/ideas.h"

bool session_rating_agreed(struct kp_session *s)
{
    const struct kp_step *step = session_step(s);
    if (!step || step->kind != KP_STEP_RATE || s->state.at.ask != KP_ASK_VALUE ||
        kp_json_is_null(session_value(s, step->field)))
        return false;
    s->state.at.ask = KP_ASK_EVIDENCE;
    s->state.who = NULL;
    s->state.basis = KP_BASIS_NONE;
    if (step->evidence && !kp_session_may_show(s, step->evidence))
        session_next_phase(s);
    return true;
}

const struct kp_field *session_answered_here(const struct kp_session *s)
{
    const struct kp_step *step = session_step(s);
    enum kp_ask ask = s->state.at.ask;
    if (step && step->kind == KP_STEP_RATE && (ask == KP_ASK_EVIDENCE || ask == KP_ASK_DISSENT))
        return ask == KP_ASK_EVIDENCE ? step->evidence : NULL;
    return session_field(s);
}

/* ---- What the events do */

/* The evidence is the answer of a field of its own, where the step names one. */
static void answer_evidence(struct kp_session *s, const struct kp_step *step,
                            const struct kp_json *event)
{
    const struct kp_json *text = kp_json_get(event, "text");
    struct entry *entry = step->evidence ? session_entry(s, step->evidence) : NULL;
    if (!entry)
        return;
    if (text)
        session_set_answer(s, step->evidence, text);
    entry->answered = entry->answered || text || !kp_json_is_null(session_value(s, step->evidence));
    session_take_marks(entry, event);
}

static void apply_words(struct kp_session *s, const struct kp_json *event, enum kp_ask ask)
{
    const struct kp_field *field = session_event_field(s, event);
    const struct kp_json *text = kp_json_get(event, "text");
    struct rating *rating = session_begin_rating(s, field);
    size_t section, index;
    s->state.paused = false;
    session_forget_draft(s, field, (struct kp_str){"", 0}, session_words_of(ask));
    if (ask == KP_ASK_EVIDENCE) {
        if (text)
            rating->evidence = text->text;
        if (session_find_field(s, field, &section, &index))
            answer_evidence(s, &s->setup.script->sections[section].steps[index], event);
    } else {
        rating->dissent = text->text;
        rating->dissenters = kp_json_get(event, "people");
    }
    if (session_field(s) == field && s->state.at.ask == ask)
        session_next_phase(s);
}

void session_apply_evidence(struct kp_session *s, const struct kp_json *event)
{
    apply_words(s, event, KP_ASK_EVIDENCE);
}

void session_apply_dissent(struct kp_session *s, const struct kp_json *event)
{
    apply_words(s, event, KP_ASK_DISSENT);
}

/* ---- What is typed */

struct kp_str session_words_of(enum kp_ask ask)
{
    return ask == KP_ASK_EVIDENCE  ? KP_STR("evidence")
           : ask == KP_ASK_DISSENT ? KP_STR("dissent")
                                   : (struct kp_str){NULL, 0};
}

static enum kp_status read_words(struct kp_session *s, const struct kp_field *field,
                                 struct kp_str text, const struct kp_json **value,
                                 struct kp_err *err)
{
    const struct kp_field note = {.type = kp_type_of(KP_TYPE_NOTE)};
    struct kp_type_context context = session_context(s, &s->feed_arena);
    field = field ? field : &note;
    enum kp_status status = field->type->parse(field, text, &context, value, err);
    if (!status && field != &note)
        status = session_check_value(s, field, *value, err);
    return status;
}

static struct kp_json *words_event(struct kp_session *s, const char *name)
{
    struct kp_json *event = session_event(s, name);
    kp_json_set_string(&s->feed_arena, event, "field", session_step(s)->field->id);
    return event;
}

/* What stands in the plan was seen and stays; where nothing stands, nothing is said. */
void session_keep_evidence(struct kp_session *s)
{
    const struct kp_field *field = session_step(s)->evidence;
    bool stands = field && !kp_json_is_null(session_value(s, field));
    struct kp_json *event = stands ? words_event(s, "evidence") : session_event(s, "next");
    if (stands)
        session_add_marks(s, event, NULL, KP_BASIS_NONE);
    session_emit(s, event);
}

void session_take_evidence(struct kp_session *s, const struct kp_json *value,
                           const struct kp_json *said_by, enum kp_basis basis)
{
    struct kp_json *event = words_event(s, "evidence");
    kp_json_set(&s->feed_arena, event, "text", value);
    session_add_marks(s, event, said_by, basis);
    session_emit(s, event);
}

/* Enter takes what was prepared, else keeps what stands. */
void session_feed_evidence(struct kp_session *s, struct kp_str text)
{
    const struct kp_field *field = session_step(s)->evidence;
    struct proposal prepared = field ? session_proposal(s, field) : (struct proposal){0};
    struct kp_err err = KP_ERR_INIT;
    const struct kp_json *value = NULL;
    if (!text.len && prepared.value && session_check_value(s, field, prepared.value, &err))
        session_refuse(s, &err);
    else if (!text.len && prepared.value)
        session_take_evidence(s, prepared.value, prepared.said_by, prepared.basis);
    else if (!text.len)
        session_keep_evidence(s);
    else if (read_words(s, field, text, &value, &err))
        session_refuse(s, &err);
    else
        session_take_evidence(s, value, NULL, KP_BASIS_NONE);
    kp_err_release(&err);
}

/* "Lars: not before the new system runs" */
void session_feed_dissent(struct kp_session *s, struct kp_str text)
{
    struct kp_err err = KP_ERR_INIT;
    struct kp_str person, rest;
    const struct kp_json *value = NULL;
    if (!text.len) {
        session_emit(s, session_event(s, "next"));
        return;
    }
    if (session_read_giver(s, text, &person, &rest, &err) ||
        read_words(s, NULL, rest, &value, &err)) {
        session_refuse(s, &err);
    } else {
        struct kp_json *event = words_event(s, "dissent");
        struct kp_json *people = kp_json_new_array(&s->feed_arena);
        kp_json_set(&s->feed_arena, event, "text", value);
        if (person.len) {
            kp_json_append(&s->feed_arena, people, kp_json_new_string(&s->feed_arena, person));
            kp_json_set(&s->feed_arena, event, "people", people);
        } else if (s->state.who) {
            kp_json_set(&s->feed_arena, event, "people", s->state.who);
        }
        session_emit(s, event);
    }
    kp_err_release(&err);
}
