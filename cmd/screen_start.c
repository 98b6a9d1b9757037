// SPDX-License-Identifier: GPL-3.0-or-later
/* The page before the first question: what the session is, its sections, who is here. */

#include "screen.h"

#include "base/text.h"
#include "base/utf8.h"

enum { MINUTES_COLUMNS = 16 };

/* How many minutes as people say it: "45 min", "3 h 00 min". */
static void add_duration(int minutes, struct kp_buf *out)
{
    if (minutes < 60)
        kp_buf_addf(out, _("%d min"), minutes);
    else
        kp_buf_addf(out, _("%d h %02d min"), minutes / 60, minutes % 60);
}

/* The newest earlier session of this script, from the plan's answers: "last held 14 Sep 2025 (2025H2)". */
static void add_last_held(struct screen *screen, struct kp_buf *out)
{
    const struct sitting *sitting = screen->sitting;
    struct kp_date date, newest = {0};
    for (size_t i = 0; i < sitting->base.count; i++) {
        struct kp_str session = sitting->base.answers[i].session;
        bool same = session.len > 11 &&
                    kp_str_starts(kp_str_slice(session, 11, session.len), sitting->script.id);
        if (same && !kp_date_read(kp_str_slice(session, 0, 10), &date, NULL) &&
            kp_date_compare(date, newest) > 0)
            newest = date;
    }
    if (!newest.year)
        return;
    kp_buf_adds(out, kp_style_sign(&screen->style, " · ", " - "));
    kp_buf_adds(out, _("last held "));
    kp_date_show(out, newest, screen->style.lang);
    kp_buf_adds(out, " (");
    kp_cycle_print(out, kp_cycle_of(newest));
    kp_buf_addc(out, ')');
}

void screen_start(struct screen *screen, struct kp_buf *out)
{
    const struct sitting *sitting = screen->sitting;
    const struct kp_script *script = &sitting->script;
    const char *dot = kp_style_sign(&screen->style, " · ", " - ");
    struct kp_buf line = KP_BUF_INIT;
    size_t people = 0, named, widest = 0;
    const struct kp_attendee *attendees = kp_session_people(sitting->session, &named);
    for (size_t i = 0; i < named; i++)
        people += attendees[i].here;

    kp_buf_addf(&line, "%.*s%s%.*s%s", KP_STR_ARG(sitting->account.name), dot,
                KP_STR_ARG(kp_words_get(&script->title, screen->style.lang)), dot);
    kp_cycle_print(&line, sitting->header.cycle);
    screen_line(screen, out, KP_MARK_TITLE, kp_buf_str(&line));

    if (sitting->rehearsal)
        screen_line(screen, out, KP_MARK_WARN, kp_str_from(_("A rehearsal: nothing is recorded.")));
    kp_buf_clear(&line);
    if (people)
        kp_buf_addf(&line, ngettext("%zu person%s", "%zu people%s", people), people, dot);
    add_duration(kp_script_minutes(script), &line);
    add_last_held(screen, &line);
    screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&line));
    kp_buf_addc(out, '\n');

    for (size_t i = 0; i < script->section_count; i++) {
        size_t width = kp_utf8_width(kp_words_get(&script->sections[i].title, screen->style.lang));
        widest = width > widest ? width : widest;
    }
    size_t columns = kp_style_columns(&screen->style);
    size_t room = columns > MINUTES_COLUMNS ? columns - MINUTES_COLUMNS : 1;
    widest = widest < room ? widest : room;
    for (size_t i = 0; i < script->section_count; i++) {
        const struct kp_section *section = &script->sections[i];
        kp_buf_clear(&line);
        kp_utf8_add_visible(&line, kp_words_get(&section->title, screen->style.lang), false);
        kp_style_addf(out, &screen->style, KP_MARK_ACCENT, "  %2zu", i + 1);
        kp_buf_adds(out, "  ");
        kp_utf8_add_cell(out, kp_buf_str(&line), widest, screen->style.ascii);
        if (section->minutes)
            kp_buf_addf(out, _("  %3d min"), section->minutes);
        kp_buf_addc(out, '\n');
    }
    kp_buf_clear(&line);
    screen_usual(screen, &line);
    screen_people(screen, &line);
    if (line.len)
        kp_buf_addf(out, "\n%s", line.data);
    screen_keys(screen, _("Enter starts · /help"), out);
    kp_buf_release(&line);
}
