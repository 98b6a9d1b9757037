// SPDX-License-Identifier: GPL-3.0-or-later
/* What is typed for one question: read, checked, and turned into an event. */

#include "base/text.h"
#include "run/scores.h"

static struct kp_json *field_event(struct kp_session *s, const char *name,
                                   const struct kp_field *field)
{
    struct kp_json *event = session_event(s, name);
    kp_json_set_string(&s->feed_arena, event, "field", field->id);
    return event;
}

/* People who were named for the first time go into the journal before the answer that names them. */
void session_emit_people(struct kp_session *s)
{
    struct kp_people *people = s->setup.people;
    while (s->people_known < people->count) {
        const struct kp_person *person = &people->items[s->people_known++];
        struct kp_json *event = session_event(s, "person");
        kp_json_set_string(&s->feed_arena, event, "id", person->id);
        kp_json_set_string(&s->feed_arena, event, "name", person->name);
        if (session_emit(s, event))
            session_effect(s, KP_EFFECT_NOTICE, _("%.*s is new here"), KP_STR_ARG(person->name));
    }
}

/* Who said it and how sure it is: as given, else as /who and /fact … have said for this question. */
void session_add_marks(struct kp_session *s, struct kp_json *event, const struct kp_json *said_by,
                       enum kp_basis basis)
{
    if (!said_by)
        said_by = s->speaker ? s->speaker : s->state.who;
    if (basis == KP_BASIS_NONE)
        basis = s->state.basis;
    if (said_by)
        kp_json_set(&s->feed_arena, event, "said_by", said_by);
    if (basis != KP_BASIS_NONE)
        kp_json_set_string(&s->feed_arena, event, "basis", kp_str_from(kp_basis_name(basis)));
}

void session_take_value(struct kp_session *s, const struct kp_field *field,
                        const struct kp_json *value, const struct kp_json *said_by,
                        enum kp_basis basis)
{
    struct kp_json *event = field_event(s, "answer", field);
    kp_json_set(&s->feed_arena, event, "value", value);
    session_add_marks(s, event, said_by, basis);
    session_emit_people(s);
    session_emit(s, event);
}

/* Enter: what stands there was seen and stays; where nothing stands, the question is passed over. */
void session_keep(struct kp_session *s, const struct kp_field *field)
{
    if (!session_entry(s, field)->answered && kp_json_is_null(session_value(s, field))) {
        session_skip(s, field);
        return;
    }
    struct kp_json *event = field_event(s, "keep", field);
    session_add_marks(s, event, NULL, KP_BASIS_NONE);
    session_emit(s, event);
}

void session_skip(struct kp_session *s, const struct kp_field *field)
{
    session_emit(s, field_event(s, "skip", field));
}

/* What stands on the line is kept at its place, be it a question or a cell. */
void session_draft(struct kp_session *s, struct kp_str text)
{
    const struct kp_field *field = session_field(s);
    const struct draft *present = session_draft_here(s);
    if (!field || s->state.at.ask == KP_ASK_RATE || s->state.at.ask == KP_ASK_SCORES || /* hidden */
        kp_str_equal(present ? present->text : (struct kp_str){NULL, 0}, text))
        return;
    struct kp_json *event = field_event(s, "draft", field);
    if (s->state.at.ask == KP_ASK_CELL) {
        kp_json_set_string(&s->feed_arena, event, "row", s->state.at.row);
        kp_json_set_string(&s->feed_arena, event, "column",
                           session_column(field, s->state.at.column)->id);
    }
    if (session_words_of(s->state.at.ask).len)
        kp_json_set_string(&s->feed_arena, event, "column", session_words_of(s->state.at.ask));
    kp_json_set_string(&s->feed_arena, event, "text", text);
    session_emit(s, event);
}

void session_leave(struct kp_session *s)
{
    session_emit(s, session_event(s, "leave"));
    session_effect(s, KP_EFFECT_LEAVE, "%s", "");
}

void session_go(struct kp_session *s, size_t section, size_t step)
{
    struct kp_json *event = session_event(s, "go");
    kp_json_set_whole(&s->feed_arena, event, "section", (int64_t)section);
    kp_json_set_whole(&s->feed_arena, event, "step", (int64_t)step);
    session_emit(s, event);
}

static enum kp_status check_rows(struct kp_session *s, const struct kp_field *field,
                                 const struct kp_json *rows, struct kp_err *err)
{
    size_t number = 0;
    KP_JSON_EACH(row, rows)
    {
        const struct kp_field *missing = session_row_missing(field, row);
        number++;
        if (missing)
            return kp_err_set(err, KP_INVALID, _("row %zu has no \"%.*s\""), number,
                              KP_STR_ARG(kp_words_get(&missing->label, s->setup.lang)));
        if (session_check_row(s, field, NULL, row, NULL, err))
            return kp_err_prefix(err, _("row %zu"), number);
    }
    return KP_OK;
}

/*
 * Whether a value fulfils the model's checks. A rule of a whole table (a team without a sponsor)
 * only advises, see session_end_rows.
 */
enum kp_status session_check_value(struct kp_session *s, const struct kp_field *field,
                                   const struct kp_json *value, struct kp_err *err)
{
    if (kp_json_is_null(value))
        return KP_OK;
    if (session_has_rows(field))
        return session_are_rows(value) ? check_rows(s, field, value, err) : KP_OK;
    return kp_calc_check(kp_session_calc(s), field, value, s->setup.lang, err);
}

/* What was prepared is taken if it fulfils its checks now; else the room hears why not. */
void session_take_proposal(struct kp_session *s, const struct kp_field *field)
{
    struct proposal proposal = session_proposal(s, field);
    struct kp_err err = KP_ERR_INIT;
    if (session_check_value(s, field, proposal.value, &err)) {
        kp_err_prefix(&err, _("what was prepared does not fit"));
        session_refuse(s, &err);
    } else {
        if (session_has_rows(field))
            session_advise(s, field, proposal.value);
        session_take_value(s, field, proposal.value, proposal.said_by, proposal.basis);
    }
    kp_err_release(&err);
}

/* Says how it was understood, where that is not just what was typed. */
void session_show_understood(struct kp_session *s, const struct kp_field *field,
                             const struct kp_json *value, struct kp_str typed)
{
    const struct kp_type *type = field->type;
    if (type->kind == KP_TYPE_TEXT || type->kind == KP_TYPE_NOTE || type->kind == KP_TYPE_LIST)
        return;
    struct kp_type_context context = session_context(s, &s->feed_arena);
    struct kp_buf shown = KP_BUF_INIT;
    type->show(field, value, &context, &shown);
    if (!kp_str_equal(kp_buf_str(&shown), typed))
        session_effect(s, KP_EFFECT_NOTICE, "%s", shown.data);
    kp_buf_release(&shown);
}

static void feed_value(struct kp_session *s, struct kp_str text)
{
    const struct kp_field *field = session_field(s);
    if (!text.len) {
        if (session_proposal(s, field).value)
            session_take_proposal(s, field);
        else
            session_keep(s, field);
        return;
    }
    struct kp_err err = KP_ERR_INIT;
    struct kp_type_context context = session_context(s, &s->feed_arena);
    const struct kp_json *value = NULL;
    enum kp_status status = field->type->parse(field, text, &context, &value, &err);
    if (!status)
        status = session_check_value(s, field, value, &err);
    if (status) {
        session_refuse(s, &err);
    } else {
        session_take_value(s, field, value, NULL, KP_BASIS_NONE);
        session_show_understood(s, field, value, text);
    }
    kp_err_release(&err);
}

/* Yes or no in any of the three languages; false when it is neither. */
bool session_read_yes_no(struct kp_session *s, struct kp_str text, bool *yes)
{
    const struct kp_field question = {.type = kp_type_of(KP_TYPE_YESNO)};
    struct kp_type_context context = session_context(s, &s->feed_arena);
    const struct kp_json *value = NULL;
    if (!text.len || question.type->parse(&question, text, &context, &value, NULL))
        return false;
    *yes = value->boolean;
    return true;
}

/* Rounds are for several people. */
static bool has_rounds(struct kp_session *s)
{
    return s->setup.rounds && session_present(s)->count > 1;
}

static void emit_closing(struct kp_session *s, const char *answer)
{
    struct kp_json *event = session_event(s, "closing");
    if (answer)
        kp_json_set_string(&s->feed_arena, event, "answer", kp_str_from(answer));
    if (has_rounds(s))
        kp_json_set_bool(&s->feed_arena, event, "rounds", true);
    session_emit(s, event);
}

/* Every fault in one message, a line each, and how to get to the first. */
static void refuse_faults(struct kp_session *s, const struct kp_faults *faults)
{
    struct kp_buf text = KP_BUF_INIT;
    for (size_t i = 0; i < faults->count; i++)
        kp_buf_addf(&text, "%.*s\n", KP_STR_ARG(faults->items[i].message));
    struct kp_str rest = faults->items[0].message;
    struct kp_str number = kp_str_split(&rest, ' ');
    kp_buf_addf(&text, _("/goto %.*s goes there"), KP_STR_ARG(number));
    session_effect(s, KP_EFFECT_REFUSED, "%s", text.data);
    kp_buf_release(&text);
}

/* The last checks; on the way to recording when there is nothing to mend. */
void session_begin_closing(struct kp_session *s)
{
    struct kp_faults faults = KP_FAULTS_INIT;
    if (kp_session_check(s, &faults)) {
        refuse_faults(s, &faults);
    } else {
        emit_closing(s, NULL);
        session_went_on_closing(s);
    }
    kp_faults_release(&faults);
}

static void feed_close(struct kp_session *s, struct kp_str text)
{
    bool yes;
    if (!session_read_yes_no(s, text, &yes)) {
        session_effect(s, KP_EFFECT_REFUSED, _("yes records the session, no goes back to it"));
        return;
    }
    size_t point;
    if (yes && session_find_parked(s, &point)) { /* parked while it was asked */
        session_begin_closing(s);
        return;
    }
    emit_closing(s, yes ? "yes" : "no");
    if (yes)
        session_effect(s, KP_EFFECT_CLOSE, "%s", "");
}

static void begin(struct kp_session *s)
{
    struct kp_json *event = session_event(s, "begin");
    if (has_rounds(s))
        kp_json_set_bool(&s->feed_arena, event, "checkin", true);
    session_emit(s, event);
}

/* Before the beginning: who is here, by name or as last time (1) or as the team (2). */
static void feed_start(struct kp_session *s, struct kp_str text)
{
    const struct kp_json *offered = kp_str_is(text, "1")   ? s->setup.last_time
                                    : kp_str_is(text, "2") ? s->setup.team
                                                           : NULL;
    if (session_present(s)->count)
        session_effect(s, KP_EFFECT_REFUSED,
                       _("Enter begins; /here NAME and /late NAME say who comes"));
    else if (offered)
        session_take_people(s, offered);
    else
        session_feed_here(s, text);
}

/* Enter where nothing is asked. */
static void go_on(struct kp_session *s)
{
    if (s->state.at.ask == KP_ASK_END)
        session_begin_closing(s);
    else if (s->state.at.ask != KP_ASK_START)
        session_emit(s, session_event(s, "next"));
    else
        begin(s);
}

/* "Lars: …": he says this answer, and no other. */
static struct kp_str said_by(struct kp_session *s, struct kp_str text)
{
    struct kp_str said = session_split_speaker(s, text, &s->speaker);
    if (s->speaker)
        session_effect(s, KP_EFFECT_NOTICE, _("said by %.*s"),
                       KP_STR_ARG(kp_people_name(s->setup.people, s->speaker->first->text)));
    return said;
}

/* Where everything was asked: how to go on, and back to the last question. */
static void refuse_at_end(struct kp_session *s)
{
    struct kp_buf number = KP_BUF_INIT;
    size_t section, step;
    if (session_find_before(s, &section, &step))
        session_number(s, section, step, &number);
    session_effect(s, KP_EFFECT_REFUSED,
                   _("everything has been asked: Enter shows what will be recorded, /goto %s "
                     "goes back, /park TEXT or /note TEXT keeps a thought"),
                   number.len ? number.data : "1");
    kp_buf_release(&number);
}

void session_feed_text(struct kp_session *s, struct kp_str text)
{
    if (kp_str_starts(text, KP_STR("/")) && !kp_str_starts(text, KP_STR("//"))) {
        session_feed_command(s, text);
        return;
    }
    if (kp_str_starts(text, KP_STR("//")))
        text = kp_str_slice(text, 1, text.len);
    if (!text.len && s->state.paused) { /* nothing is confirmed by coming back from a break */
        session_feed_pause(s);
        return;
    }

    switch (s->state.at.ask) {
    case KP_ASK_VALUE: feed_value(s, said_by(s, text)); return;
    case KP_ASK_ROWS:
        if (session_waits_brought(s))
            session_feed_brought(s, said_by(s, text));
        else
            session_feed_rows(s, said_by(s, text));
        return;
    case KP_ASK_CELL: session_feed_cell(s, said_by(s, text)); return;
    case KP_ASK_REVIEW: session_feed_review(s, text); return;
    case KP_ASK_ACTION: session_feed_missing(s, text); return;
    case KP_ASK_CHECKIN:
    case KP_ASK_LAST_WORD: session_feed_round(s, text); return;
    case KP_ASK_PARKED: session_feed_parked(s, text); return;
    case KP_ASK_WORTH: session_feed_worth(s, text); return;
    case KP_ASK_NEXT_DATE: session_feed_next_date(s, text); return;
    case KP_ASK_SIGN: session_feed_sign(s, text); return;
    case KP_ASK_CLOSE: feed_close(s, text); return;
    case KP_ASK_IDEAS: session_feed_ideas(s, text); return;
    case KP_ASK_IDEA: session_feed_idea(s, text); return;
    case KP_ASK_VOTE: session_feed_vote(s, text); return;
    case KP_ASK_PROMOTE: session_feed_promote(s, text); return;
    case KP_ASK_RATE: session_feed_rate(s, text); return;
    case KP_ASK_SCORES: session_feed_scores(s, text); return;
    case KP_ASK_SCORED: session_feed_scored(s, text); return;
    case KP_ASK_EVIDENCE: session_feed_evidence(s, said_by(s, text)); return;
    case KP_ASK_DISSENT: session_feed_dissent(s, text); return;
    case KP_ASK_BROUGHT: /* the rows, as the room sees them */
    case KP_ASK_WRITE:
    case KP_ASK_START:
    case KP_ASK_SAY:
    case KP_ASK_BREAK:
    case KP_ASK_END: break;
    }
    if (!text.len)
        go_on(s);
    else if (s->state.at.ask == KP_ASK_WRITE)
        session_effect(s, KP_EFFECT_REFUSED,
                       _("everybody writes in silence: Enter goes on to the round, where the ideas "
                         "are typed"));
    else if (s->state.at.ask == KP_ASK_START)
        feed_start(s, text);
    else if (s->state.at.ask == KP_ASK_END)
        refuse_at_end(s);
    else
        session_effect(s, KP_EFFECT_REFUSED,
                       _("nothing is asked here: Enter goes on; /park TEXT or /note TEXT keeps a "
                         "thought"));
}
