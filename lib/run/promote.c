// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The best ideas become rows of a table. A new row has the idea's text; what else it needs is asked
 * cell by cell, as in any table. The idea keeps its trace to the row as long as that stands.
 */

#include "base/text.h"
#include "base/utf8.h"
#include "run/ideas.h"

const struct promoted *session_promoted(struct kp_session *s, struct kp_str idea,
                                        const struct kp_field *field)
{
    size_t number;
    for (const struct promoted *p = s->state.activities->promoted; p; p = p->next)
        if (p->field == field && kp_str_equal(p->idea, idea) &&
            session_row_of(session_value(s, field), p->row, &number))
            return p;
    return NULL;
}

static bool is_wanted(const struct kp_step *step, const struct kp_field *column)
{
    if (session_column_needed(step->field, column))
        return true;
    for (size_t i = 0; i < step->missing_count; i++)
        if (step->missing[i] == column)
            return true;
    return false;
}

bool session_promote_asks(const struct kp_session *s, const struct kp_field *column)
{
    const struct kp_step *step = session_step(s);
    return !step || (step->kind != KP_STEP_PROMOTE && !s->state.at.walking) ||
           kp_str_equal(column->id, step->as) || is_wanted(step, column);
}

size_t session_next_missing(struct kp_session *s, const struct kp_step *step, struct kp_str row,
                            size_t column)
{
    const struct kp_field *table = step->field;
    const struct kp_json **place = session_find_row(session_entry(s, table), row);
    size_t count = session_column_count(table);
    for (; place && column < count; column++) {
        const struct kp_field *candidate = session_column(table, column);
        if (!candidate->calc && is_wanted(step, candidate) &&
            kp_json_is_null(kp_json_get_str(*place, candidate->id)))
            return column;
    }
    return count;
}

/* Into the first row of these that lacks something, else to the list of ideas. */
static void ask_missing(struct kp_session *s, const struct promoted *from)
{
    const struct kp_step *step = session_step(s);
    struct cursor *at = &s->state.at;
    at->ask = KP_ASK_PROMOTE;
    for (const struct promoted *p = from; p; p = p->next) {
        size_t column = session_next_missing(s, step, p->row, 0);
        if (p->field != step->field || column == session_column_count(step->field))
            continue;
        at->ask = KP_ASK_CELL;
        at->row = p->row;
        at->column = column;
        return;
    }
}

void session_next_promoted(struct kp_session *s)
{
    const struct promoted *p = s->state.activities->promoted;
    while (p && !kp_str_equal(p->row, s->state.at.row))
        p = p->next;
    ask_missing(s, p ? p->next : NULL);
}

void session_apply_promote(struct kp_session *s, const struct kp_json *event)
{
    const struct kp_field *field = session_event_field(s, event);
    const struct kp_step *step = session_step(s);
    struct activities *all = s->state.activities;
    struct promoted *first = NULL, **end = &all->promoted;
    s->state.paused = false;
    session_take_rows(s, field, event);
    session_open_rows(s, field);
    while (*end)
        end = &(*end)->next;
    KP_JSON_EACH(pair, kp_json_get(event, "ideas"))
    {
        const struct kp_json *row = kp_json_get(pair, "row");
        struct promoted *promoted = kp_arena_alloc(&s->state.arena, sizeof *promoted);
        *promoted = (struct promoted){
            .idea = kp_json_text(pair, "idea"), .field = field, .row = kp_json_text(row, "id")};
        session_add_row(s, session_entry(s, field), row);
        first = first ? first : promoted;
        *end = promoted;
        end = &promoted->next;
    }
    if (step && step->kind == KP_STEP_PROMOTE && step->field == field)
        ask_missing(s, first);
}

/* ---- What is typed */

static const struct kp_idea *candidate(const struct kp_promotion *choice, struct kp_str word)
{
    for (size_t i = 0; i < choice->count; i++) {
        struct kp_str mark = choice->ideas[i].mark;
        bool letter = mark.len == 1 && word.len == 1 && mark.data[0] >= 'A' &&
                      mark.data[0] == word.data[0] - 'a' + 'A';
        if (letter || kp_str_equal(mark, word))
            return &choice->ideas[i];
    }
    return NULL;
}

/* Why a word of the line is nothing that can be promoted. */
static enum kp_status refuse_word(struct kp_session *s, struct kp_str word, struct kp_err *err)
{
    const struct round *round = session_round_here(s);
    size_t number;
    if (session_read_whole(word, &number) && !session_idea_numbered(s, round, number, err))
        return KP_INVALID;
    return kp_err_set(err, KP_INVALID,
                      _("write the numbers of the ideas that become rows: 1 4; 0 takes none"));
}

static void set_column(struct kp_session *s, struct kp_json *row, const struct kp_field *column,
                       const struct kp_json *value)
{
    if (column)
        kp_json_set(&s->feed_arena, row, column->id.data, value);
}

/* The column `as` takes the text, if its own rules let it. */
static enum kp_status make_row(struct kp_session *s, const struct kp_step *step,
                               const struct kp_idea *idea, struct kp_json *rows,
                               struct kp_json *row, struct kp_err *err)
{
    const struct kp_field *column = kp_field_column(step->field, step->as);
    const struct kp_json *text = kp_json_new_string(&s->feed_arena, idea->text);
    kp_json_set_string(&s->feed_arena, row, "id", session_new_row(s, rows));
    kp_json_set(&s->feed_arena, row, column->id.data, text);
    set_column(s, row, step->votes, kp_json_new_whole(&s->feed_arena, (int64_t)idea->dots));
    if (idea->heading.len)
        set_column(s, row, step->group, kp_json_new_string(&s->feed_arena, idea->heading));
    if (idea->by && step->who && step->who->type->kind == KP_TYPE_PEOPLE)
        set_column(s, row, step->who, idea->by);
    else if (idea->by && idea->by->count == 1)
        set_column(s, row, step->who, idea->by->first);
    enum kp_status status = column->type->check(column, text, err);
    if (!status)
        status = session_check_row(s, step->field, NULL, row, column, err);
    return status ? kp_err_prefix(err, _("idea %.*s"), KP_STR_ARG(idea->mark)) : KP_OK;
}

/* A row of that name may stand there from an earlier session. */
static void point_out_same(struct kp_session *s, const struct kp_step *step,
                           const struct kp_json *rows, const struct kp_idea *idea)
{
    struct kp_str folded = kp_utf8_fold(&s->feed_arena, idea->text);
    size_t number = 0;
    KP_JSON_EACH(row, rows)
    {
        const struct kp_json *cell = kp_json_get_str(row, step->as);
        number++;
        if (cell && cell->kind == KP_JSON_STRING &&
            kp_str_equal(kp_utf8_fold(&s->feed_arena, cell->text), folded))
            session_effect(s, KP_EFFECT_NOTICE, _("row %zu is called \"%.*s\" already"), number,
                           KP_STR_ARG(kp_utf8_fit(idea->text, 60)));
    }
}

/* All of them in one event: one /undo takes back what one line did. */
static void promote(struct kp_session *s, const struct kp_step *step,
                    const struct kp_idea *const *ideas, size_t count)
{
    const struct kp_json *present = session_rows_here(s, step->field);
    struct kp_json *pairs = kp_json_new_array(&s->feed_arena);
    struct kp_json *rows = kp_json_new_array(&s->feed_arena);
    struct kp_err err = KP_ERR_INIT;
    enum kp_status status = KP_OK;
    KP_JSON_EACH(row, present)
    {
        kp_json_append(&s->feed_arena, rows, row);
    }
    for (size_t i = 0; i < count && !status; i++) {
        struct kp_json *pair = kp_json_new_object(&s->feed_arena);
        struct kp_json *row = kp_json_new_object(&s->feed_arena);
        status = make_row(s, step, ideas[i], rows, row, &err);
        kp_json_append(&s->feed_arena, rows, row);
        kp_json_set_string(&s->feed_arena, pair, "idea", ideas[i]->id);
        kp_json_set(&s->feed_arena, pair, "row", row);
        kp_json_append(&s->feed_arena, pairs, pair);
        point_out_same(s, step, present, ideas[i]);
    }
    if (status) {
        session_refuse(s, &err);
    } else {
        struct kp_json *event = session_event(s, "promote");
        kp_json_set_string(&s->feed_arena, event, "round", step->on);
        kp_json_set_string(&s->feed_arena, event, "field", step->field->id);
        kp_json_set(&s->feed_arena, event, "ideas", pairs);
        session_begin_with_proposal(s, step->field, event);
        session_emit(s, event);
    }
    kp_err_release(&err);
}

static void promote_chosen(struct kp_session *s, const struct kp_promotion *choice)
{
    const struct kp_idea **ideas =
        kp_arena_alloc(&s->feed_arena, (choice->count + 1) * sizeof *ideas);
    size_t count = 0;
    for (size_t i = 0; i < choice->count; i++)
        if (choice->ideas[i].chosen)
            ideas[count++] = &choice->ideas[i];
    promote(s, session_step(s), ideas, count);
}

/* Those that are tied across the cut, and those above it. */
static void refuse_tie(struct kp_session *s, const struct kp_promotion *choice)
{
    struct kp_buf tied = KP_BUF_INIT, example = KP_BUF_INIT;
    size_t taken = 0;
    for (size_t i = 0; i < choice->count; i++) {
        const struct kp_idea *idea = &choice->ideas[i];
        if (idea->undecided)
            kp_buf_addf(&tied, "%s%.*s", tied.len ? ", " : "", KP_STR_ARG(idea->mark));
        if ((idea->chosen || idea->undecided) && taken++ < choice->most)
            kp_buf_addf(&example, "%s%.*s", example.len ? " " : "", KP_STR_ARG(idea->mark));
    }
    session_effect(s, KP_EFFECT_REFUSED,
                   _("%s have as many dots, and not all fit: write all that go on, such as %s"),
                   tied.data, example.data ? example.data : "");
    kp_buf_release(&tied);
    kp_buf_release(&example);
}

static void promote_typed(struct kp_session *s, const struct kp_promotion *choice,
                          struct kp_str text)
{
    const struct kp_step *step = session_step(s);
    const struct kp_idea **ideas = kp_arena_alloc(&s->feed_arena, (text.len + 1) * sizeof *ideas);
    struct kp_err err = KP_ERR_INIT;
    enum kp_status status = KP_OK;
    size_t count = 0;
    struct kp_str word;
    while (!status && (word = session_next_word(&text)).len) {
        const struct kp_idea *idea = candidate(choice, word);
        bool again = false;
        for (size_t i = 0; i < count; i++)
            again = again || ideas[i] == idea;
        if (!idea)
            status = refuse_word(s, word, &err);
        else if (idea->row)
            status = kp_err_set(&err, KP_INVALID, _("idea %.*s is row %zu already"),
                                KP_STR_ARG(idea->mark), idea->row);
        else if (!again)
            ideas[count++] = idea;
    }
    if (status) {
        session_refuse(s, &err);
    } else {
        if (choice->most && count + choice->promoted > choice->most)
            session_effect(s, KP_EFFECT_NOTICE,
                           _("that is more than %zu; what is looked after by nobody is worth "
                             "nothing"),
                           choice->most);
        promote(s, step, ideas, count);
    }
    kp_err_release(&err);
}

void session_feed_promote(struct kp_session *s, struct kp_str text)
{
    const struct kp_step *step = session_step(s);
    struct kp_promotion choice;
    kp_session_promotion(s, &choice);
    bool none = kp_str_is(text, "0") || kp_str_is(text, "-");
    if (none || (!text.len && (choice.promoted || (!choice.chosen && !choice.undecided))))
        session_emit(s, session_event(s, "next"));
    else if (!session_are_rows(session_rows_here(s, step->field)))
        session_effect(s, KP_EFFECT_REFUSED,
                       _("what stands in %.*s is not made of rows; 0 passes on"),
                       KP_STR_ARG(kp_words_get(&step->field->label, s->setup.lang)));
    else if (text.len)
        promote_typed(s, &choice, text);
    else if (choice.undecided)
        refuse_tie(s, &choice);
    else
        promote_chosen(s, &choice);
}
