// SPDX-License-Identifier: GPL-3.0-or-later
/* The pages of a site: those of an account, and the overview. */

#include "audience.h"
#include "base/text.h"
#include "overview.h"
#include "report_read.h"
#include "site_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- the pages of an account */

/* What is read for one account is given back before the next. */
struct scratch {
    struct kp_arena arena;
    struct known known;
};

static struct scratch begin_scratch(struct app *app)
{
    struct scratch kept = {app->arena, app->known};
    app->arena = (struct kp_arena)KP_ARENA_INIT;
    app->known = (struct known){.titles = NULL};
    return kept;
}

static void end_scratch(struct app *app, const struct scratch *kept)
{
    known_release(&app->known);
    kp_arena_release(&app->arena);
    app->known = kept->known;
    app->arena = kept->arena;
}

/* One account at work. */
struct work {
    struct site *site;
    const struct account *account;
    struct site_folder *folder;
    struct pasts pasts;
    struct kp_cycle
        *cycles; /* that it has revisions in, newest first; the first is the newest page's */
    size_t count;
};

static struct kp_str page_name(struct work *work, size_t cycle)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_cycle_print(&text, work->cycles[cycle]);
    struct kp_str name = cycle == 0
                             ? KP_STR("index.html")
                             : kp_arena_format(&work->site->app->arena, "%s.html", text.data);
    kp_buf_release(&text);
    return name;
}

static void find_cycles(struct work *work)
{
    const struct pasts *pasts = &work->pasts;
    work->cycles =
        kp_arena_alloc(&work->site->app->arena, (pasts->count + 1) * sizeof *work->cycles);
    for (size_t i = 0; i < pasts->count; i++)
        if (!work->count ||
            kp_cycle_distance(pasts->items[i].cycle, work->cycles[work->count - 1]) > 0)
            work->cycles[work->count++] = pasts->items[i].cycle;
}

/* To the portfolio, and to every cycle, oldest first. */
static void set_links(struct work *work, size_t here, struct kp_report *report)
{
    struct kp_arena *arena = &work->site->app->arena;
    struct kp_report_link *links = kp_arena_alloc(arena, (work->count + 1) * sizeof *links);
    links[0] = (struct kp_report_link){KP_STR("../index.html"), kp_str_from(_("Portfolio")), false};
    for (size_t i = 0; i < work->count; i++) {
        struct kp_buf text = KP_BUF_INIT;
        size_t cycle = work->count - 1 - i;
        kp_cycle_print(&text, work->cycles[cycle]);
        links[i + 1] = (struct kp_report_link){
            page_name(work, cycle), kp_arena_str(arena, kp_buf_str(&text)), cycle == here};
        kp_buf_release(&text);
    }
    report->links = links;
    report->link_count = work->count + 1;
}

static enum kp_status write_page(struct work *work, size_t cycle)
{
    struct site *site = work->site;
    struct app *app = site->app;
    struct report_parts parts;
    struct kp_buf name = KP_BUF_INIT, bytes = KP_BUF_INIT;
    if (cycle > 0)
        kp_cycle_print(&name, work->cycles[cycle]);
    enum kp_status status = report_read(app, work->account->slug, kp_buf_str(&name), &work->pasts,
                                        site->audience, &parts);
    if (!status) {
        struct kp_style style = app_style(app, false);
        struct kp_str path = kp_arena_format(
            &app->arena, "%.*s/%s", KP_STR_ARG(work->account->slug), page_name(work, cycle).data);
        style.today = parts.report.calc->today;
        style.people = parts.people;
        set_links(work, cycle, &parts.report);
        kp_view_report_html(&parts.report, &style, &bytes);
        status = site_put(site, work->folder, path, kp_buf_str(&bytes));
        if (parts.reduced && cycle == 0)
            audience_say_held(app, work->account->slug,
                              &parts.reduced[parts.report.cycle_count - 1]);
        if (parts.pair.faults.count)
            say_faults(app, &parts.pair.faults);
        site->damaged = site->damaged || parts.pair.faults.count;
    }
    report_release(&parts);
    kp_buf_release(&name);
    kp_buf_release(&bytes);
    return status;
}

/* All of its pages; those of earlier cycles only when something they are made of has changed. */
static enum kp_status write_pages(struct work *work)
{
    struct site *site = work->site;
    const struct site_folder *old = site_list_folder(&site->old, work->account->slug);
    bool same = old && strcmp(old->key, work->folder->key) == 0 && site_folder_stands(site, old);
    if (same && strcmp(old->day, site->day) == 0) {
        site_folder_keep(site, work->folder, old);
        return KP_OK;
    }
    enum kp_status status = write_page(work, 0);
    if (!status && same) {
        const struct site_folder earlier = {.pages = old->pages + 1, .count = old->count - 1};
        site_folder_keep(site, work->folder, &earlier);
        return KP_OK;
    }
    for (size_t i = 1; i < work->count && !status; i++)
        status = write_page(work, i);
    return status;
}

enum kp_status site_write_account(struct site *site, const struct account *account)
{
    struct app *app = site->app;
    struct scratch kept = begin_scratch(app);
    struct work work = {.site = site, .account = account};
    enum kp_status status = pasts_read(app, account->slug, &work.pasts);
    if (!status && work.pasts.count) {
        work.folder = site_list_add(site, account->slug);
        memcpy(work.folder->day, site->day, sizeof work.folder->day);
        site_folder_key(site, account, &work.pasts, work.folder->key);
        find_cycles(&work);
        status = write_pages(&work);
    }
    end_scratch(app, &kept);
    return status;
}

/* ---- the overview */

enum kp_status site_write_overview(struct site *site)
{
    struct app *app = site->app;
    struct scratch kept = begin_scratch(app);
    struct overview overview;
    struct kp_buf bytes = KP_BUF_INIT;
    struct site_folder *folder = site_list_add(site, KP_STR(""));
    memcpy(folder->key, site->now.key, sizeof folder->key);
    enum kp_status status = overview_read(app, NULL, NULL, NULL, true, &overview);
    if (!status) {
        struct kp_portfolio_page page = overview_page(&overview);
        struct kp_style style = app_style(app, false);
        style.today = page.on;
        page.linked = true;
        page.program = site->has_program;
        if (site->audience == KP_VISIBLE_TEAM)
            kp_view_portfolio_html(&page, app->company, &style, &bytes);
        else
            kp_view_portfolio_list_html(&page, app->company, site->audience, &style, &bytes);
        status = site_put(site, folder, KP_STR("index.html"), kp_buf_str(&bytes));
        site->damaged = site->damaged || overview.faults.count;
    }
    overview_release(&overview);
    kp_buf_release(&bytes);
    end_scratch(app, &kept);
    return status;
}
