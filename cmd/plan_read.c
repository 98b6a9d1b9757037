// SPDX-License-Identifier: GPL-3.0-or-later
/* A plan read out of the record, at a revision that people name by cycle, date or id. */

#include "app.h"
#include "base/text.h"
#include "store/history.h"

#include <string.h>

struct reading {
    struct app *app;
    const char *dir;
    struct kp_plan *plan;
    struct kp_faults *faults;
    bool damaged;
};

/* Where a fault is. The rest of the plan can be read. */
static struct kp_str damaged_file(struct reading *reading, const char *name)
{
    reading->damaged = true;
    return kp_arena_format(&reading->app->arena, "%s/%s", reading->dir, name);
}

static void add_special(struct reading *reading, const char *name)
{
    struct kp_place place = {.file = damaged_file(reading, name)};
    if (reading->faults)
        kp_faults_add(reading->faults, KP_FAULT_ERROR, place, "%s",
                      _("this is not an ordinary file; it is left out"));
}

static void add_damaged(struct reading *reading, const char *name, struct kp_err *why)
{
    struct kp_str file = damaged_file(reading, name);
    if (reading->faults)
        fault_of(reading->faults, file.data, why);
}

static enum kp_status each_answer(void *context, const struct kp_entry *entry, struct kp_err *err)
{
    struct reading *reading = context;
    struct kp_err why = KP_ERR_INIT;
    struct kp_answer answer;
    (void)err;

    if (entry->kind == KP_ENTRY_OTHER) {
        add_special(reading, entry->name);
        return KP_OK;
    }
    if (entry->kind != KP_ENTRY_FILE || !kp_str_ends(kp_str_from(entry->name), KP_STR(".json")))
        return KP_OK;
    if (!known_answer(reading->app, reading->dir, entry, &answer, &why))
        kp_plan_put(reading->plan, &answer);
    else
        add_damaged(reading, entry->name, &why);
    kp_err_release(&why);
    return KP_OK;
}

enum kp_status plan_read(struct app *app, struct kp_str account, const struct kp_rev *rev,
                         struct kp_plan *plan, struct kp_faults *faults)
{
    const struct kp_plan *known = known_plan(app, account, rev);
    if (known) {
        kp_plan_copy(plan, known);
        return KP_OK;
    }
    struct kp_str dir = kp_arena_format(&app->arena, "%s/plan", account_dir(app, account));
    struct reading reading = {.app = app, .dir = dir.data, .plan = plan, .faults = faults};
    kp_plan_init(plan, &app->arena);
    enum kp_status status =
        kp_revision_each(app->workspace, rev, dir.data, false, each_answer, &reading, &app->err);
    if (status || !app->have_model)
        return status;
    kp_plan_rename_fields(plan, &app->model);
    if (!reading.damaged)
        known_plan_keep(app, account, rev, plan);
    return KP_OK;
}

/* An answer under one id, into *out; whether it is there and can be read. */
static bool read_answer(const struct plan_before *before, struct kp_str id, struct kp_answer *out)
{
    struct app *app = before->app;
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_str path = kp_arena_format(&app->arena, "%s/plan/%.*s.json",
                                         account_dir(app, before->account), KP_STR_ARG(id));
    bool read = !kp_revision_read(app->workspace, &before->rev, path.data, &bytes, NULL) &&
                !kp_answer_read(&app->arena, path.data, id, kp_buf_str(&bytes), out, NULL);
    kp_buf_release(&bytes);
    return read;
}

/* The answer under its field's id or, as kp_plan_rename_fields has it, an earlier one. */
static bool seek_answer(const struct plan_before *before, const struct kp_field *field,
                        struct kp_answer *out)
{
    bool found = read_answer(before, field->id, out);
    for (size_t i = 0; i < field->was_count && !found; i++)
        found = !kp_model_field(&before->app->model, field->was[i]) &&
                read_answer(before, field->was[i], out);
    return found;
}

/* One without a value when there is none. */
static struct kp_answer find_answer(const struct plan_before *before, const struct kp_field *field)
{
    const struct kp_plan *known = known_plan(before->app, before->account, &before->rev);
    const struct kp_answer *there = known ? kp_plan_get(known, field->id) : NULL;
    struct kp_answer answer;
    if (there)
        answer = *there;
    else if (known || !seek_answer(before, field, &answer))
        answer = (struct kp_answer){0};
    answer.field = field->id;
    return answer;
}

void plan_before_init(struct plan_before *before, struct app *app, struct kp_str account,
                      struct kp_cycle cycle)
{
    *before = (struct plan_before){.app = app, .account = account, .cycle = cycle};
    kp_plan_init(&before->plan, &app->arena);
}

const struct kp_answer *plan_before_answer(void *context, const struct kp_field *field)
{
    struct plan_before *before = context;
    struct app *app = before->app;
    if (!before->sought && find_revision_before(app, before->account, before->cycle, &before->rev))
        kp_err_clear(&app->err);
    before->sought = true;
    if (!before->rev.hex[0])
        return NULL;
    if (!kp_plan_get(&before->plan, field->id)) {
        struct kp_answer answer = find_answer(before, field);
        kp_plan_put(&before->plan, &answer);
    }
    return kp_plan_get(&before->plan, field->id);
}

void plan_before_release(struct plan_before *before)
{
    kp_plan_release(&before->plan);
}

enum kp_status plan_at_read(struct app *app, struct kp_str slug, struct kp_str name,
                            struct plan_at *out)
{
    struct kp_rev rev;
    struct account_state state;
    *out = (struct plan_at){.faults = KP_FAULTS_INIT};
    kp_plan_init(&out->plan, &app->arena);
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
    plan_before_init(&out->before, app, slug, state.cycle);
    out->calc.previous_answer = plan_before_answer;
    out->calc.context = &out->before;
    return KP_OK;
}

void plan_at_release(struct plan_at *at)
{
    plan_before_release(&at->before);
    kp_plan_release(&at->plan);
    kp_faults_release(&at->faults);
}
