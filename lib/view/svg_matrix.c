// SPDX-License-Identifier: GPL-3.0-or-later
/* A position as SVG: what kp_view_matrix draws for the terminal. */
#include "base/text.h"
#include "view/matrix_internal.h"
#include "view/svg.h"

#include <math.h>
#include <stdint.h>

enum {
    LEFT = 24,
    TOP = 22,
    RIGHT = 6,
    HIGH = 250,
    APART = 21,
    PLACES_MOST = 16,
    ROUND = 10, /* a mark with the air around it */
    NAME_HIGH = 14,
    ON_MARK = 100, /* a name on a mark is worse than one on a way */
    WAY_STEPS = 100
};

/* A mark in its place: those of one cell stand side by side. */
struct place {
    const struct kp_json *value;
    int64_t x, y;
    double at_x, at_y;
    bool drawn;
};

struct way {
    double x1, y1, x2, y2;
    const char *classes;
};

struct drawing {
    const struct kp_matrix *matrix;
    const struct kp_style *style;
    struct kp_svg *svg;
    double cell_x, cell_y;
    struct place places[PLACES_MOST]; /* the earlier ones, today, wanted */
    size_t count;
    struct way ways[PLACES_MOST];
    size_t way_count;
};

static double left_of(const struct drawing *d, int64_t x)
{
    return LEFT + (double)(x - d->matrix->field->x.steps[0].value) * d->cell_x;
}

static double top_of(const struct drawing *d, int64_t y)
{
    const struct kp_scale *axis = &d->matrix->field->y;
    return TOP + (double)(axis->steps[axis->count - 1].value - y) * d->cell_y;
}

static bool is_on(const struct kp_scale *axis, int64_t step)
{
    return kp_scale_at(axis, step) != NULL;
}

static void add_place(struct drawing *d, const struct kp_json *value)
{
    struct place *place = &d->places[d->count++];
    const struct kp_field *field = d->matrix->field;
    *place = (struct place){.value = value};
    place->drawn = kp_matrix_at(value, &place->x, &place->y) && is_on(&field->x, place->x) &&
                   is_on(&field->y, place->y);
}

/* Gives every mark its own point: beside each other in a cell, in rows where they are many. */
static void spread(struct drawing *d)
{
    for (size_t i = 0; i < d->count; i++) {
        struct place *place = &d->places[i];
        size_t before = 0, all = 0;
        for (size_t k = 0; k < d->count; k++) {
            bool same =
                d->places[k].drawn && d->places[k].x == place->x && d->places[k].y == place->y;
            all += same;
            before += same && k < i;
        }
        size_t row = (size_t)(d->cell_x / APART);
        row = row ? row : 1;
        size_t in_row = all < row ? all : row;
        place->at_x = left_of(d, place->x) + d->cell_x / 2 +
                      ((double)(before % row) - (double)(in_row - 1) / 2) * APART;
        size_t rows = (all + row - 1) / row;
        double down = rows > 1 ? ((double)(before / row) + 0.5) / (double)rows : 0.5;
        place->at_y = top_of(d, place->y) + d->cell_y * down;
    }
}

static void draw_frames(struct drawing *d)
{
    const struct kp_field *field = d->matrix->field;
    for (size_t i = 0; i < field->quadrant_count; i++) {
        const struct kp_quadrant *q = &field->quadrants[i];
        kp_svg_rect(d->svg, left_of(d, q->x_min), top_of(d, q->y_max),
                    (double)(q->x_max - q->x_min + 1) * d->cell_x,
                    (double)(q->y_max - q->y_min + 1) * d->cell_y, "line");
    }
}

static void draw_axes(struct drawing *d)
{
    const struct kp_scale *x = &d->matrix->field->x, *y = &d->matrix->field->y;
    double bottom = TOP + HIGH;
    struct kp_buf text = KP_BUF_INIT;
    for (size_t i = 0; i < x->count; i++) {
        double left = left_of(d, x->steps[i].value);
        if (i)
            kp_svg_line(d->svg, left, TOP, left, bottom, "dots");
        kp_buf_clear(&text);
        kp_buf_addf(&text, "%d", x->steps[i].value);
        kp_svg_text(d->svg, left + d->cell_x / 2, bottom + 14, KP_SVG_SMALL, KP_SVG_MIDDLE,
                    kp_buf_str(&text), 0);
    }
    for (size_t i = 0; i < y->count; i++) {
        double top = top_of(d, y->steps[i].value);
        if (i)
            kp_svg_line(d->svg, LEFT, top + d->cell_y, KP_SVG_WIDTH - RIGHT, top + d->cell_y,
                        "dots");
        kp_buf_clear(&text);
        kp_buf_addf(&text, "%d", y->steps[i].value);
        kp_svg_text(d->svg, LEFT - 7, top + d->cell_y / 2 + 4, KP_SVG_SMALL, KP_SVG_END,
                    kp_buf_str(&text), 0);
    }
    kp_svg_rect(d->svg, LEFT, TOP, KP_SVG_WIDTH - LEFT - RIGHT, HIGH, "line");
    kp_buf_clear(&text);
    kp_buf_addf(&text, "↑ %.*s", KP_STR_ARG(kp_words_get(&y->label, d->style->lang)));
    kp_svg_text(d->svg, 4, 13, KP_SVG_TEXT, KP_SVG_START, kp_buf_str(&text), KP_SVG_WIDTH - 8);
    kp_buf_clear(&text);
    kp_buf_addf(&text, "%.*s →", KP_STR_ARG(kp_words_get(&x->label, d->style->lang)));
    kp_svg_text(d->svg, KP_SVG_WIDTH - RIGHT, bottom + 30, KP_SVG_TEXT, KP_SVG_END,
                kp_buf_str(&text), KP_SVG_WIDTH - 8);
    kp_buf_release(&text);
}

/* From the edge of one mark to that of another. */
static void add_way(struct drawing *d, const struct place *from, const struct place *to,
                    const char *classes)
{
    double length = hypot(to->at_x - from->at_x, to->at_y - from->at_y);
    if (length < 2 * ROUND + 2)
        return;
    double x = (to->at_x - from->at_x) / length * ROUND;
    double y = (to->at_y - from->at_y) / length * ROUND;
    d->ways[d->way_count++] =
        (struct way){from->at_x + x, from->at_y + y, to->at_x - x, to->at_y - y, classes};
}

static void find_ways(struct drawing *d)
{
    const struct place *last = NULL, *today = &d->places[d->count - 2];
    const struct place *wanted = &d->places[d->count - 1];
    for (size_t i = 0; i + 1 < d->count; i++) {
        const struct place *place = &d->places[i];
        if (!place->drawn)
            continue;
        if (last)
            add_way(d, last, place, "line");
        last = place;
    }
    if (today->drawn && wanted->drawn)
        add_way(d, today, wanted, "aim");
}

/* ---- the quadrants' names, in the corner where nothing stands */

static bool is_inside(double x, double y, double left, double top, double width)
{
    return x > left && x < left + width && y > top && y < top + NAME_HIGH;
}

/* How much of the drawing a name at (left, top) would stand on. */
static size_t hits(const struct drawing *d, double left, double top, double width)
{
    size_t count = 0;
    for (size_t i = 0; i < d->count; i++) {
        const struct place *place = &d->places[i];
        double x = fmax(left, fmin(place->at_x, left + width));
        double y = fmax(top, fmin(place->at_y, top + NAME_HIGH));
        count += place->drawn && hypot(place->at_x - x, place->at_y - y) < ROUND ? ON_MARK : 0;
    }
    for (size_t i = 0; i < d->way_count; i++) {
        const struct way *way = &d->ways[i];
        for (int step = 0; step <= WAY_STEPS; step++)
            count += is_inside(way->x1 + (way->x2 - way->x1) * step / WAY_STEPS,
                               way->y1 + (way->y2 - way->y1) * step / WAY_STEPS, left, top, width);
    }
    return count;
}

static void draw_name(struct drawing *d, const struct kp_quadrant *q)
{
    struct kp_str label = kp_words_get(&q->label, d->style->lang);
    double left = left_of(d, q->x_min), right = left_of(d, q->x_max + 1);
    double top = top_of(d, q->y_max), bottom = top_of(d, q->y_min - 1);
    double width = fmin(kp_svg_text_width(label, KP_SVG_OVER), right - left - 8);
    const double corners[][2] = {{left + 4, top + 3},
                                 {right - 4 - width, top + 3},
                                 {left + 4, bottom - 3 - NAME_HIGH},
                                 {right - 4 - width, bottom - 3 - NAME_HIGH}};
    size_t best = 0, least = SIZE_MAX;
    for (size_t i = 0; i < sizeof corners / sizeof *corners && least; i++) {
        size_t found = hits(d, corners[i][0], corners[i][1], width);
        if (found < least) {
            least = found;
            best = i;
        }
    }
    kp_svg_text(d->svg, best % 2 ? right - 5 : left + 5, corners[best][1] + 11, KP_SVG_OVER,
                best % 2 ? KP_SVG_END : KP_SVG_START, label, right - left - 8);
}

static void draw_places(struct drawing *d)
{
    const struct place *today = &d->places[d->count - 2], *wanted = &d->places[d->count - 1];
    for (size_t i = 0; i < d->count; i++) {
        const struct place *place = &d->places[i];
        if (!place->drawn)
            continue;
        if (place == today)
            kp_svg_put_mark(d->svg, KP_SVG_DOT, place->at_x, place->at_y, 7.5);
        else if (place == wanted)
            kp_svg_put_mark(d->svg, KP_SVG_RING, place->at_x, place->at_y, 7);
        else
            kp_svg_put_number(d->svg, i + 1, place->at_x, place->at_y);
    }
}

/* Appends "2025H2 Supplier (2, 2)". */
static void add_words(const struct drawing *d, const struct place *place, struct kp_cycle cycle,
                      const char *word, struct kp_buf *out)
{
    const struct kp_quadrant *quadrant = kp_field_quadrant(d->matrix->field, place->x, place->y);
    kp_buf_adds(out, word);
    if (cycle.year) {
        kp_buf_adds(out, *word ? " (" : "");
        kp_cycle_print(out, cycle);
        kp_buf_adds(out, *word ? ")" : "");
    }
    kp_buf_adds(out, ": ");
    if (quadrant)
        kp_buf_addf(out, "%.*s ", KP_STR_ARG(kp_words_get(&quadrant->label, d->style->lang)));
    kp_buf_addf(out, "(%d, %d)", (int)place->x, (int)place->y);
}

static double draw_legend(struct drawing *d, double y, struct kp_buf *description)
{
    const struct kp_matrix *m = d->matrix;
    struct kp_svg_entry entries[PLACES_MOST];
    struct kp_buf texts[PLACES_MOST];
    size_t count = 0, first = kp_matrix_first_earlier(m);
    for (size_t i = 0; i < d->count; i++) {
        const struct place *place = &d->places[i];
        bool today = i + 2 == d->count, wanted = i + 1 == d->count;
        if (!place->drawn)
            continue;
        texts[count] = (struct kp_buf)KP_BUF_INIT;
        add_words(d, place,
                  wanted  ? (struct kp_cycle){0, 0}
                  : today ? m->today.cycle
                          : m->earlier[first + i].cycle,
                  today    ? _("today")
                  : wanted ? _("wanted")
                           : "",
                  &texts[count]);
        entries[count] = (struct kp_svg_entry){
            .mark = today    ? KP_SVG_DOT
                    : wanted ? KP_SVG_RING
                             : KP_SVG_NUMBER,
            .number = i + 1,
            .text = kp_buf_str(&texts[count]),
        };
        kp_buf_adds(description, description->len ? "; " : "");
        kp_buf_add(description, kp_buf_str(&texts[count]));
        count++;
    }
    y = kp_svg_legend(d->svg, entries, count, 4, y, KP_SVG_WIDTH - 8);
    for (size_t i = 0; i < count; i++)
        kp_buf_release(&texts[i]);
    return y;
}

/* Whether the drawing shows anything. */
static bool gather(struct drawing *d)
{
    const struct kp_matrix *m = d->matrix;
    bool any = false;
    for (size_t i = kp_matrix_first_earlier(m); i < m->earlier_count; i++)
        add_place(d, m->earlier[i].value);
    add_place(d, m->today.value);
    add_place(d, m->wanted.value);
    for (size_t i = 0; i < d->count; i++)
        any = any || d->places[i].drawn;
    return any;
}

bool kp_svg_matrix(const struct kp_matrix *matrix, const struct kp_style *style, const char *id,
                   struct kp_buf *out)
{
    const struct kp_field *field = matrix->field;
    struct kp_svg svg;
    struct drawing d = {.matrix = matrix, .style = style, .svg = &svg};
    if (!field->x.count || !field->y.count || field->x.count > KP_MATRIX_STEPS_MOST ||
        field->y.count > KP_MATRIX_STEPS_MOST || !gather(&d))
        return false;
    d.cell_x = (double)(KP_SVG_WIDTH - LEFT - RIGHT) / (double)field->x.count;
    d.cell_y = (double)HIGH / (double)field->y.count;
    kp_svg_begin(&svg, id);
    draw_axes(&d);
    draw_frames(&d);
    spread(&d);
    find_ways(&d);
    for (size_t i = 0; i < d.way_count; i++)
        kp_svg_arrow(&svg, d.ways[i].x1, d.ways[i].y1, d.ways[i].x2, d.ways[i].y2,
                     d.ways[i].classes);
    for (size_t i = 0; i < field->quadrant_count; i++)
        draw_name(&d, &field->quadrants[i]);
    draw_places(&d);
    struct kp_buf description = KP_BUF_INIT;
    double y = draw_legend(&d, TOP + HIGH + 50, &description);
    kp_svg_end(&svg, KP_SVG_WIDTH, y, kp_words_get(&field->label, style->lang),
               kp_buf_str(&description), out);
    kp_buf_release(&description);
    return true;
}
