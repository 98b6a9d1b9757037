// SPDX-License-Identifier: GPL-3.0-or-later
/* What events do to the rows of tables and lists. */

#include "run/ideas.h"

static const struct kp_field *column_of(const struct kp_field *field, struct kp_str id)
{
    for (size_t i = 0; i < session_column_count(field); i++)
        if (kp_str_equal(session_column(field, i)->id, id))
            return session_column(field, i);
    return NULL;
}

/*
 * From this cell on into the first that is asked and lacks its value, row by row; behind the last one back to
 * the rows.
 */
static void walk(struct kp_session *s, const struct kp_field *field, struct kp_str row,
                 size_t column)
{
    const struct entry *entry = session_entry(s, field);
    struct cursor *at = &s->state.at;
    const struct kp_json **place = session_find_row(entry, row);
    for (size_t i = place ? (size_t)(place - entry->rows) : entry->row_count; i < entry->row_count;
         i++, column = 0) {
        struct kp_str id = kp_json_text(entry->rows[i], "id");
        column = session_next_missing(s, session_step(s), id, column);
        while (column < session_column_count(field) &&
               !kp_session_may_show(s, session_column(field, column)))
            column = session_next_missing(s, session_step(s), id, column + 1);
        if (column == session_column_count(field))
            continue;
        at->ask = KP_ASK_CELL;
        at->row = id;
        at->column = column;
        return;
    }
    at->walking = false;
    session_leave_row(s);
}

/* Into a cell of a row, or to the rows behind its last column. */
static void enter_cell(struct kp_session *s, const struct kp_field *field, struct kp_str row,
                       size_t column)
{
    struct cursor *at = &s->state.at;
    while (column < session_column_count(field) &&
           !kp_session_may_show(s, session_column(field, column)))
        column = session_next_column(field, column + 1);
    const struct kp_step *step = session_step(s);
    if (step->kind == KP_STEP_PROMOTE) { /* of what became of an idea only what is missing */
        column = session_next_missing(s, step, row, column);
        if (column == session_column_count(field)) {
            session_next_promoted(s);
            return;
        }
    }
    if (at->walking) {
        walk(s, field, row, column);
        return;
    }
    if (column == session_column_count(field)) {
        session_leave_row(s);
        return;
    }
    at->ask = KP_ASK_CELL;
    at->row = row;
    at->column = column;
}

static void set_cell(struct kp_session *s, struct entry *entry, struct kp_str row,
                     const struct kp_field *column, const struct kp_json *value)
{
    const struct kp_json **place = session_find_row(entry, row);
    if (place)
        *place = session_row_with(&s->state.arena, *place, column, value);
}

/* A new row, with its first cell when the row began with a text. The cell that is asked next. */
static size_t add_row(struct kp_session *s, const struct kp_field *field,
                      const struct kp_json *event)
{
    struct entry *entry = session_entry(s, field);
    struct kp_str id = kp_json_text(event, "row");
    const struct kp_field *column = column_of(field, kp_json_text(event, "column"));
    struct kp_json *row = kp_json_new_object(&s->state.arena);
    kp_json_set_string(&s->state.arena, row, "id", id);
    session_add_row(s, entry, row);
    if (!column)
        return session_next_column(field, 0);
    set_cell(s, entry, id, column, kp_json_get(event, "value"));
    return session_next_column(field, column->index + 1);
}

void session_set_cell(struct kp_session *s, const struct kp_field *field, struct kp_str row,
                      struct kp_str column, const struct kp_json *value)
{
    const struct kp_field *known = column_of(field, column);
    if (known)
        set_cell(s, session_entry(s, field), row, known, value);
}

/* Rows are said by all who had a part in them. */
void session_add_speaker(struct kp_session *s, struct entry *entry, const struct kp_json *event)
{
    const struct kp_json *said_by = kp_json_get(event, "said_by");
    struct kp_json *all = kp_json_new_array(&s->state.arena);
    if (!said_by || kp_json_get(event, "rows"))
        return;
    KP_JSON_EACH(id, entry->said_by)
    {
        kp_json_append(&s->state.arena, all, id);
    }
    KP_JSON_EACH(id, said_by)
    {
        bool known = false;
        KP_JSON_EACH(present, all)
        {
            known = known || kp_str_equal(present->text, id->text);
        }
        if (!known)
            kp_json_append(&s->state.arena, all, id);
    }
    entry->said_by = all;
}

void session_apply_row(struct kp_session *s, const struct kp_json *event)
{
    const struct kp_field *field = session_event_field(s, event);
    struct kp_str op = kp_json_text(event, "op"), row = kp_json_text(event, "row");
    bool here = session_field(s) == field;
    size_t column = session_next_column(field, 0);

    s->state.paused = false;
    if (here)
        session_leave_row(s);
    s->state.at.walking = here && kp_str_is(op, "walk");
    session_take_rows(s, field, event);
    session_open_rows(s, field);
    session_add_speaker(s, session_entry(s, field), event);
    if (kp_str_is(op, "add"))
        column = add_row(s, field, event);
    if (kp_str_is(op, "remove"))
        session_remove_row(session_entry(s, field), row);
    bool into = (kp_str_is(op, "add") || kp_str_is(op, "edit") || kp_str_is(op, "walk")) &&
                session_find_row(session_entry(s, field), row);
    if (here && into)
        enter_cell(s, field, row, column);
}

/* Without a value the cell stays as it is. */
void session_apply_cell(struct kp_session *s, const struct kp_json *event)
{
    const struct kp_field *field = session_event_field(s, event);
    const struct kp_json *value = kp_json_get(event, "value");
    struct kp_str row = kp_json_text(event, "row"), column = kp_json_text(event, "column");
    struct cursor *at = &s->state.at;

    s->state.paused = false;
    session_open_rows(s, field);
    session_add_speaker(s, session_entry(s, field), event);
    if (value)
        set_cell(s, session_entry(s, field), row, column_of(field, column), value);
    session_forget_draft(s, field, row, column);
    if (session_field(s) == field && at->ask == KP_ASK_CELL)
        enter_cell(s, field, at->row, session_next_column(field, at->column + 1));
}

/* Back to the column before, within a row. */
void session_apply_column(struct kp_session *s, const struct kp_json *event)
{
    const struct kp_field *field = session_field(s);
    size_t column = (size_t)kp_json_whole(event, "column", 0);
    if (field && s->state.at.ask == KP_ASK_CELL && column < session_column_count(field) &&
        !session_column(field, column)->calc)
        s->state.at.column = column;
}
