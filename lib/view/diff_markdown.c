// SPDX-License-Identifier: GPL-3.0-or-later
/* A diff as Markdown: CommonMark, with <del> and <ins> around words. */
#include "base/text.h"
#include "base/utf8.h"
#include "view/diff_internal.h"

#include <string.h>

static const struct kp_diff_depth everything = {SIZE_MAX, 0, true};

struct paper {
    const struct kp_diff_page *page;
    struct kp_diff_words words;
    struct kp_buf *out;
};

/* Every character that Markdown (or the HTML in it) may take for its own; a newline is a break. */
static void add_escaped(struct kp_str text, struct kp_buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c == '\n') {
            kp_buf_adds(out, "<br>");
            continue;
        }
        if (c == '<' || c == '>' || c == '&') {
            kp_buf_adds(out, c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;");
            continue;
        }
        /* Signs of lists do nothing here: no text stands at the beginning of a line. */
        bool is_address = c == ':' && i + 1 < text.len && text.data[i + 1] == '/';
        if (is_address || (c && strchr("\\`*_[]#|~@", c)))
            kp_buf_addc(out, '\\');
        kp_buf_addc(out, c);
    }
}

/*
 * Words between tags, which mean the same wherever they stand: Markdown's own signs are not seen between a
 * word and a comma.
 */
static void add_tagged(const char *tag, struct kp_str text, struct kp_buf *out)
{
    kp_buf_addf(out, "<%s>", tag);
    add_escaped(text, out);
    kp_buf_addf(out, "</%s>", tag);
}

static void add_flow(const struct kp_flow *flow, struct kp_buf *out)
{
    for (const struct kp_flow_piece *piece = flow->first; piece; piece = piece->next) {
        if (piece->mark == KP_MARK_REMOVED)
            add_tagged("del", piece->text, out);
        else if (piece->mark == KP_MARK_NEW)
            add_tagged("ins", piece->text, out);
        else
            add_escaped(piece->text, out);
    }
}

static const char *sign_of(char sign)
{
    switch (sign) {
    case '+': return "\\+ ";
    case '-': return "− ";
    case '~': return "\\~ ";
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
        add_escaped(note->label, out);
        kp_buf_adds(out, "**");
    }
    if (note->label.len && !kp_flow_empty(&note->value))
        kp_buf_adds(out, ": ");
    if (!kp_flow_empty(&note->old)) {
        add_flow(&note->old, out);
        kp_buf_adds(out, " → ");
    }
    add_flow(&note->value, out);
    if (!kp_flow_empty(&note->origin)) {
        kp_buf_adds(out, " (");
        add_flow(&note->origin, out);
        kp_buf_addc(out, ')');
    }
    kp_buf_addc(out, '\n');
    for (size_t i = 0; i < note->row_count; i++)
        add_note(paper, &note->rows[i], "  ");
}

static void add_heading(struct paper *paper, struct kp_str title)
{
    kp_buf_adds(paper->out, "\n## ");
    add_escaped(title, paper->out);
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
        if (item->kind == KP_DIFF_CONFIRMED || item->kind == KP_DIFF_UNSEEN ||
            kp_diff_is_fact(paper->page, item))
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
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_style plain = *style;
    size_t start = out->len;
    plain.colour = plain.ascii = false;
    struct paper paper = {.page = page, .out = out};
    paper.words =
        (struct kp_diff_words){.arena = &arena, .calc = page->calc, .style = &plain, .marks = true};
    kp_buf_adds(out, "# ");
    add_escaped(kp_diff_safe(&paper.words, page->name.len ? page->name : page->account, false),
                out);
    kp_buf_adds(out, "\n\n");
    add_escaped(kp_diff_end_words(&paper.words, &page->from), out);
    kp_buf_adds(out, " → ");
    add_escaped(kp_diff_end_words(&paper.words, &page->to), out);
    kp_buf_adds(out, "  \n");
    add_escaped(kp_diff_counts_words(&paper.words, page->diff->counts), out);
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
        add_escaped(kp_diff_label(&words, figure, false), out);
        kp_buf_adds(out, " |");
    }
    kp_buf_addf(out, "\n|---|--:|--:|--:|--:|%s\n", figure ? "--:|" : "");
    for (size_t i = 0; i < count; i++) {
        struct kp_flow value = kp_flow_new(&arena);
        kp_buf_adds(out, "| ");
        add_escaped(kp_diff_safe(&words, lines[i].name, false), out);
        if (lines[i].fresh)
            kp_buf_addf(out, " (%s)", _("new"));
        add_counts(&lines[i], out);
        if (figure) {
            kp_diff_add_figure(&words, figure, &lines[i], &value);
            kp_buf_addc(out, ' ');
            add_flow(&value, out);
            kp_buf_adds(out, " |");
        }
        kp_buf_addc(out, '\n');
    }
    kp_style_soften(out, start);
    kp_arena_release(&arena);
}
