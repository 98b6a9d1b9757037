// SPDX-License-Identifier: GPL-3.0-or-later
#include "type_fixture.h"

#include "definitions.h"
#include "type_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    const char *id, *name;
} everybody[] = {
    {"p-mette1", "Mette Holm"},       {"p-1ars00", "Lars Bo"}, {"p-1da001", "Ida Friis"},
    {"p-1da002", "Ida Holm-Nielsen"}, {"p-per001", "Per"},     {"p-per002", "Per Dahl"},
    {"p-bang01", "Bang & Olufsen"},
};

void type_fixture_init(struct type_fixture *fixture, enum kp_lang lang)
{
    *fixture = (struct type_fixture){.people = KP_PEOPLE_INIT};
    definition_model(&fixture->model, &fixture->arena, type_model);
    for (size_t i = 0; i < sizeof everybody / sizeof *everybody; i++)
        kp_people_put(&fixture->people, kp_str_from(everybody[i].id),
                      kp_str_from(everybody[i].name));
    fixture->ids = kp_ids_seeded(KP_STR("types"));
    fixture->context = (struct kp_type_context){
        .arena = &fixture->arena,
        .lang = lang,
        .today = {2026, 3, 2},
        .currency = KP_STR("DKK"),
        .people = &fixture->people,
        .ids = &fixture->ids,
    };
}

void type_fixture_release(struct type_fixture *fixture)
{
    kp_model_release(&fixture->model);
    kp_people_release(&fixture->people);
    kp_arena_release(&fixture->arena);
}

const struct kp_field *type_fixture_field(const struct type_fixture *fixture, const char *id)
{
    const struct kp_field *field = kp_model_field(&fixture->model, kp_str_from(id));
    if (!field)
        fail_msg("there is no field %s", id);
    return field;
}

bool type_fixture_fits(const char *pattern, const char *text)
{
    for (; *pattern && *text; pattern++, text++)
        if (*pattern != '?' && *pattern != *text)
            return false;
    return !*pattern && !*text;
}

bool type_fixture_expect(const char *what, const char *expected, enum kp_status status,
                         const struct kp_json *value, const struct kp_err *err)
{
    struct kp_buf line = KP_BUF_INIT, wanted = KP_BUF_INIT;
    if (!status)
        kp_json_write_line(&line, value);
    kp_buf_adds(&wanted, expected);
    for (size_t i = 0; i < wanted.len; i++)
        if (wanted.data[i] == '`')
            wanted.data[i] = '"';
    bool right = expected[0] == '!' ? status && strstr(err->text.data, wanted.data + 1)
                                    : !status && type_fixture_fits(wanted.data, line.data);
    if (!right)
        print_error("%s\n    expected %s\n    got %s%s\n", what, wanted.data, status ? "!" : "",
                    status ? err->text.data : line.data);
    kp_buf_release(&line);
    kp_buf_release(&wanted);
    return right;
}
