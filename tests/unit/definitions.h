// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef TESTS_DEFINITIONS_H
#define TESTS_DEFINITIONS_H

/* Models and scripts for tests, written short: ` stands for " and ~ for a text in three languages.
 */

#include "model/script.h"

/* The document of a short text; fails the test when it is no JSON. `arena` keeps it. */
const struct kp_json *definition_read(struct kp_arena *arena, const char *text);

/* The text with ` and ~ written out. */
struct kp_str definition_expand(struct kp_arena *arena, const char *text);

/* A model of a short text; fails the test when it has a fault. */
void definition_model(struct kp_model *model, struct kp_arena *arena, const char *text);

/* The built-in model, and a built-in script of that model. */
void definition_built_in(struct kp_model *model, struct kp_arena *arena);
void definition_built_in_script(struct kp_script *script, const struct kp_model *model,
                                struct kp_arena *arena, const char *id);

/* All faults, one a line, as "line:column: message", a warning with "warning: " before it; to be
 * freed. */
char *definition_faults(const struct kp_faults *faults);

#endif
