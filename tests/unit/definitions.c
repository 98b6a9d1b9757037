// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct kp_str definition_expand(struct kp_arena *arena, const char *text)
{
    struct kp_buf out = KP_BUF_INIT;
    for (; *text; text++) {
        if (*text == '`')
            kp_buf_addc(&out, '"');
        else if (*text == '~')
            kp_buf_adds(&out, "{\"en\":\"e\",\"da\":\"d\",\"sv\":\"s\"}");
        else
            kp_buf_addc(&out, *text);
    }
    struct kp_str copy = kp_arena_str(arena, kp_buf_str(&out));
    kp_buf_release(&out);
    return copy;
}

const struct kp_json *definition_read(struct kp_arena *arena, const char *text)
{
    struct kp_err err = KP_ERR_INIT;
    const struct kp_json *document = NULL;
    if (kp_json_read(arena, "f", definition_expand(arena, text), &document, &err))
        fail_msg("%s in: %s", err.text.data, text);
    return document;
}

char *definition_faults(const struct kp_faults *faults)
{
    struct kp_buf out = KP_BUF_INIT;
    for (size_t i = 0; i < faults->count; i++) {
        const struct kp_fault *fault = &faults->items[i];
        if (i)
            kp_buf_addc(&out, '\n');
        kp_buf_addf(
            &out, "%u:%u: %s%.*s", (unsigned)fault->place.line, (unsigned)fault->place.column,
            fault->severity == KP_FAULT_WARNING ? "warning: " : "", KP_STR_ARG(fault->message));
    }
    return kp_buf_detach(&out);
}

static void must_be_whole(const struct kp_faults *faults)
{
    struct kp_buf text = KP_BUF_INIT;
    for (size_t i = 0; i < faults->count; i++) {
        kp_fault_print(&faults->items[i], &text);
        kp_buf_addc(&text, '\n');
    }
    if (faults->count)
        fail_msg("%s", text.data);
    kp_buf_release(&text);
}

static void load(struct kp_model *model, const char *file, const struct kp_json *document)
{
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_model_source source = {file, document};
    kp_model_load(model, &source, 1, &faults);
    must_be_whole(&faults);
    kp_faults_release(&faults);
}

void definition_model(struct kp_model *model, struct kp_arena *arena, const char *text)
{
    load(model, "f", definition_read(arena, text));
}

static const struct kp_json *read_file(struct kp_arena *arena, const char *path)
{
    struct kp_err err = KP_ERR_INIT;
    const struct kp_json *document = NULL;
    if (kp_json_read_file(arena, path, &document, &err))
        fail_msg("%s", err.text.data);
    return document;
}

void definition_built_in(struct kp_model *model, struct kp_arena *arena)
{
    const char *path = KAMPLAN_SOURCE_DIR "/sessions/model.json";
    load(model, path, read_file(arena, path));
}

void definition_built_in_script(struct kp_script *script, const struct kp_model *model,
                                struct kp_arena *arena, const char *id)
{
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_str path = kp_arena_format(arena, KAMPLAN_SOURCE_DIR "/sessions/%s.json", id);
    kp_script_load(script, model, path.data, read_file(arena, path.data), &faults);
    must_be_whole(&faults);
    kp_faults_release(&faults);
}
