// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/script.h"

#include "base/text.h"
#include "model/script_read.h"

enum { MAX_SECTIONS = 100, MAX_SOURCES = 100, MAX_PEOPLE = 1000, MAX_VERSION = 1000000 };

static void read_sources(const struct kp_define *d, const struct kp_json *document,
                         struct kp_script *script)
{
    const struct kp_json *array = kp_define_array(d, document, "source", 0, MAX_SOURCES);
    struct kp_str *sources =
        array ? kp_arena_alloc(d->arena, array->count * sizeof *sources) : NULL;
    KP_JSON_EACH(item, array)
    {
        if (item->kind == KP_JSON_STRING)
            sources[script->source_count++] = item->text;
        else
            kp_define_fault(d, item, _("\"source\" lists texts, not %s"),
                            kp_json_kind_name(item->kind));
    }
    script->sources = sources;
}

static void read_people(const struct kp_define *d, const struct kp_json *document,
                        struct kp_script *script)
{
    static const char *const members[] = {"min", "max", NULL};
    const struct kp_json *people = kp_json_get(document, "people");
    if (!people || !kp_define_object(d, people, members))
        return;
    script->people_min = kp_define_int(d, people, "min", 1, MAX_PEOPLE, 0);
    script->people_max = kp_define_int(d, people, "max", 1, MAX_PEOPLE, 0);
    if (script->people_max && script->people_min > script->people_max)
        kp_define_fault(d, kp_json_get(people, "min"),
                        _("\"min\" (%d) is greater than \"max\" (%d)"), script->people_min,
                        script->people_max);
}

static void read_sections(struct kp_script_reader *r, const struct kp_json *document,
                          struct kp_script *script)
{
    const struct kp_define *d = &r->define;
    const struct kp_json *array = kp_define_array(d, document, "sections", 1, MAX_SECTIONS);
    if (!array)
        return;
    struct kp_section *sections = kp_arena_alloc(d->arena, array->count * sizeof *sections);
    struct kp_defined *ids = kp_arena_alloc(d->arena, array->count * sizeof *ids);
    KP_JSON_EACH(item, array)
    {
        size_t at = script->section_count++;
        kp_section_read(r, item, &sections[at]);
        bool has_id = sections[at].id.len > 0;
        ids[at] = (struct kp_defined){sections[at].id, has_id ? kp_json_get(item, "id") : item};
    }
    kp_define_unique(d, ids, script->section_count);
    script->sections = sections;
}

static void read_script(struct kp_script *script, const struct kp_model *model,
                        const struct kp_define *define, const struct kp_json *document,
                        bool in_snapshot)
{
    static const char *const members[] = {"format",   "id",      "version", "scope",
                                          "title",    "about",   "source",  "people",
                                          "sections", "$schema", NULL};
    static const char *const scopes[] = {"account", "program", NULL};
    if (document->kind == KP_JSON_OBJECT && (!in_snapshot || kp_json_get(document, "format")) &&
        !kp_define_format(define, document))
        return;
    if (!kp_define_object(define, document, members))
        return;
    script->id = kp_define_id(define, document, "id", false);
    kp_define_need(define, document, "version", KP_JSON_NUMBER);
    if (!kp_json_is_null(kp_json_get(document, "version")) &&
        kp_json_get(document, "version")->kind == KP_JSON_NUMBER)
        script->version = kp_define_int(define, document, "version", 1, MAX_VERSION, 1);
    script->scope =
        (enum kp_scope)kp_define_enum(define, document, "scope", scopes, KP_SCOPE_ACCOUNT);
    kp_define_words(define, document, "title", true, &script->title);
    kp_define_words(define, document, "about", false, &script->about);
    read_sources(define, document, script);
    read_people(define, document, script);

    struct kp_script_reader reader = {.define = *define, .model = model, .script = script};
    reader.asked = kp_arena_alloc(define->arena, model->field_count * sizeof *reader.asked);
    read_sections(&reader, document, script);
    kp_script_reader_finish(&reader);
}

/* The id must be the file's name: that is how `run` finds it. */
static void check_file_name(const struct kp_define *d, const struct kp_script *script,
                            const struct kp_json *document)
{
    struct kp_str name = d->file;
    if (!script->id.len || !kp_str_ends(name, KP_STR(".json")))
        return;
    name.len -= sizeof ".json" - 1;
    for (size_t slash = kp_str_find(name, '/'); slash < name.len; slash = kp_str_find(name, '/'))
        name = kp_str_slice(name, slash + 1, name.len);
    if (!kp_str_equal(name, script->id))
        kp_define_fault(d, kp_json_get(document, "id"),
                        _("the id is \"%.*s\", but the file is called %s.json; they must be the "
                          "same"),
                        KP_STR_ARG(script->id), kp_define_shown(d, name));
}

enum kp_status kp_script_build(struct kp_script *script, const struct kp_model *model,
                               const char *file, const struct kp_json *document, bool in_snapshot,
                               struct kp_faults *faults)
{
    size_t errors = faults->errors;
    *script = (struct kp_script){.arena = KP_ARENA_INIT, .document = document};
    struct kp_str name = kp_arena_str(&script->arena, kp_str_from(file));
    struct kp_define define = {&script->arena, faults, name};
    read_script(script, model, &define, document, in_snapshot);
    if (!in_snapshot)
        check_file_name(&define, script, document);
    if (faults->errors == errors)
        return KP_OK;
    kp_script_release(script);
    return KP_INVALID;
}

enum kp_status kp_script_load(struct kp_script *script, const struct kp_model *model,
                              const char *file, const struct kp_json *document,
                              struct kp_faults *faults)
{
    return kp_script_build(script, model, file, document, false, faults);
}

void kp_script_release(struct kp_script *script)
{
    if (!script)
        return;
    kp_arena_release(&script->arena);
    *script = (struct kp_script){.arena = KP_ARENA_INIT};
}

int kp_script_minutes(const struct kp_script *script)
{
    int sum = 0;
    for (size_t i = 0; i < script->section_count; i++)
        sum += script->sections[i].minutes;
    return sum;
}

size_t kp_script_questions(const struct kp_script *script)
{
    size_t count = 0;
    for (size_t i = 0; i < script->section_count; i++) {
        for (size_t j = 0; j < script->sections[i].step_count; j++) {
            enum kp_step_kind kind = script->sections[i].steps[j].kind;
            count += kind == KP_STEP_ASK || kind == KP_STEP_REVIEW || kind == KP_STEP_RATE ||
                     kind == KP_STEP_SCORE;
        }
    }
    return count;
}
