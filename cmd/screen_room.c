// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the room sees of itself: who is here, the running order, the rows that are open from earlier,
 * the parking lot, and the end.
 */

#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"
#include "screen.h"
#include "view/table.h"

#include <stdlib.h>

#define MINUTE INT64_C(60000)

enum { DATE_LENGTH = 10 };

static int minutes_of(int64_t ms)
{
    return (int)((ms + (ms < 0 ? -MINUTE : MINUTE) / 2) / MINUTE);
}

static const char *dot(const struct screen *screen)
{
    return kp_style_sign(&screen->style, " · ", " - ");
}

static struct kp_type_context types_of(const struct screen *screen)
{
    return app_context(screen->sitting->app, &screen->sitting->app->arena);
}

/* ---- Who is here */

static const char *role_word(enum kp_role role)
{
    switch (role) {
    case KP_ROLE_FACILITATOR: return _("facilitator");
    case KP_ROLE_KAM: return _("KAM");
    case KP_ROLE_SPONSOR: return _("sponsor");
    case KP_ROLE_GUEST: return _("the customer's guest");
    case KP_ROLE_MEMBER: break;
    }
    return "";
}

static void add_person(const struct screen *screen, const struct kp_attendee *who,
                       struct kp_buf *out)
{
    kp_buf_adds(out, out->len ? ", " : "");
    kp_utf8_add_visible(out, kp_people_name(screen->style.people, who->person), false);
    if (who->role != KP_ROLE_MEMBER)
        kp_buf_addf(out, " (%s)", role_word(who->role));
    if (!who->here && who->until) {
        kp_buf_addc(out, ' ');
        kp_time_of_day_show(out, who->until);
    }
}

static void add_offer(const struct screen *screen, int number, const char *what,
                      const struct kp_json *ids, struct kp_buf *out)
{
    struct kp_buf names = KP_BUF_INIT, line = KP_BUF_INIT;
    KP_JSON_EACH(id, ids)
    {
        kp_buf_adds(&names, names.len ? ", " : "");
        kp_utf8_add_visible(&names, kp_people_name(screen->style.people, id->text), false);
    }
    if (names.len) {
        kp_style_addf(out, &screen->style, KP_MARK_ACCENT, "  %2d", number);
        kp_buf_addf(&line, "%s: %s", what, names.data);
        kp_buf_adds(out, "  ");
        size_t columns = kp_style_columns(&screen->style);
        kp_utf8_add_wrapped(out, kp_buf_str(&line), columns > 8 ? columns - 7 : 1, "      ");
        kp_buf_addc(out, '\n');
    }
    kp_buf_release(&names);
    kp_buf_release(&line);
}

void screen_people(struct screen *screen, struct kp_buf *out)
{
    const struct kp_session_setup *setup = kp_session_setup(screen->sitting->session);
    struct kp_buf here = KP_BUF_INIT, later = KP_BUF_INIT, line = KP_BUF_INIT;
    size_t count;
    const struct kp_attendee *people = kp_session_people(screen->sitting->session, &count);
    for (size_t i = 0; i < count; i++) {
        if (people[i].here)
            add_person(screen, &people[i], &here);
        else if (!people[i].was_here)
            add_person(screen, &people[i], &later);
    }
    if (here.len) {
        kp_buf_addf(&line, _("Here: %s"), here.data);
        screen_line(screen, out, KP_MARK_NONE, kp_buf_str(&line));
    } else if (setup->last_time || setup->team) {
        screen_line(screen, out, KP_MARK_NONE,
                    kp_str_from(_("Who is here? Names with commas between, or a number:")));
        add_offer(screen, 1, _("as last time"), setup->last_time, out);
        add_offer(screen, 2, _("the team"), setup->team, out);
    }
    if (later.len) {
        kp_buf_clear(&line);
        kp_buf_addf(&line, _("Come later: %s"), later.data);
        screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&line));
    }
    kp_buf_release(&here);
    kp_buf_release(&later);
    kp_buf_release(&line);
}

/* What the last runs took, where that is something else than the plan. */
void screen_usual(struct screen *screen, struct kp_buf *out)
{
    const struct kp_session_setup *setup = kp_session_setup(screen->sitting->session);
    int usual = 0, planned = kp_script_minutes(setup->script);
    struct kp_buf line = KP_BUF_INIT;
    for (size_t i = 0; setup->usual && i < setup->script->section_count; i++)
        usual += setup->usual[i] ? setup->usual[i] : setup->script->sections[i].minutes;
    if (!usual || abs(usual - planned) < 5)
        return;
    kp_buf_addf(&line, _("The last runs took %d min, not %d. /usual plans with that."), usual,
                planned);
    screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&line));
    kp_buf_release(&line);
}

/* ---- The running order */

static void add_time(struct kp_table *table, int64_t at, enum kp_mark mark)
{
    struct kp_buf text = KP_BUF_INIT;
    if (at)
        kp_time_of_day_show(&text, at);
    kp_table_cell(table, kp_buf_str(&text), mark);
    kp_buf_release(&text);
}

static void add_agenda_row(struct screen *screen, struct kp_table *table, size_t index,
                           const struct kp_agenda_item *item)
{
    const struct kp_section *section = &screen->sitting->script.sections[index];
    bool wide = kp_style_columns(&screen->style) >= SCREEN_NARROW;
    enum kp_mark mark = item->state == KP_AGENDA_NOW     ? KP_MARK_ACCENT
                        : item->state == KP_AGENDA_AHEAD ? KP_MARK_NONE
                                                         : KP_MARK_DIM;
    kp_table_row(table);
    kp_table_cellf(table, mark, "%s%zu",
                   item->state == KP_AGENDA_NOW ? kp_style_sign(&screen->style, "▸ ", "> ") : "",
                   index + 1);
    kp_table_cell(table, kp_words_get(&section->title, screen->style.lang), mark);
    kp_table_cellf(table, mark, _("%d min"), minutes_of(item->planned_ms));
    if (item->state == KP_AGENDA_PASSED)
        kp_table_cell(table, kp_str_from(_("passed over")), mark);
    else if (item->spent_ms)
        kp_table_cellf(table, item->spent_ms > item->planned_ms ? KP_MARK_WARN : mark, _("%d min"),
                       minutes_of(item->spent_ms));
    else
        kp_table_cell(table, (struct kp_str){"", 0}, mark);
    if (wide)
        add_time(table, item->planned_end, mark);
    add_time(table, item->ends, mark);
}

/* "It is 10:42 · 5 min behind · ends 12:35" */
static void add_day(struct screen *screen, const struct kp_agenda_item *items, size_t count,
                    int64_t now, struct kp_buf *out)
{
    struct kp_agenda_clock clock;
    struct kp_buf line = KP_BUF_INIT, time = KP_BUF_INIT;
    int64_t ends = 0;
    kp_session_clock(screen->sitting->session, now, &clock);
    kp_time_of_day_show(&time, now);
    kp_buf_addf(&line, _("It is %s"), time.data);
    int behind = minutes_of(clock.behind_ms);
    kp_buf_adds(&line, behind ? dot(screen) : "");
    if (behind > 0)
        kp_buf_addf(&line, _("%d min behind"), behind);
    else if (behind < 0)
        kp_buf_addf(&line, _("%d min ahead"), -behind);
    for (size_t i = 0; i < count; i++)
        ends = items[i].ends ? items[i].ends : ends;
    if (ends) {
        kp_buf_clear(&time);
        kp_time_of_day_show(&time, ends);
        kp_buf_adds(&line, dot(screen));
        kp_buf_addf(&line, _("ends %s"), time.data);
        kp_buf_clear(&time);
        kp_time_of_day_show(&time, items[count - 1].planned_end);
        kp_buf_addf(&line, _(", planned %s"), time.data);
    }
    screen_line(screen, out, KP_MARK_TITLE, kp_buf_str(&line));
    kp_buf_release(&line);
    kp_buf_release(&time);
}

void screen_agenda(struct screen *screen, int64_t now, struct kp_buf *out)
{
    size_t count = screen->sitting->script.section_count;
    struct kp_agenda_item *items = kp_alloc((count + 1) * sizeof *items);
    struct kp_table *table = kp_table_new();
    bool wide = kp_style_columns(&screen->style) >= SCREEN_NARROW;
    kp_session_agenda(screen->sitting->session, now, items);
    kp_table_column(table, (struct kp_str){"", 0}, true);
    kp_table_column(table, kp_str_from(_("Section")), false);
    kp_table_column(table, kp_str_from(_("Planned")), true);
    kp_table_column(table, kp_str_from(_("Spent")), true);
    if (wide)
        kp_table_column(table, kp_str_from(_("Planned end")), true);
    kp_table_column(table, kp_str_from(_("Ends")), true);
    for (size_t i = 0; i < count; i++)
        add_agenda_row(screen, table, i, &items[i]);
    kp_table_print(table, &screen->style, 1, out);
    kp_table_free(table);
    add_day(screen, items, count, now, out);
    free(items);
}

/* ---- Open rows from earlier */

/* The row's other cells in a line: "Owner Lars Bo · Due 14 Sep 2025". */
static void add_cells(struct screen *screen, const struct kp_question *question, struct kp_str key,
                      struct kp_buf *out)
{
    struct kp_type_context types = types_of(screen);
    struct kp_session *session = screen->sitting->session;
    for (size_t i = 0; i < question->field->column_count; i++) {
        const struct kp_field *column = &question->field->columns[i];
        const struct kp_json *cell = kp_json_get_str(question->row, column->id);
        if (kp_json_is_null(cell) || kp_str_equal(column->id, key) ||
            !kp_session_may_show(session, column))
            continue;
        kp_buf_adds(out, out->len ? dot(screen) : "");
        kp_buf_addf(out, "%.*s ", KP_STR_ARG(kp_words_get(&column->label, screen->style.lang)));
        column->type->show(column, cell, &types, out);
    }
}

static struct kp_str key_of(const struct kp_field *table)
{
    return table->key.len ? table->key : table->columns[0].id;
}

void screen_review(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT;
    struct kp_type_context types = types_of(screen);
    if (!question->row) {
        screen_line(screen, out, KP_MARK_TITLE, question->prompt);
        screen_line(screen, out, KP_MARK_NONE, kp_str_from(_("Nothing is open from earlier.")));
        screen_hint(screen, question, _("Enter goes on"), out);
        return;
    }
    struct kp_str key = key_of(question->field);
    const struct kp_field *named = kp_field_column(question->field, key);
    kp_buf_add(&line, question->prompt);
    kp_buf_adds(&line, dot(screen));
    kp_buf_addf(&line, ngettext("%zu left", "%zu left", question->left), question->left);
    screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&line));
    kp_buf_clear(&line);
    if (named)
        named->type->show(named, kp_json_get_str(question->row, key), &types, &line);
    screen_line(screen, out, KP_MARK_TITLE, kp_buf_str(&line));
    kp_buf_clear(&line);
    add_cells(screen, question, key, &line);
    if (line.len)
        screen_line(screen, out, KP_MARK_NONE, kp_buf_str(&line));
    kp_buf_clear(&line);
    if (question->carried)
        kp_buf_addf(&line,
                    ngettext("open since an earlier session already: carried %d time",
                             "open since earlier sessions already: carried %d times",
                             (unsigned long)question->carried),
                    question->carried);
    if (line.len)
        screen_line(screen, out, KP_MARK_WARN, kp_buf_str(&line));
    screen_hint(screen, question,
                _("1 OUTCOME: it is done · 2 DATE carries it on · 3 REASON drops it · 4 edits it · "
                  "Enter leaves it open"),
                out);
    kp_buf_release(&line);
}

/* ---- An action that lacks something, the parking lot, the end */

static void add_choice(struct screen *screen, int number, const char *what, struct kp_buf *out)
{
    kp_style_addf(out, &screen->style, KP_MARK_ACCENT, "  %2d", number);
    kp_buf_addf(out, "  %s\n", what);
}

static void add_parked(struct screen *screen, const struct kp_question *question,
                       struct kp_buf *out)
{
    struct kp_buf line = KP_BUF_INIT, when = KP_BUF_INIT;
    struct kp_date date;
    kp_buf_addf(&line, _("Parked: %.*s"), KP_STR_ARG(question->point));
    screen_line(screen, out, KP_MARK_TITLE, kp_buf_str(&line));
    kp_buf_clear(&line);
    if (!kp_date_read(kp_str_slice(question->point_from, 0, DATE_LENGTH), &date, NULL)) {
        kp_date_show(&when, date, screen->style.lang);
        kp_buf_addf(&line, _("It stands there since %s."), when.data);
        screen_line(screen, out, KP_MARK_DIM, kp_buf_str(&line));
    }
    add_choice(screen, 1, _("an action: 1 @who date"), out);
    add_choice(screen, 2, _("a question for somebody: 2 NAME"), out);
    add_choice(screen, 3, _("a note"), out);
    add_choice(screen, 4, _("dropped"), out);
    kp_buf_release(&line);
    kp_buf_release(&when);
}

static struct kp_str name_of(const struct screen *screen, struct kp_str person)
{
    return kp_people_name(screen->style.people, person);
}

static void add_title(const struct kp_question *question, struct kp_str name, struct kp_buf *out)
{
    switch (question->ask) {
    case KP_ASK_CHECKIN: kp_buf_addf(out, _("Check-in: %.*s"), KP_STR_ARG(name)); break;
    case KP_ASK_LAST_WORD: kp_buf_addf(out, _("One sentence: %.*s"), KP_STR_ARG(name)); break;
    case KP_ASK_ACTION: kp_buf_add(out, kp_json_text(question->row, "what")); break;
    case KP_ASK_WORTH: kp_buf_adds(out, _("Was it worth our time?")); break;
    case KP_ASK_NEXT_DATE: kp_buf_adds(out, _("When do we meet again?")); break;
    case KP_ASK_SIGN:
        kp_buf_addf(out, _("%.*s, do you stand for this plan? yes signs it off"), KP_STR_ARG(name));
        break;
    default: break;
    }
}

void screen_stage(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_str name = name_of(screen, question->person);
    struct kp_buf line = KP_BUF_INIT;
    add_title(question, name, &line);
    if (line.len)
        screen_line(screen, out, KP_MARK_TITLE, kp_buf_str(&line));
    kp_buf_release(&line);
    switch (question->ask) {
    case KP_ASK_CHECKIN:
        screen_hint(screen, question,
                    _("one line · Enter passes the word on · /skip ends the round"), out);
        break;
    case KP_ASK_LAST_WORD:
        screen_hint(screen, question,
                    _("one line · Enter passes the word on · /skip ends the round"), out);
        break;
    case KP_ASK_ACTION:
        screen_line(screen, out, KP_MARK_NONE,
                    kp_str_from(question->column && kp_str_is(question->column->id, "owner")
                                    ? _("Who does it?")
                                    : _("By when?")));
        break;
    case KP_ASK_PARKED: add_parked(screen, question, out); break;
    case KP_ASK_WORTH:
        screen_hint(
            screen, question,
            _("from 1 (no) to 5 (very much), one number from each: 4 5 3 · Enter passes on"), out);
        break;
    case KP_ASK_NEXT_DATE:
        screen_hint(screen, question, _("a date such as 14 Sep or in 6 months · Enter passes on"),
                    out);
        break;
    default: break;
    }
}

const char *screen_stage_label(const struct kp_question *question)
{
    switch (question->ask) {
    case KP_ASK_CHECKIN: return _("check-in");
    case KP_ASK_LAST_WORD: return _("one sentence");
    case KP_ASK_ACTION: return _("action");
    case KP_ASK_PARKED: return _("parked");
    case KP_ASK_WORTH: return _("worth it, 1-5");
    case KP_ASK_NEXT_DATE: return _("next time");
    case KP_ASK_SIGN: return _("signed off?");
    default: return "";
    }
}
