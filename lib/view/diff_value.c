// SPDX-License-Identifier: GPL-3.0-or-later
/* Values and their changes on one line. */
#include "base/text.h"
#include "base/utf8.h"
#include "view/diff_internal.h"
#include "view/movement.h"
#include "view/plan_internal.h"

#include <string.h>

enum { WORDS_MOST = 20, PERCENT_OF_NOTE = 20, COUNT_MOST = 100 };

const char *kp_diff_arrow(const struct kp_diff_words *words)
{
    return kp_style_sign(words->style, " → ", " -> ");
}

const char *kp_diff_dot(const struct kp_diff_words *words)
{
    return kp_style_sign(words->style, " · ", ", ");
}

static const char *dash(const struct kp_diff_words *words)
{
    return kp_style_sign(words->style, "–", "-");
}

/* "KPI" and "IT" stay as they are. */
static void add_lower(struct kp_str text, struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    size_t first = kp_utf8_grapheme_end(text, 0);
    struct kp_str second = kp_str_slice(text, first, text.len);
    struct kp_str letter = kp_str_slice(text, 0, first);
    size_t end = kp_utf8_grapheme_end(second, 0);
    struct kp_str after = kp_str_slice(second, 0, end);
    bool is_word = after.len && kp_str_equal(kp_utf8_fold(&arena, after), after);
    kp_buf_add(out, is_word ? kp_utf8_fold(&arena, letter) : letter);
    kp_buf_add(out, second);
    kp_arena_release(&arena);
}

struct kp_str kp_diff_label(const struct kp_diff_words *words, const struct kp_field *field,
                            bool lower)
{
    struct kp_buf safe = KP_BUF_INIT, text = KP_BUF_INIT;
    struct kp_str label = kp_words_get(&field->label, words->style->lang);
    kp_utf8_add_visible(&safe, label.len ? label : field->id, false);
    if (lower)
        add_lower(kp_buf_str(&safe), &text);
    else
        kp_buf_add(&text, kp_buf_str(&safe));
    struct kp_str kept = kp_arena_str(words->arena, kp_buf_str(&text));
    kp_buf_release(&safe);
    kp_buf_release(&text);
    return kept;
}

static bool is_number(const struct kp_json *value)
{
    return value && value->kind == KP_JSON_NUMBER && !value->literal.len;
}

/* ---- amounts */

static struct kp_number size_of(struct kp_number a)
{
    return kp_number_sign(a) < 0 ? kp_number_negate(a) : a;
}

/* What the last digit of its short form stands for. */
static int short_places(struct kp_number a)
{
    a = size_of(a);
    if (kp_number_compare(a, kp_number_from(10000)) < 0)
        return -2;
    if (kp_number_compare(a, kp_number_from(1000000)) < 0)
        return 2;
    return kp_number_compare(a, kp_number_from(1000000000)) < 0 ? 5 : 8;
}

/* Short forms must not make a change look larger or smaller than it is. */
static bool short_will_do(const struct kp_json *before, const struct kp_json *after)
{
    struct kp_diff_delta delta;
    if (!is_number(before) || !is_number(after) || !kp_diff_number(before, after, &delta))
        return true;
    struct kp_number a = before->number, b = after->number;
    int places = short_places(kp_number_compare(size_of(a), size_of(b)) > 0 ? a : b);
    if (kp_number_equal(kp_number_round(a, -places), a) &&
        kp_number_equal(kp_number_round(b, -places), b))
        return true;
    struct kp_number unit = kp_number_from(1), ten = kp_number_from(10);
    for (int i = 0; i <= places; i++) /* ten of them */
        kp_number_multiply(unit, ten, &unit);
    return kp_number_compare(size_of(delta.by), unit) >= 0;
}

static void add_size(const struct kp_diff_words *words, struct kp_number number, bool is_short,
                     struct kp_buf *out)
{
    struct kp_buf text = KP_BUF_INIT;
    if (is_short && short_places(number) > 0)
        kp_number_show_short(&text, number, words->style->lang);
    else
        kp_number_show(&text, number, words->style->lang, number.scale ? 2 : -1);
    kp_view_join(out, kp_buf_str(&text));
    kp_buf_release(&text);
}

static void add_amount(const struct kp_diff_words *words, const struct kp_json *value,
                       bool is_short, struct kp_buf *out)
{
    if (kp_json_is_null(value))
        kp_buf_adds(out, dash(words));
    else
        add_size(words, value->number, is_short, out);
}

/*
 * The text without what both end with: "30 → 60 %", "30 Jun → 31 Aug 2026". Only years are digits
 * that may go: the others are the end of a long number.
 */
static void drop_common_end(struct kp_buf *before, const struct kp_buf *after, bool is_date)
{
    struct kp_str a = kp_buf_str(before), b = kp_buf_str(after);
    size_t space = a.len;
    while (space > 1 && !(a.data[space - 2] == '\xc2' && a.data[space - 1] == '\xa0'))
        space--;
    if (space < 2 || space == a.len)
        return;
    bool is_digit = a.data[space] >= '0' && a.data[space] <= '9';
    if (is_digit == is_date && kp_str_ends(b, kp_str_slice(a, space - 2, a.len)))
        kp_buf_truncate(before, space - 2);
}

/* "DKK 12.4 m → 14.1 m", "12,4 mio. → 14,1 mio. DKK"; `after` NULL: one amount. */
static void add_money(const struct kp_diff_words *words, const struct kp_json *before,
                      const struct kp_json *after, bool currency, bool whole, enum kp_mark mark,
                      struct kp_flow *flow)
{
    struct kp_buf text = KP_BUF_INIT, old = KP_BUF_INIT, now = KP_BUF_INIT;
    struct kp_str unit = currency ? words->style->currency : (struct kp_str){NULL, 0};
    bool is_short = !whole && short_will_do(before, after);
    bool in_front = words->style->lang == KP_LANG_EN;
    if (unit.len && in_front)
        kp_buf_addf(&text, "%.*s\xc2\xa0", KP_STR_ARG(unit));
    if (before)
        add_amount(words, before, is_short, &old);
    if (after)
        add_amount(words, after, is_short, &now);
    if (!currency)
        drop_common_end(&old, &now, false);
    kp_buf_addf(&text, "%s%s%s", old.data, before && after ? kp_diff_arrow(words) : "", now.data);
    if (unit.len && !in_front)
        kp_buf_addf(&text, "\xc2\xa0%.*s", KP_STR_ARG(unit));
    kp_flow_add(flow, mark, kp_buf_str(&text));
    kp_buf_release(&text);
    kp_buf_release(&old);
    kp_buf_release(&now);
}

/* ---- one value */

/* "Skeptical, prefers others" → "Skeptical". */
static struct kp_str first_words(struct kp_str text)
{
    return kp_str_slice(text, 0, strcspn(text.len ? text.data : "", ":;,."));
}

static struct kp_str scale_words(const struct kp_diff_words *words, const struct kp_field *field,
                                 const struct kp_json *value, bool whole)
{
    int64_t step;
    const struct kp_scale_step *at = NULL;
    if (is_number(value) && kp_number_whole(value->number, &step))
        at = kp_scale_at(&field->scale, step);
    if (!at)
        return (struct kp_str){NULL, 0};
    struct kp_str label = kp_words_get(&at->label, words->style->lang);
    struct kp_str first = first_words(kp_arena_str(words->arena, label));
    return kp_diff_safe(words, whole || !first.len ? label : first, false);
}

static void add_step(const struct kp_diff_words *words, const struct kp_field *field,
                     const struct kp_json *value, bool brief, bool whole, struct kp_buf *out)
{
    struct kp_str said = scale_words(words, field, value, whole);
    if (!is_number(value)) {
        kp_buf_adds(out, dash(words));
        return;
    }
    kp_number_print(out, value->number);
    if (said.len && (!brief || whole || kp_utf8_width(said) <= WORDS_MOST))
        kp_buf_addf(out, "\xc2\xa0%.*s", KP_STR_ARG(said));
}

static void add_plain(const struct kp_diff_words *words, const struct kp_field *field,
                      const struct kp_json *value, struct kp_buf *out)
{
    struct kp_buf text = KP_BUF_INIT;
    enum kp_type_kind kind = field->type->kind;
    if (kp_json_is_null(value)) {
        kp_buf_adds(out, dash(words));
        return;
    }
    kp_view_inline(words->calc, field, value, words->style, KP_SHAPE_FULL, &text);
    if (kind == KP_TYPE_DATE || kind == KP_TYPE_NUMBER || kind == KP_TYPE_PERCENT)
        kp_view_join(out, kp_buf_str(&text));
    else
        kp_buf_add(out, kp_buf_str(&text));
    kp_buf_release(&text);
}

void kp_diff_add_value(const struct kp_diff_words *words, const struct kp_field *field,
                       const struct kp_json *value, bool brief, enum kp_mark mark,
                       struct kp_flow *flow)
{
    struct kp_buf text = KP_BUF_INIT;
    enum kp_type_kind kind = field->type->kind;
    if (kind == KP_TYPE_MONEY && is_number(value)) {
        add_money(words, NULL, value, true, !brief, mark, flow);
        return;
    }
    if (kind == KP_TYPE_SCALE)
        add_step(words, field, value, brief, !brief, &text);
    else
        add_plain(words, field, value, &text);
    if (kind == KP_TYPE_TEXT || kind == KP_TYPE_NOTE || kind == KP_TYPE_LIST)
        kp_flow_add_typed(flow, mark, kp_buf_str(&text));
    else
        kp_flow_add(flow, mark, kp_buf_str(&text));
    kp_buf_release(&text);
}

/* ---- by how much */

static void add_direction(const struct kp_diff_words *words, int sign, const char *between,
                          struct kp_flow *flow)
{
    if (sign)
        kp_flow_addf(flow, KP_MARK_NONE, "%s%s", between,
                     sign > 0 ? kp_style_sign(words->style, "▲", "(up)")
                              : kp_style_sign(words->style, "▼", "(down)"));
}

/* "▲ 13.7 %"; in ASCII "+13.7 %". */
static void add_sign(const struct kp_diff_words *words, int sign, struct kp_buf *out)
{
    if (sign > 0)
        kp_buf_adds(out, kp_style_sign(words->style, "▲\xc2\xa0", "+"));
    else
        kp_buf_adds(out, kp_style_sign(words->style, "▼\xc2\xa0", "-"));
}

static void add_percent(const struct kp_diff_words *words, struct kp_number percent,
                        struct kp_buf *out)
{
    percent = size_of(percent);
    bool is_small = kp_number_compare(percent, kp_number_from(PERCENT_OF_NOTE)) < 0;
    kp_number_show(out, kp_number_round(percent, is_small ? 1 : 0), words->style->lang, -1);
    kp_buf_adds(out, "\xc2\xa0%");
}

/* The difference itself, in the field's own measure. */
static void add_difference(const struct kp_diff_words *words, const struct kp_field *field,
                           struct kp_number by, struct kp_buf *out)
{
    by = size_of(by);
    if (field->type->kind == KP_TYPE_MONEY)
        add_size(words, by, true, out);
    else
        kp_number_show(out, kp_number_round(by, field->type->kind == KP_TYPE_PERCENT ? 1 : 2),
                       words->style->lang, -1);
    if (field->type->kind == KP_TYPE_PERCENT)
        kp_view_points(kp_number_round(by, 1), out);
}

/* Amounts by percent, percents by points, small numbers by themselves: nobody speaks of 14.3 % of an action. */
static void add_delta(const struct kp_diff_words *words, const struct kp_field *field,
                      const struct kp_json *before, const struct kp_json *after, bool whole,
                      struct kp_flow *flow)
{
    struct kp_diff_delta delta;
    if (!kp_diff_number(before, after, &delta) || kp_number_sign(delta.by) == 0)
        return;
    enum kp_type_kind kind = field->type->kind;
    bool is_count = kind == KP_TYPE_NUMBER &&
                    kp_number_compare(size_of(before->number), kp_number_from(COUNT_MOST)) < 0;
    bool by_percent = delta.percent_known && kind != KP_TYPE_PERCENT && !is_count;
    struct kp_buf text = KP_BUF_INIT;
    add_sign(words, kp_number_sign(delta.by), &text);
    if (!by_percent || whole)
        add_difference(words, field, delta.by, &text);
    if (by_percent && whole)
        kp_buf_adds(&text, " (");
    if (by_percent)
        add_percent(words, delta.percent, &text);
    if (by_percent && whole)
        kp_buf_addc(&text, ')');
    kp_flow_addf(flow, KP_MARK_NONE, "   %s", text.data);
    kp_buf_release(&text);
}

/* ---- changes by type */

static void add_two(const struct kp_diff_words *words, const struct kp_field *field,
                    const struct kp_json *before, const struct kp_json *after, bool joined,
                    struct kp_flow *flow)
{
    struct kp_buf old = KP_BUF_INIT, now = KP_BUF_INIT;
    add_plain(words, field, before, &old);
    add_plain(words, field, after, &now);
    if (joined)
        drop_common_end(&old, &now, field->type->kind == KP_TYPE_DATE);
    kp_flow_addf(flow, KP_MARK_NONE, "%s%s%s", old.data, kp_diff_arrow(words), now.data);
    kp_buf_release(&old);
    kp_buf_release(&now);
}

static void add_days(const struct kp_json *before, const struct kp_json *after,
                     struct kp_flow *flow)
{
    struct kp_date from, to;
    if (before->kind != KP_JSON_STRING || after->kind != KP_JSON_STRING ||
        kp_date_read(before->text, &from, NULL) || kp_date_read(after->text, &to, NULL))
        return;
    long long days = kp_date_to_days(to) - kp_date_to_days(from);
    struct kp_buf text = KP_BUF_INIT, joined = KP_BUF_INIT;
    kp_buf_addf(&text,
                ngettext("(%+lld day)", "(%+lld days)", (unsigned long)(days < 0 ? -days : days)),
                days);
    kp_view_join(&joined, kp_buf_str(&text));
    kp_flow_addf(flow, KP_MARK_NONE, " %s", joined.data);
    kp_buf_release(&text);
    kp_buf_release(&joined);
}

static void add_scale_change(const struct kp_diff_words *words, const struct kp_field *field,
                             const struct kp_json *before, const struct kp_json *after, bool brief,
                             bool whole, struct kp_flow *flow)
{
    struct kp_buf text = KP_BUF_INIT;
    int sign = is_number(before) && is_number(after)
                   ? kp_number_compare(after->number, before->number)
                   : 0;
    if (brief && is_number(before))
        kp_number_print(&text, before->number);
    else
        add_step(words, field, before, brief, whole, &text);
    kp_buf_adds(&text, kp_diff_arrow(words));
    add_step(words, field, after, brief, whole, &text);
    kp_flow_add(flow, KP_MARK_NONE, kp_buf_str(&text));
    add_direction(words, sign, brief ? "\xc2\xa0" : "   ", flow);
    kp_buf_release(&text);
}

static int axis_sign(const struct kp_json *before, const struct kp_json *after, const char *axis)
{
    const struct kp_json *a = kp_json_get(before, axis), *b = kp_json_get(after, axis);
    return is_number(a) && is_number(b) ? kp_number_compare(b->number, a->number) : 0;
}

/* Up or down where the axes agree. */
static int position_sign(const struct kp_json *before, const struct kp_json *after)
{
    int x = axis_sign(before, after, "x"), y = axis_sign(before, after, "y");
    return x * y < 0 ? 0 : x ? x : y;
}

static bool has_id(const struct kp_json *ids, struct kp_str id)
{
    KP_JSON_EACH(item, ids)
    {
        if (item->kind == KP_JSON_STRING && kp_str_equal(item->text, id))
            return true;
    }
    return false;
}

/* What of `ids` is not in `others`, each with its sign. */
static void add_set(const struct kp_diff_words *words, const struct kp_field *field,
                    const struct kp_json *ids, const struct kp_json *others, bool added,
                    struct kp_flow *flow)
{
    KP_JSON_EACH(id, ids)
    {
        if (id->kind != KP_JSON_STRING || has_id(others, id->text))
            continue;
        struct kp_json *one = kp_json_new_array(words->arena);
        struct kp_buf name = KP_BUF_INIT;
        kp_json_append(words->arena, one, id);
        add_plain(words, field, one, &name);
        kp_flow_add(flow, KP_MARK_NONE, kp_str_from(kp_flow_empty(flow) ? "" : ", "));
        kp_flow_addf(flow, added ? KP_MARK_NEW : KP_MARK_REMOVED, "%s%s", added ? "+" : "-",
                     name.data);
        kp_buf_release(&name);
    }
}

static void add_set_change(const struct kp_diff_words *words, const struct kp_field *field,
                           const struct kp_json *before, const struct kp_json *after,
                           struct kp_flow *flow)
{
    struct kp_flow set = kp_flow_new(words->arena);
    add_set(words, field, after, before, true, &set);
    add_set(words, field, before, after, false, &set);
    if (kp_flow_empty(&set)) /* another order */
        kp_diff_add_value(words, field, after, true, KP_MARK_NONE, &set);
    kp_flow_join(flow, &set);
}

void kp_diff_add_change(const struct kp_diff_words *words, const struct kp_field *field,
                        const struct kp_json *before, const struct kp_json *after, bool brief,
                        bool whole, struct kp_flow *flow)
{
    switch (field->type->kind) {
    case KP_TYPE_MONEY:
        if ((is_number(before) || kp_json_is_null(before)) &&
            (is_number(after) || kp_json_is_null(after)))
            add_money(words, before, after, !brief, whole, KP_MARK_NONE, flow);
        else
            add_two(words, field, before, after, false, flow);
        break;
    case KP_TYPE_DATE:
        add_two(words, field, before, after, true, flow);
        add_days(before, after, flow);
        return;
    case KP_TYPE_SCALE: add_scale_change(words, field, before, after, brief, whole, flow); return;
    case KP_TYPE_POSITION:
        add_two(words, field, before, after, false, flow);
        add_direction(words, position_sign(before, after), "   ", flow);
        return;
    case KP_TYPE_PEOPLE:
    case KP_TYPE_CHOICES: add_set_change(words, field, before, after, flow); return;
    default: add_two(words, field, before, after, true, flow); break;
    }
    if (!brief)
        add_delta(words, field, before, after, whole, flow);
}
