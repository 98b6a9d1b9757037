// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_MODEL_IMPORT_H
#define KP_MODEL_IMPORT_H

/*
 * Rows of a file into a table of the plan: which of its columns are which of ours, how its numbers are
 * written, what is wrong with which line, and what the table would then be. Nothing is recorded here.
 */

#include "base/workbook.h"
#include "model/type.h"

#include <stdint.h>

enum kp_import_how {
    KP_IMPORT_LEFT,    /* not taken */
    KP_IMPORT_BY_ID,   /* by the column's id or label */
    KP_IMPORT_BY_AKA,  /* by another name that the model knows */
    KP_IMPORT_MAPPED,  /* as the user said */
    KP_IMPORT_ROW,     /* "id": which row it was, as export writes it */
    KP_IMPORT_ACCOUNT, /* whose row it is, as export writes it of several accounts */
    KP_IMPORT_KEPT,    /* no column of the plan's; kept beside them under its own name */
};

/* How numbers are written in a column. */
enum kp_import_decimal { KP_DECIMAL_NONE, KP_DECIMAL_COMMA, KP_DECIMAL_POINT };

struct kp_import_column {
    struct kp_str title; /* in the file */
    const struct kp_field *column;
    enum kp_import_how how;
    const struct kp_field *
        near; /* LEFT: a column that nothing was found for and whose name is like it; may be NULL */
    bool worked_out;      /* LEFT: the plan works it out itself */
    struct kp_str member; /* KEPT: the name that its cells stand under */
    int power;            /* money in thousands or millions, says the title: 3, 6; else 0 */
    enum kp_import_decimal decimal; /* its separator of decimals, seen or assumed */
    bool assumed;                   /* only from the other columns, the separator or the language */
    bool mixed;                     /* both are seen */
    bool turned;    /* costs that are all written as negative amounts were turned round */
    size_t rounded; /* amounts with more than two decimals */
    size_t filled;  /* cells that are not empty */
    size_t
        numbers; /* ... that are numbers of a workbook: nothing is to be found out about their way */
    size_t slot; /* taken: its place among a row's cells */
};

struct kp_import_fault {
    size_t line;
    size_t column; /* of the file, from 0; SIZE_MAX: the whole row */
    struct kp_str message;
};

struct kp_import_row {
    uint32_t first; /* of its cells in `starts` */
    uint32_t line;  /* in the file */
    bool bad;
};

struct kp_import_options {
    const char *map; /* "Title=column, Title=" (left out); may be NULL */
    struct kp_str
        account; /* whose rows are taken, where the file says whose they are; may be empty: all */
    const char *sheet; /* of a workbook, by its name; NULL: the one that fits */
    bool keep;         /* columns that are none of the plan's are kept too */
    bool only_update;  /* rows that the file does not have stay */
    bool skip_bad;     /* bad rows are left out, the others taken */
};

struct kp_import {
    const struct kp_field *table;
    struct kp_type_context context;
    struct kp_arena arena;     /* titles, faults, what is built */
    struct kp_str sheet;       /* of a workbook; no data: a text file */
    enum kp_encoding encoding; /* of a text file */
    char separator;
    size_t header_line;
    struct kp_import_column *columns; /* of the file, in its order */
    size_t column_count;
    struct kp_import_row *rows;
    size_t row_count, row_cap;
    struct kp_buf text; /* cells of the columns that are taken, a NUL behind each */
    uint32_t *starts;   /* of each cell in it, and of what would be the next one */
    size_t start_count, start_cap;
    unsigned char *kinds; /* of a workbook's cells, enum kp_cell_kind; else NULL */
    size_t kind_cap;
    size_t taken; /* cells of each row */
    struct kp_import_fault *faults;
    size_t fault_count, fault_cap;
    size_t bad;    /* rows that are bad */
    size_t others; /* rows of other accounts, which are not among the rows */
};

/*
 * Reads the bytes of a CSV file or a workbook (xlsx), which are used up, against a table. KP_INVALID when there is
 * nothing to go on: no text, no header, no column for the table's key, two columns for one, a --map that names
 * what is not there. Of a workbook's sheets it is the one that the options name, else the one that has the table's
 * name, else the only one whose titles fit; KP_INVALID names them where that is none, or several. Bad rows are listed in `faults` by line, and are no error. `context` lends
 * language, currency, today, people and ids. Release `out` also after an error.
 */
enum kp_status kp_import_read(struct kp_import *out, const struct kp_field *table,
                              struct kp_buf *bytes, const struct kp_import_options *options,
                              const struct kp_type_context *context, struct kp_err *err);
void kp_import_release(struct kp_import *import);

/* The column of the file that is taken as this one; NULL: none. */
const struct kp_import_column *kp_import_of(const struct kp_import *import,
                                            const struct kp_field *column);

/*
 * A row's cell as it stands in the file (trimmed); empty where the column is not taken. Without the apostrophe that
 * export puts before what a spreadsheet would take for a formula.
 */
struct kp_str kp_import_cell(const struct kp_import *import, const struct kp_import_row *row,
                             const struct kp_import_column *column);

/* Appends where a fault is, behind the file's name: ":7", or ": sheet Stakeholders, cell C7". */
void kp_import_add_place(const struct kp_import *import, const struct kp_import_fault *fault,
                         struct kp_buf *out);

/*
 * A cell as a number (of a column of type number, money, percent); false: it is empty. Of a row that is
 * not bad. Amounts have at most two decimals.
 */
bool kp_import_number(const struct kp_import *import, const struct kp_import_row *row,
                      const struct kp_import_column *column, struct kp_number *out);

/* What the table would be, against what it is. */
struct kp_import_change {
    size_t fresh, changed, same, gone;
    const struct kp_json
        *value; /* canonical: rows that were there first, in their order, then new ones */
};

/*
 * Builds the table's new value of the rows that are not bad: a row that was there is known by its id, where
 * the file says it, else by the table's key, and keeps its id. Its columns that the file does not have stay, but for a table of figures of one period
 * (view `customers`), where they would belong to another. Everything lives in `arena`; columns'
 * names are the table's.
 */
void kp_import_apply(struct kp_import *import, const struct kp_json *old,
                     const struct kp_import_options *options, struct kp_arena *arena,
                     struct kp_import_change *out);

/* The rows of a new value that are changed or new, and a list of the ids of those that are gone. */
void kp_import_differences(const struct kp_json *old, const struct kp_json *value,
                           struct kp_arena *arena, const struct kp_json **rows,
                           const struct kp_json **gone);

#endif
