// SPDX-License-Identifier: GPL-3.0-or-later
/* The pages a session shows on request: help, agenda, review, history, notes, what will be recorded. */

#include "base/text.h"
#include "base/utf8.h"
#include "model/expr.h"
#include "screen.h"
#include "view/plan.h"
#include "view/table.h"

#include <string.h>

static void show_help(struct screen *screen, struct kp_buf *out)
{
    struct kp_question question;
    struct kp_table *table = kp_table_new();
    kp_session_question(screen->sitting->session, &question);
    if (question.field) {
        struct kp_buf hint = KP_BUF_INIT;
        const struct kp_field *field = question.column ? question.column : question.field;
        struct kp_type_context context =
            app_context(screen->sitting->app, &screen->sitting->app->arena);
        screen_line(screen, out, KP_MARK_TITLE, question.prompt);
        if (question.help.len)
            screen_line(screen, out, KP_MARK_NONE, question.help);
        if (field->type)
            kp_type_hint(field, &context, &hint);
        if (hint.len)
            screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&hint));
        kp_buf_release(&hint);
        kp_buf_addc(out, '\n');
    }
    kp_table_column(table, (struct kp_str){"", 0}, false);
    kp_table_column(table, (struct kp_str){"", 0}, false);
    for (const struct kp_session_command *command = kp_session_commands; command->name; command++) {
        kp_table_row(table);
        kp_table_cell(table, kp_str_from(_(command->usage)), KP_MARK_ACCENT);
        kp_table_cell(table, kp_str_from(_(command->help)), KP_MARK_NONE);
    }
    kp_table_print(table, &screen->style, 1, out);
    kp_table_free(table);
}

static const char *state_word(enum kp_outcome_state state)
{
    switch (state) {
    case KP_OUTCOME_NEW: return _("new");
    case KP_OUTCOME_CHANGED: return _("changed");
    case KP_OUTCOME_CONFIRMED: return _("confirmed");
    case KP_OUTCOME_DROPPED: return _("dropped");
    case KP_OUTCOME_SKIPPED: return _("passed over");
    case KP_OUTCOME_OPEN: break;
    }
    return _("not asked yet");
}

static enum kp_mark state_mark(enum kp_outcome_state state)
{
    switch (state) {
    case KP_OUTCOME_NEW: return KP_MARK_NEW;
    case KP_OUTCOME_CHANGED: return KP_MARK_CHANGED;
    case KP_OUTCOME_DROPPED: return KP_MARK_REMOVED;
    case KP_OUTCOME_SKIPPED:
    case KP_OUTCOME_OPEN: return KP_MARK_DIM;
    case KP_OUTCOME_CONFIRMED: break;
    }
    return KP_MARK_NONE;
}

/* What was is cut short, so that what is now is in view. */
static size_t before_columns(struct kp_str text)
{
    enum { MOST = 32 };
    size_t width = kp_utf8_width(text);
    return width < MOST ? width : MOST;
}

/* "2026 → 2027", in one line. */
static void add_change(struct screen *screen, const struct kp_outcome *outcome, struct kp_buf *out)
{
    struct kp_type_context context =
        app_context(screen->sitting->app, &screen->sitting->app->arena);
    size_t begins = out->len;
    if (outcome->state == KP_OUTCOME_CHANGED || outcome->state == KP_OUTCOME_DROPPED) {
        struct kp_buf before = KP_BUF_INIT;
        outcome->field->type->show(outcome->field, outcome->before->value, &context, &before);
        kp_utf8_add_cell(out, kp_buf_str(&before), before_columns(kp_buf_str(&before)),
                         screen->style.ascii);
        if (outcome->state == KP_OUTCOME_CHANGED)
            kp_buf_adds(out, kp_style_sign(&screen->style, " → ", " -> "));
        kp_buf_release(&before);
    }
    if (outcome->state <= KP_OUTCOME_CONFIRMED)
        outcome->field->type->show(outcome->field, outcome->value, &context, out);
    for (size_t i = begins; i < out->len; i++)
        if (out->data[i] == '\n')
            out->data[i] = ' ';
}

static void add_outcome(struct screen *screen, struct kp_table *table,
                        const struct kp_outcome *outcome)
{
    struct kp_buf shown = KP_BUF_INIT;
    add_change(screen, outcome, &shown);
    kp_table_row(table);
    kp_table_cell(table, outcome->number, KP_MARK_ACCENT);
    kp_table_cell(table, kp_words_get(&outcome->field->label, screen->style.lang), KP_MARK_NONE);
    kp_table_cell(table, kp_str_from(state_word(outcome->state)), state_mark(outcome->state));
    kp_table_cell(table, kp_buf_str(&shown), KP_MARK_NONE);
    kp_buf_release(&shown);
}

/* "2.1 Goals: changed, 2026 → 2027": where four columns have no room. */
static void add_outcome_line(struct screen *screen, const struct kp_outcome *outcome,
                             struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT;
    kp_buf_add(&line, outcome->number);
    kp_buf_adds(&line, line.len ? " " : "");
    kp_buf_add(&line, kp_words_get(&outcome->field->label, screen->style.lang));
    kp_buf_addf(&line, ": %s", state_word(outcome->state));
    kp_buf_adds(&line, outcome->state <= KP_OUTCOME_DROPPED ? ", " : "");
    add_change(screen, outcome, &line);
    screen_line(screen, out, state_mark(outcome->state), kp_buf_str(&line));
    kp_buf_release(&line);
}

/* `only_changes`: what will be recorded as new, rather than everything. */
void screen_outcomes(struct screen *screen, bool only_changes, struct kp_buf *out)
{
    size_t count;
    const struct kp_outcome *all = kp_session_outcomes(screen->sitting->session, &count);
    struct kp_table *table = kp_table_new();
    for (int i = 0; i < 4; i++)
        kp_table_column(table, (struct kp_str){"", 0}, false);
    for (size_t i = 0; i < count; i++) {
        enum kp_outcome_state state = all[i].state;
        if (!kp_session_may_show(screen->sitting->session, all[i].field))
            continue;
        if (only_changes && state != KP_OUTCOME_NEW && state != KP_OUTCOME_CHANGED &&
            state != KP_OUTCOME_DROPPED)
            continue;
        if (kp_style_columns(&screen->style) < SCREEN_NARROW)
            add_outcome_line(screen, &all[i], out);
        else
            add_outcome(screen, table, &all[i]);
    }
    kp_table_print(table, &screen->style, 1, out);
    kp_table_free(table);
}

static void show_closing(struct screen *screen, struct kp_buf *out)
{
    size_t count, states[KP_OUTCOME_OPEN + 1] = {0};
    const struct kp_outcome *all = kp_session_outcomes(screen->sitting->session, &count);
    const char *dot = kp_style_sign(&screen->style, " · ", " - ");
    struct kp_buf line = KP_BUF_INIT;
    for (size_t i = 0; i < count; i++)
        states[all[i].state]++;
    kp_buf_addf(&line, _("%zu changed%s%zu new%s%zu confirmed"), states[KP_OUTCOME_CHANGED], dot,
                states[KP_OUTCOME_NEW], dot, states[KP_OUTCOME_CONFIRMED]);
    if (states[KP_OUTCOME_DROPPED])
        kp_buf_addf(&line, _("%s%zu dropped"), dot, states[KP_OUTCOME_DROPPED]);
    size_t left = states[KP_OUTCOME_SKIPPED] + states[KP_OUTCOME_OPEN];
    if (left)
        kp_buf_addf(&line, _("%s%zu not looked at"), dot, left);
    kp_style_rule(out, &screen->style,
                  kp_str_from(screen->sitting->rehearsal ? _("What would be recorded")
                                                         : _("What will be recorded")),
                  (struct kp_str){"", 0});
    if (!screen->read_back)
        screen_outcomes(screen, true, out);
    screen_line(screen, out, KP_MARK_TITLE, kp_buf_str(&line));
    kp_buf_release(&line);
}

/* Earlier values of one field, newest first: one line for each time it changed or was looked at. */
struct history {
    struct screen *screen;
    const struct kp_field *field;
    const char *path;
    struct kp_table *table;
    size_t shown;
};

static enum kp_status each_earlier(void *context, const struct kp_rev_info *info, bool *stop,
                                   struct kp_err *err)
{
    struct history *history = context;
    struct app *app = history->screen->sitting->app;
    struct kp_type_context types = app_context(app, &app->arena);
    struct kp_buf bytes = KP_BUF_INIT, shown = KP_BUF_INIT, origin = KP_BUF_INIT;
    struct kp_answer answer = {0};
    *stop = ++history->shown >= 20;
    kp_table_row(history->table);
    kp_date_show(&shown, kp_date_local(info->at), app->lang);
    kp_table_cell(history->table, kp_buf_str(&shown), KP_MARK_DIM);
    kp_buf_clear(&shown);
    if (kp_revision_read(app->workspace, &info->rev, history->path, &bytes, NULL)) {
        kp_buf_adds(&shown, _("dropped"));
    } else if (kp_answer_read(&app->arena, history->path, history->field->id,
                              kp_arena_str(&app->arena, kp_buf_str(&bytes)), &answer, err)) {
        kp_err_clear(err);
        kp_buf_adds(&shown, _("cannot be read"));
    } else {
        history->field->type->show(history->field, answer.value, &types, &shown);
        kp_view_origin(&answer, answer.cycle, &history->screen->style, &origin);
    }
    kp_table_cell(history->table, kp_buf_str(&origin), KP_MARK_DIM);
    kp_table_cell(history->table, kp_buf_str(&shown), KP_MARK_NONE);
    kp_buf_release(&bytes);
    kp_buf_release(&shown);
    kp_buf_release(&origin);
    return KP_OK;
}

static void show_history(struct screen *screen, const struct kp_field *field, struct kp_buf *out)
{
    struct app *app = screen->sitting->app;
    struct history history = {.screen = screen, .field = field, .table = kp_table_new()};
    struct kp_err err = KP_ERR_INIT;
    for (int i = 0; i < 3; i++)
        kp_table_column(history.table, (struct kp_str){"", 0}, false);
    history.path =
        kp_arena_format(&app->arena, "%s/plan/%.*s.json",
                        account_dir(app, screen->sitting->account.slug), KP_STR_ARG(field->id))
            .data;
    screen_line(screen, out, KP_MARK_TITLE, kp_words_get(&field->label, screen->style.lang));
    if (kp_revision_walk(app->workspace, NULL, history.path, each_earlier, &history, &err))
        screen_line(screen, out, KP_MARK_ALERT, kp_buf_str(&err.text));
    else if (!history.shown)
        screen_line(screen, out, KP_MARK_DIM, kp_str_from(_("It has not been answered before.")));
    kp_table_print(history.table, &screen->style, 1, out);
    kp_table_free(history.table);
    kp_err_release(&err);
}

static void show_why(struct screen *screen, struct kp_buf *out)
{
    struct kp_question question;
    kp_session_question(screen->sitting->session, &question);
    const struct kp_script *script = &screen->sitting->script;
    if (question.section)
        screen_line(screen, out, KP_MARK_TITLE,
                    kp_words_get(&question.section->title, screen->style.lang));
    if (question.help.len)
        screen_line(screen, out, KP_MARK_NONE, question.help);
    if (question.step && question.step->when) {
        struct kp_buf line = KP_BUF_INIT;
        kp_buf_addf(&line, _("It is asked when: %.*s"),
                    KP_STR_ARG(kp_expr_source(question.step->when)));
        screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&line));
        kp_buf_release(&line);
    }
    struct kp_str about = kp_words_get(&script->about, screen->style.lang);
    if (about.len)
        screen_line(screen, out, KP_MARK_DIM, about);
}

static void show_notes(struct screen *screen, struct kp_buf *out)
{
    struct kp_question question;
    kp_session_question(screen->sitting->session, &question);
    screen_line(screen, out, KP_MARK_TITLE, kp_str_from(_("For the facilitator")));
    if (question.section)
        screen_line(screen, out, KP_MARK_NONE,
                    kp_words_get(&question.section->notes, screen->style.lang));
    KP_JSON_EACH(note, kp_session_noted(screen->sitting->session, "note"))
    screen_line(screen, out, KP_MARK_DIM, kp_json_text(note, "text"));
    if (kp_session_has_guest(screen->sitting->session))
        screen_passed_over(screen, out);
}

static void show_plan(struct screen *screen, const struct kp_field *field, struct kp_buf *out)
{
    struct sitting *sitting = screen->sitting;
    struct kp_calc *calc = kp_session_calc(sitting->session);
    const struct kp_plan_head head = {
        .account = sitting->account.slug,
        .name = sitting->account.name,
        .cycle = sitting->header.cycle,
        .date = sitting->header.date,
    };
    kp_view_plan(calc, &head, field, &screen->style, out);
    if (field)
        screen_shown(screen, field, out);
}

void screen_show(struct screen *screen, const struct kp_effect *effect, int64_t now,
                 struct kp_buf *out)
{
    if (effect->show == KP_SHOW_IDEAS) {
        screen_new_ideas(screen, effect->number, out);
        return;
    }
    kp_buf_addc(out, '\n');
    switch (effect->show) {
    case KP_SHOW_HELP: show_help(screen, out); break;
    case KP_SHOW_AGENDA: screen_agenda(screen, now, out); break;
    case KP_SHOW_REVIEW: screen_outcomes(screen, false, out); break;
    case KP_SHOW_FIELD: show_plan(screen, effect->field, out); break;
    case KP_SHOW_HISTORY: show_history(screen, effect->field, out); break;
    case KP_SHOW_WHY: show_why(screen, out); break;
    case KP_SHOW_NOTES: show_notes(screen, out); break;
    case KP_SHOW_CLOSING: show_closing(screen, out); break;
    case KP_SHOW_IDEAS: break;
    case KP_SHOW_READBACK: screen_readback(screen, out); break;
    }
}
