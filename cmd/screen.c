// SPDX-License-Identifier: GPL-3.0-or-later
/* The question in front of the room. */

#include "screen.h"

#include "base/text.h"
#include "base/utf8.h"
#include "view/plan.h"

enum {
    HINTS_SHOWN = 2,
    RULE_COLUMNS = 10,
};

void screen_line(struct screen *screen, struct kp_buf *out, enum kp_mark mark, struct kp_str text)
{
    struct kp_buf wrapped = KP_BUF_INIT, safe = KP_BUF_INIT;
    kp_utf8_add_visible(&safe, text, true);
    kp_buf_addc(&wrapped, ' ');
    kp_utf8_add_wrapped(&wrapped, kp_buf_str(&safe), kp_style_columns(&screen->style) - 1, " ");
    kp_style_add(out, &screen->style, mark, kp_buf_str(&wrapped));
    kp_buf_addc(out, '\n');
    kp_buf_release(&wrapped);
    kp_buf_release(&safe);
}

void screen_names(struct screen *screen, const struct kp_json *people, struct kp_buf *out)
{
    bool first = true;
    KP_JSON_EACH(id, people)
    {
        kp_buf_adds(out, first ? "" : ", ");
        kp_utf8_add_visible(out, kp_people_name(screen->style.people, id->text), false);
        first = false;
    }
}

void screen_bar(struct screen *screen, const char *sign, const char *ascii, size_t count,
                struct kp_buf *out)
{
    for (size_t i = 0; i < count && i < SCREEN_MOST_SIGNS; i++)
        kp_buf_adds(out, kp_style_sign(&screen->style, sign, ascii));
    if (count > SCREEN_MOST_SIGNS)
        kp_buf_adds(out, "+");
}

void screen_listed(struct screen *screen, enum kp_mark mark, const char *what,
                   const struct kp_json *people, struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT;
    if (!people->count)
        return;
    kp_buf_adds(&line, what);
    screen_names(screen, people, &line);
    screen_line(screen, out, mark, kp_buf_str(&line));
    kp_buf_release(&line);
}

static int minutes_of(int64_t ms)
{
    return (int)((ms < 0 ? -ms : ms) + 30000) / 60000;
}

/* "on time", "5 min behind", "10 min ahead" */
static void add_pace(struct screen *screen, int64_t now, struct kp_buf *out)
{
    struct kp_agenda_clock clock;
    kp_session_clock(screen->sitting->session, now, &clock);
    int minutes = minutes_of(clock.behind_ms);
    if (minutes < 1)
        kp_buf_adds(out, _("on time"));
    else if (clock.behind_ms > 0)
        kp_buf_addf(out, _("%d min behind"), minutes);
    else
        kp_buf_addf(out, _("%d min ahead"), minutes);
}

static void add_section(struct screen *screen, const struct kp_question *question, int64_t now,
                        struct kp_buf *out)
{
    struct kp_buf left = KP_BUF_INIT, right = KP_BUF_INIT;
    const struct kp_script *script = &screen->sitting->script;
    if (screen->brief || !question->section || question->section == screen->section)
        return;
    screen->section = question->section;
    if (script->section_count > 1)
        kp_buf_addf(&left, "%zu/%zu ", question->section_number, script->section_count);
    kp_buf_add(&left, kp_words_get(&question->section->title, screen->style.lang));
    if (question->section->minutes) {
        kp_buf_addf(&right, _("%d min"), question->section->minutes);
        size_t least = right.len;
        kp_buf_adds(&right, kp_style_sign(&screen->style, " · ", " - "));
        add_pace(screen, now, &right);
        /* The title is worth more. */
        size_t room = kp_style_columns(&screen->style), used = kp_utf8_width(kp_buf_str(&left));
        if (used + kp_utf8_width(kp_buf_str(&right)) + RULE_COLUMNS > room)
            kp_buf_truncate(&right, least);
        if (used + kp_utf8_width(kp_buf_str(&right)) + RULE_COLUMNS > room)
            kp_buf_clear(&right);
    }
    kp_buf_addc(out, '\n');
    kp_style_rule(out, &screen->style, kp_buf_str(&left), kp_buf_str(&right));
    kp_buf_release(&left);
    kp_buf_release(&right);
}

void screen_keys(struct screen *screen, const char *keys, struct kp_buf *out)
{
    struct kp_str rest = kp_str_from(keys), point = KP_STR(" · ");
    struct kp_buf line = KP_BUF_INIT;
    if (screen->board)
        return;
    while (rest.len) {
        size_t at = kp_str_find_str(rest, point);
        kp_buf_add(&line, kp_str_slice(rest, 0, at));
        if (at < rest.len)
            kp_buf_adds(&line, kp_style_sign(&screen->style, " · ", ", "));
        rest = kp_str_slice(rest, at + point.len, rest.len);
    }
    screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&line));
    kp_buf_release(&line);
}

void screen_hint(struct screen *screen, const struct kp_question *question, const char *hint,
                 struct kp_buf *out)
{
    if (screen->hints[question->ask] >= HINTS_SHOWN)
        return;
    screen->hints[question->ask]++;
    screen_keys(screen, hint, out);
}

void screen_proposal(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    if (!question->proposal)
        return;
    struct kp_calc *calc = kp_session_calc(screen->sitting->session);
    if (kp_json_equal(question->proposal, question->value)) {
        screen_line(screen, out, KP_MARK_ACCENT, kp_str_from(_("Prepared: the same")));
        screen_keys(screen,
                    question->ask == KP_ASK_ROWS ? _("Enter confirms them · + 2 -2 change them")
                                                 : _("Enter confirms it · or type to change it"),
                    out);
        return;
    }
    screen_line(screen, out, KP_MARK_ACCENT,
                kp_str_from(question->offered ? _("Offered:") : _("Prepared:")));
    if (question->ask == KP_ASK_ROWS) { /* numbered: + 2 -2 work on these rows from now on */
        kp_view_rows(calc, question->field, question->proposal, &screen->style, 1, out);
        screen_keys(screen,
                    question->step->missing_count
                        ? _("Enter takes them and goes through them · + 2 -2 change them first")
                        : _("Enter takes them · + 2 -2 change them first · /keep keeps what "
                            "stands"),
                    out);
        return;
    }
    kp_view_value(calc, question->field, question->proposal, &screen->style, 3, out);
    screen_keys(screen,
                kp_json_is_null(question->value)
                    ? _("Enter takes it · or type · /skip passes on")
                    : _("Enter takes it · /keep keeps what stands · or type"),
                out);
}

/* A text of many pages would push the question off the screen: its beginning, and how to see the rest. */
static void add_answer(struct screen *screen, struct kp_calc *calc,
                       const struct kp_question *question, struct kp_buf *out)
{
    enum { LINES_SHOWN = 20 };
    enum kp_type_kind kind = question->field->type->kind;
    struct kp_buf text = KP_BUF_INIT, more = KP_BUF_INIT;
    size_t lines = 0, shown = 0;
    kp_view_value(calc, question->field, question->value, &screen->style, 3, &text);
    for (size_t i = 0; i < text.len; i++) {
        lines += text.data[i] == '\n';
        if (text.data[i] == '\n' && lines <= LINES_SHOWN)
            shown = i + 1;
    }
    if ((kind != KP_TYPE_TEXT && kind != KP_TYPE_NOTE) || lines <= LINES_SHOWN + 1) {
        kp_buf_add(out, kp_buf_str(&text));
    } else {
        kp_buf_add(out, kp_str_slice(kp_buf_str(&text), 0, shown));
        kp_buf_addf(&more, _("… and %zu lines more; /show %.*s shows all"), lines - LINES_SHOWN,
                    KP_STR_ARG(question->field->id));
        screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&more));
    }
    kp_buf_release(&text);
    kp_buf_release(&more);
}

void screen_stands(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_calc *calc = kp_session_calc(screen->sitting->session);
    struct kp_buf origin = KP_BUF_INIT;
    bool rows = question->ask == KP_ASK_ROWS;
    if (question->old && !question->answered) {
        kp_view_origin(question->old, screen->sitting->header.cycle, &screen->style, &origin);
        screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&origin));
    } else if (question->answered) {
        screen_line(screen, out, KP_MARK_DIM, kp_str_from(_("Answered in this session")));
    }
    if (rows)
        screen_rows(screen, question, out);
    else if (!kp_json_is_null(question->value))
        add_answer(screen, calc, question, out);
    kp_buf_release(&origin);
}

/* One line to choose from; the one that stands now has a mark. */
static void add_step(struct screen *screen, int number, struct kp_str label, bool present,
                     struct kp_buf *out)
{
    static const char indent[] = "       ";
    struct kp_buf safe = KP_BUF_INIT, wrapped = KP_BUF_INIT;
    size_t columns = kp_style_columns(&screen->style);
    kp_utf8_add_visible(&safe, label, false);
    kp_utf8_add_wrapped(&wrapped, kp_buf_str(&safe),
                        columns > sizeof indent ? columns - sizeof indent : 1, indent);
    kp_buf_adds(out, present ? kp_style_sign(&screen->style, " ▸", " >") : "  ");
    kp_style_addf(out, &screen->style, KP_MARK_ACCENT, "%3d", number);
    kp_buf_adds(out, "  ");
    kp_style_add(out, &screen->style, present ? KP_MARK_TITLE : KP_MARK_NONE, kp_buf_str(&wrapped));
    kp_buf_addc(out, '\n');
    kp_buf_release(&safe);
    kp_buf_release(&wrapped);
}

/* Choices and scales are answered by number: all of them stand in view. */
static void add_choices(struct screen *screen, const struct kp_field *field,
                        const struct kp_json *value, struct kp_buf *out)
{
    for (size_t i = 0; i < field->choice_count; i++) {
        bool present =
            value->kind == KP_JSON_STRING && kp_str_equal(value->text, field->choices[i].id);
        KP_JSON_EACH(id, value)
        {
            present = present || kp_str_equal(id->text, field->choices[i].id);
        }
        add_step(screen, (int)i + 1, kp_words_get(&field->choices[i].label, screen->style.lang),
                 present, out);
    }
}

static void add_scale(struct screen *screen, const struct kp_scale *scale,
                      const struct kp_json *value, struct kp_buf *out)
{
    enum kp_lang lang = screen->style.lang;
    struct kp_str axis = kp_words_get(&scale->label, lang);
    int64_t present;
    bool any = value && value->kind == KP_JSON_NUMBER && kp_number_whole(value->number, &present);
    if (axis.len) {
        kp_buf_adds(out, "   ");
        struct kp_buf safe = KP_BUF_INIT;
        kp_utf8_add_visible(&safe, axis, false);
        kp_style_add(out, &screen->style, KP_MARK_TITLE, kp_buf_str(&safe));
        kp_buf_release(&safe);
        kp_buf_addc(out, '\n');
    }
    for (size_t i = 0; i < scale->count; i++)
        add_step(screen, scale->steps[i].value, kp_words_get(&scale->steps[i].label, lang),
                 any && present == scale->steps[i].value, out);
}

void screen_steps(struct screen *screen, const struct kp_field *field, const struct kp_json *value,
                  struct kp_buf *out)
{
    if (!field->type)
        return;
    switch (field->type->kind) {
    case KP_TYPE_CHOICE:
    case KP_TYPE_CHOICES: add_choices(screen, field, value, out); break;
    case KP_TYPE_SCALE: add_scale(screen, &field->scale, value, out); break;
    case KP_TYPE_POSITION:
        add_scale(screen, &field->x, kp_json_get(value, "x"), out);
        add_scale(screen, &field->y, kp_json_get(value, "y"), out);
        break;
    default: break;
    }
}

static void add_value(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_buf hint = KP_BUF_INIT;
    struct kp_type_context context =
        app_context(screen->sitting->app, &screen->sitting->app->arena);
    screen_drawing(screen, question, out);
    screen_line(screen, out, KP_MARK_TITLE, question->prompt);
    if (!screen_scores(screen, question, out))
        screen_steps(screen, question->field, question->value, out);
    screen_stands(screen, question, out);
    screen_proposal(screen, question, out);
    screen_prework(screen, question, out);
    if (kp_json_is_null(question->value)) {
        kp_type_hint(question->field, &context, &hint);
        if (!question->proposal && hint.len) {
            kp_buf_adds(&hint, " · ");
            kp_buf_adds(&hint, _("Enter passes on"));
            screen_hint(screen, question, hint.data, out);
        }
    } else if (!question->proposal) {
        screen_hint(screen, question,
                    _("Enter keeps it · type to change it · Tab puts it on the line · /drop"), out);
    }
    kp_buf_release(&hint);
}

/* How rows are typed; a single cell is shown by the name of the table's second column. */
static void add_rows_hint(struct screen *screen, const struct kp_question *question,
                          struct kp_buf *out)
{
    const struct kp_field *field = question->field;
    struct kp_buf hint = KP_BUF_INIT;
    if (field->type->kind == KP_TYPE_TABLE && field->column_count > 1) {
        struct kp_str label = kp_words_get(&field->columns[1].label, screen->style.lang);
        kp_buf_addf(&hint,
                    _("+ adds a row · 2 edits row 2, 2 %.*s: … one cell of it · -2 removes it · "
                      "Enter: the rows stand"),
                    KP_STR_ARG(label));
    } else {
        kp_buf_adds(&hint,
                    _("+ adds a row · 2 edits row 2 · -2 removes it · Enter: the rows stand"));
    }
    screen_hint(screen, question, hint.data, out);
    kp_buf_release(&hint);
}

static void add_rows(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    screen->row = 0;
    screen_line(screen, out, KP_MARK_TITLE, question->prompt);
    screen_ranking(screen, question, out);
    screen_stands(screen, question, out);
    screen_proposal(screen, question, out);
    screen_prework(screen, question, out);
    if (question->proposal)
        return;
    if (kp_str_is(question->field->id, "actions") && screen->action_hints++ < HINTS_SHOWN)
        screen_keys(
            screen,
            question->value->count
                ? _("Send the offer @Lars 14 Sep adds one · 2 edits row 2 · -2 removes it · "
                    "Enter: the rows stand")
                : _("Send the offer @Lars 14 Sep adds one · Enter passes on"),
            out);
    else if (question->value->count)
        add_rows_hint(screen, question, out);
    else
        screen_hint(screen, question, _("+ or just the first words begin a row · Enter passes on"),
                    out);
}

static void add_cell(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_calc *calc = kp_session_calc(screen->sitting->session);
    struct kp_type_context context =
        app_context(screen->sitting->app, &screen->sitting->app->arena);
    const struct kp_field *column = question->column;
    struct kp_buf hint = KP_BUF_INIT;
    screen_promoted(screen, question, out);
    if (column->type) {
        screen_steps(screen, column, question->value, out);
        bool marked = column->choice_count || column->type->kind == KP_TYPE_SCALE;
        if (!kp_json_is_null(question->value) && !marked)
            kp_view_value(calc, column, question->value, &screen->style, 3, out);
        else if (kp_json_is_null(question->value))
            kp_type_hint(column, &context, &hint);
    } else if (!kp_json_is_null(question->value)) {
        kp_buf_addf(out, "   ");
        kp_utf8_add_visible(out, question->value->text, false);
        kp_buf_addc(out, '\n');
    }
    if (hint.len && screen->hints[KP_ASK_CELL] < 4 * HINTS_SHOWN) {
        screen->hints[KP_ASK_CELL]++;
        screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&hint));
    }
    kp_buf_release(&hint);
}

/* What stands of the field that the room is to look at; nothing where nothing does. */
static void add_shown(struct screen *screen, const struct kp_field *field, struct kp_buf *out)
{
    struct kp_calc *calc = kp_session_calc(screen->sitting->session);
    if (!field || !kp_session_may_show(screen->sitting->session, field) ||
        kp_json_is_null(kp_calc_value(calc, field)))
        return;
    kp_buf_addc(out, '\n');
    kp_view_value(calc, field, kp_calc_value(calc, field), &screen->style, 1, out);
    kp_buf_addc(out, '\n');
}

/* The way back is shown with the last question that there is. */
static void add_end_keys(struct screen *screen, struct kp_buf *out)
{
    size_t count;
    const struct kp_outcome *all = kp_session_outcomes(screen->sitting->session, &count);
    struct kp_buf keys = KP_BUF_INIT;
    while (count && !all[count - 1].number.len)
        count--;
    if (count)
        kp_buf_addf(&keys, _("Enter shows what will be recorded · /review · /goto %.*s goes back"),
                    KP_STR_ARG(all[count - 1].number));
    else
        kp_buf_adds(&keys, _("Enter shows what will be recorded"));
    screen_keys(screen, keys.data, out);
    kp_buf_release(&keys);
}

void screen_question(struct screen *screen, const struct kp_question *question, int64_t now,
                     struct kp_buf *out)
{
    add_section(screen, question, now, out);
    if (question->ask != KP_ASK_ROWS && question->ask != KP_ASK_CELL &&
        question->ask != KP_ASK_ACTION)
        screen->rows_of = NULL;
    if (question->ask != KP_ASK_CELL && question->ask != KP_ASK_CLOSE)
        kp_buf_addc(out, '\n');
    if (screen_activity(screen, question, out))
        return;
    switch (question->ask) {
    case KP_ASK_START: screen_start(screen, out); break;
    case KP_ASK_SAY:
        screen_line(screen, out, KP_MARK_NONE, question->prompt);
        add_shown(screen, question->step ? question->step->shown : NULL, out);
        screen_hint(screen, question, _("Enter goes on"), out);
        break;
    case KP_ASK_BREAK: {
        struct kp_buf line = KP_BUF_INIT;
        struct kp_buf until = KP_BUF_INIT;
        kp_time_of_day_show(&until, now + question->step->minutes * INT64_C(60000));
        kp_buf_addf(&line, _("Break, %d minutes, until %s. Enter goes on."),
                    question->step->minutes, until.data);
        kp_buf_release(&until);
        screen_line(screen, out, KP_MARK_TITLE, kp_buf_str(&line));
        kp_buf_release(&line);
        break;
    }
    case KP_ASK_VALUE: add_value(screen, question, out); break;
    case KP_ASK_ROWS: add_rows(screen, question, out); break;
    case KP_ASK_BROUGHT: screen_brought(screen, question, out); break;
    case KP_ASK_CELL: add_cell(screen, question, out); break;
    case KP_ASK_REVIEW: screen_review(screen, question, out); break;
    case KP_ASK_CHECKIN:
    case KP_ASK_ACTION:
    case KP_ASK_PARKED:
    case KP_ASK_LAST_WORD:
    case KP_ASK_WORTH:
    case KP_ASK_NEXT_DATE:
    case KP_ASK_SIGN: screen_stage(screen, question, out); break;
    case KP_ASK_END:
        screen_line(screen, out, KP_MARK_TITLE, kp_str_from(_("Everything has been asked.")));
        add_end_keys(screen, out);
        break;
    case KP_ASK_CLOSE:
        screen_line(screen, out, KP_MARK_TITLE,
                    kp_str_from(screen->sitting->rehearsal
                                    ? _("The rehearsal is over: Enter ends it, no goes back")
                                    : _("Record it? yes or no")));
        break;
    default: break; /* an activity */
    }
}
