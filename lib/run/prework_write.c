// SPDX-License-Identifier: GPL-3.0-or-later
/* The file that a person fills in before the meeting. */

#include "base/text.h"
#include "base/utf8.h"
#include "run/prework.h"
#include "run/prework_internal.h"

#include <stdarg.h>

struct writer {
    const struct kp_script *script;
    struct kp_type_context *context;
    const struct kp_plan *plan, *present;
    struct kp_buf *out;
};

/* Lines for the reader: in Markdown a quotation, below the mark of the question. */
static void add_quoted(struct writer *w, struct kp_str text)
{
    while (text.len) {
        struct kp_str line = kp_str_split(&text, '\n');
        kp_buf_adds(w->out, "> ");
        kp_utf8_add_visible(w->out, line, false);
        kp_buf_addc(w->out, '\n');
    }
}

static void add_quotedf(struct writer *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void add_quotedf(struct writer *w, const char *format, ...)
{
    struct kp_buf line = KP_BUF_INIT;
    va_list args;
    va_start(args, format);
    kp_buf_addv(&line, format, args);
    va_end(args);
    add_quoted(w, kp_buf_str(&line));
    kp_buf_release(&line);
}

static struct kp_str words(const struct writer *w, const struct kp_words *words)
{
    return kp_words_get(words, w->context->lang);
}

static void add_scale(struct writer *w, const struct kp_scale *scale)
{
    struct kp_str axis = words(w, &scale->label);
    if (axis.len)
        add_quotedf(w, "%.*s:", KP_STR_ARG(axis));
    for (size_t i = 0; i < scale->count; i++)
        add_quotedf(w, "- %d: %.*s", scale->steps[i].value,
                    KP_STR_ARG(words(w, &scale->steps[i].label)));
}

/* "One a line: Title; Value (DKK); Owner" */
static void add_columns(struct writer *w, const struct kp_field *table)
{
    struct kp_buf line = KP_BUF_INIT;
    size_t shown = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct kp_field *column = &table->columns[i];
        if (column->calc)
            continue;
        kp_buf_addf(&line, "%s%.*s", shown++ ? "; " : "", KP_STR_ARG(words(w, &column->label)));
    }
    add_quotedf(w, _("One a line, with semicolons between; what you do not know you leave out:"));
    add_quoted(w, kp_buf_str(&line));
    kp_buf_release(&line);
}

static void add_hint(struct writer *w, const struct kp_field *field);

/* Where rows go by a choice the choices are what the table is about; else whoever answers cannot know them. */
static void add_row_names(struct writer *w, const struct kp_field *table)
{
    const struct kp_field *key = kp_field_column(table, table->key);
    if (!key || !key->choice_count)
        return;
    add_quotedf(w, "%.*s:", KP_STR_ARG(words(w, &key->label)));
    for (size_t i = 0; i < key->choice_count; i++)
        add_quotedf(w, "- %.*s", KP_STR_ARG(words(w, &key->choices[i].label)));
    for (size_t i = 0; i < table->column_count; i++) {
        const struct kp_field *column = &table->columns[i];
        if (column == key || column->calc || (!column->choice_count && !column->scale.count))
            continue;
        add_quotedf(w, "%.*s:", KP_STR_ARG(words(w, &column->label)));
        add_hint(w, column);
    }
}

static void add_hint(struct writer *w, const struct kp_field *field)
{
    struct kp_buf hint = KP_BUF_INIT;
    switch (field->type->kind) {
    case KP_TYPE_CHOICE:
    case KP_TYPE_CHOICES:
        for (size_t i = 0; i < field->choice_count; i++)
            add_quotedf(w, "- %.*s", KP_STR_ARG(words(w, &field->choices[i].label)));
        break;
    case KP_TYPE_SCALE: add_scale(w, &field->scale); break;
    case KP_TYPE_POSITION:
        add_scale(w, &field->x);
        add_scale(w, &field->y);
        break;
    case KP_TYPE_TABLE:
        add_columns(w, field);
        add_row_names(w, field);
        return;
    case KP_TYPE_LIST: add_quoted(w, kp_str_from(_("One a line."))); return;
    default: break;
    }
    kp_type_hint(field, w->context, &hint);
    add_quoted(w, kp_buf_str(&hint));
    kp_buf_release(&hint);
}

/* The answer that stands; tables by the number of their rows. */
static void add_present(struct writer *w, const struct kp_field *field)
{
    const struct kp_answer *answer = w->plan ? kp_plan_get(w->plan, field->id) : NULL;
    struct kp_buf text = KP_BUF_INIT;
    if (!answer || answer->inactive || kp_json_is_null(answer->value))
        return;
    kp_buf_adds(&text, _("Last time"));
    kp_buf_adds(&text, " (");
    kp_cycle_print(&text, answer->cycle);
    kp_buf_adds(&text, "): ");
    field->type->show(field, answer->value, w->context, &text);
    add_quoted(w, kp_buf_str(&text));
    kp_buf_release(&text);
}

static void add_question(struct writer *w, const struct kp_section *section, size_t number,
                         size_t asked, const struct kp_step *step)
{
    const struct kp_field *field = step->field;
    struct kp_str prompt = words(w, &step->prompt), help = words(w, &step->help);
    bool ideas = step->kind == KP_STEP_IDEAS;
    if (!prompt.len && field)
        prompt = words(w, &field->label);
    if (!help.len && field)
        help = words(w, &field->help);
    (void)section;
    kp_buf_adds(w->out, "### ");
    if (asked)
        kp_buf_addf(w->out, "%zu.%zu ", number, asked);
    kp_utf8_add_visible(w->out, prompt, false);
    if (ideas)
        kp_buf_addf(w->out, "\n[#ideas %.*s]\n", KP_STR_ARG(step->id));
    else
        kp_buf_addf(w->out, "\n[#%s%.*s]\n", step->kind == KP_STEP_RATE ? "rate " : "",
                    KP_STR_ARG(field->id));
    add_quoted(w, help);
    if (ideas) {
        add_quoted(w, kp_str_from(_("One idea a line.")));
    } else {
        add_hint(w, field);
        if (step->kind != KP_STEP_RATE) /* it would draw the scores towards it */
            add_present(w, field);
    }
    kp_buf_adds(w->out, "\n\n\n");
}

/* ---- rows that everybody scores */

static const struct kp_json *rows_of(const struct writer *w, const struct kp_field *table)
{
    const struct kp_answer *answer = w->present ? kp_plan_get(w->present, table->id) : NULL;
    return answer && !answer->inactive && answer->value->kind == KP_JSON_ARRAY ? answer->value
                                                                               : &kp_json_null;
}

static bool has_scored_rows(const struct writer *w, const struct kp_step *step)
{
    return rows_of(w, step->rows)->count && rows_of(w, step->by)->count;
}

static struct kp_str row_name(const struct kp_field *table, const struct kp_json *row)
{
    const struct kp_json *name = kp_json_get_str(row, kp_field_name_column(table));
    return name && name->kind == KP_JSON_STRING ? name->text : (struct kp_str){"", 0};
}

/* What is scored on, quoted; then a line for each row, to write behind. */
static void add_scored(struct writer *w, size_t number, size_t asked, const struct kp_step *step)
{
    struct kp_str prompt = words(w, &step->prompt);
    struct kp_buf line = KP_BUF_INIT;
    size_t at = 0;
    kp_buf_addf(w->out, "### %zu.%zu ", number, asked);
    kp_utf8_add_visible(w->out, prompt.len ? prompt : words(w, &step->field->label), false);
    kp_buf_addf(w->out, "\n[#scores %.*s]\n", KP_STR_ARG(step->field->id));
    add_quoted(w, words(w, &step->help));
    KP_JSON_EACH(on, rows_of(w, step->by))
    {
        const struct kp_json *low = kp_json_get(on, "low"), *high = kp_json_get(on, "high");
        kp_buf_clear(&line);
        kp_buf_addf(&line, "%zu  %.*s", ++at, KP_STR_ARG(row_name(step->by, on)));
        if (low && high && low->kind == KP_JSON_STRING && high->kind == KP_JSON_STRING)
            kp_buf_addf(&line, " (%.*s – %.*s)", KP_STR_ARG(low->text), KP_STR_ARG(high->text));
        add_quoted(w, kp_buf_str(&line));
    }
    add_hint(w, kp_field_column(step->field, KP_STR("lowest")));
    add_quoted(w,
               kp_str_from(_("Behind each name a score for each of these, in their order: 5 4 3; "
                             "- where you cannot tell.")));
    KP_JSON_EACH(row, rows_of(w, step->rows))
    {
        kp_utf8_add_visible(w->out, row_name(step->rows, row), false);
        kp_buf_adds(w->out, ": \n");
    }
    kp_buf_adds(w->out, "\n\n");
    kp_buf_release(&line);
}

bool prework_step_asks(const struct kp_step *step)
{
    if (step->kind == KP_STEP_IDEAS)
        return step->id.len > 0;
    if (step->kind == KP_STEP_SCORE)
        return step->field && step->rows && step->by;
    if (step->ranking) /* there is none before the meeting */
        return false;
    return (step->kind == KP_STEP_ASK || step->kind == KP_STEP_RATE) && step->field;
}

static void add_section(struct writer *w, size_t index)
{
    const struct kp_section *section = &w->script->sections[index];
    bool titled = false;
    size_t asked = 0;
    for (size_t i = 0; i < section->step_count; i++) {
        const struct kp_step *step = &section->steps[i];
        bool numbered = step->kind == KP_STEP_ASK || step->kind == KP_STEP_REVIEW ||
                        step->kind == KP_STEP_RATE || step->kind == KP_STEP_SCORE;
        asked += numbered;
        bool scores = step->kind == KP_STEP_SCORE;
        if (!prework_step_asks(step) || (scores && !has_scored_rows(w, step)))
            continue;
        if (!titled) {
            kp_buf_adds(w->out, "## ");
            kp_utf8_add_visible(w->out, words(w, &section->title), false);
            kp_buf_adds(w->out, "\n\n");
            titled = true;
        }
        if (scores) {
            add_scored(w, index + 1, asked, step);
            continue;
        }
        add_question(w, section, index + 1, numbered ? asked : 0, step);
        if (step->evidence) { /* what the score rests on is a question of its own here */
            const struct kp_step evidence = {.kind = KP_STEP_ASK, .field = step->evidence};
            add_question(w, section, index + 1, asked, &evidence);
        }
    }
}

void kp_prework_write(const struct kp_script *script, const struct kp_prework_head *head,
                      struct kp_type_context *context, const struct kp_plan *plan,
                      struct kp_buf *out)
{
    struct writer w = {script, context, plan, head->present, out};
    kp_buf_adds(out, "# ");
    kp_utf8_add_visible(out, words(&w, &script->title), false);
    kp_buf_adds(out, ": ");
    kp_utf8_add_visible(out, head->account_name, false);
    kp_buf_adds(out, "\n\n");
    kp_buf_addf(out, _("Before we meet, for %.*s."), KP_STR_ARG(head->name));
    kp_buf_adds(out, "\n\n");
    kp_buf_adds(out, _("Write below the questions that you know something about, in any editor or "
                       "mail program, and send the file back. Leave the others empty. The others "
                       "see what you wrote when the meeting comes to the question, not before. "
                       "The lines in square brackets say which answer is which: leave them as "
                       "they are."));
    kp_buf_addf(out, "\n\n[#kamplan 1]\n[#script %.*s@%d]\n[#account %.*s]\n[#for ",
                KP_STR_ARG(script->id), script->version, KP_STR_ARG(head->account));
    kp_utf8_add_visible(out, head->name, false);
    kp_buf_adds(out, "]\n\n");
    for (size_t i = 0; i < script->section_count; i++)
        add_section(&w, i);
    kp_buf_adds(out, "[#end]\n");
}
