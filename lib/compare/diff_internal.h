// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_COMPARE_DIFF_INTERNAL_H
#define KP_COMPARE_DIFF_INTERNAL_H

/* What the files of the diff share. Not for anybody else. */

#include "compare/diff.h"

/*
 * Compares two values of a table or list by rows and sets by_rows, rows and totals of `item`; false,
 * and nothing is set, when one of them is no list of rows with ids of their own. null is an empty
 * list. *stored: something differs that is not only worked out.
 */
bool kp_diff_rows(struct kp_diff_item *item, const struct kp_json *before,
                  const struct kp_json *after, struct kp_arena *arena, bool *stored);

#endif
