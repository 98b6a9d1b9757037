// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The running order and its clock: what each section was to take and took, when the day ends now,
 * breaks, pauses, and what the room is told about the clock. It never blocks.
 */

#include "base/date.h"
#include "base/text.h"
#include "run/ideas.h"

#define MINUTE INT64_C(60000)

enum { MOST_MINUTES = 600 };

/* Nobody typed for so long, or the machine slept for so long: it may have been a pause. */
#define LONG_SILENCE (30 * MINUTE)
#define LONG_SLEEP   (2 * MINUTE)

/* ---- What the sections take */

int64_t session_box_ms(const struct kp_session *s, size_t section)
{
    const struct section_time *time = &s->state.sections[section];
    return time->usual ? time->usual * MINUTE : s->setup.script->sections[section].minutes * MINUTE;
}

/* What the clock was set back by since the last event. */
static int64_t lost_ms(const struct kp_session *s)
{
    return s->lost_behind == s->event_count ? s->lost_ms : 0;
}

/* Since the last event; an hour that the clock was set back by has not been, and goes on. */
static int64_t passed_ms(const struct kp_session *s, int64_t now)
{
    int64_t passed = now - s->state.last + lost_ms(s);
    return passed > 0 ? passed : 0;
}

const struct kp_json *session_with_passed(struct kp_session *s, const struct kp_json *event)
{
    if (!lost_ms(s))
        return event;
    struct kp_json *told = kp_json_copy(&s->feed_arena, event);
    kp_json_set_whole(&s->feed_arena, told, "passed", passed_ms(s, s->now));
    return told;
}

static int64_t running_ms(const struct kp_session *s, size_t section, int64_t now)
{
    const struct state *state = &s->state;
    if (!state->counting || state->paused || section != state->at.section)
        return 0;
    return passed_ms(s, now);
}

void kp_session_section_time(const struct kp_session *s, size_t section, int64_t now,
                             int64_t *planned_ms, int64_t *spent_ms)
{
    const struct section_time *time = &s->state.sections[section];
    *planned_ms = session_box_ms(s, section) + time->added_ms;
    *spent_ms = time->spent_ms + running_ms(s, section, now);
}

static bool is_over(const struct kp_session *s)
{
    enum kp_ask ask = s->state.at.ask;
    return ask == KP_ASK_END || ask == KP_ASK_CLOSE || session_is_closing(s);
}

static enum kp_agenda_state state_of(const struct kp_session *s, size_t section)
{
    const struct state *state = &s->state;
    if (state->at.ask == KP_ASK_START)
        return KP_AGENDA_AHEAD;
    if (!is_over(s) && section == state->at.section)
        return KP_AGENDA_NOW;
    if (section == state->furthest.section && section > state->at.section && !is_over(s))
        return KP_AGENDA_AHEAD; /* the room went back from there, and comes again */
    if (state->sections[section].entered)
        return KP_AGENDA_DONE;
    return section < state->furthest.section || is_over(s) ? KP_AGENDA_PASSED : KP_AGENDA_AHEAD;
}

/* What is still to come of a section. */
static int64_t to_come(const struct kp_agenda_item *item)
{
    bool open = item->state == KP_AGENDA_NOW || item->state == KP_AGENDA_AHEAD;
    return open && item->planned_ms > item->spent_ms ? item->planned_ms - item->spent_ms : 0;
}

static int64_t pause_left(const struct kp_session *s, int64_t now)
{
    int64_t left = s->state.pause_ends - lost_ms(s) - now;
    return s->state.paused && left > 0 ? left : 0;
}

void kp_session_agenda(const struct kp_session *s, int64_t now, struct kp_agenda_item *items)
{
    const struct state *state = &s->state;
    int64_t begun = state->begun ? state->begun : now;
    int64_t planned = state->starts ? state->starts : begun;
    int64_t ends = state->begun || now > planned ? now : planned;
    ends += pause_left(s, now);
    for (size_t i = 0; i < s->setup.script->section_count; i++) {
        struct kp_agenda_item *item = &items[i];
        *item = (struct kp_agenda_item){.state = state_of(s, i)};
        kp_session_section_time(s, i, now, &item->planned_ms, &item->spent_ms);
        planned += session_box_ms(s, i);
        ends += to_come(item);
        item->planned_end = planned;
        item->ends = item->state == KP_AGENDA_NOW || item->state == KP_AGENDA_AHEAD ? ends : 0;
    }
}

/* Minutes of a step are those of a silence, a break, or a round that begins at once. */
static void fill_step_clock(const struct kp_session *s, int64_t now, struct kp_agenda_clock *out)
{
    const struct kp_step *step = session_step(s);
    enum kp_ask ask = s->state.at.ask;
    bool timed = ask == KP_ASK_WRITE || ask == KP_ASK_BREAK ||
                 (ask == KP_ASK_IDEAS && step && !step->silent);
    if (!step || !timed)
        return;
    out->step_planned_ms = step->minutes * MINUTE;
    out->step_left_ms = out->step_planned_ms - s->state.activities->step_ms -
                        running_ms(s, s->state.at.section, now);
}

/*
 * Behind: what finished sections took more than their plan had (less counts as ahead), what the
 * present one is over, and pauses. A section that was passed over is won, until somebody goes back
 * to it. Time added to a section puts the agenda behind by as much.
 */
void kp_session_clock(const struct kp_session *s, int64_t now, struct kp_agenda_clock *out)
{
    const struct state *state = &s->state;
    bool in_section = state->counting && !is_over(s);
    *out = (struct kp_agenda_clock){
        .running = in_section && !state->paused,
        .paused = in_section && state->paused,
    };
    for (size_t i = 0; i < s->setup.script->section_count; i++) {
        struct kp_agenda_item item = {.state = state_of(s, i)};
        kp_session_section_time(s, i, now, &item.planned_ms, &item.spent_ms);
        if (i == state->at.section) {
            out->planned_ms = item.planned_ms;
            out->left_ms = item.planned_ms - item.spent_ms;
        }
        if (state->at.ask == KP_ASK_START || item.state == KP_AGENDA_AHEAD)
            continue;
        out->behind_ms += item.spent_ms + to_come(&item) - session_box_ms(s, i);
    }
    out->behind_ms += state->paused_ms;
    if (state->counting && state->paused)
        out->behind_ms += passed_ms(s, now);
    if (state->begun && state->starts)
        out->behind_ms += state->begun - state->starts;
    fill_step_clock(s, now, out);
    if (!in_section)
        return;
    if (state->paused && state->pause_ends) {
        out->on_break = true;
        out->break_left_ms = state->pause_ends - lost_ms(s) - now;
    } else if (state->at.ask == KP_ASK_BREAK && !state->paused) {
        out->on_break = true;
        out->break_left_ms = out->step_left_ms;
    }
}

/* ---- What the room is told */

static void end_break(struct kp_session *s)
{
    struct kp_agenda_clock clock;
    kp_session_clock(s, s->now, &clock);
    int64_t ends = s->now + clock.break_left_ms;
    if (!clock.on_break || clock.break_left_ms > 0 || s->rung == ends)
        return;
    s->rung = ends;
    if (!s->bell_off)
        session_effect(s, KP_EFFECT_BELL, "%s", "");
    session_effect(s, KP_EFFECT_NOTICE, "%s", _("the break is over; Enter goes on"));
}

void session_watch_boxes(struct kp_session *s)
{
    session_watch_door(s);
    end_break(s);
    session_offer_more_time(s);
}

static int whole_minutes(int64_t ms)
{
    return (int)((ms + MINUTE / 2) / MINUTE);
}

/*
 * Whether the clock has done something that nobody in the room did: the laptop slept, it was lunch,
 * the clock was set back. Nothing is changed; what may be done about it is said.
 */
/* The clock shows an earlier time than before: what has passed does not begin anew. */
static void add_lost(struct kp_session *s, int64_t back)
{
    s->lost_ms = lost_ms(s) + back;
    s->lost_behind = s->event_count;
}

void session_watch_clock(struct kp_session *s, const struct kp_event *event)
{
    const struct state *state = &s->state;
    bool tick = event->kind == KP_EVENT_TICK;
    int64_t seen = s->seen;
    if (seen > event->at && event->kind != KP_EVENT_RESUME)
        add_lost(s, seen - event->at);
    int64_t silence = passed_ms(s, event->at);
    bool counts = state->counting && !state->paused && session_step(s) &&
                  session_step(s)->kind != KP_STEP_BREAK;
    bool slept = s->ticking && seen && event->at - seen >= LONG_SLEEP;
    s->seen = event->at;
    s->ticking = tick || (s->ticking && event->kind == KP_EVENT_TEXT);
    if (event->kind == KP_EVENT_RESUME || !counts)
        return;
    if (seen > event->at + MINUTE) {
        session_effect(
            s, KP_EFFECT_NOTICE,
            _("the computer's clock was set back by %d min; the agenda goes on from here"),
            whole_minutes(seen - event->at));
        return;
    }
    if (!slept && (tick || silence < LONG_SILENCE))
        return;
    s->gap_ms = slept ? event->at - seen : silence;
    s->gap_section = state->at.section;
    session_effect(s, KP_EFFECT_NOTICE,
                   _("nothing happened here for %d min; /away counts them as a pause"),
                   whole_minutes(s->gap_ms));
}

/* ---- Commands */

bool session_read_time(struct kp_session *s, struct kp_str text, int64_t *at)
{
    return kp_time_of_day_read(text, s->now, at);
}

static bool read_minutes(struct kp_str text, int64_t *out)
{
    struct kp_number minutes;
    return kp_number_read(text, &minutes) && kp_number_whole(minutes, out) &&
           *out >= -MOST_MINUTES && *out <= MOST_MINUTES && *out != 0;
}

bool session_in_section(struct kp_session *s)
{
    if (session_step(s))
        return true;
    session_effect(s, KP_EFFECT_REFUSED, _("no section is running"));
    return false;
}

void session_feed_time(struct kp_session *s, struct kp_str args)
{
    int64_t minutes;
    struct kp_str digits = kp_str_slice(args, kp_str_starts(args, KP_STR("+")), args.len);
    if (!read_minutes(digits, &minutes)) {
        session_effect(s, KP_EFFECT_REFUSED, _("write %s"), "/time +5");
        return;
    }
    if (!session_in_section(s))
        return;
    struct kp_json *event = session_event(s, "time");
    kp_json_set_whole(&s->feed_arena, event, "minutes", minutes);
    session_emit(s, event);
    session_effect(s, KP_EFFECT_NOTICE, _("this section has %+d minutes"), (int)minutes);
}

static void tell_pause(struct kp_session *s)
{
    session_effect(s, KP_EFFECT_NOTICE, "%s",
                   s->state.paused ? _("the clock stands still; Enter or /pause goes on")
                                   : _("the clock goes on"));
}

void session_feed_pause(struct kp_session *s)
{
    session_emit(s, session_event(s, "pause"));
    tell_pause(s);
}

/* /break 10: a pause that ends by itself in the room's mind; the bell says so. */
void session_feed_break(struct kp_session *s, struct kp_str args)
{
    int64_t minutes;
    if (!read_minutes(args, &minutes) || minutes < 0) {
        session_effect(s, KP_EFFECT_REFUSED, _("write %s"), "/break 10");
        return;
    }
    struct kp_json *event = session_event(s, "pause");
    kp_json_set_whole(&s->feed_arena, event, "minutes", minutes);
    session_emit(s, event);
    struct kp_buf until = KP_BUF_INIT;
    kp_time_of_day_show(&until, s->state.pause_ends);
    session_effect(s, KP_EFFECT_NOTICE, _("a break until %s; Enter goes on"), until.data);
    kp_buf_release(&until);
}

/* /start 9:00: when it was to begin, so that the agenda knows how late it is. */
void session_feed_start(struct kp_session *s, struct kp_str args)
{
    int64_t at;
    if (!session_read_time(s, args, &at)) {
        session_effect(s, KP_EFFECT_REFUSED, _("write %s"), "/start 9:00");
        return;
    }
    struct kp_json *event = session_event(s, "start");
    kp_json_set_whole(&s->feed_arena, event, "at", at);
    session_emit(s, event);
    session_show(s, KP_SHOW_AGENDA, NULL);
}

/* The rest of this section is passed over. */
void session_feed_next(struct kp_session *s)
{
    if (!session_in_section(s))
        return;
    size_t section = s->state.at.section;
    struct kp_json *event = session_event(s, "next");
    kp_json_set_bool(&s->feed_arena, event, "section", true);
    if (session_emit(s, event))
        session_effect(s, KP_EFFECT_NOTICE, _("section %zu waits; /goto %zu comes back to it"),
                       section + 1, section + 1);
}

void session_feed_away(struct kp_session *s)
{
    if (s->gap_ms <= 0) {
        session_effect(s, KP_EFFECT_REFUSED, _("no time has passed without a word"));
        return;
    }
    struct kp_json *event = session_event(s, "away");
    kp_json_set_whole(&s->feed_arena, event, "section", (int64_t)s->gap_section);
    kp_json_set_whole(&s->feed_arena, event, "ms", s->gap_ms);
    if (session_emit(s, event))
        session_effect(s, KP_EFFECT_NOTICE, _("%d min are counted as a pause"),
                       whole_minutes(s->gap_ms));
    s->gap_ms = 0;
}

/* /usual: what the last runs really took becomes the plan. */
void session_feed_usual(struct kp_session *s)
{
    size_t sections = s->setup.script->section_count;
    if (!s->setup.usual) {
        session_effect(s, KP_EFFECT_REFUSED, _("this script has not been run here before"));
        return;
    }
    struct kp_json *event = session_event(s, "usual");
    struct kp_json *minutes = kp_json_new_array(&s->feed_arena);
    for (size_t i = 0; i < sections; i++)
        kp_json_append(&s->feed_arena, minutes,
                       kp_json_new_whole(&s->feed_arena, s->setup.usual[i]));
    kp_json_set(&s->feed_arena, event, "minutes", minutes);
    if (session_emit(s, event))
        session_show(s, KP_SHOW_AGENDA, NULL);
}

/* ---- Events */

void session_apply_time(struct kp_session *s, const struct kp_json *event)
{
    if (session_step(s))
        s->state.sections[s->state.at.section].added_ms +=
            kp_json_whole(event, "minutes", 0) * MINUTE;
}

void session_apply_pause(struct kp_session *s, const struct kp_json *event)
{
    int64_t minutes = kp_json_whole(event, "minutes", 0);
    s->state.paused = minutes > 0 || !s->state.paused;
    s->state.pause_ends = minutes > 0 ? s->state.last + minutes * MINUTE : 0;
}

void session_apply_start(struct kp_session *s, const struct kp_json *event)
{
    s->state.starts = kp_json_whole(event, "at", 0);
}

void session_apply_away(struct kp_session *s, const struct kp_json *event)
{
    struct section_time *time = &s->state.sections[kp_json_whole(event, "section", 0)];
    int64_t ms = kp_json_whole(event, "ms", 0);
    ms = ms < time->spent_ms ? ms : time->spent_ms;
    time->spent_ms -= ms;
    s->state.paused_ms += ms;
}

void session_apply_usual(struct kp_session *s, const struct kp_json *event)
{
    size_t i = 0;
    KP_JSON_EACH(minutes, kp_json_get(event, "minutes"))
    {
        int64_t whole;
        if (i < s->setup.script->section_count && kp_number_whole(minutes->number, &whole))
            s->state.sections[i++].usual = (int)whole;
    }
}

SESSION_CHECK(time)
{
    (void)s;
    int64_t minutes = kp_json_whole(event, "minutes", MOST_MINUTES + 1);
    if (minutes < -MOST_MINUTES || minutes > MOST_MINUTES)
        return kp_err_set(err, KP_INVALID, _("it adds no number of minutes"));
    return KP_OK;
}

SESSION_CHECK(pause)
{
    return kp_json_get(event, "minutes") ? session_check_time(s, event, err) : KP_OK;
}

SESSION_CHECK(start)
{
    (void)s;
    if (session_time_valid(kp_json_whole(event, "at", -1)))
        return KP_OK;
    return kp_err_set(err, KP_INVALID, _("it has no time"));
}

SESSION_CHECK(away)
{
    int64_t section = kp_json_whole(event, "section", -1), ms = kp_json_whole(event, "ms", -1);
    if (section < 0 || (size_t)section >= s->setup.script->section_count || !session_time_valid(ms))
        return kp_err_set(err, KP_INVALID, _("it goes to a question that is not there"));
    return KP_OK;
}

SESSION_CHECK(usual)
{
    (void)s;
    const struct kp_json *list = kp_json_get(event, "minutes");
    int64_t whole;
    KP_JSON_EACH(minutes, list)
    {
        if (minutes->kind != KP_JSON_NUMBER || !kp_number_whole(minutes->number, &whole) ||
            whole < 0 || whole > MOST_MINUTES)
            return kp_err_set(err, KP_INVALID, _("it adds no number of minutes"));
    }
    return list && list->kind == KP_JSON_ARRAY
               ? KP_OK
               : kp_err_set(err, KP_INVALID, _("it adds no number of minutes"));
}
