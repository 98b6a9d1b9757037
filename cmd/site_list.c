// SPDX-License-Identifier: GPL-3.0-or-later
/* The files of a site, and the list of them that the next run goes by. */

#include "base/alloc.h"
#include "base/fs.h"
#include "base/text.h"
#include "site_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char list_name[] = "kamplan-site.json";

enum { PAGE_BYTES_MOST = 64 << 20 };

static const char *path_of(struct site *site, struct kp_str name)
{
    return kp_arena_format(&site->arena, "%s/%.*s", site->directory, KP_STR_ARG(name)).data;
}

/* "index.html", "acme/2025H2.html": letters, digits and hyphens, one folder deep; nothing that leads elsewhere. */
static bool is_page(struct kp_str path)
{
    size_t slashes = 0;
    if (!kp_str_ends(path, KP_STR(".html")))
        return false;
    for (size_t i = 0; i + 5 < path.len; i++) {
        char c = path.data[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (c == '-' && i > 0);
        slashes += c == '/';
        if (!plain && (c != '/' || i == 0 || slashes > 1))
            return false;
    }
    return path.len > 5;
}

/* ---- folders */

const struct site_folder *site_list_folder(const struct site_list *list, struct kp_str name)
{
    for (size_t i = 0; i < list->count; i++)
        if (kp_str_equal(list->folders[i].name, name))
            return &list->folders[i];
    return NULL;
}

static struct site_folder *add_folder(struct site *site, struct site_list *list, struct kp_str name)
{
    list->folders = kp_grow(list->folders, list->count, &list->cap, sizeof *list->folders);
    struct site_folder *folder = &list->folders[list->count++];
    *folder = (struct site_folder){.name = kp_arena_str(&site->arena, name)};
    return folder;
}

struct site_folder *site_list_add(struct site *site, struct kp_str name)
{
    return add_folder(site, &site->now, name);
}

static void add_page(struct site *site, struct site_folder *folder, struct kp_str path, size_t size)
{
    folder->pages = kp_grow(folder->pages, folder->count, &folder->cap, sizeof *folder->pages);
    folder->pages[folder->count++] =
        (struct site_page){.path = kp_arena_str(&site->arena, path), .size = size};
}

void site_list_release(struct site_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->folders[i].pages);
    free(list->folders);
}

void site_folder_keep(struct site *site, struct site_folder *to, const struct site_folder *from)
{
    for (size_t i = 0; i < from->count; i++)
        add_page(site, to, from->pages[i].path, from->pages[i].size);
    site->same += from->count;
}

bool site_folder_stands(struct site *site, const struct site_folder *folder)
{
    for (size_t i = 0; i < folder->count; i++) {
        struct stat found;
        if (lstat(path_of(site, folder->pages[i].path), &found) || !S_ISREG(found.st_mode) ||
            (size_t)found.st_size != folder->pages[i].size)
            return false;
    }
    return true;
}

/* ---- the list */

void site_list_take(struct site *site, struct site_list *list, const struct kp_json *item)
{
    struct site_folder *folder = add_folder(site, list, kp_json_text(item, "folder"));
    struct kp_str key = kp_json_text(item, "key"), day = kp_json_text(item, "day");
    snprintf(folder->key, sizeof folder->key, "%.*s", KP_STR_ARG(key));
    snprintf(folder->day, sizeof folder->day, "%.*s", KP_STR_ARG(day));
    KP_JSON_EACH(page, kp_json_get(item, "pages"))
    {
        int64_t size = kp_json_whole(page, "size", -1);
        if (size >= 0 && is_page(kp_json_text(page, "path")))
            add_page(site, folder, kp_json_text(page, "path"), (size_t)size);
    }
}

/* Somebody else's files are not mixed with ours, nor overwritten. */
static enum kp_status check_empty(struct site *site)
{
    struct app *app = site->app;
    const char **names;
    size_t count = 0;
    enum kp_status status = kp_fs_list(&site->arena, site->directory, &names, &count, &app->err);
    if (status || !count)
        return status;
    return kp_err_set(&app->err, KP_REFUSED,
                      _("%s has other files in it; name an empty directory, or that of an earlier "
                        "site"),
                      site->directory);
}

enum kp_status site_list_read(struct site *site)
{
    struct app *app = site->app;
    const struct kp_json *document;
    const char *path = path_of(site, kp_str_from(list_name));
    enum kp_status status = kp_fs_make_dirs(site->directory, 0777, &app->err);
    if (status)
        return status;
    status = kp_json_read_file(&site->arena, path, &document, &app->err);
    if (status == KP_NOT_FOUND) {
        kp_err_clear(&app->err);
        status = check_empty(site);
        return status ? status : site_list_write(site); /* ours from now on, even if we break off */
    }
    if (!status)
        status = check_format(path, document, &app->err);
    if (status)
        return status;
    struct kp_str key = kp_json_text(document, "key");
    snprintf(site->old.key, sizeof site->old.key, "%.*s", KP_STR_ARG(key));
    KP_JSON_EACH(item, kp_json_get(document, "folders"))
    {
        site_list_take(site, &site->old, item);
    }
    return KP_OK;
}

struct kp_json *site_folder_json(struct kp_arena *arena, const struct site_folder *folder)
{
    struct kp_json *item = kp_json_new_object(arena), *pages = kp_json_new_array(arena);
    kp_json_set_string(arena, item, "folder", folder->name);
    kp_json_set_string(arena, item, "key", kp_str_from(folder->key));
    kp_json_set_string(arena, item, "day", kp_str_from(folder->day));
    kp_json_set(arena, item, "pages", pages);
    for (size_t i = 0; i < folder->count; i++) {
        struct kp_json *page = kp_json_new_object(arena);
        kp_json_append(arena, pages, page);
        kp_json_set_string(arena, page, "path", folder->pages[i].path);
        kp_json_set_whole(arena, page, "size", (int64_t)folder->pages[i].size);
    }
    return item;
}

enum kp_status site_list_write(struct site *site)
{
    struct app *app = site->app;
    struct kp_arena *arena = &site->arena;
    struct kp_json *document = kp_json_new_object(arena), *folders = kp_json_new_array(arena);
    struct kp_buf bytes = KP_BUF_INIT;
    kp_json_set_whole(arena, document, "format", 1);
    kp_json_set_string(arena, document, "key", kp_str_from(site->now.key));
    kp_json_set(arena, document, "folders", folders);
    for (size_t i = 0; i < site->now.count; i++)
        kp_json_append(arena, folders, site_folder_json(arena, &site->now.folders[i]));
    kp_json_write(&bytes, document);
    enum kp_status status = kp_fs_replace(path_of(site, kp_str_from(list_name)), kp_buf_str(&bytes),
                                          0666, false, &app->err);
    kp_buf_release(&bytes);
    return status;
}

/* ---- pages */

/* A folder of ours, not a link to somewhere else. */
static enum kp_status make_folder(struct site *site, struct kp_str path)
{
    struct app *app = site->app;
    struct stat found;
    size_t slash = kp_str_find(path, '/');
    if (slash == path.len)
        return KP_OK;
    const char *folder = path_of(site, kp_str_slice(path, 0, slash));
    if (mkdir(folder, 0777) && errno != EEXIST)
        return kp_err_set(&app->err, KP_IO, _("cannot make %s: %s"), folder, strerror(errno));
    if (lstat(folder, &found) || !S_ISDIR(found.st_mode))
        return kp_err_set(&app->err, KP_REFUSED,
                          _("%s is not a directory of its own; nothing is written through it"),
                          folder);
    return KP_OK;
}

static bool is_same(const char *path, struct kp_str bytes)
{
    struct kp_buf found = KP_BUF_INIT;
    bool same =
        !kp_fs_read(path, PAGE_BYTES_MOST, &found, NULL) && kp_str_equal(kp_buf_str(&found), bytes);
    kp_buf_release(&found);
    return same;
}

enum kp_status site_put(struct site *site, struct site_folder *folder, struct kp_str path,
                        struct kp_str bytes)
{
    struct app *app = site->app;
    const char *file = path_of(site, path);
    if (!is_page(path))
        return kp_err_set(&app->err, KP_INVALID, _("%.*s is no name for a page"), KP_STR_ARG(path));
    enum kp_status status = make_folder(site, path);
    if (status)
        return status;
    add_page(site, folder, path, bytes.len);
    if (is_same(file, bytes)) {
        site->same++;
        return KP_OK;
    }
    site->written++;
    return kp_fs_replace(file, bytes, 0666, false, &app->err);
}

static bool has_page(const struct site_folder *folder, struct kp_str path)
{
    for (size_t i = 0; folder && i < folder->count; i++)
        if (kp_str_equal(folder->pages[i].path, path))
            return true;
    return false;
}

/* An account that is gone, or has another name, leaves its folder behind. */
enum kp_status site_clear(struct site *site)
{
    struct app *app = site->app;
    for (size_t i = 0; i < site->old.count; i++) {
        const struct site_folder *folder = &site->old.folders[i];
        const struct site_folder *now = site_list_folder(&site->now, folder->name);
        struct stat found;
        const char *path = path_of(site, folder->name);
        if (folder->name.len && (lstat(path, &found) || !S_ISDIR(found.st_mode)))
            continue;
        for (size_t k = 0; k < folder->count; k++) {
            if (has_page(now, folder->pages[k].path))
                continue;
            enum kp_status status = kp_fs_remove(path_of(site, folder->pages[k].path), &app->err);
            if (status)
                return status;
            site->removed++;
        }
        if (!now && folder->name.len)
            rmdir(path); /* stays when somebody else has put something there */
    }
    return KP_OK;
}
