// SPDX-License-Identifier: GPL-3.0-or-later
/* What changed since the cycle before: the few things that matter most, and all of it. */
#include "base/text.h"
#include "view/diff_html.h"
#include "view/diff_internal.h"
#include "view/html_flow.h"
#include "view/report_internal.h"

#include <stdlib.h>

enum { CHANGES_MOST = 5, COLUMNS = 120, LEAST_RANK = 5, OTHER_TABLE = 10, NAMES_MOST = 3 };

/* ---- the few */

/* What a director asks about first; a field that is not here counts by what is worked out of it. */
static const struct {
    const char *id;
    int rank;
} ranks[] = {
    {"opportunities", 100},
    {"revenue", 95},
    {"position.relationship", 90},
    {"position.partnership", 85},
    {"agreements", 80},
    {"health", 75},
    {"plan.objective", 70},
    {"account.theme", 65},
    {"stakeholders", 60},
    {"risks", 58},
    {"kpis", 56},
    {"competitors", 54},
    {"contribution", 52},
    {"wallet", 50},
    {"customer.goals", 48},
    {"account.phase", 46},
    {"customer.strategy", 44},
    {"whitespace", 42},
    {"buying.stage", 40},
    {"contacts.model", 38},
    /* The page says these anyway. */
    {"account.summary", 0},
    {"actions", 0},
    {"workshop.ideas", 0},
    {"opportunities.review", 0},
};

static int rank_of(const struct report_page *page, const struct kp_diff_item *item)
{
    if (item->kind == KP_DIFF_CONFIRMED || item->kind == KP_DIFF_UNSEEN || item->calculated ||
        !item->field || !report_visible(page, item->field))
        return 0;
    for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++)
        if (kp_str_is(item->id, ranks[i].id))
            return ranks[i].rank;
    return LEAST_RANK + OTHER_TABLE * (kp_diff_weight(page->report->changes, item) - 1);
}

struct ranked {
    const struct kp_diff_item *item;
    int rank;
};

static int by_rank(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->rank != y->rank)
        return y->rank - x->rank;
    return x->item < y->item ? -1 : x->item > y->item;
}

/* A row whose status has become another is told by it: "Won: Cooling of line 2". */
static const struct kp_choice *new_status(const struct kp_diff_item *item,
                                          const struct kp_diff_row *row)
{
    for (size_t i = 0; row->kind == KP_DIFF_CHANGED && i < row->cell_count; i++) {
        const struct kp_diff_cell *cell = &row->cells[i];
        if (cell->column && kp_str_is(cell->id, "status") && cell->after &&
            cell->after->kind == KP_JSON_STRING)
            return kp_field_choice(kp_field_column(item->field, cell->id), cell->after->text);
    }
    return NULL;
}

struct told {
    struct report_page *page;
    const struct kp_diff_words *words;
    const struct kp_diff_item *item;
    size_t names;       /* that have been told */
    struct kp_str last; /* what was said of the last one */
};

static void add_name(struct told *told, struct kp_str what, const struct kp_diff_row *row)
{
    struct kp_html *html = &told->page->html;
    bool same = told->names && kp_str_equal(told->last, what);
    if (told->names)
        kp_html_texts(html, " · ");
    if (!same) {
        kp_html_open(html, "span", "class", "dim", NULL);
        kp_html_text(html, what);
        kp_html_texts(html, ": ");
        kp_html_close(html);
    }
    told->last = what;
    struct kp_flow name = kp_flow_new(told->page->arena);
    kp_diff_add_row_name(told->words, told->item->field, row->after ? row->after : row->before,
                         KP_MARK_NONE, &name);
    kp_html_flow(html, &name);
    told->names++;
}

/* Of rows: what came of them, then new ones, then those that are gone, then the others. */
static void add_rows(struct told *told)
{
    static const enum kp_diff_kind kinds[] = {KP_DIFF_NEW, KP_DIFF_REMOVED, KP_DIFF_CHANGED};
    const struct kp_diff_item *item = told->item;
    const enum kp_lang lang = told->page->style->lang;
    for (size_t i = 0; i < item->row_count && told->names < NAMES_MOST; i++) {
        const struct kp_choice *status = new_status(item, &item->rows[i]);
        if (status)
            add_name(told, kp_words_get(&status->label, lang), &item->rows[i]);
    }
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        const char *what = kinds[k] == KP_DIFF_NEW       ? _("New")
                           : kinds[k] == KP_DIFF_REMOVED ? _("Removed")
                                                         : _("Changed");
        for (size_t i = 0; i < item->row_count && told->names < NAMES_MOST; i++) {
            const struct kp_diff_row *row = &item->rows[i];
            if (row->kind == kinds[k] && !new_status(item, row) &&
                (row->kind != KP_DIFF_CHANGED || row->cell_count))
                add_name(told, kp_str_from(what), row);
        }
    }
}

/* Of one row alone there is room for what has changed in it. */
static void add_cells(struct told *told)
{
    const struct kp_diff_row *row = &told->item->rows[0];
    struct kp_flow cells = kp_flow_new(told->page->arena);
    if (told->item->row_count != 1 || row->kind != KP_DIFF_CHANGED || new_status(told->item, row))
        return;
    kp_diff_add_cells(told->words, told->item->field, row, false, &cells);
    kp_html_texts(&told->page->html, " ");
    kp_html_flow(&told->page->html, &cells);
}

static void add_item(struct report_page *page, const struct kp_diff_words *words,
                     const struct kp_diff_item *item)
{
    static const struct kp_diff_depth brief = {0, 1, false};
    struct kp_html *html = &page->html;
    struct told told = {.page = page, .words = words, .item = item};
    struct kp_diff_note note;
    kp_diff_note_item(words, page->report->changes, item, &brief, &note);
    kp_html_open(html, "li", NULL);
    kp_html_element(html, "strong", note.label, NULL);
    kp_html_texts(html, " ");
    if (item->by_rows && item->row_count) {
        add_rows(&told);
        add_cells(&told);
    } else {
        kp_html_flow(html, &note.value);
    }
    kp_html_close(html);
}

static void add_title(struct report_page *page, const char *element, const char *id)
{
    struct kp_buf cycle = KP_BUF_INIT;
    kp_cycle_print(&cycle, page->report->changes->from.cycle);
    kp_html_open(&page->html, element, "id", id, NULL);
    kp_html_textf(&page->html, _("Changed since %s"), cycle.data);
    kp_html_close(&page->html);
    kp_buf_release(&cycle);
}

void report_highlights(struct report_page *page)
{
    const struct kp_diff_page *changes = page->report->changes;
    if (!changes) {
        report_first(page);
        return;
    }
    struct kp_style wide = *page->style;
    wide.width = COLUMNS;
    const struct kp_diff_words words = {
        .arena = page->arena, .calc = page->report->calc, .style = &wide, .marks = true};
    struct ranked *all = kp_arena_alloc(page->arena, (changes->diff->count + 1) * sizeof *all);
    size_t count = 0;
    for (size_t i = 0; i < changes->diff->count; i++) {
        int rank = rank_of(page, &changes->diff->items[i]);
        if (rank > 0)
            all[count++] = (struct ranked){&changes->diff->items[i], rank};
    }
    qsort(all, count, sizeof *all, by_rank);
    add_title(page, "h3", NULL);
    if (!count) {
        kp_html_element(&page->html, "p", kp_str_from(kp_diff_nothing_words(changes)), NULL);
        return;
    }
    kp_html_open(&page->html, "ul", "class", "plain", NULL);
    for (size_t i = 0; i < count && i < CHANGES_MOST; i++)
        add_item(page, &words, all[i].item);
    kp_html_close(&page->html);
}

/* ---- all of it */

void report_changes(struct report_page *page)
{
    if (!page->report->changes)
        return;
    kp_html_open(&page->html, "section", "id", "changes", NULL);
    add_title(page, "h2", NULL);
    kp_html_diff(&page->html, page->report->changes, page->style, "h3");
    kp_html_close(&page->html);
}

void report_minutes(struct report_page *page)
{
    if (!page->report->minutes_count)
        return;
    kp_html_open(&page->html, "section", "id", "minutes", NULL);
    kp_html_element(&page->html, "h2", kp_str_from(_("Minutes of the sessions")), NULL);
    for (size_t i = 0; i < page->report->minutes_count; i++)
        kp_html_minutes(&page->html, &page->report->minutes[i], page->style, "h3", "h4");
    kp_html_close(&page->html);
}
