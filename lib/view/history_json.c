// SPDX-License-Identifier: GPL-3.0-or-later
/* The document of `history --json`. */
#include "model/type.h"
#include "view/history.h"
#include "view/json_parts.h"

static struct kp_json *cells_json(const struct kp_diff_row *row, struct kp_arena *arena)
{
    struct kp_json *cells = kp_json_new_array(arena);
    for (size_t i = 0; i < row->cell_count; i++) {
        struct kp_json *cell = kp_json_new_object(arena);
        kp_json_set_string(arena, cell, "column", row->cells[i].id);
        kp_json_set(arena, cell, "before", row->cells[i].before);
        kp_json_set(arena, cell, "after", row->cells[i].after);
        kp_json_append(arena, cells, cell);
    }
    return cells;
}

static struct kp_json *rows_json(const struct kp_history_point *point, struct kp_arena *arena)
{
    static const char *const kinds[KP_DIFF_KINDS] = {
        [KP_DIFF_NEW] = "new",         [KP_DIFF_CHANGED] = "changed",
        [KP_DIFF_REMOVED] = "removed", [KP_DIFF_CONFIRMED] = "confirmed",
        [KP_DIFF_UNSEEN] = "unseen",
    };
    struct kp_json *rows = kp_json_new_array(arena);
    for (size_t i = 0; i < point->row_count; i++) {
        struct kp_json *row = kp_json_new_object(arena);
        kp_json_set_string(arena, row, "id", point->rows[i].id);
        kp_json_set_string(arena, row, "kind", kp_str_from(kinds[point->rows[i].kind]));
        if (point->rows[i].kind == KP_DIFF_CHANGED)
            kp_json_set(arena, row, "cells", cells_json(&point->rows[i], arena));
        kp_json_append(arena, rows, row);
    }
    return rows;
}

static struct kp_json *point_json(const struct kp_history *history,
                                  const struct kp_history_point *point, struct kp_arena *arena)
{
    struct kp_json *object = kp_json_new_object(arena);
    struct kp_buf text = KP_BUF_INIT;
    const struct kp_answer *answer = point->answer;
    kp_json_set_string(arena, object, "revision", point->revision);
    kp_date_print(&text, point->date);
    kp_json_set_string(arena, object, "date", kp_buf_str(&text));
    kp_buf_clear(&text);
    kp_cycle_print(&text, point->cycle);
    kp_json_set_string(arena, object, "cycle", kp_buf_str(&text));
    kp_buf_release(&text);
    kp_json_set_string(arena, object, "kind", kp_str_from(kp_history_kind_name(point->kind)));
    if (point->title.len)
        kp_json_set_string(arena, object, "title", point->title);
    if (point->damage.len)
        kp_json_set_string(arena, object, "damage", point->damage);
    else
        kp_json_set(arena, object, "value", kp_json_copy(arena, point->value));
    if (answer && !history->field->calc) {
        kp_json_set_string(arena, object, "state",
                           kp_str_from(kp_answer_state_name(answer->state)));
        kp_json_set_string(arena, object, "session", answer->session);
        if (answer->said_by)
            kp_json_set(arena, object, "said_by", kp_json_copy(arena, answer->said_by));
        if (answer->basis)
            kp_json_set_string(arena, object, "basis", kp_str_from(kp_basis_name(answer->basis)));
        if (answer->inactive)
            kp_json_set_bool(arena, object, "inactive", true);
    }
    if (history->row.len && !history->column && point->row && point->kind == KP_HISTORY_CHANGED)
        kp_json_set(arena, object, "cells", cells_json(point->row, arena));
    else if (!history->row.len && point->rows)
        kp_json_set(arena, object, "rows", rows_json(point, arena));
    return object;
}

struct kp_json *kp_view_history_json(const struct kp_history *history, enum kp_lang lang,
                                     const struct kp_people *people, struct kp_arena *arena)
{
    struct kp_json *document = kp_json_new_object(arena);
    struct kp_json *points = kp_json_new_array(arena);
    kp_json_set_string(arena, document, "account", history->account);
    kp_json_set_string(arena, document, "name", history->name);
    kp_json_set_string(arena, document, "field", history->field->id);
    kp_json_set_string(arena, document, "label", kp_words_get(&history->field->label, lang));
    kp_json_set_string(arena, document, "type", kp_str_from(history->field->type->name));
    if (history->row.len) {
        kp_json_set_string(arena, document, "row", history->row);
        kp_json_set_string(arena, document, "row_name", history->row_name);
    }
    if (history->column)
        kp_json_set_string(arena, document, "column", history->column->id);
    if (history->field->calc)
        kp_json_set_bool(arena, document, "calculated", true);
    for (size_t i = 0; i < history->count; i++)
        if (history->points[i].shown)
            kp_json_append(arena, points, point_json(history, &history->points[i], arena));
    kp_json_set(arena, document, "points", points);
    kp_json_set(arena, document, "people", kp_view_people_json(people, points, arena));
    return document;
}
