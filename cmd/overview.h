// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_OVERVIEW_H
#define KAMPLAN_OVERVIEW_H

/* All accounts side by side, now and in the cycle before, as `portfolio` and a site show them. */

#include "moment.h"
#include "view/portfolio.h"

enum { COLUMNS_MOST = 64 };

struct overview {
    struct app *app;
    struct kp_portfolio_column columns[COLUMNS_MOST + 1]; /* one more to sort by */
    size_t shown, count;
    size_t sort;
    bool descending, chosen;
    bool *needed;
    struct moment now, before;
    bool has_before;
    const struct kp_signoff **signoffs; /* of all accounts, by name */
    size_t signoff_count;
    struct account_then *then, *then_before; /* by folder of `now` */
    struct kp_portfolio portfolio;
    struct kp_faults faults;
};

/*
 * Reads the accounts as of `on` (as for moment_read): `columns` is a list of ids, NULL the usual ones;
 * `order` such as "name:desc", NULL by revenue. `whole`: every answer is read, not only what the columns
 * need. `overview` is initialised here; release it in any case.
 */
enum kp_status overview_read(struct app *app, const char *on, const char *columns,
                             const char *order, bool whole, struct overview *overview);
void overview_release(struct overview *overview);

/* What a view shows of it. */
struct kp_portfolio_page overview_page(const struct overview *overview);

#endif
