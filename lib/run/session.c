// SPDX-License-Identifier: GPL-3.0-or-later
/* The session as a whole: making it, feeding it, and what it says of itself. */

#include "run/session.h"

#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"
#include "run/ideas.h"

#include <stdarg.h>
#include <stdlib.h>

struct kp_session *kp_session_new(const struct kp_session_setup *setup,
                                  const struct kp_session_header *header)
{
    struct kp_session *s = kp_alloc(sizeof *s);
    size_t fields = setup->model->field_count;
    s->setup = *setup;
    s->header = *header;
    s->header.id = kp_arena_str(&s->arena, header->id);
    s->header.account = kp_arena_str(&s->arena, header->account);
    s->header.base = kp_arena_str(&s->arena, header->base);
    s->header.snapshot = kp_arena_str(&s->arena, header->snapshot);
    s->header.facilitator = kp_arena_str(&s->arena, header->facilitator);
    if (header->attendees)
        s->header.attendees = kp_json_copy(&s->arena, header->attendees);
    if (header->roles)
        s->header.roles = kp_json_copy(&s->arena, header->roles);
    if (header->card)
        s->header.card = kp_json_copy(&s->arena, header->card);
    if (header->parked)
        s->header.parked = kp_json_copy(&s->arena, header->parked);
    s->offered = kp_arena_alloc(&s->arena, setup->script->section_count * sizeof *s->offered);
    s->proposals = kp_arena_alloc(&s->arena, fields * sizeof *s->proposals);
    s->people_known = setup->people->count;
    s->now = header->started;
    session_reset(s);
    return s;
}

void kp_session_free(struct kp_session *s)
{
    if (!s)
        return;
    session_forget_derived(s);
    kp_arena_release(&s->state.arena);
    kp_arena_release(&s->feed_arena);
    kp_arena_release(&s->arena);
    free(s->events);
    free(s->undoable);
    free(s->effects);
    free(s);
}

static struct kp_effect *add_effect(struct kp_session *s, enum kp_effect_kind kind)
{
    s->effects = kp_grow(s->effects, s->effect_count, &s->effect_cap, sizeof *s->effects);
    struct kp_effect *effect = &s->effects[s->effect_count++];
    *effect = (struct kp_effect){.kind = kind};
    return effect;
}

void session_effect(struct kp_session *s, enum kp_effect_kind kind, const char *format, ...)
{
    struct kp_buf text = KP_BUF_INIT;
    va_list args;
    va_start(args, format);
    kp_buf_addv(&text, format, args);
    va_end(args);
    add_effect(s, kind)->text = kp_arena_str(&s->feed_arena, kp_buf_str(&text));
    kp_buf_release(&text);
}

void session_show(struct kp_session *s, enum kp_show show, const struct kp_field *field)
{
    struct kp_effect *effect = add_effect(s, KP_EFFECT_SHOW);
    effect->show = show;
    effect->field = field;
}

void session_refuse(struct kp_session *s, const struct kp_err *err)
{
    session_effect(s, KP_EFFECT_REFUSED, "%s", err->text.data);
}

struct kp_type_context session_context(const struct kp_session *s, struct kp_arena *arena)
{
    return (struct kp_type_context){
        .arena = arena,
        .lang = s->setup.lang,
        .today = s->header.date,
        .currency = s->setup.currency,
        .people = s->setup.people,
        .ids = s->setup.ids,
    };
}

/* A line of a pipe may be anything; what is in it as text is looked at by the field's type. */
static void feed_text(struct kp_session *s, struct kp_str text)
{
    size_t bad;
    if (kp_utf8_valid(text, &bad))
        session_feed_text(s, kp_str_trim(text));
    else
        session_effect(s, KP_EFFECT_REFUSED, _("byte %zu is not UTF-8 text; type it again"),
                       bad + 1);
}

/* What stands half typed on the line, as far as a journal can hold it. */
static void keep_draft(struct kp_session *s, struct kp_str text)
{
    if (kp_utf8_valid(text, NULL) && kp_str_find(text, '\0') == text.len)
        session_draft(s, text);
}

static void feed_back(struct kp_session *s, struct kp_str text)
{
    size_t section, step;
    keep_draft(s, text);
    if (s->state.at.ask == KP_ASK_ACTION)
        session_leave_action(s);
    else if (s->state.at.ask == KP_ASK_CELL)
        session_back_in_row(s);
    else if (session_back_in_activity(s))
        return;
    else if (session_find_before(s, &section, &step))
        session_go(s, section, step);
}

void session_begin_feed(struct kp_session *s, int64_t at)
{
    s->effect_count = 0;
    kp_arena_release(&s->feed_arena);
    s->now = at;
}

struct kp_effects kp_session_feed(struct kp_session *s, const struct kp_event *event)
{
    session_begin_feed(s, event->at);
    s->speaker = NULL;
    session_watch_clock(s, event);
    switch (event->kind) {
    case KP_EVENT_RESUME:
        session_emit(s, session_event(s, "resume"));
        if (s->state.closing) /* it was to be recorded when the program died */
            session_effect(s, KP_EFFECT_CLOSE, "%s", "");
        break;
    case KP_EVENT_TEXT: feed_text(s, event->text); break;
    case KP_EVENT_BACK: feed_back(s, event->text); break;
    case KP_EVENT_LEAVE:
        keep_draft(s, event->text);
        session_leave(s);
        break;
    case KP_EVENT_TICK: break;
    }
    if (event->kind == KP_EVENT_TEXT || event->kind == KP_EVENT_TICK)
        session_watch_boxes(s);
    return (struct kp_effects){s->effects, s->effect_count};
}

static void fill_cell(struct kp_session *s, struct kp_question *out)
{
    const struct kp_field *field = out->field;
    out->column = session_column(field, s->state.at.column);
    out->walking = s->state.at.walking;
    out->row = session_row_of(out->value, s->state.at.row, &out->row_number);
    out->value = kp_json_get_str(out->row, out->column->id);
    out->several_lines = out->column->type->kind == KP_TYPE_NOTE;
    out->required = session_column_needed(field, out->column);
    out->proposal = NULL;
    out->prework = NULL;
    struct kp_str help = kp_words_get(&out->column->help, s->setup.lang);
    if (help.len)
        out->help = help;
}

static void fill_review(struct kp_session *s, struct kp_question *out)
{
    struct kp_str row = s->state.at.row;
    out->row = session_row_of(session_rows_here(s, out->field), row, &out->row_number);
    out->left = session_review_left(s);
    out->carried = session_carried(s, row);
    out->proposal = NULL;
    out->several_lines = false;
}

/* Where the room is asked something that is no step of the script. */
static void fill_stage(struct kp_session *s, struct kp_question *out)
{
    switch (out->ask) {
    case KP_ASK_CHECKIN:
    case KP_ASK_LAST_WORD:
    case KP_ASK_SIGN: out->person = s->state.at.row; break;
    case KP_ASK_PARKED:
        out->point = kp_json_text(session_point(s, s->state.at.column), "text");
        out->point_from = kp_json_text(session_point(s, s->state.at.column), "from");
        break;
    case KP_ASK_ACTION:
        out->row = kp_json_get(s->state.pending, "row");
        out->column = session_action_column(s);
        break;
    default: break;
    }
}

static void fill_value(struct kp_session *s, struct kp_question *out)
{
    const struct kp_field *field = out->field;
    const struct draft *draft = session_draft_here(s);
    out->old = kp_plan_get(s->setup.base, field->id);
    out->answered = session_entry(s, field)->answered;
    if (draft)
        out->draft = draft->text;
    out->proposal = session_proposal(s, field).value;
    out->offered = out->proposal && !s->proposals[field->index].value;
    out->prework = session_prework(s, "field", field->id, &s->derived.arena);
    if (s->state.at.ask == KP_ASK_RATE) /* that there is something, not what */
        out->prework = s->state.prework && session_brought_scores(s, &s->derived.arena)->count
                           ? s->state.prework
                           : NULL;
    out->value = session_value(s, field);
    out->several_lines = field->type->kind == KP_TYPE_NOTE;
    if (session_waits_brought(s))
        out->ask = KP_ASK_BROUGHT;
    if (s->state.at.ask == KP_ASK_CELL)
        fill_cell(s, out);
    if (s->state.at.ask == KP_ASK_REVIEW)
        fill_review(s, out);
    if (!out->value)
        out->value = &kp_json_null;
}

void kp_session_question(struct kp_session *s, struct kp_question *out)
{
    enum kp_lang lang = s->setup.lang;
    const struct kp_step *step = session_step(s);
    *out = (struct kp_question){.ask = s->state.at.ask, .value = &kp_json_null};
    out->who = s->state.who;
    out->basis = s->state.basis;
    if (!step) {
        fill_stage(s, out);
        return;
    }
    out->step = step;
    out->section = &s->setup.script->sections[s->state.at.section];
    out->section_number = s->state.at.section + 1;
    out->prompt = kp_words_get(step->kind == KP_STEP_SAY ? &step->text : &step->prompt, lang);
    out->help = kp_words_get(&step->help, lang);
    out->required = step->required;
    out->field = session_field(s);
    struct kp_buf number = KP_BUF_INIT;
    session_number(s, s->state.at.section, s->state.at.step, &number);
    if (number.len)
        out->number = kp_arena_str(&s->derived.arena, kp_buf_str(&number));
    kp_buf_release(&number);
    session_fill_activity(s, out);
    if (!out->field)
        return;

    if (!out->prompt.len)
        out->prompt = kp_words_get(&out->field->label, lang);
    if (!out->help.len)
        out->help = kp_words_get(&out->field->help, lang);
    fill_value(s, out);
}

void kp_session_set_snapshot(struct kp_session *s, struct kp_str name)
{
    s->header.snapshot = kp_arena_str(&s->arena, name);
}

const struct kp_session_setup *kp_session_setup(const struct kp_session *s)
{
    return &s->setup;
}

const struct kp_session_header *kp_session_header(const struct kp_session *s)
{
    return &s->header;
}

const struct kp_json *kp_session_noted(struct kp_session *s, const char *event)
{
    struct kp_json *found = kp_json_new_array(&s->derived.arena);
    KP_JSON_EACH(noted, s->state.noted)
    {
        if (kp_str_is(kp_json_text(noted, "e"), event))
            kp_json_append(&s->derived.arena, found, noted);
    }
    return found;
}
