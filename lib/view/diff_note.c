// SPDX-License-Identifier: GPL-3.0-or-later
/* What is said of one answer, one question, one end. */
#include "base/text.h"
#include "base/utf8.h"
#include "model/expr.h"
#include "view/diff_internal.h"
#include "view/plan_internal.h"

enum { BESIDE_FACTS = 30, NARROW = 56, FACTS_LEAST = 24, COUNTS = 16, NAMES = 40 };

static bool is_text(const struct kp_field *field)
{
    return field->type->kind == KP_TYPE_TEXT || field->type->kind == KP_TYPE_NOTE;
}

static struct kp_diff_note new_note(const struct kp_diff_words *words, char sign,
                                    struct kp_str label)
{
    return (struct kp_diff_note){.sign = sign,
                                 .label = label,
                                 .value = kp_flow_new(words->arena),
                                 .old = kp_flow_new(words->arena),
                                 .origin = kp_flow_new(words->arena),
                                 .basis = kp_flow_new(words->arena)};
}

static char sign_of(const struct kp_diff_item *item)
{
    if (item->calculated)
        return '=';
    return item->kind == KP_DIFF_NEW ? '+' : item->kind == KP_DIFF_REMOVED ? '-' : '~';
}

static struct kp_str item_label(const struct kp_diff_words *words, const struct kp_diff_item *item)
{
    return item->field ? kp_diff_label(words, item->field, false)
                       : kp_diff_safe(words, item->id, false);
}

/* ---- figures that follow from a table stand on its line */

struct reference {
    const struct kp_field *table;
};

static void find_table(void *context, const struct kp_field *field, bool previous)
{
    struct reference *found = context;
    if (!found->table && !previous && !field->table && !field->calc &&
        field->type->kind == KP_TYPE_TABLE)
        found->table = field;
}

static const struct kp_field *table_behind(const struct kp_field *field)
{
    struct reference found = {NULL};
    if (field && field->calc)
        kp_expr_visit(field->calc, find_table, &found);
    return found.table;
}

static bool is_told(const struct kp_diff_item *item)
{
    return !item->calculated && item->kind != KP_DIFF_CONFIRMED && item->kind != KP_DIFF_UNSEEN;
}

bool kp_diff_is_fact(const struct kp_diff_page *page, const struct kp_diff_item *item)
{
    const struct kp_field *table = item->calculated ? table_behind(item->field) : NULL;
    for (size_t i = 0; table && i < page->diff->count; i++)
        if (page->diff->items[i].field == table)
            return is_told(&page->diff->items[i]);
    return false;
}

bool kp_diff_is_told(const struct kp_diff_page *page, const struct kp_diff_item *item)
{
    return item->kind != KP_DIFF_CONFIRMED && item->kind != KP_DIFF_UNSEEN &&
           !kp_diff_is_fact(page, item);
}

static void find_previous(void *context, const struct kp_field *field, bool previous)
{
    bool *found = context;
    (void)field;
    *found = *found || previous;
}

bool kp_diff_is_change(const struct kp_diff_item *item)
{
    bool found = false;
    if (item->calculated && item->field->calc)
        kp_expr_visit(item->field->calc, find_previous, &found);
    return found;
}

/* Rows that can be won: what the whole account is about. */
static bool can_be_won(const struct kp_field *table)
{
    const struct kp_field *status = kp_field_column(table, KP_STR("status"));
    return status && kp_field_choice(status, KP_STR("won"));
}

int kp_diff_weight(const struct kp_diff_page *page, const struct kp_diff_item *item)
{
    const struct kp_model *model = page->calc->model;
    if (!item->field || item->field->type->kind != KP_TYPE_TABLE)
        return 1;
    if (can_be_won(item->field))
        return 3;
    if (item->field->view == KP_VIEW_MATRIX)
        return 2;
    for (size_t i = 0; i < model->field_count; i++)
        if (table_behind(&model->fields[i]) == item->field)
            return 2;
    return 1;
}

static void add_fact(const struct kp_diff_words *words, const struct kp_field *field,
                     const struct kp_json *before, const struct kp_json *after, bool whole,
                     size_t room, struct kp_flow *flow)
{
    struct kp_flow fact = kp_flow_new(words->arena);
    kp_flow_addf(&fact, KP_MARK_DIM, "%s ", kp_diff_label(words, field, true).data);
    if (kp_json_is_null(before))
        kp_diff_add_value(words, field, after, true, KP_MARK_NONE, &fact);
    else
        kp_diff_add_change(words, field, before, after, false, whole, &fact);
    size_t used = kp_flow_width(flow);
    if (used && !whole && used + 3 + kp_flow_width(&fact) > room)
        return;
    if (used)
        kp_flow_add(flow, KP_MARK_DIM, kp_str_from(kp_diff_dot(words)));
    kp_flow_join(flow, &fact);
}

/* The last ones are worked out of those before them, and so tell the most; as many as there is room for. */
static void add_facts(const struct kp_diff_words *words, const struct kp_diff_page *page,
                      const struct kp_diff_item *item, bool whole, size_t room,
                      struct kp_flow *flow)
{
    for (size_t i = page->diff->count; i-- > 0;) {
        const struct kp_diff_item *other = &page->diff->items[i];
        if (other->calculated && other->kind != KP_DIFF_REMOVED &&
            table_behind(other->field) == item->field)
            add_fact(words, other->field, other->before, other->after, whole, room, flow);
    }
    if (!kp_flow_empty(flow))
        return;
    for (size_t i = item->total_count; i-- > 0;)
        if (!kp_json_is_null(item->totals[i].after))
            add_fact(words, item->totals[i].column, item->totals[i].before, item->totals[i].after,
                     whole, room, flow);
}

/* ---- who says so */

static void add_origin(const struct kp_diff_words *words, const struct kp_diff_item *item,
                       struct kp_diff_note *note)
{
    const struct kp_answer *now = item->now;
    struct kp_flow *flow = &note->origin;
    const char *between = "";
    if (!now || item->kind == KP_DIFF_REMOVED)
        return;
    KP_JSON_EACH(id, now->said_by)
    {
        if (id->kind != KP_JSON_STRING)
            continue;
        struct kp_str name = kp_people_name(words->style->people, id->text);
        kp_flow_addf(flow, KP_MARK_DIM, "%s%s", between, kp_diff_safe(words, name, false).data);
        between = ", ";
    }
    if (!item->basis_changed && !(item->kind == KP_DIFF_NEW && now->basis != KP_BASIS_NONE))
        return;
    if (!kp_flow_empty(flow))
        kp_flow_add(flow, KP_MARK_DIM, kp_str_from(kp_diff_dot(words)));
    if (item->basis_changed) {
        struct kp_str arrow = kp_str_trim(kp_str_from(kp_diff_arrow(words)));
        kp_flow_addf(&note->basis, KP_MARK_ACCENT, "%.*s %s", KP_STR_ARG(arrow),
                     kp_view_basis(now->basis));
        kp_flow_addf(flow, KP_MARK_ACCENT, "%s ", kp_view_basis(item->old->basis));
        kp_flow_join(flow, &note->basis);
    }
    if (!item->basis_changed)
        kp_flow_add(flow, KP_MARK_DIM, kp_str_from(kp_view_basis(now->basis)));
}

/* ---- values */

void kp_diff_add_any(const struct kp_diff_words *words, const struct kp_json *value, bool whole,
                     struct kp_flow *flow)
{
    struct kp_buf raw = KP_BUF_INIT;
    if (value->kind == KP_JSON_STRING)
        kp_buf_add(&raw, value->text);
    else
        kp_json_write_line(&raw, value);
    kp_flow_add_typed(flow, KP_MARK_NONE, kp_diff_safe(words, kp_buf_str(&raw), whole));
    kp_buf_release(&raw);
}

/* A value as it stands, on one side or on both. */
static void add_value(const struct kp_diff_words *words, const struct kp_field *field,
                      const struct kp_json *value, bool whole, enum kp_mark mark,
                      struct kp_flow *flow)
{
    if (!field)
        kp_diff_add_any(words, value, whole, flow);
    else if (is_text(field) && value->kind == KP_JSON_STRING)
        kp_flow_add_typed(flow, mark, kp_diff_safe(words, value->text, whole));
    else
        kp_diff_add_value(words, field, value, !whole, mark, flow);
}

static void add_text(const struct kp_diff_words *words, const struct kp_diff_item *item,
                     const struct kp_diff_depth *depth, struct kp_diff_note *note)
{
    struct kp_str before = item->before->text, after = item->after->text;
    enum kp_mark mark = words->marks ? KP_MARK_NEW : KP_MARK_NONE;
    if (kp_diff_add_text(words, before, after, depth->whole, &note->value))
        return;
    if (depth->lines == 1)
        kp_flow_addf(&note->value, KP_MARK_DIM, "%s ", _("now:"));
    else
        kp_flow_add_typed(&note->old, words->marks ? KP_MARK_REMOVED : KP_MARK_NONE,
                          kp_diff_safe(words, before, depth->whole));
    kp_flow_add_typed(&note->value, mark, kp_diff_safe(words, after, depth->whole));
}

static void add_changed(const struct kp_diff_words *words, const struct kp_diff_item *item,
                        const struct kp_diff_depth *depth, struct kp_diff_note *note)
{
    bool texts = item->before->kind == KP_JSON_STRING && item->after->kind == KP_JSON_STRING;
    if (!item->value_changed)
        add_value(words, item->field, item->after, depth->whole, KP_MARK_DIM, &note->value);
    else if (texts && (!item->field || is_text(item->field)))
        add_text(words, item, depth, note);
    else if (item->field) {
        note->firm = true;
        kp_diff_add_change(words, item->field, item->before, item->after, false, depth->whole,
                           &note->value);
    } else {
        kp_diff_add_any(words, item->before, false, &note->value);
        kp_flow_add(&note->value, KP_MARK_NONE, kp_str_from(kp_diff_arrow(words)));
        kp_diff_add_any(words, item->after, false, &note->value);
    }
}

static void add_rows(const struct kp_diff_words *words, const struct kp_diff_page *page,
                     const struct kp_diff_item *item, const struct kp_diff_depth *depth,
                     struct kp_diff_note *note)
{
    size_t columns = kp_view_text_columns(words->style);
    size_t room = columns > NARROW ? columns - BESIDE_FACTS : FACTS_LEAST;
    size_t basis = kp_flow_width(&note->basis);
    room = room > basis ? room - basis : 0;
    add_facts(words, page, item, depth->whole, room, &note->value);
    if (depth->rows && kp_diff_note_ranking(words, page->diff, item, note))
        return;
    if (depth->rows && item->kind != KP_DIFF_REMOVED) {
        kp_diff_note_rows(words, item, depth, note);
        kp_diff_add_ranking(words, page->diff, item, note);
        return;
    }
    size_t used = kp_flow_width(&note->value);
    note->firm = used > 0;
    if (used && used + COUNTS > room)
        return;
    if (used)
        kp_flow_add(&note->value, KP_MARK_DIM, kp_str_from(kp_diff_dot(words)));
    if (item->kind == KP_DIFF_REMOVED && depth->rows)
        kp_diff_note_rows(words, item, depth, note);
    else if (used && used + NAMES > room)
        kp_diff_add_row_counts(item, &note->value);
    else
        kp_diff_add_row_names(words, item, &note->value);
}

/* An answer whose question does not apply any more, or does again, was not given or taken back. */
static void add_applies(const struct kp_diff_item *item, struct kp_flow *flow)
{
    const char *text = NULL;
    if (item->kind == KP_DIFF_REMOVED)
        text = item->now && item->now->inactive ? _("does not apply any more:") : _("was:");
    else if (item->kind == KP_DIFF_NEW && item->old && item->old->inactive)
        text = _("applies again:");
    if (text)
        kp_flow_addf(flow, KP_MARK_DIM, "%s ", text);
}

void kp_diff_note_item(const struct kp_diff_words *words, const struct kp_diff_page *page,
                       const struct kp_diff_item *item, const struct kp_diff_depth *depth,
                       struct kp_diff_note *note)
{
    *note = new_note(words, sign_of(item), item_label(words, item));
    note->lines = depth->lines;
    add_origin(words, item, note);
    if (item->by_rows && (item->row_count || item->kind != KP_DIFF_CHANGED)) {
        note->lines = depth->rows ? 0 : 1;
        add_rows(words, page, item, depth, note);
        return;
    }
    if (item->kind == KP_DIFF_CHANGED) {
        add_changed(words, item, depth, note);
        return;
    }
    bool removed = item->kind == KP_DIFF_REMOVED;
    if (!item->calculated)
        add_applies(item, &note->value);
    add_value(words, item->field, removed ? item->before : item->after, depth->whole,
              removed ? KP_MARK_DIM : KP_MARK_NONE, &note->value);
}

/* ---- what stayed */

void kp_diff_note_same(const struct kp_diff_words *words, const struct kp_diff_page *page,
                       const struct kp_diff_item *item, struct kp_diff_note *note)
{
    *note = new_note(words, ' ', item_label(words, item));
    note->lines = 1;
    if (item->kind != KP_DIFF_UNSEEN) {
        add_value(words, item->field, item->after, false, KP_MARK_NONE, &note->value);
        add_origin(words, item, note);
        return;
    }
    kp_flow_add(&note->value, KP_MARK_NONE,
                kp_diff_since_words(words, item->now->cycle, page->to.cycle));
}

struct kp_str kp_diff_since_words(const struct kp_diff_words *words, struct kp_cycle since,
                                  struct kp_cycle now)
{
    struct kp_buf text = KP_BUF_INIT, cycle = KP_BUF_INIT;
    int age = since.year && now.year ? kp_cycle_distance(since, now) : 0;
    kp_cycle_print(&cycle, since);
    if (age > 0)
        kp_buf_addf(&text,
                    ngettext("since %s (%d cycle)", "since %s (%d cycles)", (unsigned long)age),
                    cycle.data, age);
    else
        kp_buf_addf(&text, _("since %s"), cycle.data);
    struct kp_str kept = kp_arena_str(words->arena, kp_buf_str(&text));
    kp_buf_release(&text);
    kp_buf_release(&cycle);
    return kept;
}

/* ---- questions */

/* What of it is another, in the words of the model. */
static void add_other_form(const struct kp_diff_words *words, const struct kp_field *before,
                           const struct kp_field *after, struct kp_flow *flow)
{
    if (before->type != after->type)
        kp_flow_addf(flow, KP_MARK_NONE, "%s%s%s", before->type->name, kp_diff_arrow(words),
                     after->type->name);
    else if (after->column_count || before->column_count)
        kp_flow_add(flow, KP_MARK_NONE, kp_str_from(_("other columns")));
    else if (after->choice_count || before->choice_count)
        kp_flow_add(flow, KP_MARK_NONE, kp_str_from(_("other choices")));
    else if (after->scale.count || after->x.count)
        kp_flow_add(flow, KP_MARK_NONE, kp_str_from(_("another scale")));
    else
        kp_flow_add(flow, KP_MARK_NONE, kp_str_from(_("another unit")));
}

void kp_diff_note_question(const struct kp_diff_words *words,
                           const struct kp_question_change *change, struct kp_diff_note *note)
{
    const struct kp_field *field = change->after ? change->after : change->before;
    struct kp_str label =
        field ? kp_diff_label(words, field, false) : kp_diff_safe(words, change->field, false);
    switch (change->kind) {
    case KP_QUESTION_ADDED:
        *note = new_note(words, '+', label);
        kp_flow_add(&note->value, KP_MARK_NONE, kp_diff_safe(words, change->new_text, false));
        break;
    case KP_QUESTION_RETIRED:
        *note = new_note(words, '-', label);
        kp_flow_addf(&note->value, KP_MARK_DIM, "%s ", _("not asked any more:"));
        kp_flow_add(&note->value, KP_MARK_DIM, kp_diff_safe(words, change->old_text, false));
        break;
    case KP_QUESTION_RETYPED:
        *note = new_note(words, '~', label);
        kp_flow_addf(&note->value, KP_MARK_DIM, "%s ", _("answered in another way:"));
        add_other_form(words, change->before, change->after, &note->value);
        break;
    case KP_QUESTION_REWORDED:
        *note = new_note(words, '~', label);
        kp_flow_addf(&note->value, KP_MARK_DIM, "%s ", _("asked in other words:"));
        if (kp_diff_add_wording(words, change->old_text, change->new_text, &note->value))
            break;
        kp_flow_add(&note->value, words->marks ? KP_MARK_NEW : KP_MARK_NONE,
                    kp_diff_safe(words, change->new_text, false));
        kp_flow_add(&note->old, words->marks ? KP_MARK_REMOVED : KP_MARK_NONE,
                    kp_diff_safe(words, change->old_text, false));
        break;
    }
}

/* ---- the heading */

struct kp_str kp_diff_end_words(const struct kp_diff_words *words, const struct kp_diff_end *end)
{
    struct kp_buf text = KP_BUF_INIT, date = KP_BUF_INIT, day = KP_BUF_INIT;
    if (end->none)
        return kp_str_from(_("nothing yet"));
    kp_cycle_print(&text, end->cycle);
    kp_date_show(&day, end->signed_by.len ? end->signed_on : end->date, words->style->lang);
    kp_view_join(&date, kp_buf_str(&day));
    kp_buf_release(&day);
    kp_buf_adds(&text, text.len ? " (" : "(");
    if (end->signed_by.len)
        kp_buf_addf(&text, _("signed off %s, %s"), date.data,
                    kp_diff_safe(words, end->signed_by, false).data);
    else
        kp_buf_add(&text, kp_buf_str(&date));
    if (end->by_id)
        kp_buf_addf(&text, ", %.7s", end->revision.data);
    kp_buf_addc(&text, ')');
    struct kp_str kept = kp_arena_str(words->arena, kp_buf_str(&text));
    kp_buf_release(&text);
    kp_buf_release(&date);
    return kept;
}

static void separate(const struct kp_diff_words *words, struct kp_buf *out)
{
    if (out->len)
        kp_buf_adds(out, kp_diff_dot(words));
}

struct kp_str kp_diff_counts_words(const struct kp_diff_words *words, const size_t *counts)
{
    struct kp_buf text = KP_BUF_INIT;
    size_t changed = counts[KP_DIFF_CHANGED], fresh = counts[KP_DIFF_NEW];
    size_t removed = counts[KP_DIFF_REMOVED], confirmed = counts[KP_DIFF_CONFIRMED];
    size_t unseen = counts[KP_DIFF_UNSEEN];
    kp_buf_addf(&text, ngettext("%zu changed", "%zu changed", changed), changed);
    separate(words, &text);
    kp_buf_addf(&text, ngettext("%zu new", "%zu new", fresh), fresh);
    if (removed) {
        separate(words, &text);
        kp_buf_addf(&text, ngettext("%zu removed", "%zu removed", removed), removed);
    }
    separate(words, &text);
    kp_buf_addf(&text, ngettext("%zu confirmed", "%zu confirmed", confirmed), confirmed);
    separate(words, &text);
    kp_buf_addf(&text, ngettext("%zu not looked at", "%zu not looked at", unseen), unseen);
    struct kp_str kept = kp_arena_str(words->arena, kp_buf_str(&text));
    kp_buf_release(&text);
    return kept;
}

struct kp_str kp_diff_group_words(const struct kp_diff_words *words, struct kp_str group)
{
    const struct kp_group *known = kp_model_group(words->calc->model, group);
    if (!group.len)
        return kp_str_from(_("No longer asked"));
    return kp_diff_safe(words, known ? kp_words_get(&known->label, words->style->lang) : group,
                        false);
}

bool kp_diff_same_ends(const struct kp_diff_page *page)
{
    return !page->from.none && !page->to.none &&
           kp_str_equal(page->from.revision, page->to.revision);
}

const char *kp_diff_nothing_words(const struct kp_diff_page *page)
{
    if (kp_diff_same_ends(page))
        return _("This is one and the same revision.");
    return page->calc->plan->count ? _("Nothing has changed.")
                                   : _("Nothing has been answered yet.");
}
