// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KP_VIEW_SET_PARTS_H
#define KP_VIEW_SET_PARTS_H

/* Members that several --json documents have. What is not known is left out. */

#include "base/date.h"
#include "model/people.h"
#include "json/json.h"

void kp_view_set_date(struct kp_arena *arena, struct kp_json *object, const char *name,
                      struct kp_date date);
void kp_view_set_cycle(struct kp_arena *arena, struct kp_json *object, const char *name,
                       struct kp_cycle cycle);

/* {"id", "name"}; without a name where nobody of that id is known. `people` may be NULL. */
void kp_view_set_person(struct kp_arena *arena, struct kp_json *object, const char *name,
                        const struct kp_people *people, struct kp_str id);

#endif
