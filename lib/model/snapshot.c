// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/alloc.h"
#include "base/id.h"
#include "base/text.h"
#include "model/expr.h"
#include "model/script_read.h"

#include <stdlib.h>
#include <string.h>

/* The fields that a script needs, gathered from it outwards. */
struct closure {
    const struct kp_model *model;
    bool *needed;                    /* by field index */
    const struct kp_field **waiting; /* needed, but what they need has not been looked at */
    size_t count, cap;
};

static void need(struct closure *c, const struct kp_field *field)
{
    if (field->table)
        field = field->table;
    if (c->needed[field->index])
        return;
    c->needed[field->index] = true;
    c->waiting = kp_grow(c->waiting, c->count, &c->cap, sizeof *c->waiting);
    c->waiting[c->count++] = field;
}

static void need_reference(void *context, const struct kp_field *field, bool previous)
{
    (void)previous;
    need(context, field);
}

static void need_expr(struct closure *c, const struct kp_expr *expr)
{
    if (expr)
        kp_expr_visit(expr, need_reference, c);
}

static void need_proposed(struct closure *c, const struct kp_step *step)
{
    for (size_t i = 0; i < step->offer_count; i++)
        need_expr(c, step->offers[i].when);
    for (size_t i = 0; step->ranking && kp_ranking_fields[i]; i++) {
        const struct kp_field *field = kp_model_field(c->model, kp_str_from(kp_ranking_fields[i]));
        if (field)
            need(c, field);
    }
}

static void gather(struct closure *c, const struct kp_script *script)
{
    for (size_t i = 0; i < script->section_count; i++) {
        for (size_t j = 0; j < script->sections[i].step_count; j++) {
            const struct kp_step *step = &script->sections[i].steps[j];
            if (step->field)
                need(c, step->field);
            if (step->evidence)
                need(c, step->evidence);
            if (step->rows)
                need(c, step->rows);
            if (step->by)
                need(c, step->by);
            if (step->shown)
                need(c, step->shown);
            need_expr(c, step->propose);
            need_proposed(c, step);
            need_expr(c, step->when);
            need_expr(c, step->open);
        }
    }
    while (c->count) {
        const struct kp_field *field = c->waiting[--c->count];
        need_expr(c, field->check);
        need_expr(c, field->calc);
        for (size_t i = 0; i < field->column_count; i++) {
            need_expr(c, field->columns[i].check);
            need_expr(c, field->columns[i].calc);
        }
    }
}

static struct kp_json *words_json(struct kp_arena *arena, const struct kp_words *words)
{
    struct kp_json *object = kp_json_new_object(arena);
    for (int lang = 0; lang < KP_LANG_COUNT; lang++)
        if (words->in[lang].len)
            kp_json_set_string(arena, object, kp_lang_code((enum kp_lang)lang), words->in[lang]);
    return object;
}

static struct kp_json *groups_json(struct kp_arena *arena, const struct closure *c)
{
    struct kp_json *groups = kp_json_new_array(arena);
    for (size_t i = 0; i < c->model->group_count; i++) {
        const struct kp_group *group = &c->model->groups[i];
        bool used = false;
        for (size_t j = 0; j < c->model->field_count; j++)
            used = used || (c->needed[j] && kp_str_equal(c->model->fields[j].group, group->id));
        if (!used)
            continue;
        struct kp_json *object = kp_json_new_object(arena);
        kp_json_set_string(arena, object, "id", group->id);
        kp_json_set(arena, object, "label", words_json(arena, &group->label));
        kp_json_append(arena, groups, object);
    }
    return groups;
}

/* Whether a definition names the shared scale; scales are named by strings called "scale" only. */
static bool names_scale(const struct kp_json *definition, struct kp_str scale)
{
    static const char *const axes[] = {"x", "y"};
    if (kp_str_equal(kp_json_text(definition, "scale"), scale))
        return true;
    for (size_t i = 0; i < 2; i++)
        if (kp_str_equal(kp_json_text(kp_json_get(definition, axes[i]), "scale"), scale))
            return true;
    KP_JSON_EACH(column, kp_json_get(definition, "columns"))
    if (names_scale(column, scale))
        return true;
    return false;
}

static struct kp_json *scales_json(struct kp_arena *arena, const struct closure *c)
{
    struct kp_json *scales = kp_json_new_object(arena);
    KP_JSON_EACH(scale, c->model->scales)
    {
        bool used = false;
        for (size_t i = 0; i < c->model->field_count && !used; i++)
            used = c->needed[i] && names_scale(c->model->fields[i].definition, scale->name);
        if (used)
            kp_json_set(arena, scales, kp_arena_str(arena, scale->name).data, scale);
    }
    return scales;
}

void kp_snapshot_write(const struct kp_script *script, const struct kp_model *model,
                       struct kp_buf *out)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct closure c = {.model = model};
    c.needed = kp_arena_alloc(&arena, model->field_count * sizeof *c.needed);
    gather(&c, script);

    struct kp_json *document = kp_json_new_object(&arena);
    struct kp_json *fields = kp_json_new_array(&arena);
    for (size_t i = 0; i < model->field_count; i++)
        if (c.needed[i])
            kp_json_append(&arena, fields, model->fields[i].definition);
    kp_json_set_whole(&arena, document, "format", 1);
    kp_json_set(&arena, document, "script", script->document);
    kp_json_set(&arena, document, "groups", groups_json(&arena, &c));
    kp_json_set(&arena, document, "scales", scales_json(&arena, &c));
    kp_json_set(&arena, document, "fields", fields);
    kp_json_write(out, document);
    free(c.waiting);
    kp_arena_release(&arena);
}

void kp_snapshot_name(const struct kp_script *script, struct kp_str bytes, struct kp_buf *out)
{
    char digest[65];
    kp_sha256_hex(bytes, digest);
    kp_buf_addf(out, "%.*s-%.12s", KP_STR_ARG(script->id), digest);
}

/* The snapshot's fields over those of `under`, or alone where they do not fit together. */
static enum kp_status load_fields(struct kp_model *model, const struct kp_model_source *under,
                                  size_t count, const struct kp_model_source *snapshot,
                                  struct kp_faults *faults)
{
    struct kp_faults unfit = KP_FAULTS_INIT;
    enum kp_status status = KP_INVALID;
    if (count) {
        struct kp_model_source *sources = kp_realloc_array(NULL, count + 1, sizeof *sources);
        memcpy(sources, under, count * sizeof *sources);
        sources[count] = *snapshot;
        status = kp_model_load_past(model, sources, count + 1, &unfit);
        kp_faults_release(&unfit);
        free(sources);
    }
    return status ? kp_model_load(model, snapshot, 1, faults) : status;
}

enum kp_status kp_snapshot_load(struct kp_model *model, struct kp_script *script,
                                const struct kp_model_source *under, size_t count, const char *file,
                                const struct kp_json *document, struct kp_faults *faults)
{
    struct kp_model_source snapshot = {file, document};
    *script = (struct kp_script){.arena = KP_ARENA_INIT};
    enum kp_status status = load_fields(model, under, count, &snapshot, faults);
    if (status)
        return status;
    const struct kp_json *written = kp_json_get(document, "script");
    if (!written)
        return kp_faults_add(faults, KP_FAULT_ERROR, kp_json_place(kp_str_from(file), document),
                             _("\"%s\" is missing"), "script");
    return kp_script_build(script, model, file, written, true, faults);
}
