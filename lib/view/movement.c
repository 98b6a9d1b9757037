// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/movement.h"

#include "base/text.h"
#include "compare/diff.h"
#include "model/type.h"

enum { PERCENT_MOST = 1000, COARSE = 10, COARSE_WHOLE = 20 };

static struct kp_number absolute(struct kp_number number)
{
    return kp_number_sign(number) < 0 ? kp_number_negate(number) : number;
}

void kp_view_points(struct kp_number number, struct kp_buf *out)
{
    bool is_one = kp_number_equal(number, kp_number_from(1));
    kp_buf_addf(out, "\xc2\xa0%s", ngettext("point", "points", is_one ? 1 : 2));
}

void kp_view_movement(const struct kp_field *field, const struct kp_json *before,
                      const struct kp_json *after, const struct kp_style *style, bool whole,
                      struct kp_buf *out)
{
    struct kp_diff_delta delta;
    if (!kp_diff_number(before, after, &delta) || kp_number_sign(delta.by) == 0)
        return;
    bool up = kp_number_sign(delta.by) > 0;
    struct kp_number percent = absolute(delta.percent);
    kp_buf_adds(out, kp_style_sign(style, up ? "▲\xc2\xa0" : "▼\xc2\xa0", up ? "+" : "-"));
    if (field->type->kind != KP_TYPE_MONEY) {
        kp_number_show(out, absolute(delta.by), style->lang, -1);
        if (whole && field->type->kind == KP_TYPE_PERCENT)
            kp_view_points(absolute(delta.by), out);
    } else if (!delta.percent_known ||
               kp_number_compare(percent, kp_number_from(PERCENT_MOST)) >= 0)
        kp_number_show_short(out, absolute(delta.by), style->lang);
    else {
        int limit = whole ? COARSE_WHOLE : COARSE;
        bool coarse = kp_number_compare(percent, kp_number_from(limit)) >= 0;
        kp_number_show(out, kp_number_round(percent, coarse ? 0 : 1), style->lang, -1);
        kp_buf_adds(out, "\xc2\xa0%");
    }
}
