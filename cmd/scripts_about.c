// SPDX-License-Identifier: GPL-3.0-or-later
#include "scripts_about.h"

#include "base/text.h"
#include "base/utf8.h"

struct about {
    struct app *app;
    struct kp_style style;
    struct kp_buf *out;
};

static struct kp_str words(const struct about *a, const struct kp_words *words)
{
    return kp_words_get(words, a->app->lang);
}

static void add_paragraph(struct about *a, enum kp_mark mark, struct kp_str text, size_t indent)
{
    enum { READABLE = 90 };
    struct kp_buf safe = KP_BUF_INIT, margin = KP_BUF_INIT, wrapped = KP_BUF_INIT;
    size_t columns = kp_style_columns(&a->style);
    if (!text.len)
        return;
    columns = columns > READABLE ? READABLE : columns;
    kp_utf8_add_visible(&safe, text, true);
    kp_buf_add_repeat(&margin, " ", indent);
    kp_buf_add(&wrapped, kp_buf_str(&margin));
    kp_utf8_add_wrapped(&wrapped, kp_buf_str(&safe), columns > 2 * indent ? columns - indent : 20,
                        margin.data);
    kp_style_add(a->out, &a->style, mark, kp_buf_str(&wrapped));
    kp_buf_addc(a->out, '\n');
    kp_buf_release(&safe);
    kp_buf_release(&margin);
    kp_buf_release(&wrapped);
}

/* "3  We know their goals and have a plan of our own" */
static void add_step(struct about *a, const char *mark, struct kp_str label, struct kp_str help)
{
    struct kp_buf line = KP_BUF_INIT;
    kp_buf_addf(&line, "%s  %.*s", mark, KP_STR_ARG(label));
    add_paragraph(a, KP_MARK_NONE, kp_buf_str(&line), 8);
    add_paragraph(a, KP_MARK_DIM, help, 11);
    kp_buf_release(&line);
}

static void add_scale(struct about *a, const struct kp_scale *scale)
{
    add_paragraph(a, KP_MARK_NONE, words(a, &scale->label), 6);
    for (size_t i = 0; i < scale->count; i++) {
        struct kp_buf number = KP_BUF_INIT;
        kp_buf_addf(&number, "%d", scale->steps[i].value);
        add_step(a, number.data, words(a, &scale->steps[i].label), words(a, &scale->steps[i].help));
        kp_buf_release(&number);
    }
}

static void add_choices(struct about *a, const struct kp_field *field)
{
    const char *dot = kp_style_sign(&a->style, "·", "-");
    for (size_t i = 0; i < field->choice_count; i++)
        add_step(a, dot, words(a, &field->choices[i].label), words(a, &field->choices[i].help));
    for (size_t i = 0; i < field->quadrant_count; i++)
        add_step(a, dot, words(a, &field->quadrants[i].label), words(a, &field->quadrants[i].help));
}

static void add_column(struct about *a, const struct kp_field *column)
{
    struct kp_buf line = KP_BUF_INIT;
    struct kp_str help = words(a, &column->help);
    kp_buf_addf(&line, "%.*s%s%.*s", KP_STR_ARG(words(a, &column->label)), help.len ? ": " : "",
                KP_STR_ARG(help));
    add_paragraph(a, KP_MARK_NONE, kp_buf_str(&line), 6);
    add_scale(a, &column->scale);
    add_choices(a, column);
    kp_buf_release(&line);
}

/* What is offered to begin with, by name: "Revenue today; Potential for growth". */
static void add_offers(struct about *a, const struct kp_step *step)
{
    struct kp_str name = kp_field_name_column(step->field);
    for (size_t i = 0; i < step->offer_count; i++) {
        struct kp_buf line = KP_BUF_INIT;
        KP_JSON_EACH(row, step->offers[i].rows)
        {
            const struct kp_json *cell = kp_json_get_str(row, name);
            struct kp_str text = kp_json_text(cell, kp_lang_code(a->style.lang));
            if (!text.len)
                text = cell && cell->kind == KP_JSON_STRING ? cell->text : kp_json_text(cell, "en");
            kp_buf_adds(&line, line.len ? "; " : "");
            kp_buf_add(&line, text);
        }
        add_step(a, kp_style_sign(&a->style, "·", "-"), kp_buf_str(&line), (struct kp_str){"", 0});
        kp_buf_release(&line);
    }
}

static void add_question(struct about *a, const struct kp_step *step, size_t section, size_t number)
{
    const struct kp_field *field = step->field;
    struct kp_str prompt = words(a, &step->prompt), help = words(a, &step->help);
    struct kp_buf line = KP_BUF_INIT;
    if (field && !prompt.len)
        prompt = words(a, &field->label);
    if (number)
        kp_buf_addf(&line, "%zu.%zu ", section, number);
    kp_buf_add(&line, prompt);
    kp_buf_addc(a->out, '\n');
    add_paragraph(a, KP_MARK_ACCENT, kp_buf_str(&line), 1);
    kp_buf_release(&line);
    add_paragraph(a, KP_MARK_NONE, help, 4);
    if (!field)
        return;
    if (!help.len)
        add_paragraph(a, KP_MARK_NONE, words(a, &field->help), 4);
    if (step->kind == KP_STEP_SCORE) { /* its table is made of the scores, not typed */
        add_scale(a, &kp_field_column(field, KP_STR("lowest"))->scale);
        return;
    }
    add_offers(a, step);
    add_scale(a, &field->scale);
    add_scale(a, &field->x);
    add_scale(a, &field->y);
    add_choices(a, field);
    for (size_t i = 0; i < field->column_count; i++)
        add_column(a, &field->columns[i]);
}

static void add_section(struct about *a, const struct kp_section *section, size_t index)
{
    struct kp_buf left = KP_BUF_INIT, right = KP_BUF_INIT;
    size_t number = 0;
    kp_buf_addf(&left, "%zu %.*s", index, KP_STR_ARG(words(a, &section->title)));
    if (section->minutes)
        kp_buf_addf(&right, _("%d min"), section->minutes);
    kp_buf_addc(a->out, '\n');
    kp_style_rule(a->out, &a->style, kp_buf_str(&left), kp_buf_str(&right));
    add_paragraph(a, KP_MARK_DIM, words(a, &section->notes), 1);
    for (size_t i = 0; i < section->step_count; i++) {
        const struct kp_step *step = &section->steps[i];
        bool asks = step->kind == KP_STEP_ASK || step->kind == KP_STEP_REVIEW ||
                    step->kind == KP_STEP_RATE || step->kind == KP_STEP_SCORE;
        if (step->kind == KP_STEP_SAY) {
            kp_buf_addc(a->out, '\n');
            add_paragraph(a, KP_MARK_NONE, words(a, &step->text), 1);
        } else if (step->kind != KP_STEP_BREAK) {
            number += asks;
            add_question(a, step, index, asks ? number : 0);
        }
    }
    kp_buf_release(&left);
    kp_buf_release(&right);
}

void script_about(struct app *app, const struct kp_script *script, struct kp_buf *out)
{
    struct about a = {app, app_style(app, false), out};
    add_paragraph(&a, KP_MARK_TITLE, words(&a, &script->title), 1);
    add_paragraph(&a, KP_MARK_NONE, words(&a, &script->about), 1);
    if (script->source_count) {
        struct kp_buf line = KP_BUF_INIT;
        kp_buf_adds(&line, _("Sources:"));
        for (size_t i = 0; i < script->source_count; i++)
            kp_buf_addf(&line, "%s %.*s", i ? "," : "", KP_STR_ARG(script->sources[i]));
        kp_buf_addc(out, '\n');
        add_paragraph(&a, KP_MARK_DIM, kp_buf_str(&line), 1);
        kp_buf_release(&line);
    }
    for (size_t i = 0; i < script->section_count; i++)
        add_section(&a, &script->sections[i], i + 1);
}
