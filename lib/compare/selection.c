// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare/selection.h"

#include "base/utf8.h"

#include <stdlib.h>

struct sums {
    struct kp_number points, weight; /* of scores times weights; of the weights of what is scored */
};

struct work {
    struct kp_arena *arena;
    struct kp_selection *out;
    struct kp_selection_criterion *criteria;
    struct kp_selection_candidate *candidates;
    struct kp_selection_cell **cells; /* by candidate, as they stand in the table */
    struct sums *sums;                /* by candidate, in the order they are in at the time */
    struct kp_str *criterion_keys, *candidate_keys;
};

static const struct kp_json *rows_of(const struct kp_json *value)
{
    return value && value->kind == KP_JSON_ARRAY ? value : &kp_json_null;
}

static bool number_of(const struct kp_json *row, const char *name, struct kp_number *out)
{
    const struct kp_json *value = kp_json_get(row, name);
    if (!value || value->kind != KP_JSON_NUMBER || value->literal.len)
        return false;
    *out = value->number;
    return true;
}

/* Sums and products stay far within what a number holds; where a file says otherwise they stand still. */
static struct kp_number plus(struct kp_number a, struct kp_number b)
{
    struct kp_number sum = a;
    kp_number_add(a, b, &sum);
    return sum;
}

static struct kp_number minus(struct kp_number a, struct kp_number b)
{
    return plus(a, kp_number_negate(b));
}

static struct kp_number times(struct kp_number a, struct kp_number b)
{
    struct kp_number product = kp_number_from(0);
    kp_number_multiply(a, b, &product);
    return product;
}

static struct kp_number over(struct kp_number a, struct kp_number b)
{
    struct kp_number quotient = kp_number_from(0);
    kp_number_divide(a, b, &quotient);
    return quotient;
}

/* ---- What the tables say */

static size_t find(const struct kp_str *keys, size_t count, struct kp_str key)
{
    size_t i = 0;
    while (i < count && !kp_str_equal(keys[i], key))
        i++;
    return i;
}

static void read_criteria(struct work *w, const struct kp_json *rows)
{
    struct kp_selection *out = w->out;
    w->criteria = kp_arena_alloc(w->arena, (rows->count + 1) * sizeof *w->criteria);
    w->criterion_keys = kp_arena_alloc(w->arena, (rows->count + 1) * sizeof *w->criterion_keys);
    out->no_weights = true;
    out->weight_sum = kp_number_from(0);
    KP_JSON_EACH(row, rows)
    {
        struct kp_selection_criterion *criterion = &w->criteria[out->criterion_count];
        struct kp_str key = kp_utf8_fold(w->arena, kp_json_text(row, "criterion"));
        if (!key.len || find(w->criterion_keys, out->criterion_count, key) < out->criterion_count)
            continue;
        *criterion = (struct kp_selection_criterion){
            .id = kp_json_text(row, "id"),
            .name = kp_json_text(row, "criterion"),
            .low = kp_json_get(row, "low"),
            .high = kp_json_get(row, "high"),
            .weight = kp_number_from(0),
            .share = kp_number_from(0),
            .turns_at = kp_number_from(0),
        };
        criterion->has_weight = number_of(row, "weight", &criterion->weight);
        if (kp_number_sign(criterion->weight) < 0)
            criterion->weight = kp_number_from(0);
        if (kp_number_sign(criterion->weight) > 0)
            out->no_weights = false;
        out->weight_sum = plus(out->weight_sum, criterion->weight);
        w->criterion_keys[out->criterion_count++] = key;
    }
    struct kp_number whole = kp_number_from(0);
    for (size_t i = 0; i < out->criterion_count; i++) {
        if (out->no_weights)
            w->criteria[i].weight = kp_number_from(1);
        whole = plus(whole, w->criteria[i].weight);
    }
    for (size_t i = 0; i < out->criterion_count; i++)
        w->criteria[i].share = over(times(w->criteria[i].weight, kp_number_from(100)), whole);
    out->criteria = w->criteria;
}

static void read_candidates(struct work *w, const struct kp_json *rows)
{
    struct kp_selection *out = w->out;
    w->candidates = kp_arena_alloc(w->arena, (rows->count + 1) * sizeof *w->candidates);
    w->cells = kp_arena_alloc(w->arena, (rows->count + 1) * sizeof *w->cells);
    w->candidate_keys = kp_arena_alloc(w->arena, (rows->count + 1) * sizeof *w->candidate_keys);
    KP_JSON_EACH(row, rows)
    {
        struct kp_str key = kp_utf8_fold(w->arena, kp_json_text(row, "name"));
        if (!key.len || find(w->candidate_keys, out->candidate_count, key) < out->candidate_count)
            continue;
        struct kp_selection_cell *cells =
            kp_arena_alloc(w->arena, (out->criterion_count + 1) * sizeof *cells);
        w->candidates[out->candidate_count] = (struct kp_selection_candidate){
            .id = kp_json_text(row, "id"),
            .name = kp_json_text(row, "name"),
            .account = kp_json_text(row, "account"),
            .cells = cells,
            .points = kp_number_from(0),
            .side = KP_SELECTION_UNRANKED,
        };
        w->cells[out->candidate_count] = cells;
        w->candidate_keys[out->candidate_count++] = key;
    }
    out->candidates = w->candidates;
}

static void read_cell(struct work *w, const struct kp_json *row, struct kp_selection_cell *cell)
{
    struct kp_number people = kp_number_from(0);
    if (!number_of(row, "score", &cell->score))
        return;
    cell->scored = true;
    cell->has_spread = number_of(row, "lowest", &cell->lowest);
    cell->has_spread = number_of(row, "highest", &cell->highest) && cell->has_spread;
    if (number_of(row, "people", &people) && kp_number_whole(people, &cell->people) &&
        cell->people > 0) {
        if (!w->out->fewest || cell->people < w->out->fewest)
            w->out->fewest = cell->people;
        if (cell->people > w->out->most)
            w->out->most = cell->people;
    }
    int wide = KP_SELECTION_WIDE + (cell->people > KP_SELECTION_FEW_PEOPLE);
    if (cell->has_spread)
        cell->wide =
            kp_number_compare(minus(cell->highest, cell->lowest), kp_number_from(wide)) >= 0;
}

/* The last row of a pair counts, as with any list that is read from the top. */
static void read_scores(struct work *w, const struct kp_json *rows)
{
    struct kp_selection *out = w->out;
    KP_JSON_EACH(row, rows)
    {
        size_t i = find(w->candidate_keys, out->candidate_count,
                        kp_utf8_fold(w->arena, kp_json_text(row, "candidate")));
        size_t j = find(w->criterion_keys, out->criterion_count,
                        kp_utf8_fold(w->arena, kp_json_text(row, "criterion")));
        if (i == out->candidate_count || j == out->criterion_count) {
            out->strays++;
            continue;
        }
        read_cell(w, row, &w->cells[i][j]);
    }
}

static void read_choice(struct work *w, const struct kp_json *rows)
{
    KP_JSON_EACH(row, rows)
    {
        size_t i = find(w->candidate_keys, w->out->candidate_count,
                        kp_utf8_fold(w->arena, kp_json_text(row, "candidate")));
        if (i < w->out->candidate_count)
            w->candidates[i].decision = kp_json_text(row, "decision");
    }
    for (size_t i = 0; i < w->out->candidate_count; i++)
        w->out->chosen += kp_str_is(w->candidates[i].decision, "key");
}

/* ---- Points and places */

static void add_up(struct work *w, size_t index, struct sums *sums)
{
    struct kp_selection_candidate *candidate = &w->candidates[index];
    *sums = (struct sums){kp_number_from(0), kp_number_from(0)};
    for (size_t j = 0; j < w->out->criterion_count; j++) {
        const struct kp_selection_cell *cell = &candidate->cells[j];
        struct kp_number weight = w->criteria[j].weight;
        bool counts = kp_number_sign(weight) > 0;
        candidate->wide += cell->scored && cell->wide;
        if (cell->scored && counts) {
            sums->points = plus(sums->points, times(cell->score, weight));
            sums->weight = plus(sums->weight, weight);
        } else if (counts) {
            candidate->missing++;
        }
    }
    candidate->ranked = kp_number_sign(sums->weight) > 0;
    if (candidate->ranked)
        candidate->points = over(sums->points, sums->weight);
}

struct ranked {
    struct kp_selection_candidate candidate;
    struct sums sums;
};

/* Fractions are compared crosswise: what is rounded could make equals of what is not. */
static int compare_points(const struct ranked *a, const struct ranked *b)
{
    if (!a->candidate.ranked || !b->candidate.ranked)
        return (int)b->candidate.ranked - (int)a->candidate.ranked;
    return kp_number_compare(times(b->sums.points, a->sums.weight),
                             times(a->sums.points, b->sums.weight));
}

static int by_points(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    int order = compare_points(x, y);
    if (!order)
        order = kp_str_compare(x->candidate.name, y->candidate.name);
    return order ? order : kp_str_compare(x->candidate.id, y->candidate.id);
}

static void rank(struct work *w)
{
    struct kp_selection *out = w->out;
    size_t count = out->candidate_count;
    struct ranked *all = kp_arena_alloc(w->arena, (count + 1) * sizeof *all);
    for (size_t i = 0; i < count; i++) {
        add_up(w, i, &all[i].sums);
        all[i].candidate = w->candidates[i];
    }
    if (count)
        qsort(all, count, sizeof *all, by_points);
    w->sums = kp_arena_alloc(w->arena, (count + 1) * sizeof *w->sums);
    for (size_t i = 0; i < count; i++) {
        struct kp_selection_candidate *candidate = &all[i].candidate;
        bool same = i && candidate->ranked && !compare_points(&all[i - 1], &all[i]);
        candidate->place = !candidate->ranked ? 0 : same ? all[i - 1].candidate.place : i + 1;
        if (same)
            all[i - 1].candidate.tied = candidate->tied = true;
        out->ranked += candidate->ranked;
        out->missing += candidate->ranked ? candidate->missing : 0;
    }
    for (size_t i = 0; i < count; i++) {
        w->candidates[i] = all[i].candidate;
        w->sums[i] = all[i].sums;
    }
}

/* Equals that do not all fit above the cut stand on neither side. */
static void cut(struct work *w)
{
    struct kp_selection *out = w->out;
    size_t fit = out->cut && out->cut < out->ranked ? out->cut : out->ranked;
    bool split =
        fit && fit < out->ranked && w->candidates[fit - 1].place == w->candidates[fit].place;
    for (size_t i = 0; i < out->ranked; i++) {
        struct kp_selection_candidate *candidate = &w->candidates[i];
        candidate->side = i < fit ? KP_SELECTION_ABOVE : KP_SELECTION_BELOW;
        if (split && candidate->place == w->candidates[fit].place) {
            candidate->side = KP_SELECTION_UNDECIDED;
            out->undecided++;
        }
    }
}

/* ---- Which weight would change the list */

/* A change as a fraction; `below` is positive. */
struct change {
    struct kp_number above, below;
};

static struct kp_number size_of(struct kp_number number)
{
    return kp_number_sign(number) < 0 ? kp_number_negate(number) : number;
}

static bool is_smaller(const struct change *a, const struct change *b)
{
    return kp_number_compare(times(size_of(a->above), b->below),
                             times(size_of(b->above), a->below)) < 0;
}

/*
 * With d added to the weight of criterion j, `out` leads `in` by (A_out - A_in) + d (s_out - s_in):
 * they meet where that is 0. A weight does not fall below 0.
 */
static bool meet(const struct work *w, size_t j, size_t above, size_t below, struct change *change)
{
    struct kp_number lead = minus(w->sums[above].points, w->sums[below].points);
    struct kp_number gap =
        minus(w->candidates[below].cells[j].score, w->candidates[above].cells[j].score);
    int sign = kp_number_sign(gap);
    if (!sign)
        return false;
    change->above = sign > 0 ? lead : kp_number_negate(lead);
    change->below = size_of(gap);
    return kp_number_sign(plus(times(w->criteria[j].weight, change->below), change->above)) >= 0;
}

/* Only those who are scored on all that counts and on this one can be compared with any weights. */
static bool is_whole(const struct work *w, size_t i)
{
    for (size_t j = 0; j < w->out->criterion_count; j++)
        if (!w->candidates[i].cells[j].scored)
            return false;
    return true;
}

static void test_weight(struct work *w, size_t j)
{
    struct kp_selection_criterion *criterion = &w->criteria[j];
    struct change least = {0}, change;
    for (size_t i = 0; i < w->out->ranked; i++) {
        if (w->candidates[i].side != KP_SELECTION_ABOVE || !is_whole(w, i))
            continue;
        for (size_t k = 0; k < w->out->ranked; k++) {
            if (w->candidates[k].side != KP_SELECTION_BELOW || !is_whole(w, k) ||
                !meet(w, j, i, k, &change) || (criterion->turns && !is_smaller(&change, &least)))
                continue;
            least = change;
            criterion->turns = true;
            criterion->out = i;
            criterion->in = k;
        }
    }
    if (criterion->turns)
        criterion->turns_at = plus(criterion->weight, over(least.above, least.below));
}

static void test_weights(struct work *w)
{
    struct kp_selection *out = w->out;
    bool above = false, below = false;
    for (size_t i = 0; i < out->ranked; i++) {
        bool whole = is_whole(w, i);
        out->left_out += !whole;
        above = above || (whole && w->candidates[i].side == KP_SELECTION_ABOVE);
        below = below || (whole && w->candidates[i].side == KP_SELECTION_BELOW);
    }
    out->tested = above && below && !out->undecided && !out->no_weights;
    for (size_t j = 0; j < out->criterion_count && out->tested; j++)
        test_weight(w, j);
}

bool kp_selection_has(struct kp_str field)
{
    static const char *const fields[] = {"criteria", "candidates", "selection.scores",
                                         "selection.cut", "selection.choice"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (kp_str_is(field, fields[i]))
            return true;
    return false;
}

bool kp_selection_scores(struct kp_str field)
{
    return kp_str_is(field, "selection.scores");
}

bool kp_selection_of(const struct kp_selection_values *values, struct kp_arena *arena,
                     struct kp_selection *out)
{
    struct work work = {.arena = arena, .out = out};
    int64_t whole = 0;
    *out = (struct kp_selection){0};
    read_criteria(&work, rows_of(values->criteria));
    read_candidates(&work, rows_of(values->candidates));
    if (!out->criterion_count || !out->candidate_count)
        return false;
    read_scores(&work, rows_of(values->scores));
    read_choice(&work, rows_of(values->choice));
    if (values->cut && values->cut->kind == KP_JSON_NUMBER &&
        kp_number_whole(values->cut->number, &whole) && whole > 0)
        out->cut = (size_t)whole;
    rank(&work);
    cut(&work);
    test_weights(&work);
    return true;
}

static const struct kp_json *value_of(struct kp_calc *calc, const char *id)
{
    const struct kp_field *field = kp_model_field(calc->model, kp_str_from(id));
    return field ? kp_calc_value(calc, field) : &kp_json_null;
}

bool kp_selection_make(struct kp_calc *calc, struct kp_arena *arena, struct kp_selection *out)
{
    const struct kp_selection_values values = {
        .criteria = value_of(calc, "criteria"),
        .candidates = value_of(calc, "candidates"),
        .scores = value_of(calc, "selection.scores"),
        .cut = value_of(calc, "selection.cut"),
        .choice = value_of(calc, "selection.choice"),
    };
    return kp_selection_of(&values, arena, out);
}
