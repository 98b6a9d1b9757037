// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_WORKBOOK_H
#define KP_BASE_WORKBOOK_H

/*
 * Sheets of an xlsx workbook (Office Open XML spreadsheet, ECMA-376 part 1, both its namespaces) as the same rows of
 * texts that a CSV file gives. Values are those that the workbook's program worked out last: nothing is
 * calculated here. A sheet is read as it comes, and never held as a whole.
 */

#include "base/sheet.h"

enum {
    KP_WORKBOOK_COLUMNS = 2048, /* cells farther to the right are not read */
    KP_WORKBOOK_ROWS = 1048576,
};

struct kp_workbook;

struct kp_workbook_sheet {
    struct kp_str name;
    bool hidden;
};

/* Whether these bytes are those of a workbook, of whatever kind and age, or of another archive. */
bool kp_workbook_is(struct kp_str bytes);

/*
 * Opens a workbook; its bytes stay the caller's, and must outlive it. KP_INVALID for an old one (xls), one
 * with a password, one of another kind, a damaged one; the message says what would do. Close it also then.
 */
enum kp_status kp_workbook_open(struct kp_str bytes, struct kp_workbook **out, struct kp_err *err);
void kp_workbook_close(struct kp_workbook *workbook);

/* Its worksheets, in their order. */
const struct kp_workbook_sheet *kp_workbook_sheets(const struct kp_workbook *workbook,
                                                   size_t *count);

/*
 * Calls `each` for every row that has a cell with something in it, as kp_sheet_each does; `line` is the row's number.
 * Numbers are written with a point and as many digits as a spreadsheet knows (15), percents with their sign,
 * dates as 2026-03-02 (with a time of day that is not midnight: 2026-03-02 14:30), yes and no as "yes" and "no".
 */
enum kp_status kp_workbook_each(struct kp_workbook *workbook, size_t sheet,
                                enum kp_status (*each)(void *context,
                                                       const struct kp_sheet_row *row,
                                                       struct kp_err *err),
                                void *context, struct kp_err *err);

/* Appends a cell's name: (2, 7) is C7. */
void kp_workbook_add_cell_name(struct kp_buf *out, size_t column, size_t line);

#endif
