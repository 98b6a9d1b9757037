// SPDX-License-Identifier: GPL-3.0-or-later
/* What the room looks at before it answers, and with /show; a guest of the customer does not. */
#include "screen.h"
#include "view/contact_map.h"

static bool draw_map(struct screen *screen, struct kp_buf *out)
{
    struct kp_session *session = screen->sitting->session;
    struct kp_contact_map map;
    if (kp_session_has_guest(session) || !kp_contact_map_read(&map, kp_session_calc(session)))
        return false;
    kp_view_contact_map(&map, &screen->style, 1, out);
    return true;
}

void screen_drawing(struct screen *screen, const struct kp_question *question, struct kp_buf *out)
{
    if (kp_str_is(question->field->id, "contacts.model") && draw_map(screen, out))
        kp_buf_addc(out, '\n');
}

void screen_shown(struct screen *screen, const struct kp_field *field, struct kp_buf *out)
{
    if (field->view != KP_VIEW_CONTACTS && !kp_str_is(field->id, "contacts.model"))
        return;
    size_t start = out->len;
    kp_buf_addc(out, '\n');
    if (!draw_map(screen, out))
        kp_buf_truncate(out, start);
}
