// SPDX-License-Identifier: GPL-3.0-or-later
/* The white space as SVG: who delivers what to which unit, by shape, and what it may be worth. */
#include "base/text.h"
#include "model/type.h"
#include "view/grid_internal.h"
#include "view/plan_internal.h"
#include "view/svg.h"

enum {
    MARGIN = 4,
    UNITS = 74, /* the column of their names */
    SUMS = 52,
    ROW = 34,
    ACROSS = 6,      /* columns of a panel; more stand in panels below */
    ACROSS_BARE = 8, /* without amounts */
    HEADING_LEAST = 34,
    HEADING_MOST = 112
};

struct drawing {
    const struct kp_grid *grid;
    struct kp_calc *calc;
    const struct kp_style *style;
    struct kp_svg *svg;
    struct kp_number unit; /* amounts are shown in thousands or millions, all alike */
    double y;
};

/* "mio. DKK": what amounts are shown in. */
static void add_unit(const struct drawing *d, struct kp_buf *out)
{
    struct kp_buf word = KP_BUF_INIT;
    kp_number_show_short(&word, d->unit, d->style->lang);
    struct kp_str text = kp_buf_str(&word);
    size_t at = 0; /* behind the figures and the space */
    while (at < text.len && !((text.data[at] | 0x20) >= 'a' && (text.data[at] | 0x20) <= 'z'))
        at++;
    kp_buf_add(out, kp_str_slice(text, at, text.len));
    kp_buf_adds(out, out->len && d->style->currency.len ? " " : "");
    kp_buf_add(out, d->style->currency);
    kp_buf_release(&word);
}

static void choose_unit(struct drawing *d)
{
    static const int64_t units[] = {1000000, 1000};
    d->unit = kp_number_from(1);
    for (size_t i = 0; i < 2; i++) {
        if (kp_number_compare(d->grid->total, kp_number_from(units[i])) < 0)
            continue;
        d->unit = kp_number_from(units[i]);
        break;
    }
}

/* Which choice a state is; choice_count for none. */
static size_t choice_of(const struct drawing *d, const struct kp_json *state)
{
    const struct kp_field *cell = d->grid->cell;
    size_t at = 0;
    while (at < cell->choice_count &&
           !(state->kind == KP_JSON_STRING && kp_str_equal(state->text, cell->choices[at].id)))
        at++;
    return at;
}

static bool is_unknown(const struct drawing *d, size_t choice)
{
    return choice < d->grid->cell->choice_count &&
           kp_str_is(d->grid->cell->choices[choice].id, "unknown");
}

static void put_sign(struct drawing *d, size_t choice, double x, double y)
{
    static const enum kp_svg_mark marks[] = {KP_SVG_DOT,  KP_SVG_TRIANGLE, KP_SVG_SQUARE,
                                             KP_SVG_RING, KP_SVG_DIAMOND,  KP_SVG_CROSS};
    if (is_unknown(d, choice))
        kp_svg_text(d->svg, x, y + 4.5, KP_SVG_BOLD, KP_SVG_MIDDLE, KP_STR("?"), 0);
    else if (choice < sizeof marks / sizeof *marks)
        kp_svg_put_mark(d->svg, marks[choice], x, y, 4.5);
}

/* The name of a row, in the middle of its height. */
static void put_label(struct drawing *d, size_t at)
{
    const struct kp_grid_axis *axis = &d->grid->down;
    struct kp_buf label = KP_BUF_INIT;
    kp_view_inline(d->calc, axis->column, axis->values[at], d->style, KP_SHAPE_FULL, &label);
    bool one = kp_svg_text_width(kp_buf_str(&label), KP_SVG_SMALL) <= UNITS - 5;
    kp_svg_wrapped(d->svg, MARGIN, d->y + ROW / 2.0 + (one ? 4 : -3), KP_SVG_SMALL, KP_SVG_START,
                   kp_buf_str(&label), UNITS - 5, 2);
    kp_buf_release(&label);
}

static void put_amount(struct drawing *d, struct kp_number amount, double x, double y,
                       enum kp_svg_font font, enum kp_svg_anchor anchor)
{
    struct kp_buf text = KP_BUF_INIT;
    bool small = kp_number_compare(amount, d->unit) < 0;
    if (kp_number_divide(amount, d->unit, &amount))
        kp_number_show(&text, kp_number_round(amount, small ? 2 : 1), d->style->lang, -1);
    kp_svg_text(d->svg, x, y, font, anchor, kp_buf_str(&text), 0);
    kp_buf_release(&text);
}

/* "3; 4; 4": what no sign can say. */
static void put_states(struct drawing *d, const struct kp_grid_cell *cell, double x, double y,
                       double room)
{
    struct kp_buf text = KP_BUF_INIT;
    KP_JSON_EACH(row, cell->rows)
    {
        kp_buf_adds(&text, text.len ? "; " : "");
        kp_view_inline(d->calc, d->grid->cell, kp_json_get_str(row, d->grid->cell->id), d->style,
                       KP_SHAPE_TIGHT, &text);
    }
    kp_svg_text(d->svg, x, y + 4, KP_SVG_SMALL, KP_SVG_MIDDLE, kp_buf_str(&text), room);
    kp_buf_release(&text);
}

static void draw_cell(struct drawing *d, const struct kp_grid_cell *cell, double x, double width)
{
    double middle = x + width / 2;
    if (!cell->rows) {
        kp_svg_hatch(d->svg, x, d->y, width, ROW, 6);
    } else {
        size_t choice = choice_of(d, cell->state), choices = d->grid->cell->choice_count;
        double y = d->y + (cell->has_amount ? 10 : ROW / 2);
        if (choice == 0 && choices)
            kp_svg_rect(d->svg, x, d->y, width, ROW, "shade");
        if (choice < choices)
            put_sign(d, choice, middle, y);
        else
            put_states(d, cell, middle, y, width - 3);
        if (cell->has_amount)
            put_amount(d, cell->amount, middle, d->y + 28, KP_SVG_SMALL, KP_SVG_MIDDLE);
    }
    kp_svg_rect(d->svg, x, d->y, width, ROW, "soft");
}

/* The names of the columns, upwards, and what the sums are. */
static void draw_heading(struct drawing *d, size_t first, size_t count, double width, double sums)
{
    struct kp_buf unit = KP_BUF_INIT;
    double high = HEADING_LEAST;
    for (int drawn = 0; drawn < 2; drawn++) {
        for (size_t i = 0; i < count; i++) {
            struct kp_buf label = KP_BUF_INIT;
            kp_view_inline(d->calc, d->grid->across.column, d->grid->across.values[first + i],
                           d->style, KP_SHAPE_FULL, &label);
            double wide = kp_svg_text_width(kp_buf_str(&label), KP_SVG_SMALL) + 8;
            if (drawn)
                kp_svg_text_up(d->svg, MARGIN + UNITS + width * ((double)i + 0.5) + 4,
                               d->y + high - 5, KP_SVG_SMALL, kp_buf_str(&label), high - 6);
            high = wide > high && !drawn ? wide : high;
            kp_buf_release(&label);
        }
        high = high < HEADING_MOST ? high : HEADING_MOST;
    }
    d->y += high;
    if (sums > 0) {
        add_unit(d, &unit);
        kp_svg_text(d->svg, sums, d->y - 19, KP_SVG_SMALL, KP_SVG_END, kp_str_from(_("Potential")),
                    SUMS + width);
        kp_svg_text(d->svg, sums, d->y - 5, KP_SVG_SMALL, KP_SVG_END, kp_buf_str(&unit), SUMS);
    }
    kp_buf_release(&unit);
}

/* How many columns stand beside each other, so that the panels are alike. */
static size_t columns_of(const struct kp_grid *grid)
{
    size_t most = grid->amount ? ACROSS : ACROSS_BARE;
    size_t panels = (grid->across.count + most - 1) / most;
    return (grid->across.count + panels - 1) / panels;
}

/* Some of the columns, with the sums of the rows behind the last of them. */
static void draw_panel(struct drawing *d, size_t first, size_t count, bool last)
{
    const struct kp_grid *grid = d->grid;
    bool sums = last && grid->has_sums;
    size_t columns = columns_of(grid);
    double room = KP_SVG_WIDTH - 2 * MARGIN - UNITS - (grid->has_sums ? SUMS : 0);
    double width = room / (double)columns;
    double right = MARGIN + UNITS + width * (double)count + SUMS;
    draw_heading(d, first, count, width, sums ? right : 0);
    for (size_t down = 0; down < grid->down.count; down++) {
        put_label(d, down);
        for (size_t i = 0; i < count; i++)
            draw_cell(d, &grid->cells[down * grid->across.count + first + i],
                      MARGIN + UNITS + width * (double)i, width);
        if (sums && kp_number_sign(grid->down.sums[down]))
            put_amount(d, grid->down.sums[down], right, d->y + 21, KP_SVG_SMALL, KP_SVG_END);
        d->y += ROW;
    }
    if (!grid->has_sums)
        return;
    kp_svg_text(d->svg, MARGIN, d->y + 15, KP_SVG_SMALL, KP_SVG_START, kp_str_from(_("Potential")),
                UNITS);
    for (size_t i = 0; i < count; i++)
        if (kp_number_sign(grid->across.sums[first + i]))
            put_amount(d, grid->across.sums[first + i], MARGIN + UNITS + width * ((double)i + 0.5),
                       d->y + 15, KP_SVG_SMALL, KP_SVG_MIDDLE);
    if (sums)
        put_amount(d, grid->total, right, d->y + 15, KP_SVG_BOLD, KP_SVG_END);
    d->y += 26;
}

/* Squares that nobody has said anything of, where there are some. */
static void draw_empty_key(struct drawing *d, double x)
{
    const struct kp_grid *grid = d->grid;
    struct kp_str label = kp_str_from(_("no answer yet"));
    bool any = false;
    for (size_t i = 0; i < grid->down.count * grid->across.count; i++)
        any = any || !grid->cells[i].rows;
    if (!any)
        return;
    if (x > MARGIN && x + 17 + kp_svg_text_width(label, KP_SVG_SMALL) > KP_SVG_WIDTH - MARGIN) {
        x = MARGIN;
        d->y += 18;
    }
    kp_svg_rect(d->svg, x, d->y - 5, 11, 10, "line");
    kp_svg_hatch(d->svg, x, d->y - 5, 11, 10, 4);
    kp_svg_text(d->svg, x + 15, d->y + 4, KP_SVG_SMALL, KP_SVG_START, label, 0);
}

static void draw_legend(struct drawing *d)
{
    const struct kp_field *cell = d->grid->cell;
    double x = MARGIN;
    d->y += 12;
    for (size_t i = 0; i < cell->choice_count; i++) {
        struct kp_str label = kp_words_get(&cell->choices[i].label, d->style->lang);
        double wide = 17 + kp_svg_text_width(label, KP_SVG_SMALL);
        if (x > MARGIN && x + wide > KP_SVG_WIDTH - MARGIN) {
            x = MARGIN;
            d->y += 18;
        }
        put_sign(d, i, x + 6, d->y);
        kp_svg_text(d->svg, x + 15, d->y + 4, KP_SVG_SMALL, KP_SVG_START, label,
                    KP_SVG_WIDTH - x - 15);
        x += wide + 12;
    }
    draw_empty_key(d, x);
    d->y += 14;
}

/* "Hirtshals: Serviceaftale Vi gør; Ombygning Ingen 4,2 mio. …" */
static void describe(const struct drawing *d, struct kp_buf *out)
{
    const struct kp_grid *grid = d->grid;
    for (size_t down = 0; down < grid->down.count; down++) {
        kp_buf_adds(out, out->len ? ". " : "");
        kp_view_inline(d->calc, grid->down.column, grid->down.values[down], d->style, KP_SHAPE_FULL,
                       out);
        const char *between = ": ";
        for (size_t i = 0; i < grid->across.count; i++) {
            const struct kp_grid_cell *cell = &grid->cells[down * grid->across.count + i];
            if (!cell->rows)
                continue;
            kp_buf_adds(out, between);
            kp_view_inline(d->calc, grid->across.column, grid->across.values[i], d->style,
                           KP_SHAPE_FULL, out);
            kp_buf_addc(out, ' ');
            kp_view_inline(d->calc, grid->cell, cell->state, d->style, KP_SHAPE_TIGHT, out);
            if (cell->has_amount) {
                kp_buf_addc(out, ' ');
                kp_number_show_short(out, cell->amount, d->style->lang);
            }
            between = "; ";
        }
    }
}

bool kp_svg_grid(struct kp_calc *calc, const struct kp_field *field, const struct kp_json *rows,
                 const struct kp_style *style, const char *id, struct kp_buf *out)
{
    struct kp_grid grid;
    struct kp_svg svg;
    struct kp_buf description = KP_BUF_INIT;
    struct drawing d = {.grid = &grid, .calc = calc, .style = style, .svg = &svg, .y = MARGIN};
    if (!kp_grid_read(&grid, calc, field, rows))
        return false;
    choose_unit(&d);
    kp_svg_begin(&svg, id);
    size_t columns = columns_of(&grid);
    for (size_t first = 0; first < grid.across.count; first += columns) {
        size_t left = grid.across.count - first;
        draw_panel(&d, first, left < columns ? left : columns, left <= columns);
        d.y += 6;
    }
    draw_legend(&d);
    describe(&d, &description);
    kp_svg_end(&svg, KP_SVG_WIDTH, d.y, kp_words_get(&field->label, style->lang),
               kp_buf_str(&description), out);
    kp_buf_release(&description);
    return true;
}
