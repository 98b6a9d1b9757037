// SPDX-License-Identifier: GPL-3.0-or-later
/* All accounts side by side, read. */

#include "overview.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum kp_status add_column(struct overview *overview, struct kp_str id)
{
    struct app *app = overview->app;
    if (overview->count == COLUMNS_MOST)
        return kp_err_set(&app->err, KP_INVALID, _("more than %d columns are too many"),
                          COLUMNS_MOST);
    return kp_portfolio_find(&app->model, id, &overview->columns[overview->count++], &app->err);
}

static enum kp_status choose_columns(struct overview *overview, const char *list)
{
    struct kp_str rest = kp_str_from(list);
    enum kp_status status = KP_OK;
    overview->chosen = list != NULL;
    while (list && rest.data && !status) {
        struct kp_str id = kp_str_trim(kp_str_split(&rest, ','));
        if (id.len)
            status = add_column(overview, id);
    }
    /* A workspace's own model has the usual fields as well: it only adds to them. */
    for (size_t i = 0; !list && kp_portfolio_usual[i] && !status; i++)
        status = add_column(overview, kp_str_from(kp_portfolio_usual[i]));
    if (!status && !overview->count)
        status = kp_err_set(&overview->app->err, KP_INVALID, _("--columns names no column"));
    overview->shown = overview->count;
    return status;
}

/* "revenue", "name:desc"; a column that is not shown is worked out all the same. */
static enum kp_status choose_order(struct overview *overview, const char *text)
{
    struct kp_str id = kp_str_from(text ? text : "revenue"), way = {NULL, 0};
    struct kp_portfolio_column column;
    size_t colon = kp_str_find(id, ':');
    if (colon < id.len)
        way = kp_str_slice(id, colon + 1, id.len);
    id = kp_str_slice(id, 0, colon);
    if (way.len && !kp_str_is(way, "asc") && !kp_str_is(way, "desc"))
        return kp_err_set(
            &overview->app->err, KP_INVALID,
            _("--sort takes a column, and asc or desc behind a colon, as in name:asc"));
    enum kp_status status =
        kp_portfolio_find(&overview->app->model, id, &column, &overview->app->err);
    if (status)
        return status;
    overview->descending = way.len ? kp_str_is(way, "desc") : kp_portfolio_is_number(&column);
    overview->sort = 0;
    while (overview->sort < overview->count &&
           !kp_str_equal(overview->columns[overview->sort].id, column.id))
        overview->sort++;
    if (overview->sort == overview->count)
        overview->columns[overview->count++] = column;
    return KP_OK;
}

/* ---- reading */

static size_t folder_at(const struct moment *moment, struct kp_str slug)
{
    size_t low = 0, high = moment->folder_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (kp_str_compare(moment->folders[middle].slug, slug) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool hit = low < moment->folder_count && kp_str_equal(moment->folders[low].slug, slug);
    return hit ? low : moment->folder_count;
}

/* ---- sign-offs */

static int by_name(const void *a, const void *b)
{
    const struct kp_signoff *const *x = a, *const *y = b;
    return strcmp((*x)->name, (*y)->name);
}

/* Those that count, by their names: "acme/2026H1". */
static void sort_signoffs(struct overview *overview)
{
    const struct moment *all = &overview->before;
    overview->signoffs =
        kp_arena_alloc(&overview->app->arena, (all->signoff_count + 1) * sizeof(void *));
    for (size_t i = 0; i < all->signoff_count; i++)
        if (!all->signoffs[i].replaced && all->signoffs[i].by.len)
            overview->signoffs[overview->signoff_count++] = &all->signoffs[i];
    qsort(overview->signoffs, overview->signoff_count, sizeof(void *), by_name);
}

static struct kp_date signed_on(const struct overview *overview, const struct kp_portfolio_row *row)
{
    struct kp_signoff sought;
    const struct kp_signoff *key = &sought, *const * found;
    struct kp_date date = {0, 0, 0};
    struct kp_buf name = KP_BUF_INIT;
    kp_buf_addf(&name, "%.*s/", KP_STR_ARG(row->slug));
    kp_cycle_print(&name, row->due.last.cycle);
    snprintf(sought.name, sizeof sought.name, "%s", name.data);
    found = bsearch(&key, overview->signoffs, overview->signoff_count, sizeof(void *), by_name);
    if (found)
        date = kp_date_local((*found)->at);
    kp_buf_release(&name);
    return kp_date_valid(date) && kp_date_compare(date, overview->now.on) <= 0
               ? date
               : (struct kp_date){0, 0, 0};
}

/* An account now and in the cycle before: both together, while what they share is at hand. */
static enum kp_status read_account(struct overview *overview, size_t index)
{
    struct app *app = overview->app;
    const struct moment_folder *folder = &overview->now.folders[index];
    struct account_then *now = &overview->then[index], *before = &overview->then_before[index];
    size_t fault_count = overview->faults.count;
    struct kp_faults ignored = KP_FAULTS_INIT; /* what was wrong then is not what is asked for */
    bool found, found_before = false;
    enum kp_status status = account_then_read(&overview->now, folder, NULL, &before->plan, now,
                                              &found, &overview->faults);
    size_t old = overview->has_before ? folder_at(&overview->before, folder->slug) : 0;
    if (!status && found && overview->has_before && old < overview->before.folder_count)
        status = account_then_read(&overview->before, &overview->before.folders[old], now, NULL,
                                   before, &found_before, &ignored);
    kp_faults_release(&ignored);
    if (status || !found || now->account.archived)
        return status;
    struct kp_portfolio_row *row = &overview->portfolio.rows[overview->portfolio.row_count++];
    *row = (struct kp_portfolio_row){
        .slug = now->account.slug,
        .name = now->account.name,
        .kam = now->account.kam,
        .revision = kp_str_from(now->rev.hex),
        .now = &now->calc,
        .before = found_before ? &before->calc : NULL,
        .fault_count = overview->faults.count - fault_count,
    };
    kp_due_plan(&now->calc, &now->last, now->since, app->budget_month, &app->arena, &row->due);
    row->signed_on = signed_on(overview, row);
    return KP_OK;
}

static enum kp_status read_all(struct overview *overview, const char *on)
{
    struct app *app = overview->app;
    enum kp_status status = moment_read(app, on, &overview->now);
    if (!status)
        status = moment_of_cycle(app, kp_cycle_add(overview->now.cycle, -1), &overview->before);
    if (status)
        return status;
    overview->has_before = true;
    sort_signoffs(overview);
    overview->before.values_only = true;
    overview->now.needed = overview->before.needed = overview->needed;
    size_t count = overview->now.folder_count + 1;
    overview->then = kp_arena_alloc(&app->arena, count * sizeof *overview->then);
    overview->then_before = kp_arena_alloc(&app->arena, count * sizeof *overview->then_before);
    overview->portfolio.rows =
        kp_arena_alloc(&app->arena, count * sizeof *overview->portfolio.rows);
    bool any = false;
    for (size_t i = 0; i < overview->now.folder_count && !status; i++) {
        status = read_account(overview, i);
        any = any || overview->then[i].account.slug.len;
    }
    if (!status && !any && overview->now.folder_count)
        status = kp_err_set(&app->err, KP_NOT_FOUND,
                            _("no account had a plan then; kamplan log lists the revisions"));
    return status;
}

void overview_release(struct overview *overview)
{
    for (size_t i = 0; overview->then && i < overview->now.folder_count; i++) {
        account_then_release(&overview->then[i]);
        account_then_release(&overview->then_before[i]);
    }
    kp_faults_release(&overview->faults);
}

enum kp_status overview_read(struct app *app, const char *on, const char *columns,
                             const char *order, bool whole, struct overview *overview)
{
    *overview = (struct overview){.app = app, .faults = KP_FAULTS_INIT};
    enum kp_status status = app_read_model(app);
    if (!status)
        status = choose_columns(overview, columns);
    if (!status)
        status = choose_order(overview, order);
    if (status)
        return status;
    overview->needed = kp_arena_alloc(&app->arena, (app->model.field_count + 1) * sizeof(bool));
    kp_portfolio_needs(&app->model, overview->columns, overview->count, overview->needed);
    for (size_t i = 0; whole && i < app->model.field_count; i++)
        overview->needed[i] = true;
    overview->portfolio.columns = overview->columns;
    overview->portfolio.column_count = overview->count;
    status = read_all(overview, on);
    if (status)
        return status;
    kp_portfolio_fill(&overview->portfolio, &app->arena);
    kp_portfolio_sort(&overview->portfolio, overview->sort, overview->descending);
    return KP_OK;
}

struct kp_portfolio_page overview_page(const struct overview *overview)
{
    struct kp_portfolio_page page = {
        .portfolio = &overview->portfolio,
        .shown = overview->shown,
        .chosen = overview->chosen,
        .on = overview->now.on,
        .cycle = overview->now.cycle,
    };
    for (size_t i = 0; i < overview->portfolio.row_count; i++)
        if (overview->portfolio.rows[i].before)
            page.before = overview->before.cycle;
    return page;
}
