// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_LEAK_H
#define KP_VIEW_LEAK_H

/*
 * Whether a finished file tells a customer what they should not read, whoever made it and by what program.
 *
 * Looked for are names of people who are not known to be ours (model/names.h), their ids, and values that
 * the plan has and the customer's copy of it has not: texts line by line, word for word without regard to
 * case, signs and markup; numbers of four digits and more, however they are grouped, and as "12.4 m". What
 * the customer's copy or the model's own words say as well is no secret.
 */

#include "model/audience.h"

/* A stretch of a file's text. */
struct kp_leak_piece {
    struct kp_str place; /* "Opportunities!B7"; empty: the lines of the text are the file's */
    struct kp_str text;
};

struct kp_leak_pieces {
    struct kp_arena arena;
    struct kp_leak_piece *items;
    size_t count, cap;
};

/*
 * Takes a file apart: HTML (attributes and remarks as well), an xlsx workbook (every sheet, hidden ones
 * too, and what stands beside them), else text as it is (Markdown, CSV). KP_INVALID for what cannot be read
 * so, such as a PDF. `pieces` is initialised here; release it in any case.
 */
enum kp_status kp_leak_read(struct kp_str bytes, struct kp_leak_pieces *pieces, struct kp_err *err);
void kp_leak_pieces_release(struct kp_leak_pieces *pieces);

enum kp_leak_kind { KP_LEAK_NAME, KP_LEAK_VALUE };

struct kp_leak {
    enum kp_leak_kind kind;
    struct kp_str place; /* of the piece, or empty */
    size_t line;         /* from 1; 0: the piece has a place */
    struct kp_str found; /* as it stands in the file */
    struct kp_str name;  /* NAME: whose */
    const struct kp_field *field,
        *column; /* VALUE: of what; NULL: of a field that no model knows */
};

struct kp_secret;

/* What must not be in a file. */
struct kp_secrets {
    struct kp_arena arena;
    struct kp_names names;
    struct kp_secret *items;
    size_t count, cap;
    bool sorted;
};

void kp_secrets_init(struct kp_secrets *secrets);
void kp_secrets_release(struct kp_secrets *secrets);

/* Adds what `reduced` has less than `whole`. The model must outlive the secrets. */
void kp_secrets_add_plan(struct kp_secrets *secrets, struct kp_calc *whole,
                         struct kp_reduced *reduced);

/* Adds a person; one who is not `known` must not be named. */
void kp_secrets_add_person(struct kp_secrets *secrets, const struct kp_person *person, bool known);

/* Takes what this text says out of the secrets again: it is said openly. After all kp_secrets_add_…. */
void kp_secrets_pass(struct kp_secrets *secrets, struct kp_str text);
void kp_secrets_pass_model(struct kp_secrets *secrets, const struct kp_model *model);
void kp_secrets_pass_plan(struct kp_secrets *secrets, struct kp_reduced *reduced);

/* Everything found, in the pieces' order; in `arena`. */
void kp_leak_find(struct kp_secrets *secrets, const struct kp_leak_pieces *pieces,
                  struct kp_arena *arena, struct kp_leak **out, size_t *count);

#endif
