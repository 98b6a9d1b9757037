// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef TESTS_DRAWING_FIXTURE_H
#define TESTS_DRAWING_FIXTURE_H

/* The plan of tests/view/drawings/plan.json with the built-in model, for drawings of it. */

#include "model/plan.h"
#include "view/style.h"

struct drawing_scene {
    struct kp_arena arena;
    struct kp_model model;
    struct kp_people people;
    struct kp_plan plan;
    struct kp_calc calc;
    struct kp_style style;
};

void drawing_scene_init(struct drawing_scene *scene);
void drawing_scene_release(struct drawing_scene *scene);

const struct kp_field *drawing_field(const struct drawing_scene *scene, const char *id);
const struct kp_json *drawing_value(const struct drawing_scene *scene, const char *id);

/* Puts another value in an answer's place, written as for definition_read. */
void drawing_put(struct drawing_scene *scene, const char *id, const char *value);

/* Compares with tests/view/drawings/NAME, which KAMPLAN_UPDATE=1 writes anew. */
void drawing_compare(const char *name, struct kp_str text);

/* The same of one drawing, as a file of its own. */
void drawing_compare_svg(const char *name, struct kp_str svg);

#endif
