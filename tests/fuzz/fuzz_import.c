// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A file for a table: whatever the bytes, reading ends with a message or with rows of which every one is
 * bad or can be taken, and the table that it gives is valid for its field; taken a second time it
 * changes nothing.
 */
#include "model/import.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static const char model_text[] =
    "{\"format\":1,\"groups\":[{\"id\":\"g\",\"label\":{\"en\":\"G\"}}],\"fields\":[{\"id\":\"t\","
    "\"type\":\"table\",\"group\":\"g\",\"label\":{\"en\":\"T\"},\"key\":\"number\",\"view\":"
    "\"customers\","
    "\"columns\":[{\"id\":\"number\",\"type\":\"text\",\"required\":true,\"label\":{\"en\":"
    "\"Number\"},"
    "\"aka\":[\"nr\"]},{\"id\":\"revenue\",\"type\":\"money\",\"label\":{\"en\":\"Revenue\"}},"
    "{\"id\":\"share\",\"type\":\"percent\",\"label\":{\"en\":\"Share\"}},"
    "{\"id\":\"since\",\"type\":\"date\",\"label\":{\"en\":\"Since\"}},"
    "{\"id\":\"note\",\"type\":\"note\",\"label\":{\"en\":\"Note\"}}]}]}";

/* Columns that are kept have the file's own names, of which two may be alike: they are left out here. */
static void apply_twice(struct kp_import *import, struct kp_arena *arena)
{
    const struct kp_import_options options = {.skip_bad = true};
    struct kp_import_change first, second;
    kp_import_apply(import, NULL, &options, arena, &first);
    must(first.fresh == import->row_count - import->bad && first.value->count == first.fresh);
    must(import->table->type->check(import->table, first.value, NULL) == KP_OK);
    kp_import_apply(import, first.value, &options, arena, &second);
    must(second.same == first.fresh && !second.changed && !second.fresh && !second.gone);
    must(kp_json_equal(first.value, second.value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_err err = KP_ERR_INIT;
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_import import;
    struct kp_people people = KP_PEOPLE_INIT;
    struct kp_ids ids = kp_ids_seeded(KP_STR("fuzz"));
    const struct kp_json *document = NULL;
    must(kp_json_read(&arena, "model", kp_str_from(model_text), &document, NULL) == KP_OK);
    const struct kp_model_source source = {"model", document};
    must(kp_model_load(&model, &source, 1, &faults) == KP_OK);
    const struct kp_type_context context = {
        .arena = &arena, .today = {2026, 3, 2}, .people = &people, .ids = &ids};
    const struct kp_import_options options = {.skip_bad = true};
    kp_buf_add(&bytes, (struct kp_str){(const char *)data, size});
    if (kp_import_read(&import, &model.fields[0], &bytes, &options, &context, &err) == KP_OK)
        apply_twice(&import, &arena);
    else
        must(err.text.len > 0);
    kp_import_release(&import);
    kp_buf_release(&bytes);
    kp_err_release(&err);
    kp_faults_release(&faults);
    kp_people_release(&people);
    kp_model_release(&model);
    kp_arena_release(&arena);
    return 0;
}
