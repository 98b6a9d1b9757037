// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef TESTS_DIFF_APPLY_H
#define TESTS_DIFF_APPLY_H

#include "json/json.h"

/*
 * The document of a plan (`show --json`) with that of a diff (`diff --json`) applied to it, as another
 * program would do it from the schema alone. People are left out. Rows: fewer than 100.
 */
struct kp_json *diff_apply(struct kp_arena *arena, const struct kp_json *plan,
                           const struct kp_json *diff);

#endif
