// SPDX-License-Identifier: GPL-3.0-or-later
#include "known.h"

#include "app.h"
#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

/* ---- answers, by the id of their content */

/* Where an id stands or would stand: ids are spread evenly as they are. */
static struct known_answer *place_of(const struct known *known, const char *id)
{
    uint64_t start;
    memcpy(&start, id, sizeof start);
    start = start * UINT64_C(0x9e3779b97f4a7c15) >> 20;
    for (size_t i = 0;; i++) {
        struct known_answer *place = &known->answers[(start + i) & (known->answer_cap - 1)];
        if (!*place->id || strcmp(place->id, id) == 0)
            return place;
    }
}

static void make_room(struct known *known)
{
    struct known_answer *old = known->answers;
    size_t cap = known->answer_cap;
    if (2 * known->answer_count < cap)
        return;
    known->answer_cap = cap ? cap * 2 : 256;
    known->answers = kp_alloc(known->answer_cap * sizeof *known->answers);
    for (size_t i = 0; i < cap; i++)
        if (*old[i].id)
            *place_of(known, old[i].id) = old[i];
    free(old);
}

static enum kp_status read_content(struct app *app, const char *dir, const struct kp_entry *entry,
                                   struct kp_str field, struct kp_answer *out, struct kp_err *err)
{
    struct kp_str file = kp_arena_format(&app->arena, "%s/%s", dir, entry->name);
    struct kp_buf bytes = KP_BUF_INIT;
    enum kp_status status = kp_revision_content(app->workspace, entry->id, &bytes, err);
    if (!status)
        status = kp_answer_read(&app->arena, file.data, kp_arena_str(&app->arena, field),
                                kp_buf_str(&bytes), out, err);
    kp_buf_release(&bytes);
    return status;
}

enum kp_status known_answer(struct app *app, const char *dir, const struct kp_entry *entry,
                            struct kp_answer *out, struct kp_err *err)
{
    struct known *known = &app->known;
    struct kp_str name = kp_str_from(entry->name);
    struct kp_str field = kp_str_slice(name, 0, name.len - KP_STR(".json").len);
    make_room(known);
    struct known_answer *place = place_of(known, entry->id);
    if (!*place->id) {
        enum kp_status status = read_content(app, dir, entry, field, &place->answer, err);
        if (status)
            return status;
        memcpy(place->id, entry->id, sizeof place->id);
        known->answer_count++;
    }
    *out = place->answer;
    if (!kp_str_equal(out->field, field)) /* two questions may have the same answer */
        out->field = kp_arena_str(&app->arena, field);
    return KP_OK;
}

/* ---- plans */

const struct kp_plan *known_plan(const struct app *app, struct kp_str account,
                                 const struct kp_rev *rev)
{
    const struct known *known = &app->known;
    if (!kp_str_equal(known->plans_of, account))
        return NULL;
    for (size_t i = 0; i < known->plan_count; i++)
        if (strcmp(known->plans[i].rev.hex, rev->hex) == 0)
            return &known->plans[i].plan;
    return NULL;
}

static void forget_plans(struct known *known)
{
    for (size_t i = 0; i < known->plan_count; i++)
        kp_plan_release(&known->plans[i].plan);
    known->plan_count = 0;
}

void known_plan_keep(struct app *app, struct kp_str account, const struct kp_rev *rev,
                     const struct kp_plan *plan)
{
    struct known *known = &app->known;
    if (!kp_str_equal(known->plans_of, account))
        forget_plans(known);
    known->plans_of = kp_arena_str(&app->arena, account);
    known->plans = kp_grow(known->plans, known->plan_count, &known->plan_cap, sizeof *known->plans);
    struct known_plan *kept = &known->plans[known->plan_count++];
    *kept = (struct known_plan){.rev = *rev};
    kp_plan_copy(&kept->plan, plan);
}

void known_release(struct known *known)
{
    forget_plans(known);
    free(known->plans);
    free(known->answers);
    free(known->titles);
}
