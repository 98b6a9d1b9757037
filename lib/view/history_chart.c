// SPDX-License-Identifier: GPL-3.0-or-later
/* The values of a history as bars, or as places on a line. */

#include "model/type.h"
#include "view/history_internal.h"

enum { BAR = 12, EIGHTHS = 8 };

const struct kp_field *history_field(const struct kp_history *history)
{
    return history->column ? history->column : history->field;
}

static bool number_of(const struct kp_json *value, double *out)
{
    if (!value || value->kind != KP_JSON_NUMBER || value->literal.len)
        return false;
    *out = kp_number_to_double(value->number);
    return true;
}

struct history_range history_range_of(const struct kp_history *history)
{
    const struct kp_field *field = history_field(history);
    struct history_range range = {0, 0, false};
    size_t numbers = 0;
    double value;
    if (history->row.len && !history->column)
        return range;
    if (field->type->kind == KP_TYPE_SCALE && field->scale.count > 1) {
        range.low = field->scale.steps[0].value;
        range.high = field->scale.steps[field->scale.count - 1].value;
        range.drawn = true;
        return range;
    }
    for (size_t i = 0; i < history->count; i++) {
        if (!history->points[i].shown || !number_of(history->points[i].value, &value))
            continue;
        numbers++;
        range.low = value < range.low ? value : range.low;
        range.high = value > range.high ? value : range.high;
    }
    range.drawn = numbers > 1 && range.high > range.low;
    return range;
}

/* A bar of eighths from the left. */
static void add_bar(const struct kp_style *style, double share, struct kp_buf *out)
{
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    size_t filled = (size_t)(share * BAR * EIGHTHS + 0.5);
    if (style->ascii) {
        kp_buf_add_repeat(out, "#", (filled + EIGHTHS / 2) / EIGHTHS);
        return;
    }
    kp_buf_add_repeat(out, "█", filled / EIGHTHS);
    kp_buf_adds(out, eighths[filled % EIGHTHS]);
}

/* A place on a line, where the numbers go below 0 or the scale has few steps. */
static void add_place(const struct kp_style *style, size_t at, size_t width, struct kp_buf *out)
{
    for (size_t i = 0; i < width; i++)
        kp_buf_adds(out, i == at ? kp_style_sign(style, "●", "o") : kp_style_sign(style, "─", "-"));
}

void history_add_chart(const struct kp_history *history, const struct kp_style *style,
                       const struct history_range *range, const struct kp_json *value,
                       struct kp_buf *out)
{
    const struct kp_field *field = history_field(history);
    double number;
    if (!number_of(value, &number) || number < range->low || number > range->high)
        return;
    double span = range->high - range->low, share = (number - range->low) / span;
    if (field->type->kind == KP_TYPE_SCALE)
        add_place(style, (size_t)((number - range->low) * 2), (size_t)(span * 2) + 1, out);
    else if (range->low < 0)
        add_place(style, (size_t)(share * (BAR - 1) + 0.5), BAR, out);
    else
        add_bar(style, share, out);
}
