// SPDX-License-Identifier: GPL-3.0-or-later
/* What the room looks at before it answers; a guest of the customer does not. */
#include "screen.h"
#include "view/contact_map.h"

void screen_drawing(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    struct kp_session *session = screen->sitting->session;
    struct kp_contact_map map;
    if (!kp_str_is(question->field->id, "contacts.model") || kp_session_has_guest(session) ||
        !kp_contact_map_read(&map, kp_session_calc(session)))
        return;
    kp_view_contact_map(&map, &screen->style, 1, out);
    kp_buf_addc(out, '\n');
}
