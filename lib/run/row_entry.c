// SPDX-License-Identifier: GPL-3.0-or-later
/* What is typed for a table or list: rows added, edited and removed, one column at a time. */

#include "base/text.h"
#include "base/utf8.h"
#include "run/ideas.h"

static struct kp_json *row_event(struct kp_session *s, const struct kp_field *field,
                                 const char *name, struct kp_str row)
{
    struct kp_json *event = session_event(s, name);
    kp_json_set_string(&s->feed_arena, event, "field", field->id);
    kp_json_set_string(&s->feed_arena, event, "row", row);
    if (s->speaker)
        kp_json_set(&s->feed_arena, event, "said_by", s->speaker);
    return event;
}

/*
 * The first change of a row while prepared rows wait takes those as what is worked on: they are the
 * whole new table, the rows that stand in the plan among them. One /undo gives both back.
 */
void session_begin_with_proposal(struct kp_session *s, const struct kp_field *field,
                                 struct kp_json *event)
{
    struct proposal proposal = session_proposal(s, field);
    if (!proposal.value)
        return;
    kp_json_set(&s->feed_arena, event, "rows", proposal.value);
    session_add_marks(s, event, proposal.said_by, proposal.basis);
    if (!s->proposals[field->index].value)
        return;
    session_effect(s, KP_EFFECT_NOTICE,
                   _("%.*s: the prepared rows are what stands now; /undo "
                     "leaves them aside"),
                   KP_STR_ARG(kp_words_get(&field->label, s->setup.lang)));
}

static struct kp_json *op_event(struct kp_session *s, const struct kp_field *field, const char *op,
                                struct kp_str row)
{
    struct kp_json *event = row_event(s, field, "row", row);
    kp_json_set_string(&s->feed_arena, event, "op", kp_str_from(op));
    session_begin_with_proposal(s, field, event);
    return event;
}

/* An id that no row has. */
struct kp_str session_new_row(struct kp_session *s, const struct kp_json *rows)
{
    char id[KP_ID_SIZE];
    size_t number;
    do
        kp_id_make(s->setup.ids, 'r', id);
    while (session_row_of(rows, kp_str_from(id), &number));
    return kp_arena_str(&s->feed_arena, kp_str_from(id));
}

/* The rows that are worked on, or will be with the first change. */
const struct kp_json *session_rows_here(struct kp_session *s, const struct kp_field *field)
{
    struct proposal proposal = session_proposal(s, field);
    return proposal.value ? proposal.value : session_value(s, field);
}

static void emit_cell(struct kp_session *s, const struct kp_field *field, struct kp_str row,
                      const struct kp_field *column, const struct kp_json *value)
{
    struct kp_json *event = row_event(s, field, "cell", row);
    kp_json_set_string(&s->feed_arena, event, "column", column->id);
    if (value)
        kp_json_set(&s->feed_arena, event, "value", value);
    session_emit(s, event);
}

/* Reads and checks a cell's text; NULL when it was refused (and said so). */
static const struct kp_json *read_cell(struct kp_session *s, const struct kp_field *field,
                                       const struct kp_json *row, const struct kp_field *column,
                                       struct kp_str text)
{
    struct kp_err err = KP_ERR_INIT;
    struct kp_type_context context = session_context(s, &s->feed_arena);
    const struct kp_json *value = NULL;
    enum kp_status status = column->type->parse(column, text, &context, &value, &err);
    if (!status)
        status = session_check_row(
            s, field, row, session_row_with(&s->feed_arena, row, column, value), column, &err);
    if (status)
        session_refuse(s, &err);
    kp_err_release(&err);
    return status ? NULL : value;
}

/* The cell that is asked: its row, its column. */
static const struct kp_json *row_here(struct kp_session *s, const struct kp_field **column)
{
    const struct kp_field *field = session_field(s);
    size_t number;
    *column = session_column(field, s->state.at.column);
    return session_row_of(session_value(s, field), s->state.at.row, &number);
}

void session_feed_cell(struct kp_session *s, struct kp_str text)
{
    const struct kp_field *field = session_field(s), *column;
    const struct kp_json *row = row_here(s, &column);
    struct kp_str row_id = s->state.at.row;

    if (!text.len) {
        if (session_column_needed(field, column) &&
            kp_json_is_null(kp_json_get_str(row, column->id)))
            session_effect(s, KP_EFFECT_REFUSED,
                           _("this one is needed in every row; /back leaves the row"));
        else
            emit_cell(s, field, row_id, column, NULL);
        return;
    }
    if (session_row_is_empty(row) && session_feed_action_row(s, field, row_id, text))
        return;
    const struct kp_json *value = read_cell(s, field, row, column, text);
    if (!value)
        return;
    session_emit_people(s);
    emit_cell(s, field, row_id, column, value);
    session_show_understood(s, column, value, text);
}

void session_drop_cell(struct kp_session *s)
{
    const struct kp_field *field = session_field(s), *column;
    const struct kp_json *row = row_here(s, &column);
    if (kp_json_is_null(kp_json_get_str(row, column->id)))
        session_effect(s, KP_EFFECT_REFUSED, _("there is nothing to drop; Enter passes on"));
    else if (session_column_needed(field, column))
        session_effect(s, KP_EFFECT_REFUSED,
                       _("this one is needed in every row; /back leaves the row"));
    else
        emit_cell(s, field, s->state.at.row, column, &kp_json_null);
}

/* From a cell to the column before it, or out of the row. */
void session_back_in_row(struct kp_session *s)
{
    const struct kp_field *field = session_field(s);
    size_t column = s->state.at.column;
    while (column > 0 && (session_column(field, column - 1)->calc ||
                          !session_promote_asks(s, session_column(field, column - 1))))
        column--;
    if (column > 0) {
        struct kp_json *event = session_event(s, "column");
        kp_json_set_whole(&s->feed_arena, event, "column", (int64_t)column - 1);
        session_emit(s, event);
    } else {
        session_emit(s, op_event(s, field, "end", s->state.at.row));
    }
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

/* ---- "2 due: 14/9": one cell of a row, without the others */

/* Whether the label, or one of its words, begins with what was typed; both folded. */
static bool has_beginning(struct kp_str label, struct kp_str typed)
{
    for (size_t i = 0; i < label.len; i++)
        if ((i == 0 || label.data[i - 1] == ' ') &&
            kp_str_starts(kp_str_slice(label, i, label.len), typed))
            return true;
    return false;
}

/* The column of that label, or the only one that it is a beginning of; NULL: there is none. */
static const struct kp_field *named_column(struct kp_session *s, const struct kp_field *field,
                                           struct kp_str name)
{
    enum { LEAST = 3 };
    const struct kp_field *found = NULL;
    size_t count = 0;
    name = kp_utf8_fold(&s->feed_arena, kp_str_trim(name));
    for (size_t i = 0; i < session_column_count(field); i++) {
        const struct kp_field *column = session_column(field, i);
        struct kp_str label =
            kp_utf8_fold(&s->feed_arena, kp_words_get(&column->label, s->setup.lang));
        if (column->calc || !kp_session_may_show(s, column))
            continue;
        if (kp_str_equal(label, name))
            return column;
        if (name.len < LEAST || !has_beginning(label, name))
            continue;
        found = column;
        count++;
    }
    return count == 1 ? found : NULL;
}

/* Whether the line is the number of a row, the name of a column, a colon, and what is to stand there. */
static bool set_one_cell(struct kp_session *s, const struct kp_field *field, struct kp_str text)
{
    enum { MOST = 120 }; /* labels are short, and a text may be pasted */
    bool remove;
    size_t space = kp_str_find(text, ' '), at = 0;
    size_t colon = kp_str_find(kp_str_slice(text, 0, MOST), ':');
    size_t wanted = row_number(kp_str_slice(text, 0, space), &remove);
    const struct kp_json *row = NULL;
    if (field->type->kind != KP_TYPE_TABLE || !wanted || remove || colon >= MOST ||
        colon + 1 >= text.len || colon < space || session_proposal(s, field).value)
        return false;
    const struct kp_field *column =
        named_column(s, field, kp_str_slice(text, space, colon - space));
    struct kp_str typed = kp_str_trim(kp_str_slice(text, colon + 1, text.len));
    if (!column || !typed.len)
        return false;
    KP_JSON_EACH(each, session_value(s, field))
    {
        if (++at == wanted)
            row = each;
    }
    if (!row) {
        session_effect(s, KP_EFFECT_REFUSED, _("there is no row %zu; the rows are 1 to %zu"),
                       wanted, at);
        return true;
    }
    const struct kp_json *value = read_cell(s, field, row, column, typed);
    if (!value)
        return true; /* it has been said why */
    session_emit_people(s);
    emit_cell(s, field, kp_json_text(row, "id"), column, value);
    session_show_understood(s, column, value, typed);
    return true;
}

/* The row and its first cell are one event: one /undo takes back what one line did. */
static void add_row(struct kp_session *s, const struct kp_field *field, struct kp_str text)
{
    size_t first = session_next_column(field, 0);
    const struct kp_field *column = NULL;
    const struct kp_json *value = NULL, *empty = kp_json_new_object(&s->feed_arena);
    if (session_feed_action_row(s, field, (struct kp_str){"", 0}, text))
        return;
    if (text.len && first < session_column_count(field)) {
        column = session_column(field, first);
        value = read_cell(s, field, empty, column, text);
        if (!value)
            return;
    }
    session_emit_people(s);
    struct kp_json *event =
        op_event(s, field, "add", session_new_row(s, session_rows_here(s, field)));
    if (column) {
        kp_json_set_string(&s->feed_arena, event, "column", column->id);
        kp_json_set(&s->feed_arena, event, "value", value);
    }
    session_emit(s, event);
    if (column)
        session_show_understood(s, column, value, text);
}

/* Pasted lines are an item each, and one entry all the same. */
static void add_items(struct kp_session *s, const struct kp_field *list, struct kp_str text)
{
    struct kp_err err = KP_ERR_INIT;
    struct kp_type_context context = session_context(s, &s->feed_arena);
    const struct kp_json *items = NULL;
    if (list->type->parse(list, text, &context, &items, &err)) {
        session_refuse(s, &err);
    } else if (items->count) {
        struct kp_json *all = kp_json_new_array(&s->feed_arena);
        KP_JSON_EACH(row, session_rows_here(s, list))
        {
            kp_json_append(&s->feed_arena, all, row);
        }
        KP_JSON_EACH(item, items)
        {
            struct kp_json *row = kp_json_new_object(&s->feed_arena);
            kp_json_set_string(&s->feed_arena, row, "id", session_new_row(s, all));
            kp_json_set(&s->feed_arena, row, "text", kp_json_get(item, "text"));
            kp_json_append(&s->feed_arena, all, row);
        }
        struct kp_json *event = op_event(s, list, "end", kp_json_text(all->last, "id"));
        kp_json_set(&s->feed_arena, event, "rows", all);
        session_emit(s, event);
    }
    kp_err_release(&err);
}

void session_edit_row(struct kp_session *s, const struct kp_field *field, struct kp_str row)
{
    session_emit(s, op_event(s, field, "edit", row));
}

static void change_row(struct kp_session *s, const struct kp_field *field, size_t number,
                       bool remove)
{
    size_t at = 0;
    KP_JSON_EACH(row, session_rows_here(s, field))
    {
        if (++at != number)
            continue;
        session_emit(s, op_event(s, field, remove ? "remove" : "edit", kp_json_text(row, "id")));
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

/*
 * A rule of the table (a team without a sponsor, a lost opportunity without a reason) advises; it
 * does not hold up the room.
 */
void session_advise(struct kp_session *s, const struct kp_field *field, const struct kp_json *value)
{
    struct kp_err err = KP_ERR_INIT;
    if (field->check && kp_calc_check(kp_session_calc(s), field, value, s->setup.lang, &err))
        session_effect(s, KP_EFFECT_NOTICE, "%s", err.text.data);
    kp_err_release(&err);
}

/* Whether every row has what each row needs; else the first that has not is named. */
static bool rows_are_whole(struct kp_session *s, const struct kp_field *field,
                           const struct kp_json *rows)
{
    size_t number = 0;
    KP_JSON_EACH(row, rows)
    {
        const struct kp_field *missing = session_row_missing(field, row);
        number++;
        if (!missing)
            continue;
        struct kp_str label = kp_words_get(&missing->label, s->setup.lang);
        session_effect(s, KP_EFFECT_REFUSED,
                       _("row %zu has no \"%.*s\"; %zu edits it, -%zu removes it"), number,
                       KP_STR_ARG(label), number, number);
        return false;
    }
    return true;
}

/* Enter: the rows stand. Rows that are as they were are kept. */
void session_end_rows(struct kp_session *s)
{
    const struct kp_field *field = session_field(s);
    const struct kp_json *value = session_value(s, field);
    if (!session_is_changed(s, field)) {
        if (!session_are_rows(value) || rows_are_whole(s, field, value))
            session_keep(s, field);
        return;
    }
    if (!rows_are_whole(s, field, value))
        return;
    session_advise(s, field, value);
    if (!kp_json_is_null(value))
        value = kp_value_canonical(field, value, &s->feed_arena);
    session_take_value(s, field, value, NULL, KP_BASIS_NONE);
}

/* The rows that are offered are taken, and one by one asked for what they lack; whether they lack anything. */
static bool walk_rows(struct kp_session *s, const struct kp_field *field)
{
    const struct kp_step *step = session_step(s);
    KP_JSON_EACH(row, step->missing_count ? session_proposal(s, field).value : NULL)
    {
        for (size_t i = 0; i < step->missing_count; i++) {
            if (!kp_json_is_null(kp_json_get_str(row, step->missing[i]->id)))
                continue;
            session_emit(s, op_event(s, field, "walk", kp_json_text(row, "id")));
            return true;
        }
    }
    return false;
}

/*
 * Whether a number that is no row's begins a row, because the first column takes it: 2025 where years
 * stand, or the first choice of an empty table.
 */
static bool number_begins_row(struct kp_session *s, const struct kp_field *field, size_t number)
{
    size_t first = session_next_column(field, 0), rows = session_rows_here(s, field)->count;
    if (number <= rows || first >= session_column_count(field))
        return false;
    switch (session_column(field, first)->type->kind) {
    case KP_TYPE_NUMBER:
    case KP_TYPE_MONEY:
    case KP_TYPE_PERCENT: return true;
    case KP_TYPE_CHOICE:
    case KP_TYPE_SCALE: return rows == 0;
    default: return false;
    }
}

void session_feed_rows(struct kp_session *s, struct kp_str text)
{
    const struct kp_field *field = session_field(s);
    bool remove;

    if (!text.len) {
        if (!session_proposal(s, field).value)
            session_end_rows(s);
        else if (!walk_rows(s, field))
            session_take_proposal(s, field);
        return;
    }
    if (!session_are_rows(session_rows_here(s, field))) {
        session_effect(s, KP_EFFECT_REFUSED,
                       _("what stands here is not made of rows; Enter keeps it, /drop removes it"));
        return;
    }
    size_t number = row_number(text, &remove);
    if (number && (remove || !number_begins_row(s, field, number)))
        change_row(s, field, number, remove);
    else if (set_one_cell(s, field, text))
        return;
    else if (field->type->kind == KP_TYPE_LIST && kp_str_find(text, '\n') < text.len)
        add_items(s, field, text);
    else if (text.data[0] == '+')
        add_row(s, field, kp_str_trim(kp_str_slice(text, 1, text.len)));
    else
        add_row(s, field, text);
}
