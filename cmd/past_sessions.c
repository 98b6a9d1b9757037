// SPDX-License-Identifier: GPL-3.0-or-later
#include "past_sessions.h"

#include "base/alloc.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { DATE_LENGTH = 10 };

/* ---- One plan's records */

struct lot {
    struct kp_str started, session;
    const struct kp_json *points;
};

struct reading {
    struct app *app;
    struct lot *lots; /* of the records that have points */
    size_t lot_count, lot_cap;
    struct kp_str newest; /* when the session of `last_time` began */
    struct past_sessions *out;
    struct kp_json *carried;
};

/* Rows that stayed open, whatever was done with them. */
static void count_open(struct reading *reading, const struct kp_json *record)
{
    KP_JSON_EACH(item, kp_json_get(record, "reviewed"))
    {
        struct kp_str row = kp_json_text(item, "row"), became = kp_json_text(item, "became");
        if (!kp_id_valid(row, 'r') || (!kp_str_is(became, "carried") &&
                                       !kp_str_is(became, "open") && !kp_str_is(became, "edited")))
            continue;
        kp_json_set_whole(&reading->app->arena, reading->carried, row.data,
                          kp_json_whole(reading->carried, row.data, 0) + 1);
    }
}

static bool are_people(const struct kp_json *ids)
{
    KP_JSON_EACH(id, ids)
    {
        if (id->kind != KP_JSON_STRING || !kp_id_valid(id->text, 'p'))
            return false;
    }
    return ids && ids->kind == KP_JSON_ARRAY && ids->count;
}

static void keep_lot(struct reading *reading, const struct kp_json *record, struct kp_str started)
{
    const struct kp_json *points = kp_json_get(record, "parked");
    if (!points || !points->count)
        return;
    reading->lots =
        kp_grow(reading->lots, reading->lot_count, &reading->lot_cap, sizeof *reading->lots);
    reading->lots[reading->lot_count++] =
        (struct lot){started, kp_json_text(record, "session"), points};
}

static int oldest_first(const void *a, const void *b)
{
    const struct lot *x = a, *y = b;
    int order = kp_str_compare(x->started, y->started);
    return order ? order : kp_str_compare(x->session, y->session);
}

static bool is_point(const struct kp_json *point, struct kp_str from, struct kp_str text)
{
    return kp_str_equal(kp_json_text(point, "from"), from) &&
           kp_str_equal(kp_json_text(point, "text"), text);
}

/* The list with what became of a point: it is in it as long as it is open. */
static struct kp_json *with_point(struct app *app, const struct kp_json *open,
                                  const struct kp_json *point, struct kp_str session)
{
    struct kp_json *list = kp_json_new_array(&app->arena), *item;
    struct kp_str text = kp_json_text(point, "text"), from = kp_json_text(point, "from");
    bool stays = kp_str_is(kp_json_text(point, "became"), "open"), there = false;
    from = from.len ? from : session;
    KP_JSON_EACH(before, open)
    {
        bool same = is_point(before, from, text);
        there = there || same;
        if (!same || stays)
            kp_json_append(&app->arena, list, before);
    }
    if (there || !stays || !text.len || kp_utf8_has_hidden(text)) /* nobody typed that */
        return list;
    item = kp_json_new_object(&app->arena);
    kp_json_set_string(&app->arena, item, "text", text);
    if (are_people(kp_json_get(point, "people")))
        kp_json_set(&app->arena, item, "people", kp_json_get(point, "people"));
    kp_json_set_string(&app->arena, item, "from", from);
    kp_json_append(&app->arena, list, item);
    return list;
}

static const struct kp_json *open_points(struct reading *reading)
{
    struct kp_json *open = kp_json_new_array(&reading->app->arena);
    if (reading->lot_count)
        qsort(reading->lots, reading->lot_count, sizeof *reading->lots, oldest_first);
    for (size_t i = 0; i < reading->lot_count; i++) {
        KP_JSON_EACH(point, reading->lots[i].points)
        {
            open = with_point(reading->app, open, point, reading->lots[i].session);
        }
    }
    return open->count ? open : NULL;
}

/* A record that cannot be read tells nothing; `doctor` says so. */
static enum kp_status each_record(void *context, const struct kp_entry *entry, struct kp_err *err)
{
    struct reading *reading = context;
    struct app *app = reading->app;
    const struct kp_json *record = NULL;
    (void)err;
    if (entry->kind != KP_ENTRY_FILE || !kp_str_ends(kp_str_from(entry->name), KP_STR(".json")) ||
        kp_json_read(&app->arena, entry->name, kp_arena_str(&app->arena, entry->bytes), &record,
                     NULL))
        return KP_OK;
    struct kp_str started = kp_json_text(record, "started");
    count_open(reading, record);
    keep_lot(reading, record, started);
    if (kp_str_compare(started, reading->newest) > 0 &&
        are_people(kp_json_get(record, "attendees"))) {
        reading->newest = started;
        reading->out->last_time = kp_json_get(record, "attendees");
    }
    return KP_OK;
}

enum kp_status past_sessions_read(struct app *app, struct kp_str slug, const struct kp_rev *rev,
                                  struct past_sessions *out)
{
    struct reading reading = {
        .app = app,
        .newest = KP_STR(""),
        .out = out,
        .carried = kp_json_new_object(&app->arena),
    };
    struct kp_str dir = kp_arena_format(&app->arena, "%s/sessions", account_dir(app, slug));
    *out = (struct past_sessions){.carried = reading.carried};
    enum kp_status status =
        kp_revision_each(app->workspace, rev, dir.data, true, each_record, &reading, &app->err);
    out->parked = open_points(&reading);
    free(reading.lots);
    return status;
}

/* ---- The runs of one script */

struct found {
    struct kp_str name, account, path;
};

struct search {
    struct app *app;
    struct kp_str script;
    const struct kp_rev *rev;
    struct kp_str account, dir; /* that is looked into */
    struct found *items;
    size_t count, cap;
};

/* "2026-03-02-account-plan.json", "2026-03-02-account-plan-2.json" */
static bool is_run_of(struct kp_str file, struct kp_str script)
{
    if (file.len < DATE_LENGTH + 1 || !kp_str_ends(file, KP_STR(".json")))
        return false;
    struct kp_str name = kp_str_slice(file, DATE_LENGTH + 1, file.len - DATE_LENGTH - 6);
    if (!kp_str_starts(name, script))
        return false;
    struct kp_str rest = kp_str_slice(name, script.len, name.len);
    for (size_t i = 1; i < rest.len; i++)
        if (rest.data[i] < '0' || rest.data[i] > '9')
            return false;
    return !rest.len || (rest.data[0] == '-' && rest.len > 1);
}

static enum kp_status each_file(void *context, const struct kp_entry *entry, struct kp_err *err)
{
    struct search *search = context;
    struct kp_arena *arena = &search->app->arena;
    struct kp_str name = kp_str_from(entry->name);
    (void)err;
    if (entry->kind != KP_ENTRY_FILE || !is_run_of(name, search->script))
        return KP_OK;
    search->items = kp_grow(search->items, search->count, &search->cap, sizeof *search->items);
    search->items[search->count++] = (struct found){
        .name = kp_arena_str(arena, name),
        .account = search->account,
        .path = kp_arena_format(arena, "%.*s/%s", KP_STR_ARG(search->dir), entry->name),
    };
    return KP_OK;
}

static enum kp_status look_into(struct search *search, struct kp_str account, struct kp_err *err)
{
    struct app *app = search->app;
    search->account = kp_arena_str(&app->arena, account);
    search->dir = kp_arena_format(&app->arena, "%s/sessions", account_dir(app, search->account));
    return kp_revision_each(app->workspace, search->rev, search->dir.data, false, each_file, search,
                            err);
}

static enum kp_status each_account(void *context, const struct kp_entry *entry, struct kp_err *err)
{
    if (entry->kind != KP_ENTRY_DIR)
        return KP_OK;
    return look_into(context, kp_str_from(entry->name), err);
}

static int newest_first(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    int order = kp_str_compare(y->name, x->name);
    return order ? order : kp_str_compare(x->account, y->account);
}

static double minutes_of(const struct kp_json *value)
{
    struct kp_buf text = KP_BUF_INIT;
    if (!value || value->kind != KP_JSON_NUMBER)
        return -1;
    kp_json_write_line(&text, value);
    double minutes = strtod(text.data, NULL);
    kp_buf_release(&text);
    return minutes;
}

/* Fills a run; false when the record cannot be read, or nobody sat through it (a prepared session). */
static bool read_run(struct app *app, const struct kp_script *script, const struct kp_rev *rev,
                     const struct found *found, struct past_run *out)
{
    struct kp_buf bytes = KP_BUF_INIT;
    const struct kp_json *record = NULL;
    double total = 0;
    double *minutes = kp_arena_alloc(&app->arena, script->section_count * sizeof *minutes);
    if (!kp_revision_read(app->workspace, rev, found->path.data, &bytes, NULL))
        kp_json_read(&app->arena, found->path.data, kp_arena_str(&app->arena, kp_buf_str(&bytes)),
                     &record, NULL);
    kp_buf_release(&bytes);
    for (size_t i = 0; i < script->section_count; i++) {
        minutes[i] = -1;
        KP_JSON_EACH(section, kp_json_get(record, "sections"))
        {
            if (kp_str_equal(kp_json_text(section, "id"), script->sections[i].id))
                minutes[i] = minutes_of(kp_json_get(section, "actual_minutes"));
        }
        total += minutes[i] > 0 ? minutes[i] : 0;
    }
    *out = (struct past_run){
        .session = kp_json_text(record, "session"), .account = found->account, .minutes = minutes};
    return total >= 1 && !kp_date_read(kp_str_slice(found->name, 0, DATE_LENGTH), &out->date, NULL);
}

enum kp_status past_runs_read(struct app *app, const struct kp_script *script,
                              const struct kp_rev *rev, struct past_run runs[PAST_RUNS],
                              size_t *count)
{
    struct search search = {.app = app, .script = script->id, .rev = rev};
    enum kp_status status;
    *count = 0;
    if (script->scope == KP_SCOPE_PROGRAM)
        status = look_into(&search, KP_STR("program"), &app->err);
    else
        status = kp_revision_each(app->workspace, rev, "accounts", false, each_account, &search,
                                  &app->err);
    if (!status && search.count)
        qsort(search.items, search.count, sizeof *search.items, newest_first);
    for (size_t i = 0; !status && i < search.count && *count < PAST_RUNS; i++)
        *count += read_run(app, script, rev, &search.items[i], &runs[*count]);
    free(search.items);
    return status;
}

const int *past_runs_usual(struct app *app, const struct kp_script *script,
                           const struct past_run *runs, size_t count)
{
    if (!count)
        return NULL;
    int *usual = kp_arena_alloc(&app->arena, script->section_count * sizeof *usual);
    for (size_t i = 0; i < script->section_count; i++) {
        double sum = 0;
        int held = 0;
        for (size_t j = 0; j < count; j++) {
            if (runs[j].minutes[i] < 0.5)
                continue; /* passed over that time: that says nothing of how long it takes */
            sum += runs[j].minutes[i];
            held++;
        }
        usual[i] = held ? (int)(sum / held + 0.5) : 0;
    }
    return usual;
}
