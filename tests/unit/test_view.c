// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include "base/fs.h"
#include "base/utf8.h"
#include "model/type.h"
#include "view/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define VIEW_DIR KAMPLAN_SOURCE_DIR "/tests/view/"

/* A plan of the built-in model, with its people, on 2 March 2026. */
struct scene {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_people people;
    struct kp_plan plan;
    struct kp_calc calc;
    struct kp_style style;
    struct kp_plan_head head;
};

static const struct kp_date today = {2026, 3, 2};

static void scene_init(struct scene *scene)
{
    *scene = (struct scene){.people = KP_PEOPLE_INIT};
    definition_built_in(&scene->model, &scene->arena);
    kp_plan_init(&scene->plan, &scene->arena);
    scene->style = (struct kp_style){.width = 80,
                                     .lang = KP_LANG_DA,
                                     .currency = KP_STR("DKK"),
                                     .people = &scene->people,
                                     .today = today};
    scene->head = (struct kp_plan_head){.account = KP_STR("acme"),
                                        .name = KP_STR("ACME A/S"),
                                        .revision = KP_STR("4f2a91c07be3d5"),
                                        .cycle = {2026, 1},
                                        .date = today,
                                        .signoff = KP_STR("signed off by Mette Holm")};
}

static void scene_ready(struct scene *scene)
{
    kp_calc_init(&scene->calc, &scene->model, &scene->plan, NULL, today, &scene->arena);
}

static void scene_release(struct scene *scene)
{
    kp_plan_release(&scene->plan);
    kp_people_release(&scene->people);
    kp_model_release(&scene->model);
    kp_arena_release(&scene->arena);
}

static const struct kp_field *field_of(const struct scene *scene, const char *id)
{
    const struct kp_field *field = kp_model_field(&scene->model, kp_str_from(id));
    assert_non_null(field);
    return field;
}

/* An answer of a short text, see definition_read. */
static void put(struct scene *scene, const char *field, const char *value)
{
    struct kp_answer answer = {.field = kp_str_from(field),
                               .value = definition_read(&scene->arena, value),
                               .cycle = {2026, 1}};
    kp_plan_put(&scene->plan, &answer);
}

/* The plan of tests/view/plan.json. */
static void scene_acme(struct scene *scene)
{
    struct kp_err err = KP_ERR_INIT;
    const struct kp_json *document;
    scene_init(scene);
    if (kp_json_read_file(&scene->arena, VIEW_DIR "plan.json", &document, &err))
        fail_msg("%s", err.text.data);
    KP_JSON_EACH(person, kp_json_get(document, "people"))
    {
        kp_people_put(&scene->people, person->name, person->text);
    }
    KP_JSON_EACH(member, kp_json_get(document, "answers"))
    {
        struct kp_buf bytes = KP_BUF_INIT;
        struct kp_answer answer;
        kp_json_write(&bytes, member);
        if (kp_answer_read(&scene->arena, "plan.json", member->name, kp_buf_str(&bytes), &answer,
                           &err))
            fail_msg("%s", err.text.data);
        const struct kp_field *field = kp_model_field(&scene->model, member->name);
        if (field && field->type->check(field, answer.value, &err))
            fail_msg("%s: %s", answer.field.data, err.text.data);
        kp_plan_put(&scene->plan, &answer);
        kp_buf_release(&bytes);
    }
    scene_ready(scene);
}

/* ---- against the files of tests/view; KAMPLAN_UPDATE=1 writes them anew */

static void compare(const char *name, const struct kp_buf *text)
{
    struct kp_buf path = KP_BUF_INIT, golden = KP_BUF_INIT;
    struct kp_err err = KP_ERR_INIT;
    kp_buf_addf(&path, VIEW_DIR "%s", name);
    if (getenv("KAMPLAN_UPDATE")) {
        assert_int_equal(kp_fs_replace(path.data, kp_buf_str(text), 0644, false, &err), KP_OK);
    } else {
        if (kp_fs_read(path.data, 1 << 24, &golden, &err))
            fail_msg("%s", err.text.data);
        if (strcmp(golden.data, text->data) != 0)
            fail_msg("%s differs (KAMPLAN_UPDATE=1 writes it anew):\n%s", name, text->data);
    }
    kp_err_clear(&err);
    kp_buf_release(&path);
    kp_buf_release(&golden);
}

/* No line is wider than the page (where it has a width), ends in a space, or holds a control. */
static void assert_tidy(const char *name, const struct kp_style *style, struct kp_str text)
{
    if (style->colour)
        return;
    while (text.len) {
        struct kp_str line = kp_str_split(&text, '\n');
        if (style->width && kp_utf8_width(line) > style->width)
            fail_msg("%s: too wide: %.*s", name, KP_STR_ARG(line));
        if (kp_str_find_str(line, KP_STR("\xc2\xa0")) < line.len)
            fail_msg("%s: a no-break space: %.*s", name, KP_STR_ARG(line));
        if (line.len && line.data[line.len - 1] == ' ')
            fail_msg("%s: space at the end: \"%.*s\"", name, KP_STR_ARG(line));
        if (kp_utf8_has_hidden(line) || memchr(line.data, '\t', line.len))
            fail_msg("%s: a character that does not show: %.*s", name, KP_STR_ARG(line));
    }
}

static void test_golden(void **state)
{
    static const struct {
        const char *name;
        enum kp_lang lang;
        size_t width;
        bool ascii, colour;
    } pages[] = {
        {"da-80.txt", KP_LANG_DA, 80, false, false},
        {"da-120.txt", KP_LANG_DA, 120, false, false},
        {"da-200.txt", KP_LANG_DA, 200, false, false},
        {"da-pipe.txt", KP_LANG_DA, 0, false, false},
        {"da-40.txt", KP_LANG_DA, 40, false, false},
        {"en-80.txt", KP_LANG_EN, 80, false, false},
        {"en-80-plain.txt", KP_LANG_EN, 80, true, false},
        {"en-80-colour.txt", KP_LANG_EN, 80, false, true},
        {"sv-100.txt", KP_LANG_SV, 100, false, false},
    };
    struct scene scene;
    (void)state;
    scene_acme(&scene);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct kp_buf text = KP_BUF_INIT;
        scene.style.lang = pages[i].lang;
        scene.style.width = pages[i].width;
        scene.style.ascii = pages[i].ascii;
        scene.style.colour = pages[i].colour;
        kp_view_plan(&scene.calc, &scene.head, NULL, &scene.style, &text);
        assert_tidy(pages[i].name, &scene.style, kp_buf_str(&text));
        compare(pages[i].name, &text);
        kp_buf_release(&text);
    }
    scene_release(&scene);
}

static void test_only(void **state)
{
    static const char *const fields[] = {
        "account.summary", "position.relationship", "whitespace",  "opportunities", "needs.now",
        "revenue",         "kpis.reached",          "plan.success"};
    struct scene scene;
    struct kp_buf text = KP_BUF_INIT;
    (void)state;
    scene_acme(&scene);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        kp_view_plan(&scene.calc, &scene.head, field_of(&scene, fields[i]), &scene.style, &text);
    assert_tidy("only", &scene.style, kp_buf_str(&text));
    compare("only-80.txt", &text);
    kp_buf_release(&text);
    scene_release(&scene);
}

static void test_empty(void **state)
{
    struct scene scene;
    struct kp_buf text = KP_BUF_INIT;
    (void)state;
    scene_init(&scene);
    scene_ready(&scene);
    scene.style.lang = KP_LANG_EN;
    scene.head = (struct kp_plan_head){.account = KP_STR("acme")};
    kp_view_plan(&scene.calc, &scene.head, NULL, &scene.style, &text);
    assert_string_equal(text.data, " acme\n\n Nothing has been answered yet.\n");
    kp_buf_clear(&text);
    kp_view_plan(&scene.calc, &scene.head, field_of(&scene, "customer.goals"), &scene.style, &text);
    assert_string_equal(text.data, " acme\n\n Goals  –\n");
    kp_buf_release(&text);
    scene_release(&scene);
}

static void test_value(void **state)
{
    static const struct {
        const char *field, *value, *shown;
    } cases[] = {
        {"revenue", "12400000.5", "  12.400.000,50 DKK\n"},
        {"wallet.share", "30.5", "  30,5 %\n"},
        {"health", "4", "  4 – Godt: tilfreds og taler\n  med os om det næste\n"},
        {"customer.goals", "`et\\n\\n- to tre fire fem seks syv otte`",
         "  et\n\n  - to tre fire fem seks syv\n    otte\n"},
        {"customer.goals", "`en\\n 12. to tre fire fem seks syv otte`",
         "  en\n   12. to tre fire fem seks\n       syv otte\n"},
        {"customer.goals", "`\\ta`", "      a\n"},
        {"needs.now", "[{`id`:`r-000001`,`text`:`et to tre fire fem seks syv`},{`text`:`to`}]",
         "  • et to tre fire fem seks\n    syv\n  • to\n"},
        {"needs.now", "[]", "  –\n"},
        {"needs.now", "null", "  –\n"},
        {"trends", "[]", "  –\n"},
        {"account.phase", "`plan`", "  Plan\n"},
        {"account.phase", "`long gone`", "  long gone\n"},
        {"position.relationship", "{`x`:4,`y`:3}", "  Partner (4, 3)\n"},
        {"team.complete", "true", "  Ja\n"},
        /* values that do not fit their field */
        {"trends", "`a text`", "  a text\n"},
        {"trends", "[1, null, [2]]", NULL},
        {"needs.now", "[1, null, {}, {`text`:7}]", NULL},
        {"whitespace", "[{}, {`unit`:1}, {`unit`:[1],`offering`:{}}]", NULL},
        {"customer.goals", "{`a`:[1,2]}", "  {\"a\":[1,2]}\n"},
        {"health", "99", "  99\n"},
        {"revenue", "1e999", "  1e999\n"},
    };
    struct scene scene;
    (void)state;
    scene_init(&scene);
    scene_ready(&scene);
    scene.style.width = 30;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kp_buf text = KP_BUF_INIT;
        const struct kp_json *value = definition_read(&scene.arena, cases[i].value);
        kp_view_value(&scene.calc, field_of(&scene, cases[i].field), value, &scene.style, 2, &text);
        if (cases[i].shown)
            assert_string_equal(text.data, cases[i].shown);
        kp_buf_release(&text);
    }
    scene_release(&scene);
}

static void test_rows(void **state)
{
    struct scene scene;
    struct kp_buf text = KP_BUF_INIT;
    (void)state;
    scene_init(&scene);
    scene_ready(&scene);
    scene.style.lang = KP_LANG_EN;
    kp_view_rows(&scene.calc, field_of(&scene, "needs.now"), definition_read(&scene.arena, "[]"),
                 &scene.style, 1, &text);
    assert_int_equal(text.len, 0);
    kp_view_rows(&scene.calc, field_of(&scene, "needs.now"),
                 definition_read(&scene.arena, "[{`text`:`one`},{`text`:`two`}]"), &scene.style, 1,
                 &text);
    assert_string_equal(text.data, "  1  one\n  2  two\n");
    const struct kp_json *rows =
        definition_read(&scene.arena, "[{`product`:`Service`,`last_year`:100,`this_year`:150},"
                                      "{`product`:`Sensors`,`this_year`:12000}]");
    kp_buf_clear(&text);
    scene.style.ascii = true;
    kp_view_rows(&scene.calc, field_of(&scene, "budget"), rows, &scene.style, 1, &text);
    assert_string_equal(text.data, "    Product  Last year (DKK)  This year (DKK)  = Growth\n"
                                   " -  -------  ---------------  ---------------  --------\n"
                                   " 1  Service              100              150      50 %\n"
                                   " 2  Sensors                            12,000\n"
                                   " -  -------  ---------------  ---------------  --------\n"
                                   "    Total                100           12,150\n");
    kp_buf_clear(&text);
    scene.style.width = 24;
    kp_view_rows(&scene.calc, field_of(&scene, "budget"), rows, &scene.style, 1, &text);
    assert_string_equal(text.data, " 1  Service\n"
                                   "   Last year\n     DKK 100\n"
                                   "   This year\n     DKK 150\n"
                                   "   = Growth\n     50 %\n"
                                   "\n"
                                   " 2  Sensors\n"
                                   "   This year\n     DKK 12,000\n"
                                   "\n"
                                   "    Total\n"
                                   "   Last year\n     DKK 100\n"
                                   "   This year\n     DKK 12,150\n");
    kp_buf_release(&text);
    scene_release(&scene);
}

static void test_origin(void **state)
{
    static const struct {
        struct kp_cycle cycle, now;
        const char *said_by;
        enum kp_basis basis;
        const char *shown;
    } cases[] = {
        {{2026, 1}, {2026, 1}, "[`p-1ars00`]", KP_BASIS_FACT, "2026H1 · Lars Bo · fact"},
        {{2026, 1}, {2025, 2}, NULL, KP_BASIS_NONE, "2026H1"},
        {{2025, 2},
         {0, 0},
         "[`p-1ars00`,`p-gone00`]",
         KP_BASIS_ASSUMED,
         "2025H2 · Lars Bo, p-gone00 · assumed"},
        {{2025, 2}, {2026, 1}, NULL, KP_BASIS_CUSTOMER, "2025H2 · confirmed by the customer"},
        {{2024, 2}, {2026, 1}, NULL, KP_BASIS_NONE, "not looked at since 2024H2 (3 cycles)"},
        {{0, 0}, {2026, 1}, "[]", KP_BASIS_NONE, ""},
    };
    struct scene scene;
    struct kp_buf text = KP_BUF_INIT;
    (void)state;
    scene_acme(&scene);
    scene.style.colour = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kp_answer answer = {.cycle = cases[i].cycle, .basis = cases[i].basis};
        if (cases[i].said_by)
            answer.said_by = definition_read(&scene.arena, cases[i].said_by);
        kp_buf_clear(&text);
        kp_view_origin(&answer, cases[i].now, &scene.style, &text);
        assert_string_equal(text.data, cases[i].shown);
    }
    kp_buf_release(&text);
    scene_release(&scene);
}

static void test_json(void **state)
{
    struct scene scene;
    struct kp_buf text = KP_BUF_INIT, again = KP_BUF_INIT;
    struct kp_err err = KP_ERR_INIT;
    struct kp_arena arena = KP_ARENA_INIT;
    const struct kp_json *read;
    (void)state;
    scene_acme(&scene);
    struct kp_json *signoff = kp_json_new_object(&scene.arena);
    kp_json_set_string(&scene.arena, signoff, "by", KP_STR("Mette Holm"));
    scene.head.signed_json = signoff;
    struct kp_json *document =
        kp_view_plan_json(&scene.calc, &scene.head, NULL, &scene.people, &scene.arena);
    kp_json_write(&text, document);
    compare("acme.json", &text);
    /* What is printed is JSON, and says the same. */
    assert_int_equal(kp_json_read(&arena, "out", kp_buf_str(&text), &read, &err), KP_OK);
    assert_true(kp_json_equal(read, document));
    const struct kp_json *answers = kp_json_get(read, "answers");
    KP_JSON_EACH(answer, answers)
    {
        const struct kp_field *field = kp_model_field(&scene.model, answer->name);
        assert_true(kp_json_get(answer, "calculated") ? field && field->calc != NULL
                                                      : !field || !field->calc);
    }
    assert_null(kp_json_get(answers, "customer.strategy"));
    kp_buf_release(&text);
    kp_buf_release(&again);
    kp_arena_release(&arena);
    scene_release(&scene);
}

static void test_json_empty(void **state)
{
    struct scene scene;
    struct kp_buf text = KP_BUF_INIT;
    struct kp_plan_head head = {.account = KP_STR("acme"), .name = KP_STR("A\"B")};
    (void)state;
    scene_init(&scene);
    scene_ready(&scene);
    kp_json_write_line(&text, kp_view_plan_json(&scene.calc, &head, NULL, NULL, &scene.arena));
    assert_string_equal(text.data, "{\"account\":\"acme\",\"name\":\"A\\\"B\",\"revision\":null,"
                                   "\"cycle\":null,\"date\":null,\"signed\":null,"
                                   "\"answers\":{},\"people\":{}}");
    kp_buf_release(&text);
    scene_release(&scene);
}

/* ---- what should not be in a plan, and may be in a file that somebody else wrote */

static void test_hostile(void **state)
{
    static const char *const evil[] = {
        "`\\u001b]0;title\\u0007\\u001b[2J\\u001b[31mred`",
        "`safe\\u202egnp.exe\\u2066x\\u2069`",
        "`a\\rb\\u0008c\\u007fd\\u009be`",
        "`line\\u2028line\\u2029line`",
        "`zero\\u200bwidth\\u200djoiner\\ufeff`",
    };
    static const size_t widths[] = {0, 1, 7, 20, 40, 80, 300};
    struct scene scene;
    (void)state;
    for (size_t i = 0; i < sizeof evil / sizeof *evil; i++) {
        scene_init(&scene);
        const struct kp_json *text = definition_read(&scene.arena, evil[i]);
        struct kp_json *row = kp_json_new_object(&scene.arena);
        struct kp_json *rows = kp_json_new_array(&scene.arena);
        for (size_t j = 0; j < scene.model.field_count; j++)
            for (size_t k = 0; k < scene.model.fields[j].column_count; k++)
                kp_json_set(&scene.arena, row, scene.model.fields[j].columns[k].id.data, text);
        kp_json_set(&scene.arena, row, "text", text);
        kp_json_append(&scene.arena, rows, row);
        for (size_t j = 0; j < scene.model.field_count; j++) {
            const struct kp_field *field = &scene.model.fields[j];
            bool has_rows = field->type->kind == KP_TYPE_TABLE || field->type->kind == KP_TYPE_LIST;
            struct kp_answer answer = {.field = field->id, .value = has_rows ? rows : text};
            kp_plan_put(&scene.plan, &answer);
        }
        struct kp_answer unknown = {.field = text->text, .value = rows};
        kp_plan_put(&scene.plan, &unknown);
        kp_people_put(&scene.people, text->text, text->text);
        scene.head.name = scene.head.signoff = scene.head.revision = text->text;
        scene_ready(&scene);
        for (size_t j = 0; j < sizeof widths / sizeof *widths; j++) {
            struct kp_buf out = KP_BUF_INIT;
            scene.style.width = widths[j];
            scene.style.ascii = j % 2;
            kp_view_plan(&scene.calc, &scene.head, NULL, &scene.style, &out);
            struct kp_style loose = {.width = 0};
            assert_tidy(evil[i], &loose, kp_buf_str(&out));
            kp_buf_release(&out);
        }
        scene_release(&scene);
    }
}

static void test_large(void **state)
{
    struct scene scene;
    struct kp_buf value = KP_BUF_INIT, text = KP_BUF_INIT;
    (void)state;
    scene_init(&scene);
    kp_buf_adds(&value, "[");
    for (int i = 0; i < 300; i++)
        kp_buf_addf(&value,
                    "%s{`id`:`r-%06d`,`title`:`Opportunity %d`,`value`:%d,`probability`:%d}",
                    i ? "," : "", i, i, i * 1000, i % 100);
    kp_buf_adds(&value, "]");
    put(&scene, "opportunities", value.data);
    kp_buf_clear(&value);
    kp_buf_adds(&value, "`");
    kp_buf_add_repeat(&value, "ord ", 256 * 1024);
    kp_buf_adds(&value, "`");
    put(&scene, "account.summary", value.data);
    kp_buf_clear(&value);
    kp_buf_adds(&value, "[{`trend`:`");
    kp_buf_add_repeat(&value, "x", 64 * 1024);
    kp_buf_adds(&value, "`},{`trend`:`short`,`effect`:`some`}]");
    put(&scene, "trends", value.data);
    scene_ready(&scene);
    for (size_t width = 0; width <= 160; width += 40) {
        scene.style.width = width;
        kp_buf_clear(&text);
        kp_view_plan(&scene.calc, &scene.head, NULL, &scene.style, &text);
        assert_tidy("large", &scene.style, kp_buf_str(&text));
        assert_non_null(strstr(text.data, "Opportunity 299"));
        assert_true(text.len < 8u << 20);
    }
    kp_buf_release(&value);
    kp_buf_release(&text);
    scene_release(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden),  cmocka_unit_test(test_only),
        cmocka_unit_test(test_empty),   cmocka_unit_test(test_value),
        cmocka_unit_test(test_rows),    cmocka_unit_test(test_origin),
        cmocka_unit_test(test_json),    cmocka_unit_test(test_json_empty),
        cmocka_unit_test(test_hostile), cmocka_unit_test(test_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
