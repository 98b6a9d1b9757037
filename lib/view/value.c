// SPDX-License-Identifier: GPL-3.0-or-later
/* One value as text for a terminal. */
#include "base/text.h"
#include "base/utf8.h"
#include "model/type.h"
#include "view/customers.h"
#include "view/maturity.h"
#include "view/plan_internal.h"
#include "view/selection.h"

enum { MANY_ROWS = 30, TEXT_MOST = 100, TEXT_LEAST = 12 };

size_t kp_view_text_columns(const struct kp_style *style)
{
    size_t columns = kp_style_columns(style);
    return columns < TEXT_MOST ? columns : TEXT_MOST;
}

bool kp_view_has_rows(const struct kp_json *value)
{
    return value && value->kind == KP_JSON_ARRAY && value->count > 0;
}

void kp_view_join(struct kp_buf *out, struct kp_str text)
{
    while (text.data) {
        kp_buf_add(out, kp_str_split(&text, ' '));
        kp_buf_adds(out, text.data ? "\xc2\xa0" : "");
    }
}

/* ---- on one line */

/* What is typed by people is left as it is; the program's own signs have ASCII forms. */
static bool is_typed(enum kp_type_kind kind)
{
    return kind == KP_TYPE_TEXT || kind == KP_TYPE_NOTE || kind == KP_TYPE_LIST ||
           kind == KP_TYPE_PERSON || kind == KP_TYPE_PEOPLE;
}

static void add_replaced(struct kp_buf *out, struct kp_str text, const char *sign,
                         const char *other)
{
    struct kp_str from = kp_str_from(sign);
    while (text.len) {
        size_t at = kp_str_find_str(text, from);
        kp_buf_add(out, kp_str_slice(text, 0, at));
        if (at == text.len)
            break;
        kp_buf_adds(out, other);
        text = kp_str_slice(text, at + from.len, text.len);
    }
}

static void add_shown(enum kp_type_kind kind, const struct kp_style *style, struct kp_str shown,
                      struct kp_buf *out)
{
    bool dashes = style->ascii && !is_typed(kind), tabs = kind == KP_TYPE_NOTE;
    struct kp_buf safe = KP_BUF_INIT;
    if (!dashes && !tabs) {
        kp_utf8_add_visible(out, shown, false);
        return;
    }
    kp_utf8_add_visible(&safe, shown, tabs);
    add_replaced(out, kp_buf_str(&safe), dashes ? "–" : "\t", dashes ? "-" : "    ");
    kp_buf_release(&safe);
}

static struct kp_type_context context_of(const struct kp_calc *calc, const struct kp_style *style)
{
    return (struct kp_type_context){
        .arena = calc->arena,
        .lang = style->lang,
        .today = style->today,
        .currency = style->currency,
        .people = style->people,
    };
}

void kp_view_inline(struct kp_calc *calc, const struct kp_field *field, const struct kp_json *value,
                    const struct kp_style *style, enum kp_shape shape, struct kp_buf *out)
{
    enum kp_type_kind kind = field->type->kind;
    struct kp_type_context context = context_of(calc, style);
    struct kp_buf shown = KP_BUF_INIT;
    bool is_number = value && value->kind == KP_JSON_NUMBER && !value->literal.len;
    if (kp_json_is_null(value))
        return;
    if (kind == KP_TYPE_MONEY && shape != KP_SHAPE_FULL)
        context.currency = (struct kp_str){NULL, 0};
    if (kind == KP_TYPE_MONEY && shape == KP_SHAPE_TIGHT && is_number)
        kp_number_show_short(&shown, value->number, style->lang);
    else if (kind == KP_TYPE_SCALE && shape != KP_SHAPE_FULL && is_number)
        kp_number_print(&shown, value->number);
    else
        field->type->show(field, value, &context, &shown);
    add_shown(kind, style, kp_buf_str(&shown), out);
    kp_buf_release(&shown);
}

void kp_view_money_short(struct kp_number amount, const struct kp_style *style, struct kp_buf *out)
{
    struct kp_str currency = style->currency;
    if (currency.len && style->lang == KP_LANG_EN)
        kp_buf_addf(out, "%.*s\xc2\xa0", KP_STR_ARG(currency));
    kp_number_show_short(out, amount, style->lang);
    if (currency.len && style->lang != KP_LANG_EN)
        kp_buf_addf(out, "\xc2\xa0%.*s", KP_STR_ARG(currency));
}

/* ---- on several */

/* The spaces and the sign of a Markdown list ("- ", "* ", "12. ") that a line begins with. */
static size_t hang_of(struct kp_str line)
{
    size_t at = 0, spaces = 0;
    while (at < line.len && line.data[at] == ' ')
        at++;
    spaces = at;
    if (at < line.len && (line.data[at] == '-' || line.data[at] == '*' || line.data[at] == '+')) {
        at++;
    } else {
        while (at < line.len && line.data[at] >= '0' && line.data[at] <= '9')
            at++;
        if (at == spaces || at == line.len || line.data[at] != '.')
            return spaces;
        at++;
    }
    return at < line.len && line.data[at] == ' ' ? at + 1 : spaces;
}

/* Text behind what is on the line already, `at` columns; further lines begin below it. */
static void add_hanging(const struct kp_style *style, struct kp_str text, size_t at,
                        struct kp_buf *out)
{
    struct kp_buf lines = KP_BUF_INIT;
    size_t columns = kp_view_text_columns(style);
    kp_utf8_add_wrapped(&lines, text, columns > at + TEXT_LEAST ? columns - at : TEXT_LEAST, "");
    struct kp_str rest = kp_buf_str(&lines);
    kp_buf_add(out, kp_str_split(&rest, '\n'));
    kp_buf_addc(out, '\n');
    while (rest.data) {
        kp_buf_add_repeat(out, " ", at);
        kp_buf_add(out, kp_str_split(&rest, '\n'));
        kp_buf_addc(out, '\n');
    }
    kp_buf_release(&lines);
}

void kp_view_lines(const struct kp_style *style, struct kp_str text, size_t indent,
                   struct kp_buf *out)
{
    size_t most = kp_view_text_columns(style) / 3;
    do {
        struct kp_str line = kp_str_split(&text, '\n');
        size_t hang = hang_of(line);
        if (hang > most)
            hang = 0;
        if (line.len)
            kp_buf_add_repeat(out, " ", indent);
        kp_buf_add(out, kp_str_slice(line, 0, hang));
        add_hanging(style, kp_str_slice(line, hang, line.len), indent + hang, out);
    } while (text.data);
}

static void add_item(const struct kp_style *style, const struct kp_json *item, size_t number,
                     size_t indent, struct kp_buf *out)
{
    struct kp_buf text = KP_BUF_INIT;
    const struct kp_json *words = item->kind == KP_JSON_OBJECT ? kp_json_get(item, "text") : item;
    if (words && words->kind == KP_JSON_STRING)
        kp_utf8_add_visible(&text, words->text, false);
    kp_buf_add_repeat(out, " ", indent);
    size_t begin = out->len;
    if (number)
        kp_buf_addf(out, "%2zu", number);
    else
        kp_buf_adds(out, kp_style_sign(style, "•", "*"));
    size_t width = kp_utf8_width(kp_str_slice(kp_buf_str(out), begin, out->len));
    if (number) {
        kp_buf_truncate(out, begin);
        kp_style_addf(out, style, KP_MARK_ACCENT, "%2zu", number);
    }
    kp_buf_adds(out, number ? "  " : " ");
    add_hanging(style, kp_buf_str(&text), indent + width + (number ? 2 : 1), out);
    kp_buf_release(&text);
}

static void add_list(const struct kp_style *style, const struct kp_json *items, bool numbered,
                     size_t indent, struct kp_buf *out)
{
    size_t number = 0;
    KP_JSON_EACH(item, items)
    {
        number++;
        add_item(style, item, numbered ? number : 0, indent, out);
    }
}

/* The words of both axes of a position, for who wants to know what (4, 3) stands for. */
static void add_axis(const struct kp_scale *axis, const struct kp_json *value,
                     const struct kp_style *style, size_t indent, struct kp_buf *out)
{
    int64_t step;
    if (!value || value->kind != KP_JSON_NUMBER || !kp_number_whole(value->number, &step))
        return;
    const struct kp_scale_step *at = kp_scale_at(axis, step);
    if (!at)
        return;
    struct kp_buf text = KP_BUF_INIT;
    struct kp_str label = kp_words_get(&axis->label, style->lang);
    if (label.len)
        kp_buf_addf(&text, "%.*s: ", KP_STR_ARG(label));
    kp_buf_addf(&text, "%d %s %.*s", at->value, kp_style_sign(style, "–", "-"),
                KP_STR_ARG(kp_words_get(&at->label, style->lang)));
    struct kp_buf safe = KP_BUF_INIT;
    kp_utf8_add_visible(&safe, kp_buf_str(&text), false);
    kp_view_lines(style, kp_buf_str(&safe), indent, out);
    kp_buf_release(&safe);
    kp_buf_release(&text);
}

/* What a plan says of maturity by dimension is drawn; the rows of a session that are not in it are not. */
static bool add_maturity(struct kp_calc *calc, const struct kp_field *field,
                         const struct kp_json *value, const struct kp_style *style, size_t indent,
                         struct kp_buf *out)
{
    struct kp_maturity maturity;
    const struct kp_maturity_page page = {.maturity = &maturity};
    return kp_maturity_is(field) && kp_json_equal(value, kp_calc_value(calc, field)) &&
           kp_maturity_read(calc, field, NULL, style->lang, &maturity) &&
           kp_view_maturity(&page, style, indent, out);
}

/*
 * Customer accounts as what they come to: rows by the thousand say nothing. false: they are no such
 * table.
 */
static bool add_customers(struct kp_calc *calc, const struct kp_field *field,
                          const struct kp_json *value, const struct kp_style *style, size_t indent,
                          bool whole, struct kp_buf *out)
{
    unsigned parts =
        whole ? KP_CUSTOMERS_ALL
              : KP_CUSTOMERS_HEAD | KP_CUSTOMERS_CURVE | KP_CUSTOMERS_LISTS | KP_CUSTOMERS_SHORT;
    return field->view == KP_VIEW_CUSTOMERS && !field->table &&
           kp_view_customers_of(calc, value, NULL, parts, style, indent, out);
}

/* What the accounts say to a table that is about them; 0: it is not. */
static unsigned figures_of(const struct kp_field *field, bool whole)
{
    switch (field->view) {
    case KP_VIEW_GROUPS:
        return whole ? KP_CUSTOMERS_GROUPS | KP_CUSTOMERS_MOVES | KP_CUSTOMERS_PROFILE
                     : KP_CUSTOMERS_GROUPS | KP_CUSTOMERS_MOVES;
    case KP_VIEW_DRIVERS: return KP_CUSTOMERS_DRIVERS;
    case KP_VIEW_PROFILE: return KP_CUSTOMERS_PROFILE;
    default: return 0;
    }
}

/* Below the rows of groups, cost drivers and the good customer, which may not be there yet. */
static bool add_figures(struct kp_calc *calc, const struct kp_field *field,
                        const struct kp_json *value, const struct kp_style *style, size_t indent,
                        bool whole, struct kp_buf *out)
{
    unsigned parts = field->table ? 0 : figures_of(field, whole);
    bool rows = kp_view_has_rows(value);
    const struct kp_json *groups = field->view == KP_VIEW_GROUPS ? value : NULL;
    struct kp_buf text = KP_BUF_INIT;
    bool drawn =
        parts && kp_view_customers_of(calc, NULL, groups, parts, style, indent, &text) && text.len;
    if (drawn && rows)
        kp_buf_addc(out, '\n');
    kp_buf_add(out, kp_buf_str(&text));
    kp_buf_release(&text);
    return drawn;
}

/* Below the candidates of a plan stands what their scores come to. */
static void add_selection(struct kp_calc *calc, const struct kp_field *field,
                          const struct kp_json *value, const struct kp_style *style, size_t indent,
                          struct kp_buf *out)
{
    struct kp_selection selection;
    if (!kp_str_is(field->id, "candidates") || value != kp_calc_value(calc, field) ||
        !kp_selection_make(calc, calc->arena, &selection) || !selection.ranked)
        return;
    kp_buf_addc(out, '\n');
    kp_view_selection(&selection, style, indent, out);
}

/* The scores of a plan as people read them; not rows of a session that are not in it. */
static bool add_scores(struct kp_calc *calc, const struct kp_field *field,
                       const struct kp_json *value, const struct kp_style *style, size_t indent,
                       bool whole, struct kp_buf *out)
{
    struct kp_selection selection;
    return kp_selection_scores(field->id) && value == kp_calc_value(calc, field) &&
           kp_selection_make(calc, calc->arena, &selection) &&
           kp_view_scores(&selection, style, indent, whole, out);
}

void kp_view_block(struct kp_calc *calc, const struct kp_field *field, const struct kp_json *value,
                   const struct kp_style *style, size_t indent, bool whole, struct kp_buf *out)
{
    enum kp_type_kind kind = field->type->kind;
    bool rows = kp_view_has_rows(value);
    if (kind == KP_TYPE_TABLE && rows) {
        if (add_customers(calc, field, value, style, indent, whole, out))
            return;
        bool drawn = add_maturity(calc, field, value, style, indent, out);
        if (drawn && !whole)
            return;
        if (drawn)
            kp_buf_addc(out, '\n');
        if (add_scores(calc, field, value, style, indent, whole, out))
            return;
        if (!kp_view_grid(calc, field, value, style, indent, whole, out))
            kp_view_table(calc, field, value, style, indent, false, whole, out);
        add_figures(calc, field, value, style, indent, whole, out);
        add_selection(calc, field, value, style, indent, out);
        return;
    }
    if (kind == KP_TYPE_LIST && rows) {
        add_list(style, value, false, indent, out);
        return;
    }
    if (kind == KP_TYPE_TABLE && add_figures(calc, field, value, style, indent, whole, out))
        return;
    struct kp_buf text = KP_BUF_INIT;
    kp_view_inline(calc, field, value, style, KP_SHAPE_FULL, &text);
    if (text.len == 0 || (value->kind == KP_JSON_ARRAY && !rows)) {
        kp_buf_clear(&text);
        kp_buf_adds(&text, kp_style_sign(style, "–", "-"));
    }
    kp_view_lines(style, kp_buf_str(&text), indent, out);
    kp_buf_release(&text);
    if (kind == KP_TYPE_POSITION && whole) {
        add_axis(&field->x, kp_json_get(value, "x"), style, indent, out);
        add_axis(&field->y, kp_json_get(value, "y"), style, indent, out);
    }
}

void kp_view_value(struct kp_calc *calc, const struct kp_field *field, const struct kp_json *value,
                   const struct kp_style *style, size_t indent, struct kp_buf *out)
{
    size_t start = out->len;
    kp_view_block(calc, field, value, style, indent, false, out);
    kp_style_soften(out, start);
}

void kp_view_rows(struct kp_calc *calc, const struct kp_field *field, const struct kp_json *rows,
                  const struct kp_style *style, size_t indent, struct kp_buf *out)
{
    if (!kp_view_has_rows(rows)) {
        add_figures(calc, field, rows, style, indent, false, out);
        return;
    }
    if (field->type->kind != KP_TYPE_TABLE) {
        add_list(style, rows, true, indent, out);
    } else if (rows->count <= MANY_ROWS ||
               !add_customers(calc, field, rows, style, indent, false, out)) {
        kp_view_table(calc, field, rows, style, indent, true, false, out);
        add_figures(calc, field, rows, style, indent, false, out);
    }
}
