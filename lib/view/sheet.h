// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_SHEET_H
#define KP_VIEW_SHEET_H

/*
 * Plans as sheets of rows, for spreadsheets: one for the single answers and one for each table, with what
 * is worked out and people by name. Written as CSV (one sheet) or as a workbook (all of them).
 */

#include "model/type.h"
#include "view/plan.h"

enum kp_sheet_kind { KP_SHEET_EMPTY, KP_SHEET_TEXT, KP_SHEET_NUMBER, KP_SHEET_DATE };

struct kp_sheet_cell {
    enum kp_sheet_kind kind;
    enum kp_type_kind type;  /* how a number is set: money, percent, other */
    struct kp_str text;      /* TEXT: what would be typed to give the value */
    struct kp_number number; /* percent: 40 is 40 % */
    struct kp_date date;
};

struct kp_sheet_column {
    struct kp_str id;    /* "title", "account", "id" */
    struct kp_str label; /* as people read it; no two of a sheet are alike */
    bool hidden;         /* for programs: rows find back by it */
};

struct kp_sheet {
    struct kp_str id, title; /* a field's id, or "answers" */
    struct kp_sheet_column *columns;
    size_t column_count;
    struct kp_sheet_cell *cells; /* row by row */
    size_t row_count, cap;
    struct kp_arena *arena;
};

/* One plan to be written, as its audience reads it. */
struct kp_sheet_plan {
    struct kp_plan_head head;
    struct kp_calc *calc;
    struct kp_people *people;
};

struct kp_sheets {
    struct kp_sheet *items; /* the single answers first, then tables in the model's order */
    size_t count;
    const struct kp_sheet_plan *plans;
    size_t plan_count;
    enum kp_visibility audience;
    enum kp_lang lang;
    struct kp_str currency, company;
    struct kp_date today; /* the day it is written on */
};

/*
 * Fills in `items` of the plans, whose models must be of the same kind. `only` (may be NULL) is the id of a
 * table or list: just its sheet, rows or not; KP_NOT_FOUND when no plan's model has such a field. With
 * several plans every sheet begins with the account. Tables without rows have no sheet.
 */
enum kp_status kp_sheets_make(struct kp_sheets *sheets, const char *only, struct kp_arena *arena,
                              struct kp_err *err);

/*
 * Appends a sheet as CSV. In Danish and Swedish with ; between cells and a decimal comma, as spreadsheets
 * there expect it, else with , and a point; dates as 2026-03-02, percents as 40 for 40 %. `mark`: begins with
 * a byte order mark, without which Excel takes UTF-8 for something else.
 */
void kp_sheet_csv(const struct kp_sheet *sheet, enum kp_lang lang, bool mark, struct kp_buf *out);

/*
 * Writes the sheets as an Office Open XML workbook to `path`, which is replaced. What it is a copy of,
 * and for whom, stands on a first sheet. Only texts, numbers and dates: nothing is a formula or a link. A
 * text longer than a cell holds (32,767 characters) is cut and ends with "…"; *cut (may be NULL) counts them.
 */
enum kp_status kp_sheets_xlsx(const struct kp_sheets *sheets, const char *path, size_t *cut,
                              struct kp_err *err);

#endif
