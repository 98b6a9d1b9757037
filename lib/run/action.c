// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * /action TEXT @who DATE: one line becomes a row of the plan's actions. What the line leaves out, who
 * or when, is asked for; an action without an owner and a date is none. Where the table of actions is
 * asked, a row that begins with TEXT @who is read in the same way.
 */

#include "base/date.h"
#include "base/text.h"
#include "run/session_internal.h"

struct action {
    struct kp_str what, owner;
    struct kp_date due;
    bool has_due;
};

/* The last @ that begins a word, so that an address in the text is no owner; text.len without. */
static size_t find_at(struct kp_str text)
{
    for (size_t i = text.len; i-- > 0;)
        if (text.data[i] == '@' && (i == 0 || text.data[i - 1] == ' '))
            return i;
    return text.len;
}

/* "Name of several words 14 Sep": the date is the longest ending that reads as one. */
static bool split_owner_and_date(const struct kp_session *s, struct kp_str text, struct action *out)
{
    for (size_t cut = 1; cut < text.len; cut++) {
        struct kp_str date = kp_str_trim(kp_str_slice(text, cut, text.len));
        if (text.data[cut] != ' ' ||
            kp_date_parse(date, s->setup.lang, s->header.date, &out->due, NULL))
            continue;
        out->owner = kp_str_trim(kp_str_slice(text, 0, cut));
        return true;
    }
    return false;
}

/* Where a word begins with a digit; text.len: none does. */
static size_t find_digits(struct kp_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] >= '0' && text.data[i] <= '9' && (i == 0 || text.data[i - 1] == ' '))
            return i;
    return text.len;
}

/*
 * "Lars Bo 14/9" or "Lars Bo" behind the @. Digits are a date, and must be a good one: nobody is
 * called "Lars 31/2".
 */
static bool split_rest(struct kp_session *s, struct kp_str rest, struct action *out)
{
    struct kp_err err = KP_ERR_INIT;
    out->has_due = split_owner_and_date(s, rest, out);
    if (out->has_due)
        return true;
    out->owner = rest;
    size_t digits = find_digits(rest);
    if (digits == rest.len)
        return true;
    if (!digits) /* nobody is named */
        kp_err_set(&err, KP_INVALID,
                   _("an action has an owner and a date: /action TEXT @who DATE"));
    else
        kp_date_parse(kp_str_slice(rest, digits, rest.len), s->setup.lang, s->header.date,
                      &out->due, &err);
    session_refuse(s, &err);
    kp_err_release(&err);
    return false;
}

/* An empty owner: nobody was named. */
static bool split(struct kp_session *s, struct kp_str args, struct action *out)
{
    size_t at = find_at(args);
    struct kp_str rest = kp_str_trim(kp_str_slice(args, at + 1, args.len));
    out->what = kp_str_trim(kp_str_slice(args, 0, at));
    return !rest.len || split_rest(s, rest, out);
}

/* Reads one cell as if it had been typed there; a column that the table has not is left out. */
static enum kp_status set_cell(struct kp_session *s, const struct kp_field *table, const char *id,
                               struct kp_str text, struct kp_json *row, struct kp_err *err)
{
    const struct kp_field *column = kp_field_column(table, kp_str_from(id));
    struct kp_type_context context = session_context(s, &s->feed_arena);
    const struct kp_json *value = NULL;
    if (!column || column->calc)
        return KP_OK;
    enum kp_status status = column->type->parse(column, text, &context, &value, err);
    if (!status)
        kp_json_set(&s->feed_arena, row, id, value);
    return status;
}

/* The column that an action needs and has not; NULL: it is whole. */
static const struct kp_field *missing(const struct kp_field *table, const struct kp_json *row)
{
    static const char *const needed[] = {"owner", "due"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        const struct kp_field *column = kp_field_column(table, kp_str_from(needed[i]));
        if (column && kp_json_is_null(kp_json_get(row, needed[i])))
            return column;
    }
    return NULL;
}

/* The row as far as it is known. */
static enum kp_status make_row(struct kp_session *s, const struct kp_field *table,
                               const struct action *action, struct kp_json *row, struct kp_err *err)
{
    struct kp_buf due = KP_BUF_INIT;
    enum kp_status status = KP_OK;
    if (!kp_json_get(row, "id"))
        kp_json_set_string(&s->feed_arena, row, "id",
                           session_new_row(s, session_rows_here(s, table)));
    if (action->what.len)
        status = set_cell(s, table, "what", action->what, row, err);
    if (!status && action->owner.len)
        status = set_cell(s, table, "owner", action->owner, row, err);
    if (!status && action->has_due) {
        kp_date_print(&due, action->due);
        status = set_cell(s, table, "due", kp_buf_str(&due), row, err);
    }
    if (!status && !missing(table, row)) /* last, as the columns stand */
        status = set_cell(s, table, "status", KP_STR("open"), row, err);
    if (!status)
        status = session_check_row(s, table, NULL, row, NULL, err);
    kp_buf_release(&due);
    return status;
}

/* "Send offer · Lars Bo · 14 Sep 2026" */
static void show_action(struct kp_session *s, const struct kp_field *table,
                        const struct kp_json *row)
{
    static const char *const shown[] = {"what", "owner", "due"};
    struct kp_type_context context = session_context(s, &s->feed_arena);
    struct kp_buf line = KP_BUF_INIT;
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        const struct kp_field *column = kp_field_column(table, kp_str_from(shown[i]));
        if (!column)
            continue;
        kp_buf_adds(&line, line.len ? " · " : "");
        column->type->show(column, kp_json_get(row, shown[i]), &context, &line);
    }
    session_effect(s, KP_EFFECT_NOTICE, "%s", line.data);
    kp_buf_release(&line);
}

/* The plan's actions, if this session knows them as people keep them; else the room is told. */
static const struct kp_field *action_table(struct kp_session *s)
{
    const struct kp_field *table = kp_model_field(s->setup.model, KP_STR("actions"));
    if (table && table->type->kind == KP_TYPE_TABLE && kp_field_column(table, KP_STR("owner")) &&
        session_are_rows(session_rows_here(s, table)))
        return table;
    session_effect(s, KP_EFFECT_REFUSED, _("this session's script knows no actions"));
    return NULL;
}

const struct kp_field *session_action_column(const struct kp_session *s)
{
    const struct kp_field *table = kp_model_field(s->setup.model, KP_STR("actions"));
    return table && s->state.pending ? missing(table, kp_json_get(s->state.pending, "row")) : NULL;
}

/* The whole action is recorded; of one that lacks something, the rest is asked for. */
static void take(struct kp_session *s, const struct kp_field *table, const struct kp_json *row,
                 int64_t point)
{
    const struct kp_field *wanted = missing(table, row);
    struct kp_json *event = session_event(s, wanted ? "pend" : "action");
    kp_json_set_string(&s->feed_arena, event, "field", table->id);
    kp_json_set(&s->feed_arena, event, "row", row);
    if (point >= 0)
        kp_json_set_whole(&s->feed_arena, event, "point", point);
    if (!wanted)
        session_begin_with_proposal(s, table, event);
    session_emit_people(s);
    if (!session_emit(s, event) || wanted)
        return;
    show_action(s, table, row);
    session_went_on_closing(s);
}

/* `id`: of the row that it becomes; empty: a new one. */
static void begin(struct kp_session *s, const struct kp_field *table, const struct action *action,
                  struct kp_str id, int64_t point)
{
    struct kp_err err = KP_ERR_INIT;
    struct kp_json *row = kp_json_new_object(&s->feed_arena);
    if (id.len)
        kp_json_set_string(&s->feed_arena, row, "id", id);
    if (!action->what.len)
        session_effect(s, KP_EFFECT_REFUSED,
                       _("an action has an owner and a date: /action TEXT @who DATE"));
    else if (make_row(s, table, action, row, &err))
        session_refuse(s, &err);
    else
        take(s, table, row, point);
    kp_err_release(&err);
}

void session_begin_action(struct kp_session *s, struct kp_str args, struct kp_str usual,
                          int64_t point)
{
    const struct kp_field *table = action_table(s);
    struct action action = {0};
    if (!table || !split(s, args, &action))
        return;
    if (!action.what.len)
        action.what = usual;
    begin(s, table, &action, (struct kp_str){"", 0}, point);
}

bool session_feed_action_row(struct kp_session *s, const struct kp_field *field, struct kp_str id,
                             struct kp_str text)
{
    size_t at = find_at(text), first = session_next_column(field, 0);
    struct action action = {0};
    if (!kp_str_is(field->id, "actions") || !at || at + 1 >= text.len ||
        first >= session_column_count(field) ||
        !kp_str_is(session_column(field, first)->id, "what"))
        return false;
    const struct kp_field *table = action_table(s);
    if (table && split(s, text, &action))
        begin(s, table, &action, id, -1);
    return true;
}

void session_feed_action(struct kp_session *s, struct kp_str args)
{
    session_begin_action(s, args, (struct kp_str){"", 0}, -1);
}

/* Who does it, or by when: what was asked for. "Lars 14/9" answers both. */
void session_feed_missing(struct kp_session *s, struct kp_str text)
{
    const struct kp_field *table = action_table(s), *wanted = session_action_column(s);
    const struct kp_json *pending = s->state.pending;
    struct kp_json *row = kp_json_new_object(&s->feed_arena);
    struct kp_err err = KP_ERR_INIT;
    struct action action = {0};
    if (!table || !wanted)
        return;
    KP_JSON_EACH(cell, kp_json_get(pending, "row"))
    {
        kp_json_set(&s->feed_arena, row, cell->name.data, cell);
    }
    text = kp_str_trim(kp_str_slice(text, kp_str_starts(text, KP_STR("@")), text.len));
    enum kp_status status = KP_OK;
    if (!text.len)
        status = kp_err_set(&err, KP_INVALID,
                            _("an action has an owner and a date; /skip lets this one go"));
    else if (wanted->type->kind == KP_TYPE_DATE)
        status = kp_date_parse(text, s->setup.lang, s->header.date, &action.due, &err);
    else if (!split_rest(s, text, &action))
        goto done; /* it has been said why */
    action.has_due = action.has_due || wanted->type->kind == KP_TYPE_DATE;
    if (!status)
        status = make_row(s, table, &action, row, &err);
    if (status)
        session_refuse(s, &err);
    else
        take(s, table, row, kp_json_whole(pending, "point", -1));
done:
    kp_err_release(&err);
}

void session_leave_action(struct kp_session *s)
{
    session_emit(s, session_event(s, "pend"));
    session_effect(s, KP_EFFECT_NOTICE, "%s", _("no action was made"));
}

/* ---- Events */

/* Without a row: let go. */
void session_apply_pend(struct kp_session *s, const struct kp_json *event)
{
    struct state *state = &s->state;
    if (kp_json_get(event, "row")) {
        if (state->at.ask != KP_ASK_ACTION)
            state->before_action = state->at;
        state->at.ask = KP_ASK_ACTION;
        state->pending = event;
    } else {
        session_end_action(s);
    }
}

void session_end_action(struct kp_session *s)
{
    s->state.pending = NULL;
    if (s->state.at.ask == KP_ASK_ACTION)
        s->state.at = s->state.before_action;
}

SESSION_CHECK(pend)
{
    return kp_json_get(event, "row") ? session_check_action(s, event, err) : KP_OK;
}
