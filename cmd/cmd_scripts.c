// SPDX-License-Identifier: GPL-3.0-or-later
#include "app.h"
#include "base/text.h"
#include "base/utf8.h"
#include "scripts_about.h"
#include "view/table.h"

static const struct option options[] = {
    {"about", 0, NULL, N_("the method: notes, questions, help, and the words of every scale")},
    {"complete", 0, NULL, N_("the ids only, one a line")},
    {NULL, 0, NULL, NULL},
};

static bool asks(const struct kp_step *step)
{
    return step->kind == KP_STEP_ASK || step->kind == KP_STEP_REVIEW || step->kind == KP_STEP_RATE;
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
    if (script_open(app, kp_str_from(id), &script) || script_list(app, &all, &count))
        return app_fail(app);
    for (size_t i = 0; i < count; i++)
        if (kp_str_is(script.id, all[i].id))
            own = all[i].own;
    if (app->json) {
        struct kp_json *document = kp_json_new_object(&app->arena);
        struct kp_json *array = kp_json_new_array(&app->arena);
        kp_json_append(&app->arena, array, script_json(app, &script, own));
        kp_json_set(&app->arena, document, "scripts", array);
        out_json(app, document);
    } else if (about) {
        script_about(app, &script, &app->out);
    } else {
        show_agenda(app, &script);
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
