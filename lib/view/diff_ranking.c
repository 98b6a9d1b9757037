// SPDX-License-Identifier: GPL-3.0-or-later
/* Scores that changed are told as what they did: who went up, who down, and across the cut. */
#include "base/text.h"
#include "compare/selection.h"
#include "view/diff_internal.h"

static const struct kp_json *value_of(const struct kp_diff *diff, const char *field, bool before)
{
    for (size_t i = 0; i < diff->count; i++)
        if (kp_str_is(diff->items[i].id, field))
            return before ? diff->items[i].before : diff->items[i].after;
    return &kp_json_null;
}

static bool read_side(const struct kp_diff *diff, bool before, struct kp_arena *arena,
                      struct kp_selection *out)
{
    const struct kp_selection_values values = {
        .criteria = value_of(diff, "criteria", before),
        .candidates = value_of(diff, "candidates", before),
        .scores = value_of(diff, "selection.scores", before),
        .cut = value_of(diff, "selection.cut", before),
        .choice = value_of(diff, "selection.choice", before),
    };
    return kp_selection_of(&values, arena, out) && out->ranked;
}

static const struct kp_selection_candidate *same_one(const struct kp_selection *selection,
                                                     const struct kp_selection_candidate *as)
{
    for (size_t i = 0; i < selection->candidate_count; i++)
        if (kp_str_equal(selection->candidates[i].id, as->id))
            return &selection->candidates[i];
    return NULL;
}

static void add_points(const struct kp_diff_words *words, struct kp_number points,
                       struct kp_flow *flow)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_number_show(&text, kp_number_round(points, 2), words->style->lang, 2);
    kp_flow_add(flow, KP_MARK_NONE, kp_buf_str(&text));
    kp_buf_release(&text);
}

static const char *crossing(const struct kp_selection_candidate *was,
                            const struct kp_selection_candidate *is)
{
    if (was->side == is->side)
        return NULL;
    return is->side == KP_SELECTION_ABOVE      ? _("now above the cut")
           : is->side == KP_SELECTION_BELOW    ? _("now below the cut")
           : is->side == KP_SELECTION_UNRANKED ? _("no score now")
                                               : _("level with others at the cut now");
}

static struct kp_diff_note *add_note(const struct kp_diff_words *words, char sign,
                                     struct kp_str name, struct kp_diff_note *note)
{
    struct kp_diff_note *row = &note->rows[note->row_count++];
    *row = (struct kp_diff_note){.sign = sign,
                                 .label = kp_diff_safe(words, name, false),
                                 .value = kp_flow_new(words->arena),
                                 .old = kp_flow_new(words->arena),
                                 .origin = kp_flow_new(words->arena),
                                 .basis = kp_flow_new(words->arena),
                                 .lines = 1};
    return row;
}

static void add_new(const struct kp_diff_words *words, const struct kp_selection_candidate *is,
                    struct kp_diff_note *note)
{
    struct kp_flow *flow = &add_note(words, '+', is->name, note)->value;
    if (!is->ranked) {
        kp_flow_addf(flow, KP_MARK_NONE, "%s", _("no score"));
        return;
    }
    kp_flow_addf(flow, KP_MARK_NONE, _("place %zu"), is->place);
    kp_flow_add(flow, KP_MARK_DIM, kp_str_from(kp_diff_dot(words)));
    add_points(words, is->points, flow);
}

static bool same_points(const struct kp_selection_candidate *was,
                        const struct kp_selection_candidate *is)
{
    return was->ranked == is->ranked &&
           kp_number_equal(kp_number_round(was->points, 2), kp_number_round(is->points, 2));
}

static void add_moved(const struct kp_diff_words *words, const struct kp_selection_candidate *was,
                      const struct kp_selection_candidate *is, struct kp_diff_note *note)
{
    const char *cut = crossing(was, is);
    if (was->place == is->place && same_points(was, is) && !cut)
        return;
    struct kp_flow *flow = &add_note(words, '~', is->name, note)->value;
    if (was->place != is->place && was->place && is->place)
        kp_flow_addf(flow, KP_MARK_NONE, _("place %zu%s%zu"), was->place, kp_diff_arrow(words),
                     is->place);
    else if (is->place)
        kp_flow_addf(flow, KP_MARK_NONE, _("place %zu"), is->place);
    if (was->ranked && is->ranked && !same_points(was, is)) {
        kp_flow_add(flow, KP_MARK_DIM, kp_str_from(kp_diff_dot(words)));
        add_points(words, was->points, flow);
        kp_flow_add(flow, KP_MARK_NONE, kp_str_from(kp_diff_arrow(words)));
        add_points(words, is->points, flow);
    }
    if (cut) {
        if (!kp_flow_empty(flow))
            kp_flow_add(flow, KP_MARK_DIM, kp_str_from(kp_diff_dot(words)));
        kp_flow_addf(flow, KP_MARK_ACCENT, "%s", cut);
    }
}

/* Room for a note of each candidate behind those there are. */
static void make_room(const struct kp_diff_words *words, size_t count, struct kp_diff_note *note)
{
    struct kp_diff_note *rows =
        kp_arena_alloc(words->arena, (note->row_count + count + 1) * sizeof *rows);
    for (size_t i = 0; i < note->row_count; i++)
        rows[i] = note->rows[i];
    note->rows = rows;
}

static void add_all(const struct kp_diff_words *words, const struct kp_selection *was,
                    const struct kp_selection *is, struct kp_diff_note *note)
{
    make_room(words, is->candidate_count + was->candidate_count, note);
    for (size_t i = 0; i < is->candidate_count; i++) {
        const struct kp_selection_candidate *now = &is->candidates[i], *then = same_one(was, now);
        if (then)
            add_moved(words, then, now, note);
        else
            add_new(words, now, note);
    }
    for (size_t i = 0; i < was->candidate_count; i++)
        if (!same_one(is, &was->candidates[i]))
            add_note(words, '-', was->candidates[i].name, note);
}

bool kp_diff_note_ranking(const struct kp_diff_words *words, const struct kp_diff *diff,
                          const struct kp_diff_item *item, struct kp_diff_note *note)
{
    struct kp_selection was, is;
    if (!item->field || !kp_selection_scores(item->field->id) ||
        !read_side(diff, false, words->arena, &is))
        return false;
    if (!read_side(diff, true, words->arena, &was))
        was = (struct kp_selection){0};
    add_all(words, &was, &is, note);
    if (!kp_flow_empty(&note->value))
        kp_flow_add(&note->value, KP_MARK_DIM, kp_str_from(kp_diff_dot(words)));
    unsigned long count = item->row_count;
    kp_flow_addf(&note->value, KP_MARK_NONE,
                 item->kind == KP_DIFF_NEW
                     ? ngettext("%lu score", "%lu scores", count)
                     : ngettext("%lu score changed", "%lu scores changed", count),
                 count);
    return true;
}

static bool scores_changed(const struct kp_diff *diff)
{
    for (size_t i = 0; i < diff->count; i++)
        if (kp_selection_scores(diff->items[i].id))
            return diff->items[i].kind != KP_DIFF_CONFIRMED &&
                   diff->items[i].kind != KP_DIFF_UNSEEN;
    return true; /* there are none */
}

void kp_diff_add_ranking(const struct kp_diff_words *words, const struct kp_diff *diff,
                         const struct kp_diff_item *item, struct kp_diff_note *note)
{
    struct kp_selection was, is;
    if (kp_str_is(item->id, "criteria") && item->kind == KP_DIFF_CHANGED && !scores_changed(diff) &&
        read_side(diff, true, words->arena, &was) && read_side(diff, false, words->arena, &is))
        add_all(words, &was, &is, note);
}
