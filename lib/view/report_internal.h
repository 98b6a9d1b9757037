// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_REPORT_INTERNAL_H
#define KP_VIEW_REPORT_INTERNAL_H

/* What the parts of a report share. Not for anybody else. */

#include "view/html_page.h"
#include "view/plan_internal.h"
#include "view/report.h"

struct report_page {
    const struct kp_report *report;
    const struct kp_style *style;
    struct kp_html html;
    struct kp_arena *arena;
};

/* ---- report.c */

/* A field that has a value and that the audience may see; NULL: none. `value` may be NULL. */
const struct kp_field *report_field(const struct report_page *page, const char *id,
                                    const struct kp_json **value);

/* The same of the plan before; the value may be null. */
const struct kp_json *report_before(const struct report_page *page, const struct kp_field *field);

/* Whether the audience may see it. */
bool report_visible(const struct report_page *page, const struct kp_field *field);

/* Appends a value on one line as pages say it: thousands without pennies, a minus as wide as a plus. */
void report_inline(const struct report_page *page, const struct kp_field *field,
                   const struct kp_json *value, enum kp_shape shape, struct kp_buf *out);

/* Text of a value, in which a word that no column is wide enough for can be broken. */
void report_text(struct report_page *page, struct kp_str text);

/* A value on one line. */
void report_value(struct report_page *page, const struct kp_field *field,
                  const struct kp_json *value, enum kp_shape shape);

/* The language of values of a field where it is not the page's, as people typed them; else NULL. */
const char *report_typed(const struct report_page *page, const struct kp_field *field);

/* A date, marked as one. */
void report_date(struct report_page *page, struct kp_date date);

/* A person's name. */
struct kp_str report_name(const struct report_page *page, struct kp_str id);

/* ---- report_summary.c */
void report_summary(struct report_page *page);

/* ---- report_pipeline.c */
void report_pipeline(struct report_page *page);
void report_dates(struct report_page *page);

/* ---- report_position.c */
void report_positions(struct report_page *page);

/* A position in its matrix; false: nothing to draw. */
bool report_position(struct report_page *page, const struct kp_field *field);

/* The field of the position that is wanted, or NULL. */
const struct kp_field *report_wanted(const struct report_page *page, const struct kp_field *field);

/* ---- report_drawing.c */

/* The drawings of a table, where there are any. */
void report_drawings(struct report_page *page, const struct kp_field *field);

/* Of the first page of a program: maturity, and how the revenue is spread. */
void report_program_drawings(struct report_page *page);

/* The section with all revisions, where there are several. */
void report_timeline(struct report_page *page);

/* ---- report_changes.c */
void report_highlights(struct report_page *page);
void report_changes(struct report_page *page);
void report_minutes(struct report_page *page);

/* ---- report_grid.c */

/* Sets a table of view grid as one; false: it is none, or too wide. `label`: the id of its heading. */
bool report_grid(struct report_page *page, const struct kp_field *field, const struct kp_json *rows,
                 const char *label);

/* ---- report_first.c: of the first page, where there was no cycle before */
void report_first(struct report_page *page);

/* ---- report_plan.c */
void report_plan(struct report_page *page);

/* What people wrote, as Markdown and in its language. */
void report_note(struct report_page *page, struct kp_str text);

/* Whether a group of fields has a section in it; its id is "g-" and the group's. */
bool report_has_group(const struct report_page *page, struct kp_str group);

/* ---- report_scores.c: scores of candidates as a table of their own; false: they are none. */
bool report_scores(struct report_page *page, const struct kp_field *field,
                   const struct kp_answer *answer);
bool report_scores_markdown(struct kp_calc *calc, const struct kp_field *field,
                            const struct kp_style *style, struct kp_buf *out);

/* ---- report_table.c */

/* A table with its heading in the caption. `level` is the heading's element, "h4". */
void report_table(struct report_page *page, const struct kp_field *field,
                  const struct kp_json *rows, const struct kp_answer *answer);

/* Rows with a status: the open ones, then the others; as they were where they have none. */
const struct kp_json *report_open_first(struct report_page *page, const struct kp_field *field,
                                        const struct kp_json *rows);

/* A table's rows with the columns that are worked out, in the page's arena. */
const struct kp_json *report_worked_out(struct report_page *page, const struct kp_field *field,
                                        const struct kp_json *rows);

/* At most `most` of the rows, the largest in `amount` first (NULL: as they stand). */
const struct kp_json *report_largest(struct report_page *page, const struct kp_json *rows,
                                     const struct kp_field *amount, size_t most);

/* "2026H1 · Mette Holm · fact", below a heading or beside a value; nothing where nothing is known. */
void report_origin(struct report_page *page, const struct kp_answer *answer, const char *element);

#endif
