// SPDX-License-Identifier: GPL-3.0-or-later
/* Answers that were written before the meeting, offered one by one or taken as the whole session. */

#include "base/text.h"
#include "run/scores.h"

static enum kp_status fault(struct kp_faults *faults, const char *file, const struct kp_json *at,
                            const char *message)
{
    return kp_faults_add(faults, KP_FAULT_ERROR, kp_json_place(kp_str_from(file), at), "%.*s: %s",
                         KP_STR_ARG(at->name), message);
}

/* Whether a member is {"value": …, "said_by": …, "basis": …} rather than a bare value. */
static bool is_marked(const struct kp_field *field, const struct kp_json *member)
{
    if (member->kind != KP_JSON_OBJECT)
        return false;
    return field->type->kind != KP_TYPE_POSITION || kp_json_get(member, "value");
}

static enum kp_status read_said_by(struct kp_session *s, const struct kp_json *said_by,
                                   const struct kp_json **out, struct kp_err *err)
{
    const struct kp_field names = {.type = kp_type_of(KP_TYPE_PEOPLE)};
    struct kp_type_context context = session_context(s, &s->arena);
    if (said_by->kind == KP_JSON_STRING) {
        struct kp_json *list = kp_json_new_array(&s->arena);
        kp_json_append(&s->arena, list, said_by);
        said_by = list;
    }
    return names.type->accept(&names, said_by, NULL, &context, out, err);
}

/* Reads one member of an answers file; faults are listed. */
static enum kp_status read_prepared(struct kp_session *s, const char *file,
                                    const struct kp_field *field, const struct kp_json *member,
                                    struct proposal *out, struct kp_faults *faults)
{
    struct kp_err err = KP_ERR_INIT;
    struct kp_type_context context = session_context(s, &s->arena);
    const struct kp_json *value = member;
    enum kp_status status = KP_OK;

    *out = (struct proposal){.value = &kp_json_null};
    if (is_marked(field, member)) {
        value = kp_json_get(member, "value");
        KP_JSON_EACH(mark, member)
        {
            if (kp_str_is(mark->name, "said_by"))
                status = read_said_by(s, mark, &out->said_by, &err);
            else if (kp_str_is(mark->name, "basis")) {
                if (mark->kind != KP_JSON_STRING || !kp_basis_read(mark->text, &out->basis))
                    status =
                        kp_err_set(&err, KP_INVALID, _("\"basis\" is fact, assumed or customer"));
            } else if (!kp_str_is(mark->name, "value"))
                status = kp_err_set(
                    &err, KP_INVALID,
                    _("\"%.*s\" has no meaning here; there are value, said_by and basis"),
                    KP_STR_ARG(mark->name));
            if (status)
                goto done;
        }
        if (!value) {
            status = kp_err_set(&err, KP_INVALID, _("it has no \"value\""));
            goto done;
        }
    }
    if (kp_json_is_null(value))
        goto done;
    status = field->type->accept(field, value, session_base_value(s, field), &context, &out->value,
                                 &err);
    /* An empty list or table is no answer. */
    if (!status && session_has_rows(field) && !out->value->count)
        out->value = &kp_json_null;
done:
    if (status)
        fault(faults, file, member, err.text.data);
    kp_err_release(&err);
    return status;
}

/* The field that a member of an answers file is for, if this script asks it. */
static const struct kp_field *asked_field(struct kp_session *s, const char *file,
                                          const struct kp_json *member, struct kp_faults *faults)
{
    const struct kp_field *field = kp_model_field_was(s->setup.model, member->name);
    struct kp_place place = kp_json_place(kp_str_from(file), member);
    size_t section, step;
    if (!field) {
        struct kp_str near = kp_model_suggest(s->setup.model, member->name);
        if (near.len)
            kp_faults_add(faults, KP_FAULT_ERROR, place,
                          _("%.*s: there is no such field here; did you mean \"%.*s\"?"),
                          KP_STR_ARG(member->name), KP_STR_ARG(near));
        else
            kp_faults_add(faults, KP_FAULT_ERROR, place, _("%.*s: there is no such field here"),
                          KP_STR_ARG(member->name));
        return NULL;
    }
    if (!session_find_place(s, field, &section, &step)) {
        kp_faults_add(faults, KP_FAULT_ERROR, place, _("%.*s: this session does not ask it"),
                      KP_STR_ARG(member->name));
        return NULL;
    }
    return field;
}

static bool is_object(const char *file, const struct kp_json *answers, struct kp_faults *faults)
{
    if (answers->kind == KP_JSON_OBJECT)
        return true;
    kp_faults_add(faults, KP_FAULT_ERROR, kp_json_place(kp_str_from(file), answers),
                  _("prepared answers are an object {\"field\": value, …}, not %s"),
                  kp_json_kind_name(answers->kind));
    return false;
}

enum kp_status kp_session_prepare(struct kp_session *s, const char *file,
                                  const struct kp_json *answers, struct kp_faults *faults)
{
    if (!is_object(file, answers, faults))
        return KP_INVALID;
    KP_JSON_EACH(member, answers)
    {
        struct proposal prepared;
        const struct kp_field *field = asked_field(s, file, member, faults);
        if (field && session_scores_field(s, field) && session_are_people_scores(member)) {
            s->proposals[field->index].scores = kp_json_copy(&s->arena, member);
            continue;
        }
        if (!field || read_prepared(s, file, field, member, &prepared, faults))
            continue;
        if (!kp_json_is_null(prepared.value)) /* nobody is offered to drop something */
            s->proposals[field->index] = prepared;
    }
    return faults->errors ? KP_INVALID : KP_OK;
}

/* Takes what was prepared for the question that is asked now, as if it were typed. */
static void take_prepared(struct kp_session *s, const char *file, const struct kp_field *field,
                          const struct kp_json *member, struct kp_faults *faults)
{
    struct proposal prepared;
    if (read_prepared(s, file, field, member, &prepared, faults))
        session_skip(s, field);
    else
        session_take_value(s, field, prepared.value, prepared.said_by, prepared.basis);
}

static const struct kp_json *member_for(struct kp_session *s, const struct kp_json *answers,
                                        const struct kp_field *field)
{
    KP_JSON_EACH(member, answers)
    {
        if (kp_model_field_was(s->setup.model, member->name) == field)
            return member;
    }
    return NULL;
}

/* Every member is one the script asks, once. */
static void check_members(struct kp_session *s, const char *file, const struct kp_json *answers,
                          struct kp_faults *faults)
{
    KP_JSON_EACH(member, answers)
    {
        const struct kp_field *field = asked_field(s, file, member, faults);
        if (field && member_for(s, answers, field) != member)
            fault(faults, file, member, _("it stands here twice, under an earlier name too"));
    }
}

/*
 * Prepared answers whose questions did not come up, and those that break a check: looked at when
 * all are in, for a check may look at other answers.
 */
static void check_taken(struct kp_session *s, const char *file, const struct kp_json *answers,
                        struct kp_faults *faults)
{
    KP_JSON_EACH(member, answers)
    {
        const struct kp_field *field = kp_model_field_was(s->setup.model, member->name);
        struct kp_err err = KP_ERR_INIT;
        size_t section, step;
        if (!field || !session_find_place(s, field, &section, &step))
            continue;
        bool answered = session_entry(s, field)->answered;
        if (answered && session_check_value(s, field, session_value(s, field), &err))
            fault(faults, file, member, err.text.data);
        if (!answered && !session_step_applies(s, &s->setup.script->sections[section].steps[step]))
            fault(faults, file, member,
                  _("its question does not apply, because of another answer"));
        kp_err_release(&err);
    }
}

/* Required answers that nobody prepared; what is wrong with prepared ones has been said. */
static void check_required(struct kp_session *s, const char *file, const struct kp_json *answers,
                           struct kp_faults *faults)
{
    const struct kp_script *script = s->setup.script;
    for (size_t i = 0; i < script->section_count; i++) {
        for (size_t j = 0; j < script->sections[i].step_count; j++) {
            const struct kp_step *step = &script->sections[i].steps[j];
            if (!session_step_asks(step) || !step->required || !session_step_applies(s, step) ||
                !kp_json_is_null(session_value(s, step->field)))
                continue;
            const struct kp_json *member = member_for(s, answers, step->field);
            if (!member || kp_json_is_null(member))
                kp_faults_add(faults, KP_FAULT_ERROR, (struct kp_place){.file = kp_str_from(file)},
                              _("%.*s: it needs an answer"), KP_STR_ARG(step->field->id));
        }
    }
}

/*
 * The table that ideas become rows of, where no question asks it: it may be prepared as a whole.
 * What is done with ideas and votes otherwise needs people in a room, and is passed over.
 */
static const struct kp_field *promoted_table(struct kp_session *s)
{
    const struct kp_step *step = session_step(s);
    size_t section, index;
    return step && step->kind == KP_STEP_PROMOTE &&
                   !session_find_field(s, step->field, &section, &index)
               ? step->field
               : NULL;
}

/*
 * A rating without people: the value as it was agreed before, and what it rests on. The evidence
 * is there first, for a value that nobody prepared passes over the whole step.
 */
static void take_rated(struct kp_session *s, const char *file, const struct kp_json *answers,
                       struct kp_faults *faults)
{
    const struct kp_step *step = session_step(s);
    const struct kp_json *evidence = step->evidence ? member_for(s, answers, step->evidence) : NULL;
    const struct kp_json *value = member_for(s, answers, step->field);
    if (s->state.at.ask == KP_ASK_EVIDENCE || s->state.at.ask == KP_ASK_DISSENT) {
        session_emit(s, session_event(s, "next"));
        return;
    }
    if (evidence)
        take_prepared(s, file, step->evidence, evidence, faults);
    else if (step->evidence)
        session_skip(s, step->evidence);
    if (value)
        take_prepared(s, file, step->field, value, faults);
    else
        session_skip(s, step->field);
}

/* Scores of people are typed for them; means are taken as they are. */
static void take_scores(struct kp_session *s, const char *file, const struct kp_json *answers,
                        struct kp_faults *faults)
{
    const struct kp_step *step = session_step(s);
    const struct kp_json *member = member_for(s, answers, step->field);
    if (!member)
        session_skip(s, step->field);
    else if (!session_are_people_scores(member))
        take_prepared(s, file, step->field, member, faults);
    else if (session_take_people_scores(s, step, file, member, faults))
        session_feed_scored(s, (struct kp_str){"", 0});
    else
        session_skip(s, step->field);
}

/* Every question in its order: the prepared answer, or passed over. */
static void go_through(struct kp_session *s, const char *file, const struct kp_json *answers,
                       struct kp_faults *faults)
{
    session_emit(s, session_event(s, "begin"));
    while (s->state.at.ask != KP_ASK_END) {
        const struct kp_field *field = session_field(s), *table = promoted_table(s);
        if (field && session_step(s)->kind == KP_STEP_RATE) {
            take_rated(s, file, answers, faults);
            continue;
        }
        if (field && session_step(s)->kind == KP_STEP_SCORE) {
            take_scores(s, file, answers, faults);
            continue;
        }
        bool later = session_is_asked_elsewhere(s, session_step(s));
        const struct kp_json *member = later   ? NULL
                                       : field ? member_for(s, answers, field)
                                       : table ? member_for(s, answers, table)
                                               : NULL;
        if (member)
            take_prepared(s, file, field ? field : table, member, faults);
        else if (field && !later)
            session_skip(s, field);
        if (!field || later)
            session_emit(s, session_event(s, "next"));
    }
}

static void close_session(struct kp_session *s)
{
    struct kp_json *closing = session_event(s, "closing");
    kp_json_set_string(&s->arena, closing, "answer", KP_STR("yes"));
    session_emit(s, closing);
}

enum kp_status kp_session_put(struct kp_session *s, const struct kp_field *field,
                              const struct kp_json *value, int64_t at, struct kp_err *err)
{
    enum kp_status status = field->type->check(field, value, err);
    if (!status)
        status = kp_calc_check(kp_session_calc(s), field, value, s->setup.lang, err);
    if (status)
        return status;
    s->now = at;
    s->effect_count = 0;
    kp_arena_release(&s->feed_arena);
    session_emit(s, session_event(s, "begin"));
    session_emit_people(s);
    session_put(s, field, value);
    close_session(s);
    return KP_OK;
}

enum kp_status kp_session_batch(struct kp_session *s, const char *file,
                                const struct kp_json *answers, int64_t at, struct kp_faults *faults)
{
    s->now = at;
    s->effect_count = 0;
    kp_arena_release(&s->feed_arena);
    if (!is_object(file, answers, faults))
        return KP_INVALID;
    check_members(s, file, answers, faults);
    go_through(s, file, answers, faults);
    check_taken(s, file, answers, faults);
    check_required(s, file, answers, faults);
    if (faults->errors)
        return KP_INVALID;
    close_session(s);
    return KP_OK;
}
