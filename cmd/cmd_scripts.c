// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "base/utf8.h"
#include "past_sessions.h"
#include "scripts_about.h"
#include "view/table.h"

static const struct option options[] = {
    {"about", 0, NULL, N_("the method: notes, questions, help, and the words of every scale")},
    {"complete", 0, NULL, N_("the ids only, one a line")},
    {NULL, 0, NULL, NULL},
};

static bool asks(const struct kp_step *step)
{
    return step->kind == KP_STEP_ASK || step->kind == KP_STEP_REVIEW ||
           step->kind == KP_STEP_RATE || step->kind == KP_STEP_SCORE;
}

/* An activity has a number of its own among the questions, to go to. */
static bool is_activity(const struct kp_step *step)
{
    return step->kind == KP_STEP_IDEAS || step->kind == KP_STEP_VOTE ||
           step->kind == KP_STEP_PROMOTE;
}

/* What an activity is called where it has no words of its own. */
static struct kp_str activity_words(struct app *app, const struct kp_step *step)
{
    struct kp_str prompt = kp_words_get(&step->prompt, app->lang);
    if (prompt.len)
        return prompt;
    if (step->kind == KP_STEP_VOTE)
        return kp_arena_format(
            &app->arena,
            ngettext("A vote: %d dot each", "A vote: %d dots each", (unsigned long)step->dots),
            step->dots);
    return kp_arena_format(&app->arena, _("The best ideas become rows of \"%.*s\""),
                           KP_STR_ARG(kp_words_get(&step->field->label, app->lang)));
}

static struct kp_json *section_json(struct app *app, const struct kp_section *section,
                                    size_t number)
{
    struct kp_arena *arena = &app->arena;
    struct kp_json *object = kp_json_new_object(arena), *questions = kp_json_new_array(arena);
    size_t asked = 0;
    kp_json_set_string(arena, object, "id", section->id);
    kp_json_set_string(arena, object, "title", kp_words_get(&section->title, app->lang));
    kp_json_set_whole(arena, object, "minutes", section->minutes);
    for (size_t i = 0; i < section->step_count; i++) {
        const struct kp_step *step = &section->steps[i];
        asked += asks(step) || is_activity(step);
        if (!asks(step))
            continue;
        struct kp_json *question = kp_json_new_object(arena);
        kp_json_set_string(arena, question, "number",
                           kp_arena_format(arena, "%zu.%zu", number, asked));
        kp_json_set_string(arena, question, "field", step->field->id);
        kp_json_set_string(arena, question, "prompt", kp_words_get(&step->prompt, app->lang));
        kp_json_set_string(arena, question, "type", kp_str_from(step->field->type->name));
        kp_json_set_bool(arena, question, "required", step->required);
        kp_json_append(arena, questions, question);
    }
    kp_json_set(arena, object, "questions", questions);
    return object;
}

static struct kp_json *script_json(struct app *app, const struct kp_script *script, bool own)
{
    struct kp_arena *arena = &app->arena;
    struct kp_json *object = kp_json_new_object(arena), *sections = kp_json_new_array(arena);
    kp_json_set_string(arena, object, "id", script->id);
    kp_json_set_whole(arena, object, "version", script->version);
    kp_json_set_string(arena, object, "scope",
                       script->scope == KP_SCOPE_PROGRAM ? KP_STR("program") : KP_STR("account"));
    kp_json_set_string(arena, object, "title", kp_words_get(&script->title, app->lang));
    kp_json_set_whole(arena, object, "minutes", kp_script_minutes(script));
    kp_json_set_whole(arena, object, "questions", (int64_t)kp_script_questions(script));
    for (size_t i = 0; i < script->section_count; i++)
        kp_json_append(arena, sections, section_json(app, &script->sections[i], i + 1));
    kp_json_set(arena, object, "sections", sections);
    kp_json_set_string(arena, object, "origin", own ? KP_STR("workspace") : KP_STR("built-in"));
    return object;
}

/* What the last runs took, section by section; nothing where there is no workspace or no run. */
struct runs {
    struct past_run items[PAST_RUNS];
    size_t count;
};

static void read_runs(struct app *app, const struct kp_script *script, struct runs *out)
{
    struct kp_rev tip;
    *out = (struct runs){.count = 0};
    if ((!app->workspace && app_open_workspace(app)) ||
        kp_revision_tip(app->workspace, &tip, &app->err) ||
        past_runs_read(app, script, &tip, out->items, &out->count))
        kp_err_clear(&app->err); /* the script is shown all the same */
}

static int whole(double minutes)
{
    return (int)(minutes + 0.5);
}

/* "What the last runs took": a column for each, the newest first. */
static void show_runs(struct app *app, const struct kp_script *script, const struct runs *runs)
{
    struct kp_style style = app_style(app, false);
    struct kp_table *table = kp_table_new();
    struct kp_buf date = KP_BUF_INIT;
    if (!runs->count)
        goto done;
    kp_table_column(table, (struct kp_str){"", 0}, false);
    kp_table_column(table, kp_str_from(_("What it really took")), false);
    kp_table_column(table, kp_str_from(_("Planned")), true);
    for (size_t j = 0; j < runs->count; j++) {
        kp_buf_clear(&date);
        kp_date_show(&date, runs->items[j].date, app->lang);
        kp_table_column(table, kp_arena_str(&app->arena, kp_buf_str(&date)), true);
    }
    for (size_t i = 0; i < script->section_count; i++) {
        const struct kp_section *section = &script->sections[i];
        kp_table_row(table);
        kp_table_cellf(table, KP_MARK_DIM, "%zu", i + 1);
        kp_table_cell(table, kp_words_get(&section->title, app->lang), KP_MARK_NONE);
        kp_table_cellf(table, KP_MARK_DIM, _("%d min"), section->minutes);
        for (size_t j = 0; j < runs->count; j++) {
            double minutes = runs->items[j].minutes[i];
            if (minutes < 0.5)
                kp_table_cell(table, kp_str_from(kp_style_sign(&style, "–", "-")), KP_MARK_DIM);
            else
                kp_table_cellf(table,
                               minutes > section->minutes * 1.2 ? KP_MARK_WARN : KP_MARK_NONE,
                               _("%d min"), whole(minutes));
        }
    }
    kp_buf_addc(&app->out, '\n');
    kp_table_print(table, &style, 1, &app->out);
done:
    kp_buf_release(&date);
    kp_table_free(table);
}

static struct kp_json *runs_json(struct app *app, const struct kp_script *script,
                                 const struct runs *runs)
{
    struct kp_arena *arena = &app->arena;
    struct kp_json *array = kp_json_new_array(arena);
    for (size_t j = 0; j < runs->count; j++) {
        struct kp_json *run = kp_json_new_object(arena), *minutes = kp_json_new_array(arena);
        kp_json_set_string(arena, run, "session", runs->items[j].session);
        kp_json_set_string(arena, run, "account", runs->items[j].account);
        for (size_t i = 0; i < script->section_count; i++) {
            int spent = runs->items[j].minutes[i] < 0 ? 0 : whole(runs->items[j].minutes[i]);
            kp_json_append(arena, minutes, kp_json_new_whole(arena, spent));
        }
        kp_json_set(arena, run, "minutes", minutes);
        kp_json_append(arena, array, run);
    }
    return array;
}

static void show_agenda(struct app *app, const struct kp_script *script)
{
    struct kp_style style = app_style(app, false);
    struct kp_table *table = kp_table_new();
    struct kp_buf text = KP_BUF_INIT;
    kp_style_add(&app->out, &style, KP_MARK_TITLE, kp_words_get(&script->title, app->lang));
    size_t questions = kp_script_questions(script);
    kp_buf_addf(&app->out,
                ngettext(" · %d min · %zu question\n", " · %d min · %zu questions\n", questions),
                kp_script_minutes(script), questions);
    kp_utf8_add_wrapped(&text, kp_words_get(&script->about, app->lang), kp_style_columns(&style),
                        "");
    if (text.len)
        kp_buf_addf(&app->out, "\n%s\n\n", text.data);
    for (int i = 0; i < 4; i++)
        kp_table_column(table, (struct kp_str){"", 0}, i == 3);
    for (size_t i = 0; i < script->section_count; i++) {
        const struct kp_section *section = &script->sections[i];
        size_t asked = 0;
        kp_table_row(table);
        kp_table_cellf(table, KP_MARK_TITLE, "%zu", i + 1);
        kp_table_cell(table, kp_words_get(&section->title, app->lang), KP_MARK_TITLE);
        kp_table_cell(table, (struct kp_str){"", 0}, KP_MARK_NONE);
        kp_table_cellf(table, KP_MARK_DIM, _("%d min"), section->minutes);
        for (size_t j = 0; j < section->step_count; j++) {
            const struct kp_step *step = &section->steps[j];
            if (!asks(step) && !is_activity(step))
                continue;
            kp_table_row(table);
            kp_table_cellf(table, KP_MARK_DIM, "%zu.%zu", i + 1, ++asked);
            if (is_activity(step)) {
                kp_table_cell(table, activity_words(app, step), KP_MARK_NONE);
                kp_table_cell(table, kp_str_from(kp_step_kind_name(step->kind)), KP_MARK_DIM);
                continue;
            }
            kp_table_cell(table, kp_words_get(&step->prompt, app->lang), KP_MARK_NONE);
            kp_table_cell(table, step->field->id, KP_MARK_DIM);
        }
    }
    kp_table_print(table, &style, 1, &app->out);
    kp_table_free(table);
    kp_buf_release(&text);
}

static int one(struct app *app, const char *id, bool about)
{
    struct kp_script script = {0};
    struct script_entry *all;
    size_t count;
    bool own = false;
    struct runs runs;
    if (script_open(app, kp_str_from(id), &script) || script_list(app, &all, &count))
        return app_fail(app);
    read_runs(app, &script, &runs);
    for (size_t i = 0; i < count; i++)
        if (kp_str_is(script.id, all[i].id))
            own = all[i].own;
    if (app->json) {
        struct kp_json *document = kp_json_new_object(&app->arena);
        struct kp_json *array = kp_json_new_array(&app->arena);
        struct kp_json *shown = script_json(app, &script, own);
        if (runs.count)
            kp_json_set(&app->arena, shown, "runs", runs_json(app, &script, &runs));
        kp_json_append(&app->arena, array, shown);
        kp_json_set(&app->arena, document, "scripts", array);
        out_json(app, document);
    } else if (about) {
        script_about(app, &script, &app->out);
    } else {
        show_agenda(app, &script);
        show_runs(app, &script, &runs);
    }
    kp_script_release(&script);
    return EXIT_DONE;
}

static int all_scripts(struct app *app, bool bare)
{
    struct script_entry *all;
    size_t count;
    int status = EXIT_DONE;
    struct kp_table *table = kp_table_new();
    struct kp_json *array = kp_json_new_array(&app->arena);
    bool whole = true; /* every script could be read */
    if (script_list(app, &all, &count) || (!bare && app_read_model(app)))
        status = app_fail(app);
    kp_table_column(table, kp_str_from(_("Script")), false);
    kp_table_column(table, kp_str_from(_("Title")), false);
    kp_table_column(table, kp_str_from(_("Minutes")), true);
    kp_table_column(table, kp_str_from(_("Questions")), true);
    for (size_t i = 0; status == EXIT_DONE && i < count; i++) {
        struct kp_script script = {0};
        if (bare) {
            kp_buf_addf(&app->out, "%s\n", all[i].id);
            continue;
        }
        if (script_open(app, kp_str_from(all[i].id), &script)) {
            app_fail(
                app); /* a script of somebody's own that is not right yet: the others are listed */
            whole = false;
            kp_table_row(table);
            kp_table_cell(table, kp_str_from(all[i].id), KP_MARK_WARN);
            kp_table_cell(table, kp_str_from(_("cannot be used: kamplan check tells why")),
                          KP_MARK_WARN);
            continue;
        }
        kp_table_row(table);
        kp_table_cell(table, script.id, KP_MARK_ACCENT);
        kp_table_cell(table, kp_words_get(&script.title, app->lang), KP_MARK_NONE);
        kp_table_cellf(table, KP_MARK_NONE, "%d", kp_script_minutes(&script));
        kp_table_cellf(table, KP_MARK_NONE, "%zu", kp_script_questions(&script));
        kp_json_append(&app->arena, array, script_json(app, &script, all[i].own));
        kp_script_release(&script);
    }
    if (!status && app->json) {
        struct kp_json *document = kp_json_new_object(&app->arena);
        kp_json_set(&app->arena, document, "scripts", array);
        out_json(app, document);
    } else if (!status) {
        struct kp_style style = app_style(app, false);
        kp_table_print(table, &style, 0, &app->out);
    }
    kp_table_free(table);
    return status || whole ? status : EXIT_FAILED;
}

static int run(struct app *app, const struct args *args)
{
    app_open_own_scripts(app);
    if (args->count)
        return one(app, args->words[0], args_option(app->command, args, "about") != NULL);
    return all_scripts(app, args_option(app->command, args, "complete") != NULL);
}

const struct command command_scripts = {
    .name = "scripts",
    .summary = N_("List the sessions that can be held, or one's agenda"),
    .usage = "[SCRIPT]",
    .options = options,
    .words_max = 1,
    .json = true,
    .run = run,
};
