// SPDX-License-Identifier: GPL-3.0-or-later
#include "definitions.h"

#include "base/fs.h"
#include "base/utf8.h"
#include "model/type.h"
#include "view/plan.h"
#include "view/table.h"

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
                                        .signed_by = KP_STR("Mette Holm")};
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden),
    };
    (void)put; (void)field_of;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
