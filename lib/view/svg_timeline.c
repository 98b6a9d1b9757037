// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A plan's revisions and sign-offs in time, a line for each year: sessions by number, changes between them
 * as ticks. What the numbers stand for is the caller's to list.
 */
#include "base/text.h"
#include "view/svg_charts.h"

enum {
    LEFT = 34,
    RIGHT = 8,
    TOP = 22,
    LANE = 18,
    LANES_MOST = 12,
    YEARS_MOST = 30,
    YEAR_GAP = 16,
    MONTHS = 12
};

struct drawing {
    const struct kp_timeline_point *points;
    size_t count;
    const struct kp_style *style;
    struct kp_svg *svg;
    int from, to;  /* years */
    size_t number; /* of the last session that was drawn */
    double y;
};

static bool is_drawn(const struct drawing *d, size_t at)
{
    return kp_date_valid(d->points[at].date) && d->points[at].date.year >= d->from;
}

static bool is_session(const struct drawing *d, size_t at)
{
    return d->points[at].kind == KP_TIMELINE_SESSION && is_drawn(d, at);
}

static double x_of(struct kp_date date)
{
    int64_t first = kp_date_to_days((struct kp_date){date.year, 1, 1});
    int64_t next = kp_date_to_days((struct kp_date){date.year + 1, 1, 1});
    return LEFT + (KP_SVG_WIDTH - LEFT - RIGHT) * (double)(kp_date_to_days(date) - first) /
                      (double)(next - first);
}

/* From the first year to the last; where they are too many the newest. */
static bool measure(struct drawing *d)
{
    bool any = false;
    for (size_t i = 0; i < d->count; i++) {
        int year = d->points[i].date.year;
        if (!kp_date_valid(d->points[i].date))
            continue;
        d->from = !any || year < d->from ? year : d->from;
        d->to = !any || year > d->to ? year : d->to;
        any = true;
    }
    if (d->to - d->from >= YEARS_MOST)
        d->from = d->to - YEARS_MOST + 1;
    return any;
}

/* ---- a year */

static void draw_months(struct drawing *d)
{
    for (int month = 1; month <= MONTHS; month += 3) {
        double x = x_of((struct kp_date){d->from, month, 1});
        kp_svg_text(d->svg, x, 12, KP_SVG_SMALL, KP_SVG_START,
                    kp_str_from(kp_date_month_word(month, d->style->lang)), 0);
    }
}

static void draw_line(struct drawing *d, int year)
{
    struct kp_buf text = KP_BUF_INIT;
    double right = KP_SVG_WIDTH - RIGHT;
    for (int month = 1; month <= MONTHS; month++) {
        double x = x_of((struct kp_date){year, month, 1}), size = month % 6 == 1 ? 7 : 3;
        kp_svg_line(d->svg, x, d->y - size, x, d->y + size, "soft");
    }
    kp_svg_line(d->svg, right, d->y - 7, right, d->y + 7, "soft");
    kp_svg_line(d->svg, LEFT, d->y, right, d->y, "line");
    kp_buf_addf(&text, "%d", year);
    kp_svg_text(d->svg, LEFT - 6, d->y + 4, KP_SVG_SMALL, KP_SVG_END, kp_buf_str(&text), 0);
    kp_buf_release(&text);
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
static size_t draw_sessions(struct drawing *d, int year, bool draw)
{
    double lanes[LANES_MOST];
    size_t most = 0;
    for (size_t i = 0; i < LANES_MOST; i++)
        lanes[i] = -LANE;
    for (size_t i = 0; i < d->count; i++) {
        if (!is_session(d, i) || d->points[i].date.year != year)
            continue;
        double x = x_of(d->points[i].date);
        size_t lane = lane_of(lanes, x);
        double y = d->y - 18 - LANE * (double)lane;
        most = lane + 1 > most ? lane + 1 : most;
        if (!draw)
            continue;
        kp_svg_line(d->svg, x, d->y, x, y, "soft");
        kp_svg_put_number(d->svg, ++d->number, x, y);
        kp_svg_put_mark(d->svg, d->points[i].is_signed ? KP_SVG_DIAMOND : KP_SVG_DOT, x, d->y,
                        d->points[i].is_signed ? 6 : 3.5);
    }
    return most;
}

static void draw_edits(struct drawing *d, int year)
{
    for (size_t i = 0; i < d->count; i++) {
        if (is_session(d, i) || !is_drawn(d, i) || d->points[i].date.year != year)
            continue;
        double x = x_of(d->points[i].date);
        if (d->points[i].is_signed)
            kp_svg_put_mark(d->svg, KP_SVG_DIAMOND, x, d->y, 6);
        else
            kp_svg_line(d->svg, x, d->y - 4, x, d->y + 4, "line w2");
    }
}

static void draw_year(struct drawing *d, int year)
{
    d->y += YEAR_GAP + LANE * (double)draw_sessions(d, year, false);
    draw_line(d, year);
    draw_edits(d, year);
    draw_sessions(d, year, true);
}

/* ---- in words */

/* "14 Sep 2025: Revision of the plan · signed off" */
static void describe(const struct drawing *d, struct kp_buf *out)
{
    for (size_t i = 0; i < d->count; i++) {
        const struct kp_timeline_point *point = &d->points[i];
        if (!is_drawn(d, i))
            continue;
        kp_buf_adds(out, out->len ? "; " : "");
        kp_date_show(out, point->date, d->style->lang);
        if (is_session(d, i))
            kp_buf_addf(out, ": %.*s", KP_STR_ARG(point->text));
        else
            kp_buf_addf(out, ": %s", _("changed between sessions"));
        if (point->is_signed)
            kp_buf_addf(out, " · %s", _("signed off"));
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
    d->y = kp_svg_legend(d->svg, key, keys, 4, d->y + 30, KP_SVG_WIDTH - 8);
}

bool kp_svg_timeline(const struct kp_timeline_point *points, size_t count, struct kp_str title,
                     const struct kp_style *style, const char *id, struct kp_buf *out)
{
    struct kp_svg svg;
    struct kp_buf description = KP_BUF_INIT;
    struct drawing d = {.points = points, .count = count, .style = style, .svg = &svg, .y = TOP};
    if (!measure(&d))
        return false;
    kp_svg_begin(&svg, id);
    draw_months(&d);
    for (int year = d.from; year <= d.to; year++)
        draw_year(&d, year);
    draw_key(&d);
    describe(&d, &description);
    kp_svg_end(&svg, KP_SVG_WIDTH, d.y - 6, title, kp_buf_str(&description), out);
    kp_buf_release(&description);
    return true;
}
