// SPDX-License-Identifier: GPL-3.0-or-later
/* The events of a session: made, kept, taken back, and read again from a journal. */

#include "base/alloc.h"
#include "base/text.h"
#include "run/ideas.h"

#include <string.h>

struct kp_json *session_event(struct kp_session *s, const char *name)
{
    struct kp_json *event = kp_json_new_object(&s->feed_arena);
    kp_json_set_whole(&s->feed_arena, event, "t", s->now);
    kp_json_set_string(&s->feed_arena, event, "e", kp_str_from(name));
    return event;
}

/* Takes back what can be taken back and was entered last; false: there is nothing. */
static bool take_back(struct kp_session *s)
{
    if (!s->undoable_count)
        return false;
    s->events[s->undoable[--s->undoable_count]].undone = true;
    return true;
}

static void remember(struct kp_session *s, const struct kp_json *event)
{
    const struct event_kind *kind = session_event_kind(event);
    if (!kind->apply) {
        take_back(s);
    } else if (kind->undoable) {
        s->undoable =
            kp_grow(s->undoable, s->undoable_count, &s->undoable_cap, sizeof *s->undoable);
        s->undoable[s->undoable_count++] = s->event_count;
    }
    s->events = kp_grow(s->events, s->event_count, &s->event_cap, sizeof *s->events);
    s->events[s->event_count++] = (struct event_line){.event = event, .kind = kind};
}

/* The state as the events that were not taken back make it. */
static void rebuild(struct kp_session *s)
{
    session_reset(s);
    for (size_t i = 0; i < s->event_count; i++)
        if (!s->events[i].undone && s->events[i].kind->apply)
            session_apply(s, &s->events[i]);
}

bool session_emit(struct kp_session *s, const struct kp_json *event)
{
    struct kp_err err = KP_ERR_INIT;
    event = session_with_passed(s, event);
    enum kp_status status = session_check_event(s, event, &err);
    if (status) { /* better refused now than when the session is resumed */
        session_refuse(s, &err);
        kp_err_release(&err);
        return false;
    }
    /* It is made of what stands in the state and of what was typed, and outlives both. */
    remember(s, kp_json_copy(&s->arena, event));
    const struct event_line *line = &s->events[s->event_count - 1];
    if (line->kind->apply)
        session_apply(s, line);
    else
        rebuild(s);

    struct kp_buf text = KP_BUF_INIT;
    kp_json_write_line(&text, line->event); /* what the other was made of is gone */
    session_effect(s, KP_EFFECT_JOURNAL, "%s", text.data);
    s->effects[s->effect_count - 1].aside = line->kind->aside;
    kp_buf_release(&text);
    return true;
}

const struct kp_json *session_undo(struct kp_session *s)
{
    if (!s->undoable_count)
        return NULL;
    const struct event_line last = s->events[s->undoable[s->undoable_count - 1]];
    if (!session_emit(s, session_event(s, "undo")))
        return NULL;

    /* Where the session has moved elsewhere since, it goes to the question that is open again. */
    const struct kp_field *field = session_event_field(s, last.event);
    size_t section, step;
    if (last.kind->answers && session_field(s) != field &&
        session_find_field(s, field, &section, &step))
        session_go(s, section, step);
    else if (session_activity_of(s, last.event, &section, &step) &&
             (section != s->state.at.section || step != s->state.at.step || !session_step(s)))
        session_go(s, section, step);
    return last.event;
}

/* Reads one line of a journal; a fault in its grammar is told with the journal's line number. */
static enum kp_status read_line(struct kp_session *s, const char *file, size_t number,
                                struct kp_str line, const struct kp_json **event,
                                struct kp_err *err)
{
    struct kp_err inner = KP_ERR_INIT;
    enum kp_status status = kp_json_read(&s->arena, file, line, event, &inner);
    if (!status) {
        status = session_check_event(s, *event, &inner);
        if (status)
            kp_err_set(err, status, "%s:%zu: %s", file, number, inner.text.data);
    } else {
        size_t skip = strlen(file) + strlen(":1"); /* each line is a document of one line */
        bool placed = inner.text.len > skip && inner.text.data[skip] == ':';
        kp_err_set(err, status, "%s:%zu%s%s", file, number, placed ? "" : ": ",
                   inner.text.data + (placed ? skip : 0));
    }
    kp_err_release(&inner);
    return status;
}

/*
 * The lines are applied in one go, when those that a later undo takes back are known: a journal
 * with many of them is not applied once for each.
 */
enum kp_status kp_session_replay(struct kp_session *s, const char *file, struct kp_str lines,
                                 struct kp_err *err)
{
    size_t number = 1;
    while (lines.len) {
        struct kp_str line = kp_str_split(&lines, '\n');
        const struct kp_json *event = NULL;
        enum kp_status status = read_line(s, file, ++number, line, &event, err);
        if (status)
            return status;
        remember(s, event);
    }
    rebuild(s);
    s->people_known = s->setup.people->count;
    return KP_OK;
}
