// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Whether an event is whole: what comes out of a journal may have been edited, damaged or made up.
 * Whatever passes here can be applied in any order without asking again.
 */

#include "base/text.h"
#include "base/utf8.h"
#include "run/session_internal.h"

enum { NAME_MAX_BYTES = 200 };

/* The last millisecond of the year 9999. */
#define LATEST INT64_C(253402300799999)

bool session_time_valid(int64_t at)
{
    return at >= 0 && at <= LATEST;
}

bool session_name_valid(struct kp_str name)
{
    return name.len && name.len <= NAME_MAX_BYTES && !kp_utf8_has_hidden(name);
}

/* A member that must be there and be a string. */
static enum kp_status need_text(const struct kp_json *event, const char *name, struct kp_err *err)
{
    const struct kp_json *member = kp_json_get(event, name);
    if (member && member->kind == KP_JSON_STRING)
        return KP_OK;
    return kp_err_set(err, KP_INVALID, _("\"%s\" is missing, or is no text"), name);
}

static enum kp_status need_id(const struct kp_json *event, const char *name, char letter,
                              struct kp_err *err)
{
    if (kp_id_valid(kp_json_text(event, name), letter))
        return KP_OK;
    return kp_err_set(err, KP_INVALID, _("\"%s\" is missing, or is no id"), name);
}

/* A list of people's ids, where there is one. */
enum kp_status session_check_people(const struct kp_json *people, struct kp_err *err)
{
    if (people && people->kind != KP_JSON_ARRAY)
        return kp_err_set(err, KP_INVALID, _("people are a list, not %s"),
                          kp_json_kind_name(people->kind));
    KP_JSON_EACH(person, people)
    {
        if (person->kind != KP_JSON_STRING || !kp_id_valid(person->text, 'p'))
            return kp_err_set(err, KP_INVALID, _("it names a person without an id"));
    }
    return KP_OK;
}

enum kp_status session_check_marks(const struct kp_json *event, struct kp_err *err)
{
    enum kp_basis basis;
    if (kp_json_get(event, "basis") && !kp_basis_read(kp_json_text(event, "basis"), &basis))
        return kp_err_set(err, KP_INVALID, _("\"basis\" is fact, assumed or customer"));
    return session_check_people(kp_json_get(event, "said_by"), err);
}

/* A calculated field is never asked. */
static enum kp_status need_field(const struct kp_session *s, const struct kp_json *event,
                                 const struct kp_field **out, struct kp_err *err)
{
    *out = session_event_field(s, event);
    if (*out && !(*out)->calc)
        return KP_OK;
    struct kp_buf name = KP_BUF_INIT;
    kp_utf8_add_quote(&name, kp_json_text(event, "field"));
    kp_err_set(err, KP_INVALID, _("it is about a question this session does not know: %s"),
               name.data ? name.data : "");
    kp_buf_release(&name);
    return KP_INVALID;
}

static enum kp_status need_table(const struct kp_session *s, const struct kp_json *event,
                                 const struct kp_field **out, struct kp_err *err)
{
    enum kp_status status = need_field(s, event, out, err);
    if (!status && !session_has_rows(*out))
        status = kp_err_set(err, KP_INVALID, _("it is about rows of a question that has none"));
    return status;
}

/*
 * Rows must be rows; their cells may be older than the model, and stand as they are. What was
 * typed must be what the type reads.
 */
static enum kp_status check_value(const struct kp_field *field, const struct kp_json *value,
                                  struct kp_err *err)
{
    if (!value)
        return kp_err_set(err, KP_INVALID, _("its \"value\" is missing"));
    if (!session_has_rows(field))
        return field->type->check(field, value, err);
    if (session_are_rows(value))
        return KP_OK;
    return kp_err_set(err, KP_INVALID, _("its rows are no rows"));
}

SESSION_CHECK(answer)
{
    const struct kp_field *field;
    enum kp_status status = need_field(s, event, &field, err);
    if (!status)
        status = check_value(field, kp_json_get(event, "value"), err);
    return status ? status : session_check_marks(event, err);
}

SESSION_CHECK(field)
{
    const struct kp_field *field;
    enum kp_status status = need_field(s, event, &field, err);
    return status ? status : session_check_marks(event, err);
}

enum kp_status session_check_rows(const struct kp_field *field, const struct kp_json *event,
                                  struct kp_err *err)
{
    const struct kp_json *rows = kp_json_get(event, "rows");
    enum kp_status status = rows ? check_value(field, rows, err) : KP_OK;
    return status ? status : session_check_marks(event, err);
}

/* The cell that a row or cell event has, if any. */
static enum kp_status check_cell(const struct kp_field *field, const struct kp_json *event,
                                 struct kp_err *err)
{
    struct kp_str id = kp_json_text(event, "column");
    const struct kp_json *value = kp_json_get(event, "value");
    for (size_t i = 0; i < session_column_count(field); i++) {
        const struct kp_field *column = session_column(field, i);
        if (kp_str_equal(column->id, id) && !column->calc)
            return value ? column->type->check(column, value, err) : KP_OK;
    }
    return kp_err_set(err, KP_INVALID, _("it is about a column that is not there"));
}

SESSION_CHECK(row_line)
{
    static const char *const ops[] = {"add", "edit", "remove", "end", "walk"};
    const struct kp_field *field;
    struct kp_str op = kp_json_text(event, "op");
    bool known = false;
    enum kp_status status = need_table(s, event, &field, err);
    if (!status)
        status = need_id(event, "row", 'r', err);
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        known = known || kp_str_is(op, ops[i]);
    if (!status && !known)
        status = kp_err_set(err, KP_INVALID, _("it does nothing known with a row"));
    if (!status && kp_json_get(event, "column"))
        status = check_cell(field, event, err);
    return status ? status : session_check_rows(field, event, err);
}

SESSION_CHECK(cell)
{
    const struct kp_field *field;
    enum kp_status status = need_table(s, event, &field, err);
    if (!status)
        status = need_id(event, "row", 'r', err);
    if (!status)
        status = session_check_marks(event, err);
    return status ? status : check_cell(field, event, err);
}

SESSION_CHECK(review)
{
    static const char *const ops[] = {"done", "carry", "drop", "pass"};
    const struct kp_field *field;
    const struct kp_json *cells = kp_json_get(event, "cells");
    struct kp_str op = kp_json_text(event, "op");
    bool known = false;
    enum kp_status status = need_table(s, event, &field, err);
    if (!status)
        status = need_id(event, "row", 'r', err);
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        known = known || kp_str_is(op, ops[i]);
    if (!status && (!known || (cells && cells->kind != KP_JSON_OBJECT)))
        status = kp_err_set(err, KP_INVALID, _("it does nothing known with a row"));
    KP_JSON_EACH(cell, cells)
    {
        const struct kp_field *column = kp_field_column(field, cell->name);
        if (!status && (!column || column->calc))
            status = kp_err_set(err, KP_INVALID, _("it is about a column that is not there"));
        if (!status)
            status = column->type->check(column, cell, err);
    }
    return status ? status : session_check_rows(field, event, err);
}

SESSION_CHECK(column)
{
    (void)s;
    if (kp_json_whole(event, "column", -1) < 0)
        return kp_err_set(err, KP_INVALID, _("it is about a column that is not there"));
    return KP_OK;
}

SESSION_CHECK(go)
{
    int64_t section = kp_json_whole(event, "section", -1), step = kp_json_whole(event, "step", -1);
    const struct kp_script *script = s->setup.script;
    if (section < 0 || step < 0 || (size_t)section >= script->section_count ||
        (size_t)step >= script->sections[section].step_count)
        return kp_err_set(err, KP_INVALID, _("it goes to a question that is not there"));
    return KP_OK;
}

SESSION_CHECK(draft)
{
    const struct kp_field *field;
    enum kp_status status = need_field(s, event, &field, err);
    return status ? status : need_text(event, "text", err);
}

SESSION_CHECK(who)
{
    (void)s;
    return session_check_people(kp_json_get(event, "people"), err);
}

SESSION_CHECK(basis)
{
    (void)s;
    enum kp_status status = need_text(event, "basis", err);
    return status ? status : session_check_marks(event, err);
}

SESSION_CHECK(person)
{
    (void)s;
    struct kp_str name = kp_json_text(event, "name");
    enum kp_status status = need_id(event, "id", 'p', err);
    if (!status && !session_name_valid(name))
        status = kp_err_set(err, KP_INVALID, _("it names a person without a name"));
    return status;
}

SESSION_CHECK(noted)
{
    (void)s;
    enum kp_status status = need_text(event, "text", err);
    if (!status && kp_utf8_has_hidden(kp_json_text(event, "text")))
        status = kp_err_set(err, KP_INVALID, _("the text has characters that do not show"));
    return status ? status : session_check_people(kp_json_get(event, "people"), err);
}

/* An action's row was typed, every cell of it. */
SESSION_CHECK(action)
{
    const struct kp_field *field;
    const struct kp_json *row = kp_json_get(event, "row");
    enum kp_status status = need_table(s, event, &field, err);
    if (!status && (!row || row->kind != KP_JSON_OBJECT))
        status = kp_err_set(err, KP_INVALID, _("\"%s\" is missing, or is no row"), "row");
    if (!status)
        status = need_id(row, "id", 'r', err);
    for (size_t i = 0; !status && i < session_column_count(field); i++) {
        const struct kp_field *column = session_column(field, i);
        const struct kp_json *cell = kp_json_get_str(row, column->id);
        if (cell && !column->calc)
            status = column->type->check(column, cell, err);
    }
    return status ? status : session_check_rows(field, event, err);
}

SESSION_CHECK(closing)
{
    (void)s;
    const struct kp_json *answer = kp_json_get(event, "answer");
    struct kp_str text = kp_json_text(event, "answer");
    if (answer && !kp_str_is(text, "yes") && !kp_str_is(text, "no"))
        return kp_err_set(err, KP_INVALID, _("it closes the session neither with yes nor with no"));
    return KP_OK;
}

enum kp_status session_check_event(const struct kp_session *s, const struct kp_json *event,
                                   struct kp_err *err)
{
    const struct event_kind *kind = session_event_kind(event);
    if (event->kind != KP_JSON_OBJECT || !kp_json_get(event, "e"))
        return kp_err_set(err, KP_INVALID, _("this is no event of a session"));
    if (!kind) {
        struct kp_buf name = KP_BUF_INIT;
        kp_utf8_add_quote(&name, kp_json_text(event, "e"));
        kp_err_set(err, KP_NEWER,
                   _("it says \"%s\", which this version does not know; update kamplan to go on "
                     "with this session"),
                   name.data ? name.data : "");
        kp_buf_release(&name);
        return KP_NEWER;
    }
    if (!session_time_valid(kp_json_whole(event, "t", -1)))
        return kp_err_set(err, KP_INVALID, _("it has no time"));
    if (kp_json_get(event, "passed") && !session_time_valid(kp_json_whole(event, "passed", -1)))
        return kp_err_set(err, KP_INVALID, _("it has no time"));
    return kind->check ? kind->check(s, event, err) : KP_OK;
}
