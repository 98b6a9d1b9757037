// SPDX-License-Identifier: GPL-3.0-or-later
/* Customer accounts as SVG: how the revenue is spread, and the groups side by side. */
#include "base/text.h"
#include "view/svg_charts.h"

bool kp_svg_customers_curve(const struct kp_customers *customers, const char *id,
                            struct kp_buf *out)
{
    enum { POINTS = 200 };
    double shares[POINTS + 1];
    if (!customers->count || customers->portfolio.figures[KP_FIGURE_REVENUE] <= 0)
        return false;
    kp_customers_curve(customers, POINTS, shares);
    return kp_svg_curve(shares, POINTS, kp_str_from(_("How the revenue is spread")), id, out);
}

static struct kp_str money(kp_int128 amount, const struct kp_style *style, struct kp_arena *arena)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_number_show_short(&text, kp_customers_money(amount), style->lang);
    struct kp_str kept = kp_arena_str(arena, kp_buf_str(&text));
    kp_buf_release(&text);
    return kept;
}

bool kp_svg_customers_groups(const struct kp_customers *customers, const struct kp_style *style,
                             const char *id, struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_bar *rows = kp_arena_alloc(&arena, (customers->group_count + 1) * sizeof *rows);
    size_t count = 0;
    for (size_t i = 0; customers->group_count && i <= customers->group_count; i++) {
        const struct kp_customer_group *group = &customers->groups[i];
        const struct kp_customer_sum *sum = &group->sum;
        kp_int128 revenue = sum->figures[KP_FIGURE_REVENUE];
        if (!sum->count && i == customers->group_count)
            continue; /* every customer has a group */
        rows[count++] = (struct kp_bar){
            .label = group->name.len ? group->name : kp_str_from(_("in no group")),
            .note = kp_arena_format(&arena, ngettext("%zu customer", "%zu customers", sum->count),
                                    sum->count),
            .value = kp_number_to_double(kp_customers_money(revenue)),
            .second = kp_number_to_double(kp_customers_money(sum->contribution)),
            .value_text = money(revenue, style, &arena),
            .second_text = money(sum->contribution, style, &arena),
        };
    }
    struct kp_bars bars = {.title = kp_str_from(_("Groups of customers")),
                           .value = kp_str_from(_("revenue")),
                           .second = kp_str_from(_("contribution")),
                           .bars = rows,
                           .count = count};
    bool drawn = kp_svg_bars(&bars, id, out);
    kp_arena_release(&arena);
    return drawn;
}
