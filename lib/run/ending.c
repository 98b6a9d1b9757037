// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The end of a session: the parking lot, the read-back, and with several people a sentence from
 * each, whether it was worth their time, the next date, and who stands for the plan.
 */

#include "base/date.h"
#include "base/text.h"
#include "run/session_internal.h"

enum { WORTH_MOST = 5 };

bool session_is_closing(const struct kp_session *s)
{
    switch (s->state.at.ask) {
    case KP_ASK_PARKED:
    case KP_ASK_LAST_WORD:
    case KP_ASK_WORTH:
    case KP_ASK_NEXT_DATE:
    case KP_ASK_SIGN:
    case KP_ASK_CLOSE: return true;
    case KP_ASK_ACTION: return s->state.before_action.ask == KP_ASK_PARKED;
    default: return false;
    }
}

static struct kp_str sponsor_here(struct kp_session *s)
{
    size_t count;
    const struct kp_attendee *people = kp_session_people(s, &count);
    for (size_t i = 0; i < count; i++)
        if (people[i].here && people[i].role == KP_ROLE_SPONSOR)
            return people[i].person;
    return (struct kp_str){"", 0};
}

/* What comes next on the way to recording. What was done on an earlier way is not done again. */
void session_next_stage(struct kp_session *s)
{
    struct state *state = &s->state;
    size_t point;
    session_forget_derived(s);
    struct kp_str sponsor = sponsor_here(s);
    if (session_find_parked(s, &point)) {
        state->at.ask = KP_ASK_PARKED;
        state->at.column = point;
    } else if (state->rounds && !state->last_said && session_begin_round(s, KP_ASK_LAST_WORD)) {
        return;
    } else if (state->rounds && !state->worth) {
        state->at.ask = KP_ASK_WORTH;
    } else if (state->rounds && !state->next_date) {
        state->at.ask = KP_ASK_NEXT_DATE;
    } else if (state->rounds && !state->sign && sponsor.len) {
        state->at.ask = KP_ASK_SIGN;
        state->at.row = sponsor;
    } else {
        state->at.ask = KP_ASK_CLOSE;
    }
}

/* The room sees what it has come to before it is asked about it. */
void session_went_on_closing(struct kp_session *s)
{
    if (!session_is_closing(s) || s->state.at.ask == KP_ASK_PARKED ||
        s->state.at.ask == KP_ASK_ACTION)
        return;
    if (s->state.rounds && !s->read_back) {
        s->read_back = true;
        session_show(s, KP_SHOW_READBACK, NULL);
    }
    if (s->state.at.ask == KP_ASK_CLOSE)
        session_show(s, KP_SHOW_CLOSING, NULL);
}

static void emit(struct kp_session *s, const struct kp_json *event)
{
    session_emit(s, event);
    session_went_on_closing(s);
}

/* ---- Worth our time? */

/* "5 4 4 3", "5, 4, 4, 3" or "5443": nobody's name stands beside. */
void session_feed_worth(struct kp_session *s, struct kp_str text)
{
    struct kp_json *event = session_event(s, "worth");
    struct kp_json *values = kp_json_new_array(&s->feed_arena);
    size_t most = session_present(s)->count;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c == ' ' || c == ',')
            continue;
        if (c < '1' || c > '0' + WORTH_MOST) {
            session_effect(s, KP_EFFECT_REFUSED,
                           _("a number from 1 to 5 from each, one after the other: 4 5 3"));
            return;
        }
        kp_json_append(&s->feed_arena, values, kp_json_new_whole(&s->feed_arena, c - '0'));
    }
    if (values->count > most) {
        session_effect(s, KP_EFFECT_REFUSED, _("%zu numbers, but %zu people are here"),
                       values->count, most);
        return;
    }
    kp_json_set(&s->feed_arena, event, "values", values);
    emit(s, event);
}

void session_apply_worth(struct kp_session *s, const struct kp_json *event)
{
    s->state.worth = kp_json_get(event, "values");
    if (s->state.at.ask == KP_ASK_WORTH)
        session_next_stage(s);
}

SESSION_CHECK(worth)
{
    (void)s;
    const struct kp_json *values = kp_json_get(event, "values");
    int64_t whole;
    bool good = values && values->kind == KP_JSON_ARRAY;
    KP_JSON_EACH(value, values)
    {
        good = good && value->kind == KP_JSON_NUMBER && kp_number_whole(value->number, &whole) &&
               whole >= 1 && whole <= WORTH_MOST;
    }
    return good ? KP_OK : kp_err_set(err, KP_INVALID, _("it rates the session other than 1 to 5"));
}

/* ---- The next date */

void session_feed_next_date(struct kp_session *s, struct kp_str text)
{
    struct kp_json *event = session_event(s, "next_date");
    struct kp_err err = KP_ERR_INIT;
    struct kp_buf date = KP_BUF_INIT;
    struct kp_date next;
    if (text.len && kp_date_parse(text, s->setup.lang, s->header.date, &next, &err)) {
        session_refuse(s, &err);
    } else if (text.len && kp_date_compare(next, s->header.date) < 0) {
        session_effect(s, KP_EFFECT_REFUSED, _("that day has passed"));
    } else {
        if (text.len) {
            kp_date_print(&date, next);
            kp_json_set_string(&s->feed_arena, event, "date", kp_buf_str(&date));
            kp_buf_clear(&date);
            kp_date_show(&date, next, s->setup.lang);
        }
        emit(s, event);
        if (date.len)
            session_effect(s, KP_EFFECT_NOTICE, "%s", date.data);
    }
    kp_buf_release(&date);
    kp_err_release(&err);
}

void session_apply_next_date(struct kp_session *s, const struct kp_json *event)
{
    s->state.next_date = event;
    if (s->state.at.ask == KP_ASK_NEXT_DATE)
        session_next_stage(s);
}

SESSION_CHECK(next_date)
{
    (void)s;
    struct kp_date date;
    if (!kp_json_get(event, "date"))
        return KP_OK;
    return kp_date_read(kp_json_text(event, "date"), &date, err);
}

/* ---- Who stands for it */

void session_feed_sign(struct kp_session *s, struct kp_str text)
{
    bool yes = false;
    if (text.len && !session_read_yes_no(s, text, &yes)) {
        session_effect(s, KP_EFFECT_REFUSED, _("yes or no; Enter is no"));
        return;
    }
    struct kp_json *event = session_event(s, "sign");
    kp_json_set_string(&s->feed_arena, event, "person", s->state.at.row);
    kp_json_set_bool(&s->feed_arena, event, "yes", yes);
    emit(s, event);
}

void session_apply_sign(struct kp_session *s, const struct kp_json *event)
{
    s->state.sign = event;
    if (s->state.at.ask == KP_ASK_SIGN)
        session_next_stage(s);
}

SESSION_CHECK(sign)
{
    (void)s;
    const struct kp_json *yes = kp_json_get(event, "yes");
    if (kp_id_valid(kp_json_text(event, "person"), 'p') && yes && yes->kind == KP_JSON_BOOL)
        return KP_OK;
    return kp_err_set(err, KP_INVALID, _("it names a person without an id"));
}

struct kp_str kp_session_signer(const struct kp_session *s)
{
    const struct kp_json *yes = kp_json_get(s->state.sign, "yes");
    if (!yes || !yes->boolean)
        return (struct kp_str){"", 0};
    return kp_json_text(s->state.sign, "person");
}

/* ---- Any of these stages is passed by with Enter or /skip. */

void session_skip_stage(struct kp_session *s)
{
    struct kp_str nothing = {"", 0};
    switch (s->state.at.ask) {
    case KP_ASK_CHECKIN:
    case KP_ASK_LAST_WORD: session_skip_round(s); break;
    case KP_ASK_PARKED: session_skip_parked(s); break;
    case KP_ASK_WORTH: session_feed_worth(s, nothing); break;
    case KP_ASK_NEXT_DATE: session_feed_next_date(s, nothing); break;
    case KP_ASK_SIGN: session_feed_sign(s, nothing); break;
    case KP_ASK_ACTION: session_leave_action(s); break;
    default: break;
    }
}

/* ---- The record */

void session_record_ending(struct kp_session *s, struct kp_json *record)
{
    struct kp_arena *arena = &s->arena;
    session_record_round(s, record, "last", "last_words");
    if (s->state.worth && s->state.worth->count)
        kp_json_set(arena, record, "worth", s->state.worth);
    if (kp_json_get(s->state.next_date, "date"))
        kp_json_set(arena, record, "next_date", kp_json_get(s->state.next_date, "date"));
    struct kp_str signer = kp_session_signer(s);
    if (signer.len) {
        struct kp_json *sign = kp_json_new_object(arena);
        kp_json_set_string(arena, sign, "by", signer);
        kp_json_set(arena, record, "signoff", sign);
    }
}
