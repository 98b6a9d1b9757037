// SPDX-License-Identifier: GPL-3.0-or-later
/* A field, row or cell through time, as text. */
#include "view/history.h"

#include "base/text.h"
#include "base/utf8.h"
#include "model/type.h"
#include "view/history_internal.h"
#include "view/plan_internal.h"
#include "view/table.h"

enum { INDENT = 1, BODY = 3, DIGITS = 7 };

struct page {
    const struct kp_history *history;
    const struct kp_style *style;
    struct kp_buf *out;
};

/* ---- what happened */

static const char *kind_text(enum kp_history_kind kind)
{
    switch (kind) {
    case KP_HISTORY_NEW: return _("new");
    case KP_HISTORY_CHANGED: return _("changed");
    case KP_HISTORY_CONFIRMED: return _("confirmed");
    case KP_HISTORY_KEPT: return _("unchanged");
    case KP_HISTORY_REMOVED: return _("removed");
    case KP_HISTORY_DAMAGED: return _("cannot be read");
    }
    return "";
}

static enum kp_mark kind_mark(enum kp_history_kind kind)
{
    switch (kind) {
    case KP_HISTORY_NEW: return KP_MARK_NEW;
    case KP_HISTORY_CHANGED: return KP_MARK_CHANGED;
    case KP_HISTORY_REMOVED: return KP_MARK_REMOVED;
    case KP_HISTORY_DAMAGED: return KP_MARK_ALERT;
    default: return KP_MARK_DIM;
    }
}

static void add_people(const struct kp_answer *answer, const struct kp_style *style,
                       struct kp_buf *out)
{
    const char *between = "";
    KP_JSON_EACH(id, answer ? answer->said_by : NULL)
    {
        if (id->kind != KP_JSON_STRING)
            continue;
        kp_buf_adds(out, between);
        kp_buf_add(out, kp_people_name(style->people, id->text));
        between = ", ";
    }
}

/* "Mette Holm, Lars Bo · fact": who said so, and how sure it is. */
static void add_origin(const struct page *page, const struct kp_history_point *point,
                       struct kp_buf *out)
{
    const char *basis = point->answer ? kp_view_basis(point->answer->basis) : "";
    add_people(point->answer, page->style, out);
    if (*basis)
        kp_buf_addf(out, "%s%s", out->len ? kp_style_sign(page->style, " · ", ", ") : "", basis);
}

/* The field's own type, or that of the column. */

static void add_value(const struct page *page, const struct kp_history_point *point,
                      const struct kp_field *field, const struct kp_json *value, struct kp_buf *out)
{
    kp_view_inline(point->calc, field, value, page->style, KP_SHAPE_FULL, out);
}

/* ---- a table of short values */

static bool is_short(const struct kp_history *history)
{
    if (history->row.len && !history->column)
        return false;
    switch (history_field(history)->type->kind) {
    case KP_TYPE_TABLE:
    case KP_TYPE_LIST:
    case KP_TYPE_NOTE:
    case KP_TYPE_TEXT: return false;
    default: return true;
    }
}

static bool is_numeric(const struct kp_field *field)
{
    enum kp_type_kind kind = field->type->kind;
    return kind == KP_TYPE_NUMBER || kind == KP_TYPE_MONEY || kind == KP_TYPE_PERCENT;
}

/* "confirmed · Mette Holm, Lars Bo · fact"; that it changed is seen. */
static void add_told(const struct page *page, const struct kp_history_point *point,
                     struct kp_buf *out)
{
    bool changed = point->kind == KP_HISTORY_CHANGED;
    struct kp_buf origin = KP_BUF_INIT;
    if (!page->history->field->calc)
        add_origin(page, point, &origin);
    if (!changed || !origin.len)
        kp_buf_adds(out, kind_text(point->kind));
    if (!changed && origin.len)
        kp_buf_adds(out, kp_style_sign(page->style, " · ", ", "));
    kp_buf_add(out, kp_buf_str(&origin));
    kp_buf_release(&origin);
}

static void add_short(const struct page *page, struct kp_table *table,
                      const struct history_range *range, const struct kp_history_point *point,
                      bool titled)
{
    struct kp_buf text = KP_BUF_INIT, date = KP_BUF_INIT;
    kp_table_row(table);
    kp_table_cell(table, kp_str_slice(point->revision, 0, DIGITS), KP_MARK_ACCENT);
    kp_date_show(&date, point->date, page->style->lang);
    kp_view_join(&text, kp_buf_str(&date));
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    kp_buf_clear(&text);
    kp_cycle_print(&text, point->cycle);
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    kp_buf_clear(&text);
    add_value(page, point, history_field(page->history), point->value, &text);
    if (!text.len)
        kp_buf_adds(&text, kp_style_sign(page->style, "–", "-"));
    kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    kp_buf_clear(&text);
    if (range->drawn) {
        history_add_chart(page->history, page->style, range, point->value, &text);
        kp_table_cell(table, kp_buf_str(&text), KP_MARK_ACCENT);
        kp_buf_clear(&text);
    }
    add_told(page, point, &text);
    kp_table_cell(table, kp_buf_str(&text), kind_mark(point->kind));
    if (titled)
        kp_table_cell(table, point->title, KP_MARK_DIM);
    kp_buf_release(&text);
    kp_buf_release(&date);
}

static struct kp_table *short_table(const struct page *page, bool titled)
{
    const struct kp_history *history = page->history;
    struct history_range range = history_range_of(history);
    struct kp_table *table = kp_table_new();
    kp_table_column(table, kp_str_from(_("Revision")), false);
    kp_table_column(table, kp_str_from(_("Date")), false);
    kp_table_column(table, kp_str_from(_("Cycle")), false);
    kp_table_column(table, kp_str_from(_("Value")), is_numeric(history_field(history)));
    if (range.drawn)
        kp_table_column(table, KP_STR(""), false);
    kp_table_column(table, kp_str_from(history->field->calc ? "" : _("Said by")), false);
    if (titled)
        kp_table_column(table, kp_str_from(_("Session")), false);
    for (size_t i = 0; i < history->count; i++)
        if (history->points[i].shown)
            add_short(page, table, &range, &history->points[i], titled);
    kp_table_whole(table);
    return table;
}

/* The sessions' titles stand in it where there is room. */
static void print_short(const struct page *page)
{
    struct kp_table *table = short_table(page, true);
    if (!kp_table_fits(table, page->style, INDENT)) {
        kp_table_free(table);
        table = short_table(page, false);
    }
    kp_table_print(table, page->style, INDENT, page->out);
    kp_table_free(table);
}

/* ---- blocks */

/* "24 Feb 2026 · 2026H1 · Plan revision · 41e8846 · changed", and who said it below. */
static void print_heading(const struct page *page, const struct kp_history_point *point)
{
    const struct kp_style *style = page->style;
    const char *dot = kp_style_sign(style, " · ", ", ");
    struct kp_buf line = KP_BUF_INIT, who = KP_BUF_INIT;
    kp_date_show(&line, point->date, style->lang);
    kp_buf_adds(&line, dot);
    kp_cycle_print(&line, point->cycle);
    if (point->title.len) {
        kp_buf_adds(&line, dot);
        kp_utf8_add_visible(&line, point->title, false);
    }
    kp_buf_add_repeat(page->out, " ", INDENT);
    kp_style_add(page->out, style, KP_MARK_TITLE, kp_buf_str(&line));
    kp_buf_adds(page->out, dot);
    kp_style_add(page->out, style, KP_MARK_ACCENT, kp_str_slice(point->revision, 0, DIGITS));
    kp_buf_adds(page->out, dot);
    kp_style_add(page->out, style, kind_mark(point->kind), kp_str_from(kind_text(point->kind)));
    kp_buf_addc(page->out, '\n');
    kp_buf_clear(&line);
    add_people(point->answer, style, &who);
    if (who.len)
        kp_buf_addf(&line, _("said by %s"), who.data);
    const char *basis = point->answer ? kp_view_basis(point->answer->basis) : "";
    if (*basis)
        kp_buf_addf(&line, "%s%s", line.len ? dot : "", basis);
    if (point->answer && point->answer->inactive)
        kp_buf_addf(&line, "%s%s", line.len ? dot : "", _("does not apply at present"));
    if (line.len) {
        struct kp_buf safe = KP_BUF_INIT;
        kp_utf8_add_visible(&safe, kp_buf_str(&line), false);
        kp_buf_add_repeat(page->out, " ", BODY);
        kp_style_add(page->out, style, KP_MARK_DIM, kp_buf_str(&safe));
        kp_buf_addc(page->out, '\n');
        kp_buf_release(&safe);
    }
    kp_buf_release(&line);
    kp_buf_release(&who);
}

/* What names a row, "Søren Juhl"; its id where it has no name. */
static void add_name(const struct page *page, const struct kp_history_point *point,
                     const struct kp_json *row, struct kp_str id, struct kp_buf *out)
{
    const struct kp_field *field = page->history->field;
    const struct kp_field *key = kp_field_column(field, kp_field_name_column(field));
    const struct kp_json *cell = key ? kp_json_get_str(row, key->id) : kp_json_get(row, "text");
    size_t start = out->len;
    if (key && cell)
        add_value(page, point, key, cell, out);
    else if (cell && cell->kind == KP_JSON_STRING)
        kp_utf8_add_visible(out, cell->text, false);
    const struct kp_field *across = field->view == KP_VIEW_GRID /* a square has two names */
                                        ? kp_field_column(field, field->axis_columns)
                                        : NULL;
    const struct kp_json *other = across ? kp_json_get_str(row, across->id) : NULL;
    if (out->len > start && across != key && !kp_json_is_null(other)) {
        kp_buf_adds(out, kp_style_sign(page->style, " × ", " x "));
        add_value(page, point, across, other, out);
    }
    if (out->len == start)
        kp_utf8_add_visible(out, id, false);
}

static const char *direction(const struct page *page, const struct kp_json *before,
                             const struct kp_json *after)
{
    struct kp_diff_delta delta;
    if (!kp_diff_number(before, after, &delta) || kp_number_sign(delta.by) == 0)
        return "";
    return kp_number_sign(delta.by) > 0 ? kp_style_sign(page->style, " ▲", " (up)")
                                        : kp_style_sign(page->style, " ▼", " (down)");
}

/* "−2 – Against us → −1 – Sceptical ▲" */
static void add_change(const struct page *page, const struct kp_history_point *point,
                       const struct kp_diff_cell *cell, struct kp_buf *out)
{
    const struct kp_field text = {.type = kp_type_of(KP_TYPE_TEXT)};
    const struct kp_field *column = cell->column ? cell->column : &text;
    size_t start = out->len;
    add_value(page, point, column, cell->before, out);
    if (out->len == start)
        kp_buf_adds(out, kp_style_sign(page->style, "–", "-"));
    kp_buf_adds(out, kp_style_sign(page->style, " → ", " -> "));
    start = out->len;
    add_value(page, point, column, cell->after, out);
    if (out->len == start)
        kp_buf_adds(out, kp_style_sign(page->style, "–", "-"));
    kp_buf_adds(out, direction(page, cell->before, cell->after));
}

static struct kp_str label_of(const struct page *page, const struct kp_field *column,
                              struct kp_str id)
{
    return column ? kp_words_get(&column->label, page->style->lang) : id;
}

/* All that a new row says, on as few lines as hold it. */
static void print_new_row(const struct page *page, const struct kp_history_point *point)
{
    const struct kp_field *field = page->history->field;
    const char *between = "";
    struct kp_buf text = KP_BUF_INIT, value = KP_BUF_INIT;
    for (size_t i = 0; i < field->column_count; i++) {
        const struct kp_field *column = &field->columns[i];
        kp_buf_clear(&value);
        add_value(page, point, column, kp_json_get_str(point->value, column->id), &value);
        if (!value.len)
            continue;
        kp_buf_addf(&text, "%s%.*s: %s", between, KP_STR_ARG(label_of(page, column, column->id)),
                    value.data);
        between = kp_style_sign(page->style, " · ", "; ");
    }
    if (!field->column_count)
        kp_utf8_add_visible(&text, kp_json_text(point->value, "text"), false);
    kp_view_lines(page->style, kp_buf_str(&text), BODY, page->out);
    kp_buf_release(&value);
    kp_buf_release(&text);
}

/* A row's cells that differ. */
static void print_row(const struct page *page, const struct kp_history_point *point)
{
    struct kp_table *table = kp_table_new();
    struct kp_buf text = KP_BUF_INIT;
    kp_table_column(table, KP_STR(""), false);
    kp_table_column(table, KP_STR(""), false);
    kp_table_whole(table);
    for (size_t i = 0; point->row && i < point->row->cell_count; i++) {
        const struct kp_diff_cell *cell = &point->row->cells[i];
        kp_buf_clear(&text);
        add_change(page, point, cell, &text);
        kp_table_row(table);
        kp_table_cell(table, label_of(page, cell->column, cell->id), KP_MARK_DIM);
        kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
    }
    kp_table_print(table, page->style, BODY, page->out);
    kp_table_free(table);
    kp_buf_release(&text);
}

/* "Stance −2 → −1; Next step …"; what is worked out of the others is left out. */
static void add_changes(const struct page *page, const struct kp_history_point *point,
                        const struct kp_diff_row *row, struct kp_buf *out)
{
    const char *between = "";
    for (size_t i = 0; i < row->cell_count; i++) {
        const struct kp_diff_cell *cell = &row->cells[i];
        if (cell->column && cell->column->calc && !page->history->field->calc)
            continue;
        kp_buf_adds(out, between);
        if (page->history->field->column_count)
            kp_buf_addf(out, "%.*s ", KP_STR_ARG(label_of(page, cell->column, cell->id)));
        add_change(page, point, cell, out);
        between = "; ";
    }
}

/* One line for each row of a table that differs: "~ Søren Juhl   stance −2 → −1; next step …". */
static void print_rows(const struct page *page, const struct kp_history_point *point)
{
    static const struct {
        const char *sign;
        enum kp_mark mark;
    } signs[] = {[KP_DIFF_NEW] = {"+", KP_MARK_NEW},
                 [KP_DIFF_CHANGED] = {"~", KP_MARK_CHANGED},
                 [KP_DIFF_REMOVED] = {"-", KP_MARK_REMOVED}};
    struct kp_table *table = kp_table_new();
    struct kp_buf text = KP_BUF_INIT;
    for (int i = 0; i < 3; i++)
        kp_table_column(table, KP_STR(""), false);
    for (size_t i = 0; i < point->row_count; i++) {
        const struct kp_diff_row *row = &point->rows[i];
        if (row->kind > KP_DIFF_REMOVED)
            continue;
        kp_table_row(table);
        kp_table_cell(table, kp_str_from(signs[row->kind].sign), signs[row->kind].mark);
        kp_buf_clear(&text);
        add_name(page, point, row->after ? row->after : row->before, row->id, &text);
        kp_table_cell(table, kp_buf_str(&text), KP_MARK_NONE);
        kp_buf_clear(&text);
        if (row->kind == KP_DIFF_CHANGED)
            add_changes(page, point, row, &text);
        if (row->kind == KP_DIFF_CHANGED && !row->cell_count)
            kp_buf_adds(&text, _("moved"));
        kp_table_cell(table, kp_buf_str(&text), KP_MARK_DIM);
    }
    kp_table_whole(table);
    kp_table_print(table, page->style, BODY, page->out);
    kp_table_free(table);
    kp_buf_release(&text);
}

/* The value as it was; what it replaced stands below, in the version before. */
static void print_text(const struct page *page, const struct kp_history_point *point)
{
    struct kp_buf text = KP_BUF_INIT;
    const struct kp_json *value = point->value;
    add_value(page, point, history_field(page->history), value, &text);
    kp_view_lines(page->style, kp_buf_str(&text), BODY, page->out);
    kp_buf_release(&text);
}

static void print_body(const struct page *page, const struct kp_history_point *point)
{
    const struct kp_history *history = page->history;
    if (point->damage.len) {
        struct kp_buf safe = KP_BUF_INIT;
        kp_utf8_add_visible(&safe, point->damage, false);
        kp_view_lines(page->style, kp_buf_str(&safe), BODY, page->out);
        kp_buf_release(&safe);
    } else if (point->kind == KP_HISTORY_CONFIRMED || point->kind == KP_HISTORY_KEPT ||
               point->kind == KP_HISTORY_REMOVED) {
        return; /* it says what the version before it said, or nothing */
    } else if (history->row.len && !history->column) {
        (point->kind == KP_HISTORY_NEW ? print_new_row : print_row)(page, point);
    } else if (point->rows && !history->column) {
        print_rows(page, point);
    } else {
        print_text(page, point);
    }
}

static void print_blocks(const struct page *page)
{
    const struct kp_history *history = page->history;
    const char *between = "";
    for (size_t i = 0; i < history->count; i++) {
        if (!history->points[i].shown)
            continue;
        kp_buf_adds(page->out, between);
        print_heading(page, &history->points[i]);
        print_body(page, &history->points[i]);
        between = "\n";
    }
}

/* ---- the page */

static void print_title(const struct page *page)
{
    const struct kp_history *history = page->history;
    const char *dot = kp_style_sign(page->style, " · ", ", ");
    struct kp_buf title = KP_BUF_INIT, safe = KP_BUF_INIT;
    kp_buf_addf(&title, "%.*s%s%.*s", KP_STR_ARG(history->name), dot,
                KP_STR_ARG(kp_words_get(&history->field->label, page->style->lang)));
    if (history->row_name.len)
        kp_buf_addf(&title, "%s%.*s", dot, KP_STR_ARG(history->row_name));
    if (history->column)
        kp_buf_addf(&title, "%s%.*s", dot,
                    KP_STR_ARG(kp_words_get(&history->column->label, page->style->lang)));
    kp_utf8_add_visible(&safe, kp_buf_str(&title), false);
    kp_buf_add_repeat(page->out, " ", INDENT);
    kp_style_add(page->out, page->style, KP_MARK_TITLE, kp_buf_str(&safe));
    kp_buf_adds(page->out, "\n\n");
    kp_buf_release(&title);
    kp_buf_release(&safe);
}

bool kp_view_history(const struct kp_history *history, const struct kp_style *style,
                     struct kp_buf *out)
{
    const struct page page = {.history = history, .style = style, .out = out};
    size_t start = out->len, shown = 0;
    for (size_t i = 0; i < history->count; i++)
        shown += history->points[i].shown;
    if (!shown)
        return false;
    print_title(&page);
    if (is_short(history))
        print_short(&page);
    else
        print_blocks(&page);
    kp_style_soften(out, start);
    return true;
}
