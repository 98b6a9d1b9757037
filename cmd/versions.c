// SPDX-License-Identifier: GPL-3.0-or-later
#include "versions.h"

#include "base/text.h"
#include "model/expr.h"

#include <string.h>

/* ---- files */

struct kp_str answer_id(const char *path)
{
    struct kp_str name = kp_str_from(path);
    if (!kp_str_starts(name, KP_STR("plan/")) || !kp_str_ends(name, KP_STR(".json")))
        return (struct kp_str){"", 0};
    return kp_str_slice(name, 5, name.len - 10);
}

bool is_file_of(const struct kp_field *field, const char *path)
{
    struct kp_str id = answer_id(path);
    if (!id.len)
        return false;
    if (kp_str_equal(id, field->id))
        return true;
    for (size_t i = 0; i < field->was_count; i++)
        if (kp_str_equal(id, field->was[i]))
            return true;
    return false;
}

const struct kp_field *unknown_field(struct app *app, struct kp_str id)
{
    struct kp_field *field = kp_arena_alloc(&app->arena, sizeof *field);
    field->id = kp_arena_str(&app->arena, id);
    field->type = kp_type_of(KP_TYPE_NOTE);
    for (int lang = 0; lang < KP_LANG_COUNT; lang++)
        field->label.in[lang] = field->id;
    return field;
}

/* The content of one of the field's files at a revision; KP_NOT_FOUND when there is none. */
static enum kp_status read_file(struct app *app, struct kp_str account, struct kp_str id,
                                const struct kp_history_entry *entry, struct kp_buf *bytes,
                                struct kp_err *err)
{
    for (size_t i = 0; i < entry->file_count; i++)
        if (kp_str_equal(answer_id(entry->files[i].path), id))
            return entry->files[i].id[0]
                       ? kp_revision_content(app->workspace, entry->files[i].id, bytes, err)
                       : KP_NOT_FOUND;
    struct kp_str path = kp_arena_format(&app->arena, "%s/plan/%.*s.json",
                                         account_dir(app, account), KP_STR_ARG(id));
    return kp_revision_read(app->workspace, &entry->rev, path.data, bytes, err);
}

enum kp_status version_answer(struct app *app, struct kp_str account, const struct kp_field *field,
                              const struct kp_history_entry *entry, struct kp_answer *out,
                              bool *there, struct kp_err *err)
{
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_str id = field->id;
    enum kp_status status = read_file(app, account, id, entry, &bytes, err);
    /* Under an earlier id where it has no answer under its own, as kp_plan_rename_fields has it. */
    for (size_t i = 0; i < field->was_count && status == KP_NOT_FOUND; i++) {
        id = field->was[i];
        status = read_file(app, account, id, entry, &bytes, err);
    }
    *there = status == KP_OK;
    if (status == KP_NOT_FOUND) {
        kp_err_clear(err);
        status = KP_OK;
    } else if (!status) {
        struct kp_str file = kp_arena_format(&app->arena, "%s/plan/%.*s.json",
                                             account_dir(app, account), KP_STR_ARG(id));
        status = kp_answer_read(&app->arena, file.data, field->id,
                                kp_arena_str(&app->arena, kp_buf_str(&bytes)), out, err);
    }
    kp_buf_release(&bytes);
    return status;
}

/* ---- what a value is worked out of */

struct sources {
    const struct kp_model *model;
    bool *fields; /* by index: stored ones whose answers count */
    bool *seen;   /* by index */
    bool others;  /* more than the field itself */
};

static void need_expr(struct sources *needs, const struct kp_expr *expr);

static void need_field(struct sources *needs, const struct kp_field *field)
{
    if (field->table || field->index >= needs->model->field_count ||
        needs->model->fields + field->index != field || needs->seen[field->index])
        return;
    needs->seen[field->index] = true;
    needs->fields[field->index] = !field->calc;
    need_expr(needs, field->calc);
    for (size_t i = 0; i < field->column_count; i++)
        need_expr(needs, field->columns[i].calc);
}

static void visit(void *context, const struct kp_field *field, bool previous)
{
    struct sources *needs = context;
    (void)previous;
    needs->others = needs->others || !field->table;
    need_field(needs, field);
}

static void need_expr(struct sources *needs, const struct kp_expr *expr)
{
    if (expr)
        kp_expr_visit(expr, visit, needs);
}

/* ---- reading */

struct reading {
    struct app *app;
    struct kp_str account;
    const struct kp_field *field;
    struct sources needs;
    struct versions *out;
};

static bool is_touched(const struct reading *reading, const struct kp_history_entry *entry)
{
    for (size_t i = 0; i < entry->file_count; i++) {
        if (!reading->field->calc) {
            if (is_file_of(reading->field, entry->files[i].path))
                return true;
            continue;
        }
        struct kp_str id = answer_id(entry->files[i].path);
        const struct kp_field *field = id.len ? kp_model_field_was(reading->needs.model, id) : NULL;
        if (field && reading->needs.fields[field->index])
            return true;
    }
    return false;
}

/*
 * The plan that the value is worked out of: the answers that count for it, and no others. One that cannot be
 * read is unknown.
 */
static enum kp_status read_plan(const struct reading *reading, const struct kp_history_entry *entry,
                                struct version *version)
{
    struct app *app = reading->app;
    const struct sources *needs = &reading->needs;
    enum kp_status status = KP_OK;
    kp_plan_init(&version->plan, &app->arena);
    if (version->there)
        kp_plan_put(&version->plan, &version->answer);
    for (size_t i = 0; i < needs->model->field_count && needs->others && !status; i++) {
        const struct kp_field *field = &needs->model->fields[i];
        struct kp_answer answer;
        bool there = false;
        if (!needs->fields[i] || field == reading->field)
            continue;
        status = version_answer(app, reading->account, field, entry, &answer, &there, &app->err);
        if (status == KP_INVALID || status == KP_NEWER) {
            kp_err_clear(&app->err);
            status = KP_OK;
            there = false;
        }
        if (there)
            kp_plan_put(&version->plan, &answer);
    }
    return status;
}

/* Of a calculated field only what differs from the version behind it (which is newer) counts. */
static void keep(struct reading *reading, struct version *version)
{
    struct versions *out = reading->out;
    struct kp_arena *arena = &reading->app->arena;
    if (reading->field->calc && out->count &&
        kp_json_equal(out->items[out->count - 1]->answer.value, version->answer.value)) {
        out->items[out->count - 1]->rev = version->rev; /* it had that value before already */
        out->items[out->count - 1]->date = version->date;
        out->items[out->count - 1]->cycle = version->cycle;
        kp_plan_release(&version->plan);
        plan_before_release(&version->before);
        return;
    }
    if (out->count == out->cap) {
        size_t cap = out->cap ? out->cap * 2 : 32;
        struct version **grown = kp_arena_alloc(arena, cap * sizeof *grown);
        if (out->count)
            memcpy(grown, out->items, out->count * sizeof *grown);
        out->items = grown;
        out->cap = cap;
    }
    out->items[out->count++] = version;
}

static enum kp_status each_revision(void *context, const struct kp_history_entry *entry, bool *stop,
                                    struct kp_err *err)
{
    struct reading *reading = context;
    struct app *app = reading->app;
    enum kp_status status = KP_OK;
    (void)stop;
    if (!is_touched(reading, entry))
        return KP_OK;
    struct version *version = kp_arena_alloc(&app->arena, sizeof *version);
    *version = (struct version){
        .rev = entry->rev, .date = kp_date_local(entry->at), .cycle = history_cycle(entry)};
    if (!reading->field->calc) {
        status = version_answer(app, reading->account, reading->field, entry, &version->answer,
                                &version->there, err);
        if (status == KP_INVALID || status == KP_NEWER) {
            version->damage = kp_arena_str(&app->arena, kp_buf_str(&err->text));
            version->there = false;
            kp_err_clear(err);
            status = KP_OK;
        }
    }
    if (!status)
        status = read_plan(reading, entry, version);
    if (status)
        return status;
    kp_calc_init(&version->calc, &app->model, &version->plan, NULL, version->date, &app->arena);
    plan_before_init(&version->before, app, reading->account, version->cycle);
    version->calc.previous_answer = plan_before_answer;
    version->calc.context = &version->before;
    if (reading->field->calc) {
        version->answer.field = reading->field->id;
        version->answer.value = kp_calc_value(&version->calc, reading->field);
        version->there = !kp_json_is_null(version->answer.value);
    }
    keep(reading, version);
    return KP_OK;
}

enum kp_status versions_read(struct app *app, struct kp_str account, const struct kp_field *field,
                             const struct kp_rev *from, struct versions *out)
{
    size_t count = app->model.field_count + 1;
    struct reading reading = {.app = app, .account = account, .field = field, .out = out};
    reading.needs = (struct sources){.model = &app->model,
                                     .fields = kp_arena_alloc(&app->arena, count * sizeof(bool)),
                                     .seen = kp_arena_alloc(&app->arena, count * sizeof(bool))};
    *out = (struct versions){0};
    need_field(&reading.needs, field);
    const char *file = NULL; /* of one answer under one id, the record knows the revisions itself */
    if (!field->calc && !field->was_count)
        file = kp_arena_format(&app->arena, "plan/%.*s.json", KP_STR_ARG(field->id)).data;
    return kp_history_walk(app->workspace, from, account_dir(app, account), file, each_revision,
                           &reading, &app->err);
}

void versions_release(struct versions *versions)
{
    for (size_t i = 0; i < versions->count; i++) {
        kp_plan_release(&versions->items[i]->plan);
        plan_before_release(&versions->items[i]->before);
    }
    *versions = (struct versions){0};
}
