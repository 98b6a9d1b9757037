// SPDX-License-Identifier: GPL-3.0-or-later
#include "view/ics.h"

#include "base/clock.h"
#include "base/utf8.h"

enum { LINE_MOST = 75, MORNING = 9, DAY_HOURS = 24, FIRST_PRINTABLE = 0x20, DELETE = 0x7f };

/* One line of content, folded: a line that goes on begins with a space. */
static void add_line(struct kp_buf *out, struct kp_str line)
{
    size_t used = 0;
    for (size_t at = 0; at < line.len;) {
        size_t next = at;
        kp_utf8_next(line, &next);
        if (used + (next - at) > LINE_MOST) {
            kp_buf_adds(out, "\r\n ");
            used = 1;
        }
        kp_buf_add(out, kp_str_slice(line, at, next - at));
        used += next - at;
        at = next;
    }
    kp_buf_adds(out, "\r\n");
}

static void add_plain(struct kp_buf *out, const char *line)
{
    add_line(out, kp_str_from(line));
}

/* A property of type TEXT (3.3.11). Broken bytes become U+FFFD; a tab a space. */
static void add_text(struct kp_buf *out, const char *name, struct kp_str text)
{
    struct kp_buf line = KP_BUF_INIT;
    kp_buf_addf(&line, "%s:", name);
    for (size_t at = 0; at < text.len;) {
        int32_t code = kp_utf8_next(text, &at);
        if (code == '\n')
            kp_buf_adds(&line, "\\n");
        else if (code == '\t')
            kp_buf_addc(&line, ' ');
        else if (code < FIRST_PRINTABLE || code == DELETE)
            continue;
        else {
            if (code == '\\' || code == ';' || code == ',')
                kp_buf_addc(&line, '\\');
            kp_utf8_add(&line, code);
        }
    }
    add_line(out, kp_buf_str(&line));
    kp_buf_release(&line);
}

static void add_day(struct kp_buf *out, const char *name, struct kp_date day)
{
    struct kp_buf line = KP_BUF_INIT;
    kp_buf_addf(&line, "%s;VALUE=DATE:%04d%02d%02d", name, day.year, day.month, day.day);
    add_line(out, kp_buf_str(&line));
    kp_buf_release(&line);
}

/* 20260302T090000Z, of 2026-03-02T09:00:00Z. */
static void add_stamp(struct kp_buf *out, int64_t at)
{
    struct kp_buf time = KP_BUF_INIT, line = KP_BUF_INIT;
    kp_time_format(&time, at);
    kp_buf_adds(&line, "DTSTAMP:");
    for (size_t i = 0; i < time.len; i++)
        if (time.data[i] != '-' && time.data[i] != ':')
            kp_buf_addc(&line, time.data[i]);
    add_line(out, kp_buf_str(&line));
    kp_buf_release(&time);
    kp_buf_release(&line);
}

void kp_ics_begin(struct kp_buf *out, struct kp_str name)
{
    add_plain(out, "BEGIN:VCALENDAR");
    add_plain(out, "VERSION:2.0");
    add_plain(out, "PRODID:-//kamplan//kamplan//EN");
    add_plain(out, "CALSCALE:GREGORIAN");
    add_plain(out, "METHOD:PUBLISH");
    add_text(out, "X-WR-CALNAME", name);
}

/* The alarm counts from midnight, with which the day begins. */
static void add_alarm(struct kp_buf *out, const struct kp_ics_event *event)
{
    struct kp_buf line = KP_BUF_INIT;
    int hours = event->alarm_days * DAY_HOURS - MORNING;
    if (hours < 0)
        kp_buf_addf(&line, "TRIGGER:PT%dH", -hours);
    else if (hours < DAY_HOURS)
        kp_buf_addf(&line, "TRIGGER:-PT%dH", hours);
    else
        kp_buf_addf(&line, "TRIGGER:-P%dDT%dH", hours / DAY_HOURS, hours % DAY_HOURS);
    add_plain(out, "BEGIN:VALARM");
    add_plain(out, "ACTION:DISPLAY");
    add_text(out, "DESCRIPTION", event->summary);
    add_line(out, kp_buf_str(&line));
    add_plain(out, "END:VALARM");
    kp_buf_release(&line);
}

void kp_ics_event(struct kp_buf *out, const struct kp_ics_event *event, int64_t stamp)
{
    struct kp_date next = kp_date_add_days(event->day, 1);
    if (!kp_date_valid(event->day) || !next.year)
        return;
    add_plain(out, "BEGIN:VEVENT");
    add_text(out, "UID", event->uid);
    add_stamp(out, stamp);
    add_day(out, "DTSTART", event->day);
    add_day(out, "DTEND", next);
    add_text(out, "SUMMARY", event->summary);
    if (event->description.len)
        add_text(out, "DESCRIPTION", event->description);
    if (event->category.len)
        add_text(out, "CATEGORIES", event->category);
    add_plain(out, "TRANSP:TRANSPARENT");
    if (event->alarm_days >= 0)
        add_alarm(out, event);
    add_plain(out, "END:VEVENT");
}

void kp_ics_end(struct kp_buf *out)
{
    add_plain(out, "END:VCALENDAR");
}
