// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef TESTS_TYPE_FIXTURE_H
#define TESTS_TYPE_FIXTURE_H

/* What the tests of field types stand on: a model with every type, some people, a day. */

#include "model/type.h"

struct type_fixture {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_people people;
    struct kp_ids ids;
    struct kp_type_context context;
};

/*
 * The people are Mette Holm (p-mette1), Lars Bo (p-1ars00), Ida Friis (p-1da001), Ida Holm-Nielsen
 * (p-1da002), Per (p-per001), Per Dahl (p-per002), Bang & Olufsen (p-bang01); today is Monday 2
 * March 2026; amounts are in DKK.
 */
void type_fixture_init(struct type_fixture *fixture, enum kp_lang lang);
void type_fixture_release(struct type_fixture *fixture);

/* The model's field; fails the test when there is none. */
const struct kp_field *type_fixture_field(const struct type_fixture *fixture, const char *id);

/* Whether `text` is `pattern`, where each ? in the pattern stands for any byte. */
bool type_fixture_fits(const char *pattern, const char *text);

/*
 * Whether the outcome is what is expected: "!part of the message", or the value on one line
 * with ` for " and ? for bytes that do not matter. Prints what else it is.
 */
bool type_fixture_expect(const char *what, const char *expected, enum kp_status status,
                         const struct kp_json *value, const struct kp_err *err);

#endif
