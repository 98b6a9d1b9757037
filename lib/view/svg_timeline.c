// SPDX-License-Identifier: GPL-3.0-or-later
/* A plan's revisions and sign-offs in time: sessions by number, changes between them as ticks. */
#include "base/text.h"
#include "view/svg_charts.h"

enum {
    LEFT = 12,
    RIGHT = 12,
    LANE = 18,
    LANES_MOST = 8,
    LINE = 18,
    LINE_HIGH = 13,
    LISTED_MOST = 40,
    CYCLES_MOST = 400
};

struct drawing {
    const struct kp_timeline_point *points;
    size_t count;
    const struct kp_style *style;
    struct kp_svg *svg;
    int64_t first, last; /* days: whole cycles */
    struct kp_cycle from, to;
    size_t skipped; /* sessions before those that are numbered */
    double base;    /* y of the line of time */
    double y;
};

static bool is_drawn(const struct drawing *d, size_t at)
{
    return kp_date_valid(d->points[at].date) && kp_date_to_days(d->points[at].date) >= d->first;
}

static struct kp_date begin_of(struct kp_cycle cycle)
{
    return (struct kp_date){cycle.year, cycle.half == 2 ? 7 : 1, 1};
}

static double x_of(const struct drawing *d, int64_t day)
{
    return LEFT +
           (KP_SVG_WIDTH - LEFT - RIGHT) * (double)(day - d->first) / (double)(d->last - d->first);
}

static bool is_session(const struct drawing *d, size_t at)
{
    return d->points[at].kind == KP_TIMELINE_SESSION && is_drawn(d, at);
}

/* From the first cycle to the last; where that is too long to be read the newest part. */
static bool measure(struct drawing *d)
{
    size_t sessions = 0;
    bool any = false;
    for (size_t i = 0; i < d->count; i++) {
        if (!kp_date_valid(d->points[i].date))
            continue;
        struct kp_cycle cycle = kp_cycle_of(d->points[i].date);
        if (!any || kp_cycle_distance(cycle, d->from) > 0)
            d->from = cycle;
        if (!any || kp_cycle_distance(d->to, cycle) > 0)
            d->to = cycle;
        any = true;
    }
    if (!any)
        return false;
    if (kp_cycle_distance(d->from, d->to) > CYCLES_MOST)
        d->from = kp_cycle_add(d->to, -CYCLES_MOST);
    d->first = kp_date_to_days(begin_of(d->from));
    d->last = kp_date_to_days(begin_of(kp_cycle_add(d->to, 1)));
    for (size_t i = 0; i < d->count; i++)
        sessions += is_session(d, i);
    d->skipped = sessions > LISTED_MOST ? sessions - LISTED_MOST : 0;
    return d->last > d->first;
}

static void draw_cycles(struct drawing *d)
{
    int cycles = kp_cycle_distance(d->from, d->to) + 1;
    double wide = (KP_SVG_WIDTH - LEFT - RIGHT) / (double)cycles;
    for (int i = 0; i <= cycles; i++) {
        struct kp_cycle cycle = kp_cycle_add(d->from, i);
        double x = x_of(d, kp_date_to_days(begin_of(cycle)));
        struct kp_buf text = KP_BUF_INIT;
        bool year = wide < 46; /* only years have room */
        if (wide > 4 || cycle.half == 1)
            kp_svg_line(d->svg, x, d->base - 5, x, d->base + (cycle.half == 1 ? 18 : 5), "soft");
        if (year && cycle.half == 1 && 2 * wide > 28)
            kp_buf_addf(&text, "%d", cycle.year);
        else if (!year)
            kp_cycle_print(&text, cycle);
        if (i < cycles)
            kp_svg_text(d->svg, year ? x + 3 : x + wide / 2, d->base + 16, KP_SVG_SMALL,
                        year ? KP_SVG_START : KP_SVG_MIDDLE, kp_buf_str(&text), 0);
        kp_buf_release(&text);
    }
    kp_svg_line(d->svg, LEFT, d->base, KP_SVG_WIDTH - RIGHT, d->base, "line");
}

/* The lowest lane in which a number at x has room; lanes[] is how far each is taken. */
static size_t lane_of(double *lanes, double x)
{
    size_t lane = 0;
    while (lane + 1 < LANES_MOST && lanes[lane] > x - LANE)
        lane++;
    lanes[lane] = x;
    return lane;
}

/* Draws the sessions; returns how many lanes they take. `draw` false: only counts. */
static size_t draw_sessions(struct drawing *d, bool draw)
{
    double lanes[LANES_MOST];
    size_t number = 0, seen = 0, most = 0;
    for (size_t i = 0; i < LANES_MOST; i++)
        lanes[i] = -LANE;
    for (size_t i = 0; i < d->count; i++) {
        if (!is_session(d, i) || seen++ < d->skipped)
            continue;
        double x = x_of(d, kp_date_to_days(d->points[i].date));
        size_t lane = lane_of(lanes, x);
        double y = d->base - 20 - LANE * (double)lane;
        most = lane + 1 > most ? lane + 1 : most;
        number++;
        if (!draw)
            continue;
        kp_svg_line(d->svg, x, d->base, x, y, "soft");
        kp_svg_put_number(d->svg, number, x, y);
        kp_svg_put_mark(d->svg, d->points[i].is_signed ? KP_SVG_DIAMOND : KP_SVG_DOT, x, d->base,
                        d->points[i].is_signed ? 6 : 3.5);
    }
    return most;
}

static void draw_edits(struct drawing *d)
{
    for (size_t i = 0; i < d->count; i++) {
        if (is_session(d, i) || !is_drawn(d, i))
            continue;
        double x = x_of(d, kp_date_to_days(d->points[i].date));
        if (d->points[i].is_signed)
            kp_svg_put_mark(d->svg, KP_SVG_DIAMOND, x, d->base, 6);
        else
            kp_svg_line(d->svg, x, d->base - 4, x, d->base + 4, "line w2");
    }
}

/* "14. sep. 2025  Revision of the plan · 12 changes" */
static void add_words(const struct drawing *d, const struct kp_timeline_point *point,
                      struct kp_buf *out)
{
    kp_date_show(out, point->date, d->style->lang);
    kp_buf_addf(out, ": %.*s", KP_STR_ARG(point->text));
    if (point->changes) {
        kp_buf_adds(out, " · ");
        kp_buf_addf(out, ngettext("%zu answer", "%zu answers", point->changes), point->changes);
    }
    if (point->is_signed)
        kp_buf_addf(out, " · %s", _("signed off"));
}

static void list_sessions(struct drawing *d, struct kp_buf *description)
{
    size_t number = 0, seen = 0;
    for (size_t i = 0; i < d->count; i++) {
        struct kp_buf text = KP_BUF_INIT;
        if (!is_session(d, i) || seen++ < d->skipped)
            continue;
        add_words(d, &d->points[i], &text);
        kp_svg_put_number(d->svg, ++number, 13, d->y - 4);
        d->y = kp_svg_wrapped(d->svg, 28, d->y, KP_SVG_SMALL, KP_SVG_START, kp_buf_str(&text),
                              KP_SVG_WIDTH - 32, 2) +
               LINE - LINE_HIGH;
        kp_buf_addf(description, "%s%s", description->len ? "; " : "", text.data);
        kp_buf_release(&text);
    }
}

/* The marks that there are. */
static void draw_key(struct drawing *d)
{
    struct kp_svg_entry key[3];
    size_t keys = 0;
    bool sessions = false, edits = false, signs = false;
    for (size_t i = 0; i < d->count; i++) {
        bool shown = is_drawn(d, i), sealed = d->points[i].is_signed;
        sessions = sessions || (is_session(d, i) && !sealed);
        edits = edits || (shown && !is_session(d, i) && !sealed);
        signs = signs || (shown && sealed);
    }
    if (sessions)
        key[keys++] = (struct kp_svg_entry){KP_SVG_DOT, 0, kp_str_from(_("session"))};
    if (signs)
        key[keys++] = (struct kp_svg_entry){KP_SVG_DIAMOND, 0, kp_str_from(_("signed off"))};
    if (edits)
        key[keys++] =
            (struct kp_svg_entry){KP_SVG_TICK, 0, kp_str_from(_("changed between sessions"))};
    d->y = kp_svg_legend(d->svg, key, keys, 4, d->base + 36, KP_SVG_WIDTH - 8) + 6;
}

bool kp_svg_timeline(const struct kp_timeline_point *points, size_t count, struct kp_str title,
                     const struct kp_style *style, const char *id, struct kp_buf *out)
{
    struct kp_svg svg;
    struct kp_buf description = KP_BUF_INIT;
    struct drawing d = {.points = points, .count = count, .style = style, .svg = &svg};
    if (!measure(&d))
        return false;
    kp_svg_begin(&svg, id);
    d.base = 26 + LANE * (double)draw_sessions(&d, false);
    draw_cycles(&d);
    draw_edits(&d);
    draw_sessions(&d, true);
    draw_key(&d);
    list_sessions(&d, &description);
    kp_svg_end(&svg, KP_SVG_WIDTH, d.y - 6, title, kp_buf_str(&description), out);
    kp_buf_release(&description);
    return true;
}
