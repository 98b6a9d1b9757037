// SPDX-License-Identifier: GPL-3.0-or-later
/* What each version of a field, row or cell has that the one before it had not. */
#include "model/type.h"
#include "view/history.h"

static const struct kp_json *value_of(const struct kp_history_point *point)
{
    return point->answer && point->answer->value ? point->answer->value : &kp_json_null;
}

static const struct kp_json *row_of(const struct kp_json *rows, struct kp_str id)
{
    KP_JSON_EACH(row, rows->kind == KP_JSON_ARRAY ? rows : NULL)
    if (row->kind == KP_JSON_OBJECT && kp_str_equal(kp_json_text(row, "id"), id))
        return row;
    return &kp_json_null;
}

/* What was asked for, as this version has it: calculated columns are worked out. */
static const struct kp_json *asked_for(const struct kp_history *history,
                                       const struct kp_history_point *point)
{
    const struct kp_json *value = value_of(point);
    if (!history->row.len)
        return value;
    value = row_of(value, history->row);
    if (kp_json_is_null(value))
        return value;
    if (history->field->type->kind == KP_TYPE_TABLE)
        value = kp_calc_row(point->calc, history->field, value);
    if (!history->column)
        return value;
    const struct kp_json *cell = kp_json_get_str(value, history->column->id);
    return cell ? cell : &kp_json_null;
}

static bool has_rows(const struct kp_field *field)
{
    return field->type->kind == KP_TYPE_TABLE || field->type->kind == KP_TYPE_LIST;
}

/* The rows that differ between two versions; the earlier may be NULL: all are new. */
static void find_rows(const struct kp_history *history, struct kp_history_point *point,
                      const struct kp_history_point *older, struct kp_arena *arena)
{
    struct kp_plan nothing;
    struct kp_calc none;
    struct kp_diff_item item;
    kp_plan_init(&nothing, arena);
    kp_calc_init(&none, point->calc->model, &nothing, NULL, point->date, arena);
    if (kp_diff_field(older ? older->calc : &none, point->calc, history->field, arena, &item) &&
        item.by_rows) {
        point->rows = item.rows;
        point->row_count = item.row_count;
    }
    for (size_t i = 0; i < point->row_count && history->row.len; i++)
        if (kp_str_equal(point->rows[i].id, history->row))
            point->row = &point->rows[i];
}

static enum kp_history_kind kind_of(const struct kp_history_point *point)
{
    bool was = !kp_json_is_null(point->before), is = !kp_json_is_null(point->value);
    if (point->damage.len)
        return KP_HISTORY_DAMAGED;
    if (!is)
        return KP_HISTORY_REMOVED;
    if (!was)
        return KP_HISTORY_NEW;
    if (!kp_json_equal(point->before, point->value))
        return KP_HISTORY_CHANGED;
    return point->answer->state == KP_ANSWER_CONFIRMED ? KP_HISTORY_CONFIRMED : KP_HISTORY_KEPT;
}

/* A row that others of its table were written beside has nothing to tell. */
static bool is_told(const struct kp_history *history, const struct kp_history_point *point)
{
    if (point->kind == KP_HISTORY_REMOVED && (history->row.len || history->field->calc))
        return !kp_json_is_null(point->before);
    return point->kind != KP_HISTORY_KEPT || !history->row.len;
}

void kp_history_derive(struct kp_history *history, struct kp_arena *arena)
{
    const struct kp_history_point *older = NULL; /* that can be read */
    for (size_t i = history->count; i-- > 0;) {
        struct kp_history_point *point = &history->points[i];
        point->value = asked_for(history, point);
        point->before = older ? asked_for(history, older) : &kp_json_null;
        point->kind = kind_of(point);
        if (has_rows(history->field) && !history->column && !point->damage.len)
            find_rows(history, point, older, arena);
        point->shown = is_told(history, point);
        if (!point->damage.len)
            older = point;
    }
}

const char *kp_history_kind_name(enum kp_history_kind kind)
{
    static const char *const names[] = {"new",  "changed", "confirmed",
                                        "kept", "removed", "damaged"};
    return names[kind];
}
