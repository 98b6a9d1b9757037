// SPDX-License-Identifier: GPL-3.0-or-later
#include "new_workspace.h"

#include "base/text.h"
#include "base/utf8.h"
#include "store/people_ref.h"

enum { LOCK_WAIT_MS = 10000 };

struct kp_str place_of(struct app *app, const char *dir)
{
    if (!app->directory || dir[0] == '/')
        return kp_str_from(dir);
    return kp_arena_format(&app->arena, "%s/%s", app->directory, dir);
}

struct new_workspace new_workspace_usual(const struct app *app)
{
    return (struct new_workspace){
        .company = "", .currency = "EUR", .lang = app->lang, .budget_month = 9};
}

static struct kp_author author(const struct app *app)
{
    return (struct kp_author){.id = "kamplan", .at = kp_clock_now(&app->clock)};
}

enum kp_status new_workspace_make(struct app *app, const char *dir,
                                  const struct new_workspace *workspace)
{
    struct kp_arena *arena = &app->arena;
    struct kp_buf settings = KP_BUF_INIT;
    struct kp_json *document = kp_json_new_object(arena);
    const struct kp_author who = author(app);

    kp_json_set_whole(arena, document, "format", 1);
    kp_json_set_string(arena, document, "company", kp_str_from(workspace->company));
    kp_json_set_string(arena, document, "language", kp_str_from(kp_lang_code(workspace->lang)));
    kp_json_set_string(arena, document, "currency", kp_str_from(workspace->currency));
    kp_json_set_whole(arena, document, "budget_month", workspace->budget_month);
    kp_json_write(&settings, document);
    const struct kp_change changes[] = {
        {.path = ".gitattributes", .bytes = KP_STR("*.json text eol=lf\n")},
        {.path = "kamplan.json", .bytes = kp_buf_str(&settings)},
    };
    enum kp_status status = kp_workspace_init(dir, changes, sizeof changes / sizeof *changes, &who,
                                              &app->workspace, &app->err);
    kp_buf_release(&settings);
    app->settings = document;
    app->company = kp_json_text(document, "company");
    app->currency = kp_json_text(document, "currency");
    app->budget_month = workspace->budget_month;
    return status;
}

/* A person of our own company by name; new ones go into the directory before anything refers to them. */
static enum kp_status name_person(struct app *app, const char *option, const char *name,
                                  struct kp_str *id)
{
    const struct kp_field person = {.type = kp_type_of(KP_TYPE_PERSON)};
    struct kp_type_context context = app_context(app, &app->arena);
    const struct kp_json *value = NULL;
    if (!name)
        return KP_OK;
    enum kp_status status =
        person.type->parse(&person, kp_str_trim(kp_str_from(name)), &context, &value, &app->err);
    if (status)
        return kp_err_prefix(&app->err, "%s", option);
    *id = value->text;
    return KP_OK;
}

static enum kp_status write_people(struct app *app)
{
    struct kp_buf bytes = KP_BUF_INIT;
    const struct kp_author who = author(app);
    kp_people_write(&app->people, &bytes);
    enum kp_status status =
        kp_people_ref_write(app->workspace, kp_buf_str(&bytes), &who, &app->err);
    kp_buf_release(&bytes);
    return status;
}

enum kp_status people_name(struct app *app, const char *option, const char *name, struct kp_str *id)
{
    size_t known = app->people.count;
    enum kp_status status = name_person(app, option, name, id);
    return !status && app->people.count > known ? write_people(app) : status;
}

enum kp_status record_account(struct app *app, const struct account *account, const char *what)
{
    struct kp_buf bytes = KP_BUF_INIT, message = KP_BUF_INIT;
    const struct kp_author who = author(app);
    struct kp_rev rev;
    struct kp_str path =
        kp_arena_format(&app->arena, "%s/account.json", account_dir(app, account->slug));
    kp_json_write(&bytes, account_json(app, account));
    kp_buf_addf(&message, "%.*s: %s\n\nAccount: %.*s\n", KP_STR_ARG(account->slug), what,
                KP_STR_ARG(account->slug));
    const struct kp_change change = {.path = path.data, .bytes = kp_buf_str(&bytes)};
    enum kp_status status = kp_revision_record(app->workspace, NULL, &change, 1, message.data, &who,
                                               NULL, NULL, &rev, &app->err);
    kp_buf_release(&bytes);
    kp_buf_release(&message);
    return status;
}

enum kp_status account_check_name(struct kp_str name, struct kp_err *err)
{
    if (!kp_utf8_valid(name, NULL) || kp_utf8_has_hidden(name) || !kp_str_trim(name).len ||
        name.len > 200 || kp_str_find(name, '\n') < name.len)
        return kp_err_set(err, KP_INVALID,
                          _("an account's name is one line of at most 200 bytes of visible text"));
    return KP_OK;
}

enum kp_status new_account(struct app *app, const char *slug, const char *name, const char *kam,
                           const char *sponsor)
{
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_rev tip;
    struct account account = {.slug = kp_str_from(slug)};
    enum kp_status status = account_check_slug(account.slug, &app->err);
    if (!status)
        status = account_check_name(kp_str_from(name), &app->err);
    if (!status)
        status = kp_workspace_lock(app->workspace, LOCK_WAIT_MS, &app->err);
    if (status)
        return status;
    account.name = kp_utf8_nfc(&app->arena, kp_str_trim(kp_str_from(name)));
    status = kp_revision_tip(app->workspace, &tip, &app->err);
    if (status)
        goto done;
    struct kp_str path = kp_arena_format(&app->arena, "accounts/%s/account.json", slug);
    status = kp_revision_read(app->workspace, &tip, path.data, &bytes, &app->err);
    if (status != KP_NOT_FOUND) {
        if (!status)
            status =
                kp_err_set(&app->err, KP_EXISTS, _("there is an account \"%s\" already"), slug);
        goto done;
    }
    kp_err_clear(&app->err);
    status = app_read_people(app);
    size_t known = app->people.count;
    if (!status)
        status = name_person(app, "--kam", kam, &account.kam);
    if (!status)
        status = name_person(app, "--sponsor", sponsor, &account.sponsor);
    if (!status && app->people.count > known)
        status = write_people(app);
    if (!status)
        status = record_account(app, &account, "new account");
done:
    kp_workspace_unlock(app->workspace);
    kp_buf_release(&bytes);
    return status;
}
