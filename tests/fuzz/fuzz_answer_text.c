// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any text as the answer to a field of every type, in every language: whatever is taken must pass
 * the check of stored values, be canonical already, and come back from its own text for editing.
 */
#include "model/type.h"

#include "../unit/type_model.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fail(const struct kp_field *field, struct kp_str text, const char *what,
                 const char *why)
{
    fprintf(stderr, "%s: \"%.*s\" %s: %s\n", field->id.data, KP_STR_ARG(text), what, why);
    abort();
}

/* The model of the tests: ` stands for ", ~ for a text. */
static void load(struct kp_model *model, struct kp_arena *arena)
{
    struct kp_buf text = KP_BUF_INIT;
    for (const char *c = type_model; *c; c++) {
        if (*c == '~')
            kp_buf_adds(&text, "{\"en\":\"e\",\"da\":\"d\",\"sv\":\"s\"}");
        else
            kp_buf_addc(&text, *c == '`' ? '"' : *c);
    }
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_model_source source = {"type_model.h", NULL};
    if (kp_json_read(arena, source.file, kp_buf_str(&text), &source.document, NULL) ||
        kp_model_load(model, &source, 1, &faults))
        abort();
    kp_faults_release(&faults);
    kp_buf_release(&text);
}

static void try_field(const struct kp_field *field, struct kp_str typed,
                      struct kp_type_context *context)
{
    const struct kp_json *value = NULL, *again = NULL;
    struct kp_err err = KP_ERR_INIT;
    *context->ids = kp_ids_seeded(KP_STR("fuzz"));
    if (field->type->parse(field, typed, context, &value, &err)) {
        if (err.status != KP_INVALID || err.text.len == 0)
            fail(field, typed, "is refused without a word", "");
        kp_err_release(&err);
        return;
    }
    if (field->type->check(field, value, &err))
        fail(field, typed, "is taken, but fails the check", err.text.data);
    if (!kp_json_equal(value, kp_value_canonical(field, value, context->arena)))
        fail(field, typed, "is not canonical", "");

    struct kp_buf text = KP_BUF_INIT;
    field->type->show(field, value, context, &text);
    kp_buf_clear(&text);
    field->type->edit(field, value, context, &text);
    *context->ids = kp_ids_seeded(KP_STR("fuzz"));
    if (field->type->parse(field, kp_buf_str(&text), context, &again, &err))
        fail(field, kp_buf_str(&text), "is for editing, but is refused", err.text.data);
    if (!kp_json_equal(value, again))
        fail(field, typed, "is another value after editing", text.data);
    if (field->type->accept(field, value, value, context, &again, &err))
        fail(field, typed, "is taken, but not from a file", err.text.data);
    if (!kp_json_equal(value, again))
        fail(field, typed, "is another value from a file", text.data);
    kp_buf_release(&text);
    kp_err_release(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* Loaded once: it is never changed. */
    static struct kp_model model;
    static struct kp_arena model_arena;
    if (!model.field_count)
        load(&model, &model_arena);

    struct kp_str typed = {(const char *)data, size};
    for (int lang = 0; lang < KP_LANG_COUNT; lang++) {
        for (size_t i = 0; i < model.field_count; i++) {
            struct kp_arena arena = KP_ARENA_INIT;
            struct kp_people people = KP_PEOPLE_INIT;
            kp_people_put(&people, KP_STR("p-mette1"), KP_STR("Mette Holm"));
            kp_people_put(&people, KP_STR("p-1da001"), KP_STR("Ida Friis"));
            kp_people_put(&people, KP_STR("p-1da002"), KP_STR("Ida Holm-Nielsen"));
            kp_people_put(&people, KP_STR("p-bang01"), KP_STR("Bang & Olufsen"));
            struct kp_ids ids;
            struct kp_type_context context = {.arena = &arena,
                                              .lang = (enum kp_lang)lang,
                                              .today = {2026, 3, 2},
                                              .currency = KP_STR("DKK"),
                                              .people = &people,
                                              .ids = &ids};
            try_field(&model.fields[i], typed, &context);
            kp_people_release(&people);
            kp_arena_release(&arena);
        }
    }
    return 0;
}
