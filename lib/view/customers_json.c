// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/buf.h"
#include "view/customers.h"
#include "view/set_parts.h"

enum { CURVE_POINTS = 20, LARGEST = 20 };

static void set_money(struct kp_arena *arena, struct kp_json *object, const char *name,
                      kp_int128 amount)
{
    kp_json_set(arena, object, name, kp_json_new_number(arena, kp_customers_money(amount)));
}

static void set_share(struct kp_arena *arena, struct kp_json *object, const char *name,
                      kp_int128 part, kp_int128 whole)
{
    struct kp_number share;
    if (kp_customers_percent(part, whole, 1, &share))
        kp_json_set(arena, object, name, kp_json_new_number(arena, share));
}

static void set_sum(const struct kp_customers *customers, const struct kp_customer_sum *sum,
                    struct kp_arena *arena, struct kp_json *object)
{
    kp_int128 revenue = sum->figures[KP_FIGURE_REVENUE];
    struct kp_json *shares = kp_json_new_object(arena);
    kp_json_set_whole(arena, object, "customers", (int64_t)sum->count);
    set_money(arena, object, "revenue", revenue);
    set_money(arena, object, "contribution", sum->contribution);
    set_share(arena, object, "ratio", sum->contribution, revenue);
    set_money(arena, object, "point", kp_customers_point(sum));
    for (size_t f = KP_FIGURE_COST; f < customers->figure_count; f++)
        if (customers->figures[f])
            set_share(arena, shares, customers->figures[f]->id.data, sum->figures[f], revenue);
    kp_json_set(arena, object, "drivers", shares);
}

static struct kp_json *customer_json(const struct kp_customers *customers, size_t index,
                                     struct kp_arena *arena)
{
    const struct kp_customer *customer = &customers->items[index];
    int64_t revenue = kp_customer_amounts(customers, index)[KP_FIGURE_REVENUE];
    struct kp_str group = customers->groups[customer->group].name;
    struct kp_json *object = kp_json_new_object(arena);
    kp_json_set_string(arena, object, "number", customer->number);
    kp_json_set_string(arena, object, "name", customer->name);
    set_money(arena, object, "revenue", revenue);
    set_money(arena, object, "contribution", customer->contribution);
    set_share(arena, object, "ratio", customer->contribution, revenue);
    if (group.len)
        kp_json_set_string(arena, object, "group", group);
    if (customer->reason.data)
        kp_json_set_string(arena, object, "moved_because", customer->reason);
    return object;
}

static struct kp_json *moves_json(const struct kp_customers_view *view, struct kp_arena *arena)
{
    struct kp_json *object = kp_json_new_object(arena), *list = kp_json_new_array(arena);
    struct kp_customer_moves moves;
    kp_customers_compare(view->before, view->now, &moves);
    kp_view_set_cycle(arena, object, "since", view->before_cycle);
    kp_json_set_whole(arena, object, "stayed", (int64_t)moves.stayed);
    kp_json_set_whole(arena, object, "new", (int64_t)moves.fresh);
    kp_json_set_whole(arena, object, "gone", (int64_t)moves.gone);
    for (size_t i = 0; i < moves.moved; i++) {
        const struct kp_customer *was = &view->before->items[moves.items[i].before];
        struct kp_json *item = customer_json(view->now, moves.items[i].after, arena);
        struct kp_str from = view->before->groups[was->group].name;
        if (from.len)
            kp_json_set_string(arena, item, "from", from);
        kp_json_append(arena, list, item);
    }
    kp_json_set(arena, object, "moved", list);
    kp_customer_moves_release(&moves);
    return object;
}

static struct kp_json *curve_json(const struct kp_customers *customers, struct kp_arena *arena)
{
    struct kp_json *list = kp_json_new_array(arena);
    double curve[CURVE_POINTS + 1];
    kp_customers_curve(customers, CURVE_POINTS, curve);
    for (size_t i = 0; i <= CURVE_POINTS; i++) {
        int64_t thousandths = (int64_t)(curve[i] * 1000 + (curve[i] < 0 ? -0.5 : 0.5));
        struct kp_number share = {thousandths, 1};
        kp_json_append(arena, list, kp_json_new_number(arena, kp_number_round(share, 1)));
    }
    return list;
}

struct kp_json *kp_view_customers_json(const struct kp_customers_view *view, struct kp_arena *arena)
{
    const struct kp_customers *now = view->now;
    struct kp_json *document = kp_json_new_object(arena), *groups = kp_json_new_array(arena),
                   *largest = kp_json_new_array(arena), *negative = kp_json_new_array(arena);
    kp_int128 revenue = now->portfolio.figures[KP_FIGURE_REVENUE];
    size_t count;
    set_sum(now, &now->portfolio, arena, document);
    set_share(arena, document, "top5", kp_customers_top(now, 5, &count), revenue);
    set_share(arena, document, "top10", kp_customers_top(now, 10, &count), revenue);
    kp_json_set(arena, document, "curve", curve_json(now, arena));
    for (size_t i = 0; i <= now->group_count; i++) {
        const struct kp_customer_group *group = &now->groups[i];
        struct kp_json *object = kp_json_new_object(arena);
        if (i == now->group_count && !group->sum.count)
            continue;
        if (group->name.len)
            kp_json_set_string(arena, object, "group", group->name);
        kp_json_set_bool(arena, object, "good", group->good);
        set_sum(now, &group->sum, arena, object);
        kp_json_append(arena, groups, object);
    }
    kp_json_set(arena, document, "groups", groups);
    for (size_t i = 0; i < now->count; i++) {
        uint32_t at = now->by_revenue[i];
        if (i < LARGEST)
            kp_json_append(arena, largest, customer_json(now, at, arena));
        if (now->items[at].contribution < 0)
            kp_json_append(arena, negative, customer_json(now, at, arena));
    }
    kp_json_set(arena, document, "largest", largest);
    kp_json_set(arena, document, "negative", negative);
    kp_json_set_whole(arena, document, "without_revenue", (int64_t)now->without_revenue);
    kp_json_set_whole(arena, document, "moved_by_hand", (int64_t)now->moved);
    if (view->before)
        kp_json_set(arena, document, "moves", moves_json(view, arena));
    return document;
}
