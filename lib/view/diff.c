// SPDX-License-Identifier: GPL-3.0-or-later
/* A diff set as text: as much of each answer as the page has room for. */
#include "view/diff.h"

#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"
#include "view/diff_internal.h"
#include "view/plan_internal.h"

#include <stdlib.h>

enum {
    LABEL_MOST = 22,
    PAGE_MOST = 132, /* columns: longer lines are not read */
    NARROW = 56,
    FEW = 6,         /* answers that nobody looked at, a line each */
    FEW_OF_PAGE = 3, /* where lines are scarce */
    LEAST = 12,
};

/* From what always stands to what is told at most unless everything is wanted. */
static const struct kp_diff_depth depths[] = {
    {0, 1, false}, {2, 2, false}, {4, 3, false}, {8, 4, false}};
static const struct kp_diff_depth everything = {SIZE_MAX, 0, true};
enum { HEAVIEST = 3, DEEPEST = sizeof depths / sizeof *depths - 1 };

struct entry {
    const struct kp_diff_item *item; /* NULL: a heading */
    struct kp_str title;
    int depth, weight;
    bool folded;
    bool minor; /* told in few words on one line with others */
    struct kp_buf text;
    size_t height;
};

struct sheet {
    struct kp_diff_setter set;
    struct entry *entries;
    size_t count, cap;
};

static size_t count_lines(const struct kp_buf *text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text->len; i++)
        lines += text->data[i] == '\n';
    return lines;
}

static void set_entry(struct sheet *sheet, struct entry *entry)
{
    struct kp_diff_note note;
    bool whole = sheet->set.page->all;
    kp_buf_clear(&entry->text);
    if (!entry->item) {
        kp_style_add(&entry->text, sheet->set.style, KP_MARK_TITLE, entry->title);
        kp_buf_addc(&entry->text, '\n');
    } else {
        kp_diff_note_item(&sheet->set.words, sheet->set.page, entry->item,
                          whole ? &everything : &depths[entry->depth], &note);
        kp_diff_widen(&sheet->set, &note);
        for (size_t i = 0; i < note.row_count; i++)
            kp_diff_widen(&sheet->set, &note.rows[i]);
        kp_diff_set_line(&sheet->set, &note, whole || entry->item->basis_changed, &entry->text);
        kp_diff_set_rows(&sheet->set, &note, whole, &entry->text);
        entry->folded = note.hidden || (!whole && entry->depth < DEEPEST);
    }
    entry->height = count_lines(&entry->text);
}

/* ---- what stands on the page */

static void add_entry(struct sheet *sheet, const struct kp_diff_item *item, struct kp_str title)
{
    sheet->entries = kp_grow(sheet->entries, sheet->count, &sheet->cap, sizeof *sheet->entries);
    sheet->entries[sheet->count++] =
        (struct entry){.item = item,
                       .title = title,
                       .weight = item ? kp_diff_weight(sheet->set.page, item) : 0,
                       .text = KP_BUF_INIT};
    struct entry *entry = &sheet->entries[sheet->count - 1];
    if (sheet->set.page->lines == 0)
        entry->depth = DEEPEST;
    else if (entry->weight == HEAVIEST) /* a page without it would not answer much */
        entry->depth = 2;
}

static bool is_told(const struct sheet *sheet, const struct kp_diff_item *item)
{
    return kp_diff_is_told(sheet->set.page, item) &&
           (sheet->set.page->all || !kp_diff_is_change(item));
}

static void collect(struct sheet *sheet)
{
    const struct kp_diff *diff = sheet->set.page->diff;
    struct kp_str group = {NULL, 0};
    bool any = false;
    for (size_t i = 0; i < diff->count; i++) {
        const struct kp_diff_item *item = &diff->items[i];
        struct kp_str its = item->field ? item->field->group : (struct kp_str){NULL, 0};
        if (!is_told(sheet, item))
            continue;
        if (!any || !kp_str_equal(group, its))
            add_entry(sheet, NULL, kp_diff_group_words(&sheet->set.words, its));
        add_entry(sheet, item, (struct kp_str){NULL, 0});
        group = its;
        any = true;
    }
}

/* Labels as wide as the widest, within reason. */
static void measure(struct sheet *sheet)
{
    size_t widest = LEAST, most = sheet->set.columns / 4;
    most = most < LABEL_MOST ? most : LABEL_MOST;
    for (size_t i = 0; i < sheet->set.page->diff->count; i++) {
        const struct kp_diff_item *item = &sheet->set.page->diff->items[i];
        struct kp_str label =
            item->field ? kp_diff_label(&sheet->set.words, item->field, false) : item->id;
        size_t width = kp_utf8_width(label);
        if (width > widest && item->kind != KP_DIFF_CONFIRMED)
            widest = width;
    }
    sheet->set.labels = sheet->set.columns < NARROW ? 0 : widest < most ? widest : most;
    sheet->set.value_at = KP_DIFF_INDENT + KP_DIFF_SIGN +
                          (sheet->set.labels ? sheet->set.labels + KP_DIFF_GAP : KP_DIFF_GAP);
}

/* ---- what stayed */

static void add_heading(const struct sheet *sheet, const char *title, struct kp_buf *out)
{
    kp_style_add(out, sheet->set.style, KP_MARK_TITLE, kp_str_from(title));
    kp_buf_addc(out, '\n');
}

static size_t of_kind(const struct sheet *sheet, enum kp_diff_kind kind,
                      const struct kp_diff_item **items)
{
    size_t count = 0;
    for (size_t i = 0; i < sheet->set.page->diff->count; i++)
        if (sheet->set.page->diff->items[i].kind == kind)
            items[count++] = &sheet->set.page->diff->items[i];
    return count;
}

static int by_age(const void *a, const void *b)
{
    const struct kp_diff_item *const *left = a, *const *right = b;
    int distance = kp_cycle_distance((*right)->now->cycle, (*left)->now->cycle);
    return distance ? distance : *left < *right ? -1 : 1;
}

/* "since 2024H2 (3 cycles)   Competitors, Partners" */
static size_t add_of_cycle(const struct sheet *sheet, const struct kp_diff_item **items,
                           size_t count, size_t *labels, struct kp_buf *out)
{
    struct kp_diff_note note = {.sign = ' ', .value = kp_flow_new(sheet->set.words.arena)};
    size_t at = 0;
    note.label =
        kp_diff_since_words(&sheet->set.words, items[0]->now->cycle, sheet->set.page->to.cycle);
    for (; at < count && !kp_cycle_distance(items[at]->now->cycle, items[0]->now->cycle); at++) {
        struct kp_diff_note same;
        kp_diff_note_same(&sheet->set.words, sheet->set.page, items[at], &same);
        if (at)
            kp_flow_add(&note.value, KP_MARK_DIM, kp_str_from(kp_diff_dot(&sheet->set.words)));
        kp_flow_add(&note.value, KP_MARK_NONE, same.label);
    }
    note.lines = sheet->set.page->all ? 0 : 2;
    struct kp_diff_setter wide = sheet->set;
    size_t width = kp_utf8_width(note.label);
    *labels = width > *labels ? width : *labels;
    if (wide.labels && *labels > wide.labels) {
        wide.labels = *labels;
        wide.value_at = KP_DIFF_INDENT + KP_DIFF_SIGN + wide.labels + KP_DIFF_GAP;
    }
    kp_diff_set_line(&wide, &note, false, out);
    return at;
}

static void set_unseen(const struct sheet *sheet, struct kp_buf *out)
{
    const struct kp_diff_item **items =
        kp_arena_alloc(sheet->set.words.arena,
                       (sheet->set.page->diff->count + 1) * sizeof(const struct kp_diff_item *));
    size_t count = of_kind(sheet, KP_DIFF_UNSEEN, items), labels = 0;
    if (count == 0)
        return;
    qsort(items, count, sizeof *items, by_age);
    add_heading(sheet, _("Not looked at"), out);
    for (size_t i = 0; i < count;) {
        struct kp_diff_note note;
        if (count > (sheet->set.page->lines ? FEW_OF_PAGE : FEW)) {
            i += add_of_cycle(sheet, items + i, count - i, &labels, out);
            continue;
        }
        kp_diff_note_same(&sheet->set.words, sheet->set.page, items[i++], &note);
        kp_diff_set_line(&sheet->set, &note, false, out);
    }
}

static void set_confirmed(const struct sheet *sheet, struct kp_buf *out)
{
    const struct kp_diff_item **items =
        kp_arena_alloc(sheet->set.words.arena,
                       (sheet->set.page->diff->count + 1) * sizeof(const struct kp_diff_item *));
    size_t count = sheet->set.page->all ? of_kind(sheet, KP_DIFF_CONFIRMED, items) : 0;
    if (count)
        add_heading(sheet, _("Confirmed"), out);
    for (size_t i = 0; i < count; i++) {
        struct kp_diff_note note;
        kp_diff_note_same(&sheet->set.words, sheet->set.page, items[i], &note);
        kp_diff_set_line(&sheet->set, &note, false, out);
    }
}

static void set_questions(const struct sheet *sheet, struct kp_buf *out)
{
    if (sheet->set.page->question_count)
        add_heading(sheet, _("The questions"), out);
    for (size_t i = 0; i < sheet->set.page->question_count; i++) {
        struct kp_diff_note note;
        kp_diff_note_question(&sheet->set.words, &sheet->set.page->questions[i], &note);
        note.lines = sheet->set.page->all ? 0 : 2;
        kp_diff_set_line(&sheet->set, &note, false, out);
    }
}

/* ---- the page */

/* The line is broken at the arrow where that is enough. */
static void add_end(const struct sheet *sheet, const struct kp_diff_end *end, struct kp_flow *flow)
{
    struct kp_str text = kp_diff_end_words(&sheet->set.words, end);
    struct kp_buf joined = KP_BUF_INIT;
    if (kp_utf8_width(text) + 3 <= sheet->set.columns)
        kp_view_join(&joined, text);
    else
        kp_buf_add(&joined, text);
    kp_flow_add(flow, KP_MARK_NONE, kp_buf_str(&joined));
    kp_buf_release(&joined);
}

static void set_head(const struct sheet *sheet, struct kp_buf *out)
{
    const struct kp_diff_page *page = sheet->set.page;
    const struct kp_diff_words *words = &sheet->set.words;
    struct kp_flow line = kp_flow_new(words->arena), ends = kp_flow_new(words->arena);
    struct kp_flow counts = kp_flow_new(words->arena);
    kp_flow_add(&line, KP_MARK_TITLE,
                kp_diff_safe(words, page->name.len ? page->name : page->account, false));
    add_end(sheet, &page->from, &ends);
    kp_flow_add(&ends, KP_MARK_NONE, kp_str_from(kp_diff_arrow(words)));
    add_end(sheet, &page->to, &ends);
    bool beside = kp_flow_width(&line) + 3 + kp_flow_width(&ends) <= sheet->set.columns;
    size_t used = kp_flow_print(&line, sheet->set.style, sheet->set.columns, 0, 0, 0, out);
    kp_buf_adds(out, beside ? "   " : "\n");
    kp_flow_print(&ends, sheet->set.style, sheet->set.columns, beside ? used + 3 : 0, 0, 0, out);
    kp_buf_addc(out, '\n');
    kp_flow_add(&counts, KP_MARK_NONE, kp_diff_counts_words(words, page->diff->counts));
    kp_flow_print(&counts, sheet->set.style, sheet->set.columns, 0, 0, 0, out);
    kp_buf_adds(out, "\n\n");
}

/* ---- as much as there is room for */

/* "Meetings +1 ~3 · Success factors +2 -2": the small tables of a section on one line. */
static void set_minor(struct sheet *sheet, size_t from, size_t to)
{
    struct kp_flow line = kp_flow_new(sheet->set.words.arena);
    struct kp_buf *out = &sheet->entries[to - 1].text;
    for (size_t i = from; i < to; i++) {
        struct entry *entry = &sheet->entries[i];
        if (!entry->minor)
            continue;
        kp_buf_clear(&entry->text);
        entry->height = 0;
        if (!kp_flow_empty(&line))
            kp_flow_add(&line, KP_MARK_DIM, kp_str_from(kp_diff_dot(&sheet->set.words)));
        kp_flow_addf(&line, KP_MARK_NONE, "%s\xc2\xa0",
                     kp_diff_label(&sheet->set.words, entry->item->field, false).data);
        kp_diff_add_row_counts(entry->item, &line);
    }
    kp_diff_add_sign(&sheet->set, '~', KP_DIFF_INDENT, out);
    kp_flow_print(&line, sheet->set.style, sheet->set.text_columns, KP_DIFF_INDENT + KP_DIFF_SIGN,
                  KP_DIFF_INDENT + KP_DIFF_SIGN, 0, out);
    kp_buf_addc(out, '\n');
    sheet->entries[to - 1].height = count_lines(out);
}

static bool is_minor(const struct entry *entry)
{
    return entry->item && entry->weight == 1 && entry->item->by_rows && entry->item->row_count &&
           !entry->item->basis_changed;
}

/* Where even one line for each answer is too much. */
static void squeeze(struct sheet *sheet)
{
    for (size_t from = 0, to; from < sheet->count; from = to) {
        size_t count = 0;
        for (to = from + 1; to < sheet->count && sheet->entries[to].item; to++)
            count += is_minor(&sheet->entries[to]);
        for (size_t i = from; count > 1 && i < to; i++)
            sheet->entries[i].minor = is_minor(&sheet->entries[i]);
        if (count > 1)
            set_minor(sheet, from, to);
    }
}

static size_t height_of(const struct sheet *sheet)
{
    size_t height = 0;
    for (size_t i = 0; i < sheet->count; i++)
        height += sheet->entries[i].height;
    return height;
}

/* Tells more of the answers that matter most, as long as the page has room. */
static void unfold(struct sheet *sheet, size_t room)
{
    size_t used = height_of(sheet);
    if (used > room) {
        squeeze(sheet);
        used = height_of(sheet);
    }
    for (int depth = 1; depth <= DEEPEST; depth++) {
        for (int weight = HEAVIEST; weight >= 1; weight--) {
            for (size_t i = 0; i < sheet->count; i++) {
                struct entry *entry = &sheet->entries[i], deeper = *entry;
                if (!entry->item || entry->minor || entry->weight != weight ||
                    entry->depth != depth - 1)
                    continue;
                deeper.depth = depth;
                deeper.text = (struct kp_buf)KP_BUF_INIT;
                set_entry(sheet, &deeper);
                if (used - entry->height + deeper.height > room) {
                    kp_buf_release(&deeper.text);
                    continue;
                }
                used = used - entry->height + deeper.height;
                kp_buf_release(&entry->text);
                *entry = deeper;
            }
        }
    }
}

static void sheet_init(struct sheet *sheet, const struct kp_diff_page *page,
                       const struct kp_style *style, struct kp_arena *arena)
{
    size_t columns = kp_style_columns(style);
    *sheet = (struct sheet){.set = {.page = page, .style = style}};
    sheet->set.words = (struct kp_diff_words){
        .arena = arena, .calc = page->calc, .style = style, .marks = style->colour};
    sheet->set.columns = columns < PAGE_MOST ? columns : PAGE_MOST;
    sheet->set.text_columns = kp_view_text_columns(style);
    measure(sheet);
    collect(sheet);
}

static bool add_entries(struct sheet *sheet, struct kp_buf *out)
{
    bool folded = false;
    for (size_t i = 0; i < sheet->count; i++) {
        kp_buf_add(out, kp_buf_str(&sheet->entries[i].text));
        folded = folded || sheet->entries[i].folded;
        kp_buf_release(&sheet->entries[i].text);
    }
    free(sheet->entries);
    return folded;
}

void kp_view_diff(const struct kp_diff_page *page, const struct kp_style *style, struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_buf head = KP_BUF_INIT, tail = KP_BUF_INIT;
    struct sheet sheet;
    size_t start = out->len;
    sheet_init(&sheet, page, style, &arena);
    set_head(&sheet, &head);
    set_questions(&sheet, &tail);
    set_confirmed(&sheet, &tail);
    if (!kp_diff_same_ends(page))
        set_unseen(&sheet, &tail);
    for (size_t i = 0; i < sheet.count; i++)
        set_entry(&sheet, &sheet.entries[i]);
    size_t taken = count_lines(&head) + count_lines(&tail) + 1; /* one for what was folded */
    if (!page->all && page->lines)
        unfold(&sheet, page->lines == 0 ? SIZE_MAX : page->lines > taken ? page->lines - taken : 0);
    kp_buf_add(out, kp_buf_str(&head));
    bool any = sheet.count > 0, folded = add_entries(&sheet, out);
    if (!any)
        kp_buf_addf(out, "%s\n", kp_diff_nothing_words(page));
    kp_buf_add(out, kp_buf_str(&tail));
    if (folded) {
        kp_style_add(out, style, KP_MARK_DIM, kp_str_from(_("--all shows everything")));
        kp_buf_addc(out, '\n');
    }
    kp_style_soften(out, start);
    kp_buf_release(&head);
    kp_buf_release(&tail);
    kp_arena_release(&arena);
}
