// SPDX-License-Identifier: GPL-3.0-or-later
/* A plan read for its report, with what came before it. */

#include "report_read.h"

#include "base/text.h"

#include <string.h>

/* ---- which revisions */

/* The last revision of a cycle before that of the one at `place`; pasts->count when there is none. */
static size_t place_before(const struct pasts *pasts, size_t place)
{
    size_t at = place + 1;
    while (at < pasts->count &&
           kp_cycle_distance(pasts->items[at].cycle, pasts->items[place].cycle) <= 0)
        at++;
    return at;
}

/* This plan, and that of the cycle before. */
static enum kp_status read_pair(struct report_parts *parts, struct kp_str name)
{
    struct app *app = parts->app;
    struct diff_range range = {.to = name};
    struct diff_at from;
    enum kp_status status =
        diff_find(app, parts->account.slug, &parts->pasts, &range, &from, &parts->at);
    if (status)
        return status;
    size_t before = place_before(&parts->pasts, parts->at.place);
    parts->at.by_id = false;
    from = (struct diff_at){.place = before, .none = before == parts->pasts.count};
    return diff_pair_read(app, &parts->account, &parts->pasts, &from, &parts->at, &parts->pair);
}

/* ---- earlier cycles */

static struct kp_str signed_by(const struct report_parts *parts, struct kp_cycle cycle)
{
    struct kp_buf name = KP_BUF_INIT, who = KP_BUF_INIT;
    struct kp_str found = {NULL, 0};
    kp_buf_addf(&name, "%.*s/", KP_STR_ARG(parts->account.slug));
    kp_cycle_print(&name, cycle);
    for (size_t i = 0; i < parts->pasts.signoff_count; i++) {
        const struct kp_signoff *signoff = &parts->pasts.signoffs[i];
        if (strcmp(signoff->name, name.data) != 0 || signoff->replaced || !signoff->by.len)
            continue;
        kp_buf_clear(&who);
        signoff_who(parts->app, signoff, &who);
        found = kp_arena_str(&parts->app->arena, kp_buf_str(&who));
    }
    kp_buf_release(&name);
    kp_buf_release(&who);
    return found;
}

static void add_cycle(struct report_parts *parts, size_t place, struct kp_calc *calc)
{
    const struct past *past = &parts->pasts.items[place];
    parts->cycles[parts->report.cycle_count++] = (struct kp_report_cycle){
        .cycle = past->cycle,
        .date = past->date,
        .calc = calc,
        .signed_by = signed_by(parts, past->cycle),
    };
}

/* What was wrong in them then is not what is asked for now. */
static enum kp_status read_earlier(struct report_parts *parts)
{
    struct app *app = parts->app;
    const struct pasts *pasts = &parts->pasts;
    size_t *places = kp_arena_alloc(&app->arena, (pasts->count + 1) * sizeof *places), count = 0;
    const struct diff_side *before = &parts->pair.sides[0];
    for (size_t at = before->end.none ? pasts->count : place_before(pasts, before->place);
         at < pasts->count; at = place_before(pasts, at))
        places[count++] = at;
    parts->earlier = kp_arena_alloc(&app->arena, (count + 1) * sizeof *parts->earlier);
    parts->cycles = kp_arena_alloc(&app->arena, (count + 2) * sizeof *parts->cycles);
    for (size_t i = count; i-- > 0;) {
        struct diff_side *side = &parts->earlier[parts->earlier_count++];
        struct kp_faults ignored = KP_FAULTS_INIT;
        *side = (struct diff_side){.app = app, .place = places[i]};
        enum kp_status status = plan_read(app, parts->account.slug, &pasts->items[places[i]].rev,
                                          &side->plan, &ignored);
        kp_faults_release(&ignored);
        if (status)
            return status;
        kp_calc_init(&side->calc, &app->model, &side->plan,
                     i + 1 < count ? &parts->earlier[parts->earlier_count - 2].plan : NULL,
                     pasts->items[places[i]].date, &app->arena);
        add_cycle(parts, places[i], &side->calc);
    }
    if (!before->end.none)
        add_cycle(parts, before->place, &parts->pair.sides[0].calc);
    add_cycle(parts, parts->at.place, &parts->pair.sides[1].calc);
    return KP_OK;
}

/* ---- the whole */

static enum kp_status read_head(struct report_parts *parts)
{
    struct app *app = parts->app;
    const struct past *past = &parts->pasts.items[parts->at.place];
    struct signed_plan signoff;
    enum kp_status status =
        signed_plan_read(app, parts->account.slug, &past->rev, past->cycle, &signoff);
    if (status)
        return status;
    if (signoff.there)
        signed_plan_text(app, &signoff, &parts->signoff);
    parts->report.head = (struct kp_plan_head){
        .account = parts->account.slug,
        .name = parts->account.name,
        .revision = kp_str_from(past->rev.hex),
        .cycle = past->cycle,
        .date = past->date,
        .signoff = kp_buf_str(&parts->signoff),
    };
    return KP_OK;
}

static void find_due(struct report_parts *parts)
{
    struct kp_calc *calc = &parts->pair.sides[1].calc;
    struct kp_due_session last = kp_due_session_of(calc->plan);
    struct kp_date since = parts->pasts.items[parts->pasts.count - 1].date;
    if (parts->report.program)
        return;
    kp_due_plan(calc, &last, since, parts->app->budget_month, &parts->app->arena, &parts->due);
    parts->report.due = &parts->due;
}

static enum kp_status read_minutes(struct report_parts *parts)
{
    struct app *app = parts->app;
    enum kp_status status = held_of_cycle(app, &parts->account, &parts->pasts, parts->at.place,
                                          &parts->held, &parts->held_count);
    struct kp_minutes *minutes =
        kp_arena_alloc(&app->arena, (parts->held_count + 1) * sizeof *minutes);
    for (size_t i = 0; i < parts->held_count; i++) {
        minutes[i] = held_minutes(&parts->held[i], parts->audience);
        minutes[i].without_changes = true;
    }
    parts->report.minutes = minutes;
    parts->report.minutes_count = status ? 0 : parts->held_count;
    return status;
}

enum kp_status report_read(struct app *app, struct kp_str slug, struct kp_str name,
                           enum kp_visibility audience, struct report_parts *parts)
{
    *parts = (struct report_parts){.app = app, .audience = audience, .signoff = KP_BUF_INIT};
    parts->pair.faults = (struct kp_faults)KP_FAULTS_INIT;
    enum kp_status status = app_read_people(app);
    if (!status)
        status = app_read_model(app);
    if (!status)
        status = account_find(app, slug, &parts->account);
    if (!status)
        status = pasts_read(app, parts->account.slug, &parts->pasts);
    if (!status)
        status = read_pair(parts, name);
    if (!status)
        status = read_earlier(parts);
    if (!status)
        status = read_head(parts);
    if (!status)
        status = read_minutes(parts);
    if (status)
        return status;
    struct kp_report *report = &parts->report;
    report->program = kp_str_is(parts->account.slug, "program");
    report->company = app->company;
    report->kam = parts->account.kam;
    report->sponsor = parts->account.sponsor;
    report->calc = &parts->pair.sides[1].calc;
    report->cycles = parts->cycles;
    report->audience = audience;
    parts->changes = diff_page_of(&parts->pair);
    if (!parts->pair.sides[0].end.none)
        report->changes = &parts->changes;
    find_due(parts);
    return KP_OK;
}

void report_release(struct report_parts *parts)
{
    for (size_t i = 0; i < parts->earlier_count; i++)
        kp_plan_release(&parts->earlier[i].plan);
    for (size_t i = 0; i < parts->held_count; i++)
        held_release(&parts->held[i]);
    diff_pair_release(&parts->pair);
    kp_buf_release(&parts->signoff);
}
