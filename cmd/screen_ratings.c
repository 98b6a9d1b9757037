// SPDX-License-Identifier: GPL-3.0-or-later
/* Ratings as the room sees them: who has scored; then what it comes to, what it rests on. */

#include "base/text.h"
#include "base/utf8.h"
#include "run/activity.h"
#include "screen.h"

enum { BAR_COLUMNS = 24 };

void screen_rate(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_rating rating;
    screen_line(screen, out, KP_MARK_TITLE, question->prompt);
    /* What was agreed last time would draw the scores towards it: it stands there afterwards. */
    screen_steps(screen, question->field, &kp_json_null, out);
    kp_session_rating(screen->sitting->session, question->field, &rating);
    screen_listed(screen, KP_MARK_DIM, _("Have scored: "), rating.scored, out);
    screen_listed(screen, KP_MARK_DIM, _("Still to score, in this order: "), rating.waiting, out);
    if (rating.named)
        screen_line(screen, out, KP_MARK_DIM,
                    kp_str_from(_("With names: lowest and highest are told.")));
    if (question->prework)
        screen_keys(screen, _("/take counts the scores that were given before the meeting"), out);
    screen_hint(screen, question,
                rating.waiting->count || rating.scored->count
                    ? _("one after the other, or 4 3 5 for all in their order, or Lars: 3; what is "
                        "typed stays hidden · - cannot tell · /named tells names")
                    : _("4 3 5: a score for each; what is typed stays hidden · Enter goes straight "
                        "to the value"),
                out);
}

static size_t count_of(const struct kp_rating *rating, struct kp_number value)
{
    size_t count = 0;
    for (size_t i = 0; i < rating->count; i++)
        count += kp_number_equal(rating->scores[i].value->number, value);
    return count;
}

/* One value of the histogram, with its words where it has any. */
static void add_count(struct screen *screen, const struct kp_field *field, struct kp_number value,
                      size_t count, struct kp_buf *out)
{
    struct kp_buf number = KP_BUF_INIT, label = KP_BUF_INIT;
    const struct kp_style *style = &screen->style;
    bool scale = field->type->kind == KP_TYPE_SCALE;
    kp_number_show(&number, value, style->lang, -1);
    for (size_t i = 0; scale && i < field->scale.count; i++)
        if (kp_number_equal(kp_number_from(field->scale.steps[i].value), value))
            kp_utf8_add_visible(&label, kp_words_get(&field->scale.steps[i].label, style->lang),
                                false);
    kp_style_addf(out, style, KP_MARK_ACCENT, "%6s", number.data);
    kp_buf_adds(out, "  ");
    size_t columns = kp_style_columns(style);
    if (scale)
        kp_utf8_add_cell(out, kp_buf_str(&label),
                         columns > 2 * BAR_COLUMNS ? columns - BAR_COLUMNS - 10 : BAR_COLUMNS,
                         style->ascii);
    kp_buf_addc(out, ' ');
    struct kp_buf bar = KP_BUF_INIT;
    screen_bar(screen, "■", "#", count, &bar);
    kp_style_add(out, style, KP_MARK_NEW, kp_buf_str(&bar));
    if (count)
        kp_buf_addf(out, " %zu", count);
    kp_buf_addc(out, '\n');
    kp_buf_release(&bar);
    kp_buf_release(&number);
    kp_buf_release(&label);
}

static void add_histogram(struct screen *screen, const struct kp_field *field,
                          const struct kp_rating *rating, struct kp_buf *out)
{
    bool scale = field->type->kind == KP_TYPE_SCALE;
    for (size_t i = 0; scale && i < field->scale.count; i++) {
        struct kp_number value = kp_number_from(field->scale.steps[i].value);
        add_count(screen, field, value, count_of(rating, value), out);
    }
    for (size_t i = 0; !scale && i < rating->count; i++) {
        struct kp_number value = rating->scores[i].value->number;
        if (!i || !kp_number_equal(value, rating->scores[i - 1].value->number))
            add_count(screen, field, value, count_of(rating, value), out);
    }
}

/* Who gave the lowest, who the highest. */
static void add_ends(struct screen *screen, const struct kp_rating *rating, struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT;
    const struct kp_number ends[] = {rating->lowest, rating->highest};
    for (size_t end = 0; end < 2; end++) {
        kp_buf_adds(&line, end ? kp_style_sign(&screen->style, " · ", " - ") : "");
        kp_buf_adds(&line, end ? _("highest: ") : _("Lowest: "));
        bool first = true;
        for (size_t i = 0; i < rating->count; i++) {
            if (!kp_number_equal(rating->scores[i].value->number, ends[end]))
                continue;
            kp_buf_adds(&line, first ? "" : ", ");
            kp_utf8_add_visible(
                &line, kp_people_name(screen->style.people, rating->scores[i].person), false);
            first = false;
        }
    }
    screen_line(screen, out, KP_MARK_NONE, kp_buf_str(&line));
    kp_buf_release(&line);
}

bool screen_scores(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_rating rating;
    struct kp_buf line = KP_BUF_INIT;
    enum kp_lang lang = screen->style.lang;
    const char *dot = kp_style_sign(&screen->style, " · ", " - ");
    if (!question->step || question->step->kind != KP_STEP_RATE ||
        !kp_session_rating(screen->sitting->session, question->field, &rating) ||
        !rating.revealed || !rating.count)
        return false;
    add_histogram(screen, question->field, &rating, out);
    kp_buf_adds(&line, _("Mean "));
    kp_number_show(&line, rating.mean, lang, -1);
    kp_buf_addf(&line, "%s", dot);
    kp_number_show(&line, rating.lowest, lang, -1);
    kp_buf_adds(&line, kp_style_sign(&screen->style, "–", " to "));
    kp_number_show(&line, rating.highest, lang, -1);
    kp_buf_addf(&line, "%s%s", dot, _("standard deviation "));
    kp_number_show(&line, rating.deviation, lang, -1);
    kp_buf_addf(&line, "%s", dot);
    kp_buf_addf(&line, ngettext("%zu score", "%zu scores", rating.count), rating.count);
    screen_line(screen, out, KP_MARK_TITLE, kp_buf_str(&line));
    if (rating.wide)
        screen_line(screen, out, KP_MARK_WARN,
                    kp_str_from(_("You are far apart: talk first. Those at the ends begin.")));
    if (rating.named && !rating.unanimous)
        add_ends(screen, &rating, out);
    kp_buf_release(&line);
    return true;
}

static void add_words(struct screen *screen, const struct kp_question *question, const char *title,
                      const char *keys, struct kp_buf *out)
{
    screen_line(screen, out, KP_MARK_TITLE, kp_str_from(title));
    if (question->field)
        screen_stands(screen, question, out);
    else if (question->value->kind == KP_JSON_STRING)
        screen_line(screen, out, KP_MARK_NONE, question->value->text);
    screen_proposal(screen, question, out);
    screen_prework(screen, question, out);
    if (!question->proposal)
        screen_hint(screen, question, keys, out);
}

void screen_evidence(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    add_words(screen, question, _("What does it rest on? What have you seen?"),
              kp_json_is_null(question->value) ? _("a sentence or two · Enter passes on")
                                               : _("Enter keeps it · type to change it"),
              out);
}

void screen_dissent(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    add_words(screen, question, _("Who sees it otherwise, and why?"),
              _("Lars: … says who · Enter passes on"), out);
}
