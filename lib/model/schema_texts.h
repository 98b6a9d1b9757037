// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_SCHEMA_TEXTS_H
#define KP_MODEL_SCHEMA_TEXTS_H

/*
 * The schemas as they are written down, for schema*.c only: JSON with ' in place of ", so no
 * apostrophe may stand in them. Each lacks "$schema" and "$id", which kp_schema_make puts before.
 */

#include "model/field.h"

struct kp_schema_text {
    const char *name;
    const char *text;
    /* Makes the general form exact; NULL: it is exact already. `schema` may be changed. */
    void (*fit)(struct kp_json *schema, const struct kp_model *model, struct kp_arena *arena);
};

/* What an answer has beside its value, in a file, in `show --json` and in `diff --json`. */
#define KP_SCHEMA_ANSWER                                                                           \
    "'state': {'enum': ['new', 'changed', 'confirmed']},"                                          \
    "'cycle': {'description': 'The half-year in which somebody last looked at it.',"               \
    " 'type': 'string', 'pattern': '^[0-9]{4}H[12]$'},"                                            \
    "'session': {'type': 'string', 'pattern': '^[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9_-]+$'},"        \
    "'said_by': {'type': 'array', 'items': {'$ref': '#/$defs/person'}},"                           \
    "'basis': {'enum': ['fact', 'assumed', 'customer']},"                                          \
    "'inactive': {'description': 'Its question does not apply at present.', 'type': 'boolean'}"

#define KP_SCHEMA_PERSON "'person': {'type': 'string', 'pattern': '^p-[0-9a-hjkmnp-tv-z]{6}$'}"

extern const char kp_schema_model_text[];
extern const char kp_schema_script_text[];
extern const char kp_schema_answer_text[];
extern const char kp_schema_plan_text[];
extern const char kp_schema_diff_text[];
extern const char kp_schema_diff_accounts_text[];
extern const char kp_schema_history_text[];
extern const char kp_schema_blame_text[];
extern const char kp_schema_sign_text[];

void kp_schema_fit_script(struct kp_json *schema, const struct kp_model *model,
                          struct kp_arena *arena);
void kp_schema_fit_plan(struct kp_json *schema, const struct kp_model *model,
                        struct kp_arena *arena);

/* The documents of --json, each list ends with a name that is NULL. */
extern const struct kp_schema_text kp_schema_outputs[];
extern const struct kp_schema_text kp_schema_views[];

/* The member of an object that is being changed. */
struct kp_json *kp_schema_child(struct kp_json *object, const char *name);

#endif
