// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"
#include "random.h"

#include "compare/customers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/*
 * Worked out by hand; money in kroner:
 *
 *   no  revenue       cost        freight    bonus      contribution  ratio
 *   A   1,000,000.00  600,000.00  20,000.00  30,000.00    350,000.00  35 %
 *   B   1,000,000.00  700,000.10                          299,999.90  29.99999 %: below 30
 *   C     500,000.00  350,000.00                          150,000.00  30 %: on both thresholds
 *   D         100.00       50.00                  60.00       -10.00  -10 %
 *   E           0.00                 500.00                  -500.00  none
 *   all 2,500,100.00                                       799,489.90  31.978 %
 */
static const char accounts[] =
    "[{`id`:`r-a00000`,`number`:`A`,`name`:`Alfa`,`revenue`:1000000,`cost`:600000,`freight`:20000,"
    "`bonus`:30000},"
    "{`id`:`r-b00000`,`number`:`B`,`revenue`:1000000,`cost`:700000.1},"
    "{`id`:`r-c00000`,`number`:`C`,`revenue`:500000,`cost`:350000},"
    "{`id`:`r-d00000`,`number`:`D`,`revenue`:100,`cost`:50,`bonus`:60},"
    "{`id`:`r-e00000`,`number`:`E`,`revenue`:0,`freight`:500}]";
static const char groups[] =
    "[{`id`:`r-100000`,`name`:`Good`,`revenue`:500000,`ratio`:30,`good`:true},"
    "{`id`:`r-200000`,`name`:`Large`,`revenue`:500000},"
    "{`id`:`r-300000`,`name`:`Small`,`ratio`:30},{`id`:`r-400000`,`name`:`Rest`}]";

struct scene {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_customers customers;
};

static void scene_init(struct scene *scene, const char *rows, const char *by, const char *moved)
{
    *scene = (struct scene){.arena = KP_ARENA_INIT};
    definition_built_in(&scene->model, &scene->arena);
    kp_customers_init(&scene->customers, kp_model_field(&scene->model, KP_STR("customers")));
    kp_customers_read(&scene->customers, definition_read(&scene->arena, rows));
    kp_customers_place(&scene->customers, by ? definition_read(&scene->arena, by) : NULL,
                       moved ? definition_read(&scene->arena, moved) : NULL);
}

static void scene_release(struct scene *scene)
{
    kp_customers_release(&scene->customers);
    kp_model_release(&scene->model);
    kp_arena_release(&scene->arena);
}

static const char *group_of(const struct kp_customers *customers, const char *number)
{
    const struct kp_customer *customer = kp_customers_find(customers, kp_str_from(number));
    assert_non_null(customer);
    struct kp_str name = customers->groups[customer->group].name;
    return name.len ? name.data : "";
}

static void assert_number(struct kp_number number, const char *expected)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_number_print(&text, number);
    assert_string_equal(text.data, expected);
    kp_buf_release(&text);
}

static void assert_money(kp_int128 amount, const char *expected)
{
    assert_number(kp_customers_money(amount), expected);
}

static void assert_percent(kp_int128 part, kp_int128 whole, int decimals, const char *expected)
{
    struct kp_number percent;
    assert_true(kp_customers_percent(part, whole, decimals, &percent));
    assert_number(percent, expected);
}

static void test_by_hand(void **state)
{
    struct scene scene;
    struct kp_number none;
    size_t count;
    (void)state;
    scene_init(&scene, accounts, groups, NULL);
    const struct kp_customers *all = &scene.customers;
    kp_int128 revenue = all->portfolio.figures[KP_FIGURE_REVENUE];
    assert_money(revenue, "2500100");
    assert_money(all->portfolio.contribution, "799489.9");
    assert_percent(all->portfolio.contribution, revenue, 3, "31.978");
    assert_percent(-10, 100, 1, "-10");
    assert_percent(-5, 10000, 1, "-0.1"); /* half away from zero */
    assert_false(kp_customers_percent(1, 0, 1, &none));
    assert_int_equal(all->without_revenue, 1);
    assert_int_equal(all->negative, 2);
    assert_money(kp_customers_find(all, KP_STR("b"))->contribution, "299999.9");

    assert_string_equal(group_of(all, "A"), "Good");
    assert_string_equal(group_of(all, "B"), "Large");
    assert_string_equal(group_of(all, "C"), "Good"); /* a threshold belongs to what it opens */
    assert_string_equal(group_of(all, "D"), "Rest");
    assert_string_equal(group_of(all, "E"), "Rest");
    assert_int_equal(all->groups[2].sum.count, 0);
    assert_money(all->groups[0].sum.contribution, "500000");

    assert_money(kp_customers_top(all, 5, &count), "1000000"); /* 5 % of 5 is one of them */
    assert_int_equal(count, 1);
    assert_money(kp_customers_top(all, 40, &count), "2000000");
    assert_int_equal(count, 2);
    assert_money(kp_customers_point(&all->portfolio), "25001");
    scene_release(&scene);
}

/* The middle of A and C: revenue 750,000, contribution 250,000, ratio 32.5 %, freight (2 % + 0) / 2. */
static void test_typical_customer(void **state)
{
    struct scene scene;
    struct kp_customer_profile profile;
    (void)state;
    scene_init(&scene, accounts, groups, NULL);
    size_t freight = KP_FIGURE_DRIVERS;
    while (!kp_str_is(scene.customers.figures[freight]->id, "freight"))
        freight++;
    kp_customers_profile(&scene.customers, 0, &profile);
    assert_int_equal(profile.count, 2);
    assert_money(profile.revenue, "750000");
    assert_money(profile.contribution, "250000");
    assert_number(profile.ratio, "32.5");
    assert_number(profile.shares[freight], "1");
    kp_customers_profile(&scene.customers, 2, &profile); /* nobody is there */
    assert_int_equal(profile.count, 0);
    assert_false(profile.has_ratio);
    scene_release(&scene);
}

static void test_moved_by_hand(void **state)
{
    struct scene scene;
    (void)state;
    scene_init(&scene, accounts, groups,
               "[{`id`:`r-m00000`,`customer`:`b`,`group`:`GOOD`,`reason`:`new in May`},"
               "{`id`:`r-m00001`,`customer`:`Z`,`group`:`Good`,`reason`:`gone`},"
               "{`id`:`r-m00002`,`customer`:`A`,`group`:`Best`,`reason`:`no such group`}]");
    assert_string_equal(group_of(&scene.customers, "B"), "Good");
    assert_string_equal(kp_customers_find(&scene.customers, KP_STR("B"))->reason.data,
                        "new in May");
    assert_string_equal(group_of(&scene.customers, "A"), "Good");
    assert_int_equal(scene.customers.moved, 1);
    assert_int_equal(scene.customers.lost_moves, 2);
    scene_release(&scene);
}

/* Without groups, and with thresholds that leave some out, nobody is lost. */
static void test_no_group(void **state)
{
    struct scene scene;
    (void)state;
    scene_init(&scene, accounts, NULL, NULL);
    assert_int_equal(scene.customers.group_count, 0);
    assert_int_equal(scene.customers.groups[0].sum.count, 5);
    kp_customers_place(
        &scene.customers,
        definition_read(&scene.arena, "[{`id`:`r-100000`,`name`:`X`,`contribution`:350000}]"),
        NULL);
    assert_int_equal(scene.customers.groups[0].sum.count, 1);
    assert_int_equal(scene.customers.groups[1].sum.count, 4);
    assert_string_equal(group_of(&scene.customers, "D"), "");
    scene_release(&scene);
}

/* B earns more and C less than before; D is gone and F is new. */
static void test_moves(void **state)
{
    struct scene before, after;
    struct kp_customer_moves moves;
    (void)state;
    scene_init(&before, accounts, groups, NULL);
    scene_init(&after,
               "[{`id`:`r-a00000`,`number`:`a`,`revenue`:1100000,`cost`:600000},"
               "{`id`:`r-b00000`,`number`:`B`,`revenue`:1000000,`cost`:600000},"
               "{`id`:`r-c00000`,`number`:`C`,`revenue`:499999.99,`cost`:100},"
               "{`id`:`r-e00000`,`number`:`E`,`freight`:500},"
               "{`id`:`r-f00000`,`number`:`F`,`revenue`:1}]",
               groups, NULL);
    kp_customers_compare(&before.customers, &after.customers, &moves);
    assert_int_equal(moves.stayed, 2);
    assert_int_equal(moves.moved, 2);
    assert_int_equal(moves.fresh, 1);
    assert_int_equal(moves.gone, 1);
    assert_string_equal(after.customers.items[moves.items[0].after].number.data, "B");
    assert_string_equal(before.customers.items[moves.items[1].before].number.data, "C");
    assert_int_equal(moves.from_to[1 * 5 + 0], 1); /* from Large to Good */
    assert_int_equal(moves.from_to[0 * 5 + 2], 1); /* from Good to Small */
    kp_customer_moves_release(&moves);
    scene_release(&before);
    scene_release(&after);
}

/* ---- laws */

enum { TRIALS = 200, MOST = 40 };

static int64_t random_amount(struct random *random)
{
    int64_t amount = (int64_t)random_below(random, 40) * 2500; /* few values: they meet often */
    if (random_below(random, 4) == 0)
        amount += random_below(random, 3);
    return random_below(random, 9) == 0 ? -amount : amount;
}

static void fill(struct kp_customers *customers, struct random *random, size_t count)
{
    static char names[MOST][4];
    for (size_t i = 0; i < count; i++) {
        names[i][0] = (char)('a' + i % 26);
        names[i][1] = (char)('a' + i / 26);
        names[i][2] = '\0';
        int64_t *amounts = kp_customers_add(customers, kp_str_from(names[i]), KP_STR(""));
        for (size_t f = 0; f < customers->figure_count; f++)
            amounts[f] =
                f <= KP_FIGURE_COST || random_below(random, 3) == 0 ? random_amount(random) : 0;
    }
}

/* Thresholds where customers stand, so that there is always one on the line. */
static const struct kp_json *random_groups(struct kp_arena *arena, struct random *random)
{
    struct kp_json *rows = kp_json_new_array(arena);
    for (unsigned i = random_below(random, 5); i > 0; i--) {
        struct kp_json *row = kp_json_new_object(arena);
        kp_json_set_string(arena, row, "name", kp_arena_format(arena, "g%u", i));
        if (random_below(random, 2))
            kp_json_set(arena, row, "revenue",
                        kp_json_new_number(arena, kp_customers_money(random_amount(random))));
        if (random_below(random, 2))
            kp_json_set(arena, row, "ratio",
                        kp_json_new_whole(arena, (int64_t)random_below(random, 11) * 10));
        if (random_below(random, 4) == 0)
            kp_json_set(arena, row, "contribution",
                        kp_json_new_number(arena, kp_customers_money(random_amount(random))));
        kp_json_append(arena, rows, row);
    }
    return rows;
}

static bool reaches(const struct kp_customer_group *group, const int64_t *amounts,
                    int64_t contribution)
{
    int64_t revenue = amounts[KP_FIGURE_REVENUE], ratio = 0;
    if (group->has_ratio)
        assert_true(kp_number_whole(group->ratio, &ratio));
    return (!group->has_revenue || revenue >= group->revenue) &&
           (!group->has_contribution || contribution >= group->contribution) &&
           (!group->has_ratio ||
            (revenue > 0 && (kp_int128)contribution * 100 >= (kp_int128)ratio * revenue));
}

/* Everybody is in the first group that it reaches, and in no other; sums of groups make the portfolio. */
static void check_laws(const struct kp_customers *customers)
{
    struct kp_customer_sum sum = {.count = 0};
    for (size_t i = 0; i < customers->count; i++) {
        const int64_t *amounts = kp_customer_amounts(customers, i);
        size_t group = 0;
        while (group < customers->group_count &&
               !reaches(&customers->groups[group], amounts, customers->items[i].contribution))
            group++;
        assert_int_equal(customers->items[i].group, group);
    }
    for (size_t g = 0; g <= customers->group_count; g++) {
        sum.count += customers->groups[g].sum.count;
        sum.contribution += customers->groups[g].sum.contribution;
        for (size_t f = 0; f < customers->figure_count; f++)
            sum.figures[f] += customers->groups[g].sum.figures[f];
    }
    assert_int_equal(sum.count, customers->count);
    assert_true(sum.contribution == customers->portfolio.contribution);
    kp_int128 left = sum.figures[KP_FIGURE_REVENUE];
    for (size_t f = 0; f < customers->figure_count; f++) {
        assert_true(sum.figures[f] == customers->portfolio.figures[f]);
        left -= f == KP_FIGURE_REVENUE ? 0 : sum.figures[f];
    }
    assert_true(left == sum.contribution);
}

/* The same customers in another order. */
static void shuffle(const struct kp_customers *from, struct kp_customers *to, struct random *random)
{
    size_t order[MOST];
    for (size_t i = 0; i < from->count; i++) {
        size_t at = random_below(random, (unsigned)i + 1);
        order[i] = order[at];
        order[at] = i;
    }
    for (size_t i = 0; i < from->count; i++) {
        const struct kp_customer *customer = &from->items[order[i]];
        memcpy(kp_customers_add(to, customer->number, customer->name),
               kp_customer_amounts(from, order[i]), from->figure_count * sizeof(int64_t));
    }
}

static void test_laws(void **state)
{
    struct random random = {20260302};
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    (void)state;
    definition_built_in(&model, &arena);
    const struct kp_field *field = kp_model_field(&model, KP_STR("customers"));
    for (int trial = 0; trial < TRIALS; trial++) {
        struct kp_customers one, other;
        size_t count = random_below(&random, MOST), few, same;
        const struct kp_json *by = random_groups(&arena, &random);
        kp_customers_init(&one, field);
        kp_customers_init(&other, field);
        fill(&one, &random, count);
        shuffle(&one, &other, &random);
        kp_customers_place(&one, by, NULL);
        kp_customers_place(&other, by, NULL);
        check_laws(&one);
        check_laws(&other);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(kp_customers_find(&other, one.items[i].number)->group,
                             one.items[i].group);
        assert_true(kp_customers_top(&one, 10, &few) == kp_customers_top(&other, 10, &same));
        assert_int_equal(few, same);
        for (size_t i = 0; i < count; i++)
            assert_true(kp_str_equal(one.items[one.by_revenue[i]].number,
                                     other.items[other.by_revenue[i]].number));
        kp_customers_release(&one);
        kp_customers_release(&other);
    }
    kp_model_release(&model);
    kp_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),       cmocka_unit_test(test_typical_customer),
        cmocka_unit_test(test_moved_by_hand), cmocka_unit_test(test_no_group),
        cmocka_unit_test(test_moves),         cmocka_unit_test(test_laws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
