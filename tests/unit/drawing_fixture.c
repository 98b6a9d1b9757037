// SPDX-License-Identifier: GPL-3.0-or-later
#include "drawing_fixture.h"

#include "base/fs.h"
#include "definitions.h"
#include "view/svg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DRAWINGS KAMPLAN_SOURCE_DIR "/tests/view/drawings/"

static const struct kp_date today = {2026, 3, 2};

void drawing_scene_init(struct drawing_scene *scene)
{
    struct kp_err err = KP_ERR_INIT;
    const struct kp_json *document;
    *scene = (struct drawing_scene){.people = KP_PEOPLE_INIT};
    definition_built_in(&scene->model, &scene->arena);
    kp_plan_init(&scene->plan, &scene->arena);
    scene->style = (struct kp_style){.width = 80,
                                     .lang = KP_LANG_DA,
                                     .currency = KP_STR("DKK"),
                                     .people = &scene->people,
                                     .today = today};
    if (kp_json_read_file(&scene->arena, DRAWINGS "plan.json", &document, &err))
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
        kp_plan_put(&scene->plan, &answer);
        kp_buf_release(&bytes);
    }
    kp_calc_init(&scene->calc, &scene->model, &scene->plan, NULL, today, &scene->arena);
}

void drawing_scene_release(struct drawing_scene *scene)
{
    kp_plan_release(&scene->plan);
    kp_people_release(&scene->people);
    kp_model_release(&scene->model);
    kp_arena_release(&scene->arena);
}

const struct kp_field *drawing_field(const struct drawing_scene *scene, const char *id)
{
    const struct kp_field *field = kp_model_field(&scene->model, kp_str_from(id));
    assert_non_null(field);
    return field;
}

const struct kp_json *drawing_value(const struct drawing_scene *scene, const char *id)
{
    const struct kp_answer *answer = kp_plan_get(&scene->plan, kp_str_from(id));
    return answer ? answer->value : NULL;
}

void drawing_put(struct drawing_scene *scene, const char *id, const char *value)
{
    struct kp_answer answer = {.field = kp_str_from(id),
                               .value = definition_read(&scene->arena, value),
                               .cycle = {2026, 1}};
    kp_plan_put(&scene->plan, &answer);
    kp_calc_init(&scene->calc, &scene->model, &scene->plan, NULL, today, &scene->arena);
}

void drawing_compare(const char *name, struct kp_str text)
{
    struct kp_buf path = KP_BUF_INIT, golden = KP_BUF_INIT;
    struct kp_err err = KP_ERR_INIT;
    kp_buf_addf(&path, DRAWINGS "%s", name);
    if (getenv("KAMPLAN_UPDATE")) {
        assert_int_equal(kp_fs_replace(path.data, text, 0644, false, &err), KP_OK);
    } else {
        if (kp_fs_read(path.data, 1 << 24, &golden, &err))
            fail_msg("%s", err.text.data);
        if (!kp_str_equal(kp_buf_str(&golden), text))
            fail_msg("%s differs (KAMPLAN_UPDATE=1 writes it anew):\n%.*s", name, KP_STR_ARG(text));
    }
    kp_err_clear(&err);
    kp_buf_release(&path);
    kp_buf_release(&golden);
}

void drawing_compare_svg(const char *name, struct kp_str svg)
{
    struct kp_buf alone = KP_BUF_INIT;
    kp_svg_alone(svg, &alone);
    drawing_compare(name, kp_buf_str(&alone));
    kp_buf_release(&alone);
}
