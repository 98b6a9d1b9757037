// SPDX-License-Identifier: GPL-3.0-or-later
/* What is due, as a calendar. */
#include "base/text.h"
#include "view/due.h"
#include "view/ics.h"

#include <inttypes.h>

enum { DATES_MOST = 3, REVISION_ALARM = 14, ACTION_ALARM = 1, MEETING_ALARM = 1 };

struct calendar {
    const struct kp_due_list *list;
    const struct kp_style *style;
    const struct kp_due_account *account;
    uint64_t company;
    int64_t stamp;
    struct kp_buf *out;
    size_t count;
};

/* FNV-1a: two companies that both have an account acme share a calendar in peace. */
static uint64_t hash_of(struct kp_str text)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.data[i]) * UINT64_C(1099511628211);
    return hash;
}

/* `what` and `id` name the event among those of its account, in all calendars that are ever made. */
static void add_event(struct calendar *calendar, const char *what, struct kp_str id,
                      struct kp_ics_event *event)
{
    struct kp_buf uid = KP_BUF_INIT;
    kp_buf_addf(&uid, "%s-%.*s-%.*s-%016" PRIx64 "@kamplan", what, KP_STR_ARG(id),
                KP_STR_ARG(calendar->account->slug), calendar->company);
    event->uid = kp_buf_str(&uid);
    kp_ics_event(calendar->out, event, calendar->stamp);
    kp_buf_release(&uid);
    calendar->count++;
}

static void add_revision(struct calendar *calendar, struct kp_date day)
{
    struct kp_buf summary = KP_BUF_INIT, cycle = KP_BUF_INIT, description = KP_BUF_INIT;
    kp_cycle_print(&cycle, kp_cycle_of(day));
    kp_buf_addf(&summary, _("Revise the plan of %.*s (%s)"), KP_STR_ARG(calendar->account->name),
                cycle.data);
    kp_buf_addf(&description, "kamplan run plan-revision %.*s",
                KP_STR_ARG(calendar->account->slug));
    struct kp_ics_event event = {
        .day = day,
        .summary = kp_buf_str(&summary),
        .description = kp_buf_str(&description),
        .category = KP_STR("kamplan"),
        .alarm_days = REVISION_ALARM,
    };
    add_event(calendar, "revision", kp_buf_str(&cycle), &event);
    kp_buf_release(&summary);
    kp_buf_release(&cycle);
    kp_buf_release(&description);
}

/* The date that was missed, if one was, and those of the year ahead. */
static void add_revisions(struct calendar *calendar, int budget_month)
{
    const struct kp_due *due = &calendar->account->due;
    struct kp_date until = kp_date_add_months(due->on, 12);
    struct kp_date day = due->due;
    for (int i = 0; i < DATES_MOST && day.year; i++) {
        if (i && kp_date_compare(day, until) > 0)
            break;
        add_revision(calendar, day);
        struct kp_cycle next = kp_cycle_add(kp_cycle_of(day), 1);
        if (kp_cycle_distance(due->cycle, next) < 0)
            next = due->cycle; /* what was missed in between is one revision, not several */
        day = kp_due_date(next, budget_month);
    }
}

static void add_action(struct calendar *calendar, const struct kp_due_action *action)
{
    struct kp_buf summary = KP_BUF_INIT, description = KP_BUF_INIT;
    if (!action->due.year)
        return;
    kp_buf_addf(&summary, _("Action: %.*s"), KP_STR_ARG(action->what));
    kp_buf_add(&description, calendar->account->name);
    if (action->owner.len)
        kp_buf_addf(&description, "\n%.*s",
                    KP_STR_ARG(kp_people_name(calendar->style->people, action->owner)));
    struct kp_ics_event event = {
        .day = action->due,
        .summary = kp_buf_str(&summary),
        .description = kp_buf_str(&description),
        .category = KP_STR("kamplan"),
        .alarm_days = ACTION_ALARM,
    };
    add_event(calendar, "action", action->id, &event);
    kp_buf_release(&summary);
    kp_buf_release(&description);
}

static void add_meeting(struct calendar *calendar, const struct kp_due_meeting *meeting)
{
    struct kp_buf summary = KP_BUF_INIT;
    kp_buf_addf(&summary, "%.*s: %.*s", KP_STR_ARG(calendar->account->name),
                KP_STR_ARG(meeting->purpose));
    struct kp_ics_event event = {
        .day = meeting->date,
        .summary = kp_buf_str(&summary),
        .category = KP_STR("kamplan"),
        .alarm_days = MEETING_ALARM,
    };
    add_event(calendar, "meeting", meeting->id, &event);
    kp_buf_release(&summary);
}

size_t kp_view_due_ics(const struct kp_due_list *list, int budget_month,
                       const struct kp_style *style, int64_t stamp, struct kp_buf *out)
{
    struct calendar calendar = {.list = list,
                                .style = style,
                                .company = hash_of(list->company),
                                .stamp = stamp,
                                .out = out};
    struct kp_buf name = KP_BUF_INIT;
    kp_buf_addf(&name, "kamplan%s%.*s", list->company.len ? " · " : "", KP_STR_ARG(list->company));
    kp_ics_begin(out, kp_buf_str(&name));
    for (size_t i = 0; i < list->count; i++) {
        calendar.account = &list->accounts[i];
        add_revisions(&calendar, budget_month);
        for (size_t j = 0; j < calendar.account->due.action_count; j++)
            add_action(&calendar, &calendar.account->due.actions[j]);
        for (size_t j = 0; j < calendar.account->due.meeting_count; j++)
            add_meeting(&calendar, &calendar.account->due.meetings[j]);
    }
    kp_ics_end(out);
    kp_buf_release(&name);
    return calendar.count;
}
