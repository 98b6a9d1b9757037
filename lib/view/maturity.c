// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/maturity.h"

#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"

#include <stdlib.h>

enum {
    MARK = 2,        /* "> " before a name */
    LABEL_MOST = 30, /* columns of a name */
    BAR_LEAST = 10,
    STEP_MOST = 6, /* columns of one step of the scale */
    FIGURES = 16,  /* "  3 → 4  ▲ 1" and some more */
    GAP = 2
};

struct drawing {
    const struct kp_maturity_page *page;
    const struct kp_style *style;
    size_t indent, label, bar; /* columns */
    bool below;                /* the bar stands below its name */
    struct kp_buf *out;
};

static const char *sign(const struct drawing *d, const char *drawn, const char *ascii)
{
    return kp_style_sign(d->style, drawn, ascii);
}

/* How many of the bar's columns a value takes. */
static size_t reach(const struct drawing *d, bool known, struct kp_number value)
{
    double part = known ? kp_number_to_double(value) / d->page->maturity->most : 0;
    double columns = part * (double)d->bar + 0.5;
    return columns <= 0 ? 0 : columns >= (double)d->bar ? d->bar : (size_t)columns;
}

static void add_number(struct kp_buf *out, const struct drawing *d, struct kp_number value)
{
    int64_t whole;
    kp_number_show(out, value, d->style->lang, kp_number_whole(value, &whole) ? 0 : 1);
}

static void add_bar(const struct drawing *d, const struct kp_maturity_dimension *dimension)
{
    size_t score = reach(d, dimension->has_score, dimension->score);
    size_t target = reach(d, dimension->has_target, dimension->target);
    size_t before = reach(d, dimension->has_before, dimension->before);
    for (size_t at = 1; at <= d->bar; at++) {
        bool filled = at <= score;
        if (at == target)
            kp_style_add(d->out, d->style, KP_MARK_NEW,
                         kp_str_from(filled ? sign(d, "◆", "T") : sign(d, "◇", "T")));
        else if (at == before && before != score)
            kp_style_add(d->out, d->style, KP_MARK_DIM, kp_str_from(sign(d, "┃", "|")));
        else
            kp_style_add(d->out, d->style, filled ? KP_MARK_ACCENT : KP_MARK_DIM,
                         kp_str_from(filled ? sign(d, "█", "#") : sign(d, "·", ".")));
    }
}

/* "3 → 4  ▲ 1": score, target where it is another, what the last cycle has moved. */
static void add_figures(const struct drawing *d, const struct kp_maturity_dimension *dimension)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_buf_add_repeat(&text, " ", GAP);
    if (dimension->has_score)
        add_number(&text, d, dimension->score);
    else
        kp_buf_adds(&text, sign(d, "–", "-"));
    if (dimension->has_target &&
        !(dimension->has_score && kp_number_equal(dimension->score, dimension->target))) {
        kp_buf_addf(&text, " %s ", sign(d, "→", "->"));
        add_number(&text, d, dimension->target);
    }
    kp_style_add(d->out, d->style, KP_MARK_NONE, kp_buf_str(&text));
    int moved = dimension->has_step ? kp_number_sign(dimension->step) : 0;
    if (moved) {
        struct kp_buf step = KP_BUF_INIT;
        kp_buf_adds(&step, moved > 0 ? sign(d, "▲ ", "+") : sign(d, "▼ ", "-"));
        add_number(&step, d, moved > 0 ? dimension->step : kp_number_negate(dimension->step));
        size_t width = kp_utf8_width(kp_buf_str(&text));
        kp_buf_add_repeat(d->out, " ", width < 9 ? 9 - width : GAP);
        kp_style_add(d->out, d->style, moved > 0 ? KP_MARK_NEW : KP_MARK_REMOVED,
                     kp_buf_str(&step));
        kp_buf_release(&step);
    }
    kp_buf_release(&text);
}

static void add_dimension(const struct drawing *d, const struct kp_maturity_dimension *dimension)
{
    struct kp_buf name = KP_BUF_INIT, shown = KP_BUF_INIT;
    kp_buf_add_repeat(d->out, " ", d->indent);
    kp_style_addf(d->out, d->style, KP_MARK_TITLE, "%s ",
                  dimension->chosen ? sign(d, "▸", ">") : " ");
    kp_utf8_add_visible(&name, dimension->label, false);
    if (d->below)
        kp_buf_add(&shown, kp_utf8_fit(kp_buf_str(&name), d->label));
    else
        kp_utf8_add_cell(&shown, kp_buf_str(&name), d->label, d->style->ascii);
    kp_style_add(d->out, d->style, dimension->chosen ? KP_MARK_TITLE : KP_MARK_NONE,
                 kp_buf_str(&shown));
    if (d->below) {
        kp_buf_addc(d->out, '\n');
        kp_buf_add_repeat(d->out, " ", d->indent + MARK);
    } else {
        kp_buf_add_repeat(d->out, " ", GAP);
    }
    add_bar(d, dimension);
    add_figures(d, dimension);
    kp_buf_addc(d->out, '\n');
    kp_buf_release(&name);
    kp_buf_release(&shown);
}

/* The steps below the bars, each at its place. */
static void add_axis(const struct drawing *d)
{
    const struct kp_maturity *m = d->page->maturity;
    size_t at = 0;
    if (m->most > 9)
        return;
    kp_buf_add_repeat(d->out, " ", d->indent + MARK + (d->below ? 0 : d->label + GAP));
    for (int value = m->least; value <= m->most; value++) {
        size_t place = reach(d, true, kp_number_from(value));
        kp_buf_add_repeat(d->out, " ", place - at - 1);
        kp_style_addf(d->out, d->style, KP_MARK_DIM, "%d", value);
        at = place;
    }
    kp_buf_addc(d->out, '\n');
}

static void add_line(const struct drawing *d, enum kp_mark mark, const struct kp_buf *line)
{
    struct kp_buf text = KP_BUF_INIT, margin = KP_BUF_INIT;
    size_t columns = kp_style_columns(d->style), used = d->indent + MARK;
    kp_buf_add_repeat(&margin, " ", used);
    kp_utf8_add_wrapped(&text, kp_buf_str(line), columns > used + 1 ? columns - used : 1,
                        margin.data);
    kp_buf_add(d->out, kp_buf_str(&margin));
    kp_style_add(d->out, d->style, mark, kp_buf_str(&text));
    kp_buf_addc(d->out, '\n');
    kp_buf_release(&text);
    kp_buf_release(&margin);
}

static void add_point(const struct drawing *d, struct kp_buf *line)
{
    if (line->len)
        kp_buf_adds(line, sign(d, " · ", ", "));
}

/* A sign and its words stay together where the line is broken. */
static void add_meaning(const struct drawing *d, struct kp_buf *line, const char *what,
                        struct kp_cycle cycle, const char *word)
{
    add_point(d, line);
    kp_buf_addf(line, "%s\xc2\xa0", what);
    if (cycle.year)
        kp_cycle_print(line, cycle);
    else
        kp_buf_adds(line, word);
}

static void add_legend(const struct drawing *d)
{
    const struct kp_maturity *m = d->page->maturity;
    const struct kp_cycle none = {0};
    struct kp_buf line = KP_BUF_INIT;
    bool chosen = false, moved = false;
    for (size_t i = 0; i < m->count; i++) {
        const struct kp_maturity_dimension *dimension = &m->dimensions[i];
        chosen = chosen || dimension->chosen;
        moved = moved || (dimension->has_step && kp_number_sign(dimension->step));
    }
    add_meaning(d, &line, sign(d, "█", "#"), d->page->cycle, _("now"));
    if (m->has_average_target)
        add_meaning(d, &line, sign(d, "◇", "T"), none, _("target"));
    if (moved)
        add_meaning(d, &line, sign(d, "┃", "|"), d->page->before, _("last cycle"));
    if (chosen)
        add_meaning(d, &line, sign(d, "▸", ">"), none, _("taken on now"));
    add_line(d, KP_MARK_DIM, &line);
    kp_buf_release(&line);
}

static void add_average(const struct drawing *d)
{
    const struct kp_maturity *m = d->page->maturity;
    struct kp_buf line = KP_BUF_INIT;
    if (!m->has_average)
        return;
    kp_buf_addf(&line, "%s ", _("Average"));
    kp_number_show(&line, m->average, d->style->lang, 1);
    if (m->has_average_target) {
        kp_buf_addf(&line, " %s ", sign(d, "→", "->"));
        kp_number_show(&line, m->average_target, d->style->lang, 1);
    }
    if (m->has_average_before) {
        kp_buf_addf(&line, "%s%s ", sign(d, " · ", ", "), _("last cycle"));
        kp_number_show(&line, m->average_before, d->style->lang, 1);
    }
    add_line(d, KP_MARK_NONE, &line);
    kp_buf_release(&line);
}

/* Those of the first three places; a tie on the third shows all that share it. */
static void add_gaps(const struct drawing *d)
{
    const struct kp_maturity *m = d->page->maturity;
    const struct kp_maturity_dimension **order = kp_realloc_array(NULL, m->count, sizeof *order);
    size_t count = kp_maturity_by_gap(m, order);
    struct kp_buf line = KP_BUF_INIT;
    for (size_t i = 0; i < count && order[i]->rank <= KP_MATURITY_GAPS; i++) {
        kp_buf_adds(&line, i ? ", " : "");
        kp_utf8_add_visible(&line, order[i]->label, false);
        kp_buf_adds(&line, "\xc2\xa0(");
        add_number(&line, d, order[i]->gap);
        kp_buf_addc(&line, ')');
    }
    if (line.len) {
        struct kp_buf whole = KP_BUF_INIT;
        kp_buf_addf(&whole, "%s: %s", _("Widest gaps"), line.data);
        add_line(d, KP_MARK_TITLE, &whole);
        kp_buf_release(&whole);
    }
    kp_buf_release(&line);
    free(order);
}

static void measure(struct drawing *d)
{
    const struct kp_maturity *m = d->page->maturity;
    size_t columns = kp_style_columns(d->style), used = d->indent + MARK + FIGURES;
    size_t room = columns > used ? columns - used : 0, widest = 0;
    for (size_t i = 0; i < m->count; i++) {
        size_t width = kp_utf8_width(m->dimensions[i].label);
        widest = width > widest ? width : widest;
    }
    d->label = widest < LABEL_MOST ? widest : LABEL_MOST;
    size_t least = (size_t)m->most < BAR_LEAST / 2 ? BAR_LEAST : (size_t)m->most * 2;
    d->below = room < d->label + GAP + least;
    if (d->below)
        d->label = columns > d->indent + MARK ? columns - d->indent - MARK : 1;
    else
        room -= d->label + GAP;
    size_t step = room / (size_t)m->most;
    d->bar = (size_t)m->most * (step > STEP_MOST ? STEP_MOST : step);
}

bool kp_view_maturity(const struct kp_maturity_page *page, const struct kp_style *style,
                      size_t indent, struct kp_buf *out)
{
    struct drawing d = {.page = page, .style = style, .indent = indent, .out = out};
    if (!page->maturity->count || page->maturity->most < 1)
        return false;
    measure(&d);
    if (!d.bar)
        return false;
    size_t start = out->len;
    for (size_t i = 0; i < page->maturity->count; i++)
        add_dimension(&d, &page->maturity->dimensions[i]);
    add_axis(&d);
    add_legend(&d);
    add_average(&d);
    add_gaps(&d);
    kp_style_soften(out, start);
    return true;
}
