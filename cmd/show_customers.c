// SPDX-License-Identifier: GPL-3.0-or-later
#include "show_customers.h"

#include "view/customers.h"

/* The accounts of the plan, and of the cycle before. false: nothing to release. */
static bool read_customers(struct plan_at *at, const struct kp_field *field,
                           struct kp_customers_view *view, struct kp_customers *now,
                           struct kp_customers *before)
{
    *view = (struct kp_customers_view){.now = now};
    if (!field || field->view != KP_VIEW_CUSTOMERS || !kp_customers_of(&at->calc, NULL, NULL, now))
        return false;
    if (kp_customers_before(&at->calc, before, &view->before_cycle))
        view->before = before;
    return true;
}

static void release(struct kp_customers_view *view, struct kp_customers *now,
                    struct kp_customers *before)
{
    if (view->before)
        kp_customers_release(before);
    kp_customers_release(now);
}

void show_customers_rows(struct plan_at *at, const struct kp_field *field,
                         const struct kp_style *style, struct kp_buf *out)
{
    struct kp_customers_view view;
    struct kp_customers now, before;
    if (!read_customers(at, field, &view, &now, &before))
        return;
    kp_buf_addc(out, '\n');
    kp_view_customers_rows(&view, style, 3, out);
    release(&view, &now, &before);
}

void show_customers_json(struct app *app, struct plan_at *at, const struct kp_field *field,
                         struct kp_json *document)
{
    struct kp_customers_view view;
    struct kp_customers now, before;
    if (!read_customers(at, field, &view, &now, &before))
        return;
    kp_json_set(&app->arena, document, "customers", kp_view_customers_json(&view, &app->arena));
    release(&view, &now, &before);
}
