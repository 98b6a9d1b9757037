// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_SHEET_H
#define KP_BASE_SHEET_H

/*
 * Rows of text files as accounting systems and spreadsheets write them: CSV with commas, semicolons
 * or tabs, in whatever encoding. libcsv reads the quoting; only this room knows it. Rows of workbooks are
 * those of base/workbook.h.
 */

#include "base/err.h"

#include <stdbool.h>

#define KP_SHEET_MAX_BYTES ((size_t)64 * 1024 * 1024)

enum kp_encoding { KP_ENCODING_UTF8, KP_ENCODING_UTF16, KP_ENCODING_WINDOWS };

/* "UTF-8", "UTF-16", "Windows-1252". */
const char *kp_encoding_name(enum kp_encoding encoding);

/*
 * Makes UTF-8 without byte order mark of a file's bytes, in place, and says what they were: UTF-8
 * where they are valid as such, UTF-16 by its mark, else Windows-1252. KP_INVALID for what is no text
 * (a workbook, a PDF, a web page, an archive; an encoding that is none of these; nothing at all),
 * with a message that says what would do. The text has no NUL.
 */
enum kp_status kp_sheet_decode(struct kp_buf *bytes, enum kp_encoding *found, struct kp_err *err);

/*
 * The separator that makes the first rows alike: ';' ',' or a tab; ',' where there is one column only. A
 * first line "sep=;", as some spreadsheets write it, decides; *skip is then its length, else 0.
 */
char kp_sheet_separator(struct kp_str text, size_t *skip);

/* What a cell of a workbook is; one of a text file is a text. */
enum kp_cell_kind {
    KP_CELL_TEXT,
    KP_CELL_NUMBER, /* as kp_number_read takes it, perhaps with a percent sign behind it */
    KP_CELL_ERROR,  /* "#REF!" */
};

struct kp_sheet_row {
    size_t line; /* in the file, from 1, on which it begins */
    const struct kp_str
        *cells; /* NUL-terminated, without the white space around them unless quoted */
    size_t count;
    const unsigned char *kinds; /* of the cells, enum kp_cell_kind; NULL: all are texts */
};

/*
 * Calls `each` for every row that is not a blank line; cells are valid during the call. A status other
 * than KP_OK stops and is returned. KP_INVALID when a quote is never closed. `first_line` is the number of
 * the text's first line.
 */
enum kp_status kp_sheet_each(struct kp_str text, char separator, size_t first_line,
                             enum kp_status (*each)(void *context, const struct kp_sheet_row *row,
                                                    struct kp_err *err),
                             void *context, struct kp_err *err);

#endif
