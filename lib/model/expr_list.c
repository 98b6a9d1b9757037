// SPDX-License-Identifier: GPL-3.0-or-later
/* Lists: the macros, the aggregates, + and in. */
#include "base/utf8.h"
#include "model/expr_internal.h"

#include <stdlib.h>

static const struct kp_json *const unknown = &kp_json_null;

/* Always a copy: an item may belong to a plan, and appending would link it into this list. */
bool kp_expr_append(struct expr_run *run, struct kp_json *list, const struct kp_json *item)
{
    if (list->count >= EXPR_MAX_ITEMS || !kp_expr_spend(run, 1))
        return false;
    struct kp_json *copy = kp_arena_alloc(run->env->arena, sizeof *copy);
    *copy = *item;
    copy->linked = false;
    copy->name = (struct kp_str){NULL, 0};
    copy->next = NULL;
    kp_json_append(run->env->arena, list, copy);
    return true;
}

static bool append_all(struct expr_run *run, struct kp_json *to, const struct kp_json *from)
{
    KP_JSON_EACH(item, from)
    if (!kp_expr_append(run, to, item))
        return false;
    return true;
}

const struct kp_json *kp_expr_list_join(struct expr_run *run, const struct kp_json *a,
                                        const struct kp_json *b)
{
    struct kp_json *list = kp_json_new_array(run->env->arena);
    return append_all(run, list, a) && append_all(run, list, b) ? list : unknown;
}

const struct kp_json *kp_expr_list_in(struct expr_run *run, const struct kp_json *item,
                                      const struct kp_json *list)
{
    if (kp_json_is_null(item) || list->kind != KP_JSON_ARRAY)
        return unknown;
    const struct kp_json *result = &kp_expr_false;
    KP_JSON_EACH(candidate, list)
    {
        const struct kp_json *equal = kp_expr_equal(run, item, candidate);
        if (kp_expr_is_true(equal))
            return equal;
        if (kp_json_is_null(equal))
            result = unknown;
        if (run->spent)
            break;
    }
    return result;
}

const struct kp_json *kp_expr_run_size(struct expr_run *run, const struct expr_node *call)
{
    const struct kp_json *value = kp_expr_run(run, call->args[0]);
    size_t size = 0;
    if (value->kind == KP_JSON_ARRAY) {
        size = value->count;
    } else if (value->kind == KP_JSON_STRING) {
        if (!kp_expr_spend(run, value->text.len / EXPR_BYTES_PER_STEP))
            return unknown;
        for (size_t at = 0; at < value->text.len; size++)
            kp_utf8_next(value->text, &at);
    } else {
        return unknown;
    }
    return kp_expr_number(run, kp_number_from((int64_t)size));
}

/* The body of a macro for one item. */
static const struct kp_json *run_body(struct expr_run *run, const struct expr_node *call,
                                      const struct kp_json *item)
{
    run->slots[call->args[1]->slot] = item;
    return kp_expr_run(run, call->args[2]);
}

/* How often the condition came out as what. */
struct tally {
    size_t yes, no, unknown;
};

/* Stops at the first `enough` (true or false), which decides; NULL: looks at every item. */
static bool count_body(struct expr_run *run, const struct expr_node *call,
                       const struct kp_json *enough, struct tally *tally)
{
    const struct kp_json *list = kp_expr_run(run, call->args[0]);
    if (list->kind != KP_JSON_ARRAY)
        return false;
    KP_JSON_EACH(item, list)
    {
        const struct kp_json *value = run_body(run, call, item);
        if (value->kind != KP_JSON_BOOL)
            tally->unknown++;
        else if (value->boolean)
            tally->yes++;
        else
            tally->no++;
        if (run->spent)
            return false;
        if (enough && value->kind == KP_JSON_BOOL && value->boolean == enough->boolean)
            break;
    }
    return true;
}

const struct kp_json *kp_expr_run_exists(struct expr_run *run, const struct expr_node *call)
{
    struct tally tally = {0};
    if (!count_body(run, call, &kp_expr_true, &tally))
        return unknown;
    return tally.yes ? &kp_expr_true : tally.unknown ? unknown : &kp_expr_false;
}

const struct kp_json *kp_expr_run_all(struct expr_run *run, const struct expr_node *call)
{
    struct tally tally = {0};
    if (!count_body(run, call, &kp_expr_false, &tally))
        return unknown;
    return tally.no ? &kp_expr_false : tally.unknown ? unknown : &kp_expr_true;
}

const struct kp_json *kp_expr_run_exists_one(struct expr_run *run, const struct expr_node *call)
{
    struct tally tally = {0};
    if (!count_body(run, call, NULL, &tally))
        return unknown;
    if (tally.yes > 1)
        return &kp_expr_false;
    return tally.unknown ? unknown : kp_expr_bool(tally.yes == 1);
}

const struct kp_json *kp_expr_run_filter(struct expr_run *run, const struct expr_node *call)
{
    const struct kp_json *list = kp_expr_run(run, call->args[0]);
    if (list->kind != KP_JSON_ARRAY)
        return unknown;
    struct kp_json *kept = kp_json_new_array(run->env->arena);
    KP_JSON_EACH(item, list)
    {
        if (kp_expr_is_true(run_body(run, call, item)) && !kp_expr_append(run, kept, item))
            return unknown;
        if (run->spent)
            return unknown;
    }
    return kept;
}

const struct kp_json *kp_expr_run_map(struct expr_run *run, const struct expr_node *call)
{
    const struct kp_json *list = kp_expr_run(run, call->args[0]);
    if (list->kind != KP_JSON_ARRAY)
        return unknown;
    struct kp_json *results = kp_json_new_array(run->env->arena);
    KP_JSON_EACH(item, list)
    if (!kp_expr_append(run, results, run_body(run, call, item)))
        return unknown;
    return results;
}

const struct kp_json *kp_expr_run_sum(struct expr_run *run, const struct expr_node *call)
{
    const struct kp_json *list = kp_expr_run(run, call->args[0]);
    if (list->kind != KP_JSON_ARRAY || !kp_expr_spend(run, list->count))
        return unknown;
    struct kp_number sum = kp_number_from(0);
    size_t known = 0;
    KP_JSON_EACH(item, list)
    {
        if (kp_json_is_null(item))
            continue;
        if (!kp_expr_is_number(item) || !kp_number_add(sum, item->number, &sum))
            return unknown;
        known++;
    }
    return known || !list->count ? kp_expr_number(run, sum) : unknown;
}

/* The item that comes last (sign 1) or first (-1) in order; unknown ones are left out. */
static const struct kp_json *run_extreme(struct expr_run *run, const struct expr_node *call,
                                         int sign)
{
    const struct kp_json *list = kp_expr_run(run, call->args[0]), *best = unknown;
    if (list->kind != KP_JSON_ARRAY)
        return unknown;
    KP_JSON_EACH(item, list)
    {
        int order = 0;
        if (kp_json_is_null(item))
            continue;
        if (!kp_expr_order(run, item, kp_json_is_null(best) ? item : best, &order))
            return unknown;
        if (kp_json_is_null(best) || order * sign > 0)
            best = item;
    }
    return best;
}

const struct kp_json *kp_expr_run_min(struct expr_run *run, const struct expr_node *call)
{
    return run_extreme(run, call, -1);
}

const struct kp_json *kp_expr_run_max(struct expr_run *run, const struct expr_node *call)
{
    return run_extreme(run, call, 1);
}

static int larger_first(const void *a, const void *b)
{
    const struct kp_json *const *left = a, *const *right = b;
    return kp_number_compare((*right)->number, (*left)->number);
}

/* The least whole number that is not less, from 0 to `most`. */
static size_t whole_above(struct kp_number number, size_t most)
{
    int64_t whole;
    struct kp_number up = kp_number_round(number, 0);
    if (kp_number_compare(up, number) < 0 && !kp_number_add(up, kp_number_from(1), &up))
        return most;
    if (kp_number_sign(up) <= 0)
        return 0;
    return kp_number_whole(up, &whole) && (uint64_t)whole < most ? (size_t)whole : most;
}

const struct kp_json *kp_expr_run_largest(struct expr_run *run, const struct expr_node *call)
{
    const struct kp_json *list = kp_expr_run(run, call->args[0]);
    const struct kp_json *wanted = kp_expr_run(run, call->args[1]);
    if (list->kind != KP_JSON_ARRAY || !kp_expr_is_number(wanted) ||
        !kp_expr_spend(run, list->count))
        return unknown;
    const struct kp_json **items =
        kp_arena_alloc(run->env->arena, (list->count + 1) * sizeof(const struct kp_json *));
    size_t count = 0;
    KP_JSON_EACH(item, list)
    {
        if (kp_json_is_null(item))
            continue;
        if (!kp_expr_is_number(item))
            return unknown;
        items[count++] = item;
    }
    if (count > 1)
        qsort(items, count, sizeof(const struct kp_json *), larger_first);
    struct kp_json *kept = kp_json_new_array(run->env->arena);
    count = whole_above(wanted->number, count);
    for (size_t i = 0; i < count; i++)
        if (!kp_expr_append(run, kept, items[i]))
            return unknown;
    return kept;
}
