// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A table of view `matrix` as SVG: its rows by two scales (stakeholders by influence and stance, risks by
 * likelihood and impact), as numbers whose names stand below. Fields grow with what stands in them.
 */
#include "base/text.h"
#include "model/type.h"
#include "view/plan_internal.h"
#include "view/svg.h"

enum {
    LEFT = 26,
    TOP = 22,
    RIGHT = 4,
    CELL_LEAST = 34,
    MARK = 19,
    WIDE_MARK = 27,
    STEPS_MOST = 9,
    ROWS_MOST = 999
};

struct point {
    const struct kp_json *row;
    size_t x, y; /* steps, from 0 */
};

struct drawing {
    struct kp_calc *calc;
    const struct kp_field *name;
    const struct kp_scale *across, *up;
    const struct kp_field *across_field, *up_field;
    const struct kp_style *style;
    struct kp_svg *svg;
    struct point *points;
    size_t count, left_out;
    size_t in_row; /* marks beside each other in a field … */
    double apart;  /* … so far from each other */
    double cell, y;
    bool weighs; /* a field is the darker the more both are */
};

/* The step of a row on a scale, from 0; false: none. */
static bool step_of(const struct kp_json *row, const struct kp_field *column, size_t *step)
{
    const struct kp_json *value = kp_json_get_str(row, column->id);
    const struct kp_scale *scale = &column->scale;
    int64_t at;
    if (!value || value->kind != KP_JSON_NUMBER || !kp_number_whole(value->number, &at) ||
        !kp_scale_at(scale, at))
        return false;
    *step = (size_t)(at - scale->steps[0].value);
    return true;
}

static void gather(struct drawing *d, const struct kp_json *rows)
{
    d->points = kp_arena_alloc(d->calc->arena, (rows->count + 1) * sizeof *d->points);
    KP_JSON_EACH(row, rows)
    {
        struct point *point = &d->points[d->count];
        point->row = row;
        if (d->count < ROWS_MOST && step_of(row, d->across_field, &point->x) &&
            step_of(row, d->up_field, &point->y))
            d->count++;
        else
            d->left_out++;
    }
}

static size_t count_in(const struct drawing *d, size_t x, size_t y, size_t before)
{
    size_t count = 0;
    for (size_t i = 0; i < before; i++)
        count += d->points[i].x == x && d->points[i].y == y;
    return count;
}

static double height_of(const struct drawing *d, size_t y)
{
    size_t most = 0;
    for (size_t x = 0; x < d->across->count; x++) {
        size_t count = count_in(d, x, y, d->count);
        most = count > most ? count : most;
    }
    double height = (double)((most + d->in_row - 1) / d->in_row) * MARK + 8;
    return height < CELL_LEAST ? CELL_LEAST : height;
}

static void draw_field(struct drawing *d, size_t x, size_t y, double height)
{
    double left = LEFT + d->cell * (double)x;
    double part = (double)((x + 1) * (y + 1)) / (double)(d->across->count * d->up->count);
    if (d->weighs && part >= 0.2)
        kp_svg_rect(d->svg, left, d->y, d->cell, height, part >= 0.45 ? "shade" : "tint");
    kp_svg_rect(d->svg, left, d->y, d->cell, height, "soft");
    size_t all = count_in(d, x, y, d->count), seen = 0;
    for (size_t i = 0; i < d->count; i++) {
        if (d->points[i].x != x || d->points[i].y != y)
            continue;
        size_t line = seen / d->in_row, in_line = all - line * d->in_row;
        in_line = in_line < d->in_row ? in_line : d->in_row;
        double at = (double)(seen % d->in_row) - (double)(in_line - 1) / 2;
        size_t lines = (all + d->in_row - 1) / d->in_row;
        kp_svg_put_number(d->svg, i + 1, left + d->cell / 2 + at * d->apart,
                          d->y + height / 2 + ((double)line - (double)(lines - 1) / 2) * MARK);
        seen++;
    }
}

static void put_whole(struct drawing *d, int value, double x, double y, enum kp_svg_anchor anchor)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_buf_addf(&text, "%s%d", value < 0 ? "−" : "", value < 0 ? -value : value);
    kp_svg_text(d->svg, x, y, KP_SVG_SMALL, anchor, kp_buf_str(&text), 0);
    kp_buf_release(&text);
}

static void put_title(struct drawing *d, const struct kp_field *field, bool up)
{
    struct kp_buf text = KP_BUF_INIT;
    struct kp_str label = kp_words_get(&field->label, d->style->lang);
    kp_buf_addf(&text, up ? "↑ %.*s" : "%.*s →", KP_STR_ARG(label));
    kp_svg_text(d->svg, up ? 4 : KP_SVG_WIDTH - RIGHT, up ? 13 : d->y + 28, KP_SVG_TEXT,
                up ? KP_SVG_START : KP_SVG_END, kp_buf_str(&text), KP_SVG_WIDTH - 8);
    kp_buf_release(&text);
}

/* What the ends of the axis mean, in the scale's own words. */
static void put_ends(struct drawing *d)
{
    double room = KP_SVG_WIDTH - 20, half = room / 2;
    const enum kp_lang lang = d->style->lang;
    struct kp_str first = kp_words_get(&d->across->steps[0].label, lang);
    struct kp_str last = kp_words_get(&d->across->steps[d->across->count - 1].label, lang);
    double left = kp_svg_text_width(first, KP_SVG_SMALL);
    double right = kp_svg_text_width(last, KP_SVG_SMALL);
    /* What the one leaves the other has. */
    kp_svg_text(d->svg, 4, d->y + 44, KP_SVG_SMALL, KP_SVG_START, first,
                right < half ? room - right : half);
    kp_svg_text(d->svg, KP_SVG_WIDTH - RIGHT, d->y + 44, KP_SVG_SMALL, KP_SVG_END, last,
                left < half ? room - left : half);
}

static void draw_fields(struct drawing *d)
{
    put_title(d, d->up_field, true);
    d->y = TOP;
    for (size_t y = d->up->count; y-- > 0;) {
        double height = height_of(d, y);
        put_whole(d, d->up->steps[y].value, LEFT - 7, d->y + height / 2 + 4, KP_SVG_END);
        for (size_t x = 0; x < d->across->count; x++)
            draw_field(d, x, y, height);
        d->y += height;
    }
    for (size_t x = 0; x < d->across->count; x++)
        put_whole(d, d->across->steps[x].value, LEFT + d->cell * ((double)x + 0.5), d->y + 13,
                  KP_SVG_MIDDLE);
    put_title(d, d->across_field, false);
    put_ends(d);
    d->y += 62;
}

/* The names by their numbers, in two columns when they are many. */
static void draw_names(struct drawing *d)
{
    bool two = d->count > 12;
    size_t half = two ? (d->count + 1) / 2 : d->count;
    double width = two ? KP_SVG_WIDTH / 2.0 : KP_SVG_WIDTH, top = d->y;
    for (size_t i = 0; i < d->count; i++) {
        struct kp_buf text = KP_BUF_INIT;
        double x = two && i >= half ? width : 4, y = top + (double)(i % half) * MARK;
        kp_view_inline(d->calc, d->name, kp_json_get_str(d->points[i].row, d->name->id), d->style,
                       KP_SHAPE_FULL, &text);
        kp_svg_put_number(d->svg, i + 1, x + (d->count > 99 ? 13 : 9), y - 4);
        kp_svg_text(d->svg, x + (d->count > 99 ? 30 : 24), y, KP_SVG_SMALL, KP_SVG_START,
                    kp_buf_str(&text), width - 36);
        kp_buf_release(&text);
    }
    d->y = top + (double)half * MARK;
}

static void describe(const struct drawing *d, struct kp_buf *out)
{
    for (size_t i = 0; i < d->count; i++) {
        const struct point *point = &d->points[i];
        kp_buf_addf(out, "%s%zu ", i ? "; " : "", i + 1);
        kp_view_inline(d->calc, d->name, kp_json_get_str(point->row, d->name->id), d->style,
                       KP_SHAPE_FULL, out);
        kp_buf_addf(out, ": %.*s %d, ",
                    KP_STR_ARG(kp_words_get(&d->up_field->label, d->style->lang)),
                    d->up->steps[point->y].value);
        kp_buf_addf(out, "%.*s %d",
                    KP_STR_ARG(kp_words_get(&d->across_field->label, d->style->lang)),
                    d->across->steps[point->x].value);
    }
}

static bool prepare(struct drawing *d, const struct kp_field *field, const struct kp_json *rows)
{
    d->up_field = kp_field_column(field, field->axis_rows);
    d->across_field = kp_field_column(field, field->axis_columns);
    d->name = kp_field_column(field, kp_field_name_column(field));
    if (field->view != KP_VIEW_MATRIX || !rows || rows->kind != KP_JSON_ARRAY || !d->up_field ||
        !d->across_field || !d->name || !d->up_field->scale.count ||
        !d->across_field->scale.count || d->across_field->scale.count > STEPS_MOST ||
        d->up_field->scale.count > STEPS_MOST)
        return false;
    d->up = &d->up_field->scale;
    d->across = &d->across_field->scale;
    d->weighs = d->up->steps[0].value > 0 && d->across->steps[0].value > 0;
    d->cell = (KP_SVG_WIDTH - LEFT - RIGHT) / (double)d->across->count;
    gather(d, rows);
    d->apart = d->count > 99 ? WIDE_MARK : MARK;
    d->in_row = (size_t)((d->cell - 4) / d->apart);
    d->in_row = d->in_row ? d->in_row : 1;
    return d->count > 0;
}

bool kp_svg_steps(struct kp_calc *calc, const struct kp_field *field, const struct kp_json *rows,
                  const struct kp_style *style, const char *id, struct kp_buf *out)
{
    struct kp_svg svg;
    struct kp_buf description = KP_BUF_INIT;
    struct drawing d = {.calc = calc, .style = style, .svg = &svg};
    if (!prepare(&d, field, rows))
        return false;
    kp_svg_begin(&svg, id);
    draw_fields(&d);
    draw_names(&d);
    if (kp_svg_left_out(&svg, d.y, d.left_out))
        d.y += MARK;
    describe(&d, &description);
    kp_svg_end(&svg, KP_SVG_WIDTH, d.y - 6, kp_words_get(&field->label, style->lang),
               kp_buf_str(&description), out);
    kp_buf_release(&description);
    return true;
}
