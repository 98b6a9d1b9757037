// SPDX-License-Identifier: GPL-3.0-or-later
/* What holds for the diff of any two plans, and for its document. */
#include "definitions.h"
#include "diff_apply.h"
#include "random.h"

#include "model/type.h"
#include "view/diff_json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct pair {
    unsigned seed;
    struct kp_arena arena;
    const struct kp_model *model;
    struct kp_plan plans[2];
    struct kp_calc calcs[2];
    struct kp_diff diff, back; /* from the first to the second, and the other way */
};

static void begin(struct pair *pair, const struct kp_model *model, unsigned seed)
{
    struct random random = {seed};
    *pair = (struct pair){.seed = seed, .arena = KP_ARENA_INIT, .model = model};
    kp_plan_init(&pair->plans[0], &pair->arena);
    random_plan_fill(&pair->plans[0], model, &random);
    kp_plan_copy(&pair->plans[1], &pair->plans[0]);
    if (seed % 10)
        for (unsigned i = 1 + random_below(&random, 2); i; i--)
            random_plan_change(&pair->plans[1], model, &random);
    for (int i = 0; i < 2; i++)
        kp_calc_init(&pair->calcs[i], model, &pair->plans[i], NULL, (struct kp_date){2026, 3, 2},
                     &pair->arena);
    kp_diff_plans(&pair->calcs[0], &pair->calcs[1], &pair->arena, &pair->diff);
    kp_diff_plans(&pair->calcs[1], &pair->calcs[0], &pair->arena, &pair->back);
}

static void end(struct pair *pair)
{
    kp_plan_release(&pair->plans[0]);
    kp_plan_release(&pair->plans[1]);
    kp_arena_release(&pair->arena);
}

static struct kp_json *plan_json(struct pair *pair, int which)
{
    static const struct kp_plan_head heads[] = {
        {.account = KP_STR_INIT("acme"),
         .name = KP_STR_INIT("ACME A/S"),
         .revision = KP_STR_INIT("aaaa1111"),
         .cycle = {2025, 2},
         .date = {2025, 9, 14}},
        {.account = KP_STR_INIT("acme"),
         .name = KP_STR_INIT("ACME Group A/S"),
         .revision = KP_STR_INIT("bbbb2222"),
         .cycle = {2026, 1},
         .date = {2026, 3, 2}},
    };
    return kp_view_plan_json(&pair->calcs[which], &heads[which], NULL, NULL, &pair->arena);
}

static void complain(struct pair *pair, const char *what, struct kp_str where)
{
    struct kp_buf out = KP_BUF_INIT;
    for (int i = 0; i < 2; i++)
        kp_json_write_line(&out, kp_json_get(plan_json(pair, i), "answers"));
    fail_msg("seed %u: %.*s: %s\n%s", pair->seed, KP_STR_ARG(where), what, out.data);
}

static const struct kp_diff_item *find_item(const struct kp_diff *diff, struct kp_str id)
{
    const struct kp_diff_item *found = NULL;
    for (size_t i = 0; i < diff->count; i++) {
        if (!kp_str_equal(diff->items[i].id, id))
            continue;
        assert_null(found); /* no field stands twice */
        found = &diff->items[i];
    }
    return found;
}

static const struct kp_json *null_if(const struct kp_json *value)
{
    return value ? value : &kp_json_null;
}

/* ---- A to B mirrors B to A */

static enum kp_diff_kind mirrored(enum kp_diff_kind kind)
{
    return kind == KP_DIFF_NEW ? KP_DIFF_REMOVED : kind == KP_DIFF_REMOVED ? KP_DIFF_NEW : kind;
}

static bool mirrors_row(const struct kp_diff_row *a, const struct kp_diff_row *b)
{
    if (!kp_str_equal(a->id, b->id) || a->kind != mirrored(b->kind) || a->moved != b->moved ||
        a->cell_count != b->cell_count || !kp_json_equal(a->before, b->after) ||
        !kp_json_equal(a->after, b->before) || (a->before && a->from != b->to) ||
        (a->after && a->to != b->from))
        return false;
    for (size_t i = 0; i < a->cell_count; i++)
        if (a->cells[i].column != b->cells[i].column ||
            !kp_str_equal(a->cells[i].id, b->cells[i].id) ||
            !kp_json_equal(a->cells[i].before, b->cells[i].after) ||
            !kp_json_equal(a->cells[i].after, b->cells[i].before))
            return false;
    return true;
}

static bool mirrors_rows(const struct kp_diff_item *a, const struct kp_diff_item *b)
{
    if (a->row_count != b->row_count || a->total_count != b->total_count)
        return false;
    for (size_t i = 0; i < a->row_count; i++) {
        size_t j = 0;
        while (j < b->row_count && !kp_str_equal(a->rows[i].id, b->rows[j].id))
            j++;
        if (j == b->row_count || !mirrors_row(&a->rows[i], &b->rows[j]))
            return false;
    }
    for (size_t i = 0; i < a->total_count; i++)
        if (a->totals[i].column != b->totals[i].column ||
            !kp_json_equal(a->totals[i].before, b->totals[i].after) ||
            !kp_json_equal(a->totals[i].after, b->totals[i].before))
            return false;
    return true;
}

static void check_mirror(struct pair *pair)
{
    if (pair->diff.count != pair->back.count)
        complain(pair, "the way back is of another length", KP_STR("plan"));
    for (size_t i = 0; i < pair->diff.count; i++) {
        const struct kp_diff_item *a = &pair->diff.items[i];
        const struct kp_diff_item *b = find_item(&pair->back, a->id);
        if (!b || a->kind != mirrored(b->kind) || a->field != b->field ||
            a->calculated != b->calculated || a->basis_changed != b->basis_changed ||
            a->value_changed != b->value_changed || a->by_rows != b->by_rows ||
            !kp_json_equal(a->before, b->after) || !kp_json_equal(a->after, b->before) ||
            a->old != b->now || a->now != b->old || !mirrors_rows(a, b))
            complain(pair, "the way back is another", a->id);
    }
    for (int kind = 0; kind < KP_DIFF_KINDS; kind++)
        assert_int_equal(pair->diff.counts[kind],
                         pair->back.counts[mirrored((enum kp_diff_kind)kind)]);
}

/* ---- every change once, and nothing else */

static const struct kp_json *row_of(const struct kp_json *rows, struct kp_str id, size_t *at)
{
    *at = 0;
    KP_JSON_EACH(row, rows)
    {
        if (kp_str_equal(kp_json_text(row, "id"), id))
            return row;
        ++*at;
    }
    return NULL;
}

static const struct kp_diff_row *find_row(const struct kp_diff_item *item, struct kp_str id)
{
    const struct kp_diff_row *found = NULL;
    for (size_t i = 0; i < item->row_count; i++) {
        if (!kp_str_equal(item->rows[i].id, id))
            continue;
        assert_null(found);
        found = &item->rows[i];
    }
    return found;
}

static void check_cell(struct pair *pair, const struct kp_diff_row *row, struct kp_str name,
                       const struct kp_json *before, const struct kp_json *after)
{
    size_t found = 0;
    if (kp_str_is(name, "id"))
        return;
    for (size_t i = 0; row && i < row->cell_count; i++) {
        const struct kp_diff_cell *cell = &row->cells[i];
        if (!kp_str_equal(cell->id, name))
            continue;
        found++;
        if (!kp_json_equal(cell->before, null_if(before)) ||
            !kp_json_equal(cell->after, null_if(after)))
            complain(pair, "a cell is told wrongly", name);
    }
    if (found != !kp_json_equal(null_if(before), null_if(after)))
        complain(pair, "a cell is missing, or too much", name);
}

static void check_common_row(struct pair *pair, const struct kp_diff_row *row,
                             const struct kp_json *before, const struct kp_json *after)
{
    if (row && row->kind != KP_DIFF_CHANGED)
        complain(pair, "a row that both have", row->id);
    KP_JSON_EACH(cell, before)
    {
        check_cell(pair, row, cell->name, cell, kp_json_get_str(after, cell->name));
    }
    KP_JSON_EACH(cell, after)
    {
        check_cell(pair, row, cell->name, kp_json_get_str(before, cell->name), cell);
    }
}

static void check_rows(struct pair *pair, const struct kp_diff_item *item)
{
    size_t from, to, last = 0, unmoved = 0;
    KP_JSON_EACH(before, item->before)
    {
        struct kp_str id = kp_json_text(before, "id");
        const struct kp_json *after = row_of(item->after, id, &to);
        const struct kp_diff_row *row = find_row(item, id);
        if (after)
            check_common_row(pair, row, before, after);
        else if (!row || row->kind != KP_DIFF_REMOVED || !kp_json_equal(row->before, before))
            complain(pair, "a removed row is not told", id);
        if (after && !(row && row->moved)) { /* those that stay are in order */
            if (unmoved++ && to < last)
                complain(pair, "a row moved in silence", id);
            last = to;
        }
    }
    KP_JSON_EACH(after, item->after)
    {
        struct kp_str id = kp_json_text(after, "id");
        const struct kp_diff_row *row = find_row(item, id);
        if (row_of(item->before, id, &from))
            continue;
        if (!row || row->kind != KP_DIFF_NEW || !kp_json_equal(row->after, after))
            complain(pair, "a new row is not told", id);
    }
    for (size_t i = 0; i < item->row_count; i++) {
        const struct kp_diff_row *row = &item->rows[i];
        const struct kp_json *before = row_of(item->before, row->id, &from);
        const struct kp_json *after = row_of(item->after, row->id, &to);
        if (!before != !row->before || !after != !row->after || (before && row->from != from) ||
            (after && row->to != to) || (!row->cell_count && !row->moved && before && after))
            complain(pair, "a row from nowhere", row->id);
    }
}

static const struct kp_json *live(const struct kp_answer *answer)
{
    return answer && !answer->inactive ? null_if(answer->value) : &kp_json_null;
}

static void check_item(struct pair *pair, const struct kp_diff_item *item)
{
    const struct kp_json *before = live(item->old), *after = live(item->now);
    bool both = !kp_json_is_null(before) && !kp_json_is_null(after);
    if (kp_json_is_null(before) != kp_json_is_null(item->before) ||
        kp_json_is_null(after) != kp_json_is_null(item->after))
        complain(pair, "has no value, or one from nowhere", item->id);
    if (item->by_rows)
        check_rows(pair, item);
    switch (item->kind) {
    case KP_DIFF_NEW:
    case KP_DIFF_REMOVED: assert_false(both); break;
    case KP_DIFF_CHANGED:
        assert_true(both && (item->value_changed || item->basis_changed));
        assert_true(item->basis_changed || !kp_json_equal(before, after));
        break;
    case KP_DIFF_CONFIRMED:
    case KP_DIFF_UNSEEN:
        assert_true(both && !item->value_changed && !item->basis_changed);
        if (item->kind == KP_DIFF_UNSEEN)
            assert_true(kp_cycle_distance(item->old->cycle, item->now->cycle) == 0);
    }
}

static void check_once(struct pair *pair)
{
    size_t counts[KP_DIFF_KINDS] = {0};
    for (size_t i = 0; i < pair->diff.count; i++) {
        const struct kp_diff_item *item = &pair->diff.items[i];
        counts[item->kind] += !item->calculated;
        if (item->calculated)
            assert_false(kp_json_equal(item->before, item->after));
        else
            check_item(pair, item);
    }
    for (int kind = 0; kind < KP_DIFF_KINDS; kind++)
        assert_int_equal(counts[kind], pair->diff.counts[kind]);
    for (int side = 0; side < 2; side++) {
        const struct kp_plan *plan = &pair->plans[side];
        for (size_t i = 0; i < plan->count; i++)
            if (!kp_json_is_null(live(&plan->answers[i])) &&
                !find_item(&pair->diff, plan->answers[i].field))
                complain(pair, "is not told of", plan->answers[i].field);
    }
}

static void check_empty(struct pair *pair)
{
    if (pair->seed % 10)
        return;
    assert_int_equal(pair->diff.counts[KP_DIFF_NEW] + pair->diff.counts[KP_DIFF_CHANGED] +
                         pair->diff.counts[KP_DIFF_REMOVED] + pair->diff.counts[KP_DIFF_CONFIRMED],
                     0);
    for (size_t i = 0; i < pair->diff.count; i++)
        if (pair->diff.items[i].row_count || pair->diff.items[i].total_count)
            complain(pair, "differs from itself", pair->diff.items[i].id);
}

/* ---- the document, applied to the earlier plan, gives the later one */

static void check_document(struct pair *pair)
{
    struct kp_json *before = plan_json(pair, 0), *after = plan_json(pair, 1);
    const struct kp_plan_head from = {.account = KP_STR("acme"),
                                      .name = KP_STR("ACME A/S"),
                                      .revision = KP_STR("aaaa1111"),
                                      .cycle = {2025, 2},
                                      .date = {2025, 9, 14}};
    const struct kp_plan_head to = {.account = KP_STR("acme"),
                                    .name = KP_STR("ACME Group A/S"),
                                    .revision = KP_STR("bbbb2222"),
                                    .cycle = {2026, 1},
                                    .date = {2026, 3, 2}};
    const struct kp_diff_sheet sheet = {.diff = &pair->diff,
                                        .before = &pair->calcs[0],
                                        .after = &pair->calcs[1],
                                        .from = &from,
                                        .to = &to};
    struct kp_buf bytes = KP_BUF_INIT;
    const struct kp_json *read = NULL;
    struct kp_err err = KP_ERR_INIT;
    kp_json_write(&bytes, kp_view_diff_json(&sheet, KP_LANG_EN, NULL, &pair->arena));
    if (kp_json_read(&pair->arena, "diff", kp_buf_str(&bytes), &read, &err))
        fail_msg("%s", err.text.data);
    struct kp_json *applied = diff_apply(&pair->arena, before, read);
    if (!kp_json_equal(applied, after)) {
        struct kp_buf out = KP_BUF_INIT;
        kp_json_write(&out, applied);
        kp_buf_adds(&out, "---- not ----\n");
        kp_json_write(&out, after);
        fail_msg("seed %u: %s", pair->seed, out.data);
    }
    kp_buf_release(&bytes);
}

/* ---- */

static void test_laws(void **state)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    (void)state;
    definition_model(&model, &arena, random_model);
    for (unsigned seed = 1; seed <= 1500; seed++) {
        struct pair pair;
        begin(&pair, &model, seed);
        check_empty(&pair);
        check_once(&pair);
        check_mirror(&pair);
        check_document(&pair);
        end(&pair);
    }
    kp_model_release(&model);
    kp_arena_release(&arena);
}

/* Thousands of rows in another order, on which nobody waits. */
static void test_many_rows(void **state)
{
    enum { MANY = 20000 };
    struct pair pair = {.arena = KP_ARENA_INIT};
    struct kp_model model;
    (void)state;
    definition_model(&model, &pair.arena, random_model);
    for (unsigned i = 0; i < 2; i++) {
        struct kp_json *rows = kp_json_new_array(&pair.arena);
        for (unsigned j = 0; j < MANY; j++) {
            /* The second half comes first, and every tenth row is another. */
            unsigned number = i ? (j + MANY / 2) % MANY : j;
            struct kp_json *row = kp_json_new_object(&pair.arena);
            kp_json_set_string(&pair.arena, row, "id",
                               kp_arena_format(&pair.arena, "r-%06u", number));
            kp_json_set_whole(&pair.arena, row, "b", i && number % 10 == 0 ? 2 : 1);
            kp_json_append(&pair.arena, rows, row);
        }
        struct kp_answer answer = {.field = KP_STR("table"), .value = rows};
        kp_plan_init(&pair.plans[i], &pair.arena);
        kp_plan_put(&pair.plans[i], &answer);
        kp_calc_init(&pair.calcs[i], &model, &pair.plans[i], NULL, (struct kp_date){2026, 3, 2},
                     &pair.arena);
    }
    kp_diff_plans(&pair.calcs[0], &pair.calcs[1], &pair.arena, &pair.diff);
    const struct kp_diff_item *item = find_item(&pair.diff, KP_STR("table"));
    size_t moved = 0, changed = 0;
    for (size_t i = 0; i < item->row_count; i++) {
        moved += item->rows[i].moved;
        changed += item->rows[i].cell_count > 0;
    }
    assert_int_equal(moved, MANY / 2);
    assert_int_equal(changed, MANY / 10);
    kp_model_release(&model);
    end(&pair);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_laws),
        cmocka_unit_test(test_many_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
