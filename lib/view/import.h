// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_IMPORT_H
#define KP_VIEW_IMPORT_H

/* A file that is about to be taken into a table: what was understood, before anything is recorded. */

#include "model/import.h"
#include "view/style.h"

struct kp_import_view {
    const struct kp_import *import;
    const struct kp_import_change *change;
    struct kp_str file; /* as the user named it */
    struct kp_str
        before; /* when the rows that are there were recorded: "2025H2"; empty: there are none */
    bool keep;
};

/*
 * Appends how the file is written, which of its columns are which, its first rows, sums of its
 * numbers, what is to be noticed, and what would be new, changed and gone.
 */
void kp_view_import(const struct kp_import_view *view, const struct kp_style *style,
                    struct kp_buf *out);

/* Appends the bad rows by line, at most `most` of them, and how many there are. */
void kp_view_import_faults(const struct kp_import_view *view, size_t most,
                           const struct kp_style *style, struct kp_buf *out);

/* The same as members of the document of `import --json`. */
void kp_view_import_json(const struct kp_import_view *view, struct kp_arena *arena,
                         struct kp_json *document);

#endif
