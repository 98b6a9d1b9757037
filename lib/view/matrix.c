// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/matrix.h"

#include "base/text.h"
#include "base/utf8.h"
#include "view/matrix_internal.h"

#include <stdio.h>

enum {
    CELL_LEAST = 4,
    CELL_MOST = 11,
    MARGIN = 5, /* "  5 │" */
    EARLIER_MOST = 9
};

struct drawing {
    const struct kp_matrix *matrix;
    const struct kp_style *style;
    size_t indent, cell; /* columns of one step */
    struct kp_buf *out;
};

bool kp_matrix_at(const struct kp_json *value, int64_t *x, int64_t *y)
{
    const struct kp_json *at_x = kp_json_get(value, "x"), *at_y = kp_json_get(value, "y");
    return at_x && at_y && at_x->kind == KP_JSON_NUMBER && at_y->kind == KP_JSON_NUMBER &&
           kp_number_whole(at_x->number, x) && kp_number_whole(at_y->number, y);
}

static bool stands_at(const struct kp_json *value, int64_t x, int64_t y)
{
    int64_t at_x, at_y;
    return kp_matrix_at(value, &at_x, &at_y) && at_x == x && at_y == y;
}

static const char *sign(const struct drawing *d, const char *drawn, const char *ascii)
{
    return kp_style_sign(d->style, drawn, ascii);
}

size_t kp_matrix_first_earlier(const struct kp_matrix *matrix)
{
    return matrix->earlier_count > EARLIER_MOST ? matrix->earlier_count - EARLIER_MOST : 0;
}

/* Appends what stands in a cell; returns its width. */
static size_t add_signs(struct drawing *d, int64_t x, int64_t y)
{
    const struct kp_matrix *m = d->matrix;
    size_t width = 0, first = kp_matrix_first_earlier(m);
    for (size_t i = first; i < m->earlier_count; i++) {
        if (!stands_at(m->earlier[i].value, x, y))
            continue;
        kp_style_addf(d->out, d->style, KP_MARK_DIM, "%zu", i - first + 1);
        width++;
    }
    if (stands_at(m->today.value, x, y)) {
        kp_style_add(d->out, d->style, KP_MARK_TITLE, kp_str_from(sign(d, "●", "*")));
        width++;
    }
    if (stands_at(m->wanted.value, x, y)) {
        kp_style_add(d->out, d->style, KP_MARK_NEW, kp_str_from(sign(d, "○", "o")));
        width++;
    }
    return width;
}

static const struct kp_quadrant *quadrant_at(const struct drawing *d, int64_t x, int64_t y)
{
    return kp_field_quadrant(d->matrix->field, x, y);
}

/* Whether a line stands between this step and the one to its left. */
static bool is_border(const struct drawing *d, int64_t x, int64_t y)
{
    const struct kp_scale *axis = &d->matrix->field->x;
    return x > axis->steps[0].value && quadrant_at(d, x, y) != quadrant_at(d, x - 1, y);
}

/* Without the spaces that fill up the last cell. */
static void end_line(struct drawing *d)
{
    while (d->out->len && d->out->data[d->out->len - 1] == ' ')
        kp_buf_truncate(d->out, d->out->len - 1);
    kp_buf_addc(d->out, '\n');
}

static void begin_line(struct drawing *d, const char *label, bool axis)
{
    kp_buf_add_repeat(d->out, " ", d->indent);
    kp_buf_addf(d->out, "%3s ", label);
    kp_buf_adds(d->out, axis ? sign(d, "│", "|") : " ");
}

/* The names of the quadrants whose top is this row. */
static void add_names(struct drawing *d, int64_t y)
{
    const struct kp_scale *axis = &d->matrix->field->x;
    size_t column = 0;
    begin_line(d, "", true);
    while (column < axis->count) {
        int64_t x = axis->steps[column].value;
        const struct kp_quadrant *quadrant = quadrant_at(d, x, y);
        size_t span = 1;
        while (column + span < axis->count && quadrant_at(d, x + (int64_t)span, y) == quadrant)
            span++;
        struct kp_buf name = KP_BUF_INIT, shown = KP_BUF_INIT;
        if (quadrant && quadrant->y_max == y)
            kp_utf8_add_visible(&name, kp_words_get(&quadrant->label, d->style->lang), false);
        kp_buf_addf(d->out, "%s ", is_border(d, x, y) ? sign(d, "┊", ":") : " ");
        kp_utf8_add_cell(&shown, kp_buf_str(&name), span * d->cell - 2, d->style->ascii);
        kp_style_add(d->out, d->style, name.len ? KP_MARK_DIM : KP_MARK_NONE, kp_buf_str(&shown));
        kp_buf_release(&name);
        kp_buf_release(&shown);
        column += span;
    }
    end_line(d);
}

static void add_places(struct drawing *d, int64_t y)
{
    const struct kp_scale *axis = &d->matrix->field->x;
    char label[24];
    snprintf(label, sizeof label, "%d", (int)y);
    begin_line(d, label, true);
    for (size_t i = 0; i < axis->count; i++) {
        int64_t x = axis->steps[i].value;
        kp_buf_adds(d->out, is_border(d, x, y) ? sign(d, "┊", ":") : " ");
        kp_buf_add_repeat(d->out, " ", d->cell / 2 - 1);
        size_t used = d->cell / 2 + add_signs(d, x, y);
        kp_buf_add_repeat(d->out, " ", used < d->cell ? d->cell - used : 0);
    }
    end_line(d);
}

/* A line across, where another quadrant begins below. */
static void add_divide(struct drawing *d, int64_t y)
{
    const struct kp_scale *axis = &d->matrix->field->x;
    bool any = false;
    for (size_t i = 0; i < axis->count; i++)
        any = any || quadrant_at(d, axis->steps[i].value, y) !=
                         quadrant_at(d, axis->steps[i].value, y - 1);
    if (!any)
        return;
    begin_line(d, "", true);
    kp_buf_add_repeat(d->out, sign(d, "┄", "-"), axis->count * d->cell);
    kp_buf_addc(d->out, '\n');
}

static void add_axis_below(struct drawing *d)
{
    const struct kp_scale *axis = &d->matrix->field->x;
    struct kp_buf label = KP_BUF_INIT;
    kp_buf_add_repeat(d->out, " ", d->indent + MARGIN - 1);
    kp_buf_adds(d->out, sign(d, "└", "+"));
    kp_buf_add_repeat(d->out, sign(d, "─", "-"), axis->count * d->cell);
    kp_buf_addc(d->out, '\n');
    kp_buf_add_repeat(d->out, " ", d->indent + MARGIN);
    for (size_t i = 0; i < axis->count; i++) {
        kp_buf_add_repeat(d->out, " ", d->cell / 2);
        kp_buf_addf(d->out, "%-*d", (int)(d->cell - d->cell / 2), axis->steps[i].value);
    }
    end_line(d);
    kp_utf8_add_visible(&label, kp_words_get(&axis->label, d->style->lang), false);
    kp_buf_add_repeat(d->out, " ", d->indent + MARGIN);
    kp_style_addf(d->out, d->style, KP_MARK_DIM, "%s %s", label.data, sign(d, "→", "->"));
    kp_buf_addc(d->out, '\n');
    kp_buf_release(&label);
}

static void add_place_words(struct drawing *d, const struct kp_matrix_place *place,
                            const char *mark, const char *word, struct kp_buf *line)
{
    int64_t x, y;
    if (!kp_matrix_at(place->value, &x, &y))
        return;
    const struct kp_quadrant *quadrant = quadrant_at(d, x, y);
    kp_buf_addf(line, "%s%s", line->len ? "   " : "", mark);
    kp_buf_adds(line, "\xc2\xa0");
    if (place->cycle.year)
        kp_cycle_print(line, place->cycle);
    else
        kp_buf_adds(line, word);
    if (quadrant) {
        struct kp_str label = kp_words_get(&quadrant->label, d->style->lang);
        kp_buf_adds(line, "\xc2\xa0");
        while (label.data) { /* stays together when the legend is broken into lines */
            kp_buf_add(line, kp_str_split(&label, ' '));
            kp_buf_adds(line, label.data ? "\xc2\xa0" : "");
        }
    }
}

static void add_legend(struct drawing *d)
{
    const struct kp_matrix *m = d->matrix;
    struct kp_buf line = KP_BUF_INIT, margin = KP_BUF_INIT;
    size_t first = kp_matrix_first_earlier(m), columns = kp_style_columns(d->style);
    for (size_t i = first; i < m->earlier_count; i++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", i - first + 1);
        add_place_words(d, &m->earlier[i], number, "", &line);
    }
    add_place_words(d, &m->today, sign(d, "●", "*"), _("today"), &line);
    add_place_words(d, &m->wanted, sign(d, "○", "o"), _("wanted"), &line);
    kp_buf_add_repeat(&margin, " ", d->indent + MARGIN);
    size_t start = d->out->len;
    kp_buf_add(d->out, kp_buf_str(&margin));
    kp_utf8_add_wrapped(d->out, kp_buf_str(&line), columns - margin.len, margin.data);
    kp_style_soften(d->out, start);
    kp_buf_addc(d->out, '\n');
    kp_buf_release(&line);
    kp_buf_release(&margin);
}

bool kp_view_matrix(const struct kp_matrix *matrix, const struct kp_style *style, size_t indent,
                    struct kp_buf *out)
{
    const struct kp_scale *x = &matrix->field->x, *y = &matrix->field->y;
    size_t columns = kp_style_columns(style);
    struct drawing d = {.matrix = matrix, .style = style, .indent = indent, .out = out};
    if (!x->count || !y->count || x->count > KP_MATRIX_STEPS_MOST ||
        y->count > KP_MATRIX_STEPS_MOST || columns < indent + MARGIN + x->count * CELL_LEAST + 1)
        return false;
    d.cell = (columns - indent - MARGIN - 1) / x->count;
    d.cell = d.cell > CELL_MOST ? CELL_MOST : d.cell;

    struct kp_buf label = KP_BUF_INIT;
    kp_utf8_add_visible(&label, kp_words_get(&y->label, style->lang), false);
    kp_buf_add_repeat(out, " ", indent + MARGIN - 1);
    kp_style_addf(out, style, KP_MARK_DIM, "%s %s", sign(&d, "↑", "^"), label.data);
    kp_buf_addc(out, '\n');
    kp_buf_release(&label);
    for (size_t i = y->count; i-- > 0;) {
        add_names(&d, y->steps[i].value);
        add_places(&d, y->steps[i].value);
        if (i)
            add_divide(&d, y->steps[i].value);
    }
    add_axis_below(&d);
    add_legend(&d);
    return true;
}
