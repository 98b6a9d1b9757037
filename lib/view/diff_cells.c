// SPDX-License-Identifier: GPL-3.0-or-later
/* What one row that changed says: its name, how it ended, its cells. */
#include "base/text.h"
#include "view/diff_internal.h"
#include "view/plan_internal.h"

enum { TELLING = 4, FEW = 2 };

enum kp_diff_rank kp_diff_rank_of(const struct kp_field *column)
{
    switch (column->type->kind) {
    case KP_TYPE_MONEY: return KP_DIFF_R_MONEY;
    case KP_TYPE_PERCENT: return KP_DIFF_R_PERCENT;
    case KP_TYPE_SCALE:
    case KP_TYPE_POSITION: return KP_DIFF_R_SCALE;
    case KP_TYPE_NUMBER: return KP_DIFF_R_NUMBER;
    case KP_TYPE_PERSON:
    case KP_TYPE_PEOPLE: return KP_DIFF_R_PERSON;
    case KP_TYPE_DATE: return KP_DIFF_R_DATE;
    case KP_TYPE_CHOICE:
    case KP_TYPE_CHOICES:
    case KP_TYPE_YESNO: return KP_DIFF_R_CHOICE;
    default: return KP_DIFF_R_TEXT;
    }
}

static bool is_text(const struct kp_field *column)
{
    return column->type->kind == KP_TYPE_TEXT || column->type->kind == KP_TYPE_NOTE;
}

/* ---- names */

static void add_name(const struct kp_diff_words *words, const struct kp_field *table,
                     const struct kp_json *row, struct kp_str column, struct kp_buf *out)
{
    const struct kp_field *field = kp_field_column(table, column);
    const struct kp_json *value = kp_json_get_str(row, column);
    if (!field || kp_json_is_null(value))
        return;
    if (out->len)
        kp_buf_adds(out, kp_style_sign(words->style, " × ", " x "));
    kp_view_inline(words->calc, field, value, words->style, KP_SHAPE_FULL, out);
}

struct kp_str kp_diff_row_name(const struct kp_diff_words *words, const struct kp_field *table,
                               const struct kp_json *row)
{
    struct kp_buf name = KP_BUF_INIT;
    if (table->view == KP_VIEW_GRID) { /* a square has two names */
        add_name(words, table, row, table->axis_rows, &name);
        add_name(words, table, row, table->axis_columns, &name);
    } else if (table->type->kind != KP_TYPE_TABLE) {
        kp_buf_add(&name, kp_json_text(row, "text"));
    } else {
        add_name(words, table, row, table->key, &name);
    }
    for (size_t i = 0; name.len == 0 && i < table->column_count; i++)
        if (is_text(&table->columns[i]))
            add_name(words, table, row, table->columns[i].id, &name);
    if (name.len == 0)
        kp_buf_add(&name, kp_json_text(row, "id"));
    struct kp_str safe = kp_diff_safe(words, kp_buf_str(&name), false);
    kp_buf_release(&name);
    return safe;
}

bool kp_diff_row_is_typed(const struct kp_field *table)
{
    struct kp_str names = table->view == KP_VIEW_GRID ? table->axis_rows : table->key;
    const struct kp_field *column = kp_field_column(table, names);
    return !column || is_text(column);
}

void kp_diff_add_row_name(const struct kp_diff_words *words, const struct kp_field *table,
                          const struct kp_json *row, enum kp_mark mark, struct kp_flow *flow)
{
    struct kp_str name = kp_diff_row_name(words, table, row);
    if (kp_diff_row_is_typed(table))
        kp_flow_add_typed(flow, mark, name);
    else
        kp_flow_add(flow, mark, name);
}

static bool names_row(const struct kp_field *table, struct kp_str id)
{
    if (table->view == KP_VIEW_GRID)
        return kp_str_equal(id, table->axis_rows) || kp_str_equal(id, table->axis_columns);
    return kp_str_equal(id, table->key);
}

/* ---- what became of a row: by the columns that opportunities and actions have */

static const struct kp_field *status_column(const struct kp_field *table)
{
    const struct kp_field *status = kp_field_column(table, KP_STR("status"));
    return status && status->type->kind == KP_TYPE_CHOICE ? status : NULL;
}

/* The choices that end a matter, and the sign of what they mean for us. */
static char ending_of(struct kp_str status)
{
    if (kp_str_is(status, "won"))
        return '+';
    if (kp_str_is(status, "lost") || kp_str_is(status, "dropped"))
        return '-';
    return kp_str_is(status, "done") ? '~' : 0;
}

static struct kp_str reason_of(const struct kp_json *row)
{
    struct kp_str reason = kp_json_text(row, "reason");
    return reason.len ? reason : kp_json_text(row, "outcome");
}

/* "lost: price" */
static void add_ending(const struct kp_diff_words *words, const struct kp_field *table,
                       const struct kp_json *row, struct kp_flow *flow)
{
    const struct kp_field *status = status_column(table);
    const struct kp_choice *choice = kp_field_choice(status, kp_json_text(row, "status"));
    char sign = ending_of(kp_json_text(row, "status"));
    struct kp_str reason = kp_diff_safe(words, reason_of(row), false);
    if (!choice)
        return;
    struct kp_field named = {.label = choice->label, .id = choice->id};
    kp_flow_add(flow,
                sign == '+'   ? KP_MARK_NEW
                : sign == '-' ? KP_MARK_REMOVED
                              : KP_MARK_NONE,
                kp_diff_label(words, &named, true));
    if (reason.len)
        kp_flow_add(flow, KP_MARK_NONE, KP_STR(": "));
    kp_flow_add_typed(flow, KP_MARK_NONE, reason);
}

/* ---- cells */

static bool is_alone(const struct kp_field *column)
{
    size_t same = 0;
    for (size_t i = 0; i < column->table->column_count; i++) {
        const struct kp_field *other = &column->table->columns[i];
        same += !other->calc && kp_diff_rank_of(other) == kp_diff_rank_of(column) &&
                !names_row(column->table, other->id);
    }
    return same == 1;
}

/* An amount speaks for itself where it is the only one, or what the row is worth; "4" never does. */
static bool needs_label(const struct kp_field *column, bool changed)
{
    switch (kp_diff_rank_of(column)) {
    case KP_DIFF_R_MONEY:
        return column->calc || !(is_alone(column) || kp_str_is(column->id, "value"));
    case KP_DIFF_R_PERCENT: return column->calc || !is_alone(column);
    case KP_DIFF_R_PERSON:
    case KP_DIFF_R_DATE: return changed || !is_alone(column);
    case KP_DIFF_R_CHOICE:
    case KP_DIFF_R_TEXT: return changed;
    default: return true;
    }
}

static void begin_cell(const struct kp_diff_words *words, struct kp_flow *flow)
{
    if (!kp_flow_empty(flow))
        kp_flow_add(flow, KP_MARK_DIM, kp_str_from(kp_diff_dot(words)));
}

/* A text that is shorter than its change would be said anew. */
static void add_text_cell(const struct kp_diff_words *words, const struct kp_diff_cell *cell,
                          bool whole, struct kp_flow *flow)
{
    struct kp_str old = cell->before->kind == KP_JSON_STRING ? cell->before->text : KP_STR("");
    struct kp_str now = cell->after->kind == KP_JSON_STRING ? cell->after->text : KP_STR("");
    struct kp_flow change = kp_flow_new(words->arena);
    kp_flow_addf(flow, KP_MARK_NONE, ": ");
    if (!now.len) {
        kp_flow_add(flow, KP_MARK_NONE, kp_str_from(kp_style_sign(words->style, "–", "-")));
    } else if (!whole || !old.len) {
        kp_flow_add_typed(flow, KP_MARK_NONE, kp_diff_safe(words, now, false));
    } else if (kp_diff_add_text(words, old, now, true, &change)) {
        kp_flow_join(flow, &change);
    } else {
        kp_flow_add_typed(flow, KP_MARK_NONE, kp_diff_safe(words, old, false));
        kp_flow_add(flow, KP_MARK_NONE, kp_str_from(kp_diff_arrow(words)));
        kp_flow_add_typed(flow, KP_MARK_NONE, kp_diff_safe(words, now, false));
    }
}

static void add_cell_change(const struct kp_diff_words *words, const struct kp_diff_cell *cell,
                            bool whole, struct kp_flow *flow)
{
    begin_cell(words, flow);
    if (!cell->column) {
        kp_flow_add(flow, KP_MARK_DIM, kp_diff_safe(words, cell->id, false));
        kp_flow_add(flow, KP_MARK_NONE, KP_STR(" "));
        kp_diff_add_any(words, cell->before, false, flow);
        kp_flow_add(flow, KP_MARK_NONE, kp_str_from(kp_diff_arrow(words)));
        kp_diff_add_any(words, cell->after, false, flow);
        return;
    }
    if (needs_label(cell->column, true))
        kp_flow_addf(flow, KP_MARK_DIM, "%s%s", kp_diff_label(words, cell->column, true).data,
                     is_text(cell->column) ? "" : " ");
    if (is_text(cell->column))
        add_text_cell(words, cell, whole, flow);
    else
        kp_diff_add_change(words, cell->column, cell->before, cell->after, true, whole, flow);
}

static bool changes_status(const struct kp_diff_row *row, const struct kp_field *table)
{
    for (size_t i = 0; i < row->cell_count; i++)
        if (row->cells[i].column && row->cells[i].column == status_column(table))
            return true;
    return false;
}

char kp_diff_row_ending(const struct kp_diff_row *row, const struct kp_field *table)
{
    return status_column(table) && changes_status(row, table)
               ? ending_of(kp_json_text(row->after, "status"))
               : 0;
}

/* What the ending says already. */
static bool is_told(struct kp_str column)
{
    return kp_str_is(column, "status") || kp_str_is(column, "reason") ||
           kp_str_is(column, "outcome");
}

static void add_was(const struct kp_diff_words *words, const struct kp_field *table,
                    const struct kp_diff_row *row, struct kp_flow *flow)
{
    begin_cell(words, flow);
    kp_flow_addf(flow, KP_MARK_DIM, _("before: %s"),
                 kp_diff_row_name(words, table, row->before).data);
}

void kp_diff_add_moved(const struct kp_diff_words *words, const struct kp_diff_row *row,
                       struct kp_flow *flow)
{
    begin_cell(words, flow);
    kp_flow_addf(flow, KP_MARK_NONE, _("moved from place %zu to %zu"), row->from + 1, row->to + 1);
}

/* Only what is worked out differs: then it is worth a word. */
static bool only_calculated(const struct kp_diff_row *row)
{
    for (size_t i = 0; i < row->cell_count; i++)
        if (!row->cells[i].column || !row->cells[i].column->calc)
            return false;
    return true;
}

/* What is worked out comes last. */
static int rank_of_cell(const struct kp_diff_cell *cell)
{
    if (!cell->column)
        return KP_DIFF_R_TEXT;
    return cell->column->calc ? KP_DIFF_RANKS : kp_diff_rank_of(cell->column);
}

void kp_diff_add_cells(const struct kp_diff_words *words, const struct kp_field *table,
                       const struct kp_diff_row *row, bool whole, struct kp_flow *flow)
{
    bool ended = kp_diff_row_ending(row, table), renamed = false;
    bool calculated = whole || only_calculated(row);
    if (ended)
        add_ending(words, table, row->after, flow);
    if (ended && !whole)
        return;
    for (int rank = 0; rank <= KP_DIFF_RANKS; rank++) {
        for (size_t i = 0; i < row->cell_count; i++) {
            const struct kp_diff_cell *cell = &row->cells[i];
            bool is_name = cell->column && names_row(table, cell->id);
            renamed = renamed || is_name;
            if (rank_of_cell(cell) != rank || is_name || (ended && is_told(cell->id)) ||
                (rank == KP_DIFF_RANKS && !calculated))
                continue;
            add_cell_change(words, cell, whole, flow);
        }
    }
    if (renamed)
        add_was(words, table, row, flow);
    if (row->moved && whole)
        kp_diff_add_moved(words, row, flow);
}

/* ---- whole rows */

/* Choices and texts tell less of a row that nobody has seen than its figures, person and date. */
static bool is_weak(const struct kp_field *column)
{
    return kp_diff_rank_of(column) == KP_DIFF_R_CHOICE || kp_diff_rank_of(column) == KP_DIFF_R_TEXT;
}

static void add_cell(const struct kp_diff_words *words, const struct kp_field *column,
                     const struct kp_json *value, bool whole, struct kp_flow *flow)
{
    begin_cell(words, flow);
    if (needs_label(column, whole))
        kp_flow_addf(flow, KP_MARK_DIM, "%s%s", kp_diff_label(words, column, true).data,
                     is_weak(column) ? ": " : " ");
    kp_diff_add_value(words, column, value, true, KP_MARK_NONE, flow);
}

static size_t add_cells(const struct kp_diff_words *words, const struct kp_field *table,
                        const struct kp_json *row, bool weak, bool whole, size_t most,
                        struct kp_flow *flow)
{
    size_t count = 0;
    bool ended = status_column(table) && ending_of(kp_json_text(row, "status"));
    for (int rank = 0; rank < KP_DIFF_RANKS && count < most; rank++) {
        for (size_t i = 0; i < table->column_count && count < most; i++) {
            const struct kp_field *column = &table->columns[i];
            const struct kp_json *value = kp_json_get_str(row, column->id);
            if ((int)kp_diff_rank_of(column) != rank || is_weak(column) != weak || column->calc ||
                names_row(table, column->id) || kp_json_is_null(value) ||
                (ended && is_told(column->id)))
                continue;
            add_cell(words, column, value, whole, flow);
            count++;
        }
    }
    return count;
}

/* The most telling cells of a row that only one side has. */
void kp_diff_add_row(const struct kp_diff_words *words, const struct kp_field *table,
                     const struct kp_json *row, bool removed, bool whole, struct kp_flow *flow)
{
    bool ended = status_column(table) && ending_of(kp_json_text(row, "status"));
    if (ended)
        add_ending(words, table, row, flow);
    else if (removed && reason_of(row).len)
        kp_flow_add_typed(flow, KP_MARK_NONE, kp_diff_safe(words, reason_of(row), false));
    if (removed && !whole && !kp_flow_empty(flow))
        return;
    size_t told = add_cells(words, table, row, false, whole, whole ? SIZE_MAX : TELLING, flow);
    if (whole || told < FEW)
        add_cells(words, table, row, true, whole, whole ? SIZE_MAX : FEW, flow);
}
