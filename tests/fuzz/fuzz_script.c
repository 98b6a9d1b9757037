// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any JSON as a vocabulary, as a script of a small fixed vocabulary, as a snapshot and as an
 * answer: every fault has a place in the file and words that a terminal can show; what
 * loads can be evaluated, and a snapshot of it loads again and has the same bytes.
 */
#include "base/utf8.h"
#include "model/plan.h"
#include "model/script.h"
#include "model/type.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char vocabulary[] =
    "{'format':1,'groups':[{'id':'g','label':{'en':'g'}}],'fields':["
    "{'id':'a','type':'number','group':'g','label':{'en':'a'}},"
    "{'id':'s','type':'scale','group':'g','label':{'en':'s'},'scale':[{'value':1,'label':{'en':'1'}"
    "},"
    "{'value':2,'label':{'en':'2'}}]},"
    "{'id':'c','type':'number','group':'g','label':{'en':'c'},'calc':'a + 1'},"
    "{'id':'p','type':'text','group':'g','scope':'program','label':{'en':'p'}},"
    "{'id':'t','type':'table','group':'g','label':{'en':'t'},'columns':["
    "{'id':'w','type':'text','label':{'en':'w'}},{'id':'n','type':'number','label':{'en':'n'}}]}]}";

static void must(bool holds)
{
    if (!holds)
        abort();
}

static const struct kp_model *fixed_model(void)
{
    static struct kp_model model;
    static struct kp_arena arena;
    if (model.field_count)
        return &model;
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_str text = kp_arena_str(&arena, kp_str_from(vocabulary));
    char *bytes = kp_arena_alloc(&arena, text.len);
    for (size_t i = 0; i < text.len; i++)
        bytes[i] = text.data[i] == '\'' ? '"' : text.data[i];
    struct kp_model_source source = {"vocabulary", NULL};
    must(!kp_json_read(&arena, "vocabulary", (struct kp_str){bytes, text.len}, &source.document,
                       NULL));
    must(!kp_model_load(&model, &source, 1, &faults));
    kp_faults_release(&faults);
    return &model;
}

/* Lines and columns of a broken \u or a string in an expression are those of its text, so only
 * roughly right. */
static void check_faults(struct kp_faults *faults, struct kp_str bytes)
{
    size_t lines = 1;
    for (size_t i = 0; i < bytes.len; i++)
        lines += bytes.data[i] == '\n';
    for (size_t i = 0; i < faults->count; i++) {
        const struct kp_fault *fault = &faults->items[i];
        must(fault->place.line >= 1 && fault->place.line <= lines && fault->place.column >= 1);
        must(fault->message.len > 0 && kp_utf8_valid(fault->message, NULL));
        must(!kp_utf8_has_hidden(fault->message) &&
             !memchr(fault->message.data, '\n', fault->message.len));
    }
    kp_faults_release(faults);
}

static void add_value(struct kp_plan *plan, const struct kp_field *field)
{
    struct kp_json *row = kp_json_new_object(plan->arena);
    struct kp_json *rows = kp_json_new_array(plan->arena);
    struct kp_answer answer = {.field = field->id, .value = kp_json_new_whole(plan->arena, 3)};
    for (size_t i = 0; i < field->column_count; i++)
        kp_json_set_whole(plan->arena, row, field->columns[i].id.data, 2);
    if (field->type->kind == KP_TYPE_TABLE) {
        kp_json_append(plan->arena, rows, row);
        answer.value = rows;
    }
    kp_plan_put(plan, &answer);
}

static void evaluate(const struct kp_model *model, struct kp_arena *arena)
{
    struct kp_plan plan;
    struct kp_calc calc;
    kp_plan_init(&plan, arena);
    for (size_t i = 0; i < model->field_count; i++)
        if (!model->fields[i].calc)
            add_value(&plan, &model->fields[i]);
    kp_calc_init(&calc, model, &plan, &plan, (struct kp_date){2026, 3, 2}, arena);
    for (size_t i = 0; i < model->field_count; i++) {
        const struct kp_json *value = kp_calc_value(&calc, &model->fields[i]);
        kp_calc_check(&calc, &model->fields[i], value, KP_LANG_DA, NULL);
    }
    kp_plan_release(&plan);
}

static void try_model(struct kp_arena *arena, struct kp_str bytes, const struct kp_json *document)
{
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_model model;
    struct kp_model_source source = {"f", document};
    if (!kp_model_load(&model, &source, 1, &faults))
        evaluate(&model, arena);
    check_faults(&faults, bytes);
    kp_model_release(&model);
}

static void snapshot_again(struct kp_arena *arena, const struct kp_script *script,
                           const struct kp_model *model)
{
    struct kp_buf bytes = KP_BUF_INIT, again = KP_BUF_INIT;
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_model subset;
    struct kp_script copy;
    const struct kp_json *document = NULL;
    kp_snapshot_write(script, model, &bytes);
    must(!kp_json_read(arena, "snapshot", kp_buf_str(&bytes), &document, NULL));
    must(!kp_snapshot_load(&subset, &copy, NULL, 0, "snapshot", document, &faults));
    kp_snapshot_write(&copy, &subset, &again);
    must(strcmp(bytes.data, again.data) == 0);
    kp_script_release(&copy);
    kp_model_release(&subset);
    kp_faults_release(&faults);
    kp_buf_release(&bytes);
    kp_buf_release(&again);
}

static void try_script(struct kp_arena *arena, struct kp_str bytes, const struct kp_json *document)
{
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_script script;
    if (!kp_script_load(&script, fixed_model(), "f", document, &faults))
        snapshot_again(arena, &script, fixed_model());
    check_faults(&faults, bytes);
    kp_script_release(&script);
}

static void try_snapshot(struct kp_arena *arena, struct kp_str bytes,
                         const struct kp_json *document)
{
    struct kp_faults faults = KP_FAULTS_INIT;
    struct kp_model model;
    struct kp_script script;
    if (!kp_snapshot_load(&model, &script, NULL, 0, "f", document, &faults))
        snapshot_again(arena, &script, &model);
    check_faults(&faults, bytes);
    kp_script_release(&script);
    kp_model_release(&model);
}

static void try_answer(struct kp_arena *arena, struct kp_str bytes)
{
    struct kp_answer answer;
    struct kp_buf once = KP_BUF_INIT, twice = KP_BUF_INIT;
    for (size_t i = 0; i < fixed_model()->field_count; i++) {
        const struct kp_field *field = &fixed_model()->fields[i];
        if (kp_answer_read(arena, "f", field->id, bytes, &answer, NULL))
            break;
        kp_buf_clear(&once);
        kp_buf_clear(&twice);
        kp_answer_write(&answer, field, &once);
        must(!kp_answer_read(arena, "f", field->id, kp_buf_str(&once), &answer, NULL));
        kp_answer_write(&answer, field, &twice);
        must(strcmp(once.data, twice.data) == 0);
    }
    kp_buf_release(&once);
    kp_buf_release(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_str bytes = {(const char *)data, size};
    const struct kp_json *document = NULL;
    if (!kp_json_read(&arena, "f", bytes, &document, NULL)) {
        try_model(&arena, bytes, document);
        try_script(&arena, bytes, document);
        try_snapshot(&arena, bytes, document);
        try_answer(&arena, bytes);
    }
    kp_arena_release(&arena);
    return 0;
}
