// SPDX-License-Identifier: GPL-3.0-or-later
/* Two plans of an account, read and compared. */

#include "base/text.h"
#include "diff.h"
#include "view/diff_json.h"

#include <string.h>

/* The plan of the cycle before that of the side's own revision. */
static void find_before(struct diff_side *side)
{
    const struct pasts *pasts = side->pasts;
    size_t at = side->place + 1;
    struct kp_cycle cycle = pasts->items[side->place].cycle;
    while (at < pasts->count && kp_cycle_distance(pasts->items[at].cycle, cycle) <= 0)
        at++;
    if (at < pasts->count)
        side->before.rev = pasts->items[at].rev;
}

static void describe(struct diff_side *side, const struct diff_at *at)
{
    const struct past *past = &side->pasts->items[at->place];
    struct app *app = side->app;
    side->end = (struct kp_diff_end){
        .revision = kp_str_from(past->rev.hex),
        .by_id = at->by_id,
        .cycle = past->cycle,
        .date = past->date,
    };
    for (size_t i = 0; i < side->pasts->signoff_count; i++) {
        const struct kp_signoff *signoff = &side->pasts->signoffs[i];
        struct kp_buf who = KP_BUF_INIT;
        if (signoff->replaced || !signoff->by.len || strcmp(signoff->rev.hex, past->rev.hex) != 0)
            continue;
        side->signoff = (struct signed_plan){.there = true, .signoff = *signoff};
        signoff_who(app, signoff, &who);
        side->end.signed_by = kp_arena_str(&app->arena, kp_buf_str(&who));
        side->end.signed_on = kp_date_local(signoff->at);
        kp_buf_release(&who);
    }
}

static enum kp_status read_side(struct diff_side *side, const struct diff_at *at,
                                struct kp_faults *faults)
{
    struct app *app = side->app;
    struct kp_date today = app_today(app);
    side->end.none = at->none;
    side->place = at->place;
    if (!at->none) {
        const struct past *past = &side->pasts->items[at->place];
        enum kp_status status = plan_read(app, side->slug, &past->rev, &side->plan, faults);
        if (status)
            return status;
        describe(side, at);
        find_before(side);
        if (!at->newest)
            today = past->date;
    }
    kp_calc_init(&side->calc, &app->model, &side->plan, NULL, today, &app->arena);
    side->calc.previous_answer = plan_before_answer;
    side->calc.context = &side->before;
    return KP_OK;
}

/* The field that a damaged file is of: "accounts/acme/plan/goals.json". */
static struct kp_str field_of(const struct kp_fault *fault)
{
    struct kp_str name = fault->place.file;
    while (kp_str_find(name, '/') < name.len)
        name = kp_str_slice(name, kp_str_find(name, '/') + 1, name.len);
    return kp_str_ends(name, KP_STR(".json")) ? kp_str_slice(name, 0, name.len - 5) : name;
}

/* What cannot be read on one side has not changed: it is not compared. */
static void leave_out_damaged(const struct app *app, struct diff_pair *pair)
{
    for (size_t i = 0; i < pair->faults.count; i++) {
        struct kp_str id = field_of(&pair->faults.items[i]);
        const struct kp_field *field = kp_model_field_was(&app->model, id);
        for (int which = 0; which < 2; which++)
            kp_plan_remove(&pair->sides[which].plan, field ? field->id : id);
    }
}

enum kp_status diff_pair_sides(struct app *app, const struct account *account,
                               const struct pasts *pasts, const struct diff_at *from,
                               const struct diff_at *to, struct diff_pair *pair)
{
    const struct diff_at *ends[] = {from, to};
    enum kp_status status = KP_OK;
    *pair = (struct diff_pair){.account = *account, .faults = KP_FAULTS_INIT};
    for (int which = 0; which < 2; which++) {
        struct diff_side *side = &pair->sides[which];
        *side = (struct diff_side){.app = app, .slug = account->slug, .pasts = pasts};
        kp_plan_init(&side->plan, &app->arena);
        plan_before_init(&side->before, app, account->slug, (struct kp_cycle){0});
        side->before.sought = true; /* find_before says which it is */
        if (!status)
            status = read_side(side, ends[which], &pair->faults);
    }
    if (!status)
        leave_out_damaged(app, pair);
    return status;
}

enum kp_status diff_pair_read(struct app *app, const struct account *account,
                              const struct pasts *pasts, const struct diff_at *from,
                              const struct diff_at *to, struct diff_pair *pair)
{
    enum kp_status status = diff_pair_sides(app, account, pasts, from, to, pair);
    if (status)
        return status;
    kp_diff_plans(&pair->sides[0].calc, &pair->sides[1].calc, &app->arena, &pair->diff);
    if (from->none)
        return KP_OK;
    return diff_questions_read(app, pair, &pasts->items[from->place], &pasts->items[to->place]);
}

void diff_pair_release(struct diff_pair *pair)
{
    for (int which = 0; which < 2; which++) {
        kp_plan_release(&pair->sides[which].plan);
        plan_before_release(&pair->sides[which].before);
    }
    kp_faults_release(&pair->faults);
    diff_snapshots_free(pair->snapshots);
}

struct kp_diff_page diff_page_of(struct diff_pair *pair)
{
    return (struct kp_diff_page){
        .account = pair->account.slug,
        .name = pair->account.name,
        .from = pair->sides[0].end,
        .to = pair->sides[1].end,
        .calc = &pair->sides[1].calc,
        .diff = &pair->diff,
        .questions = pair->questions,
        .question_count = pair->question_count,
    };
}

static struct kp_plan_head head_of(struct diff_pair *pair, int which)
{
    const struct diff_side *side = &pair->sides[which];
    const struct kp_diff_end *end = &side->end;
    return (struct kp_plan_head){
        .account = pair->account.slug,
        .name = pair->account.name,
        .revision = end->revision,
        .cycle = end->cycle,
        .date = end->date,
        .signed_json = signed_plan_json(side->app, &side->signoff),
    };
}

struct kp_json *diff_json_of(struct app *app, struct diff_pair *pair)
{
    struct kp_plan_head from = head_of(pair, 0), to = head_of(pair, 1);
    struct kp_diff_sheet sheet = {
        .diff = &pair->diff,
        .before = &pair->sides[0].calc,
        .after = &pair->sides[1].calc,
        .from = &from,
        .to = &to,
        .questions = pair->questions,
        .question_count = pair->question_count,
    };
    return kp_view_diff_json(&sheet, app->lang, &app->people, &app->arena);
}
