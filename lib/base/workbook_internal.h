// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_BASE_WORKBOOK_INTERNAL_H
#define KP_BASE_WORKBOOK_INTERNAL_H

/* A workbook's parts, for workbook*.c and what tests them only. */

#include "base/archive.h"
#include "base/arena.h"
#include "base/workbook.h"
#include "base/xml.h"

#include <stdint.h>

/* How a number is shown, as far as it says what the number is. */
enum workbook_look { LOOK_NUMBER, LOOK_DATE, LOOK_MOMENT, LOOK_TIME, LOOK_PERCENT, LOOK_ZEROS };

struct workbook_format {
    enum workbook_look look;
    unsigned zeros; /* ZEROS: how many digits there are at least, 00123 */
};

struct kp_workbook {
    struct kp_archive *archive;
    struct kp_arena arena;
    struct kp_workbook_sheet *sheets;
    size_t *members; /* of the sheets, in the archive */
    size_t sheet_count, sheet_cap, member_cap;
    struct kp_buf shared; /* texts that cells refer to by number, one behind the other */
    size_t *shared_ends;
    size_t shared_count, shared_cap;
    struct workbook_format *formats; /* by style number */
    size_t format_count, format_cap;
    bool from_1904;
    size_t given; /* bytes of texts that were handed out */
};

/* More than a cell holds (32,767 UTF-16 units) in bytes, and then some. */
#define WORKBOOK_CELL_MOST ((size_t)256 * 1024)
/* Of texts that are kept, or handed out: a few shared ones may be referred to by millions of cells. */
#define WORKBOOK_TEXT_MOST ((size_t)128 * 1024 * 1024)

/* A part's bytes, piece by piece: of a member of an archive, or, in tests, of a text. */
enum kp_status workbook_read_xml(struct kp_archive *archive, size_t member, struct kp_str text,
                                 const struct kp_xml_reader *reader, void *context,
                                 struct kp_err *err);

/* workbook_parts.c: what stands beside the sheets. `archive` NULL: `text` is read. */
enum kp_status workbook_read_shared(struct kp_workbook *w, struct kp_archive *archive,
                                    size_t member, struct kp_str text, struct kp_err *err);
enum kp_status workbook_read_styles(struct kp_workbook *w, struct kp_archive *archive,
                                    size_t member, struct kp_str text, struct kp_err *err);

/* workbook_sheet.c */
enum kp_status workbook_read_sheet(
    struct kp_workbook *w, struct kp_archive *archive, size_t member, struct kp_str text,
    enum kp_status (*each)(void *context, const struct kp_sheet_row *row, struct kp_err *err),
    void *context, struct kp_err *err);

/* workbook_format.c */
struct workbook_format workbook_format_of(unsigned id);          /* built in */
struct workbook_format workbook_format_read(struct kp_str code); /* "dd-mm-yyyy" */
/* Appends a number as it is meant; false: it is no number, and nothing is appended. */
bool workbook_add_number(struct kp_buf *out, struct kp_str literal, struct workbook_format format,
                         bool from_1904);

/* KP_INVALID where the one or the other is more than that. */
enum kp_status workbook_check_size(size_t cell, size_t all, struct kp_err *err);

/* Appends a text in which _x000D_ stands for a character that XML cannot have. */
void workbook_add_text(struct kp_buf *out, struct kp_str text);

#endif
