// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Two plans of any JSON (the input is {"before": {"<field>": value, …}, "after": {…}}) of a model with
 * every type: the diff with itself is empty, both ways find the same, and its document can be written.
 */
#include "view/diff_json.h"

#include "../unit/type_model.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
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
    must(!kp_json_read(arena, source.file, kp_buf_str(&text), &source.document, NULL) &&
         !kp_model_load(model, &source, 1, &faults));
    kp_faults_release(&faults);
    kp_buf_release(&text);
}

static void fill(struct kp_plan *plan, const struct kp_json *values)
{
    KP_JSON_EACH(value, values)
    {
        struct kp_answer answer = {.field = value->name,
                                   .value = value,
                                   .cycle = {2026, 1},
                                   .session = KP_STR("2026-03-02-plan")};
        kp_plan_put(plan, &answer);
    }
}

static void check(const struct kp_model *model, const struct kp_json *before,
                  const struct kp_json *after, struct kp_arena *arena)
{
    struct kp_plan plans[2];
    struct kp_calc calcs[2];
    struct kp_diff there, back, none;
    const struct kp_json *values[] = {before, after};
    for (int i = 0; i < 2; i++) {
        kp_plan_init(&plans[i], arena);
        fill(&plans[i], values[i]);
        kp_calc_init(&calcs[i], model, &plans[i], NULL, (struct kp_date){2026, 3, 2}, arena);
    }
    kp_diff_plans(&calcs[0], &calcs[1], arena, &there);
    kp_diff_plans(&calcs[1], &calcs[0], arena, &back);
    kp_diff_plans(&calcs[1], &calcs[1], arena, &none);
    must(none.counts[KP_DIFF_UNSEEN] == none.count);
    must(there.count == back.count && there.counts[KP_DIFF_NEW] == back.counts[KP_DIFF_REMOVED] &&
         there.counts[KP_DIFF_CHANGED] == back.counts[KP_DIFF_CHANGED]);

    const struct kp_plan_head head = {.account = KP_STR("a"), .name = KP_STR("A")};
    const struct kp_diff_sheet sheet = {
        .diff = &there, .before = &calcs[0], .after = &calcs[1], .from = &head, .to = &head};
    struct kp_buf bytes = KP_BUF_INIT;
    const struct kp_json *again;
    kp_json_write(&bytes, kp_view_diff_json(&sheet, KP_LANG_EN, NULL, arena));
    /* A value nested as deeply as may be stands deeper here. */
    enum kp_status status = kp_json_read(arena, "diff", kp_buf_str(&bytes), &again, NULL);
    must(status == KP_OK || status == KP_INVALID);
    kp_buf_release(&bytes);
    for (int i = 0; i < 2; i++)
        kp_plan_release(&plans[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* Loaded once: it is never changed. */
    static struct kp_model model;
    static struct kp_arena model_arena;
    if (!model.field_count)
        load(&model, &model_arena);

    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_str bytes = {(const char *)data, size};
    const struct kp_json *document;
    if (!kp_json_read(&arena, "input", bytes, &document, NULL))
        check(&model, kp_json_get(document, "before"), kp_json_get(document, "after"), &arena);
    kp_arena_release(&arena);
    return 0;
}
