// SPDX-License-Identifier: GPL-3.0-or-later
/* The line that people type on: its clock and label, and what Tab puts there. */

#include "screen.h"

#include "base/text.h"
#include "base/utf8.h"
#include "view/plan.h"

enum { LABEL_COLUMNS = 28, CLOCK_COLUMNS = 8 };

/* mm:ss that is left; over time counts up with a plus. Orange at a fifth, red at a twentieth. */
static void add_clock(struct screen *screen, int64_t now, struct kp_buf *out)
{
    struct kp_agenda_clock clock;
    kp_session_clock(screen->sitting->session, now, &clock);
    if (screen->brief || clock.planned_ms <= 0 ||
        (!clock.running && !clock.paused && !clock.on_break))
        return;
    int64_t left = clock.left_ms;
    if (clock.on_break) {
        left = clock.break_left_ms;
    } else if (clock.step_planned_ms) { /* a silence is counted down by itself */
        left = clock.step_left_ms;
        clock.planned_ms = clock.step_planned_ms;
    }
    int64_t seconds = (left < 0 ? -left : left) / 1000;
    bool stands = clock.paused || clock.on_break;
    enum kp_mark mark = stands                          ? KP_MARK_ACCENT
                        : left * 20 <= clock.planned_ms ? KP_MARK_ALERT
                        : left * 5 <= clock.planned_ms  ? KP_MARK_WARN
                                                        : KP_MARK_DIM;
    kp_style_addf(out, &screen->style, mark, "[%s%s%02d:%02d] ",
                  clock.on_break ? _("break ")
                  : clock.paused ? _("pause ")
                                 : "",
                  left < 0 ? "+" : "", (int)(seconds / 60), (int)(seconds % 60));
}

static void add_short(struct screen *screen, struct kp_str text, struct kp_buf *out)
{
    size_t columns = kp_style_columns(&screen->style);
    struct kp_str fit = kp_utf8_fit(text, columns < SCREEN_NARROW ? columns / 2 : LABEL_COLUMNS);
    kp_utf8_add_visible(out, fit, false);
    if (fit.len < text.len)
        kp_buf_adds(out, kp_style_sign(&screen->style, "…", "~"));
}

/* Who says it, and how sure it is, where /who, /fact … have said so for the answer that comes. */
static void add_marks(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    KP_JSON_EACH(id, question->who)
    {
        kp_buf_adds(out, out->len ? ", " : "");
        kp_utf8_add_visible(out, kp_people_name(screen->style.people, id->text), false);
    }
    if (question->basis != KP_BASIS_NONE) {
        kp_buf_adds(out, out->len ? kp_style_sign(&screen->style, " · ", " - ") : "");
        kp_buf_adds(out, kp_view_basis(question->basis));
    }
}

static void add_label(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    enum kp_lang lang = screen->style.lang;
    if (!screen->brief)
        kp_buf_addf(out, "%.*s ", KP_STR_ARG(question->number));
    add_short(screen, kp_words_get(&question->field->label, lang), out);
    if (question->column) {
        kp_buf_addf(out, " %zu", question->row_number);
        kp_buf_adds(out, kp_style_sign(&screen->style, " · ", " - "));
        add_short(screen, kp_words_get(&question->column->label, lang), out);
    }
}

/* The prompt's words in an activity; nothing elsewhere. */
static void add_activity_label(struct screen *screen, const struct kp_question *question,
                               struct kp_buf *out)
{
    const char *dot = kp_style_sign(&screen->style, " · ", " - ");
    const struct kp_field *field = question->step ? question->step->field : NULL;
    struct kp_str person = question->person.len
                               ? kp_people_name(screen->style.people, question->person)
                               : (struct kp_str){"", 0};
    enum kp_ask ask = question->ask;
    if (ask < KP_ASK_WRITE || ask > KP_ASK_DISSENT)
        return;
    kp_buf_addf(out, "%.*s ", KP_STR_ARG(question->number));
    /* In a narrow window what is asked has the line: what is rated stands above it. */
    bool rated = ask == KP_ASK_RATE || ask == KP_ASK_EVIDENCE || ask == KP_ASK_DISSENT;
    bool titled = rated && (kp_style_columns(&screen->style) >= SCREEN_NARROW ||
                            (ask == KP_ASK_RATE && !person.len));
    if (titled || ask == KP_ASK_PROMOTE)
        add_short(screen, kp_words_get(&field->label, screen->style.lang), out);
    if (titled && (ask != KP_ASK_RATE || person.len))
        kp_buf_adds(out, dot);
    switch (ask) {
    case KP_ASK_SCORES:
    case KP_ASK_SCORED: screen_score_label(screen, question, out); return;
    case KP_ASK_WRITE: kp_buf_adds(out, _("in silence")); break;
    case KP_ASK_IDEAS:
    case KP_ASK_IDEA: kp_buf_addf(out, _("idea %zu"), question->idea_number); break;
    case KP_ASK_EVIDENCE: kp_buf_adds(out, _("evidence")); break;
    case KP_ASK_DISSENT: kp_buf_adds(out, _("otherwise")); break;
    case KP_ASK_VOTE:
        if (!person.len)
            kp_buf_adds(out, question->hidden ? _("dots") : _("votes"));
        break;
    default: break;
    }
    add_short(screen, person, out);
}

void screen_prompt(struct screen *screen, const struct kp_question *question, int64_t now,
                   struct kp_buf *out)
{
    struct kp_buf label = KP_BUF_INIT, marks = KP_BUF_INIT;
    add_activity_label(screen, question, &label);
    if (!label.len && question->field)
        add_label(screen, question, &label);
    else
        kp_buf_adds(&label, screen_stage_label(question));
    add_marks(screen, question, &marks);
    size_t width = kp_utf8_width(kp_buf_str(&label)) + kp_utf8_width(kp_buf_str(&marks));
    bool above = 3 * (CLOCK_COLUMNS + width) > 2 * kp_style_columns(&screen->style);
    if (marks.len && above) /* beside the label they would leave no room to type */
        screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&marks));
    add_clock(screen, now, out);
    kp_style_add(out, &screen->style, KP_MARK_TITLE, kp_buf_str(&label));
    if (marks.len && !above)
        kp_buf_addf(out, " (%s)", marks.data);
    kp_buf_adds(out, "> ");
    kp_buf_release(&label);
    kp_buf_release(&marks);
}

void screen_present(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_type_context context =
        app_context(screen->sitting->app, &screen->sitting->app->arena);
    const struct kp_field *field = question->column ? question->column : question->field;
    bool words = question->ask == KP_ASK_IDEA || question->ask == KP_ASK_EVIDENCE ||
                 question->ask == KP_ASK_DISSENT;
    if (words && question->value->kind == KP_JSON_STRING)
        kp_utf8_add_visible(out, question->value->text, true);
    if (words || !field || kp_json_is_null(question->value) || question->ask == KP_ASK_ROWS ||
        question->ask == KP_ASK_BROUGHT || question->hidden)
        return;
    const struct kp_type *type = field->type ? field->type : kp_type_of(KP_TYPE_TEXT);
    struct kp_buf text = KP_BUF_INIT;
    type->edit(field, question->value, &context, &text);
    kp_utf8_add_visible(out, kp_buf_str(&text), true); /* somebody may have made it by hand */
    kp_buf_release(&text);
}
