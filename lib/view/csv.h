// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_CSV_H
#define KP_VIEW_CSV_H

/*
 * CSV, RFC 4180: commas (or semicolons, with a decimal comma), CR LF, quotes where they are needed. A spreadsheet takes a text that begins
 * like a formula for one and runs it; such a text gets an apostrophe in front, which spreadsheets
 * do not show. Numbers are written as numbers, without grouping.
 */

#include "base/buf.h"
#include "base/number.h"

struct kp_csv {
    struct kp_buf *out;
    bool begun; /* a cell stands in this row already */
    bool
        semicolons; /* between cells, and a comma in numbers: for Danish and Swedish spreadsheets */
};

void kp_csv_text(struct kp_csv *csv, struct kp_str text);
void kp_csv_number(struct kp_csv *csv, struct kp_number number);
void kp_csv_empty(struct kp_csv *csv);
void kp_csv_end_row(struct kp_csv *csv);

#endif
