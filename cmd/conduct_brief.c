// SPDX-License-Identifier: GPL-3.0-or-later
/* Sessions of one question (an edit, an import), and rows of a file in any session. */

#include "conduct_internal.h"

#include "base/text.h"
#include "import_rows.h"
#include "run/brought.h"
#include "view/import.h"

#include <stdio.h>

/* A session in which somebody takes or leaves the rows of a file, and nothing else. */
bool conduct_is_import(const struct conductor *c)
{
    return kp_str_is(c->sitting->script.id, "import");
}

/* ---- Rows of a file */

static void bring_rows(struct conductor *c, const struct kp_field *table,
                       const struct kp_json *rows, const struct kp_json *gone, const char *file)
{
    struct kp_effects effects = kp_session_bring_rows(c->sitting->session, table, rows, gone,
                                                      kp_str_from(file), conduct_now(c));
    for (size_t i = 0; i < effects.count && !c->done; i++)
        conduct_perform(c, &effects.items[i], (struct kp_str){"", 0});
}

/* What is wrong with the file; nothing of it is brought then. */
static void show_faults(struct conductor *c, const struct kp_import *import, const char *file)
{
    enum { SHOWN = 10 };
    const struct kp_import_view view = {.import = import, .file = kp_str_from(file)};
    struct kp_buf out = KP_BUF_INIT;
    kp_view_import_faults(&view, SHOWN, &c->screen.style, &out);
    console_write(c->console, kp_buf_str(&out));
    kp_buf_release(&out);
}

/* The file that /import named: its rows wait at the question, or the room hears why not. */
void conduct_read_rows(struct conductor *c)
{
    struct kp_import import;
    struct kp_import_change change;
    struct kp_buf text = KP_BUF_INIT;
    const struct kp_json *rows, *gone;
    const struct kp_import_options how = {.account = c->sitting->account.slug,
                                          .only_update = import_rows_stay(c->table)};
    const struct kp_field *table = c->table;
    const char *file = c->file.data;
    c->table = NULL;
    kp_session_question(c->sitting->session, &c->question);
    if (import_rows_read(c->app, table, file, &how, &import)) {
        conduct_fail(c);
    } else if (import.bad) {
        show_faults(c, &import, file);
    } else {
        kp_import_apply(&import, c->question.value, &how, &c->app->arena, &change);
        size_t differing = change.fresh + change.changed + change.gone;
        kp_import_differences(c->question.value, change.value, &c->app->arena, &rows, &gone);
        if (!differing)
            kp_buf_addf(&text, _("%s: every row stands here as it is in the file"), file);
        else if (differing > IMPORT_MOST_PROPOSED)
            kp_buf_addf(&text,
                        _("%s: %zu rows differ; so many are taken by \"kamplan import\", all at "
                          "once"),
                        file, differing);
        else
            bring_rows(c, table, rows, gone, file);
    }
    if (text.len)
        conduct_say(c, KP_MARK_WARN, kp_buf_str(&text));
    kp_buf_release(&text);
    kp_import_release(&import);
}

/* ---- One question between sessions */

/* The number of the row that is meant by its id, its number or its key; 0: there is none. */
static size_t find_row(const struct kp_field *field, const struct kp_json *rows,
                       struct kp_str wanted)
{
    size_t number = 0;
    struct kp_str key = kp_field_name_column(field);
    KP_JSON_EACH(row, rows)
    {
        char as_number[24];
        number++;
        snprintf(as_number, sizeof as_number, "%zu", number);
        const struct kp_json *cell = kp_json_get_str(row, key);
        if (kp_str_equal(kp_json_text(row, "id"), wanted) || kp_str_is(wanted, as_number) ||
            (cell && cell->kind == KP_JSON_STRING && kp_str_equal(cell->text, wanted)))
            return number;
    }
    return 0;
}

/* Begins a session of one question, at one of its rows if one is named. */
static void begin_brief(struct conductor *c)
{
    const struct kp_field *field = c->sitting->script.sections[0].steps[0].field;
    const struct kp_answer *answer = kp_plan_get(&c->sitting->base, field->id);
    struct kp_str wanted = c->options->row;
    size_t number = wanted.len && answer && answer->value->kind == KP_JSON_ARRAY
                        ? find_row(field, answer->value, wanted)
                        : 0;
    if (wanted.len && !number) {
        kp_err_set(&c->app->err, KP_NOT_FOUND, _("%.*s has no row \"%.*s\""), KP_STR_ARG(field->id),
                   KP_STR_ARG(wanted));
        c->status = app_fail(c->app);
        c->done = true;
        return;
    }
    conduct_feed(c, KP_EVENT_TEXT, (struct kp_str){"", 0});
    if (c->options->rows && !c->done)
        bring_rows(c, field, c->options->rows, c->options->gone, c->options->rows_file);
    if (number) {
        struct kp_buf text = KP_BUF_INIT;
        kp_buf_addf(&text, "%zu", number);
        conduct_feed(c, KP_EVENT_TEXT, kp_buf_str(&text));
        kp_buf_release(&text);
    }
}

/* An edit that was passed by is no revision: true when nothing was answered, and it is over. */
static bool stop_without_answer(struct conductor *c)
{
    size_t answers;
    kp_session_answers(c->sitting->session, (struct kp_str){"", 0}, &answers);
    if (answers)
        return false;
    if (c->sitting->journal && sitting_forget(c->sitting)) {
        c->status = app_fail(c->app);
    } else {
        conduct_say(c, KP_MARK_NONE,
                    kp_str_from(_("Nothing was answered, and nothing is recorded.")));
        c->status = EXIT_DONE;
    }
    c->done = true;
    return true;
}

/*
 * Every row of a file was decided: the table stands as it is now, or, where all were left, is passed by. What
 * cannot stand is shown, for somebody to mend.
 */
static void end_import(struct conductor *c)
{
    const struct kp_json *before = c->question.old ? c->question.old->value : &kp_json_null;
    bool changed = !kp_json_equal(c->question.value, before);
    c->reviewed = true;
    conduct_feed(c, KP_EVENT_TEXT, changed ? (struct kp_str){"", 0} : KP_STR("/skip"));
    kp_session_question(c->sitting->session, &c->question);
    c->reviewed = c->question.ask == KP_ASK_ROWS;
    c->ended = !c->reviewed;
}

/* Nobody typed that the rows stand: /undo takes back what was decided last, and not only that. */
static void undo_end(struct conductor *c)
{
    c->ended = c->reviewed = false;
    conduct_feed(c, KP_EVENT_TEXT, KP_STR("/undo"));
}

/* One question between sessions needs no agenda and no reading back; rows of a file are read back. */
bool conduct_pass_by(struct conductor *c)
{
    kp_session_question(c->sitting->session, &c->question);
    switch (c->question.ask) {
    case KP_ASK_START: begin_brief(c); return true;
    case KP_ASK_ROWS:
        if (conduct_is_import(c) && c->ended && !c->question.answered)
            undo_end(c);
        else if (conduct_is_import(c) && !c->reviewed)
            end_import(c);
        else
            return false;
        return true;
    case KP_ASK_END:
        if (c->reviewed)
            return false;
        c->reviewed = conduct_is_import(c);
        if (!stop_without_answer(c))
            conduct_feed(c, KP_EVENT_TEXT, (struct kp_str){"", 0});
        return true;
    case KP_ASK_CLOSE:
        if (conduct_is_import(c))
            return false;
        conduct_feed(c, KP_EVENT_TEXT, KP_STR("yes"));
        return true;
    default: return false;
    }
}
