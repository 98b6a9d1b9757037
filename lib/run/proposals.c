// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rows that follow from what stands: those that a script offers to begin with, and the candidates in
 * the order of their points. They wait as what was prepared does: Enter takes
 * them, and nothing is recorded that nobody took.
 */

#include "compare/selection.h"
#include "model/type.h"
#include "run/scores.h"

/* ---- Offers */

/* A text in every language becomes that of the session. */
static const struct kp_json *said(struct kp_session *s, const struct kp_json *cell,
                                  struct kp_arena *arena)
{
    static const enum kp_lang fallback = KP_LANG_EN;
    struct kp_str text;
    if (cell->kind != KP_JSON_OBJECT)
        return cell;
    text = kp_json_text(cell, kp_lang_code(s->setup.lang));
    return kp_json_new_string(arena, text.len ? text : kp_json_text(cell, kp_lang_code(fallback)));
}

static const struct kp_json *offered(struct kp_session *s, const struct kp_step *step,
                                     const struct kp_offer *offer, struct kp_arena *arena)
{
    const struct kp_field *table = step->field;
    struct kp_json *rows = kp_json_new_array(arena);
    KP_JSON_EACH(item, offer->rows)
    {
        struct kp_json *row = kp_json_new_object(arena);
        struct kp_buf about = KP_BUF_INIT; /* the same row whatever language it was offered in */
        kp_json_write_line(&about, item);
        kp_json_set_string(
            arena, row, "id",
            session_row_id(arena, table->id, kp_buf_str(&about), (struct kp_str){"", 0}, rows));
        kp_buf_release(&about);
        for (size_t i = 0; i < table->column_count; i++) {
            const struct kp_json *cell = kp_json_get_str(item, table->columns[i].id);
            if (cell)
                kp_json_set(arena, row, table->columns[i].id.data, said(s, cell, arena));
        }
        kp_json_append(arena, rows, row);
    }
    return rows;
}

/* ---- Rows that are worked out */

static struct kp_json *kept_row(struct kp_arena *arena, const struct kp_json *stands,
                                struct kp_str id, struct kp_str name)
{
    struct kp_json *row = kp_json_new_object(arena);
    kp_json_set_string(arena, row, "id", id);
    kp_json_set_string(arena, row, "candidate", name);
    KP_JSON_EACH(cell, stands)
    {
        if (!kp_str_is(cell->name, "id") && !kp_str_is(cell->name, "candidate"))
            kp_json_set(arena, row, cell->name.data, cell);
    }
    return row;
}

/* The row that stands for a candidate: it has its id, or was typed by hand and has its name. */
static const struct kp_json *stands_for(const struct kp_json *rows,
                                        const struct kp_selection_candidate *candidate)
{
    size_t number;
    const struct kp_json *row = session_row_of(rows, candidate->id, &number);
    KP_JSON_EACH(other, rows)
    {
        if (!row && kp_str_equal(kp_json_text(other, "candidate"), candidate->name))
            row = other;
    }
    return row;
}

/*
 * Above the cut: chosen. Below it stays what was decided, but who was chosen is next in line. Those
 * who are equal across the cut have no decision: the room says it.
 */
static void decide(struct kp_arena *arena, struct kp_json *row,
                   const struct kp_selection_candidate *candidate)
{
    struct kp_str before = kp_json_text(row, "decision");
    struct kp_json *without;
    switch (candidate->side) {
    case KP_SELECTION_ABOVE: kp_json_set_string(arena, row, "decision", KP_STR("key")); break;
    case KP_SELECTION_UNDECIDED:
        without = kp_json_new_object(arena);
        KP_JSON_EACH(cell, row)
        {
            if (!kp_str_is(cell->name, "decision"))
                kp_json_set(arena, without, cell->name.data, cell);
        }
        *row = *without;
        break;
    case KP_SELECTION_BELOW:
    case KP_SELECTION_UNRANKED:
        if (!before.len)
            kp_json_set_string(arena, row, "decision", KP_STR("standard"));
        else if (kp_str_is(before, "key"))
            kp_json_set_string(arena, row, "decision", KP_STR("next"));
        break;
    }
}

static const struct kp_json *ranked(struct kp_session *s, const struct kp_step *step,
                                    struct kp_arena *arena)
{
    struct kp_selection selection;
    struct kp_json *rows = kp_json_new_array(arena);
    const struct kp_json *stands = session_value(s, step->field);
    stands = session_are_rows(stands) ? stands : &kp_json_null;
    if (!kp_selection_make(kp_session_calc(s), arena, &selection) || !selection.ranked ||
        !selection.cut)
        return NULL;
    for (size_t i = 0; i < selection.candidate_count; i++) {
        const struct kp_selection_candidate *candidate = &selection.candidates[i];
        const struct kp_json *before = stands_for(stands, candidate);
        struct kp_str id = before ? kp_json_text(before, "id") : candidate->id;
        struct kp_json *row = kept_row(arena, before, id, candidate->name);
        decide(arena, row, candidate);
        kp_json_append(arena, rows, row);
    }
    return rows;
}

const struct kp_json *session_offered_rows(struct kp_session *s, const struct kp_field *field)
{
    const struct kp_step *step = session_step(s);
    struct kp_arena *arena = &s->feed_arena;
    const struct kp_json *rows = NULL;
    if (!step || step->kind != KP_STEP_ASK || step->field != field)
        return NULL;
    if (step->ranking)
        rows = ranked(s, step, arena);
    for (size_t i = 0; i < step->offer_count && !rows; i++)
        if (kp_json_is_null(session_value(s, field)) &&
            kp_calc_holds(kp_session_calc(s), step->offers[i].when))
            rows = offered(s, step, &step->offers[i], arena);
    return rows ? kp_value_canonical(field, rows, arena) : NULL;
}
