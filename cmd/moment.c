// SPDX-License-Identifier: GPL-3.0-or-later
/* All accounts as they were at one time, read account by account. */

#include "moment.h"

#include "base/alloc.h"
#include "base/text.h"
#include "store/history.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DATE_LEN = 10 };

/* ---- the time */

/* The last millisecond of a day in the process's time zone. */
static int64_t end_of_day(struct kp_date date)
{
    struct tm next = {.tm_year = date.year - 1900,
                      .tm_mon = date.month - 1,
                      .tm_mday = date.day + 1,
                      .tm_isdst = -1};
    return (int64_t)mktime(&next) * 1000 - 1;
}

static struct kp_date last_day(struct kp_cycle cycle)
{
    return kp_date_month_end(cycle.year, cycle.half == 1 ? 6 : 12);
}

static enum kp_status each_folder(void *context, const struct kp_entry *entry, struct kp_err *err)
{
    struct moment *moment = context;
    (void)err;
    if (entry->kind != KP_ENTRY_DIR)
        return KP_OK;
    if (moment->folder_count == moment->folder_cap) {
        size_t cap = moment->folder_cap ? moment->folder_cap * 2 : 64;
        struct moment_folder *grown = kp_arena_alloc(&moment->app->arena, cap * sizeof *grown);
        if (moment->folder_count)
            memcpy(grown, moment->folders, moment->folder_count * sizeof *grown);
        moment->folders = grown;
        moment->folder_cap = cap;
    }
    struct moment_folder *folder = &moment->folders[moment->folder_count++];
    folder->slug = kp_arena_str(&moment->app->arena, kp_str_from(entry->name));
    memcpy(folder->id, entry->id, sizeof folder->id);
    return KP_OK;
}

static enum kp_status read_folders(struct moment *moment)
{
    struct app *app = moment->app;
    enum kp_status status = app_read_people(app);
    if (!status)
        status = app_read_model(app);
    if (!status)
        status = kp_revision_each(app->workspace, &moment->rev, "accounts", false, each_folder,
                                  moment, &app->err);
    return status;
}

enum kp_status moment_of_cycle(struct app *app, struct kp_cycle cycle, struct moment *out)
{
    struct kp_date today = app_today(app), end = last_day(cycle);
    *out = (struct moment){
        .app = app,
        .asked = cycle,
        .cycle = cycle,
        .on = kp_date_compare(end, today) < 0 ? end : today,
    };
    enum kp_status status = kp_revision_tip(app->workspace, &out->rev, &app->err);
    if (!status)
        status = kp_signoff_list(app->workspace, NULL, &app->arena, &out->signoffs,
                                 &out->signoff_count, &app->err);
    return status ? status : read_folders(out);
}

enum kp_status moment_of_day(struct app *app, struct kp_date day, struct moment *out)
{
    *out = (struct moment){.app = app, .on = day, .cycle = kp_cycle_of(day)};
    enum kp_status status;
    if (kp_date_compare(day, app_today(app)) >= 0)
        status = kp_revision_tip(app->workspace, &out->rev, &app->err);
    else
        status = kp_revision_at(app->workspace, end_of_day(day), &out->rev, &app->err);
    if (!status && !out->rev.hex[0]) {
        struct kp_buf text = KP_BUF_INIT;
        kp_date_show(&text, day, app->lang);
        status = kp_err_set(&app->err, KP_NOT_FOUND,
                            _("there was no plan yet on %s; kamplan log lists the revisions"),
                            text.data);
        kp_buf_release(&text);
    }
    return status ? status : read_folders(out);
}

enum kp_status moment_read(struct app *app, const char *name, struct moment *out)
{
    struct kp_str text = kp_str_trim(kp_str_from(name));
    struct kp_date date = app_today(app);
    struct kp_cycle cycle;
    if (text.len && !kp_cycle_read(text, &cycle, NULL))
        return moment_of_cycle(app, cycle, out);
    if (text.len && kp_date_parse(text, app->lang, app_today(app), &date, &app->err))
        return kp_err_set(&app->err, KP_INVALID,
                          _("\"%s\" is neither a date, such as 2026-03-02, nor a cycle, such as "
                            "2026H1"),
                          name);
    return moment_of_day(app, date, out);
}

/* ---- which revision of an account */

struct rev_search {
    struct kp_cycle cycle;
    struct kp_rev found;
};

static enum kp_status each_revision(void *context, const struct kp_history_entry *entry, bool *stop,
                                    struct kp_err *err)
{
    struct rev_search *search = context;
    struct kp_cycle cycle;
    (void)err;
    if (kp_cycle_read(kp_str_from(entry->cycle.text), &cycle, NULL))
        cycle = kp_cycle_of(kp_date_local(entry->at));
    if (kp_cycle_distance(cycle, search->cycle) < 0)
        return KP_OK;
    search->found = entry->rev;
    *stop = true;
    return KP_OK;
}

/* The account's signed-off plan of the cycle, else its last revision by then; "" when none. */
static enum kp_status find_rev(const struct moment *moment, struct kp_str slug, struct kp_rev *out)
{
    struct app *app = moment->app;
    struct rev_search search = {.cycle = moment->asked};
    struct kp_buf name = KP_BUF_INIT;
    kp_buf_addf(&name, "%.*s/", KP_STR_ARG(slug));
    kp_cycle_print(&name, moment->asked);
    for (size_t i = 0; i < moment->signoff_count && !search.found.hex[0]; i++)
        if (strcmp(moment->signoffs[i].name, name.data) == 0)
            search.found = moment->signoffs[i].rev;
    kp_buf_release(&name);
    enum kp_status status = KP_OK;
    if (!search.found.hex[0])
        status = kp_history_walk(app->workspace, NULL, account_dir(app, slug), NULL, each_revision,
                                 &search, &app->err);
    *out = search.found;
    return status;
}

/* ---- one account */

struct reading {
    const struct moment *moment;
    const struct account_then *like;
    struct account_then *out;
    struct kp_str slug;
    char card[41], plan[41], sessions[41]; /* ids of what the folder holds; "" none */
    struct kp_str record;                  /* the newest session's file */
    char record_id[41];
    struct kp_faults *faults;
};

static struct kp_str path_of(const struct reading *reading, const char *rest, const char *name)
{
    return kp_arena_format(&reading->moment->app->arena, "%s%s%s",
                           account_dir(reading->moment->app, reading->slug), rest, name);
}

static enum kp_status each_part(void *context, const struct kp_entry *entry, struct kp_err *err)
{
    struct reading *reading = context;
    (void)err;
    if (entry->kind == KP_ENTRY_FILE && strcmp(entry->name, "account.json") == 0)
        memcpy(reading->card, entry->id, sizeof reading->card);
    else if (entry->kind == KP_ENTRY_DIR && strcmp(entry->name, "plan") == 0)
        memcpy(reading->plan, entry->id, sizeof reading->plan);
    else if (entry->kind == KP_ENTRY_DIR && strcmp(entry->name, "sessions") == 0)
        memcpy(reading->sessions, entry->id, sizeof reading->sessions);
    return KP_OK;
}

static void read_card(struct reading *reading)
{
    struct app *app = reading->moment->app;
    struct account *account = &reading->out->account;
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_str path = path_of(reading, "/", "account.json");
    *account = (struct account){.slug = reading->slug, .name = reading->slug};
    if (!*reading->card)
        return;
    if (kp_revision_content(app->workspace, reading->card, &bytes, &app->err) ||
        account_read(app, reading->slug, kp_buf_str(&bytes), account))
        fault_of(reading->faults, path.data, &app->err);
    kp_buf_release(&bytes);
}

/* The file of `like` with the same name and content; NULL when there is none. */
static const struct then_file *same_file(const struct reading *reading,
                                         const struct kp_entry *entry)
{
    const struct account_then *like = reading->like;
    for (size_t i = 0; like && i < like->file_count; i++)
        if (strcmp(like->files[i].id, entry->id) == 0 &&
            kp_str_is(like->files[i].name, entry->name))
            return &like->files[i];
    return NULL;
}

/* An answer by its file; NULL, and a fault, when it cannot be read. */
static const struct kp_answer *read_answer(struct reading *reading, const struct kp_entry *entry,
                                           struct kp_str field)
{
    struct app *app = reading->moment->app;
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_answer *answer = kp_arena_alloc(&app->arena, sizeof *answer);
    struct kp_str file = path_of(reading, "/plan/", entry->name);
    field = kp_arena_str(&app->arena, field);
    if (kp_revision_content(app->workspace, entry->id, &bytes, &app->err) ||
        kp_answer_read(&app->arena, file.data, field, kp_buf_str(&bytes), answer, &app->err)) {
        fault_of(reading->faults, file.data, &app->err);
        answer = NULL;
    }
    kp_buf_release(&bytes);
    return answer;
}

static enum kp_status each_answer(void *context, const struct kp_entry *entry, struct kp_err *err)
{
    struct reading *reading = context;
    const struct moment *moment = reading->moment;
    struct account_then *out = reading->out;
    struct kp_str name = kp_str_from(entry->name);
    (void)err;
    if (entry->kind != KP_ENTRY_FILE || !kp_str_ends(name, KP_STR(".json")))
        return KP_OK;
    struct kp_str id = kp_str_slice(name, 0, name.len - 5);
    const struct kp_field *field = kp_model_field_was(&moment->app->model, id);
    if (moment->needed && (!field || !moment->needed[field->index]))
        return KP_OK;
    const struct then_file *same = same_file(reading, entry);
    out->files = kp_grow(out->files, out->file_count, &out->file_cap, sizeof *out->files);
    struct then_file *file = &out->files[out->file_count++];
    file->answer = same ? same->answer : read_answer(reading, entry, id);
    file->name = same ? same->name : kp_arena_str(&moment->app->arena, name);
    memcpy(file->id, entry->id, sizeof file->id);
    if (file->answer)
        kp_plan_put(&out->plan, file->answer);
    return KP_OK;
}

static enum kp_status each_session(void *context, const struct kp_entry *entry, struct kp_err *err)
{
    struct reading *reading = context;
    struct kp_str name = kp_str_from(entry->name);
    (void)err;
    if (entry->kind != KP_ENTRY_FILE || !kp_str_ends(name, KP_STR(".json")))
        return KP_OK;
    name = kp_str_slice(name, 0, name.len - 5);
    if (!kp_due_is_session(name) || kp_str_compare(name, reading->record) < 0)
        return KP_OK;
    reading->record = kp_arena_str(&reading->moment->app->arena, name);
    memcpy(reading->record_id, entry->id, sizeof reading->record_id);
    return KP_OK;
}

/* The cycle of a session by what was said in it, as far as that was read and still stands. */
static bool cycle_by_answers(const struct kp_plan *plan, struct kp_due_session *session)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (!kp_str_equal(plan->answers[i].session, session->name))
            continue;
        session->cycle = plan->answers[i].cycle;
        return session->cycle.year != 0;
    }
    return false;
}

/* The newest session by its name's day; its answers, or its record, say of which cycle it was. */
static void read_last_session(struct reading *reading)
{
    struct app *app = reading->moment->app;
    struct kp_due_session *last = &reading->out->last;
    struct kp_buf bytes = KP_BUF_INIT;
    const struct kp_json *record = NULL;
    if (!reading->record.len) {
        *last = kp_due_session_of(&reading->out->plan);
        return;
    }
    last->name = reading->record;
    kp_date_read(kp_str_slice(reading->record, 0, DATE_LEN), &last->date, NULL);
    last->cycle = kp_cycle_of(last->date);
    if (cycle_by_answers(&reading->out->plan, last))
        return;
    struct kp_str file = path_of(reading, "/sessions/",
                                 kp_arena_format(&app->arena, "%s.json", last->name.data).data);
    if (kp_revision_content(app->workspace, reading->record_id, &bytes, &app->err) ||
        kp_json_read(&app->arena, file.data, kp_buf_str(&bytes), &record, &app->err))
        fault_of(reading->faults, file.data, &app->err);
    else
        kp_cycle_read(kp_json_text(record, "cycle"), &last->cycle, NULL);
    kp_buf_release(&bytes);
}

static enum kp_status each_for_first(void *context, const struct kp_history_entry *entry,
                                     bool *stop, struct kp_err *err)
{
    struct kp_date *first = context;
    (void)err, (void)stop;
    *first = kp_date_local(entry->at);
    return KP_OK;
}

static enum kp_status read_since(struct reading *reading)
{
    struct app *app = reading->moment->app;
    reading->out->since = reading->moment->on;
    return kp_history_walk(app->workspace, &reading->out->rev, account_dir(app, reading->slug),
                           NULL, each_for_first, &reading->out->since, &app->err);
}

/* A folder that cannot be read is a fault, like an answer: the rest of the account is shown. */
static bool read_folder(struct reading *reading, const char *id, const char *name,
                        enum kp_status (*each)(void *context, const struct kp_entry *entry,
                                               struct kp_err *err))
{
    struct app *app = reading->moment->app;
    if (!*id || !kp_folder_each(app->workspace, id, each, reading, &app->err))
        return true;
    fault_of(reading->faults, path_of(reading, "/", name).data, &app->err);
    return false;
}

/* The same plan at both times: nothing is looked up again. */
static void take_all(struct account_then *out, const struct account_then *like)
{
    out->plan_lost = like->plan_lost;
    for (size_t i = 0; i < like->file_count; i++) {
        out->files = kp_grow(out->files, out->file_count, &out->file_cap, sizeof *out->files);
        out->files[out->file_count++] = like->files[i];
        if (like->files[i].answer)
            kp_plan_put(&out->plan, like->files[i].answer);
    }
}

static enum kp_status read_parts(struct reading *reading)
{
    struct app *app = reading->moment->app;
    struct account_then *out = reading->out;
    if (!reading->moment->values_only)
        read_card(reading);
    memcpy(out->plan_id, reading->plan, sizeof out->plan_id);
    if (reading->like && strcmp(reading->like->plan_id, out->plan_id) == 0)
        take_all(out, reading->like);
    else
        out->plan_lost = !read_folder(reading, reading->plan, "plan", each_answer);
    kp_plan_rename_fields(&out->plan, &app->model);
    if (reading->moment->values_only)
        return KP_OK;
    read_folder(reading, reading->sessions, "sessions", each_session);
    read_last_session(reading);
    return out->last.cycle.year ? KP_OK : read_since(reading);
}

/* What the account's folder holds; false: it is not there, or no account's. */
static bool find_parts(struct reading *reading, const struct moment_folder *folder)
{
    const struct moment *moment = reading->moment;
    struct app *app = moment->app;
    enum kp_status status;
    if (moment->asked.year)
        status =
            kp_revision_each(app->workspace, &reading->out->rev, account_dir(app, folder->slug),
                             false, each_part, reading, &app->err);
    else
        status = kp_folder_each(app->workspace, folder->id, each_part, reading, &app->err);
    if (status)
        fault_of(reading->faults, account_dir(app, folder->slug), &app->err);
    reading->out->plan_lost = status != KP_OK;
    return status || *reading->card;
}

enum kp_status account_then_read(const struct moment *moment, const struct moment_folder *folder,
                                 const struct account_then *like, const struct kp_plan *previous,
                                 struct account_then *out, bool *found, struct kp_faults *faults)
{
    struct app *app = moment->app;
    struct reading reading = {
        .moment = moment, .like = like, .out = out, .slug = folder->slug, .faults = faults};
    enum kp_status status = KP_OK;
    *found = false;
    *out = (struct account_then){.rev = moment->rev};
    kp_plan_init(&out->plan, &app->arena);
    if (moment->asked.year)
        status = find_rev(moment, folder->slug, &out->rev);
    if (status || !out->rev.hex[0] || !find_parts(&reading, folder))
        return status;
    *found = true;
    status = read_parts(&reading);
    if (!status)
        kp_calc_init(&out->calc, &app->model, &out->plan, previous, moment->on, &app->arena);
    return status;
}

void account_then_release(struct account_then *then)
{
    kp_plan_release(&then->plan);
    free(then->files);
    then->files = NULL;
    then->file_count = then->file_cap = 0;
}
