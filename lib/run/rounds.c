// SPDX-License-Identifier: GPL-3.0-or-later
/* A line from everybody in turn: the check-in, and one sentence each at the end. */

#include "base/text.h"
#include "base/utf8.h"
#include "run/session_internal.h"

static const char *round_of(enum kp_ask ask)
{
    return ask == KP_ASK_CHECKIN ? "checkin" : ask == KP_ASK_LAST_WORD ? "last" : NULL;
}

/* Whether somebody has had the word in this round. */
static bool has_said(const struct kp_session *s, const char *round, struct kp_str person)
{
    KP_JSON_EACH(said, s->state.said)
    {
        if (kp_str_is(kp_json_text(said, "turn"), round) &&
            kp_str_equal(kp_json_text(said, "person"), person))
            return true;
    }
    return false;
}

/* The first of those present who has not had the word; empty when all have. */
static struct kp_str next_person(const struct kp_session *s, const char *round)
{
    for (const struct presence *who = s->state.people; who; who = who->next)
        if (who->here && !has_said(s, round, who->person))
            return who->person;
    return (struct kp_str){"", 0};
}

static void leave_round(struct kp_session *s)
{
    if (s->state.at.ask == KP_ASK_CHECKIN) {
        s->state.at.ask = KP_ASK_START;
        session_advance(s);
    } else {
        s->state.last_said = true;
        session_next_stage(s);
    }
}

bool session_begin_round(struct kp_session *s, enum kp_ask ask)
{
    struct kp_str first = next_person(s, round_of(ask));
    if (!first.len)
        return false;
    s->state.at.ask = ask;
    s->state.at.row = first;
    return true;
}

void session_go_round(struct kp_session *s)
{
    const char *round = round_of(s->state.at.ask);
    if (!round)
        return;
    s->state.at.row = next_person(s, round);
    if (!s->state.at.row.len)
        leave_round(s);
}

static struct kp_json *said_event(struct kp_session *s)
{
    struct kp_json *event = session_event(s, "said");
    kp_json_set_string(&s->feed_arena, event, "turn", kp_str_from(round_of(s->state.at.ask)));
    return event;
}

/* Enter passes the word on; "Lars: …" is his, whoever's turn it is. */
void session_feed_round(struct kp_session *s, struct kp_str text)
{
    const struct kp_json *speaker;
    struct kp_str said = session_split_speaker(s, text, &speaker);
    struct kp_json *event = said_event(s);
    kp_json_set_string(&s->feed_arena, event, "person",
                       speaker ? speaker->first->text : s->state.at.row);
    if (kp_utf8_has_hidden(said)) {
        session_effect(s, KP_EFFECT_REFUSED, _("the text has characters that do not show"));
        return;
    }
    if (said.len)
        kp_json_set_string(&s->feed_arena, event, "text", kp_utf8_nfc(&s->feed_arena, said));
    session_emit(s, event);
    session_went_on_closing(s);
}

void session_skip_round(struct kp_session *s)
{
    struct kp_json *event = said_event(s);
    kp_json_set_bool(&s->feed_arena, event, "all", true);
    session_emit(s, event);
    session_went_on_closing(s);
}

void session_apply_said(struct kp_session *s, const struct kp_json *event)
{
    const char *round = round_of(s->state.at.ask);
    bool here = round && kp_str_is(kp_json_text(event, "turn"), round);
    s->state.paused = false;
    if (kp_json_get(event, "all")) {
        if (here)
            leave_round(s);
        return;
    }
    kp_json_append(&s->state.arena, s->state.said, event);
    if (here)
        session_go_round(s);
}

SESSION_CHECK(said)
{
    (void)s;
    struct kp_str round = kp_json_text(event, "turn"), text = kp_json_text(event, "text");
    if (!kp_str_is(round, round_of(KP_ASK_CHECKIN)) &&
        !kp_str_is(round, round_of(KP_ASK_LAST_WORD)))
        return kp_err_set(err, KP_INVALID, _("it belongs to no round"));
    if (!kp_json_get(event, "all") && !kp_id_valid(kp_json_text(event, "person"), 'p'))
        return kp_err_set(err, KP_INVALID, _("it names a person without an id"));
    if (kp_utf8_has_hidden(text))
        return kp_err_set(err, KP_INVALID, _("the text has characters that do not show"));
    return KP_OK;
}

/* [{"person","text"}] of those who said something. */
void session_record_round(struct kp_session *s, struct kp_json *record, const char *round,
                          const char *name)
{
    struct kp_json *list = kp_json_new_array(&s->arena);
    KP_JSON_EACH(said, s->state.said)
    {
        if (!kp_str_is(kp_json_text(said, "turn"), round) || !kp_json_get(said, "text"))
            continue;
        struct kp_json *item = kp_json_new_object(&s->arena);
        kp_json_set(&s->arena, item, "person", kp_json_get(said, "person"));
        kp_json_set(&s->arena, item, "text", kp_json_get(said, "text"));
        kp_json_append(&s->arena, list, item);
    }
    if (list->count)
        kp_json_set(&s->arena, record, name, list);
}
