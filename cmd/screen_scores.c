// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows that are scored one by one by everybody, as the room sees them. */

#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"
#include "run/activity.h"
#include "screen.h"
#include "view/selection.h"
#include "view/table.h"

#include <stdlib.h>

enum { MOST_TALKED = 5, MOST_NAMED = 30, LABEL_COLUMNS = 24 };

static struct kp_str name_of(const struct kp_field *table, const struct kp_json *row)
{
    const struct kp_json *name = kp_json_get_str(row, kp_field_name_column(table));
    return name && name->kind == KP_JSON_STRING ? name->text : (struct kp_str){"", 0};
}

static void add_people(struct screen *screen, const char *what, const struct kp_json *people,
                       struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT;
    KP_JSON_EACH(id, people)
    {
        kp_buf_adds(&line, line.len ? ", " : what);
        kp_utf8_add_visible(&line, kp_people_name(screen->style.people, id->text), false);
    }
    if (line.len)
        screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&line));
    kp_buf_release(&line);
}

/* ---- While everybody scores */

/* "1 means …, 5 means …", where the table has words for its ends. */
static void add_ends(struct screen *screen, const struct kp_field *score, const struct kp_json *row,
                     struct kp_table *table)
{
    const struct kp_json *ends[] = {kp_json_get(row, "low"), kp_json_get(row, "high")};
    const struct kp_scale *scale = &score->scale;
    int values[] = {scale->steps[0].value, scale->steps[scale->count - 1].value};
    struct kp_buf text = KP_BUF_INIT;
    for (size_t i = 0; i < 2; i++) {
        if (!ends[i] || ends[i]->kind != KP_JSON_STRING)
            continue;
        kp_buf_adds(&text, text.len ? kp_style_sign(&screen->style, " · ", " - ") : "");
        kp_buf_addf(&text, "%d %.*s", values[i], KP_STR_ARG(ends[i]->text));
    }
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_DIM);
    kp_buf_release(&text);
}

static void add_criteria(struct screen *screen, const struct kp_scoring *scoring,
                         struct kp_buf *out)
{
    const struct kp_field *score = kp_field_column(scoring->step->field, KP_STR("lowest"));
    struct kp_table *table = kp_table_new();
    size_t number = 0;
    kp_table_column(table, (struct kp_str){"", 0}, true);
    kp_table_column(table, (struct kp_str){"", 0}, false);
    kp_table_column(table, (struct kp_str){"", 0}, false);
    KP_JSON_EACH(on, scoring->by)
    {
        kp_table_row(table);
        kp_table_cellf(table, KP_MARK_ACCENT, "%zu", ++number);
        kp_table_cell(table, name_of(scoring->step->by, on), KP_MARK_NONE);
        add_ends(screen, score, on, table);
    }
    kp_table_print(table, &screen->style, 3, out);
    kp_table_free(table);
}

static void add_rows(struct screen *screen, const struct kp_scoring *scoring, struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT;
    size_t number = 0;
    KP_JSON_EACH(row, scoring->rows)
    {
        kp_buf_addf(&line, "%s%zu\u00a0", number ? kp_style_sign(&screen->style, " · ", ", ") : "",
                    number + 1);
        struct kp_str name = name_of(scoring->step->rows, row);
        kp_utf8_add_visible(&line, name, false);
        number++;
    }
    size_t start = out->len;
    screen_line(screen, out, KP_MARK_NONE, kp_buf_str(&line));
    kp_style_soften(out, start);
    kp_buf_release(&line);
}

void screen_score(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_scoring scoring;
    if (!kp_session_scoring(screen->sitting->session, &scoring))
        return;
    screen_line(screen, out, KP_MARK_TITLE, question->prompt);
    if (!scoring.rows->count || !scoring.by->count) {
        screen_line(screen, out, KP_MARK_WARN,
                    kp_str_from(_("There is nothing to score: rows are needed in both tables.")));
        screen_keys(screen, _("/back goes there · Enter goes on"), out);
        return;
    }
    bool again = scoring.scored->count && !screen->board; /* the next one sees what is asked for */
    if (!again) {
        add_rows(screen, &scoring, out);
        kp_buf_addc(out, '\n');
    }
    add_criteria(screen, &scoring, out);
    kp_buf_addc(out, '\n');
    if (!again)
        screen_steps(screen, kp_field_column(question->field, KP_STR("lowest")), &kp_json_null,
                     out);
    add_people(screen, _("Have scored: "), scoring.scored, out);
    add_people(screen, _("Still to score, in this order: "), scoring.waiting, out);
    if (scoring.waiting->count + scoring.scored->count < 2)
        screen_line(screen, out, KP_MARK_DIM,
                    kp_str_from(_("One voice alone: there will be no spread to talk about.")));
    if (scoring.named)
        screen_line(screen, out, KP_MARK_DIM,
                    kp_str_from(_("With names: lowest and highest are told.")));
    if (scoring.written)
        screen_keys(screen, _("/take counts the scores that were given before the meeting"), out);
    if (scoring.prepared)
        screen_keys(screen, _("Scores were prepared: Enter takes them"), out);
    screen_hint(screen, question,
                _("5 4 3: a score for each, in their order, one row after the other; what is typed "
                  "stays hidden · - cannot tell · Mette: 5 4 3 for another, 3: 5 4 3 for row 3 · "
                  "/named tells names · /reveal ends it"),
                out);
}

/* ---- When they are revealed */

struct talk {
    const struct kp_scored *cell;
    size_t row, by;
    struct kp_str name, on;
};

/* The widest first; behind them where the room has talked already. */
static int by_width(const void *a, const void *b)
{
    const struct talk *x = a, *y = b;
    int order = (x->cell->agreed != NULL) - (y->cell->agreed != NULL);
    if (!order)
        order = kp_number_compare(y->cell->deviation, x->cell->deviation);
    if (!order)
        order = x->row < y->row ? -1 : x->row > y->row;
    return order ? order : x->by < y->by ? -1 : x->by > y->by;
}

/* "(1, 4, 5)", "(Lars Bo 1, Ida Friis 4, Mette Holm 5)" */
static void add_each(struct screen *screen, const struct kp_scored *cell, struct kp_buf *out)
{
    kp_buf_adds(out, " (");
    for (size_t i = 0; i < cell->count; i++) {
        kp_buf_adds(out, i ? ", " : "");
        if (cell->scores[i].person.len) {
            kp_utf8_add_visible(out, kp_people_name(screen->style.people, cell->scores[i].person),
                                false);
            kp_buf_addc(out, ' ');
        }
        kp_number_show(out, cell->scores[i].value->number, screen->style.lang, -1);
    }
    kp_buf_addc(out, ')');
}

/* Nobody talks about everything: the rest by their numbers only. */
static void add_rest(struct screen *screen, const struct talk *rest, size_t count,
                     struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT;
    kp_buf_adds(&line, _("Then, if there is time: "));
    for (size_t i = 0; i < count && i < MOST_NAMED; i++)
        kp_buf_addf(&line, "%s%zu.%zu", i ? " " : "", rest[i].row, rest[i].by);
    if (count > MOST_NAMED)
        kp_buf_addf(&line, ngettext(" … and %zu more", " … and %zu more", count - MOST_NAMED),
                    count - MOST_NAMED);
    screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&line));
    kp_buf_release(&line);
}

static void add_talks(struct screen *screen, struct talk *talks, size_t count, struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT;
    if (!count)
        return;
    qsort(talks, count, sizeof *talks, by_width);
    kp_buf_adds(&line,
                count > MOST_TALKED
                    ? _("You are far apart: talk about these first. Those at the ends begin.")
                    : _("You are far apart: talk first. Those at the ends begin."));
    screen_line(screen, out, KP_MARK_WARN, kp_buf_str(&line));
    for (size_t i = 0; i < count && i < MOST_TALKED; i++) {
        kp_buf_clear(&line);
        kp_buf_addf(&line, "%zu.%zu  ", talks[i].row, talks[i].by);
        kp_utf8_add_visible(&line, talks[i].name, false);
        kp_buf_adds(&line, kp_style_sign(&screen->style, " · ", " - "));
        kp_utf8_add_visible(&line, talks[i].on, false);
        add_each(screen, talks[i].cell, &line);
        if (talks[i].cell->agreed) {
            kp_buf_adds(&line, kp_style_sign(&screen->style, " → ", " -> "));
            kp_number_show(&line, talks[i].cell->agreed->number, screen->style.lang, -1);
        }
        screen_line(screen, out, KP_MARK_NONE, kp_buf_str(&line));
    }
    if (count > MOST_TALKED)
        add_rest(screen, talks + MOST_TALKED, count - MOST_TALKED, out);
    kp_buf_release(&line);
}

static void add_cell(struct screen *screen, const struct kp_scored *cell, struct kp_table *table)
{
    struct kp_buf text = KP_BUF_INIT;
    enum kp_mark mark = KP_MARK_NONE;
    if (cell->agreed) {
        kp_buf_addc(&text, '*');
        kp_number_show(&text, cell->agreed->number, screen->style.lang, -1);
        mark = KP_MARK_ACCENT;
    } else if (cell->count) {
        kp_buf_adds(&text, cell->wide ? "!" : "");
        kp_number_show(&text, kp_number_round(cell->mean, 1), screen->style.lang, 1);
        mark = cell->wide ? KP_MARK_WARN : KP_MARK_NONE;
    } else {
        kp_buf_adds(&text, kp_style_sign(&screen->style, "–", "-"));
        mark = KP_MARK_DIM;
    }
    kp_table_cell(table, kp_buf_str(&text), mark);
    kp_buf_release(&text);
}

/* Means: rows by number and name, what they are scored on by number. */
static void add_means(struct screen *screen, const struct kp_scoring *scoring, struct kp_buf *out)
{
    struct kp_table *table = kp_table_new();
    size_t row_number = 0, at = 0;
    kp_table_column(table, (struct kp_str){"", 0}, true);
    kp_table_column(table, (struct kp_str){"", 0}, false);
    for (size_t i = 1; i <= scoring->by->count; i++) {
        struct kp_buf label = KP_BUF_INIT;
        kp_buf_addf(&label, "%zu", i);
        kp_table_column(table, kp_buf_str(&label), true);
        kp_buf_release(&label);
    }
    KP_JSON_EACH(row, scoring->rows)
    {
        kp_table_row(table);
        kp_table_cellf(table, KP_MARK_ACCENT, "%zu", ++row_number);
        kp_table_cell(table, name_of(scoring->step->rows, row), KP_MARK_NONE);
        for (size_t i = 0; i < scoring->by->count; i++)
            add_cell(screen, &scoring->cells[at++], table);
    }
    kp_table_print(table, &screen->style, 1, out);
    kp_table_free(table);
}

void screen_scored(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_scoring scoring;
    size_t count = 0, row_number = 0, at = 0, most = 0;
    if (!kp_session_scoring(screen->sitting->session, &scoring) || !scoring.cells)
        return;
    struct talk *talks = kp_alloc((scoring.rows->count * scoring.by->count + 1) * sizeof *talks);
    KP_JSON_EACH(row, scoring.rows)
    {
        size_t number = 0;
        row_number++;
        KP_JSON_EACH(on, scoring.by)
        {
            const struct kp_scored *cell = &scoring.cells[at++];
            number++;
            most = cell->count > most ? cell->count : most;
            if (cell->wide)
                talks[count++] =
                    (struct talk){cell, row_number, number, name_of(scoring.step->rows, row),
                                  name_of(scoring.step->by, on)};
        }
    }
    screen_line(screen, out, KP_MARK_TITLE, question->prompt);
    add_criteria(screen, &scoring, out);
    kp_buf_addc(out, '\n');
    add_means(screen, &scoring, out);
    if (most == 1)
        screen_line(screen, out, KP_MARK_DIM,
                    kp_str_from(_("One person scored: these are one view, not a mean.")));
    else if (!count && most)
        screen_line(screen, out, KP_MARK_DIM, kp_str_from(_("Nowhere are you far apart.")));
    add_talks(screen, talks, count, out);
    screen_hint(
        screen, question,
        _("3.2 4: row 3 on criterion 2 is a 4 after all · Enter takes the scores · /recount "
          "scores once more"),
        out);
    free(talks);
}

static void add_short(struct screen *screen, struct kp_str text, struct kp_buf *out)
{
    struct kp_str fit = kp_utf8_fit(text, LABEL_COLUMNS);
    kp_utf8_add_visible(out, fit, false);
    if (fit.len < text.len)
        kp_buf_adds(out, kp_style_sign(&screen->style, "…", "~"));
}

void screen_score_label(struct screen *screen, const struct kp_question *question,
                        struct kp_buf *out)
{
    const char *dot = kp_style_sign(&screen->style, " · ", " - ");
    struct kp_scoring scoring;
    if (!kp_session_scoring(screen->sitting->session, &scoring))
        return;
    if (question->ask == KP_ASK_SCORED) {
        kp_buf_adds(out, _("scores"));
        return;
    }
    if (scoring.person.len) {
        add_short(screen, kp_people_name(screen->style.people, scoring.person), out);
        kp_buf_adds(out, question->row ? dot : "");
    }
    if (question->row) {
        add_short(screen, name_of(scoring.step->rows, question->row), out);
        kp_buf_addf(out, " %zu/%zu", question->row_number, scoring.rows->count);
    }
}

/* ---- What the choice is made on */

void screen_ranking(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_selection selection;
    struct kp_calc *calc = kp_session_calc(screen->sitting->session);
    if (!question->step || !question->step->ranking ||
        !kp_selection_make(calc, calc->arena, &selection))
        return;
    if (question->proposal || screen->board)
        kp_view_selection(&selection, &screen->style, 1, out);
    else
        kp_view_ranking(&selection, &screen->style, 1, out);
    kp_buf_addc(out, '\n');
}

static bool is_about_choice(const struct kp_script *script)
{
    for (size_t i = 0; i < script->section_count; i++)
        for (size_t j = 0; j < script->sections[i].step_count; j++)
            if (script->sections[i].steps[j].ranking)
                return true;
    return false;
}

void screen_read_ranking(struct screen *screen, struct kp_buf *out)
{
    struct kp_selection selection;
    struct kp_calc *calc = kp_session_calc(screen->sitting->session);
    if (!is_about_choice(&screen->sitting->script) ||
        !kp_selection_make(calc, calc->arena, &selection) || !selection.ranked)
        return;
    screen_line(screen, out, KP_MARK_TITLE, kp_str_from(_("The ranking")));
    kp_view_ranking(&selection, &screen->style, 1, out);
}
