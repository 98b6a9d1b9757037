// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "base/utf8.h"
#include "view/selection.h"
#include "view/table.h"

static void add_legend(const struct kp_selection *selection, const struct kp_style *style,
                       size_t indent, struct kp_buf *out)
{
    struct kp_table *table = kp_table_new();
    kp_table_column(table, (struct kp_str){"", 0}, true);
    kp_table_column(table, (struct kp_str){"", 0}, false);
    kp_table_column(table, (struct kp_str){"", 0}, true);
    for (size_t i = 0; i < selection->criterion_count; i++) {
        const struct kp_selection_criterion *criterion = &selection->criteria[i];
        struct kp_buf share = KP_BUF_INIT;
        kp_number_show(&share, kp_number_round(criterion->share, 1), style->lang, -1);
        kp_buf_adds(&share, "\u00a0%");
        kp_table_row(table);
        kp_table_cellf(table, KP_MARK_ACCENT, "%zu", i + 1);
        kp_table_cell(table, criterion->name, KP_MARK_NONE);
        kp_table_cell(table, kp_buf_str(&share), KP_MARK_DIM);
        kp_buf_release(&share);
    }
    kp_table_print(table, style, indent, out);
    kp_table_free(table);
}

/* "3.5", "!3.5", whole: "!3.5 (1–5)". */
static void add_cell(const struct kp_selection_cell *cell, const struct kp_style *style, bool whole,
                     struct kp_table *table)
{
    struct kp_buf text = KP_BUF_INIT;
    if (!cell->scored) {
        kp_table_cell(table, kp_str_from(kp_style_sign(style, "–", "-")), KP_MARK_DIM);
        return;
    }
    kp_buf_adds(&text, cell->wide ? "!" : "");
    kp_number_show(&text, kp_number_round(cell->score, whole ? 2 : 1), style->lang, whole ? -1 : 1);
    if (whole && cell->has_spread && !kp_number_equal(cell->lowest, cell->highest)) {
        kp_buf_adds(&text, "\u00a0(");
        kp_number_show(&text, cell->lowest, style->lang, -1);
        kp_buf_adds(&text, kp_style_sign(style, "–", "-"));
        kp_number_show(&text, cell->highest, style->lang, -1);
        kp_buf_addc(&text, ')');
    }
    kp_table_cell(table, kp_buf_str(&text), cell->wide ? KP_MARK_WARN : KP_MARK_NONE);
    kp_buf_release(&text);
}

static struct kp_table *make_table(const struct kp_selection *selection,
                                   const struct kp_style *style, bool whole)
{
    struct kp_table *table = kp_table_new();
    kp_table_column(table, (struct kp_str){"", 0}, false);
    for (size_t i = 1; i <= selection->criterion_count; i++) {
        struct kp_buf label = KP_BUF_INIT;
        kp_buf_addf(&label, "%zu", i);
        kp_table_column(table, kp_buf_str(&label), true);
        kp_buf_release(&label);
    }
    for (size_t i = 0; i < selection->candidate_count; i++) {
        const struct kp_selection_candidate *candidate = &selection->candidates[i];
        kp_table_row(table);
        kp_table_cell(table, candidate->name, KP_MARK_NONE);
        for (size_t j = 0; j < selection->criterion_count; j++)
            add_cell(&candidate->cells[j], style, whole, table);
    }
    return table;
}

bool kp_view_scores(const struct kp_selection *selection, const struct kp_style *style,
                    size_t indent, bool whole, struct kp_buf *out)
{
    if (!selection->ranked)
        return false;
    struct kp_table *table = make_table(selection, style, whole);
    if (whole && !kp_table_fits(table, style, indent)) {
        kp_table_free(table);
        table = make_table(selection, style, false);
    }
    add_legend(selection, style, indent, out);
    kp_buf_addc(out, '\n');
    kp_table_print(table, style, indent, out);
    kp_table_free(table);
    return true;
}
