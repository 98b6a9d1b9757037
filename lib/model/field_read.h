// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_FIELD_READ_H
#define KP_MODEL_FIELD_READ_H

/* The steps of loading a model, for field*.c only. */

#include "model/define.h"
#include "model/field.h"

/* A scale that fields refer to by name; count 0 when it had faults. */
struct kp_named_scale {
    struct kp_str name;
    struct kp_scale scale;
};

struct kp_field_reader {
    struct kp_define define;
    const struct kp_named_scale *scales;
    size_t scale_count;
};

/*
 * Reads one field's definition; `field` has its id (maybe empty), table and index already. Returns
 * its columns, so that expressions can be added to them, or NULL.
 */
struct kp_field *kp_field_read(const struct kp_field_reader *reader, const struct kp_json *node,
                               struct kp_field *field);

/* choices; scale; x, y and quadrants: what the type of the field needs. */
void kp_field_read_choices(const struct kp_field_reader *reader, const struct kp_json *node,
                           struct kp_field *field);
void kp_field_read_scale(const struct kp_field_reader *reader, const struct kp_json *node,
                         struct kp_field *field);
void kp_field_read_position(const struct kp_field_reader *reader, const struct kp_json *node,
                            struct kp_field *field);

/* The steps of a scale, as in "scales". Whether it is without fault. */
bool kp_scale_read(const struct kp_define *define, const struct kp_json *steps,
                   struct kp_scale *scale);

/*
 * Compiles every check and calc of `fields` (the model's own array) and of `columns` (their
 * columns by field index), and looks for circles.
 */
void kp_field_compile(struct kp_model *model, struct kp_field *fields,
                      struct kp_field *const *columns, struct kp_faults *faults);

#endif
