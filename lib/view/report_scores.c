// SPDX-License-Identifier: GPL-3.0-or-later
/* Scores of candidates: a column for each criterion, not a row for each score. */
#include "base/text.h"
#include "base/utf8.h"
#include "view/markdown.h"
#include "view/report_internal.h"
#include "view/selection.h"

#include <stdio.h>

/* "3.5 (1–5)"; a dash where nobody scored. */
static void add_score(const struct kp_selection_cell *cell, enum kp_lang lang, struct kp_buf *out)
{
    if (!cell->scored) {
        kp_buf_adds(out, "–");
        return;
    }
    kp_number_show(out, cell->score, lang, -1);
    if (!cell->has_spread || kp_number_equal(cell->lowest, cell->highest))
        return;
    kp_buf_adds(out, " (");
    kp_number_show(out, cell->lowest, lang, -1);
    kp_buf_adds(out, "–");
    kp_number_show(out, cell->highest, lang, -1);
    kp_buf_addc(out, ')');
}

static void add_head(struct report_page *page, const struct kp_field *table,
                     const struct kp_selection *selection)
{
    struct kp_html *html = &page->html;
    const struct kp_field *name = kp_field_column(table, KP_STR("candidate"));
    struct kp_buf share = KP_BUF_INIT;
    kp_html_open(html, "thead", NULL);
    kp_html_open(html, "tr", NULL);
    kp_html_open(html, "th", "scope", "col", NULL);
    if (name)
        kp_html_words(html, &name->label);
    kp_html_close(html);
    for (size_t i = 0; i < selection->criterion_count; i++) {
        const struct kp_selection_criterion *criterion = &selection->criteria[i];
        kp_buf_clear(&share);
        kp_number_show(&share, kp_number_round(criterion->share, 1), page->style->lang, -1);
        kp_html_open(html, "th", "scope", "col", "class", "num", NULL);
        kp_html_typed(html, html->typed, criterion->name);
        kp_html_textf(html, ", %s\u00a0%%", share.data);
        kp_html_close(html);
    }
    kp_html_open(html, "th", "scope", "col", "class", "num", NULL);
    kp_html_texts(html, _("Points"));
    kp_html_close(html);
    kp_html_close(html);
    kp_html_close(html);
    kp_buf_release(&share);
}

static void add_candidate(struct report_page *page, const struct kp_selection *selection,
                          const struct kp_selection_candidate *candidate)
{
    struct kp_html *html = &page->html;
    struct kp_buf text = KP_BUF_INIT;
    kp_html_open(html, "tr", NULL);
    kp_html_element(html, "th", candidate->name, "scope", "row", "lang", html->typed, NULL);
    for (size_t i = 0; i < selection->criterion_count; i++) {
        kp_buf_clear(&text);
        add_score(&candidate->cells[i], page->style->lang, &text);
        kp_html_element(html, "td", kp_buf_str(&text), "class", "num", NULL);
    }
    kp_buf_clear(&text);
    if (candidate->ranked)
        kp_number_show(&text, kp_number_round(candidate->points, 2), page->style->lang, 2);
    kp_html_element(html, "td", kp_buf_str(&text), "class", "num", NULL);
    kp_html_close(html);
    kp_buf_release(&text);
}

bool report_scores(struct report_page *page, const struct kp_field *field,
                   const struct kp_answer *answer)
{
    struct kp_html *html = &page->html;
    struct kp_selection selection;
    char id[24];
    if (!kp_selection_scores(field->id) ||
        !kp_selection_make(page->report->calc, page->arena, &selection) || !selection.ranked)
        return false;
    snprintf(id, sizeof id, "t%zu", ++html->count);
    kp_html_open(html, "div", "class", "answer", NULL);
    kp_html_open(html, "h4", "id", id, NULL);
    kp_html_words(html, &field->label);
    kp_html_close(html);
    report_origin(page, answer, "p");
    kp_html_scroll(html, id);
    kp_html_open(html, "table", NULL);
    kp_html_open(html, "caption", "class", "hidden", NULL);
    kp_html_words(html, &field->label);
    kp_html_close(html);
    add_head(page, field, &selection);
    kp_html_open(html, "tbody", NULL);
    for (size_t i = 0; i < selection.candidate_count; i++)
        add_candidate(page, &selection, &selection.candidates[i]);
    kp_html_close(html);
    kp_html_close(html);
    kp_html_close(html);
    kp_html_close(html);
    return true;
}

/* ---- as Markdown */

static void add_pipe(struct kp_str text, struct kp_buf *out)
{
    struct kp_buf visible = KP_BUF_INIT;
    kp_utf8_add_visible(&visible, text, false);
    kp_buf_addc(out, ' ');
    kp_markdown_add(kp_buf_str(&visible), out);
    kp_buf_adds(out, " |");
    kp_buf_release(&visible);
}

bool report_scores_markdown(struct kp_calc *calc, const struct kp_field *field,
                            const struct kp_style *style, struct kp_buf *out)
{
    struct kp_selection selection;
    struct kp_buf text = KP_BUF_INIT;
    if (!kp_selection_scores(field->id) || !kp_selection_make(calc, calc->arena, &selection) ||
        !selection.ranked)
        return false;
    kp_buf_addc(out, '|');
    const struct kp_field *name = kp_field_column(field, KP_STR("candidate"));
    add_pipe(name ? kp_words_get(&name->label, style->lang) : KP_STR(""), out);
    for (size_t i = 0; i < selection.criterion_count; i++)
        add_pipe(selection.criteria[i].name, out);
    add_pipe(kp_str_from(_("Points")), out);
    kp_buf_adds(out, "\n|---|");
    kp_buf_add_repeat(out, "--:|", selection.criterion_count + 1);
    kp_buf_addc(out, '\n');
    for (size_t i = 0; i < selection.candidate_count; i++) {
        const struct kp_selection_candidate *candidate = &selection.candidates[i];
        kp_buf_addc(out, '|');
        add_pipe(candidate->name, out);
        for (size_t j = 0; j < selection.criterion_count; j++) {
            kp_buf_clear(&text);
            add_score(&candidate->cells[j], style->lang, &text);
            add_pipe(kp_buf_str(&text), out);
        }
        kp_buf_clear(&text);
        if (candidate->ranked)
            kp_number_show(&text, kp_number_round(candidate->points, 2), style->lang, 2);
        add_pipe(kp_buf_str(&text), out);
        kp_buf_addc(out, '\n');
    }
    kp_buf_release(&text);
    return true;
}
