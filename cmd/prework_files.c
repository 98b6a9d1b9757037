// SPDX-License-Identifier: GPL-3.0-or-later
#include "prework_files.h"

#include "base/alloc.h"
#include "base/fs.h"
#include "base/text.h"
#include "run/prework.h"

enum { FILE_MAX = 1 << 20 };

struct gathering {
    struct app *app;
    const struct kp_script *script;
    struct kp_str account;
    struct brought *items;
    size_t count, cap;
    struct kp_faults faults;
};

/* Who a name means: somebody of the directory, or somebody new. */
static enum kp_status find_person(struct gathering *g, struct kp_str name, struct kp_str *who,
                                  struct kp_err *err)
{
    const struct kp_field person = {.type = kp_type_of(KP_TYPE_PERSON)};
    struct kp_type_context context = app_context(g->app, &g->app->arena);
    const struct kp_json *value = NULL;
    enum kp_status status = person.type->parse(&person, name, &context, &value, err);
    if (!status)
        *who = value->text;
    return status;
}

static void add_fault(struct gathering *g, const char *file, struct kp_err *err)
{
    fault_of(&g->faults, file, err);
    kp_err_release(err);
}

static void add(struct gathering *g, const char *file, const struct kp_prework *prework)
{
    struct kp_err err = KP_ERR_INIT;
    struct brought brought = {.file = file, .items = prework->items};
    if (find_person(g, prework->name, &brought.who, &err)) {
        add_fault(g, file, &err);
        return;
    }
    for (size_t i = 0; i < g->count; i++) {
        if (!kp_str_equal(g->items[i].who, brought.who))
            continue;
        kp_faults_add(&g->faults, KP_FAULT_ERROR, (struct kp_place){.file = kp_str_from(file)},
                      _("%.*s has two files, this one and %s; leave one of them"),
                      KP_STR_ARG(prework->name), g->items[i].file);
        return;
    }
    g->items = kp_grow(g->items, g->count, &g->cap, sizeof *g->items);
    g->items[g->count++] = brought;
}

static void read_file(struct gathering *g, const char *path)
{
    struct kp_buf bytes = KP_BUF_INIT;
    struct kp_err err = KP_ERR_INIT;
    struct kp_type_context context = app_context(g->app, &g->app->arena);
    struct kp_prework prework;
    if (kp_fs_read(path, FILE_MAX, &bytes, &err))
        add_fault(g, path, &err);
    else if (!kp_prework_read(path, kp_buf_str(&bytes), g->account, g->script, &context, &prework,
                              &g->faults))
        add(g, path, &prework);
    kp_buf_release(&bytes);
}

static bool is_text(struct kp_str name)
{
    return !kp_str_starts(name, KP_STR(".")) &&
           (kp_str_ends(name, KP_STR(".md")) || kp_str_ends(name, KP_STR(".txt")) ||
            kp_str_ends(name, KP_STR(".markdown")));
}

static enum kp_status read_directory(struct gathering *g, const char *path)
{
    const char **names;
    size_t count, found = 0;
    enum kp_status status = kp_fs_list(&g->app->arena, path, &names, &count, &g->app->err);
    for (size_t i = 0; !status && i < count; i++) {
        if (!is_text(kp_str_from(names[i])))
            continue;
        found++;
        read_file(g, kp_arena_format(&g->app->arena, "%s/%s", path, names[i]).data);
    }
    if (!status && !found)
        status = kp_err_set(&g->app->err, KP_NOT_FOUND,
                            _("%s has no pre-work: no file in it ends in .md or .txt"), path);
    return status;
}

enum kp_status prework_read(struct app *app, const char *path, const struct kp_script *script,
                            struct kp_str account, struct brought **out, size_t *count)
{
    struct gathering g = {
        .app = app, .script = script, .account = account, .faults = KP_FAULTS_INIT};
    enum kp_status status = app_read_people(app);
    if (!status && kp_fs_is_dir(path))
        status = read_directory(&g, path);
    else if (!status)
        read_file(&g, path);
    say_faults(app, &g.faults);
    if (!status && g.faults.errors)
        status = KP_INVALID;
    kp_faults_release(&g.faults);
    *out = g.items;
    *count = g.count;
    return status;
}
