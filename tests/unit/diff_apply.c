// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff_apply.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static bool whole_of(const struct kp_json *object, const char *name, size_t *out)
{
    int64_t whole = kp_json_whole(object, name, -1);
    *out = whole < 0 ? 0 : (size_t)whole;
    return whole >= 0;
}

static const struct kp_json *apply_cells(struct kp_arena *arena, const struct kp_json *row,
                                         const struct kp_json *cells)
{
    struct kp_json *changed = kp_json_new_object(arena);
    KP_JSON_EACH(cell, row)
    {
        bool told = false;
        KP_JSON_EACH(each, cells)
        {
            if (kp_str_equal(kp_json_text(each, "column"), cell->name)) {
                told = true;
                assert_true(kp_json_equal(kp_json_get(each, "before"), cell));
            }
        }
        if (!told)
            kp_json_set(arena, changed, kp_arena_str(arena, cell->name).data,
                        kp_json_copy(arena, cell));
    }
    KP_JSON_EACH(each, cells)
    {
        const struct kp_json *after = kp_json_get(each, "after");
        if (!kp_json_is_null(after))
            kp_json_set(arena, changed, kp_json_text(each, "column").data,
                        kp_json_copy(arena, after));
    }
    return changed;
}

static const struct kp_json *told_row(const struct kp_json *told, struct kp_str id)
{
    KP_JSON_EACH(row, told)
    {
        if (kp_str_equal(kp_json_text(row, "id"), id))
            return row;
    }
    return NULL;
}

/* New and moved rows have their place; the others fill what is left in their order. */
static const struct kp_json *apply_rows(struct kp_arena *arena, const struct kp_json *rows,
                                        const struct kp_json *told)
{
    enum { MOST = 100 };
    const struct kp_json *placed[MOST] = {NULL};
    size_t to, count = 0, next = 0;
    KP_JSON_EACH(row, told)
    {
        if (whole_of(row, "to", &to) && (kp_json_get(row, "moved") || kp_json_get(row, "after"))) {
            assert_true(to < MOST);
            placed[to] = kp_json_get(row, "after") ? kp_json_get(row, "after") : &kp_json_null;
        }
        count += kp_json_get(row, "after") != NULL;
    }
    KP_JSON_EACH(row, rows)
    {
        const struct kp_json *change = told_row(told, kp_json_text(row, "id"));
        if (kp_json_get(change, "before"))
            continue;
        count++;
        const struct kp_json *after =
            change ? apply_cells(arena, row, kp_json_get(change, "cells")) : row;
        if (kp_json_get(change, "moved")) {
            assert_true(whole_of(change, "to", &to));
            placed[to] = after;
            continue;
        }
        while (placed[next])
            next++;
        placed[next] = after;
    }
    struct kp_json *result = kp_json_new_array(arena);
    for (size_t i = 0; i < count; i++)
        kp_json_append(arena, result, kp_json_copy(arena, placed[i]));
    return result;
}

/* The answer as the item leaves it; NULL: there is none any more. */
static const struct kp_json *apply_item(struct kp_arena *arena, const struct kp_json *answer,
                                        const struct kp_json *item)
{
    const struct kp_json *value = kp_json_get(answer, "value");
    const struct kp_json *record = kp_json_get(item, "new");
    struct kp_json *applied = kp_json_new_object(arena);
    if (kp_json_get(item, "rows"))
        value = apply_rows(arena, value, kp_json_get(item, "rows"));
    else if (kp_json_get(item, "after"))
        value = kp_json_get(item, "after");
    if (kp_json_get(item, "calculated")) {
        if (kp_json_is_null(value))
            return NULL;
        kp_json_set_bool(arena, applied, "calculated", true);
    } else if (!record && kp_json_get(item, "old")) {
        return NULL;
    }
    kp_json_set(arena, applied, "value", kp_json_copy(arena, value));
    const struct kp_json *members = record ? record : answer;
    KP_JSON_EACH(member, members)
    {
        if (record || !kp_str_is(member->name, "value"))
            kp_json_set(arena, applied, kp_arena_str(arena, member->name).data,
                        kp_json_copy(arena, member));
    }
    return applied;
}

static const struct kp_json *told_item(const struct kp_json *diff, struct kp_str field)
{
    const char *const lists[] = {"items", "aside"};
    for (int i = 0; i < 2; i++) {
        KP_JSON_EACH(item, kp_json_get(diff, lists[i]))
        {
            if (kp_str_equal(kp_json_text(item, "field"), field))
                return item;
        }
    }
    return NULL;
}

struct kp_json *diff_apply(struct kp_arena *arena, const struct kp_json *plan,
                           const struct kp_json *diff)
{
    static const char *const of_account[] = {"account", "name"};
    struct kp_json *document = kp_json_new_object(arena), *answers = kp_json_new_object(arena);
    const struct kp_json *old = kp_json_get(plan, "answers");
    const char *const lists[] = {"items", "aside"};
    for (int i = 0; i < 2; i++)
        kp_json_set(arena, document, of_account[i],
                    kp_json_copy(arena, kp_json_get(diff, of_account[i])));
    KP_JSON_EACH(member, kp_json_get(diff, "to"))
    {
        kp_json_set(arena, document, kp_arena_str(arena, member->name).data,
                    kp_json_copy(arena, member));
    }
    KP_JSON_EACH(answer, old)
    {
        if (!told_item(diff, answer->name))
            kp_json_set(arena, answers, kp_arena_str(arena, answer->name).data,
                        kp_json_copy(arena, answer));
    }
    for (int i = 0; i < 2; i++) {
        KP_JSON_EACH(item, kp_json_get(diff, lists[i]))
        {
            struct kp_str field = kp_json_text(item, "field");
            const struct kp_json *applied = apply_item(arena, kp_json_get_str(old, field), item);
            if (applied)
                kp_json_set(arena, answers, kp_arena_str(arena, field).data, applied);
        }
    }
    kp_json_set(arena, document, "answers", answers);
    kp_json_set(arena, document, "people", kp_json_new_object(arena));
    return document;
}
