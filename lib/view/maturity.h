// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_MATURITY_H
#define KP_VIEW_MATURITY_H

/*
 * Maturity drawn as bars: a line for each dimension, filled up to the score, with a mark where the
 * target is and one where the score was in the cycle before. Told by shapes, not by colour: readable in
 * one colour and, as ASCII, by a screen reader.
 */

#include "compare/maturity.h"
#include "view/style.h"

struct kp_maturity_page {
    const struct kp_maturity *maturity;
    struct kp_cycle cycle, before; /* for the legend; year 0: not known */
};

/*
 * Appends the drawing with its legend, every line behind `indent` spaces, and below it the widest gaps.
 * Where the page is too narrow for bars beside the names they stand below them. false, and nothing
 * appended: nothing to draw.
 */
bool kp_view_maturity(const struct kp_maturity_page *page, const struct kp_style *style,
                      size_t indent, struct kp_buf *out);

#endif
