// SPDX-License-Identifier: GPL-3.0-or-later
/* The columns and rows of tables and lists. A list is a table of one column. */

#include "base/alloc.h"
#include "base/id.h"
#include "base/text.h"
#include "run/session_internal.h"

#include <string.h>

static const struct kp_field list_column = {
    .id = KP_STR_INIT("text"),
    .type = &kp_types[KP_TYPE_TEXT],
    .label = {{KP_STR_INIT("Text"), KP_STR_INIT("Tekst"), KP_STR_INIT("Text")}},
    .required = true,
    .visibility = KP_VISIBLE_CUSTOMER, /* the list itself says who may see it */
};

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
    return field->type->kind == KP_TYPE_LIST ? &list_column : &field->columns[index];
}

size_t session_next_column(const struct kp_field *field, size_t column)
{
    size_t count = session_column_count(field);
    while (column < count && session_column(field, column)->calc)
        column++;
    return column;
}

bool session_column_needed(const struct kp_field *field, const struct kp_field *column)
{
    return !column->calc && (column->required || kp_str_equal(column->id, field->key));
}

/*
 * Whether a value can be worked on row by row. What stands in a plan may be something else: edited
 * by hand, or from a time when the field had another type.
 */
bool session_are_rows(const struct kp_json *value)
{
    if (kp_json_is_null(value))
        return true;
    KP_JSON_EACH(row, value)
    {
        if (row->kind != KP_JSON_OBJECT || !kp_id_valid(kp_json_text(row, "id"), 'r'))
            return false;
    }
    return value->kind == KP_JSON_ARRAY;
}

const struct kp_json *session_row_of(const struct kp_json *rows, struct kp_str id, size_t *number)
{
    size_t at = 0;
    KP_JSON_EACH(row, rows)
    {
        at++;
        if (!kp_str_equal(kp_json_text(row, "id"), id))
            continue;
        *number = at;
        return row;
    }
    *number = 0;
    return NULL;
}

bool session_row_is_empty(const struct kp_json *row)
{
    KP_JSON_EACH(cell, row)
    {
        if (!kp_str_is(cell->name, "id") && !kp_json_is_null(cell))
            return false;
    }
    return true;
}

const struct kp_field *session_row_missing(const struct kp_field *field, const struct kp_json *row)
{
    for (size_t i = 0; i < session_column_count(field); i++) {
        const struct kp_field *column = session_column(field, i);
        if (session_column_needed(field, column) &&
            kp_json_is_null(kp_json_get_str(row, column->id)))
            return column;
    }
    return NULL;
}

/* The row with another cell; null takes the cell out. */
struct kp_json *session_row_with(struct kp_arena *arena, const struct kp_json *row,
                                 const struct kp_field *column, const struct kp_json *value)
{
    struct kp_json *copy = kp_json_new_object(arena);
    KP_JSON_EACH(cell, row)
    {
        if (!kp_str_equal(cell->name, column->id))
            kp_json_set(arena, copy, cell->name.data, cell);
        else if (!kp_json_is_null(value))
            kp_json_set(arena, copy, cell->name.data, value);
    }
    if (!kp_json_is_null(value) && !kp_json_get_str(row, column->id))
        kp_json_set(arena, copy, column->id.data, value);
    return copy;
}

static bool is_false(const struct kp_json *value)
{
    return value->kind == KP_JSON_BOOL && !value->boolean;
}

/*
 * The columns' own checks on a row: KP_INVALID for that of `given`, or one that was fulfilled (or
 * could not tell) in `before`, so that an old row can be mended cell by cell. `before` NULL: all.
 */
enum kp_status session_check_row(struct kp_session *s, const struct kp_field *field,
                                 const struct kp_json *before, const struct kp_json *after,
                                 const struct kp_field *given, struct kp_err *err)
{
    struct kp_calc *calc = kp_session_calc(s);
    const struct kp_json *now = kp_calc_row(calc, field, after);
    const struct kp_json *then = before ? kp_calc_row(calc, field, before) : NULL;
    for (size_t i = 0; i < field->column_count; i++) {
        const struct kp_field *column = &field->columns[i];
        if (!column->check || !is_false(kp_calc_eval(calc, column->check, now)))
            continue;
        if (then && column != given && is_false(kp_calc_eval(calc, column->check, then)))
            continue;
        struct kp_str message = kp_words_get(&column->message, s->setup.lang);
        struct kp_str label = kp_words_get(&column->label, s->setup.lang);
        if (message.len)
            kp_err_set(err, KP_INVALID, "%.*s", KP_STR_ARG(message));
        else
            kp_err_set(err, KP_INVALID, _("that does not fit: %.*s"),
                       KP_STR_ARG(kp_expr_source(column->check)));
        if (column != given && err)
            kp_err_prefix(err, "%.*s", KP_STR_ARG(label));
        return KP_INVALID;
    }
    return KP_OK;
}

/* ---- The working rows: changed in place, so that a long table costs no copy of it per cell */

static void push_row(struct kp_session *s, struct entry *entry, const struct kp_json *row)
{
    if (entry->row_count == entry->row_cap) {
        size_t cap = entry->row_cap ? entry->row_cap * 2 : 8;
        const struct kp_json **rows = kp_arena_alloc(&s->state.arena, cap * sizeof *rows);
        if (entry->row_count)
            memcpy(rows, entry->rows, entry->row_count * sizeof *rows);
        entry->rows = rows;
        entry->row_cap = cap;
    }
    entry->rows[entry->row_count++] = row;
}

void session_open_rows(struct kp_session *s, const struct kp_field *field)
{
    struct entry *entry = session_entry(s, field);
    if (entry->rows)
        return;
    const struct kp_json *value = session_value(s, field);
    entry->value = NULL;
    entry->row_count = 0;
    entry->row_cap = 8;
    entry->rows = kp_arena_alloc(&s->state.arena, entry->row_cap * sizeof *entry->rows);
    if (!session_are_rows(value))
        return; /* only a journal made by hand comes here: nobody is let to edit such a value */
    KP_JSON_EACH(row, value)
    {
        push_row(s, entry, row);
    }
}

const struct kp_json **session_find_row(const struct entry *entry, struct kp_str id)
{
    for (size_t i = entry->row_count; i-- > 0;) /* mostly it is the last */
        if (kp_str_equal(kp_json_text(entry->rows[i], "id"), id))
            return &entry->rows[i];
    return NULL;
}

void session_add_row(struct kp_session *s, struct entry *entry, const struct kp_json *row)
{
    if (!session_find_row(entry, kp_json_text(row, "id")))
        push_row(s, entry, row);
}

void session_remove_row(struct entry *entry, struct kp_str id)
{
    const struct kp_json **row = session_find_row(entry, id);
    if (!row)
        return;
    size_t behind = (size_t)(entry->rows + entry->row_count - row) - 1;
    memmove(row, row + 1, behind * sizeof *row);
    entry->row_count--;
}

void session_leave_row(struct kp_session *s)
{
    struct cursor *at = &s->state.at;
    if (at->ask != KP_ASK_CELL)
        return;
    struct entry *entry = session_entry(s, session_field(s));
    const struct kp_json **row = session_find_row(entry, at->row);
    if (row && session_row_is_empty(*row))
        session_remove_row(entry, at->row);
    enum kp_step_kind kind = session_step(s)->kind;
    at->ask = kind == KP_STEP_PROMOTE  ? KP_ASK_PROMOTE
              : kind == KP_STEP_REVIEW ? KP_ASK_REVIEW
                                       : KP_ASK_ROWS;
}
