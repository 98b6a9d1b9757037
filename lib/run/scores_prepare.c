// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Scores of people that were written before the meeting, in an answers file:
 *
 *   "selection.scores": {"scores": {"Mette Holm": {"Nordfjord": [5, 4, null], …}, …},
 *                        "agreed": {"Nordfjord": {"Growth": 4}}, "named": true}
 *
 * Each list has one score for each row that is scored on, in their order; null: cannot tell.
 */

#include "base/text.h"
#include "base/utf8.h"
#include "run/scores.h"

struct reading {
    struct kp_session *s;
    const struct kp_step *step;
    const char *file;
    struct kp_faults *faults;
    bool failed;
};

bool session_are_people_scores(const struct kp_json *member)
{
    return member->kind == KP_JSON_OBJECT && kp_json_get(member, "scores");
}

static void fault(struct reading *r, const struct kp_json *at, const char *message)
{
    r->failed = true;
    kp_faults_add(r->faults, KP_FAULT_ERROR, kp_json_place(kp_str_from(r->file), at), "%.*s: %s",
                  KP_STR_ARG(r->step->field->id), message);
}

/* The row of that name; NULL: there is none, which is said. */
static const struct kp_json *named_row(struct reading *r, const struct kp_field *table,
                                       const struct kp_json *rows, const struct kp_json *at)
{
    struct kp_arena *arena = &r->s->feed_arena;
    struct kp_str key = kp_utf8_fold(arena, at->name);
    struct kp_err err = KP_ERR_INIT;
    KP_JSON_EACH(row, rows)
    {
        if (kp_str_equal(kp_utf8_fold(arena, session_row_name(table, row)), key))
            return row;
    }
    kp_err_set(&err, KP_INVALID, _("there is no row \"%.*s\" to score"),
               KP_STR_ARG(kp_utf8_fit(at->name, 40)));
    fault(r, at, err.text.data);
    kp_err_release(&err);
    return NULL;
}

/* One line of a grade event. */
static const struct kp_json *read_line(struct reading *r, const struct kp_json *list)
{
    struct kp_arena *arena = &r->s->feed_arena;
    const struct kp_json *by = session_scored_by(r->s, r->step);
    const struct kp_field *score = kp_field_column(r->step->field, KP_STR("lowest"));
    const struct kp_json *row = named_row(r, r->step->rows, session_scored(r->s, r->step), list);
    struct kp_json *line = kp_json_new_object(arena), *values = kp_json_new_object(arena);
    struct kp_err err = KP_ERR_INIT;
    if (row && (list->kind != KP_JSON_ARRAY || list->count != by->count)) {
        kp_err_set(&err, KP_INVALID,
                   ngettext("a list of %zu score is needed, null where somebody cannot tell",
                            "a list of %zu scores is needed, null where somebody cannot tell",
                            (unsigned long)by->count),
                   by->count);
        fault(r, list, err.text.data);
        row = NULL;
    }
    const struct kp_json *value = row ? kp_json_first(list) : NULL;
    KP_JSON_EACH(on, value ? by : NULL)
    {
        if (!kp_json_is_null(value) && score->type->check(score, value, &err)) {
            fault(r, value, err.text.data);
            break;
        }
        kp_json_set(arena, values, kp_arena_str(arena, kp_json_text(on, "id")).data, value);
        value = value->next;
    }
    if (row) {
        kp_json_set_string(arena, line, "row", kp_json_text(row, "id"));
        kp_json_set(arena, line, "values", values);
    }
    kp_err_release(&err);
    return line;
}

static struct kp_json *field_event(struct reading *r, const char *name)
{
    struct kp_json *event = session_event(r->s, name);
    kp_json_set_string(&r->s->feed_arena, event, "field", r->step->field->id);
    return event;
}

/* What one person gave, as an event; NULL: it is wrong, which is said. */
static struct kp_json *read_person(struct reading *r, const struct kp_json *given)
{
    const struct kp_field person = {.type = kp_type_of(KP_TYPE_PERSON)};
    struct kp_arena *arena = &r->s->feed_arena;
    struct kp_type_context context = session_context(r->s, arena);
    struct kp_json *event = field_event(r, "grade"), *lines = kp_json_new_array(arena);
    const struct kp_json *id = NULL, *name = kp_json_new_string(arena, given->name);
    struct kp_err err = KP_ERR_INIT;
    if (person.type->accept(&person, name, NULL, &context, &id, &err))
        fault(r, given, err.text.data);
    else if (given->kind != KP_JSON_OBJECT)
        fault(r, given, _("the scores of a person are an object {\"row\": [5, 4, null]}"));
    KP_JSON_EACH(list, r->failed ? NULL : given)
    {
        kp_json_append(arena, lines, read_line(r, list));
    }
    kp_err_release(&err);
    if (r->failed)
        return NULL;
    kp_json_set_string(arena, event, "person", id->text);
    kp_json_set(arena, event, "lines", lines);
    return event;
}

/* What the room agreed on, as events in a list. */
static void read_agreed(struct reading *r, const struct kp_json *agreed, struct kp_json *events)
{
    struct kp_arena *arena = &r->s->feed_arena;
    const struct kp_field *cell = kp_field_column(r->step->field, r->step->field->axis_cell);
    struct kp_err err = KP_ERR_INIT;
    KP_JSON_EACH(of, agreed)
    {
        const struct kp_json *row = named_row(r, r->step->rows, session_scored(r->s, r->step), of);
        KP_JSON_EACH(value, row ? of : NULL)
        {
            const struct kp_json *on =
                named_row(r, r->step->by, session_scored_by(r->s, r->step), value);
            if (on && cell->type->check(cell, value, &err))
                fault(r, value, err.text.data);
            if (!on || r->failed)
                continue;
            struct kp_json *event = field_event(r, "agree");
            kp_json_set_string(arena, event, "row", kp_json_text(row, "id"));
            kp_json_set_string(arena, event, "by", kp_json_text(on, "id"));
            kp_json_set(arena, event, "value", value);
            kp_json_append(arena, events, event);
        }
    }
    kp_err_release(&err);
}

static bool wants_names(const struct kp_json *member)
{
    const struct kp_json *named = kp_json_get(member, "named");
    return named && named->kind == KP_JSON_BOOL && named->boolean;
}

/* A copy that an emitted event, which throws the feed's values of the state away, does not touch. */
bool session_take_people_scores(struct kp_session *s, const struct kp_step *step, const char *file,
                                const struct kp_json *member, struct kp_faults *faults)
{
    struct reading r = {.s = s, .step = step, .file = file, .faults = faults};
    struct kp_json *grades = kp_json_new_array(&s->feed_arena);
    struct kp_json *agreed = kp_json_new_array(&s->feed_arena);
    KP_JSON_EACH(given, kp_json_get(member, "scores"))
    {
        struct kp_json *event = read_person(&r, given);
        if (event)
            kp_json_append(&s->feed_arena, grades, event);
    }
    read_agreed(&r, kp_json_get(member, "agreed"), agreed);
    if (r.failed)
        return false;
    session_emit_people(s);
    if (wants_names(member) != s->state.activities->named)
        session_emit(s, session_event(s, "named"));
    KP_JSON_EACH(event, grades)
    {
        session_emit(s, event);
    }
    if (s->state.at.ask == KP_ASK_SCORES)
        session_emit(s, field_event(&r, "reveal"));
    KP_JSON_EACH(event, agreed)
    {
        session_emit(s, event);
    }
    return true;
}
