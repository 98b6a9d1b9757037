// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_SELECTION_H
#define KP_VIEW_SELECTION_H

/*
 * The ranking of candidates drawn: places with bars, the line of the cut, where the room was far
 * apart; what the scores do not tell yet, and which weight would change the list. Readable without
 * colour.
 */

#include "compare/selection.h"
#include "view/style.h"

/* Appends the ranking with what is to be said about it, every line behind `indent` spaces. */
void kp_view_selection(const struct kp_selection *selection, const struct kp_style *style,
                       size_t indent, struct kp_buf *out);

/* The ranking alone. */
void kp_view_ranking(const struct kp_selection *selection, const struct kp_style *style,
                     size_t indent, struct kp_buf *out);

/*
 * The scores: candidates in the order of their points × criteria by number, with a legend of what
 * these are and weigh. A score the room was far apart on has a mark; `whole`: lowest and highest too.
 * false, and nothing appended: there is no score.
 */
bool kp_view_scores(const struct kp_selection *selection, const struct kp_style *style,
                    size_t indent, bool whole, struct kp_buf *out);

/* The ranking as SVG (view/svg.h); false, and nothing appended: there is no score. */
bool kp_svg_ranking(const struct kp_selection *selection, const struct kp_style *style,
                    const char *id, struct kp_buf *out);

/* What follows from a selection, as `show program --json` has it under "selection". */
struct kp_json *kp_view_selection_json(const struct kp_selection *selection,
                                       struct kp_arena *arena);

#endif
