// SPDX-License-Identifier: GPL-3.0-or-later
#include "show_drawing.h"

#include "show_matrix.h"
#include "view/contact_map.h"
#include "view/plan.h"
#include "view/selection.h"

static bool is_of_contacts(const struct kp_field *field)
{
    return field->view == KP_VIEW_CONTACTS || kp_str_is(field->id, "contacts.model") ||
           kp_str_is(field->id, "contacts.model.wanted");
}

static void show_contacts(struct plan_at *at, const struct kp_style *style, struct kp_buf *out)
{
    struct kp_contact_map map;
    if (!kp_contact_map_read(&map, &at->calc))
        return;
    kp_buf_addc(out, '\n');
    kp_view_contact_map(&map, style, 1, out);
}

/* Below the candidates it stands already. */
static void show_selection(struct plan_at *at, const struct kp_field *field,
                           const struct kp_style *style, struct kp_buf *out)
{
    struct kp_selection selection;
    if (!kp_selection_has(field->id) || kp_str_is(field->id, "candidates") ||
        !kp_selection_make(&at->calc, at->calc.arena, &selection))
        return;
    kp_buf_addc(out, '\n');
    kp_view_selection(&selection, style, 1, out);
}

/* How we sell beside how they buy: one is judged by the other. */
static void show_other_side(struct app *app, struct plan_at *at, const struct kp_field *field,
                            const struct kp_style *style, struct kp_buf *out)
{
    bool buying = kp_str_is(field->id, "buying.stage");
    if (!buying && !kp_str_is(field->id, "seller.role"))
        return;
    const struct kp_field *other =
        kp_model_field(&app->model, buying ? KP_STR("seller.role") : KP_STR("buying.stage"));
    if (other && !kp_json_is_null(kp_calc_value(&at->calc, other)))
        kp_view_field(&at->calc, at->cycle, other, style, out);
}

enum kp_status show_drawing(struct app *app, struct plan_at *at, const struct kp_field *field,
                            const struct kp_style *style, struct kp_buf *out)
{
    if (is_of_contacts(field))
        show_contacts(at, style, out);
    show_selection(at, field, style, out);
    show_other_side(app, at, field, style, out);
    return show_matrix(app, at, field, style, out);
}
