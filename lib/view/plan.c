// SPDX-License-Identifier: GPL-3.0-or-later
/* The whole plan as text: a heading, and every answer under the label of its group. */
#include "view/plan.h"

#include "base/text.h"
#include "base/utf8.h"
#include "compare/maturity.h"
#include "model/expr.h"
#include "model/type.h"
#include "view/plan_internal.h"

#include <string.h>

enum { INDENT = 1, BLOCK = 3, GAP = 2, REVISION_DIGITS = 7, LABEL_LEAST = 12, LABEL_MOST = 28 };

struct page {
    struct kp_calc *calc;
    const struct kp_plan_head *head;
    const struct kp_style *style;
    struct kp_buf *out;
    size_t labels; /* how wide labels are */
    bool whole;
    bool open;  /* the last thing written was a block: a blank line before what follows */
    bool fresh; /* nothing stands under the rule yet */
};

static const char *dot(const struct kp_style *style)
{
    return kp_style_sign(style, " · ", ", ");
}

static void add_part(struct kp_buf *out, const struct kp_style *style, size_t start,
                     struct kp_str text)
{
    if (text.len == 0)
        return;
    if (out->len > start)
        kp_buf_adds(out, dot(style));
    kp_utf8_add_visible(out, text, false);
}

/* ---- where an answer comes from */

const char *kp_view_basis(enum kp_basis basis)
{
    switch (basis) {
    case KP_BASIS_FACT: return _("fact");
    case KP_BASIS_ASSUMED: return _("assumed");
    case KP_BASIS_CUSTOMER: return _("confirmed by the customer");
    case KP_BASIS_NONE: break;
    }
    return "";
}

/* Appends "not looked at since 2024H2 (3 cycles)". */
static void add_age(struct kp_cycle looked_at, int age, struct kp_buf *out)
{
    struct kp_buf cycle = KP_BUF_INIT;
    kp_cycle_print(&cycle, looked_at);
    if (age == 1)
        kp_buf_addf(out, _("not looked at since %s"), cycle.data);
    else
        kp_buf_addf(out,
                    ngettext("not looked at since %s (%d cycle)",
                             "not looked at since %s (%d cycles)", (unsigned long)age),
                    cycle.data, age);
    kp_buf_release(&cycle);
}

static void add_people(const struct kp_json *ids, const struct kp_style *style, struct kp_buf *out)
{
    const char *between = "";
    KP_JSON_EACH(id, ids)
    {
        if (id->kind != KP_JSON_STRING)
            continue;
        kp_buf_adds(out, between);
        kp_buf_add(out, kp_people_name(style->people, id->text));
        between = ", ";
    }
}

/*
 * The origin in plain text. An answer `old` cycles old says so in words: *age is then how many, else
 * 0, and *aged is where these words begin.
 */
static void write_origin(const struct kp_answer *answer, struct kp_cycle now, int old,
                         const struct kp_style *style, struct kp_buf *out, size_t *aged, int *age)
{
    struct kp_buf part = KP_BUF_INIT;
    size_t start = out->len;
    *age = now.year && answer->cycle.year ? kp_cycle_distance(answer->cycle, now) : 0;
    if (*age < old)
        *age = 0;
    if (*age == 0)
        kp_cycle_print(&part, answer->cycle);
    add_part(out, style, start, kp_buf_str(&part));
    kp_buf_clear(&part);
    add_people(answer->said_by, style, &part);
    add_part(out, style, start, kp_buf_str(&part));
    add_part(out, style, start, kp_str_from(kp_view_basis(answer->basis)));
    *aged = out->len;
    kp_buf_clear(&part);
    if (*age)
        add_age(answer->cycle, *age, &part);
    add_part(out, style, start, kp_buf_str(&part));
    kp_buf_release(&part);
}

/* Dim; what nobody has looked at for more than a cycle stands out. */
static void add_origin(struct kp_buf *out, const struct kp_style *style, struct kp_str text,
                       size_t aged, int age)
{
    kp_style_add(out, style, KP_MARK_DIM, kp_str_slice(text, 0, aged));
    kp_style_add(out, style, age > 1 ? KP_MARK_CHANGED : KP_MARK_DIM,
                 kp_str_slice(text, aged, text.len));
}

void kp_view_origin(const struct kp_answer *answer, struct kp_cycle now,
                    const struct kp_style *style, struct kp_buf *out)
{
    size_t aged;
    int age;
    write_origin(answer, now, 2, style, out, &aged, &age);
}

/* ---- one answer */

/* An answer on its way to the page: texts safe for a terminal, without colour. */
struct entry {
    struct kp_buf label, origin;
    size_t aged;
    int age;
};

static void entry_init(struct entry *entry, const struct page *page, struct kp_str label,
                       const struct kp_answer *answer, bool calculated)
{
    *entry = (struct entry){.label = KP_BUF_INIT, .origin = KP_BUF_INIT};
    kp_utf8_add_visible(&entry->label, label, false);
    if (calculated)
        kp_buf_adds(&entry->origin, _("calculated"));
    else if (answer)
        write_origin(answer, page->head->cycle, 1, page->style, &entry->origin, &entry->aged,
                     &entry->age);
    if (calculated)
        entry->aged = entry->origin.len;
}

static void entry_release(struct entry *entry)
{
    kp_buf_release(&entry->label);
    kp_buf_release(&entry->origin);
}

/* The origin at the right edge of a line of which `used` columns are taken; false: no room. */
static bool put_origin(const struct page *page, const struct entry *entry, size_t used)
{
    size_t columns = kp_view_text_columns(page->style);
    size_t width = kp_utf8_width(kp_buf_str(&entry->origin));
    if (width == 0)
        return true;
    if (used + GAP + width > columns)
        return false;
    kp_buf_add_repeat(page->out, " ", columns - used - width);
    add_origin(page->out, page->style, kp_buf_str(&entry->origin), entry->aged, entry->age);
    return true;
}

/* Lines of one mark behind `indent` spaces. */
static void add_marked(const struct page *page, enum kp_mark mark, struct kp_str text,
                       size_t indent)
{
    struct kp_buf lines = KP_BUF_INIT;
    size_t columns = kp_view_text_columns(page->style);
    kp_utf8_add_wrapped(&lines, text,
                        columns > indent + LABEL_LEAST ? columns - indent : LABEL_LEAST, "");
    struct kp_str rest = kp_buf_str(&lines);
    while (rest.data) {
        kp_buf_add_repeat(page->out, " ", indent);
        kp_style_add(page->out, page->style, mark, kp_str_split(&rest, '\n'));
        kp_buf_addc(page->out, '\n');
    }
    kp_buf_release(&lines);
}

/* The origin on a line of its own, or several on a narrow page. */
static void add_origin_line(const struct page *page, const struct entry *entry, size_t indent)
{
    struct kp_str text = kp_buf_str(&entry->origin);
    if (indent + kp_utf8_width(text) > kp_view_text_columns(page->style)) {
        add_marked(page, entry->age > 1 ? KP_MARK_CHANGED : KP_MARK_DIM, text, indent);
        return;
    }
    kp_buf_add_repeat(page->out, " ", indent);
    add_origin(page->out, page->style, text, entry->aged, entry->age);
    kp_buf_addc(page->out, '\n');
}

static void close_block(struct page *page)
{
    if (page->open)
        kp_buf_addc(page->out, '\n');
    page->open = page->fresh = false;
}

/* Label, value and origin on one line where they fit, the value broken beside the label else. */
static void print_line(struct page *page, const struct entry *entry, struct kp_str value)
{
    size_t columns = kp_view_text_columns(page->style);
    size_t at = INDENT + page->labels + GAP;
    size_t label = kp_utf8_width(kp_buf_str(&entry->label));
    close_block(page);
    kp_buf_add_repeat(page->out, " ", INDENT);
    kp_style_add(page->out, page->style, KP_MARK_DIM, kp_buf_str(&entry->label));
    if (label > page->labels) {
        kp_buf_addc(page->out, '\n');
        kp_buf_add_repeat(page->out, " ", at);
    } else {
        kp_buf_add_repeat(page->out, " ", page->labels - label + GAP);
    }
    if (at + kp_utf8_width(value) <= columns) {
        kp_buf_add(page->out, value);
        bool placed = put_origin(page, entry, at + kp_utf8_width(value));
        kp_buf_addc(page->out, '\n');
        if (!placed)
            add_origin_line(page, entry, at);
        return;
    }
    struct kp_buf lines = KP_BUF_INIT;
    kp_view_lines(page->style, value, at, &lines);
    kp_buf_add(page->out, kp_str_slice(kp_buf_str(&lines), at, lines.len));
    kp_buf_release(&lines);
    if (entry->origin.len)
        add_origin_line(page, entry, at);
}

/* Label and origin as a heading over the value. */
static void print_heading(struct page *page, const struct entry *entry, bool *placed)
{
    page->open = !page->fresh;
    close_block(page);
    kp_buf_add_repeat(page->out, " ", INDENT);
    kp_style_add(page->out, page->style, KP_MARK_TITLE, kp_buf_str(&entry->label));
    *placed = put_origin(page, entry, INDENT + kp_utf8_width(kp_buf_str(&entry->label)));
    kp_buf_addc(page->out, '\n');
}

static void print_block(struct page *page, const struct entry *entry, const struct kp_field *field,
                        const struct kp_json *value)
{
    bool placed;
    print_heading(page, entry, &placed);
    bool whole = page->whole || kp_maturity_is(field);
    kp_view_block(page->calc, field, value, page->style, BLOCK, whole, page->out);
    if (!placed)
        add_origin_line(page, entry, BLOCK);
    page->open = true;
}

/* Whether the value is set under its label, not beside it. */
static bool is_block(const struct page *page, const struct kp_field *field,
                     const struct kp_json *value, struct kp_str text)
{
    enum kp_type_kind kind = field->type->kind;
    if (kind == KP_TYPE_TABLE || kind == KP_TYPE_LIST)
        return kp_view_has_rows(value);
    if (kind == KP_TYPE_POSITION && page->whole)
        return true;
    size_t columns = kp_view_text_columns(page->style), at = INDENT + page->labels + GAP;
    size_t room = columns > at ? columns - at : 0;
    if (memchr(text.data, '\n', text.len))
        return true;
    return (kind == KP_TYPE_NOTE || room < LABEL_MOST) && kp_utf8_width(text) > room;
}

/* What the choice that was made means, under it. */
static void print_help(const struct page *page, const struct kp_field *field,
                       const struct kp_json *value)
{
    struct kp_buf help = KP_BUF_INIT;
    const struct kp_choice *choice =
        value->kind == KP_JSON_STRING ? kp_field_choice(field, value->text) : NULL;
    if (choice)
        kp_utf8_add_visible(&help, kp_words_get(&choice->help, page->style->lang), false);
    if (help.len)
        kp_view_lines(page->style, kp_buf_str(&help), INDENT + page->labels + GAP, page->out);
    kp_buf_release(&help);
}

static void print_field(struct page *page, const struct kp_field *field)
{
    const struct kp_answer *answer = kp_plan_get(page->calc->plan, field->id);
    const struct kp_json *value = kp_calc_value(page->calc, field);
    struct kp_buf text = KP_BUF_INIT;
    struct entry entry;
    entry_init(&entry, page, kp_words_get(&field->label, page->style->lang), answer,
               field->calc != NULL);
    if (field->type->kind != KP_TYPE_TABLE && field->type->kind != KP_TYPE_LIST)
        kp_view_inline(page->calc, field, value, page->style, KP_SHAPE_FULL, &text);
    if (text.len == 0)
        kp_buf_adds(&text, kp_style_sign(page->style, "–", "-"));
    if (is_block(page, field, value, kp_buf_str(&text)))
        print_block(page, &entry, field, value);
    else
        print_line(page, &entry, kp_buf_str(&text));
    if (page->whole && field->type->kind == KP_TYPE_CHOICE)
        print_help(page, field, value);
    kp_buf_release(&text);
    entry_release(&entry);
}

/* ---- the page */

static void print_head(struct page *page)
{
    const struct kp_plan_head *head = page->head;
    const struct kp_style *style = page->style;
    struct kp_buf line = KP_BUF_INIT, part = KP_BUF_INIT, whole = KP_BUF_INIT;
    kp_utf8_add_visible(&line, head->name.len ? head->name : head->account, false);
    add_marked(page, KP_MARK_TITLE, kp_buf_str(&line), INDENT);
    kp_buf_clear(&line);
    if (head->revision.len) {
        struct kp_str digits = kp_str_slice(head->revision, 0, REVISION_DIGITS);
        kp_buf_addf(&part, _("revision %.*s"), KP_STR_ARG(digits));
        add_part(&line, style, 0, kp_buf_str(&part));
    }
    kp_buf_clear(&part);
    kp_cycle_print(&part, head->cycle);
    add_part(&line, style, 0, kp_buf_str(&part));
    kp_buf_clear(&part);
    kp_date_show(&part, head->date, style->lang);
    kp_view_join(&whole, kp_buf_str(&part));
    add_part(&line, style, 0, kp_buf_str(&whole));
    add_part(&line, style, 0, head->signoff);
    if (line.len)
        add_marked(page, KP_MARK_DIM, kp_buf_str(&line), INDENT);
    kp_buf_release(&line);
    kp_buf_release(&part);
    kp_buf_release(&whole);
}

static void print_rule(struct page *page, struct kp_str title)
{
    struct kp_style style = *page->style;
    style.width = kp_view_text_columns(page->style);
    kp_buf_addc(page->out, '\n');
    kp_style_rule(page->out, &style, title, (struct kp_str){NULL, 0});
    page->open = false;
    page->fresh = true;
}

/* Labels as wide as the widest of the answers that will stand on one line, within reason. */
static size_t label_width(const struct page *page)
{
    size_t most = kp_view_text_columns(page->style) * 9 / 20, widest = LABEL_LEAST;
    for (size_t i = 0; i < page->calc->model->field_count; i++) {
        const struct kp_field *field = &page->calc->model->fields[i];
        enum kp_type_kind kind = field->type->kind;
        size_t width = kp_utf8_width(kp_words_get(&field->label, page->style->lang));
        if (kind == KP_TYPE_TABLE || kind == KP_TYPE_LIST || kind == KP_TYPE_NOTE ||
            width <= widest || kp_json_is_null(kp_calc_value(page->calc, field)))
            continue;
        widest = width;
    }
    most = most < LABEL_MOST ? most : LABEL_MOST;
    return widest < most ? widest : most;
}

/* An answer whose field no model knows any more: its value as it is. */
static void print_unknown(struct page *page, const struct kp_answer *answer)
{
    struct kp_buf raw = KP_BUF_INIT, text = KP_BUF_INIT;
    struct entry entry;
    bool placed;
    entry_init(&entry, page, answer->field, answer, false);
    if (answer->value->kind == KP_JSON_STRING)
        kp_buf_add(&raw, answer->value->text);
    else
        kp_json_write(&raw, answer->value);
    kp_utf8_add_visible(&text, kp_str_trim(kp_buf_str(&raw)), true);
    print_heading(page, &entry, &placed);
    kp_view_lines(page->style, kp_buf_str(&text), BLOCK, page->out);
    if (!placed)
        add_origin_line(page, &entry, BLOCK);
    page->open = true;
    entry_release(&entry);
    kp_buf_release(&raw);
    kp_buf_release(&text);
}

static void note_drawn(void *context, const struct kp_field *field, bool previous)
{
    bool *drawn = context;
    if (!previous && !field->table)
        drawn[field->index] = true;
}

/* Answers that stand in a drawing of the plan and in the table below it: they need no lines of their own. */
static const bool *find_drawn(struct page *page)
{
    const struct kp_model *model = page->calc->model;
    bool *drawn = kp_arena_alloc(page->calc->arena, model->field_count);
    for (size_t i = 0; i < model->field_count; i++) {
        const struct kp_field *table = &model->fields[i];
        if (!table->calc || !kp_maturity_is(table) ||
            kp_json_is_null(kp_calc_value(page->calc, table)))
            continue;
        for (size_t j = 0; j < table->column_count; j++)
            if (table->columns[j].calc)
                kp_expr_visit(table->columns[j].calc, note_drawn, drawn);
    }
    return drawn;
}

static void print_all(struct page *page)
{
    const struct kp_model *model = page->calc->model;
    const bool *drawn = find_drawn(page);
    const struct kp_plan *plan = page->calc->plan;
    const struct kp_str *group = NULL;
    bool any = false, unknown = false;
    for (size_t i = 0; i < model->field_count; i++) {
        const struct kp_field *field = &model->fields[i];
        if (kp_json_is_null(kp_calc_value(page->calc, field)) || drawn[i] ||
            field->visibility < page->style->audience)
            continue;
        if (!group || !kp_str_equal(*group, field->group)) {
            const struct kp_group *known = kp_model_group(model, field->group);
            print_rule(page, known ? kp_words_get(&known->label, page->style->lang) : field->group);
            group = &field->group;
        }
        print_field(page, field);
        any = true;
    }
    for (size_t i = 0; i < plan->count; i++) {
        const struct kp_answer *answer = &plan->answers[i];
        if (kp_model_field(model, answer->field) || kp_json_is_null(answer->value) ||
            answer->inactive || page->style->audience > KP_VISIBLE_TEAM)
            continue;
        if (!unknown)
            print_rule(page, kp_str_from(_("No longer asked")));
        print_unknown(page, answer);
        unknown = true;
    }
    if (!any && !unknown)
        kp_buf_addf(page->out, "\n %s\n", _("Nothing has been answered yet."));
}

/* One field, which has the page to itself. */
static void print_only(struct page *page, const struct kp_field *field)
{
    size_t width = kp_utf8_width(kp_words_get(&field->label, page->style->lang));
    page->labels = width < LABEL_MOST ? width : LABEL_MOST;
    page->open = true;
    print_field(page, field);
}

void kp_view_field(struct kp_calc *calc, struct kp_cycle now, const struct kp_field *field,
                   const struct kp_style *style, struct kp_buf *out)
{
    struct kp_plan_head head = {.cycle = now};
    struct page page = {.calc = calc, .head = &head, .style = style, .out = out, .whole = true};
    size_t start = out->len;
    print_only(&page, field);
    kp_style_soften(out, start);
}

void kp_view_head(const struct kp_plan_head *head, const struct kp_style *style, struct kp_buf *out)
{
    struct page page = {.head = head, .style = style, .out = out};
    size_t start = out->len;
    print_head(&page);
    kp_style_soften(out, start);
}

void kp_view_plan(struct kp_calc *calc, const struct kp_plan_head *head,
                  const struct kp_field *only, const struct kp_style *style, struct kp_buf *out)
{
    struct kp_buf text = KP_BUF_INIT;
    struct page page = {
        .calc = calc, .head = head, .style = style, .out = &text, .whole = only != NULL};
    page.labels = label_width(&page);
    print_head(&page);
    if (only) {
        print_only(&page, only);
    } else {
        print_all(&page);
    }
    kp_style_soften(&text, 0);
    kp_buf_add(out, kp_buf_str(&text));
    kp_buf_release(&text);
}
