// SPDX-License-Identifier: GPL-3.0-or-later
/* A plan read out of the record, at a revision that people name by cycle, date or id. */

#include "app.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    struct app *app;
    const char *dir;
    struct kp_plan *plan;
    struct kp_faults *faults;
};

static void add_fault(struct reading *reading, const char *name, const char *message)
{
    struct kp_str file = kp_arena_format(&reading->app->arena, "%s/%s", reading->dir, name);
    if (reading->faults)
        kp_faults_add(reading->faults, KP_FAULT_ERROR, (struct kp_place){.file = file}, "%s",
                      message);
}

static enum kp_status each_answer(void *context, const struct kp_entry *entry, struct kp_err *err)
{
    struct reading *reading = context;
    struct kp_arena *arena = reading->plan->arena;
    struct kp_str name = kp_str_from(entry->name);
    struct kp_err why = KP_ERR_INIT;
    struct kp_answer answer;
    (void)err;

    if (entry->kind == KP_ENTRY_OTHER) {
        add_fault(reading, entry->name, _("this is not an ordinary file; it is left out"));
        return KP_OK;
    }
    if (entry->kind != KP_ENTRY_FILE || !kp_str_ends(name, KP_STR(".json")))
        return KP_OK;
    struct kp_str field = kp_arena_str(arena, kp_str_slice(name, 0, name.len - 5));
    struct kp_str file = kp_arena_format(arena, "%s/%s", reading->dir, entry->name);
    if (kp_answer_read(arena, file.data, field, entry->bytes, &answer, &why)) {
        if (reading->faults)
            fault_of(reading->faults, file.data, &why);
    } else {
        kp_plan_put(reading->plan, &answer);
    }
    kp_err_release(&why);
    return KP_OK;
}

enum kp_status plan_read(struct app *app, struct kp_str account, const struct kp_rev *rev,
                         struct kp_plan *plan, struct kp_faults *faults)
{
    struct kp_str dir = kp_arena_format(&app->arena, "%s/plan", account_dir(app, account));
    struct reading reading = {.app = app, .dir = dir.data, .plan = plan, .faults = faults};
    kp_plan_init(plan, &app->arena);
    enum kp_status status =
        kp_revision_each(app->workspace, rev, dir.data, true, each_answer, &reading, &app->err);
    if (!status && app->have_model)
        kp_plan_rename_fields(plan, &app->model);
    return status;
}

/* What a revision says of its cycle; else the cycle of its date. */
static struct kp_cycle cycle_of(const struct kp_rev_info *info)
{
    struct kp_cycle cycle;
    if (kp_cycle_read(kp_message_trailer(info->message, "Cycle"), &cycle, NULL))
        cycle = kp_cycle_of(kp_date_local(info->at));
    return cycle;
}

struct search {
    struct kp_cycle cycle; /* wanted: exactly this, or when `before`, earlier than this */
    bool before;
    struct kp_date date; /* wanted: at the end of this day */
    int64_t back;        /* wanted: so many back; -1: not by number */
    struct kp_rev found;
};

static enum kp_status each_revision(void *context, const struct kp_rev_info *info, bool *stop,
                                    struct kp_err *err)
{
    struct search *search = context;
    (void)err;
    bool hit;
    if (search->date.year)
        hit = kp_date_compare(kp_date_local(info->at), search->date) <= 0;
    else if (search->cycle.year)
        hit = search->before ? kp_cycle_distance(cycle_of(info), search->cycle) > 0
                             : kp_cycle_distance(cycle_of(info), search->cycle) == 0;
    else
        hit = search->back-- == 0;
    if (hit)
        search->found = info->rev;
    *stop = hit;
    return KP_OK;
}

static bool read_back(struct kp_str name, int64_t *back)
{
    *back = 0;
    if (name.len < 2 || name.len > 7 || name.data[0] != '~')
        return false;
    for (size_t i = 1; i < name.len; i++) {
        if (name.data[i] < '0' || name.data[i] > '9')
            return false;
        *back = *back * 10 + (name.data[i] - '0');
    }
    return true;
}

static enum kp_status run_search(struct app *app, struct kp_str account, struct search *search)
{
    return kp_revision_walk(app->workspace, NULL, account_dir(app, account), each_revision, search,
                            &app->err);
}

enum kp_status find_revision(struct app *app, struct kp_str account, struct kp_str name,
                             struct kp_rev *out)
{
    struct search search = {.back = -1};
    if (!name.len)
        return kp_revision_tip(app->workspace, out, &app->err);
    bool by_number = read_back(name, &search.back);
    bool by_cycle = !by_number && !kp_cycle_read(name, &search.cycle, NULL);
    bool by_date = !by_number && !by_cycle && !kp_date_read(name, &search.date, NULL);
    if (!by_number && !by_cycle && !by_date)
        return kp_revision_by_prefix(app->workspace, name, out, &app->err);
    enum kp_status status = run_search(app, account, &search);
    if (status)
        return status;
    if (!search.found.hex[0])
        return kp_err_set(&app->err, KP_NOT_FOUND,
                          _("%.*s has no revision %.*s; kamplan log %.*s lists those there are"),
                          KP_STR_ARG(account), KP_STR_ARG(name), KP_STR_ARG(account));
    *out = search.found;
    return KP_OK;
}

enum kp_status plan_read_before(struct app *app, struct kp_str account, struct kp_cycle cycle,
                                struct kp_plan *plan)
{
    struct search search = {.cycle = cycle, .before = true, .back = -1};
    kp_plan_init(plan, &app->arena);
    enum kp_status status = run_search(app, account, &search);
    if (status || !search.found.hex[0])
        return status;
    return plan_read(app, account, &search.found, plan, NULL);
}

static enum kp_status each_for_state(void *context, const struct kp_rev_info *info, bool *stop,
                                     struct kp_err *err)
{
    struct account_state *state = context;
    (void)stop, (void)err;
    if (!state->revisions++) {
        state->rev = info->rev;
        state->cycle = cycle_of(info);
        state->date = kp_date_local(info->at);
    }
    return KP_OK;
}

enum kp_status account_state_read(struct app *app, struct kp_str account, const struct kp_rev *from,
                                  struct account_state *out)
{
    *out = (struct account_state){0};
    return kp_revision_walk(app->workspace, from, account_dir(app, account), each_for_state, out,
                            &app->err);
}

enum kp_status plan_at_read(struct app *app, struct kp_str slug, struct kp_str name,
                            struct plan_at *out)
{
    struct kp_rev rev;
    struct account_state state;
    *out = (struct plan_at){.faults = KP_FAULTS_INIT};
    kp_plan_init(&out->plan, &app->arena);
    kp_plan_init(&out->previous, &app->arena);
    enum kp_status status = account_find(app, slug, &out->account);
    if (!status)
        status = app_read_people(app);
    if (!status)
        status = app_read_model(app);
    if (!status)
        status = find_revision(app, slug, name, &rev);
    if (!status)
        status = account_state_read(app, slug, &rev, &state);
    if (!status)
        status = plan_read(app, slug, &rev, &out->plan, &out->faults);
    if (!status)
        status = plan_read_before(app, slug, state.cycle, &out->previous);
    if (status)
        return status;
    out->rev = state.rev;
    out->cycle = state.cycle;
    out->date = state.date;
    out->today = name.len ? state.date : app_today(app);
    kp_calc_init(&out->calc, &app->model, &out->plan, &out->previous, out->today, &app->arena);
    return KP_OK;
}

void plan_at_release(struct plan_at *at)
{
    kp_plan_release(&at->plan);
    kp_plan_release(&at->previous);
    kp_faults_release(&at->faults);
}
