// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"
#include "random.h"

#include "compare/blame.h"

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
    "{`id`:`amount`,`type`:`number`,`group`:`g`,`label`:~},"
    "{`id`:`list`,`type`:`list`,`group`:`g`,`label`:~},"
    "{`id`:`table`,`type`:`table`,`group`:`g`,`label`:~,`key`:`a`,`columns`:["
    "{`id`:`a`,`type`:`text`,`label`:~},{`id`:`b`,`type`:`number`,`label`:~}]}]}";

/* ---- a history */

enum { REVISIONS = 40, FIELDS = 4, ROWS = 5 };

static const char *const fields[FIELDS] = {"amount", "gone.long.ago", "list", "table"};

/* What a revision wrote of a field; not written: as it was. */
struct state {
    bool written;
    const struct kp_json *value; /* NULL: no answer */
};

struct record {
    struct kp_arena arena;
    struct kp_model model;
    struct state states[REVISIONS][FIELDS]; /* from the oldest on */
};

/* Values come back: out of few. */
static const struct kp_json *random_rows(struct random *random, struct kp_arena *arena,
                                         const char *column)
{
    struct kp_json *rows = kp_json_new_array(arena);
    size_t first = random_below(random, ROWS), step = random_below(random, 2) ? 1 : ROWS - 1;
    for (size_t i = 0; i < ROWS; i++) {
        if (random_below(random, 3) == 0)
            continue;
        size_t id = (first + i * step) % ROWS;
        struct kp_json *row = kp_json_new_object(arena);
        kp_json_set_string(arena, row, "id", kp_arena_format(arena, "r-%zu", id));
        kp_json_set_string(arena, row, column,
                           kp_arena_format(arena, "%u", random_below(random, 2)));
        kp_json_append(arena, rows, row);
    }
    return rows;
}

static const struct kp_json *random_value(struct random *random, struct kp_arena *arena,
                                          size_t field)
{
    if (random_below(random, 8) == 0)
        return NULL;
    if (field < 2)
        return kp_json_new_whole(arena, random_below(random, 3));
    return random_rows(random, arena, field == 2 ? "text" : "a");
}

static void make_history(struct record *record, struct random *random)
{
    for (size_t revision = 0; revision < REVISIONS; revision++)
        for (size_t field = 0; field < FIELDS; field++) {
            struct state *state = &record->states[revision][field];
            const struct kp_json *before =
                revision ? record->states[revision - 1][field].value : NULL;
            state->written = random_below(random, 3) == 0;
            /* Confirmed, or changed. */
            state->value = !state->written || random_below(random, 3) == 0
                               ? before
                               : random_value(random, &record->arena, field);
        }
}

static struct kp_answer answer_of(const struct record *record, size_t revision, size_t field)
{
    return (struct kp_answer){.field = kp_str_from(fields[field]),
                              .value = record->states[revision][field].value};
}

/* ---- the slow way: every revision is looked at, back from the newest */

static const struct kp_json *row_of(const struct kp_json *value, struct kp_str id)
{
    KP_JSON_EACH(row, value)
    if (kp_str_equal(kp_json_text(row, "id"), id))
        return row;
    return NULL;
}

static const struct kp_json *value_at(const struct record *record, size_t revision, size_t field,
                                      struct kp_str row)
{
    const struct kp_json *value = record->states[revision][field].value;
    return row.len ? row_of(value, row) : value;
}

static size_t obvious(const struct record *record, size_t field, struct kp_str row)
{
    size_t newest = REVISIONS - 1, since = newest;
    const struct kp_json *now = value_at(record, newest, field, row);
    while (since > 0) {
        const struct kp_json *before = value_at(record, since - 1, field, row);
        if (!before || !kp_json_equal(before, now))
            break;
        since--;
    }
    return since;
}

static void check_history(struct record *record, bool rows)
{
    struct kp_plan plan;
    struct kp_blame blame;
    size_t items = 0;
    kp_plan_init(&plan, &record->arena);
    for (size_t field = 0; field < FIELDS; field++) {
        struct kp_answer answer = answer_of(record, REVISIONS - 1, field);
        if (answer.value)
            kp_plan_put(&plan, &answer);
    }
    kp_blame_init(&blame, &plan, &record->model, rows, &record->arena);
    for (size_t revision = REVISIONS; revision-- > 0;)
        for (size_t field = 0; field < FIELDS; field++) {
            struct kp_answer answer = answer_of(record, revision, field);
            if (record->states[revision][field].written && kp_blame_wants(&blame, answer.field))
                kp_blame_version(&blame, answer.field, revision, answer.value ? &answer : NULL);
        }
    for (size_t field = 0; field < FIELDS; field++) {
        const struct kp_json *now = record->states[REVISIONS - 1][field].value;
        items += now != NULL;
        items += rows && field >= 2 && now ? now->count : 0;
    }
    assert_int_equal(blame.count, items);
    for (size_t i = 0; i < blame.count; i++) {
        const struct kp_blame_item *item = &blame.items[i];
        size_t field = 0;
        while (!kp_str_is(item->field, fields[field]))
            field++;
        assert_true(item->traced);
        assert_int_equal(item->revision, obvious(record, field, item->row));
        assert_true(kp_json_equal(item->taken.value, record->states[item->revision][field].value));
    }
    kp_plan_release(&plan);
}

static void test_random(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct random random = {seed};
        struct record record = {.arena = KP_ARENA_INIT};
        definition_model(&record.model, &record.arena, model_text);
        make_history(&record, &random);
        check_history(&record, seed % 2);
        kp_model_release(&record.model);
        kp_arena_release(&record.arena);
    }
}

/* ---- one at a time */

/* Versions from the newest on, NULL: taken away or not to be read; and which of them it was. */
static void expect(const char *field, const char *row, const char *const *versions, size_t count,
                   size_t since)
{
    struct kp_arena arena = KP_ARENA_INIT;
    struct kp_model model;
    struct kp_plan plan;
    struct kp_blame blame;
    definition_model(&model, &arena, model_text);
    kp_plan_init(&plan, &arena);
    struct kp_answer now = {.field = kp_str_from(field),
                            .value = definition_read(&arena, versions[0])};
    kp_plan_put(&plan, &now);
    kp_blame_init(&blame, &plan, &model, true, &arena);
    for (size_t i = 0; i < count; i++) {
        struct kp_answer answer = {.field = kp_str_from(field)};
        if (versions[i])
            answer.value = definition_read(&arena, versions[i]);
        kp_blame_version(&blame, answer.field, i, versions[i] ? &answer : NULL);
    }
    const struct kp_blame_item *found = NULL;
    for (size_t i = 0; i < blame.count; i++)
        if (kp_str_is(blame.items[i].row, row))
            found = &blame.items[i];
    assert_non_null(found);
    assert_true(found->traced);
    assert_int_equal(found->revision, since);
    assert_int_equal(found->closed, since + 1 < count);
    kp_plan_release(&plan);
    kp_model_release(&model);
    kp_arena_release(&arena);
}

#define EXPECT(field, row, since, ...)                                                             \
    do {                                                                                           \
        static const char *const versions[] = {__VA_ARGS__};                                       \
        expect(field, row, versions, sizeof versions / sizeof *versions, since);                   \
    } while (0)

static void test_examples(void **state)
{
    (void)state;
    EXPECT("amount", "", 0, "1");
    EXPECT("amount", "", 1, "1", "1", "2", "1");
    EXPECT("amount", "", 1, "1", "1.0", "2");
    EXPECT("amount", "", 0, "1", NULL, "1");
    EXPECT("amount", "", 0, "1", "null", "1");
    EXPECT("amount", "", 2, "1", "1", "1");
    /* The order of rows is the table's, not the row's. */
    EXPECT("table", "", 0, "[{`id`:`1`},{`id`:`2`}]", "[{`id`:`2`},{`id`:`1`}]");
    EXPECT("table", "1", 1, "[{`id`:`1`},{`id`:`2`}]", "[{`id`:`2`},{`id`:`1`}]", "[{`id`:`2`}]");
    EXPECT("table", "1", 1, "[{`id`:`1`,`a`:`x`,`b`:2}]", "[{`id`:`1`,`b`:2,`a`:`x`}]",
           "[{`id`:`1`,`b`:2}]");
    EXPECT("list", "1", 1, "[{`id`:`1`,`text`:`x`}]", "[{`id`:`1`,`text`:`x`}]", "`x`");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
