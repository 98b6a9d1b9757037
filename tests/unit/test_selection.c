// SPDX-License-Identifier: GPL-3.0-or-later
/* Points, places, the cut and which weight would change the list; figures worked out by hand. */
#include "definitions.h"
#include "random.h"

#include "base/utf8.h"

#include "compare/selection.h"
#include "view/selection.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct scene {
    struct kp_arena arena;
    struct kp_selection_values values;
    struct kp_selection selection;
};

static const char usual_criteria[] = "[{`id`:`r-ca0000`,`criterion`:`Revenue`,`weight`:50},"
                                     "{`id`:`r-cb0000`,`criterion`:`Growth`,`weight`:30},"
                                     "{`id`:`r-cc0000`,`criterion`:`Effort`,`weight`:20}]";

/* Scores of candidates on Revenue, Growth, Effort; 0: none. */
static const struct {
    const char *name;
    int scores[3];
} usual[] = {{"P", {5, 3, 3}}, {"Q", {4, 4, 3}}, {"R", {3, 5, 2}}, {"S", {1, 1, 1}}};

static const char *const criteria_names[] = {"Revenue", "Growth", "Effort"};

static const struct kp_json *rows(struct scene *scene, const char *text)
{
    return definition_read(&scene->arena, text);
}

/* The usual four, in an order that is given by `turn`: nothing may depend on it. */
static void fill(struct scene *scene, unsigned turn)
{
    struct kp_buf candidates = KP_BUF_INIT, scores = KP_BUF_INIT;
    *scene = (struct scene){.arena = KP_ARENA_INIT};
    scene->values.criteria = rows(scene, usual_criteria);
    for (unsigned i = 0; i < COUNT(usual); i++) {
        unsigned at = (i + turn) % COUNT(usual);
        kp_buf_addf(&candidates, "%s{`id`:`r-%s00000`,`name`:`%s`}", i ? "," : "[",
                    at == 0   ? "p"
                    : at == 1 ? "q"
                    : at == 2 ? "r"
                              : "s",
                    usual[at].name);
        for (unsigned j = 0; j < 3; j++) {
            unsigned on = (j + turn) % 3;
            kp_buf_addf(&scores, "%s{`candidate`:` %s`,`criterion`:`%s`,`score`:%d}",
                        scores.len ? "," : "[", usual[at].name, criteria_names[on],
                        usual[at].scores[on]);
        }
    }
    kp_buf_addc(&candidates, ']');
    kp_buf_addc(&scores, ']');
    scene->values.candidates = rows(scene, candidates.data);
    scene->values.scores = rows(scene, scores.data);
    scene->values.cut = rows(scene, "2");
    kp_buf_release(&candidates);
    kp_buf_release(&scores);
}

static void work_out(struct scene *scene)
{
    assert_true(kp_selection_of(&scene->values, &scene->arena, &scene->selection));
}

static const struct kp_selection_candidate *candidate(const struct scene *scene, const char *name)
{
    for (size_t i = 0; i < scene->selection.candidate_count; i++)
        if (kp_str_is(scene->selection.candidates[i].name, name))
            return &scene->selection.candidates[i];
    fail_msg("there is no %s", name);
    return NULL;
}

static void expect_number(struct kp_number number, const char *text)
{
    struct kp_buf out = KP_BUF_INIT;
    kp_number_print(&out, number);
    assert_string_equal(out.data, text);
    kp_buf_release(&out);
}

/*
 * P 5·50 + 3·30 + 3·20 = 400, Q 4·50 + 4·30 + 3·20 = 380, R 3·50 + 5·30 + 2·20 = 340, S 100; over
 * 100. R and P meet where 60 − 2d = 0 on Revenue (d −30: 20) and 60 − 2d on Growth (+30: 60), which
 * is nearer than R and Q (40 − d). On Effort R has least: its weight would have to fall below 0.
 */
static void test_points(void **state)
{
    (void)state;
    struct scene s;
    fill(&s, 0);
    work_out(&s);
    expect_number(candidate(&s, "P")->points, "4");
    expect_number(candidate(&s, "Q")->points, "3.8");
    expect_number(candidate(&s, "R")->points, "3.4");
    expect_number(candidate(&s, "S")->points, "1");
    assert_int_equal(candidate(&s, "P")->place, 1);
    assert_int_equal(candidate(&s, "S")->place, 4);
    assert_int_equal(candidate(&s, "Q")->side, KP_SELECTION_ABOVE);
    assert_int_equal(candidate(&s, "R")->side, KP_SELECTION_BELOW);
    const struct kp_selection_criterion *criteria = s.selection.criteria;
    assert_true(s.selection.tested);
    assert_true(criteria[0].turns);
    expect_number(criteria[0].turns_at, "20");
    assert_string_equal(s.selection.candidates[criteria[0].in].name.data, "R");
    assert_string_equal(s.selection.candidates[criteria[0].out].name.data, "P");
    assert_true(criteria[1].turns);
    expect_number(criteria[1].turns_at, "60");
    assert_false(criteria[2].turns);
    kp_arena_release(&s.arena);
}

/* What is said of each candidate, in words. */
static char *told(const struct scene *scene)
{
    struct kp_buf out = KP_BUF_INIT;
    for (size_t i = 0; i < scene->selection.candidate_count; i++) {
        const struct kp_selection_candidate *c = &scene->selection.candidates[i];
        kp_buf_addf(&out, "%.*s %zu %d %d ", KP_STR_ARG(c->name), c->place, c->tied, (int)c->side);
        kp_number_print(&out, c->points);
        kp_buf_addc(&out, '\n');
    }
    return out.data;
}

static void test_order_of_rows(void **state)
{
    (void)state;
    struct scene first, other;
    fill(&first, 0);
    work_out(&first);
    char *expected = told(&first);
    for (unsigned turn = 1; turn < 12; turn++) {
        fill(&other, turn);
        work_out(&other);
        char *now = told(&other);
        assert_string_equal(now, expected);
        expect_number(other.selection.criteria[0].turns_at, "20");
        free(now);
        kp_arena_release(&other.arena);
    }
    free(expected);
    kp_arena_release(&first.arena);
}

/* Any scores and weights in any order: the same places; and who is above has at least as much. */
static void test_random_orders(void **state)
{
    (void)state;
    struct random random = {2026};
    for (int round = 0; round < 200; round++) {
        struct kp_arena arena = KP_ARENA_INIT;
        struct kp_selection before = {0}, after;
        unsigned count = 2 + random_below(&random, 8), cut = 1 + random_below(&random, count);
        struct kp_json *forward[2], *backward[2];
        for (int t = 0; t < 2; t++) {
            forward[t] = kp_json_new_array(&arena);
            backward[t] = kp_json_new_array(&arena);
        }
        struct kp_json *items[2][96];
        size_t sizes[2] = {0, 0};
        for (unsigned i = 0; i < count; i++) {
            struct kp_json *row = kp_json_new_object(&arena);
            struct kp_str name = kp_arena_format(&arena, "customer %u", i);
            kp_json_set_string(&arena, row, "id", kp_arena_format(&arena, "r-%06u", i));
            kp_json_set_string(&arena, row, "name", name);
            items[0][sizes[0]++] = row;
            for (unsigned j = 0; j < 3; j++) {
                struct kp_json *score = kp_json_new_object(&arena);
                if (!random_below(&random, 9))
                    continue; /* nobody could tell */
                kp_json_set_string(&arena, score, "candidate", name);
                kp_json_set_string(&arena, score, "criterion", kp_str_from(criteria_names[j]));
                kp_json_set_whole(&arena, score, "score", 1 + random_below(&random, 5));
                items[1][sizes[1]++] = score;
            }
        }
        for (int t = 0; t < 2; t++) {
            for (size_t i = 0; i < sizes[t]; i++) {
                kp_json_append(&arena, forward[t], items[t][i]);
                kp_json_append(&arena, backward[t],
                               kp_json_copy(&arena, items[t][sizes[t] - 1 - i]));
            }
        }
        struct kp_selection_values values = {
            .criteria = definition_read(&arena, usual_criteria),
            .candidates = forward[0],
            .scores = forward[1],
            .cut = kp_json_new_whole(&arena, cut),
        };
        assert_true(kp_selection_of(&values, &arena, &before));
        values.candidates = backward[0];
        values.scores = backward[1];
        assert_true(kp_selection_of(&values, &arena, &after));
        for (size_t i = 0; i < before.candidate_count; i++) {
            const struct kp_selection_candidate *a = &before.candidates[i],
                                                *b = &after.candidates[i];
            assert_string_equal(a->name.data, b->name.data);
            assert_int_equal(a->place, b->place);
            assert_int_equal(a->side, b->side);
            assert_true(kp_number_equal(a->points, b->points));
            if (i && a->ranked)
                assert_true(kp_number_compare(before.candidates[i - 1].points, a->points) >= 0);
        }
        for (size_t j = 0; j < before.criterion_count; j++) {
            assert_int_equal(before.criteria[j].turns, after.criteria[j].turns);
            assert_true(kp_number_equal(before.criteria[j].turns_at, after.criteria[j].turns_at));
        }
        kp_arena_release(&arena);
    }
}

/*
 * At the weight that was named the two are level; a little beyond it they have changed places. With
 * 20 on Revenue Q leads: 80 + 120 + 60 = 260, P 100 + 90 + 60 = 250, R 60 + 150 + 40 = 250.
 */
static void test_turning(void **state)
{
    static const struct {
        const char *weight;
        int place_of_p, place_of_r;
    } cases[] = {{"21", 2, 3}, {"20", 2, 2}, {"19", 3, 2}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct scene s;
        char criteria[300];
        fill(&s, 0);
        snprintf(criteria, sizeof criteria,
                 "[{`id`:`r-ca0000`,`criterion`:`Revenue`,`weight`:%s},"
                 "{`id`:`r-cb0000`,`criterion`:`Growth`,`weight`:30},"
                 "{`id`:`r-cc0000`,`criterion`:`Effort`,`weight`:20}]",
                 cases[i].weight);
        s.values.criteria = rows(&s, criteria);
        work_out(&s);
        assert_int_equal(candidate(&s, "P")->place, cases[i].place_of_p);
        assert_int_equal(candidate(&s, "R")->place, cases[i].place_of_r);
        kp_arena_release(&s.arena);
    }
}

static void test_equals_at_the_cut(void **state)
{
    (void)state;
    struct scene s;
    fill(&s, 0);
    s.values.criteria = rows(&s, "[{`id`:`r-cc0000`,`criterion`:`Effort`,`weight`:1}]");
    s.values.cut = rows(&s, "1");
    work_out(&s); /* Effort: P 3, Q 3, R 2, S 1 */
    assert_int_equal(s.selection.undecided, 2);
    assert_int_equal(candidate(&s, "P")->side, KP_SELECTION_UNDECIDED);
    assert_int_equal(candidate(&s, "Q")->place, 1);
    assert_true(candidate(&s, "Q")->tied);
    assert_int_equal(candidate(&s, "R")->place, 3);
    assert_int_equal(candidate(&s, "R")->side, KP_SELECTION_BELOW);
    assert_false(s.selection.tested); /* who is above is not settled: there is nothing to change */
    kp_arena_release(&s.arena);
}

static void test_weights(void **state)
{
    static const struct {
        const char *criteria, *points, *sum;
        bool none;
    } cases[] = {
        /* 5·1 + 3·1 + 3·2 = 14 over 4 */
        {"[{`criterion`:`Revenue`,`weight`:1},{`criterion`:`Growth`,`weight`:1},"
         "{`criterion`:`Effort`,`weight`:2}]",
         "3.5", "4", false},
        /* all count the same: 11 over 3 */
        {"[{`criterion`:`Revenue`,`weight`:0},{`criterion`:`Growth`,`weight`:0},"
         "{`criterion`:`Effort`}]",
         "3.6666666666666667", "0", true},
        /* one without a weight beside one that has one counts nothing */
        {"[{`criterion`:`Revenue`,`weight`:40},{`criterion`:`Growth`}]", "5", "40", false},
        /* one that stands there twice counts once */
        {"[{`criterion`:`Growth`,`weight`:50},{`criterion`:`GROWTH `,`weight`:50}]", "3", "50",
         false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct scene s;
        fill(&s, 0);
        s.values.criteria = rows(&s, cases[i].criteria);
        work_out(&s);
        expect_number(candidate(&s, "P")->points, cases[i].points);
        expect_number(s.selection.weight_sum, cases[i].sum);
        assert_int_equal(s.selection.no_weights, cases[i].none);
        kp_arena_release(&s.arena);
    }
}

/* A score that nobody gave counts neither way; who has none at all has no place. */
static void test_missing(void **state)
{
    (void)state;
    struct scene s;
    fill(&s, 0);
    s.values.scores =
        rows(&s, "[{`candidate`:`P`,`criterion`:`Revenue`,`score`:4,`lowest`:2,`highest`:5,"
                 "`people`:3},{`candidate`:`P`,`criterion`:`Effort`,`score`:2.5,`people`:1},"
                 "{`candidate`:`Q`,`criterion`:`Revenue`,`score`:3},"
                 "{`candidate`:`Z`,`criterion`:`Revenue`,`score`:3},"
                 "{`candidate`:`Q`,`criterion`:`Image`,`score`:3}]");
    work_out(&s);
    expect_number(kp_number_round(candidate(&s, "P")->points, 4), "3.5714"); /* 250 over 70 */
    assert_int_equal(candidate(&s, "P")->missing, 1);
    assert_int_equal(candidate(&s, "P")->wide, 1);
    assert_int_equal(candidate(&s, "R")->side, KP_SELECTION_UNRANKED);
    assert_int_equal(candidate(&s, "R")->place, 0);
    assert_int_equal(s.selection.ranked, 2);
    assert_int_equal(s.selection.missing, 3);
    assert_int_equal(s.selection.strays, 2);
    assert_int_equal(s.selection.fewest, 1);
    assert_int_equal(s.selection.most, 3);
    kp_arena_release(&s.arena);
}

/* Of many people some two are far apart on nearly everything. */
static void test_wide(void **state)
{
    static const struct {
        int highest, people;
        size_t wide;
    } cases[] = {{3, 2, 0}, {4, 2, 1}, {4, 4, 1}, {4, 5, 0}, {5, 5, 1}, {4, 0, 1}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct scene s;
        struct kp_buf text = KP_BUF_INIT;
        fill(&s, 0);
        kp_buf_addf(
            &text,
            "[{`candidate`:`P`,`criterion`:`Revenue`,`score`:3,`lowest`:2,`highest`:%d%s%d}]",
            cases[i].highest, cases[i].people ? ",`people`:" : ",`x`:", cases[i].people);
        s.values.scores = rows(&s, text.data);
        work_out(&s);
        assert_int_equal(candidate(&s, "P")->wide, cases[i].wide);
        kp_buf_release(&text);
        kp_arena_release(&s.arena);
    }
}

static void test_nothing_there(void **state)
{
    (void)state;
    struct scene s;
    fill(&s, 0);
    s.values.cut = rows(&s, "9"); /* more places than candidates: all are above */
    work_out(&s);
    assert_int_equal(candidate(&s, "S")->side, KP_SELECTION_ABOVE);
    assert_false(s.selection.tested);
    s.values.scores = NULL;
    s.values.cut = NULL;
    work_out(&s);
    assert_int_equal(s.selection.ranked, 0);
    s.values.scores = rows(&s, "[1,null,`x`,{},{`candidate`:`P`,`criterion`:`Growth`,`score`:`4`},"
                               "{`candidate`:`P`,`criterion`:`Effort`,`score`:1e999},[]]");
    s.values.cut = rows(&s, "2.5");
    s.values.choice = rows(&s, "[3,{`candidate`:7}]");
    work_out(&s); /* edited by hand: what is no score is none */
    assert_int_equal(s.selection.ranked, 0);
    assert_int_equal(s.selection.cut, 0);
    s.values.candidates = rows(&s, "`odd`");
    assert_false(kp_selection_of(&s.values, &s.arena, &s.selection));
    kp_arena_release(&s.arena);
}

/* What is said beside the ranking. */
static void test_words(void **state)
{
    static const struct {
        const char *criteria, *cut, *choice, *said;
    } cases[] = {
        {"[{`criterion`:`Revenue`,`weight`:60}]", "2", "null", "The weights add up to 60, not 100"},
        {"[{`criterion`:`Revenue`}]", "2", "null", "No criterion has a weight"},
        {usual_criteria, "4", "null", "There are 4 candidates for 4 places"},
        {usual_criteria, "16", "null", "16 key accounts are many"},
        {usual_criteria, "2", "[{`candidate`:`P`,`decision`:`key`}]", "1 key account is few"},
        {usual_criteria, "2", "null",
         "Revenue: at a weight of 20 instead of 50, R draws level with P; below it takes"},
        {usual_criteria, "2", "null", "No weight would, of: Effort."},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct scene s;
        struct kp_buf out = KP_BUF_INIT;
        struct kp_style style = {.width = 200, .lang = KP_LANG_EN};
        fill(&s, 0);
        s.values.criteria = rows(&s, cases[i].criteria);
        s.values.cut = rows(&s, cases[i].cut);
        s.values.choice = rows(&s, cases[i].choice);
        work_out(&s);
        kp_view_selection(&s.selection, &style, 1, &out);
        if (!strstr(out.data, cases[i].said))
            fail_msg("\"%s\" is not in:\n%s", cases[i].said, out.data);
        kp_buf_release(&out);
        kp_arena_release(&s.arena);
    }
}

/* No line is wider than the page, in signs or in ASCII. */
static void test_widths(void **state)
{
    (void)state;
    struct scene s;
    fill(&s, 0);
    work_out(&s);
    for (size_t width = 24; width < 130; width++) {
        for (int ascii = 0; ascii < 2; ascii++) {
            struct kp_buf out = KP_BUF_INIT;
            struct kp_style style = {.width = width, .ascii = ascii, .lang = KP_LANG_DA};
            kp_view_selection(&s.selection, &style, 1, &out);
            kp_view_scores(&s.selection, &style, 1, true, &out);
            struct kp_str rest = kp_buf_str(&out);
            while (rest.len) {
                struct kp_str line = kp_str_split(&rest, '\n');
                if (kp_utf8_width(line) > width)
                    fail_msg("%zu columns: %.*s", width, KP_STR_ARG(line));
            }
            kp_buf_release(&out);
        }
    }
    kp_arena_release(&s.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_points),
        cmocka_unit_test(test_order_of_rows),
        cmocka_unit_test(test_random_orders),
        cmocka_unit_test(test_turning),
        cmocka_unit_test(test_equals_at_the_cut),
        cmocka_unit_test(test_weights),
        cmocka_unit_test(test_missing),
        cmocka_unit_test(test_wide),
        cmocka_unit_test(test_nothing_there),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_widths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
