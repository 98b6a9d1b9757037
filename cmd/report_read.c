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

/* ---- its revisions */

struct story {
    struct report_parts *parts;
    struct kp_report_past *past;
};

static enum kp_status each_info(void *context, const struct kp_rev_info *info, struct kp_err *err)
{
    struct story *story = context;
    struct kp_str session = kp_message_trailer(info->message, "Session");
    (void)err;
    story->past->meeting = kp_due_is_session(session);
    if (story->past->meeting)
        story->past->title =
            kp_arena_str(&story->parts->app->arena, revision_title(story->parts->app, info));
    return KP_OK;
}

static void add_signoff(struct report_parts *parts, const struct kp_rev *rev,
                        struct kp_report_past *past)
{
    const struct pasts *pasts = &parts->pasts;
    for (size_t i = 0; i < pasts->signoff_count && !past->is_signed; i++) {
        const struct signed_plan plan = {.there = true, .signoff = pasts->signoffs[i]};
        struct kp_buf text = KP_BUF_INIT;
        if (plan.signoff.replaced || strcmp(plan.signoff.rev.hex, rev->hex) != 0)
            continue;
        past->is_signed = true;
        signed_plan_text(parts->app, &plan, &text);
        past->signoff = kp_arena_str(&parts->app->arena, kp_buf_str(&text));
        kp_buf_release(&text);
    }
}

/* The newest ones are enough for a line. */
static enum kp_status read_story(struct report_parts *parts)
{
    enum { PASTS_MOST = 60 };
    struct app *app = parts->app;
    const struct pasts *pasts = &parts->pasts;
    size_t count = pasts->count - parts->at.place;
    enum kp_status status = KP_OK;
    count = count < PASTS_MOST ? count : PASTS_MOST;
    struct kp_report_past *story = kp_arena_alloc(&app->arena, (count + 1) * sizeof *story);
    for (size_t i = 0; i < count && !status; i++) {
        const struct past *past = &pasts->items[parts->at.place + count - 1 - i];
        struct story one = {parts, &story[i]};
        story[i].date = past->date;
        add_signoff(parts, &past->rev, &story[i]);
        status = kp_revision_info(app->workspace, &past->rev, each_info, &one, &app->err);
    }
    parts->story = story;
    parts->report.pasts = story;
    parts->report.past_count = count;
    return status;
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

/* ---- what the audience may read */

/* Nothing is written of the whole plans: every one of them is replaced by what is left of it. */
static void reduce(struct report_parts *parts, enum kp_visibility visibility)
{
    struct app *app = parts->app;
    size_t count = parts->report.cycle_count;
    parts->people = &app->people;
    if (visibility == KP_VISIBLE_TEAM)
        return;
    audience_of(app, &parts->account, visibility, &parts->audience);
    for (size_t i = 0; i < count; i++)
        kp_audience_meet(&parts->audience, parts->cycles[i].calc->plan);
    parts->reduced = kp_arena_alloc(&app->arena, count * sizeof *parts->reduced);
    for (size_t i = 0; i < count; i++) {
        kp_audience_reduce(&parts->audience, parts->cycles[i].calc, &parts->reduced[i]);
        parts->cycles[i].calc = &parts->reduced[i].calc;
    }
    parts->people = parts->audience.people;
}

static bool may_read(struct report_parts *parts, struct kp_str text)
{
    return !parts->reduced || kp_audience_may_read(&parts->audience, text, NULL);
}

/* Whether something of a field that the audience may see else was held back in a plan. */
static bool is_held(const struct kp_reduced *reduced, struct kp_str field)
{
    for (size_t i = 0; i < reduced->held_count; i++) {
        const struct kp_held *held = &reduced->held[i];
        bool single = held->row.len || held->number || held->reason == KP_HELD_NAME ||
                      held->reason == KP_HELD_TYPE;
        if (single && kp_str_equal(held->id, field))
            return true;
    }
    return false;
}

/* What is held back on one side only would look as if it had come or gone: such fields are left out. */
static void compare_reduced(struct report_parts *parts)
{
    const struct kp_reduced *after = &parts->reduced[parts->report.cycle_count - 1];
    const struct kp_reduced *before = after - 1;
    struct kp_diff all;
    kp_diff_plans(parts->cycles[parts->report.cycle_count - 2].calc, parts->report.calc,
                  &parts->app->arena, &all);
    struct kp_diff_item *kept = kp_arena_alloc(&parts->app->arena, (all.count + 1) * sizeof *kept);
    parts->diff = (struct kp_diff){.items = kept};
    for (size_t i = 0; i < all.count; i++) {
        const struct kp_diff_item *item = &all.items[i];
        if (is_held(before, item->id) || is_held(after, item->id))
            continue;
        kept[parts->diff.count++] = *item;
        parts->diff.counts[item->kind] += !item->calculated;
    }
}

/* What changed, as far as the audience sees both sides. */
static void compare(struct report_parts *parts)
{
    struct kp_report *report = &parts->report;
    parts->changes = diff_page_of(&parts->pair);
    if (!may_read(parts, parts->changes.from.signed_by))
        parts->changes.from.signed_by = KP_STR("");
    if (!may_read(parts, parts->changes.to.signed_by))
        parts->changes.to.signed_by = KP_STR("");
    if (parts->pair.sides[0].end.none)
        return;
    report->changes = &parts->changes;
    if (!parts->reduced)
        return;
    compare_reduced(parts);
    parts->changes.diff = &parts->diff;
    parts->changes.calc = report->calc;
    parts->changes.question_count = 0;
}

static void find_due(struct report_parts *parts)
{
    struct kp_due_session last = kp_due_session_of(parts->pair.sides[1].calc.plan);
    struct kp_date since = parts->pasts.items[parts->pasts.count - 1].date;
    kp_due_plan(parts->report.calc, &last, since, parts->app->budget_month, &parts->app->arena,
                &parts->due);
    parts->report.due = &parts->due;
}

static enum kp_status read_minutes(struct report_parts *parts)
{
    struct app *app = parts->app;
    enum kp_status status = held_of_cycle(app, &parts->account, &parts->pasts, parts->at.place,
                                          &parts->held, &parts->held_count);
    struct kp_minutes *minutes =
        kp_arena_alloc(&app->arena, (parts->held_count + 1) * sizeof *minutes);
    for (size_t i = 0; i < parts->held_count; i++)
        minutes[i] = held_minutes(&parts->held[i], parts->report.audience);
    parts->report.minutes = minutes;
    parts->report.minutes_count = status ? 0 : parts->held_count;
    return status;
}

static enum kp_status read_whole(struct report_parts *parts, struct kp_str slug, struct kp_str name,
                                 const struct pasts *pasts)
{
    struct app *app = parts->app;
    enum kp_status status = app_read_people(app);
    if (!status)
        status = app_read_model(app);
    if (!status)
        status = account_find(app, slug, &parts->account);
    if (pasts)
        parts->pasts = *pasts;
    else if (!status)
        status = pasts_read(app, parts->account.slug, &parts->pasts);
    if (!status)
        status = read_pair(parts, name);
    if (!status)
        status = read_earlier(parts);
    return status ? status : read_head(parts);
}

enum kp_status report_read(struct app *app, struct kp_str slug, struct kp_str name,
                           const struct pasts *pasts, enum kp_visibility audience,
                           struct report_parts *parts)
{
    *parts = (struct report_parts){.app = app, .signoff = KP_BUF_INIT};
    parts->pair.faults = (struct kp_faults)KP_FAULTS_INIT;
    struct kp_report *report = &parts->report;
    report->audience = audience;
    enum kp_status status = read_whole(parts, slug, name, pasts);
    /* What was said in the room is not the customer's, nor who was there and when. */
    if (!status && audience < KP_VISIBLE_CUSTOMER)
        status = read_minutes(parts);
    if (!status && audience < KP_VISIBLE_CUSTOMER)
        status = read_story(parts);
    if (status)
        return status;
    reduce(parts, audience);
    report->cycles = parts->cycles;
    report->calc = parts->cycles[report->cycle_count - 1].calc;
    report->program = kp_str_is(parts->account.slug, "program");
    report->company = app->company;
    report->kam = parts->account.kam;
    report->sponsor = parts->account.sponsor;
    if (!may_read(parts, report->head.signoff))
        report->head.signoff = KP_STR("");
    for (size_t i = 0; i < report->cycle_count; i++)
        if (!may_read(parts, parts->cycles[i].signed_by))
            parts->cycles[i].signed_by = KP_STR("");
    for (size_t i = 0; i < report->past_count; i++)
        if (!may_read(parts, parts->story[i].signoff))
            parts->story[i].signoff = KP_STR("");
    compare(parts);
    find_due(parts);
    return KP_OK;
}

void report_release(struct report_parts *parts)
{
    for (size_t i = 0; i < parts->earlier_count; i++)
        kp_plan_release(&parts->earlier[i].plan);
    for (size_t i = 0; parts->reduced && i < parts->report.cycle_count; i++)
        kp_reduced_release(&parts->reduced[i]);
    if (parts->reduced)
        kp_audience_release(&parts->audience);
    for (size_t i = 0; i < parts->held_count; i++)
        held_release(&parts->held[i]);
    diff_pair_release(&parts->pair);
    kp_buf_release(&parts->signoff);
}
