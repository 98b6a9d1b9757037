// SPDX-License-Identifier: GPL-3.0-or-later
/* Which two revisions of a plan are compared. */

#include "base/text.h"
#include "diff.h"
#include "store/history.h"

#include <string.h>

bool diff_range_read(struct kp_str text, struct diff_range *out)
{
    size_t dots = kp_str_find_str(text, KP_STR(".."));
    *out = (struct diff_range){0};
    out->from = kp_str_slice(text, 0, dots);
    if (dots < text.len)
        out->to = kp_str_slice(text, dots + 2, text.len);
    return kp_str_find(out->to, '.') == out->to.len;
}

/* ---- the revisions of a plan */

struct gathering {
    struct app *app;
    struct pasts *pasts;
    size_t cap;
};

static enum kp_status each_past(void *context, const struct kp_history_entry *entry, bool *stop,
                                struct kp_err *err)
{
    struct gathering *gathering = context;
    struct pasts *pasts = gathering->pasts;
    (void)stop, (void)err;
    if (pasts->count == gathering->cap) {
        size_t cap = gathering->cap ? gathering->cap * 2 : 16;
        struct past *grown = kp_arena_alloc(&gathering->app->arena, cap * sizeof *grown);
        if (pasts->count)
            memcpy(grown, pasts->items, pasts->count * sizeof *grown);
        pasts->items = grown;
        gathering->cap = cap;
    }
    struct past *past = &pasts->items[pasts->count++];
    *past = (struct past){.rev = entry->rev, .date = kp_date_local(entry->at)};
    if (kp_cycle_read(kp_str_from(entry->cycle.text), &past->cycle, NULL))
        past->cycle = kp_cycle_of(past->date);
    return KP_OK;
}

enum kp_status pasts_read(struct app *app, struct kp_str slug, struct pasts *out)
{
    struct gathering gathering = {.app = app, .pasts = out};
    *out = (struct pasts){0};
    enum kp_status status = kp_history_walk(app->workspace, NULL, account_dir(app, slug), NULL,
                                            each_past, &gathering, &app->err);
    struct kp_str name = kp_arena_str(&app->arena, slug);
    if (!status)
        status = kp_signoff_list(app->workspace, name.data, &app->arena, &out->signoffs,
                                 &out->signoff_count, &app->err);
    return status;
}

/* The place of a revision; pasts->count when it is none of the plan's. */
static size_t place_of(const struct pasts *pasts, const struct kp_rev *rev)
{
    size_t at = 0;
    while (at < pasts->count && strcmp(pasts->items[at].rev.hex, rev->hex) != 0)
        at++;
    return at;
}

/* ---- one end */

static bool is_by_name(struct kp_str name)
{
    struct kp_cycle cycle;
    struct kp_date date;
    return !kp_cycle_read(name, &cycle, NULL) || !kp_date_read(name, &date, NULL);
}

static enum kp_status find_end(struct app *app, struct kp_str slug, const struct pasts *pasts,
                               struct kp_str name, struct diff_at *out)
{
    struct kp_date date;
    struct kp_rev rev;
    struct account_state state;
    *out = (struct diff_at){.newest = !name.len, .by_id = name.len && !is_by_name(name)};
    if (!pasts->count || !name.len) {
        out->none = !pasts->count;
        return KP_OK;
    }
    bool by_date = !kp_date_read(name, &date, NULL);
    if (by_date && kp_date_compare(date, pasts->items[pasts->count - 1].date) < 0) {
        out->none = true;
        return KP_OK;
    }
    enum kp_status status = find_revision(app, slug, name, &rev);
    if (status)
        return status;
    out->place = place_of(pasts, &rev);
    if (out->place < pasts->count)
        return KP_OK;
    /* A revision of something else: the plan as it stood then. */
    status = account_state_read(app, slug, &rev, &state);
    if (status)
        return status;
    out->none = !state.rev.hex[0];
    if (out->none)
        return KP_OK;
    out->place = place_of(pasts, &state.rev);
    if (out->place == pasts->count)
        return kp_err_set(&app->err, KP_NOT_FOUND,
                          _("%.*s is not among the revisions that led to the present plan of %.*s"),
                          KP_STR_ARG(name), KP_STR_ARG(slug));
    return KP_OK;
}

/* The last signed-off plan before `to`, else that of the cycle before; else there was none. */
static void find_before(const struct pasts *pasts, const struct diff_at *to, struct diff_at *out)
{
    *out = (struct diff_at){.none = true};
    if (to->none)
        return;
    size_t signed_at = pasts->count;
    for (size_t i = 0; i < pasts->signoff_count; i++) {
        const struct kp_signoff *signoff = &pasts->signoffs[i];
        size_t place = place_of(pasts, &signoff->rev);
        if (!signoff->replaced && signoff->by.len && place > to->place && place < signed_at)
            signed_at = place;
    }
    if (signed_at < pasts->count) {
        *out = (struct diff_at){.place = signed_at};
        return;
    }
    for (size_t i = to->place + 1; i < pasts->count; i++)
        if (kp_cycle_distance(pasts->items[i].cycle, pasts->items[to->place].cycle) > 0) {
            *out = (struct diff_at){.place = i};
            return;
        }
}

/* Later than: nearer to the newest. */
static bool is_later(const struct diff_at *a, const struct diff_at *b)
{
    return !a->none && (b->none || a->place < b->place);
}

static void turn_round(struct app *app, struct diff_range *range, struct diff_at *from,
                       struct diff_at *to)
{
    struct diff_at later = *from;
    struct kp_str name = range->from;
    app_say(app, _("%.*s is later than %.*s: shown from the earlier to the later one"),
            KP_STR_ARG(name), KP_STR_ARG(range->to));
    *from = *to;
    *to = later;
    range->from = range->to;
    range->to = name;
}

enum kp_status diff_find(struct app *app, struct kp_str slug, const struct pasts *pasts,
                         struct diff_range *range, struct diff_at *from, struct diff_at *to)
{
    enum kp_status status = find_end(app, slug, pasts, range->to, to);
    if (!status && range->from.len)
        status = find_end(app, slug, pasts, range->from, from);
    if (status)
        return status;
    if (!range->from.len)
        find_before(pasts, to, from);
    if (range->from.len && is_later(from, to))
        turn_round(app, range, from, to);
    if (status)
        return status;
    if (to->none && range->to.len)
        return kp_err_set(&app->err, KP_NOT_FOUND, _("%.*s had no plan yet on %.*s"),
                          KP_STR_ARG(slug), KP_STR_ARG(range->to));
    if (to->none)
        return kp_err_set(&app->err, KP_NOT_FOUND,
                          _("%.*s has no plan yet; kamplan run holds its first session"),
                          KP_STR_ARG(slug));
    if (from->none && range->from.len)
        app_say(app, _("%.*s had no plan yet on %.*s: all of it counts as new"), KP_STR_ARG(slug),
                KP_STR_ARG(range->from));
    else if (from->none && kp_history_is_cut(app->workspace))
        app_say(app, _("this copy of the workspace has only its newest revisions: what was before "
                       "them counts as nothing"));
    if (from->none)
        return KP_OK;

    /* Two revisions of one cycle are told apart by their ids. */
    if (!kp_cycle_distance(pasts->items[from->place].cycle, pasts->items[to->place].cycle))
        from->by_id = to->by_id = true;
    return status;
}
