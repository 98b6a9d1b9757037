// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/selection.h"

#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"
#include <stdarg.h>
#include <stdlib.h>

enum {
    NAME_MOST = 34,
    BAR_LEAST = 8,
    BAR_MOST = 30,
    PLACE_COLUMNS = 5,  /* " 12= " */
    POINT_COLUMNS = 6,  /* " 4.35 " */
    MARK_COLUMNS = 24,  /* what stands behind the points, where there is room */
    SPREAD_COLUMNS = 3, /* " !2" */
};

struct drawing {
    const struct kp_selection *selection;
    const struct kp_style *style;
    size_t indent, name, bar;
    struct kp_buf *out;
};

static const char *decision_words(struct kp_str decision)
{
    return kp_str_is(decision, "key")        ? _("key account")
           : kp_str_is(decision, "next")     ? _("next in line")
           : kp_str_is(decision, "standard") ? _("ordinary sales")
                                             : "";
}

/* ---- The ranking */

static void measure(struct drawing *d)
{
    size_t columns = kp_style_columns(d->style), widest = 8, words = 0;
    for (size_t i = 0; i < d->selection->candidate_count; i++) {
        const struct kp_selection_candidate *candidate = &d->selection->candidates[i];
        size_t width = kp_utf8_width(candidate->name);
        widest = width > widest ? width : widest;
        width = kp_utf8_width(kp_str_from(decision_words(candidate->decision)));
        words = width > words ? width : words;
    }
    d->name = widest < NAME_MOST ? widest : NAME_MOST;
    size_t used = d->indent + PLACE_COLUMNS + POINT_COLUMNS + SPREAD_COLUMNS + words + 2;
    if (used + d->name + BAR_LEAST > columns)
        d->name = columns > used + 2 * BAR_LEAST ? columns - used - BAR_LEAST : BAR_LEAST;
    d->bar = columns > used + d->name ? columns - used - d->name : 0;
    d->bar = d->bar > BAR_MOST ? BAR_MOST : d->bar;
}

/* From 1 to 5: one point is the shortest bar, five the whole. */
static size_t bar_length(const struct drawing *d, struct kp_number points)
{
    double share = (kp_number_to_double(points) - 1) / 4;
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    return 1 + (size_t)(share * (double)(d->bar - 1) + 0.5);
}

static void add_bar(struct drawing *d, const struct kp_selection_candidate *candidate)
{
    struct kp_buf bar = KP_BUF_INIT;
    size_t length = candidate->ranked && d->bar ? bar_length(d, candidate->points) : 0;
    bool above = candidate->side == KP_SELECTION_ABOVE;
    kp_buf_add_repeat(&bar,
                      above ? kp_style_sign(d->style, "■", "#") : kp_style_sign(d->style, "□", "-"),
                      length);
    kp_style_add(d->out, d->style, above ? KP_MARK_NEW : KP_MARK_NONE, kp_buf_str(&bar));
    kp_buf_add_repeat(d->out, " ", d->bar - length);
    kp_buf_release(&bar);
}

static void add_points(struct drawing *d, const struct kp_selection_candidate *candidate)
{
    struct kp_buf points = KP_BUF_INIT;
    if (candidate->ranked)
        kp_number_show(&points, kp_number_round(candidate->points, 2), d->style->lang, 2);
    else
        kp_buf_adds(&points, kp_style_sign(d->style, "–", "-"));
    kp_buf_add_repeat(d->out, " ", POINT_COLUMNS - kp_utf8_width(kp_buf_str(&points)));
    kp_buf_add(d->out, kp_buf_str(&points));
    kp_buf_release(&points);
}

static void add_candidate(struct drawing *d, const struct kp_selection_candidate *candidate)
{
    struct kp_buf safe = KP_BUF_INIT;
    kp_utf8_add_visible(&safe, candidate->name, false);
    kp_buf_add_repeat(d->out, " ", d->indent);
    if (candidate->place)
        kp_buf_addf(d->out, "%3zu%s ", candidate->place, candidate->tied ? "=" : " ");
    else
        kp_buf_adds(d->out, "     ");
    kp_utf8_add_cell(d->out, kp_buf_str(&safe), d->name, d->style->ascii);
    kp_buf_addc(d->out, ' ');
    add_bar(d, candidate);
    add_points(d, candidate);
    if (candidate->wide)
        kp_style_addf(d->out, d->style, KP_MARK_WARN, " !%-2zu", candidate->wide);
    else
        kp_buf_adds(d->out, candidate->decision.len ? "    " : "");
    if (candidate->decision.len)
        kp_style_addf(d->out, d->style,
                      kp_str_is(candidate->decision, "key") ? KP_MARK_TITLE : KP_MARK_DIM, " %s",
                      decision_words(candidate->decision));
    kp_buf_addc(d->out, '\n');
    kp_buf_release(&safe);
}

/* "── cut: 6 ────────" */
static void add_cut(struct drawing *d, bool split)
{
    struct kp_buf line = KP_BUF_INIT;
    const char *stroke = kp_style_sign(d->style, "─", "-");
    kp_buf_add_repeat(&line, stroke, 2);
    kp_buf_adds(&line, " ");
    if (split)
        kp_buf_addf(&line, _("the cut at %zu goes through equals"), d->selection->cut);
    else
        kp_buf_addf(&line, _("cut: %zu"), d->selection->cut);
    kp_buf_adds(&line, " ");
    size_t width = kp_utf8_width(kp_buf_str(&line));
    size_t whole = PLACE_COLUMNS + d->name + 1 + d->bar + POINT_COLUMNS;
    if (whole > width)
        kp_buf_add_repeat(&line, stroke, whole - width);
    kp_buf_add_repeat(d->out, " ", d->indent);
    kp_style_add(d->out, d->style, KP_MARK_ACCENT, kp_buf_str(&line));
    kp_buf_addc(d->out, '\n');
    kp_buf_release(&line);
}

void kp_view_ranking(const struct kp_selection *selection, const struct kp_style *style,
                     size_t indent, struct kp_buf *out)
{
    struct drawing d = {.selection = selection, .style = style, .indent = indent, .out = out};
    bool drawn = !selection->cut || selection->cut >= selection->candidate_count;
    measure(&d);
    for (size_t i = 0; i < selection->candidate_count; i++) {
        const struct kp_selection_candidate *candidate = &selection->candidates[i];
        bool below = candidate->side != KP_SELECTION_ABOVE;
        if (below && !drawn) {
            add_cut(&d, candidate->side == KP_SELECTION_UNDECIDED);
            drawn = true;
        }
        add_candidate(&d, candidate);
    }
}

/* ---- What is to be said about it */

static void add_sentence(struct drawing *d, enum kp_mark mark, struct kp_str text)
{
    struct kp_buf safe = KP_BUF_INIT, wrapped = KP_BUF_INIT, indent = KP_BUF_INIT;
    size_t columns = kp_style_columns(d->style);
    kp_buf_add_repeat(&indent, " ", d->indent);
    kp_utf8_add_visible(&safe, text, false);
    kp_utf8_add_wrapped(&wrapped, kp_buf_str(&safe),
                        columns > d->indent + 1 ? columns - d->indent : columns,
                        indent.len ? indent.data : "");
    kp_buf_add(d->out, kp_buf_str(&indent));
    kp_style_add(d->out, d->style, mark, kp_buf_str(&wrapped));
    kp_buf_addc(d->out, '\n');
    kp_buf_release(&safe);
    kp_buf_release(&wrapped);
    kp_buf_release(&indent);
}

__attribute__((format(printf, 3, 4))) static void say(struct drawing *d, enum kp_mark mark,
                                                      const char *format, ...)
{
    struct kp_buf text = KP_BUF_INIT;
    va_list args;
    va_start(args, format);
    kp_buf_addv(&text, format, args);
    va_end(args);
    add_sentence(d, mark, kp_buf_str(&text));
    kp_buf_release(&text);
}

static void say_sizes(struct drawing *d)
{
    const struct kp_selection *selection = d->selection;
    size_t accounts = selection->chosen ? selection->chosen : selection->cut;
    if (accounts > KP_SELECTION_MANY)
        say(d, KP_MARK_WARN,
            _("%zu key accounts are many: most serve 5 to 15 well, and begin with fewer. Which "
              "could "
              "wait?"),
            accounts);
    else if (accounts && accounts < KP_SELECTION_FEW)
        say(d, KP_MARK_WARN,
            ngettext(
                "%zu key account is few: 5 to 15 are usual. Is the effort worth a programme?",
                "%zu key accounts are few: 5 to 15 are usual. Is the effort worth a programme?",
                (unsigned long)accounts),
            accounts);
    if (selection->cut && selection->candidate_count <= selection->cut)
        say(d, KP_MARK_WARN,
            ngettext(
                "There is %zu candidate for %zu places: nothing is chosen where nothing is left "
                "out.",
                "There are %zu candidates for %zu places: nothing is chosen where nothing is "
                "left out.",
                (unsigned long)selection->candidate_count),
            selection->candidate_count, selection->cut);
}

static void say_weights(struct drawing *d)
{
    const struct kp_selection *selection = d->selection;
    struct kp_buf sum = KP_BUF_INIT;
    kp_number_show(&sum, selection->weight_sum, d->style->lang, -1);
    if (selection->no_weights)
        say(d, KP_MARK_WARN, "%s",
            _("No criterion has a weight: all count the same, and no weight can be tested."));
    else if (!kp_number_equal(selection->weight_sum, kp_number_from(100)))
        say(d, KP_MARK_WARN,
            _("The weights add up to %s, not 100: they count in proportion to each other."),
            sum.data);
    kp_buf_release(&sum);
}

static void say_scores(struct drawing *d)
{
    const struct kp_selection *selection = d->selection;
    size_t wide = 0;
    for (size_t i = 0; i < selection->candidate_count; i++)
        wide += selection->candidates[i].wide;
    if (wide)
        say(d, KP_MARK_DIM,
            ngettext("! the room was far apart on %zu score.",
                     "! the room was far apart on %zu "
                     "scores.",
                     (unsigned long)wide),
            wide);
    if (selection->most == 1)
        say(d, KP_MARK_WARN, "%s", _("One person scored: this is one view, and has no spread."));
    if (selection->missing)
        say(d, KP_MARK_WARN,
            ngettext("%zu score is missing: it counts neither for nor against.",
                     "%zu scores are missing: they count neither for nor against.",
                     (unsigned long)selection->missing),
            selection->missing);
    if (selection->ranked < selection->candidate_count)
        say(d, KP_MARK_WARN,
            ngettext("%zu candidate has no score and no place.",
                     "%zu candidates have no score and no place.",
                     (unsigned long)(selection->candidate_count - selection->ranked)),
            selection->candidate_count - selection->ranked);
    if (selection->strays)
        say(d, KP_MARK_WARN,
            ngettext("%zu score is of a candidate or criterion that no longer stands there by that "
                     "name.",
                     "%zu scores are of candidates or criteria that no longer stand there by that "
                     "name.",
                     (unsigned long)selection->strays),
            selection->strays);
}

/* Away from the present weight, to one decimal: there the other is ahead, or at least level. */
static struct kp_number turning_point(const struct kp_selection_criterion *criterion)
{
    struct kp_number rounded = kp_number_round(criterion->turns_at, 1), step = kp_number_from(1);
    bool up = kp_number_compare(criterion->turns_at, criterion->weight) > 0;
    kp_number_divide(step, kp_number_from(10), &step);
    int off = kp_number_compare(rounded, criterion->turns_at);
    if (up && off < 0)
        kp_number_add(rounded, step, &rounded);
    if (!up && off > 0)
        kp_number_subtract(rounded, step, &rounded);
    return kp_number_sign(rounded) < 0 ? kp_number_from(0) : rounded;
}

static void say_turn(struct drawing *d, const struct kp_selection_criterion *criterion)
{
    const struct kp_selection_candidate *all = d->selection->candidates;
    struct kp_buf from = KP_BUF_INIT, to = KP_BUF_INIT;
    kp_number_show(&from, criterion->weight, d->style->lang, -1);
    kp_number_show(&to, turning_point(criterion), d->style->lang, -1);
    say(d, KP_MARK_NONE,
        kp_number_compare(criterion->turns_at, criterion->weight) > 0
            ? _("%.*s: at a weight of %s instead of %s, %.*s draws level with %.*s; above it takes "
                "the place.")
            : _("%.*s: at a weight of %s instead of %s, %.*s draws level with %.*s; below it takes "
                "the place."),
        KP_STR_ARG(criterion->name), to.data, from.data, KP_STR_ARG(all[criterion->in].name),
        KP_STR_ARG(all[criterion->out].name));
    kp_buf_release(&from);
    kp_buf_release(&to);
}

static struct kp_number distance(const struct kp_selection_criterion *criterion)
{
    struct kp_number way = kp_number_from(0);
    kp_number_subtract(criterion->turns_at, criterion->weight, &way);
    return kp_number_sign(way) < 0 ? kp_number_negate(way) : way;
}

/* A weight that is more than all weights together now: nobody would give it. */
static bool is_far(const struct kp_selection *selection,
                   const struct kp_selection_criterion *criterion)
{
    return kp_number_compare(criterion->turns_at, selection->weight_sum) > 0;
}

/* The criteria whose weight would change the list, the nearest first; how many. */
static size_t sort_turns(const struct kp_selection *selection,
                         const struct kp_selection_criterion **sorted)
{
    size_t count = 0;
    for (size_t i = 0; i < selection->criterion_count; i++) {
        const struct kp_selection_criterion *criterion = &selection->criteria[i];
        size_t at = count;
        if (!criterion->turns || is_far(selection, criterion))
            continue;
        for (; at && kp_number_compare(distance(criterion), distance(sorted[at - 1])) < 0; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = criterion;
        count++;
    }
    return count;
}

static void say_others(struct drawing *d, bool far, const char *format)
{
    const struct kp_selection *selection = d->selection;
    struct kp_buf names = KP_BUF_INIT;
    for (size_t i = 0; i < selection->criterion_count; i++) {
        const struct kp_selection_criterion *criterion = &selection->criteria[i];
        if (far ? !criterion->turns || !is_far(selection, criterion) : criterion->turns)
            continue;
        kp_buf_adds(&names, names.len ? "; " : "");
        kp_buf_add(&names, criterion->name);
    }
    if (names.len) {
        struct kp_buf text = KP_BUF_INIT;
        kp_buf_addf(&text, "%s %s.", format, names.data);
        add_sentence(d, KP_MARK_DIM, kp_buf_str(&text));
        kp_buf_release(&text);
    }
    kp_buf_release(&names);
}

static void say_turns(struct drawing *d)
{
    const struct kp_selection *selection = d->selection;
    if (!selection->tested)
        return;
    const struct kp_selection_criterion **sorted =
        kp_alloc((selection->criterion_count + 1) * sizeof *sorted);
    size_t count = sort_turns(selection, sorted);
    kp_buf_addc(d->out, '\n');
    say(d, KP_MARK_TITLE, "%s", _("Which weight would change the list?"));
    for (size_t i = 0; i < count; i++)
        say_turn(d, sorted[i]);
    say_others(d, true, _("Only a weight above all of them together would, of:"));
    say_others(d, false, _("No weight would, of:"));
    if (selection->left_out)
        say(d, KP_MARK_DIM,
            ngettext("Left out of this: %zu candidate whose scores are not whole.",
                     "Left out of this: %zu candidates whose scores are not whole.",
                     (unsigned long)selection->left_out),
            selection->left_out);
    free(sorted);
}

void kp_view_selection(const struct kp_selection *selection, const struct kp_style *style,
                       size_t indent, struct kp_buf *out)
{
    struct drawing d = {.selection = selection, .style = style, .indent = indent, .out = out};
    if (!selection->ranked) {
        say(&d, KP_MARK_DIM, "%s", _("Nothing has been scored yet."));
        return;
    }
    kp_view_ranking(selection, style, indent, out);
    say_scores(&d);
    say_weights(&d);
    say_sizes(&d);
    say_turns(&d);
}
