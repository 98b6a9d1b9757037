// SPDX-License-Identifier: GPL-3.0-or-later
/* A site: which pages there are, what they are made of, and who makes them. */

#include "audience.h"
#include "base/alloc.h"
#include "base/text.h"
#include "base/utf8.h"
#include "config.h"
#include "site_internal.h"
#include "view/html_page.h"
#include "workers.h"

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
static enum kp_status find_key(struct site *site)
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
    add_part(&parts, kp_str_from(site->day));
    add_signoffs(&parts, signoffs, count);
    seal(&parts, site->now.key);
    return KP_OK;
}

void site_folder_key(const struct site *site, const struct account *account,
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

/* ---- the parts of the work: the overview, and each account by itself */

static enum kp_status write_part(struct site *site, size_t part)
{
    return part ? site_write_account(site, &site->accounts[part - 1]) : site_write_overview(site);
}

/* What is told of a part to who puts them together. */
static void tell(const struct site *site, struct kp_str said, struct kp_str error,
                 struct kp_buf *told)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_json *document = kp_json_new_object(&arena);
    for (size_t i = 0; i < site->now.count; i++)
        kp_json_set(&arena, document, "folder", site_folder_json(&arena, &site->now.folders[i]));
    kp_json_set_whole(&arena, document, "written", (int64_t)site->written);
    kp_json_set_whole(&arena, document, "same", (int64_t)site->same);
    kp_json_set_whole(&arena, document, "damaged", site->damaged);
    kp_json_set_string(&arena, document, "said", said);
    if (error.len)
        kp_json_set_string(&arena, document, "error", error);
    kp_json_write(told, document);
    kp_arena_release(&arena);
}

/* Works on a copy of the site, in which nothing stands yet: what comes of it is told. */
static bool do_part(void *context, size_t part, struct kp_buf *told)
{
    const struct site *whole = context;
    struct site site = *whole;
    struct app *app = site.app;
    struct kp_buf said = KP_BUF_INIT, error = KP_BUF_INIT;
    site.arena = (struct kp_arena)KP_ARENA_INIT;
    site.now.folders = NULL;
    site.now.count = site.now.cap = 0;
    site.written = site.same = 0;
    site.damaged = false;
    app->said = &said;
    enum kp_status status = write_part(&site, part);
    app->said = NULL;
    if (status)
        kp_utf8_add_visible(&error, kp_buf_str(&app->err.text), true);
    kp_err_clear(&app->err);
    tell(&site, kp_buf_str(&said), kp_buf_str(&error), told);
    kp_buf_release(&said);
    kp_buf_release(&error);
    site_list_release(&site.now);
    kp_arena_release(&site.arena);
    return !status;
}

/* A snapshot that several accounts were asked with is damaged for each of them: that is said once. */
static void say_once(struct site *site, struct kp_str text)
{
    while (text.len) {
        struct kp_str line = kp_str_split(&text, '\n');
        size_t at = 0;
        while (at < site->said_count && !kp_str_equal(site->said[at], line))
            at++;
        if (at < site->said_count)
            continue;
        app_say(site->app, "%.*s", KP_STR_ARG(line));
        site->said = kp_grow(site->said, site->said_count, &site->said_cap, sizeof *site->said);
        site->said[site->said_count++] = line;
    }
}

static enum kp_status take_part(void *context, size_t part, struct kp_str told, struct kp_err *err)
{
    struct site *site = context;
    const struct kp_json *document;
    (void)part;
    enum kp_status status = kp_json_read(&site->arena, "site", told, &document, err);
    if (status)
        return status;
    if (kp_json_get(document, "folder"))
        site_list_take(site, &site->now, kp_json_get(document, "folder"));
    site->written += (size_t)kp_json_whole(document, "written", 0);
    site->same += (size_t)kp_json_whole(document, "same", 0);
    site->damaged = site->damaged || kp_json_whole(document, "damaged", 0);
    say_once(site, kp_json_text(document, "said"));
    struct kp_str error = kp_json_text(document, "error");
    return error.len ? kp_err_set(err, KP_IO, "%.*s", KP_STR_ARG(error)) : KP_OK;
}

/* ---- the site */

/* The program, and every account that has a page. */
static enum kp_status find_accounts(struct site *site, struct kp_faults *faults)
{
    struct app *app = site->app;
    struct account *all;
    struct pasts pasts;
    size_t count;
    enum kp_status status = account_list(app, &all, &count, faults);
    if (status)
        return status;
    site->accounts = kp_arena_alloc(&app->arena, (count + 1) * sizeof *site->accounts);
    status = account_find(app, KP_STR("program"), &site->accounts[0]);
    if (!status)
        status = pasts_read(app, site->accounts[0].slug, &pasts);
    if (status)
        return status;
    site->has_program = pasts.count > 0;
    site->account_count = 1;
    for (size_t i = 0; i < count; i++)
        if (!all[i].archived && !account_check_slug(all[i].slug, NULL))
            site->accounts[site->account_count++] = all[i];
    return KP_OK;
}

static enum kp_status write_all(struct site *site)
{
    struct app *app = site->app;
    struct kp_faults faults = KP_FAULTS_INIT;
    enum kp_status status = find_accounts(site, &faults);
    const struct work work = {
        .parts = site->account_count + 1, .context = site, .part = do_part, .take = take_part};
    if (!status)
        status = workers_run(&work, app->processes, &app->err);
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

int site_write(struct app *app, const char *directory, enum kp_visibility audience)
{
    struct site site = {.app = app, .directory = directory, .audience = audience};
    struct kp_buf day = KP_BUF_INIT;
    int status = EXIT_DONE;
    kp_date_print(&day, app_today(app));
    snprintf(site.day, sizeof site.day, "%s", day.data);
    if (app_read_people(app) || app_read_model(app) || site_list_read(&site)) {
        status = app_fail(app);
        goto done;
    }
    find_common(&site);
    if (find_key(&site)) {
        status = app_fail(app);
        goto done;
    }
    if (!is_current(&site) && write_all(&site)) {
        status = app_fail(app);
        goto done;
    }
    say_counts(&site);
    if (site.damaged)
        status = EXIT_FAILED;
done:
    site_list_release(&site.old);
    site_list_release(&site.now);
    free(site.said);
    kp_arena_release(&site.arena);
    kp_buf_release(&day);
    return status;
}
