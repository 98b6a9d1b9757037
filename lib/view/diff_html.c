// SPDX-License-Identifier: GPL-3.0-or-later
/* A diff as HTML: the words are those of the other forms. */
#include "view/diff_html.h"

#include "base/text.h"
#include "view/diff_internal.h"
#include "view/html_flow.h"
#include "view/html_page.h"
#include "view/report.h"
#include "view/typed.h"

/* A page is for reading: of a table in which hundreds of rows changed it tells the weightiest. */
enum { ROWS_MOST = 60 };
static const struct kp_diff_depth everything = {ROWS_MOST, 0, true};

struct paper {
    struct kp_html *html;
    const struct kp_diff_page *page;
    struct kp_diff_words words;
    const char *heading;
};

/* A sign for the eye, a word for who hears the page. */
static void add_sign(struct kp_html *html, char sign)
{
    const char *shown = NULL, *word = NULL;
    switch (sign) {
    case '+':
        shown = "+";
        word = _("new");
        break;
    case '-':
        shown = "−";
        word = _("removed");
        break;
    case '~':
        shown = "~";
        word = _("changed");
        break;
    case '=':
        shown = "=";
        word = _("calculated");
        break;
    default: return;
    }
    kp_html_element(html, "span", kp_str_from(shown), "class", "sign", "aria-hidden", "true", NULL);
    kp_html_open(html, "span", "class", "hidden", NULL);
    kp_html_texts(html, word);
    kp_html_texts(html, ": ");
    kp_html_close(html);
}

static void add_value(struct kp_html *html, const struct kp_diff_note *note)
{
    if (note->label.len)
        kp_html_element(html, "strong", note->label, "lang", note->typed ? html->typed : NULL,
                        NULL);
    if (note->label.len && !kp_flow_empty(&note->value))
        kp_html_texts(html, " ");
    if (!kp_flow_empty(&note->old)) { /* the new text below the old one */
        kp_html_open(html, "div", NULL);
        kp_html_flow(html, &note->old);
        kp_html_close(html);
        kp_html_open(html, "div", "class", "rewritten", NULL);
    }
    kp_html_flow(html, &note->value);
    if (!kp_flow_empty(&note->old))
        kp_html_close(html);
    if (kp_flow_empty(&note->origin))
        return;
    kp_html_texts(html, " ");
    kp_html_open(html, "span", "class", "origin", NULL);
    kp_html_flow(html, &note->origin);
    kp_html_close(html);
}

static void add_note(struct kp_html *html, const struct kp_diff_note *note)
{
    kp_html_open(html, "li", NULL);
    add_sign(html, note->sign);
    add_value(html, note);
    if (note->row_count)
        kp_html_open(html, "ul", NULL);
    for (size_t i = 0; i < note->row_count; i++)
        add_note(html, &note->rows[i]);
    if (note->hidden) {
        kp_html_open(html, "li", "class", "dim", NULL);
        kp_html_textf(html, ngettext("and %zu more", "and %zu more", note->hidden), note->hidden);
        kp_html_close(html);
    }
    if (note->row_count)
        kp_html_close(html);
    kp_html_close(html);
}

/* A list under a heading; the one before is closed. */
static void open_list(const struct paper *paper, struct kp_str title, size_t depth)
{
    kp_html_close_to(paper->html, depth);
    kp_html_element(paper->html, paper->heading, title, NULL);
    kp_html_open(paper->html, "ul", "class", "changes", NULL);
}

static void add_changes(struct paper *paper)
{
    const struct kp_diff *diff = paper->page->diff;
    struct kp_str group = {NULL, 0};
    size_t depth = paper->html->depth;
    bool any = false;
    for (size_t i = 0; i < diff->count; i++) {
        const struct kp_diff_item *item = &diff->items[i];
        struct kp_str its = item->field ? item->field->group : (struct kp_str){NULL, 0};
        struct kp_diff_note note;
        if (!kp_diff_is_told(paper->page, item))
            continue;
        if (!any || !kp_str_equal(group, its))
            open_list(paper, kp_diff_group_words(&paper->words, its), depth);
        kp_diff_note_item(&paper->words, paper->page, item, &everything, &note);
        add_note(paper->html, &note);
        group = its;
        any = true;
    }
    kp_html_close_to(paper->html, depth);
    if (!any)
        kp_html_element(paper->html, "p", kp_str_from(kp_diff_nothing_words(paper->page)), NULL);
}

static void add_same(struct paper *paper, enum kp_diff_kind kind, const char *title)
{
    size_t depth = paper->html->depth;
    for (size_t i = 0; i < paper->page->diff->count; i++) {
        const struct kp_diff_item *item = &paper->page->diff->items[i];
        struct kp_diff_note note;
        if (item->kind != kind)
            continue;
        if (paper->html->depth == depth)
            open_list(paper, kp_str_from(title), depth);
        kp_diff_note_same(&paper->words, paper->page, item, &note);
        add_note(paper->html, &note);
    }
    kp_html_close_to(paper->html, depth);
}

static void add_questions(struct paper *paper)
{
    const struct kp_diff_page *page = paper->page;
    size_t depth = paper->html->depth;
    if (page->question_count)
        open_list(paper, kp_str_from(_("The questions")), depth);
    for (size_t i = 0; i < page->question_count; i++) {
        struct kp_diff_note note;
        kp_diff_note_question(&paper->words, &page->questions[i], &note);
        add_note(paper->html, &note);
    }
    kp_html_close_to(paper->html, depth);
}

void kp_html_diff(struct kp_html *html, const struct kp_diff_page *page,
                  const struct kp_style *style, const char *heading)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_style plain = *style;
    plain.colour = plain.ascii = false;
    struct paper paper = {.html = html, .page = page, .heading = heading};
    paper.words =
        (struct kp_diff_words){.arena = &arena, .calc = page->calc, .style = &plain, .marks = true};
    kp_html_open(html, "p", NULL);
    kp_html_text(html, kp_diff_end_words(&paper.words, &page->from));
    kp_html_texts(html, " → ");
    kp_html_text(html, kp_diff_end_words(&paper.words, &page->to));
    kp_html_void(html, "br", NULL);
    kp_html_element(html, "strong", kp_diff_counts_words(&paper.words, page->diff->counts), NULL);
    kp_html_close(html);
    add_changes(&paper);
    add_questions(&paper);
    if (page->all)
        add_same(&paper, KP_DIFF_CONFIRMED, _("Confirmed"));
    if (!kp_diff_same_ends(page))
        add_same(&paper, KP_DIFF_UNSEEN, _("Not looked at"));
    kp_arena_release(&arena);
}

/* ---- pages */

static void begin_page(struct kp_html *html, struct kp_str title)
{
    const struct kp_html_page dress = {.title = title, .face = kp_str_from(_("What changed"))};
    kp_html_page_begin(html, &dress);
    kp_html_open(html, "p", "class", "eyebrow", NULL);
    kp_html_element(html, "span", kp_str_from(_("What changed")), NULL);
    kp_html_element(html, "strong", kp_str_from(kp_report_for(KP_VISIBLE_TEAM)), NULL);
    kp_html_close(html);
    kp_html_element(html, "h1", title, NULL);
}

void kp_view_diff_html(const struct kp_diff_page *page, const struct kp_style *style,
                       struct kp_buf *out)
{
    struct kp_html html = kp_html_new(out, style->lang);
    html.typed = kp_view_typed(page->calc->plan, style->lang);
    begin_page(&html, page->name.len ? page->name : page->account);
    kp_html_diff(&html, page, style, "h2");
    kp_html_page_end(&html);
}

/* ---- several accounts */

void kp_view_diff_section_html(const struct kp_diff_page *page, const struct kp_style *style,
                               struct kp_buf *sections)
{
    struct kp_html html = kp_html_new(sections, style->lang);
    html.typed = kp_view_typed(page->calc->plan, style->lang);
    struct kp_buf id = KP_BUF_INIT;
    kp_buf_addf(&id, "a-%.*s", KP_STR_ARG(page->account));
    kp_html_open(&html, "section", "id", id.data, NULL);
    kp_html_element(&html, "h2", page->name.len ? page->name : page->account, NULL);
    kp_html_diff(&html, page, style, "h3");
    kp_html_close(&html);
    kp_buf_release(&id);
}

static void add_head(struct kp_html *html, const struct kp_field *figure)
{
    const char *const titles[] = {_("Changed"), _("New"), _("Confirmed"), _("Not looked at")};
    kp_html_open(html, "thead", NULL);
    kp_html_open(html, "tr", NULL);
    kp_html_element(html, "th", kp_str_from(_("Account")), "scope", "col", NULL);
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        kp_html_element(html, "th", kp_str_from(titles[i]), "scope", "col", "class", "num", NULL);
    if (figure) {
        kp_html_open(html, "th", "scope", "col", "class", "num", NULL);
        kp_html_words(html, &figure->label);
        kp_html_close(html);
    }
    kp_html_close(html);
    kp_html_close(html);
}

static void add_line(struct kp_html *html, const struct kp_diff_line *line,
                     const struct kp_field *figure, const struct kp_diff_words *words)
{
    static const enum kp_diff_kind kinds[] = {KP_DIFF_CHANGED, KP_DIFF_NEW, KP_DIFF_CONFIRMED,
                                              KP_DIFF_UNSEEN};
    struct kp_str where = kp_arena_format(words->arena, "#a-%.*s", KP_STR_ARG(line->account));
    kp_html_open(html, "tr", NULL);
    kp_html_open(html, "th", "scope", "row", NULL);
    kp_html_element(html, "a", line->name, "href", where.data, NULL);
    if (line->fresh)
        kp_html_textf(html, " (%s)", _("new"));
    kp_html_close(html);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        kp_html_open(html, "td", "class", "num", NULL);
        kp_html_textf(html, "%zu", line->counts[kinds[i]]);
        kp_html_close(html);
    }
    if (figure) {
        struct kp_flow value = kp_flow_new(words->arena);
        kp_diff_add_figure(words, figure, line, &value);
        kp_html_open(html, "td", "class", "num", NULL);
        kp_html_flow(html, &value);
        kp_html_close(html);
    }
    kp_html_close(html);
}

void kp_view_diff_lines_html(const struct kp_diff_line *lines, size_t count,
                             const struct kp_field *figure, struct kp_calc *calc,
                             const struct kp_style *style, struct kp_str sections,
                             struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_style plain = *style;
    plain.colour = plain.ascii = false;
    const struct kp_diff_words words = {
        .arena = &arena, .calc = calc, .style = &plain, .marks = true};
    struct kp_html html = kp_html_new(out, style->lang);
    begin_page(&html, kp_str_from(_("All accounts")));
    kp_html_element(&html, "h2", kp_str_from(_("Accounts")), "id", "accounts", NULL);
    kp_html_scroll(&html, "accounts");
    kp_html_open(&html, "table", NULL);
    kp_html_element(&html, "caption", kp_str_from(_("What changed")), "class", "hidden", NULL);
    add_head(&html, figure);
    kp_html_open(&html, "tbody", NULL);
    for (size_t i = 0; i < count; i++)
        add_line(&html, &lines[i], figure, &words);
    kp_html_close(&html);
    kp_html_close(&html);
    kp_html_close(&html);
    kp_html_markup(&html, sections);
    kp_html_page_end(&html);
    kp_arena_release(&arena);
}
