// SPDX-License-Identifier: GPL-3.0-or-later
/* What became of the questions between two revisions: by the snapshots their sessions were held with. */

#include "base/alloc.h"
#include "base/text.h"
#include "diff.h"
#include "store/history.h"

#include <stdlib.h>
#include <string.h>

/* A session that was held, of its record. */
struct held {
    char id[41]; /* of the record's content */
    struct kp_str script, snapshot;
    struct kp_str closed, session;
};

/* The newest session of each script, by a revision. */
struct helds {
    struct app *app;
    struct held *items;
    size_t count, cap;
    struct helds *read; /* every record that was read: those of a plan are in later ones as well */
};

/* A snapshot that has been loaded. */
struct loaded {
    struct kp_model model;
    struct kp_script script;
};

struct diff_snapshots {
    struct loaded **items;
    size_t count, cap;
};

void diff_snapshots_free(struct diff_snapshots *snapshots)
{
    for (size_t i = 0; snapshots && i < snapshots->count; i++) {
        kp_script_release(&snapshots->items[i]->script);
        kp_model_release(&snapshots->items[i]->model);
        free(snapshots->items[i]);
    }
    if (snapshots)
        free(snapshots->items);
    free(snapshots);
}

/* Of two that closed at once the one of the longer name: "-2" stands behind the first of a day. */
static bool is_later(const struct held *a, const struct held *b)
{
    int order = kp_str_compare(a->closed, b->closed);
    if (order == 0 && a->session.len != b->session.len)
        return a->session.len > b->session.len;
    return order ? order > 0 : kp_str_compare(a->session, b->session) > 0;
}

static void add_held(struct helds *helds, const struct held *held)
{
    helds->items = kp_grow(helds->items, helds->count, &helds->cap, sizeof *helds->items);
    helds->items[helds->count++] = *held;
}

/*
 * What a record says of its session: it stands at its top. One that cannot be read is no reason to show no
 * diff, doctor tells of it: then nothing is known of it.
 */
static struct held read_record(struct app *app, const struct kp_entry *entry)
{
    const struct kp_json *record = NULL;
    struct kp_buf bytes = KP_BUF_INIT;
    struct held held = {.script = {NULL, 0}};
    memcpy(held.id, entry->id, sizeof held.id);
    if (!kp_revision_content(app->workspace, entry->id, &bytes, NULL) &&
        !kp_json_read_top(&app->arena, entry->name, kp_buf_str(&bytes), "closed", &record, NULL)) {
        held.script = kp_json_text(record, "script");
        held.snapshot = kp_json_text(record, "snapshot");
        held.closed = kp_json_text(record, "closed");
        held.session = kp_json_text(record, "session");
    }
    kp_buf_release(&bytes);
    return held;
}

static const struct held *find_record(struct helds *helds, const struct kp_entry *entry)
{
    struct helds *all = helds->read;
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].id, entry->id) == 0)
            return &all->items[i];
    struct held held = read_record(helds->app, entry);
    add_held(all, &held);
    return &all->items[all->count - 1];
}

static enum kp_status each_record(void *context, const struct kp_entry *entry, struct kp_err *err)
{
    struct helds *helds = context;
    size_t at = 0;
    (void)err;
    if (entry->kind != KP_ENTRY_FILE || !kp_str_ends(kp_str_from(entry->name), KP_STR(".json")))
        return KP_OK;
    const struct held *held = find_record(helds, entry);
    if (!held->script.len || !held->snapshot.len ||
        kp_str_find(held->snapshot, '/') < held->snapshot.len)
        return KP_OK;
    while (at < helds->count && !kp_str_equal(helds->items[at].script, held->script))
        at++;
    if (at == helds->count)
        add_held(helds, held);
    else if (is_later(held, &helds->items[at]))
        helds->items[at] = *held;
    return KP_OK;
}

static enum kp_status read_helds(struct app *app, struct kp_str slug, const struct past *past,
                                 struct helds *read, struct helds *out)
{
    struct kp_str dir = kp_arena_format(&app->arena, "%s/sessions", account_dir(app, slug));
    *out = (struct helds){.app = app, .read = read};
    return kp_revision_each(app->workspace, &past->rev, dir.data, false, each_record, out,
                            &app->err);
}

/* NULL, and it is said, when the snapshot is missing or damaged. */
static const struct loaded *load(struct app *app, struct diff_snapshots *snapshots,
                                 const struct past *past, struct kp_str name)
{
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_faults faults = KP_FAULTS_INIT;
    const struct kp_json *document = NULL;
    struct kp_str path = kp_arena_format(&app->arena, "snapshots/%.*s.json", KP_STR_ARG(name));
    struct loaded *loaded = kp_alloc(sizeof *loaded);
    struct kp_err why = KP_ERR_INIT;
    enum kp_status status = kp_revision_read(app->workspace, &past->rev, path.data, &bytes, &why);
    if (!status)
        status = kp_json_read(&app->arena, path.data, kp_buf_str(&bytes), &document, &why);
    if (!status && kp_snapshot_load(&loaded->model, &loaded->script, app->model_sources,
                                    app->model_source_count, path.data, document, &faults))
        status = kp_faults_first(&faults, &why);
    if (status) {
        app_say(app, _("the questions of then and now cannot be compared: %s"), why.text.data);
        kp_script_release(&loaded->script);
        kp_model_release(&loaded->model);
        free(loaded);
        loaded = NULL;
    } else {
        snapshots->items =
            kp_grow(snapshots->items, snapshots->count, &snapshots->cap, sizeof *snapshots->items);
        snapshots->items[snapshots->count++] = loaded;
    }
    kp_err_release(&why);
    kp_faults_release(&faults);
    kp_buf_release(&bytes);
    return loaded;
}

/* Appends what is new in `found`: a question that two scripts ask is told once. */
static void add_changes(struct app *app, struct diff_pair *pair,
                        const struct kp_question_change *found, size_t count)
{
    struct kp_question_change *all =
        kp_arena_alloc(&app->arena, (pair->question_count + count + 1) * sizeof *all);
    if (pair->question_count)
        memcpy(all, pair->questions, pair->question_count * sizeof *all);
    size_t total = pair->question_count;
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        while (at < total &&
               !(all[at].kind == found[i].kind && kp_str_equal(all[at].field, found[i].field)))
            at++;
        if (at == total)
            all[total++] = found[i];
    }
    pair->questions = all;
    pair->question_count = total;
}

static void compare(struct app *app, struct diff_pair *pair, const struct past *from,
                    const struct past *to, const struct held *old, const struct held *now)
{
    size_t count;
    if (kp_str_equal(old->snapshot, now->snapshot))
        return;
    const struct loaded *before = load(app, pair->snapshots, from, old->snapshot);
    const struct loaded *after = before ? load(app, pair->snapshots, to, now->snapshot) : NULL;
    if (!after)
        return;
    const struct kp_question_change *found =
        kp_questions_compare(&before->script, &after->script, app->lang, &app->arena, &count);
    add_changes(app, pair, found, count);
}

enum kp_status diff_questions_read(struct app *app, struct diff_pair *pair, const struct past *from,
                                   const struct past *to)
{
    struct helds read = {0}, old = {0}, now = {0};
    enum kp_status status = read_helds(app, pair->account.slug, from, &read, &old);
    if (!status)
        status = read_helds(app, pair->account.slug, to, &read, &now);
    pair->snapshots = kp_alloc(sizeof *pair->snapshots);
    for (size_t i = 0; !status && i < now.count; i++)
        for (size_t j = 0; j < old.count; j++)
            if (kp_str_equal(old.items[j].script, now.items[i].script))
                compare(app, pair, from, to, &old.items[j], &now.items[i]);
    free(read.items);
    free(old.items);
    free(now.items);
    return status;
}
