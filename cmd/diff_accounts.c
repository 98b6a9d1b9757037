// SPDX-License-Identifier: GPL-3.0-or-later
/* All accounts between two cycles or dates: a summary, then a page for each. */

#include "base/alloc.h"
#include "base/text.h"
#include "diff.h"
#include "view/diff_html.h"

#include <stdlib.h>
#include <string.h>

/* A point in time that means something for every account. */
struct moment {
    struct kp_str name; /* as said; empty: the newest */
    struct kp_cycle cycle;
    struct kp_date date;
    bool before; /* the cycle before `cycle` */
};

struct work {
    struct app *app;
    const struct diff_wish *wish;
    struct moment from, to;
    struct kp_diff_line *lines;
    size_t count, cap;
    struct kp_buf pages;
    struct kp_json *array;
    const struct kp_field *figure;
    bool damaged, differs;
};

static enum kp_status read_moment(struct app *app, struct kp_str name, struct moment *out)
{
    *out = (struct moment){.name = name};
    if (!name.len || !kp_cycle_read(name, &out->cycle, NULL) ||
        !kp_date_read(name, &out->date, NULL))
        return KP_OK;
    return kp_err_set(&app->err, KP_INVALID,
                      _("for all accounts, name a cycle (2025H2) or a date (2025-09-14), not "
                        "\"%.*s\""),
                      KP_STR_ARG(name));
}

/* The plan as signed off in that cycle, if it was. */
static bool find_signed(const struct pasts *pasts, struct kp_cycle cycle, size_t *place)
{
    for (size_t i = 0; i < pasts->signoff_count; i++) {
        struct kp_cycle its;
        if (pasts->signoffs[i].replaced || kp_cycle_read(pasts->signoffs[i].cycle, &its, NULL) ||
            kp_cycle_distance(its, cycle))
            continue;
        for (*place = 0; *place < pasts->count; (*place)++)
            if (strcmp(pasts->items[*place].rev.hex, pasts->signoffs[i].rev.hex) == 0)
                return true;
    }
    return false;
}

/* The newest revision by then. */
static void find_at(const struct pasts *pasts, const struct moment *moment, struct diff_at *out)
{
    *out = (struct diff_at){.newest = !moment->name.len && !moment->before};
    if (moment->cycle.year && !moment->before && find_signed(pasts, moment->cycle, &out->place))
        return;
    for (out->place = 0; out->place < pasts->count; out->place++) {
        const struct past *past = &pasts->items[out->place];
        bool by_then = out->newest;
        if (moment->date.year)
            by_then = kp_date_compare(past->date, moment->date) <= 0;
        else if (moment->cycle.year)
            by_then = kp_cycle_distance(past->cycle, moment->cycle) >= moment->before;
        if (by_then)
            return;
    }
    out->none = true;
}

static void turn_round(struct work *work)
{
    const struct moment *a = &work->from, *b = &work->to;
    bool dates = a->date.year && b->date.year, cycles = a->cycle.year && b->cycle.year;
    if (!(dates && kp_date_compare(a->date, b->date) > 0) &&
        !(cycles && kp_cycle_distance(a->cycle, b->cycle) < 0))
        return;
    struct moment later = work->from;
    work->from = work->to;
    work->to = later;
    app_say(work->app, _("%.*s is later than %.*s: shown from the earlier to the later one"),
            KP_STR_ARG(later.name), KP_STR_ARG(work->from.name));
}

static void add_line(struct work *work, struct diff_pair *pair)
{
    work->lines = kp_grow(work->lines, work->count, &work->cap, sizeof *work->lines);
    struct kp_diff_line *line = &work->lines[work->count++];
    *line = (struct kp_diff_line){.account = pair->account.slug,
                                  .name = pair->account.name,
                                  .fresh = pair->sides[0].end.none || !pair->sides[0].plan.count,
                                  .before = &kp_json_null,
                                  .after = &kp_json_null};
    memcpy(line->counts, pair->diff.counts, sizeof line->counts);
    if (!work->figure)
        return;
    line->before = kp_calc_value(&pair->sides[0].calc, work->figure);
    line->after = kp_calc_value(&pair->sides[1].calc, work->figure);
}

static void add_page(struct work *work, struct diff_pair *pair)
{
    struct app *app = work->app;
    struct kp_style style = app_style(app, false);
    struct kp_diff_page page = diff_page_of(pair);
    style.today = pair->sides[1].calc.today;
    page.all = work->wish->all;
    page.lines = DIFF_PAGE;
    if (work->wish->form == DIFF_JSON) {
        kp_json_append(&app->arena, work->array, diff_json_of(app, pair));
        return;
    }
    if (work->wish->form == DIFF_HTML) {
        kp_view_diff_section_html(&page, &style, &work->pages);
        return;
    }
    kp_buf_addc(&work->pages, '\n');
    if (work->wish->form == DIFF_MD)
        kp_view_diff_markdown(&page, &style, &work->pages);
    else
        kp_view_diff(&page, &style, &work->pages);
}

static bool has_cycle(const struct pasts *pasts, struct kp_cycle cycle)
{
    for (size_t i = 0; i < pasts->count; i++)
        if (!kp_cycle_distance(pasts->items[i].cycle, cycle))
            return true;
    return false;
}

static enum kp_status compare_account(struct work *work, const struct account *account,
                                      const struct pasts *pasts)
{
    struct diff_at from, to;
    struct diff_pair pair;
    find_at(pasts, &work->from, &from);
    find_at(pasts, &work->to, &to);
    if (to.none)
        return KP_OK;
    enum kp_status status = diff_pair_read(work->app, account, pasts, &from, &to, &pair);
    if (!status && pair.sides[1].plan.count + pair.sides[0].plan.count) {
        add_line(work, &pair);
        add_page(work, &pair);
        work->differs = work->differs || pair.diff.counts[KP_DIFF_NEW] ||
                        pair.diff.counts[KP_DIFF_CHANGED] || pair.diff.counts[KP_DIFF_REMOVED];
    }
    if (!status && pair.faults.count) {
        say_faults(work->app, &pair.faults);
        work->damaged = true;
    }
    diff_pair_release(&pair);
    return status;
}

/* Without `from`: the cycle before the one that `to` falls in. */
static void choose_from(struct work *work, const struct pasts *all, size_t count)
{
    struct kp_cycle newest = work->to.cycle;
    if (work->to.date.year)
        newest = kp_cycle_of(work->to.date);
    for (size_t i = 0; i < count && !work->to.name.len; i++)
        if (all[i].count && (!newest.year || kp_cycle_distance(newest, all[i].items[0].cycle) > 0))
            newest = all[i].items[0].cycle;
    work->from = (struct moment){.cycle = newest, .before = true};
}

/* A cycle in which nothing was held anywhere is most likely mistyped. */
static enum kp_status check_moment(struct app *app, const struct moment *moment,
                                   const struct pasts *all, size_t count)
{
    bool met = !moment->cycle.year || moment->before;
    for (size_t i = 0; i < count && !met; i++)
        met = has_cycle(&all[i], moment->cycle);
    if (met)
        return KP_OK;
    return kp_err_set(&app->err, KP_NOT_FOUND,
                      _("no account has a revision %.*s; kamplan log lists those there are"),
                      KP_STR_ARG(moment->name));
}

static void print(struct work *work)
{
    struct app *app = work->app;
    struct kp_style style = app_style(app, false);
    if (work->wish->form == DIFF_JSON) {
        struct kp_json *document = kp_json_new_object(&app->arena);
        kp_json_set(&app->arena, document, "accounts", work->array);
        out_json(app, document);
        return;
    }
    struct kp_plan nothing;
    struct kp_calc calc;
    kp_plan_init(&nothing, &app->arena);
    kp_calc_init(&calc, &app->model, &nothing, NULL, app_today(app), &app->arena);
    if (work->wish->form == DIFF_HTML)
        kp_view_diff_lines_html(work->lines, work->count, work->figure, &calc, &style,
                                kp_buf_str(&work->pages), &app->out);
    else if (work->wish->form == DIFF_MD)
        kp_view_diff_lines_markdown(work->lines, work->count, work->figure, &calc, &style,
                                    &app->out);
    else
        kp_view_diff_lines(work->lines, work->count, work->figure, &calc, &style, &app->out);
    if (work->wish->form != DIFF_HTML)
        kp_buf_add(&app->out, kp_buf_str(&work->pages));
    kp_plan_release(&nothing);
}

static enum kp_status compare_all(struct work *work, const struct account *accounts, size_t count,
                                  bool has_from)
{
    struct app *app = work->app;
    struct pasts *all = kp_arena_alloc(&app->arena, (count + 1) * sizeof *all);
    enum kp_status status = KP_OK;
    for (size_t i = 0; !status && i < count; i++)
        status = pasts_read(app, accounts[i].slug, &all[i]);
    if (status)
        return status;
    if (!has_from)
        choose_from(work, all, count);
    turn_round(work);
    status = check_moment(app, &work->from, all, count);
    if (!status)
        status = check_moment(app, &work->to, all, count);
    for (size_t i = 0; !status && i < count; i++)
        if (!accounts[i].archived)
            status = compare_account(work, &accounts[i], &all[i]);
    if (!status && !work->count && work->wish->form != DIFF_JSON)
        app_say(app, _("no account had a plan then"));
    return status;
}

int diff_accounts(struct app *app, const struct diff_range *range, const struct diff_wish *wish)
{
    struct work work = {.app = app, .wish = wish, .pages = KP_BUF_INIT};
    struct account *accounts;
    size_t count;
    struct kp_faults faults = KP_FAULTS_INIT;
    int status = EXIT_DONE;
    work.array = kp_json_new_array(&app->arena);
    if (app_read_people(app) || app_read_model(app) ||
        account_list(app, &accounts, &count, &faults) ||
        read_moment(app, range->from, &work.from) || read_moment(app, range->to, &work.to)) {
        status = app_fail(app);
        goto done;
    }
    work.figure = kp_view_diff_figure(&app->model);
    if (compare_all(&work, accounts, count, range->from.len)) {
        status = app_fail(app);
        goto done;
    }
    print(&work);
    if (wish->exit_code && work.differs)
        status = EXIT_FAILED;
    if (faults.count)
        say_faults(app, &faults);
    if (faults.count || work.damaged)
        status = EXIT_FAILED;
done:
    free(work.lines);
    kp_buf_release(&work.pages);
    kp_faults_release(&faults);
    return status;
}
