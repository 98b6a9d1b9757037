// SPDX-License-Identifier: GPL-3.0-or-later
/* All accounts side by side, as text. */
#include "view/portfolio.h"

#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"
#include "model/type.h"
#include "view/due.h"
#include "view/movement.h"
#include "view/plan_internal.h"
#include "view/portfolio_internal.h"
#include "view/table.h"

#include <stdlib.h>

enum { BLOCKS_BELOW = 60 };

/* What is left out first, where there is too little room for everything. */
static const char *const dispensable[] = {
    "name",
    "account.theme",
    "contribution",
    "position.partnership",
    "kam",
    "wallet.share",
    "health",
    "position.relationship",
    "last",
    "contribution.ratio",
    "pipeline.value",
    "account.phase",
    "actions.overdue",
};

const struct kp_quadrant *kp_view_quadrant(const struct kp_field *field,
                                           const struct kp_json *value)
{
    const struct kp_json *x = kp_json_get(value, "x"), *y = kp_json_get(value, "y");
    if (!x || !y || x->kind != KP_JSON_NUMBER || y->kind != KP_JSON_NUMBER)
        return NULL;
    return kp_field_quadrant(field, kp_json_whole(value, "x", 0), kp_json_whole(value, "y", 0));
}

struct sheet {
    const struct kp_portfolio_page *page;
    const struct kp_style *style;
    bool *left_out; /* by column */
    bool *moved;    /* by column: something in it has */
    bool blocks;
    bool faults; /* some account has answers that could not be read */
};

struct kp_str kp_portfolio_label(const struct kp_portfolio_column *column, enum kp_lang lang)
{
    switch (column->kind) {
    case KP_PORTFOLIO_ACCOUNT: return kp_str_from(_("Account"));
    case KP_PORTFOLIO_NAME: return kp_str_from(_("Name"));
    case KP_PORTFOLIO_KAM: return kp_str_from(_("KAM"));
    case KP_PORTFOLIO_LAST: return kp_str_from(_("Last revised"));
    case KP_PORTFOLIO_DUE: return kp_str_from(_("Revision due"));
    case KP_PORTFOLIO_FIELD: break;
    }
    return kp_words_get(&column->field->label, lang);
}

/* ---- cells */

static void add_joined(struct kp_buf *out, struct kp_date date, const struct kp_style *style)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_date_show(&text, date, style->lang);
    kp_view_join(out, kp_buf_str(&text));
    kp_buf_release(&text);
}

static void add_value(const struct sheet *sheet, const struct kp_portfolio_row *row,
                      const struct kp_field *field, const struct kp_json *value, struct kp_buf *out)
{
    enum kp_type_kind kind = field->type->kind;
    const struct kp_quadrant *quadrant =
        kind == KP_TYPE_POSITION ? kp_view_quadrant(field, value) : NULL;
    struct kp_buf text = KP_BUF_INIT;
    if (quadrant)
        kp_utf8_add_visible(&text, kp_words_get(&quadrant->label, sheet->style->lang), false);
    else
        kp_view_inline(row->now, field, value, sheet->style, KP_SHAPE_TIGHT, &text);
    if (kind == KP_TYPE_DATE || kind == KP_TYPE_MONEY || kind == KP_TYPE_PERCENT)
        kp_view_join(out, kp_buf_str(&text));
    else
        kp_buf_add(out, kp_buf_str(&text));
    kp_buf_release(&text);
}

/* What is overdue grows by itself with the days: its movement says nothing. */
static bool is_overdue(const struct kp_portfolio_column *column)
{
    return kp_str_is(column->id, "actions.overdue");
}

/* Whether something that is no number has become something else. */
static bool has_turned(const struct kp_portfolio_row *row, size_t column,
                       const struct kp_portfolio_column *of)
{
    if (!of->field || kp_portfolio_is_number(of) || kp_json_is_null(row->old[column]) ||
        kp_json_is_null(row->values[column]))
        return false;
    if (of->field->type->kind == KP_TYPE_POSITION)
        return kp_view_quadrant(of->field, row->old[column]) !=
               kp_view_quadrant(of->field, row->values[column]);
    return !kp_json_equal(row->old[column], row->values[column]);
}

static enum kp_mark add_field(const struct sheet *sheet, const struct kp_portfolio_row *row,
                              size_t index, struct kp_buf *out)
{
    const struct kp_portfolio_column *column = &sheet->page->portfolio->columns[index];
    if (has_turned(row, index, column)) {
        add_value(sheet, row, column->field, row->old[index], out);
        kp_buf_adds(out, kp_style_sign(sheet->style, " → ", " -> "));
        add_value(sheet, row, column->field, row->values[index], out);
        return KP_MARK_CHANGED;
    }
    add_value(sheet, row, column->field, row->values[index], out);
    if (is_overdue(column))
        return row->due.overdue ? KP_MARK_ALERT : KP_MARK_DIM;
    return KP_MARK_NONE;
}

static enum kp_mark add_due(const struct sheet *sheet, const struct kp_portfolio_row *row,
                            struct kp_buf *out)
{
    if (row->due.days >= 0) {
        add_joined(out, row->due.due, sheet->style);
        return KP_MARK_NONE;
    }
    kp_view_days(out, row->due.days);
    return KP_MARK_ALERT;
}

static enum kp_mark add_cell_text(const struct sheet *sheet, const struct kp_portfolio_row *row,
                                  size_t index, struct kp_buf *out)
{
    switch (sheet->page->portfolio->columns[index].kind) {
    case KP_PORTFOLIO_ACCOUNT:
        kp_buf_addf(out, "%.*s%s", KP_STR_ARG(row->slug), row->fault_count ? "\xc2\xa0!" : "");
        return row->fault_count ? KP_MARK_ALERT : KP_MARK_ACCENT;
    case KP_PORTFOLIO_NAME: kp_buf_add(out, row->name); return KP_MARK_NONE;
    case KP_PORTFOLIO_KAM:
        if (row->kam.len)
            kp_buf_add(out, kp_people_name(sheet->style->people, row->kam));
        return KP_MARK_NONE;
    case KP_PORTFOLIO_LAST:
        if (row->due.last.date.year)
            add_joined(out, row->due.last.date, sheet->style);
        return row->due.revised ? KP_MARK_NEW : KP_MARK_NONE;
    case KP_PORTFOLIO_DUE: return add_due(sheet, row, out);
    case KP_PORTFOLIO_FIELD: break;
    }
    return add_field(sheet, row, index, out);
}

static void add_movement(const struct sheet *sheet, const struct kp_portfolio_row *row,
                         size_t index, struct kp_buf *out)
{
    const struct kp_portfolio_column *column = &sheet->page->portfolio->columns[index];
    if (kp_portfolio_is_number(column) && !is_overdue(column))
        kp_view_movement(column->field, row->old[index], row->values[index], sheet->style, false,
                         out);
}

enum kp_mark kp_portfolio_cell(const struct kp_portfolio_page *page,
                               const struct kp_portfolio_row *row, size_t index,
                               const struct kp_style *style, struct kp_buf *out)
{
    const struct sheet sheet = {.page = page, .style = style};
    return add_cell_text(&sheet, row, index, out);
}

/* ---- the table */

static bool is_there(const struct sheet *sheet, size_t column)
{
    return sheet->blocks || !sheet->left_out[column];
}

static void find_moved(struct sheet *sheet)
{
    const struct kp_portfolio *portfolio = sheet->page->portfolio;
    struct kp_buf text = KP_BUF_INIT;
    for (size_t i = 0; i < portfolio->row_count; i++) {
        sheet->faults = sheet->faults || portfolio->rows[i].fault_count;
        for (size_t j = 0; j < sheet->page->shown; j++) {
            kp_buf_clear(&text);
            add_movement(sheet, &portfolio->rows[i], j, &text);
            sheet->moved[j] = sheet->moved[j] || text.len;
        }
    }
    kp_buf_release(&text);
}

static void add_heads(const struct sheet *sheet, struct kp_table *table)
{
    for (size_t i = 0; i < sheet->page->shown; i++) {
        const struct kp_portfolio_column *column = &sheet->page->portfolio->columns[i];
        if (!is_there(sheet, i))
            continue;
        kp_table_column(table, kp_portfolio_label(column, sheet->style->lang),
                        kp_portfolio_is_number(column) && !sheet->blocks);
        if (sheet->moved[i] && !sheet->blocks)
            kp_table_column(table, kp_str_from(kp_style_sign(sheet->style, "▲▼", "+/-")), false);
    }
}

/* A value and its movement: in two cells of a table, in one of a block. */
static void put(const struct sheet *sheet, struct kp_table *table, size_t column,
                struct kp_buf *text, enum kp_mark mark, struct kp_str moved)
{
    if (sheet->blocks && moved.len)
        kp_buf_addf(text, "  %.*s", KP_STR_ARG(moved));
    kp_table_cell(table, kp_buf_str(text), mark);
    if (sheet->moved[column] && !sheet->blocks)
        kp_table_cell(table, moved, KP_MARK_CHANGED);
}

static void add_account(const struct sheet *sheet, const struct kp_portfolio_row *row,
                        struct kp_table *table)
{
    struct kp_buf text = KP_BUF_INIT, moved = KP_BUF_INIT;
    kp_table_row(table);
    for (size_t i = 0; i < sheet->page->shown; i++) {
        if (!is_there(sheet, i))
            continue;
        kp_buf_clear(&text);
        kp_buf_clear(&moved);
        enum kp_mark mark = add_cell_text(sheet, row, i, &text);
        add_movement(sheet, row, i, &moved);
        put(sheet, table, i, &text, mark, kp_buf_str(&moved));
    }
    kp_buf_release(&text);
    kp_buf_release(&moved);
}

static void add_totals(const struct sheet *sheet, struct kp_table *table)
{
    const struct kp_portfolio *portfolio = sheet->page->portfolio;
    struct kp_buf text = KP_BUF_INIT, moved = KP_BUF_INIT;
    if (portfolio->row_count < 2)
        return;
    kp_table_rule(table);
    kp_table_row(table);
    for (size_t i = 0, at = 0; i < sheet->page->shown; i++) {
        const struct kp_portfolio_total *total = &portfolio->totals[i];
        const struct kp_field *field = portfolio->columns[i].field;
        if (!is_there(sheet, i))
            continue;
        kp_buf_clear(&text);
        kp_buf_clear(&moved);
        if (at++ == 0 && !field)
            kp_buf_addf(&text, _("Total (%zu)"), portfolio->row_count);
        else if (field && !kp_json_is_null(total->value)) {
            add_value(sheet, &portfolio->rows[0], field, total->value, &text);
            if (!is_overdue(&portfolio->columns[i]))
                kp_view_movement(field, total->moved_from, total->moved_to, sheet->style, false,
                                 &moved);
        }
        put(sheet, table, i, &text, KP_MARK_TITLE, kp_buf_str(&moved));
    }
    kp_buf_release(&text);
    kp_buf_release(&moved);
}

static struct kp_table *build(const struct sheet *sheet)
{
    const struct kp_portfolio *portfolio = sheet->page->portfolio;
    struct kp_table *table = kp_table_new();
    add_heads(sheet, table);
    for (size_t i = 0; i < portfolio->row_count; i++)
        add_account(sheet, &portfolio->rows[i], table);
    add_totals(sheet, table);
    return table;
}

/* Leaves one more column out; false when none can be spared. */
static bool leave_one_out(struct sheet *sheet)
{
    const struct kp_portfolio_page *page = sheet->page;
    for (size_t i = 0; i < sizeof dispensable / sizeof *dispensable && !page->chosen; i++) {
        for (size_t j = 0; j < page->shown; j++) {
            if (sheet->left_out[j] || !kp_str_is(page->portfolio->columns[j].id, dispensable[i]))
                continue;
            sheet->left_out[j] = true;
            return true;
        }
    }
    return false;
}

/* ---- the page */

static void add_heading(const struct sheet *sheet, struct kp_buf *out)
{
    const struct kp_portfolio_page *page = sheet->page;
    const char *dot = kp_style_sign(sheet->style, " · ", ", ");
    struct kp_buf line = KP_BUF_INIT;
    size_t count = page->portfolio->row_count;
    add_joined(&line, page->on, sheet->style);
    kp_buf_adds(&line, dot);
    kp_cycle_print(&line, page->cycle);
    kp_buf_addf(&line, "%s%zu %s", dot, count, ngettext("account", "accounts", count));
    if (page->before.year) {
        struct kp_buf before = KP_BUF_INIT;
        kp_cycle_print(&before, page->before);
        kp_buf_adds(&line, dot);
        kp_buf_addf(&line, _("%s since %s"), kp_style_sign(sheet->style, "▲▼", "+/-"), before.data);
        kp_buf_release(&before);
    }
    if (sheet->style->currency.len) {
        kp_buf_adds(&line, dot);
        kp_buf_addf(&line, _("amounts in %.*s"), KP_STR_ARG(sheet->style->currency));
    }
    size_t start = out->len;
    kp_view_lines(sheet->style, kp_buf_str(&line), 1, out);
    kp_style_soften(out, start);
    kp_buf_addc(out, '\n');
    kp_buf_release(&line);
}

static void add_note(const struct sheet *sheet, struct kp_str text, struct kp_buf *out)
{
    kp_buf_addc(out, '\n');
    kp_view_note(sheet->style, text, out);
}

static void add_notes(const struct sheet *sheet, struct kp_buf *out)
{
    struct kp_buf names = KP_BUF_INIT, text = KP_BUF_INIT;
    for (size_t i = 0; i < sheet->page->shown; i++)
        if (!is_there(sheet, i))
            kp_buf_addf(&names, "%s%.*s", names.len ? ", " : "",
                        KP_STR_ARG(kp_portfolio_label(&sheet->page->portfolio->columns[i],
                                                      sheet->style->lang)));
    kp_buf_addf(&text, _("Left out for lack of room: %s. A wider window or --columns shows them."),
                names.data);
    if (names.len)
        add_note(sheet, kp_buf_str(&text), out);
    if (sheet->faults)
        add_note(sheet, kp_str_from(_("! has answers that cannot be read; they are missing here.")),
                 out);
    kp_buf_release(&names);
    kp_buf_release(&text);
}

void kp_view_portfolio(const struct kp_portfolio_page *page, const struct kp_style *style,
                       struct kp_buf *out)
{
    struct sheet sheet = {
        .page = page,
        .style = style,
        .left_out = kp_alloc((page->shown + 1) * sizeof(bool)),
        .moved = kp_alloc((page->shown + 1) * sizeof(bool)),
        .blocks = style->width && style->width < BLOCKS_BELOW,
    };
    find_moved(&sheet);
    struct kp_table *table = build(&sheet);
    while (!sheet.blocks && !kp_table_fits(table, style, 1)) {
        if (!leave_one_out(&sheet))
            sheet.blocks = true;
        kp_table_free(table);
        table = build(&sheet);
    }
    add_heading(&sheet, out);
    if (sheet.blocks)
        kp_table_print_blocks(table, style, 1, out);
    else
        kp_table_print(table, style, 1, out);
    add_notes(&sheet, out);
    kp_table_free(table);
    free(sheet.left_out);
    free(sheet.moved);
}
