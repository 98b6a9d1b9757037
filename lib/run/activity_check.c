// SPDX-License-Identifier: GPL-3.0-or-later
/* Whether events of ideas, votes and ratings are whole; budgets hold for whatever a journal says. */

#include "base/text.h"
#include "base/utf8.h"
#include "run/scores.h"

static enum kp_status need_id(struct kp_str id, const char *letters, struct kp_err *err)
{
    for (; *letters; letters++)
        if (kp_id_valid(id, *letters))
            return KP_OK;
    return kp_err_set(err, KP_INVALID, _("it is about an idea without an id"));
}

/* An idea's text is one line of what shows. */
static enum kp_status need_text(const struct kp_json *text, struct kp_err *err)
{
    const struct kp_field idea = {.type = kp_type_of(KP_TYPE_TEXT)};
    if (!text || text->kind != KP_JSON_STRING || !text->text.len)
        return kp_err_set(err, KP_INVALID, _("\"%s\" is missing, or is no text"), "text");
    return idea.type->check(&idea, text, err);
}

static enum kp_status need_round(const struct kp_session *s, const struct kp_json *event,
                                 struct kp_err *err)
{
    if (session_round(s, kp_json_text(event, "round")))
        return KP_OK;
    return kp_err_set(err, KP_INVALID, _("it is about a round of ideas that this session has not"));
}

static enum kp_status check_people(const struct kp_json *people, struct kp_err *err)
{
    KP_JSON_EACH(person, people)
    {
        if (person->kind != KP_JSON_STRING || !kp_id_valid(person->text, 'p'))
            return kp_err_set(err, KP_INVALID, _("it names a person without an id"));
    }
    if (people && people->kind != KP_JSON_ARRAY)
        return kp_err_set(err, KP_INVALID, _("people are a list, not %s"),
                          kp_json_kind_name(people->kind));
    return KP_OK;
}

/* A list of ids of ideas (`letters`: or groups), which must be there. */
static enum kp_status need_ids(const struct kp_json *event, const char *name, const char *letters,
                               struct kp_err *err)
{
    const struct kp_json *ids = kp_json_get(event, name);
    enum kp_status status = KP_OK;
    if (!ids || ids->kind != KP_JSON_ARRAY)
        return kp_err_set(err, KP_INVALID, _("\"%s\" is missing, or is no list"), name);
    KP_JSON_EACH(id, ids)
    {
        if (!status && id->kind != KP_JSON_STRING)
            status = kp_err_set(err, KP_INVALID, _("it is about an idea without an id"));
        if (!status)
            status = need_id(id->text, letters, err);
    }
    return status;
}

/* [{idea, text, by?}] */
static enum kp_status check_given(const struct kp_json *ideas, struct kp_err *err)
{
    enum kp_status status = KP_OK;
    if (!ideas || ideas->kind != KP_JSON_ARRAY)
        return kp_err_set(err, KP_INVALID, _("\"%s\" is missing, or is no list"), "ideas");
    KP_JSON_EACH(given, ideas)
    {
        if (!status)
            status = need_id(kp_json_text(given, "idea"), "i", err);
        if (!status)
            status = need_text(kp_json_get(given, "text"), err);
        if (!status)
            status = check_people(kp_json_get(given, "by"), err);
    }
    return status;
}

SESSION_CHECK(idea)
{
    struct kp_str op = kp_json_text(event, "op");
    enum kp_status status = need_round(s, event, err);
    if (status || kp_str_is(op, "end"))
        return status;
    if (kp_str_is(op, "add"))
        return check_given(kp_json_get(event, "ideas"), err);
    status = need_id(kp_json_text(event, "idea"), "i", err);
    if (!status && kp_str_is(op, "reword"))
        status = need_text(kp_json_get(event, "text"), err);
    else if (!status && !kp_str_is(op, "edit") && !kp_str_is(op, "remove"))
        status = kp_err_set(err, KP_INVALID, _("it does nothing known with an idea"));
    return status ? status : check_people(kp_json_get(event, "by"), err);
}

SESSION_CHECK(split)
{
    const struct kp_json *parts = kp_json_get(event, "parts");
    enum kp_status status = need_round(s, event, err);
    if (!status)
        status = need_id(kp_json_text(event, "idea"), "i", err);
    if (!status && parts)
        status = need_text(kp_json_get(event, "text"), err);
    return status || !parts ? status : check_given(parts, err);
}

SESSION_CHECK(merge)
{
    const struct kp_json *text = kp_json_get(event, "text");
    enum kp_status status = need_round(s, event, err);
    if (!status)
        status = need_id(kp_json_text(event, "idea"), "i", err);
    if (!status && text)
        status = need_text(text, err);
    return status ? status : need_ids(event, "with", "i", err);
}

SESSION_CHECK(group)
{
    enum kp_status status = need_round(s, event, err);
    if (!status)
        status = need_id(kp_json_text(event, "group"), "g", err);
    if (!status)
        status = need_text(kp_json_get(event, "text"), err);
    return status ? status : need_ids(event, "ideas", "i", err);
}

SESSION_CHECK(ungroup)
{
    enum kp_status status = need_round(s, event, err);
    return status ? status : need_ids(event, "ideas", "i", err);
}

/* ---- Votes */

static enum kp_status need_voting(const struct kp_session *s, const struct kp_json *event,
                                  const struct voting **out, struct kp_err *err)
{
    int64_t section = kp_json_whole(event, "section", -1), step = kp_json_whole(event, "step", -1);
    *out = section < 0 || step < 0 ? NULL : session_voting(s, (size_t)section, (size_t)step);
    return *out ? KP_OK : kp_err_set(err, KP_INVALID, _("it is about a vote that is not there"));
}

static size_t times(const struct kp_json *dots, struct kp_str id)
{
    size_t count = 0;
    KP_JSON_EACH(dot, dots)
    {
        count += kp_str_equal(dot->text, id);
    }
    return count;
}

SESSION_CHECK(vote)
{
    const struct kp_json *dots = kp_json_get(event, "dots");
    const struct kp_json *person = kp_json_get(event, "person");
    const struct voting *voting;
    enum kp_status status = need_voting(s, event, &voting, err);
    if (!status && person && !kp_id_valid(kp_json_text(event, "person"), 'p'))
        status = kp_err_set(err, KP_INVALID, _("it names a person without an id"));
    if (!status)
        status = need_ids(event, "dots", "ig", err);
    if (!status && dots->count > (size_t)voting->step->dots)
        status = kp_err_set(err, KP_INVALID, _("it has more dots than a person has"));
    KP_JSON_EACH(dot, status ? NULL : dots)
    {
        if (voting->step->each && times(dots, dot->text) > (size_t)voting->step->each)
            status = kp_err_set(err, KP_INVALID, _("it has more dots than a person has"));
    }
    return status;
}

/* A field that a step rates. */
static enum kp_status need_rated(const struct kp_session *s, const struct kp_json *event,
                                 const struct kp_field **out, struct kp_err *err)
{
    size_t section, step;
    *out = session_event_field(s, event);
    if (*out && session_find_field(s, *out, &section, &step) &&
        s->setup.script->sections[section].steps[step].kind == KP_STEP_RATE)
        return KP_OK;
    return kp_err_set(err, KP_INVALID, _("it rates what this session does not rate"));
}

/* Of a vote, or of a rating. */
SESSION_CHECK(reveal)
{
    const struct voting *voting;
    const struct kp_field *field;
    if (kp_json_get(event, "field") && session_scores_field(s, session_event_field(s, event)))
        return KP_OK;
    return kp_json_get(event, "field") ? need_rated(s, event, &field, err)
                                       : need_voting(s, event, &voting, err);
}

/* ---- Ideas that become rows */

static bool promotes(const struct kp_session *s, const struct kp_field *field, struct kp_str round)
{
    const struct kp_script *script = s->setup.script;
    for (size_t i = 0; i < script->section_count; i++) {
        for (size_t j = 0; j < script->sections[i].step_count; j++) {
            const struct kp_step *step = &script->sections[i].steps[j];
            if (step->kind == KP_STEP_PROMOTE && step->field == field &&
                kp_str_equal(step->on, round))
                return true;
        }
    }
    return false;
}

static enum kp_status check_row(const struct kp_field *field, const struct kp_json *row,
                                struct kp_err *err)
{
    enum kp_status status = KP_OK;
    if (!row || row->kind != KP_JSON_OBJECT || !kp_id_valid(kp_json_text(row, "id"), 'r'))
        return kp_err_set(err, KP_INVALID, _("\"%s\" is missing, or is no row"), "row");
    for (size_t i = 0; !status && i < session_column_count(field); i++) {
        const struct kp_field *column = session_column(field, i);
        const struct kp_json *cell = kp_json_get_str(row, column->id);
        if (cell && !column->calc)
            status = column->type->check(column, cell, err);
    }
    return status;
}

SESSION_CHECK(promote)
{
    const struct kp_field *field = session_event_field(s, event);
    const struct kp_json *ideas = kp_json_get(event, "ideas");
    enum kp_status status = KP_OK;
    if (!field || !promotes(s, field, kp_json_text(event, "round")))
        return kp_err_set(err, KP_INVALID, _("it makes rows that this session does not make"));
    if (!ideas || ideas->kind != KP_JSON_ARRAY)
        return kp_err_set(err, KP_INVALID, _("\"%s\" is missing, or is no list"), "ideas");
    KP_JSON_EACH(pair, ideas)
    {
        if (!status)
            status = need_id(kp_json_text(pair, "idea"), "ig", err);
        if (!status)
            status = check_row(field, kp_json_get(pair, "row"), err);
    }
    return status ? status : session_check_rows(field, event, err);
}

/* ---- Ratings */

SESSION_CHECK(score)
{
    const struct kp_field *field;
    const struct kp_json *scores = kp_json_get(event, "scores");
    enum kp_status status = need_rated(s, event, &field, err);
    if (!status && (!scores || scores->kind != KP_JSON_ARRAY))
        status = kp_err_set(err, KP_INVALID, _("\"%s\" is missing, or is no list"), "scores");
    KP_JSON_EACH(score, status ? NULL : scores)
    {
        const struct kp_json *value = kp_json_get(score, "value");
        if (kp_json_get(score, "person") && !kp_id_valid(kp_json_text(score, "person"), 'p'))
            return kp_err_set(err, KP_INVALID, _("it names a person without an id"));
        if (!value)
            return kp_err_set(err, KP_INVALID, _("its \"value\" is missing"));
        if (!kp_json_is_null(value))
            status = field->type->check(field, value, err);
        if (!status && !kp_json_is_null(value) && value->literal.len)
            status = kp_err_set(err, KP_INVALID, _("its \"value\" is missing"));
        if (status)
            return status;
    }
    return status;
}

SESSION_CHECK(evidence)
{
    const struct kp_field *field;
    const struct kp_json *text = kp_json_get(event, "text");
    const struct kp_field note = {.type = kp_type_of(KP_TYPE_NOTE)};
    size_t section, index;
    enum kp_status status = need_rated(s, event, &field, err);
    if (!status)
        status = session_check_marks(event, err);
    if (status || !text)
        return status;
    if (text->kind != KP_JSON_STRING)
        return kp_err_set(err, KP_INVALID, _("\"%s\" is missing, or is no text"), "text");
    session_find_field(s, field, &section, &index);
    const struct kp_field *evidence = s->setup.script->sections[section].steps[index].evidence;
    evidence = evidence ? evidence : &note;
    return evidence->type->check(evidence, text, err);
}

SESSION_CHECK(dissent)
{
    const struct kp_field *field;
    const struct kp_json *text = kp_json_get(event, "text");
    const struct kp_field note = {.type = kp_type_of(KP_TYPE_NOTE)};
    enum kp_status status = need_rated(s, event, &field, err);
    if (!status && (!text || text->kind != KP_JSON_STRING))
        status = kp_err_set(err, KP_INVALID, _("\"%s\" is missing, or is no text"), "text");
    if (!status)
        status = note.type->check(&note, text, err);
    return status ? status : check_people(kp_json_get(event, "people"), err);
}
