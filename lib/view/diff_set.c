// SPDX-License-Identifier: GPL-3.0-or-later
/* Notes set as lines of text. */
#include "base/text.h"
#include "base/utf8.h"
#include "view/diff_internal.h"

enum { LEAST = 12 /* columns that are worth beginning a value in */ };

/* ---- lines */

static enum kp_mark mark_of(char sign)
{
    switch (sign) {
    case '+': return KP_MARK_NEW;
    case '-': return KP_MARK_REMOVED;
    case '~': return KP_MARK_CHANGED;
    default: return KP_MARK_DIM;
    }
}

void kp_diff_add_sign(const struct kp_diff_setter *set, char sign, size_t indent,
                      struct kp_buf *out)
{
    kp_buf_add_repeat(out, " ", indent);
    kp_style_addf(out, set->style, mark_of(sign), "%c", sign);
    kp_buf_addc(out, ' ');
}

static void new_line(size_t indent, struct kp_buf *out)
{
    kp_buf_addc(out, '\n');
    kp_buf_add_repeat(out, " ", indent);
}

/* A rewritten text: the old one above the new one, each behind its sign. */
static size_t add_both(const struct kp_diff_setter *set, const struct kp_diff_note *note,
                       size_t columns, size_t at, struct kp_buf *out)
{
    size_t lines = (note->lines + 1) / 2;
    kp_style_add(out, set->style, KP_MARK_REMOVED, KP_STR("- "));
    kp_flow_print(&note->old, set->style, columns, at + KP_DIFF_SIGN, at + KP_DIFF_SIGN, lines,
                  out);
    new_line(at, out);
    kp_style_add(out, set->style, KP_MARK_NEW, KP_STR("+ "));
    return kp_flow_print(&note->value, set->style, columns, at + KP_DIFF_SIGN, at + KP_DIFF_SIGN,
                         lines, out);
}

static size_t add_value(const struct kp_diff_setter *set, const struct kp_diff_note *note,
                        size_t columns, size_t at, size_t indent, struct kp_buf *out)
{
    if (!kp_flow_empty(&note->old))
        return add_both(set, note, columns, at, out);
    return kp_flow_print(&note->value, set->style, columns, at, indent, note->lines, out);
}

static bool add_at_edge(const struct kp_diff_setter *set, const struct kp_flow *origin, size_t used,
                        struct kp_buf *out)
{
    size_t width = kp_flow_width(origin), columns = set->text_columns;
    if (width && used + KP_DIFF_GAP + width > columns)
        return false;
    if (width)
        kp_buf_add_repeat(out, " ", columns - used - width);
    kp_flow_print(origin, set->style, columns, columns - width, 0, 1, out);
    return true;
}

/*
 * Who said it, at the right edge of the line that ends at `used`; on a line of its own where there
 * is no room and it must not be missed.
 */
static void add_origin(const struct kp_diff_setter *set, const struct kp_diff_note *note,
                       size_t used, bool must, struct kp_buf *out)
{
    size_t columns = set->text_columns;
    if (add_at_edge(set, &note->origin, used, out))
        return;
    if (note->lines == 1 && add_at_edge(set, &note->basis, used, out))
        return;
    if (must) {
        if (used < set->value_at)
            kp_buf_add_repeat(out, " ", set->value_at - used);
        else
            new_line(set->value_at, out);
        kp_flow_print(&note->origin, set->style, columns, set->value_at, set->value_at, 0, out);
    }
}

/* A narrow page has no room for a value on one line. */
void kp_diff_widen(const struct kp_diff_setter *set, struct kp_diff_note *note)
{
    if (!set->labels && note->lines == 1)
        note->lines = 2;
}

/* Label and value, beside each other where there is room. */
void kp_diff_set_line(const struct kp_diff_setter *set, const struct kp_diff_note *note, bool must,
                      struct kp_buf *out)
{
    size_t width = kp_utf8_width(note->label), at = set->value_at, used;
    kp_diff_add_sign(set, note->sign, KP_DIFF_INDENT, out);
    kp_buf_add(out, note->label);
    used = KP_DIFF_INDENT + KP_DIFF_SIGN + width;
    if (!kp_flow_empty(&note->value)) {
        bool fits = set->labels ? width <= set->labels
                                : used + KP_DIFF_GAP + kp_flow_width(&note->value) <= set->columns;
        if (!fits)
            new_line(at, out);
        else if (set->labels)
            kp_buf_add_repeat(out, " ", at - used);
        else
            kp_buf_add_repeat(out, " ", KP_DIFF_GAP);
        size_t begin = fits && !set->labels ? used + KP_DIFF_GAP : at;
        /* On one line a basis that changed is worth more than the end of a long value. */
        bool may_cut = note->lines == 1 && !note->firm;
        size_t basis = may_cut ? kp_flow_width(&note->basis) : 0, columns = set->text_columns;
        if (basis && columns >= begin + LEAST + basis + KP_DIFF_GAP)
            columns -= basis + KP_DIFF_GAP;
        used = add_value(set, note, columns, begin, at, out);
    }
    add_origin(set, note, used, must, out);
    kp_buf_addc(out, '\n');
}

/* ---- rows */

static size_t name_width(const struct kp_diff_setter *set, const struct kp_diff_note *note)
{
    size_t widest = 0, most = (set->columns - KP_DIFF_ROW - KP_DIFF_SIGN) * 2 / 5;
    for (size_t i = 0; i < note->row_count; i++) {
        size_t width = kp_utf8_width(note->rows[i].label);
        widest = width > widest ? width : widest;
    }
    return widest < most ? widest : most;
}

static void set_row(const struct kp_diff_setter *set, const struct kp_diff_note *row, size_t names,
                    bool whole, struct kp_buf *out)
{
    size_t at = set->labels ? KP_DIFF_ROW : KP_DIFF_INDENT + KP_DIFF_SIGN,
           under = at + KP_DIFF_SIGN + KP_DIFF_GAP;
    kp_diff_add_sign(set, row->sign, at, out);
    at += KP_DIFF_SIGN;
    if (row->label.len == 0) {
        add_value(set, row, set->text_columns, at, at, out);
        kp_buf_addc(out, '\n');
        return;
    }
    size_t width = kp_utf8_width(row->label);
    bool beside = set->labels && (!whole || width <= names);
    if (beside) {
        kp_utf8_add_cell(out, row->label, names, set->style->ascii);
    } else {
        struct kp_flow name = kp_flow_new(set->words.arena);
        kp_flow_add(&name, KP_MARK_NONE, row->label);
        kp_flow_print(&name, set->style, set->columns, at, at, whole ? 0 : 1, out);
    }
    if (!kp_flow_empty(&row->value)) {
        if (beside)
            kp_buf_add_repeat(out, " ", KP_DIFF_GAP);
        else
            new_line(under, out);
        at = beside ? at + names + KP_DIFF_GAP : under;
        add_value(set, row, set->columns, at, whole && beside ? at : under, out);
    }
    while (out->len && out->data[out->len - 1] == ' ')
        kp_buf_truncate(out, out->len - 1);
    kp_buf_addc(out, '\n');
}

void kp_diff_set_rows(const struct kp_diff_setter *set, const struct kp_diff_note *note, bool whole,
                      struct kp_buf *out)
{
    size_t names = name_width(set, note);
    for (size_t i = 0; i < note->row_count; i++)
        set_row(set, &note->rows[i], names, whole, out);
    if (note->hidden == 0 || note->row_count == 0)
        return;
    kp_buf_add_repeat(out, " ",
                      (set->labels ? KP_DIFF_ROW : KP_DIFF_INDENT + KP_DIFF_SIGN) + KP_DIFF_SIGN);
    kp_style_addf(out, set->style, KP_MARK_DIM,
                  ngettext("%s and %zu more", "%s and %zu more", note->hidden),
                  kp_style_sign(set->style, "…", "..."), note->hidden);
    kp_buf_addc(out, '\n');
}
