// SPDX-License-Identifier: GPL-3.0-or-later
#include "show_matrix.h"

#include "base/alloc.h"
#include "model/type.h"
#include "versions.h"
#include "view/matrix.h"

#include <stdlib.h>

static const struct kp_field *position_field(struct app *app, struct kp_str id)
{
    const struct kp_field *field = kp_model_field(&app->model, id);
    return field && field->type->kind == KP_TYPE_POSITION ? field : NULL;
}

/* The position that a field is about, and the field of the one that is wanted (may be NULL). */
static const struct kp_field *find_pair(struct app *app, const struct kp_field *field,
                                        const struct kp_field **wanted)
{
    struct kp_str suffix = KP_STR(".wanted"), id = field->id;
    if (field->type->kind != KP_TYPE_POSITION)
        return NULL;
    if (kp_str_ends(id, suffix)) {
        const struct kp_field *today =
            position_field(app, kp_str_slice(id, 0, id.len - suffix.len));
        *wanted = today ? field : NULL;
        return today ? today : field;
    }
    *wanted = position_field(
        app, kp_arena_format(&app->arena, "%.*s%.*s", KP_STR_ARG(id), KP_STR_ARG(suffix)));
    return field;
}

static struct kp_matrix_place place_in(const struct kp_plan *plan, const struct kp_field *field,
                                       bool dated)
{
    const struct kp_answer *answer = field ? kp_plan_get(plan, field->id) : NULL;
    struct kp_matrix_place place = {0};
    if (answer && !answer->inactive) {
        place.value = answer->value;
        if (dated)
            place.cycle = answer->cycle;
    }
    return place;
}

/* The places before the present one, oldest first: the last of each cycle, where it moved. */
static size_t gather(const struct versions *versions, const struct kp_json *today,
                     struct kp_matrix_place *places)
{
    size_t count = 0;
    for (size_t i = versions->count; i-- > 0;) {
        const struct version *version = versions->items[i];
        if (!version->there)
            continue;
        bool same_cycle = count && kp_cycle_distance(places[count - 1].cycle, version->cycle) == 0;
        bool same_place = count && kp_json_equal(places[count - 1].value, version->answer.value);
        if (same_place)
            continue;
        places[same_cycle ? count - 1 : count] =
            (struct kp_matrix_place){version->answer.value, version->cycle};
        count += !same_cycle;
    }
    while (count && kp_json_equal(places[count - 1].value, today))
        count--;
    return count;
}

enum kp_status show_matrix(struct app *app, struct plan_at *at, const struct kp_field *field,
                           const struct kp_style *style, struct kp_buf *out)
{
    const struct kp_field *wanted = NULL, *position = find_pair(app, field, &wanted);
    struct versions versions = {0};
    if (!position)
        return KP_OK;
    enum kp_status status =
        versions_read(app, at->account.slug, position, at->rev.hex[0] ? &at->rev : NULL, &versions);
    if (!status) {
        struct kp_matrix matrix = {
            .field = position,
            .today = place_in(&at->plan, position, true),
            .wanted = place_in(&at->plan, wanted, false),
        };
        struct kp_matrix_place *earlier =
            kp_arena_alloc(&app->arena, (versions.count + 1) * sizeof *earlier);
        matrix.earlier = earlier;
        matrix.earlier_count = gather(&versions, matrix.today.value, earlier);
        if (matrix.today.value || matrix.wanted.value) {
            kp_buf_addc(out, '\n');
            kp_view_matrix(&matrix, style, 1, out);
        }
    }
    versions_release(&versions);
    return status;
}
