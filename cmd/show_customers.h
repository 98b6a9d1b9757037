// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KAMPLAN_SHOW_CUSTOMERS_H
#define KAMPLAN_SHOW_CUSTOMERS_H

#include "app.h"

/* Appends every customer of the plan on a line; nothing for another field than the customer accounts. */
void show_customers_rows(struct plan_at *at, const struct kp_field *field,
                         const struct kp_style *style, struct kp_buf *out);

/* Sets "customers" of the document to what the accounts come to, where they are the field that is shown. */
void show_customers_json(struct app *app, struct plan_at *at, const struct kp_field *field,
                         struct kp_json *document);

#endif
