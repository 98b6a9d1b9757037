// SPDX-License-Identifier: GPL-3.0-or-later
/* Accounts of a workspace: their slugs, their files, their state. */

#include "app.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { SLUG_MAX = 63 };

static bool is_slug_char(char c, bool first)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (!first && c == '-');
}

/* Names that some systems keep for devices: a workspace must be able to go to any laptop. */
static bool is_device(struct kp_str slug)
{
    static const char *const names[] = {"con", "prn", "aux", "nul"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (kp_str_is(slug, names[i]))
            return true;
    bool numbered = kp_str_starts(slug, KP_STR("com")) || kp_str_starts(slug, KP_STR("lpt"));
    return numbered && slug.len == 4 && slug.data[3] >= '0' && slug.data[3] <= '9';
}

enum kp_status account_check_slug(struct kp_str slug, struct kp_err *err)
{
    bool good = slug.len > 0 && slug.len <= SLUG_MAX;
    for (size_t i = 0; good && i < slug.len; i++)
        good = is_slug_char(slug.data[i], i == 0);
    if (!good)
        return kp_err_set(
            err, KP_INVALID,
            _("\"%.*s\" is no short name for an account: small letters a–z, digits and "
              "dashes, at most 63, such as acme or nordfjord-kol"),
            (int)(slug.len > 80 ? 80 : slug.len), slug.data);
    if (kp_str_is(slug, "program"))
        return kp_err_set(err, KP_INVALID,
                          _("\"program\" is the company's own plan; choose another short name"));
    if (is_device(slug))
        return kp_err_set(
            err, KP_INVALID,
            _("\"%.*s\" cannot be a directory on every computer; choose another name"),
            KP_STR_ARG(slug));
    return KP_OK;
}

const char *account_dir(struct app *app, struct kp_str slug)
{
    if (kp_str_is(slug, "program"))
        return "program";
    return kp_arena_format(&app->arena, "accounts/%.*s", KP_STR_ARG(slug)).data;
}

enum kp_status account_read(struct app *app, struct kp_str slug, struct kp_str bytes,
                            struct account *out)
{
    struct kp_str file =
        kp_arena_format(&app->arena, "accounts/%.*s/account.json", KP_STR_ARG(slug));
    const struct kp_json *document = NULL;
    enum kp_status status = kp_json_read(&app->arena, file.data, bytes, &document, &app->err);
    if (!status)
        status = check_format(file.data, document, &app->err);
    if (status)
        return status;
    const struct kp_json *archived = kp_json_get(document, "archived");
    *out = (struct account){
        .slug = kp_arena_str(&app->arena, slug),
        .name = kp_json_text(document, "name"),
        .kam = kp_json_text(document, "kam"),
        .sponsor = kp_json_text(document, "sponsor"),
        .archived = archived && archived->kind == KP_JSON_BOOL && archived->boolean,
        .document = document,
    };
    if (!out->name.len)
        out->name = out->slug;
    return KP_OK;
}

struct listing {
    struct app *app;
    struct kp_rev rev;
    struct account *items;
    size_t count, cap;
    struct kp_faults *faults;
};

static enum kp_status each_account(void *context, const struct kp_entry *entry, struct kp_err *err)
{
    struct listing *listing = context;
    struct app *app = listing->app;
    struct kp_buf bytes = KP_BUF_INIT;
    if (entry->kind != KP_ENTRY_DIR)
        return KP_OK;
    struct kp_str slug = kp_str_from(entry->name);
    struct kp_str path = kp_arena_format(&app->arena, "accounts/%s/account.json", entry->name);
    enum kp_status status = kp_revision_read(app->workspace, &listing->rev, path.data, &bytes, err);
    if (!status) {
        if (listing->count == listing->cap) {
            size_t cap = listing->cap ? listing->cap * 2 : 16;
            struct account *grown = kp_arena_alloc(&app->arena, cap * sizeof *grown);
            if (listing->count)
                memcpy(grown, listing->items, listing->count * sizeof *grown);
            listing->items = grown;
            listing->cap = cap;
        }
        struct account *account = &listing->items[listing->count++];
        if (account_read(app, slug, kp_buf_str(&bytes), account)) {
            fault_of(listing->faults, path.data, &app->err);
            account->slug = account->name = kp_arena_str(&app->arena, slug);
        }
    } else if (status == KP_NOT_FOUND) {
        kp_err_clear(err);
        status = KP_OK;
    }
    kp_buf_release(&bytes);
    return status;
}

enum kp_status account_list(struct app *app, struct account **out, size_t *count,
                            struct kp_faults *faults)
{
    struct listing listing = {.app = app, .faults = faults};
    enum kp_status status = kp_revision_tip(app->workspace, &listing.rev, &app->err);
    if (!status)
        status = kp_revision_each(app->workspace, &listing.rev, "accounts", false, each_account,
                                  &listing, &app->err);
    *out = listing.items;
    *count = listing.count;
    return status;
}

static enum kp_status unknown_account(struct app *app, struct kp_str slug)
{
    struct account *all;
    size_t count, best = 4;
    struct kp_str nearest = {NULL, 0};
    struct kp_faults faults = KP_FAULTS_INIT; /* not of this account: nothing is known of it */
    enum kp_status status = account_list(app, &all, &count, &faults);
    kp_faults_release(&faults);
    if (status)
        return status;
    for (size_t i = 0; i < count; i++) {
        size_t distance = kp_str_distance(slug, all[i].slug, best);
        if (distance < best || (slug.len > 1 && kp_str_starts(all[i].slug, slug))) {
            best = distance;
            nearest = all[i].slug;
        }
    }
    if (nearest.len)
        return kp_err_set(&app->err, KP_NOT_FOUND,
                          _("there is no account \"%.*s\"; did you mean \"%.*s\"?"),
                          KP_STR_ARG(slug), KP_STR_ARG(nearest));
    return kp_err_set(
        &app->err, KP_NOT_FOUND,
        _("there is no account \"%.*s\"; kamplan account add %.*s --name NAME makes it"),
        KP_STR_ARG(slug), KP_STR_ARG(slug));
}

enum kp_status account_find(struct app *app, struct kp_str slug, struct account *out)
{
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_rev tip;
    if (kp_str_is(slug, "program")) {
        *out = (struct account){.slug = KP_STR("program"),
                                .name = app->company.len ? app->company : KP_STR("program")};
        return KP_OK;
    }
    enum kp_status status = account_check_slug(slug, &app->err);
    if (!status)
        status = kp_revision_tip(app->workspace, &tip, &app->err);
    if (status)
        return status;
    struct kp_str path = kp_arena_format(&app->arena, "%s/account.json", account_dir(app, slug));
    status = kp_revision_read(app->workspace, &tip, path.data, &bytes, &app->err);
    if (status == KP_NOT_FOUND)
        status = unknown_account(app, slug);
    else if (!status)
        status = account_read(app, slug, kp_buf_str(&bytes), out);
    kp_buf_release(&bytes);
    return status;
}

struct kp_json *account_json(struct app *app, const struct account *account)
{
    struct kp_arena *arena = &app->arena;
    struct kp_json *document = kp_json_new_object(arena);
    kp_json_set_whole(arena, document, "format", 1);
    kp_json_set_string(arena, document, "name", account->name);
    if (account->kam.len)
        kp_json_set_string(arena, document, "kam", account->kam);
    if (account->sponsor.len)
        kp_json_set_string(arena, document, "sponsor", account->sponsor);
    if (account->archived)
        kp_json_set_bool(arena, document, "archived", true);
    /* What a later version has written there stays. */
    KP_JSON_EACH(member, account->document)
    {
        bool ours = kp_str_is(member->name, "kam") || kp_str_is(member->name, "sponsor") ||
                    kp_str_is(member->name, "archived");
        if (!ours && !kp_json_get_str(document, member->name))
            kp_json_set(arena, document, member->name.data, member);
    }
    return document;
}

void split_account(const char *text, struct kp_str *slug, struct kp_str *revision)
{
    struct kp_str whole = kp_str_from(text);
    size_t at = kp_str_find(whole, '@');
    *slug = kp_str_slice(whole, 0, at);
    *revision = kp_str_slice(whole, at + 1, whole.len);
}
