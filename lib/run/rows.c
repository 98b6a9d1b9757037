// SPDX-License-Identifier: GPL-3.0-or-later
/* Tables and lists in a session: one row at a time, one column at a time. */

#include "base/text.h"
#include "run/session_internal.h"

#include <string.h>

/* A list is a table of one column. */
static const struct kp_field *list_column(void)
{
    static const struct kp_field text_column = {
        .id = KP_STR_INIT("text"),
        .label = {{KP_STR_INIT("Text"), KP_STR_INIT("Tekst"), KP_STR_INIT("Text")}},
        .required = true,
    };
    return &text_column;
}

bool session_has_rows(const struct kp_field *field)
{
    return field->type->kind == KP_TYPE_TABLE || field->type->kind == KP_TYPE_LIST;
}

size_t session_column_count(const struct kp_field *field)
{
    return field->type->kind == KP_TYPE_LIST ? 1 : field->column_count;
}

const struct kp_field *session_column(const struct kp_field *field, size_t index)
{
    return field->type->kind == KP_TYPE_LIST ? list_column() : &field->columns[index];
}

/* The type of a column; a list's column is text. */
static const struct kp_type *column_type(const struct kp_field *column)
{
    return column->type ? column->type : kp_type_of(KP_TYPE_TEXT);
}

size_t session_next_column(const struct kp_field *field, size_t column)
{
    size_t count = session_column_count(field);
    while (column < count && session_column(field, column)->calc)
        column++;
    return column;
}

const struct kp_json *session_value(struct kp_session *s, const struct kp_field *field)
{
    const struct entry *entry = session_entry(s, field);
    return entry->value ? entry->value : session_base_value(s, field);
}

const struct kp_json *session_row(struct kp_session *s, const struct kp_field *field,
                                  struct kp_str id, size_t *number)
{
    size_t at = 0;
    KP_JSON_EACH(row, session_value(s, field))
    {
        at++;
        if (kp_str_equal(kp_json_text(row, "id"), id)) {
            if (number)
                *number = at;
            return row;
        }
    }
    return NULL;
}

static struct kp_json *copy_row(struct kp_arena *arena, const struct kp_json *row)
{
    struct kp_json *copy = kp_json_new_object(arena);
    KP_JSON_EACH(cell, row)
        kp_json_set(arena, copy, cell->name.data, cell);
    return copy;
}

const struct kp_json *session_with_cell(struct kp_session *s, struct kp_arena *arena,
                                        const struct kp_field *field, struct kp_str id,
                                        struct kp_str column, const struct kp_json *value)
{
    struct kp_json *rows = kp_json_new_array(arena);
    bool found = false;
    KP_JSON_EACH(row, session_value(s, field))
    {
        if (!kp_str_equal(kp_json_text(row, "id"), id)) {
            kp_json_append(arena, rows, row);
            continue;
        }
        struct kp_json *copy = copy_row(arena, row);
        if (column.data)
            kp_json_set(arena, copy, column.data, value);
        kp_json_append(arena, rows, copy);
        found = true;
    }
    if (!found) {
        struct kp_json *row = kp_json_new_object(arena);
        kp_json_set_string(arena, row, "id", id);
        if (column.data)
            kp_json_set(arena, row, column.data, value);
        kp_json_append(arena, rows, row);
    }
    return rows;
}

const struct kp_json *session_without_row(struct kp_session *s, struct kp_arena *arena,
                                          const struct kp_field *field, struct kp_str id)
{
    struct kp_json *rows = kp_json_new_array(arena);
    KP_JSON_EACH(row, session_value(s, field))
        if (!kp_str_equal(kp_json_text(row, "id"), id))
            kp_json_append(arena, rows, row);
    return rows;
}

bool session_row_is_empty(const struct kp_json *row)
{
    KP_JSON_EACH(cell, row)
        if (!kp_str_is(cell->name, "id") && !kp_json_is_null(cell))
            return false;
    return true;
}

const struct kp_field *session_row_missing(const struct kp_field *field, const struct kp_json *row)
{
    for (size_t i = 0; i < session_column_count(field); i++) {
        const struct kp_field *column = session_column(field, i);
        bool needed = column->required || kp_str_equal(column->id, field->key);
        if (needed && !column->calc && kp_json_is_null(kp_json_get_str(row, column->id)))
            return column;
    }
    return NULL;
}

static struct kp_json *row_event(struct kp_session *s, const struct kp_field *field,
                                 const char *name, struct kp_str row)
{
    struct kp_json *event = session_event(s, name);
    kp_json_set_string(&s->arena, event, "field", field->id);
    kp_json_set_string(&s->arena, event, "row", row);
    return event;
}

static void emit_row(struct kp_session *s, const struct kp_field *field, const char *op,
                     struct kp_str row)
{
    struct kp_json *event = row_event(s, field, "row", row);
    kp_json_set_string(&s->arena, event, "op", kp_str_from(op));
    session_emit(s, event);
}

static void emit_cell(struct kp_session *s, const struct kp_field *field, struct kp_str row,
                      const struct kp_field *column, const struct kp_json *value)
{
    struct kp_json *event = row_event(s, field, "cell", row);
    kp_json_set_string(&s->arena, event, "column", column->id);
    if (value)
        kp_json_set(&s->arena, event, "value", value);
    session_emit(s, event);
}

static bool is_false(const struct kp_json *value)
{
    return value->kind == KP_JSON_BOOL && !value->boolean;
}

/*
 * The column whose check the row breaks: `given` if it is that one's, or one that was fulfilled
 * (or could not tell) in `before`, which may be NULL. NULL when the row is fine.
 */
static const struct kp_field *broken_check(struct kp_session *s, const struct kp_field *field,
                                           const struct kp_json *before,
                                           const struct kp_json *after,
                                           const struct kp_field *given)
{
    struct kp_calc *calc = kp_session_calc(s);
    const struct kp_json *now = kp_calc_row(calc, field, after);
    const struct kp_json *then = before ? kp_calc_row(calc, field, before) : NULL;
    for (size_t i = 0; i < field->column_count; i++) {
        const struct kp_field *column = &field->columns[i];
        if (!column->check || !is_false(kp_calc_eval(calc, column->check, now)))
            continue;
        if (!then || column == given || !is_false(kp_calc_eval(calc, column->check, then)))
            return column;
    }
    return NULL;
}

static enum kp_status say_broken(struct kp_session *s, const struct kp_field *broken,
                                 struct kp_err *err)
{
    struct kp_str message = kp_words_get(&broken->message, s->setup.lang);
    if (message.len)
        return kp_err_set(err, KP_INVALID, "%.*s", KP_STR_ARG(message));
    return kp_err_set(err, KP_INVALID, _("that does not fit: %.*s"),
                      KP_STR_ARG(kp_expr_source(broken->check)));
}

enum kp_status session_check_value(struct kp_session *s, const struct kp_field *field,
                                   const struct kp_json *value, struct kp_err *err)
{
    if (kp_json_is_null(value))
        return KP_OK;
    if (!session_has_rows(field))
        return kp_calc_check(kp_session_calc(s), field, value, s->setup.lang, err);
    size_t number = 0;
    KP_JSON_EACH(row, value)
    {
        const struct kp_field *broken = broken_check(s, field, NULL, row, NULL);
        const struct kp_field *missing = session_row_missing(field, row);
        number++;
        if (missing)
            return kp_err_set(err, KP_INVALID, _("row %zu has no \"%.*s\""), number,
                              KP_STR_ARG(missing->id));
        if (broken) {
            say_broken(s, broken, err);
            return kp_err_prefix(err, _("row %zu, %.*s"), number, KP_STR_ARG(broken->id));
        }
    }
    return KP_OK;
}

/* Reads and checks a cell's text; NULL when it was refused (and said so). */
static const struct kp_json *read_cell(struct kp_session *s, const struct kp_field *field,
                                       const struct kp_json *row, const struct kp_field *column,
                                       struct kp_str text)
{
    struct kp_err err = KP_ERR_INIT;
    struct kp_type_context context = session_context(s, &s->arena);
    const struct kp_json *value = NULL;
    if (column_type(column)->parse(column, text, &context, &value, &err)) {
        session_refuse(s, &err);
        value = NULL;
        goto done;
    }
    struct kp_json *after = copy_row(&s->feed_arena, row);
    kp_json_set(&s->feed_arena, after, column->id.data, value);
    const struct kp_field *broken = broken_check(s, field, row, after, column);
    if (broken) {
        say_broken(s, broken, &err);
        session_refuse(s, &err);
        value = NULL;
    }
done:
    kp_err_release(&err);
    return value;
}

/* Says how it was understood, where that is not just what was typed. */
void session_show_understood(struct kp_session *s, const struct kp_field *field,
                             const struct kp_json *value, struct kp_str typed)
{
    const struct kp_type *type = column_type(field);
    if (type->kind == KP_TYPE_TEXT || type->kind == KP_TYPE_NOTE || type->kind == KP_TYPE_LIST)
        return;
    struct kp_type_context context = session_context(s, &s->feed_arena);
    struct kp_buf shown = KP_BUF_INIT;
    type->show(field, value, &context, &shown);
    if (!kp_str_equal(kp_buf_str(&shown), kp_str_trim(typed)))
        session_effect(s, KP_EFFECT_NOTICE, "%s", shown.data);
    kp_buf_release(&shown);
}

void session_feed_cell(struct kp_session *s, struct kp_str text)
{
    const struct kp_field *field = session_field(s);
    struct kp_str row_id = s->state.at.row;
    const struct kp_field *column = session_column(field, s->state.at.column);
    const struct kp_json *row = session_row(s, field, row_id, NULL);
    const struct kp_json *present = kp_json_get_str(row, column->id);
    bool needed = column->required || kp_str_equal(column->id, field->key);

    if (!text.len) {
        if (needed && kp_json_is_null(present)) {
            session_effect(s, KP_EFFECT_REFUSED,
                           _("this one is needed in every row; /back leaves the row"));
            return;
        }
        emit_cell(s, field, row_id, column, NULL);
        return;
    }
    const struct kp_json *value = read_cell(s, field, row, column, text);
    if (!value)
        return;
    session_emit_people(s);
    emit_cell(s, field, row_id, column, value);
    session_show_understood(s, column, value, text);
}

void session_drop_cell(struct kp_session *s)
{
    const struct kp_field *field = session_field(s);
    emit_cell(s, field, s->state.at.row, session_column(field, s->state.at.column),
              &kp_json_null);
}

/* From a cell to the column before it, or out of the row; an empty new row goes with it. */
void session_back_in_row(struct kp_session *s)
{
    const struct kp_field *field = session_field(s);
    size_t column = s->state.at.column;
    while (column > 0 && session_column(field, column - 1)->calc)
        column--;
    if (column > 0) {
        struct kp_json *event = session_event(s, "column");
        kp_json_set_whole(&s->arena, event, "column", (int64_t)column - 1);
        session_emit(s, event);
        return;
    }
    const struct kp_json *row = session_row(s, field, s->state.at.row, NULL);
    emit_row(s, field, session_row_is_empty(row) ? "remove" : "end", s->state.at.row);
}

/* "2" or "-2" as a row's number; 0 when it is something else. */
static size_t row_number(struct kp_str text, bool *remove)
{
    size_t number = 0;
    *remove = kp_str_starts(text, KP_STR("-"));
    text = kp_str_trim(kp_str_slice(text, *remove, text.len));
    if (text.len == 0 || text.len > 4)
        return 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return 0;
        number = number * 10 + (size_t)(text.data[i] - '0');
    }
    return number;
}

static void add_row(struct kp_session *s, const struct kp_field *field, struct kp_str text)
{
    char id[KP_ID_SIZE];
    do
        kp_id_make(s->setup.ids, 'r', id);
    while (session_row(s, field, kp_str_from(id), NULL));
    struct kp_str row_id = kp_arena_str(&s->arena, kp_str_from(id));
    if (!text.len) {
        emit_row(s, field, "add", row_id);
        return;
    }
    const struct kp_field *column = session_column(field, session_next_column(field, 0));
    struct kp_json *row = kp_json_new_object(&s->feed_arena);
    const struct kp_json *value = read_cell(s, field, row, column, text);
    if (!value)
        return;
    session_emit_people(s);
    emit_row(s, field, "add", row_id);
    emit_cell(s, field, row_id, column, value);
    session_show_understood(s, column, value, text);
}

static void change_row(struct kp_session *s, const struct kp_field *field, size_t number,
                       bool remove)
{
    size_t at = 0;
    KP_JSON_EACH(row, session_value(s, field))
    {
        if (++at != number)
            continue;
        struct kp_str id = kp_json_text(row, "id");
        emit_row(s, field, remove ? "remove" : "edit", id);
        if (remove)
            session_effect(s, KP_EFFECT_NOTICE, _("row %zu is removed; /undo brings it back"),
                           number);
        return;
    }
    if (at)
        session_effect(s, KP_EFFECT_REFUSED, _("there is no row %zu; the rows are 1 to %zu"),
                       number, at);
    else
        session_effect(s, KP_EFFECT_REFUSED, _("there is no row yet; + adds one"));
}

/* A rule of the whole table advises (a team without a sponsor); it does not hold up the room. */
static void advise(struct kp_session *s, const struct kp_field *field)
{
    if (!field->check)
        return;
    const struct kp_json *holds = kp_calc_eval(kp_session_calc(s), field->check, NULL);
    struct kp_str message = kp_words_get(&field->message, s->setup.lang);
    if (holds->kind == KP_JSON_BOOL && !holds->boolean && message.len)
        session_effect(s, KP_EFFECT_NOTICE, "%.*s", KP_STR_ARG(message));
}

static void end_rows(struct kp_session *s, const struct kp_field *field)
{
    const struct kp_json *value = session_value(s, field);
    const struct kp_json *base = session_base_value(s, field);
    size_t number = 0;
    KP_JSON_EACH(row, value)
    {
        const struct kp_field *missing = session_row_missing(field, row);
        number++;
        if (missing) {
            struct kp_str label = kp_words_get(&missing->label, s->setup.lang);
            session_effect(s, KP_EFFECT_REFUSED,
                           _("row %zu has no \"%.*s\"; %zu edits it, -%zu removes it"), number,
                           KP_STR_ARG(label), number, number);
            return;
        }
    }
    advise(s, field);
    const struct kp_json *rows =
        kp_json_is_null(value) ? value : kp_value_canonical(field, value, &s->arena);
    if (!kp_json_equal(rows, base))
        session_take_value(s, field, rows->count ? rows : &kp_json_null, NULL, KP_BASIS_NONE);
    else
        session_keep(s, field);
}

void session_feed_rows(struct kp_session *s, struct kp_str text)
{
    const struct kp_field *field = session_field(s);
    const struct kp_json *proposal = s->proposals[field->index];
    bool remove;

    if (!text.len && proposal && !session_entry(s, field)->answered) {
        session_take_value(s, field, proposal, s->proposed_by[field->index],
                           s->proposed_basis[field->index]);
        return;
    }
    if (!text.len) {
        end_rows(s, field);
        return;
    }
    size_t number = row_number(text, &remove);
    if (number)
        change_row(s, field, number, remove);
    else if (text.data[0] == '+')
        add_row(s, field, kp_str_trim(kp_str_slice(text, 1, text.len)));
    else
        add_row(s, field, text);
}
