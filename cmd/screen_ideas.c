// SPDX-License-Identifier: GPL-3.0-or-later
/* Rounds of ideas, votes, and what becomes of them, as the room sees them. */

#include "base/text.h"
#include "base/utf8.h"
#include "run/activity.h"
#include "screen.h"

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
        screen_names(screen, idea->by, &text);
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
    screen_bar(screen, "●", "o", idea->dots, &bar);
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
        screen_names(screen, idea->by, &text);
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
    return widest > SCREEN_MOST_SIGNS ? SCREEN_MOST_SIGNS + 1 : widest;
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
        screen_listed(screen, KP_MARK_DIM, _("Have voted: "), voting.voted, out);
        screen_listed(screen, KP_MARK_DIM, _("Still to vote: "), voting.waiting, out);
        screen_hint(screen, question,
                    _("a number for each dot, 1 1 4; what is typed stays hidden · Mette: 1 1 4 for "
                      "another · 0 gives none · /reveal closes the vote"),
                    out);
    } else {
        size_t widest = widest_bar(voting.ideas, voting.count);
        for (size_t i = 0; i < voting.count && voting.ideas[i].dots; i++)
            add_ranked(screen, &voting.ideas[i], widest, " ", out);
        add_undotted(screen, voting.ideas, voting.count, out);
        screen_listed(screen, KP_MARK_DIM, _("Have not voted: "), voting.waiting, out);
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
    bool promoted = question->step->kind == KP_STEP_PROMOTE;
    if ((!promoted && !question->walking) || question->row_number == screen->row)
        return;
    screen->row = question->row_number;
    const struct kp_field *name = kp_field_column(
        question->field, promoted ? question->step->as : kp_field_name_column(question->field));
    const struct kp_json *cell = name ? kp_json_get_str(question->row, name->id) : NULL;
    kp_buf_addc(out, '\n');
    if (!cell || cell->kind != KP_JSON_STRING)
        return;
    const struct kp_choice *choice = kp_field_choice(name, cell->text);
    enum kp_lang lang = screen->style.lang;
    screen_line(screen, out, KP_MARK_TITLE,
                choice ? kp_words_get(&choice->label, lang) : cell->text);
    if (choice && kp_words_get(&choice->help, lang).len)
        screen_line(screen, out, KP_MARK_DIM, kp_words_get(&choice->help, lang));
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
    case KP_ASK_RATE: screen_rate(screen, question, out); return true;
    case KP_ASK_SCORES: screen_score(screen, question, out); return true;
    case KP_ASK_SCORED: screen_scored(screen, question, out); return true;
    case KP_ASK_EVIDENCE: screen_evidence(screen, question, out); return true;
    case KP_ASK_DISSENT: screen_dissent(screen, question, out); return true;
    default: return false;
    }
}
