// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows of tables and items of lists that changed, a line each. */
#include "base/text.h"
#include "view/diff_internal.h"

static bool is_list(const struct kp_field *field)
{
    return field->type->kind != KP_TYPE_TABLE;
}

/* ---- items of a list */

static void note_item(const struct kp_diff_words *words, const struct kp_diff_row *row, bool whole,
                      struct kp_diff_note *note)
{
    struct kp_str old = kp_json_text(row->before, "text"), now = kp_json_text(row->after, "text");
    enum kp_mark mark = row->kind == KP_DIFF_REMOVED ? KP_MARK_REMOVED
                        : row->kind == KP_DIFF_NEW   ? KP_MARK_NEW
                                                     : KP_MARK_NONE;
    if (row->kind == KP_DIFF_CHANGED && row->cell_count) {
        if (kp_diff_add_text(words, old, now, whole, &note->value))
            return;
        kp_flow_add_typed(&note->old, KP_MARK_REMOVED, kp_diff_safe(words, old, false));
        mark = KP_MARK_NEW;
    }
    if (!words->marks)
        mark = KP_MARK_NONE;
    kp_flow_add_typed(&note->value, mark, kp_diff_safe(words, row->after ? now : old, false));
    if (row->kind == KP_DIFF_CHANGED && row->moved)
        kp_diff_add_moved(words, row, &note->value);
}

/* ---- which, and how many */

static bool only_moved(const struct kp_diff_row *row)
{
    return row->kind == KP_DIFF_CHANGED && row->cell_count == 0;
}

static bool changes_rank(const struct kp_diff_row *row, enum kp_diff_rank from,
                         enum kp_diff_rank to)
{
    for (size_t i = 0; i < row->cell_count; i++) {
        const struct kp_field *column = row->cells[i].column;
        if (column && (!column->calc || column->table->calc) && kp_diff_rank_of(column) >= from &&
            kp_diff_rank_of(column) <= to)
            return true;
    }
    return false;
}

/* Rows by how much they tell, where there is no room for all. */
enum { T_MOVED, T_TEXT, T_FIGURE, T_CHOICE, T_AMOUNT, T_NEW, T_ENDED };

static int telling(const struct kp_diff_row *row, const struct kp_field *table)
{
    if (!is_list(table) && row->kind == KP_DIFF_CHANGED && kp_diff_row_ending(row, table))
        return T_ENDED;
    if (row->kind == KP_DIFF_NEW)
        return T_NEW;
    if (changes_rank(row, KP_DIFF_R_MONEY, KP_DIFF_R_PERCENT))
        return T_AMOUNT;
    if (changes_rank(row, KP_DIFF_R_CHOICE, KP_DIFF_R_CHOICE))
        return T_CHOICE;
    if (changes_rank(row, KP_DIFF_R_SCALE, KP_DIFF_R_NUMBER))
        return T_FIGURE;
    return only_moved(row) ? T_MOVED : T_TEXT;
}

/* Marks the `most` most telling rows; returns how many are left out. */
static size_t choose(const struct kp_diff_item *item, size_t most, bool *chosen)
{
    size_t left = most, kept = 0, moved = 0;
    for (int rank = T_ENDED; rank >= T_MOVED; rank--) {
        for (size_t i = 0; i < item->row_count; i++) {
            if (telling(&item->rows[i], item->field) != rank)
                continue;
            if (only_moved(&item->rows[i]) && most != SIZE_MAX) {
                moved++;
                continue;
            }
            chosen[i] = left > 0;
            kept += chosen[i];
            left -= chosen[i];
        }
    }
    return item->row_count - kept - moved;
}

static char sign_of(const struct kp_diff_row *row, const struct kp_field *table)
{
    if (row->kind == KP_DIFF_NEW)
        return '+';
    if (row->kind == KP_DIFF_REMOVED)
        return '-';
    char ending = is_list(table) ? 0 : kp_diff_row_ending(row, table);
    return ending ? ending : '~';
}

static void note_row(const struct kp_diff_words *words, const struct kp_diff_item *item,
                     const struct kp_diff_row *row, bool whole, struct kp_diff_note *note)
{
    *note = (struct kp_diff_note){.sign = sign_of(row, item->field),
                                  .value = kp_flow_new(words->arena),
                                  .old = kp_flow_new(words->arena),
                                  .origin = kp_flow_new(words->arena),
                                  .lines = whole ? 0 : 1};
    if (is_list(item->field)) {
        note_item(words, row, whole, note);
        return;
    }
    note->label = kp_diff_row_name(words, item->field, row->after ? row->after : row->before);
    note->typed = kp_diff_row_is_typed(item->field);
    if (row->kind == KP_DIFF_CHANGED)
        kp_diff_add_cells(words, item->field, row, whole, &note->value);
    else
        kp_diff_add_row(words, item->field, row->after ? row->after : row->before,
                        row->kind == KP_DIFF_REMOVED, whole, &note->value);
}

static size_t count_moved(const struct kp_diff_item *item)
{
    size_t moved = 0;
    for (size_t i = 0; i < item->row_count; i++)
        moved += only_moved(&item->rows[i]);
    return moved;
}

void kp_diff_note_rows(const struct kp_diff_words *words, const struct kp_diff_item *item,
                       const struct kp_diff_depth *depth, struct kp_diff_note *note)
{
    bool *chosen = kp_arena_alloc(words->arena, item->row_count + 1);
    size_t most = depth->rows, moved = most == SIZE_MAX ? 0 : count_moved(item);
    if (most != SIZE_MAX && item->row_count == most + 1)
        most++; /* one more row takes no more room than to say that there is one more */
    note->rows = kp_arena_alloc(words->arena, (item->row_count + 1) * sizeof *note->rows);
    note->hidden = choose(item, most, chosen);
    for (size_t i = 0; i < item->row_count; i++)
        if (chosen[i])
            note_row(words, item, &item->rows[i], depth->whole, &note->rows[note->row_count++]);
    if (moved == 0)
        return;
    struct kp_diff_note *last = &note->rows[note->row_count++];
    *last = (struct kp_diff_note){.sign = '~',
                                  .value = kp_flow_new(words->arena),
                                  .old = kp_flow_new(words->arena),
                                  .origin = kp_flow_new(words->arena),
                                  .lines = 1};
    kp_flow_addf(
        &last->value, KP_MARK_DIM,
        ngettext("%zu row in another place", "%zu rows in another place", (unsigned long)moved),
        moved);
}

void kp_diff_add_row_counts(const struct kp_diff_item *item, struct kp_flow *flow)
{
    static const struct {
        enum kp_diff_kind kind;
        const char *sign;
        enum kp_mark mark;
    } kinds[] = {{KP_DIFF_NEW, "+", KP_MARK_NEW},
                 {KP_DIFF_CHANGED, "~", KP_MARK_CHANGED},
                 {KP_DIFF_REMOVED, "-", KP_MARK_REMOVED}};
    const char *between = "";
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t count = 0;
        for (size_t i = 0; i < item->row_count; i++)
            count += item->rows[i].kind == kinds[k].kind && !only_moved(&item->rows[i]);
        if (count == 0)
            continue;
        kp_flow_add(flow, KP_MARK_NONE, kp_str_from(between));
        kp_flow_addf(flow, kinds[k].mark, "%s%zu", kinds[k].sign, count);
        between = "\xc2\xa0";
    }
}

void kp_diff_add_row_names(const struct kp_diff_words *words, const struct kp_diff_item *item,
                           struct kp_flow *flow)
{
    const char *between = "  ";
    kp_diff_add_row_counts(item, flow);
    for (int rank = T_ENDED; rank > T_MOVED; rank--) {
        for (size_t i = 0; i < item->row_count; i++) {
            const struct kp_diff_row *row = &item->rows[i];
            if (telling(row, item->field) != rank || row->kind == KP_DIFF_REMOVED)
                continue;
            kp_flow_add(flow, KP_MARK_DIM, kp_str_from(between));
            kp_diff_add_row_name(words, item->field, row->after, KP_MARK_NONE, flow);
            between = kp_diff_dot(words);
        }
    }
}
