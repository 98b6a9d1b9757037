// SPDX-License-Identifier: GPL-3.0-or-later
#include "row_find.h"

#include "base/text.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

enum { LISTED_MOST = 8 };

struct kp_str row_name_of(struct app *app, const struct kp_field *field, const struct kp_json *row)
{
    const struct kp_field *key = kp_field_column(field, kp_field_name_column(field));
    const struct kp_json *cell = kp_json_get_str(row, kp_field_name_column(field));
    struct kp_type_context context = app_context(app, &app->arena);
    struct kp_buf shown = KP_BUF_INIT;
    if (key && !kp_json_is_null(cell))
        key->type->show(key, cell, &context, &shown);
    else if (cell && cell->kind == KP_JSON_STRING)
        kp_buf_add(&shown, cell->text);
    struct kp_str name =
        shown.len ? kp_arena_str(&app->arena, kp_buf_str(&shown)) : kp_json_text(row, "id");
    kp_buf_release(&shown);
    return name;
}

void row_names_init(struct row_names *names, struct app *app, const struct kp_field *field)
{
    *names = (struct row_names){.app = app, .field = field};
}

static bool is_there(const struct row_names *names, struct kp_str id, struct kp_str name)
{
    for (size_t i = 0; i < names->count; i++)
        if (kp_str_equal(names->items[i].id, id) && kp_str_equal(names->items[i].name, name))
            return true;
    return false;
}

void row_names_add(struct row_names *names, const struct kp_json *value, bool present)
{
    size_t number = 0;
    KP_JSON_EACH(row, value && value->kind == KP_JSON_ARRAY ? value : NULL)
    {
        struct kp_str id = kp_json_text(row, "id");
        number++;
        if (!id.len)
            continue;
        struct kp_str name = row_name_of(names->app, names->field, row);
        if (is_there(names, id, name))
            continue;
        if (names->count == names->cap) {
            size_t cap = names->cap ? names->cap * 2 : 32;
            struct row_name *grown = kp_arena_alloc(&names->app->arena, cap * sizeof *grown);
            if (names->count)
                memcpy(grown, names->items, names->count * sizeof *grown);
            names->items = grown;
            names->cap = cap;
        }
        names->items[names->count++] = (struct row_name){id, name, present, present ? number : 0};
    }
}

/* How well a row fits, from the best; what people call it today goes before what they did once. */
enum fit {
    FIT_ID,
    FIT_NAME,
    FIT_OLD_NAME,
    FIT_NUMBER,
    FIT_WORD,
    FIT_OLD_WORD,
    FIT_PART,
    FIT_COUNT
};

static bool begins_word(struct kp_str text, struct kp_str wanted)
{
    for (struct kp_str rest = text; rest.len;) {
        if (kp_str_starts(rest, wanted))
            return true;
        kp_str_split(&rest, ' ');
    }
    return false;
}

static bool fits(const struct row_names *names, const struct row_name *row, struct kp_str wanted,
                 struct kp_str folded, enum fit fit)
{
    struct kp_str name = kp_utf8_fold(&names->app->arena, row->name);
    char number[24];
    switch (fit) {
    case FIT_ID: return kp_str_equal(row->id, wanted);
    case FIT_NAME: return row->present && kp_str_equal(name, folded);
    case FIT_OLD_NAME: return kp_str_equal(name, folded);
    case FIT_NUMBER:
        snprintf(number, sizeof number, "%zu", row->number);
        return row->present && kp_str_is(wanted, number);
    case FIT_WORD: return row->present && begins_word(name, folded);
    case FIT_OLD_WORD: return begins_word(name, folded);
    default: return kp_str_find_str(name, folded) < name.len;
    }
}

/* Whether a row stands before `at` under another name. */
static bool is_again(const struct row_name *const *found, size_t count, struct kp_str id)
{
    for (size_t i = 0; i < count; i++)
        if (kp_str_equal(found[i]->id, id))
            return true;
    return false;
}

static enum kp_status refuse_several(struct app *app, struct kp_str wanted,
                                     const struct row_name *const *found, size_t count)
{
    struct kp_buf text = KP_BUF_INIT;
    for (size_t i = 0; i < count && i < LISTED_MOST; i++)
        kp_buf_addf(&text, "%s%.*s (%.*s)", i ? ", " : "", KP_STR_ARG(found[i]->name),
                    KP_STR_ARG(found[i]->id));
    if (count > LISTED_MOST)
        kp_buf_adds(&text, ", …");
    kp_err_set(&app->err, KP_INVALID,
               _("\"%.*s\" may be several rows: %s; write more of it, or the id"),
               KP_STR_ARG(wanted), text.data);
    kp_buf_release(&text);
    return KP_INVALID;
}

static enum kp_status refuse_none(const struct row_names *names, struct kp_str wanted)
{
    struct app *app = names->app;
    struct kp_buf text = KP_BUF_INIT;
    size_t listed = 0;
    for (size_t i = 0; i < names->count && listed < LISTED_MOST; i++)
        if (names->items[i].present)
            kp_buf_addf(&text, "%s%.*s", listed++ ? ", " : "", KP_STR_ARG(names->items[i].name));
    if (text.len)
        kp_err_set(&app->err, KP_NOT_FOUND, _("%.*s has no row \"%.*s\"; there are %s"),
                   KP_STR_ARG(names->field->id), KP_STR_ARG(wanted), text.data);
    else
        kp_err_set(&app->err, KP_NOT_FOUND, _("%.*s has no row \"%.*s\""),
                   KP_STR_ARG(names->field->id), KP_STR_ARG(wanted));
    kp_buf_release(&text);
    return KP_NOT_FOUND;
}

enum kp_status row_names_find(const struct row_names *names, struct kp_str wanted,
                              struct row_name *out)
{
    struct kp_arena *arena = &names->app->arena;
    struct kp_str folded = kp_utf8_fold(arena, wanted);
    const struct row_name **found =
        kp_arena_alloc(arena, (names->count + 1) * sizeof(const struct row_name *));
    for (int fit = 0; fit < FIT_COUNT && folded.len; fit++) {
        size_t count = 0;
        for (size_t i = 0; i < names->count; i++)
            if (fits(names, &names->items[i], wanted, folded, (enum fit)fit) &&
                !is_again(found, count, names->items[i].id))
                found[count++] = &names->items[i];
        if (count > 1)
            return refuse_several(names->app, wanted, found, count);
        if (count) {
            *out = *found[0];
            return KP_OK;
        }
    }
    return refuse_none(names, wanted);
}
