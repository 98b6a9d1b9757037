// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_IMPORT_INTERNAL_H
#define KP_MODEL_IMPORT_INTERNAL_H

/* The steps of an import, for import*.c only. */

#include "model/import.h"

/*
 * import_columns.c: finds out which of the titles are which columns; fills import->columns. `cells` are those of the
 * first row that may be the header. KP_NOT_FOUND: there is no column for the key, so it may not be.
 */
enum kp_status kp_import_match(struct kp_import *import, const struct kp_str *cells, size_t count,
                               const struct kp_import_options *options, struct kp_err *err);

/* import_number.c: a number as accounting systems write it. */
struct kp_import_amount {
    struct kp_number number;    /* read with `decimal` */
    enum kp_import_decimal own; /* what the text itself says: NONE when either would do */
    bool either;                /* it has one separator that may be of decimals or of thousands */
    bool rounded;
};

enum kp_import_text { KP_TEXT_EMPTY, KP_TEXT_NUMBER, KP_TEXT_BAD };

/*
 * Reads a cell: spaces, currency and percent signs, minus signs on either side, brackets, thousands.
 * `decimal` says what a single separator is where the text does not. KP_TEXT_BAD sets the message. At most `decimals`
 * are left, -1: all. `err` may be NULL.
 */
enum kp_import_text kp_import_amount(struct kp_str cell, struct kp_str currency,
                                     enum kp_import_decimal decimal, int decimals,
                                     struct kp_import_amount *out, struct kp_err *err);

/* Whether cells of this type are numbers. */
bool kp_import_is_number(const struct kp_field *column);

/* The columns' ways of writing numbers, from all their cells. */
void kp_import_find_decimals(struct kp_import *import);

/* A row's amount in a column; KP_TEXT_BAD sets the message. */
enum kp_import_text kp_import_read_number(const struct kp_import *import,
                                          const struct kp_import_row *row,
                                          const struct kp_import_column *column,
                                          struct kp_import_amount *out, struct kp_err *err);

/* What a row's cell in a taken column is. */
enum kp_cell_kind kp_import_kind(const struct kp_import *import, const struct kp_import_row *row,
                                 const struct kp_import_column *column);

/* `column` NULL: of the whole row. */
void kp_import_fault(struct kp_import *import, struct kp_import_row *row,
                     const struct kp_import_column *column, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The rows that are tried for the titles. */
#define KP_IMPORT_HEADER_WITHIN 20

/* import_workbook.c: which of a workbook's sheets is meant. */
enum kp_status kp_import_find_sheet(struct kp_import *import, struct kp_workbook *workbook,
                                    const struct kp_import_options *options, size_t *out,
                                    struct kp_err *err);

#endif
