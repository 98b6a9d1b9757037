// SPDX-License-Identifier: GPL-3.0-or-later
/* The laws of the merge, on random tables and lists. */
#include "definitions.h"
#include "random.h"

#include "compare/merge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char model_text[] =
    "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],`fields`:["
    "{`id`:`list`,`type`:`list`,`group`:`g`,`label`:~},"
    "{`id`:`table`,`type`:`table`,`group`:`g`,`label`:~,`key`:`a`,`columns`:["
    "{`id`:`a`,`type`:`text`,`label`:~},{`id`:`b`,`type`:`number`,`label`:~},"
    "{`id`:`c`,`type`:`text`,`label`:~}]}]}";

enum { ROWS_MOST = 24, COLUMNS = 5 };

/* A row's cells: 0 is none. The last two are members that the model does not know. */
struct row {
    char id; /* a … z */
    unsigned cells[COLUMNS];
};

struct version {
    struct row rows[ROWS_MOST];
    size_t count;
};

static const char *const names[COLUMNS] = {"a", "b", "c", "zz", "yy"};

static const struct kp_json *to_json(const struct version *version, bool list,
                                     struct kp_arena *arena)
{
    struct kp_json *rows = kp_json_new_array(arena);
    for (size_t i = 0; i < version->count; i++) {
        const struct row *row = &version->rows[i];
        struct kp_json *object = kp_json_new_object(arena);
        kp_json_set_string(arena, object, "id", (struct kp_str){&row->id, 1});
        for (int j = 0; j < COLUMNS && !list; j++)
            if (row->cells[j])
                kp_json_set_whole(arena, object, names[j], row->cells[j]);
        if (list)
            kp_json_set_whole(arena, object, "text", row->cells[0]);
        kp_json_append(arena, rows, object);
    }
    return rows;
}

static bool has_id(const struct version *version, char id)
{
    for (size_t i = 0; i < version->count; i++)
        if (version->rows[i].id == id)
            return true;
    return false;
}

static void insert(struct version *version, struct random *random, unsigned first, unsigned ids)
{
    char id = (char)('a' + first + random_below(random, ids));
    if (version->count == ROWS_MOST || has_id(version, id))
        return;
    size_t at = random_below(random, (unsigned)version->count + 1);
    memmove(&version->rows[at + 1], &version->rows[at],
            (version->count - at) * sizeof *version->rows);
    version->rows[at] = (struct row){.id = id};
    for (int i = 0; i < COLUMNS; i++)
        version->rows[at].cells[i] = random_below(random, 4);
    version->count++;
}

static void take_out(struct version *version, size_t at)
{
    version->count--;
    memmove(&version->rows[at], &version->rows[at + 1],
            (version->count - at) * sizeof *version->rows);
}

static void mutate(struct version *version, struct random *random, unsigned first, unsigned ids)
{
    unsigned at = version->count ? random_below(random, (unsigned)version->count) : 0;
    switch (random_below(random, 6)) {
    case 0: insert(version, random, first, ids); break;
    case 1:
        if (version->count)
            take_out(version, at);
        break;
    case 2:
        if (version->count) {
            struct row row = version->rows[at];
            take_out(version, at);
            at = random_below(random, (unsigned)version->count + 1);
            memmove(&version->rows[at + 1], &version->rows[at],
                    (version->count - at) * sizeof *version->rows);
            version->rows[at] = row;
            version->count++;
        }
        break;
    default:
        if (version->count)
            version->rows[at].cells[random_below(random, COLUMNS)] = random_below(random, 6);
    }
}

struct case_of {
    const struct kp_field *field;
    struct kp_arena *arena;
    const struct kp_json *base, *ours, *theirs;
    struct kp_merge merge;
    unsigned seed;
};

static const struct kp_json *row_of(const struct kp_json *rows, struct kp_str id)
{
    KP_JSON_EACH(row, rows)
    {
        if (kp_str_equal(kp_json_text(row, "id"), id))
            return row;
    }
    return NULL;
}

static size_t place_of(const struct kp_json *rows, struct kp_str id)
{
    size_t at = 0;
    KP_JSON_EACH(row, rows)
    {
        if (kp_str_equal(kp_json_text(row, "id"), id))
            return at;
        at++;
    }
    return SIZE_MAX;
}

static bool has_conflict(const struct case_of *c, enum kp_conflict_kind kind, struct kp_str row,
                         const char *column)
{
    for (size_t i = 0; i < c->merge.conflict_count; i++) {
        const struct kp_conflict *conflict = &c->merge.conflicts[i];
        bool cell = !conflict->column || (column && kp_str_is(conflict->column->id, column));
        if (conflict->kind == kind && kp_str_equal(conflict->row, row) && cell)
            return true;
    }
    return false;
}

static void complain(const struct case_of *c, const char *law)
{
    struct kp_buf out = KP_BUF_INIT;
    const struct kp_json *values[] = {c->base, c->ours, c->theirs};
    for (int i = 0; i < 3; i++) {
        kp_json_write_line(&out, values[i]);
        kp_buf_addc(&out, '\n');
    }
    kp_json_write_line(&out, c->merge.value);
    kp_buf_addf(&out, ", %zu conflicts", c->merge.conflict_count);
    fail_msg("seed %u: %s\n%s", c->seed, law, out.data);
}

/* What one side changed is in the result, or in a conflict. */
static void check_changes(const struct case_of *c, const struct kp_json *side)
{
    const struct kp_json *result = c->merge.value;
    KP_JSON_EACH(row, c->base)
    {
        struct kp_str id = kp_json_text(row, "id");
        if (!row_of(side, id) && row_of(result, id) &&
            !has_conflict(c, KP_CONFLICT_DELETE, id, NULL))
            complain(c, "a removed row is there, and nobody says why");
    }
    KP_JSON_EACH(row, side)
    {
        struct kp_str id = kp_json_text(row, "id");
        const struct kp_json *before = row_of(c->base, id), *after = row_of(result, id);
        if (!before && !after)
            complain(c, "an added row is lost");
        if (before && !after && !kp_json_equal(before, row))
            complain(c, "an edited row is lost");
        KP_JSON_EACH(cell, row)
        {
            if (!after || kp_json_equal(kp_json_get_str(before, cell->name), cell) ||
                kp_json_equal(kp_json_get_str(after, cell->name), cell))
                continue;
            if (!has_conflict(c, KP_CONFLICT_VALUE, id, cell->name.data))
                complain(c, "a changed cell is lost");
        }
        KP_JSON_EACH(cell, before)
        {
            if (kp_json_get_str(row, cell->name) || !kp_json_get_str(after, cell->name))
                continue;
            if (!has_conflict(c, KP_CONFLICT_VALUE, id, cell->name.data))
                complain(c, "a cleared cell is back");
        }
    }
}

static void check_nothing_invented(const struct case_of *c)
{
    size_t place = 0;
    KP_JSON_EACH(row, c->merge.value)
    {
        struct kp_str id = kp_json_text(row, "id");
        const struct kp_json *ours = row_of(c->ours, id), *theirs = row_of(c->theirs, id);
        if ((!ours && !theirs) || place_of(c->merge.value, id) != place++)
            complain(c, "a row from nowhere");
        KP_JSON_EACH(cell, row)
        {
            const struct kp_json *in_ours = kp_json_get_str(ours, cell->name);
            const struct kp_json *in_theirs = kp_json_get_str(theirs, cell->name);
            if (!(in_ours && kp_json_equal(in_ours, cell)) &&
                !(in_theirs && kp_json_equal(in_theirs, cell)))
                complain(c, "a cell from nowhere");
        }
    }
}

/* Every pair stands as in the side that turned it round, else as both have it. */
static void check_order(const struct case_of *c)
{
    bool contested = has_conflict(c, KP_CONFLICT_ORDER, (struct kp_str){NULL, 0}, NULL);
    KP_JSON_EACH(a, c->merge.value)
    {
        struct kp_str x = kp_json_text(a, "id");
        for (const struct kp_json *b = a->next; b; b = b->next) {
            struct kp_str y = kp_json_text(b, "id");
            const struct kp_json *sides[] = {c->base, c->ours, c->theirs};
            bool before[3], known = true;
            for (int i = 0; i < 3; i++) {
                size_t at_x = place_of(sides[i], x), at_y = place_of(sides[i], y);
                known = known && at_x != SIZE_MAX && at_y != SIZE_MAX;
                before[i] = at_x < at_y;
            }
            bool wanted = before[1] == before[0] ? before[2] : before[1];
            if (known && !contested && !wanted)
                complain(c, "a pair of rows is out of order");
            if (known && contested && !before[1])
                complain(c, "a contested order is not ours");
        }
    }
}

static const struct kp_json *take_all(const struct case_of *c, bool theirs)
{
    const struct kp_json *value = c->merge.value;
    for (size_t i = 0; i < c->merge.conflict_count; i++)
        value = (theirs ? kp_merge_take_theirs
                        : kp_merge_take_ours)(c->field, value, &c->merge.conflicts[i], c->arena);
    return value;
}

static bool same_rows(const struct kp_json *a, const struct kp_json *b)
{
    if (a->count != b->count)
        return false;
    KP_JSON_EACH(row, a)
    {
        if (!kp_json_equal(row, row_of(b, kp_json_text(row, "id"))))
            return false;
    }
    return true;
}

static void check_swap(struct case_of *c)
{
    struct case_of other = *c;
    bool contested = has_conflict(c, KP_CONFLICT_ORDER, (struct kp_str){NULL, 0}, NULL);
    kp_merge_value(c->field, c->base, c->theirs, c->ours, c->arena, &other.merge);
    if (c->merge.conflict_count != other.merge.conflict_count)
        complain(c, "swapped, there are other conflicts");
    for (size_t i = 0; i < c->merge.conflict_count; i++) {
        const struct kp_conflict *a = &c->merge.conflicts[i], *b = &other.merge.conflicts[i];
        if (a->kind != b->kind || a->column != b->column || !kp_str_equal(a->row, b->row) ||
            !kp_json_equal(a->base, b->base) || !kp_json_equal(a->ours, b->theirs) ||
            !kp_json_equal(a->theirs, b->ours))
            complain(c, "swapped, a conflict is another");
    }
    struct kp_buf one = KP_BUF_INIT, two = KP_BUF_INIT;
    kp_json_write(&one, take_all(c, true));
    kp_json_write(&two, take_all(&other, false));
    if (!contested && strcmp(one.data, two.data) != 0)
        complain(c, "swapped, the result is another");
    if (contested && !same_rows(take_all(c, true), take_all(&other, false)))
        complain(c, "swapped, the rows are others");
    kp_buf_release(&one);
    kp_buf_release(&two);
}

/* Whoever is taken for every conflict has all that they wanted. */
static void check_taking(const struct case_of *c, bool theirs)
{
    const struct kp_json *taken = take_all(c, theirs), *side = theirs ? c->theirs : c->ours;
    for (size_t i = 0; i < c->merge.conflict_count; i++) {
        const struct kp_conflict *conflict = &c->merge.conflicts[i];
        const struct kp_json *row = row_of(taken, conflict->row);
        const struct kp_json *wanted = theirs ? conflict->theirs : conflict->ours;
        bool cell = conflict->column && conflict->kind == KP_CONFLICT_VALUE;
        const struct kp_json *got = cell ? kp_json_get_str(row, conflict->column->id) : row;
        bool whole = conflict->kind == KP_CONFLICT_VALUE || conflict->kind == KP_CONFLICT_DELETE;
        if (whole && conflict->row.len && !kp_json_equal(got, wanted))
            complain(c, "the side that was taken has not got what it wanted");
        if (conflict->kind != KP_CONFLICT_ORDER)
            continue;
        size_t last = 0;
        KP_JSON_EACH(each, side)
        {
            size_t at = place_of(taken, kp_json_text(each, "id"));
            if (at != SIZE_MAX && at < last)
                complain(c, "the order that was taken is another");
            last = at == SIZE_MAX ? last : at;
        }
    }
}

static void check_identities(const struct case_of *c)
{
    const struct kp_json *versions[] = {c->base, c->ours, c->theirs};
    for (int i = 0; i < 3; i++) {
        struct kp_merge merge;
        const struct kp_json *x = versions[i];
        kp_merge_value(c->field, c->base, x, x, c->arena, &merge);
        if (merge.conflict_count || !kp_json_equal(merge.value, x))
            complain(c, "merge(b,x,x) is not x");
        kp_merge_value(c->field, c->base, c->base, x, c->arena, &merge);
        if (merge.conflict_count || !kp_json_equal(merge.value, x))
            complain(c, "merge(b,b,x) is not x");
        kp_merge_value(c->field, c->base, x, c->base, c->arena, &merge);
        if (merge.conflict_count || !kp_json_equal(merge.value, x))
            complain(c, "merge(b,x,b) is not x");
    }
}

static void check_laws(const struct kp_field *field, bool list, unsigned seed)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct random random = {seed};
    struct version base = {.count = 0}, ours, theirs;
    struct kp_buf before = KP_BUF_INIT, after = KP_BUF_INIT;
    for (unsigned i = random_below(&random, 9); i; i--)
        insert(&base, &random, 0, 10);
    ours = theirs = base;
    /* Ids of new rows: mostly their own, now and then the same. */
    for (unsigned i = random_below(&random, 8); i; i--)
        mutate(&ours, &random, random_below(&random, 4) ? 10 : 16, 5);
    for (unsigned i = random_below(&random, 8); i; i--)
        mutate(&theirs, &random, random_below(&random, 4) ? 15 : 10, 6);
    struct case_of c = {.field = field,
                        .arena = &arena,
                        .base = to_json(&base, list, &arena),
                        .ours = to_json(&ours, list, &arena),
                        .theirs = to_json(&theirs, list, &arena),
                        .seed = seed};
    kp_json_write_line(&before, c.base);
    kp_json_write_line(&before, c.ours);
    kp_json_write_line(&before, c.theirs);
    kp_merge_value(field, c.base, c.ours, c.theirs, &arena, &c.merge);
    check_identities(&c);
    check_changes(&c, c.ours);
    check_changes(&c, c.theirs);
    check_nothing_invented(&c);
    check_order(&c);
    check_swap(&c);
    check_taking(&c, true);
    check_taking(&c, false);
    kp_json_write_line(&after, c.base);
    kp_json_write_line(&after, c.ours);
    kp_json_write_line(&after, c.theirs);
    assert_string_equal(before.data, after.data);
    kp_buf_release(&before);
    kp_buf_release(&after);
    kp_arena_release(&arena);
}

static void test_laws(void **state)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    (void)state;
    definition_model(&model, &arena, model_text);
    for (unsigned seed = 1; seed <= 4000; seed++) {
        check_laws(kp_model_field(&model, KP_STR("table")), false, seed);
        check_laws(kp_model_field(&model, KP_STR("list")), true, seed);
    }
    kp_model_release(&model);
    kp_arena_release(&arena);
}

/* Thousands of rows, moved on both sides: done before anybody looks up. */
static void test_many_rows(void **state)
{
    enum { MANY = 2000 };
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    struct kp_merge merge;
    struct kp_json *versions[3];
    (void)state;
    definition_model(&model, &arena, model_text);
    for (int i = 0; i < 3; i++) {
        versions[i] = kp_json_new_array(&arena);
        for (unsigned j = 0; j < MANY; j++) {
            /* Each side turns another half round. */
            unsigned half = MANY / 2, in_half = j % half, first = j < half;
            bool turned = (i == 1 && first) || (i == 2 && !first);
            unsigned number = (first ? 0 : half) + (turned ? half - 1 - in_half : in_half);
            struct kp_json *row = kp_json_new_object(&arena);
            kp_json_set_string(&arena, row, "id", kp_arena_format(&arena, "r-%06u", number));
            kp_json_append(&arena, versions[i], row);
        }
    }
    kp_merge_value(kp_model_field(&model, KP_STR("table")), versions[0], versions[1], versions[2],
                   &arena, &merge);
    assert_int_equal(merge.conflict_count, 0);
    unsigned j = MANY;

    KP_JSON_EACH(row, merge.value)
    {
        unsigned number = j > MANY / 2 ? j - MANY / 2 - 1 : MANY / 2 + j - 1;
        char id[16];
        snprintf(id, sizeof id, "r-%06u", number);
        assert_true(kp_str_is(kp_json_text(row, "id"), id));
        j--;
    }
    kp_model_release(&model);
    kp_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_laws),
        cmocka_unit_test(test_many_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
