// SPDX-License-Identifier: GPL-3.0-or-later
/* A site: which pages there are, which of them are made anew, and how. */

#include "audience.h"
#include "base/text.h"
#include "config.h"
#include "overview.h"
#include "report_read.h"
#include "site_internal.h"
#include "view/html_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- keys: what pages are made of */

static void seal(struct kp_buf *parts, char key[SITE_KEY])
{
    kp_sha256_hex(kp_buf_str(parts), key);
    kp_buf_release(parts);
}

static void add_part(struct kp_buf *parts, struct kp_str text)
{
    kp_buf_addf(parts, "%zu:", text.len);
    kp_buf_add(parts, text);
}

static void add_signoffs(struct kp_buf *parts, const struct kp_signoff *signoffs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add_part(parts, kp_str_from(signoffs[i].name));
        add_part(parts, kp_str_from(signoffs[i].rev.hex));
        add_part(parts, signoffs[i].by);
        add_part(parts, signoffs[i].role);
        add_part(parts, signoffs[i].comment);
        kp_buf_addf(parts, "%lld", (long long)signoffs[i].at);
    }
}

/* The program, its settings, the model, people's names. */
static void find_common(struct site *site)
{
    struct app *app = site->app;
    struct kp_buf parts = KP_BUF_INIT, people = KP_BUF_INIT;
    add_part(&parts, kp_str_from(KAMPLAN_VERSION));
    add_part(&parts, kp_str_from(kp_html_stylesheet));
    add_part(&parts, kp_str_from(kp_lang_code(app->lang)));
    add_part(&parts, kp_str_from(kp_visibility_name(site->audience)));
    add_part(&parts, app->company);
    add_part(&parts, app->currency);
    kp_buf_addf(&parts, "%d", app->budget_month);
    kp_people_write(&app->people, &people);
    add_part(&parts, kp_buf_str(&people));
    for (size_t i = 0; i < app->model_source_count; i++)
        kp_json_write_line(&parts, app->model_sources[i].document);
    kp_buf_release(&people);
    seal(&parts, site->common);
}

/* Everything there is, as of today. */
static enum kp_status find_key(struct site *site, const char *day)
{
    struct app *app = site->app;
    struct kp_rev tip;
    struct kp_signoff *signoffs;
    size_t count;
    struct kp_buf parts = KP_BUF_INIT;
    enum kp_status status = kp_revision_tip(app->workspace, &tip, &app->err);
    if (!status)
        status = kp_signoff_list(app->workspace, NULL, &site->arena, &signoffs, &count, &app->err);
    if (status)
        return status;
    add_part(&parts, kp_str_from(site->common));
    add_part(&parts, kp_str_from(tip.hex));
    add_part(&parts, kp_str_from(day));
    add_signoffs(&parts, signoffs, count);
    seal(&parts, site->now.key);
    return KP_OK;
}

/* An account's card, its revisions and its sign-offs. */
static void find_folder_key(struct site *site, const struct account *account,
                            const struct pasts *pasts, char key[SITE_KEY])
{
    struct kp_buf parts = KP_BUF_INIT;
    add_part(&parts, kp_str_from(site->common));
    add_part(&parts, account->name);
    for (size_t i = 0; i < pasts->count; i++)
        add_part(&parts, kp_str_from(pasts->items[i].rev.hex));
    add_signoffs(&parts, pasts->signoffs, pasts->signoff_count);
    seal(&parts, key);
}

/* ---- the pages of an account */

/* What is read for one account is given back before the next. */
struct scratch {
    struct kp_arena arena;
    struct known_answer *answers;
    size_t answer_count, answer_cap;
    struct title *titles;
    size_t title_count, title_cap;
};

static struct scratch begin_scratch(struct app *app)
{
    struct scratch kept = {app->arena,  app->answers,     app->answer_count, app->answer_cap,
                           app->titles, app->title_count, app->title_cap};
    app->arena = (struct kp_arena)KP_ARENA_INIT;
    app->answers = NULL;
    app->titles = NULL;
    app->answer_count = app->answer_cap = app->title_count = app->title_cap = 0;
    return kept;
}

static void end_scratch(struct app *app, const struct scratch *kept)
{
    kp_arena_release(&app->arena);
    free(app->answers);
    free(app->titles);
    app->arena = kept->arena;
    app->answers = kept->answers;
    app->answer_count = kept->answer_count;
    app->answer_cap = kept->answer_cap;
    app->titles = kept->titles;
    app->title_count = kept->title_count;
    app->title_cap = kept->title_cap;
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
    enum kp_status status =
        report_read(app, work->account->slug, kp_buf_str(&name), site->audience, &parts);
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
static enum kp_status write_pages(struct work *work, const char *day)
{
    struct site *site = work->site;
    const struct site_folder *old = site_list_folder(&site->old, work->account->slug);
    bool same = old && strcmp(old->key, work->folder->key) == 0 && site_folder_stands(site, old);
    if (same && strcmp(old->day, day) == 0) {
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

static enum kp_status write_account(struct site *site, const struct account *account,
                                    const char *day)
{
    struct app *app = site->app;
    struct scratch kept = begin_scratch(app);
    struct work work = {.site = site, .account = account};
    enum kp_status status = pasts_read(app, account->slug, &work.pasts);
    if (!status && work.pasts.count) {
        work.folder = site_list_add(site, account->slug);
        snprintf(work.folder->day, sizeof work.folder->day, "%s", day);
        find_folder_key(site, account, &work.pasts, work.folder->key);
        find_cycles(&work);
        status = write_pages(&work, day);
    }
    end_scratch(app, &kept);
    return status;
}

/* ---- the overview */

static enum kp_status write_overview(struct site *site, bool program)
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
        page.program = program;
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

/* ---- the site */

static enum kp_status write_all(struct site *site, const char *day)
{
    struct app *app = site->app;
    struct account *accounts, program;
    struct kp_faults faults = KP_FAULTS_INIT;
    size_t count;
    enum kp_status status = account_list(app, &accounts, &count, &faults);
    if (!status)
        status = account_find(app, KP_STR("program"), &program);
    if (!status)
        status = write_account(site, &program, day);
    bool has_program = site_list_folder(&site->now, program.slug);
    for (size_t i = 0; i < count && !status; i++)
        if (!accounts[i].archived && !account_check_slug(accounts[i].slug, NULL))
            status = write_account(site, &accounts[i], day);
    if (!status)
        status = write_overview(site, has_program);
    if (!status)
        status = site_clear(site);
    if (!status)
        status = site_list_write(site);
    if (faults.count)
        say_faults(app, &faults);
    site->damaged = site->damaged || faults.count;
    kp_faults_release(&faults);
    return status;
}

static void say_counts(struct site *site)
{
    struct kp_buf text = KP_BUF_INIT;
    size_t count = site->written + site->same;
    kp_buf_addf(&text, ngettext("%zu page in %s", "%zu pages in %s", count), count,
                site->directory);
    kp_buf_adds(&text, ": ");
    kp_buf_addf(&text, ngettext("%zu written", "%zu written", site->written), site->written);
    kp_buf_adds(&text, ", ");
    kp_buf_addf(&text, ngettext("%zu as it was", "%zu as they were", site->same), site->same);
    if (site->removed) {
        kp_buf_adds(&text, ", ");
        kp_buf_addf(&text, ngettext("%zu removed", "%zu removed", site->removed), site->removed);
    }
    app_say(site->app, "%s", text.data);
    kp_buf_release(&text);
}

/* Whether nothing has changed since the earlier run. */
static bool is_current(struct site *site)
{
    if (strcmp(site->old.key, site->now.key) != 0)
        return false;
    for (size_t i = 0; i < site->old.count; i++)
        if (!site_folder_stands(site, &site->old.folders[i]))
            return false;
    for (size_t i = 0; i < site->old.count; i++)
        site->same += site->old.folders[i].count;
    return true;
}

static void release_list(struct site_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->folders[i].pages);
    free(list->folders);
}

int site_write(struct app *app, const char *directory, enum kp_visibility audience)
{
    struct site site = {.app = app, .directory = directory, .audience = audience};
    struct kp_buf day = KP_BUF_INIT;
    int status = EXIT_DONE;
    kp_date_print(&day, app_today(app));
    if (app_read_people(app) || app_read_model(app) || site_list_read(&site)) {
        status = app_fail(app);
        goto done;
    }
    find_common(&site);
    if (find_key(&site, day.data)) {
        status = app_fail(app);
        goto done;
    }
    if (!is_current(&site) && write_all(&site, day.data)) {
        status = app_fail(app);
        goto done;
    }
    say_counts(&site);
    if (site.damaged)
        status = EXIT_FAILED;
done:
    release_list(&site.old);
    release_list(&site.now);
    kp_arena_release(&site.arena);
    kp_buf_release(&day);
    return status;
}
