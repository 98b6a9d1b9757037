// SPDX-License-Identifier: GPL-3.0-or-later
/* Sessions that were held, found and read. */

#include "held.h"

#include "base/alloc.h"
#include "base/text.h"
#include "store/history.h"

#include <stdlib.h>
#include <string.h>

/* "sessions/2026-03-02-account-plan.json" → "2026-03-02-account-plan" */
static bool session_of(const char *path, struct kp_str *name)
{
    struct kp_str text = kp_str_from(path), dir = KP_STR("sessions/"), end = KP_STR(".json");
    if (!kp_str_starts(text, dir) || !kp_str_ends(text, end))
        return false;
    *name = kp_str_slice(text, dir.len, text.len - dir.len - end.len);
    return true;
}

/* A change between sessions has a record too, but nobody met. */
static bool is_meeting(struct kp_str name)
{
    return name.len > 11 && !kp_str_starts(kp_str_slice(name, 11, name.len), KP_STR("edit")) &&
           !kp_str_starts(kp_str_slice(name, 11, name.len), KP_STR("restore")) &&
           !kp_str_starts(kp_str_slice(name, 11, name.len), KP_STR("import"));
}

/* ---- finding */

struct search {
    struct app *app;
    struct kp_str wanted; /* a session's name or its beginning; empty: the newest */
    struct held *found;   /* as many as there are, newest first */
    size_t count, cap;
    struct kp_cycle cycle; /* of all that are wanted; none: one that is `wanted` */
};

static bool is_wanted(const struct search *search, struct kp_str name)
{
    if (!search->wanted.len)
        return is_meeting(name);
    return kp_str_equal(name, search->wanted) ||
           (kp_str_starts(name, search->wanted) && is_meeting(name));
}

static enum kp_status each(void *context, const struct kp_history_entry *entry, bool *stop,
                           struct kp_err *err)
{
    struct search *search = context;
    bool all = search->cycle.year;
    (void)err;
    if (all && kp_cycle_distance(history_cycle(entry), search->cycle) != 0) {
        *stop = kp_cycle_distance(history_cycle(entry), search->cycle) > 0;
        return KP_OK;
    }
    for (size_t i = entry->file_count; i-- > 0 && !*stop;) {
        struct kp_str name;
        if (!session_of(entry->files[i].path, &name) || !entry->files[i].id[0])
            continue;
        bool by_cycle = search->wanted.len && kp_str_is(search->wanted, entry->cycle.text);
        if (!(all || by_cycle ? is_meeting(name) : is_wanted(search, name)))
            continue;
        struct held *held = &search->found[search->count++];
        held->name = kp_arena_str(&search->app->arena, name);
        held->rev = entry->rev;
        *stop = search->count == search->cap;
    }
    return KP_OK;
}

static enum kp_status find_session(struct held *held, struct kp_str wanted)
{
    struct app *app = held->app;
    struct search search = {.app = app, .wanted = wanted, .found = held, .cap = 1};
    enum kp_status status = kp_history_walk(
        app->workspace, NULL, account_dir(app, held->account.slug), NULL, each, &search, &app->err);
    if (status || search.count)
        return status;
    if (!wanted.len)
        return kp_err_set(&app->err, KP_NOT_FOUND, _("no session was held with %.*s yet"),
                          KP_STR_ARG(held->account.name));
    return kp_err_set(&app->err, KP_NOT_FOUND,
                      _("%.*s has no session \"%.*s\"; name it by its day (2026-03-02), its cycle "
                        "or its name: kamplan log %.*s lists them"),
                      KP_STR_ARG(held->account.name), KP_STR_ARG(wanted),
                      KP_STR_ARG(held->account.slug));
}

/* ---- reading */

static enum kp_status read_document(struct held *held, struct kp_arena *arena, const char *path,
                                    const struct kp_json **out)
{
    struct app *app = held->app;
    struct kp_buf bytes = KP_BUF_INIT;
    enum kp_status status = kp_revision_read(app->workspace, &held->rev, path, &bytes, &app->err);
    if (!status)
        status = kp_json_read(arena, path, kp_buf_str(&bytes), out, &app->err);
    if (!status)
        status = check_format(path, *out, &app->err);
    kp_buf_release(&bytes);
    return status;
}

/* A snapshot that was read. Many sessions were held with the same one: it is read once. */
struct kept_snapshot {
    struct kp_arena arena; /* of what the model and the script refer to */
    struct kp_str name;
    struct kp_model model;
    struct kp_script script;
};

static struct kept_snapshot *find_kept(struct app *app, struct kp_str name)
{
    for (size_t i = 0; i < app->snapshot_count; i++)
        if (kp_str_equal(app->snapshots[i]->name, name))
            return app->snapshots[i];
    return NULL;
}

static void free_kept(struct kept_snapshot *kept)
{
    kp_script_release(&kept->script);
    kp_model_release(&kept->model);
    kp_arena_release(&kept->arena);
    free(kept);
}

void held_forget(struct app *app)
{
    for (size_t i = 0; i < app->snapshot_count; i++)
        free_kept(app->snapshots[i]);
    free(app->snapshots);
}

/* NULL, and what is wrong has been said, when it cannot be had. */
static struct kept_snapshot *load_snapshot(struct held *held, struct kp_str name)
{
    struct app *app = held->app;
    struct kept_snapshot *kept = kp_alloc(sizeof *kept);
    struct kp_faults faults = KP_FAULTS_INIT;
    const struct kp_json *document = NULL;
    const char *path = kp_arena_format(&kept->arena, "snapshots/%.*s.json", KP_STR_ARG(name)).data;
    kept->name = kp_arena_str(&kept->arena, name);
    if (!name.len || read_document(held, &kept->arena, path, &document)) {
        app_say(app,
                _("%.*s: the questions of that session are missing; the minutes name them by "
                  "their ids (%s)"),
                KP_STR_ARG(held->name), name.len ? app->err.text.data : "snapshot");
        kp_err_clear(&app->err);
        kp_arena_release(&kept->arena);
        free(kept);
        return NULL;
    }
    if (kp_snapshot_load(&kept->model, &kept->script, app->model_sources, app->model_source_count,
                         path, document, &faults)) {
        say_faults(app, &faults);
        kp_script_release(&kept->script);
        kept->script = (struct kp_script){0};
    }
    kp_faults_release(&faults);
    app->snapshots = kp_grow(app->snapshots, app->snapshot_count, &app->snapshot_cap,
                             sizeof(struct kept_snapshot *));
    app->snapshots[app->snapshot_count++] = kept;
    return kept;
}

/* The script as it was; without it the minutes have ids for titles. */
static void read_snapshot(struct held *held)
{
    struct kp_str name = kp_json_text(held->record, "snapshot");
    struct kept_snapshot *kept = find_kept(held->app, name);
    if (!kept)
        kept = load_snapshot(held, name);
    held->script = kept && kept->script.section_count ? &kept->script : NULL;
}

/* What the minutes tell of changes: all of them, or those that are not told beside them. */
static void compare(struct held *held, struct kp_calc *before, struct kp_calc *after,
                    struct kp_diff *out)
{
    struct kp_arena *arena = &held->app->arena;
    const struct kp_field *promises = kp_minutes_promises(after->model);
    if (!held->without_changes) {
        kp_diff_plans(before, after, arena, out);
        return;
    }
    struct kp_diff_item *item = kp_arena_alloc(arena, sizeof *item);
    *out = (struct kp_diff){.items = item};
    out->count = promises && kp_diff_field(before, after, promises, arena, item);
}

/* The plan just before the session, and as it was recorded. */
static enum kp_status read_plans(struct held *held, const struct pasts *pasts)
{
    struct app *app = held->app;
    struct diff_pair *pair = &held->pair;
    size_t place = 0;
    while (place < pasts->count && strcmp(pasts->items[place].rev.hex, held->rev.hex) != 0)
        place++;
    if (place == pasts->count)
        return kp_err_set(&app->err, KP_NOT_FOUND, _("the revision of that session is missing"));
    struct diff_at to = {.place = place, .newest = place == 0};
    struct diff_at from = {.place = place + 1, .none = place + 1 == pasts->count};
    if (!held->without_changes)
        return diff_pair_read(app, &held->account, pasts, &from, &to, pair);
    enum kp_status status = diff_pair_sides(app, &held->account, pasts, &from, &to, pair);
    if (!status)
        compare(held, &pair->sides[0].calc, &pair->sides[1].calc, &pair->diff);
    return status;
}

static enum kp_status read_found(struct held *held, const struct pasts *pasts)
{
    struct app *app = held->app;
    const char *path = kp_arena_format(&app->arena, "%s/sessions/%.*s.json",
                                       account_dir(app, held->account.slug), KP_STR_ARG(held->name))
                           .data;
    enum kp_status status = read_document(held, &app->arena, path, &held->record);
    if (status)
        return status;
    read_snapshot(held);
    return read_plans(held, pasts);
}

static struct held new_held(struct app *app, const struct account *account)
{
    return (struct held){.app = app, .account = *account, .pair = {.faults = KP_FAULTS_INIT}};
}

enum kp_status held_read(struct app *app, const struct account *account, struct kp_str wanted,
                         struct held *held)
{
    struct pasts pasts;
    *held = new_held(app, account);
    enum kp_status status = find_session(held, wanted);
    if (!status)
        status = pasts_read(app, account->slug, &pasts);
    return status ? status : read_found(held, &pasts);
}

enum kp_status held_of_cycle(struct app *app, const struct account *account,
                             const struct pasts *pasts, size_t place, struct held **out,
                             size_t *count)
{
    size_t most = 0;
    while (place + most < pasts->count &&
           !kp_cycle_distance(pasts->items[place + most].cycle, pasts->items[place].cycle))
        most++;
    struct search search = {.app = app, .cap = most, .cycle = pasts->items[place].cycle};
    search.found = kp_arena_alloc(&app->arena, (most + 1) * sizeof *search.found);
    *out = search.found;
    *count = 0;
    enum kp_status status =
        kp_history_walk(app->workspace, &pasts->items[place].rev, account_dir(app, account->slug),
                        NULL, each, &search, &app->err);
    for (size_t i = 0; 2 * i + 1 < search.count; i++) { /* oldest first */
        struct held later = search.found[i];
        search.found[i] = search.found[search.count - 1 - i];
        search.found[search.count - 1 - i] = later;
    }
    while (*count < search.count && !status) {
        struct held *held = &search.found[(*count)++];
        struct held empty = new_held(app, account);
        empty.name = held->name;
        empty.rev = held->rev;
        empty.without_changes = true;
        *held = empty;
        status = read_found(held, pasts);
    }
    return status;
}

void held_release(struct held *held)
{
    diff_pair_release(&held->pair);
    for (int i = 0; held->copied && i < 2; i++)
        kp_reduced_release(&held->reduced[i]);
    if (held->copied)
        kp_audience_release(&held->audience);
}

/* Both plans as the audience reads them, and what is different between those. */
static void copy_for(struct held *held, enum kp_visibility visibility)
{
    struct diff_side *sides = held->pair.sides;
    audience_of(held->app, &held->account, visibility, &held->audience);
    for (int i = 0; i < 2; i++)
        kp_audience_meet(&held->audience, &sides[i].plan);
    for (int i = 0; i < 2; i++)
        kp_audience_reduce(&held->audience, &sides[i].calc, &held->reduced[i]);
    compare(held, &held->reduced[0].calc, &held->reduced[1].calc, &held->diff);
    held->copied = true;
}

struct kp_minutes held_minutes(struct held *held, enum kp_visibility audience)
{
    struct kp_minutes minutes = {
        .record = held->record,
        .script = held->script,
        .page = diff_page_of(&held->pair),
        .without_changes = held->without_changes,
    };
    if (audience == KP_VISIBLE_TEAM)
        return minutes;
    copy_for(held, audience);
    minutes.reader = &held->audience;
    minutes.page.calc = &held->reduced[1].calc;
    minutes.page.diff = &held->diff;
    minutes.page.question_count = 0;
    minutes.page.from.signed_by = minutes.page.to.signed_by = KP_STR("");
    return minutes;
}
