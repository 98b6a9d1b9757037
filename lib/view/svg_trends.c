// SPDX-License-Identifier: GPL-3.0-or-later
/* KPIs over the cycles as small charts beside each other: baseline, target, and what came. */
#include "base/text.h"
#include "view/svg_charts.h"

#include <math.h>

enum { WIDE = 174, HIGH = 118, GAP = 12, TOP = 34, PLOT = 56, LEFT = 4, RIGHT = 34 };

/* ---- from the rows of each cycle */

static bool number_at(const struct kp_json *row, const char *column, struct kp_number *out)
{
    const struct kp_json *value = kp_json_get(row, column);
    if (!value || value->kind != KP_JSON_NUMBER || value->literal.len)
        return false;
    *out = value->number;
    return true;
}

static const struct kp_json *row_of(const struct kp_json *rows, struct kp_str id)
{
    KP_JSON_EACH(row, rows)
    {
        if (id.len && kp_str_equal(kp_json_text(row, "id"), id))
            return row;
    }
    return NULL;
}

const struct kp_trend *kp_trends_read(struct kp_arena *arena, const struct kp_trend_rows *cycles,
                                      size_t count, size_t *trends)
{
    const struct kp_json *newest = count ? cycles[count - 1].rows : NULL;
    size_t rows = newest && newest->kind == KP_JSON_ARRAY ? newest->count : 0;
    struct kp_trend *out = kp_arena_alloc(arena, (rows + 1) * sizeof *out);
    *trends = 0;
    KP_JSON_EACH(row, rows ? newest : NULL)
    {
        struct kp_trend *trend = &out[(*trends)++];
        struct kp_trend_point *points = kp_arena_alloc(arena, count * sizeof *points);
        *trend = (struct kp_trend){.label = kp_json_text(row, "kpi"),
                                   .unit = kp_json_text(row, "unit"),
                                   .points = points,
                                   .count = count};
        trend->has_baseline = number_at(row, "baseline", &trend->baseline);
        trend->has_target = number_at(row, "target", &trend->target);
        for (size_t i = 0; i < count; i++) {
            const struct kp_json *then = row_of(cycles[i].rows, kp_json_text(row, "id"));
            points[i].cycle = cycles[i].cycle;
            points[i].known = then && number_at(then, "actual", &points[i].value);
        }
    }
    return out;
}

/* ---- drawing */

struct panel {
    const struct kp_trend *trend;
    const struct kp_style *style;
    struct kp_svg *svg;
    double x, y, least, most;
};

static void include(struct panel *p, struct kp_number value)
{
    double number = kp_number_to_double(value);
    p->least = fmin(p->least, number);
    p->most = fmax(p->most, number);
}

static bool measure(struct panel *p)
{
    const struct kp_trend *trend = p->trend;
    p->least = HUGE_VAL;
    p->most = -HUGE_VAL;
    for (size_t i = 0; i < trend->count; i++)
        if (trend->points[i].known)
            include(p, trend->points[i].value);
    if (trend->has_baseline)
        include(p, trend->baseline);
    if (trend->has_target)
        include(p, trend->target);
    if (p->least == p->most) {
        p->least -= 1;
        p->most += 1;
    }
    return p->least < p->most;
}

static double x_of(const struct panel *p, size_t at)
{
    double wide = WIDE - LEFT - RIGHT - 12;
    return p->x + LEFT + 6 +
           (p->trend->count > 1 ? wide * (double)at / (double)(p->trend->count - 1) : wide / 2);
}

static double y_of(const struct panel *p, struct kp_number value)
{
    double part = (kp_number_to_double(value) - p->least) / (p->most - p->least);
    return p->y + TOP + PLOT - part * PLOT;
}

static void put_number(struct panel *p, struct kp_number value, double x, double y,
                       enum kp_svg_font font, enum kp_svg_anchor anchor)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_number_show_short(&text, value, p->style->lang);
    kp_svg_text(p->svg, x, y, font, anchor, kp_buf_str(&text), RIGHT + 12);
    kp_buf_release(&text);
}

/* Baseline and target as lines across, their numbers at the right; too close ones are moved apart. */
static void draw_marks(struct panel *p)
{
    const struct kp_trend *trend = p->trend;
    double right = p->x + WIDE - RIGHT;
    double target = trend->has_target ? y_of(p, trend->target) : 0;
    double base = trend->has_baseline ? y_of(p, trend->baseline) : 0;
    if (trend->has_baseline)
        kp_svg_line(p->svg, p->x + LEFT, base, right, base, "dots");
    if (trend->has_target)
        kp_svg_line(p->svg, p->x + LEFT, target, right, target, "aim");
    if (trend->has_target && trend->has_baseline && fabs(target - base) < 13) {
        double middle = (target + base) / 2, way = target < base ? -6.5 : 6.5;
        target = middle + way;
        base = middle - way;
    }
    if (trend->has_baseline)
        put_number(p, trend->baseline, right + 3, base + 4, KP_SVG_SMALL, KP_SVG_START);
    if (trend->has_target)
        put_number(p, trend->target, right + 3, target + 4, KP_SVG_SMALL, KP_SVG_START);
}

/* Whether a figure with its baseline at y would stand on the line of the target or the baseline. */
static bool is_on_mark(const struct panel *p, double y)
{
    enum { FIGURE_HIGH = 9 };
    const struct kp_trend *trend = p->trend;
    double target = trend->has_target ? y_of(p, trend->target) : y + 99;
    double base = trend->has_baseline ? y_of(p, trend->baseline) : y + 99;
    return (target <= y + 1 && target >= y - FIGURE_HIGH) ||
           (base <= y + 1 && base >= y - FIGURE_HIGH);
}

/* Above its point; below where it would stand on the heading or on a line, and there is none there. */
static double place_last(const struct panel *p, double y)
{
    double above = y - 7, below = y + 17, end = p->y + TOP + PLOT;
    bool high = y < p->y + TOP + 6;
    return (high || is_on_mark(p, above)) && below < end && !is_on_mark(p, below) ? below : above;
}

static void draw_values(struct panel *p)
{
    const struct kp_trend *trend = p->trend;
    const struct kp_trend_point *last = NULL;
    double line[2 * 64];
    size_t count = 0, at = 0;
    for (size_t i = 0; i < trend->count; i++) {
        if (!trend->points[i].known)
            continue;
        if (count == 64) { /* a very long history goes on from where it is */
            kp_svg_points(p->svg, line, count, false, "accent");
            line[0] = line[126];
            line[1] = line[127];
            count = 1;
        }
        line[2 * count] = x_of(p, i);
        line[2 * count + 1] = y_of(p, trend->points[i].value);
        count++;
        last = &trend->points[i];
        at = i;
    }
    if (count > 1)
        kp_svg_points(p->svg, line, count, false, "accent");
    for (size_t i = 0; i < count; i++)
        kp_svg_put_mark(p->svg, KP_SVG_DOT, line[2 * i], line[2 * i + 1], i + 1 < count ? 2.5 : 4);
    if (last) {
        double y = y_of(p, last->value);
        put_number(p, last->value, x_of(p, at) + (trend->count > 1 ? 4 : 0), place_last(p, y),
                   KP_SVG_STRONG, trend->count > 1 ? KP_SVG_END : KP_SVG_MIDDLE);
    }
}

/* The unit below the label, or behind one that takes both lines. */
static void draw_label(struct panel *p)
{
    const struct kp_trend *trend = p->trend;
    struct kp_buf text = KP_BUF_INIT;
    kp_buf_add(&text, trend->label);
    if (kp_svg_text_width(trend->label, KP_SVG_STRONG) <= WIDE - LEFT)
        kp_svg_text(p->svg, p->x + LEFT, p->y + 23, KP_SVG_SMALL, KP_SVG_START, trend->unit,
                    WIDE - LEFT);
    else if (trend->unit.len)
        kp_buf_addf(&text, " (%.*s)", KP_STR_ARG(trend->unit));
    kp_svg_wrapped(p->svg, p->x + LEFT, p->y + 11, KP_SVG_STRONG, KP_SVG_START, kp_buf_str(&text),
                   WIDE - LEFT, 2);
    kp_buf_release(&text);
}

static void draw_panel(struct panel *p)
{
    const struct kp_trend *trend = p->trend;
    struct kp_buf text = KP_BUF_INIT;
    draw_label(p);
    if (!measure(p)) {
        kp_svg_text(p->svg, p->x + LEFT, p->y + TOP + 20, KP_SVG_SMALL, KP_SVG_START,
                    kp_str_from("–"), 0);
        return;
    }
    draw_marks(p);
    draw_values(p);
    for (size_t i = 0; i<trend->count; i += trend->count> 1 ? trend->count - 1 : 1) {
        kp_buf_clear(&text);
        kp_cycle_print(&text, trend->points[i].cycle);
        kp_svg_text(p->svg,
                    x_of(p, i) + (i                  ? 6
                                  : trend->count > 1 ? -6
                                                     : 0),
                    p->y + TOP + PLOT + 15, KP_SVG_SMALL,
                    i                  ? KP_SVG_END
                    : trend->count > 1 ? KP_SVG_START
                                       : KP_SVG_MIDDLE,
                    kp_buf_str(&text), 0);
    }
    kp_buf_release(&text);
}

static void add_known(struct kp_buf *out, const char *word, bool known, struct kp_number value,
                      const struct kp_style *style)
{
    if (!known)
        return;
    kp_buf_addf(out, ", %s ", word);
    kp_number_show(out, value, style->lang, -1);
}

/* "Revenue (DKK m): baseline 12.4, target 18, 2025H1 13.1, 2025H2 14" */
static void describe(const struct kp_trend *trend, const struct kp_style *style, struct kp_buf *out)
{
    kp_buf_addf(out, "%s%.*s", out->len ? "; " : "", KP_STR_ARG(trend->label));
    if (trend->unit.len)
        kp_buf_addf(out, " (%.*s)", KP_STR_ARG(trend->unit));
    add_known(out, _("baseline"), trend->has_baseline, trend->baseline, style);
    add_known(out, _("target"), trend->has_target, trend->target, style);
    for (size_t i = 0; i < trend->count; i++) {
        struct kp_buf cycle = KP_BUF_INIT;
        kp_cycle_print(&cycle, trend->points[i].cycle);
        add_known(out, cycle.data, trend->points[i].known, trend->points[i].value, style);
        kp_buf_release(&cycle);
    }
}

bool kp_svg_trends(const struct kp_trend *trends, size_t count, struct kp_str title,
                   const struct kp_style *style, const char *id, struct kp_buf *out)
{
    struct kp_svg svg;
    struct kp_buf description = KP_BUF_INIT;
    double y = 4;
    if (!count || !trends[0].count)
        return false;
    kp_svg_begin(&svg, id);
    for (size_t i = 0; i < count; i++) {
        struct panel panel = {
            .trend = &trends[i], .style = style, .svg = &svg, .x = i % 2 ? WIDE + GAP : 0, .y = y};
        draw_panel(&panel);
        describe(&trends[i], style, &description);
        y += i % 2 || i + 1 == count ? HIGH : 0;
    }
    struct kp_svg_entry key[] = {{KP_SVG_LINE, 0, kp_str_from(_("actual"))},
                                 {KP_SVG_DASHES, 0, kp_str_from(_("target"))},
                                 {KP_SVG_DOTS, 0, kp_str_from(_("baseline"))}};
    y = kp_svg_legend(&svg, key, 3, 4, y + 10, KP_SVG_WIDTH - 8);
    kp_svg_end(&svg, KP_SVG_WIDTH, y - 4, title, kp_buf_str(&description), out);
    kp_buf_release(&description);
    return true;
}
