// SPDX-License-Identifier: GPL-3.0-or-later
/* What is asked outside a session: one of a few answers, and which side of a conflict stands. */

#include "conduct.h"

#include "base/text.h"
#include "base/utf8.h"

struct choosing {
    int usual;
};

static void add_choice_prompt(void *context, struct kp_buf *out)
{
    const struct choosing *choosing = context;
    kp_buf_addf(out, "[%d]> ", choosing->usual + 1);
}

int conduct_choose(struct app *app, struct console *console, const char *question,
                   const char *const *answers, int count, int usual)
{
    struct choosing choosing = {usual};
    struct kp_buf line = KP_BUF_INIT, out = KP_BUF_INIT, wrapped = KP_BUF_INIT;
    struct kp_style style = app_style(app, true);
    int chosen = -2;
    kp_buf_addc(&out, '\n');
    kp_buf_addc(&wrapped, ' ');
    kp_utf8_add_wrapped(&wrapped, kp_str_from(question), kp_style_columns(&style) - 1, " ");
    kp_style_add(&out, &style, KP_MARK_TITLE, kp_buf_str(&wrapped));
    kp_buf_addc(&out, '\n');
    kp_buf_release(&wrapped);
    for (int i = 0; i < count; i++) {
        kp_style_addf(&out, &style, KP_MARK_ACCENT, "  %d", i + 1);
        kp_buf_adds(&out, "  ");
        kp_utf8_add_visible(&out, kp_str_from(answers[i]), false);
        kp_buf_addc(&out, '\n');
    }
    console_write(console, kp_buf_str(&out));
    const struct console_prompt prompt = {.context = &choosing, .prompt = add_choice_prompt};
    while (chosen == -2) {
        if (console_read(console, &prompt, &line) != CONSOLE_LINE) {
            chosen = -1;
            break;
        }
        struct kp_str text = kp_str_trim(kp_buf_str(&line));
        if (!text.len)
            chosen = usual;
        else if (text.len == 1 && text.data[0] >= '1' && text.data[0] < '1' + count)
            chosen = text.data[0] - '1';
        else
            app_say(app, _("a number from 1 to %d; Enter is %d"), count, usual + 1);
    }
    kp_buf_release(&line);
    kp_buf_release(&out);
    return chosen;
}

/* ---- Two sides of a conflict */

/* One side of a conflict: a value, a row by its name, or that there is none any more. */
static void describe_side(const struct asking *asking, const struct fold_conflict *conflict,
                          const struct kp_json *side, struct kp_buf *out)
{
    struct kp_type_context types = app_context(asking->app, &asking->app->arena);
    const struct kp_field *field = conflict->column ? conflict->column : conflict->field;
    if (kp_json_is_null(side))
        kp_buf_adds(out, _("nothing: it was removed"));
    else if (conflict->row && !conflict->column)
        kp_buf_adds(out, _("the row as it was edited"));
    else if (!field->type)
        kp_buf_add(out, side->text); /* a list's one column */
    else
        field->type->show(field, side, &types, out);
}

/* "Opportunities, Service contract, Value" */
static void describe_place(const struct asking *asking, const struct fold_conflict *conflict,
                           struct kp_buf *out)
{
    const struct kp_field *field = conflict->field;
    struct kp_str key = kp_field_name_column(field);
    const struct kp_field *named = kp_field_column(field, key);
    const struct kp_json *name = kp_json_get_str(conflict->row, key);
    struct kp_type_context types = app_context(asking->app, &asking->app->arena);
    kp_buf_add(out, kp_words_get(&field->label, asking->app->lang));
    if (!kp_json_is_null(name)) {
        kp_buf_adds(out, ", ");
        if (named)
            named->type->show(named, name, &types, out);
        else
            kp_buf_add(out, name->text);
    }
    if (conflict->column && conflict->column->label.in[KP_LANG_EN].len)
        kp_buf_addf(out, ", %.*s",
                    KP_STR_ARG(kp_words_get(&conflict->column->label, asking->app->lang)));
}

enum settled conduct_settle(void *context, const struct fold_conflict *conflict)
{
    const struct asking *asking = context;
    struct kp_buf question = KP_BUF_INIT, mine = KP_BUF_INIT, theirs = KP_BUF_INIT;
    describe_place(asking, conflict, &question);
    kp_buf_adds(&question, ": ");
    kp_buf_adds(&question,
                _("somebody else changed it too since this session began. Which stands?"));
    kp_buf_adds(&mine, _("this session: "));
    describe_side(asking, conflict, conflict->mine, &mine);
    kp_buf_adds(&theirs, _("meanwhile: "));
    describe_side(asking, conflict, conflict->theirs, &theirs);
    const char *const answers[] = {mine.data, theirs.data};
    int chosen = conduct_choose(asking->app, asking->console, question.data, answers, 2, 0);
    kp_buf_release(&question);
    kp_buf_release(&mine);
    kp_buf_release(&theirs);
    return chosen == 0 ? SETTLED_MINE : chosen == 1 ? SETTLED_THEIRS : SETTLED_NEITHER;
}
