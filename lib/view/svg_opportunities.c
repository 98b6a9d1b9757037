// SPDX-License-Identifier: GPL-3.0-or-later
/* Opportunities as SVG: value by probability, the size by what is earned, numbered with a list below. */
#include "base/text.h"
#include "model/type.h"
#include "view/plan_internal.h"
#include "view/svg.h"

#include <math.h>

enum {
    LEFT = 52,
    TOP = 26,
    RIGHT = 24,
    HIGH = 230,
    NUMBER = 8,
    RADIUS_MOST = 22,
    LINE = 18,
    MOST = 99
};

enum status { OPEN, WON, LOST, DROPPED };

struct point {
    const struct kp_json *row;
    struct kp_number value, probability;
    double size; /* what the area says */
    enum status status;
    double x, y;       /* where it is */
    double at_x, at_y; /* where its number stands */
};

struct drawing {
    struct kp_calc *calc;
    const struct kp_field *field, *value, *probability, *size;
    const struct kp_style *style;
    struct kp_svg *svg;
    struct point *points;
    size_t count, left_out;
    double top; /* of the axis of values */
    double largest;
    double y;
};

/* ---- what there is */

static bool number_in(const struct kp_json *row, const struct kp_field *column,
                      struct kp_number *out)
{
    const struct kp_json *value = column ? kp_json_get_str(row, column->id) : NULL;
    if (!value || value->kind != KP_JSON_NUMBER || value->literal.len)
        return false;
    *out = value->number;
    return true;
}

static const char *const status_ids[] = {"open", "won", "lost", "dropped"};

/* The status as the model names it. */
static struct kp_str word_of(const struct drawing *d, enum status status)
{
    struct kp_str id = kp_str_from(status_ids[status]);
    const struct kp_field *column = kp_field_column(d->field, KP_STR("status"));
    const struct kp_choice *choice = column ? kp_field_choice(column, id) : NULL;
    return choice ? kp_words_get(&choice->label, d->style->lang) : id;
}

static enum status status_of(const struct kp_json *row)
{
    struct kp_str status = kp_json_text(row, "status");
    enum status at = DROPPED;
    while (at > OPEN && !kp_str_is(status, status_ids[at]))
        at--;
    return at;
}

/* A size is something earned or spent: a lost or dropped one has none. */
static bool size_of(const struct kp_json *row, const struct kp_field *column, double *out)
{
    struct kp_number size;
    if (status_of(row) > WON || !number_in(row, column, &size) || kp_number_sign(size) <= 0)
        return false;
    *out = kp_number_to_double(size);
    return true;
}

/*
 * What a circle's size says: the first that anybody has filled in of margin, contribution and effort,
 * else the weighted value.
 */
static const struct kp_field *size_column(const struct kp_field *field, const struct kp_json *rows)
{
    static const char *const ids[] = {"margin", "contribution", "effort", "weighted"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        const struct kp_field *column = kp_field_column(field, kp_str_from(ids[i]));
        enum kp_type_kind kind = column ? column->type->kind : KP_TYPE_TEXT;
        double size;
        if (kind != KP_TYPE_MONEY && kind != KP_TYPE_NUMBER && kind != KP_TYPE_SCALE)
            continue;
        KP_JSON_EACH(row, rows)
        {
            if (size_of(row, column, &size))
                return column;
        }
    }
    return NULL;
}

static void gather(struct drawing *d, const struct kp_json *rows)
{
    d->points = kp_arena_alloc(d->calc->arena, (rows->count + 1) * sizeof *d->points);
    KP_JSON_EACH(row, rows)
    {
        struct point *point = &d->points[d->count];
        *point = (struct point){.row = row, .status = status_of(row)};
        if (d->count == MOST || !number_in(row, d->value, &point->value) ||
            !number_in(row, d->probability, &point->probability) ||
            kp_number_sign(point->value) < 0 || kp_number_sign(point->probability) < 0 ||
            kp_number_to_double(point->probability) > 100) {
            d->left_out++;
            continue;
        }
        if (!size_of(row, d->size, &point->size))
            point->size = 0;
        d->largest = fmax(d->largest, point->size);
        d->top = fmax(d->top, kp_number_to_double(point->value));
        d->count++;
    }
    d->top = kp_svg_round_up(d->top * 1.05);
}

/* ---- where numbers stand: at their point, or the nearest place that is free */

static bool is_free(const struct drawing *d, size_t before, double x, double y)
{
    if (x < LEFT + NUMBER || x > KP_SVG_WIDTH - NUMBER || y < TOP || y > TOP + HIGH - NUMBER)
        return false;
    for (size_t i = 0; i < before; i++)
        if (hypot(d->points[i].at_x - x, d->points[i].at_y - y) < 2 * NUMBER + 1)
            return false;
    return true;
}

static void place(struct drawing *d)
{
    for (size_t i = 0; i < d->count; i++) {
        struct point *point = &d->points[i];
        double wide = KP_SVG_WIDTH - LEFT - RIGHT;
        point->x = LEFT + wide * kp_number_to_double(point->probability) / 100;
        point->y = TOP + HIGH - HIGH * kp_number_to_double(point->value) / d->top;
        point->at_x = point->x;
        point->at_y = point->y;
        for (int step = 0; step < 1500 && !is_free(d, i, point->at_x, point->at_y); step++) {
            double turn = step * 2.4, away = 3 + 2.6 * sqrt(step); /* the spiral of a sunflower */
            point->at_x = point->x + cos(turn) * away * 1.6;
            point->at_y = point->y + sin(turn) * away * 1.6;
        }
    }
}

/* ---- drawing */

static void draw_axes(struct drawing *d)
{
    double right = KP_SVG_WIDTH - RIGHT, bottom = TOP + HIGH;
    struct kp_buf text = KP_BUF_INIT;
    for (int i = 0; i <= 4; i++) {
        double y = bottom - HIGH * i / 4.0, x = LEFT + (right - LEFT) * i / 4.0;
        struct kp_number value;
        kp_svg_line(d->svg, LEFT, y, right, y, i ? "dots" : "line");
        kp_svg_line(d->svg, x, TOP, x, bottom, i ? "dots" : "line");
        kp_buf_clear(&text);
        if (kp_number_divide(kp_number_from((int64_t)(d->top * i)), kp_number_from(4), &value))
            kp_number_show_short(&text, value, d->style->lang);
        kp_svg_text(d->svg, LEFT - 5, y + 4, KP_SVG_SMALL, KP_SVG_END, kp_buf_str(&text), LEFT - 5);
        kp_buf_clear(&text);
        kp_buf_addf(&text, "%d %%", i * 25);
        kp_svg_text(d->svg, i == 4 ? right + RIGHT - 2 : x, bottom + 15, KP_SVG_SMALL,
                    i == 4 ? KP_SVG_END : KP_SVG_MIDDLE, kp_buf_str(&text), 0);
    }
    kp_buf_clear(&text);
    kp_buf_addf(&text, "↑ %.*s", KP_STR_ARG(kp_words_get(&d->value->label, d->style->lang)));
    if (d->style->currency.len)
        kp_buf_addf(&text, " (%.*s)", KP_STR_ARG(d->style->currency));
    kp_svg_text(d->svg, 4, 12, KP_SVG_TEXT, KP_SVG_START, kp_buf_str(&text), KP_SVG_WIDTH - 8);
    kp_buf_clear(&text);
    kp_buf_addf(&text, "%.*s →", KP_STR_ARG(kp_words_get(&d->probability->label, d->style->lang)));
    kp_svg_text(d->svg, right, bottom + 31, KP_SVG_TEXT, KP_SVG_END, kp_buf_str(&text), 0);
    kp_buf_release(&text);
}

/* An open one is a circle, a won one filled, a lost one a square, a dropped one a dashed square. */
static void put_mark(struct drawing *d, enum status status, size_t number, double x, double y)
{
    double r = NUMBER;
    struct kp_buf text = KP_BUF_INIT;
    if (status == OPEN || status == WON)
        kp_svg_circle(d->svg, x, y, r, status == WON ? "ink" : "line paper");
    else
        kp_svg_rect(d->svg, x - r, y - r + 1, 2 * r, 2 * r - 2,
                    status == LOST ? "line paper" : "line paper dash");
    if (number)
        kp_buf_add_uint(&text, number, 1);
    kp_svg_text(d->svg, x, y + 3.7, status == WON ? KP_SVG_INVERSE : KP_SVG_SMALL, KP_SVG_MIDDLE,
                kp_buf_str(&text), 0);
    kp_buf_release(&text);
}

static void draw_points(struct drawing *d)
{
    for (size_t i = 0; i < d->count; i++) {
        const struct point *point = &d->points[i];
        if (point->size > 0)
            kp_svg_circle(d->svg, point->x, point->y, RADIUS_MOST * sqrt(point->size / d->largest),
                          "soft hue-tint");
    }
    for (size_t i = 0; i < d->count; i++) {
        const struct point *point = &d->points[i];
        if (hypot(point->at_x - point->x, point->at_y - point->y) > NUMBER)
            kp_svg_line(d->svg, point->x, point->y, point->at_x, point->at_y, "soft");
    }
    for (size_t i = 0; i < d->count; i++)
        put_mark(d, d->points[i].status, i + 1, d->points[i].at_x, d->points[i].at_y);
}

/* "5,1 mio. · 50 %" */
static void add_figures(const struct drawing *d, const struct point *point, struct kp_buf *out)
{
    kp_number_show_short(out, point->value, d->style->lang);
    kp_buf_adds(out, " · ");
    kp_number_show(out, point->probability, d->style->lang, -1);
    kp_buf_adds(out, " %");
}

static void add_title(const struct drawing *d, const struct point *point, struct kp_buf *out)
{
    const struct kp_field *name = kp_field_column(d->field, kp_field_name_column(d->field));
    if (name)
        kp_view_inline(d->calc, name, kp_json_get_str(point->row, name->id), d->style,
                       KP_SHAPE_FULL, out);
}

static void draw_list(struct drawing *d)
{
    for (size_t i = 0; i < d->count; i++) {
        struct kp_buf title = KP_BUF_INIT, figures = KP_BUF_INIT;
        add_title(d, &d->points[i], &title);
        add_figures(d, &d->points[i], &figures);
        double taken = kp_svg_text_width(kp_buf_str(&figures), KP_SVG_SMALL);
        put_mark(d, d->points[i].status, i + 1, 13, d->y - 4);
        kp_svg_text(d->svg, 28, d->y, KP_SVG_SMALL, KP_SVG_START, kp_buf_str(&title),
                    KP_SVG_WIDTH - 28 - 12 - taken);
        kp_svg_text(d->svg, KP_SVG_WIDTH - 4, d->y, KP_SVG_SMALL, KP_SVG_END, kp_buf_str(&figures),
                    0);
        d->y += LINE;
        kp_buf_release(&title);
        kp_buf_release(&figures);
    }
}

/* A round size, of half the largest or less, to measure the circles by. */
static double sample_of(const struct drawing *d)
{
    static const double steps[] = {5, 2, 1};
    double unit = pow(10, floor(log10(d->largest)));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] * unit <= d->largest / 2)
            return steps[i] * unit;
    return unit / 2;
}

/* "Contribution: (circle) DKK 1 m" */
static void draw_size_key(struct drawing *d, double x)
{
    struct kp_buf text = KP_BUF_INIT;
    struct kp_number sample;
    double size = sample_of(d), radius = RADIUS_MOST * sqrt(size / d->largest);
    double middle = fmax(d->y - 4, d->y - LINE + 4 + radius);
    bool round =
        kp_number_divide(kp_number_from((int64_t)(size * 1000)), kp_number_from(1000), &sample);
    kp_buf_addf(&text, _("size: %.*s"), KP_STR_ARG(kp_words_get(&d->size->label, d->style->lang)));
    kp_svg_text(d->svg, x, middle + 4, KP_SVG_SMALL, KP_SVG_START, kp_buf_str(&text),
                KP_SVG_WIDTH - x);
    x += kp_svg_text_width(kp_buf_str(&text), KP_SVG_SMALL) + 6;
    kp_buf_clear(&text);
    if (round && d->size->type->kind == KP_TYPE_MONEY)
        kp_view_money_short(sample, d->style, &text);
    else if (round)
        kp_number_show(&text, sample, d->style->lang, -1);
    if (x + 2 * radius + 6 + kp_svg_text_width(kp_buf_str(&text), KP_SVG_SMALL) < KP_SVG_WIDTH) {
        kp_svg_circle(d->svg, x + radius, middle, radius, "soft hue-tint");
        kp_svg_text(d->svg, x + 2 * radius + 6, middle + 4, KP_SVG_SMALL, KP_SVG_START,
                    kp_buf_str(&text), 0);
    }
    d->y = fmax(d->y, middle + radius - 4);
    kp_buf_release(&text);
}

/* What the marks mean: only those that there are. */
static void draw_key(struct drawing *d)
{
    double x = 4;
    for (enum status status = OPEN; status <= DROPPED; status++) {
        bool any = false;
        for (size_t i = 0; i < d->count; i++)
            any = any || d->points[i].status == status;
        if (!any)
            continue;
        put_mark(d, status, 0, x + 9, d->y - 4);
        kp_svg_text(d->svg, x + 22, d->y, KP_SVG_SMALL, KP_SVG_START, word_of(d, status), 0);
        x += 36 + kp_svg_text_width(word_of(d, status), KP_SVG_SMALL);
    }
    if (d->size && d->largest > 0) {
        d->y += LINE;
        draw_size_key(d, 4);
    }
    d->y += LINE + 4;
}

static void describe(const struct drawing *d, struct kp_buf *out)
{
    for (size_t i = 0; i < d->count; i++) {
        kp_buf_addf(out, "%s%zu ", i ? "; " : "", i + 1);
        add_title(d, &d->points[i], out);
        kp_buf_adds(out, ": ");
        add_figures(d, &d->points[i], out);
        kp_buf_addf(out, ", %.*s", KP_STR_ARG(word_of(d, d->points[i].status)));
    }
}

bool kp_svg_opportunities(struct kp_calc *calc, const struct kp_field *field,
                          const struct kp_json *rows, const struct kp_style *style, const char *id,
                          struct kp_buf *out)
{
    struct kp_svg svg;
    struct kp_buf description = KP_BUF_INIT;
    struct drawing d = {.calc = calc, .field = field, .style = style, .svg = &svg};
    d.value = kp_field_column(field, KP_STR("value"));
    d.probability = kp_field_column(field, KP_STR("probability"));
    if (!rows || rows->kind != KP_JSON_ARRAY || !d.value || !d.probability)
        return false;
    d.size = size_column(field, rows);
    gather(&d, rows);
    if (!d.count || !(d.top > 0))
        return false;
    kp_svg_begin(&svg, id);
    place(&d);
    draw_axes(&d);
    draw_points(&d);
    d.y = TOP + HIGH + 52;
    draw_key(&d);
    draw_list(&d);
    if (kp_svg_left_out(&svg, d.y, d.left_out))
        d.y += LINE;
    describe(&d, &description);
    kp_svg_end(&svg, KP_SVG_WIDTH, d.y - 6, kp_words_get(&field->label, style->lang),
               kp_buf_str(&description), out);
    kp_buf_release(&description);
    return true;
}
