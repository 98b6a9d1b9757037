// SPDX-License-Identifier: GPL-3.0-or-later
/* A diff as Markdown: CommonMark, with <del> and <ins> around words. */
#include "base/text.h"
#include "base/utf8.h"
#include "view/diff_internal.h"
#include "view/markdown.h"

static const struct kp_diff_depth everything = {SIZE_MAX, 0, true};

struct paper {
    const struct kp_diff_page *page;
    struct kp_diff_words words;
    struct kp_buf *out;
    size_t level; /* of its title */
};

static const char *sign_of(char sign)
{
    switch (sign) {
    case '+': return "**+** "; /* bare it would begin a list */
    case '-': return "− ";
    case '~': return "~ ";
    case '=': return "= ";
    default: return "";
    }
}

static void add_note(struct paper *paper, const struct kp_diff_note *note, const char *indent)
{
    struct kp_buf *out = paper->out;
    kp_buf_addf(out, "%s- %s", indent, sign_of(note->sign));
    if (note->label.len) {
        kp_buf_adds(out, "**");
        kp_markdown_add(note->label, out);
        kp_buf_adds(out, "**");
    }
    if (note->label.len && !kp_flow_empty(&note->value))
        kp_buf_adds(out, ": ");
    if (!kp_flow_empty(&note->old)) {
        kp_markdown_add_flow(&note->old, out);
        kp_buf_adds(out, " → ");
    }
    kp_markdown_add_flow(&note->value, out);
    if (!kp_flow_empty(&note->origin)) {
        kp_buf_adds(out, " (");
        kp_markdown_add_flow(&note->origin, out);
        kp_buf_addc(out, ')');
    }
    kp_buf_addc(out, '\n');
    for (size_t i = 0; i < note->row_count; i++)
        add_note(paper, &note->rows[i], "  ");
}

static void add_heading(struct paper *paper, struct kp_str title)
{
    kp_buf_addc(paper->out, '\n');
    kp_buf_add_repeat(paper->out, "#", paper->level + 1);
    kp_buf_addc(paper->out, ' ');
    kp_markdown_add(title, paper->out);
    kp_buf_adds(paper->out, "\n\n");
}

static void add_changes(struct paper *paper)
{
    const struct kp_diff *diff = paper->page->diff;
    struct kp_str group = {NULL, 0};
    bool any = false;
    for (size_t i = 0; i < diff->count; i++) {
        const struct kp_diff_item *item = &diff->items[i];
        struct kp_str its = item->field ? item->field->group : (struct kp_str){NULL, 0};
        struct kp_diff_note note;
        if (!kp_diff_is_told(paper->page, item))
            continue;
        if (!any || !kp_str_equal(group, its))
            add_heading(paper, kp_diff_group_words(&paper->words, its));
        kp_diff_note_item(&paper->words, paper->page, item, &everything, &note);
        add_note(paper, &note, "");
        group = its;
        any = true;
    }
    if (!any)
        kp_buf_addf(paper->out, "\n%s\n", kp_diff_nothing_words(paper->page));
}

static void add_same(struct paper *paper, enum kp_diff_kind kind, const char *title)
{
    bool any = false;
    for (size_t i = 0; i < paper->page->diff->count; i++) {
        const struct kp_diff_item *item = &paper->page->diff->items[i];
        struct kp_diff_note note;
        if (item->kind != kind)
            continue;
        if (!any)
            add_heading(paper, kp_str_from(title));
        any = true;
        kp_diff_note_same(&paper->words, paper->page, item, &note);
        add_note(paper, &note, "");
    }
}

void kp_view_diff_markdown(const struct kp_diff_page *page, const struct kp_style *style,
                           struct kp_buf *out)
{
    kp_view_diff_section(page, style, page->name.len ? page->name : page->account, 1, out);
}

void kp_view_diff_section(const struct kp_diff_page *page, const struct kp_style *style,
                          struct kp_str title, size_t level, struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_style plain = *style;
    size_t start = out->len;
    plain.colour = plain.ascii = false;
    struct paper paper = {.page = page, .out = out, .level = level};
    paper.words =
        (struct kp_diff_words){.arena = &arena, .calc = page->calc, .style = &plain, .marks = true};
    kp_buf_add_repeat(out, "#", level);
    kp_buf_addc(out, ' ');
    kp_markdown_add(kp_diff_safe(&paper.words, title, false), out);
    kp_buf_adds(out, "\n\n");
    kp_markdown_add(kp_diff_end_words(&paper.words, &page->from), out);
    kp_buf_adds(out, " → ");
    kp_markdown_add(kp_diff_end_words(&paper.words, &page->to), out);
    kp_buf_adds(out, "  \n");
    kp_markdown_add(kp_diff_counts_words(&paper.words, page->diff->counts), out);
    kp_buf_addc(out, '\n');
    add_changes(&paper);
    if (page->question_count)
        add_heading(&paper, kp_str_from(_("The questions")));
    for (size_t i = 0; i < page->question_count; i++) {
        struct kp_diff_note note;
        kp_diff_note_question(&paper.words, &page->questions[i], &note);
        add_note(&paper, &note, "");
    }
    if (page->all)
        add_same(&paper, KP_DIFF_CONFIRMED, _("Confirmed"));
    if (!kp_diff_same_ends(page))
        add_same(&paper, KP_DIFF_UNSEEN, _("Not looked at"));
    kp_style_soften(out, start);
    kp_arena_release(&arena);
}

/* ---- several accounts */

static void add_counts(const struct kp_diff_line *line, struct kp_buf *out)
{
    kp_buf_addf(out, " | %zu | %zu | %zu | %zu |", line->counts[KP_DIFF_CHANGED],
                line->counts[KP_DIFF_NEW], line->counts[KP_DIFF_CONFIRMED],
                line->counts[KP_DIFF_UNSEEN]);
}

void kp_view_diff_lines_markdown(const struct kp_diff_line *lines, size_t count,
                                 const struct kp_field *figure, struct kp_calc *calc,
                                 const struct kp_style *style, struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_diff_words words = {.arena = &arena, .calc = calc, .style = style, .marks = true};
    size_t start = out->len;
    kp_buf_addf(out, "| %s | %s | %s | %s | %s |", _("Account"), _("Changed"), _("New"),
                _("Confirmed"), _("Not looked at"));
    if (figure) {
        kp_buf_addc(out, ' ');
        kp_markdown_add(kp_diff_label(&words, figure, false), out);
        kp_buf_adds(out, " |");
    }
    kp_buf_addf(out, "\n|---|--:|--:|--:|--:|%s\n", figure ? "--:|" : "");
    for (size_t i = 0; i < count; i++) {
        struct kp_flow value = kp_flow_new(&arena);
        kp_buf_adds(out, "| ");
        kp_markdown_add(kp_diff_safe(&words, lines[i].name, false), out);
        if (lines[i].fresh)
            kp_buf_addf(out, " (%s)", _("new"));
        add_counts(&lines[i], out);
        if (figure) {
            kp_diff_add_figure(&words, figure, &lines[i], &value);
            kp_buf_addc(out, ' ');
            kp_markdown_add_flow(&value, out);
            kp_buf_adds(out, " |");
        }
        kp_buf_addc(out, '\n');
    }
    kp_style_soften(out, start);
    kp_arena_release(&arena);
}
