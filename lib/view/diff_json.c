// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/diff_json.h"

#include "model/type.h"
#include "view/json_parts.h"

/* Read by programs: these words stay. */
static const char *const kinds[KP_DIFF_KINDS] = {
    [KP_DIFF_NEW] = "new",         [KP_DIFF_CHANGED] = "changed",
    [KP_DIFF_REMOVED] = "removed", [KP_DIFF_CONFIRMED] = "confirmed",
    [KP_DIFF_UNSEEN] = "unseen",
};

static const char *const question_kinds[] = {
    [KP_QUESTION_ADDED] = "added",
    [KP_QUESTION_RETIRED] = "retired",
    [KP_QUESTION_REWORDED] = "reworded",
    [KP_QUESTION_RETYPED] = "retyped",
};

struct work {
    const struct kp_diff_sheet *sheet;
    enum kp_lang lang;
    struct kp_arena *arena;
};

static void set(const struct work *work, struct kp_json *object, const char *name,
                const struct kp_json *value)
{
    kp_json_set(work->arena, object, name, kp_json_copy(work->arena, value));
}

static void set_text(const struct work *work, struct kp_json *object, const char *name,
                     struct kp_str text)
{
    kp_json_set_string(work->arena, object, name, text);
}

static void set_label(const struct work *work, struct kp_json *object, const struct kp_field *field)
{
    if (field)
        set_text(work, object, "label", kp_words_get(&field->label, work->lang));
}

/* ---- before and after */

static void set_delta(const struct work *work, struct kp_json *object, const struct kp_json *before,
                      const struct kp_json *after)
{
    struct kp_diff_delta delta;
    if (!kp_diff_number(before, after, &delta))
        return;
    struct kp_json *json = kp_json_new_object(work->arena);
    kp_json_set(work->arena, json, "by", kp_json_new_number(work->arena, delta.by));
    if (delta.percent_known)
        kp_json_set(work->arena, json, "percent", kp_json_new_number(work->arena, delta.percent));
    kp_json_set(work->arena, object, "delta", json);
}

static void set_days(const struct work *work, struct kp_json *object, const struct kp_json *before,
                     const struct kp_json *after)
{
    struct kp_date from, to;
    if (!kp_date_read(before->text, &from, NULL) && !kp_date_read(after->text, &to, NULL))
        kp_json_set_whole(work->arena, object, "days", kp_date_to_days(to) - kp_date_to_days(from));
}

static void set_words(const struct work *work, struct kp_json *object, const struct kp_json *before,
                      const struct kp_json *after)
{
    static const char *const names[] = {"same", "removed", "added"};
    size_t count;
    const struct kp_span *spans = kp_diff_words(before->text, after->text, work->arena, &count);
    struct kp_json *words = kp_json_new_array(work->arena);
    for (size_t i = 0; i < count; i++) {
        struct kp_json *span = kp_json_new_object(work->arena);
        set_text(work, span, "kind", kp_str_from(names[spans[i].kind]));
        set_text(work, span, "text", spans[i].text);
        kp_json_append(work->arena, words, span);
    }
    kp_json_set(work->arena, object, "words", words);
}

/* Both values, and what there is to say about the way from one to the other. */
static void set_change(const struct work *work, struct kp_json *object,
                       const struct kp_field *field, bool is_text, const struct kp_json *before,
                       const struct kp_json *after)
{
    set(work, object, "before", before);
    set(work, object, "after", after);
    if (kp_json_is_null(before) || kp_json_is_null(after) || before->kind != after->kind)
        return;
    bool is_date = field && field->type && field->type->kind == KP_TYPE_DATE;
    if (before->kind == KP_JSON_NUMBER)
        set_delta(work, object, before, after);
    else if (before->kind == KP_JSON_STRING && is_date)
        set_days(work, object, before, after);
    else if (before->kind == KP_JSON_STRING && is_text)
        set_words(work, object, before, after);
}

static bool is_text(const struct kp_field *field)
{
    return field && field->type &&
           (field->type->kind == KP_TYPE_TEXT || field->type->kind == KP_TYPE_NOTE);
}

/* ---- rows */

static struct kp_json *cells_json(const struct work *work, const struct kp_field *table,
                                  const struct kp_diff_row *row)
{
    struct kp_json *cells = kp_json_new_array(work->arena);
    for (size_t i = 0; i < row->cell_count; i++) {
        const struct kp_diff_cell *cell = &row->cells[i];
        bool item = table->type->kind == KP_TYPE_LIST && kp_str_is(cell->id, "text");
        struct kp_json *json = kp_json_new_object(work->arena);
        set_text(work, json, "column", cell->id);
        set_label(work, json, cell->column);
        if (cell->column && cell->column->calc)
            kp_json_set_bool(work->arena, json, "calculated", true);
        set_change(work, json, cell->column, item || is_text(cell->column), cell->before,
                   cell->after);
        kp_json_append(work->arena, cells, json);
    }
    return cells;
}

static struct kp_json *row_json(const struct work *work, const struct kp_field *table,
                                const struct kp_diff_row *row)
{
    struct kp_json *json = kp_json_new_object(work->arena);
    const struct kp_json *known = row->after ? row->after : row->before;
    set_text(work, json, "id", row->id);
    set_text(work, json, "kind", kp_str_from(kinds[row->kind]));
    set(work, json, "name", kp_json_get_str(known, kp_field_name_column(table)));
    if (row->before)
        kp_json_set_whole(work->arena, json, "from", (int64_t)row->from);
    if (row->after)
        kp_json_set_whole(work->arena, json, "to", (int64_t)row->to);
    if (row->moved)
        kp_json_set_bool(work->arena, json, "moved", true);
    if (row->kind == KP_DIFF_NEW)
        kp_json_set(work->arena, json, "after", kp_view_row_json(table, row->after, work->arena));
    else if (row->kind == KP_DIFF_REMOVED)
        kp_json_set(work->arena, json, "before", kp_view_row_json(table, row->before, work->arena));
    else
        kp_json_set(work->arena, json, "cells", cells_json(work, table, row));
    return json;
}

static struct kp_json *rows_json(const struct work *work, const struct kp_diff_item *item)
{
    struct kp_json *rows = kp_json_new_array(work->arena);
    for (size_t i = 0; i < item->row_count; i++)
        kp_json_append(work->arena, rows, row_json(work, item->field, &item->rows[i]));
    return rows;
}

static struct kp_json *totals_json(const struct work *work, const struct kp_diff_item *item)
{
    struct kp_json *totals = kp_json_new_array(work->arena);
    for (size_t i = 0; i < item->total_count; i++) {
        const struct kp_diff_total *total = &item->totals[i];
        struct kp_json *json = kp_json_new_object(work->arena);
        set_text(work, json, "column", total->column->id);
        set_label(work, json, total->column);
        set_change(work, json, total->column, false, total->before, total->after);
        kp_json_append(work->arena, totals, json);
    }
    return totals;
}

/* ---- answers */

static bool is_live(const struct kp_answer *answer)
{
    return answer && !answer->inactive && !kp_json_is_null(answer->value);
}

/* What is stored with an answer: its value too where that is not among what is compared. */
static const struct kp_json *record_json(const struct work *work, const struct kp_field *field,
                                         const struct kp_answer *answer)
{
    if (!answer)
        return &kp_json_null;
    if (!is_live(answer))
        return kp_answer_json(answer, field, work->arena);
    struct kp_answer alone = *answer;
    struct kp_json *record = kp_json_new_object(work->arena);
    alone.value = NULL;
    const struct kp_json *all = kp_answer_json(&alone, NULL, work->arena);
    KP_JSON_EACH(member, all)
    {
        if (!kp_str_is(member->name, "value"))
            set(work, record, member->name.data, member);
    }
    return record;
}

/* Sets "old" and "new" where they are not the same; true: they are not. */
static bool set_records(const struct work *work, struct kp_json *object,
                        const struct kp_field *field, const struct kp_answer *old,
                        const struct kp_answer *now)
{
    const struct kp_json *before = record_json(work, field, old);
    const struct kp_json *after = record_json(work, field, now);
    if (old == now || kp_json_equal(before, after))
        return false;
    if (old)
        set(work, object, "old", before);
    if (now)
        set(work, object, "new", after);
    return true;
}

static void set_since(const struct work *work, struct kp_json *object,
                      const struct kp_answer *answer)
{
    struct kp_buf cycle = KP_BUF_INIT;
    int cycles = kp_cycle_distance(answer->cycle, work->sheet->to->cycle);
    kp_cycle_print(&cycle, answer->cycle);
    set_text(work, object, "since", kp_buf_str(&cycle));
    kp_json_set_whole(work->arena, object, "cycles", cycles > 0 ? cycles : 0);
    kp_buf_release(&cycle);
}

static struct kp_json *item_json(const struct work *work, const struct kp_diff_item *item)
{
    const struct kp_field *field = item->field;
    struct kp_json *json = kp_json_new_object(work->arena);
    bool both = !kp_json_is_null(item->before) && !kp_json_is_null(item->after);
    set_text(work, json, "field", item->id);
    set_label(work, json, field);
    if (field) {
        set_text(work, json, "type", kp_str_from(field->type->name));
        set_text(work, json, "group", field->group);
    }
    set_text(work, json, "kind", kp_str_from(kinds[item->kind]));
    if (item->calculated)
        kp_json_set_bool(work->arena, json, "calculated", true);
    if (item->by_rows && both && item->row_count)
        kp_json_set(work->arena, json, "rows", rows_json(work, item));
    else if (!item->by_rows && !kp_json_equal(item->before, item->after))
        set_change(work, json, field, is_text(field), item->before, item->after);
    else if (!both)
        set_change(work, json, field, false, item->before, item->after);
    if (item->total_count)
        kp_json_set(work->arena, json, "totals", totals_json(work, item));
    if (!item->calculated)
        set_records(work, json, field, item->old, item->now);
    if (item->kind == KP_DIFF_UNSEEN)
        set_since(work, json, item->now);
    return json;
}

/* ---- answers that are not compared */

static void add_aside(const struct work *work, struct kp_json *aside, struct kp_str id,
                      const struct kp_answer *old, const struct kp_answer *now)
{
    const struct kp_field *field = kp_model_field(work->sheet->after->model, id);
    if (is_live(old) || is_live(now) || (field && field->calc))
        return;
    struct kp_json *json = kp_json_new_object(work->arena);
    set_text(work, json, "field", id);
    set_label(work, json, field);
    if (set_records(work, json, field, old, now))
        kp_json_append(work->arena, aside, json);
}

static struct kp_json *aside_json(const struct work *work)
{
    struct kp_plan_walk walk = {work->sheet->before->plan, work->sheet->after->plan, 0, 0};
    struct kp_json *aside = kp_json_new_array(work->arena);
    const struct kp_answer *old, *now;
    while (kp_plan_walk_next(&walk, &old, &now))
        add_aside(work, aside, old ? old->field : now->field, old, now);
    return aside;
}

/* ---- the whole */

static struct kp_json *counts_json(const struct work *work)
{
    struct kp_json *counts = kp_json_new_object(work->arena);
    for (int kind = 0; kind < KP_DIFF_KINDS; kind++)
        kp_json_set_whole(work->arena, counts, kinds[kind],
                          (int64_t)work->sheet->diff->counts[kind]);
    return counts;
}

static struct kp_json *questions_json(const struct work *work)
{
    struct kp_json *questions = kp_json_new_array(work->arena);
    for (size_t i = 0; i < work->sheet->question_count; i++) {
        const struct kp_question_change *change = &work->sheet->questions[i];
        struct kp_json *json = kp_json_new_object(work->arena);
        set_text(work, json, "kind", kp_str_from(question_kinds[change->kind]));
        set_text(work, json, "field", change->field);
        if (change->before)
            set_text(work, json, "before", change->old_text);
        if (change->after)
            set_text(work, json, "after", change->new_text);
        kp_json_append(work->arena, questions, json);
    }
    return questions;
}

static struct kp_json *head_json(const struct work *work, const struct kp_plan_head *head)
{
    struct kp_json *json = kp_json_new_object(work->arena);
    kp_view_head_json(json, head, work->arena);
    return json;
}

struct kp_json *kp_view_diff_json(const struct kp_diff_sheet *sheet, enum kp_lang lang,
                                  const struct kp_people *people, struct kp_arena *arena)
{
    const struct work work = {sheet, lang, arena};
    struct kp_json *document = kp_json_new_object(arena), *items = kp_json_new_array(arena);
    set_text(&work, document, "account", sheet->to->account);
    set_text(&work, document, "name", sheet->to->name);
    kp_json_set(arena, document, "from", head_json(&work, sheet->from));
    kp_json_set(arena, document, "to", head_json(&work, sheet->to));
    kp_json_set(arena, document, "counts", counts_json(&work));
    for (size_t i = 0; i < sheet->diff->count; i++)
        kp_json_append(arena, items, item_json(&work, &sheet->diff->items[i]));
    kp_json_set(arena, document, "items", items);
    kp_json_set(arena, document, "aside", aside_json(&work));
    kp_json_set(arena, document, "questions", questions_json(&work));
    kp_json_set(arena, document, "people", kp_view_people_json(people, document, arena));
    return document;
}
