// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_SCHEMA_H
#define KP_MODEL_SCHEMA_H

/* The published JSON Schemas (2020-12) of the program's files, for editors and validators. */

#include "model/field.h"

/*
 * The schema named `name`: "model", "script", "answer", "plan" (and those of --json outputs, see
 * kp_schema_names). `model` makes it exact (field ids, choices, columns); NULL gives the
 * general form. KP_NOT_FOUND for another name.
 */
enum kp_status kp_schema_make(const char *name, const struct kp_model *model,
                              struct kp_arena *arena, struct kp_json **out, struct kp_err *err);

/* All names, NULL-terminated. */
extern const char *const kp_schema_names[];

#endif
