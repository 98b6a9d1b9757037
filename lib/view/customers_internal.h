// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_CUSTOMERS_INTERNAL_H
#define KP_VIEW_CUSTOMERS_INTERNAL_H

/* What the files that draw customer accounts share. */

#include "view/customers.h"
#include "view/table.h"

struct kp_customers_page {
    const struct kp_customers_view *view;
    const struct kp_style *style;
    size_t indent;
    struct kp_buf *out;
    bool brief; /* lists of five */
};

/* "DKK 12.4 m"; "33.5 %"; empty where there is none. */
void kp_customers_add_money(const struct kp_style *style, kp_int128 amount, bool currency,
                            struct kp_buf *out);
void kp_customers_add_percent(const struct kp_style *style, kp_int128 part, kp_int128 whole,
                              struct kp_buf *out);
void kp_customers_add_ratio(const struct kp_style *style, struct kp_number percent,
                            struct kp_buf *out);

/* A bar of at most `width` columns for a share of 0–1. */
void kp_customers_add_bar(const struct kp_style *style, double share, size_t width,
                          struct kp_buf *out);

/* A group's name; what stands for those that no group takes. */
struct kp_str kp_customers_group_name(const struct kp_customers *customers, uint32_t group);

/* Whether a group is to be shown: it has a name, or somebody in it. */
bool kp_customers_group_shown(const struct kp_customers *customers, uint32_t group);

void kp_customers_line(const struct kp_customers_page *page, enum kp_mark mark, const char *text);

void kp_customers_drivers(const struct kp_customers_page *page);
void kp_customers_profiles(const struct kp_customers_page *page);
void kp_customers_lists(const struct kp_customers_page *page);
void kp_customers_moved(const struct kp_customers_page *page);

#endif
