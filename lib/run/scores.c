// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/scores.h"

#include "base/text.h"

#include <string.h>

struct grading *session_grading(const struct kp_session *s, const struct kp_field *field)
{
    return field ? s->state.activities->gradings[field->index] : NULL;
}

static struct grading *begun(struct kp_session *s, const struct kp_field *field)
{
    struct grading **grading = &s->state.activities->gradings[field->index];
    if (!*grading)
        *grading = kp_arena_alloc(&s->state.arena, sizeof **grading);
    return *grading;
}

/* Room for one more, in the state's arena. */
static void *grown(struct kp_session *s, void *items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return items;
    *cap = *cap ? *cap * 2 : 32;
    void *more = kp_arena_alloc(&s->state.arena, *cap * size);
    if (count)
        memcpy(more, items, count * size);
    return more;
}

static const struct kp_json *listed(struct kp_session *s, const struct kp_field *table)
{
    const struct kp_json *rows = session_value(s, table);
    return session_are_rows(rows) ? rows : &kp_json_null;
}

const struct kp_json *session_scored(struct kp_session *s, const struct kp_step *step)
{
    return listed(s, step->rows);
}

const struct kp_json *session_scored_by(struct kp_session *s, const struct kp_step *step)
{
    return listed(s, step->by);
}

struct kp_str session_row_name(const struct kp_field *table, const struct kp_json *row)
{
    const struct kp_json *name = kp_json_get_str(row, kp_field_name_column(table));
    return name && name->kind == KP_JSON_STRING ? name->text : (struct kp_str){"", 0};
}

static struct grade_line *line_of(const struct grading *grading, struct kp_str person,
                                  struct kp_str row)
{
    for (size_t i = 0; grading && i < grading->count; i++)
        if (kp_str_equal(grading->lines[i].person, person) &&
            kp_str_equal(grading->lines[i].row, row))
            return &grading->lines[i];
    return NULL;
}

/* A line is whole when it has something for all that the rows are scored on now. */
bool session_has_scored(const struct grading *grading, struct kp_str person, struct kp_str row,
                        const struct kp_json *by)
{
    const struct grade_line *line = line_of(grading, person, row);
    KP_JSON_EACH(on, by)
    {
        if (!line || !kp_json_get_str(line->values, kp_json_text(on, "id")))
            return false;
    }
    return line != NULL;
}

/* The first row that somebody has not scored; empty: none is left. */
struct kp_str session_next_row(struct kp_session *s, const struct kp_step *step,
                               struct kp_str person)
{
    const struct grading *grading = session_grading(s, step->field);
    const struct kp_json *by = session_scored_by(s, step);
    KP_JSON_EACH(row, session_scored(s, step))
    {
        struct kp_str id = kp_json_text(row, "id");
        if (by->count && !session_has_scored(grading, person, id, by))
            return id;
    }
    return (struct kp_str){"", 0};
}

bool session_next_grade(struct kp_session *s, const struct kp_step *step, struct kp_str *person,
                        struct kp_str *row)
{
    const struct kp_json *present = session_present(s);
    *person = *row = (struct kp_str){"", 0};
    KP_JSON_EACH(id, present)
    {
        *row = session_next_row(s, step, id->text);
        *person = id->text;
        if (row->len)
            return true;
    }
    *person = (struct kp_str){"", 0};
    if (!present->count)
        *row = session_next_row(s, step, *person);
    return row->len > 0;
}

size_t session_grades_left(struct kp_session *s, const struct kp_step *step, struct kp_str person)
{
    const struct grading *grading = session_grading(s, step->field);
    const struct kp_json *by = session_scored_by(s, step);
    size_t left = 0;
    KP_JSON_EACH(row, session_scored(s, step))
    {
        left += !session_has_scored(grading, person, kp_json_text(row, "id"), by);
    }
    return left;
}

const struct kp_json *session_agreed_grade(const struct grading *grading, struct kp_str row,
                                           struct kp_str by)
{
    for (size_t i = 0; grading && i < grading->agreed_count; i++)
        if (kp_str_equal(grading->agreed[i].row, row) && kp_str_equal(grading->agreed[i].by, by))
            return kp_json_is_null(grading->agreed[i].value) ? NULL : grading->agreed[i].value;
    return NULL;
}

enum kp_ask session_score_ask(struct kp_session *s, const struct kp_step *step)
{
    const struct grading *grading = session_grading(s, step->field);
    return grading && grading->revealed ? KP_ASK_SCORED : KP_ASK_SCORES;
}

/* ---- What the events do */

static const struct kp_step *step_of(const struct kp_session *s, const struct kp_field *field)
{
    size_t section, step;
    if (!field || !session_find_field(s, field, &section, &step))
        return NULL;
    const struct kp_step *found = &s->setup.script->sections[section].steps[step];
    return found->kind == KP_STEP_SCORE ? found : NULL;
}

bool session_scores_field(const struct kp_session *s, const struct kp_field *field)
{
    return step_of(s, field) != NULL;
}

static void reveal(struct kp_session *s, const struct kp_field *field, struct grading *grading)
{
    grading->revealed = true;
    if (session_field(s) == field && s->state.at.ask == KP_ASK_SCORES)
        s->state.at.ask = KP_ASK_SCORED;
}

void session_apply_grade(struct kp_session *s, const struct kp_json *event)
{
    const struct kp_field *field = session_event_field(s, event);
    struct grading *grading = begun(s, field);
    struct kp_str person = kp_json_text(event, "person"), row;
    if (grading->revealed)
        return;
    s->state.paused = false;
    if (!grading->count)
        grading->named = s->state.activities->named;
    KP_JSON_EACH(given, kp_json_get(event, "lines"))
    {
        struct kp_str id = kp_json_text(given, "row");
        struct grade_line *line = line_of(grading, person, id);
        if (!line) {
            grading->lines =
                grown(s, grading->lines, grading->count, &grading->cap, sizeof *grading->lines);
            line = &grading->lines[grading->count++];
        }
        *line = (struct grade_line){person, id, kp_json_get(given, "values")};
    }
    if (!session_next_grade(s, step_of(s, field), &person, &row))
        reveal(s, field, grading);
}

void session_apply_agree(struct kp_session *s, const struct kp_json *event)
{
    struct grading *grading = begun(s, session_event_field(s, event));
    struct grade_agreed agreed = {
        .row = kp_json_text(event, "row"),
        .by = kp_json_text(event, "by"),
        .value = kp_json_get(event, "value"),
    };
    s->state.paused = false;
    for (size_t i = 0; i < grading->agreed_count; i++) {
        if (kp_str_equal(grading->agreed[i].row, agreed.row) &&
            kp_str_equal(grading->agreed[i].by, agreed.by)) {
            grading->agreed[i] = agreed;
            return;
        }
    }
    grading->agreed = grown(s, grading->agreed, grading->agreed_count, &grading->agreed_cap,
                            sizeof *grading->agreed);
    grading->agreed[grading->agreed_count++] = agreed;
}

void session_reveal_scores(struct kp_session *s, const struct kp_field *field)
{
    struct grading *grading = session_grading(s, field);
    if (grading && grading->count)
        reveal(s, field, grading);
}

void session_recount_scores(struct kp_session *s, const struct kp_field *field)
{
    struct grading *grading = session_grading(s, field);
    if (!grading)
        return;
    *grading = (struct grading){
        .recounts = grading->recounts + 1,
        .named = s->state.activities->named,
    };
    if (session_field(s) == field)
        s->state.at.ask = KP_ASK_SCORES;
}

/* ---- Whether they are whole */

static enum kp_status need_scored(const struct kp_session *s, const struct kp_json *event,
                                  const struct kp_step **step, struct kp_err *err)
{
    *step = step_of(s, session_event_field(s, event));
    return *step ? KP_OK
                 : kp_err_set(err, KP_INVALID, _("it rates what this session does not rate"));
}

static enum kp_status need_row(const struct kp_json *of, const char *name, struct kp_err *err)
{
    if (kp_id_valid(kp_json_text(of, name), 'r'))
        return KP_OK;
    return kp_err_set(err, KP_INVALID, _("\"%s\" is missing, or is no id"), name);
}

static enum kp_status check_values(const struct kp_field *score, const struct kp_json *values,
                                   struct kp_err *err)
{
    enum kp_status status = KP_OK;
    if (!values || values->kind != KP_JSON_OBJECT)
        return kp_err_set(err, KP_INVALID, _("its \"value\" is missing"));
    KP_JSON_EACH(value, values)
    {
        if (!status && !kp_id_valid(value->name, 'r'))
            status = kp_err_set(err, KP_INVALID, _("\"%s\" is missing, or is no id"), "by");
        if (!status && !kp_json_is_null(value))
            status = score->type->check(score, value, err);
    }
    return status;
}

SESSION_CHECK(grade)
{
    const struct kp_step *step;
    const struct kp_json *lines = kp_json_get(event, "lines");
    enum kp_status status = need_scored(s, event, &step, err);
    if (!status && kp_json_get(event, "person") && !kp_id_valid(kp_json_text(event, "person"), 'p'))
        status = kp_err_set(err, KP_INVALID, _("it names a person without an id"));
    if (!status && (!lines || lines->kind != KP_JSON_ARRAY))
        status = kp_err_set(err, KP_INVALID, _("\"%s\" is missing, or is no list"), "lines");
    KP_JSON_EACH(line, status ? NULL : lines)
    {
        if (!status)
            status = need_row(line, "row", err);
        if (!status)
            status = check_values(kp_field_column(step->field, KP_STR("lowest")),
                                  kp_json_get(line, "values"), err);
    }
    return status;
}

SESSION_CHECK(agree)
{
    const struct kp_step *step;
    const struct kp_json *value = kp_json_get(event, "value");
    enum kp_status status = need_scored(s, event, &step, err);
    if (!status)
        status = need_row(event, "row", err);
    if (!status)
        status = need_row(event, "by", err);
    if (!status && !value)
        status = kp_err_set(err, KP_INVALID, _("its \"value\" is missing"));
    if (status || kp_json_is_null(value))
        return status;
    const struct kp_field *cell = kp_field_column(step->field, step->field->axis_cell);
    return cell->type->check(cell, value, err);
}
