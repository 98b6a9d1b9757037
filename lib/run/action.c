// SPDX-License-Identifier: GPL-3.0-or-later
/* /action TEXT @who DATE: one line becomes a row of the plan's actions. */

#include "base/date.h"
#include "base/text.h"
#include "run/session_internal.h"

struct action {
    struct kp_str what, owner;
    struct kp_date due;
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
        out->owner = kp_str_slice(text, 0, cut);
        return true;
    }
    return false;
}

static bool split(const struct kp_session *s, struct kp_str args, struct action *out)
{
    size_t at = find_at(args);
    struct kp_str rest = kp_str_trim(kp_str_slice(args, at + 1, args.len));
    out->what = kp_str_trim(kp_str_slice(args, 0, at));
    return out->what.len && split_owner_and_date(s, rest, out);
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

static enum kp_status make_row(struct kp_session *s, const struct kp_field *table,
                               const struct action *action, struct kp_json *row, struct kp_err *err)
{
    struct kp_buf due = KP_BUF_INIT;
    kp_date_print(&due, action->due);
    kp_json_set_string(&s->feed_arena, row, "id", session_new_row(s, session_rows_here(s, table)));
    enum kp_status status = set_cell(s, table, "what", action->what, row, err);
    if (!status)
        status = set_cell(s, table, "owner", action->owner, row, err);
    if (!status)
        status = set_cell(s, table, "due", kp_buf_str(&due), row, err);
    if (!status)
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

void session_feed_action(struct kp_session *s, struct kp_str args)
{
    const struct kp_field *table = kp_model_field(s->setup.model, KP_STR("actions"));
    struct kp_err err = KP_ERR_INIT;
    struct action action = {0};
    struct kp_json *row = kp_json_new_object(&s->feed_arena);
    if (!table || table->type->kind != KP_TYPE_TABLE || !kp_field_column(table, KP_STR("owner")) ||
        !session_are_rows(session_rows_here(s, table))) {
        session_effect(s, KP_EFFECT_REFUSED, _("this session's script knows no actions"));
    } else if (!split(s, args, &action)) {
        session_effect(s, KP_EFFECT_REFUSED,
                       _("an action has an owner and a date: /action TEXT @who DATE"));
    } else if (make_row(s, table, &action, row, &err)) {
        session_refuse(s, &err);
    } else {
        struct kp_json *event = session_event(s, "action");
        kp_json_set_string(&s->feed_arena, event, "field", table->id);
        kp_json_set(&s->feed_arena, event, "row", row);
        session_begin_with_proposal(s, table, event);
        session_emit_people(s);
        if (session_emit(s, event))
            show_action(s, table, row);
    }
    kp_err_release(&err);
}
