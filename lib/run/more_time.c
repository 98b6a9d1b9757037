// SPDX-License-Identifier: GPL-3.0-or-later
/* The time for a section is up: how long does the room want? More, a little, or stop; by hands. */

#include "base/text.h"
#include "base/utf8.h"
#include "run/session_internal.h"

#define MINUTE INT64_C(60000)

enum { MOST_HANDS = 99 };

/* A third of the box, in fives; and about an eighth of it. */
static int more_minutes(const struct kp_session *s)
{
    int64_t box = session_box_ms(s, s->state.at.section) / MINUTE;
    return box < 15 ? 5 : (int)((box / 3 + 4) / 5 * 5);
}

static int little_minutes(const struct kp_session *s)
{
    int64_t box = session_box_ms(s, s->state.at.section) / MINUTE;
    return box < 16 ? 2 : (int)((box + 7) / 8);
}

/* Once for each box, and again when time was added and ran out too. */
void session_offer_more_time(struct kp_session *s)
{
    struct kp_agenda_clock clock;
    kp_session_clock(s, s->now, &clock);
    size_t section = s->state.at.section;
    if (!clock.running || clock.on_break || !session_step(s) || clock.left_ms > 0 ||
        clock.planned_ms <= 0 || s->offered[section] == clock.planned_ms)
        return;
    s->offered[section] = clock.planned_ms;
    if (!s->bell_off)
        session_effect(s, KP_EFFECT_BELL, "%s", "");
    session_effect(
        s, KP_EFFECT_NOTICE,
        _("the time for this section is up. How long do you want? /extend more (%d min), "
          "/extend little (%d min), /extend stop; or count hands: /extend 4 2 1"),
        more_minutes(s), little_minutes(s));
}

static const char *const choices[] = {"more", "little", "stop"};
enum { MORE, LITTLE, STOP, CHOICES };

static int choice_of(struct kp_arena *arena, struct kp_str text)
{
    static const char *const words[CHOICES][4] = {
        {"more", "mere", "mer", "+"},
        {"little", "lidt", "lite", "a little"},
        {"stop", "stopp", "nej", "no"},
    };
    struct kp_str folded = kp_utf8_fold(arena, text);
    for (int i = 0; i < CHOICES; i++)
        for (int j = 0; j < 4; j++)
            if (kp_str_is(folded, words[i][j]))
                return i;
    return -1;
}

/* "4 2 1": hands for more, a little and stop. The most win; of as many, the shorter. */
static int count_hands(struct kp_session *s, struct kp_str text, struct kp_json *hands)
{
    int64_t most = -1, count;
    int chosen = -1, given = 0;
    while (text.data) {
        struct kp_number number;
        struct kp_str word = kp_str_trim(kp_str_split(&text, ' '));
        if (!word.len)
            continue;
        if (given == CHOICES || !kp_number_read(word, &number) ||
            !kp_number_whole(number, &count) || count < 0 || count > MOST_HANDS)
            return -1;
        kp_json_append(&s->feed_arena, hands, kp_json_new_whole(&s->feed_arena, count));
        if (count > 0 && count >= most) {
            most = count;
            chosen = given;
        }
        given++;
    }
    return given == CHOICES ? chosen : -1;
}

/* Whole minutes that the box is over by now: more time is counted from here, not from its end. */
static int over_minutes(const struct kp_session *s)
{
    struct kp_agenda_clock clock;
    kp_session_clock(s, s->now, &clock);
    return clock.left_ms < 0 ? (int)((-clock.left_ms + MINUTE - 1) / MINUTE) : 0;
}

void session_feed_extend(struct kp_session *s, struct kp_str args)
{
    struct kp_json *hands = kp_json_new_array(&s->feed_arena);
    int choice = choice_of(&s->feed_arena, args);
    if (choice < 0)
        choice = count_hands(s, args, hands);
    if (choice < 0) {
        session_effect(s, KP_EFFECT_REFUSED,
                       _("write /extend more, little or stop, or how many hands each got: /extend "
                         "4 2 1"));
        return;
    }
    if (!session_in_section(s))
        return;
    size_t section = s->state.at.section;
    int minutes = choice == MORE ? more_minutes(s) : choice == LITTLE ? little_minutes(s) : 0;
    int over = choice == STOP ? 0 : over_minutes(s);
    struct kp_json *event = session_event(s, "extend");
    kp_json_set_string(&s->feed_arena, event, "choice", kp_str_from(choices[choice]));
    kp_json_set_whole(&s->feed_arena, event, "minutes", minutes + over);
    if (hands->count)
        kp_json_set(&s->feed_arena, event, "hands", hands);
    if (!session_emit(s, event))
        return;
    if (choice == STOP)
        session_effect(s, KP_EFFECT_NOTICE, _("section %zu waits; /goto %zu comes back to it"),
                       section + 1, section + 1);
    else if (over)
        session_effect(s, KP_EFFECT_NOTICE, _("%d min from now: this section has %+d minutes"),
                       minutes, minutes + over);
    else
        session_effect(s, KP_EFFECT_NOTICE, _("this section has %+d minutes"), minutes);
}

void session_apply_extend(struct kp_session *s, const struct kp_json *event)
{
    if (!session_step(s))
        return;
    struct section_time *time = &s->state.sections[s->state.at.section];
    time->added_ms += kp_json_whole(event, "minutes", 0) * MINUTE;
    if (!time->extended)
        time->extended = kp_json_new_array(&s->state.arena);
    kp_json_append(&s->state.arena, time->extended, event);
    if (kp_str_is(kp_json_text(event, "choice"), choices[STOP]))
        session_next_section(s);
}

SESSION_CHECK(extend)
{
    struct kp_str choice = kp_json_text(event, "choice");
    for (int i = 0; i < CHOICES; i++)
        if (kp_str_is(choice, choices[i]))
            return session_check_time(s, event, err);
    return kp_err_set(err, KP_INVALID, _("it gives a section neither more, little nor stop"));
}
