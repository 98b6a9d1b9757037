// SPDX-License-Identifier: GPL-3.0-or-later
/* What there is to tell of a session. */
#include "base/clock.h"
#include "base/text.h"
#include "base/utf8.h"
#include "view/minutes_internal.h"

#include <time.h>

struct kp_str minutes_safe(const struct minutes_page *page, struct kp_str text)
{
    return kp_diff_safe(&page->words, text, true);
}

struct kp_str minutes_name(const struct minutes_page *page, struct kp_str id)
{
    const struct kp_style *style = page->words.style;
    return minutes_safe(page, style->people ? kp_people_name(style->people, id) : id);
}

void minutes_names(const struct minutes_page *page, const struct kp_json *ids, struct kp_flow *flow)
{
    bool any = false;
    KP_JSON_EACH(id, ids)
    {
        if (id->kind != KP_JSON_STRING || !minutes_knows(page, id->text))
            continue;
        if (any)
            kp_flow_add(flow, KP_MARK_NONE, KP_STR(", "));
        kp_flow_add(flow, KP_MARK_NONE, minutes_name(page, id->text));
        any = true;
    }
}

bool minutes_for_team(const struct minutes_page *page)
{
    return !page->minutes->reader;
}

/* The model that comes with a reduced plan has no other fields; the team reads what no model knows, too. */
bool minutes_visible(const struct minutes_page *page, const struct kp_field *field)
{
    return field || minutes_for_team(page);
}

bool minutes_knows(const struct minutes_page *page, struct kp_str person)
{
    return minutes_for_team(page) || kp_audience_knows(page->minutes->reader, person);
}

bool minutes_may_read(const struct minutes_page *page, struct kp_str text)
{
    return minutes_for_team(page) || kp_audience_may_read(page->minutes->reader, text, NULL);
}

static struct kp_flow *add_line(struct minutes_page *page, enum minutes_kind kind, size_t depth)
{
    struct minutes_line *line = kp_arena_alloc(page->words.arena, sizeof *line);
    *line =
        (struct minutes_line){.kind = kind, .depth = depth, .flow = kp_flow_new(page->words.arena)};
    if (page->last)
        page->last->next = line;
    else
        page->first = line;
    page->last = line;
    return &line->flow;
}

void minutes_heading(struct minutes_page *page, const char *title)
{
    page->heading = title;
    page->section = (struct kp_str){NULL, 0};
}

struct kp_flow *minutes_line(struct minutes_page *page, enum minutes_kind kind, size_t depth)
{
    if (page->heading)
        kp_flow_add(add_line(page, MINUTES_HEADING, 0), KP_MARK_TITLE, kp_str_from(page->heading));
    page->heading = NULL;
    if (page->section.len)
        kp_flow_add(add_line(page, MINUTES_ITEM, 0), KP_MARK_TITLE, page->section);
    page->section = (struct kp_str){NULL, 0};
    return add_line(page, kind, depth);
}

/* ---- Who and when */

static bool read_time(const struct kp_json *object, const char *member, int64_t *at)
{
    struct kp_str text = kp_json_text(object, member);
    return text.len && !kp_time_parse(text, at, NULL);
}

static void add_clock(int64_t at, struct kp_flow *flow)
{
    time_t seconds = (time_t)(at / 1000);
    struct tm local;
    if (localtime_r(&seconds, &local))
        kp_flow_addf(flow, KP_MARK_NONE, "%02d:%02d", local.tm_hour, local.tm_min);
}

static struct kp_str title_of(const struct minutes_page *page)
{
    const struct kp_script *script = page->minutes->script;
    return minutes_safe(page, script ? kp_words_get(&script->title, page->words.style->lang)
                                     : kp_json_text(page->minutes->record, "script"));
}

static void add_when(struct minutes_page *page)
{
    enum { MINUTE = 60000 };
    const struct kp_json *record = page->minutes->record;
    struct kp_flow *flow = minutes_line(page, MINUTES_TEXT, 0);
    int64_t started, closed;
    struct kp_buf date = KP_BUF_INIT;
    if (read_time(record, "started", &started)) {
        kp_date_show(&date, kp_date_local(started), page->words.style->lang);
        kp_flow_add(flow, KP_MARK_NONE, kp_buf_str(&date));
        kp_flow_add(flow, KP_MARK_NONE, KP_STR(", "));
        add_clock(started, flow);
        if (read_time(record, "closed", &closed) && closed / MINUTE != started / MINUTE) {
            kp_flow_add(flow, KP_MARK_NONE,
                        kp_str_from(kp_style_sign(page->words.style, "–", "-")));
            add_clock(closed, flow);
        }
        kp_flow_add(flow, KP_MARK_NONE, kp_str_from(kp_diff_dot(&page->words)));
    }
    kp_flow_add(flow, KP_MARK_NONE, minutes_safe(page, kp_json_text(record, "cycle")));
    kp_buf_release(&date);
}

static const char *role_words(struct kp_str role)
{
    static const struct {
        const char *id, *words;
    } roles[] = {{"facilitator", N_("facilitator")},
                 {"kam", N_("KAM")},
                 {"sponsor", N_("sponsor")},
                 {"guest", N_("the customer's guest")}};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (kp_str_is(role, roles[i].id))
            return _(roles[i].words);
    return NULL;
}

static const struct kp_json *details_of(const struct kp_json *record, struct kp_str person)
{
    KP_JSON_EACH(details, kp_json_get(record, "attendance"))
    {
        if (kp_str_equal(kp_json_text(details, "person"), person))
            return details;
    }
    return NULL;
}

/* "Mette Holm (KAM, came 09:30)" */
static void add_person(const struct minutes_page *page, struct kp_str person, struct kp_flow *flow)
{
    const struct kp_json *record = page->minutes->record;
    const struct kp_json *details = details_of(record, person);
    bool facilitates = kp_str_equal(kp_json_text(record, "facilitator"), person);
    const char *role = role_words(kp_json_text(details, "role"));
    const char *before = " (";
    int64_t at;
    kp_flow_add(flow, KP_MARK_NONE, minutes_name(page, person));
    if (!role && facilitates)
        role = _("facilitator");
    if (role) {
        kp_flow_addf(flow, KP_MARK_NONE, "%s%s", before, role);
        before = ", ";
    }
    if (read_time(details, "came", &at)) {
        kp_flow_addf(flow, KP_MARK_NONE, "%s%s ", before, _("came"));
        add_clock(at, flow);
        before = ", ";
    }
    if (read_time(details, "left", &at)) {
        kp_flow_addf(flow, KP_MARK_NONE, "%s%s ", before, _("left"));
        add_clock(at, flow);
        before = ", ";
    }
    if (before[0] == ',')
        kp_flow_add(flow, KP_MARK_NONE, KP_STR(")"));
}

static void add_people(struct minutes_page *page)
{
    const struct kp_json *record = page->minutes->record;
    const struct kp_json *present = kp_json_get(record, "attendees");
    struct kp_str leader = kp_json_text(record, "facilitator");
    struct kp_flow *flow = NULL;
    size_t others = 0; /* whom the audience does not know by name */
    bool led = !leader.len;
    KP_JSON_EACH(id, present)
    {
        if (!minutes_knows(page, id->text)) {
            others++;
            continue;
        }
        if (!flow)
            kp_flow_addf(flow = minutes_line(page, MINUTES_TEXT, 0), KP_MARK_DIM, "%s ",
                         _("Present:"));
        else
            kp_flow_add(flow, KP_MARK_NONE, KP_STR(", "));
        add_person(page, id->text, flow);
        led = led || kp_str_equal(id->text, leader);
    }
    if (others && flow)
        kp_flow_addf(flow, KP_MARK_NONE,
                     ngettext(" and %zu other", " and %zu others", (unsigned long)others), others);
    else if (others)
        kp_flow_addf(minutes_line(page, MINUTES_TEXT, 0), KP_MARK_NONE,
                     ngettext("Present: %zu person", "Present: %zu people", (unsigned long)others),
                     others);
    if (!led && minutes_knows(page, leader)) {
        flow = minutes_line(page, MINUTES_TEXT, 0);
        kp_flow_addf(flow, KP_MARK_DIM, "%s ", _("Facilitator:"));
        kp_flow_add(flow, KP_MARK_NONE, minutes_name(page, leader));
    }
    flow = NULL;
    KP_JSON_EACH(details, kp_json_get(record, "attendance"))
    {
        if (!kp_json_get(details, "absent") ||
            !minutes_knows(page, kp_json_text(details, "person")))
            continue;
        if (!flow)
            kp_flow_addf(flow = minutes_line(page, MINUTES_TEXT, 0), KP_MARK_DIM, "%s ",
                         _("Not there:"));
        else
            kp_flow_add(flow, KP_MARK_NONE, KP_STR(", "));
        kp_flow_add(flow, KP_MARK_NONE, minutes_name(page, kp_json_text(details, "person")));
    }
}

/* ---- What was said: [{"person","text"}], [{"text","people"}] */

static void add_said(struct minutes_page *page, const char *member, const char *heading)
{
    minutes_heading(page, heading);
    KP_JSON_EACH(said, kp_json_get(page->minutes->record, member))
    {
        struct kp_flow *flow = minutes_line(page, MINUTES_ITEM, 0);
        struct kp_str person = kp_json_text(said, "person");
        if (person.len) {
            kp_flow_add(flow, KP_MARK_TITLE, minutes_name(page, person));
            kp_flow_add(flow, KP_MARK_NONE, KP_STR(": "));
        }
        kp_flow_add_typed(flow, KP_MARK_NONE, minutes_safe(page, kp_json_text(said, "text")));
        const struct kp_json *people = kp_json_get(said, "people");
        if (people && people->count) {
            kp_flow_add(flow, KP_MARK_DIM, KP_STR(" ("));
            minutes_names(page, people, flow);
            kp_flow_add(flow, KP_MARK_DIM, KP_STR(")"));
        }
    }
}

/* ---- How it ended */

/* When an earlier session parked it: its name begins with the day. */
static void add_since(const struct minutes_page *page, struct kp_str session, struct kp_flow *flow)
{
    enum { DATE_LENGTH = 10 };
    struct kp_date date;
    struct kp_buf text = KP_BUF_INIT;
    if (kp_date_read(kp_str_slice(session, 0, DATE_LENGTH), &date, NULL))
        return;
    kp_date_show(&text, date, page->words.style->lang);
    kp_flow_addf(flow, KP_MARK_DIM, _(" (parked on %s)"), text.data);
    kp_buf_release(&text);
}

static void add_parked(struct minutes_page *page)
{
    minutes_heading(page, _("Parking lot"));
    KP_JSON_EACH(point, kp_json_get(page->minutes->record, "parked"))
    {
        struct kp_flow *flow = minutes_line(page, MINUTES_ITEM, 0);
        const char *became = minutes_became(kp_json_text(point, "became"));
        const struct kp_json *who = kp_json_get(point, "for");
        kp_flow_add_typed(flow, KP_MARK_NONE, minutes_safe(page, kp_json_text(point, "text")));
        if (became)
            kp_flow_addf(flow, KP_MARK_DIM, ": %s", became);
        if (who && who->count) {
            kp_flow_add(flow, KP_MARK_DIM, KP_STR(" ("));
            minutes_names(page, who, flow);
            kp_flow_add(flow, KP_MARK_DIM, KP_STR(")"));
        }
        add_since(page, kp_json_text(point, "from"), flow);
    }
}

/* "Worth our time? 4.3 of 5 (5, 4, 4)": one from each, without names. */
static void add_worth(struct minutes_page *page)
{
    const struct kp_json *worth = kp_json_get(page->minutes->record, "worth");
    struct kp_buf list = KP_BUF_INIT, mean = KP_BUF_INIT;
    int64_t sum = 0;
    size_t count = 0;
    KP_JSON_EACH(given, worth)
    {
        const struct kp_json *score =
            given->kind == KP_JSON_OBJECT ? kp_json_get(given, "value") : given;
        int64_t value;
        if (!score || score->kind != KP_JSON_NUMBER || !kp_number_whole(score->number, &value) ||
            value < 1 || value > 5)
            continue;
        kp_buf_addf(&list, "%s%d", count++ ? ", " : "", (int)value);
        sum += value;
    }
    if (count) {
        struct kp_flow *flow = minutes_line(page, MINUTES_TEXT, 0);
        kp_buf_addf(&mean, "%d%s%d", (int)(sum / (int64_t)count),
                    page->words.style->lang == KP_LANG_EN ? "." : ",",
                    (int)(sum * 10 / (int64_t)count % 10));
        kp_flow_addf(flow, KP_MARK_DIM, "%s ", _("Worth our time?"));
        kp_flow_addf(flow, KP_MARK_NONE, _("%s of 5 (%s)"), mean.data, list.data);
    }
    kp_buf_release(&list);
    kp_buf_release(&mean);
}

static void add_ending(struct minutes_page *page)
{
    const struct kp_json *record = page->minutes->record;
    struct kp_str signer = kp_json_text(kp_json_get(record, "signoff"), "by");
    struct kp_date next;
    minutes_heading(page, _("How it ended"));
    if (minutes_for_team(page))
        add_worth(page);
    if (!kp_date_read(kp_json_text(record, "next_date"), &next, NULL)) {
        struct kp_buf date = KP_BUF_INIT;
        struct kp_flow *flow = minutes_line(page, MINUTES_TEXT, 0);
        kp_date_show(&date, next, page->words.style->lang);
        kp_flow_addf(flow, KP_MARK_DIM, "%s ", _("We meet again:"));
        kp_flow_add(flow, KP_MARK_NONE, kp_buf_str(&date));
        kp_buf_release(&date);
    }
    if (signer.len && minutes_knows(page, signer)) {
        struct kp_flow *flow = minutes_line(page, MINUTES_TEXT, 0);
        kp_flow_addf(flow, KP_MARK_DIM, "%s ", _("Signed off by:"));
        kp_flow_add(flow, KP_MARK_NONE, minutes_name(page, signer));
    }
}

static int minutes_of(const struct kp_json *section, const char *member)
{
    const struct kp_json *value = kp_json_get(section, member);
    int64_t whole;
    if (!value || value->kind != KP_JSON_NUMBER ||
        !kp_number_whole(kp_number_round(value->number, 0), &whole) || whole < 0 || whole > 100000)
        return 0;
    return (int)whole;
}

/* What the room gave a section when its time was up. */
static int added_minutes(const struct kp_json *section)
{
    int added = 0;
    KP_JSON_EACH(vote, kp_json_get(section, "extended"))
    {
        added += minutes_of(vote, "minutes");
    }
    return added;
}

static void add_time(struct minutes_page *page)
{
    int planned = 0, actual = 0;
    const struct kp_json *sections = kp_json_get(page->minutes->record, "sections");
    minutes_heading(page, _("Time"));
    KP_JSON_EACH(section, sections)
    {
        planned += minutes_of(section, "planned_minutes");
        actual += minutes_of(section, "actual_minutes");
    }
    if (!actual)
        return;
    kp_flow_addf(minutes_line(page, MINUTES_TEXT, 0), KP_MARK_NONE,
                 _("%d min planned, %d min spent"), planned, actual);
    KP_JSON_EACH(section, sections)
    {
        struct kp_flow *flow = minutes_line(page, MINUTES_ITEM, 0);
        kp_flow_add(flow, KP_MARK_NONE, minutes_section_title(page, section));
        kp_flow_addf(flow, KP_MARK_NONE, _(": %d of %d min"), minutes_of(section, "actual_minutes"),
                     minutes_of(section, "planned_minutes"));
        int added = added_minutes(section);
        if (added)
            kp_flow_addf(flow, KP_MARK_DIM, _(", %d min were added"), added);
    }
}

void kp_view_minutes_title(const struct kp_minutes *minutes, const struct kp_style *style,
                           struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct minutes_page page = {.minutes = minutes};
    int64_t started;
    page.words = (struct kp_diff_words){
        .arena = &arena, .calc = minutes->page.calc, .style = style, .marks = true};
    kp_buf_addf(out, _("Minutes: %.*s, %.*s"), KP_STR_ARG(title_of(&page)),
                KP_STR_ARG(minutes_safe(&page, minutes->page.name)));
    if (read_time(minutes->record, "started", &started)) {
        kp_buf_adds(out, ", ");
        kp_date_show(out, kp_date_local(started), style->lang);
    }
    kp_arena_release(&arena);
}

void minutes_collect(struct minutes_page *page)
{
    struct kp_flow *title = minutes_line(page, MINUTES_TITLE, 0);
    if (!page->minutes->without_changes) {
        kp_flow_add(title, KP_MARK_TITLE, minutes_safe(page, page->minutes->page.name));
        kp_flow_add(title, KP_MARK_TITLE, kp_str_from(kp_diff_dot(&page->words)));
    }
    kp_flow_add(title, KP_MARK_TITLE, title_of(page));
    add_when(page);
    add_people(page);
    if (minutes_for_team(page)) {
        add_said(page, "checkin", _("To begin with"));
        add_said(page, "decisions", _("What was decided"));
    }
    minutes_promises(page);
    minutes_reviewed(page);
    if (!page->minutes->without_changes)
        minutes_sections(page);
    if (minutes_for_team(page)) {
        add_parked(page);
        add_said(page, "notes", _("Notes"));
        add_said(page, "last_words", _("Last words"));
    }
    add_ending(page);
    if (minutes_for_team(page))
        add_time(page);
    page->heading = NULL;
}
