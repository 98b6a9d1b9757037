// SPDX-License-Identifier: GPL-3.0-or-later
/* A plan read out of the record, at a revision that people name by cycle, date or id. */

#include "app.h"
#include "base/text.h"

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

enum kp_status plan_read_before(struct app *app, struct kp_str account, struct kp_cycle cycle,
                                struct kp_plan *plan)
{
    struct kp_rev rev;
    kp_plan_init(plan, &app->arena);
    enum kp_status status = find_revision_before(app, account, cycle, &rev);
    if (status || !rev.hex[0])
        return status;
    return plan_read(app, account, &rev, plan, NULL);
}

/* The cycle before, when prev() asks for it: most plans are shown without it. */
static const struct kp_plan *read_previous(void *context)
{
    struct plan_at *at = context;
    struct app *app = at->app;
    if (plan_read_before(app, at->account.slug, at->cycle, &at->previous))
        fault_of(&at->faults, at->account.slug.data, &app->err);
    return &at->previous;
}

enum kp_status plan_at_read(struct app *app, struct kp_str slug, struct kp_str name,
                            struct plan_at *out)
{
    struct kp_rev rev;
    struct account_state state;
    *out = (struct plan_at){.app = app, .faults = KP_FAULTS_INIT};
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
    if (!status && name.len && !state.rev.hex[0])
        status = kp_err_set(&app->err, KP_NOT_FOUND,
                            _("there was no plan of %.*s yet in the revision %.*s"),
                            KP_STR_ARG(slug), KP_STR_ARG(name));
    if (!status)
        status = plan_read(app, slug, &rev, &out->plan, &out->faults);
    if (status)
        return status;
    out->rev = state.rev;
    out->cycle = state.cycle;
    out->date = state.date;
    out->today = name.len ? state.date : app_today(app);
    kp_calc_init(&out->calc, &app->model, &out->plan, NULL, out->today, &app->arena);
    out->calc.read_previous = read_previous;
    out->calc.context = out;
    return KP_OK;
}

void plan_at_release(struct plan_at *at)
{
    kp_plan_release(&at->plan);
    kp_plan_release(&at->previous);
    kp_faults_release(&at->faults);
}
