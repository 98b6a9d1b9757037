// SPDX-License-Identifier: GPL-3.0-or-later
#include "signed.h"

#include "base/text.h"
#include "new_workspace.h"

#include <string.h>

enum { LOCK_WAIT_MS = 10000, LABELS_MOST = 6 };

/* ---- what changed */

/* A file of a plan, at one revision or the other. */
struct file {
    struct kp_str name;
    char ids[2][41];
};

struct comparison {
    struct app *app;
    struct file *files; /* in the order of their names */
    size_t count, cap;
    int side;
};

static struct file *file_of(struct comparison *comparison, struct kp_str name)
{
    size_t at = comparison->count;
    while (at > 0 && kp_str_compare(comparison->files[at - 1].name, name) > 0)
        at--;
    if (at > 0 && kp_str_equal(comparison->files[at - 1].name, name))
        return &comparison->files[at - 1];
    if (comparison->count == comparison->cap) {
        size_t cap = comparison->cap ? comparison->cap * 2 : 128;
        struct file *grown = kp_arena_alloc(&comparison->app->arena, cap * sizeof *grown);
        if (comparison->count)
            memcpy(grown, comparison->files, comparison->count * sizeof *grown);
        comparison->files = grown;
        comparison->cap = cap;
    }
    memmove(comparison->files + at + 1, comparison->files + at,
            (comparison->count - at) * sizeof *comparison->files);
    comparison->count++;
    comparison->files[at] = (struct file){.name = kp_arena_str(&comparison->app->arena, name)};
    return &comparison->files[at];
}

static enum kp_status each_file(void *context, const struct kp_entry *entry, struct kp_err *err)
{
    struct comparison *comparison = context;
    struct kp_str name = kp_str_from(entry->name);
    (void)err;
    if (entry->kind == KP_ENTRY_FILE && kp_str_ends(name, KP_STR(".json")))
        memcpy(file_of(comparison, name)->ids[comparison->side], entry->id, sizeof entry->id);
    return KP_OK;
}

static bool read_answer(struct app *app, const struct file *file, int side, struct kp_answer *out)
{
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_str field = kp_str_slice(file->name, 0, file->name.len - 5);
    bool good = file->ids[side][0] &&
                !kp_revision_content(app->workspace, file->ids[side], &bytes, NULL) &&
                !kp_answer_read(&app->arena, file->name.data, field,
                                kp_arena_str(&app->arena, kp_buf_str(&bytes)), out, NULL);
    kp_buf_release(&bytes);
    return good;
}

static bool is_changed(struct app *app, const struct file *file)
{
    struct kp_answer before, after;
    if (strcmp(file->ids[0], file->ids[1]) == 0)
        return false;
    if (!read_answer(app, file, 0, &before) || !read_answer(app, file, 1, &after))
        return true;
    return !kp_json_equal(before.value, after.value) || before.basis != after.basis ||
           before.inactive != after.inactive;
}

enum kp_status count_changed(struct app *app, struct kp_str account, const struct kp_rev *from,
                             const struct kp_rev *to, size_t *out, const struct kp_str **fields)
{
    const struct kp_rev *revs[] = {from, to};
    struct comparison comparison = {.app = app};
    struct kp_str dir = kp_arena_format(&app->arena, "%s/plan", account_dir(app, account));
    enum kp_status status = KP_OK;
    *out = 0;
    if (fields)
        *fields = NULL;
    if (strcmp(from->hex, to->hex) == 0)
        return KP_OK;
    for (int side = 0; side < 2 && !status; side++) {
        comparison.side = side;
        status = kp_revision_each(app->workspace, revs[side], dir.data, false, each_file,
                                  &comparison, &app->err);
    }
    struct kp_str *changed = kp_arena_alloc(&app->arena, (comparison.count + 1) * sizeof *changed);
    for (size_t i = 0; i < comparison.count; i++) {
        struct kp_str name = comparison.files[i].name;
        if (is_changed(app, &comparison.files[i]))
            changed[(*out)++] = kp_str_slice(name, 0, name.len - 5);
    }
    if (fields)
        *fields = changed;
    return status;
}

/* ---- one plan */

struct ancestry {
    struct kp_rev wanted;
    struct kp_cycle cycle;
    bool found;
};

static enum kp_status each_earlier(void *context, const struct kp_history_entry *entry, bool *stop,
                                   struct kp_err *err)
{
    struct ancestry *ancestry = context;
    (void)err;
    ancestry->found = strcmp(entry->rev.hex, ancestry->wanted.hex) == 0;
    *stop = ancestry->found || kp_cycle_distance(history_cycle(entry), ancestry->cycle) > 0;
    return KP_OK;
}

enum kp_status signed_plan_read(struct app *app, struct kp_str account, const struct kp_rev *rev,
                                struct kp_cycle cycle, struct signed_plan *out)
{
    struct kp_signoff *all;
    size_t count, at = 0;
    struct kp_cycle of;
    *out = (struct signed_plan){0};
    if (!rev->hex[0])
        return KP_OK;
    struct kp_str slug = kp_arena_str(&app->arena, account);
    enum kp_status status =
        kp_signoff_list(app->workspace, slug.data, &app->arena, &all, &count, &app->err);
    if (status)
        return status;
    while (at < count && (all[at].replaced || kp_cycle_read(all[at].cycle, &of, NULL) ||
                          kp_cycle_distance(of, cycle) != 0))
        at++;
    if (at == count)
        return KP_OK;
    struct ancestry ancestry = {.wanted = all[at].rev, .cycle = cycle};
    status = kp_history_walk(app->workspace, rev, account_dir(app, account), NULL, each_earlier,
                             &ancestry, &app->err);
    out->there = ancestry.found;
    out->signoff = all[at];
    if (!status && out->there)
        status = count_changed(app, account, &out->signoff.rev, rev, &out->changed, &out->fields);
    return status;
}

/* ---- in words */

void signoff_who(struct app *app, const struct kp_signoff *signoff, struct kp_buf *out)
{
    if (signoff->by.len)
        kp_buf_add(out, kp_people_name(&app->people, signoff->by));
    else
        kp_buf_adds(out, _("somebody who is not named"));
    if (signoff->role.len)
        kp_buf_addf(out, " (%.*s)", KP_STR_ARG(signoff->role));
}

void signed_plan_text(struct app *app, const struct signed_plan *plan, struct kp_buf *out)
{
    struct kp_buf who = KP_BUF_INIT;
    signoff_who(app, &plan->signoff, &who);
    kp_buf_addf(out, _("signed off by %s"), who.data);
    kp_buf_adds(out, ", ");
    kp_date_show(out, kp_date_local(plan->signoff.at), app->lang);
    if (plan->changed) {
        kp_buf_adds(out, " · ");
        kp_buf_addf(
            out, ngettext("%zu answer changed since", "%zu answers changed since", plan->changed),
            plan->changed);
    }
    kp_buf_release(&who);
}

struct kp_json *signed_plan_json(struct app *app, const struct signed_plan *plan)
{
    struct kp_arena *arena = &app->arena;
    const struct kp_signoff *signoff = &plan->signoff;
    struct kp_buf date = KP_BUF_INIT;
    if (!plan->there)
        return kp_json_new_null(arena);
    struct kp_json *object = kp_json_new_object(arena);
    kp_json_set_string(arena, object, "by", signoff->by);
    if (signoff->role.len)
        kp_json_set_string(arena, object, "role", signoff->role);
    if (signoff->comment.len)
        kp_json_set_string(arena, object, "comment", signoff->comment);
    kp_date_print(&date, kp_date_local(signoff->at));
    kp_json_set_string(arena, object, "date", kp_buf_str(&date));
    kp_json_set_string(arena, object, "revision", kp_str_from(signoff->rev.hex));
    kp_json_set_whole(arena, object, "changed_since", (int64_t)plan->changed);
    kp_buf_release(&date);
    return object;
}

/* ---- signing off */

/* An empty plan is nothing to stand for. */
static enum kp_status check_plan(struct app *app, struct kp_str account, const struct kp_rev *rev)
{
    struct kp_plan plan;
    struct kp_faults faults = KP_FAULTS_INIT;
    enum kp_status status = plan_read(app, account, rev, &plan, &faults);
    if (!status && faults.errors) /* nor one that is not whole */
        status = kp_faults_first(&faults, &app->err);
    else if (!status && !plan.count)
        status = kp_err_set(&app->err, KP_NOT_FOUND,
                            _("the plan of %.*s has no answers yet: there is nothing to sign off"),
                            KP_STR_ARG(account));
    kp_plan_release(&plan);
    kp_faults_release(&faults);
    return status;
}

/* "Stakeholders, Goals …": the answers that changed. */
static void add_labels(struct app *app, const struct signed_plan *plan, struct kp_buf *out)
{
    for (size_t i = 0; i < plan->changed && i < LABELS_MOST; i++) {
        const struct kp_field *field = kp_model_field_was(&app->model, plan->fields[i]);
        kp_buf_adds(out, i ? ", " : "");
        kp_buf_add(out, field ? kp_words_get(&field->label, app->lang) : plan->fields[i]);
    }
    kp_buf_adds(out, plan->changed > LABELS_MOST ? ", …" : "");
}

/* Says that the cycle has a sign-off, and what became of the plan since; always KP_EXISTS. */
static enum kp_status refuse_again(struct app *app, struct kp_str account,
                                   const struct signed_plan *before)
{
    struct kp_buf text = KP_BUF_INIT, labels = KP_BUF_INIT;
    signed_plan_text(app, before, &text);
    add_labels(app, before, &labels);
    if (before->changed)
        kp_err_set(&app->err, KP_EXISTS,
                   _("%.*s is %s: %s; kamplan diff %.*s %.7s shows it, --again signs it off as "
                     "it is now"),
                   KP_STR_ARG(account), text.data, labels.data, KP_STR_ARG(account),
                   before->signoff.rev.hex);
    else
        kp_err_set(&app->err, KP_EXISTS,
                   _("%.*s is %s; nothing has changed since (--again signs it off all the same)"),
                   KP_STR_ARG(account), text.data);
    kp_buf_release(&text);
    kp_buf_release(&labels);
    return KP_EXISTS;
}

/*
 * Whether it may be signed off, and by whom: somebody new goes into the directory first. All of it as
 * nobody else changes the directory meanwhile.
 */
static enum kp_status prepare(struct app *app, struct kp_str account, struct kp_cycle cycle,
                              const char *by, bool again, struct kp_signoff *signoff)
{
    struct signed_plan before;
    enum kp_status status = kp_workspace_lock(app->workspace, LOCK_WAIT_MS, &app->err);
    if (status)
        return status;
    status = app_read_people(app);
    if (!status)
        status = app_read_model(app);
    if (!status)
        status = signed_plan_read(app, account, &signoff->rev, cycle, &before);
    if (!status && before.there && !again)
        status = refuse_again(app, account, &before);
    if (!status)
        status = people_name(app, "--by", by, &signoff->by);
    kp_workspace_unlock(app->workspace);
    return status;
}

enum kp_status sign_plan(struct app *app, struct kp_str account, struct kp_cycle cycle,
                         const char *by, bool again, struct kp_signoff *signoff)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_cycle_print(&text, cycle);
    signoff->cycle = kp_arena_str(&app->arena, kp_buf_str(&text));
    kp_buf_release(&text);
    enum kp_status status = find_revision_of(app, account, cycle, &signoff->rev);
    if (!status)
        status = check_plan(app, account, &signoff->rev);
    if (!status)
        status = prepare(app, account, cycle, by, again, signoff);
    if (!status)
        status = kp_signoff_record(app->workspace, account.data, signoff, again, &app->err);
    return status;
}
