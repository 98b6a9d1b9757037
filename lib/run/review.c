// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The open rows of a table from earlier sessions, one by one: done, carried on, dropped, edited, or
 * left open. Nothing is closed by silence.
 *
 * A row is done or dropped by a column `status` with such choices, carried on by its first date
 * (`due` where there is one), and what came of it stands in `outcome` or `reason`.
 */

#include "base/date.h"
#include "base/text.h"
#include "run/session_internal.h"

static const struct kp_field *status_column(const struct kp_field *table, const char *choice)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].type->kind == KP_TYPE_CHOICE &&
            kp_field_choice(&table->columns[i], kp_str_from(choice)))
            return &table->columns[i];
    return NULL;
}

static const struct kp_field *date_column(const struct kp_field *table)
{
    const struct kp_field *due = kp_field_column(table, KP_STR("due"));
    for (size_t i = 0; i < table->column_count && !due; i++)
        if (table->columns[i].type->kind == KP_TYPE_DATE && !table->columns[i].calc)
            due = &table->columns[i];
    return due && due->type->kind == KP_TYPE_DATE ? due : NULL;
}

static const struct kp_field *reason_column(const struct kp_field *table)
{
    const struct kp_field *column = kp_field_column(table, KP_STR("outcome"));
    if (!column)
        column = kp_field_column(table, KP_STR("reason"));
    bool text =
        column && (column->type->kind == KP_TYPE_TEXT || column->type->kind == KP_TYPE_NOTE);
    return text ? column : NULL;
}

/* ---- Which rows, and in which order */

static bool is_open(struct kp_session *s, const struct kp_step *step, const struct kp_json *row)
{
    struct kp_calc *calc = kp_session_calc(s);
    if (row->kind != KP_JSON_OBJECT)
        return false;
    if (!step->open)
        return true;
    const struct kp_json *open =
        kp_calc_eval(calc, step->open, kp_calc_row(calc, step->field, row));
    return open->kind == KP_JSON_BOOL && open->boolean;
}

static bool is_reviewed(const struct kp_session *s, struct kp_str row)
{
    KP_JSON_EACH(event, s->state.reviewed)
    {
        if (kp_str_equal(kp_json_text(event, "row"), row))
            return true;
    }
    return false;
}

/*
 * Whether a row came up before another: it stayed open in more sessions, or was due earlier (one
 * without a date is behind those that have one); else they stand as in the table.
 */
static bool is_older(const struct kp_session *s, const struct kp_field *table,
                     const struct kp_json *row, const struct kp_json *than)
{
    const struct kp_field *date = date_column(table);
    int carried = session_carried(s, kp_json_text(row, "id"));
    int other = session_carried(s, kp_json_text(than, "id"));
    if (carried != other || !date)
        return carried > other;
    struct kp_str due = kp_json_text(row, date->id.data);
    struct kp_str others = kp_json_text(than, date->id.data);
    return due.len && (!others.len || kp_str_compare(due, others) < 0);
}

/* Open rows from earlier that have not had their turn: the oldest of them, and how many. */
static struct kp_str waiting(struct kp_session *s, const struct kp_step *step, size_t *count)
{
    const struct kp_json *first = NULL;
    size_t number;
    *count = 0;
    KP_JSON_EACH(row, session_rows_here(s, step->field))
    {
        struct kp_str id = kp_json_text(row, "id");
        if (!id.len || is_reviewed(s, id) || !is_open(s, step, row) ||
            !session_row_of(session_base_value(s, step->field), id, &number))
            continue;
        if (!(*count)++ || is_older(s, step->field, row, first))
            first = row;
    }
    return first ? kp_json_text(first, "id") : (struct kp_str){"", 0};
}

/* A row that has just been done, dropped or carried on has had its turn. */
void session_begin_review(struct kp_session *s)
{
    size_t count;
    s->state.reviewed = kp_json_new_array(&s->state.arena);
    s->state.at.ask = KP_ASK_REVIEW;
    s->state.at.row = waiting(s, session_step(s), &count);
}

size_t session_review_left(struct kp_session *s)
{
    size_t count;
    waiting(s, session_step(s), &count);
    return count;
}

int session_carried(const struct kp_session *s, struct kp_str row)
{
    return row.len ? (int)kp_json_whole(s->setup.carried, row.data, 0) : 0;
}

/* ---- What is typed */

static struct kp_json *review_event(struct kp_session *s, const char *op)
{
    const struct kp_field *field = session_field(s);
    struct kp_json *event = session_event(s, "review");
    kp_json_set_string(&s->feed_arena, event, "field", field->id);
    kp_json_set_string(&s->feed_arena, event, "row", s->state.at.row);
    kp_json_set_string(&s->feed_arena, event, "op", kp_str_from(op));
    return event;
}

static void emit_review(struct kp_session *s, struct kp_json *event, const struct kp_json *cells)
{
    if (cells) {
        kp_json_set(&s->feed_arena, event, "cells", cells);
        session_begin_with_proposal(s, session_field(s), event);
    }
    session_emit(s, event);
}

static bool set_cell(struct kp_session *s, struct kp_json *cells, const struct kp_field *column,
                     struct kp_str text)
{
    struct kp_err err = KP_ERR_INIT;
    struct kp_type_context context = session_context(s, &s->feed_arena);
    const struct kp_json *value = NULL;
    enum kp_status status = column->type->parse(column, text, &context, &value, &err);
    if (status)
        session_refuse(s, &err);
    else
        kp_json_set(&s->feed_arena, cells, column->id.data, value);
    kp_err_release(&err);
    return !status;
}

/* Done with what came of it, dropped with why: neither goes without a word. */
static void settle(struct kp_session *s, const char *op, const char *choice, struct kp_str said)
{
    const struct kp_field *field = session_field(s);
    const struct kp_field *status = status_column(field, choice), *reason = reason_column(field);
    struct kp_json *cells = kp_json_new_object(&s->feed_arena);
    if (!status) {
        session_effect(s, KP_EFFECT_REFUSED,
                       _("these rows are not closed by a word; 4 edits this one"));
        return;
    }
    if (reason && !said.len) {
        session_effect(s, KP_EFFECT_REFUSED, "%s",
                       kp_str_is(kp_str_from(op), "done") ? _("what came of it? 1 OUTCOME")
                                                          : _("why is it dropped? 3 REASON"));
        return;
    }
    kp_json_set_string(&s->feed_arena, cells, status->id.data, kp_str_from(choice));
    if (reason && !set_cell(s, cells, reason, said))
        return;
    emit_review(s, review_event(s, op), cells);
}

static void carry(struct kp_session *s, struct kp_date date)
{
    const struct kp_field *column = date_column(session_field(s));
    struct kp_json *cells = kp_json_new_object(&s->feed_arena);
    struct kp_buf text = KP_BUF_INIT;
    size_t number;
    const struct kp_json *row =
        session_row_of(session_rows_here(s, session_field(s)), s->state.at.row, &number);
    kp_date_print(&text, date);
    if (!column) {
        session_effect(s, KP_EFFECT_REFUSED, _("these rows have no date; 4 edits this one"));
    } else if (kp_date_compare(date, s->header.date) < 0) {
        session_effect(s, KP_EFFECT_REFUSED, _("that day has passed"));
    } else if (kp_str_equal(kp_json_text(row, column->id.data), kp_buf_str(&text))) {
        session_effect(s, KP_EFFECT_REFUSED,
                       _("that is the date it has; Enter leaves it open as it is"));
    } else if (set_cell(s, cells, column, kp_buf_str(&text))) {
        emit_review(s, review_event(s, "carry"), cells);
        kp_buf_clear(&text);
        kp_date_show(&text, date, s->setup.lang); /* as it was understood */
        session_effect(s, KP_EFFECT_NOTICE, "%s", text.data);
    }
    kp_buf_release(&text);
}

/* A date by itself carries on; else a number says what becomes of it. */
static void feed_text(struct kp_session *s, struct kp_str text)
{
    struct kp_date date;
    struct kp_err err = KP_ERR_INIT;
    struct kp_str rest = kp_str_trim(kp_str_slice(text, 1, text.len));
    char choice = text.len == 1 || text.data[1] == ' ' ? text.data[0] : 0;
    if (text.len > 1 && !kp_date_parse(text, s->setup.lang, s->header.date, &date, NULL)) {
        carry(s, date);
    } else if (choice == '1') {
        settle(s, "done", "done", rest);
    } else if (choice == '2' && !rest.len) {
        session_effect(s, KP_EFFECT_REFUSED, _("until when? 2 DATE"));
    } else if (choice == '2') {
        if (kp_date_parse(rest, s->setup.lang, s->header.date, &date, &err))
            session_refuse(s, &err);
        else
            carry(s, date);
    } else if (choice == '3') {
        settle(s, "drop", status_column(session_field(s), "dropped") ? "dropped" : "lost", rest);
    } else if (choice == '4' && !rest.len) {
        session_edit_row(s, session_field(s), s->state.at.row);
    } else {
        session_effect(s, KP_EFFECT_REFUSED,
                       _("1 OUTCOME: it is done; 2 DATE carries it on; 3 REASON drops it; 4 edits "
                         "it; Enter leaves it open"));
    }
    kp_err_release(&err);
}

void session_feed_review(struct kp_session *s, struct kp_str text)
{
    if (!s->state.at.row.len) {
        if (text.len)
            session_effect(s, KP_EFFECT_REFUSED, _("nothing is open from earlier; Enter goes on"));
        else
            session_emit(s, session_event(s, "next"));
    } else if (text.len) {
        feed_text(s, text);
    } else {
        session_emit(s, review_event(s, "pass"));
        session_effect(s, KP_EFFECT_NOTICE, "%s", _("it stays open"));
    }
}

/* ---- The event */

void session_apply_review(struct kp_session *s, const struct kp_json *event)
{
    const struct kp_field *field = session_event_field(s, event);
    const struct kp_json *cells = kp_json_get(event, "cells");
    struct kp_str row = kp_json_text(event, "row");
    size_t left;
    s->state.paused = false;
    if (cells) {
        session_take_rows(s, field, event);
        session_open_rows(s, field);
        KP_JSON_EACH(cell, cells)
        {
            session_set_cell(s, field, row, cell->name, cell);
        }
        session_forget_derived(s);
    }
    if (session_field(s) != field || s->state.at.ask != KP_ASK_REVIEW)
        return;
    kp_json_append(&s->state.arena, s->state.reviewed, event);
    s->state.at.row = waiting(s, session_step(s), &left);
    if (!left)
        session_advance(s);
}

/* ---- The record */

static void set_text(struct kp_session *s, struct kp_json *item, const char *name,
                     const struct kp_json *value)
{
    if (!kp_json_is_null(value))
        kp_json_set(&s->arena, item, name, value);
}

static const char *became(struct kp_session *s, const struct kp_step *step,
                          const struct kp_json *before, const struct kp_json *now)
{
    const struct kp_field *date = date_column(step->field);
    if (!now)
        return "removed";
    if (!is_open(s, step, now)) {
        static const char *const closed[][2] = {
            {"done", "done"}, {"dropped", "dropped"}, {"lost", "dropped"}};
        for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
            const struct kp_field *status = status_column(step->field, closed[i][0]);
            if (status && kp_str_is(kp_json_text(now, status->id.data), closed[i][0]))
                return closed[i][1];
        }
        return "closed";
    }
    if (date &&
        kp_str_compare(kp_json_text(now, date->id.data), kp_json_text(before, date->id.data)) > 0)
        return "carried";
    return kp_json_equal(before, now) ? "open" : "edited";
}

/* Whether the row had its turn, or the table as a whole was answered. */
static bool was_seen(struct kp_session *s, const struct kp_field *field, struct kp_str row)
{
    for (size_t i = 0; i < s->event_count; i++) {
        const struct kp_json *event = s->events[i].event;
        if (!s->events[i].undone && kp_str_is(kp_json_text(event, "e"), "review") &&
            session_event_field(s, event) == field && kp_str_equal(kp_json_text(event, "row"), row))
            return true;
    }
    return session_entry(s, field)->answered;
}

/*
 * What became of the rows that were open before the session: [{"field","row","text","became","from",
 * "to","outcome","carried"}]. It is read off the rows themselves, so it is true however the answer
 * was given, and after changes later in the session.
 */
void session_record_review(struct kp_session *s, const struct kp_step *step, struct kp_json *list)
{
    struct kp_arena *arena = &s->arena;
    const struct kp_field *field = step->field, *date = date_column(field);
    const struct kp_field *reason = reason_column(field);
    const struct kp_json *rows = session_value(s, field);
    KP_JSON_EACH(before, session_base_value(s, field))
    {
        size_t number;
        struct kp_str id = kp_json_text(before, "id");
        if (!id.len || !is_open(s, step, before))
            continue;
        const struct kp_json *now =
            session_are_rows(rows) ? session_row_of(rows, id, &number) : NULL;
        const char *state = became(s, step, before, now);
        if (kp_str_is(kp_str_from(state), "open") && !was_seen(s, field, id))
            state = "not looked at";
        struct kp_json *item = kp_json_new_object(arena);
        kp_json_set_string(arena, item, "field", field->id);
        kp_json_set_string(arena, item, "row", id);
        if (field->key.len)
            set_text(s, item, "text", kp_json_get_str(now ? now : before, field->key));
        kp_json_set_string(arena, item, "became", kp_str_from(state));
        if (date && kp_str_is(kp_str_from(state), "carried")) {
            set_text(s, item, "from", kp_json_get_str(before, date->id));
            set_text(s, item, "to", kp_json_get_str(now, date->id));
        }
        if (reason)
            set_text(s, item, "outcome", kp_json_get_str(now, reason->id));
        if (session_carried(s, id))
            kp_json_set_whole(arena, item, "carried", session_carried(s, id));
        kp_json_append(arena, list, item);
    }
}
