// SPDX-License-Identifier: GPL-3.0-or-later
#include "leak_check.h"

#include "audience.h"
#include "base/fs.h"
#include "base/text.h"
#include "base/utf8.h"
#include "view/leak.h"

#define FILE_MOST ((size_t)64 * 1024 * 1024)

enum { LISTED_MOST = 200 };

/* A plan and that of the cycle before, from which a copy may tell what changed. */
enum { PLANS = 2 };

struct copy {
    struct kp_audience audience;
    struct plan_at at[PLANS];
    struct kp_reduced reduced[PLANS];
    size_t count;
};

struct check {
    struct app *app;
    struct copy **copies;
    size_t count;
    struct kp_secrets secrets;
};

static enum kp_status read_before(struct app *app, struct copy *copy)
{
    const struct plan_at *now = &copy->at[0];
    struct kp_rev rev;
    enum kp_status status = find_revision_before(app, now->account.slug, now->cycle, &rev);
    if (status || !rev.hex[0])
        return status;
    return plan_at_read(app, now->account.slug, kp_str_from(rev.hex), &copy->at[copy->count++]);
}

static enum kp_status add_plan(struct check *c, struct kp_str slug, struct kp_str revision)
{
    struct app *app = c->app;
    struct copy *copy = kp_arena_alloc(&app->arena, sizeof *copy);
    c->copies[c->count++] = copy;
    enum kp_status status = plan_at_read(app, slug, revision, &copy->at[copy->count++]);
    if (!status && copy->at[0].rev.hex[0])
        status = read_before(app, copy);
    if (status)
        return status;
    audience_of(app, &copy->at[0].account, KP_VISIBLE_CUSTOMER, &copy->audience);
    for (size_t i = 0; i < copy->count; i++)
        kp_audience_meet(&copy->audience, &copy->at[i].plan);
    for (size_t i = 0; i < copy->count; i++) {
        kp_audience_reduce(&copy->audience, &copy->at[i].calc, &copy->reduced[i]);
        kp_secrets_add_plan(&c->secrets, &copy->at[i].calc, &copy->reduced[i]);
    }
    return KP_OK;
}

static enum kp_status read_plans(struct check *c, const char *account)
{
    struct app *app = c->app;
    struct account *accounts = NULL;
    size_t count = 1;
    struct kp_faults faults = KP_FAULTS_INIT;
    enum kp_status status = app_read_people(app);
    if (!status)
        status = app_read_model(app);
    if (!status && !account)
        status = account_list(app, &accounts, &count, &faults);
    kp_faults_release(&faults);
    c->copies = kp_arena_alloc(&app->arena, (count + 1) * sizeof *c->copies);
    for (size_t i = 0; i < count && !status; i++) {
        struct kp_str slug, revision = {NULL, 0};
        if (account)
            split_account(account, &slug, &revision);
        else
            slug = accounts[i].slug;
        status = add_plan(c, slug, revision);
    }
    return status;
}

static void add_people(struct check *c)
{
    for (size_t i = 0; i < c->app->people.count; i++) {
        const struct kp_person *person = &c->app->people.items[i];
        bool known = false;
        for (size_t j = 0; j < c->count && !known; j++)
            known = kp_audience_knows(&c->copies[j]->audience, person->id);
        kp_secrets_add_person(&c->secrets, person, known);
    }
}

/* What the customer's copies, and the program's own words, say is no secret. */
static void pass_open(struct check *c)
{
    kp_secrets_pass_model(&c->secrets, &c->app->model);
    kp_secrets_pass(&c->secrets, c->app->company);
    kp_names_pass(&c->secrets.names, c->app->company);
    for (size_t i = 0; i < c->count; i++) {
        struct copy *copy = c->copies[i];
        kp_secrets_pass(&c->secrets, copy->at[0].account.name);
        kp_names_pass(&c->secrets.names, copy->at[0].account.name);
        for (size_t j = 0; j < copy->count; j++)
            kp_secrets_pass_plan(&c->secrets, &copy->reduced[j]);
    }
}

static void list(struct check *c, const struct kp_leak *leak)
{
    struct app *app = c->app;
    struct kp_buf line = KP_BUF_INIT;
    if (leak->place.len)
        kp_buf_addf(&line, "%.*s: ", KP_STR_ARG(leak->place));
    else
        kp_buf_addf(&line, _("line %zu: "), leak->line);
    kp_utf8_add_quote(&line, leak->found);
    if (leak->kind == KP_LEAK_NAME) {
        kp_buf_addf(&line, _(" names %.*s"), KP_STR_ARG(leak->name));
    } else {
        kp_buf_addf(&line, _(" is in \"%.*s\""),
                    KP_STR_ARG(leak->field ? kp_words_get(&leak->field->label, app->lang)
                                           : kp_str_from(_("an answer that no model knows"))));
        if (leak->column)
            kp_buf_addf(&line, ", %.*s", KP_STR_ARG(kp_words_get(&leak->column->label, app->lang)));
    }
    kp_utf8_add_visible(&app->out, kp_buf_str(&line), false);
    kp_buf_addc(&app->out, '\n');
    kp_buf_release(&line);
}

static int tell(struct check *c, const struct kp_leak *leaks, size_t count)
{
    struct app *app = c->app;
    for (size_t i = 0; i < count && i < LISTED_MOST; i++)
        list(c, &leaks[i]);
    if (!count) {
        app_say(app, _("Nothing was found that a customer should not read."));
        return EXIT_DONE;
    }
    if (count > LISTED_MOST)
        app_say(app, ngettext("and %zu more", "and %zu more", (unsigned long)(count - LISTED_MOST)),
                count - LISTED_MOST);
    app_say(app,
            ngettext("%zu place has something that a customer should not read",
                     "%zu places have something that a customer should not read",
                     (unsigned long)count),
            count);
    return EXIT_FAILED;
}

static void release(struct copy *copy)
{
    for (size_t i = 0; i < copy->count; i++) {
        kp_reduced_release(&copy->reduced[i]);
        plan_at_release(&copy->at[i]);
    }
    kp_audience_release(&copy->audience);
}

int leak_check(struct app *app, const char *file, const char *account)
{
    struct check c = {.app = app};
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_leak_pieces pieces = {.arena = KP_ARENA_INIT};
    struct kp_leak *leaks;
    size_t count;
    int status;
    kp_secrets_init(&c.secrets);
    enum kp_status read = kp_fs_read(file, FILE_MOST, &bytes, &app->err);
    if (!read) {
        read = kp_leak_read(kp_buf_str(&bytes), &pieces, &app->err);
        if (read)
            kp_err_prefix(&app->err, "%s", file);
    }
    if (!read)
        read = read_plans(&c, account);
    if (read) {
        status = app_fail(app);
    } else {
        add_people(&c);
        pass_open(&c);
        kp_leak_find(&c.secrets, &pieces, &app->arena, &leaks, &count);
        status = tell(&c, leaks, count);
    }
    for (size_t i = 0; i < c.count; i++)
        release(c.copies[i]);
    kp_secrets_release(&c.secrets);
    kp_leak_pieces_release(&pieces);
    kp_buf_release(&bytes);
    return status;
}
