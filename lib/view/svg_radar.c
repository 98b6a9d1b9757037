// SPDX-License-Identifier: GPL-3.0-or-later
/* A radar as SVG: where we are, where we want to be, where we were. */
#include "base/text.h"
#include "view/svg_charts.h"

#include <math.h>

enum { MIDDLE_X = 180, MIDDLE_Y = 136, RADIUS = 82, AXES_LEAST = 3, AXES_MOST = 24, LABEL = 82 };

struct drawing {
    const struct kp_radar *radar;
    struct kp_svg *svg;
};

enum which { VALUE, TARGET, BEFORE };

static double value_of(const struct kp_radar_axis *axis, enum which which)
{
    return which == VALUE ? axis->value : which == TARGET ? axis->target : axis->before;
}

static double turn_of(const struct drawing *d, size_t at)
{
    return 2 * 3.14159265358979 * (double)at / (double)d->radar->count - 3.14159265358979 / 2;
}

/* How far out a value stands: the least of the scale is not the middle, so that it can be seen. */
static double out_of(const struct drawing *d, double value)
{
    double steps = d->radar->most - d->radar->least + 1;
    return RADIUS * (value - d->radar->least + 1) / steps;
}

static void point_of(const struct drawing *d, size_t at, double out, double *x, double *y)
{
    *x = MIDDLE_X + cos(turn_of(d, at)) * out;
    *y = MIDDLE_Y + sin(turn_of(d, at)) * out;
}

static void draw_rings(struct drawing *d)
{
    double ring[2 * AXES_MOST], x, y;
    for (int step = d->radar->least; step <= d->radar->most; step++) {
        for (size_t i = 0; i < d->radar->count; i++)
            point_of(d, i, out_of(d, step), &ring[2 * i], &ring[2 * i + 1]);
        kp_svg_points(d->svg, ring, d->radar->count, true, "dots");
    }
    for (size_t i = 0; i < d->radar->count; i++) {
        point_of(d, i, RADIUS, &x, &y);
        kp_svg_line(d->svg, MIDDLE_X, MIDDLE_Y, x, y, "soft");
    }
}

static bool is_known(const struct drawing *d, size_t at, enum which which)
{
    double value = value_of(&d->radar->axes[at], which);
    return value >= d->radar->least && value <= d->radar->most;
}

/* The shape of what is known: closed where it is known all round, else a line from axis to neighbouring axis. */
static bool draw_shape(struct drawing *d, enum which which, const char *closed, const char *open)
{
    double shape[2 * AXES_MOST];
    size_t known = 0, count = d->radar->count;
    for (size_t i = 0; i < count; i++) {
        if (!is_known(d, i, which))
            continue;
        point_of(d, i, out_of(d, value_of(&d->radar->axes[i], which)), &shape[2 * i],
                 &shape[2 * i + 1]);
        known++;
    }
    if (known == count) {
        kp_svg_points(d->svg, shape, count, true, closed);
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        size_t next = (i + 1) % count;
        if (is_known(d, i, which) && is_known(d, next, which))
            kp_svg_line(d->svg, shape[2 * i], shape[2 * i + 1], shape[2 * next],
                        shape[2 * next + 1], open);
    }
    return known > 0;
}

static void draw_dots(struct drawing *d)
{
    double x, y;
    for (size_t i = 0; i < d->radar->count; i++) {
        const struct kp_radar_axis *axis = &d->radar->axes[i];
        if (is_known(d, i, TARGET)) {
            point_of(d, i, out_of(d, axis->target), &x, &y);
            kp_svg_put_mark(d->svg, KP_SVG_RING, x, y, 3.5);
        }
        if (is_known(d, i, VALUE)) {
            point_of(d, i, out_of(d, axis->value), &x, &y);
            kp_svg_put_mark(d->svg, KP_SVG_DOT, x, y, 4);
        }
    }
}

static void add_value(struct kp_buf *out, double value)
{
    kp_svg_length(out, value);
}

/* "3 → 4": the score and the target. */
static void add_figures(const struct drawing *d, size_t at, struct kp_buf *out)
{
    const struct kp_radar_axis *axis = &d->radar->axes[at];
    if (is_known(d, at, VALUE))
        add_value(out, axis->value);
    else
        kp_buf_adds(out, "–");
    if (!is_known(d, at, TARGET))
        return;
    kp_buf_adds(out, " → ");
    add_value(out, axis->target);
}

static void draw_labels(struct drawing *d)
{
    double x, y;
    for (size_t i = 0; i < d->radar->count; i++) {
        struct kp_buf figures = KP_BUF_INIT;
        double turn = turn_of(d, i);
        enum kp_svg_anchor anchor = fabs(cos(turn)) < 0.2 ? KP_SVG_MIDDLE
                                    : cos(turn) > 0       ? KP_SVG_START
                                                          : KP_SVG_END;
        point_of(d, i, RADIUS + 11, &x, &y);
        double room = anchor == KP_SVG_MIDDLE  ? 2 * LABEL
                      : anchor == KP_SVG_START ? KP_SVG_WIDTH - 3 - x
                                               : x - 3;
        double wide = kp_svg_text_width(d->radar->axes[i].label, KP_SVG_SMALL);
        double lines = wide <= room ? 2 : wide <= room * 1.8 ? 3 : 4; /* with the figures */
        double top = anchor == KP_SVG_MIDDLE ? (sin(turn) < 0 ? y - 13 * (lines - 1) : y + 9)
                                             : y - 13 * (lines - 1) / 2 + 4;
        top =
            kp_svg_wrapped(d->svg, x, top, KP_SVG_SMALL, anchor, d->radar->axes[i].label, room, 3);
        add_figures(d, i, &figures);
        kp_svg_text(d->svg, x, top, KP_SVG_STRONG, anchor, kp_buf_str(&figures), 0);
        kp_buf_release(&figures);
    }
}

static void describe(const struct drawing *d, struct kp_buf *out)
{
    for (size_t i = 0; i < d->radar->count; i++) {
        kp_buf_addf(out, "%s%.*s: ", i ? "; " : "", KP_STR_ARG(d->radar->axes[i].label));
        add_figures(d, i, out);
        if (is_known(d, i, BEFORE)) {
            kp_buf_addf(out, " (%s ", _("before"));
            add_value(out, d->radar->axes[i].before);
            kp_buf_addc(out, ')');
        }
    }
}

bool kp_svg_radar(const struct kp_radar *radar, const char *id, struct kp_buf *out)
{
    struct kp_svg svg;
    struct kp_buf description = KP_BUF_INIT;
    struct drawing d = {.radar = radar, .svg = &svg};
    struct kp_svg_entry key[3];
    size_t keys = 0;
    if (radar->count < AXES_LEAST || radar->count > AXES_MOST || radar->most <= radar->least)
        return false;
    kp_svg_begin(&svg, id);
    draw_rings(&d);
    bool before = draw_shape(&d, BEFORE, "dash", "dash");
    bool now = draw_shape(&d, VALUE, "accent tint", "accent");
    bool target = draw_shape(&d, TARGET, "aim", "aim");
    draw_dots(&d);
    draw_labels(&d);
    if (now)
        key[keys++] = (struct kp_svg_entry){KP_SVG_LINE, 0,
                                            radar->now.len ? radar->now : kp_str_from(_("today"))};
    if (target)
        key[keys++] = (struct kp_svg_entry){KP_SVG_DASHES, 0, kp_str_from(_("target"))};
    if (before)
        key[keys++] = (struct kp_svg_entry){
            KP_SVG_BROKEN, 0, radar->before.len ? radar->before : kp_str_from(_("before"))};
    double y = kp_svg_legend(&svg, key, keys, 4, MIDDLE_Y + RADIUS + 50, KP_SVG_WIDTH - 8);
    describe(&d, &description);
    kp_svg_end(&svg, KP_SVG_WIDTH, y, radar->title, kp_buf_str(&description), out);
    kp_buf_release(&description);
    return true;
}

bool kp_svg_maturity(const struct kp_maturity *maturity, struct kp_str title, struct kp_cycle cycle,
                     struct kp_cycle before, const char *id, struct kp_buf *out)
{
    struct kp_radar_axis axes[AXES_MOST];
    struct kp_buf now_text = KP_BUF_INIT, before_text = KP_BUF_INIT;
    double unknown = maturity->least - 1;
    size_t count = maturity->count < AXES_MOST ? maturity->count : AXES_MOST;
    for (size_t i = 0; i < count; i++) {
        const struct kp_maturity_dimension *dimension = &maturity->dimensions[i];
        axes[i] = (struct kp_radar_axis){
            .label = dimension->label,
            .value = dimension->has_score ? kp_number_to_double(dimension->score) : unknown,
            .target = dimension->has_target ? kp_number_to_double(dimension->target) : unknown,
            .before = dimension->has_before ? kp_number_to_double(dimension->before) : unknown,
        };
    }
    kp_cycle_print(&now_text, cycle);
    kp_cycle_print(&before_text, before);
    struct kp_radar radar = {
        .title = title,
        .now = kp_buf_str(&now_text),
        .before = kp_buf_str(&before_text),
        .axes = axes,
        .count = count,
        .least = maturity->least,
        .most = maturity->most,
    };
    bool drawn = kp_svg_radar(&radar, id, out);
    kp_buf_release(&now_text);
    kp_buf_release(&before_text);
    return drawn;
}
