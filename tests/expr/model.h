// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef TESTS_EXPR_MODEL_H
#define TESTS_EXPR_MODEL_H

/* A small model with a field of every type, for the tests of expressions and their fuzzer. */

#include "base/alloc.h"
#include "model/field.h"
#include "model/type.h"

#include <stdlib.h>
#include <string.h>

enum { MODEL_FIELDS = 32, MODEL_COLUMNS = 12 };

struct test_model {
    struct kp_model model;
    struct kp_field fields[MODEL_FIELDS];
    const struct kp_field *by_id[MODEL_FIELDS];
    struct kp_field opportunities[MODEL_COLUMNS], themes[MODEL_COLUMNS];
    struct kp_choice phases[3], statuses[4], wins[3];
};

static inline void test_model_choices(struct kp_choice *choices, size_t count,
                                      const char *const *ids)
{
    for (size_t i = 0; i < count; i++)
        choices[i].id = kp_str_from(ids[i]);
}

static inline struct kp_field *test_model_add(struct kp_field *fields, size_t *count,
                                              const char *id, enum kp_type_kind kind,
                                              const struct kp_field *table)
{
    struct kp_field *field = &fields[*count];
    field->id = kp_str_from(id);
    field->type = kp_type_of(kind);
    field->table = table;
    field->index = (*count)++;
    return field;
}

static inline void test_model_columns(struct test_model *m, struct kp_field *table)
{
    static const struct {
        const char *id;
        enum kp_type_kind kind;
    } columns[] = {
        {"title", KP_TYPE_TEXT},     {"value", KP_TYPE_MONEY},    {"probability", KP_TYPE_PERCENT},
        {"status", KP_TYPE_CHOICE},  {"owner", KP_TYPE_PERSON},   {"decision_date", KP_TYPE_DATE},
        {"weighted", KP_TYPE_MONEY}, {"themes", KP_TYPE_CHOICES}, {"place", KP_TYPE_POSITION},
        {"function", KP_TYPE_TEXT},  {"signed", KP_TYPE_YESNO},
    };
    size_t count = 0;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        struct kp_field *column =
            test_model_add(m->opportunities, &count, columns[i].id, columns[i].kind, table);
        if (columns[i].kind == KP_TYPE_CHOICE) {
            column->choices = m->statuses;
            column->choice_count = 4;
        } else if (columns[i].kind == KP_TYPE_CHOICES) {
            column->choices = m->wins;
            column->choice_count = 3;
        }
    }
    table->columns = m->opportunities;
    table->column_count = count;
}

static inline int test_model_compare(const void *a, const void *b)
{
    const struct kp_field *const *left = a, *const *right = b;
    return kp_str_compare((*left)->id, (*right)->id);
}

/* Fills `m`, which must stay where it is as long as it is used. */
static inline void test_model_init(struct test_model *m)
{
    static const char *const phases[] = {"strategy", "analysis", "plan"};
    static const char *const statuses[] = {"open", "won", "lost", "dropped"};
    static const char *const wins[] = {"win", "expand", "protect"};
    static const struct {
        const char *id;
        enum kp_type_kind kind;
    } fields[] = {
        {"customer.name", KP_TYPE_TEXT},  {"customer.goals", KP_TYPE_NOTE},
        {"revenue", KP_TYPE_MONEY},       {"wallet", KP_TYPE_MONEY},
        {"growth", KP_TYPE_PERCENT},      {"score", KP_TYPE_NUMBER},
        {"health", KP_TYPE_SCALE},        {"start", KP_TYPE_DATE},
        {"until", KP_TYPE_DATE},          {"ready", KP_TYPE_YESNO},
        {"late", KP_TYPE_YESNO},          {"phase", KP_TYPE_CHOICE},
        {"themes", KP_TYPE_CHOICES},      {"owner", KP_TYPE_PERSON},
        {"team", KP_TYPE_PEOPLE},         {"needs.now", KP_TYPE_LIST},
        {"position", KP_TYPE_POSITION},   {"position.wanted", KP_TYPE_POSITION},
        {"opportunities", KP_TYPE_TABLE}, {"value", KP_TYPE_TABLE},
        {"value.themes", KP_TYPE_TABLE},  {"place.x", KP_TYPE_TEXT},
        {"place.near", KP_TYPE_TEXT},
    };
    memset(m, 0, sizeof *m);
    test_model_choices(m->phases, 3, phases);
    test_model_choices(m->statuses, 4, statuses);
    test_model_choices(m->wins, 3, wins);
    size_t count = 0, columns = 0;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct kp_field *field =
            test_model_add(m->fields, &count, fields[i].id, fields[i].kind, NULL);
        if (fields[i].kind == KP_TYPE_CHOICE) {
            field->choices = m->phases;
            field->choice_count = 3;
        } else if (fields[i].kind == KP_TYPE_CHOICES) {
            field->choices = m->wins;
            field->choice_count = 3;
        } else if (kp_str_is(field->id, "opportunities")) {
            test_model_columns(m, field);
        } else if (fields[i].kind == KP_TYPE_TABLE) {
            if (!columns) {
                test_model_add(m->themes, &columns, "offer", KP_TYPE_TEXT, field);
                test_model_add(m->themes, &columns, "effect", KP_TYPE_MONEY, field);
            }
            field->columns = m->themes;
            field->column_count = columns;
        }
        m->by_id[i] = field;
    }
    qsort(m->by_id, count, sizeof *m->by_id, test_model_compare);
    m->model.fields = m->fields;
    m->model.field_count = count;
    m->model.by_id = m->by_id;
}

#endif
