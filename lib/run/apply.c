// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What each event does to the state. Every event here is whole (event_check.c), so nothing fails;
 * but it may have lost what it builds on to an undo, and then it does nothing.
 */

#include "run/scores.h"

const struct kp_field *session_event_field(const struct kp_session *s, const struct kp_json *event)
{
    return kp_model_field(s->setup.model, kp_json_text(event, "field"));
}

/* Who said it and how sure it is, as far as the event tells. */
void session_take_marks(struct entry *entry, const struct kp_json *event)
{
    const struct kp_json *said_by = kp_json_get(event, "said_by");
    if (said_by)
        entry->said_by = said_by;
    kp_basis_read(kp_json_text(event, "basis"), &entry->basis);
}

static void set_value(struct entry *entry, const struct kp_json *value)
{
    entry->value = value;
    entry->rows = NULL;
    entry->row_count = 0;
}

static void forget_drafts(struct kp_session *s, const struct kp_field *field)
{
    for (struct draft **at = &s->state.drafts; *at;) {
        if ((*at)->field == field)
            *at = (*at)->next;
        else
            at = &(*at)->next;
    }
}

void session_forget_draft(struct kp_session *s, const struct kp_field *field, struct kp_str row,
                          struct kp_str column)
{
    for (struct draft **at = &s->state.drafts; *at; at = &(*at)->next) {
        if ((*at)->field != field || !kp_str_equal((*at)->row, row) ||
            !kp_str_equal((*at)->column, column))
            continue;
        *at = (*at)->next;
        return;
    }
}

/* The question is settled: its drafts are used up, and the session goes on if it stood there. */
static void settle(struct kp_session *s, const struct kp_field *field)
{
    if (session_rating(s, field)) /* what was half typed of its evidence stays */
        session_forget_draft(s, field, (struct kp_str){"", 0}, (struct kp_str){"", 0});
    else
        forget_drafts(s, field);
    session_entry(s, field)->skipped = false;
    s->state.paused = false;
    if (session_field(s) == field && !session_rating_agreed(s))
        session_advance(s);
}

/* The check-in belongs to the first section. */
static void apply_begin(struct kp_session *s, const struct kp_json *event)
{
    struct state *state = &s->state;
    if (state->at.ask != KP_ASK_START)
        return;
    state->begun = state->last;
    if (!kp_json_get(event, "checkin") || !session_begin_round(s, KP_ASK_CHECKIN)) {
        session_advance(s);
        return;
    }
    state->sections[0].entered = true;
    state->counting = true;
}

static void apply_next(struct kp_session *s, const struct kp_json *event)
{
    enum kp_ask ask = s->state.at.ask;
    s->state.paused = false;
    if (kp_json_get(event, "section") && session_step(s))
        session_next_section(s);
    else if (ask == KP_ASK_SAY || ask == KP_ASK_BREAK || ask == KP_ASK_REVIEW)
        session_advance(s);
    else
        session_next_phase(s);
}

/* Another value is said anew: by whom, and how sure it is, does not carry over from the one before. */
void session_set_answer(struct kp_session *s, const struct kp_field *field,
                        const struct kp_json *value)
{
    struct entry *entry = session_entry(s, field);
    if (!kp_json_equal(value, session_value(s, field))) {
        entry->said_by = NULL;
        entry->basis = KP_BASIS_NONE;
    }
    set_value(entry, value);
}

static void apply_answer(struct kp_session *s, const struct kp_json *event)
{
    const struct kp_field *field = session_event_field(s, event);
    struct entry *entry = session_entry(s, field);
    session_set_answer(s, field, kp_json_get(event, "value"));
    entry->answered = true;
    session_take_marks(entry, event);
    settle(s, field);
}

void session_put(struct kp_session *s, const struct kp_field *field, const struct kp_json *value)
{
    struct entry *entry = session_entry(s, field);
    set_value(entry, value);
    entry->answered = true;
    settle(s, field);
    session_forget_derived(s);
}

static void apply_keep(struct kp_session *s, const struct kp_json *event)
{
    const struct kp_field *field = session_event_field(s, event);
    struct entry *entry = session_entry(s, field);
    entry->answered = true;
    session_take_marks(entry, event);
    settle(s, field);
}

static void apply_skip(struct kp_session *s, const struct kp_json *event)
{
    const struct kp_field *field = session_event_field(s, event);
    s->state.paused = false;
    if (session_field(s) == field)
        session_advance(s);
    session_entry(s, field)->skipped = !session_entry(s, field)->answered;
}

/* "rows" are those that were prepared: from now on they are what is worked on. */
void session_take_rows(struct kp_session *s, const struct kp_field *field,
                       const struct kp_json *event)
{
    const struct kp_json *rows = kp_json_get(event, "rows");
    struct entry *entry = session_entry(s, field);
    if (!rows)
        return;
    set_value(entry, rows);
    session_take_marks(entry, event);
}

/* ---- Beside the answers */

static void apply_go(struct kp_session *s, const struct kp_json *event)
{
    session_enter(s, (size_t)kp_json_whole(event, "section", 0),
                  (size_t)kp_json_whole(event, "step", 0));
}

static void apply_draft(struct kp_session *s, const struct kp_json *event)
{
    struct draft draft = {
        .field = session_event_field(s, event),
        .row = kp_json_text(event, "row"),
        .column = kp_json_text(event, "column"),
        .text = kp_json_text(event, "text"),
    };
    session_forget_draft(s, draft.field, draft.row, draft.column);
    if (!draft.text.len)
        return;
    draft.next = s->state.drafts;
    s->state.drafts = kp_arena_alloc(&s->state.arena, sizeof draft);
    *s->state.drafts = draft;
}

static void apply_who(struct kp_session *s, const struct kp_json *event)
{
    s->state.who = kp_json_get(event, "people");
}

static void apply_basis(struct kp_session *s, const struct kp_json *event)
{
    kp_basis_read(kp_json_text(event, "basis"), &s->state.basis);
}

static void apply_person(struct kp_session *s, const struct kp_json *event)
{
    kp_people_put(s->setup.people, kp_json_text(event, "id"), kp_json_text(event, "name"));
}

static void apply_noted(struct kp_session *s, const struct kp_json *event)
{
    kp_json_append(&s->state.arena, s->state.noted, event);
}

/*
 * An action from one line: a row at the end of its table, or the row of the table that was begun with
 * it; and a line in the session's list.
 */
static void apply_action(struct kp_session *s, const struct kp_json *event)
{
    const struct kp_field *field = session_event_field(s, event);
    const struct kp_json *row = kp_json_get(event, "row");
    session_end_action(s);
    session_take_rows(s, field, event);
    session_open_rows(s, field);
    const struct kp_json **begun =
        session_find_row(session_entry(s, field), kp_json_text(row, "id"));
    if (begun)
        *begun = row;
    else
        session_add_row(s, session_entry(s, field), row);
    if (begun && session_field(s) == field && s->state.at.ask == KP_ASK_CELL)
        session_leave_row(s);
    apply_noted(s, event);
    if (kp_json_get(event, "point"))
        session_apply_parked(s, event);
}

static void apply_leave(struct kp_session *s, const struct kp_json *event)
{
    (void)event;
    s->state.counting = false;
}

static void apply_resume(struct kp_session *s, const struct kp_json *event)
{
    (void)event;
    s->state.counting = s->state.at.ask != KP_ASK_START;
}

/* Asked whether to record, or answered; no goes back to where the session stood. */
static void apply_closing(struct kp_session *s, const struct kp_json *event)
{
    struct state *state = &s->state;
    struct kp_str answer = kp_json_text(event, "answer");
    state->closing = kp_str_is(answer, "yes");
    if (kp_str_is(answer, "no")) {
        if (session_is_closing(s))
            state->at = state->before_close;
        return;
    }
    session_end_action(s);
    session_leave_row(s);
    if (!session_is_closing(s))
        state->before_close = state->at;
    state->rounds = kp_json_get(event, "rounds") != NULL;
    if (state->closing)
        state->at.ask = KP_ASK_CLOSE;
    else
        session_next_stage(s);
}

static const struct event_kind kinds[] = {
    /* name, undoable, aside, answers */
    {"begin", false, false, false, NULL, apply_begin},
    {"next", false, false, false, NULL, apply_next},
    {"answer", true, false, true, session_check_answer, apply_answer},
    {"keep", true, false, true, session_check_field, apply_keep},
    {"skip", true, false, true, session_check_field, apply_skip},
    {"row", true, false, true, session_check_row_line, session_apply_row},
    {"cell", true, false, true, session_check_cell, session_apply_cell},
    {"column", false, false, false, session_check_column, session_apply_column},
    {"go", false, false, false, session_check_go, apply_go},
    {"draft", false, true, false, session_check_draft, apply_draft},
    {"who", true, true, false, session_check_who, apply_who},
    {"basis", true, true, false, session_check_basis, apply_basis},
    {"person", false, true, false, session_check_person, apply_person},
    {"note", true, true, false, session_check_noted, apply_noted},
    {"park", true, true, false, session_check_noted, apply_noted},
    {"decision", true, true, false, session_check_noted, apply_noted},
    {"action", true, false, false, session_check_action, apply_action},
    {"pend", true, false, false, session_check_pend, session_apply_pend},
    {"parked", true, false, false, session_check_parked, session_apply_parked},
    {"here", true, false, false, session_check_attendance, session_apply_here},
    {"late", true, false, false, session_check_attendance, session_apply_late},
    {"gone", true, false, false, session_check_attendance, session_apply_gone},
    {"role", true, false, false, session_check_attendance, session_apply_role},
    {"said", true, false, false, session_check_said, session_apply_said},
    {"review", true, false, true, session_check_review, session_apply_review},
    {"time", true, true, false, session_check_time, session_apply_time},
    {"extend", true, false, false, session_check_extend, session_apply_extend},
    {"start", true, true, false, session_check_start, session_apply_start},
    {"usual", true, true, false, session_check_usual, session_apply_usual},
    {"away", true, true, false, session_check_away, session_apply_away},
    {"pause", false, true, false, session_check_pause, session_apply_pause},
    {"worth", true, false, false, session_check_worth, session_apply_worth},
    {"next_date", true, false, false, session_check_next_date, session_apply_next_date},
    {"sign", true, false, false, session_check_sign, session_apply_sign},
    {"leave", false, true, false, NULL, apply_leave},
    {"resume", false, false, false, NULL, apply_resume},
    {"closing", false, false, false, session_check_closing, apply_closing},
    {"prework", false, true, false, session_check_prework, session_apply_prework},
    {"idea", true, false, false, session_check_idea, session_apply_idea},
    {"split", true, false, false, session_check_split, session_apply_split},
    {"merge", true, false, false, session_check_merge, session_apply_merge},
    {"group", true, false, false, session_check_group, session_apply_group},
    {"ungroup", true, false, false, session_check_ungroup, session_apply_ungroup},
    {"vote", true, false, false, session_check_vote, session_apply_vote},
    {"reveal", true, false, false, session_check_reveal, session_apply_reveal},
    {"recount", true, false, false, session_check_reveal, session_apply_recount},
    {"promote", true, false, false, session_check_promote, session_apply_promote},
    {"score", true, false, true, session_check_score, session_apply_score},
    {"grade", true, false, true, session_check_grade, session_apply_grade},
    {"agree", true, false, true, session_check_agree, session_apply_agree},
    {"named", true, true, false, NULL, session_apply_named},
    {"evidence", true, false, true, session_check_evidence, session_apply_evidence},
    {"dissent", true, false, true, session_check_dissent, session_apply_dissent},
    {"import", true, false, true, session_check_import, session_apply_import},
    {"undo", false, false, false, NULL, NULL},
};

const struct event_kind *session_event_kind(const struct kp_json *event)
{
    struct kp_str name = kp_json_text(event, "e");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kp_str_is(name, kinds[i].name))
            return &kinds[i];
    return NULL;
}

/*
 * Time since the last event belongs to the section the session stood in. Of a clock that was set
 * back it is what the event says, else nothing; nor does the time until a resume count: nobody was
 * there.
 */
static void count_time(struct kp_session *s, const struct event_line *line)
{
    struct state *state = &s->state;
    int64_t at = kp_json_whole(line->event, "t", state->last);
    bool away = line->kind->apply == apply_resume;
    int64_t passed = kp_json_whole(line->event, "passed", at - state->last);
    bool counts = state->counting && !away && passed > 0;
    if (counts && state->paused)
        state->paused_ms += passed;
    else if (counts) {
        state->sections[state->at.section].spent_ms += passed;
        state->activities->step_ms += passed;
    }
    if (state->pause_ends && kp_json_get(line->event, "passed"))
        state->pause_ends -= state->last + passed - at; /* a break is as long as it was */
    state->last = at;
}

void session_apply(struct kp_session *s, const struct event_line *line)
{
    count_time(s, line);
    line->kind->apply(s, line->event);
    session_forget_derived(s);
}

void session_reset(struct kp_session *s)
{
    struct state *state = &s->state;
    kp_arena_release(&state->arena);
    *state = (struct state){.arena = KP_ARENA_INIT};
    state->entries =
        kp_arena_alloc(&state->arena, s->setup.model->field_count * sizeof *state->entries);
    state->sections =
        kp_arena_alloc(&state->arena, s->setup.script->section_count * sizeof *state->sections);
    state->noted = kp_json_new_array(&state->arena);
    session_reset_parking(s);
    session_reset_activities(s);
    state->said = kp_json_new_array(&state->arena);
    state->parked = kp_json_new_array(&state->arena);
    state->reviewed = kp_json_new_array(&state->arena);
    state->at.ask = KP_ASK_START;
    state->last = s->header.started;
    session_reset_people(s);
    session_forget_derived(s);
}
