// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_FLOW_H
#define KP_VIEW_FLOW_H

/*
 * A line of text in pieces of different meaning, set into as many columns as there are: what a
 * diff says of one value. Text is safe for a terminal already (kp_utf8_add_visible); everything
 * lives in the arena.
 */

#include "base/arena.h"
#include "view/style.h"

struct kp_flow_piece {
    struct kp_flow_piece *next;
    enum kp_mark mark;
    bool typed; /* by people: in their language, whichever the page is in */
    struct kp_str text;
};

struct kp_flow {
    struct kp_arena *arena;
    struct kp_flow_piece *first, *last;
};

struct kp_flow kp_flow_new(struct kp_arena *arena);
bool kp_flow_empty(const struct kp_flow *flow);

/* Appends a piece; the text is copied. A newline in it begins a new line. */
void kp_flow_add(struct kp_flow *flow, enum kp_mark mark, struct kp_str text);

/* The same of what people typed. */
void kp_flow_add_typed(struct kp_flow *flow, enum kp_mark mark, struct kp_str text);

void kp_flow_addf(struct kp_flow *flow, enum kp_mark mark, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Appends the pieces of another flow. */
void kp_flow_join(struct kp_flow *flow, const struct kp_flow *other);

/* Columns on one line. */
size_t kp_flow_width(const struct kp_flow *flow);

/*
 * Appends it from column `at` of the line that is being written; the lines after the first begin
 * behind `indent` spaces, and none is wider than `columns`. At most `most` lines (0: as many as
 * it takes); what is cut off ends with "…". Returns the column behind the last one; no newline at
 * the end.
 */
size_t kp_flow_print(const struct kp_flow *flow, const struct kp_style *style, size_t columns,
                     size_t at, size_t indent, size_t most, struct kp_buf *out);

#endif
