// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_PLAN_H
#define KP_VIEW_PLAN_H

/* A plan as text for a terminal, and as the document of `show --json`. */

#include "view/style.h"

/* What is shown about the plan as a whole. */
struct kp_plan_head {
    struct kp_str account; /* slug */
    struct kp_str name;    /* "ACME A/S" */
    struct kp_str revision;
    struct kp_cycle cycle; /* of the newest answer's session, or the revision */
    struct kp_date date;   /* of the revision */
    struct kp_str signoff; /* "signed off by Mette Holm, 14 Sep 2025"; empty: not signed off */
    const struct kp_json *signed_json; /* the same for --json; NULL: null */
};

/*
 * Appends the whole plan by groups: each answer with its label, value, and in small its cycle,
 * who said it, basis, and "not looked at since …" when its cycle is older than `head->cycle`;
 * tables as tables with calculated columns and totals; grids (whitespace) as rows × columns;
 * calculated fields marked; answers that do not apply now are left out; answers of unknown fields
 * last, under their bare id. `only` (may be NULL): just that field, in whole.
 */
void kp_view_plan(struct kp_calc *calc, const struct kp_plan_head *head,
                  const struct kp_field *only, const struct kp_style *style, struct kp_buf *out);

/* Appends one field in whole under its label, as kp_view_plan with `only` does; `now`: the plan's cycle. */
void kp_view_field(struct kp_calc *calc, struct kp_cycle now, const struct kp_field *field,
                   const struct kp_style *style, struct kp_buf *out);

/* Appends what is shown about the plan as a whole, as kp_view_plan begins. */
void kp_view_head(const struct kp_plan_head *head, const struct kp_style *style,
                  struct kp_buf *out);

/*
 * One field's value as a block of lines (several for notes and tables), every line behind `indent`
 * spaces; for session screens too. No answer is one line with a dash.
 */
void kp_view_value(struct kp_calc *calc, const struct kp_field *field, const struct kp_json *value,
                   const struct kp_style *style, size_t indent, struct kp_buf *out);

/*
 * Rows of a table or list with their numbers in front: what a session shows while rows are added.
 * Without rows nothing is appended.
 */
void kp_view_rows(struct kp_calc *calc, const struct kp_field *field, const struct kp_json *rows,
                  const struct kp_style *style, size_t indent, struct kp_buf *out);

/*
 * Appends "2025H2 · Lars Bo · fact" for one answer, as plain text without colour that is safe for a
 * terminal. One that nobody looked at in the cycle before `now` either is old: "Lars Bo · fact ·
 * not looked at since 2024H2 (3 cycles)". `now` may be no cycle.
 */
void kp_view_origin(const struct kp_answer *answer, struct kp_cycle now,
                    const struct kp_style *style, struct kp_buf *out);

/* "fact", "assumed", "confirmed by the customer", translated; empty when nobody said. */
const char *kp_view_basis(enum kp_basis basis);

/*
 * The document of `show ACCOUNT --json` (formats.md): answers in the model's order, calculated
 * fields and columns worked out, unknown ones left out; the people who appear in it. `only` (may
 * be NULL): just that field. `people` may be NULL. Strings of `head` are copied.
 */
struct kp_json *kp_view_plan_json(struct kp_calc *calc, const struct kp_plan_head *head,
                                  const struct kp_field *only, const struct kp_people *people,
                                  struct kp_arena *arena);

#endif
