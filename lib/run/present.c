// SPDX-License-Identifier: GPL-3.0-or-later
/* Who is in the room. */

#include "run/ideas.h"

const struct kp_json *session_present(struct kp_session *s)
{
    const struct kp_json *attendees = s->header.attendees;
    return attendees ? attendees : kp_json_new_array(&s->derived.arena);
}
