// SPDX-License-Identifier: GPL-3.0-or-later
/* How few customers make how much of the revenue, and bars for groups of them. */
#include "base/text.h"
#include "view/svg_charts.h"

#include <math.h>

enum { LEFT = 40, TOP = 22, RIGHT = 12, SIDE = 220, MARKS = 3, POINTS_MOST = 400 };

/* ---- the curve */

struct curve {
    const double *shares;
    size_t points;
    struct kp_svg *svg;
};

static double x_at(double part)
{
    return LEFT + (KP_SVG_WIDTH - LEFT - RIGHT) * part;
}

static double y_at(double share)
{
    return TOP + SIDE - SIDE * fmin(fmax(share, 0), 1);
}

/* The share that the first part of the customers has, between two points in a straight line. */
static double share_of(const struct curve *c, double part)
{
    double at = part * (double)c->points;
    size_t below = (size_t)at;
    if (below >= c->points)
        return c->shares[c->points];
    return c->shares[below] + (c->shares[below + 1] - c->shares[below]) * (at - (double)below);
}

static void draw_frame(struct curve *c)
{
    struct kp_buf text = KP_BUF_INIT;
    for (int i = 0; i <= 4; i++) {
        double part = i / 4.0;
        kp_svg_line(c->svg, x_at(0), y_at(part), x_at(1), y_at(part), i ? "dots" : "line");
        kp_svg_line(c->svg, x_at(part), y_at(0), x_at(part), y_at(1), i ? "dots" : "line");
        kp_buf_clear(&text);
        kp_buf_addf(&text, "%d %%", i * 25);
        kp_svg_text(c->svg, LEFT - 5, y_at(part) + 4, KP_SVG_SMALL, KP_SVG_END, kp_buf_str(&text),
                    0);
        kp_svg_text(c->svg, i == 4 ? KP_SVG_WIDTH - 2 : x_at(part), y_at(0) + 15, KP_SVG_SMALL,
                    i == 4 ? KP_SVG_END : KP_SVG_MIDDLE, kp_buf_str(&text), 0);
    }
    kp_svg_text(c->svg, 4, 12, KP_SVG_TEXT, KP_SVG_START, kp_str_from(_("↑ share of the revenue")),
                KP_SVG_WIDTH - 8);
    kp_svg_text(c->svg, KP_SVG_WIDTH - 2, y_at(0) + 31, KP_SVG_TEXT, KP_SVG_END,
                kp_str_from(_("customers, the largest first →")), KP_SVG_WIDTH - 8);
    kp_svg_line(c->svg, x_at(0), y_at(0), x_at(1), y_at(1), "dash");
    kp_buf_release(&text);
}

static void draw_curve(struct curve *c)
{
    double line[2 * (POINTS_MOST + 1)];
    size_t count = c->points < POINTS_MOST ? c->points : POINTS_MOST;
    for (size_t i = 0; i <= count; i++) {
        double part = (double)i / (double)count;
        line[2 * i] = x_at(part);
        line[2 * i + 1] = y_at(share_of(c, part));
    }
    kp_svg_points(c->svg, line, count + 1, false, "accent");
}

/* "5 % → 38 %" at the points that one speaks of. */
static void draw_marks(struct curve *c, struct kp_buf *description)
{
    static const int parts[MARKS] = {5, 10, 20};
    double last = HUGE_VAL;
    for (size_t i = MARKS; i-- > 0;) { /* from the top: labels stand below each other */
        struct kp_buf text = KP_BUF_INIT;
        double x = x_at(parts[i] / 100.0), share = share_of(c, parts[i] / 100.0), y = y_at(share);
        kp_buf_addf(&text, "%d %% → %d %%", parts[i], (int)lround(share * 100));
        double at = i + 1 < MARKS ? fmax(y + 4, last + 15) : y + 4;
        last = at;
        kp_svg_put_mark(c->svg, KP_SVG_DOT, x, y, 3.5);
        kp_svg_text(c->svg, x + 12 + 8.0 * (double)(MARKS - i), at, KP_SVG_STRONG, KP_SVG_START,
                    kp_buf_str(&text), 0);
        kp_buf_release(&text);
    }
    for (size_t i = 0; i < MARKS; i++)
        kp_buf_addf(description, "%s%d %% → %d %%", i ? "; " : "", parts[i],
                    (int)lround(share_of(c, parts[i] / 100.0) * 100));
}

bool kp_svg_curve(const double *shares, size_t points, struct kp_str title, const char *id,
                  struct kp_buf *out)
{
    struct kp_svg svg;
    struct kp_buf description = KP_BUF_INIT;
    struct curve curve = {.shares = shares, .points = points, .svg = &svg};
    if (!points || !(shares[points] > 0))
        return false;
    kp_svg_begin(&svg, id);
    draw_frame(&curve);
    draw_curve(&curve);
    kp_buf_addf(&description,
                "%s: ", _("customers, the largest first, and their share of the revenue"));
    draw_marks(&curve, &description);
    kp_svg_end(&svg, KP_SVG_WIDTH, TOP + SIDE + 38, title, kp_buf_str(&description), out);
    kp_buf_release(&description);
    return true;
}

/* ---- bars */

enum { LABELS = 104, FIGURES = 70, BAR = 12, ROW = 38, BARS_MOST = 200 };

struct bars {
    const struct kp_bars *bars;
    struct kp_svg *svg;
    double zero, scale, second_scale; /* units of the drawing for one of the figure */
};

static void measure(struct bars *b)
{
    double most[2] = {0, 0}, least[2] = {0, 0};
    double wide = KP_SVG_WIDTH - LABELS - FIGURES;
    for (size_t i = 0; i < b->bars->count; i++) {
        const double values[2] = {b->bars->bars[i].value, b->bars->bars[i].second};
        for (int k = 0; k < 2; k++) {
            int scale = b->bars->own_scale ? k : 0;
            if (k && !b->bars->second.len)
                continue;
            most[scale] = fmax(most[scale], values[k]);
            least[scale] = fmin(least[scale], values[k]);
        }
    }
    /* Both begin at one line: the share of what is below 0 is the larger of the two. */
    double below = 0;
    for (int k = 0; k < 2; k++)
        below = fmax(below, most[k] - least[k] > 0 ? -least[k] / (most[k] - least[k]) : 0);
    below = fmin(below, 0.8);
    b->zero = LABELS + wide * below;
    double up = wide * (1 - below), down = wide * below;
    for (int k = 0; k < 2; k++) {
        double scale = most[k] > 0 ? up / most[k] : HUGE_VAL;
        scale = least[k] < 0 ? fmin(scale, down / -least[k]) : scale;
        *(k ? &b->second_scale : &b->scale) = isinf(scale) ? 0 : scale;
    }
    if (!b->bars->own_scale)
        b->second_scale = b->scale;
}

static void draw_bar(struct bars *b, double value, double scale, bool hatched, double y,
                     struct kp_str text)
{
    double x = value < 0 ? b->zero + value * scale : b->zero, wide = fabs(value * scale);
    if (wide > 0.2 && hatched) {
        kp_svg_rect(b->svg, x, y, wide, BAR - 1, "line paper");
        kp_svg_hatch(b->svg, x, y, wide, BAR - 1, 4);
    } else if (wide > 0.2) {
        kp_svg_rect(b->svg, x, y, wide, BAR - 1, "hue");
    }
    kp_svg_text(b->svg, KP_SVG_WIDTH - 4, y + BAR - 2, KP_SVG_SMALL, KP_SVG_END, text,
                FIGURES + 40);
}

static void draw_row(struct bars *b, const struct kp_bar *bar, double y)
{
    kp_svg_text(b->svg, 4, y + 11, KP_SVG_SMALL, KP_SVG_START, bar->label, LABELS - 10);
    kp_svg_text(b->svg, 4, y + 24, KP_SVG_SMALL, KP_SVG_START, bar->note, LABELS - 10);
    draw_bar(b, bar->value, b->scale, false, y + 1, bar->value_text);
    if (b->bars->second.len)
        draw_bar(b, bar->second, b->second_scale, true, y + 1 + BAR, bar->second_text);
}

static void describe(const struct kp_bars *bars, struct kp_buf *out)
{
    for (size_t i = 0; i < bars->count; i++) {
        const struct kp_bar *bar = &bars->bars[i];
        kp_buf_addf(out, "%s%.*s: %.*s %.*s", i ? "; " : "", KP_STR_ARG(bar->label),
                    KP_STR_ARG(bars->value), KP_STR_ARG(bar->value_text));
        if (bars->second.len)
            kp_buf_addf(out, ", %.*s %.*s", KP_STR_ARG(bars->second), KP_STR_ARG(bar->second_text));
    }
}

bool kp_svg_bars(const struct kp_bars *bars, const char *id, struct kp_buf *out)
{
    struct kp_svg svg;
    struct kp_buf description = KP_BUF_INIT;
    struct bars b = {.bars = bars, .svg = &svg};
    struct kp_svg_entry key[] = {{KP_SVG_FILLED, 0, bars->value},
                                 {KP_SVG_HATCHED, 0, bars->second}};
    if (!bars->count || bars->count > BARS_MOST)
        return false;
    kp_svg_begin(&svg, id);
    measure(&b);
    double y = kp_svg_legend(&svg, key, bars->second.len ? 2 : 1, 4, 12, KP_SVG_WIDTH - 8) - 4;
    double height = (double)bars->count * ROW;
    for (size_t i = 0; i < bars->count; i++)
        draw_row(&b, &bars->bars[i], y + ROW * (double)i);
    kp_svg_line(&svg, b.zero, y - 2, b.zero, y + height - 6, "line");
    describe(bars, &description);
    kp_svg_end(&svg, KP_SVG_WIDTH, y + height, bars->title, kp_buf_str(&description), out);
    kp_buf_release(&description);
    return true;
}
