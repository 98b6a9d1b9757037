// SPDX-License-Identifier: GPL-3.0-or-later
/* Rounds of ideas, votes, what becomes of them, and ratings, as the room sees them. */

#include "base/text.h"
#include "base/utf8.h"
#include "run/activity.h"
#include "screen.h"
#include "view/plan.h"

enum { MOST_DOTS = 30, BAR_COLUMNS = 24, LABEL_COLUMNS = 28 };

static void add_names(struct screen *screen, const struct kp_json *people, struct kp_buf *out)
{
    bool first = true;
    KP_JSON_EACH(id, people)
    {
        kp_buf_adds(out, first ? "" : ", ");
        kp_utf8_add_visible(out, kp_people_name(screen->style.people, id->text), false);
        first = false;
    }
}

/* A sign so many times. */
static void add_bar(struct screen *screen, const char *sign, const char *ascii, size_t count,
                    struct kp_buf *out)
{
    for (size_t i = 0; i < count && i < MOST_DOTS; i++)
        kp_buf_adds(out, kp_style_sign(&screen->style, sign, ascii));
    if (count > MOST_DOTS)
        kp_buf_adds(out, "+");
}

/* A text behind what stands on the line already, broken so that its other lines begin below it. */
static void add_hanging(struct screen *screen, struct kp_str text, size_t used, struct kp_buf *out)
{
    enum { LEAST = 16, MARGIN = 6 };
    struct kp_buf wrapped = KP_BUF_INIT;
    size_t columns = kp_style_columns(&screen->style);
    size_t room = columns > used + LEAST ? columns - used : LEAST;
    size_t margin = columns > used + LEAST ? used : MARGIN;
    kp_utf8_add_wrapped(&wrapped, text, room, "");
    for (size_t i = 0; i < wrapped.len; i++) {
        kp_buf_addc(out, wrapped.data[i]);
        for (size_t j = 0; wrapped.data[i] == '\n' && j < margin; j++)
            kp_buf_addc(out, ' ');
    }
    kp_buf_addc(out, '\n');
    kp_buf_release(&wrapped);
}

/* ---- The list */

/* "  7  text · Lars Bo", broken at the window's edge under the text. */
static void add_idea(struct screen *screen, const struct kp_idea *idea, size_t indent,
                     struct kp_buf *out)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_utf8_add_visible(&text, idea->text, false);
    if (idea->by) {
        kp_buf_adds(&text, kp_style_sign(&screen->style, " · ", " - "));
        add_names(screen, idea->by, &text);
    }
    for (size_t i = 0; i < indent; i++)
        kp_buf_addc(out, ' ');
    kp_style_addf(out, &screen->style, KP_MARK_ACCENT, "%4.*s", KP_STR_ARG(idea->mark));
    kp_buf_adds(out, "  ");
    add_hanging(screen, kp_buf_str(&text), indent + 6, out);
    kp_buf_release(&text);
}

static void add_heading(struct screen *screen, struct kp_str mark, struct kp_str heading,
                        struct kp_buf *out)
{
    struct kp_buf safe = KP_BUF_INIT;
    kp_utf8_add_visible(&safe, heading, false);
    kp_style_addf(out, &screen->style, KP_MARK_ACCENT, "%4.*s", KP_STR_ARG(mark));
    kp_buf_adds(out, "  ");
    kp_style_add(out, &screen->style, KP_MARK_TITLE, kp_buf_str(&safe));
    kp_buf_addc(out, '\n');
    kp_buf_release(&safe);
}

static void add_list(struct screen *screen, struct kp_buf *out)
{
    struct kp_round round;
    struct kp_str heading = {"", 0};
    if (!kp_session_round(screen->sitting->session, &round))
        return;
    for (size_t i = 0; i < round.count; i++) {
        const struct kp_idea *idea = &round.ideas[i];
        if (idea->group.len && !kp_str_equal(idea->group, heading))
            add_heading(screen, idea->group, idea->heading, out);
        heading = idea->group;
        add_idea(screen, idea, idea->group.len ? 3 : 0, out);
    }
}

void screen_new_ideas(struct screen *screen, size_t number, struct kp_buf *out)
{
    struct kp_round round;
    if (!kp_session_round(screen->sitting->session, &round))
        return;
    for (size_t i = 0; i < round.count; i++)
        if (round.ideas[i].number >= number)
            add_idea(screen, &round.ideas[i], 0, out);
}

static void add_write(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT;
    screen_line(screen, out, KP_MARK_TITLE, question->prompt);
    if (question->step->minutes)
        kp_buf_addf(
            &line,
            ngettext("Everybody writes alone and in silence for %d minute: one idea a note.",
                     "Everybody writes alone and in silence for %d minutes: one idea a "
                     "note.",
                     (unsigned long)question->step->minutes),
            question->step->minutes);
    else
        kp_buf_adds(&line, _("Everybody writes alone and in silence: one idea a note."));
    screen_line(screen, out, KP_MARK_NONE, kp_buf_str(&line));
    screen_keys(screen, _("Enter goes on to the round, early too"), out);
    kp_buf_release(&line);
}

static void add_ideas(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    screen_line(screen, out, KP_MARK_TITLE, question->prompt);
    add_list(screen, out);
    if (question->prework)
        screen_keys(screen, _("/take puts what was written before the meeting on the list"), out);
    screen_hint(screen, question,
                _("one idea a line, Lars: … says whose · 2 edits, -2 removes · /merge 3 7 · /group "
                  "2 5 as Service · Enter ends the round"),
                out);
}

/* ---- Votes */

/* "2= ●●● 3   7  text · Lars Bo" */
static void add_ranked(struct screen *screen, const struct kp_idea *idea, size_t widest,
                       const char *sign, struct kp_buf *out)
{
    struct kp_buf bar = KP_BUF_INIT, text = KP_BUF_INIT;
    const struct kp_style *style = &screen->style;
    add_bar(screen, "●", "o", idea->dots, &bar);
    kp_buf_addf(out, " %s", sign);
    if (idea->place)
        kp_buf_addf(out, "%3zu%s ", idea->place, idea->tied ? "=" : " ");
    else
        kp_buf_adds(out, "     ");
    for (size_t i = kp_utf8_width(kp_buf_str(&bar)); i < widest; i++)
        kp_buf_addc(&bar, ' ');
    kp_style_add(out, style, KP_MARK_NEW, kp_buf_str(&bar));
    kp_buf_addf(out, " %3zu ", idea->dots);
    kp_style_addf(out, style, KP_MARK_ACCENT, "%4.*s", KP_STR_ARG(idea->mark));
    kp_buf_adds(out, "  ");
    kp_utf8_add_visible(&text, idea->text, false);
    if (idea->by) {
        kp_buf_adds(&text, kp_style_sign(style, " · ", " - "));
        add_names(screen, idea->by, &text);
    }
    if (idea->parts) {
        bool first = true;
        kp_buf_adds(&text, " (");
        KP_JSON_EACH(part, idea->parts)
        {
            kp_buf_addf(&text, "%s%.*s", first ? "" : ", ", KP_STR_ARG(part->text));
            first = false;
        }
        kp_buf_adds(&text, ")");
    }
    if (idea->row) {
        kp_buf_adds(&text, kp_style_sign(style, " → ", " -> "));
        kp_buf_addf(&text, _("row %zu"), idea->row);
    }
    add_hanging(screen, kp_buf_str(&text), 18 + widest, out);
    kp_buf_release(&text);
    kp_buf_release(&bar);
}

static size_t widest_bar(const struct kp_idea *ideas, size_t count)
{
    size_t widest = 1;
    for (size_t i = 0; i < count; i++)
        widest = ideas[i].dots > widest ? ideas[i].dots : widest;
    return widest > MOST_DOTS ? MOST_DOTS + 1 : widest;
}

/* "No dots: 2, 6, 9" */
static void add_undotted(struct screen *screen, const struct kp_idea *ideas, size_t count,
                         struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT;
    for (size_t i = 0; i < count; i++) {
        if (ideas[i].dots || ideas[i].parts || ideas[i].row)
            continue;
        kp_buf_adds(&line, line.len ? ", " : _("No dots: "));
        kp_buf_add(&line, ideas[i].mark);
    }
    if (line.len)
        screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&line));
    kp_buf_release(&line);
}

static void add_people(struct screen *screen, enum kp_mark mark, const char *what,
                       const struct kp_json *people, struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT;
    if (!people->count)
        return;
    kp_buf_adds(&line, what);
    add_names(screen, people, &line);
    screen_line(screen, out, mark, kp_buf_str(&line));
    kp_buf_release(&line);
}

static void add_title(struct screen *screen, const struct kp_question *question, const char *usual,
                      struct kp_buf *out)
{
    screen_line(screen, out, KP_MARK_TITLE,
                question->prompt.len ? question->prompt : kp_str_from(usual));
}

static void add_vote(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_voting voting;
    struct kp_buf line = KP_BUF_INIT;
    if (!kp_session_voting(screen->sitting->session, &voting))
        return;
    add_title(screen, question, _("Which ideas get your dots?"), out);
    if (!voting.count) {
        screen_line(screen, out, KP_MARK_DIM, kp_str_from(_("There is no idea to vote on.")));
        screen_keys(screen, _("Enter goes on"), out);
    } else if (!voting.revealed) {
        add_list(screen, out);
        kp_buf_addf(
            &line,
            ngettext("Everybody has %d dot", "Everybody has %d dots", (unsigned long)voting.dots),
            voting.dots);
        if (voting.each)
            kp_buf_addf(&line, _(", at most %d on one idea"), voting.each);
        kp_buf_addc(&line, '.');
        screen_line(screen, out, KP_MARK_NONE, kp_buf_str(&line));
        add_people(screen, KP_MARK_DIM, _("Have voted: "), voting.voted, out);
        add_people(screen, KP_MARK_DIM, _("Still to vote: "), voting.waiting, out);
        screen_hint(screen, question,
                    _("a number for each dot, 1 1 4; what is typed stays hidden · Mette: 1 1 4 for "
                      "another · 0 gives none · /reveal closes the vote"),
                    out);
    } else {
        size_t widest = widest_bar(voting.ideas, voting.count);
        for (size_t i = 0; i < voting.count && voting.ideas[i].dots; i++)
            add_ranked(screen, &voting.ideas[i], widest, " ", out);
        add_undotted(screen, voting.ideas, voting.count, out);
        add_people(screen, KP_MARK_DIM, _("Have not voted: "), voting.waiting, out);
        screen_keys(screen, _("Enter goes on · /recount votes once more"), out);
    }
    kp_buf_release(&line);
}

/* ---- What becomes of them */

static void add_promote(struct screen *screen, const struct kp_question *question,
                        struct kp_buf *out)
{
    struct kp_promotion choice;
    const struct kp_style *style = &screen->style;
    struct kp_buf line = KP_BUF_INIT;
    screen->row = 0;
    if (!kp_session_promotion(screen->sitting->session, &choice))
        return;
    kp_buf_addf(&line, _("Which ideas become rows of \"%.*s\"?"),
                KP_STR_ARG(kp_words_get(&question->step->field->label, style->lang)));
    add_title(screen, question, line.data, out);
    size_t widest = widest_bar(choice.ideas, choice.count);
    for (size_t i = 0; i < choice.count; i++) {
        const struct kp_idea *idea = &choice.ideas[i];
        if (choice.voted && !idea->dots && !idea->row)
            continue;
        if (!choice.voted && !idea->row && idea->parts)
            add_heading(screen, idea->mark, idea->text, out);
        else if (!choice.voted && !idea->row)
            add_idea(screen, idea, 0, out);
        else
            add_ranked(screen, idea, widest,
                       idea->row         ? kp_style_sign(style, "✓", "x")
                       : idea->chosen    ? kp_style_sign(style, "▸", ">")
                       : idea->undecided ? "?"
                                         : " ",
                       out);
    }
    if (choice.voted)
        add_undotted(screen, choice.ideas, choice.count, out);
    if (choice.promoted)
        screen_keys(screen, _("Enter goes on · numbers take more of them"), out);
    else if (choice.undecided)
        screen_keys(screen,
                    _("? have as many dots, and not all fit: write all that go on, such as 1 4 · 0 "
                      "takes none"),
                    out);
    else if (choice.chosen)
        screen_keys(screen,
                    kp_style_sign(style,
                                  _("Enter takes those with ▸ · 1 4 takes just these · 0 "
                                    "takes none"),
                                  _("Enter takes those with > · 1 4 takes just these · 0 takes "
                                    "none")),
                    out);
    else
        screen_keys(screen, _("1 4 takes these · Enter takes none"), out);
    kp_buf_release(&line);
}

void screen_promoted(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    if (question->step->kind != KP_STEP_PROMOTE || question->row_number == screen->row)
        return;
    screen->row = question->row_number;
    const struct kp_json *text = kp_json_get_str(question->row, question->step->as);
    kp_buf_addc(out, '\n');
    if (text && text->kind == KP_JSON_STRING)
        screen_line(screen, out, KP_MARK_TITLE, text->text);
}

/* ---- Ratings */

static void add_rate(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_rating rating;
    screen_line(screen, out, KP_MARK_TITLE, question->prompt);
    /* What was agreed last time would draw the scores towards it: it stands there afterwards. */
    screen_steps(screen, question->field, &kp_json_null, out);
    kp_session_rating(screen->sitting->session, question->field, &rating);
    add_people(screen, KP_MARK_DIM, _("Have scored: "), rating.scored, out);
    add_people(screen, KP_MARK_DIM, _("Still to score, in this order: "), rating.waiting, out);
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
    add_bar(screen, "■", "#", count, &bar);
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
    if (question->value->kind == KP_JSON_STRING)
        screen_line(screen, out, KP_MARK_NONE, question->value->text);
    screen_hint(screen, question, keys, out);
}

bool screen_activity(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    switch (question->ask) {
    case KP_ASK_WRITE: add_write(screen, question, out); return true;
    case KP_ASK_IDEAS: add_ideas(screen, question, out); return true;
    case KP_ASK_IDEA:
        screen_hint(screen, question, _("another text · Enter on an empty line leaves it"), out);
        return true;
    case KP_ASK_VOTE: add_vote(screen, question, out); return true;
    case KP_ASK_PROMOTE: add_promote(screen, question, out); return true;
    case KP_ASK_RATE: add_rate(screen, question, out); return true;
    case KP_ASK_EVIDENCE:
        add_words(screen, question, _("What does it rest on? What have you seen?"),
                  kp_json_is_null(question->value) ? _("a sentence or two · Enter passes on")
                                                   : _("Enter keeps it · type to change it"),
                  out);
        return true;
    case KP_ASK_DISSENT:
        add_words(screen, question, _("Who sees it otherwise, and why?"),
                  _("Lars: … says who · Enter passes on"), out);
        return true;
    default: return false;
    }
}

/* ---- The prompt */

static void add_short(struct screen *screen, struct kp_str text, struct kp_buf *out)
{
    struct kp_str fit = kp_utf8_fit(text, LABEL_COLUMNS);
    kp_utf8_add_visible(out, fit, false);
    if (fit.len < text.len)
        kp_buf_adds(out, kp_style_sign(&screen->style, "…", "~"));
}

void screen_activity_label(struct screen *screen, const struct kp_question *question,
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
    if (ask == KP_ASK_RATE || ask == KP_ASK_EVIDENCE || ask == KP_ASK_DISSENT ||
        ask == KP_ASK_PROMOTE)
        add_short(screen, kp_words_get(&field->label, screen->style.lang), out);
    if (ask == KP_ASK_RATE && person.len)
        kp_buf_adds(out, dot);
    switch (ask) {
    case KP_ASK_WRITE: kp_buf_adds(out, _("in silence")); break;
    case KP_ASK_IDEAS:
    case KP_ASK_IDEA: kp_buf_addf(out, _("idea %zu"), question->idea_number); break;
    case KP_ASK_EVIDENCE: kp_buf_addf(out, "%s%s", dot, _("evidence")); break;
    case KP_ASK_DISSENT: kp_buf_addf(out, "%s%s", dot, _("otherwise")); break;
    case KP_ASK_VOTE:
        if (!person.len)
            kp_buf_adds(out, question->hidden ? _("dots") : _("votes"));
        break;
    default: break;
    }
    add_short(screen, person, out);
}
