// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_ICS_H
#define KP_VIEW_ICS_H

/*
 * Calendars, RFC 5545: what Outlook, Google and Apple take. Lines end in CR LF and are folded at 75
 * octets, never within a character; texts are escaped here, and characters that have no place in a
 * calendar are left out.
 */

#include "base/buf.h"
#include "base/date.h"

struct kp_ics_event {
    struct kp_str uid; /* the same whenever the event is written again; ASCII */
    struct kp_date day;
    struct kp_str summary;
    struct kp_str description; /* may be empty; newlines are kept */
    struct kp_str category;    /* may be empty */
    int alarm_days; /* a reminder at nine in the morning so many days before; 0: of the day
                                  itself; negative: none */
};

/* The calendar's head; `name` is what calendars show it as. */
void kp_ics_begin(struct kp_buf *out, struct kp_str name);

/* A whole day that leaves the time free. `stamp`: when the calendar was made, milliseconds since
 * 1970. No event on no date. */
void kp_ics_event(struct kp_buf *out, const struct kp_ics_event *event, int64_t stamp);

void kp_ics_end(struct kp_buf *out);

#endif
