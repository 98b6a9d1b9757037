// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_SCRIPT_READ_H
#define KP_MODEL_SCRIPT_READ_H

/* The steps of loading a script, for script*.c and snapshot.c only. */

#include "model/define.h"
#include "model/expr.h"
#include "model/script.h"

struct kp_script_reader {
    struct kp_define define;
    const struct kp_model *model;
    struct kp_script *script; /* its scope is known */
    /* Per field, where a step asks it (ask, rate) and reviews it; NULL: none does. */
    struct {
        const struct kp_json *ask, *review;
    } * asked;
    struct kp_defined *ids; /* of steps so far */
    size_t id_count, id_cap;
    struct kp_str *rounds; /* ids of rounds of ideas so far */
    size_t round_count, round_cap;
};

void kp_section_read(struct kp_script_reader *reader, const struct kp_json *node,
                     struct kp_section *section);

/* The field that a member names, which must be one that this script may use; else NULL. */
const struct kp_field *kp_field_read_named(struct kp_script_reader *r, const struct kp_json *node,
                                           const char *member);

/* A condition, on a row of `table` where there is one; NULL: there is none, or a fault. */
const struct kp_expr *kp_expr_read_member(struct kp_script_reader *r, const struct kp_json *node,
                                          const char *member, const struct kp_field *table,
                                          enum kp_expr_kind expected);

/* A step asks this field: a second one that does is a fault. */
void kp_field_note_asked(struct kp_script_reader *r, const struct kp_json *node,
                         const struct kp_json **asked);

/* script_rows.c: a rate with "rows"; "offer" and "ranking" of an ask whose field is known. */
void kp_score_read(struct kp_script_reader *r, const struct kp_json *node, struct kp_step *step);
void kp_offers_read(struct kp_script_reader *r, const struct kp_json *node, struct kp_step *step);

/* Faults that show only at the end; frees what the reader gathered. */
void kp_script_reader_finish(struct kp_script_reader *reader);

/* kp_script_load; `in_snapshot`: the file's name says nothing of the script. */
enum kp_status kp_script_build(struct kp_script *script, const struct kp_model *model,
                               const char *file, const struct kp_json *document, bool in_snapshot,
                               struct kp_faults *faults);

#endif
