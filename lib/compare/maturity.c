// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare/maturity.h"

#include "model/type.h"

static const struct kp_field *measured(const struct kp_field *table, const char *id)
{
    const struct kp_field *column = kp_field_column(table, kp_str_from(id));
    bool fits = column && column->type &&
                (column->type->kind == KP_TYPE_SCALE || column->type->kind == KP_TYPE_NUMBER);
    return fits ? column : NULL;
}

bool kp_maturity_is(const struct kp_field *field)
{
    return field->type && field->type->kind == KP_TYPE_TABLE && field->view == KP_VIEW_RADAR &&
           field->key.len && measured(field, "score");
}

static bool read_number(const struct kp_json *row, const char *column, struct kp_number *out)
{
    const struct kp_json *cell = kp_json_get(row, column);
    if (!cell || cell->kind != KP_JSON_NUMBER || cell->literal.len)
        return false;
    *out = cell->number;
    return true;
}

static const struct kp_json *row_with_key(const struct kp_json *rows, struct kp_str key,
                                          const struct kp_json *value)
{
    KP_JSON_EACH(row, rows)
    {
        if (kp_json_equal(kp_json_get_str(row, key), value))
            return row;
    }
    return NULL;
}

static bool lists(const struct kp_json *chosen, struct kp_str id)
{
    KP_JSON_EACH(item, chosen)
    {
        if (item->kind == KP_JSON_STRING && kp_str_equal(item->text, id))
            return true;
    }
    return false;
}

static void read_dimension(const struct kp_field *key, const struct kp_json *row,
                           const struct kp_json *before, enum kp_lang lang,
                           struct kp_maturity_dimension *d)
{
    const struct kp_choice *choice = kp_field_choice(key, d->id);
    d->label = choice ? kp_words_get(&choice->label, lang) : d->id;
    d->evidence = kp_json_text(row, "evidence");
    d->has_score = read_number(row, "score", &d->score);
    d->has_target = read_number(row, "target", &d->target);
    d->has_before = before && read_number(before, "score", &d->before);
    d->has_gap = d->has_score && d->has_target && kp_number_subtract(d->target, d->score, &d->gap);
    d->has_step =
        d->has_score && d->has_before && kp_number_subtract(d->score, d->before, &d->step);
}

static bool has_gap(const struct kp_maturity_dimension *d)
{
    return d->has_gap && kp_number_sign(d->gap) > 0;
}

static void rank(struct kp_maturity *maturity)
{
    for (size_t i = 0; i < maturity->count; i++) {
        struct kp_maturity_dimension *d = &maturity->dimensions[i];
        if (!has_gap(d))
            continue;
        d->rank = 1;
        for (size_t j = 0; j < maturity->count; j++) {
            const struct kp_maturity_dimension *other = &maturity->dimensions[j];
            d->rank += has_gap(other) && kp_number_compare(other->gap, d->gap) > 0;
        }
    }
}

/* One decimal; false where nothing is known. */
static bool average(const struct kp_number *values, size_t count, struct kp_number *out)
{
    struct kp_number sum = kp_number_from(0);
    for (size_t i = 0; i < count; i++)
        if (!kp_number_add(sum, values[i], &sum))
            return false;
    if (!count || !kp_number_divide(sum, kp_number_from((int64_t)count), out))
        return false;
    *out = kp_number_round(*out, 1);
    return true;
}

static void average_all(struct kp_maturity *maturity, struct kp_arena *arena)
{
    struct kp_number *scores = kp_arena_alloc(arena, maturity->count * sizeof *scores),
                     *before = kp_arena_alloc(arena, maturity->count * sizeof *before),
                     *targets = kp_arena_alloc(arena, maturity->count * sizeof *targets);
    size_t score_count = 0, before_count = 0, target_count = 0;
    for (size_t i = 0; i < maturity->count; i++) {
        const struct kp_maturity_dimension *d = &maturity->dimensions[i];
        if (d->has_score)
            scores[score_count++] = d->score;
        if (d->has_before)
            before[before_count++] = d->before;
        if (d->has_target)
            targets[target_count++] = d->target;
    }
    maturity->has_average = average(scores, score_count, &maturity->average);
    maturity->has_average_before = average(before, before_count, &maturity->average_before);
    maturity->has_average_target = average(targets, target_count, &maturity->average_target);
    maturity->has_before = before_count > 0;
}

static void read_scale(const struct kp_field *table, struct kp_maturity *out)
{
    const struct kp_field *score = measured(table, "score");
    const struct kp_scale *scale = &score->scale;
    int64_t whole;
    out->least = 1;
    out->most = 5;
    if (scale->count) {
        out->least = scale->steps[0].value;
        out->most = scale->steps[scale->count - 1].value;
    } else if (score->has_max && kp_number_whole(score->max, &whole) && whole > 1 && whole < 1000) {
        out->most = (int)whole;
    }
}

bool kp_maturity_read(struct kp_calc *calc, const struct kp_field *table,
                      const struct kp_field *chosen, enum kp_lang lang, struct kp_maturity *out)
{
    *out = (struct kp_maturity){0};
    const struct kp_json *rows = kp_calc_value(calc, table), *before = kp_calc_before(calc, table);
    const struct kp_field *key = kp_field_column(table, table->key);
    if (!kp_maturity_is(table) || rows->kind != KP_JSON_ARRAY || !rows->count)
        return false;
    if (!chosen)
        chosen = kp_model_field(
            calc->model, kp_arena_format(calc->arena, "%.*s.priorities", KP_STR_ARG(table->id)));
    const struct kp_json *taken = chosen ? kp_calc_value(calc, chosen) : &kp_json_null;
    out->dimensions = kp_arena_alloc(calc->arena, rows->count * sizeof *out->dimensions);
    KP_JSON_EACH(row, rows)
    {
        struct kp_maturity_dimension *d = &out->dimensions[out->count];
        const struct kp_json *name = kp_json_get_str(row, key->id);
        *d = (struct kp_maturity_dimension){.id = kp_json_text(row, key->id.data)};
        if (!d->id.len)
            continue;
        read_dimension(key, row, row_with_key(before, key->id, name), lang, d);
        d->chosen = lists(taken, d->id);
        out->count++;
    }
    read_scale(table, out);
    rank(out);
    average_all(out, calc->arena);
    return out->count > 0;
}

static bool goes_before(const struct kp_maturity_dimension *a,
                        const struct kp_maturity_dimension *b)
{
    return a->rank != b->rank ? a->rank < b->rank : a->chosen && !b->chosen;
}

size_t kp_maturity_by_gap(const struct kp_maturity *maturity,
                          const struct kp_maturity_dimension **order)
{
    size_t count = 0;
    for (size_t i = 0; i < maturity->count; i++) {
        const struct kp_maturity_dimension *d = &maturity->dimensions[i];
        size_t at = count;
        if (!d->rank)
            continue;
        for (; at > 0 && goes_before(d, order[at - 1]); at--)
            order[at] = order[at - 1];
        order[at] = d;
        count++;
    }
    return count;
}
